"""Working days and hours: when a limit ends, and how late a finish is."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from functools import cache
from typing import Literal, Self

from complaint_cli.errors import UsageError
from complaint_cli.messages.worktime import Worktime
from complaint_cli.text.tuples import NamedTuple

Unit = Literal["m", "h", "wh", "d", "wd"]

MOST = 10_000  # the largest amount of a limit
FIRST_YEAR, LAST_YEAR = 2000, 2099  # the years that a written time may lie in

HOUR = 3600
DAY = timedelta(days=1)
_SHOWN = 40  # characters of a refused text that its error repeats
_LONGEST = 80  # a longer text is neither a time nor a limit

_UNIT_WORDS: dict[Unit, tuple[str, ...]] = {
    "m": ("m", "min", "分钟", "分"),
    "h": ("h", "小时", "个小时"),
    "wh": ("wh", "工作小时", "个工作小时"),
    "d": ("d", "天", "日"),
    "wd": ("wd", "工作日", "个工作日"),
}
_BY_THE_CLOCK: dict[Unit, int] = {"m": 60, "h": HOUR}
_UNITS = {word: unit for unit, words in _UNIT_WORDS.items() for word in words}
_WIDE = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}  # full-width to ASCII

LIMIT = re.compile(r"(?P<amount>[0-9]+)\s*(?P<unit>[a-z]+|[^\x00-\x7f]+)")


class Limit:
    """A length of time: natural minutes ``m``, hours ``h`` or days ``d``, working hours ``wh`` or days ``wd``."""

    __slots__ = ("amount", "unit")

    def __init__(self, amount: int, unit: Unit) -> None:
        if not 1 <= amount <= MOST:
            raise UsageError(Worktime.LIMIT_RANGE, text=f"{amount}{unit}", most=MOST)
        self.amount = amount
        self.unit = unit

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Limit) and (self.amount, self.unit) == (other.amount, other.unit)

    def __hash__(self) -> int:
        return hash((self.amount, self.unit))

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read ``5wd``, ``2 小时``, ``5个工作日`` and the like; raises UsageError with examples."""
        found = LIMIT.fullmatch(narrow(text))
        unit = _UNITS.get(found["unit"]) if found else None
        if found is None or unit is None:
            raise UsageError(Worktime.LIMIT_UNKNOWN, text=shown(text))
        amount = int(found["amount"])
        if not 1 <= amount <= MOST:
            raise UsageError(Worktime.LIMIT_RANGE, text=shown(text), most=MOST)
        return cls(amount, unit)

    def __str__(self) -> str:
        return f"{self.amount}{self.unit}"

    @property
    def by_the_clock(self) -> int:
        """How many seconds it has whenever it starts; 0 of one that looks at the calendar."""
        return self.amount * _BY_THE_CLOCK.get(self.unit, 0)


_CHINA = timezone(timedelta(hours=8), "Asia/Shanghai")


def zone(name: str) -> tzinfo:
    """Return a zone by its name; China's has been one offset since 1991, for which no table need be read."""
    if name == "Asia/Shanghai":
        return _CHINA
    from zoneinfo import ZoneInfo

    return ZoneInfo(name)


class YearDays(NamedTuple):
    """A year's statutory holidays and make-up days; ``published``: the year's order is known."""

    year: int
    holidays: frozenset[date]
    workdays: frozenset[date]
    published: bool


@cache
def statutory(year: int) -> YearDays:
    """Return China's holidays and make-up days of ``year`` as the library ``holidays`` knows them."""
    from holidays import country_holidays

    days = country_holidays("CN", years=year)
    # The library keeps the make-up days of several years in one set, whichever year is asked for.
    make_up = frozenset(day for day in days.weekend_workdays if day.year == year)
    return YearDays(year, frozenset(day for day in days if day.year == year), make_up, bool(make_up))


class _Year(NamedTuple):
    statutory: YearDays
    working: tuple[date, ...]  # in order
    members: frozenset[date]  # the same days
    provisional: bool


