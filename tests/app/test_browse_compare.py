"""The pages that browse and compare, run without a browser."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from html import unescape
from pathlib import Path
from urllib.parse import parse_qs

import pytest
from streamlit.testing.v1 import AppTest

from spe_search import Filters, SearchEngine

AppMaker = Callable[..., AppTest]
DOCUMENT = "bilan-2023-2024"
JADE, ARRIMAGE, CANAPE = (f"{DOCUMENT}/{name}" for name in ("jade", "projet-arrimage", "canape"))
LINK = re.compile(r'<a data-go[^>]*? href="([^"]*)"[^>]*>(.*?)</a>', re.DOTALL)


def html(at: AppTest) -> str:
    assert not at.exception
    bodies = [element.proto.body for element in at.get("html")]
    return "\n".join(body for body in bodies if not body.startswith(("<style", "<script")))


def text(markup: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", markup)).split())


def links(at: AppTest, within: str = "") -> dict[str, str]:
    """The app's links: their text -> their address; the first of those that share a text."""
    found: dict[str, str] = {}
    for href, label in LINK.findall(within or html(at)):
        found.setdefault(text(label), unescape(href))
    return found


def follow(app: AppMaker, href: str) -> AppTest:
    """Open the app where a link leads, a parameter's values all kept."""
    path, _, query = href.partition("?")
    page = {"./parcourir": "browse", "./comparer": "compare"}[path]
    return app(page=page, **parse_qs(query))


def titles(at: AppTest) -> list[str]:
    cards = re.findall(r'<article class="item[^>]*><h3[^>]*>(.*?)</h3>', html(at), re.DOTALL)
    return [text(card) for card in cards]


# ---------------------------------------------------------------- browse


def test_everything_told_is_listed_with_counts_that_are_right(
    app: AppMaker, engine: SearchEngine
) -> None:
    at = app(page="browse")
    assert "25 initiatives et parcours" in html(at)
    assert len(titles(at)) == 20
    assert html(at).count("<h1") == 1
    counts = dict(re.findall(r">([^<>]+)</a> <span class=\"n\">\((\d+)\)", html(at)))
    for facet in ("clientele", "service", "partner_kind"):
        told = Filters(kind=("initiative", "story"))
        value = engine.themes(filters=told).facet(facet).values[0]
        assert counts[value.fr[0].upper() + value.fr[1:]] == str(value.count)


def test_more_on_demand(app: AppMaker) -> None:
    at = app(page="browse")
    next(button for button in at.button if button.label == "En montrer plus").click().run()
    assert len(titles(at)) == 25


def test_a_tile_limits_the_list_and_can_be_taken_away(app: AppMaker) -> None:
    first = app(page="browse")
    at = follow(app, links(first)["15 Laurentides 3 éléments"])
    assert titles(at) == [
        "La Grande virée",
        "Maintien en emploi Zone Emploi d’Antoine-Labelle",
        "Le parcours d’exception d’Isabelle",
    ]
    at = follow(app, links(at)["16 Montérégie 1 élément"])
    assert len(titles(at)) == 4  # either region
    chips = links(at)
    assert "Tout retirer" in chips
    at = follow(app, chips["Région : Laurentides × (retirer)"])
    assert titles(at) == ["JADE : Jumelage, arrimage et démarchage en emploi"]


def test_the_seventeen_regions_are_tiles_and_a_list(app: AppMaker) -> None:
    shown = html(app(page="browse"))
    tiles = re.search(r'<ul class="tiles">(.*?)</ul>', shown, re.DOTALL)
    assert tiles
    assert len(re.findall("<li", tiles[1])) == 18
    places = re.findall(r"grid-row:(\d+);grid-column:(\d+)", tiles[1])
    assert len(set(places)) == 18
    listed = re.search(r'<ul class="values region">(.*?)</ul>', shown, re.DOTALL)
    assert listed
    names = [name for name, _ in re.findall(r">([^<>]+)</a> <span class=\"n\">\((\d+)", listed[1])]
    assert names[0] == "Abitibi-Témiscamingue"
    assert names[-1] == "Secteur de l’emploi du Ministère"
    assert len(names) == 18


def test_filters_of_several_facets_are_combined(app: AppMaker, engine: SearchEngine) -> None:
    at = app(page="browse", concept=["femmes", "jumelage"], region="Montérégie")
    wanted = Filters(concept=("femmes", "jumelage"), region="16", kind=("initiative", "story"))
    assert len(titles(at)) == len(engine.themes(filters=wanted).items)
    chips = links(at)
    assert {"Clientèle : Femmes × (retirer)", "Région : Montérégie × (retirer)"} <= set(chips)
    left = parse_qs(chips["Clientèle : Femmes × (retirer)"].partition("?")[2])
    assert left == {"concept": ["jumelage"], "region": ["16"]}


