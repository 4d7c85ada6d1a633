"""What the tokens of a chunk give to the index, before their neighbours are looked at."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass
from typing import Final, NamedTuple

from spe_search.french._data import (
    COLLECTIVES,
    COMPOUNDS_OF_STOP_WORDS,
    LEXICAL_COMPOUNDS,
    MONTHS,
    STOP_WORDS,
)
from spe_search.french.numbers import digits, is_number_word, spelt
from spe_search.french.stem import stem_folded
from spe_search.french.tokens import (
    COMPOUND,
    DATE,
    ELISION,
    LABOUR,
    NUMBER,
    SYMBOL,
    WHOLE,
    WORD,
    YEARS,
    Token,
    figures,
    tokens,
)

SILENT: Final = "silent"  # gives nothing: a stop word
SETTLED: Final = "settled"  # gives the same terms wherever it stands
PLAIN: Final = "plain"  # a word: gives its term, unless it is the second of a double form
COLLECTIVE: Final = "collective"  # a plain word that is a number too: « une vingtaine »
SPELT: Final = "spelt"  # a number in letters, or its first word
FIGURE: Final = "figure"  # a number in digits

Given = tuple[str, int, int]
"""A term and where its surface starts and ends in the chunk."""

# What may make something else of a number before it than what it is by itself.
_GOES_ON = re.compile(
    r"\s{0,3}(?:$|[-+\u2010-\u2013]|(?:[aà]|ans?|years?|et|and|ou|or|to|pour)\b)", re.IGNORECASE
)
_LABOUR_HEAD = re.compile(r"[-\s]")
_SYMBOLS = {"%": ("%",), "$": ("dollar",), "€": ("euro",)} | {
    "m$": ("million", "dollar"),
    "k$": ("1000", "dollar"),
    "g$": ("milliard", "dollar"),
}


class Reading(NamedTuple):
    """A token of a chunk, its role in a text, and what it gives by itself.

    That is a term with its place in the chunk and, seldom, more of them.
    """

    role: str
    term: str
    start: int
    end: int
    more: tuple[Given, ...]
    kind: str
    word: str


@dataclass(frozen=True, slots=True, eq=False)
class Chunk:
    """A chunk of a text, read by itself.

    Nearly all chunks are simple: they give one term, of a word or a number, or none. It is told
    here, so that their readings need not be gone through. A number that ends a simple chunk gives
    something else where the next chunk goes on with it (« 20 ans », « vingt et un »).
    """

    depends: bool  # whether its neighbours may change what it gives
    is_simple: bool
    goes_on: bool
    term: str  # of a simple chunk; "" for none
    start: int
    end: int
    surface: str  # of that term
    at: int  # which of the readings gives the term
    width: int  # characters from the chunk's start to that of the next
    length: int  # how many readings
    readings: tuple[Reading, ...]


@functools.lru_cache(maxsize=131_072)
def read(chunk: str) -> Chunk:
    """Read a chunk by itself; cached, since a text says few chunks many times."""
    readings = []
    for token in tokens(chunk):
        first, *more = _given(token, chunk)
        role = _role(token, first[0])
        readings.append(Reading(role, *first, tuple(more), token.kind, token.text))
    loud = [at for at, reading in enumerate(readings) if reading.role is not SILENT]
    goes_on = bool(_GOES_ON.match(chunk)) or (bool(loud) and readings[0].role is SPELT)
    place = (len(chunk) + 1, len(readings), tuple(readings))
    if not loud:
        return Chunk(False, True, goes_on, "", 0, 0, "", 0, *place)
    role, term, start, end, others, _, word = readings[loud[0]]
    is_number = role in (FIGURE, SPELT)
    if role is SPELT:
        term, _ = spelt([word])  # none for an article, « un »
    ends = end == len(chunk)
    by_itself = ends or not _GOES_ON.match(chunk, end) if is_number else role is PLAIN
    is_simple = len(loud) == 1 and by_itself and not others
    depends = not is_simple or (is_number and ends)
    return Chunk(depends, is_simple, goes_on, term, start, end, chunk[start:end], loud[0], *place)


def _role(token: Token, term: str) -> str:
    kind, word, _, _ = token
    if kind is NUMBER:
        return FIGURE
    if kind is WORD and is_number_word(word):
        return SPELT
    if not term:
        return SILENT
    if kind is not WORD or word == "pourcent":
        return SETTLED
    return COLLECTIVE if word in COLLECTIVES else PLAIN


def _given(token: Token, chunk: str) -> tuple[Given, ...]:
    kind, word, start, end = token
    if kind is YEARS:
        return _years(token, chunk)
    if kind is DATE:
        return _date(token)
    if kind is SYMBOL:
        return tuple((term, start, end) for term in _SYMBOLS[word])
    return ((_term(kind, word), start, end),)


def _term(kind: str, word: str) -> str:
    """Return the one term of a token; nothing for a stop word."""
    if kind is NUMBER:
        return digits(word)
    if kind is COMPOUND:
        return _joined(word)
    if kind is LABOUR:
        return f"{stem_folded(_LABOUR_HEAD.split(word)[0])}-oeuvr"
    if kind is ELISION or word in STOP_WORDS or word in COMPOUNDS_OF_STOP_WORDS:
        return ""
    if kind is WHOLE and "'" not in word:
        return word
    return "%" if word == "pourcent" else stem_folded(word)


def _years(token: Token, chunk: str) -> tuple[Given, ...]:
    """Return an exercice (« 2023-24 » is « 2023-2024 ») or a span of years, and both years."""
    first, second = figures(token, chunk)
    last = second.text
    if len(last) == 2 and int(last) == (int(first.text) + 1) % 100:
        last = str(int(first.text) + 1)
    years = (
        (digits(first.text), first.start, first.end),
        (digits(last), second.start, second.end),
    )
    if len(last) == 4 and int(last) > int(first.text):
        return (f"{first.text}-{last}", token.start, token.end), *years
    return years


def _date(token: Token) -> tuple[Given, ...]:
    """Return the year, the month's name and the day of an ISO date."""
    start = token.start
    year, month, day = token.text.split("-")
    return (
        (year, start, start + 4),
        (stem_folded(MONTHS[int(month) - 1]), start + 5, start + 7),
        (digits(day), start + 8, start + 10),
    )


def _joined(compound: str) -> str:
    """Return the term of a folded compound: the terms of its parts, stop words left out.

    Not « sous- », which makes another word: a « sous-ministre » is no « ministre ».
    """
    if compound in LEXICAL_COMPOUNDS:
        return compound
    parts = compound.replace("l'", "").replace("d'", "").split("-")
    kept = [part for part in parts if part not in STOP_WORDS or part in ("i", "sous")]  # MFOR-I
    return "-".join(_part(part) for part in kept) if len(kept) > 1 else ""


def _part(word: str) -> str:
    value, taken = spelt([word])
    return value if taken else stem_folded(word)
