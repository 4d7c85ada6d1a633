"""Text to vectors: the encoder that the package carries, or any sentence-transformers model.

The default is a table of one vector a token, made by ``training/``; it needs numpy and a tokenizer,
and is ready in a tenth of a second. Another model is loaded by sentence-transformers, which takes
seconds to import and so is imported only then.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from spe_search.encode.folder import DEFAULT_ENCODER, model_folder
from spe_search.encode.static import StaticEncoder, is_static
from spe_search.encode.transformer import SentenceTransformerEncoder

if TYPE_CHECKING:
    from spe_search.types import Encoder

__all__ = ["DEFAULT_ENCODER", "SentenceTransformerEncoder", "StaticEncoder", "encoder_of"]


def encoder_of(
    name: str | Path = DEFAULT_ENCODER,
    *,
    query_prompt: str = "",
    passage_prompt: str = "",
    device: str | None = None,
    batch_size: int = 32,
    show_progress: bool = False,
) -> Encoder:
    """Return the encoder that a name stands for; its weights are read at the first text.

    Args:
        name: :data:`DEFAULT_ENCODER`, a model's folder, or the name of a hub model. The hub is
            asked only when the model is neither embedded nor already downloaded.
        query_prompt: what is put before each query ("query: "); empty leaves it to the model's own
            configuration, which mostly knows.
        passage_prompt: what is put before each passage; empty likewise.
        device: "cpu", "cuda"…, for a model that sentence-transformers runs; it chooses when it is
            ``None``.
        batch_size: texts that such a model encodes at once.
        show_progress: whether it shows a bar while it encodes passages.

    Raises:
        EncoderMissingError: there is no such model, or its folder is not whole.
    """
    name = str(name)
    folder = model_folder(name)
    if is_static(folder):
        return StaticEncoder(
            folder, name=name, query_prompt=query_prompt, passage_prompt=passage_prompt
        )
    return SentenceTransformerEncoder(
        folder,
        name=name,
        query_prompt=query_prompt,
        passage_prompt=passage_prompt,
        device=device,
        batch_size=batch_size,
        show_progress=show_progress,
    )
