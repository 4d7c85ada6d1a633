"""What a query asks for: its own words, and for less the other names of the same idea."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from spe_search.analysis import analyse, term_vectors
from spe_search.expansion import Group, Label, group_scores
from spe_search.expansion import groups_of as parts_of
from spe_search.french import fold, terms
from spe_search.index import Index
from spe_search.lexical import LexicalIndex
from spe_search.stores.exact import ExactStore
from spe_search.thesaurus import Thesaurus
from spe_search.types import Concept, Encoder
from spe_search.weights import TUNED

ALONE = replace(TUNED, near=0)
"""The thesaurus without the encoder."""

SAME, NARROWER = TUNED.same, TUNED.narrower


def groups_of(index: Any, query: str) -> tuple[Group, ...]:
    """Cut a query as the thesaurus alone does; no encoder is asked."""
    return parts_of(index, cast(Encoder, None), query, ALONE)


class Words:
    """As much of an index as expansion reads: the texts' terms and a thesaurus."""

    def __init__(self, texts: list[str], *concepts: Concept) -> None:
        self.lexical = LexicalIndex.build([[t.text for t in terms(text)] for text in texts])
        self.thesaurus = Thesaurus(concepts)

    def scores(self, query: str) -> list[float]:
        """Return what each text scores with all the groups of a query."""
        groups = groups_of(self, query)
        return sum((group_scores(self.lexical, group) for group in groups), np.zeros(1)).tolist()

    def parts(self, query: str) -> list[tuple[str, ...]]:
        """Return the own terms of each group of a query."""
        groups = groups_of(self, query)
        return [tuple(term for term, _ in group.own) for group in groups]


def concept(
    name: str, *fr: str, en: tuple[str, ...] = (), broader: tuple[str, ...] = ()
) -> Concept:
    return Concept(name, "service", fr, en, broader)


WELFARE = concept("aide-sociale", "aide de dernier recours", "aide sociale", "BS", en=("welfare",))
PEOPLE = concept("clientele", "clientèle", "usagers")
YOUNG = concept("jeunes", "jeunes", "ados", broader=("clientele",))
TEENS = concept("mineurs", "mineurs", broader=("jeunes",))

# Texts of six terms each, so that length plays no part.
FILL = ["alpha", "bravo", "charlie", "delta", "echo", "foxtrot"]


def text(*words: str) -> str:
    held = " ".join(words)
    return " ".join([held, *FILL[: 6 - len(terms(held))]])


# ---------------------------------------------------------------- an idea, whatever it is called


@pytest.mark.parametrize(
    "query", ["BS", "bs", "les BS", "aide sociale", "aides sociales", "welfare"]
)
def test_an_everyday_word_finds_the_administrative_one(query: str) -> None:
    plain = [text("aide de dernier recours"), text("mécanique"), text("aide", "médicale")]
    told = Words(plain, WELFARE).scores(query)
    assert told[0] > 0.3
    assert told[0] > told[2]
    assert told[1] == 0
    untold = Words(plain).scores(query)
    assert untold[0] == untold[2], "without the thesaurus, only « aide » could be met"


def test_one_s_own_words_before_a_label_before_a_narrower_one() -> None:
    words = Words(
        [
            text("mineurs"),  # narrower, two floors down
            text("jeunes"),  # narrower
            text("clientèle"),  # another label
            text("usagers"),  # what was asked
            text("forêt"),
        ],
        PEOPLE,
        YOUNG,
        TEENS,
    )
    mineurs, jeunes, clientele, usagers, other = words.scores("usagers")
    assert usagers > clientele > jeunes > other == 0
    assert clientele == pytest.approx(SAME * usagers)
    assert jeunes == mineurs == pytest.approx(NARROWER * usagers)


def test_a_narrower_word_does_not_find_the_broader_one() -> None:
    words = Words([text("usagers"), text("clientèle"), text("jeunes")], PEOPLE, YOUNG)
    usagers, clientele, jeunes = words.scores("ados")
    assert usagers == clientele == 0 < jeunes


