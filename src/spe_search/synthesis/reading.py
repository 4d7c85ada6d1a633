"""What a sentence says that can be checked: its words, figures, names, and what it denies."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Literal

from spe_search.french import fold, terms, words
from spe_search.types import Term

Axis = Literal["change", "gap", "bound", "success"]

# Words about the report, or that English needs to make a sentence, say nothing to check.
_NEUTRAL = frozenset(
    term.text
    for term in terms(
        """
        rapport bilan passage extrait document page initiative projet indique mentionne précise
        souligne montre présente rapporte constate notamment également
        report reports states indicates mentions notes shows says according reported project
        or no not but than more most also while such other being both through during between
        over under up out per so only one still because although since after before against
        been had has have wasn weren didn doesn isn aren hasn haven hadn cannot
        """
    )
)
_NUMBER = re.compile(r"\d+(?:,\d+)?")
_BOUND = re.compile(r"\d+[+-]")
_YEAR = re.compile(r"(?:19|20)\d\d(?:-(?:19|20)\d\d)?")
_SHOWN = {"dollar": "$", "euro": "€"}
_UNITS = frozenset({"%", "dollar", "million", "milliard", "point", "euro"})
_THOUSANDS = re.compile(r"(?<![\d,.])(\d{1,3}(?:,\d{3})+)(?![\d,])")
_DOLLARS_FIRST = re.compile(r"\$\s?(\d[\d.,\u00a0\u202f]*\d|\d)")
_COUNTED = re.compile(
    r"\b(one|two|three|four|five|six|seven|eight|nine|ten|twelve)-(?=[a-z])", re.IGNORECASE
)
_ARTICLE = re.compile(r"(?<!\bun )(?<!\bpar )(?<![\d'’] )(?<!['’])\ban (?=[aeiouh])")  # « un an »
_PER_CENT = re.compile(r"\b(?:percent|per cent)\b", re.IGNORECASE)

# A figure belongs to the words after it, or before it, up to one of these.
_BREAK = re.compile(
    r"[,;:.()!?]|\b(?:et|and|mais|but|contre|against|pour|versus|alors|while|soit|dont|of which)\b",
    re.IGNORECASE,
)
_REACH = 3

_NOT_DENIED = r"(?!\s+(?:seulement|uniquement|moins\s+de|only|just|fewer|less))"
_DENIAL = re.compile(
    rf"\b(?:ne\b|n['’])(?P<verb>(?:\W{{0,2}}\w+){{1,4}}?)\W+"
    rf"(?:pas|jamais|plus|rien|guère|aucune?s?|ni)\b{_NOT_DENIED}"
    rf"|(?:\b(?:pas|jamais|aucune?s?|sans|non|not|never|cannot|without|no|none|neither|nor"
    rf"|fail(?:ed|s)?\s+to)\b|n['’]t\b){_NOT_DENIED}",
    re.IGNORECASE,
)
_END_OF_DENIAL = re.compile(r"[.;:()]")

_AXES: dict[Axis, tuple[re.Pattern[str], re.Pattern[str]]] = {
    "change": (
        re.compile(
            r"\b(?:hausse|augment|accr[ou]|croissance|grimp|increas|ris(?:e|es|ing)\b|rose\b|"
            r"gr[eo]w|growth)"
        ),
        re.compile(
            r"\b(?:baiss|diminu|recul|redui|reduct|decroi|chut|decreas|fell\b|fall|drop|declin)"
        ),
    ),
    "gap": (
        re.compile(r"\b(?:depass|superieur|exced|exce+d|above|surpass|(?:plus|more) (?:que|than))"),
        re.compile(
            r"\b(?:inferieur|en deca|en dessous|au-dessous|below|short of|"
            r"(?:moins|less|fewer) (?:que|than))"
        ),
    ),
    "bound": (
        re.compile(r"\b(?:plus d(?:e\b|')|more than|over|au moins|at least|au minimum)"),
        re.compile(r"\b(?:moins d(?:e\b|')|less than|fewer than|under|au plus|at most|au maximum)"),
    ),
    "success": (
        re.compile(r"\b(?:attein|reuss|reach|met\b|meet|achiev|succe)"),
        re.compile(r"\b(?:manqu|rate(?:e|es|s)?\b|echou|echec|miss|fail)"),
    ),
}
_CAUSE = re.compile(
    r"\b(?:parce qu\w*|puisqu\w*|car\b|grace a|en raison d|a cause d|par consequent|"
    r"par suite d|faute d|du fait d|s'expliqu\w* par|expliqu\w+ par|attribu\w+ a\b|"
    r"caus(?:e[erds]?|ees?|ant|ing)\b|entrain\w+|provoqu\w+|because|due to|owing to|"
    r"thanks to|as a result|result(?:s|ed) (?:from|in)|led to|explained by)"
)
_CAUSE_OR_EFFECT = re.compile(
    rf"{_CAUSE.pattern}|\b(?:donn\w+ lieu|perm(?:et|is)|afin d|pour \w+er\b|contribu|favoris|"
    r"facilit|suscit|men(?:e|er|ant)\b|amen|grace|aid|encourag|allow|enabl|help)"
)


@dataclass(frozen=True, slots=True)
class Word:
    """A word with a meaning: its term, its surface, its place, and whether it is denied."""

    term: str
    surface: str
    start: int
    denied: bool


@dataclass(frozen=True, slots=True)
class Figure:
    """A number, its unit (``%``, ``dollar``, ``point``… or none), and the words it belongs to."""

    value: str
    unit: str
    about: tuple[str, ...]

    def __str__(self) -> str:
        unit = _SHOWN.get(self.unit, self.unit)
        return f"{self.value}\u00a0{unit}" if unit else self.value

    @property
    def is_year(self) -> bool:
        """Whether it reads as a year or an exercice, which belongs to no word beside it."""
        return not self.unit and bool(_YEAR.fullmatch(self.value))


@dataclass(frozen=True, slots=True)
class Name:
    """A word with a capital: as it is written and as it is looked up."""

    surface: str
    folded: str
    starts: bool


@dataclass(frozen=True, slots=True)
class Reading:
    """A text, read for checking.

    ``terms`` are all its terms in order; ``bounds`` those of an age or more, or less (``50+``,
    ``50-``); ``denies`` tells whether it says not, no, never or without.
    """

    text: str
    terms: tuple[Term, ...]
    words: tuple[Word, ...]
    figures: tuple[Figure, ...]
    names: tuple[Name, ...]
    bounds: tuple[str, ...]
    denies: bool

    def sides(self, axis: Axis) -> tuple[bool, bool]:
        """Tell whether it speaks of the one side of an axis (up, above…), and of the other."""
        one, other = _AXES[axis]
        plain = fold(self.text)
        return bool(one.search(plain)), bool(other.search(plain))

    @property
    def causes(self) -> tuple[frozenset[str], ...]:
        """What follows each "because", « grâce à » or "led to", as terms."""
        plain = fold(self.text)
        after = (
            _BREAK.split(plain[match.end() :], maxsplit=1)[0] for match in _CAUSE.finditer(plain)
        )
        return tuple(
            frozenset(each.text for each in terms(text) if _is_content(each)) for text in after
        )

    @property
    def tells_an_effect(self) -> bool:
        """Whether it speaks of a cause or of an effect in any of the ways reports do."""
        return bool(_CAUSE_OR_EFFECT.search(fold(self.text)))


AXES: tuple[Axis, ...] = tuple(_AXES)


@lru_cache(maxsize=1_024)
def read(text: str) -> Reading:
    """Read a sentence or a passage, in French or in English.

    Args:
        text: plain text.
    """
    text = _numerals(text)
    found = terms(text)
    # A compound stands before its parts: the parts are what is checked.
    compounds = {one.start for one, two in pairwise(found) if one.start == two.start}
    longest = {each.start: each.end for each in reversed(found)}
    kept = [
        each
        for each in found
        if _is_content(each) and not (each.start in compounds and each.end == longest[each.start])
    ]
    denied, denies = _denied(text, kept)
    return Reading(
        text=text,
        terms=found,
        words=tuple(
            Word(each.text, text[each.start : each.end], each.start, each.start in denied)
            for each in kept
        ),
        figures=tuple(_figures(text, found)),
        names=tuple(_names(text)),
        bounds=tuple(each.text for each in found if _BOUND.fullmatch(each.text)),
        denies=denies,
    )


def _numerals(text: str) -> str:
    """Write English numbers as French readers' figures: "forty-six", "3,600", "$45,000", "44%"."""
    from text_to_num import alpha2digit

    text = _COUNTED.sub(r"\1 ", _ARTICLE.sub("", text))  # "two-day"
    text = str(alpha2digit(text, "en")) if text.strip() else text
    text = _DOLLARS_FIRST.sub(r"\1 $", _PER_CENT.sub("%", text))
    return _THOUSANDS.sub(lambda match: match[1].replace(",", ""), text)


