"""What counts for how much when items are compared."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final

_KINDS: Final = {
    "summary": 1.0,
    "paragraph": 1.0,
    "story": 1.0,
    "table_row": 1.0,
    "results": 0.6,
    "sidebar": 0.5,
    "partners": 0.3,
    "quote": 0.3,
    "caption": 0.3,
    "note": 0.1,
}
_FACETS: Final = {
    "clientele": 1.3,
    "service": 1.0,
    "sector": 0.8,
    "activity": 0.7,
    "partner": 0.5,
    "outcome": 0.3,
}


def _frozen(values: Mapping[str, float]) -> Mapping[str, float]:
    return MappingProxyType(dict(values))


@dataclass(frozen=True, slots=True)
class CompareWeights:
    """The weights of a comparison; tuned on the tuning half of ``comparables.toml``.

    Args:
        meaning, concepts, words, partners: the share of each side, relative to one another.
        kinds: what a passage of each kind counts for: a summary says what an item is.
        facets: what a concept of each facet counts for: whom it serves says more than that it
            succeeded. One that an item does not name but that is broader than one it names counts
            for ``broader``; one that is related to it, for ``related``.
        own_region: what the score of an item of the source's own region is multiplied by, and
        repeated_region: that of an item of a region already taken, once for each.
        least: the chance, as :func:`chance` gives it, under which an item is not shown, and
        least_alone: the same for one that shares nothing that can be named.
    """

    meaning: float = 1.0
    concepts: float = 1.0
    words: float = 0.8
    partners: float = 0.1
    broader: float = 0.5
    related: float = 0.4
    own_region: float = 0.8
    repeated_region: float = 0.9
    least: float = 0.1
    least_alone: float = 0.3
    kinds: Mapping[str, float] = field(default_factory=lambda: _frozen(_KINDS))
    facets: Mapping[str, float] = field(default_factory=lambda: _frozen(_FACETS))


COMPARE_WEIGHTS: Final = CompareWeights()

INTERCEPT: Final = -3.31
SLOPE: Final = 25.7


def chance(whole: float) -> float:
    """Return the chance that an item is worth reading, from how alike it is.

    A logistic curve (Platt, 1999) over the first ten items of each case of the tuning half;
    ``benchmarks/comparables.py`` fits it.
    """
    return 1 / (1 + math.exp(-(INTERCEPT + SLOPE * whole)))
