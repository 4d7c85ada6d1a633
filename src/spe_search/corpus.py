"""Reading the corpus: each report is a text and, beside it, a TOML file that describes it.

Nothing here is kept between calls; the folder is the truth, the index is made from it.
"""

from __future__ import annotations

import hashlib
import os
import re
import tomllib
from dataclasses import dataclass
from pathlib import Path

from spe_search.errors import (
    CorpusEmptyError,
    CorpusMissingError,
    DuplicateDocumentError,
    MetadataKeyError,
    MetadataMissingError,
    MetadataSyntaxError,
    MetadataUnknownKeyError,
    MetadataValueError,
    SourceEmptyError,
    SourceMissingError,
    SourceNotTextError,
    SourceUnreadableError,
)
from spe_search.parse.bilan import parse_bilan
from spe_search.thesaurus import Thesaurus
from spe_search.thesaurus_file import load_thesaurus
from spe_search.types import Document, Metadata
from spe_search.verbatim import decode, squeeze

_TEXT_SUFFIXES = (".txt", ".md")
THESAURUS = "thesaurus.toml"
_NOT_REPORTS = frozenset({"README.md", "README.txt", THESAURUS})
_ANY_TEXT = r"(?=.*\S)[^\x00-\x1f\x7f-\x9f]+"
_KEYS: dict[str, tuple[str, str]] = {
    "id": (r"(?=.{1,80}$)[a-z0-9]+(?:-[a-z0-9]+)*", 'a-z, 0-9, "-", ≤ 80 ("bilan-2023-2024")'),
    "title": (_ANY_TEXT, '"…"'),
    "publisher": (_ANY_TEXT, '"…"'),
    "year": (r"(?:19|20)\d\d(?:-(?:19|20)\d\d)?", '"2023-2024", "2023"'),
    "language": (r"fr|en", '"fr", "en"'),
    "layout": (r"bilan|generic", '"bilan", "generic"'),
    "source": (_ANY_TEXT, '"…"'),
    "licence": (_ANY_TEXT, '"…"'),
}


@dataclass(frozen=True, slots=True)
class Report:
    """A report before it is parsed. ``digest`` changes when its text or its description does."""

    path: Path
    metadata: Metadata
    data: bytes
    digest: str

    @property
    def source_digest(self) -> str:
        """SHA-256 of the text file, in hex."""
        return hashlib.sha256(self.data).hexdigest()


def read_reports(folder: Path) -> tuple[Report, ...]:
    """Read every report of a corpus folder, in the order of their file names.

    Raises:
        CorpusError: the folder or a file in it is not as it should be; the message names it.
    """
    if not os.path.isdir(folder):  # Path.is_dir raises where a name is too long
        raise CorpusMissingError(path=folder)
    texts: dict[Path, Path] = {}
    for source in _files(folder, _TEXT_SUFFIXES):
        other = texts.setdefault(source.with_suffix(""), source)
        if other != source:
            raise DuplicateDocumentError(path=source, other=other, value=source.stem)
    descriptions = {p.with_suffix(""): p for p in _files(folder, (".toml",))}
    for stem, path in texts.items():
        if stem not in descriptions:
            expected = path.with_suffix(".toml").name
            raise MetadataMissingError(path=path, expected=expected, keys=", ".join(_KEYS))
    reports = [_read_report(texts.get(stem), path) for stem, path in sorted(descriptions.items())]
    if not reports:
        raise CorpusEmptyError(path=folder)
    seen: dict[str, Path] = {}
    for report in reports:
        first = seen.setdefault(report.metadata.id, report.path)
        if first != report.path:
            raise DuplicateDocumentError(path=report.path, other=first, value=report.metadata.id)
    return tuple(reports)


def parse_report(report: Report) -> Document:
    """Parse a report by the layout its description names.

    Raises:
        SourceNotTextError: the file is in neither UTF-8 nor Windows-1252.
        SourceEmptyError: it holds no visible character.
    """
    try:
        source = decode(report.data)
    except UnicodeDecodeError as error:
        byte = f"0x{report.data[error.start]:02x}"
        raise SourceNotTextError(path=report.path, byte=byte, position=error.start) from error
    if not squeeze(source):
        raise SourceEmptyError(path=report.path)
    if report.metadata.layout == "generic":
        # The splitter it rests on takes a second to import, which a Bilan has no need to wait for.
        from spe_search.parse.generic import parse_generic

        return parse_generic(source, report.metadata, report.source_digest)
    return parse_bilan(source, report.metadata, report.source_digest)


def read_thesaurus(folder: Path) -> Thesaurus:
    """Read the thesaurus of a corpus folder; an empty one where there is none.

    Raises:
        ThesaurusError: an entry is wrong; the message names the file and the line.
    """
    path = folder / THESAURUS
    return load_thesaurus(path) if path.is_file() else Thesaurus(())


def thesaurus_digest(folder: Path) -> str:
    """Return the SHA-256 (hex) of a corpus folder's thesaurus, "" where there is none."""
    path = folder / THESAURUS
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else ""


def _files(folder: Path, suffixes: tuple[str, ...]) -> list[Path]:
    found = (p for p in sorted(folder.iterdir()) if p.suffix.lower() in suffixes and p.is_file())
    return [p for p in found if p.name not in _NOT_REPORTS and not p.name.startswith(".")]


def _read_report(text: Path | None, description: Path) -> Report:
    if text is None:
        raise SourceMissingError(path=description, expected=description.with_suffix(".txt").name)
    described, data = _read(description), _read(text)
    metadata = _metadata(description, described)
    digest = hashlib.sha256(described + b"\0" + data).hexdigest()
    return Report(text, metadata, data, digest)


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise SourceUnreadableError(path=path, problem=error.strerror or error) from error


def _metadata(path: Path, data: bytes) -> Metadata:
    try:
        values = tomllib.loads(data.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise MetadataSyntaxError(path=path, line=line) from error
    except tomllib.TOMLDecodeError as error:
        at = re.search(r"line (\d+)", str(error))
        line = int(at[1]) if at else data.count(b"\n") + 1
        raise MetadataSyntaxError(path=path, line=line) from error
    for key in values:
        if key not in _KEYS:
            raise MetadataUnknownKeyError(path=path, key=key, accepted=", ".join(_KEYS))
    for key, (pattern, accepted) in _KEYS.items():
        if key not in values:
            raise MetadataKeyError(path=path, key=key, accepted=accepted)
        value = values[key]
        if not isinstance(value, str) or not re.fullmatch(pattern, value):
            raise MetadataValueError(path=path, key=key, value=value, accepted=accepted)
    return Metadata(**values)
