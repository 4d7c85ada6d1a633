"""Questions that no sentence answers: was the target met, which is highest, how did it move.

The best evidence tells which table or sentence is meant; the figures there are compared, and cited.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from spe_search.answers import wording
from spe_search.answers.asking import superlative_of
from spe_search.answers.case import Case
from spe_search.answers.working import Against, Moved, against_target, comparable, extremes, moved
from spe_search.evidence import Evidence
from spe_search.french import fold
from spe_search.indicators import Indicator
from spe_search.types import Citation, Figure, Passage, Span

_LOOKED_AT = 8
"""How many pieces of evidence are looked at for figures that can be compared."""
_MOST_LINES = 12
_EVERY = re.compile(
    r"\b(?:quelles|quels|which|toutes les|tous les|all) (?:cibles|objectifs|targets|goals)\b"
)
_SHARES = re.compile(r"\b(?:taux|proportions?|pourcentages?|parts?|rates?|shares?|percent\w*)\b|%")
_COUNTS = re.compile(r"\b(?:nombres?|combien de|how many|numbers?)\b")


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was worked out: a line each, what it rests on, the figure, and whether a target is met.

    ``met`` is ``None`` where that was not asked, or where the figures do not agree.
    """

    lines: tuple[str, ...]
    citations: tuple[Citation, ...]
    figure: Figure | None
    met: bool | None = None


def verdict_of(case: Case, kept: Sequence[Evidence]) -> Verdict | None:
    """Work out what a question asks for.

    Returns:
        ``None`` where it asks for nothing of the kind, or the reports do not give what it takes.
    """
    wanted = case.question.verdict
    near = _passages(case, kept)
    if wanted == "target":
        return _target(case, near)
    if wanted in ("highest", "lowest"):
        # The row that answers is seldom the one that is worded most like the question.
        every = _passages(case, kept, len(kept))
        return _extreme(case, near, every, wanted == "highest")
    return _change(case, _as_close(case, kept)) if wanted == "change" else None


def _passages(case: Case, kept: Sequence[Evidence], most: int = _LOOKED_AT) -> list[Passage]:
    """Return the passages of the best evidence, each once."""
    found: dict[str, Passage] = {}
    for each in kept:
        passage = case.passage(each)
        found.setdefault(passage.id, passage)
        if len(found) == most:
            break
    return list(found.values())


def _as_close(case: Case, kept: Sequence[Evidence]) -> list[Passage]:
    """Return the passages that lack no more of the question than the best does.

    How a figure moved is often told in another passage than the figure itself: a row of a table
    gives this year's, and the paragraph above it both.
    """
    lacks = kept[0].features["passage_lack"] if kept else 0.0
    return _passages(case, [each for each in kept if each.features["passage_lack"] <= lacks])


# ---------------------------------------------------------------- targets


def _target(case: Case, near: Sequence[Passage]) -> Verdict | None:
    plain = fold(case.question.text)
    if _EVERY.search(plain):
        return _every_target(case)
    for passage in near:
        found = [
            result
            for each in case.figures(passage, Span(0, len(passage.text)))
            if _is_asked(each, plain) and (result := against_target(each))
        ]
        if found:
            return _target_verdict(case, [(passage, result) for result in found])
    return None


def _every_target(case: Case) -> Verdict | None:
    """Compare the figures of the reports that have a target: all, or those met, or missed."""
    claim = case.question.claim
    wanted = {"met": True, "missed": False}.get(claim or "")
    index = case.weigher.index
    rows = {
        (each.document_id, span.start): each for each in index.passages() for span in each.spans
    }
    found = []
    for name in index.values["document"]:
        for indicator in case.indicators(name):
            starts = [start for doc, start in rows if doc == name and start <= indicator.span.start]
            result = against_target(indicator)
            if result and starts and wanted in (None, result.met):
                found.append((rows[name, max(starts)], result))
    return _target_verdict(case, found[:_MOST_LINES]) if found else None


def _is_asked(indicator: Indicator, plain: str) -> bool:
    """Tell whether a figure is of the sort that the question names, a share or a number."""
    if _SHARES.search(plain):
        return indicator.unit == "%"
    return indicator.unit != "%" if _COUNTS.search(plain) else True


def _target_verdict(case: Case, found: Sequence[tuple[Passage, Against]]) -> Verdict:
    lang = case.question.lang
    lines = tuple(wording.against_line(result, lang) for _, result in found)
    marks: dict[str, list[Span | None]] = {}
    passages = {passage.id: passage for passage, _ in found}
    for passage, result in found:
        assert result.indicator.target is not None
        whole = Span(0, len(passage.text))
        for text in (result.indicator.text, result.indicator.target.text):
            marks.setdefault(passage.id, []).append(case.mark(passage, text, whole))
    citations = tuple(
        case.cite(passages[name], Span(0, len(passages[name].text)), *_apart(every))
        for name, every in marks.items()
    )
    verdicts = {result.met for _, result in found}
    first = found[0][1]
    target = first.indicator.target
    assert target is not None
    figure = Figure(
        wording.gap_text(first.gap, first.indicator.unit, lang, first.share),
        first.gap,
        "points" if first.indicator.unit == "%" else first.indicator.unit,
        operation="difference",
        operands=(first.indicator.text, target.text),
    )
    return Verdict(lines, citations, figure, verdicts.pop() if len(verdicts) == 1 else None)


