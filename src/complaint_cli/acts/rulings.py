"""What the writing commands do under 第五条: links, investigations, decisions, exclusions, commendations.

As in ``acts``: the open work and the options by name in, one journal entry, the answer of ``--json`` out.
"""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any

from complaint_cli.acts.answers import SEVERITY, Answer, Words, answer, choice, complaint_named
from complaint_cli.acts.work import LONGEST, Work, names, required, text, yes_no
from complaint_cli.complaint import steps
from complaint_cli.complaint.case import Case
from complaint_cli.errors import StepRefused, UsageError
from complaint_cli.messages.casework import Casework
from complaint_cli.messages.help import Help
from complaint_cli.messages.prompts import Option
from complaint_cli.store.matters import place

if TYPE_CHECKING:
    from complaint_cli.assessment.assess import FineLine


def investigate(
    work: Work,
    *,
    no: Any = None,
    auditor: Any = None,
    clerk: Any = None,
    internal_cause: Any = None,
    adverse_effect: Any = None,
    severity: Any = None,
    false_record: Any = None,
    person: Any = None,
    at: Any = None,
    by: Any = None,
) -> Answer:
    """Record the joint investigation of the audit and the general office (第五条第三款)."""
    case = complaint_named(work, no)
    moment, actor = work.at(at), work.actor(by)
    pair = required(auditor, "auditor"), required(clerk, "clerk")
    cause = yes_no(internal_cause, "internal_cause")
    severe = choice(severity, "severity", SEVERITY) if severity is not None else "minor" if cause else None
    false = yes_no(false_record, "false_record")
    steps.check_after_receipt(case, moment)
    for name, role in zip(pair, ("audit", "office"), strict=True):
        if role not in work.organisation.role_of(name, moment.date()):
            refusal = Casework.NOT_AUDITOR if role == "audit" else Casework.NOT_CLERK
            raise StepRefused(refusal, name=name)
    with work.entry("investigate", case.number, actor) as entry:
        entry.add(
            "investigation",
            moment,
            actor,
            complaint=case.complaint.id,
            auditor=pair[0],
            clerk=pair[1],
            internal_cause=cause,
            adverse_effect=yes_no(adverse_effect, "adverse_effect"),
            severity=severe,
            false_record=false,
            persons=names(person, "person"),
        )
    return answer("investigate", case, internal_cause=cause, severity=severe, false_record=false)


def decide(
    work: Work,
    *,
    no: Any = None,
    rule: Any = None,
    person: Any = None,
    amount: Any = None,
    waive: Any = None,
    reason: Any = None,
    at: Any = None,
    by: Any = None,
) -> Answer:
    """Settle one proposed fine within its band × factor, or waive it; by audit staff only (第五条第一款)."""
    case = complaint_named(work, no)
    moment, actor = work.at(at), work.actor(by)
    name = choice(rule, "rule", finable())
    who = required(person, "person")
    why = required(reason, "reason", LONGEST["text"])
    waived = yes_no(waive, "waive")
    if waived == (amount is not None):
        raise UsageError(Casework.AMOUNT_OR_WAIVE)
    yuan = None if waived else money(amount)
    steps.check_after_receipt(case, moment)
    steps.check_audit(work.organisation, actor, moment)
    line = next((f for f in proposals(work, case) if (f.rule, f.person) == (name, who)), None)
    if line is None:
        raise StepRefused(Casework.NO_SUCH_FINE, no=case.number, rule=name, person=who)
    low, high = (edge * line.factor for edge in line.band)
    if yuan is not None and not low <= yuan <= high:
        raise StepRefused(Casework.OUT_OF_BAND, amount=yuan, low=low, high=high)
    with work.entry("decide", case.number, actor) as entry:
        entry.add(
            "decision",
            moment,
            actor,
            complaint=case.complaint.id,
            rule=name,
            person=who,
            amount=None if yuan is None else int(yuan * 100),
            reason=why,
        )
    return answer("decide", case, rule=name, person=who, amount=None if yuan is None else f"{yuan:.2f}")


