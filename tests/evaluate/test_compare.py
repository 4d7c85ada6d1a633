"""Telling two runs apart, and reading the files they were written to."""

from __future__ import annotations

from pathlib import Path

import pytest

from spe_search.errors import ResultError
from spe_search.evaluate import Comparison, Outcome, compare, read_outcomes


def run(measure: str, *values: float, groups: tuple[str, ...] = ("all",)) -> dict[str, Outcome]:
    """Make a run of as many topics as there are values: t0, t1, …"""
    return {
        f"t{i}": Outcome(f"t{i}", "q", groups, {measure: value}, "", 0.0)
        for i, value in enumerate(values)
    }


def only(before: dict[str, Outcome], after: dict[str, Outcome]) -> Comparison:
    (found,) = compare(before, after)
    return found


def test_a_run_is_as_good_as_itself() -> None:
    same = run("P@1", 0, 1, 0.5)
    assert only(same, dict(same)) == Comparison("P@1", 3, 0.5, 0.5, 1.0, (), ())


@pytest.mark.parametrize(
    ("before", "after", "p_value"),
    [
        # Of the 2^n ways to swap the runs, two part them as far: exact p-values.
        ([0] * 4, [1] * 4, 2 / 2**4),
        ([1] * 4, [0] * 4, 2 / 2**4),
        ([0] * 10, [1] * 10, 2 / 2**10),
        ([0] * 10, [0.25] * 10, 2 / 2**10),
        ([0, 0], [1, 0], 1.0),
        ([0, 1], [1, 0], 1.0),
        # Two up and one down: each of the 8 ways parts them by as much, or by more.
        ([0, 0, 1], [1, 1, 0], 1.0),
        # Nine of ten up: 2 * (1 + 10) of 1024.
        ([0] * 9 + [1], [1] * 9 + [0], 22 / 1024),
    ],
)
def test_p_values(before: list[float], after: list[float], p_value: float) -> None:
    assert only(run("RR", *before), run("RR", *after)).p_value == pytest.approx(p_value)


def test_many_topics_make_a_clear_gain_certain() -> None:
    before = run("P@1", *[0.0] * 60, *[0.5] * 40)
    after = run("P@1", *[1.0] * 30, *[0.0] * 30, *[0.5] * 40)
    found = only(before, after)
    assert found.p_value < 0.001
    assert found == only(before, after), "the resampling is seeded"
    assert (found.before, found.after) == (pytest.approx(0.2), pytest.approx(0.5))
    assert len(found.better) == 30
    assert found.worse == ()


def test_a_gain_that_is_lost_again_is_chance() -> None:
    before = run("P@1", *[0.0, 1.0] * 20)
    after = run("P@1", *[1.0, 0.0] * 20)
    found = only(before, after)
    assert found.p_value > 0.5
    assert len(found.better) == len(found.worse) == 20


def test_what_changed_most_comes_first() -> None:
    found = only(run("RR", 0, 0.5, 1, 0.5, 1), run("RR", 0.1, 1, 0.5, 0.5, 0.9))
    assert found.better == ("t1", "t0")
    assert found.worse == ("t2", "t4")
    assert found.topics == 5


def test_the_other_way_round_is_the_other_way_round() -> None:
    before, after = run("RR", 0, 0.5, 1, 0.5), run("RR", 0.2, 1, 0.5, 0.5)
    there, back = only(before, after), only(after, before)
    assert there.p_value == pytest.approx(back.p_value)
    assert (there.better, there.worse) == (back.worse, back.better)
    assert (there.before, there.after) == (back.after, back.before)


def test_only_topics_that_both_asked_count() -> None:
    before = run("P@1", 0, 0, 0) | {"x": Outcome("x", "q", ("all",), {"P@1": 1}, "", 0)}
    after = run("P@1", 1, 0) | {"y": Outcome("y", "q", ("all",), {"P@1": 1}, "", 0)}
    found = only(before, after)
    assert (found.topics, found.before, found.after) == (2, 0, 0.5)
    assert compare(run("P@1", 1), {}) == ()
    assert compare({}, {}) == ()


def test_a_topic_alone_proves_nothing() -> None:
    """A group may hold a single topic (``group="fr"`` in a small half)."""
    found = only(run("P@1", 0), run("P@1", 1))
    assert (found.p_value, found.better) == (1.0, ("t0",))


def test_only_measures_that_both_have_are_compared_in_their_order() -> None:
    had, has = {"RR": 1, "nDCG@10": 1, "R@5": 1}, {"RR": 0.5, "nDCG@10": 1, "P@1": 1}
    before = {t: Outcome(t, "q", ("all",), had, "", 0) for t in "tu"}
    after = {t: Outcome(t, "q", ("all",), has, "", 0) for t in "tu"}
    assert [each.measure for each in compare(before, after)] == ["nDCG@10", "RR"]


def test_a_group_of_topics_alone() -> None:
    french = run("P@1", 0, 0, groups=("all", "fr"))
    english = {"e": Outcome("e", "q", ("all", "en"), {"P@1": 0}, "", 0)}
    before, after = french | english, run("P@1", 1, 1, groups=("all", "fr")) | english
    (found,) = compare(before, after, "fr")
    assert (found.topics, found.after) == (2, 1)
    (found,) = compare(before, after, "en")
    assert (found.topics, found.p_value) == (1, 1.0)
    (found,) = compare(before, after)
    assert found.topics == 3
    assert compare(before, after, "de") == ()


# ---------------------------------------------------------------- files

GARBAGE = {
    "empty": b"",
    "no-json": b"topic 0 item 2\n",
    "bytes": b"\xff\xfe\x00\x01",
    "not-utf-8": b'{"topics": [{"topic": "\xe9"}]}',
    "number": b"3",
    "null": b"null",
    "list": b"[]",
    "text": b'"topics"',
    "no-topics": b'{"about": {}}',
    "topics-text": b'{"topics": "x"}',
    "topics-null": b'{"topics": null}',
    "topic-text": b'{"topics": ["x"]}',
    "topic-cut": b'{"topics": [{"topic": "t"}]}',
    "value-text": b'{"topics": [{"topic": "t", "query": "q", "groups": ["all"], '
    b'"measures": {"P@1": "x"}, "first": "", "score": 0}]}',
}


@pytest.mark.parametrize("data", GARBAGE.values(), ids=GARBAGE.keys())
def test_what_is_no_result_is_refused(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "r.json"
    path.write_bytes(data)
    with pytest.raises(ResultError) as caught:
        read_outcomes(path)
    for message in (str(caught.value), caught.value.localized("en")):
        assert f"spe-search eval --out {path}" in message


def test_a_result_that_is_not_there_is_refused(tmp_path: Path) -> None:
    for path in (tmp_path / "nulle-part.json", tmp_path):
        with pytest.raises(ResultError):
            read_outcomes(path)
