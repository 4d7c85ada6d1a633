"""Browsing: what the address chooses, links that choose more, and what the engine says of it.

A choice is kept by facet (``{"region": ("07",), "clientele": ("femmes",)}``); in the address the
thesaurus's facets share one parameter, ``concept``, as in :class:`spe_search.Filters`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import astuple, fields
from html import escape

import streamlit as st

from app_parts.engine import Opened
from app_parts.visit import Visit
from spe_search import Comparable, Coverage, Filters, Initiative, Matrix, Section, Themes
from spe_search.coverage import TOLD

PATH, COMPARE = "parcourir", "comparer"
FILTERS = tuple(field.name for field in fields(Filters))

Choice = Mapping[str, tuple[str, ...]]
"""Facet -> ids of the chosen values."""

# ---------------------------------------------------------------- the address


def told(ready: Opened) -> tuple[str, ...]:
    """Return the kinds of items that are browsed unless others are asked for."""
    held = frozenset(ready.engine.index.values["item_kind"])
    return tuple(kind for kind in TOLD if kind in held) or tuple(sorted(held))


def filters_in(visit: Visit) -> Filters:
    """Return the filters as the address has them."""
    return Filters(*(tuple(filter(None, visit.every.get(name, ()))) for name in FILTERS))


def chosen(visit: Visit, found: Themes) -> Choice:
    """Return what the address chooses, each value by its id however it was written."""
    asked = bool(filters_in(visit).kind)  # else the kinds are ours, not the reader's
    return {
        facet.id: tuple(value.id for value in facet.values if value.selected)
        for facet in found.facets
        if (facet.id != "kind" or asked) and any(value.selected for value in facet.values)
    }


def toggled(choice: Choice, facet: str, value: str) -> Choice:
    """Return a choice with a value more, or without it where it was chosen."""
    had = choice.get(facet, ())
    now = tuple(each for each in had if each != value) if value in had else (*had, value)
    return {**choice, facet: now}


def parameters(choice: Choice) -> dict[str, tuple[str, ...]]:
    """Return a choice as parameters of an address."""
    given: dict[str, tuple[str, ...]] = {}
    for facet, values in choice.items():
        name = facet if facet in FILTERS else "concept"
        given[name] = (*given.get(name, ()), *values)
    return given


def link(visit: Visit, choice: Choice, **others: str) -> str:
    """Return the address of the page under a choice."""
    return visit.link(PATH, **{**parameters(choice), **others})


def item_link(visit: Visit, item_id: str) -> str:
    """Return the address of an item's own view."""
    return visit.link(PATH, id=item_id)


def compare_link(visit: Visit, item_ids: Iterable[str], text: str = "") -> str:
    """Return the address of the comparison of items, and of a project described."""
    return visit.link(COMPARE, id=",".join(item_ids), q=text)


def anchor(href: str, text: str) -> str:
    """Return a link of the app itself, which turns the page without a reload."""
    return f'<a data-go href="{escape(href)}">{escape(text)}</a>'


# ---------------------------------------------------------------- what the engine says, once


def themes(ready: Opened, filters: Filters) -> Themes:
    """Return the items and the facets under some filters."""
    kinds = filters.kind or told(ready)
    given = {**{name: getattr(filters, name) for name in FILTERS}, "kind": kinds}
    return _themes(ready, ready.key, astuple(Filters(**given)))


@st.cache_resource(show_spinner=False, ttl=3600, max_entries=200)
def _themes(_ready: Opened, key: tuple[str, str], filters: tuple[tuple[str, ...], ...]) -> Themes:
    return _ready.engine.themes(filters=Filters(*filters))


def coverage(ready: Opened, columns: str, filters: Filters) -> Coverage:
    """Return how many items there are by region and by another facet."""
    kinds = filters.kind or (() if set(told(ready)) <= set(TOLD) else told(ready))
    given = {**{name: getattr(filters, name) for name in FILTERS}, "kind": kinds}
    return _coverage(ready, ready.key, columns, astuple(Filters(**given)))


@st.cache_resource(show_spinner=False, ttl=3600, max_entries=50)
def _coverage(
    _ready: Opened, key: tuple[str, str], columns: str, filters: tuple[tuple[str, ...], ...]
) -> Coverage:
    return _ready.engine.coverage("region", columns, filters=Filters(*filters))


def item(ready: Opened, item_id: str) -> Initiative | Section:
    """Return the initiative, story or section that an id, or that of a passage, names.

    Raises:
        UnknownIdError: nothing has it.
    """
    ready.engine.show(item_id)
    found = ready.engine.show(item_id.partition("#")[0])
    assert isinstance(found, Initiative | Section)
    return found


def similar(
    ready: Opened, visit: Visit, item_id: str = "", text: str = ""
) -> tuple[Comparable, ...]:
    """Return what is most like an item, or a project that is described, once the model is there."""
    if ready.warming.is_alive():
        with st.spinner(visit.translate("Loading the search model…")):
            ready.warming.join()
    return _similar(ready, ready.key, item_id, text)


@st.cache_resource(show_spinner=False, ttl=3600, max_entries=100)
def _similar(
    _ready: Opened, key: tuple[str, str], item_id: str, text: str
) -> tuple[Comparable, ...]:
    engine, filters = _ready.engine, Filters(kind=told(_ready))
    if item_id:
        return engine.similar(item_id, filters=filters)
    return engine.similar_to_text(text, filters=filters)


def matrix(ready: Opened, item_ids: Sequence[str]) -> Matrix:
    """Return items side by side."""
    return _matrix(ready, ready.key, tuple(item_ids))


@st.cache_resource(show_spinner=False, ttl=3600, max_entries=50)
def _matrix(_ready: Opened, key: tuple[str, str], item_ids: tuple[str, ...]) -> Matrix:
    return _ready.engine.compare(item_ids)


def spoken(ready: Opened, item_id: str) -> str:
    """Return the language of the report that an item is in."""
    return ready.engine.document(item_id.partition("/")[0]).metadata.language
