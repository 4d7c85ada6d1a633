"""What the comparables are worth beside plain vectors, and what each side of them is worth.

python benchmarks/comparables.py [--half tune] [--cases]

It writes the tables of docs/quality.md; on the tuning half it prints the two numbers of the curve
in src/spe_search/compare/weights.py. ``--cases`` prints each case. Choose by the tuning half only.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from statistics import fmean
from typing import Annotated, Final

import numpy as np
import typer
from public_sets import DOC, ROOT, said_p, write_between
from scipy.stats import permutation_test
from sklearn.linear_model import LogisticRegression

from spe_search.compare.comparer import Comparer
from spe_search.compare.profiles import Profiles
from spe_search.compare.weights import COMPARE_WEIGHTS, CompareWeights
from spe_search.engine import SearchEngine
from spe_search.evaluate import Case, Outcome, evaluate_comparables, load_cases
from spe_search.evaluate.run import commit_name

MEASURES: Final = ("nDCG@5", "P@1")
PLAIN: Final = "similar (plain vectors)"
COLUMNS: Final = ("similar", "similar item", "similar text")
LEFT_OUT: Final[dict[str, CompareWeights]] = {
    "– meaning": replace(COMPARE_WEIGHTS, meaning=0),
    "– concepts": replace(COMPARE_WEIGHTS, concepts=0),
    "– concepts near those named": replace(COMPARE_WEIGHTS, broader=0, related=0),
    "– words": replace(COMPARE_WEIGHTS, words=0),
    "– kinds of partner": replace(COMPARE_WEIGHTS, partners=0),
    "– other regions first": replace(COMPARE_WEIGHTS, own_region=1, repeated_region=1),
    "– the weights of facets": replace(
        COMPARE_WEIGHTS, facets=dict.fromkeys(COMPARE_WEIGHTS.facets, 1.0)
    ),
    "– the weights of fields": replace(
        COMPARE_WEIGHTS, kinds=dict.fromkeys(COMPARE_WEIGHTS.kinds, 1.0)
    ),
}
"""Each row is the whole without one piece."""


def with_weights(engine: SearchEngine, weights: CompareWeights) -> SearchEngine:
    """Return an engine on the same index that compares with other weights."""
    other = SearchEngine(engine.index, engine.encoder)
    profiles = Profiles(other.index, other.tags, weights)
    vars(other)["_comparer"] = Comparer(profiles, other.encoder)
    return other


def mean(outcomes: Iterable[Outcome], group: str, measure: str) -> float:
    """Return the mean of a measure over the cases of a group."""
    return fmean(o.measures[measure] for o in outcomes if group in o.groups)


def table(runs: Mapping[str, Sequence[Outcome]]) -> Iterator[str]:
    """Write a row a run: all cases, those from an item, those from a description."""
    whole = runs["**the whole**"]
    heads = [
        f"{m}{'' if g == 'similar' else ', ' + g.split()[1]}" for g in COLUMNS for m in MEASURES
    ]
    yield f"| | {' | '.join(heads)} | p |"
    yield f"|---|{'--:|' * (len(heads) + 1)}"
    for name, outcomes in runs.items():
        cells = [f"{mean(outcomes, g, m):.3f}" for g in COLUMNS for m in MEASURES]
        p = "" if outcomes is whole else said_p(p_value(whole, outcomes))
        yield f"| {name} | {' | '.join(cells)} | {p} |"


def p_value(whole: Sequence[Outcome], other: Sequence[Outcome]) -> float:
    """Return how often chance alone would part two runs by as much in nDCG@5."""
    a, b = (np.array([o.measures["nDCG@5"] for o in run]) for run in (whole, other))
    if not (a - b).any():
        return 1.0
    test = permutation_test(
        (a, b),
        lambda x, y: float(np.mean(x - y)),
        permutation_type="samples",
        n_resamples=9_999,
        rng=np.random.default_rng(20240401),
    )
    return float(test.pvalue)


def runs_of(engine: SearchEngine, cases: Sequence[Case], half: str) -> dict[str, Sequence[Outcome]]:
    """Measure plain vectors, the whole, and the whole without each of its pieces."""
    measured = evaluate_comparables(engine, cases, half)  # type: ignore[arg-type]
    kinds = {case.id: f"similar {case.kind}" for case in cases}
    plain = [
        replace(o, groups=("similar", kinds[o.topic.partition(" ")[0]]))
        for o in measured
        if PLAIN in o.groups
    ]
    runs: dict[str, Sequence[Outcome]] = {
        "plain vectors": plain,
        "**the whole**": [o for o in measured if "similar" in o.groups],
    }
    for name, weights in LEFT_OUT.items():
        found = evaluate_comparables(with_weights(engine, weights), cases, half)  # type: ignore[arg-type]
        runs[name] = [o for o in found if "similar" in o.groups]
    return runs


def fit(engine: SearchEngine, cases: Iterable[Case]) -> str:
    """Fit the curve from how alike items are to the chance that one is worth reading."""
    open_to_all = with_weights(engine, replace(COMPARE_WEIGHTS, least=0, least_alone=0))
    whole: list[float] = []
    right: list[bool] = []
    for case in cases:
        find = open_to_all.similar if case.item else open_to_all.similar_to_text
        for each in find(case.item or case.text, top_k=10):
            whole.append(each.likeness.whole)
            right.append(case.grades.get(each.item.id, 0) > 0)
    curve = LogisticRegression(C=100).fit(np.array(whole)[:, None], right)
    return f"INTERCEPT = {curve.intercept_[0]:.2f}, SLOPE = {curve.coef_[0, 0]:.1f}"


def print_cases(runs: Mapping[str, Sequence[Outcome]]) -> None:
    """Print each case: its nDCG@5, that of plain vectors, what came first."""
    pairs = zip(runs["**the whole**"], runs["plain vectors"], strict=True)
    for ours, plain in pairs:
        values = f"{ours.measures['nDCG@5']:.2f} {plain.measures['nDCG@5']:.2f}"
        print(f"{ours.topic} {values}  {ours.query[:70]} → {ours.first}")


def main(
    index: Annotated[Path, typer.Option(help="The index.")] = ROOT / "index",
    gold: Annotated[Path, typer.Option(help="The gold set.")] = ROOT / "benchmarks/gold",
    half: Annotated[str, typer.Option(help="Which half: tune, report.")] = "tune",
    cases: Annotated[bool, typer.Option(help="Print each case.")] = False,
) -> None:
    """Measure, print and write the table of a half."""
    engine = SearchEngine.open(index)
    known = load_cases(gold, frozenset(engine.index.values["item"]))
    part = [case for case in known if case.half == half]
    if not part:
        sys.exit(f"No case in the half {half!r}: tune or report.")
    runs = runs_of(engine, part, half)
    if cases:
        print_cases(runs)
    made_by = f"Commit {commit_name()}, encoder {engine.manifest.encoder.name}"
    text = "\n".join((f"{made_by}, {half} half, {len(part)} cases.", "", *table(runs)))
    print(text)
    if half == "tune":
        print(fit(engine, part))
    write_between(DOC, f"comparables {half}", text)


if __name__ == "__main__":
    typer.run(main)
