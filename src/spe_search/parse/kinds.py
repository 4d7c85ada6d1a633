"""What a line says of itself: a title, a region's name, a label, a link, a footnote."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal

from spe_search.french import fold
from spe_search.parse.lines import Line
from spe_search.parse.tables import TITLE
from spe_search.regions import region_named

BlockKind = Literal[
    "chapter",
    "theme",
    "region",
    "badge",
    "title",
    "label",
    "text",
    "quote",
    "note",
    "link",
    "table",
]

Field = Literal["summary", "partners", "results"]

LABEL = re.compile(
    r"(?P<summary>sommaire|description|résumé|objectifs?)|(?P<partners>partenaires?(?:\(s\))?)|"
    r"(?P<results>résultats?(?:\(s\))?)",
    re.IGNORECASE,
)
LABEL_LINE = re.compile(rf"(?:{LABEL.pattern})\s*:\s*", re.IGNORECASE)
_THEME = re.compile(r"Initiatives?\s+(?:ayant|illustrant|visant|permettant|qui|pour)\b")
_BADGE = re.compile(r"coup de (?:coeur|chapeau)\b", re.IGNORECASE)
_LINK = re.compile(r"(?:https?://|www\.)\S+")
_NOTE = re.compile(r"(?P<mark>\d{1,2}|\*+)\s*(?=[A-ZÀ-Ý«])")


def special_kind(lines: Sequence[Line], i: int, source: str) -> BlockKind | None:
    """Recognise a line that says by itself what it is."""
    line = lines[i]
    text = line.text
    if _LINK.fullmatch(text):
        return "link"
    if TITLE.match(text):
        return "table"
    if _BADGE.match(fold(text)) and len(text) < 30:
        return "badge"
    if LABEL_LINE.match(text):
        return "label"
    if _THEME.match(text) and (line.first_on_page or line.gap > 0):
        return "theme"
    if _is_note(line, source):
        return "note"
    if is_upper(text) and len(text) <= 100:
        return "region" if region_named(text) or _heads_an_item(lines, i) else "chapter"
    return None


def _is_note(line: Line, source: str) -> bool:
    """A footnote starts with a mark that is also glued to a word of the text: "employés1"."""
    match = _NOTE.match(line.text)
    if match is None or not (line.gap > 0 or line.first_on_page or match["mark"].startswith("*")):
        return False
    return bool(re.search(rf"[^\W\d_]{re.escape(match['mark'])}(?![\w*])", source))


def _heads_an_item(lines: Sequence[Line], i: int) -> bool:
    """A line in capitals that is no region still heads an item: a title, then a label, follow."""
    below = lines[i + 1 : i + 5]
    has_title = bool(below) and not LABEL_LINE.match(below[0].text) and below[0].text[-1] != "."
    return has_title and any(LABEL_LINE.match(line.text) for line in below[1:])


def announced(kind: BlockKind, line: Line) -> Field | None:
    """Return the field that a label announces."""
    if kind == "label" and (match := LABEL.match(line.text)):
        name = match.lastgroup
        return "summary" if name == "summary" else "partners" if name == "partners" else "results"
    return None


def label_end(line: Line) -> int:
    """Return the offset, in the source, of what follows the label that starts this line."""
    match = LABEL_LINE.match(line.text)
    return line.start + (match.end() if match else 0)


def is_upper(text: str) -> bool:
    """Tell whether a text is set in capitals."""
    letters = [c for c in text if c.isalpha()]
    return len(letters) >= 4 and all(c.isupper() for c in letters)
