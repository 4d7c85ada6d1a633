"""« Ajouter au dossier »: the button beside whatever can be kept, and what hears it pressed.

The buttons are plain HTML, drawn with what they stand beside: one element of Streamlit's for each
would take longer than the search. One component without a body listens to them all.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from html import escape

import streamlit as st

from app_parts import binder
from app_parts.text import clip
from app_parts.visit import Visit
from spe_search.dossier import Entry

_KEY = "press"
_SCRIPT = """
export default ({ setTriggerValue }) => {
  const heard = ({ target }) => {
    const button = target.closest?.("button[data-press]");
    if (button) setTriggerValue(button.dataset.press, button.dataset.value);
  };
  document.addEventListener("click", heard);
  return () => document.removeEventListener("click", heard);
};
"""
_listener = st.components.v2.component("spe_search_press", js=_SCRIPT, isolate_styles=False)


@dataclass(frozen=True, slots=True)
class Keepable:
    """What can be kept: what it is called, and how its entry is made."""

    title: str
    entry: Callable[[], Entry]


def kept(found: Mapping[str, Keepable]) -> frozenset[str]:
    """Return the values of what the dossier has."""
    present = binder.present()
    if not len(present):  # most readers': no entry has to be made
        return frozenset()
    return frozenset(value for value, each in found.items() if present.find(each.entry()))


def keep_button(value: str, is_kept: bool, visit: Visit) -> str:
    """Return the button that adds something to the dossier, or takes it out again.

    Args:
        value: what :func:`listen` knows it by.
        is_kept: whether the dossier has it.
        visit: who reads.
    """
    _ = visit.translate
    name = _("Remove from the dossier") if is_kept else _("Add to the dossier")
    about = f'type="button" class="quiet" data-press="keep" data-value="{escape(value)}"'
    return f"<button {about}>{escape(name)}</button>"


def listen(found: Mapping[str, Keepable], visit: Visit) -> None:
    """Keep what a button was pressed for, or take it out again, before the page is drawn anew.

    Args:
        found: what the page's buttons stand for, by their values.
        visit: who reads.
    """

    def pressed() -> None:
        wanted = found.get(st.session_state[_KEY].get("keep", ""))
        if wanted:
            _toggle(wanted.entry(), clip(wanted.title, 80), visit)

    _listener(key=_KEY, on_keep_change=pressed)


def _toggle(entry: Entry, title: str, visit: Visit) -> None:
    _, present = visit.translate, binder.present()
    kept = present.find(entry)
    new = present.remove(kept.key) if kept else present.add([entry])
    text = _("Removed from the dossier: {title}") if kept else _("Added to the dossier: {title}")
    binder.change(new, text.format(title=title))


def announced() -> str:
    """Return what is to be announced of the last change of the dossier, once."""
    return "" if binder.can_undo() else binder.said()
