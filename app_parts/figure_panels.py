"""What the page of the figures draws: a chart that can be kept, a table for a spreadsheet."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape

import streamlit as st

from app_parts import charts, figure_views
from app_parts.charts import Chart
from app_parts.figures import title_of
from app_parts.visit import Visit
from spe_search import Indicator, SearchEngine


def spreadsheet(
    engine: SearchEngine, name: str, figures: Iterable[Indicator], visit: Visit
) -> None:
    """Show the button that keeps figures as CSV, each with its source."""
    _ = visit.translate
    rows = ((f, title_of(engine, f), engine.document(f.document_id).metadata) for f in figures)
    titled = ((figure, title, report.title) for figure, title, report in rows)
    table = figure_views.figure_rows(titled, lambda each: engine.cite(each).address, visit)
    st.download_button(
        _("Figures for a spreadsheet (CSV)"),
        figure_views.csv_file(table, visit),
        file_name=f"{name}.csv",
        mime="text/csv",
        key=f"csv-{name}",
    )


def drawn(
    engine: SearchEngine,
    chart: Chart,
    figures: Sequence[Indicator],
    name: str,
    visit: Visit,
    level: int = 2,
) -> None:
    """Show a chart, what it says in a sentence, and the button that keeps it as a picture."""
    _ = visit.translate
    reports = {each.document_id: engine.document(each.document_id).metadata for each in figures}
    lang = next(iter(reports.values())).language
    heads = (_("What is measured"), _("Result"), _("Target"), _("Verdict"))
    head = f'<h{level} class="chart">{escape(chart.title)}</h{level}>'
    sentence = f"<p>{escape(chart.sentence)}</p>" if chart.sentence else ""
    pages = ", ".join(map(str, sorted({each.page for each in figures})))
    titles = "; ".join(dict.fromkeys(report.title for report in reports.values()))
    source = _("Source: {reports}, p. {pages}").format(reports=titles, pages=pages)
    keep_it = f"<p>{charts.download(chart, name, source, _)}</p>"
    st.html(head + sentence + charts.html(chart, heads, lang) + keep_it)
