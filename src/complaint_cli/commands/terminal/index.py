"""The commands by name. One run imports the module of the command it runs, and no other."""

from __future__ import annotations

import sys
from contextlib import suppress
from importlib import import_module
from inspect import get_annotations
from typing import Annotated, Any, NoReturn

import typer
from typer.core import TyperCommand
from typer.main import get_command, get_command_from_info, get_group_from_info
from typer.models import CommandInfo, TyperInfo

from complaint_cli.commands.terminal.call import call_of
from complaint_cli.commands.terminal.declared import opt, say_help
from complaint_cli.commands.terminal.pages import PlainCommand, PlainGroup
from complaint_cli.errors import UsageError
from complaint_cli.messages import listed
from complaint_cli.messages.help import Help
from complaint_cli.text.tuples import NamedTuple


class Entry(NamedTuple):
    """Where a command lives, what it does in a few words, and the heading it is listed under."""

    module: str
    help: Help
    group: Help


#: In the order of the help page.
COMMANDS: dict[str, Entry] = {
    "intake": Entry("step", Help.INTAKE, Help.MAIN),
    "transfer": Entry("step", Help.TRANSFER, Help.MAIN),
    "handle": Entry("step", Help.HANDLE, Help.MAIN),
    "callback": Entry("step", Help.CALLBACK, Help.MAIN),
    "assess": Entry("oversight", Help.ASSESS, Help.MAIN),
    "overdue": Entry("watch", Help.OVERDUE, Help.CLOCKWORK),
    "import": Entry("imports", Help.IMPORT, Help.CASEWORK),
    "batch": Entry("batch", Help.BATCH, Help.CASEWORK),
    "approve": Entry("step", Help.APPROVE, Help.CASEWORK),
    "return": Entry("step", Help.RETURN, Help.CASEWORK),
    "extend": Entry("step", Help.EXTEND, Help.CASEWORK),
    "reply": Entry("step", Help.REPLY, Help.CASEWORK),
    "link": Entry("step", Help.LINK, Help.CASEWORK),
    "unlink": Entry("step", Help.UNLINK, Help.CASEWORK),
    "amend": Entry("step", Help.AMEND, Help.CASEWORK),
    "withdraw": Entry("step", Help.WITHDRAW, Help.CASEWORK),
    "board": Entry("desk", Help.BOARD, Help.DESK),
    "list": Entry("desk", Help.LIST, Help.DESK),
    "show": Entry("desk", Help.SHOW, Help.DESK),
    "search": Entry("desk", Help.SEARCH, Help.DESK),
    "due": Entry("desk", Help.DUE, Help.DESK),
    "repeats": Entry("repeats", Help.REPEATS, Help.DESK),
    "investigate": Entry("step", Help.INVESTIGATE, Help.OVERSIGHT),
    "decide": Entry("step", Help.DECIDE, Help.OVERSIGHT),
    "object": Entry("step", Help.OBJECT, Help.OVERSIGHT),
    "exclude": Entry("step", Help.EXCLUDE, Help.OVERSIGHT),
    "include": Entry("step", Help.INCLUDE, Help.OVERSIGHT),
    "commend": Entry("step", Help.COMMEND, Help.OVERSIGHT),
    "report": Entry("report", Help.REPORT, Help.PAPER),
    "form": Entry("paper", Help.FORM, Help.PAPER),
    "evidence": Entry("paper", Help.EVIDENCE, Help.PAPER),
    "ledger": Entry("paper", Help.LEDGER, Help.PAPER),
    "init": Entry("admin", Help.INIT, Help.ADMIN),
    "demo": Entry("admin", Help.DEMO, Help.ADMIN),
    "org": Entry("admin", Help.ORG, Help.ADMIN),
    "policy": Entry("policy", Help.POLICY, Help.ADMIN),
    "key": Entry("keys", Help.KEY, Help.ADMIN),
    "backup": Entry("safety", Help.BACKUP, Help.ADMIN),
    "restore": Entry("safety", Help.RESTORE, Help.ADMIN),
    "verify": Entry("safety", Help.VERIFY, Help.ADMIN),
}


class LazyGroup(PlainGroup):
    """The program: it knows its commands by the table and builds only the one wanted."""

    offering = False  # whether it is asked for the names alone

    def list_commands(self, ctx: object) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: object, cmd_name: str) -> Any:
        if self.offering and cmd_name in COMMANDS:
            return TyperCommand(cmd_name, short_help=COMMANDS[cmd_name].help())
        return _build(cmd_name) if cmd_name in COMMANDS else None

    def command_rows(self, ctx: Any) -> dict[str, list[tuple[str, str]]]:
        rows: dict[str, list[tuple[str, str]]] = {}
        for name, entry in COMMANDS.items():
            rows.setdefault(entry.group(), []).append((name, entry.help()))
        return rows

    def shell_complete(self, ctx: Any, incomplete: str) -> list[Any]:
        self.offering = True
        return list(super().shell_complete(ctx, incomplete))


