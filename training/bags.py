"""Texts as bags of tokens, ready for an embedding bag."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import torch

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from tokenizers import Tokenizer

_BLOCK = 20_000
_MANY = 1 << 20
"""More than any vocabulary has tokens."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """The tokens of some texts, end to end, and how many each has."""

    ids: NDArray[np.int32]
    counts: NDArray[np.int64]

    @property
    def owners(self) -> NDArray[np.int64]:
        """For each token, which text it is of."""
        return np.repeat(np.arange(len(self.counts)), self.counts)


@dataclass(frozen=True, slots=True)
class Bags:
    """The tokens of many texts, end to end.

    Args:
        ids: int32, ``(tokens,)``.
        starts: int64, ``(texts + 1,)``: text ``i`` is ``ids[starts[i]:starts[i + 1]]``.
    """

    ids: NDArray[np.int32]
    starts: NDArray[np.int64]

    def take(self, rows: NDArray[np.int64]) -> Drawn:
        """Return some of the texts."""
        counts = self.starts[rows + 1] - self.starts[rows]
        ends = np.cumsum(counts)
        at = np.arange(ends[-1]) + np.repeat(self.starts[rows] - (ends - counts), counts)
        return Drawn(self.ids[at], counts)


def bags_of(tokenizer: Tokenizer, texts: Sequence[str], most: int) -> Bags:
    """Cut texts into tokens, at most so many each; a text without any is the unknown token."""
    parts: list[NDArray[np.int32]] = []
    for start in range(0, len(texts), _BLOCK):
        found = tokenizer.encode_batch_fast(list(texts[start : start + _BLOCK]))
        parts += [np.array(each.ids[:most] or [0], dtype=np.int32) for each in found]
    return Bags(np.concatenate(parts), np.cumsum([0, *map(len, parts)]))


def offsets(counts: NDArray[np.int64]) -> torch.Tensor:
    """Return where each bag starts, as torch's embedding bag wants it."""
    return torch.from_numpy(np.cumsum(counts) - counts)


def kept(drawn: Drawn, keep: NDArray[np.bool_]) -> Drawn:
    """Return the bags without some tokens; one that would be left empty stays whole."""
    owners = drawn.owners
    left = np.bincount(owners[keep], minlength=len(drawn.counts))
    keep = keep | (left == 0)[owners]
    return Drawn(drawn.ids[keep], np.bincount(owners[keep], minlength=len(drawn.counts)))


def without_shared(drawn: Drawn, other: Drawn, share: float, rng: np.random.Generator) -> Drawn:
    """Return the bags without a share of the tokens that stand in the other's same bag too."""
    shared = other.owners * _MANY + other.ids
    gone = shared[rng.random(len(shared)) < share]
    return kept(drawn, ~np.isin(drawn.owners * _MANY + drawn.ids, gone))
