"""``spe-search indicators``: the figures of the reports, listed, sorted, exported."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from spe_search.cli.options import (
    ConceptOption,
    DocumentOption,
    IndexOption,
    JsonOption,
    KindOption,
    PartnerKindOption,
    RegionOption,
    ThemeOption,
    YearOption,
    language_of,
    print_json,
    print_utf8,
)
from spe_search.engine import SearchEngine
from spe_search.i18n import message as _
from spe_search.i18n import translator
from spe_search.regions import region_by_code
from spe_search.serialise import filters_as_dict, indicator_as_dict, indicators_as_csv
from spe_search.types import Filters, Lang, Origin, Passage, Section, Sort, UnitChoice

if TYPE_CHECKING:
    from spe_search.indicators import Indicator

_INDEX = Path("index")


def indicators(
    context: typer.Context,
    query: Annotated[
        str, typer.Argument(metavar="[QUERY]", help=_("Words that must all be said of a figure."))
    ] = "",
    region: RegionOption = None,
    theme: ThemeOption = None,
    kind: KindOption = None,
    year: YearOption = None,
    document: DocumentOption = None,
    concept: ConceptOption = None,
    partner_kind: PartnerKindOption = None,
    unit: Annotated[
        UnitChoice | None,
        typer.Option(help=_("Only this unit; none: the report does not say which.")),
    ] = None,
    origin: Annotated[
        Origin | None,
        typer.Option(help=_("Only figures of tables, of results or of other sentences.")),
    ] = None,
    with_target: Annotated[
        bool, typer.Option("--with-target", help=_("Only figures that have a target."))
    ] = False,
    sort: Annotated[
        Sort, typer.Option(help=_("Order: page, value, label, or gap to the target."))
    ] = "page",
    descending: Annotated[bool, typer.Option("--desc", help=_("The largest first."))] = False,
    index: IndexOption = _INDEX,
    as_json: JsonOption = False,
    as_csv: Annotated[bool, typer.Option("--csv", help=_("Print CSV, for a spreadsheet."))] = False,
) -> None:
    """Print the figures asked for, as a table, JSON or CSV."""
    filters = Filters(region, theme, kind, year, document, concept, partner_kind)
    engine = SearchEngine.open(index)
    found = engine.indicators(
        query,
        filters=filters,
        unit=unit,
        origin=origin,
        with_target=with_target,
        sort=sort,
        descending=descending,
    )
    if as_json:
        figures = [indicator_as_dict(each) for each in found]
        print_json({"query": query, "filters": filters_as_dict(filters), "indicators": figures})
    elif as_csv:
        print_utf8(indicators_as_csv(found))
    else:
        titles = {each: _title(engine, each) for each in found}
        show(found, titles, language_of(context))


def _title(engine: SearchEngine, each: Indicator) -> str:
    """Return the title of a figure's table, or of its initiative, story or section."""
    item = engine.show(each.item_id)
    assert not isinstance(item, Passage)
    tables = item.tables if isinstance(item, Section) else ()
    return next((table.title for table in tables if table.id == each.table_id), item.title)


def show(found: Sequence[Indicator], titles: Mapping[Indicator, str], lang: Lang) -> None:
    """Print figures as a table, for a person."""
    _ = translator(lang)
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    console = Console(highlight=False)
    if not found:
        console.print(_("No figure fits. Try fewer words or fewer filters."))
        return
    table = Table(box=None, pad_edge=False, padding=(0, 2, 1, 0))
    table.add_column(_("Figure"), justify="right", style="bold", max_width=20)
    table.add_column(_("What it measures"), ratio=1)
    table.add_column(_("Target"), no_wrap=True)
    table.add_column(_("Page"), justify="right")
    for each in found:
        facts = " · ".join((*_facts(each, lang), titles[each]))
        what = Text.assemble(each.label, "\n", (facts, "dim"))
        cells = (Text(_figure(each, lang)), what, Text(_target(each, lang)))
        table.add_row(*cells, f"{each.page}")
    console.print(table)
    console.print(_("Figures: {count}").format(count=len(found)), style="dim")


def _figure(each: Indicator, lang: Lang) -> str:
    _ = translator(lang)
    if each.unit is None:
        return _("{text} (unit not said)").format(text=each.text)
    if each.origin == "table_cell" or each.unit in ("%", "$", "points"):
        return each.text
    return f"{each.text} {each.counted}".rstrip()


def _facts(each: Indicator, lang: Lang) -> list[str]:
    """Return what else is known of a figure: of whom, when, where, before."""
    _ = translator(lang)
    region = region_by_code(each.region)
    before = each.previous
    facts = [each.group, each.population, each.period, region.name if region else None]
    if before:
        text = _("before: {text} ({period})") if before.period else _("before: {text}")
        facts.append(text.format(text=before.text, period=before.period))
    if each.change:
        facts.append(_("rise") if each.change == "up" else _("fall"))
    if each.compared_with:
        facts.append(_("compared with {what}").format(what=each.compared_with))
    return [fact for fact in facts if fact]


def _target(each: Indicator, lang: Lang) -> str:
    _ = translator(lang)
    target = each.target
    if target is None:
        return ""
    if target.value is None:
        return _("none ({text})").format(text=target.text)
    if each.gap is None:
        return target.text
    unit = {"%": _("points"), "$": "$"}.get(each.unit or "", "")
    gap = f"{signed(each.gap, lang)}\u00a0{unit}".rstrip("\u00a0")
    return f"{target.text}\n({gap})"


def signed(value: Decimal, lang: Lang) -> str:
    """Write a difference with its sign, as the reader's language writes numbers."""
    text = f"{value:+,f}"
    if lang == "en":
        return text
    return text.replace(",", "\u00a0").replace(".", ",").replace("-", "−")
