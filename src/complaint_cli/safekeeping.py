"""Backups taken while others write, and restoring one without losing what was there."""

from __future__ import annotations

import os
import shutil
import sqlite3
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from complaint_cli.errors import DatabaseDamaged, StepRefused
from complaint_cli.evidence import flush_folder, keep
from complaint_cli.messages.safety import Safety
from complaint_cli.store import Store
from complaint_cli.verify import Verified, verify

if TYPE_CHECKING:
    from collections.abc import Iterator

PAGES = 1000  # copied between two looks at what other writers do


def backup(store: Store, target: Path) -> Verified:
    """Copy the database and its evidence to ``target`` while others write, and check the copy.

    Raises StepRefused where a file is already, DatabaseDamaged when the copy does not verify; nothing is left then.
    """
    evidence = target.with_name(target.name + "-evidence")
    if target.exists() or evidence.exists():
        raise StepRefused(Safety.BACKUP_EXISTS, path=target)
    with _part(target) as part:
        _copy_database(store, part)
        _copy_evidence(store.evidence, part.with_name(part.name + "-evidence"))
        found = check(part)
        _move(part, target)
    return found


def restore(source: Path, target: Path, now: datetime) -> tuple[Verified, Path | None]:
    """Put a backup in the place of ``target``; what was there is kept beside it under a dated name.

    Raises DatabaseDamaged when the backup does not verify; nothing is changed then.
    """
    with Store.open(source) as store, _part(target) as part:
        _copy_database(store, part)
        _copy_evidence(store.evidence, part.with_name(part.name + "-evidence"))
        found = check(part)
        _prepare(part, "WAL")
        with _held(target):
            kept = _set_aside(target, now) if target.exists() else None
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


def check(path: Path) -> Verified:
    """Verify a database file; DatabaseDamaged with the first fault."""
    with Store.open(path) as store:
        found = verify(store)
    if found.faults:
        raise DatabaseDamaged(Safety.DOES_NOT_VERIFY, path=path, fault=found.faults[0], count=len(found.faults))
    return found


@contextmanager
def _part(target: Path) -> Iterator[Path]:
    """A name beside ``target`` for a copy in the making; nothing of it is left when this ends."""
    target.parent.mkdir(parents=True, exist_ok=True)
    part = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        yield part
    finally:
        for end in ("", "-wal", "-shm"):
            part.with_name(part.name + end).unlink(missing_ok=True)
        shutil.rmtree(part.with_name(part.name + "-evidence"), ignore_errors=True)


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
                keep(target, file)


def _move(part: Path, target: Path) -> None:
    evidence = part.with_name(part.name + "-evidence")
    if evidence.is_dir():
        os.rename(evidence, target.with_name(target.name + "-evidence"))
    os.replace(part, target)
    flush_folder(target.parent)


@contextmanager
def _held(target: Path) -> Iterator[None]:
    """Keep other terminals from writing to a database that is about to be replaced, if it is one."""
    try:
        store = Store.open(target)
    except DatabaseDamaged:
        yield
        return
    with store, store.writing():
        yield


def _set_aside(target: Path, now: datetime) -> Path:
    """Give the database that is there, with its companions, a dated name."""
    kept = target.with_name(f"{target.name}.{now:%Y%m%d-%H%M%S}")
    if kept.exists():
        raise StepRefused(Safety.BACKUP_EXISTS, path=kept)
    for end in ("-evidence", "-wal", "-shm", ""):
        companion = target.with_name(target.name + end)
        if companion.exists():
            os.rename(companion, kept.with_name(kept.name + end))
    return kept
