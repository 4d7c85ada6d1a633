"""The same fields everywhere: what ``--json`` prints and what other programs read."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from io import StringIO
from typing import TYPE_CHECKING, Any, get_args

import msgspec

from spe_search.tabular import escape_cell
from spe_search.types import Answer, Filters, Hit, Initiative, Lang, Passage, Section

if TYPE_CHECKING:
    from spe_search.compare import Comparable, Matrix
    from spe_search.coverage import Coverage
    from spe_search.indicators import Indicator
    from spe_search.locating import Located
    from spe_search.synthesis import Synthesis
    from spe_search.themes import Facet, Themes


def search_response(
    query: str,
    filters: Filters,
    took_ms: float,
    hits: Sequence[Hit],
    mended: str | None = None,
) -> dict[str, Any]:
    """Return a search and its hits as plain values, ready for JSON.

    ``mended`` is the query as it was searched, where words of it were misspelt.
    """
    asked = _asked(query, filters, took_ms, mended)
    return {**asked, "hits": [hit_as_dict(hit) for hit in hits]}


def answer_response(
    query: str,
    filters: Filters,
    took_ms: float,
    answer: Answer,
    mended: str | None = None,
    synthesis: Synthesis | None = None,
) -> dict[str, Any]:
    """Return a question and its answer as plain values, ready for JSON; see also above.

    ``parts`` are the answers, one each, to several questions in one; their hits are among the
    answer's. ``synthesis`` is there where a language model was asked for one.
    """
    written = {"synthesis": msgspec.to_builtins(synthesis)} if synthesis else {}
    return {
        **_asked(query, filters, took_ms, mended),
        **_answer_as_dict(answer),
        "parts": [_answer_as_dict(part) for part in answer.parts],
        **written,
        "hits": [hit_as_dict(hit) for hit in answer.hits],
    }


def _answer_as_dict(answer: Answer) -> dict[str, Any]:
    """Return an answer as plain values, without its hits; a ``Decimal`` is a string."""
    figure = answer.figure
    return {
        "status": answer.status,
        "cause": answer.cause,
        "text": answer.text,
        "figure": msgspec.to_builtins(figure) | {"computed": figure.computed} if figure else None,
        "citations": msgspec.to_builtins(answer.citations),
        "reason": answer.reason,
        "unmet": list(answer.unmet),
        "lang": answer.lang,
    }


def similar_response(
    item_id: str | None,
    text: str | None,
    filters: Filters,
    took_ms: float,
    found: Sequence[Comparable],
    mended: str | None = None,
) -> dict[str, Any]:
    """Return what is like an item, or like a text, as plain values, ready for JSON.

    ``mended`` is the text as it was searched, where words of it were misspelt.
    """
    asked: dict[str, Any] = {"item": item_id} if item_id is not None else {"text": text}
    return {
        **asked,
        **({"mended": mended} if mended else {}),
        "filters": filters_as_dict(filters),
        "took_ms": round(took_ms, 1),
        "comparables": [comparable_as_dict(each) for each in found],
    }


def comparable_as_dict(each: Comparable) -> dict[str, Any]:
    """Return a comparable item as plain values."""
    return {
        "rank": each.rank,
        "score": each.score,
        "item": item_as_dict(each.item),
        "likeness": msgspec.to_builtins(each.likeness),
        "shared": msgspec.to_builtins(each.shared),
        "differences": msgspec.to_builtins(each.differences),
        "own": each.own,
        "nearest": msgspec.to_builtins(each.nearest),
    }


def matrix_as_dict(matrix: Matrix) -> dict[str, Any]:
    """Return items side by side as plain values; a cell without entries is empty."""
    return {
        "items": [item_as_dict(item) for item in matrix.items],
        "rows": msgspec.to_builtins(matrix.rows),
    }


def item_as_dict(item: Initiative | Section) -> dict[str, Any]:
    """Return an initiative, a story or a section as plain values."""
    return initiative_as_dict(item) if isinstance(item, Initiative) else section_as_dict(item)


def _asked(query: str, filters: Filters, took_ms: float, mended: str | None) -> dict[str, Any]:
    return {
        "query": query,
        **({"mended": mended} if mended else {}),
        "filters": filters_as_dict(filters),
        "took_ms": round(took_ms, 1),
    }


def filters_as_dict(filters: Filters) -> dict[str, list[str]]:
    """Return the filters that are set, each with all its values."""
    return {field: list(values) for field, values in asdict(filters).items() if values}


def themes_response(
    filters: Filters, themes: Themes, facets: Sequence[Facet] | None = None
) -> dict[str, Any]:
    """Return themes as plain values, ready for JSON; of some facets alone where they are given."""
    chosen = themes.facets if facets is None else facets
    return {
        "filters": filters_as_dict(filters),
        "count": len(themes.items),
        "items": list(themes.items),
        "facets": [facet_as_dict(facet) for facet in chosen],
    }


def facet_as_dict(facet: Facet) -> dict[str, Any]:
    """Return a facet as plain values, with the count of each value."""
    values = [
        {"id": value.id, "fr": value.fr, "en": value.en, "count": value.count}
        | {"selected": value.selected, "items": list(value.items)}
        for value in facet.values
    ]
    names = {"id": facet.id, "fr": facet.fr, "en": facet.en, "hidden": facet.hidden}
    return names | {"values": values}


def coverage_response(filters: Filters, coverage: Coverage) -> dict[str, Any]:
    """Return a coverage as plain values, ready for JSON: rows, columns, cells and gaps."""
    return {
        "filters": filters_as_dict(filters),
        "rows": facet_as_dict(coverage.rows),
        "columns": facet_as_dict(coverage.columns),
        "counts": [list(row) for row in coverage.counts],
        "items": [[list(cell) for cell in row] for row in coverage.items],
        "gaps": msgspec.to_builtins(coverage.gaps),
        "caution": {lang: coverage.caution(lang) for lang in get_args(Lang)},
    }


def hit_as_dict(hit: Hit) -> dict[str, Any]:
    """Return a hit as plain values."""
    return {
        "rank": hit.rank,
        "score": hit.score,
        "likely": hit.likely,
        "passage": passage_as_dict(hit.passage),
        "initiative": initiative_as_dict(hit.initiative) if hit.initiative else None,
        "section": section_as_dict(hit.section) if hit.section else None,
        "citation": msgspec.to_builtins(hit.citation),
        "why": msgspec.to_builtins(hit.why),
        "sentence": msgspec.to_builtins(hit.sentence),
        "marks": msgspec.to_builtins(hit.marks),
        "others": [passage_as_dict(passage) for passage in hit.others],
    }


def passage_as_dict(passage: Passage) -> dict[str, Any]:
    """Return a passage as plain values; ``spans`` tell where it is interrupted in the source."""
    return {
        "id": passage.id,
        "text": passage.text,
        "kind": passage.kind,
        "heading_path": list(passage.heading_path),
        "document_id": passage.document_id,
        "page": passage.page,
        "start": passage.start,
        "end": passage.end,
        "spans": msgspec.to_builtins(passage.spans),
        "year": passage.year,
        "cells": msgspec.to_builtins(passage.cells),
    }


def initiative_as_dict(item: Initiative) -> dict[str, Any]:
    """Return an initiative or a story as plain values, its fields picked out."""
    return {
        "id": item.id,
        "kind": item.kind,
        "title": item.title,
        "region": item.region.name if item.region else None,
        "region_code": item.region.code if item.region else None,
        "theme": item.theme,
        "page": item.page,
        "summary": item.summary,
        "partners": list(item.partners),
        "results": item.results,
        "quotes": list(item.quotes),
        "sidebars": list(item.sidebars),
        "links": list(item.links),
    }


def section_as_dict(section: Section) -> dict[str, Any]:
    """Return what names a section, as plain values."""
    return {
        "id": section.id,
        "title": section.title,
        "path": list(section.path),
        "page": section.page,
        "links": list(section.links),
    }


def indicator_as_dict(indicator: Indicator) -> dict[str, Any]:
    """Return an indicator as plain values; a ``Decimal`` is a string: nothing is rounded."""
    gap = indicator.gap
    return {**msgspec.to_builtins(indicator), "gap": None if gap is None else str(gap)}


_SPREADSHEET = (
    *("id", "label", "population", "text", "value", "high", "unit", "counted", "bound", "change"),
    *("period", "target", "gap", "previous", "previous_period", "compared_with", "region"),
    *("item_id", "document_id", "page", "start", "end", "origin", "table_id", "column", "group"),
)
_NUMBERS = frozenset({"value", "high", "target", "gap", "previous"})
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")


def _csv_cell(name: str, value: Any) -> str:
    """Return a cell's text; our own numbers keep their sign, all other text is made harmless."""
    text = "" if value is None else str(value)
    return text if name in _NUMBERS and _NUMBER.fullmatch(text) else escape_cell(text)


