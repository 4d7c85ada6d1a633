"""Cells of tables for spreadsheets."""

from __future__ import annotations

_STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def escape_cell(text: str) -> str:
    """Return a cell's text such that no spreadsheet runs it as a formula (OWASP, CSV injection).

    An apostrophe goes before what starts with ``=``, ``+``, ``-``, ``@``, a tab or a return.
    """
    return f"'{text}" if text.startswith(_STARTS_A_FORMULA) else text
