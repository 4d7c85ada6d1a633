"""The app, run without a browser."""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Callable
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import pytest
from pressing import press
from streamlit.testing.v1 import AppTest

from spe_search import Encoder, SearchEngine
from spe_search.build import build_index
from spe_search.generation import current_generation
from spe_search.index import Index

QUERY = "travailleurs de 50 ans et plus"

AppMaker = Callable[..., AppTest]


def bodies(at: AppTest) -> list[str]:
    assert not at.exception
    return [element.proto.body for element in at.get("html")]


def html(at: AppTest) -> str:
    """Everything the app wrote but its style and its script."""
    kept = (body for body in bodies(at) if not body.startswith(("<style", "<script")))
    return "\n".join(kept)


def titles(at: AppTest) -> list[str]:
    return re.findall(r"<h3[^>]*>(.*?)</h3>", html(at))


def address(at: AppTest) -> dict[str, str | list[str]]:
    """The address: one value is a string, several are a list."""
    found = {k: v if isinstance(v, list) else [v] for k, v in at.query_params.items()}
    return {k: v[0] if len(v) == 1 else v for k, v in found.items()}


def submit(at: AppTest, query: str) -> AppTest:
    at.text_input(key="q").set_value(query)
    button = next(b for b in at.button if b.label in ("Rechercher", "Search"))
    return button.click().run()


def links(at: AppTest) -> dict[str, str]:
    """The app's own links: their text -> their address."""
    found = re.findall(r"<a [^>]*href=\"([^\"]*)\"[^>]*>(.*?)</a>", html(at))
    return {unescape(re.sub(r"<.*?>", "", text)): unescape(href) for href, text in found}


def follow(app: AppMaker, at: AppTest, text: str) -> AppTest:
    """Open the app where one of its links leads, as a browser does."""
    path, _, parameters = links(at)[text].partition("?")
    pages = {
        "./": "",
        "./a-propos": "about",
        "./dossier": "dossier",
        "./parcourir": "browse",
        "./comparer": "compare",
    }
    return app(page=pages[path], **parse_qs(parameters))


def cards(at: AppTest) -> list[str]:
    """The results, each without what may be seen and done of it."""
    return [
        card for body in bodies(at) for card in re.findall(r"<article>.*?</article>", body, re.S)
    ]


def panel(at: AppTest, tool: str, card: int = 0) -> str:
    """What opens under a result."""
    tools = html(at).split('<div class="tools"')[card + 1]
    (found,) = re.findall(rf'data-tool="{tool}"><summary>.*?</summary>(.*?)</details>', tools, re.S)
    return str(found)


def turn_to_page(at: AppTest, card: int = 0) -> AppTest:
    """Follow a result's link to its page, in the same index."""
    tools = html(at).split('<div class="tools"')[card + 1]
    (href,) = re.findall(r'<a data-go href="([^"]*)">Voir dans la page</a>', tools)
    at.query_params.clear()
    at.query_params["a"] = parse_qs(unescape(href).partition("?")[2])["a"][0]
    return at.run()


def opened(at: AppTest) -> AppTest:
    """Open the filters."""
    at.session_state["filters"] = True
    return at.run()


# ---------------------------------------------------------------- the way through


def test_the_first_page_says_what_this_is(app: AppMaker) -> None:
    at = app()
    shown = html(at)
    assert shown.count("<h1") == 1
    assert "Bilan 2023-2024 des services publics d’emploi" in shown
    assert re.search(r"21 initiatives · 4 ", shown)
    assert not titles(at)


def test_a_question_to_try_is_searched(app: AppMaker) -> None:
    at = app()
    question = next(text for text in links(at) if "50 ans" in text)
    at = follow(app, at, question)
    assert address(at) == {"q": question}
    assert at.text_input(key="q").value == question
    assert "Zone emploi 50 ans et plus dans le cadre du Salon de la FADOQ" in titles(at)[:3]


