"""One complaint's story for a month: its clocks, who held it, what every rule says of it and why."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from decimal import ROUND_DOWN, Decimal
from typing import Any

from complaint_cli.assessment.assess import contexts, judge
from complaint_cli.assessment.fines import clause
from complaint_cli.assessment.rules import RULES, Finding, Law, Period, Standing
from complaint_cli.company.calendar import Calendar, iso
from complaint_cli.company.organisation import Organisation
from complaint_cli.complaint.case import Case, Tenure
from complaint_cli.complaint.clocks import office_start
from complaint_cli.complaint.records import Approval, Transfer, happened
from complaint_cli.text.masking import mask_text

Answer = dict[str, Any]


def explain(
    case: Case,
    answer: Mapping[str, Any],
    period: Period,
    law: Law,
    *,
    place: tuple[int, str] | None,
    organisation: Organisation,
) -> Answer:
    """Return one complaint's story as JSON knows it; ``answer`` is the month's, ``case`` as of its end.

    Callers' phones and names are hidden in the reasons that people wrote.
    """
    edition = law.edition
    story: Answer = {"schema": 2, "complaint": case.number, "month": answer["month"], "status": answer["status"]}
    story |= {"as_of": answer["as_of"], "policy": answer["policy"], "received": iso(case.receipt)}
    mine = {kind: [line for line in answer[kind] if line["complaint"] == case.number] for kind in _LINES}
    if case.receipt > period.as_of:
        return story | {"known": False, "in_month": any(mine.values()), **mine}
    standing = Standing(case, period, edition.get("repeat.factor"), place)
    clocks = list(_clocks(case, period, law, organisation))
    in_month = any(period.holds(moment) for moment in (case.receipt, case.deadline)) or any(mine.values())
    rules = _rules(standing, period, law, organisation)
    hide = _Mask(case)
    story |= {
        "known": True,
        "in_month": in_month,
        "changed_since_closing": answer["status"] == "closed" and _differs(rules, mine, bool(case.exclusion)),
        "excluded": _excluded(case, hide),
        "repeat": _repeat(standing, place),
        "deadline": {
            "at": iso(case.deadline),
            "first": iso(case.complaint.deadline),
            "basis": case.complaint.basis,
            "provisional": bool(case.complaint.provisional) and not case.extensions,
        },
        "extensions": [
            {
                "at": iso(e.at), "by": e.actor, "old_deadline": iso(e.old_deadline),
                "new_deadline": iso(e.new_deadline), "approved_by": e.approved_by, "reason": hide(e.reason),
            }
            for e in case.extensions
        ],
        "clocks": clocks,
        "transfers": [_transfer(case, t, hide) for t in case.transfers],
        "rules": rules,
        "decisions": [
            {
                "at": iso(d.at), "by": d.actor, "rule": d.rule, "person": d.person,
                "amount": None if d.amount is None else f"{d.amount // 100}.{d.amount % 100:02d}",
                "reason": hide(d.reason),
            }
            for d in case.decisions
        ],
    }  # fmt: skip
    return story | mine


_LINES = ("points", "fines", "unassigned", "adjustments")


class _Mask:
    """Hides the caller's phone and name in what people wrote."""

    def __init__(self, case: Case) -> None:
        self.phones, self.names = [case.complaint.phone], [case.complaint.caller]

    def __call__(self, text: str | None) -> str | None:
        return None if text is None else mask_text(text, phones=self.phones, names=self.names)


def _excluded(case: Case, hide: _Mask) -> Answer | None:
    found = case.exclusion
    if not found:
        return None
    reason = hide(found.reason)
    return {"at": iso(found.at), "by": found.actor, "approved_by": found.approved_by, "reason": reason}


def _repeat(standing: Standing, place: tuple[int, str] | None) -> Answer | None:
    if place is None:
        return None
    return {"factor": standing.factor, "position": place[0], "first": place[1]}


# -- clocks ------------------------------------------------------------------------------------


