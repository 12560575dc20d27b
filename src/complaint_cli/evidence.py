"""Evidence files: copied into the folder beside the database under their SHA-256."""

from __future__ import annotations

import errno
import os
import stat
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO, NamedTuple

from complaint_cli.errors import UsageError
from complaint_cli.messages.store import Files

_BLOCK = 1 << 20


class Kept(NamedTuple):
    """A file as it was kept: its own name, hash and size in bytes."""

    name: str
    sha256: str
    size: int


def keep(folder: Path, source: Path) -> Kept:
    """Copy a file into the evidence folder, on the disk when this returns.

    Raises UsageError for what is missing or no regular file: a link, a folder, a pipe, a device.
    """
    try:
        stream = open_regular(source)
    except (OSError, ValueError):
        raise UsageError(Files.NO_EVIDENCE, file=source) from None
    with stream:
        if not folder.is_dir():
            folder.mkdir(mode=0o700, exist_ok=True)
            flush_folder(folder.parent)
        return _copy(stream, folder, source.name)


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
    except OSError:  # a folder
        os.close(handle)
        raise


def _copy(stream: BinaryIO, folder: Path, name: str) -> Kept:
    part = folder / ".part"  # whoever copies holds the database; what a killed one left is written over
    digest, size = sha256(), 0
    try:
        with os.fdopen(os.open(part, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600), "wb") as out:
            while block := stream.read(_BLOCK):
                digest.update(block)
                size += len(block)
                out.write(block)
            out.flush()
            os.fsync(out.fileno())
        os.replace(part, folder / digest.hexdigest())
    except BaseException:
        part.unlink(missing_ok=True)
        raise
    flush_folder(folder)
    return Kept(name, digest.hexdigest(), size)


def flush_folder(folder: Path) -> None:
    """Make the folder's new name durable, where the system can."""
    if os.name == "posix":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def digest_of(file: Path) -> str:
    """Return a file's SHA-256; OSError when it is no regular file."""
    digest = sha256()
    with open_regular(file) as stream:
        while block := stream.read(_BLOCK):
            digest.update(block)
    return digest.hexdigest()