def _is_content(term: Term) -> bool:
    text = term.text
    is_figure = text[0].isdigit() and not any(letter.isalpha() for letter in text)
    return not is_figure and text not in _UNITS and text not in _NEUTRAL


def _figures(text: str, found: Sequence[Term]) -> Iterator[Figure]:
    years = 0  # where the last exercice ends: its two years are no figures of their own
    for at, term in enumerate(found):
        if _YEAR.fullmatch(term.text) and "-" in term.text:
            years = term.end
            yield Figure(term.text, "", ())
        if not _NUMBER.fullmatch(term.text) or term.start < years:
            continue
        near = [
            each.text for each in found[at + 1 : at + 3] if not text[term.end : each.start].strip()
        ]
        unit = next((each for each in near if each in _UNITS), "")
        if not unit and [each.text for each in found[at + 1 : at + 3]][1:] == ["point"]:
            unit = "point"  # percentage points
        after = _beside(text, found, range(at + 1, len(found)), term)
        about = after or _beside(text, found, range(at - 1, -1, -1), term)
        yield Figure(term.text, unit, about)


def _beside(text: str, found: Sequence[Term], places: range, figure: Term) -> tuple[str, ...]:
    """Return the nearest words on one side of a figure, up to a break or another figure."""
    kept: list[str] = []
    for place in places:
        term = found[place]
        low, high = sorted(
            (figure.end, term.start) if places.step > 0 else (term.end, figure.start)
        )
        if _NUMBER.fullmatch(term.text) or _BREAK.search(text, low, high):
            break
        if _is_content(term):
            kept.append(term.text)
        if len(kept) == _REACH:
            break
    return tuple(kept)


def _names(text: str) -> Iterator[Name]:
    """Return the words that begin with a capital, but for the first when it may be any word."""
    for place, word in enumerate(words(text)):
        surface = text[word.start : word.end]
        if not surface[0].isupper():
            continue
        is_acronym = len(surface) > 1 and surface.isupper()
        starts = place == 0 or text[: word.start].rstrip(' \u00a0«(“"').endswith(
            (":", ".", "?", "!")
        )
        yield Name(surface, word.text, starts and not is_acronym)


def _denied(text: str, kept: Sequence[Term]) -> tuple[set[int], bool]:
    """Return where the words stand that a text denies, and whether it denies any."""
    denied: set[int] = set()
    denies = False
    for match in _DENIAL.finditer(text):
        denies = True
        start, end = match.span("verb")
        inside = [each for each in kept if start <= each.start < end] if start >= 0 else []
        if not inside:
            stop = _END_OF_DENIAL.search(text, match.end())
            limit = stop.start() if stop else len(text)
            inside = [each for each in kept if match.end() <= each.start < limit][:1]
        denied.update(each.start for each in inside)
    return denied, denies
