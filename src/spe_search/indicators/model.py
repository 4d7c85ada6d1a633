"""What an indicator is: a figure of a report, what it measures and where it stands."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from spe_search.french.quantities import Bound, Change, Unit
from spe_search.types import Span

Origin = Literal["table_cell", "sentence", "results"]
"""Where a figure comes from: a table, an initiative's "Résultats", or any other sentence."""


@dataclass(frozen=True, slots=True)
class Target:
    """What a figure was to reach.

    ``value`` is ``None`` where the report says that there is no target ("s/o"). ``span`` is where
    ``text`` stands in the source.
    """

    value: Decimal | None
    unit: Unit | None
    text: str
    span: Span


@dataclass(frozen=True, slots=True)
class Previous:
    """What a figure was before, and when, where the report says so."""

    value: Decimal
    unit: Unit | None
    period: str
    text: str
    span: Span


@dataclass(frozen=True, slots=True)
class Indicator:
    """A figure of a report, with its unit and its page.

    Every text but ``period`` is verbatim; ``text`` is what ``span`` of the source shows.

    Args:
        id: the item's id and the figure's number in it, ``bilan-2023-2024/jade#f1``.
        label: what is measured: a table's head or row, or the clause around the figure.
        population: the people or bodies measured; empty where none are named.
        text: the figure's own words, as in :class:`~spe_search.french.quantities.Quantity`, whose
            ``value``, ``high``, ``unit``, ``counted``, ``bound`` and ``change`` are here too.
        period: the exercice or year that the figure is of: the report's where it says no other.
        target: what it was to reach.
        previous: what it was before.
        compared_with: what a change or a gap is measured from (« 2022-2023 »).
        region: the code of the item's region.
        item_id: the initiative, story or section it stands in.
        page: the page it stands on.
        context: the row or sentence it stands in, a range of the source.
        table_id: its table; ``None`` outside tables, as are ``column`` and ``group``.
        column: the head of its column.
        group: what its row is listed under (« Sexe »).
    """

    id: str
    label: str
    population: str
    text: str
    value: Decimal
    high: Decimal | None
    unit: Unit | None
    counted: str
    bound: Bound
    change: Change | None
    period: str
    target: Target | None
    previous: Previous | None
    compared_with: str
    region: str | None
    item_id: str
    document_id: str
    page: int
    span: Span
    context: Span
    origin: Origin
    table_id: str | None = None
    column: str | None = None
    group: str | None = None

    @property
    def gap(self) -> Decimal | None:
        """How far the figure is over its target (below zero: short of it), in the figure's unit.

        A gap between two shares is in points of percentage. ``None`` without a target of the same
        unit, or where the figure is not exact.
        """
        target = self.target
        if target is None or target.value is None or target.unit != self.unit:
            return None
        return self.value - target.value if self.bound == "exact" else None
