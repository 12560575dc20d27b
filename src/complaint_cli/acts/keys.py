"""Making a key, enrolling and replacing it, and handing out what others check signatures with."""

from __future__ import annotations

from pathlib import Path

from complaint_cli.acts.people import belonging
from complaint_cli.acts.unlocking import key_file, passphrase, unlock
from complaint_cli.acts.values import required
from complaint_cli.acts.work import Work
from complaint_cli.errors import StepRefused, UsageError
from complaint_cli.files import fresh, named_text, refuse_existing
from complaint_cli.messages.keys import Keys
from complaint_cli.store import keys
from complaint_cli.store.roll import Enrolled, Enrolment, roll_of
from complaint_cli.store.signing import ledger_id, signatures
from complaint_cli.text.tuples import NamedTuple


class Made(NamedTuple):
    """A key just made: whose, where, and its public line's file."""

    person: str
    file: Path
    public: str


def new(work: Work, by: str | None) -> Made:
    """Make a person's key, encrypted under a passphrase; UsageError where a file is already."""
    person = work.actor(by)
    file = key_file(person)
    public = file.with_name(file.name + ".pub")
    for path in (file, public):
        refuse_existing(path)
    key = keys.new(person)
    text = keys.locked(key, passphrase(person, twice=True))
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    for path, kept in ((file, text), (public, keys.public_line(person, key.public))):
        with fresh(path) as part:
            part.write_text(kept + "\n", "utf-8")
    return Made(person, file, key.public)


def enroll(work: Work, name: str, file: Path, by: str | None, *, replaces: bool = False) -> tuple[Enrolled, bool]:
    """Enroll a person's key, or replace a lost one, in a signed transaction; say whether it counts already.

    Raises StepRefused where the rules of the roll forbid it, UsageError where the file holds no key.
    """
    actor = work.actor(by)
    person = belonging(work.organisation, required(name, "name"), work.now.date())
    if {*person} & {*'"*?!,\\'}:
        raise UsageError(Keys.UNQUOTABLE, person=person)
    public = keys.public_in(named_text(file), file)
    work.store.check_writable()
    roll = roll_of(work.store)
    his = roll.of(actor)
    if his is None and roll.known:
        raise StepRefused(Keys.NOT_ENROLLED, person=actor)
    key = unlock(actor, his.key if his else None)  # before the ledger is held
    work.sign_with(key)
    with work.store.writing():
        seq = work.store.head()[0] + 1
        counts = roll_of(work.store).take(Enrolment(seq, person, public, replaces, actor, key.public))
        with work.entry("key replace" if replaces else "key enroll", person, actor) as entry:
            entry.add("enrolment", work.now, actor, person=person, key=public, replaces=replaces)
    return Enrolled(person, public, seq, actor), counts


def export(work: Work, folder: Path) -> int:
    """Write what was signed and each signature into a new folder, by the entry's number; return how many."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise UsageError(Keys.NOT_EMPTY, path=folder)
    folder.mkdir(mode=0o700, exist_ok=True)
    ledger = ledger_id(work.store)
    written: list[Path] = []
    try:
        for found in signatures(work.store):
            message = found.message(ledger, work.store.hash_of(found.seq) or "")
            signature = keys.armoured(found.key, found.sig).encode("ascii")
            for name, data in ((str(found.seq), message), (f"{found.seq}.sig", signature)):
                written.append(folder / name)
                written[-1].write_bytes(data)
    except BaseException:  # a part of them would pass for all
        for path in written:
            path.unlink(missing_ok=True)
        raise
    return len(written) // 2
