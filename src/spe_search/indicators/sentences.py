"""Indicators of running text: each figure of each sentence, with its target and earlier value."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from spe_search.french import fold, sentences
from spe_search.french.populations import populations
from spe_search.french.quantities import MOVE, Quantity, quantities
from spe_search.indicators.clauses import clauses
from spe_search.indicators.model import Indicator, Previous, Target
from spe_search.indicators.periods import period_of
from spe_search.types import Document, Extract, Span
from spe_search.verbatim import locate, page_at

_LEFT_OUT = ("partners", "table_row")
_SENTENCE_END = ".!?…;:,"
_NOTE_MARK = re.compile(r"\d{1,2}\s+(?=\S)")
_DENIED = re.compile(r"\b(?:ne\s|n[’'])[^.,;:]*\b(?:pas|plus|jamais)\s+\Z", re.IGNORECASE)
_TARGET = re.compile(r"\b(?:cibles?|objectifs?|seuils?)\b(?P<to>[^.;:()]*)\Z", re.IGNORECASE)
_AIMED = re.compile(r"\s+(?:visée?s?|prévue?s?|ciblée?s?|attendue?s?)\b", re.IGNORECASE)
_BEYOND = re.compile(r"\b(?:dépass|excéd|surpass)\w*\b[^.;:()]*\Z", re.IGNORECASE)
_INSTEAD = re.compile(
    r"(?:\bcontre|\bcomparativement\s+à|\bpar\s+rapport\s+à|\bau\s+lieu\s+d[e’']"
    r"|\balors\s+qu[’'](?:ils?|elles?)\s+étai(?:t|ent)\s+(?:de|à))\s*\Z",
    re.IGNORECASE,
)
_COMPARED = re.compile(
    r"(?:par\s+rapport\s+(?:à|aux?)|comparativement\s+(?:à|aux?)|relativement\s+(?:à|aux?)"
    r"|(?:de|en)\s+(?:plus|moins)\s+qu(?:e|[’']))\s*(?P<with>(?:[^.,;()]|[.,](?=\d))+)",
    re.IGNORECASE,
)
_AMONG = re.compile(
    r"\bparmi\s+(?:les\s+)?(?P<who>[^,.;:()]+?)(?=\s+en\s+\d|\s*(?:[,.;:()]|\Z))", re.IGNORECASE
)
_PLACE = re.compile(r"(?:\A|[,;]\s+|\bet\s+)(?P<place>[^\W\d_][^,;:.()]{1,50}?)\s*:\s*\Z")
_WHEN = re.compile(r"\s+en\s+\d{4}.*\Z")
_MAKES_UP = re.compile(r"\b(?:représent|constitu|compos|form)\w+\s*\Z", re.IGNORECASE)
_PRONOUN = re.compile(r"(?:ils|elles|ceux-ci|celles-ci)\b", re.IGNORECASE)
_SHARE_OF = re.compile(
    r"\b(?:proportion|part|nombre|pourcentage|taux)\s+(?:des?\s+|d[’'])\Z", re.IGNORECASE
)
_APPOSED = re.compile(
    r"[,:(]\s*(?:soit|ce\s+qui\s+représente|en\s+(?:hausse|baisse)|une?)\b[^,;:()]*\Z",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Place:
    """Where figures are read: an item of a document, its region's code, all titles folded."""

    document: Document
    item_id: str
    region: str | None = None
    titles: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Sentence:
    """A sentence of an extract: its range there, its text and the figures that measure."""

    start: int
    text: str
    found: tuple[Quantity, ...]

    def before(self, i: int) -> str:
        """The words between a figure and the one before it."""
        return self.text[self.found[i - 1].span.end if i else 0 : self.found[i].span.start]

    def after(self, i: int) -> str:
        """The words between a figure and the one after it."""
        end = self.found[i + 1].span.start if i + 1 < len(self.found) else len(self.text)
        return self.text[self.found[i].span.end : end]


def sentence_indicators(place: Place, extract: Extract) -> Iterator[Indicator]:
    """Return the figures of an extract's sentences, in order.

    Args:
        place: the item it belongs to.
        extract: a piece of running text; partners and table rows give none.
    """
    if extract.kind in _LEFT_OUT:
        return
    heading = _heading(extract)
    for sentence in _sentences(place, extract):
        yield from _Reader(place, extract, sentence, heading).read()


