"""From a query to ranked items: what each weight does, on reports written for it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from spe_search.build import build_index
from spe_search.expansion import groups_of
from spe_search.fusion import fuse
from spe_search.index import Index
from spe_search.query import allowed_rows
from spe_search.retrieval import Group
from spe_search.retrieval import retrieve as retrieve_parts
from spe_search.types import Encoder, Filters
from spe_search.weights import TUNED, Weights

WORDS = Weights(lexical=1, whole=0, near=0)
"""The words' side alone, each passage by itself."""


def retrieve(
    index: Index,
    encoder: Encoder,
    query: str,
    top_k: int,
    allowed: NDArray[np.bool_] | None = None,
    weights: Weights = TUNED,
) -> tuple[Group, ...]:
    parts = groups_of(index, encoder, query, weights)
    return retrieve_parts(index, encoder, query, parts, top_k, allowed, weights)


HEAD = """INTRODUCTION

Le présent bilan rend compte des services offerts aux personnes et aux entreprises.

Initiatives ayant permis de soutenir les employeurs

"""


class Small:
    """An index of a few initiatives, asked with any weights."""

    def __init__(self, index: Path, encoder: Encoder) -> None:
        self.index, self.encoder = Index(index), encoder

    def groups(self, query: str, weights: Weights = WORDS, **filters: str) -> tuple[Group, ...]:
        allowed = allowed_rows(self.index, Filters(**filters))
        return retrieve(self.index, self.encoder, query, 10, allowed, weights)

    def first_passages(self, query: str, weights: Weights = WORDS) -> list[str]:
        """Return each item's best passage, without the report's id."""
        groups = self.groups(query, weights)
        return [self.name(group.passages[0].row) for group in groups]

    def scores(self, query: str, weights: Weights = WORDS) -> dict[str, float]:
        """Return each item's score."""
        groups = self.groups(query, weights)
        return {self.name(g.passages[0].row).partition("#")[0]: g.score for g in groups}

    def name(self, row: int) -> str:
        return self.index.passage(row).id.removeprefix("essai/")


@pytest.fixture(scope="module")
def encoder(make_encoder: Callable[..., Encoder]) -> Encoder:
    return make_encoder()


@pytest.fixture
def small(
    write_report: Callable[..., Path], tmp_path: Path, encoder: Encoder
) -> Callable[..., Small]:
    def make(*items: Sequence[str], **described: str) -> Small:
        text = HEAD + "\n\n".join(paragraph for item in items for paragraph in item) + "\n"
        index = tmp_path / "index"
        build_index(write_report(text=text, **described), index, encoder)
        return Small(index, encoder)

    return make


# ---------------------------------------------------------------- what each weight does

FORGE = (
    "ESTRIE",
    "La forge",
    "Sommaire : Un mentorat a réuni des soudeurs.",
    "Résultats : Le mentorat a réuni 42 soudeurs dans la région, et beaucoup d’autres gens encore.",
)
MILL = (
    "MAURICIE",
    "Le moulin",
    "Sommaire : Un mentorat a réuni des soudeurs.",
    "Partenaires : Carrefour jeunesse-emploi.",
)


def test_of_two_equal_passages_the_one_whose_item_says_more_comes_first(
    small: Callable[..., Small],
) -> None:
    index = small(
        (
            "LAVAL",
            "Le pont",
            "Sommaire : Un mentorat de soudeurs.",
            "Résultats : Des grutiers ont.",
        ),
        ("ESTRIE", "La tour", "Sommaire : Un mentorat de soudeurs.", "Résultats : Des pianos ont."),
    )
    query = "mentorat soudeurs grutiers"
    apart = index.scores(query)
    assert apart["le-pont"] == pytest.approx(apart["la-tour"])
    together = index.scores(query, replace(WORDS, whole=0.5))
    assert list(together) == ["le-pont", "la-tour"]
    assert together["le-pont"] > together["la-tour"] == pytest.approx(apart["la-tour"])


def test_an_item_gains_nothing_by_saying_the_same_thing_again(small: Callable[..., Small]) -> None:
    (group,) = small(FORGE).groups("mentorat", replace(WORDS, whole=1))
    assert len([each for each in group.passages if each.lexical > 0]) > 1
    assert group.score == pytest.approx(max(each.lexical for each in group.passages))


def test_the_words_side_alone(small: Callable[..., Small]) -> None:
    """Nothing near but without a word in common is found."""
    index = small(FORGE, MILL)
    for group in index.groups("soudeurs", replace(TUNED, lexical=1)):
        assert group.passages[0].score == pytest.approx(group.passages[0].lexical)
    assert index.groups("zorglub") == ()


def test_the_meaning_s_side_alone(small: Callable[..., Small]) -> None:
    index = small(FORGE, MILL)
    groups = index.groups("soudeurs", replace(TUNED, lexical=0))
    assert groups
    for group in groups:
        assert group.score == pytest.approx(max(each.dense for each in group.passages))
        assert all(each.score == pytest.approx(each.dense) for each in group.passages)


@pytest.mark.parametrize("lexical", [0.0, 0.25, 0.7, 1.0])
def test_the_sides_add_up(small: Callable[..., Small], lexical: float) -> None:
    index = small(FORGE, MILL)
    groups = index.groups("mentorat de soudeurs", replace(WORDS, lexical=lexical))
    for passage in (each for group in groups for each in group.passages):
        expected = lexical * passage.lexical + (1 - lexical) * passage.dense
        assert passage.score == pytest.approx(expected, abs=1e-6)


