"""What a person asked, checked and made ready: a query, its filters, how many hits."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Collection, Sequence
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
from spe_search.partner_kinds import require_partner_kind
from spe_search.regions import require_region
from spe_search.thesaurus import REGION_ID
from spe_search.types import ExtractKind, Filters, ItemKind, Span

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

    masks = [rows_with(index, *each) for each in chosen(index, filters).items()]
    allowed: NDArray[np.bool_] | None = np.logical_and.reduce(masks) if masks else None
    return allowed


def allowed_spans(index: Index, filters: Filters) -> dict[str, list[Span]] | None:
    """Return where the passages that the filters let through stand, by item; ``None`` for all.

    Raises:
        BadInputError: as :func:`allowed_rows`.
    """
    mask = allowed_rows(index, filters)
    if mask is None:
        return None
    found: dict[str, list[Span]] = defaultdict(list)
    for passage in map(index.passage, mask.nonzero()[0].tolist()):
        found[passage.item_id].extend(passage.spans)
    return found


def chosen(index: Index, filters: Filters) -> dict[str, frozenset[str]]:
    """Return the values that filters let through, by facet; a facet left open is not in it.

    Concepts are told apart by the facets of the thesaurus ("clientele", "sector"…); regions are
    told by code, kinds of partner by id, all others as the index has them.

    Raises:
        BadInputError: as :func:`allowed_rows`.
    """
    values = index.values
    found = {
        "region": {require_region(each).code for each in filters.region},
        "theme": {theme for each in filters.theme for theme in _themes(values["theme"], each)},
        "kind": {_kind(each) for each in filters.kind},
        "year": {year for each in filters.year for year in _years(values["year"], each)},
        "document": {_document(values["document"], each) for each in filters.document},
        "partner_kind": {require_partner_kind(each).id for each in filters.partner_kind},
    }
    for each in filters.concept:
        concept = index.thesaurus.require(each)
        # a region is a concept too, whose id has its code
        found.setdefault(concept.facet, set()).add(concept.id.removeprefix(REGION_ID))
    return {facet: frozenset(accepted) for facet, accepted in found.items() if accepted}


def rows_with(index: Index, facet: str, accepted: Collection[str]) -> NDArray[np.bool_]:
    """Return which passages have one of the accepted values of a facet; see :func:`chosen`."""
    import numpy as np

    if facet == "kind":
        return _in(index, "item_kind", accepted) | _in(index, "kind", accepted)
    if facet in index.values:
        return _in(index, facet, accepted)
    having = index.members.get("partner_kind" if facet == "partner_kind" else "concept", {})
    positions = sorted({item for value in accepted for item in having.get(value, ())})
    return np.isin(index.column("item"), positions)


def _in(index: Index, column: str, accepted: Collection[str]) -> NDArray[np.bool_]:
    import numpy as np

    positions = [i for i, name in enumerate(index.values[column]) if name in accepted]
    return np.isin(index.column(column), positions)


def _document(documents: Sequence[str], wanted: str) -> str:
    if wanted not in documents:
        near = get_close_matches(wanted, documents, n=5, cutoff=0.3) or documents[:5]
        raise UnknownDocumentError(value=wanted, accepted=", ".join(near))
    return wanted


def _themes(themes: Sequence[str], wanted: str) -> set[str]:
    """Return the themes whose title holds every word of ``wanted``."""
    words = {term.text for term in terms(wanted)} or {fold(wanted)}
    found = {theme for theme in themes if words <= {term.text for term in terms(theme)}}
    if not found:
        accepted = "; ".join(f"« {theme} »" for theme in themes if theme)
        raise UnknownThemeError(value=wanted, accepted=accepted)
    return found


def _kind(wanted: str) -> str:
    known = (*get_args(ItemKind), *get_args(ExtractKind))
    if wanted not in known:
        raise UnknownKindError(value=wanted, accepted=", ".join(known))
    return wanted


def _years(years: Sequence[str], wanted: str) -> set[str]:
    """Return the exercices that a year means: itself, or those it is half of."""
    plain = "-".join(re.findall(r"\d{4}", wanted))
    found = {year for year in years if plain and (year == plain or plain in year.split("-"))}
    if not found:
        raise UnknownYearError(value=wanted, accepted=", ".join(sorted(set(years))))
    return found
