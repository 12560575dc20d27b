"""A bar for long work, on a terminal that can move its cursor alone."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from complaint_cli.text.plain import lively

LONG = 20_000
"""Fewer steps than this need no bar."""


@contextmanager
def counting(label: str, total: int) -> Iterator[Callable[[int], None]]:
    """Yield what is called with the steps done; a bar on stderr shows them when the work is long."""
    if total < LONG or not lively(sys.stderr):
        yield lambda _: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task(label, total=total)
        yield lambda done: progress.advance(task, done)
