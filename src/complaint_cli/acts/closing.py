"""Closing a month: what is stored is printed for ever; what changes later is carried on, once."""

from __future__ import annotations

import json
from datetime import datetime

from complaint_cli import __version__
from complaint_cli.acts.closed import called_now, closed_json, renamed
from complaint_cli.acts.month import (
    assess_month,
    assess_one,
    closed_law,
    closed_period,
    corrections,
    fetched,
    law_of,
    looked_up,
    period_in,
    provisional_years,
    shown,
)
from complaint_cli.acts.people import sitter
from complaint_cli.acts.work import Work
from complaint_cli.assessment.adjustments import carried, differences
from complaint_cli.assessment.answer import Answer, Beside, answer
from complaint_cli.assessment.codec import Json, adjustment_json, from_json, read_adjustments, read_beside, to_json
from complaint_cli.assessment.lines import Adjustment, Assessment, FineLine
from complaint_cli.assessment.rules import Law, Period
from complaint_cli.company.calendar import iso
from complaint_cli.company.edition import Edition
from complaint_cli.company.months import month_of, number_of
from complaint_cli.complaint import steps
from complaint_cli.complaint.case import Case, Status
from complaint_cli.complaint.records import Objection
from complaint_cli.errors import MonthClosed, NoEdition, StepRefused, UsageError
from complaint_cli.messages.report import rule_name
from complaint_cli.messages.safety import Safety
from complaint_cli.store.closings import (
    Closing,
    Touched,
    as_before,
    baseline,
    cause_since,
    closings,
    first_moment,
    has_complaints,
    objected_rows,
    touched_since,
    year_sums,
)
from complaint_cli.store.database import Store
from complaint_cli.store.journal import encode
from complaint_cli.store.keys import fingerprint
from complaint_cli.store.month import commendations
from complaint_cli.store.roll import roll_of
from complaint_cli.store.signed import count_signed
from complaint_cli.store.transactions import Writer
from complaint_cli.text.tuples import NamedTuple

MOST_FAULTS = 5
"""Of what ``verify`` finds, so much is told before a month can be closed."""


def month_answer(work: Work, month: str, *, compared: bool = True, whole: bool = True) -> Answer:
    """Return a month's answer under the edition in force, adjustments carried into it among its lines."""
    period, edition = period_in(work.store, month, work.now)
    law = law_of(work.store, edition)
    result = assess_month(work.store, period, law, adjustments_for(work, period), lists=compared)
    return told(work, period, law, result, whole=whole) if compared else _alone(work, period, law, result)


def answer_about(work: Work, month: str, row: int) -> Answer:
    """Return an open month's answer as far as it is about one complaint: its lines, and under what edition."""
    period, edition = period_in(work.store, month, work.now)
    law = law_of(work.store, edition)
    return _alone(work, period, law, assess_one(work.store, row, period, law, adjustments_for(work, period)))


def _alone(work: Work, period: Period, law: Law, result: Assessment) -> Answer:
    """Return a result without what stands around it."""
    store = work.store
    return answer(result, _status(work, period), store.head()[1], store.adoption(law.edition.sha256))


def _status(work: Work, period: Period) -> str:
    return "running" if work.now <= period.end else "open"


def told(
    work: Work, period: Period, law: Law, result: Assessment, *, status: str | None = None, whole: bool = True
) -> Answer:
    """Return a result with what stands around it: doubts, corrections, the year, the months beside."""
    store, adoption = work.store, work.store.adoption(law.edition.sha256)
    enrolled = roll_of(store).known.values()
    doubtful = looked_up(store, result.doubtful)
    until = law.calendar.due(result.period.as_of, law.edition.get("limits.objection")) if status == "closed" else None
    bare = answer(
        result, status or _status(work, period), store.head()[1], adoption, year_sums(store, period.month), until
    )
    return bare._replace(
        rehearsal=store.rehearsal,
        doubtful=tuple(doubtful) if whole else doubtful,
        corrections=corrections(store, period, law),
        previous=_beside(work, period.month, 1),
        year_ago=_beside(work, period.month, 12),
        keys=tuple((p.person, fingerprint(p.key)) for p in enrolled),
        signatures=count_signed(store, fetched(store, period, law)) if enrolled else None,
        provisional=tuple(provisional_years(period, law)),
    )


