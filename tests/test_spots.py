"""Where what may answer stands in a text: numbers by kind, dates, rhythms, names."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spe_search.spots import row_spots, spots
from spe_search.types import Cell

CASES = [
    ("40 entreprises et 3 600 chercheurs d’emploi", [("40", "count"), ("3 600", "count")]),
    ("Neuf personnes ont obtenu un diplôme", [("Neuf", "count")]),
    ("44,5 % des entreprises, 9,5 points de plus", [("44,5", "share"), ("9,5", "share")]),
    ("82 millions de dollars en subventions", [("82", "money")]),
    ("le 8 février 2024", [("8 février 2024", "date")]),
    ("depuis mai 2022", [("mai 2022", "date")]),
    ("en 2023-2024", [("2023-2024", "date"), ("2023", "date"), ("2024", "date")]),
    ("un stage de 20 semaines", [("20", "duration")]),
    ("quatre demi-journées par semaine", [("quatre", "duration")]),
    ("un plan triennal", [("triennal", "duration")]),
    ("des femmes de 15 à 70 ans", [("15 à 70", "age"), ("15", "age"), ("70", "age")]),
    ("des 50 ans et plus", [("50 ans et plus", "age"), ("50", "age")]),
    # ranks, and sizes in brackets, count nothing
    ("le 20e anniversaire", []),
    ("des PME (6 à 99 employés)", []),
    ("des organismes (de 5 à 49 personnes)", []),
    ("des séances (12 participants)", [("12", "count")]),
]
NAMED = [
    ("avec Mme Dominique Simard", "Mme Dominique Simard", "person"),
    ("un employeur de Jonquière l’embauche", "Jonquière", "name"),
    ("remis par le Centre Saint-Michel", "Centre Saint-Michel", "name"),
]


@pytest.mark.parametrize(("text", "found"), CASES)
def test_numbers_and_dates(text: str, found: list[tuple[str, str]]) -> None:
    numbers = [each for each in spots(text) if each.kind not in ("name", "person")]
    assert [(text[each.start : each.end], each.kind) for each in numbers] == found


@pytest.mark.parametrize(("text", "name", "kind"), NAMED)
def test_names(text: str, name: str, kind: str) -> None:
    assert (name, kind) in [(text[each.start : each.end], each.kind) for each in spots(text)]


def test_a_word_that_starts_a_sentence_is_no_name() -> None:
    assert spots("Plusieurs en parlent. Beaucoup le savent.") == ()


@given(st.text(alphabet="aé 1250%$()«»,.ŒßA\u00a0–à", max_size=60))
def test_spots_lie_within_any_text(text: str) -> None:
    for each in spots(text):
        assert 0 <= each.start < each.end <= len(text)


def cell(text: str, unit: str | None = None, value: str | None = "1") -> Cell:
    return Cell("Part", text, Decimal(value) if value else None, unit)


def test_a_row_answers_by_its_figures_and_not_by_its_label() -> None:
    text = "De 20 à 34 ans 38 %"
    assert [(text[s.start : s.end], s.kind) for s in row_spots(text, (cell("38 %", "%"),))] == [
        ("38 %", "share")
    ]


def test_the_same_figure_twice_in_a_row_stands_in_two_places() -> None:
    text = "Clientèle 40 40 s/o 1 200 $"
    cells = (cell("40"), cell("40"), cell("s/o", value=None), cell("1 200 $", "$"))
    assert [(s.start, s.kind) for s in row_spots(text, cells)] == [
        (10, "count"),
        (13, "count"),
        (20, "money"),
    ]
