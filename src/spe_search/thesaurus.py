"""The thesaurus of employment services: one idea, the many words for it, in French and in English.

Staff write it as TOML (``corpus/thesaurus.toml``). It widens queries to the words that reports use,
leads from English to French, and tags items for browsing. Concepts, preferred and alternative
labels, broader and related concepts are those of SKOS (W3C, 2009).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from difflib import get_close_matches
from functools import cached_property
from itertools import pairwise
from typing import Final, Literal

import msgspec

from spe_search.errors import UnknownConceptError
from spe_search.french import fold, stem, terms, words
from spe_search.regions import REGIONS, names_of, towns_of
from spe_search.types import Concept, Span, Term

REGION_ID: Final = "region:"
"""How the id of a region begins among the concepts; no concept of a file can have it so."""

Facet = Literal["clientele", "service", "sector", "partner", "outcome", "activity"]

_MARK = re.compile(r"[,;:.!?()«»\n•]")
_CONJUNCTION = re.compile(r"\b(?:et|ou|ni|mais|and|or)\b", re.IGNORECASE)
_BARE = frozenset({"a", "en", "par", "sous", "sur"})
"""Prepositions that make a set phrase without an article: « mettre à pied » is no « sur pied »."""


@dataclass(frozen=True, slots=True)
class Mention:
    """A label found in a text: its concept, and the range of the text that says it.

    ``first`` and ``last`` bound its terms in the text's sequence of terms, ``last`` excluded.
    """

    concept: str
    span: Span
    first: int
    last: int


class Thesaurus:
    """Concepts and the terms of their labels; never changed once made.

    Args:
        concepts: by their order in the file.
        labels: the terms of each label -> the concept's id.
    """

    def __init__(
        self, concepts: Sequence[Concept], labels: Mapping[tuple[str, ...], str] | None = None
    ) -> None:
        self.concepts = {concept.id: concept for concept in concepts}
        self._labels = dict(labels) if labels is not None else _label_terms(concepts)

    def __len__(self) -> int:
        return len(self.concepts)

    @cached_property
    def _by_first(self) -> dict[str, list[tuple[tuple[str, ...], str]]]:
        found: dict[str, list[tuple[tuple[str, ...], str]]] = defaultdict(list)
        for label, concept in self._labels.items():
            found[label[0]].append((label, concept))
        for each in found.values():
            each.sort(key=lambda pair: -len(pair[0]))
        return dict(found)

    @cached_property
    def _by_concept(self) -> dict[str, list[tuple[str, ...]]]:
        found: dict[str, list[tuple[str, ...]]] = defaultdict(list)
        for label, concept in self._labels.items():
            found[concept].append(label)
        return dict(found)

    @cached_property
    def _narrower(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = defaultdict(list)
        for concept in self.concepts.values():
            for broader in concept.broader:
                found[broader].append(concept.id)
        return dict(found)

    @cached_property
    def vocabulary(self) -> frozenset[str]:
        """Every term of every label."""
        return frozenset(term for label in self._labels for term in label)

    def mentions(self, found: Sequence[Term], text: str | None = None) -> tuple[Mention, ...]:
        """Find the labels in a text's terms: the longest first, none over another.

        Args:
            found: the terms of a text, as :func:`spe_search.french.terms` gives them.
            text: the text itself, if it is at hand: then no label runs over a punctuation mark, a
                conjunction or the like that none of its own writings has, nor over another bare
                preposition than its own.
        """
        mentions: list[Mention] = []
        breaks = _breaks(found, text) if text else frozenset()
        links = _links(found, text) if text else {}
        i = 0
        while i < len(found):
            match = self._longest(found, i, breaks, links)
            if match is None:
                i += 1
                continue
            label, concept = match
            last = i + len(label)
            end = max(term.end for term in found[i:last])
            mentions.append(Mention(concept, Span(found[i].start, end), i, last))
            i = last
        return tuple(mentions)

    def _longest(
        self,
        found: Sequence[Term],
        i: int,
        breaks: AbstractSet[int],
        links: Mapping[int, str],
    ) -> tuple[tuple[str, ...], str] | None:
        for label, concept in self._by_first.get(found[i].text, ()):
            last = i + len(label)
            if (
                tuple(term.text for term in found[i:last]) == label
                and (breaks.isdisjoint(range(i + 1, last)) or label in self._broken)
                and self._joins(label, concept, {n - i: links[n] for n in links if i < n < last})
            ):
                return label, concept
        return None

    def _joins(self, label: tuple[str, ...], concept: str, links: Mapping[int, str]) -> bool:
        """Tell whether one of a label's writings has no other bare prepositions than a text's."""
        if not links:
            return True
        each = self.concepts[concept]
        writings = [(terms(writing), writing) for writing in (*each.fr, *each.hidden, *each.en)]
        own = [_links(f, w) for f, w in writings if tuple(term.text for term in f) == label]
        return any(all(o.get(n, link) == link for n, link in links.items()) for o in own)

    @cached_property
    def _broken(self) -> frozenset[tuple[str, ...]]:
        """The labels that are written with a break: "Immigration, Francisation et Intégration"."""
        labels = (
            label
            for concept in self.concepts.values()
            for label in (*concept.fr, *concept.hidden, *concept.en)
            if _MARK.search(label) or _CONJUNCTION.search(label)
        )
        return frozenset(
            tuple(term.text for term in found)
            for label in labels
            if _breaks(found := terms(label), label)
        )

    def in_french(self) -> Thesaurus:
        """Return the same concepts with their French labels that are not hidden, to tag by."""
        return Thesaurus([replace(each, en=(), hidden=()) for each in self.concepts.values()])

    def labels_of(self, concept: str) -> Sequence[tuple[str, ...]]:
        """Return the terms of each label of a concept."""
        return self._by_concept.get(concept, ())

    def narrower(self, concept: str) -> Iterator[str]:
        """Return the ids of all that is narrower, each once, the nearest first."""
        seen: dict[str, None] = {}
        below = list(self._narrower.get(concept, ()))
        while below:
            child = below.pop(0)
            if child not in seen:
                seen[child] = None
                below.extend(self._narrower.get(child, ()))
        return iter(seen)

    def broader(self, concept: str) -> tuple[str, ...]:
        """Return the ids of all that is broader, each once, the nearest first."""
        seen: dict[str, None] = {}
        above = list(self.concepts[concept].broader)
        while above:
            parent = above.pop(0)
            if parent not in seen:
                seen[parent] = None
                above.extend(self.concepts[parent].broader)
        return tuple(seen)

    def require(self, wanted: str) -> Concept:
        """Return the concept that has this id, or that a label says in these words.

        Raises:
            UnknownConceptError: none does; the message names the nearest that are no regions.
        """
        said = self._labels.get(tuple(term.text for term in terms(wanted)), "")
        for each in (wanted.strip(), said):
            if each in self.concepts:
                return self.concepts[each]
        names = {
            fold(name): concept
            for concept in self.concepts.values()
            if concept.facet != "region"
            for name in (concept.id, *concept.fr, *concept.hidden, *concept.en)
        }
        found = get_close_matches(fold(wanted), names, n=8, cutoff=0.3) or list(names)[:8]
        near = dict.fromkeys(names[name].id for name in found)
        accepted = ", ".join(f"{each} ({self.concepts[each].fr[0]})" for each in near)
        raise UnknownConceptError(value=wanted, accepted=accepted)

    def as_json(self) -> bytes:
        """Return the thesaurus with its labels analysed, for :func:`thesaurus_from_json`."""
        labels = [(list(label), concept) for label, concept in self._labels.items()]
        return msgspec.json.encode((list(self.concepts.values()), labels))


def with_regions(thesaurus: Thesaurus) -> Thesaurus:
    """Add the regions to a thesaurus, each as a concept with all its names."""
    regions = [
        Concept(f"{REGION_ID}{r.code}", "region", names_of(r), (), hidden=towns_of(r))
        for r in REGIONS
    ]
    return Thesaurus([*thesaurus.concepts.values(), *regions])


def thesaurus_from_json(data: bytes) -> Thesaurus:
    """Read back what :meth:`Thesaurus.as_json` gave; nothing is analysed again."""
    concepts, labels = msgspec.json.decode(
        data, type=tuple[list[Concept], list[tuple[tuple[str, ...], str]]]
    )
    return Thesaurus(concepts, dict(labels))


def _breaks(found: Sequence[Term], text: str) -> frozenset[int]:
    """Return the positions of the terms that what goes before is parted from."""
    return frozenset(
        position
        for position, (before, after) in enumerate(pairwise(found), 1)
        if _parts(before, text[before.end : max(before.end, after.start)])
    )


def _links(found: Sequence[Term], text: str) -> dict[int, str]:
    """Return the bare prepositions, folded, by the position of the term that follows each."""
    between = (
        (position, fold(text[before.end : max(before.end, after.start)]).strip())
        for position, (before, after) in enumerate(pairwise(found), 1)
    )
    return {position: word for position, word in between if word in _BARE}


def _parts(before: Term, between: str) -> bool:
    """Tell whether what stands between two terms makes two phrases of them.

    It does in "le travail et son autonomie", not in "travailleuses et travailleurs autonomes".
    """
    if _MARK.search(between):
        return True
    said_again = before.text in {stem(word.text) for word in words(between)}
    return bool(_CONJUNCTION.search(between)) and not said_again


def _label_terms(concepts: Sequence[Concept]) -> dict[tuple[str, ...], str]:
    labels: dict[tuple[str, ...], str] = {}
    for concept in concepts:
        for label in (*concept.fr, *concept.hidden, *concept.en):
            if key := tuple(term.text for term in terms(label)):
                labels.setdefault(key, concept.id)
    return labels
