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
    "item": 7.41,
    "passage": 5.99,
    "passage_meaning": 5.19,
    "item_meaning": 3.09,
    "passage_lack": -0.86,
    "likeness": 9.0,
    "good": 1.95,
    "missing": -1.52,
    "counts": 1.75,
    "elsewhere": 2.05,
    "table": 1.9,
    "bare_row": -1.04,
    "partners": -1.15,
    "bodies": 2.57,
    "words": 0.34,
    "extra": -2.28,
    "people": 1.64,
    "target": 2.04,
}
"""What each feature of a sentence is worth as evidence; ``benchmarks/evidence.py`` fits them.

See :class:`spe_search.evidence.Weigher`, which makes the features. They were learnt on the tuning
half and on the made-up reports of ``training/questions``.
"""
