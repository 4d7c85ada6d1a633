"""The commands. Their help is in English here and in French in the catalogue.

What only one command needs is imported by it: a search answers within a second of the shell.
"""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import tomllib
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from spe_search.address import is_address
from spe_search.cli import browse, export, feedback, thesaurus
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
    print_json,
    render,
    synthesis,
)
from spe_search.encode import DEFAULT_ENCODER, encoder_of
from spe_search.engine import SearchEngine
from spe_search.errors import AppMissingError, PortBusyError
from spe_search.i18n import message as _
from spe_search.serialise import answer_response, search_response, shown_as_dict
from spe_search.types import Filters, Half

app = typer.Typer(
    name="spe-search",
    help=_(
        "Search the annual reports of public employment services, offline, with cited passages. "
        "Messages in French; --lang en for English."
    ),
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"max_content_width": 110},
)

app.add_typer(thesaurus.app, name="thesaurus")
app.command(help=browse.THEMES_HELP)(browse.themes)
app.command(help=browse.COVERAGE_HELP)(browse.coverage)
app.command("export", cls=export.InOrder, help=export.HELP)(export.export_dossier)
app.add_typer(feedback.app, name="feedback")

CorpusOption = Annotated[
    Path, typer.Option("--corpus", envvar="SPE_SEARCH_CORPUS", help=_("Folder of the reports."))
]
QueryArgument = Annotated[str, typer.Argument(metavar="QUERY", help=_("Words or a question."))]

_INDEX, _CORPUS, _GOLD = Path("index"), Path("corpus"), Path("benchmarks/gold")


@app.command(help=_("Build the index from the corpus; the old one serves until it is done."))
def build(
    context: typer.Context,
    corpus: CorpusOption = _CORPUS,
    index: IndexOption = _INDEX,
    encoder: EncoderOption = None,
    query_prompt: Annotated[
        str, typer.Option(help=_("What the model wants before a query, as “query: ”."))
    ] = "",
    passage_prompt: Annotated[
        str, typer.Option(help=_("What the model wants before a passage, as “passage: ”."))
    ] = "",
    device: Annotated[str | None, typer.Option(help=_("Where the model runs: cpu, cuda…"))] = None,
    batch_size: Annotated[int, typer.Option(min=1, help=_("Texts encoded at once."))] = 32,
    if_stale: Annotated[
        bool, typer.Option("--if-stale", help=_("Build only if the index is missing or stale."))
    ] = False,
    wait: Annotated[
        float, typer.Option(min=0, help=_("Seconds to wait for another build to end."))
    ] = 120.0,
) -> None:
    from spe_search.build import build_index, is_stale

    model = encoder_of(
        encoder or DEFAULT_ENCODER,
        query_prompt=query_prompt,
        passage_prompt=passage_prompt,
        device=device,
        batch_size=batch_size,
        show_progress=sys.stderr.isatty(),
    )
    if if_stale and not is_stale(corpus, index, model):
        render.up_to_date(index, language_of(context))
        return
    began = time.perf_counter()
    with render.build_progress(language_of(context)) as on_step:
        report = build_index(corpus, index, model, wait_seconds=wait, on_step=on_step)
    render.built(report, time.perf_counter() - began, language_of(context))


@app.command(help=_("Find the initiatives, stories and sections that fit a query best."))
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


@app.command(help=_("Answer a question with a sentence of the reports, or say they do not."))
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
    render.answer(answer, lang)
    if model:
        with synthesis.waiting(model.endpoint, lang):
            written = engine.synthesise(searched, answer, model, lang)
        synthesis.written(written, lang)


@app.command(
    help=_(
        "Show an initiative, a story, a section or a passage, whole, by its id; "
        "or open the address of a citation."
    )
)
def show(
    context: typer.Context,
    wanted: Annotated[
        str, typer.Argument(metavar="ID", help=_("An id or an address that a search printed."))
    ],
    index: IndexOption = _INDEX,
    as_json: JsonOption = False,
) -> None:
    engine = SearchEngine.open(index)
    found = engine.at(wanted) if is_address(wanted) else engine.show(wanted)
    if as_json:
        print_json(shown_as_dict(found))
    else:
        render.shown(found, language_of(context))


