"""The markup of the app's pieces: nesting, escaping, labels."""

from __future__ import annotations

import re
from dataclasses import replace
from html import unescape

import pytest
from app_parts import cards
from app_parts import text as render
from app_parts.visit import Visit
from hypothesis import given
from hypothesis import strategies as st

from spe_search import SearchEngine, Span


def test_marks_stand_inside_the_sentence() -> None:
    found = render.highlighted("Un mot. Deux mots.", Span(8, 18), [Span(3, 6), Span(13, 17)])
    assert found == ('Un <mark>mot</mark>. <span class="answer">Deux <mark>mots</mark>.</span>')


def test_a_mark_over_the_edge_of_the_sentence_is_cut_there() -> None:
    found = render.highlighted("abcdef", Span(2, 6), [Span(1, 4)])
    assert found == 'a<mark>b</mark><span class="answer"><mark>cd</mark>ef</span>'


def test_neighbouring_marks_stay_apart() -> None:
    assert render.highlighted("abcd", None, [Span(0, 2), Span(2, 4)]) == (
        "<mark>ab</mark><mark>cd</mark>"
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("employés1 du", "employés<sup>1</sup> du"),
        ("en 2024, PME2, CO2 et a1", "en 2024, PME2, CO2 et a1"),
        ("page12", "page12"),
        ("été3b", "été3b"),
    ],
)
def test_footnote_digits_are_raised(text: str, expected: str) -> None:
    assert render.highlighted(text) == expected


def test_numbers_and_signs_stay_on_one_line() -> None:
    found = render.highlighted("« 17 133 16 000 43,0 % » : 5 2023")
    assert found == "«\u00a017\u00a0133 16\u00a0000 43,0\u00a0%\u00a0»\u00a0: 5 2023"


def test_a_marked_word_keeps_its_footnote_inside() -> None:
    found = render.highlighted("employés1", None, [Span(0, 9)])
    assert found == "<mark>employés<sup>1</sup></mark>"


spans = st.tuples(st.integers(0, 30), st.integers(0, 30)).map(lambda p: Span(min(p), max(p)))


@given(st.text(max_size=30), spans, st.lists(spans, max_size=4))
def test_whatever_is_marked_the_text_is_all_there_and_escaped(
    text: str, sentence: Span, marks: list[Span]
) -> None:
    found = render.highlighted(text, sentence, marks)
    bare = re.sub(r'</?(?:mark|sup|span)(?: class="answer")?>', "", found)
    assert "<" not in bare
    assert ">" not in bare
    if "&" not in text:
        assert unescape(bare).replace("\u00a0", " ") == text.replace("\u00a0", " ")
    for tag in ("span", "mark", "sup"):
        assert len(re.findall(rf"<{tag}[ >]", found)) == found.count(f"</{tag}>")


def test_theme_labels_drop_what_all_themes_share() -> None:
    assert (
        render.theme_label(
            "Initiatives ayant permis de qualifier les personnes et de rehausser les compétences"
        )
        == "Qualifier les personnes et rehausser les compétences"
    )
    assert (
        render.theme_label(
            "Initiatives ayant permis de colliger, d’analyser et de diffuser l’information"
        )
        == "Colliger, analyser et diffuser l’information"
    )
    assert render.theme_label("Initiatives illustrant la concertation") == "Concertation"
    assert render.theme_label("Autre chose et de rire") == "Autre chose et de rire"


def test_clip_cuts_after_a_word() -> None:
    assert render.clip("court", 10) == "court"
    assert render.clip("un deux trois", 9) == "un deux…"
    assert render.clip("a" * 20, 10) == "a" * 9 + "…"
    assert render.clip(" " * 20, 10)


def test_other_passages_are_escaped(engine: SearchEngine) -> None:
    hit = next(hit for hit in engine.search("travailleurs de 50 ans et plus") if hit.others)
    hostile = replace(hit.others[0], text='</li><img src=x onerror="alert(1)">')
    found = cards.others(replace(hit, others=(hostile,)), Visit("fr", {}).translate, '"><b>')
    assert found.count("<li>") == found.count("</li>") == 1
    assert "&lt;img src=x onerror=&quot;alert(1)&quot;&gt;" in found
    assert "<b>" not in found


def test_messages_are_escaped() -> None:
    assert "<b>" not in render.alert("<b>")
