"""What the words of the passages give an index: each text is analysed once."""

from __future__ import annotations

import gc
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from spe_search.french import tally, words

if TYPE_CHECKING:
    from spe_search.lexical import LexicalIndex
    from spe_search.thesaurus import Thesaurus
    from spe_search.types import Document, Encoder, Passage, Vectors


@dataclass(frozen=True, slots=True)
class Analysis:
    """What the words of passages give.

    Args:
        terms: the terms of all that is indexed of each passage, in no order; those of its heading
            count twice.
            Each part is read by itself: no number runs from a heading into the text.
        surfaces: how often each term is said by each surface; a text said twice counts once.
    """

    terms: list[list[str]]
    surfaces: Counter[tuple[str, str]]


def analyse(passages: Sequence[Passage]) -> Analysis:
    """Analyse passages: their setting, their heading and their text."""
    texts = list(dict.fromkeys(part for p in passages for part in (p.setting, p.heading, p.text)))
    with _no_garbage():
        held, said = tally(texts)
        terms = dict(zip(texts, held, strict=True))
        parts = [(terms[p.setting], terms[p.heading], terms[p.text]) for p in passages]
    return Analysis([above + head + text + head for above, head, text in parts], said)


@contextmanager
def _no_garbage() -> Iterator[None]:
    """Spare Python the search for garbage: millions of small tuples, and no cycle among them.

    It would take a fifth of the time.
    """
    searched = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if searched:
            gc.enable()


def term_vectors(
    surfaces: Counter[tuple[str, str]], lexical: LexicalIndex, encoder: Encoder
) -> Vectors:
    """Return a vector a term, by its number: that of its most usual spelling; 0 for a number's.

    Args:
        surfaces: as :class:`Analysis` has them.
        lexical: the index of the terms.
        encoder: what encodes the passages.
    """
    import numpy as np

    spellings: dict[str, Counter[str]] = defaultdict(Counter)
    for (term, surface), times in surfaces.items():
        if term.isalpha() and term in lexical.terms:
            spellings[term][surface.lower()] += times
    usual = [counts.most_common(1)[0][0] for counts in spellings.values()]
    vectors = np.zeros((len(lexical.starts) - 1, encoder.dimension), dtype=np.float32)
    vectors[[lexical.terms[term] for term in spellings]] = encoder.encode_queries(usual)
    return vectors


def words_of(documents: Sequence[Document], thesaurus: Thesaurus) -> dict[str, tuple[str, int]]:
    """Return each word of the reports and labels, folded -> its usual spelling, and its weight."""
    concepts = thesaurus.concepts.values()
    # Of two words as near to a misspelt one, that of a report is likelier, then a French label's.
    texts = [(document.source, 100) for document in documents]
    texts += [(label, 1) for concept in concepts for label in (*concept.fr, *concept.hidden)]
    texts += [(label, 0) for concept in concepts for label in concept.en]
    spellings: dict[str, Counter[str]] = defaultdict(Counter)
    for text, worth in texts:
        said = Counter([(word, text[start:end]) for word, start, end in words(text)])
        for (word, surface), times in said.items():
            if word.isalpha():
                spellings[word][surface.lower()] += times * worth
    return {
        word: (counts.most_common(1)[0][0], counts.total()) for word, counts in spellings.items()
    }
