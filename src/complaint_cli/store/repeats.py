"""Finding what may be the same matter, by index."""

from __future__ import annotations

from datetime import datetime

from complaint_cli.company.calendar import iso
from complaint_cli.complaint.records import Complaint
from complaint_cli.store.database import Store
from complaint_cli.store.matters import same_matter

NEAREST = 1000
"""Of the latest complaints of one category, so many are compared by their text."""


def candidates(store: Store, new: Complaint, since: datetime, known: dict[int, Complaint]) -> list[Complaint]:
    """Return the complaints since a moment that share a phone, account, address or category with ``new``.

    Those confirmed to be on its matter already are left out. ``known`` keeps, by row, what was read already.
    """
    rows: set[int] = set()
    first = iso(since)
    for column in ("phone", "account", "address"):
        value = getattr(new, column)
        if value:
            sql = (
                f"SELECT id FROM complaint WHERE {column} = ?1 AND at >= ?2 UNION "
                f"SELECT complaint FROM amendment WHERE field = '{column}' AND new = ?1"
            )
            rows.update(r[0] for r in store.connection.execute(sql, (value, first)))
    sql = "SELECT id FROM complaint WHERE at BETWEEN ? AND ? AND category = ? ORDER BY at DESC LIMIT ?"
    rows.update(r[0] for r in store.connection.execute(sql, (first, iso(new.at), new.category, NEAREST)))
    linked = store.connection.execute("SELECT 1 FROM link WHERE complaint = ?1 OR repeat_of = ?1", (new.id,))
    if linked.fetchone():
        rows -= {complaint.id for complaint in same_matter(store, new.id)}
    known |= {c.id: c for c in store.complaints(rows - known.keys())}
    return [known[row] for row in sorted(rows) if known[row].at >= since]


def received_since(store: Store, since: datetime) -> list[Complaint]:
    """Return the complaints received since a moment, the latest first."""
    rows = [r[0] for r in store.connection.execute("SELECT id FROM complaint WHERE at >= ?", (iso(since),))]
    return sorted(store.complaints(rows), key=lambda c: (c.at, c.id), reverse=True)
