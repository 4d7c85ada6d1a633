"""Dossiers: entries made from results, quotes that are in the source, JSON kept and read again."""

from __future__ import annotations

import datetime
import json
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spe_search.address import parse_address
from spe_search.dossier import (
    AnswerEntry,
    Dossier,
    Entry,
    ExcerptEntry,
    NoteEntry,
    Quote,
    TableCell,
    TableEntry,
    answer_entry,
    citation_entry,
    dossier_from_json,
    dossier_to_json,
    hit_entry,
    item_entries,
    matrix_entry,
    quote_of,
    quotes_of,
    read_dossier,
)
from spe_search.engine import SearchEngine
from spe_search.errors import (
    AddressError,
    DossierEmptyError,
    DossierError,
    OutputExistsError,
    QuoteGoneError,
    UnknownIdError,
)
from spe_search.types import Answer, Document
from spe_search.verbatim import squeeze

QUERY = "femmes dans la construction"
JADE = "bilan-2023-2024/jade"
TABLE = "bilan-2023-2024/integration-en-emploi-des-individus-ayant-participe-aux-spe"


def check_in_source(entries: tuple[Entry, ...], document: Document) -> None:
    """Check that every quote is where its reference says, word for word."""
    pages = {page.number: page.span for page in document.pages}
    quotes = [quote for entry in entries for quote in quotes_of(entry)]
    assert quotes
    for quote in quotes:
        spans = parse_address(quote.address).spans
        said = "".join(document.source[span.start : span.end] for span in spans)
        assert squeeze(said) == squeeze(quote.text)
        page = pages[quote.page]
        assert page.start <= spans[0].start < page.end
        assert quote.report == document.metadata.title
        assert quote.year == document.metadata.year
        assert quote.lang == document.metadata.language
        assert quote.item


# ---------------------------------------------------------------- entries from results


def test_a_hit_is_kept_with_its_whole_passage(
    engine: SearchEngine, real_document: Document
) -> None:
    hit = engine.search(QUERY)[0]
    entry = hit_entry(engine, hit, QUERY)
    assert hit.initiative is not None
    assert hit.initiative.region is not None
    assert (entry.title, entry.query) == (hit.initiative.title, QUERY)
    assert (entry.item_kind, entry.region) == ("initiative", hit.initiative.region.name)
    assert entry.theme == hit.initiative.theme
    assert [quote.text for quote in entry.quotes] == [hit.passage.text]
    assert entry.quotes[0].kind == hit.passage.kind
    check_in_source((entry,), real_document)


def test_every_kind_of_hit_is_kept(engine: SearchEngine, real_document: Document) -> None:
    for query in ("emploi", "aide sociale", "parcours", "entreprises"):
        hits = engine.search(query, top_k=50)
        entries = tuple(hit_entry(engine, hit) for hit in hits)
        check_in_source(entries, real_document)
        assert [entry.item_kind for entry in entries] == [hit.passage.item_kind for hit in hits]


def test_a_citation_is_kept_by_its_words_alone(
    engine: SearchEngine, real_document: Document
) -> None:
    citation = engine.search(QUERY)[0].citation
    entry = citation_entry(engine, citation)
    assert [(quote.text, quote.address) for quote in entry.quotes] == [
        (citation.quote, citation.address)
    ]
    check_in_source((entry,), real_document)
    without = msgspec.convert(msgspec.to_builtins(citation) | {"address": ""}, type(citation))
    assert quote_of(engine, without).address == citation.address


def test_an_answer_is_kept_with_its_sources(engine: SearchEngine, real_document: Document) -> None:
    answer = engine.ask(QUERY)
    entry = answer_entry(engine, "Et les femmes?", answer)
    assert (entry.question, entry.status, entry.text) == (
        "Et les femmes?",
        "answered",
        answer.text,
    )
    assert [quote.text for quote in entry.quotes] == [each.quote for each in answer.citations]
    check_in_source((entry,), real_document)


def test_no_answer_is_kept_as_such(engine: SearchEngine) -> None:
    answer = Answer("no_answer", "", (), (), reason="Rien sur 1999.")
    entry = answer_entry(engine, "Et en 1999?", answer)
    assert entry == AnswerEntry("Et en 1999?", "no_answer", reason="Rien sur 1999.")


def test_an_initiative_is_kept_whole(engine: SearchEngine, real_document: Document) -> None:
    item: Any = engine.show(JADE)
    (entry,) = item_entries(engine, JADE)
    assert isinstance(entry, ExcerptEntry)
    assert [quote.text for quote in entry.quotes] == [each.text for each in item.extracts]
    assert [quote.kind for quote in entry.quotes] == [each.kind for each in item.extracts]
    check_in_source((entry,), real_document)


