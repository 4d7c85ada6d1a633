"""Indicators: every figure of a report, its target, its earlier value, its place in the source."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spe_search.corpus import parse_report, read_reports
from spe_search.engine import SearchEngine
from spe_search.errors import ControlCharacterError, UnknownRegionError
from spe_search.french import fold
from spe_search.french.numbers import is_number_word
from spe_search.indicators import Indicator, indicators
from spe_search.indicators.cells import cell_indicators
from spe_search.serialise import indicator_as_dict, indicators_as_csv
from spe_search.types import Cell, Document, Extract, Filters, Metadata, Page, Span, Table, TableRow
from spe_search.verbatim import is_verbatim, page_at

GOLDEN = Path(__file__).parent / "golden" / "indicators.json"


@pytest.fixture(scope="module")
def real(real_document: Document) -> tuple[Indicator, ...]:
    return indicators(real_document)


def check(document: Document, found: tuple[Indicator, ...]) -> None:
    """Assert what must hold of any report's indicators."""
    for each in found:
        for text, span in places(each):
            assert is_verbatim(text, document.source, [span])
        assert each.context.start <= each.span.start < each.span.end <= each.context.end
        assert each.page == page_at(document, each.span.start)
        assert each.label
    assert len({each.id for each in found}) == len(found)
    assert [e.span.start for e in found] == sorted(e.span.start for e in found)


def places(each: Indicator) -> Iterator[tuple[str, Span]]:
    """The texts of an indicator that have a place in the source."""
    yield each.text, each.span
    for part in (each.target, each.previous):
        if part is not None:
            yield part.text, part.span


def test_every_figure_is_verbatim_where_it_says(
    real_document: Document, real: tuple[Indicator, ...]
) -> None:
    check(real_document, real)


# ---------------------------------------------------------------- the golden file

NUMBER = re.compile(r"https?://\S+|\S+\.pdf|20\d\d-20\d\d|\d[\d \u2009,.]*\d%?|\d|[^\W\d_]+")
ORDINAL = re.compile(r"premi(?:er|ere)s?|seconde?s?")


def left_out(document: Document, found: tuple[Indicator, ...]) -> Iterator[tuple[int, str]]:
    """Every number that no indicator shows, addresses aside: its page and the words around it."""
    shown = {i for each in found for _, span in places(each) for i in range(span.start, span.end)}
    for match in NUMBER.finditer(document.source):
        word = fold(match[0])
        number = word[0].isdigit() or bool(ORDINAL.fullmatch(word)) or is_number_word(word)
        if number and match.start() not in shown and word not in ("un", "une"):
            around = document.source[match.start() - 25 : match.end() + 15]
            yield page_at(document, match.start()), " ".join(around.split())


def as_golden(document: Document, found: tuple[Indicator, ...], whys: dict[str, str]) -> str:
    lines = [json.dumps(indicator_as_dict(each), ensure_ascii=False) for each in found]
    others = [
        json.dumps({"page": page, "words": words, "why": whys.get(words, "")}, ensure_ascii=False)
        for page, words in left_out(document, found)
    ]
    parts = ('{"indicators": [', ",\n".join(lines), '], "left_out": [', ",\n".join(others), "]}")
    return "\n".join(parts) + "\n"


def test_golden(
    real_document: Document, real: tuple[Indicator, ...], golden: Callable[[str, str], None]
) -> None:
    kept = json.loads(GOLDEN.read_text(encoding="utf-8")) if GOLDEN.is_file() else {}
    whys = {each["words"]: each["why"] for each in kept.get("left_out", [])}
    golden("indicators.json", as_golden(real_document, real, whys))


def test_every_number_left_out_has_its_reason() -> None:
    kept = json.loads(GOLDEN.read_text(encoding="utf-8"))["left_out"]
    assert [each["words"] for each in kept if not each["why"]] == []


# ---------------------------------------------------------------- the report, by meaning


def one(found: tuple[Indicator, ...], item: str, text: str) -> Indicator:
    (each,) = (e for e in found if item in e.item_id and e.text == text)
    return each


def test_a_cell_has_its_target(real: tuple[Indicator, ...]) -> None:
    share = one(real, "integration", "41,0 %")
    assert share.population == "Clientèle de l’assistance sociale"
    assert share.label.startswith("Proportion de personnes ayant déclaré être en emploi")
    assert share.target is not None
    assert (share.target.value, share.target.unit) == (Decimal("43.0"), "%")
    assert share.gap == Decimal("-2.0")
    assert one(real, "integration", "71 280").gap == 19_280


def test_no_target_is_said(real: tuple[Indicator, ...]) -> None:
    count = one(real, "integration", "102 544")
    assert count.target is not None
    assert (count.target.value, count.target.text, count.gap) == (None, "s/o", None)


