"""What a person may ask, and how what cannot be asked is told."""

from __future__ import annotations

import unicodedata
from dataclasses import astuple, replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from spe_search.errors import (
    BadInputError,
    ControlCharacterError,
    EmptyQueryError,
    QueryTooLongError,
    TopKError,
    UnknownConceptError,
    UnknownDocumentError,
    UnknownKindError,
    UnknownPartnerKindError,
    UnknownRegionError,
    UnknownThemeError,
    UnknownYearError,
)
from spe_search.index import Index
from spe_search.query import LONGEST_QUERY, MOST_HITS, allowed_rows, check_query, check_top_k
from spe_search.types import Filters, Passage


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("femmes", "femmes"),
        ("  femmes   dans\tla\n construction \r\n", "femmes dans la construction"),
        ("femmes\u00a0dans\u202fla", "femmes dans la"),
        ("em\u00adploi\u200b", "emploi"),
        ("\ufeffemploi", "emploi"),
        ("50+", "50+"),
        ("été", "été"),
        ("就业", "就业"),
        ("emploi 🎉 ?", "emploi 🎉 ?"),
        ("x" * LONGEST_QUERY, "x" * LONGEST_QUERY),
    ],
    ids=lambda text: ascii(text)[:30],
)
def test_what_is_read(typed: str, read: str) -> None:
    assert check_query(typed) == read


@pytest.mark.parametrize(
    "typed",
    ["", " ", "\n\t ", "\u00a0", "?!…", "« »", "🎉🎉", "\u200b\u200b", "—", "_", "\u0301"],
    ids=ascii,
)
def test_a_query_without_words(typed: str) -> None:
    with pytest.raises(EmptyQueryError) as caught:
        check_query(typed)
    assert 'spe-search search "' in caught.value.localized("en")
    assert "spe-search search" in str(caught.value)


@pytest.mark.parametrize("length", [LONGEST_QUERY + 1, 100_000])
def test_a_query_too_long(length: int) -> None:
    with pytest.raises(QueryTooLongError) as caught:
        check_query("x" * length)
    for message in (str(caught.value), caught.value.localized("en")):
        assert str(length) in message
        assert str(LONGEST_QUERY) in message


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("emploi\x00", "U+0000"),
        ("\x1b[31memploi", "U+001B"),
        ("\x07\x07em\x08ploi", "U+0007, U+0008"),
        ("emploi\x7f", "U+007F"),
        ("emploi\x9b", "U+009B"),
        ("emploi\ud800", "U+D800"),
        ("\x00", "U+0000"),
    ],
    ids=ascii,
)
def test_a_query_with_control_characters(typed: str, found: str) -> None:
    with pytest.raises(ControlCharacterError) as caught:
        check_query(typed)
    assert caught.value.values == {"found": found}
    assert found in str(caught.value)


@given(st.text(st.characters(codec=None) | st.sampled_from("\x00\x1b\u200b\n é1"), max_size=40))
def test_any_text_is_read_or_refused(typed: str) -> None:
    try:
        read = check_query(typed)
    except BadInputError as error:
        str(error).encode()
        return
    assert not {unicodedata.category(c) for c in read} & {"Cc", "Cf", "Cs"}
    assert any(c.isalnum() for c in read)
    assert check_query(read) == read


@pytest.mark.parametrize("value", [1, 10, MOST_HITS])
def test_top_k(value: int) -> None:
    assert check_top_k(value) == value


@pytest.mark.parametrize("value", [0, -1, MOST_HITS + 1, 10**9])
def test_top_k_out_of_range(value: int) -> None:
    with pytest.raises(TopKError) as caught:
        check_top_k(value)
    for message in (str(caught.value), caught.value.localized("en")):
        assert str(value) in message
        assert str(MOST_HITS) in message


# ---------------------------------------------------------------- filters


def let_through(index: Index, **filters: str | list[str]) -> list[Passage]:
    mask = allowed_rows(index, Filters(**filters))
    assert mask is not None
    assert mask.shape == (len(index),)
    return [index.passage(row) for row in np.flatnonzero(mask).tolist()]


