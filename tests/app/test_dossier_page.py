"""The dossier: what a reader keeps, orders, annotates, loses and takes away."""

from __future__ import annotations

import re
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path

import pytest
from app_parts import shelf
from app_parts.binder import Binder, file_name
from hypothesis import given
from hypothesis import strategies as some
from pressing import own_buttons, press, press_own
from streamlit.testing.v1 import AppTest

from spe_search.dossier import (
    AnswerEntry,
    ExcerptEntry,
    NoteEntry,
    Quote,
    TableCell,
    TableEntry,
    dossier_from_json,
    dossier_to_json,
)
from spe_search.export import FORMATS, export

AppMaker = Callable[..., AppTest]
QUERY = "travailleurs de 50 ans et plus"
QUOTE = Quote(
    "Un <b>mot</b>.", "Le bilan", "2023-2024", "Le titre", 3, "bilan@00000000:1-9.8.0a0b0c0d"
)
EXCERPT = ExcerptEntry("Le titre <i>", (QUOTE,), "initiative", "Laval")
ANSWER = AnswerEntry("Combien?", "answered", "Un mot.", (QUOTE,))
TABLE = TableEntry("Tableau", ("", "A"), ((TableCell("x", (QUOTE,)), TableCell("1")),))


class Elements(HTMLParser):
    """The elements of a page, and their attributes, as a browser reads them."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: list[tuple[str, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes += [(name, value or "") for name, value in attrs]


def html(at: AppTest) -> str:
    assert not at.exception
    bodies = [element.proto.body for element in at.get("html")]
    return "\n".join(body for body in bodies if not body.startswith(("<style", "<script")))


def names(binder: Binder) -> list[str]:
    return [
        each.entry.text if isinstance(each.entry, NoteEntry) else type(each.entry).__name__
        for each in binder.kept
    ]


def on_page(app: AppMaker, *entries: object) -> AppTest:
    """The page of a dossier that holds some entries."""
    at = app(page="dossier")
    at.session_state["binder"] = Binder().add(entries)  # type: ignore[arg-type]
    return at.run()


# ---------------------------------------------------------------- without a page


def test_an_entry_is_kept_once_and_notes_as_often_as_written() -> None:
    binder = Binder().add([EXCERPT, ANSWER, TABLE, NoteEntry("a"), NoteEntry("a")])
    again = binder.add([EXCERPT, ANSWER, TABLE, NoteEntry("a")])
    assert len(binder) == 5
    assert len(again) == 6


def test_notes_move_with_the_entry_that_they_follow() -> None:
    binder = Binder().add([EXCERPT, NoteEntry("de l’extrait"), ANSWER])
    moved = binder.move(binder.kept[0].key, up=False)
    assert names(moved) == ["AnswerEntry", "ExcerptEntry", "de l’extrait"]
    assert moved.move(moved.kept[0].key, up=True) == moved
    alone = moved.move(moved.kept[2].key, up=True)
    assert names(alone) == ["AnswerEntry", "de l’extrait", "ExcerptEntry"]


def test_a_new_note_comes_after_those_there() -> None:
    binder = Binder().add([EXCERPT, NoteEntry("un"), ANSWER])
    new = binder.annotate(binder.kept[0].key)
    assert names(new) == ["ExcerptEntry", "un", "", "AnswerEntry"]
    assert names(new.write(new.kept[2].key, "deux"))[2] == "deux"


@given(some.lists(some.sampled_from([EXCERPT, ANSWER, TABLE, NoteEntry("n")])), some.data())
def test_no_move_loses_anything(entries: list[object], data: some.DataObject) -> None:
    binder = Binder().add(entries)  # type: ignore[arg-type]
    if not binder.kept:
        return
    key = data.draw(some.sampled_from(binder.kept)).key
    moved = binder.move(key, up=data.draw(some.booleans()))
    assert sorted(each.key for each in moved.kept) == sorted(each.key for each in binder.kept)


def test_blank_notes_are_not_written() -> None:
    binder = Binder("  ").add([EXCERPT, NoteEntry(" \n"), NoteEntry("vu")])
    dossier = binder.dossier("Dossier", "fr")
    assert dossier.title == "Dossier"
    assert dossier.entries == (EXCERPT, NoteEntry("vu"))


@given(some.text())
def test_a_file_has_a_plain_name(title: str) -> None:
    assert re.fullmatch(r"[a-z0-9]+(?:-[a-z0-9]+)*", file_name(title))


def test_a_file_is_named_after_the_title() -> None:
    assert file_name("Été 2024 : l’Estrie / ../x") == "ete-2024-l-estrie-x"


# ---------------------------------------------------------------- the page


def test_what_is_found_is_kept_and_taken_out(app: AppMaker) -> None:
    at = press(app(q=QUERY), "Ajouter au dossier", 1)
    shown = html(at)
    assert 'Dossier <span class="count">(1)</span>' in shown
    assert "Ajouté au dossier\u00a0: Zone emploi 50 ans et plus" in shown
    kept = at.session_state["binder"].kept[0].entry
    assert kept.title == "Zone emploi 50 ans et plus dans le cadre du Salon de la FADOQ"
    assert kept.query == QUERY
    assert [name for _, _, name in own_buttons(at)].count("Retirer du dossier") == 1
    at = press(at, "Retirer du dossier")
    assert not at.session_state["binder"].kept
    assert "count" not in html(at)
    assert "Retiré du dossier\u00a0: Zone emploi 50 ans et plus" in html(at)
    assert "du dossier\u00a0:" not in html(at.run())  # it is said once


def test_a_button_that_is_no_longer_there_keeps_nothing(app: AppMaker) -> None:
    at = app(q=QUERY)
    for value in ("un/passage/inconnu", ""):
        at = press_own(at, "keep", value)
    assert "<article" in html(at)
    assert "count" not in html(at)


def test_the_words_at_an_address_are_kept(app: AppMaker) -> None:
    at = app(a="bilan-2023-2024@10cb21df:33137-33239.88.ed35ff7f")
    at = press(at, "Ajouter au dossier")
    (kept,) = at.session_state["binder"].kept
    assert kept.entry.quotes[0].text.startswith("40 entreprises et 3 600 chercheurs")
    assert [name for _, _, name in own_buttons(at)] == ["Retirer du dossier"]


def test_an_answer_is_kept_with_its_figures(app: AppMaker) -> None:
    question = "La cible de la clientèle de l’assistance sociale est-elle atteinte?"
    at = press(app(q=question), "Ajouter au dossier")
    kept = at.session_state["binder"].kept[0].entry
    assert isinstance(kept, AnswerEntry)
    assert kept.question == question
    assert "17 133" in kept.quotes[0].text


def test_an_empty_dossier_says_what_to_do(app: AppMaker) -> None:
    at = app(page="dossier")
    assert "Rien n’est encore gardé" in html(at)
    assert not at.get("download_button")


def test_entries_are_ordered_annotated_and_removed(app: AppMaker) -> None:
    at = on_page(app, EXCERPT, ANSWER)
    at = press(at, "Descendre")
    assert names(at.session_state["binder"]) == ["AnswerEntry", "ExcerptEntry"]
    assert "maintenant 2 sur 2" in html(at)
    at = press(at, "Ajouter une note")
    at = at.text_area[0].set_value("À relire").run()
    assert names(at.session_state["binder"]) == ["AnswerEntry", "À relire", "ExcerptEntry"]
    at = press(at, "Retirer", 1)
    assert names(at.session_state["binder"]) == ["AnswerEntry", "ExcerptEntry"]
    at = press(at, "Annuler ce changement")
    assert names(at.session_state["binder"]) == ["AnswerEntry", "À relire", "ExcerptEntry"]
    assert at.text_area[0].value == "À relire"


def test_a_title_stays(app: AppMaker) -> None:
    at = on_page(app, EXCERPT)
    at.text_input(key="title").set_value("Mon dossier").run()
    at = press(at, "Ajouter une note")
    assert at.text_input(key="title").value == "Mon dossier"
    assert at.session_state["binder"].title == "Mon dossier"


def test_emptying_is_confirmed_and_can_be_undone(app: AppMaker) -> None:
    at = press(on_page(app, EXCERPT, ANSWER), "Vider le dossier")
    assert len(at.session_state["binder"]) == 2
    at = press(at, "Annuler")
    assert len(at.session_state["binder"]) == 2
    at = press(press(at, "Vider le dossier"), "Oui, le vider")
    assert len(at.session_state["binder"]) == 0
    assert len(press(at, "Annuler ce changement").session_state["binder"]) == 2


def test_each_format_is_offered(app: AppMaker) -> None:
    at = on_page(app, EXCERPT, ANSWER, TABLE, NoteEntry("vu"))
    assert len(at.get("download_button")) == len(FORMATS)
    dossier = at.session_state["binder"].dossier("Dossier", "fr")
    assert all(export(dossier, name) for name in FORMATS)
    assert all(not button.proto.disabled for button in at.get("download_button"))


def test_a_saved_dossier_is_opened_again_beside_what_is_there(app: AppMaker) -> None:
    saved = dossier_to_json(Binder("Le premier").add([EXCERPT, ANSWER]).dossier("", "fr"))
    at = on_page(app, EXCERPT, NoteEntry("ici"))
    at.file_uploader[0].set_value(("vieux.json", saved.encode(), "application/json")).run()
    assert names(at.session_state["binder"]) == ["ExcerptEntry", "ici", "AnswerEntry"]
    assert at.session_state["binder"].title == "Le premier"
    assert "Éléments ajoutés\u00a0: 1" in html(at)


@pytest.mark.parametrize("data", [b"", b"{", b"[]", b"\xff\xfe", b'{"title": 3}', b"{}" * 9])
def test_what_is_no_dossier_is_named_and_nothing_is_lost(app: AppMaker, data: bytes) -> None:
    at = on_page(app, EXCERPT)
    at.file_uploader[0].set_value(("<b>x.json", data, "application/json")).run()
    (problem,) = re.findall(r'<div class="message problem" role="alert">(.*?)</div>', html(at))
    assert "&lt;b&gt;x.json" in problem
    assert len(at.session_state["binder"]) == 1


def test_text_of_a_dossier_is_text(app: AppMaker) -> None:
    hostile = "<img src=x onerror=alert(1)>[x](javascript:alert(1))"
    quote = Quote(hostile, hostile, hostile, hostile, 1, f'"{hostile}')
    at = on_page(
        app,
        ExcerptEntry(hostile, (quote,), None, hostile, hostile, ("javascript:alert(1)",), hostile),
        AnswerEntry(hostile, "partial", hostile, (quote,), hostile),
        TableEntry(hostile, (hostile,), ((TableCell(hostile, (quote,)),),), hostile),
    )
    shown = html(at)
    seen = Elements()
    seen.feed(shown)
    assert not seen.tags & {"img", "i", "b", "script"}
    assert all(name not in ("src", "style") and name[:2] != "on" for name, _ in seen.attributes)
    assert all(value.startswith("./") for name, value in seen.attributes if name == "href")
    assert not at.markdown


def test_a_dossier_outlives_its_tab_and_two_tabs_share_it(
    app: AppMaker, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shelf, "name", lambda: "0" * 32)
    first, second = app(q=QUERY), app(q=QUERY)
    kept = press(first, "Ajouter au dossier", 1).session_state["binder"].kept
    press(second.run(), "Ajouter au dossier", 1)
    at = app(page="dossier")
    assert len(at.session_state["binder"]) == 2
    assert at.session_state["binder"].kept[0] == kept[0]
    assert "Zone emploi 50 ans et plus" in html(at)
    monkeypatch.setattr(shelf, "name", lambda: "1" * 32)
    assert "Rien n’est encore gardé" in html(app(page="dossier"))


def test_a_dossier_that_cannot_be_kept_or_read_stops_nothing(
    app: AppMaker, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shelf, "name", lambda: "0" * 32)
    (tmp_path / "dossiers").write_text("no folder")
    at = press(app(q=QUERY), "Ajouter au dossier", 1)
    assert len(at.session_state["binder"]) == 1
    (tmp_path / "dossiers").unlink()
    (tmp_path / "dossiers").mkdir()
    (tmp_path / "dossiers" / f"{'0' * 32}.json").write_text("{")
    assert "Rien n’est encore gardé" in html(app(page="dossier"))


def test_a_dossier_written_is_read_again() -> None:
    dossier = Binder("T").add([EXCERPT, ANSWER, TABLE, NoteEntry("n")]).dossier("", "fr")
    assert dossier_from_json(export(dossier, "json")) == dossier
