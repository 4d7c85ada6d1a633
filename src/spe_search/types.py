"""The small frozen data that every room of the project shares.

Three rules hold everywhere:

* **Offsets are characters of the untouched source**, as decoded by
  :func:`spe_search.verbatim.decode`; ``source[span.start:span.end]`` is what the report says.
* **Shown text is verbatim**: once white space is folded and the repairs listed in
  :mod:`spe_search.verbatim` are made, it equals its spans.
* **Scores rise with relevance**; there are no distances.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from decimal import Decimal
from typing import TYPE_CHECKING, Literal, NamedTuple, Protocol

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Vectors = NDArray[np.float32]

Lang = Literal["fr", "en"]

Half = Literal["tune", "report", "all"]
"""Which topics of a gold set: those to tune on, those to report on, or all."""

Origin = Literal["table_cell", "sentence", "results"]
"""Where a figure comes from: a table, an initiative's "Résultats", or any other sentence."""

UnitChoice = Literal["%", "$", "points", "count", "duration", "age", "none"]
"""A unit, or ``none``: figures whose unit the report does not say."""

Sort = Literal["page", "value", "label", "gap"]
"""Reading order; the value; the label; or the gap in proportion to the target."""

ExtractKind = Literal[
    "paragraph",
    "summary",
    "partners",
    "results",
    "story",
    "quote",
    "sidebar",
    "caption",
    "note",
    "table_row",
]
"""What a piece of text is within its section or initiative."""

ItemKind = Literal["initiative", "story", "section"]
"""What a hit is about: an initiative, a person's story, or a section of the report."""


# ---------------------------------------------------------------- the source and its pieces


@dataclass(frozen=True, slots=True)
class Span:
    """A half-open range of characters ``[start, end)`` of a document's source."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Page:
    """One page of the report: the number printed on it (or counted back) and its range."""

    number: int
    span: Span


@dataclass(frozen=True, slots=True)
class Extract:
    """A verbatim piece of a document: its repaired text and where that text stands.

    ``spans`` are in reading order; there are several where a sidebar, a footnote or a page
    break interrupts the text.
    """

    kind: ExtractKind
    text: str
    spans: tuple[Span, ...]
    page: int


@dataclass(frozen=True, slots=True)
class Region:
    """An administrative region (code ``"01"`` to ``"17"``) or the ministry's sector (``"00"``)."""

    code: str
    name: str


@dataclass(frozen=True, slots=True)
class Cell:
    """One figure of a table: its column, its text as printed, its value and unit.

    ``value`` is ``None`` where the report prints "s/o" (sans objet: there is no such figure).
    ``unit`` is ``"%"`` for a share and ``None`` for a count.
    """

    column: str
    text: str
    value: Decimal | None
    unit: str | None
    is_target: bool = False


@dataclass(frozen=True, slots=True)
class TableRow:
    """One row: the group above it (« Âge »), its label and its cells."""

    group: str | None
    label: str
    cells: tuple[Cell, ...]
    extract: Extract


@dataclass(frozen=True, slots=True)
class Table:
    """A table won back from running text. ``columns`` are the heads, the label's own first."""

    id: str
    title: str
    columns: tuple[str, ...]
    rows: tuple[TableRow, ...]
    page: int


@dataclass(frozen=True, slots=True)
class Section:
    """A chapter, section or theme. ``path`` holds the titles from the chapter down to this one."""

    id: str
    title: str
    path: tuple[str, ...]
    page: int
    extracts: tuple[Extract, ...] = ()
    tables: tuple[Table, ...] = ()
    links: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Initiative:
    """An initiative, or a person's story ("parcours"), told under one theme of the report.

    ``extracts`` holds every piece in reading order; the properties pick out the fields a reader
    asks for. A field the report leaves out is empty, never guessed.
    """

    id: str
    kind: Literal["initiative", "story"]
    title: str
    region: Region | None
    theme: str
    path: tuple[str, ...]
    page: int
    partners: tuple[str, ...]
    extracts: tuple[Extract, ...]
    links: tuple[str, ...] = ()

    def texts(self, *kinds: ExtractKind) -> tuple[str, ...]:
        """The texts of the extracts of these kinds, in reading order."""
        return tuple(extract.text for extract in self.extracts if extract.kind in kinds)

    @property
    def summary(self) -> str:
        """The "Sommaire", or the body where the report gives the initiative no labelled fields."""
        return "\n\n".join(self.texts("summary") or self.texts("story", "paragraph"))

    @property
    def results(self) -> str:
        """The "Résultats", empty where the report states none."""
        return "\n\n".join(self.texts("results"))

    @property
    def quotes(self) -> tuple[str, ...]:
        """What people are quoted as saying, with their signature."""
        return self.texts("quote")

    @property
    def sidebars(self) -> tuple[str, ...]:
        """Boxes beside the text, and the captions of its pictures."""
        return self.texts("sidebar", "caption")


