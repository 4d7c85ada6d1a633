"""How far texts match each part of a query: by its own words and other labels, or by meaning."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Final

import numpy as np

from spe_search.citing import analysed
from spe_search.types import Passage

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from spe_search.expansion import Group
    from spe_search.index import Index
    from spe_search.types import Encoder

    Floats = NDArray[np.float32]


_SURE_LABEL: Final = 0.5
"""From what share on a label of the thesaurus says what the query says."""


def texts_of(passage: Passage) -> tuple[str, ...]:
    """Return a passage's text and what stands above it."""
    return passage.text, passage.heading, passage.setting


class Matcher:
    """Tells how far texts of a few items match each part of one query.

    Args:
        index: where the items were found.
        encoder: the model the index was made with.
        parts: the groups the query is cut into.
        passages: all the passages of the items.

    Attributes:
        weights: what each part weighs; they sum to 1.
        heaviest: what each part weighs beside the heaviest, whose weight is 1.
    """

    def __init__(
        self,
        index: Index,
        encoder: Encoder,
        parts: Sequence[Group],
        passages: Sequence[Passage],
    ) -> None:
        self.index, self.encoder, self.parts, self.passages = index, encoder, parts, passages
        weights = np.array([part.weight for part in parts], dtype=np.float32)
        self.weights = weights / max(float(weights.sum()), 1e-9)
        self.heaviest = weights / max(float(weights.max(initial=0.0)), 1e-9)

    @cached_property
    def columns(self) -> dict[str, int]:
        """The terms of the items looked into, numbered."""
        texts = (text for passage in self.passages for text in texts_of(passage))
        names = (term.text for text in texts for term in analysed(text))
        return {term: column for column, term in enumerate(dict.fromkeys(names))}

    @cached_property
    def likeness(self) -> Floats:
        """How near each part of the query (rows) is to each term, 0 to 1; 1 for its own words."""
        numbers = self.index.lexical.terms
        known = [(column, numbers[t]) for t, column in self.columns.items() if t in numbers]
        likeness = np.zeros((len(self.parts), len(self.columns)), dtype=np.float32)
        if known:
            columns, rows = (list(each) for each in zip(*known, strict=True))
            vectors = self.encoder.encode_queries([part.text for part in self.parts])
            likeness[:, columns] = vectors @ self.index.term_vectors.vectors(rows).T
        return np.clip(likeness, 0, 1)

    @cached_property
    def own(self) -> Floats:
        """What share of each part of the query (rows) each term is."""
        own = np.zeros_like(self.likeness)
        for n, part in enumerate(self.parts):
            for term, weight in part.own:
                if term in self.columns:
                    own[n, self.columns[term]] = weight / max(part.weight, 1e-9)
        return own

    @cached_property
    def _labels(self) -> list[list[tuple[frozenset[int], float]]]:
        """For each part of the query, its labels that the items could meet, and their shares."""
        columns = self.columns
        return [
            [
                (frozenset(columns[term] for term in label.terms), min(label.share, 1.0))
                for label in part.labels
                if all(term in columns for term in label.terms)
            ]
            for part in self.parts
        ]

    @cached_property
    def _said(self) -> tuple[Floats, list[tuple[int, frozenset[int], float]]]:
        """The labels of one term, as shares by part (rows) and term; and all others, by part.

        Most labels are of one term, and a question is held against hundreds of texts.
        """
        alone = np.zeros_like(self.own)
        others = []
        for n, labels in enumerate(self._labels):
            for terms, share in labels:
                if len(terms) == 1:
                    (column,) = terms
                    alone[n, column] = max(alone[n, column], share)
                else:
                    others.append((n, terms, share))
        return alone, others

    def met(self, columns: frozenset[int]) -> tuple[Floats, Floats]:
        """Return how far a set of terms meets each part of the query: by words, and by meaning."""
        if not columns:
            none = np.zeros(len(self.parts), dtype=np.float32)
            return none, none
        at = list(columns)
        alone, others = self._said
        words = np.maximum(self.own[:, at].sum(1), alone[:, at].max(1))
        for n, terms, share in others:
            if share > words[n] and terms <= columns:
                words[n] = share
        words = np.minimum(words, 1.0)
        return words, np.maximum(words, self.likeness[:, at].max(1))

    def met_by(self, *texts: str) -> tuple[Floats, Floats]:
        """Return how far texts of these items, taken together, meet each part of the query."""
        return self.met(self.terms_of(*texts))

    def terms_of(self, *texts: str) -> frozenset[int]:
        """Return the numbers of the terms of texts of these items."""
        found = (self.columns.get(t.text) for text in texts for t in analysed(text))
        return frozenset(column for column in found if column is not None)

    def extra(self, columns: Sequence[int]) -> float:
        """Return what share of some terms the query does not ask for, from 0 to 1."""
        if not columns:
            return 0.0
        named = {
            column
            for labels in self._labels
            for terms, share in labels
            if share > _SURE_LABEL
            for column in terms
        }
        asked = np.maximum(self.likeness, self.own > 0)[:, list(columns)].max(0, initial=0.0)
        known = np.maximum(asked, [float(column in named) for column in columns])
        return float(1 - known.mean())
