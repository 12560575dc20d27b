"""What the store knows of closed months, and what was entered since that may concern them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Set
from contextlib import contextmanager
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from complaint_cli.company.calendar import iso
from complaint_cli.company.edition import Edition, Kept
from complaint_cli.company.months import month_of, number_of
from complaint_cli.complaint.stages import STAGES
from complaint_cli.store.database import Store
from complaint_cli.store.journal import encode
from complaint_cli.store.matters import same_matter
from complaint_cli.store.schema import TABLES
from complaint_cli.text.tuples import NamedTuple

if TYPE_CHECKING:
    from complaint_cli.assessment.lines import Adjustment
    from complaint_cli.complaint.case import Case


class Closing(NamedTuple):
    """A closed month: its journal entry, when, the SHA-256 of its edition, the head then, and where its answer is."""

    entry: int
    at: datetime
    month: str
    edition: str
    head: str
    version: str | None
    store: Store

    @property
    def result(self) -> str:
        """Its answer as JSON, which may be long."""
        return str(self._read("result")[0])

    @property
    def period(self) -> tuple[datetime, datetime]:
        """The first and the last second of its period."""
        start, end = self._read("json_extract(result, '$.period.start'), json_extract(result, '$.period.end')")
        return datetime.fromisoformat(start), datetime.fromisoformat(end)

    def _read(self, what: str) -> tuple[str, ...]:
        found: tuple[str, ...] = self.store.connection.execute(
            f"SELECT {what} FROM closing WHERE month = ?", (self.month,)
        ).fetchone()
        return found


def closings(store: Store) -> list[Closing]:
    """Return every closed month, the earliest first."""
    rows = store.connection.execute("SELECT entry, at, month, edition, head, version FROM closing ORDER BY month")
    return [
        Closing(entry, datetime.fromisoformat(at), month, edition, head, version, store)
        for entry, at, month, edition, head, version in rows
    ]


def ends(store: Store) -> dict[str, datetime]:
    """Return the last second of each closed month, whose days are kept."""
    sql = "SELECT month, json_extract(result, '$.period.end') AS last FROM closing WHERE last IS NOT NULL"
    return {month: datetime.fromisoformat(end) for month, end in store.connection.execute(sql)}


@contextmanager
def as_before(store: Store, entry: int) -> Iterator[Store]:
    """Open the ledger to read as it stood before a journal entry: of each table only the rows of then."""
    with Store.open(store.path) as then:
        then.connection.execute("PRAGMA query_only = OFF")  # a copy in memory of what is on read-only media takes views
        for table in TABLES:
            written = "seq" if table == "journal" else "entry"
            cut = f"SELECT * FROM main.{table} WHERE {written} < {entry:d}"
            then.connection.execute(f"CREATE TEMP VIEW {table} AS {cut}")
        yield then


def praised_at(store: Store, number: int) -> datetime:
    """Return the moment of a commendation, taken back or not."""
    at: str = store.connection.execute("SELECT at FROM commendation WHERE id = ?", (number,)).fetchone()[0]
    return datetime.fromisoformat(at)


def months_with_complaints(store: Store, since: datetime, before: datetime) -> list[str]:
    """Return the calendar months between two moments in which complaints were received or due, the earliest first."""
    sql = " UNION ".join(
        f"SELECT substr({column}, 1, 7) FROM complaint WHERE {column} >= ?1 AND {column} < ?2"
        for column in ("at", "deadline")
    )
    return [row[0] for row in store.connection.execute(f"{sql} ORDER BY 1", (iso(since), iso(before)))]


def first_moment(store: Store) -> str | None:
    """Return the first moment that anything was received or praised at, as entered or as amended, ISO-8601."""
    sql = (
        "SELECT min(at) FROM (SELECT min(at) AS at FROM complaint UNION ALL SELECT min(at) FROM commendation "
        "UNION ALL SELECT min(new) FROM amendment WHERE field = 'at')"
    )
    found: str | None = store.connection.execute(sql).fetchone()[0]
    return found


def has_complaints(store: Store, start: datetime, end: datetime) -> bool:
    """Whether any complaint whose receipt or deadline nobody moved was received or due in a period."""
    moved = "SELECT 1 FROM amendment a WHERE a.complaint = c.id AND a.field ="
    sql = (
        f"SELECT EXISTS (SELECT 1 FROM complaint c WHERE at BETWEEN ?1 AND ?2 AND NOT EXISTS ({moved} 'at')) "
        f"OR EXISTS (SELECT 1 FROM complaint c WHERE deadline BETWEEN ?1 AND ?2 AND NOT EXISTS ({moved} 'deadline') "
        "AND NOT EXISTS (SELECT 1 FROM extension e WHERE e.complaint = c.id))"
    )
    return bool(store.connection.execute(sql, (iso(start), iso(end))).fetchone()[0])


class Touched(NamedTuple):
    """What was entered since a closing."""

    complaints: set[int]  # by row
    everybody: str | None  # posts, holidays, commendations: from when they may change any complaint's month


def touched_since(store: Store, entry: int) -> Touched:
    """Return what was entered after a journal entry; reads the rows written since, and no others."""
    everybody: list[str] = []
    for table, moment in _EVERYBODY.items():
        everybody += [at for _, at in _since(store, table, "id", moment, entry)]
    found: set[int] = set()
    for table in ("complaint", *STAGES):
        for row, _ in _since(store, table, "id" if table == "complaint" else "complaint", "at", entry):
            if row is None:  # a commendation taken back
                continue
            found.add(row)
            if table in _OF_ITS_MATTER:
                found |= _matter(store, row)
    taken_back = "SELECT c.at FROM withdrawal w JOIN commendation c ON c.id = w.commendation WHERE w.entry > ?"
    everybody += [at for (at,) in store.connection.execute(taken_back, (entry,))]
    return Touched(found, min(everybody, default=None))


_OF_ITS_MATTER = ("amendment", "link", "exclusion", "withdrawal")
"""What changes the lines of other complaints on the same matter: who is a repeat of whom, and which."""

_EVERYBODY = {"organisation": "''", "calendar": "''", "post": "coalesce(since, '')", "commendation": "at"}


def _since(store: Store, table: str, column: str, moment: str, entry: int) -> Iterator[tuple[int, str]]:
    """Yield a column and a moment of the rows that were written after an entry, the last one first."""
    sql = f"SELECT {column}, {moment}, entry FROM {table} ORDER BY id DESC"
    for row, at, written in store.connection.execute(sql):
        if written <= entry:
            return
        yield row, at


def _matter(store: Store, row: int) -> set[int]:
    """Return the complaints on the same matter as one, and on those that it was ever linked to."""
    sql = "SELECT repeat_of FROM link WHERE complaint = ? AND repeat_of IS NOT NULL"
    firsts = [first for (first,) in store.connection.execute(sql, (row,))]
    return {complaint.id for first in (row, *firsts) for complaint in same_matter(store, first)}


def baseline(store: Store, month: str) -> str | None:
    """Return what the rules of version 3 say of a month that was closed before it."""
    row = store.connection.execute("SELECT result FROM baseline WHERE month = ?", (month,)).fetchone()
    return row[0] if row else None


def unjudged(store: Store) -> bool:
    """Whether a month closed before version 3 has not been judged by its rules yet."""
    sql = "SELECT 1 FROM closing WHERE version IS NULL AND month NOT IN (SELECT month FROM baseline)"
    return store.connection.execute(sql).fetchone() is not None


def editions_before(store: Store, entry: int) -> list[Edition]:
    """Return the editions that were adopted before a journal entry, in the order of adoption."""
    count = store.connection.execute("SELECT count(*) FROM edition WHERE entry < ?", (entry,)).fetchone()[0]
    return store.editions()[:count]


def kept_days(store: Store, editions: int) -> Kept:
    """Return the first and the last day of each closed month in which one adopted later is in force, with those known.

    No clock that started in it has another limit by an edition adopted later. Its answer, which may be long, is read of
    no other month.
    """
    found = []
    for closing in closings(store) if editions > 1 else ():
        then = editions_before(store, closing.entry)
        after = month_of(number_of(closing.month) + 2)  # a period may end a calendar month late
        if any(f"{later.effective}" < after for later in store.editions()[len(then) : editions]):
            first, last = closing.period
            found.append((first.date(), last.date(), tuple(then)))
    return tuple(found)


def objected_rows(store: Store) -> list[int]:
    """Return the complaints of whose fines somebody objects to one."""
    return [row[0] for row in store.connection.execute("SELECT DISTINCT complaint FROM objection ORDER BY 1")]


def cause_since(store: Store, change: Adjustment, closing: Closing, office: Set[tuple[str, str]]) -> str | None:
    """Return the last journal entry after a closing that may have changed a line, in words; None where there is none.

    Of a complaint that is an entry about itself, else about another of its matter, else about one of the ``office``'s
    fines (person, complaint) that count with it, else about who is who; of no complaint one about a commendation, or
    about what the department's callers said. A decision changes no line but its own.
    """
    number, entry = change.complaint, closing.entry
    fine = change.kind == "fine"
    about = (change.rule, change.person, getattr(change.line, "role", None)) if fine else ("", None, None)
    said = "SELECT command, actor, recorded FROM journal WHERE seq > ? AND {} ORDER BY seq DESC LIMIT 1"
    asked: list[tuple[str, list[int]]] = []
    if number is not None:
        [row] = store.connection.execute("SELECT id FROM complaint WHERE number = ?", (number,)).fetchone()
        beside = [store.resolve(no) for who, no in office if fine and who == change.person]
        near = ([row], about), (sorted(_matter(store, row)), about), (beside, ("", change.person, None))
        asked = [("seq = ?", [seq]) for rows, line in near if (seq := _last_entry(store, rows, entry, line))][:1]
        if store.case_of(row).handback is not None:  # what is open grows by itself
            asked.append(("command LIKE 'org %'", []))
    if change.rule == "commended":
        asked.append(("(command = 'commend' OR command = 'withdraw' AND subject IS NULL)", []))
    if change.rule == "clean_month":
        asked.append(("seq = ?", [_last_said(store, change.department, closing)]))
    for condition, values in asked:
        if found := store.connection.execute(said.format(condition), (entry, *values)).fetchone():
            return " ".join(found)
    return None


def _last_entry(store: Store, rows: list[int], entry: int, about: tuple[str, str | None, str | None]) -> int | None:
    """Return the last entry that may have changed a line of some complaints: no objection, no corrected text.

    A decision by its rule, or any of a person's.
    """
    rule, person, role = about
    found: list[int] = []
    for table in ("complaint", *STAGES):
        if table == "objection":
            continue
        column = "id" if table == "complaint" else "complaint"
        sql = f"SELECT max(entry) FROM {table} WHERE {column} IN (SELECT value FROM json_each(?)) AND entry > ?"
        values: list[object] = [encode(rows), entry]
        if table == "decision":
            sql += " AND rule = coalesce(nullif(?, ''), rule) AND (person = ? OR role = ?)"
            values += [rule, person, role]
        sql += _CHANGES.get(table, "")
        found += [last for (last,) in store.connection.execute(sql, values) if last]
    return max(found, default=None)


def _last_said(store: Store, department: str, closing: Closing) -> int:
    """Return the last entry after a closing about what callers of a department said in its month; 0 without any."""
    called = "complaint IN (SELECT complaint FROM callback WHERE at BETWEEN ?1 AND ?2)"
    of_call = "step IN (SELECT entry FROM callback)"
    about = {"callback": "", "exclusion": "", "correction": f"AND {of_call}", "withdrawal": f"AND {of_call}"}
    sql = " UNION ".join(f"SELECT entry, complaint FROM {table} WHERE {called} {more}" for table, more in about.items())
    rows = store.connection.execute(sql, tuple(map(iso, closing.period)))
    found = {entry: row for entry, row in rows if entry > closing.entry}
    cases = store.load(set(found.values()))
    mine = {c.complaint.id for c in cases if any(t.transfer.department == department for t in c.tenures)}
    return max((entry for entry, row in found.items() if row in mine), default=0)


_CHANGES = {
    "correction": " AND field NOT IN ('text', 'note', 'summary', 'opinion')",
    "amendment": " AND field IN ('at', 'actor', 'deadline', 'basis', 'category', 'source', 'urgency')",
}
"""What of a correction may change a line."""

PENALTY = "penalty "
"""How the stage of a notice begins that told a person of a fine: the rule follows."""


def first_notices(store: Store, complaint: int, rule: str, person: str) -> dict[str, datetime]:
    """Return by month when the first of its penalty notices told a person of a fine, its own or a carried one."""
    sql = (
        "SELECT subject, min(at) FROM notice JOIN journal ON seq = entry"
        " WHERE complaint = ? AND stage = ? AND recipient = ? GROUP BY subject"
    )
    told = store.connection.execute(sql, (complaint, PENALTY + rule, person))
    return {month: datetime.fromisoformat(at) for month, at in told}


def last_told(store: Store, case: Case, rule: str, person: str) -> datetime | None:
    """Return when the last month that prints a person's fine first told it: by a notice, else by its closing."""
    told: dict[str, datetime] = {}
    for closing in closings(store):
        stored = json.loads(closing.result)
        for line in (*stored["fines"], *stored["adjustments"]):
            if (line["complaint"], line["rule"], line.get("person")) == (case.number, rule, person):
                told[closing.month] = closing.at
    told |= first_notices(store, case.complaint.id, rule, person)
    return told[max(told)] if told else None


def year_sums(store: Store, month: str) -> dict[str, tuple[int, Decimal]]:
    """Return each person's lines and yuan in the closed months of the month's calendar year before it."""
    sums: dict[str, tuple[int, Decimal]] = {}
    for closing in closings(store):
        if closing.month[:4] != month[:4] or closing.month >= month:
            continue
        stored = json.loads(closing.result)
        lines = [(line["person"], 1, Decimal(line["amount"])) for line in stored["fines"]]
        lines += [
            (line["person"], 0, Decimal(line["difference"]))
            for line in stored["adjustments"]
            if line["person"]  # points are a department's
        ]
        for person, count, yuan in lines:
            known = sums.get(person, (0, Decimal(0)))
            sums[person] = known[0] + count, known[1] + yuan
    return sums
