"""Dossiers as files: read back by other programs, all that must be there is, and nothing runs."""

from __future__ import annotations

import csv
import datetime
import io
import os
import re
import stat
import subprocess
import sys
import unicodedata
import zipfile
from collections.abc import Callable, Iterator
from html import unescape
from pathlib import Path
from typing import Any
from zlib import crc32

import docx
import pytest
from docx.oxml.ns import qn
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from markdown_it import MarkdownIt
from markdown_it.token import Token

from spe_search.dossier import (
    AnswerEntry,
    Dossier,
    ExcerptEntry,
    NoteEntry,
    Quote,
    TableCell,
    TableEntry,
    answer_entry,
    dossier_from_json,
    hit_entry,
    item_entries,
    quotes_of,
)
from spe_search.engine import SearchEngine
from spe_search.errors import (
    DossierEmptyError,
    OutputError,
    OutputExistsError,
    OutputFolderError,
    UnknownFormatError,
)
from spe_search.export import FORMATS, export, format_of, write_dossier
from spe_search.export.markdown import escape
from spe_search.export.plain import one_line, paragraphs, plain, web_links
from spe_search.tabular import escape_cell
from spe_search.verbatim import squeeze

DATE = datetime.date(2026, 11, 2)
TABLE = "bilan-2023-2024/integration-en-emploi-des-individus-ayant-participe-aux-spe"
PAYLOADS = [
    "<script>alert(1)</script><img src=x onerror=alert(1)>",
    "&lt;b&gt; &amp; <b>gras</b>",
    "![image](http://mal.example/x.png) [lien](javascript:alert(1))",
    "<http://mal.example> http://mal.example www.mal.example a@mal.example",
    "[réf]: http://mal.example 'titre'",
    "$\\frac{1}{2}$ \\(x\\) $$\\input{/etc/passwd}$$",
    "javascript:alert(1) data:text/html,x vbscript:x",
    ":smile: :material/delete: :red[texte] ::: danger",
    "=1+1",
    "+1+1",
    "-1+1",
    "@SUM(A1)",
    "\t=1+1",
    "\r=1+1",
    '=HYPERLINK("http://mal.example";"clic")',
    "';\"=cmd|'/C calc'!A0",
    "\x1b[31mrouge\x1b]8;;http://mal.example\x07lien\x1b]8;;\x07",
    "\u202egnitirw\u202c \u2066isolé\u2069 \u200fx",
    "a\x00b\x07c\x7fd\x9be\ufeff\ufffe",
    "demi \ud800 caractère",
    "# titre\n- puce\n1. un\n2) deux\n> cité\n```code```\n---\n===\n+++",
    "    code en retrait\n\tet encore",
    "| a | b |\n|---|---|\n| `c` | ~~d~~ |",
    "*gras* __souligné__ _a_ `code` ~~barré~~ ==surligné== ^haut^ {: .classe}",
    "fin de ligne\\\nsuite  \nsuite",
    "\u2028séparateur\u2029\x0b\x0c\x85",
    "👩🏽‍🚒 été — « oui »\u00a0: 50\u00a0%",
]


def quote(text: str, **values: Any) -> Quote:
    about = {"report": "Bilan", "year": "2023-2024", "item": "JADE", "page": 15}
    checksum = crc32(text.encode(errors="replace"))
    about["address"] = f"bilan@12345678:{len(text)}-{len(text) + 1}.1.{checksum:08x}"
    return Quote(text, **(about | values))


def hostile(text: str, **values: Any) -> Dossier:
    """Return a dossier in which every text is ``text``."""
    cited = (quote(text, report=text, year=text, item=text, address=text, publisher=text),)
    return Dossier(
        title=text,
        entries=(
            NoteEntry(text),
            ExcerptEntry(text, cited, "initiative", text, text, (text,), text),
            AnswerEntry(text, "partial", f"{text}.", cited, text),
            AnswerEntry(text, "no_answer", reason=text),
            TableEntry(text, (text, text), ((TableCell(text, cited), TableCell(text)),), text),
        ),
        **values,
    )


def hidden(text: str) -> list[str]:
    """Return the characters of a text that no file may hold."""
    kept = "\n\u200c\u200d"
    return [c for c in text if unicodedata.category(c) in ("Cc", "Cf", "Cs") and c not in kept]


def is_visible(char: str) -> bool:
    return unicodedata.category(char)[0] in "LNPS"


