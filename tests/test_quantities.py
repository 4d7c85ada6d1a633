"""Figures read from running text: how much, of what, how surely, up or down."""

from __future__ import annotations

import re
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from spe_search.french.populations import populations
from spe_search.french.quantities import Quantity, quantities


def only(text: str) -> Quantity:
    (found,) = quantities(text)
    return found


def read(text: str) -> list[tuple[str, str, str | None, str]]:
    return [(q.text, str(q.value), q.unit, q.counted) for q in quantities(text)]


# The figure's words stand in brackets, what it counts in braces.
ONE = [
    # digits, whatever groups or parts them
    ("[1 532] {entreprises} ont été aidées.", "1532", "count", "exact"),
    ("[4\u202f207\u202f731] {pages visitées}", "4207731", "count", "exact"),
    ("[132\u00a0049] {postes vacants signalés}", "132049", "count", "exact"),
    ("[2151] {entreprises} ont répondu.", "2151", "count", "exact"),
    ("Il y a [1] {personne} inscrite.", "1", "count", "exact"),
    ("On compte [1,5] {heure} de marche", "1.5", "duration", "exact"),
    ("[1,234,567] {visites}", "1234567", "count", "exact"),
    ("[629] {CV recueillis}", "629", "count", "exact"),
    # numbers in words
    ("[Neuf] {personnes} ont complété le projet.", "9", "count", "exact"),
    ("[Quarante-six] {candidats} ont visité le site", "46", "count", "exact"),
    ("[Quatre-vingt-douze] {participantes inscrites}", "92", "count", "exact"),
    ("[Vingt et une] {femmes} ont répondu", "21", "count", "exact"),
    ("[mille deux cents] {visites guidées}", "1200", "count", "exact"),
    ("[une trentaine] de {conjoints}", "30", "count", "about"),
    ("[une vingtaine] de {candidatures}", "20", "count", "about"),
    ("[une douzaine] d’{ateliers}", "12", "count", "about"),
    ("[deux douzaines] d’{employeurs}", "24", "count", "about"),
    ("[plus d’une centaine] d’{entreprises}", "100", "count", "over"),
    ("[un millier] de {visiteurs}", "1000", "count", "about"),
    ("[un million] de {visites}", "1000000", "count", "exact"),
    ("[deux milliers] de {travailleurs}", "2000", "count", "about"),
    # shares
    ("[27 %] de la {clientèle} est aidée", "27", "%", "exact"),
    ("[51\u00a0%] des {nouvelles participations d’individus} aux SPE", "51", "%", "exact"),
    ("[89 %] des {entreprises} considèrent", "89", "%", "exact"),
    ("[66 %] de {petites et moyennes entreprises}", "66", "%", "exact"),
    ("[44,5 %] appartiennent à un secteur", "44.5", "%", "exact"),
    ("[12 p. 100] du {budget}", "12", "%", "exact"),
    ("[trente pour cent] des {personnes}", "30", "%", "exact"),
    ("[20 %] de la {clientèle de l’assistance sociale}", "20", "%", "exact"),
    ("[près de 12,5%] des {cas}", "12.5", "%", "about"),
    ("[62 %] {d’entre elles} sont en emploi", "62", "%", "exact"),
    # money
    ("[82 millions de dollars]", "82000000", "$", "exact"),
    ("une subvention de [1 500 $]", "1500", "$", "exact"),
    ("un budget de [3,5 M$] par an", "3500000", "$", "exact"),
    ("un budget de [2 G$]", "2000000000", "$", "exact"),
    ("[750 k$] versés", "750000", "$", "exact"),
    ("[1,2 milliard de dollars]", "1200000000", "$", "exact"),
    ("[jusqu’à 10 000 $] par entreprise", "10000", "$", "under"),
    ("[un million de dollars]", "1000000", "$", "exact"),
    # points
    ("[9,5 points de pourcentage] de plus que la cible", "9.5", "points", "exact"),
    ("un écart de [2 points]", "2", "points", "exact"),
    # length of time
    ("une formation de [deux] {jours}", "2", "duration", "exact"),
    ("d’une durée de [sept] {mois}", "7", "duration", "exact"),
    ("pour une période d’[au moins six] {mois}", "6", "duration", "over"),
    ("[quatre] {demi-journées} par semaine", "4", "duration", "exact"),
    ("L’accompagnement de [20] {semaines} s’est conclu", "20", "duration", "exact"),
    ("aucune aide depuis [trois] {ans}", "3", "duration", "exact"),
    ("[20] {ans d’expérience}", "20", "duration", "exact"),
    ("un contrat de [18] {mois}", "18", "duration", "exact"),
    ("celui des [deux] {dernières années}", "2", "duration", "exact"),
    ("arrivés depuis [moins de 5] {ans}", "5", "duration", "under"),
    ("une entente de [25] {ans}", "25", "duration", "exact"),
    # ages
    ("Maxime a [19] {ans}.", "19", "age", "exact"),
    ("Benoit est âgé de [58] {ans}.", "58", "age", "exact"),
    ("les personnes âgées de [50 ans et plus]", "50", "age", "over"),
    ("la clientèle de [moins de 25] {ans}", "25", "age", "under"),
    ("la Zone emploi [50 ans et +]", "50", "age", "over"),
    ("une femme de [42] {ans}", "42", "age", "exact"),
    ("des enfants de [5] {ans}", "5", "age", "exact"),
    ("Isabelle, dans [la cinquantaine], reçoit", "50", "age", "about"),
    # how surely
    ("[Près de 600] {agentes et agents}", "600", "count", "about"),
    ("[environ 40] {candidats}", "40", "count", "about"),
    ("[quelque 200] {visiteurs}", "200", "count", "about"),
    ("[autour de 15] {emplois}", "15", "count", "about"),
    ("[plus de 115] {entreprises}", "115", "count", "over"),
    ("[au moins trois] {ateliers}", "3", "count", "over"),
    ("[un peu plus de 300] {candidats}", "300", "count", "over"),
    ("[moins de 10] {participants}", "10", "count", "under"),
    ("un [maximum de 12] {places}", "12", "count", "under"),
    ("[à peine 5] {candidats}", "5", "count", "under"),
    ("En plus de [12] {ateliers}, on a tenu un salon.", "12", "count", "exact"),
    # what is counted
    ("[28 291] {personnes sans emploi} étaient en formation", "28291", "count", "exact"),
    ("[Plus de 2 353] {employées et employés}1 du Ministère", "2353", "count", "over"),
    ("[306] {entreprises} situées dans la région", "306", "count", "exact"),
    ("[400] {organismes spécialisés en employabilité}", "400", "count", "exact"),
    ("[137] {bureaux locaux de Services Québec} (BSQ)", "137", "count", "exact"),
    ("a inscrit [3 799] {nouveaux apprentis} à ces métiers", "3799", "count", "exact"),
    ("[45] {étudiant(e)s inscrit(e)s}", "45", "count", "exact"),
    ("[11] ont intégré le marché du travail", "11", "count", "exact"),
    ("[sept] {d’entre eux} occupent un emploi", "7", "count", "exact"),
    ("auprès de ses [80 000] {membres}", "80000", "count", "exact"),
    ("Le résultat est de [42].", "42", None, "exact"),
]


