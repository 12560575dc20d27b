"""A complaint database: records in, records out."""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime
from itertools import islice
from operator import attrgetter
from pathlib import Path
from typing import TYPE_CHECKING, Any

from complaint_cli.company.calendar import Calendar, YearDays, iso, statutory
from complaint_cli.complaint import records as stages
from complaint_cli.complaint.case import Case, Status
from complaint_cli.complaint.corrected import amended, settle
from complaint_cli.complaint.records import Complaint
from complaint_cli.complaint.stages import STAGES
from complaint_cli.errors import NotFound
from complaint_cli.messages import listed
from complaint_cli.messages.store import Files
from complaint_cli.store.journal import encode
from complaint_cli.store.rows import Times, record_of, records

if TYPE_CHECKING:
    from complaint_cli.company.edition import Adoption, Edition
    from complaint_cli.company.organisation import Organisation

from complaint_cli.store.transactions import Transactions
from complaint_cli.text.near import half_width

NUMBER = r"(?:(?P<year>[0-9]{4})-)?(?P<serial>[0-9]{1,9})"
"""A complaint's own number; the year may be left out, and the zeros of the serial."""
CHUNK = 1000  # cases that are loaded at once
OPEN_CASES = 2000  # how many cases a long transaction keeps in memory

_DEADLINE = Complaint._fields.index("deadline")
_ORDER_NO = Complaint._fields.index("order_no")

REARRANGING = ("naming", "correction", "withdrawal")
"""Stages that change what others say; the case is read anew."""

UNREAD_BY_RULES = ("contact", "note")
DECIDING = "(post = 'general' OR verdict = 'rejected')"
"""What a rule reads of the signatures: those that dispatch or send back."""


