"""The map of meaning: near means alike, and a map stays where it was."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from spe_search.plane import MOST, aligned, on_a_plane


def clusters(count: int, of: int, dimension: int = 32) -> NDArray[np.float32]:
    """Vectors in as many bundles, one after the other, far from one another."""
    draw = np.random.default_rng(7)
    centres = np.linalg.qr(draw.normal(size=(dimension, count)))[0].T
    vectors = np.repeat(centres, of, axis=0) + draw.normal(scale=0.05, size=(count * of, dimension))
    unit: NDArray[np.float32] = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    return unit.astype(np.float32)


@pytest.mark.parametrize("of", [8, MOST // 3 + 10], ids=["t-SNE", "components"])
def test_what_means_alike_lies_together(of: int) -> None:
    points = on_a_plane(clusters(3, of)).reshape(3, of, 2)
    centres = points.mean(axis=1)
    spread = max(np.linalg.norm(group - group.mean(axis=0), axis=1).max() for group in points)
    apart = min(np.linalg.norm(centres[i] - centres[j]) for i, j in [(0, 1), (0, 2), (1, 2)])
    assert apart > 2 * spread


@pytest.mark.parametrize("count", [0, 1, 2, 3, 4, 5, 6, 20])
def test_any_number_of_vectors_has_its_map(count: int) -> None:
    vectors = clusters(1, 20)[:count]
    points = on_a_plane(vectors)
    assert points.shape == (count, 2)
    assert points.dtype == np.float32
    assert np.isfinite(points).all()
    assert (points == on_a_plane(vectors)).all(), "the same vectors, another map"
    if count > 1:
        assert np.linalg.norm(points, axis=1).max() == pytest.approx(1, abs=0.002)


def test_equal_vectors_lie_on_one_point() -> None:
    same = np.repeat(clusters(1, 1), 9, axis=0)
    assert (on_a_plane(same) == 0).all()


POINTS = st.lists(
    st.tuples(st.floats(-1, 1, width=32), st.floats(-1, 1, width=32)), min_size=3, max_size=12
)


@given(POINTS, st.floats(0, 6.28), st.booleans(), st.floats(0.5, 2))
def test_a_map_turned_mirrored_or_scaled_is_laid_back(
    drawn: list[tuple[float, float]], angle: float, mirrored: bool, scale: float
) -> None:
    before = np.array(drawn, dtype=np.float32)
    if before.std(axis=0).max() < 0.05:
        return
    turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    mirror = np.diag([1, -1 if mirrored else 1])
    moved = (before @ turn @ mirror * scale + [0.3, -0.2]).astype(np.float32)
    ids = [str(number) for number in range(len(before))]
    assert np.abs(aligned(moved, ids, before, ids) - before).max() < 0.01


def test_what_is_new_follows_what_both_maps_have() -> None:
    before = np.array([[0, 0], [1, 0], [0, 1], [1, 1]], dtype=np.float32)
    points = np.array([[9, 9], [0, 0], [0, 1], [-1, 0], [-1, 1]], dtype=np.float32)
    laid = aligned(points, ["new", "a", "b", "c", "d"], before, ["a", "b", "c", "d"])
    assert laid[1:] == pytest.approx(before, abs=0.002)
    assert laid[0] == pytest.approx([9, -9], abs=0.01)


@pytest.mark.parametrize("common", [[], ["a"]])
def test_too_little_in_common_leaves_a_map_as_it_is(common: list[str]) -> None:
    points = np.array([[0, 0], [1, 0]], dtype=np.float32)
    laid = aligned(points, ["a", "b"], points[: len(common)] + 5, common)
    assert (laid == points).all()
