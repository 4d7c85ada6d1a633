"""What each piece of the search is worth on the gold set, and whether its weights are overfitted.

python benchmarks/ablation.py [--half tune]

Every row is the real search with one thing changed. The tables of docs/quality.md are written from
the results, together with those of ``benchmarks/results/report.json`` and ``tune.json``, which
``spe-search eval --out`` leaves there.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import product
from pathlib import Path
from statistics import fmean
from typing import TYPE_CHECKING, Annotated, Any
from unittest.mock import patch

import ir_measures
import numpy as np
import typer
from ir_measures import nDCG
from public_sets import DOC, Remembering, said_p, write_between
from rich.progress import Progress

from spe_search import retrieval
from spe_search.analysis import analyse, term_vectors
from spe_search.engine import SearchEngine
from spe_search.evaluate import (
    MEASURES,
    Gold,
    Outcome,
    Topic,
    compare,
    evaluate,
    load_gold,
    summarise,
)
from spe_search.evaluate.run import holds
from spe_search.expansion import groups_of
from spe_search.french import terms
from spe_search.index import Index
from spe_search.lexical import LexicalIndex
from spe_search.retrieval import Group, Scored, retrieve
from spe_search.stores.faiss import FaissStore
from spe_search.thesaurus import Thesaurus
from spe_search.types import Half
from spe_search.weights import TUNED, Weights

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from spe_search.expansion import Group as QueryGroup
    from spe_search.types import Answer, Encoder

ROOT = Path(__file__).parents[1]
RESULTS = ROOT / "benchmarks/results"
COLUMNS = ("nDCG@10", "P@1", "R@5", "answer@1", "answer@3")
GROUPS = ("fr few_shared_words", "en", "typos", "comparables", "results", "themes")
PLAIN = replace(TUNED, late=0, whole=0, near=0, depth=0)
FOLDS = 5
GRID = tuple(
    replace(TUNED, lexical=lexical, late=late, whole=whole, near=near)
    for lexical, late, whole, near in product(
        (0.4, 0.5, 0.6), (0.2, 0.4, 0.6), (0.0, 0.25), (0.0, 0.4, 0.8)
    )
)
"""What the shipped weights were chosen among, and are held against by cross-validation."""

NAMED = ("lexical", "late", "whole", "near")

Retrieve = Callable[..., tuple[Group, ...]]


# ------------------------------------------------------------------ the variants


@dataclass(frozen=True, slots=True)
class Variant:
    """The search with something changed; as it stands, it is the whole pipeline."""

    name: str
    weights: Weights = TUNED
    retrieve: Retrieve = retrieve
    mends: bool = True
    doubles_heading: bool = True
    facets: Callable[[str], bool] = lambda facet: True


def reciprocal_ranks(
    index: Index,
    encoder: Encoder,
    query: str,
    parts: Sequence[QueryGroup],
    top_k: int,
    allowed: NDArray[np.bool_] | None = None,
    weights: Weights = TUNED,
    k: int = 60,
) -> tuple[Group, ...]:
    """Rank items by their passages' reciprocal ranks (Cormack et al., 2009) on the two sides."""
    lexical = index.lexical.scores([term.text for term in terms(query)])
    rows, cosines = index.vectors.search(encoder.encode_queries([query])[0], len(index), allowed)
    dense = np.zeros(len(index), dtype=np.float32)
    dense[rows] = cosines
    fused = np.zeros(len(index), dtype=np.float64)
    for scores in (lexical, dense):
        order = np.argsort(-scores, kind="stable")
        order = order[scores[order] > 0]
        fused[order] += 1 / (k + 1 + np.arange(len(order)))
    fused *= (k + 1) / 2
    items: dict[int, list[Scored]] = {}
    for row in np.argsort(-fused, kind="stable").tolist():
        scored = Scored(row, float(fused[row]), float(lexical[row]), float(dense[row]))
        items.setdefault(int(index.column("item")[row]), []).append(scored)
    groups = (Group(passages[0].score, tuple(passages)) for passages in items.values())
    return tuple(sorted(groups, key=lambda group: -group.score)[:top_k])


def plain(name: str, weights: Weights = PLAIN, how: Retrieve = retrieve) -> Variant:
    """Return a variant without any of the pieces but the analyser."""
    return Variant(name, weights, how, False, False, facets=lambda facet: False)


