"""The search on other people's questions: the public sets of ``shared/data/eval``.

python benchmarks/public_sets.py [--passages 600] [--only piaf_v1]

Each set is asked four times through the same retrieval: by its words alone, by meaning alone, by
both with the shipped weights, and by all that a user's query goes through (mended spelling, the
project's thesaurus). The sets are sampled, since a small processor takes hours to encode them.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import os
import random
import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean
from types import SimpleNamespace
from typing import TYPE_CHECKING, Annotated, Any, cast

import ir_measures
import numpy as np
import typer
from ir_measures import nDCG
from rich.progress import Progress

from spe_search.analysis import analyse, term_vectors, words_of
from spe_search.build import columns_of
from spe_search.corpus import read_thesaurus
from spe_search.encode import DEFAULT_ENCODER, encoder_of
from spe_search.engine import SearchEngine
from spe_search.evaluate import Outcome, compare
from spe_search.evaluate.run import commit_name
from spe_search.expansion import groups_of
from spe_search.index import Index
from spe_search.lexical import LexicalIndex
from spe_search.passages import cut
from spe_search.retrieval import retrieve
from spe_search.stores.exact import ExactStore
from spe_search.thesaurus import Thesaurus, with_regions
from spe_search.types import Passage
from spe_search.weights import TUNED, Weights

if TYPE_CHECKING:
    from spe_search.types import Encoder, Vectors

ROOT = Path(__file__).parents[1]
DATA = Path(os.environ.get("SPE_SEARCH_DATA", ROOT.parent / "shared/data"))
DOC = ROOT / "docs/quality.md"
RESULTS = ROOT / "benchmarks/results/public_sets.json"
CACHE = Path(tempfile.gettempdir()) / "spe-search-vectors"
SETS = (
    "cdtn_code_travail",
    "service_public_qr",
    "piaf_v1",
    "orangesum_titres",
    "canada_lois_emploi",
    "gc_programmes",
)
LONGEST_DOCUMENT = 6_000
"""Characters; a sample leaves longer documents out, of which a few would fill it."""

PER_GROUP = 3
SEED = 20240401
MEASURE = "nDCG@10"
WORDS = Weights(lexical=1, whole=0, near=0)
MEANING = Weights(lexical=0, whole=0, near=0, depth=0)


@dataclass(frozen=True, slots=True)
class PublicSet:
    """Queries, the documents they are asked of, and what is relevant."""

    name: str
    queries: tuple[Mapping[str, Any], ...]
    documents: tuple[Mapping[str, str], ...]
    qrels: Mapping[str, Mapping[str, int]]


# ------------------------------------------------------------------ reading and sampling


def read_set(folder: Path, passages: int, most_queries: int) -> PublicSet:
    """Read a set and draw a sample of it, the same one each time.

    Documents that answer are drawn with their queries until they fill half of the passages; any
    others fill the rest. ``passages=0`` takes the whole set.
    """
    queries, documents = _lines(folder / "queries.jsonl.gz"), _lines(folder / "corpus.jsonl.gz")
    qrels: dict[str, dict[str, int]] = defaultdict(dict)
    for line in (folder / "qrels.tsv").read_text(encoding="utf-8").splitlines()[1:]:
        query, document, grade = line.split("\t")
        qrels[query][document] = int(grade)
    draw = random.Random(SEED)
    draw.shuffle(queries)
    if passages:
        documents = _sample(documents, queries, qrels, passages, draw)
    kept = {document["_id"] for document in documents}
    qrels = {q: {d: g for d, g in each.items() if d in kept} for q, each in qrels.items()}
    asked = _asked([query for query in queries if qrels.get(query["_id"])], most_queries)
    return PublicSet(folder.name, tuple(asked), tuple(documents), qrels)


def _lines(path: Path) -> list[dict[str, Any]]:
    with gzip.open(path, "rt", encoding="utf-8") as file:
        return [json.loads(line) for line in file]


def _sample(
    documents: Sequence[dict[str, Any]],
    queries: Sequence[Mapping[str, Any]],
    qrels: Mapping[str, Mapping[str, int]],
    passages: int,
    draw: random.Random,
) -> list[dict[str, Any]]:
    sizes = {
        document["_id"]: len(cut(document["text"]))
        for document in documents
        if len(document["text"]) <= LONGEST_DOCUMENT
    }
    others = sorted(sizes)
    draw.shuffle(others)
    wanted = [document for query in queries for document in qrels.get(query["_id"], {})]
    kept: dict[str, int] = {}
    for share, candidates in ((passages / 2, wanted), (passages, others)):
        for document in candidates:
            if sum(kept.values()) >= share:
                break
            if document in sizes:
                kept[document] = sizes[document]
    return [document for document in documents if document["_id"] in kept]


def _asked(queries: Iterable[Mapping[str, Any]], most: int) -> list[Mapping[str, Any]]:
    asked: list[Mapping[str, Any]] = []
    groups: dict[str, int] = defaultdict(int)
    for query in queries:
        group = query.get("group", query["_id"])
        if groups[group] < PER_GROUP and len(asked) < most:
            groups[group] += 1
            asked.append(query)
    return asked


# ------------------------------------------------------------------ an index in memory


def passages_of(documents: Iterable[Mapping[str, str]]) -> list[Passage]:
    """Cut documents as reports are cut; each is an item, its title the heading."""
    found: list[Passage] = []
    for document in documents:
        text, title, identifier = document["text"], document["title"], document["_id"]
        for number, part in enumerate(cut(text), start=1):
            found.append(
                Passage(
                    id=f"{identifier}#paragraph-{number}",
                    document_id=identifier,
                    item_id=identifier,
                    item_kind="section",
                    kind="paragraph",
                    text=text[part.start : part.end],
                    spans=(part,),
                    page=1,
                    heading_path=(title,),
                    year="",
                    setting="",
                    heading=title,
                )
            )
    return found


class MemoryIndex(Index):
    """An index that was never written: the columns, words and vectors of some passages."""

    def __init__(
        self, passages: Sequence[Passage], vectors: Vectors, texts: str, encoder: Encoder
    ) -> None:
        analysis = analyse(passages)
        columns, self.values = columns_of(passages)
        self._columns = np.array(columns, dtype=np.int64)
        self.lexical = LexicalIndex.build(analysis.terms)
        self.vectors = cast(Any, ExactStore(vectors))
        of_terms = term_vectors(analysis.surfaces, self.lexical, encoder)
        self.term_vectors = cast(Any, ExactStore(of_terms))
        self.thesaurus = Thesaurus(())
        self.words = words_of(cast(Any, [SimpleNamespace(source=texts)]), self.thesaurus)

    def __len__(self) -> int:
        return int(self._columns.shape[1])

    def with_thesaurus(self, thesaurus: Thesaurus) -> MemoryIndex:
        """Return the same index with another thesaurus."""
        other = object.__new__(MemoryIndex)
        other.__dict__.update(self.__dict__, thesaurus=thesaurus)
        return other


class Remembering:
    """An encoder that encodes each query once."""

    def __init__(self, encoder: Encoder) -> None:
        self.encoder = encoder
        self.name, self.digest, self.dimension = encoder.name, encoder.digest, encoder.dimension
        self._known: dict[str, Vectors] = {}

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        new = [text for text in dict.fromkeys(texts) if text not in self._known]
        if new:
            self._known.update(zip(new, self.encoder.encode_queries(new), strict=True))
        return np.stack([self._known[text] for text in texts])

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        return self.encoder.encode_passages(texts)


def encoded(
    encoder: Encoder, texts: Sequence[str], cache: Path, on_texts: Callable[[int], None]
) -> Vectors:
    """Encode passages, or read them from the cache."""
    whole = hashlib.sha256("\0".join((encoder.digest, *texts)).encode()).hexdigest()
    path = cache / f"{whole[:32]}.npy"
    if path.is_file():
        on_texts(len(texts))
        return np.load(path, allow_pickle=False)
    parts: list[Vectors] = []
    by_length = sorted(range(len(texts)), key=lambda i: len(texts[i]))
    for start in range(0, len(texts), 32):
        rows = by_length[start : start + 32]
        parts.append(encoder.encode_passages([texts[i] for i in rows]))
        on_texts(len(rows))
    vectors = np.empty((len(texts), parts[0].shape[1]), dtype=np.float32)
    vectors[by_length] = np.concatenate(parts)
    cache.mkdir(parents=True, exist_ok=True)
    np.save(path, vectors, allow_pickle=False)
    return vectors


# ------------------------------------------------------------------ asking and measuring


def ask(
    public: PublicSet, index: MemoryIndex, encoder: Encoder, thesaurus: Thesaurus
) -> dict[str, dict[str, list[str]]]:
    """Ask every query in each way; return way -> query -> documents, best first."""
    engine = SearchEngine(index.with_thesaurus(thesaurus), encoder)
    runs: dict[str, dict[str, list[str]]] = {way: {} for way in WAYS}
    for query in public.queries:
        text = query["text"]
        asked = {
            "words": (index, text, WORDS),
            "meaning": (index, text, MEANING),
            "fused": (index, text, TUNED),
            "pipeline": (engine.index, engine.mend(text)[0], TUNED),
        }
        for way, (where, what, weights) in asked.items():
            parts_asked = groups_of(where, encoder, what, weights)
            groups = retrieve(where, encoder, what, parts_asked, 10, weights=weights)
            items = where.column("item")
            runs[way][query["_id"]] = [
                where.values["item"][items[group.passages[0].row]] for group in groups
            ]
    return runs


WAYS = ("words", "meaning", "fused", "pipeline")


def measured(public: PublicSet, run: Mapping[str, Sequence[str]]) -> dict[str, float]:
    """Return nDCG@10 by query, 0 for one without hits."""
    judged = [
        ir_measures.Qrel(query, document, grade)
        for query in run
        for document, grade in public.qrels[query].items()
    ]
    scored = [
        ir_measures.ScoredDoc(query, document, float(-rank))
        for query, documents in run.items()
        for rank, document in enumerate(documents)
    ]
    found = dict.fromkeys(run, 0.0)
    for each in ir_measures.iter_calc([nDCG @ 10], judged, scored):
        found[each.query_id] = float(each.value)
    return found


def by_unit(public: PublicSet, values: Mapping[str, float], lang: str) -> dict[str, float]:
    """Return the measure by query, or by group of queries where the set has groups."""
    units: dict[str, list[float]] = defaultdict(list)
    for query in public.queries:
        if query.get("lang", "") == lang:
            units[query.get("group", query["_id"])].append(values[query["_id"]])
    return {unit: fmean(each) for unit, each in units.items()}


def row_of(
    public: PublicSet, found: Mapping[str, Mapping[str, float]], lang: str, passages: int
) -> dict[str, Any]:
    """Compare fused, and the whole pipeline, with the better of the two legs."""
    units = {way: by_unit(public, found[way], lang) for way in WAYS}
    means = {way: fmean(each.values()) for way, each in units.items()}
    leg = max(("words", "meaning"), key=lambda way: means[way])
    outcomes = {
        way: {u: Outcome(u, u, ("all",), {MEASURE: v}, "", 0.0) for u, v in each.items()}
        for way, each in units.items()
    }
    p_values = {
        way: compare(outcomes[leg], outcomes[way])[0].p_value for way in ("fused", "pipeline")
    }
    return {
        "set": public.name + (f" ({lang})" if lang else ""),
        "documents": len(public.documents),
        "passages": passages,
        "queries": sum(query.get("lang", "") == lang for query in public.queries),
        "units": len(units["fused"]),
        "better_leg": leg,
        **{way: round(mean, 4) for way, mean in means.items()},
        "fused_p": round(p_values["fused"], 4),
        "pipeline_p": round(p_values["pipeline"], 4),
    }


def cases(
    public: PublicSet,
    found: Mapping[str, Mapping[str, float]],
    runs: Mapping[str, Mapping[str, Sequence[str]]],
) -> list[dict[str, Any]]:
    """Return every query's measures and first documents, for whoever asks why."""
    return [
        {
            "set": public.name,
            "query": query["text"],
            **{way: round(found[way][query["_id"]], 4) for way in WAYS},
            "relevant": list(public.qrels[query["_id"]]),
            **{f"{way}_first": runs[way][query["_id"]][:3] for way in WAYS},
        }
        for query in public.queries
    ]


