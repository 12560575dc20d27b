"""The commands that record something of a complaint, each made of its act: its options stand there (第四条，第五条)."""

from __future__ import annotations

from collections.abc import Callable
from inspect import Parameter, Signature
from typing import Annotated, Any

import typer

from complaint_cli.acts.index import act_of
from complaint_cli.acts.options import Opt, option_name, options_of
from complaint_cli.commands.terminal import call, completion
from complaint_cli.commands.terminal.declared import argument, opt
from complaint_cli.commands.terminal.front import run
from complaint_cli.errors import UsageError
from complaint_cli.messages.help import Help
from complaint_cli.messages.prompts import Option


def step(do: str) -> Callable[..., None]:
    """Return the function that Typer makes a command of; none of its options is required, as all may be asked for."""
    options = options_of(act_of(do))
    many = [name for name, option in options.items() if option.many]

    def command(ctx: typer.Context, **given: Any) -> None:
        file, more = given.pop("file", None), given.pop("more", None)
        del given["json"]  # is settled by its callback
        if more:  # words that stand behind an option that may stand several times are its further values
            widened = next((name for name in many if given[name]), None)
            if widened is None:
                raise UsageError(Help.EXTRA, what=" ".join(more))
            given[widened] += more
        if file is None:
            run(ctx, do, **given)
        else:
            from complaint_cli.commands.terminal.orders import arrive

            arrive(ctx, file, given)

    hints: dict[str, Any] = {"ctx": typer.Context}
    if do == "intake":
        hints["file"] = Annotated[str | None, argument(metavar=Option.JSON_VALUE, help=Option.VALUES)]
    for name, option in options.items():
        hints[name] = call.By if option.help is Help.BY else _hint(name, option)
        if option.place and many:
            hints["more"] = Annotated[list[str] | None, argument(help=Option.MORE, hidden=True)]
    hints["json"] = call.JsonFlag
    parameters = [
        Parameter(name, Parameter.KEYWORD_ONLY, default=False if name == "json" else None, annotation=hint)
        for name, hint in hints.items()
    ]
    parameters[0] = parameters[0].replace(default=Parameter.empty)
    command.__signature__ = Signature(parameters)  # type: ignore[attr-defined]
    command.__annotations__ = hints
    return command


def _hint(name: str, option: Opt) -> Any:
    """Return an option as Typer reads it."""
    offer = getattr(completion, option.offer) if option.offer else None
    if option.place:
        return Annotated[str | None, argument(metavar=option.value, help=option.help, offer=offer)]
    names = option_name(name)
    if option.value is None:
        return Annotated[bool | None, opt(f"{names}/{option.no}" if option.no else names, help=option.help)]
    if isinstance(option.value, str):
        offer = completion.among(option.value.split("|"))
    kind = list[str] if option.many else str
    return Annotated[kind | None, opt(names, metavar=option.value, help=option.help, offer=offer)]
