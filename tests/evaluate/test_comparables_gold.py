"""The cases of comparables: the real ones fit the real report, and every wrong one is told."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from spe_search.engine import SearchEngine
from spe_search.errors import GoldError
from spe_search.evaluate import Case, evaluate_comparables, load_cases, summarise

REAL = Path(__file__).parents[2] / "benchmarks" / "gold"
JADE, VIREE = "bilan-2023-2024/jade", "bilan-2023-2024/la-grande-viree"

Load = Callable[[str], tuple[Case, ...]]


@pytest.fixture(scope="module")
def items(engine: SearchEngine) -> frozenset[str]:
    return frozenset(engine.index.values["item"])


@pytest.fixture(scope="module")
def real(items: frozenset[str]) -> tuple[Case, ...]:
    return load_cases(REAL, items)


@pytest.fixture
def load(items: frozenset[str], tmp_path: Path) -> Load:
    def loaded(toml: str) -> tuple[Case, ...]:
        (tmp_path / "comparables.toml").write_text(toml, encoding="utf-8")
        return load_cases(tmp_path, items)

    return loaded


JUDGED = f'{{ item = "{VIREE}", grade = 2, why = "…" }}'


def case(source: str = f'item = "{JADE}"', grades: str = JUDGED, name: str = "x1") -> str:
    return f'[[topic]]\nid = "{name}"\n{source}\nlang = "fr"\ncomparables = [{grades}]\n'


def test_the_real_cases_are_enough_and_balanced(real: tuple[Case, ...]) -> None:
    assert sum(case.kind == "item" for case in real) >= 15
    assert sum(case.kind == "text" for case in real) >= 10
    assert any(case.lang == "en" for case in real)
    assert any("\n\n" in case.text for case in real)
    for half in ("tune", "report"):
        assert sum(case.half == half for case in real) >= 20
    assert all(set(case.grades.values()) <= {1, 2} for case in real)


def test_every_real_judgement_says_why() -> None:
    text = (REAL / "comparables.toml").read_text(encoding="utf-8")
    assert text.count("why = ") == text.count("grade = ")
    assert 'why = ""' not in text


def test_a_case_is_read(load: Load) -> None:
    (found,) = load(case())
    assert found == Case("x1", JADE, "", "fr", {VIREE: 2})
    assert found.kind == "item"


def test_a_gold_set_may_have_no_cases(tmp_path: Path, items: frozenset[str]) -> None:
    assert load_cases(tmp_path, items) == ()


@pytest.mark.parametrize(
    ("toml", "told"),
    [
        ("[[topic", "line 1|ligne 1"),
        (case().replace("why = ", "because = "), "because"),
        (case().replace("grade = 2", 'grade = "2"'), "grade"),
        (case().replace("grade = 2", "grade = 3"), "grade = 3"),
        (case().replace("grade = 2", "grade = 0"), "grade = 0"),
        (case() + case(), "x1 × 2"),
        (case(source=""), "x1: item"),
        (case(source='text = "  "'), "x1: item"),
        (case(source=f'item = "{JADE}"\ntext = "des fermes"'), "x1: item"),
        (case(source='item = "bilan-2023-2024/jad"'), "bilan-2023-2024/jad"),
        (case(grades='{ item = "nowhere", grade = 1, why = "…" }'), "nowhere"),
        (case(source=f'item = "{VIREE}"'), "x1: × 2"),
    ],
)
def test_a_wrong_case_is_told(load: Load, toml: str, told: str) -> None:
    with pytest.raises(GoldError, match=told):
        load(toml)


def test_the_line_of_a_wrong_case_is_told(load: Load) -> None:
    with pytest.raises(GoldError, match="ligne 8"):
        load(case() + "\n" + case(source="", name="x2"))


def test_a_case_answered_in_full_scores_one(engine: SearchEngine) -> None:
    first, second = (each.item.id for each in engine.similar(JADE, top_k=2))
    outcomes = evaluate_comparables(
        engine, [Case("x", JADE, "", "fr", {first: 2, second: 1})], "all"
    )
    assert outcomes[0].measures == {"nDCG@5": pytest.approx(1), "P@1": 1.0}
    assert outcomes[0].first == first


def test_a_case_that_finds_nothing_right_scores_zero(engine: SearchEngine) -> None:
    wrong = Case("x", "", "recette de tarte aux pommes", "fr", {JADE: 2})
    assert evaluate_comparables(engine, [wrong], "all")[0].measures["P@1"] == 0


def test_each_case_is_measured_beside_plain_vectors(
    engine: SearchEngine, real: tuple[Case, ...]
) -> None:
    outcomes = evaluate_comparables(engine, real, "report")
    count = sum(case.half == "report" for case in real)
    assert len(outcomes) == 2 * count
    assert len({outcome.topic for outcome in outcomes}) == 2 * count
    summary = summarise(outcomes)
    assert set(summary) == {
        "similar",
        "similar item",
        "similar text",
        "similar (plain vectors)",
    }
    assert list(summary["similar"]) == ["nDCG@5", "P@1"]
