"""The command for what readers said of the answers: export it as candidates for the gold set."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from spe_search.cli.options import language_of, render
from spe_search.i18n import message as _

app = typer.Typer(help=_("Use what readers said of the answers."), rich_markup_mode=None)


@app.command(help=_("Print the queries that readers judged as topics for the gold set, in JSONL."))
def export(
    context: typer.Context,
    file: Annotated[
        Path | None,
        typer.Option(
            "--file", envvar="SPE_SEARCH_FEEDBACK", help=_("The file readers’ answers are kept in.")
        ),
    ] = None,
    out: Annotated[
        Path | None, typer.Option("--out", help=_("Write to this file, such as topics.jsonl."))
    ] = None,
) -> None:
    import msgspec

    from spe_search.feedback import FeedbackStore, candidates, feedback_path

    store = FeedbackStore(file or feedback_path())
    topics = candidates(store.votes())
    lines = b"".join(msgspec.json.encode(topic) + b"\n" for topic in topics)
    if out:
        out.write_bytes(lines)
    else:
        sys.stdout.write(lines.decode())
    render.exported(len(topics), store.path, language_of(context))
