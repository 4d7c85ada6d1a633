"""Entries of a dossier, made from what the engine gives."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Protocol

from spe_search.address import address_of, is_address
from spe_search.citing import cite
from spe_search.dossier.model import AnswerEntry, Entry, ExcerptEntry, Quote, TableCell, TableEntry
from spe_search.errors import QuoteGoneError
from spe_search.hits import item_of
from spe_search.i18n import translator
from spe_search.types import (
    Answer,
    Citation,
    Document,
    Extract,
    ExtractKind,
    Hit,
    Initiative,
    Lang,
    Passage,
    Section,
    Span,
    Table,
)

if TYPE_CHECKING:
    from spe_search.compare import Matrix
    from spe_search.index import Index
    from spe_search.locating import Located

    Kept = Hit | Matrix | Entry | str


class Reports(Protocol):
    """What entries are made from; a :class:`~spe_search.engine.SearchEngine` is one."""

    @property
    def index(self) -> Index:
        """Where the items are."""

    def document(self, document_id: str) -> Document:
        """Return a report."""

    def at(self, address: str) -> Located:
        """Return where a citation's address leads."""

    def show(self, wanted: str) -> Initiative | Section | Passage:
        """Return what has an id."""


def entries_of(engine: Reports, kept: Iterable[Kept], lang: Lang = "fr") -> tuple[Entry, ...]:
    """Return the entries of hits, of items side by side, of ids and addresses; entries stay.

    Raises:
        BadInputError: as :func:`item_entries`.
    """
    found: list[Entry] = []
    for each in kept:
        if isinstance(each, str):
            found += item_entries(engine, each)
        elif isinstance(each, Hit):
            found.append(hit_entry(engine, each))
        elif isinstance(each, Entry):
            found.append(each)
        else:
            found.append(matrix_entry(engine, each, lang=lang))
    return tuple(found)


def quote_of(
    engine: Reports, citation: Citation, item: str = "", kind: ExtractKind | None = None
) -> Quote:
    """Return a citation with its whole reference.

    Args:
        engine: the engine that gave it.
        citation: what is quoted.
        item: the title of the initiative or section; looked up where it is not given.
        kind: what the words are in it.
    """
    document = engine.document(citation.document_id)
    spans = citation.spans or (Span(citation.start, citation.end),)
    address = citation.address or address_of(document, citation.quote, spans)
    if not item:
        found = engine.at(address).item
        item = found.title if found else ""
    return _quote(document, citation, address, item, kind)


def hit_entry(engine: Reports, hit: Hit, query: str = "") -> ExcerptEntry:
    """Return the entry of a hit: its passage, whole."""
    return _passage_entry(engine, hit.passage, query)


def citation_entry(engine: Reports, citation: Citation) -> ExcerptEntry:
    """Return the entry of a citation: just the words it quotes."""
    quote = quote_of(engine, citation)
    return _excerpt(engine.at(quote.address).item, (quote,))


def answer_entry(engine: Reports, question: str, answer: Answer) -> AnswerEntry:
    """Return the entry of a question: its answer and the citations it rests on."""
    quotes = tuple(quote_of(engine, citation) for citation in answer.citations)
    return AnswerEntry(question, answer.status, answer.text, quotes, answer.reason)


def item_entries(engine: Reports, wanted: str) -> tuple[Entry, ...]:
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


def matrix_entry(engine: Reports, matrix: Matrix, title: str = "", lang: Lang = "fr") -> TableEntry:
    """Return the entry of items side by side, each thing that a cell holds with its quote.

    Args:
        engine: the engine that compared them.
        matrix: the items.
        title: the table's title; one that says what it is by default.
        lang: the language of the title and of the rows' names: the dossier's.
    """
    from spe_search.compare.matrix import FIELDS, NOT_SAID, entry_text

    _ = translator(lang)
    rows = []
    for row in matrix.rows:
        cells = [TableCell(_(FIELDS[row.field]))]
        for item, held in zip(matrix.items, row.cells, strict=True):
            cited = (entry.citation for entry in held if entry.citation)
            quotes = tuple(quote_of(engine, citation, item.title) for citation in cited)
            text = "\n".join(entry_text(entry) for entry in held) or _(NOT_SAID)
            cells.append(TableCell(text, quotes))
        rows.append(tuple(cells))
    columns = (_("Aspect"), *(item.title for item in matrix.items))
    return TableEntry(title or _("Initiatives compared"), columns, tuple(rows))


def _passage_entry(engine: Reports, passage: Passage, query: str = "") -> ExcerptEntry:
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
