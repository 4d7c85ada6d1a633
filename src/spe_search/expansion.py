"""What a query asks for: its own words, and the words that stand for the same ideas.

A query is cut into groups. A group is a word, or a label of the thesaurus with the other labels of
its concept; to either are added the words of the index that the encoder finds near it. A text meets
a group by the query's own words or, for less, by another label; it never gains by holding both, so
that an idea with many names weighs no more than another.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from spe_search.french import terms
from spe_search.weights import TUNED, Weights

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from spe_search.index import Index
    from spe_search.lexical import LexicalIndex
    from spe_search.thesaurus import Thesaurus
    from spe_search.types import Encoder, Term

_NEAREST = 5
"""Words that may be added to a group."""


@dataclass(frozen=True, slots=True)
class Label:
    """Another way to say a group: all of these terms, for this share of the group's weight."""

    terms: tuple[str, ...]
    share: float


@dataclass(frozen=True, slots=True)
class Group:
    """A part of a query: its own terms with what each is worth, other labels, and its words."""

    own: tuple[tuple[str, float], ...]
    labels: tuple[Label, ...] = ()
    text: str = ""

    @property
    def weight(self) -> float:
        """What the whole group is worth."""
        return sum(weight for _, weight in self.own)


@dataclass(frozen=True, slots=True)
class _Part:
    """A stretch of a query: its terms, its text, and the thesaurus's other labels for it."""

    own: tuple[str, ...]
    text: str
    labels: tuple[Label, ...] = ()


def groups_of(
    index: Index, encoder: Encoder, query: str, weights: Weights = TUNED
) -> tuple[Group, ...]:
    """Cut a query into groups; a word said twice counts once.

    Args:
        index: whose words and thesaurus are looked in.
        encoder: the model the index was made with.
        query: the checked text of the query.
        weights: what the labels are worth.
    """
    found = terms(query)
    weighted = index.lexical.weights(term.text for term in found)
    parts: dict[tuple[str, ...], _Part] = {}
    for part in _parts(query, found, index, weights):
        parts.setdefault(part.own, part)
    near = _near(index, encoder, list(parts.values()), weights)
    return tuple(
        Group(
            tuple((term, weighted[term]) for term in dict.fromkeys(part.own)),
            part.labels + more,
            part.text,
        )
        for part, more in zip(parts.values(), near, strict=True)
    )


def _parts(query: str, found: Sequence[Term], index: Index, weights: Weights) -> Iterator[_Part]:
    position = 0
    for mention in index.thesaurus.mentions(found, query):
        yield from (_word(query, term) for term in found[position : mention.first])
        stretch = found[mention.first : mention.last]
        own = tuple(term.text for term in stretch)
        labels = tuple(_labels(index.thesaurus, mention.concept, own, weights))
        yield _Part(own, query[stretch[0].start : stretch[-1].end], labels)
        position = mention.last
    yield from (_word(query, term) for term in found[position:])


def _word(query: str, term: Term) -> _Part:
    return _Part((term.text,), query[term.start : term.end])


def _labels(
    thesaurus: Thesaurus, concept: str, own: tuple[str, ...], weights: Weights
) -> Iterator[Label]:
    for label in thesaurus.labels_of(concept):
        if label != own:
            yield Label(label, weights.same)
    for narrower in thesaurus.narrower(concept):
        for label in thesaurus.labels_of(narrower):
            yield Label(label, weights.narrower)


def _near(
    index: Index, encoder: Encoder, parts: Sequence[_Part], weights: Weights
) -> list[tuple[Label, ...]]:
    """Return, for each part, the words of the index that mean nearly the same."""
    if not parts or not weights.near:
        return [()] * len(parts)
    names = index.term_names
    found = []
    for part, vector in zip(
        parts, encoder.encode_queries([part.text for part in parts]), strict=True
    ):
        rows, cosines = index.term_vectors.search(vector, _NEAREST + len(part.own))
        near = zip(rows.tolist(), cosines.tolist(), strict=True)
        labels = [
            Label((names[row],), min(weights.near * cosine, 1.0))
            for row, cosine in near
            if cosine >= weights.nearness and names[row] not in part.own
        ]
        found.append(tuple(labels[:_NEAREST]))
    return found


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
