"""Lines and pages: what a PDF's text still tells of its sheets."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spe_search.parse.lines import read_lines
from spe_search.types import Document
from spe_search.verbatim import squeeze

TITLE = "Bilan 2023-2024 des services"
HEAD = "BILAN 2023-2024 DES SERVICES"


def pages_of_lines(source: str) -> list[tuple[str, int]]:
    lines, _ = read_lines(source, TITLE)
    return [(line.text, line.page) for line in lines]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param("un\ndeux\n", [("un", 1), ("deux", 1)], id="no-number-counts-from-1"),
        pytest.param(
            " un\nsuite\n deux\nsuite\n trois\nsuite",
            [("un", 1), ("suite", 1), ("deux", 2), ("suite", 2), ("trois", 3), ("suite", 3)],
            id="indented-first-lines",
        ),
        pytest.param(
            "un\n\fdeux\n\f\ntrois", [("un", 1), ("deux", 2), ("trois", 3)], id="form-feeds"
        ),
        pytest.param(
            f" un\n deux\n trois\nfin\n{HEAD}\n17\nquatre\n",
            [("un", 14), ("deux", 15), ("trois", 16), ("fin", 16), ("quatre", 17)],
            id="the-printed-number-counts-back",
        ),
        pytest.param(
            "un\n4\n\fdeux\n5\n\ftrois\n6",
            [("un", 4), ("deux", 5), ("trois", 6)],
            id="numbers-at-the-foot",
        ),
        pytest.param(
            "un\nPage 9\n\fdeux\n- 10 -\n\ftrois\np. 11",
            [("un", 9), ("deux", 10), ("trois", 11)],
            id="numbers-with-words-and-dashes",
        ),
        pytest.param(
            "un\n4\n\fdeux\n5\n\f2023 fut faste\nsuite\n99",
            [("un", 4), ("deux", 5), ("2023 fut faste", 6), ("suite", 6)],
            id="the-majority-of-numbers-wins",
        ),
        pytest.param(
            "un\n12\ndeux", [("un", 1), ("12", 1), ("deux", 1)], id="a-number-in-the-text-stays"
        ),
        pytest.param(
            "Services\nun\n\fServices\ndeux\n\fServices\ntrois\n\fServices\nquatre",
            [("un", 1), ("deux", 2), ("trois", 3), ("quatre", 4)],
            id="what-repeats-at-the-edge-of-pages-is-a-head",
        ),
        pytest.param(
            f"{TITLE}\nun\n\f{HEAD}\ndeux",
            [(TITLE, 1), ("un", 1), ("deux", 2)],
            id="the-title-itself-stays",
        ),
    ],
)
def test_pages(source: str, expected: list[tuple[str, int]]) -> None:
    assert pages_of_lines(source) == expected


def test_a_number_is_never_counted_back_below_1() -> None:
    assert pages_of_lines("un\n\fdeux\n\ftrois\n1") == [("un", 1), ("deux", 2), ("trois", 3)]


@pytest.mark.parametrize(
    ("source", "gaps"),
    [
        pytest.param("a\nb\n\nc\n\n\nd\ne\nf", [0, 0, 1, 2, 0, 0], id="single-spaced"),
        pytest.param("a\n\nb\n\n\nc\nd\n\ne\n\nf", [-1, 0, 1, -1, 0, 0], id="double-spaced"),
    ],
)
def test_gaps_are_white_space_beyond_the_usual(source: str, gaps: list[int]) -> None:
    lines, _ = read_lines(source, TITLE)
    assert [line.gap for line in lines] == gaps


def test_what_a_line_says_of_itself() -> None:
    lines, _ = read_lines("un  \n deux\r\ntrois ", TITLE)
    assert [(line.first_on_page, line.ends_wide) for line in lines] == [
        (True, True),
        (True, False),
        (False, False),
    ]
    assert [line.index for line in lines] == [0, 1, 2]


_SOURCES = (
    st.lists(
        st.sampled_from(
            ["mot", " ", "\n", "\n\n", "\f", "17", HEAD, "Page 3", "«", "\t", "\r\n", "\u2028"]
        )
        | st.text(max_size=3),
        max_size=30,
    )
    .map("".join)
    .filter(str.strip)
)


@given(_SOURCES)
def test_lines_and_pages_lie_in_order_over_the_source(source: str) -> None:
    lines, pages = read_lines(source, TITLE)
    end = 0
    for line in lines:
        assert end <= line.start < line.end
        assert source[line.start : line.end] == line.text == line.text.strip()
        end = line.end
    assert "".join(source[p.span.start : p.span.end] for p in pages) == source
    assert [page.number for page in pages] == list(
        range(pages[0].number, pages[0].number + len(pages))
    )
    for line in lines:
        page = next(p for p in pages if p.number == line.page)
        assert page.span.start <= line.start < page.span.end


@given(_SOURCES)
def test_only_heads_and_numbers_are_left_out(source: str) -> None:
    lines, _ = read_lines(source, TITLE)
    kept = {line.start for line in lines}
    whole = source.split("\n")
    position = 0
    for text in whole:
        start = position + len(text) - len(text.lstrip())
        if text.strip() and start not in kept:
            repeated = sum(other.strip() == text.strip() for other in whole) >= 3
            assert repeated or any(c.isdigit() for c in text)
        position += len(text) + 1


def test_the_real_report_runs_from_page_2_to_17(real_document: Document) -> None:
    assert [page.number for page in real_document.pages] == list(range(2, 18))
    source = real_document.source
    firsts = {
        p.number: squeeze(source[p.span.start : p.span.end])[:12] for p in real_document.pages
    }
    assert firsts[2] == "INTRODUCTION"
    assert firsts[9] == "COUPDECŒUR!L"
    assert firsts[12] == "Initiativesa"
    assert firsts[17] == "BILAN2023-20"


def test_a_margin_of_one_space_starts_no_pages() -> None:
    text = "\n".join(f" La ligne {n} du rapport." for n in range(40))
    lines, pages = read_lines(text, "Rapport")
    assert len(pages) == 1
    assert len(lines) == 40
