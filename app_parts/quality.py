"""The measured quality of the search: what ``spe-search eval --out`` left, if it is there."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from html import escape
from pathlib import Path

from app_parts import formats
from app_parts.visit import Visit
from spe_search.i18n import message as mark

RESULT = Path(__file__).parents[1] / "benchmarks" / "results" / "report.json"

_MEASURES = (
    ("P@1", mark("The first result answers the question")),
    ("R@5", mark("Share of the right results that are among the first five")),
    ("answer@3", mark("The figure or the name asked for can be read in the first three results")),
    ("plain right", mark("What the search answers plainly is right")),
    ("false plain answers", mark("The search answers plainly where the reports say nothing")),
    ("lost answers", mark("The search says that nothing answers, wrongly")),
    (
        "false answers",
        mark("The search shows the nearest passage where the reports give no answer"),
    ),
)


@dataclass(frozen=True, slots=True)
class Measured:
    """A run of the evaluation: each measure (shares of 1), how many topics, and when."""

    measures: Mapping[str, float]
    topics: int
    day: date | None
    encoder: str


def measured(path: Path = RESULT) -> Measured | None:
    """Read the result of an evaluation; ``None`` where there is none that can be read."""
    try:
        result = json.loads(path.read_text(encoding="utf-8"))
        about, measures = result["about"], result["summary"]["all"]
        made = about.get("date")
        return Measured(
            {name: float(measures[name]) for name, _ in _MEASURES if name in measures},
            sum("all" in topic["groups"] for topic in result["topics"]),
            date.fromisoformat(made) if made else None,
            str(about["encoder"]).partition(" ")[0],
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


def table(found: Measured, visit: Visit) -> str:
    """Return the measures as a table, with a caption that says on what and when."""
    _: Callable[[str], str] = visit.translate
    rows = "".join(
        f'<tr><th scope="row">{escape(_(text))}</th>'
        f"<td>{escape(formats.share(found.measures[name], visit.lang))}</td></tr>"
        for name, text in _MEASURES
        if name in found.measures
    )
    count = formats.number(found.topics, visit.lang)
    caption = _("{count} questions, encoder {encoder}").format(count=count, encoder=found.encoder)
    if found.day:
        text = _("{count} questions, encoder {encoder}, measured on {date}")
        day = formats.day(found.day, visit.lang)
        caption = text.format(count=count, encoder=found.encoder, date=day)
    return (
        f'<table class="measures"><caption>{escape(caption)}</caption><tbody>{rows}</tbody></table>'
    )
