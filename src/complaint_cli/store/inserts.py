"""Rows on their way into the file: numbered at once, written many at a time."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING

from complaint_cli.store.schema import TABLES
from complaint_cli.text.digest import expect_many

if TYPE_CHECKING:
    import sqlite3

MOST_WAITING = 2000
"""So many rows are written at once, at most."""


@cache
def _insert(table: str, width: int) -> str:
    return f"INSERT INTO {table} VALUES ({','.join('?' * width)})"


class Inserts:
    """The rows of one transaction that are not written yet, by table; nobody else adds rows to these tables then."""

    def __init__(self, file: sqlite3.Connection) -> None:
        self._file = file
        self.waiting: dict[str, list[Sequence[object]]] = {}
        self._count = 0
        self._last: dict[str, int] = {}

    def next_row(self, table: str) -> int:
        """Return the number of a table's next row, which is taken then."""
        last = self._last.get(table)
        if last is None:
            [found] = self._file.execute(f"SELECT max(id) FROM {table}").fetchone()
            last = found or 0
        self._last[table] = last + 1
        return last + 1

    def add(self, table: str, values: Sequence[object]) -> None:
        """Let a row wait for others."""
        self.waiting.setdefault(table, []).append(values)
        self._count += 1
        if self._count == MOST_WAITING:
            self.write()
            expect_many()

    def write(self) -> None:
        """Write what waits."""
        waiting, self.waiting, self._count = self.waiting, {}, 0
        for table in filter(waiting.__contains__, TABLES):  # each stands after those that it refers to
            rows = waiting[table]
            self._file.executemany(_insert(table, len(rows[0])), rows)

    def forget(self) -> None:
        """Begin anew: what waits is given up."""
        self.waiting, self._count = {}, 0
        self._last.clear()
