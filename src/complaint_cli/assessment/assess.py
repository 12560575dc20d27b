"""Runs the clauses over a month: findings become points, fines, scores and ranks, and nothing else does."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import cache
from math import inf
from typing import Any

from complaint_cli.assessment.doubts import DOUBTED, Doubt, doubts
from complaint_cli.assessment.fines import _with_particulars, fine_lines, number_key, order, point_line
from complaint_cli.assessment.lines import Adjustment, Assessment, DepartmentLine, Excluded, LateWithoutFine, PointLine
from complaint_cli.assessment.particulars import Noted, noted
from complaint_cli.assessment.rules import (
    RULES,
    ZERO,
    Context,
    Finding,
    Law,
    Period,
    Standing,
    Trait,
    clean_month,
    commended,
    rules_of,
    views,
)
from complaint_cli.assessment.scores import Counted, Tally, counted, rate, satisfied
from complaint_cli.company.edition import Edition, in_force
from complaint_cli.company.months import Ends, begins, moved
from complaint_cli.company.organisation import Organisation
from complaint_cli.complaint.case import Case
from complaint_cli.complaint.records import Commendation, Decision, Objection
from complaint_cli.complaint.timeline import hider
from complaint_cli.errors import StepRefused, UsageError
from complaint_cli.messages.assess import Assess
from complaint_cli.messages.rules import Why
from complaint_cli.text.masking import mask_text
from complaint_cli.text.tuples import NamedTuple


def period_of(month: str, editions: Sequence[Edition], now: datetime, ends: Ends) -> tuple[Period, Edition]:
    """Return a month's period and the edition in force on its first day; ``ends`` are those of closed months.

    Raises UsageError when it is no month, StepRefused when it has not begun, NoEdition (第五条第一款).
    """
    first = begins(_first_day(month), editions, ends)
    edition = in_force(editions, first)
    start = datetime(first.year, first.month, first.day, tzinfo=edition.timezone)
    if start > now:
        raise StepRefused(Assess.NOT_BEGUN, month=month, start=start.date())
    if (end := ends.get(month)) is None:
        end = last_second(first, edition)
    return Period(month, start, end, now), edition


def last_second(first: date, edition: Edition) -> datetime:
    """Return the last second of a period that begins on a day, by the edition in force then."""
    following = moved(first, 1).replace(day=edition.start_day)
    return datetime(following.year, following.month, following.day, tzinfo=edition.timezone) - timedelta(seconds=1)


def _first_day(month: str) -> date:
    try:
        year, number = month.split("-")
        if len(year) != 4 or len(number) != 2 or not (month.isascii() and (year + number).isdecimal()):
            raise ValueError(month)
        return date(int(year), int(number), 1)
    except ValueError:
        raise UsageError(Assess.NO_MONTH, month=month) from None


def earliest(period: Period, law: Law) -> tuple[datetime, datetime]:
    """Return from when receipts, and from when hand-backs and reworks, may have a moment in the period."""

    def from_when(*limits: str) -> datetime:
        starts = [
            law.calendar_of(edition).latest_start(edition.get(f"limits.{limit}"), period.start)
            for edition in (law.edition, *law.editions)
            for limit in limits
        ]
        return min(*starts, period.start)

    return from_when("transfer", "transfer_urgent"), from_when("callback", "reply", "rework")


def contexts(period: Period, law: Law, organisation: Organisation) -> dict[str, Context]:
    """Return each rule's context, which shows it the numbers that it declares and no others."""
    office = organisation.office.name
    return {name: Context(period, organisation, law, office, numbers) for name, numbers in views(law.edition).items()}


def judge(standing: Standing, context: Mapping[str, Context]) -> dict[str, Finding | Why]:
    """Return what every rule in force says of one complaint: its finding, or why there is none."""
    return {
        name: rule.function(standing, ctx)
        for name, rule in RULES.items()
        if rule.scope == "complaint" and (ctx := context.get(name)) is not None
    }


Traits = frozenset[Trait] | None
"""The traits of a complaint that went the plain way; None of one of which nothing was seen."""


class Part(NamedTuple):
    """Some of a month's complaints: what those count of which enough is seen, and those that are to be judged.

    Beside each case is where it stands, by receipt, among all on its matter, with the first one's number; None where
    it repeats nothing.
    """

    counted: Mapping[Counted, int]
    cases: Sequence[tuple[Case, tuple[int, str] | None, Traits]]


LISTED = frozenset({Trait.LATE, Trait.REWORK})
"""The traits that the counts and the list of late orders without a fine ask for."""


