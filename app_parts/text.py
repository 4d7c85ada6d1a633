"""Text as HTML: pure functions that escape it, mark it, shorten it.

Document and query text goes through :func:`html.escape` here and in :mod:`app_parts.cards`, and is
never handed to Markdown. ``_`` is the function that turns an English message into the reader's
language.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from html import escape
from itertools import groupby, pairwise

from spe_search import Span

Translate = Callable[[str], str]

_FOOTNOTE = re.compile(r"(?<=[a-zà-öø-ÿœ]{3})\d(?!\w)")
_THEME_LEAD = re.compile(r"^Initiatives (?:ayant permis d(?:e |’)|illustrant l(?:a |e |es |’))")
_INFINITIVE = re.compile(r"(?:(?<=,)|(?<= et)) d(?:e |’)(?=\w+(?:er|ir|re)\b)")
_TIED = re.compile(r"(?<=\d) (?=(?:\d{3}(?!\d)|[%$]))|(?<=«) | (?=[»:;!?])")
_LAYERS = (('<span class="answer">', "</span>"), ("<mark>", "</mark>"), ("<sup>", "</sup>"))


def highlighted(text: str, sentence: Span | None = None, marks: Iterable[Span] = ()) -> str:
    """Return a text as HTML, its best sentence in a span and the words that match in marks.

    A footnote's digit that the PDF glued to its word ("employés1") is raised; what French never
    parts at the end of a line (« 16 000 », « 43 % ») is tied.
    """
    text = _TIED.sub("\u00a0", text)
    numbered = list(enumerate(marks))
    raised = {found.start() for found in _FOOTNOTE.finditer(text)}
    spans = [*([sentence] if sentence else []), *(mark for _, mark in numbered)]
    edges = {0, len(text), *raised, *(i + 1 for i in raised)}
    edges |= {min(edge, len(text)) for span in spans for edge in (span.start, span.end)}
    pieces = list(pairwise(sorted(edges)))  # nothing changes within one

    def layers(i: int) -> tuple[object, ...]:
        inside = sentence is not None and sentence.start <= i < sentence.end
        return inside, next((n for n, m in numbered if m.start <= i < m.end), None), i in raised

    at = [layers(start) for start, _ in pieces]

    def nested(places: Iterable[int], depth: int) -> Iterator[str]:
        for layer, run in groupby(places, key=lambda i: at[i][depth]):
            found = list(run)
            last = depth == len(_LAYERS) - 1
            inner = (
                escape(text[pieces[found[0]][0] : pieces[found[-1]][1]])
                if last
                else "".join(nested(found, depth + 1))
            )
            opening, closing = ("", "") if layer is None or layer is False else _LAYERS[depth]
            yield f"{opening}{inner}{closing}"

    return "".join(nested(range(len(pieces)), 0))


def clip(text: str, longest: int) -> str:
    """Return a text, cut after a whole word with an ellipsis if it is longer than ``longest``."""
    if len(text) <= longest:
        return text
    head, following = text[: longest - 1], text[longest - 1]
    if not following.isspace():
        head = head.rpartition(" ")[0] or head
    return head.rstrip(" ,;:") + "…"


def theme_label(theme: str) -> str:
    """Return a theme's title without the words every theme begins with.

    « Initiatives ayant permis de qualifier… et de rehausser… » is « Qualifier… et rehausser… ».
    """
    short = _THEME_LEAD.sub("", theme)
    if short != theme:
        short = _INFINITIVE.sub(" ", short)
    return short[:1].upper() + short[1:]


def page_label(page: int, _: Translate) -> str:
    """Return "p. 12"."""
    return _("p. {page}").format(page=page)


def heading(text: str, level: int = 2) -> str:
    """Return a heading of a page."""
    return f"<h{level}>{escape(text)}</h{level}>"


def alert(text: str, kind: str = "problem") -> str:
    """Return a message box; ``kind`` is "problem" or "notice"; both are announced."""
    announced = 'role="alert"' if kind == "problem" else 'role="note" data-status'
    return f'<div class="message {kind}" {announced}>{escape(text)}</div>'
