"""The app: a search box, filters, and the passages found, each with its source.

It describes the page. What is found comes from :class:`spe_search.SearchEngine`, what it looks like
from :mod:`app_render` and ``app.css``. The address bar holds the whole state of a search (``q``,
``region``, ``theme``, ``kind``, ``year``, ``document``, ``n``, ``exact``, ``lang``), so that it can
be linked: every run starts from the address, and every widget only writes there.
"""

from __future__ import annotations

import logging
import secrets
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from html import escape
from pathlib import Path

import app_render as render
import streamlit as st
from app_engine import FILTERS, Opened, answer, opened

from spe_search import Answer, Hit, SearchEngine, SpeSearchError
from spe_search.errors import EmptyQueryError
from spe_search.french import fold
from spe_search.i18n import translator
from spe_search.regions import REGIONS, region_named
from spe_search.types import Lang

HERE = Path(__file__).parent
STEP, MOST = 10, 100
LONGEST_ADDRESS = 4_000
QUESTIONS = (
    "Que fait-on pour les travailleuses et les travailleurs de 50 ans et plus?",
    "Comment les femmes sont-elles soutenues dans les métiers de la construction?",
    "La cible d’intégration en emploi de la clientèle de l’assistance sociale est-elle atteinte?",
    "Combien d’entreprises ont été aidées?",
    "Quelles initiatives visent les personnes immigrantes?",
)

log = logging.getLogger("spe_search.app")
# What follows a form's submit button or a filter's change is asked again, a blank query included.
asked: bool = st.session_state.pop("asked", False)
lang: Lang = "en" if st.query_params.get("lang") == "en" else "fr"
_ = translator(lang)


@contextmanager
def explained() -> Iterator[None]:
    """Show a known error in the reader's words, and any other as an apology with a reference."""
    try:
        yield
    except EmptyQueryError:
        st.html(render.alert(_("Type at least one word or number, then press Enter.")))
    except SpeSearchError as error:
        st.html(render.alert(error.localized(lang)))
    except Exception:
        reference = secrets.token_hex(4)
        log.exception("error %s", reference)
        text = _(
            "Sorry, something went wrong. Try again; if it happens again, give this reference "
            "to the person who looks after this service: {reference}."
        )
        st.html(render.alert(text.format(reference=reference)))


# ---------------------------------------------------------------- the address


def query_of(address: Mapping[str, str]) -> str:
    """Return the query; one too long for an address is kept whole in the session."""
    short, whole = address.get("q", ""), st.session_state.get("whole", "")
    return whole if len(short) == LONGEST_ADDRESS and whole.startswith(short) else short


def go(**changes: str) -> None:
    """Write changes to the address, without what is empty; a new search starts at the top."""
    address = {**st.query_params.to_dict(), "n": "", "exact": "", **changes}
    if len(address.get("q", "")) > LONGEST_ADDRESS:
        st.session_state["whole"] = address["q"]
        address["q"] = address["q"][:LONGEST_ADDRESS]
    st.query_params.from_dict({key: value for key, value in address.items() if value})


def submitted() -> None:
    """Search what is in the box."""
    st.session_state["asked"] = True
    go(q=st.session_state["q"].strip())


def filtered(name: str) -> None:
    """Apply a filter to the query in the address."""
    go(**{name: st.session_state[name]})


def translated(other: str) -> None:
    """Go to the other language, all else equal."""
    go(lang=other, n=st.query_params.get("n", ""))


# ---------------------------------------------------------------- the pieces of the page


def header() -> None:
    """Show the title and the way to the other language."""
    with st.container(key="header", horizontal=True, vertical_alignment="center"):
        title = _("Search the reports of the public employment services")
        st.html(f"<h1>{title}</h1>")
        other, name = ("fr", "Français") if lang == "en" else ("en", "English")
        st.button(name, key="language", type="tertiary", on_click=translated, args=(other,))


def keep(name: str, value: str) -> None:
    """Give a widget the address's value; what is being typed stays where that is the same."""
    if st.session_state.get(name) != value:
        st.session_state[name] = value


def search_box(query: str) -> None:
    """Show the search box, holding what was asked."""
    keep("q", query)
    with (
        st.form("search", border=False),
        st.container(key="box", horizontal=True, vertical_alignment="bottom"),
    ):
        st.text_input(
            _("Your question or your words"),
            key="q",
            placeholder=_("for example: women in construction"),
            autocomplete="off",
        )
        st.form_submit_button(_("Search"), type="primary", on_click=submitted)


def filters_row(engine: SearchEngine, address: Mapping[str, str]) -> None:
    """Show one choice a filter, among the values that the index has."""
    values = engine.index.values
    names = {region.code: region.name for region in REGIONS if region.code in values["region"]}
    kinds = {kind: _(text) for kind, text in render.KINDS.items() if kind in values["item_kind"]}
    titles = {report.id: report.title for report in engine.manifest.reports}
    regions = sorted(names, key=lambda code: (code == "00", fold(names[code])))
    shown = {
        "region": (_("Region"), _("All regions"), {code: names[code] for code in regions}),
        "theme": (
            _("Theme"),
            _("All themes"),
            {t: render.theme_label(t) for t in values["theme"] if t},
        ),
        "kind": (_("Type"), _("All types"), kinds),
        "year": (
            _("Year"),
            _("All years"),
            {y: y for y in sorted(values["year"], reverse=True) if y},
        ),
        "document": (_("Report"), _("All reports"), titles if len(titles) > 1 else {}),
    }
    with st.container(key="filters", horizontal=True):
        for name, (label, every, choices) in shown.items():
            if not choices:
                continue
            chosen = address.get(name, "")
            if name == "region" and (region := region_named(chosen)):
                chosen = region.code
            keep(name, chosen)
            labels = {"": every, **({chosen: chosen} if chosen else {}), **choices}
            st.selectbox(
                label,
                list(labels),
                key=name,
                format_func=labels.__getitem__,
                on_change=filtered,
                args=(name,),
            )


