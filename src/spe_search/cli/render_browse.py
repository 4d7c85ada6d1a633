"""What the commands that browse print. Text from documents is never markup."""

from __future__ import annotations

from collections.abc import Sequence

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from spe_search.coverage import Coverage
from spe_search.i18n import translator
from spe_search.tabular import escape_cell
from spe_search.themes import Facet, FacetValue, Themes
from spe_search.types import Lang

_VALUES = 10
_COLUMNS = 8
_GAPS = 12


def _console() -> Console:
    return Console(highlight=False)


def themes(found: Themes, facets: Sequence[Facet], *, whole: bool, lang: Lang) -> None:
    """Print facets, each value with its count; only the first values unless ``whole``."""
    _ = translator(lang)
    console = _console()
    console.print(_("Items: {count}").format(count=len(found.items)), style="dim", end="\n\n")
    for facet in facets:
        values = facet.values if whole else [v for v in facet.values if v.count or v.selected]
        shown = values if whole else values[:_VALUES]
        if not shown:
            continue
        table = Table(box=None, pad_edge=False, show_header=False)
        table.add_column(justify="right")
        table.add_column()
        for value in shown:
            style = "bold" if value.selected else "" if value.count else "dim"
            table.add_row(str(value.count), Text(value.label(lang), style))
        console.print(Text(facet.label(lang), "bold"))
        console.print(table)
        for line in _left_out(facet, len(values) - len(shown), lang):
            console.print(Text(f"   {line}", "dim"), soft_wrap=True)
        console.print()


def _left_out(facet: Facet, more: int, lang: Lang) -> list[str]:
    _ = translator(lang)
    lines = []
    if more:
        text = _("{count} more: spe-search themes --facet {facet}")
        lines.append(text.format(count=more, facet=facet.id))
    if facet.hidden:
        text = _("too general to be listed: {count} (--all lists them)")
        lines.append(text.format(count=facet.hidden))
    return lines


def coverage(found: Coverage, lang: Lang) -> None:
    """Print a table of counts, its columns with most items first, then what none speaks of."""
    _ = translator(lang)
    console = _console()
    order = sorted(range(len(found.columns.values)), key=lambda c: -found.columns.values[c].count)
    kept = order[:_COLUMNS]
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    table.add_column(found.rows.label(lang), overflow="fold")
    for number in range(len(kept)):
        table.add_column(str(number + 1), justify="right")
    for row, counts in zip(found.rows.values, found.counts, strict=True):
        table.add_row(Text(row.label(lang)), *(str(counts[c] or "·") for c in kept))
    console.print(table)
    console.print(Text(found.columns.label(lang), "bold"))
    for number, column in enumerate(kept, 1):
        value = found.columns.values[column]
        console.print(Text(f"{number:3}  {value.label(lang)} ({value.count})"), soft_wrap=True)
    if more := len(order) - len(kept):
        text = _("{count} more columns with fewer items: --csv or --json gives all.")
        console.print(Text(text.format(count=more), "dim"), soft_wrap=True)
    _gaps(console, found, [found.columns.values[c] for c in kept], lang)


def _gaps(console: Console, found: Coverage, columns: Sequence[FacetValue], lang: Lang) -> None:
    """Print the gaps of the columns that are shown, and how to read them."""
    _ = translator(lang)
    shown = {column.id for column in columns} | {""}
    gaps = [gap for gap in found.gaps if gap.column in shown]
    if not gaps:
        return
    console.print()
    for gap in gaps[:_GAPS]:
        console.print(Text(gap.sentence(lang)), soft_wrap=True)
    if more := len(found.gaps) - min(len(gaps), _GAPS):
        text = _("{count} more gaps: --json gives all.")
        console.print(Text(text.format(count=more), "dim"))
    console.print(Text(f"\n{found.caution(lang)}", "italic"), soft_wrap=True)


def coverage_cells(found: Coverage, lang: Lang) -> list[list[str | int]]:
    """Return a coverage as the cells of a spreadsheet, heads first; no text is a formula."""
    heads = [found.rows.label(lang), *(value.label(lang) for value in found.columns.values)]
    rows: list[list[str | int]] = [[escape_cell(head) for head in heads]]
    for row, counts in zip(found.rows.values, found.counts, strict=True):
        rows.append([escape_cell(row.label(lang)), *counts])
    return rows
