"""Laying a database, adopting an edition, taking over an organisation file: the writes behind admin commands."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import date, datetime
from hashlib import sha256
from pathlib import Path

import complaint_cli
from complaint_cli.acts.call import Call
from complaint_cli.acts.people import sitter
from complaint_cli.acts.templates import lay_templates
from complaint_cli.acts.work import Work, sitting
from complaint_cli.company.calendar import LAST_YEAR, Calendar, Limit, YearDays, iso, statutory
from complaint_cli.company.edition import Edition, in_force
from complaint_cli.company.edition_file import default_edition, parse_edition
from complaint_cli.company.organisation import Department, Organisation, managers_changed, renewed
from complaint_cli.company.organisation_file import Recipient, parse_organisation, recipients_in
from complaint_cli.complaint.case import Case
from complaint_cli.errors import PolicyInvalid, StepRefused
from complaint_cli.files import open_at_once
from complaint_cli.messages import listed
from complaint_cli.messages.admin import Admin
from complaint_cli.messages.people import People
from complaint_cli.messages.store import Files
from complaint_cli.store.database import Store
from complaint_cli.store.journal import encode
from complaint_cli.store.schema import migrate
from complaint_cli.store.setup import departments_used, provisional_cases
from complaint_cli.store.transactions import Entry, Writer
from complaint_cli.text.tuples import NamedTuple

FIRST_CALENDAR_YEAR = 2010
MOST_BYTES = 1024 * 1024 + 1  # of a policy or organisation file: one more than either reader takes
DATA = Path(complaint_cli.__file__).parent / "data"
DEFAULT_ORGANISATION = DATA / "organisation.toml"


Named = tuple[Organisation, str]
"""An organisation and the SHA-256 of its file."""


class OrganisationChange(NamedTuple):
    """One thing that an organisation file changes; ``kind`` is the word that a message knows."""

    kind: str
    department: str | None
    was: str | None = None
    now: str | None = None
    since: str | None = None
    until: str | None = None


class Adopted(NamedTuple):
    """What adopting an edition did: whether it is new, the years renewed, the deadlines counted again."""

    new: bool
    years: list[int]
    moved: list[dict[str, object]]


# -- reading files ----------------------------------------------------------------------------------


def read_organisation(file: Path) -> Named:
    """Read an organisation file (TOML) and its SHA-256; PolicyInvalid when it is invalid."""
    data = _read(file)
    return parse_organisation(data, name=file.name), sha256(data).hexdigest()


def digest_of(file: Path) -> str:
    """Return the SHA-256 of a file."""
    return sha256(_read(file)).hexdigest()


def read_recipients(file: Path) -> tuple[Recipient, ...]:
    """Read the addresses that an organisation file has notices sent to; PolicyInvalid when it is invalid."""
    return recipients_in(_read(file), name=file.name)


def read_edition(file: Path) -> Edition:
    """Read a policy edition; PolicyInvalid naming file, key and reason when it is invalid."""
    return parse_edition(_read(file), name=file.name)


def _read(file: Path) -> bytes:
    try:
        with open_at_once(file) as stream:
            return stream.read(MOST_BYTES)
    except (OSError, ValueError):
        raise PolicyInvalid(Files.NOT_READ, file=file) from None


# -- init and demo ----------------------------------------------------------------------------------


def lay(call: Call, path: Path, named: Named | None) -> Path:
    """Make a database with an organisation and the default edition; nothing is left where it fails."""
    from complaint_cli.store.copies import created

    with created(path) as store:
        fill(store, call, named)
    return path


def fill(store: Store, call: Call, named: Named | None) -> None:
    """Lay the organisation, the edition that comes with the program and its calendar in an empty file."""
    organisation, digest = named or read_organisation(DEFAULT_ORGANISATION)
    if not organisation.company:  # a sheet without a row for it
        organisation = organisation._replace(company=read_organisation(DEFAULT_ORGANISATION)[0].company)
    edition = default_edition()
    calendar = edition.calendar(statutory)
    now = call.now(calendar)
    sits = sitter(call, organisation)
    actor, store.sitting = call.by or sits, sitting(sits)
    with store.writing():
        migrate(store.connection, 0)
        # chance, so that two ledgers made in one second are two
        with store.entry(Writer(actor, now, call.clock), "init", os.urandom(8).hex()) as entry:
            _add_edition(entry, edition, now, actor)
            _add_calendar(entry, calendar_news(store), now, actor)
            _add_organisation(entry, None, organisation, digest, now, actor)
    lay_templates(store.path)


# -- the organisation -------------------------------------------------------------------------------


def organisation_changes(old: Organisation, new: Organisation, day: date) -> list[OrganisationChange]:
    """List what importing ``new`` over ``old`` on ``day`` changes."""
    found = list(_differences(old, new))
    for post in renewed(old, new, day):
        since, until = (moment.isoformat() if moment else None for moment in (post.since, post.until))
        found.append(OrganisationChange(post.kind, post.department, None, post.name, since, until))
    if not found and old.departments != new.departments:
        found.append(OrganisationChange("order", None))
    return found


def _differences(old: Organisation, new: Organisation) -> Iterator[OrganisationChange]:
    if old.company != new.company:
        yield OrganisationChange("company", None, old.company, new.company)
    for department in new.departments:
        name = department.name
        before = old.department(name)
        if before is None and (renamed := next((f for f in department.formerly if old.department(f)), None)):
            yield OrganisationChange("renamed", name, renamed, name)
            before = old.department(renamed)
        elif before is None:
            yield OrganisationChange("added", name, None, department.role)
        if before is not None and before.role != department.role:
            yield OrganisationChange("role", name, before.role, department.role)
        known = before.staff if before else ()
        for person in department.staff:
            if person not in known:
                yield OrganisationChange("joined", name, None, person)
        for person in known:
            if person not in department.staff:
                yield OrganisationChange("left", name, person, None)
        if before is not None:
            for person in (one for one in department.staff if one in known):
                days = _days_of(department, person)
                if days != _days_of(before, person):
                    yield OrganisationChange("days", name, person, days)
            if before.name == name and {*before.formerly} != {*department.formerly}:
                yield OrganisationChange("formerly", name, listed(before.formerly), listed(department.formerly))
    for account in sorted({*old.accounts, *new.accounts}):
        if old.accounts.get(account) != new.accounts.get(account):
            yield OrganisationChange("account", account, old.accounts.get(account), new.accounts.get(account))
    for department in old.departments:
        if new.department(department.name) is None:
            yield OrganisationChange("removed", department.name, department.role, None)


def _days_of(department: Department, person: str) -> str | None:
    """Return the days from and until which a person is on a staff, in words; None where they are open."""
    mine = [term for term in department.terms if term.name == person]
    return "; ".join(f"{term.since or '…'} – {term.until or '…'}" for term in mine) or None


def import_organisation(
    work: Work,
    organisation: Organisation,
    digest: str,
    at: datetime,
    *,
    write: bool = True,
    approved_by: str | None = None,
) -> list[OrganisationChange]:
    """Take over an organisation file; who held a post before keeps his days. Return what changes.

    Raises PolicyInvalid when the file lacks a department that has complaints, StepRefused when it changes who
    audits, who holds a post or whose an account is, and no second person of the organisation before approves. With
    ``write=False``, or when nothing changes, nothing is written.
    """
    old = work.organisation
    if not organisation.company:  # a sheet without a row for it
        organisation = organisation._replace(company=old.company)
    if missing := sorted(
        departments_used(work.store) - {name for d in organisation.departments for name in (d.name, *d.formerly)}
    ):
        raise PolicyInvalid(Admin.DEPARTMENT_IN_USE, departments=listed(missing))
    changes = organisation_changes(old, organisation, at.date())
    if changes and write:
        actor = work.actor(None)
        second = work.second(approved_by, actor, work.now, persons=managers_changed(old, organisation, at.date()))
        if second is None and old.peopled and _touches_power(old, organisation, at.date()):
            raise StepRefused(People.NEEDS_SECOND)
        with work.entry("org import", organisation.company, actor) as entry:
            entry.before = encode([[d.name, d.role, list(d.staff)] for d in old.departments])
            _add_organisation(entry, old, organisation, digest, at, actor, second)
    return changes


def _touches_power(old: Organisation, new: Organisation, day: date) -> bool:
    """Whether a file changes who audits, who holds a post, or whose an account is."""

    def auditors(organisation: Organisation) -> list[object]:
        return [(d.name, staff_as_kept(d)) for d in organisation.departments if d.role == "audit"]

    return bool(auditors(old) != auditors(new) or renewed(old, new, day) or dict(old.accounts) != dict(new.accounts))


def set_manager(
    work: Work, department: str, name: str, since: date, at: datetime, actor: str, approved_by: object = None
) -> None:
    """Record who manages a department from a day on; StepRefused when that is recorded already, or nobody approves."""
    before = work.organisation.holder("manager", department, since)
    if before == name:
        raise StepRefused(Admin.MANAGER_SAME, department=department, since=since, name=name)
    second = work.second(approved_by, actor, work.now, persons=(name, before or ""))
    if second is None and work.organisation.peopled:
        raise StepRefused(People.NEEDS_SECOND)
    with work.entry("org set-manager", department, actor) as entry:
        entry.before = encode(before)
        columns = {"kind": "manager", "department": department, "name": name, "since": since}
        entry.add("post", at, actor, **columns, approved_by=second)


# -- the policy -------------------------------------------------------------------------------------


def adopt(
    work: Work, edition: Edition, at: datetime, approved_by: str | None = None, actor: str | None = None
) -> Adopted:
    """Adopt an edition, refresh the holidays, and recompute the deadlines that were provisional.

    An edition in force already is not adopted again; StepRefused where there is no new holiday either, and where it
    is in force from before this month and no second person approves.
    """
    actor, store = actor or work.actor(None), work.store
    editions = store.editions()
    known = [e for e in editions if e.effective <= edition.effective]
    new = not known or in_force(known, edition.effective).sha256 != edition.sha256
    news = calendar_news(store)
    if not (new or news):
        raise StepRefused(Admin.ALREADY_IN_FORCE, sha256=edition.sha256[:12], effective=edition.effective)
    second = work.second(approved_by, actor, work.now)
    if new and second is None and edition.effective < work.now.date().replace(day=1):
        raise StepRefused(Admin.RETROACTIVE, effective=edition.effective)
    with work.entry("policy adopt", edition.title, actor) as entry:
        if new:
            _add_edition(entry, edition, at, actor, second)
        _add_calendar(entry, news, at, actor)
    store.forget_editions()
    moved = []
    for case in provisional_cases(store):
        on_receipt = work.edition_on(case.receipt.date())
        moved += _recompute(work, case, store.calendar(on_receipt), at, actor)
    return Adopted(new, [days.year for days in news], moved)


def _recompute(work: Work, case: Case, calendar: Calendar, at: datetime, actor: str) -> list[dict[str, object]]:
    """Count a provisional deadline again now that the year's holidays may be published."""
    old = case.complaint
    limit = Limit.parse(old.basis.split()[-1])
    due = calendar.due(case.receipt, limit)
    provisional = int(calendar.due_is_provisional(case.receipt, limit))
    pairs = {
        "deadline": (iso(old.deadline), iso(due)),
        "provisional": (str(old.provisional), str(provisional)),
    }
    changes = {name: pair for name, pair in pairs.items() if pair[0] != pair[1]}
    if not changes:
        return []
    with work.entry("policy adopt", case.number, actor) as entry:
        for name, (was, now) in changes.items():
            entry.add(
                "amendment",
                at,
                actor,
                complaint=old.id,
                field=name,
                old=was,
                new=now,
                reason=Admin.HOLIDAYS_PUBLISHED.zh,
            )
    was, now = pairs["deadline"]
    return [{"complaint": case.number, "was": was, "now": now, "provisional": bool(provisional)}]


