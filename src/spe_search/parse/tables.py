"""Winning tables back from text that has lost their rules and columns.

A table is a title ("Tableau II — …"), heads spread over one or many lines, then rows that end in
figures. Rows are recognised from their end: figures are all that a lost layout leaves in place.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from spe_search.french import fold
from spe_search.parse.lines import Line
from spe_search.types import Cell, Extract, Span, Table, TableRow

TITLE = re.compile(r"tableau\s+(\d+|[ivxlc]+)\s*[—–:.-]\s*(?P<title>\S.*)", re.IGNORECASE)

_FIXED_SPACE = "\u00a0\u2009\u202f"
_UNIT = r"(?:,\d+)?(?:\s?(?:%|\$|M\$|G\$))?"
_NONE = r"s\.? ?/?o\.?|n\.?/?d\.?|—"
_FIXED = rf"\d{{1,3}}(?:[{_FIXED_SPACE}]\d{{3}})+"
_VALUE = re.compile(
    rf"[+\-−]?(?:{_FIXED}|\d{{1,3}}(?: \d{{3}})+|\d+){_UNIT}|{_NONE}", re.IGNORECASE
)
_FIGURE_APART = re.compile(rf"[+\-−]?(?:{_FIXED}|\d+){_UNIT}|{_NONE}", re.IGNORECASE)
_ABSENT = re.compile(_NONE, re.IGNORECASE)
_CAPITAL = re.compile(r"(?<=\s)(?=[A-ZÀ-Ý][a-zà-ÿ])")
_FOOTNOTE_MARK = re.compile(r"(?<=[^\W\d_])\d{1,2}$")
_MOST_HEAD_LINES = 25
_MEASURES = "Nombre|Proportion|Taux|Part|Montant|Pourcentage|Total|Somme|Durée|Moyenne"


@dataclass(frozen=True, slots=True)
class _Row:
    """A row before its cells have names: one or more lines, a label and figures."""

    lines: tuple[Line, ...]
    group: str | None
    label: str
    figures: tuple[str, ...]


def table_length(lines: Sequence[Line]) -> int:
    """Count the lines of the table whose title is ``lines[0]``: 1 where no row follows it."""
    first = _first_row(lines)
    return _rows(lines, first, len(_heads(lines[1:first])))[1] if first < len(lines) else 1


def parse_table(
    lines: Sequence[Line], make: Callable[[Sequence[Span], int], Extract], table_id: str
) -> Table:
    """Read a table.

    Args:
        lines: its title, heads and rows, as many as :func:`table_length` says.
        make: turns the spans of a row, on a page, into its extract.
        table_id: the id the table will have.
    """
    title = _FOOTNOTE_MARK.sub("", " ".join(lines[0].text.split()))
    first = _first_row(lines)
    if first == len(lines):
        return Table(table_id, title, (), (), lines[0].page)
    heads = _heads(lines[1:first])
    columns, rows = _fit(heads, _rows(lines, first, len(heads))[0])
    width = max(len(row.figures) for row in rows)
    named = tuple(_named(row, columns, width, make) for row in rows)
    return Table(table_id, title, columns, named, lines[0].page)


def _first_row(lines: Sequence[Line]) -> int:
    """Return where the rows start: heads take a dozen lines at the most."""
    near = range(1, min(len(lines), _MOST_HEAD_LINES))
    return next((i for i in near if _is_row(lines[i])), len(lines))


def _split_row(
    text: str, expected: int | None = None, value: re.Pattern[str] = _VALUE
) -> tuple[str, tuple[str, ...]]:
    """Cut a line into its label and the figures at its end (none where it is no row).

    Digits are grouped by threes across any kind of space, so "17 133 16 000" is two figures. Two
    columns of whole thousands parted by a plain space ("102 544 132 049") read as one; reports set
    thousands with a fixed space, which keeps them apart, and a row that falls short of its columns
    is given no figure rather than a wrong one.
    """
    figures: list[str] = []
    rest = text.rstrip()
    while rest and (expected is None or len(figures) < expected):
        match = _last_value(rest, value)
        if match is None:
            break
        figures.insert(0, match[0])
        rest = rest[: match.start()].rstrip()
    return rest, tuple(figures)


def _last_value(text: str, value: re.Pattern[str]) -> re.Match[str] | None:
    """Find the longest value that ends the text and starts a word."""
    for start in (0, *(m.end() for m in re.finditer(r"\s", text))):
        if (match := value.fullmatch(text, start)) and not (
            start and text[start - 1] in _FIXED_SPACE
        ):
            return match
    return None


def _is_row(line: Line) -> bool:
    label, figures = _split_row(line.text)
    return bool(figures) and any(c.isalpha() for c in label)


def _is_row_at(lines: Sequence[Line], index: int) -> bool:
    return index < len(lines) and _is_row(lines[index])


def _heads(lines: Sequence[Line]) -> tuple[str, ...]:
    """Join the lines of the heads into one text a column: each head starts with a capital."""
    heads: list[str] = []
    for line in lines:
        for part in _CAPITAL.split(" ".join(line.text.split())):
            if heads and part[:1].islower():
                heads[-1] = f"{heads[-1]} {part}"
            else:
                heads.append(part.strip())
    return tuple(heads)


def _rows(lines: Sequence[Line], first: int, n_heads: int) -> tuple[list[_Row], int]:
    """Collect rows, and the lines above them that only name a group, until the table ends."""
    expected = min(_most_common_width(lines[first:]), max(n_heads - 1, 1))
    rows: list[_Row] = []
    group: str | None = None
    i = first
    while i < len(lines):
        if _is_row(lines[i]):
            label, figures = _split_row(lines[i].text, expected)
            if len(figures) < expected:
                # "732 650 40,0 %" where three figures belong: two of them were taken for one.
                apart = _split_row(lines[i].text, expected, _FIGURE_APART)
                label, figures = apart if len(apart[1]) == expected else (label, figures)
            rows.append(_Row((lines[i],), group, label, figures))
            i += 1
        elif _is_row_at(lines, i + 1) and lines[i + 1].text[0].islower():
            joined = f"{lines[i].text} {lines[i + 1].text}"
            label, figures = _split_row(joined, expected)
            rows.append(_Row((lines[i], lines[i + 1]), group, label, figures))
            i += 2
        elif _is_row_at(lines, i + 1) and len(lines[i].text) <= 60:
            group = lines[i].text
            i += 1
        else:
            break
    return rows, i


def _most_common_width(lines: Sequence[Line]) -> int:
    """Return how many figures most of the table's rows end in, reading down to the first break."""
    counts: Counter[int] = Counter()
    for i, line in enumerate(lines):
        if _is_row(line):
            counts[len(_split_row(line.text)[1])] += 1
        elif not _is_row_at(lines, i + 1):
            break
    return counts.most_common(1)[0][0]


