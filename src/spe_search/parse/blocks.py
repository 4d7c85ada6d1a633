"""From lines to blocks: paragraphs, titles, labels, notes, links, tables' titles.

Where a paragraph ends has to be guessed from what type-setting leaves behind. The main clue is the
typesetter's own rule: a line is broken only when the next word would not have fitted on it, so a
line that had room for it was ended on purpose.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from spe_search.parse.kinds import LABEL_LINE, BlockKind, Field, announced, special_kind
from spe_search.parse.lines import Line
from spe_search.parse.tables import table_length
from spe_search.types import Span

_SIGNATURE = re.compile(r"[–—-]\s*\S")
_TERMINAL = re.compile(r"[.!?…:;][\s»)\"”]*$")
_FUNCTION_WORDS = frozenset(
    [
        "à",
        "au",
        "aux",
        "avec",
        "ce",
        "ces",
        "cet",
        "cette",
        "chez",
        "d",
        "dans",
        "de",
        "des",
        "du",
        "elle",
        "en",
        "entre",
        "et",
        "il",
        "la",
        "le",
        "les",
        "leur",
        "leurs",
        "lors",
        "l",
        "ne",
        "notre",
        "nos",
        "ou",
        "où",
        "par",
        "pas",
        "pour",
        "qu",
        "que",
        "qui",
        "sa",
        "sans",
        "se",
        "ses",
        "son",
        "sous",
        "sur",
        "un",
        "une",
        "vers",
    ]
)
_SAME_COLUMN = 1.6


@dataclass(frozen=True, slots=True)
class Block:
    """Some lines that belong together, and what they look like.

    ``field`` names what a label announces. ``gap`` and ``first_on_page`` are the first line's.
    """

    kind: BlockKind
    lines: tuple[Line, ...]
    field: Field | None = None

    @property
    def text(self) -> str:
        """The lines, joined by spaces: for judging, not for showing."""
        return " ".join(line.text for line in self.lines)

    @property
    def page(self) -> int:
        """The page the block starts on."""
        return self.lines[0].page

    @property
    def gap(self) -> int:
        """White space above the block, beyond the usual."""
        return self.lines[0].gap

    @property
    def width(self) -> int:
        """The longest line, in characters: the width of its column."""
        return max(len(line.text) for line in self.lines)

    @property
    def ends_sentence(self) -> bool:
        """Whether the text ends where a sentence may."""
        return bool(_TERMINAL.search(self.lines[-1].text))

    @property
    def looks_like_title(self) -> bool:
        """Short, capitalised, without a sentence's end, and not cut in mid-phrase."""
        text = self.text
        return (
            len(self.lines) <= 3
            and len(text) <= 160
            and text[0].isupper()
            and not _TERMINAL.search(text)
            and not text.endswith(",")
            and not _ends_open(text)
        )


def read_blocks(lines: Sequence[Line], source: str) -> tuple[Block, ...]:
    """Group a document's lines into blocks, in the order of the text."""
    blocks: list[Block] = []
    i = 0
    while i < len(lines):
        kind = special_kind(lines, i, source)
        if kind in (None, "label"):
            length = _text_length(lines, i, source, blocks[-1] if blocks else None)
            kind = kind or ("quote" if lines[i].text.startswith("«") else "text")
        else:
            length = _special_length(kind, lines, i, source)
        block = Block(kind, tuple(lines[i : i + length]), announced(kind, lines[i]))
        _add(blocks, block)
        i += length
        if _awaits_title(blocks) and i < len(lines):
            length = _title_length(lines, i, source)
            if length:
                blocks.append(Block("title", tuple(lines[i : i + length])))
                i += length
    return tuple(blocks)


def _awaits_title(blocks: Sequence[Block]) -> bool:
    """A title follows a region or a badge, unless the region itself follows a story's title."""
    if blocks[-1].kind == "badge":
        return True
    told = len(blocks) > 2 and blocks[-2].kind == "title" and blocks[-3].kind == "badge"
    return blocks[-1].kind == "region" and not told


