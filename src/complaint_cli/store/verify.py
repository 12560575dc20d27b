"""Walks the whole database and names what was changed outside the program."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from hashlib import sha256
from itertools import chain, zip_longest
from pathlib import Path

from complaint_cli.company.calendar import iso
from complaint_cli.company.categories import HOTLINE, source_kind
from complaint_cli.complaint.case import Status
from complaint_cli.complaint.fields import MASKS
from complaint_cli.messages.safety import Safety
from complaint_cli.store.database import Store
from complaint_cli.store.evidence import digest_of
from complaint_cli.store.journal import GENESIS, Link
from complaint_cli.store.schema import TABLES, migrate
from complaint_cli.store.signing import Tally
from complaint_cli.text.masking import mask_text
from complaint_cli.text.tuples import NamedTuple

MOST = 100
"""How many findings are told; more say no more."""

_STRIDE = 5000  # entries between two signs of progress

Row = tuple[bytes]
"""The values, its number first, by which a journal entry would remember a row as it stands now."""


class Verified(NamedTuple):
    """What a walk found: how many entries, the head, each fault in words; and the entries by how they are signed.

    Paper are those that one person entered for another.
    """

    entries: int
    head: str
    faults: list[str]
    signed: int = 0
    unsigned: int = 0
    paper: int = 0
    signers: int = 0


def verify(
    store: Store,
    head: str | None = None,
    progress: Callable[[int], None] = lambda _: None,
    keys: Mapping[str, str] | None = None,
) -> Verified:
    """Check the chain, every row against its journal image, the signatures, SQLite's own checks and the evidence.

    ``head`` is the hash on a signed report, which must be in the chain; ``keys`` are all that may be enrolled, each
    with whose it is. Memory does not grow with the file.
    """
    from concurrent.futures import ThreadPoolExecutor

    walk = _Walk(store)
    with ThreadPoolExecutor(1) as aside:  # what SQLite does alone it does on another core meanwhile
        alone = aside.submit(_alone, store)
        try:
            with store.reading():
                walk.faults += _parts(store)
                walk.journal(head, progress)
                walk.faults += walk.rest()
                walk.faults += walk.tally.ended(keys)
                walk.faults += _closings(store)
                if not walk.faults:  # of steps that were tampered with, nothing can be derived
                    walk.faults += _open_work(store, alone.result()[1])
        except sqlite3.DatabaseError as error:
            if "locked" in str(error) or "busy" in str(error):
                raise
            walk.faults.append(Safety.UNREADABLE(reason=str(error)))
        walk.faults += alone.result()[0]
    tally = walk.tally
    return Verified(
        walk.entries, walk.head, walk.faults[:MOST], tally.signed, tally.unsigned, tally.paper, len(tally.people)
    )


def faults_for(store: Store, complaints: Sequence[int]) -> list[str]:
    """Return what is wrong with the chain and the rows, and with the evidence of some complaints, by row.

    A month is not closed over steps that were tampered with.
    """
    walk = _Walk(store)
    with store.reading():
        walk.journal(None, lambda _: None)
        return [*walk.faults, *walk.rest(), *_evidence(store.connection, store.evidence, complaints)]


class _Walk:
    """The journal in order, and beside it every table in the order of its rows."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._rows: dict[bytes, Iterator[Row]] = {}
        self.entries, self.head = 0, GENESIS
        self.tally = Tally(store)
        self.faults: list[str] = []

    def journal(self, head: str | None, progress: Callable[[int], None]) -> None:
        """Check every entry and every row that it wrote; ``head`` must be among the hashes.

        SQLite itself writes the JSON that is compared and hashed: several times as fast as Python.
        """
        execute = self._store.connection.execute
        for table in TABLES:
            if table != "journal":
                columns = ",".join(self._store.columns(table))
                values = f"CAST(json_array({columns}) AS BLOB)"
                self._rows[table.encode()] = iter(execute(f"SELECT {values} FROM {table} ORDER BY id"))
        body = f"json_array({','.join(Link._fields[:9])})"
        entries = execute(
            f"SELECT seq, CAST({body} AS BLOB), previous, hash, CAST(coalesce(images, '') AS BLOB), actor, command, "
            "subject, CAST(coalesce(recorded, '') AS BLOB) FROM journal ORDER BY seq"
        )
        rows, faults, none = self._rows, self.faults, iter(())
        seen = head is None
        take = self.tally.entry
        for seq, hashed, previous, claimed, images, actor, command, subject, recorded in entries:
            self.entries += 1
            if seq != self.entries or previous != self.head or sha256(hashed).hexdigest() != claimed:
                self._broken(seq, hashed, previous, claimed)
            self.head = claimed
            seen = seen or claimed.startswith(head or "")
            take(seq, claimed, images, actor, command, subject)
            written = b',%d,"%s",' % (seq, recorded)
            for line in images.split(b"\n") if images else ():
                table, _, values = line.partition(b"\t")
                row = next(rows.get(table, none), None)
                if row is None or (row[0] != values and not _grown(values, row[0])):
                    self._differs(seq, table, values, row)
                elif not values.startswith(written, values.find(b",")):
                    faults.append(Safety.ROW_OF_ANOTHER(table=table.decode(), row=_number(row), seq=seq))
            if b"\nsession\t" in images:  # who sat there is said first, and once
                faults.append(Safety.IMAGE_UNKNOWN(seq=seq, table="session"))
            if seq % _STRIDE == 0:
                progress(_STRIDE)
            if len(faults) >= MOST:
                return
        if not seen:
            faults.append(Safety.HEAD_UNKNOWN(head=head))

    def _broken(self, seq: int, hashed: bytes, previous: str, claimed: str) -> None:
        """Say why an entry does not follow the one before."""
        if seq != self.entries:
            self.faults.append(Safety.ENTRY_MISSING(first=self.entries, last=seq - 1))
            self.entries = seq
        if previous != self.head:
            self.faults.append(Safety.CHAIN_BROKEN(seq=seq))
        if sha256(hashed).hexdigest() != claimed:
            self.faults.append(Safety.ENTRY_CHANGED(**self._told(seq)))

    def _told(self, seq: int) -> dict[str, object]:
        """What an entry says of itself."""
        sql = "SELECT seq, actor, recorded, coalesce(subject, '') FROM journal WHERE seq = ?"
        row = self._store.connection.execute(sql, (seq,)).fetchone()
        return dict(zip(("seq", "actor", "recorded", "subject"), row, strict=True))

    def _differs(self, seq: int, table: bytes, values: bytes, row: Row | None) -> None:
        """Say how the row that stands next in a table differs from the image of it."""
        name = table.decode(errors="replace")
        try:
            if table not in self._rows:
                raise LookupError(table)
            wanted = json.loads(values)
            number = int(wanted[0])
        except (ValueError, TypeError, LookupError):
            if row is not None:
                self._put_back(table, row)
            self.faults.append(Safety.IMAGE_UNKNOWN(seq=seq, table=name))
            return
        while row is not None and _number(row) < number:
            self.faults.append(Safety.ROW_INSERTED(table=name, row=_number(row)))
            row = next(self._rows[table], None) if len(self.faults) < MOST else None
        if row is None or _number(row) > number:
            if row is not None:
                self._put_back(table, row)
            self.faults.append(Safety.ROW_REMOVED(table=name, row=number, **self._told(seq)))
        elif row[0] != values and not _grown(values, row[0]):
            self._changed(seq, name, wanted, row)

    def _changed(self, seq: int, table: str, wanted: list[object], row: Row) -> None:
        found = json.loads(row[0].decode(errors="replace"))
        facts = {"table": table, "row": _number(row), **self._told(seq)}
        columns = self._store.columns(table)
        hide = self._hider(table, [dict(zip(columns, values, strict=False)) for values in (wanted, found)])
        for name, was, now in zip_longest(columns, wanted, found):
            if was != now:
                told = hide(name, was), hide(name, now)
                other = (place for place, (a, b) in enumerate(zip_longest(*told)) if a != b)
                start = max(next(other, 0) - 20, 0)  # of long texts, from where they begin to differ
                before, after = (_short(text, start) if len(text) > 60 else text for text in told)
                self.faults.append(Safety.ROW_CHANGED(column=name, was=before, now=after, **facts))

    def _hider(self, table: str, rows: list[dict[str, object]]) -> Callable[[str, object], str]:
        """Return what hides phones and callers, as the row and its complaint know them, in a column's value."""
        known: dict[str, list[str]] = {"phone": [], "caller": []}
        execute = self._store.connection.execute
        for row in rows:
            of = (row.get("id" if table == "complaint" else "complaint"),)
            said = [("phone", row.get("phone")), ("caller", row.get("caller"))]
            said += [(str(row.get("field")), row.get(name)) for name in ("old", "new")]
            for field, value in (*said, *execute(_CALLERS, of)):
                if field in known and value:
                    known[field].append(str(value))

        def hide(column: str, value: object) -> str:
            text = str(value)
            if value and column in MASKS:
                return MASKS[column](text)
            return mask_text(text, phones=known["phone"], names=known["caller"])

        return hide

    def _put_back(self, table: bytes, row: Row) -> None:
        self._rows[table] = chain((row,), self._rows[table])

    def rest(self) -> list[str]:
        """Return what stands in the tables after the last entry's rows."""
        faults: list[str] = []
        for table in self._rows:
            while len(faults) < MOST and (row := next(self._rows[table], None)) is not None:
                faults.append(Safety.ROW_INSERTED(table=table.decode(), row=_number(row)))
        return faults