def test_a_section_is_kept_with_its_tables(engine: SearchEngine, real_document: Document) -> None:
    section: Any = engine.show(TABLE)
    text, table = item_entries(engine, TABLE)
    assert isinstance(text, ExcerptEntry)
    assert isinstance(table, TableEntry)
    assert (table.title, table.caption) == (section.title, section.tables[0].title)
    assert table.columns == section.tables[0].columns
    assert [cell.text for cell in table.rows[0]] == [
        "Ensemble de la clientèle",
        "102 544",
        "s/o",
        "53,9 %",
        "56,5 %",
    ]
    check_in_source((text, table), real_document)
    for row in table.rows:
        for cell in row[1:]:
            assert squeeze(cell.text) in squeeze(row[0].quotes[0].text)


def test_items_side_by_side_are_kept_with_their_words(
    engine: SearchEngine, real_document: Document
) -> None:
    matrix = engine.compare([JADE, "bilan-2023-2024/canape"])
    entry = matrix_entry(engine, matrix)
    assert entry.title == "Initiatives comparées"
    assert entry.columns == ("Aspect", *(item.title for item in matrix.items))
    cells = {row[0].text: row[1:] for row in entry.rows}
    assert len(cells) == len(matrix.rows)
    assert [cell.text for cell in cells["Durée"]] == ["non précisé", "non précisé"]
    jade, canape = cells["Portée"]
    assert "333 personnes" in jade.text
    assert [quote.text for quote in canape.quotes] == [
        "15 participantes",
        "25 participantes",
        "23 participantes",
    ]
    check_in_source((entry,), real_document)
    for row, compared in zip(entry.rows, matrix.rows, strict=True):
        for item, cell, held in zip(matrix.items, row[1:], compared.cells, strict=True):
            cited = [each.citation.quote for each in held if each.citation]
            assert [quote.text for quote in cell.quotes] == cited
            assert all(quote.item == item.title for quote in cell.quotes)
            assert all(each.words in cell.text for each in held)
    english = matrix_entry(engine, matrix, "Two", "en")
    assert (english.title, english.rows[0][0].text) == ("Two", "Region")


def test_every_item_and_passage_can_be_kept(engine: SearchEngine, real_document: Document) -> None:
    for wanted in engine.index.values["item"]:
        check_in_source(item_entries(engine, wanted), real_document)
    for passage in engine.index.passages():
        (entry,) = item_entries(engine, passage.id)
        assert [quote.text for quote in quotes_of(entry)] == [passage.text]


def test_the_quote_of_an_address_is_kept(engine: SearchEngine) -> None:
    citation = engine.search(QUERY)[0].citation
    (entry,) = item_entries(engine, citation.address)
    assert entry == citation_entry(engine, citation)


@pytest.mark.parametrize(
    ("wanted", "error"),
    [
        ("bilan-2023-2024/jad", UnknownIdError),
        ("", UnknownIdError),
        ("bilan@", AddressError),
        ("bilan-2023-2024@00000000:1-2.3.00000000", QuoteGoneError),
    ],
)
def test_what_is_not_there_cannot_be_kept(
    engine: SearchEngine, wanted: str, error: type[Exception]
) -> None:
    with pytest.raises(error, match=r"bilan-2023-2024"):
        item_entries(engine, wanted)


# ---------------------------------------------------------------- JSON

texts = st.text(max_size=30)
quotes = st.builds(
    Quote,
    text=texts,
    report=texts,
    year=texts,
    item=texts,
    page=st.integers(0, 10**6),
    address=texts,
    lang=st.sampled_from(["fr", "en"]),
    kind=st.sampled_from([None, "summary", "results", "table_row"]),
)
several_quotes = st.lists(quotes, max_size=3).map(tuple)
cells = st.builds(TableCell, text=texts, quotes=several_quotes)
entries = st.one_of(
    st.builds(NoteEntry, text=texts),
    st.builds(ExcerptEntry, title=texts, quotes=several_quotes, links=st.just(()), query=texts),
    st.builds(
        AnswerEntry,
        question=texts,
        status=st.sampled_from(["answered", "partial", "no_answer"]),
        text=texts,
        quotes=several_quotes,
        reason=texts,
    ),
    st.builds(
        TableEntry,
        title=texts,
        columns=st.lists(texts, max_size=3).map(tuple),
        rows=st.lists(st.lists(cells, max_size=3).map(tuple), max_size=3).map(tuple),
    ),
)
dossiers = st.builds(
    Dossier,
    title=texts,
    entries=st.lists(entries, max_size=4).map(tuple),
    lang=st.sampled_from(["fr", "en"]),
    date=st.dates(),
)


