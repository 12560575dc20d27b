"""How options, arguments and commands are declared: their help is said when a command is built, not before."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar
from weakref import WeakKeyDictionary

import typer

from complaint_cli.messages import Message

_Function = TypeVar("_Function", bound=Callable[..., object])
_MADE: WeakKeyDictionary[object, tuple[Message, Message | str | None]] = WeakKeyDictionary()
"""Every option, argument and command in use, with its help and what its value is called."""


def opt(
    *names: str,
    help: Message,
    metavar: Message | str | None = None,
    offer: Callable[..., object] | None = None,
    **more: Any,
) -> object:
    """Return an option; its help is said when its command is built, in the language that is spoken then."""
    return _made(typer.Option(*names, autocompletion=offer, **more), help, metavar)


def argument(
    *, help: Message, metavar: Message | str | None = None, offer: Callable[..., object] | None = None, **more: Any
) -> object:
    """Return an argument, said as ``opt`` is."""
    return _made(typer.Argument(autocompletion=offer, **more), help, metavar)


def command(group: typer.Typer, name: str, help: Message) -> Callable[[_Function], _Function]:
    """Register a command of a group, its help said when the group is built."""

    def register(function: _Function) -> _Function:
        group.command(name)(function)
        _made(group.registered_commands[-1], help, None)
        return function

    return register


def _made(info: object, help: Message, metavar: Message | str | None) -> object:
    _MADE[info] = help, metavar
    _say(info, help, metavar)  # what stands in a signature is made when its command is built
    return info


def say_help() -> None:
    """Say the help of all that was made in the language in use; to be done before a command is built."""
    for info, (help, metavar) in list(_MADE.items()):
        _say(info, help, metavar)


def _say(info: Any, help: Message, metavar: Message | str | None) -> None:
    info.help = help()
    if metavar is not None:
        info.metavar = metavar() if isinstance(metavar, Message) else metavar
