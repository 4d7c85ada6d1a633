"""Messages in the reader's language: French first, English beside it.

Message identifiers are the English texts themselves; the French ones live in the gettext
catalogue ``locale/fr/LC_MESSAGES/spe_search.po``.
"""

from __future__ import annotations

import gettext
from collections.abc import Callable
from functools import cache
from pathlib import Path

from spe_search.types import Lang

LOCALE = Path(__file__).parent / "locale"


@cache
def translator(lang: Lang) -> Callable[[str], str]:
    """Return the function that turns an English message into ``lang``."""
    return gettext.translation("spe_search", LOCALE, [lang], fallback=True).gettext


def message(text: str) -> str:
    """Mark a text for the catalogue where it cannot be translated yet; returns it unchanged."""
    return text
