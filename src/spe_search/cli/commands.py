"""All the commands, in the order in which the help lists them.

Their help is in English here and in French in the catalogue. What only one command needs is
imported by it: a search answers within a second of the shell.
"""

from __future__ import annotations

from collections.abc import Callable

import typer

from spe_search.cli import (
    browse,
    comparing,
    export,
    feedback,
    indicators,
    keeping,
    searching,
    thesaurus,
)
from spe_search.i18n import message as _

app = typer.Typer(
    name="spe-search",
    help=_(
        "Search the annual reports of public employment services, offline, with cited passages. "
        "Messages in French; --lang en for English."
    ),
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"max_content_width": 110},
)

_COMMANDS: tuple[tuple[str, Callable[..., None], str], ...] = (
    (
        "search",
        searching.search,
        _("Find the initiatives, stories and sections that fit a query best."),
    ),
    (
        "ask",
        searching.ask,
        _("Answer a question with a sentence of the reports, or say they do not."),
    ),
    (
        "indicators",
        indicators.indicators,
        _("List the figures of the reports, with their target, unit and page."),
    ),
    (
        "similar",
        comparing.similar,
        _(
            "Find the initiatives and stories most like one of them, or like a project of your "
            "own, and say why."
        ),
    ),
    (
        "compare",
        comparing.compare,
        _("Set initiatives side by side: whom, with whom, how long, what results."),
    ),
    (
        "themes",
        browse.themes,
        _("Count the items by theme, clientele, sector, region, kind of partner…"),
    ),
    (
        "coverage",
        browse.coverage,
        _("Show how many initiatives speak of what, where, and what none speaks of."),
    ),
    (
        "show",
        searching.show,
        _(
            "Show an initiative, a story, a section or a passage, whole, by its id; "
            "or open the address of a citation."
        ),
    ),
    (
        "export",
        export.export_dossier,
        _(
            "Write a dossier to a file, as Word, Markdown, CSV or JSON: searches, answers, items "
            "and notes, in the order of the options, which can be repeated."
        ),
    ),
    (
        "build",
        keeping.build,
        _("Build the index from the corpus; the old one serves until it is done."),
    ),
    (
        "doctor",
        keeping.doctor,
        _("Check the corpus, the index and the model, and say what to do."),
    ),
    ("app", keeping.serve_app, _("Serve the search page in the browser.")),
    ("eval", keeping.evaluate_quality, _("Measure the quality of the search on the gold set.")),
)

for _name, _command, _help in _COMMANDS:
    _class = export.InOrder if _name == "export" else None
    app.command(_name, cls=_class, help=_help)(_command)
app.add_typer(thesaurus.app, name="thesaurus")
app.add_typer(feedback.app, name="feedback")
