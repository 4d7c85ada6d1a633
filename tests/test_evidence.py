"""Sentences weighed as evidence: the right sentence, the right row, the right figure."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest

from spe_search import SearchEngine
from spe_search.build import build_index
from spe_search.encode import encoder_of
from spe_search.evidence import Evidence
from spe_search.types import Filters
from spe_search.weights import EVIDENCE

pytestmark = pytest.mark.slow

REPORT = """LES JARDINS

Les jardins accueillent 45 bénévoles et 12 familles, dont 3 de la ville voisine. Ils ont reçu
18 000 $ de la Fondation des Pommiers. Mme Rose Lavoie les dirige depuis mai 2019.

LES PISCINES

Les piscines ont accueilli 3 200 baigneuses et baigneurs. Parmi les participantes aux cours,
64 % savent maintenant nager.

LE CLUB DE COUTURE

Le club aide des immigrantes à coudre. On y a compté 27 participantes et 9 machines. Il cherche
entre 150 et 200 aiguilles et une trentaine de ciseaux.
"""


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> SearchEngine:
    corpus = tmp_path_factory.mktemp("evidence")
    (corpus / "loisirs.txt").write_text(REPORT, encoding="utf-8")
    fields = {"id": "loisirs", "title": "Loisirs", "year": "2030-2031", "language": "fr"}
    fields |= {"layout": "generic", "publisher": "-", "source": "-", "licence": "-"}
    toml = "\n".join(f'{name} = "{value}"' for name, value in fields.items())
    (corpus / "loisirs.toml").write_text(toml, encoding="utf-8")
    build_index(corpus, corpus / "index", encoder_of())
    return SearchEngine.open(corpus / "index")


Weigh = Callable[[str], Sequence[Evidence]]


@pytest.fixture
def weigh(engine: SearchEngine) -> Weigh:
    def evidence(query: str) -> Sequence[Evidence]:
        return engine._find(query, 10, Filters()).evidence

    return evidence


@pytest.mark.parametrize(
    ("query", "spot"),
    [
        ("Combien de familles viennent aux jardins ?", "12"),
        ("Combien de bénévoles aux jardins ?", "45"),
        ("Combien d’argent les jardins ont-ils reçu ?", "18 000"),
        ("Qui dirige les jardins ?", "Mme Rose Lavoie"),
        ("Depuis quand les jardins sont-ils dirigés ainsi ?", "mai 2019"),
        ("Quel pourcentage sait nager ?", "64"),
        ("Combien de machines au club de couture ?", "9"),
        ("Combien d’aiguilles le club cherche-t-il ?", "200"),
    ],
)
def test_what_answers_is_the_thing_asked_for(
    engine: SearchEngine, weigh: Weigh, query: str, spot: str
) -> None:
    best = weigh(query)[0]
    assert best.spot is not None
    text = engine.index.passage(best.scored.row).text
    assert text[best.spot.start : best.spot.end] == spot


def test_evidence_comes_best_first_and_names_what_it_was_weighed_by(weigh: Weigh) -> None:
    found = weigh("Combien de bénévoles aux jardins ?")
    assert [each.score for each in found] == sorted((e.score for e in found), reverse=True)
    for each in found:
        assert set(EVIDENCE) <= set(each.features)
        worth = sum(weight * each.features[name] for name, weight in EVIDENCE.items())
        assert each.score == pytest.approx(worth)


def test_a_question_of_no_kind_seeks_no_figure(weigh: Weigh) -> None:
    assert all(each.spot is None for each in weigh("apprendre à nager"))


def test_words_asked_and_words_searched_may_differ(engine: SearchEngine) -> None:
    both = "Combien de bénévoles aux jardins ? Qui les dirige ?"
    weigher = engine._find(both, 10, Filters(), asked="Qui les dirige ?").weigher
    assert weigher.kinds == {"person"}
    assert weigher.counted is None


def test_people_are_those_that_the_item_is_about(engine: SearchEngine) -> None:
    figure = engine.ask("Combien d’immigrantes au club de couture ?").figure
    assert figure is not None
    assert figure.value == 27


def test_who_else_did_something_is_told_by_an_initiative_rather_than_a_section(
    engine: SearchEngine,
) -> None:
    """Sections weigh nothing more for it: this report has nothing else."""
    for query in ("Qui d’autre coud ?", "Qui coud ?"):
        found = engine._find(query, 10, Filters())
        assert found.weigher.elsewhere == ("autre" in query)
        assert not any(each.features["elsewhere"] for each in found.evidence)


def test_what_is_quoted_leads_its_item(engine: SearchEngine) -> None:
    found = engine._find("Combien de machines au club de couture ?", 10, Filters())
    last = found.groups[-1].passages[-1].row
    passage = engine.index.passage(last)
    led = found.led_by(passage.document_id, passage.spans[0].start)
    assert led.groups[-1].passages[0].row == last
    best = led.best[-1]
    assert best is not None
    assert best.scored.row == last
    assert [g.score for g in led.groups] == [g.score for g in found.groups]
    assert led.groups[:-1] == found.groups[:-1]
    assert found.led_by("autre", 0) is found
