"""What is like an item or a project described: which come first, and that every reason holds."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spe_search.build import build_index
from spe_search.compare import Comparable, Trait
from spe_search.compare.profiles import Rarity, cosine
from spe_search.compare.weights import chance
from spe_search.encode import DEFAULT_ENCODER, encoder_of
from spe_search.engine import SearchEngine
from spe_search.errors import (
    BadInputError,
    ControlCharacterError,
    EmptyQueryError,
    QueryTooLongError,
    TopKError,
    UnknownIdError,
    UnknownRegionError,
)
from spe_search.types import Citation, Document, Encoder, Filters, Initiative, Section
from spe_search.verbatim import page_at, squeeze

REPORT = "bilan-2023-2024"
VIREE = f"{REPORT}/la-grande-viree"
MATINEES = f"{REPORT}/20e-edition-des-matinees-lanaudoises"
MIDIS = f"{REPORT}/les-midis-rh-en-chaudiere-appalaches"
COLLOQUE = f"{REPORT}/colloque-en-ressources-humaines"
BENOIT = f"{REPORT}/le-parcours-d-exception-de-benoit"
CONJOINTS = f"{REPORT}/accueil-des-conjoints-du-projet-infirmieres-diplomees-hors"
CANAPE = f"{REPORT}/canape"
JADE = f"{REPORT}/jade"


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory) -> SearchEngine:
    """The real report with the encoder that comes with the program."""
    index = tmp_path_factory.mktemp("real") / "index"
    encoder = encoder_of(DEFAULT_ENCODER)
    build_index(Path(__file__).parents[1] / "corpus", index, encoder)
    return SearchEngine.open(index, encoder)


def ids(found: tuple[Comparable, ...]) -> list[str]:
    return [each.item.id for each in found]


def region_of(each: Comparable) -> str | None:
    item = each.item
    return item.region.name if isinstance(item, Initiative) and item.region else None


def cited(document: Document, citation: Citation) -> bool:
    """Tell whether a citation's quote stands where it says, on the page it says."""
    source = squeeze(document.source[citation.start : citation.end])
    quote = squeeze(citation.quote)
    # A box may interrupt a quote: its first and last words then bound the rest.
    stands = source == quote or (source[:20] == quote[:20] and source[-20:] == quote[-20:])
    return stands and page_at(document, citation.start) == citation.page


# ---------------------------------------------------------------- what comes first


@pytest.mark.slow
@pytest.mark.parametrize(
    ("source", "expected"),
    [
        (MIDIS, {MATINEES, COLLOQUE}),
        (MATINEES, {MIDIS, COLLOQUE}),
        (CANAPE, {f"{REPORT}/sommet-atypique-2024"}),
        (BENOIT, {f"{REPORT}/le-parcours-d-exception-d-isabelle"}),
    ],
)
def test_the_nearest_are_among_the_first(
    real: SearchEngine, source: str, expected: set[str]
) -> None:
    assert expected <= set(ids(real.similar(source, top_k=4)))


@pytest.mark.slow
@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("Nous voulons emmener des chômeurs de 60 ans voir des fermes qui recrutent.", VIREE),
        ("We would like to help the spouses of nurses hired abroad find a job.", CONJOINTS),
        (
            "Le contexte : il manque de monde partout.\n\n"
            "Notre équipe jumellerait les chercheurs d’emploi et les employeurs dès la fin d’une "
            "mesure, pour pourvoir les postes vacants.\n\nCe serait gratuit.",
            JADE,
        ),
        ("A series of webinars about human resources for small business managers", MIDIS),
    ],
)
def test_a_project_in_everyday_words_finds_its_like(
    real: SearchEngine, text: str, first: str
) -> None:
    assert ids(real.similar_to_text(text))[0] == first


@pytest.mark.slow
@pytest.mark.parametrize(
    "text", ["recette de tarte aux pommes", "A museum of medieval swords.", "météo demain"]
)
def test_what_is_like_nothing_finds_nothing_likely(real: SearchEngine, text: str) -> None:
    assert all(each.score < 0.3 for each in real.similar_to_text(text))


def test_the_source_is_never_its_own_comparable(engine: SearchEngine) -> None:
    for item in engine.index.values["item"]:
        assert item not in ids(engine.similar(item, top_k=1000))


def test_initiatives_and_stories_unless_sections_are_asked_for(engine: SearchEngine) -> None:
    found = engine.similar(JADE, top_k=1000)
    assert found
    assert all(isinstance(each.item, Initiative) for each in found)
    sections = engine.similar(JADE, top_k=5, filters=Filters(kind="section"))
    assert sections
    assert all(isinstance(each.item, Section) for each in sections)


def test_filters_limit_what_is_compared(engine: SearchEngine) -> None:
    found = engine.similar(JADE, top_k=1000, filters=Filters(region="Laurentides"))
    assert {region_of(each) for each in found} == {"Laurentides"}


