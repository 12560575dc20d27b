"""Runs the clauses over a month: findings become points, fines, scores and ranks, and nothing else does."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import cache
from typing import Any, NamedTuple

from complaint_cli.assessment.doubts import Doubt, doubts
from complaint_cli.assessment.particulars import particulars
from complaint_cli.assessment.rules import (
    BANDS,
    RULES,
    ZERO,
    Context,
    Finding,
    Fine,
    Law,
    Period,
    Standing,
    band,
    clean_month,
    commended,
    confirmed,
    reads_of_all,
    rules_of,
    views,
)
from complaint_cli.assessment.scores import Overall, Tally, rate, satisfied
from complaint_cli.company.calendar import Calendar
from complaint_cli.company.edition import Edition, in_force
from complaint_cli.company.months import Ends, begins, next_month
from complaint_cli.company.organisation import Organisation
from complaint_cli.complaint.case import Case
from complaint_cli.complaint.records import Commendation, Decision, Objection
from complaint_cli.complaint.timeline import hider
from complaint_cli.errors import StepRefused, UsageError
from complaint_cli.messages.assess import Assess
from complaint_cli.messages.rules import Why
from complaint_cli.text.masking import mask_text

CENT = Decimal("0.01")


class Objected(NamedTuple):
    """What a fined person objects to a line."""

    at: datetime
    reason: str
    late: bool
    answered: bool


class Excluded(NamedTuple):
    """A complaint that was taken out, why and with whose approval."""

    complaint: str
    reason: str
    approved_by: str | None


class LateWithoutFine(NamedTuple):
    """An order late by a deadline of the month for which nobody is fined, and each rule's reason."""

    complaint: str
    department: str | None
    deadline: datetime
    handed_back: datetime | None
    reasons: tuple[tuple[str, Why], ...]


class PersonLine(NamedTuple):
    """One person's month in yuan; ``total`` is what payroll withholds."""

    person: str
    lines: int
    proposed: Decimal
    decided: Decimal
    adjustments: Decimal

    @property
    def total(self) -> Decimal:
        """Decided and carried together."""
        return self.decided + self.adjustments


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
    lapsed: bool = False
    decided_by: str | None = None
    objection: Objected | None = None

    @property
    def proposed(self) -> Decimal:
        """The yuan that the edition proposes, whatever was decided."""
        return self.base * self.factor


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
    cause: str | None = None
    line: Mapping[str, Any] = {}  # the line that it changes, as the answer has it

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
    excluded: tuple[Excluded, ...]
    unassigned: tuple[FineLine, ...]
    adjustments: tuple[Adjustment, ...]
    late_entries: int
    overall: Overall
    company: str
    late_without_fine: tuple[LateWithoutFine, ...] = ()
    doubtful: tuple[Doubt, ...] = ()

    @property
    def persons(self) -> tuple[PersonLine, ...]:
        """Every person who is fined or whose fines are adjusted, by name."""
        names = dict.fromkeys(line.person for line in self.fines if line.person)
        carried: dict[str, Decimal] = {}
        for change in self.adjustments:
            if change.kind == "fine" and change.person:
                carried[change.person] = carried.get(change.person, ZERO) + change.difference
        found = []
        for name in sorted({*names, *carried}):
            mine = [line for line in self.fines if line.person == name]
            proposed = sum((line.proposed for line in mine), ZERO)
            decided = sum((line.amount for line in mine), ZERO)
            found.append(PersonLine(name, len(mine), proposed, decided, carried.get(name, ZERO)))
        return tuple(found)

    @property
    def total_adjustments(self) -> Decimal:
        """The yuan of fines that are carried from closed months."""
        return sum((c.difference for c in self.adjustments if c.kind == "fine"), ZERO)

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
        following = next_month(first).replace(day=edition.start_day)
        end = datetime(following.year, following.month, following.day, tzinfo=edition.timezone) - timedelta(seconds=1)
    return Period(month, start, end, now), edition


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
    known = {name: reads for name, reads in reads_of_all().items() if law.edition.knows(name)}
    return {
        name: Context(period, organisation, law, office, numbers) for name, numbers in views(law.edition, known).items()
    }


def judge(standing: Standing, context: Mapping[str, Context]) -> dict[str, Finding | Why]:
    """Return what every rule in force says of one complaint: its finding, or why there is none."""
    return {
        name: rule.function(standing, ctx) for name, rule in RULES.items() if (ctx := context.get(name)) is not None
    }