def indicators_as_csv(found: Iterable[Indicator]) -> str:
    """Return indicators as CSV (RFC 4180), one a line, cells escaped for a spreadsheet.

    The heads are the names of :func:`indicator_as_dict`; ``target`` and ``previous`` are values.
    """
    with StringIO(newline="") as file:
        writer = csv.DictWriter(file, _SPREADSHEET)
        writer.writeheader()
        for each in found:
            fields = indicator_as_dict(each)
            target, previous = fields["target"] or {}, fields["previous"] or {}
            cells = {
                **fields,
                **fields["span"],
                "target": target.get("value") or target.get("text"),
                "previous": previous.get("value"),
                "previous_period": previous.get("period"),
            }
            writer.writerow({name: _csv_cell(name, cells[name]) for name in _SPREADSHEET})
        return file.getvalue()


def located_as_dict(located: Located) -> dict[str, Any]:
    """Return what an address leads to, as plain values."""
    item = located.item
    return {
        "address": located.address,
        "status": located.status,
        "document_id": located.document_id,
        "citation": msgspec.to_builtins(located.citation),
        "places": located.places,
        "passage": passage_as_dict(located.passage) if located.passage else None,
        "part": msgspec.to_builtins(located.part),
        "initiative": initiative_as_dict(item) if isinstance(item, Initiative) else None,
        "section": section_as_dict(item) if isinstance(item, Section) else None,
    }


def shown_as_dict(found: Initiative | Section | Passage | Located) -> dict[str, Any]:
    """Return whatever an id names, whole, or what an address leads to, as plain values."""
    from spe_search.locating import Located

    if isinstance(found, Located):
        return located_as_dict(found)
    if isinstance(found, Passage):
        return passage_as_dict(found)
    if isinstance(found, Initiative):
        return initiative_as_dict(found) | {"extracts": msgspec.to_builtins(found.extracts)}
    return section_as_dict(found) | {
        "extracts": msgspec.to_builtins(found.extracts),
        "tables": msgspec.to_builtins(found.tables),
    }
