"""What a dossier says, block by block: the same in every kind of file that people read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Literal

from spe_search.dossier import (
    AnswerEntry,
    Dossier,
    ExcerptEntry,
    NoteEntry,
    Quote,
    TableCell,
    TableEntry,
    quotes_of,
)
from spe_search.export.plain import one_line, paragraphs, plain, web_links
from spe_search.i18n import message, translator
from spe_search.types import ItemKind, Lang

_KINDS: dict[ItemKind, str] = {
    "initiative": message("Initiative"),
    "story": message("Personal story"),
    "section": message("Section of the report"),
}
_FIELDS: dict[str, str] = {
    "summary": message("Summary"),
    "partners": message("Partners"),
    "results": message("Results"),
    "story": message("Story"),
    "quote": message("Testimony"),
    "sidebar": message("Box"),
    "caption": message("Caption"),
    "note": message("Note"),
}
_SEPARATOR = " · "


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; level 0 is the title of the whole."""

    level: int
    text: str
    lang: Lang


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph: of the text, a ``fact`` about what follows, or a ``note`` of the reader's.

    ``lead`` is what it starts with, to be set apart.
    """

    text: str
    lang: Lang
    role: Literal["text", "fact", "note"] = "text"
    lead: str = ""


@dataclass(frozen=True, slots=True)
class Quoted:
    """A quote, its reference, and its number among the sources."""

    text: str
    lang: Lang
    reference: str
    number: int


@dataclass(frozen=True, slots=True)
class Links:
    """Links that the report gives."""

    lead: str
    targets: tuple[str, ...]
    lang: Lang


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell's text and the numbers of its sources; an address is to be copied as it is."""

    text: str
    lang: Lang
    numbers: tuple[int, ...] = ()
    is_address: bool = False


@dataclass(frozen=True, slots=True)
class Grid:
    """A table: every row has as many cells as there are heads."""

    caption: str
    lang: Lang
    heads: tuple[Cell, ...]
    rows: tuple[tuple[Cell, ...], ...]


Block = Heading | Line | Quoted | Links | Grid


def outline(dossier: Dossier) -> Iterator[Block]:
    """Return the blocks of a dossier, in order, its table of sources last.

    Their texts are plain; only those of lines, quotes and cells may have line ends.
    """
    maker = _Maker(dossier)
    yield Heading(0, title_of(dossier), dossier.lang)
    yield Line(maker.about(), dossier.lang, "fact")
    yield from maker.entries()
    if maker.sources:
        yield from maker.source_table()


def title_of(dossier: Dossier) -> str:
    """Return a dossier's title; one that says what it is where it has none."""
    _ = translator(dossier.lang)
    return one_line(dossier.title) or _("Research dossier")


