"""Evidence files: copied into the folder beside the database under their SHA-256."""

from __future__ import annotations

import os
import re
from contextlib import suppress
from pathlib import Path
from shutil import copyfileobj
from time import time
from typing import BinaryIO

from complaint_cli.errors import UsageError
from complaint_cli.files import admit, flush_folder, fresh, open_regular
from complaint_cli.messages.store import Files
from complaint_cli.text.tuples import NamedTuple

_BLOCK = 1 << 20
COMING = ".coming-"
"""How the name of a file begins that is being copied."""
_STALE = 24 * 3600.0  # seconds after which nobody copies any more


class Kept(NamedTuple):
    """A file as it was kept: its own name, hash and size in bytes."""

    name: str
    sha256: str
    size: int


class Incoming(NamedTuple):
    """A file that is copied and on the disk, under a hidden name until a transaction takes it in."""

    part: Path
    kept: Kept


def copy_in(folder: Path, source: Path) -> Incoming:
    """Copy a file beside the evidence, which needs no lock and may take long.

    Raises UsageError for what is missing, empty or no regular file: a link, a folder, a pipe, a device.
    """
    try:
        stream = open_regular(source)
    except (OSError, ValueError):
        raise UsageError(Files.NO_EVIDENCE, file=source) from None
    with stream:
        if not folder.is_dir():
            folder.mkdir(mode=0o700, exist_ok=True)
            admit(folder)
            flush_folder(folder.parent)
        return _copy(stream, folder, source.name)


def _copy(stream: BinaryIO, folder: Path, name: str) -> Incoming:
    from hashlib import sha256

    part = folder / f"{COMING}{os.getpid()}-{os.urandom(8).hex()}"  # a name that nobody can have planted a link under
    digest, size = sha256(), 0
    try:
        with os.fdopen(os.open(part, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as out:
            while block := stream.read(_BLOCK):
                digest.update(block)
                size += len(block)
                out.write(block)
            if not size:
                raise UsageError(Files.EMPTY_EVIDENCE, file=name)
            out.flush()
            os.fsync(out.fileno())
        admit(part)
    except BaseException:
        part.unlink(missing_ok=True)
        raise
    return Incoming(part, Kept(name, digest.hexdigest(), size))


def take_in(incoming: Incoming) -> Kept:
    """Give a copied file its name, on the disk when this returns; whoever calls holds the database."""
    folder = incoming.part.parent
    os.replace(incoming.part, folder / incoming.kept.sha256)
    flush_folder(folder)
    for left in (*folder.glob(f"{COMING}*"), *folder.glob(".part")):
        with suppress(OSError):  # what a killed process left
            if time() - left.stat().st_mtime > _STALE:
                left.unlink()
    return incoming.kept


def keep(folder: Path, source: Path) -> Kept:
    """Copy a file in and take it in at once."""
    return take_in(copy_in(folder, source))


def is_whole(folder: Path, sha256: str) -> bool:
    """Whether a file is there as it was kept."""
    try:
        return digest_of(folder / sha256) == sha256
    except OSError:
        return False


def give_out(folder: Path, sha256: str, name: str, target: Path) -> Path:
    """Copy a kept file out under its own name, (2) behind a second one of it: whole, or not at all."""
    own = Path(UNSAFE.sub("_", name)[-_LONGEST_NAME:].strip(" .") or "_")
    number = 1
    while True:
        path = target / (own if number == 1 else f"{own.stem} ({number}){own.suffix}")
        if os.path.lexists(path):
            number += 1
            continue
        with fresh(path) as part, part.open("wb") as written, open_regular(folder / sha256) as stream:
            copyfileobj(stream, written)
        return path


UNSAFE = re.compile(r'[\x00-\x1f\x7f-\x9f<>:"/\\|?*\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]')
_LONGEST_NAME = 80  # characters, their bytes fit any file system


def digest_of(file: Path) -> str:
    """Return a file's SHA-256; OSError when it is no regular file."""
    from hashlib import sha256

    digest = sha256()
    with open_regular(file) as stream:
        while block := stream.read(_BLOCK):
            digest.update(block)
    return digest.hexdigest()
