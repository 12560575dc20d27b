"""What every rule is given and gives: the case as the month sees it, the law in force, findings and reasons."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import ROUND_DOWN, Decimal
from enum import Enum, auto
from functools import cache
from typing import Any, Literal, TypeVar

from complaint_cli.company.calendar import Calendar, Limit
from complaint_cli.company.edition import Edition, Kept, in_force, known_on, view
from complaint_cli.company.kinds import Band, Step
from complaint_cli.company.months import holding
from complaint_cli.company.organisation import Organisation
from complaint_cli.complaint.case import Case, Tenure
from complaint_cli.complaint.case import in_force as held_at
from complaint_cli.complaint.clocks import first_transfer_due, office_start
from complaint_cli.complaint.records import Callback, Handback, Transfer, happened
from complaint_cli.messages.rules import Why
from complaint_cli.text.tuples import NamedTuple

ZERO = Decimal(0)
SHARE = Decimal("0.0001")
Role = Literal["officer", "manager", "responsible"]


class Fine(NamedTuple):
    """One person's fine as the rule proposes it, in yuan before the factor; a None base is settled over the month.

    ``day`` is the day by which the person is taken: he must be of the organisation then.
    """

    person: str | None
    role: Role
    base: Decimal | None
    accountability: bool = False
    day: date | None = None


class Finding(NamedTuple):
    """What a rule found: points after the factor, fines before it, and the facts."""

    rule: str
    complaint: str | None
    department: str
    at: datetime
    points: Decimal | None
    factor: int
    fines: tuple[Fine, ...]
    facts: Mapping[str, object]


class Period(NamedTuple):
    """A month under assessment: first and last second, and the moment at which it is judged."""

    month: str
    start: datetime
    end: datetime
    as_of: datetime

    def holds(self, moment: datetime) -> bool:
        """Whether a finding of this moment belongs to the period: it lies within, and has come."""
        return self.start <= moment <= self.end and moment <= self.as_of

    def passed(self, deadline: datetime) -> bool:
        """Whether a deadline has passed: strictly after it."""
        return self.as_of > deadline


class Law:
    """The period's edition, and every other one for the clocks that started under it, closed months ``kept``."""

    __slots__ = ("_clocks", "calendar_of", "edition", "editions", "kept")

    def __init__(
        self,
        edition: Edition,
        editions: tuple[Edition, ...],
        calendar_of: Callable[[Edition], Calendar],
        kept: Kept = (),
    ) -> None:
        self.edition = edition
        self.editions = editions
        self.calendar_of = calendar_of
        self.kept = kept
        self._clocks: dict[tuple[date, str], tuple[Calendar, Limit]] = {}

    def clock(self, day: date, limit: str) -> tuple[Calendar, Limit]:
        """Return the calendar and the length of a limit that starts on a day, by the edition in force then."""
        found = self._clocks.get((day, limit))
        if found is None:
            edition = self.on(day)
            found = self._clocks[day, limit] = self.calendar_of(edition), edition.get(f"limits.{limit}")
        return found

    def on(self, day: date) -> Edition:
        """Return the edition in force on a day, of those known when its month was closed; before the first, it."""
        known = [edition for edition in known_on(day, self.editions, self.kept) if edition.effective <= day]
        return in_force(known, day) if known else self.edition

    def first_day(self, day: date) -> date:
        """Return the first day of the period that holds a day; of no edition, the day."""
        return holding(day, self.editions, {})

    def replaced(self, other: Edition) -> Law:
        """Return the law with another edition in the place of the period's, for a trial."""

        def known(editions: tuple[Edition, ...]) -> tuple[Edition, ...]:
            there = other._replace(effective=self.edition.effective)
            return tuple(there if one == self.edition else one for one in editions)

        kept = tuple((first, last, known(then)) for first, last, then in self.kept)
        return Law(other, known(self.editions), self.calendar_of, kept)

    @property
    def calendar(self) -> Calendar:
        """The working days of the period's edition."""
        return self.calendar_of(self.edition)


