"""What items are about: their tags, earned by words that stand there."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from spe_search.build import build_index
from spe_search.engine import SearchEngine
from spe_search.errors import UnknownIdError
from spe_search.index import Index
from spe_search.items import item_vectors, members_of
from spe_search.types import Encoder

PREFIX = "bilan-2023-2024/"
Write = Callable[..., Path]


@pytest.fixture(scope="module")
def index(built_index: Path) -> Index:
    return Index(built_index)


def concepts(index: Index, item_id: str) -> dict[str, str]:
    item = next(item for item in index.items if item.id == PREFIX + item_id)
    return {concept: words for concept, words, _ in item.tags}


def test_items_are_those_of_the_passages_in_their_order(index: Index) -> None:
    assert [item.id for item in index.items] == index.values["item"]
    for item in index.items:
        first = index.passage(int(index.rows(item=item.id)[0]))
        assert (item.region, item.theme, item.year) == (first.region, first.theme, first.year)
        assert (item.kind, item.document_id) == (first.item_kind, first.document_id)


def test_the_words_of_a_tag_stand_where_it_says(index: Index) -> None:
    for item in index.items:
        first = int(index.rows(item=item.id)[0])
        assert len({concept for concept, _, _ in item.tags}) == len(item.tags)
        for _, words, row in item.tags:
            passage = index.passage(row)
            assert passage.item_id == item.id
            assert words in passage.text or (row == first and words in item.title)


@pytest.mark.parametrize(
    ("item_id", "concept", "words"),
    [
        ("la-grande-viree", "agriculture", "agricoles"),
        ("sommet-atypique-2024", "femmes-metiers-non-traditionnels", "construction au féminin"),
        (
            "accroitre-la-participation-de-la-clientele-de-moins-de-25",
            "contraintes-severes",
            "contraintes sévères à l’emploi",
        ),
        ("le-parcours-de-coralie", "jeunes-meres", "jeune maman"),
        ("canape", "reseautage", "activité de réseautage"),
    ],
)
def test_tags_say_what_an_item_is_about(
    index: Index, item_id: str, concept: str, words: str
) -> None:
    assert concepts(index, item_id)[concept] == words


@pytest.mark.parametrize(
    ("item_id", "concept"),
    [
        ("le-mot-de-la-fin", "universites"),  # "font face aux défis" is no "fac"
        ("jade", "tourisme"),  # "pourvoir" is no "pourvoirie"
        ("le-parcours-inspirant-de-maxime", "travailleurs-autonomes"),  # "travail et son autonomie"
        ("20e-edition-des-matinees-lanaudoises", "energie"),  # a partner, Harnois Énergies
        ("le-parcours-d-exception-d-isabelle", "donnees-veille"),  # "donner confiance"
    ],
)
def test_words_that_mean_something_else_earn_nothing(
    index: Index, item_id: str, concept: str
) -> None:
    assert concept not in concepts(index, item_id)


def test_partners_tell_who_they_are_and_nothing_else(index: Index) -> None:
    for item in index.items:
        for concept, _, row in item.tags:
            if index.passage(row).kind == "partners" and concept not in concepts_of_title(item):
                assert index.thesaurus.concepts[concept].facet == "partner"


def concepts_of_title(item: object) -> set[str]:
    title, tags = item.title, item.tags  # type: ignore[attr-defined]
    return {concept for concept, words, _ in tags if words in title}


def test_engine_tags_are_those_of_the_item(engine: SearchEngine, index: Index) -> None:
    tags = engine.tags(f"{PREFIX}la-grande-viree")
    item = next(item for item in index.items if item.id == f"{PREFIX}la-grande-viree")
    assert [(tag.concept, tag.words) for tag in tags] == [tag[:2] for tag in item.tags]
    farming = next(tag for tag in tags if tag.concept == "agriculture")
    assert (farming.facet, farming.label) == ("sector", "agriculture")
    passage = engine.show(farming.passage_id)
    assert "agricoles" in passage.text  # type: ignore[union-attr]


@pytest.mark.parametrize("wrong", ["", f"{PREFIX}jad", f"{PREFIX}jade#results-1"])
def test_tags_of_what_is_no_item(engine: SearchEngine, wrong: str) -> None:
    with pytest.raises(UnknownIdError):
        engine.tags(wrong)


def test_partner_kinds_are_those_of_the_names(index: Index) -> None:
    kinds = {item.id: set(item.partner_kinds) for item in index.items}
    assert kinds[f"{PREFIX}canape"] == {"community", "municipality", "health"}
    assert kinds[f"{PREFIX}jade"] == set()


def test_an_item_counts_for_what_is_broader(index: Index) -> None:
    members = members_of(index.items, index.thesaurus)
    mothers = [index.items[row].id for row in members["concept"]["jeunes-meres"]]
    women = [index.items[row].id for row in members["concept"]["femmes"]]
    assert f"{PREFIX}le-parcours-de-coralie" in mothers
    assert set(mothers) <= set(women)
    for values in members.values():
        for rows in values.values():
            assert rows == sorted(set(rows))


def test_an_items_vector_is_the_mean_of_its_passages() -> None:
    vectors = np.array([[1, 0], [0, 1], [0, 1]], dtype=np.float32)
    found = item_vectors(np.array([0, 0, 1]), vectors)
    assert found == pytest.approx(np.array([[0.5**0.5, 0.5**0.5], [0, 1]]), abs=1e-6)
    assert item_vectors(np.array([], dtype=np.int64), vectors[:0]).shape == (0, 2)


@pytest.mark.parametrize("layout", ["bilan", "generic"])
def test_any_report_has_its_items_and_its_map(
    write_report: Write, tmp_path: Path, encoder: Encoder, layout: str
) -> None:
    corpus = write_report(layout=layout)
    build_index(corpus, tmp_path / "index", encoder)
    engine = SearchEngine.open(tmp_path / "index", encoder)
    assert engine.themes().items
    assert [point.item_id for point in engine.map()] == list(engine.themes().items)


def test_a_map_stays_from_build_to_build(
    report_folder: Path, tmp_path: Path, encoder: Encoder
) -> None:
    index = tmp_path / "index"
    build_index(report_folder, index, encoder)
    before = {point.item_id: (point.x, point.y) for point in SearchEngine.open(index).map()}
    build_index(report_folder, index, encoder)
    again = {point.item_id: (point.x, point.y) for point in SearchEngine.open(index).map()}
    for each, place in before.items():
        assert again[each] == pytest.approx(place, abs=0.003)
