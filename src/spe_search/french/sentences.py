"""Where the sentences of a French text begin and end."""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterator

from spe_search.french._data import ABBREVIATIONS
from spe_search.french.fold import fold_word
from spe_search.types import Span

# A blank line ends a block; so does a line break before a bullet.
_BLOCK_END = re.compile(r"\n[^\S\n]*\n|\n(?=[^\S\n]*(?:[•‣◦▪▫●○·*]|[-–—]\s))")
_STOP = re.compile(
    r"[.!?…]+(?P<closing>(?:[^\S\n]?[»”\"'’)\]]|[^\S\n]?[:;]-?[)(D](?!\w))*)(?=\s|$)"
)
_BEFORE_DOT = re.compile(r"[^\s(«\[“\"'’]+$")
_RANK = re.compile(r"\d+(?:er|re|ere)$")
_LIST_MARK = re.compile(r"\s*(?:\d{1,2}|[A-Za-z])$")
_PARENTHESIS = re.compile(r"\([^()]{0,400}\)")
_NEXT = re.compile(r"\s*[«“\"'‘(\[]*\s*(\S)")
_LONGEST_WORD = 40


def sentences(text: str) -> tuple[Span, ...]:
    """Return the sentences of a text as spans.

    A sentence ends at a full stop, an exclamation or question mark or an ellipsis, with what
    closes after it (» or a parenthesis), unless the mark belongs to an abbreviation, an initial
    or a number, stands within parentheses, or lower case follows. A blank line ends it, and so
    does a line break before a bullet.

    Args:
        text: any text.

    Returns:
        Spans in order, without overlap, with no space at either end; together they hold every
        character that is not a space.
    """
    found: list[Span] = []
    for start, end in _blocks(text):
        begin = start
        for cut in _cuts(text, start, end):
            _append(text, begin, cut, found)
            begin = cut
        _append(text, begin, end, found)
    return tuple(found)


def _blocks(text: str) -> Iterator[tuple[int, int]]:
    begin = 0
    for match in _BLOCK_END.finditer(text):
        yield begin, match.start()
        begin = match.end()
    yield begin, len(text)


def _append(text: str, start: int, end: int, found: list[Span]) -> None:
    piece = text[start:end]
    bare = piece.strip()
    if bare:
        start += len(piece) - len(piece.lstrip())
        found.append(Span(start, start + len(bare)))


def _cuts(text: str, start: int, end: int) -> Iterator[int]:
    """Yield where sentences end within a block, its own end left out."""
    block = text[start:end]
    closed = [match.span() for match in _PARENTHESIS.finditer(block)] if "(" in block else []
    begin = 0
    for match in _STOP.finditer(block):
        # A mark whose closing takes the parenthesis itself ends it too: « (Il rit.) Puis … ».
        if not _within(closed, match.start(), match.end()) and _ends_sentence(block, begin, match):
            begin = match.end()
            yield start + begin


def _within(spans: list[tuple[int, int]], start: int, end: int) -> bool:
    at = bisect.bisect_left(spans, (start, 0)) - 1
    return at >= 0 and end < spans[at][1]


def _ends_sentence(block: str, begin: int, match: re.Match[str]) -> bool:
    following = _NEXT.match(block, match.end())
    if following is None or following[1].islower():
        return False
    mark = match[0]
    if mark[0] != "." or mark[1:2] in (".", "!", "?", "…") or match["closing"]:
        return not _is_short_parenthesis(mark, block[begin : match.end()])
    if _LIST_MARK.fullmatch(block[begin : match.start()]):
        return False
    lead = block[max(begin, match.start() - _LONGEST_WORD) : match.start()]
    word = _BEFORE_DOT.search(lead)
    return word is None or not _is_abbreviation(word[0])


def _is_short_parenthesis(mark: str, sentence: str) -> bool:
    """Tell whether a mark ends only what is in parentheses: « (électricité, eaux, etc.) Pour »."""
    opened = sentence.rfind("(")
    return mark.endswith(")") and "(" in sentence and sentence[opened + 1 : opened + 2].islower()


def _is_abbreviation(word: str) -> bool:
    """Tell whether the word before a full stop is an abbreviation, an initial or a rank."""
    if len(word) == 1 and word.isalpha() and word.isupper():
        return True
    folded = fold_word(word)
    last = folded.rsplit("-", 1)[-1].rsplit(".", 1)[-1]
    return (
        folded in ABBREVIATIONS
        or bool(_RANK.fullmatch(folded))
        or (len(last) == 1 and last.isalpha() and last != folded)  # c.-à-d., S.P.E., J.-P.
    )