def test_a_search_shows_cards_and_goes_to_the_address(app: AppMaker) -> None:
    at = submit(app(), QUERY)
    assert address(at) == {"q": QUERY}
    assert len(titles(at)) == 10
    assert titles(at)[0] == "Zone emploi 50 ans et plus dans le cadre du Salon de la FADOQ"
    first = cards(at)[0]
    assert "Capitale-Nationale" in first
    assert "p.\xa012" in first or "p. 12" in first
    assert '<span class="answer">' in first
    assert "<mark>50 ans et plus</mark>" in first
    assert "629 CV recueillis" in first  # its results, beside its summary


def test_a_link_reproduces_a_search(app: AppMaker) -> None:
    at = opened(app(q="emploi", region="Outaouais", kind="initiative", n="20"))
    assert at.text_input(key="q").value == "emploi"
    assert at.multiselect(key="region").value == ["07"]
    assert at.multiselect(key="kind").value == ["initiative"]
    assert cards(at)
    assert all("Outaouais" in card for card in cards(at))


def test_filters_write_the_address_and_start_at_the_top(app: AppMaker) -> None:
    at = opened(app(q="emploi", n="20"))
    at.multiselect(key="region").set_value(["15"]).run()
    assert address(at) == {"q": "emploi", "region": "15"}
    assert all("Laurentides" in card for card in cards(at))
    at.multiselect(key="region").set_value(["15", "07"]).run()
    assert address(at)["region"] == ["15", "07"]
    assert {"Laurentides", "Outaouais"} == {
        name for card in cards(at) for name in ("Laurentides", "Outaouais") if name in card
    }
    at.multiselect(key="region").set_value([]).run()
    assert address(at) == {"q": "emploi"}


def test_filters_of_several_facets_are_combined(app: AppMaker) -> None:
    at = opened(app(q="emploi", region="07"))
    at.multiselect(key="kind").set_value(["initiative"]).run()
    assert address(at) == {"q": "emploi", "region": "07", "kind": "initiative"}
    assert cards(at)
    assert all("Outaouais" in card and "Initiative" in card for card in cards(at))


def test_counts_follow_the_other_filters(app: AppMaker) -> None:
    def counts(at: AppTest, facet: str) -> dict[str, int]:
        found = (re.fullmatch(r"(.*) \((\d+)\)", o) for o in at.multiselect(key=facet).options)
        return {each[1]: int(each[2]) for each in found if each}

    free, limited = opened(app(q="emploi")), opened(app(q="emploi", region="07"))
    outaouais = counts(free, "region")["Outaouais"]
    assert counts(limited, "region") == counts(free, "region")  # what choosing another would give
    assert sum(counts(limited, "theme").values()) == outaouais < sum(counts(free, "theme").values())
    assert f"répondent aux filtres\u00a0: {outaouais}" in html(limited)


def test_a_filter_is_a_link_that_takes_it_away(app: AppMaker) -> None:
    at = app(q="emploi", region=["15", "07"], concept="jumelage")
    found = {text for text in links(at) if "Retirer le filtre" in text}
    assert len(found) == 3
    assert any("Mesure ou service" in text and "jumelage" in text for text in found)
    at = follow(app, at, next(text for text in found if "Laurentides" in text))
    assert address(at) == {"q": "emploi", "region": "07", "concept": "jumelage"}
    assert address(follow(app, at, "Effacer les filtres")) == {"q": "emploi"}


def test_a_clientele_leaves_other_concepts_alone(app: AppMaker) -> None:
    at = opened(app(q="emploi", concept="jumelage"))
    at.multiselect(key="clientele").set_value(["entreprises"]).run()
    assert address(at)["concept"] == ["jumelage", "entreprises"]
    at.multiselect(key="clientele").set_value([]).run()
    assert address(at)["concept"] == "jumelage"


