"""How long something lasts and how many it reaches, in the words of a French report."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

from spe_search.french import words
from spe_search.french.populations import is_population
from spe_search.french.quantities import Quantity, quantities
from spe_search.types import Span

_DOINGS: Final = frozenset(
    ("participations", "inscriptions", "candidatures", "visites", "clics", "consultations", "cv")
)
"""What stands for those who do it: « 6 855 clics », « 629 CV »."""

_RHYTHM: Final = re.compile(r"(?: et demie?\b)?(?: par (?:jour|semaine|mois|année|an)\b)?")
# « un » and « une » are articles to the reader of figures; « un jour » may mean some day.
_OTHER_DURATIONS: Final = re.compile(
    r"\bune (?:heure|minute|journée|semaine|année)\b|\bun (?:mois|trimestre|semestre|an)\b|"
    r"(?<=\bd[’'])un jour\b|\b(?:quotidien\w*|hebdomadaires?|mensuel\w*|trimestriel\w*|"
    r"bisannuel\w*|triennal\w*|quinquennal\w*)",
    re.IGNORECASE,
)


def durations(text: str) -> Iterator[Span]:
    """Yield where a text says how long or how often: « sept mois », « quatre fois par année ».

    Ages are left out (« 50 ans et plus »).
    """
    found = [Span(*match.span()) for match in _OTHER_DURATIONS.finditer(text)]
    for quantity in quantities(text):
        said = _whole(text, quantity)
        rhythm = _RHYTHM.match(text, said.end)
        end = rhythm.end() if rhythm else said.end
        if quantity.unit == "duration" or (quantity.counted == "fois" and end > said.end):
            found.append(Span(said.start, end))
    yield from _apart(found)


def reached(text: str) -> Iterator[Span]:
    """Yield where a text says how many: « près de 200 femmes », « Quarante-six candidats »."""
    counts = (quantity for quantity in quantities(text) if quantity.unit == "count")
    yield from _apart(_whole(text, each) for each in counts if _counts_people(each.counted))


def _counts_people(counted: str) -> bool:
    """Tell whether people or bodies are counted; an adjective may come first."""
    first = [word.text for word in words(counted)[:2]]
    return any(is_population(word) or word in _DOINGS for word in first)


def _whole(text: str, quantity: Quantity) -> Span:
    """Return where a figure stands, up to what it counts: « 26 et 20 semaines » for its 26."""
    start, end = quantity.span.start, quantity.span.end
    counted = text.find(quantity.counted, end)
    return Span(start, max(end, counted + len(quantity.counted)))


def _apart(found: Iterable[Span]) -> Iterator[Span]:
    """Yield ranges in order, without those that begin within one before."""
    end = 0
    for span in sorted(found, key=lambda span: (span.start, -span.end)):
        if span.start >= end:
            yield span
            end = span.end
