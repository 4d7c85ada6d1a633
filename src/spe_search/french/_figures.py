"""Where the figures of a text stand: digits and words, dates and names left out."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Final, NamedTuple

from spe_search.french._data import COLLECTIVES, UNITS
from spe_search.french._quantity_words import (
    BEFORE_YEARS,
    MONTH_NAMES,
    REFERENCES,
    SCALES,
    STOPS,
    SYMBOL_SCALES,
)
from spe_search.french.fold import fold_word
from spe_search.french.numbers import is_number_word, spelt

NUMBER: Final = "number"
WORD: Final = "word"
ELISION: Final = "elision"
MARK: Final = "mark"
OTHER: Final = "other"  # dates, years, addresses, ordinals: digits that count nothing

_L = r"[^\W\d_]"
_GROUP = "[ \u00a0\u2007\u2009\u202f]"
_HYPHEN = "[-\u2010\u2011]"
_DASH = "[-\u2010-\u2015\u2212]"
_INCLUSIVE = (
    r"\([a-zèé]{1,6}\)s?|[.·•‧](?:es?|nes?|ses?|trices?|euses?|ères?)(?:[.·•‧]s)?(?![^\W\d_])"
)

_TOKEN = re.compile(
    rf"""
    (?P<other>
        (?:https?://|www\.)\S+ | \S+@\S+\.\w+ | [\w.-]+\.(?:pdf|docx?|xlsx?|html?)(?!\w)
      | (?<!\d)(?:1[ -])?\(?\d{{3}}\)?[ \u00a0-]\d{{3}}-\d{{4}}(?!\d)
      | \d+(?:{_DASH}\d+){{2,}}
      | \d+{_GROUP}?(?:h|heures?|jours?){_GROUP}sur{_GROUP}\d+
      | \d+(?:/\d+)+ | \d{{1,2}}{_GROUP}?[h:]{_GROUP}?\d{{2}}(?!\d)
      | \d{{1,2}}{_GROUP}?h(?={_GROUP}à{_GROUP}\d{{1,2}}{_GROUP}?h)
      | (?<=à{_GROUP})\d{{1,2}}{_GROUP}?h(?!\w)
      | \d+(?:\.\d+){{2,}}
      | (?:19|20)\d\d{_GROUP}?[-\u2010-\u2015/]{_GROUP}?(?:(?:19|20)\d\d|\d\d)(?!\d)
      | (?:\d{{1,2}}|1er)(?:\s?(?:au|et|à|ou|,|{_DASH})\s?(?:\d{{1,2}}|1er))*\s
            (?:{MONTH_NAMES})(?!\w)
      | \d+(?:ers?|[eè]?res?|es?|[eè]mes?|nde?s?|[oº°])(?!\w)
      | \d+,\s(?:rue|boul|boulevard|avenue|av|chemin|ch|route|rang|place|montée)\b
    )
  | (?P<number>(?:\d{{1,3}}(?:{_GROUP}\d{{3}})+(?!\d)|\d{{1,3}}(?:,\d{{3}}){{2,}}(?!\d)|\d+)
        (?:[.,]\d+)?)
  | (?P<elision>(?<!{_L})(?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu)['’](?={_L}))
  | (?P<word>{_L}+(?:{_HYPHEN}{_L}+)*(?:{_INCLUSIVE})?)(?:\d{{1,2}}(?!\w))?
  | (?P<mark>\S)
    """,
    re.VERBOSE | re.IGNORECASE,
)
_GLUED = re.compile(rf"(?:{_L}{_DASH}?|_|\d[.,:/]|[#/&=]|n°)\Z")
_FRACTIONS = ("tiers", "quart", "quarts", "cinquiemes", "dixiemes")
_ONE_IN = re.compile(
    rf"(?:\s+{_L}+){{1,2}}\s+sur\s+(?:\d|deux|trois|quatre|cinq|six|huit|dix|vingt|cent)"
)
_SMALL = re.compile(r"\d{1,2}$")


class Token(NamedTuple):
    """A piece of a text: what it is, its folded surface (hyphens plain) and its range."""

    kind: str
    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Figure:
    """A number: its tokens ``[first, last)``, its value, whether it is told roughly, in digits."""

    first: int
    last: int
    value: Decimal
    rough: bool
    in_digits: bool
    scaled: bool


def tokens(text: str) -> list[Token]:
    """Cut a text into numbers, words, elisions and marks; what is none of them is ``OTHER``."""
    found = []
    for match in _TOKEN.finditer(text):
        kind = match.lastgroup or OTHER
        start, end = match.span(kind)
        surface = match[kind] if kind == NUMBER else fold_word(match[kind])
        found.append(Token(kind, surface, start, end))
    return found


def figures(text: str, line: list[Token]) -> list[Figure]:
    """Return the numbers of a text that count or measure, in order.

    Args:
        text: the text.
        line: its tokens.
    """
    found: list[Figure] = []
    at = 0
    naming = False  # « pages 41 et 42 »: the second names a page as the first does
    while at < len(line):
        figure, at_least = _figure(text, line, at)
        if figure is None:
            naming = naming and line[at].text in ("et", "a", "au", "ou", ",", "-", "–")
            at = at_least
            continue
        naming = naming or _is_name(text, line, figure)
        if not naming and not _is_year(text, line, figure):
            found.append(figure)
        at = figure.last
    return found


def _figure(text: str, line: list[Token], at: int) -> tuple[Figure | None, int]:
    """Read the number that starts at a token; else say where to look next."""
    token = line[at]
    if token.kind == NUMBER:
        value = _decimal(token.text)
        return _scaled(text, line, at, at + 1, value, in_digits=True), at + 1
    if token.kind != WORD:
        return None, at + 1
    if token.text in ("un", "une", "la", "sa", "leur") and at + 1 < len(line):
        return _collective(text, line, at), at + 1
    number, last = _spelt(text, line, at)
    if number is None:
        return None, last
    return _scaled(text, line, at, last, number, in_digits=False), last


def _collective(text: str, line: list[Token], at: int) -> Figure | None:
    """Read « une trentaine », « un million », « (dans) la cinquantaine », « une sur quatre »."""
    if line[at].text in ("un", "une") and _ONE_IN.match(text, line[at].end):
        return Figure(at, at + 1, Decimal(1), False, False, False)
    word = line[at + 1].text
    if word in COLLECTIVES and word != "millier":
        return Figure(at, at + 2, Decimal(COLLECTIVES[word]), True, False, True)
    if word in SCALES and word != "mille" and line[at].text in ("un", "une"):
        return Figure(at, at + 2, Decimal(SCALES[word]), word == "millier", False, True)
    return None


def _spelt(text: str, line: list[Token], at: int) -> tuple[Decimal | None, int]:
    """Read a number in words; names (« Trois-Rivières ») and ordinals are none."""
    if not is_number_word(line[at].text.partition("-")[0]):
        return None, at + 1
    parts: list[tuple[str, int]] = []
    for i in range(at, min(at + 12, len(line))):
        if line[i].kind != WORD or (i > at and text[line[i - 1].end : line[i].start].strip()):
            break
        parts.extend((part, i) for part in line[i].text.split("-"))
    value, taken = spelt([word for word, _ in parts])
    if not taken:
        return None, at + 1
    last = parts[taken - 1][1]
    if taken < len(parts) and parts[taken][1] == last:
        return None, last + 1  # the compound goes on: a name
    if _is_ordinal(parts[taken - 1][0]):
        return None, last + 1
    return Decimal(value), last + 1


def _is_ordinal(word: str) -> bool:
    return word.endswith(("ieme", "iemes"))


def _scaled(
    text: str, line: list[Token], first: int, last: int, value: Decimal, *, in_digits: bool
) -> Figure:
    """Add the « millions », « M » of « M$ » or « douzaines » that follow a number."""
    word = line[last].text if last < len(line) and line[last].kind == WORD else ""
    singular = word.removesuffix("s")
    if word in SCALES and (in_digits or word != "mille"):
        rough = singular == "millier"
        return Figure(first, last + 1, _whole(value * SCALES[word]), rough, in_digits, True)
    if word != singular and singular in COLLECTIVES:
        factor = Decimal(COLLECTIVES[singular])
        return Figure(first, last + 1, value * factor, True, in_digits, True)
    if word in SYMBOL_SCALES and last + 1 < len(line) and line[last + 1].text == "$":
        scaled = _whole(value * SYMBOL_SCALES[word])
        return Figure(first, last + 1, scaled, False, in_digits, False)
    return Figure(first, last, value, False, in_digits, False)


def _whole(value: Decimal) -> Decimal:
    """Drop decimals that are all zeros: 12,5 millions is 12500000."""
    return value.to_integral_value() if value == value.to_integral_value() else value


def _decimal(surface: str) -> Decimal:
    """Return the value of digits: a comma or a point is decimal, but several group (1,234,567)."""
    bare = "".join(surface.split())
    if bare.count(",") > 1:
        whole, point, decimals = bare.partition(".")
        return Decimal(whole.replace(",", "") + point + decimals)
    return Decimal(bare.replace(",", "."))


def _is_name(text: str, line: list[Token], figure: Figure) -> bool:
    """Tell whether a number names: « page 12 », « COVID-19 », « 1. Faire », « section 4.11 »."""
    token, before = line[figure.first], line[figure.first - 1] if figure.first else None
    after = line[figure.last] if figure.last < len(line) else None
    if not figure.in_digits:
        return _is_spelt_name(text, line, figure)
    if _GLUED.search(text[max(0, token.start - 3) : token.start]):
        return True
    if after and after.start == line[figure.last - 1].end and _breaks(after, text):
        return True
    if before and before.text in (".", "°") and figure.first > 1:
        before = line[figure.first - 2]
    if before and before.text in REFERENCES:
        return not _counts(text, after) or (after is not None and text[after.start].isupper())
    if before is None or text[: token.start].rstrip(" \u00a0").endswith("\n"):
        mark = after is not None and after.text in (".", ")") and bool(_SMALL.match(token.text))
        return mark and len(text) > line[figure.last].end
    return "." in token.text and (after is None or not _counts(text, after))


def _breaks(after: Token, text: str) -> bool:
    """Tell whether what is glued to the right of digits makes a code of them: « 3D », « 2_no »."""
    if after.kind == WORD:
        return after.text not in ("h", "min", "ans", "mois", "jours", "k", "m", "g", "md")
    return after.text == "_"


def _counts(text: str, after: Token | None) -> bool:
    """Tell whether a number is followed by what it counts: a unit or a word in the plural."""
    if after is None:
        return False
    if after.text in ("%", "$"):
        return True
    return after.kind == WORD and after.text not in STOPS and after.text[-1] in "sx"


def _is_spelt_name(text: str, line: list[Token], figure: Figure) -> bool:
    """Tell whether a number in words starts a name: « la MRC Deux Montagnes »."""
    if figure.scaled or figure.last == len(line):
        return False
    if line[figure.last].text in _FRACTIONS:
        return True
    token, after = line[figure.first], line[figure.last]
    return (
        text[token.start].isupper()
        and figure.first > 0
        and line[figure.first - 1].kind in (WORD, ELISION)
        and after.kind == WORD
        and text[after.start].isupper()
        and line[figure.first].text in UNITS
    )


def _is_year(text: str, line: list[Token], figure: Figure) -> bool:
    """Tell whether a number is a year: ungrouped, 1900 to 2099, counting nothing."""
    surface = line[figure.first].text
    if not figure.in_digits or figure.last - figure.first > 1 or len(surface) != 4:
        return False
    if not surface.isdigit() or not 1900 <= int(surface) <= 2099:
        return False
    after = line[figure.last] if figure.last < len(line) else None
    before = line[figure.first - 1].text if figure.first else ""
    return not _counts(text, after) or (
        after is not None and after.kind == WORD and before in BEFORE_YEARS
    )
