"""Why two items are alike, and where they differ: by things that a person can check."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from typing import Final

from spe_search.citing import best_sentence, cite
from spe_search.compare.likeness import Nearness
from spe_search.compare.model import Aspect, Comparable, Difference, Likeness, Shared, Trait
from spe_search.compare.profile import Profile
from spe_search.compare.profiles import Profiles
from spe_search.compare.shared import shared_concepts, shared_partners, shared_words
from spe_search.compare.traits import Traits, rarest
from spe_search.compare.weights import chance
from spe_search.french import terms
from spe_search.hits import item_of
from spe_search.partner_kinds import kinds_of

_MOST_DIFFERENT = 4
_FACETS: Final[tuple[Aspect, ...]] = ("clientele", "service")


def comparable(
    profiles: Profiles,
    rank: int,
    own: Profile,
    other: Profile,
    likeness: Likeness,
    near: Nearness,
) -> Comparable:
    """Return an item that is like a source, with what shows it.

    Args:
        profiles: what read both.
        rank: its rank.
        own: the source.
        other: the item.
        likeness: how alike they are.
        near: by which of their pieces they are nearest.
    """
    index = profiles.index
    concepts = shared_concepts(profiles, own, other)
    named = {kind for each in concepts for kind in kinds_of(each.own.words)}
    partners = [p for p in shared_partners(profiles, own, other) if p.own.id not in named]
    known = [each.own.words for each in (*concepts, *partners)]
    words = shared_words(profiles, own, other, known)
    passage = index.passage(int(index.rows(item=other.id)[near.other]))
    weights = index.lexical.weights(term.text for term in terms(own.searched))
    sentence = best_sentence(passage.text, weights)
    item = item_of(index, passage)
    return Comparable(
        rank=rank,
        score=round(chance(likeness.whole), 4),
        item=item,
        likeness=likeness,
        shared=(*concepts, *partners, *words),
        differences=tuple(_differences(profiles, own, other, concepts)),
        own=own.pieces[near.own].words,
        nearest=cite(index.document(passage.document_id), passage, sentence, item.title),
    )


def _differences(
    profiles: Profiles, own: Profile, other: Profile, shared: Sequence[Shared]
) -> Iterator[Difference]:
    traits = Traits(profiles.index)
    if own.region != other.region:
        yield Difference("region", traits.region(own), traits.region(other))
    met = {trait.id for each in shared for trait in (each.own, each.other)}
    for facet in _FACETS:
        sides = (
            tuple(traits.concept(one, concept) for concept in _only(profiles, one, two, facet, met))
            for one, two in ((own, other), (other, own))
        )
        yield from _difference(facet, *sides)
    sides = (_only_partners(profiles, one, two) for one, two in ((own, other), (other, own)))
    yield from _difference("partner", *sides)


def _difference(
    aspect: Aspect, own: tuple[Trait, ...], other: tuple[Trait, ...]
) -> Iterator[Difference]:
    if own or other:
        yield Difference(aspect, own, other)


def _only(
    profiles: Profiles, one: Profile, other: Profile, facet: str, met: AbstractSet[str]
) -> list[str]:
    """Return the concepts that one names and the other does not, the rarest first."""
    known, rarity = profiles.index.thesaurus.concepts, profiles.concept_rarity
    found = {
        concept: rarity[concept]
        for concept in one.concepts.keys() - other.concepts.keys() - met
        if known[concept].facet == facet and not profiles.is_general(concept)
    }
    return rarest(found, _MOST_DIFFERENT)


def _only_partners(profiles: Profiles, one: Profile, other: Profile) -> tuple[Trait, ...]:
    """Return a partner of each kind that one has and the other has not, the rarest first."""
    rarity, traits = profiles.partner_rarity, Traits(profiles.index)
    kinds = {kind: rarity[kind] for kind in one.partners.keys() - other.partners.keys()}
    return tuple(traits.partners(one, kind)[0] for kind in rarest(kinds, _MOST_DIFFERENT))