def welcome(engine: SearchEngine) -> None:
    """Show what this is, questions to try, and what is in the index."""
    lede = _(
        "Ask a question in your own words. You get the passages of the reports that answer it, "
        "word for word, each with its page."
    )
    questions, listed = _("Questions to try"), _("Reports that are searched")
    st.html(f'<p class="lede">{lede}</p><h2>{questions}</h2>')
    with st.container(key="questions", gap=None):
        for question in QUESTIONS:
            st.button(question, type="tertiary", on_click=go, kwargs={"q": question})
    st.html(f"<h2>{listed}</h2>{render.reports(engine.manifest, _)}")


def count_line(found: Answer, shown: int, more: bool, query: str) -> str:
    """Return the heading of the results: how many there are, or that none answers."""
    about = render.clip(query, 120)
    if not found.hits:
        return _("No result for “{query}”").format(query=about)
    if found.status == "no_answer":
        return _("The reports do not seem to answer “{query}”").format(query=about)
    if shown == 1:
        text = _("First result for “{query}”") if more else _("1 result for “{query}”")
        return text.format(query=about)
    text = _("First {count} results for “{query}”") if more else _("{count} results for “{query}”")
    return text.format(count=shown, query=about)


def results(ready: Opened, address: Mapping[str, str], query: str) -> None:
    """Search, and show the results."""
    count = int(address["n"]) if address.get("n", "").lstrip("-").isdecimal() else STEP
    wanted = min(count, MOST) + 1 if 0 < count <= 1_000 else count
    filters = tuple(address.get(name, "") for name in FILTERS)
    if ready.warming.is_alive():
        with st.spinner(_("Loading the search model…")):
            ready.warming.join()
    found, searched = answer(ready, query, wanted, filters, address.get("exact") == "1")
    hits = found.hits[: wanted - 1]
    more = len(found.hits) > len(hits)
    with status:
        st.html(f"<h2>{escape(count_line(found, len(hits), more, searched))}</h2>")
    if searched != " ".join(query.split()):
        text = _("Search “{query}” as it is written").format(query=render.clip(query, 80))
        with st.container(key="mended"):
            st.button(render.label(text), type="tertiary", on_click=go, kwargs={"exact": "1"})
    if not hits:
        st.html(render.alert(_("Try other words, or remove a filter."), "notice"))
    elif found.status == "no_answer":
        text = _("Here is nevertheless what comes nearest.")
        st.html(render.alert(text, "notice"))
    for hit in hits:
        if not hit.likely and hit.rank > 1 and hits[hit.rank - 2].likely:
            st.html(f"<h2>{_('Less likely results')}</h2>")
        with st.container(border=True, key=f"card-{hit.rank}"):
            result(ready, hit)
    if more and count < MOST:
        st.button(_("Show more results"), on_click=go, kwargs={"n": str(min(count + STEP, MOST))})
    elif more:
        text = _("Only the first {count} results are shown. A more precise question finds more.")
        st.html(render.alert(text.format(count=MOST), "notice"))


@st.fragment
def result(ready: Opened, hit: Hit) -> None:
    """Show one result, and what the reader asks to see of it; only this runs again then."""
    with explained():
        engine, spoken = ready.engine, "fr"
        spoken = engine.document(hit.passage.document_id).metadata.language
        st.html(render.card(hit, _, spoken, len(engine.manifest.reports) > 1))
        panels = {
            "cite": _("Cite"),
            "page": _("See in the page"),
            "others": _("Other passages ({count})").format(count=len(hit.others)),
            "why": _("Why this result"),
        }
        if not hit.others:
            del panels["others"]
        choice = st.pills(
            _("More about this result"),
            list(panels),
            format_func=panels.__getitem__,
            label_visibility="collapsed",
            key=f"panel-{lang}-{hit.passage.id}",
        )
        if choice == "cite":
            st.html(render.citation(hit, _))
        elif choice == "page":
            st.html(render.whole_page(engine.page(hit.passage), hit, _, spoken))
        elif choice == "others":
            st.html(render.others(hit, _, spoken))
        elif choice == "why":
            st.html(render.why(hit, _))


# ---------------------------------------------------------------- the page

address = st.query_params.to_dict()
query = query_of(address)
name = _("Search the reports of the public employment services")
st.set_page_config(
    page_title=f"{render.clip(query, 60)} – {name}" if query else name,
    page_icon=str(HERE / "app.svg"),
    layout="centered",
)
st.html(HERE / "app.css")
header()
with explained():
    ready = opened()
    search_box(query)
    filters_row(ready.engine, address)
    status = st.container(key="status")
    with status:
        st.html("<span hidden></span>")  # an empty container would leave the page
    with explained():
        if query or asked:
            results(ready, address, query)
        else:
            welcome(ready.engine)
spoken = f'document.documentElement.lang = "{"en" if lang == "en" else "fr"}-CA";'
script = (HERE / "app.js").read_text(encoding="utf-8")
st.html(f"<script>{spoken}\n{script}</script>", unsafe_allow_javascript=True)
