"""Who a text speaks of: the noun phrases that name people or bodies."""

from __future__ import annotations

import re

from spe_search.french._figures import WORD, tokens
from spe_search.french._noun_phrase import plural_phrase, singular_phrase
from spe_search.french._quantity_words import ADJECTIVES_BEFORE, BODIES, PEOPLE
from spe_search.types import Span

_NAME = re.compile(rf"(?:{PEOPLE}|{BODIES})(?:-\w+)?")


def populations(text: str) -> tuple[Span, ...]:
    """Return the noun phrases of a text that name people or bodies, in order.

    Args:
        text: French text.

    Returns:
        Ranges such as « nouveaux participants » or « clientèle de l’assistance sociale ».
    """
    line = tokens(text)
    found: list[Span] = []
    for at, token in enumerate(line):
        if token.kind != WORD or not is_population(token.text):
            continue
        end = max(plural_phrase(text, line, at), singular_phrase(text, line, at))
        first = at - 1 if at and line[at - 1].text in ADJECTIVES_BEFORE else at
        if end > at and (not found or line[first].start >= found[-1].end):
            found.append(Span(line[first].start, line[end - 1].end))
    return tuple(found)


def is_population(word: str) -> bool:
    """Tell whether a folded word names people or bodies."""
    return bool(_NAME.fullmatch(word))