def test_a_text_gains_nothing_by_holding_several_labels() -> None:
    words = Words(
        [
            text("clientèle"),
            text("clientèle", "jeunes", "mineurs"),
            text("usagers"),
            text("usagers", "clientèle", "jeunes"),
        ],
        PEOPLE,
        YOUNG,
        TEENS,
    )
    label, labels, own, own_and_labels = words.scores("usagers")
    assert labels == pytest.approx(label)
    assert own_and_labels == pytest.approx(own)


@pytest.mark.parametrize(
    ("held", "is_met"),
    [
        (("dernier", "recours", "aide"), True),
        (("aide",), False),
        (("dernier", "recours"), False),
        (("aide", "dernier"), False),
        (("aide", "sociale"), True),
        (("sociale",), False),
    ],
)
def test_a_label_of_several_words_needs_all_of_them(held: tuple[str, ...], is_met: bool) -> None:
    words = Words(
        [text(*held), text("forêt"), text("usine", "aide", "dernier", "recours")], WELFARE
    )
    first, nothing, _ = words.scores("BS")
    assert (first > 0) is is_met
    assert nothing == 0


def test_words_of_one_s_own_count_one_by_one() -> None:
    """A label that was typed needs not be met whole: the words are the person's."""
    words = Words([text("aide"), text("aide", "sociale"), text("forêt")], WELFARE)
    some, all_of_it, nothing = words.scores("aide sociale")
    assert 0 == nothing < some < all_of_it


# ---------------------------------------------------------------- how a query is cut


@pytest.mark.parametrize(
    ("query", "parts"),
    [
        ("", []),
        ("de la", []),
        ("forêt", [("foret",)]),
        ("BS", [("bs",)]),
        ("aide sociale aux mineurs", [("aid", "social"), ("mineur",)]),
        ("forêt et aide sociale", [("foret",), ("aid", "social")]),
        ("forêt, forêts, FORÊT", [("foret",)]),
        ("BS BS welfare", [("bs",), ("welfar",)]),
        ("aide sociale, aide médicale", [("aid", "social"), ("aid",), ("medical",)]),
    ],
)
def test_a_query_is_cut_into_words_and_labels(query: str, parts: list[tuple[str, ...]]) -> None:
    words = Words([text("forêt"), text("usine")], WELFARE, TEENS)
    assert words.parts(query) == parts


def test_a_group_holds_every_other_label_but_not_its_own() -> None:
    words = Words([text("forêt"), text("usine")], PEOPLE, YOUNG, TEENS)
    (group,) = groups_of(words, "usagers")
    assert {(label.terms, label.share) for label in group.labels} == {
        (("clientel",), SAME),
        (("jeun",), NARROWER),
        (("ado",), NARROWER),
        (("mineur",), NARROWER),
    }


def test_a_word_s_weight_is_its_rarity() -> None:
    words = Words([text("forêt", "usine"), text("usine"), text("usine")])
    ((_, foret), (_, usine), (_, unknown)) = (
        group.own[0] for group in groups_of(words, "forêt usine zorglub")
    )
    assert foret == pytest.approx(math.log(1 + 2.5 / 1.5))
    assert usine == pytest.approx(math.log(1 + 0.5 / 3.5))
    assert unknown == foret, "an unknown word weighs as one that a single text would hold"


@pytest.mark.parametrize(
    ("own", "weight"),
    [((), 0.0), ((("a", 1.5),), 1.5), ((("a", 1.5), ("b", 0.25)), 1.75)],
)
def test_a_group_weighs_what_its_own_words_do(
    own: tuple[tuple[str, float], ...], weight: float
) -> None:
    assert Group(own, (Label(("c",), SAME),)).weight == weight


# ---------------------------------------------------------------- the real index


@pytest.fixture(scope="module")
def index(built_index: Path) -> Index:
    return Index(built_index)


@pytest.mark.parametrize(
    ("query", "item"),
    [
        ("BS", "integration-en-emploi-des-individus"),
        ("nursing spouses", "accueil-des-conjoints"),
        ("job fair for seniors", "zone-emploi-50-ans"),
        ("patrons", "services-aux-entreprises"),
    ],
)
def test_everyday_and_english_words_reach_the_report(index: Index, query: str, item: str) -> None:
    rows = [i for i, passage in enumerate(index.passages()) if f"/{item}" in passage.item_id]
    assert rows
    groups = groups_of(index, query)
    bare = sum(group_scores(index.lexical, Group(group.own)) for group in groups)
    told = sum(group_scores(index.lexical, group) for group in groups)
    assert max(told[rows]) > max(bare[rows])


