"""Who is reading and where: the language and the address, and links that keep them.

The address bar holds the whole state of a page, so that it can be linked and that the browser's
buttons work: every run starts from the address, and every widget only writes there.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

import streamlit as st

from spe_search.i18n import translator
from spe_search.types import Lang

LONGEST = 4_000
"""Characters of a query that an address can hold; a longer one is kept in the session."""


@dataclass(frozen=True, slots=True)
class Visit:
    """One run of the app for one reader.

    Attributes:
        lang: the language of the interface.
        address: the parameters in the address, each once.
    """

    lang: Lang
    address: Mapping[str, str]

    @property
    def translate(self) -> Callable[[str], str]:
        """The function that turns an English message into the reader's language."""
        return translator(self.lang)

    @property
    def query(self) -> str:
        """The query in the address; one too long for an address comes from the session."""
        short, whole = self.address.get("q", ""), str(st.session_state.get("whole", ""))
        return whole if len(short) == LONGEST and whole.startswith(short) else short

    def link(self, path: str, **parameters: str) -> str:
        """Return a relative address within the app: a page's path ("" for the first), parameters.

        The language is kept unless ``lang`` is among the parameters; empty ones are left out.
        """
        wanted = {"lang": self.lang, **parameters}
        kept = {name: value for name, value in wanted.items() if value}
        if kept.get("lang") == default_language():
            del kept["lang"]
        return f"./{path}{'?' * bool(kept)}{urlencode(kept)}"


def visit() -> Visit:
    """Return the present visit, read from the address."""
    address = st.query_params.to_dict()
    wanted = address.get("lang", "").lower()[:2]
    lang: Lang = default_language()
    if wanted in ("fr", "en"):
        lang = "en" if wanted == "en" else "fr"
    return Visit(lang, address)


def go(**changes: str) -> None:
    """Write changes to the address, without what is empty; a widget's callback.

    What depends on the query, the number of results and the refusal to mend it, starts anew.
    """
    address = {**st.query_params.to_dict(), "n": "", "exact": "", **changes}
    if len(address.get("q", "")) > LONGEST:
        st.session_state["whole"] = address["q"]
        address["q"] = address["q"][:LONGEST]
    st.query_params.from_dict({name: value for name, value in address.items() if value})


def keep(name: str, value: str) -> None:
    """Give a widget the address's value; what is being typed stays where that is the same."""
    if st.session_state.get(name) != value:
        st.session_state[name] = value


def default_language() -> Lang:
    """Return the language of an address without ``lang``: French, unless the server says so."""
    return "en" if os.environ.get("SPE_SEARCH_LANG", "").lower().startswith("en") else "fr"
