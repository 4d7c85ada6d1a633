"""Writing the encoder as a folder that sentence-transformers loads, one byte a number."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from safetensors.numpy import save_file

from training.tokens import UNKNOWN

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from tokenizers import Tokenizer


def quantised(vectors: NDArray[np.float32]) -> tuple[NDArray[np.int8], NDArray[np.float32]]:
    """Return whole numbers from -127 to 127 and, for each row, what to multiply them by."""
    weights = np.abs(vectors).max(axis=1, keepdims=True) / 127
    numbers = np.rint(vectors / np.where(weights == 0, 1, weights)).astype(np.int8)
    return numbers, weights[:, 0].astype(np.float32)


def export(tokenizer: Tokenizer, vectors: NDArray[np.float32], folder: Path) -> None:
    """Write the folder; a token that is not known has no direction."""
    folder.mkdir(parents=True, exist_ok=True)
    vectors = vectors.copy()
    vectors[tokenizer.token_to_id(UNKNOWN)] = 0
    numbers, weights = quantised(vectors)
    save_file({"embeddings": numbers, "weights": weights}, folder / "model.safetensors")
    tokenizer.no_padding()
    tokenizer.no_truncation()
    tokenizer.save(str(folder / "tokenizer.json"), pretty=False)
    kind = "sentence_transformers.models.StaticEmbedding"
    _write(folder / "modules.json", [{"idx": 0, "name": "0", "path": "", "type": kind}])
    _write(
        folder / "config_sentence_transformers.json",
        {"prompts": {}, "default_prompt_name": None, "similarity_fn_name": "cosine"},
    )


def _write(path: Path, value: object) -> None:
    path.write_text(json.dumps(value, indent=1) + "\n", encoding="utf-8")
