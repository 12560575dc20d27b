"""The open work in the order in which it presses: what each complaint waits for, until when, and the next command."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime, timedelta
from enum import Enum
from sys import intern
from typing import TYPE_CHECKING

from complaint_cli.company.calendar import iso
from complaint_cli.complaint.case import Case, Status
from complaint_cli.complaint.clocks import Clock
from complaint_cli.complaint.records import Complaint
from complaint_cli.complaint.steps import next_command
from complaint_cli.text.masking import mask_text
from complaint_cli.text.tuples import NamedTuple

if TYPE_CHECKING:
    from complaint_cli.company.calendar import Calendar, Limit
    from complaint_cli.company.edition import Edition
    from complaint_cli.company.organisation import Organisation

MARGIN_FROM = 3  # working days: from here on a limit leaves ``limits.handback_margin`` for the call-back

Terms = Callable[[Case], "tuple[Edition, Calendar]"]
"""The edition of a complaint's receipt and its working days, by which days late are counted wherever they are told."""
Clocks = Callable[[Case], Iterable[tuple[Clock, datetime]]]
"""The clocks that run on a complaint, each with its end."""

WITH_THE_OFFICE = (Status.RECEIVED, Status.REJECTED, Status.RETURNED)
"""Waiting for a transfer form."""

NOT_HANDED_BACK = (
    *WITH_THE_OFFICE, Status.TRANSFERRED, Status.DISPATCHED, Status.IN_HAND, Status.REWORK,
)  # fmt: skip
"""The deadline still runs; what was sent back for rework is with the department again."""


class Heading(Enum):
    """What presses, the most urgent first."""

    OVERDUE = "overdue"
    TODAY = "due_today"
    NEXT = "due_next"
    TRANSFER = "transfer"
    APPROVAL = "approval"
    HANDBACK = "hand_back"
    CALLBACK = "callback"
    REPLY = "reply"
    INVESTIGATION = "investigation"
    IN_HAND = "in_hand"


class Left(NamedTuple):
    """How far off a moment is: days late (0: not yet), else whole working days and seconds.

    ``natural``: the seconds are of the clock on the wall, there being no working time or no count of it.
    """

    late: int
    days: int
    seconds: int
    natural: bool


class Shown(NamedTuple):
    """What a row tells of its complaint; a hundred thousand of them are held at once, their cases are not."""

    id: int
    year: int
    serial: int
    number: str
    order_no: str | None
    content: str
    category: str
    caller: str | None
    phone: str | None
    persons: tuple[str, ...]
    status: Status
    deadline: datetime


def shown(case: Case, status: Status) -> Shown:
    """Return what a row tells of a case."""
    one = case.complaint
    return Shown(
        one.id, one.year, one.serial, one.number, one.order_no, one.content, intern(one.category), one.caller,
        one.phone, tuple(map(intern, persons_of(case))), status, case.deadline,
    )  # fmt: skip


class Row(NamedTuple):
    """One complaint on the board: ``until`` is when what it waits for is due, None when nothing says so."""

    heading: Heading
    case: Shown
    department: str
    until: datetime | None
    left: Left | None
    command: str
    clock: Clock = Clock.HANDLING


def left_until(moment: datetime, now: datetime, calendar: Calendar, *, by_the_clock: bool = False) -> Left:
    """Return how far off a moment is; ``by_the_clock`` for a limit counted in natural hours."""
    if now > moment:
        return Left(calendar.days_late(moment, now), 0, 0, False)
    days, seconds = calendar.working_time_between(now, moment)
    if by_the_clock or not (days or seconds):
        return Left(0, 0, int((moment - now).total_seconds()), True)
    return Left(0, days, seconds, False)


def by_the_clock(case: Case) -> bool:
    """Whether the deadline was counted in natural hours: an outage, a leak."""
    last = case.complaint.basis.split()[-1]
    return not case.extensions and last.endswith("h") and last[:-1].isdecimal()


def handback_time(case: Case, edition: Edition, calendar: Calendar) -> datetime:
    """Return the internal hand-back time, which leaves time before the deadline for call-back and reply.

    ``limits.handback_margin`` earlier when there are three working days or more from receipt to deadline,
    else ``limits.handback_margin_short`` (第四条第三款).
    """
    receipt, deadline = case.receipt, case.deadline
    if calendar.days_late(receipt, deadline) >= MARGIN_FROM:
        return _working_days_before(deadline, edition.get("limits.handback_margin"), calendar)
    margin: Limit = edition.get("limits.handback_margin_short")
    if margin.unit == "h":
        return max(receipt, deadline - timedelta(hours=margin.amount))
    second = timedelta(seconds=1)
    return max(receipt, calendar.latest_start(margin, deadline + second) - second)


