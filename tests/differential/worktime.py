"""A second calendar of working days and hours, counted the slow way: day by day, minute sessions by hand."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from functools import cache

import holidays

SESSIONS = ((time(8, 30), time(12)), (time(14), time(17, 30)))
CLOSE = time(17, 30)
DAY = timedelta(days=1)


@cache
def works(day: date, off: frozenset[date], on: frozenset[date]) -> bool:
    """Whether a day is worked, with an edition's own days off and on."""
    if day in on or day in off:
        return day in on
    return bool(_china(day.year).is_working_day(day))


@cache
def _china(year: int) -> holidays.HolidayBase:
    return holidays.country_holidays("CN", years=(year - 1, year, year + 1))


class Calendar:
    """The working time of one edition."""

    def __init__(self, off: list[date], on: list[date]) -> None:
        self.off, self.on = frozenset(off), frozenset(on)

    def works(self, day: date) -> bool:
        return works(day, self.off, self.on)

    def after(self, start: datetime, limit: str) -> datetime:
        """When a limit ends that starts then."""
        number = int("".join(c for c in limit if c.isdigit()))
        unit = limit.lstrip("0123456789")
        if unit in ("h", "m"):
            return start + (timedelta(hours=number) if unit == "h" else timedelta(minutes=number))
        if unit == "wh":
            return self._hours(start, timedelta(hours=number))
        day = start.date()
        if unit == "wd":
            while number:
                day += DAY
                number -= self.works(day)
        else:
            day += number * DAY
            while not self.works(day):
                day += DAY
        return datetime.combine(day, CLOSE)

    def _hours(self, start: datetime, left: timedelta) -> datetime:
        day = start.date()
        while True:
            for opens, closes in SESSIONS if self.works(day) else ():
                since, until = max(start, datetime.combine(day, opens)), datetime.combine(day, closes)
                if since < until:
                    if since + left <= until:
                        return since + left
                    left -= until - since
            day += DAY

    def days_late(self, deadline: datetime, finish: datetime) -> int:
        """Working days after the deadline's date up to and including the finish's, at least 1."""
        day, count = deadline.date(), 0
        while day < finish.date():
            day += DAY
            count += self.works(day)
        return max(count, 1)
