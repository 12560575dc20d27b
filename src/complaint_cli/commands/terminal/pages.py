"""Help pages and usage errors in the chosen language, laid out for Chinese, without rich."""

from __future__ import annotations

import re
import shutil
import sys
from collections.abc import Sequence
from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup

from complaint_cli.errors import UsageError
from complaint_cli.messages import language, listed
from complaint_cli.messages.examples import example
from complaint_cli.messages.help import Help
from complaint_cli.text.layout import cells, wrap
from complaint_cli.text.plain import lively, plain

_NAME_COLUMN = 30  # the widest first column, in cells
_WIDEST, _NARROWEST = 100, 40


class PlainCommand(TyperCommand):
    """A command whose help page is ours, and that takes an option of one value once."""

    allow_extra_args = True  # so that what is too much is told in our words

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        if not ctx.resilient_parsing:
            given = self._given(ctx, args)
            for param in given:
                flag = getattr(param, "is_flag", False) and not param.secondary_opts
                if given.count(param) > 1 and not (getattr(param, "multiple", False) or flag):
                    raise _Refused(Help.GIVEN_TWICE(name="/".join(_names(param))), ctx.command_path)
        extra = list(super().parse_args(ctx, args))
        if extra and not ctx.resilient_parsing:
            raise _Refused(Help.EXTRA(what=" ".join(extra)), ctx.command_path)
        return extra

    def _given(self, ctx: Any, args: list[str]) -> Sequence[Any]:
        """Return the parameters that stand on a line; a usage error learns which command it is of."""
        try:
            return list(self.make_parser(ctx).parse_args(args=list(args))[2])
        except Exception as error:
            told: Any = error
            if getattr(told, "ctx", self) is None:
                told.ctx = ctx
            raise

    def format_help(self, ctx: object, formatter: Any) -> None:
        formatter.write(_page(self, ctx, {}))


class PlainGroup(TyperGroup):
    """A group of commands whose help page and choice of command are ours."""

    def command_rows(self, ctx: Any) -> dict[str, list[tuple[str, str]]]:
        """Return the commands and what they do, under their headings."""
        names = self.list_commands(ctx)
        return {Help.COMMANDS(): [(name, self.commands[name].help or "") for name in names]}

    def format_help(self, ctx: object, formatter: Any) -> None:
        formatter.write(_page(self, ctx, self.command_rows(ctx)))

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        name = args[0]
        command = self.get_command(ctx, name)
        begun = [known for known in self.list_commands(ctx) if name and known.startswith(name)]
        if command is None and len(begun) == 1 and not ctx.resilient_parsing:
            [name] = begun
            command = self.get_command(ctx, name)
        if command is None and len(begun) > 1 and not ctx.resilient_parsing:
            raise _Refused(Help.SEVERAL_COMMANDS(name=name, names=listed(begun)), ctx.command_path)
        if command is None and not ctx.resilient_parsing:
            if name.replace("-", "").isdecimal():
                raise UsageError(Help.A_NUMBER, no=name)
            said = Help.NO_SUCH_COMMAND(name=plain(name, lines=False))
            raise _Refused(_near(said, name, self.list_commands(ctx)), ctx.command_path)
        return (name if command else None), command, args[1:]


class _Refused(UsageError):
    """A usage error that says where the usage is explained."""

    def __init__(self, sentence: str, command: str) -> None:
        super().__init__(Help.SEE, sentence=sentence, command=command)


# --- help pages -------------------------------------------------------------------------------------


def _page(command: Any, ctx: Any, groups: dict[str, list[tuple[str, str]]]) -> str:
    width = max(_NARROWEST, min(shutil.get_terminal_size().columns, _WIDEST))
    params = [param for param in command.get_params(ctx) if not getattr(param, "hidden", False)]
    arguments = [param for param in params if param.param_type_name == "argument"]
    options = [param for param in params if param.param_type_name == "option"]
    out = [*_hanging(Help.USAGE(), _usage(ctx, arguments, options, bool(groups)), width), ""]
    for paragraph in (command.help or "").split("\n\n"):
        out += [*wrap(" ".join(paragraph.split()) if language() == "en" else paragraph, width), ""]
    commands = max((cells(name) for rows in groups.values() for name, _ in rows), default=0)
    for heading, rows in groups.items():
        out += _section(heading, rows, width, commands)
    rows = [_row(param, ctx) for param in arguments + options]
    column = max((cells(name) for name, _ in rows if cells(name) <= _NAME_COLUMN), default=_NAME_COLUMN)
    out += _section(Help.ARGUMENTS(), rows[: len(arguments)], width, column)
    out += _section(Help.OPTIONS(), rows[len(arguments) :], width, column)
    if lines := example(ctx.command_path.partition(" ")[2]):
        out += [_styled(Help.EXAMPLE(), bold=True), *(part for line in lines for part in _continued(line, width)), ""]
    out += wrap(Help.MORE() if ctx.parent is None else Help.ANYWHERE(), width)
    return "\n".join(out)


