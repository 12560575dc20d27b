"""The terminal: one console, and tables that keep their columns in Chinese and in English."""

from __future__ import annotations

import re
import shutil
import sys
from collections.abc import Iterable, Sequence
from functools import lru_cache

from complaint_cli.messages import Message
from complaint_cli.text.layout import cells, fold
from complaint_cli.text.plain import lively, plain
from complaint_cli.text.tuples import NamedTuple

WIDEST = 120
NARROWEST = 40
_LEAST = 12  # cells that the wide column keeps
_SHORTEST = 4  # cells that any text keeps before a number is folded
_NAME = 10  # cells that the first column keeps before others follow below
_INDENT = 2


class Column(NamedTuple):
    """A column: its heading, and whether it is set to the right; the ``wide`` one gives way first.

    What is set to the right, and what is ``whole``, is never folded while another column can give way or follow below.
    """

    heading: str
    right: bool = False
    wide: bool = False
    most: int = 16  # cells; what is longer is folded
    whole: bool = False


def numbers(*titles: Message) -> list[Column]:
    """Return columns of figures."""
    return [Column(title(), right=True) for title in titles]


class Plain:
    """Where no colour can be shown: a pipe, NO_COLOR, TERM=dumb. It needs no rich, which takes long to load."""

    def __init__(self) -> None:
        self.width = shutil.get_terminal_size((80, 24)).columns

    def line(self, text: str, style: str = "") -> None:
        """Print one line as it is."""
        sys.stdout.write(text + "\n")


class Coloured:
    """A terminal, by rich."""

    def __init__(self) -> None:
        from rich.console import Console

        self._console = Console(file=sys.stdout, highlight=False, markup=False, emoji=False, soft_wrap=False)
        self.width = self._console.width

    def line(self, text: str, style: str = "") -> None:
        """Print one line in a style."""
        from rich.text import Text

        self._console.print(Text(text, style=style), no_wrap=True, crop=False, overflow="ignore")


Screen = Plain | Coloured


def console() -> Screen:
    """Return what prints on stdout: without colours or escapes in a pipe, under NO_COLOR and TERM=dumb."""
    screen = Coloured() if lively(sys.stdout) else Plain()
    screen.width = max(NARROWEST, min(screen.width, WIDEST))
    return screen


def say(to: Screen, text: str, style: str = "") -> None:
    """Print a paragraph, folded to the console's width."""
    for line in fold(plain(text), to.width):
        to.line(line.rstrip(), style)


def heading(to: Screen, text: str) -> None:
    """Print a heading after an empty line."""
    to.line("")
    say(to, text, "bold")


def table(
    to: Screen, columns: Sequence[Column], rows: Iterable[Sequence[str]], details: Sequence[str] | None = None
) -> None:
    """Print a table that is never wider than the console; what does not fit in a column is folded, not cut.

    Columns for which there is no room follow below, beside the first once more: no number is ever folded for them.
    ``details`` are what is said of each row on lines of its own below it.
    """
    body = [[plain(cell) for cell in row] for row in rows]
    widest = [max(map(_widest, {*cells_of}), default=0) for cells_of in zip(*body, strict=True)] or [0] * len(columns)
    parts = _parts(columns, widest, to.width)
    for count, part in enumerate(parts, 1):
        if count > 1:
            to.line("")
        last = details if count == len(parts) else None
        wanted = [columns[p] for p in part]
        widths, gap = _widths(wanted, [widest[p] for p in part], to.width)
        _part(to, wanted, body if len(parts) == 1 else [[row[p] for p in part] for row in body], widths, gap, last)


def _widest(text: str) -> int:
    """Return how many cells the longest line of a text takes."""
    return max(map(cells, text.split("\n"))) if "\n" in text else cells(text)


