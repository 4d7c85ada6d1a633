"""What a figure counts: the noun phrase after it, without a dictionary.

After a number above one, French agrees: a word that ends in s, x or z goes on the phrase, a word
that does not ends it. That, and the little words that cannot stand inside, is all that is used.
"""

from __future__ import annotations

from spe_search.french._figures import ELISION, WORD, Token
from spe_search.french._quantity_words import (
    ADJECTIVES_BEFORE,
    ADJECTIVES_BEFORE_ONE,
    PREPOSITIONS,
    STOPS,
    VERBS_OF_MANY,
)
from spe_search.french.numbers import is_number_word

_PARTICIPLES = ("és", "ées", "us", "ues", "is", "ises", "ies", "its", "ites", "erts", "ertes")
_OF = frozenset(("de", "d'", "du", "des"))
_LINKS = frozenset(("de", "d'"))
_ADJECTIVES = ("al", "ale", "elle", "aire", "ive", "if", "euse", "ic")


def plural_phrase(text: str, line: list[Token], at: int) -> int:
    """Return where the noun phrase in the plural that starts at a token ends; ``at`` if none does.

    Args:
        text: the text.
        line: its tokens.
        at: the token after the figure.
    """
    if not _is_plural(text, line, at):
        return at
    end = at + 1
    while end < len(line):
        step = _plural_step(text, line, end)
        if not step:
            break
        end += step
    return end


def _plural_step(text: str, line: list[Token], at: int) -> int:
    """Return how many tokens the phrase goes on by; 0 where it ends."""
    word = line[at].text
    if word in ("et", "ou") and _is_plural(text, line, at + 1):
        opens = _opens_clause(text, line, at + 1) and _text(line, at + 2) not in _OF
        return 0 if opens else 2
    if word in _LINKS:
        return 1 + _complement(text, line, at + 1) if _is_noun(line, at + 1) else 0
    if word == "sans" and _is_noun(line, at + 1):
        return singular_phrase(text, line, at + 1) - at
    if not _is_plural(text, line, at):
        return 0
    if line[at - 1].text in ADJECTIVES_BEFORE or not _opens_clause(text, line, at):
        return 1
    return 3 if _text(line, at + 1) == "en" and _is_noun(line, at + 2) else 0


def singular_phrase(text: str, line: list[Token], at: int) -> int:
    """Return where the noun phrase in the singular that starts at a token ends.

    Only the noun is sure, with what « de » adds to it: « clientèle de l’assistance sociale ».
    """
    if not _is_noun(line, at):
        return at
    at += _text(line, at) in ADJECTIVES_BEFORE_ONE and _is_noun(line, at + 1)
    end = _past_adjective(line, at + 1)
    while _text(line, end) in _OF:
        noun = end + 1
        if _text(line, noun) in ("la", "l'", "le", "les"):
            noun += 1
        if not _is_noun(line, noun):
            break
        end = _past_adjective(line, noun + 1)
    return end


def _past_adjective(line: list[Token], at: int) -> int:
    return at + 1 if _is_noun(line, at) and _text(line, at).endswith(_ADJECTIVES) else at


def _complement(text: str, line: list[Token], at: int) -> int:
    """Return the length of what follows « de »: a noun, its proper names, « aide à l’emploi »."""
    end = at + 1
    if line[at].text in ("aide", "retour", "acces", "soutien") and _text(line, end) == "a":
        noun = end + 1 + (_text(line, end + 1) in ("l'", "la"))
        return noun + 1 - at if _is_noun(line, noun) else 1
    while (
        text[line[at].start].isupper() and _is_noun(line, end) and text[line[end].start].isupper()
    ):
        end += 1
    return end - at


def _text(line: list[Token], at: int) -> str:
    return line[at].text if at < len(line) and line[at].kind in (WORD, ELISION) else ""


def _is_noun(line: list[Token], at: int) -> bool:
    """Tell whether a token may be a noun: a word that is no stop word, number or known verb."""
    if at >= len(line) or line[at].kind != WORD:
        return False
    word = line[at].text
    return word not in STOPS and word not in VERBS_OF_MANY and not is_number_word(word)


def _is_plural(text: str, line: list[Token], at: int) -> bool:
    if not _is_noun(line, at):
        return False
    token = line[at]
    surface = text[token.start : token.end]
    return (
        token.text[-1] in "sxz" or surface.endswith(")") or (len(surface) > 1 and surface.isupper())
    )


def _opens_clause(text: str, line: list[Token], at: int) -> bool:
    """Tell whether a word is a participle that has its own complement: « situées dans … »."""
    after = _text(line, at + 1)
    surface = text[line[at].start : line[at].end].lower()
    return surface.endswith(_PARTICIPLES) and (after in PREPOSITIONS or after.endswith("ement"))
