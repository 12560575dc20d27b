"""What later facts change in a closed month: differences of its lines, carried on as adjustments."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal

from complaint_cli.assessment.answer import Answer
from complaint_cli.assessment.fines import number_key
from complaint_cli.assessment.lines import NOTHING, Adjustment, FineLine, PointLine

Key = tuple[str | None, str, str | None, str, str]
"""What a line of a month is about: complaint, department, person, rule, and ``fine`` or ``points``."""


def totals(answer: Answer) -> dict[Key, Decimal]:
    """Sum a month's lines by what they are about: yuan of fines as they count, points."""
    sums: dict[Key, Decimal] = {}
    for fine in answer.fines:
        key = _fine(fine)
        sums[key] = sums.get(key, NOTHING) + fine.amount
    for line in answer.points:
        key = _points(line)
        sums[key] = sums.get(key, NOTHING) + line.points
    return sums


def _fine(line: FineLine) -> Key:
    return line.complaint, line.department, line.person, line.rule, "fine"


def _points(line: PointLine) -> Key:
    return line.complaint, line.department, None, line.rule, "points"


def _unassigned(line: FineLine) -> Key:
    """Return the key of a fine of nobody known: its role stands for the person."""
    return line.complaint, line.department, f"?{line.role}", line.rule, "fine"


def carried(month: str, adjustments: Iterable[Adjustment]) -> dict[Key, Decimal]:
    """Sum what closed months carried already to mend ``month``."""
    sums: dict[Key, Decimal] = {}
    for change in adjustments:
        if change.month == month:
            person = change.person
            if person is None and isinstance(change.line, FineLine):
                person = f"?{change.line.role}"
            key = change.complaint, change.department, person, change.rule, change.kind
            sums[key] = sums.get(key, NOTHING) + change.difference
    return sums


def differences(month: str, was: Answer, now: Answer, mended: Mapping[Key, Decimal]) -> tuple[Adjustment, ...]:
    """Return what a closed month would say now and did not, less what was mended since (第五条第一款).

    ``was`` is the answer as closed, ``now`` the one recomputed from today's facts, both under one edition.
    """
    before, after = totals(was), totals(now)
    gone = {_fine(line) for line in now.unassigned if line.person} & before.keys()  # who has left keeps the fine
    lines: dict[Key, FineLine | PointLine] = {}
    for answer, sums in ((was, before), (now, after)):
        lines |= {_fine(fine): fine for fine in answer.fines}
        lines |= {_points(line): line for line in answer.points}
        for fine in answer.unassigned:
            if _fine(fine) not in gone:
                sums[_unassigned(fine)] = fine.amount
            lines[_unassigned(fine)] = fine
    found = []
    for key in sorted({*before, *after, *mended} - gone, key=_order):
        paid = before.get(key, NOTHING) + mended.get(key, NOTHING)
        right = after.get(key, NOTHING)
        if paid != right:
            complaint, department, person, rule, kind = key
            person = None if person and person.startswith("?") else person
            about = month, complaint, department, person, rule, kind
            found.append(Adjustment(*about, paid, right, None, lines.get(key)))
    return tuple(found)


def _order(key: Key) -> tuple[tuple[int, int], str, str, str, str]:
    complaint, department, person, rule, kind = key
    return number_key(complaint), rule, kind, department, person or ""
