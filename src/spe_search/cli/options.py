"""What several commands share: options, the reader's language, printing JSON, imports put off."""

from __future__ import annotations

import csv
import io
import json
import os
import sys
from collections.abc import Iterable, Sequence
from importlib.util import LazyLoader, find_spec, module_from_spec
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Annotated, Any

import typer

from spe_search.encode import encoder_of
from spe_search.engine import SearchEngine
from spe_search.i18n import message as _
from spe_search.types import Lang

if TYPE_CHECKING:
    from spe_search.cli import render as render
    from spe_search.cli import render_answer as render_answer
    from spe_search.cli import render_browse as render_browse
    from spe_search.cli import render_comparing as render_comparing
    from spe_search.cli import synthesis as synthesis
    from spe_search.synthesis import LanguageModel

IndexOption = Annotated[
    Path, typer.Option("--index", envvar="SPE_SEARCH_INDEX", help=_("Folder of the index."))
]
TopKOption = Annotated[int, typer.Option("--top-k", "-k", help=_("How many hits, 1 to 1000."))]
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


LlmOption = Annotated[
    str,
    typer.Option(
        "--llm",
        envvar="SPE_SEARCH_LLM",
        metavar="URL",
        help=_(
            "Have the language model at this OpenAI-compatible address (Ollama, llama.cpp…) write "
            "a synthesis, each sentence checked. The question and the passages found are sent "
            "there. Off by default; its key, if any, in SPE_SEARCH_LLM_KEY."
        ),
    ),
]
LlmModelOption = Annotated[
    str,
    typer.Option(
        "--llm-model",
        envvar="SPE_SEARCH_LLM_MODEL",
        metavar="NAME",
        help=_("The language model's name; not needed where the server has only one."),
    ),
]
LlmTimeoutOption = Annotated[
    float,
    typer.Option("--llm-timeout", help=_("Seconds to wait for the language model at the most.")),
]


def language_of(context: typer.Context) -> Lang:
    """Return the language that ``main`` settled for this command."""
    return "en" if context.obj == "en" else "fr"


def language_model(url: str, name: str, seconds: float) -> LanguageModel | None:
    """Return where the language model is, if any; its key never stands on a command line."""
    if not url:
        return None
    from spe_search.synthesis import LanguageModel

    key = os.environ.get("SPE_SEARCH_LLM_KEY")
    return LanguageModel.at(url, name, key=key, seconds=seconds)


def open_engine(index: Path, encoder: str | None) -> SearchEngine:
    """Open an index with a model, or with the one it was made with."""
    return SearchEngine.open(index, encoder_of(encoder) if encoder else None)


def _later(name: str) -> ModuleType:
    """Return a module that is imported when something of it is first used."""
    if name in sys.modules:
        return sys.modules[name]
    spec = find_spec(name)
    if spec is None or spec.loader is None:
        raise ModuleNotFoundError(name=name)
    spec.loader = LazyLoader(spec.loader)
    module = sys.modules[name] = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


if not TYPE_CHECKING:  # and with them rich, which JSON has no need of
    render = _later("spe_search.cli.render")
    render_answer = _later("spe_search.cli.render_answer")
    render_browse = _later("spe_search.cli.render_browse")
    render_comparing = _later("spe_search.cli.render_comparing")
    synthesis = _later("spe_search.cli.synthesis")
