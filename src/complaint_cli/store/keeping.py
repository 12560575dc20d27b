"""One transaction with the evidence that it copies: where it fails, its commit included, the copies go too."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from complaint_cli.errors import ComplaintError
from complaint_cli.store.database import Store
from complaint_cli.store.evidence import COMING, Incoming, copy_in


@contextmanager
def writing_evidence(store: Store) -> Iterator[None]:
    """Make the block one transaction; evidence that was copied for one that failed is taken away again."""
    before = _names(store)
    try:
        with store.writing():
            yield
    except BaseException:
        with suppress(ComplaintError, OSError, sqlite3.Error):
            _discard(store, _names(store) - before)
        raise


@contextmanager
def copied(store: Store, files: Iterable[tuple[str, Path]]) -> Iterator[dict[str, Incoming]]:
    """Copy files beside the evidence before any lock is taken; what is not taken in is gone when this ends."""
    found: dict[str, Incoming] = {}
    try:
        for name, source in files:
            if name not in found:
                found[name] = copy_in(store.evidence, source)
        yield found
    finally:
        for incoming in found.values():
            incoming.part.unlink(missing_ok=True)


def _names(store: Store) -> set[str]:
    if not store.evidence.is_dir():
        return set()
    return {file.name for file in store.evidence.iterdir() if not file.name.startswith(COMING)}


def _discard(store: Store, names: set[str]) -> None:
    """Remove files that no row names; while the database is held nobody else copies evidence."""
    if names:
        with store.writing(signed=False):
            for name in names:
                recorded = store.connection.execute("SELECT 1 FROM evidence WHERE sha256 = ?", (name,)).fetchone()
                if not recorded:
                    (store.evidence / name).unlink(missing_ok=True)
