"""What the commands that compare print for a person. Text from documents is never markup."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from spe_search.compare import Comparable, Difference, Matrix, Shared, Trait
from spe_search.compare.matrix import FIELDS, NOT_SAID, entry_text, matrix_rows
from spe_search.i18n import message, translator
from spe_search.spelling import Correction
from spe_search.tabular import csv_text
from spe_search.types import Initiative, Lang

_ASPECTS = {
    "region": message("Region"),
    "clientele": message("Clientele"),
    "service": message("Measure or service"),
    "partner": message("Partners"),
}
_NAMED = message("{name}: {words}")
_INDENT = (0, 0, 0, 3)


def mended(corrections: Sequence[Correction], lang: Lang) -> None:
    """Say which words of a description were mended, if any."""
    if corrections:
        _ = translator(lang)
        pairs = ", ".join(dict.fromkeys(f"{each.wrong} → {each.right}" for each in corrections))
        text = _("Words mended: {pairs} (--exact searches the words as typed)")
        console = Console(highlight=False)
        console.print(text.format(pairs=pairs), markup=False, soft_wrap=True, end="\n\n")


def comparables(found: Sequence[Comparable], took_ms: float, lang: Lang) -> None:
    """Print what is like something, the best first, each with its reasons."""
    _ = translator(lang)
    console = Console(highlight=False)
    if not found:
        text = _("Nothing in the reports is like it. Try other words, or fewer filters.")
        console.print(text, soft_wrap=True)
        return
    for each in found:
        _comparable(console, each, lang)
    console.print(
        _("Comparables: {count} ({ms} ms)").format(count=len(found), ms=f"{took_ms:.0f}"),
        style="dim",
    )


def _comparable(console: Console, each: Comparable, lang: Lang) -> None:
    _ = translator(lang)
    item = each.item
    region = item.region.name if isinstance(item, Initiative) and item.region else None
    chance = _("likeness {share}%").format(share=min(round(100 * each.score), 99))
    facts = filter(None, (region, f"p.\u00a0{item.page}", chance))
    console.print(Text.assemble((f"{each.rank}. ", "dim"), (item.title, "bold")))
    console.print(Padding(Text(" · ".join(facts), style="dim"), _INDENT))
    console.print(Padding(Text(f"«\u00a0{each.nearest.quote}\u00a0»"), _INDENT))
    for shared in each.shared:
        console.print(Padding(_shared(shared, lang), _INDENT))
    for difference in each.differences:
        console.print(Padding(_difference(difference, lang), _INDENT))
    console.print(Padding(Text(f"— {each.nearest.label}\n  {item.id}", "dim"), (0, 0, 1, 3)))


def _shared(shared: Shared, lang: Lang) -> Text:
    """Return « = jumelage : « jumeler » / « mettre en contact » (p. 12) »."""
    _ = translator(lang)
    own, other = (f"«\u00a0{trait.words}\u00a0»" for trait in (shared.own, shared.other))
    citation = shared.other.citation
    where = f" (p.\u00a0{citation.page})" if citation else ""
    if shared.facet == "word":
        return Text.assemble(("= ", "green"), _("same word: {words}").format(words=other), where)
    words = own if own == other else f"{own} / {other}"
    return Text.assemble(("= ", "green"), _named(shared.label(lang), words, lang), where)


def _difference(difference: Difference, lang: Lang) -> Text:
    """Return « ≠ Région : Laval / Estrie »."""
    _ = translator(lang)
    sides = (_side(traits, lang) for traits in (difference.own, difference.other))
    name = _(_ASPECTS[difference.aspect])
    return Text.assemble(("≠ ", "yellow"), _named(name, " / ".join(sides), lang))


def _named(name: str, words: str, lang: Lang) -> Text:
    """Return « Région : Laval », the name in bold."""
    text = Text(translator(lang)(_NAMED).format(name=name, words=words))
    text.stylize("bold", 0, len(name))
    return text


def _side(traits: Sequence[Trait], lang: Lang) -> str:
    _ = translator(lang)
    names = (t.words if t.facet == "partner" else t.label(lang) for t in traits)
    return ", ".join(names) or _(NOT_SAID)


def matrix(found: Matrix, lang: Lang) -> None:
    """Print items side by side."""
    _ = translator(lang)
    table = Table(show_lines=True)
    table.add_column("", style="bold")
    for item in found.items:
        table.add_column(Text(item.title), ratio=1)
    for row in found.rows:
        cells = (
            Text("\n".join(entry_text(entry) for entry in cell))
            if cell
            else Text(_(NOT_SAID), style="dim")
            for cell in row.cells
        )
        table.add_row(_(FIELDS[row.field]), *cells)
    Console(highlight=False).print(table)


def matrix_csv(found: Matrix, lang: Lang) -> None:
    """Print items side by side as CSV, in UTF-8 with the mark that spreadsheets look for."""
    text = csv_text(matrix_rows(found, lang))
    sys.stdout.flush()
    sys.stdout.buffer.write(text.encode("utf-8-sig"))
    sys.stdout.buffer.flush()