class Standing:
    """A case as the month sees it: what several rules ask of it, worked out once."""

    __slots__ = (
        "case", "deadline", "department_now", "factor", "first_number", "first_reached", "handback",
        "in_force_at_deadline", "late", "number", "on_time", "place", "reached", "receipt", "repeats", "row", "tenures",
        "transfer_due", "transferred",
    )  # fmt: skip

    def __init__(self, case: Case, period: Period, factor: int, place: tuple[int, str] | None = None) -> None:
        self.case = case
        self.row = case.complaint.id
        self.number = case.complaint.number
        self.receipt = case.complaint.at
        self.deadline: datetime = case.deadline
        self.handback: Handback | None = case.handback
        self.on_time: bool = self.handback is not None and self.handback.at <= self.deadline
        self.late: bool = not self.on_time and (self.handback is not None or period.passed(self.deadline))
        self.transferred: datetime | None = case.transfers[0].at if case.transfers else None
        self.tenures = case.tenures
        self.in_force_at_deadline: Tenure | None = held_at(self.tenures, self.deadline)
        now = held_at(self.tenures, period.as_of)
        self.department_now: str | None = now.transfer.department if now else None
        calls = sorted([call for call in case.callbacks if call.reached], key=happened)
        self.first_reached: Callback | None = calls[0] if calls else None
        self.reached: Callback | None = calls[-1] if calls else None
        self.place = place[0] if place else 1  # by receipt, of all not excluded on the same matter
        self.first_number = place[1] if place else self.number
        self.repeats: bool = case.repeat_of is not None and self.place > 1  # an earlier one is not excluded
        self.factor = factor if self.repeats else 1
        self.transfer_due: datetime | None = None  # until a rule asks for it

    def share_left(self, moment: datetime) -> Decimal:
        """Return the share of the order's time that was left at a moment, rounded down to four decimals."""
        whole = int((self.deadline - self.receipt).total_seconds())
        left = int((self.deadline - moment).total_seconds())
        return (Decimal(left) / whole).quantize(SHARE, ROUND_DOWN) if whole > 0 else ZERO

    def too_little_left(self, moment: datetime, least: Decimal) -> bool:
        """Whether less than a share of the order's time was left at a moment."""
        whole = int((self.deadline - self.receipt).total_seconds())
        left = int((self.deadline - moment).total_seconds())
        return whole <= 0 or Decimal(left) < least * whole


class Context(NamedTuple):
    """What a rule may ask beside the case: the period, the organisation, work time, its declared numbers."""

    period: Period
    organisation: Organisation
    law: Law
    office: str
    number: Callable[[str], Any]

    @property
    def calendar(self) -> Calendar:
        """The working days of the period's edition."""
        return self.law.calendar

    def due(self, start: datetime, limit: str) -> datetime:
        """Return when a limit that starts at a moment ends, by the edition in force on that day."""
        self.number(f"limits.{limit}")  # declared
        calendar, length = self.law.clock(start.date(), limit)
        return calendar.due(start, length)

    def days_late(self, case: Standing, due: datetime, finish: datetime | None) -> int:
        """Working days after a due date up to the finish, or to ``as_of``, by the calendar of the receipt's edition."""
        calendar = self.law.calendar_of(self.law.on(case.receipt.date()))
        return calendar.days_late(due, finish or self.period.as_of)

    def manager(self, department: str, moment: datetime) -> str | None:
        """Who managed the department on the day of the moment."""
        return self.organisation.holder("manager", department, moment.date())

    def least_share(self, case: Standing) -> Decimal:
        """The least share of time by the edition of the period in which the deadline lies."""
        if self.period.holds(case.deadline):
            return Decimal(self.number("attribution.min_share_left"))
        return Decimal(self.law.on(self.law.first_day(case.deadline.date())).get("attribution.min_share_left"))

    def transfer_due(self, case: Standing) -> datetime:
        """When the first transfer was due, worked out once."""
        if case.transfer_due is None:
            case.transfer_due = first_transfer_due(case.case, self.due)
        return case.transfer_due

    def office_start(self, case: Standing, handback: Handback) -> datetime:
        """When a hand-back's clocks of the office start: at it, or at its entry by somebody outside the office."""
        return office_start(case.case, handback, self.organisation)


Judge = TypeVar("Judge", bound=Callable[..., object])
Moment = Callable[[Standing, Context], datetime | None]
Scope = Literal["complaint", "month"]


