"""Walks the whole database and names what was changed outside the program."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple

from complaint_cli.cases import Status
from complaint_cli.journal import GENESIS, Link, encode, link_hash
from complaint_cli.messages.safety import Safety
from complaint_cli.schema import TABLES, migrate
from complaint_cli.store import Store
from complaint_cli.worktime import iso

MOST = 100
"""How many findings are told; more say no more."""

_BLOCK = 1 << 20


class Verified(NamedTuple):
    """What a walk found: how many entries, the head, and each fault in words."""

    entries: int
    head: str
    faults: list[str]


def verify(store: Store, head: str | None = None, progress: Callable[[int], None] = lambda _: None) -> Verified:
    """Check the chain, every row against its journal image, SQLite's own checks and the evidence.

    ``head`` is the hash on a signed report, which must be in the chain. Memory does not grow with the file.
    """
    faults: list[str] = []
    entries, last = 0, GENESIS
    try:
        with store.reading():
            for fault in _own_checks(store):
                faults.append(fault)
            walk = _Walk(store)
            seen_head = head is None
            for said, link in walk.links():
                if said:
                    faults.append(said)
                if link is None:
                    continue
                entries, last = entries + 1, link.hash
                seen_head = seen_head or link.hash == head
                if entries % 5000 == 0:
                    progress(5000)
                if len(faults) >= MOST:
                    break
            if not seen_head:
                faults.append(Safety.HEAD_UNKNOWN(head=head))
            if len(faults) < MOST:
                faults += walk.rest()
                faults += _closings(store)
                faults += _open_work(store)
                faults += _evidence(store)
    except sqlite3.DatabaseError as error:
        if "locked" in str(error) or "busy" in str(error):
            raise
        faults.append(Safety.UNREADABLE(reason=str(error)))
    return Verified(entries, last, faults[:MOST])


class _Walk:
    """The journal in order, and beside it every table in the order of its rows."""

    def __init__(self, store: Store) -> None:
        self._store = store
        connection = store.connection
        names = [name for name in TABLES if name != "journal"]
        self._rows: dict[str, Iterator[tuple[Any, ...]]] = {
            name: iter(connection.execute(f"SELECT * FROM {name} ORDER BY id")) for name in names
        }
        self._waiting: dict[str, tuple[Any, ...] | None] = {}

    def links(self) -> Iterator[tuple[str | None, Link | None]]:
        """Yield each fault and each entry, in order."""
        previous, expected = GENESIS, 1
        make = Link._make
        for row in self._store.connection.execute("SELECT * FROM journal ORDER BY seq"):
            link = make(row)
            if link.seq != expected:
                yield Safety.ENTRY_MISSING(first=expected, last=link.seq - 1), None
            expected = link.seq + 1
            if link.previous != previous:
                yield Safety.CHAIN_BROKEN(seq=link.seq), None
            if link_hash(row) != link.hash:
                yield Safety.ENTRY_CHANGED(seq=link.seq, actor=link.actor, recorded=link.recorded), None
            previous = link.hash
            if link.images:
                for line in link.images.split("\n"):
                    fault = self._check(line, link)
                    if fault:
                        for each in fault:
                            yield each, None
            yield None, link

    def _next(self, table: str) -> tuple[Any, ...] | None:
        waiting = self._waiting.pop(table, None)
        return waiting if waiting is not None else next(self._rows[table], None)

    def _check(self, line: str, link: Link) -> list[str] | None:
        """Compare the next row of a table with the image of it; None when they are the same."""
        table, _, image = line.partition("\t")
        if table not in self._rows:
            return [Safety.IMAGE_UNKNOWN(seq=link.seq, table=table)]
        row = self._next(table)
        if row is not None and encode(row) == image:
            return None
        try:
            wanted = json.loads(image)
            number = int(wanted[0])
        except (ValueError, TypeError, IndexError):
            self._waiting[table] = row
            return [Safety.IMAGE_UNKNOWN(seq=link.seq, table=table)]
        faults = []
        while row is not None and row[0] < number:
            faults.append(self._inserted(table, row))
            row = self._next(table)
        if row is None or row[0] > number:
            self._waiting[table] = row
            who = {"seq": link.seq, "actor": link.actor, "recorded": link.recorded}
            return [*faults, Safety.ROW_REMOVED(table=table, row=number, subject=link.subject or "", **who)]
        if encode(row) != image:
            faults += self._changed(table, row, wanted, link)
        return faults

    def _inserted(self, table: str, row: tuple[Any, ...]) -> str:
        return Safety.ROW_INSERTED(table=table, row=row[0])

    def _changed(self, table: str, row: tuple[Any, ...], wanted: list[Any], link: Link) -> Iterator[str]:
        for name, was, now in zip(self._store.columns(table), wanted, row, strict=False):
            if was != now:
                yield Safety.ROW_CHANGED(
                    table=table,
                    row=row[0],
                    subject=link.subject or "",
                    column=name,
                    was=_short(was),
                    now=_short(now),
                    seq=link.seq,
                    actor=link.actor,
                )

    def rest(self) -> list[str]:
        """Return what stands in the tables after the last entry's rows."""
        faults: list[str] = []
        for table in self._rows:
            while len(faults) < MOST and (row := self._next(table)) is not None:
                faults.append(self._inserted(table, row))
        return faults