def test_nothing_under_the_filters_is_said_with_caution(app: AppMaker) -> None:
    shown = html(app(page="browse", region="13", concept="construction"))
    assert "Aucune initiative ni aucun parcours" in shown
    assert "peut très bien exister" in shown


def test_an_unknown_filter_is_explained_and_can_be_left(app: AppMaker) -> None:
    at = app(page="browse", region="Atlantide")
    assert 'role="alert"' in html(at)
    assert "Atlantide" in html(at)
    assert links(at)["Retirer tous les choix"] == "./parcourir"


@pytest.mark.parametrize("by", ["theme", "clientele", "service", "sector", "partner_kind"])
def test_each_count_leads_to_as_many_items(app: AppMaker, by: str) -> None:
    at = app(page="browse", view="coverage", by=by)
    cells = re.findall(r'<td class="some">(.*?)</td>', html(at), re.DOTALL)
    assert cells
    for cell in cells[:4]:
        ((href, label),) = LINK.findall(cell)
        count = int(text(label).partition(" ")[0])
        assert len(titles(follow(app, unescape(href)))) == min(count, 20)


def test_gaps_are_sentences_grouped_by_region(app: AppMaker, engine: SearchEngine) -> None:
    shown = html(app(page="browse", view="coverage"))
    found = engine.coverage()
    assert shown.count("aucune initiative ni aucun parcours de ce rapport") == len(found.gaps)
    assert "<summary>Laurentides (4)</summary>" in shown
    assert found.caution("fr") in unescape(shown)


def test_the_columns_with_most_items_come_first_and_all_can_be_had(app: AppMaker) -> None:
    at = app(page="browse", view="coverage", by="clientele")
    assert len(re.findall('<th scope="col"', html(at))) == 12 + 2
    label = next(label for label in links(at) if "Montrer les" in label)
    every = int(re.findall(r"\d+", label)[-1])
    assert every > 12
    assert len(re.findall('<th scope="col"', html(follow(app, links(at)[label])))) == every + 2


def test_the_map_shows_each_item_and_its_table_the_same(app: AppMaker) -> None:
    at = app(page="browse", view="map", region="15")
    shown = html(at)
    plot = re.search(r'<div class="map">(.*?)</div>', shown, re.DOTALL)
    assert plot
    assert plot[1].count("<li") == 25
    assert plot[1].count("pale") == 25 - 3
    table = re.search(r'<table class="prose">(.*?)</table>', shown, re.DOTALL)
    assert table
    assert table[1].count('<th scope="row">') == 25
    assert links(at)["JADE : Jumelage, arrimage et démarchage en emploi"].endswith("jade")
    by_region = html(app(page="browse", view="map", by="region"))
    assert "Gaspésie–Îles-de-la-Madeleine" in by_region


def test_an_item_is_shown_whole(app: AppMaker, engine: SearchEngine) -> None:
    at = app(page="browse", id=ARRIMAGE)
    item = engine.show(ARRIMAGE)
    shown = text(html(at))
    for extract in item.extracts:
        if extract.kind != "partners":
            assert " ".join(extract.text.split()) in shown
    for partner in item.partners:
        assert partner in shown
    for tag in engine.tags(ARRIMAGE):
        if not engine.index.thesaurus.concepts[tag.concept].general:
            assert f"«\u00a0{tag.words}\u00a0»".replace("\u00a0", " ") in shown
    assert "Initiatives semblables" in shown
    assert engine.similar(ARRIMAGE)[0].item.title in titles(at)


@pytest.mark.slow
@pytest.mark.parametrize("lang", ["fr", "en"])
def test_every_item_has_its_view_and_its_quotes_are_found_again(
    app: AppMaker, engine: SearchEngine, lang: str
) -> None:
    for item_id in engine.themes().items[:: 1 if lang == "fr" else 6]:
        at = app(page="browse", id=item_id, lang=lang)
        assert html(at).count("<h1") == 1
        assert "Sorry" not in html(at)
        assert "Désolé" not in html(at)
        addresses = re.findall(r'class="cited" href="\./\?a=([^"&]*)', html(at))
        for address in addresses[:3]:
            found = engine.at(parse_qs(f"a={address}")["a"][0])
            assert found.status == "same"
            assert found.quote


def test_an_unknown_item_is_explained(app: AppMaker) -> None:
    shown = html(app(page="browse", id=f"{DOCUMENT}/jad"))
    assert 'role="alert"' in shown
    assert JADE in shown  # a near one is named


