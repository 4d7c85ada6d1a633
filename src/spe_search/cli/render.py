"""What the commands print for a person. Text from documents and queries is never markup."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from spe_search.i18n import message, translator
from spe_search.locating import Located
from spe_search.types import Hit, Initiative, Lang, Passage, Section

if TYPE_CHECKING:
    from spe_search.build import BuildReport
    from spe_search.cli.doctor import Check
    from spe_search.evaluate import Comparison, Outcome, Result
    from spe_search.thesaurus import Thesaurus

_STEPS = {
    "wait": message("Another build is under way: waiting for it to end…"),
    "parse": message("Reports to read: {count}"),
    "encode": message("New passages to encode: {count}"),
    "write": message("Passages to index: {count}"),
}
_KINDS = {
    "initiative": message("initiative"),
    "story": message("story"),
    "section": message("section"),
}
_FIELDS = {
    "summary": message("Summary"),
    "partners": message("Partners"),
    "results": message("Results"),
    "quote": message("Quote"),
    "sidebar": message("Sidebar"),
    "caption": message("Caption"),
    "note": message("Note"),
}


def error_console() -> Console:
    """Return what messages about errors and progress are printed with."""
    return Console(stderr=True)


def _console() -> Console:
    return Console(highlight=False)


@contextmanager
def build_progress(lang: Lang) -> Iterator[Callable[[str, int], None]]:
    """Say each step of a build on the standard error as it starts."""
    console, _ = error_console(), translator(lang)

    def on_step(step: str, count: int) -> None:
        console.print(_(_STEPS[step]).format(count=count), highlight=False)

    yield on_step


def built(report: BuildReport, seconds: float, lang: Lang) -> None:
    """Print what a build made."""
    _ = translator(lang)
    table = Table(box=None, pad_edge=False)
    heads = (_("Report"), _("Pages"), _("Initiatives"), _("Stories"), _("Passages"))
    for number, head in enumerate(heads):
        table.add_column(head, justify="right" if number else "left")
    for each in report.manifest.reports:
        counts = (each.pages, each.initiatives, each.stories, each.passages)
        table.add_row(Text(each.title), *map(str, counts))
    console = _console()
    console.print(table)
    text = _("Index ready in {seconds} s; {reused} vectors of {total} reused.")
    console.print(
        text.format(seconds=f"{seconds:.1f}", reused=report.reused, total=report.manifest.passages)
    )


def up_to_date(index: Path, lang: Lang) -> None:
    """Say that there is nothing to build."""
    _ = translator(lang)
    _console().print(
        _("The index in “{path}” is up to date.").format(path=index), markup=False, soft_wrap=True
    )


def mended(query: str | None, lang: Lang) -> None:
    """Say which query was searched, where words of the one typed were mended."""
    if query:
        _ = translator(lang)
        text = _("Results for “{query}” (--exact searches the words as typed)")
        _console().print(text.format(query=query), markup=False, end="\n\n")


def hits(found: Sequence[Hit], took_ms: float, lang: Lang) -> None:
    """Print hits, best first, each with its passage and citation."""
    _ = translator(lang)
    console = _console()
    if not found:
        console.print(_("Nothing relevant in the reports. Try other words, or fewer filters."))
        return
    for hit in found:
        if not hit.likely and (hit is found[0] or found[hit.rank - 2].likely):
            console.print(_("Less likely:"), style="dim", end="\n\n")
        one_hit(console, hit, lang)
    console.print(
        _("Hits: {count} ({ms} ms)").format(count=len(found), ms=f"{took_ms:.0f}"), style="dim"
    )


def one_hit(console: Console, hit: Hit, lang: Lang) -> None:
    """Print a hit: its item, its passage, its source."""
    _ = translator(lang)
    item = hit.initiative or hit.section
    title = item.title if item else hit.passage.heading_path[-1]
    region = hit.initiative.region.name if hit.initiative and hit.initiative.region else None
    kind = _(_KINDS[hit.passage.item_kind])
    chance = _("relevance {share}%").format(share=round(100 * hit.score))
    facts = [kind, region, f"p.\u00a0{hit.passage.page}", chance]
    console.print(Text.assemble((f"{hit.rank}. ", "dim"), (title, "bold")))
    console.print(Padding(Text(" · ".join(filter(None, facts)), style="dim"), (0, 0, 0, 3)))
    console.print(Padding(marked(hit), (0, 0, 0, 3)))
    source = f"— {hit.citation.label}\n  {hit.passage.id}\n  {hit.citation.address}"
    console.print(Padding(Text(source, "dim"), (0, 0, 1, 3)))


def marked(hit: Hit) -> Text:
    """Return a passage with the sentence that answers underlined and the query's words bold."""
    text = Text(hit.passage.text)
    text.stylize("underline", hit.sentence.start, hit.sentence.end)
    for mark in hit.marks:
        text.stylize("bold", mark.start, mark.end)
    return text


def shown(found: Initiative | Section | Passage | Located, lang: Lang) -> None:
    """Print an item or a passage, whole, or what an address leads to."""
    console = _console()
    if isinstance(found, Located):
        _located(console, found, lang)
        return
    if isinstance(found, Passage):
        console.print(Text(" › ".join(found.heading_path), style="dim"))
        console.print(Text(f"{found.id} · p.\u00a0{found.page} · {found.start}–{found.end}", "dim"))
        console.print(Text(found.text))
        return
    _ = translator(lang)
    console.print(Text(found.title, style="bold"))
    region = found.region.name if isinstance(found, Initiative) and found.region else None
    facts = filter(None, (region, f"p.\u00a0{found.page}", found.id))
    console.print(Text(" · ".join(facts), style="dim"))
    console.print(Text(" › ".join(found.path) + "\n", style="dim"))
    for extract in found.extracts:
        name = _FIELDS.get(extract.kind)
        if name:
            console.print(Text(_(name), style="bold"))
        console.print(Text(extract.text + "\n"))
    for table in found.tables if isinstance(found, Section) else ():
        _table(console, table.title, table.columns, [row.extract.text for row in table.rows])
    for link in found.links:
        console.print(Text(link, style="dim"), soft_wrap=True)


