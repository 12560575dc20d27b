"""Steps whose times deserve a second look: entered after a limit that they say they met (doubtful)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import NamedTuple

from complaint_cli.assessment.rules import Context, Standing
from complaint_cli.company.calendar import entered_late
from complaint_cli.complaint.records import happened


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


def doubts(case: Standing, context: Mapping[str, Context]) -> Iterator[Doubt]:
    """Yield a case's doubtful steps whose limit, or whose moment where there is none, lies in the period."""
    ctx = next(iter(context.values()))
    holds, calendar, facts = ctx.period.holds, ctx.calendar, case.case

    def met(step: _Step, kind: str, limit: datetime, *rules: str) -> Iterator[Doubt]:
        if step.at <= limit < step.entered and holds(limit):
            yield Doubt(case.number, step.entry, kind, step.at, step.entered, step.actor, limit, rules)

    if (first := facts.first_transfer) and (late := context.get("transfer_late")):
        due = late.transfer_due(case)
        yield from met(_of(first), "transfer", due, "transfer_late", "transfer_delayed")
    if back := case.handback:
        yield from met(_of(back), "handle", case.deadline, "handling_overdue")
        if back.at > case.deadline and holds(case.deadline):
            said, entered = (ctx.days_late(case, case.deadline, moment) for moment in (back.at, back.entered))
            if entered > said and entered_late(back.at, back.entered, calendar):
                yield Doubt(
                    case.number, back.entry, "handle", back.at, back.entered, back.actor, case.deadline,
                    ("handling_overdue",),
                )  # fmt: skip
        for proof in facts.evidence:
            yield from met(_of(proof), "evidence", back.at, "evidence_missing")
        if call := context.get("callback_missing"):
            due = call.due(call.office_start(case, back), "callback")
            for attempt in sorted(facts.callbacks, key=happened)[:1]:
                yield from met(_of(attempt), "callback", due, "callback_missing")
        if (answer := context.get("reply_late")) and facts.reply_owed:
            due = answer.due(answer.office_start(case, back), "reply")
            for reply in sorted(facts.replies, key=happened)[:1]:
                yield from met(_of(reply), "reply", due, "reply_late")
    for rework in (c for c in facts.callbacks if c.rework):
        if again := context.get("rework_overdue"):
            due = max(again.due(rework.at, "rework"), case.deadline)
            later = [h for h in facts.handbacks if h.at >= rework.at and h.entry > rework.entry]
            for handback in later[:1]:
                yield from met(_of(handback), "handle", due, "rework_overdue")
        if entered_late(rework.at, rework.entered, calendar) and holds(rework.at):
            yield Doubt(
                case.number, rework.entry, "callback", rework.at, rework.entered, rework.actor, None,
                ("rework_overdue",),
            )  # fmt: skip
    for extension in facts.extensions:
        yield from met(_of(extension), "extend", extension.old_deadline, "handling_overdue")
    for returned in facts.returns:
        yield from met(_of(returned), "return", case.deadline, "handling_overdue", "transfer_delayed")


class _Step(NamedTuple):
    entry: int
    entered: datetime
    at: datetime
    actor: str


def _of(record: object) -> _Step:
    return _Step(*(getattr(record, name) for name in _Step._fields))
