"""What reports are browsed by: their items, and what each is about.

An item is an initiative, a story or a section. Its tags are the concepts of the thesaurus that its
title and its passages speak of. All is worked out when an index is built.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from spe_search.french import terms
from spe_search.partner_kinds import kinds_of
from spe_search.thesaurus import Thesaurus
from spe_search.types import Document, Initiative, ItemKind, Passage, Section, Term

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from spe_search.types import Vectors

Analyse = Callable[[str], Sequence[Term]]

Members = dict[str, dict[str, list[int]]]
"""Facet -> value -> the positions, rising, of the items that have it; "concept" -> id, likewise."""


@dataclass(frozen=True, slots=True)
class Item:
    """An initiative, a story or a section, and what it is browsed by.

    ``region`` is a region's code. ``tags`` are concepts in reading order, each once: its id, the
    words that earned it, and the row of the passage that holds them or, for the title's words,
    of the item's first passage, which stands under it.
    """

    id: str
    document_id: str
    kind: ItemKind
    title: str
    page: int
    year: str
    region: str | None
    theme: str | None
    partner_kinds: tuple[str, ...]
    tags: tuple[tuple[str, str, int], ...]


def items_of(
    documents: Sequence[Document],
    passages: Sequence[Passage],
    thesaurus: Thesaurus,
    analyse: Analyse = terms,
) -> tuple[Item, ...]:
    """Return the items that passages come from, in the order of their first passages.

    Args:
        documents: where titles and partners are read.
        passages: all passages of an index; their places in it are their rows.
        thesaurus: what tags them, by its French labels alone.
        analyse: gives a text's terms.
    """
    rows: dict[str, list[int]] = defaultdict(list)
    for row, passage in enumerate(passages):
        rows[passage.item_id].append(row)
    known: dict[str, Initiative | Section] = {}
    for document in documents:
        known |= {section.id: section for section in document.sections}
        known |= {initiative.id: initiative for initiative in document.initiatives}
    french = thesaurus.in_french()
    return tuple(
        _item(known[item_id], passages, of_item, french, analyse)
        for item_id, of_item in rows.items()
    )


def _item(
    source: Initiative | Section,
    passages: Sequence[Passage],
    rows: Sequence[int],
    french: Thesaurus,
    analyse: Analyse,
) -> Item:
    first = passages[rows[0]]
    partners = source.partners if isinstance(source, Initiative) else ()
    texts = [(passages[row].text, row, passages[row].kind == "partners") for row in rows]
    # Words of a passage can be cited; a title's only earn what no passage says.
    texts.append((source.title, rows[0], False))
    return Item(
        id=first.item_id,
        document_id=first.document_id,
        kind=first.item_kind,
        title=source.title,
        page=source.page,
        year=first.year,
        region=first.region,
        theme=first.theme,
        partner_kinds=tuple(dict.fromkeys(kind for name in partners for kind in kinds_of(name))),
        tags=tuple(_tags(texts, french, analyse)),
    )


def _tags(
    texts: Sequence[tuple[str, int, bool]], french: Thesaurus, analyse: Analyse
) -> Iterator[tuple[str, str, int]]:
    """Yield each concept that texts speak of, once, with the first words that earn it.

    Args:
        texts: each with the row of its passage, and whether it lists partners. Their names tell
            who they are, not what is done: "Harnois Énergies" is no work in the energy sector.
        french: the thesaurus.
        analyse: gives a text's terms.
    """
    seen: set[str] = set()
    for text, row, lists_partners in texts:
        for mention in french.mentions(analyse(text), text):
            facet = french.concepts[mention.concept].facet
            if mention.concept not in seen and (facet == "partner" or not lists_partners):
                seen.add(mention.concept)
                yield mention.concept, text[mention.span.start : mention.span.end], row


def members_of(items: Sequence[Item], thesaurus: Thesaurus) -> Members:
    """Return which items have each value of each facet.

    An item that speaks of a concept counts for all that is broader too.
    """
    members: Members = defaultdict(lambda: defaultdict(list))
    for position, item in enumerate(items):
        single = {
            "region": item.region,
            "theme": item.theme,
            "kind": item.kind,
            "year": item.year,
            "document": item.document_id,
        }
        for facet, value in single.items():
            if value:
                members[facet][value].append(position)
        for kind in item.partner_kinds:
            members["partner_kind"][kind].append(position)
        said = [tag[0] for tag in item.tags if tag[0] in thesaurus.concepts]
        for concept in dict.fromkeys(b for each in said for b in (each, *thesaurus.broader(each))):
            members["concept"][concept].append(position)
    return {facet: dict(values) for facet, values in members.items()}


def item_vectors(items: NDArray[np.int64], vectors: Vectors) -> Vectors:
    """Return the mean vector of each item's passages, of unit norm: ``(number of items, dim)``.

    Args:
        items: for each passage, the position of its item.
        vectors: for each passage, its vector.
    """
    import numpy as np

    sums = np.zeros((int(items.max(initial=-1)) + 1, vectors.shape[1]), dtype=np.float32)
    np.add.at(sums, items, vectors)
    norms: Vectors = np.linalg.norm(sums, axis=1, keepdims=True)
    return (sums / np.where(norms, norms, 1)).astype(np.float32)
