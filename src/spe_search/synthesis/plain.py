"""What a language model wrote, as plain sentences: nothing in them can be followed or rendered."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from typing import TYPE_CHECKING

from spe_search.french import sentences

if TYPE_CHECKING:
    from markdown_it.token import Token

LONGEST = 8_000
"""Characters of an output that are read; an answer asked for takes a tenth of it."""

MOST_SENTENCES = 30

_THOUGHTS = re.compile(r"\A.*</think(?:ing)?>|<think(?:ing)?>.*\Z", re.DOTALL | re.IGNORECASE)
_TAG = re.compile(r"</?[a-zA-Z!][^<>]*>")
_ADDRESS = re.compile(
    r"""
      [a-z][a-z0-9+.-]*:/\S*                            # https://…
    | ://\S*
    | (?:javascript|vbscript):\S*
    | \b(?:data|file|mailto|tel|xmpp):\S*
    | www\.\S*
    | \S+@[^\s@]+\.\S+                                  # an address of mail
    | (?<![\w.-])(?:[\w-]+\.)+[^\W\d_]{2,}[/?\#:]\S*    # site.example/page
    """,
    re.IGNORECASE | re.VERBOSE,
)
_GONE = "…"
_HARMLESS = str.maketrans({"[": "(", "]": ")", "<": "‹", ">": "›", "`": "’", "\\": None, "|": " "})
_NUMBERS = r"\d{1,3}(?:\s*(?:,|;|&|[-–]|et|and)\s*\d{1,3})*"
_MARK = re.compile(
    r"\s*[\[【]\s*(?:(?:passages?|sources?|extraits?|excerpts?|n[o°])\.?\s*)?"
    rf"(?P<numbers>{_NUMBERS})(?:†[^\]】]*)?\s*[\]】]",
    re.IGNORECASE,
)
_MARK_AFTER_STOP = re.compile(
    rf"(?P<stop>[.!?…]+[»”\"]?)(?P<marks>(?:{_MARK.pattern})+)".replace("(?P<numbers>", "(?:"),
    re.IGNORECASE,
)
_RANGE = re.compile(r"(\d+)\s*[-–]\s*(\d+)")
_NUMBER = re.compile(r"\d+")
_LAYOUT = "\n\t\u00a0\u202f"
_SPACES = re.compile(r"[ \n\t]+")
_SPACE_BEFORE_STOP = re.compile(r"[^\S\u00a0\u202f]+(?=[.,;)])")


@dataclass(frozen=True, slots=True)
class Statement:
    """A sentence without its marks, and the numbers of the passages it cites."""

    text: str
    cited: tuple[int, ...]


def statements(output: str) -> tuple[Statement, ...]:
    """Cut what a model wrote into sentences.

    Markdown and HTML are taken off; links, images and addresses leave their text, without where
    they lead. Control and invisible characters go, and so do a model's thoughts (``<think>``).

    Args:
        output: any text, however hostile; what is beyond :data:`LONGEST` characters is left out.

    Returns:
        At most :data:`MOST_SENTENCES` sentences, in order.
    """
    found: list[Statement] = []
    for block in _blocks(_visible(_THOUGHTS.sub("", output[:LONGEST]))):
        begins_with_mark = _MARK.match(block) is not None
        # « … 46 candidats. [1] Puis » cites before it stops; « [1] Puis » cites as it begins.
        text = block if begins_with_mark else _MARK_AFTER_STOP.sub(_mark_first, block)
        found += (_statement(text[span.start : span.end]) for span in sentences(text))
    return tuple(each for each in found if any(c.isalnum() for c in each.text))[:MOST_SENTENCES]


def harmless(text: str) -> str:
    """Return a text in which no renderer finds a link, an image or a tag."""
    before = None
    while text != before:
        before = text
        bare = _TAG.sub("", _visible(unescape(text)))
        text = _ADDRESS.sub(_GONE, bare).translate(_HARMLESS)
    return _SPACES.sub(" ", text).strip()


def _mark_first(match: re.Match[str]) -> str:
    return f" {match['marks'].strip()}{match['stop']}"


def _statement(sentence: str) -> Statement:
    cited = [number for mark in _MARK.finditer(sentence) for number in _numbers(mark["numbers"])]
    text = _SPACE_BEFORE_STOP.sub("", harmless(_MARK.sub("", sentence)))
    return Statement(text, tuple(dict.fromkeys(cited)))


def _numbers(text: str) -> Iterator[int]:
    for low, high in _RANGE.findall(text):
        if int(low) < int(high) <= int(low) + MOST_SENTENCES:
            yield from range(int(low), int(high))
    yield from map(int, _NUMBER.findall(text))


def _visible(text: str) -> str:
    """Leave out control, invisible and private characters; line breaks and tabs stay."""
    kept = (" " if c.isspace() and c not in _LAYOUT else c for c in text)
    return "".join(c for c in kept if c.isprintable() or c in _LAYOUT)


def _blocks(text: str) -> Iterator[str]:
    """Yield the text of each paragraph, item, heading or block of code."""
    from markdown_it import MarkdownIt

    parser = MarkdownIt("commonmark", {"html": False}).disable("reference")
    for token in parser.parse(text):
        if token.type == "inline":
            yield _text(token.children or [])
        elif token.type in ("fence", "code_block"):
            yield token.content


def _text(tokens: list[Token]) -> str:
    parts: list[str] = []
    for token in tokens:
        if token.type == "link_open":
            parts.append("\0")
        elif token.type == "link_close":
            start = len(parts) - 1 - parts[::-1].index("\0")
            inside = "".join(parts[start + 1 :])
            # "[1](…)" cites; any other link leaves its words.
            parts[start:] = [f"[{inside}]" if re.fullmatch(_NUMBERS, inside) else inside]
        elif token.type == "image":
            parts.append(token.content)
        elif token.type in ("softbreak", "hardbreak"):
            parts.append(" ")
        else:
            parts.append(token.content)
    return "".join(parts)
