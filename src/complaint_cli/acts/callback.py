"""Calling the caller back, and replying to the superior unit (第四条第四款，第三条第一款)."""

from __future__ import annotations

from datetime import datetime

from complaint_cli.acts.answers import Recorded, answer, choice, complaint_named
from complaint_cli.acts.options import At, By, CallNote, CallResult, No, Resolved, Rework, Summary
from complaint_cli.acts.values import LONGEST, required, text, yes_no
from complaint_cli.acts.work import Work
from complaint_cli.complaint import steps
from complaint_cli.errors import StepRefused
from complaint_cli.messages.people import People
from complaint_cli.messages.vocabulary import RESULT


def office_only(work: Work, actor: str, moment: datetime) -> None:
    """Refuse whoever is not of the general office on that day, where the organisation lists people."""
    if work.organisation.peopled and "office" not in work.organisation.role_of(actor, moment.date()):
        raise StepRefused(People.NOT_OFFICE, name=actor)


def office_or_audit(work: Work, actor: str, moment: datetime) -> None:
    """Refuse whoever is neither of the general office nor of the audit, where the organisation lists people."""
    if work.organisation.peopled and not work.organisation.role_of(actor, moment.date()) & {"office", "audit"}:
        raise StepRefused(People.NOT_OFFICE_OR_AUDIT, name=actor)


def callback(
    work: Work,
    *,
    no: No = None,
    result: CallResult = None,
    resolved: Resolved = None,
    rework: Rework = None,
    note: CallNote = None,
    at: At = None,
    by: By = None,
) -> Recorded:
    """Record one attempt to call the caller back (第四条第四款)."""
    case = complaint_named(work, no)
    moment, actor = work.step(at, by)
    found = choice(result, "result", RESULT)
    solved = None if resolved is None else yes_no(resolved, "resolved")
    again = yes_no(rework, "rework")
    said = text(note, "note")
    steps.check_said(found, solved, rework=again)
    office_only(work, actor, moment)
    steps.check_callback(case, moment, work.organisation)
    if work.organisation.peopled:
        steps.check_not_handler(case, actor)
    with work.entry("callback", case.number, actor) as entry:
        entry.add(
            "callback",
            moment,
            actor,
            complaint=case.complaint.id,
            result=found,
            resolved=solved,
            rework=again,
            note=said,
        )
    return answer("callback", case, result=found, resolved=solved, rework=again)


def reply(work: Work, *, no: No = None, summary: Summary = None, at: At = None, by: By = None) -> Recorded:
    """Record the reply to the superior unit (第三条第一款)."""
    case = complaint_named(work, no)
    moment, actor = work.step(at, by)
    said = required(summary, "summary", LONGEST["text"])
    office_only(work, actor, moment)
    steps.check_reply(case, moment, work.organisation)
    with work.entry("reply", case.number, actor) as entry:
        entry.add("reply", moment, actor, complaint=case.complaint.id, summary=said)
    return answer("reply", case)
