"""Browsing by theme: facets, their values, and how many items have each under some filters."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import TYPE_CHECKING, get_args

from spe_search.errors import UnknownFacetError
from spe_search.french import fold
from spe_search.i18n import message, translator
from spe_search.partner_kinds import PARTNER_KINDS
from spe_search.query import chosen, rows_with
from spe_search.regions import REGIONS, region_by_code
from spe_search.thesaurus import Facet as ConceptFacet
from spe_search.types import Filters, ItemKind, Lang, Region, Tag

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from spe_search.index import Index

TOO_COMMON = 0.5
"""A concept that more than this share of the items speak of does not tell them apart."""

FACETS: dict[str, str] = {
    "theme": message("Theme"),
    "clientele": message("Clientele"),
    "service": message("Measure or service"),
    "sector": message("Sector"),
    "activity": message("Activity"),
    "outcome": message("Result or issue"),
    "partner": message("Partner or body"),
    "partner_kind": message("Kind of partner"),
    "region": message("Region"),
    "kind": message("Type"),
    "year": message("Year"),
    "document": message("Report"),
}
"""The facets, in the order in which they are shown: id -> English name."""

_KINDS = {
    "initiative": message("initiative"),
    "story": message("story"),
    "section": message("section"),
}


@dataclass(frozen=True, slots=True)
class FacetValue:
    """A value of a facet, and the ids of the items that have it under the filters."""

    id: str
    fr: str
    en: str
    items: tuple[str, ...]
    selected: bool = False

    @property
    def count(self) -> int:
        """How many items have it."""
        return len(self.items)

    def label(self, lang: Lang) -> str:
        """Return its name in a language."""
        return self.en if lang == "en" else self.fr


@dataclass(frozen=True, slots=True)
class Facet:
    """What items are told apart by. ``hidden`` counts the values left out as too general."""

    id: str
    fr: str
    en: str
    values: tuple[FacetValue, ...]
    hidden: int = 0

    def label(self, lang: Lang) -> str:
        """Return its name in a language."""
        return self.en if lang == "en" else self.fr


@dataclass(frozen=True, slots=True)
class Themes:
    """The items that filters let through, and their facets.

    A facet's counts leave its own filter out: they say what choosing another value would give.
    """

    items: tuple[str, ...]
    facets: tuple[Facet, ...]

    def facet(self, name: str) -> Facet:
        """Return the facet that has this id.

        Raises:
            UnknownFacetError: none has.
        """
        wanted = check_facet(name)
        return next(facet for facet in self.facets if facet.id == wanted)


@dataclass(frozen=True, slots=True)
class MapPoint:
    """Where an item lies on the map of meaning; near items mean alike, axes have no meaning.

    ``x`` and ``y`` are about -1 to 1; the map is laid on that of the index before, so that an item
    stays where it was as well as may be.
    """

    item_id: str
    title: str
    kind: ItemKind
    region: Region | None
    theme: str | None
    x: float
    y: float


def check_facet(name: str) -> str:
    """Return a facet's id, given it or a name of it in French or in English.

    Raises:
        UnknownFacetError: there is no such facet; the nearest come first in the message.
    """
    french = translator("fr")
    names = {
        fold(each): facet
        for facet, english in FACETS.items()
        for each in (english, french(english), facet)
    }
    wanted = fold(name).strip()
    if wanted in names:
        return names[wanted]
    near = [names[each] for each in get_close_matches(wanted, names, n=3, cutoff=0.6)]
    raise UnknownFacetError(value=name, accepted=", ".join(dict.fromkeys([*near, *FACETS])))


def themes_of(index: Index, filters: Filters, *, all: bool = False) -> Themes:
    """Count the items under some filters, facet by facet.

    Concepts are left out where they say little of an item: where the thesaurus says that they are
    general, or where more than :data:`TOO_COMMON` of all items speak of them. ``all`` keeps them.

    Raises:
        BadInputError: a filter's value means nothing in this index.
    """
    picked = chosen(index, filters)
    masks = {facet: items_with(index, facet, accepted) for facet, accepted in picked.items()}
    facets = tuple(
        facet_of(
            index,
            name,
            allowed(index, (mask for facet, mask in masks.items() if facet != name)),
            picked.get(name, frozenset()),
            all=all,
        )
        for name in FACETS
    )
    return Themes(_ids(index, range(len(index.items)), allowed(index, masks.values())), facets)


def items_with(index: Index, facet: str, accepted: Iterable[str]) -> NDArray[np.bool_]:
    """Return which items have one of the accepted values of a facet: ``(number of items,)``."""
    import numpy as np

    mask = np.zeros(len(index.items), dtype=bool)
    mask[np.unique(index.column("item")[rows_with(index, facet, frozenset(accepted))])] = True
    return mask


def allowed(index: Index, masks: Iterable[NDArray[np.bool_]]) -> NDArray[np.bool_]:
    """Return which items are in every mask."""
    import numpy as np

    mask = np.ones(len(index.items), dtype=bool)
    for each in masks:
        mask &= each
    return mask


def facet_of(
    index: Index,
    name: str,
    mask: NDArray[np.bool_],
    selected: Iterable[str] = (),
    *,
    all: bool = False,
) -> Facet:
    """Return a facet with the items of a mask; see :func:`themes_of`."""
    is_concept = name in get_args(ConceptFacet)
    members = index.members.get("concept" if is_concept else name, {})
    labels = _concepts(index, name) if is_concept else _labels(index, name)
    chosen_ids = frozenset(selected)
    values, hidden = [], 0
    for each, (fr, en) in labels.items():
        items = _ids(index, members.get(each, ()), mask)
        says_little = is_concept and not all and items and _says_little(index, each)
        if each in chosen_ids or not is_concept or (items and not says_little):
            values.append(FacetValue(each, fr, en, items, each in chosen_ids))
        else:
            hidden += bool(items)
    if is_concept or name == "partner_kind":
        values.sort(key=lambda value: (-value.count, fold(value.fr)))
    return Facet(name, translator("fr")(FACETS[name]), FACETS[name], tuple(values), hidden)


def _says_little(index: Index, concept: str) -> bool:
    items = index.members["concept"][concept]
    is_common = len(items) > max(1.0, TOO_COMMON * len(index.items))
    return index.thesaurus.concepts[concept].general or is_common


def _ids(index: Index, positions: Iterable[int], mask: NDArray[np.bool_]) -> tuple[str, ...]:
    return tuple(index.items[position].id for position in positions if mask[position])


def _concepts(index: Index, facet: str) -> Mapping[str, tuple[str, str]]:
    concepts = index.thesaurus.concepts.values()
    return {each.id: (each.fr[0], each.en[0]) for each in concepts if each.facet == facet}


def _labels(index: Index, facet: str) -> Mapping[str, tuple[str, str]]:
    """Return the values of a facet that is not the thesaurus's, with their names: id -> fr, en."""
    french = translator("fr")
    if facet == "region":
        return {region.code: (region.name, region.name) for region in REGIONS}
    if facet == "partner_kind":
        had = index.members.get(facet, {})
        return {kind.id: (kind.fr, kind.en) for kind in PARTNER_KINDS if kind.id in had}
    if facet == "document":
        return {report.id: (report.title, report.title) for report in index.manifest.reports}
    if facet == "kind":
        had = index.members.get(facet, {})
        return {kind: (french(name), name) for kind, name in _KINDS.items() if kind in had}
    values = filter(None, index.values[facet])
    ordered = sorted(values, reverse=True) if facet == "year" else values
    return {value: (value, value) for value in ordered}


def tags_of(index: Index, item_id: str) -> tuple[Tag, ...]:
    """Return the concepts that an item speaks of, in reading order, with the words that say so."""
    concepts = index.thesaurus.concepts
    item = index.items[index.values["item"].index(item_id)]
    return tuple(
        Tag(each, concepts[each].facet, concepts[each].fr[0], words, index.passage(row).id)
        for each, words, row in item.tags
        if each in concepts
    )


def map_of(index: Index) -> tuple[MapPoint, ...]:
    """Return where each item lies on the map of meaning."""
    return tuple(
        MapPoint(item.id, item.title, item.kind, region_by_code(item.region), item.theme, x, y)
        for item, (x, y) in zip(index.items, index.map.tolist(), strict=True)
    )
