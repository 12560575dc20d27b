"""What the writing commands do, one function each, for the terminal and for ``batch`` alike.

Each takes the open work and the command's options by name, writes one journal entry, and returns the
answer that ``--json`` prints. All run inside one transaction of the caller.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from complaint_cli import steps
from complaint_cli.assess import FineLine, fines_of, period_of
from complaint_cli.cases import Case
from complaint_cli.commands.work import LONGEST, Work, choice, names, required, text, yes_no
from complaint_cli.errors import StepRefused, UsageError
from complaint_cli.evidence import keep
from complaint_cli.messages.casework import Casework
from complaint_cli.rules import BANDS
from complaint_cli.taxonomy import UNSORTED, Urgency, category_named, limit_kind
from complaint_cli.worktime import iso

Answer = dict[str, Any]

HOTLINE = "12345热线"
SHORT_TEXTS = ("caller", "phone", "account", "address", "order_no", "superior_no")


def _answer(do: str, case: Case, **more: Any) -> Answer:
    return {
        "schema": 1,
        "do": do,
        "no": case.number,
        "complaint": case.number,
        "status": case.status().value,
        "deadline": iso(case.deadline),
        **more,
    }


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
    haste = urgency_named(urgency)
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
    return _answer("intake", case, basis=basis, provisional=provisional)


def urgency_named(value: Any) -> str:
    """Return an urgency by its Chinese or English name; UsageError with the names otherwise."""
    wanted = text(value, "urgency", LONGEST["name"])
    if wanted is None:
        return Urgency.NORMAL.value[1]
    for urgency in Urgency:
        if wanted.casefold() in urgency.value:
            return urgency.value[1]
    choices = ", ".join("/".join(u.value) for u in Urgency)
    raise UsageError(Casework.BAD_CHOICE, name="urgency", value=wanted, choices=choices)


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
    no: Any,
    to: Any = None,
    person: Any = None,
    justified: Any = None,
    at: Any = None,
    by: Any = None,
) -> Answer:
    """Fill in the transfer form (第四条第一款)."""
    case = work.store.case(required(no, "no"))
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
    unknown = [name for name in persons if not work.organisation.knows(name)]
    return _answer("transfer", case, department=department.name, persons=list(persons), unknown=unknown)


def approve(
    work: Work,
    *,
    no: Any,
    as_: Any = None,
    opinion: Any = None,
    acting: Any = None,
    reject: Any = None,
    reason: Any = None,
    at: Any = None,
    by: Any = None,
) -> Answer:
    """Sign the transfer form, or send it back with a reason (第四条第一款)."""
    case = work.store.case(required(no, "no"))
    post = choice(as_, "as", ("deputy", "general"))
    moment, actor = work.at(at), work.actor(by)
    rejected = yes_no(reject, "reject")
    said = text(opinion, "opinion") or text(reason, "reason")
    if rejected and said is None:
        raise UsageError(Casework.REJECT_WHY)
    stand_in = yes_no(acting, "acting")
    pending = steps.check_approve(
        case,
        moment,
        "deputy" if post == "deputy" else "general",
        actor,
        acting=stand_in,
        organisation=work.organisation,
    )
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
    return _answer("approve", case, department=pending.department)


def return_(work: Work, *, no: Any, reason: Any = None, at: Any = None, by: Any = None) -> Answer:
    """Send the complaint back as not the department's; the deadline does not move."""
    case = work.store.case(required(no, "no"))
    moment, actor = work.at(at), work.actor(by)
    why = required(reason, "reason", LONGEST["text"])
    tenure = steps.check_return(case, moment)
    with work.entry("return", case.number, actor) as entry:
        entry.add("returned", moment, actor, complaint=case.complaint.id, transfer=tenure.transfer.id, reason=why)
    return _answer("return", case)


