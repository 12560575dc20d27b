"""Runs the clauses over a month: findings become points, fines, scores and ranks, and nothing else does."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import cache
from typing import Any, NamedTuple

from complaint_cli.assessment.rules import (
    BANDS,
    RULES,
    ZERO,
    Context,
    Finding,
    Fine,
    Period,
    Standing,
    band,
    clean_month,
    commended,
    confirmed,
    rule_views,
)
from complaint_cli.assessment.scores import Overall, Tally, rate, satisfied
from complaint_cli.company.calendar import Calendar
from complaint_cli.company.edition import Edition, in_force
from complaint_cli.company.organisation import Organisation
from complaint_cli.complaint.case import Case
from complaint_cli.complaint.records import Commendation
from complaint_cli.errors import StepRefused, UsageError
from complaint_cli.messages.assess import Assess
from complaint_cli.messages.rules import Why
from complaint_cli.text.masking import mask_text

CENT = Decimal("0.01")


class PointLine(NamedTuple):
    """One line of points: a finding that adds or takes some, after the factor."""

    complaint: str | None
    department: str
    rule: str
    clause: str
    cite: str
    points: Decimal
    factor: int
    at: datetime
    facts: Mapping[str, Any]


class FineLine(NamedTuple):
    """One person's proposed fine in yuan; ``amount`` is base × factor, or what the auditor decided."""

    complaint: str | None
    department: str
    person: str | None
    role: str
    rule: str
    clause: str
    cite: str
    band: tuple[Decimal, Decimal]
    base: Decimal
    factor: int
    amount: Decimal
    decided: Decimal | None
    waived: bool
    accountability: bool
    confirmed: bool
    at: datetime
    facts: Mapping[str, Any]


class DepartmentLine(NamedTuple):
    """One department's month: counts, rates, points and score."""

    department: str
    role: str
    received: int
    due: int
    on_time: int
    on_time_rate: Decimal | None
    callbacks_valid: int
    satisfaction: Decimal | None
    base: Decimal
    points: Decimal
    score: Decimal
    rank: int | None


class Adjustment(NamedTuple):
    """What a later fact changes in a closed month, carried into this one."""

    month: str
    complaint: str | None
    department: str
    person: str | None
    rule: str
    kind: str
    was: Decimal
    now: Decimal

    @property
    def difference(self) -> Decimal:
        """What is still to be paid, given back, added or taken."""
        return self.now - self.was


@dataclass(frozen=True, slots=True)
class Assessment:
    """A month's result; its totals are nothing but the sums of its lines."""

    period: Period
    edition: Edition
    departments: tuple[DepartmentLine, ...]
    points: tuple[PointLine, ...]
    fines: tuple[FineLine, ...]
    excluded: tuple[tuple[str, str], ...]
    unassigned: tuple[FineLine, ...]
    adjustments: tuple[Adjustment, ...]
    late_entries: int
    overall: Overall
    company: str

    @property
    def total_fines(self) -> Decimal:
        """All fines in yuan, decided amounts in place of proposed ones."""
        return sum((line.amount for line in self.fines), ZERO)

    @property
    def deductions(self) -> Decimal:
        """All points taken, a number not above 0."""
        return sum((line.points for line in self.points if line.points < 0), ZERO)

    @property
    def bonuses(self) -> Decimal:
        """All points added."""
        return sum((line.points for line in self.points if line.points > 0), ZERO)


def period_of(month: str, editions: Iterable[Edition], now: datetime) -> tuple[Period, Edition]:
    """Return a month's period and the edition in force on its first day.

    Raises UsageError when it is no month, StepRefused when it has not begun, NoEdition (第五条第一款).
    """
    first = _first_day(month)
    editions = list(editions)
    first = first.replace(day=in_force(editions, first).start_day)
    edition = in_force(editions, first)
    from dateutil.relativedelta import relativedelta

    start = datetime(first.year, first.month, first.day, tzinfo=edition.timezone)
    if start > now:
        raise StepRefused(Assess.NOT_BEGUN, month=month, start=start.date())
    end = start + relativedelta(months=1) - timedelta(seconds=1)
    return Period(month, start, end, min(now, end)), edition


def _first_day(month: str) -> date:
    try:
        year, number = month.split("-")
        if len(year) != 4 or len(number) != 2 or not (month.isascii() and (year + number).isdecimal()):
            raise ValueError(month)
        return date(int(year), int(number), 1)
    except ValueError:
        raise UsageError(Assess.NO_MONTH, month=month) from None