def _beside(work: Work, month: str, months: int) -> Beside | None:
    """Return another month's figures, so many months before; None where there is none."""
    other = month_of(number_of(month) - months)
    if stored := closed_json(work.store, other):
        figures = read_beside(stored)
        return figures._replace(departments=renamed(work, figures.departments))
    first = first_moment(work.store)
    try:
        period, edition = period_in(work.store, other, work.now)
    except (NoEdition, StepRefused, UsageError):
        return None
    if first is None or not holds_any(work.store, period, edition):
        return None
    return month_answer(work, other, compared=False).beside


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
    law = closed_law(work.store, closing)
    if law is None:
        return False
    period = closed_period(closing, law, work.now)
    end = iso(period.end)
    if touched.everybody is not None and touched.everybody <= end:
        return True
    waiting = work.store.load(_unfinished(work.store, closing))
    if any(case.handback is None or case.status() is Status.REWORK for case in waiting):
        return True  # what is open grows into its higher step
    if not touched.complaints:
        return False
    rows = fetched(work.store, period, law)
    praised = {praise.complaint for praise in commendations(work.store, period.start, period.end)}
    return not touched.complaints.isdisjoint([*rows, *praised])  # a later call-back too may change an earlier finding


def _unfinished(store: Store, closing: Closing) -> set[int]:
    """Return the complaints of a closed month with a delay that had no end then, charged to somebody or to nobody."""
    stored = json.loads(closing.result)
    lines = [*stored["fines"], *stored["points"], *stored["unassigned"]]
    endless = {line["complaint"] for line in lines if line["facts"].get("handed_back", "") is None}
    endless |= {line["complaint"] for line in stored.get("late_without_fine", ()) if line["handed_back"] is None}
    return {store.resolve(number) for number in endless if number}


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


def holds_any(store: Store, period: Period, edition: Edition) -> bool:
    """Whether a month holds any moment: a receipt, a deadline, or a finding such as an investigation's."""
    if has_complaints(store, period.start, period.end):
        return True
    found = assess_month(store, period, law_of(store, edition), lists=False)
    lines = found.points or found.fines or found.unassigned or found.excluded
    return bool(lines or found.overall.received or found.overall.due)


def earlier_open(work: Work, month: str) -> str | None:
    """Return the first month before ``month`` that is open and holds any moment."""
    first = first_moment(work.store)
    if first is None:
        return None
    return _open_between(work, month_of(number_of(first) - 2), month)  # a period may begin a calendar month early


def differences_answer(work: Work, month: str) -> list[Json]:
    """Return what later facts change in a closed month and no later month has carried yet, as ``--json`` lines."""
    done = closings(work.store)
    found = [
        change
        for c in done
        if c.month == month and _may_differ(work, c, touched_since(work.store, c.entry))
        for change in later_differences(work, c, done)
    ]
    return [adjustment_json(change) for change in found]


def later_differences(work: Work, closing: Closing, done: list[Closing]) -> tuple[Adjustment, ...]:
    """Return what today's facts change in a closed month, less what later closings carried.

    The editions are those known when it was closed: a newer edition never changes a closed month. A month closed
    by an earlier version of the program is held against its baseline.
    """
    judged = judged_again(work.store, closing, work.store, work.now)
    if judged is None:
        return ()
    stored = json.loads(baseline(work.store, closing.month) or closing.result)
    was = called_now(work, from_json(stored, lists=False))
    later = [change for c in done if c.month > closing.month for change in read_adjustments(json.loads(c.result))]
    found = differences(closing.month, was, judged, carried(closing.month, renamed(work, later)))
    office = {(f.person or "", f.complaint or "") for told in (was, judged) for f in told.fines if f.role == "officer"}
    told = [change._replace(cause=cause_since(work.store, change, closing.entry, office)) for change in found]
    others = {change.department: change.cause for change in told if change.cause}  # which a clean month came or went by
    return tuple(change._replace(cause=change.cause or others.get(change.department)) for change in told)


def changed_since(work: Work, month: str, row: int) -> bool:
    """Whether today's facts give another line of a complaint than a closed month has, carried already or not."""
    closing = next((c for c in closings(work.store) if c.month == month), None)
    law = closing and closed_law(work.store, closing)
    if closing is None or law is None:
        return False
    number = work.store.case_of(row).number
    stored = from_json(json.loads(baseline(work.store, month) or closing.result), lists=False)
    result = assess_one(work.store, row, closed_period(closing, law, work.now), law)
    was, now = (_of_one(told, number) for told in (called_now(work, stored), answer(result, "closed", "")))
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


def lay_baselines(work: Work) -> None:
    """Judge each month that an earlier version closed once by the rules of today, on the facts of its closing."""
    old = [c for c in closings(work.store) if c.version is None and baseline(work.store, c.month) is None]
    if not old:
        return
    with work.store.writing():
        for closing in old:
            with as_before(work.store, closing.entry) as then:
                judged = judged_again(work.store, closing, then, closing.at)
            if judged is None:
                continue
            writer = Writer(sitter(work.call, work.organisation), work.now, work.call.clock)
            with work.store.entry(writer, "baseline", closing.month) as entry:
                entry.add("baseline", work.now, writer.actor, month=closing.month, result=encode(to_json(judged)))


