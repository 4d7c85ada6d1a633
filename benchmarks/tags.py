"""Whether tags are right: precision on a list judged by hand, benchmarks/gold/tags.toml.

python benchmarks/tags.py            # writes the figures into docs/quality.md
python benchmarks/tags.py --draw 160 --seed 4 > tags.toml    # another list, to be judged

A tag that was judged wrong and is no longer made still counts as wrong: the list was drawn among
those made then, and leaving it out would flatter. `--draw` gives a fresh list.
"""

from __future__ import annotations

import json
import random
import tomllib
from dataclasses import dataclass
from math import sqrt
from pathlib import Path
from typing import Annotated

import typer
from public_sets import DOC, ROOT, write_between

from spe_search.index import Index

Z = 1.959964
"""The normal quantile of a confidence of 95 %."""


@dataclass(frozen=True, slots=True)
class Judged:
    """A tag, and whether a reader of the report found it right."""

    id: str
    concept: str
    words: str
    right: bool
    why: str = ""


def read_judged(path: Path) -> list[Judged]:
    """Read judged tags; a wrong one has to say why."""
    tags = [Judged(**entry) for entry in tomllib.loads(path.read_text("utf-8"))["tag"]]
    for tag in tags:
        if tag.right == bool(tag.why):
            raise SystemExit(f"{path}: {tag.id} {tag.concept}: “why” goes with right = false")
    return tags


def wilson(right: int, count: int) -> tuple[float, float]:
    """Return the 95 % confidence interval of a share (Wilson, 1927)."""
    share, squared = right / count, Z * Z
    middle = share + squared / (2 * count)
    half = Z * sqrt(share * (1 - share) / count + squared / (4 * count * count))
    return (middle - half) / (1 + squared / count), (middle + half) / (1 + squared / count)


def made(index: Index) -> list[tuple[str, str, str]]:
    """Return all tags that are shown, region names aside: item, concept, words."""
    concepts = index.thesaurus.concepts
    return [
        (item.id, concept, words)
        for item in index.items
        for concept, words, _ in item.tags
        if concepts[concept].facet != "region"
    ]


def summary(judged: list[Judged], tags: list[tuple[str, str, str]]) -> str:
    """Write the precision, and what has become of the tags judged."""
    right = sum(tag.right for tag in judged)
    low, high = wilson(right, len(judged))
    still = {(item, concept) for item, concept, _ in tags}
    gone = [tag for tag in judged if (tag.id, tag.concept) not in still]
    mended, lost = sum(not tag.right for tag in gone), sum(tag.right for tag in gone)
    return (
        f"Of {len(judged)} tags drawn at random and read one by one, {right} are right: precision "
        f"**{right / len(judged):.3f}** (95 % confidence: {low:.3f} to {high:.3f}). Since the list "
        f"was drawn, {mended} of the {len(judged) - right} wrong ones have gone, and {lost} of the "
        f"right ones. The report has {len(tags)} tags now."
    )


def main(
    index: Annotated[Path, typer.Option(help="The index.")] = ROOT / "index",
    gold: Annotated[Path, typer.Option(help="The list.")] = ROOT / "benchmarks/gold/tags.toml",
    draw: Annotated[int, typer.Option(help="Draw so many tags to judge instead.")] = 0,
    seed: Annotated[int, typer.Option(help="The seed to draw with.")] = 0,
) -> None:
    """Measure the precision of tags, or draw a list to judge."""
    tags = made(Index(index))
    if not draw:
        text = summary(read_judged(gold), tags)
        print(text)
        write_between(DOC, "tags", text)
        return
    for number in sorted(random.Random(seed).sample(range(len(tags)), min(draw, len(tags)))):
        item, concept, words = (json.dumps(part, ensure_ascii=False) for part in tags[number])
        print(f"[[tag]]\nid = {item}\nconcept = {concept}\nwords = {words}\nright = \n")


if __name__ == "__main__":
    typer.run(main)
