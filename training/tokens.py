"""The vocabulary: WordPiece of both languages, lower case, without accents.

Wu et al. (2016), "Google's neural machine translation system"; the trainer is the tokenizers
library's. One vector a token, so what a word is cut into matters more than for a transformer: most
words of the field should be whole.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from tokenizers import Tokenizer, decoders, models, normalizers, pre_tokenizers, trainers

from training import data

UNKNOWN = "[UNK]"

_LAW = 60_000
_OWN = 8
"""How often a text of our field counts: it is what will be read."""


def learn_tokens(source: Path, own: Path, size: int, seed: int) -> Tokenizer:
    """Return a tokenizer of so many tokens, learned from the training texts.

    Args:
        source: the folder of the data sets.
        own: the folder of our own records.
        size: how many tokens.
        seed: of the sample of the laws, which would drown the rest.
    """
    tokenizer = Tokenizer(models.WordPiece(unk_token=UNKNOWN, max_input_chars_per_word=60))
    tokenizer.normalizer = normalizers.Sequence(
        [
            normalizers.Replace("œ", "oe"),
            normalizers.Replace("Œ", "oe"),
            normalizers.Replace("’", "'"),
            normalizers.NFKC(),
            normalizers.BertNormalizer(lowercase=True, strip_accents=True),
        ]
    )
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    tokenizer.decoder = decoders.WordPiece()
    trainer = trainers.WordPieceTrainer(
        vocab_size=size, special_tokens=[UNKNOWN], min_frequency=3, limit_alphabet=300
    )
    tokenizer.train_from_iterator(_texts(source, own, seed), trainer)
    return tokenizer


def _texts(source: Path, own: Path, seed: int) -> Iterator[str]:
    everything = data.parallel(source)
    most = dict.fromkeys((pair.source for pair in everything), len(everything))
    most["justice_text"] = _LAW
    for pair in [*data.sample(everything, most, seed), *data.pairs(source)]:
        yield pair.left
        yield pair.right
    for record in data.field(own):
        yield from _OWN * [record.t, record.p, *record.fr, *record.en]
