"""What the store knows that a new organisation file must not forget."""

from __future__ import annotations

from complaint_cli.store.database import Store


def departments_used(store: Store) -> set[str]:
    """Return the departments that complaints were transferred to or that were commended."""
    sql = "SELECT department FROM transfer UNION SELECT department FROM commendation"
    return {row[0] for row in store.connection.execute(sql)}
