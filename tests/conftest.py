"""What tests share: golden files, a deterministic encoder, the real report and its index."""

from __future__ import annotations

import hashlib
import re
import shutil
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest
from numpy.typing import NDArray

from spe_search.build import build_index
from spe_search.corpus import parse_report, read_reports
from spe_search.engine import SearchEngine
from spe_search.french import fold
from spe_search.types import Document, Encoder

if TYPE_CHECKING:
    from spe_search.types import Vectors

TESTS = Path(__file__).parent
CORPUS = TESTS.parent / "corpus"
GOLDEN = TESTS / "golden"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update-golden",
        action="store_true",
        help="write the golden files instead of comparing with them; read what changed",
    )


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[str, str], None]:
    """Compare a text with ``tests/golden/<name>``, or write it there under ``--update-golden``."""

    def check(name: str, text: str) -> None:
        path = GOLDEN / name
        if request.config.getoption("--update-golden"):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="")
            return
        assert path.is_file(), f"tests/golden/{name} is missing: run pytest --update-golden"
        with path.open(encoding="utf-8", newline="") as file:
            expected = file.read()
        # Lists of lines make pytest show which lines differ.
        assert text.splitlines() == expected.splitlines()
        assert text == expected, "only line ends differ"

    return check


# ---------------------------------------------------------------- the encoder


class FakeEncoder:
    """Each word's stem has a direction of its own: only texts that share words lie near each other.

    It depends on nothing but the text, so it gives the same vectors on every machine and in every
    process. ``encoded`` holds the passages it was asked for, in order.
    """

    dimension = 512

    def __init__(self, name: str = "fake", digest: str = "fake-digest") -> None:
        self.name = name
        self.digest = digest
        self.encoded: list[str] = []

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        return self._encode(texts)

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        self.encoded.extend(texts)
        return self._encode(texts)

    def _encode(self, texts: Sequence[str]) -> Vectors:
        vectors = np.zeros((len(texts), self.dimension), dtype=np.float32)
        for vector, text in zip(vectors, texts, strict=True):
            vector += sum(map(_direction, re.findall(r"[^\W_]{4,}", fold(text)) or [fold(text)]))
            vector /= np.linalg.norm(vector)
        return vectors


@cache
def _direction(word: str) -> NDArray[np.float64]:
    digest = hashlib.sha256(word[:6].encode()).digest()
    seed = int.from_bytes(digest[:8], "big")
    return np.random.default_rng(seed).normal(size=FakeEncoder.dimension)


@pytest.fixture(scope="session")
def make_encoder() -> type[FakeEncoder]:
    """The class itself: ``make_encoder()``, or ``make_encoder(digest="another")``."""
    return FakeEncoder


@pytest.fixture
def encoder() -> FakeEncoder:
    return FakeEncoder()


# ---------------------------------------------------------------- the real report


@pytest.fixture
def report_folder(tmp_path: Path) -> Path:
    """A corpus of one's own that holds the real report."""
    folder = tmp_path / "corpus"
    shutil.copytree(CORPUS, folder)
    return folder


@pytest.fixture(scope="session")
def real_document() -> Document:
    return next(
        parse_report(report)
        for report in read_reports(CORPUS)
        if report.path.stem == "bilan-spe-2023-2024"
    )


@pytest.fixture(scope="session")
def built_index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The index of the real corpus. It is shared: tests that change it take ``index_copy``."""
    index = tmp_path_factory.mktemp("built") / "index"
    build_index(CORPUS, index, FakeEncoder())
    return index


@pytest.fixture
def index_copy(built_index: Path, tmp_path: Path) -> Path:
    """The same index, free to be damaged."""
    copy = tmp_path / "index"
    shutil.copytree(built_index, copy)
    return copy


@pytest.fixture(scope="session")
def engine(built_index: Path) -> SearchEngine:
    fake: Encoder = FakeEncoder()
    return SearchEngine.open(built_index, fake)


# ---------------------------------------------------------------- small reports of one's own

DESCRIPTION = {
    "id": "essai",
    "title": "Bilan d’essai",
    "publisher": "Ministère de l’Essai",
    "year": "2024-2025",
    "language": "fr",
    "layout": "bilan",
    "source": "Écrit pour les tests",
    "licence": "Libre",
}

SMALL_REPORT = """INTRODUCTION

Le présent bilan rend compte des services offerts aux personnes et aux entreprises.

Initiatives ayant permis de soutenir les employeurs

ESTRIE

Le jardin des compétences

Sommaire : Des ateliers de jumelage ont réuni des entreprises et des personnes sans emploi.

Partenaires : Cégep de Sherbrooke, Carrefour jeunesse-emploi.

Résultats : 42 personnes ont trouvé un emploi.
"""


@pytest.fixture
def write_report(tmp_path: Path) -> Callable[..., Path]:
    """Write a report (``name.txt`` and ``name.toml``) into a corpus; return the corpus folder.

    Keyword arguments replace the description's values; ``None`` leaves the key out.
    """

    def write(name: str = "essai", text: str | bytes = SMALL_REPORT, **values: str | None) -> Path:
        folder = tmp_path / "corpus"
        folder.mkdir(exist_ok=True)
        data = text if isinstance(text, bytes) else text.encode()
        (folder / f"{name}.txt").write_bytes(data)
        described = {k: v for k, v in (DESCRIPTION | values).items() if v is not None}
        lines = [f'{key} = "{value}"\n' for key, value in described.items()]
        (folder / f"{name}.toml").write_text("".join(lines), encoding="utf-8")
        return folder

    return write
