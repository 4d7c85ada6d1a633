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
    "item": 10.91,
    "passage": 8.34,
    "passage_meaning": 5.64,
    "item_meaning": 3.25,
    "passage_lack": -1.22,
    "likeness": 8.39,
    "good": 1.86,
    "missing": -1.52,
    "counts": 1.73,
    "elsewhere": 2.15,
    "gives": 0.98,
    "table": 2.18,
    "partners": -1.3,
    "bodies": 3.07,
    "first": -0.17,
    "words": 0.43,
    "extra": -2.46,
    "people": 1.29,
    "target": 2.42,
}
"""What each feature of a sentence is worth as evidence; ``benchmarks/evidence.py`` fits them.

See :class:`spe_search.evidence.Weigher`, which makes the features. They were learnt on the tuning
half and on the made-up reports of ``training/questions``.
"""
