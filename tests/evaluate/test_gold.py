"""The gold set: the real one fits the real index, and every wrong line is told."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from spe_search.errors import GoldError, GoldMismatchError, GoldMissingError
from spe_search.evaluate import Gold, Topic, load_gold
from spe_search.index import Index

REAL = Path(__file__).parents[2] / "benchmarks" / "gold"
JADE = "bilan-2023-2024/jade"


@pytest.fixture(scope="module")
def index(built_index: Path) -> Index:
    return Index(built_index)


@pytest.fixture(scope="module")
def real(index: Index) -> Gold:
    return load_gold(REAL, index.manifest, frozenset(index.values["item"]))


Load = Callable[..., Gold]


@pytest.fixture
def load(index: Index, tmp_path: Path) -> Load:
    """Write a gold set of one's own beside the real digest, and load it."""

    def loaded(topics: str | bytes, qrels: str | bytes = "", toml: str | None = None) -> Gold:
        folder = tmp_path / "gold"
        folder.mkdir(exist_ok=True)
        for name, data in (("topics.jsonl", topics), ("qrels.trec", qrels)):
            (folder / name).write_bytes(data if isinstance(data, bytes) else data.encode())
        if toml is None:
            shutil.copy(REAL / "gold.toml", folder)
        else:
            (folder / "gold.toml").write_text(toml, encoding="utf-8")
        return load_gold(folder, index.manifest, frozenset(index.values["item"]))

    return loaded


def line(name: str, **values: object) -> str:
    topic = {"id": name, "query": "femmes", "lang": "fr", "category": "results"} | values
    return json.dumps(topic, ensure_ascii=False) + "\n"


# ---------------------------------------------------------------- the real one


@pytest.mark.parametrize(("name", "topics"), [("others_tune", 230), ("others_report", 110)])
def test_other_writers_questions_fit_it_too_and_are_others(
    index: Index, real: Gold, name: str, topics: int
) -> None:
    others = load_gold(REAL.with_name(name), index.manifest, frozenset(index.values["item"]))
    assert len(others.topics) == topics
    same = {t.query.lower() for t in others.topics} & {t.query.lower() for t in real.topics}
    assert all(len(query.split()) <= 3 for query in same)  # the name of a region, a theme
    judged = {topic.id for topic in others.topics if topic.category != "unanswerable"}
    assert judged == set(others.qrels)


def test_no_question_is_tuned_on_and_reported(index: Index) -> None:
    asked = [
        {topic.query.lower() for topic in load_gold(folder, index.manifest, items).topics}
        for folder in (REAL.with_name("others_tune"), REAL.with_name("others_report"))
        for items in [frozenset(index.values["item"])]
    ]
    assert all(len(query.split()) <= 3 for query in asked[0] & asked[1])


def test_the_real_gold_set_fits_the_real_index(real: Gold) -> None:
    assert len(real.topics) >= 500
    assert {topic.lang for topic in real.topics} == {"fr", "en"}
    assert {topic.category for topic in real.topics} == {
        "comparables",
        "results",
        "themes",
        "unanswerable",
    }


def test_only_the_unanswerable_lack_a_judgement(real: Gold) -> None:
    for topic in real.topics:
        grades = real.qrels.get(topic.id, {}).values()
        assert (max(grades, default=0) > 0) is (topic.category != "unanswerable"), topic


def test_what_is_asked_for_a_result_says_what_would_do(real: Gold) -> None:
    results = [topic for topic in real.topics if topic.category == "results"]
    assert [topic.id for topic in results if not topic.answers] == []
    unanswerable = [topic for topic in real.topics if topic.category == "unanswerable"]
    assert [topic.id for topic in unanswerable if topic.answers] == []


def test_the_halves_are_two_and_about_equal(real: Gold) -> None:
    tune, report = real.half("tune"), real.half("report")
    assert len(tune.topics) + len(report.topics) == len(real.topics)
    assert not {topic.id for topic in tune.topics} & {topic.id for topic in report.topics}
    assert 0.4 < len(tune.topics) / len(real.topics) < 0.6
    for category in ("comparables", "results", "unanswerable"):
        share = [sum(t.category == category for t in half.topics) for half in (tune, report)]
        assert 0.3 < share[0] / sum(share) < 0.7, category


def test_a_half_keeps_the_judgements_of_its_topics(real: Gold) -> None:
    for part in (real.half("tune"), real.half("report"), real.half("all")):
        assert set(part.qrels) == {topic.id for topic in part.topics}
        assert all(part.qrels[t.id] == real.qrels.get(t.id, {}) for t in part.topics)
    assert real.half("all").topics == real.topics


@pytest.mark.parametrize(
    ("name", "half"),
    [("q001", "tune"), ("q002", "report"), ("q003", "tune"), ("q004", "report")],
)
def test_a_topic_never_changes_sides(name: str, half: str) -> None:
    assert Topic(name, "femmes", "fr", "results").half == half
    assert Topic(name, "tout autre chose", "en", "themes").half == half


# ---------------------------------------------------------------- what is read


def test_what_is_written_is_what_is_read(load: Load) -> None:
    gold = load(
        line("a", answers=["42"], style=["question"], note="n") + line("b"),
        f"a 0 {JADE} 2\n\na\t0\tbilan-2023-2024/introduction\t0\n",
    )
    assert gold.topics == (
        Topic("a", "femmes", "fr", "results", ("question",), ("42",), "n"),
        Topic("b", "femmes", "fr", "results"),
    )
    assert gold.qrels == {"a": {JADE: 2, "bilan-2023-2024/introduction": 0}}
    assert gold.half("all").qrels["b"] == {}


