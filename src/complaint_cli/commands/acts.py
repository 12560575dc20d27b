"""What the writing commands do under 第三、四条, one function each, for the terminal and for ``batch`` alike.

Each takes the open work and the command's options by name, writes one journal entry, and returns the
answer that ``--json`` prints. All run inside one transaction of the caller. ``rulings`` has those of 第五条.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

from complaint_cli import steps
from complaint_cli.commands import rulings
from complaint_cli.commands.answers import CONTACT, POST, RESULT, URGENCY, Answer, answer, choice, complaint_named
from complaint_cli.commands.work import LONGEST, Work, names, required, text, yes_no
from complaint_cli.errors import StepRefused, UsageError
from complaint_cli.evidence import keep
from complaint_cli.messages.casework import Casework
from complaint_cli.organisation import PostKind
from complaint_cli.taxonomy import UNSORTED, category_named, limit_kind
from complaint_cli.worktime import iso

HOTLINE = "12345热线"
LONGEST_PATH = 4096
COUNTED_FROM = ("at", "category", "source", "urgency")
"""What a deadline that the order did not bring is counted from."""


# -- 第四条：受理与处置 ------------------------------------------------------------------------


def intake(
    work: Work,
    *,
    content: Any = None,
    category: Any = None,
    source: Any = None,
    urgency: Any = None,
    caller: Any = None,
    phone: Any = None,
    account: Any = None,
    address: Any = None,
    order_no: Any = None,
    superior_no: Any = None,
    deadline: Any = None,
    repeat_of: Any = None,
    confidential: Any = None,
    at: Any = None,
    by: Any = None,
) -> Answer:
    """Register one complaint (第四条第一款); receipt is ``at``."""
    received = work.at(at)
    actor = work.actor(by)
    given = {"caller": caller, "phone": phone, "account": account, "address": address}
    given |= {"order_no": order_no, "superior_no": superior_no}
    short = {name: text(value, name, LONGEST["name"]) for name, value in given.items()}
    kind = category_named(text(category, "category", LONGEST["name"]) or UNSORTED)
    where = text(source, "source", LONGEST["name"]) or HOTLINE
    haste = choice(urgency, "urgency", URGENCY) if text(urgency, "urgency") else "normal"
    if short["order_no"] and (known := work.store.by_order(short["order_no"])):
        number = work.store.case_of(known[0]).number
        raise StepRefused(Casework.ORDER_KNOWN, order_no=short["order_no"], no=number)
    due, basis, provisional = deadline_of(work, deadline, received, kind, where, haste)
    first = work.store.case(required(repeat_of, "repeat_of")) if repeat_of is not None else None
    number, serial = work.store.next_number(received.year)
    with work.entry("intake", number, actor) as entry:
        row = entry.add(
            "complaint",
            received,
            actor,
            number=number,
            year=received.year,
            serial=serial,
            content=required(content, "content", LONGEST["content"]),
            category=kind,
            source=where,
            urgency=haste,
            **short,
            deadline=due,
            basis=basis,
            provisional=provisional,
            confidential=yes_no(confidential, "confidential"),
        )
        case = work.store.case_of(row)
        if first:
            steps.check_link(case, first, first.complaint.id)
            entry.add("link", received, actor, complaint=row, repeat_of=first.complaint.id)
    return answer("intake", case, basis=basis, provisional=provisional)


def deadline_of(
    work: Work, deadline: Any, received: datetime, category: str, source: str, urgency: str
) -> tuple[datetime, str, bool]:
    """Return the deadline, what it rests upon, and whether it is provisional.

    The one printed on the order wins; else the limit of its kind counts from receipt.
    """
    printed = text(deadline, "deadline", LONGEST["name"])
    if printed is not None:
        due = work.time(printed)
        steps.check_deadline(due, received)
        return due, "order", False
    edition = work.edition_on(received.date())
    calendar = work.store.calendar(edition)
    kind = limit_kind(category, source, urgency)
    limit = edition.get(f"limits.{kind}")
    due = calendar.due(received, limit)
    return due, f"{kind} {limit}", calendar.due_is_provisional(received, limit)


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


def handle(
    work: Work,
    *,
    no: Any = None,
    contact: Any = None,
    evidence: Any = None,
    result: Any = None,
    done: Any = None,
    report: Any = None,
    at: Any = None,
    by: Any = None,
) -> Answer:
    """Record the department's work: contact, evidence, result, report, hand-back (第四条第二、三款，第三条第三款)."""
    case = complaint_named(work, no)
    moment, actor = work.at(at), work.actor(by)
    means = choice(contact, "contact", CONTACT) if contact is not None else None
    files = names(evidence, "evidence", LONGEST_PATH)
    said = {"result": text(result, "result"), "report": text(report, "report")}
    finished = yes_no(done, "done")
    anything = bool(means or files or finished or any(said.values()))
    tenure = steps.check_handle(case, moment, done=finished, result=said["result"], anything=anything)
    kept = [keep(work.store.evidence, _found(work, name)) for name in files]
    row = case.complaint.id
    with work.entry("handle", case.number, actor) as entry:
        if means:
            entry.add("contact", moment, actor, complaint=row, means=means)
        for file in kept:
            entry.add("evidence", moment, actor, complaint=row, **file._asdict())
        for kind, words in said.items():
            if words:
                entry.add("note", moment, actor, complaint=row, kind=kind, text=words)
        if finished:
            entry.add("handback", moment, actor, complaint=row, transfer=tenure.transfer.id)
    return answer(
        "handle",
        case,
        contact=means,
        evidence=[file.sha256 for file in kept],
        recorded=[kind for kind, words in said.items() if words],
        done=finished,
    )


