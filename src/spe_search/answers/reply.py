"""From weighed evidence to an answer that can be checked, or to a plain "the report does not say".

Everything shown is a quote, a cell of a table, or worked out of cells that are cited; what the
question limits itself to (a year, a region) limits the evidence.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from operator import attrgetter
from typing import TYPE_CHECKING

from spe_search.answers import wording
from spe_search.answers.case import Case
from spe_search.answers.support import ANSWERED, PARTIAL, support, unmet_words
from spe_search.answers.verdicts import Verdict, verdict_of
from spe_search.citing import sentences_of
from spe_search.evidence import Evidence
from spe_search.french import fold
from spe_search.hits import item_of
from spe_search.regions import REGIONS, names_of
from spe_search.types import Answer, AnswerCause, AnswerStatus, Citation, Figure, Passage, Span

if TYPE_CHECKING:
    from spe_search.indicators import Indicator

_LOOKED_AT = 12
"""How many pieces of evidence are looked at for a number of the things asked for."""
_NEARLY = 4.0
"""What evidence may lack to the best, in log-odds, and still be nearly as good."""
_COUNTS = 0.5
"""How far a figure must count what was asked for."""
_CLEAR = 0.2
"""By how much a figure must answer better than the next of its sentence to be the one meant."""
_OTHER_YEAR = 0.6
"""The support from which a report may answer about a year that it is not about."""
_BULLET = re.compile(r"[•‣◦▪▫●○·*–-]\s")


def reply(case: Case) -> Answer:
    """Answer a question from the evidence found for it; its hits are for the caller to add."""
    lang = case.question.lang
    kept = _within_limits(case)
    if not kept:
        return _refused(case)
    best = kept[0] if case.weigher.kinds != {"count"} else _that_counts(case, kept)
    chance = support(case.weigher, best, case.weigher.index.values["year"])
    unmet = unmet_words(case.weigher, best)
    if chance < _OTHER_YEAR and _years_apart(case):
        return _refused(case)
    # Of a question that no word of the item meets, likeness alone tells nothing.
    if chance < PARTIAL or not best.features["item_words"]:
        # What comes near another year tells less than which years there are.
        return _refused(case) if _years_apart(case) else _no_answer(case, best, unmet)
    if verdict := verdict_of(case, kept):
        return _with_verdict(case, verdict)
    status: AnswerStatus = "answered" if chance >= ANSWERED else "partial"
    citation, figure, text = _extract(case, best)
    if status == "partial" and unmet:
        # A figure beside the question's subject would be read as the answer.
        figure = None
    return Answer(
        status,
        wording.said_by_report(text, lang) if text == citation.quote else text,
        (citation,),
        (),
        reason="" if status == "answered" else wording.partial_reason(unmet, lang),
        cause="" if status == "answered" else "unsupported",
        figure=figure,
        unmet=unmet if status == "partial" else (),
        lang=lang,
    )


def _that_counts(case: Case, kept: Sequence[Evidence]) -> Evidence:
    """Return the best evidence for "how many": nearly as good, a number of these beats a share."""
    best = kept[0]
    if case.weigher.counted is None or best.spot is not None:
        return best
    near = (each for each in kept[:_LOOKED_AT] if each.score >= best.score - _NEARLY)
    return next((each for each in near if _counts_clearly(each)), best)


def _counts_clearly(evidence: Evidence) -> bool:
    features = evidence.features
    counts = max(features["good"], features["people"])
    return counts >= _COUNTS and features["margin"] >= _CLEAR


# ---------------------------------------------------------------- limits: years and regions


def _within_limits(case: Case) -> list[Evidence]:
    """Return the evidence that the question's own years and regions let through."""
    kept = list(case.evidence)
    years = _years_apart(case)
    if years:
        kept = [each for each in kept if _holds_all(case.passage(each).text, years)]
    for region in case.question.regions:
        names = tuple(fold(name) for name in names_of(region))
        told = {passage.item_id: passage for passage in map(case.passage, kept)}
        items = {item for item, one in told.items() if _is_of(case, one, region.code, names)}
        kept = [each for each in kept if case.passage(each).item_id in items]
    return kept


