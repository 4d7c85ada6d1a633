"""Text made safe for a file: what cannot be seen, or would change how the rest is read, goes."""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import urlsplit

_KEPT = "\n\t\u200c\u200d"  # the joiners shape letters and emoji


class _Shown(dict[int, str | None]):
    """What :meth:`str.translate` makes of each character; worked out when it is first met."""

    def __missing__(self, code: int) -> str | None:
        char = chr(code)
        hidden = unicodedata.category(char) in ("Cc", "Cf", "Cs") or code & 0xFFFE == 0xFFFE
        self[code] = kept = None if hidden and char not in _KEPT else char
        return kept


_SHOWN = _Shown()
_NEW_LINES = re.compile(r"\r\n?|[\v\f\x1c-\x1e\x85\u2028\u2029]")
_NO_LINK = re.compile(r"[\s<>\"\\^`{|}]")


def plain(text: str) -> str:
    r"""Return a text without control characters, bidirectional marks and other hidden ones.

    Tabs and line ends stay (as ``\n``); so do the joiners of scripts and emoji.
    """
    return _NEW_LINES.sub("\n", text).translate(_SHOWN)


def one_line(text: str) -> str:
    """Return a text as :func:`plain` does, on one line."""
    return " ".join(plain(text).split())


def paragraphs(text: str) -> tuple[str, ...]:
    """Return the paragraphs of a text: what blank lines part."""
    parts = re.split(r"\n[ \t]*\n", plain(text))
    return tuple(part.strip() for part in parts if part.strip())


def web_links(links: tuple[str, ...]) -> tuple[str, ...]:
    """Return those of some links that a reader may follow: whole, over HTTP or HTTPS."""
    return tuple(dict.fromkeys(link for link in links if _is_web(link)))


def _is_web(link: str) -> bool:
    if plain(link) != link or _NO_LINK.search(link):
        return False
    try:
        parts = urlsplit(link)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname)
