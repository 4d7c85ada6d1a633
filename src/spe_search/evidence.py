"""Which words of the items found answer best: sentences weighed as evidence for a query.

Retrieval finds items by their words and meaning as a whole. Here the sentences and table rows of
the best of them are compared one by one: how far a sentence's passage meets each part of the query,
whether it holds the kind of thing asked for, and whether what it counts is what was to be counted.
The best decides the item's place, the passage shown, and the sentence quoted.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Final

import numpy as np

from spe_search.citing import analysed, sentences_of
from spe_search.question import counted_from, kinds_asked
from spe_search.relevance import LIKELY, relevance
from spe_search.retrieval import Group, Scored
from spe_search.spots import Spot, SpotKind, spots
from spe_search.types import Passage, Span, Term
from spe_search.weights import EVIDENCE

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from spe_search.expansion import Group as QueryGroup
    from spe_search.index import Index
    from spe_search.question import Kind
    from spe_search.types import Encoder

    Floats = NDArray[np.float32]

_ANSWERS: Final[dict[Kind, tuple[frozenset[SpotKind], frozenset[SpotKind]]]] = {
    "count": (frozenset({"count"}), frozenset({"count", "money"})),
    "share": (frozenset({"share"}), frozenset({"share", "count"})),
    "money": (frozenset({"money"}), frozenset({"money"})),
    "date": (frozenset({"date"}), frozenset({"date"})),
    "duration": (frozenset({"duration"}), frozenset({"duration", "count", "age"})),
    "age": (frozenset({"age"}), frozenset({"age", "count"})),
    "target": (frozenset({"count", "share"}), frozenset({"count", "share"})),
    "partner": (frozenset({"name"}), frozenset({"name"})),
    "place": (frozenset({"name"}), frozenset({"name"})),
    "person": (frozenset({"person"}), frozenset({"person", "name"})),
}
"""For each kind asked for, the spots that give it, and those that may."""

_NEARNESS: Final = 5.0
"""Words after which a part of the query counts for a third of what it would beside a figure."""
_COUNTED_WITHIN: Final = 3
"""Words after a figure among which stands what it counts."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """A sentence or a table row, weighed.

    Args:
        scored: its passage's row and scores.
        sentence: its range in the passage's text.
        spot: what in it may be the answer itself, where a kind of thing is asked for.
        score: what it is worth; only comparable for one query.
        features: by name, what it was weighed by and what :mod:`spe_search.answers` needs to tell
            whether it answers.
    """

    scored: Scored
    sentence: Span
    spot: Spot | None
    score: float
    features: dict[str, float]


@dataclass(frozen=True, slots=True)
class _Sentence:
    """A sentence or row: its terms, their columns, what may answer, what its headings meet."""

    held: Sequence[Term]
    columns: Sequence[int]
    spots: Sequence[Spot]
    about: Floats
    is_row: bool


class Weigher:
    """Weighs the sentences of items for one query.

    Args:
        index: where the items were found.
        encoder: the model the index was made with.
        text: the checked text of the query.
        parts: the groups it is cut into.
        groups: the items to look into, best first.
    """

    def __init__(
        self,
        index: Index,
        encoder: Encoder,
        text: str,
        parts: Sequence[QueryGroup],
        groups: Sequence[Group],
    ) -> None:
        self.index, self.encoder, self.text = index, encoder, text
        self.parts, self.groups = parts, groups
        weights = np.array([part.weight for part in parts], dtype=np.float32)
        self.weights = weights / max(float(weights.sum()), 1e-9)
        self.heaviest = weights / max(float(weights.max(initial=0.0)), 1e-9)
        self.kinds = kinds_asked(text)
        self.good = frozenset[SpotKind]().union(*(_ANSWERS[kind][0] for kind in self.kinds))
        self.possible = frozenset[SpotKind]().union(*(_ANSWERS[kind][1] for kind in self.kinds))
        self.counted = self._counted()

    def _counted(self) -> int | None:
        """Return which part of the query names what is to be counted ("combien de femmes")."""
        start = counted_from(self.text)
        if start is None:
            return None
        at = [(self.text.find(part.text, start), n) for n, part in enumerate(self.parts)]
        near = [(place, n) for place, n in at if start <= place < start + 25]
        return min(near)[1] if near else None

    def weigh(self) -> list[list[Evidence]]:
        """Return the evidence of each item, in the items' order, the best of each first."""
        return [sorted(self._of_item(group), key=lambda each: -each.score) for group in self.groups]

    # ------------------------------------------------------------ what a stretch of text meets

    @cached_property
    def _columns(self) -> dict[str, int]:
        """The terms of the items looked into, numbered."""
        names = (
            term.text
            for group in self.groups
            for passage in self._passages_of(group)
            for text in _texts(passage)
            for term in analysed(text)
        )
        return {term: column for column, term in enumerate(dict.fromkeys(names))}

    @cached_property
    def _likeness(self) -> Floats:
        """How near each part of the query (rows) is to each term, 0 to 1; 1 for its own words."""
        numbers = self.index.lexical.terms
        known = [(column, numbers[t]) for t, column in self._columns.items() if t in numbers]
        likeness = np.zeros((len(self.parts), len(self._columns)), dtype=np.float32)
        if known:
            columns, rows = (list(each) for each in zip(*known, strict=True))
            vectors = self.encoder.encode_queries([part.text for part in self.parts])
            likeness[:, columns] = vectors @ self.index.term_vectors.vectors(rows).T
        return np.clip(likeness, 0, 1)

    @cached_property
    def _own(self) -> Floats:
        """What share of each part of the query (rows) each term is."""
        own = np.zeros_like(self._likeness)
        for n, part in enumerate(self.parts):
            for term, weight in part.own:
                if term in self._columns:
                    own[n, self._columns[term]] = weight / max(part.weight, 1e-9)
        return own

    @cached_property
    def _labels(self) -> list[list[tuple[frozenset[int], float]]]:
        """For each part of the query, its labels that the items could meet, and their shares."""
        columns = self._columns
        return [
            [
                (frozenset(columns[term] for term in label.terms), min(label.share, 1.0))
                for label in part.labels
                if all(term in columns for term in label.terms)
            ]
            for part in self.parts
        ]

    def met(self, columns: frozenset[int]) -> tuple[Floats, Floats]:
        """Return how far a set of terms meets each part of the query: by words, and by meaning."""
        if not columns:
            none = np.zeros(len(self.parts), dtype=np.float32)
            return none, none
        at = list(columns)
        words = self._own[:, at].sum(1)
        for n, labels in enumerate(self._labels):
            shares = (share for needed, share in labels if needed <= columns)
            words[n] = max(words[n], max(shares, default=0.0))
        words = np.minimum(words, 1.0)
        return words, np.maximum(words, self._likeness[:, at].max(1))

    def met_by(self, *texts: str) -> tuple[Floats, Floats]:
        """Return how far texts of these items, taken together, meet each part of the query."""
        return self.met(self._terms(*texts))

    def texts_of(self, evidence: Evidence) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Return the texts and headings of a passage weighed, and those of its whole item."""
        passage = self.index.passage(evidence.scored.row)
        rows = self.index.rows(item=passage.item_id).tolist()
        return _texts(passage), tuple(t for r in rows for t in _texts(self.index.passage(r)))

    def _terms(self, *texts: str) -> frozenset[int]:
        found = (self._columns.get(t.text) for text in texts for t in analysed(text))
        return frozenset(column for column in found if column is not None)

    # ------------------------------------------------------------ the evidence of an item

    def _passages_of(self, group: Group) -> list[Passage]:
        item = self.index.passage(group.passages[0].row).item_id
        return [self.index.passage(row) for row in self.index.rows(item=item).tolist()]

    def _of_item(self, group: Group) -> Iterator[Evidence]:
        whole = [self._terms(*_texts(passage)) for passage in self._passages_of(group)]
        words, meaning = self.met(frozenset[int]().union(*whole))
        item = {
            "item": group.score,
            "item_words": float(self.weights @ words),
            "item_meaning": float(self.weights @ meaning),
            "item_missing": float((self.heaviest * (1 - words)).max()),
        }
        for scored in group.passages:
            yield from self._of_passage(scored, item)

    def _of_passage(self, scored: Scored, item: dict[str, float]) -> Iterator[Evidence]:
        passage = self.index.passage(scored.row)
        around = self._terms(passage.heading, passage.setting)
        words, meaning = self.met(around | self._terms(passage.text))
        about = self.met(around)[1]
        is_row = passage.kind == "table_row"
        features = item | {
            "passage": scored.score,
            "passage_words": float(self.weights @ words),
            "passage_meaning": float(self.weights @ meaning),
            "passage_lack": float((self.heaviest * (1 - meaning)).max()),
            "passage_counted": 1.0 if self.counted is None else float(meaning[self.counted]),
            "table": float(is_row),
            "partners": float(passage.kind == "partners" and "partner" not in self.kinds),
        }
        for n, part in enumerate(_parts_of(passage)):
            sentence = self._sentence(passage, part, about, is_row)
            spot, near = self._best_spot(sentence)
            every = features | self._of_sentence(sentence) | near
            every |= {"likeness": self._cosines[passage.id, n], "first": float(n == 0)}
            score = sum(weight * every[name] for name, weight in EVIDENCE.items())
            yield Evidence(scored, part, spot, score, every)

    def _counts_things(self, spot: Spot) -> bool:
        return self.counted is not None and spot.kind == "count" and "count" in self.kinds

    @cached_property
    def _cosines(self) -> dict[tuple[str, int], float]:
        """The cosine of the query with each sentence, by its passage and place, encoded at once."""
        passages = [self.index.passage(s.row) for group in self.groups for s in group.passages]
        shown = {
            (passage.id, n): f"{passage.heading}\n{passage.text[part.start : part.end]}"
            for passage in passages
            for n, part in enumerate(_parts_of(passage))
        }
        query = self.encoder.encode_queries([self.text])[0]
        cosines = self.encoder.encode_passages(list(shown.values())) @ query
        return dict(zip(shown, cosines.tolist(), strict=True))

    def _sentence(self, passage: Passage, part: Span, about: Floats, is_row: bool) -> _Sentence:
        held = [t for t in analysed(passage.text) if part.start <= t.start < part.end]
        columns = [self._columns[term.text] for term in held]
        likely = [each for each in spots(passage.text) if each.kind in self.possible]
        within = [spot for spot in likely if part.start <= spot.start < part.end]
        return _Sentence(held, columns, within, about, is_row)

    def _of_sentence(self, sentence: _Sentence) -> dict[str, float]:
        words, meaning = self.met(frozenset(sentence.columns))
        with_about = np.maximum(meaning, sentence.about)
        if sentence.is_row:
            meaning = with_about
        return {
            "words": float(self.weights @ words),
            "lack": float((self.heaviest * (1 - with_about)).max()),
            "counted": 1.0 if self.counted is None else float(meaning[self.counted]),
        }

    def _best_spot(self, sentence: _Sentence) -> tuple[Spot | None, dict[str, float]]:
        """Return what in a sentence answers best, and how well, where a kind is asked for."""
        none = {"good": 0.0, "missing": float(bool(self.kinds)), "near": 0.0, "counts": 0.0}
        best: tuple[float, Spot | None, dict[str, float]] = (-1.0, None, none)
        for spot in sentence.spots:
            found = self._around(sentence, spot) | {"missing": 0.0}
            worth = found["near"] + found["counts"] / 2 + found["good"] / 2
            if worth > best[0]:
                best = (worth, spot, found)
        return best[1], best[2]

    def _around(self, sentence: _Sentence, spot: Spot) -> dict[str, float]:
        """Weigh a spot: is what stands near it what was asked, and does it count that?"""
        held, columns = sentence.held, sentence.columns
        place = next((n for n, t in enumerate(held) if t.start >= spot.start), len(held))
        figure = [spot.start <= t.start < spot.end and t.text[0].isdigit() for t in held]
        away = 0 if sentence.is_row else np.abs(np.arange(len(held)) - place)
        faded = np.exp(-away / _NEARNESS) * ~np.array(figure, dtype=bool)
        likeness = np.maximum(self._likeness, self._own > 0)[:, columns]
        near = (likeness * faded).max(1, initial=0.0)
        beside = columns if sentence.is_row else columns[place + 1 : place + 1 + _COUNTED_WITHIN]
        counts = 0.0
        if self.counted is not None:
            counts = float(self.met(frozenset(beside))[1][self.counted])
        if sentence.is_row:
            near = np.maximum(near, sentence.about)
            if self.counted is not None:
                counts = max(counts, float(sentence.about[self.counted]))
        return {
            "near": float(self.weights @ near),
            "counts": counts,
            # A number of other things than those to be counted is no answer.
            "good": float(spot.kind in self.good) * (counts if self._counts_things(spot) else 1.0),
        }


def _texts(passage: Passage) -> tuple[str, ...]:
    return passage.text, passage.heading, passage.setting


def _parts_of(passage: Passage) -> Sequence[Span]:
    """Return what of a passage is weighed apart: its sentences; the whole of a table's row."""
    if passage.kind == "table_row":
        return (Span(0, len(passage.text)),)
    return sentences_of(passage.text)