@dataclass(frozen=True, slots=True)
class Metadata:
    """What the TOML file beside a source says of it."""

    id: str
    title: str
    publisher: str
    year: str
    language: str
    layout: Literal["bilan", "generic"]
    source: str
    licence: str


@dataclass(frozen=True, slots=True)
class Document:
    """A parsed report. ``digest`` is the SHA-256 (hex) of the source file's bytes."""

    metadata: Metadata
    digest: str
    source: str
    pages: tuple[Page, ...]
    sections: tuple[Section, ...]
    initiatives: tuple[Initiative, ...]

    @property
    def id(self) -> str:
        """The identifier that starts the ids of all its parts."""
        return self.metadata.id


@dataclass(frozen=True, slots=True)
class Passage:
    """The unit of retrieval: ``text`` is shown and verbatim; the rest of it is indexed with it.

    ``setting`` is where its item stands (report, chapter, theme) and ``heading`` what names it
    (region, title, field, a table's heads).
    ``heading_path`` runs from the report's title to the item's (and to the table's). ``region``
    is a region's code. ``cells`` are the figures of a table row.
    """

    id: str
    document_id: str
    item_id: str
    item_kind: ItemKind
    kind: ExtractKind
    text: str
    spans: tuple[Span, ...]
    page: int
    heading_path: tuple[str, ...]
    setting: str
    heading: str
    year: str
    region: str | None = None
    theme: str | None = None
    cells: tuple[Cell, ...] = ()

    @property
    def start(self) -> int:
        """First character of the passage in the source."""
        return min(span.start for span in self.spans)

    @property
    def end(self) -> int:
        """One past the last character of the passage in the source."""
        return max(span.end for span in self.spans)

    @property
    def indexed_text(self) -> str:
        """What is embedded and analysed: the setting, the heading, the text."""
        return f"{'. '.join(filter(None, (self.setting, self.heading)))}\n{self.text}"


@dataclass(frozen=True, slots=True)
class Concept:
    """An idea of the field and its labels, the preferred one first in each language.

    ``hidden`` are French labels that a query may mean it by, but that mean other things as often
    where a report says them: they tag nothing. ``general`` marks a concept that says little of
    the item that mentions it ("activités").
    """

    id: str
    facet: str
    fr: tuple[str, ...]
    en: tuple[str, ...]
    broader: tuple[str, ...] = ()
    related: tuple[str, ...] = ()
    hidden: tuple[str, ...] = ()
    general: bool = False


@dataclass(frozen=True, slots=True)
class Tag:
    """A concept that an item speaks of, and the words that earned it.

    They stand in the passage or, where it is the item's first, in the item's title.
    """

    concept: str
    facet: str
    label: str
    words: str
    passage_id: str


# ---------------------------------------------------------------- queries and answers


class Term(NamedTuple):
    """A word of a text: its index form and where its surface form stands.

    A tuple, which is made in a fifth of the time: a build makes thirty for each passage.
    """

    text: str
    start: int
    end: int


OneOrMore = str | Iterable[str] | None
"""How values of a facet are given: one, several, or none."""


@dataclass(frozen=True, slots=True, init=False)
class Filters:
    """What a search is limited to: one of the values of each facet; an empty one is open.

    Each argument takes one value or several: ``Filters(region="Laval", kind=["story", "quote"])``.

    Args:
        region: a region's name, code or variant spelling.
        theme: words found in a theme's title, or the whole title.
        kind: ``initiative``, ``story``, ``section``, or a passage's kind such as ``table_row``.
        year: an exercice (``2023-2024``) or one of its two years.
        document: a document's id.
        concept: an id or a label of the thesaurus; narrower concepts are meant too. Concepts of
            different facets (a clientele, a sector) are all asked for. One that is a region
            (``region:01``) is meant as in ``region``.
        partner_kind: a kind of partner: its id, its label or a word for it.
    """

    region: tuple[str, ...]
    theme: tuple[str, ...]
    kind: tuple[str, ...]
    year: tuple[str, ...]
    document: tuple[str, ...]
    concept: tuple[str, ...]
    partner_kind: tuple[str, ...]

    def __init__(
        self,
        region: OneOrMore = None,
        theme: OneOrMore = None,
        kind: OneOrMore = None,
        year: OneOrMore = None,
        document: OneOrMore = None,
        concept: OneOrMore = None,
        partner_kind: OneOrMore = None,
    ) -> None:
        given = (region, theme, kind, year, document, concept, partner_kind)
        for field, values in zip(fields(self), given, strict=True):
            several = (values,) if isinstance(values, str) else values or ()
            object.__setattr__(self, field.name, tuple(dict.fromkeys(several)))


