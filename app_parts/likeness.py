"""What is like an initiative, and why, in a few lines each, beside what is said of it."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from app_parts import cards, formats
from app_parts.comparison import ASPECTS, MOST_LIKELY, names, page_link
from app_parts.text import clip, highlighted
from app_parts.visit import Visit
from spe_search import Comparable, Difference, Shared, Trait
from spe_search.compare.matrix import NOT_SAID

_LONGEST_QUOTE = 320


def listed(found: Sequence[Comparable], visit: Visit) -> str:
    """Return items that are like another, each with what both share and where they differ."""
    _ = visit.translate
    if not found:
        text = _("Nothing in the reports is like it.")
        return f'<p class="small">{escape(text)}</p>'
    items = "".join(f"<li>{_comparable(each, visit)}</li>" for each in found)
    return f'<ol class="alike">{items}</ol>'


def _comparable(each: Comparable, visit: Visit) -> str:
    _, item, quote = visit.translate, each.item, each.nearest
    link = escape(visit.link("", a=quote.address))
    reasons = [_shared(shared, visit) for shared in each.shared]
    reasons += [_difference(difference, visit) for difference in each.differences]
    lines = "".join(f"<li>{line}</li>" for line in reasons)
    chance = _("likeness {share}").format(
        share=formats.share(min(each.score, MOST_LIKELY), visit.lang)
    )
    return (
        f'<h3 lang="fr"><a data-go href="{link}">{escape(item.title)}</a></h3>'
        f"{cards.item_placed(item, quote.page, _, chance)}"
        f'<blockquote lang="fr">{highlighted(clip(quote.quote, _LONGEST_QUOTE))}</blockquote>'
        f'<ul class="reasons">{lines}</ul>'
    )


def _shared(shared: Shared, visit: Visit) -> str:
    """Return « En commun – jumelage : « jumeler » / « mettre en contact » (p. 12) »."""
    _, other = visit.translate, shared.other
    own, theirs = (_spoken(trait) for trait in (shared.own, other))
    words = theirs if own == theirs else f"{own} / {theirs}"
    if other.citation:
        words += f" {page_link(other.citation, visit)}"
    what = _("same word") if shared.facet == "word" else shared.label(visit.lang)
    return _line(_("In common"), what, words, visit)


def _spoken(trait: Trait) -> str:
    return f'<span lang="fr">«\u00a0{escape(trait.words)}\u00a0»</span>'


def _difference(difference: Difference, visit: Visit) -> str:
    """Return « Différence – Région : Laval / Estrie »."""
    _ = visit.translate
    sides = (names(traits, visit) or _(NOT_SAID) for traits in (difference.own, difference.other))
    return _line(_("Difference"), _(ASPECTS[difference.aspect]), escape(" / ".join(sides)), visit)


def _line(kind: str, what: str, words: str, visit: Visit) -> str:
    """Return a reason; ``words`` is markup already."""
    _ = visit.translate
    named = _("{name}: {words}").format(name=escape(what), words=words)
    return f'<span class="kind">{escape(kind)}</span> {named}'
