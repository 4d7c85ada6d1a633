"""Looking at an installation: what is there, what is not, and the next command."""

from __future__ import annotations

import platform
from collections.abc import Callable
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from spe_search.build import is_stale
from spe_search.corpus import parse_report, read_reports
from spe_search.engine import SearchEngine, encoder_made_with
from spe_search.errors import IndexStaleError, SpeSearchError
from spe_search.i18n import translator
from spe_search.index import Index
from spe_search.types import Lang

_PACKAGES = ("sentence-transformers", "torch", "faiss-cpu", "streamlit")


@dataclass(frozen=True, slots=True)
class Check:
    """One thing looked at: its name, whether it is well, and what was seen."""

    name: str
    passed: bool
    detail: str

    def as_dict(self) -> dict[str, object]:
        """Return the check as plain values."""
        return {"name": self.name, "passed": self.passed, "detail": self.detail}


def examine(corpus: Path, index: Path, lang: Lang) -> tuple[Check, ...]:
    """Check an installation from its programs to its model; no check stops the others."""
    _ = translator(lang)
    looks: tuple[tuple[str, Callable[[], str]], ...] = (
        (_("programs"), _programs),
        (_("corpus"), lambda: _corpus(corpus, lang)),
        (_("index"), lambda: _index(index, lang)),
        (_("freshness"), lambda: _freshness(corpus, index, lang)),
        (_("model"), lambda: _model(index)),
    )
    return tuple(_check(name, look, lang) for name, look in looks)


def _check(name: str, look: Callable[[], str], lang: Lang) -> Check:
    try:
        return Check(name, True, look())
    except SpeSearchError as error:
        return Check(name, False, error.localized(lang))


def _programs() -> str:
    found = [f"{name} {version(name)}" for name in ("spe-search", *_PACKAGES)]
    return ", ".join([f"Python {platform.python_version()}", *found])


def _corpus(corpus: Path, lang: Lang) -> str:
    documents = [parse_report(report) for report in read_reports(corpus)]
    _ = translator(lang)
    text = _("reports: {reports}; pages: {pages}; initiatives and stories: {initiatives}")
    return text.format(
        reports=len(documents),
        pages=sum(len(document.pages) for document in documents),
        initiatives=sum(len(document.initiatives) for document in documents),
    )


def _index(index: Path, lang: Lang) -> str:
    manifest = Index(index, thorough=True).manifest
    _ = translator(lang)
    text = _("{passages} passages, built {date}; every file matches its digest")
    return text.format(passages=manifest.passages, date=manifest.built_at)


def _freshness(corpus: Path, index: Path, lang: Lang) -> str:
    if is_stale(corpus, index, encoder_made_with(Index(index).manifest)):
        raise IndexStaleError(path=index)
    _ = translator(lang)
    return _("the index matches the corpus")


def _model(index: Path) -> str:
    encoder = SearchEngine.open(index).encoder
    return f"{encoder.name} ({encoder.digest[:12]})"