def test_a_sentence_has_its_target_and_its_gap(real: tuple[Indicator, ...]) -> None:
    share = one(real, "services-aux-entreprises", "44,5 %")
    assert share.population == "entreprises aidées"
    assert share.target is not None
    assert (share.target.text, share.gap) == ("35 %", Decimal("9.5"))
    points = one(real, "services-aux-entreprises", "9,5 points de pourcentage")
    assert (points.unit, points.change) == ("points", "up")
    assert points.compared_with == "la cible établie à 35 %"


def test_earlier_values_keep_their_period(real: tuple[Indicator, ...]) -> None:
    shares = [e for e in real if e.population == "individus sans soutien public du revenu"]
    assert [(e.text, e.period) for e in shares] == [
        ("20 %", "2019-2020"),
        ("24 %", "2022-2023"),
        ("27 %", "2023-2024"),
    ]
    assert [e.previous and e.previous.text for e in shares] == [None, "20 %", "24 %"]


def test_a_change_says_from_when(real: tuple[Indicator, ...]) -> None:
    fall = one(real, "services-aux-individus", "50 %")
    assert (fall.change, fall.compared_with, fall.period) == ("down", "2022-2023", "2023-2024")
    assert fall.population == "nouveaux participants"


def test_places_and_people_tell_like_figures_apart(real: tuple[Indicator, ...]) -> None:
    canape = [e for e in real if e.item_id.endswith("/canape") and e.origin == "results"]
    assert [(e.population, e.value, e.counted) for e in canape] == [
        ("Chibougamau", 15, "participantes"),
        ("Lebel-sur-Quévillon", 25, "participantes"),
        ("Matagami", 23, "participantes"),
    ]
    migrer = [e for e in real if "migrer-vers" in e.item_id and e.origin == "results"]
    assert [(e.text, e.population) for e in migrer] == [
        ("Neuf", "personnes"),
        ("sept", "personnes"),
    ]


def test_a_box_is_read_under_its_heading(real: tuple[Indicator, ...]) -> None:
    for text in ("60 %", "51 %"):
        found = [e for e in real if "services-aux-individus" in e.item_id and e.text == text]
        assert [e.population for e in found] == [
            "Groupes sous-représentés sur le marché du travail"
        ]


# ---------------------------------------------------------------- other tables


def table_of(heads: list[str], rows: list[tuple[str, list[Cell]]]) -> tuple[Document, Table]:
    """Make a document that holds one table and nothing else."""
    source, made = "", []
    for label, cells in rows:
        text = " ".join([label, *(cell.text for cell in cells)])
        span = Span(len(source), len(source) + len(text))
        extract = Extract("table_row", text, (span,), 1)
        made.append(TableRow(None, label, tuple(cells), extract))
        source += text + "\n"
    table = Table("essai/t#table-1", "Tableau 1 — Essai", tuple(heads), tuple(made), 1)
    metadata = Metadata("essai", "Essai", "", "2024-2025", "fr", "bilan", "", "")
    pages = (Page(1, Span(0, len(source))),)
    return Document(metadata, "", source, pages, (), ()), table


def cell(column: str, text: str, unit: str | None = None) -> Cell:
    bare = re.sub(r"[^\d,−-]", "", text).replace(",", ".").replace("−", "-")
    return Cell(
        column, text, Decimal(bare) if bare else None, unit, fold(column).startswith("cible")
    )


def test_targets_by_other_names_are_targets() -> None:
    document, table = table_of(
        ["Groupe", "Taux obtenu", "Taux visé", "Places", "Objectif 2024-2025"],
        [
            ("Jeunes", [
                cell("Taux obtenu", "51,2 %", "%"),
                cell("Taux visé", "50 %", "%"),
                cell("Places", "1 200"),
                cell("Objectif 2024-2025", "1 500"),
            ])
        ],
    )  # fmt: skip
    rate, places = cell_indicators(document, "essai/t", table)
    assert (rate.gap, rate.unit) == (Decimal("1.2"), "%")
    assert places.target is not None
    assert (places.target.value, places.unit) == (1500, None)


def test_targets_that_come_first_belong_to_what_follows() -> None:
    document, table = table_of(
        ["Groupe", "Cible", "Nombre"], [("Aînés", [cell("Cible", "40"), cell("Nombre", "38")])]
    )
    (found,) = cell_indicators(document, "essai/t", table)
    assert (found.value, found.gap) == (38, -2)


def test_years_in_the_heads_are_periods_and_earlier_values() -> None:
    heads = ["", "2022-2023", "2023-2024", "Variation (%)"]
    row = [
        cell("2022-2023", "2 000"),
        cell("2023-2024", "2 300"),
        cell("Variation (%)", "−15 %", "%"),
    ]
    document, table = table_of(heads, [("Nombre d’ateliers", row)])
    before, now, change = cell_indicators(document, "essai/t", table)
    assert (before.period, before.previous) == ("2022-2023", None)
    assert now.previous is not None
    assert (now.period, now.previous.value, now.previous.period) == ("2023-2024", 2000, "2022-2023")
    assert (now.unit, now.counted) == ("count", "ateliers")
    assert (change.change, change.value, change.previous) == ("down", -15, None)


