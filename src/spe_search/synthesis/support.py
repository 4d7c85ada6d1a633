"""Whether passages support a sentence: every figure, name and denial, and most of its words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from spe_search.french import fold, stem
from spe_search.spelling import exists
from spe_search.synthesis.evidence import Evidence, Links, shared
from spe_search.synthesis.reading import AXES, Reading, read
from spe_search.types import Encoder, Passage, Span

if TYPE_CHECKING:
    from spe_search.thesaurus import Thesaurus

Reason = Literal[
    "no_citation",
    "unknown_passage",
    "too_little",
    "figure",
    "figure_of_another",
    "name",
    "negation",
    "opposite",
    "cause",
    "coverage",
]
"""Why a sentence is struck out."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How much of a sentence must be found in what it cites; see ``benchmarks/support.py``.

    Args:
        coverage: the least share of its words.
        run: the most words in a row that may be missing.
        near: the least cosine at which two words mean the same.
        name: the same, for a word with a capital (an English month, a trade).
    """

    coverage: float = 0.7
    run: int = 2
    near: float = 0.4
    name: float = 0.6


CHOSEN = Limits()

_FEWEST = 2
_SHORT = 3  # letters
_TURN = str.maketrans("+-", "-+")
# Common nouns that French writes with a capital.
_NO_NAMES = frozenset({"ministere", "bilan", "gouvernement", "etat", "tableau", "rapport", "page"})


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the check of a sentence found.

    ``reason`` is ``None`` where it is supported; ``detail`` then is empty, and otherwise holds the
    words at fault, if any. ``quotes`` are the sentence of each passage that supports it best.
    """

    reason: Reason | None
    detail: str = ""
    quotes: tuple[tuple[Passage, Span], ...] = ()


