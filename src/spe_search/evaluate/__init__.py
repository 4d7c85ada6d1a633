"""Measuring the quality of a search on topics whose right answers are known."""

from spe_search.evaluate.comparables import Case, evaluate_comparables, load_cases
from spe_search.evaluate.compare import Comparison, compare, read_outcomes
from spe_search.evaluate.gold import Gold, Topic, load_gold
from spe_search.evaluate.run import (
    ANSWERING,
    MEASURES,
    RANKING,
    Outcome,
    Result,
    as_json,
    below_floors,
    evaluate,
    summarise,
    write_result,
)

__all__ = [
    "ANSWERING",
    "MEASURES",
    "RANKING",
    "Case",
    "Comparison",
    "Gold",
    "Outcome",
    "Result",
    "Topic",
    "as_json",
    "below_floors",
    "compare",
    "evaluate",
    "evaluate_comparables",
    "load_cases",
    "load_gold",
    "read_outcomes",
    "summarise",
    "write_result",
]