def calendar_news(store: Store) -> list[YearDays]:
    """Return the years whose holidays the library knows otherwise than the database."""
    years = map(statutory, range(FIRST_CALENDAR_YEAR, LAST_YEAR + 1))
    return [days for days in years if store.known_year(days.year) != days]


def _add_edition(entry: Entry, edition: Edition, at: datetime, actor: str, approved_by: str | None = None) -> None:
    entry.add(
        "edition",
        at,
        actor,
        effective=edition.effective,
        title=edition.title,
        sha256=edition.sha256,
        source=edition.source,
        approved_by=approved_by,
    )


def _add_calendar(entry: Entry, years: list[YearDays], at: datetime, actor: str) -> None:
    """Keep each year's holidays as the library knows them, so that results do not change with the library."""
    for days in years:
        entry.add(
            "calendar",
            at,
            actor,
            year=days.year,
            published=days.published,
            holidays=tuple(d.isoformat() for d in sorted(days.holidays)),
            workdays=tuple(d.isoformat() for d in sorted(days.workdays)),
        )


def staff_as_kept(department: Department) -> tuple[object, ...]:
    """Return a staff as its row keeps it: names, and objects where days are bounded."""
    dated = {term.name for term in department.terms}
    terms = [
        {"name": t.name} | {key: day.isoformat() for key, day in (("since", t.since), ("until", t.until)) if day}
        for t in department.terms
    ]
    return (*(name for name in department.staff if name not in dated), *terms)


def _add_organisation(
    entry: Entry,
    old: Organisation | None,
    new: Organisation,
    digest: str,
    at: datetime,
    actor: str,
    approved_by: str | None = None,
) -> None:
    accounts = encode(dict(new.accounts)) if new.accounts else None
    columns = {"company": new.company, "sha256": digest, "accounts": accounts, "approved_by": approved_by}
    row = entry.add("organisation", at, actor, **columns)
    for department in new.departments:
        entry.add(
            "department",
            at,
            actor,
            organisation=row,
            name=department.name,
            role=department.role,
            staff=staff_as_kept(department),
            formerly=department.formerly or None,
        )
    for post in renewed(old, new, at.date()):
        entry.add("post", at, actor, **post._asdict(), approved_by=approved_by)
