"""What several commands share: their options, and the reader's language."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from spe_search.i18n import message as _
from spe_search.types import Lang

IndexOption = Annotated[
    Path, typer.Option("--index", envvar="SPE_SEARCH_INDEX", help=_("Folder of the index."))
]
JsonOption = Annotated[bool, typer.Option("--json", help=_("Print JSON."))]
TopKOption = Annotated[int, typer.Option("--top-k", "-k", help=_("How many hits, 1 to 1000."))]
RegionOption = Annotated[
    str | None, typer.Option("--region", help=_("Only this region: a name or a code."))
]
ThemeOption = Annotated[
    str | None, typer.Option("--theme", help=_("Only this theme: words of its title."))
]
KindOption = Annotated[
    str | None,
    typer.Option("--kind", help=_("Only this kind: initiative, story, section, table_row…")),
]
YearOption = Annotated[
    str | None, typer.Option("--year", help=_("Only this year: 2023-2024, 2023 or 2024."))
]
DocumentOption = Annotated[
    str | None, typer.Option("--document", help=_("Only this report: its id."))
]
EncoderOption = Annotated[
    str | None,
    typer.Option(
        "--encoder",
        envvar="SPE_SEARCH_ENCODER",
        help=_("The model: a sentence-transformers folder or name; by default, the index's own."),
    ),
]
ExactOption = Annotated[
    bool, typer.Option("--exact", help=_("Search the words as they are, misspelt or not."))
]


def language_of(context: typer.Context) -> Lang:
    """Return the language that ``main`` settled for this command."""
    return "en" if context.obj == "en" else "fr"
