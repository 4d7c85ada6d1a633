"""Matching by words, against BM25 written out in full."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import bm25s
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spe_search.lexical import LexicalIndex
from spe_search.types import Document

K1, B = 1.2, 0.75

TEXTS = [
    ["femm", "construct", "outaou", "femm"],
    ["travail", "construct"],
    ["travail", "50+", "agricol", "travail", "travail", "visit"],
    [],
    ["pamt"],
]


def idf(texts: Sequence[Sequence[str]], term: str) -> float:
    holders = sum(term in text for text in texts)
    return math.log(1 + (len(texts) - holders + 0.5) / (holders + 0.5))


def bm25(texts: Sequence[Sequence[str]], query: Sequence[str]) -> list[float]:
    """Score texts as Lucene does: idf × tf / (tf + k1 × (1 - b + b × length / mean length))."""
    mean = sum(map(len, texts)) / len(texts)
    scores = []
    for text in texts:
        counts, norm = Counter(text), K1 * (1 - B + B * len(text) / mean)
        met = (term for term in query if counts[term])
        scores.append(sum(idf(texts, t) * counts[t] / (counts[t] + norm) for t in met))
    return scores


@pytest.mark.parametrize(
    "query",
    [
        ["femm"],
        ["travail"],
        ["travail", "construct"],
        ["construct", "travail", "50+", "pamt"],
        ["construct", "construct"],
        ["inconnu", "pamt"],
    ],
    ids=" ".join,
)
def test_scores_are_those_of_lucene(query: list[str]) -> None:
    np.testing.assert_allclose(
        LexicalIndex.build(TEXTS).scores(query), bm25(TEXTS, query), rtol=1e-5, atol=1e-7
    )


@settings(max_examples=100, deadline=None)
@given(st.lists(st.lists(st.sampled_from("abcdefgh"), max_size=12), min_size=1, max_size=20))
def test_scores_are_those_of_bm25s(texts: list[list[str]]) -> None:
    if not any(texts):
        return  # bm25s indexes no empty collection
    theirs = bm25s.BM25(method="lucene", k1=K1, b=B)
    theirs.index(texts, show_progress=False)
    ours = LexicalIndex.build(texts)
    for term, number in theirs.vocab_dict.items():
        if term:
            rows = slice(*theirs.scores["indptr"][number : number + 2])
            holders, scores = ours.postings(term)
            np.testing.assert_array_equal(holders, theirs.scores["indices"][rows])
            np.testing.assert_array_equal(scores, theirs.scores["data"][rows])


def test_terms_are_numbered_as_they_appear() -> None:
    terms = ["femm", "construct", "outaou", "travail", "50+", "agricol", "visit", "pamt"]
    assert list(LexicalIndex.build(TEXTS).terms.items()) == list(zip(terms, range(8), strict=True))


def test_texts_without_a_term() -> None:
    index = LexicalIndex.build([[], []])
    assert (index.size, index.terms) == (2, {})
    assert index.scores(["femm"]).tolist() == [0, 0]


@pytest.mark.parametrize("query", [[], ["inconnu"], [""], ["Femm"]], ids=repr)
def test_unknown_terms_score_nothing(query: list[str]) -> None:
    scores = LexicalIndex.build(TEXTS).scores(query)
    assert scores.tolist() == [0.0] * len(TEXTS)
    assert scores.dtype == np.float32


def test_known_terms() -> None:
    index = LexicalIndex.build(TEXTS)
    assert {term for term in ("femm", "50+", "pamt", "inconnu") if index.knows(term)} == {
        "femm",
        "50+",
        "pamt",
    }


def test_weights_are_inverse_document_frequencies() -> None:
    weights = LexicalIndex.build(TEXTS).weights(["femm", "travail", "inconnu", ""])
    assert weights == pytest.approx(
        {
            "femm": idf(TEXTS, "femm"),
            "travail": idf(TEXTS, "travail"),
            "inconnu": idf(TEXTS, "femm"),  # as a word that one text holds
        }
    )
    assert weights["femm"] > weights["travail"] > 0


@pytest.mark.parametrize(
    "query", [["femm", "pamt"], ["travail", "construct", "50+"], ["inconnu"]], ids=str
)
def test_a_saved_index_scores_the_same(tmp_path: Path, query: list[str]) -> None:
    built = LexicalIndex.build(TEXTS)
    built.save(tmp_path / "lexical")
    loaded = LexicalIndex.load(tmp_path / "lexical")
    np.testing.assert_array_equal(loaded.scores(query), built.scores(query))
    assert loaded.weights(query) == built.weights(query)
    assert loaded.knows("50+")
    assert not loaded.knows("inconnu")


def test_scores_may_be_asked_for_again(tmp_path: Path) -> None:
    LexicalIndex.build(TEXTS).save(tmp_path / "lexical")
    index = LexicalIndex.load(tmp_path / "lexical")
    first = index.scores(["travail"]).copy()
    index.scores(["femm", "construct"])
    np.testing.assert_array_equal(index.scores(["travail"]), first)


_WORDS = st.sampled_from(["un", "deux", "trois", "50+", "é", "main-oeuvr"])
_CORPORA = st.lists(st.lists(_WORDS, max_size=8), min_size=1, max_size=8).filter(any)


@settings(max_examples=60)
@given(texts=_CORPORA, query=st.lists(_WORDS, max_size=5, unique=True))
def test_any_corpus(texts: list[list[str]], query: list[str]) -> None:
    index = LexicalIndex.build(texts)
    scores = index.scores(query)
    np.testing.assert_allclose(scores, bm25(texts, query), rtol=1e-4, atol=1e-6)
    weights = index.weights(query)
    assert set(weights) == set(query)
    for text, score in zip(texts, scores, strict=True):
        assert score <= sum(weights[term] for term in query if term in text) + 1e-6


def test_on_the_real_report_a_word_finds_what_holds_it(real_document: Document) -> None:
    from spe_search.french import stem, terms
    from spe_search.passages import passages_of

    texts = [[t.text for t in terms(p.indexed_text)] for p in passages_of(real_document)]
    index = LexicalIndex.build(texts)
    for word in ("pictogrammes", "garderie", "autochtones", "main-d’œuvre"):
        found = set(np.flatnonzero(index.scores([stem(word)])).tolist())
        assert found == {row for row, text in enumerate(texts) if stem(word) in text}
        assert found
