"""The index terms of a text: what the lexical index counts and the highlighter marks."""

from __future__ import annotations

import functools
import re

from spe_search.french._data import (
    COLLECTIVES,
    COMPOUNDS_OF_STOP_WORDS,
    LEXICAL_COMPOUNDS,
    MONTHS,
    PAIR_ARTICLES,
    PAIR_LINKS,
    STOP_WORDS,
)
from spe_search.french.fold import fold
from spe_search.french.numbers import digits, is_number_word, spelt
from spe_search.french.stem import masculine, stem_folded
from spe_search.french.tokens import (
    COMPOUND,
    DATE,
    LABOUR,
    NUMBER,
    SYMBOL,
    WHOLE,
    WORD,
    YEARS,
    Token,
    tokens,
    year_pair,
)
from spe_search.types import Term

_AGE = r"\s{0,3}(?:ans?|years?(?:\sold)?)\b"
_OR_MORE = re.compile(
    rf"(?:{_AGE})?\s{{1,3}}(?:et|ou|and|or)\s{{1,3}}(?:\+|(?:plus|over|older|more)\b)"
    rf"|{_AGE}\s{{0,3}}\+|\+(?!\d)",
    re.IGNORECASE,
)
_OR_LESS = re.compile(
    rf"{_AGE}\s{{1,3}}(?:et|ou|and|or)\s{{1,3}}(?:moins|under|less)\b", re.IGNORECASE
)
_YEARS_OF_AGE = re.compile(_AGE, re.IGNORECASE)
_UP_TO = re.compile(r"\s{1,2}(?:à|a|to)\s{1,2}(?=\d)|[-\u2010-\u2013](?=\d)", re.IGNORECASE)
_AND = re.compile(r"\s{1,2}et\s{1,2}(?=\d)", re.IGNORECASE)
_PER_CENT = re.compile(r"\s{1,2}pour\s?cents?\b", re.IGNORECASE)
_SIDE_BY_SIDE = re.compile(r"[-\u2010-\u2013]|\s{1,3}")
_PAIR_SLASH = re.compile(r"\s?/\s?")
_LONGEST_BOUND = 9  # digits: longer figures bound no range
_LONGEST_NUMBER = 16  # words; 999 999 takes 13
_SYMBOLS = {"%": ("%",), "$": ("dollar",), "€": ("euro",)} | {
    "m$": ("million", "dollar"),
    "k$": ("1000", "dollar"),
    "g$": ("milliard", "dollar"),
}


def terms(text: str) -> tuple[Term, ...]:
    """Return the index terms of a text.

    Stop words are dropped and words stemmed. Numbers have one form however they are written.
    What is said once for women and once for men counts once. A compound gives one joined term
    and its parts; « main-d’œuvre » gives the joined term alone.

    Args:
        text: any text, a query as well as a passage.

    Returns:
        Terms by rising start, the longer first; ``text[term.start:term.end]`` is the surface.
    """
    return tuple(_Analysis(text).run())


@functools.lru_cache(maxsize=8_192)
def stem(word: str) -> str:
    """Return the index form of one word, as :func:`terms` gives it.

    Args:
        word: one word, of any spelling; a stop word is stemmed like any other.

    Returns:
        The term; for a compound, the joined one. Empty only if ``word`` is.
    """
    found = terms(word)
    return found[0].text if found else stem_folded(fold(word.strip()))