def _sentences(place: Place, extract: Extract) -> Iterator[_Sentence]:
    """Cut an extract into sentences; a line of a box is one, its last stop left out."""
    start = 0
    for line in extract.text.splitlines(keepends=True):
        for span in sentences(line):
            text = line[span.start : span.end]
            kept = [q for q in quantities(text) if not _names(place, extract, text, q)]
            if kept:
                yield _Sentence(start + span.start, text, tuple(kept))
        start += len(line)


def _names(place: Place, extract: Extract, text: str, figure: Quantity) -> bool:
    """Tell whether a figure measures nothing: a note's mark, a denied total, part of a title."""
    if extract.kind == "note" and extract.text.startswith(text) and figure.span.start == 0:
        return bool(_NOTE_MARK.match(text))
    if _DENIED.search(text, 0, figure.span.start):
        return True
    words = text[: figure.span.end].split()[-len(figure.text.split()) - 1 :]
    if len(words) == len(figure.text.split()):
        return False
    name = fold(" ".join(words)).replace("+", "plus")
    return any(name in title for title in place.titles)


def _heading(extract: Extract) -> str:
    """Return the line that heads a box of figures: no figure, no stop at its end."""
    first, _, rest = extract.text.partition("\n")
    if extract.kind != "sidebar" or not rest or first[-1] in _SENTENCE_END or quantities(first):
        return ""
    return first


