"""What a fined person needs for an objection, beside the facts that the rule itself tells (第五条)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from complaint_cli.assessment.rules import Standing
from complaint_cli.company.calendar import Calendar, entered_late
from complaint_cli.company.edition import Edition
from complaint_cli.complaint.case import Case
from complaint_cli.complaint.records import Record
from complaint_cli.text.tuples import NamedTuple

TABLES = ("handling_overdue", "rework_overdue")
"""The rules whose amounts a table of the edition tells by days late."""


class Noted(NamedTuple):
    """What is told of a fined complaint when the complaint itself is no longer in memory."""

    receipt: datetime
    deadline: datetime
    deadline_from: str
    deadline_limit: str | None
    linked: Mapping[str, object]
    late: list[dict[str, object]]


def noted(standing: Standing, calendar: Calendar) -> Noted:
    """Return the receipt, the deadline and whence it comes, the last link and what was entered late."""
    case, linked = standing.case, {}
    if case.links:
        link = case.links[-1]
        linked = {"repeats": standing.first_number, "linked_by": link.actor, "linked_at": link.at}
    limit = case.complaint.basis.rpartition(" ")[2] if case.complaint.basis != "order" else None
    late = [*_late(case, calendar)]
    return Noted(standing.receipt, standing.deadline, _deadline_from(case), limit, linked, late)


def particulars(
    about: Noted, rule: str, role: str, facts: Mapping[str, object], factor: int, edition: Edition
) -> dict[str, object]:
    """Return the receipt, the deadline and whence it comes, the table's step, the repeat and what was entered late."""
    found: dict[str, object] = {
        "receipt": about.receipt,
        "deadline": facts.get("deadline", about.deadline),
        "deadline_from": about.deadline_from,
        "deadline_limit": about.deadline_limit,
    }
    if rule in TABLES and "days_late" in facts:
        steps = edition.get(f"{rule}.{role}") if role in ("manager", "responsible") else ()
        step = next((step for step in steps if step.days is None or facts["days_late"] <= step.days), None)
        found["table_step"] = step and step.days
    if factor > 1:
        found |= about.linked
    if about.late:
        found["entered_late"] = about.late
    return found


def _deadline_from(case: Case) -> str:
    """Return whether the deadline in force was printed on the order, counted, extended or amended."""
    if case.extensions and case.extensions[-1].new_deadline == case.deadline:
        return "extended"
    if any(amendment.field == "deadline" for amendment in case.amendments):
        return "amended"
    return "printed" if case.complaint.basis == "order" else "counted"


def _late(case: Case, calendar: Calendar) -> Iterator[dict[str, object]]:
    """Yield what was entered more than a working day late: both times, by whom, entered by whom."""
    steps: dict[str, Sequence[Record]] = {
        "transfer": case.transfers,
        "handback": case.handbacks,
        "callback": case.callbacks,
        "reply": case.replies,
        "investigation": case.investigations,
    }
    for kind, entries in steps.items():
        for entry in entries:
            if entered_late(entry.at, entry.entered, calendar):
                told = {"at": entry.at, "entered": entry.entered, "by": entry.actor}
                yield {"kind": kind, **told, "entered_by": case.typists.get(entry.entry) or entry.actor}
