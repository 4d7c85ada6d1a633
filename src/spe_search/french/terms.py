"""The index terms of a text: what the lexical index counts and the highlighter marks."""

from __future__ import annotations

import functools
from collections import Counter
from collections.abc import Iterable
from operator import itemgetter

from spe_search.french._context import Analysis
from spe_search.french.fold import fold
from spe_search.french.readings import Chunk, read
from spe_search.french.stem import stem_folded
from spe_search.french.tokens import new_term
from spe_search.types import Term


def terms(text: str) -> tuple[Term, ...]:
    """Return the index terms of a text.

    Stop words are dropped and words stemmed. Numbers have one form however they are written.
    What is said once for women and once for men counts once. A compound gives one joined term
    and its parts; « main-d’œuvre » gives the joined term alone.

    Args:
        text: any text, a query as well as a passage.

    Returns:
        Terms by rising start, the longer first; ``text[term.start:term.end]`` is the surface.
    """
    read = Analysis(text).run()
    found = read.found
    for number in read.simple:
        chunk, origin = read.chunks[number], read.origins[number]
        found.append(new_term((chunk.term, origin + chunk.start, origin + chunk.end)))
    found.sort(key=itemgetter(1))  # of those that start together, the longer was found first
    return tuple(found)


def tally(texts: Iterable[str]) -> tuple[list[list[str]], Counter[tuple[str, str]]]:
    """Return the index terms of many texts, and how often each term is said by each surface.

    They are those of :func:`terms`, for half of what these cost: a build needs no places.

    Returns:
        The terms of each text, in no order; and the count of each term with its surface.
    """
    held: list[list[str]] = []
    every: list[Chunk] = []
    others: list[tuple[str, str]] = []
    chunk_of = _Chunks().__getitem__
    for text in texts:
        read = Analysis(text, chunk_of).run()
        simple = [read.chunks[number] for number in read.simple]
        every += simple
        others += [(term, text[start:end]) for term, start, end in read.found]
        held.append([chunk.term for chunk in simple] + [term for term, _, _ in read.found])
    said = Counter(others)
    for chunk, times in Counter(every).items():
        said[chunk.term, chunk.surface] += times
    return held, said


class _Chunks(dict[str, Chunk]):
    """Chunks as they are read; what holds few texts looks them up in half the time of a cache."""

    def __missing__(self, chunk: str) -> Chunk:
        self[chunk] = found = read(chunk)
        return found


@functools.lru_cache(maxsize=8_192)
def stem(word: str) -> str:
    """Return the index form of one word, as :func:`terms` gives it.

    Args:
        word: one word, of any spelling; a stop word is stemmed like any other.

    Returns:
        The term; for a compound, the joined one. Empty only if ``word`` is.
    """
    found = terms(word)
    return found[0].text if found else stem_folded(fold(word.strip()))
