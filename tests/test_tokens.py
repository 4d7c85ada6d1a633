"""Tokens of plain words, against the library that reads the whole tokenizer."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from itertools import product
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tokenizers import Tokenizer, models, normalizers, pre_tokenizers

from spe_search.encode import DEFAULT_ENCODER
from spe_search.encode.folder import model_folder
from spe_search.encode.tokens import _PLAIN, Tokens
from spe_search.types import Document

PATH = model_folder(DEFAULT_ENCODER) / "tokenizer.json"


@cache
def ours() -> Tokens:
    return Tokens(PATH)


@cache
def library() -> Tokenizer:
    return Tokenizer.from_file(str(PATH))


def said(texts: Sequence[str]) -> list[list[int]]:
    found = library().encode_batch_fast(texts, add_special_tokens=False)
    return [each.ids for each in found]


def check(texts: Sequence[str]) -> None:
    for text, mine, theirs in zip(texts, ours().of(texts), said(texts), strict=True):
        assert list(mine) == theirs, text


def test_its_size() -> None:
    assert len(ours()) == library().get_vocab_size()
    assert ours().are_apart_at_spaces


def test_every_plain_character_beside_every_other() -> None:
    check([f"{a}{b}" for a, b in product(_PLAIN, repeat=2)])
    check([f"a{a}b{b}c" for a, b in product(_PLAIN, repeat=2)])


def test_plain_words_need_no_library() -> None:
    alone = Tokens(PATH)
    assert alone.of(["Où l’œuvre d’ÉTÉ s’achève… « à 5 % » !", "[pas tout à fait]"])[0]
    assert "_library" in vars(alone)  # for the bracket
    alone = Tokens(PATH)
    alone.of(["Où l’œuvre d’ÉTÉ s’achève… « à 5 % » !", ""])
    assert "_library" not in vars(alone)


def test_words_of_the_report(real_document: Document) -> None:
    check(real_document.source.splitlines())
    check(real_document.source.split())


@pytest.mark.parametrize(
    "text",
    [
        "[UNK]",
        "un [UNK] deux",
        "a" * 59,
        "a" * 60,
        "a" * 61,
        "é" * 61,
        "œ" * 31,
        "xqzjwk" * 8,
        "20 000 $",
        "½ tasse",
        "e\u0301te\u0301",
        "≠",
        "=\u0338",
        "\u00adcésure",
        "中文 mots",
        "",
        " ",
    ],
    ids=ascii,
)
def test_odd_texts(text: str) -> None:
    check([text, f"mot {text} mot"])


@settings(max_examples=500, deadline=None)
@given(st.lists(st.text(max_size=30) | st.text(alphabet=_PLAIN, max_size=60), max_size=4))
def test_any_text(texts: list[str]) -> None:
    check(texts)


@pytest.mark.parametrize(
    ("cutter", "are_apart"),
    [
        (pre_tokenizers.Whitespace(), True),
        (pre_tokenizers.BertPreTokenizer(), True),
        (pre_tokenizers.Metaspace(), False),
        (pre_tokenizers.ByteLevel(), False),
    ],
    ids=["whitespace", "bert", "metaspace", "bytes"],
)
def test_another_tokenizer_is_left_to_the_library(
    cutter: pre_tokenizers.PreTokenizer, are_apart: bool, tmp_path: Path
) -> None:
    vocabulary = {"[UNK]": 0, "mot": 1, "m": 2, "##ot": 3, "autre": 4}
    other = Tokenizer(models.WordPiece(vocabulary, unk_token="[UNK]"))
    other.normalizer, other.pre_tokenizer = normalizers.Lowercase(), cutter
    other.save(str(tmp_path / "tokenizer.json"))
    found = Tokens(tmp_path / "tokenizer.json")
    assert len(found) == 5
    assert found.are_apart_at_spaces is are_apart
    texts = ["mot autre", "Mot, môt"]
    assert [list(tokens) for tokens in found.of(texts)] == [
        other.encode(text, add_special_tokens=False).ids for text in texts
    ]
