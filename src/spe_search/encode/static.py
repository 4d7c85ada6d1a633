"""An encoder that is a table: one vector a token, and a text's vector is their mean.

Read without torch, from the folder that sentence-transformers saves for a ``StaticEmbedding``, or
model2vec for a ``StaticModel`` (Tulkens and van Dongen, 2024): numpy and a tokenizer suffice, and
the vectors are the same.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain, count
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from spe_search.encode.folder import MODULES, digest_of, own_prompts, refused
from spe_search.encode.tokens import Tokens

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from scipy.sparse import csr_array

    from spe_search.types import Vectors

_FEW = 1_000
"""Texts up to which the way of many, which needs scipy, costs more than it gains."""
_BLOCK = 50_000
"""Texts encoded at once: the more, the rarer a new word; their words' vectors fill 60 MB."""


@dataclass(frozen=True, slots=True)
class Table:
    """Vectors of tokens: row ``rows[token]``, times that token's weight.

    Args:
        vectors: ``(rows, dimension)``, of whole numbers or floats.
        weights: float32 ``(tokens,)``; ``None`` where all are 1.
        rows: whole numbers ``(tokens,)``; ``None`` where each token has a row of its own.
    """

    vectors: NDArray[Any]
    weights: NDArray[np.float32] | None
    rows: NDArray[np.int64] | None

    @classmethod
    def read(cls, path: Path) -> Self:
        """Read a table; its arrays are named as sentence-transformers or model2vec names them."""
        from safetensors.numpy import load_file

        arrays = load_file(path)
        if "embedding.weight" in arrays:
            return cls(arrays["embedding.weight"], None, None)
        return cls(arrays["embeddings"], arrays.get("weights"), arrays.get("mapping"))

    def __len__(self) -> int:
        return len(self.vectors if self.rows is None else self.rows)

    def of(self, tokens: NDArray[np.integer]) -> Vectors:
        """Return the weighted vectors of tokens, float32 ``(len(tokens), dimension)``."""
        import numpy as np

        rows = tokens if self.rows is None else self.rows[tokens]
        vectors: Vectors = self.vectors[rows].astype(np.float32)
        if self.weights is not None:
            vectors *= self.weights[tokens, None]
        return vectors


class StaticEncoder:
    """A table of vectors read from a model's folder; see :func:`spe_search.encode.encoder_of`."""

    def __init__(
        self, folder: Path, *, name: str = "", query_prompt: str = "", passage_prompt: str = ""
    ) -> None:
        self.folder, self.name = folder, name or str(folder)
        self.query_prompt, self.passage_prompt = query_prompt, passage_prompt

    @cached_property
    def digest(self) -> str:
        """SHA-256 (hex) of the model's files and of the prompts: what its vectors depend on."""
        return digest_of(self.folder, (self.query_prompt, self.passage_prompt))

    @property
    def dimension(self) -> int:
        """The length of a vector."""
        return int(self._parts[1].vectors.shape[1])

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        """Return one vector a query: float32, ``(len(texts), dimension)``, unit norm."""
        before = self._prompt(self.query_prompt, "query")
        return _directions(self._sums([before + text for text in texts]))

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        """Return one vector a passage: float32, ``(len(texts), dimension)``, unit norm."""
        import numpy as np

        before = self._prompt(self.passage_prompt, "document", "passage", "corpus")
        if len(texts) <= _FEW:
            return _directions(self._sums([before + text for text in texts]))
        starts = range(0, len(texts), _BLOCK)
        blocks = ([before + text for text in texts[start : start + _BLOCK]] for start in starts)
        vectors = [_directions(self._sums_of_many(block)) for block in blocks]
        return vectors[0] if len(vectors) == 1 else np.concatenate(vectors)

    def _prompt(self, given: str, *sides: str) -> str:
        return given or next((self._own[side] for side in sides if side in self._own), "")

    @cached_property
    def _own(self) -> Mapping[str, str]:
        try:
            return own_prompts(self.folder)
        except ValueError as error:
            raise refused(self.name, error) from error

    @cached_property
    def _parts(self) -> tuple[Tokens, Table]:
        try:
            tokens = Tokens(self.folder / "tokenizer.json")
            table = Table.read(self.folder / "model.safetensors")
            if len(tokens) > len(table):
                raise ValueError(f"{len(tokens)} tokens, {len(table)} vectors")
        except Exception as error:  # the libraries raise whatever their parts raise
            raise refused(self.name, error) from error
        return tokens, table

    def _sums(self, texts: Sequence[str]) -> Vectors:
        """Return the sum of each text's tokens' vectors."""
        import numpy as np

        tokens, table = self._parts
        sums = np.zeros((len(texts), self.dimension), dtype=np.float32)
        for row, found in zip(sums, tokens.of(texts), strict=True):
            row[:] = table.of(np.array(found, dtype=np.int64)).sum(axis=0)
        return sums

    def _sums_of_many(self, texts: Sequence[str]) -> Vectors:
        """Return the same, for less.

        What stands between spaces is tokenised once; the sums are sparse counts times the table.
        """
        import numpy as np

        tokens, table = self._parts
        apart = tokens.are_apart_at_spaces
        pieces = chain.from_iterable(text.split(" ") if apart else [text] for text in texts)
        number: dict[str, int] = defaultdict(count().__next__)
        numbers = np.fromiter(map(number.__getitem__, pieces), np.int32)
        sizes = [text.count(" ") + 1 if apart else 1 for text in texts]
        found = tokens.of(list(number))
        used, flat = np.unique(
            np.fromiter(chain.from_iterable(found), np.int32), return_inverse=True
        )
        tokens_of_pieces = _counts(flat, [len(each) for each in found], len(used))
        pieces_of_texts = _counts(numbers, sizes, len(number))
        return np.asarray(pieces_of_texts @ (tokens_of_pieces @ table.of(used)), dtype=np.float32)


def is_static(folder: Path) -> bool:
    """Tell whether a model's folder holds a table of tokens' vectors, and nothing after it."""
    try:
        modules = json.loads((folder / MODULES).read_bytes())
        kinds = [str(module["type"]).rpartition(".")[2] for module in modules]
    except (OSError, ValueError, TypeError, KeyError):
        return False  # whoever loads it says what is wrong
    return kinds in (["StaticEmbedding"], ["StaticEmbedding", "Normalize"])


def _counts(numbers: NDArray[np.integer], sizes: Sequence[int], width: int) -> csr_array:
    """Return how often each number below ``width`` stands in each row.

    Args:
        numbers: those of all rows, one row after another.
        sizes: how many stand in each row.
        width: how many there may be.
    """
    import numpy as np
    from scipy.sparse import csr_array

    starts = np.cumsum([0, *sizes])
    ones = np.ones(len(numbers), dtype=np.float32)
    return csr_array((ones, numbers, starts), shape=(len(sizes), width))


def _directions(sums: Vectors) -> Vectors:
    """Return vectors of unit norm.

    A text without a single known token has no direction; it is given one, the same for all.
    """
    import numpy as np

    norms = np.sqrt(np.einsum("ij,ij->i", sums, sums))[:, None]  # no copy, as norm() would make
    sums[norms[:, 0] == 0, 0] = 1.0
    norms[norms == 0] = 1.0
    sums /= norms
    return sums