def _continued(command: str, width: int) -> list[str]:
    """Lay out a command line so that it fits, its options on further lines as a shell takes them."""
    lines = [""]
    for word in re.split(" (?=--)", command):
        if lines[-1] and cells(f"  {lines[-1]} {word}") + 2 > width:
            lines[-1] += " \\"
            lines.append(f"    {word}")
        else:
            lines[-1] = f"{lines[-1]} {word}" if lines[-1] else word
    return [f"  {line}" for line in lines]


def variables() -> str:
    """Return the page of the environment variables that the program reads."""
    rows = [
        ("COMPLAINT_DB", Help.VAR_DB()),
        ("COMPLAINT_LANG", Help.VAR_LANG()),
        ("COMPLAINT_BY", Help.VAR_BY()),
        ("COMPLAINT_NOW", Help.VAR_NOW()),
        ("COMPLAINT_KEY", Help.VAR_KEY()),
        ("COMPLAINT_PASSPHRASE_FILE", Help.VAR_PASSPHRASE()),
        ("COMPLAINT_DEBUG", Help.VAR_DEBUG()),
        ("NO_COLOR", Help.VAR_COLOR()),
        ("PAGER", Help.VAR_PAGER()),
    ]
    width = max(_NARROWEST, min(shutil.get_terminal_size().columns, _WIDEST))
    return "\n".join(_section(Help.VARIABLES(), rows, width, max(cells(name) for name, _ in rows))).rstrip()


def _usage(ctx: Any, arguments: Sequence[Any], options: Sequence[Any], group: bool) -> str:
    words = [ctx.command_path]
    for param in arguments:
        name = _value(param, ctx) + ("…" if param.nargs != 1 else "")
        words.append(name if param.required else f"[{name}]")
    words += [_option(param, ctx) for param in options if param.required]
    words.append(f"[{Help.OPTIONAL()}]")
    if group:
        words.append(Help.COMMAND() if ctx.parent else f"[{Help.COMMAND()}]")
    return " ".join(words)


def _section(heading: str, rows: Sequence[tuple[str, str]], width: int, column: int) -> list[str]:
    """Lay out names and what they mean in two columns; a name too wide has a line of its own."""
    if not rows:
        return []
    out = [_styled(heading, bold=True)]
    for name, text in rows:
        lines = wrap(text, width - column - 4)
        first = f"  {_styled(name, fg='cyan')}"
        if cells(name) > column:
            out.append(first)
        else:
            out.append(f"{first}{' ' * (column - cells(name) + 2)}{lines.pop(0)}".rstrip())
        out += [" " * (column + 4) + line for line in lines if line]
    return [*out, ""]


def _hanging(first: str, text: str, width: int) -> list[str]:
    lines = wrap(text, width - cells(first))
    return [_styled(first, bold=True) + lines[0], *(" " * cells(first) + line for line in lines[1:])]


def _row(param: Any, ctx: Any) -> tuple[str, str]:
    """Return an argument or option and all that is to be known of it."""
    is_help = getattr(param, "is_eager", False) and "--help" in param.opts
    notes = [Help.REQUIRED()] if param.required else []
    limits = _range(param.type)
    if limits:
        notes.append(limits)
    default = param.default
    if default not in (None, "", (), [], False) and not callable(default) and param.show_default is True:
        value = getattr(default, "value", default)
        shown = " ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)
        if not (value is True and param.secondary_opts):
            notes.append(Help.DEFAULT(value=shown))
    if param.envvar and param.show_envvar:
        notes.append(Help.ENVIRONMENT(name=param.envvar))
    text = Help.HELP() if is_help else (param.help or "")
    opening, closing, between = ("（", "）", "，") if language() == "zh" else (" (", ")", ", ")
    if notes:
        text += f"{opening}{between.join(notes)}{closing}"
    name = _option(param, ctx) if param.param_type_name == "option" else _value(param, ctx)
    return name, text.strip()