def shown(text: str) -> str:
    """Return what is left of a text once it is laid out otherwise."""
    return "".join(plain(text).split())


@pytest.fixture(scope="module")
def dossier(engine: SearchEngine) -> Dossier:
    query = "femmes dans la construction"
    return Dossier(
        title="Les femmes dans les métiers",
        entries=(
            NoteEntry("Ce que font les régions.\n\nÀ revoir\navec l’équipe."),
            *(hit_entry(engine, hit, query) for hit in engine.search(query, top_k=3)),
            NoteEntry("Bon exemple."),
            answer_entry(engine, "Combien?", engine.ask("personnes aidées par JADE")),
            AnswerEntry("Et en 1999?", "no_answer", reason="Aucun rapport ne porte sur 1999."),
            *item_entries(engine, "bilan-2023-2024/jade"),
            *item_entries(engine, TABLE),
            *item_entries(engine, "bilan-2023-2024/canape"),
        ),
        date=DATE,
    )


# ---------------------------------------------------------------- plain text


@settings(deadline=None)
@given(st.text(st.characters(), max_size=60))
def test_plain_text_has_nothing_hidden(text: str) -> None:
    found = plain(text)
    assert not [c for c in hidden(found) if c != "\t"]
    assert plain(found) == found
    assert [c for c in found if is_visible(c)] == [c for c in text if is_visible(c)]
    assert "\n" not in one_line(text)
    assert "".join("".join(paragraphs(text)).split()) == "".join(found.split())


def test_joiners_of_scripts_and_emoji_stay() -> None:
    assert plain("👩‍🚒 می‌خواهم") == "👩‍🚒 می‌خواهم"


@pytest.mark.parametrize(
    ("link", "is_kept"),
    [
        ("https://fqm.ca/a.pdf", True),
        ("http://exemple.ca/?a=1&b=é#c", True),
        ("HTTPS://EXEMPLE.CA", True),
        ("javascript:alert(1)", False),
        ("JaVaScRiPt://exemple.ca/%0aalert(1)", False),
        ("data:text/html,x", False),
        ("file:///etc/passwd", False),
        ("mailto:a@exemple.ca", False),
        ("//exemple.ca", False),
        ("https://", False),
        ("https:exemple.ca", False),
        ("http://[", False),
        (" https://exemple.ca", False),
        ("https://exemple.ca/a b", False),
        ("https://exemple.ca/\u202e", False),
        ("https://exemple.ca/\x00", False),
        ('https://exemple.ca/">', False),
        ("", False),
    ],
)
def test_only_web_links_are_links(link: str, is_kept: bool) -> None:
    assert bool(web_links((link,))) == is_kept


# ---------------------------------------------------------------- Word


def read_docx(dossier: Dossier) -> Any:
    return docx.Document(io.BytesIO(export(dossier, "docx")))


def parts(data: bytes) -> Iterator[tuple[str, bytes]]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for name in archive.namelist():
            yield name, archive.read(name)


def styled(document: Any, *names: str) -> list[str]:
    return [each.text for each in document.paragraphs if each.style.name in names]


def test_word_has_real_headings(dossier: Dossier) -> None:
    document = read_docx(dossier)
    assert styled(document, "Title") == ["Les femmes dans les métiers"]
    headings = [
        (int(each.style.name[-1]), each.text)
        for each in document.paragraphs
        if each.style.name.startswith("Heading")
    ]
    assert headings[0] == (1, "Recherche\u00a0: «\u00a0femmes dans la construction\u00a0»")
    assert headings[-1] == (1, "Sources")
    assert (2, "Résultats") in headings
    for (before, _), (after, text) in zip([(0, ""), *headings], headings, strict=False):
        assert after <= before + 1, text
    assert all(text for _, text in headings)


def test_word_quotes_what_the_source_says(dossier: Dossier, engine: SearchEngine) -> None:
    document = read_docx(dossier)
    source = squeeze(engine.document("bilan-2023-2024").source)
    quoted = styled(document, "Quote")
    prose = [e for e in dossier.entries if isinstance(e, ExcerptEntry | AnswerEntry)]
    assert quoted == [each.text for entry in prose for each in quotes_of(entry)]
    for text in quoted:
        assert squeeze(text) in source
    references = styled(document, "Source")
    assert len(references) == len(quoted)
    first = dossier.entries[1]
    assert isinstance(first, ExcerptEntry)
    assert references[0] == (
        "— Bilan 2023-2024 des services publics d’emploi (2023-2024), p.\u00a012, "
        f"«\u00a0{first.title}\u00a0» [1]"
    )


