"""Repairs: what they mend, what they leave alone, and finding shown text again in its source."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spe_search.types import Document, Metadata, Page, Span
from spe_search.verbatim import clean, decode, is_verbatim, locate, page_at, squeeze, torn_spaces


def repaired(source: str) -> str:
    return clean(source, [Span(0, len(source))], torn_spaces(source))


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        pytest.param("une ligne\nune autre", "une ligne une autre", id="line-break"),
        pytest.param("une ligne \n\n  une autre", "une ligne une autre", id="blank-line"),
        pytest.param("deux  espaces\tet plus", "deux espaces et plus", id="runs-of-space"),
        pytest.param("102\u202f544\u00a0%", "102 544 %", id="fixed-spaces"),
        pytest.param("une page\f\nune autre", "une page une autre", id="form-feed"),
        pytest.param("  bords \n", "bords", id="edges"),
        pytest.param("Îles-\nde-la-Madeleine", "Îles-de-la-Madeleine", id="compound-at-line-end"),
        pytest.param("Îles-  \n\n de-la-M.", "Îles-de-la-M.", id="compound-over-blank-line"),
        pytest.param("ci\u2010\ndessous", "ci-dessous", id="compound-with-u2010"),
        pytest.param("Îles- de-la-Madeleine", "Îles- de-la-Madeleine", id="no-line-end-no-joining"),
        pytest.param("le volet -\nindividus", "le volet - individus", id="lone-hyphen-stays-apart"),
        pytest.param("de 2023-\n2024", "de 2023- 2024", id="hyphen-after-a-digit-stays-apart"),
        pytest.param("ce que j ’ai retenu", "ce que j’ai retenu", id="torn-elision"),
        pytest.param("ce qu ’il dit", "ce qu’il dit", id="torn-elision-qu"),
        pytest.param("d\u00a0'emploi", "d'emploi", id="torn-elision-fixed-space"),
        pytest.param("les employés ’ai", "les employés ’ai", id="no-elision-no-closing"),
        pytest.param("Saint\u2010Michel", "Saint-Michel", id="u2010"),
        pytest.param("Saint\u2011Michel", "Saint-Michel", id="u2011"),
        pytest.param("Saguenay–Lac-Saint-Jean", "Saguenay–Lac-Saint-Jean", id="en-dash-stays"),
        pytest.param("em\u00adploi", "emploi", id="soft-hyphen"),
        pytest.param("em\u200bploi\ufeff", "emploi", id="zero-width"),
        pytest.param("a\x07b", "ab", id="control-character"),
        pytest.param("visés :\n• génie;\n\n• santé.", "visés :\n• génie;\n• santé.", id="bullets"),
        pytest.param(
            "visés : • génie; • santé.", "visés :\n• génie;\n• santé.", id="inline-bullets"
        ),
        pytest.param("« Déjà ! » – oui… œuvre", "« Déjà ! » – oui… œuvre", id="nothing-to-mend"),
        pytest.param("\u00ad \n", "", id="nothing-visible"),
        pytest.param("", "", id="empty"),
    ],
)
def test_repairs(source: str, shown: str) -> None:
    assert repaired(source) == shown
    assert is_verbatim(shown, source, [Span(0, len(source))])


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        pytest.param("Plan d’action. Pistes d’act ion.", "d’action.", id="whole-form-elsewhere"),
        pytest.param("Pistes d’act ion.", "d’act ion.", id="whole-form-nowhere"),
        pytest.param("Action, act, act ion.", "act ion.", id="first-half-is-a-word"),
        pytest.param("Action, ion, act ion.", "act ion.", id="second-half-is-a-word"),
        pytest.param("ACTION. Pistes d’Act ion.", "d’Action.", id="case-does-not-matter"),
        pytest.param("Action. act\nion.", "act ion.", id="a-line-break-is-no-tear"),
        pytest.param("Aéroport. a éroport.", "a éroport.", id="one-letter-is-too-short"),
    ],
)
def test_a_torn_word_is_closed_only_under_its_rule(source: str, shown: str) -> None:
    assert repaired(source).endswith(f" {shown}")


def test_a_tear_may_overlap_the_pair_before_it() -> None:
    source = "une action. deux act ion trois"
    assert repaired(source) == "une action. deux action trois"


def test_several_spans_are_joined_as_lines() -> None:
    source = "Les Îles- [encadré] de-la-Madeleine"
    assert clean(source, [Span(0, 9), Span(20, 35)]) == "Les Îles-de-la-Madeleine"
    assert clean("un XX deux", [Span(0, 2), Span(6, 10)]) == "un deux"


@pytest.mark.parametrize(
    ("text", "verbatim"),
    [
        ("le marché du travail", True),
        ("le  marché\u00a0du\ntravail", True),
        ("le marché du travai", False),
        ("le marche du travail", False),
        ("Le marché du travail", False),
        ("le marché du travail.", False),
        ("", False),
    ],
)
def test_is_verbatim(text: str, verbatim: bool) -> None:
    source = "Sur le mar\u00adché\ndu travail, rien."
    assert is_verbatim(text, source, [Span(4, 25)]) is verbatim


# ---------------------------------------------------------------- finding text again

# Pieces that the repairs act upon, so that free text meets them often.
_PIECES = st.sampled_from(
    [
        "act",
        "ion",
        "action",
        "j",
        "’ai",
        "Îles-",
        "de",
        "•",
        "\n",
        "  ",
        "\u00ad",
        "\u2010",
        "\u200b",
        "«",
        "\f",
    ]
)
_SOURCES = st.lists(_PIECES | st.text(max_size=4), max_size=30).map("".join)


@given(_SOURCES)
def test_repairs_keep_every_visible_character(source: str) -> None:
    assert squeeze(repaired(source)) == squeeze(source)


@given(_SOURCES)
def test_repaired_text_needs_no_more_white_space_mended(source: str) -> None:
    shown = repaired(source)
    assert shown == shown.strip()
    assert "  " not in shown
    assert all(line.startswith("•") for line in shown.split("\n")[1:])


@given(_SOURCES, st.data())
def test_any_part_is_found_again(source: str, data: st.DataObject) -> None:
    cuts = st.lists(st.integers(0, len(source)), min_size=2, max_size=6).map(sorted)
    bounds = data.draw(cuts)
    spans = [Span(a, b) for a, b in zip(bounds[::2], bounds[1::2], strict=False)]
    text = clean(source, spans, torn_spaces(source))
    start, end = data.draw(cuts.map(lambda c: (min(c[0], len(text)), min(c[-1], len(text)))))
    found = locate(source, spans, text, Span(start, end))
    assert squeeze("".join(source[s.start : s.end] for s in found)) == squeeze(text[start:end])
    for span in found:
        assert any(s.start <= span.start < span.end <= s.end for s in spans)
        shown = source[span.start : span.end]
        assert shown == shown.strip()


def test_locate_skips_what_the_part_does_not_run_through() -> None:
    source = "aaa bbb XXX ccc ddd"
    spans = [Span(0, 7), Span(12, 19)]
    text = clean(source, spans)
    assert text == "aaa bbb ccc ddd"
    assert locate(source, spans, text, Span(4, 7)) == (Span(4, 7),)
    assert locate(source, spans, text, Span(8, 11)) == (Span(12, 15),)
    assert locate(source, spans, text, Span(4, 11)) == (Span(4, 7), Span(12, 15))
    assert locate(source, spans, text, Span(7, 8)) == ()


def test_page_at() -> None:
    metadata = Metadata("d", "t", "p", "2024", "fr", "bilan", "s", "l")
    pages = (Page(2, Span(0, 5)), Page(3, Span(5, 9)))
    document = Document(metadata, "", "abcdefghi", pages, (), ())
    assert [page_at(document, i) for i in (0, 4, 5, 8)] == [2, 2, 3, 3]
    assert page_at(document, 9) == 3


# ---------------------------------------------------------------- bytes


@pytest.mark.parametrize(
    ("data", "text"),
    [
        pytest.param("l’été à Québec".encode(), "l’été à Québec", id="utf-8"),
        pytest.param("\ufeffété".encode(), "été", id="byte-order-mark"),
        pytest.param("l’été – œuvre…".encode("cp1252"), "l’été – œuvre…", id="windows-1252"),
        pytest.param(b"a\r\nb\n", "a\r\nb\n", id="line-ends-stay"),
        pytest.param(b"", "", id="empty"),
    ],
)
def test_decode(data: bytes, text: str) -> None:
    assert decode(data) == text


@pytest.mark.parametrize(
    ("data", "position"),
    [
        pytest.param(b"PK\x03\x04\x00\x01", 4, id="zip"),
        pytest.param("été".encode("utf-16-le"), 1, id="utf-16"),
        pytest.param(b"texte \x81\xe9", 6, id="no-such-byte-in-windows-1252"),
    ],
)
def test_what_is_not_text_is_refused(data: bytes, position: int) -> None:
    with pytest.raises(UnicodeDecodeError) as caught:
        decode(data)
    assert caught.value.start == position
