"""Fit and judge what tells which sentence answers, and whether it does.

    python benchmarks/evidence.py

Learns from the tuning half of the gold set, from the questions of other writers that have been read
(``others_tune``) and from the made-up reports of ``training/questions``; judges on the report half
and on the questions that have not been read (``others_report``). It prints the weights to put into
:mod:`spe_search.weights` and :mod:`spe_search.answers.support`, and writes the figures of
``docs/quality.md``.
"""

from __future__ import annotations

import json
import math
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

import numpy as np
import typer
from numpy.typing import NDArray
from public_sets import DOC, ROOT, write_between
from rich.progress import track
from scipy.optimize import minimize
from scipy.special import expit
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import GroupKFold

from spe_search.answers.support import SUPPORT, support_features
from spe_search.build import build_index
from spe_search.encode import encoder_of
from spe_search.engine import SearchEngine
from spe_search.evaluate import load_gold
from spe_search.evaluate.run import holds
from spe_search.evidence import Evidence, Weigher
from spe_search.expansion import groups_of
from spe_search.readings import Readings
from spe_search.retrieval import retrieve
from spe_search.weights import EVIDENCE, TUNED

Floats = NDArray[np.float64]
QUESTIONS = ROOT / "training/questions"
KEPT_APART = ROOT / "benchmarks/made_up"
MADE_UP = 0.2
"""What a question of a made-up report weighs beside one of the gold set, in learning."""
NO_FIGURE = 0.3
"""What a topic that asks for no figure, name or date does: any sentence of its items is right."""
WORTH = {2: 1.0, 1: 0.3}
"""What a sentence of an item of a grade is worth there."""
ITEMS = 0.3
"""What the order of a topic's items counts for beside the sentence that answers, in learning."""
SPARSE = 0.01
LEVELS = (0.22, 0.35, 0.5, 0.6, 0.65, 0.72, 0.8)
AGAINST = {"lack", "missing", "names", "numbers", "years", "years_here"}


@dataclass
class Case:
    """A question, the evidence weighed for it, and how far each piece is right, 0 to 1.

    Where there are accepted answers, what holds one is; else whatever stands in a relevant item.
    What each piece's item is worth stands in ``worth``.
    """

    source: str
    answerable: bool
    fact: str
    weigher: Weigher
    found: list[Evidence]
    right: list[float]
    worth: list[float]
    has_answer: bool
    years: Sequence[str]

    def matrix(self) -> Floats:
        return np.array([[e.features[name] for name in EVIDENCE] for e in self.found])


def cases_of(
    engine: SearchEngine,
    source: str,
    asked: Sequence[tuple[str, Sequence[str], Mapping[str, int]]],
) -> Iterator[Case]:
    """Weigh the evidence for questions given with their accepted answers and graded items."""
    index, readings = engine.index, Readings(engine.index, engine.encoder)
    for query, answers, items in track(asked, description=source):
        text = engine.mend(query)[0]
        parts = groups_of(index, engine.encoder, text)
        groups = retrieve(index, engine.encoder, text, parts, TUNED.depth)
        weigher = Weigher(readings, text, parts, groups)
        found = [each for item in weigher.weigh() for each in item]
        right, worth = [], []
        for each in found:
            passage = index.passage(each.scored.row)
            shown = passage.text[each.sentence.start : each.sentence.end]
            worth.append(WORTH.get(items.get(passage.item_id, 0), 0.0))
            right.append(float(worth[-1] > 0 and holds(shown, answers)) if answers else worth[-1])
        if found:
            fact = answers[0] if answers else query
            years, has = index.values["year"], bool(answers)
            yield Case(source, bool(items), fact, weigher, found, right, worth, has, years)


def gold_cases(folder: str, half: Any, index: Path) -> list[Case]:
    engine = SearchEngine.open(index)
    items = frozenset(engine.index.values["item"])
    gold = load_gold(ROOT / "benchmarks" / folder, engine.manifest, items).half(half)
    asked = [
        (t.query, t.answers, {i: g for i, g in gold.qrels.get(t.id, {}).items() if g})
        for t in gold.topics
    ]
    return list(cases_of(engine, f"{folder}, {half}", asked))


