"""What a dossier holds, as markup: pure functions; all of it may come from a file."""

from __future__ import annotations

from html import escape

from app_parts import cards
from app_parts.text import highlighted, page_label
from app_parts.visit import Visit
from spe_search.dossier import AnswerEntry, Entry, ExcerptEntry, NoteEntry, Quote, TableEntry


def title_of(entry: Entry, visit: Visit) -> str:
    """Return what an entry is called."""
    _ = visit.translate
    if isinstance(entry, NoteEntry):
        return _("Note")
    return entry.question if isinstance(entry, AnswerEntry) else entry.title


def shown(entry: ExcerptEntry | AnswerEntry | TableEntry, visit: Visit) -> str:
    """Return an entry that is not a note: its title, its words, their source."""
    inner = (
        _excerpt(entry, visit)
        if isinstance(entry, ExcerptEntry)
        else _answer(entry, visit)
        if isinstance(entry, AnswerEntry)
        else _table(entry, visit)
    )
    spoken = ' lang="fr"' if isinstance(entry, ExcerptEntry) else ""
    return f"<article><h3{spoken}>{escape(title_of(entry, visit))}</h3>{inner}</article>"


def _excerpt(entry: ExcerptEntry, visit: Visit) -> str:
    _ = visit.translate
    kind = _(cards.KINDS[entry.item_kind]) if entry.item_kind else ""
    query = _("found with “{query}”").format(query=entry.query) if entry.query else ""
    facts = cards.placed(kind, entry.region, query)
    return facts + "".join(_quote(quote, visit) for quote in entry.quotes)


def _answer(entry: AnswerEntry, visit: Visit) -> str:
    _ = visit.translate
    facts = cards.placed(_("Answer"))
    lines = [] if any(q.text in entry.text for q in entry.quotes) else entry.text.splitlines()
    text = "".join(f"<p>{highlighted(line)}</p>" for line in lines)
    if lines and entry.quotes:
        label = escape(_("Worked out from the figures cited below"))
        text += f'<p class="small">{label}</p>'
    reason = f'<p class="reason">{escape(entry.reason)}</p>' if entry.reason else ""
    return facts + text + reason + "".join(_quote(quote, visit) for quote in entry.quotes)


def _table(entry: TableEntry, visit: Visit) -> str:
    _ = visit.translate
    heads = "".join(f'<th scope="col">{escape(head)}</th>' for head in entry.columns)
    lines = []
    for row in entry.rows:
        cells = [
            escape(cell.text) + "".join(f" {_source(quote, visit)}" for quote in cell.quotes)
            for cell in row
        ]
        first = f'<th scope="row">{cells[0]}</th>' if cells else ""
        lines.append(f"<tr>{first}{''.join(f'<td>{cell}</td>' for cell in cells[1:])}</tr>")
    caption = f"<caption>{escape(entry.caption)}</caption>" if entry.caption else ""
    table = (
        f"<table>{caption}<thead><tr>{heads}</tr></thead><tbody>{''.join(lines)}</tbody></table>"
    )
    name = escape(entry.title)
    return f'<div class="scroll" role="region" aria-label="{name}" tabindex="0">{table}</div>'


def _quote(quote: Quote, visit: Visit) -> str:
    text = highlighted(quote.text)
    label = escape(quote.report)
    return (
        f'<blockquote class="passage" lang="{escape(quote.lang)}">{text}</blockquote>'
        f'<p class="source"><span lang="fr">{label}</span>, {_source(quote, visit)}</p>'
    )


def _source(quote: Quote, visit: Visit) -> str:
    link = escape(visit.link("", a=quote.address))
    return f'<a data-go href="{link}">{escape(page_label(quote.page, visit.translate))}</a>'
