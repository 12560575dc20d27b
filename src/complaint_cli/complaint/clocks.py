"""The clocks that run on a complaint: what is waited for, and when it is due."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from enum import Enum
from typing import TYPE_CHECKING

from complaint_cli.complaint.case import Case, Status
from complaint_cli.complaint.records import Handback

if TYPE_CHECKING:
    from complaint_cli.company.organisation import Organisation

Due = Callable[[datetime, str], datetime]
"""When a limit of the edition in force at its start ends."""
Start = Callable[[Case, Handback], datetime]
"""When a hand-back's clocks of the office start."""


class Clock(Enum):
    """What is waited for."""

    TRANSFER = "transfer"
    SIGNATURE = "signature"
    HANDLING = "handling"
    REWORK = "rework"
    CALLBACK = "callback"
    REPLY = "reply"


def running(case: Case, due: Due, start: Start) -> list[tuple[Clock, datetime]]:
    """Return every clock that runs on an open complaint, with the moment at which it ends (第三条第三款)."""
    status, found = case.status(), []
    if status in (Status.RECEIVED, Status.REJECTED, Status.RETURNED):
        found.append((Clock.TRANSFER, transfer_due(case, due)))
    elif status is Status.TRANSFERRED:
        found.append((Clock.SIGNATURE, due(case.transfers[-1].at, "signature")))
    if status is Status.REWORK and case.rework is not None:
        found.append((Clock.REWORK, max(due(case.rework.at, "rework"), case.deadline)))
    elif status not in (Status.HANDED_BACK, Status.CALLED_BACK, Status.FILED):
        found.append((Clock.HANDLING, case.deadline))
    elif case.handbacks and status is not Status.FILED:
        begun = start(case, case.handbacks[-1])
        if status is Status.HANDED_BACK:
            found.append((Clock.CALLBACK, due(begun, "callback")))
        if case.reply_owed and not any(reply.at >= case.handbacks[-1].at for reply in case.replies):
            found.append((Clock.REPLY, due(begun, "reply")))
    return found


def transfer_due(case: Case, due: Due) -> datetime:
    """Return when the form that is waited for is due: from the return or the rejection, else from the receipt."""
    back = case.return_in_force or case.rejection
    if back:
        return due(back.at, "transfer")
    return first_transfer_due(case, due)


def first_transfer_due(case: Case, due: Due) -> datetime:
    """Return when the first transfer is due: an urgent order has a shorter limit."""
    urgent = case.complaint.deadline <= due(case.receipt, "urgent_within")
    return due(case.receipt, "transfer_urgent" if urgent else "transfer")


def office_start(case: Case, handback: Handback, organisation: Organisation) -> datetime:
    """When a hand-back's clocks of the office start: at it, or at its entry by somebody outside the office."""
    typist = case.typists.get(handback.entry)
    if typist is None or handback.entered <= handback.at:
        return handback.at
    homes = organisation.departments_of(typist, handback.entered.date())
    return handback.entered if homes and organisation.office.name not in homes else handback.at
