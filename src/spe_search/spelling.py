"""Mending words that no one writes so.

A word is mended only if it is in no text of the index, in no label of the thesaurus and in no
dictionary, French or English: a word that exists is never changed. It becomes the nearest word of
the index or the thesaurus (optimal string alignment distance, as rapidfuzz computes it).
"""

from __future__ import annotations

import gzip
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from spe_search.french import fold, words
from spe_search.types import Span, Term

_SHORTEST = 4
_LANGUAGES = ("fr", "en")
_EASILY_MISTAKEN = frozenset("aeiouyh")
_ELIDED = re.compile(r"(?P<elided>[cdjlmnst]|qu)(?P<rest>[aeiouyh]\w{3,})")


@dataclass(frozen=True, slots=True)
class Correction:
    """A word that was mended: where it stood in the query, and what it became."""

    span: Span
    wrong: str
    right: str


def corrections(
    query: str, vocabulary: Mapping[str, tuple[str, int]], is_known: Callable[[Term], bool]
) -> tuple[Correction, ...]:
    """Find the words of a query to mend.

    Args:
        query: its checked text.
        vocabulary: folded word -> how it is written, and a weight: of two words as near, the
            heavier is taken.
        is_known: tells whether a word of the query means something as it is.
    """
    found: list[Correction] = []
    for word in words(query):
        surface, plain = query[word.start : word.end], word.text
        if len(plain) < _SHORTEST or not plain.isalpha() or plain in vocabulary or is_known(word):
            continue
        if exists(surface, plain):
            continue
        right = _parted(plain, vocabulary) or _nearest(plain, vocabulary, surface[0].isupper())
        if right is not None:
            found.append(Correction(Span(word.start, word.end), surface, right))
    return tuple(found)


def mend(query: str, found: tuple[Correction, ...]) -> str:
    """Return a query with its corrections made."""
    parts: list[str] = []
    position = 0
    for each in found:
        parts += [query[position : each.span.start], each.right]
        position = each.span.end
    return "".join([*parts, query[position:]])


def _parted(word: str, vocabulary: Mapping[str, tuple[str, int]]) -> str | None:
    """Return "d’emploi" for "demploi": an elided word whose apostrophe was left out."""
    match = _ELIDED.fullmatch(word)
    if match is None or match["rest"] not in vocabulary:
        return None
    return f"{match['elided']}’{vocabulary[match['rest']][0]}"


def _nearest(
    word: str, vocabulary: Mapping[str, tuple[str, int]], is_capitalised: bool
) -> str | None:
    """Return the word nearest to one, the commonest of several.

    Consonants at the start of a word are seldom mistaken, and a capital may start a name that no
    dictionary has: "cobotique" is not "robotique" misspelt, nor "Gagnon" "gagne".
    """
    from rapidfuzz.distance import OSA
    from rapidfuzz.process import extract

    furthest = 1 if len(word) < 8 or is_capitalised else 2
    near = extract(word, vocabulary.keys(), scorer=OSA.distance, score_cutoff=furthest, limit=20)
    kept = [
        (distance, -vocabulary[other][1], other)
        for other, distance, _ in near
        if len(other) >= _SHORTEST
        and (other[0] == word[0] or {other[0], word[0]} <= _EASILY_MISTAKEN)
    ]
    return vocabulary[min(kept)[2]][0] if kept else None


def exists(surface: str, plain: str) -> bool:
    """Tell whether a word, as it is written or folded, is in a dictionary of French or English."""
    listed = _dictionary()
    written = any(f'"{word}"'.encode() in listed for word in (surface.lower(), plain))
    return written or plain in _without_accents()


@cache
def _dictionary() -> bytes:
    """Return the words of French and English, as JSON; read when a word is found nowhere else.

    They are pyspellchecker's lists. To parse them takes a fifth of a second, which a search from
    the shell would wait for; to look for a word in them, a millisecond.
    """
    lists = files("spellchecker") / "resources"
    return b"".join(
        gzip.decompress((lists / f"{language}.json.gz").read_bytes()) for language in _LANGUAGES
    )


@cache
def _without_accents() -> frozenset[str]:
    accented = re.findall(rb'"([^"]*[^\x00-\x7f"][^"]*)":', _dictionary())
    return frozenset(fold(word.decode()) for word in accented)
