"""The month's counts and rates, by department and in all: who received what, on time, and how callers were."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

from complaint_cli.assessment.rules import ZERO, Context, Period, Standing
from complaint_cli.assessment.rules.article_5_5 import first_late_rework
from complaint_cli.company.categories import ENGLISH, source_kind
from complaint_cli.company.edition import Edition
from complaint_cli.complaint.case import in_force
from complaint_cli.text.masking import mask_text

RATE = Decimal("0.0001")
_KNOWN = {name: position for position, name in enumerate(ENGLISH)}


class Overall(NamedTuple):
    """The company's month in all, complaints without a department too; excluded ones nowhere."""

    received: int
    due: int
    on_time: int
    on_time_rate: Decimal | None
    callbacks_valid: int
    satisfaction: Decimal | None
    repeats: int
    categories: tuple[tuple[str, int], ...]
    sources: tuple[tuple[str, int], ...]


class Tally:
    """The month's counts in the making, one complaint after another."""

    def __init__(self, period: Period, rework: Context | None) -> None:
        self.period = period
        self.rework = rework  # None where the edition knows no rule of reworks
        self.received: dict[str, int] = {}
        self.due: dict[str, int] = {}
        self.on_time: dict[str, int] = {}
        self.calls: dict[str, Counter[str]] = {}  # by department, how the callers were that were reached
        self.repeats = 0
        self._in_all = {"received": 0, "due": 0, "on_time": 0}
        self._categories: dict[str, int] = {}
        self._sources: dict[str, int] = {}
        self._all_calls: Counter[str] = Counter()

    def count(self, standing: Standing) -> None:
        """Count one complaint, for the company and for the department whose transfer is in force."""
        period, department = self.period, standing.department_now
        if period.holds(standing.receipt):
            self._add("received", self.received, department)
            complaint = standing.case.complaint
            for counts, name in ((self._categories, complaint.category), (self._sources, complaint.source)):
                counts[name] = counts.get(name, 0) + 1
            self.repeats += standing.repeats
        if period.holds(standing.deadline) and period.passed(standing.deadline):
            tenure = standing.in_force_at_deadline
            answers = tenure.transfer.department if tenure else department
            self._add("due", self.due, answers)
            own = tenure is None or (standing.handback is not None and standing.handback.transfer == tenure.transfer.id)
            if standing.on_time and own and not self._rework_overdue(standing):
                self._add("on_time", self.on_time, answers)
        call, first = standing.reached, standing.first_reached
        if call and first and period.holds(first.at):
            self._all_calls[call.result] += 1
            if tenure := in_force(standing.tenures, first.at):
                self.calls.setdefault(tenure.transfer.department, Counter())[call.result] += 1

    def _rework_overdue(self, standing: Standing) -> bool:
        return self.rework is not None and isinstance(first_late_rework(standing, self.rework), tuple)

    def _add(self, what: str, counts: dict[str, int], department: str | None) -> None:
        self._in_all[what] += 1
        if department:
            counts[department] = counts.get(department, 0) + 1

    def overall(self, edition: Edition) -> Overall:
        """Return the month in all."""
        received, due, on_time = self._in_all.values()
        calls = self._all_calls
        return Overall(
            received,
            due,
            on_time,
            rate(Decimal(on_time), due),
            calls.total(),
            rate(satisfied(calls, edition), calls.total()),
            self.repeats,
            _by_number(self._categories, lambda name: mask_text(name.partition("/")[0])),
            _by_number(self._sources, lambda name: source_kind(name).value[1]),
        )


def satisfied(calls: Mapping[str, int], edition: Edition) -> Decimal:
    """Return how many call-backs count as satisfied; a mostly satisfied one by its weight."""
    weights = {"satisfied": Decimal(1), "mostly": edition.get("satisfaction.mostly_weight")}
    return sum((weights.get(result, ZERO) * count for result, count in calls.items()), ZERO)


def rate(part: Decimal, whole: int) -> Decimal | None:
    """Return a rate of four decimals; None of nothing."""
    return (part / whole).quantize(RATE, ROUND_HALF_UP) if whole else None


def _by_number(counts: dict[str, int], kind: Callable[[str], str]) -> tuple[tuple[str, int], ...]:
    """Counts by kind, the most first, of equals in the order of the office's categories, then by name."""
    sums: dict[str, int] = {}
    for name, count in counts.items():
        sums[kind(name)] = sums.get(kind(name), 0) + count
    return tuple(sorted(sums.items(), key=lambda c: (-c[1], _KNOWN.get(c[0], len(_KNOWN)), c[0])))