_CALLERS = (
    "SELECT 'phone', phone FROM complaint WHERE id = ?1 UNION ALL SELECT 'caller', caller FROM complaint WHERE id = ?1 "
    "UNION ALL SELECT field, old FROM amendment WHERE complaint = ?1 "
    "UNION ALL SELECT field, new FROM amendment WHERE complaint = ?1"
)
"""What is known of a complaint's callers and their phones."""


def _number(row: Row) -> int:
    return int(row[0][1:].partition(b",")[0])


def _grown(image: bytes, row: bytes) -> bool:
    """Whether a row is its image with columns that a later version added, all of them still empty."""
    return image[-1:] == b"]" and row.startswith(image[:-1]) and not row[len(image) - 1 : -1].replace(b",null", b"")


def _short(text: str, start: int) -> str:
    text = text if start == 0 else "…" + text[start:]
    return text if len(text) <= 60 else text[:59] + "…"


def _alone(store: Store) -> tuple[list[str], list[int]]:
    """What is wrong with the evidence and each page and index, and the complaints that are not filed beyond doubt.

    On a connection of its own.
    """
    connection = Store.open(store.path).connection
    found: list[str] = []
    doubtful: list[int] = []
    try:
        checked = connection.execute("PRAGMA integrity_check(20)")
        found += [Safety.INTEGRITY(said=said) for (said,) in checked if said != "ok"]
        found += _evidence(connection, store.evidence)
        sources = [source for (source,) in connection.execute("SELECT DISTINCT CAST(source AS TEXT) FROM complaint")]
        owed_none = json.dumps([source for source in sources if source_kind(source) not in HOTLINE])
        sql = f"SELECT c.id FROM complaint c WHERE NOT ({_PLAINLY_FILED}) ORDER BY c.id"
        doubtful = [row for (row,) in connection.execute(sql, (owed_none,))]
    except sqlite3.DatabaseError as error:
        if "locked" in str(error) or "busy" in str(error):
            raise
        found.append(Safety.INTEGRITY(said=str(error)))
    finally:
        connection.close()
    return found, doubtful


