"""A limit counted day by day: which days count, and why."""

from __future__ import annotations

from datetime import date, datetime
from enum import Enum

from complaint_cli.company.calendar import DAY, HOUR, Calendar, Limit, second_of
from complaint_cli.messages.worktime import Worktime
from complaint_cli.text.tuples import NamedTuple


class DayKind(Enum):
    """Why a day counts or not; the policy's own days come before the statutory ones."""

    START = "start"
    WORKING = "working"
    MAKE_UP = "make_up"
    OWN_WORKDAY = "own_workday"
    WEEKEND = "weekend"
    HOLIDAY = "holiday"
    OWN_HOLIDAY = "own_holiday"

    @property
    def label(self) -> Worktime:
        """The kind in words."""
        return Worktime[f"DAY_{self.name}"]


class DayNote(NamedTuple):
    """One day of a count; ``counted`` and ``total`` are days for ``d`` and ``wd``, else seconds."""

    date: date
    kind: DayKind
    counted: int
    total: int
    provisional: bool


def explain(calendar: Calendar, start: datetime, limit: Limit) -> list[DayNote]:
    """Return the count of ``Calendar.due`` day by day, from the date of the start to the date of the end."""
    start, end = calendar.local(start), calendar.due(start, limit)
    notes: list[DayNote] = []
    total = 0
    day = start.date()
    while day <= end.date():
        counted = _counted(calendar, day, start, end, limit)
        total += counted
        uncounted_start = not notes and limit.unit in ("d", "wd")
        kind = DayKind.START if uncounted_start else _kind(calendar, day)
        provisional = not limit.by_the_clock and calendar.provisional(day.year)
        notes.append(DayNote(day, kind, counted, total, provisional))
        day += DAY
    return notes


def _kind(calendar: Calendar, day: date) -> DayKind:
    known = calendar.statutory(day.year)
    if day in calendar.own_workdays:
        return DayKind.OWN_WORKDAY
    if day in calendar.own_holidays:
        return DayKind.OWN_HOLIDAY
    if day in known.workdays:
        return DayKind.MAKE_UP
    if day in known.holidays:
        return DayKind.HOLIDAY
    return DayKind.WORKING if day.weekday() < 5 else DayKind.WEEKEND


def _counted(calendar: Calendar, day: date, start: datetime, end: datetime, limit: Limit) -> int:
    if limit.unit == "wd":
        return int(day > start.date() and calendar.is_workday(day))
    if limit.unit == "d":
        return int(start.date() < day <= start.date() + DAY * limit.amount)
    begin, finish = max(start, calendar.at(day, 0)), min(end, calendar.at(day + DAY, 0))
    if limit.by_the_clock:
        return int(finish.timestamp()) - int(begin.timestamp())
    return calendar.seconds_in(day, second_of(begin), second_of(finish) if finish == end else 24 * HOUR)