def _working_days_before(moment: datetime, margin: Limit, calendar: Calendar) -> datetime:
    day, count = moment.date(), margin.amount
    while count:
        day -= timedelta(days=1)
        count -= calendar.is_workday(day)
    return moment.replace(year=day.year, month=day.month, day=day.day)


def department_of(case: Case, office: str) -> str:
    """Return who has the complaint: the department that its transfer form names, else the office."""
    if not case.transfers or case.return_in_force or case.rejection:
        return office
    return case.transfers[-1].department


def persons_of(case: Case) -> tuple[str, ...]:
    """Return the persons responsible, as the transfer form in hand names them."""
    if not case.transfers or case.return_in_force or case.rejection:
        return ()
    return case.transfers[-1].persons


def suspected(case: Case, since: datetime | None = None) -> bool:
    """Whether an internal cause is to be looked into (第五条第三款): a repeat, handed back late, or unsatisfied.

    The regulation does not say when an investigation begins; these three are the reading taken. What was
    investigated or excluded is not suspected any more; what happened before ``since`` is nobody's work any more.
    """
    if case.investigations or case.exclusion:
        return False
    handback, reached, found = case.handback, case.reached, []
    if handback is not None and handback.at > case.deadline:
        found.append(handback.at)
    if reached is not None and reached.result == "unsatisfied":
        found.append(reached.at)
    if case.repeat_of is not None:
        found.append(case.links[-1].at)
    return any(since is None or at >= since for at in found)


def row_of(case: Case, now: datetime, terms: Terms, organisation: Organisation, clocks: Clocks) -> Row:
    """Place one complaint under its most urgent heading."""
    status, office = case.status(), organisation.office.name
    command, told = next_command(case, organisation, now.date()), shown(case, status)
    edition, calendar = terms(case)
    running = dict(clocks(case))
    for clock, until in running.items():
        if clock in (Clock.TRANSFER, Clock.REWORK) and until < now <= case.deadline:
            holder = office if clock is Clock.TRANSFER else department_of(case, office)
            left = left_until(until, now, calendar)
            return Row(Heading.OVERDUE, told, holder, until, left, command, clock)
    natural = False
    if status in NOT_HANDED_BACK:
        until, natural = running.get(Clock.REWORK, case.deadline), by_the_clock(case)
        internal = handback_time(case, edition, calendar)
        tomorrow = calendar.working_day_after(now.date(), 1)
        if until < now:
            heading = Heading.OVERDUE
        elif until.date() <= now.date():
            heading = Heading.TODAY
        elif until.date() <= tomorrow:
            heading = Heading.NEXT
        elif status in WITH_THE_OFFICE:
            heading, until = Heading.TRANSFER, running[Clock.TRANSFER]
        elif status is Status.TRANSFERRED:
            until = running.get(Clock.SIGNATURE, until)
            left = left_until(until, now, calendar)
            return Row(Heading.APPROVAL, told, department_of(case, office), until, left, command)
        elif internal.date() <= tomorrow:
            heading, until = Heading.HANDBACK, internal
        else:
            heading = Heading.IN_HAND
    elif status is Status.HANDED_BACK:
        heading, until = Heading.CALLBACK, running[Clock.CALLBACK]
    elif status is Status.CALLED_BACK:
        heading, until = Heading.REPLY, running.get(Clock.REPLY, case.deadline)
    else:
        command = f"complaint investigate {case.number}"
        return Row(Heading.INVESTIGATION, told, department_of(case, office), None, None, command)
    left = left_until(until, now, calendar, by_the_clock=natural)
    return Row(heading, told, department_of(case, office), until, left, command)


def board(
    cases: Iterable[Case], now: datetime, terms: Terms, organisation: Organisation, clocks: Clocks
) -> dict[Heading, list[Row]]:
    """Return the board: under each heading that has any, its complaints, the soonest due first; excluded ones off."""
    found: dict[Heading, list[Row]] = {heading: [] for heading in Heading}
    for case in cases:
        if not case.exclusion:
            row = row_of(case, now, terms, organisation, clocks)
            found[row.heading].append(row)
    for rows in found.values():
        rows.sort(key=lambda row: (row.until or row.case.deadline, row.case.year, row.case.serial))
    return {heading: rows for heading, rows in found.items() if rows}


