"""Options that commands share, those of a language model, and the reader's language."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from spe_search.i18n import message as _
from spe_search.types import Lang

if TYPE_CHECKING:
    from spe_search.synthesis import LanguageModel

IndexOption = Annotated[
    Path, typer.Option("--index", envvar="SPE_SEARCH_INDEX", help=_("Folder of the index."))
]


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
