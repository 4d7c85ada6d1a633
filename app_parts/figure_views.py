"""Figures as charts, tables and lines: what a page of results shows of them, and its CSV."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from decimal import Decimal
from html import escape

from app_parts.charts import Bar, Chart
from app_parts.figures import UNITS, Grid, Row
from app_parts.formats import share
from app_parts.text import clip, highlighted, page_label
from app_parts.visit import Visit
from spe_search import Indicator
from spe_search.answers.wording import name_of, verdict_text
from spe_search.answers.working import against_target, comparable, extremes
from spe_search.i18n import message as mark
from spe_search.regions import region_by_code
from spe_search.tabular import csv_text

Link = Callable[[Indicator], str]
"""Returns the address, in the app, of the passage that a figure stands in."""

_BOUNDS = {
    "about": mark("approximate value"),
    "over": mark("at least this value"),
    "under": mark("at most this value"),
    "range": mark("range"),
}
_CHANGES = {"up": mark("rise"), "down": mark("fall")}
_LONGEST = 200
_WIDEST = Decimal(2)
"""How many times its target a figure may be for its bar to tell it; longer bars are cut."""

# ---------------------------------------------------------------- charts


def against_chart(title: str, found: Sequence[Indicator], link: Link, visit: Visit) -> Chart:
    """Set figures against their targets, each bar in proportion to its own target."""
    _, lang = visit.translate, visit.lang
    ratios = [_ratio(each) for each in found]
    widest = min(max([Decimal(1), *filter(None, ratios)]), _WIDEST)
    bars, reached, judged = [], 0, 0
    for each, ratio in zip(found, ratios, strict=True):
        result, target = against_target(each), each.target
        judged, reached = judged + bool(result), reached + bool(result and result.met)
        bars.append(
            Bar(
                label=name_of(each, lang) if each.table_id else each.label,
                text=each.text,
                href=link(each),
                length=float(min(ratio, widest) / widest) if ratio is not None else 0.0,
                target=target.text if target else "",
                mark=float(1 / widest) if ratio is not None else None,
                verdict=verdict_text(result, lang) if result else "",
                good=result.met if result else None,
            )
        )
    scale = _("Each bar is the result in proportion to its target: the line is 100%.")
    text = _("Targets met or exceeded: {reached} of {count}.")
    if judged == reached:
        text = _("All targets are met or exceeded: {count}.")
    return Chart(title, tuple(bars), scale, text.format(reached=reached, count=judged))


def _ratio(each: Indicator) -> Decimal | None:
    if each.target is None or not each.target.value or against_target(each) is None:
        return None
    return max(each.value / each.target.value, Decimal(0))


def charts_of(grid: Grid, link: Link, visit: Visit) -> Iterator[tuple[Chart, list[Indicator]]]:
    """Yield a chart for each column and group of a table whose figures compare, with them."""
    for n, column in enumerate(grid.columns):
        for group, rows in grid.groups().items():
            name = " – ".join(filter(None, (group, column if len(grid.columns) > 1 else "")))
            chart = _bars(name or grid.title, rows, n, link, visit)
            if chart:
                yield chart, [cell for row in rows if (cell := row.cells[n]) is not None]


def _bars(title: str, rows: Sequence[Row], n: int, link: Link, visit: Visit) -> Chart | None:
    """Draw a column of some rows, unless there is nothing to compare or no scale for it."""
    kept = [(row.label, cell) for row in rows if (cell := row.cells[n]) is not None]
    units = {cell.unit for _, cell in kept}
    values = [cell.value for _, cell in kept]
    if len(kept) < 2 or len(units) > 1 or None in units or min(values) < 0 or not max(values):
        return None
    aims = [cell.target.value for _, cell in kept if cell.target and cell.target.value]
    widest = max([*values, *aims])
    if units == {"%"}:
        widest = max(widest, Decimal(100))
    bars = [_bar(label, cell, widest, link, visit) for label, cell in kept]
    _ = visit.translate
    scale = (
        _("Scale: from 0 to {share}.").format(share=share(float(widest) / 100, visit.lang))
        if units == {"%"}
        else _("Scale: from 0 to the largest value.")
    )
    if aims:
        line = _("The line is the target.")
        scale = f"{scale} {line}"
    return Chart(title, tuple(bars), scale, _extent([cell for _, cell in kept], visit))


def _bar(label: str, cell: Indicator, widest: Decimal, link: Link, visit: Visit) -> Bar:
    result, target = against_target(cell), cell.target
    aim = target.value if target else None
    return Bar(
        label=label,
        text=cell.text,
        href=link(cell),
        length=float(cell.value / widest),
        target=target.text if target else "",
        mark=float(aim / widest) if aim else None,
        verdict=verdict_text(result, visit.lang) if result else "",
        good=result.met if result else None,
    )


def _extent(cells: Sequence[Indicator], visit: Visit) -> str:
    """Say from what to what some figures go, and whose they are; totals are left out."""
    _ = visit.translate
    rows = comparable(cells)
    low, high = extremes(rows, highest=False), extremes(rows, highest=True)
    if not low or not high or low == high:
        return ""
    names = [
        _(" and ").join(each.population or each.label for each in best) for best in (low, high)
    ]
    text = _("From {low} ({who_low}) to {high} ({who_high}).")
    return text.format(low=low[0].text, who_low=names[0], high=high[0].text, who_high=names[1])


# ---------------------------------------------------------------- tables and lines


def grid_table(grid: Grid, link: Link, visit: Visit, lang: str) -> str:
    """Return a table with all its columns, each figure a link, its target under it."""
    _ = visit.translate
    heads = "".join(f'<th scope="col" lang="{lang}">{escape(each)}</th>' for each in grid.columns)
    rows = []
    for group, lines in grid.groups().items():
        if group:
            wide = 1 + len(grid.columns)
            head = f'<th scope="rowgroup" colspan="{wide}" class="group" lang="{lang}">'
            rows.append(f"<tr>{head}{escape(group)}</th></tr>")
        for row in lines:
            cells = "".join(f"<td>{_cell(each, link, visit)}</td>" for each in row.cells)
            label = f'<th scope="row" lang="{lang}">{escape(row.label)}</th>'
            rows.append(f"<tr>{label}{cells}</tr>")
    caption = f'<caption><span lang="{lang}">{escape(grid.title)}</span></caption>'
    table = (
        f"<table>{caption}<thead><tr><td></td>{heads}</tr></thead>"
        f"<tbody>{''.join(rows)}</tbody></table>"
    )
    name = escape(grid.title)
    return f'<div class="scroll" tabindex="0" role="region" aria-label="{name}">{table}</div>'


def _cell(each: Indicator | None, link: Link, visit: Visit) -> str:
    if each is None:
        return "–"
    _ = visit.translate
    figure = f'<a data-go href="{escape(link(each))}">{escape(each.text)}</a>'
    if each.target is None:
        return figure
    if each.target.value is None:
        none = _("no target")
        return f"{figure}<br><small>{escape(none)}</small>"
    text = _("target: {value}").format(value=each.target.text)
    return f"{figure}<br><small>{escape(text)}</small>"


def lines(found: Iterable[tuple[Indicator, str, str]], link: Link, visit: Visit) -> str:
    """Return figures as a table, a line each: the figure, what it measures, its page.

    Args:
        found: figures, each with the title it stands under and the language of its report.
        link: where each leads.
        visit: who reads.
    """
    _ = visit.translate
    rows = []
    for each, title, lang in found:
        name = name_of(each, visit.lang) if each.table_id else each.label
        label = highlighted(clip(name, _LONGEST))
        region = region_by_code(each.region)
        about = [*notes(each, visit), region.name if region else ""]
        facts = " · ".join(escape(text) for text in about if text)
        rows.append(
            f'<tr><td><a data-go href="{escape(link(each))}" lang="{lang}">'
            f'{escape(shown(each))}</a></td><th scope="row"><span lang="{lang}">{label}</span>'
            f"<br><small>{facts}{' · ' if facts else ''}"
            f'<span lang="{lang}">{escape(clip(title, 120))}</span></small></th>'
            f"<td>{escape(page_label(each.page, _))}</td></tr>"
        )
    heads = (_("Figure"), _("What it measures"), _("Page"))
    head = "".join(f'<th scope="col">{escape(text)}</th>' for text in heads)
    return (
        f'<table class="lines"><thead><tr>{head}</tr></thead><tbody>{"".join(rows)}</tbody></table>'
    )


def shown(each: Indicator) -> str:
    """Return a figure as the report writes it, a duration or an age with its unit."""
    return f"{each.text} {each.counted}" if each.unit in ("duration", "age") else each.text


def notes(each: Indicator, visit: Visit) -> list[str]:
    """Return, in words, what kind of figure it is where it is no plain one, and what goes with it.

    Approximations, ranges, changes and unknown units are told as what they are.
    """
    _ = visit.translate
    told = [each.period]
    told.append(_(_BOUNDS[each.bound]) if each.bound in _BOUNDS else "")
    told.append(_(_CHANGES[each.change]) if each.change else "")
    told.append(_("unit not said") if each.unit is None else "")
    if each.compared_with:
        told.append(_("compared with {what}").format(what=each.compared_with))
    if each.previous:
        told.append(_("before: {text}").format(text=each.previous.text))
    if each.target and each.target.value is not None:
        result = against_target(each)
        told.append(_("target: {value}").format(value=each.target.text))
        told.append(verdict_text(result, visit.lang) if result else "")
    return [text for text in told if text]


# ---------------------------------------------------------------- to take away


def csv_file(rows: Iterable[Sequence[str]], visit: Visit) -> bytes:
    """Return rows as a CSV file that spreadsheets of the reader's language open as it is."""
    text = csv_text(rows, ";" if visit.lang == "fr" else ",")
    return text.encode("utf-8-sig")


