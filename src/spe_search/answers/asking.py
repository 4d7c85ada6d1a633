"""Reading a question: its language, what it asks for, and what it limits itself to.

Only function words and set turns are read here; what the question is about is left to the search.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from spe_search.french import fold
from spe_search.question import Kind, kinds_asked
from spe_search.regions import REGIONS, names_of
from spe_search.types import Lang, Region

Verdict = Literal["target", "highest", "lowest", "change"]
"""What a question wants worked out of figures, rather than read."""

Claim = Literal["met", "missed", "up", "down"]
"""What a question takes for granted, or asks to confirm."""


@dataclass(frozen=True, slots=True)
class Question:
    """One question, read.

    Args:
        text: its words.
        lang: the language it is asked in.
        kinds: the kinds of things that would answer it; none where any text would.
        verdict: what is to be worked out, or ``None``.
        claim: what it says of a target or of a change, or ``None``.
        granted: whether the claim is taken for granted ("pourquoi la cible a-t-elle été
            dépassée?") rather than asked about.
        years: the years and exercices named, as written with four digits: "2022-2023", "2021".
        regions: the regions named.
        asks: whether it is a question at all, and neither a statement nor a few words.
        about: the question before, where this one leans on it ("… et a-t-elle été atteinte?").
    """

    text: str
    lang: Lang
    kinds: frozenset[Kind]
    verdict: Verdict | None
    claim: Claim | None
    granted: bool
    years: tuple[str, ...]
    regions: tuple[Region, ...]
    asks: bool
    about: str = ""

    @property
    def search(self) -> str:
        """What to search for: its own words, and those of the question it leans on."""
        return f"{self.about} {self.text}".strip()


_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_ENGLISH = frozenset(
    _WORD.findall(
        "the of how many what which who whom whose when where why did does do is are was were has "
        "have been in for from to with and or their there this that any much share number rate "
        "target it by on at an be can will more most least about help people work"
    )
)
_FRENCH = frozenset(
    _WORD.findall(
        "le la les l d un une des du de au aux en et ou est sont qui que qu quel quelle quels "
        "quelles combien quand comment pourquoi dans pour par sur avec ce cette ces a-t-on ont "
        "ete se s il elle on nous ils elles ne pas plus leur leurs son sa ses y c n j"
    )
)
_ASKS = re.compile(
    r"\?|^(?:et |mais |alors |est-ce |qu'est-ce |y a-t-il |a-t-on |"
    r"combien|quand|comment|pourquoi|quel(?:le)?s?|qui|que|qu'|quoi|ou|a qui|avec qui|d'ou|"
    r"dans quel|de combien|a quel|depuis quand|jusqu'|"
    r"how|what|when|where|which|who|whom|whose|why|did|does|do|is|are|was|were|has|have|can)\b|"
    r"-t-(?:on|il|elle|ils|elles)\b|\w-(?:ils|elles|il|elle|on|nous|vous)\b"
)
_NEXT_QUESTION = re.compile(
    r"(?<=\?)\s+(?=\S)|[,;]?\s+(?:et|and)\s+(?=(?:combien|quand|pourquoi|comment|où|"
    r"(?:de |à |dans |avec |pour )?quel(?:le)?s?\b|qui\b|how many|how much|when|where|why|who|"
    r"which|what)\b|\w+-t-(?:il|elle|on)s?\b|(?:est|sont|ont|était|étaient)-(?:il|elle|ce)s?\b|"
    r"(?:was|were|is|are|did|does|has|have) (?:it|they|the[mr]e?)\b)",
    re.IGNORECASE,
)
_LEANS = re.compile(
    r"-(?:t-)?(?:il|elle|ils|elles|l|la|le|les)\b|\b(?:celle|celui|ceux|celles)-(?:ci|la)\b|"
    r"^(?:et |and )?(?:combien )?(?:en|y)\b|(?<!il )\by (?:ont|sont|est|a)\b(?!-)|"
    r"\b(?:qui|quand|ou|comment) l'|"
    r"\b(?:it|they|them|its|their|there|those)\b"
)
"""What stands for something that another question has named."""
_YEAR = re.compile(r"\b((?:19|20)\d\d)(?:\s?[-–/]\s?((?:19|20)?\d\d))?\b")
_TARGET = re.compile(
    r"\b(?:cibles?|objectifs?|prevue?s?|visee?s?|targets?|targeted|goals?|objectives?|planned)\b"
)
_REACHED = r"atteint\w*|reach\w*|met|meet|achiev\w*|hit"
_MET = re.compile(
    rf"\b(?:{_REACHED}|depass\w*|exced\w*|surpass\w*|exceed\w*|beat\w*|above|au-dela)\b"
)
_MISSED = re.compile(
    r"\b(?:(?:ete|a|ont) rate\w*|ratees?|manqu\w*|en deca|sous la cible|miss\w*|"
    r"fell short|below)\b|"
    r"\b(?:pas|non|not|n't)(?: ete)? (?:atteint\w*|reach\w*|met|meet)\b|"
    r"\bn'[a-z-]+ pas (?:ete )?atteint"
)
_SUPERLATIVE = r"\b(?:(?:le|la|les|ses|des|aux?|du) (?:{words})|{english})(?=\W|$)"
_COMMON = (
    r"representee?s?|frequente?s?|courante?s?|repandue?s?|presente?s?|touchee?s?|aidee?s?|"
    r"rejointe?s?|populaires?"
)
_HIGHEST = re.compile(
    _SUPERLATIVE.format(
        words=r"meilleure?s?|plus (?:haute?s?|elevee?s?|grande?s?|forte?s?|importante?s?|"
        rf"nombreu\w+|{_COMMON}|de(?! \d)|d'|souvent|(?=\s*(?:\?|$)))",
        english=r"highest|best|largest|biggest|greatest|the most|most common|most frequent",
    )
)
_LOWEST = re.compile(
    _SUPERLATIVE.format(
        words=r"pires?|moins (?:bon(?:ne)?s?|haute?s?|elevee?s?|grande?s?|forte?s?|nombreu\w+|"
        rf"{_COMMON}|de(?! \d)|d'|souvent)|plus (?:basse?s?|bas|faibles?|petite?s?|rares?)",
        english=r"lowest|worst|smallest|fewest|the least|least common|least frequent|rarest",
    )
)
_WHICH = re.compile(r"\b(?:quel(?:le)?s?|qui|which|who|what)\b")
_UP = re.compile(
    r"\b(?:augment\w*|hausses?|progress\w*|gagne\w*|monte\w*|increas\w*|rose|risen|grew|grow\w*|"
    r"went up)\b"
)
_DOWN = re.compile(
    r"\b(?:diminu\w*|baiss\w*|recul\w*|chut\w*|perdu\w*|decreas\w*|fell|fall\w*|drop\w*|declin\w*|"
    r"went down)\b"
)
_CHANGE = re.compile(r"\b(?:evolu\w*|vari\w*|chang\w*|ecarts?|difference|trend|tendance)\b")
_WHY = re.compile(r"^(?:et |mais )?(?:pourquoi|why|comment se fait-il|how come)\b")


def read_questions(text: str, default: Lang = "fr") -> tuple[Question, ...]:
    """Read what a person typed, one question or several in one ("combien… et quand…?").

    Args:
        text: a checked query.
        default: the language of words that tell none.

    Returns:
        At least one question, in order.
    """
    first, *others = _parts(text)
    return (
        read_question(first, default),
        *(
            read_question(part, default, first if _LEANS.search(fold(part)) else "")
            for part in others
        ),
    )


def read_question(text: str, default: Lang = "fr", about: str = "") -> Question:
    """Read one question, and the one it leans on; see :func:`read_questions`."""
    plain = fold(text)
    # "Quelle était la cible, et a-t-elle été atteinte?": what was reached is in the first half.
    whole = fold(f"{about} {text}")
    verdict, claim = _verdict(whole), _claim(whole)
    return Question(
        text=text,
        lang=language_of(whole, default),
        kinds=kinds_asked(text),
        verdict=verdict,
        claim=claim,
        granted=claim is not None and bool(_WHY.search(plain)),
        years=tuple(dict.fromkeys(_years(whole))),
        regions=_regions(whole),
        asks=bool(_ASKS.search(plain)),
        about=about,
    )


def language_of(plain: str, default: Lang = "fr") -> Lang:
    """Return the language of a folded text, by its function words."""
    words = _WORD.findall(plain)
    english = sum(word in _ENGLISH for word in words)
    french = sum(word in _FRENCH for word in words)
    return default if english == french else "en" if english > french else "fr"


def _parts(text: str) -> Iterator[str]:
    """Cut at what begins another question; a part too short to be one stays with the last."""
    whole = [part.strip() for part in _NEXT_QUESTION.split(text)]
    parts = [part for part in whole if part]
    if len(parts) < 2 or any(len(_WORD.findall(part)) < _least(part) for part in parts):
        yield text
        return
    if not all(_ASKS.search(fold(part)) for part in parts):
        yield text
        return
    yield from parts


def _least(part: str) -> int:
    """Return how many words a question has at the least; one that leans on another has fewer."""
    return 3 if _LEANS.search(fold(part)) else 4


def _verdict(plain: str) -> Verdict | None:
    if _TARGET.search(plain) and (_MET.search(plain) or _MISSED.search(plain)):
        return "target"
    # Or a few words: « niveau de scolarité le moins fréquent ».
    if _WHICH.search(plain) or not _ASKS.search(plain):
        if _LOWEST.search(plain):
            return "lowest"
        if _HIGHEST.search(plain):
            return "highest"
    if _CHANGE.search(plain):
        return "change"
    return None


def superlative_of(plain: str) -> list[str]:
    """Return the words of a folded question that ask for the highest or the lowest."""
    found = _LOWEST.search(plain) or _HIGHEST.search(plain)
    return found[0].split() if found else []


def _claim(plain: str) -> Claim | None:
    if _TARGET.search(plain):
        if _MISSED.search(plain):
            return "missed"
        if _MET.search(plain):
            return "met"
    if _UP.search(plain):
        return "up"
    return "down" if _DOWN.search(plain) else None


def _years(plain: str) -> Iterator[str]:
    """Yield the years of a text with four digits each: "2022-23" is 2022-2023."""
    for first, last in _YEAR.findall(plain):
        yield f"{first}-{first[: 4 - len(last)]}{last}" if last else first


def _regions(plain: str) -> tuple[Region, ...]:
    """Return the regions that a text names; a longer name wins over one within it."""
    found: dict[int, tuple[int, Region]] = {}
    for region in REGIONS:
        for name in names_of(region):
            for match in re.finditer(rf"(?<![\w-]){re.escape(fold(name))}(?![\w-])", plain):
                start, end = match.span()
                if end > found.get(start, (0, region))[0]:
                    found[start] = (end, region)
    kept = [
        region
        for start, (end, region) in sorted(found.items())
        if not any(s < start and end <= e for s, (e, _) in found.items())
    ]
    return tuple(dict.fromkeys(kept))
