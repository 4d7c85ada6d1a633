"""What a dossier holds, and its JSON form."""

from __future__ import annotations

import datetime
import json
from pathlib import Path
from typing import Final

import msgspec

from spe_search.errors import DossierError
from spe_search.types import AnswerStatus, ExtractKind, ItemKind, Lang

FORMAT: Final = 1
"""The version of the JSON form; a higher one is refused rather than half read."""


class Quote(msgspec.Struct, frozen=True):
    """Words of a report, verbatim, and all that it takes to check them.

    ``report``, ``publisher`` and ``year`` name the document, ``item`` the initiative, story or
    section; ``lang`` is the language of the words, ``kind`` what they are in their item.
    """

    text: str
    report: str
    year: str
    item: str
    page: int
    address: str
    publisher: str = ""
    lang: Lang = "fr"
    kind: ExtractKind | None = None


class ExcerptEntry(msgspec.Struct, frozen=True, tag_field="kind", tag="excerpt"):
    """Quotes of one initiative, story or section. ``query`` is the search that found it."""

    title: str
    quotes: tuple[Quote, ...]
    item_kind: ItemKind | None = None
    region: str = ""
    theme: str = ""
    links: tuple[str, ...] = ()
    query: str = ""


class AnswerEntry(msgspec.Struct, frozen=True, tag_field="kind", tag="answer"):
    """A question and what the reports answer. ``reason`` says why they do not, for a person."""

    question: str
    status: AnswerStatus
    text: str = ""
    quotes: tuple[Quote, ...] = ()
    reason: str = ""


class TableCell(msgspec.Struct, frozen=True):
    """What a cell shows, and the quotes it rests on."""

    text: str
    quotes: tuple[Quote, ...] = ()


class TableEntry(msgspec.Struct, frozen=True, tag_field="kind", tag="table"):
    """A table: of a report, or one that compares initiatives. Short rows end in empty cells.

    ``caption`` is what stands above it, the title by default. ``lang`` is the language of all in it
    that is not quoted, the dossier's by default.
    """

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[TableCell, ...], ...]
    caption: str = ""
    lang: Lang | None = None


class NoteEntry(msgspec.Struct, frozen=True, tag_field="kind", tag="note"):
    """What the reader wrote; a blank line starts a paragraph."""

    text: str


Entry = ExcerptEntry | AnswerEntry | TableEntry | NoteEntry


class Dossier(msgspec.Struct, frozen=True, kw_only=True):
    """Entries in the reader's order. ``lang`` is the language of all that is not quoted."""

    title: str
    entries: tuple[Entry, ...] = ()
    lang: Lang = "fr"
    date: datetime.date = msgspec.field(default_factory=datetime.date.today)
    format: int = FORMAT


def quotes_of(entry: Entry) -> tuple[Quote, ...]:
    """Return the quotes of an entry, in the order they are read."""
    if isinstance(entry, NoteEntry):
        return ()
    if isinstance(entry, TableEntry):
        return tuple(quote for row in entry.rows for cell in row for quote in cell.quotes)
    return entry.quotes


# ---------------------------------------------------------------- JSON


def dossier_to_json(dossier: Dossier) -> str:
    """Return a dossier as JSON, indented, from which :func:`dossier_from_json` makes it again."""
    text = json.dumps(msgspec.to_builtins(dossier), ensure_ascii=False, indent=2)
    return text.encode("utf-8", "replace").decode()  # half a character would be no UTF-8


def dossier_from_json(data: str | bytes, name: str = "dossier.json") -> Dossier:
    """Read a dossier that was kept; keys it does not know are passed over.

    Args:
        data: what :func:`dossier_to_json` gave.
        name: what an error calls it: a file's name.

    Raises:
        DossierError: it is no dossier; the message says what is wrong, and where.
    """
    text = data.decode("utf-8-sig", "replace") if isinstance(data, bytes) else data
    try:
        dossier = msgspec.json.decode(text.encode("utf-8", "replace"), type=Dossier)
    except msgspec.MsgspecError as error:
        raise DossierError(value=name, problem=error) from error
    if dossier.format > FORMAT:
        raise DossierError(value=name, problem=f"format {dossier.format} > {FORMAT}")
    return dossier


def read_dossier(path: Path) -> Dossier:
    """Read a dossier from a file.

    Raises:
        DossierError: the file cannot be read, or is no dossier.
    """
    try:
        data = path.read_bytes()
    except (OSError, ValueError) as error:
        problem = getattr(error, "strerror", None) or error
        raise DossierError(value=path, problem=problem) from error
    return dossier_from_json(data, str(path))
