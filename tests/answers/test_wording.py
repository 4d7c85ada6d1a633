"""The sentences of an answer that are ours, in both languages."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

import pytest

from spe_search.answers import wording
from spe_search.answers.working import against_target, moved
from spe_search.indicators import Indicator, Previous
from spe_search.types import Lang, Span

Make = Callable[..., Indicator]


@pytest.mark.parametrize(
    ("value", "lang", "text"),
    [
        ("1133.5", "fr", "1\xa0133,5"),
        ("1133.5", "en", "1,133.5"),
        ("2.0", "fr", "2"),
        ("0.25", "fr", "0,25"),
    ],
)
def test_numbers_are_written_as_each_language_does(value: str, lang: Lang, text: str) -> None:
    assert wording.number(Decimal(value), lang).replace("\u202f", "\xa0") == text


@pytest.mark.parametrize(
    ("unit", "share", "lang", "text"),
    [
        ("%", None, "fr", "2 points de pourcentage"),
        ("%", None, "en", "2 percentage points"),
        ("$", None, "en", "$2"),
        ("$", None, "fr", "2 $"),
        ("count", Decimal("7.1"), "fr", "2 (7,1 %)"),
        ("count", Decimal("7.1"), "en", "2 (7.1%)"),
        ("count", None, "fr", "2"),
    ],
)
def test_a_gap_has_its_unit(unit: str, share: Decimal | None, lang: Lang, text: str) -> None:
    assert wording.gap_text(Decimal(2), unit, lang, share).replace("\xa0", " ") == text


@pytest.mark.parametrize(
    ("label", "value", "lang", "words"),
    [
        ("Part", "41", "fr", "cible non atteinte, écart de 2 points de pourcentage"),
        ("Part", "41", "en", "target missed by 2 percentage points"),
        ("Part", "45", "fr", "cible dépassée, écart de 2 points de pourcentage"),
        ("Part", "43", "en", "target met exactly"),
        ("Taux d’abandon", "41", "en", "below the target by 2 percentage points, which is better"),
        ("Taux d’abandon", "45", "en", "above the target by 2 percentage points"),
    ],
)
def test_a_verdict_says_on_which_side_and_by_how_much(
    figure: Make, label: str, value: str, lang: Lang, words: str
) -> None:
    found = against_target(replace(figure(value, "%", target="43"), label=label))
    assert found is not None
    assert wording.verdict_text(found, lang).replace("\xa0", " ") == words
    line = wording.against_line(found, lang).replace("\xa0", " ")
    assert words in line
    assert line.startswith(f"Clientèle – {label}")
    assert {value, "43"} <= set(line.replace(",", " ").split())


@pytest.mark.parametrize(
    ("before", "words"), [("24", "3 points"), ("30", "3 points"), ("27", "comme en 2022-2023")]
)
def test_a_change_says_from_what_to_what(figure: Make, before: str, words: str) -> None:
    earlier = Previous(Decimal(before), "%", "2022-2023", f"{before} %", Span(9, 13))
    found = moved(replace(figure("27", "%"), previous=earlier))
    assert found is not None
    line = wording.moved_line(found, "fr")
    for text in (words, f"{before} %", "2022-2023", "2024-2025"):
        assert text in line


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_reasons_name_what_there_is(lang: Lang) -> None:
    assert "2019-2020" in wording.year_reason(["2019-2020"], ["2023-2024"], lang)
    assert "2023-2024" in wording.year_reason(["2019-2020"], ["2023-2024"], lang)
    assert "Estrie" in wording.region_reason(["Estrie"], ["Laval"], lang)
    assert "Laval" in wording.region_reason(["Estrie"], ["Laval"], lang)
    told = wording.no_answer_reason(["embauches"], ["salaire"], "Salon", lang)
    assert all(word in told for word in ("embauches", "salaire", "Salon"))


def test_a_quote_stands_bare_in_french_and_is_introduced_in_english() -> None:
    assert wording.said_by_report("Neuf personnes.", "fr") == "Neuf personnes."
    assert wording.said_by_report("Neuf personnes.", "en") == "The report says: “Neuf personnes.”"


def test_every_sentence_is_in_french_too() -> None:
    assert wording.why_reason("fr") != wording.why_reason("en")
    assert wording.unverified_reason("fr") != wording.unverified_reason("en")
    for met in (True, False):
        assert wording.premise_reason(met, "fr") != wording.premise_reason(met, "en")
    for words in ((), ("salaire",)):
        assert wording.partial_reason(words, "fr") != wording.partial_reason(words, "en")