def test_ranks_follow_and_scores_are_chances(engine: SearchEngine) -> None:
    found = engine.similar(MIDIS, top_k=8)
    assert [each.rank for each in found] == list(range(1, len(found) + 1))
    for each in found:
        assert 0 < each.score < 1
        assert each.score == pytest.approx(chance(each.likeness.whole), abs=1e-4)


def test_the_same_question_has_the_same_answer(engine: SearchEngine) -> None:
    assert engine.similar(MIDIS) == engine.similar(MIDIS)


def test_fewer_are_the_first_of_more(engine: SearchEngine) -> None:
    assert ids(engine.similar(MIDIS, top_k=2)) == ids(engine.similar(MIDIS, top_k=9))[:2]


def test_a_passage_stands_for_its_item(engine: SearchEngine) -> None:
    assert engine.similar(f"{JADE}#summary-1") == engine.similar(JADE)


def test_a_section_has_comparables_too(engine: SearchEngine) -> None:
    assert engine.similar(f"{REPORT}/qualification-volontaire")


# ---------------------------------------------------------------- other regions first


def built(corpus: Path, folder: Path, encoder: Encoder) -> SearchEngine:
    build_index(corpus, folder / "index", encoder)
    return SearchEngine.open(folder / "index", encoder)


def test_other_regions_come_first_among_equals(
    write_report: Callable[..., Path], tmp_path: Path, encoder: Encoder
) -> None:
    told = "Sommaire : Des ateliers de jumelage ont réuni des entreprises et des jeunes mères."
    regions = ("LAVAL", "LAVAL", "ESTRIE", "ESTRIE", "MAURICIE")
    body = "\n\n".join(f"{name}\n\nJumelage {i}\n\n{told}" for i, name in enumerate(regions))
    text = f"INTRODUCTION\n\nLe présent bilan.\n\nInitiatives ayant permis d’aider\n\n{body}\n"
    engine = built(write_report(text=text), tmp_path, encoder)
    source = next(i for i in engine.index.values["item"] if i.endswith("jumelage-0"))
    found = [region_of(each) for each in engine.similar(source)]
    assert set(found[:2]) == {"Estrie", "Mauricie"}
    assert sorted(map(str, found)) == ["Estrie", "Estrie", "Laval", "Mauricie"]


# ---------------------------------------------------------------- why


def traits_of(each: Comparable) -> list[tuple[Trait, bool]]:
    """Return the traits of a comparable, each with whether it is the comparable's own."""
    pairs: list[tuple[Trait | None, Trait | None]]
    pairs = [(shared.own, shared.other) for shared in each.shared]
    for difference in each.differences:
        pairs += [(trait, None) for trait in difference.own]
        pairs += [(None, trait) for trait in difference.other]
    return [(trait, i == 1) for pair in pairs for i, trait in enumerate(pair) if trait]


def test_every_reason_can_be_checked(engine: SearchEngine, real_document: Document) -> None:
    seen = 0
    for item in engine.index.values["item"]:
        for each in engine.similar(item, top_k=3):
            assert cited(real_document, each.nearest)
            assert each.shared or each.score >= 0.3
            for trait, _ in traits_of(each):
                assert trait.citation is not None, (item, trait)
                assert cited(real_document, trait.citation), (item, trait)
                assert squeeze(trait.words) == squeeze(trait.citation.quote)
                seen += 1
    assert seen > 500


def test_a_misspelt_description_is_mended(engine: SearchEngine) -> None:
    typed = "Nous voulons jumeler des retraités.\n\nIls cherchent un enploi."
    right = typed.replace("enploi", "emploi")
    assert engine.mend_description(typed)[0] == right  # its paragraphs are kept
    found = engine.similar_to_text(typed, top_k=50)
    assert found == engine.similar_to_text(right, top_k=50, exact=True) != ()
    assert found != engine.similar_to_text(typed, top_k=50, exact=True)


def test_the_words_of_a_description_are_its_own(engine: SearchEngine) -> None:
    text = "Nous voulons jumeler des retraités et des fermes de l’Estrie, avec le cégep."
    found = engine.similar_to_text(text, top_k=10)
    assert found
    for each in found:
        assert each.own == text
        for trait, is_other in traits_of(each):
            if is_other:
                assert trait.citation is not None
            elif trait.facet == "region":
                assert (trait.fr, trait.citation) == ("Estrie", None)
            else:
                assert trait.citation is None
                assert trait.words in text


def test_what_both_name_is_said_with_both_their_words(engine: SearchEngine) -> None:
    found = {each.item.id: each for each in engine.similar(VIREE, top_k=20)}
    shared = {s.fr: (s.own.words, s.other.words) for s in found[JADE].shared}
    assert shared["jumelage"] == ("mettre en relation", "jumeler")


def test_regions_differ_where_they_do(engine: SearchEngine) -> None:
    for each in engine.similar(MIDIS, top_k=5):
        (difference,) = [d for d in each.differences if d.aspect == "region"]
        assert [t.fr for t in difference.own] == ["Chaudière-Appalaches"]
        assert [t.fr for t in difference.other] == [region_of(each)]


