"""Numbers, shares and dates as each language writes them in Canada (CLDR, through Babel)."""

from __future__ import annotations

import re
from datetime import date, datetime

from babel.dates import format_date
from babel.numbers import format_decimal, format_percent

from spe_search.types import Lang

_LOCALES: dict[Lang, str] = {"fr": "fr_CA", "en": "en_CA"}


def number(value: float, lang: Lang) -> str:
    """Return a number with its thousands apart: « 17 133 » (no-break space), “17,133”."""
    return str(format_decimal(value, locale=_LOCALES[lang])).replace("\u202f", "\u00a0")


def share(value: float, lang: Lang, decimals: int = 0) -> str:
    """Return a share of 1 in per cents: « 43 % » (no-break space), “43%”."""
    pattern = f"0.{'0' * decimals}%" if decimals else "0%"
    if lang == "fr":
        pattern = pattern.replace("%", "\u00a0%")
    return str(format_percent(value, format=pattern, locale=_LOCALES[lang]))


def day(value: date | datetime, lang: Lang) -> str:
    """Return a date in words: « 1er janvier 2026 », “January 1, 2026”."""
    text = str(format_date(value, format="long", locale=_LOCALES[lang]))
    # CLDR has no ordinal for the first of the month, which French writes « 1er ».
    return re.sub(r"^1\b", "1er", text) if lang == "fr" else text
