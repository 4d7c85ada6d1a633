"""The commands that compare: what is like an initiative or a project, and several side by side."""

from __future__ import annotations

import sys
import time
from pathlib import Path
from typing import Annotated

import typer

from spe_search.cli.options import (
    ConceptOption,
    DocumentOption,
    EncoderOption,
    ExactOption,
    IndexOption,
    JsonOption,
    KindOption,
    PartnerKindOption,
    RegionOption,
    ThemeOption,
    YearOption,
    language_of,
    open_engine,
    print_json,
    render_comparing,
)
from spe_search.engine import SearchEngine
from spe_search.errors import ComparedSourceError, TextFileError
from spe_search.i18n import message as _
from spe_search.query import LONGEST_QUERY
from spe_search.serialise import matrix_as_dict, similar_response
from spe_search.spelling import Correction
from spe_search.types import Filters

_INDEX = Path("index")
_MOST_BYTES = 4 * LONGEST_QUERY + 4
"""As many as a text of the greatest length can take, with its byte order mark."""


def similar(
    context: typer.Context,
    wanted: Annotated[
        str | None, typer.Argument(metavar="[ID]", help=_("An id that a search printed."))
    ] = None,
    text: Annotated[
        str | None, typer.Option("--text", help=_("Your own project, described in a few words."))
    ] = None,
    file: Annotated[
        str | None,
        typer.Option("--file", help=_("The same, from a text file; - is the standard input.")),
    ] = None,
    top_k: Annotated[int, typer.Option("--top-k", "-k", help=_("How many, 1 to 1000."))] = 5,
    region: RegionOption = None,
    theme: ThemeOption = None,
    kind: KindOption = None,
    year: YearOption = None,
    document: DocumentOption = None,
    concept: ConceptOption = None,
    partner_kind: PartnerKindOption = None,
    index: IndexOption = _INDEX,
    encoder: EncoderOption = None,
    exact: ExactOption = False,
    as_json: JsonOption = False,
) -> None:
    """Find what is like an item of the reports, or like a project that is described."""
    given = [each for each in (wanted, text, file) if each is not None]
    if len(given) != 1:
        raise ComparedSourceError(count=len(given))
    filters = Filters(region, theme, kind, year, document, concept, partner_kind)
    described = _read(file) if file is not None else text
    engine, lang = open_engine(index, encoder), language_of(context)
    began = time.perf_counter()
    mended, corrections = (described, ()) if exact else _mended(engine, described)
    if mended is None:
        found = engine.similar(wanted or "", top_k=top_k, filters=filters)
    else:
        found = engine.similar_to_text(mended, top_k=top_k, filters=filters, exact=True)
    took_ms = 1000 * (time.perf_counter() - began)
    if as_json:
        searched = mended if corrections else None
        print_json(similar_response(wanted, described, filters, took_ms, found, searched))
    else:
        render_comparing.mended(corrections, lang)
        render_comparing.comparables(found, took_ms, lang)


def _mended(
    engine: SearchEngine, described: str | None
) -> tuple[str | None, tuple[Correction, ...]]:
    return engine.mend_description(described) if described is not None else (None, ())


def compare(
    context: typer.Context,
    wanted: Annotated[list[str], typer.Argument(metavar="ID ID…", help=_("From 2 to 10 ids."))],
    index: IndexOption = _INDEX,
    as_json: JsonOption = False,
    as_csv: Annotated[bool, typer.Option("--csv", help=_("Print CSV, for a spreadsheet."))] = False,
) -> None:
    """Set items of the reports side by side."""
    matrix = SearchEngine.open(index).compare(wanted)
    if as_json:
        print_json(matrix_as_dict(matrix))
    elif as_csv:
        render_comparing.matrix_csv(matrix, language_of(context))
    else:
        render_comparing.matrix(matrix, language_of(context))


def _read(name: str) -> str:
    """Read a description from a file or from the standard input.

    What is longer than any description is not read to its end: the search refuses it.
    """
    try:
        if name == "-":
            data = sys.stdin.buffer.read(_MOST_BYTES)
        else:
            with Path(name).open("rb") as file:
                data = file.read(_MOST_BYTES)
        return data.decode("utf-8-sig", errors="ignore" if len(data) == _MOST_BYTES else "strict")
    except (OSError, UnicodeDecodeError) as error:
        raise TextFileError(path=name) from error
