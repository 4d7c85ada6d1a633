"""How long things take on this machine: parsing, building, opening, searching. It asserts nothing.

python benchmarks/speed.py [--json FILE]
"""

from __future__ import annotations

import importlib.metadata
import json
import os
import platform
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from statistics import median, quantiles
from typing import TYPE_CHECKING, Annotated, Any

import typer

from spe_search import SearchEngine
from spe_search.build import build_index
from spe_search.corpus import parse_report, read_reports
from spe_search.encode import DEFAULT_ENCODER, encoder_of
from spe_search.french import terms
from spe_search.passages import passages_of

if TYPE_CHECKING:
    from spe_search.types import Encoder, Vectors

ROOT = Path(__file__).parents[1]
PROGRAM = Path(sys.executable).with_name("spe-search")
QUERY = "Combien de femmes ont découvert les métiers de la construction ?"
PACKAGES = ("spe-search", "sentence-transformers", "torch", "faiss-cpu", "numpy")

FRESH = """
import sys, time
began = time.perf_counter()
import spe_search
imported = time.perf_counter()
spe_search.SearchEngine.open(sys.argv[1])
print(imported - began, time.perf_counter() - imported)
"""

# The greatest resident size is read inside: getrusage counts the parent's for a child.
PEAK = """
import contextlib, io, sys
from pathlib import Path
from spe_search.cli import main
with contextlib.redirect_stdout(io.StringIO()), contextlib.suppress(SystemExit):
    main(sys.argv[1:])
lines = Path("/proc/self/status").read_text().splitlines()
print(next(line.split()[1] for line in lines if line.startswith("VmHWM")))
"""

Figures = dict[str, Any]


class Timed:
    """An encoder that adds up the seconds it takes."""

    def __init__(self, encoder: Encoder) -> None:
        self.encoder = encoder
        self.name, self.digest, self.dimension = encoder.name, encoder.digest, encoder.dimension
        self.seconds = 0.0

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        began = time.perf_counter()
        vectors = self.encoder.encode_queries(texts)
        self.seconds += time.perf_counter() - began
        return vectors

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        return self.encoder.encode_passages(texts)


def machine() -> Figures:
    """Say what the figures were measured on; nothing in it names the machine."""
    cpu = _lines("/proc/cpuinfo", "model name") or [platform.processor() or platform.machine()]
    memory = _lines("/proc/meminfo", "MemTotal") or ["0 kB"]
    return {
        "cpu": cpu[0],
        "cores": len(os.sched_getaffinity(0)),
        "memory_gib": round(int(memory[0].split()[0]) / 2**20, 1),
        "system": platform.system(),
        "python": platform.python_version(),
        "versions": {name: importlib.metadata.version(name) for name in PACKAGES},
    }


def _lines(path: str, name: str) -> list[str]:
    try:
        lines = Path(path).read_text(encoding="utf-8").splitlines()
    except OSError:
        return []
    return [line.partition(":")[2].strip() for line in lines if line.startswith(name)]


def corpus_figures(corpus: Path, runs: int) -> Figures:
    """Count what is parsed, and time it."""
    reports = read_reports(corpus)
    documents = [parse_report(report) for report in reports]
    items = [item for document in documents for item in document.initiatives]
    tables = [t for document in documents for section in document.sections for t in section.tables]

    def parse() -> None:
        for report in reports:
            parse_report(report)

    return {
        "reports": len(reports),
        "bytes": sum(len(report.data) for report in reports),
        "characters": sum(len(document.source) for document in documents),
        "pages": sum(len(document.pages) for document in documents),
        "sections": sum(len(document.sections) for document in documents),
        "initiatives": sum(item.kind == "initiative" for item in items),
        "stories": sum(item.kind == "story" for item in items),
        "regions": len({item.region.code for item in items if item.region}),
        "tables": len(tables),
        "table_rows": sum(len(table.rows) for table in tables),
        "passages": sum(len(passages_of(document)) for document in documents),
        "parse_ms": _ms(times(parse, runs)),
    }


def build_figures(corpus: Path, index: Path, encoder: Encoder) -> Figures:
    """Build from nothing, then again with every vector reused; say where the time went."""
    began = time.perf_counter()
    encoder.encode_queries(["échauffement"])
    loaded = time.perf_counter() - began
    cold, again = _build(corpus, index, encoder), _build(corpus, index, encoder)
    files = [path for path in again.pop("folder").rglob("*") if path.is_file()]
    del cold["folder"]
    return {
        "model_load_s": round(loaded, 2),
        "cold": cold,
        "reused": again,
        "index_kib": round(sum(path.stat().st_size for path in files) / 1024),
        "index_files": len(files),
    }


def _build(corpus: Path, index: Path, encoder: Encoder) -> Figures:
    starts: dict[str, float] = {}
    began = time.perf_counter()
    report = build_index(
        corpus, index, encoder, on_step=lambda step, _: starts.update({step: time.perf_counter()})
    )
    ended = time.perf_counter()
    ends = [*list(starts.values())[1:], ended]
    steps = {
        f"{step}_s": round(end - start, 3)
        for (step, start), end in zip(starts.items(), ends, strict=True)
    }
    total = {"total_s": round(ended - began, 3), "reused": report.reused, "folder": report.folder}
    return steps | total


