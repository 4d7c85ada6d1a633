"""What is read of a passage once, whatever is asked of it: terms, sentences, their vectors."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain, islice
from typing import TYPE_CHECKING, Final

import numpy as np

from spe_search.citing import analysed, sentences_of
from spe_search.spots import Spot, row_spots, spots
from spe_search.types import Passage, Span, Term

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from spe_search.index import Index
    from spe_search.types import Encoder, Vectors

    Numbers = NDArray[np.int64]

_KEPT: Final = 4_096
"""Passages whose readings are kept; one takes some kilobytes."""


@dataclass(frozen=True, slots=True)
class Part:
    """A sentence, or the whole of a table's row.

    Args:
        span: its range in the passage's text.
        terms: its terms, in order.
        numbers: theirs in the index, in the same order.
        distinct: those, rising, each once.
        spots: what in it may answer a question.
        label: how many of its terms, the first, label a row; 0 for a sentence.
    """

    span: Span
    terms: tuple[Term, ...]
    numbers: Numbers
    distinct: Numbers
    spots: tuple[Spot, ...]
    label: int


@dataclass(frozen=True, slots=True)
class Reading:
    """A passage, read.

    Args:
        passage: the passage.
        around: the numbers of the terms of what stands above it, each once.
        whole: those and its text's, each once.
        parts: its sentences; a table's row is one part.
        vectors: one a part, float32 ``(parts, dimension)``, of unit norm.
    """

    passage: Passage
    around: Numbers
    whole: Numbers
    parts: tuple[Part, ...]
    vectors: Vectors


def texts_of(passage: Passage) -> tuple[str, ...]:
    """Return a passage's text and what stands above it."""
    return passage.text, passage.heading, passage.setting


class Readings:
    """Reads passages of an index, and keeps what was read.

    Args:
        index: where the passages are.
        encoder: the model the index was made with.
    """

    def __init__(self, index: Index, encoder: Encoder) -> None:
        self.index, self.encoder = index, encoder
        self._kept: dict[int, Reading] = {}

    def of(self, rows: Iterable[int]) -> list[Reading]:
        """Return the readings of passages, by row; the new sentences are encoded at once."""
        wanted, kept = list(rows), self._kept
        if any(row not in kept for row in wanted):
            kept = kept if len(kept) < _KEPT else {}
            new = [row for row in dict.fromkeys(wanted) if row not in kept]
            # A new dictionary, not the old one changed: other threads may be reading that.
            self._kept = kept = kept | dict(zip(new, self._read(new), strict=True))
        return [kept[row] for row in wanted]

    def items(self, item_ids: Iterable[str]) -> list[list[Reading]]:
        """Return the readings of all of each item's passages, in order."""
        rows = [self.index.rows(item=item_id).tolist() for item_id in item_ids]
        found = iter(self.of(chain.from_iterable(rows)))
        return [list(islice(found, len(each))) for each in rows]

    def numbers(self, texts: Iterable[str]) -> Numbers:
        """Return the numbers of the terms of texts, rising, each once; unknown ones left out."""
        known = self.index.lexical.terms
        found = {known.get(term.text) for text in texts for term in analysed(text)}
        return np.array(sorted(number for number in found if number is not None), dtype=np.int64)

    def _read(self, rows: Sequence[int]) -> list[Reading]:
        passages = [self.index.passage(row) for row in rows]
        parts = [self._parts(passage) for passage in passages]
        shown = [
            f"{passage.heading}\n{passage.text[part.span.start : part.span.end]}"
            for passage, own in zip(passages, parts, strict=True)
            for part in own
        ]
        ends = np.cumsum([len(own) for own in parts])[:-1]
        vectors = np.split(self.encoder.encode_passages(shown), ends)
        return [
            Reading(
                passage,
                self.numbers((passage.heading, passage.setting)),
                self.numbers(texts_of(passage)),
                own,
                each,
            )
            for passage, own, each in zip(passages, parts, vectors, strict=True)
        ]

    def _parts(self, passage: Passage) -> tuple[Part, ...]:
        is_row = passage.kind == "table_row"
        whole = (Span(0, len(passage.text)),)
        found = row_spots(passage.text, passage.cells) if is_row else spots(passage.text)
        known = self.index.lexical.terms
        parts = []
        for span in whole if is_row else sentences_of(passage.text):
            held = tuple(
                term
                for term in analysed(passage.text)
                if span.start <= term.start < span.end and term.text in known
            )
            label = sum(t.start < found[0].start for t in held) if is_row and found else 0
            numbers = np.array([known[term.text] for term in held], dtype=np.int64)
            within = tuple(spot for spot in found if span.start <= spot.start < span.end)
            parts.append(Part(span, held, numbers, np.unique(numbers), within, label))
        return tuple(parts)
