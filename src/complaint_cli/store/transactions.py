"""The file: opened, upgraded, and every write one transaction with its journal entry."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, Self

from complaint_cli.company.calendar import iso
from complaint_cli.errors import ComplaintError, DatabaseBusy, DatabaseDamaged, NewerDatabase
from complaint_cli.files import admit
from complaint_cli.messages.store import Files
from complaint_cli.store.inserts import Inserts
from complaint_cli.store.journal import GENESIS, encode, image, link_hash
from complaint_cli.store.schema import APPLICATION_ID, VERSION, migrate
from complaint_cli.text.tuples import NamedTuple

if TYPE_CHECKING:
    from typing import Protocol

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


BUSY_SECONDS = 10.0
_AS_IT_STANDS = frozenset({str, int, type(None)})  # what SQLite keeps as it stands


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


def _identity(path: Path) -> tuple[int, int]:
    """Return what tells a file from another that took its name."""
    found = path.stat()
    return found.st_dev, found.st_ino


def connect(path: Path) -> sqlite3.Connection:
    """Open a file; on media that nobody can write to, without the log that SQLite would lay beside it."""
    log = path.with_name(path.name + "-wal")
    if os.access(path.parent, os.W_OK):
        return _open(path)
    if log.exists() and log.stat().st_size:
        connection = _open(path)
        try:
            connection.execute("PRAGMA schema_version").fetchone()
            return connection
        except sqlite3.OperationalError:  # a log that was left behind, of which nothing can be taken over here
            connection.close()
        from complaint_cli.store.parts import taken_over

        return taken_over(path, log)
    return sqlite3.connect(f"{path.absolute().as_uri()}?immutable=1", isolation_level=None, uri=True)


def _open(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(path.absolute(), isolation_level=None, timeout=BUSY_SECONDS)


def _stored(value: object) -> object:
    """Make what SQLite keeps of a value that is not as it stands."""
    if isinstance(value, int):  # True is 1
        return int(value)
    if isinstance(value, datetime):
        return iso(value)
    if isinstance(value, date):
        return value.isoformat()
    return encode(value) if isinstance(value, tuple) else value


class Entry:
    """One journal entry in the making: the rows added to it are hashed when its block ends."""

    def __init__(self, store: Transactions, writer: Writer, command: str, subject: str | None) -> None:
        last, self.previous = store.last()
        self._store = store
        self.recorded = store.stamp(writer.recorded)
        self.writer = writer
        self.command = command
        self.subject = subject
        self.seq = last + 1
        self.before: str | None = None
        self.images: list[str] = []

    def __enter__(self) -> Self:
        self._store.begin(self)
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if kind is None:
            self._store.join(self)

    def add(self, table: str, at: datetime, actor: str, **columns: object) -> int:
        """Write one row of a step that ``actor`` took at ``at``; return its row number."""
        empty = self._store.empty(table)
        further = empty | columns
        if len(further) > len(empty):
            raise TypeError(f"{table} has no column {', '.join([*further][len(empty) :])}")
        row = self._store.inserts.next_row(table)
        values = [row, self.seq, self.recorded, iso(at), actor]
        values += [v if v.__class__ in _AS_IT_STANDS else _stored(v) for v in further.values()]
        self.images.append(image(table, values))
        self._store.inserts.add(table, values)
        self._store.written(table, values)
        return row


class Transactions:
    """A database file with its journal; nothing is written outside of a transaction."""

    committed: ClassVar[bool] = False
    """Whether this run of the program has committed anything."""
    opened: ClassVar[Path | None] = None
    """The database that this run of the program opened last."""

    def __init__(self, connection: sqlite3.Connection, path: Path, tell: Callable[[str], None]) -> None:
        self._file = connection
        self.inserts = Inserts(connection)
        self.path = path
        self._tell = tell
        self._identity = _identity(path)
        self._columns: dict[str, tuple[str, ...]] = {}
        self._empty: dict[str, dict[str, None]] = {}
        self._stamp: tuple[datetime, str] | None = None
        self._head: tuple[int, str] | None = None
        self.sitting: Sitting | None = None
        self._sat = False
        self.refusal: ComplaintError | None = None  # why nothing may be written
        self.notary: Signing | None = None
        self.appoint: Callable[[], Signing] | None = None  # who finds the notary once something is written

    # -- opening ------------------------------------------------------------------------------

    @classmethod
    def create(cls, path: Path) -> Self:
        """Lay a new database at ``path``, where no file may be, readable by its owner alone."""
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
        admit(path)
        store = cls._connect(path, lambda _: None)
        store.connection.execute("PRAGMA journal_mode = WAL")
        return store

    @classmethod
    def open(cls, path: Path, tell: Callable[[str], None] = lambda _: None, *, upgrade: bool = True) -> Self:
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
        except (sqlite3.DatabaseError, UnicodeDecodeError) as error:  # the latter of its own sentence on a table's name
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
            if not store.writable:
                from complaint_cli.store.parts import upgraded

                return cls(upgraded(store._file, version), path, tell)
            store._upgrade(version)
        return store

    def _upgrade(self, version: int) -> None:
        """Bring an earlier version's tables up to date in one transaction, after a checked copy beside the file."""
        from complaint_cli.store.parts import copy_before_upgrade, copy_name

        name = copy_name(self.connection, self.path, version).name
        self._tell(Files.UPGRADING(version=version, known=VERSION, copy=name))
        copy_before_upgrade(self.connection, self.path, version)
        try:
            with self.writing():
                if (found := self._value("PRAGMA user_version")) < VERSION:  # no other terminal was quicker
                    migrate(self.connection, found)
        except sqlite3.OperationalError as error:
            if "already" in str(error) or "no such" in str(error):  # its tables are not as they were laid
                raise DatabaseDamaged(Files.NOT_UPGRADED, path=self.path, reason=error) from error
            raise

    @classmethod
    def _connect(cls, path: Path, tell: Callable[[str], None]) -> Self:
        connection = connect(path)
        try:
            for pragma in ("synchronous = FULL", "foreign_keys = ON", "recursive_triggers = ON", "cache_size = -20000"):
                connection.execute(f"PRAGMA {pragma}")
            connection.execute("PRAGMA schema_version").fetchone()  # reads the file: what is none is found here
        except (sqlite3.DatabaseError, UnicodeDecodeError):
            connection.close()
            raise
        for end in ("-wal", "-shm"):  # which SQLite lays as the files of whoever opens first
            admit(path.with_name(path.name + end))
        cls.opened = path
        return cls(connection, path, tell)

    def close(self) -> None:
        """Close the file."""
        self._file.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def writable(self) -> bool:
        """Whether this account may write to the file, and lay beside it what that takes."""
        return os.access(self.path, os.W_OK) and os.access(self.path.parent, os.W_OK)

    @property
    def evidence(self) -> Path:
        """The folder beside the database in which evidence is kept under its hash."""
        return self.path.with_name(self.path.name + "-evidence")

    @property
    def connection(self) -> sqlite3.Connection:
        """The open file, with every row that was added."""
        if self.inserts.waiting:
            self.inserts.write()
        return self._file

    # -- transactions and the journal ---------------------------------------------------------

    @contextmanager
    def writing(self, *, signed: bool = True) -> Iterator[None]:
        """One transaction: all of it is on the disk when it ends, or none; ``DatabaseBusy`` after a fair wait.

        It is signed where somebody signs for this store, unless ``signed`` is false.
        """
        self.check_writable()
        if self.notary is None and self.appoint:
            self.notary = self.appoint()
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
            type(self).committed = True
        except BaseException:
            self._forget()
            if self._file.in_transaction:
                self._file.execute("ROLLBACK")
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
        """Forget what was read before: another terminal may have written."""
        self._sat = False
        self._head = None
        self.inserts.forget()

    def written(self, table: str, values: list[object]) -> None:
        """Keep what is in memory in step with a row just written."""

    def _settle(self) -> None:
        """Bring what follows from the rows of this transaction into step with them."""

    def entry(self, writer: Writer, command: str, subject: str | None = None) -> Entry:
        """One journal entry within ``writing``; the rows added to it are part of its hash."""
        return Entry(self, writer, command, subject)

    def begin(self, entry: Entry) -> None:
        """Begin an entry: the first of a transaction tells who sits at the keyboard."""
        if self.sitting and not self._sat:
            self._sat = True
            entry.add("session", entry.writer.recorded, entry.writer.actor, **self.sitting._asdict())

    def join(self, entry: Entry) -> None:
        """Let an entry whose rows are written join the chain."""
        if self.notary:
            self.notary.entered(entry)
        writer, images = entry.writer, "\n".join(entry.images)
        link = (
            entry.seq, entry.recorded, writer.clock, writer.actor, entry.command, entry.subject, entry.before, images,
            entry.previous,
        )  # fmt: skip
        digest = link_hash(link)
        self.inserts.add("journal", (*link, digest))
        self._head = (entry.seq, digest)

    def stamp(self, moment: datetime) -> str:
        """Return a moment as it is kept; that of one command is written out once."""
        if self._stamp is None or self._stamp[0] is not moment:
            self._stamp = moment, iso(moment)
        return self._stamp[1]

    def last(self) -> tuple[int, str]:
        """Return the last entry's number and hash, within ``writing``."""
        return self._head or self.head()

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
            rows = self._file.execute("SELECT name FROM pragma_table_info(?)", (table,))
            self._columns[table] = tuple(row[0] for row in rows)
        return self._columns[table]

    def empty(self, table: str) -> dict[str, None]:
        """Return what the columns of a table hold of which a step says nothing, after the five of every step."""
        return self._empty.get(table) or self._empty.setdefault(table, dict.fromkeys(self.columns(table)[5:]))

    def _value(self, sql: str, *parameters: object) -> Any:
        return (self.connection.execute(sql, parameters).fetchone() or (None,))[0]
