"""A dossier as a CSV file that spreadsheets open as it is: a line a quote, cell or note."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator, Sequence

from spe_search.dossier import (
    AnswerEntry,
    Dossier,
    Entry,
    ExcerptEntry,
    NoteEntry,
    Quote,
    TableEntry,
)
from spe_search.export.plain import plain, web_links
from spe_search.i18n import message, translator
from spe_search.tabular import escape_cell

_HEADS = {
    "entry": message("Number"),
    "kind": message("Kind"),
    "title": message("Title"),
    "query": message("Query"),
    "region": message("Region"),
    "theme": message("Theme"),
    "row": message("Row"),
    "column": message("Column"),
    "text": message("Text"),
    "quote": message("Quoted words"),
    "report": message("Report"),
    "publisher": message("Publisher"),
    "year": message("Year"),
    "page": message("Page"),
    "item": message("From"),
    "address": message("Address"),
    "links": message("Links"),
}
_KINDS = {
    ExcerptEntry: message("Excerpt"),
    AnswerEntry: message("Answer"),
    TableEntry: message("Table"),
    NoteEntry: message("Note"),
}
_QUOTE = ("report", "publisher", "year", "page", "item", "address")
_Row = dict[str, str]


def to_csv(dossier: Dossier) -> bytes:
    """Return a dossier as CSV (RFC 4180), in UTF-8.

    It starts with a byte order mark, without which Excel misreads accents. Excel parts cells at
    the system's list separator: ``;`` where French (Canada) is the language, since the comma is
    its decimal sign, and ``,`` in English. Every cell is in quotes, so that a program that parts
    them elsewhere cannot make a formula of the middle of a sentence.
    """
    text, translate = io.StringIO(newline=""), translator(dossier.lang)
    writer = csv.DictWriter(
        text,
        list(_HEADS),
        restval="",
        delimiter=";" if dossier.lang == "fr" else ",",
        quoting=csv.QUOTE_ALL,
        lineterminator="\r\n",
    )
    writer.writerow({name: translate(head) for name, head in _HEADS.items()})
    for number, entry in enumerate(dossier.entries, 1):
        about = {"entry": str(number), "kind": translate(_KINDS[type(entry)])}
        for row in _rows(entry, translate):
            cells = {name: escape_cell(plain(cell).strip()) for name, cell in (about | row).items()}
            writer.writerow(cells)
    return text.getvalue().encode("utf-8-sig")


def _rows(entry: Entry, _: Callable[[str], str]) -> Iterator[_Row]:
    if isinstance(entry, NoteEntry):
        yield {"text": entry.text}
    elif isinstance(entry, TableEntry):
        yield from _cells(entry)
    elif isinstance(entry, AnswerEntry):
        text = entry.text if entry.status != "no_answer" else _("The reports do not say.")
        about = {"title": entry.question, "text": " ".join(filter(None, (text, entry.reason)))}
        yield from _quotes(about, entry.quotes)
    else:
        about = {"title": entry.title, "query": entry.query, "region": entry.region}
        about |= {"theme": entry.theme, "links": "\n".join(web_links(entry.links))}
        yield from _quotes(about, entry.quotes)


def _cells(entry: TableEntry) -> Iterator[_Row]:
    """Yield a row for each cell but the first of its line, which names the line."""
    for row in entry.rows:
        for position, cell in enumerate(row):
            column = entry.columns[position] if position < len(entry.columns) else ""
            about = {"title": entry.title, "row": row[0].text, "column": column, "text": cell.text}
            if position or cell.quotes or len(row) == 1:
                yield from _quotes(about, cell.quotes)


def _quotes(about: _Row, quotes: Sequence[Quote]) -> Iterator[_Row]:
    """Yield a row for each quote, or just one where there is none."""
    for quote in quotes:
        named = {name: str(getattr(quote, name)) for name in _QUOTE}
        yield about | named | {"quote": quote.text}
    if not quotes:
        yield about
