"""The Word document that dossiers are written in: properties, language, styles, page, footer."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, time
from string import Formatter
from typing import TYPE_CHECKING, Any, Final

from docx.enum.section import WD_ORIENT
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Inches, Length, Pt, RGBColor

from spe_search.dossier import Dossier
from spe_search.export.outline import title_of
from spe_search.i18n import translator
from spe_search.types import Lang

if TYPE_CHECKING:
    from docx.document import Document
    from docx.text.paragraph import Paragraph

LOCALES: Final[dict[Lang, str]] = {"fr": "fr-CA", "en": "en-CA"}
SOURCE, FACT, NOTE = "Source", "Fact", "Note"
"""Styles of our own: a quote's reference, what is known of an item, the reader's words."""

_MARGIN: Final = Inches(1)
_DARK, _GREY, _LINK = RGBColor(0x1F, 0x38, 0x64), RGBColor(0x59, 0x59, 0x59), RGBColor(0, 0, 0xB4)
_LONGEST_PROPERTY = 255
_COMPATIBILITY = "15"  # Word 2013 and later; the library's template says 2010


def prepare(document: Document, dossier: Dossier, *, landscape: bool = False) -> Length:
    """Make an empty document ready for a dossier.

    Returns:
        The width of its lines.
    """
    _set_properties(document, dossier)
    _set_language(document, LOCALES[dossier.lang])
    _set_styles(document)
    return _set_page(document, landscape, translator(dossier.lang))


def element(name: str, **values: str) -> Any:
    """Return an element of WordprocessingML and its ``w:`` attributes."""
    made = OxmlElement(name)
    for key, value in values.items():
        made.set(qn(f"w:{key}"), value)
    return made


def _add_field(paragraph: Paragraph, code: str, value: str) -> None:
    """Add a field to a paragraph: what Word works out by itself, and its value until then."""
    text = element("w:instrText")
    text.set(qn("xml:space"), "preserve")
    text.text = f" {code} "
    kinds = ("begin", "separate", "end")
    begin, separate, end = (element("w:fldChar", fldCharType=kind) for kind in kinds)
    for part in (begin, text, separate):
        paragraph.add_run()._r.append(part)
    paragraph.add_run(value)
    paragraph.add_run()._r.append(end)


def _set_properties(document: Document, dossier: Dossier) -> None:
    properties = document.core_properties
    properties.title = title_of(dossier)[:_LONGEST_PROPERTY]
    properties.language = LOCALES[dossier.lang]
    properties.author = properties.last_modified_by = "spe-search"
    properties.comments = properties.keywords = properties.subject = ""
    properties.created = properties.modified = datetime.combine(dossier.date, time())


def _set_language(document: Document, locale: str) -> None:
    default = document.styles.element.find(f".//{qn('w:rPrDefault')}//{qn('w:lang')}")
    default.set(qn("w:val"), locale)
    settings = document.settings.element
    settings.find(qn("w:themeFontLang")).set(qn("w:val"), locale)
    for setting in settings.iter(qn("w:compatSetting")):
        if setting.get(qn("w:name")) == "compatibilityMode":
            setting.set(qn("w:val"), _COMPATIBILITY)


def _set_styles(document: Document) -> None:
    """Set dark letters on white, and quotes that a bar and their place set apart, not italics."""
    styles: Any = document.styles
    for name in ("Title", *(f"Heading {level}" for level in range(1, 5)), "Caption"):
        styles[name].font.color.rgb = _DARK
    styles["Title"].font.size = Pt(22)
    styles["Caption"].paragraph_format.keep_with_next = True
    quote = styles["Quote"]
    quote.font.italic = False
    _indent(quote, after=Pt(3))
    quote.paragraph_format.keep_with_next = True
    _add_bar(quote)
    for name in (SOURCE, FACT, NOTE):
        styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH).base_style = styles["Normal"]
    for name in (SOURCE, FACT):
        styles[name].font.size = Pt(10)
        styles[name].font.color.rgb = _GREY
    _indent(styles[SOURCE], after=Pt(12))
    styles[FACT].paragraph_format.space_after = Pt(4)
    link = styles.add_style("Hyperlink", WD_STYLE_TYPE.CHARACTER, builtin=True)
    link.font.color.rgb, link.font.underline = _LINK, True


def _indent(style: Any, after: Length) -> None:
    style.paragraph_format.left_indent = Inches(0.3)
    style.paragraph_format.space_after = after


def _add_bar(style: Any) -> None:
    """Put a bar at the left of a style's paragraphs."""
    borders = element("w:pBdr")
    borders.append(element("w:left", val="single", sz="18", space="8", color=str(_DARK)))
    # the order of a paragraph's properties is fixed: borders come before spacing and indents
    style.element.get_or_add_pPr().insert_element_before(borders, "w:shd", "w:spacing", "w:ind")


def _set_page(document: Document, landscape: bool, _: Callable[[str], str]) -> Length:
    section: Any = document.sections[0]
    if landscape:
        section.orientation = WD_ORIENT.LANDSCAPE
        section.page_width, section.page_height = section.page_height, section.page_width
    section.left_margin = section.right_margin = _MARGIN
    section.top_margin = section.bottom_margin = _MARGIN
    footer = section.footer.paragraphs[0]
    footer.alignment = WD_ALIGN_PARAGRAPH.CENTER
    fields = {"page": "PAGE", "pages": "NUMPAGES"}
    for text, name, *_rest in Formatter().parse(_("Page {page} of {pages}")):
        footer.add_run(text)
        if name:
            _add_field(footer, fields[name], "1")
    return Length(section.page_width - 2 * _MARGIN)
