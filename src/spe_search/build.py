"""Building an index from a corpus."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from spe_search.analysis import analyse, term_vectors, words_of
from spe_search.corpus import (
    Report,
    parse_report,
    read_reports,
    read_thesaurus,
    thesaurus_digest,
)
from spe_search.errors import SourceEmptyError, SpeSearchError
from spe_search.french import ANALYSER_VERSION
from spe_search.generation import (
    FILES,
    FORMAT,
    BuildStep,
    EncoderRecord,
    Manifest,
    ReportRecord,
    building,
    commit,
    note_step,
    writing,
)
from spe_search.index import COLUMNS, Index
from spe_search.items import Item, item_vectors, items_of
from spe_search.passages import passages_of
from spe_search.thesaurus import Thesaurus, with_regions
from spe_search.types import Document, Encoder, Passage

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from spe_search.types import Vectors

_WAIT_SECONDS = 120.0


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
        on_step: told each step as it starts ("parse", "encode", "write", or "wait" while another
            build ends) and its number of things.

    Raises:
        CorpusError: a report cannot be read.
        IndexError: the index cannot be written, or another build does not end.
        EncoderError: the model cannot be loaded.
    """

    def step(name: str, count: int) -> None:
        note_step(index, BuildStep(name, count))
        on_step(name, count)

    reports, thesaurus = read_reports(corpus), with_regions(read_thesaurus(corpus))
    with building(index, wait_seconds, lambda: on_step("wait", 0)) as folder:
        step("parse", len(reports))
        documents = [parse_report(report) for report in reports]
        passages = [
            passage for each in zip(reports, documents, strict=True) for passage in _cut(*each)
        ]
        keys = [_key(passage, encoder) for passage in passages]
        known = _known_vectors(index)
        missing = [i for i, key in enumerate(keys) if key not in known]
        step("encode", len(missing))
        vectors = _vectors(passages, keys, known, missing, encoder)
        step("write", len(passages))
        record = _encoder_record(encoder, vectors.shape[1])
        manifest = _manifest(reports, documents, passages, record, thesaurus_digest(corpus))
        with writing(index):
            _write(folder, documents, passages, keys, vectors, thesaurus, encoder)
            items = items_of(documents, passages, thesaurus)
            _write_items(folder, items, passages, vectors, index)
            final, manifest = commit(index, folder, manifest)
    return BuildReport(final, manifest, len(passages) - len(missing))


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
    made_with = (manifest.version, manifest.analyser, manifest.encoder.digest, manifest.thesaurus)
    made_from = {(report.id, report.digest) for report in manifest.reports}
    program = (version("spe-search"), ANALYSER_VERSION, encoder.digest, thesaurus_digest(corpus))
    return made_with != program or made_from != {(r.metadata.id, r.digest) for r in reports}


def _cut(report: Report, document: Document) -> tuple[Passage, ...]:
    """Return a report's passages; titles and links alone make none.

    Raises:
        SourceEmptyError: there is nothing to find in it.
    """
    passages = passages_of(document)
    if not passages:
        raise SourceEmptyError(path=report.path)
    return passages


def _key(passage: Passage, encoder: Encoder) -> bytes:
    """Return 16 bytes that say what a vector was made of: the model and the indexed text."""
    whole = f"{encoder.digest}\0{passage.indexed_text}"
    return hashlib.sha256(whole.encode()).digest()[:16]


def _known_vectors(index: Path) -> dict[bytes, NDArray[np.float32]]:
    """Read the vectors of the index that serves, by key; none where it cannot be trusted."""
    try:
        old = Index(index)
        vectors = old.vectors.all()
        keys = old.array(FILES.keys)
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
    thesaurus: Thesaurus,
    encoder: Encoder,
) -> None:
    import numpy as np

    from spe_search.lexical import LexicalIndex
    from spe_search.stores.faiss import FaissStore

    (folder / FILES.documents).mkdir()
    for document in documents:
        (folder / FILES.documents / f"{document.id}.json").write_bytes(
            msgspec.json.encode(document)
        )
    lines = [msgspec.json.encode(passage) + b"\n" for passage in passages]
    (folder / FILES.passages).write_bytes(b"".join(lines))
    offsets = np.cumsum([0, *map(len, lines)], dtype=np.int64)
    np.save(folder / FILES.offsets, offsets, allow_pickle=False)
    analysis = analyse(passages)
    columns, values = columns_of(passages)
    np.save(folder / FILES.columns, np.array(columns, dtype=np.int64), allow_pickle=False)
    (folder / FILES.values).write_bytes(msgspec.json.encode(values))
    key_rows = np.frombuffer(b"".join(keys), dtype=np.uint8).reshape(len(keys), -1)
    np.save(folder / FILES.keys, key_rows, allow_pickle=False)
    FaissStore.build(vectors).save(folder / FILES.vectors)
    (folder / FILES.thesaurus).write_bytes(thesaurus.as_json())
    (folder / FILES.words).write_bytes(msgspec.json.encode(words_of(documents, thesaurus)))
    lexical = LexicalIndex.build(analysis.terms)
    lexical.save(folder / FILES.lexical)
    of_terms = term_vectors(analysis.surfaces, lexical, encoder)
    FaissStore.build(of_terms).save(folder / FILES.terms)


def _write_items(
    folder: Path,
    items: Sequence[Item],
    passages: Sequence[Passage],
    vectors: Vectors,
    before: Path,
) -> None:
    """Write what items are browsed by, and their map, laid on that of the index before."""
    import numpy as np

    from spe_search.plane import aligned, on_a_plane

    ids = [item.id for item in items]
    numbers = {each: number for number, each in enumerate(ids)}
    of_passages = np.array([numbers[passage.item_id] for passage in passages], dtype=np.int64)
    points = on_a_plane(item_vectors(of_passages, vectors))
    with suppress(SpeSearchError):
        old = Index(before)
        points = aligned(points, ids, old.map, [item.id for item in old.items])
    (folder / FILES.items).write_bytes(msgspec.json.encode(items))
    np.save(folder / FILES.map, points, allow_pickle=False)


def columns_of(passages: Sequence[Passage]) -> tuple[list[list[int]], dict[str, list[str]]]:
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


def _encoder_record(encoder: Encoder, dimension: int) -> EncoderRecord:
    # A model of another kind has no prompts.
    prompts = (getattr(encoder, f"{side}_prompt", "") for side in ("query", "passage"))
    return EncoderRecord(encoder.name, encoder.digest, dimension, *prompts)


def _manifest(
    reports: Sequence[Report],
    documents: Sequence[Document],
    passages: Sequence[Passage],
    encoder: EncoderRecord,
    thesaurus: str,
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
        encoder=encoder,
        analyser=ANALYSER_VERSION,
        thesaurus=thesaurus,
        reports=records,
        passages=len(passages),
        files={},
    )