def enough(traits: Traits, asked: frozenset[Trait] | None = LISTED) -> bool:
    """Whether nothing that is asked for needs a complaint's records; by default, what it counts."""
    return traits is not None and asked is not None and traits.isdisjoint(asked)


def asked(edition: Edition, *, doubtful: bool) -> frozenset[Trait] | None:
    """Return the traits without which a complaint needs no records; None where each does."""
    found = {*LISTED, *(DOUBTED if doubtful else ())}
    for rule in rules_of(edition).values():
        if rule.speaks_of is None:
            return None
        found.update(rule.speaks_of)
    return frozenset(found)


def shortest(law: Law) -> dict[str, float]:
    """Return the seconds that each limit has at the least by any edition; of ``urgent_within`` the most."""
    editions = {edition.sha256: edition for edition in (law.edition, *law.editions)}.values()
    found: dict[str, float] = {
        limit: min(law.calendar_of(edition).shortest(edition.get(f"limits.{limit}")) for edition in editions)
        for limit in ("transfer", "transfer_urgent", "callback", "reply")
    }
    within = [(law.calendar_of(edition), edition.get("limits.urgent_within")) for edition in editions]
    found["urgent_within"] = max(c.shortest(limit) if limit.unit == "h" else inf for c, limit in within)
    return found


def assess(
    period: Period,
    law: Law,
    parts: Iterable[Part],
    *,
    commendations: list[Commendation],
    named: Mapping[int, Case],
    organisation: Organisation,
    adjustments: Sequence[Adjustment] = (),
    late_entries: int = 0,
    doubtful: bool = True,
) -> Assessment:
    """Assess a month from the complaints in which something of it may lie (第五条).

    ``named`` are the complaints that commendations name. What counts is what is known when it is judged.
    """
    edition = law.edition
    context = contexts(period, law, organisation)
    rework = context.get("rework_overdue")
    tally = Tally()
    findings: list[Finding] = []
    excluded: list[Excluded] = []
    unfined: list[LateWithoutFine] = []
    unsure: list[Doubt] = []
    decisions: dict[tuple[str, str, str], Decision] = {}
    objections: dict[tuple[str, str, str], Objection] = {}
    factor = edition.get("repeat.factor")
    fined: dict[str, Noted] = {}
    rules = rules_of(edition)

    @cache
    def speaking(traits: Traits) -> list[tuple[str, Callable[..., Any], Context]]:
        return [
            (name, rule.function, context[name]) for name, rule in rules.items() if not enough(traits, rule.speaks_of)
        ]

    for case, place, traits in _told(parts, tally):
        if exclusion := case.exclusion:
            listed = period.holds(case.receipt) or period.start <= case.deadline <= period.end
            if not listed:  # a finding of its own in the month, were it not excluded
                apart = Standing(case, period, factor, place)
                listed = any(type(function(apart, ctx)) is Finding for _, function, ctx in speaking(None))
            if listed:
                excluded.append(Excluded(case.number, hider(case, where=True)(exclusion.reason), exclusion.approved_by))
            continue
        standing = Standing(case, period, factor, place)
        said: dict[str, Finding | Why] = {}
        for name, function, ctx in speaking(traits):
            found = said[name] = function(standing, ctx)
            if type(found) is Finding:
                findings.append(found)
                if found.fines and case.number not in fined:
                    fined[case.number] = noted(standing, law.calendar)
        if doubtful and not enough(traits, DOUBTED):
            unsure += doubts(standing, context)
        if standing.late and period.holds(standing.deadline):
            unfined += _without_fine(standing, said)
        if not enough(traits):
            tally.count(counted(standing, period, rework))
        if case.decisions or case.objections:
            hide = hider(case, where=True)
            for ruling in (one._replace(reason=hide(one.reason)) for one in case.decisions):
                decisions[case.number, ruling.rule, f"?{ruling.role}" if ruling.role else ruling.person] = ruling
            for objection in (one._replace(reason=hide(one.reason)) for one in case.objections):
                objections[case.number, objection.rule, objection.person] = objection
    if praise := context.get("commended"):
        findings += _praised(commendations, named, praise)
    if tidy := context.get("clean_month"):
        findings += _clean(findings, tally, tidy)
    for key in (lambda d: d.entry, lambda d: number_key(d.complaint), lambda d: d.at):  # a key at a time in memory
        unsure.sort(key=key)
    findings.sort(key=order)
    points = tuple(point_line(f, edition) for f in findings if f.points is not None)
    fines, unassigned = (
        tuple(_with_particulars(line, fined, edition) for line in lines)
        for lines in fine_lines(findings, edition, organisation, decisions, objections)
    )
    return Assessment(
        period=period,
        edition=edition,
        departments=_departments(edition, organisation, points, adjustments, tally),
        points=points,
        fines=fines,
        excluded=tuple(sorted(excluded, key=lambda e: number_key(e.complaint))),
        unassigned=unassigned,
        adjustments=tuple(adjustments),
        late_entries=late_entries,
        overall=tally.overall(edition),
        company=organisation.company,
        late_without_fine=tuple(sorted(unfined, key=lambda u: (u.deadline, number_key(u.complaint)))),
        doubtful=tuple(unsure),
    )


