"""A dossier as a Word document that a screen reader can follow: real styles, languages, tables."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING
from urllib.parse import quote

import docx
from docx.enum.text import WD_BREAK
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml.ns import qn
from docx.shared import Length

from spe_search.dossier import Dossier
from spe_search.export.outline import Block, Grid, Heading, Line, Links, Quoted, outline
from spe_search.export.template import (
    FACT,
    LOCALES,
    NOTE,
    SOURCE,
    element,
    prepare,
)
from spe_search.types import Lang

if TYPE_CHECKING:
    from docx.table import _Row
    from docx.text.paragraph import Paragraph

_STYLES = {"text": "Normal", "fact": FACT, "note": NOTE}
_PORTRAIT_COLUMNS = 5
_SAFE_IN_LINKS = ":/?#[]@!$&'()*+,;=%~"


def to_docx(dossier: Dossier) -> bytes:
    """Return a dossier as a Word document (.docx)."""
    blocks = tuple(outline(dossier))
    widest = max((len(block.heads) for block in blocks if isinstance(block, Grid)), default=0)
    writer = _Writer(dossier, landscape=widest > _PORTRAIT_COLUMNS)
    for block in blocks:
        writer.write(block)
    file = io.BytesIO()
    writer.document.save(file)
    return file.getvalue()


class _Writer:
    """Writes the blocks of one dossier."""

    def __init__(self, dossier: Dossier, *, landscape: bool) -> None:
        self.lang, self.document = dossier.lang, docx.Document()
        self.width = prepare(self.document, dossier, landscape=landscape)
        self.styles = {style.name: style.style_id for style in self.document.styles}

    def write(self, block: Block) -> None:
        if isinstance(block, Heading):
            style = f"Heading {block.level}" if block.level else "Title"
            self.add(self.paragraph(style), block.text, block.lang)
        elif isinstance(block, Line):
            self.line(block)
        elif isinstance(block, Quoted):
            self.add(self.paragraph("Quote"), block.text, block.lang)
            source = f"— {block.reference} [{block.number}]"
            self.add(self.paragraph(SOURCE), source, block.lang)
        elif isinstance(block, Links):
            self.links(block)
        else:
            self.grid(block)

    def paragraph(self, style: str) -> Paragraph:
        """Add a paragraph in a style; the library looks through all styles each time it is told."""
        paragraph = self.document.add_paragraph()
        paragraph._p.style = self.styles[style]
        return paragraph

    def add(self, paragraph: Paragraph, text: str, lang: Lang, *, bold: bool = False) -> None:
        """Add words to a paragraph; those of another language than the document's say so."""
        run = paragraph.add_run(text)
        run.bold = bold or None
        if lang != self.lang:
            run._r.get_or_add_rPr().append(element("w:lang", val=LOCALES[lang]))

    def line(self, line: Line) -> None:
        paragraph = self.paragraph(_STYLES[line.role])
        if line.lead:
            self.add(paragraph, f"{line.lead} ", self.lang, bold=True)
        self.add(paragraph, line.text, line.lang)

    def links(self, links: Links) -> None:
        paragraph = self.paragraph(FACT)
        self.add(paragraph, links.lead, links.lang)
        for target in links.targets:
            paragraph.add_run().add_break(WD_BREAK.LINE)
            self.link(paragraph, target)

    def link(self, paragraph: Paragraph, target: str) -> None:
        """Add a link whose words are its address."""
        address = quote(target, safe=_SAFE_IN_LINKS)
        relation = paragraph.part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
        run = paragraph.add_run(target, style="Hyperlink")
        link = element("w:hyperlink")
        link.set(qn("r:id"), relation)
        link.append(run._r)
        paragraph._p.append(link)

    def grid(self, grid: Grid) -> None:
        self.add(self.paragraph("Caption"), grid.caption, grid.lang)
        if not grid.heads:
            return
        lines, widths = (grid.heads, *grid.rows), _widths(grid, self.width)
        table = self.document.add_table(len(lines), len(grid.heads), style="Table Grid")
        table.autofit = False
        for column, width in zip(table.columns, widths, strict=True):
            column.width = width
        # the title that a screen reader says before it reads the cells
        table._tbl.tblPr.append(element("w:tblCaption", val=grid.caption))
        for row, line in zip(table.rows, lines, strict=True):
            is_head = line is grid.heads
            _keep_whole(row, repeated=is_head)
            for place, cell, width in zip(row.cells, line, widths, strict=True):
                place.width = width
                numbers = (f"[{each}]" for each in cell.numbers)
                words = " ".join(filter(None, (cell.text, *numbers)))
                self.add(place.paragraphs[0], words, cell.lang, bold=is_head)


def _keep_whole(row: _Row, *, repeated: bool) -> None:
    """Keep a row on one page; repeat it on each page of its table if it holds the heads."""
    properties = row._tr.get_or_add_trPr()
    properties.append(element("w:cantSplit"))
    if repeated:
        properties.append(element("w:tblHeader"))


def _widths(grid: Grid, width: Length) -> list[Length]:
    """Share the width of the text among columns, by what their cells hold."""
    columns = zip(grid.heads, *grid.rows, strict=True)
    longest = [min(max(len(cell.text) for cell in column), 40) + 4 for column in columns]
    return [Length(width * length // sum(longest)) for length in longest]
