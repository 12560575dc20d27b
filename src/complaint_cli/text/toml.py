"""What is looked at before tomllib reads a file that somebody else wrote."""

from __future__ import annotations

MOST_DOTS = 64
"""In a line: tomllib needs memory by the square of a key's depth."""


def deep_row(text: str) -> int | None:
    """Return the first row, from 1, with a key deeper than any file of ours has; None when there is none."""
    rows = enumerate(text.split("\n"), start=1)
    return next((row for row, line in rows if line.count(".") > MOST_DOTS and not line.startswith("#")), None)
