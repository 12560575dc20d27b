"""One signature a transaction, made as it ends; and the same rule walked over the whole journal.

From his enrolment on, whoever sat at the keyboard signs what he entered, and what only he can do takes his own
signature, also where a correction makes it his. Notices alone are never signed.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from complaint_cli.errors import StepRefused
from complaint_cli.messages.keys import Keys
from complaint_cli.store.database import Store
from complaint_cli.store.journal import GENESIS, encode
from complaint_cli.store.keys import Key, fingerprint, good
from complaint_cli.store.roll import Enrolment, Roll, roll_of
from complaint_cli.store.transactions import Entry
from complaint_cli.text.digest import sha256
from complaint_cli.text.near import name_key
from complaint_cli.text.tuples import NamedTuple

PERSONAL = frozenset(
    {
        *("decision", "investigation", "exclusion", "closing", "edition", "calendar"),
        *("organisation", "department", "post", "enrolment"),
    }
)
"""Tables whose rows only the person himself can write once he is enrolled."""

UNSIGNED = frozenset({"session", "notice"})
"""The tables of an entry that nobody signs."""


ENROLMENT_COLUMNS = 8


class Signature(NamedTuple):
    """One signature in the order of its table: the last entry under it, whose, his how manieth, the one before."""

    seq: int
    person: str
    key: str
    n: int
    previous: str
    sig: str

    def message(self, ledger: str, head: str) -> bytes:
        """Return what is signed."""
        return encode([ledger, self.key, self.n, self.previous, self.seq, head]).encode()


class Rows(NamedTuple):
    """What the images of one entry say that matters here: tables, who must have written them himself, enrolments."""

    tables: set[str]
    himself: set[str]
    enrolments: list[list[object]]


def read_images(images: Iterable[str]) -> Rows:
    """Read an entry's images."""
    found = Rows(set(), set(), [])
    for line in images:
        table, _, row = line.partition("\t")
        found.tables.add(table)
        if table in PERSONAL or table == "correction":
            try:
                values = json.loads(row)
                if table in PERSONAL:
                    found.himself.add(str(values[4]))
                    if table == "investigation":
                        found.himself.add(str(values[6]))  # its auditor, whoever entered it
                elif values[7] in PERSONAL and values[9] in ("actor", "auditor"):  # a ruling that becomes another's
                    found.himself.add(str(values[11]))
            except (ValueError, LookupError, TypeError):  # the walk says that it differs from its row
                continue
            if table == "enrolment" and len(values) == ENROLMENT_COLUMNS:
                found.enrolments.append(values)
    return found


def signers(roll: Roll, rows: Rows, entered_by: str) -> dict[str, str]:
    """Return the enrolled persons whose signature an entry needs, by the key of their name."""
    if "notice" in rows.tables and rows.tables <= UNSIGNED:
        return {}
    return {name_key(name): name for name in (entered_by, *rows.himself) if roll.of(name)}


class Notary:
    """Signs the transactions of one open ledger; ``unlock`` finds the key of whom the roll names, or asks for it."""

    def __init__(self, store: Store, unlock: Callable[[Roll], Key | None]) -> None:
        self._store = store
        self._unlock = unlock
        self._key: Key | None = None
        self._signed = True
        self._roll = Roll()
        self._before = 0

    def begin(self, *, signed: bool) -> None:
        """Have the key at hand before the ledger is held for writing; none for what is tried or never signed."""
        self._signed = signed
        self._key = self._unlock(roll_of(self._store)) if signed else None

    def held(self) -> None:
        """Begin a transaction: what others enrolled meanwhile counts."""
        self._roll = roll_of(self._store)
        self._before = self._store.head()[0]

    def entered(self, entry: Entry) -> None:
        """Refuse, with StepRefused, an entry that needs another person's signature than this transaction will have."""
        if not (self._signed and self._roll.known):
            return
        sitting = self._store.sitting
        missing = signers(self._roll, read_images(entry.images), sitting.entered_by if sitting else "")
        if self._key:
            missing.pop(name_key(self._key.person), None)
        for name in missing.values():
            raise StepRefused(Keys.HIS_OWN, person=name)

    def seal(self) -> None:
        """Sign what was entered."""
        seq, head = self._store.head()
        if self._key is None or seq == self._before:
            return
        execute = self._store.connection.execute
        sql = "SELECT n, sig FROM signature WHERE key = ? ORDER BY n DESC LIMIT 1"
        last = execute(sql, (self._key.public,)).fetchone()
        n, previous = (last[0] + 1, sha256(last[1])) if last else (1, GENESIS)
        unsigned = Signature(seq, self._key.person, self._key.public, n, previous, "")
        done = unsigned._replace(sig=self._key.sign(unsigned.message(ledger_id(self._store), head)))
        execute("INSERT INTO signature VALUES (?,?,?,?,?,?)", done)


