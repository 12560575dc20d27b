"""What a writing command answers, and the words that its choices go by."""

from __future__ import annotations

from typing import Any

from complaint_cli.acts.values import required
from complaint_cli.acts.work import Work
from complaint_cli.complaint.case import Case
from complaint_cli.errors import UsageError
from complaint_cli.messages import listed
from complaint_cli.messages.casework import Casework
from complaint_cli.messages.help import Help
from complaint_cli.messages.vocabulary import Words

Answer = dict[str, Any]


def answer(do: str, case: Case, **more: object) -> Answer:
    """Return what ``--json`` prints of a command on one complaint; its status is told when all is done."""
    return {
        "schema": 1,
        "do": do,
        "no": case.number,
        "complaint": case.number,
        **more,
    }


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
    for key, chinese in words.items():
        if found.casefold() == key or found in chinese:
            return key
    choices = listed(f"{key}/{chinese[0]}" for key, chinese in words.items())
    raise UsageError(Casework.BAD_CHOICE, name=name.replace("_", "-"), value=found, choices=choices)