def _fit(heads: tuple[str, ...], rows: list[_Row]) -> tuple[tuple[str, ...], list[_Row]]:
    """Share the heads between labels and figures, and cut labels that hold two columns."""
    width = max(len(row.figures) for row in rows)
    n_labels = max(len(heads) - width, 0)
    if n_labels == 0:
        return ("", *heads[-width:]), rows
    if n_labels == 1:
        # The label column's own head names the group of the rows above the first group line.
        if any(row.group for row in rows):
            rows = [replace(row, group=row.group or heads[0]) for row in rows]
        return heads, rows
    return heads, [_cut_label(row, rows) for row in rows]


def _cut_label(row: _Row, rows: list[_Row]) -> _Row:
    """Part "Rubrique … Québec.ca Nombre de pages visitées" where the other rows' labels begin."""
    if row.group is not None:
        return row
    openings = {other.label.split()[0] for other in rows if other.group is not None}
    pattern = "|".join([*map(re.escape, sorted(openings)), _MEASURES])
    cuts = [m.start() for m in re.finditer(rf"(?<=\s)(?:{pattern})\b", row.label)]
    if not cuts:
        return row
    return replace(row, group=row.label[: cuts[-1]].strip(), label=row.label[cuts[-1] :])


def _named(
    row: _Row,
    columns: tuple[str, ...],
    width: int,
    make: Callable[[Sequence[Span], int], Extract],
) -> TableRow:
    cells: tuple[Cell, ...] = ()
    if len(row.figures) == width:
        names = columns[len(columns) - width :]
        cells = tuple(_cell(name, text) for name, text in zip(names, row.figures, strict=True))
    extract = make([line.span for line in row.lines], row.lines[0].page)
    return TableRow(row.group, " ".join(row.label.split()), cells, extract)


def _cell(column: str, text: str) -> Cell:
    plain = " ".join(text.split())
    unit = "%" if "%" in plain or "%" in column else "$" if "$" in plain + column else None
    value = None
    if not _ABSENT.fullmatch(plain):
        digits = re.sub(r"[^\d,+\-−]", "", plain).replace(",", ".").replace("−", "-")
        value = Decimal(digits)
    return Cell(column, plain, value, unit, is_target=fold(column).startswith("cible"))
