"""Choosing and ordering indicators: what a list of figures is asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from decimal import Decimal
from typing import Literal

from spe_search.french import fold, terms
from spe_search.indicators.model import Indicator, Origin
from spe_search.types import Document
from spe_search.verbatim import clean

UnitChoice = Literal["%", "$", "points", "count", "duration", "age", "none"]
"""A unit, or ``none``: figures whose unit the report does not say."""

Sort = Literal["page", "value", "label", "gap"]
"""Reading order; the value; the label; or the gap in proportion to the target."""


def matching(
    found: Iterable[Indicator], query: str, document: Callable[[str], Document]
) -> tuple[Indicator, ...]:
    """Return the indicators that every word of a query is said of.

    A word may stand in the label, the population, the row or sentence, the table's title or the
    title of the item; words are compared as a search compares them, little words left out.

    Args:
        found: indicators.
        query: words; without any that count, all indicators match.
        document: returns the document that has an id.
    """
    wanted = {term.text for term in terms(query)}
    titles: dict[str, dict[str, str]] = {}
    kept = []
    for each in found:
        source = document(each.document_id)
        names = titles.setdefault(each.document_id, _titles(source))
        context = clean(source.source, (each.context,))
        said = (each.label, each.population, each.group or "", context)
        named = (names.get(each.item_id, ""), names.get(each.table_id or "", ""))
        if wanted <= {term.text for term in terms(". ".join((*said, *named)))}:
            kept.append(each)
    return tuple(kept)


def _titles(document: Document) -> dict[str, str]:
    """Return the titles of a document's items and tables, by id."""
    tables = {table.id: table.title for each in document.sections for table in each.tables}
    sections = {each.id: ". ".join(each.path) for each in document.sections}
    items = {each.id: ". ".join((*each.path, each.title)) for each in document.initiatives}
    return {**sections, **items, **tables}


def ordered(
    found: Iterable[Indicator], sort: Sort = "page", *, descending: bool = False
) -> tuple[Indicator, ...]:
    """Return indicators in order; those that the order says nothing of come last.

    Args:
        found: indicators, in reading order.
        sort: what to order them by; equals stay in reading order.
        descending: largest, or last, first.
    """
    every = list(found)
    if sort == "page":
        return tuple(every[::-1] if descending else every)
    if sort == "label":
        return tuple(sorted(every, key=lambda each: fold(each.label), reverse=descending))
    key = _gap if sort == "gap" else _value
    known = [(value, each) for each in every if (value := key(each)) is not None]
    known.sort(key=lambda pair: pair[0], reverse=descending)
    unknown = [each for each in every if key(each) is None]
    return (*(each for _, each in known), *unknown)


def _value(each: Indicator) -> Decimal | None:
    return each.value


def _gap(each: Indicator) -> Decimal | None:
    """Return the gap in proportion to the target, so that shares and counts compare."""
    if each.gap is None or each.target is None or not each.target.value:
        return None
    return each.gap / each.target.value


def narrowed(
    found: Iterable[Indicator],
    *,
    unit: UnitChoice | None = None,
    origin: Origin | None = None,
    with_target: bool = False,
) -> tuple[Indicator, ...]:
    """Return the indicators of one unit, of one origin, or that have a target.

    Args:
        found: indicators.
        unit: a unit, or ``none``.
        origin: where the figures come from.
        with_target: leave out those without the value of a target.
    """
    return tuple(
        each
        for each in found
        if (unit is None or (each.unit or "none") == unit)
        and (origin is None or each.origin == origin)
        and (not with_target or (each.target is not None and each.target.value is not None))
    )