def figure_rows(
    found: Iterable[tuple[Indicator, str, str]], address: Link, visit: Visit
) -> list[list[str]]:
    """Return figures as rows of a spreadsheet: as printed, as numbers, with their source.

    Args:
        found: figures, each with the titles of what it stands in and of its report.
        address: the permanent address of each.
        visit: who reads.
    """
    _ = visit.translate
    heads = (
        *(_("Figure"), _("Value"), _("Highest value"), _("Unit"), _("What it measures")),
        *(_("Of whom or what"), _("Group"), _("Period"), _("Target"), _("Verdict")),
        *(_("Region"), _("Title"), _("Report"), _("Page"), _("Address of the citation")),
    )
    rows = [list(heads)]
    for each, title, report in found:
        target, result, region = each.target, against_target(each), region_by_code(each.region)
        rows.append(
            [
                *(each.text, _number(each.value, visit), _number(each.high, visit)),
                *(_(UNITS[each.unit or "none"]), each.label, each.population, each.group or ""),
                *(each.period, _number(target.value, visit) if target else ""),
                verdict_text(result, visit.lang) if result else "",
                *(region.name if region else "", title, report, str(each.page), address(each)),
            ]
        )
    return rows


def _number(value: Decimal | None, visit: Visit) -> str:
    """Return a number as spreadsheets of the reader's language read it; nothing for none."""
    text = "" if value is None else f"{value:f}"
    return text.replace(".", ",") if visit.lang == "fr" else text
