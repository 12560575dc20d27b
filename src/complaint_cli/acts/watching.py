"""The clocks of the open work by the editions in force when they started; what the month still needs."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from functools import partial

from complaint_cli.acts.work import Work
from complaint_cli.complaint.case import Case
from complaint_cli.complaint.clocks import Clock, first_transfer_due, office_start, running


def clocks_of(work: Work) -> Callable[[Case], list[tuple[Clock, datetime]]]:
    """Return what tells the clocks that run on a complaint, each by the edition of the day on which it started."""
    start = partial(office_start, organisation=work.organisation)
    return lambda case: running(case, work.due, start)


def first_due(work: Work, case: Case) -> datetime:
    """Return when a complaint's first transfer is due."""
    return first_transfer_due(case, work.due)


def month_to_close(work: Work) -> tuple[str, int] | None:
    """Return the month before this one while it is open, and how much stands in the way of closing it."""
    from complaint_cli.acts.carrying import holds_any
    from complaint_cli.acts.closed import closed_json
    from complaint_cli.acts.closing import obstacles
    from complaint_cli.acts.month import period_in
    from complaint_cli.errors import NoEdition

    last = work.now.date().replace(day=1) - timedelta(days=1)
    month = f"{last:%Y-%m}"
    if closed_json(work.store, month):
        return None
    try:
        period, edition = period_in(work.store, month, work.now)
    except NoEdition:
        return None
    if not holds_any(work.store, period, edition):
        return None
    return month, len(obstacles(work, month))


def closed_since(work: Work, day: date) -> list[str]:
    """Return the closed months that reach past a day."""
    from complaint_cli.acts.month import period_in
    from complaint_cli.store.closings import closings

    months = [closing.month for closing in closings(work.store)]
    return [month for month in months if period_in(work.store, month, work.now)[0].end.date() >= day]


def open_since(work: Work, day: date) -> list[str]:
    """Return the open months with complaints that begin on a day or later: what an edition from then on touches."""
    from complaint_cli.acts.closed import closed_json
    from complaint_cli.store.closings import months_with_complaints

    start = datetime.combine(max(day, date(2000, 1, 1)), time(), work.calendar.tz)
    months = months_with_complaints(work.store, start, work.now)
    return [month for month in months if month >= f"{day:%Y-%m}" and not closed_json(work.store, month)]
