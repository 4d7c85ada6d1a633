"""Tables won back from their figures: the report's three shapes, with other words and figures."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

import pytest

from spe_search.parse.lines import read_lines
from spe_search.parse.tables import parse_table, table_length
from spe_search.types import Document, Extract, Span, Table
from spe_search.verbatim import clean, is_verbatim


def read(text: str) -> tuple[Table, str]:
    """Parse the table that starts a text; return it with what stands below it."""
    lines, _ = read_lines(text, "Bilan")
    length = table_length(lines)

    def make(spans: Sequence[Span], page: int) -> Extract:
        return Extract("table_row", clean(text, spans), tuple(spans), page)

    table = parse_table(lines[:length], make, "table-1")
    for row in table.rows:
        assert is_verbatim(row.extract.text, text, row.extract.spans)
    return table, "\n".join(line.text for line in lines[length:])


def shape(table: Table) -> list[tuple[str | None, str, list[str]]]:
    return [(row.group, row.label, [cell.text for cell in row.cells]) for row in table.rows]


GROUPED = """Tableau 4 — Profil des participantes3
Type de soutien Part (%)
Prêts et bourses 12 %
Sans soutien 88,5 %
Sexe
Femmes 51 %
Hommes 49 %
Parcours migratoire
Arrivés depuis moins de 2 ans 7 %
Arrivés depuis 10 ans et plus 3 %
Au terme de l’année, le nombre de participants a diminué.
"""


def test_one_column_of_shares_in_groups() -> None:
    table, below = read(GROUPED)
    assert table.title == "Tableau 4 — Profil des participantes"
    assert table.columns == ("Type de soutien", "Part (%)")
    assert shape(table) == [
        ("Type de soutien", "Prêts et bourses", ["12 %"]),
        ("Type de soutien", "Sans soutien", ["88,5 %"]),
        ("Sexe", "Femmes", ["51 %"]),
        ("Sexe", "Hommes", ["49 %"]),
        ("Parcours migratoire", "Arrivés depuis moins de 2 ans", ["7 %"]),
        ("Parcours migratoire", "Arrivés depuis 10 ans et plus", ["3 %"]),
    ]
    assert below == "Au terme de l’année, le nombre de participants a diminué."
    assert {cell.unit for row in table.rows for cell in row.cells} == {"%"}


TARGETS = """Tableau II — Résultats de maintien en emploi 2031-2032
Groupe
Nombre de
personnes en
emploi
Cible du nombre
de personnes
Taux d’emploi
observé
Cible de taux
Ensemble des groupes 98 001 s/o 51,2 % 55,0 %
Jeunes de moins de 25 ans 8 450 9 000 s/o 60 %
Personnes handicapées 1 732 1 650 40,0 % 39,5 %

