"""Reading the thesaurus as staff write it, and refusing what cannot be, by line."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, get_args

from spe_search.errors import ThesaurusError
from spe_search.french import terms
from spe_search.thesaurus import Facet, Thesaurus
from spe_search.types import Concept

_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_KEYS = frozenset({"id", "facet", "fr", "en", "broader", "related", "hidden", "general"})


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
    for key in ("fr", "en", "broader", "related", "hidden"):
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
        for label in (*concept.fr, *concept.hidden, *concept.en):
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
