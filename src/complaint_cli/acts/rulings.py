"""What the writing commands do under 第五条: links, investigations, decisions, exclusions, commendations.

As in ``acts``: the open work and the options by name in, one journal entry, the answer of ``--json`` out.
"""

from __future__ import annotations

import re
from datetime import datetime
from decimal import Decimal

from complaint_cli.acts.answers import Recorded, answer, choice, complaint_named
from complaint_cli.acts.callback import office_or_audit
from complaint_cli.acts.month import shown
from complaint_cli.acts.options import (
    AdverseEffect,
    Amount,
    ApprovedBy,
    At,
    Auditor,
    By,
    Cause,
    Clerk,
    Complaint,
    Department,
    FalseRecord,
    Fined,
    InternalCause,
    No,
    Note,
    Persons,
    Role,
    Rule,
    Severity,
    Waive,
    Why,
)
from complaint_cli.acts.people import belonging
from complaint_cli.acts.seconding import correcting
from complaint_cli.acts.values import LONGEST, names, required, text, yes_no
from complaint_cli.acts.work import Work
from complaint_cli.assessment.lines import FineLine
from complaint_cli.complaint import steps
from complaint_cli.complaint.case import Case
from complaint_cli.errors import StepRefused, UsageError
from complaint_cli.messages import listed
from complaint_cli.messages.casework import Casework
from complaint_cli.messages.help import Help
from complaint_cli.messages.people import People
from complaint_cli.messages.report import rule_name
from complaint_cli.messages.vocabulary import ROLE, SEVERITY, Words, label
from complaint_cli.store.closings import last_told
from complaint_cli.text.near import half_width, name_key


def investigate(
    work: Work,
    *,
    no: No = None,
    auditor: Auditor = None,
    clerk: Clerk = None,
    internal_cause: InternalCause = None,
    adverse_effect: AdverseEffect = None,
    severity: Severity = None,
    false_record: FalseRecord = None,
    dept: Cause = None,
    person: Persons = None,
    note: Note = None,
    at: At = None,
    by: By = None,
) -> Recorded:
    """Record the joint investigation of the audit and the general office (第五条第三款)."""
    case = complaint_named(work, no)
    moment, actor = work.step(at, by)
    of = work.organisation
    audits = belonging(of, required(auditor, "auditor"), moment.date(), moment)
    joins = belonging(of, required(clerk, "clerk"), moment.date(), moment)
    cause = yes_no(internal_cause, "internal_cause")
    severe = choice(severity, "severity", SEVERITY) if severity is not None else "minor" if cause else None
    false = yes_no(false_record, "false_record")
    effect = yes_no(adverse_effect, "adverse_effect")
    steps.check_found(cause=cause, effect=effect, severity=severe)
    steps.check_after_receipt(case, moment)
    whose = work.organisation.find(required(dept, "dept")).name if dept is not None else None
    check_whose(case, whose, found=cause or false)
    received = case.receipt.date()
    persons = tuple(dict.fromkeys(belonging(work.organisation, name, received) for name in names(person, "person")))
    steps.check_pair(of, audits, joins, moment)
    with work.entry("investigate", case.number, actor) as entry:
        entry.add(
            "investigation",
            moment,
            actor,
            complaint=case.complaint.id,
            auditor=audits,
            clerk=joins,
            internal_cause=cause,
            adverse_effect=effect,
            severity=severe,
            false_record=false,
            persons=persons,
            department=whose,
            note=text(note, "note"),
        )
    return answer("investigate", case, internal_cause=cause, severity=severe, false_record=false)


def held(case: Case) -> list[str]:
    """Return the departments that have had a complaint, in order."""
    return list(dict.fromkeys(tenure.transfer.department for tenure in case.tenures))


def check_whose(case: Case, department: str | None, *, found: bool) -> None:
    """Refuse what was found of nobody's department where several have had the complaint."""
    if found and department is None and len(had := held(case)) > 1:
        raise UsageError(Casework.WHOSE_CAUSE, departments=listed(had))


