"""What the passages a sentence cites say, laid out for comparing the sentence with it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from functools import cached_property
from typing import TYPE_CHECKING

from spe_search.french import sentences, stem
from spe_search.synthesis.reading import Figure, Reading, read
from spe_search.types import Cell, Passage, Span

if TYPE_CHECKING:
    from spe_search.thesaurus import Thesaurus

REGION = "region:"
"""How the ids of regions begin, in the thesaurus of an index."""

_TARGET = frozenset({stem("cible"), stem("target")})

Links = Mapping[str, frozenset[str]]
"""A sentence's term -> the terms of the evidence that say the same."""


class Evidence:
    """The passages a sentence cites, read sentence by sentence, with their headings."""

    def __init__(self, passages: Sequence[Passage]) -> None:
        self.passages = passages
        self.sentences = [
            (passage, span, read(passage.text[span.start : span.end]))
            for passage in passages
            for span in _parts(passage)
        ]
        self.headings = [
            read(f"{passage.setting}. {passage.heading}. {passage.year}") for passage in passages
        ]
        self.readings = [*(reading for _, _, reading in self.sentences), *self.headings]

    @cached_property
    def terms(self) -> frozenset[str]:
        """Every term of the passages and their headings."""
        return frozenset(term.text for reading in self.readings for term in reading.terms)

    @cached_property
    def folded(self) -> frozenset[str]:
        """Every word with a capital, folded."""
        return frozenset(name.folded for reading in self.readings for name in reading.names)

    @cached_property
    def bounds(self) -> frozenset[str]:
        """The ages or more, or less, that they speak of."""
        return frozenset(bound for reading in self.readings for bound in reading.bounds)

    @cached_property
    def surfaces(self) -> dict[str, str]:
        """Each term with a word that gives it."""
        return {word.term: word.surface for reading in self.readings for word in reading.words}

    @cached_property
    def figures(self) -> tuple[Figure, ...]:
        """The figures; those of a table's row belong to their columns."""
        said = [
            figure
            for passage, _, reading in self.sentences
            if not passage.cells
            for figure in reading.figures
        ]
        cells = [_of_cell(cell) for passage in self.passages for cell in passage.cells]
        return (*said, *(each for each in cells if each))

    def holds(self, figure: Figure) -> bool:
        """Tell whether a figure stands in the passages, with its unit."""
        headings = (each for reading in self.headings for each in reading.figures)
        held = {(each.value, each.unit) for each in (*self.figures, *headings)}
        spoken = {
            (each.value, each.unit) for _, _, reading in self.sentences for each in reading.figures
        }
        return (figure.value, figure.unit) in held | spoken

    def misplaced(self, claim: Reading, links: Links) -> list[Figure]:
        """Return the figures of a sentence that belong to other words than it says."""
        figures = [figure for figure in claim.figures if not figure.is_year]
        speaks_of_target = any(found & _TARGET for found in links.values())
        return [
            figure
            for figure in figures
            if self._moved(figure, links) or (self._is_target(figure) and not speaks_of_target)
        ]

    def _is_target(self, figure: Figure) -> bool:
        """Tell whether a figure is nothing but a target to reach."""
        same = [each for each in self.figures if each.value == figure.value]
        return bool(same) and all(_TARGET & set(each.about) for each in same)

    def _moved(self, figure: Figure, links: Links) -> bool:
        own: set[str] = set()
        others: set[str] = set()
        for each in self.figures:
            if not each.is_year:
                (own if each.value == figure.value else others).update(each.about)
        about = frozenset[str]().union(*(links.get(term, frozenset()) for term in figure.about))
        return bool(own) and not about & own and bool(about & others)

    def mentions(self, thesaurus: Thesaurus) -> Iterator[tuple[str, tuple[str, ...]]]:
        """Yield each concept that the passages speak of, with the terms that say it."""
        for reading in self.readings:
            for mention in thesaurus.mentions(reading.terms):
                stretch = reading.terms[mention.first : mention.last]
                yield mention.concept, tuple(term.text for term in stretch)

    def concepts(self, thesaurus: Thesaurus) -> set[str]:
        """Return the concepts that the passages speak of, their regions among them."""
        said = {concept for concept, _ in self.mentions(thesaurus)}
        about = {f"{REGION}{passage.region}" for passage in self.passages}
        return said | (about & thesaurus.concepts.keys())

    def nearest(self, links: Links) -> list[Reading]:
        """Return the sentences of the passages that share most with a sentence."""
        counts = [shared(reading, links) for _, _, reading in self.sentences]
        return [
            reading
            for (_, _, reading), count in zip(self.sentences, counts, strict=True)
            if count == max(counts)
        ]

    def gives_cause(self, cause: AbstractSet[str], links: Links) -> bool:
        """Tell whether the passages speak of an effect, and their sentences of most of its cause.

        Args:
            cause: the terms of a sentence that follow its "because".
            links: where the sentence's terms lead.
        """
        said = {term.text for _, _, reading in self.sentences for term in reading.terms}
        met = sum(bool(links.get(term, frozenset()) & said) for term in cause)
        told = any(each.tells_an_effect for each in self.readings)
        return told and (not cause or 2 * met > len(cause))

    def quotes(self, claim: Reading, links: Links) -> Iterator[tuple[Passage, Span]]:
        """Yield, for each passage that shares anything with a sentence, its best sentence."""
        figures = {(figure.value, figure.unit) for figure in claim.figures}
        for passage in self.passages:
            best, most = None, 0
            for each, span, reading in self.sentences:
                here = {(figure.value, figure.unit) for figure in reading.figures}
                worth = shared(reading, links) + 2 * len(figures & here)
                if each is passage and worth > most:
                    best, most = span, worth
            if best is not None:
                yield passage, best


def _parts(passage: Passage) -> tuple[Span, ...]:
    """Return the ranges of a passage that are quoted whole: sentences, or a table's row."""
    if passage.kind == "table_row":
        return (Span(0, len(passage.text)),)
    return sentences(passage.text)


def _of_cell(cell: Cell) -> Figure | None:
    found = read(f"{cell.column} : {cell.text}").figures
    if cell.value is None or not found:
        return None
    about = tuple(word.term for word in read(cell.column).words)
    return Figure(found[-1].value, cell.unit or found[-1].unit, about)


def shared(reading: Reading, links: Links) -> int:
    """Count the words of a sentence that a reading says too."""
    held = {term.text for term in reading.terms}
    return sum(bool(found & held) for found in links.values())
