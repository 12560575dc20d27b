"""When a limit ends, how late a finish is, and what a written time means."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta, timezone
from itertools import pairwise
from zoneinfo import ZoneInfo

import chinese_calendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

from complaint_cli.company.calendar import (
    MOST,
    Calendar,
    Limit,
    YearDays,
    iso,
    statutory,
)
from complaint_cli.company.counting import DayKind, explain
from complaint_cli.company.edition_file import default_edition, parse_edition
from complaint_cli.company.moments import parse_time
from complaint_cli.errors import UsageError
from complaint_cli.messages.worktime import Worktime

SHANGHAI = ZoneInfo("Asia/Shanghai")
HOURS = ((time(8, 30), time(12)), (time(14), time(17, 30)))
CALENDAR = Calendar(statutory, hours=HOURS, tz=SHANGHAI)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


def due(start: str, limit: str, calendar: Calendar = CALENDAR) -> str:
    return calendar.due(at(start), Limit.parse(limit)).strftime("%Y-%m-%d %H:%M:%S")


def read(text: str, now: str = "2026-10-09 10:00") -> str:
    return iso(parse_time(text, now=at(now), calendar=CALENDAR))


# --- when a limit ends ---


@pytest.mark.parametrize(
    ("start", "limit", "end"),
    [
        ("2026-09-30", "5wd", "2026-10-13"),  # National Day, with the make-up Saturday 10-10
        ("2026-02-13", "5wd", "2026-02-27"),  # Spring Festival; 02-14 and 02-28 are worked
        ("2026-04-30", "5wd", "2026-05-11"),  # Labour Day; Saturday 05-09 is worked
        ("2026-09-19", "5wd", "2026-09-24"),  # a Saturday start; Sunday 09-20 is the first day
        ("2025-12-30", "3wd", "2026-01-05"),  # across the year's end; Sunday 01-04 is worked
        ("2026-10-01", "5wd", "2026-10-13"),  # a start on a holiday
        ("2025-09-26", "5wd", "2025-10-10"),  # Sunday 09-28 is worked
        ("2026-07-06", "1wd", "2026-07-07"),
        ("2026-07-10", "1wd", "2026-07-13"),
        ("2028-02-28", "1wd", "2028-02-29"),  # a leap day
        ("2028-02-29", "1wd", "2028-03-01"),
        ("2024-02-28", "2wd", "2024-03-01"),
        ("2026-07-06", "7d", "2026-07-13"),
        ("2026-07-04", "7d", "2026-07-13"),  # would end on a Saturday
        ("2026-09-24", "7d", "2026-10-08"),  # would end on 10-01
        ("2026-10-03", "7d", "2026-10-10"),  # ends on a make-up Saturday
        ("2024-02-22", "7d", "2024-02-29"),
        ("2025-12-25", "7d", "2026-01-04"),
    ],
)
@pytest.mark.parametrize("clock", ["00:00:00", "11:11:11", "23:59:59"])
def test_days_end_at_the_close_of_the_last_one(start: str, limit: str, end: str, clock: str) -> None:
    assert due(f"{start} {clock}", limit) == f"{end} 17:30:00"


@pytest.mark.parametrize(
    ("start", "limit", "end"),
    [
        ("2026-09-30 23:30", "2h", "2026-10-01 01:30:00"),  # straight through nights and holidays
        ("2028-02-28 12:00:01", "24h", "2028-02-29 12:00:01"),
        ("2025-12-31 23:00", "2h", "2026-01-01 01:00:00"),
        ("2026-07-06 08:30", "3wh", "2026-07-06 11:30:00"),
        ("2026-07-06 09:00", "3wh", "2026-07-06 12:00:00"),  # uses the morning up: ends at its close
        ("2026-07-06 09:00:01", "3wh", "2026-07-06 14:00:01"),  # the noon rest does not pass
        ("2026-07-06 14:30", "3wh", "2026-07-06 17:30:00"),  # ends at the close, not next morning
        ("2026-07-06 14:30:01", "3wh", "2026-07-07 08:30:01"),
        ("2026-07-06 07:00", "3wh", "2026-07-06 11:30:00"),  # begins at the next opening
        ("2026-07-06 12:00", "3wh", "2026-07-06 17:00:00"),
        ("2026-07-06 13:00", "3wh", "2026-07-06 17:00:00"),
        ("2026-07-06 17:30", "3wh", "2026-07-07 11:30:00"),
        ("2026-07-06 23:00", "3wh", "2026-07-07 11:30:00"),
        ("2026-07-11 10:00", "3wh", "2026-07-13 11:30:00"),  # a Saturday
        ("2026-09-30 17:00", "3wh", "2026-10-08 11:00:00"),  # over National Day
        ("2026-10-09 17:00", "3wh", "2026-10-10 11:00:00"),  # into a make-up Saturday
        ("2026-07-06 08:30", "7wh", "2026-07-06 17:30:00"),  # a whole day
        ("2026-07-06 12:00", "7wh", "2026-07-07 12:00:00"),
        ("2026-07-06 08:30", "14wh", "2026-07-07 17:30:00"),
        ("2026-07-06 17:30", "35wh", "2026-07-13 17:30:00"),
        ("2025-12-31 17:00", "4wh", "2026-01-04 12:00:00"),
    ],
)
def test_hours(start: str, limit: str, end: str) -> None:
    assert due(start, limit) == end


def test_another_zone_and_fractions_of_a_second() -> None:
    start = datetime(2026, 9, 29, 16, 0, 0, 999_999, tzinfo=UTC)  # 2026-09-30 in Shanghai
    assert iso(CALENDAR.due(start, Limit(5, "wd"))) == "2026-10-13T17:30:00+08:00"
    assert iso(CALENDAR.due(start, Limit(2, "h"))) == "2026-09-30T02:00:00+08:00"
    assert CALENDAR.due(start, Limit(2, "h")).tzinfo is SHANGHAI


def test_natural_hours_pass_through_a_change_of_clocks() -> None:
    berlin = ZoneInfo("Europe/Berlin")
    calendar = Calendar(statutory, hours=HOURS, tz=berlin)
    start = datetime(2026, 3, 29, 1, 0, tzinfo=berlin)
    assert iso(calendar.due(start, Limit(2, "h"))) == "2026-03-29T04:00:00+02:00"


def test_a_time_without_a_zone_is_a_bug() -> None:
    with pytest.raises(ValueError, match="without a zone"):
        CALENDAR.due(datetime(2026, 7, 6), Limit(1, "wd"))
    with pytest.raises(ValueError, match="without a zone"):
        iso(datetime(2026, 7, 6))


def test_sessions_that_adjoin_are_worked_as_one() -> None:
    adjoining = default_edition().source.replace('"12:00"], ["14:00"', '"12:00"], ["12:00"')
    parted = parse_edition(adjoining, name="adjoining").calendar(statutory)
    whole = Calendar(statutory, hours=((time(8, 30), time(17, 30)),), tz=SHANGHAI)
    for start in (at("2026-07-06 08:00"), at("2026-07-06 11:30"), at("2026-07-06 12:00"), at("2026-07-06 17:29")):
        for limit in map(Limit.parse, ("1wh", "4wh", "9wh", "1wd", "2h")):
            assert parted.due(start, limit) == whole.due(start, limit)
            assert parted.working_time_between(start, parted.due(start, limit)) == whole.working_time_between(
                start, whole.due(start, limit)
            )


# --- which days are worked ---


def test_every_day_agrees_with_chinesecalendar() -> None:
    day, last = date(2010, 1, 1), date(2026, 12, 31)
    differing = []
    while day <= last:
        if CALENDAR.is_workday(day) != chinese_calendar.is_workday(day):
            differing.append(day)
        day += timedelta(days=1)
    assert differing == []


def test_a_year_without_its_order_is_provisional() -> None:
    known = Calendar(lambda year: YearDays(year, frozenset(), frozenset(), year < 2027), hours=HOURS, tz=SHANGHAI)
    assert not known.provisional(2026)
    assert known.provisional(2027)
    assert not CALENDAR.provisional(2026)
    assert CALENDAR.provisional(2099)


@pytest.mark.parametrize(
    ("start", "limit", "provisional"),
    [
        ("2026-12-01 10:00", "5wd", False),
        ("2026-12-30 10:00", "1wd", False),
        ("2026-12-30 10:00", "2wd", True),
        ("2026-12-31 10:00", "1wd", True),
        ("2026-12-24 10:00", "7d", False),
        ("2026-12-25 10:00", "7d", True),
        ("2026-12-31 10:00", "2h", False),
        ("2026-12-31 23:00", "2h", False),  # hours do not ask which days are worked
        ("2026-12-31 10:00", "2wh", False),
        ("2026-12-31 17:00", "2wh", True),
        ("2027-12-31 10:00", "5wd", False),  # nothing of the unknown year is counted
        ("2027-12-31 10:00", "5wh", True),
    ],
)
def test_a_count_that_meets_a_provisional_year_is_provisional(start: str, limit: str, provisional: bool) -> None:
    calendar = Calendar(lambda year: YearDays(year, frozenset(), frozenset(), year != 2027), hours=HOURS, tz=SHANGHAI)
    assert calendar.due_is_provisional(at(start), Limit.parse(limit)) is provisional
    if provisional:
        assert any(note.provisional for note in explain(calendar, at(start), Limit.parse(limit)))


def test_the_policy_wins_over_the_library() -> None:
    own = Calendar(
        statutory,
        hours=HOURS,
        tz=SHANGHAI,
        holidays=[date(2026, 10, 9), date(2026, 10, 10), date(2026, 7, 7)],
        workdays=[date(2026, 10, 5), date(2026, 7, 11), date(2026, 7, 7)],
    )
    assert not own.is_workday(date(2026, 10, 9))  # a Friday off
    assert not own.is_workday(date(2026, 10, 10))  # a make-up day cancelled
    assert own.is_workday(date(2026, 10, 5))  # a statutory holiday worked
    assert own.is_workday(date(2026, 7, 11))  # a Saturday worked
    assert own.is_workday(date(2026, 7, 7))  # in both lists: worked
    assert due("2026-09-30 10:00", "3wd", own) == "2026-10-12 17:30:00"


def test_the_policy_can_bring_the_order_of_a_year() -> None:
    without = Calendar(statutory, hours=HOURS, tz=SHANGHAI, holidays=[date(2090, 10, 6)])
    brought = Calendar(statutory, hours=HOURS, tz=SHANGHAI, workdays=[date(2090, 10, 7)])
    assert without.provisional(2090)  # a holiday alone is no order: no make-up day is known
    assert not brought.provisional(2090)
    assert brought.provisional(2091)


def test_statutory_days_are_of_the_year_asked_for() -> None:
    for year in (2005, 2026, 2090):
        known = statutory(year)
        assert known.year == year
        assert {day.year for day in known.holidays | known.workdays} == {year}
    assert date(2026, 10, 10) in statutory(2026).workdays
    assert not statutory(2090).published


def test_each_year_is_asked_for_once() -> None:
    asked: list[int] = []

    def years(year: int) -> YearDays:
        asked.append(year)
        return statutory(year)

    calendar = Calendar(years, hours=HOURS, tz=SHANGHAI)
    for day in range(1, 29):
        calendar.due(at(f"2026-12-{day:02} 10:00"), Limit(30, "wd"))
        calendar.is_workday(date(2026, 1, day))
    assert sorted(asked) == [2026, 2027]


# --- day by day ---


def test_explain_working_days() -> None:
    notes = explain(CALENDAR, at("2026-09-30 10:00"), Limit(3, "wd"))
    assert [(note.date.isoformat()[5:], note.kind.value, note.counted, note.total) for note in notes] == [
        ("09-30", "start", 0, 0),
        ("10-01", "holiday", 0, 0),
        ("10-02", "holiday", 0, 0),
        ("10-03", "holiday", 0, 0),
        ("10-04", "weekend", 0, 0),
        ("10-05", "holiday", 0, 0),
        ("10-06", "holiday", 0, 0),
        ("10-07", "holiday", 0, 0),
        ("10-08", "working", 1, 1),
        ("10-09", "working", 1, 2),
        ("10-10", "make_up", 1, 3),
    ]


def test_explain_natural_days_shows_the_days_it_moved_over() -> None:
    notes = explain(CALENDAR, at("2026-07-09 10:00"), Limit(2, "d"))
    assert [(note.date.day, note.kind.value, note.counted, note.total) for note in notes] == [
        (9, "start", 0, 0),
        (10, "working", 1, 1),
        (11, "weekend", 1, 2),
        (12, "weekend", 0, 2),
        (13, "working", 0, 2),
    ]


def test_explain_hours_counts_seconds() -> None:
    notes = explain(CALENDAR, at("2026-07-10 16:30"), Limit(3, "wh"))
    assert [(note.date.day, note.kind.value, note.counted, note.total) for note in notes] == [
        (10, "working", 3600, 3600),
        (11, "weekend", 0, 3600),
        (12, "weekend", 0, 3600),
        (13, "working", 7200, 10800),
    ]
    notes = explain(CALENDAR, at("2026-07-10 23:45"), Limit(30, "m"))
    assert [(note.date.day, note.counted, note.total) for note in notes] == [(10, 900, 900), (11, 900, 1800)]
    notes = explain(CALENDAR, at("2026-07-10 23:00"), Limit(2, "h"))
    assert [(note.date.day, note.counted, note.total) for note in notes] == [
        (10, 3600, 3600),
        (11, 3600, 7200),
    ]


def test_explain_names_the_days_of_the_policy() -> None:
    own = Calendar(statutory, hours=HOURS, tz=SHANGHAI, holidays=[date(2026, 7, 10)], workdays=[date(2026, 7, 11)])
    kinds = [note.kind for note in explain(own, at("2026-07-09 10:00"), Limit(1, "wd"))]
    assert kinds == [DayKind.START, DayKind.OWN_HOLIDAY, DayKind.OWN_WORKDAY]


def test_every_kind_of_day_has_its_words() -> None:
    labels = [kind.label for kind in DayKind]
    assert set(labels) == {message for message in Worktime if message.name.startswith("DAY_")}
    assert DayKind.MAKE_UP.label.zh == "调休上班"


# --- late, and how much is left ---


@pytest.mark.parametrize(
    ("deadline", "finish", "days"),
    [
        ("2026-07-06 17:30", "2026-07-06 17:30:01", 1),  # the same date: at least 1
        ("2026-07-06 17:30", "2026-07-07 08:00", 1),
        ("2026-07-06 10:00", "2026-07-08 08:00", 2),
        ("2026-07-10 17:30", "2026-07-11 10:00", 1),  # a Saturday: no working day yet
        ("2026-07-10 17:30", "2026-07-13 10:00", 1),
        ("2026-09-30 17:30", "2026-10-07 10:00", 1),
        ("2026-09-30 17:30", "2026-10-10 10:00", 3),
        ("2025-12-30 17:30", "2026-01-05 10:00", 3),
        ("2026-01-05 17:30", "2025-12-30 10:00", 1),  # not late at all
        ("2024-12-31 17:30", "2026-01-01 10:00", 248),  # 2025 had 248 working days
    ],
)
def test_days_late(deadline: str, finish: str, days: int) -> None:
    assert CALENDAR.days_late(at(deadline), at(finish)) == days


@pytest.mark.parametrize(
    ("a", "b", "left"),
    [
        ("2026-07-06 14:30", "2026-07-07 17:30", (1, 3 * 3600)),
        ("2026-07-06 08:30", "2026-07-06 17:30", (1, 0)),
        ("2026-07-06 11:59:59", "2026-07-06 14:00:01", (0, 2)),
        ("2026-07-11 08:00", "2026-07-12 20:00", (0, 0)),
        ("2026-09-30 16:30", "2026-10-10 09:30", (2, 2 * 3600)),
        ("2025-12-31 08:00", "2026-01-04 18:00", (2, 0)),
        ("2026-07-07 10:00", "2026-07-07 10:00", (0, 0)),
        ("2026-07-08 10:00", "2026-07-07 10:00", (0, 0)),
    ],
)
def test_working_time_between(a: str, b: str, left: tuple[int, int]) -> None:
    assert CALENDAR.working_time_between(at(a), at(b)) == left


# --- properties ---

starts = st.integers(int(at("2009-12-01 00:00").timestamp()), int(at("2029-12-31 23:59").timestamp())).map(
    lambda stamp: datetime.fromtimestamp(stamp, SHANGHAI)
)
limits = st.builds(Limit, st.integers(1, 80), st.sampled_from(["m", "h", "wh", "d", "wd"]))


@given(starts, starts, limits)
def test_a_later_start_is_never_due_earlier(one: datetime, other: datetime, limit: Limit) -> None:
    early, late = sorted((one, other))
    assert CALENDAR.due(early, limit) <= CALENDAR.due(late, limit)


@given(starts, limits, st.integers(1, 4000))
def test_neighbouring_starts_are_in_order(start: datetime, limit: Limit, seconds: int) -> None:
    assert CALENDAR.due(start, limit) <= CALENDAR.due(start + timedelta(seconds=seconds), limit)


@given(starts, limits)
def test_due_is_after_the_start_and_within_working_hours(start: datetime, limit: Limit) -> None:
    end = CALENDAR.due(start, limit)
    assert end > start
    if limit.unit in ("d", "wd"):
        assert end == CALENDAR.close_of(end.date())
    if not limit.by_the_clock:
        assert CALENDAR.is_workday(end.date())
        assert any(opening < end.time() <= close for opening, close in HOURS)


@given(starts, limits, st.sampled_from(["Asia/Shanghai", "Europe/Berlin", "America/New_York"]))
def test_no_limit_is_shorter_than_its_shortest(start: datetime, limit: Limit, zone: str) -> None:
    calendar = Calendar(statutory, hours=HOURS, tz=ZoneInfo(zone))
    whole = calendar.due(start, limit).timestamp() - start.timestamp()
    least = calendar.shortest(limit)
    assert least <= whole
    assert limit.unit != "h" or least == whole
    assert least or zone != "Asia/Shanghai"


@given(starts, st.integers(1, 200))
def test_working_hours_and_working_time_agree(start: datetime, hours: int) -> None:
    days, seconds = CALENDAR.working_time_between(start, CALENDAR.due(start, Limit(hours, "wh")))
    assert days * 7 * 3600 + seconds == hours * 3600


@given(starts, limits)
def test_explain_adds_up(start: datetime, limit: Limit) -> None:
    notes = explain(CALENDAR, start, limit)
    whole = limit.amount * {"m": 60, "h": 3600, "wh": 3600}.get(limit.unit, 1)
    assert sum(note.counted for note in notes) == notes[-1].total == whole
    assert notes[0].date == start.date()
    assert notes[-1].date == CALENDAR.due(start, limit).date()
    assert all(later.date - earlier.date == timedelta(days=1) for earlier, later in pairwise(notes))


@given(starts, limits, st.integers(1, 20 * 24 * 3600))
def test_latest_start_is_the_very_second(before: datetime, limit: Limit, earlier: int) -> None:
    latest = CALENDAR.latest_start(limit, before)
    assert CALENDAR.due(latest - timedelta(seconds=1), limit) < before
    assert CALENDAR.due(latest - timedelta(seconds=earlier), limit) < before
    assert CALENDAR.due(latest, limit) >= before
    assert latest.tzinfo is SHANGHAI


@given(starts, starts)
def test_days_late_counts_by_hand(deadline: datetime, finish: datetime) -> None:
    finish = min(finish, deadline + timedelta(days=400))
    assert CALENDAR.days_late(deadline, finish) >= 1
    by_hand = 0
    day = deadline.date()
    while day < finish.date():
        day += timedelta(days=1)
        by_hand += CALENDAR.is_workday(day)
    assert CALENDAR.days_late(deadline, finish) == max(1, by_hand)


# --- limits as written ---


@pytest.mark.parametrize(
    ("text", "limit"),
    [
        ("2h", "2h"),
        ("3wh", "3wh"),
        ("7d", "7d"),
        ("5wd", "5wd"),
        ("5WD", "5wd"),
        (" 5 wd ", "5wd"),
        ("２小时", "2h"),
        ("2个小时", "2h"),
        ("3 工作小时", "3wh"),
        ("3个工作小时", "3wh"),
        ("7天", "7d"),
        ("7日", "7d"),
        ("5个工作日", "5wd"),
        ("５　个工作日", "5wd"),
        ("5工作日", "5wd"),
        ("５ｗｄ", "5wd"),
        (f"{MOST}h", "10000h"),
    ],
)
def test_limits_read(text: str, limit: str) -> None:
    assert str(Limit.parse(text)) == limit


@pytest.mark.parametrize(
    "text",
    [
        "",
        "5",
        "wd",
        "h",
        "-5wd",
        "5.5h",
        "5w",
        "5wd5",
        "五个工作日",
        "2²h",
        "5 w d",
        "\0",
        "5\0wd",
        "\ud800",
    ],
)
def test_limits_not_understood(text: str) -> None:
    with pytest.raises(UsageError) as refused:
        Limit.parse(text)
    assert refused.value.message is Worktime.LIMIT_UNKNOWN
    str(refused.value).encode()


@pytest.mark.parametrize("text", ["0wd", "10001h", "9" * 60 + "d"])
def test_limits_out_of_range(text: str) -> None:
    with pytest.raises(UsageError) as refused:
        Limit.parse(text)
    assert refused.value.message is Worktime.LIMIT_RANGE


def test_a_limit_is_at_least_one() -> None:
    with pytest.raises(UsageError):
        Limit(0, "wd")


# --- times as written ---


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2026-10-09 17:30", "2026-10-09T17:30:00"),
        ("2026-10-09 9:30", "2026-10-09T09:30:00"),
        ("2026-10-09 17:30:15", "2026-10-09T17:30:15"),
        ("2026-10-09T17:30", "2026-10-09T17:30:00"),
        ("2026-10-09T17:30:15+08:00", "2026-10-09T17:30:15"),
        ("2026-10-09T17:30:15.999+0800", "2026-10-09T17:30:15"),
        ("2026-10-09T17:30:00Z", "2026-10-10T01:30:00"),
        ("2026-10-09t17:30:00z", "2026-10-10T01:30:00"),
        ("2026-10-09T17:30:00-03:30", "2026-10-10T05:00:00"),
        ("2026-10-09", "2026-10-09T17:30:00"),
        ("2026-10-04", "2026-10-04T17:30:00"),  # the close of that date, whatever the day
        ("2026/10/9", "2026-10-09T17:30:00"),
        ("2026/10/9 8:05", "2026-10-09T08:05:00"),
        ("2026.10.9", "2026-10-09T17:30:00"),
        ("2026.10.09 08:05", "2026-10-09T08:05:00"),
        ("2026年10月9日", "2026-10-09T17:30:00"),
        ("2026年10月9日 8:05", "2026-10-09T08:05:00"),
        ("2026年10月9日08:05:06", "2026-10-09T08:05:06"),
        ("２０２６－１０－０９　１７：３０", "2026-10-09T17:30:00"),
        ("  2026-10-09 17:30\n", "2026-10-09T17:30:00"),
        ("2028-02-29", "2028-02-29T17:30:00"),
        ("2000-01-01 00:00", "2000-01-01T00:00:00"),
        ("2099-12-31 23:59:59", "2099-12-31T23:59:59"),
        ("今天", "2026-10-09T17:30:00"),
        ("今天17:30", "2026-10-09T17:30:00"),
        ("明天 9:30", "2026-10-10T09:30:00"),
        ("昨天", "2026-10-08T17:30:00"),
        ("today", "2026-10-09T17:30:00"),
        ("Tomorrow 08:00", "2026-10-10T08:00:00"),
        ("yesterday 23:59:59", "2026-10-08T23:59:59"),
        ("2h", "2026-10-09T12:00:00"),
        ("3wh", "2026-10-09T15:00:00"),
        ("7天", "2026-10-16T17:30:00"),
        ("2个工作日", "2026-10-12T17:30:00"),
    ],
)
def test_times_read(text: str, moment: str) -> None:
    assert read(text) == f"{moment}+08:00"


def test_today_is_the_day_in_the_zone_of_the_policy() -> None:
    now = datetime(2026, 10, 8, 16, 0, tzinfo=UTC)  # already the 9th in Shanghai
    assert iso(parse_time("今天", now=now, calendar=CALENDAR)) == "2026-10-09T17:30:00+08:00"


@pytest.mark.parametrize(
    "text",
    [
        "", " ", "10/09/2026", "09.10.2026", "26-10-09", "20261009", "2026-10/09", "2026-1009",
        "2026-10-0917:30", "2026-W41-5", "2026-10-09 17", "2026-10-09 5:30 pm", "9日", "9 日",
        "后天", "下周一", "next monday", "今天 17", "今天晚上", "明天 9:30 左右", "1760000000", "now",
        "2026年10月", "五天", "2026-10-09+08:00", "2026-10-09T17:30+25:00", "\0", "2026-10-09\0 17:30",
        "\ud800", "2026-10-09\ud800", "٢٠٢٦-10-09", "2026-10-0²", "-2h", "9" * 10_000, "明天" * 5000,
        "2026-10-09 17:30" + " " * 200,
        "2026-10-09 09:00-11:00", "2026-10-09 09:00:00-11:00", "2026-10-09 09:05.30", "2026-10-09 09.05",
    ],
)  # fmt: skip
def test_times_not_understood(text: str) -> None:
    with pytest.raises(UsageError) as refused:
        read(text)
    assert refused.value.message is Worktime.TIME_UNKNOWN
    sentence = str(refused.value)
    assert "2026-10-09 17:30" in sentence
    assert sentence.encode().isascii() is False
    assert sentence.isprintable()
    assert len(sentence) < 300


@pytest.mark.parametrize(
    "text",
    [
        "2026-02-30", "2027-02-29", "2026-13-01", "2026-00-10", "2026-10-00", "2026年9月31日", "0000-01-01",
        "2026-10-09 25:00", "2026-10-09 24:00", "2026-10-09 17:60", "2026-10-09 17:30:60", "今天 25:00",
        "today 9:75",
    ],
)  # fmt: skip
def test_times_that_do_not_exist(text: str) -> None:
    with pytest.raises(UsageError) as refused:
        read(text)
    assert refused.value.message is Worktime.TIME_IMPOSSIBLE


@pytest.mark.parametrize(
    ("text", "now"),
    [
        ("1999-12-31", "2026-10-09 10:00"),
        ("2100-01-01 00:00", "2026-10-09 10:00"),
        ("9999-12-31T23:59:59-14:00", "2026-10-09 10:00"),  # past the last instant in Shanghai
        ("0001-01-01T00:00:00+14:00", "2026-10-09 10:00"),
        ("2099-12-31T16:00:00Z", "2026-10-09 10:00"),  # 2100 in Shanghai
        ("明天", "2099-12-31 10:00"),
        ("10000个工作日", "2099-10-09 10:00"),
    ],
)
def test_times_out_of_range(text: str, now: str) -> None:
    with pytest.raises(UsageError) as refused:
        read(text, now)
    assert refused.value.message is Worktime.TIME_RANGE


def test_a_limit_out_of_range_is_no_time() -> None:
    with pytest.raises(UsageError) as refused:
        read("99999wd")
    assert refused.value.message is Worktime.LIMIT_RANGE


@given(st.text() | st.from_regex(r"[0-9年月日天今明昨/.:T+wdhZ -]{1,30}", fullmatch=True))
def test_any_text_is_a_time_or_a_usage_error(text: str) -> None:
    try:
        moment = parse_time(text, now=at("2026-10-09 10:00"), calendar=CALENDAR)
    except UsageError as refused:
        str(refused).encode()
    else:
        assert 2000 <= moment.year <= 2099
        assert moment.tzinfo is SHANGHAI
        assert moment.microsecond == 0


@given(starts)
def test_what_iso_writes_is_read_back(moment: datetime) -> None:
    assert parse_time(iso(moment), now=moment, calendar=CALENDAR) == moment
    assert iso(moment.astimezone(timezone(timedelta(hours=-3)))).endswith("-03:00")


@pytest.mark.parametrize(
    ("text", "at", "ahead"),
    [
        ("17:30", "2026-11-02 17:30", "2026-11-03 17:30"),
        ("８：30", "2026-11-03 08:30", "2026-11-04 08:30"),
        ("09:00", "2026-11-03 09:00", "2026-11-03 09:00"),
        ("09:00:01", "2026-11-02 09:00:01", "2026-11-03 09:00:01"),
        ("10-09 17:30", "2026-10-09 17:30", "2027-10-09 17:30"),
        ("12-31 10:00", "2025-12-31 10:00", "2026-12-31 10:00"),
        ("10月9日", "2026-10-09 17:30", "2027-10-09 17:30"),
        ("2-29 10:00", "2024-02-29 10:00", "2028-02-29 10:00"),
    ],
)
def test_without_a_day_or_a_year_it_is_the_nearest_moment(text: str, at: str, ahead: str) -> None:
    calendar = default_edition().calendar(statutory)
    now = datetime(2026, 11, 3, 9, 0, tzinfo=calendar.tz)
    for wanted, later in ((at, False), (ahead, True)):
        read = parse_time(text, now=now, calendar=calendar, ahead=later)
        assert read == datetime.fromisoformat(wanted).replace(tzinfo=calendar.tz)
    for wrong in ("25:00", "13-01", "2-30", "24:00"):
        with pytest.raises(UsageError):
            parse_time(wrong, now=now, calendar=calendar, ahead=True)
