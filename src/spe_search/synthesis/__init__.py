"""A synthesis written by a language model that the user has, every sentence of it checked.

Off by default, and the only part of the program that may use the network: the question and the
passages found go to the address that the user gives, and nowhere else.
"""

from __future__ import annotations

from spe_search.synthesis.client import LanguageModel, Reply
from spe_search.synthesis.plain import Statement, statements
from spe_search.synthesis.support import Checker, Limits, Reason, Verdict
from spe_search.synthesis.write import Sentence, Synthesis, synthesise

__all__ = [
    "Checker",
    "LanguageModel",
    "Limits",
    "Reason",
    "Reply",
    "Sentence",
    "Statement",
    "Synthesis",
    "Verdict",
    "statements",
    "synthesise",
]
