"""What later facts change in closed months, carried on into the first open one, once."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import datetime

from complaint_cli.acts.closed import called_now, renamed
from complaint_cli.acts.month import (
    assess_month,
    assess_one,
    closed_law,
    closed_period,
    fetched,
    law_of,
    period_in,
)
from complaint_cli.acts.people import sitter
from complaint_cli.acts.work import Work
from complaint_cli.assessment.adjustments import carried, differences
from complaint_cli.assessment.answer import Answer, answer
from complaint_cli.assessment.codec import Json, adjustment_json, from_json, read_adjustments, to_json
from complaint_cli.assessment.lines import Adjustment
from complaint_cli.assessment.rules import Period
from complaint_cli.company.calendar import iso
from complaint_cli.company.edition import Edition
from complaint_cli.company.months import month_of, number_of
from complaint_cli.complaint.case import Status
from complaint_cli.errors import NoEdition
from complaint_cli.store.closings import (
    Closing,
    Touched,
    as_before,
    baseline,
    cause_since,
    closings,
    first_moment,
    has_complaints,
    touched_since,
)
from complaint_cli.store.database import Store
from complaint_cli.store.journal import encode
from complaint_cli.store.month import commendations
from complaint_cli.store.transactions import Writer


def adjustments_for(work: Work, period: Period) -> tuple[Adjustment, ...]:
    """Return what an open month carries for closed ones: it is the first open one with complaints after them all.

    What a month closed since has carried is not carried again (第五条第一款).
    """
    done = closings(work.store)
    if not done or period.month <= done[-1].month or _open_between(work, done[-1].month, period.month):
        return ()
    touched = touched_since(work.store, done[-1].entry)  # until then that closing carried everything
    growing = _unfinished(done)
    return tuple(
        change
        for closing in done
        if _may_differ(work, closing, touched, growing)
        for change in later_differences(work, closing, done)
    )


def _may_differ(work: Work, closing: Closing, touched: Touched, growing: Mapping[str, set[str]]) -> bool:
    """Whether something entered since may change a closed month; spares most of them being assessed again."""
    law = closed_law(work.store, closing)
    if law is None:
        return False
    period = closed_period(closing, law, work.now)
    end = iso(period.end)
    if touched.everybody is not None and touched.everybody <= end:
        return True
    waiting = work.store.load({work.store.resolve(number) for number in growing[closing.month]})
    if any(case.handback is None or case.status() is Status.REWORK for case in waiting):
        return True  # what is open grows into its higher step
    if not touched.complaints:
        return False
    rows = fetched(work.store, period, law)
    praised = {praise.complaint for praise in commendations(work.store, period.start, period.end)}
    return not touched.complaints.isdisjoint([*rows, *praised])  # a later call-back too may change an earlier finding


_LINES = ("fines", "points", "unassigned", "adjustments")


def _unfinished(done: Sequence[Closing]) -> dict[str, set[str]]:
    """Return by closed month the complaints with a delay that had no end when it was closed, or carried, last.

    It is charged to somebody or to nobody.
    """
    found: dict[str, set[str]] = {closing.month: set() for closing in done}
    for closing in done:
        stored = json.loads(closing.result)
        for line in (line for kind in _LINES for line in stored.get(kind, ())):
            if line["complaint"] and (line.get("facts") or {}).get("handed_back", "") is None:
                found[line.get("of_month", closing.month)].add(line["complaint"])
        late = stored.get("late_without_fine", ())
        found[closing.month].update(line["complaint"] for line in late if line["handed_back"] is None)
    return found


def later_differences(work: Work, closing: Closing, done: list[Closing]) -> tuple[Adjustment, ...]:
    """Return what today's facts change in a closed month, less what later closings carried.

    The editions are those known when it was closed: a newer edition never changes a closed month. A month closed
    by an earlier version of the program is held against its baseline.
    """
    judged = judged_again(work.store, closing, work.store, work.now)
    if judged is None:
        return ()
    was = called_now(work, _held_against(work.store, closing))
    later = [change for c in done if c.month > closing.month for change in read_adjustments(json.loads(c.result))]
    found = differences(closing.month, was, judged, carried(closing.month, renamed(work, later)))
    office = {(f.person or "", f.complaint or "") for told in (was, judged) for f in told.fines if f.role == "officer"}
    told = [change._replace(cause=cause_since(work.store, change, closing, office)) for change in found]
    others = {change.department: change.cause for change in told if change.cause}  # which a clean month came or went by
    return tuple(change._replace(cause=change.cause or others.get(change.department)) for change in told)


def differences_answer(work: Work, month: str) -> list[Json]:
    """Return what later facts change in a closed month and no later month has carried yet, as ``--json`` lines."""
    done = closings(work.store)
    found = [
        change
        for c in done
        if c.month == month and _may_differ(work, c, touched_since(work.store, c.entry), _unfinished(done))
        for change in later_differences(work, c, done)
    ]
    return [adjustment_json(change) for change in found]


def changed_since(work: Work, month: str, row: int) -> bool:
    """Whether today's facts give another line of a complaint than a closed month has, carried already or not."""
    closing = next((c for c in closings(work.store) if c.month == month), None)
    law = closing and closed_law(work.store, closing)
    if closing is None or law is None:
        return False
    number = work.store.case_of(row).number
    result = assess_one(work.store, row, closed_period(closing, law, work.now), law)
    was = called_now(work, _held_against(work.store, closing))
    was, now = (_of_one(told, number) for told in (was, answer(result, "closed", "")))
    return bool(differences(month, was, now, {}))


