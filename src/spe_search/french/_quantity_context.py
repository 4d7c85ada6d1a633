"""What the words beside a figure say of it: how surely, in what unit, up or down."""

from __future__ import annotations

import re
from typing import Literal

from spe_search.french._quantity_words import BODIES, PEOPLE
from spe_search.french.fold import fold

Unit = Literal["%", "$", "points", "count", "duration", "age"]
Bound = Literal["exact", "about", "over", "under", "range"]
Change = Literal["up", "down"]

_DE = r"(?:de\s+|d[’']\s?)"


def _before(words: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![^\W\d_])(?:{words})\s*\Z", re.IGNORECASE)


def _after(words: str) -> re.Pattern[str]:
    return re.compile(rf"(?:{words})(?!\w)", re.IGNORECASE)


_QUALIFIERS: tuple[tuple[Bound, re.Pattern[str]], ...] = (
    ("over", _before(rf"un\s+peu\s+plus\s+{_DE}|pas\s+moins\s+{_DE}|minimum\s+{_DE}|[>≥]")),
    ("under", _before(rf"un\s+peu\s+moins\s+{_DE}")),
    ("over", _before(rf"(?<!\ben\s)plus\s+{_DE}|au[-\s]delà\s+{_DE}|au\s+(?:moins|minimum)")),
    ("under", _before(rf"moins\s+{_DE}|jusqu[’']à|au\s+(?:plus|maximum)|maximum\s+{_DE}|[<≤]")),
    ("under", _before(r"à\s+peine")),
    ("about", _before(rf"près\s+{_DE}|environ|quelques?|à\s+peu\s+près|presque|quasi(?:ment)?")),
    ("about", _before(rf"autour\s+{_DE}|aux\s+(?:alentours|environs)\s+{_DE}|[~≈±]")),
    ("about", _before(rf"de\s+l[’']ordre\s+{_DE}|approximativement|pas\s+loin\s+{_DE}")),
)
_TAILS: tuple[tuple[Bound, re.Pattern[str]], ...] = (
    ("over", _after(r"\s+(?:et|ou)\s+(?:plus|\+)|\s?\+|\s+au\s+(?:moins|minimum)")),
    ("under", _after(r"\s+(?:et|ou)\s+moins|\s+au\s+(?:plus|maximum)")),
    ("about", _after(r"\s+(?:environ|approximativement)")),
)
_MEASURES: tuple[tuple[Unit, re.Pattern[str]], ...] = (
    ("%", re.compile(r"\s*(?:%|p\.\s?100(?!\d)|pour\s?cents?\b)", re.IGNORECASE)),
    (
        "$",
        re.compile(
            rf"\s*{_DE}?(?:(?:[kMG]|Md)?\s?\$(?:\s?CA\b)?|dollars?\b(?:\s+canadiens?\b)?)",
            re.IGNORECASE,
        ),
    ),
    (
        "points",
        re.compile(
            r"\s*points?(?!\w)(?:\s+de\s+(?:pourcentage|%)|(?!\s+(?:de\s+(?!plus|moins)|d[’'])))",
            re.IGNORECASE,
        ),
    ),
)
_UP = (
    r"hausses?|augment\w+|croît|croissent|croissance|crû\w*|progress(?:é\w*|e|ent|ion|er|ait)"
    r"|accru\w*|accroissement|bonds?|bondi\w*|gains?|gagn\w+|grimp\w+|supérieure?s?|excéd\w+"
    r"|major(?:é\w*|ation)|dépass\w+"
)
_DOWN = (
    r"baiss\w+|diminu\w+|réduc\w+|rédui\w+|recul\w*|chut\w+|pertes?|perdu?\w*|replis?|déclin\w*"
    r"|inférieure?s?|décr[uo]\w*|fléchi\w*"
)
_WORD = r"(?!(?:des?|du|la|les?|à|aux?)\b|[ld][’'])[^\s.,;:()\d]+"
_ANY_WORD = r"(?!(?:cibles?|objectifs?|l[’']objectif)\b)[^\s.,;:()\d]+"


def _change(word: str, most: int) -> re.Pattern[str]:
    gap = rf"(?:\s+{word}){{0,{most}}}"
    won = r"(?:(?P<won>gagn\w+)|(?P<lost>perdu?\w*))\s+\Z"
    return re.compile(
        rf"\b(?:(?:(?P<up>{_UP})|(?P<down>{_DOWN})){gap}\s+(?:de\s+|d[’'])\Z|{won})", re.IGNORECASE
    )


