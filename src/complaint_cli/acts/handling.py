"""The department's work, and its deadline moved (第四条第二、三款，第三条第三款)."""

from __future__ import annotations

import os
from pathlib import Path

from complaint_cli.acts.answers import Recorded, answer, choice, complaint_named
from complaint_cli.acts.options import (
    ApprovedBy,
    At,
    By,
    Contact,
    Done,
    Evidence,
    ExtendTo,
    Handlers,
    No,
    Report,
    Result,
    Why,
)
from complaint_cli.acts.transfer import of_department
from complaint_cli.acts.values import LONGEST, names, required, text, yes_no
from complaint_cli.acts.work import Work
from complaint_cli.complaint import steps
from complaint_cli.complaint.case import Status
from complaint_cli.errors import StepRefused
from complaint_cli.messages.people import People
from complaint_cli.messages.vocabulary import CONTACT
from complaint_cli.store.evidence import Kept, keep, take_in

LONGEST_PATH = 4096


def handle(
    work: Work,
    *,
    no: No = None,
    contact: Contact = None,
    evidence: Evidence = None,
    result: Result = None,
    done: Done = None,
    report: Report = None,
    person: Handlers = None,
    approved_by: ApprovedBy = None,
    at: At = None,
    by: By = None,
) -> Recorded:
    """Record the department's work: contact, evidence, result, report, hand-back (第四条第二、三款，第三条第三款)."""
    case = complaint_named(work, no)
    moment, actor = work.step(at, by)
    means = choice(contact, "contact", CONTACT) if contact is not None else None
    files = names(evidence, "evidence", LONGEST_PATH)
    said = {"result": text(result, "result"), "report": text(report, "report")}
    finished = yes_no(done, "done")
    named = names(person, "person")
    anything = bool(means or files or finished or named or any(said.values()))
    tenure = steps.check_handle(
        case, moment, work.organisation, done=finished, result=said["result"], anything=anything
    )
    if named and case.status() is Status.FILED:
        raise StepRefused(People.NAMED_WHEN_FILED, no=case.number)
    form = tenure.transfer
    persons = of_department(work, named, form.department, moment)
    own = None
    if finished and not (persons or form.persons) and work.organisation.peopled:
        [own] = persons = of_department(work, (actor,), form.department, moment)
    late = bool(persons) and moment > case.deadline
    touched = {"departments": [form.department], "persons": [*form.persons, *persons]}
    approver = work.second(approved_by, actor, moment, **touched)
    if approver is None and late and named and named != form.persons:
        raise StepRefused(People.NEEDS_SECOND)
    kept = [_kept(work, name) for name in files]
    row = case.complaint.id
    with work.entry("handle", case.number, actor) as entry:
        if means:
            entry.add("contact", moment, actor, complaint=row, means=means)
        for file in kept:
            entry.add("evidence", moment, actor, complaint=row, **file._asdict())
        for kind, words in said.items():
            if words:
                entry.add("note", moment, actor, complaint=row, kind=kind, text=words)
        if persons:
            entry.add("naming", moment, actor, complaint=row, transfer=form.id, persons=persons, approved_by=approver)
        if finished:
            entry.add("handback", moment, actor, complaint=row, transfer=tenure.transfer.id)
    return answer(
        "handle",
        work.store.case_of(row),
        contact=means,
        evidence=[file.sha256 for file in kept],
        recorded=[kind for kind, words in said.items() if words],
        done=finished,
        persons=list(persons),
        named=own,
    )


def _kept(work: Work, name: str) -> Kept:
    """Take a file in that was copied before the lock; in a batch it may be named again."""
    incoming = work.incoming.get(name)
    if incoming is None:
        return keep(work.store.evidence, found(work.folder, name))
    return incoming.kept if work.trying or not incoming.part.exists() else take_in(incoming)


def found(folder: Path, name: str) -> Path:
    """Return the file that is named, beside a batch or by itself."""
    beside = folder / name
    return beside if os.path.exists(beside) else Path(name)  # where a name is too long, exists() is simply False


def extend(
    work: Work,
    *,
    no: No = None,
    to: ExtendTo = None,
    approved_by: ApprovedBy = None,
    reason: Why = None,
    at: At = None,
    by: By = None,
) -> Recorded:
    """Move the deadline, asked for before the old one lapsed; both are kept."""
    case = complaint_named(work, no)
    moment, actor = work.step(at, by)
    later = work.time(required(to, "to"), ahead=True)
    why = required(reason, "reason", LONGEST["text"])
    steps.check_extend(case, moment, later)
    if case.handbacks:
        raise StepRefused(People.EXTEND_AFTER_HANDBACK, no=case.number)
    form = case.transfers[-1] if case.transfers else None
    touched = {"departments": [form.department], "persons": form.persons} if form else {}
    approver = work.second(required(approved_by, "approved_by"), actor, moment, **touched)
    with work.entry("extend", case.number, actor) as entry:
        entry.add(
            "extension",
            moment,
            actor,
            complaint=case.complaint.id,
            old_deadline=case.deadline,
            new_deadline=later,
            approved_by=approver,
            reason=why,
        )
    return answer("extend", case)
