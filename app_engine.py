"""What the app keeps between its runs: the opened engine, and the answers it gave.

A new generation of the index is picked up at the next run, without a restart. Nothing cached here
is ever changed: hits, passages and manifests are frozen.
"""

from __future__ import annotations

import logging
import os
import threading
from dataclasses import dataclass
from pathlib import Path

import streamlit as st

from spe_search import Answer, Filters, SearchEngine

FILTERS = ("region", "theme", "kind", "year", "document")

log = logging.getLogger("spe_search.app")


@dataclass(frozen=True)
class Opened:
    """An engine, which index and generation it reads, and the thread that loads its model."""

    engine: SearchEngine
    key: tuple[str, str]
    warming: threading.Thread


def opened() -> Opened:
    """Return the engine of the generation that serves now in ``SPE_SEARCH_INDEX`` (or "index").

    Raises:
        IndexError: there is no index, or it cannot be trusted.
    """
    path = os.environ.get("SPE_SEARCH_INDEX") or "index"
    try:
        generation = (Path(path) / "current").read_text(encoding="utf-8").strip()
    except (OSError, ValueError):
        generation = ""  # the engine says what is wrong
    return _open(path, generation)


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


def answer(
    ready: Opened, query: str, top_k: int, filters: tuple[str, ...], exact: bool
) -> tuple[Answer, str]:
    """Ask the engine, once for a query, a number of hits and values of :data:`FILTERS`.

    Returns:
        The answer, and the query as it was searched, its misspelt words mended unless ``exact``.
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
) -> tuple[Answer, str]:
    engine = _ready.engine
    chosen = dict(zip(FILTERS, (value or None for value in filters), strict=True))
    searched = query if exact else engine.mend(query)[0]
    return engine.ask(searched, top_k=top_k, filters=Filters(**chosen), exact=True), searched