@pytest.mark.parametrize(
    ("lexical", "dense", "weight", "fused"),
    [
        ([1, 0], [0, 1], 0.7, [0.7, 0.3]),
        ([0.5], [0.5], 0.2, [0.5]),
        ([0.5], [-1], 0.5, [0.25]),
        ([0.2], [0.9], 1, [0.2]),
        ([0.2], [0.9], 0, [0.9]),
        ([], [], 0.5, []),
    ],
)
def test_fuse(lexical: list[float], dense: list[float], weight: float, fused: list[float]) -> None:
    got = fuse(np.array(lexical, np.float32), np.array(dense, np.float32), weight)
    assert got.dtype == np.float32
    assert got.tolist() == pytest.approx(fused)


# ---------------------------------------------------------------- the order


def test_what_is_equal_comes_in_the_order_of_the_report(small: Callable[..., Small]) -> None:
    same = "Sommaire : Un mentorat de soudeurs."
    index = small(*((place, f"Le {name}", same) for place, name in SAME))
    expected = [f"le-{name}#summary-1" for _, name in SAME]
    assert index.first_passages("mentorat", replace(WORDS, whole=0.25)) == expected


SAME = [("LAVAL", "pont"), ("ESTRIE", "mur"), ("MAURICIE", "parc"), ("OUTAOUAIS", "lac")]


@pytest.fixture(scope="module")
def index(built_index: Path) -> Index:
    return Index(built_index)


QUERIES = [
    "femmes dans la construction",
    "Combien d’entreprises ont été aidées ?",
    "53,9 %",
    "aînés",
    "e",
    "de la",
    "xyzzy",
]


@pytest.mark.parametrize("query", QUERIES)
def test_the_same_query_gives_the_same_hits(
    built_index: Path, make_encoder: Callable[..., Encoder], query: str
) -> None:
    found = [retrieve(Index(built_index), make_encoder(), query, 20) for _ in range(2)]
    assert found[0] == found[1]


@pytest.mark.parametrize("query", QUERIES)
@pytest.mark.parametrize("top_k", [1, 3, 1000])
def test_no_item_twice_no_passage_twice(
    index: Index, encoder: Encoder, query: str, top_k: int
) -> None:
    groups = retrieve(index, encoder, query, top_k)
    every = retrieve(index, encoder, query, 1000)
    assert groups == every[:top_k]
    rows = [each.row for group in groups for each in group.passages]
    assert len(rows) == len(set(rows))
    items = [{index.passage(each.row).item_id for each in group.passages} for group in groups]
    assert all(len(held) == 1 for held in items)
    assert len(set.union(set(), *items)) == len(groups)
    for group in groups:
        scores = [each.score for each in group.passages]
        assert scores == sorted(scores, reverse=True)
        assert min(scores) > 0
    scores = [group.score for group in groups]
    assert scores == sorted(scores, reverse=True)


@pytest.mark.parametrize(
    ("filters", "fits"),
    [
        ({"region": "Laurentides"}, lambda p: p.region == "15"),
        ({"kind": "story"}, lambda p: p.item_kind == "story"),
        ({"kind": "note"}, lambda p: p.kind == "note"),
        ({"region": "Laurentides", "kind": "results"}, lambda p: p.kind == "results"),
    ],
)
@pytest.mark.parametrize("lexical", [0.0, 0.7, 1.0])
def test_filters_hold_on_both_sides(
    index: Index,
    encoder: Encoder,
    filters: dict[str, str],
    fits: Callable[..., bool],
    lexical: float,
) -> None:
    allowed = allowed_rows(index, Filters(**filters))
    weights = Weights(lexical=lexical)
    groups = retrieve(index, encoder, "emploi des personnes", 1000, allowed, weights)
    found = {each.row for group in groups for each in group.passages}
    assert all(fits(index.passage(row)) for row in found)
    free = retrieve(index, encoder, "emploi des personnes", 1000, None, weights)
    expected = {each.row for group in free for each in group.passages if allowed[each.row]}
    assert found == expected


def test_an_item_is_judged_by_what_the_filter_lets_through(small: Callable[..., Small]) -> None:
    index = small(FORGE)
    weights = replace(WORDS, whole=0.5)
    (whole,) = index.groups("soudeurs région", weights)
    (part,) = index.groups("soudeurs région", weights, kind="summary")
    assert part.score < whole.score
    assert [index.name(each.row) for each in part.passages] == ["la-forge#summary-1"]
    assert part.score == pytest.approx(part.passages[0].lexical), (
        "nothing else of it is let through"
    )


# ---------------------------------------------------------------- scores

ASKED = """combien pourcentage quand budget femmes construction BS chômeurs mentorat PAMT JADE 333
    personnes 53,9 % entreprises régions Montérégie women job fair 50 ans et plus de la zorglub"""
any_query = st.lists(st.sampled_from(ASKED.split()), min_size=1, max_size=6).map(" ".join)


@settings(max_examples=60, deadline=None)
@given(any_query, st.sampled_from([TUNED, WORDS, Weights(lexical=0), Weights(whole=1)]))
def test_scores_lie_between_0_and_1(
    index: Index, encoder: Encoder, query: str, weights: Weights
) -> None:
    for group in retrieve(index, encoder, query, 100, None, weights):
        assert 0 <= group.score <= 1
        for each in group.passages:
            assert 0 <= each.lexical <= 1 + 1e-6
            assert 0 <= each.dense <= 1 + 1e-6


def test_a_passage_s_score_is_at_most_1(index: Index, encoder: Encoder) -> None:
    groups = retrieve(index, encoder, "combien d’entreprises", 10)
    assert all(each.score <= 1 for group in groups for each in group.passages)


def test_a_query_without_a_word_has_no_words_side(index: Index, encoder: Encoder) -> None:
    assert retrieve(index, encoder, "de la", 10, None, WORDS) == ()
