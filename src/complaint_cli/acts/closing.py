"""Closing a month: what is stored is printed for ever; what changes later is carried on, once."""

from __future__ import annotations

import json
from typing import Any

from complaint_cli.acts.month import assess_month
from complaint_cli.acts.work import Work
from complaint_cli.assessment.adjustments import carried, differences, read
from complaint_cli.assessment.answer import answer
from complaint_cli.assessment.assess import Adjustment, Assessment, earliest, period_of
from complaint_cli.assessment.rules import Period
from complaint_cli.company.calendar import iso
from complaint_cli.company.edition import Edition
from complaint_cli.complaint import steps
from complaint_cli.errors import MonthClosed, NoEdition, StepRefused
from complaint_cli.messages import listed
from complaint_cli.messages.safety import Safety
from complaint_cli.store.closings import (
    Closing,
    Touched,
    closings,
    first_receipt,
    has_complaints,
    touched_since,
)
from complaint_cli.store.database import Store
from complaint_cli.store.journal import encode
from complaint_cli.store.month import commendations, month_rows

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
    """Return what an open month carries for closed ones: it is the first open one with complaints after them all.

    What a month closed since has carried is not carried again (第五条第一款).
    """
    done = closings(work.store)
    if not done or period.month <= done[-1].month or _open_between(work, done[-1].month, period.month):
        return ()
    touched = touched_since(work.store, done[-1].entry)  # until then that closing carried everything
    return tuple(
        change
        for closing in done
        if _may_differ(work, closing, touched)
        for change in later_differences(work, closing, done)
    )


def _may_differ(work: Work, closing: Closing, touched: Touched) -> bool:
    """Whether something entered since may change a closed month; spares most of them being assessed again."""
    period, edition = _closed_period(work, closing)
    end = iso(period.end)
    if touched.everybody is not None and touched.everybody <= end:
        return True
    late = {row for row, at in touched.complaints.items() if at <= end}
    if not late:
        return False
    received, handed_back = earliest(period, edition, work.store.calendar(edition))
    rows = month_rows(work.store, period.start, period.end, received_from=received, handed_back_from=handed_back)
    praised = {praise.complaint for praise in commendations(work.store, period.start, period.end)}
    return not late.isdisjoint([*rows, *praised])


def _open_between(work: Work, month: str, target: str) -> str | None:
    """Return the first month after ``month`` and before ``target`` that is open and has complaints."""
    closed = {c.month for c in closings(work.store)}
    editions = work.store.editions()
    while (month := _next(month)) < target:
        if month not in closed:
            try:
                period, _ = period_of(month, editions, work.now)
            except NoEdition:
                continue
            if has_complaints(work.store, period.start, period.end):
                return month
    return None


def _next(month: str) -> str:
    year, number = int(month[:4]), int(month[5:])
    return f"{year + number // 12:04d}-{number % 12 + 1:02d}"


def earlier_open(work: Work, month: str) -> str | None:
    """Return the first month before ``month`` that is open and has complaints received or due in its period."""
    first = first_receipt(work.store)
    if first is None:
        return None
    year, number = int(first[:4]), int(first[5:7])  # a period may begin in the calendar month before
    before = f"{year - 1:04d}-{number + 10:02d}" if number < 3 else f"{year:04d}-{number - 2:02d}"
    return _open_between(work, before, month)


def differences_answer(work: Work, month: str) -> list[dict[str, Any]]:
    """Return what later facts change in a closed month and no later month has carried yet, as ``--json`` lines."""
    done = closings(work.store)
    found = [change for c in done if c.month == month for change in later_differences(work, c, done)]
    return [
        {**change._asdict(), **{name: f"{getattr(change, name):.2f}" for name in ("was", "now", "difference")}}
        for change in found
    ]


def later_differences(work: Work, closing: Closing, done: list[Closing]) -> tuple[Adjustment, ...]:
    """Return what today's facts change in a closed month, less what later closings carried.

    The edition is the one that it was closed under: a newer edition never changes a closed month.
    """
    was = json.loads(closing.result)
    period, edition = _closed_period(work, closing)
    own = [read(change) for change in was["adjustments"]]
    now = answer(assess_month(work.store, period, edition, own), status="closed", head="")
    later = [change for c in done if c.month > closing.month for change in json.loads(c.result)["adjustments"]]
    return differences(closing.month, was, now, carried(closing.month, later))


def _closed_period(work: Work, closing: Closing) -> tuple[Period, Edition]:
    """Return the period and the edition that a month was closed under."""
    edition = next(e for e in work.store.editions() if e.sha256 == closing.edition)
    start, end = (moment.astimezone(edition.timezone) for moment in (closing.start, closing.end))
    return Period(closing.month, start, end, end), edition


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
    if earlier := earlier_open(work, month):
        raise StepRefused(Safety.EARLIER_OPEN, month=month, earlier=earlier)
    result = _assessed(work, period, edition)
    if result.unassigned:
        numbers = listed(dict.fromkeys(line.complaint or "" for line in result.unassigned))
        raise StepRefused(Safety.UNASSIGNED, month=month, numbers=numbers)
    stored = answer(result, status="closed", head=store.head()[1])
    with work.entry("assess --close", month, actor) as entry:
        text = encode(stored)
        entry.add("closing", work.now, actor, month=month, result=text, edition=edition.sha256, head=stored["head"])
    return stored