def _clocks(case: Case, period: Period, law: Law, organisation: Organisation) -> Iterator[Answer]:
    """Yield every clock that runs or ran: limit, start, due time, actual time, verdict, and who held it.

    Each by the edition in force when it started, as the rules count it.
    """
    office, as_of, calendar = organisation.office.name, period.as_of, law.calendar
    first, handback = case.first_transfer, case.handback

    def clock(
        name: str, start: datetime, limit: str, actual: datetime | None, held: Sequence[str], whose: str
    ) -> Answer:
        edition = law.on(start.date())
        own, length = law.calendar_of(edition), edition.get(f"limits.{limit}")
        due, unsure = own.due(start, length), own.due_is_provisional(start, length)
        if limit == "rework":
            due = max(due, case.deadline)
        return _clock(name, str(length), start, due, unsure, actual, as_of, own, whose, held)

    edition = law.on(case.receipt.date())
    urgent = case.complaint.deadline <= law.calendar_of(edition).due(case.receipt, edition.get("limits.urgent_within"))
    made, limit = first.at if first else None, "transfer_urgent" if urgent else "transfer"
    yield clock("transfer", case.receipt, limit, made, [case.officer], office)
    for transfer in case.transfers:
        yield _approval_clock(case, transfer, as_of, organisation, calendar)
    tenure = case.in_force(handback.at if handback else min(case.deadline, as_of)) or case.in_force(as_of)
    department, persons = (tenure.transfer.department, list(tenure.transfer.persons)) if tenure else (office, [])
    yield _clock(
        "handling",
        None if case.extensions or case.complaint.basis == "order" else case.complaint.basis.split()[-1],
        case.receipt,
        case.deadline,
        bool(case.complaint.provisional) and not case.extensions,
        handback.at if handback else None,
        as_of,
        law.calendar_of(edition),
        department,
        persons,
    )
    if not handback:
        return
    handbacks = sorted(case.handbacks, key=happened)
    for call in (c for c in sorted(case.callbacks, key=happened) if c.rework):
        again = next((h.at for h in handbacks if h.at >= call.at and h.entry > call.entry), None)
        yield clock("rework", call.at, "rework", again, persons, department)
    begun = office_start(case, handback, organisation)
    tried = min(case.callbacks, key=happened, default=None)
    yield clock("callback", begun, "callback", tried.at if tried else None, [tried.actor] if tried else [], office)
    for later, one in zip([*handbacks[1:], None], handbacks, strict=True) if case.reply_owed else ():
        answered = [r.at for r in case.replies if r.at >= one.at and (later is None or r.at < later.at)]
        line = clock(
            "reply", office_start(case, one, organisation), "reply", min(answered, default=None), [case.officer], office
        )
        stopped = any(c.rework and one.at <= c.at and iso(c.at) <= line["due"] for c in case.callbacks)
        if not stopped or line["verdict"] == "in_time":
            yield line


def _clock(
    name: str,
    limit: str | None,
    start: datetime,
    due: datetime | None,
    provisional: bool,
    actual: datetime | None,
    as_of: datetime,
    calendar: Calendar,
    department: str,
    persons: Sequence[str],
) -> Answer:
    finish = actual or as_of
    late = due is not None and finish > due
    if due is None:
        verdict = "done" if actual else "waiting"
    elif actual:
        verdict = "late" if late else "in_time"
    else:
        verdict = "late_open" if late else "running"
    line: Answer = {
        "clock": name,
        "limit": limit,
        "start": iso(start),
        "due": iso(due) if due else None,
        "provisional": provisional,
        "actual": iso(actual) if actual else None,
        "verdict": verdict,
    }
    if late and due:
        line["late_by"] = {"days": calendar.days_late(due, finish)}
    else:
        days, seconds = calendar.working_time_between(start, finish)
        passed = int(finish.timestamp()) - int(start.timestamp())
        line["took"] = {"days": days, "seconds": seconds, "all_seconds": passed}
    return line | {"department": department, "persons": list(persons)}


