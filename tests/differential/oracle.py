"""A second, independent calculation of `complaint assess --json`, for comparison only.

It reads plain event dictionaries (the lines of `complaint batch`), an organisation dictionary, the numbers
of an edition and a clock, and follows the text of the contract's "Month-end rules, exactly" sentence by
sentence. It is written for clarity, not for speed, and shares no code with the program: nothing of
complaint_cli is imported, working days come from `chinese_calendar`, money and points are Decimals.

Readings taken where the contract leaves something open
=======================================================

| no. | open point | reading taken here |
|-----|------------|--------------------|
| R1  | `transfer_late`, no transfer exists | no finding: the text has no "or none" there |
| R2  | `transfer_late`, justified | still found: "not justified" stands in `transfer_delayed` only |
| R3  | `transfer_delayed`, none, `transfer_due` still to come | found: literally "or none" |
| R4  | "first transfer" | the first form filled, by its time; also when it was rejected later |
| R5  | `reply_late` | only where a reply is owed: the source is the hotline |
| R6  | `reply_late`, several replies | the first one counts |
| R7  | officer of `reply_late` | as in `transfer_delayed`: first transfer's, else the intake's |
| R8  | group of `repeat_again` | with the first complaint itself; a chain leads to its far end |
| R9  | excluded complaints in that group | they keep their place in the order ("all complaints linked") |
| R10 | equal receipts in that group | the lower number came first |
| R11 | call-backs of one complaint | the last reached by `as_of` counts, for rates and `clean_month` too |
| R12 | not handed back, `as_of` = deadline | not late and not due, except at the period's last second: it has passed with the period |
| R13 | `callback_missing`, `reply_late`, `as_of` = due | found: all that exists by then is known |
| R14 | manager and responsible are one, equal amounts | the manager's line stays |
| R15 | the larger of the two | by base amount, before any decision |
| R16 | `unassigned`, "once" | a line for each unknown name, one for a role without any name |
| R17 | a waived office fine | still is the person's first |
| R18 | office fines of people outside the organisation | counted by name, like the others |
| R19 | decided amount after a later link or unlink | stays as decided |
| R20 | commendation tied to an excluded complaint | yields nothing |
| R21 | commendations beyond the cap | listed with 0 points |
| R22 | evidence | any of the complaint up to and including the first hand-back's moment |
| R23 | investigation that names nobody | the responsible of the transfer in force then |
| R24 | `internal_cause`, no severity given | minor |
| R25 | investigations of two months, both with a cause | each month has its own finding |
| R26 | rank | by the score after floor and ceiling |
| R27 | rates | four decimals, half up |
| R28 | `received` etc. | responsible departments only; other rows: points and score |
| R29 | `excluded` | existing by `as_of`, receipt or deadline in the period |
| R30 | days late of an undone complaint | run to `as_of` |
| R31 | `accountability` | on lines of `transfer_delayed` and `handling_overdue` only |
| R32 | bonuses | not doubled for a repeat ("its fines and deductions") |
| R33 | `late_entries` | steps with `at` in the period, by `as_of`, entered after `at` + `1wd` |
| R34 | amended deadline of an extended complaint | the extension's deadline stays |
| R35 | several decisions on one line | the one entered last |
| R36 | amended receipt | is the intake's moment; the complaint exists from then on |
| R37 | `start_day` d of month M | from day d of M to the day before d of the month after |
| R38 | deadline of an order without one, after a change of edition | by the edition in force at receipt: |
|     | | a deadline that was given does not move, and the finding stays in one period |
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta, timezone
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Any

import chinese_calendar

SHANGHAI = timezone(timedelta(hours=8))
Line = dict[str, Any]

# The defaults of the contract, "The policy edition".
EDITION: dict[str, Any] = {
    "start_day": 1,
    "hours": [(time(8, 30), time(12, 0)), (time(14, 0), time(17, 30))],
    "holidays": set(),
    "workdays": set(),
    "limits": {
        "general": "5wd",
        "provincial": "3wd",
        "outage": "24h",
        "leak": "2h",
        "transfer": "4wh",
        "callback": "1wd",
        "reply": "2wd",
    },
    "office_delay": {"band": (50, 100), "first": 50, "later": 100, "confirmed": False},
    "handling_overdue": {
        "band": (100, 500),
        "responsible": [(1, 100), (3, 200), (5, 300), (None, 500)],  # up to so many days late
        "manager": [(1, 100), (3, 100), (5, 150), (None, 250)],
    },
    "internal_cause": {
        "band": (100, 500),
        "responsible": {"minor": 100, "serious": 300, "major": 500},
        "manager": {"minor": 100, "serious": 300, "major": 500},
    },
    "repeat_factor": 2,
    "accountability_days_late": 5,
    "min_share_left": "0.25",
    "points": {
        "transfer_late": "-1",
        "reply_late": "-2",
        "callback_missing": "-1",
        "handling_overdue": "-2",
        "handling_overdue_open": "-3",
        "internal_cause": "-3",
        "internal_cause_major": "-5",
        "false_record": "-5",
        "unsatisfied_unresolved": "-1",
        "unsatisfied_resolved": "-0.5",
        "evidence_missing": "-1",
        "repeat_again": "-1",
        "commended": "0.5",
        "commended_cap": "3",
        "clean_month": "1",
    },
    "clean_month_callbacks": 3,
    "repeat_again_from": 3,
    "satisfaction_mostly": "0.9",
    "base": "100",
    "floor": "0",
    "ceiling": "110",
    # What makes a source the hotline (a reply is owed), and what makes a kind of limit.
    "hotline_sources": {"12345", "热线", "hotline", "provincial", "省级", "online", "网络"},
    "quick_sources": {"provincial", "省级", "online", "网络"},
    "leak_categories": {"泄漏", "leak"},
    "outage_categories": {"停气", "outage"},
}

CLAUSES = {
    "transfer_delayed": ("5.2", "第五条第二款"),
    "transfer_late": ("5.1", "第五条第一款"),
    "reply_late": ("5.2", "第五条第二款"),
    "callback_missing": ("5.1", "第五条第一款"),
    "handling_overdue": ("5.5", "第五条第五款"),
    "internal_cause": ("5.3", "第五条第三款"),
    "false_record": ("5.1", "第五条第一款"),
    "unsatisfied": ("5.1", "第五条第一款"),
    "evidence_missing": ("5.1", "第五条第一款"),
    "repeat_again": ("5.4", "第五条第四款"),
    "commended": ("5.1", "第五条第一款"),
    "clean_month": ("5.1", "第五条第一款"),
}
BAND_OF = {
    "transfer_delayed": "office_delay",
    "reply_late": "office_delay",
    "handling_overdue": "handling_overdue",
    "internal_cause": "internal_cause",
}


# ---------------------------------------------------------------------------------------------- time


def moment(text: str) -> datetime:
    """An ISO-8601 text as a Shanghai time; without offset it is one already."""
    found = datetime.fromisoformat(text)
    return found.astimezone(SHANGHAI) if found.tzinfo else found.replace(tzinfo=SHANGHAI)


def iso(at: datetime) -> str:
    return at.isoformat()


def working_day(day: date, edition: dict[str, Any] = EDITION) -> bool:
    """Monday to Friday, less statutory holidays, plus make-up days; the edition's own days come last."""
    if day in edition["holidays"]:
        return False
    if day in edition["workdays"]:
        return True
    try:
        return chinese_calendar.is_workday(day)
    except NotImplementedError:  # a year that is not published
        return day.weekday() < 5


