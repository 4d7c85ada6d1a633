"""What ``--json`` prints says the same as the objects it is made from."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

import msgspec
import pytest

from spe_search import serialise
from spe_search.engine import SearchEngine
from spe_search.types import (
    Answer,
    Cell,
    Citation,
    Document,
    Extract,
    Filters,
    Hit,
    Initiative,
    Section,
    Span,
    Table,
    Why,
)

QUERIES = ["femmes dans la construction", "taux d’intégration en emploi", "travailleurs de 50 ans"]


def through_json(value: Any) -> Any:
    """Send plain values through JSON; what is no plain value fails here."""
    return json.loads(json.dumps(value, ensure_ascii=False, allow_nan=False))


@pytest.fixture(scope="module")
def hits(engine: SearchEngine) -> list[Hit]:
    return [hit for query in QUERIES for hit in engine.search(query, top_k=50)]


def test_passages_keep_every_fact(engine: SearchEngine) -> None:
    for passage in engine.index.passages():
        found = through_json(serialise.passage_as_dict(passage))
        for name in ("id", "text", "kind", "document_id", "page", "start", "end", "year"):
            assert found[name] == getattr(passage, name)
        assert tuple(found["heading_path"]) == passage.heading_path
        assert msgspec.convert(found["spans"], tuple[Span, ...]) == passage.spans
        assert msgspec.convert(found["cells"], tuple[Cell, ...]) == passage.cells


def test_figures_come_back_exact(engine: SearchEngine) -> None:
    cells = [cell for passage in engine.index.passages() for cell in passage.cells]
    printed = [
        cell
        for passage in engine.index.passages()
        for cell in through_json(serialise.passage_as_dict(passage))["cells"]
    ]
    assert any(cell.value is None for cell in cells), "s/o is in the report"
    for cell, found in zip(cells, printed, strict=True):
        assert (found["value"] is None) == (cell.value is None)
        if cell.value is not None:
            assert Decimal(found["value"]) == cell.value
        assert (found["unit"], found["text"], found["is_target"]) == (
            cell.unit,
            cell.text,
            cell.is_target,
        )


def test_hits_keep_every_fact(hits: list[Hit]) -> None:
    assert {hit.initiative is None for hit in hits} == {True, False}
    for hit in hits:
        found = through_json(serialise.hit_as_dict(hit))
        assert (found["rank"], found["score"]) == (hit.rank, hit.score)
        assert found["passage"] == through_json(serialise.passage_as_dict(hit.passage))
        assert msgspec.convert(found["citation"], Citation) == hit.citation
        assert msgspec.convert(found["why"], Why) == hit.why
        assert msgspec.convert(found["sentence"], Span) == hit.sentence
        assert msgspec.convert(found["marks"], tuple[Span, ...]) == hit.marks
        assert [other["id"] for other in found["others"]] == [other.id for other in hit.others]
        assert (found["initiative"] is None) == (hit.initiative is None)
        assert (found["section"] is None) == (hit.section is None)
        item = hit.initiative or hit.section
        assert item is not None
        assert (found["initiative"] or found["section"])["id"] == item.id


def test_every_hit_has_the_same_fields(hits: list[Hit]) -> None:
    shapes = {tuple(serialise.hit_as_dict(hit)) for hit in hits}
    assert len(shapes) == 1
    assert len({tuple(serialise.passage_as_dict(hit.passage)) for hit in hits}) == 1


def test_initiatives_keep_every_fact(real_document: Document) -> None:
    for item in real_document.initiatives:
        found = through_json(serialise.initiative_as_dict(item))
        for name in ("id", "kind", "title", "theme", "page", "summary", "results"):
            assert found[name] == getattr(item, name)
        for name in ("partners", "quotes", "sidebars", "links"):
            assert tuple(found[name]) == getattr(item, name)
        region = item.region
        assert found["region"] == (region.name if region else None)
        assert found["region_code"] == (region.code if region else None)


def test_what_is_shown_whole_keeps_its_pieces(real_document: Document) -> None:
    items: tuple[Initiative | Section, ...] = (*real_document.initiatives, *real_document.sections)
    assert any(isinstance(item, Section) and item.tables for item in items)
    for item in items:
        found = through_json(serialise.shown_as_dict(item))
        assert (found["id"], found["title"], found["page"]) == (item.id, item.title, item.page)
        assert msgspec.convert(found["extracts"], tuple[Extract, ...]) == item.extracts
        assert tuple(found["links"]) == item.links
        if isinstance(item, Section):
            assert tuple(found["path"]) == item.path
            assert msgspec.convert(found["tables"], tuple[Table, ...]) == item.tables


def test_a_passage_shown_is_the_passage_of_a_hit(engine: SearchEngine, hits: list[Hit]) -> None:
    passage = hits[0].passage
    assert serialise.shown_as_dict(engine.show(passage.id)) == serialise.passage_as_dict(passage)


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        (Filters(), {}),
        (Filters(region="16"), {"region": ["16"]}),
        (
            Filters("Estrie", "emploi", "story", "2023", "bilan-2023-2024"),
            {
                "region": ["Estrie"],
                "theme": ["emploi"],
                "kind": ["story"],
                "year": ["2023"],
                "document": ["bilan-2023-2024"],
            },
        ),
    ],
)
def test_only_the_filters_that_are_set(filters: Filters, expected: dict[str, list[str]]) -> None:
    assert serialise.filters_as_dict(filters) == expected


def test_a_search_is_told_whole(hits: list[Hit]) -> None:
    found = through_json(serialise.search_response("l’été", Filters(kind="story"), 12.345, hits))
    assert list(found) == ["query", "filters", "took_ms", "hits"]
    assert (found["query"], found["filters"]) == ("l’été", {"kind": ["story"]})
    assert found["took_ms"] == pytest.approx(12.345, abs=0.051)
    assert [hit["passage"]["id"] for hit in found["hits"]] == [hit.passage.id for hit in hits]


def test_an_answer_is_told_whole(engine: SearchEngine, hits: list[Hit]) -> None:
    answered = engine.ask("femmes dans la construction")
    assert answered.status == "answered"
    none = Answer("no_answer", "", (), tuple(hits[:2]), reason="nothing_relevant")
    for answer in (answered, none):
        found = through_json(serialise.answer_response("q", Filters(year="2023"), 1.0, answer))
        names = ["query", "filters", "took_ms", "status", "text", "citations", "reason", "hits"]
        assert list(found) == names
        assert (found["query"], found["filters"]) == ("q", {"year": ["2023"]})
        for name in ("status", "text", "reason"):
            assert found[name] == getattr(answer, name)
        assert msgspec.convert(found["citations"], tuple[Citation, ...]) == answer.citations
        assert [hit["rank"] for hit in found["hits"]] == [hit.rank for hit in answer.hits]
