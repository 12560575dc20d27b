"""What the store knows of closed months."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from complaint_cli.store import Store
from complaint_cli.worktime import iso


class Closing(NamedTuple):
    """A closed month: its answer as JSON, the SHA-256 of its edition, the journal's head then."""

    month: str
    result: str
    edition: str
    head: str


def closings(store: Store) -> list[Closing]:
    """Return every closed month, the earliest first."""
    rows = store.connection.execute("SELECT month, result, edition, head FROM closing ORDER BY month")
    return [Closing(*row) for row in rows]


def months_with_complaints(store: Store, before: datetime) -> list[str]:
    """Return the calendar months before a moment in which complaints were received or due, the earliest first."""
    sql = (
        "SELECT substr(at, 1, 7) FROM complaint WHERE at < ?1 "
        "UNION SELECT substr(deadline, 1, 7) FROM complaint WHERE deadline < ?1 ORDER BY 1"
    )
    return [row[0] for row in store.connection.execute(sql, (iso(before),))]
