"""Several months as one: the sums of their answers, by department, person, category, source, rule or month."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from decimal import ROUND_HALF_UP, Decimal

from complaint_cli.assessment.answer import Answer
from complaint_cli.assessment.lines import NOTHING, Adjustment, DepartmentLine, PersonLine, person_lines
from complaint_cli.assessment.scores import RATE, Overall, rate
from complaint_cli.text.amounts import CENT
from complaint_cli.text.tuples import NamedTuple

Figure = int | Decimal | None
Figures = dict[str, Figure]
"""Counts, rates of four decimals, yuan and points of two, by name in the order in which JSON lists them."""


class Row(NamedTuple):
    """What a department, a person … comes to, beside its main figure in the period before and a year ago."""

    name: str
    figures: Figures
    previous: Figure = None
    year_ago: Figure = None


BY = ("department", "person", "category", "source", "rule", "month")
"""By what a report can be told."""

COLUMNS: dict[str, tuple[str, ...]] = {
    "department": (
        "received", "due", "on_time", "on_time_rate", "callbacks_valid", "satisfaction", "deductions", "bonuses",
        "adjusted_points", "points", "score", "fines", "adjustments",
    ),
    "person": ("lines", "proposed", "decided", "adjustments", "total"),
    "category": ("received", "share"),
    "source": ("received", "share"),
    "rule": ("findings", "adjusted_points", "points", "lines", "fines", "adjustments"),
    "month": (
        "received", "due", "on_time", "on_time_rate", "callbacks_valid", "satisfaction", "repeats", "deductions",
        "bonuses", "adjusted_points", "fines", "adjustments",
    ),
}  # fmt: skip
"""What is told of each row, the figure that is compared and drawn among them.

What is carried from closed months stands apart, but for ``points``, which hold it as the score does.
"""

MAIN = {
    "department": "points", "person": "total", "category": "received", "source": "received", "rule": "findings",
    "month": "received",
}  # fmt: skip


def rows_of(by: str, months: Sequence[Answer]) -> list[Row]:
    """Return the rows of some months' answers: counts added, rates anew, yuan and points as exact decimals."""
    return _BY[by](months)


def totals_of(months: Sequence[Answer]) -> Figures:
    """Return the months in all, in the figures of one month: of every other part the rows' sums."""
    overall, totals = [month.overall for month in months], [month.totals for month in months]
    due, on_time = sum(one.due for one in overall), sum(one.on_time for one in overall)
    return {
        "received": sum(one.received for one in overall),
        "due": due,
        "on_time": on_time,
        "callbacks_valid": sum(one.callbacks_valid for one in overall),
        "repeats": sum(one.repeats for one in overall),
        "on_time_rate": rate(Decimal(on_time), due),
        "satisfaction": _satisfaction(overall),
        "deductions": sum((one.deductions for one in totals), NOTHING),
        "bonuses": sum((one.bonuses for one in totals), NOTHING),
        "adjusted_points": sum(_carried(months, "points", _department).values(), NOTHING),
        "fines": sum((one.fines for one in totals), NOTHING),
        "adjustments": sum(_carried(months, "fine", _department).values(), NOTHING),
    }


def _months(months: Sequence[Answer]) -> list[Row]:
    return [Row(month.month, totals_of([month])) for month in months]


def _departments(months: Sequence[Answer]) -> list[Row]:
    lines: dict[str, list[DepartmentLine]] = {}
    points: dict[str, list[Decimal]] = {}
    for month in months:
        for line in month.departments:
            lines.setdefault(line.department, []).append(line)
        for point in month.points:
            points.setdefault(point.department, []).append(point.points)
    fines = _sums((fine.department, fine.amount) for month in months for fine in month.fines)
    adjusted, adjustments = (_carried(months, kind, _department) for kind in ("points", "fine"))
    rows = []
    for name, mine in lines.items():
        due, on_time, own = sum(line.due for line in mine), sum(line.on_time for line in mine), points.get(name, ())
        score = sum((line.score for line in mine), NOTHING) / len(mine)
        figures: Figures = {
            "received": sum(line.received for line in mine),
            "due": due,
            "on_time": on_time,
            "callbacks_valid": sum(line.callbacks_valid for line in mine),
            "on_time_rate": rate(Decimal(on_time), due),
            "satisfaction": _satisfaction(mine),
            "deductions": sum((p for p in own if p < 0), NOTHING),
            "bonuses": sum((p for p in own if p > 0), NOTHING),
            "adjusted_points": adjusted.get(name, NOTHING),
            "points": sum((line.points for line in mine), NOTHING),
            "score": score.quantize(CENT, ROUND_HALF_UP),
            "fines": fines.get(name, NOTHING),
            "adjustments": adjustments.get(name, NOTHING),
        }
        rows.append(Row(name, figures))
    return rows