def made_up_cases(questions: Path, folder: Path) -> list[Case]:
    cases: list[Case] = []
    for number, path in enumerate(sorted(questions.glob("report-*.jsonl"))):
        lines = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
        passages = {line["passage"]: line for line in lines if "passage" in line}
        corpus = folder / f"corpus-{number}"
        corpus.mkdir()
        text = "\n\n".join(f"# {p['title']}\n\n{p['text']}" for p in passages.values())
        (corpus / "report.txt").write_text(text + "\n", encoding="utf-8")
        fields = {"id": f"report-{number}", "title": "Rapport", "year": "2022-2023"}
        fields |= {"language": "fr", "layout": "generic"}
        fields |= dict.fromkeys(("publisher", "source", "licence"), "-")
        toml = "\n".join(f'{name} = "{value}"' for name, value in fields.items())
        (corpus / "report.toml").write_text(toml + "\n", encoding="utf-8")
        thesaurus = (ROOT / "corpus/thesaurus.toml").read_bytes()
        (corpus / "thesaurus.toml").write_bytes(thesaurus)
        build_index(corpus, folder / f"index-{number}", encoder_of())
        engine = SearchEngine.open(folder / f"index-{number}")
        titles = {s.title: s.id for s in engine.document(f"report-{number}").sections}
        item_of = {name: titles[passage["title"]] for name, passage in passages.items()}
        asked = [(line["query"], *_accepted(line, item_of)) for line in lines if "query" in line]
        cases += cases_of(engine, f"made up {number}", asked)
    return cases


def _accepted(
    line: Mapping[str, Any], item_of: Mapping[str, str]
) -> tuple[tuple[str, ...], dict[str, int]]:
    """Return what answers a made-up question, and the items that are relevant to it."""
    answer = line.get("sentence") or line["answer"]
    # What a question without an answer is "in" is the item that it misses.
    if not answer and (line["kind"] != "browse" or line.get("missing")):
        return (), {}
    return (answer,) if answer else (), {item_of[name]: 2 for name in line["in"]}


# ---------------------------------------------------------------- which sentence answers


def fit_evidence(gold: Sequence[Case], made_up: Sequence[Case]) -> dict[str, float]:
    """Return weights under which right sentences win, and items follow one another by their worth.

    A conditional logistic regression over the sentences, and over the items a listwise one (Cao et
    al., 2007, "ListNet"), in which an item has the sum of its sentences' odds.
    """
    # Of a made-up report only the right item's sentences are compared: the encoder has seen them.
    within = [within_item(case) for case in made_up]
    lists = [listed(case, 1.0 if case.has_answer else NO_FIGURE) for case in gold]
    lists += [Listed(matrix, right, np.zeros(0), np.zeros(0), MADE_UP) for matrix, right in within]
    scale = np.vstack([each.matrix for each in lists[: len(gold)]]).std(0) + 1e-9

    def loss(weights: Floats) -> tuple[float, Floats]:
        total, slope = 0.0, np.zeros_like(weights)
        for each in lists:
            value, by_sentence = each.loss(each.matrix @ (weights / scale))
            total += value
            slope += by_sentence @ each.matrix / scale
        size = sum(each.share + ITEMS * bool(len(each.worth)) for each in lists)
        penalty = SPARSE * float(weights @ weights)
        return total / size + penalty, slope / size + 2 * SPARSE * weights

    found = minimize(loss, np.zeros(len(EVIDENCE)), jac=True, method="L-BFGS-B").x / scale
    return dict(zip(EVIDENCE, found.tolist(), strict=True))


