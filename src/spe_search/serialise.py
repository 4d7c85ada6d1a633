"""The same fields everywhere: what ``--json`` prints and what other programs read."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from io import StringIO
from typing import TYPE_CHECKING, Any

import msgspec

from spe_search.indicators import Indicator
from spe_search.tabular import escape_cell
from spe_search.types import Answer, Filters, Hit, Initiative, Passage, Section

if TYPE_CHECKING:
    from spe_search.synthesis import Synthesis


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

    ``synthesis`` is there where a language model was asked for one.
    """
    written = {"synthesis": msgspec.to_builtins(synthesis)} if synthesis else {}
    return {
        **_asked(query, filters, took_ms, mended),
        "status": answer.status,
        "text": answer.text,
        "citations": msgspec.to_builtins(answer.citations),
        "reason": answer.reason,
        **written,
        "hits": [hit_as_dict(hit) for hit in answer.hits],
    }


def _asked(query: str, filters: Filters, took_ms: float, mended: str | None) -> dict[str, Any]:
    return {
        "query": query,
        **({"mended": mended} if mended else {}),
        "filters": filters_as_dict(filters),
        "took_ms": round(took_ms, 1),
    }


def filters_as_dict(filters: Filters) -> dict[str, str]:
    """Return the filters that are set."""
    return {name: value for name, value in msgspec.to_builtins(filters).items() if value}


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
            row = {name: cells[name] for name in _SPREADSHEET}
            writer.writerow({k: "" if v is None else escape_cell(str(v)) for k, v in row.items()})
        return file.getvalue()


def shown_as_dict(found: Initiative | Section | Passage) -> dict[str, Any]:
    """Return whatever an id names, whole, as plain values."""
    if isinstance(found, Passage):
        return passage_as_dict(found)
    if isinstance(found, Initiative):
        return initiative_as_dict(found) | {"extracts": msgspec.to_builtins(found.extracts)}
    return section_as_dict(found) | {
        "extracts": msgspec.to_builtins(found.extracts),
        "tables": msgspec.to_builtins(found.tables),
    }
