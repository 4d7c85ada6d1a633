"""Facets: what items are counted by, and how filters change the counts."""

from __future__ import annotations

import json

import pytest

from spe_search import Filters, SearchEngine, Themes, serialise
from spe_search.errors import BadInputError, UnknownFacetError, UnknownRegionError
from spe_search.regions import REGIONS
from spe_search.themes import FACETS, TOO_COMMON, check_facet

PREFIX = "bilan-2023-2024/"


def counts(themes: Themes, facet: str) -> dict[str, int]:
    return {value.id: value.count for value in themes.facet(facet).values}


@pytest.fixture(scope="module")
def themes(engine: SearchEngine) -> Themes:
    return engine.themes()


def test_every_facet_is_there_in_both_languages(themes: Themes) -> None:
    assert [facet.id for facet in themes.facets] == list(FACETS)
    names = {facet.id: (facet.label("fr"), facet.label("en")) for facet in themes.facets}
    assert names["service"] == ("Mesure ou service", "Measure or service")
    assert all(fr and en for fr, en in names.values())


def test_counts_are_those_of_the_report(engine: SearchEngine, themes: Themes) -> None:
    assert len(themes.items) == 38
    assert counts(themes, "kind") == {"initiative": 21, "story": 4, "section": 13}
    assert counts(themes, "document") == {"bilan-2023-2024": 38}
    assert counts(themes, "year") == {"2023-2024": 38}
    regions = counts(themes, "region")
    assert list(regions) == [region.code for region in REGIONS]
    assert (regions["02"], regions["07"], regions["00"]) == (3, 2, 3)
    assert sum(regions.values()) == 25
    assert sum(counts(themes, "theme").values()) == 25
    assert themes.facet("partner_kind").values[0].id == "employment"


def test_items_of_a_value_have_it(engine: SearchEngine, themes: Themes) -> None:
    women = next(value for value in themes.facet("clientele").values if value.id == "femmes")
    assert f"{PREFIX}sommet-atypique-2024" in women.items
    assert f"{PREFIX}le-parcours-de-coralie" in women.items  # a young mother is a woman
    assert (women.label("fr"), women.label("en")) == ("femmes", "women")


def test_a_facets_own_filter_is_left_out_of_its_counts(
    engine: SearchEngine, themes: Themes
) -> None:
    found = engine.themes(filters=Filters(region=["Laval", "Mauricie"]))
    assert counts(found, "region") == counts(themes, "region")
    assert [value.id for value in found.facet("region").values if value.selected] == ["04", "13"]
    assert counts(found, "kind") == {"initiative": 2, "story": 0, "section": 0}
    assert len(found.items) == 2


def test_filters_of_other_facets_meet(engine: SearchEngine) -> None:
    found = engine.themes(filters=Filters(kind="story", concept="femmes"))
    assert found.items == (f"{PREFIX}le-parcours-de-coralie",)
    only_women = engine.themes(filters=Filters(concept="femmes"))
    assert counts(found, "kind") == counts(only_women, "kind")


def test_concepts_of_one_facet_add_up_and_of_two_meet(engine: SearchEngine) -> None:
    def items(*concepts: str) -> set[str]:
        return set(engine.themes(filters=Filters(concept=concepts)).items)

    assert items("femmes", "personnes-immigrantes") == items("femmes") | items("immigrants")
    assert items("femmes", "construction") == items("women") & items("construction")
    assert items("femmes", "construction")


def test_what_says_little_is_hidden_but_reachable(engine: SearchEngine, themes: Themes) -> None:
    whole = engine.themes(all=True)
    for facet in ("clientele", "service", "outcome"):
        shown, every = counts(themes, facet), counts(whole, facet)
        assert shown.items() <= every.items()
        assert len(every) - len(shown) == themes.facet(facet).hidden > 0
        assert whole.facet(facet).hidden == 0
        assert max(shown.values()) <= TOO_COMMON * len(themes.items)
    assert "soutien" not in counts(themes, "service")
    assert "soutien" in counts(whole, "service")


def test_a_hidden_concept_that_is_chosen_is_shown(engine: SearchEngine) -> None:
    found = engine.themes(filters=Filters(concept="soutien"))
    assert next(v for v in found.facet("service").values if v.id == "soutien").selected


def test_a_concept_without_items_can_be_chosen(engine: SearchEngine) -> None:
    found = engine.themes(filters=Filters(concept="aerospatiale"))
    assert found.items == ()
    assert counts(found, "sector")["aerospatiale"] == 0


@pytest.mark.parametrize(
    ("typed", "facet"),
    [("clientele", "clientele"), ("Clientèle", "clientele"), (" Mesure ou service ", "service"),
     ("Kind of partner", "partner_kind"), ("partner_kind", "partner_kind"), ("REGION", "region")],
)  # fmt: skip
def test_a_facet_is_found_by_id_or_name(typed: str, facet: str) -> None:
    assert check_facet(typed) == facet


@pytest.mark.parametrize("wrong", ["", "clientel", "zzz"])
def test_an_unknown_facet_is_refused(themes: Themes, wrong: str) -> None:
    with pytest.raises(UnknownFacetError) as caught:
        themes.facet(wrong)
    for message in (str(caught.value), caught.value.localized("en")):
        assert wrong in message
        assert all(facet in message for facet in FACETS)
    if wrong == "clientel":
        assert str(caught.value.values["accepted"]).startswith("clientele, ")


@pytest.mark.parametrize(
    ("filters", "error"),
    [
        (Filters(region=["Laval", "Ontario"]), UnknownRegionError),
        (Filters(concept="licornes"), BadInputError),
    ],
)
def test_a_wrong_filter_is_refused(
    engine: SearchEngine, filters: Filters, error: type[BadInputError]
) -> None:
    with pytest.raises(error):
        engine.themes(filters=filters)


def test_themes_are_told_in_json(engine: SearchEngine, themes: Themes) -> None:
    filters = Filters(kind="story")
    told = json.loads(
        json.dumps(serialise.themes_response(filters, engine.themes(filters=filters)))
    )
    assert told["filters"] == {"kind": ["story"]}
    assert told["count"] == len(told["items"]) == 4
    kinds = next(facet for facet in told["facets"] if facet["id"] == "kind")
    assert [(v["id"], v["count"], v["selected"]) for v in kinds["values"]] == [
        ("initiative", 21, False),
        ("story", 4, True),
        ("section", 13, False),
    ]


def test_the_map_has_every_item_once(engine: SearchEngine, themes: Themes) -> None:
    points = {point.item_id: point for point in engine.map()}
    assert set(points) == set(themes.items)
    jade = points[f"{PREFIX}jade"]
    assert jade.title.startswith("JADE")
    assert jade.region is not None
    assert (jade.region.name, jade.kind) == ("Montérégie", "initiative")
    assert jade.theme is not None
    assert all(abs(p.x) < 1.01 and abs(p.y) < 1.01 for p in points.values())


def test_near_items_on_the_map_are_told_in_like_words(engine: SearchEngine) -> None:
    """The two events on human resources lie nearer each other than to a story of a young mother."""
    points = {point.item_id.removeprefix(PREFIX): (point.x, point.y) for point in engine.map()}

    def apart(one: str, other: str) -> float:
        (x1, y1), (x2, y2) = points[one], points[other]
        return float(((x1 - x2) ** 2 + (y1 - y2) ** 2) ** 0.5)

    events = apart("les-midis-rh-en-chaudiere-appalaches", "colloque-en-ressources-humaines")
    assert events < apart("les-midis-rh-en-chaudiere-appalaches", "le-parcours-de-coralie")
