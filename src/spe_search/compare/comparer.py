"""Finding what is like an item, or like a project described: ranked, varied, explained."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np

from spe_search.compare.likeness import Nearness, Space, likeness, nearness, words_met
from spe_search.compare.model import Comparable, Likeness
from spe_search.compare.profile import Profile, profile_of_text
from spe_search.compare.profiles import Profiles, cosine
from spe_search.compare.reasons import comparable
from spe_search.compare.weights import chance
from spe_search.query import allowed_rows
from spe_search.types import Filters

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from spe_search.types import Encoder, Vectors

_POOL = 400
"""Items that are compared piece by piece; of more, those nearest in meaning and words."""


class Comparer:
    """Compares the items of one index.

    Args:
        profiles: what reads them.
        encoder: the model the index was made with.
    """

    def __init__(self, profiles: Profiles, encoder: Encoder) -> None:
        self.profiles, self.index, self.encoder = profiles, profiles.index, encoder
        self._weights = profiles.weights
        self._space = Space(profiles.index, encoder, profiles.told_rows)

    def like_item(self, item_id: str, top_k: int, filters: Filters) -> tuple[Comparable, ...]:
        """Return the items most like one of the index; see ``SearchEngine.similar``."""
        return self._like(self.profiles.of(item_id), top_k, filters)

    def like_text(self, text: str, top_k: int, filters: Filters) -> tuple[Comparable, ...]:
        """Return the items most like a project described; see ``SearchEngine.similar_to_text``."""
        return self._like(profile_of_text(self.index.thesaurus, text), top_k, filters)

    def _like(self, own: Profile, top_k: int, filters: Filters) -> tuple[Comparable, ...]:
        met = words_met(self.index, self.encoder, own.searched)
        vectors = self._space.of(own)
        names = self.index.values["item"]
        found: dict[str, tuple[Likeness, Nearness]] = {}
        for number in self._pool(self._candidates(own, filters), vectors, met):
            other = self.profiles.of(names[number])
            found[other.id] = self._compare(own, vectors, other, float(met[number]))
        chosen: list[Comparable] = []
        for item in self._varied(own, {item: each.whole for item, (each, _) in found.items()}):
            if len(chosen) == top_k:
                break
            rank = len(chosen) + 1
            made = comparable(self.profiles, rank, own, self.profiles.of(item), *found[item])
            if made.shared or made.score >= self._weights.least_alone:
                chosen.append(made)
        return tuple(chosen)

    def _candidates(self, own: Profile, filters: Filters) -> list[int]:
        """Return the numbers of the initiatives and stories that the filters let through.

        Sections only where they are asked for, or where the reports have nothing else.
        """
        allowed = allowed_rows(self.index, filters)
        rows = self.profiles.told_rows if not filters.kind else np.arange(len(self.index))
        if allowed is not None:
            rows = rows[allowed[rows]]
        names = self.index.values["item"]
        numbers: list[int] = np.unique(self.index.column("item")[rows]).tolist()
        return [number for number in numbers if names[number] != own.id]

    def _pool(
        self, candidates: Sequence[int], vectors: Vectors, met: NDArray[np.float32]
    ) -> Sequence[int]:
        """Return the candidates worth comparing piece by piece: all, unless they are many."""
        if len(candidates) <= _POOL:
            return candidates
        best = np.zeros(len(met), dtype=np.float32)
        nearest = (self._space.vectors @ vectors.T).max(axis=1)
        np.maximum.at(best, self.index.column("item"), nearest)
        worth = (best + met)[candidates]
        return [candidates[i] for i in np.argsort(-worth, kind="stable")[:_POOL].tolist()]

    def _compare(
        self, own: Profile, vectors: Vectors, other: Profile, met: float
    ) -> tuple[Likeness, Nearness]:
        whole = 1 if not own.id and len(own.pieces) > 1 else 0
        near = nearness(
            vectors, self._shares(own), self._space.of(other), self._shares(other), first=whole
        )
        concepts = cosine(
            self.profiles.concepts(own),
            self.profiles.concepts(other),
            self.profiles.concept_rarity,
        )
        partners = cosine(
            dict.fromkeys(own.partners, 1.0),
            dict.fromkeys(other.partners, 1.0),
            self.profiles.partner_rarity,
        )
        return likeness(near.score, concepts, met, partners, self._weights), near

    def _shares(self, profile: Profile) -> NDArray[np.float32]:
        kinds = self._weights.kinds
        return np.array([kinds.get(p.kind, 1.0) for p in profile.pieces], dtype=np.float32)

    def _varied(self, own: Profile, scores: Mapping[str, float]) -> Iterator[str]:
        """Yield the best one after another, other regions first as far as scores allow.

        A region loses by being the source's own and each time it is taken, as in maximal marginal
        relevance (Carbonell and Goldstein, 1998).
        """
        left = {i: score for i, score in scores.items() if chance(score) >= self._weights.least}
        regions = {item: self.profiles.of(item).region for item in left}
        taken: Counter[str] = Counter()

        def worth(item: str) -> float:
            region = regions[item]
            if region is None:
                return left[item]
            at_home = self._weights.own_region if region == own.region else 1.0
            return left[item] * at_home * self._weights.repeated_region ** taken[region.code]

        while left:
            best = max(left, key=worth)
            yield best
            if region := regions[best]:
                taken[region.code] += 1
            del left[best]
