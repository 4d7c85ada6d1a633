"""What a score means: relevance keeps the order of scores and lies between 0 and 1."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spe_search.engine import SearchEngine
from spe_search.relevance import LIKELY, relevance
from spe_search.types import Encoder

scores = st.floats(-20, 60)


@given(scores, scores)
def test_a_higher_score_is_more_relevant(one: float, other: float) -> None:
    assert 0 < relevance(one) < 1
    assert (relevance(one) < relevance(other)) or one >= other or other - one < 1e-6


def test_nothing_in_common_is_not_likely_and_all_in_common_is() -> None:
    assert relevance(0) < LIKELY < 0.5 < relevance(20)


@pytest.fixture(scope="module")
def engine(built_index: Path, make_encoder: Callable[..., Encoder]) -> SearchEngine:
    return SearchEngine.open(built_index, make_encoder())


@pytest.mark.parametrize("query", ["femmes dans la construction", "zorglub", "aînés"])
def test_hits_say_how_likely_they_are(engine: SearchEngine, query: str) -> None:
    hits = engine.search(query)
    assert [hit.likely for hit in hits] == [hit.score >= LIKELY for hit in hits]
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)


def test_the_same_words_in_the_report_are_likely(engine: SearchEngine) -> None:
    assert engine.search("femmes dans la construction")[0].likely
