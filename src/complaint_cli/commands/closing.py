"""Closing a month: what is stored is printed for ever; what changes later is carried on, once."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from complaint_cli import steps
from complaint_cli.adjust import carried, differences
from complaint_cli.assess import Adjustment, Assessment, answer, period_of
from complaint_cli.commands.month import assess_month
from complaint_cli.commands.work import Work
from complaint_cli.errors import MonthClosed, StepRefused
from complaint_cli.journal import encode
from complaint_cli.messages.safety import Safety
from complaint_cli.policy import Edition
from complaint_cli.rules import Period
from complaint_cli.store import Store
from complaint_cli.store_closings import Closing, closings, months_with_complaints

Answer = dict[str, Any]


def closed_answer(store: Store, month: str) -> Answer | None:
    """Return a closed month's answer as it was stored, or None while the month is open."""
    found = next((c for c in closings(store) if c.month == month), None)
    return json.loads(found.result) if found else None


def month_answer(work: Work, month: str) -> Answer:
    """Return a month's answer under the edition in force, adjustments carried into it among its lines."""
    period, edition = period_of(month, work.store.editions(), work.now)
    return _answer(work, period, _assessed(work, period, edition))


def _answer(work: Work, period: Period, result: Assessment) -> Answer:
    status = "running" if work.now <= period.end else "open"
    return answer(result, status=status, head=work.store.head()[1])


def _assessed(work: Work, period: Period, edition: Edition) -> Assessment:
    return assess_month(work.store, period, edition, adjustments_for(work, period))


def adjustments_for(work: Work, period: Period) -> tuple[Adjustment, ...]:
    """Return what an open month carries for closed ones: it is the earliest open month after them.

    What a month closed since has carried is not carried again (第五条第一款).
    """
    done = closings(work.store)
    closed = {c.month for c in done}
    mended = [c for c in done if c.month < period.month and _carries_here(c.month, period.month, closed)]
    return tuple(change for c in mended for change in later_differences(work, c, done))


def _carries_here(month: str, target: str, closed: set[str]) -> bool:
    """Whether every month between a closed one and ``target`` is closed too."""
    while (month := _next(month)) < target:
        if month not in closed:
            return False
    return True


def _next(month: str) -> str:
    year, number = int(month[:4]), int(month[5:])
    return f"{year + number // 12:04d}-{number % 12 + 1:02d}"


def later_differences(work: Work, closing: Closing, done: list[Closing]) -> tuple[Adjustment, ...]:
    """Return what today's facts change in a closed month, less what later closings carried.

    The edition is the one that it was closed under: a newer edition never changes a closed month.
    """
    was = json.loads(closing.result)
    edition = next(e for e in work.store.editions() if e.sha256 == closing.edition)
    period = _period(was, edition)
    own = [Adjustment(*_adjustment(change)) for change in was["adjustments"]]
    now = answer(assess_month(work.store, period, edition, own), status="closed", head="")
    later = [change for c in done if c.month > closing.month for change in json.loads(c.result)["adjustments"]]
    return differences(closing.month, was, now, carried(closing.month, later))


def _period(was: Answer, edition: Edition) -> Period:
    start, end = (datetime.fromisoformat(was["period"][name]) for name in ("start", "end"))
    zone = edition.timezone
    end = end.astimezone(zone)
    return Period(was["month"], start.astimezone(zone), end, end)


def _adjustment(change: dict[str, Any]) -> tuple[Any, ...]:
    from decimal import Decimal

    facts = tuple(change[name] for name in Adjustment._fields[:6])
    return (*facts, Decimal(change["was"]), Decimal(change["now"]))


def close_month(work: Work, month: str, actor: str) -> Answer:
    """Close a month for ever; inside the caller's transaction.

    Raises MonthClosed when it is closed, StepRefused when ``actor`` is not audit staff, the period is not over,
    a fine is unassigned, or an earlier month with complaints is open.
    """
    store = work.store
    done = closings(store)
    if any(c.month == month for c in done):
        raise MonthClosed(Safety.CLOSED_ALREADY, month=month)
    steps.check_audit(work.organisation, actor, work.now)
    period, edition = period_of(month, store.editions(), work.now)
    if work.now <= period.end:
        raise StepRefused(Safety.NOT_OVER, month=month, end=steps.clock(period.end))
    closed = {c.month for c in done}
    earlier = [m for m in months_with_complaints(store, period.start) if m < month and m not in closed]
    if earlier:
        raise StepRefused(Safety.EARLIER_OPEN, month=month, earlier=earlier[0])
    result = _assessed(work, period, edition)
    if result.unassigned:
        numbers = "、".join(dict.fromkeys(line.complaint or "" for line in result.unassigned))
        raise StepRefused(Safety.UNASSIGNED, month=month, numbers=numbers)
    stored = answer(result, status="closed", head=store.head()[1])
    with work.entry("assess --close", month, actor) as entry:
        text = encode(stored)
        entry.add("closing", work.now, actor, month=month, result=text, edition=edition.sha256, head=stored["head"])
    return stored