def assess(
    period: Period,
    law: Law,
    cases: Iterable[tuple[Case, tuple[int, str] | None]],
    *,
    commendations: list[Commendation],
    named: Mapping[int, Case],
    organisation: Organisation,
    adjustments: Sequence[Adjustment] = (),
    late_entries: int = 0,
) -> Assessment:
    """Assess a month from the complaints in which something of it may lie (第五条).

    Beside each case is where it stands, by receipt, among all on its matter, with the first one's number; None
    where it repeats nothing. ``named`` are the complaints that commendations name. What counts is what is known
    when it is judged.
    """
    edition = law.edition
    context = contexts(period, law, organisation)
    tally = Tally(period, context.get("rework_overdue"))
    findings: list[Finding] = []
    excluded: list[Excluded] = []
    unfined: list[LateWithoutFine] = []
    unsure: list[Doubt] = []
    decisions: dict[tuple[str, str, str], Decision] = {}
    objections: dict[tuple[str, str, str], Objection] = {}
    factor = edition.get("repeat.factor")
    standings: dict[str, Standing] = {}
    rules = [(name, rule.function, context[name]) for name, rule in rules_of(edition).items()]
    for case, place in cases:
        if exclusion := case.exclusion:
            listed = period.holds(case.receipt) or period.start <= case.deadline <= period.end
            if not listed:  # a finding of its own in the month, were it not excluded
                apart = Standing(case, period, factor, place)
                listed = any(type(function(apart, ctx)) is Finding for _, function, ctx in rules)
            if listed:
                excluded.append(Excluded(case.number, hider(case)(exclusion.reason), exclusion.approved_by))
            continue
        standing = Standing(case, period, factor, place)
        said: dict[str, Finding | Why] = {}
        for name, function, ctx in rules:
            found = said[name] = function(standing, ctx)
            if type(found) is Finding:
                findings.append(found)
                if found.fines:
                    standings[case.number] = standing
        unsure += doubts(standing, context)
        if standing.late and period.holds(standing.deadline):
            unfined += _without_fine(standing, said)
        tally.count(standing)
        hide = hider(case) if case.decisions or case.objections else str
        for decision in (decision._replace(reason=hide(decision.reason)) for decision in case.decisions):
            decisions[case.number, decision.rule, decision.person or f"?{decision.role}"] = decision
            if decision.role and decision.person:
                decisions[case.number, decision.rule, f"?{decision.role}"] = decision
        for objection in case.objections:
            shown = objection._replace(reason=hide(objection.reason))
            objections[case.number, objection.rule, objection.person] = shown
    praised = [
        praise._replace(reason=(hider(about) if about else mask_text)(praise.reason))
        for praise in commendations
        if (about := named.get(praise.complaint or 0)) is None or not about.exclusion
    ]
    numbers = {row: case.number for row, case in named.items()}
    if "commended" in context:
        findings += commended(praised, numbers, context["commended"].number)
    deducted = {f.department for f in findings if f.points is not None and f.points < 0}
    for department in organisation.departments:
        if department.role == "responsible" and "clean_month" in context:
            calls = tally.calls.get(department.name, [])
            clean = context["clean_month"].number
            tidy = clean_month(department.name, calls, department.name in deducted, period, clean)
            findings += [tidy] if tidy else []
    findings.sort(key=_order)
    points = tuple(_point_line(f, edition) for f in findings if f.points is not None)
    fines, unassigned = (
        tuple(_with_particulars(line, standings, edition, law.calendar) for line in lines)
        for lines in _fine_lines(findings, edition, organisation, decisions, objections)
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
        doubtful=tuple(sorted(unsure, key=lambda d: (d.at, number_key(d.complaint), d.entry))),
    )


FINING = ("transfer_delayed", "handling_overdue")
"""The rules one of which fines somebody for a late order, or says why not."""


def _without_fine(standing: Standing, said: Mapping[str, Finding | Why]) -> list[LateWithoutFine]:
    """List an order that is late and for which nobody is fined, with every rule's reason."""
    if any(isinstance(said.get(name), Finding) for name in FINING):
        return []
    if any(said.get(name) is Why.ELSEWHERE for name in FINING):  # fined in the month of its moment
        return []
    reasons = tuple((name, found) for name in FINING if isinstance(found := said.get(name), Why))
    tenure = standing.in_force_at_deadline
    department = tenure.transfer.department if tenure else standing.department_now
    finish = standing.handback.at if standing.handback else None
    return [LateWithoutFine(standing.number, department, standing.deadline, finish, reasons)]


