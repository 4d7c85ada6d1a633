"""« Ajouter au dossier »: the button beside whatever can be kept."""

from __future__ import annotations

from html import escape

import streamlit as st

from app_parts import binder
from app_parts.text import clip
from app_parts.visit import Visit
from spe_search.dossier import Entry


def keep_button(entry: Entry, title: str, key: str, visit: Visit) -> bool:
    """Show the button that adds something to the dossier, or takes it out again.

    Args:
        entry: what is to be kept.
        title: what it is called, in what is announced.
        key: the button's own in the page.
        visit: who reads.

    Returns:
        Whether it was just pressed; in a fragment, the page's head is then to be drawn again.
    """
    _ = visit.translate
    name = _("Remove from the dossier") if binder.present().find(entry) else _("Add to the dossier")
    args = (entry, clip(title, 80), visit)
    return st.button(name, key=f"keep-{key}", on_click=_toggle, args=args)


def _toggle(entry: Entry, title: str, visit: Visit) -> None:
    _, present = visit.translate, binder.present()
    kept = present.find(entry)
    new = present.remove(kept.key) if kept else present.add([entry])
    text = _("Removed from the dossier: {title}") if kept else _("Added to the dossier: {title}")
    binder.change(new, text.format(title=title))


def announced() -> None:
    """Announce the last change of the dossier to those who do not see it."""
    said = "" if binder.can_undo() else binder.said()
    text = f'<p class="unseen" data-status>{escape(said)}</p>' if said else "<span hidden></span>"
    st.html(text)
