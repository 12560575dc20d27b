"""The regulation's clauses: one pure function a rule, in its order; their numbers are in the edition."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from functools import cache
from typing import Any, Literal, NamedTuple

from complaint_cli.company.calendar import Calendar
from complaint_cli.company.edition import Band, Edition, view
from complaint_cli.company.organisation import Organisation
from complaint_cli.complaint.case import Case, Tenure, in_force
from complaint_cli.complaint.records import Callback, Commendation, Handback
from complaint_cli.messages.rules import Why

ZERO = Decimal(0)
Role = Literal["officer", "manager", "responsible"]


class Fine(NamedTuple):
    """One person's fine as the rule proposes it, in yuan before the factor; None is settled over the month."""

    person: str | None
    role: Role
    base: Decimal | None
    accountability: bool = False


class Finding(NamedTuple):
    """What a rule found: points after the factor, fines before it, and the facts."""

    rule: str
    complaint: str | None
    department: str
    at: datetime
    points: Decimal | None
    factor: int
    fines: tuple[Fine, ...]
    facts: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Period:
    """A month under assessment: first and last second, and the moment until which events exist."""

    month: str
    start: datetime
    end: datetime
    as_of: datetime

    def holds(self, moment: datetime) -> bool:
        """Whether a finding of this moment belongs to the period."""
        return self.start <= moment <= self.as_of

    def passed(self, deadline: datetime) -> bool:
        """Whether a deadline has passed by ``as_of``; when the period is over, so has one at its last second."""
        return deadline < self.as_of or deadline == self.as_of == self.end


class Standing:
    """A case as the month sees it: what several rules ask of it, worked out once."""

    __slots__ = (
        "case", "deadline", "department_now", "factor", "first_number", "handback", "in_force_at_deadline",
        "late", "number", "officer", "on_time", "place", "reached", "receipt", "row", "tenures", "transferred",
    )  # fmt: skip

    def __init__(self, case: Case, period: Period, factor: int, place: tuple[int, str] | None = None) -> None:
        self.case = case
        self.row = case.complaint.id
        self.number = case.complaint.number
        self.receipt = case.complaint.at
        self.deadline: datetime = case.deadline
        self.handback: Handback | None = case.handback
        finished = self.handback is not None
        self.on_time: bool = self.handback is not None and self.handback.at <= self.deadline
        self.late: bool = not self.on_time and (finished or period.passed(self.deadline))
        self.transferred: datetime | None = case.transfers[0].at if case.transfers else None
        self.officer: str = case.officer
        self.tenures = case.tenures
        self.in_force_at_deadline: Tenure | None = in_force(self.tenures, self.deadline)
        now = in_force(self.tenures, period.as_of)
        self.department_now: str | None = now.transfer.department if now else None
        self.reached: Callback | None = case.reached
        self.factor = factor if case.repeat_of is not None else 1
        self.place = place[0] if place else 1  # by receipt, of all on the same matter
        self.first_number = place[1] if place else self.number


@dataclass(frozen=True, slots=True)
class Context:
    """What a rule may ask beside the case: the period, the organisation, work time, its declared numbers."""

    period: Period
    organisation: Organisation
    calendar: Calendar
    office: str
    number: Callable[[str], Any]

    def days_late(self, standing: Standing) -> int:
        """Working days after the deadline's date, to the hand-back or, while there is none, to ``as_of``."""
        finish = standing.handback.at if standing.handback else self.period.as_of
        return self.calendar.days_late(standing.deadline, finish)

    def manager(self, department: str, moment: datetime) -> str | None:
        """Who managed the department on the day of the moment."""
        return self.organisation.holder("manager", department, moment.date())


CaseRule = Callable[[Standing, Context], "Finding | Why"]


class Rule(NamedTuple):
    """A rule's frozen record: its function, what it reads, and its days in force."""

    name: str
    reads: tuple[str, ...]
    function: CaseRule
    doc: str

    def cite(self, edition: Edition) -> str:
        """The clause as it is cited on paper (第五条第五款)."""
        return str(edition.get(f"{self.name}.cite"))


RULES: dict[str, Rule] = {}
"""The rules over one complaint, in the regulation's order."""


def rule(*, reads: tuple[str, ...] = ()) -> Callable[[CaseRule], CaseRule]:
    """Register a rule over one complaint under its function's name, with the numbers it may read."""

    def register(function: CaseRule) -> CaseRule:
        name = function.__name__
        RULES[name] = Rule(name, reads, function, (function.__doc__ or "").strip())
        return function

    return register


