"""The encoder, on a model made here: vectors, prompts, digests, and what is refused."""

from __future__ import annotations

import json
import pickle
import shutil
import socket
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from safetensors.numpy import save_file
from tokenizers import Tokenizer
from tokenizers.models import WordLevel
from tokenizers.normalizers import Lowercase
from tokenizers.pre_tokenizers import Whitespace

from spe_search.encode import DEFAULT_ENCODER, SentenceTransformerEncoder
from spe_search.errors import EncoderMissingError

WORDS = "[UNK] requête passage femmes construction emploi retour jeunes projet formation"
TEXTS = ["femmes construction", "jeunes", "retour emploi"]


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A model's folder, as sentence-transformers saves it: one vector a word, averaged."""
    folder = tmp_path_factory.mktemp("model")
    vocabulary = {word: row for row, word in enumerate(WORDS.split())}
    tokenizer = Tokenizer(WordLevel(vocabulary, unk_token="[UNK]"))
    tokenizer.normalizer, tokenizer.pre_tokenizer = Lowercase(), Whitespace()
    tokenizer.save(str(folder / "tokenizer.json"))
    weights = np.random.default_rng(7).normal(size=(len(vocabulary), 16)).astype(np.float32)
    save_file({"embedding.weight": weights}, folder / "model.safetensors")
    kind = "sentence_transformers.models.StaticEmbedding"
    modules = [{"idx": 0, "name": "0", "path": "", "type": kind}]
    (folder / "modules.json").write_text(json.dumps(modules))
    (folder / "README.md").write_text("# Un modèle d’essai\n")
    write_prompts(folder, {"query": "", "document": ""})
    return folder


def write_prompts(folder: Path, prompts: dict[str, str]) -> None:
    config = {"prompts": prompts, "default_prompt_name": None, "similarity_fn_name": "cosine"}
    (folder / "config_sentence_transformers.json").write_text(json.dumps(config))


@pytest.fixture
def model(original: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(original, tmp_path / "modele"))


def encoder(folder: Path | str, **options: Any) -> SentenceTransformerEncoder:
    return SentenceTransformerEncoder(str(folder), device="cpu", **options)


def refused(name: Path | str, use: Callable[[SentenceTransformerEncoder], object]) -> str:
    """Check that the encoder is refused and named in both languages; return the French message."""
    with pytest.raises(EncoderMissingError) as caught:
        use(encoder(name))
    for message in (str(caught.value), caught.value.localized("en")):
        assert f"{name}" in message
        assert DEFAULT_ENCODER in message
    assert caught.value.values["problem"]
    return str(caught.value)


# ---------------------------------------------------------------- digests


def test_the_digest_says_what_the_model_is_not_where(model: Path, tmp_path: Path) -> None:
    moved = shutil.copytree(model, tmp_path / "ailleurs")
    assert encoder(model).digest == encoder(moved).digest
    assert len(encoder(model).digest) == 64
    assert encoder(model).name == str(model)
    assert encoder(model).folder == model


@pytest.mark.parametrize(
    "name",
    ["model.safetensors", "tokenizer.json", "modules.json", "config_sentence_transformers.json"],
)
def test_a_changed_file_changes_the_digest(model: Path, name: str) -> None:
    before = encoder(model).digest
    data = (model / name).read_bytes()
    (model / name).write_bytes(data[:-1] + bytes([data[-1] ^ 1]))
    assert encoder(model).digest != before


def test_a_renamed_or_added_file_changes_the_digest(model: Path) -> None:
    digests = {encoder(model).digest}
    (model / "vocab.txt").write_text("mot")
    digests.add(encoder(model).digest)
    (model / "vocab.txt").rename(model / "vocabulary.txt")
    digests.add(encoder(model).digest)
    assert len(digests) == 3


def test_what_vectors_do_not_depend_on_leaves_the_digest(model: Path) -> None:
    before = encoder(model).digest
    (model / "README.md").write_text("# Autre chose\n")
    (model / ".gitattributes").write_text("x")
    assert encoder(model).digest == before
    assert encoder(model, batch_size=1, show_progress=True).digest == before


def test_prompts_change_the_digest(model: Path) -> None:
    digests = {
        encoder(model).digest,
        encoder(model, query_prompt="requête ").digest,
        encoder(model, passage_prompt="requête ").digest,
        encoder(model, query_prompt="passage ").digest,
    }
    assert len(digests) == 4


# ---------------------------------------------------------------- vectors


def check_vectors(vectors: NDArray[np.float32], count: int) -> None:
    assert vectors.shape == (count, 16)
    assert vectors.dtype == np.float32
    assert vectors.flags["C_CONTIGUOUS"]
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)


@pytest.mark.slow
def test_vectors_are_float32_of_unit_norm(model: Path) -> None:
    tiny = encoder(model)
    assert tiny.dimension == 16
    check_vectors(tiny.encode_queries(TEXTS), 3)
    check_vectors(tiny.encode_passages(TEXTS * 40), 120)
    check_vectors(tiny.encode_passages(TEXTS[:1]), 1)


@pytest.mark.slow
def test_a_text_has_one_vector_wherever_it_stands(model: Path) -> None:
    whole = encoder(model, batch_size=2).encode_passages(TEXTS)
    for text, vector in zip(TEXTS, whole, strict=True):
        np.testing.assert_allclose(encoder(model).encode_passages([text])[0], vector, atol=1e-6)
    same = whole @ encoder(model).encode_queries(["emploi retour"])[0]
    assert int(np.argmax(same)) == 2
    assert same[2] == pytest.approx(1, abs=1e-5)


