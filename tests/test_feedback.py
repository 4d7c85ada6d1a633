"""What readers say: kept whole, safe from many hands at once, and exported as topics."""

from __future__ import annotations

import json
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from spe_search.cli import main
from spe_search.errors import FeedbackError
from spe_search.evaluate import Topic
from spe_search.feedback import LONGEST_WORDS, FeedbackStore, Vote, candidates, feedback_path

HOSTILE = "Robert'); DROP TABLE votes;-- <script>alert(1)</script> =1+1 \x1b[31m\x9b31m \u202e"


@pytest.fixture
def store(tmp_path: Path) -> FeedbackStore:
    return FeedbackStore(tmp_path / "dossier" / "avis.sqlite3")


def vote(query: str = "aide à l’emploi", helpful: bool = True, words: str = "") -> Vote:
    return Vote(query, "fr", helpful, "answered", ("r/jade",), {"region": "07"}, words)


def test_a_vote_is_kept_with_the_words_that_follow(store: FeedbackStore) -> None:
    number = store.add(vote())
    store.explain(number, "c’est la bonne page")
    (kept,) = store.votes()
    assert (kept.query, kept.helpful, kept.shown) == ("aide à l’emploi", True, ("r/jade",))
    assert kept.filters == {"region": "07"}
    assert kept.words == "c’est la bonne page"
    assert kept.at.endswith("+00:00")


def test_nothing_was_said_yet(store: FeedbackStore) -> None:
    assert store.votes() == ()
    assert not store.path.exists()


def test_hostile_text_is_kept_as_text(store: FeedbackStore) -> None:
    store.add(vote(HOSTILE, words=HOSTILE))
    store.add(vote())
    kept = store.votes()
    assert len(kept) == 2
    assert kept[0].query.startswith("Robert'); DROP TABLE votes;-- <script>")
    assert not {"\x1b", "\x9b", "\u202e"} & set(kept[0].query + kept[0].words)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40)
@given(st.text(st.characters(exclude_categories=[]), max_size=50))
def test_any_text_can_be_kept_and_exported(tmp_path: Path, text: str) -> None:
    store = FeedbackStore(tmp_path / "avis.sqlite3")
    store.add(vote(text, words=text))
    for topic in candidates(store.votes()):
        line = msgspec.json.encode(topic)
        assert msgspec.json.decode(line, type=Topic) == topic
        assert line.decode().isprintable()


def test_words_have_an_end(store: FeedbackStore) -> None:
    store.add(vote(words="a" * 5_000))
    assert len(store.votes()[0].words) == LONGEST_WORDS


def test_many_at_once_lose_nothing(store: FeedbackStore) -> None:
    with ThreadPoolExecutor(8) as pool:
        numbers = list(pool.map(lambda n: store.add(vote(f"question {n}")), range(64)))
    assert len(set(numbers)) == 64
    assert {v.query for v in store.votes()} == {f"question {n}" for n in range(64)}


@pytest.mark.parametrize("content", [b"ceci n'est pas une base" * 100, None])
def test_a_file_that_cannot_be_used_is_named(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "avis.sqlite3"
    if content is None:
        path.mkdir()
    else:
        path.write_bytes(content)
    with pytest.raises(FeedbackError) as caught:
        FeedbackStore(path).add(vote())
    assert str(path) in str(caught.value)
    assert "SPE_SEARCH_FEEDBACK" in str(caught.value)


def test_a_table_of_another_make_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "avis.sqlite3"
    with sqlite3.connect(path) as database:
        database.execute("CREATE TABLE votes (x)")
    with pytest.raises(FeedbackError):
        FeedbackStore(path).votes()


def test_the_file_is_where_the_setting_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SPE_SEARCH_FEEDBACK", str(tmp_path / "ici.sqlite3"))
    assert feedback_path() == tmp_path / "ici.sqlite3"
    monkeypatch.delenv("SPE_SEARCH_FEEDBACK")
    assert feedback_path().parts[-2:] == ("spe-search", "feedback.sqlite3")


# ---------------------------------------------------------------- candidates for the gold set


def test_votes_on_one_query_make_one_topic() -> None:
    first, second = candidates(
        [vote("aide"), vote(" aide ", False, "pas le\nbon"), vote("autre"), vote("   ")]
    )
    assert first.query == "aide"
    assert first.note == ("yes 1, no 1; answered; region=07; shown: r/jade; words: pas le bon")
    assert second.query == "autre"
    assert first.id != second.id
    assert candidates([vote("aide", False)])[0].id == first.id


def test_the_export_has_the_format_of_the_gold_topics(
    store: FeedbackStore, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    store.add(vote("aide « spéciale »"))
    with pytest.raises(SystemExit) as ended:
        main(["feedback", "export", "--file", str(store.path)])
    assert ended.value.code == 0
    printed = capsys.readouterr()
    (line,) = printed.out.splitlines()
    known = (Path(__file__).parents[1] / "benchmarks/gold/topics.jsonl").read_text("utf-8")
    assert set(json.loads(line)) == set(json.loads(known.splitlines()[0]))
    assert json.loads(line)["query"] == "aide « spéciale »"
    assert "1 question tirée de" in printed.err

    out = tmp_path / "topics.jsonl"
    with pytest.raises(SystemExit):
        main(["feedback", "export", "--file", str(store.path), "--out", str(out)])
    assert out.read_text("utf-8").splitlines() == [line]
    assert capsys.readouterr().out == ""


def test_an_unreadable_file_ends_in_a_message(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "avis").write_bytes(b"x" * 5000)
    with pytest.raises(SystemExit) as ended:
        main(["feedback", "export", "--file", str(tmp_path / "avis")])
    assert ended.value.code == 2
    assert "avis" in capsys.readouterr().err
