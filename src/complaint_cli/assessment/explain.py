"""One complaint's story for a month: its clocks, who held it, what every rule says of it and why."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from decimal import ROUND_DOWN, Decimal

from complaint_cli.assessment.answer import Answer
from complaint_cli.assessment.assess import contexts, judge
from complaint_cli.assessment.fines import clause
from complaint_cli.assessment.rules import RULES, Finding, Law, Period, Standing
from complaint_cli.assessment.rules.base import SHARE
from complaint_cli.assessment.story import (
    Back,
    Clock,
    Deadline,
    Decided,
    Extended,
    Form,
    Known,
    Lines,
    Repeat,
    Said,
    Signature,
    Story,
    TakenOut,
)
from complaint_cli.company.calendar import Calendar
from complaint_cli.company.organisation import Organisation
from complaint_cli.complaint.case import Case, Tenure
from complaint_cli.complaint.clocks import office_start
from complaint_cli.complaint.records import Approval, Transfer, happened
from complaint_cli.complaint.timeline import Hide, hider
from complaint_cli.text.amounts import CENT


def explain(
    case: Case,
    answer: Answer,
    period: Period,
    law: Law,
    *,
    place: tuple[int, str] | None,
    organisation: Organisation,
    changed: bool = False,
) -> Story:
    """Return one complaint's story; ``answer`` is the month's, ``case`` as of its end.

    ``changed`` is whether today's facts give other lines than a closed month has.

    Callers' phones and names are hidden in the reasons that people wrote.
    """
    number = case.number
    lines = Lines(
        tuple(line for line in answer.points if line.complaint == number),
        tuple(line for line in answer.fines if line.complaint == number),
        tuple(line for line in answer.unassigned if line.complaint == number),
        tuple(change for change in answer.adjustments if change.complaint == number),
    )
    in_month = any(period.holds(moment) for moment in (case.receipt, case.deadline)) or any(lines)
    seen = case.receipt <= period.as_of
    known = _known(case, period, law, place, organisation, changed) if seen else None
    as_of = answer.period.as_of
    return Story(number, answer.month, answer.status, as_of, answer.policy, case.receipt, in_month, known, lines)


def _known(
    case: Case,
    period: Period,
    law: Law,
    place: tuple[int, str] | None,
    organisation: Organisation,
    changed: bool,
) -> Known:
    standing = Standing(case, period, law.edition.get("repeat.factor"), place)
    hide, rules = hider(case, where=True), tuple(_rules(standing, period, law, organisation))
    return Known(
        changed_since_closing=changed,
        excluded=_excluded(case, hide),
        repeat=Repeat(standing.factor, *place) if place else None,
        deadline=Deadline(case.deadline, case.complaint.deadline, case.complaint.basis, case.provisional),
        extensions=tuple(
            Extended(e.at, e.actor, e.old_deadline, e.new_deadline, e.approved_by, hide(e.reason))
            for e in case.extensions
        ),
        clocks=tuple(_clocks(case, period, law, organisation)),
        transfers=tuple(_transfer(case, transfer, hide) for transfer in case.transfers),
        rules=rules,
        decisions=tuple(
            Decided(d.at, d.actor, d.rule, d.person, None if d.amount is None else d.amount * CENT, hide(d.reason))
            for d in case.decisions
        ),
    )


def _excluded(case: Case, hide: Hide) -> TakenOut | None:
    found = case.exclusion
    return TakenOut(found.at, found.actor, found.approved_by, hide(found.reason)) if found else None


# -- clocks ------------------------------------------------------------------------------------


def _clocks(case: Case, period: Period, law: Law, organisation: Organisation) -> Iterator[Clock]:
    """Yield every clock that runs or ran: limit, start, due time, actual time, verdict, and who held it.

    Each by the edition in force when it started, as the rules count it.
    """
    office, as_of = organisation.office.name, period.as_of
    edition = law.on(case.receipt.date())
    calendar = law.calendar_of(edition)
    first, handback = case.first_transfer, case.handback

    def clock(
        name: str, start: datetime, limit: str, actual: datetime | None, held: Sequence[str], whose: str
    ) -> Clock:
        edition = law.on(start.date())
        own, length = law.calendar_of(edition), edition.get(f"limits.{limit}")
        due, unsure = own.due(start, length), own.due_is_provisional(start, length)
        if limit == "rework":
            due = max(due, case.deadline)
        return _clock(name, str(length), start, due, unsure, actual, as_of, calendar, whose, held)

    urgent = case.complaint.deadline <= calendar.due(case.receipt, edition.get("limits.urgent_within"))
    made, limit = first.at if first else None, "transfer_urgent" if urgent else "transfer"
    yield clock("transfer", case.receipt, limit, made, [case.officer], office)
    for transfer in case.transfers:
        actual, held, waits_for = _approval(case, transfer, as_of, organisation)
        line = clock("approval", transfer.at, "signature", actual, held, transfer.department)
        yield line._replace(waits_for=waits_for)
    tenure = case.in_force(handback.at if handback else min(case.deadline, as_of)) or case.in_force(as_of)
    department, persons = (tenure.transfer.department, list(tenure.transfer.persons)) if tenure else (office, [])
    yield _clock(
        "handling",
        None if case.extensions or case.complaint.basis == "order" else case.complaint.basis.split()[-1],
        case.receipt,
        case.deadline,
        case.provisional,
        handback.at if handback else None,
        as_of,
        calendar,
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
        stopped = any(c.rework and one.at <= c.at <= line.due for c in case.callbacks)
        if not stopped or line.verdict == "in_time":
            yield line


def _clock(
    name: str,
    limit: str | None,
    start: datetime,
    due: datetime,
    provisional: bool,
    actual: datetime | None,
    as_of: datetime,
    calendar: Calendar,
    department: str,
    persons: Sequence[str],
) -> Clock:
    finish = actual or as_of
    late = finish > due
    verdict = ("late" if actual else "late_open") if late else ("in_time" if actual else "running")
    late_by = took = None
    if late:
        late_by = {"days": calendar.days_late(due, finish)}
    else:
        days, seconds = calendar.working_time_between(start, finish)
        passed = int(finish.timestamp()) - int(start.timestamp())
        took = {"days": days, "seconds": seconds, "all_seconds": passed}
    return Clock(name, limit, start, due, provisional, actual, verdict, late_by, took, department, tuple(persons))


def _approval(
    case: Case, transfer: Transfer, as_of: datetime, organisation: Organisation
) -> tuple[datetime | None, list[str], str | None]:
    """Return when a form was signed or refused, who held it, and whose signature it waits for."""
    signed = _signatures(case, transfer)
    last = signed[-1] if signed else None
    if last and (last.post == "general" or last.verdict == "rejected"):
        return last.at, [a.actor for a in signed], None
    post, department = ("general", None) if last else ("deputy", transfer.department)
    holder = organisation.holder("general" if last else "deputy", department, as_of.date())
    return None, [holder] if holder else [], post


def _signatures(case: Case, transfer: Transfer) -> list[Approval]:
    return [a for a in case.approvals if a.transfer == transfer.id]


def _transfer(case: Case, transfer: Transfer, hide: Hide) -> Form:
    """One transfer form: who signed it, and from when to when it was in force."""
    tenure: Tenure | None = next((t for t in case.tenures if t.transfer.id == transfer.id), None)
    back = next((r for r in case.returns if r.transfer == transfer.id), None)
    return Form(
        at=transfer.at,
        by=transfer.actor,
        department=transfer.department,
        persons=tuple(transfer.persons),
        justified=transfer.justified and hide(transfer.justified),
        signatures=tuple(
            Signature(
                a.at, a.post, a.actor, bool(a.acting), a.verdict, hide(a.opinion) if a.verdict == "rejected" else None
            )
            for a in _signatures(case, transfer)
        ),
        start=tenure and tenure.dispatched,
        share_left=_share_left(case, tenure) if tenure else None,
        until=tenure and tenure.returned,
        returned=Back(back.at, back.actor, hide(back.reason)) if back else None,
    )


def _share_left(case: Case, tenure: Tenure) -> Decimal | None:
    """Return the share of the time limit that was left at dispatch, rounded down; None of no time at all."""
    whole = int((case.deadline - case.receipt).total_seconds())
    left = int((case.deadline - tenure.dispatched).total_seconds())
    return (Decimal(max(left, 0)) / whole).quantize(SHARE, ROUND_DOWN) if whole > 0 else None


# -- rules -------------------------------------------------------------------------------------


def _rules(standing: Standing, period: Period, law: Law, organisation: Organisation) -> Iterator[Said]:
    """Yield what every rule says: fired with its facts, or not and why."""
    edition = law.edition
    context = contexts(period, law, organisation)
    for name, verdict in judge(standing, context).items():
        rule = RULES[name]
        cite, moment = rule.cite(edition), rule.moment(standing, context[name]) if rule.moment else None
        said = Said(name, clause(cite), cite, moment, fired=isinstance(verdict, Finding))
        if isinstance(verdict, Finding):
            yield said._replace(
                department=verdict.department, at=verdict.at, factor=verdict.factor, facts=verdict.facts
            )
        else:
            yield said._replace(why=verdict.name.lower(), reason=verdict())