def decide(
    work: Work,
    *,
    no: No = None,
    rule: Rule = None,
    person: Fined = None,
    role: Role = None,
    amount: Amount = None,
    waive: Waive = None,
    reason: Why = None,
    at: At = None,
    by: By = None,
) -> Recorded:
    """Settle one proposed fine within its band × factor, or waive it; by audit staff only (第五条第一款).

    ``role`` settles a line that is nobody's: it is waived, or ``person`` takes it at what is proposed of him.
    """
    case = complaint_named(work, no)
    moment, actor = work.step(at, by)
    name = choice(rule, "rule", finable())
    whose = choice(role, "role", ROLE) if role is not None else None
    why = required(reason, "reason", LONGEST["text"])
    waived = yes_no(waive, "waive")
    if whose is None and waived == (amount is not None):
        raise UsageError(Casework.AMOUNT_OR_WAIVE)
    if whose is not None and (amount is not None or waived == (person is not None)):
        raise UsageError(Casework.ROLE_HOW)
    who = required(person, "person") if whose is None or person is not None else ""
    if whose and who:
        who = belonging(work.organisation, who, moment.date())
    yuan = None if waived or amount is None else money(amount)
    steps.check_after_receipt(case, moment)
    if work.organisation.peopled:
        steps.check_audit(work.organisation, actor, moment)
        if who and name_key(who) == name_key(actor):
            raise StepRefused(People.OWN_FINE, name=actor)
    if whose:
        lines = [line for _, line, free in shown(work.store, case, work.now, who) if free or settled(case, line)]
        line = next((f for f in lines if (f.rule, f.role) == (name, whose)), None)
    else:
        lines = [line for _, line, free in shown(work.store, case, work.now) if not free and line.rule == name]
        line = next((f for f in lines if name_key(f.person or "") == name_key(who)), None)
    if line is None:
        said = label(ROLE, whose) if whose else who
        raise none_such(case, name, said)
    if work.call.saw not in (None, (line.base, line.factor)):
        raise StepRefused(Casework.PROPOSAL_CHANGED, no=case.number, amount=line.proposed)
    low, high = (edge * line.factor for edge in line.band)
    if yuan is not None and not low <= yuan <= high:
        raise StepRefused(Casework.OUT_OF_BAND, amount=yuan, low=low, high=high)
    if whose and not waived:
        yuan = line.proposed
    with work.entry("decide", case.number, actor) as entry:
        entry.add(
            "decision",
            moment,
            actor,
            complaint=case.complaint.id,
            rule=name,
            person=who if whose else line.person,
            amount=None if yuan is None else int(yuan * 100),
            reason=why,
            role=whose,
            saw_base=int(line.base * 100),
            saw_factor=line.factor,
        )
    person, amount = (who if whose else line.person) or None, None if yuan is None else f"{yuan:.2f}"
    recorded = answer("decide", case, rule=name, person=person, amount=amount)
    return {**recorded, "role": whose} if whose else recorded


def none_such(case: Case, rule: str, who: str) -> StepRefused:
    """Return the refusal of a fine that no month proposes; the month of the deadline tells why."""
    month = f"{case.deadline:%Y-%m}"
    return StepRefused(Casework.NO_SUCH_FINE, no=case.number, rule=rule_name(rule), person=who, month=month)


def settled(case: Case, line: FineLine) -> bool:
    """Whether a line was nobody's until it was decided by its role."""
    by_role = [d for d in case.decisions if (d.rule, d.role) == (line.rule, line.role)]
    return bool(by_role) and by_role[-1].person in ("", line.person)


def object_(
    work: Work,
    *,
    no: No = None,
    rule: Rule = None,
    person: Fined = None,
    reason: Why = None,
    at: At = None,
    by: By = None,
) -> Recorded:
    """Record a fined person's objection to a line that the month shows (申诉); ``decide`` answers it (第五条)."""
    case = complaint_named(work, no)
    who = required(person, "person")
    moment = work.at(at)
    himself = by is not None and name_key(required(by, "by")) == name_key(who)  # he may have left since
    actor = who if himself else work.actor(by, moment)
    name = choice(rule, "rule", finable())
    why = required(reason, "reason", LONGEST["text"])
    steps.check_after_receipt(case, moment)
    lines = [
        (month, line)
        for month, line, _ in shown(work.store, case, work.now)
        if line.rule == name and name_key(line.person or "") == name_key(who)
    ]
    if not lines:
        raise none_such(case, name, who)
    month, line = lines[-1]
    actor = (himself and line.person) or actor
    late = after_term(work, case, name, line.person or "", moment)
    with work.entry("object", case.number, actor) as entry:
        entry.add(
            "objection",
            moment,
            actor,
            complaint=case.complaint.id,
            rule=name,
            person=line.person,
            month=month,
            late=late,
            reason=why,
        )
    return answer("object", case, rule=name, person=line.person, month=month, late=late)


