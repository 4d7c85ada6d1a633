"""What the app keeps between its runs: the opened engine, and the answers it gave.

A new generation of the index is picked up at the next run, without a restart. Nothing cached here
is ever changed: hits, passages and manifests are frozen.
"""

from __future__ import annotations

import logging
import os
import threading
import time
from dataclasses import dataclass
from pathlib import Path

import streamlit as st

from spe_search import Answer, Filters, SearchEngine, SpeSearchError

FILTERS = ("region", "theme", "kind", "year", "document")
_LOOK_AGAIN = 60.0  # seconds

log = logging.getLogger("spe_search.app")


@dataclass(frozen=True)
class Opened:
    """An engine, which index and generation it reads, and the thread that loads its model."""

    engine: SearchEngine
    key: tuple[str, str]
    warming: threading.Thread


@dataclass(frozen=True, slots=True)
class Answered:
    """An answer, the query as it was searched, and how long that took the first time (ms)."""

    answer: Answer
    searched: str
    took_ms: float


def index_path() -> Path:
    """Return the index's folder: ``SPE_SEARCH_INDEX``, or "index"."""
    return Path(os.environ.get("SPE_SEARCH_INDEX") or "index")


def opened() -> Opened:
    """Return the engine of the generation that serves now.

    Raises:
        IndexError: there is no index, or it cannot be trusted.
    """
    path = index_path()
    try:
        generation = (path / "current").read_text(encoding="utf-8").strip()
    except (OSError, ValueError):
        generation = ""  # the engine says what is wrong
    return _open(str(path), generation)


@st.cache_resource(show_spinner=False, max_entries=2)
def _open(path: str, generation: str) -> Opened:
    """Open an index, and start loading its model: that takes seconds, the page takes none."""
    engine = SearchEngine.open(path)

    def warm() -> None:
        try:
            engine.encoder.encode_queries(["emploi"])
        except Exception:  # the first search meets it again, where a reader can be told
            log.warning("the model could not be loaded ahead of the first search", exc_info=True)

    warming = threading.Thread(target=warm, name="warm", daemon=True)
    warming.start()
    return Opened(engine, (path, generation), warming)


def is_stale(ready: Opened) -> bool:
    """Tell whether the reports or the program have changed since the index was built.

    It is looked at again every minute, and is unknown, hence false, until the model is loaded, and
    where the reports (``SPE_SEARCH_CORPUS``, or "corpus") are not on this machine.
    """
    corpus = Path(os.environ.get("SPE_SEARCH_CORPUS") or "corpus")
    if ready.warming.is_alive() or not corpus.is_dir():
        return False
    return _is_stale(ready, ready.key, str(corpus))


@st.cache_data(show_spinner=False, ttl=_LOOK_AGAIN, max_entries=4)
def _is_stale(_ready: Opened, key: tuple[str, str], corpus: str) -> bool:
    from spe_search.build import is_stale

    try:
        return is_stale(Path(corpus), Path(key[0]), _ready.engine.encoder)
    except SpeSearchError as error:
        log.warning("the reports cannot be compared with the index: %s", error)
        return False


def answer(
    ready: Opened, query: str, top_k: int, filters: tuple[str, ...], exact: bool
) -> Answered:
    """Ask the engine, once for a query, a number of hits and values of :data:`FILTERS`.

    Its misspelt words are mended first unless ``exact``.
    """
    return _answer(ready, ready.key, query, top_k, filters, exact)


@st.cache_resource(show_spinner=False, ttl=3600, max_entries=200)
def _answer(
    _ready: Opened,
    key: tuple[str, str],
    query: str,
    top_k: int,
    filters: tuple[str, ...],
    exact: bool,
) -> Answered:
    engine, began = _ready.engine, time.perf_counter()
    chosen = dict(zip(FILTERS, (value or None for value in filters), strict=True))
    searched = query if exact else engine.mend(query)[0]
    found = engine.ask(searched, top_k=top_k, filters=Filters(**chosen), exact=True)
    return Answered(found, searched, 1000 * (time.perf_counter() - began))
