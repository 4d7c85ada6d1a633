"""Meeting a query word by word, by meaning: late interaction over the words of the index.

The vector of a whole text says what it is about, and blurs the rest. So each word of the query is
also held against the word of the passage that is nearest to it, and the passage meets the query by
the sum (Khattab and Zaharia, 2020, "ColBERT"). A word has one vector wherever it stands: its
nearest in the index are looked up once, and the lexical index tells which passages hold them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from spe_search.french import terms

if TYPE_CHECKING:
    from spe_search.fusion import Scores
    from spe_search.index import Index
    from spe_search.types import Encoder

NEAREST = 10
"""Words of the index that each word of a query is looked for in; others are too far to matter."""


def word_scores(index: Index, encoder: Encoder, query: str) -> Scores:
    """Return how far each passage meets the words of a query by meaning: ``(n,)``, from 0 to 1.

    Rare words weigh more, by inverse document frequency. A word that a passage holds is met fully.
    """
    words = {term.text: query[term.start : term.end] for term in terms(query)}
    weights = index.lexical.weights(words)
    scores = np.zeros(len(index), dtype=np.float32)
    for word, vector in zip(words, encoder.encode_queries(list(words.values())), strict=True):
        scores += weights[word] * _met(index, word, vector)
    return scores / max(sum(weights.values()), 1e-9)


def _met(index: Index, word: str, vector: Scores) -> Scores:
    """Return how near each passage's nearest word is to one of the query, from 0 to 1."""
    rows, cosines = index.term_vectors.search(vector, NEAREST)
    met = np.zeros(len(index), dtype=np.float32)
    # From far to near: the nearest has the last word.
    for row, cosine in zip(rows[::-1].tolist(), cosines[::-1].tolist(), strict=True):
        holders, _ = index.lexical.postings(index.term_names[row])
        met[holders] = max(cosine, 0.0)
    holders, _ = index.lexical.postings(word)
    met[holders] = 1.0
    return met
