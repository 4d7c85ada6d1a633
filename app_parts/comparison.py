"""What is like an item and why, and items side by side, as HTML."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from app_parts import formats
from app_parts.browsing import item_link, spoken
from app_parts.engine import Opened
from app_parts.listing import where
from app_parts.text import highlighted, page_label
from app_parts.visit import Visit
from spe_search import Citation, Comparable, Difference, Entry, Matrix, Shared, Trait
from spe_search.compare.matrix import FIELDS, NOT_SAID, matrix_rows
from spe_search.i18n import message as mark
from spe_search.tabular import csv_text

ASPECTS = {
    "region": mark("Region"),
    "clientele": mark("Clientele"),
    "service": mark("Measure or service"),
    "partner": mark("Partners"),
}
MOST_LIKELY = 0.99

# ---------------------------------------------------------------- what is alike


def comparable(ready: Opened, each: Comparable, visit: Visit, action: str = "") -> str:
    """Return something comparable: what it is, what both share, what differs.

    Args:
        ready: the engine.
        each: what to show.
        visit: who reads.
        action: markup of what can be done with it.
    """
    _, lang = visit.translate, escape(spoken(ready, each.item.id))
    href = escape(item_link(visit, each.item.id))
    share = formats.share(min(each.score, MOST_LIKELY), visit.lang)
    chance = escape(_("Chance that it is worth reading: {share}.").format(share=share))
    quote = highlighted(each.nearest.quote)
    reasons = "".join(f"<li>{_shared(shared, visit)}</li>" for shared in each.shared)
    both, apart = escape(_("What both share")), escape(_("What differs"))
    alike = f"<h4>{both}</h4><ul>{reasons}</ul>" if reasons else ""
    rows = "".join(_difference(difference, visit) for difference in each.differences)
    other = f"<h4>{apart}</h4>{_differences(rows, visit)}" if rows else ""
    return (
        f'<article class="item comparable"><h3 lang="{lang}"><a data-go href="{href}">'
        f"{escape(each.item.title)}</a></h3>{where(ready, each.item, visit)}"
        f'<blockquote class="passage" lang="{lang}">«\u00a0{quote}\u00a0» '
        f"{page_link(each.nearest, visit)}</blockquote>{alike}{other}"
        f'<p class="small">{chance}</p>{action}</article>'
    )


def _shared(shared: Shared, visit: Visit) -> str:
    _ = visit.translate
    own, other = (f"«\u00a0{trait.words}\u00a0»" for trait in (shared.own, shared.other))
    where = f" {page_link(shared.other.citation, visit)}" if shared.other.citation else ""
    words = other if own.casefold() == other.casefold() else f"{own} / {other}"
    label = shared.label(visit.lang)
    if shared.facet == "word":
        return escape(_("same word: {words}").format(words=other)) + where
    text = _("{name}: {words}").format(name=label[:1].upper() + label[1:], words=words)
    return escape(text) + where


def _differences(rows: str, visit: Visit) -> str:
    _ = visit.translate
    heads = (_("Field"), _("Here"), _("There"))
    cells = "".join(f'<th scope="col">{escape(head)}</th>' for head in heads)
    return (
        f'<div class="scroll" tabindex="0"><table class="prose"><thead><tr>{cells}</tr></thead>'
        f"<tbody>{rows}</tbody></table></div>"
    )


def _difference(difference: Difference, visit: Visit) -> str:
    name = escape(visit.translate(ASPECTS[difference.aspect]))
    sides = (_side(traits, visit) for traits in (difference.own, difference.other))
    cells = "".join(f"<td>{side}</td>" for side in sides)
    return f'<tr><th scope="row">{name}</th>{cells}</tr>'


def _side(traits: Sequence[Trait], visit: Visit) -> str:
    if not traits:
        return f'<span class="unsaid">{escape(visit.translate(NOT_SAID))}</span>'
    return escape(names(traits, visit))


def names(traits: Sequence[Trait], visit: Visit) -> str:
    """Return the names of traits; partners bear their own."""
    return ", ".join(t.words if t.facet == "partner" else t.label(visit.lang) for t in traits)


def page_link(citation: Citation, visit: Visit) -> str:
    """Return "(p. 12)", a link to the quoted words in their page."""
    page = escape(page_label(citation.page, visit.translate))
    href = escape(visit.link("", a=citation.address))
    return f'<a data-go class="cited" href="{href}">({page})</a>'


# ---------------------------------------------------------------- side by side


def matrix_table(ready: Opened, found: Matrix, removals: Sequence[str], visit: Visit) -> str:
    """Return items side by side, each cell with the pages it comes from.

    Args:
        ready: the engine.
        found: the items and what is said of them.
        removals: for each item, the address of the comparison without it.
        visit: who reads.
    """
    _ = visit.translate
    remove, first = escape(_("Remove")), escape(_("Field"))
    heads = "".join(
        f'<th scope="col" lang="{escape(spoken(ready, item.id))}">'
        f'<a data-go href="{escape(item_link(visit, item.id))}">{escape(item.title)}</a>'
        f'<a data-go class="remove" href="{escape(href)}" lang="{visit.lang}">{remove}'
        f'<span class="unseen"> {escape(item.title)}</span></a></th>'
        for item, href in zip(found.items, removals, strict=True)
    )
    lines = []
    for row in found.rows:
        cells = "".join(f"<td>{_entries(cell, visit)}</td>" for cell in row.cells)
        name = escape(_(FIELDS[row.field]))
        lines.append(f'<tr><th scope="row">{name}</th>{cells}</tr>')
    caption = escape(_("What the report says of each, in its words, with the page"))
    return (
        f'<div class="scroll" tabindex="0" role="region" aria-label="{caption}">'
        f'<table class="matrix" style="--items:{len(found.items)}"><caption>{caption}</caption>'
        f'<thead><tr><th scope="col">{first}</th>{heads}</tr></thead>'
        f"<tbody>{''.join(lines)}</tbody></table></div>"
    )


def _entries(cell: Sequence[Entry], visit: Visit) -> str:
    if not cell:
        return f'<span class="unsaid">{escape(visit.translate(NOT_SAID))}</span>'
    lines = []
    for entry in cell:
        where = f" {page_link(entry.citation, visit)}" if entry.citation else ""
        name = entry.en if visit.lang == "en" else entry.fr
        told = name and name.casefold() != entry.words.casefold()
        lead = (
            f'<span class="concept">{escape(name[:1].upper() + name[1:])}</span> ' if told else ""
        )
        lines.append(f"<li>{lead}{highlighted(entry.words)}{where}</li>")
    return f"<ul>{''.join(lines)}</ul>"


def matrix_csv(found: Matrix, visit: Visit) -> bytes:
    """Return a matrix for a spreadsheet: CSV in UTF-8, with the mark it looks for."""
    return csv_text(matrix_rows(found, visit.lang)).encode("utf-8-sig")
