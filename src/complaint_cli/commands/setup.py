"""Laying a database, adopting an edition, taking over an organisation file: the writes behind admin commands."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import Any

import complaint_cli
from complaint_cli.cases import Case
from complaint_cli.commands.shared import Call
from complaint_cli.commands.work import Work
from complaint_cli.errors import PolicyInvalid
from complaint_cli.journal import encode
from complaint_cli.messages.admin import Admin
from complaint_cli.organisation import (
    Organisation,
    organisation_from_rows,
    parse_organisation,
    renewed,
)
from complaint_cli.policy import Edition, default_edition, parse_edition
from complaint_cli.schema import migrate
from complaint_cli.store import Entry, Store, Writer
from complaint_cli.worktime import LAST_YEAR, Calendar, Limit, statutory

FIRST_CALENDAR_YEAR = 2010
DEFAULT_ORGANISATION = Path(complaint_cli.__file__).parent / "data" / "organisation.toml"


def lay(call: Call, path: Path, organisation_file: Path | None) -> Path:
    """Make a database with an organisation and the default edition; nothing is left where it fails."""
    organisation, digest = read_organisation(organisation_file or DEFAULT_ORGANISATION)
    edition = default_edition()
    calendar = edition.calendar(statutory)
    now = call.now(calendar)
    with Store.create(path) as store:
        try:
            with store.writing():
                migrate(store.connection, 0)
                with store.entry(Writer(call.actor, now, call.clock), "init") as entry:
                    _add_edition(entry, edition, now, call.actor)
                    _add_calendar(entry, store, now, call.actor)
                    _add_organisation(entry, None, organisation, digest, now, call.actor)
        except BaseException:
            store.close()
            for name in ("", "-wal", "-shm"):
                path.with_name(path.name + name).unlink(missing_ok=True)
            raise
    return path


def read_organisation(file: Path) -> tuple[Organisation, str]:
    """Read an organisation file, TOML or a spreadsheet, and its SHA-256; PolicyInvalid when it is invalid."""
    from hashlib import sha256

    data = file.read_bytes()
    if file.suffix.lower() in (".xlsx", ".xls", ".ods"):
        from complaint_cli.exchange import sheet_rows

        organisation = organisation_from_rows(sheet_rows(file), name=file.name)
    else:
        organisation = parse_organisation(data, name=file.name)
    return organisation, sha256(data).hexdigest()


def read_edition(file: Path) -> Edition:
    """Read a policy edition; PolicyInvalid naming file, key and reason when it is invalid."""
    return parse_edition(file.read_bytes(), name=file.name)


def import_organisation(work: Work, organisation: Organisation, digest: str, at: datetime) -> dict[str, Any]:
    """Take over an organisation file; who held a post before keeps his days."""
    old = work.organisation
    used = {name for (name,) in work.store.connection.execute("SELECT DISTINCT department FROM transfer")}
    if missing := sorted(used - {d.name for d in organisation.departments}):
        raise PolicyInvalid(Admin.DEPARTMENT_IN_USE, departments="、".join(missing))
    with work.entry("org import", organisation.company, work.call.actor) as entry:
        entry.before = encode([[d.name, d.role, list(d.staff)] for d in old.departments])
        posts = _add_organisation(entry, old, organisation, digest, at, work.call.actor)
    return {"departments": len(organisation.departments), "posts": posts}


def set_manager(work: Work, department: str, name: str, since: date, at: datetime, actor: str) -> None:
    """Record who manages a department from a day on."""
    with work.entry("org set-manager", department, actor) as entry:
        entry.before = encode(work.organisation.holder("manager", department, since))
        entry.add("post", at, actor, kind="manager", department=department, name=name, since=since)


def adopt(work: Work, edition: Edition, at: datetime) -> list[dict[str, Any]]:
    """Adopt an edition, refresh the holidays, and recompute the deadlines that were provisional."""
    actor = work.call.actor
    with work.entry("policy adopt", edition.title, actor) as entry:
        _add_edition(entry, edition, at, actor)
        _add_calendar(entry, work.store, at, actor)
    work.store.forget_editions()
    moved = []
    for case in work.store.provisional_cases():
        in_force = work.edition_on(case.receipt.date())
        moved += _recompute(work, case, work.store.calendar(in_force), in_force, at, actor)
    return moved


def _recompute(
    work: Work, case: Case, calendar: Calendar, edition: Edition, at: datetime, actor: str
) -> list[dict[str, Any]]:
    """Count a provisional deadline again now that the year's holidays may be published."""
    limit = Limit.parse(case.complaint.basis.split()[-1])
    due = calendar.due(case.receipt, limit)
    provisional = int(calendar.due_is_provisional(case.receipt, limit))
    old = case.complaint
    changes = {"deadline": (old.deadline, due), "provisional": (old.provisional, provisional)}
    changes = {name: pair for name, pair in changes.items() if pair[0] != pair[1]}
    if not changes:
        return []
    with work.entry("policy adopt", case.number, actor) as entry:
        for name, (was, now) in changes.items():
            values = [v.isoformat() if isinstance(v, datetime) else str(v) for v in (was, now)]
            entry.add(
                "amendment",
                at,
                actor,
                complaint=old.id,
                field=name,
                old=values[0],
                new=values[1],
                reason=Admin.HOLIDAYS_PUBLISHED.zh,
            )
    return [{"complaint": case.number, "was": old.deadline.isoformat(), "now": due.isoformat()}]


def _add_edition(entry: Entry, edition: Edition, at: datetime, actor: str) -> None:
    entry.add(
        "edition",
        at,
        actor,
        effective=edition.effective,
        title=edition.title,
        sha256=edition.sha256,
        source=edition.source,
    )


def _add_calendar(entry: Entry, store: Store, at: datetime, actor: str) -> None:
    """Keep each year's holidays as the library knows them, so that results do not change with the library."""
    for year in range(FIRST_CALENDAR_YEAR, LAST_YEAR + 1):
        days = statutory(year)
        if store.known_year(year) != days:
            entry.add(
                "calendar",
                at,
                actor,
                year=year,
                published=days.published,
                holidays=tuple(d.isoformat() for d in sorted(days.holidays)),
                workdays=tuple(d.isoformat() for d in sorted(days.workdays)),
            )


def _add_organisation(
    entry: Entry, old: Organisation | None, new: Organisation, digest: str, at: datetime, actor: str
) -> int:
    row = entry.add("organisation", at, actor, company=new.company, sha256=digest)
    for department in new.departments:
        entry.add(
            "department",
            at,
            actor,
            organisation=row,
            name=department.name,
            role=department.role,
            staff=department.staff,
        )
    posts = renewed(old, new, at.date())
    for post in posts:
        entry.add("post", at, actor, **post._asdict())
    return len(posts)
