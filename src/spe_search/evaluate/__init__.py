"""Measuring the quality of a search on topics whose right answers are known."""

from spe_search.evaluate.compare import Comparison, compare, read_outcomes
from spe_search.evaluate.gold import Gold, Topic, load_gold
from spe_search.evaluate.run import (
    MEASURES,
    Outcome,
    Result,
    as_json,
    below_floors,
    evaluate,
    summarise,
    write_result,
)

__all__ = [
    "MEASURES",
    "Comparison",
    "Gold",
    "Outcome",
    "Result",
    "Topic",
    "as_json",
    "below_floors",
    "compare",
    "evaluate",
    "load_gold",
    "read_outcomes",
    "summarise",
    "write_result",
]
