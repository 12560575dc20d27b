"""What the store knows that a new organisation file or edition must not forget."""

from __future__ import annotations

from complaint_cli.complaint.case import Case
from complaint_cli.store.database import Store


def departments_used(store: Store) -> set[str]:
    """Return the departments that complaints were transferred to or that were commended."""
    sql = "SELECT department FROM transfer UNION SELECT department FROM commendation"
    return {row[0] for row in store.connection.execute(sql)}


def provisional_cases(store: Store) -> list[Case]:
    """Return the complaints whose deadline was counted before its year's holidays were published."""
    sql = (
        "SELECT id FROM complaint WHERE provisional = 1 "
        "UNION SELECT complaint FROM amendment WHERE field = 'provisional' AND new = '1'"
    )
    rows = [row[0] for row in store.connection.execute(sql)]
    return [case for case in store.load(rows) if case.complaint.provisional]
