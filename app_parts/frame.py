"""What stands around every page: head, navigation, foot, style and script."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path

import streamlit as st

from app_parts import shelf
from app_parts.visit import Visit
from spe_search.i18n import message as mark

HERE = Path(__file__).parent

# What Streamlit's own script says, in English only; app.js puts it in the reader's language.
_STREAMLIT = (
    mark("Skip to main content"),
    mark("Page not found"),
    mark("The page that you have requested does not seem to exist. Running the app's main page."),
    mark("Connection error"),
    mark("No results"),
    mark("Close"),
    mark("Open"),
    mark("Dismiss"),
    mark("Select all"),
    mark("Select # matches"),
    mark("Clear all"),
    mark("Clear value"),
    mark("Multiselect options"),
    mark("Selectbox options"),
    mark("Selected values"),
    mark("Choose options"),
    mark("Choose an option"),
    mark("No options to select"),
    mark("You can only select up to 10 options. Remove an option first."),
    mark("Drag and drop a file here"),
    mark("Error uploading file"),
    mark("Upload"),
    mark("file upload"),
    mark("1MB per file"),
    mark("File must be 1.0MB or smaller."),
    mark("Remove"),
)
_CURRENT = 'aria-current="page" '


@dataclass(frozen=True, slots=True)
class Entry:
    """One page of the navigation: its file, its name in English, its path ("" for the first)."""

    file: str
    name: str
    path: str


def name_of_service(visit: Visit) -> str:
    """Return what the service is called."""
    _ = visit.translate
    return _("Reports of the public employment services")


def configure(visit: Visit, *titles: str) -> None:
    """Set the title of the browser's tab, from the particular to the general."""
    st.set_page_config(
        page_title=" – ".join((*titles, name_of_service(visit))),
        page_icon=str(HERE / "app.svg"),
        layout="centered",
    )


def head(
    visit: Visit, entries: Sequence[Entry], path: str, counts: Mapping[str, int] | None = None
) -> None:
    """Show the name of the service, the way to the other language, and the navigation.

    Args:
        visit: who reads.
        entries: the pages.
        path: the path of the one that is shown.
        counts: how many things a page holds, by its path; nothing is said of none.
    """
    _ = visit.translate
    pages = _("Pages of this service")
    other, name = ("fr", "Français") if visit.lang == "en" else ("en", "English")
    there = visit.link(path, **{**visit.every, "lang": other})
    links = "".join(
        f"<li><a data-go {_CURRENT if entry.path == path else ''}"
        f'href="{escape(visit.link(entry.path))}">{escape(_(entry.name))}'
        f"{_counted((counts or {}).get(entry.path, 0))}</a></li>"
        for entry in entries
    )
    home, service = escape(visit.link("")), escape(name_of_service(visit))
    st.html(
        '<header role="banner"><div class="band">'
        f'<a class="brand" data-go href="{home}">{service}</a>'
        f'<a class="language" data-go lang="{other}-CA" hreflang="{other}-CA" '
        f'href="{escape(there)}">{name}</a></div>'
        f'<nav aria-label="{escape(pages)}"><ul>{links}</ul></nav></header>'
    )


def _counted(count: int) -> str:
    return f' <span class="count">({count})</span>' if count else ""


def foot(visit: Visit, text: str, announced: str = "") -> None:
    """Show what the index was made of, in one line, and say what app.js needs to know of this run.

    Args:
        visit: who reads.
        text: the line.
        announced: what to tell those who do not see it.
    """
    _ = visit.translate
    href, name = escape(visit.link("a-propos")), escape(_("About this service"))
    about = f'<a data-go href="{href}">{name}</a>'
    lead = f"<span>{escape(text)}</span>" if text else ""
    said = f'<p class="unseen" data-status>{escape(announced)}</p>' if announced else ""
    footer = f'<footer role="contentinfo">{lead}{about}</footer>'
    st.html(f"{said}{footer}{_facts(visit)}")


def _facts(visit: Visit) -> str:
    french = Visit("fr", {}).translate
    words = json.dumps([(text, french(text)) for text in _STREAMLIT])
    cookie = (
        f"{shelf.COOKIE}={shelf.name()}; path=/; max-age={shelf.DAYS * 24 * 3600}; samesite=strict"
    )
    return (
        f'<div hidden data-spe data-lang="{visit.lang}-CA" data-words="{escape(words)}" '
        f'data-cookie="{cookie}"></div>'
    )


def style() -> None:
    """Put the style sheet in the page."""
    st.html(HERE / "app.css")


def script() -> None:
    """Put the script in the page."""
    code = (HERE / "app.js").read_text(encoding="utf-8")
    st.html(f"<script>{code}</script>", unsafe_allow_javascript=True)
