"""Where a report says an item's region, theme and title: in headings, which no passage holds."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from spe_search.citing import cite
from spe_search.regions import region_named
from spe_search.types import Citation, Document, Extract, Initiative, Section, Span
from spe_search.verbatim import clean, page_at

_AROUND = 600
"""Characters before an item's text, or after it, among which its region is named.

A page set in columns, or with boxes, may be read in such an order that the heading comes last.
"""


def cite_region(document: Document, item: Initiative) -> Citation | None:
    """Cite the line beside an item's text that names its region; ``None`` where no line does.

    Of several, the nearest one before the text, else the nearest after it.
    """
    first, last = _start(item), max(span.end for e in item.extracts for span in e.spans)
    before = _lines(document.source, max(first - _AROUND, 0), first)
    after = _lines(document.source, last, last + _AROUND)
    for span in (*reversed(list(before)), *after):
        if region_named(document.source[span.start : span.end]) == item.region:
            return _cite(document, item, span)
    return None


def cite_theme(document: Document, item: Initiative) -> Citation | None:
    """Cite the last heading before an item that is its theme's; ``None`` where none is."""
    spans = [match.span() for match in _pattern(item.theme).finditer(document.source)]
    before = [span for span in spans if span[1] <= _start(item)]
    return _cite(document, item, Span(*before[-1])) if before else None


def cite_title(document: Document, item: Initiative | Section, words: str) -> Citation | None:
    """Cite some words of an item's title, where it stands nearest to its text."""
    titles = [match.span() for match in _pattern(item.title).finditer(document.source)]
    for start, end in sorted(titles, key=lambda span: abs(span[1] - _start(item))):
        if found := _pattern(words).search(document.source, start, end):
            return _cite(document, item, Span(*found.span()))
    return None


def _start(item: Initiative | Section) -> int:
    """Return where an item's first piece starts; a box beside it may start before."""
    spans = [span for extract in item.extracts[:1] for span in extract.spans]
    return spans[0].start if spans else 0


def _lines(source: str, start: int, end: int) -> Iterator[Span]:
    for match in re.compile(r"[^\n\r]+").finditer(source, start, end):
        if match[0].strip():
            yield Span(*match.span())


def _cite(document: Document, item: Initiative | Section, span: Span) -> Citation:
    text = clean(document.source, (span,))
    extract = Extract("paragraph", text, (span,), page_at(document, span.start))
    return cite(document, extract, Span(0, len(text)), item.title)


@lru_cache(maxsize=256)
def _pattern(heading: str) -> re.Pattern[str]:
    return re.compile(r"\s+".join(map(re.escape, heading.split())) or r"(?!)", re.IGNORECASE)
