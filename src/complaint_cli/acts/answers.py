"""What a writing command answers, and the words that its choices go by."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from complaint_cli.acts.work import Work, required
from complaint_cli.complaint.case import Case
from complaint_cli.errors import UsageError
from complaint_cli.messages import listed
from complaint_cli.messages.casework import Casework
from complaint_cli.messages.help import Help

Answer = dict[str, Any]
Words = Mapping[str, tuple[str, ...]]
"""What a choice is kept as, and the Chinese words for it, the usual one first."""

CONTACT: Words = {"visit": ("见面", "上门", "当面"), "phone": ("电话", "通话")}
POST: Words = {"deputy": ("分管经理", "分管"), "general": ("总经理",)}
RESULT: Words = {
    "satisfied": ("满意",),
    "mostly": ("基本满意",),
    "unsatisfied": ("不满意",),
    "unreached": ("未联系上", "未接通", "联系不上"),
}
SEVERITY: Words = {"minor": ("一般", "轻微", "较轻"), "serious": ("严重",), "major": ("重大", "特别严重")}
ROLE: Words = {"officer": ("经办人",), "manager": ("部门经理",), "responsible": ("责任人",)}
URGENCY: Words = {"normal": ("一般", "普通"), "urgent": ("紧急", "加急"), "critical": ("特急",)}


def answer(do: str, case: Case, **more: Any) -> Answer:
    """Return what ``--json`` prints of a command on one complaint; its status is told when all is done."""
    return {
        "schema": 1,
        "do": do,
        "no": case.number,
        "complaint": case.number,
        **more,
    }


def complaint_named(work: Work, no: Any) -> Case:
    """Return the complaint that a number means; UsageError without one, NotFound when none or several fit."""
    if no is None:
        raise UsageError(Help.ARGUMENT_MISSING, name=Help.NO_VALUE())
    return work.store.case(required(no, "no"))


def choice(value: Any, name: str, words: Words) -> str:
    """Return the choice that a word in either language means; UsageError with all of them otherwise."""
    if value.__class__ is str and value in words:
        return str(value)
    found = required(value, name)
    for key, chinese in words.items():
        if found.casefold() == key or found in chinese:
            return key
    choices = listed(f"{key}/{chinese[0]}" for key, chinese in words.items())
    raise UsageError(Casework.BAD_CHOICE, name=name.replace("_", "-"), value=found, choices=choices)