def close_of(day: date, edition: dict[str, Any] = EDITION) -> datetime:
    return datetime.combine(day, edition["hours"][-1][1], SHANGHAI)


def limit_end(start: datetime, limit: str, edition: dict[str, Any] = EDITION) -> datetime:
    """The end of a LIMIT: `2h`, `3wh`, `7d` or `5wd` from `start`."""
    number, unit = re.fullmatch(r"(\d+)(wh|wd|h|d)", limit).groups()  # type: ignore[union-attr]
    count = int(number)
    if unit == "h":
        return start + timedelta(hours=count)
    if unit == "d":
        day = start.date() + timedelta(days=count)
        while not working_day(day, edition):
            day += timedelta(days=1)
        return close_of(day, edition)
    if unit == "wd":
        day = start.date()
        while count:
            day += timedelta(days=1)
            if working_day(day, edition):
                count -= 1
        return close_of(day, edition)
    left = timedelta(hours=count)
    day = start.date()
    while True:
        if working_day(day, edition):
            for opens, closes in edition["hours"]:
                begin = max(start, datetime.combine(day, opens, SHANGHAI))
                finish = datetime.combine(day, closes, SHANGHAI)
                if begin >= finish:
                    continue
                if finish - begin >= left:
                    return begin + left
                left -= finish - begin
        day += timedelta(days=1)


