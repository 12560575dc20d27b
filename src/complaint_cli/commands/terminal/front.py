"""The common front of the writing commands: ask for what is missing, act in one transaction, say what was done."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import typer

from complaint_cli.acts.call import Call, tell
from complaint_cli.commands.terminal.acting import Said, act, suggested
from complaint_cli.commands.terminal.call import call_of, print_json
from complaint_cli.errors import ComplaintError
from complaint_cli.text.plain import plain

if TYPE_CHECKING:
    from complaint_cli.store.evidence import Incoming


def run(ctx: typer.Context, do: str, *, asking: bool = True, **values: Any) -> None:
    """Carry out one writing command with the options given, and print what was done.

    On a terminal what is missing is asked for, unless ``asking`` is False; what was answered is shown as a command
    where the step is refused or broken off.
    """
    call = call_of(ctx)
    from complaint_cli.acts.transaction import copied_before, opened

    given, told = dict(values), frozenset[str]()
    try:
        if here := on_terminal(call):
            from complaint_cli.commands.terminal.interview import interview
            from complaint_cli.commands.terminal.whose import who_sits

            with opened(call) as work:
                work.store.check_writable()
                if do != "approve":  # which asks who signs
                    call = work.call = who_sits(work)
                if asking:
                    interview(work, do, values)
                    call = work.call  # which knows what proposal was shown
        with copied_before(call, [(str(name), Path(name)) for name in values.get("evidence") or ()]) as incoming:
            if here:
                from complaint_cli.commands.terminal.preview import agreed

                wanted = agreed(call, do, values, incoming, asked=values != given)
                if wanted is None:
                    raise typer.Exit(130)
                told = wanted
                call = call._replace(started=datetime.now(UTC).replace(microsecond=0))  # the questions took their time
            [(answer, sentence, warnings)] = carry_out(call, do, [values], incoming)
    except (ComplaintError, KeyboardInterrupt, EOFError):
        if values != given:
            from complaint_cli.commands.terminal.preview import typed

            typed(do, values)
        raise
    for warning in warnings:
        if warning not in told:
            tell(warning)
    if call.json:
        print_json(answer)
    else:
        typer.echo(plain(sentence, lines=False))


def carry_out(
    call: Call, do: str, many: Sequence[dict[str, object]], incoming: Mapping[str, Incoming] = MappingProxyType({})
) -> list[Said]:
    """Carry out a command once for each of some values, all of them or none, with the evidence copied for it."""
    from complaint_cli.acts.transaction import opened, whole

    with opened(call) as work:
        with whole(work, evidence=bool(incoming)):
            work.incoming |= incoming
            done = [act(work, do, values) for values in many]
        if do == "intake":
            told = set[str]()
            for answer, _, warnings in done:
                lines = suggested(work, answer)
                warnings += [line for line in lines if line not in told]  # a pair of them once
                told |= {*lines}
    return done


def seated(ctx: typer.Context) -> Call:
    """Return the call of a command that asks nothing else; on a terminal an unknown login is asked who it is."""
    call = call_of(ctx)
    if call.by or not on_terminal(call):
        return call
    from complaint_cli.acts.transaction import opened
    from complaint_cli.commands.terminal.whose import who_sits

    with opened(call) as work:
        return who_sits(work)


def on_terminal(call: Call) -> bool:
    """Whether there is a person to ask."""
    return not call.json and sys.stdin.isatty() and sys.stderr.isatty()
