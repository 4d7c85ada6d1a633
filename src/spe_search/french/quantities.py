"""The figures of a running text: how much or how many, of what, and how surely.

Every figure is kept as it is said: a range stays a range, « près de » stays rough, a fall stays a
fall, and a unit that the text does not give is not made up. Dates, years, page numbers, ranks and
digits within names are no quantities.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal

from spe_search.french._figures import Figure, Token, figures, tokens
from spe_search.french._noun_phrase import plural_phrase, singular_phrase
from spe_search.french._quantity_context import (
    MOVE,
    Bound,
    Change,
    Unit,
    change_around,
    is_age,
    measure_after,
    qualifier_after,
    qualifier_before,
    sign_before,
)
from spe_search.french._quantity_words import RANKS, TIMES, VERBS_OF_MANY
from spe_search.types import Span

__all__ = ["MOVE", "Bound", "Change", "Quantity", "Unit", "quantities"]


@dataclass(frozen=True, slots=True)
class Quantity:
    """A figure and what the words around it say of it.

    ``text`` followed by ``counted`` reads as in the text: « près de 600 » and « agentes et
    agents », « 82 millions de dollars » and nothing.

    Args:
        text: the figure's own words, what qualifies it and its unit included, verbatim.
        span: the range of ``text`` in what was read.
        value: the number; the lower end of a range. A printed minus sign makes it negative.
        high: the upper end of a range, else ``None``.
        unit: ``None`` where the text does not tell.
        counted: what is counted or measured, verbatim; for a share, what it is a share of.
        bound: whether the figure is exact, rough, a lower or an upper bound, or a range.
        change: whether the figure is by how much something rose or fell.
    """

    text: str
    span: Span
    value: Decimal
    high: Decimal | None
    unit: Unit | None
    counted: str
    bound: Bound
    change: Change | None


_TO = re.compile(r"\s*(?:à|au|[-\u2010-\u2015\u2212])\s*", re.IGNORECASE)
_AND = re.compile(r"\s+et\s+", re.IGNORECASE)
_OR = re.compile(r"\s+ou\s+", re.IGNORECASE)
_BETWEEN = re.compile(r"\bentre\s+\Z", re.IGNORECASE)
_IN_A_LIST = re.compile(r"\s*(?:,|et|ou|,\s*et|\s(?:des|de\s+ces|de\s+leurs))\s*", re.IGNORECASE)
_OF_THEM = re.compile(
    r"\s*(?P<them>d[’']entre\s+(?:eux|elles|nous)|de\s+ce(?:ux|lles)-ci)\b", re.IGNORECASE
)
_IN_ONES = re.compile(r"(?:la|sa|leur)\s+\w+aine\b", re.IGNORECASE)
_OUT_OF = re.compile(r"\s+sur\s+", re.IGNORECASE)
_BOTH = re.compile(r"\b(?:les|tous|toutes|ces|nous|vous|eux|elles)\s+\Z", re.IGNORECASE)
_NOTHING = Span(0, 0)


@dataclass(frozen=True, slots=True)
class _Draft:
    """A figure while it is being read: its range, its values, what follows it."""

    start: int
    end: int
    next: int
    value: Decimal
    high: Decimal | None
    unit: Unit | None
    bound: Bound
    in_digits: bool
    of: bool
    sign: str = ""
    counted: Span = _NOTHING
    room: int = 0

    @property
    def bare(self) -> bool:
        return self.unit is None and self.counted == _NOTHING


def quantities(text: str) -> tuple[Quantity, ...]:
    """Return every figure of a text, in reading order.

    Args:
        text: French running text; digits may be grouped by any kind of space.

    Returns:
        Quantities whose spans follow one another without overlap; ``text[span]`` is their text.
    """
    line = tokens(text)
    drafts = _ranges(text, line, [_draft(text, line, each) for each in figures(text, line)])
    drafts = _all_qualified(text, line, drafts)
    drafts = _ratios(text, _lists(text, [_counting(text, line, draft) for draft in drafts]))
    kept = [draft for draft in drafts if draft.in_digits or not draft.bare]
    return tuple(_quantity(text, draft) for draft in kept)


def _draft(text: str, line: list[Token], figure: Figure) -> _Draft:
    start, sign = sign_before(text, line[figure.first].start)
    end, unit = measure_after(text, line[figure.last - 1].end)
    value = -figure.value if sign in ("-", "−") else figure.value
    bound: Bound = "about" if figure.rough else "exact"
    after = _token_at(line, end, figure.last)
    of = figure.scaled and unit is None
    return _Draft(start, end, after, value, None, unit, bound, figure.in_digits, of, sign)


def _token_at(line: list[Token], offset: int, start: int) -> int:
    """Return the first token from ``start`` on that does not begin before an offset."""
    while start < len(line) and line[start].start < offset:
        start += 1
    return start


def _ranges(text: str, line: list[Token], drafts: list[_Draft]) -> list[_Draft]:
    """Join the two ends of each range: « entre 150 et 200 », « 16 à 24 ans », « deux ou trois »."""
    found: list[_Draft] = []
    for draft in drafts:
        if found and _is_range(text, found[-1], draft):
            low = found[-1]
            between = _BETWEEN.search(text, 0, low.start)
            start = between.start() if between else low.start
            found[-1] = replace(
                draft, start=start, value=low.value, high=draft.value, bound="range", sign=low.sign
            )
        else:
            found.append(draft)
    return found


def _is_range(text: str, low: _Draft, high: _Draft) -> bool:
    if low.high is not None or high.value <= low.value or low.unit not in (None, high.unit):
        return False
    gap = text[low.end : high.start]
    if _TO.fullmatch(gap):
        return not MOVE.search(text, 0, low.start)
    if _AND.fullmatch(gap):
        return bool(_BETWEEN.search(text, 0, low.start))
    return bool(_OR.fullmatch(gap)) and high.value == low.value + 1


def _all_qualified(text: str, line: list[Token], drafts: list[_Draft]) -> list[_Draft]:
    """Add what qualifies each figure, from the end of the one before to the start of the next."""
    found: list[_Draft] = []
    rooms = [*(draft.start for draft in drafts[1:]), len(text)]
    for draft, room in zip(drafts, rooms, strict=False):
        found.append(_qualified(text, line, draft, found[-1].end if found else 0, room))
    rooms = [*(draft.start for draft in found[1:]), len(text)]
    return [replace(draft, room=room) for draft, room in zip(found, rooms, strict=False)]


def _qualified(text: str, line: list[Token], draft: _Draft, last: int, room: int) -> _Draft:
    """Add what qualifies a figure on its left, and on its right where nothing is counted."""
    start, bound = qualifier_before(text, draft.start)
    if bound is None or start < last:
        start, bound = draft.start, draft.bound
    elif draft.bound == "range":
        bound = "range"
    end, tail = qualifier_after(text, draft.end)
    if tail is None or end > room or draft.bound == "range":
        return replace(draft, start=start, bound=bound)
    after = _token_at(line, end, draft.next)
    return replace(draft, start=start, end=end, next=after, bound=tail)


def _counting(text: str, line: list[Token], draft: _Draft) -> _Draft:
    """Find what a figure counts or is a share of, and its unit where that tells it."""
    if match := _OF_THEM.match(text, draft.end):
        return replace(draft, unit=draft.unit or "count", counted=Span(*match.span("them")))
    if draft.unit is not None:
        return _share(text, line, draft) if draft.unit == "%" else draft
    at = draft.next
    if draft.of and _text(line, at) in ("de", "d'"):
        at += 1
    if (time := _time(line, at)) is not None:
        return _timed(text, line, draft, at, time)
    one = draft.value in (0, 1) and draft.high is None
    end = singular_phrase(text, line, at) if one else plural_phrase(text, line, at)
    if end > at:
        return replace(draft, unit="count", counted=Span(line[at].start, line[end - 1].end))
    if _text(line, at) in VERBS_OF_MANY and not _BOTH.search(text, 0, draft.start):
        return replace(draft, unit="count")
    if draft.of and _IN_ONES.match(text, draft.start):
        return replace(draft, unit="age")
    return draft


def _share(text: str, line: list[Token], draft: _Draft) -> _Draft:
    """Find what a share is a share of."""
    at = draft.next
    link = _text(line, at)
    if link not in ("de", "d'", "des", "du"):
        return draft
    at += 1
    if link == "de" and _text(line, at) in ("la", "l'", "ces", "leurs", "nos", "ses", "notre"):
        at += 1
    if _text(line, at) in ("l'",):
        at += 1
    end = plural_phrase(text, line, at)
    if end == at or link == "du":
        end = singular_phrase(text, line, at)
    return replace(draft, counted=Span(line[at].start, line[end - 1].end)) if end > at else draft


def _time(line: list[Token], at: int) -> int | None:
    """Return the token that names a length of time, where one follows a figure."""
    noun = at + 1 if _text(line, at) in RANKS else at
    return noun if _text(line, noun) in TIMES else None


def _timed(text: str, line: list[Token], draft: _Draft, at: int, noun: int) -> _Draft:
    """Read a length of time or an age: « sept mois », « 16 à 24 ans », « 50 ans et plus »."""
    years = line[noun].text in ("an", "ans")
    end = plural_phrase(text, line, noun) if draft.value > 1 else noun + 1
    end = max(end, noun + 1)
    tail, bound = qualifier_after(text, line[noun].end)
    of_years = years and end == noun + 1
    aged = of_years and is_age(text, draft.start, int(draft.high or draft.value), draft.bound)
    unit: Unit = "age" if aged else "duration"
    if bound is not None and end == noun + 1 and tail <= draft.room:
        return replace(draft, end=tail, unit=unit, bound=bound)
    return replace(draft, unit=unit, counted=Span(line[at].start, line[end - 1].end))


def _lists(text: str, drafts: list[_Draft]) -> list[_Draft]:
    """Give « 26 » of « 26 et 20 semaines » or « 26 des 30 places » what the next one counts."""
    found = list(drafts)
    for i in range(len(found) - 2, -1, -1):
        here, after = found[i], found[i + 1]
        if here.bare and _IN_A_LIST.fullmatch(text, here.end, after.start):
            found[i] = replace(here, unit=after.unit, counted=after.counted)
    return found


def _ratios(text: str, drafts: list[_Draft]) -> list[_Draft]:
    """Join « neuf entreprises sur dix »: nine is no count of entreprises, so it has no unit."""
    found: list[_Draft] = []
    for draft in drafts:
        last = found[-1] if found else None
        after = max(last.end, last.counted.end) if last else 0
        counted = last is not None and last.unit == "count"
        alone = draft.unit in (None, "count") and draft.counted == _NOTHING
        if last and counted and alone and _OUT_OF.fullmatch(text, after, draft.start):
            found[-1] = replace(last, end=draft.end, unit=None, counted=_NOTHING, in_digits=True)
        else:
            found.append(draft)
    return found


def _quantity(text: str, draft: _Draft) -> Quantity:
    end = max(draft.end, draft.counted.end)
    change = change_around(text, draft.start, end, draft.unit)
    if change is None and draft.sign:
        change = "up" if draft.sign == "+" else "down"
    return Quantity(
        text=text[draft.start : draft.end],
        span=Span(draft.start, draft.end),
        value=draft.value,
        high=draft.high,
        unit=draft.unit,
        counted=text[draft.counted.start : draft.counted.end],
        bound=draft.bound,
        change=change,
    )


def _text(line: list[Token], at: int) -> str:
    return line[at].text if at < len(line) else ""
