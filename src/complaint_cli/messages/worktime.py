"""What is said about times, limits and the days of a count."""

from __future__ import annotations

from complaint_cli.messages import Message


class Worktime(Message):
    """Times that are not understood, and the kinds of day that a count meets."""

    LIMIT_UNKNOWN = (
        "看不懂时限“{text}”。请写作：2h 或 2小时（自然小时）、3wh 或 3工作小时、7d 或 7天（自然日）、5wd 或 5个工作日",
        'Limit "{text}" is not understood. Write 2h (natural hours), 3wh (working hours), '
        "7d (natural days) or 5wd (working days)",
    )
    LIMIT_RANGE = (
        "时限“{text}”超出范围：数量应为 1 至 {most} 的整数",
        'Limit "{text}" is out of range: write a whole number from 1 to {most}',
    )
    TIME_UNKNOWN = (
        "看不懂时间“{text}”。请写作：2026-10-09 17:30、2026-10-09（当日下班时）、2026年10月9日 9:30、"
        "今天 17:30、明天、2026-10-09T17:30:00+08:00，或从现在起的时限如 2h、5个工作日",
        'Time "{text}" is not understood. Write 2026-10-09 17:30, 2026-10-09 (close of that day), '
        "today 17:30, tomorrow, 2026-10-09T17:30:00+08:00, or a limit from now such as 2h or 5wd",
    )
    TIME_IMPOSSIBLE = (
        "没有“{text}”这个时间，请核对日期和钟点（如 2026-10-09 17:30）",
        'There is no such time as "{text}": check the date and the clock (such as 2026-10-09 17:30)',
    )
    TIME_RANGE = (
        "时间“{text}”超出范围：年份应在 {first} 至 {last} 之间（如 2026-10-09 17:30）",
        'Time "{text}" is out of range: the year must be from {first} to {last} (such as 2026-10-09 17:30)',
    )

    DAY_START = ("起始日，不计", "day of the start, not counted")
    DAY_WORKING = ("工作日", "working day")
    DAY_MAKE_UP = ("调休上班", "make-up working day")
    DAY_OWN_WORKDAY = ("制度规定上班", "working day by the policy")
    DAY_WEEKEND = ("周末", "weekend")
    DAY_HOLIDAY = ("法定节假日", "statutory holiday")
    DAY_OWN_HOLIDAY = ("制度规定放假", "day off by the policy")
