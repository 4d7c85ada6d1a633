"""From a query to ranked items: both sides are asked, fused, and grouped.

An item (an initiative, a story, a section) ranks by its best passage, and a little by what its
other passages add: of two initiatives with an equally good passage, the one that speaks of the
subject throughout comes first.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from spe_search.french import terms
from spe_search.fusion import fuse

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from spe_search.index import Index
    from spe_search.types import Encoder

LEXICAL_WEIGHT = 0.7
"""The share of the words' side, tuned on the tuning half of ``benchmarks/gold``."""

REST_WEIGHT = 0.1
"""What the passages after the best add to an item, each half as much as the one before."""

_POOL = 1_000


@dataclass(frozen=True, slots=True)
class Scored:
    """A passage's row with its scores, each between 0 and 1."""

    row: int
    score: float
    lexical: float
    dense: float


@dataclass(frozen=True, slots=True)
class Group:
    """An item's passages, best first, and the item's own score."""

    score: float
    passages: tuple[Scored, ...]


def retrieve(
    index: Index,
    encoder: Encoder,
    query: str,
    top_k: int,
    allowed: NDArray[np.bool_] | None = None,
    lexical_weight: float = LEXICAL_WEIGHT,
) -> tuple[Group, ...]:
    """Return the items that fit a query best.

    Args:
        index: the opened index.
        encoder: the model the index was made with.
        query: the checked text of the query.
        top_k: how many items at the most.
        allowed: which passages may be found; all when ``None``.
        lexical_weight: the share of the words' side; 0 and 1 leave one side alone.
    """
    lexical = _lexical_scores(index, query)
    dense = _dense_scores(index, encoder, query, allowed)
    fused = fuse(lexical, dense, lexical_weight)
    rows = np.flatnonzero((fused > 0) if allowed is None else ((fused > 0) & allowed))
    order = rows[np.lexsort((rows, -fused[rows]))][: max(_POOL, 20 * top_k)]
    by_item: dict[int, list[Scored]] = {}
    items = index.column("item")
    for row in order:
        scored = Scored(int(row), float(fused[row]), float(lexical[row]), float(dense[row]))
        by_item.setdefault(int(items[row]), []).append(scored)
    groups = [Group(_item_score(passages), tuple(passages)) for passages in by_item.values()]
    return tuple(sorted(groups, key=lambda group: -group.score)[:top_k])


def _item_score(passages: Sequence[Scored]) -> float:
    """Return the best passage's score plus a share, halved at each step, of the following ones."""
    rest = sum(p.score / 2**i for i, p in enumerate(passages[1:5], start=1))
    return float(min(1.0, passages[0].score * (1 - REST_WEIGHT) + REST_WEIGHT * rest))


def term_weights(index: Index, query: str) -> dict[str, float]:
    """Return each term of a query with what it is worth: the rarer in the index, the more."""
    return index.lexical.weights(dict.fromkeys(term.text for term in terms(query)))


def _lexical_scores(index: Index, query: str) -> NDArray[np.float32]:
    """Return, for each passage, the share of the query's weight that its words meet."""
    weights = term_weights(index, query)
    return index.lexical.scores(list(weights)) / max(sum(weights.values()), 1e-9)


def _dense_scores(
    index: Index, encoder: Encoder, query: str, allowed: NDArray[np.bool_] | None
) -> NDArray[np.float32]:
    """Return each passage's cosine with the query; 0 for those too far to matter."""
    vector = encoder.encode_queries([query])[0]
    rows, cosines = index.vectors.search(vector, _POOL, allowed)
    scores = np.zeros(len(index), dtype=np.float32)
    scores[rows] = cosines
    return scores
