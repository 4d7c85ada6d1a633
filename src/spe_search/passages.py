"""From a document to its passages: what is found, shown and cited.

A passage is one piece of an item (its summary, its results, a paragraph, a table's row), cut at
the ends of sentences where it is too long to read at a glance. It is shown verbatim; it is indexed
with its context, since "333 personnes" says nothing without its title.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from math import ceil

from spe_search.french import sentences
from spe_search.types import (
    Cell,
    Document,
    Extract,
    ExtractKind,
    Initiative,
    ItemKind,
    Passage,
    Section,
    Span,
    Table,
    TableRow,
)
from spe_search.verbatim import locate, page_at

LONGEST = 700
"""Characters a passage may have before it is cut: about 110 words, eight lines on a screen."""

_FIELDS: dict[ExtractKind, str] = {
    "summary": "Sommaire",
    "partners": "Partenaires",
    "results": "Résultats",
    "story": "Parcours",
    "quote": "Témoignage",
    "caption": "Photo",
    "note": "Note",
}


def passages_of(document: Document) -> tuple[Passage, ...]:
    """Cut a document into passages, in reading order, sections first.

    Returns:
        Passages whose ids ("bilan-2023-2024/jade#results-1") depend only on the document.
    """
    found: list[Passage] = []
    for section in document.sections:
        found.extend(_section_passages(document, section))
    for initiative in document.initiatives:
        found.extend(_initiative_passages(document, initiative))
    return tuple(found)


def _section_passages(document: Document, section: Section) -> Iterator[Passage]:
    maker = _Maker(document, section.id, "section", section.path)
    for extract in section.extracts:
        yield from maker.from_extract(extract)
    for table in section.tables:
        for row in table.rows:
            yield maker.from_row(table, row)


def _initiative_passages(document: Document, item: Initiative) -> Iterator[Passage]:
    region = item.region.name if item.region else ""
    maker = _Maker(
        document,
        item.id,
        item.kind,
        (*item.path, item.title),
        lead=region,
        region=item.region.code if item.region else None,
        theme=item.theme or None,
    )
    for extract in item.extracts:
        yield from maker.from_extract(extract)


class _Maker:
    """Makes the passages of one item, numbering each kind from 1."""

    def __init__(
        self,
        document: Document,
        item_id: str,
        item_kind: ItemKind,
        path: tuple[str, ...],
        lead: str = "",
        region: str | None = None,
        theme: str | None = None,
    ) -> None:
        self.document = document
        self.item_id, self.item_kind = item_id, item_kind
        self.path = (document.metadata.title, *path)
        self.lead, self.region, self.theme = lead, region, theme
        self.count: Counter[ExtractKind] = Counter()

    def from_extract(self, extract: Extract) -> Iterator[Passage]:
        heading = self._heading(_FIELDS.get(extract.kind, ""))
        for part in cut(extract.text):
            spans = locate(self.document.source, extract.spans, extract.text, part)
            text = extract.text[part.start : part.end]
            yield self._passage(extract, text, spans, heading, self.path)

    def from_row(self, table: Table, row: TableRow) -> Passage:
        heads = "; ".join(table.columns)
        heading = self._heading(". ".join(filter(None, (table.title, row.group, heads))))
        path = (*self.path, table.title)
        return self._passage(
            row.extract, row.extract.text, row.extract.spans, heading, path, row.cells
        )

    def _heading(self, field: str) -> str:
        return ". ".join(filter(None, (self.lead, self.path[-1], field)))

    def _passage(
        self,
        extract: Extract,
        text: str,
        spans: tuple[Span, ...],
        heading: str,
        path: tuple[str, ...],
        cells: tuple[Cell, ...] = (),
    ) -> Passage:
        self.count[extract.kind] += 1
        page = page_at(self.document, spans[0].start)
        return Passage(
            id=f"{self.item_id}#{extract.kind}-{self.count[extract.kind]}",
            document_id=self.document.id,
            item_id=self.item_id,
            item_kind=self.item_kind,
            kind=extract.kind,
            text=text,
            spans=spans,
            page=page,
            heading_path=path,
            setting=". ".join(self.path[:-1]),
            heading=heading,
            year=self.document.metadata.year,
            region=self.region,
            theme=self.theme,
            cells=cells,
        )


def cut(text: str, longest: int = LONGEST) -> tuple[Span, ...]:
    """Cut a text at sentence ends into parts of like length, none over ``longest`` if it can be.

    Args:
        text: the text of an extract.
        longest: the most characters a part should have; one longer sentence stays whole.

    Returns:
        The ranges of the parts: in order, apart, covering all but white space.
    """
    spans = _with_their_lists(text, sentences(text))
    if len(text) <= longest or len(spans) < 2:
        return (Span(spans[0].start, spans[-1].end),) if spans else ()
    target = len(text) / ceil(len(text) / longest)
    parts: list[list[Span]] = [[]]
    for span in spans:
        begin = parts[-1][0].start if parts[-1] else span.start
        if parts[-1] and _overshoots(begin, span, target, longest):
            parts.append([])
        parts[-1].append(span)
    return tuple(Span(part[0].start, part[-1].end) for part in _without_crumbs(parts, longest))


def _with_their_lists(text: str, spans: Sequence[Span]) -> list[Span]:
    """Join each bullet to the sentence that announces the list: apart, neither says anything."""
    joined: list[Span] = []
    for span in spans:
        if joined and text.startswith("•", span.start):
            joined[-1] = Span(joined[-1].start, span.end)
        else:
            joined.append(span)
    return joined


def _overshoots(begin: int, sentence: Span, target: float, longest: int) -> bool:
    """Tell whether a sentence is better placed in the next part: its middle is past the target."""
    middle = (sentence.start + sentence.end) / 2
    return sentence.end - begin > longest or middle - begin > target


def _without_crumbs(parts: Sequence[list[Span]], longest: int) -> list[list[Span]]:
    """Give a last part of a sentence or so back to the one before it."""
    kept = [list(part) for part in parts]
    if len(kept) > 1 and kept[-1][-1].end - kept[-1][0].start < longest // 4:
        tail = kept.pop()
        kept[-1].extend(tail)
    return kept
