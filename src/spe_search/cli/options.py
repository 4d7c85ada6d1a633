"""What several commands share: the index's option, the reader's language, imports put off."""

from __future__ import annotations

import sys
from importlib.util import LazyLoader, find_spec, module_from_spec
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Annotated

import typer

from spe_search.i18n import message as _
from spe_search.types import Lang

if TYPE_CHECKING:
    from spe_search.cli import render as render

IndexOption = Annotated[
    Path, typer.Option("--index", envvar="SPE_SEARCH_INDEX", help=_("Folder of the index."))
]


def language_of(context: typer.Context) -> Lang:
    """Return the language that ``main`` settled for this command."""
    return "en" if context.obj == "en" else "fr"


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


if not TYPE_CHECKING:
    render = _later("spe_search.cli.render")  # and with it rich, which JSON has no need of
