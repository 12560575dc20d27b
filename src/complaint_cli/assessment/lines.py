"""What the assessment of a month holds, line by line."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from decimal import Decimal

from complaint_cli.assessment.doubts import Doubt
from complaint_cli.assessment.rules import (
    Period,
)
from complaint_cli.assessment.scores import Overall
from complaint_cli.company.edition import Edition
from complaint_cli.text.tuples import NamedTuple

NOTHING = Decimal("0.00")


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
    approved_by: str | None = None


class LateWithoutFine(NamedTuple):
    """An order late by a deadline of the month for which nobody is fined, and each rule's reason in words."""

    complaint: str
    department: str | None
    deadline: datetime
    handed_back: datetime | None
    reasons: tuple[tuple[str, str], ...]


class PersonLine(NamedTuple):
    """One person's month in yuan, and his year until its end; ``total`` is what payroll withholds."""

    person: str
    lines: int
    proposed: Decimal
    decided: Decimal
    adjustments: Decimal
    year_lines: int = 0
    year_total: Decimal = NOTHING

    @property
    def total(self) -> Decimal:
        """Decided and carried together."""
        return self.decided + self.adjustments

    @property
    def figures(self) -> tuple[int | Decimal, ...]:
        """All of it in the order in which JSON and the papers list it."""
        sums = self.lines, self.proposed, self.decided, self.adjustments, self.total
        return *sums, self.year_lines, self.year_total


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
    facts: Mapping[str, object]


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
    facts: Mapping[str, object]
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
    line: FineLine | PointLine | None = None  # the line that it changes

    @property
    def difference(self) -> Decimal:
        """What is still to be paid, given back, added or taken."""
        return self.now - self.was


PERSON_FIGURES = ("lines", "proposed", "decided", "adjustments", "total", "year_lines", "year_total")
"""What a person's figures are called, in their order."""


def person_lines(fines: Iterable[FineLine], adjustments: Iterable[Adjustment]) -> tuple[PersonLine, ...]:
    """Return what each person comes to who is fined or whose fines are adjusted, by name."""
    mine: dict[str, list[FineLine]] = {}
    carried: dict[str, Decimal] = {}
    for line in fines:
        if line.person:
            mine.setdefault(line.person, []).append(line)
    for change in adjustments:
        if change.person:  # points are a department's
            carried[change.person] = carried.get(change.person, NOTHING) + change.difference
    found = []
    for name in sorted({*mine, *carried}):
        own = mine.get(name, ())
        proposed = sum((line.proposed for line in own), NOTHING)
        decided = sum((line.amount for line in own), NOTHING)
        found.append(PersonLine(name, len(own), proposed, decided, carried.get(name, NOTHING)))
    return tuple(found)


class Assessment(NamedTuple):
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
        return person_lines(self.fines, self.adjustments)

    @property
    def total_adjustments(self) -> Decimal:
        """The yuan of fines that are carried from closed months."""
        return sum((c.difference for c in self.adjustments if c.kind == "fine"), NOTHING)

    @property
    def total_fines(self) -> Decimal:
        """All fines in yuan, decided amounts in place of proposed ones."""
        return sum((line.amount for line in self.fines), NOTHING)

    @property
    def deductions(self) -> Decimal:
        """All points taken, a number not above 0."""
        return sum((line.points for line in self.points if line.points < 0), NOTHING)

    @property
    def bonuses(self) -> Decimal:
        """All points added."""
        return sum((line.points for line in self.points if line.points > 0), NOTHING)
