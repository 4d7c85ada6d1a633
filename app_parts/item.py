"""An item by itself: all that the report says of it, each piece with its page, and its tags."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from itertools import groupby

from app_parts.browsing import link, spoken
from app_parts.comparison import page_link
from app_parts.engine import Opened
from app_parts.listing import where
from app_parts.text import heading, highlighted, theme_label
from app_parts.visit import Visit
from spe_search import Initiative, Section, Span
from spe_search.citing import cite
from spe_search.i18n import message as mark
from spe_search.partner_kinds import PARTNER_KINDS, kinds_of
from spe_search.themes import FACETS
from spe_search.types import Extract, Table

_HEADINGS = {
    "summary": mark("Summary"),
    "paragraph": mark("Text of the report"),
    "story": mark("Story"),
    "partners": mark("Partners"),
    "results": mark("Results"),
    "quote": mark("Testimony"),
    "sidebar": mark("Box"),
    "caption": mark("Caption"),
    "note": mark("Note"),
}
_KINDS = {kind.id: kind for kind in PARTNER_KINDS}


def whole(ready: Opened, item: Initiative | Section, visit: Visit) -> str:
    """Return an item's head, then every piece of its text in reading order."""
    _, lang = visit.translate, escape(spoken(ready, item.id))
    head = f'<h1 lang="{lang}">{escape(item.title)}</h1>{where(ready, item, visit)}'
    if isinstance(item, Initiative) and item.theme:
        href = escape(link(visit, {"theme": (item.theme,)}))
        label = escape(theme_label(item.theme))
        head += f'<p class="theme" lang="{lang}"><a data-go href="{href}">{label}</a></p>'
    elif isinstance(item, Section) and len(item.path) > 1:
        path = escape(" › ".join(item.path[:-1]))
        head += f'<p class="theme" lang="{lang}">{path}</p>'
    return f'<div class="whole">{head}{"".join(_pieces(ready, item, visit, lang))}</div>'


def _pieces(ready: Opened, item: Initiative | Section, visit: Visit, lang: str) -> Iterator[str]:
    _ = visit.translate
    for kind, run in groupby(item.extracts, key=lambda extract: extract.kind):
        if kind == "table_row":
            continue
        yield heading(_(_HEADINGS[kind]))
        extracts = list(run)
        if kind == "partners" and isinstance(item, Initiative) and item.partners:
            yield _partners(ready, item, extracts, visit, lang)
            continue
        for extract in extracts:
            text = highlighted(extract.text)
            yield f'<p lang="{lang}">{text} {_cited(ready, item, extract, visit)}</p>'
    if isinstance(item, Section):
        for table in item.tables:
            yield _table(ready, item, table, visit, lang)
    if item.links:
        lines = "".join(f"<li>{escape(each)}</li>" for each in item.links)
        yield heading(_("Web addresses given by the report"))
        yield f'<ul class="addresses">{lines}</ul>'


def _cited(ready: Opened, item: Initiative | Section, extract: Extract, visit: Visit) -> str:
    document = ready.engine.document(item.id.partition("/")[0])
    citation = cite(document, extract, Span(0, len(extract.text)), item.title)
    return page_link(citation, visit)


def _partners(
    ready: Opened, item: Initiative, extracts: list[Extract], visit: Visit, lang: str
) -> str:
    """Return the partners, each with its kind, which leads to those who have one of that kind."""
    lines = []
    for name in item.partners:
        kinds = []
        for each in kinds_of(name):
            href = escape(link(visit, {"partner_kind": (each,)}))
            label = _KINDS[each].en if visit.lang == "en" else _KINDS[each].fr
            kinds.append(f'<a data-go href="{href}">{escape(label)}</a>')
        about = f' <span class="small">{" · ".join(kinds)}</span>' if kinds else ""
        lines.append(f'<li><span lang="{lang}">{highlighted(name)}</span>{about}</li>')
    pages = " ".join(_cited(ready, item, extract, visit) for extract in extracts)
    return f"<ul>{''.join(lines)}</ul><p>{pages}</p>"


def _table(ready: Opened, item: Section, table: Table, visit: Visit, lang: str) -> str:
    heads = "".join(f'<th scope="col">{escape(column)}</th>' for column in table.columns)
    lines = []
    for group, rows in groupby(table.rows, key=lambda row: row.group):
        if group:
            span = len(table.columns)
            lines.append(f'<tr><th scope="colgroup" colspan="{span}">{escape(group)}</th></tr>')
        for row in rows:
            cells = "".join(f"<td>{escape(cell.text)}</td>" for cell in row.cells)
            lines.append(f'<tr><th scope="row">{escape(row.label)}</th>{cells}</tr>')
    title = escape(table.title)
    pages = _cited(ready, item, table.rows[0].extract, visit) if table.rows else ""
    return (
        f'<div class="scroll" tabindex="0" role="region" aria-label="{title}">'
        f'<table lang="{lang}"><caption>{title}</caption><thead><tr>{heads}</tr></thead>'
        f"<tbody>{''.join(lines)}</tbody></table></div><p>{pages}</p>"
    )


def tags(ready: Opened, item: Initiative | Section, visit: Visit) -> str:
    """Return the concepts that an item speaks of, by facet, with the words that earned each.

    General ones ("personnes") are left out: they say little of it.
    """
    _, engine = visit.translate, ready.engine
    concepts = engine.index.thesaurus.concepts
    found = engine.tags(item.id)
    blocks = []
    for facet, name in FACETS.items():
        lines = []
        for tag in found:
            concept = concepts[tag.concept]
            if tag.facet != facet or concept.general:
                continue
            label = (concept.en if visit.lang == "en" and concept.en else concept.fr)[0]
            chosen = tag.concept.rpartition(":")[2] if facet == "region" else tag.concept
            href = escape(link(visit, {facet: (chosen,)}))
            lines.append(
                f'<li><a data-go href="{href}">{escape(label)}</a> '
                f'<span lang="fr" class="small">«\u00a0{escape(tag.words)}\u00a0»</span></li>'
            )
        if lines:
            blocks.append(f"<div>{heading(_(name), 3)}<ul>{''.join(lines)}</ul></div>")
    if not blocks:
        return ""
    lead = escape(_("Found by the words of the thesaurus; those of the report are in guillemets."))
    return (
        heading(_("What it speaks of")) + f'<p class="small">{lead}</p>'
        f'<div class="facets tags">{"".join(blocks)}</div>'
    )
