"""Building an index and opening it: what it holds, what is reused, what a failed build leaves."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import pytest

from spe_search.build import build_index, is_stale
from spe_search.corpus import read_reports
from spe_search.errors import (
    IndexBusyError,
    IndexDamagedError,
    IndexMissingError,
    IndexReadOnlyError,
    MetadataKeyError,
)
from spe_search.french import ANALYSER_VERSION
from spe_search.generation import current_generation, read_manifest
from spe_search.index import COLUMNS, Index
from spe_search.passages import passages_of
from spe_search.types import Document, Encoder

Write = Callable[..., Path]
MakeEncoder = Callable[..., Encoder]


def generations(index: Path) -> list[Path]:
    return sorted((index / "generations").iterdir())


def temporary(index: Path) -> list[Path]:
    return [path for path in generations(index) if path.name.startswith(".")]


# ---------------------------------------------------------------- what an index holds


@pytest.mark.slow
def test_the_same_corpus_gives_the_same_files(tmp_path: Path) -> None:
    corpus = Path(__file__).parents[1] / "corpus"
    files = []
    for seed in ("1", "2"):  # of the order of sets
        index = tmp_path / seed
        command = [sys.executable, "-c", "from spe_search.cli import main; main()", "build"]
        subprocess.run(
            [*command, "--corpus", corpus, "--index", index],
            env=os.environ | {"PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
            timeout=120,
        )
        files.append(Index(index).manifest.files)
    assert files[0] == files[1]


def test_the_manifest_says_what_the_index_holds(built_index: Path, real_document: Document) -> None:
    index = Index(built_index, thorough=True)
    manifest = index.manifest
    assert (manifest.encoder.name, manifest.encoder.digest) == ("fake", "fake-digest")
    assert (manifest.encoder.dimension, manifest.analyser) == (512, ANALYSER_VERSION)
    record = next(report for report in manifest.reports if report.id == real_document.id)
    assert (record.pages, record.initiatives, record.stories) == (16, 21, 4)
    assert (record.title, record.year) == (real_document.metadata.title, "2023-2024")
    assert record.source_digest == real_document.digest
    assert len(index) == manifest.passages == sum(r.passages for r in manifest.reports)


def test_passages_and_documents_come_back_unchanged(
    built_index: Path, real_document: Document
) -> None:
    index = Index(built_index)
    assert index.document(real_document.id) == real_document
    found = tuple(p for p in index.passages() if p.document_id == real_document.id)
    assert found == passages_of(real_document)


def test_columns_hold_what_passages_do(built_index: Path) -> None:
    index = Index(built_index)
    expected = {
        "item": lambda p: p.item_id,
        "document": lambda p: p.document_id,
        "page": lambda p: str(p.page),
        "year": lambda p: p.year,
        "region": lambda p: p.region or "",
        "theme": lambda p: p.theme or "",
        "item_kind": lambda p: p.item_kind,
        "kind": lambda p: p.kind,
    }
    assert set(expected) <= set(COLUMNS)
    for name, read in expected.items():
        values = [index.values[name][i] for i in index.column(name)]
        assert values == [read(passage) for passage in index.passages()]


@pytest.mark.parametrize(
    "wanted",
    [
        {"region": "16"},
        {"item": "bilan-2023-2024/jade", "kind": "results"},
        {"page": "17", "kind": "sidebar"},
        {"page": "99"},
        {"year": "2023-2024"},
    ],
    ids=str,
)
def test_rows_with_values(built_index: Path, wanted: dict[str, str]) -> None:
    index = Index(built_index)

    def fits(row: int) -> bool:
        passage = index.passage(row)
        fields = {"item": "item_id", "document": "document_id"}
        return all(str(getattr(passage, fields.get(k, k))) == v for k, v in wanted.items())

    assert index.rows(**wanted).tolist() == [row for row in range(len(index)) if fits(row)]


def test_vectors_are_those_of_the_indexed_texts(
    built_index: Path, make_encoder: MakeEncoder
) -> None:
    index = Index(built_index)
    texts = [passage.indexed_text for passage in index.passages()]
    np.testing.assert_allclose(
        index.vectors.all(), make_encoder().encode_passages(texts), atol=1e-6
    )


def test_nothing_is_pickled(built_index: Path) -> None:
    folder = current_generation(built_index)
    names = list(read_manifest(built_index, folder).files)
    assert len(names) > 5
    for name in names:
        with (folder / name).open("rb") as file:
            start = file.read(2)
        # A pickle of protocol 2 or later starts so; one of protocol 0 or 1 is no JSON and no array.
        assert not (start[:1] == b"\x80" and start[1:] <= b"\x08"), name
        if name.endswith(".npy"):
            np.load(folder / name, allow_pickle=False)
        else:
            assert start[:1] in (b"{", b"[", b'"') or start == b"Ix", name


def test_an_index_opened_before_goes_on_reading_what_it_opened(
    write_report: Write, tmp_path: Path, encoder: Encoder
) -> None:
    build_index(write_report(), tmp_path / "index", encoder)
    opened = Index(tmp_path / "index")
    titles = [passage.heading_path[0] for passage in opened.passages()]
    build_index(write_report(title="Un autre titre"), tmp_path / "index", encoder)
    opened.passage.cache_clear()
    assert [passage.heading_path[0] for passage in opened.passages()] == titles
    assert opened.document("essai").metadata.title == "Bilan d’essai"
    assert opened.vectors.all().shape == (len(opened), 512)
    assert opened.lexical.knows("emploi")
    assert Index(tmp_path / "index").document("essai").metadata.title == "Un autre titre"


def test_a_report_of_any_layout_is_indexed(
    write_report: Write, tmp_path: Path, encoder: Encoder
) -> None:
    write_report("un", id="un")
    corpus = write_report("deux", "# Le but\nAider les personnes.\n", id="deux", layout="generic")
    built = build_index(corpus, tmp_path / "index", encoder)
    assert [report.id for report in built.manifest.reports] == ["deux", "un"]
    texts = [p.text for p in Index(tmp_path / "index").passages()]
    assert "Aider les personnes." in texts
    assert "42 personnes ont trouvé un emploi." in texts


# ---------------------------------------------------------------- reuse


def test_steps_are_told(write_report: Write, tmp_path: Path, encoder: Encoder) -> None:
    steps: list[tuple[str, int]] = []
    built = build_index(
        write_report(), tmp_path / "index", encoder, on_step=lambda *step: steps.append(step)
    )
    count = built.manifest.passages
    assert steps == [("parse", 1), ("encode", count), ("write", count)]


def test_vectors_of_unchanged_passages_are_reused(
    write_report: Write, tmp_path: Path, make_encoder: MakeEncoder
) -> None:
    index = tmp_path / "index"
    first = make_encoder()
    corpus = write_report()
    built = build_index(corpus, index, first)
    assert built.reused == 0
    assert len(first.encoded) == built.manifest.passages

    again = make_encoder()
    assert build_index(corpus, index, again).reused == built.manifest.passages
    assert again.encoded == []

    changed = make_encoder()
    text = (
        (corpus / "essai.txt").read_text(encoding="utf-8").replace("42 personnes", "43 personnes")
    )
    rebuilt = build_index(write_report(text=text), index, changed)
    assert [text.splitlines()[-1] for text in changed.encoded] == [
        "43 personnes ont trouvé un emploi."
    ]
    assert rebuilt.reused == built.manifest.passages - 1

    opened = Index(index)
    texts = [passage.indexed_text for passage in opened.passages()]
    np.testing.assert_allclose(
        opened.vectors.all(), make_encoder().encode_passages(texts), atol=1e-6
    )


def test_vectors_of_another_encoder_are_not_reused(
    write_report: Write, tmp_path: Path, make_encoder: MakeEncoder
) -> None:
    corpus, index = write_report(), tmp_path / "index"
    build_index(corpus, index, make_encoder())
    other = make_encoder(digest="another")
    built = build_index(corpus, index, other)
    assert built.reused == 0
    assert len(other.encoded) == built.manifest.passages
    assert built.manifest.encoder.digest == "another"


@pytest.mark.parametrize("name", ["keys.npy", "vectors.faiss", "manifest.json"])
def test_a_damaged_index_is_built_again_from_the_corpus(
    write_report: Write, tmp_path: Path, make_encoder: MakeEncoder, name: str
) -> None:
    corpus, index = write_report(), tmp_path / "index"
    folder = build_index(corpus, index, make_encoder()).folder
    (folder / name).write_bytes(b"")
    encoder = make_encoder()
    built = build_index(corpus, index, encoder)
    assert len(encoder.encoded) == built.manifest.passages
    assert len(Index(index, thorough=True)) == built.manifest.passages


# ---------------------------------------------------------------- builds that fail


class Failing:
    """An encoder that raises once it has been asked for passages."""

    name, digest, dimension = "failing", "failing", 64

    def __init__(self, error: BaseException) -> None:
        self.error = error

    def encode_queries(self, texts: Sequence[str]) -> np.ndarray:
        raise self.error

    encode_passages = encode_queries


@pytest.mark.parametrize("error", [RuntimeError("no memory"), KeyboardInterrupt()], ids=repr)
def test_a_build_that_fails_leaves_the_old_index_serving(
    write_report: Write, tmp_path: Path, encoder: Encoder, error: BaseException
) -> None:
    corpus, index = write_report(), tmp_path / "index"
    before = build_index(corpus, index, encoder).folder
    with pytest.raises(type(error)):
        build_index(corpus, index, Failing(error))
    assert temporary(index) == []
    assert Index(index, thorough=True).folder == before
    after = build_index(corpus, index, encoder)
    assert after.reused == after.manifest.passages


def test_a_corpus_that_is_wrong_leaves_the_old_index_serving(
    write_report: Write, tmp_path: Path, encoder: Encoder
) -> None:
    index = tmp_path / "index"
    before = build_index(write_report(), index, encoder).folder
    with pytest.raises(MetadataKeyError):
        build_index(write_report(year=None), index, encoder)
    assert Index(index, thorough=True).folder == before
    assert temporary(index) == []


def test_a_first_build_that_fails_leaves_no_index(write_report: Write, tmp_path: Path) -> None:
    index = tmp_path / "index"
    with pytest.raises(RuntimeError):
        build_index(write_report(), index, Failing(RuntimeError()))
    with pytest.raises(IndexMissingError):
        Index(index)
    assert generations(index) == []


def test_a_disk_that_refuses_leaves_the_old_index_serving(
    write_report: Write, tmp_path: Path, encoder: Encoder
) -> None:
    corpus, index = write_report(), tmp_path / "index"
    before = build_index(corpus, index, encoder).folder

    def get_in_the_way(step: str, count: int) -> None:
        if step == "write":
            (temporary(index)[0] / "documents").write_text("a file where a folder should go")

    with pytest.raises(IndexReadOnlyError, match=str(index)):
        build_index(corpus, index, encoder, on_step=get_in_the_way)
    assert temporary(index) == []
    assert Index(index, thorough=True).folder == before


def test_an_index_where_none_can_be_written(
    write_report: Write, tmp_path: Path, encoder: Encoder
) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(IndexReadOnlyError):
        build_index(write_report(), tmp_path / "file" / "index", encoder)


BLOCKING_BUILD = """
import sys
from pathlib import Path
from spe_search.build import build_index

