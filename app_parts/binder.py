"""The reader's dossier while they gather it: kept for their browser, changed by pure functions.

Each entry has a key of its own, so that what is written beside it follows it when it moves. Notes
belong to the entry that they follow, and move with it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from secrets import token_hex

import streamlit as st

from app_parts import shelf
from spe_search.dossier import AnswerEntry, Dossier, Entry, ExcerptEntry, NoteEntry, TableEntry
from spe_search.french import fold
from spe_search.types import Lang

LONGEST_NOTE, LONGEST_TITLE = 10_000, 200


@dataclass(frozen=True, slots=True)
class Kept:
    """An entry, and the key of what is shown of it."""

    key: str
    entry: Entry

    @property
    def is_note(self) -> bool:
        """Whether it is the reader's own words."""
        return isinstance(self.entry, NoteEntry)


@dataclass(frozen=True, slots=True)
class Binder:
    """What is kept, in the reader's order."""

    title: str = ""
    kept: tuple[Kept, ...] = ()

    def __len__(self) -> int:
        return len(self.kept)

    def find(self, entry: Entry) -> Kept | None:
        """Return what is kept of an entry: of the same quotes, or of the same question."""
        wanted = identity(entry)
        return next((each for each in self.kept if wanted and identity(each.entry) == wanted), None)

    def add(self, entries: Iterable[Entry]) -> Binder:
        """Return it with entries at its end, but for those that it has."""
        new = self
        for entry in entries:
            if not new.find(entry):
                new = replace(new, kept=(*new.kept, Kept(token_hex(4), entry)))
        return new

    def remove(self, key: str) -> Binder:
        """Return it without an entry; the notes that follow it stay."""
        return replace(self, kept=tuple(each for each in self.kept if each.key != key))

    def move(self, key: str, up: bool) -> Binder:
        """Return it with an entry, and its notes, before the one above or after the one below."""
        place = self.place(key)
        blocks = [[each] for each in self.kept] if self.kept[place].is_note else self._blocks()
        here = next(n for n, block in enumerate(blocks) if any(k.key == key for k in block))
        there = here - 1 if up else here + 1
        if not 0 <= there < len(blocks):
            return self
        blocks[here], blocks[there] = blocks[there], blocks[here]
        return replace(self, kept=tuple(each for block in blocks for each in block))

    def annotate(self, key: str) -> Binder:
        """Return it with an empty note after an entry and the notes it has."""
        place = self.place(key) + 1
        while place < len(self.kept) and self.kept[place].is_note:
            place += 1
        note = Kept(token_hex(4), NoteEntry(""))
        return replace(self, kept=(*self.kept[:place], note, *self.kept[place:]))

    def write(self, key: str, text: str) -> Binder:
        """Return it with the words of a note changed."""
        kept = (Kept(key, NoteEntry(text)) if each.key == key else each for each in self.kept)
        return replace(self, kept=tuple(kept))

    def place(self, key: str) -> int:
        """Return where an entry stands, from 0."""
        return next(n for n, each in enumerate(self.kept) if each.key == key)

    def dossier(self, title: str, lang: Lang) -> Dossier:
        """Return it as a dossier to write, without blank notes.

        Args:
            title: what to call it where the reader gave it no title.
            lang: the language of all that is not quoted.
        """
        entries = (each.entry for each in self.kept)
        filled = (e for e in entries if not isinstance(e, NoteEntry) or e.text.strip())
        return Dossier(title=self.title.strip() or title, entries=tuple(filled), lang=lang)

    def _blocks(self) -> list[list[Kept]]:
        """Return the entries, each with the notes that follow it; first notes stand alone."""
        blocks: list[list[Kept]] = []
        for each in self.kept:
            if each.is_note and blocks and not blocks[-1][0].is_note:
                blocks[-1].append(each)
            else:
                blocks.append([each])
        return blocks


def identity(entry: Entry) -> object:
    """Return what tells entries apart; ``None`` for a note, which is like no other."""
    match entry:
        case ExcerptEntry(quotes=quotes):
            return tuple(quote.address for quote in quotes)
        case AnswerEntry(question=question, text=text):
            return question, text
        case TableEntry(title=title, rows=rows):
            return title, rows
        case _:
            return None


def file_name(title: str) -> str:
    """Return what a file of this title is called, without the end that says its format."""
    words: Sequence[str] = re.findall(r"[a-z0-9]+", fold(title))
    return "-".join(words)[:60].strip("-") or "dossier"


# ---------------------------------------------------------------- in the session


def present() -> Binder:
    """Return the reader's dossier, as this tab or another of their browser left it."""
    if saved := shelf.load():
        kept = map(Kept, saved.keys, saved.dossier.entries)
        st.session_state["binder"] = Binder(saved.dossier.title, tuple(kept))
    binder = st.session_state.get("binder", Binder())
    assert isinstance(binder, Binder)
    return binder


def change(binder: Binder, said: str = "", *, undoable: bool = False) -> None:
    """Keep a new state of the dossier; a widget's callback calls it.

    Args:
        binder: the new state.
        said: what to tell the reader of it, at the next run.
        undoable: whether the reader may want the old one back.
    """
    st.session_state["binder_before"] = present() if undoable else None
    st.session_state["binder"] = binder
    keys, entries = (tuple(each.key for each in binder.kept), tuple(k.entry for k in binder.kept))
    shelf.save(shelf.Saved(keys, Dossier(title=binder.title, entries=entries)))
    st.session_state["binder_said"] = said


def undo(said: str) -> None:
    """Bring back what was there before the last change that can be undone."""
    before = st.session_state.get("binder_before")
    if isinstance(before, Binder):
        change(before, said)


def can_undo() -> bool:
    """Tell whether there is something to bring back."""
    return st.session_state.get("binder_before") is not None


def said() -> str:
    """Return what is to be told of the last change: once, or as long as it can be undone."""
    state = st.session_state
    return str(state.get("binder_said", "") if can_undo() else state.pop("binder_said", ""))