def earliest(period: Period, edition: Edition, calendar: Calendar) -> tuple[datetime, datetime]:
    """Return from when receipts, and from when hand-backs, may have a moment in the period."""
    received = calendar.latest_start(edition.get("limits.transfer"), period.start)
    handed_back = min(
        calendar.latest_start(edition.get(key), period.start) for key in ("limits.callback", "limits.reply")
    )
    return min(received, period.start), min(handed_back, period.start)


def contexts(period: Period, edition: Edition, organisation: Organisation, calendar: Calendar) -> dict[str, Context]:
    """Return each rule's context, which shows it the numbers that it declares and no others."""
    office = organisation.office.name
    return {
        name: Context(period, organisation, calendar, office, numbers) for name, numbers in rule_views(edition).items()
    }


def judge(standing: Standing, context: Mapping[str, Context]) -> dict[str, Finding | Why]:
    """Return what every rule says of one complaint: its finding, or why there is none."""
    return {name: rule.function(standing, context[name]) for name, rule in RULES.items()}


def assess(
    period: Period,
    edition: Edition,
    cases: Iterable[tuple[Case, tuple[int, str] | None]],
    *,
    commendations: list[Commendation],
    named: Mapping[int, Case],
    organisation: Organisation,
    calendar: Calendar,
    adjustments: Sequence[Adjustment] = (),
    late_entries: int = 0,
) -> Assessment:
    """Assess a month from the complaints in which something of it may lie (第五条).

    Beside each case is where it stands, by receipt, among all on its matter, with the first one's number; None
    where it repeats nothing. ``named`` are the complaints that commendations name. Events after ``as_of`` must be
    left out of the cases.
    """
    context = contexts(period, edition, organisation, calendar)
    tally = Tally(period, calendar)
    findings: list[Finding] = []
    excluded: list[tuple[str, str]] = []
    decisions: dict[tuple[str, str, str], Decimal | None] = {}
    factor = edition.get("repeat.factor")
    rules = [(rule.function, context[name]) for name, rule in RULES.items()]
    for case, place in cases:
        if exclusion := case.exclusion:
            if period.holds(case.receipt) or period.start <= case.deadline <= period.end:
                excluded.append((case.number, _masked(exclusion.reason, case)))
            continue
        standing = Standing(case, period, factor, place)
        for function, ctx in rules:
            found = function(standing, ctx)
            if type(found) is Finding:
                findings.append(found)
        tally.count(standing)
        for decision in case.decisions:
            amount = None if decision.amount is None else Decimal(decision.amount) * CENT
            decisions[case.number, decision.rule, decision.person] = amount
    praised = [
        praise._replace(reason=_masked(praise.reason, about))
        for praise in commendations
        if (about := named.get(praise.complaint or 0)) is None or not about.exclusion
    ]
    numbers = {row: case.number for row, case in named.items()}
    findings += commended(praised, numbers, context["commended"].number)
    deducted = {f.department for f in findings if f.points is not None and f.points < 0}
    for department in organisation.departments:
        if department.role == "responsible":
            calls = tally.calls.get(department.name, [])
            clean = context["clean_month"].number
            tidy = clean_month(department.name, calls, department.name in deducted, period, clean)
            findings += [tidy] if tidy else []
    findings.sort(key=_order)
    points = tuple(_point_line(f, edition) for f in findings if f.points is not None)
    fines, unassigned = _fine_lines(findings, edition, organisation, decisions)
    return Assessment(
        period=period,
        edition=edition,
        departments=_departments(edition, organisation, points, adjustments, tally),
        points=points,
        fines=fines,
        excluded=tuple(sorted(excluded, key=lambda e: number_key(e[0]))),
        unassigned=unassigned,
        adjustments=tuple(adjustments),
        late_entries=late_entries,
        overall=tally.overall(edition),
        company=organisation.company,
    )


def _masked(reason: str, case: Case | None) -> str:
    """Return a reason as a month-end document may print it: without the caller's phone and name."""
    if case is None:
        return mask_text(reason)
    return mask_text(reason, phones=[case.complaint.phone], names=[case.complaint.caller])


def fines_of(
    case: Case,
    period: Period,
    edition: Edition,
    *,
    place: tuple[int, str] | None,
    organisation: Organisation,
    calendar: Calendar,
) -> tuple[FineLine, ...]:
    """Return one complaint's proposed fines of a period; office amounts as if they were the person's first."""
    standing = Standing(case, period, edition.get("repeat.factor"), place)
    verdicts = judge(standing, contexts(period, edition, organisation, calendar)).values()
    findings = [found for found in verdicts if isinstance(found, Finding)]
    return _fine_lines(findings, edition, organisation, {})[0]