def _of_one(told: Answer, number: str) -> Answer:
    """Return an answer with the lines of one complaint alone."""
    return told._replace(
        points=tuple(line for line in told.points if line.complaint == number),
        fines=tuple(line for line in told.fines if line.complaint == number),
        unassigned=tuple(line for line in told.unassigned if line.complaint == number),
    )


def judged_again(store: Store, closing: Closing, facts: Store, now: datetime) -> Answer | None:
    """Judge a closed month by its edition on the facts of a ledger at a moment; None where its edition is lost."""
    law = closed_law(store, closing)
    if law is None:
        return None
    own = read_adjustments(json.loads(closing.result))
    period = closed_period(closing, law, now)
    return answer(assess_month(facts, period, law, own, lists=False), "closed", "")


def _judged_then(store: Store, closing: Closing) -> Answer | None:
    """Judge a closed month by the rules of today on the facts of its closing."""
    with as_before(store, closing.entry) as then:
        return judged_again(store, closing, then, closing.at)


def _held_against(store: Store, closing: Closing) -> Answer:
    """Return what later facts are held against: a closed month's answer, of an earlier version's month its baseline.

    Where none could be laid, since nothing can be written there, it is judged for this once.
    """
    stored = baseline(store, closing.month)
    if stored is None and closing.version is None and (judged := _judged_then(store, closing)):
        return from_json(to_json(judged), lists=False)
    return from_json(json.loads(stored or closing.result), lists=False)


def lay_baselines(work: Work) -> None:
    """Judge each month that an earlier version closed once by the rules of today, on the facts of its closing.

    On a ledger that is no rehearsal it bears the machine's clock, never behind the last entry: reading under
    ``COMPLAINT_NOW`` may be what finds them.
    """
    old = [c for c in closings(work.store) if c.version is None and baseline(work.store, c.month) is None]
    if not old:
        return
    with work.store.writing():
        now, clock = work.now, work.call.clock
        if not work.store.rehearsal:
            started = work.call.started.astimezone(now.tzinfo)
            now, clock = max(started, work.store.last_recorded() or started), "system"
        for closing in old:
            judged = _judged_then(work.store, closing)
            if judged is None:
                continue
            writer = Writer(sitter(work.call, work.organisation), now, clock)
            with work.store.entry(writer, "baseline", closing.month) as entry:
                entry.add("baseline", now, writer.actor, month=closing.month, result=encode(to_json(judged)))


def _open_between(work: Work, month: str, target: str) -> str | None:
    """Return the first month after ``month`` and before ``target`` that is open and holds any moment."""
    closed = {c.month for c in closings(work.store)}
    while (month := month_of(number_of(month) + 1)) < target:
        if month not in closed:
            try:
                period, edition = period_in(work.store, month, work.now)
            except NoEdition:
                continue
            if holds_any(work.store, period, edition):
                return month
    return None


def earlier_open(work: Work, month: str) -> str | None:
    """Return the first month before ``month`` that is open and holds any moment."""
    first = first_moment(work.store)
    if first is None:
        return None
    return _open_between(work, month_of(number_of(first) - 2), month)  # a period may begin a calendar month early


def holds_any(store: Store, period: Period, edition: Edition) -> bool:
    """Whether a month holds any moment: a receipt, a deadline, or a finding such as an investigation's."""
    if has_complaints(store, period.start, period.end):
        return True
    found = assess_month(store, period, law_of(store, edition), lists=False)
    lines = found.points or found.fines or found.unassigned or found.excluded
    return bool(lines or found.overall.received or found.overall.due)
