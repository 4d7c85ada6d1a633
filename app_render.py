"""The HTML of the app's pieces: pure functions from hits to markup.

Document and query text goes through :func:`html.escape` here and nowhere else; nothing is ever
handed to Markdown. ``_`` is the function that turns an English message into the reader's language.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from html import escape
from itertools import groupby

from spe_search import Hit, Passage, Span
from spe_search.generation import Manifest
from spe_search.i18n import message as mark
from spe_search.regions import region_by_code

Translate = Callable[[str], str]

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
_FOOTNOTE = re.compile(r"(?<=[a-zà-öø-ÿœ]{3})\d(?!\w)")
_THEME_LEAD = re.compile(r"^Initiatives (?:ayant permis d(?:e |’)|illustrant l(?:a |e |es |’))")
_INFINITIVE = re.compile(r"(?:(?<=,)|(?<= et)) d(?:e |’)(?=\w+(?:er|ir|re)\b)")
_TIED = re.compile(r"(?<=\d) (?=(?:\d{3}(?!\d)|[%$]))|(?<=«) | (?=[»:;!?])")
_LONGEST_FACT = 320
_LAYERS = (('<span class="answer">', "</span>"), ("<mark>", "</mark>"), ("<sup>", "</sup>"))


def label(text: str) -> str:
    """Return a text for a widget's label, which Streamlit reads as Markdown."""
    return re.sub(r"([\\`*_{}\[\]()#+\-.!|<>~$:])", r"\\\1", text)


def highlighted(text: str, sentence: Span | None = None, marks: Iterable[Span] = ()) -> str:
    """Return a text as HTML, its best sentence in a span and the words that match in marks.

    A footnote's digit that the PDF glued to its word ("employés1") is raised; what French never
    parts at the end of a line (« 16 000 », « 43 % ») is tied.
    """
    text = _TIED.sub("\u00a0", text)
    numbered = list(enumerate(marks))
    raised = {found.start() for found in _FOOTNOTE.finditer(text)}

    def layers(i: int) -> tuple[object, ...]:
        inside = sentence is not None and sentence.start <= i < sentence.end
        return inside, next((n for n, m in numbered if m.start <= i < m.end), None), i in raised

    at = [layers(i) for i in range(len(text))]

    def nested(places: Iterable[int], depth: int) -> Iterator[str]:
        for layer, run in groupby(places, key=lambda i: at[i][depth]):
            found = list(run)
            last = depth == len(_LAYERS) - 1
            inner = (
                escape(text[found[0] : found[-1] + 1])
                if last
                else "".join(nested(found, depth + 1))
            )
            opening, closing = ("", "") if layer is None or layer is False else _LAYERS[depth]
            yield f"{opening}{inner}{closing}"

    return "".join(nested(range(len(text)), 0))


def clip(text: str, longest: int) -> str:
    """Return a text, cut after a whole word with an ellipsis if it is longer than ``longest``."""
    if len(text) <= longest:
        return text
    head, following = text[: longest - 1], text[longest - 1]
    if not following.isspace():
        head = head.rpartition(" ")[0] or head
    return head.rstrip(" ,;:") + "…"


def theme_label(theme: str) -> str:
    """Return a theme's title without the words every theme begins with.

    « Initiatives ayant permis de qualifier… et de rehausser… » is « Qualifier… et rehausser… ».
    """
    short = _THEME_LEAD.sub("", theme)
    if short != theme:
        short = _INFINITIVE.sub(" ", short)
    return short[:1].upper() + short[1:]


def page_label(page: int, _: Translate) -> str:
    """Return "p. 12"."""
    return _("p. {page}").format(page=page)


def alert(text: str, kind: str = "problem") -> str:
    """Return a message box; ``kind`` is "problem" or "notice"."""
    role = "alert" if kind == "problem" else "note"
    return f'<div class="message {kind}" role="{role}">{escape(text)}</div>'


# ---------------------------------------------------------------- a result


def title_of(hit: Hit) -> str:
    """Return the title of the initiative, story or section that was found."""
    item = hit.initiative or hit.section
    return item.title if item else hit.passage.heading_path[-1]


def card(hit: Hit, _: Translate, lang: str, show_document: bool = False) -> str:
    """Return a result: what it is, where it stands, its passage, and short facts."""
    passage, item, spoken = hit.passage, hit.initiative, f'lang="{escape(lang)}"'
    region = region_by_code(passage.region)
    where = [
        f'<span class="badge">{escape(_(KINDS[passage.item_kind]))}</span>',
        f"<span>{escape(region.name)}</span>" if region else "",
        f"<span>{escape(page_label(passage.page, _))}</span>",
        f"<span>{escape(passage.heading_path[0])}</span>" if show_document else "",
    ]
    theme = ""
    if passage.theme:
        label = clip(theme_label(passage.theme), 110)
        theme = f'<p class="theme" {spoken} title="{escape(passage.theme)}">{escape(label)}</p>'
    elif item is None and len(passage.heading_path) > 2:
        path = [part for part in passage.heading_path[1:] if part != title_of(hit)]
        theme = f'<p class="theme" {spoken}>{escape(" › ".join(path))}</p>' if path else ""
    return (
        f"<article><h3 {spoken}>{escape(title_of(hit))}</h3>"
        f'<p class="where">{"".join(where)}</p>{theme}'
        f'<blockquote class="passage" {spoken}>'
        f"{highlighted(passage.text, hit.sentence, hit.marks)}</blockquote>"
        f"{figures(passage, _)}{facts(hit, _, spoken)}</article>"
    )