def root() -> Any:
    """Return the program as a command, to be made a context of and invoked."""
    say_help()
    app = typer.Typer(
        cls=LazyGroup,
        help=Help.ABOUT(),
        invoke_without_command=True,
        context_settings={"help_option_names": ["--help", "-h"]},
        rich_markup_mode=None,
    )
    _globals.__annotations__ = get_annotations(_globals, eval_str=True)
    app.callback()(_globals)
    command = get_command(app)
    params: list[Any] = list(command.params)
    for param in params:
        if param.name == "install_completion":
            param.help, param.callback = Help.INSTALL_COMPLETION(), _install_completion
        elif param.name == "show_completion":
            param.help, param.callback = Help.SHOW_COMPLETION(), _show_completion
    return command


def offer(command: Any, args: list[str]) -> NoReturn:
    """Answer the shell, which asks after a Tab, and leave by SystemExit."""
    sys.modules["rich"] = None  # type: ignore[assignment]  # it would be loaded to take away markup, of which we have none
    command.main(args, prog_name="complaint")
    raise SystemExit


def _install_completion(ctx: typer.Context, param: object, value: bool) -> None:
    """Do as typer does, and say in the chosen language where it went and what is to be done."""
    if value and not ctx.resilient_parsing:
        shell, path = _typers().install(_shell(), prog_name="complaint")
        typer.echo(Help.COMPLETION_INSTALLED(shell=shell, path=path))
        raise typer.Exit


def _show_completion(ctx: typer.Context, param: object, value: bool) -> None:
    if value and not ctx.resilient_parsing:
        name, variable = "complaint", "_COMPLAINT_COMPLETE"
        typer.echo(_typers().get_completion_script(prog_name=name, complete_var=variable, shell=_shell()))
        raise typer.Exit


def _shell() -> str:
    """Return the shell that the program was called from; UsageError when there is no completion for it."""
    from shellingham import ShellDetectionFailure, detect_shell

    known = [shell.value for shell in _typers().Shells]
    shell = "?"
    with suppress(ShellDetectionFailure):
        shell, _ = detect_shell()
    if shell not in known:
        raise UsageError(Help.NO_COMPLETION, shell=shell, known=listed(known))
    return str(shell)


def _typers() -> Any:
    """Return Typer's own completion, whose names it hands on without a word to type checkers."""
    return import_module("typer.completion")


def _show_version(ctx: typer.Context, value: bool) -> None:
    if value and not ctx.resilient_parsing:
        from complaint_cli import __version__

        typer.echo(f"complaint {__version__}")
        raise typer.Exit


def _globals(
    ctx: typer.Context,
    # the front door has read these two already; they stand here for the help page and completion
    db: Annotated[str | None, opt("--db", metavar=Help.FILE_VALUE, help=Help.DB)] = None,
    lang: Annotated[str | None, opt("--lang", metavar="zh|en", help=Help.LANG)] = None,
    json: Annotated[bool, opt("--json", help=Help.JSON)] = False,
    version: Annotated[bool, opt("--version", is_eager=True, callback=_show_version, help=Help.VERSION)] = False,
) -> None:
    """Without a command, show the work board."""
    ctx.obj = call_of(ctx)._replace(json=json)
    if ctx.invoked_subcommand is None:
        board = _build("board")
        with board.make_context("board", [], parent=ctx) as context:
            board.invoke(context)


def _build(name: str) -> Any:
    """Import the module of command ``name`` and build that command, or that group of commands."""
    entry = COMMANDS[name]
    if entry.module == "step":
        from complaint_cli.commands.terminal.step import step

        say_help()
        made = CommandInfo(name, cls=PlainCommand, callback=step(name), help=entry.help())
        return get_command_from_info(made, pretty_exceptions_short=True, rich_markup_mode=None)
    app: typer.Typer = import_module(f"complaint_cli.commands.{entry.module}").app
    say_help()
    for info in app.registered_commands:
        if info.name == name:
            info.cls = PlainCommand
            info.help = entry.help()
            if info.callback:  # Typer reads the annotations four times over
                info.callback.__annotations__ = get_annotations(info.callback, eval_str=True)
            return get_command_from_info(info, pretty_exceptions_short=True, rich_markup_mode=None)
    for group in app.registered_groups:
        if group.name == name and group.typer_instance is not None:
            for info in group.typer_instance.registered_commands:
                info.cls = PlainCommand
            whole = TyperInfo(group.typer_instance, name=name, cls=PlainGroup, help=entry.help(), no_args_is_help=True)
            return get_group_from_info(
                whole, pretty_exceptions_short=True, suggest_commands=False, rich_markup_mode=None
            )
    raise LookupError(f"{entry.module}.py defines no command {name!r}")