class _Reader:
    """Reads the figures of one sentence."""

    def __init__(self, place: Place, extract: Extract, sentence: _Sentence, heading: str) -> None:
        self.place, self.extract, self.sentence = place, extract, sentence
        self.heading = heading
        self.labels = clauses(sentence.text, sentence.found)

    def read(self) -> list[Indicator]:
        """Return the sentence's indicators, each with its target and earlier value."""
        found: list[Indicator] = []
        targets: list[Quantity] = []
        for i, figure in enumerate(self.sentence.found):
            if self._is_target(i):
                targets.append(figure)
            else:
                found.append(self._indicator(i, found))
        for target in targets:
            if not self._aim(found, target):
                found.append(self._plain(target))
        return found

    def _is_target(self, i: int) -> bool:
        figure, before = self.sentence.found[i], self.sentence.before(i)
        if figure.change is not None or figure.unit in ("age", "duration"):
            return False
        if _AIMED.match(self.sentence.text, figure.span.end + len(figure.counted) + 1):
            return True
        return bool(_TARGET.search(before)) and not _BEYOND.search(before)

    def _aim(self, found: list[Indicator], figure: Quantity) -> bool:
        """Give a target to the figure it is nearest to, of the same unit."""
        target = Target(figure.value, figure.unit, figure.text, self._in_source(figure.span))
        fits = [
            i
            for i, each in enumerate(found)
            if each.unit == figure.unit and each.change is None and each.target is None
        ]
        if not fits:
            return False
        left = [i for i in fits if found[i].span.start < target.span.start]
        chosen = left[-1] if left else fits[0]
        found[chosen] = replace(found[chosen], target=target)
        return True

    def _plain(self, figure: Quantity) -> Indicator:
        return self._indicator(self.sentence.found.index(figure), [])

    def _indicator(self, i: int, found: Sequence[Indicator]) -> Indicator:
        figure, label = self.sentence.found[i], self.labels[i]
        span = self._in_source(figure.span)
        document = self.place.document
        previous = self._previous(i, found)
        return Indicator(
            id="",
            label=self.sentence.text[label.start : label.end],
            population=self._population(i, found),
            text=figure.text,
            value=figure.value,
            high=figure.high,
            unit=figure.unit,
            counted=figure.counted,
            bound=figure.bound,
            change=figure.change,
            period=self._period(i),
            target=None,
            previous=previous,
            compared_with=self._compared_with(i),
            region=self.place.region,
            item_id=self.place.item_id,
            document_id=document.id,
            page=page_at(document, span.start),
            span=span,
            context=self._in_source(Span(0, len(self.sentence.text)), around=span),
            origin="results" if self.extract.kind == "results" else "sentence",
        )

    def _in_source(self, part: Span, around: Span | None = None) -> Span:
        """Return where a range of the sentence stands; where it is interrupted, around a span."""
        start = self.sentence.start
        within = Span(start + part.start, start + part.end)
        source = self.place.document.source
        spans = locate(source, self.extract.spans, self.extract.text, within)
        if around:
            spans = tuple(s for s in spans if s.start <= around.start < s.end) or spans
        return Span(spans[0].start, spans[-1].end)

    def _period(self, i: int) -> str:
        said = period_of(self.sentence.before(i), self.sentence.after(i))
        if not said and i + 1 < len(self.sentence.found) and self._moves(i):
            return ""  # « passé de 20 % à 24 % » : the report does not say when it was 20 %
        lead = period_of(self.sentence.text[: self.sentence.found[0].span.start], "")
        return said or lead or period_of(self.heading, "") or self.place.document.metadata.year

    def _moves(self, i: int) -> bool:
        """Tell whether a figure is what another was before: « passé de 20 % à 24 % »."""
        start = self.sentence.found[i].span.start
        return bool(MOVE.search(self.sentence.text, 0, start))

    def _previous(self, i: int, found: Sequence[Indicator]) -> Previous | None:
        """Return the value before a figure: an earlier year's, or what it is set against."""
        unit = self.sentence.found[i].unit
        if self.sentence.found[i].change is not None or unit in ("age", "duration"):
            return None
        after = i + 1 < len(self.sentence.found) and self.sentence.found[i + 1]
        if after and after.unit == unit and _INSTEAD.search(self.sentence.before(i + 1)):
            return self._as_previous(i + 1)
        before = self.sentence.found[i - 1] if i and found else None
        if before is None or before.unit != unit or before.change or self._is_target(i - 1):
            return None
        if self._moves(i - 1) or "" < self._period(i - 1) < self._period(i):
            return self._as_previous(i - 1)
        return None

    def _as_previous(self, i: int) -> Previous:
        figure = self.sentence.found[i]
        span = self._in_source(figure.span)
        return Previous(figure.value, figure.unit, self._period(i), figure.text, span)

    def _compared_with(self, i: int) -> str:
        figure = self.sentence.found[i]
        if figure.change is None:
            return ""
        match = _COMPARED.search(self.sentence.text, figure.span.end)
        return match["with"].strip() if match else ""

    def _population(self, i: int, found: Sequence[Indicator]) -> str:
        """Return who is measured, in the words of the report; "" where no one is named."""
        figure, before = self.sentence.found[i], self.sentence.before(i)
        if self.heading:
            return _WHEN.sub("", self.heading)
        if figure.unit == "%" and (among := _AMONG.search(self.sentence.text)):
            return among["who"]
        if place := _PLACE.search(before):
            return place["place"]
        if figure.unit == "%" and _MAKES_UP.search(before):
            return self._subject(before) or figure.counted
        if figure.unit == "%" and figure.counted and not _of_them(figure):
            return figure.counted
        if figure.unit == "count" and _names_population(figure.counted):
            return figure.counted
        if found and self._goes_on(i, found[-1]):
            return found[-1].population
        if figure.unit == "duration" or (figure.unit == "count" and figure.counted):
            return ""
        clause = self.sentence.text[self.labels[i].start : figure.span.start]
        near = populations(clause)
        at = -1 if figure.unit == "age" else 0
        return clause[near[at].start : near[at].end] if near else ""

    def _goes_on(self, i: int, last: Indicator) -> bool:
        """Tell whether a figure is of the same people as the one before it."""
        figure, before = self.sentence.found[i], self.sentence.before(i)
        if _APPOSED.search(before):
            return True
        same = last.unit == figure.unit and figure.change is None
        return same and (not figure.counted or _of_them(figure))

    def _subject(self, before: str) -> str:
        """Return who « représentaient 20 % » is said of: « ils » stand in the sentence before."""
        if not _PRONOUN.match(before.lstrip()):
            near = populations(before)
            return before[near[0].start : near[0].end] if near else ""
        earlier = self.extract.text[: self.sentence.start].rstrip()
        spans = sentences(earlier)
        last = earlier[spans[-1].start :] if spans else ""
        near = populations(last)
        share = [s for s in near if _SHARE_OF.search(last, 0, s.start)]
        first = next(iter(share or near), None)
        return last[first.start : first.end] if first else ""


def _of_them(figure: Quantity) -> bool:
    return figure.counted.startswith(("d’entre", "d'entre", "de ce"))


def _names_population(counted: str) -> bool:
    return bool(populations(counted))
