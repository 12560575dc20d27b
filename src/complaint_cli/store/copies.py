"""Whole files or none: a new database, backups taken while others write, and restoring one over another.

Killed at any moment, each leaves the old file or the new one, and what it had half made under a hidden name.
"""

from __future__ import annotations

import errno
import os
import shutil
import sqlite3
import time
from contextlib import ExitStack, contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from complaint_cli.errors import DatabaseBusy, DatabaseDamaged, StepRefused, UsageError
from complaint_cli.files import admit, flush, flush_folder, give_name, open_regular
from complaint_cli.messages.safety import Safety
from complaint_cli.messages.store import Files
from complaint_cli.store.database import Store
from complaint_cli.store.evidence import keep
from complaint_cli.store.parts import beside, copy_database, in_the_making, prepare
from complaint_cli.store.transactions import BUSY_SECONDS
from complaint_cli.store.verify import Verified, verify

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


@contextmanager
def created(target: Path) -> Iterator[Store]:
    """A new database in the making, which gets its name when the block ends well; StepRefused where one is."""
    refuse_existing(target)
    with in_the_making(target) as part:
        with Store.create(part) as store:
            yield store
        prepare(part, "DELETE")  # all of it in the one file
        prepare(part, "WAL")
        for file in [file for file in beside(part) if file.is_file() and file != part]:
            with suppress(FileExistsError):  # what was laid beside it; one that is there stays
                give_name(file, target.with_name(target.name + file.name.removeprefix(part.name)))
        _move_evidence(part, target)
        _name(part, target)


def backup(store: Store, target: Path) -> Verified:
    """Copy the database and its evidence to ``target`` while others write, and check the copy.

    Raises StepRefused where a file is already, DatabaseDamaged when the copy does not verify; nothing is left then.
    A folder of evidence without a file is what a killed backup left, and is filled up.
    """
    if not target.name:  # "." or "/"
        raise StepRefused(Files.NOT_OVERWRITTEN, path=target)
    if taken := [file for file in _companions(target) if file == target or not file.is_dir()]:
        raise StepRefused(Files.NOT_OVERWRITTEN, path=taken[0])
    with in_the_making(target) as part:
        copy_database(store.connection, part)
        _copy_evidence(store.evidence, part.with_name(part.name + "-evidence"))
        found = check(part, store.path)
        _copy_templates(store.path, part)
        for template in _templates(part):
            os.replace(template, target.with_name(target.name + template.name.removeprefix(part.name)))
        _move_evidence(part, target)
        _name(part, target)
    return found


Head = tuple[int, str]
"""An entry's number and hash."""


def restore(
    source: Path, target: Path, now: datetime, record: Callable[[Store, Head | None], None]
) -> tuple[Verified, Path | None]:
    """Put a backup in the place of ``target``; what was there is kept beside it under a dated name.

    ``record`` enters that into the copy, and is told the head of what was there. Raises DatabaseDamaged when the
    backup does not verify; nothing is changed then. The database is the old one until the backup takes its name in
    one step.
    """
    if target.exists() and not target.is_file():
        raise DatabaseDamaged(Files.FOREIGN, path=target)
    with in_the_making(target) as part:
        with _opened_backup(source) as store:  # which itself stays as it is
            copy_database(store.connection, part)
            _copy_evidence(store.evidence, part.with_name(part.name + "-evidence"))
        found = check(part, source)
        _copy_templates(source, part)
        former = _former(target)
        with Store.open(part) as store:
            record(store, former)
            entries, head = store.head()
            found = found._replace(entries=entries, head=head)
        prepare(part, "WAL")
        with ExitStack() as held:
            old = held.enter_context(_held(target, former))
            kept = _keep_old(target, old, now)
            _move_evidence(part, target)
            for template in _templates(part):
                with suppress(FileExistsError):  # the one in use stays
                    give_name(template, target.with_name(target.name + template.name.removeprefix(part.name)))
            if os.name != "posix":  # Windows replaces nothing that is open, by us or by another terminal
                held.close()
            for end in LOGS:  # of a damaged one: a log left behind would be played into the new file
                target.with_name(target.name + end).unlink(missing_ok=True)
            flush_folder(target.parent)  # after a power cut too, no log of the old one stands beside the new
            os.replace(part, target)
            flush_folder(target.parent)
    return found, kept


def _opened_backup(source: Path) -> Store:
    """Open a backup; DatabaseDamaged that speaks of it where there is none or it is none."""
    if not source.exists():
        raise DatabaseDamaged(Files.NO_BACKUP, path=source)
    try:
        return Store.open(source, upgrade=False)
    except DatabaseDamaged as error:
        raise DatabaseDamaged(Files.FOREIGN_BACKUP, path=source) if error.message is Files.FOREIGN else error from None


TEMPLATES = {"form": "-form.docx", "penalty": "-penalty.docx"}
"""The company's own templates stand beside the database under its name with these endings."""


def _templates(database: Path) -> list[Path]:
    beside = [database.with_name(database.name + end) for end in TEMPLATES.values()]
    return [file for file in beside if file.is_file() and not file.is_symlink()]