def test_filters_offer_what_the_index_holds(app: AppMaker, hostile_index: Path) -> None:
    at = opened(app())
    assert {s.key for s in at.multiselect} == {
        *("region", "theme", "clientele", "kind", "partner_kind")
    }
    assert len(at.multiselect(key="region").options) == 18
    assert len(at.multiselect(key="theme").options) == 6
    assert {s.key for s in opened(app(index=hostile_index)).multiselect} == {"document"}


def test_filters_are_drawn_once_opened_and_stay_while_one_chooses(app: AppMaker) -> None:
    at = app(q="emploi")
    assert not at.multiselect
    at = opened(at)
    at.multiselect(key="region").set_value(["15"]).run()
    assert at.multiselect(key="region").value == ["15"]
    at.session_state["filters"] = False
    assert not at.run().multiselect
    assert any("Laurentides" in text for text in links(at))  # its chip


def test_every_theme_finds_only_its_own(app: AppMaker, built_index: Path) -> None:
    for theme in filter(None, Index(built_index).values["theme"]):
        at = app(q="emploi", theme=theme)
        assert cards(at)
        assert all(f'title="{theme}"' in card for card in cards(at))


def test_more_results_on_demand(app: AppMaker) -> None:
    at = app(q="emploi")
    next(b for b in at.button if "plus de résultats" in b.label).click().run()
    assert address(at) == {"q": "emploi", "n": "20"}
    assert len(titles(at)) == 20
    assert len(titles(app(q="emploi", n="1000"))) > 30


def test_the_other_language_keeps_the_search(app: AppMaker) -> None:
    at = follow(app, app(q=QUERY, region="03", n="20"), "English")
    assert address(at) == {"q": QUERY, "region": "03", "n": "20", "lang": "en"}
    assert opened(at).multiselect(key="region").value == ["03"]
    assert "Capitale-Nationale" in html(at)
    assert "Partners" in html(at)
    assert 'data-lang="en-CA"' in html(at)
    assert address(follow(app, at, "Français")) == {"q": QUERY, "region": "03", "n": "20"}


