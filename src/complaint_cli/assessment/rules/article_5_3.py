"""第五条第三款: what the joint investigation found."""

from __future__ import annotations

from datetime import datetime

from complaint_cli.assessment.rules.base import Context, Finding, Fine, Standing, Trait, deduction, persons_of, rule
from complaint_cli.complaint.case import Tenure, in_force
from complaint_cli.complaint.records import Investigation, happened
from complaint_cli.complaint.timeline import hider
from complaint_cli.messages.rules import Why


def _whose(case: Standing) -> tuple[Investigation, Investigation, str | None, Tenure | None] | None:
    """Return the first and the last investigation, whose cause it is, and that department's transfer."""
    found = sorted(case.case.investigations, key=happened)
    if not found:
        return None
    first, last = found[0], found[-1]
    named = [t for t in case.tenures if t.transfer.department == last.department]
    if last.department:
        return first, last, last.department, named[-1] if named else None
    tenure = in_force(case.tenures, first.at) or (case.tenures[-1] if case.tenures else None)
    return first, last, tenure.transfer.department if tenure else None, tenure


def _investigated(case: Standing, ctx: Context) -> datetime | None:
    found = _whose(case)
    return found[0].at if found else None


@rule(moment=_investigated, reads=("internal_cause",), fines="internal_cause", speaks_of=(Trait.INVESTIGATED,))
def internal_cause(case: Standing, ctx: Context) -> Finding | Why:
    """第五条第三款: the joint investigation found that the cause lay within the company.

    Reading: points whenever it did; fines of the manager on the day of the receipt and of the persons only with
    an adverse effect. Of several investigations the last counts, at the moment of the first. The persons are those
    that it names, else the transfer's.
    """
    found = _whose(case)
    if found is None:
        return Why.NOT_INVESTIGATED
    first, last, department, tenure = found
    if not last.internal_cause:
        return Why.NO_INTERNAL_CAUSE
    if not ctx.period.holds(first.at):
        return Why.ELSEWHERE
    if department is None:
        return Why.NO_DEPARTMENT
    severity = last.severity or "minor"
    fines: tuple[Fine, ...] = ()
    if last.adverse_effect:
        received = case.receipt.date()
        base = ctx.number(f"internal_cause.responsible.{severity}")
        if last.persons or tenure is None:
            persons: tuple[str | None, ...] = last.persons or (None,)
            day = received
        else:
            persons, day = persons_of(tenure.transfer), tenure.transfer.at.date()
        amount = ctx.number(f"internal_cause.manager.{severity}")
        manager = Fine(ctx.manager(department, case.receipt), "manager", amount, False, received)
        fines = (manager, *(Fine(p, "responsible", base, False, day) for p in persons))
    points = ctx.number("internal_cause.points_major" if severity == "major" else "internal_cause.points")
    facts = {
        "investigated": last.at,
        "auditor": last.auditor,
        "clerk": last.clerk,
        "severity": severity,
        "adverse_effect": bool(last.adverse_effect),
        "note": hider(case.case, where=True)(last.note) if last.note else None,
    }
    return Finding("internal_cause", case.number, department, first.at, points * case.factor, case.factor, fines, facts)


@rule(moment=_investigated, reads=("false_record.points",), speaks_of=(Trait.INVESTIGATED,))
def false_record(case: Standing, ctx: Context) -> Finding | Why:
    """第五条第一款: the investigation found that the form was not filled in truthfully (第四条第三款)."""
    found = _whose(case)
    if found is None:
        return Why.NOT_INVESTIGATED
    first, last, department, _ = found
    if not last.false_record:
        return Why.RECORD_TRUE
    if department is None:
        return Why.NO_DEPARTMENT
    facts = {"auditor": last.auditor, "clerk": last.clerk}
    return deduction("false_record", case, ctx, first.at, "false_record.points", facts, department)
