"""No answer leaves that cannot be checked: each fault is found, and nothing else is."""

from __future__ import annotations

import logging
from dataclasses import replace
from decimal import Decimal

import pytest

from spe_search import SearchEngine
from spe_search.answers import checked, faults
from spe_search.types import Answer, Citation, Figure, Span


@pytest.fixture(scope="module")
def cited(engine: SearchEngine) -> Citation:
    """A row of the real report: a figure, 41,0 %, and its target, 43,0 %."""
    found = engine.indicators("assistance sociale proportion", origin="table_cell", unit="%")
    return engine.cite(next(each for each in found if each.target))


@pytest.fixture(scope="module")
def read(cited: Citation) -> Answer:
    figure = Figure("41,0 %", Decimal("41.0"), "%")
    return Answer("answered", cited.quote, (cited,), (), figure=figure)


@pytest.fixture(scope="module")
def computed(cited: Citation) -> Answer:
    operands = ("41,0 %", "43,0 %")
    figure = Figure("2 points", Decimal("2.0"), "points", (0,), "difference", operands)
    return Answer("answered", "Écart de 2 points.", (cited,), (), figure=figure)


def test_what_is_right_has_no_fault(engine: SearchEngine, read: Answer, computed: Answer) -> None:
    for answer in (read, computed, replace(read, parts=(read, computed))):
        assert faults(answer, engine.document) == ()
        assert checked(answer, engine.document) is answer


def test_an_altered_quote_is_caught(engine: SearchEngine, read: Answer, cited: Citation) -> None:
    altered = replace(cited, quote=cited.quote.replace("41,0 %", "48,0 %"))
    wrong = replace(read, citations=(altered,), figure=None)
    assert "quote not at" in " ".join(faults(wrong, engine.document))


def test_a_quote_from_elsewhere_is_caught(
    engine: SearchEngine, read: Answer, cited: Citation
) -> None:
    moved = tuple(Span(span.start + 1, span.end + 1) for span in cited.spans)
    wrong = replace(read, citations=(replace(cited, spans=moved),))
    assert len(faults(wrong, engine.document)) == 1


@pytest.mark.parametrize("mark", [Span(-1, 3), Span(4, 4), Span(0, 10_000)])
def test_a_mark_outside_its_quote_is_caught(
    engine: SearchEngine, read: Answer, cited: Citation, mark: Span
) -> None:
    wrong = replace(read, citations=(replace(cited, marks=(mark,)),))
    assert "outside its quote" in " ".join(faults(wrong, engine.document))


def test_a_figure_that_is_not_in_its_quote_is_caught(engine: SearchEngine, read: Answer) -> None:
    wrong = replace(read, figure=Figure("42 %", Decimal(42), "%"))
    assert faults(wrong, engine.document) == ("figure '42 %' is in no quote",)


@pytest.mark.parametrize("citations", [(), (3,)])
def test_a_figure_without_a_source_is_caught(
    engine: SearchEngine, read: Answer, citations: tuple[int, ...]
) -> None:
    assert read.figure
    wrong = replace(read, figure=replace(read.figure, citations=citations))
    assert "cites nothing" in " ".join(faults(wrong, engine.document))


@pytest.mark.parametrize(
    ("value", "operation", "operands"),
    [
        ("3", "difference", ("41,0 %", "43,0 %")),
        ("2", "difference", ("41,0 %",)),
        ("41", "highest", ("41,0 %", "43,0 %")),
        ("43", "lowest", ("41,0 %", "43,0 %")),
    ],
)
def test_a_sum_that_does_not_come_out_is_caught(
    engine: SearchEngine, computed: Answer, value: str, operation: str, operands: tuple[str, ...]
) -> None:
    assert computed.figure
    wrong = replace(
        computed.figure,
        value=Decimal(value),
        operation=operation,  # type: ignore[arg-type]
        operands=operands,
    )
    found = faults(replace(computed, figure=wrong), engine.document)
    assert "does not come out" in " ".join(found)


@pytest.mark.parametrize(("value", "operation"), [("43", "highest"), ("41", "lowest")])
def test_extremes_come_out_again(
    engine: SearchEngine, computed: Answer, value: str, operation: str
) -> None:
    assert computed.figure
    right = replace(computed.figure, value=Decimal(value), operation=operation)  # type: ignore[arg-type]
    assert faults(replace(computed, figure=right), engine.document) == ()


def test_an_operand_that_is_in_no_quote_is_caught(engine: SearchEngine, computed: Answer) -> None:
    assert computed.figure
    wrong = replace(computed.figure, operands=("41,0 %", "99 %"))
    found = faults(replace(computed, figure=wrong), engine.document)
    assert found == ("figure '99 %' is in no quote",)


@pytest.mark.parametrize(("lang", "words"), [("fr", "vérifi"), ("en", "could not be checked")])
def test_a_fault_becomes_a_plain_no_answer(
    engine: SearchEngine,
    read: Answer,
    caplog: pytest.LogCaptureFixture,
    lang: str,
    words: str,
) -> None:
    wrong = replace(read, figure=Figure("42 %", Decimal(42), "%"), lang=lang)  # type: ignore[arg-type]
    with caplog.at_level(logging.ERROR):
        found = checked(replace(read, parts=(wrong,), lang=wrong.lang), engine.document)
    assert (found.status, found.cause, found.text) == ("no_answer", "unverified", "")
    assert (found.citations, found.figure) == ((), None)
    assert words in found.reason
    assert "42 %" in caplog.text