def handle(
    work: Work,
    *,
    no: Any,
    contact: Any = None,
    evidence: Any = None,
    result: Any = None,
    done: Any = None,
    report: Any = None,
    at: Any = None,
    by: Any = None,
) -> Answer:
    """Record the department's work: contact, evidence, result, report, hand-back (第四条第二、三款，第三条第三款)."""
    case = work.store.case(required(no, "no"))
    moment, actor = work.at(at), work.actor(by)
    means = choice(contact, "contact", ("visit", "phone")) if contact is not None else None
    files = names(evidence, "evidence")
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
    return _answer("handle", case, evidence=[file.sha256 for file in kept])


def _found(work: Work, name: str) -> Path:
    beside = work.folder / name
    return beside if beside.exists() else Path(name)


def extend(
    work: Work,
    *,
    no: Any,
    to: Any = None,
    approved_by: Any = None,
    reason: Any = None,
    at: Any = None,
    by: Any = None,
) -> Answer:
    """Move the deadline, asked for before the old one lapsed; both are kept."""
    case = work.store.case(required(no, "no"))
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
    return _answer("extend", case)


def callback(
    work: Work,
    *,
    no: Any,
    result: Any = None,
    resolved: Any = None,
    rework: Any = None,
    at: Any = None,
    by: Any = None,
) -> Answer:
    """Record one attempt to call the caller back (第四条第四款)."""
    case = work.store.case(required(no, "no"))
    moment, actor = work.at(at), work.actor(by)
    found = choice(result, "result", ("satisfied", "mostly", "unsatisfied", "unreached"))
    solved = None if resolved is None else yes_no(resolved, "resolved")
    again = yes_no(rework, "rework")
    steps.check_callback(case, moment, actor, found, solved)
    with work.entry("callback", case.number, actor) as entry:
        entry.add(
            "callback",
            moment,
            actor,
            complaint=case.complaint.id,
            result=found,
            resolved=solved,
            rework=again,
        )
    return _answer("callback", case)


def reply(work: Work, *, no: Any, summary: Any = None, at: Any = None, by: Any = None) -> Answer:
    """Record the reply to the superior unit (第三条第一款)."""
    case = work.store.case(required(no, "no"))
    moment, actor = work.at(at), work.actor(by)
    said = required(summary, "summary", LONGEST["text"])
    steps.check_reply(case, moment)
    with work.entry("reply", case.number, actor) as entry:
        entry.add("reply", moment, actor, complaint=case.complaint.id, summary=said)
    return _answer("reply", case)


# -- 第五条：处罚 ------------------------------------------------------------------------------


def link(work: Work, *, no: Any, repeat_of: Any = None, at: Any = None, by: Any = None) -> Answer:
    """Confirm that a complaint repeats an earlier one (第五条第四款)."""
    case = work.store.case(required(no, "no"))
    first = work.store.case(required(repeat_of, "repeat_of"))
    moment, actor = work.at(at), work.actor(by)
    root = work.store.same_matter(first.complaint.id)
    circle = any(other.complaint.id == case.complaint.id for other in root) and case.repeat_of is None
    steps.check_link(case, first, case.complaint.id if circle else first.complaint.id)
    with work.entry("link", case.number, actor) as entry:
        entry.add("link", moment, actor, complaint=case.complaint.id, repeat_of=first.complaint.id)
    return _answer("link", case, repeat_of=first.number)


def unlink(work: Work, *, no: Any, at: Any = None, by: Any = None) -> Answer:
    """Take back that a complaint repeats an earlier one."""
    case = work.store.case(required(no, "no"))
    moment, actor = work.at(at), work.actor(by)
    steps.check_unlink(case)
    with work.entry("unlink", case.number, actor) as entry:
        entry.add("link", moment, actor, complaint=case.complaint.id, repeat_of=None)
    return _answer("unlink", case)


def investigate(
    work: Work,
    *,
    no: Any,
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
    case = work.store.case(required(no, "no"))
    moment, actor = work.at(at), work.actor(by)
    pair = required(auditor, "auditor"), required(clerk, "clerk")
    cause = yes_no(internal_cause, "internal_cause")
    grave = choice(severity, "severity", ("minor", "serious", "major")) if severity is not None else None
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
            severity=grave or ("minor" if cause else None),
            false_record=yes_no(false_record, "false_record"),
            persons=names(person, "person"),
        )
    return _answer("investigate", case)


