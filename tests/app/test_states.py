"""The states of the index, the log, the votes, and how numbers and dates are written."""

from __future__ import annotations

import json
import logging
import re
import threading
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from app_parts import formats, journal, quality
from app_parts.visit import Visit
from filelock import FileLock
from streamlit.testing.v1 import AppTest

from spe_search import Encoder, SearchEngine
from spe_search.build import build_index
from spe_search.feedback import FeedbackStore
from spe_search.generation import BuildStep, build_under_way, building, note_step

AppMaker = Callable[..., AppTest]
QUERY = "travailleurs de 50 ans et plus"


def html(at: AppTest) -> str:
    assert not at.exception
    bodies = [element.proto.body for element in at.get("html")]
    return "\n".join(body for body in bodies if not body.startswith(("<style", "<script")))


def press(at: AppTest, name: str) -> AppTest:
    return next(button for button in at.button if button.label == name).click().run()


# ---------------------------------------------------------------- the index


def test_a_missing_index_can_be_tried_again(
    app: AppMaker,
    tmp_path: Path,
    write_report: Callable[..., Path],
    make_encoder: Callable[[], Encoder],
) -> None:
    corpus = write_report()
    at = app(index=tmp_path / "index", corpus=corpus)
    assert "spe-search build" in html(at)
    assert html(at).count("<h1") == 1
    build_index(corpus, tmp_path / "index", make_encoder())
    at = press(at, "Réessayer")
    assert "spe-search build" not in html(at)
    assert "Bilan d’essai" in html(at)


def test_a_build_under_way_is_shown_where_there_is_no_index_yet(
    app: AppMaker, tmp_path: Path
) -> None:
    index = tmp_path / "index"
    with building(index, 1.0):
        note_step(index, BuildStep("encode", 1200))
        at = app(index=index)
        assert "L’index est en construction" in html(at)
        assert 'role="alert"' not in html(at)
        (bar,) = at.get("progress")
        assert bar.proto.text == "Encodage des nouveaux passages (1\u00a0200)"
    assert "spe-search build" in html(app(index=index))


def test_a_build_under_way_leaves_the_old_index_serving(app: AppMaker, index_copy: Path) -> None:
    with building(index_copy, 1.0):
        note_step(index_copy, BuildStep("parse", 1))
        at = app(index=index_copy, q=QUERY)
        assert "Un nouvel index est en construction" in html(at)
        assert "<article" in html(at)
    assert "en construction" not in html(at.run())


def test_what_a_killed_build_left_is_no_build(tmp_path: Path) -> None:
    tmp_path.joinpath(".building").write_text("encode 3")
    assert build_under_way(tmp_path) is None
    with FileLock(tmp_path / ".lock"):
        assert build_under_way(tmp_path) == BuildStep("encode", 3)
        for nonsense in ("", "encode", "encode trois", "\xff"):
            tmp_path.joinpath(".building").write_text(nonsense, encoding="latin-1")
            assert build_under_way(tmp_path) is None


def test_a_build_says_its_steps_to_other_processes(
    tmp_path: Path, write_report: Callable[..., Path], make_encoder: Callable[[], Encoder]
) -> None:
    index, seen = tmp_path / "index", []
    corpus = write_report()
    build_index(
        corpus, index, make_encoder(), on_step=lambda *_: seen.append(build_under_way(index))
    )
    assert [step.name for step in seen if step] == ["parse", "encode", "write"]
    assert build_under_way(index) is None


@pytest.mark.parametrize("page", ["", "about"])
def test_a_stale_index_is_said(
    app: AppMaker,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    write_report: Callable[..., Path],
    make_encoder: Callable[[], Encoder],
    page: str,
) -> None:
    corpus = write_report()
    build_index(corpus, tmp_path / "index", make_encoder())
    at = app(index=tmp_path / "index", corpus=corpus, page=page)
    _ready()
    assert "ont changé" not in html(at.run())
    write_report("deux", id="deux")
    _forget_staleness()
    assert "ont changé depuis la construction de l’index" in html(at.run())
    assert 'role="alert"' not in html(at)


def _ready() -> None:
    for thread in threading.enumerate():
        if thread.name == "warm":
            thread.join()


def _forget_staleness() -> None:
    from app_parts import engine

    engine._is_stale.clear()


def test_the_foot_says_what_is_searched(app: AppMaker) -> None:
    assert re.search(r"1 rapport, index construit le \d{1,2}(er)? \w+ 20\d\d", html(app()))
    assert re.search(r"1 report, index built on \w+ \d{1,2}, 20\d\d", html(app(lang="en")))


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_about_says_everything(app: AppMaker, lang: str, tmp_path: Path) -> None:
    shown = html(app(page="about", lang=lang))
    assert shown.count("<h1") == 1
    assert shown.count("<h2") == 6
    assert "Bilan 2023-2024 des services publics d’emploi" in shown
    assert "spe-search build" in shown
    assert str(tmp_path / "feedback.sqlite3") in shown
    found = quality.measured()
    assert found is not None
    assert f"<td>{formats.share(found.measures['P@1'], lang)}</td>" in shown


def test_about_without_an_index_says_the_rest(app: AppMaker, tmp_path: Path) -> None:
    shown = html(app(index=tmp_path / "nulle-part", page="about"))
    assert "Il n’y a pas d’index" in shown
    assert "Ajouter un rapport" in shown


# ---------------------------------------------------------------- measured quality