def number_key(number: str | None) -> tuple[int, int]:
    """Return the key that orders complaints by number; none comes first."""
    year, _, serial = (number or "0-0").partition("-")
    return int(year), int(serial)


def _order(finding: Finding) -> tuple[datetime, tuple[int, int], str, str]:
    return finding.at, number_key(finding.complaint), finding.rule, finding.department


def _turn(finding: Finding) -> tuple[datetime, int, tuple[int, int], str]:
    """Return the key that settles whose fine is the first: at one moment the larger factor goes first."""
    return finding.at, -finding.factor, number_key(finding.complaint), finding.rule


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
    decisions: Mapping[tuple[str, str, str], Decision],
    objections: Mapping[tuple[str, str, str], Objection],
) -> tuple[tuple[FineLine, ...], tuple[FineLine, ...]]:
    """Settle the office's fines by the person's turn, one fine a person, rule and complaint, and who is known."""
    turns: dict[str, int] = {}
    terms = {rule: _terms(edition, rule) for rule in BANDS if edition.knows(rule)}
    fines: list[FineLine] = []
    unassigned: list[FineLine] = []
    for finding in sorted(findings, key=_turn):
        kept: dict[tuple[str | None, str], tuple[FineLine, Fine]] = {}
        for fine in finding.fines:
            line = _fine_line(finding, fine, terms[finding.rule], edition, turns)
            key = (fine.person, "" if fine.person else fine.role)
            if key not in kept or line.proposed > kept[key][0].proposed:
                kept[key] = line, fine
        for line, fine in kept.values():
            about = finding.complaint or "", finding.rule
            known = line.person is not None and _there(organisation, line.person, fine.day)
            decision = decisions.get((*about, line.person or "")) if known else None
            if not known:
                decision = decisions.get((*about, f"?{line.role}"))
                if decision is None:
                    unassigned.append(line)
                    continue
                line = line._replace(person=decision.person or line.person)
            line = _settled(line, decision, objections.get((*about, line.person or "")))
            if fine.base is None and not line.waived:
                turns[fine.person or ""] = turns.get(fine.person or "", 0) + 1
            fines.append(line)
    return tuple(sorted(fines, key=_fine_order)), tuple(sorted(unassigned, key=_fine_order))


def _with_particulars(
    line: FineLine, standings: Mapping[str, Standing], edition: Edition, calendar: Calendar
) -> FineLine:
    """Return a line whose facts tell what an objection needs too; what the rule itself says stands first."""
    standing = standings[line.complaint or ""]
    more = particulars(standing, line.rule, line.role, line.facts, line.factor, edition, calendar)
    return line._replace(facts={**line.facts, **{name: more[name] for name in more if name not in line.facts}})


def _there(organisation: Organisation, person: str, day: date | None) -> bool:
    """Whether a person was of the organisation on the day by which he is taken."""
    if not organisation.peopled:
        return True  # nobody is listed, so nobody is missing
    return organisation.belongs(person, day) if day else organisation.knows(person)


def _settled(line: FineLine, decision: Decision | None, objection: Objection | None) -> FineLine:
    """Return a line with what was decided of it; a decision on another proposal than this one has lapsed."""
    if objection:
        answered = decision is not None and decision.entry > objection.entry
        line = line._replace(objection=Objected(objection.at, objection.reason, bool(objection.late), answered))
    if decision is None:
        return line
    saw = decision.saw_base, decision.saw_factor
    if decision.saw_base is not None and saw != (int(line.base * 100), line.factor):
        return line._replace(lapsed=True)
    decided = ZERO if decision.amount is None else Decimal(decision.amount) * CENT
    return line._replace(
        amount=decided,
        decided=decided,
        waived=decision.amount is None,
        decided_by=decision.actor,
        facts={**line.facts, "decided_at": decision.at, "decided_why": decision.reason},
    )


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
    base, facts = fine.base, finding.facts
    if base is None:  # an office fine: the person's first in the period, or a later one
        turn = turns.get(fine.person or "", 0)
        base = edition.get("office_delay.later" if turn else "office_delay.first")
        facts = {**facts, "turn": turn + 1}
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
        facts=facts,
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
