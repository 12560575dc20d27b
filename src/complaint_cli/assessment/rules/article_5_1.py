"""第五条第一款: what adds and takes points, fines aside."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import datetime
from decimal import Decimal
from typing import Any

from complaint_cli.assessment.rules.base import (
    ZERO,
    Context,
    Finding,
    Period,
    Standing,
    Trait,
    deduction,
    rule,
)
from complaint_cli.complaint.records import Commendation
from complaint_cli.messages.rules import Why


@rule(
    moment=lambda case, ctx: ctx.transfer_due(case),
    reads=("limits.transfer", "limits.transfer_urgent", "limits.urgent_within", "transfer_late.points"),
    speaks_of=(Trait.SLOW_TRANSFER,),
)
def transfer_late(case: Standing, ctx: Context) -> Finding | Why:
    """第五条第一款: the first transfer was made later than its limit after the receipt, or not though it has passed.

    Reading: late order or not; a reason that a second person accepted excuses.
    """
    due = ctx.transfer_due(case)
    first = case.case.first_transfer
    if first.at <= due if first else not ctx.period.passed(due):
        return Why.IN_TIME
    if first and first.justified and first.approved_by:
        return Why.JUSTIFIED
    if not ctx.period.holds(due):
        return Why.ELSEWHERE
    points = ctx.number("transfer_late.points") * case.factor
    facts = {"receipt": case.receipt, "transfer_due": due, "transferred": case.transferred}
    return Finding("transfer_late", case.number, ctx.office, due, points, case.factor, (), facts)


def callback_due(case: Standing, ctx: Context) -> datetime | None:
    """When the first call-back was due; None before a hand-back."""
    return ctx.due(ctx.office_start(case, case.handback), "callback") if case.handback else None


@rule(moment=callback_due, reads=("limits.callback", "callback_missing.points"), speaks_of=(Trait.SLOW_CALL,))
def callback_missing(case: Standing, ctx: Context) -> Finding | Why:
    """第五条第一款: no call-back was even attempted within ``limits.callback`` of the first hand-back."""
    due = callback_due(case, ctx)
    if not case.handback or due is None:
        return Why.NOT_HANDED_BACK
    if any(c.at <= due for c in case.case.callbacks):
        return Why.ATTEMPTED
    if not ctx.period.passed(due) or not ctx.period.holds(due):
        return Why.ELSEWHERE
    points = ctx.number("callback_missing.points") * case.factor
    facts = {"handed_back": case.handback.at, "callback_due": due}
    return Finding("callback_missing", case.number, ctx.office, due, points, case.factor, (), facts)


def _reached_at(case: Standing, ctx: Context) -> datetime | None:
    return case.first_reached.at if case.first_reached else None


@rule(
    moment=_reached_at,
    reads=("unsatisfied.points_unresolved", "unsatisfied.points_resolved"),
    speaks_of=(Trait.UNSATISFIED,),
)
def unsatisfied(case: Standing, ctx: Context) -> Finding | Why:
    """第五条第一款: the last call-back that reached the caller found them unsatisfied; less when it was resolved.

    Reading: its moment is that of the first call-back that reached the caller.
    """
    call, first = case.reached, case.first_reached
    if not call or not first:
        return Why.NOT_REACHED
    if call.result != "unsatisfied":
        return Why.NOT_UNSATISFIED
    key = "unsatisfied.points_resolved" if call.resolved else "unsatisfied.points_unresolved"
    return deduction("unsatisfied", case, ctx, first.at, key, {"resolved": bool(call.resolved)})


@rule(
    moment=lambda case, ctx: case.handback.at if case.handback else None,
    reads=("evidence_missing.points",),
    speaks_of=(Trait.NO_EVIDENCE,),
)
def evidence_missing(case: Standing, ctx: Context) -> Finding | Why:
    """第五条第一款: the first hand-back came without any trace of the work (第四条第三款)."""
    if not case.handback:
        return Why.NOT_HANDED_BACK
    if any(e.at <= case.handback.at for e in case.case.evidence):
        return Why.EVIDENCE_KEPT
    facts = {"handed_back": case.handback.at}
    return deduction("evidence_missing", case, ctx, case.handback.at, "evidence_missing.points", facts)


@rule(reads=("commended.points", "commended.cap"), scope="month")
def commended(
    commendations: list[Commendation], numbers: dict[int, str], number: Callable[[str], Decimal]
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


@rule(reads=("clean_month.points", "clean_month.callbacks"), scope="month")
def clean_month(
    department: str, calls: Counter[str], deducted: bool, period: Period, number: Callable[[str], Any]
) -> Finding | None:
    """第五条第一款: a responsible department without a deduction whose callers, enough of them, were all satisfied.

    ``calls`` are the period's call-backs that reached the department's callers.
    """
    if deducted or calls.total() < number("clean_month.callbacks"):
        return None
    if calls.keys() - {"satisfied"}:
        return None
    facts = {"callbacks": calls.total()}
    return Finding(
        "clean_month", None, department, min(period.end, period.as_of), number("clean_month.points"), 1, (), facts
    )
