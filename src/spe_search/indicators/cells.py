"""Indicators of tables: one for each cell that is no target, paired with its target."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from spe_search.french import fold
from spe_search.french.quantities import Change, Unit
from spe_search.indicators.model import Indicator, Previous, Target
from spe_search.indicators.periods import YEARS, exercice
from spe_search.types import Cell, Document, Span, Table, TableRow
from spe_search.verbatim import clean, locate, page_at

_TARGET = re.compile(r"\b(?:cibles?|objectifs?|vise(?:e?s?)|prevue?s?|attendue?s?)\b")
_ABOUT_TARGET = re.compile(r"(?:ecart|atteinte|degre|taux d'atteinte|variation|% d'atteinte)\b")
_GAP = re.compile(r"(?:ecart|variation|evolution|difference|hausse|baisse|croissance)\b")
_MEASURE = re.compile(
    r"(?:nombre|nb|proportion|taux|part|montant|pourcentage|total|somme|duree|moyenne|volume"
    r"|effectifs?|budget|depenses?|age|delai|%)\b"
)
_COUNTS = re.compile(r"(?:nombre|nb|volume|effectifs?)\b")
_NUMBER_OF = re.compile(
    r"(?:nombre|nb|volume|effectifs?)\s+(?:total\s+)?(?:des?\s+|d[’'])", re.IGNORECASE
)
_TIMES = re.compile(r"\((?:en\s+)?(?:heures?|jours?|semaines?|mois|annees?|ans)\)|\bduree\b")
_SCALES = (
    (re.compile(r"\(?(?:en\s+)?(?:milliards|g\$|md\$)"), 1_000_000_000),
    (re.compile(r"\(?(?:en\s+)?(?:millions|m\$)"), 1_000_000),
    (re.compile(r"\(?(?:en\s+)?(?:milliers|k\$|000 \$)"), 1_000),
)


@dataclass(frozen=True, slots=True)
class _Figure:
    """A cell, where its text stands in the source, its unit, value and period."""

    cell: Cell
    span: Span
    value: Decimal | None
    unit: Unit | None
    period: str

    @property
    def is_target(self) -> bool:
        head = fold(self.cell.column)
        return self.cell.is_target or (bool(_TARGET.search(head)) and not _ABOUT_TARGET.match(head))


def cell_indicators(document: Document, item_id: str, table: Table) -> Iterator[Indicator]:
    """Return the figures of a table, row by row.

    A target belongs to the figure before it, or to the one after where the targets come first.
    Columns of one head and several exercices give each figure the one before as ``previous``.

    Args:
        document: the table's document.
        item_id: the section it stands in.
        table: any table; a row without named cells gives nothing.
    """
    year = exercice(table.title) or document.metadata.year
    for row in table.rows:
        figures = _figures(document, row, year)
        for i, figure in enumerate(figures):
            if not figure.is_target and figure.value is not None:
                yield _indicator(document, item_id, table, row, figures, i)


def _figures(document: Document, row: TableRow, year: str) -> list[_Figure]:
    """Find each cell in the source: the figures end the row's text, in order."""
    text, end = row.extract.text, len(row.extract.text)
    found: list[_Figure] = []
    for cell in reversed(row.cells):
        shown = clean(cell.text, (Span(0, len(cell.text)),))
        start = text.rfind(shown, 0, end)
        if start < 0:
            return []  # no figure rather than one that cannot be checked
        part = Span(start, start + len(shown))
        spans = locate(document.source, row.extract.spans, text, part)
        span = Span(spans[0].start, spans[-1].end)
        unit, value = _unit(cell, row), _value(cell)
        found.append(_Figure(cell, span, value, unit, exercice(cell.column) or year))
        end = start
    return found[::-1]


def _unit(cell: Cell, row: TableRow) -> Unit | None:
    """Return a cell's unit where its text, its head or its row's label gives one."""
    heads = (fold(cell.column), fold(row.label))
    if any("points" in head for head in heads):
        return "points"
    if cell.unit == "%" or any("(%)" in head or head.startswith("taux") for head in heads):
        return "%"
    if cell.unit == "$" or any("$" in head for head in heads):
        return "$"
    if any(_TIMES.search(head) for head in heads):
        return "duration"
    return "count" if any(map(_COUNTS.search, heads)) else None


def _value(cell: Cell) -> Decimal | None:
    """Return a cell's value, « 3,5 M$ » and columns in thousands or millions written out."""
    if cell.value is None:
        return None
    for place in (fold(cell.text), fold(cell.column)):
        for pattern, scale in _SCALES:
            if pattern.search(place):
                return cell.value * scale
    return cell.value


def _indicator(
    document: Document,
    item_id: str,
    table: Table,
    row: TableRow,
    figures: Sequence[_Figure],
    i: int,
) -> Indicator:
    figure = figures[i]
    assert figure.value is not None
    label, population = _label(figure.cell, row)
    spans = row.extract.spans
    return Indicator(
        id="",
        label=label,
        population=population,
        text=figure.cell.text,
        value=figure.value,
        high=None,
        unit=figure.unit,
        counted=_counted(figure, label),
        bound="exact",
        change=_change(figure),
        period=figure.period,
        target=_target(figures, i),
        previous=_previous(figures, i),
        compared_with="",
        region=None,
        item_id=item_id,
        document_id=document.id,
        page=page_at(document, figure.span.start),
        span=figure.span,
        context=Span(spans[0].start, spans[-1].end),
        origin="table_cell",
        table_id=table.id,
        column=figure.cell.column,
        group=row.group,
    )


def _label(cell: Cell, row: TableRow) -> tuple[str, str]:
    """Return what a cell measures and of whom.

    A row's label that names a measure (« Nombre d’offres ») is what is measured; any other names
    who is measured, and the head of the column says what.
    """
    if _MEASURE.match(fold(row.label)):
        return row.label, ""
    return cell.column, row.label


def _counted(figure: _Figure, label: str) -> str:
    match = _NUMBER_OF.match(label)
    return label[match.end() :] if match and figure.unit == "count" else ""


def _change(figure: _Figure) -> Change | None:
    """Tell which way a cell of a column of gaps goes; such a column has its sign in the figure."""
    if figure.value is None or not _GAP.match(fold(figure.cell.column)) or figure.value == 0:
        return None
    return "up" if figure.value > 0 else "down"


def _target(figures: Sequence[_Figure], i: int) -> Target | None:
    """Return the target in the column after a figure, or before it where targets come first."""
    first = bool(figures) and figures[0].is_target
    at = i - 1 if first else i + 1
    if not 0 <= at < len(figures) or not figures[at].is_target:
        return None
    target = figures[at]
    unit = target.unit or figures[i].unit
    return Target(target.value, unit, target.cell.text, target.span)


def _previous(figures: Sequence[_Figure], i: int) -> Previous | None:
    """Return the same measure of the latest exercice before a figure's own."""
    here = figures[i]
    head = _without_year(here.cell.column)
    earlier = [
        each
        for each in figures
        if each.value is not None
        and not each.is_target
        and each.period < here.period
        and _without_year(each.cell.column) == head
        and exercice(here.cell.column)
    ]
    if not earlier:
        return None
    last = max(earlier, key=lambda each: each.period)
    assert last.value is not None
    return Previous(last.value, last.unit, last.period, last.cell.text, last.span)


def _without_year(column: str) -> str:
    return " ".join(YEARS.sub(" ", column).split())
