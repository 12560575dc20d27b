"""Lines of a terminal: how wide a text is, and where it may break."""

from __future__ import annotations

import re
import unicodedata

_PIECE = re.compile(r"\s+|[!-~\u00a0-\u2e7f]+|.")
_CLOSING = "，。、；：？！）》」』】”’…"


def cells(text: str) -> int:
    """Return how many columns of a terminal ``text`` takes."""
    return sum(
        0 if unicodedata.combining(char) else 2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text
    )


def wrap(text: str, width: int) -> list[str]:
    """Break ``text`` into lines of at most ``width`` cells.

    Chinese breaks between any two characters, but no line begins with closing punctuation; other words
    break at spaces, and one longer than a line stays whole.
    """
    lines, line = [], ""
    for piece in _PIECE.findall(text):
        if line and cells((line + piece).rstrip()) > width and piece[0] not in _CLOSING:
            lines.append(line.rstrip())
            line = piece.lstrip()
        else:
            line += piece
    return [*lines, line.rstrip()] if line.strip() or not lines else lines


def fold(text: str, width: int) -> list[str]:
    """Break ``text`` at its line breaks and into lines of ``width`` cells, none of them ever longer.

    Words longer than a line are cut, closing punctuation never stands at the beginning of a line, and a
    date keeps its clock. What a terminal cannot place, such as a tab, becomes a space.
    """
    width = max(width, 2)
    lines: list[str] = []
    for paragraph in text.replace("\t", " ").split("\n"):
        for line in wrap(_DATED.sub("\\1\u00a0\\2", paragraph), width):
            lines += _cut(line.replace("\u00a0", " "), width)
    return lines


_DATED = re.compile(r"(\d{4}-\d{2}-\d{2}) (\d{2}:\d{2})")


def _cut(line: str, width: int) -> list[str]:
    lines, taken = [""], 0
    for char in line:
        size = cells(char)
        if taken + size > width:
            carried = lines[-1][-1:] if char in _CLOSING and len(lines[-1]) > 1 else ""
            lines[-1] = lines[-1][: len(lines[-1]) - len(carried)]
            lines.append(carried)
            taken = cells(carried)
        lines[-1] += char
        taken += size
    return lines
