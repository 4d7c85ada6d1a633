"""The command that writes a dossier: what is asked for on the command line, in its order."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, cast

import typer
from typer.core import TyperCommand

from spe_search.cli.options import (
    ConceptOption,
    DocumentOption,
    EncoderOption,
    ExactOption,
    IndexOption,
    KindOption,
    PartnerKindOption,
    RegionOption,
    ThemeOption,
    TopKOption,
    YearOption,
    language_of,
    open_engine,
    render,
)
from spe_search.engine import SearchEngine
from spe_search.errors import printable
from spe_search.i18n import message as _
from spe_search.i18n import translator
from spe_search.types import Filters, Lang

if TYPE_CHECKING:
    from spe_search.dossier import Dossier, Entry

OutputOption = Annotated[
    Path | None,
    typer.Option(
        "--output",
        "-o",
        help=_("The file to write; by default, dossier.docx. - is the standard output."),
    ),
]
QueryOption = Annotated[
    list[str] | None,
    typer.Option("--query", metavar="<str>", help=_("Keep the likely results of a search.")),
]
AskOption = Annotated[
    list[str] | None,
    typer.Option("--ask", metavar="<str>", help=_("Keep a question and its answer.")),
]
ItemOption = Annotated[
    list[str] | None,
    typer.Option(
        "--id",
        metavar="<str>",
        help=_("Keep an item or a passage, whole, or the quote of an address."),
    ),
]
CompareOption = Annotated[
    list[str] | None,
    typer.Option(
        "--compare",
        metavar="<str>",
        help=_("Keep 2 to 10 items side by side: their ids, with commas."),
    ),
]
SimilarOption = Annotated[
    list[str] | None,
    typer.Option(
        "--similar",
        metavar="<str>",
        help=_("Keep an item side by side with those most like it: its id."),
    ),
]
NoteOption = Annotated[
    list[str] | None, typer.Option("--note", metavar="<str>", help=_("Add words of your own."))
]
DossierOption = Annotated[
    list[Path] | None,
    typer.Option(
        "--dossier", metavar="<path>", help=_("Keep all that a dossier saved as JSON holds.")
    ),
]
TitleOption = Annotated[str | None, typer.Option("--title", help=_("The dossier's title."))]
FormatOption = Annotated[
    str | None,
    typer.Option("--format", help=_("docx, md, csv or json; by default, as the file's name ends.")),
]
ForceOption = Annotated[bool, typer.Option("--force", help=_("Write over a file that is there."))]

_INDEX = Path("index")
_GIVEN = "spe_search.given"


class InOrder(TyperCommand):
    """A command that knows in which order its options were given, repeated ones included."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Parse the arguments, and keep the names of the parameters as they came."""
        _values, _rest, order = self.make_parser(ctx).parse_args(args=list(args))
        ctx.meta[_GIVEN] = [parameter.name for parameter in order]
        return super().parse_args(ctx, args)


class _Keeper:
    """Makes the entries that the options ask for; the index is opened if one of them needs it."""

    def __init__(self, open_engine: Callable[[], SearchEngine], asked: _Asked, lang: Lang) -> None:
        self.open_engine, self.asked, self.lang = open_engine, asked, lang

    @cached_property
    def engine(self) -> SearchEngine:
        return self.open_engine()

    def entries(self, option: str, value: Any) -> Sequence[Entry]:
        """Return the entries that one option asks for."""
        from spe_search.dossier import (
            NoteEntry,
            answer_entry,
            hit_entry,
            item_entries,
            matrix_entry,
        )

        if option == "dossier":
            return cast("Dossier", value).entries
        if option == "note":
            return (NoteEntry(value),) if value.strip() else ()
        if option == "item":
            return item_entries(self.engine, value)
        if option == "compare":
            ids = [each.strip() for each in value.split(",")]
            return (matrix_entry(self.engine, self.engine.compare(ids), lang=self.lang),)
        if option == "similar":
            return (self._similar(value),)
        asked = self.asked
        text = value if asked.exact else self.engine.mend(value)[0]
        if option == "ask":
            answer = self.engine.ask(
                text, top_k=asked.top_k, filters=asked.filters, exact=True, lang=self.lang
            )
            return (answer_entry(self.engine, text, answer),)
        hits = self.engine.search(text, top_k=asked.top_k, filters=asked.filters, exact=True)
        found = tuple(hit_entry(self.engine, hit, text) for hit in hits if hit.likely)
        if not found:
            _say_nothing_found(text, self.lang)
        return found

    def _similar(self, item: str) -> Entry:
        """Return an item and what is like it, side by side."""
        from spe_search.compare.matrix import MOST_COMPARED
        from spe_search.dossier import matrix_entry

        most = min(self.asked.top_k, MOST_COMPARED - 1)
        found = self.engine.similar(item, top_k=most, filters=self.asked.filters)
        ids = [item, *(each.item.id for each in found)]
        return matrix_entry(self.engine, self.engine.compare(ids), lang=self.lang)


