"""What a query asks for: its own words, and for less the other names of the same idea."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spe_search.expansion import NARROWER, SAME, Group, Label, group_scores, groups_of
from spe_search.french import terms
from spe_search.index import Index
from spe_search.lexical import LexicalIndex
from spe_search.thesaurus import Thesaurus
from spe_search.types import Concept


class Words:
    """As much of an index as expansion reads: the texts' terms and a thesaurus."""

    def __init__(self, texts: list[str], *concepts: Concept) -> None:
        self.lexical = LexicalIndex.build([[t.text for t in terms(text)] for text in texts])
        self.thesaurus = Thesaurus(concepts)

    def scores(self, query: str) -> list[float]:
        """Return what each text scores with all the groups of a query."""
        groups = groups_of(self, query)  # type: ignore[arg-type]
        return sum((group_scores(self.lexical, group) for group in groups), np.zeros(1)).tolist()

    def parts(self, query: str) -> list[tuple[str, ...]]:
        """Return the own terms of each group of a query."""
        groups = groups_of(self, query)  # type: ignore[arg-type]
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
    (group,) = groups_of(words, "usagers")  # type: ignore[arg-type]
    assert {(label.terms, label.share) for label in group.labels} == {
        (("clientel",), SAME),
        (("jeun",), NARROWER),
        (("ado",), NARROWER),
        (("mineur",), NARROWER),
    }


def test_a_word_s_weight_is_its_rarity() -> None:
    words = Words([text("forêt", "usine"), text("usine"), text("usine")])
    ((_, foret), (_, usine), (_, unknown)) = (
        group.own[0]
        for group in groups_of(words, "forêt usine zorglub")  # type: ignore[arg-type]
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