def _years_apart(case: Case) -> tuple[str, ...]:
    """Return the years asked about that are not those the reports are about."""
    known = {
        half for year in case.weigher.index.values["year"] for half in (year, *year.split("-"))
    }
    return tuple(year for year in case.question.years if year not in known)


def _holds_all(text: str, years: Sequence[str]) -> bool:
    plain = re.sub(r"[\u2010-\u2015/]", "-", text)
    return all(year in plain for year in years)


def _is_of(case: Case, passage: Passage, code: str, names: Sequence[str]) -> bool:
    """Tell whether a passage's item is of a region, or speaks of it where it is of none."""
    if passage.region is not None:
        return passage.region == code
    item = (fold(text) for text in case.weigher.texts_of(passage)[1])
    return any(name in text for text in item for name in names)


def _refused(case: Case) -> Answer:
    """Say which limit of the question nothing meets, and what there is."""
    index, lang = case.weigher.index, case.question.lang
    if years := _years_apart(case):
        known = [year for year in index.values["year"] if year]
        reason = wording.year_reason(years, known, lang)
        return Answer("no_answer", "", (), (), reason, "year", lang=lang)
    if case.question.regions and case.evidence:
        asked = [region.name for region in case.question.regions]
        known = [] if _told_of(case) else _regions_told_of(case)
        reason = wording.region_reason(asked, known, lang)
        return Answer("no_answer", "", (), (), reason, "region", lang=lang)
    reason = wording.no_answer_reason((), (), "", lang)
    return Answer("no_answer", "", (), (), reason, "nothing_relevant", lang=lang)


def _told_of(case: Case) -> bool:
    codes = case.weigher.index.values["region"]
    return all(region.code in codes for region in case.question.regions)


def _regions_told_of(case: Case) -> list[str]:
    codes = case.weigher.index.values["region"]
    return [region.name for region in REGIONS if region.code in codes]


def _no_answer(case: Case, best: Evidence, unmet: tuple[str, ...]) -> Answer:
    """Say what the nearest passage does speak of, and what it lacks."""
    lang = case.question.lang
    title = item_of(case.weigher.index, case.passage(best)).title
    parts = [part.text for part in case.weigher.match.parts]
    met = [text for text in parts if text not in unmet]
    reason = wording.no_answer_reason(met[:4], unmet[:4], title, lang)
    return Answer("no_answer", "", (), (), reason, "unsupported", unmet=unmet, lang=lang)


# ---------------------------------------------------------------- what is quoted


def _extract(case: Case, best: Evidence) -> tuple[Citation, Figure | None, str]:
    """Return the quote that answers, the figure in it, and the answer's text."""
    passage = case.passage(best)
    figure = _figure_of(case, best, passage)
    if figure is not None and passage.kind == "table_row":
        mark = case.mark(passage, figure.text, Span(0, len(passage.text)))
        citation = case.cite(passage, Span(0, len(passage.text)), mark)
        line = wording.target_reading if "target" in case.question.kinds else wording.reading
        has_target = figure.target is not None and figure.target.value is not None
        text = (line if has_target else wording.reading)(figure, case.question.lang)
        return citation, _as_figure(case, figure), text
    if "partner" in case.question.kinds and (listed := _partners(case, passage)):
        citation = case.cite(listed, Span(0, len(listed.text)))
        return citation, None, citation.quote
    part = _whole_list(passage.text, best.sentence)
    spot = Span(best.spot.start, best.spot.end) if best.spot else None
    if figure is not None:
        spot = case.mark(passage, figure.text, part) or spot
    citation = case.cite(passage, part, spot)
    return citation, _as_figure(case, figure) if figure else None, citation.quote


def _partners(case: Case, passage: Passage) -> Passage | None:
    """Return the list of partners of a passage's item, where the report gives one."""
    index = case.weigher.index
    rows = index.rows(item=passage.item_id, kind="partners").tolist()
    return index.passage(rows[0]) if rows else None


