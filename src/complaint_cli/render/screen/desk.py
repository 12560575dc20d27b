"""The board, the ledger, one complaint, time limits and reminders as a terminal shows them."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from complaint_cli.complaint.board import Heading, Left, Row, Shown, Watch, department_of, matter
from complaint_cli.complaint.case import Case, Status
from complaint_cli.complaint.clocks import Clock
from complaint_cli.complaint.records import Complaint
from complaint_cli.complaint.steps import clock
from complaint_cli.messages import language
from complaint_cli.messages.desk import WEEKDAYS, Desk
from complaint_cli.messages.limits import limit_words
from complaint_cli.render.screen.columns import cut, styled, table
from complaint_cli.text.layout import cells
from complaint_cli.text.plain import in_groups, plain

if TYPE_CHECKING:
    from complaint_cli.company.calendar import Limit
    from complaint_cli.company.counting import DayNote

ONE_LINE = 112  # cells; from here on a row of the board has its command beside it
ROOMY = 100  # cells; from here on the ledger writes the year of every date
MOST_ROWS = 10  # under one heading of the board
MOST_TO_INVESTIGATE = 3  # these press least
_WIDEST_DEPARTMENT = 16
_LEAST_MATTER = 8
_ROOM_FOR_ALL = 24  # cells of matter that a command beside it must leave
_HOTLINE_HEAD = r"^(市民|来电人|群众|用户|诉求人|反映人|居民)?(来电)?(反映|反应|投诉)(称)?[，,：:、]"


def width() -> int:
    """Return how many cells a line may take."""
    return max(40, shutil.get_terminal_size((80, 24)).columns)


def weekday(moment: datetime) -> str:
    """Return the day of the week in words."""
    return WEEKDAYS[0 if language() == "zh" else 1][moment.weekday()]


def line(text: str) -> str:
    """Return anybody's text as one harmless line."""
    return " ".join(plain(text, lines=False).split())


def gist(one: Shown | Complaint) -> str:
    """Return what a complaint is about on one line, masked, without 市民反映 and the like at its head."""
    said = line(matter(one))
    return re.sub(_HOTLINE_HEAD, "", said) or said


def status_word(status: Status) -> str:
    """Return a status in words."""
    return Desk[f"STATUS_{status.name}"]()


