"""What a profile says of itself, each thing with the words that say it and where they stand."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from spe_search.citing import cite
from spe_search.compare.headings import cite_region, cite_title
from spe_search.compare.model import Trait
from spe_search.compare.profile import Profile, Said
from spe_search.hits import item_of
from spe_search.partner_kinds import PARTNER_KINDS
from spe_search.types import Citation, Initiative, Span

if TYPE_CHECKING:
    from spe_search.index import Index

KINDS: Final = {kind.id: kind for kind in PARTNER_KINDS}


@dataclass(frozen=True, slots=True)
class Traits:
    """Makes the traits of profiles, citing one index."""

    index: Index

    def concept(self, profile: Profile, concept: str) -> Trait:
        """Return a concept that a profile names, by the words that earned it."""
        entry, said = self.index.thesaurus.concepts[concept], profile.concepts[concept]
        return Trait(
            concept, entry.facet, entry.fr[0], entry.en[0], said.words, self.citation(said)
        )

    def partners(self, profile: Profile, kind: str) -> tuple[Trait, ...]:
        """Return the partners of a kind, by name."""
        label = KINDS[kind]
        return tuple(
            Trait(kind, "partner", label.fr, label.en, said.words, self.citation(said))
            for said in profile.partners[kind]
        )

    def region(self, profile: Profile) -> tuple[Trait, ...]:
        """Return the region of a profile, by the heading that names it; nothing where none is."""
        region, item = profile.region, profile.item
        if region is None:
            return ()
        found = None
        if isinstance(item, Initiative):
            found = cite_region(self.index.document(profile.passages[0].document_id), item)
        words = found.quote if found else region.name
        return (Trait(region.code, "region", region.name, region.name, words, found),)

    def word(self, term: str, said: Said) -> Trait:
        """Return a word by its first form."""
        label = said.words.lower()
        return Trait(term, "word", label, label, said.words, self.citation(said))

    def citation(self, said: Said, part: Span | None = None) -> Citation | None:
        """Cite words, or a part of the passage that says them; ``None`` for a description's."""
        if said.passage is None:
            return None
        document = self.index.document(said.passage.document_id)
        item = item_of(self.index, said.passage)
        if where := part or find_words(said.passage.text, said.words):
            return cite(document, said.passage, where, item.title)
        return cite_title(document, item, said.words)


def find_words(text: str, words: str) -> Span | None:
    """Return where some words first stand in a text, whole; ``None`` where they do not."""
    match = re.search(rf"(?<!\w){re.escape(words)}(?!\w)", text)
    return Span(*match.span()) if match else None


def rarest(things: Mapping[str, float], most: int) -> list[str]:
    """Return the things of greatest weight, ties by name."""
    return sorted(things, key=lambda thing: (-things[thing], thing))[:most]
