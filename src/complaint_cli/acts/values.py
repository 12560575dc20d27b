"""Values as they were written: what may be kept of them, and what is refused."""

from __future__ import annotations

from complaint_cli.complaint.fields import NUMBERS
from complaint_cli.errors import UsageError
from complaint_cli.messages.casework import Casework
from complaint_cli.text.near import half_width
from complaint_cli.text.plain import unwritable

LONGEST = {"content": 50_000, "text": 20_000, "name": 100}
"""The most characters of a complaint's content, of a free text, and of a name or number."""


def text(value: object, name: str, longest: int = LONGEST["text"]) -> str | None:
    """Return a free text as it may be kept: stripped, None when empty.

    Raises UsageError for what no file can hold: NUL, lone surrogates, more than ``longest`` characters.
    """
    if value is None:
        return None
    if not isinstance(value, str):
        raise UsageError(Casework.NOT_TEXT, name=name)
    if len(value) > longest:
        raise UsageError(Casework.TOO_LONG, name=name, longest=longest, length=len(value))
    if unwritable(value):
        raise UsageError(Casework.UNWRITABLE, name=name)
    return value.strip() or None


def short_text(value: object, name: str) -> str | None:
    """Return a short text of the intake; a number in full width is made half-width, so that one order is one."""
    found = text(value, name, LONGEST["name"])
    return half_width(found) if found and name in NUMBERS else found


def required(value: object, name: str, longest: int = LONGEST["name"]) -> str:
    """Return a text that must be there; UsageError when it is missing or empty."""
    found = text(value, name, longest)
    if found is None:
        raise UsageError(Casework.MISSING, name=name.replace("_", "-"))
    return found


def names(values: object, name: str, longest: int = LONGEST["name"]) -> tuple[str, ...]:
    """Return a list of names or files, each once."""
    if values is None:
        return ()
    if isinstance(values, str):
        values = [values]
    if not isinstance(values, list | tuple):
        raise UsageError(Casework.NOT_LIST, name=name)
    return tuple(dict.fromkeys(required(value, name, longest) for value in values))


def yes_no(value: object, name: str) -> bool:
    """Return a yes or no; UsageError for anything else."""
    if value is None:
        return False
    if not isinstance(value, bool):
        raise UsageError(Casework.NOT_BOOL, name=name)
    return value
