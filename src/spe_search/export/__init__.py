"""Dossiers as files: Word, Markdown, CSV, and the JSON from which they are read again.

Text of reports and readers is text in all of them: nothing in it is markup, a formula, a command
for a terminal, or a link, but the web links that a report itself gives.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from spe_search.dossier import Dossier, dossier_to_json
from spe_search.errors import DossierEmptyError, UnknownFormatError
from spe_search.export.files import check_output, write_file

__all__ = ["FORMATS", "Format", "check_output", "export", "format_of", "write_dossier"]


@dataclass(frozen=True, slots=True)
class Format:
    """A kind of file: the ends of names it goes by, and its media type."""

    suffixes: tuple[str, ...]
    media_type: str
    write: Callable[[Dossier], bytes]


def _docx(dossier: Dossier) -> bytes:
    from spe_search.export.word import to_docx

    return to_docx(dossier)


def _markdown(dossier: Dossier) -> bytes:
    from spe_search.export.markdown import to_markdown

    return to_markdown(dossier).encode()


def _csv(dossier: Dossier) -> bytes:
    from spe_search.export.sheet import to_csv

    return to_csv(dossier)


def _json(dossier: Dossier) -> bytes:
    return f"{dossier_to_json(dossier)}\n".encode()


FORMATS: Final = {
    "docx": Format(
        (".docx",),
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        _docx,
    ),
    "md": Format((".md", ".markdown"), "text/markdown; charset=utf-8", _markdown),
    "csv": Format((".csv",), "text/csv; charset=utf-8", _csv),
    "json": Format((".json",), "application/json", _json),
}
"""The formats, by name."""


def export(dossier: Dossier, format: str) -> bytes:
    """Return a dossier as the bytes of a file.

    Args:
        dossier: what to write.
        format: one of :data:`FORMATS`.

    Raises:
        UnknownFormatError: it is none of them.
        DossierEmptyError: there is nothing in the dossier.
    """
    if format not in FORMATS:
        raise UnknownFormatError(value=format, accepted=", ".join(FORMATS))
    if not dossier.entries:
        raise DossierEmptyError
    return FORMATS[format].write(dossier)


def format_of(path: Path, name: str | None = None) -> str:
    """Return the format that a file is to have: the one named, or that of the end of its name.

    Raises:
        UnknownFormatError: it is none of :data:`FORMATS`.
    """
    wanted = name or path.suffix
    for each, format in FORMATS.items():
        if wanted.lower() in (each, *format.suffixes):
            return each
    raise UnknownFormatError(value=wanted or path.name, accepted=", ".join(FORMATS))


def write_dossier(
    dossier: Dossier, path: Path, format: str | None = None, *, force: bool = False
) -> None:
    """Write a dossier to a file: all of it, or nothing.

    Args:
        dossier: what to write.
        path: the file.
        format: one of :data:`FORMATS`; by default, that of the end of the file's name.
        force: write over a file that is there.

    Raises:
        UnknownFormatError, DossierEmptyError: as :func:`export`.
        OutputExistsError, OutputFolderError, OutputError: the file cannot be written.
    """
    name = format_of(path, format)
    check_output(path, force=force)
    write_file(path, export(dossier, name), force=force)
