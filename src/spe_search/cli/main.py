"""Running a command: the language is settled first, then errors become messages, never traces."""

from __future__ import annotations

import errno
import io
import os
import re
import sys
from collections.abc import Callable, Sequence
from functools import partial
from itertools import zip_longest
from pathlib import Path
from typing import Any, get_args

import typer
import typer.exceptions
import typer.main

from spe_search.cli.commands import app
from spe_search.errors import SpeSearchError, UnknownLanguageError, printable
from spe_search.i18n import message, translator
from spe_search.types import Lang

_LANG_OPTION = "--lang"

# The library's own words in a help page.
_HELP_WORDS = (
    message("Usage:"),
    message("Options:"),
    message("Commands:"),
    message("Arguments:"),
    message("Show this message and exit."),
    message("[required]"),
    message("default:"),
    message("env var:"),
)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run ``spe-search`` and exit: 0 when done, 2 when what was asked cannot be, 130 if stopped."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    lang: Lang = "fr"
    if isinstance(sys.stdout, io.TextIOWrapper):
        # A terminal that cannot show a letter shows a question mark, not a trace.
        sys.stdout.reconfigure(errors="replace")
    try:
        lang, rest = _language(given)
        _run(rest, lang)
    except SpeSearchError as error:
        _fail(error.localized(lang))
    except KeyboardInterrupt:
        sys.exit(130)
    except OSError as error:
        # The reader of our output has left, or the disk is full: the rest has nowhere to go.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        if error.errno != errno.EPIPE:
            _fail(error.strerror or str(error))
        sys.exit(0)


def _run(arguments: list[str], lang: Lang) -> None:
    command = typer.main.get_command(app)
    _localise(command, translator(lang))
    _spare_conversions(command)
    try:
        status = command.main(
            args=arguments or ["--help"], prog_name="spe-search", standalone_mode=False, obj=lang
        )
    except typer.exceptions.Exit as end:
        sys.exit(end.exit_code)
    except typer.exceptions.TyperException as error:
        _fail(_usage_message(error, arguments, translator(lang)))
    sys.exit(status if isinstance(status, int) else 0)


def _language(arguments: list[str]) -> tuple[Lang, list[str]]:
    """Take ``--lang`` out of the arguments, wherever it stands; French without it."""
    value = os.environ.get("SPE_SEARCH_LANG") or "fr"
    rest: list[str] = []
    words = iter(arguments)
    for word in words:
        if word == "--":
            rest += [word, *words]
        elif word == _LANG_OPTION:
            value = next(words, "")
        elif word.startswith(f"{_LANG_OPTION}="):
            value = word.partition("=")[2]
        else:
            rest.append(word)
    for lang in get_args(Lang):
        if value.lower().startswith(lang) and value[2:3] in ("", "-", "_"):
            return lang, rest
    raise UnknownLanguageError(value=value)


def _localise(command: Any, translate: Callable[[str], str]) -> None:
    """Put a command's help, and that of its options and commands, in the reader's language."""
    if command.help:
        command.help = translate(command.help)
    for parameter in command.params:
        if getattr(parameter, "help", None):
            parameter.help = translate(parameter.help)
    for each in getattr(command, "commands", {}).values():
        _localise(each, translate)
    english = command.get_help
    command.get_help = lambda context: _translated(english(context), translate)


def _spare_conversions(command: Any) -> None:
    """Take values as they are where they need no conversion.

    The library has pydantic convert them all, texts too, and a search would wait for its import: a
    tenth of its time.
    """
    for each in getattr(command, "commands", {}).values():
        _spare_conversions(each)
    listed = command.get_params

    def get_params(context: Any) -> list[Any]:
        parameters: list[Any] = listed(context)
        for parameter in parameters:
            if "process_value" not in vars(parameter):
                parameter.process_value = partial(_value, parameter, parameter.process_value)
        return parameters

    command.get_params = get_params


def _value(parameter: Any, convert: Callable[[Any, Any], Any], context: Any, value: Any) -> Any:
    """Return a parameter's value: absent, texts or a path made of one as they are, or converted."""
    kind = getattr(getattr(parameter, "type_descriptor", None), "annotation", None)
    if value is None and not parameter.required:
        value = () if parameter.multiple else None
    elif kind == list[str] and isinstance(value, list | tuple):
        value = list(value)
    elif kind is Path and isinstance(value, str) and os.access(value, os.R_OK):
        value = Path(value)
    elif not (isinstance(kind, type) and isinstance(value, kind)):
        return convert(context, value)
    return parameter.callback(context, parameter, value) if parameter.callback else value


def _translated(page: str, translate: Callable[[str], str]) -> str:
    for words in _HELP_WORDS:
        wrapped = r"\s+".join(map(re.escape, words.split()))
        page = re.sub(wrapped, translate(words), page)
    return page


def _usage_message(error: Any, arguments: Sequence[str], _: Callable[[str], str]) -> str:
    """Say what is wrong with a command in our words: the library's are in English."""
    command = arguments[0] if arguments and arguments[0] in _commands() else ""
    parameter = getattr(error, "param", None)
    if option := getattr(error, "option_name", None):
        text = _("The option {value} is unknown, or lacks its value.")
        problem = text.format(value=printable(option))
    elif parameter is not None:
        is_option = parameter.opts[0].startswith("-")
        name = parameter.opts[0] if is_option else parameter.metavar or parameter.name.upper()
        if "Missing" in type(error).__name__:
            problem = _("{name} is missing.").format(name=name)
        else:
            value = printable(_value_of(parameter.opts, arguments))
            text = _("“{value}” does not fit {name}.")
            problem = text.format(name=name, value=value)
    elif command:
        problem = _("“{command}” takes other arguments; put a query of several words in quotes.")
        problem = problem.format(command=command)
    else:
        problem = _("Unknown command. Accepted: {accepted}.").format(
            accepted=", ".join(_commands())
        )
    help_command = " ".join(filter(None, ("spe-search", command, "--help")))
    return problem + " " + _("Help: {command}").format(command=help_command)


def _value_of(names: Sequence[str], arguments: Sequence[str]) -> str:
    """Return the value that the arguments give an option."""
    for word, after in zip_longest(arguments, arguments[1:], fillvalue=""):
        name, equals, value = word.partition("=")
        if name in names:
            return value if equals else after
    return ""


def _commands() -> list[str]:
    return list(typer.main.get_command(app).commands)  # type: ignore[attr-defined]


def _fail(message: str) -> None:
    from spe_search.cli.render import error_console

    error_console().print(message, style="red", markup=False, highlight=False, soft_wrap=True)
    sys.exit(2)
