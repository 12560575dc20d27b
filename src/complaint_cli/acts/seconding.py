"""The second person of a correction: where one is needed, and who may not be it (第三条第一款)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime

from complaint_cli.acts.month import Verdicts, law_of, period_in, verdicts
from complaint_cli.acts.work import Work
from complaint_cli.complaint.case import Case
from complaint_cli.errors import StepRefused
from complaint_cli.messages.people import People
from complaint_cli.store.matters import ever_linked, place
from complaint_cli.store.transactions import Entry

Judged = Mapping[int, Verdicts]
"""What the rules say in any month of a complaint and of all that was ever linked with it, by row."""


def judged(work: Work, case: Case) -> Judged:
    """Return what the rules say of a case, and of those that its links, receipt or exclusion may change."""
    row = case.complaint.id
    linked = [one for one in ever_linked(work.store, [row]) if one != row]
    return {one.complaint.id: _said(work, one) for one in (case, *(work.store.load(linked) if linked else ()))}


def _said(work: Work, case: Case) -> Verdicts:
    month = f"{case.receipt:%Y-%m}"
    period, edition = period_in(work.store, month, max(work.now, case.receipt))
    return verdicts(work.store, case, period, law_of(work.store, edition), place(work.store, case), anywhere=True)


def touched(case: Case) -> dict[str, list[str]]:
    """Return the departments and persons whose points and fines a correction may touch."""
    departments = [form.department for form in case.transfers]
    persons = [case.officer, *(person for form in case.transfers for person in form.persons)]
    for found in case.investigations:
        departments += [found.department] if found.department else []
        persons += found.persons
    return {"departments": departments, "persons": persons}


def check_second(
    work: Work, case: Case, before: Judged, entered: datetime, second: str | None, actor: str, moment: datetime
) -> None:
    """Refuse a correction that changes what a rule says, made late, without a second person; or with one it touches.

    He may be touched by what it changes of another complaint on the same matter.
    """
    after, row = judged(work, case), case.complaint.id
    if second is None:
        if after[row] != before[row]:
            late(work, entered)
        return
    nothing: Verdicts = frozenset()
    changed = [said for one in {*before, *after} for said in before.get(one, nothing) ^ after.get(one, nothing)]
    work.second(
        second, actor, moment,
        departments=[said.department for said in changed if said.points is not None],
        persons=[fine.person for said in changed for fine, _ in said.fines if fine.person],
    )  # fmt: skip


@contextmanager
def correcting(
    work: Work, case: Case, do: str, approved_by: object, actor: str, moment: datetime, entered: datetime
) -> Iterator[tuple[Entry, str | None]]:
    """Make one entry that corrects what was ``entered`` of a case; yield it with the second person, if there is one."""
    before = judged(work, case)
    second = work.second(approved_by, actor, moment, **touched(case))
    with work.entry(do, case.number, actor) as entry:
        yield entry, second
    check_second(work, work.store.case_of(case.complaint.id), before, entered, second, actor, moment)


def late(work: Work, entered: datetime) -> None:
    """Refuse what is corrected alone later than ``limits.correction`` after its entry."""
    if work.now > work.due(entered, "correction"):
        raise StepRefused(People.NEEDS_SECOND)