VARIANTS = (
    plain("BM25 alone", replace(PLAIN, lexical=1)),
    plain("dense alone, whole texts", replace(PLAIN, lexical=0)),
    plain("dense alone, whole texts and word by word", replace(PLAIN, lexical=0, late=TUNED.late)),
    plain("RRF of the two (k = 60)", how=reciprocal_ranks),
    plain(f"weighted sum of the two ({TUNED.lexical:g} lexical)"),
    Variant("**the whole pipeline**"),
    Variant("– mended spelling", mends=False),
    Variant("– the whole thesaurus", facets=lambda facet: False),
    Variant("– concepts of the file", facets=lambda facet: facet == "region"),
    Variant("– labels of the same concept", replace(TUNED, same=0)),
    Variant("– labels of narrower concepts", replace(TUNED, narrower=0)),
    Variant("– words near in meaning", replace(TUNED, near=0)),
    Variant("– regions as concepts", facets=lambda facet: facet != "region"),
    Variant("– sentences weighed one by one", replace(TUNED, depth=0)),
    Variant("– meaning word by word", replace(TUNED, late=0)),
    Variant("– the item's whole", replace(TUNED, whole=0)),
    Variant("– the heading counted twice", doubles_heading=False),
    Variant("– the meaning's side", replace(TUNED, lexical=1)),
    Variant("– the words' side", replace(TUNED, lexical=0, near=0)),
)
FULL = next(variant for variant in VARIANTS if variant == Variant(variant.name))


class Unmended(SearchEngine):
    """An engine that takes words as they are written."""

    def ask(self, question: str, **options: Any) -> Answer:
        return super().ask(question, **(options | {"exact": True}))


def outcomes_of(
    variant: Variant,
    path: Path,
    encoder: Encoder,
    gold: Gold,
    half: Half,
    on_topic: Callable[[], None],
) -> dict[str, Outcome]:
    """Ask every topic of the half in a variant's way."""
    built = Index(path)
    concepts = [c for c in built.thesaurus.concepts.values() if variant.facets(c.facet)]
    index = Index(path, thesaurus=Thesaurus(concepts))
    if not variant.doubles_heading:
        index.lexical = LexicalIndex.build(
            [[term.text for term in terms(p.indexed_text)] for p in built.passages()]
        )
        # Another lexical index numbers its terms otherwise.
        surfaces = analyse(list(built.passages())).surfaces
        vectors = term_vectors(surfaces, index.lexical, encoder)
        index.term_vectors = FaissStore.build(vectors)
    engine = (SearchEngine if variant.mends else Unmended)(index, encoder, variant.weights)
    # Reciprocal ranks are no part of the program: the engine is lent them for a row.
    with patch.object(retrieval, "retrieve", variant.retrieve):
        result = evaluate(engine, gold, half, on_topic)
    return {outcome.topic: outcome for outcome in result.outcomes}


def row_of(
    variant: Variant, outcomes: Mapping[str, Outcome], full: Mapping[str, Outcome]
) -> dict[str, Any]:
    """Summarise a variant, and compare it with the whole pipeline."""
    crossed = [
        replace(each, groups=(*each.groups, *(f"{each.groups[1]} {g}" for g in each.groups[3:])))
        for each in outcomes.values()
    ]
    summary = summarise(crossed)
    compared = compare(dict(full), dict(outcomes))
    return {
        "name": variant.name,
        **{measure: round(summary["all"][measure], 4) for measure in COLUMNS},
        **{group: round(summary[group]["nDCG@10"], 4) for group in GROUPS if group in summary},
        "p": next(round(c.p_value, 4) for c in compared if c.measure == "nDCG@10"),
    }


# ------------------------------------------------------------------ cross-validation


