"""The commands that search: hits, an answer, something whole."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Annotated

import typer

from spe_search.address import is_address
from spe_search.cli.options import (
    ConceptOption,
    DocumentOption,
    EncoderOption,
    ExactOption,
    IndexOption,
    JsonOption,
    KindOption,
    LlmModelOption,
    LlmOption,
    LlmTimeoutOption,
    PartnerKindOption,
    RegionOption,
    ThemeOption,
    TopKOption,
    YearOption,
    language_model,
    language_of,
    open_engine,
    print_json,
    render,
    render_answer,
    synthesis,
)
from spe_search.engine import SearchEngine
from spe_search.i18n import message as _
from spe_search.serialise import answer_response, search_response, shown_as_dict
from spe_search.types import Filters

QueryArgument = Annotated[str, typer.Argument(metavar="QUERY", help=_("Words or a question."))]

_INDEX = Path("index")


def search(
    context: typer.Context,
    query: QueryArgument,
    top_k: TopKOption = 10,
    region: RegionOption = None,
    theme: ThemeOption = None,
    kind: KindOption = None,
    year: YearOption = None,
    document: DocumentOption = None,
    concept: ConceptOption = None,
    partner_kind: PartnerKindOption = None,
    index: IndexOption = _INDEX,
    encoder: EncoderOption = None,
    exact: ExactOption = False,
    as_json: JsonOption = False,
) -> None:
    """Print the hits of a query."""
    filters = Filters(region, theme, kind, year, document, concept, partner_kind)
    engine = open_engine(index, encoder)
    began = time.perf_counter()
    searched, corrections = (query, ()) if exact else engine.mend(query)
    hits = engine.search(searched, top_k=top_k, filters=filters, exact=True)
    took_ms = 1000 * (time.perf_counter() - began)
    mended = searched if corrections else None
    if as_json:
        print_json(search_response(query, filters, took_ms, hits, mended))
    else:
        render.mended(mended, language_of(context))
        render.hits(hits, took_ms, language_of(context))


def ask(
    context: typer.Context,
    question: QueryArgument,
    top_k: TopKOption = 5,
    region: RegionOption = None,
    theme: ThemeOption = None,
    kind: KindOption = None,
    year: YearOption = None,
    document: DocumentOption = None,
    concept: ConceptOption = None,
    partner_kind: PartnerKindOption = None,
    index: IndexOption = _INDEX,
    encoder: EncoderOption = None,
    exact: ExactOption = False,
    llm: LlmOption = "",
    llm_model: LlmModelOption = "",
    llm_timeout: LlmTimeoutOption = 60.0,
    as_json: JsonOption = False,
) -> None:
    """Print the answer to a question."""
    filters = Filters(region, theme, kind, year, document, concept, partner_kind)
    model = language_model(llm, llm_model, llm_timeout)
    engine = open_engine(index, encoder)
    began = time.perf_counter()
    searched, corrections = (question, ()) if exact else engine.mend(question)
    answer = engine.ask(searched, top_k=top_k, filters=filters, exact=True)
    took_ms = 1000 * (time.perf_counter() - began)
    mended = searched if corrections else None
    lang = language_of(context)
    if as_json:
        written = engine.synthesise(searched, answer, model, lang) if model else None
        print_json(answer_response(question, filters, took_ms, answer, mended, written))
        return
    render.mended(mended, lang)
    render_answer.answer(answer, lang)
    if model:
        with synthesis.waiting(model.endpoint, lang):
            written = engine.synthesise(searched, answer, model, lang)
        synthesis.written(written, lang)


def show(
    context: typer.Context,
    wanted: Annotated[
        str, typer.Argument(metavar="ID", help=_("An id or an address that a search printed."))
    ],
    index: IndexOption = _INDEX,
    as_json: JsonOption = False,
) -> None:
    """Print what an id or an address names."""
    engine = SearchEngine.open(index)
    found = engine.at(wanted) if is_address(wanted) else engine.show(wanted)
    if as_json:
        print_json(shown_as_dict(found))
    else:
        render.shown(found, language_of(context))
