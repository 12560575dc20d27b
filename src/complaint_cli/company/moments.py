"""What a written time means: a moment to the second, in the policy's zone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from functools import cache

from complaint_cli.company.calendar import DAY, FIRST_YEAR, LAST_YEAR, LIMIT, Calendar, Limit, narrow, shown
from complaint_cli.errors import UsageError
from complaint_cli.messages.worktime import Worktime

_RELATIVE_DAYS = {"今天": 0, "明天": 1, "昨天": -1, "today": 0, "tomorrow": 1, "yesterday": -1}

_CLOCK = r"(?P<hour>[0-9]{1,2}):(?P<minute>[0-9]{2})(?::(?P<second>[0-9]{2})(?:\.[0-9]{1,9})?)?"
_DATED = (
    r"(?P<year>[0-9]{4})"
    r"(?:(?P<mark>[-/.])(?P<month>[0-9]{1,2})(?P=mark)(?P<day>[0-9]{1,2})(?:(?:\s+|t)(?=[0-9])|$)"
    r"|年(?P<zh_month>[0-9]{1,2})月(?P<zh_day>[0-9]{1,2})日\s*)"
    rf"(?:{_CLOCK}"
    r"(?:(?P<utc>z)|(?P<sign>[-+])(?P<off_hour>0[0-9]|1[0-4]):?(?P<off_minute>[0-5][0-9]))?)?"
)
_RELATIVE = rf"(?P<word>{'|'.join(_RELATIVE_DAYS)})\s*(?:{_CLOCK})?"
_OF_YEAR = (
    r"(?:(?P<month>[0-9]{1,2})-(?P<day>[0-9]{1,2})(?:\s+(?=[0-9])|$)"
    rf"|(?P<zh_month>[0-9]{{1,2}})月(?P<zh_day>[0-9]{{1,2}})日\s*)(?:{_CLOCK})?"
)
_OF_DAY = _CLOCK


@cache
def _usual() -> re.Pattern[str]:
    return re.compile(
        r"20[0-9]{2}-[0-9]{2}-[0-9]{2}[ T](?:[01][0-9]|2[0-3]):[0-9]{2}"
        r"(?::[0-9]{2}(?:\+(?:0[0-9]|1[0-4]):[0-5][0-9])?)?"
    )


def parse_time(text: str, *, now: datetime, calendar: Calendar, ahead: bool = False) -> datetime:
    """Read a written time; the result is in the calendar's zone, in whole seconds, from 2000 to 2099.

    A date without a clock is the close of that day; a limit counts from ``now``. Without a year, or a day, it is the
    latest such moment that is not in the future; ``ahead``, as of a deadline, the next one. Fractions of a second
    are dropped. Whatever is not understood raises UsageError with examples.
    """
    if text[:2] == "20" and _usual().fullmatch(text):  # many times as fast
        with suppress(ValueError):
            usual = datetime.fromisoformat(text)
            usual = usual.astimezone(calendar.tz) if usual.tzinfo else usual.replace(tzinfo=calendar.tz)
            if FIRST_YEAR <= usual.year <= LAST_YEAR:
                return usual
    plain = narrow(text)
    try:
        moment = _read(plain, now=now.astimezone(calendar.tz), calendar=calendar, ahead=ahead)
        in_range = moment is None or FIRST_YEAR <= moment.astimezone(calendar.tz).year <= LAST_YEAR
    except ValueError:
        raise UsageError(Worktime.TIME_IMPOSSIBLE, text=shown(text)) from None
    except OverflowError:
        in_range = False
    if not in_range:
        raise UsageError(Worktime.TIME_RANGE, text=shown(text), first=FIRST_YEAR, last=LAST_YEAR)
    if moment is None:
        raise UsageError(Worktime.TIME_UNKNOWN, text=shown(text))
    return moment.astimezone(calendar.tz)


def _read(plain: str, *, now: datetime, calendar: Calendar, ahead: bool) -> datetime | None:
    if found := re.fullmatch(_DATED, plain):
        if found["sign"] == "-" and "t" not in plain:
            return None  # 09:00-11:00: from when until when, no offset
        day = date(int(found["year"]), int(found["month"] or found["zh_month"]), int(found["day"] or found["zh_day"]))
        return _with_clock(day, found, calendar, _offset(found) or calendar.tz)
    if found := re.fullmatch(_RELATIVE, plain):
        day = now.date() + DAY * _RELATIVE_DAYS[found["word"]]
        return _with_clock(day, found, calendar, calendar.tz)
    if found := re.fullmatch(_OF_YEAR, plain) or re.fullmatch(_OF_DAY, plain):
        for day in _days_of(found, now.date(), 1 if ahead else -1):
            moment = _with_clock(day, found, calendar, calendar.tz)
            if moment >= now if ahead else moment <= now:
                return moment
        raise ValueError(plain)
    # “9日” may be the ninth of the month: as a time it is refused, as a limit it is nine days.
    if LIMIT.fullmatch(plain) and not re.fullmatch(r"[0-9]+\s*日", plain):
        return calendar.due(now, Limit.parse(plain))
    return None


def _days_of(found: re.Match[str], today: date, step: int) -> Iterator[date]:
    """Yield the days that a time without a year, or without a day, may mean, the nearest first."""
    if found.re.pattern == _OF_DAY:
        yield from (today, today + DAY * step)
        return
    month, day = int(found["month"] or found["zh_month"]), int(found["day"] or found["zh_day"])
    for year in range(today.year, today.year + 9 * step, step):
        with suppress(ValueError):  # the leap day
            yield date(year, month, day)


def _with_clock(day: date, found: re.Match[str], calendar: Calendar, zone: tzinfo) -> datetime:
    if found["hour"] is None:
        return calendar.close_of(day)
    clock = time(int(found["hour"]), int(found["minute"]), int(found["second"] or 0))
    return datetime.combine(day, clock, zone)


def _offset(found: re.Match[str]) -> tzinfo | None:
    if found["utc"]:
        return UTC
    if not found["sign"]:
        return None
    ahead = timedelta(hours=int(found["off_hour"]), minutes=int(found["off_minute"]))
    return timezone(ahead if found["sign"] == "+" else -ahead)