@dataclass
class Listed:
    """A case to learn from.

    Args:
        matrix: the features of its sentences.
        right: how far each is right; none may be.
        item: the number of each one's item.
        worth: what each item is worth; empty where the order of items is not learned.
        share: what the sentences count for.
    """

    matrix: Floats
    right: Floats
    item: NDArray[np.int64]
    worth: Floats
    share: float

    def loss(self, scores: Floats) -> tuple[float, Floats]:
        """Return how wrong the scores of the sentences are, and its slope by each of them."""
        odds = np.exp(scores - scores.max())
        chance = odds / odds.sum()
        among = self.right * odds
        total, slope = 0.0, np.zeros_like(scores)
        if among.sum():
            total -= self.share * math.log(among.sum() / odds.sum())
            slope -= self.share * (among / among.sum() - chance)
        if len(self.worth):
            of_items = np.bincount(self.item, weights=chance)
            wanted = self.worth / self.worth.sum()
            total -= ITEMS * float(wanted @ np.log(of_items))
            slope -= ITEMS * ((wanted / of_items)[self.item] * chance - chance)
        return total, slope


def listed(case: Case, share: float) -> Listed:
    index = case.weigher.index
    items = [index.passage(each.scored.row).item_id for each in case.found]
    names = {name: n for n, name in enumerate(dict.fromkeys(items))}
    worth = np.zeros(len(names))
    for name, each in zip(items, case.worth, strict=True):
        worth[names[name]] = each
    item = np.array([names[name] for name in items])
    known = worth if worth.any() else np.zeros(0)
    return Listed(case.matrix(), np.array(case.right), item, known, share if any(case.right) else 0)


def within_item(case: Case) -> tuple[Floats, Floats]:
    rows = [each.scored.row for each in case.found]
    index = case.weigher.index
    items = [index.passage(row).item_id for row in rows]
    wanted = {item for item, right in zip(items, case.right, strict=True) if right}
    kept = [n for n, item in enumerate(items) if item in wanted]
    return case.matrix()[kept], np.array(case.right)[kept]


def best_of(case: Case, weights: dict[str, float]) -> int:
    return int(np.argmax(case.matrix() @ np.array([weights[name] for name in EVIDENCE])))


def chosen(cases: Sequence[Case], weights: dict[str, float]) -> list[tuple[bool, bool]]:
    """Tell, for each question, whether the first passage and the first sentence hold the answer."""
    hits = []
    for case in cases:
        best = best_of(case, weights)
        row = case.found[best].scored.row
        passage = any(r for r, e in zip(case.right, case.found, strict=True) if e.scored.row == row)
        hits.append((passage, case.right[best] > 0))
    return hits


def row_of(name: str, hits: Sequence[tuple[bool, bool]]) -> str:
    passage, sentence = np.mean(hits, axis=0)
    return f"| {name} | {len(hits)} | {passage:.3f} | {sentence:.3f} |"


def crossed(learn: Sequence[Case], also: Sequence[Case]) -> list[tuple[bool, bool]]:
    """Judge each question by weights that were fitted without its fact."""
    facts = {fact: n for n, fact in enumerate(dict.fromkeys(case.fact for case in learn))}
    folds = GroupKFold(5).split(learn, groups=[facts[case.fact] for case in learn])
    hits = []
    for train, test in folds:
        weights = fit_evidence([learn[n] for n in train], also)
        hits += chosen(
            [learn[n] for n in test if learn[n].has_answer and any(learn[n].right)], weights
        )
    return hits


# ---------------------------------------------------------------- whether it answers


def support_rows(cases: Sequence[Case], weights: dict[str, float]) -> tuple[Floats, Floats]:
    rows = []
    for case in cases:
        best = case.found[best_of(case, weights)]
        features = support_features(case.weigher, best, case.years)
        rows.append([features[name] for name in SUPPORT])
    return np.array(rows), np.array([case.answerable for case in cases], dtype=float)