def _praised(commendations: Iterable[Commendation], named: Mapping[int, Case], ctx: Context) -> list[Finding]:
    """Return what commendations bring, but for those of an excluded complaint; no caller is named in their reasons."""
    praised = [
        praise._replace(reason=(hider(about, where=True) if about else mask_text)(praise.reason))
        for praise in commendations
        if (about := named.get(praise.complaint or 0)) is None or not about.exclusion
    ]
    return commended(praised, {row: case.number for row, case in named.items()}, ctx.number)


def _clean(findings: Iterable[Finding], tally: Tally, ctx: Context) -> list[Finding]:
    """Return what a month without a deduction brings the responsible departments."""
    deducted = {f.department for f in findings if f.points is not None and f.points < 0}
    names = [department.name for department in ctx.organisation.departments if department.role == "responsible"]
    found = (
        clean_month(name, tally.calls.get(name, Counter()), name in deducted, ctx.period, ctx.number) for name in names
    )
    return [finding for finding in found if finding]


def _told(parts: Iterable[Part], tally: Tally) -> Iterator[tuple[Case, tuple[int, str] | None, Traits]]:
    """Yield the cases of the parts, and count what is only counted."""
    for part in parts:
        for alike, times in part.counted.items():
            tally.count(alike, times)
        yield from part.cases


FINING = ("transfer_delayed", "handling_overdue")
"""The rules one of which fines somebody for a late order, or says why not."""


def _without_fine(standing: Standing, said: Mapping[str, Finding | Why]) -> list[LateWithoutFine]:
    """List an order that is late and for which nobody is fined, with every rule's reason."""
    if any(isinstance(said.get(name), Finding) for name in FINING):
        return []
    if any(said.get(name) is Why.ELSEWHERE for name in FINING):  # fined in the month of its moment
        return []
    reasons = tuple((name, found()) for name in FINING if isinstance(found := said.get(name), Why))
    tenure = standing.in_force_at_deadline
    department = tenure.transfer.department if tenure else standing.department_now
    finish = standing.handback.at if standing.handback else None
    return [LateWithoutFine(standing.number, department, standing.deadline, finish, reasons)]


def _departments(
    edition: Edition,
    organisation: Organisation,
    points: Iterable[PointLine],
    adjustments: Iterable[Adjustment],
    tally: Tally,
) -> tuple[DepartmentLine, ...]:
    sums: dict[str, Decimal] = {}
    for line in points:
        sums[line.department] = sums.get(line.department, ZERO) + line.points
    for change in adjustments:
        if change.kind == "points":
            sums[change.department] = sums.get(change.department, ZERO) + change.difference
    base = edition.get("score.base")
    floor, ceiling = edition.get("score.floor"), edition.get("score.ceiling")
    lines = []
    for department in organisation.departments:
        name = department.name
        calls = tally.calls.get(name, Counter())
        counts = tally.received.get(name, 0), tally.due.get(name, 0), tally.on_time.get(name, 0)
        total = sums.get(name, ZERO)
        lines.append(
            DepartmentLine(
                name,
                department.role,
                *counts,
                rate(Decimal(counts[2]), counts[1]),
                calls.total(),
                rate(satisfied(calls, edition), calls.total()),
                base,
                total,
                min(max(base + total, floor), ceiling),
                None,
            )
        )
    return _ranked(lines)


def _ranked(lines: list[DepartmentLine]) -> tuple[DepartmentLine, ...]:
    """Rank the responsible departments with work in the month; equals share a rank (1, 1, 3)."""

    def takes_part(line: DepartmentLine) -> bool:
        return line.role == "responsible" and bool(line.received or line.due)

    scores = [line.score for line in lines if takes_part(line)]
    return tuple(
        line._replace(rank=1 + sum(score > line.score for score in scores)) if takes_part(line) else line
        for line in lines
    )