@rule(reads=("limits.transfer", "accountability.days_late"))
def transfer_delayed(case: Standing, ctx: Context) -> Finding | Why:
    """第五条第二款: the office let the transfer wait without good reason, and the order ran late.

    Reading: "at once" is ``limits.transfer`` from the receipt. The officer is who made the first transfer,
    else who took the complaint in.
    """
    if not case.late:
        return Why.NOT_LATE
    due = ctx.calendar.due(case.receipt, ctx.number("limits.transfer"))
    first = case.case.first_transfer
    if first and first.at <= due:
        return Why.IN_TIME
    if first and first.justified:
        return Why.JUSTIFIED
    if not ctx.period.holds(case.deadline):
        return Why.ELSEWHERE
    days = ctx.days_late(case)
    fine = Fine(case.officer, "officer", None, days > ctx.number("accountability.days_late"))
    facts = {
        "receipt": case.receipt,
        "transfer_due": due,
        "transferred": case.transferred,
        "deadline": case.deadline,
        "handed_back": case.handback.at if case.handback else None,
        "days_late": days,
    }
    return Finding("transfer_delayed", case.number, ctx.office, case.deadline, None, case.factor, (fine,), facts)


@rule(reads=("limits.transfer", "transfer_late.points"))
def transfer_late(case: Standing, ctx: Context) -> Finding | Why:
    """第五条第一款: the transfer was made later than ``limits.transfer`` after the receipt, late order or not.

    Reading: only a transfer that was made can be late; one never made counts through ``transfer_delayed``.
    """
    if case.transferred is None:
        return Why.NO_TRANSFER
    due = ctx.calendar.due(case.receipt, ctx.number("limits.transfer"))
    if case.transferred <= due:
        return Why.IN_TIME
    if not ctx.period.holds(due):
        return Why.ELSEWHERE
    points = ctx.number("transfer_late.points") * case.factor
    facts = {"receipt": case.receipt, "transfer_due": due, "transferred": case.transferred}
    return Finding("transfer_late", case.number, ctx.office, due, points, case.factor, (), facts)


@rule(reads=("limits.reply", "reply_late.points"))
def reply_late(case: Standing, ctx: Context) -> Finding | Why:
    """第五条第二款: handed back, but the superior unit was not answered in time.

    Reading: "in time" is ``limits.reply`` from the hand-back; only a hotline order is owed a reply.
    """
    if not case.handback:
        return Why.NOT_HANDED_BACK
    if not case.case.reply_owed:
        return Why.NO_REPLY_OWED
    due = ctx.calendar.due(case.handback.at, ctx.number("limits.reply"))
    reply = case.case.reply
    if reply and reply.at <= due:
        return Why.IN_TIME
    if not ctx.period.holds(due):
        return Why.ELSEWHERE
    points = ctx.number("reply_late.points") * case.factor
    facts = {"handed_back": case.handback.at, "reply_due": due, "replied": reply.at if reply else None}
    fines = (Fine(case.officer, "officer", None),)
    return Finding("reply_late", case.number, ctx.office, due, points, case.factor, fines, facts)


@rule(reads=("limits.callback", "callback_missing.points"))
def callback_missing(case: Standing, ctx: Context) -> Finding | Why:
    """第五条第一款: no call-back was even attempted within ``limits.callback`` of the hand-back."""
    if not case.handback:
        return Why.NOT_HANDED_BACK
    due = ctx.calendar.due(case.handback.at, ctx.number("limits.callback"))
    if any(c.at <= due for c in case.case.callbacks):
        return Why.ATTEMPTED
    if not ctx.period.holds(due):
        return Why.ELSEWHERE
    points = ctx.number("callback_missing.points") * case.factor
    facts = {"handed_back": case.handback.at, "callback_due": due}
    return Finding("callback_missing", case.number, ctx.office, due, points, case.factor, (), facts)


