"""Who and where complains again and again: phones, addresses and accounts by how often they stand in a period."""

from __future__ import annotations

import json
from itertools import islice

from complaint_cli.store.database import Store
from complaint_cli.store.matters import EXCLUDED
from complaint_cli.text.near import no_value
from complaint_cli.text.tuples import NamedTuple

_MOST = 1000


class Repeated(NamedTuple):
    """A value that stands twice or more, whose it is by the last that names anybody, and all who gave it."""

    value: str
    caller: str | None
    times: int
    callers: list[str]
    phones: list[str]


def repeaters(store: Store, column: str, start: str, end: str, most: int) -> list[Repeated]:
    """Return a column's values that stand twice or more among what a period received, the most frequent first.

    What was amended counts as it is now. What is excluded, and what is no value (无, 138****5678), is left out.
    """
    sql = f"""
        SELECT value, nullif(caller, ''), count(*) AS times, json_group_array(DISTINCT caller),
               json_group_array(DISTINCT phone), max(iif(caller = '', '', at))
        FROM (
            SELECT {_now(column)} AS value, coalesce({_now("caller")}, '') AS caller,
                   coalesce({_now("phone")}, '') AS phone, {_now("at")} AS at
            FROM complaint c
            WHERE c.id IN (
                SELECT id FROM complaint WHERE at BETWEEN ?1 AND ?2
                UNION SELECT complaint FROM amendment WHERE field = 'at' AND new BETWEEN ?1 AND ?2
            ) AND {EXCLUDED} = 0
        )
        WHERE value IS NOT NULL AND at BETWEEN ?1 AND ?2
        GROUP BY value HAVING times > 1 ORDER BY times DESC, value LIMIT ?3
    """  # beside the one max() SQLite gives the caller of that row
    rows = store.connection.execute(sql, (start, end, _MOST))
    found = (row for row in rows if not no_value(row[0]))
    return [
        Repeated(value, caller, times, json.loads(callers), json.loads(phones))
        for value, caller, times, callers, phones, _ in islice(found, most)
    ]


def _now(column: str) -> str:
    """Return the SQL of a column as the last amendment has it, which may have emptied it."""
    mine = f"FROM amendment m WHERE m.complaint = c.id AND m.field = '{column}'"
    return f"iif(EXISTS (SELECT 1 {mine}), (SELECT new {mine} ORDER BY id DESC LIMIT 1), c.{column})"
