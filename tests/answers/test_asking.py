"""Reading a question: its language, what is to be worked out, what it takes for granted."""

from __future__ import annotations

from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spe_search.answers.asking import language_of, read_question, read_questions
from spe_search.french import fold


class Case(NamedTuple):
    """A question and what is to be read in it; what is not said is none."""

    text: str
    lang: str = "fr"
    kinds: str = ""
    verdict: str | None = None
    claim: str | None = None
    granted: bool = False
    years: str = ""
    regions: str = ""
    asks: bool = True


CASES = [
    # a figure, a date, a place
    Case("Combien d’entreprises ont été aidées ?", kinds="count"),
    Case("combien d'entreprises ont ete aidees", kinds="count"),
    Case("How many companies were helped?", "en", kinds="count"),
    Case("How many people took part in 2023-2024?", "en", kinds="count", years="2023-2024"),
    Case("Quelle proportion des participants sont des femmes ?", kinds="share"),
    Case("What share of participants are women?", "en", kinds="share"),
    Case("Quel est le montant des subventions ?", kinds="money"),
    Case("What amount was spent on training?", "en", kinds="money"),
    Case("Quand a eu lieu le Sommet atypique ?", kinds="date"),
    Case("When was the fair held?", "en", kinds="date"),
    Case("Quelle est la durée de la formation ?", kinds="duration"),
    Case("À quel âge Benoit a-t-il repris le travail ?", kinds="age"),
    Case("Avec qui le projet a-t-il été mené ?", kinds="partner"),
    Case("Qui sont les partenaires de Jade ?", kinds="partner"),
    Case("Quelle est la cible de l’assurance-emploi ?", kinds="target"),
    Case("What is the target for social assistance?", "en", kinds="target"),
    # targets
    Case("La cible a-t-elle été atteinte ?", verdict="target", claim="met"),
    Case("La cible pour l’aide sociale a-t-elle été atteinte ?", verdict="target", claim="met"),
    Case("Les cibles ont-elles été dépassées ?", verdict="target", claim="met"),
    Case("A-t-on atteint l’objectif ?", verdict="target", claim="met"),
    Case("L'objectif est-il atteint en Estrie ?", verdict="target", claim="met", regions="05"),
    Case("Was the target met for welfare clients?", "en", verdict="target", claim="met"),
    Case("Did they reach the goal?", "en", verdict="target", claim="met"),
    Case("Was the target missed?", "en", verdict="target", claim="missed"),
    Case("Quelles cibles ont été ratées ?", verdict="target", claim="missed"),
    Case("Quelles cibles n’ont pas été atteintes ?", verdict="target", claim="missed"),
    Case("Which targets were not met?", "en", verdict="target", claim="missed"),
    # targets, taken for granted
    Case("Pourquoi la cible a-t-elle été dépassée ?", "fr", "", "target", "met", True),
    Case("Pourquoi la cible a-t-elle été ratée ?", "fr", "", "target", "missed", True),
    Case("Why was the target missed?", "en", "", "target", "missed", True),
    Case("Why was the target exceeded?", "en", "", "target", "met", True),
    Case("Comment se fait-il que la cible soit atteinte ?", "fr", "", "target", "met", True),
    # the highest, the lowest
    Case("Quelle clientèle a le meilleur taux d’emploi ?", verdict="highest"),
    Case("Quelle clientèle a le taux d’emploi le plus élevé ?", verdict="highest"),
    Case("Quel groupe d’âge est le plus nombreux ?", verdict="highest"),
    Case("Quelle région compte le plus de participantes ?", verdict="highest"),
    Case("Which group has the highest employment rate?", "en", verdict="highest"),
    Case("Who has the best rate?", "en", verdict="highest"),
    Case("Quelle clientèle a le taux d’emploi le plus bas ?", verdict="lowest"),
    Case("Quelle clientèle a le moins bon taux ?", verdict="lowest"),
    Case("Quel groupe a le plus faible taux ?", verdict="lowest"),
    Case("Quelle tranche d’âge est la plus rare ?", verdict="lowest"),
    Case("groupe d’âge le moins présent", verdict="lowest", asks=False),
    Case("the lowest rate of any clientele", "en", verdict="lowest", asks=False),
    Case("What level of schooling is most common?", "en", verdict="highest"),
    Case("Which group is the least common?", "en", verdict="lowest"),
    Case("Which group has the lowest rate?", "en", verdict="lowest"),
    Case("Quelles initiatives durent plus de 20 semaines ?"),
    Case("Que fait-on pour les personnes âgées de plus de 50 ans ?"),
    # how it moved
    Case("Comment la part des femmes a-t-elle évolué ?", verdict="change"),
    Case("Quel est l’écart entre les deux ?", verdict="change"),
    Case("How did the share change?", "en", verdict="change"),
    Case("La clientèle a-t-elle augmenté ?", claim="up"),
    Case("Le nombre de participants a-t-il diminué ?", claim="down"),
    Case("Did the number of participants fall?", "en", claim="down"),
    Case("Pourquoi le nombre a-t-il baissé ?", claim="down", granted=True),
    Case("Why did the share increase?", "en", claim="up", granted=True),
    # years
    Case("Combien en 2019-2020 ?", kinds="count", years="2019-2020"),
    Case("Combien en 2019-20 ?", kinds="count", years="2019-2020"),
    Case("Combien en 2019/2020 ?", kinds="count", years="2019-2020"),
    Case("Qu’a-t-on fait en 2021 puis en 2022 ?", years="2021 2022"),
    Case("Que prévoit l’article 2024 000 du règlement ?", years="2024"),
    # regions
    Case("Que fait-on en Outaouais ?", regions="07"),
    Case("Que fait la Capitale-Nationale pour les aînés ?", regions="03"),
    Case("What is done in Laval?", "en", regions="13"),
    Case("Que font l’Estrie et la Mauricie ?", regions="05 04"),
    Case("Quelles initiatives au Saguenay–Lac-Saint-Jean ?", regions="02"),
    Case("Que fait-on en Gaspésie ?", regions="11"),
    # no question
    Case("travailleurs de 50 ans et plus", asks=False),
    Case("women in construction", "en", asks=False),
    Case(
        "La cible de l’assurance-emploi a été atteinte.", verdict="target", claim="met", asks=False
    ),
]