def test_a_search_runs_once(app: AppMaker, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    real = SearchEngine.ask

    def ask(self: SearchEngine, question: str, **options: Any) -> Any:
        asked.append(question)
        return real(self, question, **options)

    monkeypatch.setattr(SearchEngine, "ask", ask)
    at = app(q="une recherche que personne n’a faite")
    at.run()
    press(opened(at), "Ajouter au dossier", 1)
    assert len(asked) == 1


# ---------------------------------------------------------------- what is shown on demand


def test_the_page_around_a_passage(app: AppMaker) -> None:
    at = turn_to_page(app(q=QUERY))
    (page,) = [body for body in bodies(at) if 'class="page"' in body]
    assert page.count('class="found"') == 1
    headings = re.findall(r"<h4>(.*?)</h4>", page)
    assert headings[:2] == [
        "Trouvez votre voie vers le succès !",
        "Zone emploi 50 ans et plus dans le cadre du Salon de la FADOQ",
    ]
    assert page.index("Salon FADOQ, durant") < page.index("629 CV recueillis")


def test_a_row_of_a_table_shows_its_figures(app: AppMaker) -> None:
    at = app(q="clientèle de l’assistance sociale 17 133 16 000 proportion cible")
    found = cards(at)
    card = next(body for body in found if 'class="figures"' in body)
    rows = re.findall(r'<th scope="row">(.*?)</th><td>(.*?)</td>', card)
    figures = [figure for _, figure in rows]
    assert figures == ["17 133", "16 000", "41,0 %", "43,0 %"]
    assert [("tag" in head) for head, _ in rows] == [False, True, False, True]
    at = turn_to_page(at, found.index(card))
    (page,) = [body for body in bodies(at) if 'class="page"' in body]
    assert '<th scope="row">Clientèle de l’assistance sociale</th><td>17 133</td>' in page


def test_a_citation_is_ready_to_copy(app: AppMaker) -> None:
    at = app(q=QUERY)
    shown = panel(at, "cite")
    quote = re.search(r"data-citation>(.*?)</p>", shown)
    assert quote
    assert quote[1].startswith("«\u00a0")
    words = quote[1].removeprefix("«\u00a0").partition("\u00a0»")[0]
    assert words in re.sub(r"<[^>]*>|\u00a0(?=»)", "", cards(at)[0])
    assert "Bilan 2023-2024 des services publics d’emploi, p.\xa012" in quote[1]
    assert "<button" in shown


def test_other_passages_and_the_reasons(app: AppMaker) -> None:
    at = app(q=QUERY)
    assert "Lépine Cloutier" in panel(at, "others")
    assert "Lépine Cloutier" not in cards(at)[0]
    assert "50 ans et plus" in panel(at, "why")


def test_initiatives_that_are_like_a_result_are_a_link_away(app: AppMaker) -> None:
    at = app(q=QUERY)
    found = html(at).split('<div class="tools"')[1]
    (href,) = re.findall(r'<a data-go href="([^"]*)">Initiatives semblables</a>', found)
    path, _, parameters = unescape(href).partition("?")
    assert path == "./comparer"
    shown = app(page="compare", **parse_qs(parameters))
    assert "celles-ci lui ressemblent" in html(shown)
    assert '<article class="item comparable">' in html(shown)


def test_the_tools_of_each_result_bear_its_title(app: AppMaker) -> None:
    found = re.findall(r'<div class="tools" role="group" aria-label="(.*?)">', html(app(q=QUERY)))
    assert len(found) == len(set(found)) == 10
    assert found[0].startswith("Plus sur «\u00a0Zone emploi 50 ans et plus")


# ---------------------------------------------------------------- bad input


def message(at: AppTest) -> str:
    found = re.findall(r'<div class="message problem" role="alert">(.*?)</div>', html(at))
    assert len(found) == 1
    return str(found[0])


@pytest.mark.parametrize("query", ["", "   "])
def test_a_blank_query_says_what_to_do(app: AppMaker, query: str) -> None:
    assert message(submit(app(lang="en"), query)).startswith("Type at least one word")


@pytest.mark.parametrize("query", ["???", "🙂 !", "« »"])
def test_a_query_without_words_stays_in_the_box(app: AppMaker, query: str) -> None:
    at = submit(app(lang="en"), query)
    assert message(at).startswith("Type at least one word")
    assert at.text_input(key="q").value == query


def test_a_very_long_query_is_refused_and_kept(app: AppMaker) -> None:
    text = "mot " * 25_000
    at = submit(app(lang="en"), text)
    assert "at most 10000 are accepted" in message(at)
    assert at.text_input(key="q").value == text.strip()
    assert len(address(at)["q"]) < 5_000


def test_control_characters_are_named(app: AppMaker) -> None:
    assert "U+0007" in message(app(q="bruit\x07"))


@pytest.mark.parametrize(
    ("name", "value"),
    [("region", "<b>Atlantide</b>"), ("kind", "x"), ("year", "1900"), ("theme", "licornes")],
)
def test_an_unknown_filter_is_named_and_can_be_changed(
    app: AppMaker, name: str, value: str
) -> None:
    at = app(q="emploi", **{name: value})
    assert value.replace("<", "&lt;").replace(">", "&gt;") in message(at)
    assert at.text_input(key="q").value == "emploi"
    at = follow(app, at, next(text for text in links(at) if "Retirer le filtre" in text))
    assert len(titles(at)) == 10


@pytest.mark.parametrize("count", ["0", "-1", "1000000000"])
def test_an_impossible_number_of_results_is_named(app: AppMaker, count: str) -> None:
    assert count in message(app(q="emploi", n=count))


def test_a_number_that_is_none_is_left_aside(app: AppMaker) -> None:
    assert len(titles(app(q="emploi", n="dix"))) == 10


def test_no_result_is_said(app: AppMaker) -> None:
    at = app(q="emploi", region="00", kind="story", lang="en")
    assert "No result for “emploi”" in html(at)
    assert "remove a filter" in html(at)


# ---------------------------------------------------------------- the index


def test_a_missing_index_names_the_command(app: AppMaker, tmp_path: Path) -> None:
    assert "spe-search build" in message(app(index=tmp_path / "nulle-part"))


def test_a_damaged_index_names_the_command(app: AppMaker, index_copy: Path) -> None:
    (current_generation(index_copy) / "passages.jsonl").write_bytes(b"{")
    shown = message(app(index=index_copy, q="emploi"))
    assert "passages.jsonl" in shown
    assert "spe-search build" in shown


def test_an_index_of_another_format_names_the_command(app: AppMaker, index_copy: Path) -> None:
    manifest = current_generation(index_copy) / "manifest.json"
    manifest.write_text(json.dumps({**json.loads(manifest.read_text("utf-8")), "format": 99}))
    assert "99" in message(app(index=index_copy))


def test_another_encoder_is_refused(
    app: AppMaker,
    index_copy: Path,
    monkeypatch: pytest.MonkeyPatch,
    make_encoder: Callable[..., Encoder],
) -> None:
    def open_with_another(path: str | Path) -> SearchEngine:
        return SearchEngine(Index(Path(path)), make_encoder(digest="another"))

    monkeypatch.setattr(SearchEngine, "open", open_with_another)
    at = app(index=index_copy, q="emploi")
    assert "spe-search build" in message(at)
    assert at.text_input(key="q").value == "emploi"


def test_a_rebuilt_index_is_picked_up(
    app: AppMaker,
    tmp_path: Path,
    write_report: Callable[..., Path],
    make_encoder: Callable[[], Encoder],
) -> None:
    corpus, index = write_report("un", title="Le premier"), tmp_path / "index"
    build_index(corpus, index, make_encoder())
    at = app(index=index)
    assert "Le second" not in html(at)
    write_report("deux", id="deux", title="Le second")
    build_index(corpus, index, make_encoder())
    assert "Le second" in html(at.run())


def test_an_unforeseen_error_shows_only_a_reference(
    app: AppMaker, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise RuntimeError("un détail secret")

    monkeypatch.setattr(SearchEngine, "ask", fail)
    with caplog.at_level(logging.ERROR, logger="spe_search.app"):
        at = app(q="une panne", lang="en")
    reference = re.search(r"\b[0-9a-f]{8}\b", message(at))
    assert reference
    assert "secret" not in html(at)
    (logged,) = [record for record in caplog.records if record.msg == "error"]
    assert logged.__dict__["fields"] == {"reference": reference[0]}
    assert "un détail secret" in caplog.text


# ---------------------------------------------------------------- hostile text


@pytest.mark.parametrize("place", ["search", "page"])
def test_markup_in_a_report_or_a_query_is_shown_as_text(
    app: AppMaker, hostile_index: Path, place: str
) -> None:
    query = "menuisiers <img src=x onerror=alert(1)> **gras** $x$"
    at = app(index=hostile_index, q=query)
    if place == "search":
        assert "&lt;script&gt;" in panel(at, "cite")
        assert "onerror" in panel(at, "why")
    else:
        at = turn_to_page(at)
    shown = html(at)
    assert "&lt;script&gt;" in shown.lower()
    assert "&lt;img src=x onerror=alert(1)&gt;" in shown
    tags = set(re.findall(r"<(\w+)", shown))
    assert not tags & {"script", "img", "style", "b", "iframe"}
    assert not re.search(r"<[^>]*\s(?:src|on\w+|style)=", shown)
    assert all(href.startswith("./") for href in links(at).values())
    assert not at.markdown  # nothing of a document is ever read as Markdown
