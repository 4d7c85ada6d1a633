"""The HTML of a result and of what is shown of it on demand: pure functions from hits to markup."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from html import escape
from itertools import groupby

from app_parts import formats
from app_parts.text import Translate, clip, highlighted, page_label, theme_label
from app_parts.visit import Visit
from spe_search import Citation, Hit, Initiative, Passage, Section, Span
from spe_search.i18n import message as mark
from spe_search.regions import region_by_code

KINDS = {
    "initiative": mark("Initiative"),
    "story": mark("Personal story"),
    "section": mark("Section of the report"),
}
_PIECES = {
    "summary": mark("Summary"),
    "partners": mark("Partners"),
    "results": mark("Results"),
    "story": mark("Story"),
    "quote": mark("Testimony"),
    "sidebar": mark("Box"),
    "caption": mark("Caption"),
    "note": mark("Note"),
    "table_row": mark("Row of a table"),
}
_LONGEST_FACT = 320


@dataclass(frozen=True, slots=True)
class Found:
    """What to mark in a page: a passage, and what is cited of it."""

    passage: Passage
    part: Span | None


# ---------------------------------------------------------------- a result


def title_of(hit: Hit) -> str:
    """Return the title of the initiative, story or section that was found."""
    item = hit.initiative or hit.section
    return item.title if item else hit.passage.heading_path[-1]


def card(hit: Hit, _: Translate, lang: str, show_document: bool = False) -> str:
    """Return a result: what it is, where it stands, its passage, and short facts."""
    passage, item, spoken = hit.passage, hit.initiative, f'lang="{escape(lang)}"'
    region = region_by_code(passage.region)
    where = placed(
        _(KINDS[passage.item_kind]),
        region.name if region else "",
        page_label(passage.page, _),
        passage.heading_path[0] if show_document else "",
    )
    theme = ""
    if passage.theme:
        label = clip(theme_label(passage.theme), 110)
        theme = f'<p class="theme" {spoken} title="{escape(passage.theme)}">{escape(label)}</p>'
    elif item is None and len(passage.heading_path) > 2:
        path = [part for part in passage.heading_path[1:] if part != title_of(hit)]
        theme = f'<p class="theme" {spoken}>{escape(" › ".join(path))}</p>' if path else ""
    return (
        f"<article><h3 {spoken}>{escape(title_of(hit))}</h3>"
        f"{where}{theme}"
        f'<blockquote class="passage" {spoken}>'
        f"{highlighted(passage.text, hit.sentence, hit.marks)}</blockquote>"
        f"{figures(passage, _)}{facts(hit, _, spoken)}</article>"
    )


def placed(kind: str, *facts: str) -> str:
    """Return one line that says what something is and where it stands; empty facts are left out."""
    badge = f'<span class="badge">{escape(kind)}</span>' if kind else ""
    spans = "".join(f"<span>{escape(fact)}</span>" for fact in facts if fact)
    return f'<p class="where">{badge}{spans}</p>'


def item_placed(item: Initiative | Section, page: int, _: Translate, document: str = "") -> str:
    """Return the line of an initiative, a story or a section."""
    kind, region = "section", ""
    if isinstance(item, Initiative):
        kind, region = item.kind, item.region.name if item.region else ""
    return placed(_(KINDS[kind]), region, page_label(page, _), document)


def figures(passage: Passage, _: Translate, marked: Collection[str] = ()) -> str:
    """Return the figures of a table's row, one a line, targets labelled; else nothing.

    Args:
        passage: a row, or a passage without cells.
        _: as everywhere.
        marked: the figures to mark, as they are printed.
    """
    if not passage.cells:
        return ""
    target, no_value = escape(_("target")), escape(_("not applicable"))
    rows = []
    for cell in passage.cells:
        tag = f' <span class="tag">{target}</span>' if cell.is_target else ""
        figure = escape(cell.text)
        if cell.value is None:
            figure = f'<abbr title="{no_value}">{figure}</abbr>'
        head = f'<th scope="row">{escape(cell.column)}{tag}</th>'
        if cell.text in marked:
            figure = f"<mark>{figure}</mark>"
        rows.append(f"<tr>{head}<td>{figure}</td></tr>")
    return f'<table class="figures"><tbody>{"".join(rows)}</tbody></table>'


def facts(hit: Hit, _: Translate, spoken: str) -> str:
    """Return an initiative's partners and results, unless they are the passage itself."""
    item, kind = hit.initiative, hit.passage.kind
    if item is None:
        return ""
    found = []
    if item.partners and kind != "partners":
        found.append((_("Partners"), clip(" · ".join(item.partners), _LONGEST_FACT)))
    if item.results and kind != "results":
        found.append((_("Results"), clip(item.results, _LONGEST_FACT)))
    rows = [
        f"<div><dt>{escape(name)}</dt><dd {spoken}>{highlighted(text)}</dd></div>"
        for name, text in found
    ]
    return f'<dl class="facts">{"".join(rows)}</dl>' if rows else ""


# ---------------------------------------------------------------- what is shown on demand


def cited(quote: Citation) -> str:
    """Return a quote and its reference, as they are copied."""
    return f"«\u00a0{quote.quote}\u00a0» ({quote.label})"