def test_the_measured_quality_is_that_of_the_result(tmp_path: Path) -> None:
    path = tmp_path / "report.json"
    about = {"encoder": "modele abc", "date": "2026-03-01"}
    topics = [{"groups": ["all", "fr"]}, {"groups": ["all"]}, {"groups": ["similar"]}]
    result = {"about": about, "summary": {"all": {"P@1": 0.5}}, "topics": topics}
    path.write_text(json.dumps(result))
    found = quality.measured(path)
    assert found is not None
    shown = quality.table(found, Visit("fr", {}))
    assert "2 questions, modèle modele, mesure du 1er mars 2026" in shown
    assert re.findall(r"<td>(.*?)</td>", shown) == ["50\u00a0%"]


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"about": {}, "summary": {"all": []}}'])
def test_a_result_that_is_none_is_left_aside(tmp_path: Path, text: str) -> None:
    (tmp_path / "r.json").write_text(text)
    assert quality.measured(tmp_path / "r.json") is None
    assert quality.measured(tmp_path / "nulle-part.json") is None


# ---------------------------------------------------------------- numbers and dates


def test_each_language_writes_its_own_way() -> None:
    assert formats.number(17133, "fr") == "17\u00a0133"
    assert formats.number(17133, "en") == "17,133"
    assert formats.share(0.4349, "fr") == "43\u00a0%"
    assert formats.share(0.4349, "fr", 1) == "43,5\u00a0%"
    assert formats.share(0.4349, "en", 1) == "43.5%"
    assert formats.day(date(2026, 1, 1), "fr") == "1er janvier 2026"
    assert formats.day(date(2026, 11, 22), "fr") == "22 novembre 2026"
    assert formats.day(date(2026, 1, 1), "en") == "January 1, 2026"


# ---------------------------------------------------------------- the log


@pytest.fixture
def logged(tmp_path: Path) -> Iterator[Callable[[], list[dict[str, Any]]]]:
    """Write the log to a file as the app does; return a function that reads it."""
    handler = logging.FileHandler(tmp_path / "app.log", encoding="utf-8")
    handler.setFormatter(journal.JsonLines())
    journal.log.addHandler(handler)
    yield lambda: [json.loads(line) for line in (tmp_path / "app.log").read_text().splitlines()]
    journal.log.removeHandler(handler)
    handler.close()


def test_a_search_is_logged_once_and_without_its_words(
    app: AppMaker, logged: Callable[[], list[dict[str, Any]]], tmp_path: Path
) -> None:
    at = app(q="apprentis soudeurs", region="07")
    at.run()
    events = logged()
    assert [event["event"] for event in events] == ["page", "search"]
    search = events[1]
    assert search["characters"] == len("apprentis soudeurs")
    assert search["filters"] == ["region"]
    assert search["lang"] == "fr"
    assert search["ms"] >= 0
    assert search["session"] == events[0]["session"]
    assert "soudeurs" not in (tmp_path / "app.log").read_text()


def test_queries_are_logged_where_that_was_asked(
    app: AppMaker,
    logged: Callable[[], list[dict[str, Any]]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("SPE_SEARCH_LOG_QUERIES", "1")
    app(q="apprentis\nsoudeurs")
    assert logged()[-1]["query"] == "apprentis\nsoudeurs"


def test_an_error_is_logged_without_the_words_of_the_query(
    app: AppMaker,
    logged: Callable[[], list[dict[str, Any]]],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    real = SearchEngine.ask
    failing = [True]

    def ask(self: SearchEngine, question: str, **options: Any) -> Any:
        if failing:
            raise RuntimeError(f"cannot search {question}")
        return real(self, question, **options)

    monkeypatch.setattr(SearchEngine, "ask", ask)
    at = app(q="menuisiers inconnus")
    (error,) = [event for event in logged() if event["level"] == "error"]
    assert error["error"] == "RuntimeError"
    assert error["reference"] in html(at)
    assert any(" ask" in frame for frame in error["trace"])
    assert "menuisiers" not in (tmp_path / "app.log").read_text()
    failing.clear()
    at = press(at, "Réessayer")
    assert "<article" in html(at)
    assert error["reference"] not in html(at)


# ---------------------------------------------------------------- votes


def test_a_vote_and_its_words_are_kept(app: AppMaker, tmp_path: Path) -> None:
    at = press(app(q=QUERY, region="03"), "Oui")
    assert "Merci, votre avis est gardé." in html(at)
    at.text_area(key="words").set_value(" <b>très</b> utile ")
    press(at, "Envoyer")
    (vote,) = FeedbackStore(tmp_path / "feedback.sqlite3").votes()
    assert (vote.query, vote.helpful, vote.filters) == (QUERY, True, {"region": "03"})
    assert vote.shown[0].endswith("zone-emploi-50-ans-et-plus-dans-le-cadre-du-salon-de-la")
    assert vote.words == "<b>très</b> utile"


def test_another_search_can_be_judged_too(app: AppMaker, tmp_path: Path) -> None:
    at = press(app(q=QUERY), "Non")
    at.text_input(key="q").set_value("emploi")
    press(press(at, "Rechercher"), "Oui")
    kept = FeedbackStore(tmp_path / "feedback.sqlite3").votes()
    assert [(vote.query, vote.helpful) for vote in kept] == [(QUERY, False), ("emploi", True)]


def test_a_vote_that_cannot_be_kept_is_said(app: AppMaker, tmp_path: Path) -> None:
    at = app(q=QUERY)
    (tmp_path / "feedback.sqlite3").mkdir()
    shown = html(press(at, "Oui"))
    assert "votre avis n’a pas pu être gardé" in shown
    assert "<article" in shown