def _approval_clock(
    case: Case, transfer: Transfer, as_of: datetime, organisation: Organisation, calendar: Calendar
) -> Answer:
    """The two signatures: the regulation sets them no limit, but the department's share of the time passes."""
    signed = _signatures(case, transfer)
    last = signed[-1] if signed else None
    finished = last and (last.post == "general" or last.verdict == "rejected")
    if last and finished:
        held, actual = [a.actor for a in signed], last.at
    else:
        post, department = ("general", None) if last else ("deputy", transfer.department)
        holder = organisation.holder("general" if last else "deputy", department, as_of.date())
        held, actual = [holder] if holder else [], None
        return _clock(
            "approval", None, transfer.at, None, False, actual, as_of, calendar, transfer.department, held
        ) | {"waits_for": post}
    return _clock("approval", None, transfer.at, None, False, actual, as_of, calendar, transfer.department, held)


def _signatures(case: Case, transfer: Transfer) -> list[Approval]:
    return [a for a in case.approvals if a.transfer == transfer.id]


def _transfer(case: Case, transfer: Transfer, hide: _Mask) -> Answer:
    """One transfer form: who signed it, and from when to when it was in force."""
    tenure: Tenure | None = next((t for t in case.tenures if t.transfer.id == transfer.id), None)
    back = next((r for r in case.returns if r.transfer == transfer.id), None)
    return {
        "at": iso(transfer.at),
        "by": transfer.actor,
        "department": transfer.department,
        "persons": list(transfer.persons),
        "justified": hide(transfer.justified),
        "signatures": [
            {
                "at": iso(a.at),
                "post": a.post,
                "by": a.actor,
                "acting": bool(a.acting),
                "verdict": a.verdict,
                "reason": hide(a.opinion) if a.verdict == "rejected" else None,
            }
            for a in _signatures(case, transfer)
        ],
        "from": iso(tenure.dispatched) if tenure else None,
        "share_left": _share_left(case, tenure) if tenure else None,
        "until": iso(tenure.returned) if tenure and tenure.returned else None,
        "returned": {"at": iso(back.at), "by": back.actor, "reason": hide(back.reason)} if back else None,
    }


def _share_left(case: Case, tenure: Tenure) -> str | None:
    """Return the share of the time limit that was left at dispatch, rounded down; None of no time at all."""
    whole = int((case.deadline - case.receipt).total_seconds())
    left = int((case.deadline - tenure.dispatched).total_seconds())
    return str((Decimal(max(left, 0)) / whole).quantize(Decimal("0.0001"), ROUND_DOWN)) if whole > 0 else None


# -- rules -------------------------------------------------------------------------------------


def _rules(
    standing: Standing,
    period: Period,
    law: Law,
    organisation: Organisation,
) -> list[Answer]:
    """Return what every rule says: fired with its facts, or not and why."""
    edition = law.edition
    context = contexts(period, law, organisation)
    verdicts = judge(standing, context)
    lines = []
    for name, verdict in verdicts.items():
        rule = RULES[name]
        cite, moment = rule.cite(edition), rule.moment(standing, context[name]) if rule.moment else None
        line: Answer = {"rule": name, "clause": clause(cite), "cite": cite, "moment": iso(moment) if moment else None}
        if isinstance(verdict, Finding):
            facts = {key: iso(v) if isinstance(v, datetime) else v for key, v in verdict.facts.items()}
            line |= {"fired": True, "department": verdict.department, "at": iso(verdict.at)}
            line |= {"factor": verdict.factor, "facts": facts, "why": None, "reason": None}
        else:
            line |= {"fired": False, "why": verdict.name.lower(), "reason": verdict()}
        lines.append(line)
    return lines


def _differs(rules: Sequence[Answer], mine: Mapping[str, Sequence[Answer]], excluded: bool) -> bool:
    """Whether today's facts find by other rules than a closed month did."""
    now = set() if excluded else {line["rule"] for line in rules if line["fired"]}
    then = {line["rule"] for kind in ("points", "fines", "unassigned") for line in mine[kind]} - {"commended"}
    return now != then
