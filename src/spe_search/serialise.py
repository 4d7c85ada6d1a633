"""The same fields everywhere: what ``--json`` prints and what other programs read."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec

from spe_search.compare import Comparable, Matrix
from spe_search.types import Answer, Filters, Hit, Initiative, Passage, Section


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
) -> dict[str, Any]:
    """Return a question and its answer as plain values, ready for JSON; see also above."""
    return {
        **_asked(query, filters, took_ms, mended),
        "status": answer.status,
        "text": answer.text,
        "citations": msgspec.to_builtins(answer.citations),
        "reason": answer.reason,
        "hits": [hit_as_dict(hit) for hit in answer.hits],
    }


def similar_response(
    item_id: str | None,
    text: str | None,
    filters: Filters,
    took_ms: float,
    found: Sequence[Comparable],
) -> dict[str, Any]:
    """Return what is like an item, or like a text, as plain values, ready for JSON."""
    asked: dict[str, Any] = {"item": item_id} if item_id is not None else {"text": text}
    return {
        **asked,
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