def days_late(deadline: datetime, finish: datetime, edition: dict[str, Any] = EDITION) -> int:
    """Working days after the deadline's date up to and including the date of the finish, at least 1."""
    count = 0
    day = deadline.date()
    while day < finish.date():
        day += timedelta(days=1)
        count += working_day(day, edition)
    return max(count, 1)


def period(month: str, edition: dict[str, Any] = EDITION) -> tuple[datetime, datetime]:
    """First midnight and last second of a month."""
    year, number = map(int, month.split("-"))
    start_day = edition["start_day"]
    first = date(year, number, start_day)
    following = first + timedelta(days=calendar.monthrange(year, number)[1])
    following = following.replace(day=start_day)
    start = datetime.combine(first, time(0), SHANGHAI)
    return start, datetime.combine(following, time(0), SHANGHAI) - timedelta(seconds=1)


# ---------------------------------------------------------------------------------------------- organisation


@dataclass
class Organisation:
    """Departments in their order, and the names that belong to the company."""

    departments: list[dict[str, Any]]
    names: set[str]

    @classmethod
    def of(cls, plain: dict[str, Any]) -> Organisation:
        names = {plain["general_manager"]}
        for department in plain["department"]:
            names |= {department["deputy"], *department.get("staff", [])} - {None}
            names |= {name for _, name in managers(department)}
        return cls(plain["department"], names)

    def role(self, name: str) -> str:
        return next(str(d["role"]) for d in self.departments if d["name"] == name)

    def office(self) -> str:
        return next(str(d["name"]) for d in self.departments if d["role"] == "office")

    def manager(self, name: str, day: date) -> str | None:
        """Who manages the department on that day."""
        department = next(d for d in self.departments if d["name"] == name)
        held = None
        for since, person in managers(department):
            if since <= day:
                held = person
        return held


def managers(department: dict[str, Any]) -> list[tuple[date, str]]:
    listed = department["manager"]
    if isinstance(listed, str):
        return [(date.min, listed)]
    return sorted((entry["since"], entry["name"]) for entry in listed)


# ---------------------------------------------------------------------------------------------- cases


@dataclass
class Transfer:
    to: str
    at: datetime
    by: str
    persons: list[str]
    justified: bool
    dispatched: datetime | None = None
    returned: datetime | None = None
    rejected: bool = False


@dataclass
class Case:
    """What is known of one complaint at `as_of`."""

    ref: str
    number: str
    intake: Line
    receipt: datetime
    transfers: list[Transfer] = field(default_factory=list)
    handbacks: list[datetime] = field(default_factory=list)
    evidence: list[datetime] = field(default_factory=list)
    extended: datetime | None = None
    callbacks: list[tuple[datetime, Line]] = field(default_factory=list)
    replies: list[datetime] = field(default_factory=list)
    investigations: list[tuple[datetime, Line]] = field(default_factory=list)
    decisions: list[Line] = field(default_factory=list)
    excluded: str | None = None
    repeat_of: str | None = None

    @property
    def handback(self) -> datetime | None:
        return self.handbacks[0] if self.handbacks else None

    def in_force(self, at: datetime) -> Transfer | None:
        """The last one dispatched by then and not returned by then."""
        held = [
            t for t in self.transfers if t.dispatched and t.dispatched <= at and not (t.returned and t.returned <= at)
        ]
        return max(held, key=lambda t: t.dispatched) if held else None  # type: ignore[arg-type,return-value]

    def reached(self) -> tuple[datetime, Line] | None:
        """The last call-back that reached the caller."""
        kept = [(at, line) for at, line in self.callbacks if line["result"] != "unreached"]
        return kept[-1] if kept else None

    def officer(self) -> str:
        """Who made the first transfer, else who took it in."""
        return self.transfers[0].by if self.transfers else str(self.intake["by"])


