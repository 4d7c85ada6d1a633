"""The gold set: what people would ask, and what the reports hold for it.

A folder with three files: ``topics.jsonl`` (one topic a line), ``qrels.trec`` (TREC's format:
topic, 0, item, grade from 0 to 2) and ``gold.toml`` (the digest of each report the judgements were
made on). A topic without a line in the qrels is one the reports do not answer.
"""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import msgspec

from spe_search.errors import GoldError, GoldMismatchError, GoldMissingError
from spe_search.generation import Manifest
from spe_search.types import Half

HIGHEST_GRADE = 2


def half_of(topic_id: str) -> Half:
    """Return the half that a hash of an id puts it in."""
    last = int(hashlib.sha256(topic_id.encode()).hexdigest()[-1], 16)
    return "tune" if last % 2 == 0 else "report"


@dataclass(frozen=True, slots=True)
class Topic:
    """A query as a person would type it. ``answers`` are the strings that would satisfy them."""

    id: str
    query: str
    lang: str
    category: str
    style: tuple[str, ...] = ()
    answers: tuple[str, ...] = ()
    note: str = ""

    @property
    def half(self) -> Half:
        """The half it belongs to, by a hash of its id: one to tune on, one to report on."""
        return half_of(self.id)


@dataclass(frozen=True, slots=True)
class Gold:
    """Topics with their judgements: for each topic's id, item id -> grade."""

    topics: tuple[Topic, ...]
    qrels: Mapping[str, Mapping[str, int]]

    def half(self, half: Half) -> Gold:
        """Return the part of the topics that belongs to a half."""
        kept = tuple(topic for topic in self.topics if half in ("all", topic.half))
        return Gold(kept, {topic.id: self.qrels.get(topic.id, {}) for topic in kept})


def load_gold(folder: Path, manifest: Manifest, items: frozenset[str]) -> Gold:
    """Read a gold set and check that it fits an index.

    Args:
        folder: where its three files lie.
        manifest: the index's.
        items: the ids of all the items of the index.

    Raises:
        GoldMissingError: a file is not there.
        GoldError: a line is wrong; the message names the file, the line and what is accepted.
        GoldMismatchError: the judgements were made on another corpus.
    """
    for name in ("topics.jsonl", "qrels.trec", "gold.toml"):
        if not (folder / name).is_file():
            raise GoldMissingError(path=folder / name)
    judged = _judged(folder / "gold.toml")
    indexed = {report.id: report.source_digest for report in manifest.reports}
    for report, digest in judged.items():
        if indexed.get(report) != digest:
            found = indexed.get(report, "-")[:12]
            raise GoldMismatchError(path=folder, report=report, expected=digest[:12], found=found)
    topics = _topics(folder / "topics.jsonl")
    return Gold(topics, _qrels(folder / "qrels.trec", {topic.id for topic in topics}, items))


def _judged(path: Path) -> dict[str, str]:
    """Return the digest of each report that was judged."""
    accepted = '[reports] "id" = "sha256"'
    try:
        reports = tomllib.loads(path.read_text(encoding="utf-8"))["reports"]
    except (ValueError, KeyError) as error:
        raise GoldError(path=path, line=1, problem=error, accepted=accepted) from error
    if not isinstance(reports, dict) or not all(isinstance(v, str) for v in reports.values()):
        raise GoldError(path=path, line=1, problem=reports, accepted=accepted)
    return reports


def _topics(path: Path) -> tuple[Topic, ...]:
    topics: dict[str, Topic] = {}
    for number, line in enumerate(path.read_bytes().splitlines(), start=1):
        try:
            topic = msgspec.json.decode(line, type=Topic)
        except msgspec.MsgspecError as error:
            accepted = '{"id": "…", "query": "…", "lang": "fr", "category": "…"}'
            raise GoldError(path=path, line=number, problem=error, accepted=accepted) from error
        if topic.id in topics:
            raise GoldError(path=path, line=number, problem=f"{topic.id} × 2", accepted="id × 1")
        topics[topic.id] = topic
    return tuple(topics.values())


def _qrels(path: Path, topics: set[str], items: frozenset[str]) -> dict[str, dict[str, int]]:
    qrels: dict[str, dict[str, int]] = {}
    grades = {str(grade) for grade in range(HIGHEST_GRADE + 1)}
    text = path.read_bytes().decode("utf-8", errors="replace")
    for number, line in enumerate(text.splitlines(), start=1):
        if not (fields := line.split()):
            continue
        if len(fields) != 4:
            raise GoldError(path=path, line=number, problem=line, accepted="q001 0 item 2")
        topic, _, item, grade = fields
        for value, accepted, shown in (
            (topic, topics, "topics.jsonl"),
            (item, items, "spe-search show ID"),
            (grade, grades, f"0 … {HIGHEST_GRADE}"),
        ):
            if value not in accepted:
                raise GoldError(path=path, line=number, problem=value, accepted=shown)
        if item in qrels.setdefault(topic, {}):
            raise GoldError(path=path, line=number, problem=f"{topic} {item} × 2", accepted="× 1")
        qrels[topic][item] = int(grade)
    return qrels