def _persons(months: Sequence[Answer]) -> list[Row]:
    lines: dict[str, list[PersonLine]] = {}
    for month in months:
        for line in person_lines(month.fines, month.adjustments) if month.persons is None else month.persons:
            lines.setdefault(line.person, []).append(line)
    found = [(sum((line.total for line in mine), NOTHING), name, mine) for name, mine in lines.items()]
    return [
        Row(
            name,
            {
                "lines": sum(line.lines for line in mine),
                "proposed": sum((line.proposed for line in mine), NOTHING),
                "decided": sum((line.decided for line in mine), NOTHING),
                "adjustments": sum((line.adjustments for line in mine), NOTHING),
                "total": total,
            },
        )
        for total, name, mine in sorted(found, key=lambda one: (-one[0], one[1]))
    ]


def _rules(months: Sequence[Answer]) -> list[Row]:
    findings: dict[str, int] = {}
    lines: dict[str, int] = {}
    for month in months:
        found = [(line.complaint, line.rule, line.at) for line in month.points]  # two departments' may be alike
        fined = {(fine.complaint, fine.rule, fine.at) for fine in (*month.fines, *month.unassigned)}
        for _, rule, _ in (*found, *fined.difference(found)):
            findings[rule] = findings.get(rule, 0) + 1
        for change in month.adjustments:
            findings.setdefault(change.rule, 0)
        for fine in month.fines:
            lines[fine.rule] = lines.get(fine.rule, 0) + 1
    points = _sums((line.rule, line.points) for month in months for line in month.points)
    fines = _sums((fine.rule, fine.amount) for month in months for fine in month.fines)
    adjusted, adjustments = (_carried(months, kind, lambda change: change.rule) for kind in ("points", "fine"))
    return [
        Row(
            rule,
            {
                "findings": count,
                "adjusted_points": adjusted.get(rule, NOTHING),
                "points": points.get(rule, NOTHING) + adjusted.get(rule, NOTHING),
                "lines": lines.get(rule, 0),
                "fines": fines.get(rule, NOTHING),
                "adjustments": adjustments.get(rule, NOTHING),
            },
        )
        for rule, count in sorted(findings.items(), key=lambda pair: (-pair[1], pair[0]))
    ]


def _counted(counts_of: Callable[[Overall], Iterable[tuple[str, int]]]) -> Callable[[Sequence[Answer]], list[Row]]:
    def rows(months: Sequence[Answer]) -> list[Row]:
        counts: dict[str, int] = {}
        for month in months:
            for name, count in counts_of(month.overall):
                counts[name] = counts.get(name, 0) + count
        whole = sum(counts.values())
        ordered = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
        return [Row(name, {"received": count, "share": rate(Decimal(count), whole)}) for name, count in ordered]

    return rows


_BY: dict[str, Callable[[Sequence[Answer]], list[Row]]] = {
    "department": _departments,
    "person": _persons,
    "category": _counted(lambda overall: overall.categories),
    "source": _counted(lambda overall: overall.sources),
    "rule": _rules,
    "month": _months,
}


def _sums(pairs: Iterable[tuple[str, Decimal]]) -> dict[str, Decimal]:
    found: dict[str, Decimal] = {}
    for name, value in pairs:
        found[name] = found.get(name, NOTHING) + value
    return found


def _carried(months: Sequence[Answer], kind: str, name_of: Callable[[Adjustment], str]) -> dict[str, Decimal]:
    """Sum what is carried from closed months, yuan of fines or points."""
    changes = (change for month in months for change in month.adjustments if change.kind == kind)
    return _sums((name_of(change), change.difference) for change in changes)


def _department(change: Adjustment) -> str:
    return change.department


def _satisfaction(lines: Iterable[DepartmentLine | Overall]) -> Decimal | None:
    reached, content = 0, NOTHING
    for line in lines:
        if line.satisfaction is not None:
            reached += line.callbacks_valid
            content += line.callbacks_valid * line.satisfaction
    return (content / reached).quantize(RATE, ROUND_HALF_UP) if reached else None