class _Analysis:
    """One reading of one text; it holds the terms found so far and the last plain word."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.tokens = tokens(text)
        self.found: list[Term] = []
        self.last_at = -1
        self.last_term = ""

    def run(self) -> list[Term]:
        at = 0
        end = len(self.tokens)
        while at < end:
            token = self.tokens[at]
            if token.kind is WORD:
                at = self.word(at, token)
            elif token.kind is NUMBER:
                at = self.number(digits(token.text), at, at + 1)
            else:
                self.other(token)
                at += 1
        return self.found

    def add(self, term: str, start: int, end: int) -> None:
        if term:
            self.found.append(Term(term, start, end))

    def word(self, at: int, token: Token) -> int:
        """Handle a word; return where to go on."""
        word = token.text
        if is_number_word(word) and (read := self.spelt_number(at)):
            return read
        if word in STOP_WORDS:
            return at + 1
        if word == "pourcent":
            self.add("%", token.start, token.end)
            return at + 1
        if word in COLLECTIVES:
            self.number_terms(COLLECTIVES[word], at, at + 1)
        term = stem_folded(word)
        if not (term == self.last_term and self.is_second_of_pair(at, token)):
            self.add(term, token.start, token.end)
        self.last_at, self.last_term = at, term
        return at + 1

    def is_second_of_pair(self, at: int, token: Token) -> bool:
        """Tell whether a word repeats the last one in the other gender."""
        last = self.tokens[self.last_at]
        if masculine(last.text) != masculine(token.text):
            return False
        between = [t.text.rstrip("'") for t in self.tokens[self.last_at + 1 : at]]
        if not between:
            gap = self.text[last.end : token.start]
            return last.text != token.text and bool(_PAIR_SLASH.fullmatch(gap))
        if len(between) > 3 or between[0] not in PAIR_LINKS:
            return False
        if not all(word in PAIR_ARTICLES for word in between[1:]):
            return False
        # « une collègue ou un collègue »: only the article tells, so there must be one.
        return last.text != token.text or any(w in ("un", "une", "le", "la") for w in between)

    def spelt_number(self, at: int) -> int:
        """Handle a number in letters; return where to go on, or 0 if there is none."""
        run = [self.tokens[at].text]
        for before, after in zip(
            self.tokens[at : at + _LONGEST_NUMBER],
            self.tokens[at + 1 : at + _LONGEST_NUMBER],
            strict=False,
        ):
            gap = self.text[before.end : after.start]
            if after.kind is not WORD or not _SIDE_BY_SIDE.fullmatch(gap):
                break
            run.append(after.text)
        value, taken = spelt(run)
        return self.number(value, at, at + taken) if taken else 0

    def number(self, value: str, at: int, after: int) -> int:
        """Handle a number over tokens ``at`` to ``after``; return where to go on."""
        self.number_terms(value, at, after)
        end = self.tokens[after - 1].end
        if found := _PER_CENT.match(self.text, end):
            self.add("%", found.end() - len(found[0].lstrip()), found.end())
            while after < len(self.tokens) and self.tokens[after].start < found.end():
                after += 1
        return after

    def number_terms(self, value: str, at: int, after: int) -> None:
        """Add the range a number opens, the age group it bounds, and the number itself."""
        start, end = self.tokens[at].start, self.tokens[after - 1].end
        self.range_term(value, at, after)
        before = [t.text for t in self.tokens[max(0, at - 2) : at]]
        aged = _YEARS_OF_AGE.match(self.text, end)
        if found := _OR_MORE.match(self.text, end):
            self.add(f"{value}+", start, found.end())
        elif found := _OR_LESS.match(self.text, end):
            self.add(f"{value}-", start, found.end())
        elif aged and before in (["plus", "de"], ["over"]):
            self.add(f"{value}+", start, aged.end())
        elif aged and before == ["moins", "de"]:
            self.add(f"{value}-", start, aged.end())
        self.add(value, start, end)

    def range_term(self, value: str, at: int, after: int) -> None:
        """Add « 20-34 » for « 20 à 34 », « 20-34 » and « entre 20 et 34 ans »."""
        start, end = self.tokens[at].start, self.tokens[after - 1].end
        upper = next((t for t in self.tokens[after : after + 2] if t.kind is NUMBER), None)
        if upper is None:
            return
        limit = digits(upper.text)
        if not all(n.isdecimal() and len(n) <= _LONGEST_BOUND for n in (value, limit)):
            return
        link = _UP_TO.match(self.text, end)
        if link is None and at > 0 and self.tokens[at - 1].text == "entre":
            link = _AND.match(self.text, end)
        if link and link.end() == upper.start and int(value) < int(limit):
            self.add(f"{value}-{limit}", start, upper.end)

    def other(self, token: Token) -> None:
        """Handle what is neither a plain word nor a plain number."""
        kind, word, start, end = token
        if kind is COMPOUND:
            self.add(_joined(word), start, end)
        elif kind is LABOUR:
            self.add(f"{stem_folded(_LABOUR_HEAD.split(word)[0])}-oeuvr", start, end)
        elif kind is SYMBOL:
            for term in _SYMBOLS[word]:
                self.add(term, start, end)
        elif kind is YEARS:
            self.years(token)
        elif kind is DATE:
            self.date(token)
        elif kind is WHOLE and word not in STOP_WORDS and word not in COMPOUNDS_OF_STOP_WORDS:
            self.add(word if "'" not in word else stem_folded(word), start, end)

    def years(self, token: Token) -> None:
        """Add an exercice (« 2023-24 » is « 2023-2024 ») or a span of years, and both years."""
        first, second = year_pair(token, self.text)
        last = second.text
        if len(last) == 2 and int(last) == (int(first.text) + 1) % 100:
            last = str(int(first.text) + 1)
        if len(last) == 4 and int(last) > int(first.text):
            self.add(f"{first.text}-{last}", token.start, token.end)
        self.add(digits(first.text), first.start, first.end)
        self.add(digits(last), second.start, second.end)

    def date(self, token: Token) -> None:
        """Add the year, the month's name and the day of an ISO date."""
        start = token.start
        year, month, day = token.text.split("-")
        self.add(year, start, start + 4)
        self.add(stem_folded(MONTHS[int(month) - 1]), start + 5, start + 7)
        self.add(digits(day), start + 8, start + 10)


_LABOUR_HEAD = re.compile(r"[-\s]")


@functools.lru_cache(maxsize=16_384)
def _joined(compound: str) -> str:
    """Return the term of a folded compound: the terms of its parts, stop words left out."""
    if compound in LEXICAL_COMPOUNDS:
        return compound
    parts = compound.replace("l'", "").replace("d'", "").split("-")
    kept = [part for part in parts if part not in STOP_WORDS or part == "i"]  # MFOR-I
    return "-".join(_part(part) for part in kept) if len(kept) > 1 else ""


def _part(word: str) -> str:
    value, taken = spelt([word])
    return value if taken else stem_folded(word)
