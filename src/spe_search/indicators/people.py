"""Who a figure is of: the people or bodies that its sentence names."""

from __future__ import annotations

import re

from spe_search.french import sentences
from spe_search.french.populations import populations
from spe_search.french.quantities import Quantity
from spe_search.indicators.clauses import Sentence
from spe_search.indicators.model import Indicator

_AMONG = re.compile(
    r"\bparmi\s+(?:les\s+)?(?P<who>[^,.;:()]+?)(?=\s+en\s+\d|\s*(?:[,.;:()]|\Z))", re.IGNORECASE
)
_PLACE = re.compile(r"(?:\A|[,;]\s+|\bet\s+)(?P<place>[^\W\d_][^,;:.()]{1,50}?)\s*:\s*\Z")
_MAKES_UP = re.compile(r"\b(?:représent|constitu|compos|form)\w+\s*\Z", re.IGNORECASE)
_PRONOUN = re.compile(r"(?:ils|elles|ceux-ci|celles-ci)\b", re.IGNORECASE)
_SHARE_OF = re.compile(
    r"\b(?:proportion|part|nombre|pourcentage|taux)\s+(?:des?\s+|d[’'])\Z", re.IGNORECASE
)
_APPOSED = re.compile(
    r"[,:(]\s*(?:soit|ce\s+qui\s+représente|en\s+(?:hausse|baisse)|une?)\b[^,;:()]*\Z",
    re.IGNORECASE,
)
_NEAR = 40


def population_of(
    sentence: Sentence, i: int, clause: str, last: Indicator | None, earlier: str
) -> str:
    """Return who a figure is of, in the words of the report; "" where no one is named.

    Args:
        sentence: the figure's sentence.
        i: the figure's number in it.
        clause: the words of its clause up to it.
        last: the indicator before it in the sentence.
        earlier: the text before the sentence, where « ils » may be named.
    """
    figure, before = sentence.found[i], sentence.before(i)
    share = figure.unit == "%"
    if share and (among := _AMONG.search(sentence.text)):
        return among["who"]
    if place := _PLACE.search(before):
        return place["place"]
    if share and _MAKES_UP.search(before):
        return _subject(before, earlier) or figure.counted
    if not _of_them(figure) and (share or populations(figure.counted)) and figure.counted:
        return figure.counted
    if last and _goes_on(sentence, i, last):
        return (not figure.counted and _named(before[-_NEAR:], -1)) or last.population
    if figure.unit == "duration" or (figure.unit == "count" and figure.counted):
        return ""
    return _named(clause, -1 if figure.unit == "age" else 0)


def _named(text: str, which: int) -> str:
    """Return the first (0) or the last (-1) of those whom a text names."""
    spans = populations(text)
    return text[spans[which].start : spans[which].end] if spans else ""


def _of_them(figure: Quantity) -> bool:
    return figure.counted.startswith(("d’entre", "d'entre", "de ce"))


def _goes_on(sentence: Sentence, i: int, last: Indicator) -> bool:
    """Tell whether a figure is of the same people as the one before it."""
    figure = sentence.found[i]
    if figure.change is not None or figure.unit == "points":
        return bool(_APPOSED.search(sentence.before(i)))
    return last.unit == figure.unit and (not figure.counted or _of_them(figure))


def _subject(before: str, earlier: str) -> str:
    """Return who « représentaient 20 % » is said of: « ils » stand in the sentence before."""
    if not _PRONOUN.match(before.lstrip()):
        return _named(before, -1)
    spans = sentences(earlier)
    text = earlier[spans[-1].start : spans[-1].end] if spans else ""
    for span in populations(text):
        if _SHARE_OF.search(text, 0, span.start):
            return text[span.start : span.end]
    return _named(text, 0)
