"""What the encoder learns from, and how often: the sources as tasks."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, combinations
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from training import data
from training.bags import bags_of
from training.learn import Task

if TYPE_CHECKING:
    from tokenizers import Tokenizer

SENTENCE, PASSAGE = 120, 160
"""The most tokens that are read of a short and of a long text."""

TRANSLATIONS = {
    "law": (1.0, 1_024),
    "everyday": (2.0, 2_048),
    "government": (3.0, 1_024),
    "short": (2.0, 2_048),
}
"""Kinds of parallel texts -> how often a batch is drawn, and of how many pairs."""

_KINDS = {
    "justice_text": "law",
    "justice_annual_text": "law",
    "justice_sec": "law",
    "justice_annual_sec": "law",
    "tatoeba": "everyday",
    "gc_infobase": "government",
    "gc_web_md": "government",
    "tico19": "government",
    "gc_digital_playbook": "government",
}

PAIRS = {
    "justice_canada_note2section": (2.0, 1_024),
    "gc_infobase_name2desc": (2.0, 1_024),
    "orangesum_title2body": (2.0, 1_024),
    "orangesum_heading2body": (1.0, 1_024),
    "esco_altlabel": (1.0, 1_024),
    "tess_thesaurus": (0.5, 1_024),
    "rome_title2text": (0.5, 512),
    "rome_appellation2definition": (0.3, 256),
    "franceterme_term2def": (0.3, 1_024),
    "services": (1.0, 512),
}
"""Sources of French pairs -> the same; the small ones on public services are one."""

OWN = {
    "fr to passage": (9.0, 512),
    "en to passage": (9.0, 512),
    "title to passage": (2.25, 512),
    "fr to en": (2.25, 512),
    "asked to passage": (2.0, 512),
    "word to word": (9.0, 1_024),
}
"""The sides of our own records -> the same."""

TAUGHT = 2.0


def all_tasks(tokenizer: Tokenizer, source: Path, own: Path, work: Path) -> list[Task]:
    """Return every task.

    Args:
        tokenizer: cuts texts into tokens.
        source: the folder of the data sets.
        own: the folder of our own records.
        work: where the teacher's vectors are, if it has taught.
    """
    by_kind: dict[str, list[data.Pair]] = defaultdict(list)
    for pair in data.parallel(source):
        by_kind[_KINDS.get(pair.source, "short")].append(pair)
    for pair in data.pairs(source):
        by_kind[pair.source if pair.source in PAIRS else "services"].append(pair)
    asked, notions = data.asked(own / "asked"), data.lexicon(own / "lexicon")
    for pair in (*own_pairs(data.field(own)), *asked_pairs(asked), *word_pairs(notions)):
        by_kind[pair.source].append(pair)
    shares = TRANSLATIONS | PAIRS | OWN
    known = [name for name in shares if by_kind[name]]
    tasks = [_task(tokenizer, name, by_kind[name], *shares[name]) for name in known]
    return tasks + list(_taught(tokenizer, work))


def own_pairs(records: Iterable[data.Record]) -> Iterator[data.Pair]:
    """Yield each record's queries with its passage, and with one another across languages."""
    for record in records:
        passage = f"{record.t}\n{record.p}"
        for query in record.fr:
            yield data.Pair(query, passage, "fr to passage", record.g)
            for other in record.en:
                yield data.Pair(query, other, "fr to en", record.g)
        for query in record.en:
            yield data.Pair(query, passage, "en to passage", record.g)
        yield data.Pair(record.t, record.p, "title to passage", record.g)


def asked_pairs(records: Iterable[data.Asked]) -> Iterator[data.Pair]:
    """Yield each query with its passage."""
    for record in records:
        passage = "\n".join((record.t, " ".join(record.s)))
        for query in chain.from_iterable(record.q):
            yield data.Pair(query, passage, "asked to passage", record.g)


def word_pairs(notions: Iterable[Sequence[str]]) -> Iterator[data.Pair]:
    """Yield what may stand for one another, two by two."""
    for number, words in enumerate(notions):
        for one, other in combinations(words, 2):
            yield data.Pair(one, other, "word to word", f"{number}")


def _task(
    tokenizer: Tokenizer, name: str, pairs: list[data.Pair], share: float, batch: int
) -> Task:
    groups: dict[str, int] = {}
    return Task(
        name,
        bags_of(tokenizer, [pair.left for pair in pairs], SENTENCE),
        bags_of(tokenizer, [pair.right for pair in pairs], PASSAGE),
        np.array([groups.setdefault(pair.group or pair.right, len(groups)) for pair in pairs]),
        share,
        batch,
    )


def _taught(tokenizer: Tokenizer, work: Path) -> Iterator[Task]:
    if not (work / "taught.npy").exists():
        return
    lines = (work / "taught.tsv").read_text(encoding="utf-8").splitlines()
    english, french = zip(*(line.split("\t") for line in lines), strict=True)
    yield Task(
        "taught",
        bags_of(tokenizer, english, SENTENCE),
        bags_of(tokenizer, french, SENTENCE),
        np.arange(len(lines)),
        TAUGHT,
        1_024,
        np.load(work / "taught.npy"),
    )
