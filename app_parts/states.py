"""What a reader is told when things are not as they should be: errors, and the index's states."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

import streamlit as st

from app_parts import engine, formats, journal
from app_parts.text import alert, heading
from app_parts.visit import Visit
from spe_search import SpeSearchError
from spe_search.errors import BadInputError, EmptyQueryError, IndexError
from spe_search.generation import build_under_way
from spe_search.i18n import message as mark

# The steps of a build, in order, as build_index() names them.
_STEPS = {
    "parse": mark("Reading the reports ({count})"),
    "encode": mark("Encoding the new passages ({count})"),
    "write": mark("Writing the index ({count} passages)"),
}


@contextmanager
def explained(visit: Visit, place: str) -> Iterator[None]:
    """Show a known error in the reader's words, and any other as an apology with a reference.

    Args:
        visit: who reads.
        place: a name of what is explained, its own in the page; the button to try again has it.
    """
    _ = visit.translate
    try:
        yield
    except EmptyQueryError:
        st.html(alert(_("Type at least one word or number, then press Enter.")))
    except BadInputError as error:
        st.html(alert(error.localized(visit.lang)))
    except IndexError as error:
        journal.refused(error)
        if not _building(visit):
            st.html(alert(error.localized(visit.lang)))
            _try_again(visit, place)
    except SpeSearchError as error:
        journal.refused(error)
        st.html(alert(error.localized(visit.lang)))
        _try_again(visit, place)
    except Exception as error:
        reference = secrets.token_hex(4)
        journal.failed(error, reference)
        text = _(
            "Sorry, something went wrong. Try again; if it happens again, give this reference "
            "to the person who looks after this service: {reference}."
        )
        st.html(alert(text.format(reference=reference)))
        _try_again(visit, place)


def _try_again(visit: Visit, place: str) -> None:
    _ = visit.translate
    st.button(_("Try again"), key=f"again-{place}")


def _building(visit: Visit) -> bool:
    """Show how far a build is, and look again until it is done; tell whether there is one."""
    _ = visit.translate
    if build_under_way(engine.index_path()) is None:
        return False

    @st.fragment(run_every=1.0)
    def progress() -> None:
        step = build_under_way(engine.index_path())
        if step is None:
            st.rerun()
        text = _(_STEPS[step.name]).format(count=formats.number(step.count, visit.lang))
        st.progress((list(_STEPS).index(step.name) + 0.5) / len(_STEPS), text=text)

    lead = _("The index is being built. The page opens by itself when it is ready.")
    st.html(heading(_("One moment")) + alert(lead, "notice"))
    progress()
    return True


def notices(visit: Visit) -> None:
    """Say above the page that the index no longer fits its reports, or is being built again."""
    _ = visit.translate
    try:
        ready = engine.opened()
    except IndexError:
        return  # the page itself says it
    if build_under_way(engine.index_path()):
        text = _("A new index is being built; this one serves until it is ready.")
    elif engine.is_stale(ready):
        text = _(
            "The reports or the program have changed since the index was built: results may be "
            "out of date. To build it again: {command}"
        ).format(command="spe-search build")
    else:
        return
    st.html(alert(text, "notice"))


def index_line(visit: Visit) -> str:
    """Return what the index holds and when it was built; nothing where there is none."""
    _ = visit.translate
    try:
        manifest = engine.opened().engine.manifest
    except IndexError:
        return ""
    built = formats.day(datetime.fromisoformat(manifest.built_at).astimezone(), visit.lang)
    count = len(manifest.reports)
    text = (
        _("1 report, index built on {date}")
        if count == 1
        else _("{count} reports, index built on {date}")
    )
    return text.format(count=formats.number(count, visit.lang), date=built)
