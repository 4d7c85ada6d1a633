"""The thesaurus: what is read and refused, and the labels found in a text."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rdflib import SKOS, Graph, URIRef

from spe_search.build import build_index
from spe_search.engine import SearchEngine
from spe_search.errors import ThesaurusError, UnknownConceptError
from spe_search.french import terms
from spe_search.regions import REGIONS, region_named, towns_of
from spe_search.skos import as_turtle
from spe_search.thesaurus import (
    Facet,
    Thesaurus,
    thesaurus_from_json,
    with_regions,
)
from spe_search.thesaurus_file import load_thesaurus
from spe_search.types import Concept, Encoder

REAL = Path(__file__).parent.parent / "corpus" / "thesaurus.toml"
FACETS = ", ".join(get_args(Facet))
KEYS = "broader, en, facet, fr, general, hidden, id, related"

MENTORING = """[[concept]]
id = "mentorat"
facet = "service"
fr = ["mentorat", "jumelage"]
en = ["mentoring"]
"""
WOMEN = """[[concept]]
id = "femmes"
facet = "clientele"
fr = ["femmes"]
en = ["women"]
"""


@pytest.fixture(scope="module")
def real() -> Thesaurus:
    return load_thesaurus(REAL)


@pytest.fixture(scope="module")
def whole(real: Thesaurus) -> Thesaurus:
    """The real thesaurus and the regions, as an index holds them."""
    return with_regions(real)


@pytest.fixture
def write(tmp_path: Path) -> Callable[[str], Path]:
    def written(text: str) -> Path:
        path = tmp_path / "thesaurus.toml"
        path.write_text(text, encoding="utf-8")
        return path

    return written


def found(thesaurus: Thesaurus, text: str) -> list[tuple[str, str]]:
    """Return each mention: its concept, and the words of the text that say it."""
    mentions = thesaurus.mentions(terms(text))
    return [(each.concept, text[each.span.start : each.span.end]) for each in mentions]


def concept(
    name: str, *labels: str, en: tuple[str, ...] = (), broader: tuple[str, ...] = ()
) -> Concept:
    return Concept(name, "service", labels or (f"libellé {name}",), en, broader)


# ---------------------------------------------------------------- the real one


def test_the_real_thesaurus_is_whole(real: Thesaurus) -> None:
    assert len(real) >= 200
    assert {each.facet for each in real.concepts.values()} == set(get_args(Facet))
    assert len(get_args(Facet)) == 6
    assert [each.id for each in real.concepts.values() if not (each.fr and each.en)] == []


def test_every_label_of_the_real_thesaurus_is_found_as_its_concept(real: Thesaurus) -> None:
    """None is hidden behind another, and each is found whole."""
    wrong = [
        (each.id, label)
        for each in real.concepts.values()
        for label in (*each.fr, *each.en)
        if [mention.concept for mention in real.mentions(terms(label))] != [each.id]
    ]
    assert wrong == []


@pytest.mark.parametrize(
    ("query", "mentions"),
    [
        (
            "aide aux BS de la région",
            [
                ("soutien", "aide"),
                ("prestataires-assistance-sociale", "BS"),
                ("territoire", "région"),
            ],
        ),
        ("les chomeurs", [("personnes-sans-emploi", "chomeurs")]),
        (
            "services for people with disabilities",
            [("services-aux-individus", None), ("personnes-handicapees", None)],
        ),
        ("LES HANDICAPES", [("personnes-handicapees", "HANDICAPES")]),
        ("programme d’apprentissage en milieu de travail", [("pamt", None)]),
        ("labour shortage in Quebec", [("penurie-main-oeuvre", "labour shortage")]),
        ("un salon de l’emploi", [("salon-emploi", "salon de l’emploi")]),
        ("job fair", [("salon-emploi", "job fair")]),
        (
            "femmes dans la construction",
            [("femmes", "femmes"), ("construction", "construction")],
        ),
        ("recette de tarte aux pommes", []),
    ],
)
def test_everyday_words_name_the_concepts_of_the_field(
    real: Thesaurus, query: str, mentions: list[tuple[str, str | None]]
) -> None:
    got = found(real, query)
    assert [name for name, _ in got] == [name for name, _ in mentions]
    for (_, said), (_, expected) in zip(got, mentions, strict=True):
        assert expected is None or said == expected


# ---------------------------------------------------------------- what is read


def test_what_is_written_is_what_is_read(write: Callable[[str], Path]) -> None:
    women = WOMEN + 'broader = ["mentorat"]\nrelated = ["mentorat"]\n'
    thesaurus = load_thesaurus(write(MENTORING + women))
    assert list(thesaurus.concepts.values()) == [
        Concept("mentorat", "service", ("mentorat", "jumelage"), ("mentoring",)),
        Concept("femmes", "clientele", ("femmes",), ("women",), ("mentorat",), ("mentorat",)),
    ]
    assert sorted(thesaurus.labels_of("mentorat")) == [("jumel",), ("mentor",), ("mentoring",)]
    assert thesaurus.labels_of("absent") == ()
    assert thesaurus.vocabulary == {"jumel", "mentor", "mentoring", "femm", "women"}


@pytest.mark.parametrize("text", ["", "# rien\n", "concept = []\n"])
def test_a_thesaurus_may_be_empty(write: Callable[[str], Path], text: str) -> None:
    thesaurus = load_thesaurus(write(text))
    assert len(thesaurus) == 0
    assert found(thesaurus, "mentorat de femmes") == []


@pytest.mark.parametrize(
    "text",
    [
        # A label may be said twice within its own concept: in both languages, or in the plural.
        MENTORING.replace('"mentoring"', '"mentorat"'),
        MENTORING.replace('"jumelage"', '"mentorats"'),
        # Concepts may point at each other as related.
        MENTORING + 'related = ["femmes"]\n' + WOMEN + 'related = ["mentorat"]\n',
        # Two ways up are no circle.
        MENTORING
        + WOMEN
        + 'broader = ["mentorat"]\n'
        + '[[concept]]\nid = "x"\nfacet = "service"\nfr = ["xylo"]\nen = ["xyl"]\n'
        + 'broader = ["mentorat", "femmes"]\n',
        # Windows wrote it.
        (MENTORING + WOMEN).replace("\n", "\r\n"),
    ],
    ids=["both-languages", "plural", "related", "two-ways-up", "crlf"],
)
def test_what_may_be_written(write: Callable[[str], Path], text: str) -> None:
    assert load_thesaurus(write(text)).concepts["mentorat"].facet == "service"


# ---------------------------------------------------------------- what is refused


def circle(*names: str) -> str:
    """Write concepts of which each is narrower than the next, and the last than the first."""
    return "".join(
        f'[[concept]]\nid = "{name}"\nfacet = "service"\nfr = ["mot{name}"]\nen = ["word{name}"]\n'
        f'broader = ["{above}"]\n'
        for name, above in pairwise((*names, names[0]))
    )


REFUSED = {
    "not-toml": (MENTORING + "fr ['x']\n", 6, "", "TOML"),
    "open-string": (MENTORING.replace('"mentorat"\n', '"mentorat\n'), 2, "", "TOML"),
    "open-list": (MENTORING + WOMEN + "broader = [\n", 12, "", "TOML"),
    "key-twice": (MENTORING + 'en = ["x"]\n', 6, "", "TOML"),
    "no-facet": (MENTORING.replace('facet = "service"\n', ""), 1, "facet", FACETS),
    "facet": (MENTORING + WOMEN.replace("clientele", "public"), 6, "public", FACETS),
    "region-is-no-facet": (MENTORING.replace("service", "region"), 1, "region", FACETS),
    "facets": (MENTORING.replace('"service"', '["service"]'), 1, "facet = ['service']", FACETS),
    "unknown-key": (MENTORING + 'narrower = ["x"]\n', 1, "narrower", KEYS),
    "unknown-keys": (MENTORING + 'note = ""\ndef = ""\n', 1, "def, note", KEYS),
    "no-id": (MENTORING + WOMEN.replace('id = "femmes"\n', ""), 6, "id", "a-z, 0-9, -"),
    "id": (MENTORING + WOMEN.replace('"femmes"\n', '"Les Femmes"\n', 1), 6, "Les Femmes", "a-z"),
    "id-number": (MENTORING.replace('id = "mentorat"', "id = 3"), 1, "id = 3", "a-z"),
    "id-twice": (MENTORING + MENTORING, 6, "id = mentorat", "id × 1"),
    "no-french": (MENTORING.replace('fr = ["mentorat", "jumelage"]\n', ""), 1, "fr = []", "fr = ["),
    "no-english": (MENTORING.replace('["mentoring"]', "[]"), 1, "en = []", "en = ["),
    "labels-no-list": (MENTORING.replace('["mentoring"]', '"x"'), 1, "en = x", 'en = ["…'),
    "label-no-text": (MENTORING.replace('["mentoring"]', "[3]"), 1, "en = [3]", 'en = ["…'),
    "label-empty": (MENTORING.replace('"mentoring"', '""'), 1, "en = ['']", 'en = ["…'),
    "label-of-stop-words": (MENTORING + WOMEN.replace('"femmes"]', '"de la"]'), 6, "de la", "…"),
    "label-of-two": (MENTORING + WOMEN.replace("women", "mentoring"), 6, "mentoring", "label × 1"),
    "label-plural": (MENTORING + WOMEN.replace("women", "JUMELAGES"), 6, "JUMELAGES", "label × 1"),
    "label-accents": (MENTORING + WOMEN.replace("women", "mentorât"), 6, "mentorât", "label × 1"),
    "label-owner": (MENTORING + WOMEN.replace("women", "mentorat"), 6, "= mentorat", "label × 1"),
    "hidden-no-list": (MENTORING + 'hidden = "x"\n', 1, "hidden = x", 'hidden = ["…'),
    "hidden-of-two": (MENTORING + WOMEN + 'hidden = ["mentorat"]\n', 6, "= mentorat", "label × 1"),
    "general": (MENTORING + 'general = "oui"\n', 1, "general = oui", "true, false"),
    "unknown-broader": (MENTORING + WOMEN + 'broader = ["hommes"]\n', 6, "hommes", "id"),
    "unknown-related": (MENTORING + 'related = ["hommes"]\n' + WOMEN, 1, "hommes", "id"),
    "circle-of-1": (WOMEN + 'broader = ["femmes"]\n', 1, "femmes > femmes", "A > B > C"),
    "circle-of-2": (MENTORING + circle("a", "b"), 6, "a > b > a", "A > B > C"),
    "circle-of-3": (MENTORING + circle("a", "b", "c"), 6, "a > b > c > a", "A > B > C"),
}


@pytest.mark.parametrize(
    ("text", "line", "problem", "accepted"), REFUSED.values(), ids=REFUSED.keys()
)
def test_what_is_wrong_is_told_by_file_line_and_what_is_accepted(
    write: Callable[[str], Path], text: str, line: int, problem: str, accepted: str
) -> None:
    path = write(text)
    with pytest.raises(ThesaurusError) as caught:
        load_thesaurus(path)
    french, english = str(caught.value), caught.value.localized("en")
    assert f"{path}, ligne {line} :" in french.replace("\u00a0", " ")
    assert f"{path}, line {line}:" in english
    for message in (french, english):
        assert problem in message
        assert accepted in message
        assert "spe-search thesaurus check" in message


@pytest.mark.parametrize(
    "before", ["\n\n", "# des notions\n\n", MENTORING + "\n\n\n"], ids=["blank", "note", "concept"]
)
def test_the_line_told_is_that_of_the_concept(write: Callable[[str], Path], before: str) -> None:
    text = before + WOMEN.replace("clientele", "public")
    with pytest.raises(ThesaurusError) as caught:
        load_thesaurus(write(text))
    wrong = text[: text.index("public")].count("\n") + 1
    assert caught.value.values["line"] == wrong - 2


def test_a_misspelt_table_is_not_an_empty_thesaurus(write: Callable[[str], Path]) -> None:
    with pytest.raises(ThesaurusError):
        load_thesaurus(write(MENTORING + WOMEN.replace("[[concept]]", "[[concepts]]")))


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("concept = 3\n"),
        pytest.param("concept = [1]\n"),
        'concept = "x"\n',
        MENTORING[1:].replace("]]", "]"),
    ],
)
def test_concepts_must_be_tables(write: Callable[[str], Path], text: str) -> None:
    with pytest.raises(ThesaurusError):
        load_thesaurus(write(text))


def test_letters_that_are_not_utf_8_are_told(tmp_path: Path) -> None:
    path = tmp_path / "thesaurus.toml"
    path.write_bytes(MENTORING.replace("jumelage", "bénévolat").encode("cp1252"))
    with pytest.raises(ThesaurusError):
        load_thesaurus(path)


def test_a_wrong_thesaurus_leaves_the_old_index_serving(
    write_report: Callable[..., Path], tmp_path: Path, encoder: Encoder
) -> None:
    corpus, index = write_report(), tmp_path / "index"
    (corpus / "thesaurus.toml").write_text(MENTORING, encoding="utf-8")
    before = build_index(corpus, index, encoder).folder
    (corpus / "thesaurus.toml").write_text(MENTORING + MENTORING, encoding="utf-8")
    with pytest.raises(ThesaurusError):
        build_index(corpus, index, encoder)
    engine = SearchEngine.open(index, encoder)
    assert engine.index.folder == before
    assert "mentorat" in engine.index.thesaurus.concepts
    assert engine.search("mentorat")[0].passage.item_id == "essai/le-jardin-des-competences"


# ---------------------------------------------------------------- mentions


SMALL = Thesaurus(
    [
        concept("femmes", "femmes", "main-d’œuvre féminine", en=("women",)),
        concept("sans-emploi", "chômeurs", "sans emploi", en=("unemployed", "job seekers")),
        concept("metiers", "métiers non traditionnels", en=("non-traditional trades",)),
        concept("femmes-metiers", "femmes dans des métiers non traditionnels"),
        concept("spe", "services publics d’emploi", "SPE"),
        concept("public", "services publics"),
        concept("aines", "50 ans et plus", "travailleurs expérimentés"),
    ]
)


@pytest.mark.parametrize(
    ("text", "mentions"),
    [
        ("", []),
        ("rien de tout cela", []),
        ("femmes", [("femmes", "femmes")]),
        # the longest
        ("Les femmes dans des métiers non traditionnels.", [("femmes-metiers", None)]),
        ("femmes et métiers", [("femmes", "femmes")]),
        ("services publics", [("public", "services publics")]),
        ("services publics d’emploi", [("spe", "services publics d’emploi")]),
        # none over another, each where it stands
        (
            "Des services publics d’emploi, des services publics.",
            [("spe", "services publics d’emploi"), ("public", "services publics")],
        ),
        ("femmes femmes", [("femmes", "femmes"), ("femmes", "femmes")]),
        (
            "chômeurs, femmes et SPE",
            [("sans-emploi", "chômeurs"), ("femmes", "femmes"), ("spe", "SPE")],
        ),
        # however it is written
        ("CHOMEUR", [("sans-emploi", "CHOMEUR")]),
        ("une chômeuse", [("sans-emploi", "chômeuse")]),
        ("les chômeuses et les chômeurs d’ici", [("sans-emploi", None)]),
        ("chômeurs/chômeuses", [("sans-emploi", None)]),
        ("la femme", [("femmes", "femme")]),
        ("un metier non-traditionnel", []),
        ("métier non traditionnel", [("metiers", "métier non traditionnel")]),
        ("main d'oeuvre féminine", [("femmes", "main d'oeuvre féminine")]),
        ("personne de 50 ans et plus", [("aines", "50 ans et plus")]),
        ("personne de 50 ans", []),
        # small words do not count, other words do
        ("service au public de l’emploi", [("spe", "service au public de l’emploi")]),
        ("services très publics", [("public", "services très publics")]),
        ("services enfin publics", []),
        # English
        ("Women in non-traditional trades", [("femmes", "Women"), ("metiers", None)]),
        ("unemployed job seekers", [("sans-emploi", "unemployed"), ("sans-emploi", "job seekers")]),
    ],
)
def test_mentions(text: str, mentions: list[tuple[str, str | None]]) -> None:
    got = found(SMALL, text)
    assert [name for name, _ in got] == [name for name, _ in mentions]
    for (_, said), (_, expected) in zip(got, mentions, strict=True):
        assert expected is None or said == expected


WORDS = """femmes Femme métiers non traditionnels services publics d’emploi SPE dans des les
    chômeuses et chômeurs women trades 50 ans plus job seekers forêt , ."""


@settings(max_examples=100, deadline=None)
@given(
    st.lists(
        st.sampled_from(WORDS.split()),
        max_size=14,
    ).map(" ".join)
    | st.text(max_size=40)
)
def test_mentions_of_any_text_stand_in_order_and_apart(text: str) -> None:
    sequence = terms(text)
    end = last = 0
    for mention in SMALL.mentions(sequence):
        said = sequence[mention.first : mention.last]
        assert tuple(term.text for term in said) in SMALL.labels_of(mention.concept)
        assert last <= mention.first < mention.last
        assert end <= mention.span.start < mention.span.end <= len(text)
        assert mention.span.start == said[0].start
        last, end = mention.last, mention.span.end


# ---------------------------------------------------------------- narrower concepts


TREE = Thesaurus(
    [
        concept("a"),
        concept("b", broader=("a",)),
        concept("c", broader=("b",)),
        concept("d", broader=("c",)),
        concept("e", broader=("a",)),
        concept("f", broader=("x",)),
        concept("x"),
    ]
)


@pytest.mark.parametrize(
    ("name", "narrower"),
    [("a", "bcde"), ("b", "cd"), ("c", "d"), ("d", ""), ("e", ""), ("x", "f"), ("?", "")],
)
def test_narrower_goes_all_the_way_down(name: str, narrower: str) -> None:
    assert sorted(TREE.narrower(name)) == list(narrower)


def test_a_concept_comes_before_what_is_narrower_than_it() -> None:
    order = list(TREE.narrower("a"))
    assert order.index("b") < order.index("c") < order.index("d")


def test_two_ways_down_lead_there_once() -> None:
    diamond = Thesaurus(
        [
            concept("a"),
            concept("b", broader=("a",)),
            concept("c", broader=("a",)),
            concept("d", broader=("b", "c")),
        ]
    )
    assert sorted(diamond.narrower("a")) == ["b", "c", "d"]


def test_the_real_thesaurus_goes_down(real: Thesaurus) -> None:
    assert {"femmes-metiers-non-traditionnels", "femmes-immigrantes"} <= set(
        real.narrower("femmes")
    )
    # « réfugiés » are « nouveaux arrivants » or not: either way they are « immigrants ».
    assert "refugies" in set(real.narrower("personnes-immigrantes"))


# ---------------------------------------------------------------- kept on disk


def test_as_json_gives_all_back(whole: Thesaurus) -> None:
    back = thesaurus_from_json(whole.as_json())
    assert back.concepts == whole.concepts
    assert list(back.concepts) == list(whole.concepts)
    assert back.vocabulary == whole.vocabulary
    for name in whole.concepts:
        assert back.labels_of(name) == whole.labels_of(name)
    text = "Chômeuses et chômeurs du Bas-du-Fleuve, women in trades, PAMT."
    assert back.mentions(terms(text)) == whole.mentions(terms(text)) != ()


def test_labels_are_read_back_as_they_were_analysed() -> None:
    """An index goes on matching its own terms, whatever the analyser has become."""
    kept = Thesaurus([concept("a", "mentorat")], {("jardin",): "a"})
    back = thesaurus_from_json(kept.as_json())
    assert found(back, "mentorat au jardin") == [("a", "jardin")]


# ---------------------------------------------------------------- regions


@pytest.mark.parametrize(
    ("text", "code", "said"),
    [
        ("mentorat au Bas-du-Fleuve", "01", "Bas-du-Fleuve"),
        ("somewhere on the North Shore", "09", "North Shore"),
        ("dans la capitale nationale", "03", "capitale nationale"),
        ("CAPITALE-NATIONALE", "03", "CAPITALE-NATIONALE"),
        ("Quebec City", "03", "Quebec City"),
        ("en estrie", "05", "estrie"),
        ("Eastern Townships", "05", "Eastern Townships"),
        ("à Montreal", "06", "Montreal"),
        ("Gaspésie", "11", "Gaspésie"),
        ("aux Îles-de-la-Madeleine", "11", "Îles-de-la-Madeleine"),
        ("Saguenay–Lac-Saint-Jean", "02", "Saguenay–Lac-Saint-Jean"),
        ("au saguenay lac saint jean", "02", "saguenay lac saint jean"),
        ("SLSJ", "02", "SLSJ"),
        ("Nord-du-Québec", "10", "Nord-du-Québec"),
        ("abitibi temiscamingue", "08", "abitibi temiscamingue"),
        ("Rive-Sud", "16", "Rive-Sud"),
    ],
)
def test_regions_are_concepts(whole: Thesaurus, text: str, code: str, said: str) -> None:
    mentions = [each for each in found(whole, text) if each[0] != "mentorat"]
    assert mentions == [(f"region:{code}", said)]


@pytest.mark.parametrize(
    "text", ["le Québec", "vers le nord", "at work", "le Ministère", "une femme"]
)
def test_words_too_wide_for_a_region_name_none(whole: Thesaurus, text: str) -> None:
    mentions = whole.mentions(terms(text))
    assert not any(each.concept.startswith("region-") for each in mentions)


def test_every_region_is_found_by_its_own_name() -> None:
    alone = with_regions(Thesaurus(()))
    assert len(alone) == len(REGIONS) == 18
    for region in REGIONS:
        assert found(alone, f"Dans la région {region.name}, en 2024") == [
            (f"region:{region.code}", region.name)
        ]
        assert alone.concepts[f"region:{region.code}"].facet == "region"


@pytest.mark.parametrize("text", ["Lac Saint-Jean", "Bas Saint-Laurent"])
def test_a_region_with_some_of_its_hyphens(whole: Thesaurus, text: str) -> None:
    region = region_named(text)
    assert region is not None
    assert found(whole, text) == [(f"region:{region.code}", text)]


@pytest.mark.parametrize(
    ("town", "name"),
    [
        ("Sherbrooke", "Estrie"),
        ("Rouyn-Noranda", "Abitibi-Témiscamingue"),
        ("sept-iles", "Côte-Nord"),
        ("Joliette", "Lanaudière"),
        ("Saint-Jean-sur-Richelieu", "Montérégie"),
    ],
)
def test_a_query_may_say_a_town_for_its_region(whole: Thesaurus, town: str, name: str) -> None:
    region = region_named(name)
    assert region is not None
    assert found(whole, f"un projet à {town}")[-1] == (f"region:{region.code}", town)
    assert tagged(whole, f"un projet à {town}")[-1:] != [(f"region:{region.code}", town)]


def test_no_town_stands_for_two_regions() -> None:
    towns = [town for region in REGIONS for town in towns_of(region)]
    assert len(towns) == len(set(towns)) > 80
    assert all(re.fullmatch(r"[\w’]+(?:[ -][\w’]+)*", town) for town in towns)


def test_regions_are_added_to_the_thesaurus(real: Thesaurus, whole: Thesaurus) -> None:
    assert list(whole.concepts)[: len(real)] == list(real.concepts)
    assert len(whole) == len(real) + len(REGIONS)


def test_a_concept_called_as_a_region_is_not_lost() -> None:
    own = with_regions(Thesaurus([concept("region-01", "jardin")]))
    assert "jardin" in {label for each in own.concepts.values() for label in each.fr}


# ---------------------------------------------------------------- tagging


def tagged(thesaurus: Thesaurus, text: str) -> list[tuple[str, str]]:
    """Return each mention in a text of a report: its concept, and the words that say it."""
    mentions = thesaurus.in_french().mentions(terms(text), text)
    return [(each.concept, text[each.span.start : each.span.end]) for each in mentions]


def test_a_hidden_label_is_understood_but_tags_nothing(write: Callable[[str], Path]) -> None:
    own = load_thesaurus(write(MENTORING + 'hidden = ["parrainage"]\ngeneral = true\n'))
    assert found(own, "un parrainage") == [("mentorat", "parrainage")]
    assert tagged(own, "un parrainage et un mentorat") == [("mentorat", "mentorat")]
    assert own.concepts["mentorat"].general
    again = thesaurus_from_json(own.as_json())
    assert again.concepts == own.concepts
    assert found(again, "un parrainage") == [("mentorat", "parrainage")]


def test_hidden_labels_are_hidden_in_skos_too(write: Callable[[str], Path]) -> None:
    own = load_thesaurus(write(MENTORING + 'hidden = ["parrainage"]\n'))
    graph = Graph().parse(data=as_turtle(own, "urn:x:"), format="turtle")
    labels = {str(label) for label in graph.objects(URIRef("urn:x:mentorat"), SKOS.hiddenLabel)}
    assert labels == {"parrainage"}


AUTONOMOUS = Concept("autonomes", "clientele", ("travailleurs autonomes",), ("self-employed",))
WORKERS = Concept("ouvriers", "clientele", ("travailleurs",), ("workers",))
MINISTRY = Concept(
    "mifi", "partner", ("ministère de l’Immigration, de la Francisation",), ("immigration office",)
)


@pytest.mark.parametrize(
    ("text", "mentions"),
    [
        ("les travailleurs autonomes", [("autonomes", "travailleurs autonomes")]),
        ("les travailleuses et travailleurs autonomes", ["autonomes"]),
        ("les travailleuses et les travailleurs autonomes", ["autonomes"]),
        ("le travailleur et son autonomie", ["ouvriers"]),
        ("des travailleurs, autonomes ou non", ["ouvriers"]),
        ("Il aide les travailleurs. Autonome, il décide.", ["ouvriers"]),
        ("le ministère de l’Immigration, de la Francisation", ["mifi"]),
        ("un ministère; l’immigration; la francisation", ["mifi"]),
    ],
)
def test_a_label_runs_over_no_break_that_it_does_not_have(
    text: str, mentions: list[str | tuple[str, str]]
) -> None:
    own = Thesaurus([AUTONOMOUS, WORKERS, MINISTRY])
    seen = tagged(own, text)
    assert [each[0] for each in seen] == [m if isinstance(m, str) else m[0] for m in mentions]
    for expected, said in zip(mentions, seen, strict=True):
        assert isinstance(expected, str) or expected == said


LAID_OFF = Concept("licencies", "clientele", ("mettre à pied", "mises à pied"), ("laid off",))
JOINING = Concept("integration", "outcome", ("intégration au marché du travail",), ("joining",))


@pytest.mark.parametrize(
    ("text", "concepts"),
    [
        ("l’usine veut mettre à pied dix personnes", ["licencies"]),
        ("des mises à pied", ["licencies"]),
        ("mettre a pied", ["licencies"]),
        ("mettre sur pied un projet", []),
        ("la mise sur pied d’un comité", []),
        # with an article, prepositions do not make another phrase
        ("l’intégration sur le marché du travail", ["integration"]),
        ("l’intégration marché du travail", ["integration"]),
    ],
)
def test_a_set_phrase_keeps_its_preposition(text: str, concepts: list[str]) -> None:
    own = Thesaurus([LAID_OFF, JOINING])
    assert [concept for concept, _ in tagged(own, text)] == concepts


def test_a_label_written_with_two_prepositions_is_found_with_each() -> None:
    own = Thesaurus([Concept("ligne", "activity", ("cours en ligne", "cours par ligne"), ("x",))])
    assert [tagged(own, f"un cours {link} ligne") for link in ("en", "par", "sous")] == [
        [("ligne", "cours en ligne")],
        [("ligne", "cours par ligne")],
        [],
    ]


@pytest.mark.parametrize(
    ("text", "right", "wrong"),
    [
        ("prestataires du chômage", "prestataires-assurance-emploi", "assistance"),
        ("les prestataires", None, "prestataires-assistance-sociale"),
        ("l’arrondissement des données", None, "municipalites"),
        ("un arrondissement municipal", "municipalites", ""),
        ("un développeur de marchés", None, "technologies-information"),
        ("un développeur Web", "technologies-information", ""),
        ("la ministre", None, "sous-ministre"),
        ("la sous-ministre", "sous-ministre", ""),
        ("le secteur du génie", "genie", "personnes"),
        ("tirer profit", None, "education"),
        ("mettre sur pied un comité", None, "travailleurs-licencies"),
        ("mettre à pied", "travailleurs-licencies", ""),
    ],
)
def test_what_the_thesaurus_tags(real: Thesaurus, text: str, right: str | None, wrong: str) -> None:
    concepts = {concept for concept, _ in tagged(real, text)}
    assert right is None or right in concepts
    assert wrong not in concepts


def test_a_word_of_several_concepts_is_given_to_none(whole: Thesaurus) -> None:
    assert found(whole, "prestataires") == []
    assert found(whole, "prestataires du chômage") == [
        ("prestataires-assurance-emploi", "prestataires du chômage")
    ]


@given(st.text(max_size=60))
def test_tags_are_words_of_the_text_in_order(text: str) -> None:
    own = Thesaurus([AUTONOMOUS, WORKERS, MINISTRY])
    spans = [mention.span for mention in own.mentions(terms(text), text)]
    assert all(0 <= span.start < span.end <= len(text) for span in spans)
    assert spans == sorted(spans, key=lambda span: span.start)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("femmes", "femmes"),
        ("les FEMMES", "femmes"),
        ("older workers", "travailleurs-experimentes"),
        ("contraintes-severes", "contraintes-severes"),
        (" parrainage ", "mentorat"),
        ("region:07", "region:07"),
        ("Outaouais", "region:07"),
    ],
)
def test_a_concept_is_found_by_id_or_label(whole: Thesaurus, typed: str, expected: str) -> None:
    assert whole.require(typed).id == expected


@pytest.mark.parametrize("typed", ["", "?", "region:99", "zzzz", "imigrants"])
def test_an_unknown_concept_is_refused_with_near_ones(whole: Thesaurus, typed: str) -> None:
    with pytest.raises(UnknownConceptError) as caught:
        whole.require(typed)
    assert typed in str(caught.value)
    near = str(caught.value.values["accepted"])
    assert "(" in near
    assert "region:" not in near
    assert typed != "imigrants" or near.startswith("personnes-immigrantes (")


def test_what_is_broader_comes_nearest_first(whole: Thesaurus) -> None:
    assert whole.broader("jeunes-meres") == ("femmes", "parents")
    for each in whole.concepts:
        for above in whole.broader(each):
            assert each in set(whole.narrower(above))
