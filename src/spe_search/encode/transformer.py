"""Text to vectors, by any sentence-transformers model that lies on this machine.

The library takes seconds to import, so it is imported when the first text is encoded, not before:
opening an index, checking it and answering ``--help`` never wait for it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from spe_search.encode.folder import digest_of, refused

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

    from spe_search.types import Vectors


class SentenceTransformerEncoder:
    """Any sentence-transformers model; see :func:`spe_search.encode.encoder_of`."""

    def __init__(
        self,
        folder: Path,
        *,
        name: str = "",
        query_prompt: str = "",
        passage_prompt: str = "",
        device: str | None = None,
        batch_size: int = 32,
        show_progress: bool = False,
    ) -> None:
        self.folder, self.name = folder, name or str(folder)
        self.query_prompt, self.passage_prompt = query_prompt, passage_prompt
        self._device, self._batch_size, self._show_progress = device, batch_size, show_progress

    @cached_property
    def digest(self) -> str:
        """SHA-256 (hex) of the model's files and of the prompts: what its vectors depend on."""
        return digest_of(self.folder, (self.query_prompt, self.passage_prompt))

    @cached_property
    def dimension(self) -> int:
        """The length of a vector."""
        return int(self.encode_queries([""]).shape[1])

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        """Return one vector a query: float32, ``(len(texts), dimension)``, unit norm."""
        return self._encode(self._model.encode_query, texts, self.query_prompt)

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        """Return one vector a passage: float32, ``(len(texts), dimension)``, unit norm."""
        encode = self._model.encode_document
        return self._encode(encode, texts, self.passage_prompt, self._show_progress)

    @cached_property
    def _model(self) -> SentenceTransformer:
        from sentence_transformers import SentenceTransformer
        from transformers.utils import logging

        # Its bar would show a second's work on every command.
        logging.disable_progress_bar()  # type: ignore[no-untyped-call]
        try:
            return SentenceTransformer(
                str(self.folder),
                device=self._device,
                local_files_only=True,
                trust_remote_code=False,
            )
        except Exception as error:  # the library raises whatever its parts raise
            raise refused(self.name, error) from error

    def _encode(
        self,
        encode: Callable[..., Any],
        texts: Sequence[str],
        prompt: str,
        show_progress: bool = False,
    ) -> Vectors:
        import numpy as np

        vectors = encode(
            list(texts),
            prompt=prompt or None,
            batch_size=self._batch_size,
            show_progress_bar=show_progress,
            convert_to_numpy=True,
            normalize_embeddings=True,
        )
        vectors = np.array(vectors, dtype=np.float32)
        # A text without a single known token has no direction; it is given one, the same for all.
        vectors[~vectors.any(axis=1), 0] = 1.0
        return vectors
