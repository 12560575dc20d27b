"""Lines of a terminal: how wide a text is, and where it may break."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Callable
from functools import lru_cache
from itertools import accumulate

_PIECE = r"\s+|[!-~\u00a0-\u2e7f]+|."
_CLOSING = "，。、；：？！）》」』】”’…"


@lru_cache(maxsize=10_000)  # a long report says the same words again and again
def cells(text: str) -> int:
    """Return how many columns of a terminal ``text`` takes."""
    return len(text) if text.isascii() else sum(map(_cells, text))


class _Cells(dict[str, int]):
    def __missing__(self, char: str) -> int:
        wide = unicodedata.east_asian_width(char) in "WF"
        self[char] = width = 0 if unicodedata.combining(char) else 1 + wide
        return width


_cells = _Cells().__getitem__


def wrap(text: str, width: int) -> list[str]:
    """Break ``text`` into lines of at most ``width`` cells.

    Chinese breaks between any two characters, but no line begins with closing punctuation; other words
    break at spaces, and one longer than a line stays whole.
    """
    lines, line = [], ""
    for piece in re.findall(_PIECE, text):
        if line and cells((line + piece).rstrip()) > width and piece[0] not in _CLOSING:
            lines.append(line.rstrip())
            line = piece.lstrip()
        else:
            line += piece
    return [*lines, line.rstrip()] if line.strip() or not lines else lines


def fold(text: str, width: int) -> list[str]:
    """Break ``text`` at its line breaks and into lines of ``width`` cells, none of them ever longer.

    Words longer than a line are cut; punctuation stays with what it closes or opens, a date with its clock.
    What a terminal cannot place, such as a tab, becomes a space.
    """
    width = max(width, 2)
    if text.isprintable() and (len(text) if text.isascii() else 2 * len(text)) <= width:
        return [text.rstrip()]  # without counting its cells
    text = text.replace("\t", " ")
    if len(text) <= width and "\n" not in text and cells(text) <= width:
        return [text.rstrip()]
    return [line for part in text.split("\n") for line in _folded(part, width)]


def beginning(text: str, most: int, fits: Callable[[str], bool]) -> str:
    """Return the longest beginning of a text, of at most so many characters, that fits."""
    low, high = 0, min(len(text), most)
    while low < high:
        middle = (low + high + 1) // 2
        if fits(text[:middle]):
            low = middle
        else:
            high = middle - 1
    return text[:low]


@lru_cache(maxsize=1_000)  # a long list says the same few again and again
def _folded(text: str, width: int) -> tuple[str, ...]:
    tokens = re.findall(_TOKEN, text)
    ends = list(accumulate(map(cells, tokens)))
    lines: list[str] = []
    line, place, begun = "", 0, 0  # the token that comes next, the cells before the line
    while True:
        fits = bisect_right(ends, begun + width, place)
        line += "".join(tokens[place:fits])
        if fits == len(tokens):
            return (*lines, line.rstrip())
        if line:
            lines.append(line.rstrip())
            place = fits + tokens[fits].isspace()
            line, begun = "", ends[place - 1]
            continue
        for char in tokens[place]:  # a word longer than a line is cut anywhere
            if cells(line + char) > width:
                lines.append(line)
                line = ""
            line += char
        begun = ends[place] - cells(line)
        place += 1


_TOKEN = (
    r"\s+|[（《「『【]*(?:\d{4}-\d\d-\d\d \d\d:\d\d(?::\d\d)?[),;:.]*|[!-~\u00a0-\u2e7f]+|.)"
    r"[，。、；：？！）》」』】]*"
)
