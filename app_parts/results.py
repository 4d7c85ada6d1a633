"""The list of results: its heading, and each result with what the reader may see and do of it.

All of it is one piece of HTML: each element of Streamlit's costs more than a result's text. What is
opened of a result is in it already, so that it opens at once and asks nothing of the server.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from html import escape

from app_parts import cards, formats
from app_parts.browsing import anchor, compare_link
from app_parts.engine import Opened
from app_parts.keeping import keep_button
from app_parts.text import clip, heading
from app_parts.visit import Visit
from spe_search import Answer, Hit


def counted(found: Answer, shown: int, more: bool, query: str, visit: Visit) -> str:
    """Return how many results there are, or that what is there is only near."""
    _, about = visit.translate, clip(query, 120)
    if not found.hits:
        return _("No result for “{query}”").format(query=about)
    if found.status == "no_answer":
        return _("What comes nearest to “{query}”").format(query=about)
    if shown == 1:
        text = _("First result for “{query}”") if more else _("1 result for “{query}”")
        return text.format(query=about)
    text = _("First {count} results for “{query}”") if more else _("{count} results for “{query}”")
    return text.format(count=formats.number(shown, visit.lang), query=about)


def listed(ready: Opened, hits: Sequence[Hit], kept: Collection[str], visit: Visit) -> str:
    """Return the results, those that are less likely under a heading of their own.

    Args:
        ready: the engine that found them.
        hits: the results, the best first.
        kept: the ids of the passages that the dossier has.
        visit: who reads.
    """
    _, engine = visit.translate, ready.engine
    has_several = len(engine.manifest.reports) > 1
    parts, was_likely = [], False
    for hit in hits:
        if was_likely and not hit.likely:
            parts.append(heading(_("Less likely results")))
        was_likely = hit.likely
        spoken = engine.document(hit.passage.document_id).metadata.language
        text = cards.card(hit, _, spoken, has_several)
        tools = _tools(hit, spoken, hit.passage.id in kept, visit)
        parts.append(f'<div class="card">{text}{tools}</div>')
    return "".join(parts)


def _tools(hit: Hit, spoken: str, is_kept: bool, visit: Visit) -> str:
    """Return what may be opened of a result, where it leads to, and the button that keeps it."""
    _, opens = visit.translate, f"tools-{hit.passage.id}"
    tools = [
        _panel(opens, "cite", _("Cite"), cards.citation(hit.citation, visit)),
        anchor(visit.link("", a=hit.citation.address), _("See in the page")),
    ]
    if hit.others:
        name = _("Other passages ({count})").format(count=len(hit.others))
        tools.append(_panel(opens, "others", name, cards.others(hit, _, spoken)))
    tools.append(_panel(opens, "why", _("Why this result"), cards.why(hit, visit)))
    if hit.initiative:
        alike = compare_link(visit, [hit.passage.item_id])
        tools.append(anchor(alike, _("Similar initiatives")))
    tools.append(keep_button(hit.passage.id, is_kept, visit))
    about = _("More about “{title}”").format(title=clip(cards.title_of(hit), 80))
    return f'<div class="tools" role="group" aria-label="{escape(about)}">{"".join(tools)}</div>'


def _panel(opens: str, tool: str, name: str, body: str) -> str:
    """Return a part that opens, and then closes the others of its result.

    Args:
        opens: what the parts of one result have in common.
        tool: what tells them apart; app.js opens it again by both.
        name: what it is called.
        body: what it holds, as markup.
    """
    about = f'name="{escape(opens)}" data-tool="{tool}"'
    summary = f"<summary>{escape(name)}</summary>"
    return f'<details {about}>{summary}<div class="panel">{body}</div></details>'