def _part(
    to: Screen,
    columns: Sequence[Column],
    body: Sequence[Sequence[str]],
    widths: Sequence[int],
    gap: int,
    details: Sequence[str] | None,
) -> None:
    whole = to.width
    heads = [column.heading for column in columns]
    for line in _lines(heads, columns, widths, gap, bottom=True):
        to.line(line.rstrip(), "bold")
    to.line("─" * (sum(widths) + gap * (len(widths) - 1)), "dim")
    for position, row in enumerate(body):
        for line in _lines(row, columns, widths, gap):
            to.line(line.rstrip())
        if details is not None and details[position]:
            for line in fold(plain(details[position]), whole - _INDENT):
                to.line((" " * _INDENT + line).rstrip(), "dim")


def _least(columns: Sequence[Column], widest: Sequence[int]) -> list[int]:
    """Return how narrow each column may become: a number stays whole, a name and a text keep some of their line."""
    found = []
    for position, (column, wide) in enumerate(zip(columns, widest, strict=True)):
        words = map(cells, re.findall(r"[!-~]+|.", column.heading))  # no word of a heading is cut
        heading = max(min(cells(column.heading), _SHORTEST), *words)
        whole = column.right or column.whole
        found.append(max(heading, wide if whole else min(wide, _SHORTEST if position else _NAME)))
    return found


def _parts(columns: Sequence[Column], widest: Sequence[int], whole: int) -> list[list[int]]:
    """Return which columns stand beside each other: all of them, or as many as there is room for, and then the rest."""
    least = _least(columns, widest)
    parts = [[0]]
    for position in range(1, len(columns)):
        taken = sum(least[p] + 1 for p in parts[-1])
        if len(parts[-1]) > 1 and taken + least[position] > whole:
            parts.append([0])
        parts[-1].append(position)
    return parts


def _lines(
    row: Sequence[str], columns: Sequence[Column], widths: Sequence[int], gap: int, *, bottom: bool = False
) -> list[str]:
    """Lay out one row of a table, its cells folded and padded; ``bottom`` sets short cells at the foot."""
    cut = [_cell(cell, width, column.right) for cell, width, column in zip(row, widths, columns, strict=True)]
    height = max(map(len, cut))
    if height == 1:
        return [(" " * gap).join([line for (line,) in cut])]
    filled = []
    for lines_of_cell, width in zip(cut, widths, strict=True):
        empty = (" " * width,) * (height - len(lines_of_cell))
        filled.append(empty + lines_of_cell if bottom else lines_of_cell + empty)
    return [(" " * gap).join(parts) for parts in zip(*filled, strict=True)]


@lru_cache(maxsize=10_000)  # a long table says the same few again and again
def _cell(text: str, width: int, right: bool) -> tuple[str, ...]:
    """Return the lines of a cell, each as wide as its column."""
    rooms = [(line, " " * (width - cells(line))) for line in fold(text, width)]
    return tuple(room + line if right else line + room for line, room in rooms)


def _widths(columns: Sequence[Column], widest: Sequence[int], whole: int) -> tuple[list[int], int]:
    """Return the columns' widths and the gap between them: two cells, one where room is short.

    Each is as wide as what it holds, within its most; where that is too much, the wide column and then the
    widest of the texts give way.
    """
    needed = []
    for column, held in zip(columns, widest, strict=True):
        heading = _widest(column.heading)
        whole_text = max(heading, held)
        needed.append(whole_text if column.wide else min(whole_text, max(column.most, heading)))
    gaps = len(columns) - 1
    gap = 2 if sum(needed) + 2 * gaps <= whole else 1
    over = sum(needed) + gap * gaps - whole
    for position, column in enumerate(columns):
        if column.wide and over > 0:
            give = min(over, max(0, needed[position] - _LEAST))
            needed[position] -= give
            over -= give
    texts = [p for p, column in enumerate(columns) if p and not (column.right or column.whole)]
    kept = _least(columns, widest)
    while over > 0 and max(needed) > 2:
        wide = [p for p in texts if needed[p] > kept[p]]
        wide = wide or [p for p, width in enumerate(needed) if width > kept[p]] or list(range(len(needed)))
        needed[max(wide, key=needed.__getitem__)] -= 1
        over -= 1
    return needed, gap
