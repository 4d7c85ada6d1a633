"""A question with what was found for it: what the rooms of :mod:`spe_search.answers` share."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from spe_search.answers.asking import Question
from spe_search.citing import cite
from spe_search.evidence import Evidence, Weigher
from spe_search.french import fold
from spe_search.hits import item_of
from spe_search.indicators import Indicator
from spe_search.types import Citation, Document, Passage, Span
from spe_search.verbatim import locate


@dataclass(frozen=True, slots=True)
class Case:
    """A question with what was found for it.

    Args:
        question: the question, read.
        weigher: what weighed the evidence.
        evidence: every sentence and row weighed, best first.
        indicators: returns the figures of a document.
    """

    question: Question
    weigher: Weigher
    evidence: Sequence[Evidence]
    indicators: Callable[[str], Sequence[Indicator]]

    def passage(self, evidence: Evidence) -> Passage:
        """Return the passage that a piece of evidence stands in."""
        return self.weigher.index.passage(evidence.scored.row)

    def document(self, passage: Passage) -> Document:
        """Return the report that a passage comes from."""
        return self.weigher.index.document(passage.document_id)

    def meaning(self, text: str) -> float:
        """Return how far a text of the items meets the question, from 0 to 1."""
        return float(self.weigher.match.weights @ self.weigher.match.met_by(text)[1])

    def nearness(self, text: str, aside: Sequence[str] = ()) -> float:
        """Return how near a text is to the question, from 0 to 2: a word said tells more.

        Args:
            text: any text of the items weighed.
            aside: folded words of the question that do not count.
        """
        match = self.weigher.match
        words, meaning = match.met_by(text)
        counts = [fold(part.text) not in aside for part in match.parts]
        return float((match.weights * counts) @ (words + meaning))

    def figures(self, passage: Passage, part: Span) -> list[Indicator]:
        """Return the figures that stand in a part of a passage's text, in reading order."""
        places = locate(self.document(passage).source, passage.spans, passage.text, part)
        return [
            each
            for each in self.indicators(passage.document_id)
            if any(p.start < each.span.end and each.span.start < p.end for p in places)
        ]

    def cite(self, passage: Passage, part: Span, *marks: Span | None) -> Citation:
        """Return the citation of a part of a passage, with the words in it that answer."""
        title = item_of(self.weigher.index, passage).title
        known = tuple(mark for mark in marks if mark)
        return cite(self.document(passage), passage, part, title, known)

    @staticmethod
    def mark(passage: Passage, text: str, part: Span) -> Span | None:
        """Return where words stand in a part of a passage's text."""
        start = passage.text.find(text, part.start, part.end)
        return Span(start, start + len(text)) if start >= 0 else None
