"""What several commands share: the index's option, and the reader's language."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from spe_search.i18n import message as _
from spe_search.types import Lang

IndexOption = Annotated[
    Path, typer.Option("--index", envvar="SPE_SEARCH_INDEX", help=_("Folder of the index."))
]


def language_of(context: typer.Context) -> Lang:
    """Return the language that ``main`` settled for this command."""
    return "en" if context.obj == "en" else "fr"
