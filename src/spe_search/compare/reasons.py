"""Why two items are alike, and where they differ: by things that a person can check."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from spe_search.citing import best_sentence, cite
from spe_search.compare.likeness import Nearness, Rarity
from spe_search.compare.model import Aspect, Comparable, Difference, Likeness, Shared, Trait
from spe_search.compare.profile import Profile
from spe_search.compare.shared import is_general, shared_concepts, shared_partners, shared_words
from spe_search.compare.traits import Traits, rarest
from spe_search.compare.weights import chance
from spe_search.french import terms
from spe_search.hits import item_of
from spe_search.partner_kinds import kinds_of

if TYPE_CHECKING:
    from spe_search.index import Index

_MOST_DIFFERENT = 4
_FACETS: Final[tuple[Aspect, ...]] = ("clientele", "service")


@dataclass(frozen=True, slots=True)
class Explainer:
    """Says why items are alike.

    Args:
        index: the opened index.
        facets: what a concept of each facet counts for.
        concepts: how rare each concept is.
        partners: how rare each kind of partner is.
        told: the numbers, in the index, of its initiatives and stories.
    """

    index: Index
    facets: Mapping[str, float]
    concepts: Rarity
    partners: Rarity
    told: frozenset[int]

    def comparable(
        self, rank: int, own: Profile, other: Profile, likeness: Likeness, near: Nearness
    ) -> Comparable:
        """Return an item that is like a source, with what shows it."""
        traits = Traits(self.index)
        concepts = shared_concepts(traits, self.concepts, self.facets, own, other)
        partners = shared_partners(traits, self.partners, own, other)
        named = {kind for each in concepts for kind in kinds_of(each.own.words)}
        partners = [each for each in partners if each.own.id not in named]
        known = [shared.own.words for shared in (*concepts, *partners)]
        words = shared_words(traits, self.told, own, other, known)
        passage = self.index.passage(int(self.index.rows(item=other.id)[near.other]))
        weights = self.index.lexical.weights(term.text for term in terms(own.searched))
        sentence = best_sentence(passage.text, weights)
        item = item_of(self.index, passage)
        document = self.index.document(passage.document_id)
        return Comparable(
            rank=rank,
            score=round(chance(likeness.whole), 4),
            item=item,
            likeness=likeness,
            shared=(*concepts, *partners, *words),
            differences=tuple(self._differences(traits, own, other, concepts)),
            own=own.pieces[near.own].words,
            nearest=cite(document, passage, sentence, item.title),
        )

    def _differences(
        self, traits: Traits, own: Profile, other: Profile, shared: Sequence[Shared]
    ) -> Iterator[Difference]:
        if own.region != other.region:
            yield Difference("region", traits.region(own), traits.region(other))
        met = {trait.id for each in shared for trait in (each.own, each.other)}
        for facet in _FACETS:
            yield from _difference(
                facet,
                tuple(traits.concept(own, c) for c in self._only(own, other, facet, met)),
                tuple(traits.concept(other, c) for c in self._only(other, own, facet, met)),
            )
        yield from _difference(
            "partner", self._partners(traits, own, other), self._partners(traits, other, own)
        )

    def _only(self, one: Profile, other: Profile, facet: str, met: set[str]) -> list[str]:
        """Return the concepts that one names and the other does not, the rarest first."""
        known = self.index.thesaurus.concepts
        found = {
            concept: self.concepts[concept]
            for concept in one.concepts.keys() - other.concepts.keys() - met
            if known[concept].facet == facet and not is_general(self.concepts, concept)
        }
        return rarest(found, _MOST_DIFFERENT)

    def _partners(self, traits: Traits, one: Profile, other: Profile) -> tuple[Trait, ...]:
        kinds = {kind: self.partners[kind] for kind in one.partners.keys() - other.partners.keys()}
        return tuple(traits.partners(one, kind)[0] for kind in rarest(kinds, _MOST_DIFFERENT))


def _difference(
    aspect: Aspect, own: tuple[Trait, ...], other: tuple[Trait, ...]
) -> Iterator[Difference]:
    if own or other:
        yield Difference(aspect, own, other)
