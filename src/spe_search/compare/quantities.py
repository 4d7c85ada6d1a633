"""How long something lasts and how many it reaches, in the words of a French report."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from spe_search.types import Span

_UNITS = (
    "deux|trois|quatre|cinq|six|sept|huit|neuf|dix|onze|douze|treize|quatorze|quinze|seize|"
    "vingt|trente|quarante|cinquante|soixante|cents?|mille|une?|et"
)
_DIGITS = r"(?<![\d,])(?:\d{1,3}(?:[ \u00a0\u202f]\d{3})+|\d+)(?:,\d+)?"
_SPELT = (
    r"\b(?:(?:une? )?(?:vingtaine|trentaine|quarantaine|cinquantaine|centaine|dizaine|douzaine|"
    rf"quinzaine|soixantaine) d(?:e |[’'])|(?!et\b)(?:{_UNITS})(?:[ -](?:{_UNITS}))*\b)"
)
_NUMBER = rf"(?:{_DIGITS}|{_SPELT})"
_ABOUT = r"(?:(?<!\w)(?:plus de|près de|environ|moins de|au moins|jusqu[’']à|quelque) )?"
_RANGE = rf"(?:{_ABOUT}{_NUMBER}(?: (?:à|et|ou) {_NUMBER})?)"

_SHORT = r"(?:demi-)?(?:heures?|minutes?|journées?|jours?|semaines?|mois)"
_LONG = r"(?:années?|ans?)"
_EACH = r"(?: par (?:jour|semaine|mois|année|an))?"
_FROM = r"(?:durée|pendant|durant|depuis|période|sur|en|pour)"

_DURATION: Final = re.compile(
    rf"(?P<short>{_RANGE}[ -]{_SHORT}\b{_EACH})|"
    rf"\b{_FROM}(?: d[e’']| une période de)? ?(?P<long>{_RANGE} {_LONG}\b)(?! et (?:plus|moins))|"
    rf"(?P<often>{_NUMBER} fois par (?:jour|semaine|mois|année|an))|"
    r"\b(?P<pace>quotidien\w*|hebdomadaires?|mensuel\w*|trimestriel\w*|bisannuel\w*|"
    r"triennal\w*|quinquennal\w*)",
    re.IGNORECASE,
)

_PEOPLE = (
    r"(?:personnes?|participant\w*|participations?|femmes?|hommes?|jeunes|filles?|garçons?|mères?|"
    r"pères?|parents?|élèves?|étudiant\w*|travailleu\w+|chercheu\w+|candidat\w*|employé\w*|"
    r"employeu\w*|gestionnaires?|entreprises?|organisations?|organismes?|partenaires?|"
    r"conseill\w+|intervenant\w*|infirmi\w+|conjoint\w*|membres?|prestataires?|client\w*|"
    r"familles?|immigrant\w*|réfugié\w*|citoyen\w*|retraité\w*|entrepreneu\w*|compagnons?|"
    r"apprenti\w*|stagiaires?|visiteu\w*|inscriptions?|adultes?|PME|clics?|visites?|consultations?|"
    r"téléchargements?|CV)"
)
_REACH: Final = re.compile(
    rf"{_ABOUT}{_NUMBER} ?(?:(?:nouve\w+|jeunes?|autres?|petites?|grandes?) )?"
    rf"{_PEOPLE}\b(?: d[’']emploi)?(?: et (?:d[’'])?{_PEOPLE}\b)?",
    re.IGNORECASE,
)
_ONE = re.compile(rf"une? (?:\w+ )?{_PEOPLE}\b", re.IGNORECASE)


def durations(text: str) -> Iterator[Span]:
    """Yield where a text says how long or how often: « sept mois », « quatre fois par année ».

    Ages are left out (« 50 ans et plus »): years count only after "durée", "pendant", "depuis"…
    """
    for match in _DURATION.finditer(text):
        yield Span(*match.span(match.lastgroup or 0))


def reached(text: str) -> Iterator[Span]:
    """Yield where a text says how many: « près de 200 femmes », « Quarante-six candidats »."""
    for match in _REACH.finditer(text):
        if not _ONE.match(match[0]):  # "un employeur" is no count
            yield Span(*match.span())