WHENEVER = {"decide", "exclude", "include", "link", "unlink", "amend"}
INTAKE_FIELDS = {"content", "category", "source", "urgency", "deadline", "phone", "address", "account"}


def cases_at(lines: list[Line], as_of: datetime, numbers: dict[str, str]) -> list[Case]:
    """The complaints that exist at `as_of`, each with the steps that exist at `as_of`."""
    cases: dict[str, Case] = {}
    for line in lines:
        do, at = line["do"], moment(line["at"])
        if at > as_of and do not in WHENEVER and do != "intake":
            continue
        if do == "intake":
            case = Case(line["ref"], numbers[line["ref"]], dict(line), at)
            if line.get("repeat_of"):
                case.repeat_of = line["repeat_of"].removeprefix("@")
            cases[case.ref] = case
            continue
        if do == "commend" or line["no"].removeprefix("@") not in cases:
            continue
        take_step(cases[line["no"].removeprefix("@")], line, at)
    existing = [case for case in cases.values() if case.receipt <= as_of]
    return sorted(existing, key=lambda case: case.number)


def take_step(case: Case, line: Line, at: datetime) -> None:
    match line["do"]:
        case "transfer":
            persons = list(dict.fromkeys(line.get("person", [])))
            case.transfers.append(Transfer(line["to"], at, line["by"], persons, bool(line.get("justified"))))
        case "approve" if line.get("reject"):
            case.transfers[-1].rejected = True
        case "approve" if line["as"] == "general":
            case.transfers[-1].dispatched = at
        case "return":
            case.transfers[-1].returned = at
        case "handle":
            if line.get("evidence"):
                case.evidence.append(at)
            if line.get("done"):
                case.handbacks.append(at)
        case "extend":
            case.extended = moment(line["to"])
        case "callback":
            case.callbacks.append((at, line))
        case "reply":
            case.replies.append(at)
        case "investigate":
            case.investigations.append((at, line))
        case "decide":
            case.decisions.append(line)
        case "exclude":
            case.excluded = line["reason"]
        case "include":
            case.excluded = None
        case "link":
            case.repeat_of = line["repeat_of"].removeprefix("@")
        case "unlink":
            case.repeat_of = None
        case "amend":
            case.intake.update({key: line[key] for key in INTAKE_FIELDS & line.keys()})
            if line.get("received"):
                case.receipt = moment(line["received"])


def limit_kind(intake: Line, edition: dict[str, Any]) -> str:
    """Which of the edition's limits counts for a complaint without a printed deadline."""
    if intake.get("category") in edition["leak_categories"]:
        return "leak"
    if intake.get("category") in edition["outage_categories"]:
        return "outage"
    return "provincial" if intake.get("source") in edition["quick_sources"] else "general"


# ---------------------------------------------------------------------------------------------- rules


@dataclass
class Finding:
    """One rule met by one complaint: points for a department, and the people who may be fined."""

    rule: str
    case: Case | None
    department: str
    at: datetime
    points: Decimal | None = None
    claims: list[tuple[str, str | None, int | None]] = field(default_factory=list)  # role, person, amount
    accountability: bool = False