class Blocking:
    name, digest, dimension = "blocking", "blocking", 64
    def encode_passages(self, texts):
        print("encoding", flush=True)
        sys.stdin.read()  # until the end of the process
    encode_queries = encode_passages

build_index(Path(sys.argv[1]), Path(sys.argv[2]), Blocking())
"""


def test_a_killed_build_leaves_the_old_index_serving(
    write_report: Write, tmp_path: Path, encoder: Encoder
) -> None:
    corpus, index = write_report(), tmp_path / "index"
    before = build_index(corpus, index, encoder).folder
    command = [sys.executable, "-c", BLOCKING_BUILD, str(corpus), str(index)]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "encoding\n"
        with pytest.raises(IndexBusyError):
            build_index(corpus, index, encoder, wait_seconds=0.01)
        process.kill()
        assert process.wait(60) == -signal.SIGKILL
    assert len(temporary(index)) == 1
    assert Index(index, thorough=True).folder == before
    after = build_index(corpus, index, encoder, wait_seconds=30)
    assert after.reused == after.manifest.passages
    assert temporary(index) == []
    assert Index(index, thorough=True).folder == after.folder


def test_a_reader_never_waits_for_a_build(
    write_report: Write, tmp_path: Path, make_encoder: MakeEncoder
) -> None:
    corpus, index = write_report(), tmp_path / "index"
    before = build_index(corpus, index, make_encoder()).folder
    seen: list[Path] = []
    build_index(
        corpus,
        index,
        make_encoder(digest="another"),
        on_step=lambda step, count: seen.append(Index(index, thorough=True).folder),
    )
    assert seen == [before] * 3


def test_two_builds_at_once_both_end(
    write_report: Write, tmp_path: Path, make_encoder: MakeEncoder
) -> None:
    corpus, index = write_report(), tmp_path / "index"
    errors: list[BaseException] = []

    def build(digest: str) -> None:
        try:
            build_index(corpus, index, make_encoder(digest=digest), wait_seconds=60)
        except BaseException as error:
            errors.append(error)

    threads = [threading.Thread(target=build, args=(f"digest-{n}",)) for n in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert errors == []
    assert Index(index, thorough=True).manifest.encoder.digest.startswith("digest-")
    assert temporary(index) == []


# ---------------------------------------------------------------- staleness


def test_an_index_is_fresh_after_its_build(
    report_folder: Path, built_index: Path, make_encoder: MakeEncoder
) -> None:
    assert is_stale(report_folder, built_index, make_encoder()) is False


def test_a_missing_or_damaged_index_is_stale(
    report_folder: Path, index_copy: Path, tmp_path: Path, encoder: Encoder
) -> None:
    assert is_stale(report_folder, tmp_path / "nulle-part", encoder)
    (index_copy / "current").write_text("absent")
    assert is_stale(report_folder, index_copy, encoder)


def test_another_encoder_makes_it_stale(
    report_folder: Path, built_index: Path, make_encoder: MakeEncoder
) -> None:
    assert is_stale(report_folder, built_index, make_encoder(digest="another"))
    assert not is_stale(report_folder, built_index, make_encoder(name="renamed"))


@pytest.mark.parametrize("suffix", ["txt", "toml"])
def test_a_changed_report_makes_it_stale(
    report_folder: Path, built_index: Path, encoder: Encoder, suffix: str
) -> None:
    path = read_reports(report_folder)[0].path.with_suffix(f".{suffix}")
    path.write_bytes(path.read_bytes() + b"\n")
    assert is_stale(report_folder, built_index, encoder)


def test_a_report_more_or_less_makes_it_stale(
    write_report: Write, tmp_path: Path, encoder: Encoder
) -> None:
    index = tmp_path / "index"
    corpus = write_report("un", id="un")
    build_index(corpus, index, encoder)
    write_report("deux", id="deux")
    assert is_stale(corpus, index, encoder)
    (corpus / "deux.txt").unlink()
    (corpus / "deux.toml").unlink()
    assert not is_stale(corpus, index, encoder)
    (corpus / "README.md").write_text("notes")
    assert not is_stale(corpus, index, encoder)


@pytest.mark.parametrize(
    "target", ["spe_search.build.ANALYSER_VERSION", "spe_search.build.version"]
)
def test_another_version_makes_it_stale(
    report_folder: Path,
    built_index: Path,
    encoder: Encoder,
    monkeypatch: pytest.MonkeyPatch,
    target: str,
) -> None:
    new: object = "another" if target.endswith("VERSION") else lambda name: "99.0"
    monkeypatch.setattr(target, new)
    assert is_stale(report_folder, built_index, encoder)


def test_a_wrong_corpus_is_told_rather_than_stale(
    write_report: Write, built_index: Path, encoder: Encoder
) -> None:
    with pytest.raises(MetadataKeyError):
        is_stale(write_report(title=None), built_index, encoder)


def test_a_document_that_is_gone_is_damage(index_copy: Path) -> None:
    opened = Index(index_copy)
    (opened.folder / "documents" / "bilan-2023-2024.json").unlink()
    with pytest.raises(IndexDamagedError, match=r"documents/bilan-2023-2024\.json"):
        opened.document("bilan-2023-2024")