def _parts(store: Store) -> Iterator[str]:
    """The tables, indexes, triggers and view are as the program lays them, and nothing is beside them."""
    ours = (
        "SELECT name, type, sql FROM sqlite_master WHERE sql IS NOT NULL "
        "AND NOT (type = 'table' AND name GLOB 'sqlite_stat[0-9]') "
        "UNION ALL SELECT name, '', '' FROM _sqlite_migrations"
    )
    fresh = sqlite3.connect(":memory:", isolation_level=None)
    migrate(fresh, 0)
    wanted, found = (
        {(name, kind): sql for name, kind, sql in connection.execute(ours)}  # a trigger may be called as a table is
        for connection in (fresh, store.connection)
    )
    fresh.close()
    for part in sorted({*wanted, *found}):
        if part not in found:
            yield Safety.PART_MISSING(name=part[0])
        elif part not in wanted:
            yield Safety.PART_FOREIGN(name=part[0])
        elif wanted[part] != found[part]:
            yield Safety.PART_CHANGED(name=part[0])


def _closings(store: Store) -> Iterator[str]:
    """Every closed month rests on a head that is still in the chain."""
    sql = "SELECT month, head FROM closing WHERE head NOT IN (SELECT hash FROM journal)"
    for month, head in store.connection.execute(sql):
        yield Safety.CLOSING_ADRIFT(month=month, head=head[:12])