@dataclass
class Month:
    """The month being assessed."""

    organisation: Organisation
    edition: dict[str, Any]
    as_of: datetime
    end: datetime
    cases: list[Case]
    in_force_on: Callable[[date], dict[str, Any]]

    def points(self, key: str) -> Decimal:
        return Decimal(self.edition["points"][key])

    def limit(self, start: datetime, name: str) -> datetime:
        return limit_end(start, self.edition["limits"][name], self.edition)

    def deadline(self, case: Case) -> datetime:
        """The last extension's, else the order's; without one, the limit for its kind from receipt."""
        if case.extended:
            return case.extended
        if case.intake.get("deadline"):
            return moment(case.intake["deadline"])
        edition = self.in_force_on(case.receipt.date())
        return limit_end(case.receipt, edition["limits"][limit_kind(case.intake, edition)], edition)

    def late(self, case: Case) -> bool:
        """Handed back after the deadline, or not yet and the deadline has passed."""
        deadline = self.deadline(case)
        return case.handback > deadline if case.handback else self.passed(deadline)

    def passed(self, deadline: datetime) -> bool:
        """By the end of the period its last second has passed too."""
        return deadline < self.as_of or deadline == self.as_of == self.end

    def days_late(self, case: Case) -> int:
        return days_late(self.deadline(case), case.handback or self.as_of, self.edition)

    def accountable(self, case: Case) -> bool:
        return self.days_late(case) > self.edition["accountability_days_late"]

    def owes_reply(self, case: Case) -> bool:
        return case.intake.get("source") in self.edition["hotline_sources"]

    def group(self, case: Case) -> list[Case]:
        """All complaints linked to the same first one, that one too, by receipt."""
        by_ref = {other.ref: other for other in self.cases}

        def first(ref: str) -> str:
            while ref in by_ref and by_ref[ref].repeat_of:
                ref = by_ref[ref].repeat_of  # type: ignore[assignment]
            return ref

        mine = [other for other in self.cases if first(other.ref) == first(case.ref)]
        return sorted(mine, key=lambda other: (other.receipt, other.number))


def transfer_delayed(case: Case, month: Month) -> Iterator[Finding]:
    due = month.limit(case.receipt, "transfer")
    first = case.transfers[0] if case.transfers else None
    if month.late(case) and (first is None or (first.at > due and not first.justified)):
        claim = ("officer", case.officer(), None)
        yield Finding(
            "transfer_delayed",
            case,
            month.organisation.office(),
            month.deadline(case),
            claims=[claim],
            accountability=month.accountable(case),
        )


def transfer_late(case: Case, month: Month) -> Iterator[Finding]:
    due = month.limit(case.receipt, "transfer")
    if case.transfers and case.transfers[0].at > due:
        office = month.organisation.office()
        yield Finding("transfer_late", case, office, due, month.points("transfer_late"))


def reply_late(case: Case, month: Month) -> Iterator[Finding]:
    if not case.handback or not month.owes_reply(case):
        return
    due = month.limit(case.handback, "reply")
    if not case.replies or case.replies[0] > due:
        claim = ("officer", case.officer(), None)
        office = month.organisation.office()
        yield Finding("reply_late", case, office, due, month.points("reply_late"), [claim])


def callback_missing(case: Case, month: Month) -> Iterator[Finding]:
    if not case.handback:
        return
    due = month.limit(case.handback, "callback")
    if not any(at <= due for at, _ in case.callbacks):
        office = month.organisation.office()
        yield Finding("callback_missing", case, office, due, month.points("callback_missing"))


def by_days(table: list[tuple[int | None, int]], days: int) -> int:
    return next(amount for top, amount in table if top is None or days <= top)


