"""第五条第二款: what the office let lie."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from complaint_cli.assessment.rules.base import Context, Finding, Fine, Standing, Trait, rule
from complaint_cli.complaint.records import Approval, Callback, Handback, Reply, Returned, Transfer, happened
from complaint_cli.messages.rules import Why
from complaint_cli.text.tuples import NamedTuple


class Delay(NamedTuple):
    """A transfer that came late or not at all: when it was due, which it is, and the one before it."""

    due: datetime
    transfer: Transfer | None
    before: Transfer | None


def delay(case: Standing, ctx: Context) -> Delay | Why:
    """Find the first transfer that was late, or is missing though due."""
    transfers = case.case.transfers
    due = ctx.transfer_due(case)
    first = transfers[0] if transfers else None
    if first is None:
        return Delay(due, None, None) if ctx.period.passed(due) else Why.IN_TIME
    if first.at > due:
        return Delay(due, first, None)
    for back, due, following in sent_back(case, ctx):
        if following.at > due if following else ctx.period.passed(due):
            return Delay(due, following, next(form for form in transfers if form.id == back.transfer))
    return Why.IN_TIME


def sent_back(case: Standing, ctx: Context) -> Iterator[tuple[Returned | Approval, datetime, Transfer | None]]:
    """Yield each return and rejection by the deadline, when the next transfer was due after it, and that transfer.

    One whose form was withdrawn sends nothing back: it stands alone where it is asked what a withdrawal changed.
    """
    transfers = case.case.transfers
    places = {form.id: place for place, form in enumerate(transfers)}
    rejected = [a for a in case.case.approvals if a.verdict == "rejected"]
    backs: list[Returned | Approval] = [*case.case.returns, *rejected]
    for back in sorted(backs, key=happened):
        if back.at <= case.deadline and (place := places.get(back.transfer)) is not None:
            yield back, ctx.due(back.at, "transfer"), transfers[place + 1] if place + 1 < len(transfers) else None


def _late_transfer(case: Standing, ctx: Context) -> datetime:
    """By what a late transfer belongs to a month: the later of the deadline and when the transfer was due."""
    return max(case.deadline, ctx.transfer_due(case))


@rule(
    moment=_late_transfer,
    reads=(
        "limits.transfer",
        "limits.transfer_urgent",
        "limits.urgent_within",
        "attribution.min_share_left",
        "accountability.days_late",
    ),
    fines="office_delay",
    speaks_of=(Trait.LATE,),
)
def transfer_delayed(case: Standing, ctx: Context) -> Finding | Why:
    """第五条第二款: the office let the transfer wait without good reason, and the order ran late for it.

    Reading: "at once" is ``limits.transfer`` from the receipt, ``limits.transfer_urgent`` for an order that runs
    ``limits.urgent_within`` or less, and ``limits.transfer`` again from a return or a rejection. The delay counts
    where it left the department less than ``attribution.min_share_left`` of the order's time. A reason excuses
    only with a second person. The officer is who made that transfer, else the one before, else who took it in.
    """
    if not case.late:
        return Why.NOT_LATE
    found = delay(case, ctx)
    if isinstance(found, Why):
        return found
    form = found.transfer
    if form and form.justified and form.approved_by:
        return Why.JUSTIFIED
    if form and not case.too_little_left(form.at, ctx.least_share(case)):
        return Why.ENOUGH_LEFT
    moment = _late_transfer(case, ctx)
    if not ctx.period.holds(moment):
        return Why.ELSEWHERE
    finish = case.handback.at if case.handback else None
    days = ctx.days_late(case, case.deadline, finish)
    made = form or found.before
    officer, day = (made.actor, made.at.date()) if made else (case.case.complaint.actor, case.receipt.date())
    fine = Fine(officer, "officer", None, days > ctx.number("accountability.days_late"), day)
    facts = {
        "receipt": case.receipt,
        "transfer_due": found.due,
        "transferred": form.at if form else None,
        "deadline": case.deadline,
        "handed_back": finish,
        "days_late": days,
        "share_left": str(case.share_left(form.at)) if form else None,
    }
    return Finding("transfer_delayed", case.number, ctx.office, moment, None, case.factor, (fine,), facts)


def _clocks(case: Standing, ctx: Context) -> Iterator[tuple[Handback, datetime, Reply | None, Callback | None]]:
    """Yield each hand-back, when its reply clock runs out, the first reply after it, and the rework that stopped it."""
    handbacks = sorted(case.case.handbacks, key=happened)
    for place, handback in enumerate(handbacks):
        due = ctx.due(ctx.office_start(case, handback), "reply")
        end = handbacks[place + 1].at if place + 1 < len(handbacks) else None
        mine = [r for r in case.case.replies if r.at >= handback.at and (end is None or r.at < end)]
        first = min(mine, key=happened, default=None)
        reworks = [c for c in case.case.callbacks if c.rework and handback.at <= c.at <= due]
        answered = first and first.at <= due
        yield handback, due, first, None if answered else min(reworks, key=happened, default=None)


def replies(case: Standing, ctx: Context) -> Iterator[tuple[Handback, datetime, Reply | None]]:
    """Yield each hand-back whose reply clock no rework stopped, when it ran out, and the first reply after it."""
    return ((handback, due, reply) for handback, due, reply, rework in _clocks(case, ctx) if not rework)


def stopped(case: Standing, ctx: Context) -> Iterator[tuple[Callback, datetime]]:
    """Yield each rework that stopped a reply clock, and when that would have run out."""
    return ((rework, due) for _, due, _, rework in _clocks(case, ctx) if rework)


def reply_clock(case: Standing, ctx: Context) -> tuple[Handback, datetime, datetime | None] | None:
    """Return the first hand-back whose reply clock ran out, when it did, and the reply that came later.

    A rework ordered in time stops the clock; a reply counts for the hand-back that it follows.
    """
    for handback, due, reply in replies(case, ctx):
        if not (reply and reply.at <= due) and ctx.period.passed(due):
            return handback, due, reply.at if reply else None
    return None


def _reply_due(case: Standing, ctx: Context) -> datetime | None:
    """When the reply clock that ran out did so, else when the first one runs out; None before a hand-back."""
    found = reply_clock(case, ctx)
    return found[1] if found else next((due for _, due, _ in replies(case, ctx)), None)


@rule(
    moment=_reply_due,
    reads=("limits.reply", "reply_late.points"),
    fines="office_delay",
    speaks_of=(Trait.SLOW_REPLY,),
)
def reply_late(case: Standing, ctx: Context) -> Finding | Why:
    """第五条第二款: handed back, but the superior unit was not answered in time.

    Reading: "in time" is ``limits.reply`` from the hand-back, or from its entry where somebody outside the office
    entered it later; only a hotline order is owed a reply.
    """
    if not case.handback:
        return Why.NOT_HANDED_BACK
    if not case.case.reply_owed:
        return Why.NO_REPLY_OWED
    found = reply_clock(case, ctx)
    if found is None:
        return Why.IN_TIME
    handback, due, replied = found
    if not ctx.period.holds(due):
        return Why.ELSEWHERE
    points = ctx.number("reply_late.points") * case.factor
    facts = {"handed_back": handback.at, "reply_due": due, "replied": replied}
    made = case.case.transfers[0] if case.case.transfers else None
    officer, day = (made.actor, made.at.date()) if made else (case.case.complaint.actor, case.receipt.date())
    fines = (Fine(officer, "officer", None, False, day),)
    return Finding("reply_late", case.number, ctx.office, due, points, case.factor, fines, facts)