@dataclass(frozen=True, slots=True)
class Citation:
    """A quote that can be checked: ``source[start:end]`` of the document holds it, on that page.

    ``address`` finds it again in any later index; see :mod:`spe_search.address`.
    ``spans`` are its ranges, where a page break or a box interrupts it; ``marks`` are the ranges,
    in ``quote``, of the words that answer; none where it all does.
    """

    quote: str
    document_id: str
    page: int
    start: int
    end: int
    label: str
    address: str = ""
    spans: tuple[Span, ...] = ()
    marks: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Why:
    """Why a passage was found.

    ``terms`` are the query's words that it or its headings hold, ``related`` the words of the
    passage that the thesaurus knows for the same ideas; ``lexical`` and ``dense`` are what each
    side of the search gave, from 0 to 1.
    """

    terms: tuple[str, ...]
    related: tuple[str, ...]
    lexical: float
    dense: float


@dataclass(frozen=True, slots=True)
class Hit:
    """One initiative, story or section, with its best passage first.

    ``score`` is its relevance: the chance, from 0 to 1, that it is what was asked for; ``likely``
    tells whether that is enough to be shown without a warning. ``sentence`` is the range, in
    ``passage.text``, of the sentence that answers best; ``marks`` are the ranges of the words that
    match the query.
    """

    rank: int
    score: float
    likely: bool
    passage: Passage
    others: tuple[Passage, ...]
    initiative: Initiative | None
    section: Section | None
    citation: Citation
    why: Why
    sentence: Span
    marks: tuple[Span, ...] = ()


AnswerStatus = Literal["answered", "partial", "no_answer"]
"""``partial``: the nearest passage is quoted, but some words of the question are not met there."""

AnswerCause = Literal[
    "", "nothing_relevant", "year", "region", "premise", "unsupported", "unverified"
]
"""Why a question is not answered in full, for a program."""


@dataclass(frozen=True, slots=True)
class Figure:
    """The figure that answers: read in a citation, or worked out of figures that were.

    ``text`` is as printed, or as worked out; ``unit`` is ``"%"``, ``"$"``, ``"points"``,
    ``"count"``, ``"duration"``, ``"age"`` or ``None`` where the report does not tell it.
    ``citations`` are the positions, in the answer's, of those it stands in or was worked out of;
    ``operands`` are the figures, as printed, that ``operation`` was made on.
    """

    text: str
    value: Decimal
    unit: str | None
    citations: tuple[int, ...] = (0,)
    operation: Literal["", "difference", "highest", "lowest"] = ""
    operands: tuple[str, ...] = ()

    @property
    def computed(self) -> bool:
        """Whether it was worked out, and is not printed anywhere."""
        return bool(self.operation)


@dataclass(frozen=True, slots=True)
class Answer:
    """What the report says in reply to a question, or that it says nothing.

    Args:
        status: whether it is answered.
        text: the answer: words of the report, or a sentence worked out of the figures cited;
            empty when ``status`` is ``no_answer``.
        citations: what it rests on, the best first.
        hits: the items found, for further reading.
        reason: why it is not answered in full, in the question's language; empty when it is.
        cause: the same for a program.
        figure: the figure that answers, where one does.
        unmet: the words of the question that the passage does not meet.
        parts: the answers, one each, where several questions were asked in one.
        lang: the language it was asked in, which ``reason`` and worked out sentences are in.
    """

    status: AnswerStatus
    text: str
    citations: tuple[Citation, ...]
    hits: tuple[Hit, ...]
    reason: str = ""
    cause: AnswerCause = ""
    figure: Figure | None = None
    unmet: tuple[str, ...] = ()
    parts: tuple[Answer, ...] = ()
    lang: Lang = "fr"


# ---------------------------------------------------------------- swap points


class Encoder(Protocol):
    """Turns text into vectors.

    Vectors are float32, of shape ``(len(texts), dimension)`` and of unit Euclidean norm, so that
    an inner product is a cosine. The same text gives the same vector. ``name`` and ``digest``
    identify the model: an index made by one is never searched with another.
    """

    @property
    def name(self) -> str: ...

    @property
    def digest(self) -> str: ...

    @property
    def dimension(self) -> int: ...

    def encode_queries(self, texts: Sequence[str]) -> Vectors: ...

    def encode_passages(self, texts: Sequence[str]) -> Vectors: ...


class VectorStore(Protocol):
    """Finds the vectors nearest to a query's.

    ``search`` returns row numbers (int64) and inner products (float32), best first, ties by row;
    at most ``k`` of them, and only rows where ``allowed`` (a boolean mask over all rows) is true.
    """

    def search(
        self, query: NDArray[np.float32], k: int, allowed: NDArray[np.bool_] | None = None
    ) -> tuple[NDArray[np.int64], NDArray[np.float32]]: ...
