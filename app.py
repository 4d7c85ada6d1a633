"""The app: the frame around the pages of ``app_pages/``, and which of them is shown.

A page describes itself; what is found comes from :class:`spe_search.SearchEngine`, what it looks
like from :mod:`app_parts`. The address holds the whole state (see :mod:`app_parts.visit`).
"""

from __future__ import annotations

import os

import streamlit as st
from app_parts import binder, frame, journal, keeping, states
from app_parts.text import clip
from app_parts.visit import visit

from spe_search.i18n import message as mark

# Read when NumPy is loaded, at the first search. The matrices of a search are too small to share
# out: several threads would only wait for one another, on the cores that serve other readers.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

# One line a page, in the order of the navigation.
ENTRIES = (
    frame.Entry("app_pages/search.py", mark("Search"), ""),
    frame.Entry("app_pages/compare.py", mark("Compare"), "comparer"),
    frame.Entry("app_pages/browse.py", mark("Browse"), "parcourir"),
    frame.Entry("app_pages/results.py", mark("Results"), "resultats"),
    frame.Entry("app_pages/dossier.py", mark("Dossier"), "dossier"),
    frame.Entry("app_pages/about.py", mark("About this service"), "a-propos"),
)

here = visit()
_ = here.translate
journal.configure()
pages = {
    entry.path: st.Page(
        entry.file, title=_(entry.name), url_path=entry.path or "accueil", default=not entry.path
    )
    for entry in ENTRIES
}
shown = st.navigation(list(pages.values()), position="hidden")
entry = next(entry for entry in ENTRIES if pages[entry.path] is shown)
# The first page is called after what is searched there.
frame.configure(here, clip(here.query, 60) if here.query and not entry.path else _(entry.name))
frame.style()
frame.head(here, ENTRIES, entry.path, {"dossier": len(binder.present())})
with st.container(key="page"), states.explained(here, "page"):
    journal.viewed(here, entry.path)
    states.notices(here)
    shown.run()
frame.foot(here, states.index_line(here), keeping.announced())
frame.script()
