"""The transfer form: filled in, signed, sent back (第四条第一款)."""

from __future__ import annotations

from datetime import datetime

from complaint_cli.acts.answers import Recorded, answer, choice, complaint_named
from complaint_cli.acts.options import Acting, ApprovedBy, As, At, By, Justified, No, Opinion, Persons, Reject, To, Why
from complaint_cli.acts.people import belonging
from complaint_cli.acts.values import LONGEST, names, required, text, yes_no
from complaint_cli.acts.work import Work
from complaint_cli.company.organisation import Department, PostKind
from complaint_cli.complaint import steps
from complaint_cli.errors import StepRefused, UsageError
from complaint_cli.messages.casework import Casework
from complaint_cli.messages.limits import limit_words
from complaint_cli.messages.people import People
from complaint_cli.messages.vocabulary import POST


def transfer(
    work: Work,
    *,
    no: No = None,
    to: To = None,
    person: Persons = None,
    justified: Justified = None,
    approved_by: ApprovedBy = None,
    at: At = None,
    by: By = None,
) -> Recorded:
    """Fill in the transfer form (第四条第一款)."""
    case = complaint_named(work, no)
    department = responsible(work, to)
    moment, actor = work.step(at, by)
    persons = of_department(work, names(person, "person"), department.name, moment)
    reason = text(justified, "justified")
    if approved_by is not None and reason is None:
        raise UsageError(Casework.APPROVED_WHAT)
    office = work.organisation.office.name
    approver = work.second(approved_by, actor, moment, all_of=[office])
    steps.check_transfer(case, moment)
    with work.entry("transfer", case.number, actor) as entry:
        entry.add(
            "transfer",
            moment,
            actor,
            complaint=case.complaint.id,
            department=department.name,
            persons=persons,
            justified=reason,
            approved_by=approver,
        )
    return answer("transfer", case, department=department.name, persons=list(persons))


def responsible(work: Work, name: object) -> Department:
    """Return the department that is meant; StepRefused for one that handles no complaints."""
    department = work.organisation.find(required(name, "to"))
    if department.role != "responsible":
        raise StepRefused(Casework.NOT_RESPONSIBLE, department=department.name)
    return department


def of_department(work: Work, persons: tuple[str, ...], department: str, moment: datetime) -> tuple[str, ...]:
    """Return persons as the organisation spells them; StepRefused for one who is not of the department that day."""
    organisation, day = work.organisation, moment.date()
    found = tuple(dict.fromkeys(belonging(organisation, person, day, moment) for person in persons))
    if organisation.peopled:
        for person in found:
            if department not in organisation.departments_of(person, day):
                raise StepRefused(People.NOT_OF_DEPARTMENT, name=person, department=department)
    return found


def approve(
    work: Work,
    *,
    no: No = None,
    as_: As = None,
    opinion: Opinion = None,
    acting: Acting = None,
    reject: Reject = None,
    reason: Why = None,
    at: At = None,
    by: By = None,
) -> Recorded:
    """Sign the transfer form, or send it back with a reason (第四条第一款)."""
    case = complaint_named(work, no)
    post = choice(as_, "as", POST)
    moment, actor = work.step(at, by)
    rejected = yes_no(reject, "reject")
    said = text(opinion, "opinion") or text(reason, "reason")
    if rejected and opinion is not None and reason is not None and opinion != reason:
        raise UsageError(Casework.REASON_AND_OPINION)
    if reason is not None and not rejected:
        raise UsageError(Casework.REASON_WITHOUT_REJECT)
    if rejected and said is None:
        raise UsageError(Casework.REJECT_WHY)
    stand_in = yes_no(acting, "acting")
    kind: PostKind = "deputy" if post == "deputy" else "general"
    pending = steps.check_approve(case, moment, kind, actor, acting=stand_in, organisation=work.organisation)
    if stand_in:
        steps.check_acting(pending, actor)
    with work.entry("approve", case.number, actor) as entry:
        entry.add(
            "approval",
            moment,
            actor,
            complaint=case.complaint.id,
            transfer=pending.id,
            post=post,
            verdict="rejected" if rejected else "approved",
            acting=stand_in,
            opinion=said or Casework.AGREED.zh,
        )
    return answer(
        "approve", case, department=pending.department, post=post, verdict="rejected" if rejected else "approved"
    )


def return_(
    work: Work, *, no: No = None, reason: Why = None, approved_by: ApprovedBy = None, at: At = None, by: By = None
) -> Recorded:
    """Send the complaint back as not the department's; the deadline does not move."""
    case = complaint_named(work, no)
    moment, actor = work.step(at, by)
    why = required(reason, "reason", LONGEST["text"])
    tenure = steps.check_return(case, moment, work.organisation)
    if any(handback.transfer == tenure.transfer.id for handback in case.handbacks):
        raise StepRefused(People.RETURN_AFTER_HANDBACK, no=case.number)
    touched = {"departments": [tenure.transfer.department], "persons": tenure.transfer.persons}
    if approved_by is None:
        check_return_in_time(work, tenure.dispatched, moment)
    approver = work.second(approved_by, actor, moment, **touched)
    with work.entry("return", case.number, actor) as entry:
        entry.add(
            "returned",
            moment,
            actor,
            complaint=case.complaint.id,
            transfer=tenure.transfer.id,
            reason=why,
            approved_by=approver,
        )
    return answer("return", case, department=tenure.transfer.department)


def check_return_in_time(work: Work, dispatched: datetime, moment: datetime) -> None:
    """Refuse what was sent back without a second person later than ``limits.return`` after its dispatch."""
    due = work.due(dispatched, "return")
    if moment > due:
        limit = work.edition_on(dispatched.date()).get("limits.return")
        raise StepRefused(People.RETURN_LATE, limit=limit_words(limit), due=steps.clock(due))