class _Maker:
    """Makes the blocks of one dossier, numbering its sources."""

    def __init__(self, dossier: Dossier) -> None:
        self.dossier, self.lang = dossier, dossier.lang
        self.translate = translator(dossier.lang)
        self.sources: dict[str, Quote] = {}
        for entry in dossier.entries:
            for quote in quotes_of(entry):
                self.sources.setdefault(quote.address, quote)
        self.numbers = {address: number for number, address in enumerate(self.sources, 1)}

    def about(self) -> str:
        from babel.dates import format_date
        from babel.numbers import format_decimal

        _, locale = self.translate, f"{self.lang}_CA"
        date = format_date(self.dossier.date, "long", locale=locale)
        quotes = format_decimal(len(self.sources), locale=locale)
        facts = (_("Compiled on {date}"), _("Quotes: {count}"))
        return _SEPARATOR.join(facts).format(date=date, count=quotes)

    def entries(self) -> Iterator[Block]:
        """Yield the blocks of the entries; the excerpts that one search found stand under it."""
        _, query = self.translate, ""
        for entry in self.dossier.entries:
            if isinstance(entry, NoteEntry):
                yield from self.note(entry)
                continue
            found = one_line(entry.query) if isinstance(entry, ExcerptEntry) else ""
            if found and found != query:
                yield Heading(1, _("Search: “{query}”").format(query=found), self.lang)
            query = found
            if isinstance(entry, ExcerptEntry):
                yield from self.excerpt(entry, 2 if found else 1)
            elif isinstance(entry, AnswerEntry):
                yield from self.answer(entry)
            else:
                yield from self.table(entry)

    def note(self, entry: NoteEntry) -> Iterator[Block]:
        _ = self.translate
        for position, text in enumerate(paragraphs(entry.text)):
            yield Line(text, self.lang, "note", lead="" if position else _("Note:"))

    def excerpt(self, entry: ExcerptEntry, level: int) -> Iterator[Block]:
        _ = self.translate
        lang = entry.quotes[0].lang if entry.quotes else self.lang
        yield Heading(level, one_line(entry.title) or _("Excerpt"), lang)
        kind = _(_KINDS[entry.item_kind]) if entry.item_kind else ""
        if facts := _SEPARATOR.join(filter(None, (kind, one_line(entry.region)))):
            yield Line(facts, self.lang, "fact")
        if theme := one_line(entry.theme):
            yield Line(theme, lang, "fact")
        for kind, quotes in groupby(entry.quotes, key=lambda quote: quote.kind or ""):
            if len(entry.quotes) > 1 and kind in _FIELDS:
                yield Heading(level + 1, _(_FIELDS[kind]), self.lang)
            yield from map(self.quoted, quotes)
        if links := web_links(entry.links):
            yield Links(_("Links that the report gives:"), links, self.lang)

    def answer(self, entry: AnswerEntry) -> Iterator[Block]:
        _ = self.translate
        yield Heading(1, one_line(entry.question) or _("Question"), self.lang)
        if entry.status == "no_answer":
            yield Line(_("The reports do not say."), self.lang)
        elif all(entry.text != quote.text for quote in entry.quotes):
            for text in paragraphs(entry.text):
                yield Line(text, self.lang)
        if reason := one_line(entry.reason):
            yield Line(reason, self.lang, "fact")
        yield from map(self.quoted, entry.quotes)

    def quoted(self, quote: Quote) -> Quoted:
        number = self.numbers[quote.address]
        return Quoted(plain(quote.text).strip(), quote.lang, self.reference(quote), number)

    def reference(self, quote: Quote) -> str:
        """Return where a quote comes from: report, year, page, item."""
        _ = self.translate
        whole = _("{report} ({year}), p. {page}, “{item}”")
        short = _("{report} ({year}), p. {page}")
        named = {name: one_line(getattr(quote, name)) for name in ("report", "year", "item")}
        return (whole if named["item"] else short).format(page=quote.page, **named)

    def table(self, entry: TableEntry) -> Iterator[Block]:
        _, lang = self.translate, entry.lang or self.lang
        title = one_line(entry.title) or _("Table")
        yield Heading(1, title, lang)
        columns = tuple(Cell(one_line(column), lang) for column in entry.columns)
        rows = [tuple(self.cell(cell, lang) for cell in row) for row in entry.rows]
        width = max(map(len, (columns, *rows)))
        filled = (line + (Cell("", lang),) * (width - len(line)) for line in (columns, *rows))
        heads, *others = filled
        yield Grid(one_line(entry.caption) or title, lang, heads, tuple(others))

    def cell(self, cell: TableCell, lang: Lang) -> Cell:
        spoken = cell.quotes[0].lang if cell.quotes else lang
        numbers = dict.fromkeys(self.numbers[quote.address] for quote in cell.quotes)
        return Cell(plain(cell.text).strip(), spoken, tuple(numbers))

    def source_table(self) -> Iterator[Block]:
        _ = self.translate
        yield Heading(1, _("Sources"), self.lang)
        names = (_("Number"), _("Report"), _("Page"), _("From"), _("Address"))
        heads = tuple(Cell(name, self.lang) for name in names)
        rows = tuple(tuple(self.source(quote)) for quote in self.sources.values())
        yield Grid(_("Sources of the quotes"), self.lang, heads, rows)
        text = _("An address opens its quote in the report: spe-search show ADDRESS")
        yield Line(text, self.lang)

    def source(self, quote: Quote) -> Iterator[Cell]:
        _ = self.translate
        year = _("year {year}").format(year=quote.year)
        report = _SEPARATOR.join(filter(None, (quote.report, quote.publisher, year)))
        yield Cell(str(self.numbers[quote.address]), self.lang)
        yield Cell(one_line(report), quote.lang)
        yield Cell(str(quote.page), self.lang)
        yield Cell(one_line(quote.item), quote.lang)
        yield Cell(one_line(quote.address), self.lang, is_address=True)