def test_word_lists_its_sources(dossier: Dossier) -> None:
    table = read_docx(dossier).tables[-1]
    heads = [cell.text for cell in table.rows[0].cells]
    assert heads == ["Nº", "Rapport", "Page", "Tiré de", "Adresse"]
    rows = [[cell.text for cell in row.cells] for row in table.rows[1:]]
    cited = {each.address: each for entry in dossier.entries for each in quotes_of(entry)}
    assert [row[0] for row in rows] == [str(n) for n in range(1, len(cited) + 1)]
    assert [row[4] for row in rows] == list(cited)
    for row, each in zip(rows, cited.values(), strict=True):
        assert row[2:4] == [str(each.page), each.item]
        assert each.report in row[1]
        assert "2023-2024" in row[1]


def test_word_tables_can_be_read_aloud(dossier: Dossier) -> None:
    document = read_docx(dossier)
    assert len(document.tables) == 2
    captions = styled(document, "Caption")
    for table, caption in zip(document.tables, captions, strict=True):
        properties = [row._tr.trPr for row in table.rows]
        assert [p.find(qn("w:tblHeader")) is not None for p in properties] == [
            True,
            *([False] * (len(table.rows) - 1)),
        ]
        assert all(p.find(qn("w:cantSplit")) is not None for p in properties)
        assert table._tbl.tblPr.find(qn("w:tblCaption")).get(qn("w:val")) == caption
        assert all(run.bold for cell in table.rows[0].cells for run in cell.paragraphs[0].runs)
        assert not table._tbl.findall(f".//{qn('w:vMerge')}")
        assert not table._tbl.findall(f".//{qn('w:gridSpan')}")
    row = [cell.text for cell in document.tables[0].rows[1].cells]
    assert re.fullmatch(r"Ensemble de la clientèle \[\d+\]", row[0])
    assert row[1:] == ["102 544", "s/o", "53,9 %", "56,5 %"]


@pytest.mark.parametrize(("lang", "locale"), [("fr", "fr-CA"), ("en", "en-CA")])
def test_word_says_its_language(dossier: Dossier, lang: Any, locale: str) -> None:
    entries = dossier.entries
    document = read_docx(Dossier(title="T", entries=entries, lang=lang, date=DATE))
    default = document.styles.element.find(f".//{qn('w:rPrDefault')}//{qn('w:lang')}")
    assert default.get(qn("w:val")) == locale
    assert document.core_properties.language == locale
    for each in document.paragraphs:
        if each.style.name == "Quote":
            languages = [e.get(qn("w:val")) for e in each._p.iter(qn("w:lang"))]
            assert languages == ([] if lang == "fr" else ["fr-CA"])


def test_word_says_what_it_is(dossier: Dossier) -> None:
    properties = read_docx(dossier).core_properties
    assert properties.title == "Les femmes dans les métiers"
    assert properties.created.date() == DATE
    assert "python-docx" not in (properties.author, properties.comments)
    long = Dossier(title="É" * 1000, entries=(NoteEntry("n"),))
    assert read_docx(long).core_properties.title == "É" * 255
    assert styled(read_docx(long), "Title") == ["É" * 1000]
    untitled = Dossier(title=" \n", entries=(NoteEntry("n"),))
    assert styled(read_docx(untitled), "Title") == ["Dossier de recherche"]


def test_word_numbers_its_pages(dossier: Dossier) -> None:
    footer = read_docx(dossier).sections[0].footer
    codes = [e.text.strip() for e in footer._element.iter(qn("w:instrText"))]
    assert codes == ["PAGE", "NUMPAGES"]
    assert footer.paragraphs[0].text == "Page 1 de 1"


def test_dates_and_numbers_are_written_as_the_language_does() -> None:
    quotes = tuple(quote("x", address=f"a{n}") for n in range(1234))
    for lang, said in (
        ("fr", "Constitué le 2 novembre 2026 · Extraits cités\u00a0: 1\u00a0234"),
        ("en", "Compiled on November 2, 2026 · Quotes: 1,234"),
    ):
        made = Dossier(title="T", entries=(ExcerptEntry("t", quotes),), lang=lang, date=DATE)
        assert said in export(made, "md").decode()


