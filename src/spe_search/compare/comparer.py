"""Finding what is like an item, or like a project described: ranked, varied, explained."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

import numpy as np

from spe_search.compare.likeness import (
    Nearness,
    Rarity,
    Space,
    concept_weights,
    cosine,
    likeness,
    nearness,
    words_met,
)
from spe_search.compare.model import Comparable, Likeness
from spe_search.compare.profile import Profile, Tags, profile_of_item, profile_of_text
from spe_search.compare.reasons import Explainer
from spe_search.compare.weights import COMPARE_WEIGHTS, CompareWeights, chance
from spe_search.query import allowed_rows
from spe_search.types import Filters

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from spe_search.index import Index
    from spe_search.types import Encoder

_SAMPLE = 400
"""Items that tell how rare a concept is; of more, as many taken evenly."""

_POOL = 400
"""Items that are compared piece by piece; of more, those nearest in meaning and words."""


class Comparer:
    """Compares the items of one index; what it works out of them is kept.

    Args:
        index: the opened index.
        encoder: the model it was made with.
        tags: the concepts of the thesaurus that an item speaks of.
        weights: what counts for how much.
    """

    def __init__(
        self,
        index: Index,
        encoder: Encoder,
        tags: Tags,
        weights: CompareWeights = COMPARE_WEIGHTS,
    ) -> None:
        self.index, self.encoder, self.weights = index, encoder, weights
        self.profile = lru_cache(maxsize=4096)(
            lambda item_id: profile_of_item(index, tags, item_id)
        )
        self._space = Space(index, encoder)

    def like_item(self, item_id: str, top_k: int, filters: Filters) -> tuple[Comparable, ...]:
        """Return the items most like one of the index; see ``SearchEngine.similar``."""
        return self._like(self.profile(item_id), top_k, filters)

    def like_text(self, text: str, top_k: int, filters: Filters) -> tuple[Comparable, ...]:
        """Return the items most like a project described; see ``SearchEngine.similar_to_text``."""
        return self._like(profile_of_text(self.index.thesaurus, text), top_k, filters)

    def _like(self, own: Profile, top_k: int, filters: Filters) -> tuple[Comparable, ...]:
        candidates = self._candidates(filters) - {own.id}
        met = words_met(self.index, self.encoder, own.searched)
        vectors = self._space.of(own)
        pool = self._pool(sorted(candidates), vectors, met)
        found: dict[str, tuple[Likeness, Nearness]] = {}
        position = {item: i for i, item in enumerate(self.index.values["item"])}
        for item_id in pool:
            found[item_id] = self._compare(own, vectors, item_id, float(met[position[item_id]]))
        chosen: list[Comparable] = []
        for item in self._varied(own, {item: each.whole for item, (each, _) in found.items()}):
            if len(chosen) == top_k:
                break
            made = self._explainer.comparable(
                len(chosen) + 1, own, self.profile(item), *found[item]
            )
            if made.shared or made.score >= self.weights.least_alone:
                chosen.append(made)
        return tuple(chosen)

    def _candidates(self, filters: Filters) -> set[str]:
        """Return the initiatives and stories that the filters let through.

        Sections only where they are asked for, or where the reports have nothing else: another
        layout tells no initiatives apart.
        """
        allowed = allowed_rows(self.index, filters)
        rows = np.arange(len(self.index)) if allowed is None else np.flatnonzero(allowed)
        if not filters.kind and len(self._told):
            rows = np.intersect1d(rows, self._told)
        names = self.index.values["item"]
        return {names[i] for i in np.unique(self.index.column("item")[rows]).tolist()}

    @cached_property
    def _told(self) -> NDArray[np.int64]:
        """The rows of initiatives and stories."""
        kinds = self.index.values["item_kind"]
        wanted = [i for i, kind in enumerate(kinds) if kind != "section"]
        return np.flatnonzero(np.isin(self.index.column("item_kind"), wanted))

    @cached_property
    def _explainer(self) -> Explainer:
        return Explainer(
            self.index,
            self.weights.facets,
            self._concept_rarity,
            self._partner_rarity,
            self._told_items,
        )

    @cached_property
    def _told_items(self) -> frozenset[int]:
        """The numbers of the initiatives and stories; of all items where there are none."""
        rows = self._told if len(self._told) else np.arange(len(self.index))
        return frozenset(np.unique(self.index.column("item")[rows]).tolist())

    @cached_property
    def _sample(self) -> Sequence[Profile]:
        """Items that tell how rare a thing is: all, or as many taken evenly."""
        numbers = sorted(self._told_items)
        names = self.index.values["item"]
        return [self.profile(names[i]) for i in numbers[:: math.ceil(len(numbers) / _SAMPLE) or 1]]

    @cached_property
    def _concept_rarity(self) -> Rarity:
        return Rarity(self._concepts(profile) for profile in self._sample)

    @cached_property
    def _partner_rarity(self) -> Rarity:
        return Rarity(profile.partners for profile in self._sample)

    def _pool(
        self,
        candidates: Sequence[str],
        vectors: NDArray[np.float32],
        met: NDArray[np.float32],
    ) -> Sequence[str]:
        """Return the candidates worth comparing piece by piece: all, unless they are many."""
        if len(candidates) <= _POOL:
            return candidates
        items = self.index.column("item")
        best = np.full(len(met), -1.0, dtype=np.float32)
        np.maximum.at(best, items, (self._space.vectors @ vectors.T).max(axis=1))
        worth = best + met
        names = self.index.values["item"]
        wanted = set(candidates)
        ordered = (names[i] for i in np.argsort(-worth, kind="stable").tolist())
        return [name for name in ordered if name in wanted][:_POOL]

    def _compare(
        self, own: Profile, vectors: NDArray[np.float32], item_id: str, met: float
    ) -> tuple[Likeness, Nearness]:
        other = self.profile(item_id)
        whole = 1 if not own.id and len(own.pieces) > 1 else 0
        near = nearness(
            vectors, self._shares(own), self._space.of(other), self._shares(other), first=whole
        )
        concepts = cosine(self._concepts(own), self._concepts(other), self._concept_rarity)
        partners = cosine(
            dict.fromkeys(own.partners, 1.0),
            dict.fromkeys(other.partners, 1.0),
            self._partner_rarity,
        )
        return likeness(near.score, concepts, met, partners, self.weights), near

    def _shares(self, profile: Profile) -> NDArray[np.float32]:
        kinds = self.weights.kinds
        return np.array([kinds.get(p.kind, 1.0) for p in profile.pieces], dtype=np.float32)

    def _concepts(self, profile: Profile) -> Mapping[str, float]:
        return concept_weights(profile, self.index.thesaurus, self.weights)

    def _varied(self, own: Profile, scores: Mapping[str, float]) -> Iterator[str]:
        """Yield the best one after another, other regions first as far as scores allow.

        A region loses by being the source's own and each time it is taken, as in maximal marginal
        relevance (Carbonell and Goldstein, 1998).
        """
        left = {i: score for i, score in scores.items() if chance(score) >= self.weights.least}
        regions = {item: self._region(self.profile(item)) for item in left}
        taken: Counter[str] = Counter()

        def worth(item: str) -> float:
            region = regions[item]
            at_home = self.weights.own_region if region and region == self._region(own) else 1.0
            return left[item] * at_home * self.weights.repeated_region ** taken[region]

        while left:
            best = max(left, key=worth)
            yield best
            if region := regions[best]:
                taken[region] += 1
            del left[best]

    @staticmethod
    def _region(profile: Profile) -> str:
        return profile.region.code if profile.region else ""
