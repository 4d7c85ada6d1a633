"""What kind of thing a question asks for, and what a passage must hold to give it.

"Combien…" is answered by a figure, "quel pourcentage…" by a share: among passages on the same
subject, the one that holds such a thing is the better answer.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal

from spe_search.french import fold, terms
from spe_search.types import Cell

Kind = Literal["count", "share", "money", "date", "target"]

_ASKS: dict[Kind, re.Pattern[str]] = {
    "money": re.compile(
        r"\b(argent|dollars?|budget\w*|cout(?:s|e|ent|er|ait|aient)?|montants?|"
        r"how much (?:money|did|was|is)|costs?|spent|funding|financement|millions?)\b|\$"
    ),
    "share": re.compile(
        r"\b(pourcentages?|pour cent|per ?cent\w*|proportions?|taux|rates?|share|"
        r"(?:quelle|la|what) part|quelle place|hausses?|baisses?|augment\w+|diminu\w+)\b|%"
    ),
    "count": re.compile(
        r"\b(combien|nombres?|how many|how much|number of|chiffres?|quantites?|total|figures?|"
        r"quel age|how old|duree|how long)\b"
    ),
    "target": re.compile(
        r"(?<!clientele )(?<!public )(?<!groupe )\bcibles?\b|"
        r"\b(?:nombre|taux|proportion|pourcentage|resultat|total|on) (?:\w+ ){0,2}vis\w+|"
        r"\bvisait.on\b|\b(?:targets?|targeted|goals?|depass\w+|prevue?s?|"
        r"objectifs? (?:fixe|vise|chiffre|atteint)\w*)\b"
    ),
    "date": re.compile(
        r"\b(quand|dates?|when|quelles? annees?|quels? mois|what years?|depuis quand)\b"
    ),
}
_MONTHS = "janvier|fevrier|mars|avril|mai|juin|juillet|aout|septembre|octobre|novembre|decembre"
_HOLDS: dict[Kind, re.Pattern[str]] = {
    "money": re.compile(r"\$|\bdollars?\b"),
    "share": re.compile(r"\d\s?%|\b(?:pour|per) cent\b"),
    "target": re.compile(r"\bcibles? (?:\w+ ){0,3}\d"),
    "date": re.compile(rf"\b(?:{_MONTHS})\b|\b(?:19|20)\d\d\b"),
}


def kinds_asked(query: str) -> frozenset[Kind]:
    """Return the kinds of things a query asks for; none for most."""
    plain = fold(query)
    return frozenset(kind for kind, pattern in _ASKS.items() if pattern.search(plain))


def kinds_held(text: str, cells: Sequence[Cell] = ()) -> frozenset[Kind]:
    """Return the kinds of things a passage holds, spelt-out numbers included.

    Args:
        text: the passage's text.
        cells: its figures, where it is a table's row.
    """
    plain = fold(text)
    held = {kind for kind, pattern in _HOLDS.items() if pattern.search(plain)}
    if any(cell.is_target for cell in cells):
        held.add("target")
    if any(term.text[0].isdigit() for term in terms(text)):
        held.add("count")
    return frozenset(held)
