"""What is in the index, as a list: the reports, each with its year and what it holds."""

from __future__ import annotations

from html import escape

from app_parts import formats
from app_parts.visit import Visit
from spe_search.generation import Manifest


def listed(manifest: Manifest, visit: Visit) -> str:
    """Return which reports are in the index, each with its year and what it holds."""
    _ = visit.translate
    lines = []
    for report in manifest.reports:
        counts = (
            (report.pages, _("1 page"), _("{count} pages")),
            (report.initiatives, _("1 initiative"), _("{count} initiatives")),
            (report.stories, _("1 personal story"), _("{count} personal stories")),
            (report.passages, _("1 passage"), _("{count} passages")),
        )
        held = [
            one if n == 1 else many.format(count=formats.number(n, visit.lang))
            for n, one, many in counts
            if n
        ]
        year = _("year {year}").format(year=report.year)
        about = escape(" · ".join((year, *held)))
        lines.append(
            f'<li><span lang="fr">{escape(report.title)}</span><br><small>{about}</small></li>'
        )
    return f'<ul class="reports">{"".join(lines)}</ul>'
