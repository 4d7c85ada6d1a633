"""One contract for every vector store; numpy is the oracle."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from spe_search.stores import ExactStore, FaissStore
from spe_search.types import VectorStore

Make = Callable[[NDArray[np.float32]], VectorStore]


def unit(rows: int, dimension: int, seed: int) -> NDArray[np.float32]:
    vectors = np.random.default_rng(seed).normal(size=(rows, dimension)).astype(np.float32)
    return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


def nearest(
    vectors: NDArray[np.float32],
    query: NDArray[np.float32],
    k: int,
    allowed: NDArray[np.bool_] | None = None,
) -> tuple[list[int], list[float]]:
    """Sort every allowed row by its inner product, in plain Python."""
    products = [float(np.dot(vector.astype(float), query.astype(float))) for vector in vectors]
    rows = [row for row in range(len(vectors)) if allowed is None or allowed[row]]
    best = sorted(rows, key=lambda row: (-products[row], row))[:k]
    return best, [products[row] for row in best]


@pytest.fixture(params=["exact", "faiss", "faiss-from-a-file"])
def make(request: pytest.FixtureRequest, tmp_path: Path) -> Make:
    def from_a_file(vectors: NDArray[np.float32]) -> VectorStore:
        path = tmp_path / "vectors.faiss"
        path.unlink(missing_ok=True)  # an earlier store may still be mapped from it
        FaissStore.build(vectors).save(path)
        return FaissStore.load(path)

    return {"exact": ExactStore, "faiss": FaissStore.build, "faiss-from-a-file": from_a_file}[
        request.param
    ]


def check(
    store: VectorStore,
    vectors: NDArray[np.float32],
    query: NDArray[np.float32],
    k: int,
    allowed: NDArray[np.bool_] | None = None,
) -> None:
    rows, products = store.search(query, k, allowed)
    expected_rows, expected_products = nearest(vectors, query, k, allowed)
    assert rows.tolist() == expected_rows
    np.testing.assert_allclose(products, expected_products, atol=1e-5)
    assert (rows.dtype, products.dtype) == (np.int64, np.float32)
    assert rows.shape == products.shape == (len(expected_rows),)


@pytest.mark.parametrize("k", [1, 7, 50, 51, 1_000_000])
def test_the_nearest_come_first(make: Make, k: int) -> None:
    vectors = unit(50, 16, seed=1)
    check(make(vectors), vectors, unit(1, 16, seed=2)[0], k)


def test_a_vector_is_nearest_to_itself(make: Make) -> None:
    vectors = unit(20, 8, seed=3)
    store = make(vectors)
    for row, vector in enumerate(vectors):
        rows, products = store.search(vector, 1)
        assert rows.tolist() == [row]
        assert products[0] == pytest.approx(1, abs=1e-5)


@pytest.mark.parametrize("k", [1, 3, 4, 50])
def test_only_allowed_rows_are_found(make: Make, k: int) -> None:
    vectors = unit(37, 16, seed=4)
    allowed = np.zeros(37, dtype=bool)
    allowed[[0, 8, 17, 36]] = True
    check(make(vectors), vectors, unit(1, 16, seed=5)[0], k, allowed)


def test_a_mask_of_everything_changes_nothing(make: Make) -> None:
    vectors = unit(9, 4, seed=6)
    check(make(vectors), vectors, unit(1, 4, seed=7)[0], 5, np.ones(9, dtype=bool))


@pytest.mark.parametrize(
    ("k", "allowed"),
    [(0, None), (0, np.ones(9, dtype=bool)), (5, np.zeros(9, dtype=bool))],
    ids=["none-asked-for", "none-asked-for-of-all", "none-allowed"],
)
def test_nothing_to_find(make: Make, k: int, allowed: NDArray[np.bool_] | None) -> None:
    vectors = unit(9, 4, seed=8)
    check(make(vectors), vectors, vectors[0], k, allowed)


def test_equal_products_come_in_the_order_of_rows(make: Make) -> None:
    vectors = np.repeat(np.eye(3, dtype=np.float32), 4, axis=0)
    rows, _ = make(vectors).search(np.array([0.8, 0.6, 0], dtype=np.float32), 8)
    assert rows.tolist() == [0, 1, 2, 3, 4, 5, 6, 7]


def test_products_below_zero_are_found_too(make: Make) -> None:
    vectors = np.array([[-1, 0], [0, -1], [-0.6, -0.8]], dtype=np.float32)
    check(make(vectors), vectors, np.array([1, 0], dtype=np.float32), 3)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    rows=st.integers(1, 70),
    dimension=st.integers(2, 20),
    seed=st.integers(0, 10**6),
    k=st.integers(0, 80),
    data=st.data(),
)
def test_every_store_agrees_with_the_oracle(
    make: Make, rows: int, dimension: int, seed: int, k: int, data: st.DataObject
) -> None:
    vectors, query = unit(rows, dimension, seed), unit(1, dimension, seed + 1)[0]
    gaps = np.diff(np.sort(vectors.astype(float) @ query.astype(float)))
    assume(rows == 1 or gaps.min() > 1e-5)  # nearer ones are told apart by rounding alone
    masks = st.none() | st.lists(st.booleans(), min_size=rows, max_size=rows).map(np.array)
    check(make(vectors), vectors, query, k, data.draw(masks))


def test_a_saved_store_holds_the_same_vectors(tmp_path: Path) -> None:
    vectors = unit(33, 12, seed=9)
    FaissStore.build(vectors).save(tmp_path / "v")
    store = FaissStore.load(tmp_path / "v")
    assert (len(store), store.dimension) == (33, 12)
    np.testing.assert_array_equal(store.all(), vectors)
