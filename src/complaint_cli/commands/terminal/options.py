"""The options of the writing commands: none is required, for what is missing may be asked for."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any

import typer

from complaint_cli.commands.terminal import completion as complete
from complaint_cli.errors import UsageError
from complaint_cli.messages.help import Help
from complaint_cli.messages.prompts import Option

_TEXT, _NAME, _NO, _TIME = Help.TEXT_VALUE(), Help.NAME_VALUE(), Help.NO_VALUE(), Help.TIME_VALUE()


def option(name: str, help: Option, metavar: str = _TEXT, offer: Callable[..., Any] | None = None) -> Any:
    """Return an option that takes a value; ``offer`` says what the shell completes it with, else the choices."""
    if offer is None and "|" in metavar:
        offer = complete.among(metavar.split("|"))
    return typer.Option(name, metavar=metavar, help=help(), autocompletion=offer)


AnyNo = Annotated[
    str | None,
    typer.Argument(metavar=_NO, help=Help.NO(), show_default=False, autocompletion=complete.numbers),
]
More = Annotated[list[str] | None, typer.Argument(help=Option.MORE(), hidden=True)]
Why = Annotated[str | None, typer.Option("--reason", metavar=_TEXT, help=Help.REASON())]
Approver = Annotated[
    str | None,
    typer.Option("--approved-by", metavar=_NAME, help=Help.APPROVED_BY(), autocompletion=complete.people),
]
Content = Annotated[str | None, option("--content", Option.CONTENT)]
Category = Annotated[str | None, option("--category", Option.CATEGORY)]
Source = Annotated[str | None, option("--source", Option.SOURCE)]
Urgency = Annotated[str | None, option("--urgency", Option.URGENCY, "normal|urgent|critical")]
Caller = Annotated[str | None, option("--caller", Option.CALLER, _NAME)]
Phone = Annotated[str | None, option("--phone", Option.PHONE)]
Account = Annotated[str | None, option("--account", Option.ACCOUNT)]
Address = Annotated[str | None, option("--address", Option.ADDRESS)]
OrderNo = Annotated[str | None, option("--order-no", Option.ORDER_NO)]
SuperiorNo = Annotated[str | None, option("--superior-no", Option.SUPERIOR_NO)]
Deadline = Annotated[str | None, option("--deadline", Option.DEADLINE, _TIME)]
RepeatOf = Annotated[str | None, option("--repeat-of", Option.REPEAT_OF, _NO, complete.numbers)]
ReceivedAt = Annotated[str | None, option("--at", Option.RECEIVED_AT, _TIME)]


def several(given: list[str] | None, more: list[str] | None) -> list[str] | None:
    """Join the values of a repeatable option with the words that stand behind it."""
    if more and not given:
        raise UsageError(Help.EXTRA, what=" ".join(more))
    return [*(given or []), *(more or [])] or None
