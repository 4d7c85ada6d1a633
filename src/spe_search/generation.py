"""The index on disk: generations, their manifest, and the pointer that says which one serves.

::

    index/
      current                     the name of the generation that serves
      .building                   what a build is doing, as long as it lasts
      generations/<name>/
        manifest.json             format, encoder, analyser, corpus, and the SHA-256 of every file
        documents/<id>.json       parsed reports, source included
        passages.jsonl            one passage a line; passages.offsets.npy finds the line
        passages.columns.npy      what filters read, as positions in passages.values.json
        vectors.faiss, lexical/   the two sides of the search
        terms.faiss               a vector a term of lexical/, to find the words near another
        thesaurus.json            its concepts, their labels analysed
        words.json                the words of the index, to mend others by
        items.json                what each item is browsed by, tags included
        map.npy                   x and y of each item on the map of meaning
        keys.npy                  a digest a passage, to reuse its vector in the next build

A generation is written under a temporary name, synced, and renamed; then ``current`` is replaced in
one step. A reader sees the old one or the new one, whole. Nothing is ever pickled.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Final

import msgspec

from spe_search.errors import (
    IndexBusyError,
    IndexDamagedError,
    IndexFormatError,
    IndexMissingError,
    IndexReadOnlyError,
    SpeSearchError,
)

if TYPE_CHECKING:
    from filelock import BaseFileLock

FORMAT: Final = 5
"""The version of the layout above; an index of another version is refused."""

_POINTER, _GENERATIONS, _LOCK = "current", "generations", ".lock"
_STEP = ".building"
_MANIFEST = "manifest.json"
_TEMPORARY = ".tmp-"
_CHECKED_AT_OPENING = 4 << 20
_BLOCK = 1 << 20


@dataclass(frozen=True, slots=True)
class Files:
    """The names of a generation's files, relative to its folder."""

    passages: str = "passages.jsonl"
    offsets: str = "passages.offsets.npy"
    columns: str = "passages.columns.npy"
    values: str = "passages.values.json"
    documents: str = "documents"
    vectors: str = "vectors.faiss"
    terms: str = "terms.faiss"
    lexical: str = "lexical"
    thesaurus: str = "thesaurus.json"
    words: str = "words.json"
    items: str = "items.json"
    map: str = "map.npy"
    keys: str = "keys.npy"


FILES: Final = Files()


class EncoderRecord(msgspec.Struct, frozen=True):
    """The model an index was made with, and how to call it again."""

    name: str
    digest: str
    dimension: int
    query_prompt: str = ""
    passage_prompt: str = ""


class ReportRecord(msgspec.Struct, frozen=True):
    """A report an index was made from. ``digest`` covers its text and its description."""

    id: str
    title: str
    year: str
    digest: str
    source_digest: str
    pages: int
    initiatives: int
    stories: int
    passages: int


class FileRecord(msgspec.Struct, frozen=True):
    """A file of a generation."""

    size: int
    sha256: str


class Manifest(msgspec.Struct, frozen=True):
    """What a generation holds and what it was made with.

    ``built_at`` is UTC, ISO 8601; ``thesaurus`` is the digest of its file, "" without one.
    """

    format: int
    version: str
    built_at: str
    encoder: EncoderRecord
    analyser: str
    thesaurus: str
    reports: tuple[ReportRecord, ...]
    passages: int
    files: dict[str, FileRecord]


def current_generation(index: Path) -> Path:
    """Return the folder of the generation that serves.

    Raises:
        IndexMissingError: nothing was built there.
        IndexDamagedError: the pointer leads nowhere.
    """
    try:
        name = (index / _POINTER).read_text(encoding="utf-8").strip()
    except OSError:
        raise IndexMissingError(path=index) from None
    except UnicodeDecodeError as error:
        raise IndexDamagedError(path=index, problem=_POINTER) from error
    if not re.fullmatch(r"[0-9T]{15}-[0-9a-f]{8}(-\d+)?", name):
        raise IndexDamagedError(path=index, problem=f"{_POINTER}: {name[:40]!r}")
    folder = index / _GENERATIONS / name
    if not folder.is_dir():
        raise IndexDamagedError(path=index, problem=f"{_GENERATIONS}/{name}")
    return folder


def read_manifest(index: Path, folder: Path, *, thorough: bool = False) -> Manifest:
    """Read a generation's manifest and check its files against it.

    Sizes are always checked; contents where a file is small, since reading every byte of a large
    index would take longer than the search, or everywhere when ``thorough``.

    Raises:
        IndexFormatError: it was written by another version of the program.
        IndexDamagedError: a file is missing, cut short or changed; the message names it.
    """
    try:
        data = (folder / _MANIFEST).read_bytes()
        found = msgspec.json.decode(data, type=dict[str, msgspec.Raw]).get("format")
        version = msgspec.json.decode(found or b"null")
        if version != FORMAT:
            raise IndexFormatError(path=index, found=version, expected=FORMAT)
        manifest = msgspec.json.decode(data, type=Manifest)
    except (OSError, msgspec.MsgspecError) as error:
        raise IndexDamagedError(path=index, problem=_MANIFEST) from error
    for name, record in manifest.files.items():
        path = folder / name
        if not path.is_file() or path.stat().st_size != record.size:
            raise IndexDamagedError(path=index, problem=name)
        if (thorough or record.size <= _CHECKED_AT_OPENING) and _sha256(path) != record.sha256:
            raise IndexDamagedError(path=index, problem=name)
    return manifest