@pytest.mark.parametrize("case", CASES, ids=[case.text for case in CASES])
def test_a_question_is_read(case: Case) -> None:
    found = read_question(case.text)
    read = Case(
        text=found.text,
        lang=found.lang,
        kinds=case.kinds,
        verdict=found.verdict,
        claim=found.claim,
        granted=found.granted,
        years=" ".join(found.years),
        regions=" ".join(region.code for region in found.regions),
        asks=found.asks,
    )
    assert read == case
    assert set(case.kinds.split()) <= found.kinds


PARTS = [
    (
        "Combien de femmes ont participé et quand le Sommet a-t-il eu lieu ?",
        ["Combien de femmes ont participé", "quand le Sommet a-t-il eu lieu ?"],
    ),
    (
        "Combien d’entreprises ont été aidées ? Quel montant ont-elles reçu ?",
        ["Combien d’entreprises ont été aidées ?", "Quel montant ont-elles reçu ?"],
    ),
    (
        "How many companies were helped and how much money was spent?",
        ["How many companies were helped", "how much money was spent?"],
    ),
    ("Combien de femmes et d’hommes ont participé ?", None),
    ("Qui fait quoi et où ?", None),
    ("Que fait-on pour les jeunes et pour les aînés ?", None),
    ("Je m’occupe d’un projet. Combien d’entreprises ont été aidées ?", None),
]


@pytest.mark.parametrize(("text", "parts"), PARTS)
def test_several_questions_are_parted(text: str, parts: list[str] | None) -> None:
    assert [each.text for each in read_questions(text)] == (parts or [text])


@given(st.text(min_size=1, max_size=300))
def test_any_text_is_read_without_loss(text: str) -> None:
    parts = read_questions(text)
    assert parts
    if len(parts) == 1:
        assert parts[0].text == text
    for part in parts:
        assert part.text in text
        assert part.lang in ("fr", "en")
        assert part.claim is not None or not part.granted


@given(st.sampled_from([case.text for case in CASES]))
def test_neither_case_nor_accents_change_what_is_read(text: str) -> None:
    one, other = read_question(text), read_question(fold(text))
    assert (one.verdict, one.claim, one.years, one.regions) == (
        other.verdict,
        other.claim,
        other.years,
        other.regions,
    )


def test_words_that_tell_no_language_are_of_the_default_one() -> None:
    assert language_of("jade") == "fr"
    assert language_of("jade", "en") == "en"


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Quelle est la cible et a-t-elle été atteinte ?", 2),
        ("Quelle est la cible de l’aide sociale ? A-t-elle été atteinte ?", 2),
        ("Quand a eu lieu le colloque et combien de personnes y ont participé ?", 2),
        ("What was the target, and was it met?", 2),
        ("Les femmes ont-elles été rejointes et aidées ?", 1),
        ("Quelle région a innové, et pourquoi ?", 1),
    ],
)
def test_a_question_may_lean_on_the_one_before(text: str, parts: int) -> None:
    read = read_questions(text)
    assert len(read) == parts
    assert read[0].about == ""
    assert all(each.about == read[0].text for each in read[1:])
    assert all(each.search == f"{each.about} {each.text}".strip() for each in read)


def test_a_question_with_a_subject_of_its_own_stands_alone() -> None:
    read = read_questions("Combien de CV à Québec et combien d’embauches à Laval ?")
    assert [each.about for each in read] == ["", ""]
    assert [region.code for region in read[1].regions] == ["13"]


def test_what_is_asked_of_a_target_is_read_with_the_question_before() -> None:
    _, verdict = read_questions("Quelle était la cible ? A-t-elle été dépassée ?")
    assert (verdict.verdict, verdict.claim) == ("target", "met")
