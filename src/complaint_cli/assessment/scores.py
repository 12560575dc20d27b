"""The month's counts and rates, by department and in all: who received what, on time, and how callers were."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from decimal import ROUND_HALF_UP, Decimal

from complaint_cli.assessment.rules import ZERO, Context, Period, Standing, Trait
from complaint_cli.assessment.rules.article_5_5 import first_late_rework
from complaint_cli.company.categories import ENGLISH, source_kind
from complaint_cli.company.edition import Edition
from complaint_cli.complaint.case import in_force
from complaint_cli.text.masking import mask_text
from complaint_cli.text.tuples import NamedTuple

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


class Counted(NamedTuple):
    """What a complaint counts in a month: received, due and on time in it, of which department, how the caller was."""

    received: bool
    due: bool
    on_time: bool
    category: str
    source: str
    department: str | None  # whose transfer is in force when the month is judged
    answers: str | None  # ... at the deadline, else then
    result: str | None  # of the last call that reached the caller, where the first one lies in the month
    called: str | None  # the department of that first call
    repeats: bool


class Seen(NamedTuple):
    """What is seen of a complaint that went the plain way, without its records."""

    traits: frozenset[Trait]
    counted: Counted
    place: tuple[int, str] | None  # among all on its matter, if it repeats one


def counted(standing: Standing, period: Period, rework: Context | None) -> Counted:
    """Return what a complaint counts; ``rework`` is None where the edition knows no rule of reworks."""
    department, tenure = standing.department_now, standing.in_force_at_deadline
    complaint = standing.case.complaint
    due = period.holds(standing.deadline) and period.passed(standing.deadline)
    own = tenure is None or (standing.handback is not None and standing.handback.transfer == tenure.transfer.id)
    on_time = due and standing.on_time and own and not _rework_overdue(standing, rework)
    call, first = standing.reached, standing.first_reached
    heard = first is not None and period.holds(first.at)
    then = in_force(standing.tenures, first.at) if first and heard else None
    return Counted(
        period.holds(standing.receipt),
        due,
        on_time,
        complaint.category,
        complaint.source,
        department,
        tenure.transfer.department if tenure else department,
        call.result if call and heard else None,
        then.transfer.department if then else None,
        standing.repeats,
    )


def _rework_overdue(standing: Standing, rework: Context | None) -> bool:
    return rework is not None and isinstance(first_late_rework(standing, rework), tuple)


class Tally:
    """The month's counts in the making, one complaint after another."""

    def __init__(self) -> None:
        self.received: dict[str, int] = {}
        self.due: dict[str, int] = {}
        self.on_time: dict[str, int] = {}
        self.calls: dict[str, Counter[str]] = {}  # by department, how the callers were that were reached
        self.repeats = 0
        self._in_all = {"received": 0, "due": 0, "on_time": 0}
        self._categories: dict[str, int] = {}
        self._sources: dict[str, int] = {}
        self._all_calls: Counter[str] = Counter()

    def count(self, one: Counted, times: int = 1) -> None:
        """Count a complaint, or as many as are alike, for the company and for the departments."""
        if one.received:
            self._add("received", self.received, one.department, times)
            for counts, name in ((self._categories, one.category), (self._sources, one.source)):
                counts[name] = counts.get(name, 0) + times
            self.repeats += times * one.repeats
        if one.due:
            self._add("due", self.due, one.answers, times)
        if one.on_time:
            self._add("on_time", self.on_time, one.answers, times)
        if one.result:
            self._all_calls[one.result] += times
            if one.called:
                self.calls.setdefault(one.called, Counter())[one.result] += times

    def _add(self, what: str, counts: dict[str, int], department: str | None, times: int) -> None:
        self._in_all[what] += times
        if department:
            counts[department] = counts.get(department, 0) + times

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
