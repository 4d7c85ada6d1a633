"""What is worked out of figures: whether a target was met, which is highest, how much it moved.

Nothing here reads text: it takes indicators, which know where they stand, and returns figures with
what they were worked out of, so that :mod:`spe_search.answers.verify` can do the sum again.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from spe_search.french import fold
from spe_search.indicators import Indicator

_TOTAL = re.compile(r"(?:ensemble|total\w*|tous|toutes|global\w*)\b")
_LOWER_IS_BETTER = re.compile(
    r"\b(?:delais?|attente|chomage|abandons?|decrochage|absen\w+|plaintes?|accidents?|erreurs?|"
    r"couts?|roulement|refus)\b"
)
_MOST_OF_ONE_LIST = 50

Outcome = Literal["above", "met", "below"]


@dataclass(frozen=True, slots=True)
class Against:
    """A figure beside its target.

    ``gap`` is what parts them, never negative, in points where both are shares; ``share`` is the
    gap in per cent of the target, for counts. ``met`` tells whether that is what was wanted: less
    is better for delays or dropouts.
    """

    indicator: Indicator
    outcome: Outcome
    met: bool
    gap: Decimal
    share: Decimal | None


def against_target(indicator: Indicator) -> Against | None:
    """Compare a figure with its target; ``None`` where it has none, or not in the same unit."""
    target = indicator.target
    if target is None or target.value is None or indicator.high is not None:
        return None
    if target.unit != indicator.unit and None not in (target.unit, indicator.unit):
        return None
    gap = indicator.value - target.value
    outcome: Outcome = "met" if not gap else "above" if gap > 0 else "below"
    wanted = "below" if _LOWER_IS_BETTER.search(fold(indicator.label)) else "above"
    share = None
    if indicator.unit not in ("%", "points") and target.value:
        share = round(100 * abs(gap) / target.value, 1)
    return Against(indicator, outcome, outcome in ("met", wanted), abs(gap), share)


def comparable(found: Sequence[Indicator]) -> tuple[Indicator, ...]:
    """Return the figures of a column that can be ranked: neither totals nor ranges.

    Args:
        found: figures of one column, in one unit.
    """
    return tuple(
        each
        for each in found[:_MOST_OF_ONE_LIST]
        if each.high is None and not _TOTAL.match(fold(each.population or each.label))
    )


def extremes(found: Sequence[Indicator], highest: bool) -> tuple[Indicator, ...]:
    """Return the highest or the lowest of some figures, ties together; none of fewer than two."""
    if len(found) < 2:
        return ()
    values = [each.value for each in found]
    best = max(values) if highest else min(values)
    return tuple(each for each in found if each.value == best)


@dataclass(frozen=True, slots=True)
class Moved:
    """A figure beside what it was before; ``gap`` is never negative."""

    indicator: Indicator
    gap: Decimal
    up: bool


def moved(indicator: Indicator) -> Moved | None:
    """Compare a figure with the earlier one that the report gives; ``None`` where it gives none."""
    before = indicator.previous
    if before is None or before.unit != indicator.unit or indicator.high is not None:
        return None
    gap = indicator.value - before.value
    return Moved(indicator, abs(gap), gap >= 0)
