"""Putting the two sides of a search together.

Both scores lie between 0 and 1 and mean something on their own: the lexical one is the share of the
query's weight that the text meets, the dense one is a cosine. Their weighted sum keeps how well
each passage did, which reciprocal ranks (Cormack et al., 2009) throw away.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Scores = NDArray[np.float32]


def fuse(lexical: Scores, dense: Scores, weight: float) -> Scores:
    """Return the weighted sum of two scores a passage.

    Args:
        lexical: from 0 to 1, shape ``(n,)``.
        dense: cosines, shape ``(n,)``; negative ones count as 0.
        weight: the share of the lexical side, from 0 to 1.
    """
    return (weight * lexical + (1 - weight) * np.clip(dense, 0, 1)).astype(np.float32)
