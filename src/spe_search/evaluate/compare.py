"""Telling whether one run is better than another, and on which topics."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import msgspec

from spe_search.errors import ResultError
from spe_search.evaluate.run import MEASURES, Outcome

_RESAMPLES, _SEED = 9_999, 20240401


@dataclass(frozen=True, slots=True)
class Comparison:
    """One measure over the topics of two runs.

    ``p_value`` is that of a paired permutation test (two-sided): how often chance alone would part
    the runs by as much. ``better`` and ``worse`` list topics by how much the second run changed.
    """

    measure: str
    topics: int
    before: float
    after: float
    p_value: float
    better: tuple[str, ...]
    worse: tuple[str, ...]


def read_outcomes(path: Path) -> dict[str, Outcome]:
    """Read the outcomes of a result file, by topic.

    Raises:
        ResultError: it is not one.
    """
    try:
        topics = msgspec.json.decode(path.read_bytes())["topics"]
        outcomes = msgspec.convert(topics, tuple[Outcome, ...])
    except (OSError, KeyError, TypeError, ValueError, msgspec.MsgspecError) as error:
        raise ResultError(path=path) from error
    return {outcome.topic: outcome for outcome in outcomes}


def compare(
    before: dict[str, Outcome], after: dict[str, Outcome], group: str = "all"
) -> tuple[Comparison, ...]:
    """Compare two runs on the topics of a group that both asked."""
    shared = [t for t in before if t in after and group in before[t].groups]
    found = (_one(measure, shared, before, after) for measure in MEASURES)
    return tuple(each for each in found if each is not None)


def _one(
    measure: str, shared: list[str], before: dict[str, Outcome], after: dict[str, Outcome]
) -> Comparison | None:
    import numpy as np
    from scipy.stats import permutation_test

    topics = [t for t in shared if measure in before[t].measures and measure in after[t].measures]
    if not topics:
        return None
    a = np.array([before[topic].measures[measure] for topic in topics])
    b = np.array([after[topic].measures[measure] for topic in topics])
    change = b - a
    p_value = 1.0
    if change.any() and len(topics) > 1:
        test = permutation_test(
            (b, a),
            lambda x, y: float(np.mean(x - y)),
            permutation_type="samples",
            n_resamples=_RESAMPLES,
            rng=np.random.default_rng(_SEED),
        )
        p_value = float(test.pvalue)
    order = np.argsort(change, kind="stable")
    return Comparison(
        measure,
        len(topics),
        float(a.mean()),
        float(b.mean()),
        p_value,
        tuple(topics[i] for i in order[::-1] if change[i] > 0),
        tuple(topics[i] for i in order if change[i] < 0),
    )
