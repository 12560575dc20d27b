"""What this account last saw of each ledger, kept outside it: what was cut, put back or rewritten is told by it.

One small file a path, in the account's state folder. A path that was never used is held against what was seen of the
same ledger elsewhere, so that a ledger may be moved, and a copy of it worked in without the original being doubted.
"""

from __future__ import annotations

import json
import os
import sqlite3
import sys
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from urllib.parse import quote

from complaint_cli.errors import DatabaseDamaged
from complaint_cli.files import flush_folder
from complaint_cli.messages.safety import Safety
from complaint_cli.store.database import Store
from complaint_cli.text.digest import sha256
from complaint_cli.text.tuples import NamedTuple

_LONGEST_NAME = 200  # bytes; any file system takes 255


class Seen(NamedTuple):
    """The last entry that was seen of a ledger at a path, and when; a ledger is known by its first entry's hash."""

    path: str
    ledger: str
    seq: int
    head: str
    at: str = ""


def folder() -> Path:
    """Return the account's folder of what it saw; it need not exist."""
    state = os.environ.get("XDG_STATE_HOME", "")
    if not state and sys.platform == "linux":  # what platformdirs says, which takes 3 ms of every command to load
        state = os.path.expanduser("~/.local/state")
    if state and state[0] != "~":
        return Path(state) / "complaint" / "seen"
    from platformdirs import user_state_path

    with suppress(RuntimeError):
        return user_state_path("complaint", appauthor=False) / "seen"
    return Path(os.devnull)  # an account without a home keeps nothing


def standing(store: Store) -> Seen:
    """Return where a ledger stands now."""
    return Seen(os.path.realpath(store.path), store.hash_of(1) or "", *store.head())


def lost(store: Store) -> DatabaseDamaged | None:
    """Return what says that a ledger is not the one that this account saw; None where it is, or was never seen."""
    with suppress(sqlite3.DatabaseError):  # what cannot be read is told by what reads it next
        now = standing(store)
        seen = _read(_file(now.path)) or _elsewhere(now.ledger)
        if seen is None:
            return None
        facts = {"path": store.path, "seq": seen.seq, "day": seen.at[:10], "head": now.head}
        if seen.ledger != now.ledger:
            return DatabaseDamaged(Safety.SEEN_ANOTHER, **facts)
        if store.hash_of(seen.seq) != seen.head:
            sql = "SELECT seq, actor, recorded FROM journal WHERE command = 'restore' ORDER BY seq DESC LIMIT 1"
            if restored := store.connection.execute(sql).fetchone():
                entry, actor, recorded = restored
                facts |= {"entry": entry, "actor": actor, "recorded": recorded[:16].replace("T", " ")}
                return DatabaseDamaged(Safety.SEEN_RESTORED, **facts)
            return DatabaseDamaged(Safety.SEEN_LOST, **facts)
    return None


def remember(store: Store) -> None:
    """Keep where a ledger stands; where the folder cannot be written nothing is kept, and nothing fails."""
    with suppress(OSError, sqlite3.DatabaseError):
        now = standing(store)
        file = _file(now.path)
        known = _read(file)
        if not now.ledger or (known and known._replace(at="") == now):
            return
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        part = file.with_suffix(f".{os.getpid()}")
        try:
            with os.fdopen(os.open(part, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600), "w", encoding="utf-8") as out:
                json.dump(now._replace(at=datetime.now().isoformat())._asdict(), out)
                out.flush()
                os.fsync(out.fileno())
            os.replace(part, file)
            flush_folder(file.parent)
        finally:
            part.unlink(missing_ok=True)


def _file(path: str) -> Path:
    """Return the file for a path: its name is the path itself, the hash of one that is too long for a name."""
    name = quote(os.fsencode(os.path.normcase(path)), safe="")
    if len(name) > _LONGEST_NAME:
        name = sha256(name)
    return folder() / f"{name}.json"


def _read(file: Path) -> Seen | None:
    """Read what was kept; None where nothing was, or nothing that can be read."""
    try:
        return Seen(**json.loads(file.read_text("utf-8")))
    except (OSError, ValueError, TypeError):
        return None


def _elsewhere(ledger: str) -> Seen | None:
    """Return the last that was seen of a ledger at any path."""
    found = [seen for file in folder().glob("*.json") if (seen := _read(file)) and seen.ledger == ledger]
    return max(found, key=lambda seen: seen.at, default=None)
