"""From a query to ranked items: both sides are asked, fused, and grouped.

An item (an initiative, a story, a section) is judged by its best passage and by its whole: of two
initiatives with an equally good passage, the one that meets more of the query elsewhere comes
first.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from spe_search.expansion import group_scores
from spe_search.fusion import fuse
from spe_search.late import word_scores
from spe_search.weights import TUNED, Weights

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from spe_search.expansion import Group as QueryGroup
    from spe_search.fusion import Scores
    from spe_search.index import Index
    from spe_search.types import Encoder

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
    """An item's passages, the best to show first, and the item's own score."""

    score: float
    passages: tuple[Scored, ...]


def retrieve(
    index: Index,
    encoder: Encoder,
    query: str,
    parts: Sequence[QueryGroup],
    top_k: int,
    allowed: NDArray[np.bool_] | None = None,
    weights: Weights = TUNED,
) -> tuple[Group, ...]:
    """Return the items that fit a query best.

    Args:
        index: the opened index.
        encoder: the model the index was made with.
        query: the checked text of the query.
        parts: the groups that :func:`spe_search.expansion.groups_of` cuts it into.
        top_k: how many items at the most.
        allowed: which passages may be found; all when ``None``.
        weights: what counts for how much.
    """
    items = index.column("item")
    lexical, whole = _lexical_scores(index, parts, items, allowed)
    dense = _dense_scores(index, encoder, query, allowed, weights.late)
    fused = fuse(lexical, dense, weights.lexical)
    by_item = _best_rows(fused, items, max(_POOL, 20 * top_k))
    groups = []
    for item, rows in by_item.items():
        passages = tuple(
            Scored(row, float(fused[row]), float(lexical[row]), float(dense[row])) for row in rows
        )
        meaning = max(passage.dense for passage in passages)
        entire = weights.lexical * float(whole[item]) + (1 - weights.lexical) * meaning
        score = (1 - weights.whole) * float(fused[rows[0]]) + weights.whole * entire
        groups.append(Group(min(score, 1.0), passages))
    return tuple(sorted(groups, key=lambda group: -group.score)[:top_k])


def _lexical_scores(
    index: Index,
    parts: Sequence[QueryGroup],
    items: NDArray[np.int64],
    allowed: NDArray[np.bool_] | None,
) -> tuple[Scores, Scores]:
    """Return the share of the query's weight that each passage meets, and that each item does.

    An item meets a group of the query by whichever of its passages meets it best.
    """
    passages = np.zeros(len(index), dtype=np.float32)
    wholes = np.zeros(len(index.values["item"]), dtype=np.float32)
    for group in parts:
        scores = group_scores(index.lexical, group)
        if allowed is not None:
            scores *= allowed
        passages += scores
        best = np.zeros_like(wholes)
        np.maximum.at(best, items, scores)
        wholes += best
    total = max(sum(group.weight for group in parts), 1e-9)
    return passages / total, wholes / total


def _dense_scores(
    index: Index,
    encoder: Encoder,
    query: str,
    allowed: NDArray[np.bool_] | None,
    late: float,
) -> Scores:
    """Return how near each passage is to the query in meaning: as a whole, and word by word.

    As a whole it is the cosine; 0 for those too far to matter.
    """
    vector = encoder.encode_queries([query])[0]
    rows, cosines = index.vectors.search(vector, _POOL, allowed)
    scores = np.zeros(len(index), dtype=np.float32)
    scores[rows] = (1 - late) * np.clip(cosines, 0, 1)
    if late:
        words = word_scores(index, encoder, query)
        scores += late * (words if allowed is None else words * allowed)
    return scores


def _best_rows(fused: Scores, items: NDArray[np.int64], most: int) -> dict[int, list[int]]:
    """Return, for each item, the rows of its passages that score at all, best first."""
    rows = np.flatnonzero(fused > 0)
    order = rows[np.lexsort((rows, -fused[rows]))][:most]
    by_item: dict[int, list[int]] = {}
    for row in order.tolist():
        by_item.setdefault(int(items[row]), []).append(row)
    return by_item
