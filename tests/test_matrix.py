"""Items side by side: every cell cites the report, and what it does not say is missing."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spe_search.compare import Entry, Matrix
from spe_search.compare.extent import durations, reached
from spe_search.compare.matrix import FIELDS, matrix_rows
from spe_search.engine import SearchEngine
from spe_search.errors import BadInputError, CompareCountError, CompareTwiceError, UnknownIdError
from spe_search.tabular import csv_text, escape_cell
from spe_search.types import Document
from spe_search.verbatim import page_at, squeeze

REPORT = "bilan-2023-2024"
JADE, VIREE = f"{REPORT}/jade", f"{REPORT}/la-grande-viree"
MIGRER = f"{REPORT}/migrer-vers-l-emploi"
MAINTIEN = f"{REPORT}/maintien-en-emploi-zone-emploi-d-antoine-labelle"


def cell(matrix: Matrix, field: str, column: int) -> tuple[Entry, ...]:
    (row,) = [row for row in matrix.rows if row.field == field]
    return row.cells[column]


def words(matrix: Matrix, field: str, column: int) -> list[str]:
    return [entry.words for entry in cell(matrix, field, column)]


@pytest.fixture(scope="module")
def matrix(engine: SearchEngine) -> Matrix:
    return engine.compare([VIREE, MIGRER, MAINTIEN])


def test_a_column_an_item_and_a_row_a_field(matrix: Matrix) -> None:
    assert [item.id for item in matrix.items] == [VIREE, MIGRER, MAINTIEN]
    assert [row.field for row in matrix.rows] == list(FIELDS)
    assert {len(row.cells) for row in matrix.rows} == {3}


def test_cells_hold_what_the_report_says(matrix: Matrix) -> None:
    assert words(matrix, "region", 0) == ["LAURENTIDES"]
    assert words(matrix, "duration", 0) == ["deux journées de visites"]
    assert words(matrix, "duration", 1) == ["sept mois"]
    assert words(matrix, "reach", 0) == ["Quarante-six candidats", "six entreprises agricoles"]
    assert words(matrix, "reach", 1) == ["Neuf personnes"]
    assert "CIBLE Emploi" in words(matrix, "partners", 0)
    assert "personnes immigrantes" in words(matrix, "clientele", 1)
    assert "mettre en relation" in words(matrix, "service", 0)
    assert words(matrix, "results", 1)[0].startswith("Neuf personnes ont complété")
    assert words(matrix, "page", 0) == ["10"]


def test_what_is_not_said_is_missing(matrix: Matrix) -> None:
    for field in ("results", "reach", "duration"):
        assert cell(matrix, field, 2) == ()


def test_every_cell_of_the_report_is_cited(engine: SearchEngine, real_document: Document) -> None:
    items = [item.id for item in real_document.initiatives]
    for start in range(0, len(items), 5):
        matrix = engine.compare(items[start : start + 5])
        for row in matrix.rows:
            for entries in row.cells if row.field != "page" else ():
                for entry in entries:
                    citation = entry.citation
                    assert citation is not None, (row.field, entry)
                    assert squeeze(citation.quote) == squeeze(entry.words)
                    source = squeeze(real_document.source[citation.start : citation.end])
                    assert squeeze(entry.words)[:15] == source[:15]
                    assert page_at(real_document, citation.start) == citation.page


def test_every_initiative_has_its_region_and_theme(
    engine: SearchEngine, real_document: Document
) -> None:
    items = [item for item in real_document.initiatives if item.region]
    for item in items:
        other = next(each.id for each in items if each is not item)
        matrix = engine.compare([item.id, other])
        assert len(cell(matrix, "region", 0)) == 1
        assert squeeze(words(matrix, "theme", 0)[0]) == squeeze(item.theme)


def test_a_section_may_be_compared(engine: SearchEngine) -> None:
    matrix = engine.compare([JADE, f"{REPORT}/qualification-volontaire"])
    assert cell(matrix, "region", 1) == ()


def test_a_passage_stands_for_its_item(engine: SearchEngine, matrix: Matrix) -> None:
    assert engine.compare([f"{VIREE}#summary-1", MIGRER, MAINTIEN]) == matrix


# ---------------------------------------------------------------- what is asked


@pytest.mark.parametrize("count", [0, 1, 11, 50])
def test_too_few_or_too_many_are_refused(engine: SearchEngine, count: int) -> None:
    with pytest.raises(CompareCountError, match=str(count)):
        engine.compare([f"{REPORT}/{i}" for i in range(count)])


def test_ten_are_accepted(engine: SearchEngine, real_document: Document) -> None:
    assert len(engine.compare([i.id for i in real_document.initiatives[:10]]).items) == 10


@pytest.mark.parametrize("again", [JADE, f"{JADE}#summary-1"])
def test_the_same_twice_is_refused(engine: SearchEngine, again: str) -> None:
    with pytest.raises(CompareTwiceError, match=JADE):
        engine.compare([JADE, VIREE, again])


def test_an_unknown_id_is_refused_and_near_ones_named(engine: SearchEngine) -> None:
    with pytest.raises(UnknownIdError, match=JADE):
        engine.compare([VIREE, f"{REPORT}/jad"])


@given(st.lists(st.text(max_size=30), max_size=12))
def test_any_ids_are_refused(engine: SearchEngine, wanted: list[str]) -> None:
    with pytest.raises(BadInputError):
        engine.compare(wanted)


# ---------------------------------------------------------------- as a table

FORMULAS = ("=", "+", "-", "@", "\t", "\r")


def test_rows_of_text(matrix: Matrix) -> None:
    rows = matrix_rows(matrix, "fr")
    assert rows[0][1] == "La Grande virée"
    by_head = {row[0]: row[1:] for row in rows}
    assert by_head["Durée"][:2] == [
        "deux journées de visites (p.\u00a010)",
        "sept mois (p.\u00a08)",
    ]
    assert by_head["Durée"][2] == "non précisé"
    assert matrix_rows(matrix, "en")[-3][-1] == "not stated"


def test_csv_reads_back(matrix: Matrix) -> None:
    rows = matrix_rows(matrix, "fr")
    assert list(csv.reader(io.StringIO(csv_text(rows), newline=""))) == rows


@pytest.mark.parametrize("start", FORMULAS)
def test_no_cell_is_a_formula(start: str) -> None:
    assert escape_cell(f"{start}1+1") == f"'{start}1+1"
    assert csv_text([[f"{start}HYPERLINK()"]]).lstrip('"').startswith("'")


@given(st.lists(st.lists(st.text(), min_size=1, max_size=4), max_size=4))
def test_no_table_of_text_holds_a_formula(rows: list[list[str]]) -> None:
    read = list(csv.reader(io.StringIO(csv_text(rows), newline="")))
    assert read == [[escape_cell(cell) for cell in row] for row in rows]
    assert not any(cell.startswith(FORMULAS) for row in read for cell in row)


# ---------------------------------------------------------------- how long, how many


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("une formation d’une durée de sept mois", ["sept mois"]),
        ("des personnes âgées de 50 ans et plus", []),
        ("Maxime a 19 ans.", []),
        ("femmes âgées de 15 à 70 ans", []),
        ("une clientèle de moins de 25 ans", []),
        ("depuis un an maintenant", ["un an"]),
        ("un projet d’une durée de deux ans", ["deux ans"]),
        ("programmes de 26 et 20 semaines chacun", ["26 et 20 semaines"]),
        ("quatre demi-journées par semaine", ["quatre demi-journées par semaine"]),
        ("quatre fois par année", ["quatre fois par année"]),
        ("un plan d’action triennal", ["triennal"]),
        ("une rencontre de deux heures et demie", ["deux heures et demie"]),
        ("une formation d’un jour", ["un jour"]),
        ("Un jour, il a compris.", []),
        ("trois fois", []),
        ("le 8 février 2024, au mois de mai", []),
        ("Au cours de l’exercice 2023-2024", []),
    ],
)
def test_durations(text: str, found: list[str]) -> None:
    assert [text[span.start : span.end] for span in durations(text)] == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("333 personnes ont trouvé un emploi", ["333 personnes"]),
        ("Six candidats ont visité 12 fermes et deux PME", ["Six candidats", "deux PME"]),
        ("Quarante-six candidats sont venus", ["Quarante-six candidats"]),
        ("auprès de 306 entreprises", ["306 entreprises"]),
        ("près de 200 femmes", ["près de 200 femmes"]),
        ("plus de 115 entreprises", ["plus de 115 entreprises"]),
        ("3 600 chercheurs d’emploi", ["3 600 chercheurs d’emploi"]),
        ("80\u00a0000 membres", ["80\u00a0000 membres"]),
        ("397 nouvelles participations", ["397 nouvelles participations"]),
        ("212 employées et employés", ["212 employées et employés"]),
        ("une trentaine de conjoints", ["une trentaine de conjoints"]),
        ("un employeur lui donne sa chance", []),
        ("une jeune femme enceinte", []),
        ("deux programmes", []),
        ("une hausse de 19 %", []),
        ("En 2024, des personnes", []),
        ("vingt et une personnes", ["vingt et une personnes"]),
        (
            "plus de 50 partenaires locaux et régionaux",
            ["plus de 50 partenaires locaux et régionaux"],
        ),
        ("15 et 25 participantes, trois métiers", ["15 et 25 participantes"]),
        ("629 CV recueillis", ["629 CV recueillis"]),
        ("soixante-dix-huit participantes", ["soixante-dix-huit participantes"]),
    ],
)
def test_reach(text: str, found: list[str]) -> None:
    assert [text[span.start : span.end] for span in reached(text)] == found