def after_term(work: Work, case: Case, rule: str, person: str, moment: datetime) -> bool:
    """Whether an objection comes after its term, which runs from the first notice or closing that tells the fine.

    What a later month carries of it is another line, with a term of its own.
    """
    told = last_told(work.store, case, rule, person)
    return told is not None and moment > term_from(work, told)[1]


def term_from(work: Work, told: datetime) -> tuple[str, datetime]:
    """Return the term of an objection to a fine that was told at a moment, and when it ends."""
    return str(work.edition_on(told.date()).get("limits.objection")), work.due(told, "objection")


def finable() -> Words:
    """Return the rules that fine, each with its names."""
    from complaint_cli.assessment.rules import BANDS
    from complaint_cli.messages.rules import RuleName

    return {name: (RuleName[name.upper()].zh, RuleName[name.upper()].en) for name in BANDS}


def money(value: object) -> Decimal:
    """Return yuan, plain digits with at most two decimals, full width too; UsageError for anything else."""
    said = str(value) if isinstance(value, int | Decimal) and not isinstance(value, bool) else text(value, "amount", 20)
    digits = half_width(said or "")
    if not re.fullmatch(r"[0-9]{1,9}(\.[0-9]{1,2})?", digits):
        raise UsageError(Casework.NOT_MONEY, value=said)
    return Decimal(digits)


def exclude(
    work: Work, *, no: No = None, reason: Why = None, approved_by: ApprovedBy = None, at: At = None, by: By = None
) -> Recorded:
    """Take a complaint out of scores and rates (剔除); it stays in the ledger and in the report by name."""
    case = complaint_named(work, no)
    moment, actor = work.step(at, by)
    why = required(reason, "reason", LONGEST["text"])
    steps.check_after_receipt(case, moment)
    steps.check_exclude(case)
    approver, row = required(approved_by, "approved_by"), case.complaint.id
    with correcting(work, case, "exclude", approver, actor, moment, moment) as (entry, second):
        entry.add("exclusion", moment, actor, complaint=row, excluded=True, reason=why, approved_by=second)
    return answer("exclude", case)


def include(
    work: Work, *, no: No = None, reason: Why = None, approved_by: ApprovedBy = None, at: At = None, by: By = None
) -> Recorded:
    """Put an excluded complaint back into scores and rates."""
    case = complaint_named(work, no)
    moment, actor = work.step(at, by)
    why = text(reason, "reason") or ""
    steps.check_include(case, moment)
    entered, row = case.exclusions[-1].entered, case.complaint.id
    with correcting(work, case, "include", approved_by, actor, moment, entered) as (entry, second):
        entry.add("exclusion", moment, actor, complaint=row, excluded=False, reason=why, approved_by=second)
    return answer("include", case)


def commend(
    work: Work,
    *,
    dept: Department = None,
    reason: Why = None,
    complaint: Complaint = None,
    at: At = None,
    by: By = None,
) -> Recorded:
    """Record a praise that adds points to a department (第五条第一款)."""
    if dept is None:
        raise UsageError(Help.ARGUMENT_MISSING, name=Help.DEPARTMENT_VALUE())
    department = work.organisation.find(required(dept, "dept"))
    moment, actor = work.step(at, by)
    why = required(reason, "reason", LONGEST["text"])
    case = work.store.case(required(complaint, "complaint")) if complaint is not None else None
    office_or_audit(work, actor, moment)
    if case:
        steps.check_after_receipt(case, moment)
    with work.entry("commend", case.number if case else department.name, actor) as entry:
        row = case.complaint.id if case else None
        number = entry.add("commendation", moment, actor, complaint=row, department=department.name, reason=why)
    return {
        "schema": 1,
        "do": "commend",
        "commendation": number,
        "department": department.name,
        "complaint": case.number if case else None,
    }
