"""Where a reader's dossier outlives its tab: a file a browser, under a name that only it knows.

The name is drawn at random and kept in a cookie, so that a page read again finds its dossier.
"""

from __future__ import annotations

import contextlib
import logging
import os
import re
import time
from pathlib import Path
from secrets import token_hex

import msgspec
import platformdirs
import streamlit as st

from spe_search.dossier import Dossier

COOKIE, DAYS = "spe-dossier", 30

log = logging.getLogger("spe_search.app")


class Saved(msgspec.Struct, frozen=True):
    """A dossier, and the key of what is shown of each of its entries."""

    keys: tuple[str, ...]
    dossier: Dossier


def name() -> str:
    """Return the name of this browser's dossier; app.js keeps it in the cookie."""
    state = st.session_state
    if "shelf" not in state:
        given = st.context.cookies.get(COOKIE, "")
        state["shelf"] = given if re.fullmatch("[0-9a-f]{32}", given) else token_hex(16)
    return str(state["shelf"])


def load() -> Saved | None:
    """Return the dossier, where it was written since it was last read or written here."""
    try:
        written = _file().stat().st_mtime_ns
        if written == st.session_state.get("shelf_read"):
            return None
        saved = msgspec.json.decode(_file().read_bytes(), type=Saved)
    except FileNotFoundError:
        return None
    except (OSError, msgspec.MsgspecError):
        log.exception("a dossier cannot be read")
        return None
    st.session_state["shelf_read"] = written
    return saved


def save(saved: Saved) -> None:
    """Write the dossier; where that cannot be, it still lasts as long as its tab."""
    try:
        _file().parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        _sweep()
        draft = _file().with_suffix(f".{token_hex(4)}")
        draft.write_bytes(msgspec.json.encode(saved))
        draft.replace(_file())
        st.session_state["shelf_read"] = _file().stat().st_mtime_ns
    except OSError:
        log.exception("a dossier cannot be written")


def _file() -> Path:
    named = os.environ.get("SPE_SEARCH_DOSSIERS")
    own = platformdirs.user_state_path("spe-search", appauthor=False) / "dossiers"
    return (Path(named) if named else own) / f"{name()}.json"


def _sweep() -> None:
    """Remove the dossiers that no browser has a cookie for any more."""
    oldest = time.time() - DAYS * 24 * 3600
    for file in _file().parent.glob(f"{'[0-9a-f]' * 32}.*"):  # whatever else lies there stays
        with contextlib.suppress(OSError):  # another session may have removed it
            if file.stat().st_mtime < oldest:
                file.unlink()
