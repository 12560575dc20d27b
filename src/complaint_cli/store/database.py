"""The SQLite file: records in, records out, every write one transaction with its journal entry."""

from __future__ import annotations

import json
import os
import re
import sqlite3
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from operator import attrgetter
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple, Protocol

from complaint_cli.company.calendar import Calendar, YearDays, iso, statutory
from complaint_cli.complaint import records as stages
from complaint_cli.complaint.case import Case, Status
from complaint_cli.complaint.corrected import settle
from complaint_cli.complaint.records import Complaint
from complaint_cli.complaint.stages import STAGES
from complaint_cli.errors import ComplaintError, DatabaseBusy, DatabaseDamaged, NewerDatabase, NotFound
from complaint_cli.messages import listed
from complaint_cli.messages.store import Files
from complaint_cli.store.journal import GENESIS, encode, image, link_hash
from complaint_cli.store.rows import Times, amended, record_of, records
from complaint_cli.store.schema import APPLICATION_ID, VERSION, migrate

if TYPE_CHECKING:
    from complaint_cli.company.edition import Edition
    from complaint_cli.company.organisation import Organisation, Term

BUSY_SECONDS = 10.0
NUMBER = re.compile(r"(?:(?P<year>[0-9]{4})-)?(?P<serial>[0-9]{1,9})")
"""A complaint's own number; the year may be left out, and the zeros of the serial."""
FORGOTTEN = "-"
"""What a column is said to mean once what was said of it is to be forgotten."""
OPEN_CASES = 2000  # how many cases a long transaction keeps in memory

REARRANGING = ("naming", "correction", "withdrawal")
"""Stages that change what others say; the case is read anew."""

UNREAD_BY_RULES = ("contact", "note")
DECIDING = "(post = 'general' OR verdict = 'rejected')"
"""What a rule reads of the signatures: those that dispatch or send back."""


class Sitting(NamedTuple):
    """Who sits at the keyboard, on which account of which machine, with which version of the program."""

    account: str
    sudo_user: str | None
    host: str
    version: str
    entered_by: str


class Writer(NamedTuple):
    """Under whose name and which clock entries are recorded."""

    actor: str
    recorded: datetime
    clock: str


class Signing(Protocol):
    """Who signs a transaction as it ends."""

    def begin(self, *, signed: bool) -> None:
        """Have the key at hand, before the file is held."""

    def held(self) -> None:
        """The transaction has begun."""

    def entered(self, entry: Entry) -> None:
        """Look at an entry before it joins the chain."""

    def seal(self) -> None:
        """Sign what was entered."""


def _identity(path: Path) -> tuple[int, int]:
    """Return what tells a file from another that took its name."""
    found = path.stat()
    return found.st_dev, found.st_ino


def connect(path: Path) -> sqlite3.Connection:
    """Open a file; on media that nobody can write to, without the log that SQLite would lay beside it."""
    log = path.with_name(path.name + "-wal")
    if os.access(path.parent, os.W_OK) or (log.exists() and log.stat().st_size):
        return sqlite3.connect(path.absolute(), isolation_level=None, timeout=BUSY_SECONDS)
    return sqlite3.connect(f"{path.absolute().as_uri()}?immutable=1", isolation_level=None, uri=True)


