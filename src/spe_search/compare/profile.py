"""What an item is made of, or a project that a person describes, read for comparing."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from spe_search.french import sentences, terms
from spe_search.hits import item_of
from spe_search.partner_kinds import kinds_of
from spe_search.regions import region_by_code
from spe_search.thesaurus import REGION_ID
from spe_search.types import Initiative, Passage, Region, Section, Tag

if TYPE_CHECKING:
    from spe_search.index import Index
    from spe_search.thesaurus import Mention, Thesaurus

Tags = Callable[[str], Sequence[Tag]]
"""The concepts that the item of an id speaks of."""

_TELLING = frozenset({"summary", "paragraph", "story"})
_LONGEST_SEARCHED = 1_000
"""Characters of an item that are searched for by their words; its summary is among them."""


@dataclass(frozen=True, slots=True)
class Said:
    """Words, and the passage that says them; ``None`` for those of a person's own description.

    Words of an item's title come with its first passage, which stands under it.
    """

    words: str
    passage: Passage | None = None

    @property
    def kind(self) -> str:
        """What kind of passage says them; all of a description counts as a summary."""
        return self.passage.kind if self.passage else "summary"


@dataclass(frozen=True, slots=True)
class Profile:
    """An item, or a description, read for comparing.

    Args:
        id: the item's; empty for a description.
        item: the item; ``None`` for a description.
        region: the item's, or the first that a description names.
        pieces: an item's passages; a description, whole and then sentence by sentence.
        searched: the text that says what it is, without the names of regions.
        concepts: id of each concept -> the first words that earn it.
        partners: id of each kind of partner -> the names that tell it.
    """

    id: str
    item: Initiative | Section | None
    region: Region | None
    pieces: tuple[Said, ...]
    searched: str
    concepts: Mapping[str, Said]
    partners: Mapping[str, tuple[Said, ...]]

    @property
    def passages(self) -> tuple[Passage, ...]:
        """The passages among its pieces; none for a description."""
        return tuple(piece.passage for piece in self.pieces if piece.passage)


def profile_of_item(index: Index, tags: Tags, item_id: str) -> Profile:
    """Read an item of the index."""
    passages = {p.id: p for p in map(index.passage, index.rows(item=item_id).tolist())}
    item = item_of(index, next(iter(passages.values())))
    telling = [p.text for p in passages.values() if p.kind in _TELLING]
    text = "\n".join((item.title, *telling))[:_LONGEST_SEARCHED]
    concepts = {
        tag.concept: Said(tag.words, passages[tag.passage_id])
        for tag in tags(item_id)
        if not tag.concept.startswith(REGION_ID)
        and tag.concept in index.thesaurus.concepts
        and tag.words in passages[tag.passage_id].text  # a title's words are not cited
    }
    region = item.region if isinstance(item, Initiative) else None
    names = item.partners if isinstance(item, Initiative) else ()
    return Profile(
        id=item_id,
        item=item,
        region=region,
        pieces=tuple(Said(p.text, p) for p in passages.values()),
        searched=_without_regions(index.thesaurus, text),
        concepts=concepts,
        partners=_by_kind(said_by(name, passages.values()) for name in names),
    )


def profile_of_text(thesaurus: Thesaurus, text: str) -> Profile:
    """Read a description, in French or in English.

    Args:
        thesaurus: with labels in both languages, and the regions.
        text: its paragraphs; it has at least one word.
    """
    found = terms(text)
    mentions = thesaurus.mentions(found, text)
    regions = [
        m.concept.removeprefix(REGION_ID) for m in mentions if m.concept.startswith(REGION_ID)
    ]
    concepts: dict[str, Said] = {}
    for mention in mentions:
        if not mention.concept.startswith(REGION_ID):
            words = text[mention.span.start : mention.span.end]
            concepts.setdefault(mention.concept, Said(words))
    whole = Said(" ".join(text.split()))
    parts = [Said(" ".join(text[s.start : s.end].split())) for s in sentences(text)]
    partners = [
        said for id_, said in concepts.items() if thesaurus.concepts[id_].facet == "partner"
    ]
    return Profile(
        id="",
        item=None,
        region=region_by_code(regions[0]) if regions else None,
        pieces=(whole, *parts) if len(parts) > 1 else (whole,),
        searched=_cut_out(text, mentions),
        concepts=concepts,
        partners=_by_kind(partners),
    )


def said_by(words: str, passages: Iterable[Passage]) -> Said:
    """Return the first passage that holds some words, lists of partners first."""
    ordered = sorted(passages, key=lambda passage: passage.kind != "partners")
    return Said(words, next((p for p in ordered if words in p.text), ordered[0]))


def _by_kind(names: Iterable[Said]) -> dict[str, tuple[Said, ...]]:
    found: dict[str, tuple[Said, ...]] = {}
    for name in names:
        for kind in kinds_of(name.words):
            found[kind] = (*found.get(kind, ()), name)
    return found


def _without_regions(thesaurus: Thesaurus, text: str) -> str:
    return _cut_out(text, thesaurus.mentions(terms(text), text))


def _cut_out(text: str, mentions: Iterable[Mention]) -> str:
    """Leave out the names of regions: where a thing was done does not make two things alike."""
    for mention in reversed([m for m in mentions if m.concept.startswith(REGION_ID)]):
        text = f"{text[: mention.span.start]} {text[mention.span.end :]}"
    return text
