"""What can be chosen, as lists of links with their counts, and the regions as a map of tiles."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from app_parts import formats
from app_parts.browsing import Choice, anchor, link, toggled
from app_parts.text import clip, heading, theme_label
from app_parts.visit import Visit
from spe_search import Facet, FacetValue, Themes
from spe_search.french import fold

LISTED = (
    "clientele",
    "service",
    "sector",
    "partner_kind",
    "partner",
    "activity",
    "outcome",
    "kind",
    "year",
    "document",
)
"""The facets shown as lists, in their order; the themes and the regions come before them."""

_FIRST = 8
# Where each region lies, roughly: its row from the north, its column from the west.
_PLACES = {
    "10": (1, 3),
    "08": (2, 1),
    "02": (2, 5),
    "09": (2, 6),
    "07": (3, 1),
    "15": (3, 2),
    "14": (3, 3),
    "04": (3, 4),
    "03": (3, 5),
    "01": (3, 6),
    "11": (3, 7),
    "13": (4, 2),
    "06": (4, 3),
    "17": (4, 4),
    "12": (4, 5),
    "16": (5, 3),
    "05": (5, 4),
    "00": (6, 1),
}


def name_of(facet: Facet, value: FacetValue, visit: Visit) -> str:
    """Return a value's name as a reader meets it."""
    name = value.label(visit.lang)
    return theme_label(name) if facet.id == "theme" else name[:1].upper() + name[1:]


def chips(found: Themes, choice: Choice, visit: Visit, view: str) -> str:
    """Return what is chosen, each with a link that takes it away."""
    _ = visit.translate
    lines = []
    for facet in found.facets:
        for value in facet.values:
            if value.id not in choice.get(facet.id, ()):
                continue
            href = escape(link(visit, toggled(choice, facet.id, value.id), view=view))
            text = clip(name_of(facet, value, visit), 70)
            name = escape(_("{name}: {words}").format(name=facet.label(visit.lang), words=text))
            remove = escape(_("remove"))
            lines.append(
                f'<li><a data-go href="{href}">{name} <span aria-hidden="true">×</span>'
                f'<span class="unseen"> ({remove})</span></a></li>'
            )
    if not lines:
        return ""
    if len(lines) > 1:
        every = anchor(link(visit, {}, view=view), _("Remove all"))
        lines.append(f'<li class="all">{every}</li>')
    label = escape(_("What is chosen"))
    return f'<ul class="chips" aria-label="{label}">{"".join(lines)}</ul>'


def listed(facet: Facet, choice: Choice, visit: Visit, first: int = _FIRST) -> str:
    """Return a facet's values as links, those with items only; the first ones, then the others."""
    _ = visit.translate
    values = [value for value in facet.values if value.count or value.selected]
    if facet.id == "region":
        values.sort(key=lambda value: (value.id == "00", fold(value.fr)))
    shown, rest = values[:first], values[first:]
    if len(rest) == 1:
        shown, rest = values, []
    more = ""
    if rest:
        summary = escape(_("{count} more").format(count=formats.number(len(rest), visit.lang)))
        about = escape(facet.label(visit.lang).lower())
        more = (
            f'<details><summary>{summary}<span class="unseen"> ({about})</span></summary>'
            f"{_links(facet, rest, choice, visit)}</details>"
        )
    return _links(facet, shown, choice, visit) + more


def _links(facet: Facet, values: Sequence[FacetValue], choice: Choice, visit: Visit) -> str:
    lines = []
    for value in values:
        href = escape(link(visit, toggled(choice, facet.id, value.id)))
        current = ' aria-current="true"' if value.id in choice.get(facet.id, ()) else ""
        name, whole = escape(name_of(facet, value, visit)), escape(value.label(visit.lang))
        lines.append(
            f'<li><a data-go{current} href="{href}" title="{whole}">{name}</a> '
            f'<span class="n">({formats.number(value.count, visit.lang)})</span></li>'
        )
    return f'<ul class="values {facet.id}">{"".join(lines)}</ul>'


def tiles(facet: Facet, choice: Choice, visit: Visit) -> str:
    """Return the regions as tiles, laid out roughly as they lie, then as a list."""
    _ = visit.translate
    most = max((value.count for value in facet.values), default=0)
    chosen = choice.get("region", ())
    lines = []
    for value in sorted(facet.values, key=lambda value: _PLACES[value.id]):
        row, column = _PLACES[value.id]
        shade = 0 if not value.count else 1 + round(2 * (value.count - 1) / max(1, most - 1))
        place = f"grid-row:{row};grid-column:{'1 / -1' if value.id == '00' else column}"
        current = ' aria-current="true"' if value.id in chosen else ""
        href = escape(link(visit, toggled(choice, "region", value.id)))
        lines.append(
            f'<li style="{place}"><a data-go class="shade{shade}"{current} href="{href}">'
            f'<span class="code" aria-hidden="true">{value.id}</span>'
            f'<span class="name">{escape(value.label(visit.lang))}</span> '
            f"<b>{formats.number(value.count, visit.lang)}</b>"
            f'<span class="unseen"> {escape(_counted(value.count, visit))}</span></a></li>'
        )
    explained = escape(
        _("Each tile is a region, about where it lies; its figure is a number of items.")
    )
    listing = escape(_("The regions as a list"))
    return (
        f'<p class="small">{explained}</p><ul class="tiles">{"".join(lines)}</ul>'
        f"<details><summary>{listing}</summary>{_links_of_all(facet, choice, visit)}</details>"
    )


def _counted(count: int, visit: Visit) -> str:
    _ = visit.translate
    return _("item") if count == 1 else _("items")


def _links_of_all(facet: Facet, choice: Choice, visit: Visit) -> str:
    values = sorted(facet.values, key=lambda value: (value.id == "00", fold(value.fr)))
    return _links(facet, values, choice, visit)


def chooser(found: Themes, choice: Choice, visit: Visit) -> str:
    """Return all that can be chosen; folded away once something is."""
    _ = visit.translate
    parts = []
    theme, region = found.facet("theme"), found.facet("region")
    if any(value.count for value in theme.values):
        parts.append(heading(_("By theme"), 3) + listed(theme, choice, visit, 50))
    if any(value.count or value.selected for value in region.values):
        parts.append(heading(_("By region"), 3) + tiles(region, choice, visit))
    blocks = []
    for name in LISTED:
        facet = found.facet(name)
        least = 1 if facet.id not in ("kind", "year", "document") else 2
        if sum(bool(value.count or value.selected) for value in facet.values) >= least:
            title = heading(facet.label(visit.lang), 4)
            blocks.append(f"<div>{title}{listed(facet, choice, visit)}</div>")
    if blocks:
        title = heading(_("By clientele, measure, partner…"), 3)
        parts.append(f'{title}<div class="facets">{"".join(blocks)}</div>')
    summary = heading(_("Choose by theme, region, clientele, partner…"))
    opened = "" if choice else " open"
    return (
        f'<details class="chooser"{opened}><summary>{summary}</summary>{"".join(parts)}</details>'
    )
