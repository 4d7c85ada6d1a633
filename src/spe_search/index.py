"""Building an index from a corpus, and opening one to search it."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property, lru_cache
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import msgspec

from spe_search.corpus import Report, parse_report, read_reports
from spe_search.errors import IndexDamagedError, SpeSearchError
from spe_search.french import ANALYSER_VERSION, terms
from spe_search.generation import (
    FORMAT,
    EncoderRecord,
    Manifest,
    ReportRecord,
    building,
    commit,
    current_generation,
    read_manifest,
    writing,
)
from spe_search.passages import passages_of
from spe_search.types import Document, Encoder, Passage

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from spe_search.lexical import LexicalIndex
    from spe_search.stores.faiss import FaissStore
    from spe_search.types import Vectors

_PASSAGES, _OFFSETS = "passages.jsonl", "passages.offsets.npy"
_COLUMNS, _VALUES = "passages.columns.npy", "passages.values.json"
_VECTORS, _LEXICAL, _KEYS, _DOCUMENTS = "vectors.faiss", "lexical", "keys.npy", "documents"
_WAIT_SECONDS = 120.0

COLUMNS = ("item", "document", "page", "year", "region", "theme", "item_kind", "kind")
"""What a search is filtered or grouped by, without reading passages: one array of numbers each."""

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What a build did. ``reused`` counts the vectors taken over from the index before it."""

    folder: Path
    manifest: Manifest
    reused: int


def build_index(
    corpus: Path,
    index: Path,
    encoder: Encoder,
    *,
    wait_seconds: float = _WAIT_SECONDS,
    on_step: Callable[[str, int], None] = lambda step, count: None,
) -> BuildReport:
    """Build a new generation from a corpus and make it serve.

    The index that was there goes on serving until the new one is whole, and if this fails.

    Args:
        corpus: the folder of the reports.
        index: the folder of the index; it is made where missing.
        encoder: turns passages into vectors.
        wait_seconds: how long to wait for another build to end.
        on_step: told each step as it starts ("parse", "encode", "write") and its number of things.

    Raises:
        CorpusError: a report cannot be read.
        IndexError: the index cannot be written, or another build does not end.
        EncoderError: the model cannot be loaded.
    """
    reports = read_reports(corpus)
    with building(index, wait_seconds) as folder:
        on_step("parse", len(reports))
        documents = [parse_report(report) for report in reports]
        passages = [passage for document in documents for passage in passages_of(document)]
        keys = [_key(passage, encoder) for passage in passages]
        known = _known_vectors(index)
        missing = [i for i, key in enumerate(keys) if key not in known]
        on_step("encode", len(missing))
        vectors = _vectors(passages, keys, known, missing, encoder)
        on_step("write", len(passages))
        manifest = _manifest(reports, documents, passages, encoder, vectors.shape[1])
        with writing(index):
            _write(folder, documents, passages, keys, vectors)
            final = commit(index, folder, manifest)
    return BuildReport(final, read_manifest(index, final), len(passages) - len(missing))


def is_stale(corpus: Path, index: Path, encoder: Encoder) -> bool:
    """Tell whether the index is missing, unreadable, or made from something else than this corpus.

    Raises:
        CorpusError: a report cannot be read.
    """
    reports = read_reports(corpus)
    try:
        manifest = Index(index).manifest
    except SpeSearchError:
        return True
    made_with = (manifest.version, manifest.analyser, manifest.encoder.digest)
    made_from = {(report.id, report.digest) for report in manifest.reports}
    return made_with != (version("spe-search"), ANALYSER_VERSION, encoder.digest) or made_from != {
        (report.metadata.id, report.digest) for report in reports
    }


