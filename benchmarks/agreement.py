"""How far a second assessor agrees with the gold set: what a careful reader of the report reaches.

python benchmarks/agreement.py [--index index]

The assessor's judgements (benchmarks/assessor) are scored as a search would be: the items named are
a ranking, the sentence named is the passage shown.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from statistics import fmean
from typing import Annotated, Any

import ir_measures
import typer
from ir_measures import RR, P, nDCG
from public_sets import DOC, ROOT, write_between

from spe_search.evaluate import Gold, Topic, load_gold
from spe_search.evaluate.run import holds
from spe_search.index import Index

ASSESSOR = ROOT / "benchmarks/assessor"
Judged = Mapping[str, Mapping[str, Any]]


def judgements() -> Judged:
    """Return the judgements, by topic."""
    lines = (
        line
        for path in sorted(ASSESSOR.glob("judged-*.jsonl"))
        for line in path.read_text(encoding="utf-8").splitlines()
    )
    return {each["id"]: each for each in map(json.loads, lines)}


def row(name: str, gold: Gold, judged: Judged, document: str) -> str:
    """Score the judgements of a set of topics as if they were a search."""
    topics = [topic for topic in gold.topics if topic.id in judged]
    answerable = [topic for topic in topics if gold.qrels.get(topic.id)]
    rest = [topic for topic in topics if not gold.qrels.get(topic.id)]
    run = [
        ir_measures.ScoredDoc(topic.id, f"{document}/{item}", -rank)
        for topic in answerable
        for rank, (item, _) in enumerate(judged[topic.id]["items"])
    ]
    graded = [
        ir_measures.Qrel(topic.id, item, grade)
        for topic in answerable
        for item, grade in gold.qrels[topic.id].items()
    ]
    means = ir_measures.calc_aggregate([nDCG @ 10, P @ 1, RR], graded, run)
    shares = [
        fmean(right(topic, judged) for topic in answerable if topic.answers),
        fmean(judged[topic.id]["answered"] for topic in rest),
        fmean(not judged[topic.id]["answered"] for topic in answerable),
    ]
    values = [*(means[measure] for measure in (nDCG @ 10, P @ 1, RR)), *shares]
    return f"| {name} | {len(topics)} | {' | '.join(f'{value:.3f}' for value in values)} |"


def right(topic: Topic, judged: Judged) -> bool:
    return holds(judged[topic.id]["answer"] or "", topic.answers)


def table(rows: Iterable[str]) -> str:
    heads = ("nDCG@10", "P@1", "RR", "answer@1", "false answers", "lost answers")
    return "\n".join([f"| | topics | {' | '.join(heads)} |", "|---" + "|--:" * 7 + "|", *rows])


def main(index: Annotated[Path, typer.Option()] = ROOT / "index") -> None:
    """Score the second assessor and write the table of docs/quality.md."""
    opened, judged = Index(index), judgements()
    items = frozenset(opened.values["item"])
    (document,) = opened.values["document"]
    rows = []
    for folder, half in (("gold", "tune"), ("gold", "report"), ("others_report", "all")):
        gold = load_gold(ROOT / "benchmarks" / folder, opened.manifest, items).half(half)
        rows.append(row(f"{folder}, {half}", gold, judged, document))
    found = table(rows)
    print(found)
    write_between(DOC, "assessor", found)


if __name__ == "__main__":
    typer.run(main)