@pytest.mark.parametrize("ends", ["\n", "\r\n"])
def test_the_last_line_may_be_open(load: Load, ends: str) -> None:
    topics = (line("a") + line("b")).rstrip("\n").replace("\n", ends)
    qrels = f"a 0 {JADE} 1\nb 0 {JADE} 2".replace("\n", ends)
    gold = load(topics, qrels)
    assert gold.qrels == {"a": {JADE: 1}, "b": {JADE: 2}}


# ---------------------------------------------------------------- what is refused


@pytest.mark.parametrize("missing", ["topics.jsonl", "qrels.trec", "gold.toml"])
def test_a_file_that_is_missing_is_named(index: Index, tmp_path: Path, missing: str) -> None:
    folder = tmp_path / "gold"
    shutil.copytree(REAL, folder)
    (folder / missing).unlink()
    with pytest.raises(GoldMissingError) as caught:
        load_gold(folder, index.manifest, frozenset(index.values["item"]))
    for message in (str(caught.value), caught.value.localized("en")):
        assert str(folder / missing) in message
        assert "spe-search eval --gold" in message


def test_a_folder_that_is_missing(index: Index, tmp_path: Path) -> None:
    with pytest.raises(GoldMissingError):
        load_gold(tmp_path / "nulle-part", index.manifest, frozenset())


TOPIC = '{"id": "…", "query": "…", "lang": "fr", "category": "…"}'


@pytest.mark.parametrize(
    ("topics", "qrels", "told"),
    [
        (line("a") + "{", "", ("topics.jsonl", "2", TOPIC)),
        (line("a") + "[]\n", "", ("topics.jsonl", "2", TOPIC)),
        (line("a") + "\n" + line("b"), "", ("topics.jsonl", "2", TOPIC)),
        (line("a") + '{"id": "b"}', "", ("topics.jsonl", "2", "query", TOPIC)),
        (line("a", answers="42"), "", ("topics.jsonl", "1", "answers", TOPIC)),
        (line("a", id=7), "", ("topics.jsonl", "1", "id", TOPIC)),
        (b"\xff\xfe", "", ("topics.jsonl", "1", TOPIC)),
        (line("a") + line("b") + line("a"), "", ("topics.jsonl", "3", "a × 2", "id × 1")),
        (line("a"), f"a 0 {JADE}", ("qrels.trec", "1", f"a 0 {JADE}", "q001 0 item 2")),
        (line("a"), f"a 0 {JADE} 1 2", ("qrels.trec", "1", "q001 0 item 2")),
        (line("a"), f"a 0 {JADE} 1\n\nz 0 {JADE} 1", ("qrels.trec", "3", "z", "topics.jsonl")),
        (line("a"), "a 0 jade 1", ("qrels.trec", "1", "jade", "spe-search show ID")),
        (line("a"), f"a 0 {JADE}#results-1 1", ("qrels.trec", "1", "#results-1", "show ID")),
        (line("a"), f"a 0 {JADE} 3", ("qrels.trec", "1", "“3”|« 3 »", "0 … 2")),
        (line("a"), f"a 0 {JADE} -1", ("qrels.trec", "1", "-1", "0 … 2")),
        (line("a"), f"a 0 {JADE} 1.5", ("qrels.trec", "1", "1.5", "0 … 2")),
        (line("a"), f"a 0 {JADE} x", ("qrels.trec", "1", "x", "0 … 2")),
    ],
    ids=[
        *("json-cut", "json-list", "blank", "no-query", "answers-no-list", "id-number", "bytes"),
        *("topic-twice", "three-fields", "five-fields", "topic", "item", "passage", "grade-high"),
        *("grade-low", "grade-half", "grade-word"),
    ],
)
def test_a_wrong_line_is_told_by_file_number_and_what_is_accepted(
    load: Load, topics: str | bytes, qrels: str, told: tuple[str, ...]
) -> None:
    with pytest.raises(GoldError) as caught:
        load(topics, qrels)
    file, number, *parts = told
    french = str(caught.value).replace("\u00a0", " ")
    english = caught.value.localized("en")
    assert f"{file}, ligne {number} :" in french
    assert f"{file}, line {number}:" in english
    for message in (french, english):
        for part in parts:
            assert any(each in message for each in part.split("|")), part


@pytest.mark.parametrize(
    ("toml", "report"),
    [
        ('[reports]\nbilan-2023-2024 = "0123456789abcdef"\n', "bilan-2023-2024"),
        ('[reports]\nbilan-2019-2020 = "0123456789abcdef"\n', "bilan-2019-2020"),
    ],
    ids=["another-text", "another-report"],
)
def test_judgements_of_another_corpus_are_refused(load: Load, toml: str, report: str) -> None:
    with pytest.raises(GoldMismatchError) as caught:
        load(line("a"), "", toml)
    for message in (str(caught.value), caught.value.localized("en")):
        assert report in message
        assert "0123456789ab" in message


@pytest.mark.parametrize("toml", ["", "[reports", "[report]\n", "reports = 3\n"])
def test_a_wrong_gold_toml_is_told(load: Load, toml: str) -> None:
    with pytest.raises(GoldError):
        load(line("a"), "", toml)


def test_qrels_that_are_no_text_are_told(load: Load) -> None:
    with pytest.raises(GoldError):
        load(line("a"), b"\xff\xfe\n")


def test_two_judgements_of_one_item_are_told(load: Load) -> None:
    with pytest.raises(GoldError):
        load(line("a"), f"a 0 {JADE} 2\na 0 {JADE} 0\n")
