"""``spe-search export``: what is kept, in which order, and how it refuses what cannot be."""

from __future__ import annotations

import csv
import io
import json
import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import docx
import pytest

from spe_search.cli import main
from spe_search.engine import SearchEngine

QUERY = "femmes dans la construction"
JADE = "bilan-2023-2024/jade"


@dataclass(frozen=True)
class Ran:
    code: int
    out: str
    err: str


Export = Callable[..., Ran]


@pytest.fixture
def export(
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
    make_encoder: Any,
    built_index: Path,
    tmp_path: Path,
) -> Export:
    """Run the command in this process, in a folder of its own, with the deterministic encoder."""
    for module in ("cli.options", "engine"):
        monkeypatch.setattr(f"spe_search.{module}.encoder_of", lambda name, **_: make_encoder())
    for name in [name for name in os.environ if name.startswith("SPE_SEARCH_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("SPE_SEARCH_INDEX", str(built_index))
    monkeypatch.chdir(tmp_path)

    def run(*arguments: object) -> Ran:
        capfd.readouterr()
        with pytest.raises(SystemExit) as end:
            main(["export", *map(str, arguments)])
        out, err = capfd.readouterr()
        return Ran(int(end.value.code or 0), out, err.replace("\u00a0", " "))

    return run


def refused(ran: Ran, *parts: str) -> None:
    assert (ran.code, ran.out) == (2, "")
    assert len(ran.err.splitlines()) == 1, ran.err
    assert "Traceback" not in ran.err
    for part in parts:
        assert part in ran.err


def read(name: str = "d.json") -> Any:
    return json.loads(Path(name).read_text(encoding="utf-8"))


def test_results_are_kept(export: Export, engine: SearchEngine) -> None:
    ran = export("--query", QUERY, "-k", 3, "--title", "Chantiers", "-o", "d.json")
    assert (ran.code, ran.err) == (0, "")
    assert "d.json" in ran.out
    found = read()
    assert (found["title"], found["lang"]) == ("Chantiers", "fr")
    hits = [hit for hit in engine.search(QUERY, top_k=3) if hit.likely]
    assert hits
    assert [entry["quotes"][0]["text"] for entry in found["entries"]] == [
        hit.passage.text for hit in hits
    ]
    assert {entry["query"] for entry in found["entries"]} == {QUERY}


def test_filters_are_heeded(export: Export) -> None:
    assert export("--query", "femmes", "--region", "Outaouais", "-o", "d.json").code == 0
    assert {entry["region"] for entry in read()["entries"]} == {"Outaouais"}
    refused(export("--query", "femmes", "--region", "Mars", "-o", "e.json"), "Mars", "Outaouais")


def test_entries_stand_in_the_order_of_the_options(export: Export) -> None:
    given = ("--note", "a", "--id", JADE, "--note=b", "--ask", QUERY, "--query", QUERY)
    more = ("--note", "c", "--id", f"{JADE}#results-1", "--note", "d")
    assert export(*given, "-k", 1, "-o", "d.json", *more).code == 0
    entries = read()["entries"]
    assert [entry["kind"] for entry in entries] == [
        "note",
        "excerpt",
        "note",
        "answer",
        "excerpt",
        "note",
        "excerpt",
        "note",
    ]
    assert [entry["text"] for entry in entries if entry["kind"] == "note"] == ["a", "b", "c", "d"]
    assert entries[6]["quotes"][0]["text"].startswith("333 personnes")


@pytest.mark.parametrize("name", ["d.docx", "d.md", "d.csv", "d.json"])
def test_every_format_is_written(export: Export, engine: SearchEngine, name: str) -> None:
    assert export("--id", JADE, "-o", name).code == 0
    item: Any = engine.show(JADE)
    data = Path(name).read_bytes()
    if name == "d.docx":
        text = "\n".join(each.text for each in docx.Document(io.BytesIO(data)).paragraphs)
    elif name == "d.csv":
        rows = csv.reader(io.StringIO(data.decode("utf-8-sig")), delimiter=";")
        text = "\n".join(cell for row in rows for cell in row)
    else:
        text = data.decode()
    assert item.title in text
    assert item.results in text


def test_the_format_can_be_given(export: Export) -> None:
    assert export("--note", "n", "-o", "notes.txt", "--format", "md").code == 0
    assert Path("notes.txt").read_text(encoding="utf-8").startswith("# Dossier de recherche\n")


def test_the_name_of_a_file_is_no_command(export: Export) -> None:
    ran = export("--note", "n", "-o", "d\x1b[31m.md")
    assert ran.code == 0
    assert "\x1b" not in ran.out
    assert "d\\u001b[31m.md" in ran.out


def test_a_dossier_is_in_the_readers_language(export: Export) -> None:
    assert export("--ask", QUERY, "-o", "d.md", "--lang", "en").code == 0
    text = Path("d.md").read_text(encoding="utf-8")
    assert text.startswith("# Research dossier\n")
    assert "Compiled on" in text


def test_a_saved_dossier_is_converted_and_added_to(export: Export) -> None:
    assert export("--id", JADE, "--title", "Un", "-o", "un.json", "--lang", "en").code == 0
    assert export("--note", "avant", "--dossier", "un.json", "-o", "d.json").code == 0
    found, first = read(), read("un.json")
    assert (found["title"], found["lang"], found["date"]) == ("Un", "en", first["date"])
    assert found["entries"] == [{"kind": "note", "text": "avant"}, *first["entries"]]
    assert export("--dossier", "un.json", "--title", "Deux", "-o", "d.docx").code == 0
    assert docx.Document("d.docx").core_properties.title == "Deux"


def test_a_saved_dossier_needs_no_index(export: Export, monkeypatch: pytest.MonkeyPatch) -> None:
    assert export("--id", JADE, "-o", "un.json").code == 0
    monkeypatch.setenv("SPE_SEARCH_INDEX", "nulle-part")
    assert export("--dossier", "un.json", "--note", "n", "-o", "d.md").code == 0
    refused(export("--id", JADE, "-o", "e.md"), "nulle-part")


def test_an_address_is_kept(export: Export, engine: SearchEngine) -> None:
    citation = engine.search(QUERY)[0].citation
    assert export("--id", citation.address, "-o", "d.json").code == 0
    (quote,) = read()["entries"][0]["quotes"]
    assert (quote["text"], quote["page"]) == (citation.quote, citation.page)


def test_items_are_kept_side_by_side(export: Export) -> None:
    other = "bilan-2023-2024/canape"
    assert export("--compare", f"{JADE}, {other}", "--note", "n", "-o", "d.json").code == 0
    table, _note = read()["entries"]
    assert table["kind"] == "table"
    assert len(table["columns"]) == 3
    assert export("--dossier", "d.json", "-o", "d.docx").code == 0
    assert len(docx.Document("d.docx").tables) == 2
    refused(export("--compare", JADE, "-o", "e.md"), "10")
    refused(export("--compare", f"{JADE},bilan-2023-2024/canap", "-o", "e.md"), other)


def test_a_question_without_an_answer_is_kept(export: Export) -> None:
    assert export("--ask", "zorglub", "--exact", "-o", "d.md").code == 0
    assert "Les rapports ne le disent pas." in Path("d.md").read_text(encoding="utf-8")


def test_a_search_that_finds_nothing_is_told(export: Export) -> None:
    ran = export("--query", "zorglub", "--exact", "--note", "n", "-o", "d.json")
    assert ran.code == 0
    assert "Rien de pertinent pour « zorglub »" in ran.err
    assert [entry["kind"] for entry in read()["entries"]] == ["note"]


# ---------------------------------------------------------------- bad input


def test_nothing_to_export(export: Export) -> None:
    refused(export("-o", "d.md"), "rien à exporter", "--query")
    refused(export("-o", "d.json", "--note", " \n"), "rien à exporter")
    ran = export("-o", "d.md", "--query", "zorglub", "--exact")
    assert ran.code == 2
    assert "rien à exporter" in ran.err
    assert list(Path().iterdir()) == []


def test_a_file_that_is_there_stays(export: Export) -> None:
    Path("d.md").write_text("avant", encoding="utf-8")
    refused(export("--note", "n", "-o", "d.md"), "« d.md » existe déjà", "--force")
    refused(export("--id", "rien", "-o", "d.md", "--force"), "« rien »")
    assert Path("d.md").read_text(encoding="utf-8") == "avant"
    assert export("--note", "n", "-o", "d.md", "--force").code == 0
    assert "avant" not in Path("d.md").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("given", "parts"),
    [
        (("--note", "n", "-o", "d.pdf"), ("« .pdf »", "docx, md, csv, json")),
        (("--note", "n", "-o", "d"), ("« d »", "docx, md, csv, json")),
        (("--note", "n", "-o", "d.md", "--format", "PDF"), ("« PDF »", "docx, md, csv, json")),
        (("--note", "n", "-o", "nul/d.md"), ("« nul » n’existe pas",)),
        (("--note", "n", "-o", ".", "--format", "md"), ("« . »",)),
        (("--id", "bilan-2023-2024/jad", "-o", "d.md"), ("plus proches", JADE)),
        (("--id", "bilan@", "-o", "d.md"), ("n’est pas l’adresse",)),
        (
            ("--id", "bilan-2023-2024@00000000:1-2.3.00000000", "-o", "d.md"),
            ("ne sont plus dans le rapport",),
        ),
        (("--query", "", "-o", "d.md"), ("requête",)),
        (("--query", "a\x1b[2J", "-o", "d.md"), ("caractères de contrôle",)),
        (("--query", "e", "-k", "0", "-o", "d.md"), ("1000",)),
        (("--dossier", "nul.json", "-o", "d.md"), ("« nul.json » n’est pas un dossier",)),
        (("--title", "T", "-o", "d.md"), ("rien à exporter",)),
        (("--quary", "e", "-o", "d.md"), ("--quary",)),
    ],
)
def test_bad_input(export: Export, given: tuple[str, ...], parts: tuple[str, ...]) -> None:
    refused(export(*given), *parts)
    assert list(Path().iterdir()) == []


def test_a_file_that_is_no_dossier(export: Export) -> None:
    Path("x.json").write_text('{"entries": 3}', encoding="utf-8")
    refused(export("--dossier", "x.json", "-o", "d.md"), "« x.json » n’est pas un dossier")
    assert [path.name for path in Path().iterdir()] == ["x.json"]


def test_the_file_has_a_name_of_its_own_where_none_is_given(export: Export, tmp_path: Path) -> None:
    assert export("--note", "À voir.").code == 0
    assert docx.Document(str(tmp_path / "dossier.docx")).paragraphs
    assert export("--note", "À voir.", "--format", "md").code == 0
    assert "À voir." in (tmp_path / "dossier.md").read_text(encoding="utf-8")
    refused(export("--note", "Encore."), "dossier.docx", "--force")


def test_a_dossier_can_go_to_the_standard_output(export: Export) -> None:
    ran = export("--note", "À voir.", "--format", "json", "-o", "-")
    assert (ran.code, ran.err) == (0, "")
    assert "À voir." in str(json.loads(ran.out)["entries"])
    refused(export("--note", "À voir.", "-o", "-"), "--format")
    assert list(Path().iterdir()) == []


def test_an_item_is_kept_side_by_side_with_what_is_like_it(export: Export, tmp_path: Path) -> None:
    assert export("--similar", JADE, "--top-k", 3, "--format", "json").code == 0
    written = json.loads((tmp_path / "dossier.json").read_text(encoding="utf-8"))
    (entry,) = written["entries"]
    assert entry["kind"] == "table"
    assert entry["columns"][1].startswith("JADE")
    assert len(entry["columns"]) == 5  # the aspect, the item, and three like it


def test_an_unknown_item_has_nothing_like_it(export: Export, tmp_path: Path) -> None:
    refused(export("--similar", "bilan-2023-2024/jad"), "bilan-2023-2024/jade")
    assert not list(tmp_path.glob("dossier.*"))