@pytest.mark.parametrize(("marked", "value", "unit", "bound"), ONE)
def test_one_figure(marked: str, value: str, unit: str | None, bound: str) -> None:
    text = re.sub(r"[\[\]{}]", "", marked)
    found = only(text)
    assert (found.value, found.unit, found.bound) == (Decimal(value), unit, bound)
    assert [found.text] == re.findall(r"\[(.*?)\]", marked)
    assert found.counted == "".join(re.findall(r"\{(.*?)\}", marked))
    assert found.high is None
    assert text[found.span.start : found.span.end] == found.text


RANGES = [
    ("entre 150 et 200 embauches", "entre 150 et 200", 150, 200, "count", "embauches"),
    ("des jeunes âgés de 16 à 24 ans", "16 à 24", 16, 24, "age", "ans"),
    ("De 20 à 34 ans", "20 à 34", 20, 34, "age", "ans"),
    ("la tranche des 25-54 ans", "25-54", 25, 54, "age", "ans"),
    ("(6 à 99 employés)", "6 à 99", 6, 99, "count", "employés"),
    ("deux ou trois jours", "deux ou trois", 2, 3, "duration", "jours"),
    ("une durée de 12 à 18 mois", "12 à 18", 12, 18, "duration", "mois"),
    ("un taux de 12 % à 18 %", "12 % à 18 %", 12, 18, "%", ""),
    ("entre dix et quinze personnes", "entre dix et quinze", 10, 15, "count", "personnes"),
    ("des subventions de 500 à 1 000 $", "500 à 1 000 $", 500, 1000, "$", ""),
]


