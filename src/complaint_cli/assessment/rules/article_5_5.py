"""第五条第五款: what the department let lie."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from complaint_cli.assessment.rules.base import Context, Finding, Fine, Standing, Trait, by_days, persons_of, rule
from complaint_cli.complaint.case import Tenure, in_force
from complaint_cli.complaint.records import happened
from complaint_cli.messages.rules import Why


def _overdue(
    name: str,
    case: Standing,
    ctx: Context,
    tenure: Tenure,
    due: datetime,
    finish: datetime | None,
    facts: Mapping[str, object],
) -> Finding:
    """Fine the manager of the due day and each person named, by working days late."""
    days = ctx.days_late(case, due, finish)
    severe = days > ctx.number("accountability.days_late")
    department, form = tenure.transfer.department, tenure.transfer
    amount = by_days(ctx.number(f"{name}.manager"), days)
    manager = Fine(ctx.manager(department, due), "manager", amount, severe, due.date())
    base = by_days(ctx.number(f"{name}.responsible"), days)
    persons = tuple(Fine(p, "responsible", base, severe, form.at.date()) for p in persons_of(form))
    points = ctx.number(f"{name}.points_late" if finish else f"{name}.points_open")
    facts = {**facts, "days_late": days}
    return Finding(name, case.number, department, due, points * case.factor, case.factor, (manager, *persons), facts)


@rule(
    moment=lambda case, ctx: case.deadline,
    reads=("handling_overdue", "attribution.min_share_left", "accountability.days_late"),
    fines="handling_overdue",
    speaks_of=(Trait.LATE,),
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
    if case.too_little_left(tenure.dispatched, ctx.number("attribution.min_share_left")):
        return Why.NO_TIME_LEFT
    finish = case.handback.at if case.handback else None
    facts = {
        "receipt": case.receipt,
        "dispatched": tenure.dispatched,
        "deadline": case.deadline,
        "handed_back": finish,
        "share_left": str(case.share_left(tenure.dispatched)),
    }
    return _overdue("handling_overdue", case, ctx, tenure, case.deadline, finish, facts)


def _rework_due(case: Standing, ctx: Context) -> datetime | None:
    found = first_late_rework(case, ctx)
    return None if isinstance(found, Why) else found[1]


@rule(
    moment=_rework_due,
    reads=("rework_overdue", "limits.rework", "accountability.days_late"),
    fines="rework_overdue",
    speaks_of=(Trait.REWORK,),
)
def rework_overdue(case: Standing, ctx: Context) -> Finding | Why:
    """第五条第五款: sent back for rework, and not handed back again in time.

    Reading: "in time" is ``limits.rework`` from the call-back that ordered it, never before the deadline; the
    first such rework of a complaint counts.
    """
    found = first_late_rework(case, ctx)
    if isinstance(found, Why):
        return found
    ordered, due, finish = found
    if not ctx.period.holds(due):
        return Why.ELSEWHERE
    tenure = in_force(case.tenures, due)
    if tenure is None:
        return Why.NO_DEPARTMENT
    facts = {"rework": ordered, "rework_due": due, "handed_back": finish, "deadline": case.deadline}
    return _overdue("rework_overdue", case, ctx, tenure, due, finish, facts)


def first_late_rework(case: Standing, ctx: Context) -> tuple[datetime, datetime, datetime | None] | Why:
    """Return when the first late rework was ordered, was due and was handed back."""
    reworks = sorted((c for c in case.case.callbacks if c.rework), key=happened)
    if not reworks:
        return Why.NO_REWORK
    for call in reworks:
        due = max(ctx.due(call.at, "rework"), case.deadline)
        later = [h.at for h in case.case.handbacks if h.at >= call.at and h.entry > call.entry]
        finish = min(later, default=None)
        if finish > due if finish else ctx.period.passed(due):
            return call.at, due, finish
    return Why.IN_TIME
