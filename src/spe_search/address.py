"""Addresses of citations: short, readable, safe in a URL, and good in any later index.

::

    bilan-2023-2024@10cb21df:5247-5285.34.9f3a1c2b
    document        digest   range     length and checksum

The digest is the start of the source file's SHA-256 and the range is in characters of that source
(several, joined by ``_``, where something interrupts the quote). The length and the checksum
(CRC-32) are those of the quote's visible characters, in UTF-8: with them the same words are known
again in a document that has changed, though nothing but the address was kept.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import unquote
from zlib import crc32

from spe_search.errors import AddressError
from spe_search.types import Document, Span
from spe_search.verbatim import squeeze, visible

_DIGEST = 8
_PATTERN = re.compile(
    r"(?P<document>[a-z0-9]+(?:-[a-z0-9]+)*)@(?P<digest>[0-9a-f]{8})"
    r":(?P<ranges>[0-9]{1,12}-[0-9]{1,12}(?:_[0-9]{1,12}-[0-9]{1,12}){0,31})"
    r"\.(?P<length>[1-9][0-9]{0,8})\.(?P<checksum>[0-9a-f]{8})"
)


@dataclass(frozen=True, slots=True)
class Address:
    """What an address says. ``length`` is in bytes of UTF-8, white space left out."""

    document_id: str
    digest: str
    spans: tuple[Span, ...]
    length: int
    checksum: str

    def __str__(self) -> str:
        ranges = "_".join(f"{span.start}-{span.end}" for span in self.spans)
        return f"{self.document_id}@{self.digest}:{ranges}.{self.length}.{self.checksum}"

    def is_of(self, document_digest: str) -> bool:
        """Tell whether the address was made from the source that has this SHA-256 (hex)."""
        return document_digest.startswith(self.digest)

    def fits(self, text: str) -> bool:
        """Tell whether a text is the one quoted, white space aside."""
        data = squeeze(text).encode()
        return len(data) == self.length and _checksum(data) == self.checksum

    def occurrences(self, text: str) -> tuple[Span, ...]:
        """Return the ranges of a text that say the words quoted, white space aside."""
        data = squeeze(text).encode()
        wanted = int(self.checksum, 16)
        starts = [
            i
            for i in range(len(data) - self.length + 1)
            if crc32(data[i : i + self.length]) == wanted
        ]
        if not starts:
            return ()
        offsets = visible(text, Span(0, len(text)))
        found = []
        for start in starts:
            first = len(data[:start].decode(errors="ignore"))
            count = len(data[start : start + self.length].decode(errors="ignore"))
            found.append(Span(offsets[first], offsets[first + count - 1] + 1))
        return tuple(found)


def address_of(document: Document, quote: str, spans: Sequence[Span]) -> str:
    """Return the address of a quote.

    Args:
        document: what is quoted.
        quote: the words, as they are shown.
        spans: where they stand in ``document.source``, in order.
    """
    data = squeeze(quote).encode()
    digest = document.digest[:_DIGEST]
    return str(Address(document.id, digest, tuple(spans), len(data), _checksum(data)))


def parse_address(text: str) -> Address:
    """Read an address, as it was given or as a URL holds it.

    Raises:
        AddressError: it is none.
    """
    match = _PATTERN.fullmatch(unquote(text).strip())
    if not match:
        raise AddressError(value=text)
    bounds = [tuple(map(int, each.split("-"))) for each in match["ranges"].split("_")]
    if any(start >= end for start, end in bounds):
        raise AddressError(value=text)
    spans = tuple(Span(start, end) for start, end in bounds)
    document_id, digest, length, checksum = match.group("document", "digest", "length", "checksum")
    return Address(document_id, digest, spans, int(length), checksum)


def is_address(text: str) -> bool:
    """Tell whether a text is meant as an address rather than as the id of an item or a passage."""
    return "@" in unquote(text)


def _checksum(data: bytes) -> str:
    return f"{crc32(data):08x}"
