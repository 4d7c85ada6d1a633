"""The items of an index, read for comparing, and how rare what they say is."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

import numpy as np

from spe_search.compare.profile import Profile, Tags, profile_of_item
from spe_search.compare.weights import COMPARE_WEIGHTS, CompareWeights

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from spe_search.index import Index

_SAMPLE = 400
"""Items that tell how rare a concept is; of more, as many taken evenly."""

_COMMON = 0.4
"""The share of the items from which a concept says nothing of any of them…"""

_FEW = 10
"""…where there are at least so many items."""


class Rarity:
    """How much a thing tells, by how few items have it: a logarithm of their share.

    Args:
        sets: what each of the items has.
    """

    def __init__(self, sets: Iterable[Iterable[str]]) -> None:
        self.size = 0
        self._counts: Counter[str] = Counter()
        for each in sets:
            self.size += 1
            self._counts.update(set(each))

    def __getitem__(self, thing: str) -> float:
        """Return 0 for what all have; more for what fewer have."""
        return max(math.log((self.size + 1) / (self._counts[thing] + 0.5)), 0.0)

    def is_common(self, thing: str) -> bool:
        """Tell whether so many items have a thing that it says nothing of any of them."""
        return self.size >= _FEW and self._counts[thing] > _COMMON * self.size


class Profiles:
    """Reads items; what is read is kept.

    Args:
        index: the opened index.
        tags: the concepts of the thesaurus that an item speaks of.
        weights: what counts for how much.
    """

    def __init__(self, index: Index, tags: Tags, weights: CompareWeights = COMPARE_WEIGHTS) -> None:
        self.index, self.weights = index, weights
        self.of = lru_cache(maxsize=4096)(lambda item_id: profile_of_item(index, tags, item_id))

    @cached_property
    def told_rows(self) -> NDArray[np.int64]:
        """The rows of initiatives and stories; of everything where a report tells none apart."""
        kinds = self.index.values["item_kind"]
        wanted = [i for i, kind in enumerate(kinds) if kind != "section"]
        rows = np.flatnonzero(np.isin(self.index.column("item_kind"), wanted))
        return rows if len(rows) else np.arange(len(self.index))

    @cached_property
    def told(self) -> frozenset[int]:
        """The items of those rows, by their number in the index."""
        return frozenset(np.unique(self.index.column("item")[self.told_rows]).tolist())

    def concepts(self, profile: Profile) -> dict[str, float]:
        """Return what a profile's concepts, and those near them, count for before rarity."""
        known, weights = self.index.thesaurus.concepts, self.weights
        found: dict[str, float] = {}
        for concept, said in profile.concepts.items():
            share = weights.kinds.get(said.kind, 1.0)
            near = dict.fromkeys(known[concept].related, weights.related)
            near |= dict.fromkeys(self.index.thesaurus.broader(concept), weights.broader)
            for each, part in (near | {concept: 1.0}).items():
                found[each] = max(found.get(each, 0.0), share * part)
        return {c: share * weights.facets.get(known[c].facet, 0.0) for c, share in found.items()}

    def is_general(self, concept: str) -> bool:
        """Tell whether a concept says too little of an item to be a reason, or a difference."""
        is_marked = self.index.thesaurus.concepts[concept].general
        return is_marked or self.concept_rarity.is_common(concept)

    @cached_property
    def concept_rarity(self) -> Rarity:
        """How rare each concept is."""
        return Rarity(self.concepts(profile) for profile in self._sample)

    @cached_property
    def partner_rarity(self) -> Rarity:
        """How rare each kind of partner is."""
        return Rarity(profile.partners for profile in self._sample)

    @cached_property
    def _sample(self) -> Sequence[Profile]:
        numbers = sorted(self.told)
        names = self.index.values["item"]
        return [self.of(names[i]) for i in numbers[:: math.ceil(len(numbers) / _SAMPLE) or 1]]


def cosine(own: Mapping[str, float], other: Mapping[str, float], rarity: Rarity) -> float:
    """Return the cosine of two weighted sets, each thing weighed by its rarity."""
    a = {thing: weight * rarity[thing] for thing, weight in own.items()}
    b = {thing: weight * rarity[thing] for thing, weight in other.items()}
    product = sum(a[thing] * b[thing] for thing in a.keys() & b.keys())
    norms = sum(x * x for x in a.values()) * sum(x * x for x in b.values())
    return product / math.sqrt(norms) if norms else 0.0
