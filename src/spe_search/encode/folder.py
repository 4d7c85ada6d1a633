"""A model's folder: where it is, what identifies it, and what is refused unread."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Final

from spe_search.errors import EncoderMissingError

DEFAULT_ENCODER: Final = "spe-fr-en-1"
"""The bilingual encoder that lies in this package; ``docs/encoder.md`` is its card."""

MODULES: Final = "modules.json"
CONFIGURATION: Final = "config_sentence_transformers.json"

_EMBEDDED = Path(__file__).with_name(DEFAULT_ENCODER)
_UNSAFE_SUFFIXES = (".bin", ".pkl", ".pickle", ".pt", ".pth", ".ckpt")
_BLOCK = 1 << 20


def model_folder(name: str) -> Path:
    """Return where the model of a name lies.

    Raises:
        EncoderMissingError: nowhere; or its folder is none of a model; or it holds a pickle.
    """
    if name == DEFAULT_ENCODER:
        return _EMBEDDED
    folder = Path(name).expanduser()
    if not folder.is_dir():
        folder = _hub_folder(name)
    if not (folder / MODULES).is_file() and not (folder / "config.json").is_file():
        raise refused(name, FileNotFoundError(f"{folder}/{MODULES}"))
    if unsafe := _unsafe_file(folder):
        # Such a file may run code when it is read.
        raise refused(name, ValueError(f"{unsafe}: pickle"))
    return folder


def digest_of(folder: Path, prompts: Iterable[str]) -> str:
    """Return the SHA-256 (hex) of a model's files and prompts: what its vectors depend on."""
    whole = hashlib.sha256("".join(f"{prompt}\0" for prompt in prompts).encode())
    for path in sorted(p for p in folder.rglob("*") if _counts(p)):
        whole.update(path.relative_to(folder).as_posix().encode())
        with path.open("rb") as file:
            while block := file.read(_BLOCK):
                whole.update(block)
    return whole.hexdigest()


def own_prompts(folder: Path) -> Mapping[str, str]:
    """Return the prompts that a model's configuration gives, by their names."""
    path = folder / CONFIGURATION
    configuration: dict[str, Any] = json.loads(path.read_bytes()) if path.is_file() else {}
    return {key: text for key, text in (configuration.get("prompts") or {}).items() if text}


def refused(name: str, error: Exception) -> EncoderMissingError:
    """Return the error that says why a model cannot be used."""
    problem = str(error).strip().split("\n")[0] or type(error).__name__
    return EncoderMissingError(value=name, problem=problem, default=DEFAULT_ENCODER)


def _hub_folder(name: str) -> Path:
    from huggingface_hub import snapshot_download

    for offline in (True, False):
        try:
            return Path(snapshot_download(name, local_files_only=offline))
        except Exception as error:  # offline: not cached; online: no network, no such model…
            last = error
    raise refused(name, last) from last


def _unsafe_file(folder: Path) -> Path | None:
    """Return a file of weights that is pickled and has no safe twin to be read in its stead."""
    unsafe = (p for p in folder.rglob("*") if p.suffix in _UNSAFE_SUFFIXES)
    return next((p for p in unsafe if not any(p.parent.glob("*.safetensors"))), None)


def _counts(path: Path) -> bool:
    return path.is_file() and path.suffix not in (".md", ".py", ".pyc") and path.name[0] != "."
