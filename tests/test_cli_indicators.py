"""``spe-search indicators``: what it prints, exports and refuses."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from spe_search.cli import main
from spe_search.tabular import escape_cell

Listing = Callable[..., tuple[int, str, str]]


@pytest.fixture
def listing(built_index: Path, capfd: pytest.CaptureFixture[str]) -> Listing:
    def run(*arguments: str) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as end:
            main(["indicators", *arguments, "--index", str(built_index)])
        out, err = capfd.readouterr()
        return int(end.value.code or 0), " ".join(out.split()), err

    return run


@pytest.fixture
def exported(built_index: Path, capfd: pytest.CaptureFixture[str]) -> Callable[..., str]:
    def run(*arguments: str) -> str:
        with pytest.raises(SystemExit):
            main(["indicators", *arguments, "--index", str(built_index)])
        return capfd.readouterr().out

    return run


def test_a_figure_is_shown_with_its_target_and_its_gap(
    listing: Listing, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "200")
    code, out, _ = listing("assistance", "--with-target")
    assert code == 0
    assert "41,0 %" in out
    assert "43,0 %" in out
    assert "(−2,0 points)" in out
    assert "(+1 133)" in out
    assert "Chiffres : 2" in out
    _, out, _ = listing("assistance", "--with-target", "--lang", "en")
    assert "(-2.0 points)" in out
    assert "Figures: 2" in out


def test_none_is_said(listing: Listing) -> None:
    code, out, _ = listing("licorne")
    assert (code, "Aucun chiffre ne convient." in out) == (0, True)


def test_json_holds_every_field(exported: Callable[..., str]) -> None:
    printed = json.loads(exported("--region", "Nord-du-Québec", "--origin", "results", "--json"))
    assert printed["filters"] == {"region": ["Nord-du-Québec"]}
    assert [each["population"] for each in printed["indicators"]] == [
        "Chibougamau",
        "Lebel-sur-Quévillon",
        "Matagami",
    ]
    assert printed["indicators"][0]["value"] == "15"


def test_csv_is_sorted_and_whole(exported: Callable[..., str]) -> None:
    text = exported("--unit", "count", "--sort", "value", "--desc", "--csv")
    rows = list(csv.DictReader(text.splitlines()))
    assert [row["value"] for row in rows[:2]] == ["4207731", "193962"]
    assert {row["unit"] for row in rows} == {"count"}
    assert all(row["page"].isdigit() and row["label"] for row in rows)


@pytest.mark.parametrize(
    ("arguments", "word"),
    [(("--unit", "kg"), "--unit"), (("--sort", "taille"), "--sort"), (("--region", "X"), "Région")],
)
def test_what_cannot_be_is_refused(listing: Listing, arguments: list[str], word: str) -> None:
    code, out, err = listing(*arguments)
    assert (code, out) == (2, "")
    assert word in err
    assert "Traceback" not in err


@pytest.mark.parametrize(
    "text", ["=1+1", "+33", "-2", "@x", "\tx", " =A1", "−2", "texte", "", "-2.5"]
)
def test_a_spreadsheet_runs_no_cell(text: str) -> None:
    escaped = escape_cell(text)
    assert escaped.removeprefix("'") == text
    safe = escaped.lstrip(" ")[:1] not in ("=", "+", "-", "@", "\t")
    assert safe or float(escaped) != 0  # a plain number is no formula
