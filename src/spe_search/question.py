"""What kind of thing a question asks for, and what a passage must hold to give it.

"Combien…" is answered by a number of things, "quel pourcentage…" by a share, "avec qui…" by a list
of partners: among passages on the same subject, the one that holds such a thing is the better
answer.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal

from spe_search.french import fold, terms
from spe_search.types import Cell, Term

Kind = Literal[
    "count", "share", "money", "date", "duration", "age", "target", "partner", "place", "person"
]

_ASKS: dict[Kind, re.Pattern[str]] = {
    "money": re.compile(
        r"\b(argent|dollars?|budget\w*|cout(?:s|e|ent|er|ait|aient)?|montants?|"
        r"how much (?:money|did|was|is)|costs?|spent|funding|financement|millions?|"
        r"salaires?|gagne(?:nt|r)?|pay(?:e|es|ait|aient|er|s|ing)?|remuner\w*|prix|tarifs?|"
        r"combien de l'heure|euros?|wages?|salar(?:y|ies)|earn\w*|prices?|fees?|charges?)\b|[$€]"
    ),
    "share": re.compile(
        r"\b(pourcentages?|pour cent|per ?cent\w*|proportions?|taux|rates?|share|"
        r"(?:quelle|la|what) part|quelle place|hausses?|baisses?|augment\w+|diminu\w+)\b|%"
    ),
    "count": re.compile(
        r"\b(combien|nombres?|how many|how much|number of|chiffres?|quantites?|total|figures?)\b"
    ),
    "age": re.compile(r"\b(quel age|a \w+ ans|how old|what age)\b"),
    "duration": re.compile(
        r"\b(durees?|dur(?:e|ent|ait|aient|era)|frequen(?:ce|cy)|horaires?|"
        r"combien de (?:temps|fois|mois|(?:heure|jour|semaine|an)\w*)|"
        r"how long|how often|last(?:s|ed)?|"
        r"how many (?:hours?|days?|weeks?|months?|years?)|schedule)\b"
    ),
    "partner": re.compile(
        r"\b(partenaires?|partners?|collaborateurs?|avec qui|with whom|"
        r"quels? (?:organismes?|organisations?|etablissements?|associations?)|"
        r"quelles? (?:organisations?|associations?|entreprises?|instances?)|"
        r"(?:which|what) "
        r"(?:organi[sz]ations?|agenc(?:y|ies)|groups?|bod(?:y|ies)|firms?|compan\w+))\b"
    ),
    "target": re.compile(
        r"(?<!clientele )(?<!public )(?<!groupe )\bcibles?\b|"
        r"\b(?:nombre|taux|proportion|pourcentage|resultat|total|on) (?:\w+ ){0,2}vis\w+|"
        r"\bvisait.on\b|\b(?:targets?|targeted|goals?|depass\w+|prevue?s?|"
        r"objectifs? (?:fixe|vise|chiffre|atteint)\w*)\b"
    ),
    "place": re.compile(
        r"\b(?:d'ou|where|ou (?:se|est|sont|a|ont|ca|travaill\w+|habit\w+|aura|s')|"
        r"(?:dans )?quel(?:le)?s? (?:ville|endroit|lieu|territoire|municipalite|village|mrc)s?|"
        r"(?:which|what) (?:town|city|place|municipality|village)s?)\b"
    ),
    "person": re.compile(
        r"\b(?:a qui|who|whom|"
        r"qui (?:l'|(?:les?|la|y|en) )?(?:a|ont|est|dirige|anime|finance|paie)|"
        r"comment s'appelle\w*|"
        r"(?:pre)?noms? d[eu]|name of|quel(?:le)?s? (?:personne|agente?|directrice|directeur|"
        r"conferencier|conferenciere))\b"
    ),
    "date": re.compile(
        r"\b(quand|dates?|when|quelles? annees?|quels? mois|what years?|depuis quand)\b"
    ),
}
_MEASURES: frozenset[Kind] = frozenset({"money", "duration", "age"})
_COUNTS = re.compile(
    r"\b(?:(?:parts?|proportions?|pourcentages?|percentage|share|fraction) "
    r"(?:de la |de l'|des |de |d'|du |of (?:the )?)|combien (?:y avait-il )?(?:de |d')|"
    r"(?:nombre|nb)(?: total| moyen)? (?:de |d')|how many |number of )"
)
_MONTHS = "janvier|fevrier|mars|avril|mai|juin|juillet|aout|septembre|octobre|novembre|decembre"
# What a text that holds a thing matches, and the signs of which it must then bear one: these are
# found in a twentieth of the time, and most texts bear few.
_HOLDS: dict[Kind, tuple[tuple[str, ...], re.Pattern[str]]] = {
    "money": (("$", "dollar"), re.compile(r"\$|\bdollars?\b")),
    "share": (("%", "cent"), re.compile(r"\d\s?%|\b(?:pour|per) cent\b")),
    "target": (("cible",), re.compile(r"\bcibles? (?:\w+ ){0,3}\d")),
    "date": (
        (*_MONTHS.split("|"), "19", "20"),
        re.compile(rf"\b(?:{_MONTHS})\b|\b(?:19|20)\d\d\b"),
    ),
    "age": ((" ans",), re.compile(r"\b\d+ ans\b")),
    "duration": (
        ("",),
        re.compile(
            r"\b(?:\d|une?|deux|trois|quatre|cinq|six|sept|huit|neuf|dix|douze|quinze|vingt|demi)"
            r"[ -]?(?:heures?|h|jours?|journees?|semaines?|mois|ans|annees?)\b|"
            r"\b(?:quotidien\w*|hebdomadaires?|mensuel\w*|trimestriel\w*|annuel\w*|bisannuel\w*|"
            r"triennal\w*|quinquennal\w*|depuis|fois par)\b"
        ),
    ),
}
_NOT_COUNTED = re.compile(
    rf"\s?(?:%|\$|(?:pour|per) cent\b|points?\b|(?:millions? |milliards? )?(?:de )?dollars?\b|"
    rf"ans\b|h\b|(?:er |e )?(?:{_MONTHS})\b)"
)
_LOOK_AHEAD = 24
_YEAR = re.compile(r"(?:19|20)\d\d(?:-\d{2,4})?")


def kinds_asked(query: str) -> frozenset[Kind]:
    """Return the kinds of things a query asks for; none for most."""
    plain = fold(query)
    kinds = {kind for kind, pattern in _ASKS.items() if pattern.search(plain)}
    if kinds & _MEASURES and not _COUNTS.search(plain):
        kinds.discard("count")  # "combien a coûté" asks for a sum
    return frozenset(kinds)


def counted_from(query: str) -> int | None:
    """Return where the name of what is to be counted starts ("combien de femmes": 11), if it does.

    It is an offset of the query, near enough where folding changes its length.
    """
    match = _COUNTS.search(fold(query))
    return match.end() if match else None


def kinds_held(
    text: str,
    cells: Sequence[Cell] = (),
    kind: str = "paragraph",
    found: Sequence[Term] | None = None,
) -> frozenset[Kind]:
    """Return the kinds of things a passage holds, spelt-out numbers included.

    Args:
        text: the passage's text.
        cells: its figures, where it is a table's row.
        kind: what kind of passage it is.
        found: its terms, where they are known already.
    """
    plain = fold(text)
    held = {
        kind
        for kind, (signs, pattern) in _HOLDS.items()
        if any(sign in plain for sign in signs) and pattern.search(plain)
    }
    if any(cell.is_target for cell in cells):
        held.add("target")
    if any(_counts(text, term) for term in (terms(text) if found is None else found)):
        held.add("count")
    if kind == "partners":
        held.add("partner")
    return frozenset(held)


def _counts(text: str, term: Term) -> bool:
    """Tell whether a term is a number of things: no share, sum, date, year or age."""
    if not term.text[0].isdigit() or term.text.endswith("+") or _YEAR.fullmatch(term.text):
        return False
    return not _NOT_COUNTED.match(fold(text[term.end : term.end + _LOOK_AHEAD]))
