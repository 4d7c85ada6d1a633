"""Cells that a spreadsheet opens as text, whatever a report or a query holds."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def escape_cell(text: str) -> str:
    """Return a cell's text, with an apostrophe before what a spreadsheet would run as a formula.

    See OWASP, *CSV Injection*: what begins with a sign may be one, a negative number included.

    Args:
        text: what the cell is to show.
    """
    if text.lstrip(" ").startswith(_FORMULA):
        return f"'{text}"
    return text


def csv_text(rows: Iterable[Sequence[str]]) -> str:
    """Return rows as CSV (RFC 4180), every cell safe; the lines end as the RFC says."""
    out = io.StringIO(newline="")
    csv.writer(out).writerows([escape_cell(cell) for cell in row] for row in rows)
    return out.getvalue()