def _copy_templates(source: Path, part: Path) -> None:
    for template in _templates(source):
        copy = part.with_name(part.name + template.name.removeprefix(source.name))
        flags = os.O_CREAT | os.O_EXCL | os.O_WRONLY
        with open_regular(template) as stream, open(os.open(copy, flags, 0o600), "wb") as written:
            shutil.copyfileobj(stream, written)
        admit(copy)
        flush(copy)


def check(copy: Path, original: Path) -> Verified:
    """Verify a copy; DatabaseDamaged with the first fault of the ``original``."""
    try:
        with Store.open(copy) as store:
            found = verify(store)
    except DatabaseDamaged as error:  # an earlier program's, which could not be upgraded
        raise DatabaseDamaged(error.message, **error.facts | {"path": original}) from error
    if found.faults:
        raise DatabaseDamaged(Safety.DOES_NOT_VERIFY, path=original, fault=found.faults[0], count=len(found.faults))
    return found


def _copy_evidence(source: Path, target: Path) -> None:
    """Copy every evidence file; one that is not what its name says is found when the copy is checked."""
    if source.is_dir():
        target.mkdir(mode=0o700)
        admit(target)
        for file in sorted(source.iterdir()):
            if not file.name.startswith("."):
                with suppress(UsageError):  # what is no file is missed when the copy is checked
                    keep(target, file)


def _move_evidence(part: Path, target: Path) -> None:
    """Bring a copy's evidence into its place, file by file where a folder is: each is named by its hash."""
    made, folder = (file.with_name(file.name + "-evidence") for file in (part, target))
    if not made.is_dir():
        return
    if not folder.is_dir():
        os.rename(made, folder)
    else:
        for file in made.iterdir():
            try:
                os.replace(file, folder / file.name)
            except OSError as error:
                if error.errno != errno.EXDEV:
                    raise
                keep(folder, file)  # the folder is on another disk
        flush_folder(folder)
    flush_folder(target.parent)


def _name(part: Path, target: Path) -> None:
    """Give a new database its name."""
    try:
        give_name(part, target)
    except FileExistsError:
        raise StepRefused(Files.EXISTS, path=target) from None
    flush_folder(target.parent)


def _former(target: Path) -> Head | None:
    """Return the head of a database that is to be replaced; None where there is none, or none that can be read."""
    with suppress(DatabaseDamaged, sqlite3.DatabaseError), Store.open(target, upgrade=False) as store:
        return store.head()
    return None


@contextmanager
def _held(target: Path, former: Head | None) -> Iterator[BinaryIO | None]:
    """Keep other terminals out of a database that is about to be replaced, and yield its bytes, if there is one.

    It is taken out of WAL mode first: a terminal that still had it open would otherwise delete, when it closes,
    the WAL that by then belongs to the new database (https://sqlite.org/howtocorrupt.html). Its bytes are read
    by a handle that is closed last: closing one gives up every lock that this process has on the file.
    """
    if not target.exists():
        yield None
        return
    with target.open("rb") as old:
        try:
            store = Store.open(target, upgrade=False)
        except DatabaseDamaged:
            yield old
            return
        with store:
            _leave_wal(store)
            if (former and former != store.head()) or not os.path.samestat(os.fstat(old.fileno()), target.stat()):
                raise DatabaseBusy(Files.REPLACED, path=target)
            yield old


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


LOGS = ("-wal", "-shm", "-journal")
"""What SQLite keeps beside a file, by the end of its name."""


def refuse_existing(path: Path) -> None:
    """Raise StepRefused where there is a database, or a log that would be played into a new one."""
    for end in ("", "-wal", "-journal"):
        file = path.with_name(path.name + end)
        if os.path.lexists(file):
            raise StepRefused(Files.EXISTS, path=file)


def _companions(path: Path) -> list[Path]:
    """Return what there is of a database: what SQLite keeps beside it, evidence, and its file."""
    files = [path.with_name(path.name + end) for end in (*LOGS, "-evidence", "")]
    return [file for file in files if os.path.lexists(file)]


def _keep_old(target: Path, old: BinaryIO | None, now: datetime) -> Path | None:
    """Copy what there is of a database to a dated name, the file itself last; None where there is nothing."""
    there = _companions(target)
    if not there:
        return None
    first = kept = target.with_name(f"{target.name}.{now:%Y%m%d-%H%M%S}")
    count = 1
    while _companions(kept):
        count += 1
        kept = first.with_name(f"{first.name}-{count}")
    with in_the_making(kept) as part:
        for file in there:
            copy = part.with_name(part.name + file.name.removeprefix(target.name))
            if file.is_dir():
                shutil.copytree(file, copy, symlinks=True, copy_function=_linked)
                flush_folder(copy)
                continue
            os.close(os.open(copy, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
            if file == target and old:
                with copy.open("wb") as out:
                    shutil.copyfileobj(old, out, 1 << 20)
            else:
                shutil.copyfile(file, copy)
            flush(copy)
        for file in there:
            end = file.name.removeprefix(target.name)
            os.rename(part.with_name(part.name + end), kept.with_name(kept.name + end))
    flush_folder(target.parent)
    return kept


def _linked(source: str, copy: str) -> None:
    """Give a file of evidence, which never changes, a second name; copy it where the disk knows no links."""
    try:
        os.link(source, copy, follow_symlinks=False)
    except OSError:
        shutil.copy2(source, copy, follow_symlinks=False)
        if os.path.isfile(copy) and not os.path.islink(copy):
            flush(Path(copy))
