"""The map of meaning: items as points that are links, near one another where they mean alike.

The points are plain links placed by their shares of the frame, so that the keyboard, a screen
reader and a finger reach them; a table tells the same in words.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from html import escape
from math import dist

from app_parts.browsing import item_link
from app_parts.text import clip, theme_label
from app_parts.visit import Visit
from spe_search import MapPoint, Themes

COLOURS = 8
"""Colours in the style sheet; a number or a code in each point tells apart what shares one."""

_NEAREST = 2


def groups(points: Sequence[MapPoint], found: Themes, by: str) -> dict[str, str]:
    """Return what points are told apart by, in the facet's order: id -> sign in the point."""
    present = {group_of(point, by) for point in points}
    values = [value.id for value in found.facet(by).values if value.id in present]
    signs = {each: each if by == "region" else str(n) for n, each in enumerate(values, 1)}
    return {**signs, **({"": "–"} if "" in present else {})}


def group_of(point: MapPoint, by: str) -> str:
    """Return the id of a point's region or theme; "" where it has none."""
    return (point.region.code if point.region else "") if by == "region" else point.theme or ""


def plot(
    points: Sequence[MapPoint],
    inside: Collection[str],
    signs: dict[str, str],
    by: str,
    visit: Visit,
) -> str:
    """Return the map; the points that the filters leave out are pale."""
    _ = visit.translate
    across, down = _shares([p.x for p in points]), _shares([-p.y for p in points])
    order = list(signs)
    lines = []
    for point, x, y in zip(points, across, down, strict=True):
        group = group_of(point, by)
        pale = "" if point.item_id in inside else " pale"
        side = f"{' east' if x > 50 else ''}{' south' if y > 70 else ''}"
        region = f", {point.region.name}" if point.region else ""
        href = escape(item_link(visit, point.item_id))
        lines.append(
            f'<li class="{side}" style="left:{x:.1f}%;top:{y:.1f}%"><a data-go href="{href}" '
            f'class="c{order.index(group) % COLOURS}{pale}">'
            f'<span class="sign" aria-hidden="true">{escape(signs[group])}</span>'
            f'<span class="tip">{escape(point.title + region)}</span></a></li>'
        )
    label = escape(_("Map of meaning"))
    return f'<div class="map"><ul aria-label="{label}">{"".join(lines)}</ul></div>'


def _shares(values: Sequence[float]) -> list[float]:
    """Return where values fall between the least and the greatest, from 5 to 95 (per cent)."""
    least, most = min(values), max(values)
    return [5 + 90 * (each - least) / ((most - least) or 1.0) for each in values]


def legend(found: Themes, signs: dict[str, str], by: str, visit: Visit) -> str:
    """Return what each sign and colour stands for."""
    _ = visit.translate
    names = {value.id: value.label(visit.lang) for value in found.facet(by).values}
    lines = []
    for place, (group, sign) in enumerate(signs.items()):
        name = names.get(group) or (
            _("Without a region") if by == "region" else _("Without a theme")
        )
        label = theme_label(name) if by == "theme" else name
        lines.append(
            f'<li><span class="sign c{place % COLOURS}">{escape(sign)}</span> '
            f'<span title="{escape(name)}">{escape(clip(label, 110))}</span></li>'
        )
    return f'<ul class="legend">{"".join(lines)}</ul>'


def table(points: Sequence[MapPoint], visit: Visit) -> str:
    """Return the map in words: each item, and those that are nearest to it."""
    _ = visit.translate
    heads = (_("Title"), _("Region"), _("Theme"), _("Nearest on the map"))
    head = "".join(f'<th scope="col">{escape(each)}</th>' for each in heads)
    rows = []
    for point in points:
        nearest = sorted(
            (other for other in points if other is not point),
            key=lambda other: dist((point.x, point.y), (other.x, other.y)),
        )[:_NEAREST]
        near = "".join(f"<li>{_link(each, visit)}</li>" for each in nearest)
        region = point.region.name if point.region else "–"
        theme = clip(theme_label(point.theme), 60) if point.theme else "–"
        rows.append(
            f'<tr><th scope="row">{_link(point, visit)}</th><td>{escape(region)}</td>'
            f"<td>{escape(theme)}</td><td><ul>{near}</ul></td></tr>"
        )
    label = escape(_("The map as a table"))
    return (
        f"<details><summary>{label}</summary>"
        f'<div class="scroll" tabindex="0" role="region" aria-label="{label}">'
        f'<table class="prose"><thead><tr>{head}</tr></thead>'
        f"<tbody>{''.join(rows)}</tbody></table></div></details>"
    )


def _link(point: MapPoint, visit: Visit) -> str:
    href = escape(item_link(visit, point.item_id))
    return f'<a data-go href="{href}">{escape(point.title)}</a>'
