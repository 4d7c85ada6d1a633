"""What kind of thing a question asks for.

"Combien…" is answered by a number of things, "quel pourcentage…" by a share, "avec qui…" by names:
among passages on the same subject, the one that holds such a thing is the better answer.
"""

from __future__ import annotations

import re
from typing import Literal

from spe_search.french import fold

Kind = Literal[
    "count",
    "share",
    "money",
    "date",
    "duration",
    "age",
    "target",
    "partner",
    "organisation",
    "place",
    "person",
]

_ORGANISATIONS = (
    r"organismes?|organisations?|etablissements?|associations?|entreprises?|compagnies?|firmes?|"
    r"societes?|fabri(?:c|qu)ants?|instances?|institutions?|universites?|ecoles?|colleges?|cegeps?|"
    r"centres?|fondations?|federations?|regroupements?|syndicats?|cooperatives?|ministeres?|"
    r"chambres?|caisses?|banques?|comites?|agences?|commissions?|cliniques?|hopita(?:l|ux)|"
    r"journa(?:l|ux)|revues?|magazines?"
)
_ORGANIZATIONS = (
    r"organi[sz]ations?|agenc(?:y|ies)|groups?|bod(?:y|ies)|firms?|compan\w+|institutions?|"
    r"universit(?:y|ies)|schools?|colleges?|cent(?:re|er)s?|foundations?|associations?|unions?|"
    r"cooperatives?|departments?|ministr(?:y|ies)|banks?|committees?|employers?|manufacturers?|"
    r"newspapers?|magazines?|partners?"
)

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
        r"\b(combien|nombres?|nbr?e?|how many|how much|number of|chiffres?|quantites?|total|"
        r"figures?)\b"
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
        r"quels (?:organismes|etablissements)|"
        r"quelles (?:organisations|associations|entreprises|instances)|"
        r"(?:which|what) (?:organi[sz]ations|agencies|groups|bodies|firms|companies))\b"
    ),
    "organisation": re.compile(
        rf"\b(?:quel(?:le)?s? (?:{_ORGANISATIONS})|(?:which|what) (?:{_ORGANIZATIONS}))\b|"
        rf"^(?:(?:les? |la |l')?(?:{_ORGANISATIONS}) qui|(?:the )?(?:{_ORGANIZATIONS}) that)\b"
    ),
    "target": re.compile(
        r"(?<!clientele )(?<!public )(?<!groupe )\bcibles?\b|"
        r"\b(?:nombre|taux|proportion|pourcentage|resultat|total|seuil|on) (?:\w+ ){0,2}vis\w+|"
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
_LIKE = r"(?:semblable|similaire|comparable|pareil(?:le)?|du meme genre)s?"
_EXAMPLES = re.compile(
    r"\b(?:ailleurs|elsewhere|exemples?|examples?|collegues|qui d'autre|who else|anyone else|"
    r"(?:d'|les |des |aux )?autres (?:regions?|collegues|bureaux|equipes|directions|exemples|"
    r"projets|initiatives)|other (?:regions|projects|offices|initiatives)|"
    r"(?:quels|which|what) (?:projets|projects|bureaux|offices|regions|initiatives)|"
    r"quelles (?:regions|initiatives|activites|experiences)|"
    rf"(?:projets?|initiatives?|experiences?|demarches?|quelque chose de) {_LIKE}|"
    r"similar (?:projects?|initiatives?)|something similar|"
    r"a-t-on deja|deja (?:fait|vu|essaye|tente|organise|monte|offert)|has anyone|"
    r"s'inspirer|des idees|des cas|dans quels cas)\b"
)
_MEASURES: frozenset[Kind] = frozenset({"money", "duration", "age"})
_COUNTS = re.compile(
    r"\b(?:(?:parts?|proportions?|pourcentages?|percentage|share|fraction) "
    r"(?:de la |de l'|des |de |d'|du |of (?:the )?)|combien (?:y avait-il )?(?:de |d')|"
    r"(?:nombre|nb)(?: total| moyen)? (?:de |d')|how many |number of )"
)


def kinds_asked(query: str) -> frozenset[Kind]:
    """Return the kinds of things a query asks for; none for most."""
    plain = fold(query)
    kinds = {kind for kind, pattern in _ASKS.items() if pattern.search(plain)}
    if kinds & _MEASURES and not _COUNTS.search(plain):
        kinds.discard("count")  # "combien a coûté" asks for a sum
    return frozenset(kinds)


def asks_for_examples(query: str) -> bool:
    """Tell whether a query asks who else did something: for initiatives, not for statistics."""
    return bool(_EXAMPLES.search(fold(query)))


def counted_from(query: str) -> int | None:
    """Return where the name of what is to be counted starts ("combien de femmes": 11), if it does.

    It is an offset of the query, near enough where folding changes its length.
    """
    match = _COUNTS.search(fold(query))
    return match.end() if match else None
