"""What ``spe-search ask`` prints for a person: the answer, what it rests on, the nearest passages.

Text from documents and questions is never markup.
"""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from spe_search.cli.render import one_hit
from spe_search.i18n import translator
from spe_search.types import Answer, Citation, Lang, Span


def answer(given: Answer, lang: Lang) -> None:
    """Print an answer and its sources, or that there is none, then the nearest passages.

    Several questions in one are answered one after the other.
    """
    _ = translator(lang)
    console = Console(highlight=False)
    for number, part in enumerate(given.parts or (given,), 1):
        if given.parts:
            console.print(Text(f"{number}.", "dim"))
        _one(console, part, lang)
    if given.hits:
        nearest = _("The nearest passages, for what they are worth:")
        head = nearest if given.status == "no_answer" else _("Passages:")
        console.print(head, end="\n\n")
    for hit in given.hits:
        one_hit(console, hit, lang)


def _one(console: Console, given: Answer, lang: Lang) -> None:
    """Print the answer to one question: the figure, the words, their sources, what is lacking."""
    _ = translator(lang)
    if given.status == "no_answer":
        _none(console, given, lang)
        return
    figure = given.figure
    if figure is not None and not figure.computed:
        console.print(Text(figure.text, "bold"))
    quoted = _is_quoted(given)
    console.print(_with_marks(given) if quoted else Text(given.text))
    if figure is not None and figure.computed:
        console.print(_("Worked out from:"), style="dim")
    for citation in given.citations:
        _cited(console, citation, show_quote=not quoted)
    if given.reason:
        console.print(Text(given.reason, "yellow"))
    console.print()


def _none(console: Console, given: Answer, lang: Lang) -> None:
    _ = translator(lang)
    if given.cause == "nothing_relevant":
        console.print(_("Nothing relevant: the reports do not seem to speak of it."), style="bold")
    else:
        console.print(_("The reports do not say."), style="bold")
        console.print(Text(given.reason))
    console.print()


def _is_quoted(given: Answer) -> bool:
    """Tell whether the answer is words of the report, and not a line made of its figures."""
    return len(given.citations) == 1 and given.citations[0].quote in given.text


def _with_marks(given: Answer) -> Text:
    """Return an answer that holds its quote, the words that answer bold; bare, in guillemets."""
    citation = given.citations[0]
    start = given.text.index(citation.quote)
    text = _marked(given.text, citation.marks, start)
    return Text.assemble("« ", text, " »") if given.text == citation.quote else text


def _marked(text: str, marks: Sequence[Span], start: int = 0) -> Text:
    shown = Text(text)
    for mark in marks:
        shown.stylize("bold", start + mark.start, start + mark.end)
    return shown


def _cited(console: Console, citation: Citation, *, show_quote: bool) -> None:
    """Print where a quote stands, after the quote where that was not shown yet."""
    if show_quote:
        quote = Text.assemble("« ", _marked(citation.quote, citation.marks), " »")
        console.print(Padding(quote, (0, 0, 0, 2)))
    source = Text(f"— {citation.label}\n  {citation.address}", "dim")
    console.print(Padding(source, (0, 0, 0, 2 if show_quote else 0)))