def figures(passage: Passage, _: Translate) -> str:
    """Return the figures of a table's row, one a line, targets labelled; else nothing."""
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


def citation(hit: Hit, _: Translate) -> str:
    """Return the quote and its reference, and the button that copies them."""
    cited = hit.citation
    text = f"« {cited.quote} » ({cited.label})"
    where = _("To check it: characters {start} to {end} of the report’s text ({document}).")
    where = where.format(start=cited.start, end=cited.end, document=cited.document_id)
    done, copy = escape(_("Citation copied")), escape(_("Copy the citation"))
    return (
        f'<p class="quote" lang="fr" data-citation>{escape(text)}</p>'
        f'<p class="copy"><button type="button" data-copy data-done="{done}">{copy}</button></p>'
        f'<p class="small">{escape(where)}</p>'
    )


def whole_page(passages: Sequence[Passage], hit: Hit, _: Translate, lang: str) -> str:
    """Return all that stands on the hit's page, the passage that was found marked."""
    heading = escape(_("Page {page}").format(page=hit.passage.page))
    parts: list[str] = []
    for path, run in groupby(passages, key=lambda passage: passage.heading_path):
        parts.append(f"<h5>{escape(path[-1])}</h5>")
        for is_row, group in groupby(run, key=lambda passage: bool(passage.cells)):
            if is_row:
                parts.append(_table(list(group), hit))
                continue
            for kind, pieces in groupby(group, key=lambda passage: passage.kind):
                lead = _lead(_PIECES.get(kind, ""), _)
                for passage in pieces:
                    parts.append(_piece(passage, hit, lead))
                    lead = ""
    body = f'<div lang="{escape(lang)}">{"".join(parts)}</div>'
    return f'<div class="page"><h4>{heading}</h4>{body}</div>'


def _lead(label: str, _: Translate) -> str:
    return f'<span class="kind">{escape(_(label))}</span> ' if label else ""


def _piece(passage: Passage, hit: Hit, lead: str) -> str:
    if passage.id != hit.passage.id:
        return f"<p>{lead}{highlighted(passage.text)}</p>"
    text = highlighted(passage.text, hit.sentence, hit.marks)
    return f'<p class="found">{lead}{text}</p>'


def _table(rows: Sequence[Passage], hit: Hit) -> str:
    """Return consecutive rows as a table, with heads where all rows share them."""
    heads = {tuple(cell.column for cell in row.cells) for row in rows}
    head = ""
    if len(heads) == 1:
        cells = "".join(f'<th scope="col">{escape(column)}</th>' for column in heads.pop())
        head = f"<thead><tr><td></td>{cells}</tr></thead>"
    lines = []
    for row in rows:
        label = row.text
        for cell in reversed(row.cells):
            label = label.removesuffix(cell.text).rstrip()
        found = ' class="found"' if row.id == hit.passage.id else ""
        cells = "".join(f"<td>{escape(cell.text)}</td>" for cell in row.cells)
        lines.append(f'<tr{found}><th scope="row">{escape(label)}</th>{cells}</tr>')
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


def why(hit: Hit, _: Translate) -> str:
    """Return, in words, what made this a result."""
    terms = ", ".join(hit.why.terms)
    if terms:
        met = _("Words of your question found here or in the headings: {terms}.")
    elif hit.why.related:
        met = _("None of your words is here as such.")
    else:
        met = _("None of your words is here: only the meaning brought this result.")
    related = _("Other words for the same ideas, found here: {terms}.")
    lines = (
        _("Chance that it is what you look for: {share}%.").format(share=round(100 * hit.score)),
        met.format(terms=terms),
        *([related.format(terms=", ".join(hit.why.related))] if hit.why.related else ()),
        _("Match by the words: {level}.").format(level=_level(hit.why.lexical, _)),
        _("Match by the meaning: {level}.").format(level=_level(hit.why.dense, _)),
    )
    return f'<ul class="why">{"".join(f"<li>{escape(line)}</li>" for line in lines)}</ul>'


def _level(share: float, _: Translate) -> str:
    words = (
        (0.6, _("very strong ({share}%)")),
        (0.4, _("strong ({share}%)")),
        (0.2, _("fair ({share}%)")),
        (0.005, _("weak ({share}%)")),
    )
    text = next((text for floor, text in words if share >= floor), _("none"))
    return text.format(share=round(100 * share))


# ---------------------------------------------------------------- the page around the results


def reports(manifest: Manifest, _: Translate) -> str:
    """Return which reports are in the index, each with its year and what it holds."""
    lines = []
    for report in manifest.reports:
        counts = (
            (report.pages, _("1 page"), _("{count} pages")),
            (report.initiatives, _("1 initiative"), _("{count} initiatives")),
            (report.stories, _("1 personal story"), _("{count} personal stories")),
            (report.passages, _("1 passage"), _("{count} passages")),
        )
        held = [one if n == 1 else many.format(count=n) for n, one, many in counts if n]
        year = _("year {year}").format(year=report.year)
        about = escape(" · ".join((year, *held)))
        lines.append(
            f'<li><span lang="fr">{escape(report.title)}</span><br><small>{about}</small></li>'
        )
    return f'<ul class="reports">{"".join(lines)}</ul>'
