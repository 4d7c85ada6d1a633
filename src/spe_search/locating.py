"""Opening an address: where a quote stands now, in whatever index is at hand."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from spe_search.address import Address, parse_address
from spe_search.citing import cite, cite_source
from spe_search.errors import AddressMismatchError, UnknownDocumentError
from spe_search.hits import item_of
from spe_search.types import Citation, Document, Initiative, Passage, Section, Span
from spe_search.verbatim import locate, page_at, visible

if TYPE_CHECKING:
    from spe_search.generation import ReportRecord
    from spe_search.index import Index

LocatedStatus = Literal["same", "changed"]


@dataclass(frozen=True, slots=True)
class Located:
    """What an address leads to.

    ``status`` is ``same`` where the document is the one that was cited, ``changed`` where its text
    has changed since. ``citation`` is the quote as it stands now (with its address of today), the
    place nearest to the old one where it stands in several (``places``); it is ``None`` where the
    words are no longer in the document. ``passage`` and ``item`` are what holds them, if anything,
    and ``part`` is their range in ``passage.text``.
    """

    address: str
    status: LocatedStatus
    document_id: str
    citation: Citation | None
    passage: Passage | None
    part: Span | None
    item: Initiative | Section | None
    places: int

    @property
    def quote(self) -> str:
        """The words, verbatim; empty where they are no longer in the document."""
        return self.citation.quote if self.citation else ""

    @property
    def page(self) -> int | None:
        """The page they are on today."""
        return self.citation.page if self.citation else None


def at(index: Index, address: str) -> Located:
    """Find what an address leads to.

    Args:
        index: where to look.
        address: a :attr:`Citation.address`, from this index or from another build.

    Raises:
        AddressError: it is no address.
        AddressMismatchError: it does not fit the document it names: it was altered.
        UnknownDocumentError: its document is not in the index.
    """
    wanted = parse_address(address)
    report = _report(index, wanted)
    document = index.document(report.id)
    if wanted.is_of(report.source_digest):
        return _same(index, document, wanted)
    return _changed(index, document, wanted)


def _report(index: Index, wanted: Address) -> ReportRecord:
    """Return the report that has the address's id; or its text, should its id have changed."""
    reports = index.manifest.reports
    for report in reports:
        if report.id == wanted.document_id:
            return report
    for report in reports:
        if wanted.is_of(report.source_digest):
            return report
    accepted = ", ".join(report.id for report in reports)
    raise UnknownDocumentError(value=wanted.document_id, accepted=accepted)


def _same(index: Index, document: Document, wanted: Address) -> Located:
    source = document.source
    if not wanted.fits("".join(source[span.start : span.end] for span in wanted.spans)):
        raise AddressMismatchError(value=wanted, document=document.id)
    for passage in _passages_before(index, document, wanted.spans[0].start):
        part = _part(document, passage, wanted.spans)
        if part:
            return _located(index, document, wanted, "same", (passage, part), 1)
    citation = cite_source(document, wanted.spans)
    return Located(str(wanted), "same", document.id, citation, None, None, None, 1)


def _passages_before(index: Index, document: Document, offset: int) -> Iterator[Passage]:
    """Read the passages of a character's page, then those of the pages before it."""
    last = page_at(document, offset)
    numbers = [page.number for page in document.pages if page.span.start <= offset]
    for number in dict.fromkeys((last, *reversed(numbers))):
        for row in index.rows(document=document.id, page=str(number)).tolist():
            yield index.passage(row)


def _part(document: Document, passage: Passage, spans: Sequence[Span]) -> Span | None:
    """Return the range of a passage's text that shows some spans of the source."""
    if not passage.start <= spans[0].start < passage.end:
        return None
    own = [i for span in passage.spans for i in visible(document.source, span)]
    wanted = [i for span in spans for i in visible(document.source, span)]
    first = own.index(wanted[0]) if wanted[0] in own else len(own)
    if own[first : first + len(wanted)] != wanted:
        return None
    shown = visible(passage.text, Span(0, len(passage.text)))
    return Span(shown[first], shown[first + len(wanted) - 1] + 1)


def _changed(index: Index, document: Document, wanted: Address) -> Located:
    """Look for the words in what is shown, and failing that in all of the source."""
    rows = index.rows(document=document.id).tolist()
    found = [
        (passage, part)
        for passage in map(index.passage, rows)
        for part in wanted.occurrences(passage.text)
    ]
    before = wanted.spans[0].start
    if found:
        nearest = min(found, key=lambda each: abs(_start(document, *each) - before))
        return _located(index, document, wanted, "changed", nearest, len(found))
    spans = wanted.occurrences(document.source)
    citation = None
    if spans:
        citation = cite_source(document, [min(spans, key=lambda span: abs(span.start - before))])
    return Located(str(wanted), "changed", document.id, citation, None, None, None, len(spans))


def _start(document: Document, passage: Passage, part: Span) -> int:
    return locate(document.source, passage.spans, passage.text, part)[0].start


def _located(
    index: Index,
    document: Document,
    wanted: Address,
    status: LocatedStatus,
    place: tuple[Passage, Span],
    places: int,
) -> Located:
    passage, part = place
    item = item_of(index, passage)
    citation = cite(document, passage, part, item.title)
    return Located(str(wanted), status, document.id, citation, passage, part, item, places)
