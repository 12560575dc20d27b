"""Text that cannot act on a terminal, whoever wrote it."""

from __future__ import annotations

import os
import re
from typing import TextIO

LONGEST_SENTENCE = 2000
"""The most characters of an error; a policy file in which much is wrong says the most."""

# Patterns stand as text: each is compiled where a command first needs it.
_SEQUENCE = r"\x1b\[[0-?]*[ -/]*[@-~]"  # colours, cursor movements
_ACTIVE = (
    "["
    "\x00-\x08\x0b-\x1f\x7f-\x9f"  # controls but tab and line feed
    "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"  # what turns the writing direction
    "\u2028\u2029\ufeff\ufff9-\ufffb"  # other line breaks, marks that nobody sees
    "\U000e0000-\U000e007f"  # invisible tags
    "\ud800-\udfff"  # halves of characters: bytes that were not UTF-8
    "]"
)


def plain(text: str, *, lines: bool = True) -> str:
    """Return ``text`` without escapes, control characters, bidi marks and lone surrogates.

    With ``lines=False`` it is one line besides: breaks and tabs become spaces.
    """
    if text.isprintable():
        return text
    text = re.sub(_ACTIVE, "", re.sub(_SEQUENCE, "", text))
    return text if lines else re.sub(r"[\n\t]+", " ", text)


def lively(stream: TextIO | None) -> bool:
    """Say whether a stream is a terminal that may be shown colours and moved about in."""
    wanted = not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
    return wanted and stream is not None and stream.isatty()


def sentence(text: str) -> str:
    """Return an error as one line of bearable length, whatever was typed into it; its end says what to do."""
    text = plain(text, lines=False)
    return text if len(text) <= LONGEST_SENTENCE else f"{text[: LONGEST_SENTENCE - 500]} … {text[-497:]}"


def escaped(written: str) -> str:
    """Return JSON in which what could act on a terminal is written as ``\\u009b``; it reads back the same."""
    if written.replace("\n", "").isprintable():  # many times as quick as the search
        return written
    from json import dumps

    return re.sub(_ACTIVE, lambda found: dumps(found[0])[1:-1], written)


def unwritable(text: str) -> bool:
    """Whether no file can hold a text: it has NUL, or half of a character."""
    if text.isprintable():  # halves of characters do not print
        return False
    try:
        text.encode()
    except UnicodeEncodeError:
        return True
    return "\0" in text


def in_groups(digits: str) -> str:
    """Return a hash in groups, as it is read aloud and compared."""
    return " ".join(digits[at : at + 16] for at in range(0, len(digits), 16))


_ACTS = tuple("=+-@\t\r\n＝＋－＠")  # full-width ones too: a Chinese Excel reads them alike


_LESS_THAN_NOTHING = r"-[0-9]+(\.[0-9]+)?"


def harmless(cell: str) -> str:
    """Return a cell that no spreadsheet takes for a formula; a negative number is none."""
    return "'" + cell if cell[:1] in _ACTS and not re.fullmatch(_LESS_THAN_NOTHING, cell) else cell


def unguarded_text(cell: str) -> str:
    """Return a cell without the guard that ``harmless`` sets before it."""
    return cell[1:] if cell[:1] == "'" and cell[1:2] in _ACTS else cell