@pytest.mark.parametrize(("text", "words", "low", "high", "unit", "counted"), RANGES)
def test_a_range_stays_a_range(
    text: str, words: str, low: int, high: int, unit: str, counted: str
) -> None:
    found = only(text)
    assert (found.text, found.value, found.high) == (words, low, high)
    assert (found.unit, found.counted, found.bound) == (unit, counted, "range")


CHANGES = [
    ("soit une baisse de 50 % par rapport à 2022-2023", "50 %", "down"),
    ("le nombre de participants a augmenté de 11 %", "11 %", "up"),
    ("une augmentation de 19 % par rapport à l’année précédente", "19 %", "up"),
    ("une forte hausse de 40 places", "40", "up"),
    ("le taux a reculé de 3,2 points", "3,2 points", "down"),
    ("soit 9,5 points de pourcentage de plus que la cible", "9,5 points de pourcentage", "up"),
    ("20 participants de moins que l’an dernier", "20", "down"),
    ("une réduction des délais de 12 %", "12 %", "down"),
    ("une hausse de plus de 5 %", "plus de 5 %", "up"),
    ("(+3 %)", "+3 %", "up"),
    ("un écart de −2,5 points", "−2,5 points", "down"),
    ("la clientèle est demeurée stable, à 23 %", "23 %", None),
    ("un taux supérieur à 35 %", "35 %", None),
    ("la croissance des entreprises de 6 employés", "6", None),
]


@pytest.mark.parametrize(("text", "words", "change"), CHANGES)
def test_a_change_says_which_way(text: str, words: str, change: str | None) -> None:
    found = only(text)
    assert (found.text, found.change) == (words, change)


@pytest.mark.parametrize(
    "text",
    [
        "En 2023-2024, l’année 2024 et le Plan 2024-25",
        "le Sommet atypique 2024, l’événement",
        "le 8 février 2024, le 1er mars et du 3 au 7 juin",
        "la 20e édition, le 1er programme, la 2e année, la troisième fois",
        "(Édition de mars 2024, volume 49, pages 41 et 42)",
        "à la section 4.11 Résultats liés au Plan d’action",
        "La Stratégie 2.2 du Plan prévoit",
        "voir le tableau 3, la note 2 et l’annexe 12",
        "quorum_mars_2024_vol49_no1.pdf et https://exemple.qc.ca/192557?a=12",
        "Composez le 1 866 640-3059 ou le 418 643-4721.",
        "ISBN 978-2-550-98765-4",
        "la MRC Deux-Montagnes, Trois-Rivières et Sept-Îles",
        "la pandémie de COVID-19 et le modèle B2",
        "un projet neuf et un regard neuf sur l’emploi",
        "une bonne nouvelle pour nous deux…",
        "une personne et un emploi",
        "les deux tiers des entreprises et les trois quarts du budget",
        "ouvert 24 heures sur 24, 7 jours sur 7, ou de 9 h à 17 h",
        "quelques dizaines de personnes et des centaines d’autres",
        "Secondaire I à IV",
        "à 9 h 30 et à 13:45",
        "au 425, rue Jacques-Parizeau",
        "le 2024-02-08 et le 08/02/2024",
        "",
        "•",
    ],
)
def test_dates_names_and_ranks_are_no_quantities(text: str) -> None:
    assert quantities(text) == ()


