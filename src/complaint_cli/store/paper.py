"""The ledger's complaints, in the order of their numbers."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from complaint_cli.company.calendar import iso
from complaint_cli.complaint.case import Case
from complaint_cli.store.database import Store

CHUNK = 1000
"""So many complaints are in memory at a time."""


def in_order(store: Store, start: datetime | None = None, end: datetime | None = None) -> Iterator[list[Case]]:
    """Yield the complaints by number, some at a time; only those received from ``start`` to ``end`` if given."""
    sql = "SELECT id FROM complaint ORDER BY year, serial"
    parameters: tuple[str, ...] = ()
    if start and end:
        sql = (
            "SELECT id FROM complaint WHERE id IN (SELECT id FROM complaint WHERE at BETWEEN ?1 AND ?2 UNION "
            "SELECT complaint FROM amendment WHERE field = 'at' AND new BETWEEN ?1 AND ?2) ORDER BY year, serial"
        )
        parameters = iso(start), iso(end)
    rows = [row[0] for row in store.connection.execute(sql, parameters)]
    for first in range(0, len(rows), CHUNK):
        chunk = rows[first : first + CHUNK]
        loaded = {case.complaint.id: case for case in store.load(chunk)}
        cases = [loaded[row] for row in chunk]
        yield [case for case in cases if not (start and end) or start <= case.receipt <= end]
