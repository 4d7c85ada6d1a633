"""When a figure is of: the exercice or year that a text says."""

from __future__ import annotations

import re
from collections.abc import Iterator

_YEAR = r"(?:19|20)\d\d(?!\d)"
_DASH = r"\s?[-\u2010-\u2015/]\s?"
_EXERCICE = rf"(?:19|20)\d\d{_DASH}(?:(?:19|20)\d\d|\d\d)(?!\d)"
_MONTH = (
    "janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre"
    "|été|hiver|automne|printemps"
)
YEARS = re.compile(rf"(?<!\d)(?:{_EXERCICE}|{_YEAR})")
"""Any exercice or year."""

_SINCE = re.compile(rf"\bdepuis\b[^.;:()]{{0,60}}?(?:{_EXERCICE}|{_YEAR})", re.IGNORECASE)
_WHEN = re.compile(
    rf"(?<!rapport\s)(?<!comparativement\s)(?<!relativement\s)\b(?:en|durant|pendant|pour|de|à)\s+"
    rf"(?:l[’'])?(?:(?:année|exercice|an)\s+(?:financi(?:ère|er)\s+)?)?"
    rf"(?P<when>(?:(?:{_MONTH})\s+)?(?:{_EXERCICE}|{_YEAR}))"
    rf"|\((?P<beside>{_EXERCICE}|{_YEAR})\)"
    rf"|(?<!\bà\s)(?P<last>l[’']an(?:née)?\s+(?:dernier|dernière|précédente?|passée?))\b",
    re.IGNORECASE,
)


def exercice(text: str) -> str:
    """Return the first exercice or year of a text, written « 2023-2024 »; "" where it has none."""
    match = YEARS.search(text)
    return _normal(match[0]) if match else ""


def _normal(words: str) -> str:
    """Write an exercice with a plain hyphen and two whole years; other words as they are."""
    match = re.fullmatch(rf"(\d{{4}}){_DASH}(\d{{2,4}})", words)
    if not match:
        return " ".join(words.split())
    first, last = match.groups()
    return f"{first}-{first[: 4 - len(last)]}{last}"


def period_of(before: str, after: str) -> str:
    """Return when a figure is of.

    Args:
        before: the words of its sentence up to it, from the figure before it on.
        after: the words after it, up to the next figure.

    Returns:
        What is said nearest after it (« 24 % en 2022-2023 »), else nearest before it; "" where
        neither says when. « depuis mai 2022 » is returned in its own words.
    """
    if since := _SINCE.search(before) or _SINCE.search(after):
        return " ".join(since[0].split())
    said = [*list(_said(after))[:1], *list(_said(before))[-1:]]
    return said[0] if said else ""


def _said(text: str) -> Iterator[str]:
    return (_normal(match[match.lastgroup or 0]) for match in _WHEN.finditer(text))


def is_earlier(one: str, other: str) -> bool:
    """Tell whether a period is a year or an exercice before another; False where it is neither."""
    years = [re.match(r"(\d{4})(?:-\d{4})?\Z", period) for period in (one, other)]
    return all(years) and one < other