def decide(
    work: Work,
    *,
    no: Any,
    rule: Any = None,
    person: Any = None,
    amount: Any = None,
    waive: Any = None,
    reason: Any = None,
    at: Any = None,
    by: Any = None,
) -> Answer:
    """Settle one proposed fine within its band × factor, or waive it; by audit staff only (第五条第一款)."""
    case = work.store.case(required(no, "no"))
    moment, actor = work.at(at), work.actor(by)
    name = choice(rule, "rule", tuple(BANDS))
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
    return _answer("decide", case, rule=name, person=who, amount=None if yuan is None else f"{yuan:.2f}")


def money(value: Any) -> Decimal:
    """Return yuan with at most two decimals; UsageError for anything else."""
    said = str(value) if isinstance(value, int) and not isinstance(value, bool) else text(value, "amount", 20)
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

    place = work.store.place(case)
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
                place=place,
                organisation=work.organisation,
                calendar=work.store.calendar(edition),
            )
    return found


def exclude(
    work: Work, *, no: Any, reason: Any = None, approved_by: Any = None, at: Any = None, by: Any = None
) -> Answer:
    """Take a complaint out of scores and rates (剔除); it stays in the ledger and in the report by name."""
    case = work.store.case(required(no, "no"))
    moment, actor = work.at(at), work.actor(by)
    why, approver = required(reason, "reason", LONGEST["text"]), required(approved_by, "approved_by")
    steps.check_after_receipt(case, moment)
    steps.check_exclude(case)
    with work.entry("exclude", case.number, actor) as entry:
        entry.add(
            "exclusion",
            moment,
            actor,
            complaint=case.complaint.id,
            excluded=True,
            reason=why,
            approved_by=approver,
        )
    return _answer("exclude", case)


def include(work: Work, *, no: Any, reason: Any = None, at: Any = None, by: Any = None) -> Answer:
    """Put an excluded complaint back into scores and rates."""
    case = work.store.case(required(no, "no"))
    moment, actor = work.at(at), work.actor(by)
    why = text(reason, "reason") or ""
    steps.check_include(case)
    with work.entry("include", case.number, actor) as entry:
        row = case.complaint.id
        entry.add("exclusion", moment, actor, complaint=row, excluded=False, reason=why, approved_by=None)
    return _answer("include", case)


def commend(
    work: Work, *, dept: Any, reason: Any = None, complaint: Any = None, at: Any = None, by: Any = None
) -> Answer:
    """Record a praise that adds points to a department (第五条第一款)."""
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


# -- 第三条第一款：留档 ------------------------------------------------------------------------


def amend(
    work: Work,
    *,
    no: Any,
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
    case = work.store.case(required(no, "no"))
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
        new["urgency"] = urgency_named(urgency)
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
    if deadline is not None or old.basis != "order":
        due, basis, provisional = deadline_of(work, deadline, merged.at, merged.category, merged.source, merged.urgency)
        new |= {"deadline": due, "basis": basis, "provisional": int(provisional)}
    else:
        steps.check_deadline(merged.deadline, merged.at)
    changed = {name: value for name, value in new.items() if getattr(old, name) != value}
    if not changed:
        raise UsageError(Casework.NOTHING_TO_AMEND)
    with work.entry("amend", case.number, actor) as entry:
        for name, value in changed.items():
            entry.add(
                "amendment",
                moment,
                actor,
                complaint=old.id,
                field=name,
                old=_as_kept(getattr(old, name)),
                new=_as_kept(value),
                reason=why,
            )
    return _answer("amend", case, changed=sorted(changed))


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
    "link": link,
    "unlink": unlink,
    "investigate": investigate,
    "decide": decide,
    "exclude": exclude,
    "include": include,
    "commend": commend,
    "amend": amend,
}
"""Every command that ``batch`` may hold, by its name."""
