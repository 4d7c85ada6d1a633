"""Addresses of citations: what they hold, what is none, and where they lead after a rebuild."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from urllib.parse import parse_qs, quote, urlencode
from zlib import crc32

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spe_search.address import Address, address_of, is_address, parse_address
from spe_search.build import build_index
from spe_search.citing import cite
from spe_search.engine import SearchEngine
from spe_search.errors import AddressError, AddressMismatchError, UnknownDocumentError
from spe_search.french import sentences
from spe_search.types import Citation, Document, Encoder, Passage, Span
from spe_search.verbatim import squeeze

Write = Callable[..., Path]

GOOD = "bilan-2023-2024@10cb21df:5247-5285.34.9f3a1c2b"
SENTENCE = "42 personnes ont trouvé un emploi."


# ---------------------------------------------------------------- the text of an address


@pytest.mark.parametrize(
    "text",
    [
        "",
        "@",
        "bilan-2023-2024",
        "bilan-2023-2024/jade#results-1",
        "bilan-2023-2024@10cb21df",
        "bilan-2023-2024@10cb21df:5247-5285",
        "bilan-2023-2024@10CB21DF:5247-5285.34.9f3a1c2b",
        "bilan-2023-2024@10cb21d:5247-5285.34.9f3a1c2b",
        "bilan-2023-2024@10cb21df:5285-5247.34.9f3a1c2b",
        "bilan-2023-2024@10cb21df:5247-5247.34.9f3a1c2b",
        "bilan-2023-2024@10cb21df:-5285.34.9f3a1c2b",
        "bilan-2023-2024@10cb21df:5247-5285.0.9f3a1c2b",
        "bilan-2023-2024@10cb21df:٥٢-٥٣.34.9f3a1c2b",
        f"{GOOD}\n{GOOD}",
        f"{GOOD} ; rm -rf /",
        f"../{GOOD}",
        "@" * 100_000,
        "bilan@10cb21df:" + "1-2_" * 1000 + "1-2.1.00000000",
        "bilan@10cb21df:" + "9" * 5000 + "-1.1.00000000",
        "\x1b[31m@\u202e\ud800",
    ],
)
def test_what_is_no_address(text: str) -> None:
    with pytest.raises(AddressError) as caught:
        parse_address(text)
    assert caught.value.localized("en").isprintable()
    assert "bilan-2023-2024@" in str(caught.value)


addresses = st.builds(
    Address,
    document_id=st.from_regex(r"[a-z0-9]{1,9}(-[a-z0-9]{1,9}){0,3}", fullmatch=True),
    digest=st.from_regex(r"[0-9a-f]{8}", fullmatch=True),
    spans=st.lists(
        st.builds(lambda a, n: Span(a, a + n), st.integers(0, 10**9), st.integers(1, 10**6)),
        min_size=1,
        max_size=4,
    ).map(tuple),
    length=st.integers(1, 10**6),
    checksum=st.from_regex(r"[0-9a-f]{8}", fullmatch=True),
)


@settings(deadline=None)
@given(addresses)
def test_an_address_is_read_as_it_was_written(address: Address) -> None:
    assert parse_address(str(address)) == address
    assert parse_address(f"  {address}\n") == address


@settings(deadline=None)
@given(addresses)
def test_an_address_goes_through_a_url(address: Address) -> None:
    text = str(address)
    assert quote(text, safe="@:/?-._~") == text  # it needs no escape after "?" or in a path
    assert parse_address(quote(text, safe="")) == address
    assert parse_qs(urlencode({"at": text}))["at"] == [text]


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=60))
def test_any_text_is_an_address_or_refused(text: str) -> None:
    with suppress(AddressError):
        assert str(parse_address(text))


def test_ids_are_not_taken_for_addresses() -> None:
    assert is_address(GOOD)
    assert is_address(quote(GOOD, safe=""))
    assert not is_address("bilan-2023-2024/jade#results-1")


def test_words_are_known_however_they_are_laid_out(real_document: Document) -> None:
    address = parse_address(address_of(real_document, "un  salon\nd’été", [Span(1, 2)]))
    assert address.is_of(real_document.digest)
    assert address.fits("un salon d’été")
    assert not address.fits("un salon d’éte")
    text = "Un salon. Deux jours pour un\n salon d’été, puis un salon d’\u00adété encore"
    found = [text[span.start : span.end] for span in address.occurrences(text)]
    assert found == ["un\n salon d’été", "un salon d’\u00adété"]
    assert address.occurrences("un salon d’hiver") == ()
    assert address.occurrences("") == ()


@settings(deadline=None)
@given(st.text(max_size=20), st.text(min_size=1, max_size=20).filter(squeeze), st.text(max_size=20))
def test_words_are_found_wherever_they_stand(before: str, words: str, after: str) -> None:
    data = squeeze(words).encode()
    address = Address("a", "0" * 8, (Span(0, 1),), len(data), f"{crc32(data):08x}")
    found = address.occurrences(before + words + after)
    assert found
    for span in found:
        assert squeeze((before + words + after)[span.start : span.end]).encode() == data


# ---------------------------------------------------------------- where an address leads


def citations(engine: SearchEngine) -> list[tuple[Passage, Citation]]:
    return [
        (passage, cite(engine.document(passage.document_id), passage, part, "x"))
        for passage in engine.index.passages()
        for part in (*sentences(passage.text), Span(0, len(passage.text)))
    ]


def test_every_citation_opens_in_its_passage(engine: SearchEngine) -> None:
    interrupted = 0
    for passage, citation in citations(engine):
        found = engine.at(citation.address)
        assert (found.status, found.places, found.address) == ("same", 1, citation.address)
        assert found.quote == citation.quote
        assert found.page == citation.page
        assert found.passage == passage
        assert found.part is not None
        assert passage.text[found.part.start : found.part.end] == citation.quote
        assert found.item is not None
        assert found.item.id == passage.item_id
        assert found.citation is not None
        assert found.citation.address == citation.address
        interrupted += "_" in citation.address
    assert interrupted, "the report has quotes that something interrupts"


def test_an_address_outlives_the_index(
    engine: SearchEngine, report_folder: Path, tmp_path: Path, encoder: Encoder
) -> None:
    citation = engine.search("femmes dans la construction")[0].citation
    description = report_folder / "bilan-spe-2023-2024.toml"
    text = description.read_text(encoding="utf-8")
    assert "Ministère de l’Emploi" in text
    description.write_text(text.replace("Ministère de l’Emploi", "Emploi"), encoding="utf-8")
    (report_folder / "thesaurus.toml").unlink()
    build_index(report_folder, tmp_path / "index", encoder)
    found = SearchEngine.open(tmp_path / "index", encoder).at(citation.address)
    assert (found.status, found.quote, found.page) == ("same", citation.quote, citation.page)
    assert found.citation == citation


@pytest.fixture
def rebuilt(write_report: Write, tmp_path: Path, encoder: Encoder) -> Callable[..., SearchEngine]:
    """Build the small report again: ``rebuilt(change=…, id=…)``."""

    def build(change: Callable[[str], str] = str, **values: str) -> SearchEngine:
        folder = write_report(**values)
        source = folder / "essai.txt"
        source.write_text(change(source.read_text(encoding="utf-8")), encoding="utf-8")
        build_index(folder, tmp_path / "index", encoder)
        return SearchEngine.open(tmp_path / "index", encoder)

    return build


def address_in(engine: SearchEngine, words: str = SENTENCE) -> str:
    for passage in engine.index.passages():
        start = passage.text.find(words)
        if start >= 0:
            document = engine.document(passage.document_id)
            part = Span(start, start + len(words))
            return cite(document, passage, part, "x").address
    raise AssertionError(words)


def test_words_that_moved_are_found(rebuilt: Callable[..., SearchEngine]) -> None:
    address = address_in(rebuilt())
    moved = rebuilt(lambda text: text.replace("Résultats : 42", "Résultats : Un succès. 42"))
    found = moved.at(address)
    assert (found.status, found.quote, found.places) == ("changed", SENTENCE, 1)
    assert found.passage is not None
    assert found.passage.kind == "results"
    assert found.citation is not None
    assert found.citation.address != address
    again = moved.at(found.citation.address)
    assert (again.status, again.quote) == ("same", SENTENCE)


def test_words_cut_otherwise_by_the_lines_are_found(rebuilt: Callable[..., SearchEngine]) -> None:
    address = address_in(rebuilt())
    found = rebuilt(lambda text: text.replace("ont trouvé un", "ont\ntrouvé  un")).at(address)
    assert (found.status, found.quote) == ("changed", SENTENCE)


def test_words_that_went_are_said_to_have_gone(rebuilt: Callable[..., SearchEngine]) -> None:
    address = address_in(rebuilt())
    found = rebuilt(lambda text: text.replace("42", "43")).at(address)
    assert (found.status, found.quote, found.page) == ("changed", "", None)
    assert (found.citation, found.passage, found.item, found.places) == (None, None, None, 0)


def test_of_several_places_the_nearest_is_shown(rebuilt: Callable[..., SearchEngine]) -> None:
    address = address_in(rebuilt())
    found = rebuilt(
        lambda text: text.replace("INTRODUCTION\n", f"INTRODUCTION\n\n{SENTENCE}\n") + "\n"
    ).at(address)
    assert (found.status, found.places) == ("changed", 2)
    assert found.passage is not None
    assert found.passage.kind == "results"


def test_a_report_under_another_id_is_known_by_its_text(
    rebuilt: Callable[..., SearchEngine],
) -> None:
    address = address_in(rebuilt())
    found = rebuilt(id="essai-2").at(address)
    assert (found.status, found.document_id, found.quote) == ("same", "essai-2", SENTENCE)


def test_words_outside_of_every_passage_are_cited(rebuilt: Callable[..., SearchEngine]) -> None:
    engine = rebuilt()
    document = engine.document("essai")
    heading = document.source.index("ESTRIE")
    span = Span(heading, heading + len("ESTRIE"))
    found = engine.at(address_of(document, "ESTRIE", [span]))
    assert (found.status, found.quote, found.passage, found.item) == ("same", "ESTRIE", None, None)
    moved = rebuilt(lambda text: f"\n\n{text}").at(address_of(document, "ESTRIE", [span]))
    assert (moved.status, moved.quote) == ("changed", "ESTRIE")


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_an_address_that_was_altered_is_refused(engine: SearchEngine, lang: str) -> None:
    address = address_in(engine, "333 personnes")
    start, _, rest = address.partition(":")
    for altered in (
        f"{address[:-1]}{'1' if address.endswith('0') else '0'}",
        f"{start}:{rest.replace('-', '-9', 1)}",
    ):
        with pytest.raises(AddressMismatchError, match="bilan-2023-2024"):
            engine.at(altered)


def test_an_unknown_document_is_named(engine: SearchEngine) -> None:
    with pytest.raises(UnknownDocumentError, match=r"bilan-1999.*bilan-2023-2024"):
        engine.at("bilan-1999@00000000:1-2.1.00000000")
