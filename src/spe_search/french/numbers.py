"""Numbers as they are written: grouped, decimal, spelt out, ordinal."""

from __future__ import annotations

import re
from collections.abc import Sequence

from spe_search.french._data import ORDINAL_ROOTS, TENS, UNITS

_SPACES = re.compile(r"\s")
_ORDINAL = re.compile(r"([a-z]{2,}?)iemes?$")
_NUMBER_WORDS: frozenset[str] = frozenset(UNITS) | frozenset(TENS) | {"cent", "cents", "mille"}


def digits(surface: str) -> str:
    """Return the term of a number written in digits: « 102 544 » → « 102544 », « 41,0 » → « 41 ».

    Grouping spaces go, the decimal mark is a comma, and zeros that add nothing are dropped.

    Args:
        surface: digits, possibly grouped by spaces, with at most one decimal mark.

    Returns:
        The number in canonical form.
    """
    whole, _, decimals = _SPACES.sub("", surface).replace(".", ",").partition(",")
    whole = whole.lstrip("0") or "0"
    decimals = decimals.rstrip("0")
    return f"{whole},{decimals}" if decimals else whole


def is_number_word(word: str) -> bool:
    """Tell whether a folded word is a cardinal or an ordinal spelt out (« un » is one)."""
    return word in _NUMBER_WORDS or _cardinal(word) != word


def _cardinal(word: str) -> str:
    """Return the cardinal an ordinal is made from; any other word as it is."""
    if word.endswith(("ieme", "iemes")) and (found := _ORDINAL.match(word)):
        return ORDINAL_ROOTS.get(found[1], word)
    return word


class _Reading:
    """The value read so far: ``high`` the thousands, ``low`` the rest, ``room`` what still fits."""

    def __init__(self) -> None:
        self.high = 0
        self.low = 0
        self.room = 1_000
        self.last = -1

    @property
    def value(self) -> int:
        return self.high + self.low

    def take(self, word: str) -> bool:
        """Add a cardinal word; return whether it fits after what was read."""
        if word == "mille":
            return self._thousand()
        if word in ("cent", "cents"):
            return self._hundred()
        if word in ("vingt", "vingts") and self.last == 4:
            self.low += 76  # quatre-vingts
            self.room, self.last = 20, 80
            return True
        value = UNITS.get(word, TENS.get(word, -1))
        if not 0 <= value < self.room or (value == 0 and self.last >= 0):
            return False
        self.low += value
        self.room, self.last = _room_after(value), value
        return True

    def _thousand(self) -> bool:
        if self.high or (self.last >= 0 and self.low == 0):
            return False
        self.high, self.low = 1_000 * (self.low or 1), 0
        self.room, self.last = 1_000, 1_000
        return True

    def _hundred(self) -> bool:
        fresh = self.last in (-1, 1_000)
        if not fresh and not (2 <= self.last <= 9 and self.low == self.last):
            return False
        self.low = 100 * (self.low or 1)
        self.room, self.last = 100, 100
        return True


def _room_after(value: int) -> int:
    if value == 60:
        return 20  # soixante-quinze
    if value in TENS.values():
        return 10
    return 0  # « dix » leaves none: « dix-sept » is looked at apart


def spelt(words: Sequence[str]) -> tuple[str, int]:
    """Read the longest number at the start of a run of folded words.

    Args:
        words: folded words that follow one another with only a space or a hyphen between.

    Returns:
        The number as a term and how many words it takes; ``("", 0)`` if there is none. « un » or
        « une » alone is an article, hence none.
    """
    reading = _Reading()
    taken = 0
    at = 0
    while at < len(words):
        joined = at + 1 if words[at] == "et" and reading.room in (10, 20) and reading.last else at
        if joined >= len(words) or (joined > at and not _after_et(words[joined])):
            break
        word = _cardinal(words[joined])
        if reading.last == 10 and word in ("sept", "huit", "neuf"):
            reading.low += UNITS[word]
            reading.last, reading.room = 17, 0
        elif not reading.take(word):
            break
        at = taken = joined + 1
        if word != words[joined]:
            break  # an ordinal ends its number
    if taken == 1 and words[0] in ("un", "une"):
        return "", 0
    return (str(reading.value), taken) if taken else ("", 0)


def _after_et(word: str) -> bool:
    """Tell whether a word may follow « et » in a number: vingt et un, soixante et onze."""
    return word in ("un", "une", "onze") or _cardinal(word) in ("un", "onze")