@dataclass(frozen=True, slots=True)
class Found:
    """What a search found: the items, best first, and the evidence that put them so.

    Args:
        groups: the items; their scores are relevances, from 0 to 1, and never rise.
        best: by item's position, its best evidence; none past those looked into.
        evidence: every sentence and row weighed, best first.
        weigher: what weighed them.
    """

    groups: tuple[Group, ...]
    best: tuple[Evidence | None, ...]
    evidence: tuple[Evidence, ...]
    weigher: Weigher


def by_evidence(weigher: Weigher, groups: Sequence[Group]) -> Found:
    """Put items, and the passages within each, in the order of their best evidence.

    Args:
        weigher: weighs the first of the items; the others follow as they are.
        groups: all items found, best first.
    """
    weighed = weigher.weigh()
    order = sorted(range(len(weighed)), key=lambda n: -weighed[n][0].score)
    ranked = [_ordered(groups[n], weighed[n]) for n in order]
    least = ranked[-1].score if ranked else LIKELY
    rest = [replace(group, score=least * group.score) for group in groups[len(weighed) :]]
    best = [weighed[n][0] for n in order]
    every = sorted((each for item in weighed for each in item), key=lambda each: -each.score)
    return Found((*ranked, *rest), (*best, *[None] * len(rest)), tuple(every), weigher)


def _ordered(group: Group, evidence: Sequence[Evidence]) -> Group:
    """Return an item with its relevance, and its passages as their best evidence orders them."""
    order: dict[int, int] = {}
    for each in evidence:
        order.setdefault(each.scored.row, len(order))
    passages = sorted(group.passages, key=lambda scored: order[scored.row])
    return Group(relevance(evidence[0].score), tuple(passages))
