"""The index terms of a text: what the lexical index counts and the highlighter marks."""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence

from spe_search.french._data import COLLECTIVES, PAIR_ARTICLES, PAIR_LINKS
from spe_search.french.fold import fold
from spe_search.french.numbers import spelt
from spe_search.french.readings import (
    COLLECTIVE,
    FIGURE,
    SETTLED,
    SILENT,
    SPELT,
    Part,
    Reading,
    read,
)
from spe_search.french.stem import masculine, stem_folded
from spe_search.french.tokens import WORD, chunks, new_term
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
# What opens each of the patterns above; a number with nothing of it after stands for itself.
_BOUND = re.compile(r"\s{0,3}(?:\+|[aà]|years?|et|ou|or|to|[-\u2010-\u2013](?=\d))", re.IGNORECASE)
_PER_CENT = re.compile(r"\s{1,2}pour\s?cents?\b", re.IGNORECASE)
_SIDE_BY_SIDE = re.compile(r"[-\u2010-\u2013]|\s{1,3}")
_PAIR_SLASH = re.compile(r"\s?/\s?")
_LONGEST_BOUND = 9  # digits: longer figures bound no range
_LONGEST_NUMBER = 16  # words; 999 999 takes 13


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


# Two tokens that say nothing, so that those after a text's last may be looked at.
_AFTER_ALL = Part(True, "", 0, 0, 0, 1, 2, 2 * (Reading(SILENT, "", 0, 0, (), "", ""),))


