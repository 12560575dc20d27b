"""Counts, scores, rates and sums of one month, from what the oracle found."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from facts import Case, when
from oracle import Fine, Oracle, Points, number, periods

Carried = dict[tuple[Any, ...], Decimal]
"""What a month said or carried: points by complaint, rule and department; fines by person as well."""


@dataclass
class Month:
    points: list[Points]
    fines: list[Fine]
    unassigned: list[Fine]
    counts: dict[str, dict[str, Any]]
    excluded: set[str]
    carried: Carried = field(default_factory=dict)


def month_of(oracle: Oracle, name: str) -> Month:
    """Judge one month as it stands at the oracle's moment."""
    start, end = next((start, end) for one, start, end in periods(oracle.world) if one == name)

    def inside(moment: datetime) -> bool:
        return start <= moment < end

    found = oracle.judge()
    points = [one for one in found.points if inside(one.at)]
    fines = [one for one in found.fines if inside(one.at)]
    live = [case for case in oracle.cases.values() if not case.excluded]
    clean(oracle, points, live, start, end)
    return Month(
        points,
        [one for one in fines if one.settled or not one.unassigned],
        [one for one in fines if one.unassigned and not one.settled],
        {name: counted(oracle, live, name, start, end) for name in oracle.world.departments},
        {case.ref for case in oracle.cases.values() if case.excluded and touches(oracle, case, start, end)},
    )


def touches(oracle: Oracle, case: Case, start: datetime, end: datetime) -> bool:
    moments = [case.receipt, oracle.deadline(case)]
    case.excluded = False
    moments += [one.at for one in oracle.found(case) if one.at <= oracle.now]
    case.excluded = True
    return any(start <= one < end for one in moments)


def first_reached(case: Case) -> tuple[datetime, str] | None:
    reached = [one for one in case.callbacks if one["result"] != "unreached"]
    return (when(reached[0]["at"]), reached[-1]["result"]) if reached else None


def results(oracle: Oracle, live: list[Case], name: str, start: datetime, end: datetime) -> list[str]:
    found = []
    for case in live:
        first = first_reached(case)
        if first and start <= first[0] < end:
            held = case.in_force(first[0])
            if held and held.department == name:
                found.append(first[1])
    return found


def clean(oracle: Oracle, points: list[Points], live: list[Case], start: datetime, end: datetime) -> None:
    from datetime import timedelta

    for name, about in oracle.world.departments.items():
        table = oracle.world.edition(start.date()).data["clean_month"]
        said = results(oracle, live, name, start, end)
        if about["role"] != "responsible" or any(one.department == name and one.points < 0 for one in points):
            continue
        if len(said) >= table["callbacks"] and set(said) == {"satisfied"}:
            at = min(end - timedelta(seconds=1), oracle.now)
            points.append(Points(None, "clean_month", name, at, number(table["points"])))


def counted(oracle: Oracle, live: list[Case], name: str, start: datetime, end: datetime) -> dict[str, Any]:
    received = due = on_time = 0
    for case in live:
        deadline = oracle.deadline(case)
        now = case.in_force(oracle.now)
        received += start <= case.receipt < end and bool(now) and now.department == name
        held = case.in_force(deadline) or now
        if not (start <= deadline < end and deadline < oracle.now and held and held.department == name):
            continue
        due += 1
        back = oracle.handed_back(case)
        reworked = any((done or oracle.now) > limit for limit, done in oracle.reworks(case))
        on_time += bool(back and back <= deadline and case.in_force(back) is held and not reworked)
    said = results(oracle, live, name, start, end)
    pleased = said.count("satisfied") + number("0.9") * said.count("mostly")
    return {
        "received": received,
        "due": due,
        "on_time": on_time,
        "on_time_rate": rate(Decimal(on_time), due),
        "callbacks_valid": len(said),
        "satisfaction": rate(pleased, len(said)),
    }


def rate(part: Decimal, whole: int) -> str | None:
    return str((part / whole).quantize(Decimal("0.0001"), ROUND_HALF_UP)) if whole else None


def said_by(month: Month) -> Carried:
    """What a month says, to be set against what was closed."""
    said: Carried = {}
    for one in month.points:
        key: tuple[Any, ...] = ("points", one.case, one.rule, one.department, one.at if one.case is None else None)
        said[key] = said.get(key, Decimal(0)) + one.points
    for fine in (*month.fines, *month.unassigned):
        said[line_of(fine)] = said.get(line_of(fine), Decimal(0)) + fine.amount
    return said


def line_of(fine: Fine) -> tuple[Any, ...]:
    """Return what tells a fine; one of nobody by its role."""
    who = (None, fine.role) if fine.unassigned else (fine.person, None)
    return "fine", fine.case, fine.rule, fine.department, *who
