"""Matching by words: BM25 over the analyser's terms, kept on disk and mapped into memory.

Scores are Lucene's BM25 (Robertson and Zaragoza, 2009), as bm25s computes them ahead of time.
"""

from __future__ import annotations

import logging
import math
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Self

import bm25s
import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

K1, B = 1.2, 0.75
logging.getLogger("bm25s").setLevel(logging.WARNING)


class LexicalIndex:
    """An index of texts already turned into terms.

    Make one with :meth:`build` or :meth:`load`; it is never changed afterwards.
    """

    def __init__(self, bm25: bm25s.BM25) -> None:
        self._bm25 = bm25
        self.size = int(bm25.scores["num_docs"])

    @classmethod
    def build(cls, texts: Sequence[Sequence[str]], k1: float = K1, b: float = B) -> Self:
        """Index texts given as lists of terms; row i of the scores is text i."""
        bm25 = bm25s.BM25(method="lucene", k1=k1, b=b)
        bm25.index([list(text) for text in texts], show_progress=False)
        return cls(bm25)

    @classmethod
    def load(cls, folder: Path) -> Self:
        """Open an index that :meth:`save` wrote; its arrays are mapped, not read."""
        return cls(bm25s.BM25.load(folder, mmap=True, show_progress=False))

    def save(self, folder: Path) -> None:
        """Write the index into a folder, as plain arrays and JSON."""
        self._bm25.save(folder, show_progress=False)

    def knows(self, term: str) -> bool:
        """Tell whether a term occurs in any text."""
        return bool(term) and term in self._bm25.vocab_dict

    def postings(self, term: str) -> tuple[NDArray[np.int32], NDArray[np.float32]]:
        """Return the texts that hold a term, by row, and what each scores with it."""
        row = self._bm25.vocab_dict.get(term)
        if row is None:
            return np.empty(0, np.int32), np.empty(0, np.float32)
        scores = self._bm25.scores
        start, end = scores["indptr"][row : row + 2]
        return scores["indices"][start:end], scores["data"][start:end]

    def scores(self, terms: Sequence[str]) -> NDArray[np.float32]:
        """Score every text against a query's terms.

        Args:
            terms: the query's terms; those of no text add nothing.

        Returns:
            float32 of shape ``(number of texts,)``, 0 where no term occurs.
        """
        known = [term for term in terms if term and self.knows(term)]
        if not known:
            return np.zeros(self.size, dtype=np.float32)
        return np.asarray(self._bm25.get_scores(known), dtype=np.float32)

    def weights(self, terms: Iterable[str]) -> dict[str, float]:
        """Return each term's inverse document frequency: what a text can score with it at most.

        An unknown term weighs as one that a single text would hold, so a query made of unknown
        words is told apart from one that is met in full.
        """
        counts = {term: self._holders(term) for term in terms if term}
        return {t: math.log(1 + (self.size - n + 0.5) / (n + 0.5)) for t, n in counts.items()}

    def _holders(self, term: str) -> int:
        row = self._bm25.vocab_dict.get(term)
        if row is None:
            return 1
        pointers = self._bm25.scores["indptr"]
        return max(int(pointers[row + 1] - pointers[row]), 1)
