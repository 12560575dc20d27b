"""Every stage once: its table, where a case keeps its records, the record, and how it counts."""

from __future__ import annotations

from complaint_cli.complaint import records
from complaint_cli.text.tuples import NamedTuple


class Stage(NamedTuple):
    """One stage of a complaint's way."""

    attribute: str
    record: type[records.Record]
    step: bool = True  # whether what is entered here is a step, with a number in ``show``


STAGES: dict[str, Stage] = {
    "amendment": Stage("amendments", records.Amendment, step=False),
    "transfer": Stage("transfers", records.Transfer),
    "approval": Stage("approvals", records.Approval),
    "returned": Stage("returns", records.Returned),
    "contact": Stage("contacts", records.Contact),
    "evidence": Stage("evidence", records.Evidence),
    "note": Stage("notes", records.Note),
    "handback": Stage("handbacks", records.Handback),
    "extension": Stage("extensions", records.Extension),
    "callback": Stage("callbacks", records.Callback),
    "reply": Stage("replies", records.Reply),
    "link": Stage("links", records.Link),
    "investigation": Stage("investigations", records.Investigation),
    "decision": Stage("decisions", records.Decision),
    "exclusion": Stage("exclusions", records.Exclusion),
    "naming": Stage("namings", records.Naming),
    "correction": Stage("corrections", records.Correction, step=False),
    "withdrawal": Stage("withdrawals", records.Withdrawal, step=False),
    "objection": Stage("objections", records.Objection),
}
"""The stages by table, in the order in which a case is told."""

TIMES = frozenset({"entered", "at", "deadline", "old_deadline", "new_deadline"})
"""Columns that hold a moment."""

LISTS = frozenset({"persons"})
"""Columns that hold a list of names."""

FLAGS = frozenset(
    {
        "acting",
        "resolved",
        "rework",
        "internal_cause",
        "adverse_effect",
        "false_record",
        "confidential",
        "provisional",
        "excluded",
        "late",
    }
)
"""Columns that hold a yes or a no, as 1 or 0."""

COUNTS = FLAGS | {"amount", "repeat_of"}
"""Columns that hold a whole number."""