def test_word_links_only_to_what_the_report_links_to(
    dossier: Dossier, engine: SearchEngine
) -> None:
    document = read_docx(dossier)
    targets = [
        relation.target_ref for relation in document.part.rels.values() if relation.is_external
    ]
    assert targets
    source = squeeze(engine.document("bilan-2023-2024").source)
    for target in targets:
        assert target.startswith("https://")
        assert target in source
    links = list(document.element.iter(qn("w:hyperlink")))
    assert [link.get(qn("r:id")) in document.part.rels for link in links] == [True] * len(links)


def test_a_wide_table_has_a_wide_page() -> None:
    row = tuple(TableCell(f"cellule {n}") for n in range(8))
    wide = Dossier(title="T", entries=(TableEntry("t", (), (row, row[:3])),))
    document = read_docx(wide)
    section = document.sections[0]
    assert section.page_width > section.page_height
    cells = document.tables[0].rows[2].cells
    assert [cell.text for cell in cells] == ["cellule 0", "cellule 1", "cellule 2", *([""] * 5)]
    total = sum(cell.width for cell in cells)
    assert 0 < total <= section.page_width - section.left_margin - section.right_margin


def test_an_empty_table_is_only_its_title() -> None:
    document = read_docx(Dossier(title="T", entries=(TableEntry("t", (), ()),)))
    assert document.tables == []
    assert styled(document, "Heading 1") == ["t"]


@pytest.mark.parametrize("payload", PAYLOADS)
def test_word_shows_hostile_text_as_text(payload: str) -> None:
    data = export(hostile(payload), "docx")
    document = docx.Document(io.BytesIO(data))
    assert not any(relation.is_external for relation in document.part.rels.values())
    assert not list(document.element.iter(qn("w:hyperlink")))
    assert not list(document.element.iter(qn("w:instrText")))
    (title,) = styled(document, "Title")
    assert shown(title) == shown(payload)
    (quoted, *_others) = styled(document, "Quote")
    assert shown(quoted) == shown(payload)
    assert shown(document.tables[0].rows[0].cells[0].text) == shown(payload)
    for name, part in parts(data):
        if name.endswith((".xml", ".rels")):
            etree.fromstring(part)
            assert hidden(part.decode()) == [], name


# ---------------------------------------------------------------- Markdown

MARKDOWN = MarkdownIt("commonmark").enable(["table", "strikethrough"])
MARKUP = "#*_-+=[]()!`~<>&|\\$:/.1a \n"
TEXT_ONLY = {"text", "text_special", "softbreak", "hardbreak"}


def tokens(source: str) -> Iterator[Token]:
    for token in MARKDOWN.parse(source):
        yield token
        yield from token.children or ()


def rendered(source: str) -> str:
    """Return the text that a reader of some Markdown sees."""
    return unescape(re.sub(r"<[^>]*>", "\n", MARKDOWN.render(source)))


@pytest.mark.parametrize("payload", PAYLOADS)
def test_markdown_shows_hostile_text_as_text(payload: str) -> None:
    source = export(hostile(payload), "md").decode()
    assert hidden(source) == []
    kinds = {token.type for token in tokens(source)}
    allowed = {"inline", "strong_open", "strong_close", *TEXT_ONLY}
    blocks = ("heading", "paragraph", "blockquote", "table", "thead", "tbody", "tr", "th", "td")
    allowed |= {f"{name}_{side}" for name in blocks for side in ("open", "close")}
    assert kinds - {"code_inline"} <= allowed
    for token in tokens(source):
        assert token.type != "code_inline" or re.fullmatch(r"[\w@:.-]+", token.content)
    headings = [
        token.children or []
        for before, token in zip(list(tokens(source)), list(tokens(source))[1:], strict=False)
        if before.type == "heading_open"
    ]
    words = "".join(child.content for child in headings[0])
    assert shown(words) == shown(payload)
    assert shown(payload) in "".join(rendered(source).split())


@settings(max_examples=300, deadline=None)
@given(
    st.one_of(st.text(max_size=40), st.text(alphabet="#*_-+=[]()!`~<>&|\\$:/.1a \n", max_size=40))
)
def test_escaped_text_is_only_text(text: str) -> None:
    text = plain(text)
    found = MARKDOWN.parse(escape(text))
    assert {token.type for token in found} <= {"paragraph_open", "inline", "paragraph_close"}
    children = [child for token in found for child in token.children or ()]
    assert {child.type for child in children} <= TEXT_ONLY
    assert shown("".join(child.content for child in children)) == shown(text)


