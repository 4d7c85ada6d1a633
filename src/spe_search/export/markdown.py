"""A dossier as Markdown (CommonMark, with GitHub's tables), in which all text is only text."""

from __future__ import annotations

import re
from collections.abc import Iterable

from spe_search.dossier import Dossier
from spe_search.export.outline import Block, Cell, Grid, Heading, Line, Links, Quoted, outline

# What Markdown, or one of its common extensions (mathematics, emoji, mentions, highlights), reads
# as markup anywhere, or turns into a link by itself; then at the start of a line.
_INLINE = re.compile(r"[\\`*_\[\]<>&|~$#{}^=@]|:(?=[\w/:])|(?<=\bwww)\.", re.IGNORECASE)
_IS_CODE = re.compile(r"[\w@:.-]+", re.ASCII)
_LEADING = re.compile(r"^(\d{0,9})([-+.)])")


def to_markdown(dossier: Dossier) -> str:
    """Return a dossier as Markdown, whose rendering shows every text as it is."""
    return "\n\n".join(map(_block, outline(dossier))) + "\n"


def escape(text: str) -> str:
    """Return plain text as Markdown that shows it; where it has line ends, so has what is shown."""
    return "\\\n".join(_escaped_lines(text))


def _escaped_lines(text: str) -> Iterable[str]:
    for line in text.replace("\t", " ").split("\n"):
        if shown := line.strip():
            yield _LEADING.sub(r"\1\\\2", _INLINE.sub(r"\\\g<0>", shown))


def _block(block: Block) -> str:
    match block:
        case Heading(level, text):
            return f"{'#' * (level + 1)} {escape(text)}"
        case Line(text, lead=lead):
            return f"**{escape(lead)}** {escape(text)}" if lead else escape(text)
        case Quoted(text, reference=reference, number=number):
            quote = escape(text).replace("\n", "\n> ")
            return f"> {quote}\n\n— {escape(reference)} {_numbers((number,))}"
        case Links(lead, targets):
            return "\n".join((escape(lead), "", *(f"- <{target}>" for target in targets)))
        case Grid():
            return _grid(block)


def _grid(grid: Grid) -> str:
    rows = [
        _row(map(_cell, grid.heads)),
        _row("---" for _ in grid.heads),
        *(_row(map(_cell, row)) for row in grid.rows),
    ]
    return "\n".join((escape(grid.caption), "", *rows))


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _cell(cell: Cell) -> str:
    if cell.is_address and _IS_CODE.fullmatch(cell.text):
        return f"`{cell.text}`"
    return " ".join(filter(None, (_one_line(cell.text), _numbers(cell.numbers))))


def _one_line(text: str) -> str:
    return " ".join(_escaped_lines(text))


def _numbers(numbers: Iterable[int]) -> str:
    return " ".join(rf"\[{number}\]" for number in numbers)
