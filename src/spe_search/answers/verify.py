"""The last look at an answer before it leaves: everything it shows is in the source."""

from __future__ import annotations

import logging
from collections.abc import Callable
from decimal import Decimal

from spe_search.answers import wording
from spe_search.french.quantities import quantities
from spe_search.types import Answer, Citation, Document, Figure
from spe_search.verbatim import is_verbatim

_log = logging.getLogger(__name__)


def checked(answer: Answer, document: Callable[[str], Document]) -> Answer:
    """Return an answer, or none in its stead where something in it cannot be checked.

    What is wrong is logged: it is a fault of ours, and a reader is better off with the hits.
    """
    wrong = faults(answer, document)
    if not wrong:
        return answer
    _log.error("unverified answer: %s", "; ".join(wrong))
    reason = wording.unverified_reason(answer.lang)
    return Answer("no_answer", "", (), answer.hits, reason, "unverified", lang=answer.lang)


def faults(answer: Answer, document: Callable[[str], Document]) -> tuple[str, ...]:
    """Return what of an answer cannot be checked against its sources: nothing, if all is well.

    Each quote must stand in its document where it says, its marks within it; a figure that was
    read must stand in its quote, and one that was worked out must come out again from figures
    that do.

    Args:
        answer: what is about to be shown.
        document: returns the document that has an id.
    """
    found = [fault for c in answer.citations for fault in _of_citation(c, document)]
    if answer.figure is not None:
        found += _of_figure(answer.figure, answer)
    for part in answer.parts:
        found += faults(part, document)
    return tuple(found)


def _of_citation(citation: Citation, document: Callable[[str], Document]) -> list[str]:
    source = document(citation.document_id).source
    found = []
    if not is_verbatim(citation.quote, source, citation.spans):
        found.append(f"quote not at {citation.start}-{citation.end}: {citation.quote[:60]!r}")
    for mark in citation.marks:
        if not 0 <= mark.start < mark.end <= len(citation.quote):
            found.append(f"mark {mark} outside its quote")
    return found


def _of_figure(figure: Figure, answer: Answer) -> list[str]:
    quotes = [answer.citations[n].quote for n in figure.citations if n < len(answer.citations)]
    if len(quotes) < len(figure.citations) or not quotes:
        return [f"figure {figure.text!r} cites nothing"]
    shown = figure.operands or (figure.text,)
    absent = [text for text in shown if not any(text in quote for quote in quotes)]
    found = [f"figure {text!r} is in no quote" for text in absent]
    if figure.computed and not found:
        values = [_value(text) for text in figure.operands]
        if None in values or _worked_out(figure, [v for v in values if v is not None]) is False:
            found.append(f"figure {figure.text!r} does not come out of {figure.operands}")
    return found


def _value(text: str) -> Decimal | None:
    read = quantities(text)
    return read[0].value if read else None


def _worked_out(figure: Figure, values: list[Decimal]) -> bool:
    if figure.operation == "difference":
        return len(values) == 2 and abs(values[0] - values[1]) == figure.value
    if figure.operation == "highest":
        return max(values) == figure.value
    return figure.operation == "lowest" and min(values) == figure.value