def _located(console: Console, found: Located, lang: Lang) -> None:
    """Print what an address leads to: the quote in its passage, or that it is no longer there."""
    _ = translator(lang)
    if found.status == "changed":
        console.print(_("The report has changed since this was cited."), style="yellow")
    if found.citation is None:
        console.print(_("These words are no longer in it."), style="bold")
        return
    if found.places > 1:
        text = _("These words stand in {count} places; here is the nearest to the old one.")
        console.print(text.format(count=found.places), style="dim")
    citation = found.citation
    if found.passage and found.part:
        console.print(Text(" › ".join(found.passage.heading_path), style="dim"))
        shown = Text(found.passage.text)
        shown.stylize("bold underline", found.part.start, found.part.end)
        console.print(shown)
    else:
        console.print(Text(citation.quote, style="bold"))
    console.print(Text(f"— {citation.label}\n  {citation.address}", style="dim"), soft_wrap=True)


def _table(console: Console, title: str, columns: Sequence[str], rows: Sequence[str]) -> None:
    console.print(Text(title, style="bold"))
    console.print(Text(" | ".join(columns), style="dim"))
    for row in rows:
        console.print(Text(f"  {row}"))
    console.print()


def checks(found: Sequence[Check]) -> None:
    """Print what an examination saw, a line a check."""
    console = _console()
    for check in found:
        sign = Text("✓ ", "green") if check.passed else Text("✗ ", "red")
        console.print(
            Text.assemble(sign, (check.name, "bold"), f"  {check.detail}"), soft_wrap=True
        )


def evaluation(result: Result, lang: Lang) -> None:
    """Print the mean of each measure, for each group of topics: of the ranking, then of answers."""
    from spe_search.evaluate import ANSWERING, RANKING, summarise

    _ = translator(lang)
    console = _console()
    console.print(Text(" · ".join(result.about.values()), style="dim"))
    summary = summarise(result.outcomes)
    for measures in (RANKING, ANSWERING):
        rows = {
            group: each for group, each in summary.items() if not each.keys().isdisjoint(measures)
        }
        table = Table(box=None, pad_edge=False)
        table.add_column(_("Topics"), min_width=max(map(len, rows), default=0))
        for measure in measures:
            table.add_column(measure, justify="right", max_width=8)
        for group, means in rows.items():
            table.add_row(group, *(f"{means[m]:.3f}" if m in means else "" for m in measures))
        console.print()
        console.print(table)


def comparison(
    found: Sequence[Comparison],
    before: Mapping[str, Outcome],
    after: Mapping[str, Outcome],
    lang: Lang,
) -> None:
    """Print how two runs differ, measure by measure, then topic by topic for the ranking."""
    _ = translator(lang)
    table = Table(box=None, pad_edge=False)
    for head in (_("Measure"), _("Before"), _("After"), _("Change"), "p", _("Better"), _("Worse")):
        table.add_column(head, justify="left" if head == _("Measure") else "right")
    for each in found:
        change = f"{each.after - each.before:+.3f}"
        counts = (str(len(each.better)), str(len(each.worse)))
        values = (f"{each.before:.3f}", f"{each.after:.3f}", change, f"{each.p_value:.3f}")
        table.add_row(each.measure, *values, *counts)
    console = _console()
    console.print(table)
    for ranking in found[:1]:
        for topic in (*ranking.worse, *ranking.better):
            gain = after[topic].measures[ranking.measure] - before[topic].measures[ranking.measure]
            console.print(Text(f"{gain:+.2f}  {topic}  {after[topic].query}"), soft_wrap=True)


def fallen(lines: Sequence[str], lang: Lang) -> None:
    """Print the measures that have fallen under their floors, or that none has."""
    _ = translator(lang)
    console = _console()
    if not lines:
        console.print(_("Every measure is above its floor."))
    for line in lines:
        console.print(Text(_("Under its floor: {line}").format(line=line), style="red"))


def exported(count: int, path: Path, lang: Lang) -> None:
    """Say on the standard error how many topics were made of which file."""
    _ = translator(lang)
    text = _("1 topic from {path}") if count == 1 else _("{count} topics from {path}")
    error_console().print(Text(text.format(count=count, path=path)))


def thesaurus(found: Thesaurus, unmatched: Sequence[tuple[str, str]], lang: Lang) -> None:
    """Print how many concepts each facet has, and the labels that match nothing."""
    _ = translator(lang)
    console = _console()
    console.print(_("Concepts: {count}. No fault found.").format(count=len(found)))
    for facet, count in Counter(c.facet for c in found.concepts.values()).most_common():
        console.print(f"  {facet}: {count}")
    if unmatched:
        console.print(
            _("Labels that match nothing in the reports: {count}").format(count=len(unmatched))
        )
    for concept, label in unmatched:
        console.print(Text(f"  {concept}: {label}", style="dim"), soft_wrap=True)


def serving(port: int, lang: Lang) -> None:
    """Say where the page is."""
    _ = translator(lang)
    text = _("The search page: {address} (Ctrl+C to stop)")
    _console().print(text.format(address=f"http://localhost:{port}"), markup=False)
