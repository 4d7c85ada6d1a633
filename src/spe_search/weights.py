"""What counts for how much in a search."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Weights:
    """The weights of a search; tuned on the tuning half of ``benchmarks/gold``.

    Args:
        lexical: the share of the words' side, the rest being that of meaning.
        whole: the share of the whole item, the rest being that of its best passage.
        same: what another label of a concept is worth beside the query's own words.
        narrower: what a label of a narrower concept is worth beside them.
        near: what a word of the index near one of the query's is worth, for a cosine of 1.
        nearness: the least cosine at which two words are near.
        holds: what a passage gains by holding the kind of thing asked for, relative to its score
            and to what that lacks to 1.
        note: what a footnote's score is multiplied by: it explains a figure, it is seldom one.
        partners: within an item, what a list of partners is worth beside another passage, unless
            partners are asked for.
        results: within an item, what its results are worth where a figure is asked for: that is
            where it mostly stands.
        depth: how many items are looked into sentence by sentence.
    """

    lexical: float = 0.5
    whole: float = 0.25
    same: float = 0.8
    narrower: float = 0.7
    near: float = 0.8
    nearness: float = 0.3
    holds: float = 0.75
    note: float = 0.7
    partners: float = 0.85
    results: float = 1.25
    depth: int = 12


TUNED: Final = Weights()


EVIDENCE: Final[dict[str, float]] = {
    "item": 7.25,
    "passage": 4.91,
    "passage_meaning": 5.43,
    "item_meaning": 5.0,
    "passage_lack": -4.05,
    "likeness": 7.88,
    "good": 1.7,
    "missing": -1.71,
    "counts": 1.44,
    "table": 2.25,
    "partners": -0.63,
    "first": -0.54,
    "words": 0.83,
    "extra": -1.44,
    "people": 1.13,
    "target": 3.86,
}
"""What each feature of a sentence is worth as evidence; ``benchmarks/evidence.py`` fits them.

See :class:`spe_search.evidence.Weigher`, which makes the features. They were learnt on the tuning
half and on the made-up reports of ``training/questions``.
"""
