"""The row of filters: one choice each, among the values that the index holds."""

from __future__ import annotations

import streamlit as st

from app_parts.cards import KINDS
from app_parts.text import theme_label
from app_parts.visit import Visit, go, keep
from spe_search import SearchEngine
from spe_search.french import fold
from spe_search.regions import REGIONS, region_named


def filtered(name: str) -> None:
    """Apply a filter to the query in the address."""
    go(**{name: st.session_state[name]})


def filters_row(engine: SearchEngine, visit: Visit) -> None:
    """Show the filters, each holding the address's value; a change is written there."""
    with st.container(key="filters", horizontal=True):
        for name, (label, every, choices) in _choices(engine, visit).items():
            if not choices:
                continue
            chosen = visit.address.get(name, "")
            if name == "region" and (region := region_named(chosen)):
                chosen = region.code
            keep(name, chosen)
            labels = {"": every, **({chosen: chosen} if chosen else {}), **choices}
            st.selectbox(
                label,
                list(labels),
                key=name,
                format_func=labels.__getitem__,
                placeholder=every,
                on_change=filtered,
                args=(name,),
            )


def _choices(engine: SearchEngine, visit: Visit) -> dict[str, tuple[str, str, dict[str, str]]]:
    """Return for each filter its label, the name of no choice, and its values with their names."""
    _, values = visit.translate, engine.index.values
    names = {region.code: region.name for region in REGIONS if region.code in values["region"]}
    regions = sorted(names, key=lambda code: (code == "00", fold(names[code])))
    titles = {report.id: report.title for report in engine.manifest.reports}
    years = sorted(filter(None, values["year"]), reverse=True)
    return {
        "region": (_("Region"), _("All regions"), {code: names[code] for code in regions}),
        "theme": (
            _("Theme"),
            _("All themes"),
            {theme: theme_label(theme) for theme in values["theme"] if theme},
        ),
        "kind": (
            _("Type"),
            _("All types"),
            {kind: _(text) for kind, text in KINDS.items() if kind in values["item_kind"]},
        ),
        "year": (_("Year"), _("All years"), {year: year for year in years}),
        "document": (_("Report"), _("All reports"), titles if len(titles) > 1 else {}),
    }
