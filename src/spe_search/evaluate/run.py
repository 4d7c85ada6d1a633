"""Running the topics through an engine and measuring what comes out, topic by topic.

Rankings are measured by ir-measures (MacAvaney et al., 2022); a topic without hits counts as 0.
Whether the answer itself was shown is ours: its accepted strings are looked for in the passages.
"""

from __future__ import annotations

import platform
import re
import subprocess
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from statistics import fmean
from typing import Any, Final

from spe_search.engine import SearchEngine
from spe_search.evaluate.gold import Gold, Topic
from spe_search.types import Answer, Half, Hit

RANKING: Final = ("nDCG@10", "nDCG@5", "P@1", "RR", "R@5")
"""What tells how well items are ranked: all should be high."""
ANSWERING: Final = (
    *("answer@1", "answer@3", "plain right"),
    *("false plain answers", "false answers", "lost answers"),
)
"""What tells how well questions are answered: the last three should be low, the others high."""
MEASURES: Final = RANKING + ANSWERING

_DEPTH = 10


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one topic gave: the measures that apply to it, and what came first."""

    topic: str
    query: str
    groups: tuple[str, ...]
    measures: dict[str, float]
    first: str
    score: float


@dataclass(frozen=True, slots=True)
class Result:
    """A whole run: where and on what it was made, and its outcomes."""

    about: dict[str, str]
    outcomes: tuple[Outcome, ...]


def evaluate(
    engine: SearchEngine,
    gold: Gold,
    half: Half,
    on_topic: Callable[[], None] = lambda: None,
) -> Result:
    """Ask every topic of a half and measure the hits.

    Args:
        engine: what is measured.
        gold: the topics and judgements.
        half: which topics to ask.
        on_topic: called after each topic.

    Returns:
        One outcome a topic, in the order of the topics.
    """
    part = gold.half(half)
    found: list[tuple[Topic, Answer]] = []
    for topic in part.topics:
        found.append((topic, engine.ask(topic.query, top_k=_DEPTH)))
        on_topic()
    ranked = _ranked({t.id: answer.hits for t, answer in found if part.qrels[t.id]}, part.qrels)
    outcomes = tuple(
        Outcome(
            topic.id,
            topic.query,
            _groups(topic),
            ranked.get(topic.id, {}) | _answers(topic, answer, bool(part.qrels[topic.id])),
            answer.hits[0].passage.id if answer.hits else "",
            answer.hits[0].score if answer.hits else 0.0,
        )
        for topic, answer in found
    )
    return Result(_about(engine, half), outcomes)


def _ranked(
    runs: Mapping[str, Sequence[Hit]], qrels: Mapping[str, Mapping[str, int]]
) -> dict[str, dict[str, float]]:
    import ir_measures
    from ir_measures import RR, P, R, nDCG

    wanted = {nDCG @ 10: "nDCG@10", P @ 1: "P@1", RR: "RR", R @ 5: "R@5"}
    judged = [ir_measures.Qrel(t, item, g) for t in runs for item, g in qrels[t].items()]
    scored = [
        ir_measures.ScoredDoc(topic, hit.passage.item_id, float(-hit.rank))
        for topic, hits in runs.items()
        for hit in hits
    ]
    found: dict[str, dict[str, float]] = {t: dict.fromkeys(wanted.values(), 0.0) for t in runs}
    for value in ir_measures.iter_calc(list(wanted), judged, scored):
        found[value.query_id][wanted[value.measure]] = float(value.value)
    return found


def _answers(topic: Topic, answer: Answer, answerable: bool) -> dict[str, float]:
    is_answered, is_plain = answer.status != "no_answer", answer.status == "answered"
    if not answerable:
        return {"false plain answers": float(is_plain), "false answers": float(is_answered)}
    measures = {"lost answers": float(not is_answered)}
    if topic.answers:
        texts = [hit.passage.text for hit in answer.hits]
        measures["answer@1"] = float(any(holds(text, topic.answers) for text in texts[:1]))
        measures["answer@3"] = float(any(holds(text, topic.answers) for text in texts[:3]))
        if is_plain:
            quoted = (citation.quote for citation in answer.citations)
            measures["plain right"] = float(any(holds(quote, topic.answers) for quote in quoted))
    return measures


def holds(text: str, answers: Iterable[str]) -> bool:
    """Tell whether a text holds one of some strings, not as part of a longer figure or word."""
    plain = " ".join(text.lower().split())
    return any(_pattern(" ".join(answer.lower().split())).search(plain) for answer in answers)


def _pattern(answer: str) -> re.Pattern[str]:
    """Return what finds an answer, whole: "532" is neither in "1 532" nor in "532 000"."""
    before = r"(?<![\w,])"
    if re.match(r"\d{3}(?!\d)", answer):
        before += r"(?<!\d )"
    after = r"(?!\w|,\d)"
    if re.search(r"(?<!\d)\d{1,3}$", answer):
        after += r"(?! \d{3}(?!\d))"
    return re.compile(f"{before}{re.escape(answer)}{after}")


def _groups(topic: Topic) -> tuple[str, ...]:
    return ("all", topic.lang, topic.category, *topic.style)


def summarise(outcomes: Iterable[Outcome]) -> dict[str, dict[str, float]]:
    """Return the mean of each measure, for each group of topics."""
    values: dict[str, dict[str, list[float]]] = {}
    for outcome in outcomes:
        for group in outcome.groups:
            for measure, value in outcome.measures.items():
                values.setdefault(group, {}).setdefault(measure, []).append(value)
    return {
        group: {measure: fmean(each[measure]) for measure in MEASURES if measure in each}
        for group, each in values.items()
    }


def below_floors(
    summary: Mapping[str, Mapping[str, float]], floors: Mapping[str, Mapping[str, float]]
) -> tuple[str, ...]:
    """Return a line for each measure that has fallen under its floor (or risen over its ceiling).

    Args:
        summary: what :func:`summarise` gave.
        floors: group -> measure -> limit; for shares that should be low, the limit is a ceiling.
    """
    lines: list[str] = []
    for group, limits in floors.items():
        for measure, limit in limits.items():
            is_ceiling = measure.endswith("answers")
            value = summary.get(group, {}).get(measure, 1.0 if is_ceiling else 0.0)
            fallen = value > limit if is_ceiling else value < limit
            if fallen:
                lines.append(f"{group} {measure}: {value:.3f} ({limit:.3f})")
    return tuple(lines)


def _about(engine: SearchEngine, half: Half) -> dict[str, str]:
    manifest = engine.manifest
    return {
        "half": half,
        "date": datetime.now(UTC).date().isoformat(),
        "commit": commit_name(),
        "version": version("spe-search"),
        "encoder": f"{manifest.encoder.name} {manifest.encoder.digest[:12]}",
        "analyser": manifest.analyser,
        "corpus": " ".join(f"{r.id} {r.source_digest[:12]}" for r in manifest.reports),
        "machine": f"{platform.machine()} {platform.system()}, Python {platform.python_version()}",
    }


def commit_name() -> str:
    """Return the commit this was run at, with a star where the tree had changed since."""
    command = ["git", "describe", "--always", "--dirty=*", "--abbrev=12"]
    try:
        done = subprocess.run(
            command, cwd=Path.cwd(), capture_output=True, text=True, check=True, timeout=10
        )
    except (OSError, subprocess.SubprocessError):
        return "-"
    return done.stdout.strip()


def write_result(result: Result, path: Path) -> None:
    """Write a result to a file, as JSON with a topic a line, so that runs can be compared."""
    import json

    whole = as_json(result)
    topics = ",\n".join(json.dumps(topic, ensure_ascii=False) for topic in whole.pop("topics"))
    head = json.dumps(whole, ensure_ascii=False, indent=1)[:-2]
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f'{head},\n "topics": [\n{topics}\n]\n}}\n', encoding="utf-8")


def as_json(result: Result) -> dict[str, Any]:
    """Return a result as plain values: about, summary, topics."""
    import msgspec

    summary = {
        group: {measure: round(value, 4) for measure, value in each.items()}
        for group, each in summarise(result.outcomes).items()
    }
    topics = msgspec.to_builtins(result.outcomes)
    return {"about": result.about, "summary": summary, "topics": topics}
