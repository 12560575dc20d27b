"""The board, the ledger, one complaint, time limits and reminders as a terminal shows them."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from complaint_cli.company.categories import Urgency
from complaint_cli.complaint.board import Heading, Left, Row, Watch, department_of, matter
from complaint_cli.complaint.case import Case, Status
from complaint_cli.complaint.clocks import Clock
from complaint_cli.complaint.steps import clock
from complaint_cli.messages import language
from complaint_cli.messages.desk import WEEKDAYS, Desk
from complaint_cli.render.screen.columns import cut, hanging, pad, styled, table
from complaint_cli.text.layout import cells
from complaint_cli.text.plain import in_groups, plain

if TYPE_CHECKING:
    from complaint_cli.company.calendar import DayNote, Limit
    from complaint_cli.complaint.timeline import Event

ONE_LINE = 112  # cells; from here on a row of the board has its command beside it
ROOMY = 100  # cells; from here on the ledger writes the year of every date
MOST_ROWS = 10  # under one heading of the board
MOST_TO_INVESTIGATE = 3  # these press least
_WIDEST_DEPARTMENT = 16
_LEAST_MATTER = 8
_HOTLINE_HEAD = re.compile(r"^(市民|来电人|群众|用户|诉求人|反映人|居民)?(来电)?(反映|反应|投诉)(称)?[，,：:、]")


def width() -> int:
    """Return how many cells a line may take."""
    return max(40, shutil.get_terminal_size((80, 24)).columns)


def weekday(moment: datetime) -> str:
    """Return the day of the week in words."""
    return WEEKDAYS[0 if language() == "zh" else 1][moment.weekday()]


def line(text: str) -> str:
    """Return anybody's text as one harmless line."""
    return " ".join(plain(text, lines=False).split())


def gist(case: Case) -> str:
    """Return what a complaint is about on one line, masked, without 市民反映 and the like at its head."""
    said = line(matter(case))
    return _HOTLINE_HEAD.sub("", said) or said


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


def board_lines(groups: Mapping[Heading, Sequence[Row]], now: datetime, *, everything: bool) -> list[str]:
    """Return the work board; under each heading the first few alone unless ``everything`` is wanted."""
    shown = {h: list(rows) for h, rows in groups.items() if everything or h is not Heading.IN_HAND}
    count = sum(len(rows) for heading, rows in groups.items() if heading is not Heading.INVESTIGATION)
    if not groups:
        return [Desk.NOTHING_OPEN()]
    out = [Desk.BOARD_TITLE(now=clock(now), weekday=weekday(now), count=count)]
    if not shown:
        out.append(Desk.NOTHING_PRESSES())
    most = {Heading.INVESTIGATION: MOST_TO_INVESTIGATE}
    listed = {h: rows if everything else rows[: most.get(h, MOST_ROWS)] for h, rows in shown.items()}
    laid = _laid([row for rows in listed.values() for row in rows])
    for heading, rows in shown.items():
        out += ["", _headed(heading.value.upper(), len(rows), red=heading is Heading.OVERDUE)]
        out += [text for row in listed[heading] for text in laid[row.case.number, row.clock]]
        if len(rows) > len(listed[heading]):
            out.append("  " + Desk.MORE_ROWS(count=len(rows) - len(listed[heading])))
    if Heading.IN_HAND in groups and not everything:
        out += ["", Desk.IN_HAND_ELSEWHERE(count=len(groups[Heading.IN_HAND]))]
    return out


def watch_lines(found: Watch) -> list[str]:
    """Return what is overdue and soon due; nothing at all where there is nothing."""
    laid = _laid([*found.overdue, *found.soon])
    out: list[str] = []
    for name, rows in (("OVERDUE", found.overdue), ("SOON", found.soon)):
        if rows:
            out += ["", _headed(name, len(rows), red=name == "OVERDUE")]
            out += [text for row in rows for text in laid[row.case.number, row.clock]]
    return out[1:]


def _headed(name: str, count: int, *, red: bool) -> str:
    return styled(Desk.COUNTED(heading=Desk[f"HEADING_{name}"](), count=count), "1;31" if red else "1")


def _laid(rows: Sequence[Row]) -> dict[tuple[str, Clock], list[str]]:
    """Lay out rows by number: on one line with the command where there is room, else on two."""
    if not rows:
        return {}
    times = [_due_word(row) for row in rows]
    number = max(len(row.case.number) for row in rows)
    department = min(_WIDEST_DEPARTMENT, max(cells(line(row.department)) for row in rows))
    time = max(map(cells, times))
    command = max(len(row.command) for row in rows)
    one_line = width() >= ONE_LINE
    room = width() - 2 - number - department - time - 6 - (command + 2 if one_line else 0)
    widths = [number, max(_LEAST_MATTER, room), department, time]
    laid = {}
    for row, left in zip(rows, times, strict=True):
        late = bool(row.left and row.left.late)
        texts = [row.case.number, gist(row.case), line(row.department), left]
        first = table([texts], widths)[0]
        if late:
            first = first.removesuffix(left) + styled(left, "31")
        shown = styled(row.command, "36")
        if one_line:
            gap = " " * (sum(widths) + 6 - cells(table([texts], widths)[0]) + 2)
            laid[row.case.number, row.clock] = [f"  {first}{gap}{shown}"]
        else:
            laid[row.case.number, row.clock] = [f"  {first}", " " * (number + 4) + shown]
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


