"""Correcting what was entered wrongly (第三条第一款)."""

from __future__ import annotations

from collections.abc import Mapping
from copy import copy
from typing import Any

from complaint_cli.acts.amending import amend_step, whole
from complaint_cli.acts.answers import Change, Recorded, answer, choice, complaint_named
from complaint_cli.acts.intake import COUNTED_FROM, category_of, deadline_of
from complaint_cli.acts.options import (
    AdverseEffectOrNot,
    ApprovedBy,
    Auditor,
    Category,
    Cause,
    Clerk,
    ConfidentialOrNot,
    Contact,
    Content,
    Deadline,
    FalseRecordOrNot,
    InternalCauseOrNot,
    Justified,
    No,
    Note,
    Opinion,
    Persons,
    Received,
    Report,
    Resolved,
    Result,
    ReworkOrNot,
    Severity,
    Short,
    Source,
    Step,
    StepAt,
    StepBy,
    StepTo,
    Summary,
    Urgency,
    Why,
)
from complaint_cli.acts.people import belonging, sitter
from complaint_cli.acts.seconding import check_second, judged, touched
from complaint_cli.acts.values import LONGEST, required, short_text, yes_no
from complaint_cli.acts.work import Work
from complaint_cli.company.categories import source_named
from complaint_cli.complaint import steps
from complaint_cli.complaint.case import Case
from complaint_cli.complaint.corrected import shown_value, step_rows, text_of
from complaint_cli.complaint.fields import SHORT
from complaint_cli.errors import StepRefused, UsageError
from complaint_cli.messages.casework import Casework
from complaint_cli.messages.vocabulary import URGENCY


def amend(
    work: Work,
    *,
    no: No = None,
    reason: Why = None,
    content: Content = None,
    category: Category = None,
    source: Source = None,
    urgency: Urgency = None,
    deadline: Deadline = None,
    received: Received = None,
    confidential: ConfidentialOrNot = None,
    step: Step = None,
    to: StepTo = None,
    person: Persons = None,
    justified: Justified = None,
    opinion: Opinion = None,
    contact: Contact = None,
    result: Result = None,
    report: Report = None,
    resolved: Resolved = None,
    rework: ReworkOrNot = None,
    note: Note = None,
    summary: Summary = None,
    auditor: Auditor = None,
    clerk: Clerk = None,
    internal_cause: InternalCauseOrNot = None,
    adverse_effect: AdverseEffectOrNot = None,
    severity: Severity = None,
    false_record: FalseRecordOrNot = None,
    dept: Cause = None,
    approved_by: ApprovedBy = None,
    at: StepAt = None,
    by: StepBy = None,
    **short: Short,
) -> Recorded:
    """Correct a typing error; both values and the reason are kept. An empty text takes a value away.

    ``at`` and ``by`` are the step's, ``by`` the intake's where none is named: who corrects is who sits there, and now.
    """
    case = complaint_named(work, no)
    why = required(reason, "reason", LONGEST["text"])
    own = {"to": to, "person": person, "justified": justified, "opinion": opinion, "contact": contact}
    own |= {"result": result, "report": report, "resolved": resolved, "rework": rework, "note": note}
    own |= {"summary": summary, "auditor": auditor, "clerk": clerk, "internal_cause": internal_cause}
    own |= {"adverse_effect": adverse_effect, "severity": severity, "false_record": false_record, "dept": dept}
    intake = {"content": content, "category": category, "source": source, "urgency": urgency, **short}
    intake |= {"deadline": deadline, "received": received, "confidential": confidential}
    number = whole(step, "step") if step is not None else 1
    foreign = intake if number != 1 else own
    if stray := next((name for name, value in foreign.items() if value is not None), None):
        raise UsageError(Casework.NOT_OF_STEP, option=stray.replace("_", "-"), step=number)
    actor = _corrector(work)
    if number != 1:
        given_own = {name: value for name, value in {**own, "at": at, "by": by}.items() if value is not None}
        return amend_step(work, case, number, given_own, why, approved_by, actor)
    if at is not None and (step is None or received is not None):  # of all other steps it is when they happened
        raise UsageError(Casework.RECEIVED_OR_NOW)
    intake |= {"received": at if received is None else received, "by": by}
    given = {name: value for name, value in intake.items() if value is not None}
    return amend_intake(work, case, given, why, approved_by, actor)