def _whole_list(text: str, part: Span) -> Span:
    """Return a sentence, with the whole list where it is an item of one, or announces one."""
    spans = sentences_of(text)
    place = next(n for n, span in enumerate(spans) if span.start == part.start)
    is_item = [bool(_BULLET.match(text[span.start : span.end])) for span in spans]
    first = last = place
    while is_item[first] and first > 0:
        first -= 1
    announces = text[spans[last].start : spans[last].end].rstrip().endswith(":")
    while last + 1 < len(spans) and is_item[last + 1] and (is_item[place] or announces):
        last += 1
    return Span(spans[first].start, spans[last].end)


def _figure_of(case: Case, best: Evidence, passage: Passage) -> Indicator | None:
    """Return the figure of a sentence or row that answers, where one was asked for."""
    if best.spot is None or best.spot.kind == "name":
        return None
    if passage.kind != "table_row":
        found = case.figures(passage, Span(best.spot.start, best.spot.end))
        others = case.figures(passage, best.sentence)
        same = [each for each in others if found and _measures_the_same(each, found[0])]
        is_clear = len(same) < 2 or best.features["margin"] >= _CLEAR
        return found[0] if found and is_clear else None
    found = case.figures(passage, Span(0, len(passage.text)))
    units = _units(case)
    fitting = [each for each in found if each.unit in units] or found
    worth = [case.meaning(each.column or each.label) for each in fitting]
    return fitting[worth.index(max(worth))] if fitting else None


def _measures_the_same(one: Indicator, other: Indicator) -> bool:
    """Tell whether two figures count the same: which of them is asked for is then unsure."""
    measures = attrgetter("population", "counted", "unit", "period")
    return bool(one.counted) and measures(one) == measures(other)


def _units(case: Case) -> set[str | None]:
    """Return the units that would answer: a share, money, or a number of things."""
    kinds = case.question.kinds
    if "share" in kinds:
        return {"%", "points"}
    return {"$"} if "money" in kinds else {"count", None, "duration", "age"}


def _as_figure(case: Case, indicator: Indicator) -> Figure:
    target = indicator.target
    asked_target = "target" in case.question.kinds and target is not None
    if asked_target and target is not None and target.value is not None:
        return Figure(target.text, target.value, target.unit)
    return Figure(indicator.text, indicator.value, indicator.unit)


# ---------------------------------------------------------------- what is worked out


def _with_verdict(case: Case, verdict: Verdict) -> Answer:
    """Return what was worked out, and what the question took for granted of it."""
    lang = case.question.lang
    reason = ""
    cause: AnswerCause = ""
    status: AnswerStatus = "answered"
    if case.question.granted:
        supposed = case.question.claim == "met"
        status = "partial"
        if verdict.met is not None and supposed != verdict.met:
            reason, cause = wording.premise_reason(verdict.met, lang), "premise"
        else:
            reason, cause = wording.why_reason(lang), "unsupported"
    return Answer(
        status,
        "\n".join(verdict.lines),
        verdict.citations,
        (),
        reason,
        cause,
        verdict.figure,
        lang=lang,
    )


# ---------------------------------------------------------------- several questions in one


def joined(answers: Sequence[Answer]) -> Answer:
    """Return one answer for several questions, each kept as a part of it."""
    if len(answers) == 1:
        return answers[0]
    statuses = {answer.status for answer in answers}
    status: AnswerStatus = statuses.pop() if len(statuses) == 1 else "partial"
    hits = tuple({hit.passage.item_id: hit for a in answers for hit in a.hits}.values())
    return Answer(
        status,
        "\n".join(dict.fromkeys(answer.text for answer in answers if answer.text)),
        tuple(citation for answer in answers for citation in answer.citations),
        tuple(replace(hit, rank=rank) for rank, hit in enumerate(hits, 1)),
        "\n".join(dict.fromkeys(answer.reason for answer in answers if answer.reason)),
        next((answer.cause for answer in answers if answer.cause), ""),
        parts=tuple(answers),
        lang=answers[0].lang,
    )