def test_several_figures_stay_apart() -> None:
    assert read("d’une durée de 26 et 20 semaines chacun") == [
        ("26", "26", "duration", "semaines"),
        ("20", "20", "duration", "semaines"),
    ]
    assert read("156 gestionnaires et 212 employées et employés ont répondu") == [
        ("156", "156", "count", "gestionnaires"),
        ("212", "212", "count", "employées et employés"),
    ]
    assert read("25 des 30 participants ont terminé") == [
        ("25", "25", "count", "participants"),
        ("30", "30", "count", "participants"),
    ]
    assert read("Le taux est passé de 20 % à 24 %.") == [
        ("20 %", "20", "%", ""),
        ("24 %", "24", "%", ""),
    ]
    assert read("40 entreprises et 3 600 chercheurs d’emploi présents, 629 CV recueillis") == [
        ("40", "40", "count", "entreprises"),
        ("3 600", "3600", "count", "chercheurs d’emploi présents"),
        ("629", "629", "count", "CV recueillis"),
    ]


def test_a_ratio_is_no_count() -> None:
    found = only("Neuf entreprises sur dix sont satisfaites.")
    assert (found.text, found.unit) == ("Neuf entreprises sur dix", None)
    found = only("Une personne sur quatre a un emploi.")
    assert (found.text, found.unit) == ("Une personne sur quatre", None)


def test_an_english_number_does_not_hurt() -> None:
    assert [q.text for q in quantities("Did 102,544 people find a job?")] == ["102,544"]


@settings(deadline=None)
@given(st.text(max_size=200))
def test_any_text_gives_spans_in_order_and_verbatim(text: str) -> None:
    found = quantities(text)
    for each in found:
        assert text[each.span.start : each.span.end] == each.text != ""
        assert each.counted in text
        assert each.high is None or each.high > each.value
    for last, here in pairwise(found):
        assert last.span.end <= here.span.start


FRAGMENTS = [
    *("2 353", "16 à 24", "50 ans et plus", "entre 150 et 200", "2023-2024", "1er", "82"),
    *("millions", "de dollars", "%", "points", "près de", "plus de", "une", "trentaine", "neuf"),
    *("personnes", "et", "ou", "sur", "à", "de", ",", "(", ")", "-", "page", "$", "M$"),
    *("12", "ans", "mois", "hausse de", "cible", "\n", "•", "quatre-vingt", "et +"),
    "d’entre eux",
]  # fmt: skip


@settings(deadline=None)
@example("50 ans et plus de 2 353")
@given(st.lists(st.sampled_from(FRAGMENTS), max_size=14).map(" ".join))
def test_any_words_around_figures_give_spans_in_order(text: str) -> None:
    test_any_text_gives_spans_in_order_and_verbatim.hypothesis.inner_test(text)


@settings(deadline=None)
@given(
    st.integers(min_value=1_000, max_value=999_999_999),
    st.sampled_from([" ", "\u00a0", "\u2007", "\u2009", "\u202f"]),
)
def test_a_figure_survives_any_grouping_space(value: int, space: str) -> None:
    text = f"En 2023-2024, {value:,} personnes ont participé.".replace(",", space).replace(
        f"2024{space}", "2024,"
    )
    found = only(text)
    assert (found.value, found.unit, found.counted) == (value, "count", "personnes")


def test_populations_are_who_a_text_speaks_of() -> None:
    text = "le nombre de nouveaux participants et la clientèle de l’assistance sociale aidée"
    assert [text[s.start : s.end] for s in populations(text)] == [
        "nouveaux participants",
        "clientèle de l’assistance sociale",
    ]
