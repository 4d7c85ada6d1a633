"""Items as short cards: what each is, where it stands, and how it begins."""

from __future__ import annotations

from html import escape

from app_parts import formats
from app_parts.browsing import item, item_link, spoken
from app_parts.cards import KINDS
from app_parts.engine import Opened
from app_parts.text import clip, highlighted, page_label, theme_label
from app_parts.visit import Visit
from spe_search import Initiative, Section

_LONGEST = 240


def counted(count: int, kinds: tuple[str, ...], visit: Visit) -> str:
    """Return how many items there are, named by their kinds."""
    _, number = visit.translate, formats.number(count, visit.lang)
    if set(kinds) == {"initiative", "story"}:
        one, several = _("1 initiative or story"), _("{count} initiatives and stories")
        none = _("No initiative or story")
    else:
        one, several, none = _("1 item"), _("{count} items"), _("No item")
    return none if not count else one if count == 1 else several.format(count=number)


def where(ready: Opened, found: Initiative | Section, visit: Visit) -> str:
    """Return, in one line, an item's kind, region, page, and report where there are several."""
    _, manifest = visit.translate, ready.engine.manifest
    kind = found.kind if isinstance(found, Initiative) else "section"
    region = found.region.name if isinstance(found, Initiative) and found.region else ""
    titles = {report.id: report.title for report in manifest.reports}
    report = titles.get(found.id.partition("/")[0], "") if len(titles) > 1 else ""
    facts = filter(None, (region, page_label(found.page, _), report))
    spans = "".join(f"<span>{escape(fact)}</span>" for fact in facts)
    return f'<p class="where"><span class="badge">{escape(_(KINDS[kind]))}</span>{spans}</p>'


def card(ready: Opened, item_id: str, visit: Visit) -> str:
    """Return an item as a card, its title a link to its own view."""
    found, lang = item(ready, item_id), escape(spoken(ready, item_id))
    href, theme, text = escape(item_link(visit, item_id)), "", ""
    if isinstance(found, Initiative):
        label = escape(clip(theme_label(found.theme), 110))
        theme = f'<p class="theme" lang="{lang}" title="{escape(found.theme)}">{label}</p>'
        text = found.summary
    else:
        path = escape(" › ".join(found.path[:-1]))
        theme = f'<p class="theme" lang="{lang}">{path}</p>' if path else ""
        text = found.extracts[0].text if found.extracts else ""
    excerpt = highlighted(clip(" ".join(text.split()), _LONGEST))
    return (
        f'<article class="item"><h3 lang="{lang}"><a data-go href="{href}">'
        f"{escape(found.title)}</a></h3>{where(ready, found, visit)}{theme}"
        f'<p class="excerpt" lang="{lang}">{excerpt}</p></article>'
    )