def _add(blocks: list[Block], block: Block) -> None:
    """Append a block, or give it back to the paragraph that a box or a page break cut in two."""
    if block.kind == "text" and block.lines[0].text[0].islower():
        for j in range(len(blocks) - 1, max(len(blocks) - 6, -1), -1):
            before = blocks[j]
            if before.kind in ("text", "label") and not before.ends_sentence and before.width > 40:
                blocks[j] = Block(before.kind, before.lines + block.lines, before.field)
                return
            if before.kind not in ("text", "note", "link", "quote"):
                break
    blocks.append(block)


def _special_length(kind: BlockKind, lines: Sequence[Line], i: int, source: str) -> int:
    """Count the lines of a block whose first line was recognised."""
    if kind == "table":
        return table_length(lines[i:])
    length = 1
    if kind in ("theme", "chapter", "note"):
        while i + length < len(lines) and _wraps(lines, i + length, source, kind):
            length += 1
    return length


def _wraps(lines: Sequence[Line], i: int, source: str, kind: BlockKind) -> bool:
    """Tell whether a title or a note goes on over line ``i``: set close, or in lower case."""
    line = lines[i]
    if line.first_on_page or line.gap > 0 or special_kind(lines, i, source) is not None:
        return False
    if kind == "chapter":
        return False
    return line.gap < 0 or line.text[0].islower()


def _title_length(lines: Sequence[Line], i: int, source: str) -> int:
    """Count the lines of an item's title, which stands right below its region or badge."""
    if special_kind(lines, i, source) is not None or lines[i].first_on_page:
        return 0
    length = 1
    while i + length < len(lines) and special_kind(lines, i + length, source) is None:
        line = lines[i + length]
        label_next = any(
            LABEL_LINE.match(after.text) for after in lines[i + length + 1 : i + length + 3]
        )
        wraps = line.gap < 0 or line.text[0].islower() or (label_next and len(line.text) < 100)
        if line.gap > 0 or line.first_on_page or not wraps:
            break
        length += 1
    return length


def _text_length(lines: Sequence[Line], i: int, source: str, previous: Block | None) -> int:
    """Count the lines of the paragraph that starts at line ``i``."""
    length = 1
    column = previous.width if previous and previous.kind in ("text", "label") else 0
    while i + length < len(lines):
        if special_kind(lines, i + length, source) is not None:
            break
        paragraph = lines[i : i + length]
        line = lines[i + length]
        if _SIGNATURE.match(line.text) and paragraph[0].text.startswith("«"):
            return length + 1
        if _ends_paragraph(paragraph, line, column):
            break
        length += 1
    return length


def _ends_paragraph(paragraph: Sequence[Line], line: Line, column: int) -> bool:
    """Decide whether ``line`` starts a new paragraph after ``paragraph``."""
    last = paragraph[-1]
    text = " ".join(each.text for each in paragraph)
    if text.count("«") > text.count("»") and line.page == last.page:
        return False
    if line.text.startswith("•"):
        return not (text.endswith((":", ";")) or "•" in text)
    ends_sentence = bool(_TERMINAL.search(last.text))
    if line.first_on_page or line.gap > 0:
        return ends_sentence or not line.text[0].islower()
    if line.text[0].islower():
        return False
    if ends_sentence and (last.ends_wide or line.text.startswith("«")):
        return True
    if not ends_sentence and _ends_open(text):
        return False
    width = max(len(each.text) for each in (*paragraph, line))
    if column <= _SAME_COLUMN * width:
        width = max(width, column)
    share, least = (0.08, 1) if ends_sentence else (0.15, 5)
    room = width - len(last.text) - 1 - len(line.text.split()[0])
    return room >= max(share * width, least)


def _ends_open(text: str) -> bool:
    """Tell whether a text stops at a word that calls for another."""
    words = re.findall(r"[^\W\d_]+", text)
    return bool(words) and words[-1].lower() in _FUNCTION_WORDS and text[-1].isalpha()


def spans_of(lines: Sequence[Line]) -> tuple[Span, ...]:
    """Return the spans that some lines cover: one for each unbroken run of the document's lines."""
    spans: list[Span] = []
    for before, line in zip((None, *lines), lines, strict=False):
        if before is not None and line.index == before.index + 1:
            spans[-1] = Span(spans[-1].start, line.end)
        else:
            spans.append(line.span)
    return tuple(spans)