def _option(param: Any, ctx: Any) -> str:
    names = ", ".join(sorted(param.opts, key=lambda name: (not name.startswith("--"), name)))
    if param.secondary_opts:
        names += " / " + ", ".join(param.secondary_opts)
    return names if param.is_flag or param.count else f"{names} {_value(param, ctx)}"


def _value(param: Any, ctx: object) -> str:
    """Return what stands for the value: its metavar, its choices, or a word for its type."""
    if param.metavar:
        return str(param.metavar)
    choices = getattr(param.type, "choices", None)
    if choices:
        return "|".join(str(getattr(choice, "value", choice)) for choice in choices)
    kind = type(param.type).__name__
    if kind.startswith(("Int", "Float")):
        return Help.NUMBER_VALUE()
    return Help.FILE_VALUE() if "Path" in kind or "File" in kind else Help.TEXT_VALUE()


def _range(kind: object) -> str:
    low, high = getattr(kind, "min", None), getattr(kind, "max", None)
    if low is not None and high is not None:
        return Help.BETWEEN(low=low, high=high)
    if low is not None:
        return Help.AT_LEAST(low=low)
    return Help.AT_MOST(high=high) if high is not None else ""


def _styled(text: str, **style: Any) -> str:
    return typer.style(text, **style) if lively(sys.stdout) else text


# --- usage errors -----------------------------------------------------------------------------------


def usage_sentence(error: Any) -> str:
    """Return typer's usage ``error`` as one sentence in the chosen language."""
    ctx = getattr(error, "ctx", None)
    kind = type(error).__name__
    if kind == "NoArgsIsHelpError":
        return str(error.message)
    sentence = plain(_sentence(error, kind, ctx), lines=False)
    return Help.SEE(sentence=sentence, command=ctx.command_path) if ctx is not None else sentence


def _sentence(error: Any, kind: str, ctx: Any) -> str:
    param = getattr(error, "param", None)
    message = error.message
    if kind == "NoSuchOption":
        known = [name for param in ctx.command.get_params(ctx) for name in _names(param)]
        names = [name for name in known if name.startswith("-")]
        return _near(Help.NO_SUCH_OPTION(name=error.option_name), error.option_name, [*names, "--db", "--lang"])
    if kind == "MissingParameter" and param is not None:
        if param.param_type_name == "option":
            return Help.OPTION_MISSING(name=_option(param, ctx))
        return Help.ARGUMENT_MISSING(name=_value(param, ctx))
    if kind == "BadOptionUsage":
        flags = {
            name for param in ctx.command.get_params(ctx) if getattr(param, "is_flag", False) for name in _names(param)
        }
        return (Help.VALUE_REFUSED if error.option_name in flags else Help.VALUE_MISSING)(name=error.option_name)
    if kind == "BadParameter":
        return _bad_value(param, ctx, message)
    if kind == "UsageError" and isinstance(getattr(ctx, "command", None), TyperGroup):  # its one error of that kind
        return Help.COMMAND_MISSING(command=ctx.command_path)
    return Help.BAD_LINE(detail=error.format_message())


def _names(param: Any) -> list[str]:
    return [*param.opts, *param.secondary_opts]


def _bad_value(param: Any, ctx: object, message: str) -> str:
    if param is None:  # raised by a command, in the chosen language already
        return str(message)
    is_option = param.param_type_name == "option"
    name = max(param.opts, key=len) if is_option else _value(param, ctx)
    kind = type(param.type).__name__
    choices = getattr(param.type, "choices", None)
    if choices:
        values = [str(getattr(choice, "value", choice)) for choice in choices]
        return Help.BAD_CHOICE(name=name, choices=listed(values))
    if kind.startswith("Int"):
        limits = _range(param.type)
        return Help.OUT_OF_RANGE(name=name, range=limits) if limits else Help.BAD_INTEGER(name=name)
    if kind.startswith("Float"):
        return Help.BAD_NUMBER(name=name)
    if "Path" in kind or "File" in kind:
        return Help.BAD_FILE(name=name)
    if kind == "StringParamType" or kind == "FuncParamType":  # a callback's own words
        return Help.BAD_VALUE_BECAUSE(name=name, reason=message)
    return Help.BAD_VALUE(name=name)


def _near(sentence: str, name: str, known: Sequence[str]) -> str:
    from difflib import get_close_matches

    near = get_close_matches(name, known, n=1)
    return Help.PERHAPS(sentence=sentence, near=near[0]) if near else sentence
