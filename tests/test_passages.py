"""Passages: verbatim, of a readable size, on their page, with their lists; nothing is lost."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spe_search.french import sentences
from spe_search.passages import LONGEST, cut, passages_of
from spe_search.types import Document, Passage, Span
from spe_search.verbatim import is_verbatim, squeeze


@pytest.fixture(scope="module")
def passages(real_document: Document) -> tuple[Passage, ...]:
    return passages_of(real_document)


def named(passages: tuple[Passage, ...], passage_id: str) -> Passage:
    return next(p for p in passages if p.id == f"bilan-2023-2024/{passage_id}")


# ---------------------------------------------------------------- the real report


def test_every_passage_is_verbatim(real_document: Document, passages: tuple[Passage, ...]) -> None:
    source = real_document.source
    wrong = [p.id for p in passages if not p.text or not is_verbatim(p.text, source, p.spans)]
    assert wrong == []
    for passage in passages:
        assert passage.text == passage.text.strip()
        bounds = [offset for span in passage.spans for offset in (span.start, span.end)]
        assert (passage.start, passage.end) == (min(bounds), max(bounds))
        assert all(span.start < span.end for span in passage.spans)


def test_every_passage_is_on_its_page(
    real_document: Document, passages: tuple[Passage, ...]
) -> None:
    for passage in passages:
        page = next(page for page in real_document.pages if page.number == passage.page)
        first = passage.spans[0]
        assert page.span.start <= first.start < page.span.end, passage.id


def test_pages_read_off_the_report(passages: tuple[Passage, ...]) -> None:
    pages = {
        "introduction#paragraph-1": 2,
        "services-aux-individus#table_row-1": 3,
        "le-parcours-inspirant-de-maxime#story-1": 9,
        "le-parcours-d-exception-de-benoit#story-1": 11,
        "jade#results-1": 15,
        "projet-arrimage#summary-1": 15,
        "canape#summary-1": 17,
        "le-mot-de-la-fin#paragraph-1": 17,
    }
    assert {name: named(passages, name).page for name in pages} == pages


def test_ids_are_unique_and_begin_with_their_item(passages: tuple[Passage, ...]) -> None:
    assert Counter(p.id for p in passages).most_common(1)[0][1] == 1
    for passage in passages:
        item, _, part = passage.id.partition("#")
        assert item == passage.item_id
        assert item.startswith("bilan-2023-2024/")
        assert part.rpartition("-")[0] == passage.kind


def test_ids_depend_only_on_the_document(
    real_document: Document, passages: tuple[Passage, ...]
) -> None:
    assert passages_of(real_document) == passages


def test_passages_are_of_a_readable_size(passages: tuple[Passage, ...]) -> None:
    for passage in passages:
        assert len(passage.text) <= LONGEST or len(sentences(passage.text)) == 1, passage.id
    assert sum(len(p.text) < 60 for p in passages if p.kind == "paragraph") == 0


def test_passages_of_one_item_do_not_overlap(passages: tuple[Passage, ...]) -> None:
    taken: dict[int, str] = {}
    for passage in passages:
        for span in passage.spans:
            for offset in range(span.start, span.end):
                assert taken.setdefault(offset, passage.id) == passage.id


def test_all_that_was_parsed_is_in_a_passage(
    real_document: Document, passages: tuple[Passage, ...]
) -> None:
    for item in (*real_document.sections, *real_document.initiatives):
        shown = "".join(p.text for p in passages if p.item_id == item.id)
        for extract in item.extracts:
            assert squeeze(extract.text) in squeeze(shown)


def test_a_list_stays_with_what_announces_it(passages: tuple[Passage, ...]) -> None:
    (passage,) = (p for p in passages if "• construction;" in p.text)
    assert passage.text.startswith("Cette aide a été offerte prioritairement")
    assert passage.text.endswith("• sciences de la vie.")


def test_context_tells_what_the_text_leaves_out(passages: tuple[Passage, ...]) -> None:
    results = named(passages, "jade#results-1")
    assert results.text.startswith("333 personnes")
    for part in ("Bilan 2023-2024", "concertation étroite"):
        assert part in results.setting
    for part in ("Montérégie", "JADE", "Résultats"):
        assert part in results.heading
    for part in (results.setting, results.heading, results.text):
        assert part in results.indexed_text
    assert (results.region, results.item_kind, results.year) == ("16", "initiative", "2023-2024")
    assert results.heading_path[0] == "Bilan 2023-2024 des services publics d’emploi"
    assert results.heading_path[-1].startswith("JADE")


def test_a_table_row_is_indexed_with_its_heads(passages: tuple[Passage, ...]) -> None:
    row = next(p for p in passages if p.kind == "table_row" and "71 280" in p.text)
    assert "Cible de l’indicateur de résultat" in row.heading
    assert "Tableau II" in row.heading
    assert [cell.text for cell in row.cells] == ["71 280", "52 000", "57,2 %", "65,0 %"]
    aged = next(p for p in passages if p.text == "55 ans et plus 19 %")
    assert "Âge" in aged.heading


# ---------------------------------------------------------------- cutting


def parts(text: str, longest: int) -> list[str]:
    return [text[span.start : span.end] for span in cut(text, longest)]


A, B, C = "La première phrase.", "La deuxième phrase.", "La troisième phrase."


@pytest.mark.parametrize(
    ("text", "longest", "expected"),
    [
        pytest.param(f"{A} {B}", 100, [f"{A} {B}"], id="short"),
        pytest.param(f"{A} {B}", 20, [A, B], id="cut-at-a-sentence-end"),
        pytest.param(f"{A} {B} {C} {A}", 45, [f"{A} {B}", f"{C} {A}"], id="parts-of-like-length"),
        pytest.param(
            "Un long morceau sans fin", 10, ["Un long morceau sans fin"], id="one-sentence"
        ),
        pytest.param("", 10, [], id="empty"),
        pytest.param(" \n ", 10, [], id="blank"),
        pytest.param(f"  {A} ", 10, [A], id="edges"),
        pytest.param(
            f"{A} Sont visés :\n• les jeunes;\n• les femmes.",
            30,
            [A, "Sont visés :\n• les jeunes;\n• les femmes."],
            id="a-list-stays-with-its-announcement",
        ),
        pytest.param(f"{A} {B} {C} Oui.", 20, [A, B, f"{C} Oui."], id="no-crumb-at-the-end"),
    ],
)
def test_cut(text: str, longest: int, expected: list[str]) -> None:
    assert parts(text, longest) == expected


_TEXTS = st.lists(
    st.sampled_from(
        [A, B, "Oui !", "• génie;", "\n• santé.", "\n\n", " ", "M. Roy", "etc.", "« Ah. »"]
    )
    | st.text(max_size=8),
    max_size=30,
).map(" ".join)


@given(_TEXTS, st.integers(1, 120))
def test_cutting_loses_nothing(text: str, longest: int) -> None:
    spans = cut(text, longest)
    end = 0
    for span in spans:
        assert end <= span.start < span.end <= len(text)
        assert text[end : span.start].strip() == ""
        assert text[span.start : span.end] == text[span.start : span.end].strip()
        end = span.end
    assert text[end:].strip() == ""
    assert "".join("".join(text[s.start : s.end].split()) for s in spans) == "".join(text.split())


@given(_TEXTS, st.integers(1, 120))
def test_cuts_stand_where_sentences_start(text: str, longest: int) -> None:
    starts = {span.start for span in sentences(text)}
    for span in cut(text, longest):
        assert span.start in starts
    for span in cut(text, longest)[1:]:
        assert not text.startswith("•", span.start)


@given(st.lists(st.sampled_from([A, B, C, "Oui, tout à fait."]), min_size=1, max_size=60))
def test_parts_keep_to_their_size(chosen: list[str]) -> None:
    text = " ".join(chosen)
    longest = 100
    spans = cut(text, longest)
    for span in spans[:-1]:
        assert span.end - span.start <= longest
    # Only the last may be longer, by the crumb it took in.
    assert spans[-1].end - spans[-1].start <= longest + longest // 4
    assert spans[0] == Span(0, spans[0].end)