def time_word(left: Left) -> str:
    """Say how far off a moment is: 还剩 1 个工作日 3 小时, 逾期 2 个工作日."""
    if left.late:
        return late_word(left.late)
    hours, seconds = divmod(left.seconds, 3600)
    parts = [Desk.DAYS_ONE() if left.days == 1 else Desk.DAYS(days=left.days)] if left.days else []
    parts += [Desk.HOURS(hours=hours)] if hours else []
    parts += [Desk.MINUTES(minutes=seconds // 60)] if seconds >= 60 and not left.days else []
    return Desk.LEFT(time=" ".join(parts)) if parts else Desk.UNDER_A_MINUTE()


def _due_word(row: Row) -> str:
    """Say how far off a row is; which clock it is where it is not the order's own."""
    said = time_word(row.left) if row.left else ""
    return said if row.clock is Clock.HANDLING else f"{Desk[f'CLOCK_{row.clock.name}']()} {said}"


def late_word(days: int) -> str:
    """Say how many working days late."""
    return Desk.LATE_ONE() if days == 1 else Desk.LATE(days=days)


# -- the board and the watch -------------------------------------------------------------------


def board_lines(groups: Mapping[Heading, Sequence[Row]], now: datetime, *, everything: bool) -> Iterator[str]:
    """Yield the work board; under each heading the first few alone unless ``everything`` is wanted."""
    shown = {h: rows for h, rows in groups.items() if everything or h is not Heading.IN_HAND}
    count = sum(len(rows) for heading, rows in groups.items() if heading is not Heading.INVESTIGATION)
    if not groups:
        yield Desk.NOTHING_OPEN()
        return
    yield Desk.BOARD_TITLE(now=clock(now), weekday=weekday(now), count=count)
    if not shown:
        yield Desk.NOTHING_PRESSES()
    most = {Heading.INVESTIGATION: MOST_TO_INVESTIGATE}
    listed = {h: rows if everything else rows[: most.get(h, MOST_ROWS)] for h, rows in shown.items()}
    laid = _layout([row for rows in listed.values() for row in rows])
    for heading, rows in shown.items():
        yield ""
        yield _headed(heading.value.upper(), len(rows), red=heading is Heading.OVERDUE)
        for row in listed[heading]:
            yield from laid(row)
        if len(rows) > len(listed[heading]):
            yield "  " + Desk.MORE_ROWS(count=len(rows) - len(listed[heading]))
    if Heading.IN_HAND in groups and not everything:
        yield ""
        yield Desk.IN_HAND_ELSEWHERE(count=len(groups[Heading.IN_HAND]))


def watch_lines(found: Watch) -> Iterator[str]:
    """Yield what is overdue and soon due; nothing at all where there is nothing."""
    laid = _layout([*found.overdue, *found.soon])
    between = False
    for name, rows in (("OVERDUE", found.overdue), ("SOON", found.soon)):
        if rows:
            if between:
                yield ""
            yield _headed(name, len(rows), red=name == "OVERDUE")
            for row in rows:
                yield from laid(row)
            between = True


def _headed(name: str, count: int, *, red: bool) -> str:
    return styled(Desk.COUNTED(heading=Desk[f"HEADING_{name}"](), count=count), "1;31" if red else "1")


def _layout(rows: Sequence[Row]) -> Callable[[Row], list[str]]:
    """Return what lays out one of the rows: on one line with the command where there is room, else on two."""
    number = max((len(row.case.number) for row in rows), default=0)
    department = min(_WIDEST_DEPARTMENT, max((cells(line(row.department)) for row in rows), default=0))
    time = max((cells(_due_word(row)) for row in rows), default=0)
    command = max((cells(row.command) for row in rows), default=0)
    room = width() - 2 - number - department - time - 6
    one_line = width() >= ONE_LINE and room - command - 2 >= _ROOM_FOR_ALL
    room -= command + 2 if one_line else 0
    widths = [number, max(_LEAST_MATTER, room), department, time]

    def laid(row: Row) -> list[str]:
        left = _due_word(row)
        texts = [row.case.number, gist(row.case), line(row.department), left]
        first = table([texts], widths)[0]
        gap = " " * (sum(widths) + 8 - cells(first))
        if row.left and row.left.late:
            first = first.removesuffix(left) + styled(left, "31")
        shown = styled(row.command, "36")
        return [f"  {first}{gap}{shown}"] if one_line else [f"  {first}", " " * (number + 4) + shown]

    return laid


def notice_text(rows: Sequence[Row], found: Watch, head: tuple[int, str]) -> tuple[str, str]:
    """Return the title and the body of one notice, all masked; the ledger's head in it has many witnesses."""
    title = Desk.NOTICE_TITLE(overdue=len(found.overdue), soon=len(found.soon))
    lines = [
        Desk.NOTICE_LINE(
            no=row.case.number,
            department=line(row.department),
            matter=cut(gist(row.case), 40),
            deadline=clock(row.case.deadline),
            left=_due_word(row),
        )
        for row in rows
    ]
    lines.append(Desk.NOTICE_HEAD(entries=head[0], head=in_groups(head[1])))
    return title, "\n".join(lines)


# -- the ledger --------------------------------------------------------------------------------


def _date(moment: datetime, case: Case, roomy: bool) -> str:
    """Return how a day is written: without its year where that stands in the number already."""
    return "%Y-%m-%d" if roomy or moment.year != case.complaint.year else "%m-%d"


def case_lines(cases: Sequence[Case]) -> list[str]:
    """Return complaints as a table, callers hidden."""
    if not cases:
        return []
    roomy, unsure = width() >= ROOMY, f" {Desk.PROVISIONAL_MARK()}"
    rows = [
        [
            case.number,
            f"{case.receipt:{_date(case.receipt, case, roomy)}}",
            line(department_of(case, "")),
            status_word(case.status()),
            f"{case.deadline:{_date(case.deadline, case, roomy)} %H:%M}{unsure if case.provisional else ''}",
            gist(case.complaint),
        ]
        for case in cases
    ]
    head = [Desk.COLUMN_NO, Desk.COLUMN_RECEIVED, Desk.COLUMN_DEPARTMENT, Desk.COLUMN_STATUS, Desk.COLUMN_DEADLINE]
    titles = [*(column() for column in head), Desk.COLUMN_MATTER()]
    widths = [max(cells(row[i]) for row in (titles, *rows)) for i in range(5)]
    widths[2] = min(widths[2], _WIDEST_DEPARTMENT)
    widths.append(max(_LEAST_MATTER, width() - sum(widths) - 10))
    first, *rest = table([titles, *rows], widths)
    return [styled(first, "1"), *rest]


# -- due ---------------------------------------------------------------------------------------


def due_lines(
    start: datetime, limit: Limit, due: datetime, days: Sequence[DayNote], *, explain: bool, provisional: bool
) -> list[str]:
    """Return when a limit ends, and with ``explain`` how each day counted."""
    answer = Desk.DUE(due=clock(due), weekday=weekday(due))
    answer += f"  [{Desk.PROVISIONAL()}]" if provisional else ""
    if not explain:
        return [answer]
    whole_days = limit.unit in ("d", "wd")
    rows = [[column() for column in (Desk.COLUMN_DATE, Desk.COLUMN_WHY, Desk.COLUMN_COUNTED, Desk.COLUMN_TOTAL)]]
    for day in days:
        counted, total = (str(n) if whole_days else _hours(n) for n in (day.counted, day.total))
        why = day.kind.label() + (f" [{Desk.PROVISIONAL_MARK()}]" if day.provisional else "")
        named = WEEKDAYS[0 if language() == "zh" else 1][day.date.weekday()]
        rows.append([f"{day.date} {named}", why, counted, total])
    widths = [max(cells(row[i]) for row in rows) for i in range(4)]
    first, *rest = table(rows, widths)
    started = Desk.COUNTED_FROM(start=clock(start), weekday=weekday(start), limit=limit_words(limit))
    return [started, "", styled(first, "1"), *rest, "", styled(answer, "1")]


def _hours(seconds: int) -> str:
    hours, rest = divmod(seconds, 3600)
    minutes, rest = divmod(rest, 60)
    parts = [Desk.HOURS(hours=hours)] if hours or not (minutes or rest) else []
    parts += [Desk.MINUTES(minutes=minutes)] if minutes else []
    parts += [Desk.SECONDS(seconds=rest)] if rest else []
    return " ".join(parts)
