"""Where the things that may answer a question stand in a text: numbers by kind, dates, names.

This is a quick look, made for every passage a search considers; what a figure counts, and how
surely, is read by :mod:`spe_search.french.quantities` once a sentence is chosen.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from spe_search.french import fold, terms
from spe_search.types import Cell, Term

SpotKind = Literal["count", "share", "money", "date", "duration", "age", "name", "person"]


@dataclass(frozen=True, slots=True)
class Spot:
    """A stretch ``[start, end)`` of a text, and what kind of thing it is."""

    start: int
    end: int
    kind: SpotKind


_LOOK_AHEAD = 24
_MONTHS = "janvier|fevrier|mars|avril|mai|juin|juillet|aout|septembre|octobre|novembre|decembre"
_YEAR = re.compile(r"(?:19|20)\d\d(?:-\d{2,4})?")
_RANK = re.compile(r"\d+(?:e|er|re|eme)s?")
_CURRENCY = r"dollars?|euros?|francs?"
_AFTER: tuple[tuple[SpotKind, re.Pattern[str]], ...] = (
    ("date", re.compile(rf"(?:er )?\s?(?:{_MONTHS})\b")),
    ("share", re.compile(r"\s?(?:%|(?:pour|per) cent\b|points?\b)")),
    (
        "money",
        re.compile(rf"\s?(?:[$€]|(?:millions? |milliards? )?(?:de |d')?(?:{_CURRENCY})\b)"),
    ),
    ("age", re.compile(r"\s?(?:a|et|ou|-)\s?\d+ ans\b|\s?ans\b")),
    (
        "duration",
        re.compile(r"[\s-]?(?:heures?|h|(?:demi-)?jour(?:nee)?s?|semaines?|mois|annees?|fois)\b"),
    ),
)
_SIZE = re.compile(r"\(\s?(?:de )?\d+\s?(?:a|-|–)\s?\d+\s[^()]*\)")
"""A range in brackets tells how large or old a thing is: "PME (6 à 99 employés)"."""
_UNITS: dict[str | None, SpotKind] = {"%": "share", "points": "share", "$": "money"}
_DATE = re.compile(rf"\b(?:\d{{1,2}}(?:er)? )?(?:{_MONTHS})(?: (?:19|20)\d\d)?\b")
_RHYTHM = re.compile(
    r"\b(?:quotidien\w*|hebdomadaires?|mensuel\w*|trimestriel\w*|annuel\w*|bisannuel\w*|"
    r"triennal\w*|quinquennal\w*)\b"
)
_CAPITAL = r"[A-ZÀ-ÖØ-Þ][\w’'\-–]+"
_TITLE = r"(?:Mmes?|M\.|MM\.|Dre?)\s"
_NAME = re.compile(
    rf"(?:{_TITLE})?{_CAPITAL}(?:\s(?:(?:de|du|des|la|le|les|d’|d'|l’|et|à)\s?){{0,2}}"
    rf"{_CAPITAL})*"
)
_PERSON = re.compile(_TITLE)


def spots(text: str) -> tuple[Spot, ...]:
    """Return what may answer in a text: dates first, then numbers, rhythms and names."""
    plain = fold(text)
    # Folding may change lengths ("œ"); where it does, only numbers can be placed.
    aligned = len(plain) == len(text)
    found = [Spot(*m.span(), "date") for m in _DATE.finditer(plain)] if aligned else []
    dated = {place for spot in found for place in range(spot.start, spot.end)}
    sizes = {place for m in _SIZE.finditer(plain) for place in range(*m.span())} if aligned else ()
    numbers = (
        _number(text, term)
        for term in terms(text)
        if term.start not in dated and term.start not in sizes
    )
    found += [spot for spot in numbers if spot]
    if aligned:
        found += [Spot(*m.span(), "duration") for m in _RHYTHM.finditer(plain)]
    return (*found, *_names(text))


def row_spots(text: str, cells: Sequence[Cell]) -> tuple[Spot, ...]:
    """Return what may answer in a table's row: its figures, and none of its label's numbers.

    Args:
        text: the row's text: its label, then its figures.
        cells: its figures, in order.
    """
    found: list[Spot] = []
    end = len(text)
    for cell in reversed(cells):
        start = text.rfind(cell.text, 0, end)
        if start >= 0:
            end = start
            if cell.value is not None:
                found.append(Spot(start, start + len(cell.text), _UNITS.get(cell.unit, "count")))
    return tuple(reversed(found))


def _number(text: str, term: Term) -> Spot | None:
    """Return the spot of a number in digits or letters; nothing for other terms, or a rank."""
    if not term.text[0].isdigit():
        return None
    if term.text.endswith("+"):
        return Spot(term.start, term.end, "age")
    if _YEAR.fullmatch(term.text):
        return Spot(term.start, term.end, "date")
    after = fold(text[term.end : term.end + _LOOK_AHEAD])
    if _RANK.fullmatch(fold(text[term.start : term.end])):
        return None
    counted: SpotKind = "count"
    kind = next((kind for kind, pattern in _AFTER if pattern.match(after)), counted)
    return Spot(term.start, term.end, kind)


def _names(text: str) -> Iterator[Spot]:
    """Yield runs of capitalised words; a single one that starts a sentence is any word."""
    for match in _NAME.finditer(text):
        before = text[: match.start()].rstrip()
        if " " in match[0] or (before and before[-1] not in ".!?:•«–—"):
            yield Spot(*match.span(), "person" if _PERSON.match(match[0]) else "name")
