"""Results: the figures of the reports, against their targets, by table, and as a list."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from html import escape

import streamlit as st
from app_parts import figure_views, formats
from app_parts.engine import opened
from app_parts.figure_panels import drawn, spreadsheet
from app_parts.figures import (
    ORIGINS,
    SORTS,
    UNITS,
    Grid,
    Wanted,
    found,
    grids,
    language_of,
    title_of,
)
from app_parts.states import explained
from app_parts.text import alert, heading
from app_parts.visit import go, keep, visit

from spe_search import Indicator
from spe_search.french import fold
from spe_search.i18n import message as mark
from spe_search.regions import REGIONS, region_named

PATH = "resultats"
STEP, MOST = 25, 500
CURRENT = 'aria-current="true" '
NAMES = {
    "targets": mark("Against the targets"),
    "clientele": mark("By clientele"),
    "profile": mark("Profile of participants"),
    "volumes": mark("Services and volumes"),
    "figures": mark("All the figures"),
}

here = visit()
_ = here.translate


def asked(*names: str) -> Wanted:
    """Return which figures the address asks for in some of its parameters."""
    given = {name: here.address.get(name, "") for name in names}
    return Wanted(given.pop("q", ""), **given)


def link(each: Indicator) -> str:
    """Return the address, in the app, of the passage that a figure stands in."""
    return here.link("", a=engine.cite(each).address)


def choice(name: str, label: str, choices: dict[str, str]) -> None:
    """Show a choice that holds the address's value, and writes there."""
    chosen = here.address.get(name, "")
    if name == "region" and (region := region_named(chosen)):
        chosen = region.code
    keep(name, chosen)
    known = {**choices, **({} if chosen in choices else {chosen: chosen})}
    changed = partial(written, name)
    st.selectbox(label, list(known), key=name, format_func=known.__getitem__, on_change=changed)


def written(name: str) -> None:
    """Write a choice, or the words, to the address."""
    go(**{name: st.session_state[name].strip()})


def report_choices() -> None:
    """Show the choice of a report and of a year, where there are several."""
    titles = {report.id: report.title for report in engine.manifest.reports}
    years = sorted(filter(None, engine.index.values["year"]), reverse=True)
    if len(titles) > 1:
        with st.container(key="filters", horizontal=True):
            choice("document", _("Report"), {"": _("All reports"), **titles})
            choice("year", _("Year"), {"": _("All years")} | {year: year for year in years})


def view_links(names: Iterable[str], shown: str) -> str:
    """Return the ways to look at the figures, as links, the one that is shown marked."""
    kept = {name: here.address.get(name, "") for name in ("document", "year")}
    links = "".join(
        f"<li><a data-go {CURRENT if view == shown else ''}"
        f'href="{escape(here.link(PATH, view=view, **kept))}">{escape(_(NAMES[view]))}</a></li>'
        for view in names
    )
    return f'<ul class="views">{links}</ul>'


def targets(figures: list[Indicator]) -> None:
    """Show every figure that has a target, beside it."""
    title = _("Results against their targets")
    chart = figure_views.against_chart(title, figures, link, here)
    drawn(engine, chart, figures, "targets", here)
    spreadsheet(engine, "targets", figures, here)


def tables(shown: list[Grid]) -> None:
    """Show tables, each with a chart of the figures that compare."""
    several = len({grid.document_id for grid in shown}) > 1
    for number, grid in enumerate(shown, 1):
        report = engine.document(grid.document_id).metadata
        lang, name = escape(report.language), f"table-{number}"
        where = f"{report.title}, p. {grid.page}" if several else f"p. {grid.page}"
        st.html(f'<h2><span lang="{lang}">{escape(grid.title)}</span> ({escape(where)})</h2>')
        bars = list(figure_views.charts_of(grid, link, here))
        for n, (chart, figures) in enumerate(bars, 1):
            drawn(engine, chart, figures, f"{name}-{n}", here, 3)
        if len(grid.columns) > 1 or sum(len(figures) for _chart, figures in bars) < len(grid.rows):
            whole = figure_views.grid_table(grid, link, here, lang)
            st.html(heading(_("The whole table"), 3) + whole)
        spreadsheet(engine, name, grid.figures(), here)


def listing() -> None:
    """Show the figures that fit the words and the choices, some at a time."""
    keep("q", here.address.get("q", ""))
    st.text_input(
        _("Words said of the figure"),
        key="q",
        placeholder=_("for example: companies helped"),
        autocomplete="off",
        on_change=partial(written, "q"),
    )
    regions = sorted(REGIONS, key=lambda each: (each.code == "00", fold(each.name)))
    codes = engine.index.values["region"]
    named = {region.code: region.name for region in regions if region.code in codes}
    with st.container(key="figures", horizontal=True):
        choice("region", _("Region"), {"": _("All regions")} | named)
        choice("unit", _("Unit"), {"": _("All units")} | {k: _(v) for k, v in UNITS.items()})
        origins = {name: _(text) for name, text in ORIGINS.items()}
        choice("origin", _("Where it is said"), {"": _("Everywhere")} | origins)
        choice("sort", _("Order"), {name: _(text) for name, text in SORTS.items()})
    kept = found(ready, asked("q", "region", "unit", "origin", "sort", "document", "year"))
    text = _("1 figure") if len(kept) == 1 else _("{count} figures")
    shown = text.format(count=formats.number(len(kept), here.lang))
    st.html(f"<h2 data-status>{escape(shown)}</h2>")
    if not kept:
        st.html(alert(_("No figure fits. Try other words, or remove a choice."), "notice"))
        return
    count = here.address.get("n", "")
    most = min(max(int(count), STEP), MOST) if count.isdecimal() and len(count) < 6 else STEP
    rows = [
        (each, title_of(engine, each), language_of(engine, each.document_id))
        for each in kept[:most]
    ]
    st.html(figure_views.lines(rows, link, here))
    if len(kept) > most and most < MOST:
        more = min(most + STEP, MOST)
        st.button(_("Show more figures"), on_click=go, kwargs={"n": str(more)})
    spreadsheet(engine, "figures", kept, here)


lede = _(
    "What the reports count and measure. Each figure leads to the sentence or the table that "
    "it was read in; nothing is estimated."
)
st.html(heading(_("Results"), 1) + f'<p class="lede">{escape(lede)}</p>')
ready = opened()
engine = ready.engine
report_choices()
with explained(here, "results"):
    read = found(ready, asked("document", "year"))
    aimed = [each for each in read if each.target and each.target.value is not None]
    every = grids(ready, asked("document", "year"))
    held: set[str] = {grid.shape for grid in every} | {"figures"}
    held |= {"targets"} if aimed else set()
    offered = [name for name in NAMES if name in held]
    wished = here.address.get("view", "")
    view = wished if wished in offered else offered[0]
    st.html(view_links(offered, view))
    shows: dict[str, Callable[[], None]] = {"targets": partial(targets, aimed), "figures": listing}
    shows.get(view, partial(tables, [grid for grid in every if grid.shape == view]))()
