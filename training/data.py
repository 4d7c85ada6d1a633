"""The texts the encoder learns from, read from files of tab-separated columns."""

from __future__ import annotations

import csv
import gzip
import random
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import msgspec

csv.field_size_limit(sys.maxsize)

_WORDS_APART = re.compile(r"\s*[|\t]\s*")

LEFT_OUT = frozenset({"python_docs_fr", "django_docs_fr", "gc_opendata_schemas"})
"""Sources of the parallel texts that are far from a report: software, code, schemas."""


class Pair(NamedTuple):
    """Two texts that belong together: a sentence and its translation, a query and its passage.

    Pairs of a group are not held against one another; without one, pairs of the same right side.
    """

    left: str
    right: str
    source: str
    group: str = ""


class Record(msgspec.Struct, frozen=True):
    """One of our own: a group of comparable ones, a title, a passage, queries it answers."""

    g: str
    t: str
    p: str
    fr: tuple[str, ...]
    en: tuple[str, ...]


class Asked(msgspec.Struct, frozen=True):
    """One of our own: a passage by sentences, and the queries that each of them answers.

    Like the group and the title of a :class:`Record`. ``n`` holds queries near the subject that the
    passage does not answer.
    """

    g: str
    t: str
    s: tuple[str, ...]
    q: tuple[tuple[str, ...], ...]
    n: tuple[str, ...] = ()


def parallel(data: Path) -> list[Pair]:
    """Return the sentences in English with their French, less the sources left out."""
    path = data / "train" / "parallel_en_fr_open.tsv.gz"
    return [pair for pair in _rows(path) if pair.source not in LEFT_OUT]


def pairs(data: Path) -> list[Pair]:
    """Return French titles, questions and terms with their passages, definitions, synonyms."""
    return list(_rows(data / "train" / "pairs_fr.tsv.gz"))


def field(folder: Path) -> list[Record]:
    """Return the records of our own: passages of the field, with queries in both languages."""
    return [msgspec.json.decode(line, type=Record) for line in _lines(folder, "*.jsonl")]


def asked(folder: Path) -> list[Asked]:
    """Return our own passages whose sentences have queries."""
    return [msgspec.json.decode(line, type=Asked) for line in _lines(folder, "*.jsonl")]


def lexicon(folder: Path) -> list[tuple[str, ...]]:
    """Return our own notions: words, phrases and English words that mean nearly the same."""
    lines = (line.decode() for line in _lines(folder, "*.tsv"))
    return [tuple(_WORDS_APART.split(line.strip())) for line in lines]


def _lines(folder: Path, kind: str) -> list[bytes]:
    files = sorted(folder.glob(kind))
    return [line for path in files for line in path.read_bytes().split(b"\n") if line.strip()]


def sample(pairs: list[Pair], most: dict[str, int], seed: int) -> list[Pair]:
    """Return at most so many pairs of each source (a missing source: none), in a seeded order."""
    shuffled = random.Random(seed).sample(pairs, len(pairs))
    kept: dict[str, int] = dict.fromkeys(most, 0)
    chosen = []
    for pair in shuffled:
        if kept.get(pair.source, 0) < most.get(pair.source, 0):
            kept[pair.source] += 1
            chosen.append(pair)
    return chosen


def _rows(path: Path) -> Iterator[Pair]:
    with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
        rows = csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        next(rows)
        for left, right, source in rows:
            yield Pair(left, right, source)
