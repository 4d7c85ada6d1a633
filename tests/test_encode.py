"""Encoders, on models made here: vectors, prompts, digests, and what is refused."""

from __future__ import annotations

import json
import pickle
import shutil
import socket
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from safetensors.numpy import save_file
from tokenizers import Tokenizer
from tokenizers.models import WordLevel
from tokenizers.normalizers import Lowercase
from tokenizers.pre_tokenizers import Whitespace

from spe_search.encode import (
    DEFAULT_ENCODER,
    SentenceTransformerEncoder,
    StaticEncoder,
    encoder_of,
)
from spe_search.encode.folder import model_folder
from spe_search.errors import EncoderMissingError
from spe_search.types import Document, Encoder

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


def table(name: Path | str, **options: Any) -> Encoder:
    return StaticEncoder(model_folder(str(name)), name=str(name), **options)


def transformer(name: Path | str, **options: Any) -> Encoder:
    folder = model_folder(str(name))
    return SentenceTransformerEncoder(folder, name=str(name), device="cpu", **options)


Kind = Callable[..., Encoder]
both_kinds = pytest.mark.parametrize(
    "kind", [table, pytest.param(transformer, marks=pytest.mark.slow)]
)


def refused(name: Path | str, use: Callable[[Encoder], object], kind: Kind = encoder_of) -> str:
    """Check that the encoder is refused and named in both languages; return the French message."""
    with pytest.raises(EncoderMissingError) as caught:
        use(kind(name))
    for message in (str(caught.value), caught.value.localized("en")):
        assert f"{name}" in message
        assert DEFAULT_ENCODER in message
    assert caught.value.values["problem"]
    return str(caught.value)


# ---------------------------------------------------------------- digests


def test_the_digest_says_what_the_model_is_not_where(model: Path, tmp_path: Path) -> None:
    moved = shutil.copytree(model, tmp_path / "ailleurs")
    assert encoder_of(model).digest == encoder_of(moved).digest
    assert len(encoder_of(model).digest) == 64
    assert encoder_of(model).name == str(model)
    assert model_folder(str(model)) == model


@pytest.mark.parametrize(
    "name",
    ["model.safetensors", "tokenizer.json", "modules.json", "config_sentence_transformers.json"],
)
def test_a_changed_file_changes_the_digest(model: Path, name: str) -> None:
    before = encoder_of(model).digest
    data = (model / name).read_bytes()
    (model / name).write_bytes(data[:-1] + bytes([data[-1] ^ 1]))
    assert encoder_of(model).digest != before


def test_a_renamed_or_added_file_changes_the_digest(model: Path) -> None:
    digests = {encoder_of(model).digest}
    (model / "vocab.txt").write_text("mot")
    digests.add(encoder_of(model).digest)
    (model / "vocab.txt").rename(model / "vocabulary.txt")
    digests.add(encoder_of(model).digest)
    assert len(digests) == 3


def test_what_vectors_do_not_depend_on_leaves_the_digest(model: Path) -> None:
    before = encoder_of(model).digest
    (model / "README.md").write_text("# Autre chose\n")
    (model / ".gitattributes").write_text("x")
    assert encoder_of(model).digest == before
    assert encoder_of(model, batch_size=1, show_progress=True).digest == before


def test_prompts_change_the_digest(model: Path) -> None:
    digests = {
        encoder_of(model).digest,
        encoder_of(model, query_prompt="requête ").digest,
        encoder_of(model, passage_prompt="requête ").digest,
        encoder_of(model, query_prompt="passage ").digest,
    }
    assert len(digests) == 4


# ---------------------------------------------------------------- vectors


def check_vectors(vectors: NDArray[np.float32], count: int) -> None:
    assert vectors.shape == (count, 16)
    assert vectors.dtype == np.float32
    assert vectors.flags["C_CONTIGUOUS"]
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)


@both_kinds
def test_vectors_are_float32_of_unit_norm(model: Path, kind: Kind) -> None:
    tiny = kind(model)
    assert tiny.dimension == 16
    check_vectors(tiny.encode_queries(TEXTS), 3)
    check_vectors(tiny.encode_passages(TEXTS * 40), 120)
    check_vectors(tiny.encode_passages(TEXTS[:1]), 1)


@both_kinds
def test_a_text_has_one_vector_wherever_it_stands(model: Path, kind: Kind) -> None:
    whole = kind(model).encode_passages(TEXTS)
    for text, vector in zip(TEXTS, whole, strict=True):
        np.testing.assert_allclose(kind(model).encode_passages([text])[0], vector, atol=1e-6)
    same = whole @ kind(model).encode_queries(["emploi retour"])[0]
    assert int(np.argmax(same)) == 2
    assert same[2] == pytest.approx(1, abs=1e-5)


