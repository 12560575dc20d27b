"""Steps whose times deserve a second look: entered after a limit that they say they met (doubtful)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime, timedelta
from sys import intern

from complaint_cli.assessment.rules import Context, Standing, Trait
from complaint_cli.assessment.rules.article_5_2 import Delay, delay, replies, sent_back, stopped
from complaint_cli.company.calendar import entered_late
from complaint_cli.complaint.records import Approval, Handback, Record, Returned, happened
from complaint_cli.text.tuples import NamedTuple

DOUBTED = frozenset(
    {Trait.LATE, Trait.SLOW_TRANSFER, Trait.SLOW_CALL, Trait.SLOW_REPLY, Trait.REWORK, Trait.LATE_EVIDENCE}
)
"""The traits without which a plain complaint holds no doubtful step."""


class Doubt(NamedTuple):
    """One doubtful step: both times, by whom, and the rules it prevents or brings."""

    complaint: str
    entry: int
    kind: str
    at: datetime
    entered: datetime
    by: str
    limit: datetime | None
    rules: tuple[str, ...]


def _doubt(case: Standing, step: Record, kind: str, limit: datetime | None, *rules: str) -> Doubt:
    """Return a doubt; a month may hold very many, so equal names and rules are one object."""
    known = _RULES.setdefault(rules, rules)
    return Doubt(case.number, step.entry, kind, step.at, step.entered, intern(step.actor), limit, known)


_RULES: dict[tuple[str, ...], tuple[str, ...]] = {}


def doubts(case: Standing, context: Mapping[str, Context]) -> Iterator[Doubt]:
    """Yield a case's doubtful steps whose limit, or whose moment where there is none, lies in the period.

    What was entered when it happened is never doubtful, and its limit is not even counted. A rule that the edition
    does not know is prevented and brought by nothing.
    """
    for doubt in _doubts(case, context) if context else ():
        known = tuple(rule for rule in doubt.rules if rule in context)
        if known:
            yield doubt if known == doubt.rules else doubt._replace(rules=known)


def _doubts(case: Standing, context: Mapping[str, Context]) -> Iterator[Doubt]:
    ctx = next(iter(context.values()))
    holds, calendar, facts = ctx.period.holds, ctx.calendar, case.case

    def met(step: Record, kind: str, limit: datetime, *rules: str) -> Iterator[Doubt]:
        if step.at <= limit < step.entered and holds(limit):
            yield _doubt(case, step, kind, limit, *rules)

    def fewer(back: Handback, due: datetime, rule: str) -> Iterator[Doubt]:
        if back.entered > back.at > due and holds(due):
            said, entered = (ctx.days_late(case, due, moment) for moment in (back.at, back.entered))
            if entered > said:
                yield _doubt(case, back, "handle", due, rule)

    if (first := facts.first_transfer) and first.entered > first.at:
        due = ctx.transfer_due(case)
        yield from met(first, "transfer", due, "transfer_late", "transfer_delayed")
    if delayed := context.get("transfer_delayed"):
        yield from _sent_back(case, delayed, met)
        if case.late:
            yield from _left_enough(case, delayed)
    if case.late and (held := case.in_force_at_deadline):
        for naming in [one for one in facts.namings if one.transfer == held.transfer.id][-1:]:
            yield from met(naming, "handle", case.deadline, "handling_overdue")
    if back := case.handback:
        yield from met(back, "handle", case.deadline, "handling_overdue")
        yield from fewer(back, case.deadline, "handling_overdue")
        for proof in facts.evidence:
            if proof.entry != back.entry:  # what came with the hand-back says no more than that does
                yield from met(proof, "evidence", back.at, "evidence_missing")
        attempt = min(facts.callbacks, key=happened, default=None)
        if attempt and attempt.entered > attempt.at and (call := context.get("callback_missing")):
            due = call.due(call.office_start(case, back), "callback")
            yield from met(attempt, "callback", due, "callback_missing")
        after: list[Record] = [*facts.replies, *facts.callbacks]
        if any(s.entered > s.at for s in after) and (answer := context.get("reply_late")) and facts.reply_owed:
            for _, due, reply in replies(case, answer):
                if reply:
                    yield from met(reply, "reply", due, "reply_late")
            for rework, due in stopped(case, answer):
                yield from met(rework, "callback", due, "reply_late")
    for rework in (c for c in facts.callbacks if c.rework):
        if again := context.get("rework_overdue"):
            due = max(again.due(rework.at, "rework"), case.deadline)
            later = [h for h in facts.handbacks if h.at >= rework.at and h.entry > rework.entry]
            for handback in later[:1]:
                yield from met(handback, "handle", due, "rework_overdue")
                yield from fewer(handback, due, "rework_overdue")
        if entered_late(rework.at, rework.entered, calendar) and holds(rework.at):
            yield _doubt(case, rework, "callback", None, "rework_overdue")
    for extension in facts.extensions:
        yield from met(extension, "extend", extension.old_deadline, "handling_overdue")


Met = Callable[..., Iterator[Doubt]]


def _sent_back(case: Standing, ctx: Context, met: Met) -> Iterator[Doubt]:
    """Yield what sends a complaint back, within the department's limit or to start the office's, and what follows."""
    for back, due, following in sent_back(case, ctx):
        kind = "approve" if isinstance(back, Approval) else "return"
        found: list[Doubt] = []
        if isinstance(back, Returned):
            dispatched = next((t.dispatched for t in case.tenures if t.transfer.id == back.transfer), None)
            edition = ctx.law.on(dispatched.date() if dispatched else back.at.date())
            limit = ctx.law.calendar_of(edition).due(dispatched or back.at, edition.get("limits.return"))
            for until in (limit, case.deadline):
                found = found or list(met(back, kind, until, "handling_overdue", "transfer_delayed"))
        if not found and entered_late(back.at, back.entered, ctx.calendar) and ctx.period.holds(back.at):
            found = [_doubt(case, back, kind, None, "transfer_delayed")]
        yield from found
        if following:
            yield from met(following, "transfer", due, "transfer_delayed")


def _left_enough(case: Standing, ctx: Context) -> Iterator[Doubt]:
    """Yield the transfer and the dispatch that say they left the department enough of a late order's time.

    The first keeps the delay from the office, the second brings it upon the department.
    """
    if not ctx.period.holds(case.deadline):
        return
    whole = int((case.deadline - case.receipt).total_seconds())
    enough = case.receipt + timedelta(seconds=int(whole * (1 - ctx.least_share(case))))
    found = delay(case, ctx)
    steps: list[tuple[Record, str, str]] = []
    if isinstance(found, Delay) and found.transfer:
        steps.append((found.transfer, "transfer", "transfer_delayed"))
    if tenure := case.in_force_at_deadline:
        signed = [a for a in case.case.approvals if a.transfer == tenure.transfer.id]
        steps += [(approval, "approve", "handling_overdue") for approval in signed[-1:]]
    for step, kind, rule in steps:
        for limit in (enough, case.deadline):
            if step.at <= limit < step.entered:
                yield _doubt(case, step, kind, limit, rule)
                break
