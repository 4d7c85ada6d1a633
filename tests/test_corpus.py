"""The corpus folder: every way it can be wrong is told by file, key and what is accepted."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from spe_search.corpus import parse_report, read_reports
from spe_search.errors import (
    CorpusEmptyError,
    CorpusError,
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
)
from spe_search.passages import passages_of
from spe_search.types import Document

Write = Callable[..., Path]
KEYS = ("id", "title", "publisher", "year", "language", "layout", "source", "licence")


def read_all(folder: Path) -> None:
    for report in read_reports(folder):
        parse_report(report)


def refused(folder: Path, error: type[CorpusError], *told: object) -> None:
    """Check the error and that its message, in both languages, tells these things."""
    with pytest.raises(error) as caught:
        read_all(folder)
    for message in (str(caught.value), caught.value.localized("en")):
        for part in told:
            assert str(part) in message
    assert caught.value.localized("en") == type(caught.value).template.format(**caught.value.values)


# ---------------------------------------------------------------- what is right


def test_the_real_corpus_is_read(report_folder: Path) -> None:
    (report,) = read_reports(report_folder)
    assert report.path.name == "bilan-spe-2023-2024.txt"
    assert report.metadata.id == "bilan-2023-2024"
    assert report.metadata.layout == "bilan"
    document = parse_report(report)
    assert document.id == "bilan-2023-2024"
    assert document.digest == report.source_digest
    assert document.source == report.data.decode()


def test_reports_come_in_the_order_of_their_files(write_report: Write) -> None:
    write_report("b", id="un")
    write_report("a", id="deux")
    folder = write_report("c", id="trois")
    assert [report.metadata.id for report in read_reports(folder)] == ["deux", "un", "trois"]


def test_only_reports_are_read(write_report: Write) -> None:
    folder = write_report()
    for name in (
        "README.md",
        "README.txt",
        ".notes.txt",
        ".cache.toml",
        "photo.jpg",
        "essai.txt.bak",
    ):
        (folder / name).write_bytes(b"\x00")
    (folder / "dossier.txt").mkdir()
    assert [report.path.name for report in read_reports(folder)] == ["essai.txt"]


def test_a_markdown_text_is_a_report(write_report: Write) -> None:
    folder = write_report(
        layout="generic", text="# Le but\nAider les personnes à trouver un emploi.\n"
    )
    (folder / "essai.txt").rename(folder / "essai.md")
    (report,) = read_reports(folder)
    assert [section.title for section in parse_report(report).sections] == ["Le but"]


@pytest.mark.parametrize("encoding", ["cp1252", "utf-8-sig"])
def test_the_encoding_of_a_text_changes_no_passage(
    write_report: Write, real_document: Document, encoding: str
) -> None:
    # Windows-1252 has neither this hyphen nor this space.
    text = real_document.source.replace("\u2010", "-").replace("\u2009", "\u00a0")
    folder = write_report("a", text, id="a", title="Bilan")
    write_report("b", text.encode(encoding), id="b", title="Bilan")
    plain, other = (parse_report(report) for report in read_reports(folder))
    assert plain.source == other.source
    shown = [[(p.text, p.spans, p.page) for p in passages_of(each)] for each in (plain, other)]
    assert len(shown[0]) > 100
    assert shown[0] == shown[1]


def test_a_description_may_start_with_a_byte_order_mark(write_report: Write) -> None:
    folder = write_report()
    path = folder / "essai.toml"
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    assert read_reports(folder)[0].metadata.id == "essai"


def test_the_digest_changes_with_the_text_and_with_the_description(write_report: Write) -> None:
    def digest(**changes: str) -> str:
        return read_reports(write_report(**changes))[0].digest

    first = digest()
    assert digest() == first
    assert len({first, digest(title="Autre"), digest(text="INTRODUCTION\nAutre.\n")}) == 3


# ---------------------------------------------------------------- what is wrong


def test_no_folder(tmp_path: Path) -> None:
    refused(tmp_path / "nulle-part", CorpusMissingError, tmp_path / "nulle-part", "--corpus")


def test_a_file_for_a_folder(tmp_path: Path) -> None:
    path = tmp_path / "corpus"
    path.write_text("")
    refused(path, CorpusMissingError, path)


@pytest.mark.parametrize("name", [None, "README.md", "rapport.pdf"])
def test_no_report(tmp_path: Path, name: str | None) -> None:
    if name:
        (tmp_path / name).write_text("x")
    refused(tmp_path, CorpusEmptyError, tmp_path, ".txt", ".toml", "corpus/README.md")


def test_a_text_without_its_description(write_report: Write) -> None:
    folder = write_report()
    (folder / "essai.toml").unlink()
    refused(folder, MetadataMissingError, folder / "essai.txt", "essai.toml", *KEYS)


def test_a_description_without_its_text(write_report: Write) -> None:
    folder = write_report()
    (folder / "essai.txt").unlink()
    refused(folder, SourceMissingError, folder / "essai.toml", "essai.txt")


@pytest.mark.parametrize(
    ("toml", "line"),
    [
        pytest.param(b'id = "a"\ntitle = "b\n', 2, id="quote-left-open"),
        pytest.param(b'id = "a"\n\nceci est un titre\n', 3, id="prose"),
        pytest.param(b'id = "a"\nid = "b"\n', 2, id="a-key-twice"),
        pytest.param(b'id = "a"\ntitle = [1,', 2, id="cut-short"),
        pytest.param(b'id = "a"\ntitle = "\xe9t\xe9"\n', 2, id="windows-1252"),
    ],
)
def test_a_description_that_is_not_toml(write_report: Write, toml: bytes, line: int) -> None:
    folder = write_report()
    path = folder / "essai.toml"
    path.write_bytes(toml)
    with pytest.raises(MetadataSyntaxError) as caught:
        read_reports(folder)
    assert caught.value.values == {"path": path, "line": line}
    refused(folder, MetadataSyntaxError, path, line)


@pytest.mark.parametrize("key", KEYS)
def test_a_missing_key(write_report: Write, key: str) -> None:
    folder = write_report(**{key: None})
    refused(folder, MetadataKeyError, folder / "essai.toml", key)


def test_an_unknown_key(write_report: Write) -> None:
    folder = write_report(titre="Bilan")
    refused(folder, MetadataUnknownKeyError, folder / "essai.toml", "titre", *KEYS)


@pytest.mark.parametrize(
    ("key", "value", "accepted"),
    [
        ("id", "", "a-z, 0-9"),
        ("id", "Bilan 2024", "a-z, 0-9"),
        ("id", "../bilan", "a-z, 0-9"),
        ("id", "bilan#1", "a-z, 0-9"),
        ("id", "-bilan", "a-z, 0-9"),
        ("year", "l’an dernier", '"2023-2024"'),
        ("year", "2023-24", '"2023-2024"'),
        ("year", "1066", '"2023"'),
        ("language", "de", '"fr", "en"'),
        ("layout", "Bilan", '"bilan", "generic"'),
        ("title", "", '"…"'),
        ("publisher", "   ", '"…"'),
    ],
)
def test_a_value_that_is_not_accepted(
    write_report: Write, key: str, value: str, accepted: str
) -> None:
    folder = write_report(**{key: value})
    refused(folder, MetadataValueError, folder / "essai.toml", key, value, accepted)


@pytest.mark.parametrize("value", ["2023", "true", "[]", "{ a = 1 }", "2024-01-01"])
def test_a_value_of_another_type(write_report: Write, value: str) -> None:
    folder = write_report(year=None)
    path = folder / "essai.toml"
    path.write_text(f"{path.read_text(encoding='utf-8')}year = {value}\n", encoding="utf-8")
    refused(folder, MetadataValueError, path, "year", '"2023-2024"')


def test_two_reports_with_one_id(write_report: Write) -> None:
    write_report("a")
    folder = write_report("b")
    refused(folder, DuplicateDocumentError, folder / "a.txt", folder / "b.txt", "essai")


@pytest.mark.parametrize(
    ("data", "byte", "position"),
    [
        pytest.param(b"PK\x03\x04\x00\x00", "0x00", 4, id="zip"),
        pytest.param("été".encode("utf-16-le"), "0x00", 1, id="utf-16"),
        pytest.param(b"texte \x81 \xe9", "0x81", 6, id="no-known-encoding"),
    ],
)
@pytest.mark.parametrize("layout", ["bilan", "generic"])
def test_a_source_that_is_not_text(
    write_report: Write, data: bytes, byte: str, position: int, layout: str
) -> None:
    folder = write_report(text=data, layout=layout)
    refused(
        folder, SourceNotTextError, folder / "essai.txt", byte, position, "UTF-8", "Windows-1252"
    )


@pytest.mark.parametrize(
    "data", [b"", b" \n\n\f \t", "\ufeff\u00ad\u200b".encode()], ids=["empty", "blank", "invisible"]
)
def test_a_source_without_text(write_report: Write, data: bytes) -> None:
    folder = write_report(text=data)
    refused(folder, SourceEmptyError, folder / "essai.txt")
