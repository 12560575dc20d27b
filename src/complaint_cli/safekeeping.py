"""Backups taken while others write, and restoring one without losing what was there."""

from __future__ import annotations

import os
import shutil
import sqlite3
import time
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from complaint_cli.errors import DatabaseBusy, DatabaseDamaged, StepRefused, UsageError
from complaint_cli.evidence import flush_folder, keep
from complaint_cli.messages.safety import Safety
from complaint_cli.messages.store import Files
from complaint_cli.store import BUSY_SECONDS, Store
from complaint_cli.verify import Verified, verify

if TYPE_CHECKING:
    from collections.abc import Iterator

PAGES = 1000  # copied between two looks at what other writers do


def backup(store: Store, target: Path) -> Verified:
    """Copy the database and its evidence to ``target`` while others write, and check the copy.

    Raises StepRefused where a file is already, DatabaseDamaged when the copy does not verify; nothing is left then.
    """
    if taken := _companions(target):
        raise StepRefused(Safety.BACKUP_EXISTS, path=taken[0])
    with _part(target) as part:
        _copy_database(store, part)
        _copy_evidence(store.evidence, part.with_name(part.name + "-evidence"))
        found = check(part, store.path)
        _move(part, target)
    return found


def restore(source: Path, target: Path, now: datetime) -> tuple[Verified, Path | None]:
    """Put a backup in the place of ``target``; what was there is kept beside it under a dated name.

    Raises DatabaseDamaged when the backup does not verify; nothing is changed then.
    """
    if target.exists() and not target.is_file():
        raise DatabaseDamaged(Files.FOREIGN, path=target)
    with _part(target) as part:
        with Store.open(source, upgrade=False) as store:  # the backup itself stays as it is
            _copy_database(store, part)
            _copy_evidence(store.evidence, part.with_name(part.name + "-evidence"))
        found = check(part, source)
        _prepare(part, "WAL")
        with _held(target):
            kept = _set_aside(target, now)
            _move(part, target)
    return found, kept


def copy_before_upgrade(store: Store, version: int) -> Path:
    """Keep a whole, checked copy of a database beside it before its tables are upgraded; return its name."""
    target = store.path.with_name(f"{store.path.name}.v{version}")
    if target.exists():
        return target
    with _part(target) as part:
        _copy_database(store, part)
        copy = sqlite3.connect(part, isolation_level=None)
        said = copy.execute("PRAGMA integrity_check").fetchone()[0]
        copy.close()
        if said != "ok":
            raise DatabaseDamaged(Safety.DOES_NOT_VERIFY, path=store.path, fault=said, count=1)
        os.replace(part, target)
        flush_folder(target.parent)
    return target


def check(copy: Path, original: Path) -> Verified:
    """Verify a copy; DatabaseDamaged with the first fault of the ``original``."""
    with Store.open(copy) as store:
        found = verify(store)
    if found.faults:
        raise DatabaseDamaged(Safety.DOES_NOT_VERIFY, path=original, fault=found.faults[0], count=len(found.faults))
    return found


@contextmanager
def _part(target: Path) -> Iterator[Path]:
    """A name beside ``target`` for a copy in the making; nothing of it is left when this ends."""
    target.parent.mkdir(parents=True, exist_ok=True)
    part = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        yield part
    finally:
        for left in [file for file in target.parent.iterdir() if file.name.startswith(part.name)]:
            if left.is_dir():
                shutil.rmtree(left, ignore_errors=True)
            else:
                left.unlink(missing_ok=True)


def _copy_database(store: Store, part: Path) -> None:
    os.close(os.open(part, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    copy = sqlite3.connect(part, isolation_level=None)
    try:
        store.connection.backup(copy, pages=PAGES)
    finally:
        copy.close()
    _prepare(part, "DELETE")  # one file, whole


def _prepare(part: Path, mode: str) -> None:
    """Leave a copy in a journal mode and on the disk."""
    copy = sqlite3.connect(part, isolation_level=None)
    copy.execute(f"PRAGMA journal_mode = {mode}")
    copy.close()
    handle = os.open(part, os.O_RDWR)
    os.fsync(handle)
    os.close(handle)


def _copy_evidence(source: Path, target: Path) -> None:
    """Copy every evidence file; one that is not what its name says is found when the copy is checked."""
    if source.is_dir():
        target.mkdir(mode=0o700)
        for file in sorted(source.iterdir()):
            if not file.name.startswith("."):
                with suppress(UsageError):  # what is no file is missed when the copy is checked
                    keep(target, file)


def _move(part: Path, target: Path) -> None:
    evidence = part.with_name(part.name + "-evidence")
    if evidence.is_dir():
        os.rename(evidence, target.with_name(target.name + "-evidence"))
    os.replace(part, target)
    flush_folder(target.parent)


@contextmanager
def _held(target: Path) -> Iterator[None]:
    """Keep other terminals out of a database that is about to be renamed, if it is one.

    It is taken out of WAL mode first: a terminal that still had it open would otherwise delete, when it closes,
    the WAL that by then belongs to the new database (https://sqlite.org/howtocorrupt.html).
    """
    try:
        store = Store.open(target, upgrade=False)
    except DatabaseDamaged:
        yield
        return
    with store:
        _leave_wal(store)
        yield


def _leave_wal(store: Store) -> None:
    """Wait until no other terminal has the database open, and let none open it; damaged ones pass."""
    execute = store.connection.execute
    execute("PRAGMA busy_timeout = 200")
    execute("PRAGMA locking_mode = EXCLUSIVE")
    until = time.monotonic() + BUSY_SECONDS
    while True:
        try:
            if execute("PRAGMA journal_mode = DELETE").fetchone()[0] == "delete":
                execute("BEGIN EXCLUSIVE")
                return
        except sqlite3.DatabaseError as error:
            if "locked" not in str(error) and "busy" not in str(error):
                return
        if time.monotonic() > until:
            raise DatabaseBusy(Files.BUSY, path=store.path)
        time.sleep(0.05)


def _companions(path: Path) -> list[Path]:
    """Return what there is of a database: its file, evidence, and what SQLite keeps beside it."""
    files = [path.with_name(path.name + end) for end in ("", "-evidence", "-wal", "-shm", "-journal")]
    return [file for file in files if os.path.lexists(file)]


def _set_aside(target: Path, now: datetime) -> Path | None:
    """Give what is there of a database a dated name; None where there is nothing."""
    there = _companions(target)
    if not there:
        return None
    kept = target.with_name(f"{target.name}.{now:%Y%m%d-%H%M%S}")
    if _companions(kept):
        raise StepRefused(Safety.BACKUP_EXISTS, path=kept)
    for file in there:
        os.rename(file, kept.with_name(kept.name + file.name.removeprefix(target.name)))
    return kept
