"""Each value that is kept as a code: what people call it, and what a correction of it says."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from json import loads

from complaint_cli.messages import language, listed, yes_or_no
from complaint_cli.messages.limits import limit_words
from complaint_cli.messages.prompts import Done, Field, StepField

Value = str | bool | list[str] | None
"""A corrected value as JSON has it."""
Words = Mapping[str, tuple[str, ...]]
"""What a choice is kept as, and the words for it: the usual Chinese one first, the English one of the screens too."""

CONTACT: Words = {"visit": ("见面", "上门", "当面"), "phone": ("电话", "通话")}
POST: Words = {"deputy": ("分管经理", "分管"), "general": ("总经理", "general manager")}
RESULT: Words = {
    "satisfied": ("满意",),
    "mostly": ("基本满意", "mostly satisfied"),
    "unsatisfied": ("不满意",),
    "unreached": ("未联系上", "未接通", "联系不上"),
}
SEVERITY: Words = {"minor": ("一般", "轻微", "较轻"), "serious": ("严重",), "major": ("重大", "特别严重")}
ROLE: Words = {"officer": ("经办人",), "manager": ("部门经理",), "responsible": ("责任人",)}
URGENCY: Words = {"normal": ("一般", "普通"), "urgent": ("紧急", "加急"), "critical": ("特急",)}


def label(words: Words, key: str) -> str:
    """Return a choice as the reader says it: its Chinese word, or in English the word that it is kept as."""
    return words[key][0] if language() == "zh" else key


def changed_field(code: str, *, of_step: bool) -> str:
    """Return what a corrected value of a complaint, or of one of its steps, is called."""
    return StepField[code.upper()]() if of_step else Field[code.upper()]()


def changed_value(field: str, value: Value) -> str:
    """Say a corrected value, kept or as JSON has it: a time as people read it, a code by its word, names by commas."""
    if isinstance(value, bool):
        return yes_or_no(value)
    if isinstance(value, list):
        return listed(value) or Done.NOTHING()
    if not value:
        return Done.NOTHING()
    if field in ("at", "deadline", "new_deadline"):
        return f"{datetime.fromisoformat(value):%Y-%m-%d %H:%M:%S}".removesuffix(":00")
    if field == "persons":
        return listed(loads(value))
    if field == "basis":
        return Done.AS_ORDERED() if value == "order" else limit_words(value.split()[-1])
    if field in _YES_OR_NO:
        return yes_or_no(value == "1")
    return label(_CODED[field], value) if field in _CODED else value


def changed_alone(value: Value, other: Value) -> str:
    """Say a corrected value whose field is not told, ``other`` being what it was or became."""
    if value is None:
        return "—"
    if not isinstance(value, str):
        return changed_value("", value)
    if value in ("0", "1") and other in ("0", "1", None):
        return yes_or_no(value == "1")
    if re.match(r"\d{4}-\d\d-\d\dT\d\d:\d\d", value):
        return changed_value("at", value)
    if value.startswith('["') or value == "[]":
        return changed_value("persons", value)
    known = next((words for words in _CODED.values() if value in words and (other is None or other in words)), None)
    return label(known, value) if known else value


_YES_OR_NO = (
    "confidential", "provisional", "resolved", "rework", "internal_cause", "adverse_effect", "false_record", "acting",
    "late",
)  # fmt: skip
_CODED = {"result": RESULT, "severity": SEVERITY, "means": CONTACT, "urgency": URGENCY}