WORDS = """femmes construction BS aide sociale chômeurs mentorat PAMT formation entreprises régions
    Montérégie bas-du-fleuve women welfare job fair 50 ans et plus immigrantes de la combien
    333 personnes 53,9 % zorglub main-d’œuvre"""


@settings(max_examples=80, deadline=None)
@given(st.lists(st.sampled_from(WORDS.split()), max_size=8).map(" ".join) | st.text(max_size=30))
def test_no_text_scores_more_than_the_group_weighs(index: Index, query: str) -> None:
    for group in groups_of(index, query):
        scores = group_scores(index.lexical, group)
        assert scores.shape == (len(index),)
        assert scores.min() >= 0
        assert scores.max() <= group.weight * (1 + 1e-6)
        bare = group_scores(index.lexical, Group(group.own))
        assert (scores >= bare).all(), "labels never take anything away"


# ---------------------------------------------------------------- words that are near in meaning


class Meanings:
    """An encoder with a list of vectors; a text that is not in it has none."""

    name = digest = "sens"
    dimension = 2

    def __init__(self, **angles: float) -> None:
        self.angles = angles

    def encode_queries(self, texts: Sequence[str]) -> NDArray[np.float32]:
        found = [self.angles.get(fold(text)) for text in texts]
        at = [(math.cos(a), math.sin(a)) if a is not None else (0.0, 0.0) for a in found]
        return np.array(at, dtype=np.float32)

    encode_passages = encode_queries


class Near(Words):
    """An index that knows its words' vectors too."""

    def __init__(self, texts: list[str], encoder: Encoder, *concepts: Concept) -> None:
        super().__init__(texts, *concepts)
        rest = {"setting": "", "heading": "", "cells": (), "kind": "paragraph"}
        surfaces = analyse(cast(Any, [SimpleNamespace(text=t, **rest) for t in texts])).surfaces
        self.term_names = {number: term for term, number in self.lexical.terms.items()}
        self.term_vectors = ExactStore(term_vectors(surfaces, self.lexical, encoder))


JOBS = Meanings(travail=0.0, boulot=0.3, emploi=0.6, foret=1.5, travails=0.0)


def labels(words: Near, query: str, **weights: float) -> dict[tuple[str, ...], float]:
    groups = parts_of(cast(Any, words), JOBS, query, replace(TUNED, **weights))
    return {label.terms: label.share for group in groups for label in group.labels}


def test_a_word_brings_those_that_are_near_and_for_less() -> None:
    words = Near([text("travail"), text("emploi"), text("forêt")], JOBS)
    found = labels(words, "boulot", near=0.5, nearness=0.9)
    assert found == {
        ("travail",): pytest.approx(0.5 * math.cos(0.3), abs=1e-5),
        ("emploi",): pytest.approx(0.5 * math.cos(0.3), abs=1e-5),
    }
    assert labels(words, "boulot", near=0) == {}
    assert labels(words, "zorglub") == {}, "a word that the encoder does not know brings nothing"


def test_a_word_does_not_bring_itself_nor_one_beyond_reach() -> None:
    words = Near([text("travail"), text("emploi"), text("forêt")], JOBS)
    assert labels(words, "travail", nearness=0.9) == {}
    assert set(labels(words, "travail", nearness=0.8)) == {("emploi",)}


def test_a_label_of_the_thesaurus_brings_near_words_too() -> None:
    jobs = concept("emplois", "boulot", "ouvrage")
    words = Near([text("travail"), text("ouvrage"), text("forêt")], JOBS, jobs)
    found = labels(words, "boulot", nearness=0.9)
    assert set(found) == {("ouvrag",), ("travail",)}
    assert found["ouvrag",] > found["travail",]


def test_numbers_are_near_nothing(built_index: Path, make_encoder: Callable[..., Encoder]) -> None:
    index = Index(built_index)
    for group in parts_of(index, make_encoder(), "333 personnes en 2023-2024"):
        assert not any(term[0].isdigit() for label in group.labels for term in label.terms)
