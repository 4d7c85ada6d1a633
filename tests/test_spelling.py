"""Mending: what no one writes becomes the word that was meant, what exists is never changed."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spe_search.engine import SearchEngine
from spe_search.errors import BadInputError
from spe_search.french import fold, stem, words
from spe_search.spelling import Correction, corrections, mend
from spe_search.types import Span

VOCABULARY = {
    "formation": ("formation", 90),
    "information": ("information", 8),
    "femmes": ("femmes", 30),
    "fermes": ("fermes", 2),
    "sorties": ("sorties", 3),
    "parties": ("parties", 50),
    "metier": ("métier", 12),
    "employeurs": ("employeurs", 25),
    "employeur": ("employeur", 25),
    "oeuvre": ("œuvre", 7),
    "spe": ("spe", 40),
    "mfor": ("mfor", 9),
    "accompagnement": ("accompagnement", 6),
}


def mended(query: str, known: tuple[str, ...] = ()) -> str:
    return mend(query, corrections(query, VOCABULARY, lambda word: word.text in known))


# ---------------------------------------------------------------- with a small vocabulary


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", ""),
        ("formation", "formation"),
        ("formasion", "formation"),
        ("FORMASION", "formation"),
        ("la formasion, des fermmes !", "la formation, des femmes !"),
        ("mettier", "métier"),
        ("l’acompagnemant", "l’accompagnement"),
        ("main-d’euvre", "main-d’œuvre"),
        ("formasion et formassion", "formation et formation"),
        # as far, more often said
        ("fexmes", "femmes"),
        # the first letter is seldom the wrong one
        ("sarties", "sorties"),
        ("enployeur", "employeur"),
        # two letters changed places: one error
        ("metire", "métier"),
        # too far
        ("frmtn", "frmtn"),
        ("xormatxxn", "xormatxxn"),
        # too short, or no word
        ("feme", "feme"),
        ("spf", "spf"),
        ("3456", "3456"),
        ("form4tion", "form4tion"),
        # a word of two letters is no way out
        ("spee", "spee"),
    ],
)
def test_mending(query: str, expected: str) -> None:
    assert mended(query) == expected


def test_a_word_known_to_the_caller_is_left_alone() -> None:
    assert mended("formasion", known=("formasion",)) == "formasion"


def test_where_a_word_stood_and_what_it_became() -> None:
    query = "Les  formasions des fermmes"
    first, second = corrections(query, VOCABULARY, lambda word: False)
    assert first == Correction(Span(5, 15), "formasions", "formation")
    assert second == Correction(Span(20, 27), "fermmes", "femmes")
    assert mend(query, (first, second)) == "Les  formation des femmes"
    assert mend(query, (second,)) == "Les  formasions des femmes"


def test_nothing_to_choose_from() -> None:
    assert corrections("formasion", {}, lambda word: False) == ()


TEXTS = st.text(max_size=60) | st.lists(
    st.sampled_from(["formasion", "fermmes", "l’enployeur", "PAMT", "2023", "mettier,", "«", "é"])
).map(" ".join)


@settings(max_examples=100, deadline=None)
@given(TEXTS)
def test_any_text_can_be_mended(query: str) -> None:
    found = corrections(query, VOCABULARY, lambda word: False)
    end = 0
    for each in found:
        assert end <= each.span.start < each.span.end <= len(query)
        assert query[each.span.start : each.span.end] == each.wrong
        assert each.right in {spelling for spelling, _ in VOCABULARY.values()}
        assert fold(each.wrong) not in VOCABULARY
        end = each.span.end
    again = mend(query, found)
    assert corrections(again, VOCABULARY, lambda word: False) == ()


@given(st.text(max_size=60))
def test_without_corrections_a_query_stays(query: str) -> None:
    assert mend(query, ()) == query


# ---------------------------------------------------------------- with the words of the report


@pytest.mark.parametrize(
    ("query", "right"),
    [
        ("travaileurs", "travailleurs"),
        ("integrassion", "intégration"),
        ("acompagnement", "accompagnement"),
        ("formasion", "formation"),
        ("recrutemant", "recrutement"),
        ("enployeurs", "employeurs"),
        ("apprentisage", "apprentissage"),
        ("mantorat", "mentorat"),
        ("subvantion", "subvention"),
        ("partenères", "partenaires"),
        ("pénurrie", "pénurie"),
        ("qulification", "qualification"),
        ("construcsion", "construction"),
        ("ENTREPRIZES", "entreprises"),
        ("imigrants", "immigrants"),
        ("ministaire", "ministère"),
        ("cibble", "cible"),
        ("wrokers", "workers"),
        ("emplyment", "employment"),
        ("unemploied", "unemployed"),
        ("trainning", "training"),
        ("busness", "business"),
    ],
)
def test_misspelt_words_are_mended(engine: SearchEngine, query: str, right: str) -> None:
    text, found = engine.mend(query)
    assert [each.right for each in found] == [right]
    assert text == right


@pytest.mark.parametrize(
    "query",
    [
        # words that exist, and that the report has no use for
        *("orignal", "tourtière", "chasse", "neige", "fromage", "crevette", "chapeau", "piano"),
        *("recette de tarte aux pommes", "dentist", "giraffe", "skating", "vacuum", "dolphin"),
        "hockey",
        # accents that are missing, or too many
        *("chomeurs", "metiers", "Montreal", "economie", "integre", "penurie", "deficience"),
        *("main-d'oeuvre", "ELEVES", "Quebec", "francais", "prejugés"),
        # too short to tell
        *("jeun", "xyz", "bsl", "oui", "feme"),
        # figures and codes
        *("333", "53,9 %", "2023-2024", "1 532", "B2", "8h30", "2e"),
        # acronyms
        *("PAMT", "SPE", "CPMT", "OSE", "MFOR", "JADE", "FADOQ"),
        # names far from any word
        *("Zuckerberg", "Kuujjuaq", "Nguyen", "Mississippi", "Chibougamau", "Tremblay"),
        # addresses are no words
        "https://www.exemple.qc.ca/formasion",
    ],
)
def test_words_that_exist_are_never_changed(engine: SearchEngine, query: str) -> None:
    assert engine.mend(query) == (query, ())


@pytest.mark.parametrize(
    "query",
    [
        *("Gagnon", "Lavoie", "Matane", "Wendake"),  # become gagne, savoir, maman, wendat
        *("poutine", "webdiffusion", "cobotique", "robotisation"),  # porcine, …, mobilisation
    ],
)
def test_names_and_new_words_are_never_changed(engine: SearchEngine, query: str) -> None:
    assert engine.mend(query) == (query, ())


def test_words_of_the_report_are_never_changed(engine: SearchEngine) -> None:
    document = engine.document("bilan-2023-2024")
    known = {word.text for word in words(document.source)}
    assert len(known) > 1500
    for start in "abcdefghijklmnopqrstuvwxyz0123456789":
        said = " ".join(sorted(word for word in known if word[0] == start))
        assert not said or engine.mend(said)[1] == ()


def test_most_words_survive_a_slip(engine: SearchEngine) -> None:
    """Each longer common word, with a letter doubled, dropped or swapped, comes back."""
    common = [w for w, (_, count) in engine.index.words.items() if len(w) >= 9 and count >= 8][::4]
    assert len(common) > 40
    slips = [
        (word, slip)
        for word in common
        for slip in (
            word[:4] + word[3] + word[4:],
            word[:5] + word[6:],
            word[:4] + word[5] + word[4] + word[6:],
        )
        if slip != word
    ]
    lost = [
        (word, slip)
        for word, slip in slips
        for found in [engine.mend(slip)[1]]
        if found and stem(found[0].right) != stem(word)
    ]
    back = sum(bool(engine.mend(slip)[1]) for _, slip in slips) - len(lost)
    assert back >= 0.9 * len(slips), lost


@pytest.mark.parametrize("query", ["formasion pour les travaileurs", "les enployeurs"])
def test_a_mended_query_finds_what_the_right_one_does(engine: SearchEngine, query: str) -> None:
    right = engine.mend(query)[0]
    assert right != query

    def ids(asked: str, exact: bool) -> list[str]:
        return [hit.passage.id for hit in engine.search(asked, exact=exact)]

    assert ids(query, False) == ids(right, True) == ids(right, False)
    assert ids(query, True) != ids(right, True)


def test_exact_searches_the_words_as_they_are(engine: SearchEngine) -> None:
    assert "entreprises" in engine.search("entreprizes")[0].why.terms
    assert all(hit.why.terms == () for hit in engine.search("entreprizes", exact=True))


@pytest.mark.parametrize("query", ["  les   travaileurs\n d’ici ", "les\u200b travaileurs d’ici"])
def test_offsets_are_those_of_the_checked_query(engine: SearchEngine, query: str) -> None:
    text, (found,) = engine.mend(query)
    assert text == "les travailleurs d’ici"
    assert found == Correction(Span(4, 15), "travaileurs", "travailleurs")


@settings(max_examples=30, deadline=None)
@given(st.text(st.characters(categories=["L", "N", "P", "Z"]), max_size=40))
def test_mending_never_raises(engine: SearchEngine, query: str) -> None:
    try:
        text, found = engine.mend(query)
    except BadInputError:
        return
    written = {spelling for spelling, _ in engine.index.words.values()}
    assert all(each.right in written for each in found)
    assert engine.mend(text) == (text, ())