class Trait(Enum):
    """What can be seen of a complaint without its records; in doubt it has the trait.

    A rule that declares of which it speaks is silent on a complaint that has none of them, went the plain way and
    was changed by nobody. Where doubts are asked for, what is entered after a limit counts as if it had happened then.
    """

    LATE = auto()  # handed back after the deadline
    SLOW_TRANSFER = auto()  # first transferred perhaps after its limit
    SLOW_CALL = auto()  # called back perhaps after the limit
    SLOW_REPLY = auto()  # a reply is owed, and came perhaps after the limit, or not
    UNSATISFIED = auto()  # a caller who was not satisfied
    REWORK = auto()  # a call that ordered rework
    INVESTIGATED = auto()
    NO_EVIDENCE = auto()  # none by the hand-back
    LATE_EVIDENCE = auto()  # some of by the hand-back, entered after it
    THIRD = auto()  # the third or a later one on its matter


class Rule(NamedTuple):
    """A rule's frozen record: name, clause and reading, what it reads, over what it goes, and its function.

    ``moment`` tells by what a finding belongs to a month, whether or not there is one; None while nothing says so.
    """

    name: str
    doc: str
    reads: tuple[str, ...]
    scope: Scope
    function: Callable[..., Any]
    moment: Moment | None = None
    fines: str | None = None  # the edition's table that holds its band
    speaks_of: frozenset[Trait] | None = None  # None: perhaps of any complaint

    def cite(self, edition: Edition) -> str:
        """The clause as it is cited on paper (第五条第五款)."""
        return str(edition.get(f"{self.name}.cite"))


RULES: dict[str, Rule] = {}
"""Every rule in the regulation's order, those over a month behind those over one complaint."""

BANDS: dict[str, str] = {}
"""The edition's table that holds a rule's fine: its band and whether the company has confirmed it."""


def rule(
    *,
    reads: tuple[str, ...],
    moment: Moment | None = None,
    fines: str | None = None,
    speaks_of: tuple[Trait, ...] | None = None,
    scope: Scope = "complaint",
) -> Callable[[Judge], Judge]:
    """Register a rule under its function's name, with the numbers it may read.

    On a plain complaint with no trait that it ``speaks_of`` it has no finding; one that declares none judges them all.
    """

    def register(function: Judge) -> Judge:
        name, traits = function.__name__, None if speaks_of is None else frozenset(speaks_of)
        RULES[name] = Rule(name, (function.__doc__ or "").strip(), reads, scope, function, moment, fines, traits)
        if fines:
            BANDS[name] = fines
        return function

    return register


def rules_of(edition: Edition) -> dict[str, Rule]:
    """Return the rules over one complaint that are in force in an edition: those whose tables stand in it."""
    return {name: rule for name, rule in RULES.items() if rule.scope == "complaint" and edition.knows(name)}


def views(edition: Edition) -> dict[str, Callable[[str], Any]]:
    """Return each rule's view of the edition, which refuses numbers that the rule does not declare."""
    return {name: cache(view(edition, rule.reads)) for name, rule in RULES.items() if edition.knows(name)}


def deduction(
    name: str,
    case: Standing,
    ctx: Context,
    moment: datetime,
    key: str,
    facts: Mapping[str, object],
    department: str | None = None,
) -> Finding | Why:
    """A deduction from a department, by default the one whose transfer is in force at the moment."""
    if not ctx.period.holds(moment):
        return Why.ELSEWHERE
    tenure = held_at(case.tenures, moment)
    whose = department or (tenure.transfer.department if tenure else None)
    if whose is None:
        return Why.NO_DEPARTMENT
    points = ctx.number(key) * case.factor
    return Finding(name, case.number, whose, moment, points, case.factor, (), facts)


def by_days(steps: tuple[Step, ...], days: int) -> Decimal:
    """Return the yuan of the first step that reaches ``days`` working days late."""
    amount: Decimal = next(s.amount for s in steps if s.days is None or days <= s.days)
    return amount


def band(edition: Edition, name: str) -> Band:
    """Return the least and the most yuan of a rule's fine, before the factor."""
    found: Band = edition.get(f"{BANDS[name]}.band")
    return found


def confirmed(edition: Edition, name: str) -> bool:
    """Whether the company has confirmed the band as it is read."""
    return bool(edition.get(f"{BANDS[name]}.confirmed"))


def persons_of(transfer: Transfer) -> tuple[str | None, ...]:
    """Return the responsible persons of a transfer; one who is not named is None."""
    return transfer.persons or (None,)
