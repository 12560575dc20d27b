"""The transfer form: filled in, signed, sent back (第四条第一款)."""

from __future__ import annotations

from typing import Any

from complaint_cli.acts.answers import POST, Answer, answer, choice, complaint_named
from complaint_cli.acts.work import LONGEST, Work, names, required, text, yes_no
from complaint_cli.company.organisation import PostKind
from complaint_cli.complaint import steps
from complaint_cli.errors import StepRefused, UsageError
from complaint_cli.messages.casework import Casework


def transfer(
    work: Work,
    *,
    no: Any = None,
    to: Any = None,
    person: Any = None,
    justified: Any = None,
    at: Any = None,
    by: Any = None,
) -> Answer:
    """Fill in the transfer form (第四条第一款)."""
    case = complaint_named(work, no)
    department = work.organisation.find(required(to, "to"))
    moment, actor = work.at(at), work.actor(by)
    persons = names(person, "person")
    if department.role != "responsible":
        raise StepRefused(Casework.NOT_RESPONSIBLE, department=department.name)
    steps.check_transfer(case, moment)
    with work.entry("transfer", case.number, actor) as entry:
        entry.add(
            "transfer",
            moment,
            actor,
            complaint=case.complaint.id,
            department=department.name,
            persons=persons,
            justified=text(justified, "justified"),
        )
    return answer("transfer", case, department=department.name, persons=list(persons))


def approve(
    work: Work,
    *,
    no: Any = None,
    as_: Any = None,
    opinion: Any = None,
    acting: Any = None,
    reject: Any = None,
    reason: Any = None,
    at: Any = None,
    by: Any = None,
) -> Answer:
    """Sign the transfer form, or send it back with a reason (第四条第一款)."""
    case = complaint_named(work, no)
    post = choice(as_, "as", POST)
    moment, actor = work.at(at), work.actor(by)
    rejected = yes_no(reject, "reject")
    said = text(opinion, "opinion") or text(reason, "reason")
    if rejected and said is None:
        raise UsageError(Casework.REJECT_WHY)
    stand_in = yes_no(acting, "acting")
    kind: PostKind = "deputy" if post == "deputy" else "general"
    pending = steps.check_approve(case, moment, kind, actor, acting=stand_in, organisation=work.organisation)
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


def return_(work: Work, *, no: Any = None, reason: Any = None, at: Any = None, by: Any = None) -> Answer:
    """Send the complaint back as not the department's; the deadline does not move."""
    case = complaint_named(work, no)
    moment, actor = work.at(at), work.actor(by)
    why = required(reason, "reason", LONGEST["text"])
    tenure = steps.check_return(case, moment)
    with work.entry("return", case.number, actor) as entry:
        entry.add("returned", moment, actor, complaint=case.complaint.id, transfer=tenure.transfer.id, reason=why)
    return answer("return", case, department=tenure.transfer.department)