def cross_validated(
    engine: SearchEngine, gold: Gold, on_weights: Callable[[], None]
) -> dict[str, Any]:
    """Choose weights on four fifths of the topics and measure them on the last, five times."""
    topics = [topic for topic in gold.topics if gold.qrels[topic.id]]
    mended = {topic.id: engine.mend(topic.query)[0] for topic in topics}
    values: dict[Weights, NDArray[np.float64]] = {}
    for weights in (TUNED, *GRID):
        if weights not in values:
            values[weights] = _measured(engine, gold, topics, mended, weights)
        on_weights()
    fold = np.random.default_rng(20240401).permutation(len(topics)) % FOLDS
    rows = []
    held_out = np.zeros_like(values[TUNED])
    for number in range(FOLDS):
        train, test = fold != number, fold == number
        best = max(GRID, key=lambda each: np.nanmean(values[each][0, train]))
        held_out[:, test] = values[best][:, test]
        rows.append(
            {
                "fold": number + 1,
                "topics": int(test.sum()),
                "chosen": _named(best),
                "train": _mean(values[best][0, train]),
                "held_out": _mean(values[best][0, test]),
                "shipped": _mean(values[TUNED][0, test]),
            }
        )
    ranking = sorted(GRID, key=lambda each: -np.nanmean(values[each][0]))
    return {
        "grid": len(GRID),
        "folds": rows,
        "held_out": _both(held_out),
        "shipped": {"weights": _named(TUNED)} | _both(values[TUNED]),
        "best": [{"weights": _named(each)} | _both(values[each]) for each in ranking[:5]],
        "worst": [{"weights": _named(each)} | _both(values[each]) for each in ranking[-1:]],
    }


def _measured(
    engine: SearchEngine,
    gold: Gold,
    topics: Sequence[Topic],
    mended: Mapping[str, str],
    weights: Weights,
) -> NDArray[np.float64]:
    """Return nDCG@10 and answer@1 by topic; the second is not a number where there is none."""
    index = engine.index
    values = np.full((2, len(topics)), np.nan)
    scored = []
    for column, topic in enumerate(topics):
        query, encoder = mended[topic.id], engine.encoder
        parts = groups_of(index, encoder, query, weights)
        groups = retrieve(index, encoder, query, parts, 10, weights=weights)
        best = [index.passage(group.passages[0].row) for group in groups]
        scored += [
            ir_measures.ScoredDoc(topic.id, passage.item_id, float(-rank))
            for rank, passage in enumerate(best)
        ]
        if topic.answers:
            values[1, column] = bool(best) and holds(best[0].text, topic.answers)
    judged = [ir_measures.Qrel(t.id, i, g) for t in topics for i, g in gold.qrels[t.id].items()]
    found = {
        each.query_id: each.value for each in ir_measures.iter_calc([nDCG @ 10], judged, scored)
    }
    values[0] = [found.get(topic.id, 0.0) for topic in topics]
    return values


def _mean(values: NDArray[np.float64]) -> float:
    return round(float(np.nanmean(values)), 4)


def _both(values: NDArray[np.float64]) -> dict[str, float]:
    return {"nDCG@10": _mean(values[0]), "answer@1": _mean(values[1])}


def _named(weights: Weights) -> dict[str, float]:
    return {name: getattr(weights, name) for name in NAMED}


# ------------------------------------------------------------------ showing


def ablation_table(about: Mapping[str, str], rows: Sequence[Mapping[str, Any]]) -> str:
    """Write the ablation as a Markdown table."""
    columns = (*COLUMNS, *GROUPS)
    lines = [
        headline(about),
        "",
        f"| | {' | '.join(columns)} | p |",
        "|---" + "|--:" * (len(columns) + 1) + "|",
    ]
    for row in rows:
        cells = " | ".join(f"{row[name]:.3f}" if name in row else "" for name in columns)
        p_value = "" if row["name"] == FULL.name else said_p(row["p"])
        lines.append(f"| {row['name']} | {cells} | {p_value} |")
    return "\n".join(lines)


def headline(about: Mapping[str, str]) -> str:
    """Say what a table was made from."""
    return f"Commit {about['commit']}, encoder {about['encoder']}, {about['half']} half."


def validation_table(found: Mapping[str, Any]) -> str:
    """Write the cross-validation as a Markdown table."""
    lines = [
        "| fold | topics | chosen on the other folds (lexical / late / whole / near) "
        "| nDCG@10 there | held out | shipped weights, same topics |",
        "|--:|--:|---|--:|--:|--:|",
    ]
    lines += [
        f"| {row['fold']} | {row['topics']} | {_said(row['chosen'])} | {row['train']:.3f} "
        f"| {row['held_out']:.3f} | {row['shipped']:.3f} |"
        for row in found["folds"]
    ]
    topics = sum(row["topics"] for row in found["folds"])
    train = fmean(row["train"] for row in found["folds"])
    held_out, shipped = found["held_out"], found["shipped"]
    lines.append(
        f"| all | {topics} | | {train:.3f} | {held_out['nDCG@10']:.3f} | {shipped['nDCG@10']:.3f} |"
    )
    best, worst = found["best"][0], found["worst"][0]
    lines += [
        "",
        f"Shipped: {_said(shipped['weights'])}. Best of the {found['grid']} on all the topics: "
        f"{_said(best['weights'])}, {best['nDCG@10']:.3f} (answer@1 {best['answer@1']:.3f}, "
        f"shipped {shipped['answer@1']:.3f}, held out {held_out['answer@1']:.3f}). Worst: "
        f"{_said(worst['weights'])}, {worst['nDCG@10']:.3f}.",
    ]
    return "\n".join(lines)


