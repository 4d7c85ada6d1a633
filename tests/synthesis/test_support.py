"""A sentence is supported only if the passages it cites say it: figures, names, denials, words."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spe_search.encode import encoder_of
from spe_search.engine import SearchEngine
from spe_search.french import sentences
from spe_search.synthesis import Checker, statements
from spe_search.thesaurus import with_regions
from spe_search.thesaurus_file import load_thesaurus
from spe_search.types import Cell, ExtractKind, Passage, Span

CORPUS = Path(__file__).parents[2] / "corpus"


@pytest.fixture(scope="module")
def checker() -> Checker:
    thesaurus = with_regions(load_thesaurus(CORPUS / "thesaurus.toml"))
    return Checker(thesaurus, encoder_of())


def passage(text: str, heading: str = "", **fields: Any) -> Passage:
    kind: ExtractKind = "table_row" if fields.get("cells") else "paragraph"
    whole = (Span(0, len(text)),)
    return Passage(
        id=f"r/x#{len(text)}", document_id="r", item_id="r/x", item_kind="initiative",
        kind=kind, text=text, spans=whole, page=3, heading_path=("Bilan 2024-2025",),
        setting="Bilan 2024-2025 des services publics d’emploi", heading=heading,
        year="2024-2025", **fields,
    )  # fmt: skip


VERGER = passage(
    "Trente-deux cueilleurs ont reçu une formation de 12 heures dans quatre vergers. Le transport "
    "n’a pas été offert, faute d’autobus. La Fédération des pomiculteurs a versé 8 500 $. Le "
    "taux d’abandon a baissé de 6,5 %.",
    "Montérégie. Les pommes d’or. Résultats",
)
AUTRE = passage("Karim tient un atelier de soudure à Rimouski.", "Bas-Saint-Laurent. Karim")

TRUE = [
    "Trente-deux cueilleurs ont reçu une formation de 12 heures.",
    "Dans quatre vergers de la Montérégie, 32 cueilleurs ont été formés.",
    "La formation des cueilleurs a duré douze heures.",
    "La Fédération des pomiculteurs a versé 8 500 $.",
    "La Fédération des pomiculteurs a versé 8500 dollars.",
    "Le transport n’a pas été offert.",
    "Faute d’autobus, le transport n’a pas été offert.",
    "Le taux d’abandon a diminué de 6,5 pour cent.",
    "Thirty-two pickers received 12 hours of training in four orchards.",
    "The drop-out rate fell by 6.5%.",
]


@pytest.mark.parametrize("sentence", TRUE)
def test_what_the_passage_says_is_supported(checker: Checker, sentence: str) -> None:
    verdict = checker.check(sentence, [VERGER], given=[VERGER, AUTRE])
    assert (verdict.reason, verdict.detail) == (None, "")


FALSE = [
    ("Trente-trois cueilleurs ont reçu une formation.", "figure", "33"),
    ("Thirty-three pickers received training.", "figure", "33"),
    ("Le taux d’abandon a baissé de 65 %.", "figure", "65\u00a0%"),
    ("La formation a réduit l’abandon de 12 %.", "figure", "12\u00a0%"),
    ("La Fédération des pomiculteurs a versé 8,5 M$.", "figure", "8,5\u00a0million"),
    ("La formation a été donnée en 2023.", "figure", "2023"),
    ("Quatre cueilleurs ont reçu une formation.", "figure_of_another", "4"),
    ("La formation a été donnée dans 32 vergers.", "figure_of_another", "32"),
    ("En Estrie, 32 cueilleurs ont reçu une formation.", "name", "Estrie"),
    ("Une formation de 12 heures a été donnée par Desjardins.", "name", "Desjardins"),
    ("Karim a reçu une formation de 12 heures.", "name", "Karim"),
    ("Le transport a été offert.", "negation", "offert"),
    ("La Fédération des pomiculteurs n’a pas versé 8 500 $.", "negation", "versé"),
    ("Les cueilleurs n’ont reçu aucune formation.", "negation", None),
    ("The pickers never received training in orchards.", "negation", None),
    ("Le taux d’abandon a augmenté de 6,5 %.", "opposite", ""),
    ("Le transport n’a pas été offert à cause d’une tempête de neige.", "cause", ""),
    ("Trente-deux cueilleurs, enthousiastes, ravis et souriants, chantaient.", "coverage", None),
    ("HACKED", "too_little", ""),
    ("…", "too_little", ""),
]


@pytest.mark.parametrize(("sentence", "reason", "detail"), FALSE, ids=[row[0] for row in FALSE])
def test_what_it_does_not_say_is_struck(
    checker: Checker, sentence: str, reason: str, detail: str | None
) -> None:
    verdict = checker.check(sentence, [VERGER], given=[VERGER, AUTRE])
    assert verdict.reason == reason
    assert detail is None or verdict.detail == detail
    assert verdict.quotes == ()


@pytest.mark.parametrize("sentence", TRUE)
def test_another_passage_does_not_support_it(checker: Checker, sentence: str) -> None:
    assert checker.check(sentence, [AUTRE], given=[VERGER, AUTRE]).reason is not None


def test_a_name_may_come_from_the_question_but_no_region(checker: Checker) -> None:
    sentence = "Pour Paula, 32 cueilleurs ont reçu une formation."
    assert checker.check(sentence, [VERGER]).reason == "name"
    assert checker.check(sentence, [VERGER], question="Que dit Paula?").reason is None
    sentence = "En Outaouais, 32 cueilleurs ont reçu une formation."
    asked = "Que fait-on en Outaouais pour les cueilleurs?"
    assert checker.check(sentence, [VERGER], question=asked).reason == "name"


def test_the_sentences_that_support_it_are_quoted(checker: Checker) -> None:
    sentence = "La Fédération des pomiculteurs a versé 8 500 $."
    ((found, span),) = checker.check(sentence, [VERGER, AUTRE]).quotes
    assert found is VERGER
    assert VERGER.text[span.start : span.end] == sentence


def test_two_passages_support_a_sentence_together(checker: Checker) -> None:
    sentence = "Trente-deux cueilleurs ont reçu une formation et Karim tient un atelier de soudure."
    verdict = checker.check(sentence, [VERGER, AUTRE])
    assert [found for found, _ in verdict.quotes] == [VERGER, AUTRE]
    assert checker.check(sentence, [VERGER], given=[VERGER, AUTRE]).reason is not None


ROW = passage(
    "Nouveaux arrivants 310 280 51,5 % 55,0 %",
    "Tableau IV — Placement. Clientèle; Personnes placées; Cible; Taux de placement; Cible",
    cells=(
        Cell("Personnes placées", "310", Decimal(310), None),
        Cell("Cible", "280", Decimal(280), None, is_target=True),
        Cell("Taux de placement", "51,5 %", Decimal("51.5"), "%"),
        Cell("Cible", "55,0 %", Decimal(55), "%", is_target=True),
    ),
)


@pytest.mark.parametrize(
    ("sentence", "reason"),
    [
        ("Parmi les nouveaux arrivants, 310 personnes ont été placées.", None),
        ("Le taux de placement des nouveaux arrivants est de 51,5 %, la cible, de 55 %.", None),
        ("Parmi les nouveaux arrivants, 280 personnes ont été placées.", "figure_of_another"),
        ("Le taux de placement des nouveaux arrivants est de 55 %.", "figure_of_another"),
        ("Parmi les nouveaux arrivants, 310 % des personnes ont été placées.", "figure"),
    ],
)
def test_a_target_is_no_result(checker: Checker, sentence: str, reason: str | None) -> None:
    assert checker.check(sentence, [ROW]).reason == reason


@pytest.mark.slow
def test_the_report_supports_its_own_sentences_and_no_other_s(
    checker: Checker, engine: SearchEngine
) -> None:
    passages = [each for each in engine.index.passages() if each.kind != "table_row"]
    own = [
        (passage, stated)
        for passage in passages
        for span in sentences(passage.text)
        for stated in statements(f"{passage.text[span.start : span.end]} [1]")
    ]
    verdicts = [checker.check(stated.text, [passage]).reason for passage, stated in own]
    assert len(verdicts) > 200
    assert set(verdicts) <= {None, "too_little"}
    assert verdicts.count(None) > 0.9 * len(verdicts)

    others = [
        checker.check(stated.text, [other], given=[other, passage]).reason
        for number, (passage, stated) in enumerate(own)
        for other in [passages[(7 * number + 50) % len(passages)]]
        if other.item_id != passage.item_id
    ]
    assert others.count(None) <= 0.01 * len(others)


@settings(max_examples=60, deadline=None)
@given(sentence=st.text(max_size=120), number=st.integers(1000, 9999))
def test_no_sentence_with_a_strange_figure_is_supported(
    checker: Checker, sentence: str, number: int
) -> None:
    verdict = checker.check(f"{sentence} {number} cueilleurs ont reçu une formation", [VERGER])
    assert verdict.reason is not None
