"""What the app keeps between its runs: the opened engine, and the answers it gave.

A new generation of the index is picked up at the next run, without a restart. Nothing cached here
is ever changed: hits, passages and manifests are frozen.
"""

from __future__ import annotations

import logging
import os
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path

import streamlit as st

from app_parts.visit import Visit
from spe_search import (
    Answer,
    Comparable,
    Filters,
    Hit,
    Located,
    SearchEngine,
    SpeSearchError,
    Themes,
)
from spe_search.dossier import ExcerptEntry, hit_entry
from spe_search.types import Lang

FILTERS = tuple(field.name for field in fields(Filters))
"""What a search can be limited to, as the address names it."""

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
    """An answer, and what its display needs.

    Attributes:
        answer: the answer.
        searched: the query as it was searched.
        questions: the questions in it, one for each part of the answer; none in mere words.
        places: where each citation stands, by its address.
        took_ms: how long it took the first time.
    """

    answer: Answer
    searched: str
    questions: tuple[str, ...]
    places: Mapping[str, Located]
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


def limits(visit: Visit) -> Filters:
    """Return what the address limits a search to."""
    return Filters(**{name: visit.every.get(name, ()) for name in FILTERS})


def answer(
    ready: Opened, query: str, top_k: int, filters: Filters, exact: bool, lang: Lang
) -> Answered:
    """Ask the engine, once for a query, a number of hits, filters and a language.

    Its misspelt words are mended first unless ``exact``.
    """
    return _answer(ready, ready.key, query, top_k, filters, exact, lang)


@st.cache_resource(show_spinner=False, ttl=3600, max_entries=200)
def _answer(
    _ready: Opened,
    key: tuple[str, str],
    query: str,
    top_k: int,
    filters: Filters,
    exact: bool,
    lang: Lang,
) -> Answered:
    from spe_search.answers import read_questions

    engine, began = _ready.engine, time.perf_counter()
    searched = query if exact else engine.mend(query)[0]
    found = engine.ask(searched, top_k=top_k, filters=filters, exact=True, lang=lang)
    questions = tuple(read.text for read in read_questions(searched, lang) if read.asks)
    places = {each.address: engine.at(each.address) for each in found.citations}
    return Answered(found, searched, questions, places, 1000 * (time.perf_counter() - began))


def themes(ready: Opened, filters: Filters) -> Themes:
    """Count what the index holds under some filters, once for each of them."""
    return _themes(ready, ready.key, filters)


@st.cache_resource(show_spinner=False, ttl=3600, max_entries=200)
def _themes(_ready: Opened, key: tuple[str, str], filters: Filters) -> Themes:
    return _ready.engine.themes(filters=filters)


def similar(ready: Opened, item_id: str, top_k: int) -> tuple[Comparable, ...]:
    """Find what is like an item, once for each of them."""
    return _similar(ready, ready.key, item_id, top_k)


@st.cache_resource(show_spinner=False, ttl=3600, max_entries=200)
def _similar(
    _ready: Opened, key: tuple[str, str], item_id: str, top_k: int
) -> tuple[Comparable, ...]:
    return _ready.engine.similar(item_id, top_k=top_k)


def kept_hit(ready: Opened, hit: Hit, query: str) -> ExcerptEntry:
    """Return what a dossier keeps of a hit, made once."""
    return _kept_hit(ready, ready.key, hit.passage.id, query, hit)


@st.cache_resource(show_spinner=False, ttl=3600, max_entries=2000)
def _kept_hit(
    _ready: Opened, key: tuple[str, str], passage_id: str, query: str, _hit: Hit
) -> ExcerptEntry:
    return hit_entry(_ready.engine, _hit, query)