# ------------------------------------------------------------------ showing


def said_p(value: float) -> str:
    """Write a p-value; the resamples tell nothing finer than a thousandth."""
    return f"{value:.3f}" if value >= 0.001 else "< 0.001"


def verdict(row: Mapping[str, Any], way: str) -> str:
    """Say how fused compares with the better leg: yes, tie (chance may explain it), or no."""
    change = row[way] - row[row["better_leg"]]
    if change >= 0:
        return "yes"
    return "no" if row[f"{way}_p"] < 0.05 else "not told apart"


def table(rows: Iterable[Mapping[str, Any]]) -> str:
    """Write the results as a Markdown table."""
    lines = [
        "| set | documents | passages | queries | words | meaning | fused | p | fused ≥ better leg "
        "| whole pipeline | p | pipeline ≥ better leg |",
        "|---|--:|--:|--:|--:|--:|--:|--:|---|--:|--:|---|",
    ]
    for row in rows:
        asked = str(row["queries"])
        if row["units"] != row["queries"]:
            asked += f" in {row['units']} groups"
        lines.append(
            f"| {row['set']} | {row['documents']} | {row['passages']} | {asked} "
            f"| {row['words']:.3f} | {row['meaning']:.3f} | {row['fused']:.3f} "
            f"| {said_p(row['fused_p'])} | {verdict(row, 'fused')} | {row['pipeline']:.3f} "
            f"| {said_p(row['pipeline_p'])} | {verdict(row, 'pipeline')} |"
        )
    return "\n".join(lines)


