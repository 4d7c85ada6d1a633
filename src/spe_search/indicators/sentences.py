"""Indicators of running text: each figure of each sentence, with its target and earlier value."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from spe_search.french import fold, sentences
from spe_search.french.quantities import MOVE, Quantity, quantities
from spe_search.indicators.clauses import Sentence, clauses
from spe_search.indicators.model import Indicator, Previous, Target
from spe_search.indicators.people import population_of
from spe_search.indicators.periods import is_earlier, period_of
from spe_search.types import Document, Extract, Span
from spe_search.verbatim import locate, page_at

_LEFT_OUT = ("partners", "table_row")
_SENTENCE_END = ".!?…;:,"
_NOTE_MARK = re.compile(r"\d{1,2}\s+(?=[^\W\d_a-zà-ÿ]|«)")
_DENIED = re.compile(r"\b(?:ne\s|n[’'])[^.,;:]*\b(?:pas|plus|jamais)\s+\Z", re.IGNORECASE)
_TARGET = re.compile(
    r"\b(?:cibles?|objectifs?|seuils?)\b(?:\s+(?!et\b|en\b|ont\b|a\b|mais\b|pour\b)[^\s.;:,()]+){0,6}?"
    r"(?:\s+(?:de|à|est|était|soit)|\s+d[’']|,\s+soit|\s*[:(])\s*\Z",
    re.IGNORECASE,
)
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
_PAUSE = re.compile(r"[,;:]\s")
_WHEN = re.compile(r"\s+en\s+\d{4}.*\Z")


@dataclass(frozen=True, slots=True)
class Place:
    """Where figures are read: an item of a document, its region's code, all titles folded."""

    document: Document
    item_id: str
    region: str | None = None
    titles: tuple[str, ...] = ()


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


def _sentences(place: Place, extract: Extract) -> Iterator[Sentence]:
    """Cut an extract into sentences; a line of a box is one, its last stop left out."""
    start = 0
    for line in extract.text.splitlines(keepends=True):
        for span in sentences(line):
            text = line[span.start : span.end]
            kept = [q for q in quantities(text) if not _names(place, extract, text, q)]
            if kept:
                yield Sentence(start + span.start, text, tuple(kept))
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

    def __init__(self, place: Place, extract: Extract, sentence: Sentence, heading: str) -> None:
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
        if not figure.counted and _AIMED.match(self.sentence.text, figure.span.end):
            return True
        return bool(_TARGET.search(before)) and not _BEYOND.search(before)

    def _aim(self, found: list[Indicator], figure: Quantity) -> bool:
        """Give a target to the figure it is nearest to, of the same unit."""
        span = self._in_source(figure.span)
        fits = [
            i
            for i, each in enumerate(found)
            if _alike(each, figure) and each.change is None and each.target is None
        ]
        if not fits:
            return False
        left = [i for i in fits if found[i].span.start < span.start]
        each = found[chosen := left[-1] if left else fits[0]]
        found[chosen] = replace(each, target=Target(figure.value, each.unit, figure.text, span))
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
        is_last = i + 1 == len(self.sentence.found)
        # What follows a comma may be of the next figure: « 40 ateliers; en 2023-2024, 55 … ».
        after = self.sentence.after(i) if is_last else _PAUSE.split(self.sentence.after(i))[0]
        said = period_of(self.sentence.before(i), after)
        if not said and not is_last and self._moves(i):
            return ""  # « passé de 20 % à 24 % » : the report does not say when it was 20 %
        lead = period_of(self.sentence.text[: self.sentence.found[0].span.start], "")
        return said or lead or period_of(self.heading, "") or self.place.document.metadata.year

    def _moves(self, i: int) -> bool:
        """Tell whether a figure is what another was before: « passé de 20 % à 24 % »."""
        start = self.sentence.found[i].span.start
        return bool(MOVE.search(self.sentence.text, 0, start))

    def _previous(self, i: int, found: Sequence[Indicator]) -> Previous | None:
        """Return the value before a figure: an earlier year's, or what it is set against."""
        figure = self.sentence.found[i]
        if figure.change is not None:
            return None
        after = self.sentence.found[i + 1] if i + 1 < len(self.sentence.found) else None
        if after and _alike(after, figure) and _INSTEAD.search(self.sentence.before(i + 1)):
            return self._as_previous(i + 1)
        before = self.sentence.found[i - 1] if i and found else None
        if before is None or not _alike(before, figure) or before.change or self._is_target(i - 1):
            return None
        if self._moves(i - 1) or is_earlier(self._period(i - 1), self._period(i)):
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
        if self.heading:
            return _WHEN.sub("", self.heading)
        text, start = self.sentence.text, self.sentence.start
        clause = text[self.labels[i].start : self.sentence.found[i].span.start]
        earlier = self.extract.text[:start].rstrip()
        return population_of(self.sentence, i, clause, found[-1] if found else None, earlier)


def _alike(one: Quantity | Indicator, other: Quantity) -> bool:
    """Tell whether two figures may measure the same thing."""
    if one.unit in ("age", "duration"):
        return False
    if one.unit == "count" and other.unit is None:
        return True  # « 620 personnes, pour un objectif fixé à 600 »
    if one.unit != other.unit:
        return False
    counted = {one.counted, other.counted} - {""}
    return one.unit != "count" or len(counted) < 2
