"""The measures, against figures worked out by hand."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from math import log2
from pathlib import Path

import pytest

from spe_search.engine import SearchEngine
from spe_search.evaluate import (
    MEASURES,
    Gold,
    Outcome,
    Result,
    Topic,
    as_json,
    below_floors,
    evaluate,
    read_outcomes,
    summarise,
    write_result,
)
from spe_search.evaluate.run import holds
from spe_search.generation import Manifest
from spe_search.types import Answer, Citation, Hit, Passage, Span, Why

# ---------------------------------------------------------------- whether the answer was shown


@pytest.mark.parametrize(
    ("text", "answer", "expected"),
    [
        ("9 % des femmes", "9 %", True),
        ("19 % des femmes", "9 %", False),
        ("2,9 % des femmes", "9 %", False),
        ("soit 9\u00a0% des femmes", "9 %", True),
        ("soit 9\u202f% des femmes", "9 %", True),
        ("soit 9\n% des femmes", "9 %", True),
        ("9 % des femmes", "9\u00a0%", True),
        ("1 532 personnes", "1 532", True),
        ("1\u202f532 personnes", "1 532", True),
        ("1\u2009532 personnes", "1\u00a0532", True),
        ("11 532 personnes", "1 532", False),
        ("1 5321", "1 532", False),
        pytest.param("1 532 personnes", "532", False),
        pytest.param("1\u202f532 personnes", "532", False),
        pytest.param("532 000 $", "532", False),
        pytest.param("21 532 personnes", "21", False),
        ("532 personnes", "532", True),
        ("le 5 juin, 532 personnes", "532", True),
        ("un total (532).", "532", True),
        ("53,9 %", "53", False),
        ("53,9 %", "53,9", True),
        ("153,9 %", "53,9", False),
        ("53, puis 9", "53", True),
        ("en 2023-2024", "2023-2024", True),
        ("Les Midis RH", "midis rh", True),
        ("les midis rh", "Midis RH", True),
        ("ÉTÉ", "été", True),
        ("Ville-Marie", "ville", True),
        ("les villes", "ville", False),
        ("survie", "vie", False),
        ("a+b", "a+b", True),
        ("aab", "a+b", False),
        ("", "x", False),
    ],
)
def test_holds(text: str, answer: str, expected: bool) -> None:
    assert holds(text, [answer]) is expected


def test_any_answer_will_do_and_none_is_none() -> None:
    assert holds("42 femmes", ["43", "42"])
    assert not holds("42 femmes", ["43", "44"])
    assert not holds("42 femmes", [])


# ---------------------------------------------------------------- a run made by hand


def hit(rank: int, item: str, text: str = "", score: float = 0.5) -> Hit:
    passage = Passage(
        id=f"{item}#summary-1",
        document_id="r",
        item_id=item,
        item_kind="initiative",
        kind="summary",
        text=text,
        spans=(Span(0, 1),),
        page=1,
        heading_path=("r",),
        setting="",
        heading="",
        year="2024",
    )
    citation = Citation(text, "r", 1, 0, 1, "r")
    return Hit(rank, score, True, passage, (), None, None, citation, Why((), (), 0, 0), Span(0, 0))


@dataclass
class Scripted:
    """An engine that answers what it was told to."""

    manifest: Manifest
    answers: dict[str, Answer]
    asked: list[tuple[str, int]] = field(default_factory=list)

    def ask(self, question: str, *, top_k: int) -> Answer:
        self.asked.append((question, top_k))
        return self.answers[question]


def answered(*hits: Hit) -> Answer:
    return Answer("answered", "x", tuple(each.citation for each in hits), hits)


def nearest(*hits: Hit) -> Answer:
    return replace(answered(*hits), status="partial")


def silent(*hits: Hit) -> Answer:
    return Answer("no_answer", "", (), hits, reason="nothing_relevant")


TOPICS = (
    # Two items of grade 2 and 1 at ranks 1 and 3; the figure is in the second hit.
    Topic("t1", "un", "fr", "results", ("question",), ("42",)),
    # One item of grade 2 at rank 4; nothing answers within three, nor plainly.
    Topic("t2", "deux", "fr", "results", (), ("99",)),
    # No hit at all.
    Topic("t3", "trois", "en", "comparables"),
    # Nothing answers this; the nearest passage is given.
    Topic("t4", "quatre", "fr", "unanswerable"),
    # Nothing answers this, and nothing is said.
    Topic("t5", "cinq", "en", "unanswerable"),
    # Nothing answers this; it is answered all the same.
    Topic("t6", "six", "fr", "unanswerable"),
)
QRELS = {"t1": {"a": 2, "b": 1, "z": 0}, "t2": {"c": 2}, "t3": {"a": 1}}
ANSWERS = {
    "un": answered(hit(1, "a", "rien", 0.9), hit(2, "x", "42 femmes"), hit(3, "b", "142")),
    "deux": nearest(
        hit(1, "x", "199"), hit(2, "y"), hit(3, "w"), hit(4, "c", "99 hommes"), hit(5, "v")
    ),
    "trois": silent(),
    "quatre": nearest(hit(1, "a", "", 0.3)),
    "cinq": silent(hit(1, "a", "", 0.1)),
    "six": answered(hit(1, "a", "", 0.7)),
}


@pytest.fixture
def scripted(engine: SearchEngine) -> Scripted:
    return Scripted(engine.manifest, ANSWERS)


@pytest.fixture
def result(scripted: Scripted) -> Result:
    return evaluate(scripted, Gold(TOPICS, QRELS), "all")  # type: ignore[arg-type]


EXPECTED = {
    "t1": {
        "nDCG@10": (2 + 1 / log2(4)) / (2 + 1 / log2(3)),
        "P@1": 1,
        "RR": 1,
        "R@5": 1,
        "answer@1": 0,
        "answer@3": 1,
        "plain right": 1,
        "lost answers": 0,
    },
    "t2": {
        "nDCG@10": 1 / log2(5),
        "P@1": 0,
        "RR": 1 / 4,
        "R@5": 1,
        "answer@1": 0,
        "answer@3": 0,
        "lost answers": 0,
    },
    "t3": {"nDCG@10": 0, "P@1": 0, "RR": 0, "R@5": 0, "lost answers": 1},
    "t4": {"false plain answers": 0, "false answers": 1},
    "t5": {"false plain answers": 0, "false answers": 0},
    "t6": {"false plain answers": 1, "false answers": 1},
}


def test_measures_of_each_topic(result: Result) -> None:
    assert [outcome.topic for outcome in result.outcomes] == list(EXPECTED)
    for outcome in result.outcomes:
        assert outcome.measures == pytest.approx(EXPECTED[outcome.topic]), outcome.topic


def test_what_else_is_kept_of_a_topic(result: Result) -> None:
    first, _, third, *_ = result.outcomes
    assert (first.query, first.first, first.score) == ("un", "a#summary-1", 0.9)
    assert first.groups == ("all", "fr", "results", "question")
    assert (third.first, third.score) == ("", 0.0)


def test_means_count_only_the_topics_a_measure_is_for(result: Result) -> None:
    summary = summarise(result.outcomes)
    every = summary["all"]
    assert tuple(every) == tuple(m for m in MEASURES if m != "nDCG@5")
    assert every["P@1"] == pytest.approx(1 / 3)
    assert every["RR"] == pytest.approx((1 + 1 / 4 + 0) / 3)
    assert every["answer@3"] == pytest.approx(1 / 2)
    assert every["plain right"] == 1
    assert every["false plain answers"] == pytest.approx(1 / 3)
    assert every["false answers"] == pytest.approx(2 / 3)
    assert every["lost answers"] == pytest.approx(1 / 3)
    both = {"false plain answers": 1 / 3, "false answers": 2 / 3}
    assert summary["unanswerable"] == pytest.approx(both)
    assert summary["en"]["P@1"] == 0
    assert summary["question"]["P@1"] == 1
    assert set(summary) == {"all", "fr", "en", "results", "comparables", "unanswerable", "question"}
    assert summarise([]) == {}


@pytest.mark.parametrize(
    ("ranking", "qrels", "measure", "expected"),
    [
        ("abcdef", {"f": 1}, "R@5", 0),
        ("abcdef", {"a": 1, "f": 1}, "R@5", 0.5),
        ("abcdefghij", {"j": 2}, "nDCG@10", 1 / log2(11)),
        ("abcdefghij", {"j": 2}, "RR", 0.1),
        ("ab", {"a": 1, "b": 2}, "nDCG@10", (1 + 2 / log2(3)) / (2 + 1 / log2(3))),
        ("ba", {"a": 1, "b": 2}, "nDCG@10", 1),
        ("ab", {"a": 0, "b": 1}, "P@1", 0),
        ("xy", {"a": 1}, "nDCG@10", 0),
    ],
)
def test_rankings(
    scripted: Scripted, ranking: str, qrels: dict[str, int], measure: str, expected: float
) -> None:
    scripted.answers = {"un": answered(*(hit(i, item) for i, item in enumerate(ranking, 1)))}
    gold = Gold(TOPICS[:1], {"t1": qrels})
    (outcome,) = evaluate(scripted, gold, "all").outcomes  # type: ignore[arg-type]
    assert outcome.measures[measure] == pytest.approx(expected)


def test_the_order_is_that_of_the_hits_not_of_the_scores(scripted: Scripted) -> None:
    scripted.answers = {"un": answered(hit(1, "a", score=0.5), hit(2, "b", score=0.5))}
    for first, second in (("a", "b"), ("b", "a")):
        gold = Gold(TOPICS[:1], {"t1": {first: 1}})
        (outcome,) = evaluate(scripted, gold, "all").outcomes  # type: ignore[arg-type]
        assert outcome.measures["P@1"] == float(first == "a"), second


def test_each_topic_of_a_half_is_asked_once(scripted: Scripted) -> None:
    steps: list[int] = []
    gold = Gold(TOPICS, QRELS)
    for half in ("tune", "report"):
        evaluate(scripted, gold, half, on_topic=lambda: steps.append(1))  # type: ignore[arg-type]
    assert sorted(query for query, _ in scripted.asked) == sorted(t.query for t in TOPICS)
    assert {depth for _, depth in scripted.asked} == {10}
    assert len(steps) == len(TOPICS)


def test_a_result_says_what_it_was_made_on(result: Result, engine: SearchEngine) -> None:
    assert set(result.about) == {
        *("half", "date", "commit", "version", "encoder", "analyser", "corpus", "machine"),
    }
    assert result.about["half"] == "all"
    assert result.about["encoder"] == "fake fake-digest"
    digest = engine.manifest.reports[0].source_digest[:12]
    assert result.about["corpus"] == f"bilan-2023-2024 {digest}"


def test_the_real_engine_is_measured(engine: SearchEngine) -> None:
    jade, nothing = "bilan-2023-2024/jade", "xyzzy plugh"
    topics = (
        Topic("a", "projet JADE en Montérégie", "fr", "results", answers=("333",)),
        Topic("b", nothing, "fr", "unanswerable"),
    )
    first, second = evaluate(engine, Gold(topics, {"a": {jade: 2}}), "all").outcomes
    assert (first.measures["P@1"], first.measures["lost answers"]) == (1, 0)
    assert first.first.startswith(f"{jade}#")
    assert second.measures == {"false plain answers": 0, "false answers": 0}


# ---------------------------------------------------------------- files


def test_a_result_that_was_written_is_read_back(result: Result, tmp_path: Path) -> None:
    path = tmp_path / "results" / "new" / "r.json"
    write_result(result, path)
    assert read_outcomes(path) == {outcome.topic: outcome for outcome in result.outcomes}
    whole = json.loads(path.read_text(encoding="utf-8"))
    assert whole == json.loads(json.dumps(as_json(result)))
    assert whole["about"] == result.about
    assert whole["summary"]["all"]["P@1"] == 0.3333


def test_a_topic_has_its_line(result: Result, tmp_path: Path) -> None:
    path = tmp_path / "r.json"
    write_result(result, path)
    lines = path.read_text(encoding="utf-8").splitlines()
    for outcome in result.outcomes:
        (found,) = (each for each in lines if f'"topic": "{outcome.topic}"' in each)
        assert json.loads(found.rstrip(","))["query"] == outcome.query


@pytest.mark.parametrize("query", ['« guillemets » "droits" \\ }', "ligne\u2028autre", "été 😀"])
def test_any_query_survives_the_file(tmp_path: Path, query: str) -> None:
    outcome = Outcome("t", query, ("all",), {"P@1": 1.0}, "", 0.0)
    write_result(Result({}, (outcome,)), tmp_path / "r.json")
    assert read_outcomes(tmp_path / "r.json") == {"t": outcome}


def test_a_result_may_be_empty(tmp_path: Path) -> None:
    write_result(Result({"half": "all"}, ()), tmp_path / "r.json")
    assert read_outcomes(tmp_path / "r.json") == {}


# ---------------------------------------------------------------- floors

SUMMARY = {"all": {"P@1": 0.5, "false answers": 0.2}, "en": {"P@1": 0.25, "lost answers": 0.0}}


@pytest.mark.parametrize(
    ("floors", "fallen"),
    [
        ({}, []),
        ({"all": {"P@1": 0.4}}, []),
        ({"all": {"P@1": 0.5}}, []),
        ({"all": {"P@1": 0.6}}, ["all P@1: 0.500 (0.600)"]),
        ({"all": {"false answers": 0.3}}, []),
        ({"all": {"false answers": 0.2}}, []),
        ({"all": {"false answers": 0.1}}, ["all false answers: 0.200 (0.100)"]),
        ({"en": {"lost answers": 0.0}}, []),
        ({"en": {"P@1": 0.3}, "all": {"P@1": 0.3}}, ["en P@1: 0.250 (0.300)"]),
        ({"all": {"P@1": 0.6, "false answers": 0.1}}, ["all P@1: ", "all false answers: "]),
        # what was not measured has fallen
        ({"fr": {"P@1": 0.1}}, ["fr P@1: 0.000 (0.100)"]),
        ({"all": {"RR": 0.1}}, ["all RR: 0.000 (0.100)"]),
        pytest.param({"all": {"lost answers": 0.1}}, ["all lost answers"]),
    ],
)
def test_below_floors(floors: dict[str, dict[str, float]], fallen: Sequence[str]) -> None:
    lines = below_floors(SUMMARY, floors)
    assert len(lines) == len(fallen)
    for got, expected in zip(lines, fallen, strict=True):
        assert got.startswith(expected)