@both_kinds
def test_prompts_are_put_before_texts(model: Path, kind: Kind) -> None:
    plain = kind(model)
    prompted = kind(model, query_prompt="requête ", passage_prompt="passage ")
    np.testing.assert_allclose(
        prompted.encode_queries(["femmes"]), plain.encode_queries(["requête femmes"]), atol=1e-6
    )
    np.testing.assert_allclose(
        prompted.encode_passages(["femmes"]), plain.encode_passages(["passage femmes"]), atol=1e-6
    )
    assert not np.allclose(prompted.encode_queries(["femmes"]), plain.encode_queries(["femmes"]))


@both_kinds
def test_a_model_may_bring_its_own_prompts(model: Path, kind: Kind) -> None:
    plain = kind(model).encode_queries(["requête femmes", "passage femmes", "projet femmes"])
    write_prompts(model, {"query": "requête ", "document": "passage "})
    own = kind(model)
    np.testing.assert_allclose(own.encode_queries(["femmes"])[0], plain[0], atol=1e-6)
    np.testing.assert_allclose(own.encode_passages(["femmes"])[0], plain[1], atol=1e-6)
    given = kind(model, query_prompt="projet ")
    np.testing.assert_allclose(given.encode_queries(["femmes"])[0], plain[2], atol=1e-6)


def test_the_default_encoder_is_here_and_tells_meanings_apart() -> None:
    default = encoder_of()
    assert default.name == DEFAULT_ENCODER
    passages = default.encode_passages(
        ["Des femmes découvrent les métiers de la construction.", "Le prix des pommes a monté."]
    )
    assert passages.shape == (2, default.dimension)
    np.testing.assert_allclose(np.linalg.norm(passages, axis=1), 1, atol=1e-5)
    for query in ("travailleuses du bâtiment", "female builders"):
        near, far = passages @ default.encode_queries([query])[0]
        assert near > far + 0.1


def as_whole_numbers(model: Path) -> None:
    """Rewrite a model's table as one byte a number, a weight a token, and rows that are shared."""
    random = np.random.default_rng(3)
    arrays = {
        "embeddings": random.integers(-127, 128, (5, 16), dtype=np.int8),
        "weights": random.random(len(WORDS.split()), dtype=np.float32),
        "mapping": random.integers(0, 5, len(WORDS.split())),
    }
    save_file(arrays, model / "model.safetensors")


@pytest.mark.slow
@pytest.mark.parametrize("change", [lambda model: None, as_whole_numbers], ids=["floats", "bytes"])
def test_a_table_says_what_sentence_transformers_says(
    model: Path, change: Callable[[Path], None]
) -> None:
    change(model)
    texts = [*TEXTS, "femmes", "femmes femmes projet inconnu"]
    said = transformer(model).encode_passages(texts)
    np.testing.assert_allclose(table(model).encode_passages(texts), said, atol=1e-4)


@pytest.mark.slow
def test_the_default_says_what_sentence_transformers_says(real_document: Document) -> None:
    folder = model_folder(DEFAULT_ENCODER)
    texts = [line for line in real_document.source.splitlines() if line.strip()]
    said = transformer(folder).encode_passages(texts)
    np.testing.assert_allclose(table(folder).encode_passages(texts), said, atol=1e-4)


@both_kinds
def test_a_text_without_a_known_token_has_a_vector(model: Path, kind: Kind) -> None:
    weights = np.random.default_rng(7).normal(size=(len(WORDS.split()), 16)).astype(np.float32)
    weights[0] = 0  # the unknown token's
    save_file({"embedding.weight": weights}, model / "model.safetensors")
    vectors = kind(model).encode_queries(["", "zzz", "emploi", "zzz yyy"])
    check_vectors(vectors, 4)
    np.testing.assert_array_equal(vectors[[0, 1, 3]], np.eye(16, dtype=np.float32)[[0, 0, 0]])


@pytest.mark.parametrize("text", ["", " ", "☃ 𓀀 ☃", "中文", "\x00\x07"], ids=ascii)
def test_the_default_takes_any_text(text: str) -> None:
    vectors = _default().encode_queries([text, "emploi", text])
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)
    np.testing.assert_array_equal(vectors[0], vectors[2])


def test_more_texts_than_a_block(monkeypatch: pytest.MonkeyPatch) -> None:
    default = _default()
    texts = [f"mesure {n} emploi" for n in range(110)]
    whole = default.encode_passages(texts)
    monkeypatch.setattr("spe_search.encode.static._BLOCK", 20)
    np.testing.assert_allclose(default.encode_passages(texts), whole, atol=1e-6)
    assert default.encode_passages([]).shape == (0, default.dimension)
    assert default.encode_queries([]).shape == (0, default.dimension)