def process_figures(index: Path, runs: int) -> Figures:
    """Time fresh processes: importing, opening, and whole commands."""
    fresh = [
        [float(seconds) for seconds in run([sys.executable, "-c", FRESH, str(index)]).split()]
        for _ in range(runs)
    ]
    search = [str(PROGRAM), "search", QUERY, "--json", "--index", str(index)]
    return {
        "runs": runs,
        "import_ms": _ms([imported for imported, _ in fresh]),
        "open_ms": _ms([opened for _, opened in fresh]),
        "cli_help_ms": _ms(times(lambda: run([str(PROGRAM), "--help"]), runs)),
        "cli_search_ms": _ms(times(lambda: run(search), runs)),
    }


def query_figures(index: Path, encoder: Encoder, topics: Path, most: int) -> Figures:
    """Time queries of the gold set in a warm engine, and the shares of their parts."""
    lines = topics.read_text(encoding="utf-8").splitlines()
    queries = [json.loads(line)["query"] for line in lines if line.strip()]
    queries = queries[:: -(-len(queries) // most)]
    timed = Timed(encoder)
    engine = SearchEngine.open(index, timed)
    for query in queries[:20]:
        engine.search(query)
    whole: list[float] = []
    encode: list[float] = []
    lexical: list[float] = []
    for query in queries:
        timed.seconds = 0.0
        whole.append(time_of(lambda query=query: engine.search(query)))
        encode.append(timed.seconds)
        lexical.append(time_of(lambda query=query: _lexical(engine, query)))
    rest = [w - e - x for w, e, x in zip(whole, encode, lexical, strict=True)]
    parts = {"search": whole, "encode": encode, "lexical": lexical, "rest": rest}
    figures: Figures = {"queries": len(queries)}
    for name, times in parts.items():
        figures[f"{name}_ms"] = _ms(times)
        figures[f"{name}_p95_ms"] = round(1000 * quantiles(times, n=20)[-1], 2)
    figures["search_to_encode"] = round(median(whole) / median(encode), 2)
    return figures


def _lexical(engine: SearchEngine, query: str) -> None:
    """Do what the words' side does for a query: analyse it, weigh its terms, score the passages."""
    found = dict.fromkeys(term.text for term in terms(query))
    engine.index.lexical.scores(list(engine.index.lexical.weights(found)))


def memory_figures(index: Path) -> Figures:
    """Return the most memory that this process and a search from the shell have held."""
    command = [sys.executable, "-c", PEAK, "search", QUERY, "--index", str(index)]
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss  # KiB on Linux
    return {
        "this_process_mib": round(own / 1024),
        "cli_search_mib": round(int(run(command)) / 1024),
    }


def time_of(action: Callable[[], object]) -> float:
    began = time.perf_counter()
    action()
    return time.perf_counter() - began


def times(action: Callable[[], object], runs: int) -> list[float]:
    return [time_of(action) for _ in range(runs)]


def _ms(seconds: Iterable[float]) -> float:
    """Return a median in milliseconds."""
    return round(1000 * median(seconds), 2)


def run(command: list[str]) -> str:
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def _show(figures: Figures, indent: str = "") -> None:
    for name, value in figures.items():
        if isinstance(value, dict):
            print(f"{indent}{name}")
            _show(value, indent + "  ")
        else:
            print(f"{indent}{name:<{24 - len(indent)}} {value}")


def main(
    corpus: Annotated[Path, typer.Option(help="Folder of the reports.")] = ROOT / "corpus",
    topics: Annotated[Path, typer.Option(help="Queries, one JSON object a line.")] = (
        ROOT / "benchmarks/gold/topics.jsonl"
    ),
    encoder: Annotated[str, typer.Option(help="The model, as for the CLI.")] = DEFAULT_ENCODER,
    runs: Annotated[int, typer.Option(min=1, help="Runs behind each median.")] = 5,
    queries: Annotated[int, typer.Option(min=2, help="At most so many queries.")] = 200,
    json_file: Annotated[Path | None, typer.Option("--json", help="Write results here.")] = None,
) -> None:
    """Measure the speed of each part on this machine."""
    model = encoder_of(encoder)
    with tempfile.TemporaryDirectory() as folder:
        index = Path(folder) / "index"
        # In this order: what runs in fresh processes comes before this one grows.
        steps: dict[str, Callable[[], Figures]] = {
            "machine": machine,
            "corpus": lambda: corpus_figures(corpus, runs),
            "build": lambda: build_figures(corpus, index, model),
            "process": lambda: process_figures(index, runs),
            "queries": lambda: query_figures(index, model, topics, queries),
            "memory": lambda: memory_figures(index),
        }
        results: Figures = {}
        for name, step in steps.items():
            results[name] = step()
            _show({name: results[name]})
    if json_file:
        text = json.dumps(results, ensure_ascii=False, indent=2)
        json_file.write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    typer.run(main)
