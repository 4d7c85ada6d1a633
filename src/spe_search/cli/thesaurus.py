"""The commands for those who keep the thesaurus: check it, preview an edit, export it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from spe_search.cli.options import IndexOption, language_of, render
from spe_search.engine import SearchEngine
from spe_search.french import terms
from spe_search.i18n import message as _
from spe_search.index import Index
from spe_search.thesaurus import Thesaurus, with_regions
from spe_search.thesaurus_file import load_thesaurus
from spe_search.types import Lang

app = typer.Typer(help=_("Check, preview and export the thesaurus."), rich_markup_mode=None)

FileArgument = Annotated[Path, typer.Argument(metavar="FILE", help=_("The thesaurus's file."))]
_FILE, _INDEX, _GOLD = Path("corpus/thesaurus.toml"), Path("index"), Path("benchmarks/gold")


@app.command(help=_("Find faults, and the labels that match nothing in the reports."))
def check(
    context: typer.Context,
    file: FileArgument = _FILE,
    preview: Annotated[
        bool, typer.Option("--preview", help=_("Show what it changes on the gold set."))
    ] = False,
    gold: Annotated[Path, typer.Option(help=_("Folder of the gold set."))] = _GOLD,
    index: IndexOption = _INDEX,
) -> None:
    lang = language_of(context)
    thesaurus = load_thesaurus(file)
    opened = Index(index)
    render.thesaurus(thesaurus, _unmatched(thesaurus, opened), lang)
    if preview:
        _preview(with_regions(thesaurus), index, gold, lang)


@app.command(help=_("Print the thesaurus as SKOS, in Turtle."))
def export(
    file: FileArgument = _FILE,
    base: Annotated[
        str, typer.Option(help=_("The address that the concepts' ids are put after."))
    ] = "urn:spe-search:",
) -> None:
    from spe_search.skos import as_turtle

    print(as_turtle(load_thesaurus(file), base))


def _unmatched(thesaurus: Thesaurus, index: Index) -> list[tuple[str, str]]:
    """Return the French labels, with their concept's id, of which a word is in no report."""
    return [
        (concept.id, label)
        for concept in thesaurus.concepts.values()
        for label in (*concept.fr, *concept.hidden)
        if not all(index.lexical.knows(term.text) for term in terms(label))
    ]


def _preview(thesaurus: Thesaurus, index: Path, gold: Path, lang: Lang) -> None:
    """Run the tuning half with the thesaurus that serves and with this one, and compare."""
    from spe_search import evaluate as evaluation

    now = SearchEngine.open(index)
    then = SearchEngine(Index(index, thesaurus=thesaurus), now.encoder)
    topics = evaluation.load_gold(gold, now.manifest, frozenset(now.index.values["item"]))
    before, after = (
        {o.topic: o for o in evaluation.evaluate(engine, topics, "tune").outcomes}
        for engine in (now, then)
    )
    render.comparison(evaluation.compare(before, after), before, after, lang)