@rule(
    reads=(
        "handling_overdue",
        "attribution.min_share_left",
        "accountability.days_late",
    )
)
def handling_overdue(case: Standing, ctx: Context) -> Finding | Why:
    """第五条第五款: the department let the order run past its deadline.

    Reading: the department answers only if, at dispatch, enough of the time limit was left to it; the manager
    of the deadline's day and each person named are fined by working days late.
    """
    if not case.late:
        return Why.NOT_LATE
    if not ctx.period.holds(case.deadline):
        return Why.ELSEWHERE
    tenure = case.in_force_at_deadline
    if tenure is None:
        return Why.NO_DEPARTMENT
    whole = (case.deadline - case.receipt).total_seconds()
    left = (case.deadline - tenure.dispatched).total_seconds()
    if whole <= 0 or Decimal(int(left)) < ctx.number("attribution.min_share_left") * int(whole):
        return Why.NO_TIME_LEFT
    days = ctx.days_late(case)
    severe = days > ctx.number("accountability.days_late")
    department = tenure.transfer.department
    manager = Fine(
        ctx.manager(department, case.deadline),
        "manager",
        by_days(ctx.number("handling_overdue.manager"), days),
        severe,
    )
    base = by_days(ctx.number("handling_overdue.responsible"), days)
    persons = tuple(Fine(p, "responsible", base, severe) for p in tenure.transfer.persons or (None,))
    points = ctx.number("handling_overdue.points_late" if case.handback else "handling_overdue.points_open")
    facts = {
        "receipt": case.receipt,
        "dispatched": tenure.dispatched,
        "deadline": case.deadline,
        "handed_back": case.handback.at if case.handback else None,
        "days_late": days,
        "share_left": str((Decimal(int(left)) / int(whole)).quantize(Decimal("0.0001"))),
    }
    return Finding(
        "handling_overdue",
        case.number,
        department,
        case.deadline,
        points * case.factor,
        case.factor,
        (manager, *persons),
        facts,
    )


def by_days(steps: tuple[Any, ...], days: int) -> Decimal:
    """Return the yuan of the first step that reaches ``days`` working days late."""
    amount: Decimal = next(s.amount for s in steps if s.days is None or days <= s.days)
    return amount


@rule(reads=("internal_cause",))
def internal_cause(case: Standing, ctx: Context) -> Finding | Why:
    """第五条第三款: the joint investigation found that the cause lay within the company.

    Reading: points whenever it did; fines of the manager and the persons only with an adverse effect.
    The persons are those that the investigation names, else the transfer's.
    """
    investigation = case.case.investigation
    if not investigation:
        return Why.NOT_INVESTIGATED
    if not investigation.internal_cause:
        return Why.NO_INTERNAL_CAUSE
    if not ctx.period.holds(investigation.at):
        return Why.ELSEWHERE
    tenure = in_force(case.tenures, investigation.at)
    if tenure is None:
        return Why.NO_DEPARTMENT
    department = tenure.transfer.department
    severity = investigation.severity or "minor"
    fines: tuple[Fine, ...] = ()
    if investigation.adverse_effect:
        persons = investigation.persons or tenure.transfer.persons or (None,)
        base = ctx.number(f"internal_cause.responsible.{severity}")
        fines = (
            Fine(
                ctx.manager(department, investigation.at),
                "manager",
                ctx.number(f"internal_cause.manager.{severity}"),
            ),
            *(Fine(p, "responsible", base) for p in persons),
        )
    points = ctx.number("internal_cause.points_major" if severity == "major" else "internal_cause.points")
    facts = {
        "auditor": investigation.auditor,
        "clerk": investigation.clerk,
        "severity": severity,
        "adverse_effect": bool(investigation.adverse_effect),
    }
    return Finding(
        "internal_cause",
        case.number,
        department,
        investigation.at,
        points * case.factor,
        case.factor,
        fines,
        facts,
    )


@rule(reads=("false_record.points",))
def false_record(case: Standing, ctx: Context) -> Finding | Why:
    """第五条第一款: the investigation found that the form was not filled in truthfully (第四条第三款)."""
    investigation = case.case.investigation
    if not investigation:
        return Why.NOT_INVESTIGATED
    if not investigation.false_record:
        return Why.RECORD_TRUE
    facts = {"auditor": investigation.auditor, "clerk": investigation.clerk}
    return _deduction("false_record", case, ctx, investigation.at, "false_record.points", facts)


@rule(reads=("unsatisfied.points_unresolved", "unsatisfied.points_resolved"))
def unsatisfied(case: Standing, ctx: Context) -> Finding | Why:
    """第五条第一款: the last call-back that reached the caller found them unsatisfied; less when it was resolved."""
    call = case.reached
    if not call:
        return Why.NOT_REACHED
    if call.result != "unsatisfied":
        return Why.NOT_UNSATISFIED
    key = "unsatisfied.points_resolved" if call.resolved else "unsatisfied.points_unresolved"
    return _deduction("unsatisfied", case, ctx, call.at, key, {"resolved": bool(call.resolved)})


