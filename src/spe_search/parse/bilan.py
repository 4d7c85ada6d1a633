"""The Bilan des services publics d’emploi: its chapters, tables, themes and initiatives.

The text's order is not the page's. A box or a caption may cut a paragraph in two, a heading may
come after its body, links gather at the foot of the page. Each rule below puts one of those back in
its place; none knows a particular report's words.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from typing import Literal

from spe_search.french import fold
from spe_search.parse.blocks import Block, read_blocks, spans_of
from spe_search.parse.drafts import Draft
from spe_search.parse.kinds import label_end
from spe_search.parse.lines import Line, read_lines
from spe_search.parse.links import owner_of
from spe_search.parse.names import Slugs, unshout
from spe_search.parse.partners import split_partners
from spe_search.parse.tables import parse_table
from spe_search.regions import region_named
from spe_search.types import (
    Document,
    Extract,
    ExtractKind,
    Metadata,
    Region,
    Span,
)
from spe_search.verbatim import clean, torn_spaces

_STORY = re.compile(r"(?:le|un|son) parcours\b|parcours d")
_NARROW = 0.5
_CAPTION_LENGTH = 200


def parse_bilan(source: str, metadata: Metadata, digest: str) -> Document:
    """Parse the text of a Bilan.

    Args:
        source: the text, untouched, as read from its file.
        metadata: what its TOML file says.
        digest: SHA-256 of the file, in hex.

    Returns:
        The document, every piece of which knows its page and its spans of ``source``.
    """
    lines, pages = read_lines(source, metadata.title)
    reader = _Reader(source, lines, metadata.id)
    blocks = read_blocks(lines, source)
    for index, block in enumerate(blocks):
        reader.read(block, blocks[index + 1] if index + 1 < len(blocks) else None)
    reader.finish()
    slugs = Slugs(metadata.id)
    return Document(
        metadata,
        digest,
        source,
        pages,
        tuple(draft.as_section(slugs) for draft in reader.sections),
        tuple(draft.as_initiative(slugs) for draft in reader.items),
    )


class _Reader:
    """Walks through the blocks and hands each to the chapter, theme or item it belongs to."""

    def __init__(self, source: str, lines: Sequence[Line], document_id: str) -> None:
        self.source, self.lines, self.document_id = source, lines, document_id
        self.torn = torn_spaces(source)
        self.sections: list[Draft] = []
        self.items: list[Draft] = []
        self.chapter: Draft | None = None
        self.section: Draft | None = None
        self.theme: Draft | None = None
        self.item: Draft | None = None
        self.sidebar_title: Block | None = None
        self.captions: list[Extract] = []
        self.links: list[tuple[str, int, Draft]] = []
        self.page_width: dict[int, int] = defaultdict(int)
        for line in lines:
            self.page_width[line.page] = max(self.page_width[line.page], len(line.text))

    # ------------------------------------------------------------ where each block goes

    def read(self, block: Block, following: Block | None) -> None:
        if block.kind in ("chapter", "theme", "region", "badge") or block.lines[0].first_on_page:
            self._settle()
        if self.sidebar_title is not None and block.kind not in ("text", "quote"):
            title, self.sidebar_title = self.sidebar_title, None
            self._add("sidebar", [title])
        match block.kind:
            case "chapter":
                self._open_chapter(block)
            case "theme":
                self._open_theme(block)
            case "badge":
                self.item = self._new_item(block, None, "story")
            case "region":
                self._read_region(block)
            case "title":
                self._read_title(block)
            case "label":
                self._read_label(block)
            case "table":
                self._read_table(block)
            case "link":
                self.links.append((block.text, block.page, self._owner()))
            case "note":
                self._add("note", [block])
            case _:
                self._read_text(block, following)

    def _open_chapter(self, block: Block) -> None:
        title = unshout(self._clean(block), self.source)
        chapter = Draft(title, (title,), block.page)
        theme = self.theme
        if theme and theme.page == block.page and not theme.extracts and self.item is None:
            # A page's theme may be drawn before the chapter that opens above it.
            theme.path = (title, theme.title)
            self.sections.insert(self.sections.index(theme), chapter)
        else:
            self.sections.append(chapter)
            self.theme = None
        self.chapter = self.section = chapter
        self.item = None

    def _open_theme(self, block: Block) -> None:
        self.theme = self._new_section(block)
        self.item = None

    def _new_section(self, block: Block) -> Draft:
        title = self._clean(block)
        above = self.chapter.path if self.chapter else ()
        self.section = Draft(title, (*above, title), block.page)
        self.sections.append(self.section)
        return self.section

    def _new_item(
        self, block: Block, region: Region | None, kind: Literal["initiative", "story"]
    ) -> Draft:
        above = self.theme or self.section or self.chapter
        item = Draft("", above.path if above else (), block.page, kind, region)
        self.items.append(item)
        return item

    def _read_region(self, block: Block) -> None:
        region = region_named(block.text)
        item = self.item
        if item and item.kind == "story" and item.region is None and not item.extracts:
            item.region = region
        else:
            self.item = self._new_item(block, region, "initiative")

    def _read_title(self, block: Block) -> None:
        assert self.item is not None  # a title always follows a region or a badge
        self.item.title = self._clean(block).rstrip("*")
        if _STORY.match(fold(self.item.title)):
            self.item.kind = "story"

    def _read_label(self, block: Block) -> None:
        kind = block.field or "summary"
        label = fold(block.text.partition(":")[0]).strip()
        item = self.item
        if item is None and self.theme is None:
            # Outside of the initiatives, it is only how a paragraph starts.
            self._add("paragraph", [block])
            return
        if item is None or (kind == "summary" and (label in item.labels or item.has("results"))):
            # A second summary without a heading: its heading comes after the body.
            item = self.item = self._new_item(block, None, "initiative")
        item.labels.add(label)
        extract = self._extract(kind, [block], label_end(block.lines[0]))
        item.extracts.append(extract)
        item.width = max(item.width, block.width)
        if kind == "partners":
            item.partners += split_partners(extract.text)

    def _read_table(self, block: Block) -> None:
        owner = self._owner()
        number = sum(len(section.tables) for section in self.sections) + 1
        table_id = f"{self.document_id}/table-{number}"
        owner.tables.append(parse_table(block.lines, self._row, table_id))

    def _read_text(self, block: Block, following: Block | None) -> None:
        if self._opens_item_group(block, following):
            self._open_theme(block)
        elif block.lines[0].first_on_page and self._is_caption(block, following):
            self.captions.append(self._extract("caption", [block]))
        elif self.item is not None:
            self._read_item_text(block)
        elif block.kind == "quote":
            self._add("quote", [block])
        else:
            self._read_section_text(block, following)

    def _opens_item_group(self, block: Block, following: Block | None) -> bool:
        """A title right above a region's name is a theme, however it is worded."""
        return (
            (block.lines[0].first_on_page or block.gap > 0)
            and block.looks_like_title
            and following is not None
            and following.kind in ("region", "badge")
            and following.page == block.page
        )

    def _is_caption(self, block: Block, following: Block | None) -> bool:
        """A short text at the top of a page, above a heading, belongs to a picture."""
        return (
            len(block.text) <= _CAPTION_LENGTH
            and block.ends_sentence
            and following is not None
            and following.page == block.page
            and following.kind in ("region", "badge", "theme")
        )

    def _read_item_text(self, block: Block) -> None:
        item = self.item
        assert item is not None
        narrow = item.width and block.width <= _NARROW * item.width
        if item.kind == "story":
            self._add("quote" if block.kind == "quote" else "story", [block])
        elif block.kind == "quote":
            self._add("quote", [block])
        elif narrow:
            self._add("sidebar", [block])
        elif block.gap > 0 and item.has("results"):
            # Full width, set apart, after the last field: it speaks for the theme, not the item.
            self.item = None
            self.section = self.theme or self.section
            self._add("paragraph", [block])
        else:
            last = item.extracts[-1].kind if item.extracts else "paragraph"
            self._add(last if last in ("summary", "results") else "paragraph", [block])
            item.width = max(item.width, block.width)

    def _read_section_text(self, block: Block, following: Block | None) -> None:
        is_narrow = self._is_narrow(block)
        beside = following is not None and following.page == block.page
        if self.sidebar_title is not None:
            title, self.sidebar_title = self.sidebar_title, None
            self._add("sidebar", [title, block])
        elif is_narrow and self._continues_titled_sidebar(block):
            self._extend_sidebar(block)
        elif block.looks_like_title and beside and following and len(block.lines) <= 2:
            first = block.lines[0]
            if not self._is_narrow(following) or following.kind == "table":
                self._new_section(block)
            elif is_narrow and following.gap <= 0 and not first.first_on_page:
                self.sidebar_title = block
            else:
                self._add("sidebar" if is_narrow else "paragraph", [block])
        else:
            self._add("sidebar" if is_narrow else "paragraph", [block])

    def _is_narrow(self, block: Block) -> bool:
        return block.kind == "text" and block.width <= _NARROW * self.page_width[block.page]

    def _continues_titled_sidebar(self, block: Block) -> bool:
        last = self._owner().extracts[-1:]
        touches = block.gap <= 0 and not block.lines[0].first_on_page
        return touches and bool(last) and last[0].kind == "sidebar" and "\n" in last[0].text

    def _extend_sidebar(self, block: Block) -> None:
        owner = self._owner()
        before, more = owner.extracts[-1], self._extract("sidebar", [block])
        owner.extracts[-1] = Extract(
            "sidebar", f"{before.text}\n{more.text}", before.spans + more.spans, before.page
        )

    # ------------------------------------------------------------ mending the order

    def _settle(self) -> None:
        """Give a heading that came after its body back to that body."""
        heading = self.item
        if heading is None or heading.extracts or not heading.title:
            return
        bodies = [item for item in self.items if not item.title and item.page == heading.page]
        if bodies:
            body = bodies[-1]
            body.title, body.region, body.kind = heading.title, heading.region, heading.kind
            self.items.remove(heading)
            self.item = body

    def finish(self) -> None:
        """Settle what waited for the whole text: late headings, captions, links."""
        self._settle()
        self.items = [item for item in self.items if item.title or item.extracts]
        self.item = None
        for caption in self.captions:
            owners = [item for item in self.items if item.page == caption.page] or self.items[-1:]
            owners = owners or [self._owner()]
            texts = [owner.title for owner in owners]
            owners[owner_of(caption.text, texts, default=0)].extracts.append(caption)
        for url, page, nearest in self.links:
            drafts = (*self.sections, *self.items)
            owners = [draft for draft in drafts if draft.page == page or draft is nearest]
            owners = owners or [self._owner()]
            near = owners.index(nearest) if nearest in owners else -1
            owner = owners[owner_of(url, [each.words(page) for each in owners], default=near)]
            if url not in owner.links:
                owner.links.append(url)

    # ------------------------------------------------------------ making extracts

    def _owner(self) -> Draft:
        owner = self.item or self.section or self.chapter
        if owner is None:
            owner = self.chapter = self.section = Draft("", (), self.lines[0].page)
            self.sections.append(owner)
        return owner

    def _add(self, kind: ExtractKind, blocks: Sequence[Block]) -> None:
        self._owner().extracts.append(self._extract(kind, blocks))

    def _extract(
        self, kind: ExtractKind, blocks: Sequence[Block], start: int | None = None
    ) -> Extract:
        parts = [list(spans_of(block.lines)) for block in blocks]
        if start is not None:
            parts[0][0] = Span(start, parts[0][0].end)
        text = "\n".join(clean(self.source, spans, self.torn) for spans in parts)
        spans = tuple(span for part in parts for span in part if span.start < span.end)
        return Extract(kind, text, spans, blocks[0].page)

    def _row(self, spans: Sequence[Span], page: int) -> Extract:
        return Extract("table_row", clean(self.source, spans, self.torn), tuple(spans), page)

    def _clean(self, block: Block) -> str:
        return clean(self.source, spans_of(block.lines), self.torn)
