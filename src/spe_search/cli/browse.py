"""The commands that browse: themes with their counts, and what is covered where."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

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
    print_csv,
    print_json,
    render_browse,
)
from spe_search.engine import SearchEngine
from spe_search.i18n import message as _
from spe_search.serialise import coverage_response, themes_response
from spe_search.types import Filters

AllOption = Annotated[
    bool, typer.Option("--all", help=_("Count concepts too general to tell items apart as well."))
]
FacetOption = Annotated[
    str | None, typer.Option("--facet", help=_("Only this facet, whole: clientele, region…"))
]
RowsOption = Annotated[str, typer.Option("--rows", help=_("The facet of the rows."))]
ColumnsOption = Annotated[str, typer.Option("--columns", help=_("The facet of the columns."))]
CsvOption = Annotated[bool, typer.Option("--csv", help=_("Print CSV, for a spreadsheet."))]

_INDEX = Path("index")


def themes(
    context: typer.Context,
    facet: FacetOption = None,
    region: RegionOption = None,
    theme: ThemeOption = None,
    kind: KindOption = None,
    year: YearOption = None,
    document: DocumentOption = None,
    concept: ConceptOption = None,
    partner_kind: PartnerKindOption = None,
    everything: AllOption = False,
    index: IndexOption = _INDEX,
    as_json: JsonOption = False,
) -> None:
    filters = Filters(region, theme, kind, year, document, concept, partner_kind)
    found = SearchEngine.open(index).themes(filters=filters, all=everything)
    facets = (found.facet(facet),) if facet else found.facets
    if as_json:
        print_json(themes_response(filters, found, facets))
    else:
        render_browse.themes(found, facets, whole=facet is not None, lang=language_of(context))


def coverage(
    context: typer.Context,
    rows: RowsOption = "region",
    columns: ColumnsOption = "theme",
    region: RegionOption = None,
    theme: ThemeOption = None,
    kind: KindOption = None,
    year: YearOption = None,
    document: DocumentOption = None,
    concept: ConceptOption = None,
    partner_kind: PartnerKindOption = None,
    everything: AllOption = False,
    index: IndexOption = _INDEX,
    as_json: JsonOption = False,
    as_csv: CsvOption = False,
) -> None:
    lang = language_of(context)
    filters = Filters(region, theme, kind, year, document, concept, partner_kind)
    found = SearchEngine.open(index).coverage(rows, columns, filters=filters, all=everything)
    if as_json:
        print_json(coverage_response(filters, found))
    elif as_csv:
        print_csv(render_browse.coverage_cells(found, lang))
    else:
        render_browse.coverage(found, lang)