class Index:
    """An index opened for reading; it goes on reading the generation it opened.

    Opening checks the manifest. Passages, documents and arrays are read when they are asked for.

    Raises:
        IndexError: there is none, it is damaged, or of another format.
    """

    def __init__(self, path: Path, *, thorough: bool = False) -> None:
        self.path = path
        self.folder = current_generation(path)
        self.manifest = read_manifest(path, self.folder, thorough=thorough)
        self.passage = lru_cache(maxsize=4096)(self._read_passage)
        self.document = lru_cache(maxsize=64)(self._read_document)

    def __len__(self) -> int:
        return self.manifest.passages

    def passages(self) -> Iterator[Passage]:
        """Read every passage, in order."""
        return (self.passage(i) for i in range(len(self)))

    def _read_passage(self, row: int) -> Passage:
        start, end = int(self._offsets[row]), int(self._offsets[row + 1])
        with (self.folder / _PASSAGES).open("rb") as file:
            file.seek(start)
            return _decode(file.read(end - start), Passage, self.path, _PASSAGES)

    def _read_document(self, document_id: str) -> Document:
        name = f"{_DOCUMENTS}/{document_id}.json"
        try:
            data = (self.folder / name).read_bytes()
        except OSError as error:
            raise IndexDamagedError(path=self.path, problem=name) from error
        return _decode(data, Document, self.path, name)

    @cached_property
    def _offsets(self) -> NDArray[np.int64]:
        return self._array(_OFFSETS)

    @cached_property
    def values(self) -> dict[str, list[str]]:
        """The values that passages have in each of :data:`COLUMNS`, in order of appearance."""
        data = (self.folder / _VALUES).read_bytes()
        return _decode(data, dict[str, list[str]], self.path, _VALUES)

    def column(self, name: str) -> NDArray[np.int64]:
        """For each passage, the position in ``values[name]`` of the value it has."""
        numbers: NDArray[np.int64] = self._columns[COLUMNS.index(name)]
        return numbers

    def rows(self, **wanted: str) -> NDArray[np.int64]:
        """Return the rows of the passages that have these values: ``rows(document=…, page=…)``."""
        import numpy as np

        mask = np.ones(len(self), dtype=bool)
        for name, value in wanted.items():
            known = self.values[name]
            mask &= self.column(name) == (known.index(value) if value in known else -1)
        return np.flatnonzero(mask)

    @cached_property
    def _columns(self) -> NDArray[np.int64]:
        return self._array(_COLUMNS)

    def _array(self, name: str) -> NDArray[np.int64]:
        import numpy as np

        try:
            array: NDArray[np.int64] = np.load(
                self.folder / name, mmap_mode="r", allow_pickle=False
            )
        except (OSError, ValueError) as error:
            raise IndexDamagedError(path=self.path, problem=name) from error
        return array

    @cached_property
    def vectors(self) -> FaissStore:
        """The passages' vectors, by row."""
        from spe_search.stores.faiss import FaissStore

        try:
            return FaissStore.load(self.folder / _VECTORS)
        except RuntimeError as error:  # what FAISS raises
            raise IndexDamagedError(path=self.path, problem=_VECTORS) from error

    @cached_property
    def lexical(self) -> LexicalIndex:
        """The passages' terms, by row."""
        from spe_search.lexical import LexicalIndex

        try:
            return LexicalIndex.load(self.folder / _LEXICAL)
        except (OSError, ValueError, KeyError) as error:
            raise IndexDamagedError(path=self.path, problem=_LEXICAL) from error


# ---------------------------------------------------------------- how a generation is made


def _key(passage: Passage, encoder: Encoder) -> bytes:
    """Return 16 bytes that say what a vector was made of: the model and the indexed text."""
    whole = f"{encoder.digest}\0{passage.indexed_text}"
    return hashlib.sha256(whole.encode()).digest()[:16]


def _known_vectors(index: Path) -> dict[bytes, NDArray[np.float32]]:
    """Read the vectors of the index that serves, by key; none where it cannot be trusted."""
    try:
        old = Index(index)
        vectors = old.vectors.all()
        keys = old._array(_KEYS)
    except SpeSearchError:
        return {}
    return {key.tobytes(): vector for key, vector in zip(keys, vectors, strict=True)}


