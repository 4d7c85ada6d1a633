"""The thesaurus of employment services: one idea, the many words for it, in French and in English.

Staff write it as TOML (``corpus/thesaurus.toml``). It widens queries to the words that reports use,
leads from English to French, and tags items for browsing. Concepts, preferred and alternative
labels, broader and related concepts are those of SKOS (W3C, 2009).
"""

from __future__ import annotations

import re
import tomllib
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches
from functools import cached_property
from pathlib import Path
from typing import Any, Literal, get_args

import msgspec

from spe_search.errors import ThesaurusError, UnknownConceptError
from spe_search.french import fold, terms
from spe_search.regions import REGIONS, names_of
from spe_search.types import Concept, Span, Term

Facet = Literal["clientele", "service", "sector", "partner", "outcome", "activity"]

_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_KEYS = frozenset({"id", "facet", "fr", "en", "broader", "related", "general"})


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

    def mentions(self, found: Sequence[Term]) -> tuple[Mention, ...]:
        """Find the labels in a text's terms: the longest first, none over another.

        Args:
            found: the terms of a text, as :func:`spe_search.french.terms` gives them.
        """
        mentions: list[Mention] = []
        i = 0
        while i < len(found):
            match = self._longest(found, i)
            if match is None:
                i += 1
                continue
            label, concept = match
            last = i + len(label)
            end = max(term.end for term in found[i:last])
            mentions.append(Mention(concept, Span(found[i].start, end), i, last))
            i = last
        return tuple(mentions)

    def _longest(self, found: Sequence[Term], i: int) -> tuple[tuple[str, ...], str] | None:
        for label, concept in self._by_first.get(found[i].text, ()):
            if tuple(term.text for term in found[i : i + len(label)]) == label:
                return label, concept
        return None

    def in_french(self) -> Thesaurus:
        """Return the same concepts with their French labels alone, to tag French text by."""
        return Thesaurus([replace(concept, en=()) for concept in self.concepts.values()])

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
        """Return the concept of a file that has this id, or that a label says in these words.

        Raises:
            UnknownConceptError: none does; the message names the nearest.
        """
        said = self._labels.get(tuple(term.text for term in terms(wanted)), "")
        for each in (wanted.strip(), said):
            if each in self.concepts and self.concepts[each].facet != "region":
                return self.concepts[each]
        names = {
            fold(name): concept
            for concept in self.concepts.values()
            if concept.facet != "region"
            for name in (concept.id, *concept.fr, *concept.en)
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
    """Add the regions to a thesaurus, each as a concept with all its names.

    Their ids ("region:07") are such that no concept of a file can have them.
    """
    regions = [Concept(f"region:{r.code}", "region", names_of(r), ()) for r in REGIONS]
    return Thesaurus([*thesaurus.concepts.values(), *regions])


def thesaurus_from_json(data: bytes) -> Thesaurus:
    """Read back what :meth:`Thesaurus.as_json` gave; nothing is analysed again."""
    concepts, labels = msgspec.json.decode(
        data, type=tuple[list[Concept], list[tuple[tuple[str, ...], str]]]
    )
    return Thesaurus(concepts, dict(labels))


def load_thesaurus(path: Path) -> Thesaurus:
    """Read a thesaurus and check it.

    Raises:
        ThesaurusError: it is not TOML, a key is wrong, an id is used twice or unknown, a label
            belongs to two concepts, or concepts go in a circle; the message names the line.
    """
    data = path.read_bytes()
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        problem = f"0x{data[error.start]:02x}"
        raise ThesaurusError(path=path, line=line, problem=problem, accepted="UTF-8") from error
    try:
        content = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        at = re.search(r"line (\d+)", str(error))
        line = int(at[1]) if at else text.count("\n") + 1
        problem = str(error).partition(" (")[0]
        raise ThesaurusError(path=path, line=line, problem=problem, accepted="TOML") from error
    entries = content.get("concept", [])
    for key in content.keys() - {"concept"}:
        raise ThesaurusError(path=path, line=1, problem=key, accepted="[[concept]]")
    if not isinstance(entries, list) or not all(isinstance(each, dict) for each in entries):
        raise ThesaurusError(path=path, line=1, problem="concept", accepted="[[concept]]")
    concepts: dict[str, Concept] = {}
    for number, entry in enumerate(entries):
        concept = _concept(path, text, number, entry)
        if concept.id in concepts:
            _refuse(path, text, number, f"id = {concept.id}", "id × 1")
        concepts[concept.id] = concept
    _check_links(path, text, concepts)
    _check_labels(path, text, concepts)
    return Thesaurus(tuple(concepts.values()))


def _concept(path: Path, text: str, number: int, entry: Mapping[str, Any]) -> Concept:
    if unknown := set(entry) - _KEYS:
        _refuse(path, text, number, ", ".join(sorted(unknown)), ", ".join(sorted(_KEYS)))
    identifier = entry.get("id")
    if not isinstance(identifier, str) or not _ID.fullmatch(identifier):
        _refuse(path, text, number, f"id = {identifier}", "a-z, 0-9, -")
    if entry.get("facet") not in get_args(Facet):
        _refuse(path, text, number, f"facet = {entry.get('facet')}", ", ".join(get_args(Facet)))
    lists: dict[str, tuple[str, ...]] = {}
    for key in ("fr", "en", "broader", "related"):
        values = entry.get(key, [])
        if not isinstance(values, list) or not all(isinstance(v, str) and v for v in values):
            _refuse(path, text, number, f"{key} = {values}", f'{key} = ["…", "…"]')
        if key in ("fr", "en") and not values:
            _refuse(path, text, number, f"{key} = []", f'{key} = ["…"]')
        lists[key] = tuple(values)
    general = entry.get("general", False)
    if not isinstance(general, bool):
        _refuse(path, text, number, f"general = {general}", "true, false")
    return Concept(str(identifier), str(entry["facet"]), **lists, general=general)


def _check_links(path: Path, text: str, concepts: Mapping[str, Concept]) -> None:
    order = list(concepts)
    for number, concept in enumerate(concepts.values()):
        for other in (*concept.broader, *concept.related):
            if other not in concepts:
                _refuse(path, text, number, other, "id")
        above, seen = list(concept.broader), set[str]()
        while above:
            each = above.pop()
            if each == concept.id:
                circle = " > ".join((concept.id, *sorted(seen, key=order.index), concept.id))
                _refuse(path, text, number, circle, "broader: A > B > C")
            if each not in seen:
                seen.add(each)
                above.extend(concepts[each].broader)


def _check_labels(path: Path, text: str, concepts: Mapping[str, Concept]) -> None:
    owners: dict[tuple[str, ...], str] = {}
    for number, concept in enumerate(concepts.values()):
        for label in (*concept.fr, *concept.en):
            key = tuple(term.text for term in terms(label))
            if not key:
                _refuse(path, text, number, label, "…")
            if owners.setdefault(key, concept.id) != concept.id:
                _refuse(path, text, number, f"{label} = {owners[key]}", "label × 1")


def _refuse(path: Path, text: str, number: int, problem: str, accepted: str) -> None:
    """Raise, naming the line on which the concept of this number starts."""
    starts = [m.start() for m in re.finditer(r"(?m)^[^\S\n]*\[\[\s*concept\s*\]\]", text)]
    line = text.count("\n", 0, starts[number]) + 1 if number < len(starts) else 1
    raise ThesaurusError(path=path, line=line, problem=problem, accepted=accepted)


def _label_terms(concepts: Sequence[Concept]) -> dict[tuple[str, ...], str]:
    labels: dict[tuple[str, ...], str] = {}
    for concept in concepts:
        for label in (*concept.fr, *concept.en):
            if key := tuple(term.text for term in terms(label)):
                labels.setdefault(key, concept.id)
    return labels
