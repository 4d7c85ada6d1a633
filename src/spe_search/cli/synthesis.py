"""What the command line prints of a synthesis; text that a model wrote is never markup."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from rich.console import Console
from rich.text import Text

from spe_search.cli.render import error_console
from spe_search.i18n import translator
from spe_search.types import Lang

if TYPE_CHECKING:
    from spe_search.synthesis import Synthesis


@contextmanager
def waiting(endpoint: str, lang: Lang) -> Iterator[None]:
    """Say, while a language model writes, whom the wait is for; only to a person at a terminal."""
    _ = translator(lang)
    text = _("Waiting for the language model at {endpoint}…").format(endpoint=endpoint)
    with error_console().status(Text(text)):
        yield


def written(given: Synthesis, lang: Lang) -> None:
    """Print what a language model wrote: what is supported with its sources, the rest struck."""
    _ = translator(lang)
    console = Console(highlight=False)
    sent = _("Sent to {endpoint}: the question and the passages found ({count}).")
    sent = sent.format(endpoint=given.endpoint, count=len(given.passages))
    if given.status == "fallback":
        console.print(Text(_("No synthesis."), "bold"), Text(given.note))
        if given.passages:
            console.print(Text(sent, "dim"), soft_wrap=True)
        return
    head = _("Synthesis written by a language model ({name}); each sentence is checked")
    console.print(Text(head.format(name=given.model), style="bold"))
    console.print(Text(sent + "\n", "dim"), soft_wrap=True)
    sources = list(dict.fromkeys(each for one in given.sentences for each in one.citations))
    for sentence in given.sentences:
        if sentence.supported:
            numbers = "".join(f"[{1 + sources.index(each)}]" for each in sentence.citations)
            text = Text.assemble(("✓ ", "green"), sentence.text, " ", (numbers, "dim"))
        else:
            why = _("struck out: {why}").format(why=sentence.explanation)
            text = Text.assemble(("✗ ", "red"), (sentence.text, "strike dim"), f" ({why})")
        console.print(text)
    console.print()
    for number, citation in enumerate(sources, 1):
        quoted = Text.assemble((f"[{number}] ", "dim"), f"« {citation.quote} »")
        console.print(quoted, Text(f"    — {citation.label}", "dim"), sep="\n")