def amend_intake(
    work: Work, case: Case, given: Mapping[str, object], why: str, approved_by: object, actor: str
) -> Recorded:
    """Correct values of an intake; what is counted from them moves along."""
    old, new = case.complaint, _read(work, case, given)
    taken = [row for row in work.store.by_order(new["order_no"]) if row != old.id] if new.get("order_no") else []
    if taken:
        other = work.store.case_of(taken[0]).number
        raise StepRefused(Casework.ORDER_KNOWN, order_no=new["order_no"], no=other)
    merged = old._replace(**new)
    counted = old.basis != "order" and not new.keys().isdisjoint(COUNTED_FROM)
    if "deadline" in given or counted:
        limit = given.get("deadline")
        due, basis, provisional = deadline_of(work, limit, merged.at, merged.category, merged.source, merged.urgency)
        new |= {"deadline": due, "basis": basis, "provisional": int(provisional)}
    else:
        steps.check_deadline(merged.deadline, merged.at)
    changed = {name: value for name, value in new.items() if getattr(old, name) != value}
    if not changed:
        raise UsageError(Casework.NOTHING_TO_AMEND)
    before = judged(work, case)
    second = work.second(approved_by, actor, work.now, **touched(case))
    kept = [(name, text_of(getattr(old, name)), text_of(value)) for name, value in changed.items()]
    with work.entry("amend", case.number, actor) as entry:
        for name, was, now in kept:
            line = {"field": name, "old": was, "new": now}
            entry.add("amendment", work.now, actor, complaint=old.id, **line, reason=why, approved_by=second)
    told: list[Change] = [
        {"field": name, "old": shown_value(name, was), "new": shown_value(name, now)} for name, was, now in kept
    ]
    case = work.store.case_of(old.id)
    work.second(approved_by, actor, work.now, **touched(case))
    check_second(work, case, before, old.entered, second, actor, work.now)
    return answer("amend", case, changed=sorted(changed), changes=told)


def _read(work: Work, case: Case, given: Mapping[str, object]) -> dict[str, Any]:
    """Return the new values of an intake by column, each as the intake reads it; the deadline rests on them all."""
    old = case.complaint
    new: dict[str, Any] = {name: short_text(given[name], name) for name in given if name in SHORT}
    if "content" in given:
        new["content"] = required(given["content"], "content", LONGEST["content"])
    if "source" in given:
        new["source"] = source_named(required(given["source"], "source"))
    if "urgency" in given:
        new["urgency"] = choice(given["urgency"], "urgency", URGENCY)
    if "confidential" in given:
        new["confidential"] = int(yes_no(given["confidential"], "confidential"))
    if "received" in given:
        new["at"] = work.at(required(given["received"], "received"))
        moved = copy(case)
        moved.complaint = old._replace(at=new["at"])
        if any(record.at < moved.received_from for _, record in step_rows(case)):
            raise StepRefused(Casework.RECEIPT_TOO_LATE, no=case.number)
    if "by" in given:
        new["actor"] = belonging(work.organisation, required(given["by"], "by"), new.get("at", old.at).date())
    if "category" in given:
        new["category"] = category_of(work, required(given["category"], "category"), new.get("at", old.at))
    return new


def _corrector(work: Work) -> str:
    """Return who corrects: who sits there, for ``--by`` is the step's."""
    return belonging(work.organisation, sitter(work.call, work.organisation), work.now.date())
