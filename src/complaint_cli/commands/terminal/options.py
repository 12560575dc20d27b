"""The options of the writing commands: none is required, for what is missing may be asked for."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any

from complaint_cli.commands.terminal import completion as complete
from complaint_cli.commands.terminal.declared import argument, opt
from complaint_cli.errors import UsageError
from complaint_cli.messages import Message
from complaint_cli.messages.help import Help
from complaint_cli.messages.prompts import Option


def option(
    name: str,
    help: Option,
    metavar: Message | str = Help.TEXT_VALUE,
    offer: Callable[..., Any] | None = None,
) -> Any:
    """Return an option that takes a value; ``offer`` says what the shell completes it with, else the choices."""
    if offer is None and isinstance(metavar, str) and "|" in metavar:
        offer = complete.among(metavar.split("|"))
    return opt(name, help=help, metavar=metavar, offer=offer)


AnyNo = Annotated[
    str | None,
    argument(metavar=Help.NO_VALUE, help=Help.NO, show_default=False, offer=complete.numbers),
]
More = Annotated[list[str] | None, argument(help=Option.MORE, hidden=True)]
Why = Annotated[str | None, opt("--reason", metavar=Help.TEXT_VALUE, help=Help.REASON)]
Approver = Annotated[
    str | None,
    opt("--approved-by", metavar=Help.NAME_VALUE, help=Help.APPROVED_BY, offer=complete.people),
]
Content = Annotated[str | None, option("--content", Option.CONTENT)]
Category = Annotated[str | None, option("--category", Option.CATEGORY)]
Source = Annotated[str | None, option("--source", Option.SOURCE)]
Urgency = Annotated[str | None, option("--urgency", Option.URGENCY, "normal|urgent|critical")]
Caller = Annotated[str | None, option("--caller", Option.CALLER, Help.NAME_VALUE)]
Phone = Annotated[str | None, option("--phone", Option.PHONE)]
Account = Annotated[str | None, option("--account", Option.ACCOUNT)]
Address = Annotated[str | None, option("--address", Option.ADDRESS)]
OrderNo = Annotated[str | None, option("--order-no", Option.ORDER_NO)]
SuperiorNo = Annotated[str | None, option("--superior-no", Option.SUPERIOR_NO)]
Deadline = Annotated[str | None, option("--deadline", Option.DEADLINE, Help.TIME_VALUE)]
RepeatOf = Annotated[str | None, option("--repeat-of", Option.REPEAT_OF, Help.NO_VALUE, complete.numbers)]
ReceivedAt = Annotated[str | None, option("--at", Option.RECEIVED_AT, Help.TIME_VALUE)]


def several(given: list[str] | None, more: list[str] | None) -> list[str] | None:
    """Join the values of a repeatable option with the words that stand behind it."""
    if more and not given:
        raise UsageError(Help.EXTRA, what=" ".join(more))
    return [*(given or []), *(more or [])] or None
