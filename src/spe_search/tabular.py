"""Cells that a spreadsheet opens as text, whatever a report or a query holds."""

from __future__ import annotations

import re

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_NUMBER = re.compile(r"[+-]?\d+(?:\.\d+)?")


def escape_cell(text: str) -> str:
    """Return a cell's text, with an apostrophe before what a spreadsheet would run as a formula.

    A plain number keeps its sign. See OWASP, *CSV Injection*.

    Args:
        text: what the cell is to show.
    """
    if text.lstrip(" ").startswith(_FORMULA) and not _NUMBER.fullmatch(text):
        return f"'{text}"
    return text
