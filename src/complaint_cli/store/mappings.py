"""What the columns of exports were said to mean, kept for the next file of the same header."""

from __future__ import annotations

from complaint_cli.store.database import Store

FORGOTTEN = "-"
"""What a column is said to mean once what was said of it is to be forgotten."""


def mappings(store: Store) -> dict[str, dict[str, str]]:
    """Return what the columns of exports were last said to mean, by the header that it was said of.

    What an earlier version kept, which holds for every header, stands under "".
    """
    found: dict[str, dict[str, str]] = {}
    sql = "SELECT coalesce(header, ''), heading, field FROM mapping ORDER BY id"
    for header, column, field in store.connection.execute(sql):
        said = found.setdefault(header, {})
        said.pop(column, None)
        if field != FORGOTTEN:
            said[column] = field
    return found
