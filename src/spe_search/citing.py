"""Quotes that can be checked: where the words of a hit stand in the source."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from functools import lru_cache
from math import fsum
from typing import TYPE_CHECKING

from spe_search.address import address_of
from spe_search.errors import VerbatimError
from spe_search.french import sentences, stem, terms, words
from spe_search.types import Citation, Document, Extract, Passage, Span
from spe_search.verbatim import clean, is_verbatim, locate, page_at, visible

if TYPE_CHECKING:
    from spe_search.indicators import Indicator


def cite(
    document: Document,
    passage: Passage | Extract,
    part: Span,
    item: str,
    marks: Sequence[Span] = (),
) -> Citation:
    """Return the citation of a part of a passage.

    Args:
        document: the passage's document.
        passage: the passage (or the extract) quoted.
        part: the range of ``passage.text`` to quote.
        item: the title of the initiative or section it comes from.
        marks: the ranges of ``passage.text`` that answer, within ``part``.

    Raises:
        VerbatimError: the quote is not in the source where it should be.
    """
    quote = passage.text[part.start : part.end]
    spans = locate(document.source, passage.spans, passage.text, part)
    if not spans or not is_verbatim(quote, document.source, spans):
        start, end = passage.spans[0].start, passage.spans[-1].end
        raise VerbatimError(quote=quote, start=start, end=end, document=document.id)
    within = tuple(Span(mark.start - part.start, mark.end - part.start) for mark in marks)
    return _citation(document, quote, spans, f", «\u00a0{item}\u00a0»", within)


def cite_source(document: Document, spans: Sequence[Span]) -> Citation:
    """Return the citation of spans of a source that are in no passage."""
    return _citation(document, clean(document.source, spans), spans, "")


def cite_figure(document: Document, figure: Indicator, item: str) -> Citation:
    """Return the citation of a figure: its row or sentence, the figure and its target marked.

    Args:
        document: the figure's document.
        figure: any of its indicators.
        item: the title of the initiative, story or section it stands in.
    """
    source, around = document.source, figure.context
    quote = clean(source, (around,))
    shown, offsets = visible(quote, Span(0, len(quote))), visible(source, around)
    places = {offset: shown[n] for n, offset in enumerate(offsets)}
    wanted = [figure.span, *([figure.target.span] if figure.target else [])]
    found = [[places[i] for i in visible(source, each) if i in places] for each in wanted]
    marked = sorted((Span(each[0], each[-1] + 1) for each in found if each), key=_start)
    return _citation(document, quote, (around,), f", «\u00a0{item}\u00a0»", tuple(marked))


def _start(span: Span) -> int:
    return span.start


def _citation(
    document: Document, quote: str, spans: Sequence[Span], item: str, marks: tuple[Span, ...] = ()
) -> Citation:
    start = spans[0].start
    page = page_at(document, start)
    label = f"{document.metadata.title}, p.\u00a0{page}{item}"
    address = address_of(document, quote, spans)
    end = spans[-1].end
    return Citation(quote, document.id, page, start, end, label, address, tuple(spans), marks)


def best_sentence(text: str, weights: Mapping[str, float]) -> Span:
    """Return the sentence that meets most of a query's weight; the first where none does.

    Args:
        text: a passage's text, not blank.
        weights: what each of the query's terms is worth.
    """
    spans = sentences_of(text)
    worth = [
        fsum(  # exact, hence the same in whatever order a set gives its terms
            weights.get(term, 0.0)
            for term in {t.text for t in analysed(text) if s.start <= t.start < s.end}
        )
        for s in spans
    ]
    return spans[worth.index(max(worth))]


def marks(text: str, wanted: Collection[str]) -> tuple[Span, ...]:
    """Return the ranges of the words of a text that are among some terms, overlaps merged."""
    # "travailleuses et travailleurs" is one term to search by, but two words to mark.
    second = ((stem(word.text), word) for word in _words(text))
    matching = [word for term, word in second if term in wanted]
    matching += [term for term in analysed(text) if term.text in wanted]
    found: list[Span] = []
    for each in sorted(matching, key=lambda term: term.start):
        if found and each.start <= found[-1].end:
            found[-1] = Span(found[-1].start, max(found[-1].end, each.end))
        else:
            found.append(Span(each.start, each.end))
    return tuple(found)


# The same passages are shown again and again; their words do not change.
analysed = lru_cache(maxsize=8192)(terms)
sentences_of = lru_cache(maxsize=8192)(sentences)
_words = lru_cache(maxsize=8192)(words)