def ledger_id(store: Store) -> str:
    """Return what tells a ledger from every other: its first entry's hash."""
    return store.hash_of(1) or ""


def signatures(store: Store) -> Iterator[Signature]:
    """Yield every signature in the order of the entries."""
    yield from map(Signature._make, store.connection.execute("SELECT * FROM signature ORDER BY seq"))


class Tally:
    """Holds the rule against a journal that is walked in order, and counts the entries that are steps or more."""

    def __init__(self, store: Store) -> None:
        self.roll = Roll()
        self.faults: list[str] = []
        self.signed = self.paper = self.unsigned = 0
        self.people: set[str] = set()
        self._rest = signatures(store)
        self._next = next(self._rest, None)
        self._ledger = ""
        self._last: dict[str, Signature] = {}
        self._entered_by: str | None = None
        self._open: list[tuple[int, str, str, str | None, Rows]] = []  # the transaction's entries

    def entry(self, seq: int, claimed: str, images: bytes, actor: str, command: str, subject: str | None) -> None:
        """Take the next entry; its images as bytes, of which as little is read as can be."""
        if images.startswith(b"session\t"):
            self.close()
            line = images.partition(b"\n")[0]
            try:
                self._entered_by = str(json.loads(line[line.rfind(b',"') + 1 : -1]))
            except ValueError:
                self._entered_by = None
        self._ledger = self._ledger or claimed
        self._head = claimed
        waits = self._next is not None or self.roll.known or b"enrolment\t" in images
        if not waits:
            self._count(actor, signed=False)
            return
        rows = read_images(images.decode(errors="replace").split("\n")) if images else Rows(set(), set(), [])
        self._open.append((seq, actor, f"{command} {subject or ''}".strip(), self._entered_by, rows))
        self._sign(seq)

    def _count(self, actor: str, *, signed: bool) -> None:
        if signed:
            self.signed += 1
        elif self._entered_by is not None and actor != self._entered_by:
            self.paper += 1
        else:
            self.unsigned += 1

    def _sign(self, seq: int) -> None:
        """Check the signature that stands at an entry, and the entries under it."""
        while self._next is not None and self._next.seq <= seq:
            found, self._next = self._next, next(self._rest, None)
            if found.seq == seq and self._good(found):
                self._settle(found)
            else:
                self.faults.append(Keys.BAD_SIGNATURE(seq=found.seq, person=found.person))

    def _good(self, found: Signature) -> bool:
        last = self._last.get(found.key)
        wanted = (last.n + 1, sha256(last.sig)) if last else (1, GENESIS)
        key = self.roll.key_of(found.person)
        if key is None and not self.roll.known and self._open[-1][4].enrolments:
            key = found.key  # the founder's, whom the next enrolment names
        if key != found.key or (found.n, found.previous) != wanted:
            return False
        self._last[found.key] = found
        return good(found.key, found.message(self._ledger, self._head), found.sig)

    def _settle(self, signature: Signature | None) -> None:
        """Hold the entries of a transaction, up to its signature, against what they need."""
        who = name_key(signature.person) if signature else None
        if signature:
            self.people.add(signature.person)
        done, self._open = self._open, []
        for seq, actor, told, entered_by, rows in done:
            for key, name in signers(self.roll, rows, entered_by or "").items():
                if key != who:
                    self.faults.append(Keys.DID_NOT_SIGN(seq=seq, told=told, person=name))
            self._count(actor, signed=who is not None and name_key(actor) == who)
        for seq, *_, rows in done:
            for values in rows.enrolments:
                self._enrol(seq, values, signature)

    def _enrol(self, seq: int, values: list[Any], signature: Signature | None) -> None:
        by, person, key, replaces = values[4:8]
        signed = signature and name_key(signature.person) == name_key(by)
        try:
            if not signature or not signed:
                raise StepRefused(Keys.HIS_OWN, person=by)
            self.roll.take(Enrolment(seq, person, key, bool(replaces), by, signature.key))
        except StepRefused as error:
            self.faults.append(Keys.UNFOUNDED(seq=seq, person=person, reason=str(error)))

    def close(self) -> None:
        """End the transaction: what is still open in it has no signature."""
        if self._open:
            self._settle(None)

    def ended(self, keys: Mapping[str, str] | None = None) -> list[str]:
        """End the walk, and return its faults: signatures left over too, and keys that are not those of a list."""
        self.close()
        if self._next is not None:
            self.faults.append(Keys.BAD_SIGNATURE(seq=self._next.seq, person=self._next.person))
        enrolled = {found.key: found.person for found in self.roll.ever}
        keys = enrolled if keys is None else keys
        for key in sorted({*enrolled, *keys}):
            here, listed = enrolled.get(key), keys.get(key)
            if here is None or listed is None or name_key(here) != name_key(listed):
                said = Keys.NOT_LISTED if here else Keys.NOT_THERE
                self.faults.append(said(person=here or listed, fingerprint=fingerprint(key)))
        return self.faults
