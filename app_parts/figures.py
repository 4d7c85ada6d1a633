"""The figures of the reports as a page shows them: tables won back, targets, words for a figure.

Nothing is found here: :meth:`spe_search.SearchEngine.indicators` finds, and its result is grouped
by the tables it came from, whatever those are.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, cast

import streamlit as st

from app_parts.engine import Opened
from spe_search import Filters, Indicator, Initiative, Passage, SearchEngine
from spe_search.i18n import message as mark
from spe_search.indicators import Origin, Sort, UnitChoice

Shape = Literal["clientele", "profile", "volumes"]
"""A table of several measures, of shares of one whole, or of anything else."""

UNITS: Mapping[str, str] = {
    "count": mark("Numbers of people or things"),
    "%": mark("Shares (%)"),
    "$": mark("Amounts ($)"),
    "points": mark("Percentage points"),
    "duration": mark("Durations"),
    "age": mark("Ages"),
    "none": mark("Unit not said"),
}
ORIGINS: Mapping[str, str] = {
    "results": mark("Results of initiatives"),
    "sentence": mark("Other sentences"),
    "table_cell": mark("Tables"),
}
SORTS: Mapping[str, str] = {
    "": mark("Order of the report"),
    "-value": mark("Largest values first"),
    "value": mark("Smallest values first"),
    "label": mark("What is measured, from A to Z"),
}


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table: what it is listed under, its label, and a figure a column, if any."""

    group: str
    label: str
    cells: tuple[Indicator | None, ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """A table of a report, made of its figures; targets are in the figures."""

    id: str
    title: str
    document_id: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]

    @property
    def page(self) -> int:
        """The page it begins on."""
        return min(each.page for each in self.figures())

    @property
    def shape(self) -> Shape:
        """What kind of table it is."""
        if len(self.columns) > 1:
            return "clientele"
        shares = all(each.unit == "%" for each in self.figures())
        return "profile" if shares else "volumes"

    def figures(self, column: int | None = None) -> Iterator[Indicator]:
        """Yield the figures of the table, or of one column."""
        for row in self.rows:
            cells = row.cells if column is None else (row.cells[column],)
            yield from (cell for cell in cells if cell is not None)

    def groups(self) -> dict[str, list[Row]]:
        """Return the rows by what they are listed under, in the table's order."""
        found: dict[str, list[Row]] = {}
        for row in self.rows:
            found.setdefault(row.group, []).append(row)
        return found


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which figures a reader asks for, as the address says it; an empty choice is open.

    ``sort`` is one of :data:`SORTS`: an order of the engine, a minus before it for the largest
    first.
    """

    words: str = ""
    region: str = ""
    year: str = ""
    document: str = ""
    unit: str = ""
    origin: str = ""
    sort: str = ""


# ---------------------------------------------------------------- what there is


def found(ready: Opened, wanted: Wanted) -> tuple[Indicator, ...]:
    """Return the figures asked for, looked for once for a generation of the index.

    Raises:
        BadInputError: a choice or the words cannot be understood.
    """
    return _found(ready, ready.key, wanted)


@st.cache_resource(show_spinner=False, ttl=3600, max_entries=200)
def _found(_ready: Opened, key: tuple[str, str], wanted: Wanted) -> tuple[Indicator, ...]:
    return _ready.engine.indicators(
        wanted.words,
        filters=Filters(
            region=wanted.region or None,
            year=wanted.year or None,
            document=wanted.document or None,
        ),
        # The engine says so where one of these is unknown.
        unit=cast("UnitChoice | None", wanted.unit or None),
        origin=cast("Origin | None", wanted.origin or None),
        sort=cast("Sort", wanted.sort.removeprefix("-") or "page"),
        descending=wanted.sort.startswith("-"),
    )


def grids(ready: Opened, wanted: Wanted) -> tuple[Grid, ...]:
    """Return the tables that the figures asked for stand in, in the order of the reports."""
    return _grids(ready, ready.key, wanted)


@st.cache_resource(show_spinner=False, ttl=3600, max_entries=20)
def _grids(_ready: Opened, key: tuple[str, str], wanted: Wanted) -> tuple[Grid, ...]:
    tables: dict[str, list[Indicator]] = {}
    for each in found(_ready, wanted):
        if each.table_id:
            tables.setdefault(each.table_id, []).append(each)
    return tuple(
        grid_of(table_id, title_of(_ready.engine, figures[0]), figures)
        for table_id, figures in tables.items()
    )


def grid_of(table_id: str, title: str, figures: Sequence[Indicator]) -> Grid:
    """Set the figures of a table out in rows and columns again.

    Columns of one head are told apart by their place in the row; a cell that holds no figure
    ("s/o") is empty.
    """
    rows: dict[int, dict[tuple[str, int], Indicator]] = {}
    for each in figures:
        cells = rows.setdefault(each.context.start, {})
        same = sum(head == each.column for head, _ in cells)
        cells[each.column or "", same] = each
    columns = list(dict.fromkeys(key for cells in rows.values() for key in cells))
    lines = []
    for cells in rows.values():
        first = next(iter(cells.values()))
        label = first.population or first.label
        lines.append(Row(first.group or "", label, tuple(cells.get(key) for key in columns)))
    heads = tuple(head for head, _ in columns)
    return Grid(table_id, title, figures[0].document_id, heads, tuple(lines))


def title_of(engine: SearchEngine, each: Indicator) -> str:
    """Return the title of a figure's table, or of its initiative, story or section."""
    item = engine.show(each.item_id)
    assert not isinstance(item, Passage)
    tables = () if isinstance(item, Initiative) else item.tables
    return next((table.title for table in tables if table.id == each.table_id), item.title)


def language_of(engine: SearchEngine, document_id: str) -> str:
    """Return the language of a report, for the markup of its words."""
    return engine.document(document_id).metadata.language
