"""Regions, however their names are written."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spe_search.errors import UnknownRegionError
from spe_search.regions import REGIONS, region_by_code, region_named, require_region
from spe_search.types import Region


def without_accents(text: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))


by_name = pytest.mark.parametrize("region", REGIONS, ids=lambda region: region.code)


def test_the_seventeen_regions_and_the_ministry() -> None:
    assert sorted(region.code for region in REGIONS) == [f"{n:02}" for n in range(18)]
    assert len({region.name for region in REGIONS}) == 18


@by_name
def test_every_usual_spelling(region: Region) -> None:
    name = region.name
    spellings = {
        name,
        name.upper(),
        name.lower(),
        without_accents(name).upper(),
        name.replace("-", " ").replace("–", " "),
        name.replace("–", "-").replace("-", "\u2010"),
        name.replace("’", "'"),
        unicodedata.normalize("NFD", name),
        f"  {name}\n",
        region.code,
        f"DIRECTION GÉNÉRALE DE {name.upper()}",
        f"Direction régionale de Services Québec de {name}",
    }
    assert {spelling: region_named(spelling) for spelling in spellings} == dict.fromkeys(
        spellings, region
    )


@pytest.mark.parametrize(
    ("spelling", "code"),
    [
        ("BAS SAINT-LAURENT", "01"),
        ("Bas St-Laurent", "01"),
        ("bas-st-laurent", "01"),
        ("DIRECTION GÉNÉRALE DU SAGUENAY–LAC-SAINT-JEAN", "02"),
        ("Saguenay-Lac-St-Jean", "02"),
        ("Saguenay - Lac St. Jean", "02"),
        ("CAPITALE NATIONALE", "03"),
        ("Ville de Québec", "03"),
        ("Québec", "03"),
        ("DIRECTION GÉNÉRALE DE L’ESTRIE", "05"),
        ("ÎLE-DE-MONTRÉAL", "06"),
        ("Montreal", "06"),
        ("l'Outaouais", "07"),
        ("DIRECTION GÉNÉRALE DE L’ABITIBI-TÉMISCAMINGUE", "08"),
        ("Côte Nord", "09"),
        ("9", "09"),
        ("NORD-DU-QUÉBEC", "10"),
        ("GASPÉSIE ET ÎLES-DE-LA-MADELEINE", "11"),
        ("Gaspésie-Îles de la Madeleine", "11"),
        ("DIRECTION GÉNÉRALE DES LAURENTIDES", "15"),
        ("les Laurentides", "15"),
        ("Centre du Quebec", "17"),
        ("SECTEUR DE L’EMPLOI DU MINISTÈRE", "00"),
        ("Secteur de l'emploi", "00"),
    ],
)
def test_spellings_met_in_reports_and_queries(spelling: str, code: str) -> None:
    assert require_region(spelling).code == code


@pytest.mark.parametrize(
    "text",
    ["", "  ", "\n", "Ontario", "18", "99", "Le parcours d’exception", "INTRODUCTION", "de la"],
)
def test_what_is_no_region(text: str) -> None:
    assert region_named(text) is None


@pytest.mark.parametrize(
    ("wrong", "near"),
    [
        ("Outaouai", "Outaouais (07)"),
        ("Monteregi", "Montérégie (16)"),
        ("Abitibi-Temiscaminge", "Abitibi-Témiscamingue (08)"),
        ("Lanodière", "Lanaudière (14)"),
        ("Chaudiere Apalache", "Chaudière-Appalaches (12)"),
    ],
)
def test_a_misspelt_region_suggests_the_near_one_first(wrong: str, near: str) -> None:
    with pytest.raises(UnknownRegionError) as caught:
        require_region(wrong)
    assert caught.value.values["value"] == wrong
    assert str(caught.value.values["accepted"]).split(", ")[0] == near
    for lang in ("fr", "en"):
        message = caught.value.localized(lang)
        assert wrong in message
        assert near in message


@pytest.mark.parametrize("wrong", ["", "Ontario", "18"])
def test_where_nothing_is_near_all_are_named(wrong: str) -> None:
    with pytest.raises(UnknownRegionError) as caught:
        require_region(wrong)
    for region in REGIONS:
        assert f"{region.name} ({region.code})" in str(caught.value)


@given(st.text(max_size=60))
def test_any_text_is_a_region_or_none(text: str) -> None:
    assert region_named(text) in (*REGIONS, None)


@by_name
def test_by_code(region: Region) -> None:
    assert region_by_code(region.code) is region


@pytest.mark.parametrize("code", [None, "", "18", "1"])
def test_by_code_wants_an_exact_code(code: str | None) -> None:
    assert region_by_code(code) is None
