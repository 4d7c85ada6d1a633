"""The clause that a figure stands in: the words that say what it measures."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from spe_search.french import terms
from spe_search.french.quantities import Quantity
from spe_search.types import Span

_CUT = re.compile(r"[,;]\s+(?:et\s+|ou\s+|puis\s+)?|\)\s+(?:et|ou)\s+|\s(?:et|ou|puis|dont)\s+")
_LEAD = re.compile(r"(?:En|Durant|Pendant|Pour|Au cours de)\s[^,.;]{0,30}\d{4},\s+")
_YEARS = re.compile(r"\d{4}")
_LONGEST_LEAD = 160
_SHORTEST = 60


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of an extract: where it starts there, its text and the figures that measure."""

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


def clauses(text: str, found: Sequence[Quantity]) -> list[Span]:
    """Return the clause of each figure of a sentence.

    A comma, a semicolon or a conjunction between two figures parts their clauses; figures with
    none between them share one. A clause that would say nothing (« 24 % en 2022-2023 ») is the
    whole sentence.

    Args:
        text: a sentence.
        found: its figures, in order.
    """
    starts = [_first_start(text, found[0])] if found else []
    for last, here in pairwise(found):
        begin = max(last.span.end, text.find(last.counted, last.span.end) + len(last.counted))
        found_cuts = _CUT.finditer(text, begin, here.span.start)
        # « 40 entreprises et 3 600 chercheurs présents »: what follows is said of both.
        cuts = [m.end() for m in found_cuts if m.start() > begin or m[0][0] in ",;)"]
        starts.append(cuts[-1] if cuts else starts[-1])
    bounds = [*starts, len(text)]
    spans = []
    for i, each in enumerate(found):
        end = next(bound for bound in bounds[i + 1 :] if bound > each.span.start)
        span = _trimmed(text, starts[i], end)
        spans.append(span if _says_something(text, span, each) else _trimmed(text, 0, len(text)))
    return spans


def _first_start(text: str, first: Quantity) -> int:
    """Return where the first clause starts: after « En 2023-2024, », or late in a long lead."""
    lead = _LEAD.match(text)
    start = lead.end() if lead and lead.end() <= first.span.start else 0
    if first.span.start - start > _LONGEST_LEAD:
        latest = first.span.start - _SHORTEST
        cuts = [match.end() for match in re.finditer(r"[,;)]\s+", text[start:latest])]
        start += cuts[-1] if cuts else 0
    return start


def _trimmed(text: str, start: int, end: int) -> Span:
    """Leave out the spaces, commas and conjunctions at the end, and a bullet at the start."""
    piece = text[start:end]
    start += len(piece) - len(piece.lstrip(" \n\t•-–"))
    bare = re.sub(r"(?:[\s,;:.(]|\s(?:et|ou|puis|dont|soit)(?=[\s,]*\Z))+\Z", "", text[start:end])
    return Span(start, start + len(bare))


def _says_something(text: str, span: Span, figure: Quantity) -> bool:
    if figure.counted:
        return True
    rest = text[span.start : figure.span.start] + " " + text[figure.span.end : span.end]
    return len(terms(_YEARS.sub(" ", rest))) >= 2
