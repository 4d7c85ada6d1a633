"""What a person asked, checked and made ready: a query, its filters, how many hits."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from difflib import get_close_matches
from typing import TYPE_CHECKING, get_args

from spe_search.errors import (
    ControlCharacterError,
    EmptyQueryError,
    QueryTooLongError,
    TopKError,
    UnknownDocumentError,
    UnknownKindError,
    UnknownThemeError,
    UnknownYearError,
)
from spe_search.french import fold, terms
from spe_search.regions import require_region
from spe_search.types import ExtractKind, Filters, ItemKind

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from spe_search.index import Index

LONGEST_QUERY = 10_000
"""Characters: several pages, room enough to describe a project of one's own."""

MOST_HITS = 1_000

_TYPED_SPACES = "\t\n\r\v\f"


def check_query(text: str) -> str:
    """Return a query's text, its white space folded and its invisible characters gone.

    Raises:
        QueryTooLongError, ControlCharacterError, EmptyQueryError: as :func:`check_description`.
    """
    return " ".join(check_description(text).split())


def check_description(text: str) -> str:
    """Return a text of several paragraphs, its invisible characters gone.

    Raises:
        QueryTooLongError: it is longer than :data:`LONGEST_QUERY`.
        ControlCharacterError: it holds characters no one types.
        EmptyQueryError: it has no letter or digit.
    """
    if len(text) > LONGEST_QUERY:
        raise QueryTooLongError(length=len(text), limit=LONGEST_QUERY)
    controls = {
        c for c in text if unicodedata.category(c) in ("Cc", "Cs") and c not in _TYPED_SPACES
    }
    if controls:
        raise ControlCharacterError(found=", ".join(f"U+{ord(c):04X}" for c in sorted(controls)))
    visible = "".join(c for c in text if unicodedata.category(c) != "Cf")
    if not any(c.isalnum() for c in visible):
        raise EmptyQueryError()
    return visible


def check_top_k(value: int) -> int:
    """Return a number of hits that can be asked for.

    Raises:
        TopKError: it is not between 1 and :data:`MOST_HITS`.
    """
    if not 1 <= value <= MOST_HITS:
        raise TopKError(value=value, limit=MOST_HITS)
    return value


def allowed_rows(index: Index, filters: Filters) -> NDArray[np.bool_] | None:
    """Return which passages the filters let through, or ``None`` when they let all.

    Raises:
        BadInputError: a filter's value means nothing in this index; the message lists what does.
    """
    import numpy as np

    mask: NDArray[np.bool_] | None = None
    for column, accepted in _accepted(index, filters):
        names = index.values[column]
        positions = [i for i, name in enumerate(names) if name in accepted]
        rows = np.isin(index.column(column), positions)
        mask = rows if mask is None else mask & rows
    return mask


def _accepted(index: Index, filters: Filters) -> list[tuple[str, set[str]]]:
    chosen: list[tuple[str, set[str]]] = []
    if filters.region is not None:
        chosen.append(("region", {require_region(filters.region).code}))
    if filters.theme is not None:
        chosen.append(("theme", _themes(index.values["theme"], filters.theme)))
    if filters.kind is not None:
        chosen.append(_kind(filters.kind))
    if filters.year is not None:
        chosen.append(("year", _years(index.values["year"], filters.year)))
    if filters.document is not None:
        documents = index.values["document"]
        if filters.document not in documents:
            near = get_close_matches(filters.document, documents, n=5, cutoff=0.3) or documents[:5]
            raise UnknownDocumentError(value=filters.document, accepted=", ".join(near))
        chosen.append(("document", {filters.document}))
    return chosen


def _themes(themes: Sequence[str], wanted: str) -> set[str]:
    """Return the themes whose title holds every word of ``wanted``."""
    words = {term.text for term in terms(wanted)} or {fold(wanted)}
    found = {theme for theme in themes if words <= {term.text for term in terms(theme)}}
    if not found:
        accepted = "; ".join(f"« {theme} »" for theme in themes if theme)
        raise UnknownThemeError(value=wanted, accepted=accepted)
    return found


def _kind(wanted: str) -> tuple[str, set[str]]:
    if wanted in get_args(ItemKind):
        return "item_kind", {wanted}
    if wanted in get_args(ExtractKind):
        return "kind", {wanted}
    accepted = ", ".join((*get_args(ItemKind), *get_args(ExtractKind)))
    raise UnknownKindError(value=wanted, accepted=accepted)


def _years(years: Sequence[str], wanted: str) -> set[str]:
    """Return the exercices that a year means: itself, or those it is half of."""
    plain = "-".join(re.findall(r"\d{4}", wanted))
    found = {year for year in years if plain and (year == plain or plain in year.split("-"))}
    if not found:
        raise UnknownYearError(value=wanted, accepted=", ".join(sorted(set(years))))
    return found
