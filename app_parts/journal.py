"""What the app writes to its log: one JSON object a line, through the standard logging.

Usage and errors, and no query: neither its text nor that of an error's message (which may hold it)
is written unless ``SPE_SEARCH_LOG_QUERIES=1``. ``SPE_SEARCH_LOG`` names a file; without it the
lines go to the standard error.
"""

from __future__ import annotations

import json
import logging
import os
import secrets
import traceback
from datetime import UTC, datetime
from functools import cache
from logging.handlers import RotatingFileHandler

import streamlit as st

from app_parts.engine import Answered
from app_parts.visit import Visit
from spe_search import SpeSearchError

log = logging.getLogger("spe_search.app")
_LARGEST, _KEPT = 10_000_000, 5


class JsonLines(logging.Formatter):
    """One object a line: when (UTC), level, event, and the event's own fields."""

    def format(self, record: logging.LogRecord) -> str:
        """Return a record as a line of JSON."""
        at = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        line = {"at": at, "level": record.levelname.lower(), "event": record.msg}
        line |= getattr(record, "fields", {})
        error = record.exc_info[1] if record.exc_info else None
        if error is not None:
            frames = traceback.extract_tb(error.__traceback__)
            line["error"] = type(error).__name__
            line["trace"] = [f"{f.filename}:{f.lineno} {f.name}" for f in frames]
            if queries_are_logged():
                line["message"] = str(error)
        return json.dumps(line, ensure_ascii=True)


def queries_are_logged() -> bool:
    """Tell whether the one who runs the server asked for queries in the log."""
    return os.environ.get("SPE_SEARCH_LOG_QUERIES") == "1"


@cache
def configure() -> None:
    """Send the log where it goes, once in a process."""
    path = os.environ.get("SPE_SEARCH_LOG")
    handler: logging.Handler = logging.StreamHandler()
    if path:
        handler = RotatingFileHandler(
            path, maxBytes=_LARGEST, backupCount=_KEPT, encoding="utf-8", delay=True
        )
    handler.setFormatter(JsonLines())
    log.addHandler(handler)
    log.setLevel(logging.INFO)


def event(name: str, **fields: object) -> None:
    """Log something that happened in the present session."""
    session = st.session_state.setdefault("session", secrets.token_hex(4))
    log.info(name, extra={"fields": {"session": session, **fields}})


def viewed(visit: Visit, path: str) -> None:
    """Log that a page is shown, once until the reader leaves it."""
    if st.session_state.get("viewed") != (path, visit.lang):
        st.session_state["viewed"] = (path, visit.lang)
        event("page", page=f"/{path}", lang=visit.lang)


def searched(visit: Visit, query: str, filters: dict[str, str], given: Answered) -> None:
    """Log a search, once however often its page is drawn again."""
    asked = (query, tuple(filters.items()))
    if st.session_state.get("searched") == asked:
        return
    st.session_state["searched"] = asked
    text = {"query": query} if queries_are_logged() else {}
    event(
        "search",
        lang=visit.lang,
        characters=len(query),
        filters=sorted(name for name, value in filters.items() if value),
        status=given.answer.status,
        hits=len(given.answer.hits),
        ms=round(given.took_ms, 1),
        **text,
    )


def refused(error: SpeSearchError) -> None:
    """Log that the index or the model cannot be used, and why."""
    log.error("refused", extra={"fields": {"error": type(error).__name__, "why": str(error)}})


def failed(error: Exception, reference: str) -> None:
    """Log an error no one foresaw, under the reference its reader was given."""
    log.error("error", exc_info=error, extra={"fields": {"reference": reference}})
