"""Which words of the items found answer best: sentences weighed as evidence for a query.

Retrieval finds items by their words and meaning as a whole. Here the sentences and table rows of
the best of them are compared one by one: how far a sentence's passage meets each part of the query,
whether it holds the kind of thing asked for, and whether what it counts is what was to be counted.
The best decides the item's place, the passage shown, and the sentence quoted.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import chain
from typing import TYPE_CHECKING, Final, TypeVar

import numpy as np

from spe_search.citing import analysed
from spe_search.matching import Matcher
from spe_search.question import asks_for_examples, counted_from, kinds_asked
from spe_search.readings import Part, Reading, Readings, texts_of
from spe_search.relevance import LIKELY, relevance
from spe_search.retrieval import Group, Scored
from spe_search.spots import Spot, SpotKind
from spe_search.types import Passage, Span, Term
from spe_search.weights import EVIDENCE

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from spe_search.expansion import Group as QueryGroup
    from spe_search.question import Kind
    from spe_search.readings import Numbers

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
    "organisation": (frozenset({"name"}), frozenset({"name"})),
    "place": (frozenset({"name"}), frozenset({"name"})),
    "person": (frozenset({"person"}), frozenset({"person", "name"})),
}
"""For each kind asked for, the spots that give it, and those that may."""

_BODIES: Final[frozenset[Kind]] = frozenset({"partner", "organisation"})
"""The kinds of things that a list of partners may give."""
_ANYONE: Final = "personnes participantes individus candidates clients gens usagers"
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
    """A sentence or row as a query sees it.

    Args:
        part: what was read of it.
        spots: what in it may be the answer.
        words: how far it meets each part of the query by its words.
        meaning: the same by meaning; a row with its headings.
        about: how far its headings meet it, by meaning.
        is_row: whether it is a table's row.
    """

    part: Part
    spots: Sequence[Spot]
    words: Floats
    meaning: Floats
    about: Floats
    is_row: bool


class Weigher:
    """Weighs the sentences of items for one query.

    Args:
        readings: what reads the index where the items were found.
        text: the checked text of the query.
        parts: the groups it is cut into.
        groups: the items to look into, best first.
        asked: the words that tell what is asked for, where the text holds others too.
    """

    def __init__(
        self,
        readings: Readings,
        text: str,
        parts: Sequence[QueryGroup],
        groups: Sequence[Group],
        asked: str = "",
    ) -> None:
        self.readings, self.index = readings, readings.index
        self.text, self.groups, self.asked = text, groups, asked or text
        self._items = readings.items(self._item_of(group) for group in groups)
        self.match = Matcher(readings, parts, [each for item in self._items for each in item])
        self.kinds = kinds_asked(self.asked)
        self.elsewhere = asks_for_examples(self.asked)
        self.good = frozenset[SpotKind]().union(*(_ANSWERS[kind][0] for kind in self.kinds))
        self.possible = frozenset[SpotKind]().union(*(_ANSWERS[kind][1] for kind in self.kinds))
        self.counted = self._counted()

    def _item_of(self, group: Group) -> str:
        return self.index.passage(group.passages[0].row).item_id

    def _counted(self) -> int | None:
        """Return which part of the query names what is to be counted ("combien de femmes")."""
        start = counted_from(self.asked)
        if start is None:
            return None
        at = [(self.asked.find(part.text, start), n) for n, part in enumerate(self.match.parts)]
        near = [(place, n) for place, n in at if start <= place < start + 25]
        return min(near)[1] if near else None

    def weigh(self) -> list[list[Evidence]]:
        """Return the evidence of each item, in the items' order, the best of each first."""
        if not self.groups:
            return []
        found = [self.readings.of(scored.row for scored in g.passages) for g in self.groups]
        texts = [_texts(*each) for each in zip(self._items, found, strict=True)]
        ends = np.cumsum([len(each) for each in texts])[:-1]
        # All at once: what is held against a query is many short texts.
        met = self.match.met(*chain.from_iterable(texts))
        words, meaning = (np.split(each, ends, axis=1) for each in met)
        query = self.readings.encoder.encode_queries([self.text])[0]
        items = zip(self.groups, found, words, meaning, strict=True)
        return [sorted(self._of_item(*each, query), key=lambda e: -e.score) for each in items]

    def texts_of(self, passage: Passage) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Return the texts and headings of a passage weighed, and those of its whole item."""
        (item,) = self.readings.items([passage.item_id])
        texts = (text for reading in item for text in texts_of(reading.passage))
        return texts_of(passage), tuple(texts)

    # ------------------------------------------------------------ the evidence of an item

    def _of_item(
        self,
        group: Group,
        passages: Sequence[Reading],
        words: Floats,
        meaning: Floats,
        query: Floats,
    ) -> Iterator[Evidence]:
        """Weigh the passages of an item, of which each of the :func:`_texts` meets so much."""
        features = {
            "item": group.score,
            "item_words": float(self.match.weights @ words[:, 0]),
            "item_meaning": float(self.match.weights @ meaning[:, 0]),
            "item_counted": 1.0 if self.counted is None else float(meaning[self.counted, 0]),
        }
        at = 1
        for scored, reading in zip(group.passages, passages, strict=True):
            end = at + 2 + len(reading.parts)
            met = words[:, at:end], meaning[:, at:end]
            yield from self._of_passage(scored, reading, met, features, query)
            at = end

    def _of_passage(
        self,
        scored: Scored,
        reading: Reading,
        met: tuple[Floats, Floats],
        item: Mapping[str, float],
        query: Floats,
    ) -> Iterator[Evidence]:
        """Weigh the parts of a passage.

        Args:
            scored: the passage's scores.
            reading: what was read of it.
            met: how far each text meets the query: what stands above, all of it, each part.
            item: the features of its item.
            query: the vector of the query.
        """
        words, meaning = met
        passage, is_row = reading.passage, reading.passage.kind == "table_row"
        about = meaning[:, 0]
        features = {
            **item,
            "passage": scored.score,
            "passage_meaning": float(self.match.weights @ meaning[:, 1]),
            "passage_lack": float((self.match.heaviest * (1 - meaning[:, 1])).max()),
            "elsewhere": float(self.elsewhere and passage.item_kind != "section"),
            "table": float(is_row),
            "bare_row": float(is_row and not self.kinds),
            "partners": float(passage.kind == "partners" and not self.kinds & _BODIES),
            "bodies": float(passage.kind == "partners" and bool(self.kinds & _BODIES)),
        }
        likeness = (reading.vectors @ query).tolist()
        for n, part in enumerate(reading.parts):
            likely = [spot for spot in part.spots if spot.kind in self.possible]
            own = np.maximum(meaning[:, n + 2], about) if is_row else meaning[:, n + 2]
            sentence = _Sentence(part, likely, words[:, n + 2], own, about, is_row)
            spot, near = self._best_spot(sentence)
            every = features | self._of_sentence(sentence) | near
            every["likeness"] = likeness[n]
            every["people"] *= every["item_counted"]
            every["target"] = float(
                "target" in self.kinds and "cible" in passage.text[part.span.start : part.span.end]
            )
            score = sum(weight * every[name] for name, weight in EVIDENCE.items())
            yield Evidence(scored, part.span, spot, score, every)

    def _counts_things(self, spot: Spot) -> bool:
        return self.counted is not None and spot.kind == "count" and "count" in self.kinds

    def _of_sentence(self, sentence: _Sentence) -> dict[str, float]:
        with_about = np.maximum(sentence.meaning, sentence.about)
        label = sentence.part.numbers[: sentence.part.label]
        return {
            "words": float(self.match.weights @ sentence.words),
            "lack": float((self.match.heaviest * (1 - with_about)).max()),
            "counted": 1.0 if self.counted is None else float(sentence.meaning[self.counted]),
            # What a row's label says and nobody asked for: another row is meant.
            "extra": self.match.extra(label),
        }

    def _best_spot(self, sentence: _Sentence) -> tuple[Spot | None, dict[str, float]]:
        """Return what in a sentence answers best, and how well, where a kind is asked for.

        Its margin is how much better it does so than the next best.
        """
        none = {"good": 0.0, "missing": float(bool(self.kinds)), "near": 0.0, "counts": 0.0}
        none |= {"people": 0.0, "margin": 0.0}
        best: tuple[float, Spot | None, dict[str, float]] = (-1.0, None, none)
        for spot in sentence.spots:
            found = self._around(sentence, spot) | {"missing": 0.0}
            worth = found["near"] + found["counts"] / 2 + found["good"] / 2
            if worth > best[0]:
                best = (worth, spot, found | {"margin": worth - best[0]})
            else:
                best[2]["margin"] = min(best[2]["margin"], best[0] - worth)
        return best[1], best[2]

    def _around(self, sentence: _Sentence, spot: Spot) -> dict[str, float]:
        """Weigh a spot: is what stands near it what was asked, and does it count that?"""
        held, numbers = sentence.part.terms, sentence.part.numbers
        place = next((n for n, t in enumerate(held) if t.start >= spot.start), len(held))
        figure = [spot.start <= t.start < spot.end and t.text[0].isdigit() for t in held]
        away = 0 if sentence.is_row else np.abs(np.arange(len(held)) - place)
        faded = np.exp(-away / _NEARNESS) * ~np.array(figure, dtype=bool)
        near = (self.match.near[:, self.match.columns(numbers)] * faded).max(1, initial=0.0)
        beside = numbers if sentence.is_row else numbers[_counted_by(held, place, spot)]
        counts = 0.0
        if self.counted is not None:
            counts = float(self.match.met(np.unique(beside))[1][self.counted, 0])
        if sentence.is_row:
            near = np.maximum(near, sentence.about)
            if self.counted is not None:
                counts = max(counts, float(sentence.about[self.counted]))
        after = {held[n].text for n in range(place + 1, min(place + 3, len(held)))}
        # "15 participantes" counts the women that the item is about.
        people = self._counts_things(spot) and not sentence.is_row and after & _people()
        return {
            "people": float(bool(people)),
            "near": float(self.match.weights @ near),
            "counts": counts,
            # A number of other things than those to be counted is no answer.
            "good": float(spot.kind in self.good) * (counts if self._counts_things(spot) else 1.0),
        }


def _counted_by(terms: Sequence[Term], place: int, spot: Spot) -> slice:
    """Return which terms may say what a figure counts: those after its first, up to the next."""
    after = range(place + 1, min(place + 1 + _COUNTED_WITHIN, len(terms)))
    others = (n for n in after if terms[n].start >= spot.end and terms[n].text[0].isdigit())
    return slice(after.start, next(others, after.stop))


def _texts(item: Sequence[Reading], passages: Sequence[Reading]) -> list[Numbers]:
    """Return the texts of an item to hold against a query.

    The whole of it; then, for each passage, what stands above it, all of it, and each of its parts.
    """
    texts = [np.unique(np.concatenate([reading.whole for reading in item]))]
    for reading in passages:
        texts += [reading.around, reading.whole, *(part.distinct for part in reading.parts)]
    return texts


@cache
def _people() -> frozenset[str]:
    """Return the terms of words for people that do not say which people."""
    return frozenset(term.text for term in analysed(_ANYONE))


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

    def led_by(self, document_id: str, at: int) -> Found:
        """Return the same, with what stands at a place of a report first of its item's passages.

        Args:
            document_id: the report.
            at: the offset in its source of what is to be shown first, a quote.
        """
        for n, group in enumerate(self.groups[: self._looked_into]):
            for scored in group.passages:
                passage = self.weigher.index.passage(scored.row)
                inside = any(span.start <= at < span.end for span in passage.spans)
                if inside and passage.document_id == document_id:
                    return self._with_first(n, scored.row)
        return self

    @property
    def _looked_into(self) -> int:
        return sum(best is not None for best in self.best)

    def _with_first(self, n: int, row: int) -> Found:
        """Return the same, with a passage first of those of the item ``n``."""
        passages = sorted(self.groups[n].passages, key=lambda scored: scored.row != row)
        best = next(each for each in self.evidence if each.scored.row == row)
        return replace(
            self,
            groups=_replaced(self.groups, n, replace(self.groups[n], passages=tuple(passages))),
            best=_replaced(self.best, n, best),
        )


_T = TypeVar("_T")


def _replaced(values: tuple[_T, ...], n: int, value: _T) -> tuple[_T, ...]:
    return (*values[:n], value, *values[n + 1 :])


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
