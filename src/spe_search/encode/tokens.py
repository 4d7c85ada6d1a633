"""Texts to the numbers of their tokens, as the tokenizer of a model's folder says.

That of the bundled encoder is WordPiece (Devlin et al., 2019) over letters without case or accents.
The words of plain French and English are looked up here in its vocabulary: reading the whole
tokenizer takes longer than a search, and each new word ten times as long as this. Any other text,
and any other tokenizer, is left to the ``tokenizers`` library, which says the same.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from string import ascii_letters, digits, punctuation
from typing import TYPE_CHECKING, Any, Final

import msgspec

if TYPE_CHECKING:
    from tokenizers import Tokenizer

_AT_SPACES = ("BertPreTokenizer", "Whitespace", "WhitespaceSplit")
"""The library's names of what cuts a text at every space, whatever stands around it."""

_LETTERS = "àâäáãåçéèêëíìîïñóòôöõúùûüýÿœÀÂÄÁÃÅÇÉÈÊËÍÌÎÏÑÓÒÔÖÕÚÙÛÜÝŸŒ"
_SIGNS = " \t\n\u00a0\u202f«»’“”–—…•"
# « [ » may open the name of a token, as in « [UNK] ».
_PLAIN = ascii_letters + digits + punctuation.replace("[", "") + _LETTERS + _SIGNS
_NOT_PLAIN = re.compile(f"[^{re.escape(_PLAIN)}]")
_WORD = re.compile(r"[a-z0-9]+|[^a-z0-9\s]")


def _normalised(character: str) -> str:
    spread = unicodedata.normalize("NFKD", character.lower())
    return "".join(c for c in spread if not unicodedata.combining(c))


_NORMALISED = {ord(c): _normalised(c) for c in _PLAIN} | {
    ord(before): after for before, after in (("œ", "oe"), ("Œ", "oe"), ("’", "'"))
}

# What the above holds for: what ``training/tokens.py`` makes.
_NORMALISERS: Final = {
    "type": "Sequence",
    "normalizers": [
        {"type": "Replace", "pattern": {"String": "œ"}, "content": "oe"},
        {"type": "Replace", "pattern": {"String": "Œ"}, "content": "oe"},
        {"type": "Replace", "pattern": {"String": "’"}, "content": "'"},
        {"type": "NFKC"},
        {
            "type": "BertNormalizer",
            "clean_text": True,
            "handle_chinese_chars": True,
            "strip_accents": True,
            "lowercase": True,
        },
    ],
}


class _Description(msgspec.Struct):
    """A ``tokenizer.json``, so far as it is read here."""

    model: msgspec.Raw
    normalizer: Any = None
    pre_tokenizer: Any = None
    post_processor: Any = None
    truncation: Any = None
    added_tokens: list[dict[str, Any]] = []

    @property
    def is_ours(self) -> bool:
        return (
            self.normalizer == _NORMALISERS
            and self.pre_tokenizer == {"type": "BertPreTokenizer"}
            and self.post_processor is None
            and self.truncation is None
            and all(str(token["content"]).startswith("[") for token in self.added_tokens)
        )


class _WordPiece(msgspec.Struct, tag="WordPiece"):
    """The model within: a word is its longest known beginning, then what may go on."""

    vocab: dict[str, int]
    unk_token: str
    continuing_subword_prefix: str
    max_input_chars_per_word: int

    def pieces(self, word: str) -> list[int]:
        """Return the tokens of a normalised word."""
        found: list[int] = []
        start, before = 0, ""
        while start < len(word) <= self.max_input_chars_per_word:
            ends = range(len(word), start, -1)
            end = next((n for n in ends if before + word[start:n] in self.vocab), start)
            if end == start:
                break
            found.append(self.vocab[before + word[start:end]])
            start, before = end, self.continuing_subword_prefix
        return found if start == len(word) else [self.vocab[self.unk_token]]


@dataclass(frozen=True)
class Tokens:
    """The tokens of texts, by number.

    Args:
        path: a ``tokenizer.json``, as the ``tokenizers`` library writes it.
    """

    path: Path

    def __len__(self) -> int:
        return len(self._words.vocab) if self._words else self._library.get_vocab_size()

    @cached_property
    def are_apart_at_spaces(self) -> bool:
        """Whether what stands between spaces has its tokens whatever stands around it."""
        kind = self._description.pre_tokenizer or {}
        return self._description.truncation is None and kind.get("type") in _AT_SPACES

    def of(self, texts: Sequence[str]) -> list[Sequence[int]]:
        """Return the tokens of each text, special ones left out."""
        words = self._words
        if words is None:
            return [each.ids for each in self._library_batch(texts)]
        plain = [None if _NOT_PLAIN.search(text) else _plain_tokens(text, words) for text in texts]
        others = self._library_batch(
            [text for text, found in zip(texts, plain, strict=True) if found is None]
        )
        rest = iter(others)
        return [next(rest).ids if found is None else found for found in plain]

    def _library_batch(self, texts: Sequence[str]) -> Sequence[Any]:
        return self._library.encode_batch_fast(texts, add_special_tokens=False) if texts else ()

    @cached_property
    def _description(self) -> _Description:
        return msgspec.json.decode(self.path.read_bytes(), type=_Description)

    @cached_property
    def _words(self) -> _WordPiece | None:
        """The vocabulary of the bundled encoder; ``None`` for another's."""
        if not self._description.is_ours:
            return None
        return msgspec.json.decode(self._description.model, type=_WordPiece)

    @cached_property
    def _library(self) -> Tokenizer:
        from tokenizers import Tokenizer

        tokenizer = Tokenizer.from_file(str(self.path))
        tokenizer.no_padding()
        return tokenizer


def _plain_tokens(text: str, words: _WordPiece) -> list[int]:
    found: list[int] = []
    for word in _WORD.findall(text.translate(_NORMALISED)):
        token = words.vocab.get(word)
        if token is None:
            found += words.pieces(word)
        else:
            found.append(token)
    return found