_STANDARD_OUTPUT = Path("-")


@dataclass(frozen=True, slots=True)
class _Asked:
    """How to search."""

    top_k: int
    filters: Filters
    exact: bool


def export_dossier(
    context: typer.Context,
    output: OutputOption = None,
    query: QueryOption = None,
    ask: AskOption = None,
    item: ItemOption = None,
    compare: CompareOption = None,
    similar: SimilarOption = None,
    note: NoteOption = None,
    dossier: DossierOption = None,
    title: TitleOption = None,
    file_format: FormatOption = None,
    force: ForceOption = False,
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
) -> None:
    """Write a dossier to a file."""
    from spe_search.dossier import read_dossier
    from spe_search.export import check_output, export, format_of, write_dossier

    lang = language_of(context)
    output = output or Path(f"dossier.{file_format or 'docx'}")
    name = format_of(output, file_format)
    is_piped = output == _STANDARD_OUTPUT
    if not is_piped:
        check_output(output, force=force)
    saved = [read_dossier(path) for path in dossier or ()]
    given: dict[str, Sequence[object] | None] = {
        "query": query,
        "ask": ask,
        "item": item,
        "compare": compare,
        "similar": similar,
        "note": note,
        "dossier": saved,
    }
    filters = Filters(region, theme, kind, year, document, concept, partner_kind)
    asked = _Asked(top_k, filters, exact)
    keeper = _Keeper(lambda: open_engine(index, encoder), asked, lang)
    entries = [
        entry
        for option, value in _in_order(context.meta[_GIVEN], given)
        for entry in keeper.entries(option, value)
    ]
    made = _made(title, entries, saved, lang)
    if is_piped:
        typer.get_binary_stream("stdout").write(export(made, name))
        return
    write_dossier(made, output, name, force=force)
    _say_written(output, lang)


def _in_order(
    names: Iterable[str], given: Mapping[str, Iterable[Any] | None]
) -> Iterator[tuple[str, Any]]:
    """Yield each option that asks for entries, and its value, as they came."""
    values = {name: iter(each or ()) for name, each in given.items()}
    return ((name, next(values[name])) for name in names if name in values)


def _made(
    title: str | None, entries: Sequence[Entry], saved: Sequence[Dossier], lang: Lang
) -> Dossier:
    """Return the dossier of some entries; it goes on from the first saved one, if there is any."""
    from msgspec.structs import replace

    from spe_search.dossier import Dossier

    start = saved[0] if saved else Dossier(title="", lang=lang)
    return replace(start, entries=tuple(entries), title=start.title if title is None else title)


def _say_nothing_found(query: str, lang: Lang) -> None:
    """Say on the standard error that a search brought nothing to keep."""
    _ = translator(lang)
    text = _("Nothing relevant for “{query}”: nothing is kept of it.").format(query=query)
    render.error_console().print(text, markup=False, highlight=False, soft_wrap=True)


def _say_written(path: Path, lang: Lang) -> None:
    """Say which file was written."""
    _ = translator(lang)
    text = _("Written: {path}").format(path=printable(path))
    from rich.console import Console

    Console(highlight=False).print(text, markup=False, soft_wrap=True)
