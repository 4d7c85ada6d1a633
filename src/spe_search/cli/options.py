"""What several commands share: options, the reader's language, and printing JSON."""

from __future__ import annotations

import csv
import io
import json
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Annotated, Any

import typer

from spe_search.i18n import message as _
from spe_search.types import Lang

IndexOption = Annotated[
    Path, typer.Option("--index", envvar="SPE_SEARCH_INDEX", help=_("Folder of the index."))
]

JsonOption = Annotated[bool, typer.Option("--json", help=_("Print JSON."))]
RegionOption = Annotated[
    list[str] | None,
    typer.Option("--region", help=_("Only this region: a name or a code. Repeatable.")),
]
ThemeOption = Annotated[
    list[str] | None,
    typer.Option("--theme", help=_("Only this theme: words of its title. Repeatable.")),
]
KindOption = Annotated[
    list[str] | None,
    typer.Option(
        "--kind", help=_("Only this kind: initiative, story, section, table_row… Repeatable.")
    ),
]
YearOption = Annotated[
    list[str] | None,
    typer.Option("--year", help=_("Only this year: 2023-2024, 2023 or 2024. Repeatable.")),
]
DocumentOption = Annotated[
    list[str] | None, typer.Option("--document", help=_("Only this report: its id. Repeatable."))
]
ConceptOption = Annotated[
    list[str] | None,
    typer.Option(
        "--concept", help=_("Only what speaks of this: a label of the thesaurus. Repeatable.")
    ),
]
PartnerKindOption = Annotated[
    list[str] | None,
    typer.Option("--partner-kind", help=_("Only with such a partner: “CPE”, “cégep”… Repeatable.")),
]


def print_json(value: dict[str, Any]) -> None:
    """Print a value as JSON."""
    print_utf8(json.dumps(value, ensure_ascii=False, indent=2) + "\n")


def print_csv(rows: Iterable[Sequence[str | int]]) -> None:
    """Print rows of cells as CSV."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    print_utf8(text.getvalue())


def print_utf8(text: str) -> None:
    """Print what another program reads: UTF-8, whatever the terminal is."""
    sys.stdout.flush()
    if hasattr(sys.stdout, "buffer"):
        sys.stdout.buffer.write(text.encode())
        sys.stdout.buffer.flush()
    else:
        print(text, end="")


def language_of(context: typer.Context) -> Lang:
    """Return the language that ``main`` settled for this command."""
    return "en" if context.obj == "en" else "fr"
