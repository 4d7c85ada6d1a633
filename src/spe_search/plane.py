"""A map of meaning: vectors placed on a plane, those that mean alike near one another.

Up to :data:`MOST` vectors, t-SNE (van der Maaten and Hinton, 2008), which keeps neighbours
together, started from the two principal components so that the whole keeps its shape; above, those
components alone, whose cost does not grow. The same vectors give the same map.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from spe_search.types import Vectors

MOST = 500
"""Vectors that t-SNE places in about a second of one core."""

_FEWEST = 5
_PERPLEXITY = 12.0
_ROUNDS = 500


def on_a_plane(vectors: Vectors) -> NDArray[np.float32]:
    """Place vectors on a plane.

    Args:
        vectors: of shape ``(n, dim)``, float32 and of unit norm; ``n`` may be 0.

    Returns:
        ``x`` and ``y`` of each, of shape ``(n, 2)``: the middle of all is at the origin, the one
        farthest from it at a distance of 1.
    """
    first = _principal(vectors)
    spread = float(first[:, :1].std()) if len(first) else 0.0
    if _FEWEST <= len(vectors) <= MOST and spread:
        # scikit-learn takes seconds to import and only a build needs it.
        from sklearn.manifold import TSNE
        from threadpoolctl import threadpool_limits

        maker = TSNE(
            perplexity=min(_PERPLEXITY, (len(vectors) - 1) / 3),
            init=(first / spread * 1e-4).astype(np.float32),  # as small as its authors advise
            max_iter=_ROUNDS,
            random_state=0,
        )
        with threadpool_limits(1):  # sums made by several threads vary in their last digits
            first = np.asarray(maker.fit_transform(vectors), dtype=np.float64)
    first = first - first.mean(axis=0) if len(first) else first
    farthest = float(np.linalg.norm(first, axis=1).max(initial=0.0))
    return _rounded(first / farthest if farthest else first)


def aligned(
    points: NDArray[np.float32],
    ids: Sequence[str],
    before: NDArray[np.float32],
    ids_before: Sequence[str],
) -> NDArray[np.float32]:
    """Turn, mirror, scale and move a map so that it lies best on an earlier one (Procrustes).

    Args:
        points: the map, of shape ``(n, 2)``.
        ids: what each of its points stands for.
        before: the earlier map, of shape ``(m, 2)``.
        ids_before: likewise; what both maps have holds them together.

    Returns:
        The map, of shape ``(n, 2)``; unchanged where fewer than two points are common.
    """
    from scipy.linalg import orthogonal_procrustes

    rows_before = {each: row for row, each in enumerate(ids_before)}
    common = [row for row, each in enumerate(ids) if each in rows_before]
    ours = points[common].astype(np.float64)
    theirs = before[[rows_before[ids[row]] for row in common]].astype(np.float64)
    if len(common) < 2 or not ours.std() or not theirs.std():
        return points
    middle, aim = ours.mean(axis=0), theirs.mean(axis=0)
    turn, _ = orthogonal_procrustes(ours - middle, theirs - aim)
    # The least squares' own factor would shrink the map a little at every build.
    scale = np.linalg.norm(theirs - aim) / np.linalg.norm(ours - middle)
    return _rounded((points - middle) @ turn * scale + aim)


def _principal(vectors: Vectors) -> NDArray[np.float64]:
    """Return the first two principal components of vectors, of shape ``(n, 2)``, signs settled."""
    if not len(vectors):
        return np.zeros((0, 2))
    centred = vectors.astype(np.float64) - vectors.mean(axis=0, dtype=np.float64)
    _, axes = np.linalg.eigh(centred.T @ centred)
    chosen = axes[:, :-3:-1]
    largest = np.abs(chosen).argmax(axis=0)
    found: NDArray[np.float64] = centred @ (chosen * np.sign(chosen[largest, [0, 1]]))
    return found


def _rounded(points: NDArray[np.float64]) -> NDArray[np.float32]:
    """Drop the digits that say nothing, and that differ from one machine to another."""
    return (points.round(3) + 0.0).astype(np.float32)  # + 0.0: no -0
