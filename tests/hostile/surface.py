"""All that can be said to the program, read off the program itself: commands, options, arguments, keys of a batch."""

from __future__ import annotations

from typing import Any, NamedTuple

from complaint_cli.acts.batch import COMMANDS as BATCH
from complaint_cli.commands.terminal.index import COMMANDS, root
from complaint_cli.messages.admin import Admin
from complaint_cli.messages.desk import Desk
from complaint_cli.messages.exchange import Exchange
from complaint_cli.messages.help import Help
from complaint_cli.messages.prompts import Option


class Param(NamedTuple):
    """One option or argument of a command; ``kind`` says what its value should be."""

    name: str
    flags: tuple[str, ...]  # none for an argument
    kind: str
    takes_value: bool
    required: bool
    several: bool


class Command(NamedTuple):
    """One command by its words, and all that it takes."""

    words: tuple[str, ...]
    params: tuple[Param, ...]


_KINDS = {
    Help.TIME_VALUE: "time",
    Help.NAME_VALUE: "person",
    Help.FILE_VALUE: "file",
    Help.NO_VALUE: "no",
    Help.MONTH_VALUE: "month",
    Option.JSON_VALUE: "lines",
    Help.DEPARTMENT_VALUE: "department",
    Admin.DAY_VALUE: "time",
    Help.FOLDER_VALUE: "file",
    Admin.SIDE_A: "file",
    Admin.SIDE_B: "file",
    Desk.LIMIT_VALUE: "limit",
    Desk.URL_VALUE: "url",
    Exchange.MAP_VALUE: "map",
}
_BY_METAVAR = {text: kind for message, kind in _KINDS.items() for text in (message.zh, message.en)}


def commands() -> dict[str, Command]:
    """Return every command by its words, sub-commands of groups too, and the bare program as an empty one."""
    program = root()
    found = {"": Command((), tuple(map(_param, program.params)))}
    with program.make_context("complaint", [], resilient_parsing=True) as ctx:
        for name in COMMANDS:
            command = program.get_command(ctx, name)
            inner = getattr(command, "commands", None)
            for words, each in [((name, n), c) for n, c in inner.items()] if inner else [((name,), command)]:
                found[" ".join(words)] = Command(words, tuple(map(_param, each.params)))
    return found


def batch_keys() -> dict[str, tuple[str, ...]]:
    """Return the keys that each command of a batch knows."""
    return {do: tuple(sorted(command.keys)) for do, command in BATCH.items()}


def _param(param: Any) -> Param:
    is_option = param.param_type_name == "option"
    flags = (*param.opts, *param.secondary_opts) if is_option else ()
    takes_value = not (getattr(param, "is_flag", False) or getattr(param, "count", False))
    several = bool(getattr(param, "multiple", False)) or param.nargs != 1
    return Param(param.name, flags, _kind(param), takes_value, bool(param.required), several)


def _kind(param: Any) -> str:
    metavar = str(param.metavar or "")
    if metavar in _BY_METAVAR:
        return _BY_METAVAR[metavar]
    if "|" in metavar:
        return metavar
    name = type(param.type).__name__
    return "file" if "Path" in name else "number" if name.startswith(("Int", "Float")) else "text"