@pytest.mark.parametrize("text", ["Emploi-Québec, 50 %", "12 personnes (6 ans).", "l’été : oui!"])
def test_ordinary_french_needs_no_escape(text: str) -> None:
    assert escape(text) == text


def test_markdown_says_all(dossier: Dossier, engine: SearchEngine) -> None:
    source = export(dossier, "md").decode()
    text = "".join(rendered(source).split())
    for entry in dossier.entries:
        for each in quotes_of(entry):
            assert each.address in text
            if not isinstance(entry, TableEntry):
                assert "".join(each.text.split()) in text
    for words in ("Cequefontlesrégions.", "Àrevoir", "Aucunrapportneportesur1999."):
        assert words in text
    links = [token.attrs["href"] for token in tokens(source) if token.type == "link_open"]
    assert links
    assert all(str(link).startswith("https://") for link in links)
    assert sum(token.type == "table_open" for token in tokens(source)) == 2


# ---------------------------------------------------------------- CSV


def read_csv(dossier: Dossier) -> list[dict[str, str]]:
    data = export(dossier, "csv")
    assert data.startswith(b"\xef\xbb\xbf")
    delimiter = ";" if dossier.lang == "fr" else ","
    text = io.StringIO(data.decode("utf-8-sig"), newline="")
    return list(csv.DictReader(text, delimiter=delimiter, strict=True))


def test_csv_has_a_line_a_quote(dossier: Dossier) -> None:
    rows = read_csv(dossier)
    prose = [e for e in dossier.entries if isinstance(e, ExcerptEntry | AnswerEntry)]
    wanted = [
        (each.text, each.report, each.year, str(each.page), each.item, each.address)
        for entry in prose
        for each in quotes_of(entry)
    ]
    names = ("Extrait", "Rapport", "Exercice", "Page", "Tiré de", "Adresse")
    found = [
        tuple(row[name] for name in names)
        for row in rows
        if row["Extrait"] and row["Type"] in ("Extrait", "Réponse")
    ]
    assert found == wanted
    assert rows[0]["Texte"].startswith("Ce que font les régions.")
    assert [row["Texte"] for row in rows if row["Titre"] == "Et en 1999?"] == [
        "Les rapports ne le disent pas. Aucun rapport ne porte sur 1999."
    ]
    cell = next(row for row in rows if row["Texte"] == "102 544")
    assert (cell["Type"], cell["Ligne"]) == ("Tableau", "Ensemble de la clientèle")
    assert cell["Colonne"] == "Nombre de personnes ayant déclaré être en emploi"


def test_csv_follows_the_language(dossier: Dossier) -> None:
    english = Dossier(title="T", entries=dossier.entries, lang="en")
    french, heads = read_csv(dossier), list(read_csv(english)[0])
    assert heads[:4] == ["Number", "Kind", "Title", "Query"]
    assert len(read_csv(english)) == len(french)


@pytest.mark.parametrize("lang", ["fr", "en"])
@pytest.mark.parametrize("payload", PAYLOADS)
def test_csv_cells_are_no_formulas(payload: str, lang: Any) -> None:
    made = hostile(payload, lang=lang)
    text = export(made, "csv").decode("utf-8-sig")
    assert hidden(text.replace("\r\n", "\n").replace("\t", " ")) == []
    for row in read_csv(made):
        for cell in row.values():
            assert not cell.startswith(("=", "+", "-", "@", "\t", "\r")), cell
    # nor where a program parts cells at another sign
    assert not re.search(r"[;,\t]\s*[=@]", re.sub(r'"(?:[^"]|"")*"', "Q", text))


@settings(deadline=None)
@given(st.text(max_size=20))
def test_escaped_cells_keep_their_text(text: str) -> None:
    cell = escape_cell(text)
    assert cell in (text, f"'{text}")
    assert not cell.startswith(("=", "+", "-", "@", "\t", "\r"))


# ---------------------------------------------------------------- any text, any format


@settings(max_examples=25, deadline=None)
@given(st.text(max_size=40), st.text(max_size=80))
def test_any_title_and_note_can_be_written(title: str, note: str) -> None:
    made = Dossier(title=title, entries=(NoteEntry(note), ExcerptEntry("t", (quote("mot"),))))
    document = read_docx(made)
    if shown(title):
        assert shown(styled(document, "Title")[0]) == shown(title)
    assert shown(note) in shown("".join(each.text for each in document.paragraphs))
    assert shown(note) in "".join(rendered(export(made, "md").decode()).split())
    assert shown(read_csv(made)[0]["Texte"]) in (shown(note), f"'{shown(note)}")
    assert dossier_from_json(export(made, "json")) == made


