"""How well the check of a synthesis tells what passages support from what they do not.

python benchmarks/support.py                 # the tuning half: a grid of limits, the best first
python benchmarks/support.py --half report   # the shipped limits, written into docs/synthese.md

The pairs are in benchmarks/gold/support.jsonl: passages, and sentences that cite them; the kind
"faithful" is to be kept, all others are to be struck out.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import product
from pathlib import Path
from typing import Annotated, Any

import typer
from public_sets import ROOT, write_between

from spe_search.encode import encoder_of
from spe_search.synthesis import Checker, Limits, statements
from spe_search.thesaurus import with_regions
from spe_search.thesaurus_file import load_thesaurus
from spe_search.types import Cell, Passage, Span

PAIRS = ROOT / "benchmarks/gold/support.jsonl"
PAGE = ROOT / "docs/synthese.md"
FAITHFUL = "faithful"
GRID = product((0.5, 0.6, 0.7, 0.8), (1, 2, 3), (0.35, 0.4, 0.45, 0.5), (0.6,))


@dataclass(frozen=True, slots=True)
class Pair:
    """A sentence, the passages its author was given, and what kind of sentence it is."""

    text: str
    kind: str
    given: tuple[Passage, ...]


def read_pairs(half: str, path: Path = PAIRS) -> list[Pair]:
    """Read the pairs of a half: ``tune`` or ``report``."""
    groups = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    return [
        Pair(each["text"], each["kind"], given)
        for group in groups
        if group["half"] == half
        for given in [tuple(_passages(group))]
        for each in group["sentences"]
    ]


def _passages(group: dict[str, Any]) -> Iterator[Passage]:
    for number, given in enumerate(group["passages"], 1):
        text = given["text"]
        cells = tuple(Cell(**cell) for cell in _decimals(given.get("cells", [])))
        yield Passage(
            id=f"{group['id']}#{number}",
            document_id=group["id"],
            item_id=group["id"],
            item_kind="section",
            kind="table_row" if cells else "paragraph",
            text=text,
            spans=(Span(0, len(text)),),
            page=1,
            heading_path=(),
            setting="Bilan 2023-2024 des services publics d’emploi",
            heading=given["heading"],
            year="2023-2024",
            cells=cells,
        )


def _decimals(cells: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for cell in cells:
        yield cell | {"value": Decimal(cell["value"])}


def is_kept(checker: Checker, pair: Pair) -> bool:
    """Tell whether a sentence passes the check, as a synthesis would have it."""
    (stated,) = statements(pair.text)
    if not stated.cited or max(stated.cited) > len(pair.given):
        return False
    cited = [pair.given[number - 1] for number in stated.cited]
    return checker.check(stated.text, cited, given=pair.given).reason is None


def measure(checker: Checker, pairs: list[Pair]) -> tuple[float, float, Counter[tuple[str, bool]]]:
    """Return the precision and recall of what is kept, and how many of each kind were."""
    kept = [is_kept(checker, pair) for pair in pairs]
    counts = Counter((pair.kind, each) for pair, each in zip(pairs, kept, strict=True))
    true, said = counts[FAITHFUL, True], sum(kept)
    faithful = sum(pair.kind == FAITHFUL for pair in pairs)
    return true / max(said, 1), true / max(faithful, 1), counts


def table(pairs: list[Pair], checker: Checker) -> str:
    """Write what was kept of each kind."""
    precision, recall, counts = measure(checker, pairs)
    lines = ["| kind of sentence | sentences | kept |", "|---|--:|--:|"]
    for kind in dict.fromkeys(pair.kind for pair in pairs):
        total = counts[kind, True] + counts[kind, False]
        lines.append(f"| {kind.replace('_', ' ')} | {total} | {counts[kind, True]} |")
    told = (
        f"{len(pairs)} sentences. Of those kept, {precision:.0%} are faithful (precision); of the "
        f"faithful ones, {recall:.0%} are kept (recall)."
    )
    return "\n".join((*lines, "", told))


def main(half: Annotated[str, typer.Option(help="Which half: tune, report.")] = "tune") -> None:
    """Choose the limits, or write what they are worth."""
    thesaurus = with_regions(load_thesaurus(ROOT / "corpus/thesaurus.toml"))
    encoder = encoder_of()
    pairs = read_pairs(half)
    if half == "tune":
        found = []
        for values in GRID:
            precision, recall, _ = measure(Checker(thesaurus, encoder, Limits(*values)), pairs)
            found.append((precision, recall, values))
        for precision, recall, values in sorted(found, key=lambda row: row[:2], reverse=True)[:12]:
            print(f"precision {precision:.3f}  recall {recall:.3f}  {Limits(*values)}")
    text = table(pairs, Checker(thesaurus, encoder))
    print(text)
    write_between(PAGE, f"support {half}", text)


if __name__ == "__main__":
    typer.run(main)
