"""Searching the real report: the right item first, filters kept, quotes that can be checked."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spe_search.engine import SearchEngine
from spe_search.errors import (
    EmptyQueryError,
    EncoderMismatchError,
    IndexMissingError,
    QueryTooLongError,
    TopKError,
    UnknownIdError,
    UnknownRegionError,
)
from spe_search.types import Encoder, Filters, Hit, Initiative, Passage, Section
from spe_search.verbatim import is_verbatim, page_at, squeeze

PREFIX = "bilan-2023-2024/"


def items(hits: tuple[Hit, ...]) -> list[str]:
    return [hit.passage.item_id.removeprefix(PREFIX) for hit in hits]


# ---------------------------------------------------------------- what is found


@pytest.mark.parametrize(
    ("query", "item"),
    [
        ("femmes dans la construction", "sommet-atypique-2024"),
        ("projet JADE en Montérégie", "jade"),
        ("Zone emploi 50 ans et plus au Salon de la FADOQ", "zone-emploi-50-ans"),
        ("economie verte PME", "l-integration-des-principes-de-l-economie-verte"),
        ("nouvelles arrivantes professionnelles à la Baie-James", "canape"),
        ("conjoints des infirmières recrutées hors Canada", "accueil-des-conjoints"),
        ("Matinées Lanaudoises", "20e-edition-des-matinees"),
        ("colloque à Blanc-Sablon", "colloque-en-ressources-humaines"),
        ("webinaires Midis RH", "les-midis-rh"),
        ("visites d’entreprises agricoles", "la-grande-viree"),
        ("formation en entretien ménager pour personnes immigrantes", "migrer-vers-l-emploi"),
        ("productivité du travail", "presentations-sur-la-productivite"),
        ("enquête dans la Vallée-de-la-Gatineau", "etude-sur-la-situation"),
        ("Maxime aide-cuisinier au restaurant", "le-parcours-inspirant-de-maxime"),
        ("le parcours de Benoit", "le-parcours-d-exception-de-benoit"),
        ("Coralie place en garderie", "le-parcours-de-coralie"),
        ("remontées mécaniques centres de ski", "qualification-obligatoire"),
        ("cible d’intégration en emploi assurance-emploi", "integration-en-emploi-des-individus"),
    ],
)
def test_the_item_that_speaks_of_it_comes_first(
    engine: SearchEngine, query: str, item: str
) -> None:
    found = items(engine.search(query))
    assert found[0].startswith(item), found[:3]


@pytest.mark.parametrize(
    ("query", "start"),
    [
        ("retour en emploi à la suite d’une intervention de JADE", "333 personnes"),
        ("examens de qualification passés et certificats délivrés", "En 2023-2024, le personnel"),
        ("bureaux locaux, en ligne et au téléphone", "Les services d’emploi sont offerts par 137"),
    ],
)
def test_the_sentence_that_answers_is_quoted(engine: SearchEngine, query: str, start: str) -> None:
    quotes = [hit.citation.quote for hit in engine.search(query, top_k=3)]
    assert any(quote.startswith(start) for quote in quotes), quotes


QUERIES = [
    "femmes dans la construction",
    "main-d’œuvre",
    "50 ans et plus",
    "Îles-de-la-Madeleine",
    "intervention auprès des entreprises en 2023-2024",
    "bonne nouvelle pour nous deux",
    "j’ai retenu",
    "53,9 %",
    "action",
    "e",
    "the women's employment program",
    "xyzzy",
]

by_query = pytest.mark.parametrize("query", QUERIES)


@by_query
def test_every_citation_can_be_checked(engine: SearchEngine, query: str) -> None:
    hits = engine.search(query, top_k=1000)
    for hit in hits:
        citation, passage = hit.citation, hit.passage
        document = engine.document(citation.document_id)
        source = squeeze(document.source[citation.start : citation.end])
        if len(passage.spans) == 1:
            assert squeeze(citation.quote) == source
        else:
            assert source.startswith(squeeze(citation.quote)[:20])
            assert source.endswith(squeeze(citation.quote)[-20:])
        assert citation.quote == passage.text[hit.sentence.start : hit.sentence.end]
        assert passage.start <= citation.start < citation.end <= passage.end
        assert citation.page == page_at(document, citation.start)
        assert f"p.\u00a0{citation.page}" in citation.label
        assert document.metadata.title in citation.label
        assert is_verbatim(passage.text, document.source, passage.spans)


@by_query
def test_hits_are_ranked_and_grouped(engine: SearchEngine, query: str) -> None:
    hits = engine.search(query, top_k=1000)
    assert [hit.rank for hit in hits] == list(range(1, len(hits) + 1))
    scores = [hit.score for hit in hits]
    assert scores == sorted(scores, reverse=True)
    assert all(0 <= score <= 1 for score in scores)
    found = items(hits)
    assert len(found) == len(set(found))
    for hit in hits:
        item = hit.initiative or hit.section
        assert item is not None
        assert (hit.initiative is None) != (hit.section is None)
        assert item.id == hit.passage.item_id
        assert {other.item_id for other in hit.others} <= {item.id}
        shown = [hit.passage.id, *(other.id for other in hit.others)]
        assert len(shown) == len(set(shown))


@by_query
def test_why_and_marks_name_the_words_met(engine: SearchEngine, query: str) -> None:
    for hit in engine.search(query, top_k=5):
        assert all(term in query for term in hit.why.terms)
        assert 0 <= hit.why.lexical <= 1
        assert -1 <= hit.why.dense <= 1
        assert hit.why.lexical > 0 or not hit.why.terms
        end = 0
        for mark in hit.marks:
            assert end <= mark.start < mark.end <= len(hit.passage.text)
            end = mark.end
        if hit.why.lexical == 0:
            assert hit.marks == ()


def test_marks_are_the_words_of_the_query_and_others_for_the_same_ideas(
    engine: SearchEngine,
) -> None:
    (hit, *_) = engine.search("femme construction")
    marked = {hit.passage.text[m.start : m.end].lower() for m in hit.marks}
    related = {words.lower() for words in hit.why.related}
    assert {"femmes", "construction"} <= marked
    assert marked <= {"femmes", "construction"} | related
    assert related.isdisjoint({"femmes", "construction"})


def test_other_words_for_the_same_idea_are_marked(engine: SearchEngine) -> None:
    hits = engine.search("older workers", top_k=3)
    assert any("50 ans et" in words for hit in hits for words in hit.why.related)


@pytest.mark.parametrize("top_k", [1, 3, 1000])
def test_top_k(engine: SearchEngine, top_k: int) -> None:
    every = items(engine.search("emploi", top_k=1000))
    assert len(every) > 20
    assert items(engine.search("emploi", top_k=top_k)) == every[:top_k]


def test_spelling_of_the_query_changes_nothing(engine: SearchEngine) -> None:
    def found(query: str) -> list[tuple[str, float]]:
        return [(hit.passage.id, hit.score) for hit in engine.search(query)]

    plain = found("personnes immigrantes éloignées du marché")
    assert found("  PERSONNES  immigrantes\nELOIGNEES du marche ") == plain


# ---------------------------------------------------------------- filters


@pytest.mark.parametrize(
    ("region", "code"),
    [
        ("Laurentides", "15"),
        ("DIRECTION GÉNÉRALE DES LAURENTIDES", "15"),
        ("bas st-laurent", "01"),
        ("Bas-Saint-Laurent", "01"),
        ("02", "02"),
        ("saguenay lac st jean", "02"),
        ("Secteur de l’emploi du Ministère", "00"),
    ],
)
def test_by_region(engine: SearchEngine, region: str, code: str) -> None:
    hits = engine.search("emploi", top_k=100, filters=Filters(region=region))
    expected = {
        item.id
        for item in engine.document("bilan-2023-2024").initiatives
        if item.region and item.region.code == code
    }
    assert {hit.passage.item_id for hit in hits} == expected
    assert all(hit.initiative and hit.initiative.region for hit in hits)


@pytest.mark.parametrize(
    ("filters", "fits"),
    [
        pytest.param(
            Filters(theme="concertation"), lambda p: "concertation" in (p.theme or ""), id="theme"
        ),
        pytest.param(Filters(kind="story"), lambda p: p.item_kind == "story", id="stories"),
        pytest.param(Filters(kind="section"), lambda p: p.item_kind == "section", id="sections"),
        pytest.param(Filters(kind="results"), lambda p: p.kind == "results", id="results"),
        pytest.param(Filters(kind="table_row"), lambda p: p.kind == "table_row", id="table-rows"),
        pytest.param(Filters(year="2024"), lambda p: p.year == "2023-2024", id="year"),
        pytest.param(
            Filters(document="bilan-2023-2024"),
            lambda p: p.document_id == "bilan-2023-2024",
            id="document",
        ),
        pytest.param(
            Filters(region="Laurentides", kind="partners"),
            lambda p: (p.region, p.kind) == ("15", "partners"),
            id="two-at-once",
        ),
    ],
)
def test_by_other_fields(
    engine: SearchEngine, filters: Filters, fits: Callable[[Passage], bool]
) -> None:
    hits = engine.search("emploi et personnes", top_k=100, filters=filters)
    assert hits
    for hit in hits:
        assert all(fits(passage) for passage in (hit.passage, *hit.others))


def test_filters_that_leave_nothing(engine: SearchEngine) -> None:
    assert engine.search("emploi", filters=Filters(region="Laval", kind="story")) == ()


# ---------------------------------------------------------------- asking


def test_a_question_is_answered_with_a_quote(engine: SearchEngine) -> None:
    answer = engine.ask("Qui participe aux Matinées Lanaudoises ?")
    assert answer.status == "answered"
    assert answer.text == answer.citations[0].quote == answer.hits[0].citation.quote
    assert "Lanaudoises" in answer.text
    assert answer.citations[0].page == 11


@pytest.mark.parametrize("question", ["xyzzy plugh", "zorglub pticrouf grumbl"])
def test_a_question_that_means_nothing_is_not_answered(engine: SearchEngine, question: str) -> None:
    answer = engine.ask(question)
    assert (answer.status, answer.text, answer.citations) == ("no_answer", "", ())
    assert answer.reason


def test_a_question_is_asked_within_filters(engine: SearchEngine) -> None:
    answer = engine.ask("Matinées Lanaudoises", filters=Filters(region="Lanaudière"))
    assert {hit.passage.region for hit in answer.hits} == {"14"}
    elsewhere = engine.ask("Matinées Lanaudoises", filters=Filters(region="Laval", kind="story"))
    assert (elsewhere.status, elsewhere.hits) == ("no_answer", ())


# ---------------------------------------------------------------- showing


def test_show_finds_whatever_has_an_id(engine: SearchEngine) -> None:
    jade = engine.show(f"{PREFIX}jade")
    assert isinstance(jade, Initiative)
    assert jade.title.startswith("JADE")
    section = engine.show(f"{PREFIX}introduction")
    assert isinstance(section, Section)
    passage = engine.show(f"{PREFIX}jade#results-1")
    assert isinstance(passage, Passage)
    assert passage.text.startswith("333 personnes")


@pytest.mark.parametrize(
    ("wrong", "near"),
    [
        (f"{PREFIX}jad", f"{PREFIX}jade"),
        (f"{PREFIX}canapé", f"{PREFIX}canape"),
        (f"{PREFIX}le-parcours-de-coraly", f"{PREFIX}le-parcours-de-coralie"),
        (f"{PREFIX}jade#result-1", f"{PREFIX}jade#results-1"),
        (f"{PREFIX}jade#", f"{PREFIX}jade#"),
        ("", PREFIX),
        ("#", PREFIX),
    ],
)
def test_an_unknown_id_suggests_near_ones(engine: SearchEngine, wrong: str, near: str) -> None:
    with pytest.raises(UnknownIdError) as caught:
        engine.show(wrong)
    assert str(caught.value.values["accepted"]).split(", ")[0].startswith(near)
    assert near in str(caught.value)


def test_page_gives_what_stands_there_in_order(engine: SearchEngine) -> None:
    passage = engine.show(f"{PREFIX}jade#results-1")
    assert isinstance(passage, Passage)
    page = engine.page(passage)
    assert passage in page
    assert {p.page for p in page} == {15}
    assert [p.start for p in page] == sorted(p.start for p in page)
    assert {p.item_id.removeprefix(PREFIX) for p in page} >= {"jade", "projet-arrimage"}


# ---------------------------------------------------------------- opening and misuse


def test_no_index(tmp_path: Path) -> None:
    with pytest.raises(IndexMissingError):
        SearchEngine.open(tmp_path / "nulle-part")


def test_opening_loads_no_model(built_index: Path) -> None:
    """The index names a model that does not exist here: opening must not look for it."""
    engine = SearchEngine.open(str(built_index))
    assert engine.manifest.encoder.name == "fake"
    assert isinstance(engine.show(f"{PREFIX}jade"), Initiative)


def test_another_encoder_is_refused(
    built_index: Path, make_encoder: Callable[..., Encoder]
) -> None:
    engine = SearchEngine.open(built_index, make_encoder(name="other", digest="0123456789abcdef"))
    with pytest.raises(EncoderMismatchError) as caught:
        engine.search("emploi")
    for message in (str(caught.value), caught.value.localized("en")):
        for part in ("fake", "other", "01234567", f"--index {built_index} --encoder other"):
            assert part in message


@pytest.mark.parametrize(
    ("query", "options", "error"),
    [
        ("", {}, EmptyQueryError),
        ("x" * 100_000, {}, QueryTooLongError),
        ("emploi", {"top_k": 0}, TopKError),
        ("emploi", {"top_k": 10**9}, TopKError),
        ("emploi", {"filters": Filters(region="Ontario")}, UnknownRegionError),
    ],
    ids=["empty", "too-long", "none", "too-many", "region"],
)
def test_bad_input_is_told_by_search_and_by_ask(
    engine: SearchEngine, query: str, options: dict[str, object], error: type[Exception]
) -> None:
    with pytest.raises(error):
        engine.search(query, **options)  # type: ignore[arg-type]
    with pytest.raises(error):
        engine.ask(query, **options)  # type: ignore[arg-type]


@settings(max_examples=40, deadline=None)
@given(st.text(st.characters(exclude_categories=["Cc", "Cs"]), max_size=60))
def test_any_readable_query_has_hits_or_none(engine: SearchEngine, query: str) -> None:
    try:
        hits = engine.search(query, top_k=3)
    except EmptyQueryError:
        return
    assert len(hits) <= 3


def test_threads_may_share_an_engine(
    built_index: Path, make_encoder: Callable[..., Encoder], engine: SearchEngine
) -> None:
    expected = {query: items(engine.search(query)) for query in QUERIES}
    fresh = SearchEngine.open(built_index, make_encoder())
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda query: (query, items(fresh.search(query))), QUERIES * 5))
    for query, result in found:
        assert result == expected[query]
