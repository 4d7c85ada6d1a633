"""What a comparison gives: what two items share, where they differ, what shows it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from spe_search.types import Citation, Initiative, Lang, Section

Aspect = Literal["region", "clientele", "service", "partner"]
"""What two items are told apart by."""


@dataclass(frozen=True, slots=True)
class Trait:
    """A thing that an item says of itself, and the words that say it.

    ``facet`` is that of the thesaurus for a concept, else ``partner``, ``region``, ``theme`` or
    ``word``. ``words`` are verbatim; ``citation`` tells where they stand, ``None`` where they are
    those of a person's own description or where the report's heading could not be found again.
    """

    id: str
    facet: str
    fr: str
    en: str
    words: str
    citation: Citation | None

    def label(self, lang: Lang) -> str:
        """Return the label in a language."""
        return self.en if lang == "en" else self.fr


@dataclass(frozen=True, slots=True)
class Shared:
    """A trait that two items have in common: the words of the source, and those of the other.

    The two may be near rather than equal (« retraités », « 50 ans et plus »): ``fr`` and ``en``
    name what they have in common.
    """

    fr: str
    en: str
    facet: str
    own: Trait
    other: Trait
    weight: float

    def label(self, lang: Lang) -> str:
        """Return the label in a language."""
        return self.en if lang == "en" else self.fr


@dataclass(frozen=True, slots=True)
class Difference:
    """What the source has and the other has not, and the reverse; a side may be empty."""

    aspect: Aspect
    own: tuple[Trait, ...]
    other: tuple[Trait, ...]


@dataclass(frozen=True, slots=True)
class Likeness:
    """How alike two items are, from 0 to 1 on each count; ``whole`` is their weighted mean."""

    whole: float
    meaning: float
    concepts: float
    words: float
    partners: float


@dataclass(frozen=True, slots=True)
class Comparable:
    """An item that is like another, and why.

    ``score`` is the chance, from 0 to 1, that it is worth reading for whoever does the other.
    ``own`` is the passage, or the sentence of a description, that comes nearest to it; ``nearest``
    cites the sentence of the item that it comes nearest to. ``shared`` goes from what tells most
    to what tells least.
    """

    rank: int
    score: float
    item: Initiative | Section
    likeness: Likeness
    shared: tuple[Shared, ...]
    differences: tuple[Difference, ...]
    own: str
    nearest: Citation


# ---------------------------------------------------------------- side by side

Field = Literal[
    "region",
    "theme",
    "clientele",
    "service",
    "partners",
    "duration",
    "reach",
    "results",
    "page",
]
"""What items are set side by side by, in the order of the matrix's rows."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that a cell holds: the words of the report, and where they stand.

    ``fr`` and ``en`` name the concept or the kind of partner that the words tell; empty where the
    words speak for themselves. ``citation`` is ``None`` for a page's number, and for a heading that
    could not be found again in the source.
    """

    words: str
    citation: Citation | None
    fr: str = ""
    en: str = ""


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """One field of all the items: a cell an item, each with its entries in reading order.

    A cell without entries is one that the report does not fill.
    """

    field: Field
    cells: tuple[tuple[Entry, ...], ...]


@dataclass(frozen=True, slots=True)
class Matrix:
    """Items side by side: a column an item, a row a field."""

    items: tuple[Initiative | Section, ...]
    rows: tuple[MatrixRow, ...]
