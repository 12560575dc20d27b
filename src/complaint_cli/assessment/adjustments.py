"""What later facts change in a closed month: differences of its lines, carried on as adjustments."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from complaint_cli.assessment.fines import number_key
from complaint_cli.assessment.lines import Adjustment
from complaint_cli.assessment.rules import ZERO

Key = tuple[str | None, str, str | None, str, str]
"""What a line of a month is about: complaint, department, person, rule, and ``fine`` or ``points``."""


def totals(answer: Mapping[str, Any]) -> dict[Key, Decimal]:
    """Sum an assessment's answer by what its lines are about: yuan of fines as they count, points."""
    sums: dict[Key, Decimal] = {}
    for line in answer["fines"]:
        key = _key(line, "fine")
        sums[key] = sums.get(key, ZERO) + Decimal(line["amount"])
    for line in answer["points"]:
        key = _key(line, "points")
        sums[key] = sums.get(key, ZERO) + Decimal(line["points"])
    return sums


def _key(line: Mapping[str, Any], kind: str) -> Key:
    return line["complaint"], line["department"], line.get("person"), line["rule"], kind


def _unassigned(line: Mapping[str, Any]) -> Key:
    """Return the key of a fine of nobody known: its role stands for the person."""
    return line["complaint"], line["department"], f"?{line['role']}", line["rule"], "fine"


def read(change: Mapping[str, Any]) -> Adjustment:
    """Return the adjustment that a line of a stored answer tells of."""
    line = {name: value for name, value in change.items() if name not in _OWN}
    return Adjustment(
        change["month"],
        change["complaint"],
        change["department"],
        change["person"],
        change["rule"],
        change["kind"],
        Decimal(change["was"]),
        Decimal(change["now"]),
        change.get("cause"),
        line,
    )


_OWN = {"of_month", "month", "kind", "was", "now", "difference", "cause"}


def carried(month: str, adjustments: Iterable[Mapping[str, Any]]) -> dict[Key, Decimal]:
    """Sum what closed months carried already to mend ``month``."""
    sums: dict[Key, Decimal] = {}
    for change in adjustments:
        if change["month"] == month:
            if change["kind"] == "fine" and change["person"] is None:
                key = _unassigned(change)
            else:
                key = _key(change, change["kind"])
            sums[key] = sums.get(key, ZERO) + Decimal(change["difference"])
    return sums


def differences(
    month: str, was: Mapping[str, Any], now: Mapping[str, Any], mended: Mapping[Key, Decimal]
) -> tuple[Adjustment, ...]:
    """Return what a closed month would say now and did not, less what was mended since (第五条第一款).

    ``was`` is the answer as closed, ``now`` the one recomputed from today's facts, both under one edition.
    """
    before, after = totals(was), totals(now)
    gone = {_key(line, "fine") for line in now["unassigned"]} & before.keys()  # who has left since keeps the fine
    for answer, sums in ((was, before), (now, after)):
        for line in answer["unassigned"]:
            if _key(line, "fine") not in gone:
                sums[_unassigned(line)] = Decimal(line["amount"])
    lines = {
        _key(line, kind): line
        for answer in (was, now)
        for kind, part in (("fine", "fines"), ("points", "points"))
        for line in answer[part]
    } | {_unassigned(line): line for answer in (was, now) for line in answer["unassigned"]}
    found = []
    for key in sorted({*before, *after, *mended} - gone, key=_order):
        paid = before.get(key, ZERO) + mended.get(key, ZERO)
        right = after.get(key, ZERO)
        if paid != right:
            complaint, department, person, rule, kind = key
            line = lines.get(key, {})
            person = None if person and person.startswith("?") else person
            found.append(Adjustment(month, complaint, department, person, rule, kind, paid, right, None, line))
    return tuple(found)


def _order(key: Key) -> tuple[Any, ...]:
    complaint, department, person, rule, kind = key
    return number_key(complaint), rule, kind, department, person or ""
