"""The embedded store: FAISS, exact inner product, mapped from a file."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

import faiss
import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from spe_search.types import Vectors


class FaissStore:
    """A flat FAISS index; see :class:`spe_search.types.VectorStore`.

    Make one with :meth:`build` or :meth:`load`; it is never changed afterwards.
    """

    def __init__(self, index: Any) -> None:
        self._index = index

    def __len__(self) -> int:
        return int(self._index.ntotal)

    @property
    def dimension(self) -> int:
        """The length of its vectors."""
        return int(self._index.d)

    def all(self) -> Vectors:
        """Return every vector, by row: float32 of shape ``(n, dimension)``."""
        vectors: Vectors = self._index.reconstruct_n(0, len(self))
        return vectors

    def vectors(self, rows: Sequence[int]) -> Vectors:
        """Return the vectors of some rows: float32 of shape ``(len(rows), dimension)``."""
        vectors: Vectors = self._index.reconstruct_batch(np.asarray(rows, dtype=np.int64))
        return vectors

    @classmethod
    def build(cls, vectors: Vectors) -> Self:
        """Index vectors of unit norm, of shape ``(n, dimension)``."""
        index = faiss.IndexFlatIP(vectors.shape[1])
        index.add(np.ascontiguousarray(vectors, dtype=np.float32))
        return cls(index)

    @classmethod
    def load(cls, path: Path) -> Self:
        """Open what :meth:`save` wrote; its vectors are mapped, not read."""
        return cls(faiss.read_index(str(path), faiss.IO_FLAG_MMAP_IFC))

    def save(self, path: Path) -> None:
        """Write the index to a file."""
        faiss.write_index(self._index, str(path))

    def search(
        self, query: NDArray[np.float32], k: int, allowed: NDArray[np.bool_] | None = None
    ) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
        """Return the rows nearest to ``query`` and their products, best first, ties by row."""
        k = min(k, len(self) if allowed is None else int(np.count_nonzero(allowed)))
        if k == 0:
            return np.empty(0, np.int64), np.empty(0, np.float32)
        parameters = None
        if allowed is not None:
            # faiss wraps these two so that they take an array and a keyword; its stubs do not say.
            selector = faiss.IDSelectorBitmap(np.packbits(allowed, bitorder="little"))  # type: ignore[arg-type,call-arg]
            parameters = faiss.SearchParameters(sel=selector)  # type: ignore[call-arg]
        products, rows = self._index.search(query[None, :], k, params=parameters)
        order = np.lexsort((rows[0], -products[0]))
        return rows[0][order].astype(np.int64), products[0][order]