class Store(Transactions):
    """A complaint database; the only place that knows its SQL."""

    def __init__(self, connection: sqlite3.Connection, path: Path, tell: Callable[[str], None]) -> None:
        super().__init__(connection, path, tell)
        self._cases: dict[int, Case | list[object]] = {}  # of a complaint just written its row, until it is asked for
        self._serials: dict[int, int] = {}  # the last of each year in this transaction
        self._rows: dict[str, int] = {}
        self._touched: set[int] = set()
        self._orders: set[str] = set()  # of the complaints that wait to be written
        self._editions: list[Edition] | None = None
        self._calendars: dict[str, Calendar] = {}
        self._organisation: Organisation | None = None
        self.this_year = 0  # whose serials a bare number means

    def _forget(self) -> None:
        super()._forget()
        self._cases.clear()
        self._serials.clear()
        self._rows.clear()
        self._touched.clear()
        self._orders.clear()
        self._editions = None
        self._organisation = None

    def written(self, table: str, values: list[Any]) -> None:
        """Keep what is in memory in step with a row just written."""
        if table == "complaint":
            number, year, serial = values[5:8]
            self._serials[year] = serial
            self._keep(values[0], number, values)
            self._touched.add(values[0])
            self._orders.add(values[_ORDER_NO])
        elif table in STAGES:
            if values[5] is None:
                return
            if table in REARRANGING:
                self._cases.pop(values[5], None)
                self._touched.add(values[5])
                return
            attribute, record = STAGES[table].attribute, STAGES[table].record
            case = self.case_of(values[5])
            steps = getattr(case, attribute)
            if not steps or steps[-1].id != values[0]:
                steps.append(record_of(record, values))
            if table == "amendment":
                case.complaint = amended(case.complaint, case.amendments[-1])
            self._count_attempts(case)
            self._touched.add(values[5])
        elif table in ("organisation", "department", "post"):
            self._organisation = None

    def _keep(self, row: int, number: str, case: Case | list[Any]) -> None:
        if len(self._cases) >= OPEN_CASES:
            self._settle()
            for old in list(self._cases)[: OPEN_CASES // 2]:
                del self._cases[old]
            self._rows = {no: kept for no, kept in self._rows.items() if kept in self._cases}
        self._cases[row] = case
        self._rows[number] = row

    def _settle(self) -> None:
        """Bring the list of open work into step with the complaints that were touched."""
        filed, waiting = [], []
        for row in self._touched:
            case = self._cases.get(row) or self.load([row])[0]
            if isinstance(case, list):
                waiting.append((row, case[_DEADLINE]))
            elif case.status() is Status.FILED:
                filed.append((row,))
            else:
                waiting.append((row, iso(case.deadline)))
        self.connection.executemany("DELETE FROM open_work WHERE complaint = ?", filed)
        self.connection.executemany(
            "INSERT INTO open_work VALUES (?, ?) ON CONFLICT (complaint) DO UPDATE SET deadline = excluded.deadline",
            waiting,
        )
        self._touched.clear()
        self._orders.clear()

    def _count_attempts(self, case: Case) -> None:
        """Let a case that reached nobody last know how many such calls suffice, by the edition of its receipt."""
        if case.callbacks and not case.callbacks[-1].reached:
            edition = self._edition_of(case)
            case.attempts = edition.get("callback.attempts")
            case.gap = self.calendar(edition).due(case.receipt, edition.get("callback.gap")) - case.receipt

    def _edition_of(self, case: Case) -> Edition:
        """Return the edition of a receipt; of one before the first edition, the first."""
        from complaint_cli.company.edition import in_force

        day = case.receipt.date()
        editions = self.editions()
        known = [edition for edition in editions if edition.effective <= day]
        return in_force(known or editions[:1], max(day, editions[0].effective))

    # -- complaints ---------------------------------------------------------------------------

    def next_number(self, year: int) -> tuple[str, int]:
        """Return the next number of a year and its serial; within ``writing`` alone."""
        last = self._serials.get(year) or self._value("SELECT max(serial) FROM complaint WHERE year = ?", year) or 0
        return f"{year}-{last + 1:04d}", last + 1

    def resolve(self, no: str) -> int:
        """Return the row of a complaint by its own number, a bare serial, or its hotline number in full.

        A bare number is that serial of this year, else of the latest year that has it. Raises NotFound when there
        is none, or two fit.
        """
        wanted = no.strip()
        row = self._rows.get(wanted)
        if row is not None:
            return row
        narrow = half_width(wanted)
        orders = [row for said in dict.fromkeys((narrow, wanted)) for row in self.by_order(said)]
        found = dict.fromkeys([*self._own(narrow), *orders])
        if not found:
            raise NotFound(Files.NO_COMPLAINT, no=wanted)
        if len(found) > 1:
            numbers = [self._value("SELECT number FROM complaint WHERE id = ?", r) for r in found]
            raise NotFound(Files.AMBIGUOUS, no=wanted, numbers=listed(numbers))
        [only] = found
        return only

    def _own(self, no: str) -> list[int]:
        """Return the row of a number of ours, 2026-0012, 2026-12 or 12."""
        own = re.fullmatch(NUMBER, no)
        if own is None:
            return []
        for year in [int(own["year"])] if own["year"] else self._years():
            row = self._value("SELECT id FROM complaint WHERE year = ? AND serial = ?", year, int(own["serial"]))
            if row is not None:
                return [row]
        return []

    def _years(self) -> Iterator[int]:
        yield self.this_year
        year = 10_000
        while (year := self._value("SELECT max(year) FROM complaint WHERE year < ?", year)) is not None:
            yield year

    def by_order(self, order_no: str) -> list[int]:
        """Return the rows of the complaints that carry a hotline number, amended ones by what they carry now."""
        sql = (
            "SELECT id FROM complaint WHERE order_no = ?1 UNION ALL "
            "SELECT complaint FROM amendment WHERE field = 'order_no' AND new = ?1"
        )
        asked = order_no in self._orders or "amendment" in self.inserts.waiting
        file = self.connection if asked else self._file  # what waits is written only where it may be asked for
        rows = [r[0] for r in file.execute(sql, (order_no,))]
        return [c.id for c in self.complaints(rows) if c.order_no == order_no] if rows else []

    def same_text(self, content: str, received: datetime) -> list[int]:
        """Return the rows of complaints received at a moment with exactly this content: the same one, sent again."""
        sql = "SELECT id FROM complaint WHERE at = ? AND content = ?"
        return [r[0] for r in self.connection.execute(sql, (iso(received), content))]

    def has(self, number: str) -> bool:
        """Whether one of our own numbers, in full, is there."""
        return self._value("SELECT id FROM complaint WHERE number = ?", number) is not None

    def case(self, no: str) -> Case:
        """Return a complaint with all its steps; NotFound as in ``resolve``."""
        return self.case_of(self.resolve(no))

    def case_of(self, row: int) -> Case:
        """Return the complaint of a row with all its steps."""
        case = self._cases.get(row)
        if case is None:
            case = self.load([row])[0]
            case.closing = self._edition_of(case).get("hours.sessions")[-1][1]
            self._keep(row, case.number, case)
        elif isinstance(case, list):
            case = self._cases[row] = Case(record_of(Complaint, case))
        return case

    def load(self, rows: Iterable[int], *, for_rules: bool = False, raw: bool = False) -> list[Case]:
        """Return many complaints by row, in the order of their rows.

        ``for_rules`` leaves out what no rule reads; ``raw`` leaves withdrawn steps in and corrections out.
        """
        given = (encode(sorted(rows)),)
        among = "IN (SELECT value FROM json_each(?))"
        execute = self.connection.execute
        read = Times()
        complaints = records(Complaint, execute(f"SELECT * FROM complaint WHERE id {among} ORDER BY id", given), read)
        loaded: dict[int | None, Case] = {complaint.id: Case(complaint) for complaint in complaints}
        for table, stage in STAGES.items():
            if for_rules and table in UNREAD_BY_RULES:
                continue
            deciding = f"AND {DECIDING} " if for_rules and table == "approval" else ""
            sql = f"SELECT * FROM {table} WHERE complaint {among} {deciding}ORDER BY id"
            steps = attrgetter(stage.attribute)
            for step in records(stage.record, execute(sql, given), read):
                steps(loaded[step.complaint]).append(step)
        for case in loaded.values():
            for amendment in case.amendments:
                case.complaint = amended(case.complaint, amendment)
            self._call_as_now(case)
            if not raw:
                settle(case)
            self._count_attempts(case)
        self._name_typists(loaded.values())
        return list(loaded.values())

    def _call_as_now(self, case: Case) -> None:
        """Call each department of a case as it is called today (formerly)."""
        former = self.organisation().former if case.transfers or case.investigations else {}
        if former:
            case.transfers[:] = [t._replace(department=former.get(t.department, t.department)) for t in case.transfers]
            case.corrections[:] = [
                c._replace(new=former.get(c.new or "", c.new)) if c.field == "department" else c
                for c in case.corrections
            ]
            case.investigations[:] = [
                i._replace(department=former.get(i.department or "", i.department)) for i in case.investigations
            ]

    def _name_typists(self, found: Iterable[Case]) -> None:
        """Tell each case who sat at the keyboard for what was entered later than it happened."""
        late: list[tuple[Case, int]] = []
        for case in found:
            moved = {change.step for change in case.corrections if change.field == "at"}  # raw, they are not late yet
            steps: list[stages.Handback | stages.Callback] = [*case.handbacks, *case.callbacks]
            late += [(case, step.entry) for step in steps if step.entered > step.at or step.entry in moved]
        names = self.typists(entry for _, entry in late)
        for case, entry in late:
            case.typists[entry] = names[entry]

    def typists(self, entries: Iterable[int]) -> dict[int, str | None]:
        """Return who sat at the keyboard for each journal entry (录入人); None before that was kept."""
        sat = "SELECT entered_by FROM session WHERE entry <= value ORDER BY entry DESC LIMIT 1"
        return dict(self.connection.execute(f"SELECT value, ({sat}) FROM json_each(?)", (encode(sorted(entries)),)))

    def complaints(self, rows: Iterable[int]) -> list[Complaint]:
        """Return complaints by row without their steps, amendments applied."""
        chosen = (encode(sorted(rows)),)
        where = "IN (SELECT value FROM json_each(?)) ORDER BY id"
        execute = self.connection.execute
        read = Times()
        rows_found = execute(f"SELECT * FROM complaint WHERE id {where}", chosen)
        found: dict[int | None, Complaint] = {one.id: one for one in records(Complaint, rows_found, read)}
        amendments = execute(f"SELECT * FROM amendment WHERE complaint {where}", chosen)
        for amendment in records(stages.Amendment, amendments, read):
            found[amendment.complaint] = amended(found[amendment.complaint], amendment)
        return list(found.values())

    def open_cases(self) -> Iterator[Case]:
        """Yield the complaints not yet filed, by deadline, a chunk in memory."""
        sql = "SELECT w.complaint FROM open_work w JOIN complaint c ON c.id = w.complaint "
        rows = [r[0] for r in self.connection.execute(sql + "ORDER BY w.deadline, c.year, c.serial")]
        yield from self.each(rows)

    def each(self, rows: Iterable[int], most: int = CHUNK) -> Iterator[Case]:
        """Yield many complaints in the order of their rows given, at ``most`` so many in memory."""
        coming = iter(rows)
        while chunk := list(islice(coming, most)):
            loaded = {case.complaint.id: case for case in self.load(chunk)}
            yield from (loaded[row] for row in chunk)

    # -- organisation and editions --------------------------------------------------------------

    def organisation(self) -> Organisation:
        """Return the organisation in force, with every holder of a post that was ever recorded."""
        if self._organisation is None:
            from complaint_cli.store.organisation import read_organisation

            self._organisation = read_organisation(self.connection)
        return self._organisation

    def editions(self) -> list[Edition]:
        """Return every edition adopted, in the order of adoption."""
        if self._editions is None:
            from complaint_cli.company.edition_file import stored_edition

            rows = self.connection.execute("SELECT source, title FROM edition ORDER BY id")
            self._editions = [stored_edition(source, title) for source, title in rows]
        return self._editions

    def adoption(self, sha256: str) -> Adoption:
        """Return when an edition was adopted last, by whom and with whose approval."""
        from complaint_cli.company.edition import Adoption

        sql = "SELECT at, actor, approved_by FROM edition WHERE sha256 = ? ORDER BY id DESC LIMIT 1"
        return Adoption(*self.connection.execute(sql, (sha256,)).fetchone() or ())

    def last_recorded(self) -> datetime | None:
        """Return when the last entry was made."""
        at = self._value("SELECT recorded FROM journal ORDER BY seq DESC LIMIT 1")
        return datetime.fromisoformat(at) if at else None

    @property
    def rehearsal(self) -> bool:
        """Whether the ledger was begun under ``COMPLAINT_NOW``."""
        return bool(self._value("SELECT clock FROM journal WHERE seq = 1") == "COMPLAINT_NOW")

    def commendation_entry(self, number: int) -> tuple[int, datetime, str]:
        """Return journal entry, moment of entry and department of a commendation that stands; NotFound without."""
        sql = (
            "SELECT entry, entered, department FROM commendation c WHERE id = ? "
            "AND NOT EXISTS (SELECT 1 FROM withdrawal w WHERE w.commendation = c.id)"
        )
        found = self.connection.execute(sql, (number,)).fetchone()
        if found is None:
            raise NotFound(Files.NO_COMMENDATION, number=number)
        entry, entered, department = found
        return int(entry), datetime.fromisoformat(entered), department

    def forget_editions(self) -> None:
        """Read the editions and the holidays anew when they are next asked for."""
        self._editions = None
        self._calendars = {}

    def year(self, year: int) -> YearDays:
        """Return a year's holidays and make-up days as the database knows them, else the library's."""
        return self.known_year(year) or statutory(year)

    def known_year(self, year: int) -> YearDays | None:
        """Return a year's holidays and make-up days as they were last recorded."""
        sql = "SELECT published, holidays, workdays FROM calendar WHERE year = ? ORDER BY id DESC LIMIT 1"
        row = self.connection.execute(sql, (year,)).fetchone()
        if row is None:
            return None
        holidays, workdays = (frozenset(date.fromisoformat(d) for d in json.loads(text)) for text in row[1:])
        return YearDays(year, holidays, workdays, bool(row[0]))

    def calendar(self, edition: Edition) -> Calendar:
        """Return an edition's working days over the years that the database knows."""
        if edition.source not in self._calendars:
            self._calendars[edition.source] = edition.calendar(self.year)
        return self._calendars[edition.source]