@pytest.fixture(scope="module")
def index(built_index: object) -> Index:
    return Index(built_index)  # type: ignore[arg-type]


def test_no_filter_lets_all_through(index: Index) -> None:
    assert allowed_rows(index, Filters()) is None


FIELDS = ["region", "theme", "kind", "year", "document", "concept", "partner_kind"]


@pytest.mark.parametrize("field", FIELDS)
def test_a_blank_filter_is_refused_not_ignored(index: Index, field: str) -> None:
    with pytest.raises(BadInputError):
        allowed_rows(index, Filters(**{field: ""}))


@pytest.mark.parametrize(
    ("filters", "field", "value"),
    [
        pytest.param({"region": "DIRECTION GÉNÉRALE DES LAURENTIDES"}, "region", "15", id="region"),
        pytest.param({"region": "bas st-laurent"}, "region", "01", id="region-typed-freely"),
        pytest.param({"region": "7"}, "region", "07", id="region-code"),
        pytest.param({"kind": "initiative"}, "item_kind", "initiative", id="kind-of-item"),
        pytest.param({"kind": "story"}, "item_kind", "story", id="story"),
        pytest.param({"kind": "table_row"}, "kind", "table_row", id="kind-of-passage"),
        pytest.param({"year": "2023-2024"}, "year", "2023-2024", id="exercice"),
        pytest.param({"year": "2024"}, "year", "2023-2024", id="half-of-an-exercice"),
        pytest.param({"year": "2023 / 2024"}, "year", "2023-2024", id="exercice-typed-freely"),
        pytest.param({"document": "bilan-2023-2024"}, "document_id", "bilan-2023-2024", id="doc"),
    ],
)
def test_a_filter_lets_through_all_that_fits(
    index: Index, filters: dict[str, str], field: str, value: str
) -> None:
    fitting = [p for p in index.passages() if getattr(p, field) == value]
    assert fitting
    assert let_through(index, **filters) == fitting


@pytest.mark.parametrize(
    ("typed", "start"),
    [
        ("concertation", "Initiatives illustrant la concertation étroite"),
        ("clienteles sous-representees", "Initiatives ayant permis de rejoindre des bassins"),
        ("RESSOURCES HUMAINES", "Initiatives ayant permis de soutenir les employeurs"),
    ],
)
def test_a_theme_is_named_by_some_of_its_words(index: Index, typed: str, start: str) -> None:
    found = let_through(index, theme=typed)
    assert found == [p for p in index.passages() if (p.theme or "").startswith(start)]
    assert found


def test_a_theme_is_named_by_its_whole_title(index: Index) -> None:
    for theme in filter(None, index.values["theme"]):
        assert {p.theme for p in let_through(index, theme=theme)} == {theme}


@pytest.mark.parametrize(
    ("field", "values"),
    [
        ("region", ["Laval", "Mauricie"]),
        ("theme", ["concertation", "portée durable"]),
        ("kind", ["story", "table_row"]),
        ("year", ["2023", "2024"]),
        ("concept", ["femmes", "personnes-immigrantes"]),
        ("partner_kind", ["cégep", "chamber"]),
    ],
)
def test_values_of_a_facet_add_up(index: Index, field: str, values: list[str]) -> None:
    def ids(wanted: str | list[str]) -> set[str]:
        return {passage.id for passage in let_through(index, **{field: wanted})}

    one, other = (ids(value) for value in values)
    assert ids(values) == ids(values[::-1]) == one | other
    assert one
    assert other


def test_filters_are_told_apart_by_their_values_alone() -> None:
    assert Filters(region="Laval") == Filters(region=["Laval"]) == Filters(("Laval", "Laval"))
    assert hash(Filters(kind="story")) == hash(Filters(kind=("story",)))
    assert replace(Filters(region="Laval"), year="2023") == Filters(region="Laval", year=["2023"])
    assert Filters() == Filters(region=None, theme=(), kind=[])
    assert Filters(concept="femmes").concept == ("femmes",)


