"""The list of tags judged by hand, and what the index makes of it."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from spe_search.index import Index

LIST = Path(__file__).parent.parent / "benchmarks" / "gold" / "tags.toml"


@pytest.fixture(scope="module")
def judged() -> list[dict[str, Any]]:
    return list(tomllib.loads(LIST.read_text(encoding="utf-8"))["tag"])


@pytest.fixture(scope="module")
def index(built_index: Path) -> Index:
    return Index(built_index)


def test_the_list_is_of_this_report(judged: list[dict[str, Any]], index: Index) -> None:
    assert len(judged) >= 150
    assert len({(tag["id"], tag["concept"]) for tag in judged}) == len(judged)
    for tag in judged:
        rows = index.rows(item=tag["id"]).tolist()
        title = index.items[index.values["item"].index(tag["id"])].title
        texts = [title, *(index.passage(row).text for row in rows)]
        assert any(tag["words"] in text for text in texts), tag
        assert tag["concept"] in index.thesaurus.concepts, tag


def test_a_wrong_tag_says_why(judged: list[dict[str, Any]]) -> None:
    for tag in judged:
        assert tag["right"] != bool(tag.get("why")), tag


def test_right_tags_are_made_and_wrong_ones_are_few(
    judged: list[dict[str, Any]], index: Index
) -> None:
    made = {(item.id, concept) for item in index.items for concept, _, _ in item.tags}
    right = [(tag["id"], tag["concept"]) for tag in judged if tag["right"]]
    wrong = [(tag["id"], tag["concept"]) for tag in judged if not tag["right"]]
    assert sum(tag in made for tag in right) >= 0.97 * len(right)
    assert sum(tag in made for tag in wrong) <= 0.05 * len(judged)
