"""Whether the best evidence answers a question, or only stands near its subject.

A logistic regression over what the evidence was weighed by, and over what the question names that
its item does not hold: names, numbers, years. ``benchmarks/evidence.py`` fits it, on the tuning
half of the gold set and on the made-up reports of ``training/questions``, and tells how far it
holds on the other half.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from typing import Final

from spe_search.citing import analysed
from spe_search.evidence import Evidence, Weigher
from spe_search.french import fold, terms

SUPPORT: Final = {
    "words": 0.24,
    "lack": -1.1,
    "good": 0.45,
    "missing": -1.85,
    "counted": 0.27,
    "names": -2.12,
    "numbers": -0.95,
    "years": -1.19,
    "years_here": -1.99,
}
"""What each feature is worth; the last four are made here, the others by the weigher."""
INTERCEPT: Final = 0.54

ANSWERED: Final = 0.72
"""The support from which a question counts as answered: one in twenty of those that a report
does not answer reach it, of the topics that were learned from."""
PARTIAL: Final = 0.27
"""The support from which the nearest passage is given as a partial answer."""

_YEAR = re.compile(r"(?:19|20)\d\d")
_UNMET: Final = 0.6
"""How far a part of a question must be met, in words or in meaning, not to be told as unmet."""
_SAY_LITTLE: Final = re.compile(
    r"fait(?:es?|s)?|font|faire|obten(?:us?|ir)|obtient|recus?|recoi(?:t|vent)|donne(?:s|nt)?|"
    r"existent?|trouvent?|gets?|got|gave|given?s?|received?|ma[dk]es?|exists?|obtained"
)
"""Verbs that hardly any answer repeats, folded: to tell that they are unmet tells nothing."""
_WORTH_TELLING: Final = 0.4
"""What a part of a question must weigh beside its heaviest to be told as unmet."""


def support(weigher: Weigher, best: Evidence, years: Sequence[str]) -> float:
    """Return the chance, from 0 to 1, that a piece of evidence answers the question.

    Args:
        weigher: what weighed it.
        best: the evidence.
        years: the years that the reports are about, which every passage is taken to hold.
    """
    features = support_features(weigher, best, years)
    worth = INTERCEPT + sum(weight * features[name] for name, weight in SUPPORT.items())
    return 1 / (1 + math.exp(-worth))


def support_features(weigher: Weigher, best: Evidence, years: Sequence[str]) -> dict[str, float]:
    """Return what :func:`support` weighs, by name."""
    asked = set(_YEAR.findall(weigher.text)) - set(_YEAR.findall(" ".join(years)))
    here, item = weigher.texts_of(weigher.index.passage(best.scored.row))
    held = {term.text for text in item for term in analysed(text)}
    numbers = {t.text for t in terms(weigher.text) if t.text[0].isdigit()}
    words = weigher.match.met_by(*item)[0]
    unmet = [float(weigher.match.heaviest[n] * (1 - words[n])) for n in named_parts(weigher)]
    return best.features | {
        "names": max(unmet, default=0.0),
        "numbers": float(len(numbers - held)),
        "years": float(bool(asked - set(_YEAR.findall(" ".join(item))))),
        "years_here": float(bool(asked - set(_YEAR.findall(" ".join(here))))),
    }


def named_parts(weigher: Weigher) -> list[int]:
    """Return which parts of a query are names: capitalised within a sentence of small letters.

    A compound is one name: « Hautes-Laurentides », and neither of its words.
    """
    text, parts = weigher.text, weigher.match.parts
    within = {word for part in parts if "-" in part.text for word in part.text.split("-")}
    words = [n for n, part in enumerate(parts) if part.text not in within]
    capitals = [n for n in words if parts[n].text[:1].isupper()]
    if 2 * len(capitals) > len(words):
        return []
    places = ((n, text.find(parts[n].text)) for n in capitals)
    return [n for n, place in places if text[:place].rstrip()[-1:] not in ("", ".", "?", "!", ":")]


def unmet_words(weigher: Weigher, best: Evidence) -> tuple[str, ...]:
    """Return the words of the question that neither the passage nor its headings meet."""
    here, _ = weigher.texts_of(weigher.index.passage(best.scored.row))
    meaning = weigher.match.met_by(*here)[1]
    return tuple(
        part.text
        for part, met, weight in zip(
            weigher.match.parts, meaning, weigher.match.heaviest, strict=True
        )
        if met < _UNMET and weight >= _WORTH_TELLING and not _SAY_LITTLE.fullmatch(fold(part.text))
    )
