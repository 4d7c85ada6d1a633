"""The filters: several values of each facet, with how many items each would leave."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import get_args

import streamlit as st

from app_parts import engine, formats
from app_parts.engine import FILTERS, Opened
from app_parts.text import clip, theme_label
from app_parts.visit import Visit, go, keep
from spe_search import Facet, FacetValue, Filters, Themes
from spe_search.errors import BadInputError
from spe_search.thesaurus import Facet as ConceptFacet

SHOWN = ("region", "theme", "clientele", "kind", "partner_kind", "year", "document")
"""The facets that one can choose from; the others can be in the address, and taken away."""

_LONGEST, _LONGEST_THEME = 60, 95


def parameter(facet: str) -> str:
    """Return the name that a facet's values have in the address."""
    return "concept" if facet in get_args(ConceptFacet) else facet


def named(filters: Filters) -> dict[str, str]:
    """Return the filters that are set, for the log and the votes."""
    given = {name: getattr(filters, name) for name in FILTERS}
    return {name: "; ".join(values) for name, values in given.items() if values}


def filters_panel(ready: Opened, visit: Visit) -> None:
    """Show what can be chosen, once it is opened, and what is; a change goes to the address."""
    _, filters = visit.translate, engine.limits(visit)
    panel = st.expander(_("Filter"), key="filters", on_change="rerun")
    if not panel.open and filters == Filters():
        return
    everything = engine.themes(ready, Filters())
    found, odd = _under(ready, filters, everything)
    if panel.open:
        chosen = {facet.id: _selected(facet) for facet in found.facets}
        with panel:
            st.html(f'<p class="small">{escape(_counts(found, visit))}</p>')
            with st.container(key="facets", horizontal=True):
                for name in SHOWN:
                    if chosen[name] or _tells_apart(everything.facet(name)):
                        _choice(found.facet(name), chosen, visit)
    _chips(found, odd, visit)


def _under(
    ready: Opened, filters: Filters, everything: Themes
) -> tuple[Themes, dict[str, Sequence[str]]]:
    """Return the facets under some filters, and the filters that are of none of their values."""
    try:
        found = engine.themes(ready, filters)
    except BadInputError:
        found = everything
    shown = {parameter(facet.id) for facet in found.facets if _selected(facet)}
    given = {name: getattr(filters, name) for name in FILTERS if name not in shown}
    return found, {name: values for name, values in given.items() if values}


def _selected(facet: Facet) -> list[str]:
    return [value.id for value in facet.values if value.selected]


def _tells_apart(facet: Facet) -> bool:
    return sum(value.count > 0 for value in facet.values) > 1


def _counts(found: Themes, visit: Visit) -> str:
    """Say what the numbers beside the values count."""
    _ = visit.translate
    text = _(
        "Initiatives, personal stories and sections under the chosen filters: {count}. "
        "The number beside a value is what choosing it would give."
    )
    return text.format(count=formats.number(len(found.items), visit.lang))


def _choice(facet: Facet, chosen: dict[str, list[str]], visit: Visit) -> None:
    """Show the values of one facet that anything has, each with its count."""
    _ = visit.translate
    labels = {
        value.id: f"{_label(facet, value, visit)} ({formats.number(value.count, visit.lang)})"
        for value in facet.values
        if value.count or value.selected
    }
    keep(facet.id, chosen[facet.id])
    st.multiselect(
        facet.label(visit.lang),
        list(labels),
        key=facet.id,
        format_func=labels.__getitem__,
        placeholder=_("All"),
        select_all=False,
        on_change=_choose,
        args=(facet.id, chosen),
    )


def _choose(facet: str, chosen: dict[str, list[str]]) -> None:
    """Write a choice to the address; the callback of its widget."""
    name = parameter(facet)
    others = (
        value
        for other, values in chosen.items()
        if other != facet and parameter(other) == name
        for value in values
    )
    go(**{name: (*others, *st.session_state[facet])})


def _label(facet: Facet, value: FacetValue, visit: Visit) -> str:
    name = value.label(visit.lang)
    if facet.id == "theme":
        return clip(theme_label(name), _LONGEST_THEME)
    return f"{name[:1].upper()}{name[1:]}" if facet.id == "kind" else name


def _chips(found: Themes, odd: dict[str, Sequence[str]], visit: Visit) -> None:
    """Show each filter that is set as a link that takes it away."""
    _ = visit.translate
    chips = [
        (parameter(facet.id), facet.label(visit.lang), value.id, _label(facet, value, visit))
        for facet in found.facets
        for value in facet.values
        if value.selected
    ]
    chips += [(name, "", value, value) for name, values in odd.items() for value in values]
    if not chips:
        return
    remove = _("Remove the filter “{name}”")
    items = []
    for name, facet_name, value, label in chips:
        left = [each for parameter, _f, each, _l in chips if parameter == name and each != value]
        href = escape(_without(visit, **{name: left}))
        shown = escape(clip(label, _LONGEST))
        kind = f'<span class="kind">{escape(facet_name)}</span> ' if facet_name else ""
        text = escape(remove.format(name=label))
        items.append(
            f'<li><a data-go href="{href}" title="{escape(label)}">{kind}{shown}'
            f'<span aria-hidden="true"> ×</span><span class="unseen"> – {text}</span></a></li>'
        )
    every = escape(_without(visit, **dict.fromkeys(FILTERS, ())))
    clear, name = escape(_("Clear filters")), escape(_("Filters in force"))
    items.append(f'<li><a data-go class="all" href="{every}">{clear}</a></li>')
    st.html(f'<ul class="chips" aria-label="{name}">{"".join(items)}</ul>')


def _without(visit: Visit, **changes: Sequence[str]) -> str:
    return visit.link("", **{**visit.every, "n": "", **changes})
