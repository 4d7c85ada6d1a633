"""The answer above the results: pure functions from an answer to markup.

What is quoted is the report's, word for word; what was worked out says so, and of which cells.
"""

from __future__ import annotations

from html import escape

from app_parts import cards, formats
from app_parts.engine import Answered
from app_parts.text import highlighted
from app_parts.visit import Visit
from spe_search import Answer, Citation
from spe_search.i18n import message as mark
from spe_search.types import Figure

_HEADINGS = {
    "answered": mark("Answer"),
    "partial": mark("Partial answer"),
    "no_answer": mark("No answer in the reports"),
}
_OPERATIONS = {
    "difference": mark("Gap worked out from {figures}"),
    "highest": mark("Highest of {figures}"),
    "lowest": mark("Lowest of {figures}"),
}


def box(given: Answered, visit: Visit) -> str:
    """Return the answer, or the reason why there is none; several questions have several parts."""
    _, whole = visit.translate, given.answer
    said = f"<h2>{escape(_(_heading(given)))}</h2>"
    if len(whole.parts) > 1 and len(whole.parts) == len(given.questions):
        asked = zip(given.questions, whole.parts, strict=True)
        said += "".join(
            f"<h3>{escape(question)}</h3>{_part(part, given, visit)}" for question, part in asked
        )
    else:
        said += _part(whole, given, visit)
    return f'<section class="reply {whole.status}">{said}</section>'


def summary(given: Answered, visit: Visit) -> str:
    """Return what is announced of the answer: its heading and its words, or the reason."""
    _, whole = visit.translate, given.answer
    text = _("{heading}: {text}")
    return text.format(heading=_(_heading(given)), text=whole.text or whole.reason)


def _heading(given: Answered) -> str:
    """Return the heading, in English: mere words have no answer, but an extract they lead to."""
    status = given.answer.status
    is_answer = given.questions or status == "no_answer"
    return _HEADINGS[status] if is_answer else mark("Most relevant extract")


def _part(answer: Answer, given: Answered, visit: Visit) -> str:
    reason = f'<p class="reason">{escape(answer.reason)}</p>' if answer.reason else ""
    if answer.status == "no_answer":
        return reason + _unmet(answer, visit)
    quotes = "".join(_quoted(each, given, visit) for each in answer.citations)
    figure = answer.figure
    # A figure of a passage that is only near would look like the answer.
    is_sure = figure and (answer.status == "answered" or figure.computed)
    large = _figure(figure, visit) if figure and is_sure else ""
    return f"{large}{_worked_out(answer, visit)}{reason}{quotes}"


def _figure(figure: Figure, visit: Visit) -> str:
    """Return the figure that answers, large; one that is in no report says where it comes from."""
    _, note = visit.translate, ""
    if figure.computed:
        operands = formats.enumeration(list(dict.fromkeys(figure.operands)), visit.lang)
        text = _(_OPERATIONS[figure.operation]).format(figures=operands)
        note = f' <span class="small">{highlighted(text)}</span>'
    return f'<p class="figure"><strong>{highlighted(figure.text)}</strong>{note}</p>'


def _worked_out(answer: Answer, visit: Visit) -> str:
    """Return the sentences that no report says, labelled; nothing of an answer that is a quote."""
    _ = visit.translate
    if any(each.quote in answer.text for each in answer.citations):
        return ""
    lines = "".join(f"<p>{highlighted(line)}</p>" for line in answer.text.splitlines())
    label = escape(_("Worked out from the figures cited below"))
    return f'<div class="computed">{lines}<p class="small">{label}</p></div>'


def _unmet(answer: Answer, visit: Visit) -> str:
    """Return the words of the question that were not met, where the reason does not say them."""
    _ = visit.translate
    words = [word for word in answer.unmet if word not in answer.reason]
    if not words:
        return ""
    quoted = formats.enumeration([_("“{words}”").format(words=w) for w in words], visit.lang)
    text = _("Words of your question that were not met there: {words}.").format(words=quoted)
    return f'<p class="reason">{escape(text)}</p>'


def _quoted(quote: Citation, given: Answered, visit: Visit) -> str:
    """Return a quote with the words that answer marked, or its row of a table; and its source."""
    _, found = visit.translate, given.places[quote.address]
    link = escape(visit.link("", a=quote.address))
    passage = found.passage
    if passage and passage.cells:
        marked = {quote.quote[mark.start : mark.end] for mark in quote.marks}
        label = escape(cards.row_label(passage))
        words = f'<p class="row" lang="fr">{label}</p>{cards.figures(passage, _, marked)}'
    else:
        text = highlighted(quote.quote, None, quote.marks)
        words = f'<blockquote lang="fr">{text}</blockquote>'
    page = escape(_("See in the page"))
    source = f'<span lang="fr">{escape(quote.label)}</span>'
    tools = f'<a data-go href="{link}">{page}</a>{cards.copying(quote, visit)}'
    return (
        f'<div class="cited">{words}<p class="source">{source}</p><p class="copy">{tools}</p></div>'
    )