def test_nothing_is_both_shared_and_different(engine: SearchEngine) -> None:
    for each in engine.similar(BENOIT, top_k=10):
        shared = {(t.facet, t.id) for s in each.shared for t in (s.own, s.other)}
        different = {(t.facet, t.id) for d in each.differences for t in (*d.own, *d.other)}
        assert not shared & different


def test_what_most_items_name_is_no_reason() -> None:
    rarity = Rarity([{"all", "rare"}, *({"all"} for _ in range(19))])
    assert rarity["all"] == pytest.approx(0.024, abs=0.001)
    assert rarity["rare"] > 2
    assert rarity.is_common("all")
    assert not rarity.is_common("rare")


def test_in_a_small_report_nothing_is_too_general() -> None:
    assert not Rarity([{"all"}, {"all"}]).is_common("all")


def test_what_is_rare_weighs_more() -> None:
    rarity = Rarity([{"a", "b"}, {"a"}, {"a"}, {"a", "c"}])
    near = cosine({"a": 1, "b": 1}, {"b": 1, "c": 1}, rarity)
    far = cosine({"a": 1, "b": 1}, {"a": 1, "c": 1}, rarity)
    assert near > 2 * far
    assert cosine({}, {"a": 1}, rarity) == 0


# ---------------------------------------------------------------- what is typed


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("", EmptyQueryError),
        (" \n\n\t", EmptyQueryError),
        ("…!?", EmptyQueryError),
        ("\u200b", EmptyQueryError),
        ("mot " * 2501, QueryTooLongError),
        ("des fermes\x00", ControlCharacterError),
        ("\ud800 mot", ControlCharacterError),
    ],
)
def test_a_description_that_cannot_be_read_is_refused(
    engine: SearchEngine, text: str, error: type[BadInputError]
) -> None:
    with pytest.raises(error):
        engine.similar_to_text(text)


@pytest.mark.parametrize("wanted", ["", "jade", f"{REPORT}/jad", f"{REPORT}/jade ", "../x", "<b>"])
def test_an_unknown_id_is_refused(engine: SearchEngine, wanted: str) -> None:
    with pytest.raises(UnknownIdError):
        engine.similar(wanted)


def test_near_ids_are_suggested(engine: SearchEngine) -> None:
    with pytest.raises(UnknownIdError, match=JADE):
        engine.similar(f"{REPORT}/jad")


@pytest.mark.parametrize("top_k", [0, -1, 1001])
def test_a_number_out_of_range_is_refused(engine: SearchEngine, top_k: int) -> None:
    with pytest.raises(TopKError):
        engine.similar(JADE, top_k=top_k)
    with pytest.raises(TopKError):
        engine.similar_to_text("des fermes", top_k=top_k)


def test_an_unknown_region_is_refused(engine: SearchEngine) -> None:
    with pytest.raises(UnknownRegionError):
        engine.similar(JADE, filters=Filters(region="Atlantide"))


def test_the_longest_description_is_read(engine: SearchEngine) -> None:
    text = "Nous voulons jumeler des retraités et des fermes. " * 199
    assert engine.similar_to_text(text)


free_text = st.text(max_size=300) | st.lists(
    st.sampled_from(
        [
            "femmes",
            "50 ans et plus",
            "Nous",
            "welders",
            "Estrie",
            "É",
            ".",
            "\n\n",
            "«",
            "=1+1",
            "cégep",
            "MRC",
            "’",
            "\u00a0",
            "10 000",
            "%",
            "l’emploi",
            "[b]",
            "<i>",
            "?!",
        ]
    ),
    max_size=40,
).map(" ".join)


@settings(max_examples=60, deadline=None)
@given(text=free_text)
def test_any_text_is_answered_or_refused(engine: SearchEngine, text: str) -> None:
    try:
        found = engine.similar_to_text(text, top_k=3)
    except BadInputError:
        return
    assert len(found) <= 3
    whole = " ".join(text.split())
    for each in found:
        assert squeeze(each.own) in squeeze(whole)
        for shared in each.shared:
            assert squeeze(shared.own.words) in squeeze(text)
            assert shared.other.citation is not None


# ---------------------------------------------------------------- other layouts


def test_a_report_without_initiatives_compares_its_sections(
    write_report: Callable[..., Path], tmp_path: Path, encoder: Encoder
) -> None:
    text = (
        "# Les jeunes\n\nDes ateliers de jumelage ont été offerts aux jeunes mères.\n\n"
        "# Les aînés\n\nDes ateliers de jumelage ont été offerts aux retraités.\n\n"
        "# Le budget\n\nLes dépenses ont diminué.\n"
    )
    engine = built(write_report(text=text, layout="generic"), tmp_path, encoder)
    found = engine.similar_to_text("Des ateliers de jumelage pour les retraités")
    assert found[0].item.title == "Les aînés"
    assert all(isinstance(each.item, Section) for each in found)
