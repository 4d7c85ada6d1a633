"""How far texts meet a query, held against its definition; and what is read of passages."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spe_search import SearchEngine
from spe_search.build import build_index
from spe_search.encode import encoder_of
from spe_search.expansion import Group, groups_of
from spe_search.matching import Matcher
from spe_search.readings import Readings
from spe_search.types import Encoder

if TYPE_CHECKING:
    from spe_search.types import Vectors

QUERY = "Combien de travailleuses et travailleurs de 50 ans et plus aident les entreprises ?"


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> SearchEngine:
    folder = tmp_path_factory.mktemp("matching")
    corpus = Path(__file__).parent.parent / "corpus"
    build_index(corpus, folder, encoder_of())
    return SearchEngine.open(folder)


@pytest.fixture(scope="module")
def readings(engine: SearchEngine) -> Readings:
    return Readings(engine.index, engine.encoder)


@pytest.fixture(scope="module")
def matcher(engine: SearchEngine, readings: Readings) -> Matcher:
    parts = groups_of(engine.index, engine.encoder, QUERY)
    return Matcher(readings, parts, readings.of(range(60)))


def by_definition(matcher: Matcher, part: Group, held: Sequence[str]) -> tuple[float, float]:
    """Return how far terms meet a part: by the words, one label after another, and by meaning."""
    words = sum(weight / part.weight for term, weight in part.own if term in held)
    for label in part.labels:
        if set(label.terms) <= set(held):
            words = max(words, min(label.share, 1.0))
    words = min(words, 1.0)
    index, encoder = matcher.readings.index, matcher.readings.encoder
    rows = [index.lexical.terms[term] for term in held]
    vector = encoder.encode_queries([part.text])[0]
    near = (index.term_vectors.vectors(rows) @ vector).max(initial=0.0) if rows else 0.0
    return words, max(words, float(near))


@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_texts_meet_a_query_as_defined(matcher: Matcher, data: st.DataObject) -> None:
    names = matcher.readings.index.term_names
    known = sorted({int(n) for row in matcher.readings.of(range(60)) for n in row.whole})
    texts = data.draw(st.lists(st.sets(st.sampled_from(known), max_size=40), min_size=1))
    words, meaning = matcher.met(*(np.array(sorted(text), dtype=np.int64) for text in texts))
    assert words.shape == meaning.shape == (len(matcher.parts), len(texts))
    for column, text in enumerate(texts):
        for row, part in enumerate(matcher.parts):
            expected = by_definition(matcher, part, [names[number] for number in text])
            assert (words[row, column], meaning[row, column]) == pytest.approx(expected, abs=1e-5)


def test_a_text_meets_the_parts_of_a_query_that_it_says(matcher: Matcher) -> None:
    words, meaning = matcher.met_by("Les entreprises", "travailleurs de 50 ans et plus")
    met = {part.text: share for part, share in zip(matcher.parts, words, strict=True)}
    assert met["entreprises"] == 1
    assert met["50 ans"] == pytest.approx(0.8)  # its label of the thesaurus
    assert met["aident"] < 1
    assert (meaning >= words).all()


def test_terms_that_the_items_do_not_hold_are_worth_nothing(matcher: Matcher) -> None:
    words, meaning = matcher.met(np.array([10**9, -1]))
    assert not words.any()
    assert not meaning.any()


def test_a_passage_is_read_and_its_sentences_encoded_once(engine: SearchEngine) -> None:
    class Counting:
        """The model, with a count of the texts it was given."""

        texts = 0

        def __init__(self, model: Encoder) -> None:
            self.model = model

        def encode_passages(self, texts: Sequence[str]) -> Vectors:
            self.texts += len(texts)
            return self.model.encode_passages(texts)

    counting = Counting(engine.encoder)
    readings = Readings(engine.index, counting)  # type: ignore[arg-type]
    first = readings.of([3, 5, 3])
    assert first[0] is first[2]
    count = counting.texts
    assert count == len(first[0].parts) + len(first[1].parts)
    assert readings.of([5])[0] is first[1]
    assert counting.texts == count


def test_what_is_read_of_a_passage(engine: SearchEngine, readings: Readings) -> None:
    index = engine.index
    for reading in readings.of(range(len(index))):
        passage, names = reading.passage, index.term_names
        assert set(reading.around) <= set(reading.whole)
        assert len(reading.parts) == len(reading.vectors)
        assert np.linalg.norm(reading.vectors, axis=1) == pytest.approx(1, abs=1e-5)
        assert (passage.kind == "table_row") <= (len(reading.parts) == 1)
        for part in reading.parts:
            assert [names[int(number)] for number in part.numbers] == [t.text for t in part.terms]
            assert all(part.span.start <= term.start < part.span.end for term in part.terms)
            assert set(part.distinct) == set(part.numbers) <= set(reading.whole)


def test_only_so_many_readings_are_kept(
    engine: SearchEngine, monkeypatch: pytest.MonkeyPatch, make_encoder: Callable[[], Encoder]
) -> None:
    monkeypatch.setattr("spe_search.readings._KEPT", 4)
    readings = Readings(engine.index, make_encoder())
    for row in range(20):
        assert readings.of([row])[0].passage == engine.index.passage(row)
        assert len(readings._kept) <= 4
