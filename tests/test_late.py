"""Late interaction: each word of a query against the nearest word of a passage."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spe_search import SearchEngine
from spe_search.build import build_index
from spe_search.encode import encoder_of
from spe_search.french import terms
from spe_search.late import NEAREST, word_scores


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> SearchEngine:
    folder = tmp_path_factory.mktemp("late")
    build_index(Path(__file__).parent.parent / "corpus", folder, encoder_of())
    return SearchEngine.open(folder)


def scores(engine: SearchEngine, query: str) -> np.ndarray:
    return word_scores(engine.index, engine.encoder, query)


def terms_of(engine: SearchEngine, row: int) -> set[str]:
    passage = engine.index.passage(row)
    texts = (passage.indexed_text, passage.heading)
    return {term.text for text in texts for term in terms(text)}


@pytest.mark.parametrize(
    "query", ["quinquagénaires sans travail", "farm visits", "Combien de femmes au chantier ?"]
)
def test_each_word_counts_for_the_nearest_one_of_the_passage(
    engine: SearchEngine, query: str
) -> None:
    index = engine.index
    words = {term.text: query[term.start : term.end] for term in terms(query)}
    weights = index.lexical.weights(words)
    found = scores(engine, query)
    for row in range(len(index)):
        held = terms_of(engine, row)
        expected = 0.0
        for word, surface in words.items():
            vector = engine.encoder.encode_queries([surface])[0]
            near, cosines = index.term_vectors.search(vector, NEAREST)
            pairs = zip(near.tolist(), cosines.tolist(), strict=True)
            met = max((cosine for n, cosine in pairs if index.term_names[n] in held), default=0)
            expected += weights[word] * (1.0 if word in held else max(met, 0))
        assert found[row] == pytest.approx(expected / sum(weights.values()), abs=1e-5)


def test_a_passage_that_holds_every_word_is_met_fully(engine: SearchEngine) -> None:
    query = "visites dans des entreprises agricoles"
    wanted = {term.text for term in terms(query)}
    found = scores(engine, query)
    full = [row for row in range(len(engine.index)) if wanted <= terms_of(engine, row)]
    assert full
    assert found[full] == pytest.approx(1)


@pytest.mark.parametrize(
    ("query", "item"),
    [("pregnant", "coralie"), ("cuistot", "maxime"), ("illettré", "benoit")],
)
def test_no_word_in_common_is_needed(engine: SearchEngine, query: str, item: str) -> None:
    """The report has a future mother, an apprentice in a kitchen, and a man who cannot read."""
    (word,) = terms(query)
    assert not engine.index.lexical.knows(word.text)
    best = int(scores(engine, query).argmax())
    assert item in engine.index.passage(best).item_id


def test_a_query_without_a_word_meets_nothing(engine: SearchEngine) -> None:
    assert not scores(engine, "de la").any()


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=60))
def test_scores_lie_between_0_and_1_in_any_order_of_words(engine: SearchEngine, text: str) -> None:
    found = scores(engine, text)
    assert found.shape == (len(engine.index),)
    assert ((found >= 0) & (found <= 1 + 1e-5)).all()


def test_the_order_of_words_is_nothing(engine: SearchEngine) -> None:
    one, other = "femmes chantier travail", "travail femmes chantier"
    assert scores(engine, one) == pytest.approx(scores(engine, other))
