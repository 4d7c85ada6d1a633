"""Any other text: headings guessed from their look, the rest split into passages.

Nothing is known of the layout, so a heading is only what stands alone, is short and does not end
like a sentence, or is marked as one (Markdown's ``#``, a number such as ``2.1``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from langchain_text_splitters import RecursiveCharacterTextSplitter

from spe_search.parse.blocks import spans_of
from spe_search.parse.kinds import is_upper
from spe_search.parse.lines import Line, read_lines
from spe_search.parse.names import Slugs, unshout
from spe_search.types import Document, Extract, Metadata, Section, Span
from spe_search.verbatim import clean, torn_spaces

_PASSAGE_SIZE = 700
_MARKDOWN = re.compile(r"#{1,6}\s+(?=\S)")
_NUMBERED = re.compile(r"(?:\d+(?:\.\d+)*\.?|[IVXLC]+\.|[A-Z]\.)\s+(?=[A-ZÀ-Ý])")
_LIST_MARK = re.compile(r"[•\-–*]\s")
_LONGEST_HEADING = 100


def parse_generic(source: str, metadata: Metadata, digest: str) -> Document:
    """Parse a text of unknown layout into sections of paragraphs.

    Args:
        source: the text, untouched, as read from its file.
        metadata: what its TOML file says.
        digest: SHA-256 of the file, in hex.

    Returns:
        A document whose sections follow one another on one level and hold no tables or initiatives.
    """
    lines, pages = read_lines(source, metadata.title)
    torn = torn_spaces(source)
    slugs = Slugs(metadata.id)
    sections = []
    for heading, body in _sections(lines):
        text = clean(source, spans_of(heading), torn) if heading else metadata.title
        title = unshout(_MARKDOWN.sub("", text), source)
        extracts = tuple(_extracts(source, body, torn))
        page = (heading or body)[0].page
        sections.append(Section(slugs.make(title), title, (title,), page, extracts))
    return Document(metadata, digest, source, pages, tuple(sections), ())


def _sections(lines: Sequence[Line]) -> Iterator[tuple[Sequence[Line], Sequence[Line]]]:
    """Yield each heading with the lines below it; what precedes the first has no heading."""
    starts = [i for i in range(len(lines)) if _is_heading(lines, i)]
    bounds = [*starts, len(lines)]
    if bounds[0] > 0:
        yield (), lines[: bounds[0]]
    for start, end in zip(starts, bounds[1:], strict=True):
        yield lines[start : start + 1], lines[start + 1 : end]


def _is_heading(lines: Sequence[Line], i: int) -> bool:
    line = lines[i]
    text = line.text
    if len(text) > _LONGEST_HEADING or _LIST_MARK.match(text) or not re.search(r"[^\W\d_]", text):
        return False
    if _MARKDOWN.match(text):
        return True
    after = lines[i + 1] if i + 1 < len(lines) else None
    alone_above = line.first_on_page or i == 0 or line.gap > 0
    if text[-1] in ".,;:!?…»" or not alone_above or after is None:
        return False
    alone_below = after.gap > 0 and not after.first_on_page
    return is_upper(text) or bool(_NUMBERED.match(text)) or (text[0].isupper() and alone_below)


def _extracts(source: str, lines: Sequence[Line], torn: frozenset[int]) -> Iterator[Extract]:
    """Split what stands below a heading into paragraphs of a size that reads well as an answer."""
    splitter = RecursiveCharacterTextSplitter(
        chunk_size=_PASSAGE_SIZE,
        chunk_overlap=0,
        separators=["\n\n", "\n•", ". ", "? ", "! ", "; ", "\n", " "],
        keep_separator="end",
        add_start_index=True,
    )
    for run in _page_runs(lines):
        start, end = run[0].start, run[-1].end
        for part in splitter.create_documents([source[start:end]]):
            first = start + part.metadata["start_index"]
            last = first + len(part.page_content)
            spans = (Span(first, last),)
            text = clean(source, spans, torn)
            if text:
                page = max(
                    (line for line in run if line.start <= first), key=lambda line: line.start
                )
                yield Extract("paragraph", text, spans, page.page)


def _page_runs(lines: Sequence[Line]) -> Iterator[Sequence[Line]]:
    """Cut lines where running heads were left out between them, so that none is shown again."""
    begin = 0
    for i in range(1, len(lines)):
        if lines[i].first_on_page:
            yield lines[begin:i]
            begin = i
    if lines:
        yield lines[begin:]
