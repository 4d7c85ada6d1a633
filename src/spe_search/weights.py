"""What counts for how much in a search."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Weights:
    """The weights of a search; tuned on the tuning half of ``benchmarks/gold``.

    Args:
        lexical: the share of the words' side, the rest being that of meaning.
        late: the share of meaning that is met word by word, the rest being the texts' as wholes.
        whole: the share of the whole item, the rest being that of its best passage.
        same: what another label of a concept is worth beside the query's own words.
        narrower: what a label of a narrower concept is worth beside them.
        near: what a word of the index near one of the query's is worth, for a cosine of 1.
        nearness: the least cosine at which two words are near.
        depth: how many items are looked into sentence by sentence.
    """

    lexical: float = 0.5
    late: float = 0.3
    whole: float = 0.25
    same: float = 0.8
    narrower: float = 0.7
    near: float = 0.8
    nearness: float = 0.3
    depth: int = 12


TUNED: Final = Weights()


EVIDENCE: Final[dict[str, float]] = {
    "item": 8.84,
    "passage": 8.51,
    "passage_meaning": 5.15,
    "item_meaning": 1.66,
    "passage_lack": -2.68,
    "likeness": 8.9,
    "good": 1.74,
    "missing": -1.42,
    "counts": 1.69,
    "gives": 1.59,
    "table": 2.0,
    "partners": -0.46,
    "first": -0.51,
    "words": 0.38,
    "extra": -2.22,
    "people": 0.71,
    "target": 3.57,
}
"""What each feature of a sentence is worth as evidence; ``benchmarks/evidence.py`` fits them.

See :class:`spe_search.evidence.Weigher`, which makes the features. They were learnt on the tuning
half and on the made-up reports of ``training/questions``.
"""
