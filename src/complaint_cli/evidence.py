"""Evidence files: copied into the folder beside the database under their SHA-256."""

from __future__ import annotations

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
        handle = os.open(source, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0))
    except (OSError, ValueError):
        raise UsageError(Files.NO_EVIDENCE, file=source) from None
    with os.fdopen(handle, "rb") as stream:
        if not stat.S_ISREG(os.fstat(handle).st_mode):
            raise UsageError(Files.NO_EVIDENCE, file=source)
        folder.mkdir(mode=0o700, exist_ok=True)
        return _copy(stream, folder, source.name)


def _copy(stream: BinaryIO, folder: Path, name: str) -> Kept:
    part = folder / f".{os.getpid()}.part"
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
