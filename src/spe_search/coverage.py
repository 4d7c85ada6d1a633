"""Coverage: how many initiatives speak of what, where; and what none speaks of."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, get_args

from spe_search.i18n import message, translator
from spe_search.query import chosen
from spe_search.themes import (
    Facet,
    FacetValue,
    allowed,
    check_facet,
    facet_of,
    items_with,
)
from spe_search.types import Filters, Lang

if TYPE_CHECKING:
    from spe_search.index import Index

TOLD = ("initiative", "story")
"""The kinds of items that are counted, unless others are asked for."""

CAUTION = message(
    "The reports tell of a choice of initiatives: what none mentions may well be done all the "
    "same. Mentions are found by the words of the thesaurus; others may have been used."
)

_ONE, _SEVERAL = message("this report"), message("these reports")

# {reports} is one of the two above; {limits} is empty or says what the other filters let through.
_NOTHING = message("{row}: no initiative or story of {reports}{limits}.")
_MENTIONS = message("{row}: no initiative or story of {reports} mentions “{column}”{limits}.")
_SENTENCES = {
    "theme": message("{row}: no initiative or story of {reports} is under “{column}”{limits}."),
    "region": message("{row}: no initiative or story of {reports} in: {column}{limits}."),
    "partner_kind": message(
        "{row}: no initiative or story of {reports} names a partner of the kind “{column}”{limits}."
    ),
    "kind": message("{row}: no item of {reports} of the type “{column}”{limits}."),
    "year": message("{row}: no initiative or story of {reports} in {column}{limits}."),
    "document": message("{row}: no initiative or story in “{column}”{limits}."),
}
_LIMITS = message(" (among: {filters})")


@dataclass(frozen=True, slots=True)
class Gap:
    """What no initiative speaks of: a row's id, a column's ("" for all of them), two sentences."""

    row: str
    column: str
    fr: str
    en: str

    def sentence(self, lang: Lang) -> str:
        """Return the sentence in a language."""
        return self.en if lang == "en" else self.fr


@dataclass(frozen=True, slots=True)
class Coverage:
    """A table: ``items[r][c]`` are the ids of the items that have row ``r`` and column ``c``.

    ``rows`` and ``columns`` are facets, whose values carry all their items under the filters.
    """

    rows: Facet
    columns: Facet
    items: tuple[tuple[tuple[str, ...], ...], ...]
    gaps: tuple[Gap, ...]

    @property
    def counts(self) -> tuple[tuple[int, ...], ...]:
        """The number of items of each cell, by row."""
        return tuple(tuple(len(cell) for cell in row) for row in self.items)

    def caution(self, lang: Lang) -> str:
        """Return what a reader should know before reading an empty cell as an absence."""
        return translator(lang)(CAUTION)


def coverage_of(
    index: Index, rows: str, columns: str, filters: Filters, *, all: bool = False
) -> Coverage:
    """Count items by two facets.

    Initiatives and stories are counted, unless ``filters.kind`` says otherwise. Every region,
    theme, year and report has its row or column, empty or not; of concepts and kinds of partner
    those that some item has. A facet that is filtered shows its chosen values alone.

    Args:
        index: where to count.
        rows: a facet's id or name; see :data:`spe_search.themes.FACETS`.
        columns: likewise.
        filters: what to count.
        all: count general concepts too.

    Raises:
        BadInputError: a facet is unknown, or a filter's value means nothing in this index.
    """
    names = check_facet(rows), check_facet(columns)
    picked = {"kind": frozenset(TOLD)} | chosen(index, filters)
    others = {facet: accepted for facet, accepted in picked.items() if facet not in names}
    mask = allowed(index, (items_with(index, *each) for each in others.items()))
    down, across = (
        _only(facet_of(index, name, mask, picked.get(name, ()), all=all)) for name in names
    )
    limits = chosen(index, filters)
    cells = tuple(tuple(_common(row, column) for column in across.values) for row in down.values)
    return Coverage(down, across, cells, tuple(_gaps(index, down, across, cells, limits)))


def _only(facet: Facet) -> Facet:
    """Return a facet with its chosen values, where some are."""
    values = tuple(value for value in facet.values if value.selected) or facet.values
    return Facet(facet.id, facet.fr, facet.en, values, facet.hidden)


def _common(row: FacetValue, column: FacetValue) -> tuple[str, ...]:
    has = frozenset(column.items)
    return tuple(item for item in row.items if item in has)


def _gaps(
    index: Index,
    rows: Facet,
    columns: Facet,
    cells: tuple[tuple[tuple[str, ...], ...], ...],
    picked: Mapping[str, frozenset[str]],
) -> Iterator[Gap]:
    template = _SENTENCES.get(columns.id, _MENTIONS)
    limits = {lang: _limits(index, rows, columns, picked, lang) for lang in get_args(Lang)}
    for row, of_row in zip(rows.values, cells, strict=True):
        if not row.items:
            yield _gap(index, _NOTHING, row, None, limits)
            continue
        for column, items in zip(columns.values, of_row, strict=True):
            if not items and column is not row:
                yield _gap(index, template, row, column, limits)


def _gap(
    index: Index,
    template: str,
    row: FacetValue,
    column: FacetValue | None,
    limits: Mapping[Lang, str],
) -> Gap:
    reports = _ONE if len(index.manifest.reports) == 1 else _SEVERAL
    sentences = {
        lang: translator(lang)(template).format(
            row=_capital(row.label(lang)),
            column=column.label(lang) if column else "",
            reports=translator(lang)(reports),
            limits=limits[lang],
        )
        for lang in limits
    }
    return Gap(row.id, column.id if column else "", sentences["fr"], sentences["en"])


def _limits(
    index: Index,
    rows: Facet,
    columns: Facet,
    picked: Mapping[str, frozenset[str]],
    lang: Lang,
) -> str:
    """Say which values of the facets that are neither rows nor columns are looked at."""
    everything = allowed(index, ())
    labels = [
        value.label(lang)
        for facet, accepted in picked.items()
        if facet not in (rows.id, columns.id)
        for value in facet_of(index, facet, everything, accepted, all=True).values
        if value.selected
    ]
    if not labels:
        return ""
    return translator(lang)(_LIMITS).format(filters="; ".join(labels))


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
