"""Measuring the comparables: cases whose best answers are known, beside plain vectors.

``comparables.toml``, in a gold set's folder, holds a case a table: an ``item`` or a ``text``, its
language, and its ``comparables``, each an item with a grade (2: one would copy from it; 1: worth
reading) and why.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import msgspec

from spe_search.engine import SearchEngine
from spe_search.errors import GoldError
from spe_search.evaluate.gold import HIGHEST_GRADE, half_of
from spe_search.evaluate.run import Outcome
from spe_search.types import Half

FILE: Final = "comparables.toml"
DEPTH: Final = 5

_ACCEPTED = '[[topic]] id, item | text, lang, comparables = [{ item, grade = 1 | 2, why = "…" }]'


@dataclass(frozen=True, slots=True)
class Case:
    """What to find comparables of, and the grade of each item that is one."""

    id: str
    item: str
    text: str
    lang: str
    grades: Mapping[str, int]

    @property
    def half(self) -> Half:
        """The half it belongs to, as for a topic."""
        return half_of(self.id)

    @property
    def kind(self) -> str:
        """Whether it starts from an item or from a description."""
        return "item" if self.item else "text"


class _Judgement(msgspec.Struct, forbid_unknown_fields=True):
    item: str
    grade: int
    why: str


class _Topic(msgspec.Struct, forbid_unknown_fields=True):
    id: str
    lang: str
    comparables: list[_Judgement]
    item: str = ""
    text: str = ""


def load_cases(folder: Path, items: frozenset[str]) -> tuple[Case, ...]:
    """Read the cases of a gold set; none where it has no such file.

    Args:
        folder: the gold set's.
        items: the ids of all the items of the index.

    Raises:
        GoldError: an entry is wrong; the message names it and what is accepted.
    """
    path = folder / FILE
    if not path.is_file():
        return ()
    text = path.read_text(encoding="utf-8", errors="replace")
    try:
        topics = msgspec.convert(tomllib.loads(text).get("topic", []), list[_Topic])
    except (tomllib.TOMLDecodeError, msgspec.ValidationError) as error:
        raise GoldError(path=path, line=1, problem=error, accepted=_ACCEPTED) from error
    cases: dict[str, Case] = {}
    for topic in topics:
        if problem := _problem(topic, items, cases):
            line = text[: text.find(f'"{topic.id}"')].count("\n") + 1
            raise GoldError(path=path, line=line, problem=problem, accepted=_ACCEPTED)
        grades = {each.item: each.grade for each in topic.comparables}
        cases[topic.id] = Case(topic.id, topic.item, topic.text, topic.lang, grades)
    return tuple(cases.values())


def _problem(topic: _Topic, items: frozenset[str], known: Mapping[str, Case]) -> str:
    """Return what is wrong with a case, nothing where it is right."""
    judged = [each.item for each in topic.comparables]
    if topic.id in known:
        return f"{topic.id} × 2"
    if bool(topic.item) == bool(topic.text.strip()):
        return f"{topic.id}: item + text"
    unknown = [item for item in (*judged, *filter(None, [topic.item])) if item not in items]
    if unknown:
        return unknown[0]
    if len(set(judged)) < len(judged) or topic.item in judged:
        return f"{topic.id}: × 2"
    wrong = [each.grade for each in topic.comparables if not 1 <= each.grade <= HIGHEST_GRADE]
    return f"grade = {wrong[0]}" if wrong else ""


def evaluate_comparables(
    engine: SearchEngine, cases: Sequence[Case], half: Half
) -> tuple[Outcome, ...]:
    """Measure the comparables of each case of a half, then those that plain vectors give.

    Returns:
        An outcome a case in the groups ``similar`` and ``similar item`` or ``similar text``, and as
        many in the group ``similar (plain vectors)``.
    """
    part = [case for case in cases if half in ("all", case.half)]
    ours = {case.id: _found(engine, case) for case in part}
    plain = _plain(engine, part)
    outcomes = [_outcome(c, c.id, ours[c.id], ("similar", f"similar {c.kind}")) for c in part]
    for case in part:
        group = ("similar (plain vectors)",)
        outcomes.append(_outcome(case, f"{case.id} (plain vectors)", plain[case.id], group))
    return tuple(outcomes)


def _found(engine: SearchEngine, case: Case) -> list[str]:
    find = engine.similar if case.item else engine.similar_to_text
    return [each.item.id for each in find(case.item or case.text, top_k=DEPTH)]


def _plain(engine: SearchEngine, cases: Sequence[Case]) -> dict[str, list[str]]:
    """Rank the initiatives and stories by the cosine of their passages' mean vector."""
    import numpy as np

    index = engine.index
    kinds = index.values["item_kind"]
    vectors, numbers = index.vectors.all(), index.column("item")
    told = [
        number
        for number in np.unique(numbers).tolist()
        if kinds[int(index.column("item_kind")[numbers == number][0])] != "section"
    ]
    means = np.array([vectors[numbers == number].mean(axis=0) for number in told])
    means /= np.linalg.norm(means, axis=1, keepdims=True)
    names = [index.values["item"][number] for number in told]
    found: dict[str, list[str]] = {}
    for case in cases:
        own = (
            means[names.index(case.item)]
            if case.item in names
            else engine.encoder.encode_queries([case.text or case.item])[0]
        )
        order = np.argsort(-(means @ own), kind="stable").tolist()
        found[case.id] = [names[i] for i in order if names[i] != case.item][:DEPTH]
    return found


def _outcome(case: Case, name: str, found: Sequence[str], groups: tuple[str, ...]) -> Outcome:
    import ir_measures
    from ir_measures import P, nDCG

    judged = [ir_measures.Qrel(name, item, grade) for item, grade in case.grades.items()]
    scored = [ir_measures.ScoredDoc(name, item, float(-i)) for i, item in enumerate(found)]
    wanted = {nDCG @ DEPTH: f"nDCG@{DEPTH}", P @ 1: "P@1"}
    measures = dict.fromkeys(wanted.values(), 0.0)
    for value in ir_measures.iter_calc(list(wanted), judged, scored):
        measures[wanted[value.measure]] = float(value.value)
    query = case.item or " ".join(case.text.split())
    return Outcome(name, query, groups, measures, found[0] if found else "", 0.0)