@rule(reads=("evidence_missing.points",))
def evidence_missing(case: Standing, ctx: Context) -> Finding | Why:
    """第五条第一款: the first hand-back came without any trace of the work (第四条第三款)."""
    if not case.handback:
        return Why.NOT_HANDED_BACK
    if any(e.at <= case.handback.at for e in case.case.evidence):
        return Why.EVIDENCE_KEPT
    facts = {"handed_back": case.handback.at}
    return _deduction("evidence_missing", case, ctx, case.handback.at, "evidence_missing.points", facts)


@rule(reads=("repeat_again.points",))
def repeat_again(case: Standing, ctx: Context) -> Finding | Why:
    """第五条第四款: the third or a later complaint on one matter, by receipt.

    Reading: beside the doubling, a deduction of its own that is not doubled; the first complaint counts as
    the first. The department is the one that has it at ``as_of``.
    """
    if case.place < 3:
        return Why.NOT_THIRD
    if not ctx.period.holds(case.receipt):
        return Why.ELSEWHERE
    if case.department_now is None:
        return Why.NO_DEPARTMENT
    facts = {"position": case.place, "first": case.first_number}
    points: Decimal = ctx.number("repeat_again.points")
    return Finding("repeat_again", case.number, case.department_now, case.receipt, points, 1, (), facts)


def _deduction(
    name: str, case: Standing, ctx: Context, moment: datetime, key: str, facts: Mapping[str, Any]
) -> Finding | Why:
    """A deduction from the department whose transfer is in force at the moment."""
    if not ctx.period.holds(moment):
        return Why.ELSEWHERE
    tenure = in_force(case.tenures, moment)
    if tenure is None:
        return Why.NO_DEPARTMENT
    points = ctx.number(key) * case.factor
    return Finding(name, case.number, tenure.transfer.department, moment, points, case.factor, (), facts)


COMMENDED_READS = ("commended.points", "commended.cap")
CLEAN_READS = ("clean_month.points", "clean_month.callbacks")


def commended(
    commendations: list[Commendation], numbers: dict[int, str], number: Callable[[str], Any]
) -> list[Finding]:
    """第五条第一款: each commendation adds points, up to the cap a department and month; later ones add 0.

    ``numbers`` are the numbers of the complaints that commendations name.
    """
    given: dict[str, Decimal] = {}
    findings = []
    for praise in commendations:
        before = given.get(praise.department, ZERO)
        points = min(number("commended.points"), number("commended.cap") - before)
        given[praise.department] = before + points
        complaint = numbers.get(praise.complaint) if praise.complaint is not None else None
        findings.append(
            Finding("commended", complaint, praise.department, praise.at, points, 1, (), {"reason": praise.reason})
        )
    return findings


def clean_month(
    department: str, calls: list[Callback], deducted: bool, period: Period, number: Callable[[str], Any]
) -> Finding | None:
    """第五条第一款: a responsible department without a deduction whose callers, enough of them, were all satisfied.

    ``calls`` are the period's call-backs that reached the department's callers.
    """
    if deducted or len(calls) < number("clean_month.callbacks"):
        return None
    if any(call.result != "satisfied" for call in calls):
        return None
    facts = {"callbacks": len(calls)}
    return Finding("clean_month", None, department, period.as_of, number("clean_month.points"), 1, (), facts)


def rule_views(edition: Edition) -> dict[str, Callable[[str], Any]]:
    """Return each rule's view of the edition, which refuses numbers that the rule does not declare."""
    reads = {name: rule.reads for name, rule in RULES.items()}
    reads |= {"commended": COMMENDED_READS, "clean_month": CLEAN_READS}
    return {name: cache(view(edition, keys)) for name, keys in reads.items()}


BANDS = {
    "transfer_delayed": "office_delay",
    "reply_late": "office_delay",
    "handling_overdue": "handling_overdue",
    "internal_cause": "internal_cause",
}
"""The edition's table that holds a rule's fine: its band and whether the company has confirmed it."""


def band(edition: Edition, name: str) -> Band:
    """Return the least and the most yuan of a rule's fine, before the factor."""
    found: Band = edition.get(f"{BANDS[name]}.band")
    return found


def confirmed(edition: Edition, name: str) -> bool:
    """Whether the company has confirmed the band as it is read."""
    return bool(edition.get(f"{BANDS[name]}.confirmed"))
