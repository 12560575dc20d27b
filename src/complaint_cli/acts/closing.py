"""Closing a month: what is stored is printed for ever."""

from __future__ import annotations

from complaint_cli import __version__
from complaint_cli.acts.carrying import adjustments_for, earlier_open
from complaint_cli.acts.month import (
    assess_month,
    fetched,
    law_of,
    period_in,
    provisional_years,
    shown,
)
from complaint_cli.acts.monthly import told
from complaint_cli.acts.work import Work
from complaint_cli.assessment.answer import Answer
from complaint_cli.assessment.codec import to_json
from complaint_cli.assessment.lines import FineLine
from complaint_cli.complaint import steps
from complaint_cli.complaint.case import Case
from complaint_cli.complaint.records import Objection
from complaint_cli.errors import MonthClosed, StepRefused
from complaint_cli.messages.report import rule_name
from complaint_cli.messages.safety import Safety
from complaint_cli.messages.vocabulary import ROLE, label
from complaint_cli.store.closings import closings, objected_rows
from complaint_cli.store.journal import encode
from complaint_cli.text.tuples import NamedTuple

MOST_FAULTS = 5
"""Of what ``verify`` finds, so much is told before a month can be closed."""


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
    result = assess_month(work.store, period, law, adjustments_for(work, period), lists=False)
    for year in provisional_years(result, law):
        found.append(Obstacle("provisional", None, Safety.PROVISIONAL_YEAR(year=year)))
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
            found.append(Obstacle("lapsed", change.complaint, Safety.LAPSED(**_whose(change.line))))
    for line in result.fines:
        facts = _whose(line)
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


def _whose(line: FineLine) -> dict[str, object]:
    """Say which fine it is; of one that is nobody's, its role stands for the person."""
    person = line.person or label(ROLE, line.role)
    return {"no": line.complaint, "rule": rule_name(line.rule), "person": person}


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


def close_month(work: Work, month: str) -> Answer:
    """Close a month for ever; inside the caller's transaction.

    Raises MonthClosed when it is closed, StepRefused when who sits there is not audit staff, the period is not over,
    a fine is unassigned, or an earlier month with complaints is open.
    """
    actor = work.actor(None)
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
