"""Short tables of plain text in the cells of a terminal, without rich: the desk has to answer at once."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from complaint_cli.text.layout import cells, fold
from complaint_cli.text.plain import lively


def cut(text: str, width: int) -> str:
    """Return a text shortened to ``width`` cells, an ellipsis at its end where something is left out."""
    if 2 * len(text) <= width or cells(text) <= width:
        return text
    kept, room = "", width - 1
    for char in text:
        room -= cells(char)
        if room < 0:
            break
        kept += char
    return kept.rstrip() + "…" if width > 0 else ""


def pad(text: str, width: int) -> str:
    """Return a text filled up with spaces to ``width`` cells."""
    return text + " " * (width - cells(text))


def hanging(first: str, text: str, width: int, *, indent: int) -> list[str]:
    """Lay out a text after ``first``, padded to ``indent`` cells, by which its further lines are indented."""
    head = pad(first, indent)
    lines = fold(text, width - max(indent, cells(head)))
    return [(head + lines[0]).rstrip(), *(" " * indent + line for line in lines[1:])]


def table(rows: Sequence[Sequence[str]], widths: Sequence[int]) -> list[str]:
    """Lay out rows in columns of ``widths`` cells, two apart; what is too wide is cut."""
    laid = ("  ".join(pad(cut(cell, width), width) for cell, width in zip(row, widths, strict=True)) for row in rows)
    return [line.rstrip() for line in laid]


def styled(text: str, code: str) -> str:
    """Return a text in a colour (an SGR code such as ``1`` or ``31``) where stdout is a terminal that has any."""
    return f"\x1b[{code}m{text}\x1b[0m" if lively(sys.stdout) else text
