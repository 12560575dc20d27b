"""What a writing command answers, and the words that its choices go by."""

from __future__ import annotations

from typing import TYPE_CHECKING

from complaint_cli.acts.values import required
from complaint_cli.acts.work import Work
from complaint_cli.complaint.case import Case
from complaint_cli.errors import UsageError
from complaint_cli.messages import listed
from complaint_cli.messages.casework import Casework
from complaint_cli.messages.help import Help
from complaint_cli.messages.vocabulary import Value, Words

if TYPE_CHECKING:
    from typing import TypedDict, Unpack

    class Change(TypedDict):
        """One value as it was and is."""

        field: str
        old: Value
        new: Value

    class Prior(TypedDict):
        """Another order that an order names, and the complaint that it became here."""

        order_no: str | None
        earlier: str | None

    class Recorded(TypedDict, total=False):
        """What a command that records something answers, as ``--json`` prints it; each has those that it says."""

        schema: int
        do: str
        no: str
        complaint: str | None
        status: str
        deadline: str
        next: str
        basis: str
        provisional: bool
        suggestions: list[dict[str, object]]
        prior_order: Prior
        department: str
        persons: list[str]
        post: str
        verdict: str
        contact: str | None
        evidence: list[str]
        recorded: list[str]
        done: bool
        named: str | None
        result: str
        resolved: bool | None
        rework: bool
        repeat_of: str
        step: int
        changed: list[str]
        changes: list[Change]
        internal_cause: bool
        severity: str | None
        false_record: bool
        rule: str
        person: str | None
        role: str
        amount: str | None
        month: str
        late: bool
        commendation: int

else:  # at work they are dictionaries; the kinds of their values would be compiled at every start
    Change = Prior = Recorded = dict


def answer(do: str, case: Case, /, **more: Unpack[Recorded]) -> Recorded:
    """Return what ``--json`` prints of a command on one complaint; its status is told when all is done."""
    return {"schema": 1, "do": do, "no": case.number, "complaint": case.number, **more}


def complaint_named(work: Work, no: object) -> Case:
    """Return the complaint that a number means; UsageError without one, NotFound when none or several fit."""
    if no is None:
        raise UsageError(Help.ARGUMENT_MISSING, name=Help.NO_VALUE())
    return work.store.case(required(no, "no"))


def choice(value: object, name: str, words: Words) -> str:
    """Return the choice that a word in either language means; UsageError with all of them otherwise."""
    if value.__class__ is str and value in words:
        return str(value)
    found = required(value, name)
    for key, called in words.items():
        if found.casefold() in (key, *called):
            return key
    choices = listed(f"{key}/{called[0]}" for key, called in words.items())
    raise UsageError(Casework.BAD_CHOICE, name=name.replace("_", "-"), value=found, choices=choices)