def test_a_report_without_initiatives_is_browsed_by_its_sections(
    app: AppMaker, hostile_index: Path
) -> None:
    at = app(page="browse", index=hostile_index)
    assert "2 éléments" in html(at)
    assert len(titles(at)) == 2
    assert "<b>" not in re.sub(r"<b>\d+</b>", "", html(at))
    for view in ("coverage", "map"):
        assert "Désolé" not in html(app(page="browse", index=hostile_index, view=view))


# ---------------------------------------------------------------- compare


def test_items_in_the_address_are_side_by_side(app: AppMaker, engine: SearchEngine) -> None:
    at = app(page="compare", id=f"{JADE},{ARRIMAGE}")
    shown = html(at)
    assert at.multiselect(key="compared").value == [JADE, ARRIMAGE]
    assert "2 initiatives côte à côte" in shown
    assert "<caption>" in shown
    found = engine.compare([JADE, ARRIMAGE])
    assert shown.count('<th scope="row">') == len(found.rows)
    for row in found.rows:
        for cell in row.cells:
            for entry in cell:
                assert " ".join(entry.words.split()) in text(shown)
    assert "non précisé" in shown  # JADE names no partner
    again = app(page="compare", id=[JADE, ARRIMAGE])
    assert "2 initiatives côte à côte" in html(again)


def test_choosing_writes_the_address(app: AppMaker) -> None:
    at = app(page="compare")
    at.multiselect(key="compared").set_value([JADE, CANAPE]).run()
    assert at.query_params["id"] in (f"{JADE},{CANAPE}", [f"{JADE},{CANAPE}"])
    assert "2 initiatives côte à côte" in html(at)


def test_an_item_is_taken_away_by_its_link(app: AppMaker) -> None:
    at = app(page="compare", id=f"{JADE},{ARRIMAGE},{CANAPE}")
    at = follow(app, links(at)["Retirer Projet Arrimage"])
    assert at.multiselect(key="compared").value == [JADE, CANAPE]


def test_one_item_alone_brings_those_that_are_like_it(app: AppMaker, engine: SearchEngine) -> None:
    at = app(page="compare", id=JADE)
    assert titles(at) == [each.item.title for each in engine.similar(JADE)]
    at = follow(app, links(at)["Ajouter à la comparaison"])
    assert "2 initiatives côte à côte" in html(at)


def test_a_described_project_finds_comparables_with_reasons(app: AppMaker) -> None:
    at = app(page="compare")
    at.text_area(key="project").set_value(
        "Nous voulons aider des femmes.\n\nElles entreraient dans les métiers de la construction."
    )
    next(b for b in at.button if b.label == "Trouver ce qui est comparable").click().run()
    assert titles(at)[0].startswith("Sommet atypique 2024")
    first = html(at).partition("</article>")[0]
    assert "Ce que les deux partagent" in first
    assert "Ce qui diffère" in first
    assert re.search(r'class="cited" href="\./\?a=', first)
    at = follow(app, links(at)["Les comparer toutes côte à côte"])
    assert "5 initiatives côte à côte" in html(at)
    assert "entreraient" in at.text_area(key="project").value


def test_a_blank_description_is_asked_for_words(app: AppMaker) -> None:
    at = app(page="compare")
    next(b for b in at.button if b.label == "Trouver ce qui est comparable").click().run()
    assert 'role="alert"' in html(at)


@pytest.mark.parametrize(
    "ids", ["x", "x,y", f"{JADE},x", ",".join(f"{DOCUMENT}/{n}" for n in range(11))]
)
def test_ids_that_cannot_be_compared_are_explained(app: AppMaker, ids: str) -> None:
    shown = html(app(page="compare", id=ids))
    assert 'role="alert"' in shown
    assert "Désolé" not in shown


def test_the_tables_are_written_for_a_spreadsheet(engine: SearchEngine) -> None:
    from app_parts.comparison import matrix_csv
    from app_parts.coverage import csv as coverage_csv
    from app_parts.visit import Visit

    here = Visit("fr", {})
    rows = list(csv.reader(io.StringIO(_decoded(matrix_csv(engine.compare([JADE, CANAPE]), here)))))
    assert rows[0][0] == "Champ"
    assert len(rows) == 10
    assert {len(row) for row in rows} == {3}
    found = engine.coverage("region", "clientele")
    rows = list(csv.reader(io.StringIO(_decoded(coverage_csv(found, here)))))
    assert [int(cell) for cell in rows[1][1:]] == list(found.counts[0])


def _decoded(data: bytes) -> str:
    assert data.startswith(b"\xef\xbb\xbf")
    return data.decode("utf-8-sig")