def _stored(value: Any) -> Any:
    """Make what SQLite keeps of a value."""
    if value is None or value.__class__ is str:
        return value
    if isinstance(value, datetime):
        return iso(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return encode(value)
    return int(value) if isinstance(value, bool) else value


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _staff(text: str) -> tuple[tuple[str, ...], tuple[Term, ...]]:
    """Read a staff: names, or objects with the days from and until which a person is on it."""
    from complaint_cli.company.organisation import Term

    items = json.loads(text)
    names = dict.fromkeys(item if isinstance(item, str) else item["name"] for item in items)
    dated = [item for item in items if not isinstance(item, str)]
    return tuple(names), tuple(Term(i["name"], _day(i.get("since")), _day(i.get("until"))) for i in dated)


class Entry:
    """One journal entry in the making: the rows added to it are hashed when it ends."""

    def __init__(self, store: Store, writer: Writer, seq: int) -> None:
        self._store = store
        self._recorded = store.stamp(writer.recorded)
        self.writer = writer
        self.seq = seq
        self.before: str | None = None
        self.images: list[str] = []

    def add(self, table: str, at: datetime, actor: str, **columns: Any) -> int:
        """Write one row of a step that ``actor`` took at ``at``; return its row number."""
        names = self._store.columns(table)
        values = [None, self.seq, self._recorded, iso(at), actor]
        values += [_stored(columns.pop(name, None)) for name in names[5:]]
        if columns:
            raise TypeError(f"{table} has no column {', '.join(columns)}")
        marks = ",".join("?" * len(names))
        row = self._store.connection.execute(f"INSERT INTO {table} VALUES ({marks})", values).lastrowid
        assert row is not None
        values[0] = row
        self.images.append(image(table, values))
        self._store.written(table, values)
        return row


class Store:
    """A complaint database; the only place that knows its SQL."""

    committed: ClassVar[bool] = False
    """Whether this run of the program has committed anything."""
    opened: ClassVar[Path | None] = None
    """The database that this run of the program opened last."""

    def __init__(self, connection: sqlite3.Connection, path: Path, tell: Callable[[str], None]) -> None:
        self.connection = connection
        self.path = path
        self._tell = tell
        self._identity = _identity(path)
        self._columns: dict[str, tuple[str, ...]] = {}
        self._cases: dict[int, Case] = {}
        self._rows: dict[str, int] = {}
        self._stamp: tuple[datetime, str] | None = None
        self._touched: set[int] = set()
        self._head: tuple[int, str] | None = None
        self._editions: list[Edition] | None = None
        self._calendars: dict[str, Calendar] = {}
        self._organisation: Organisation | None = None
        self.sitting: Sitting | None = None
        self._sat = False
        self.refusal: ComplaintError | None = None  # why nothing may be written
        self.this_year = 0  # whose serials a bare number means
        self.notary: Signing | None = None

    # -- opening ------------------------------------------------------------------------------

    @classmethod
    def create(cls, path: Path, tell: Callable[[str], None] = lambda _: None) -> Store:
        """Lay a new database at ``path``, where no file may be, readable by its owner alone."""
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
        store = cls._connect(path, tell)
        store.connection.execute("PRAGMA journal_mode = WAL")
        return store

    @classmethod
    def open(cls, path: Path, tell: Callable[[str], None] = lambda _: None, *, upgrade: bool = True) -> Store:
        """Open a database, an earlier program's too unless ``upgrade`` is false; ``tell`` is told of what takes long.

        Raises DatabaseDamaged where there is none or it is none, NewerDatabase for a newer program's.
        """
        if not path.exists():
            raise DatabaseDamaged(Files.MISSING, path=path)
        if not path.is_file():
            raise DatabaseDamaged(Files.FOREIGN, path=path)
        try:
            store = cls._connect(path, tell)
            application = store._value("PRAGMA application_id")
            version = store._value("PRAGMA user_version")
        except sqlite3.DatabaseError as error:
            if isinstance(error, sqlite3.OperationalError):
                raise
            raise DatabaseDamaged(Files.FOREIGN, path=path) from error
        if application != APPLICATION_ID or version < 1:
            store.close()
            raise DatabaseDamaged(Files.FOREIGN, path=path)
        if version > VERSION:
            store.close()
            raise NewerDatabase(Files.NEWER, path=path, version=version, known=VERSION)
        if version < VERSION and upgrade:
            store._upgrade(version)
        return store

    def _upgrade(self, version: int) -> None:
        """Bring an earlier version's tables up to date in one transaction, after a checked copy beside the file."""
        from complaint_cli.store.copies import copy_before_upgrade

        self._tell(Files.UPGRADING(version=version, known=VERSION, copy=f"{self.path.name}.v{version}"))
        copy_before_upgrade(self, version)
        try:
            with self.writing():
                found = self._value("PRAGMA user_version")
                if found < VERSION:  # no other terminal was quicker
                    migrate(self.connection, found)
        except sqlite3.OperationalError as error:
            if "already" in str(error) or "no such" in str(error):  # its tables are not as they were laid
                raise DatabaseDamaged(Files.NOT_UPGRADED, path=self.path, reason=error) from error
            raise

    @classmethod
    def _connect(cls, path: Path, tell: Callable[[str], None]) -> Store:
        connection = connect(path)
        try:
            for pragma in ("synchronous = FULL", "foreign_keys = ON", "recursive_triggers = ON", "cache_size = -20000"):
                connection.execute(f"PRAGMA {pragma}")
            connection.execute("PRAGMA schema_version").fetchone()  # reads the file: what is none is found here
        except sqlite3.DatabaseError:
            connection.close()
            raise
        cls.opened = path
        return cls(connection, path, tell)

    def close(self) -> None:
        """Close the file."""
        self.connection.close()

    def __enter__(self) -> Store:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def evidence(self) -> Path:
        """The folder beside the database in which evidence is kept under its hash."""
        return self.path.with_name(self.path.name + "-evidence")

    # -- transactions and the journal ---------------------------------------------------------

    @contextmanager
    def writing(self, *, signed: bool = True) -> Iterator[None]:
        """One transaction: all of it is on the disk when it ends, or none; ``DatabaseBusy`` after a fair wait.

        It is signed where somebody signs for this store, unless ``signed`` is false.
        """
        self.check_writable()
        if self.notary:
            self.notary.begin(signed=signed)
        self._begin()
        self._forget()
        if self.notary:
            self.notary.held()
        try:
            if self._identity != _identity(self.path):
                raise DatabaseBusy(Files.REPLACED, path=self.path)
            yield
            self._settle()
            if self.notary:
                self.notary.seal()
            self.connection.execute("COMMIT")
            Store.committed = True
        except BaseException:
            if self.connection.in_transaction:
                self.connection.execute("ROLLBACK")
            self._forget()
            raise

    def check_writable(self) -> None:
        """Raise what stands in the way of writing, such as a ledger that is not the one seen before."""
        if self.refusal:
            raise self.refusal

    def _begin(self) -> None:
        if self._value("PRAGMA journal_mode") != "wal":  # a backup put in place by hand, or a restore broken off
            self.connection.execute("PRAGMA journal_mode = WAL")
        for patience in (1.0, BUSY_SECONDS):
            self.connection.execute(f"PRAGMA busy_timeout = {int(patience * 1000)}")
            try:
                self.connection.execute("BEGIN IMMEDIATE")
                return
            except sqlite3.OperationalError as error:
                if "locked" not in str(error) and "busy" not in str(error):
                    raise
                if patience == BUSY_SECONDS:
                    raise DatabaseBusy(Files.BUSY, path=self.path) from error
                self._tell(Files.WAITING())

    @contextmanager
    def reading(self) -> Iterator[None]:
        """Read everything from one moment, whatever others write meanwhile."""
        if self.connection.in_transaction:
            yield
            return
        self.connection.execute("BEGIN")
        try:
            yield
        finally:
            self.connection.execute("ROLLBACK")

    def _forget(self) -> None:
        self._sat = False
        self._cases.clear()
        self._rows.clear()
        self._touched.clear()
        self._head = None
        self._editions = None
        self._organisation = None

    @contextmanager
    def entry(self, writer: Writer, command: str, subject: str | None = None) -> Iterator[Entry]:
        """One journal entry within ``writing``; the rows added to it are part of its hash."""
        seq, previous = self._head or self.head()
        entry = Entry(self, writer, seq + 1)
        if self.sitting and not self._sat:
            self._sat = True
            entry.add("session", writer.recorded, writer.actor, **self.sitting._asdict())
        yield entry
        if self.notary:
            self.notary.entered(entry)
        link = (
            entry.seq,
            self.stamp(writer.recorded),
            writer.clock,
            writer.actor,
            command,
            subject,
            entry.before,
            "\n".join(entry.images),
            previous,
        )
        digest = link_hash(link)
        self.connection.execute("INSERT INTO journal VALUES (?,?,?,?,?,?,?,?,?,?)", (*link, digest))
        self._head = (entry.seq, digest)

    def stamp(self, moment: datetime) -> str:
        """Return a moment as it is kept; that of one command is written out once."""
        if self._stamp is None or self._stamp[0] is not moment:
            self._stamp = moment, iso(moment)
        return self._stamp[1]

    def head(self) -> tuple[int, str]:
        """Return the last entry's number and hash."""
        row = self.connection.execute("SELECT seq, hash FROM journal ORDER BY seq DESC LIMIT 1").fetchone()
        return (row[0], row[1]) if row else (0, GENESIS)

    def hash_of(self, seq: int) -> str | None:
        """Return the hash of an entry; None where there is none."""
        found: str | None = self._value("SELECT hash FROM journal WHERE seq = ?", seq)
        return found

    def columns(self, table: str) -> tuple[str, ...]:
        """Return a table's columns in order."""
        if table not in self._columns:
            rows = self.connection.execute("SELECT name FROM pragma_table_info(?)", (table,))
            self._columns[table] = tuple(row[0] for row in rows)
        return self._columns[table]

    def written(self, table: str, values: list[Any]) -> None:
        """Keep what is in memory in step with a row just written."""
        if table == "complaint":
            complaint = record_of(Complaint, values)
            self._keep(complaint.id, Case(complaint))
            self._touched.add(complaint.id)
        elif table in STAGES:
            if values[5] is None:
                return
            if table in REARRANGING:
                self._rows.pop(self._cases.pop(values[5]).number, None) if values[5] in self._cases else None
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

    def _keep(self, row: int, case: Case) -> None:
        if len(self._cases) >= OPEN_CASES:
            self._settle()
            for old in list(self._cases)[: OPEN_CASES // 2]:
                del self._rows[self._cases.pop(old).number]
        self._cases[row] = case
        self._rows[case.number] = row

    def _settle(self) -> None:
        """Bring the list of open work into step with the complaints that were touched."""
        for row in self._touched:
            case = self._cases.get(row) or self.load([row])[0]
            if case.status() is Status.FILED:
                self.connection.execute("DELETE FROM open_work WHERE complaint = ?", (row,))
            else:
                self.connection.execute(
                    "INSERT INTO open_work VALUES (?, ?) "
                    "ON CONFLICT (complaint) DO UPDATE SET deadline = excluded.deadline",
                    (row, iso(case.deadline)),
                )
        self._touched.clear()

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

    def _value(self, sql: str, *parameters: Any) -> Any:
        row = self.connection.execute(sql, parameters).fetchone()
        return row[0] if row else None

    # -- complaints ---------------------------------------------------------------------------

    def next_number(self, year: int) -> tuple[str, int]:
        """Return the next number of a year and its serial; within ``writing`` alone."""
        serial = (self._value("SELECT max(serial) FROM complaint WHERE year = ?", year) or 0) + 1
        return f"{year}-{serial:04d}", serial

    def resolve(self, no: str) -> int:
        """Return the row of a complaint by its own number, a bare serial, or its hotline number in full.

        A bare number is that serial of this year, else of the latest year that has it. Raises NotFound when there
        is none, or two fit.
        """
        wanted = no.strip()
        row = self._rows.get(wanted)
        if row is not None:
            return row
        found = dict.fromkeys([*self._own(unicodedata.normalize("NFKC", wanted)), *self.by_order(wanted)])
        if not found:
            raise NotFound(Files.NO_COMPLAINT, no=wanted)
        if len(found) > 1:
            numbers = [self._value("SELECT number FROM complaint WHERE id = ?", r) for r in found]
            raise NotFound(Files.AMBIGUOUS, no=wanted, numbers=listed(numbers))
        [only] = found
        return only

    def _own(self, no: str) -> list[int]:
        """Return the row of a number of ours, 2026-0012, 2026-12 or 12."""
        own = NUMBER.fullmatch(no)
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
            "SELECT id FROM complaint WHERE order_no = ?1 UNION "
            "SELECT complaint FROM amendment WHERE field = 'order_no' AND new = ?1"
        )
        rows = [r[0] for r in self.connection.execute(sql, (order_no,))]
        return [c.id for c in self.complaints(rows) if c.order_no == order_no] if rows else []

    def same_text(self, content: str, received: datetime) -> list[int]:
        """Return the rows of complaints received at a moment with exactly this content: the same one, sent again."""
        sql = "SELECT id FROM complaint WHERE at = ? AND content = ?"
        return [r[0] for r in self.connection.execute(sql, (iso(received), content))]

    def mappings(self) -> dict[str, dict[str, str]]:
        """Return what the columns of exports were last said to mean, by the header that it was said of.

        What an earlier version kept, which holds for every header, stands under "".
        """
        found: dict[str, dict[str, str]] = {}
        sql = "SELECT coalesce(header, ''), heading, field FROM mapping ORDER BY id"
        for header, column, field in self.connection.execute(sql):
            said = found.setdefault(header, {})
            said.pop(column, None)
            if field != FORGOTTEN:
                said[column] = field
        return found

    def has(self, number: str) -> bool:
        """Whether one of our own numbers, in full, is there."""
        return self._value("SELECT id FROM complaint WHERE number = ?", number) is not None

    def case(self, no: str) -> Case:
        """Return a complaint with all its steps; NotFound as in ``resolve``."""
        return self.case_of(self.resolve(no))

    def case_of(self, row: int) -> Case:
        """Return the complaint of a row with all its steps."""
        if row not in self._cases:
            case = self.load([row])[0]
            case.closing = self._edition_of(case).get("hours.sessions")[-1][1]
            self._keep(row, case)
        return self._cases[row]

    def load(
        self, rows: Iterable[int], until: datetime | None = None, *, for_rules: bool = False, raw: bool = False
    ) -> list[Case]:
        """Return many complaints by row, in the order of their rows; events after ``until`` do not exist.

        ``for_rules`` leaves out what no rule reads; ``raw`` leaves withdrawn steps in and corrections out.
        """
        given = {"rows": encode(sorted(rows)), "until": iso(until) if until else ""}
        among = "IN (SELECT value FROM json_each(:rows))"
        execute = self.connection.execute
        read = Times(until.tzinfo if until else None)  # times of one zone compare ten times as fast
        complaints = records(Complaint, execute(f"SELECT * FROM complaint WHERE id {among} ORDER BY id", given), read)
        loaded = {complaint.id: Case(complaint) for complaint in complaints}
        for table, stage in STAGES.items():
            if for_rules and table in UNREAD_BY_RULES:
                continue
            conditions = [f"complaint {among}"]
            if until and not stage.timeless:
                conditions.append("at <= :until")
            if for_rules and table == "approval":
                conditions.append(DECIDING)
            sql = f"SELECT * FROM {table} WHERE {' AND '.join(conditions)} ORDER BY id"
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
        for case in found:
            late = [(s.entry, s.entered > s.at) for s in case.handbacks] + [
                (s.entry, s.entered > s.at) for s in case.callbacks
            ]
            case.typists |= {entry: self.entered_by(entry) for entry, is_late in late if is_late}

    def entered_by(self, entry: int) -> str | None:
        """Return who sat at the keyboard for a journal entry (录入人); None before that was kept."""
        name: str | None = self._value(
            "SELECT entered_by FROM session WHERE entry <= ? ORDER BY entry DESC LIMIT 1", entry
        )
        return name

    def complaints(self, rows: Iterable[int]) -> list[Complaint]:
        """Return complaints by row without their steps, amendments applied."""
        chosen = (encode(sorted(rows)),)
        where = "IN (SELECT value FROM json_each(?)) ORDER BY id"
        execute = self.connection.execute
        read = Times()
        rows_found = execute(f"SELECT * FROM complaint WHERE id {where}", chosen)
        found = {complaint.id: complaint for complaint in records(Complaint, rows_found, read)}
        amendments = execute(f"SELECT * FROM amendment WHERE complaint {where}", chosen)
        for amendment in records(stages.Amendment, amendments, read):
            found[amendment.complaint] = amended(found[amendment.complaint], amendment)
        return list(found.values())

    def open_cases(self, before: datetime | None = None) -> list[Case]:
        """Return the complaints not yet filed, by deadline; only those due by ``before`` if it is given."""
        sql = "SELECT complaint FROM open_work" + (" WHERE deadline <= ?" if before else "")
        rows = [r[0] for r in self.connection.execute(sql, (iso(before),) if before else ())]
        return sorted(self.load(rows), key=lambda c: (c.deadline, c.complaint.year, c.complaint.serial))

    # -- organisation and editions --------------------------------------------------------------

    def organisation(self) -> Organisation:
        """Return the organisation in force, with every holder of a post that was ever recorded."""
        if self._organisation is None:
            self._organisation = self._read_organisation()
        return self._organisation

    def _read_organisation(self) -> Organisation:
        from complaint_cli.company.organisation import Department, Organisation, Post

        execute = self.connection.execute
        row, company, accounts = execute(
            "SELECT id, company, accounts FROM organisation ORDER BY id DESC LIMIT 1"
        ).fetchone()
        departments = execute(
            "SELECT name, role, staff, formerly FROM department WHERE organisation = ? ORDER BY id", (row,)
        )
        posts = execute("SELECT kind, department, name, since, until FROM post ORDER BY id")
        listed = tuple(Department(n, r, *_staff(s), tuple(json.loads(f or "[]"))) for n, r, s, f in departments)
        former = {old: department.name for department in listed for old in department.formerly}
        return Organisation(
            company=company,
            departments=listed,
            posts=tuple(Post(k, former.get(d, d), n, _day(s), _day(u)) for k, d, n, s, u in posts),
            accounts=json.loads(accounts or "{}"),
        )

    def editions(self) -> list[Edition]:
        """Return every edition adopted, in the order of adoption."""
        if self._editions is None:
            from complaint_cli.company.edition_file import parse_edition

            rows = self.connection.execute("SELECT source, title FROM edition ORDER BY id")
            self._editions = [parse_edition(source, name=title, stored=True) for source, title in rows]
        return self._editions

    def adopted(self, sha256: str) -> datetime | None:
        """Return when an edition was adopted last."""
        at = self._value("SELECT at FROM edition WHERE sha256 = ? ORDER BY id DESC LIMIT 1", sha256)
        return datetime.fromisoformat(at) if at else None

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

    def provisional_cases(self) -> list[Case]:
        """Return the complaints whose deadline was counted before its year's holidays were published."""
        sql = (
            "SELECT id FROM complaint WHERE provisional = 1 "
            "UNION SELECT complaint FROM amendment WHERE field = 'provisional' AND new = '1'"
        )
        rows = [row[0] for row in self.connection.execute(sql)]
        return [case for case in self.load(rows) if case.complaint.provisional]

    def year(self, year: int) -> YearDays:
        """Return a year's holidays and make-up days as the database knows them, else the library's."""
        return self.known_year(year) or statutory(year)

    def known_year(self, year: int) -> YearDays | None:
        """Return a year's holidays and make-up days as they were last recorded."""
        row = self.connection.execute(
            "SELECT published, holidays, workdays FROM calendar WHERE year = ? ORDER BY id DESC LIMIT 1",
            (year,),
        ).fetchone()
        if row is None:
            return None
        holidays, workdays = (frozenset(date.fromisoformat(d) for d in json.loads(text)) for text in row[1:])
        return YearDays(year, holidays, workdays, bool(row[0]))

    def calendar(self, edition: Edition) -> Calendar:
        """Return an edition's working days over the years that the database knows."""
        if edition.sha256 not in self._calendars:
            self._calendars[edition.sha256] = edition.calendar(self.year)
        return self._calendars[edition.sha256]
