"""Where the words and numbers of a text stand.

A text is first cut into chunks at its spaces, and each chunk into tokens by one compiled pattern.
A text says the same chunks over and over, so the tokens of a chunk are cached: the pattern reads
only what is new.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable
from typing import Final, NamedTuple

from spe_search.french._data import (
    CLITICS,
    COMPOUNDS_OF_STOP_WORDS,
    INCLUSIVE_ENDINGS,
    LEXICAL_COMPOUNDS,
)
from spe_search.french.fold import fold_word
from spe_search.french.numbers import is_number_word
from spe_search.types import Term

WORD: Final = "word"
WHOLE: Final = "whole"  # a word with an apostrophe or dots inside: aujourd'hui, S.P.E., B2
LABOUR: Final = "labour"  # main-d'œuvre and its like, never split
COMPOUND: Final = "compound"  # stands before its parts, over the same characters
ELISION: Final = "elision"
NUMBER: Final = "number"
YEARS: Final = "years"
DATE: Final = "date"
SYMBOL: Final = "symbol"

# Letters of any script; superscripts and fractions are alphanumeric to Python but no letters here.
_L = r"[^\W\d_\u00b2\u00b3\u00b9\u00bc-\u00be\u2070-\u209f\u2150-\u218f\u2460-\u24ff]"
_RUN = rf"{_L}+(?:[\u0300-\u036f\u00ad]+{_L}*)*"
_APOSTROPHE = "['\u2018\u2019\u201b\u02bc\u2032\u00b4`]"
_ELIDED = rf"(?i:[ldnsjmtc]|(?:jusqu|lorsqu|puisqu|quoiqu|qu)){_APOSTROPHE}"
_HYPHEN = r"[-\u2010\u2011\u2012\u2013]"
_GROUP = "[ \u00a0\u2007\u2009\u202f]"
_SUFFIX = r"(?:ers?|[eè]?res?|e|es|[eè]mes?|nde?|st|rd|th)"

_TOKEN = re.compile(
    rf"""
    (?P<url>(?:https?://|www\.)\S+)
  | (?P<labour>(?<!{_L})(?i:(?:mains?|chefs?|hors)(?:{_HYPHEN}|\s){{1,4}}
        d[\s]?{_APOSTROPHE}?[\s]?(?:œ|oe)uvres?)(?!{_L}))
  | (?P<lexical>(?<!{_L})(?i:aujourd{_APOSTROPHE}hui|quelqu{_APOSTROPHE}une?
        |presqu{_APOSTROPHE}[iî]les?|prud{_APOSTROPHE}hom\w+|c{_APOSTROPHE}est{_HYPHEN}[àa]{_HYPHEN}dire
        )(?!{_L}))
  | (?P<elision>(?<!{_L}){_ELIDED}(?={_L}))
  | (?P<dotted>(?<![^\W_])(?:{_L}\.)+{_L}\.?(?![^\W_]))
  | (?P<symbol>%|€|\$|(?<![^\W_])[MkG]\$)
  | (?P<code>(?<![^\W_])[A-Za-z]{{1,2}}\d{{1,4}}(?![^\W_]))
  | (?P<word>{_RUN}(?:{_HYPHEN}(?:(?i:[ld]){_APOSTROPHE})?{_RUN})*)
        (?P<inclusive>\((?i:[a-zèé]{{1,6}})\)(?i:s)?(?!{_L})
            |[·‧∙•・](?i:[a-zèé]{{1,6}})(?:[·‧∙•・](?i:s))?(?!{_L})
            |\.(?i:es?)(?:\.(?i:s))?(?!{_L}))?
        (?:\d{{1,2}}(?!\d))?
  | (?P<date>(?<!\d)(?:19|20)\d\d-(?:0[1-9]|1[0-2])-[0-3]\d(?!\d))
  | (?P<years>(?<!\d)(?:19|20)\d\d{_GROUP}?[-\u2010-\u2014/]{_GROUP}?(?:(?:19|20)\d\d|\d\d)(?!\d))
  | (?P<number>(?:[1-9]\d{{0,2}}(?:{_GROUP}\d{{3}})+(?!\d)|\d+)(?:[.,]\d+)?)
        (?i:{_SUFFIX}(?!{_L}))?
    """,
    re.VERBOSE,
)
_PART = re.compile(_RUN)
_ENDING = re.compile(_L + "+")
_YEAR = re.compile(r"\d+")

# Most chunks: one word, perhaps after an elision and before punctuation. « www. » is an address,
# and the apostrophe U+02BC is a letter to Python.
_ONE_WORD = re.compile(rf"(?P<elision>{_ELIDED})?(?P<word>(?!www|\w*\u02bc){_L}+)[.,;:!?…»”\")\]]*")

# Where a text may be cut: a space or a line break, but for those that may stand within a token,
# as in « 102 544 », « 2023 - 2024 » and « main d’œuvre ». A cut too few costs only time.
_IN_NUMBER = r" (?<=[\d/\-\u2010-\u2014] )(?=[\d/\-\u2010-\u2014])"
_IN_LABOUR = r"[ \n](?=\W{0,3}d?[\W\u02bc]{0,3}(?:œ|oe)uvre)"
_CUT = re.compile(rf"(?!{_IN_NUMBER}|{_IN_LABOUR})[ \n]", re.IGNORECASE)
_SPACED_NUMBER = re.compile(_IN_NUMBER)


new_term: Callable[[tuple[str, int, int]], Term] = functools.partial(tuple.__new__, Term)
"""What ``Term(…)`` returns, in half the time."""


class Token(NamedTuple):
    """A piece of a chunk: its kind, its folded surface and where it stands in the chunk."""

    kind: str
    text: str
    start: int
    end: int


def chunks(text: str) -> list[str]:
    """Cut a text at its spaces and line breaks, but for those that may stand within a token.

    One character, and no more, lies between a chunk and the next.
    """
    if "uvre" in text.lower() or _SPACED_NUMBER.search(text):
        return _CUT.split(text)
    return text.replace("\n", " ").split(" ")  # the same, and much faster


def tokens(chunk: str) -> tuple[Token, ...]:
    """Cut a chunk into tokens, in order; addresses of the Web are left out.

    A compound stands before its parts. A figure of one or two digits glued to a word is a
    footnote mark and is left out.
    """
    if one := _ONE_WORD.fullmatch(chunk):
        return _one_word(one)
    found: list[Token] = []
    for match in _TOKEN.finditer(chunk):
        group = match.lastgroup
        if group in ("word", "inclusive"):
            _add_word(match, found)
        elif group != "url" and group is not None:
            kind = _KINDS.get(group, group)
            surface = match[0] if group != "dotted" else match[0].replace(".", "")
            if kind is NUMBER:
                surface = match["number"]
            found.append(Token(kind, fold_word(surface), match.start(), match.end()))
    return tuple(found)


def _one_word(match: re.Match[str]) -> tuple[Token, ...]:
    """Return what the large pattern would find, without its many alternatives."""
    word = Token(WORD, fold_word(match["word"]), match.start("word"), match.end("word"))
    elided = match["elision"]
    return (Token(ELISION, fold_word(elided), 0, len(elided)), word) if elided else (word,)


_KINDS: dict[str, str] = {"lexical": WHOLE, "dotted": WHOLE, "code": WHOLE} | {
    kind: kind for kind in (LABOUR, ELISION, NUMBER, YEARS, DATE, SYMBOL)
}


def _add_word(match: re.Match[str], found: list[Token]) -> None:
    """Append a plain word, an inclusive form, or a compound and its parts."""
    surface, start = match["word"], match.start("word")
    ending = match["inclusive"]
    if ending is not None and not _is_inclusive(ending):
        ending = None
    end = match.end("inclusive") if ending is not None else match.end("word")
    folded = fold_word(surface)
    if "-" not in folded:
        found.append(Token(WORD, folded, start, end))
        return
    parts = [
        Token(WORD, fold_word(part[0]), start + part.start(), start + part.end())
        for part in _PART.finditer(surface)
    ]
    if len(parts) > 1 and all(part.text in INCLUSIVE_ENDINGS for part in parts[1:]):
        found.append(Token(WORD, parts[0].text, start, end))
        return
    if folded in COMPOUNDS_OF_STOP_WORDS:
        found.append(Token(WHOLE, folded, start, end))
        return
    kept = list(parts)
    while folded not in LEXICAL_COMPOUNDS and len(kept) > 1 and kept[-1].text in CLITICS:
        kept.pop()
    if len(kept) > 1 and not all(is_number_word(p.text) or p.text == "et" for p in kept):
        found.append(Token(COMPOUND, folded, start, end))
    found.extend(parts)


def _is_inclusive(ending: str) -> bool:
    return all(piece in INCLUSIVE_ENDINGS for piece in _ENDING.findall(fold_word(ending)))


def figures(token: Token, chunk: str) -> list[Token]:
    """Return the figures of a token of kind ``years`` or ``date``, each as a number."""
    return [
        Token(NUMBER, figure[0], figure.start(), figure.end())
        for figure in _YEAR.finditer(chunk, token.start, token.end)
    ]


def words(text: str) -> tuple[Term, ...]:
    """Return every word and number of a text with its folded surface.

    Elided words (l’, d’, qu’, jusqu’…) are split off and left out, except where they are part of
    a word (« aujourd’hui », « main-d’œuvre »). Compounds are given by their parts; inclusive
    forms (« agent(e)s ») by their first member. Addresses of the Web are left out.

    Args:
        text: any text.

    Returns:
        Terms in order and without overlap; ``text[term.start:term.end]`` is the surface.
    """
    found: list[Term] = []
    origin = 0
    for chunk in chunks(text):
        for _, folded, start, end in _flat(chunk):
            found.append(new_term((folded, origin + start, origin + end)))
        origin += len(chunk) + 1
    return tuple(found)


@functools.lru_cache(maxsize=65_536)
def _flat(chunk: str) -> tuple[Token, ...]:
    """Return the words and numbers of a chunk, one after another."""
    flat: list[Token] = []
    for token in tokens(chunk):
        if token.kind in (YEARS, DATE):
            flat.extend(figures(token, chunk))
        elif token.text and token.kind not in (COMPOUND, ELISION, SYMBOL):
            flat.append(token)
    return tuple(flat)
