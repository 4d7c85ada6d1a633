"""Figures of one's own, and the real report with the real model."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest

from spe_search import SearchEngine
from spe_search.build import build_index
from spe_search.encode import encoder_of
from spe_search.indicators import Indicator, Target
from spe_search.types import Span

CORPUS = Path(__file__).parents[2] / "corpus"


@pytest.fixture
def figure() -> Callable[..., Indicator]:
    """Return ``figure("41,0", "%", target="43,0")``, a cell of a table."""

    def make(value: str, unit: str | None = "count", target: str | None = None) -> Indicator:
        aim = None
        if target is not None:
            aim = Target(Decimal(target), unit, target, Span(6, 6 + len(target)))  # type: ignore[arg-type]
        return Indicator(
            id="essai/section#f1",
            label="Part",
            population="Clientèle",
            text=value,
            value=Decimal(value),
            high=None,
            unit=unit,  # type: ignore[arg-type]
            counted="",
            bound="exact",
            change=None,
            period="2024-2025",
            target=aim,
            previous=None,
            compared_with="",
            region=None,
            item_id="essai/section",
            document_id="essai",
            page=1,
            span=Span(0, len(value)),
            context=Span(0, 20),
            origin="table_cell",
            table_id="essai/table-1",
            column="Part",
        )

    return make


@pytest.fixture(scope="session")
def real_engine(tmp_path_factory: pytest.TempPathFactory) -> SearchEngine:
    """The engine that users have: the report, and the model that comes with the package."""
    index = tmp_path_factory.mktemp("real") / "index"
    build_index(CORPUS, index, encoder_of())
    return SearchEngine.open(index)
