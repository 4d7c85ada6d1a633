"""A citation's address, opened: the words in their page, as the report is today."""

from __future__ import annotations

from functools import partial
from html import escape

import streamlit as st

from app_parts import cards, frame, likeness
from app_parts.engine import Opened, similar
from app_parts.keeping import Keepable, keep_button, kept, listen
from app_parts.text import alert, clip, heading, highlighted
from app_parts.visit import Visit
from spe_search import Citation, Initiative, Located
from spe_search.dossier import citation_entry

_ALIKE = 5


def shown(ready: Opened, address: str, visit: Visit) -> None:
    """Show what an address leads to, and say whether its report has changed.

    Raises:
        BadInputError: it leads nowhere in this index; the message says why.
    """
    _, engine = visit.translate, ready.engine
    found = engine.at(address)
    document = engine.document(found.document_id).metadata
    title = found.item.title if found.item else document.title
    frame.configure(visit, clip(title, 60))
    st.html(f'<h2 lang="fr">{escape(title)}</h2>')
    for text in _notices(found, visit):
        st.html(alert(text, "notice"))
    if found.citation is None:
        st.html(_search_again(visit))
        return
    where = (
        cards.item_placed(found.item, found.citation.page, _, document.title)
        if found.item
        else cards.placed("", document.title)
    )
    tools = f'<p class="copy">{cards.copying(found.citation, visit)}</p>'
    source = f'<p class="source" lang="fr">{escape(found.citation.label)}</p>'
    can_keep = {"quote": Keepable(title, partial(citation_entry, engine, found.citation))}
    button = keep_button("quote", "quote" in kept(can_keep), visit)
    text = f"<article>{where}{_quote(found.citation)}{source}{tools}</article>"
    st.html(f'{text}<p class="keep">{button}</p>')
    listen(can_keep, visit)
    if found.passage:
        marked = cards.Found(found.passage, found.part)
        page = engine.page(found.passage)
        st.html(cards.whole_page(page, marked, _, document.language))
    if isinstance(found.item, Initiative):
        st.html(heading(_("Similar initiatives")))
        with st.spinner(_("Looking for similar initiatives…")):
            alike = similar(ready, found.item.id, _ALIKE)
        st.html(likeness.listed(alike, visit))


def _notices(found: Located, visit: Visit) -> list[str]:
    _, texts = visit.translate, []
    if found.status == "changed":
        texts.append(_("The report has changed since this was cited."))
    if found.citation is None:
        texts.append(_("These words are no longer in it."))
    elif found.places > 1:
        text = _("These words stand in {count} places; here is the nearest to the old one.")
        texts.append(text.format(count=found.places))
    return texts


def _quote(citation: Citation) -> str:
    return f'<blockquote class="passage" lang="fr">{highlighted(citation.quote)}</blockquote>'


def _search_again(visit: Visit) -> str:
    _, link = visit.translate, escape(visit.link(""))
    text = _("Search what the reports say now")
    return f'<p><a data-go href="{link}">{escape(text)}</a></p>'
