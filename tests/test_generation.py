"""Generations: the pointer, the manifest, the lock; what does not match is refused by name."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from contextlib import AbstractContextManager, ExitStack
from pathlib import Path
from typing import Any

import filelock
import pytest

from spe_search.errors import (
    IndexBusyError,
    IndexDamagedError,
    IndexFormatError,
    IndexMissingError,
    IndexReadOnlyError,
)
from spe_search.generation import (
    FORMAT,
    EncoderRecord,
    Manifest,
    building,
    commit,
    current_generation,
    read_manifest,
    writing,
)

FILES = [
    "documents/bilan-2023-2024.json",
    "items.json",
    "keys.npy",
    "lexical/starts.npy",
    "lexical/terms.json",
    "lexical/texts.npy",
    "lexical/values.npy",
    "map.npy",
    "passages.columns.npy",
    "passages.jsonl",
    "passages.offsets.npy",
    "passages.values.json",
    "terms.faiss",
    "thesaurus.json",
    "vectors.faiss",
    "words.json",
]


def manifest(built_at: str = "2026-01-02T03:04:05+00:00", version: str = "1") -> Manifest:
    return Manifest(
        format=FORMAT,
        version=version,
        built_at=built_at,
        encoder=EncoderRecord("e", "d", 3),
        analyser="1",
        thesaurus="",
        reports=(),
        passages=0,
        files={},
    )


def commit_files(index: Path, made: Manifest, **files: bytes) -> Path:
    index.mkdir(exist_ok=True)
    with building(index, 1) as folder:
        for name, data in files.items():
            (folder / name).write_bytes(data)
        return commit(index, folder, made)[0]


def enter(context: AbstractContextManager[Path]) -> None:
    with ExitStack() as stack:
        stack.enter_context(context)


def temporary_folders(index: Path) -> list[Path]:
    return [path for path in (index / "generations").iterdir() if path.name.startswith(".")]


# ---------------------------------------------------------------- committing


def test_what_is_committed_serves(tmp_path: Path) -> None:
    final = commit_files(tmp_path, manifest(), un=b"1", deux=b"22")
    assert current_generation(tmp_path) == final
    assert (tmp_path / "current").read_text(encoding="utf-8") == final.name + "\n"
    read = read_manifest(tmp_path, final, thorough=True)
    assert {name: record.size for name, record in read.files.items()} == {"un": 1, "deux": 2}
    assert read.encoder == EncoderRecord("e", "d", 3)
    assert temporary_folders(tmp_path) == []


def test_the_newest_serves_and_the_one_before_stays(tmp_path: Path) -> None:
    made = [
        commit_files(tmp_path, manifest(f"2026-01-0{day}T00:00:00+00:00"), n=str(day).encode())
        for day in range(1, 5)
    ]
    assert current_generation(tmp_path) == made[-1]
    assert sorted((tmp_path / "generations").iterdir()) == made[-2:]
    for folder in made[-2:]:
        read_manifest(tmp_path, folder, thorough=True)


def test_a_folder_not_committed_is_dropped(tmp_path: Path) -> None:
    final = commit_files(tmp_path, manifest(), n=b"1")
    with building(tmp_path, 1) as folder:
        assert list(folder.iterdir()) == []
        (folder / "n").write_bytes(b"2")
        assert current_generation(tmp_path) == final
    assert temporary_folders(tmp_path) == []
    assert current_generation(tmp_path) == final


@pytest.mark.parametrize("error", [RuntimeError, KeyboardInterrupt, OSError])
def test_a_failure_leaves_the_old_one(tmp_path: Path, error: type[BaseException]) -> None:
    final = commit_files(tmp_path, manifest(), n=b"1")

    def fail() -> None:
        with building(tmp_path, 1) as folder:
            (folder / "n").write_bytes(b"2")
            raise error

    with pytest.raises(error):
        fail()
    assert temporary_folders(tmp_path) == []
    assert current_generation(tmp_path) == final
    commit_files(tmp_path, manifest(version="2"), n=b"3")


def test_what_a_killed_build_left_is_swept(tmp_path: Path) -> None:
    left = tmp_path / "generations" / ".tmp-99999" / "lexical"
    left.mkdir(parents=True)
    (left / "half").write_bytes(b"x")
    with building(tmp_path, 1) as folder:
        assert temporary_folders(tmp_path) == [folder]


# ---------------------------------------------------------------- the pointer


def test_no_index(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "nulle-part"):
        with pytest.raises(IndexMissingError) as caught:
            current_generation(path)
        assert f"spe-search build --index {path}" in str(caught.value)


@pytest.mark.parametrize(
    "pointer",
    [
        "",
        "\n",
        "absent",
        ".",
        "a/b",
        "/etc",
        "../generations",
        "un\x00deux",
        "un\ndeux",
        "\x1b[31m",
    ],
    ids=repr,
)
def test_a_pointer_that_leads_nowhere(tmp_path: Path, pointer: str) -> None:
    commit_files(tmp_path, manifest(), n=b"1")
    (tmp_path / "current").write_text(pointer, encoding="utf-8")
    with pytest.raises(IndexDamagedError) as caught:
        current_generation(tmp_path)
    assert "current" in str(caught.value)
    assert "\x1b" not in str(caught.value)


def test_a_pointer_never_leads_out_of_the_index(tmp_path: Path) -> None:
    commit_files(tmp_path, manifest(), n=b"1")
    (tmp_path / "current").write_text("..", encoding="utf-8")
    with pytest.raises(IndexDamagedError):
        read_manifest(tmp_path, current_generation(tmp_path))


# ---------------------------------------------------------------- the manifest


def test_the_list_of_files_is_whole(built_index: Path) -> None:
    folder = current_generation(built_index)
    on_disk = {p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file()}
    assert sorted(on_disk) == sorted([*FILES, "manifest.json"])
    assert sorted(read_manifest(built_index, folder, thorough=True).files) == FILES


def remove(path: Path) -> None:
    path.unlink()


def truncate(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-1])


def empty(path: Path) -> None:
    path.write_bytes(b"")


def change(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)


def replace_by_a_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("damage", [remove, truncate, empty, change, replace_by_a_folder])
def test_a_damaged_file_is_named(
    index_copy: Path, name: str, damage: Callable[[Path], None]
) -> None:
    folder = current_generation(index_copy)
    damage(folder / name)
    with pytest.raises(IndexDamagedError) as caught:
        read_manifest(index_copy, folder)
    for message in (str(caught.value), caught.value.localized("en")):
        assert name in message
        assert f"spe-search build --index {index_copy}" in message


def test_a_large_file_is_read_whole_only_when_asked(tmp_path: Path) -> None:
    folder = commit_files(tmp_path, manifest(), large=bytes(5 << 20), small=b"x")
    change(folder / "large")
    read_manifest(tmp_path, folder)
    with pytest.raises(IndexDamagedError, match="large"):
        read_manifest(tmp_path, folder, thorough=True)
    truncate(folder / "large")
    with pytest.raises(IndexDamagedError, match="large"):
        read_manifest(tmp_path, folder)


@pytest.mark.parametrize(
    "damage", [remove, truncate, empty, replace_by_a_folder], ids=lambda damage: damage.__name__
)
def test_a_damaged_manifest_is_named(index_copy: Path, damage: Callable[[Path], None]) -> None:
    folder = current_generation(index_copy)
    damage(folder / "manifest.json")
    with pytest.raises(IndexDamagedError, match=r"manifest\.json"):
        read_manifest(index_copy, folder)


@pytest.mark.parametrize(
    "data",
    ["[]", "null", "1", f'{{"format": {FORMAT}}}', f'{{"format": {FORMAT}, "files": []}}', "\x80"],
)
def test_a_manifest_of_another_shape(tmp_path: Path, data: str) -> None:
    folder = commit_files(tmp_path, manifest(), n=b"1")
    (folder / "manifest.json").write_bytes(data.encode("latin-1"))
    with pytest.raises(IndexDamagedError, match=r"manifest\.json"):
        read_manifest(tmp_path, folder)


@pytest.mark.parametrize("found", [0, FORMAT + 1, "1", None])
def test_another_format_is_refused(tmp_path: Path, found: Any) -> None:
    folder = commit_files(tmp_path, manifest(), n=b"1")
    path = folder / "manifest.json"
    values = json.loads(path.read_bytes()) | {"format": found, "another": "key"}
    if found == 0:
        values.pop("encoder")  # an old format need not have the same keys
    path.write_text(json.dumps(values), encoding="utf-8")
    with pytest.raises(IndexFormatError) as caught:
        read_manifest(tmp_path, folder)
    assert caught.value.values == {"path": tmp_path, "found": found, "expected": FORMAT}
    assert f"spe-search build --index {tmp_path}" in str(caught.value)


# ---------------------------------------------------------------- the lock and the disk


def test_a_second_build_says_that_the_first_is_at_work(tmp_path: Path) -> None:
    with building(tmp_path, 1) as first:
        (first / "n").write_bytes(b"1")
        with pytest.raises(IndexBusyError) as caught:
            enter(building(tmp_path, 0.01))
        assert (first / "n").read_bytes() == b"1"
        commit(tmp_path, first, manifest())
    assert caught.value.values == {"path": tmp_path, "seconds": "0.01"}
    assert current_generation(tmp_path).is_dir()


def test_a_second_build_waits_for_the_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    waiting = threading.Event()
    order: list[str] = []

    class Lock(filelock.FileLock):
        def acquire(self, *args: Any, **kwargs: Any) -> Any:
            if threading.current_thread() is second:
                waiting.set()
            return super().acquire(*args, **kwargs)

    def build() -> None:
        with building(tmp_path, 60) as folder:
            order.append("second")
            commit(tmp_path, folder, manifest(version="second"))

    monkeypatch.setattr("filelock.FileLock", Lock)
    second = threading.Thread(target=build)
    with building(tmp_path, 1) as folder:
        second.start()
        assert waiting.wait(60)
        order.append("first")
        commit(tmp_path, folder, manifest(version="first"))
    second.join(60)
    assert order == ["first", "second"]
    assert read_manifest(tmp_path, current_generation(tmp_path)).version == "second"


def test_an_index_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    index = tmp_path / "file" / "index"
    with pytest.raises(IndexReadOnlyError) as caught:
        enter(building(index, 1))
    assert str(index) in str(caught.value)
    assert "spe-search build --index" in str(caught.value)
    assert (tmp_path / "file").read_text() == "x"


@pytest.mark.parametrize(
    ("error", "problem"),
    [(PermissionError(13, "Permission denied"), "Permission denied"), (OSError("plein"), "plein")],
    ids=["permission", "no-number"],
)
def test_what_the_system_says_is_told(tmp_path: Path, error: OSError, problem: str) -> None:
    with pytest.raises(IndexReadOnlyError) as caught, writing(tmp_path):
        raise error
    assert caught.value.values == {"path": tmp_path, "problem": problem}