class Calendar:
    """The working days and hours of one policy edition, in its zone.

    ``hours`` are the sessions of a working day in order. The policy's own ``holidays`` and ``workdays`` win
    over the statutory days; a day that stands in both is worked. Times are aware datetimes: those of another
    zone are converted, fractions of a second dropped; a naive one raises ValueError.
    """

    def __init__(
        self,
        years: Callable[[int], YearDays],
        *,
        hours: tuple[tuple[time, time], ...],
        tz: tzinfo,
        holidays: Iterable[date] = (),
        workdays: Iterable[date] = (),
    ) -> None:
        edges = [second_of(edge) for session in hours for edge in session]
        self.tz = tz
        self.own_holidays = frozenset(holidays)
        self.own_workdays = frozenset(workdays)
        self._years = years
        self._sessions = tuple(zip(edges[::2], edges[1::2], strict=True))
        self._day_seconds = sum(close - opening for opening, close in self._sessions)
        self._tables: dict[int, _Year] = {}
        self._ends: dict[tuple[date, int, Unit], datetime] = {}

    def is_workday(self, day: date) -> bool:
        """Say whether ``day`` is a working day."""
        return day in self._table(day.year).members

    def provisional(self, year: int) -> bool:
        """Say whether the order of ``year`` is unknown: no make-up day in the library nor in the policy."""
        return self._table(year).provisional

    def statutory(self, year: int) -> YearDays:
        """Return the statutory days of a year."""
        return self._table(year).statutory

    def close_of(self, day: date) -> datetime:
        """Return the close of business on that date, whether a working day or not."""
        return self.at(day, self._sessions[-1][1])

    def due(self, start: datetime, limit: Limit) -> datetime:
        """Return the last second that is still within ``limit`` of ``start``."""
        start = self.local(start)
        if length := limit.by_the_clock:
            return (start.astimezone(UTC) + timedelta(seconds=length)).astimezone(self.tz)
        if limit.unit == "wh":
            return self._after_working(start, limit.amount * HOUR)
        key = (start.date(), limit.amount, limit.unit)
        end = self._ends.get(key)
        if end is None:
            end = self._ends[key] = self.close_of(self._last_day(*key))
        return end

    def shortest(self, limit: Limit) -> int:
        """Return a number of seconds that ``limit`` has wherever it starts, none shorter; exact in natural hours."""
        if limit.by_the_clock or not self._steady():
            return limit.by_the_clock
        return limit.amount * HOUR if limit.unit == "wh" else (limit.amount - 1) * 24 * HOUR + self._sessions[-1][1]

    def _steady(self) -> bool:
        """Whether the clocks of the zone are never put forward or back."""
        days = (
            datetime(year, month, 1, tzinfo=self.tz) for year in range(FIRST_YEAR, LAST_YEAR + 1) for month in (1, 7)
        )
        return len({day.utcoffset() for day in days}) == 1

    def due_is_provisional(self, start: datetime, limit: Limit) -> bool:
        """Say whether the end depends on days of a provisional year (natural hours never do)."""
        if limit.by_the_clock:
            return False
        first = self.local(start).date()
        if limit.unit != "wh":
            first += DAY * (limit.amount if limit.unit == "d" else 1)
        last = self.due(start, limit).date()
        return any(self.provisional(year) for year in range(first.year, last.year + 1))

    def days_late(self, deadline: datetime, finish: datetime) -> int:
        """Count the working days after the deadline's date up to and including the finish's, at least 1."""
        return max(1, self._working_days(self.local(deadline).date(), self.local(finish).date()))

    def latest_start(self, limit: Limit, before: datetime) -> datetime:
        """Return the latest instant such that every start earlier than it is due earlier than ``before``."""
        before = self.local(before)
        late = int(before.timestamp())  # what starts at ``before`` is due after it
        step = limit.amount * HOUR
        while not self._due_stamp(late - step, limit) < before:
            late -= step
            step *= 2
        early = late - step
        while late - early > 1:
            middle = (early + late) // 2
            if self._due_stamp(middle, limit) < before:
                early = middle
            else:
                late = middle
        return datetime.fromtimestamp(late, self.tz)

    def working_time_between(self, a: datetime, b: datetime) -> tuple[int, int]:
        """Return the working time from ``a`` to ``b`` as whole working days and the seconds left over.

        A working day is the length of its hours (7 hours by default). (0, 0) when ``b`` is not after ``a``.
        """
        a, b = self.local(a), self.local(b)
        if b <= a:
            return 0, 0
        first, last = a.date(), b.date()
        if first == last:
            return divmod(self.seconds_in(first, second_of(a), second_of(b)), self._day_seconds)
        edges = self.seconds_in(first, second_of(a), 24 * HOUR) + self.seconds_in(last, 0, second_of(b))
        days, seconds = divmod(edges, self._day_seconds)
        return days + self._working_days(first, last - DAY), seconds

    def local(self, moment: datetime) -> datetime:
        """Return a moment in the zone of the calendar, whole seconds."""
        if moment.tzinfo is not self.tz:
            if moment.tzinfo is None:
                raise ValueError(f"a time without a zone: {moment}")
            moment = moment.astimezone(self.tz)
        return moment.replace(microsecond=0) if moment.microsecond else moment

    def at(self, day: date, second: int) -> datetime:
        """Return the moment of a day at which so many seconds of it have passed."""
        minute, second = divmod(second, 60)
        return datetime(day.year, day.month, day.day, minute // 60, minute % 60, second, tzinfo=self.tz)

    def _table(self, year: int) -> _Year:
        table = self._tables.get(year)
        if table is None:
            table = self._tables[year] = self._make_table(year)
        return table

    def _make_table(self, year: int) -> _Year:
        known = self._years(year)
        own_days = {day for day in self.own_workdays if day.year == year}
        first = date(year, 1, 1)
        days = (first + DAY * count for count in range(366))
        weekdays = {day for day in days if day.weekday() < 5 and day.year == year}
        members = ((weekdays - known.holidays) | known.workdays) - self.own_holidays | own_days
        return _Year(known, tuple(sorted(members)), frozenset(members), not (known.published or own_days))

    def working_day_after(self, day: date, count: int) -> date:
        """Return the ``count``-th working day after ``day``."""
        year = day.year
        working = self._table(year).working
        index = bisect_right(working, day) + count - 1
        while index >= len(working):
            index -= len(working)
            year += 1
            working = self._table(year).working
        return working[index]

    def _working_days(self, after: date, through: date) -> int:
        """Count the working days after the one date up to and including the other."""
        if through <= after:
            return 0
        count = bisect_right(self._table(through.year).working, through)
        count -= bisect_right(self._table(after.year).working, after)
        return count + sum(len(self._table(year).working) for year in range(after.year, through.year))

    def _last_day(self, start: date, amount: int, unit: Unit) -> date:
        if unit == "wd":
            return self.working_day_after(start, amount)
        return self.working_day_after(start + DAY * (amount - 1), 1)

    def _after_working(self, start: datetime, seconds: int) -> datetime:
        """Return the moment at which ``seconds`` of working time have passed since ``start``."""
        day = start.date()
        worked = self.seconds_in(day, 0, second_of(start)) if self.is_workday(day) else self._day_seconds
        # One second less, so that a count which fills a day ends at its close, not at the next opening.
        days, rest = divmod(worked + seconds - 1, self._day_seconds)
        if days:
            day = self.working_day_after(day, days)
        for opening, close in self._sessions:
            if rest < close - opening:
                return self.at(day, opening + rest + 1)
            rest -= close - opening
        raise AssertionError("a working day is shorter than its sessions")

    def seconds_in(self, day: date, begin: int, end: int) -> int:
        """Return the working seconds of ``day`` between two seconds of it."""
        seconds = 0
        if self.is_workday(day):
            for opening, close in self._sessions:
                if begin < close and end > opening:
                    seconds += min(end, close) - max(begin, opening)
        return seconds

    def _due_stamp(self, stamp: int, limit: Limit) -> datetime:
        return self.due(datetime.fromtimestamp(stamp, self.tz), limit)


def iso(moment: datetime) -> str:
    """Write an aware time as ISO-8601 with seconds and offset: ``2026-10-09T17:30:00+08:00``."""
    if moment.tzinfo is None:
        raise ValueError(f"a time without a zone: {moment}")
    return moment.isoformat(timespec="seconds")


def narrow(text: str) -> str:
    """Return the text in ASCII width, lower case, without outer spaces; empty when it is far too long."""
    return text.translate(_WIDE).strip().lower() if len(text) <= _LONGEST else ""


def shown(text: str) -> str:
    """Return the text as an error may repeat it: short and harmless to a terminal."""
    cut = text[:_SHOWN] + ("…" if len(text) > _SHOWN else "")
    return "".join(char if char.isprintable() else "�" for char in cut)


def second_of(clock: time | datetime) -> int:
    """Return how many seconds of its day a clock has passed."""
    return clock.hour * HOUR + clock.minute * 60 + clock.second


ONE_WORKINGDAY = Limit(1, "wd")


def entered_late(at: datetime, entered: datetime, calendar: Calendar) -> bool:
    """Whether something was entered more than one working day after it happened."""
    return entered > calendar.due(at, ONE_WORKINGDAY)