_PLAINLY_FILED = """
    c.id NOT IN (SELECT complaint FROM open_work)
    AND c.id NOT IN (SELECT complaint FROM returned)
    AND c.id NOT IN (SELECT complaint FROM approval WHERE verdict = 'rejected')
    AND c.id NOT IN (SELECT complaint FROM callback WHERE rework = 1)
    AND c.id NOT IN (SELECT complaint FROM amendment WHERE field = 'source')
    AND c.id NOT IN (SELECT complaint FROM correction)
    AND c.id NOT IN (SELECT complaint FROM withdrawal WHERE complaint IS NOT NULL)
    AND (SELECT count(*) FROM transfer t WHERE t.complaint = c.id) = 1
    AND EXISTS (SELECT 1 FROM approval a WHERE a.complaint = c.id AND a.post = 'general')
    AND EXISTS (SELECT 1 FROM callback b WHERE b.complaint = c.id AND b.result <> 'unreached'
        AND b.entry > (SELECT max(entry) FROM handback h WHERE h.complaint = c.id))
    AND (EXISTS (SELECT 1 FROM reply r WHERE r.complaint = c.id) OR c.source IN (SELECT value FROM json_each(?)))
"""
"""What is filed beyond doubt and not listed as open; the rest, far fewer, is derived step by step."""


def _open_work(store: Store, doubtful: Sequence[int]) -> Iterator[str]:
    """The index of open work says what the steps say, of all that is not filed beyond doubt."""
    execute = store.connection.execute
    yield from (
        Safety.FOREIGN_KEY(table=table, row=row, parent=parent)
        for table, row, parent, _ in execute("PRAGMA foreign_key_check(open_work)")
    )
    for first in range(0, len(doubtful), 500):
        rows = doubtful[first : first + 500]
        marks = ",".join(map(str, rows))
        recorded = dict(execute(f"SELECT complaint, deadline FROM open_work WHERE complaint IN ({marks})").fetchall())
        for case in store.load(rows):
            is_open = case.status() is not Status.FILED
            if recorded.get(case.complaint.id) != (iso(case.deadline) if is_open else None):
                yield Safety.OPEN_WORK(no=case.number)


def _evidence(connection: sqlite3.Connection, folder: Path, only: Sequence[int] | None = None) -> Iterator[str]:
    """Every evidence file is there, and its bytes are the ones that were handed in; ``only`` of some complaints."""
    among = "" if only is None else "WHERE c.id IN (SELECT value FROM json_each(?)) "
    sql = (
        "SELECT e.sha256, e.name, c.number FROM evidence e JOIN complaint c ON c.id = e.complaint "
        f"{among}GROUP BY e.sha256"
    )
    for digest, name, number in connection.execute(sql, () if only is None else (json.dumps(only),)):
        file = folder / digest
        try:
            same = digest_of(file) == digest
        except OSError as error:
            said = Safety.EVIDENCE_UNREADABLE if isinstance(error, PermissionError) else Safety.EVIDENCE_MISSING
            yield said(name=mask_text(name), no=number, file=digest[:12])
            continue
        if not same:
            yield Safety.EVIDENCE_CHANGED(name=mask_text(name), no=number, file=digest[:12])
