"""What a score means: the chance that a hit is relevant, fitted on the tuning half.

python benchmarks/calibration.py [--half tune]

It prints the curve's two numbers for src/spe_search/relevance.py, and writes into docs/quality.md
how well the chances hold: on the topics of five folds that the curve was not fitted on.
"""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path
from typing import Annotated

import numpy as np
import typer
from numpy.typing import NDArray
from public_sets import DOC, ROOT, write_between
from scipy.special import logit
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import brier_score_loss, roc_auc_score
from sklearn.model_selection import GroupKFold

from spe_search.engine import SearchEngine
from spe_search.evaluate import Gold, load_gold
from spe_search.relevance import INTERCEPT, LIKELY, SLOPE, relevance

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

FOLDS = 5
BANDS = (0, 0.05, 0.15, 0.3, 0.5, 0.7, 0.85, 1.0)


def hits_of(engine: SearchEngine, gold: Gold) -> tuple[list[int], list[float], list[bool]]:
    """Return each hit's topic, what its evidence is worth, and whether it is relevant."""
    topics: list[int] = []
    scores: list[float] = []
    relevant: list[bool] = []
    for number, topic in enumerate(gold.topics):
        for hit in engine.search(topic.query, top_k=10):
            topics.append(number)
            scores.append((logit(hit.score) - INTERCEPT) / SLOPE)
            relevant.append(gold.qrels[topic.id].get(hit.passage.item_id, 0) > 0)
    return topics, scores, relevant


def table(said: Floats, relevant: Flags, first: Flags) -> str:
    """Write how often hits said to be likely so were relevant."""
    lines = ["| relevance said | hits | of which relevant |", "|---|--:|--:|"]
    for low, high in pairwise(BANDS):
        inside = (said >= low) & (said < high)
        if inside.any():
            share = relevant[inside].mean()
            lines.append(f"| {low:.2f} to {high:.2f} | {inside.sum()} | {share:.2f} |")
    auc, brier = roc_auc_score(relevant, said), brier_score_loss(relevant, said)
    shown = said >= LIKELY
    told = (
        f"Over {len(said)} hits: area under the curve {auc:.3f}, Brier score {brier:.3f}. From "
        f"{LIKELY:.2f} on, a hit is shown as likely: {shown.sum()} hits, "
        f"{relevant[shown].mean():.2f} of them relevant; among them are {relevant[shown].sum()} of "
        f"the {relevant.sum()} relevant hits, and {shown[first].sum()} of the {first.sum()} first "
        "ones."
    )
    return "\n".join((*lines, "", told))


def main(
    index: Annotated[Path, typer.Option(help="The index.")] = ROOT / "index",
    gold: Annotated[Path, typer.Option(help="The gold set.")] = ROOT / "benchmarks/gold",
    half: Annotated[str, typer.Option(help="Which half: tune, report.")] = "tune",
) -> None:
    """Fit the curve, and write what it is worth."""
    engine = SearchEngine.open(index)
    items = frozenset(engine.index.values["item"])
    topics, scores, found = hits_of(engine, load_gold(gold, engine.manifest, items).half(half))
    x, relevant, groups = np.array(scores)[:, None], np.array(found), np.array(topics)
    first = np.r_[True, groups[1:] != groups[:-1]]
    if half == "tune":
        curve = LogisticRegression(C=100).fit(x, relevant)
        print(f"INTERCEPT = {curve.intercept_[0]:.2f}, SLOPE = {curve.coef_[0, 0]:.2f}")
        said = np.zeros(len(x))
        for fit, held in GroupKFold(FOLDS).split(x, relevant, groups):
            part = LogisticRegression(C=100).fit(x[fit], relevant[fit])
            said[held] = part.predict_proba(x[held])[:, 1]

    else:
        said = np.array([relevance(score) for score in scores])
    text = table(said, relevant, first)
    print(text)
    write_between(DOC, f"calibration {half}", text)


if __name__ == "__main__":
    typer.run(main)
