"""Compare: initiatives side by side, or a project of one's own with what others did."""

from __future__ import annotations

import re
from html import escape

import streamlit as st
from app_parts import frame
from app_parts.browsing import anchor, compare_link, matrix, similar, told
from app_parts.comparison import comparable, matrix_csv, matrix_table
from app_parts.engine import Opened, opened
from app_parts.states import explained
from app_parts.text import alert, heading
from app_parts.visit import go, keep, visit

from spe_search.compare.matrix import MOST_COMPARED
from spe_search.query import LONGEST_QUERY

# What follows a form's submit button is asked, a blank description included.
asked: bool = st.session_state.pop("described", False)
here = visit()
_ = here.translate
ids = tuple(dict.fromkeys(filter(None, re.split(r"[,\s]+", ",".join(here.every.get("id", ()))))))


def picked() -> None:
    """Compare the items that were picked."""
    go(id=",".join(st.session_state["compared"]), q=here.query)


def described() -> None:
    """Look for what is like the project that was described."""
    st.session_state["described"] = True
    go(q=st.session_state["project"].strip())


def picker(ready: Opened) -> None:
    """Show the box that holds the items compared."""
    points = {point.item_id: point for point in ready.engine.map()}
    kinds, wanted = told(ready), [each for each in ids if each in points]
    offered = [each for each, point in points.items() if point.kind in kinds or each in wanted]

    def name(item_id: str) -> str:
        point = points[item_id]
        return f"{point.title} – {point.region.name}" if point.region else point.title

    keep("compared", wanted[:MOST_COMPARED])
    st.multiselect(
        _("Initiatives to compare, from 2 to 10"),
        offered,
        key="compared",
        format_func=name,
        max_selections=MOST_COMPARED,
        placeholder=_("Choose by title or region"),
        on_change=picked,
    )


def describer() -> None:
    """Show the box for one's own project."""
    keep("project", here.query)
    with st.form("describe", border=False):
        st.text_area(
            _("Or describe your own project, in French or in English"),
            key="project",
            height=140,
            placeholder=_("for example: We want to help women aged 50 and over enter the trades."),
            max_chars=LONGEST_QUERY,
        )
        st.form_submit_button(_("Find what is comparable"), on_click=described)


def side_by_side(ready: Opened) -> None:
    """Show the items chosen side by side."""
    found = matrix(ready, ids)
    removals = [
        compare_link(here, [each for each in ids if each != item.id], here.query)
        for item in found.items
    ]
    title = _("{count} initiatives side by side").format(count=len(found.items))
    table = matrix_table(ready, found, removals, here)
    st.html(f"<h2 data-status>{escape(title)}</h2>{table}")
    name = _("comparison")
    st.download_button(_("Download the table (CSV)"), matrix_csv(found, here), f"{name}.csv")


def comparables(ready: Opened, title: str, item_id: str = "", text: str = "") -> None:
    """Show what is like an item or a description, each to be added to the comparison."""
    found = similar(ready, here, item_id, text)
    if not found:
        line = _("Nothing in the reports is like it.")
        st.html(f"<h2 data-status>{escape(line)}</h2>" + alert(_("Try other words."), "notice"))
        return
    parts = [f"<h2 data-status>{escape(title)}</h2>"]
    nearest = [*ids, *(each.item.id for each in found if each.item.id not in ids)][:MOST_COMPARED]
    if len(nearest) > 1:
        label = _("Compare them all side by side")
        parts.append(f"<p>{anchor(compare_link(here, nearest, text), label)}</p>")
    parts += [comparable(ready, each, here, action(each.item.id, text)) for each in found]
    st.html("".join(parts))


def action(item_id: str, text: str) -> str:
    """Return the link that adds an item to the comparison, or says that it is there."""
    if item_id in ids:
        there = escape(_("It is in the comparison."))
        return f'<p class="small">{there}</p>'
    if len(ids) >= MOST_COMPARED:
        return ""
    label = _("Add to the comparison")
    return f"<p>{anchor(compare_link(here, [*ids, item_id], text), label)}</p>"


st.html(frame.HERE / "browse.css")
lede = _(
    "See side by side what several initiatives did, for whom, with whom and with what results; or "
    "find those that are like your own project."
)
st.html(heading(_("Compare initiatives"), 1) + f'<p class="lede">{escape(lede)}</p>')
with explained(here, "compare"):
    ready = opened()
    picker(ready)
    describer()
    with explained(here, "matrix"):
        if len(ids) > 1:
            side_by_side(ready)
        elif ids:
            ready.engine.show(ids[0])
    with explained(here, "comparables"):
        if here.query or asked:
            comparables(ready, _("Initiatives like your project"), text=here.query)
        elif len(ids) == 1:
            comparables(ready, _("Choose at least one more: these are like it"), item_id=ids[0])
