"""The figures of a report: each with what it measures, its unit, its target and its page."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from spe_search.french import fold
from spe_search.french.quantities import Unit
from spe_search.indicators.cells import cell_indicators
from spe_search.indicators.model import Indicator, Origin, Previous, Target
from spe_search.indicators.select import Sort, UnitChoice, matching, narrowed, ordered
from spe_search.indicators.sentences import Place, sentence_indicators
from spe_search.types import Document

__all__ = [
    "Indicator",
    "Origin",
    "Previous",
    "Sort",
    "Target",
    "Unit",
    "UnitChoice",
    "indicators",
    "matching",
    "narrowed",
    "ordered",
]


def indicators(document: Document) -> tuple[Indicator, ...]:
    """Return every figure of a report, in reading order.

    Figures are read from the tables (one for each cell that is no target and not "s/o") and from
    the sentences of sections, initiatives and stories. A target or an earlier value stands beside
    the figure it belongs to; an earlier value is an indicator of its own as well.

    Args:
        document: a parsed report.

    Returns:
        Indicators whose ids depend only on the document.
    """
    found = sorted(_all(document), key=lambda each: (each.span.start, each.item_id))
    numbered: dict[str, int] = {}
    ordered = []
    for each in found:
        numbered[each.item_id] = numbered.get(each.item_id, 0) + 1
        ordered.append(replace(each, id=f"{each.item_id}#f{numbered[each.item_id]}"))
    return tuple(ordered)


def _all(document: Document) -> Iterator[Indicator]:
    titles = tuple(fold(item.title) for item in document.initiatives)
    for section in document.sections:
        place = Place(document, section.id, None, titles)
        for extract in section.extracts:
            yield from sentence_indicators(place, extract)
        for table in section.tables:
            yield from cell_indicators(document, section.id, table)
    for item in document.initiatives:
        place = Place(document, item.id, item.region.code if item.region else None, titles)
        for extract in item.extracts:
            yield from sentence_indicators(place, extract)
