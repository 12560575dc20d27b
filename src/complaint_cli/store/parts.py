"""Databases copied: under a hidden name, of which nothing is left where it fails, or into memory."""

from __future__ import annotations

import errno
import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory

from complaint_cli.errors import DatabaseDamaged
from complaint_cli.files import admit, flush, flush_folder, give_name
from complaint_cli.messages.safety import Safety
from complaint_cli.store.schema import migrate

PAGES = 1000  # copied between two looks at what other writers do


@contextmanager
def in_the_making(target: Path) -> Iterator[Path]:
    """A name beside ``target`` for a copy in the making; nothing of it is left when this ends."""
    for folder in reversed([f for f in (target.parent, *target.parent.parents) if not f.exists()]):
        folder.mkdir(mode=0o700, exist_ok=True)  # whatever the umask: who may write here may replace the database
        flush_folder(folder.parent)
    part = target.with_name(f".{target.name}.{os.getpid()}.part")
    clear(part)  # a killed process may have had the same number
    try:
        yield part
    except OSError as error:
        if str(error.filename).startswith(str(part)):  # nobody knows the hidden name
            raise OSError(error.errno, error.strerror, str(target)) from error
        raise
    finally:
        clear(part)


def beside(part: Path) -> list[Path]:
    """Return a file in the making and what lies beside it under its name."""
    return [file for file in part.parent.iterdir() if file.name.startswith(part.name)]


def clear(part: Path) -> None:
    """Take away what is left of a file in the making."""
    for left in beside(part):
        if left.is_dir():
            shutil.rmtree(left, ignore_errors=True)
        else:
            left.unlink(missing_ok=True)


def copy_database(connection: sqlite3.Connection, part: Path) -> None:
    """Copy an open database into one file, while others write."""
    os.close(os.open(part, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    admit(part)
    with closing(sqlite3.connect(part, isolation_level=None)) as copy:
        connection.backup(copy, pages=PAGES)
    prepare(part, "DELETE")  # one file, whole


def prepare(part: Path, mode: str) -> None:
    """Leave a copy in a journal mode and on the disk."""
    with closing(sqlite3.connect(part, isolation_level=None)) as copy:
        found = copy.execute(f"PRAGMA journal_mode = {mode}").fetchone()[0]
    if found != mode.lower():
        raise OSError(errno.EIO, os.strerror(errno.EIO), str(part))
    flush(part)


def taken_over(path: Path, log: Path) -> sqlite3.Connection:
    """Return a database with what its log holds, in memory and to be read alone."""
    whole = sqlite3.connect(":memory:", isolation_level=None)
    with TemporaryDirectory(prefix="complaint-") as folder:
        copy = Path(folder) / "copy.db"
        shutil.copyfile(path, copy)
        shutil.copyfile(log, copy.with_name("copy.db-wal"))
        with closing(sqlite3.connect(copy, isolation_level=None)) as source:
            source.backup(whole)
    whole.execute("PRAGMA query_only = ON")
    return whole


def upgraded(connection: sqlite3.Connection, version: int) -> sqlite3.Connection:
    """Return an earlier program's database as it is today, in memory and to be read alone."""
    whole = sqlite3.connect(":memory:", isolation_level=None)
    with closing(connection):
        connection.backup(whole)
    whole.execute("BEGIN")
    migrate(whole, version)
    whole.execute("COMMIT")
    whole.execute("PRAGMA query_only = ON")
    return whole


def copy_name(connection: sqlite3.Connection, path: Path, version: int) -> Path:
    """Return the name for a copy before an upgrade: one that is free, or that holds this very ledger already."""
    target = first = path.with_name(f"{path.name}.v{version}")
    count, head = 1, _head(connection)
    while target.exists():
        with closing(sqlite3.connect(target)) as kept:
            if _head(kept) == head:
                break
        count += 1
        target = first.with_name(f"{first.name}-{count}")
    return target


def _head(connection: sqlite3.Connection) -> object:
    with suppress(sqlite3.DatabaseError):
        return connection.execute("SELECT hash FROM journal ORDER BY seq DESC LIMIT 1").fetchone()
    return None


def copy_before_upgrade(connection: sqlite3.Connection, path: Path, version: int) -> Path:
    """Keep a whole, checked copy of a database beside it before its tables are upgraded; return its name."""
    target = copy_name(connection, path, version)
    if target.exists():
        return target
    with in_the_making(target) as part:
        copy_database(connection, part)
        with closing(sqlite3.connect(part, isolation_level=None)) as copy:
            said = copy.execute("PRAGMA integrity_check").fetchone()[0]
            found = copy.execute("PRAGMA user_version").fetchone()[0]
        if said != "ok":
            raise DatabaseDamaged(Safety.DOES_NOT_VERIFY, path=path, fault=said, count=1)
        if found == version:  # else another terminal was quicker, and has kept one
            with suppress(FileExistsError):
                give_name(part, target)
            flush_folder(target.parent)
    return target