class _Analysis:
    """One reading of one text: what its chunks give, and the terms found so far.

    Tokens are numbered through the text. Few need their neighbours looked at, so these are found
    from the chunk that is being read, ``here``: its number, its first token, and where it begins.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self.parts = [read(chunk) for chunk in chunks(text)]
        self.parts.append(_AFTER_ALL)
        self.here = (0, 0, 0)
        self.found: list[Term] = []
        self.last_at, self.last_term = -1, ""  # the last plain word
        self.resume = 0  # tokens before it belong to a number

    def run(self) -> list[Term]:
        first = origin = 0
        for number, part in enumerate(self.parts):
            is_simple, term, start, end, at, width, length, readings = part
            if not is_simple or first < self.resume:
                self.here = (number, first, origin)
                self.read_all(readings, first, origin)
            elif term:
                at += first
                if term == self.last_term:
                    self.here = (number, first, origin)
                if term != self.last_term or not self.is_pair(self.last_at, at):
                    self.found.append(new_term((term, origin + start, origin + end)))
                self.last_at, self.last_term = at, term
            first += length
            origin += width
        return self.found

    def read_all(self, readings: Sequence[Reading], first: int, origin: int) -> None:
        """Handle the tokens of a chunk, the first of which is the text's token ``first``."""
        for at, (role, term, start, end, more, _, word) in enumerate(readings, first):
            if role is SILENT or at < self.resume:
                continue
            if role is FIGURE:
                self.resume = self.number(term, at, at + 1, origin + start, origin + end)
                continue
            if role is SPELT:
                self.resume = self.spelt_number(at)
                continue
            if role is COLLECTIVE:
                self.number_terms(COLLECTIVES[word], at, at + 1, origin + start, origin + end)
            if term != self.last_term or role is SETTLED or not self.is_pair(self.last_at, at):
                self.add(term, origin + start, origin + end)
                for another, begin, stop in more:
                    self.add(another, origin + begin, origin + stop)
            if role is not SETTLED:
                self.last_at, self.last_term = at, term

    def token(self, at: int) -> tuple[Reading, int]:
        """Return a token and where its chunk begins in the text."""
        number, first, origin = self.here
        while at < first:
            number -= 1
            first -= self.parts[number].length
            origin -= self.parts[number].width
        while at >= first + self.parts[number].length:
            first += self.parts[number].length
            origin += self.parts[number].width
            number += 1
        return self.parts[number].readings[at - first], origin

    def start(self, at: int) -> int:
        """Return where a token starts in the text."""
        reading, origin = self.token(at)
        return origin + reading.start

    def end(self, at: int) -> int:
        """Return where a token ends in the text."""
        reading, origin = self.token(at)
        return origin + reading.end

    def words(self, first: int, after: int) -> list[str]:
        """Return the folded surfaces of the tokens ``first`` to ``after``."""
        return [self.token(at)[0].word for at in range(first, after)]

    def add(self, term: str, start: int, end: int) -> None:
        self.found.append(new_term((term, start, end)))

    def is_pair(self, first: int, second: int) -> bool:
        """Tell whether a word repeats another one in the other gender, « ouvrière ou ouvrier »."""
        one, other = self.token(first)[0].word, self.token(second)[0].word
        if masculine(one) != masculine(other):
            return False
        between = [word.rstrip("'") for word in self.words(first + 1, second)]
        if not between:
            gap = self.text[self.end(first) : self.start(second)]
            return one != other and bool(_PAIR_SLASH.fullmatch(gap))
        if len(between) > 3 or between[0] not in PAIR_LINKS:
            return False
        if not all(word in PAIR_ARTICLES for word in between[1:]):
            return False
        # « une collègue ou un collègue »: only the article tells, so there must be one.
        return one != other or any(word in ("un", "une", "le", "la") for word in between)

    def spelt_number(self, at: int) -> int:
        """Handle a number in letters; return where to go on."""
        after = at + 1
        while after < at + _LONGEST_NUMBER and self.may_go_on(after):
            after += 1
        if after == at + 1 and self.token(at)[0].word in ("un", "une"):
            return after  # an article
        value, taken = spelt(self.words(at, after))
        if not taken:
            return at + 1
        return self.number(value, at, at + taken, self.start(at), self.end(at + taken - 1))

    def may_go_on(self, at: int) -> bool:
        """Tell whether a token may belong to the number spelt out before it."""
        reading, _ = self.token(at)
        if reading.role is not SPELT and not (reading.word == "et" and reading.kind is WORD):
            return False
        return bool(_SIDE_BY_SIDE.fullmatch(self.text, self.end(at - 1), self.start(at)))

    def number(self, value: str, at: int, after: int, start: int, end: int) -> int:
        """Handle a number over tokens ``at`` to ``after``; return where to go on."""
        self.number_terms(value, at, after, start, end)
        if found := _PER_CENT.match(self.text, end):
            self.add("%", found.end() - len(found[0].lstrip()), found.end())
            while self.start(after) < found.end():
                after += 1
        return after

    def number_terms(self, value: str, at: int, after: int, start: int, end: int) -> None:
        """Add the range a number opens, the age group it bounds, and the number itself."""
        if _BOUND.match(self.text, end):
            self.bound_terms(value, at, after, start, end)
        self.add(value, start, end)

    def bound_terms(self, value: str, at: int, after: int, start: int, end: int) -> None:
        """Add the range a number opens and the age group it bounds."""
        self.range_term(value, at, after)
        before = self.words(max(0, at - 2), at)
        aged = _YEARS_OF_AGE.match(self.text, end)
        if found := _OR_MORE.match(self.text, end):
            self.add(f"{value}+", start, found.end())
        elif found := _OR_LESS.match(self.text, end):
            self.add(f"{value}-", start, found.end())
        elif aged and before in (["plus", "de"], ["over"]):
            self.add(f"{value}+", start, aged.end())
        elif aged and before == ["moins", "de"]:
            self.add(f"{value}-", start, aged.end())

    def range_term(self, value: str, at: int, after: int) -> None:
        """Add « 20-34 » for « 20 à 34 », « 20-34 » and « entre 20 et 34 ans »."""
        near = (after, after + 1)
        upper = next((n for n in near if self.token(n)[0].role is FIGURE), None)
        if upper is None:
            return
        limit = self.token(upper)[0].term
        if not all(n.isdecimal() and len(n) <= _LONGEST_BOUND for n in (value, limit)):
            return
        end = self.end(after - 1)
        link = _UP_TO.match(self.text, end)
        if link is None and at > 0 and self.token(at - 1)[0].word == "entre":
            link = _AND.match(self.text, end)
        if link and link.end() == self.start(upper) and int(value) < int(limit):
            self.add(f"{value}-{limit}", self.start(at), self.end(upper))