def copying(quote: Citation, visit: Visit) -> str:
    """Return the buttons that copy a citation and the link to it, and the way to its page."""
    _ = visit.translate
    link = escape(visit.link("", a=quote.address))
    buttons = (
        (f'data-copy="{escape(cited(quote))}"', _("Copy the citation"), _("Citation copied")),
        (f'data-link="{link}"', _("Copy the link"), _("Link copied")),
    )
    return "".join(
        f'<button type="button" {what} data-done="{escape(done)}">{escape(name)}</button>'
        for what, name, done in buttons
    )


def citation(quote: Citation, visit: Visit) -> str:
    """Return a quote and its reference, and the buttons that copy them."""
    _ = visit.translate
    where = _("To check it: characters {start} to {end} of the report’s text ({document}).")
    where = where.format(start=quote.start, end=quote.end, document=quote.document_id)
    return (
        f'<p class="quote" lang="fr" data-citation>{escape(cited(quote))}</p>'
        f'<p class="copy">{copying(quote, visit)}</p>'
        f'<p class="small">{escape(where)}</p>'
    )


def whole_page(passages: Sequence[Passage], found: Found, _: Translate, lang: str) -> str:
    """Return all that stands on a page, the passage that was found marked.

    Args:
        passages: those of the page, in order.
        found: what to mark.
        _: as everywhere.
        lang: the language of the report.
    """
    heading = escape(_("Page {page}").format(page=found.passage.page))
    parts: list[str] = []
    for path, run in groupby(passages, key=lambda passage: passage.heading_path):
        parts.append(f"<h4>{escape(path[-1])}</h4>")
        for is_row, group in groupby(run, key=lambda passage: bool(passage.cells)):
            if is_row:
                parts.append(_table(list(group), found))
                continue
            for kind, pieces in groupby(group, key=lambda passage: passage.kind):
                lead = _lead(_PIECES.get(kind, ""), _)
                for passage in pieces:
                    parts.append(_piece(passage, found, lead))
                    lead = ""
    body = f'<div lang="{escape(lang)}">{"".join(parts)}</div>'
    return f'<div class="page"><h3 class="number">{heading}</h3>{body}</div>'


def _lead(label: str, _: Translate) -> str:
    return f'<span class="kind">{escape(_(label))}</span> ' if label else ""


def _piece(passage: Passage, found: Found, lead: str) -> str:
    if passage.id != found.passage.id:
        return f"<p>{lead}{highlighted(passage.text)}</p>"
    text = highlighted(passage.text, found.part)
    return f'<p class="found">{lead}{text}</p>'


def row_label(row: Passage) -> str:
    """Return what a table's row says before its figures."""
    label = row.text
    for cell in reversed(row.cells):
        label = label.removesuffix(cell.text).rstrip()
    return label


def _table(rows: Sequence[Passage], found: Found) -> str:
    """Return consecutive rows as a table, with heads where all rows share them."""
    heads = {tuple(cell.column for cell in row.cells) for row in rows}
    head = ""
    if len(heads) == 1:
        cells = "".join(f'<th scope="col">{escape(column)}</th>' for column in heads.pop())
        head = f"<thead><tr><td></td>{cells}</tr></thead>"
    lines = []
    for row in rows:
        marked = ' class="found"' if row.id == found.passage.id else ""
        cells = "".join(f"<td>{escape(cell.text)}</td>" for cell in row.cells)
        lines.append(f'<tr{marked}><th scope="row">{escape(row_label(row))}</th>{cells}</tr>')
    table = f"<table>{head}<tbody>{''.join(lines)}</tbody></table>"
    return f'<div class="scroll" tabindex="0">{table}</div>'


def others(hit: Hit, _: Translate, lang: str) -> str:
    """Return the other passages of the same initiative or section that bear on the query."""
    lines = []
    for passage in hit.others:
        about = [_(_PIECES[passage.kind])] if passage.kind in _PIECES else []
        about.append(page_label(passage.page, _))
        lead = f'<span class="kind">{escape(", ".join(about))}</span>'
        lines.append(f"<li>{lead} {highlighted(passage.text)}</li>")
    return f'<ul class="others" lang="{escape(lang)}">{"".join(lines)}</ul>'


def why(hit: Hit, visit: Visit) -> str:
    """Return, in words, what made this a result."""
    _ = visit.translate
    terms = ", ".join(hit.why.terms)
    if terms:
        met = _("Words of your question found here or in the headings: {terms}.")
    elif hit.why.related:
        met = _("None of your words is here as such.")
    else:
        met = _("None of your words is here: only the meaning brought this result.")
    related = _("Other words for the same ideas, found here: {terms}.")
    lines = (
        _("Chance that it is what you look for: {share}.").format(
            share=formats.share(hit.score, visit.lang)
        ),
        met.format(terms=terms),
        *([related.format(terms=", ".join(hit.why.related))] if hit.why.related else ()),
        _("Match by the words: {level}.").format(level=_level(hit.why.lexical, visit)),
        _("Match by the meaning: {level}.").format(level=_level(hit.why.dense, visit)),
    )
    return f'<ul class="why">{"".join(f"<li>{escape(line)}</li>" for line in lines)}</ul>'


def _level(share: float, visit: Visit) -> str:
    _ = visit.translate
    words = (
        (0.6, _("very strong ({share})")),
        (0.4, _("strong ({share})")),
        (0.2, _("fair ({share})")),
        (0.005, _("weak ({share})")),
    )
    text = next((text for floor, text in words if share >= floor), _("none"))
    return text.format(share=formats.share(share, visit.lang))
