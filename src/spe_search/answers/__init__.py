"""Answers: what the reports say in reply to a question, checked, or that they say nothing."""

from spe_search.answers.asking import Question, read_questions
from spe_search.answers.case import Case
from spe_search.answers.reply import joined, reply
from spe_search.answers.verify import checked, faults

__all__ = ["Case", "Question", "checked", "faults", "joined", "read_questions", "reply"]
