"""An open database and everything a command needs beside its arguments: who, when, under which edition."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager
from copy import copy
from datetime import date, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from complaint_cli import __version__
from complaint_cli.acts.call import Call, login
from complaint_cli.acts.people import belonging, second_person, sitter
from complaint_cli.acts.values import required
from complaint_cli.company.calendar import Calendar
from complaint_cli.company.edition import Edition, Kept, in_force, known_on
from complaint_cli.company.moments import parse_time
from complaint_cli.company.organisation import Organisation
from complaint_cli.complaint.steps import check_at, clock
from complaint_cli.errors import StepRefused, UsageError
from complaint_cli.messages.people import People
from complaint_cli.store.closings import kept_days
from complaint_cli.store.database import Store
from complaint_cli.store.transactions import Entry, Sitting, Writer

if TYPE_CHECKING:
    from complaint_cli.complaint.case import Case
    from complaint_cli.store.evidence import Incoming
    from complaint_cli.store.keys import Key
    from complaint_cli.store.transactions import Signing

CLOCK_BEHIND = timedelta(minutes=10)
"""How far the clock may stand behind the last entry."""


class Work:
    """One command's work on one database."""

    def __init__(
        self, call: Call, store: Store, now: datetime, edition: Edition, calendar: Calendar, folder: Path | None = None
    ) -> None:
        self.call = call
        self.store = store
        self.now = now
        self.edition = edition
        self.calendar = calendar
        self.folder = folder or Path()  # where relative evidence paths of a batch begin
        self.incoming: dict[str, Incoming] = {}  # evidence that was copied before the lock
        self.trying = False  # nothing of it will be kept
        self.clock_checked = False
        self._kept: tuple[int, Kept] = 0, ()  # how many editions there are, and the days of which fewer are known

    def as_of(self, now: datetime) -> Work:
        """Return the same work at another moment."""
        other = copy(self)
        other.now = now
        return other

    @property
    def organisation(self) -> Organisation:
        """The organisation in force."""
        return self.store.organisation()

    @property
    def sitter(self) -> str:
        """Who acts where nobody need be known: ``--by``, else who sits there."""
        return self.call.by or sitter(self.call, self.organisation)

    def edition_on(self, day: date) -> Edition:
        """Return the edition in force on a day, in a closed month of those known then; NoEdition when there is none."""
        editions: Sequence[Edition] = self.store.editions()
        if len(editions) > 1:
            if len(editions) != self._kept[0]:
                self._kept = len(editions), kept_days(self.store, len(editions))
            editions = known_on(day, editions, self._kept[1])
        return in_force(editions, day)

    def terms_of(self, case: Case) -> tuple[Edition, Calendar]:
        """Return the edition in force on the day of a complaint's receipt, and its working days."""
        edition = self.edition_on(case.receipt.date())
        return edition, self.store.calendar(edition)

    def due(self, start: datetime, limit: str) -> datetime:
        """Return when a limit ends, by the edition in force on the day of its start."""
        edition = self.edition_on(start.date())
        return self.store.calendar(edition).due(start, edition.get(f"limits.{limit}"))

    def time(self, text: str, *, ahead: bool = False) -> datetime:
        """Read a TIME, ``ahead`` where it may lie in the future; UsageError with examples when it is none."""
        return parse_time(text, now=self.now, calendar=self.calendar, ahead=ahead)

    def at(self, text: object) -> datetime:
        """Read ``--at``: when it happened, by default now; StepRefused in the future."""
        if text is None:
            return self.now
        moment = self.time(required(text, "at"))
        check_at(moment, self.now)
        return moment

    def actor(self, by: object, moment: datetime | None = None) -> str:
        """Return who did it: ``by``, else who sits there; UsageError where he was not of the organisation then."""
        given = required(by, "by") if by is not None else self.call.by
        name = given or self.sitter
        day = (moment or self.now).date()
        if (
            given is None
            and not self.call.sits
            and self.organisation.peopled
            and not self.organisation.belongs(name, day)
        ):
            raise UsageError(People.UNKNOWN_LOGIN, name=name)
        return belonging(self.organisation, name, day, moment or self.now)

    def step(self, at: object, by: object) -> tuple[datetime, str]:
        """Return when a step happened and who took it."""
        moment = self.at(at)
        return moment, self.actor(by, moment)

    def second(self, approved_by: object, actor: str, moment: datetime, **touched: Iterable[str]) -> str | None:
        """Return the second person of a step, None where none is named; StepRefused where he may not be it."""
        if approved_by is None:
            return None
        name = required(approved_by, "approved_by")
        return second_person(self.organisation, name, actor=actor, day=moment.date(), **touched)

    def sign_with(self, key: Key) -> None:
        """Let a key that is unlocked already sign what follows."""
        from complaint_cli.store.signing import Notary

        self.store.notary = Notary(self.store, lambda _: key)

    def entry(self, command: str, subject: str | None, by: str) -> AbstractContextManager[Entry]:
        """One journal entry, recorded now under this call's clock.

        Raises StepRefused under ``COMPLAINT_NOW`` on a ledger that is no rehearsal, and where the clock stands more
        than ten minutes behind the last entry.
        """
        self.check_clock()
        return self.store.entry(Writer(by, self.now, self.call.clock), command, subject)

    def check_clock(self) -> None:
        """Refuse what is journaled as ``entry`` does, also where there is nothing to journal in the end."""
        if self.clock_checked:  # once a command: to ask the file again would write what waits, row by row
            return
        if not self.store.rehearsal:
            if self.call.now_text:
                raise StepRefused(People.NO_REHEARSAL)
            last = self.store.last_recorded()
            if last is not None and last - self.now > CLOCK_BEHIND:
                raise StepRefused(People.CLOCK_BEHIND, now=clock(self.now), last=clock(last))
        self.clock_checked = True


def work_on(call: Call, store: Store) -> Work:
    """Return the work of a call on an open store, its clock read by the edition in force now."""
    editions = store.editions()
    latest = max(editions, key=lambda e: e.effective)
    now = call.now(store.calendar(latest))
    edition = in_force(editions, now.date())
    store.this_year = now.year
    store.sitting = sitting(sitter(call, store.organisation()))
    store.appoint = partial(_notary, call, store, store.sitting.entered_by)
    return Work(call, store, now, edition, store.calendar(edition))


def _notary(call: Call, store: Store, entered_by: str) -> Signing:
    from complaint_cli.acts.unlocking import unlocker
    from complaint_cli.store.signing import Notary

    return Notary(store, unlocker(call, entered_by))


def sitting(entered_by: str) -> Sitting:
    """Return who sits at the keyboard, as every transaction keeps it."""
    import platform

    return Sitting(login(), os.environ.get("SUDO_USER") or None, platform.node(), __version__, entered_by)