@contextmanager
def building(
    index: Path, wait_seconds: float, on_wait: Callable[[], None] = lambda: None
) -> Iterator[Path]:
    """Hold the right to build and yield an empty folder to write the next generation in.

    What a killed build left behind is swept away first. The folder goes if the block fails.

    Raises:
        IndexBusyError: another build still holds it after ``wait_seconds``.
        IndexReadOnlyError: the index's folder cannot be written.
    """
    from filelock import FileLock, Timeout  # a search has no need of it

    lock = FileLock(index / _LOCK)
    folder = index / _GENERATIONS / f"{_TEMPORARY}{os.getpid()}"
    with writing(index):
        (index / _GENERATIONS).mkdir(parents=True, exist_ok=True)
        try:
            _acquire(lock, wait_seconds, on_wait)
        except Timeout as error:
            raise IndexBusyError(path=index, seconds=f"{wait_seconds:g}") from error
    try:
        with writing(index):
            for left in (index / _GENERATIONS).glob(f"{_TEMPORARY}*"):
                shutil.rmtree(left)
            folder.mkdir()
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        with suppress(OSError):
            (index / _STEP).unlink(missing_ok=True)
        lock.release()


@dataclass(frozen=True, slots=True)
class BuildStep:
    """What a build is doing: "parse", "encode" or "write", and its number of things."""

    name: str
    count: int


def note_step(index: Path, step: BuildStep) -> None:
    """Leave word, for other processes, of what the build that holds the index is doing."""
    with suppress(OSError):  # it is only a courtesy
        (index / _STEP).write_text(f"{step.name} {step.count}", encoding="utf-8")


def build_under_way(index: Path) -> BuildStep | None:
    """Return what a build, in any process, is doing in this index's folder; ``None`` without one.

    What a killed build left behind does not count: it no longer holds the lock.
    """
    from filelock import FileLock, Timeout

    try:
        name, _, count = (index / _STEP).read_text(encoding="utf-8").partition(" ")
        with FileLock(index / _LOCK, timeout=0):
            return None
    except Timeout:
        return BuildStep(name, int(count)) if count.isdecimal() else None
    except (OSError, ValueError):
        return None


def _acquire(lock: BaseFileLock, wait_seconds: float, on_wait: Callable[[], None]) -> None:
    from filelock import Timeout

    try:
        lock.acquire(timeout=0)
    except Timeout:
        on_wait()
        lock.acquire(timeout=wait_seconds)


@contextmanager
def writing(index: Path) -> Iterator[None]:
    """Turn what the system says of a folder it cannot write to into an error of ours.

    Raises:
        IndexReadOnlyError: the block met an ``OSError``.
    """
    try:
        yield
    except OSError as error:
        problem = error.strerror or str(error)
        raise IndexReadOnlyError(path=index, problem=problem) from error


def commit(index: Path, folder: Path, manifest: Manifest) -> tuple[Path, Manifest]:
    """Write the manifest, sync all, and make this generation the one that serves.

    Args:
        index: the index's folder.
        folder: what :func:`building` yielded, filled.
        manifest: all but ``files``, which is filled in here.

    Returns:
        The generation's final folder, and the manifest as it was written.
    """
    files = {
        path.relative_to(folder).as_posix(): FileRecord(path.stat().st_size, _sha256(path))
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
    whole = msgspec.structs.replace(manifest, files=files)
    data = msgspec.json.format(msgspec.json.encode(whole), indent=1)
    (folder / _MANIFEST).write_bytes(data)
    for path in folder.rglob("*"):
        _sync(path)
    _sync(folder)
    final = _place(folder, f"{_stamp(manifest)}-{hashlib.sha256(data).hexdigest()[:8]}")
    previous = None
    with suppress(SpeSearchError):
        previous = current_generation(index)
    pointer = index / f"{_POINTER}.new"
    pointer.write_text(final.name + "\n", encoding="utf-8")
    _sync(pointer)
    pointer.replace(index / _POINTER)
    _sync(index)
    for old in final.parent.iterdir():
        # A reader may be opening the one that served until now.
        if old not in (final, previous):
            shutil.rmtree(old, ignore_errors=True)
    return final, whole


def _stamp(manifest: Manifest) -> str:
    return manifest.built_at.replace(":", "").replace("-", "")[:15]


def _place(folder: Path, name: str) -> Path:
    """Give a generation's folder its name, or that with a number where it is taken.

    The same may have been built within the second, and be serving: it is left alone.
    """
    taken = {path.name for path in folder.parent.iterdir()}
    names = (name if n == 1 else f"{name}-{n}" for n in count(1))
    final = folder.with_name(next(each for each in names if each not in taken))
    folder.rename(final)
    _sync(final.parent)
    return final


def _sync(path: Path) -> None:
    """Ask the system to put a file or a folder on the disk."""
    with suppress(PermissionError):  # some systems do not open folders
        handle = os.open(path, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _sha256(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            digest.update(block)
    return digest.hexdigest()
