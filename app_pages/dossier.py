"""Dossier: what was collected, put in order, annotated, and taken away as a file."""

from __future__ import annotations

from functools import partial
from html import escape

import streamlit as st
from app_parts import binder, entries, formats, journal, shelf
from app_parts.binder import Binder, Kept
from app_parts.states import explained
from app_parts.text import alert, clip, heading
from app_parts.visit import keep, visit

from spe_search.dossier import NoteEntry, dossier_from_json
from spe_search.errors import BadInputError
from spe_search.export import FORMATS, export

here = visit()
_ = here.translate
NAMES = {
    "docx": _("Word (.docx)"),
    "md": _("Markdown (.md)"),
    "csv": _("Spreadsheet (.csv)"),
    "json": _("To open again here (.json)"),
}
state = st.session_state


def named(kept: Kept) -> str:
    """Return what an entry is called, in what is announced."""
    return clip(entries.title_of(kept.entry, here), 80)


def retitled() -> None:
    """Keep the title that was typed; a callback, as all that follow."""
    now = binder.present()
    binder.change(Binder(state["title"], now.kept))


def moved(kept: Kept, up: bool) -> None:
    """Put an entry one place up or down, and say where it stands."""
    new = binder.present().move(kept.key, up)
    text = _("{title}: now {place} of {count}")
    place = new.place(kept.key) + 1
    binder.change(new, text.format(title=named(kept), place=place, count=len(new)))


def removed(kept: Kept) -> None:
    """Take an entry out; it can be brought back."""
    text = _("Removed from the dossier: {title}").format(title=named(kept))
    binder.change(binder.present().remove(kept.key), text, undoable=True)


def annotated(kept: Kept) -> None:
    """Add an empty note after an entry."""
    text = _("A note was added under “{title}”").format(title=named(kept))
    binder.change(binder.present().annotate(kept.key), text)


def written(kept: Kept) -> None:
    """Keep the words of a note."""
    binder.change(binder.present().write(kept.key, state[f"note-{kept.key}"]))


def emptied() -> None:
    """Take everything out; it can be brought back."""
    state["emptying"] = False
    binder.change(Binder(), _("The dossier is empty."), undoable=True)


def loaded() -> None:
    """Add what a saved dossier holds, or keep what is wrong with it to be said."""
    file = state.get("saved")
    if file is None:
        return
    now = binder.present()
    try:
        dossier = dossier_from_json(file.getvalue(), file.name)
    except BadInputError as error:
        journal.event("dossier_refused")
        state["refused"] = error.localized(here.lang)
        return
    new = Binder(now.title or dossier.title, now.kept).add(dossier.entries)
    added = formats.number(len(new) - len(now), here.lang)
    text = _("Opened: {name}. Entries added: {count}")
    binder.change(new, text.format(name=file.name, count=added), undoable=True)


def told() -> None:
    """Tell the last change, with a way back from it where it took something away."""
    with st.container(key="told"):
        if problem := state.pop("refused", ""):
            st.html(alert(problem))
        said = binder.said()
        if said and binder.can_undo():
            st.html(alert(said, "notice"))
            st.button(_("Undo"), on_click=binder.undo, args=(_("The last change is undone."),))
        else:
            text = f'<p class="unseen" data-status>{escape(said)}</p>'
            st.html(text if said else "<span hidden></span>")


def opening() -> None:
    """Offer to open a dossier that was saved."""
    with st.expander(_("Open a saved dossier"), key="opening"):
        st.file_uploader(
            _("A dossier saved as JSON; what it holds is added to what is here"),
            key="saved",
            on_change=loaded,
        )


def taking(now: Binder) -> None:
    """Offer the dossier as files, made when they are asked for."""
    dossier = now.dossier(_("Dossier"), here.lang)
    st.html(heading(_("Take away")))
    with st.container(key="files", horizontal=True):
        for name, format in FORMATS.items():
            st.download_button(
                NAMES[name],
                partial(export, dossier, name),
                f"{binder.file_name(dossier.title)}{format.suffixes[0]}",
                format.media_type.partition(";")[0],
                key=f"file-{name}",
                on_click="ignore",
                disabled=not dossier.entries,
            )
    text = _(
        "The dossier stays {days} days on the server of this service, where only this browser can "
        "open it. Save it to keep it longer, or to open it elsewhere."
    ).format(days=shelf.DAYS)
    st.html(f'<p class="small">{escape(text)}</p>')


def entry(kept: Kept, place: int, count: int) -> None:
    """Show one entry, and what can be done with it."""
    with st.container(border=True, key=f"entry-{kept.key}"):
        if isinstance(kept.entry, NoteEntry):
            keep(f"note-{kept.key}", kept.entry.text)
            st.text_area(
                _("Note"),
                key=f"note-{kept.key}",
                max_chars=binder.LONGEST_NOTE,
                height="content",
                on_change=written,
                args=(kept,),
            )
        else:
            st.html(entries.shown(kept.entry, here))
        with st.container(key=f"order-{kept.key}", horizontal=True):
            up, down, note, out = (f"{what}-{kept.key}" for what in ("up", "down", "add", "out"))
            st.button(_("Move up"), up, on_click=moved, args=(kept, True), disabled=place == 0)
            last = place == count - 1
            st.button(_("Move down"), down, on_click=moved, args=(kept, False), disabled=last)
            if not kept.is_note:
                st.button(_("Add a note"), note, on_click=annotated, args=(kept,))
            st.button(_("Remove"), out, on_click=removed, args=(kept,))


def emptying() -> None:
    """Offer to empty the dossier, once it is confirmed."""
    if not state.get("emptying"):
        st.button(_("Empty the dossier"), on_click=state.update, kwargs={"emptying": True})
        return
    with st.container(key="emptying"):
        st.html(alert(_("Take everything out of the dossier?")))
        with st.container(horizontal=True):
            st.button(_("Yes, empty it"), on_click=emptied, type="primary")
            st.button(_("Cancel"), on_click=state.update, kwargs={"emptying": False})


def collected(now: Binder) -> None:
    """Show the dossier: its title, its entries, and how to take it away."""
    keep("title", now.title)
    st.text_input(
        _("Title of the dossier"),
        key="title",
        placeholder=_("Dossier"),
        max_chars=binder.LONGEST_TITLE,
        on_change=retitled,
    )
    taking(now)
    st.html(heading(_("What it holds ({count})").format(count=len(now))))
    for place, kept in enumerate(now.kept):
        entry(kept, place, len(now))
    emptying()


st.html(heading(_("Dossier"), 1))
told()
with explained(here, "dossier"):
    present = binder.present()
    if present.kept:
        collected(present)
    else:
        text = _("Nothing is kept yet. In the results, “Add to the dossier” puts a passage here.")
        st.html(f'<p class="lede">{escape(text)}</p>')
    opening()
