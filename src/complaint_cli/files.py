"""Files opened without waiting for anybody, and brought to the disk under their names."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from complaint_cli.errors import UsageError
from complaint_cli.messages import listed
from complaint_cli.messages.store import Files


def open_regular(path: Path) -> BinaryIO:
    """Open a file to read it; OSError for a link, a folder, a pipe, a device. Never waits for a writer."""
    handle = os.open(path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0))
    if not stat.S_ISREG(os.fstat(handle).st_mode):
        os.close(handle)
        raise OSError(errno.EINVAL, os.strerror(errno.EINVAL), str(path))
    return os.fdopen(handle, "rb")


def open_at_once(path: str | Path) -> BinaryIO:
    """Open a file to read it; a pipe that nobody writes to is empty, instead of keeping everybody waiting."""
    handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    try:
        if os.name == "posix":
            os.set_blocking(handle, True)
        return os.fdopen(handle, "rb")
    except OSError as error:  # a folder, which the system names by its handle
        os.close(handle)
        raise OSError(error.errno, error.strerror, str(path)) from None


def named_text(path: Path) -> str:
    """Read a small text file that somebody named, at most a megabyte of it; what is no UTF-8 in it becomes marks.

    Raises UsageError where it cannot be read.
    """
    try:
        with open_at_once(path) as stream:
            return stream.read(1 << 20).decode(errors="replace")
    except OSError:
        raise UsageError(Files.NOT_READ, file=path) from None


def flush(file: Path) -> None:
    """Bring a file's bytes to the disk."""
    handle = os.open(file, os.O_RDWR)
    os.fsync(handle)
    os.close(handle)


def flush_folder(folder: Path) -> None:
    """Make the folder's new name durable, where the system can; a share may not know how."""
    if os.name == "posix":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        except OSError as error:
            if error.errno not in _UNKNOWN:
                raise
            lacking.add(folder)
        finally:
            os.close(handle)


lacking: set[Path] = set()
"""Folders met by this run of the program that cannot be brought to the disk, or whose files take no permissions."""
_UNKNOWN = (errno.EINVAL, errno.ENOTSUP, errno.ENOSYS, errno.EPERM, errno.EACCES)


def own(file: Path) -> None:
    """Let nobody but its owner read a file, where the file system knows owners."""
    try:
        file.chmod(0o600)
    except OSError as error:
        if error.errno not in _UNKNOWN:
            raise
        lacking.add(file.parent)


def admit(path: Path) -> None:
    """Let the group at a new file or folder too, where the folder that it stands in is the group's.

    That is one in which the group may write and others may not.
    """
    if os.name != "posix":
        return
    around = path.parent.stat()
    if around.st_mode & (stat.S_IWGRP | stat.S_IWOTH) != stat.S_IWGRP:
        return
    with suppress(OSError):  # who is not of that group keeps it for himself
        if path.stat().st_gid != around.st_gid:
            os.chown(path, -1, around.st_gid)
        path.chmod(0o2770 if path.is_dir() else 0o660)


def give_name(part: Path, target: Path) -> None:
    """Give a new file its name; FileExistsError where one is.

    A link cannot replace what came there meanwhile, a rename could.
    """
    try:
        os.link(part, target)
    except FileExistsError:
        raise
    except OSError:  # a file system without links
        if os.path.lexists(target):
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(target)) from None
        os.rename(part, target)


@contextmanager
def fresh(path: Path) -> Iterator[Path]:
    """Yield where to write what becomes ``path`` when the block ends well; UsageError where a file is."""
    import shutil
    import tempfile

    refuse_existing(path)
    if not path.parent.is_dir():
        raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), str(path.parent))
    try:
        folder = Path(tempfile.mkdtemp(prefix=".complaint-", dir=path.parent))
    except OSError as error:
        raise OSError(error.errno, error.strerror, str(path)) from error
    try:
        written = folder / path.name
        yield written
        flush(written)
        own(written)
        try:
            give_name(written, path)
        except FileExistsError:
            raise UsageError(Files.NOT_OVERWRITTEN, path=path) from None
        flush_folder(path.parent)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def refuse_ending(path: Path, *endings: str) -> None:
    """Raise UsageError where the name of a file to be written does not say what will be in it."""
    if path.suffix.lower() not in endings:
        raise UsageError(Files.BAD_ENDING, path=path, endings=listed(endings))


def refuse_existing(path: Path) -> None:
    """Raise UsageError where ``path`` is taken, OSError where it can be no file, before any work is done for it."""
    try:
        os.lstat(path)
    except FileNotFoundError:
        return
    raise UsageError(Files.NOT_OVERWRITTEN, path=path)
