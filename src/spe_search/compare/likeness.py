"""How alike items are in meaning and in words, and all in all.

Meaning compares passage with passage, both ways, so that neither a long item nor a short one gains.
What all items of a report's section say in their heading, and what all items say, is taken out of
the vectors first (Mu and Viswanath, 2018, take out the mean likewise): two initiatives are not
alike for standing under one theme.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from spe_search.compare.model import Likeness
from spe_search.compare.weights import CompareWeights
from spe_search.expansion import group_scores, groups_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from spe_search.compare.profile import Profile
    from spe_search.index import Index
    from spe_search.types import Encoder, Vectors


_DOUBT = 10
"""Items from which half of what all have in common is known; of few, little is."""


class Space:
    """The passages' vectors, without what their settings and all items have in common.

    Args:
        index: the opened index.
        encoder: the model it was made with.
        told: the rows of the items that are compared.
    """

    def __init__(self, index: Index, encoder: Encoder, told: NDArray[np.int64]) -> None:
        self._index, self._encoder, self._told = index, encoder, told

    @cached_property
    def vectors(self) -> Vectors:
        """By row, of unit norm: float32, ``(passages, dimension)``."""
        index = self._index
        vectors = np.array(index.vectors.all(), dtype=np.float32)
        groups = self._settings()
        texts = [index.passage(rows[0]).setting or " " for rows in groups]
        for rows, setting in zip(groups, self._encoder.encode_passages(texts), strict=True):
            vectors[rows] -= np.outer(vectors[rows] @ setting, setting)
        items = len(np.unique(index.column("item")[self._told]))
        known = items / (items + _DOUBT)
        return _unit(vectors - known * vectors[self._told].mean(axis=0))

    def _settings(self) -> list[list[int]]:
        """Return the rows of each setting: a theme of a report, or a section."""
        index = self._index
        none = _position(index.values["theme"], "")
        groups: dict[tuple[int, int, int], list[int]] = {}
        columns = (index.column(name).tolist() for name in ("document", "theme", "item"))
        for row, (document, theme, item) in enumerate(zip(*columns, strict=True)):
            groups.setdefault((document, theme, item if theme == none else -1), []).append(row)
        return list(groups.values())

    def of(self, profile: Profile) -> Vectors:
        """Return the vectors of a profile's pieces: those of its passages, or of its sentences."""
        if profile.id:
            return self.vectors[self._index.rows(item=profile.id)]
        return self._encoder.encode_queries([piece.words for piece in profile.pieces])


@dataclass(frozen=True, slots=True)
class Nearness:
    """How near two items are in meaning, and by which of their pieces, as positions."""

    score: float
    own: int
    other: int


def nearness(
    own: Vectors,
    own_shares: NDArray[np.float32],
    other: Vectors,
    other_shares: NDArray[np.float32],
    first: int = 0,
) -> Nearness:
    """Compare pieces with pieces: each looks for its nearest, both ways.

    Args:
        own: vectors of unit norm, ``(n, dimension)``.
        own_shares: what each of them counts for.
        other: likewise, ``(m, dimension)``.
        other_shares: likewise.
        first: the first of ``own`` that may be named as the nearest; 1 leaves out the whole text.
    """
    cosines = own @ other.T
    there = (cosines * other_shares).max(axis=1) @ own_shares / own_shares.sum()
    back = (cosines * own_shares[:, None]).max(axis=0) @ other_shares / other_shares.sum()
    best = int(np.argmax((cosines * own_shares[:, None] * other_shares)[first:]))
    score = float(np.clip((there + back) / 2, 0, 1))
    return Nearness(score, first + best // cosines.shape[1], best % cosines.shape[1])


def words_met(index: Index, encoder: Encoder, text: str) -> NDArray[np.float32]:
    """Return the share of a text's words, weighed by rarity, that each item meets.

    Returns:
        float32, a number an item of ``index.values["item"]``; other labels of the same concepts and
        words near in meaning count, for less.
    """
    met = np.zeros(len(index.values["item"]), dtype=np.float32)
    items = index.column("item")
    total = 0.0
    for group in groups_of(index, encoder, text):
        best = np.zeros_like(met)
        np.maximum.at(best, items, group_scores(index.lexical, group))
        met += best
        total += group.weight
    return met / max(total, 1e-9)


def likeness(
    meaning: float, concepts: float, words: float, partners: float, weights: CompareWeights
) -> Likeness:
    """Put the four sides together: their weighted mean."""
    sides = (meaning, concepts, words, partners)
    shares = (weights.meaning, weights.concepts, weights.words, weights.partners)
    whole = sum(s * w for s, w in zip(sides, shares, strict=True)) / sum(shares)
    return Likeness(*(round(float(value), 4) for value in (whole, *sides)))


def _position(values: Sequence[str], wanted: str) -> int:
    return values.index(wanted) if wanted in values else -1


def _unit(vectors: Vectors) -> Vectors:
    norms = np.linalg.norm(vectors, axis=1, keepdims=True)
    norms[norms == 0] = 1.0
    unit: Vectors = vectors / norms
    return unit
