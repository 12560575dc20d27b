"""A new file that is there whole or not at all, never over one that exists, readable by its owner alone."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from complaint_cli.errors import UsageError
from complaint_cli.files import flush, give_name
from complaint_cli.messages.documents import Paper


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
        written.chmod(0o600)
        try:
            give_name(written, path)
        except FileExistsError:
            raise UsageError(Paper.EXISTS, path=path) from None
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def refuse_existing(path: Path) -> None:
    """Raise UsageError where ``path`` is taken, OSError where it can be no file, before any work is done for it."""
    try:
        os.lstat(path)
    except FileNotFoundError:
        return
    raise UsageError(Paper.EXISTS, path=path)
