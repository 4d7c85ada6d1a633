"""A section or an item while it is being read, and what it becomes."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from spe_search.parse.names import Slugs
from spe_search.types import Extract, ExtractKind, Initiative, Region, Section, Table


@dataclass(slots=True)
class Draft:
    """A section or an item being read; frozen into its final form at the end."""

    title: str
    path: tuple[str, ...]
    page: int
    kind: Literal["section", "initiative", "story"] = "section"
    region: Region | None = None
    partners: tuple[str, ...] = ()
    extracts: list[Extract] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    labels: set[str] = field(default_factory=set)
    width: int = 0

    def has(self, kind: ExtractKind) -> bool:
        """Tell whether it has a piece of this kind."""
        return any(extract.kind == kind for extract in self.extracts)

    def words(self, page: int) -> str:
        """Return its title and what it says on a page: what a caption or a link is matched with."""
        return " ".join([self.title, *(e.text for e in self.extracts if e.page == page)])

    def as_section(self, slugs: Slugs) -> Section:
        """Return it as a chapter, a section or a theme."""
        return Section(
            id=slugs.make(self.title),
            title=self.title,
            path=self.path,
            page=self.page,
            extracts=tuple(self.extracts),
            tables=tuple(self.tables),
            links=tuple(self.links),
        )

    def as_initiative(self, slugs: Slugs) -> Initiative:
        """Return it as an initiative or a story; its first words name it where no title did."""
        title = self.title or _first_words(self.extracts[0].text)
        return Initiative(
            id=slugs.make(title),
            kind="story" if self.kind == "story" else "initiative",
            title=title,
            region=self.region,
            theme=self.path[-1] if self.path else "",
            path=self.path,
            page=self.page,
            partners=self.partners,
            extracts=tuple(self.extracts),
            links=tuple(self.links),
        )


def _first_words(text: str) -> str:
    words = text.split()
    return " ".join(words[:10]) + ("…" if len(words) > 10 else "")
