"""Browse: themes, regions and facets, what is covered where, the map of meaning, and each item."""

from __future__ import annotations

from html import escape

import streamlit as st
from app_parts import coverage as covering
from app_parts import frame, listing, meaning
from app_parts import item as single
from app_parts.browsing import (
    PATH,
    Choice,
    anchor,
    chosen,
    compare_link,
    coverage,
    filters_in,
    item,
    link,
    similar,
    themes,
    told,
)
from app_parts.comparison import comparable
from app_parts.engine import Opened, opened
from app_parts.facets import chips, chooser
from app_parts.states import explained
from app_parts.text import alert, clip, heading
from app_parts.visit import go, visit

from spe_search import Themes
from spe_search.compare.matrix import LEAST_COMPARED, MOST_COMPARED
from spe_search.coverage import CAUTION
from spe_search.errors import BadInputError

STEP = 20
here = visit()
_ = here.translate
view = here.address.get("view", "")


def views(choice: Choice) -> str:
    """Return the links to the three ways of browsing."""
    names = {"": _("Initiatives"), "coverage": _("Coverage"), "map": _("Map of meaning")}
    links = "".join(
        f"<li><a data-go{' aria-current=page' * (name == view)} "
        f'href="{escape(link(here, choice, view=name))}">{escape(text)}</a></li>'
        for name, text in names.items()
    )
    label = escape(_("Ways of browsing"))
    return f'<nav class="views" aria-label="{label}"><ul>{links}</ul></nav>'


def choices(label: str, name: str, values: dict[str, str], now: str, choice: Choice) -> str:
    """Return a row of links that set a parameter of a view."""
    links = "".join(
        f"<li><a data-go{' aria-current=true' * (value == now)} "
        f'href="{escape(link(here, choice, view=view, **{name: value}))}">{escape(text)}</a></li>'
        for value, text in values.items()
    )
    return f'<div class="by"><span>{escape(label)}</span><ul>{links}</ul></div>'


def items(ready: Opened, found: Themes, choice: Choice) -> None:
    """Show what can be chosen, and the items of the present choice."""
    kinds = choice.get("kind", told(ready))
    wished = here.address.get("n", "")
    count = int(wished) if wished.isdecimal() and len(wished) < 5 else STEP
    shown, more = found.items[:count], len(found.items) > count
    line = listing.counted(len(found.items), kinds, here)
    parts = [chooser(found, choice, here), f"<h2 data-status>{escape(line)}</h2>"]
    if LEAST_COMPARED <= len(found.items) <= MOST_COMPARED and choice:
        aside = anchor(compare_link(here, found.items), _("Compare them side by side"))
        parts.append(f"<p>{aside}</p>")
    if not found.items:
        parts += [alert(_("Remove a choice to see more."), "notice"), _caution()]
    parts += [listing.card(ready, each, here) for each in shown]
    st.html("".join(parts))
    if more:
        st.button(_("Show more"), on_click=go, kwargs={"n": str(count + STEP)})


def _caution() -> str:
    return f'<p class="caution">{escape(_(CAUTION))}</p>'


def table(ready: Opened, found: Themes, choice: Choice) -> None:
    """Show how many items there are by region and by another facet, and what is missing."""
    names = {
        name: found.facet(name).label(here.lang)
        for name in covering.COLUMNS
        if any(value.count for value in found.facet(name).values)
    }
    by = here.address.get("by", "") or next(iter(names), covering.COLUMNS[0])
    told_by = coverage(ready, by, filters_in(here))
    whole = here.address.get("columns") == "all"
    columns = covering.columns_of(told_by, whole)
    title = heading(_("What is covered, region by region"))
    parts = [title, choices(_("Columns:"), "by", names, by, choice)]
    parts.append(covering.table(told_by, columns, choice, here))
    if len(columns) < len(told_by.columns.values):
        href = link(here, choice, view=view, by=by, columns="all")
        text = _("The {count} columns with most items are shown. Show all {all}.").format(
            count=len(columns), all=len(told_by.columns.values)
        )
        parts.append(f"<p>{anchor(href, text)}</p>")
    st.html("".join(parts))
    file = _("coverage")
    st.download_button(
        _("Download the table (CSV)"), covering.csv(told_by, here), f"{file}-{by}.csv"
    )
    st.html(covering.gaps(told_by, columns, here) or "<span hidden></span>")


def plan(ready: Opened, found: Themes, choice: Choice) -> None:
    """Show the map of meaning."""
    kinds = choice.get("kind", told(ready))
    points = [point for point in ready.engine.map() if point.kind in kinds]
    if not points:
        st.html(alert(_("There is nothing to put on a map."), "notice"))
        return
    by = "region" if here.address.get("by") == "region" else "theme"
    signs = meaning.groups(points, found, by)
    lead = _(
        "Each point is an item; points near one another speak of like things. The two directions "
        "have no meaning of their own. Point at one to see its title; open it for the whole."
    )
    names = {"theme": _("Theme"), "region": _("Region")}
    parts = [
        heading(_("Map of meaning")),
        f"<p>{escape(lead)}</p>",
        choices(_("Colours by:"), "by", names, by, choice),
        meaning.plot(points, frozenset(found.items), signs, by, here),
        meaning.legend(found, signs, by, here),
        meaning.table(points, here),
    ]
    st.html("".join(parts))


def alone(ready: Opened, wanted: str) -> None:
    """Show one item whole, what it speaks of, and what is like it."""
    found = item(ready, wanted)
    frame.configure(here, clip(found.title, 60))
    back = anchor(link(here, {}), _("All initiatives"))
    compare = anchor(compare_link(here, [found.id]), _("Compare it with others"))
    st.html(
        f'<p class="back">{back}</p>{single.whole(ready, found, here)}<p>{compare}</p>'
        f"{single.tags(ready, found, here)}"
    )
    near = similar(ready, here, item_id=found.id)
    if near:
        shown = "".join(comparable(ready, each, here) for each in near)
        st.html(heading(_("Similar initiatives")) + shown)


st.html(frame.HERE / "browse.css")
with explained(here, "browse"):
    ready = opened()
    wanted = here.address.get("id", "")
    if wanted:
        alone(ready, wanted)
    else:
        lede = escape(_("What the reports tell of, by theme, region, clientele or partner."))
        title = heading(_("Browse the initiatives"), 1) + f'<p class="lede">{lede}</p>'
        try:
            found = themes(ready, filters_in(here))
        except BadInputError:
            st.html(title + "<p>" + anchor(here.link(PATH), _("Remove all the choices")) + "</p>")
            raise
        choice = chosen(here, found)
        st.html(title + views(choice) + chips(found, choice, here, view))
        {"coverage": table, "map": plan}.get(view, items)(ready, found, choice)