_CHANGES = {"%": _change(_ANY_WORD, 4), "points": _change(r"[^\s.,;:()\d]+", 5)}
_CHANGE = _change(_WORD, 2)
_COMPARED = re.compile(
    r"\s*(?:de|en)\s+(?:(?P<up>plus)|(?P<down>moins))"
    r"(?=\s*(?:que?\b|qu[’']|par\s+rapport|comparativement|l[’']an|[.,;:)]|\Z))",
    re.IGNORECASE,
)
_SIGN = re.compile(r"(?:(?<=[\s(])|\A)(?P<sign>[+\-−])\s?\Z")

MOVE = re.compile(
    r"\b(?:pass(?:é\w*|e|ent|er|ait|ant)|port(?:é\w*|er)|augment\w+|hausses?|diminu\w+|baiss\w+"
    r"|chut\w+|rédui\w+|bondi\w*|grimp\w+|progress\w+|recul\w*|évolu\w+)\s+de\s+\Z",
    re.IGNORECASE,
)
"""« passée de 20 % à 24 % »: two figures, not a range."""

_PEOPLE_OF = re.compile(
    rf"\b(?:{PEOPLE}|{BODIES})(?:\s+[^\s.,;:()\d]+){{0,2}}?"
    rf"\s+(?:{_DE}|ayant\s+|qui\s+ont\s+)(?:les\s+)?\Z",
    re.IGNORECASE,
)
_AGED = re.compile(
    rf"(?:\bâgée?s?\s+(?:{_DE}|entre\s+)?|\bâges?\s*(?::|{_DE})?\s*|\b(?:a|ont|avaient|avait)\s+)\Z",
    re.IGNORECASE,
)
_LASTING = re.compile(
    r"(?:\b(?:depuis|pendant|durant|après|avant|dans|sur|il\s+y\s+a|d[’']ici|en|tous|aux)\s+"
    rf"|\b(?:durée|période|contrat|mandat|programme|plan|projet|bail|entente|formation|expérience"
    rf"|cycle|horizon|parcours)s?\s+(?:\w+\s+)?{_DE})(?:les\s+|ces\s+|des\s+)?\Z",
    re.IGNORECASE,
)


def qualifier_before(text: str, start: int) -> tuple[int, Bound | None]:
    """Return where the words that qualify a figure from its left begin, and what they make it."""
    window = max(0, start - 40)
    for bound, pattern in _QUALIFIERS:
        if match := pattern.search(text, window, start):
            return match.start(), bound
    return start, None


def qualifier_after(text: str, end: int) -> tuple[int, Bound | None]:
    """Return where the words that qualify a figure from its right end (« et plus »)."""
    for bound, pattern in _TAILS:
        if match := pattern.match(text, end):
            return match.end(), bound
    return end, None


def measure_after(text: str, end: int) -> tuple[int, Unit | None]:
    """Return where a unit written after a number ends: per cent, dollars, points."""
    for unit, pattern in _MEASURES:
        if match := pattern.match(text, end):
            return match.end(), unit
    return end, None


def sign_before(text: str, start: int) -> tuple[int, str]:
    """Return where a plus or minus sign before a number starts, and the sign."""
    match = _SIGN.search(text, max(0, start - 3), start)
    return (match.start("sign"), match["sign"]) if match else (start, "")


def change_around(text: str, start: int, end: int, unit: Unit | None) -> Change | None:
    """Tell whether a figure is by how much something rose or fell."""
    if unit == "age":
        return None
    if match := _COMPARED.match(text, end):
        return "up" if match["up"] else "down"
    pattern = _CHANGES.get(unit or "", _CHANGE)
    match = pattern.search(text, max(0, start - 100), start)
    if not match:
        return None
    return "up" if match["up"] or match["won"] else "down"


def is_age(text: str, start: int, value: int, bound: Bound) -> bool:
    """Tell whether a number of years is an age rather than a length of time.

    Args:
        text: the text.
        start: where the figure starts, its qualifier included.
        value: the years.
        bound: how the figure is qualified.
    """
    window = max(0, start - 60)
    if _LASTING.search(text, window, start):
        return False
    if _AGED.search(text, window, start) or _PEOPLE_OF.search(fold(text[window:start])):
        return True
    return value >= 14 or (bound == "range" and value >= 10)