Services offerts
"""


def test_targets_under_heads_over_many_lines() -> None:
    table, below = read(TARGETS)
    assert table.columns == (
        "Groupe",
        "Nombre de personnes en emploi",
        "Cible du nombre de personnes",
        "Taux d’emploi observé",
        "Cible de taux",
    )
    assert shape(table) == [
        (None, "Ensemble des groupes", ["98 001", "s/o", "51,2 %", "55,0 %"]),
        (None, "Jeunes de moins de 25 ans", ["8 450", "9 000", "s/o", "60 %"]),
        (None, "Personnes handicapées", ["1 732", "1 650", "40,0 %", "39,5 %"]),
    ]
    assert below == "Services offerts"
    values = [[(cell.value, cell.unit, cell.is_target) for cell in row.cells] for row in table.rows]
    assert values[0] == [
        (Decimal(98001), None, False),
        (None, None, True),
        (Decimal("51.2"), "%", False),
        (Decimal("55.0"), "%", True),
    ]
    assert values[1][2][0] is None
    assert values[1][3] == (Decimal(60), "%", True)


SITES = """Tableau III — Volumes des services universels
Service Indicateur Total 2031-2032
Portail des carrières sur le Web Nombre de visites 5 310 002
Guichet des employeurs
Nombre de dossiers ouverts 1 204
Nombre de dossiers fermés 987
Une fin de page."""


def test_two_columns_of_labels() -> None:
    table, below = read(SITES)
    assert table.columns == ("Service", "Indicateur", "Total 2031-2032")
    assert shape(table) == [
        ("Portail des carrières sur le Web", "Nombre de visites", ["5 310 002"]),
        ("Guichet des employeurs", "Nombre de dossiers ouverts", ["1 204"]),
        ("Guichet des employeurs", "Nombre de dossiers fermés", ["987"]),
    ]
    assert below == "Une fin de page."


@pytest.mark.parametrize(
    ("figure", "value", "unit"),
    [
        ("7 %", Decimal(7), "%"),
        ("41,0 %", Decimal("41.0"), "%"),
        ("41,0%", Decimal("41.0"), "%"),
        ("4 207 731", Decimal(4207731), None),
        ("4\u00a0207\u00a0731", Decimal(4207731), None),
        ("69\u202f427", Decimal(69427), None),
        ("-3,5 %", Decimal("-3.5"), "%"),
        ("−3,5 %", Decimal("-3.5"), "%"),
        ("0", Decimal(0), None),
        ("82 M$", Decimal(82), "$"),
        ("s/o", None, None),
        ("n/d", None, None),
        ("—", None, None),
    ],
)
def test_figures(figure: str, value: Decimal | None, unit: str | None) -> None:
    table, _ = read(f"Tableau 1 — Essai\nGroupe Effectif\nFemmes {figure}\nHommes 12\n")
    cell = table.rows[0].cells[0]
    assert (table.rows[0].label, cell.value, cell.unit) == ("Femmes", value, unit)
    assert cell.text == " ".join(figure.split())


def test_thousands_set_with_fixed_spaces_stay_apart() -> None:
    table, _ = read(
        "Tableau 1 — Essai\nGroupe\nNombre observé\nNombre visé\n"
        "Femmes 102\u00a0544 132\u00a0049\nHommes 9\u00a0001 10\u00a0000\n"
    )
    assert shape(table) == [
        (None, "Femmes", ["102 544", "132 049"]),
        (None, "Hommes", ["9 001", "10 000"]),
    ]


def test_a_row_over_two_lines() -> None:
    table, _ = read(
        "Tableau 1 — Essai\nGroupe Part (%)\nFemmes 12 %\n"
        "Personnes arrivées au Québec\ndepuis moins de cinq ans 9 %\nHommes 3 %\n"
    )
    assert shape(table) == [
        (None, "Femmes", ["12 %"]),
        (None, "Personnes arrivées au Québec depuis moins de cinq ans", ["9 %"]),
        (None, "Hommes", ["3 %"]),
    ]
    assert table.rows[1].extract.text.endswith("depuis moins de cinq ans 9 %")


def test_a_label_that_ends_in_a_number_keeps_it() -> None:
    table, _ = read(
        "Tableau 1 — Essai\nCycle Part (%)\nSecondaire 4 28 %\nSecondaire 5 24 %\nCollégial 11 %\n"
    )
    assert shape(table) == [
        (None, "Secondaire 4", ["28 %"]),
        (None, "Secondaire 5", ["24 %"]),
        (None, "Collégial", ["11 %"]),
    ]


@pytest.mark.parametrize(
    "below",
    ["", "\nUn paragraphe sans figure, puis un autre.\n", "\nGroupe Part (%)\n"],
    ids=["nothing", "prose", "heads-alone"],
)
def test_a_title_with_no_rows(below: str) -> None:
    table, rest = read(f"Tableau 9 — Rien du tout{below}")
    assert (table.title, table.columns, table.rows) == ("Tableau 9 — Rien du tout", (), ())
    assert rest == below.strip()


def test_the_rows_of_the_real_report(real_document: Document) -> None:
    tables = [table for section in real_document.sections for table in section.tables]
    assert [len(table.rows) for table in tables] == [20, 3, 5]
    assert [table.page for table in tables] == [3, 4, 4]
    row = tables[1].rows[2]
    assert row.label == "Clientèle de l’assurance-emploi"
    assert [(cell.value, cell.is_target) for cell in row.cells] == [
        (Decimal(71280), False),
        (Decimal(52000), True),
        (Decimal("57.2"), False),
        (Decimal("65.0"), True),
    ]
    assert {(row.group, row.label) for row in tables[2].rows} == {
        ("Rubrique Métiers et professions sur le site Web Québec.ca", "Nombre de pages visitées"),
        ("Plateforme de placement Québec emploi", "Nombre de postes vacants signalés"),
        ("Plateforme de placement Québec emploi", "Nombre de chercheurs d’emploi inscrits"),
        ("Plateforme de placement Québec emploi", "Nombre de nouveaux employeurs"),
        ("Plateforme de placement Québec emploi", "Nombre d’offres d’emploi"),
    }
