"""Reading what may be the same matter."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from complaint_cli.company.calendar import iso
from complaint_cli.complaint.matter import contact, likely
from complaint_cli.complaint.records import Complaint
from complaint_cli.store.database import Store
from complaint_cli.store.matters import EXCLUDED, same_matter

_KEPT = f"FROM complaint c WHERE at BETWEEN ? AND ? AND {EXCLUDED} = 0"


def received(store: Store, since: datetime, until: datetime) -> list[Complaint]:
    """Return the complaints received between two moments, without those that are excluded."""
    rows = store.connection.execute(f"SELECT id {_KEPT}", (iso(since), iso(until)))
    return store.complaints(row for (row,) in rows)


def nearby(store: Store, new: Complaint, since: datetime, until: datetime) -> list[Complaint]:
    """Return of those what is worth comparing with one complaint, read in a fraction of the time."""
    found = [
        *store.connection.execute(f"SELECT id, content, phone, account, address {_KEPT}", (iso(since), iso(until)))
    ]
    rows = likely(new, [(row, content) for row, content, *_ in found])
    for place, name in enumerate(("phone", "account", "address"), 2):
        if mine := contact(getattr(new, name), name):
            end = mine[-3:]  # what is written in plain digits is the same only where it holds them
            rows.update(
                line[0]
                for line in found
                if (said := line[place])
                and (not said.isascii() or end in said.replace(" ", ""))
                and contact(said, name) == mine
            )
    sql = "SELECT DISTINCT complaint FROM amendment WHERE field IN ('content', 'phone', 'account', 'address')"
    amended = store.connection.execute(sql)
    return store.complaints(rows | {new.id} | {row for (row,) in amended} & {line[0] for line in found})


def families(store: Store, rows: Iterable[int]) -> dict[int, int]:
    """Return, of those of the rows that are linked, the first row of what is confirmed to be one matter."""
    chosen = set(rows)
    found: dict[int, int] = {}
    for row in chosen:
        linked = store.connection.execute("SELECT 1 FROM link WHERE complaint = ?1 OR repeat_of = ?1", (row,))
        if row not in found and linked.fetchone():
            whole = [complaint.id for complaint in same_matter(store, row)]
            found |= dict.fromkeys(whole, whole[0])
    return found
