"""The list of results: its heading, and each result with what the reader asks to see of it."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from app_parts import cards, formats
from app_parts.engine import Opened
from app_parts.states import explained
from app_parts.text import clip, heading, label
from app_parts.visit import Visit
from spe_search import Answer, Hit


def counted(found: Answer, shown: int, more: bool, query: str, visit: Visit) -> str:
    """Return how many results there are, or that none answers."""
    _, about = visit.translate, clip(query, 120)
    if not found.hits:
        return _("No result for “{query}”").format(query=about)
    if found.status == "no_answer":
        return _("The reports do not seem to answer “{query}”").format(query=about)
    if shown == 1:
        text = _("First result for “{query}”") if more else _("1 result for “{query}”")
        return text.format(query=about)
    text = _("First {count} results for “{query}”") if more else _("{count} results for “{query}”")
    return text.format(count=formats.number(shown, visit.lang), query=about)


@st.fragment
def listed(ready: Opened, hits: Sequence[Hit], visit: Visit) -> None:
    """Show the results; opening something of one draws the list again, and searches nothing.

    One fragment for all: one for each result costs Streamlit more than the search itself.
    """
    _ = visit.translate
    for hit in hits:
        if not hit.likely and hit.rank > 1 and hits[hit.rank - 2].likely:
            st.html(heading(_("Less likely results")))
        with st.container(border=True, key=f"card-{hit.rank}"):
            result(ready, hit, visit)


def result(ready: Opened, hit: Hit, visit: Visit) -> None:
    """Show one result, and what the reader asks to see of it."""
    with explained(visit, f"result-{hit.rank}"):
        _, engine = visit.translate, ready.engine
        spoken = engine.document(hit.passage.document_id).metadata.language
        st.html(cards.card(hit, _, spoken, len(engine.manifest.reports) > 1))
        panels = {
            "cite": _("Cite"),
            "page": _("See in the page"),
            "others": _("Other passages ({count})").format(count=len(hit.others)),
            "why": _("Why this result"),
        }
        if not hit.others:
            del panels["others"]
        title = label(clip(cards.title_of(hit), 80))
        choice = st.pills(
            _("More about “{title}”").format(title=title),
            list(panels),
            format_func=panels.__getitem__,
            label_visibility="collapsed",
            key=f"panel-{visit.lang}-{hit.passage.id}",
        )
        if choice == "cite":
            st.html(cards.citation(hit, _))
        elif choice == "page":
            st.html(cards.whole_page(engine.page(hit.passage), hit, _, spoken))
        elif choice == "others":
            st.html(cards.others(hit, _, spoken))
        elif choice == "why":
            st.html(cards.why(hit, visit))
