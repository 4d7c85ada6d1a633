"""A chart that is a table: a bar in each row, its figure beside it, each a link to its source.

Read aloud or copied it is a plain table; a bar's length only repeats its figure. As an SVG picture
the same chart can be taken away as a PNG, which the page's script draws.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape
from textwrap import wrap

from app_parts.text import Translate

BLUE, QUIET, INK, TRACK = "#095797", "#4f6079", "#223654", "#dfe6ee"
GOOD, BAD = "#1c6b3c", "#a3231b"
_WIDTH, _MARGIN, _BAR, _WRAP = 900, 24, 560, 100


@dataclass(frozen=True, slots=True)
class Bar:
    """A row: its label, its figure as printed, and where its source is.

    ``length`` and ``mark`` (where the target stands) are shares of the whole width, from 0 to 1.
    ``target`` is the target as printed; ``verdict`` says on which side of it the figure is, and
    ``good`` whether that was wanted.
    """

    label: str
    text: str
    href: str
    length: float
    target: str = ""
    mark: float | None = None
    verdict: str = ""
    good: bool | None = None


@dataclass(frozen=True, slots=True)
class Chart:
    """Bars on one scale: what they show, what the whole width stands for, and in one sentence."""

    title: str
    bars: tuple[Bar, ...]
    scale: str
    sentence: str = ""


def sign(bar: Bar) -> str:
    """Return the sign that goes with a verdict, which its colour only repeats."""
    return {True: "✓", False: "✗", None: ""}[bar.good]


def html(chart: Chart, heads: Sequence[str], lang: str) -> str:
    """Return a chart as a table; ``heads`` are those of label, figure, target and verdict.

    Args:
        chart: what to show.
        heads: the heads of its columns; the last two are left out where no bar has a target.
        lang: the language of its labels.
    """
    kept = heads if any(bar.target for bar in chart.bars) else heads[:2]
    head = "".join(f'<th role="columnheader" scope="col">{escape(text)}</th>' for text in kept)
    rows = "".join(_row(bar, heads if len(kept) > 2 else (), lang) for bar in chart.bars)
    return (
        f'<table class="chart" role="table"><caption>{escape(chart.scale)}</caption>'
        f'<thead role="rowgroup"><tr role="row">{head}</tr></thead>'
        f'<tbody role="rowgroup">{rows}</tbody></table>'
    )


def _row(bar: Bar, heads: Sequence[str], lang: str) -> str:
    tick = "" if bar.mark is None else f'<i style="left:{100 * bar.mark:.1f}%"></i>'
    fill = f'<b style="width:{100 * bar.length:.1f}%"></b>'
    cells = (
        f'<th role="rowheader" scope="row" lang="{escape(lang)}">{escape(bar.label)}</th>'
        f'<td role="cell" class="bar"><a data-go href="{escape(bar.href)}">'
        f'<span class="track" aria-hidden="true">{fill}{tick}</span>'
        f"<span>{escape(bar.text)}</span></a></td>"
    )
    if heads:
        side = {True: "good", False: "bad", None: ""}[bar.good]
        mark = f'<span aria-hidden="true">{sign(bar)}</span> ' if bar.verdict else ""
        target = f'<span class="kind">{escape(heads[2])}</span> {escape(bar.target)}'
        cells += (
            f'<td role="cell" class="target">{target if bar.target else ""}</td>'
            f'<td role="cell" class="verdict {side}">{mark}{escape(bar.verdict)}</td>'
        )
    return f'<tr role="row">{cells}</tr>'


def download(chart: Chart, name: str, source: str, _: Translate) -> str:
    """Return the button that keeps a chart as a PNG file.

    Args:
        chart: what to draw.
        name: the file's name, without its ending.
        source: where the figures come from, for the foot of the picture.
    """
    picture = b64encode(svg(chart, source).encode()).decode()
    text = _("Chart as an image (PNG)")
    about = f"{text} – {chart.title}"
    return (
        f'<button type="button" class="quiet" data-png="{escape(name)}.png" '
        f'data-svg="{picture}" aria-label="{escape(about)}">{escape(text)}</button>'
    )


def svg(chart: Chart, source: str) -> str:
    """Return a chart as an SVG picture: the title, each bar under its label, the source."""
    parts: list[str] = []
    y = _MARGIN
    for line in wrap(chart.title, 70):
        y += 26
        parts.append(_text(line, _MARGIN, y, 20, INK, bold=True))
    for line in wrap(chart.scale, _WRAP):
        y += 24
        parts.append(_text(line, _MARGIN, y, 14, QUIET))
    y += 10
    for bar in chart.bars:
        for line in wrap(bar.label, _WRAP):
            y += 22
            parts.append(_text(line, _MARGIN, y, 15, INK))
        y += 8
        parts += _bar(bar, y)
        y += 22
        if bar.verdict:
            y += 18
            color = INK if bar.good is None else GOOD if bar.good else BAD
            parts.append(_text(f"{sign(bar)} {bar.verdict}".strip(), _MARGIN, y, 14, color))
        y += 8
    for line in wrap(source, _WRAP):
        y += 20
        parts.append(_text(line, _MARGIN, y, 13, QUIET))
    height = y + _MARGIN
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{_WIDTH}" height="{height}" '
        f'viewBox="0 0 {_WIDTH} {height}" font-family="Open Sans, Arial, sans-serif">'
        f'<rect width="{_WIDTH}" height="{height}" fill="#ffffff"/>{"".join(parts)}</svg>'
    )


def _bar(bar: Bar, y: int) -> Iterator[str]:
    yield f'<rect x="{_MARGIN}" y="{y}" width="{_BAR}" height="18" fill="{TRACK}"/>'
    width = round(_BAR * bar.length, 1)
    yield f'<rect x="{_MARGIN}" y="{y}" width="{width}" height="18" fill="{BLUE}"/>'
    if bar.mark is not None:
        x = round(_MARGIN + _BAR * bar.mark, 1)
        yield f'<rect x="{x - 2}" y="{y - 3}" width="4" height="24" fill="{INK}"/>'
    text = f"{bar.text} ({bar.target})" if bar.target else bar.text
    yield _text(text, _MARGIN + _BAR + 14, y + 15, 16, INK, bold=True)


def _text(text: str, x: int, y: int, size: int, color: str, bold: bool = False) -> str:
    weight = ' font-weight="600"' if bold else ""
    return (
        f'<text x="{x}" y="{y}" font-size="{size}" fill="{color}"{weight}>'
        f"{escape(_printable(text))}</text>"
    )


def _printable(text: str) -> str:
    """Return a text without the control characters that XML refuses."""
    return "".join(char if char >= " " else " " for char in text)
