"""Coverage: who speaks of what, and what no one does."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from spe_search import Coverage, Filters, SearchEngine, serialise
from spe_search.build import build_index
from spe_search.errors import UnknownFacetError, UnknownThemeError
from spe_search.regions import REGIONS
from spe_search.types import Encoder

PREFIX = "bilan-2023-2024/"


def cell(found: Coverage, row: str, column: str) -> tuple[str, ...]:
    rows = [value.id for value in found.rows.values]
    columns = [value.id for value in found.columns.values]
    return found.items[rows.index(row)][columns.index(column)]


def plain(text: str) -> str:
    return text.replace("\u00a0", " ")


def test_every_region_and_theme_has_its_place(engine: SearchEngine) -> None:
    found = engine.coverage()
    assert [value.id for value in found.rows.values] == [region.code for region in REGIONS]
    assert len(found.columns.values) == 6
    assert sum(map(sum, found.counts)) == 25
    for of_row, items in zip(found.counts, found.items, strict=True):
        assert of_row == tuple(map(len, items))


def test_a_cell_holds_the_items_of_its_row_and_column(engine: SearchEngine) -> None:
    found = engine.coverage("region", "clientele")
    assert cell(found, "07", "femmes") == (f"{PREFIX}sommet-atypique-2024",)
    assert cell(found, "02", "femmes") == (f"{PREFIX}le-parcours-de-coralie",)
    assert cell(found, "05", "femmes") == ()


def test_sections_are_not_initiatives(engine: SearchEngine) -> None:
    found = engine.coverage("kind", "clientele")
    assert [value.id for value in found.rows.values] == ["initiative", "story"]
    asked = engine.coverage("region", "sector", filters=Filters(kind="section"))
    assert sum(map(sum, asked.counts)) == 0, "sections have no region"


def test_what_no_one_mentions_is_said_in_both_languages(engine: SearchEngine) -> None:
    found = engine.coverage("region", "clientele")
    gap = next(g for g in found.gaps if (g.row, g.column) == ("05", "femmes"))
    assert plain(gap.sentence("fr")) == (
        "Estrie : aucune initiative ni aucun parcours de ce rapport ne mentionne « femmes »."
    )
    assert gap.sentence("en") == ("Estrie: no initiative or story of this report mentions “women”.")
    assert "choix d’initiatives" in found.caution("fr")
    assert "choice of initiatives" in found.caution("en")


@pytest.mark.parametrize(
    "columns", ["theme", "clientele", "partner_kind", "kind", "year", "region"]
)
def test_gaps_are_the_empty_cells_and_no_others(engine: SearchEngine, columns: str) -> None:
    found = engine.coverage("sector", columns)
    empty = {
        (row.id, column.id)
        for row, cells in zip(found.rows.values, found.counts, strict=True)
        for column, count in zip(found.columns.values, cells, strict=True)
        if row.items and not count
    }
    assert {(gap.row, gap.column) for gap in found.gaps} == empty
    for gap in found.gaps:
        row = next(value for value in found.rows.values if value.id == gap.row)
        column = next(value for value in found.columns.values if value.id == gap.column)
        for lang in ("fr", "en"):
            sentence = gap.sentence(lang)
            assert sentence.startswith(row.label(lang)[:1].upper() + row.label(lang)[1:])
            assert column.label(lang) in sentence
            assert "{" not in sentence


def test_a_chosen_value_stands_alone_and_its_absence_is_told_of_it(engine: SearchEngine) -> None:
    found = engine.coverage("region", "clientele", filters=Filters(concept="femmes"))
    assert [value.id for value in found.columns.values] == ["femmes"]
    assert len(found.rows.values) == 18
    gap = next(gap for gap in found.gaps if gap.row == "13")
    assert (gap.column, "mentions “women”" in gap.en) == ("femmes", True)
    rows = engine.coverage("region", "clientele", filters=Filters(region=["Laval", "Estrie"]))
    assert [value.label("fr") for value in rows.rows.values] == ["Estrie", "Laval"]


def test_other_filters_are_told_in_the_gap(engine: SearchEngine) -> None:
    filters = Filters(concept="construction", year="2024")
    found = engine.coverage("region", "clientele", filters=filters)
    row = next(gap for gap in found.gaps if gap.row == "05")
    assert row.column == ""
    assert row.en == (
        "Estrie: no initiative or story of this report (among: 2023-2024; construction)."
    )
    assert "(parmi : 2023-2024; construction)" in plain(row.fr)


def test_several_reports_are_told_as_such(
    write_report: Callable[..., Path], tmp_path: Path, encoder: Encoder
) -> None:
    write_report("un", id="un")
    corpus = write_report("deux", id="deux", year="2023-2024")
    build_index(corpus, tmp_path / "index", encoder)
    found = SearchEngine.open(tmp_path / "index", encoder).coverage("region", "year")
    assert [value.id for value in found.columns.values] == ["2024-2025", "2023-2024"]
    assert cell(found, "05", "2023-2024") == ("deux/le-jardin-des-competences",)
    assert "ces rapports" in found.gaps[0].fr
    assert "these reports" in found.gaps[0].en


@pytest.mark.parametrize(("rows", "columns"), [("regoin", "theme"), ("region", "obstacle")])
def test_an_unknown_facet_is_refused(engine: SearchEngine, rows: str, columns: str) -> None:
    with pytest.raises(UnknownFacetError):
        engine.coverage(rows, columns)


def test_a_wrong_filter_is_refused(engine: SearchEngine) -> None:
    with pytest.raises(UnknownThemeError):
        engine.coverage(filters=Filters(theme=["concertation", "astronomie"]))


def test_coverage_is_told_in_json(engine: SearchEngine) -> None:
    filters = Filters(year="2024")
    found = engine.coverage("region", "theme", filters=filters)
    told = json.loads(json.dumps(serialise.coverage_response(filters, found)))
    assert told["filters"] == {"year": ["2024"]}
    assert told["counts"] == [list(row) for row in found.counts]
    assert len(told["items"]) == len(told["rows"]["values"]) == 18
    assert told["gaps"][0].keys() == {"row", "column", "fr", "en"}
    assert told["caution"].keys() == {"fr", "en"}
