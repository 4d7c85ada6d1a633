"""What a query asks for: its own words, and the words the thesaurus gives for the same ideas.

A query is cut into groups. A group is a word, or a label of the thesaurus with the other labels of
its concept. A text meets a group by the query's own words or, for less, by another label; it
never gains by holding both, so that an idea with many names weighs no more than another.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from spe_search.french import terms
from spe_search.types import Term

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from spe_search.index import Index
    from spe_search.lexical import LexicalIndex
    from spe_search.thesaurus import Thesaurus

SAME, NARROWER = 0.95, 0.7
"""What another label of the concept, or one of a narrower concept, is worth beside one's own."""


@dataclass(frozen=True, slots=True)
class Label:
    """Another way to say a group: all of these terms, for this share of the group's weight."""

    terms: tuple[str, ...]
    share: float


@dataclass(frozen=True, slots=True)
class Group:
    """A part of a query: its own terms with what each is worth, and other labels."""

    own: tuple[tuple[str, float], ...]
    labels: tuple[Label, ...] = ()

    @property
    def weight(self) -> float:
        """What the whole group is worth."""
        return sum(weight for _, weight in self.own)


def groups_of(index: Index, query: str) -> tuple[Group, ...]:
    """Cut a query into groups; a word said twice counts once."""
    found = terms(query)
    weights = index.lexical.weights(term.text for term in found)
    groups: dict[tuple[str, ...], Group] = {}
    for part, labels in _parts(found, index.thesaurus):
        own = tuple((text, weights[text]) for text in dict.fromkeys(part))
        groups.setdefault(tuple(part), Group(own, labels))
    return tuple(groups.values())


def _parts(
    found: Sequence[Term], thesaurus: Thesaurus
) -> Iterator[tuple[tuple[str, ...], tuple[Label, ...]]]:
    position = 0
    for mention in thesaurus.mentions(found):
        for term in found[position : mention.first]:
            yield (term.text,), ()
        own = tuple(term.text for term in found[mention.first : mention.last])
        yield own, tuple(_labels(thesaurus, mention.concept, own))
        position = mention.last
    for term in found[position:]:
        yield (term.text,), ()


def _labels(thesaurus: Thesaurus, concept: str, own: tuple[str, ...]) -> Iterator[Label]:
    for label in thesaurus.labels_of(concept):
        if label != own:
            yield Label(label, SAME)
    for narrower in thesaurus.narrower(concept):
        for label in thesaurus.labels_of(narrower):
            yield Label(label, NARROWER)


def group_scores(lexical: LexicalIndex, group: Group) -> NDArray[np.float32]:
    """Return, for each text, how far it meets a group, from 0 to the group's weight."""
    own = np.zeros(lexical.size, dtype=np.float32)
    for term, _ in group.own:
        rows, scores = lexical.postings(term)
        own[rows] += scores
    for label in group.labels:
        rows, met = _label_scores(lexical, label.terms)
        if len(rows):
            own[rows] = np.maximum(own[rows], met * label.share * group.weight)
    return own


def _label_scores(
    lexical: LexicalIndex, wanted: Sequence[str]
) -> tuple[NDArray[np.int32], NDArray[np.float32]]:
    """Return the texts that hold all of a label's terms, and how fully: the least, 0 to 1."""
    rows, met = np.empty(0, np.int32), np.empty(0, np.float32)
    for n, (term, weight) in enumerate(lexical.weights(wanted).items()):
        holders, scores = lexical.postings(term)
        share = (scores / weight).astype(np.float32)
        if n == 0:
            rows, met = holders, share
        else:
            rows, a, b = np.intersect1d(rows, holders, assume_unique=True, return_indices=True)
            met = np.minimum(met[a], share[b])
        if not len(rows):
            break
    return rows, met