def _short(value: Any) -> str:
    text = str(value)
    return text if len(text) <= 60 else text[:59] + "…"


def _own_checks(store: Store) -> Iterator[str]:
    """SQLite's own checks, and the tables, indexes, triggers and view as the program lays them."""
    execute = store.connection.execute
    for (said,) in execute("PRAGMA integrity_check(20)"):
        if said != "ok":
            yield Safety.INTEGRITY(said=said)
    for table, row, parent, _ in execute("PRAGMA foreign_key_check"):
        yield Safety.FOREIGN_KEY(table=table, row=row, parent=parent)
    ours = "SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_stat%'"
    fresh = sqlite3.connect(":memory:", isolation_level=None)
    migrate(fresh, 0)
    wanted, found = dict(fresh.execute(ours).fetchall()), dict(execute(ours).fetchall())
    fresh.close()
    for name in sorted({*wanted, *found}):
        if name not in found:
            yield Safety.PART_MISSING(name=name)
        elif name not in wanted:
            yield Safety.PART_FOREIGN(name=name)
        elif wanted[name] != found[name]:
            yield Safety.PART_CHANGED(name=name)


def _closings(store: Store) -> Iterator[str]:
    """Every closed month rests on a head that is still in the chain."""
    sql = "SELECT month, head FROM closing WHERE head NOT IN (SELECT hash FROM journal)"
    for month, head in store.connection.execute(sql):
        yield Safety.CLOSING_ADRIFT(month=month, head=head[:12])


def _open_work(store: Store) -> Iterator[str]:
    """The index of open work says what the steps say."""
    execute = store.connection.execute
    recorded = dict(execute("SELECT complaint, deadline FROM open_work").fetchall())
    last = execute("SELECT max(id) FROM complaint").fetchone()[0] or 0
    for first in range(1, last + 1, 1000):
        rows = [r[0] for r in execute("SELECT id FROM complaint WHERE id BETWEEN ? AND ?", (first, first + 999))]
        for case in store.load(rows):
            is_open = case.status(store.attempts(case)) is not Status.FILED
            if recorded.get(case.complaint.id) != (iso(case.deadline) if is_open else None):
                yield Safety.OPEN_WORK(no=case.number)


def _evidence(store: Store) -> Iterator[str]:
    """Every evidence file is there, and its bytes are the ones that were handed in."""
    sql = "SELECT e.sha256, e.name, c.number FROM evidence e JOIN complaint c ON c.id = e.complaint GROUP BY e.sha256"
    for digest, name, number in store.connection.execute(sql):
        file = store.evidence / digest
        try:
            same = _digest(file) == digest
        except OSError:
            yield Safety.EVIDENCE_MISSING(name=name, no=number, file=digest[:12])
            continue
        if not same:
            yield Safety.EVIDENCE_CHANGED(name=name, no=number, file=digest[:12])


def _digest(file: Path) -> str:
    digest = sha256()
    with file.open("rb") as stream:
        while block := stream.read(_BLOCK):
            digest.update(block)
    return digest.hexdigest()