@pytest.mark.slow
def test_prompts_are_put_before_texts(model: Path) -> None:
    plain = encoder(model)
    prompted = encoder(model, query_prompt="requête ", passage_prompt="passage ")
    np.testing.assert_allclose(
        prompted.encode_queries(["femmes"]), plain.encode_queries(["requête femmes"]), atol=1e-6
    )
    np.testing.assert_allclose(
        prompted.encode_passages(["femmes"]), plain.encode_passages(["passage femmes"]), atol=1e-6
    )
    assert not np.allclose(prompted.encode_queries(["femmes"]), plain.encode_queries(["femmes"]))


@pytest.mark.slow
def test_a_model_may_bring_its_own_prompts(model: Path) -> None:
    plain = encoder(model).encode_queries(["requête femmes", "passage femmes", "projet femmes"])
    write_prompts(model, {"query": "requête ", "document": "passage "})
    own = encoder(model)
    np.testing.assert_allclose(own.encode_queries(["femmes"])[0], plain[0], atol=1e-6)
    np.testing.assert_allclose(own.encode_passages(["femmes"])[0], plain[1], atol=1e-6)
    given = encoder(model, query_prompt="projet ")
    np.testing.assert_allclose(given.encode_queries(["femmes"])[0], plain[2], atol=1e-6)


@pytest.mark.slow
def test_the_default_encoder_is_here_and_tells_meanings_apart() -> None:
    default = SentenceTransformerEncoder(device="cpu")
    assert default.name == DEFAULT_ENCODER
    passages = default.encode_passages(["women in construction trades", "the price of apples"])
    assert passages.shape == (2, default.dimension) == (2, 384)
    np.testing.assert_allclose(np.linalg.norm(passages, axis=1), 1, atol=1e-5)
    near, far = passages @ default.encode_queries(["female builders"])[0]
    assert near > far + 0.2


# ---------------------------------------------------------------- what is refused


@pytest.fixture
def offline(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Cut the network, and give the hub an empty cache; return the cache's folder."""

    def refuse(*args: object) -> None:
        raise OSError("no network in this test")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_OFFLINE", True)
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_CACHE", str(tmp_path / "hub"))
    return tmp_path / "hub"


def read_digest(encoder: SentenceTransformerEncoder) -> object:
    return encoder.digest


def encode(encoder: SentenceTransformerEncoder) -> object:
    return encoder.encode_queries(["emploi"])


@pytest.mark.parametrize(
    "name",
    ["nulle/part", "nulle-part", "/nulle/part/du/tout", "../mo dele", "a/b/c/d", "é", ""],
)
@pytest.mark.parametrize("use", [read_digest, encode])
@pytest.mark.usefixtures("offline")
def test_a_model_that_is_nowhere(
    name: str,
    use: Callable[[SentenceTransformerEncoder], object],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    refused(name, use)


@pytest.mark.usefixtures("offline")
def test_a_file_for_a_folder(tmp_path: Path) -> None:
    path = tmp_path / "modele.bin"
    path.write_bytes(b"x")
    refused(path, read_digest)


@pytest.mark.parametrize(
    "left", [(), ("README.md",), ("tokenizer.json", "model.safetensors")], ids=str
)
def test_a_folder_that_is_no_model(model: Path, left: tuple[str, ...]) -> None:
    for path in model.iterdir():
        if path.name not in left:
            path.unlink()
    assert "modules.json" in refused(model, read_digest)


@pytest.mark.slow
@pytest.mark.parametrize("name", ["model.safetensors", "tokenizer.json"])
def test_a_folder_copied_by_half(model: Path, name: str) -> None:
    (model / name).unlink()
    refused(model, encode)


@pytest.mark.slow
@pytest.mark.parametrize("name", ["model.safetensors", "tokenizer.json", "modules.json"])
def test_a_file_cut_short(model: Path, name: str) -> None:
    data = (model / name).read_bytes()
    (model / name).write_bytes(data[: len(data) // 2])
    refused(model, encode)


class Trap:
    """Unpickling it fails the test."""

    def __reduce__(self) -> tuple[Callable[[str], None], tuple[str]]:
        return pytest.fail, ("a pickle was read",)


@pytest.mark.parametrize("suffix", ["bin", "pkl", "pt", "ckpt"])
@pytest.mark.parametrize("use", [read_digest, encode])
def test_a_model_that_is_only_a_pickle(
    model: Path, suffix: str, use: Callable[[SentenceTransformerEncoder], object]
) -> None:
    (model / "model.safetensors").unlink()
    name = f"pytorch_model.{suffix}"
    (model / name).write_bytes(pickle.dumps(Trap()))
    assert name in refused(model, use)


# ---------------------------------------------------------------- the hub's cache


def test_a_downloaded_model_is_found_without_the_network(model: Path, offline: Path) -> None:
    commit = "a" * 40
    repository = offline / "models--org--modele"
    (repository / "refs").mkdir(parents=True)
    (repository / "refs" / "main").write_text(commit)
    shutil.copytree(model, repository / "snapshots" / commit)
    found = encoder("org/modele")
    assert found.folder == repository / "snapshots" / commit
    assert found.name == "org/modele"
    assert found.digest == encoder(model).digest
