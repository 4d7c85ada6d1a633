"""What two profiles share: concepts, kinds of partner, rare words."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterator, Sequence
from typing import TYPE_CHECKING, Final

import numpy as np

from spe_search.citing import analysed
from spe_search.compare.model import Shared, Trait
from spe_search.compare.profile import Profile, Said
from spe_search.compare.profiles import Profiles
from spe_search.compare.traits import Traits, rarest
from spe_search.french import terms

if TYPE_CHECKING:
    from spe_search.thesaurus import Thesaurus

_MOST_CONCEPTS, _MOST_PARTNERS, _MOST_WORDS = 5, 3, 3
"""More would hide those that tell most."""

_RARE: Final = 0.15
"""The share of the items that a word may stand in and still be rare."""

_BESIDE: Final = frozenset({"partners", "quote", "note", "caption"})
"""Passages whose words say little of what an item is."""


def shared_concepts(profiles: Profiles, own: Profile, other: Profile) -> list[Shared]:
    """Return the concepts that both name, or near ones, those that tell most first."""
    traits, rarity = Traits(profiles.index), profiles.concept_rarity
    thesaurus = traits.index.thesaurus
    found: list[Shared] = []
    taken: set[str] = set()
    named: set[str] = set()
    for mine in rarest({concept: rarity[concept] for concept in own.concepts}, len(own.concepts)):
        left = [concept for concept in other.concepts if concept not in taken]
        for common, theirs in _matches(thesaurus, mine, left):
            if common not in named and not profiles.is_general(common):
                taken.add(theirs)
                named.add(common)
                a, b = traits.concept(own, mine), traits.concept(other, theirs)
                facet = profiles.weights.facets.get(thesaurus.concepts[common].facet, 0.0)
                found.append(_shared(thesaurus, common, a, b, rarity[common] * facet))
                break
    found.sort(key=lambda shared: -shared.weight)
    return found[:_MOST_CONCEPTS]


def _matches(thesaurus: Thesaurus, mine: str, theirs: Collection[str]) -> Iterator[tuple[str, str]]:
    """Yield what a concept has in common with others, and the other: itself first."""
    known = thesaurus.concepts
    if mine in theirs:
        yield mine, mine
    above = thesaurus.broader(mine)
    for other in theirs:
        if other in above or other in known[mine].related:
            yield other, other
        elif mine in thesaurus.broader(other) or mine in known[other].related:
            yield mine, other


def _shared(thesaurus: Thesaurus, common: str, own: Trait, other: Trait, weight: float) -> Shared:
    entry = thesaurus.concepts[common]
    return Shared(entry.fr[0], entry.en[0], entry.facet, own, other, round(weight, 3))


def shared_partners(profiles: Profiles, own: Profile, other: Profile) -> list[Shared]:
    """Return the kinds of partner that both have, the rarest first."""
    traits, rarity = Traits(profiles.index), profiles.partner_rarity
    kinds = {kind: rarity[kind] for kind in own.partners.keys() & other.partners.keys()}
    found: list[Shared] = []
    for kind in rarest(kinds, _MOST_PARTNERS):
        mine, theirs = traits.partners(own, kind)[0], traits.partners(other, kind)[0]
        found.append(Shared(mine.fr, mine.en, "partner", mine, theirs, round(kinds[kind], 3)))
    return found


def shared_words(
    profiles: Profiles, own: Profile, other: Profile, known: Sequence[str]
) -> list[Shared]:
    """Return the rare words that both say, the rarest first.

    Args:
        profiles: what tells how rare they are.
        own: the source.
        other: what is like it.
        known: words that are already among what they share.
    """
    traits = Traits(profiles.index)
    said = {term.text for words in known for term in terms(words)}
    vocabulary = traits.index.thesaurus.vocabulary
    mine, theirs = _surfaces(own, vocabulary), _surfaces(other, vocabulary)
    both = mine.keys() & theirs.keys() - said
    rare = {term: weight for term in both if (weight := _rarity(profiles, term)) > 0}
    found: list[Shared] = []
    for term in rarest(rare, _MOST_WORDS):
        a, b = traits.word(term, mine[term]), traits.word(term, theirs[term])
        found.append(Shared(b.fr, b.en, "word", a, b, round(rare[term], 3)))
    return found


def _surfaces(profile: Profile, vocabulary: Collection[str]) -> dict[str, Said]:
    """Return the words of a profile that name something: the field's own, and proper names."""
    found: dict[str, Said] = {}
    for piece in profile.pieces:
        if piece.kind not in _BESIDE:
            for term in analysed(piece.words):
                words = piece.words[term.start : term.end]
                is_name = words[0].isupper() and piece.words[: term.start].rstrip()[-1:].isalpha()
                if words.isalpha() and (term.text in vocabulary or is_name):
                    found.setdefault(term.text, Said(words, piece.passage))
    return found


def _rarity(profiles: Profiles, term: str) -> float:
    """Return how much a word tells, 0 where too many items have it."""
    index, told = profiles.index, profiles.told
    rows = index.lexical.postings(term)[0]
    items = told & set(np.unique(index.column("item")[rows]).tolist())
    if len(items) > max(2, _RARE * len(told)):
        return 0.0
    return math.log((len(told) + 1) / (len(items) + 0.5))