def of_role(groups: dict[Heading, list[Row]], role: str, office: str) -> dict[Heading, list[Row]]:
    """Return of a board what is the office's, the audit's (what is to be investigated), or a department's."""

    def its(heading: Heading, row: Row) -> bool:
        if role == "audit":
            return heading is Heading.INVESTIGATION
        if heading is Heading.INVESTIGATION:
            return False
        if role == "office":
            ours = heading in (Heading.TRANSFER, Heading.APPROVAL, Heading.CALLBACK, Heading.REPLY)
            return ours or row.department == office
        return row.department == role

    found = {heading: [row for row in rows if its(heading, row)] for heading, rows in groups.items()}
    return {heading: rows for heading, rows in found.items() if rows}


class Watch(NamedTuple):
    """What is overdue, and what soon will be, each by deadline."""

    overdue: list[Row]
    soon: list[Row]


def watch(
    cases: Iterable[Case],
    now: datetime,
    terms: Terms,
    organisation: Organisation,
    before: datetime | None,
    clocks: Clocks,
) -> Watch:
    """Return what is overdue by any clock, or due by ``before``.

    By default soon is past the internal time of handing back, and for the office's clocks today.
    """
    result, office = Watch([], []), organisation.office.name
    for case in cases:
        if case.exclusion:
            continue
        edition, calendar = terms(case)
        for clock, until in clocks(case):
            late, ours = until < now, clock in OFFICE_CLOCKS
            if not late and not _soon(case, clock, until, now, edition, calendar, before):
                continue
            natural = clock is Clock.HANDLING and by_the_clock(case)
            heading = Heading.OVERDUE if late else Heading.HANDBACK
            holder = office if ours else department_of(case, office)
            left = left_until(until, now, calendar, by_the_clock=natural)
            told, command = shown(case, case.status()), next_command(case, organisation, now.date())
            (result.overdue if late else result.soon).append(Row(heading, told, holder, until, left, command, clock))
    return result


OFFICE_CLOCKS = (Clock.TRANSFER, Clock.CALLBACK, Clock.REPLY)


def _soon(
    case: Case,
    clock: Clock,
    until: datetime,
    now: datetime,
    edition: Edition,
    calendar: Calendar,
    before: datetime | None,
) -> bool:
    if before:
        return until <= before
    if clock is Clock.HANDLING:
        return handback_time(case, edition, calendar) <= now
    return until.date() <= now.date()


def stage_of(row: Row) -> str:
    """Return how far it has come: ``soon``, ``overdue``, then ``overdue-2`` and so on by working days late."""
    late = row.left.late if row.left else 0
    return "soon" if not late else "overdue" if late == 1 else f"overdue-{late}"


# -- answers for --json ------------------------------------------------------------------------


def matter(one: Shown | Complaint) -> str:
    """Return what the complaint is about, phones and the caller's name hidden."""
    return hidden_of(one, one.content)


def hidden_of(one: Shown | Complaint, text: str) -> str:
    """Return a text of a complaint, phones and the caller's name hidden."""
    return mask_text(text, phones=(one.phone,), names=(one.caller,))


def row_answer(row: Row) -> dict[str, object]:
    """Return one complaint of the board or the watch as JSON has it."""
    case = row.case
    answer: dict[str, object] = {
        "no": case.number,
        "order_no": case.order_no,
        "matter": matter(case),
        "category": hidden_of(case, case.category),
        "department": row.department,
        "persons": list(case.persons),
        "status": case.status.value,
        "deadline": iso(case.deadline),
        "until": iso(row.until) if row.until else None,
        "days_late": row.left.late if row.left else 0,
        "left": None,
        "command": row.command,
        "clock": row.clock.value,
    }
    if row.left and not row.left.late:
        answer["left"] = {"working_days": row.left.days, "seconds": row.left.seconds, "by_the_clock": row.left.natural}
    return answer


def board_answer(groups: dict[Heading, list[Row]], now: datetime) -> dict[str, object]:
    """Return the board as JSON has it."""
    return {
        "schema": 1,
        "now": iso(now),
        "open": sum(len(rows) for heading, rows in groups.items() if heading is not Heading.INVESTIGATION),
        "groups": [
            {"heading": heading.value, "complaints": [row_answer(row) for row in rows]}
            for heading, rows in groups.items()
        ],
    }


def watch_answer(found: Watch, now: datetime) -> dict[str, object]:
    """Return the overdue check as JSON has it, its rows told one by one as they are asked for."""
    return {"schema": 1, "now": iso(now), "overdue": staged(found.overdue), "soon": staged(found.soon)}


def staged(rows: Iterable[Row]) -> Iterator[dict[str, object]]:
    """Yield the answer of each row of the overdue check, with the stage that runs."""
    return ({**row_answer(row), "stage": stage_of(row)} for row in rows)
