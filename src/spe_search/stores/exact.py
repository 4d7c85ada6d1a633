"""The plain store: every inner product, with numpy. The oracle of all the others."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from spe_search.types import Vectors


class ExactStore:
    """Vectors in one ``(n, dimension)`` array; see :class:`spe_search.types.VectorStore`."""

    def __init__(self, vectors: Vectors) -> None:
        self._vectors = vectors

    def search(
        self, query: NDArray[np.float32], k: int, allowed: NDArray[np.bool_] | None = None
    ) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
        """Return the rows nearest to ``query`` and their products, best first, ties by row."""
        rows = np.arange(len(self._vectors)) if allowed is None else np.flatnonzero(allowed)
        products = self._vectors[rows] @ query
        order = np.lexsort((rows, -products))[:k]
        return rows[order].astype(np.int64), products[order].astype(np.float32)
