"""From a score to a relevance: the chance that a hit is what was asked for.

A logistic curve (Platt, 1999) over the scores of the first ten hits of each topic of the tuning
half, unanswerable ones included; ``benchmarks/calibration.py`` fits it and tells how far it holds.
"""

from __future__ import annotations

import math
from typing import Final

INTERCEPT: Final = -6.30
SLOPE: Final = 0.42

LIKELY: Final = 0.05
"""The relevance under which a hit is shown as less likely, and alone answers nothing.

Set on the tuning half, where one answerable topic in thirty falls under it; it tells other subjects
apart, not near misses."""


def relevance(score: float) -> float:
    """Return the relevance, from 0 to 1, of what an item's best evidence is worth."""
    return 1 / (1 + math.exp(-(INTERCEPT + SLOPE * score)))
