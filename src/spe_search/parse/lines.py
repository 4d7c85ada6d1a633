"""From raw text to lines that know their page, their place and the gap above them.

Text drawn out of a PDF has lost its layout, but leaves traces of it: form feeds or an indented
first line where a page starts, a running head with its page number, more blank lines where the
page had more white space. This module reads those traces; it knows nothing of what lines mean.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise
from statistics import median_low

from spe_search.french import fold
from spe_search.types import Page, Span

_PAGE_NUMBER = re.compile(r"(?:page\s+|p\.\s*|[-–]\s*)?(\d{1,3})(?:\s*[-–])?", re.IGNORECASE)
_RUNNING_HEAD_REPEATS = 3


@dataclass(frozen=True, slots=True)
class Line:
    """A line with text on it.

    ``index`` counts lines from 0. ``start`` and ``end`` bound its text in the source, without the
    white space around it. ``gap`` counts the blank lines above it beyond what the document puts
    between any two lines; it is -1 where two lines follow each other more closely than usual.
    ``ends_wide`` tells that white space trails the line, as it does where a paragraph ended.
    """

    index: int
    text: str
    start: int
    end: int
    page: int
    gap: int
    first_on_page: bool
    ends_wide: bool

    @property
    def span(self) -> Span:
        """The line's range in the source."""
        return Span(self.start, self.end)


@dataclass(frozen=True, slots=True)
class _Raw:
    text: str
    start: int
    end: int
    blanks: int
    starts_page: bool
    ends_wide: bool


def read_lines(source: str, title: str) -> tuple[tuple[Line, ...], tuple[Page, ...]]:
    """Split a source into its lines and pages, running heads and page numbers left out.

    Args:
        source: the whole document.
        title: the report's title, which its running heads repeat.

    Returns:
        The lines with text, in order, and the pages, which together cover the source. Page
        numbers count from the numbers that are printed; from 1 where none is.
    """
    raws = _raw_lines(source)
    if not raws:
        return (), ()
    running = _running_heads(raws, title)
    usual = median_low([raw.blanks for raw in raws])
    starts, numbers = _page_starts(raws, running)
    first = _first_page_number(numbers)
    lines: list[Line] = []
    page, blanks, fresh = 0, 0, True
    for index, raw in enumerate(raws):
        if index in starts:
            page += 1 if index else 0
            fresh = True
        blanks += raw.blanks
        if index in running:
            continue
        lines.append(
            Line(
                len(lines),
                raw.text,
                raw.start,
                raw.end,
                first + page,
                blanks - usual,
                fresh,
                raw.ends_wide,
            )
        )
        blanks, fresh = 0, False
    return tuple(lines), _pages(source, [raws[i].start for i in sorted(starts)], first)


def _raw_lines(source: str) -> list[_Raw]:
    indents = [len(line) - len(line.lstrip(" ")) for line in source.split("\n") if line.strip()]
    # One space starts a page where it is the exception; it is a margin where it is the rule.
    marks_pages = indents.count(1) < 0.9 * len(indents)
    raws: list[_Raw] = []
    blanks, starts_page, position = 0, False, 0
    for whole in source.split("\n"):
        text = whole.strip()
        starts_page = starts_page or "\f" in whole
        if text:
            start = position + whole.index(text[0])
            indented = marks_pages and whole[0] == " " and not whole[1].isspace()
            wide = whole.rstrip("\r").endswith("  ")
            raws.append(_Raw(text, start, start + len(text), blanks, starts_page or indented, wide))
            blanks, starts_page = 0, False
        else:
            blanks += 1
        position += len(whole) + 1
    return raws


def _running_heads(raws: list[_Raw], title: str) -> dict[int, int | None]:
    """Find the lines that belong to the sheet, not the text: index -> page number, if it is one."""
    wanted = _key(title)
    keys = [_key(raw.text) for raw in raws]
    by_page_edge = Counter(
        keys[i]
        for i in range(len(raws))
        if i == 0 or raws[i].starts_page or (i + 1 < len(raws) and raws[i + 1].starts_page)
    )
    # A region's name may start three pages; what starts most of them is no part of the text.
    many = max(_RUNNING_HEAD_REPEATS, sum(raw.starts_page for raw in raws) / 2)
    heads = {
        i
        for i, key in enumerate(keys)
        if key and ((key == wanted and i > 0) or by_page_edge[key] >= many)
    }
    found: dict[int, int | None] = dict.fromkeys(heads)
    for i, raw in enumerate(raws):
        number = _PAGE_NUMBER.fullmatch(raw.text)
        at_edge = raw.starts_page or i + 1 == len(raws) or raws[i + 1].starts_page
        if number and (i - 1 in heads or i + 1 in heads or at_edge):
            found[i] = int(number[1])
    return found


def _key(text: str) -> str:
    """Reduce a head to its words: its year may differ from the title's, its page number does."""
    return re.sub(r"[\W\d]+", " ", fold(text)).strip()


def _page_starts(
    raws: list[_Raw], running: dict[int, int | None]
) -> tuple[set[int], dict[int, int]]:
    """Return the indices where pages start, and the printed numbers by ordinal of page."""
    starts = {0} | {i for i, raw in enumerate(raws) if raw.starts_page}
    for i in running:
        before = i
        while before - 1 in running:
            before -= 1
        after = i
        while after + 1 in running:
            after += 1
        is_foot = after + 1 >= len(raws) or after + 1 in starts
        if not is_foot and starts.isdisjoint(range(before, after + 1)):
            starts.add(before)
    ordered = sorted(starts)
    numbers: dict[int, int] = {}
    for i, number in running.items():
        if number is not None:
            numbers[sum(start <= i for start in ordered) - 1] = number
    return starts, numbers


def _first_page_number(numbers: dict[int, int]) -> int:
    """Count back from the printed numbers; the first page the most of them agree on wins."""
    votes = Counter(number - ordinal for ordinal, number in numbers.items())
    votes = Counter({first: n for first, n in votes.items() if first >= 1})
    return votes.most_common(1)[0][0] if votes else 1


def _pages(source: str, starts: list[int], first: int) -> tuple[Page, ...]:
    bounds = [0, *starts[1:], len(source)]
    return tuple(
        Page(first + i, Span(start, end)) for i, (start, end) in enumerate(pairwise(bounds))
    )
