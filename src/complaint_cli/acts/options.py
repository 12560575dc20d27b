"""Every option of the commands that record something, declared once, on the act that takes it.

The terminal makes its options, its completion and its help of them, ``batch`` the keys of a line.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, get_type_hints

from complaint_cli.complaint.fields import SHORT
from complaint_cli.messages import Message
from complaint_cli.messages.help import Help
from complaint_cli.messages.prompts import Field, Option
from complaint_cli.text.tuples import NamedTuple


class Opt(NamedTuple):
    """One option: what it means, what its value is called, and what the shell completes it with."""

    help: Message
    value: Message | str | None = Help.TEXT_VALUE  # None where it is a plain yes; choices stand as "a|b"
    offer: str = ""  # of commands.terminal.completion; choices need none
    no: str = ""  # the option that says no, where that is something else than saying nothing
    many: bool = False  # may stand several times
    place: bool = False  # an argument, known by its place


def option_name(parameter: str) -> str:
    """Return the option that gives a parameter; one that Python would misread ends in an underscore."""
    return f"--{parameter.strip('_').replace('_', '-')}"


def options_of(act: Callable[..., object]) -> dict[str, Opt]:
    """Return the options of an act by its parameters, in their order; ``Short`` are one each."""
    hints = get_type_hints(act, include_extras=True)
    found: dict[str, Opt] = {}
    for name, hint in hints.items():
        if hint != Short and hasattr(hint, "__metadata__"):
            found[name] = hint.__metadata__[0]
        if name == "urgency" and Short in hints.values():
            found |= {short: Opt(Field[short.upper()]) for short in SHORT}
    return found


No = Annotated[object, Opt(Help.NO, Help.NO_VALUE, "numbers", place=True)]
Why = Annotated[object, Opt(Help.REASON)]
ApprovedBy = Annotated[object, Opt(Help.APPROVED_BY, Help.NAME_VALUE, "people")]
At = Annotated[object, Opt(Help.AT, Help.TIME_VALUE)]
By = Annotated[object, Opt(Help.BY, Help.NAME_VALUE, "people")]
StepAt = Annotated[object, Opt(Help.AT_OF_STEP, Help.TIME_VALUE)]
StepBy = Annotated[object, Opt(Help.BY_OF_STEP, Help.NAME_VALUE, "people")]

Content = Annotated[object, Opt(Option.CONTENT)]
Category = Annotated[object, Opt(Option.CATEGORY)]
Source = Annotated[object, Opt(Option.SOURCE)]
Urgency = Annotated[object, Opt(Option.URGENCY, "normal|urgent|critical")]
Short = Annotated[object, "every short text of an intake"]
Deadline = Annotated[object, Opt(Option.DEADLINE, Help.TIME_VALUE)]
RepeatOf = Annotated[object, Opt(Option.REPEAT_OF, Help.NO_VALUE, "numbers")]
Confidential = Annotated[object, Opt(Option.CONFIDENTIAL, None)]
ConfidentialOrNot = Annotated[object, Opt(Option.CONFIDENTIAL_OR_NOT, None, no="--not-confidential")]
ReceivedAt = Annotated[object, Opt(Option.RECEIVED_AT, Help.TIME_VALUE)]
Received = Annotated[object, Opt(Option.RECEIVED, Help.TIME_VALUE)]

To = Annotated[object, Opt(Option.TO, Help.DEPARTMENT_VALUE, "departments")]
Persons = Annotated[object, Opt(Option.PERSONS, Help.NAME_VALUE, "people", many=True)]
Justified = Annotated[object, Opt(Option.JUSTIFIED)]
As = Annotated[object, Opt(Option.AS, "deputy|general")]
Opinion = Annotated[object, Opt(Option.OPINION)]
Acting = Annotated[object, Opt(Option.ACTING, None)]
Reject = Annotated[object, Opt(Option.REJECT, None)]
Contact = Annotated[object, Opt(Option.CONTACT, "visit|phone")]
Evidence = Annotated[object, Opt(Option.EVIDENCE, Help.FILE_VALUE, many=True)]
Result = Annotated[object, Opt(Option.RESULT)]
Done = Annotated[object, Opt(Option.DONE, None)]
Report = Annotated[object, Opt(Option.REPORT)]
Handlers = Annotated[object, Opt(Option.HANDLE_PERSONS, Help.NAME_VALUE, "people", many=True)]
ExtendTo = Annotated[object, Opt(Option.EXTEND_TO, Help.TIME_VALUE)]
CallResult = Annotated[object, Opt(Option.CALLBACK_RESULT, "satisfied|mostly|unsatisfied|unreached")]
Resolved = Annotated[object, Opt(Option.RESOLVED, None, no="--unresolved")]
Rework = Annotated[object, Opt(Option.REWORK, None)]
ReworkOrNot = Annotated[object, Opt(Option.REWORK, None, no="--no-rework")]
CallNote = Annotated[object, Opt(Option.CALL_NOTE)]
Summary = Annotated[object, Opt(Option.SUMMARY)]

Step = Annotated[object, Opt(Option.STEP, Option.STEP_VALUE)]
StepTo = Annotated[object, Opt(Option.STEP_TO, Option.STEP_TO_VALUE)]
Commendation = Annotated[object, Opt(Option.COMMENDATION, Option.STEP_VALUE)]

Auditor = Annotated[object, Opt(Option.AUDITOR, Help.NAME_VALUE, "people")]
Clerk = Annotated[object, Opt(Option.CLERK, Help.NAME_VALUE, "people")]
InternalCause = Annotated[object, Opt(Option.INTERNAL_CAUSE, None)]
InternalCauseOrNot = Annotated[object, Opt(Option.INTERNAL_CAUSE, None, no="--no-internal-cause")]
AdverseEffect = Annotated[object, Opt(Option.ADVERSE_EFFECT, None)]
AdverseEffectOrNot = Annotated[object, Opt(Option.ADVERSE_EFFECT, None, no="--no-adverse-effect")]
Severity = Annotated[object, Opt(Option.SEVERITY, "minor|serious|major")]
FalseRecord = Annotated[object, Opt(Option.FALSE_RECORD, None)]
FalseRecordOrNot = Annotated[object, Opt(Option.FALSE_RECORD, None, no="--no-false-record")]
Cause = Annotated[object, Opt(Option.CAUSE_DEPARTMENT, Help.DEPARTMENT_VALUE, "departments")]
Note = Annotated[object, Opt(Option.NOTE)]
Rule = Annotated[object, Opt(Option.RULE, offer="rules")]
Fined = Annotated[object, Opt(Option.FINED, Help.NAME_VALUE, "people")]
Role = Annotated[object, Opt(Option.ROLE, "officer|manager|responsible")]
Amount = Annotated[object, Opt(Option.AMOUNT, Option.YUAN_VALUE)]
Waive = Annotated[object, Opt(Option.WAIVE, None)]
Department = Annotated[object, Opt(Option.DEPARTMENT, Help.DEPARTMENT_VALUE, "departments", place=True)]
Complaint = Annotated[object, Opt(Option.COMPLAINT, Help.NO_VALUE, "numbers")]