class Obstacle(NamedTuple):
    """One thing that stands in the way of closing a month."""

    kind: str
    complaint: str | None
    text: str


def obstacles(work: Work, month: str, *, verified: bool = False) -> list[Obstacle]:
    """List what stands in the way of closing a month; empty when it can be closed.

    ``verified`` checks the chain, the rows and the month's evidence too, which reads the whole ledger.
    """
    period, edition = period_in(work.store, month, work.now)
    found: list[Obstacle] = []
    if work.now <= period.end:
        found.append(Obstacle("not_over", None, Safety.NOT_OVER(month=month, end=steps.clock(period.end))))
    if earlier := earlier_open(work, month):
        found.append(Obstacle("earlier_open", None, Safety.EARLIER_OPEN(month=month, earlier=earlier)))
    law = law_of(work.store, edition)
    for year in provisional_years(period, law):
        found.append(Obstacle("provisional", None, Safety.PROVISIONAL_YEAR(year=year)))
    result = assess_month(work.store, period, law, adjustments_for(work, period), lists=False)
    for line in result.unassigned:
        found.append(
            Obstacle("unassigned", line.complaint, Safety.UNASSIGNED(month=month, numbers=line.complaint or ""))
        )
    for change in result.adjustments:
        if change.kind == "fine" and change.person is None and change.difference:
            numbers = change.complaint or ""
            told = Safety.UNASSIGNED(month=change.month, numbers=numbers)
            found.append(Obstacle("unassigned", change.complaint, told))
        if isinstance(change.line, FineLine) and change.line.lapsed:
            told = Safety.LAPSED(no=change.complaint, rule=rule_name(change.rule), person=change.person)
            found.append(Obstacle("lapsed", change.complaint, told))
    for line in result.fines:
        facts = {"no": line.complaint, "rule": rule_name(line.rule), "person": line.person}
        if line.lapsed:
            found.append(Obstacle("lapsed", line.complaint, Safety.LAPSED(**facts)))
        if line.objection and not line.objection.answered:
            found.append(Obstacle("objection", line.complaint, Safety.UNANSWERED(**facts)))
    for no, rule, person in unanswered_before(work, month):
        found.append(Obstacle("objection", no, Safety.UNANSWERED(no=no, rule=rule_name(rule), person=person)))
    if verified:
        from complaint_cli.store.verify import faults_for

        faults = faults_for(work.store, fetched(work.store, period, law))
        found += [Obstacle("fault", None, fault) for fault in faults[:MOST_FAULTS]]
    return found


def unanswered_before(work: Work, month: str) -> list[tuple[str, str, str]]:
    """Return the objections to lines of closed months before ``month`` that stand and that nobody has answered."""
    found = []
    for case in work.store.load(objected_rows(work.store)):
        earlier = [objection for objection in case.objections if objection.month < month]
        for rule, person in dict.fromkeys((o.rule, o.person) for o in earlier if not _answered(case, o)):
            if any((line.rule, line.person) == (rule, person) for _, line, _ in shown(work.store, case, work.now)):
                found.append((case.number, rule, person))
    return found


def _answered(case: Case, objection: Objection) -> bool:
    about = objection.rule, objection.person
    return any(d.entry > objection.entry and (d.rule, d.person) == about for d in case.decisions)


def as_closed(work: Work, month: str) -> Answer:
    """Return a month's answer as its closing keeps it."""
    period, edition = period_in(work.store, month, work.now)
    law = law_of(work.store, edition)
    result = assess_month(work.store, period, law, adjustments_for(work, period))
    return told(work, period, law, result, status="closed")


def close_month(work: Work, month: str, actor: str) -> Answer:
    """Close a month for ever; inside the caller's transaction.

    Raises MonthClosed when it is closed, StepRefused when ``actor`` is not audit staff, the period is not over,
    a fine is unassigned, or an earlier month with complaints is open.
    """
    if any(c.month == month for c in closings(work.store)):
        raise MonthClosed(Safety.CLOSED_ALREADY, month=month)
    steps.check_audit(work.organisation, actor, work.now)
    if in_the_way := obstacles(work, month, verified=True):
        raise StepRefused(Safety.NOT_YET, month=month, reasons=" ".join(o.text for o in in_the_way[:5]))
    stored = as_closed(work, month)
    with work.entry("assess --close", month, actor) as entry:
        text = encode(to_json(stored))
        entry.add(
            "closing",
            work.now,
            actor,
            month=month,
            result=text,
            edition=stored.policy.sha256,
            head=stored.head,
            version=__version__,
        )
    return stored