def handling_overdue(case: Case, month: Month) -> Iterator[Finding]:
    deadline = month.deadline(case)
    transfer = case.in_force(deadline)
    if not month.late(case) or transfer is None or transfer.dispatched is None:
        return
    left = Fraction((deadline - transfer.dispatched) // timedelta(microseconds=1))
    whole = Fraction((deadline - case.receipt) // timedelta(microseconds=1))
    if left / whole < Fraction(month.edition["min_share_left"]):
        return
    table = month.edition["handling_overdue"]
    days = month.days_late(case)
    claims: list[tuple[str, str | None, int | None]] = [
        ("manager", month.organisation.manager(transfer.to, deadline.date()), by_days(table["manager"], days))
    ]
    amount = by_days(table["responsible"], days)
    claims += [("responsible", person, amount) for person in transfer.persons or [None]]
    points = month.points("handling_overdue" if case.handback else "handling_overdue_open")
    yield Finding("handling_overdue", case, transfer.to, deadline, points, claims, month.accountable(case))


def internal_cause(case: Case, month: Month) -> Iterator[Finding]:
    if not case.investigations:
        return
    at, found = case.investigations[-1]
    transfer = case.in_force(at)
    if not found.get("internal_cause") or transfer is None:
        return
    severity = found.get("severity") or "minor"
    claims: list[tuple[str, str | None, int | None]] = []
    if found.get("adverse_effect"):
        table = month.edition["internal_cause"]
        manager = month.organisation.manager(transfer.to, at.date())
        claims.append(("manager", manager, table["manager"][severity]))
        persons = list(dict.fromkeys(found.get("person", []))) or transfer.persons
        claims += [("responsible", person, table["responsible"][severity]) for person in persons or [None]]
    points = month.points("internal_cause_major" if severity == "major" else "internal_cause")
    yield Finding("internal_cause", case, transfer.to, at, points, claims)


def false_record(case: Case, month: Month) -> Iterator[Finding]:
    if not case.investigations:
        return
    at, found = case.investigations[-1]
    transfer = case.in_force(at)
    if found.get("false_record") and transfer:
        yield Finding("false_record", case, transfer.to, at, month.points("false_record"))


def unsatisfied(case: Case, month: Month) -> Iterator[Finding]:
    last = case.reached()
    if last is None or last[1]["result"] != "unsatisfied":
        return
    at, line = last
    transfer = case.in_force(at)
    if transfer:
        key = "unsatisfied_resolved" if line["resolved"] else "unsatisfied_unresolved"
        yield Finding("unsatisfied", case, transfer.to, at, month.points(key))


def evidence_missing(case: Case, month: Month) -> Iterator[Finding]:
    handback = case.handback
    if handback is None or any(at <= handback for at in case.evidence):
        return
    transfer = case.in_force(handback)
    if transfer:
        yield Finding("evidence_missing", case, transfer.to, handback, month.points("evidence_missing"))


def repeat_again(case: Case, month: Month) -> Iterator[Finding]:
    place = 1 + [other.ref for other in month.group(case)].index(case.ref)
    transfer = case.in_force(month.as_of)
    if place >= month.edition["repeat_again_from"] and transfer:
        yield Finding("repeat_again", case, transfer.to, case.receipt, month.points("repeat_again"))


RULES = [
    transfer_delayed,
    transfer_late,
    reply_late,
    callback_missing,
    handling_overdue,
    internal_cause,
    false_record,
    unsatisfied,
    evidence_missing,
    repeat_again,
]


# ---------------------------------------------------------------------------------------------- the month


def two(value: Decimal | int) -> str:
    return str(Decimal(value).quantize(Decimal("0.01"), ROUND_HALF_UP) + 0)


def four(part: Decimal | int, whole: int) -> str | None:
    if whole == 0:
        return None
    return str((Decimal(part) / Decimal(whole)).quantize(Decimal("0.0001"), ROUND_HALF_UP))


def number_of(case: Case | None) -> str | None:
    return case.number if case else None


def sort_key(row: dict[str, Any]) -> tuple[str, str, str, str]:
    """In order of moment, number, rule, person."""
    return (row["at"], row["complaint"] or "", row["rule"], row.get("person") or "")


def assess(
    lines: list[Line],
    organisation: dict[str, Any],
    month: str,
    now: str | datetime,
    edition: dict[str, Any] = EDITION,
    numbers: dict[str, str] | None = None,
    in_force_on: Callable[[date], dict[str, Any]] | None = None,
) -> dict[str, Any]:
    """The month's answer by the edition in force on its first day.

    `numbers` maps a `ref` to its number, else they run in order of entry; `in_force_on` gives the edition of
    another day, where there is more than one.
    """
    company = Organisation.of(organisation)
    start, end = period(month, edition)
    clock = moment(now) if isinstance(now, str) else now
    as_of = min(clock, end)
    if numbers is None:
        refs = [line["ref"] for line in lines if line["do"] == "intake"]
        numbers = {ref: f"2026-{i:04d}" for i, ref in enumerate(refs, 1)}
    on_day = in_force_on or (lambda _: edition)
    view = Month(company, edition, as_of, end, cases_at(lines, as_of, numbers), on_day)

    findings: list[Finding] = []
    for case in view.cases:
        if case.excluded is None:
            findings += [found for rule in RULES for found in rule(case, view)]
    findings = [found for found in findings if start <= found.at <= as_of]

    points = [points_row(found, view) for found in findings if found.points is not None]
    points += commendations(lines, view, start)
    valid = valid_callbacks(view, start)
    points += clean_months(points, valid, view, start)
    points.sort(key=sort_key)

    fines, unassigned = fine_rows(findings, view)
    departments = department_rows(points, valid, view, start)
    amounts = [Decimal(row["amount"]) for row in fines]
    signed = [Decimal(row["points"]) for row in points]
    return {
        "schema": 1,
        "month": month,
        "status": "running" if clock <= end else "open",
        "as_of": iso(as_of),
        "departments": departments,
        "points": points,
        "fines": fines,
        "excluded": excluded_rows(view, start, end),
        "unassigned": unassigned,
        "adjustments": [],
        "late_entries": late_entries(lines, start, as_of, edition),
        "totals": {
            "fines": two(sum(amounts, Decimal(0))),
            "deductions": two(sum((p for p in signed if p < 0), Decimal(0))),
            "bonuses": two(sum((p for p in signed if p > 0), Decimal(0))),
        },
    }


def factor_of(found: Finding, edition: dict[str, Any]) -> int:
    """A complaint confirmed as a repeat doubles its fines and deductions; `repeat_again` is not doubled."""
    repeat = found.case is not None and found.case.repeat_of is not None
    return int(edition["repeat_factor"]) if repeat and found.rule != "repeat_again" else 1


def points_row(found: Finding, view: Month) -> dict[str, Any]:
    factor = factor_of(found, view.edition)
    clause, cite = CLAUSES[found.rule]
    assert found.points is not None
    return {
        "complaint": number_of(found.case),
        "department": found.department,
        "rule": found.rule,
        "clause": clause,
        "cite": cite,
        "points": two(found.points * factor),
        "factor": factor,
        "at": iso(found.at),
    }


def commendations(lines: list[Line], view: Month, start: datetime) -> list[dict[str, Any]]:
    """+0.5 each, at most +3 a month and department (later ones 0)."""
    by_ref = {case.ref: case for case in view.cases}
    found = []
    for line in lines:
        if line["do"] != "commend" or not start <= moment(line["at"]) <= view.as_of:
            continue
        case = by_ref.get(line["no"].removeprefix("@")) if line.get("no") else None
        if line.get("complaint"):
            case = by_ref[line["complaint"].removeprefix("@")]
        if case is None or case.excluded is None:
            found.append(Finding("commended", case, line["dept"], moment(line["at"])))
    found.sort(key=lambda f: (f.at, number_of(f.case) or ""))
    rows = []
    given: dict[str, Decimal] = {}
    for one in found:
        room = view.points("commended_cap") - given.get(one.department, Decimal(0))
        one.points = min(view.points("commended"), room)
        given[one.department] = given.get(one.department, Decimal(0)) + one.points
        rows.append(points_row(one, view) | {"factor": 1, "points": two(one.points)})
    return rows


def valid_callbacks(view: Month, start: datetime) -> list[tuple[str, str]]:
    """Department and answer of each complaint's last reached call-back, if it lies in the period."""
    kept = []
    for case in view.cases:
        last = case.reached()
        if case.excluded is not None or last is None or not start <= last[0] <= view.as_of:
            continue
        transfer = case.in_force(last[0])
        if transfer:
            kept.append((transfer.to, str(last[1]["result"])))
    return kept


def clean_months(
    points: list[dict[str, Any]], valid: list[tuple[str, str]], view: Month, start: datetime
) -> list[dict[str, Any]]:
    rows = []
    for department in view.organisation.departments:
        name = department["name"]
        answers = [answer for where, answer in valid if where == name]
        deducted = any(Decimal(row["points"]) < 0 for row in points if row["department"] == name)
        if department["role"] != "responsible" or deducted or view.as_of < start:
            continue
        if len(answers) >= view.edition["clean_month_callbacks"] and set(answers) == {"satisfied"}:
            found = Finding("clean_month", None, name, view.as_of, view.points("clean_month"))
            rows.append(points_row(found, view))
    return rows


def fine_rows(findings: list[Finding], view: Month) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Fines of named people of the organisation, and the unassigned rest."""
    seen_before: dict[str | None, int] = {}
    rows = []
    for found in sorted(findings, key=lambda f: (f.at, number_of(f.case) or "", f.rule)):
        kept: dict[tuple[str | None, str | None], tuple[str, str | None, int]] = {}
        for role, person, listed in found.claims:
            if listed is None:  # office fines: the person's first or later one in the period
                table = view.edition["office_delay"]
                amount = table["later"] if seen_before.get(person) else table["first"]
                seen_before[person] = 1
            else:
                amount = listed
            key = (person, None if person else role)  # once by one rule on one complaint; the larger stays
            if key not in kept or amount > kept[key][2]:
                kept[key] = (role, person, amount)
        rows += [fine_row(found, role, person, amount, view) for role, person, amount in kept.values()]
    rows.sort(key=sort_key)
    known = [row for row in rows if row["person"] in view.organisation.names]
    unknown = [row for row in rows if row["person"] not in view.organisation.names]
    return known, unknown


def fine_row(found: Finding, role: str, person: str | None, base: int, view: Month) -> dict[str, Any]:
    assert found.case is not None
    factor = factor_of(found, view.edition)
    clause, cite = CLAUSES[found.rule]
    band = view.edition[BAND_OF[found.rule]]
    amount, decided, waived = Decimal(base * factor), None, False
    for line in found.case.decisions:
        if person is not None and (line["rule"], line["person"]) == (found.rule, person):
            waived = bool(line.get("waive"))
            amount = Decimal(0) if waived else Decimal(str(line["amount"]))
            decided = two(amount)
    return {
        "complaint": found.case.number,
        "department": found.department,
        "person": person,
        "role": role,
        "rule": found.rule,
        "clause": clause,
        "cite": cite,
        "band": [two(bound) for bound in band["band"]],
        "base": two(base),
        "factor": factor,
        "amount": two(amount),
        "decided": decided,
        "waived": waived,
        "accountability": found.accountability,
        "confirmed": band.get("confirmed", True),
        "at": iso(found.at),
    }


def department_rows(
    points: list[dict[str, Any]], valid: list[tuple[str, str]], view: Month, start: datetime
) -> list[dict[str, Any]]:
    rows = []
    for department in view.organisation.departments:
        name = department["name"]
        received = due = on_time = 0
        for case in view.cases:
            transfer = case.in_force(view.as_of)
            if case.excluded is not None or transfer is None or transfer.to != name:
                continue
            received += start <= case.receipt
            deadline = view.deadline(case)
            if start <= deadline and view.passed(deadline):
                due += 1
                on_time += case.handback is not None and case.handback <= deadline
        answers = [answer for where, answer in valid if where == name]
        satisfied = Decimal(answers.count("satisfied"))
        satisfied += Decimal(view.edition["satisfaction_mostly"]) * answers.count("mostly")
        total = sum((Decimal(row["points"]) for row in points if row["department"] == name), Decimal(0))
        base = Decimal(view.edition["base"])
        score = min(max(base + total, Decimal(view.edition["floor"])), Decimal(view.edition["ceiling"]))
        rows.append(
            {
                "department": name,
                "role": department["role"],
                "received": received,
                "due": due,
                "on_time": on_time,
                "on_time_rate": four(on_time, due),
                "callbacks_valid": len(answers),
                "satisfaction": four(satisfied, len(answers)),
                "base": two(base),
                "points": two(total),
                "score": two(score),
                "rank": None,
            }
        )
    ranked = [r for r in rows if r["role"] == "responsible" and (r["received"] or r["due"])]
    for row in ranked:
        row["rank"] = 1 + sum(Decimal(other["score"]) > Decimal(row["score"]) for other in ranked)
    return rows


def excluded_rows(view: Month, start: datetime, end: datetime) -> list[dict[str, Any]]:
    return [
        {"complaint": case.number, "reason": case.excluded}
        for case in view.cases
        if case.excluded is not None and (start <= case.receipt <= end or start <= view.deadline(case) <= end)
    ]


def late_entries(lines: list[Line], start: datetime, as_of: datetime, edition: dict[str, Any]) -> int:
    """Steps of the period entered more than a working day after they happened (`_entered`, where given)."""
    count = 0
    for line in lines:
        at = moment(line["at"])
        if "_entered" in line and start <= at <= as_of:
            count += moment(line["_entered"]) > limit_end(at, "1wd", edition)
    return count
