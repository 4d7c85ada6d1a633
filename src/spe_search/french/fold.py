"""One spelling for every way of typing the same word."""

from __future__ import annotations

import functools
import re
import unicodedata

# NFKD turns « ´ » into a space and a combining accent: apostrophes are mapped before it.
_BEFORE = {
    **dict.fromkeys("\u2018\u2019\u201b\u02bc\u02b9\u2032\u00b4`", "'"),
    **dict.fromkeys("\u2010\u2011", "-"),
    "\u00ad": "",  # a soft hyphen is only a hint to the typesetter
    "œ": "oe",
    "Œ": "oe",
    "æ": "ae",
    "Æ": "ae",
}
# Over a whole text, patterns that look for what is rare cost a fifth of str.translate.
_ODD = re.compile(f"[{''.join(_BEFORE)}]")
_NOT_ASCII = re.compile(r"[^\x00-\x7f]")
_SPACE = re.compile(r"[^\S\n ]")
_DASH = "[\u2012-\u2015\u2212]"
_DASH_IN_WORD = re.compile(rf"{_DASH}(?<=[^\W_]{_DASH})(?=[^\W_])")


def fold(text: str) -> str:
    """Return the text in lower case, without accents, with plain apostrophes, hyphens and spaces.

    Line breaks stay; the length may change (« œ » becomes « oe »), so offsets of the result are
    not offsets of ``text``.

    Args:
        text: any text.

    Returns:
        The folded text; folding it again changes nothing.
    """
    if text.isascii():
        return _SPACE.sub(" ", text.replace("`", "'").lower())
    folded = _fold_once(text)
    if folded.isascii() and "`" not in folded:  # a second round would change nothing
        return folded
    while (again := _fold_once(folded)) != folded:  # rare letters need a second round (« ℡ »)
        folded = again
    return folded


def _fold_once(text: str) -> str:
    plain = _ODD.sub(lambda match: _BEFORE[match[0]], text).lower()
    spread = unicodedata.normalize("NFKD", plain)
    for mark in filter(unicodedata.combining, set(_NOT_ASCII.findall(spread))):
        spread = spread.replace(mark, "")
    bare = spread.lower()
    return _SPACE.sub(" ", _DASH_IN_WORD.sub("-", bare))


@functools.lru_cache(maxsize=65_536)
def fold_word(surface: str) -> str:
    """Fold one word; cached, since a report says few words many times."""
    return fold(surface)
