"""Search: a box, filters, and the passages found, each with its source."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from html import escape

import streamlit as st
from app_parts import feedback, journal, keeping, permalink, reply, reports
from app_parts.cards import title_of
from app_parts.engine import Answered, Opened, answer, kept_hit, limits, opened
from app_parts.filters import filters_panel, named
from app_parts.keeping import Keepable
from app_parts.results import counted, listed
from app_parts.states import explained
from app_parts.text import alert, clip, heading
from app_parts.visit import go, keep, visit

from spe_search import Hit
from spe_search.dossier import answer_entry

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
    go(q=st.session_state["q"].strip(), a="")


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


def keepable(ready: Opened, given: Answered, hits: Sequence[Hit]) -> dict[str, Keepable]:
    """Return what can be kept of what was found: the answer, and each result by its passage."""
    query, found = given.searched, {}
    if given.answer.citations:
        entry = partial(answer_entry, ready.engine, query, given.answer)
        found["answer"] = Keepable(query, entry)
    for hit in hits:
        found[hit.passage.id] = Keepable(title_of(hit), partial(kept_hit, ready, hit, query))
    return found


def found(ready: Opened, given: Answered, query: str, hits: Sequence[Hit]) -> None:
    """Show the answer and the results, each with the button that keeps it."""
    can_keep = keepable(ready, given, hits)
    kept = keeping.kept(can_keep)
    box = reply.box(given, here)
    if "answer" in can_keep:
        box += f'<p class="keep">{keeping.keep_button("answer", "answer" in kept, here)}</p>'
    st.html(box)
    with st.container(key="status"):
        st.html(told(given, query, len(hits)) + listed(ready, hits, kept, here))
    keeping.listen(can_keep, here)


def told(given: Answered, query: str, shown: int) -> str:
    """Return the heading of the results, and the way to search a query as it was written."""
    parts, more = [], len(given.answer.hits) > shown
    if shown:
        parts.append(f'<p class="unseen" data-status>{escape(reply.summary(given, here))}</p>')
    line = counted(given.answer, shown, more, given.searched, here)
    parts.append(f"<h2 data-status>{escape(line)}</h2>")
    if given.searched != " ".join(query.split()):
        text = _("Search “{query}” as it is written").format(query=clip(query, 80))
        link = here.link("", **{**here.every, "exact": "1", "n": ""})
        parts.append(f'<p class="mended"><a data-go href="{escape(link)}">{escape(text)}</a></p>')
    return "".join(parts)


def results(ready: Opened, query: str) -> None:
    """Search, and show the answer and the results."""
    wished = here.address.get("n", "")
    count = int(wished) if wished.lstrip("-").isdecimal() else STEP
    wanted = min(count, MOST) + 1 if 0 < count <= 1_000 else count
    filters = limits(here)
    if ready.warming.is_alive():
        with st.spinner(_("Loading the search model…")):
            ready.warming.join()
    exact = here.address.get("exact") == "1"
    given = answer(ready, query, wanted, filters, exact, here.lang)
    journal.searched(here, query, named(filters), given)
    hits = given.answer.hits[: wanted - 1]
    more = len(given.answer.hits) > len(hits)
    if hits:
        found(ready, given, query, hits)
    else:
        with st.container(key="status"):
            notice = alert(_("Try other words, or remove a filter."), "notice")
            st.html(told(given, query, 0) + notice)
    if more and count < MOST:
        st.button(_("Show more results"), on_click=go, kwargs={"n": str(min(count + STEP, MOST))})
    elif more:
        text = _("Only the first {count} results are shown. A more precise question finds more.")
        st.html(alert(text.format(count=MOST), "notice"))
    feedback.asked(here, query, named(filters), given)


query = here.query
lede = _(
    "Ask a question in your own words. You get the passages of the reports that answer it, "
    "word for word, each with its page."
)
title = heading(_("Search in the reports"), 1)
address = here.address.get("a", "")
st.html(title if query or address else f'{title}<p class="lede">{escape(lede)}</p>')
ready = opened()
search_box(query)
if not address:
    filters_panel(ready, here)
with explained(here, "search"):
    if address and not asked:
        permalink.shown(ready, address, here)
    elif query or asked:
        results(ready, query)
    else:
        welcome(ready)