def _found(work: Work, name: str) -> Path:
    beside = work.folder / name
    return beside if os.path.exists(beside) else Path(name)  # where a name is too long, exists() is simply False


def extend(
    work: Work,
    *,
    no: Any = None,
    to: Any = None,
    approved_by: Any = None,
    reason: Any = None,
    at: Any = None,
    by: Any = None,
) -> Answer:
    """Move the deadline, asked for before the old one lapsed; both are kept."""
    case = complaint_named(work, no)
    moment, actor = work.at(at), work.actor(by)
    later = work.time(required(to, "to"))
    approver = required(approved_by, "approved_by")
    why = required(reason, "reason", LONGEST["text"])
    steps.check_extend(case, moment, later)
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


def callback(
    work: Work,
    *,
    no: Any = None,
    result: Any = None,
    resolved: Any = None,
    rework: Any = None,
    at: Any = None,
    by: Any = None,
) -> Answer:
    """Record one attempt to call the caller back (第四条第四款)."""
    case = complaint_named(work, no)
    moment, actor = work.at(at), work.actor(by)
    found = choice(result, "result", RESULT)
    solved = None if resolved is None else yes_no(resolved, "resolved")
    again = yes_no(rework, "rework")
    steps.check_callback(case, moment, actor, found, solved)
    with work.entry("callback", case.number, actor) as entry:
        entry.add("callback", moment, actor, complaint=case.complaint.id, result=found, resolved=solved, rework=again)
    return answer("callback", case, result=found, resolved=solved, rework=again)


def reply(work: Work, *, no: Any = None, summary: Any = None, at: Any = None, by: Any = None) -> Answer:
    """Record the reply to the superior unit (第三条第一款)."""
    case = complaint_named(work, no)
    moment, actor = work.at(at), work.actor(by)
    said = required(summary, "summary", LONGEST["text"])
    steps.check_reply(case, moment)
    with work.entry("reply", case.number, actor) as entry:
        entry.add("reply", moment, actor, complaint=case.complaint.id, summary=said)
    return answer("reply", case)


# -- 第三条第一款：留档 ------------------------------------------------------------------------


def amend(
    work: Work,
    *,
    no: Any = None,
    reason: Any = None,
    content: Any = None,
    category: Any = None,
    source: Any = None,
    urgency: Any = None,
    caller: Any = None,
    phone: Any = None,
    account: Any = None,
    address: Any = None,
    order_no: Any = None,
    superior_no: Any = None,
    deadline: Any = None,
    received: Any = None,
    confidential: Any = None,
    at: Any = None,
    by: Any = None,
) -> Answer:
    """Correct a typing error; both values and the reason are kept. An empty text takes a value away."""
    case = complaint_named(work, no)
    moment, actor = work.at(at), work.actor(by)
    why = required(reason, "reason", LONGEST["text"])
    old = case.complaint
    new: dict[str, Any] = {}
    given = {"caller": caller, "phone": phone, "account": account, "address": address}
    given |= {"order_no": order_no, "superior_no": superior_no}
    for name, value in given.items():
        if value is not None:
            new[name] = text(value, name, LONGEST["name"])
    if content is not None:
        new["content"] = required(content, "content", LONGEST["content"])
    if category is not None:
        new["category"] = category_named(required(category, "category"))
    if source is not None:
        new["source"] = required(source, "source")
    if urgency is not None:
        new["urgency"] = choice(urgency, "urgency", URGENCY)
    if confidential is not None:
        new["confidential"] = int(yes_no(confidential, "confidential"))
    if received is not None:
        new["at"] = work.at(required(received, "received"))
        if case.transfers and new["at"] > case.transfers[0].at:
            raise StepRefused(Casework.RECEIPT_TOO_LATE, no=case.number)
    taken = [row for row in work.store.by_order(new["order_no"]) if row != old.id] if new.get("order_no") else []
    if taken:
        number = work.store.case_of(taken[0]).number
        raise StepRefused(Casework.ORDER_KNOWN, order_no=new["order_no"], no=number)
    merged = old._replace(**new)
    steps.check_after_receipt(case, moment)
    counted = old.basis != "order" and not new.keys().isdisjoint(COUNTED_FROM)
    if deadline is not None or counted:
        due, basis, provisional = deadline_of(work, deadline, merged.at, merged.category, merged.source, merged.urgency)
        new |= {"deadline": due, "basis": basis, "provisional": int(provisional)}
    else:
        steps.check_deadline(merged.deadline, merged.at)
    changed = {name: value for name, value in new.items() if getattr(old, name) != value}
    if not changed:
        raise UsageError(Casework.NOTHING_TO_AMEND)
    with work.entry("amend", case.number, actor) as entry:
        for name, value in changed.items():
            was, now = _as_kept(getattr(old, name)), _as_kept(value)
            entry.add("amendment", moment, actor, complaint=old.id, field=name, old=was, new=now, reason=why)
    return answer("amend", case, changed=sorted(changed))


def _as_kept(value: Any) -> str | None:
    if isinstance(value, datetime):
        return iso(value)
    return None if value is None else str(value)


ACTS: dict[str, Callable[..., Answer]] = {
    "intake": intake,
    "transfer": transfer,
    "approve": approve,
    "return": return_,
    "handle": handle,
    "extend": extend,
    "callback": callback,
    "reply": reply,
    "amend": amend,
    **rulings.ACTS,
}
"""Every command that records something of a complaint, by its name."""