def write_between(path: Path, name: str, text: str) -> None:
    """Put a text between a page's markers ``<!-- name -->`` and ``<!-- /name -->``.

    A page without them is left as it is, with a word on the screen.
    """
    start, end = f"<!-- {name} -->", f"<!-- /{name} -->"
    page = path.read_text(encoding="utf-8") if path.is_file() else ""
    before, opened, rest = page.partition(start)
    _, closed, after = rest.partition(end)
    if not opened or not closed:
        print(f"{path.name}: no {start} … {end}; nothing written there")
        return
    path.write_text(f"{before}{start}\n{text}\n{end}{after}", encoding="utf-8")


def main(
    data: Annotated[Path, typer.Option(help="Folder of the data.")] = DATA,
    passages: Annotated[int, typer.Option(min=0, help="Passages a set; 0 for all.")] = 600,
    queries: Annotated[int, typer.Option(min=1, help="At most so many queries a set.")] = 300,
    only: Annotated[list[str] | None, typer.Option(help="Only this set.")] = None,
    encoder: Annotated[str, typer.Option(help="The model, as for the CLI.")] = DEFAULT_ENCODER,
    corpus: Annotated[Path, typer.Option(help="Whose thesaurus.")] = ROOT / "corpus",
    cache: Annotated[
        Path, typer.Option(help="Where vectors are kept.", envvar="SPE_SEARCH_CACHE")
    ] = CACHE,
    out: Annotated[Path, typer.Option(help="The results.")] = RESULTS,
    cases_file: Annotated[
        Path | None, typer.Option("--cases", help="Write each query's results here.")
    ] = None,
    doc: Annotated[Path, typer.Option(help="The page whose table is written.")] = DOC,
) -> None:
    """Measure the search on the public sets and write the table of docs/quality.md."""
    names = [name for name in SETS if (not only or name in only)]
    absent = [name for name in names if not (data / "eval" / name / "qrels.tsv").is_file()]
    for name in absent:
        print(f"{name}: not in {data.name}/eval; skipped (SPE_SEARCH_DATA says where the data is)")
    names = [name for name in names if name not in absent]
    if not names:
        raise typer.Exit(0)
    model = Remembering(encoder_of(encoder))
    thesaurus = with_regions(read_thesaurus(corpus))
    rows: list[dict[str, Any]] = []
    every_case: list[dict[str, Any]] = []
    with Progress() as progress:
        for name in names:
            public = read_set(data / "eval" / name, passages, queries)
            parts = passages_of(public.documents)
            task = progress.add_task(name, total=len(parts) + 1)
            vectors = encoded(
                model,
                [f"{part.heading}\n{part.text}" for part in parts],
                cache,
                lambda done, task=task: progress.advance(task, done),
            )
            source = "\n".join(f"{d['title']}\n{d['text']}" for d in public.documents)
            index = MemoryIndex(parts, vectors, source, model)
            model.encode_queries([query["text"] for query in public.queries])
            runs = ask(public, index, model, thesaurus)
            found = {way: measured(public, run) for way, run in runs.items()}
            languages = sorted({query.get("lang", "") for query in public.queries}, reverse=True)
            rows += [row_of(public, found, lang, len(parts)) for lang in languages]
            every_case += cases(public, found, runs)
            progress.advance(task)
    about = {
        "commit": commit_name(),
        "encoder": f"{model.name} {model.digest[:12]}",
        "weights": {name: getattr(TUNED, name) for name in TUNED.__slots__},
        "measure": MEASURE,
        "sample": {"passages": passages, "queries": queries, "seed": SEED},
    }
    if cases_file:
        text = "\n".join(json.dumps(case, ensure_ascii=False) for case in every_case)
        cases_file.write_text(text + "\n", encoding="utf-8")
    print(table(rows))
    if only:
        return
    out.parent.mkdir(parents=True, exist_ok=True)
    whole = json.dumps({"about": about, "sets": rows}, ensure_ascii=False, indent=1)
    out.write_text(whole + "\n", encoding="utf-8")
    made = f"Commit {about['commit']}, encoder {about['encoder']}."
    write_between(doc, "public sets", f"{made}\n\n{table(rows)}")


if __name__ == "__main__":
    typer.run(main)
