"""« Cette réponse vous aide-t-elle? »: yes or no, then words if the reader has any.

What is said goes to :mod:`spe_search.feedback` through one thread, so that a slow disk or another
process never holds a page up.
"""

from __future__ import annotations

from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import TimeoutError as StillWritingError
from functools import cache
from html import escape
from typing import Any

import streamlit as st

from app_parts import journal
from app_parts.engine import Answered
from app_parts.text import alert
from app_parts.visit import Visit
from spe_search.errors import FeedbackError
from spe_search.feedback import LONGEST_WORDS, FeedbackStore, Vote, feedback_path

_PATIENCE = 0.3  # seconds that a page waits to learn whether a vote could be kept
_SHOWN = 5


@cache
def _writer() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(max_workers=1, thread_name_prefix="feedback")


@st.fragment
def asked(visit: Visit, query: str, filters: dict[str, str], given: Answered) -> None:
    """Ask whether an answer helps, keep what is said, and thank for it."""
    _ = visit.translate
    question = _("Does this answer help you?")
    state, about = st.session_state, (query, tuple(filters.items()))
    if state.get("voted", (None,))[0] != about:
        state["voted"] = (about, None, False)
    _about, pending, explained = state["voted"]
    with st.container(key="feedback"):
        if pending is None:
            with st.container(key="vote", horizontal=True, vertical_alignment="center"):
                st.html(f"<p>{escape(question)}</p>")
                for helpful, name in ((True, _("Yes")), (False, _("No"))):
                    vote = _vote(visit, query, filters, given, helpful)
                    st.button(name, key=f"helpful-{helpful}", on_click=_keep, args=(about, vote))
        elif not _kept(pending):
            st.html(alert(_("Sorry, your answer could not be kept.")))
        elif explained:
            st.html(alert(_("Thank you. Your words are kept with your answer."), "notice"))
        else:
            st.html(alert(_("Thank you, your answer is kept."), "notice"))
            _words(visit)
        where = _(
            "Your question and your answer are kept on this service’s computer, without your name, "
            "to improve the search."
        )
        st.html(f'<p class="small">{escape(where)}</p>')


def _vote(
    visit: Visit, query: str, filters: dict[str, str], given: Answered, helpful: bool
) -> Vote:
    shown = tuple(hit.passage.item_id for hit in given.answer.hits[:_SHOWN])
    chosen = {name: value for name, value in filters.items() if value}
    return Vote(query, visit.lang, helpful, given.answer.status, shown, chosen)


def _keep(about: tuple[object, ...], vote: Vote) -> None:
    """Hand a vote to the writer; a button's callback."""
    store = FeedbackStore(feedback_path())
    st.session_state["voted"] = (about, _writer().submit(store.add, vote), False)
    journal.event("feedback", helpful=vote.helpful, status=vote.status)


def _kept(pending: Future[Any]) -> bool:
    """Tell whether a vote is kept, or on its way."""
    try:
        pending.result(timeout=_PATIENCE)
    except StillWritingError:
        return True
    except FeedbackError as error:
        journal.refused(error)
        return False
    return True


def _words(visit: Visit) -> None:
    """Ask for words, which go with the vote that was just kept."""
    _ = visit.translate
    with st.form("words", border=False):
        st.text_area(
            _("Would you say why? (optional)"),
            key="words",
            max_chars=LONGEST_WORDS,
            height=90,
        )
        st.form_submit_button(_("Send"), on_click=_explain)


def _explain() -> None:
    """Hand the words to the writer, after the vote; a button's callback."""
    words = str(st.session_state.get("words", "")).strip()
    if not words:
        return
    about, pending, _explained = st.session_state["voted"]
    store = FeedbackStore(feedback_path())
    # The writer has one thread: by the time it comes to the words, it has written the vote.
    explained = _writer().submit(lambda: store.explain(pending.result(), words))
    st.session_state["voted"] = (about, explained, True)