def test_money_in_millions_is_written_out() -> None:
    document, table = table_of(
        ["Mesure", "Budget (M$)"], [("Formation", [cell("Budget (M$)", "12,5", "$")])]
    )
    (found,) = cell_indicators(document, "essai/t", table)
    assert (found.value, found.unit, found.text) == (Decimal(12_500_000), "$", "12,5")


# ---------------------------------------------------------------- other reports

SECOND = """INTRODUCTION

En 2024-2025, 205 118 personnes ont reçu un service. La cible était de 210 000 personnes.

Le taux d’emploi est passé de 48 % à 51,5 %, contre un objectif de 50 %.

Initiatives ayant permis de soutenir les employeurs

ESTRIE

Le jardin des compétences

Sommaire : Une formation de douze semaines, offerte à une quinzaine d’employeurs.

Partenaires : Cégep de Sherbrooke, Carrefour jeunesse-emploi.

Résultats : {results}
"""


@pytest.fixture
def read_second(write_report: Callable[..., Path]) -> Callable[[str], Document]:
    def read(results: str) -> Document:
        (report,) = read_reports(write_report(text=SECOND.format(results=results)))
        return parse_report(report)

    return read


def test_another_report(read_second: Callable[[str], Document]) -> None:
    document = read_second("42 personnes ont trouvé un emploi, dont 18 femmes.")
    found = indicators(document)
    check(document, found)
    by_text = {each.text: each for each in found}
    assert by_text["51,5 %"].previous is not None
    assert by_text["51,5 %"].previous.value == 48
    assert by_text["48 %"].period == ""
    assert by_text["51,5 %"].target is not None
    assert by_text["51,5 %"].gap == Decimal("1.5")
    assert by_text["205 118"].period == "2024-2025"
    assert by_text["42"].origin == by_text["18"].origin == "results"
    assert (by_text["18"].population, by_text["18"].region) == ("femmes", "05")
    assert (by_text["douze"].unit, by_text["une quinzaine"].bound) == ("duration", "about")


@settings(deadline=None)
@given(
    st.lists(
        st.tuples(
            st.integers(min_value=2, max_value=99_999),
            st.sampled_from(["personnes aidées", "embauches", "ateliers offerts", "entreprises"]),
        ),
        min_size=1,
        max_size=6,
    )
)
def test_no_figure_of_a_generated_list_is_lost(pairs: list[tuple[int, str]]) -> None:
    listed = ", ".join(f"{value:,} {what}".replace(",", "\u202f") for value, what in pairs)
    source = f"Bilan : {listed}."
    extract = Extract("results", source.replace("\u202f", " "), (Span(0, len(source)),), 1)
    found = _of(source, extract)
    assert [(each.value, each.counted) for each in found] == pairs
    assert all(each.unit == "count" and each.origin == "results" for each in found)


@settings(deadline=None)
@given(st.text(max_size=120))
def test_any_text_gives_indicators_that_can_be_checked(text: str) -> None:
    from spe_search.verbatim import clean

    shown = clean(text, (Span(0, len(text)),))
    for each in _of(text, Extract("paragraph", shown, (Span(0, len(text)),), 1)):
        assert is_verbatim(each.text, text, [each.span])


def _of(source: str, extract: Extract) -> tuple[Indicator, ...]:
    from spe_search.types import Section

    metadata = Metadata("essai", "Essai", "", "2024-2025", "fr", "bilan", "", "")
    pages = (Page(1, Span(0, len(source))),)
    section = Section("essai/s", "Section", ("Section",), 1, (extract,))
    return indicators(Document(metadata, "", source, pages, (section,), ()))


# ---------------------------------------------------------------- the engine


def test_filters_are_those_of_a_search(engine: SearchEngine) -> None:
    found = engine.indicators(filters=Filters(region="Nord-du-Québec"))
    assert {each.region for each in found} == {"10"}
    rows = engine.indicators(filters=Filters(kind="table_row"))
    assert {each.origin for each in rows} == {"table_cell"}
    assert len(rows) == len(engine.indicators(origin="table_cell")) == 31
    with pytest.raises(UnknownRegionError):
        engine.indicators(filters=Filters(region="Atlantide"))


def test_words_choose_figures(engine: SearchEngine) -> None:
    found = engine.indicators("integration en emploi assistance sociale", with_target=True)
    assert [each.text for each in found] == ["17 133", "41,0 %"]
    with pytest.raises(ControlCharacterError):
        engine.indicators("a\x00b")


