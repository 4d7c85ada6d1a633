"""Where the tokens' vectors start from: what the teacher says of each token's own string."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from training.teacher import model

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from tokenizers import Tokenizer

SIF = 1e-4
"""Arora et al. (2017): a token of frequency p weighs a / (a + p)."""

SPREAD = 0.1
"""The mean size of a number of the table, against which the learning rate is set."""


def start(tokenizer: Tokenizer, dimension: int, counts: NDArray[np.int64]) -> NDArray[np.float32]:
    """Return ``(tokens, dimension)``: centred, its main directions kept, scaled by frequency.

    Args:
        tokenizer: whose tokens.
        dimension: how many directions, at most the teacher's.
        counts: how often each token stands in the texts to learn from.
    """
    names = sorted(tokenizer.get_vocab().items(), key=lambda pair: pair[1])
    said = model().encode(
        [name.removeprefix("##") for name, _ in names], batch_size=512, show_progress_bar=True
    )
    said = said - said.mean(axis=0)
    _, _, directions = np.linalg.svd(said, full_matrices=False)
    vectors = said @ directions[:dimension].T
    frequency = (counts + 1) / (counts + 1).sum()
    weighted = vectors * (SIF / (SIF + frequency))[:, None]
    return (SPREAD * weighted / np.abs(weighted).mean()).astype(np.float32)
