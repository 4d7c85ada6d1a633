"""Quotes that can be checked: the sentence chosen, the words marked, the place in the source."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spe_search.citing import best_sentence, cite, marks
from spe_search.errors import VerbatimError
from spe_search.french import sentences, terms
from spe_search.passages import passages_of
from spe_search.types import Document, Passage, Span
from spe_search.verbatim import page_at, squeeze

TEXT = "Un salon a eu lieu. 42 femmes y étaient. Des femmes ont trouvé un emploi en forêt."


def weights(query: str) -> dict[str, float]:
    return {term.text: 1.0 for term in terms(query)}


# ---------------------------------------------------------------- the sentence that answers


@pytest.mark.parametrize(
    ("wanted", "start"),
    [
        ({}, "Un salon"),
        ({"zorglub": 9.0}, "Un salon"),
        ({"salon": 1.0}, "Un salon"),
        ({"femm": 1.0}, "42 femmes"),  # the first of two as good
        ({"femm": 1.0, "foret": 0.1}, "Des femmes"),
        ({"femm": 1.0, "42": 0.1}, "42 femmes"),
        ({"salon": 3.0, "femm": 1.0, "foret": 1.0}, "Un salon"),  # weight, not number
        ({"salon": 1.5, "femm": 1.0, "foret": 1.0}, "Des femmes"),
    ],
)
def test_best_sentence(wanted: dict[str, float], start: str) -> None:
    span = best_sentence(TEXT, wanted)
    assert TEXT[span.start : span.end].startswith(start)
    assert TEXT[span.end - 1] == "."


def test_a_word_said_twice_counts_once() -> None:
    text = "Femmes, femmes et femmes. Des femmes en forêt."
    span = best_sentence(text, {"femm": 1.0, "foret": 0.5})
    assert text[span.start : span.end] == "Des femmes en forêt."


@settings(max_examples=60)
@given(st.text(min_size=1, max_size=80).filter(str.strip), st.text(max_size=20))
def test_the_best_sentence_is_one_of_the_text(text: str, query: str) -> None:
    assert best_sentence(text, weights(query)) in sentences(text)


# ---------------------------------------------------------------- marks


@pytest.mark.parametrize(
    ("text", "query", "marked"),
    [
        (TEXT, "", []),
        (TEXT, "zorglub", []),
        (TEXT, "femme", ["femmes", "femmes"]),
        (TEXT, "FORET emploi", ["emploi", "forêt"]),
        ("les chômeuses et les chômeurs d’ici", "chômeur", ["chômeuses", "chômeurs"]),
        # a compound and its parts stand over one another
        ("les Îles-de-la-Madeleine", "Îles-de-la-Madeleine", ["Îles-de-la-Madeleine"]),
        ("les Îles-de-la-Madeleine", "Madeleine", ["Madeleine"]),
        ("en 2023-2024", "2023-2024", ["2023-2024"]),
        ("en 2023-2024", "2024", ["2024"]),
        ("les 50 ans et plus", "50 ans et plus", ["50 ans et plus"]),
        ("les 50 ans et plus", "50", ["50"]),
        ("102 544 participants", "102544", ["102 544"]),
        ("l’emploi", "emploi", ["emploi"]),
        ("53,9 %", "53,9 %", ["53,9", "%"]),
        ("7% de plus", "7 %", ["7%"]),
    ],
)
def test_marks(text: str, query: str, marked: list[str]) -> None:
    found = marks(text, weights(query))
    assert [text[span.start : span.end] for span in found] == marked


@settings(max_examples=80)
@given(st.text(max_size=60), st.sets(st.sampled_from(["a", "femm", "42", "2023", "é"])))
def test_marks_stand_apart_and_in_order(text: str, more: set[str]) -> None:
    wanted = {term.text for term in terms(text)[::2]} | more
    end = -1
    for span in marks(text, wanted):
        assert end < span.start < span.end <= len(text)
        end = span.end


def test_every_wanted_word_is_marked() -> None:
    wanted = {term.text for term in terms(TEXT)}
    marked = marks(TEXT, wanted)
    for term in terms(TEXT):
        assert any(span.start <= term.start and term.end <= span.end for span in marked)


# ---------------------------------------------------------------- citations


@pytest.fixture(scope="module")
def passages(real_document: Document) -> tuple[Passage, ...]:
    return passages_of(real_document)


def whole(passage: Passage) -> Span:
    return Span(0, len(passage.text))


def named(passages: tuple[Passage, ...], end: str) -> Passage:
    return next(passage for passage in passages if passage.id.endswith(end))


def test_a_citation_says_where_it_is(
    real_document: Document, passages: tuple[Passage, ...]
) -> None:
    passage = named(passages, "/jade#results-1")
    citation = cite(real_document, passage, best_sentence(passage.text, {"333": 1.0}), "JADE")
    assert citation.quote.startswith("333 personnes")
    assert citation.document_id == "bilan-2023-2024"
    assert citation.page == passage.page == 15
    assert squeeze(real_document.source[citation.start : citation.end]) == squeeze(citation.quote)
    assert citation.label == f"{real_document.metadata.title}, p.\u00a015, «\u00a0JADE\u00a0»"


def test_every_sentence_of_the_report_can_be_cited(
    real_document: Document, passages: tuple[Passage, ...]
) -> None:
    for passage in passages:
        for part in sentences(passage.text):
            citation = cite(real_document, passage, part, "x")
            assert citation.quote == passage.text[part.start : part.end]
            assert passage.start <= citation.start < citation.end <= passage.end
            assert citation.page == page_at(real_document, citation.start)


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text.replace("333", "334"),
        lambda text: text.replace("personnes", "personne", 1),
        lambda text: "Près de " + text,
        lambda text: text[::-1],
        lambda text: text.replace("333 personnes", "PERSONNES 333"),
    ],
    ids=["figure", "letter", "more", "backwards", "moved"],
)
def test_a_text_that_was_altered_is_not_cited(
    real_document: Document, passages: tuple[Passage, ...], change: object
) -> None:
    passage = named(passages, "/jade#results-1")
    altered = replace(passage, text=change(passage.text))  # type: ignore[operator]
    assert altered != passage
    with pytest.raises(VerbatimError, match="bilan-2023-2024"):
        cite(real_document, altered, whole(altered), "JADE")


def test_a_passage_that_was_moved_is_not_cited(
    real_document: Document, passages: tuple[Passage, ...]
) -> None:
    passage = named(passages, "/jade#results-1")
    spans = tuple(Span(span.start + 1, span.end + 1) for span in passage.spans)
    with pytest.raises(VerbatimError):
        cite(real_document, replace(passage, spans=spans), whole(passage), "JADE")


def test_nothing_cannot_be_cited(real_document: Document, passages: tuple[Passage, ...]) -> None:
    passage = named(passages, "/jade#results-1")
    with pytest.raises(VerbatimError):
        cite(real_document, passage, Span(3, 3), "JADE")


def test_white_space_may_be_laid_out_otherwise(
    real_document: Document, passages: tuple[Passage, ...]
) -> None:
    passage = named(passages, "/jade#results-1")
    spread = replace(passage, text=passage.text.replace(" ", "\n "))
    assert cite(real_document, spread, whole(spread), "JADE").page == 15
