"""Making hits: what a reader is shown of a ranked item, and why it is there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import TYPE_CHECKING

from spe_search.citing import analysed, best_sentence, cite, marks
from spe_search.french import terms
from spe_search.relevance import LIKELY
from spe_search.types import Hit, Initiative, Passage, Section, Why

if TYPE_CHECKING:
    from spe_search.evidence import Evidence, Found
    from spe_search.expansion import Group as QueryGroup
    from spe_search.index import Index
    from spe_search.retrieval import Group

_OTHERS = 3


def make_hits(index: Index, query: str, found: Found, top_k: int) -> tuple[Hit, ...]:
    """Turn what was found into hits.

    Args:
        index: where it was found.
        query: the text that was searched.
        found: the items, best first, with the evidence for each.
        top_k: how many to show at the most.
    """
    surfaces = {term.text: query[term.start : term.end] for term in terms(query)}
    asked = found.weigher.match.parts
    shown = zip(found.groups[:top_k], found.best, strict=False)
    return tuple(
        _hit(index, rank, group, best, asked, surfaces)
        for rank, (group, best) in enumerate(shown, 1)
    )


def item_of(index: Index, passage: Passage) -> Initiative | Section:
    """Return the initiative, story or section that a passage belongs to."""
    document = index.document(passage.document_id)
    items: tuple[Initiative | Section, ...] = (*document.initiatives, *document.sections)
    return next(item for item in items if item.id == passage.item_id)


def _hit(
    index: Index,
    rank: int,
    group: Group,
    evidence: Evidence | None,
    asked: Sequence[QueryGroup],
    surfaces: Mapping[str, str],
) -> Hit:
    best, *rest = group.passages
    passage = index.passage(best.row)
    item = item_of(index, passage)
    said = {term.text for term in analysed(passage.text)}
    own, others = _worth(asked, said)
    # Where no kind of thing is asked for, the sentence that says most of the query's words is it.
    is_told = evidence and (evidence.spot or passage.kind == "table_row")
    sentence = (
        evidence.sentence if evidence and is_told else best_sentence(passage.text, others | own)
    )
    around = (*analysed(passage.setting), *analysed(passage.heading))
    held = said | {term.text for term in around}
    met = dict.fromkeys(surface for term, surface in surfaces.items() if term in held)
    beside = marks(passage.text, others.keys() - own.keys())
    return Hit(
        rank=rank,
        score=round(group.score, 4),
        likely=group.score >= LIKELY,
        passage=passage,
        others=tuple(index.passage(scored.row) for scored in rest[:_OTHERS]),
        initiative=item if isinstance(item, Initiative) else None,
        section=item if isinstance(item, Section) else None,
        citation=cite(index.document(passage.document_id), passage, sentence, item.title),
        why=Why(
            terms=tuple(met),
            related=tuple(dict.fromkeys(passage.text[m.start : m.end] for m in beside)),
            lexical=round(best.lexical, 4),
            dense=round(best.dense, 4),
        ),
        sentence=sentence,
        marks=marks(passage.text, others.keys() | own.keys()),
    )


def _worth(
    asked: Sequence[QueryGroup], said: AbstractSet[str]
) -> tuple[dict[str, float], dict[str, float]]:
    """Return what terms of a passage are worth: the query's own, and those of other labels.

    A label counts where the passage says all of it.
    """
    own: dict[str, float] = {}
    others: dict[str, float] = {}
    for group in asked:
        own.update(group.own)
        for label in group.labels:
            if said >= set(label.terms):
                share = group.weight * label.share / len(label.terms)
                others.update((term, max(share, others.get(term, 0.0))) for term in label.terms)
    return own, others
