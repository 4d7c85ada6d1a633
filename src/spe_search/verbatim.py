"""Keeping shown text checkable against its source.

A report's text reaches us with its lines cut and its spaces strewn. What is shown is repaired, but
every repair obeys one law: **it adds, removes or folds white space and invisible characters, or
replaces one hyphen by another; it touches nothing else.** Visible characters of the shown text and
of the source therefore correspond one to one, in order, which is what lets any part of the shown
text be found again in the untouched source, and lets anyone check it.

The repairs:

* line breaks and runs of space become one space;
* a line that ends in a compound's hyphen is joined to the next ("Îles-" + "de-la-Madeleine");
* a word torn in two is closed where its whole form stands elsewhere ("d’act ion");
* a space inside an elision is closed ("j ’ai");
* U+2010 and U+2011 become the plain hyphen; soft hyphens and zero-width characters go;
* a list's bullets each start a line.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from spe_search.types import Document, Span


class _Repairs(dict[int, str | None]):
    """What :meth:`str.translate` does to each character; worked out when it is first met."""

    def __missing__(self, code: int) -> str | None:
        char = chr(code)
        if char.isspace():
            kept: str | None = char
        elif unicodedata.category(char) in ("Cc", "Cf"):
            kept = None
        else:
            kept = "-" if char in "\u2010\u2011" else char
        self[code] = kept
        return kept


_REPAIRS = _Repairs()
_TORN_ELISION = re.compile(r"\b(?:[cdjlmnst]|qu)([ \u00a0\u2009\u202f]+)[’'](?=\w)", re.IGNORECASE)
_TORN_WORD = re.compile(r"\b([^\W\d_]{2,})( )([^\W\d_]{2,})\b")
_WORD = re.compile(r"[^\W\d_]+")
_RUN = re.compile(r"\s+|[^\s]+")
_BULLET = "•"


def decode(data: bytes) -> str:
    """Read a source's bytes: UTF-8 (with or without a byte order mark), else Windows-1252.

    Args:
        data: the file, as it lies on disk.

    Returns:
        The text whose character offsets every span refers to; line ends are left as they are.

    Raises:
        UnicodeDecodeError: neither encoding fits, or the bytes are not text (they hold a NUL).
    """
    if (nul := data.find(b"\0")) >= 0:
        raise UnicodeDecodeError("utf-8", data, nul, nul + 1, "not text")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252")


def torn_spaces(source: str) -> frozenset[int]:
    """Find the spaces that stand inside a word.

    "act ion" is closed only where "action" is a word of this text and neither "act" nor "ion"
    stands anywhere else in it, so that two real words are never glued.

    Args:
        source: the whole document.

    Returns:
        The offsets of white space that repaired text leaves out.
    """
    offsets: set[int] = set()
    for match in _TORN_ELISION.finditer(source):
        offsets.update(range(*match.span(1)))
    counts = Counter(word.lower() for word in _WORD.findall(source))
    for match in _overlapping(_TORN_WORD, source):
        left, right = match[1].lower(), match[3].lower()
        if counts[left] == counts[right] == 1 and counts[left + right]:
            offsets.add(match.start(2))
    return frozenset(offsets)


def _overlapping(pattern: re.Pattern[str], text: str) -> Iterator[re.Match[str]]:
    position = 0
    while match := pattern.search(text, position):
        yield match
        position = match.end(1)


def clean(source: str, spans: Sequence[Span], torn: frozenset[int] = frozenset()) -> str:
    """Return the repaired text of some spans of a source, in their order.

    Args:
        source: the whole document.
        spans: what to show; several are joined as lines of one paragraph would be.
        torn: offsets of white space to leave out, from :func:`torn_spaces`.
    """
    parts: list[str] = []
    for start, run in _runs(source, spans):
        if not run.isspace():
            visible = run.translate(_REPAIRS)
            if visible.startswith(_BULLET) and parts and parts[-1] == " ":
                parts[-1] = "\n"
            parts.append(visible)
        elif parts and parts[-1].strip() and torn.isdisjoint(range(start, start + len(run))):
            closes_compound = "\n" in run and _is_open_compound(parts[-1])
            parts.append("" if closes_compound else " ")
    return "".join(parts).strip()


def _runs(source: str, spans: Sequence[Span]) -> Iterator[tuple[int, str]]:
    for index, span in enumerate(spans):
        if index:
            yield span.start, "\n"
        for match in _RUN.finditer(source, span.start, span.end):
            yield match.start(), match[0]


def _is_open_compound(run: str) -> bool:
    return len(run) > 1 and run[-1] in "-\u2010\u2011" and run[-2].isalpha()


def squeeze(text: str) -> str:
    """Return a text's visible characters, hyphens made plain: what repairs never change."""
    return "".join(text.translate(_REPAIRS).split())


def is_verbatim(text: str, source: str, spans: Iterable[Span]) -> bool:
    """Tell whether ``text`` is what ``spans`` of ``source`` say, repairs aside."""
    return squeeze(text) == squeeze("".join(source[span.start : span.end] for span in spans))


def locate(source: str, spans: Sequence[Span], text: str, part: Span) -> tuple[Span, ...]:
    """Find in the source what ``text[part.start:part.end]`` shows.

    Args:
        source: the whole document.
        spans: where ``text`` comes from.
        text: the repaired text of ``spans``.
        part: a range of ``text``.

    Returns:
        The spans of the source, one for each of ``spans`` that the part runs through, trimmed of
        the white space around them; empty when the part shows nothing visible.
    """
    first = len(squeeze(text[: part.start]))
    last = first + len(squeeze(text[part.start : part.end]))
    found: list[Span] = []
    seen = 0
    for span in spans:
        offsets = visible(source, span)
        inside = offsets[max(first - seen, 0) : max(last - seen, 0)]
        if inside:
            found.append(Span(inside[0], inside[-1] + 1))
        seen += len(offsets)
    return tuple(found)


@lru_cache(maxsize=512)
def visible(source: str, span: Span) -> list[int]:
    """Return the offsets of the characters of a span that repairs keep, white space aside."""
    piece = source[span.start : span.end]
    kept = {char for char in set(piece) if squeeze(char)}
    return [i for i, char in enumerate(piece, span.start) if char in kept]


def page_at(document: Document, offset: int) -> int:
    """Return the number of the page on which a character of the source stands."""
    inside = (page for page in document.pages if page.span.start <= offset < page.span.end)
    return next(inside, document.pages[-1]).number