def case_lines(cases: Sequence[Case]) -> list[str]:
    """Return complaints as a table, callers hidden."""
    if not cases:
        return []
    day, moment = ("%Y-%m-%d", "%Y-%m-%d %H:%M") if width() >= ROOMY else ("%m-%d", "%m-%d %H:%M")
    rows = [
        [
            case.number,
            f"{case.receipt:{day}}",
            line(department_of(case, "")),
            status_word(case.status()),
            f"{case.deadline:{moment}}",
            gist(case),
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


# -- one complaint -----------------------------------------------------------------------------


def story_lines(told: Mapping[str, Any], events: Sequence[Event], limit: str | None) -> list[str]:
    """Return one complaint with its whole timeline; ``told`` is what --json prints."""
    labels = [(label(), value) for label, value in _fields(told, limit) if value]
    indent = 4 + max(cells(label) for label, _ in labels)
    status = Status(told["status"])
    out = [styled(f"{told['no']}  {status_word(status)}", "1")]
    for label, value in labels:
        out += hanging(f"  {label}", plain(value), width(), indent=indent)
    out += ["", styled(Desk.TIMELINE(), "1")]
    names = max((cells(line(event.by)) for event in events), default=0)
    for event in events:
        number = f"{event.number:>3}" if event.number else "   "
        first = f"{number} {pad(clock(event.at), 16)}  {pad(line(event.by), min(names, 12))}  "
        indent = min(cells(first), 34)
        lines = hanging(first, plain(event_text(event)), width(), indent=indent)
        marks = [Desk.ENTERED_LATE(at=clock(event.entered))] if event.late else []
        marks += [Desk.REHEARSAL()] if event.rehearsal else []
        if event.entered_by and event.entered_by != event.by:
            marks.append(Desk.ENTERED_BY(name=line(event.entered_by)))
        marks += [Desk.AMENDED()] if event.amended else []
        if event.withdrawn:
            marks.append(Desk.WITHDRAWN(by=line(event.withdrawn["by"]), reason=line(event.withdrawn["reason"])))
        if marks:
            mark = f"[{Desk.COMMA().join(marks)}]"
            if cells(lines[-1]) + 1 + cells(mark) <= width():
                lines[-1] += f" {styled(mark, '33')}"
            else:
                lines += [styled(part, "33") for part in hanging(" " * indent, mark, width(), indent=indent)]
        out += lines
    if told["evidence"]:
        out += ["", styled(Desk.EVIDENCE(), "1")]
    for file in told["evidence"]:
        text = Desk.EVIDENCE_LINE(name=line(file["name"]), size=f"{file['size']:,}", path=line(file["path"]))
        out += hanging("  ", text, width(), indent=4)
    out.append("")
    if told["command"]:
        out.append(Desk.NEXT(command=styled(told["command"], "36")))
    if not told["revealed"]:
        out.append(Desk.HIDDEN())
    return out


def _fields(told: Mapping[str, Any], limit: str | None) -> list[tuple[Desk, str | None]]:
    def when(name: str) -> str:
        return clock(datetime.fromisoformat(told[name])) if told[name] else ""

    urgency = {u.value[1]: u.value[0 if language() == "zh" else 1] for u in Urgency}
    basis = Desk.BASIS_LIMIT(limit=limit) if limit else Desk.BASIS_ORDER()
    note = Desk.COMMA() + Desk.PROVISIONAL() if told["provisional"] else ""
    opening, closing = ("（", "）") if language() == "zh" else (" (", ")")
    place = Desk.REPEAT_OF(place=told["place"], first=told["repeat_of"]) if told["place"] else None
    return [
        (Desk.FIELD_CONTENT, told["content"]),
        (Desk.FIELD_CATEGORY, told["category"]),
        (Desk.FIELD_SOURCE, told["source"]),
        (Desk.FIELD_URGENCY, urgency.get(told["urgency"], told["urgency"])),
        (Desk.FIELD_CALLER, told["caller"]),
        (Desk.FIELD_PHONE, told["phone"]),
        (Desk.FIELD_ACCOUNT, told["account"]),
        (Desk.FIELD_ADDRESS, told["address"]),
        (Desk.FIELD_ORDER_NO, told["order_no"]),
        (Desk.FIELD_SUPERIOR_NO, told["superior_no"]),
        (Desk.FIELD_CONFIDENTIAL, Desk.YES() if told["confidential"] else None),
        (Desk.FIELD_AT, when("received")),
        (Desk.FIELD_DEADLINE, f"{when('order_deadline')}{opening}{basis}{note}{closing}"),
        (Desk.FIELD_EXTENDED, when("deadline") if told["extended"] else None),
        (Desk.FIELD_INTERNAL, when("hand_back_by")),
        (Desk.FIELD_DEPARTMENT, told["department"]),
        (Desk.FIELD_PERSONS, Desk.LISTED().join(told["persons"])),
        (Desk.STEP_HANDBACK, _handed_back(told, when("handed_back"))),
        (Desk.FIELD_REPEAT, place),
        (Desk.FIELD_EXCLUDED, told["excluded"]),
    ]


def _handed_back(told: Mapping[str, Any], at: str) -> str:
    return at + Desk.COMMA() + late_word(told["days_late"]) if told["days_late"] else at


def event_text(event: Event) -> str:
    """Say in words what a step did."""
    facts: dict[str, Any] = {name: _word(value) for name, value in event.facts.items()}
    said = _SAYERS.get(event.step)
    return said(facts, event.facts) if said else Desk[f"STEP_{event.step.upper()}"](**facts)


def _word(value: Any) -> str:
    if value is None:
        return Desk.NONE()
    if isinstance(value, bool):
        return Desk.YES() if value else Desk.NO()
    if isinstance(value, datetime):
        return clock(value)
    return Desk.LISTED().join(value) if isinstance(value, list) else str(value)


def _amendment(words: dict[str, Any], facts: dict[str, Any]) -> str:
    return Desk.STEP_AMENDMENT(**words | {"field": Desk[f"FIELD_{facts['field'].upper()}"]()})


def _transfer(words: dict[str, Any], facts: dict[str, Any]) -> str:
    late = Desk.STEP_JUSTIFIED(reason=words["justified"]) if facts["justified"] else ""
    persons = words["persons"] or Desk.NONE()
    return Desk.STEP_TRANSFER(department=words["department"], persons=persons) + late


def _approval(words: dict[str, Any], facts: dict[str, Any]) -> str:
    from complaint_cli.messages.steps import Steps

    post = Steps.DEPUTY() if facts["post"] == "deputy" else Steps.GENERAL()
    verdict = Desk[facts["verdict"].upper()]()
    acting = Desk.ACTING() if facts["acting"] else ""
    opinion = words["opinion"]
    said = opinion if opinion.startswith(verdict) else Desk.VERDICT(verdict=verdict, opinion=opinion)
    return Desk.STEP_APPROVAL(post=post, acting=acting, said=said)


def _callback(_: dict[str, Any], facts: dict[str, Any]) -> str:
    parts = [Desk[f"RESULT_{facts['result'].upper()}"]()]
    if facts["resolved"] is not None:
        parts.append(Desk.RESOLVED() if facts["resolved"] else Desk.UNRESOLVED())
    parts += [Desk.REWORK()] if facts["rework"] else []
    return Desk.STEP_CALLBACK(result=Desk.COMMA().join(parts))


def _investigation(words: dict[str, Any], facts: dict[str, Any]) -> str:
    parts = [Desk.INTERNAL_CAUSE() if facts["internal_cause"] else Desk.NO_INTERNAL_CAUSE()]
    parts += [Desk[f"SEVERITY_{facts['severity'].upper()}"]()] if facts["severity"] else []
    parts += [Desk.ADVERSE_EFFECT()] if facts["adverse_effect"] else []
    parts += [Desk.FALSE_RECORD()] if facts["false_record"] else []
    parts += [words["persons"]] if facts["persons"] else []
    return Desk.STEP_INVESTIGATION(auditor=words["auditor"], clerk=words["clerk"], found=Desk.COMMA().join(parts))


_SAYERS: dict[str, Callable[[dict[str, Any], dict[str, Any]], str]] = {
    "amendment": _amendment,
    "transfer": _transfer,
    "approval": _approval,
    "contact": lambda words, facts: Desk[f"STEP_CONTACT_{facts['means'].upper()}"](),
    "evidence": lambda words, facts: Desk.STEP_EVIDENCE(name=words["name"], hash=facts["sha256"][:12]),
    "note": lambda words, facts: Desk[f"STEP_NOTE_{facts['kind'].upper()}"](text=words["text"]),
    "extension": lambda words, facts: Desk.STEP_EXTENSION(
        **words | {"old": words["old_deadline"], "new": words["new_deadline"]}
    ),
    "callback": _callback,
    "link": lambda words, facts: Desk.STEP_LINK(first=words["repeat_of"]) if facts["repeat_of"] else Desk.STEP_UNLINK(),
    "investigation": _investigation,
    "decision": lambda words, facts: (Desk.STEP_WAIVED if facts["amount"] is None else Desk.STEP_DECISION)(**words),
    "exclusion": lambda words, facts: (Desk.STEP_EXCLUDED if facts["excluded"] else Desk.STEP_INCLUDED)(**words),
}


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
    started = Desk.COUNTED_FROM(start=clock(start), weekday=weekday(start), limit=str(limit))
    return [started, "", styled(first, "1"), *rest, "", styled(answer, "1")]


def _hours(seconds: int) -> str:
    hours, rest = divmod(seconds, 3600)
    minutes, rest = divmod(rest, 60)
    parts = [Desk.HOURS(hours=hours)] if hours or not (minutes or rest) else []
    parts += [Desk.MINUTES(minutes=minutes)] if minutes else []
    parts += [Desk.SECONDS(seconds=rest)] if rest else []
    return " ".join(parts)
