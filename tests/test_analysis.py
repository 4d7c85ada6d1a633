"""What a build learns of the passages' words."""

from __future__ import annotations

import gc
from collections import Counter
from dataclasses import replace

from spe_search.analysis import analyse
from spe_search.french import terms
from spe_search.passages import passages_of
from spe_search.types import Document, Passage, Span

PASSAGE = Passage(
    id="a#results-1",
    document_id="a",
    item_id="a",
    item_kind="initiative",
    kind="results",
    text="Les travailleuses ont reçu 25 visites. Une Travailleuse…",
    spans=(Span(0, 10),),
    page=1,
    heading_path=(),
    year="2024",
    setting="Bilan",
    heading="Outaouais. Travailleuses",
)


def test_all_that_is_indexed_and_its_heading_twice() -> None:
    found = analyse([PASSAGE])
    said = [term.text for text in (PASSAGE.indexed_text, PASSAGE.heading) for term in terms(text)]
    assert found.terms == [said]
    assert Counter(found.terms[0])["outaou"] == 2


def test_a_text_said_twice_gives_its_surfaces_once() -> None:
    twice = [PASSAGE, replace(PASSAGE, text="Une travailleuse.")]
    (term,) = {term.text for term in terms("travailleuse")}
    said = {surface: n for (each, surface), n in analyse(twice).surfaces.items() if each == term}
    assert said == {"Travailleuses": 1, "travailleuses": 1, "Travailleuse": 1, "travailleuse": 1}
    assert analyse([PASSAGE, PASSAGE]).surfaces == analyse([PASSAGE]).surfaces


def test_the_report(real_document: Document) -> None:
    passages = passages_of(real_document)
    found = analyse(passages)
    for passage, said in zip(passages, found.terms, strict=True):
        texts = (passage.indexed_text, passage.heading)
        assert Counter(said) == Counter(term.text for text in texts for term in terms(text))


def test_garbage_is_looked_for_again_afterwards() -> None:
    assert gc.isenabled()
    analyse([PASSAGE])
    assert gc.isenabled()
    gc.disable()
    try:
        analyse([PASSAGE])
        assert not gc.isenabled()
    finally:
        gc.enable()
