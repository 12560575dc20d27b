"""What a month is assessed from, found by index: complaints, commendations, and what was entered late."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from complaint_cli.company.calendar import iso
from complaint_cli.complaint.records import Commendation
from complaint_cli.complaint.stages import STAGES
from complaint_cli.store.database import Store
from complaint_cli.store.journal import encode
from complaint_cli.store.rows import Times, records
from complaint_cli.store.schema import LATE


def month_rows(
    store: Store,
    start: datetime,
    end: datetime,
    *,
    received_from: datetime,
    handed_back_from: datetime,
) -> list[int]:
    """Return the rows of the complaints in which something of a period may have its moment, by index.

    ``received_from`` and ``handed_back_from`` are earlier than ``start`` by the limits that count from them.
    """
    first, last = iso(start), iso(end)
    sql = """
        SELECT DISTINCT id FROM (
            SELECT id FROM complaint WHERE at BETWEEN ?3 AND ?2
            UNION ALL SELECT id FROM complaint WHERE deadline BETWEEN ?3 AND ?2
            UNION ALL SELECT complaint FROM extension WHERE new_deadline BETWEEN ?3 AND ?2
            UNION ALL SELECT complaint FROM amendment WHERE field = 'deadline' AND new BETWEEN ?3 AND ?2
            UNION ALL SELECT complaint FROM correction WHERE field IN ('at', 'new_deadline') AND new BETWEEN ?4 AND ?2
            UNION ALL SELECT complaint FROM amendment WHERE field = 'at' AND new BETWEEN ?3 AND ?2
            UNION ALL SELECT complaint FROM handback WHERE at BETWEEN ?4 AND ?2
            UNION ALL SELECT complaint FROM handback WHERE substr(entered, 1, 10) > substr(at, 1, 10)
                AND entered BETWEEN ?4 AND ?2
            UNION ALL SELECT complaint FROM callback WHERE at BETWEEN ?4 AND ?2
            UNION ALL SELECT complaint FROM investigation WHERE at BETWEEN ?1 AND ?2
        ) ORDER BY id
    """
    parameters = (first, last, iso(received_from), iso(handed_back_from))
    return [row[0] for row in store.connection.execute(sql, parameters)]


def corrected_rows(store: Store, rows: list[int]) -> list[int]:
    """Return those of the rows that were corrected, taken back, extended, excluded, unlinked, named or found anew."""
    parts = " UNION ".join(
        f"SELECT complaint FROM {table} WHERE complaint IN (SELECT value FROM json_each(?1)){more}"
        for table, more in (
            ("amendment", ""),
            ("correction", ""),
            ("withdrawal", ""),
            ("extension", ""),
            ("exclusion", ""),
            ("link", " AND repeat_of IS NULL"),
            ("naming", " AND approved_by IS NOT NULL"),
            ("investigation", " GROUP BY complaint HAVING count(*) > 1"),
        )
    )
    return [row[0] for row in store.connection.execute(f"{parts} ORDER BY 1", (encode(rows),))]


def step_numbers_of(store: Store, numbers: set[str]) -> dict[str, dict[int, int]]:
    """Return ``step_numbers`` of many complaints, by number, without reading their steps."""
    execute = store.connection.execute
    named = "SELECT id, number FROM complaint WHERE number IN (SELECT value FROM json_each(?))"
    names: dict[int, str] = dict(execute(named, (encode(sorted(numbers)),)))
    tables = [("complaint", "id"), *((table, "complaint") for table, stage in STAGES.items() if stage.step)]
    chosen = "IN (SELECT value FROM json_each(?1))"
    steps = " UNION ".join(f"SELECT {row}, entry FROM {table} WHERE {row} {chosen}" for table, row in tables)
    found: dict[str, dict[int, int]] = {number: {} for number in numbers}
    for row, entry in execute(f"{steps} ORDER BY 1, 2", (encode(sorted(names)),)):
        mine = found[names[row]]
        mine[entry] = len(mine) + 1
    return found


def late_rows(store: Store, start: datetime, end: datetime) -> Iterator[tuple[datetime, datetime]]:
    """Yield when what happened in a period, and was entered on a later day, happened and was entered.

    One pair a journal entry, whatever the number of rows that it wrote.
    """
    tables = ("complaint", "commendation", *STAGES)
    where = f"WHERE {LATE} AND at BETWEEN ?1 AND ?2"
    sql = " UNION ".join(f"SELECT entry, at, entered FROM {table} {where}" for table in tables)
    rows = store.connection.execute(sql, (iso(start), iso(end)))
    for _, at, entered in rows:
        yield datetime.fromisoformat(at), datetime.fromisoformat(entered)


def commendations(store: Store, start: datetime, end: datetime) -> list[Commendation]:
    """Return the commendations of a period, in order of time."""
    sql = (
        "SELECT * FROM commendation c WHERE at BETWEEN ? AND ? "
        "AND NOT EXISTS (SELECT 1 FROM withdrawal w WHERE w.commendation = c.id) ORDER BY at, id"
    )
    found = records(Commendation, store.connection.execute(sql, (iso(start), iso(end))), Times())
    former = store.organisation().former
    return [praise._replace(department=former.get(praise.department, praise.department)) for praise in found]
