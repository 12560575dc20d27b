"""What the shell completes, read from a database that is opened for nothing else."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from complaint_cli.store.ledger import NEWEST_FIRST, escaped
from complaint_cli.store.organisation import staff

Offer = TypeVar("Offer")


def for_the_shell(path: Path, read: Callable[[sqlite3.Connection], list[Offer]]) -> list[Offer]:
    """Run ``read`` on a database opened for nothing but reading; whatever goes wrong, return nothing."""
    if not path.is_file():  # SQLite would wait for somebody to write to a pipe
        return []
    try:
        connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, timeout=0.1)
    except (sqlite3.Error, OSError, ValueError):
        return []
    try:
        return read(connection)
    except (sqlite3.Error, ValueError, TypeError):
        return []
    finally:
        connection.close()


def numbers_like(
    connection: sqlite3.Connection, start: str, most: int
) -> list[tuple[str, str, str | None, str | None]]:
    """Return number, content, phone and caller of complaints: the open ones by deadline, then the newest."""
    chosen = "SELECT c.number, c.content, c.phone, c.caller FROM complaint c"
    like = escaped(start) + "%"
    open_ones = f"{chosen} JOIN open_work o ON o.complaint = c.id WHERE c.number LIKE ? ESCAPE '\\' ORDER BY o.deadline"
    newest = f"{chosen} WHERE c.number LIKE ? ESCAPE '\\' {NEWEST_FIRST}"
    found = connection.execute(f"{open_ones} LIMIT ?", (like, most)).fetchall()
    found += connection.execute(f"{newest} LIMIT ?", (like, most)).fetchall()
    return list({row[0]: row for row in found}.values())[:most]


def departments_like(connection: sqlite3.Connection) -> list[tuple[str, tuple[str, ...]]]:
    """Return the departments in force with their staff."""
    sql = "SELECT name, staff FROM department WHERE organisation = (SELECT max(id) FROM organisation) ORDER BY id"
    return [(name, staff(listed)[0]) for name, listed in connection.execute(sql)]


def holders_like(connection: sqlite3.Connection) -> list[str]:
    """Return everyone who ever held a post."""
    return [row[0] for row in connection.execute("SELECT DISTINCT name FROM post")]
