"""Months counted on and back; when a month's period begins and ends.

Days are in no two months and in none left out (第五条第一款).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta

from complaint_cli.company.edition import Edition, in_force

Ends = Mapping[str, datetime]
"""The last second of each closed month: those days are kept, whatever an edition changes later."""


def number_of(month: str) -> int:
    """Return a month's number, which counts on from year to year."""
    return int(month[:4]) * 12 + int(month[5:7]) - 1


def month_of(number: int) -> str:
    """Return the month that has a number, as 2026-10."""
    return f"{number // 12:04d}-{number % 12 + 1:02d}"


def moved(day: date, months: int) -> date:
    """Return the first day of the calendar month that comes so many after a day's."""
    from dateutil.relativedelta import relativedelta

    return day.replace(day=1) + relativedelta(months=months)


def begins(first: date, editions: Sequence[Edition], ends: Ends) -> date:
    """Return the day on which the period of a calendar month begins, which is where the one before ends.

    A period ends the day before ``start_day``, of the edition in force on its first day, of the next calendar month.
    Raises NoEdition.
    """
    in_force(editions, first)
    eldest = min(edition.effective for edition in editions)
    changes = [edition.effective for edition in editions if eldest < edition.effective <= first]
    start = max(moved(min(changes), -1) if changes else first, eldest.replace(day=1))
    start = start.replace(day=in_force(editions, eldest).start_day)
    closed = [month for month in ends if month < f"{first:%Y-%m}"]
    if closed:
        start = max(start, (ends[max(closed)] + timedelta(seconds=1)).date())
    while start < first:
        start = moved(start, 1).replace(day=in_force(editions, max(start, eldest)).start_day)
    return start


def holding(day: date, editions: Sequence[Edition], ends: Ends) -> date:
    """Return the first day of the period that holds a day; where no edition is in force yet, the day."""
    before = moved(day, -1)
    if not any(edition.effective <= before for edition in editions):
        return day
    start = begins(day.replace(day=1), editions, ends)
    return start if start <= day else begins(before, editions, ends)