def number_key(number: str | None) -> tuple[int, int]:
    """Return the key that orders complaints by number; none comes first."""
    year, _, serial = (number or "0-0").partition("-")
    return int(year), int(serial)


def _order(finding: Finding) -> tuple[datetime, tuple[int, int], str, str]:
    return finding.at, number_key(finding.complaint), finding.rule, finding.department


_DIGITS = {"一": 1, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9, "十": 10}


@cache
def clause(cite: str) -> str:
    """Return the short form of a citation: 第五条第二款 is ``5.2``."""
    return ".".join(str(_DIGITS[c]) for c in cite.split("、")[0] if c in _DIGITS)


def _point_line(finding: Finding, edition: Edition) -> PointLine:
    cite = edition.get(f"{finding.rule}.cite")
    assert finding.points is not None
    return PointLine(
        finding.complaint,
        finding.department,
        finding.rule,
        clause(cite),
        cite,
        finding.points,
        finding.factor,
        finding.at,
        finding.facts,
    )


def _fine_lines(
    findings: Iterable[Finding],
    edition: Edition,
    organisation: Organisation,
    decisions: Mapping[tuple[str, str, str], Decimal | None],
) -> tuple[tuple[FineLine, ...], tuple[FineLine, ...]]:
    """Settle the office's fines by the person's turn, one fine a person, rule and complaint, and who is known."""
    turns: dict[str, int] = {}
    known: dict[str, bool] = {}
    terms = {rule: _terms(edition, rule) for rule in BANDS}
    fines: list[FineLine] = []
    unassigned: list[FineLine] = []
    for finding in findings:
        kept: dict[tuple[str | None, str], FineLine] = {}
        for fine in finding.fines:
            line = _fine_line(finding, fine, terms[finding.rule], edition, turns)
            key = (fine.person, "" if fine.person else fine.role)
            if key not in kept or line.amount > kept[key].amount:
                kept[key] = line
        for line in kept.values():
            person = line.person
            if person is not None and person not in known:
                known[person] = organisation.knows(person)
            if person is None or not known[person]:
                unassigned.append(line)
                continue
            verdict = (finding.complaint or "", finding.rule, person)
            if verdict in decisions:
                decided = decisions[verdict]
                line = line._replace(amount=decided or ZERO, decided=decided, waived=decided is None)
            fines.append(line)
    return tuple(sorted(fines, key=_fine_order)), tuple(sorted(unassigned, key=_fine_order))


def _fine_order(line: FineLine) -> tuple[Any, ...]:
    return line.at, number_key(line.complaint), line.rule, line.person or "", line.role


class _Terms(NamedTuple):
    """What the edition says of a rule's fines, whomever they meet."""

    clause: str
    cite: str
    band: tuple[Decimal, Decimal]
    confirmed: bool


def _terms(edition: Edition, rule: str) -> _Terms:
    cite = edition.get(f"{rule}.cite")
    return _Terms(clause(cite), cite, band(edition, rule), confirmed(edition, rule))


def _fine_line(finding: Finding, fine: Fine, terms: _Terms, edition: Edition, turns: dict[str, int]) -> FineLine:
    base = fine.base
    if base is None:  # an office fine: the person's first in the period, or a later one
        person = fine.person or ""
        turns[person] = turns.get(person, 0) + 1
        base = edition.get("office_delay.first" if turns[person] == 1 else "office_delay.later")
    return FineLine(
        complaint=finding.complaint,
        department=finding.department,
        person=fine.person,
        role=fine.role,
        rule=finding.rule,
        clause=terms.clause,
        cite=terms.cite,
        band=terms.band,
        base=base,
        factor=finding.factor,
        amount=base * finding.factor,
        decided=None,
        waived=False,
        accountability=fine.accountability,
        confirmed=terms.confirmed,
        at=finding.at,
        facts=finding.facts,
    )


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
        calls = tally.calls.get(name, [])
        counts = tally.received.get(name, 0), tally.due.get(name, 0), tally.on_time.get(name, 0)
        total = sums.get(name, ZERO)
        lines.append(
            DepartmentLine(
                name,
                department.role,
                *counts,
                rate(Decimal(counts[2]), counts[1]),
                len(calls),
                rate(satisfied(calls, edition), len(calls)),
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
