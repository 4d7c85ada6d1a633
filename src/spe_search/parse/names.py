"""Ids and titles made from headings."""

from __future__ import annotations

import re

from spe_search.french import fold

_LONGEST_SLUG = 60
_SHORT_NAME = re.compile(r"(?P<name>[^:,(]{4,}?)\s*(?:\s:\s|,\s|\()")


class Slugs:
    """Makes ids that are readable, stable and unique within a document.

    The same headings in the same order give the same ids.
    """

    def __init__(self, prefix: str) -> None:
        self._prefix = prefix
        self._taken: set[str] = set()

    def make(self, title: str) -> str:
        """Return the id of what is called ``title``: "JADE : Jumelage…" is "<document>/jade"."""
        base = slug(short_name(title)) or "sans-titre"
        candidate, n = base, 1
        while candidate in self._taken:
            n += 1
            candidate = f"{base}-{n}"
        self._taken.add(candidate)
        return f"{self._prefix}/{candidate}"


def short_name(title: str) -> str:
    """Return the part of a title that names: what precedes a colon, a comma or a parenthesis."""
    match = _SHORT_NAME.match(title)
    return match["name"] if match else title


def slug(text: str) -> str:
    """Return a text as lower-case words joined by hyphens, cut at a word after 60 characters."""
    plain = re.sub(r"[^a-z0-9]+", "-", fold(text)).strip("-")
    if len(plain) <= _LONGEST_SLUG:
        return plain
    return plain[: _LONGEST_SLUG + 1].rsplit("-", 1)[0]


def unshout(title: str, source: str) -> str:
    """Return a title set in capitals as a sentence would write it.

    A word keeps a capital where the source, outside of capitals, never writes it without.
    """
    if any(c.islower() for c in title):
        return title
    lower = title.lower()
    for word in set(re.findall(r"[^\W\d_]{2,}", lower)):
        if not re.search(rf"\b{word}\b", source):
            shape = word.capitalize() if re.search(rf"\b{word.capitalize()}\b", source) else None
            if shape:
                lower = re.sub(rf"\b{word}\b", shape, lower)
    return lower[:1].upper() + lower[1:]