@settings(max_examples=200, deadline=None)
@given(st.lists(st.text(max_size=40) | st.sampled_from(TEXTS), max_size=5))
def test_many_texts_are_encoded_as_one_is(texts: list[str]) -> None:
    default = _default()
    np.testing.assert_allclose(
        default.encode_passages(texts), default.encode_queries(texts), atol=1e-5
    )


@cache
def _default() -> Encoder:
    return encoder_of()


@pytest.mark.slow
def test_any_other_model_is_left_to_sentence_transformers(tmp_path: Path) -> None:
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import Pooling, Transformer
    from transformers import BertConfig, BertModel, BertTokenizerFast

    vocabulary = tmp_path / "vocab.txt"
    marks = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]
    vocabulary.write_text("\n".join([*marks, *WORDS.lower().split()[1:]]))
    BertTokenizerFast(str(vocabulary)).save_pretrained(tmp_path / "bert")
    size = {"hidden_size": 16, "num_hidden_layers": 1, "num_attention_heads": 2}
    config = BertConfig(vocab_size=16, intermediate_size=16, max_position_embeddings=32, **size)
    BertModel(config).save_pretrained(tmp_path / "bert")
    body = Transformer(str(tmp_path / "bert"))
    SentenceTransformer(modules=[body, Pooling(16)]).save(str(tmp_path / "modele"))

    found = encoder_of(tmp_path / "modele", query_prompt="requête ", device="cpu")
    assert isinstance(found, SentenceTransformerEncoder)
    check_vectors(found.encode_passages(TEXTS), 3)
    plain = encoder_of(tmp_path / "modele", device="cpu")
    np.testing.assert_allclose(
        found.encode_queries(["femmes"]), plain.encode_queries(["requête femmes"]), atol=1e-5
    )


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


def read_digest(encoder: Encoder) -> object:
    return encoder.digest


def encode(encoder: Encoder) -> object:
    return encoder.encode_queries(["emploi"])


@pytest.mark.parametrize(
    "name",
    ["nulle/part", "nulle-part", "/nulle/part/du/tout", "../mo dele", "a/b/c/d", "é", ""],
)
@pytest.mark.parametrize("use", [read_digest, encode])
@pytest.mark.usefixtures("offline")
def test_a_model_that_is_nowhere(
    name: str,
    use: Callable[[Encoder], object],
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


@both_kinds
@pytest.mark.parametrize("name", ["model.safetensors", "tokenizer.json"])
def test_a_folder_copied_by_half(model: Path, name: str, kind: Kind) -> None:
    (model / name).unlink()
    refused(model, encode, kind)


@both_kinds
@pytest.mark.parametrize("name", ["model.safetensors", "tokenizer.json"])
def test_a_file_cut_short(model: Path, name: str, kind: Kind) -> None:
    data = (model / name).read_bytes()
    (model / name).write_bytes(data[: len(data) // 2])
    refused(model, encode, kind)


@pytest.mark.slow
@pytest.mark.parametrize("data", [b"", b"[", b"[]", b"{}", b'[{"type": 3}]'], ids=repr)
def test_a_list_of_modules_that_is_none(model: Path, data: bytes) -> None:
    (model / "modules.json").write_bytes(data)
    refused(model, encode)


def test_a_configuration_that_is_none(model: Path) -> None:
    (model / "config_sentence_transformers.json").write_text("{")
    refused(model, encode)


def test_more_tokens_than_vectors(model: Path) -> None:
    save_file({"embedding.weight": np.ones((4, 16), np.float32)}, model / "model.safetensors")
    assert "4" in refused(model, encode)


def test_another_table_altogether(model: Path) -> None:
    save_file({"poids": np.ones((4, 16), np.float32)}, model / "model.safetensors")
    assert "embeddings" in refused(model, encode)


class Trap:
    """Unpickling it fails the test."""

    def __reduce__(self) -> tuple[Callable[[str], None], tuple[str]]:
        return pytest.fail, ("a pickle was read",)


@pytest.mark.parametrize("suffix", ["bin", "pkl", "pt", "ckpt"])
@pytest.mark.parametrize("use", [read_digest, encode])
def test_a_model_that_is_only_a_pickle(
    model: Path, suffix: str, use: Callable[[Encoder], object]
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
    found = encoder_of("org/modele")
    assert found.folder == repository / "snapshots" / commit
    assert found.name == "org/modele"
    assert found.digest == encoder_of(model).digest
