"""Every option of the commands that record something, declared once, on the act that takes it.

The terminal makes its options, its completion and its help of them, ``batch`` the keys of a line.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any, NamedTuple, get_type_hints

from complaint_cli.messages import Message
from complaint_cli.messages.help import Help
from complaint_cli.messages.prompts import Option


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


def options_of(act: Callable[..., Any]) -> dict[str, Opt]:
    """Return the options of an act by its parameters, in their order."""
    hints = get_type_hints(act, include_extras=True)
    return {name: hint.__metadata__[0] for name, hint in hints.items() if hasattr(hint, "__metadata__")}


No = Annotated[Any, Opt(Help.NO, Help.NO_VALUE, "numbers", place=True)]
Why = Annotated[Any, Opt(Help.REASON)]
ApprovedBy = Annotated[Any, Opt(Help.APPROVED_BY, Help.NAME_VALUE, "people")]
At = Annotated[Any, Opt(Help.AT, Help.TIME_VALUE)]
By = Annotated[Any, Opt(Help.BY, Help.NAME_VALUE, "people")]

Content = Annotated[Any, Opt(Option.CONTENT)]
Category = Annotated[Any, Opt(Option.CATEGORY)]
Source = Annotated[Any, Opt(Option.SOURCE)]
Urgency = Annotated[Any, Opt(Option.URGENCY, "normal|urgent|critical")]
Caller = Annotated[Any, Opt(Option.CALLER, Help.NAME_VALUE)]
Phone = Annotated[Any, Opt(Option.PHONE)]
Account = Annotated[Any, Opt(Option.ACCOUNT)]
Address = Annotated[Any, Opt(Option.ADDRESS)]
OrderNo = Annotated[Any, Opt(Option.ORDER_NO)]
SuperiorNo = Annotated[Any, Opt(Option.SUPERIOR_NO)]
Deadline = Annotated[Any, Opt(Option.DEADLINE, Help.TIME_VALUE)]
RepeatOf = Annotated[Any, Opt(Option.REPEAT_OF, Help.NO_VALUE, "numbers")]
Confidential = Annotated[Any, Opt(Option.CONFIDENTIAL, None)]
ConfidentialOrNot = Annotated[Any, Opt(Option.CONFIDENTIAL_OR_NOT, None, no="--not-confidential")]
ReceivedAt = Annotated[Any, Opt(Option.RECEIVED_AT, Help.TIME_VALUE)]
Received = Annotated[Any, Opt(Option.RECEIVED, Help.TIME_VALUE)]

To = Annotated[Any, Opt(Option.TO, Option.DEPARTMENT_VALUE, "departments")]
Persons = Annotated[Any, Opt(Option.PERSONS, Help.NAME_VALUE, "people", many=True)]
Justified = Annotated[Any, Opt(Option.JUSTIFIED)]
As = Annotated[Any, Opt(Option.AS, "deputy|general")]
Opinion = Annotated[Any, Opt(Option.OPINION)]
Acting = Annotated[Any, Opt(Option.ACTING, None)]
Reject = Annotated[Any, Opt(Option.REJECT, None)]
Contact = Annotated[Any, Opt(Option.CONTACT, "visit|phone")]
Evidence = Annotated[Any, Opt(Option.EVIDENCE, Help.FILE_VALUE, many=True)]
Result = Annotated[Any, Opt(Option.RESULT)]
Done = Annotated[Any, Opt(Option.DONE, None)]
Report = Annotated[Any, Opt(Option.REPORT)]
Handlers = Annotated[Any, Opt(Option.HANDLE_PERSONS, Help.NAME_VALUE, "people", many=True)]
ExtendTo = Annotated[Any, Opt(Option.EXTEND_TO, Help.TIME_VALUE)]
CallResult = Annotated[Any, Opt(Option.CALLBACK_RESULT, "satisfied|mostly|unsatisfied|unreached")]
Resolved = Annotated[Any, Opt(Option.RESOLVED, None, no="--unresolved")]
Rework = Annotated[Any, Opt(Option.REWORK, None)]
ReworkOrNot = Annotated[Any, Opt(Option.REWORK, None, no="--no-rework")]
CallNote = Annotated[Any, Opt(Option.CALL_NOTE)]
Summary = Annotated[Any, Opt(Option.SUMMARY)]

Step = Annotated[Any, Opt(Option.STEP, Option.STEP_VALUE)]
StepTo = Annotated[Any, Opt(Option.STEP_TO, Option.DEPARTMENT_VALUE)]
Commendation = Annotated[Any, Opt(Option.COMMENDATION, Option.STEP_VALUE)]

Auditor = Annotated[Any, Opt(Option.AUDITOR, Help.NAME_VALUE, "people")]
Clerk = Annotated[Any, Opt(Option.CLERK, Help.NAME_VALUE, "people")]
InternalCause = Annotated[Any, Opt(Option.INTERNAL_CAUSE, None)]
InternalCauseOrNot = Annotated[Any, Opt(Option.INTERNAL_CAUSE, None, no="--no-internal-cause")]
AdverseEffect = Annotated[Any, Opt(Option.ADVERSE_EFFECT, None)]
AdverseEffectOrNot = Annotated[Any, Opt(Option.ADVERSE_EFFECT, None, no="--no-adverse-effect")]
Severity = Annotated[Any, Opt(Option.SEVERITY, "minor|serious|major")]
FalseRecord = Annotated[Any, Opt(Option.FALSE_RECORD, None)]
FalseRecordOrNot = Annotated[Any, Opt(Option.FALSE_RECORD, None, no="--no-false-record")]
Cause = Annotated[Any, Opt(Option.CAUSE_DEPARTMENT, Option.DEPARTMENT_VALUE, "departments")]
Note = Annotated[Any, Opt(Option.NOTE)]
Rule = Annotated[Any, Opt(Option.RULE, offer="rules")]
Fined = Annotated[Any, Opt(Option.FINED, Help.NAME_VALUE, "people")]
Role = Annotated[Any, Opt(Option.ROLE, "officer|manager|responsible")]
Amount = Annotated[Any, Opt(Option.AMOUNT, Option.YUAN_VALUE)]
Waive = Annotated[Any, Opt(Option.WAIVE, None)]
Department = Annotated[Any, Opt(Option.DEPARTMENT, Option.DEPARTMENT_VALUE, "departments", place=True)]
Complaint = Annotated[Any, Opt(Option.COMPLAINT, Help.NO_VALUE, "numbers")]
