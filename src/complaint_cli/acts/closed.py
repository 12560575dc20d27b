"""A closed month's answer, as it is stored."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import TypeVar

from complaint_cli.acts.work import Work
from complaint_cli.assessment.answer import Answer
from complaint_cli.assessment.codec import Json, from_json
from complaint_cli.assessment.lines import Adjustment, DepartmentLine, FineLine, PointLine
from complaint_cli.store.closings import closings
from complaint_cli.store.database import Store

_Line = TypeVar("_Line", DepartmentLine, PointLine, FineLine, Adjustment)


def closed_answer(store: Store, month: str, *, lists: bool = True) -> Answer | None:
    """Return a closed month's answer, or None while the month is open; ValueError for an emptied one."""
    stored = closed_json(store, month)
    return from_json(stored, lists=lists) if stored else None


def closed_json(store: Store, month: str) -> Json | None:
    """Return a closed month's answer as stored, or None while the month is open; ValueError for an emptied one."""
    stored: Json | None = next(
        (json.loads(closing.result) for closing in closings(store) if closing.month == month), None
    )
    if stored is not None and not stored:  # changed outside the program: nobody takes the month for an open one
        raise ValueError(month)
    return stored


def called_now(work: Work, answer: Answer) -> Answer:
    """Return a closed month's answer with each department of its lines called as it is called today."""
    if not work.organisation.former:
        return answer
    return answer._replace(
        departments=renamed(work, answer.departments),
        points=renamed(work, answer.points),
        fines=renamed(work, answer.fines),
        unassigned=renamed(work, answer.unassigned),
        adjustments=renamed(work, answer.adjustments),
    )


def renamed(work: Work, lines: Iterable[_Line]) -> tuple[_Line, ...]:
    """Return lines of a closed month, each department called as it is called today."""
    former = work.organisation.former
    return tuple(line._replace(department=former.get(line.department, line.department)) for line in lines)
