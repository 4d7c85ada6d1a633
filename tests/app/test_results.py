"""The page of results, run without a browser."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from html import unescape
from pathlib import Path
from urllib.parse import parse_qs

import pytest
from app_parts import charts, figure_views, figures
from app_parts.visit import Visit
from streamlit.testing.v1 import AppTest

from spe_search import SearchEngine

AppMaker = Callable[..., AppTest]
VIEWS = ["targets", "clientele", "profile", "volumes", "figures"]
FRENCH = Visit("fr", {})


def html(at: AppTest) -> str:
    assert not at.exception
    kept = (element.proto.body for element in at.get("html"))
    return "\n".join(body for body in kept if not body.startswith(("<style", "<script")))


def words(at: AppTest) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html(at))).split())


def cited(at: AppTest) -> dict[str, str]:
    """The figures that lead somewhere: what is printed -> the address it leads to."""
    found = re.findall(r'<a data-go href="(\./\?[^"]*\ba=[^"]*)"[^>]*>(.*?)</a>', html(at))
    return {
        unescape(re.sub(r"<[^>]+>", "", text)): parse_qs(unescape(href).partition("?")[2])["a"][0]
        for href, text in found
    }


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("lang", ["fr", "en"])
def test_every_figure_leads_to_words_that_hold_it(
    app: AppMaker, engine: SearchEngine, view: str, lang: str
) -> None:
    at = app(page="results", view=view, lang=lang)
    found = cited(at)
    assert len(found) >= 4
    for text, address in found.items():
        located = engine.at(address)
        assert located.status == "same"
        assert located.passage is not None
        assert "".join(text.split()) in "".join(located.quote.split())


def test_results_stand_against_their_targets(app: AppMaker) -> None:
    shown = words(app(page="results"))
    assert "Cibles atteintes ou dépassées : 3 sur 6." in shown
    assert "✓ cible dépassée, écart de 1 133 (7,1 %)" in shown
    assert "✗ cible non atteinte, écart de 7,8 points de pourcentage" in shown
    assert "44,5 %" in shown
    assert "target missed by 2.6 percentage points" in words(app(page="results", lang="en"))


def test_tables_are_set_out_by_clientele_with_their_targets(app: AppMaker) -> None:
    shown = words(app(page="results", view="clientele"))
    assert "De 17 133 (Clientèle de l’assistance sociale) à 71 280" in shown
    assert "102 544 aucune cible" in shown
    assert "53,9 % cible : 56,5 %" in shown


def test_shares_are_drawn_by_group(app: AppMaker) -> None:
    at = app(page="results", view="profile")
    assert re.findall(r'<h3 class="chart">(.*?)</h3>', html(at)) == [
        *("Statut de clientèle", "Sexe", "Âge", "Scolarité", "Lieu de naissance"),
        "Autres caractéristiques",
    ]
    assert "De 44 % (Femmes) à 56 % (Hommes)." in words(at)
    lengths = re.findall(r'<b style="width:([\d.]+)%">', html(at))
    assert lengths[:3] == ["23.0", "63.0", "27.0"]


def test_figures_are_looked_for_and_narrowed(app: AppMaker, engine: SearchEngine) -> None:
    at = app(page="results", view="figures", q="entreprises aidées")
    expected = engine.indicators("entreprises aidées")
    assert f"{len(expected)} chiffres" in words(at)
    at.selectbox(key="unit").set_value("$").run()
    assert at.query_params["unit"] in ("$", ["$"])
    assert "82 millions de dollars" in words(app(page="results", view="figures", unit="$"))
    only = app(page="results", view="figures", region="03", sort="-value")
    assert next(iter(cited(only))).startswith("80 000")


def test_what_kind_of_figure_it_is_is_said(app: AppMaker) -> None:
    shown = words(app(page="results", view="figures", region="03"))
    assert "entre 150 et 200" in shown
    assert "fourchette" in shown
    assert "valeur approximative" in shown


def test_more_figures_are_shown_on_demand(app: AppMaker) -> None:
    at = app(page="results", view="figures")
    assert html(at).count("<tr><td>") == 25
    next(button for button in at.button if "plus de chiffres" in button.label).click().run()
    assert html(at).count("<tr><td>") == 50


@pytest.mark.parametrize(
    ("address", "text"),
    [
        ({"unit": "litres"}, "Choix inconnu : « litres »"),
        ({"origin": "rêve"}, "Choix inconnu : « rêve »"),
        ({"sort": "hasard"}, "Choix inconnu : « hasard »"),
        ({"region": "Atlantide"}, "« Atlantide »"),
        ({"q": "?!"}, "au moins un mot"),
    ],
)
def test_what_cannot_be_chosen_is_told(app: AppMaker, address: dict[str, str], text: str) -> None:
    at = app(page="results", view="figures", **address)
    assert text in words(at).replace("\xa0", " ")
    assert 'role="alert"' in html(at)


def test_an_unknown_view_or_number_shows_the_first(app: AppMaker) -> None:
    assert "3 sur 6" in words(app(page="results", view="<b>"))
    at = app(page="results", view="figures", n="-3")
    assert html(at).count("<tr><td>") == 25


def test_words_without_a_figure_are_told(app: AppMaker) -> None:
    at = app(page="results", view="figures", q="licorne")
    assert "Aucun chiffre ne correspond" in words(at)


def test_a_report_without_figures_has_only_the_list(app: AppMaker, hostile_index: Path) -> None:
    shown = html(app(index=hostile_index, page="results"))
    assert "view=figures" in shown
    assert "view=targets" not in shown


def test_a_spreadsheet_says_what_each_figure_is_and_where(engine: SearchEngine) -> None:
    found = engine.indicators(with_target=True)
    named = [(each, "Tableau", "Bilan") for each in found]
    rows = figure_views.figure_rows(named, lambda each: engine.cite(each).address, FRENCH)
    text = figure_views.csv_file(rows, FRENCH).decode("utf-8-sig")
    heads, *lines = list(csv.reader(io.StringIO(text, newline=""), delimiter=";"))
    assert len(lines) == len(found)
    first = dict(zip(heads, lines[0], strict=True))
    assert (first["Valeur"], first["Cible"], first["Page"]) == ("53,9", "56,5", "4")
    for line, each in zip(lines, found, strict=True):
        assert engine.at(line[-1]).page == each.page


def test_a_table_is_set_out_again_from_its_figures(engine: SearchEngine) -> None:
    table = [each for each in engine.indicators(with_target=False) if each.target]
    grid = figures.grid_of("t", "Titre", table[:5])
    assert grid.shape == "clientele"
    assert next(row.label for row in grid.rows) == "Ensemble de la clientèle"
    assert [len(row.cells) for row in grid.rows] == [2, 2, 2]


def test_a_picture_holds_the_text_of_the_chart_escaped() -> None:
    bar = charts.Bar("<b>&", "5 %", "./?a=x", 0.05, "6 %", 0.06, "<i>", False)
    picture = charts.svg(charts.Chart("Titre <script>", (bar,), "Échelle"), "Source \x07")
    assert picture.startswith("<svg ")
    assert "<script>" not in picture
    assert all(
        text in picture for text in ("Titre &lt;script&gt;", "&lt;b&gt;&amp;", "✗ &lt;i&gt;")
    )
    assert "\x07" not in picture