def test_figures_are_ordered_by_what_is_asked(engine: SearchEngine) -> None:
    gaps = engine.indicators(with_target=True, sort="gap")
    assert [each.text for each in gaps][:3] == ["57,2 %", "41,0 %", "53,9 %"]
    values = engine.indicators(unit="$", sort="value", descending=True)
    assert [each.text for each in values] == ["82 millions de dollars"]
    largest = engine.indicators(unit="count", sort="value", descending=True)[0]
    assert largest.value == 4_207_731


def test_an_export_is_safe_to_open(engine: SearchEngine) -> None:
    found = engine.indicators(with_target=True)
    head, *lines = indicators_as_csv(found).splitlines()
    assert head.startswith("id,label,population,text,value")
    assert len(lines) == len(found)
    assert any(",-2.0," in line for line in lines)  # a number keeps its sign


def test_json_keeps_every_digit(engine: SearchEngine) -> None:
    fields: dict[str, Any] = indicator_as_dict(engine.indicators(sort="gap", with_target=True)[1])
    assert (fields["value"], fields["target"]["value"], fields["gap"]) == ("41.0", "43.0", "-2.0")
    json.dumps(fields)


# ---------------------------------------------------------------- sentences of other reports


def said(text: str) -> list[Indicator]:
    return list(_of(text, Extract("paragraph", text, (Span(0, len(text)),), 1)))


def test_what_is_set_against_a_figure_is_its_earlier_value() -> None:
    now, before = said("Le taux s’élève à 62,3 %, comparativement à 58,1 % en 2023-2024.")
    assert now.previous is not None
    assert (now.previous.value, now.previous.period) == (Decimal("58.1"), "2023-2024")
    assert (now.period, before.period) == ("2024-2025", "2023-2024")
    now, before = said("La part est de 27 %, contre 24 % l’an dernier.")
    assert now.previous is not None
    assert now.previous.period == before.period == "l’an dernier"


def test_figures_of_other_things_are_no_earlier_values() -> None:
    found = said("En 2022-2023, 40 ateliers ont eu lieu; en 2023-2024, 55 entreprises sont venues.")
    assert [(each.period, each.previous) for each in found] == [
        ("2022-2023", None),
        ("2023-2024", None),
    ]


@pytest.mark.parametrize(
    ("text", "value", "target"),
    [
        ("La cible était de 35 %, et le résultat, de 44 %.", "44 %", "35 %"),
        ("Le taux atteint 44 % (cible : 35 %).", "44 %", "35 %"),
        ("Le taux atteint 44 %, alors que l’objectif annuel est de 50 %.", "44 %", "50 %"),
        ("620 personnes ont été aidées, l’objectif étant de 600 personnes.", "620", "600"),
        ("620 personnes ont été aidées, pour un objectif fixé à 600.", "620", "600"),
        ("620 personnes ont été aidées, la cible étant fixée à 600 personnes.", "620", "600"),
        (
            "25 personnes ont atteint leur objectif et 12 personnes ont trouvé un emploi.",
            "25",
            None,
        ),
        ("Le taux est de 44 %, dépassant la cible de 12 %.", "44 %", None),
        ("40 personnes ont été jointes; la cible était de 30 ateliers.", "40", None),
    ],
)
def test_a_target_belongs_to_a_figure_of_its_kind(
    text: str, value: str, target: str | None
) -> None:
    each = next(each for each in said(text) if each.text == value)
    assert (each.target and each.target.text) == target


@pytest.mark.parametrize(
    ("text", "people"),
    [
        ("89 % des entreprises sont aidées, et 72 % le sont encore.", ["entreprises"] * 2),
        ("Les femmes représentent 44 % de la clientèle et les hommes, 56 %.", ["femmes", "hommes"]),
        ("Parmi les participants, 51 % travaillent.", ["participants"]),
        ("612 femmes (49 %) ont participé.", ["femmes", "femmes"]),
        ("Le délai moyen est de 21 jours.", [""]),
        ("Laval : 12 participants; Longueuil : 9 participants.", ["Laval", "Longueuil"]),
    ],
)
def test_who_is_measured(text: str, people: list[str]) -> None:
    assert [each.population for each in said(text)] == people


def test_periods_are_what_the_text_says() -> None:
    (since,) = said("Depuis 2019, le programme a aidé 4 500 personnes.")
    assert since.period == "Depuis 2019"
    (fall,) = said("On note une baisse de 5 % par rapport à 2022-2023.")
    assert (fall.period, fall.compared_with) == ("2024-2025", "2022-2023")
    (year,) = said("Au cours de l’exercice 2022-23, 300 personnes ont été aidées.")
    assert year.period == "2022-2023"
    (plan,) = said("Le Plan d’action 2021-2022 vise 300 personnes.")
    assert plan.period == "2024-2025"