def _said(weights: Mapping[str, float]) -> str:
    return " / ".join(f"{weights[name]:g}" for name in NAMED)


def category_table(path: Path) -> str:
    """Write a result file of ``spe-search eval`` as a Markdown table, a group of topics a row."""
    whole = json.loads(path.read_bytes())
    about, summary, topics = whole["about"], whole["summary"], whole["topics"]
    order = sorted(summary, key=lambda group: (group != "all", group not in ("fr", "en")))
    lines = [
        headline(about),
        "",
        f"| | topics | {' | '.join(MEASURES)} |",
        "|---" + "|--:" * (len(MEASURES) + 1) + "|",
    ]
    for group in order:
        count = sum(group in topic["groups"] for topic in topics)
        cells = " | ".join(
            f"{summary[group][measure]:.3f}" if measure in summary[group] else ""
            for measure in MEASURES
        )
        lines.append(f"| {group} | {count} | {cells} |")
    return "\n".join(lines)


def write_categories(doc: Path) -> None:
    """Write the tables of the result files that are there."""
    for name in ("report", "tune", "others_report"):
        path = RESULTS / f"{name}.json"
        if path.is_file():
            write_between(doc, f"categories {name}", category_table(path))
        else:
            print(f"missing: spe-search eval … --out {path.relative_to(ROOT)}")


def run_all(
    variants: Iterable[Variant],
    index: Path,
    encoder: Encoder,
    gold: Gold,
    half: Half,
    on_topic: Callable[[], None],
) -> list[dict[str, Any]]:
    """Run every variant and return the rows of the table."""
    found = {
        variant.name: (variant, outcomes_of(variant, index, encoder, gold, half, on_topic))
        for variant in variants
    }
    full = found[FULL.name][1]
    return [row_of(variant, outcomes, full) for variant, outcomes in found.values()]


def main(
    index: Annotated[Path, typer.Option(help="The index.")] = ROOT / "index",
    gold: Annotated[Path, typer.Option(help="The gold set.")] = ROOT / "benchmarks/gold",
    half: Annotated[str, typer.Option(help="tune, report or all.")] = "tune",
    out: Annotated[Path | None, typer.Option(help="The results.")] = None,
    doc: Annotated[Path, typer.Option(help="The page whose tables are written.")] = DOC,
) -> None:
    """Measure the search without each of its pieces and write the tables of docs/quality.md."""
    if half not in ("tune", "report", "all"):
        raise typer.BadParameter("tune, report, all", param_hint="--half")
    engine = SearchEngine.open(index)
    encoder = Remembering(engine.encoder)
    engine = SearchEngine(engine.index, encoder)
    topics = load_gold(gold, engine.manifest, frozenset(engine.index.values["item"]))
    part: Half = half
    asked = topics.half(part)
    with Progress() as progress:
        task = progress.add_task("topics", total=len(VARIANTS) * len(asked.topics))
        rows = run_all(VARIANTS, index, encoder, topics, part, lambda: progress.advance(task))
        results: dict[str, Any] = {"rows": rows}
        if half == "tune":
            weights = progress.add_task("weights", total=len(GRID) + 1)
            results["cross_validation"] = cross_validated(
                engine, asked, lambda: progress.advance(weights)
            )
    about = evaluate(engine, Gold((), {}), part).about
    out = out or RESULTS / f"ablation-{half}.json"
    out.parent.mkdir(parents=True, exist_ok=True)
    text = json.dumps({"about": about} | results, ensure_ascii=False, indent=1)
    out.write_text(text + "\n", encoding="utf-8")
    table = ablation_table(about, rows)
    print(table)
    write_between(doc, f"ablation {half}", table)
    if half == "tune":
        print(validation_table(results["cross_validation"]))
        write_between(doc, "cross-validation", validation_table(results["cross_validation"]))
    write_categories(doc)


if __name__ == "__main__":
    typer.run(main)