# ---------------------------------------------------------------- files


def test_the_format_is_that_of_the_name() -> None:
    for path, wanted in {
        "a.docx": "docx",
        "A.DOCX": "docx",
        "a.b.md": "md",
        "a.markdown": "md",
        "a.csv": "csv",
        "a.json": "json",
    }.items():
        assert format_of(Path(path)) == wanted
    assert format_of(Path("a.txt"), "MD") == "md"
    for path, name in (("a.pdf", None), ("a", None), ("a.docx", "pdf"), ("docx", None)):
        with pytest.raises(UnknownFormatError, match="docx, md, csv, json"):
            format_of(Path(path), name)
    with pytest.raises(UnknownFormatError):
        export(Dossier(title="T", entries=(NoteEntry("n"),)), "pdf")


@pytest.mark.parametrize("name", FORMATS)
def test_an_empty_dossier_is_not_written(tmp_path: Path, name: str) -> None:
    path = tmp_path / f"d.{name}"
    with pytest.raises(DossierEmptyError):
        write_dossier(Dossier(title="T"), path)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", FORMATS)
def test_a_file_is_written_whole(dossier: Dossier, tmp_path: Path, name: str) -> None:
    path = tmp_path / f"d.{name}"
    write_dossier(dossier, path)
    assert [each.name for each in tmp_path.iterdir()] == [path.name]
    if name != "docx":  # a Word document is a zip, which is dated
        assert path.read_bytes() == export(dossier, name)
    with pytest.raises(OutputExistsError, match="--force"):
        write_dossier(Dossier(title="U", entries=(NoteEntry("n"),)), path)
    write_dossier(Dossier(title="U", entries=(NoteEntry("n"),)), path, force=True)
    assert [each.name for each in tmp_path.iterdir()] == [path.name]


def test_what_stood_there_stays_when_writing_fails(
    dossier: Dossier, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "d.md"
    path.write_text("avant", encoding="utf-8")

    def full(number: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OutputError, match="No space left"):
        write_dossier(dossier, path, force=True)
    assert path.read_text(encoding="utf-8") == "avant"
    assert [each.name for each in tmp_path.iterdir()] == ["d.md"]


def test_a_link_and_the_rights_of_a_file_are_kept(dossier: Dossier, tmp_path: Path) -> None:
    path, link = tmp_path / "d.md", tmp_path / "lien.md"
    path.write_text("avant", encoding="utf-8")
    path.chmod(0o640)
    link.symlink_to(path)
    write_dossier(dossier, link, force=True)
    assert link.is_symlink()
    assert path.read_bytes() == export(dossier, "md")
    assert stat.S_IMODE(path.stat().st_mode) == 0o640


@pytest.mark.parametrize(
    ("place", "error"),
    [
        (lambda folder: folder / "nulle-part" / "d.md", OutputFolderError),
        (lambda folder: folder / "d.md" / "d.md", OutputFolderError),
        (lambda folder: folder, OutputError),
        (lambda folder: Path("/dev/null"), OutputError),
        (lambda folder: folder / ("d" * 300 + ".md"), OutputError),
        (lambda folder: folder / "a\0.md", OutputError),
    ],
    ids=["no-folder", "file-for-folder", "folder", "device", "long", "nul"],
)
def test_a_file_that_cannot_be(
    dossier: Dossier, tmp_path: Path, place: Callable[[Path], Path], error: type[Exception]
) -> None:
    (tmp_path / "d.md").write_text("avant", encoding="utf-8")
    with pytest.raises(error):
        write_dossier(dossier, place(tmp_path), "md", force=True)
    assert [each.name for each in tmp_path.iterdir()] == ["d.md"]


def test_a_search_loads_no_writer(built_index: Path) -> None:
    code = (
        "import sys, spe_search; spe_search.SearchEngine.open(sys.argv[1])\n"
        "import spe_search.cli.commands\n"
        "print(sorted(set(sys.modules) & {'docx', 'lxml', 'babel', 'spe_search.export'}))"
    )
    ran = subprocess.run(
        [sys.executable, "-c", code, str(built_index)], capture_output=True, text=True, check=True
    )
    assert ran.stdout.strip() == "[]"
