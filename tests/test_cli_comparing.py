"""``spe-search similar`` and ``compare``: what they print, and how they refuse."""

from __future__ import annotations

import csv
import io
import sys
from pathlib import Path
from typing import Any

import pytest
import test_cli
from test_cli import Cli, refused

from spe_search.types import Document

cli = test_cli.cli

REPORT = "bilan-2023-2024"
JADE, VIREE = f"{REPORT}/jade", f"{REPORT}/la-grande-viree"
TEXT = "Nous voulons jumeler des retraités et des fermes."


def test_similar_prints_json(cli: Cli, built_index: Path) -> None:
    ran = cli("similar", VIREE, "--index", built_index, "-k", 3, "--json")
    assert (ran.code, ran.err) == (0, "")
    assert list(ran.json) == ["item", "filters", "took_ms", "comparables"]
    assert ran.json["item"] == VIREE
    assert [each["rank"] for each in ran.json["comparables"]] == [1, 2, 3]
    for each in ran.json["comparables"]:
        assert each["item"]["id"] != VIREE
        assert each["nearest"]["quote"]
        assert all(shared["other"]["citation"] for shared in each["shared"])


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_similar_is_printed_with_its_reasons(
    cli: Cli,
    built_index: Path,
    lang: str,
) -> None:
    ran = cli("similar", VIREE, "--index", built_index, "-k", 8, "--lang", lang)
    assert ran.code == 0
    words = ran.words.replace("\u00a0", " ")
    assert "« mettre en relation » / « jumeler » (p. 15)" in words
    label, region = {"fr": ("jumelage", "Région :"), "en": ("job matching", "Region:")}[lang]
    assert f"= {label}" in words
    assert f"≠ {region} Laurentides / Montérégie" in words


def test_a_description_is_taken_from_the_command_a_file_or_the_input(
    cli: Cli,
    built_index: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    file = tmp_path / "projet.txt"
    file.write_bytes(b"\xef\xbb\xbf" + TEXT.encode())
    options = ("--index", built_index, "--json")
    first = cli("similar", "--text", TEXT, *options).json
    second = cli("similar", "--file", file, *options).json
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(TEXT.encode())))
    third = cli("similar", "--file", "-", *options).json
    assert first["text"] == TEXT
    assert first["comparables"]
    assert first["comparables"] == second["comparables"] == third["comparables"]


@pytest.mark.parametrize(
    ("lang", "told"),
    [
        ("fr", "Mots corrigés\u00a0: enploi → emploi (--exact"),
        ("en", "Words mended: enploi → emploi"),
    ],
)
def test_a_misspelt_description_is_mended_and_told(
    cli: Cli, built_index: Path, lang: str, told: str
) -> None:
    typed = "Ils cherchent un enploi."
    asked = ("similar", "--text", typed, "--index", built_index)
    assert told in cli(*asked, "--lang", lang).out
    assert cli(*asked, "--json").json["mended"] == "Ils cherchent un emploi."
    assert "corrigés" not in cli(*asked, "--exact").out
    assert "mended" not in cli(*asked, "--exact", "--json").json


def test_filters_and_nothing_found(cli: Cli, built_index: Path) -> None:
    ran = cli("similar", JADE, "--region", "Laurentides", "--index", built_index, "--json")
    regions = {each["item"]["region"] for each in ran.json["comparables"]}
    assert (ran.json["filters"], regions) == ({"region": ["Laurentides"]}, {"Laurentides"})
    nothing = cli("similar", JADE, "--region", "Montérégie", "--index", built_index)
    assert nothing.code == 0
    assert "n’y ressemble" in nothing.out


@pytest.mark.parametrize("given", [(), (JADE, "--text", TEXT), ("--text", TEXT, "--file", "-")])
def test_one_source_is_wanted(cli: Cli, built_index: Path, given: Any) -> None:
    refused(cli("similar", *given, "--index", built_index), "--text", "--file")


def test_what_cannot_be_read_is_refused(
    cli: Cli,
    built_index: Path,
    tmp_path: Path,
) -> None:
    (tmp_path / "latin").write_bytes("café".encode("cp1252"))
    (tmp_path / "empty").write_bytes(b"")
    (tmp_path / "long").write_text("mot " * 50_000, encoding="utf-8")
    for name, told in (
        ("latin", "UTF-8"),
        ("empty", "aucun mot"),
        ("long", "10000"),
        ("none", "UTF-8"),
        (".", "UTF-8"),
    ):
        refused(cli("similar", "--file", tmp_path / name, "--index", built_index), told)
    refused(cli("similar", f"{REPORT}/jad", "--index", built_index), JADE)
    refused(cli("similar", JADE, "-k", 0, "--index", built_index), "1000")


def test_compare_prints_a_table(cli: Cli, built_index: Path) -> None:
    ran = cli("compare", JADE, VIREE, "--index", built_index)
    assert (ran.code, ran.err) == (0, "")
    for words in ("333 personnes", "Quarante-six", "non précisé", "Durée", "Portée"):
        assert words in ran.words


def test_compare_prints_json(cli: Cli, built_index: Path, real_document: Document) -> None:
    ran = cli("compare", JADE, VIREE, "--index", built_index, "--json")
    assert [item["id"] for item in ran.json["items"]] == [JADE, VIREE]
    rows = {row["field"]: row["cells"] for row in ran.json["rows"]}
    (reach,) = rows["reach"][0]
    citation = reach["citation"]
    assert real_document.source[citation["start"] : citation["end"]] == reach["words"]
    assert rows["partners"][0] == []


def test_compare_prints_csv(cli: Cli, built_index: Path) -> None:
    ran = cli("compare", JADE, VIREE, "--index", built_index, "--csv")
    assert ran.out.startswith("\ufeff")
    rows = list(csv.reader(io.StringIO(ran.out.removeprefix("\ufeff"))))
    assert {len(row) for row in rows} == {3}
    assert {row[0]: row[1] for row in rows}["Page"] == "15"


def test_a_wrong_comparison_is_refused(cli: Cli, built_index: Path) -> None:
    refused(cli("compare", JADE, "--index", built_index), "de 2 à 10")
    refused(cli("compare", *[JADE] * 2, "--index", built_index), "deux fois", JADE)
    refused(cli("compare", *[f"{REPORT}/{i}" for i in range(11)], "--index", built_index), "11")
    refused(cli("compare", JADE, f"{REPORT}/viree", "--index", built_index), VIREE)
    assert cli("compare", "--index", built_index).code == 2