@settings(max_examples=60, deadline=None)
@given(dossiers)
def test_a_dossier_is_read_as_it_was_kept(dossier: Dossier) -> None:
    text = dossier_to_json(dossier)
    assert dossier_from_json(text) == dossier
    assert dossier_from_json(b"\xef\xbb\xbf" + text.encode()) == dossier


def test_kept_dossiers_are_easy_to_read() -> None:
    dossier = Dossier(title="Été", entries=(NoteEntry("L’été"),), date=datetime.date(2026, 11, 22))
    assert json.loads(dossier_to_json(dossier)) == {
        "title": "Été",
        "entries": [{"kind": "note", "text": "L’été"}],
        "lang": "fr",
        "date": "2026-11-22",
        "format": 1,
    }
    assert "Été" in dossier_to_json(dossier)


def test_half_a_character_does_not_lose_a_dossier() -> None:
    dossier = Dossier(title="a\ud800b", entries=(NoteEntry("\udcff"),))
    assert dossier_from_json(dossier_to_json(dossier)).title == "a?b"


def test_what_is_not_said_has_a_default() -> None:
    found = dossier_from_json(
        '{"title": "T", "later": [1], "entries": [{"kind": "note", "text": "n", "colour": 3}]}'
    )
    assert (found.title, found.entries, found.lang) == ("T", (NoteEntry("n"),), "fr")
    assert found.date == datetime.date.today()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "dossier.json"),
        ("pas du JSON", "JSON"),
        ("[]", "array"),
        ("{}", "title"),
        ('{"title": 3}', r"\$\.title"),
        ('{"title": "T", "entries": [{"kind": "image"}]}', r"\$\.entries\[0\]\.kind"),
        ('{"title": "T", "entries": [{"kind": "note", "text": 3}]}', r"entries\[0\]\.text"),
        ('{"title": "T", "date": "demain"}', r"\$\.date"),
        ('{"title": "T", "lang": "de"}', r"\$\.lang"),
        ('{"title": "T", "format": 2}', "format 2"),
        ('{"title": "T", "entries": ' + "[" * 100_000, "dossier.json"),
        ("\ud800", "JSON"),
    ],
)
def test_what_is_no_dossier_is_refused(text: str, said: str) -> None:
    with pytest.raises(DossierError, match=said):
        dossier_from_json(text)


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=60))
def test_any_file_is_a_dossier_or_refused(data: bytes) -> None:
    with pytest.raises(DossierError):
        dossier_from_json(data)


def test_a_dossier_is_read_from_its_file(tmp_path: Path) -> None:
    path = tmp_path / "d.json"
    with pytest.raises(DossierError, match=r"d\.json"):
        read_dossier(path)
    path.write_text(dossier_to_json(Dossier(title="T")), encoding="utf-8")
    assert read_dossier(path).title == "T"
    with pytest.raises(DossierError):
        read_dossier(tmp_path)
    with pytest.raises(DossierError):
        read_dossier(Path("a\0b"))


def test_the_engine_writes_what_it_found(engine: SearchEngine, tmp_path: Path) -> None:
    hit = engine.search("retraités et fermes", top_k=1)[0]
    pair = engine.compare(["bilan-2023-2024/jade", "bilan-2023-2024/la-grande-viree"])
    kept = [hit, pair, "bilan-2023-2024/canape", hit.citation.address, NoteEntry("À relire.")]
    engine.export(kept, tmp_path / "d.json", title="Essai")
    written = read_dossier(tmp_path / "d.json")
    assert written.title == "Essai"
    kinds = [type(each) for each in written.entries]
    assert kinds == [ExcerptEntry, TableEntry, ExcerptEntry, ExcerptEntry, NoteEntry]
    first = written.entries[0]
    assert isinstance(first, ExcerptEntry)
    assert first.quotes[0].text == hit.passage.text
    with pytest.raises(OutputExistsError):
        engine.export(["bilan-2023-2024/jade"], tmp_path / "d.json")
    with pytest.raises(DossierEmptyError):
        engine.export([], tmp_path / "vide.json")
    with pytest.raises(UnknownIdError):
        engine.export(["bilan-2023-2024/jad"], tmp_path / "x.json")
    assert not (tmp_path / "x.json").exists()
