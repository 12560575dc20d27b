"""What can go wrong, each with the exit code that a shell sees and a sentence that says what to do."""

from __future__ import annotations

from typing import ClassVar

from complaint_cli.messages import Message


class ComplaintError(Exception):
    """Anything the user can act upon; ``code`` is the exit code."""

    code: ClassVar[int] = 1
    told = False
    """Whether it was said already, as a warning."""

    def __init__(self, message: Message, **facts: object) -> None:
        super().__init__(message, facts)
        self.message = message
        self.facts = facts

    def __str__(self) -> str:
        return self.message(**self.facts)


class UsageError(ComplaintError):
    """The command line, a time, a limit or a value is not understood."""

    code = 2


class NotFound(ComplaintError):
    """No such complaint, or the number fits several."""

    code = 20


class StepRefused(ComplaintError):
    """That step is not allowed now."""

    code = 21


class MonthClosed(ComplaintError):
    """The month is closed already."""

    code = 22


class PolicyInvalid(ComplaintError):
    """A policy or organisation file is invalid."""

    code = 30


class NoEdition(ComplaintError):
    """No policy edition is in force on that day."""

    code = 31


class DatabaseBusy(ComplaintError):
    """Another terminal holds the database."""

    code = 40


class NewerDatabase(ComplaintError):
    """The database was made by a newer program."""

    code = 41


class DatabaseDamaged(ComplaintError):
    """Not a complaint database, missing, or damaged."""

    code = 42


class ImportRejected(ComplaintError):
    """An import or batch has errors; nothing was written."""

    code = 50
