"""A dossier: what a reader keeps of several searches, in an order of their own, to take away.

Each quote carries its whole reference, so that a dossier can be kept, read again and written to a
file (:mod:`spe_search.export`) without the index it came from.
"""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Final

import msgspec

from spe_search.address import address_of, is_address
from spe_search.citing import cite
from spe_search.errors import DossierError, QuoteGoneError
from spe_search.hits import item_of
from spe_search.types import (
    Answer,
    AnswerStatus,
    Citation,
    Document,
    Extract,
    ExtractKind,
    Hit,
    Initiative,
    ItemKind,
    Lang,
    Passage,
    Section,
    Span,
    Table,
)

if TYPE_CHECKING:
    from spe_search.engine import SearchEngine

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


# ---------------------------------------------------------------- entries, from results


def quote_of(
    engine: SearchEngine, citation: Citation, item: str = "", kind: ExtractKind | None = None
) -> Quote:
    """Return a citation with its whole reference.

    Args:
        engine: the engine that gave it.
        citation: what is quoted.
        item: the title of the initiative or section; looked up where it is not given.
        kind: what the words are in it.
    """
    document = engine.document(citation.document_id)
    span = Span(citation.start, citation.end)
    address = citation.address or address_of(document, citation.quote, [span])
    if not item:
        found = engine.at(address).item
        item = found.title if found else ""
    return _quote(document, citation, address, item, kind)


def hit_entry(engine: SearchEngine, hit: Hit, query: str = "") -> ExcerptEntry:
    """Return the entry of a hit: its passage, whole."""
    return _passage_entry(engine, hit.passage, query)


def citation_entry(engine: SearchEngine, citation: Citation) -> ExcerptEntry:
    """Return the entry of a citation: just the words it quotes."""
    quote = quote_of(engine, citation)
    return _excerpt(engine.at(quote.address).item, (quote,))


def answer_entry(engine: SearchEngine, question: str, answer: Answer) -> AnswerEntry:
    """Return the entry of a question: its answer and the citations it rests on."""
    quotes = tuple(quote_of(engine, citation) for citation in answer.citations)
    return AnswerEntry(question, answer.status, answer.text, quotes, answer.reason)


def item_entries(engine: SearchEngine, wanted: str) -> tuple[Entry, ...]:
    """Return the entries of an item shown whole, of a passage, or of the quote at an address.

    A section's tables are entries of their own.

    Raises:
        UnknownIdError: nothing has this id.
        AddressError, AddressMismatchError, UnknownDocumentError: as :meth:`SearchEngine.at`.
        QuoteGoneError: the words at the address are no longer in their report.
    """
    if is_address(wanted):
        located = engine.at(wanted)
        if not located.citation:
            raise QuoteGoneError(value=wanted, document=located.document_id)
        return (citation_entry(engine, located.citation),)
    found = engine.show(wanted)
    if isinstance(found, Passage):
        return (_passage_entry(engine, found),)
    return tuple(_whole(engine.document(found.id.partition("/")[0]), found))


def _passage_entry(engine: SearchEngine, passage: Passage, query: str = "") -> ExcerptEntry:
    item = item_of(engine.index, passage)
    document = engine.document(passage.document_id)
    return _excerpt(item, (_whole_quote(document, passage, item.title),), query)


def _whole(document: Document, item: Initiative | Section) -> Iterator[Entry]:
    if item.extracts:
        quotes = (_whole_quote(document, extract, item.title) for extract in item.extracts)
        yield _excerpt(item, tuple(quotes))
    for table in item.tables if isinstance(item, Section) else ():
        yield _table(document, table, item.title)


def _table(document: Document, table: Table, item: str) -> TableEntry:
    rows = []
    for row in table.rows:
        label = " – ".join(filter(None, (row.group, row.label)))
        quote = _whole_quote(document, row.extract, item)
        rows.append((TableCell(label, (quote,)), *(TableCell(cell.text) for cell in row.cells)))
    lang = _language(document)
    return TableEntry(item, table.columns, tuple(rows), caption=table.title, lang=lang)


def _excerpt(
    item: Initiative | Section | None, quotes: tuple[Quote, ...], query: str = ""
) -> ExcerptEntry:
    if isinstance(item, Initiative):
        region = item.region.name if item.region else ""
        return ExcerptEntry(item.title, quotes, item.kind, region, item.theme, item.links, query)
    if item:
        return ExcerptEntry(item.title, quotes, "section", links=item.links, query=query)
    return ExcerptEntry(quotes[0].report, quotes, query=query)


def _whole_quote(document: Document, piece: Passage | Extract, item: str) -> Quote:
    citation = cite(document, piece, Span(0, len(piece.text)), item)
    return _quote(document, citation, citation.address, item, piece.kind)


def _quote(
    document: Document, citation: Citation, address: str, item: str, kind: ExtractKind | None
) -> Quote:
    about = document.metadata
    return Quote(
        text=citation.quote,
        report=about.title,
        year=about.year,
        item=item,
        page=citation.page,
        address=address,
        publisher=about.publisher,
        lang=_language(document),
        kind=kind,
    )


def _language(document: Document) -> Lang:
    return "en" if document.metadata.language == "en" else "fr"