@app.command(help=_("Check the corpus, the index and the model, and say what to do."))
def doctor(
    context: typer.Context,
    corpus: CorpusOption = _CORPUS,
    index: IndexOption = _INDEX,
    as_json: JsonOption = False,
) -> None:
    lang = language_of(context)
    from spe_search.cli.doctor import examine

    checks = examine(corpus, index, lang)
    if as_json:
        print_json({"checks": [check.as_dict() for check in checks]})
    else:
        render.checks(checks)
    raise typer.Exit(0 if all(check.passed for check in checks) else 2)


@app.command("eval", help=_("Measure the quality of the search on the gold set."))
def evaluate_quality(
    context: typer.Context,
    gold: Annotated[Path, typer.Option(help=_("Folder of the gold set."))] = _GOLD,
    half: Annotated[Half, typer.Option(help=_("Which half: tune, report or all."))] = "tune",
    out: Annotated[Path | None, typer.Option(help=_("Write the result to this file."))] = None,
    floors: Annotated[
        Path | None, typer.Option(help=_("Fail if a measure falls under this file's."))
    ] = None,
    comparison: Annotated[
        tuple[Path, Path] | None,
        typer.Option("--compare", help=_("Compare two result files instead of measuring.")),
    ] = None,
    index: IndexOption = _INDEX,
    as_json: JsonOption = False,
) -> None:
    from spe_search import evaluate as evaluation

    lang = language_of(context)
    if comparison:
        before, after = (evaluation.read_outcomes(path) for path in comparison)
        render.comparison(evaluation.compare(before, after), before, after, lang)
        return
    engine = SearchEngine.open(index)
    items = frozenset(engine.index.values["item"])
    topics = evaluation.load_gold(gold, engine.manifest, items)
    cases = evaluation.load_cases(gold, items)
    result = evaluation.evaluate(engine, topics, half)
    similar = evaluation.evaluate_comparables(engine, cases, half)
    result = replace(result, outcomes=(*result.outcomes, *similar))
    if out:
        evaluation.write_result(result, out)
    if as_json:
        print_json(evaluation.as_json(result))
    else:
        render.evaluation(result, lang)
    if floors:
        limits = tomllib.loads(floors.read_text(encoding="utf-8"))["floors"]
        fallen = evaluation.below_floors(evaluation.summarise(result.outcomes), limits)
        render.fallen(fallen, lang)
        raise typer.Exit(1 if fallen else 0)


@app.command("app", help=_("Serve the search page in the browser."))
def serve_app(
    context: typer.Context,
    port: Annotated[int, typer.Option(min=1, max=65535, help=_("Port to serve on."))] = 8501,
    index: IndexOption = _INDEX,
) -> None:
    page = _app_file()
    if not _port_is_free(port):
        raise PortBusyError(port=port, other=port + 1)
    environment = os.environ | {
        "SPE_SEARCH_INDEX": str(index.resolve()),
        "SPE_SEARCH_LANG": language_of(context),
    }
    options = ["--server.port", str(port), "--server.headless", "true"]
    options += ["--browser.gatherUsageStats", "false"]
    render.serving(port, language_of(context))
    command = [sys.executable, "-m", "streamlit", "run", str(page), *options]
    done = subprocess.run(command, env=environment, cwd=page.parent, check=False)
    raise typer.Exit(done.returncode)


def _app_file() -> Path:
    """Return the page's file: beside the package's sources, or in the current folder."""
    for folder in (Path(__file__).parents[3], Path.cwd()):
        if (folder / "app.py").is_file():
            return folder / "app.py"
    raise AppMissingError(path=Path.cwd())


def _port_is_free(port: int) -> bool:
    """Tell whether a server can listen on a port of this machine."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def open_engine(index: Path, encoder: str | None) -> SearchEngine:
    """Open an index with a model, or with the one it was made with."""
    return SearchEngine.open(index, encoder_of(encoder) if encoder else None)
