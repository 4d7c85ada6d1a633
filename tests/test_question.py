"""What kind of thing a question asks for."""

from __future__ import annotations

from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spe_search.question import Kind, asks_for_examples, kinds_asked

KINDS = set(get_args(Kind))


QUESTIONS = [
    # a count
    ("Combien d’entreprises ont été aidées ?", "count"),
    ("combien de personnes", "count"),
    ("COMBIEN DE PERSONNES", "count"),
    ("Quel est le nombre de participants ?", "count"),
    ("nombres de participants par région", "count"),
    ("How many workers were trained?", "count"),
    ("number of new participants", "count"),
    ("chiffres sur le PAMT", "count"),
    ("Quelle quantité d’appels ?", "count"),
    ("quantites", "count"),
    ("total des participants", "count"),
    ("À quel âge Isabelle a-t-elle repris le travail ?", "age"),
    ("How old is Benoit?", "age"),
    ("durée de la formation", "duration"),
    ("How long did the course last?", "duration"),
    # a share
    ("Quel pourcentage de femmes ?", "share"),
    ("Quelle proportion des prestataires ?", "share"),
    ("taux d’intégration en emploi", "share"),
    ("Quelle part des participants sont des femmes ?", "share"),
    ("la part des jeunes", "share"),
    ("What percentage of participants are women?", "share"),
    ("unemployment rate in Quebec", "share"),
    ("what share of clients", "share"),
    ("% de réussite", "share"),
    ("La clientèle a-t-elle augmenté ?", "share"),
    ("baisse du chômage", "share"),
    # money
    ("Quel budget pour la formation ?", "money"),
    ("coûts du programme", "money"),
    ("Quel montant a reçu le cégep ?", "money"),
    ("sommes investies en $", "money"),
    ("an amount in dollars", "money"),
    ("How much did the project cost?", "money"),
    ("How much money was spent?", "money"),
    ("Combien ça coûte ?", "money"),
    ("combien de dollars", "count money"),
    ("sources de financement", "money"),
    ("federal funding", "money"),
    # a date
    ("Quand a eu lieu le salon ?", "date"),
    ("When was the fair held?", "date"),
    ("à quelle date", "date"),
    ("En quelle année ?", "date"),
    ("quel mois", "date"),
    ("Depuis quand le PAMT existe-t-il ?", "date"),
    # a target
    ("La cible a-t-elle été atteinte ?", "target"),
    ("Quelles étaient les cibles ?", "target"),
    ("Was the target met?", "target"),
    ("targets and goals", "target"),
    ("A-t-on dépassé l’objectif fixé ?", "target"),
    ("personnes ciblées par la mesure", ""),
    ("objectif du projet", ""),
    # two at once
    ("Quel nombre et quel pourcentage de femmes ?", "count share"),
    ("Quand et combien ?", "count date"),
    # neither
    ("", ""),
    ("femmes dans la construction", ""),
    ("Que font les autres régions pour les 50 ans et plus ?", ""),
    ("Qui sont les partenaires de JADE ?", "partner"),
    ("Where is the fair?", "place"),
    ("Qui dirige le comité ?", "person"),
    ("Quel salaire gagnent-ils ?", "money"),
    ("un candidat prend part à l’atelier", ""),
    ("d’une part, les mandats; d’autre part, les candidats", ""),
    ("corporate partners", "partner"),
    ("Quel organisme offre le cours ?", "organisation"),
    ("Which organizations took part?", "partner organisation"),
    ("Avec qui le projet est-il mené ?", "partner"),
    ("Quelle entreprise a témoigné ?", "organisation"),
    ("Quel fabriquant de pneus a appuyé le congrès ?", "organisation"),
    ("Établissement qui forme des bûcherons", "organisation"),
    ("Ce que dit l’école qui forme des bûcherons", ""),
    ("The school that trains loggers", "organisation"),
    # a length of time
    ("Combien de temps dure le stage ?", "count duration"),
    ("Combien de jours de visites ?", "count duration"),
    ("fréquence des ateliers", "duration"),
    ("How often do they meet?", "duration"),
    ("une équipe dure à joindre", "duration"),
    ("dénombrement", ""),
    ("projet de 2023-2024", ""),
    # faults
    pytest.param("atelier de couture", ""),
    pytest.param("us et coutumes des Innus", ""),
    pytest.param("Quel projet vise les femmes ?", ""),
    pytest.param("la clientèle cible du projet", ""),
    pytest.param("What per cent of participants are women?", "share"),
    pytest.param("augmentation de la clientèle", "share"),
    pytest.param("diminution du chômage", "share"),
    pytest.param("Quelles années couvre le bilan ?", "date"),
    # which body
    pytest.param("Quel établissement a remis le diplôme ?", "organisation"),
    pytest.param("quelle université a monté le cours", "organisation"),
    pytest.param("Which school trains the loggers?", "organisation"),
    pytest.param("Quels organismes ont aidé ?", "partner organisation"),
    pytest.param("nb de CV reçus", "count"),
    pytest.param("le seuil visé est-il atteint", "target"),
]


@pytest.mark.parametrize(("query", "kinds"), QUESTIONS)
def test_what_a_question_asks_for(query: str, kinds: str) -> None:
    assert kinds_asked(query) == set(kinds.split())


@given(st.text(max_size=80))
def test_any_text_has_kinds(text: str) -> None:
    assert kinds_asked(text) <= KINDS
    assert kinds_asked(text.upper() + " combien de gens") >= {"count"}


@pytest.mark.parametrize(
    "query",
    [
        "Que font les autres régions pour les jeunes ?",
        "Qui d’autre a organisé un salon ?",
        "D’autres collègues sont-ils allés dans les villages ?",
        "Quels projets visent les femmes ?",
        "A-t-on déjà visité des fermes avec des retraités ?",
        "Dans quels cas a-t-on payé une partie du salaire ?",
        "une initiative semblable à la nôtre",
        "Which other regions helped newcomers?",
        "Who else worked with employers?",
        "examples of job fairs",
    ],
)
def test_asking_who_else_is_asking_for_initiatives(query: str) -> None:
    assert asks_for_examples(query)


@pytest.mark.parametrize(
    "query",
    [
        "Combien d’entreprises ont été aidées ?",
        "Dans quelle région était le salon ?",
        "Quel projet a mené à 21 embauches ?",
        "Which region had the most participants?",
        "femmes dans la construction",
    ],
)
def test_other_questions_are_not(query: str) -> None:
    assert not asks_for_examples(query)
