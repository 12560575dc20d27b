"""TOML that somebody else wrote, read with care and refused in words."""

from __future__ import annotations

from decimal import Decimal

from complaint_cli.messages.policy import Policy, shown

MOST_DOTS = 64
"""In a line: tomllib needs memory by the square of a key's depth."""


class Unread(ValueError):
    """A file that is no TOML of ours: why, as a message and its facts."""

    def __init__(self, reason: Policy, **facts: object) -> None:
        super().__init__(reason(**facts))
        self.reason, self.facts = reason, facts


def read_toml(data: bytes, most: int) -> tuple[str, dict[str, object]]:
    """Return the text to the byte and what it says, exact numbers as Decimal; Unread where it is none of ours.

    ``most`` is how many bytes it may have.
    """
    import tomllib

    if len(data) > most:
        raise Unread(Policy.TOO_BIG, most=most)
    try:
        text = data.decode()
    except UnicodeDecodeError:
        raise Unread(Policy.NOT_UTF8) from None
    said = text.removeprefix("\ufeff")
    rows = enumerate(said.split("\n"), start=1)
    if deep := next((row for row, line in rows if line.count(".") > MOST_DOTS and not line.startswith("#")), None):
        raise Unread(Policy.TOO_DEEP, row=deep)
    try:
        return text, tomllib.loads(said, parse_float=Decimal)
    except (ValueError, ArithmeticError, RecursionError) as error:
        raise Unread(Policy.NOT_TOML, detail=shown(str(error), most=120)) from None
