"""Search: a box, filters, and the passages found, each with its source."""

from __future__ import annotations

from html import escape

import streamlit as st
from app_parts import feedback, frame, journal, reports
from app_parts.engine import FILTERS, Opened, answer, opened
from app_parts.filters import filters_row
from app_parts.results import counted, listed
from app_parts.states import explained
from app_parts.text import alert, clip, heading
from app_parts.visit import go, keep, visit

STEP, MOST = 10, 100
QUESTIONS = (
    "Que fait-on pour les travailleuses et les travailleurs de 50 ans et plus?",
    "Comment les femmes sont-elles soutenues dans les métiers de la construction?",
    "La cible d’intégration en emploi de la clientèle de l’assistance sociale est-elle atteinte?",
    "Combien d’entreprises ont été aidées?",
    "Quelles initiatives visent les personnes immigrantes?",
)

# What follows a form's submit button is asked, a blank query included.
asked: bool = st.session_state.pop("asked", False)
here = visit()
_ = here.translate


def submitted() -> None:
    """Search what is in the box."""
    st.session_state["asked"] = True
    go(q=st.session_state["q"].strip())


def search_box(query: str) -> None:
    """Show the search box, holding what was asked."""
    keep("q", query)
    with (
        st.form("search", border=False),
        st.container(key="box", horizontal=True, vertical_alignment="bottom"),
    ):
        st.text_input(
            _("Your question or your words"),
            key="q",
            placeholder=_("for example: women in construction"),
            autocomplete="off",
        )
        st.form_submit_button(_("Search"), type="primary", on_click=submitted)


def welcome(ready: Opened) -> None:
    """Show questions to try, and what is in the index."""
    links = "".join(
        f'<li><a data-go href="{escape(here.link("", q=question))}">{escape(question)}</a></li>'
        for question in QUESTIONS
    )
    st.html(heading(_("Questions to try")) + f'<ul class="questions" lang="fr">{links}</ul>')
    held = reports.listed(ready.engine.manifest, here)
    st.html(heading(_("Reports that are searched")) + held)


def results(ready: Opened, query: str) -> None:
    """Search, and show the results."""
    wished = here.address.get("n", "")
    count = int(wished) if wished.lstrip("-").isdecimal() else STEP
    wanted = min(count, MOST) + 1 if 0 < count <= 1_000 else count
    filters = {name: here.address.get(name, "") for name in FILTERS}
    if ready.warming.is_alive():
        with st.spinner(_("Loading the search model…")):
            ready.warming.join()
    exact = here.address.get("exact") == "1"
    given = answer(ready, query, wanted, tuple(filters.values()), exact)
    journal.searched(here, query, filters, given)
    found, hits = given.answer, given.answer.hits[: wanted - 1]
    more = len(found.hits) > len(hits)
    with status:
        line = counted(found, len(hits), more, given.searched, here)
        st.html(f"<h2 data-status>{escape(line)}</h2>")
    if given.searched != " ".join(query.split()):
        text = _("Search “{query}” as it is written").format(query=clip(query, 80))
        link = here.link("", **{**here.address, "exact": "1", "n": ""})
        st.html(f'<p class="mended"><a data-go href="{escape(link)}">{escape(text)}</a></p>')
    if not hits:
        st.html(alert(_("Try other words, or remove a filter."), "notice"))
    elif found.status == "no_answer":
        st.html(alert(_("Here is nevertheless what comes nearest."), "notice"))
    if hits:
        listed(ready, hits, here)
    if more and count < MOST:
        st.button(_("Show more results"), on_click=go, kwargs={"n": str(min(count + STEP, MOST))})
    elif more:
        text = _("Only the first {count} results are shown. A more precise question finds more.")
        st.html(alert(text.format(count=MOST), "notice"))
    feedback.asked(here, query, filters, given)


query = here.query
if query:
    frame.configure(here, clip(query, 60))
lede = _(
    "Ask a question in your own words. You get the passages of the reports that answer it, "
    "word for word, each with its page."
)
title = heading(_("Search in the reports"), 1)
st.html(title if query else f'{title}<p class="lede">{escape(lede)}</p>')
ready = opened()
search_box(query)
filters_row(ready.engine, here)
status = st.container(key="status")
with status:
    st.html("<span hidden></span>")  # an empty container would leave the page
with explained(here, "search"):
    if query or asked:
        results(ready, query)
    else:
        welcome(ready)