class Checker:
    """Checks sentences against passages.

    Args:
        thesaurus: tells which words stand for one idea, and which are regions.
        encoder: tells which words are near in meaning, across French and English too.
        limits: how strict to be.
    """

    def __init__(self, thesaurus: Thesaurus, encoder: Encoder, limits: Limits = CHOSEN) -> None:
        self.thesaurus, self.encoder, self.limits = thesaurus, encoder, limits

    def check(
        self,
        sentence: str,
        passages: Sequence[Passage],
        *,
        given: Sequence[Passage] = (),
        question: str = "",
    ) -> Verdict:
        """Check one sentence against the passages that it cites.

        Args:
            sentence: plain text without its citation marks.
            passages: those it cites, at least one.
            given: all that the sentence's author had before it; their names are known as names.
            question: what was asked; names may come from there, but for regions.
        """
        claim = read(sentence)
        if len(claim.words) + len(claim.figures) < _FEWEST:
            return Verdict("too_little")
        evidence = Evidence(passages)
        links = self._links(claim, evidence)
        asked = read(question)
        names = Evidence(given).folded | {name.folded for name in asked.names}
        for reason, detail in self._faults(claim, evidence, links, asked, names):
            return Verdict(reason, detail)
        return Verdict(None, quotes=tuple(evidence.quotes(claim, links)))

    def _faults(
        self,
        claim: Reading,
        evidence: Evidence,
        links: Links,
        asked: Reading,
        names: AbstractSet[str],
    ) -> Iterator[tuple[Reason, str]]:
        """Yield what is wrong with a sentence, the plainest fault first."""
        if wrong := [each for each in claim.figures if not evidence.holds(each)]:
            yield "figure", _listed(map(str, wrong))
        if wrong := evidence.misplaced(claim, links):
            yield "figure_of_another", _listed(map(str, wrong))
        if found := _listed(self._strangers(claim, evidence, links, asked, names)):
            yield "name", found
        nearest = evidence.nearest(links)
        if denied := _turned(claim, evidence, links, nearest):
            yield "negation", denied
        if _opposed(claim, evidence, nearest):
            yield "opposite", ""
        if any(not evidence.gives_cause(cause, links) for cause in claim.causes):
            yield "cause", ""
        missing = [word.term not in links for word in claim.words]
        share = 1 - sum(missing) / max(len(missing), 1)
        if share < self.limits.coverage or _longest_run(missing) > self.limits.run:
            yield "coverage", _listed(w.surface for w in claim.words if w.term not in links)

    def _links(self, claim: Reading, evidence: Evidence) -> Links:
        """Lead each word of a sentence to the terms of the evidence that say the same."""
        links = {each.term: {each.term} for each in claim.words if each.term in evidence.terms}
        said = list(evidence.mentions(self.thesaurus))
        for mention in self.thesaurus.mentions(claim.terms):
            same = {mention.concept, *self.thesaurus.narrower(mention.concept)}
            found = {term for concept, terms in said if concept in same for term in terms}
            if found:
                for each in claim.terms[mention.first : mention.last]:
                    links.setdefault(each.text, set()).update(found)
        unmet = {each.term: each.surface for each in claim.words if each.term not in links}
        for term, other, cosine in self._nearest(unmet, evidence.surfaces):
            is_name = term in {stem(name.folded) for name in claim.names if not name.starts}
            if cosine >= (self.limits.name if is_name else self.limits.near):
                links[term] = {other}
        return {term: frozenset(found) for term, found in links.items()}

    def _nearest(
        self, words: Mapping[str, str], others: Mapping[str, str]
    ) -> Iterator[tuple[str, str, float]]:
        """Yield, for each word, the nearest in meaning of some others, and their cosine."""
        if not words or not others:
            return
        encode = self.encoder.encode_queries
        cosines = encode(list(words.values())) @ encode(list(others.values())).T
        names = list(others)
        for term, row in zip(words, cosines, strict=True):
            at = int(row.argmax())
            yield term, names[at], float(row[at])

    def _strangers(
        self,
        claim: Reading,
        evidence: Evidence,
        links: Links,
        asked: Reading,
        names: AbstractSet[str],
    ) -> Iterator[str]:
        """Yield the names, regions and clienteles of a sentence that are in no passage it cites."""
        yield from self._swapped(claim, evidence, links)
        allowed = {term.text for term in asked.terms} | {name.folded for name in asked.names}
        words = {word.term for word in claim.words}
        for name in claim.names:
            term = stem(name.folded)
            if term not in words or term in links or {term, name.folded} & allowed:
                continue
            if name.folded in evidence.folded or name.folded in _NO_NAMES:
                continue
            # The first word has its capital anyway: it is a name if it is known for one.
            if not name.starts or name.folded in names or not exists(name.surface, name.folded):
                yield name.surface

    def _swapped(self, claim: Reading, evidence: Evidence, links: Links) -> Iterator[str]:
        """Yield the regions that no passage is about, and a clientele put in another's place."""
        concepts, said = self.thesaurus.concepts, evidence.concepts(self.thesaurus)
        mentions = self.thesaurus.mentions(claim.terms)
        claimed = {mention.concept for mention in mentions}
        left_out = any(concepts[each].facet == "clientele" for each in said - claimed)
        for mention in mentions:
            concept = concepts[mention.concept]
            if said & {concept.id, *self.thesaurus.narrower(concept.id)}:
                continue
            stretch = claim.terms[mention.first : mention.last]
            surface = claim.text[mention.span.start : mention.span.end]
            # A stem of three letters may be another word's: « mené » is not "men".
            sure = len(stretch[0].text) > _SHORT or fold(surface) in concept.fr + concept.en
            met = all(term.text in links for term in stretch)
            if concept.facet == "region" or (
                concept.facet == "clientele" and left_out and sure and not met
            ):
                yield surface


def _turned(claim: Reading, evidence: Evidence, links: Links, nearest: Sequence[Reading]) -> str:
    """Return the word that a sentence denies and the passages affirm, or the reverse."""
    for word in claim.words:
        said = [
            (shared(reading, links), each.denied)
            for _, _, reading in evidence.sentences
            for each in reading.words
            if each.term in links.get(word.term, frozenset())
        ]
        most = max((count for count, _ in said), default=0)
        if said and word.denied not in {denied for count, denied in said if count == most}:
            return word.surface
        if word.denied and not said and not any(reading.denies for reading in nearest):
            return word.surface
    return ""


def _opposed(claim: Reading, evidence: Evidence, nearest: Sequence[Reading]) -> bool:
    """Tell whether a sentence says up where the passages say down, or the reverse."""
    for bound in set(claim.bounds) - evidence.bounds:
        if bound.translate(_TURN) in evidence.bounds:
            return True
    for axis in AXES:
        one, other = claim.sides(axis)
        said = [reading.sides(axis) for reading in nearest]
        ones, others = any(first for first, _ in said), any(second for _, second in said)
        if (one, other) in ((True, False), (False, True)) and (ones, others) == (other, one):
            return True
    return False


def _longest_run(missing: Sequence[bool]) -> int:
    longest = run = 0
    for each in missing:
        run = run + 1 if each else 0
        longest = max(longest, run)
    return longest


def _listed(found: Iterable[str]) -> str:
    return ", ".join(dict.fromkeys(found))