def fit_support(x: Floats, y: Floats) -> tuple[Floats, float]:
    """Return the slopes and intercept of a logistic regression whose slopes keep their sense.

    What is lacking may only speak against an answer, and all else only for it: left free, features
    that go together take opposite signs, which holds for these questions and for no others.
    """
    scale = x.std(0) + 1e-9
    scaled = (x - x.mean(0)) / scale
    share = np.where(y > 0, 0.5 / y.mean(), 0.5 / (1 - y.mean()))
    bounds = [(None, 0) if name in AGAINST else (0, None) for name in SUPPORT]

    def loss(w: Floats) -> tuple[float, Floats]:
        said = scaled @ w[1:] + w[0]
        wrong = share * (expit(said) - y)
        value = float(np.mean(share * (np.logaddexp(0, said) - y * said)))
        slope = np.r_[wrong.mean(), scaled.T @ wrong / len(y) + 2 * SPARSE * w[1:]]
        return value + SPARSE * float(w[1:] @ w[1:]), slope

    start = np.zeros(len(SUPPORT) + 1)
    found = minimize(loss, start, jac=True, method="L-BFGS-B", bounds=[(None, None), *bounds]).x
    slopes = found[1:] / scale
    return slopes, float(found[0] - slopes @ x.mean(0))


def judged(said: dict[str, tuple[Floats, Floats]]) -> Iterator[str]:
    """Write what share of the answerable and of the other questions reach each level."""
    names = list(said)
    yield "| support | " + " | ".join(f"{n}: answerable | {n}: others" for n in names) + " |"
    yield "|--:|" + "--:|" * (2 * len(names))
    for level in LEVELS:
        shares = [
            f"{np.mean(chances[answerable > 0] >= level):.2f} | "
            f"{np.mean(chances[answerable == 0] >= level):.2f}"
            for chances, answerable in said.values()
        ]
        yield f"| ≥ {level:.2f} | " + " | ".join(shares) + " |"
    curves = [f"{name} {roc_auc_score(y, chances):.3f}" for name, (chances, y) in said.items()]
    yield ""
    yield f"Area under the curve: {', '.join(curves)}."


def main(index: Annotated[Path, typer.Option()] = ROOT / "index") -> None:
    tune = [*gold_cases("gold", "tune", index), *gold_cases("others_tune", "all", index)]
    report = [*gold_cases("gold", "report", index), *gold_cases("others_report", "all", index)]
    with tempfile.TemporaryDirectory() as one, tempfile.TemporaryDirectory() as other:
        made_up = made_up_cases(QUESTIONS, Path(one))
        apart = made_up_cases(KEPT_APART, Path(other))
    learn = [case for case in tune if any(case.worth)]
    also = [case for case in made_up if any(case.right) and case.has_answer]
    held, held_apart = (
        [case for case in cases if any(case.right) and case.has_answer] for cases in (report, apart)
    )
    weights = {name: round(worth, 2) for name, worth in fit_evidence(learn, also).items()}
    print("evidence:", weights)
    slopes, intercept = fit_support(*support_rows([*tune, *made_up], weights))
    print("support:", dict(zip(SUPPORT, np.round(slopes, 2).tolist(), strict=True)))
    print("intercept:", round(intercept, 2))
    said = {}
    sets = {"tuning": tune, "made up": made_up, "report": report, "made up, kept apart": apart}
    for name, cases in sets.items():
        xs, ys = support_rows(cases, weights)
        said[name] = expit(xs @ slopes + intercept), ys
    lines = [
        "| questions with an answer | how many | in the first passage | in the sentence quoted |",
        "|---|--:|--:|--:|",
        row_of("tuning topics, in five folds", crossed(learn, also)),
        row_of("report topics, fitted", chosen(held, weights)),
        row_of("report topics, as shipped", chosen(held, EVIDENCE)),
        row_of("made-up reports kept apart, as shipped", chosen(held_apart, EVIDENCE)),
        "",
        *judged(said),
    ]
    print("\n".join(lines))
    write_between(DOC, "evidence", "\n".join(lines))


if __name__ == "__main__":
    typer.run(main)