def _vectors(
    passages: Sequence[Passage],
    keys: Sequence[bytes],
    known: dict[bytes, NDArray[np.float32]],
    missing: Sequence[int],
    encoder: Encoder,
) -> Vectors:
    import numpy as np

    if missing:
        made = encoder.encode_passages([passages[i].indexed_text for i in missing])
        known = known | {keys[i]: vector for i, vector in zip(missing, made, strict=True)}
    return np.stack([known[key] for key in keys]).astype(np.float32)


def _write(
    folder: Path,
    documents: Sequence[Document],
    passages: Sequence[Passage],
    keys: Sequence[bytes],
    vectors: Vectors,
) -> None:
    import numpy as np

    from spe_search.lexical import LexicalIndex
    from spe_search.stores.faiss import FaissStore

    (folder / _DOCUMENTS).mkdir()
    for document in documents:
        (folder / _DOCUMENTS / f"{document.id}.json").write_bytes(msgspec.json.encode(document))
    lines = [msgspec.json.encode(passage) + b"\n" for passage in passages]
    (folder / _PASSAGES).write_bytes(b"".join(lines))
    offsets = np.cumsum([0, *map(len, lines)], dtype=np.int64)
    np.save(folder / _OFFSETS, offsets, allow_pickle=False)
    columns, values = _columns_of(passages)
    np.save(folder / _COLUMNS, np.array(columns, dtype=np.int64), allow_pickle=False)
    (folder / _VALUES).write_bytes(msgspec.json.encode(values))
    key_rows = np.frombuffer(b"".join(keys), dtype=np.uint8).reshape(len(keys), -1)
    np.save(folder / _KEYS, key_rows, allow_pickle=False)
    FaissStore.build(vectors).save(folder / _VECTORS)
    indexed = [[term.text for term in terms(passage.indexed_text)] for passage in passages]
    LexicalIndex.build(indexed).save(folder / _LEXICAL)


def _columns_of(passages: Sequence[Passage]) -> tuple[list[list[int]], dict[str, list[str]]]:
    """Number the values of each column in order of appearance; "" stands for none."""
    columns: list[list[int]] = []
    values: dict[str, list[str]] = {}
    for name in COLUMNS:
        field = f"{name}_id" if name in ("item", "document") else name
        numbers: dict[str, int] = {}
        texts = [str(getattr(passage, field) or "") for passage in passages]
        columns.append([numbers.setdefault(text, len(numbers)) for text in texts])
        values[name] = list(numbers)
    return columns, values


def _manifest(
    reports: Sequence[Report],
    documents: Sequence[Document],
    passages: Sequence[Passage],
    encoder: Encoder,
    dimension: int,
) -> Manifest:
    records = tuple(
        ReportRecord(
            id=document.id,
            title=document.metadata.title,
            year=document.metadata.year,
            digest=report.digest,
            source_digest=document.digest,
            pages=len(document.pages),
            initiatives=sum(item.kind == "initiative" for item in document.initiatives),
            stories=sum(item.kind == "story" for item in document.initiatives),
            passages=sum(passage.document_id == document.id for passage in passages),
        )
        for report, document in zip(reports, documents, strict=True)
    )
    return Manifest(
        format=FORMAT,
        version=version("spe-search"),
        built_at=datetime.now(UTC).isoformat(timespec="seconds"),
        encoder=EncoderRecord(
            encoder.name,
            encoder.digest,
            dimension,
            # A model of another kind has no prompts.
            getattr(encoder, "query_prompt", ""),
            getattr(encoder, "passage_prompt", ""),
        ),
        analyser=ANALYSER_VERSION,
        reports=records,
        passages=len(passages),
        files={},
    )


def _decode(data: bytes, kind: type[_T], path: Path, name: str) -> _T:
    try:
        return msgspec.json.decode(data, type=kind)
    except msgspec.MsgspecError as error:
        raise IndexDamagedError(path=path, problem=name) from error
