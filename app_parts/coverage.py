"""Coverage: how many items speak of what, in which region, and what none speaks of."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from itertools import groupby

from app_parts import formats
from app_parts.browsing import Choice, link
from app_parts.facets import name_of
from app_parts.text import clip, heading
from app_parts.visit import Visit
from spe_search import Coverage, FacetValue
from spe_search.tabular import csv_text

COLUMNS = ("theme", "clientele", "service", "sector", "partner_kind")
"""The facets that are set against the regions."""

FIRST = 12
"""Columns that are shown unless all are asked for: those with most items."""


def columns_of(found: Coverage, whole: bool) -> list[FacetValue]:
    """Return the columns to show: all, or the first ones by number of items."""
    values = list(found.columns.values)
    if found.columns.id == "theme":
        return values
    values.sort(key=lambda value: -value.count)
    return values if whole else values[:FIRST]


def table(found: Coverage, columns: Sequence[FacetValue], choice: Choice, visit: Visit) -> str:
    """Return the counts as a table; each leads to the items it counts."""
    _ = visit.translate
    name = found.columns.label(visit.lang)
    caption = _("Number of initiatives and stories by region and by: {facet}").format(
        facet=name.lower()
    )
    heads = "".join(
        f'<th scope="col" title="{escape(value.label(visit.lang))}">'
        f"{escape(clip(name_of(found.columns, value, visit), 60))}</th>"
        for value in columns
    )
    every = escape(_("Total"))
    places = [found.columns.values.index(value) for value in columns]
    lines = []
    for row, counts in zip(found.rows.values, found.counts, strict=True):
        region = row.label(visit.lang)
        cells = []
        for value, place in zip(columns, places, strict=True):
            picked = {**choice, "region": (row.id,), found.columns.id: (value.id,)}
            about = f"{region}, {clip(name_of(found.columns, value, visit), 60)}"
            cells.append(_cell(counts[place], link(visit, picked), about, visit))
        total = _cell(row.count, link(visit, {**choice, "region": (row.id,)}), region, visit)
        lines.append(f'<tr><th scope="row">{escape(region)}</th>{"".join(cells)}{total}</tr>')
    return (
        f'<div class="scroll" tabindex="0" role="region" aria-label="{escape(caption)}">'
        f'<table class="coverage"><caption>{escape(caption)}</caption>'
        f'<thead><tr><th scope="col">{escape(found.rows.label(visit.lang))}</th>{heads}'
        f'<th scope="col">{every}</th></tr></thead>'
        f"<tbody>{''.join(lines)}</tbody></table></div>"
    )


def _cell(count: int, href: str, about: str, visit: Visit) -> str:
    number = formats.number(count, visit.lang)
    if not count:
        return f'<td class="none">{number}</td>'
    return (
        f'<td class="some"><a data-go href="{escape(href)}">{number}'
        f'<span class="unseen"> – {escape(about)}</span></a></td>'
    )


def gaps(found: Coverage, columns: Sequence[FacetValue], visit: Visit) -> str:
    """Return what no item speaks of, by region, and how to read it; nothing where all do."""
    _ = visit.translate
    shown = {value.id for value in columns} | {""}
    names = {value.id: value.label(visit.lang) for value in found.rows.values}
    kept = [gap for gap in found.gaps if gap.column in shown]
    if not kept:
        return ""
    lines = []
    for row, run in groupby(kept, key=lambda gap: gap.row):
        sentences = [gap.sentence(visit.lang) for gap in run]
        count = formats.number(len(sentences), visit.lang)
        items = "".join(f"<li>{escape(sentence)}</li>" for sentence in sentences)
        lines.append(
            f"<details><summary>{escape(names[row])} ({count})</summary><ul>{items}</ul></details>"
        )
    lead = escape(found.caution(visit.lang))
    return (
        heading(_("What no initiative mentions, by region"))
        + f'<p class="caution">{lead}</p><div class="gaps">{"".join(lines)}</div>'
    )


def csv(found: Coverage, visit: Visit) -> bytes:
    """Return the whole table for a spreadsheet: CSV in UTF-8, with the mark it looks for."""
    heads = [found.rows.label(visit.lang)]
    heads += [value.label(visit.lang) for value in found.columns.values]
    rows = [heads] + [
        [row.label(visit.lang), *map(str, counts)]
        for row, counts in zip(found.rows.values, found.counts, strict=True)
    ]
    return csv_text(rows).encode("utf-8-sig")
