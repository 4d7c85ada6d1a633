"""Cells that no spreadsheet runs."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spe_search.tabular import escape_cell


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"])
def test_a_formula_becomes_text(text: str) -> None:
    assert escape_cell(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", "Estrie", "50 ans et plus", "a=b", "« =1 »"])
def test_other_text_is_left_alone(text: str) -> None:
    assert escape_cell(text) == text


@given(st.text())
def test_no_cell_starts_a_formula(text: str) -> None:
    assert not escape_cell(text).startswith(("=", "+", "-", "@", "\t", "\r"))
    assert escape_cell(text).endswith(text)
