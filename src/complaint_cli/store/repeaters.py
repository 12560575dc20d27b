"""Who and where complains again and again: phones, addresses and accounts by how often they stand in a period."""

from __future__ import annotations

from complaint_cli.store.database import Store
from complaint_cli.store.matters import EXCLUDED
from complaint_cli.text.near import no_value

_MOST = 1000


def repeaters(store: Store, column: str, start: str, end: str, most: int) -> list[tuple[str, str | None, int]]:
    """Return a column's values that stand twice or more among what a period received, the most frequent first.

    Beside each is the caller of the last one. What is excluded, and what is no value (无, 138****5678), is left out.
    """
    sql = f"""
        SELECT {column}, max(caller), count(*) AS times FROM complaint c
        WHERE at BETWEEN ? AND ? AND {column} IS NOT NULL AND {EXCLUDED} = 0
        GROUP BY {column} HAVING times > 1 ORDER BY times DESC, {column} LIMIT ?
    """
    rows = store.connection.execute(sql, (start, end, _MOST))
    return [(value, caller, count) for value, caller, count in rows if not no_value(value)][:most]