@pytest.mark.parametrize("typed", ["femmes", "Femmes", "women", "la gent féminine"])
def test_a_concept_lets_through_the_items_that_speak_of_it(index: Index, typed: str) -> None:
    found = {passage.item_id for passage in let_through(index, concept=typed)}
    assert "bilan-2023-2024/sommet-atypique-2024" in found
    assert "bilan-2023-2024/le-parcours-de-coralie" in found, "a young mother is a woman"
    assert "bilan-2023-2024/jade" not in found
    whole = [passage for passage in index.passages() if passage.item_id in found]
    assert let_through(index, concept=typed) == whole


def test_a_kind_of_partner_lets_through_the_items_that_name_one(index: Index) -> None:
    found = {passage.item_id for passage in let_through(index, partner_kind="chambre de commerce")}
    assert found == {
        "bilan-2023-2024/pole-d-excellence-en-ressources-humaines",
        "bilan-2023-2024/20e-edition-des-matinees-lanaudoises",
    }


def test_filters_add_up(index: Index) -> None:
    found = let_through(index, region="Laurentides", kind="story", year="2023")
    assert found
    assert {(p.region, p.item_kind) for p in found} == {("15", "story")}
    assert let_through(index, region="Laval", kind="story") == []


@pytest.mark.parametrize("concept", ["region:07", "Outaouais", " region:07 "])
def test_a_concept_that_is_a_region_means_the_region(index: Index, concept: str) -> None:
    meant = allowed_rows(index, Filters(concept=concept))
    asked = allowed_rows(index, Filters(region="07"))
    assert meant is not None
    assert asked is not None
    assert meant.tolist() == asked.tolist()
    assert any(meant)


@pytest.mark.parametrize(
    ("filters", "error", "accepted"),
    [
        ({"region": "Outaouai"}, UnknownRegionError, ["Outaouais (07)"]),
        ({"theme": "astronomie"}, UnknownThemeError, ["Initiatives ayant permis de qualifier"]),
        ({"theme": "?"}, UnknownThemeError, ["Initiatives ayant permis de qualifier"]),
        ({"kind": "projet"}, UnknownKindError, ["initiative", "story", "section", "table_row"]),
        ({"kind": "Initiative "}, UnknownKindError, ["initiative"]),
        ({"year": "2019"}, UnknownYearError, ["2023-2024"]),
        ({"year": "l’an dernier"}, UnknownYearError, ["2023-2024"]),
        ({"year": "2024-2023"}, UnknownYearError, ["2023-2024"]),
        ({"document": "bilan-2023"}, UnknownDocumentError, ["bilan-2023-2024"]),
        ({"document": "zzz"}, UnknownDocumentError, ["bilan-2023-2024"]),
        ({"concept": "imigrants"}, UnknownConceptError, ["personnes-immigrantes"]),
        ({"concept": "region:99"}, UnknownConceptError, []),
        ({"partner_kind": "cégp"}, UnknownPartnerKindError, ["college (Cégep ou collège)"]),
    ],
    ids=str,
)
def test_a_filter_that_means_nothing(
    index: Index, filters: dict[str, str], error: type[BadInputError], accepted: list[str]
) -> None:
    with pytest.raises(error) as caught:
        allowed_rows(index, Filters(**filters))
    for message in (str(caught.value), caught.value.localized("en")):
        for part in [*filters.values(), *accepted]:
            assert part.strip() in message


ONE = st.text(max_size=12) | st.sampled_from(["15", "2024", "story", "femmes", "cégep"])


@given(
    st.builds(
        Filters,
        *[st.none() | ONE | st.lists(ONE, max_size=3)] * 7,
    )
)
def test_any_filter_is_read_or_refused(index: Index, filters: Filters) -> None:
    try:
        mask = allowed_rows(index, filters)
    except BadInputError:
        return
    assert (mask is None) == (not any(astuple(filters)))