def _apart(marks: Sequence[Span | None]) -> list[Span]:
    """Return marks in order, without those that overlap one before."""
    found: list[Span] = []
    for mark in sorted((m for m in marks if m), key=lambda each: each.start):
        if not found or mark.start >= found[-1].end:
            found.append(mark)
    return found


# ---------------------------------------------------------------- the highest, the lowest


def _extreme(
    case: Case, near: Sequence[Passage], every: Sequence[Passage], highest: bool
) -> Verdict | None:
    if not any(passage.kind == "table_row" for passage in near[:2]):
        return None
    found = _table_meant(case, [p for p in every if p.kind == "table_row"])
    if found is None:
        return None
    row, column = found
    same = [
        each
        for each in case.indicators(row.document_id)
        if each.table_id == column.table_id
        and (each.group, each.column, each.unit) == (column.group, column.column, column.unit)
    ]
    same = list(comparable(same))
    best = extremes(same, highest)
    if not best:
        return None
    lang = case.question.lang
    line = wording.extreme_line(best, highest, len(same), lang)
    citations = _rows_cited(case, row, same, best)
    figure = Figure(
        best[0].text,
        best[0].value,
        best[0].unit,
        tuple(range(len(citations))),
        "highest" if highest else "lowest",
        tuple(each.text for each in same),
    )
    return Verdict((line,), citations, figure)


def _table_meant(case: Case, rows: Sequence[Passage]) -> tuple[Passage, Indicator] | None:
    """Return the row and the cell of the table that a question means, the best row's at a tie.

    A row alone does not tell: « Clientèle de l’assistance sociale » stands in several tables, and
    what is asked for is in the table's title, in the head of a column, or above the rows.
    """
    meant: dict[tuple[str | None, str | None], tuple[Passage, Indicator]] = {}
    for row in rows:
        column = _column(case, case.figures(row, Span(0, len(row.text))))
        if column is not None:
            meant.setdefault((column.table_id, column.group), (row, column))
    # « La plus nombreuse » does not ask for a column that begins with « Nombre ».
    aside = superlative_of(fold(case.question.text))
    worth = {}
    for name, (row, cell) in meant.items():
        said = (row.heading_path[-1], cell.group, cell.column)
        worth[name] = case.nearness(". ".join(filter(None, said)), aside)
    return meant[max(worth, key=worth.__getitem__)] if worth else None


def _column(case: Case, own: Sequence[Indicator]) -> Indicator | None:
    """Return the cell of a row whose column the question means."""
    plain = fold(case.question.text)
    fitting = [each for each in own if _is_asked(each, plain)] or list(own)
    worth = [case.meaning(each.column or each.label) for each in fitting]
    return fitting[worth.index(max(worth))] if fitting else None


def _rows_cited(
    case: Case, near: Passage, same: Sequence[Indicator], best: Sequence[Indicator]
) -> tuple[Citation, ...]:
    """Return the citations of the rows compared, the winners first."""
    index = case.weigher.index
    passages = [index.passage(row) for row in index.rows(item=near.item_id).tolist()]
    cited = []
    for each in sorted(same, key=lambda one: one not in best):
        for passage in passages:
            if any(span.start <= each.span.start < span.end for span in passage.spans):
                whole = Span(0, len(passage.text))
                cited.append(case.cite(passage, whole, case.mark(passage, each.text, whole)))
                break
    return tuple(cited)


# ---------------------------------------------------------------- how it moved


def _change(case: Case, near: Sequence[Passage]) -> Verdict | None:
    for passage in near:
        whole = Span(0, len(passage.text))
        found = [m for each in case.figures(passage, whole) if (m := moved(each))]
        if found:
            return _moved_verdict(case, passage, found)
    return None


def _moved_verdict(case: Case, passage: Passage, found: Sequence[Moved]) -> Verdict:
    lang = case.question.lang
    marks: list[Span | None] = []
    whole = Span(0, len(passage.text))
    for each in found:
        assert each.indicator.previous is not None
        for text in (each.indicator.previous.text, each.indicator.text):
            marks.append(case.mark(passage, text, whole))
    last = found[-1]
    assert last.indicator.previous is not None
    unit = last.indicator.unit
    figure = Figure(
        wording.gap_text(last.gap, unit, lang),
        last.gap,
        "points" if unit == "%" else unit,
        operation="difference",
        operands=(last.indicator.text, last.indicator.previous.text),
    )
    lines = tuple(wording.moved_line(each, lang) for each in found)
    return Verdict(lines, (case.cite(passage, whole, *_apart(marks)),), figure)
