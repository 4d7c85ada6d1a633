"""What the chunks of a text give together: numbers over several of them, double forms."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable
from functools import cached_property
from itertools import accumulate, compress, count
from operator import eq
from typing import Self

from spe_search.french._data import COLLECTIVES, PAIR_ARTICLES, PAIR_LINKS
from spe_search.french.numbers import spelt
from spe_search.french.readings import (
    COLLECTIVE,
    FIGURE,
    SETTLED,
    SILENT,
    SPELT,
    Chunk,
    Reading,
    read,
)
from spe_search.french.stem import masculine
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

# Two tokens that say nothing, so that those after a text's last may be looked at.
_NOTHING = Reading(SILENT, "", 0, 0, (), "", "")
_AFTER_ALL = Chunk(False, True, False, "", 0, 0, "", 0, 1, 2, (_NOTHING, _NOTHING))


class Analysis:
    """One reading of one text: what its chunks give, and the terms found so far.

    Of a simple chunk the term is taken as it is. The tokens of the others, numbered through the
    text, are read one by one, since what they give may depend on their neighbours.
    """

    def __init__(self, text: str, chunk_of: Callable[[str], Chunk] = read) -> None:
        self.text = text
        self.chunks = [*map(chunk_of, chunks(text)), _AFTER_ALL]
        self.given = [chunk.term for chunk in self.chunks]
        self.giving = list(compress(count(), self.given))  # chunks that give a term
        self.simple: list[int] = []  # chunks whose one term counts
        self.found: list[Term] = []  # what the others give
        self.last_term, self.last = " ", (0, 0)  # the last plain word: its chunk, which token there
        self.resume = 0  # tokens before it belong to a number

    @cached_property
    def firsts(self) -> list[int]:
        """The number of the first token of each chunk."""
        return list(accumulate([chunk.length for chunk in self.chunks], initial=0))

    @cached_property
    def origins(self) -> list[int]:
        """Where each chunk begins in the text."""
        return list(accumulate([chunk.width for chunk in self.chunks], initial=0))

    def run(self) -> Self:
        done = 0  # chunks before it are read
        for stop in self.stops():
            if stop >= done:
                self.take(done, stop)
                done = self.read_on(stop)
        self.take(done, len(self.chunks))
        return self

    def stops(self) -> list[int]:
        """Return the chunks that are not simple here, and those that say the last term again.

        They are few: all others are taken without being looked at one by one.
        """
        chunks, said = self.chunks, list(filter(None, self.given))
        again = compress(self.giving[1:], map(eq, said[1:], said))
        depend = compress(count(), [chunk.depends for chunk in chunks])
        hard = [n for n in depend if not chunks[n].is_simple or chunks[n + 1].goes_on]
        return sorted({*hard, *again})

    def take(self, first: int, after: int) -> None:
        """Take chunks as they are, but for one that says the last term again."""
        numbers = self.giving[bisect_left(self.giving, first) : bisect_left(self.giving, after)]
        if numbers and self.chunks[numbers[0]].term == self.last_term:
            self.read_all(numbers.pop(0))
        if numbers:
            self.simple += numbers
            last = self.chunks[numbers[-1]]
            self.last_term, self.last = last.term, (numbers[-1], last.at)

    def read_on(self, number: int) -> int:
        """Read a chunk, and what a number that begins there takes in; return where to go on."""
        self.read_all(number)
        number += 1
        while self.firsts[number] < self.resume:
            self.read_all(number)
            number += 1
        return number

    def read_all(self, number: int) -> None:
        """Handle the tokens of a chunk."""
        tokens = self.chunks[number].readings
        for at, (role, term, start, end, more, _, word) in enumerate(tokens, self.firsts[number]):
            if role is SILENT or at < self.resume:
                continue
            if role is SPELT:
                self.resume = self.spelt_number(at)
                continue
            origin = self.origins[number]
            if role is FIGURE:
                self.resume = self.number(term, at, at + 1, origin + start, origin + end)
                continue
            if role is COLLECTIVE:
                self.number_terms(COLLECTIVES[word], at, at + 1, origin + start, origin + end)
            if term != self.last_term or role is SETTLED or not self.is_pair(at):
                self.add(term, origin + start, origin + end)
                for another, begin, stop in more:
                    self.add(another, origin + begin, origin + stop)
            if role is not SETTLED:
                self.last_term, self.last = term, (number, at - self.firsts[number])

    def token(self, at: int) -> tuple[Reading, int]:
        """Return a token and the number of its chunk."""
        number = bisect_right(self.firsts, at) - 1
        return self.chunks[number].readings[at - self.firsts[number]], number

    def start(self, at: int) -> int:
        """Return where a token starts in the text."""
        reading, number = self.token(at)
        return self.origins[number] + reading.start

    def end(self, at: int) -> int:
        """Return where a token ends in the text."""
        reading, number = self.token(at)
        return self.origins[number] + reading.end

    def words(self, first: int, after: int) -> list[str]:
        """Return the folded surfaces of the tokens ``first`` to ``after``."""
        return [self.token(at)[0].word for at in range(first, after)]

    def add(self, term: str, start: int, end: int) -> None:
        self.found.append(new_term((term, start, end)))

    def is_pair(self, second: int) -> bool:
        """Tell whether a word repeats the last in the other gender, « ouvrière ou ouvrier »."""
        first = self.firsts[self.last[0]] + self.last[1]
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