def finable() -> Words:
    """Return the rules that fine, each with its Chinese name."""
    from complaint_cli.assessment.rules import BANDS
    from complaint_cli.messages.rules import RuleName

    return {name: (RuleName[name.upper()].zh,) for name in BANDS}


def money(value: Any) -> Decimal:
    """Return yuan with at most two decimals; UsageError for anything else."""
    said = str(value) if isinstance(value, int | Decimal) and not isinstance(value, bool) else text(value, "amount", 20)
    try:
        yuan = Decimal(said or "")
        if not yuan.is_finite() or yuan != yuan.quantize(Decimal("0.01")) or not 0 <= yuan < 10**9:
            raise InvalidOperation
    except InvalidOperation:
        raise UsageError(Casework.NOT_MONEY, value=said) from None
    return yuan


def proposals(work: Work, case: Case) -> list[FineLine]:
    """Return a complaint's proposed fines in every month since its receipt."""
    from dateutil.relativedelta import relativedelta

    from complaint_cli.assessment.assess import fines_of, period_of

    matter = place(work.store, case)
    found: list[FineLine] = []
    month = case.receipt.date().replace(day=1) - relativedelta(months=1)
    while month <= work.now.date():
        name, month = f"{month:%Y-%m}", month + relativedelta(months=1)
        if not any(edition.effective <= month for edition in work.store.editions()):
            continue
        period, edition = period_of(name, work.store.editions(), work.now)
        [then] = work.store.load([case.complaint.id], until=period.as_of)
        if then.receipt <= period.as_of:
            found += fines_of(
                then,
                period,
                edition,
                place=matter,
                organisation=work.organisation,
                calendar=work.store.calendar(edition),
            )
    return found


def exclude(
    work: Work, *, no: Any = None, reason: Any = None, approved_by: Any = None, at: Any = None, by: Any = None
) -> Answer:
    """Take a complaint out of scores and rates (剔除); it stays in the ledger and in the report by name."""
    case = complaint_named(work, no)
    moment, actor = work.at(at), work.actor(by)
    why, approver = required(reason, "reason", LONGEST["text"]), required(approved_by, "approved_by")
    steps.check_after_receipt(case, moment)
    steps.check_exclude(case)
    with work.entry("exclude", case.number, actor) as entry:
        entry.add(
            "exclusion", moment, actor, complaint=case.complaint.id, excluded=True, reason=why, approved_by=approver
        )
    return answer("exclude", case)


def include(work: Work, *, no: Any = None, reason: Any = None, at: Any = None, by: Any = None) -> Answer:
    """Put an excluded complaint back into scores and rates."""
    case = complaint_named(work, no)
    moment, actor = work.at(at), work.actor(by)
    why = text(reason, "reason") or ""
    steps.check_include(case, moment)
    with work.entry("include", case.number, actor) as entry:
        row = case.complaint.id
        entry.add("exclusion", moment, actor, complaint=row, excluded=False, reason=why, approved_by=None)
    return answer("include", case)


def commend(
    work: Work, *, dept: Any = None, reason: Any = None, complaint: Any = None, at: Any = None, by: Any = None
) -> Answer:
    """Record a praise that adds points to a department (第五条第一款)."""
    if dept is None:
        raise UsageError(Help.ARGUMENT_MISSING, name=Option.DEPARTMENT_VALUE())
    department = work.organisation.find(required(dept, "dept"))
    moment, actor = work.at(at), work.actor(by)
    why = required(reason, "reason", LONGEST["text"])
    case = work.store.case(required(complaint, "complaint")) if complaint is not None else None
    if case:
        steps.check_after_receipt(case, moment)
    with work.entry("commend", case.number if case else department.name, actor) as entry:
        row = case.complaint.id if case else None
        entry.add("commendation", moment, actor, complaint=row, department=department.name, reason=why)
    return {
        "schema": 1,
        "do": "commend",
        "department": department.name,
        "complaint": case.number if case else None,
    }
