"""The commands that keep it going: the index, a check of all, the app, the quality."""

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

from spe_search.cli.options import (
    EncoderOption,
    IndexOption,
    JsonOption,
    language_of,
    print_json,
    render,
)
from spe_search.encode import DEFAULT_ENCODER, encoder_of
from spe_search.engine import SearchEngine
from spe_search.errors import AppMissingError, PortBusyError
from spe_search.i18n import message as _
from spe_search.types import Half

CorpusOption = Annotated[
    Path, typer.Option("--corpus", envvar="SPE_SEARCH_CORPUS", help=_("Folder of the reports."))
]

_INDEX, _CORPUS, _GOLD = Path("index"), Path("corpus"), Path("benchmarks/gold")


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
    """Build the index."""
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


def doctor(
    context: typer.Context,
    corpus: CorpusOption = _CORPUS,
    index: IndexOption = _INDEX,
    as_json: JsonOption = False,
) -> None:
    """Print what is well and what is not; exit 2 if anything is not."""
    lang = language_of(context)
    from spe_search.cli.doctor import examine

    checks = examine(corpus, index, lang)
    if as_json:
        print_json({"checks": [check.as_dict() for check in checks]})
    else:
        render.checks(checks)
    raise typer.Exit(0 if all(check.passed for check in checks) else 2)


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
    """Print the measures; exit 1 where one is under its floor."""
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


def serve_app(
    context: typer.Context,
    port: Annotated[int, typer.Option(min=1, max=65535, help=_("Port to serve on."))] = 8501,
    index: IndexOption = _INDEX,
) -> None:
    """Serve the app until it is stopped."""
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
