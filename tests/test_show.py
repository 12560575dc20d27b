"""``show`` tells all that was entered: two steps that differ in one value are told apart, in both languages."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from complaint_cli.complaint.records import Amendment, Commendation, Decision
from complaint_cli.complaint.stages import STAGES, TIMES
from complaint_cli.complaint.timeline import _OWN, Event, _facts
from complaint_cli.messages import use_language
from complaint_cli.render.screen.case import event_text

AT = datetime.fromisoformat("2026-10-09T10:00+08:00")
EXCEPTIONS = {
    ("evidence", "size"): "stands below, beside the file's name",
    ("decision", "saw_base"): "the proposal as the program made it, which nobody enters; in --json",
    ("decision", "saw_factor"): "likewise",
    ("objection", "month"): "the month that the program found the line in; in --json",
}
VALUES: dict[str, tuple[Any, ...]] = {
    "field": ("note", "summary"), "amended": ("caller", "address"), "verdict": ("approved", "rejected"),
    "post": ("deputy", "general"),
    "means": ("visit", "phone"), "kind": ("result", "report"), "result": ("satisfied", "unsatisfied"),
    "severity": ("minor", "serious"), "rule": ("handling_overdue", "reply_late"), "role": ("officer", "manager"),
    "persons": (("甲某",), ("甲某", "乙某")), "step": (1, 2), "repeat_of": (1, 2), "amount": (5000, 10000),
    "sha256": ("a" * 64, "b" * 64),
}  # fmt: skip
RECORDS = {**{table: stage.record for table, stage in STAGES.items()}, "commendation": Commendation}
COLUMNS = [
    (table, name)
    for table, record in RECORDS.items()
    for name in record._fields
    if name not in _OWN and (table, name) not in EXCEPTIONS
]


def values(record: Any, name: str) -> tuple[Any, ...]:
    """Return values of a column that people tell apart."""
    hint = record.__annotations__[name]
    name = "amended" if name == "field" and record is Amendment else name
    found: tuple[Any, ...] = ("说了甲", "说了乙") if "str" in hint else (0, 1)
    found = (AT, AT.replace(day=10)) if name in TIMES else VALUES.get(name, found)
    return (*found, None) if "None" in hint else found


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize(("table", "name"), COLUMNS)
def test_each_value_of_a_step_is_told(table: str, name: str, lang: str) -> None:
    use_language(lang)
    record: Any = RECORDS[table]
    row = {column: values(record, column)[0] if column not in _OWN else 1 for column in record._fields}
    row |= {"repeat_of": None} if table == "link" else {}
    said = set()
    tried = values(record, name)
    for value in tried:
        facts = _facts(record(**row | {name: value}), str, {1: "2026-0001", 2: "2026-0002"}, {1: 1, 2: 2}, reveal=True)
        said.add(event_text(Event(AT, AT, "丙某", table, facts, late=False, rehearsal=False)))
    use_language("zh")
    assert len(said) == len(tried), said


def test_what_a_decision_saw_is_in_yuan() -> None:
    row = {column: values(Decision, column)[0] if column not in _OWN else 1 for column in Decision._fields}
    facts = _facts(Decision(**row | {"amount": 40050, "saw_base": 50000}), str, {}, {}, reveal=True)
    assert (facts["amount"], facts["saw_base"]) == ("400.50", "500.00")


def test_what_was_taken_back_without_a_reason_ends_plainly() -> None:
    facts = {"excluded": False, "reason": "", "approved_by": "甲某"}
    said = event_text(Event(AT, AT, "丙某", "exclusion", facts, late=False, rehearsal=False))
    assert said == "恢复考核（甲某批准）"
