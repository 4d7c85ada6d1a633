"""How far texts match each part of a query: by its own words and other labels, or by meaning."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from spe_search.expansion import Group
    from spe_search.readings import Numbers, Reading, Readings

    Floats = NDArray[np.float32]


_NONE: Final = np.array([-1], dtype=np.int64)
"""The number of no term."""
_SURE_LABEL: Final = 0.5
"""From what share on a label of the thesaurus says what the query says."""


class Matcher:
    """Tells how far texts of a few items match each part of one query.

    A text is given as the numbers of its terms. What is worked out for all terms of the items has
    a column for each of them, by rising number, and a last one for any other, of no worth.

    Args:
        readings: what reads the index where the items were found.
        parts: the groups the query is cut into.
        passages: all the passages of the items, read.

    Attributes:
        weights: what each part weighs; they sum to 1.
        heaviest: what each part weighs beside the heaviest, whose weight is 1.
    """

    def __init__(
        self, readings: Readings, parts: Sequence[Group], passages: Sequence[Reading]
    ) -> None:
        self.readings, self.parts = readings, parts
        self._numbers = np.unique(np.concatenate([_NONE, *(each.whole for each in passages)]))[1:]
        self._ended = np.append(self._numbers, _NONE)
        weights = np.array([part.weight for part in parts], dtype=np.float32)
        self.weights = weights / max(float(weights.sum()), 1e-9)
        self.heaviest = weights / max(float(weights.max(initial=0.0)), 1e-9)

    def columns(self, numbers: Numbers) -> Numbers:
        """Return the columns of terms; the last one for those that the items do not hold."""
        at = np.searchsorted(self._numbers, numbers)
        held = self._ended[at] == numbers
        return np.where(held, at, len(self._numbers))

    @cached_property
    def likeness(self) -> Floats:
        """How near each part of the query (rows) is to each term, 0 to 1; 1 for its own words."""
        likeness = np.zeros((len(self.parts), len(self._numbers) + 1), dtype=np.float32)
        if len(self._numbers):
            index, encoder = self.readings.index, self.readings.encoder
            vectors = encoder.encode_queries([part.text for part in self.parts])
            nearness = vectors @ index.term_vectors.vectors(self._numbers.tolist()).T
            likeness[:, :-1] = np.clip(nearness, 0, 1)
        return likeness

    @cached_property
    def near(self) -> Floats:
        """The same, with 1 for every term that is part of a part of the query."""
        return np.maximum(self.likeness, self._own > 0)

    @cached_property
    def _own(self) -> Floats:
        """What share of each part of the query (rows) each term is."""
        own = np.zeros_like(self.likeness)
        for n, part in enumerate(self.parts):
            weights = [weight / max(part.weight, 1e-9) for _, weight in part.own]
            own[n, self._columns_of(term for term, _ in part.own)] = weights
        own[:, -1] = 0
        return own

    def _columns_of(self, terms: Iterable[str]) -> Numbers:
        """Return the columns of terms given by name."""
        known = self.readings.index.lexical.terms
        return self.columns(np.array([known.get(term, -1) for term in terms], dtype=np.int64))

    @cached_property
    def _labels(self) -> list[tuple[int, Numbers, float]]:
        """The labels that the items could meet: the part of the query, the columns, the share."""
        labels = [(n, label) for n, part in enumerate(self.parts) for label in part.labels]
        found = ((n, self._columns_of({*label.terms}), label.share) for n, label in labels)
        return [
            (n, columns, min(share, 1.0))
            for n, columns, share in found
            if (columns < len(self._numbers)).all()
        ]

    @cached_property
    def _alone(self) -> Floats:
        """The labels of one term, as shares by part (rows) and term."""
        alone = np.zeros_like(self._own)
        for n, columns, share in self._labels:
            if len(columns) == 1:
                alone[n, columns] = np.maximum(alone[n, columns], share)
        return alone

    @cached_property
    def _together(self) -> tuple[Numbers, Floats, Numbers, Numbers]:
        """The labels of several terms: the parts, the shares, where each begins, all columns."""
        several = [label for label in self._labels if len(label[1]) > 1]
        parts, columns, shares = zip(*several, strict=True) if several else ((), (_NONE[:0],), ())
        starts = np.cumsum([0, *map(len, columns)])[:-1]
        held = np.array(shares, dtype=np.float32)
        return np.array(parts, dtype=np.int64), held, starts, np.concatenate(columns)

    def met(self, *texts: Numbers) -> tuple[Floats, Floats]:
        """Return how far texts meet each part of the query: by words, and by meaning.

        Args:
            texts: the numbers of the terms of each, each once.

        Returns:
            Two of shape ``(parts, texts)``, from 0 to 1.
        """
        # Each begins with no term: NumPy would give an empty stretch what stands after it.
        sizes = [1 + len(text) for text in texts]
        flat = self.columns(np.concatenate([piece for text in texts for piece in (_NONE, text)]))
        starts = np.cumsum([0, *sizes[:-1]])
        holds = np.zeros((len(texts), len(self._numbers) + 1), dtype=bool)
        holds[np.repeat(np.arange(len(texts)), sizes), flat] = True
        words = np.add.reduceat(self._own[:, flat], starts, axis=1)
        words = np.maximum(words, np.maximum.reduceat(self._alone[:, flat], starts, axis=1))
        parts, shares, begins, columns = self._together
        if len(parts):
            said = np.logical_and.reduceat(holds[:, columns], begins, axis=1)
            np.maximum.at(words, parts, (said * shares).T)
        words = np.minimum(words, 1.0)
        meaning = np.maximum.reduceat(self.likeness[:, flat], starts, axis=1)
        return words, np.maximum(words, meaning)

    def met_by(self, *texts: str) -> tuple[Floats, Floats]:
        """Return how far texts of these items, taken together, meet each part of the query."""
        words, meaning = self.met(self.readings.numbers(texts))
        return words[:, 0], meaning[:, 0]

    def extra(self, numbers: Numbers) -> float:
        """Return what share of some terms the query does not ask for, from 0 to 1."""
        return float(1 - self._asked[self.columns(numbers)].mean()) if len(numbers) else 0.0

    @cached_property
    def _asked(self) -> Floats:
        """How far the query asks for each term."""
        asked: Floats = self.near.max(axis=0, initial=0.0)
        for _, columns, share in self._labels:
            if share > _SURE_LABEL:
                asked[columns] = 1.0
        return asked
