"""verify, backup, restore: that nothing is lost and nothing rewritten."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from complaint_cli.acts.call import Call, tell
from complaint_cli.commands.terminal.call import Input, JsonFlag, call_of, print_json
from complaint_cli.commands.terminal.declared import argument, opt
from complaint_cli.errors import DatabaseDamaged, UsageError
from complaint_cli.files import named_text
from complaint_cli.messages.help import Help
from complaint_cli.messages.keys import Keys
from complaint_cli.messages.prompts import Ask
from complaint_cli.messages.safety import Safety
from complaint_cli.store.database import Store
from complaint_cli.store.verify import Verified
from complaint_cli.text.plain import in_groups, plain

app = typer.Typer()

Head = Annotated[str | None, opt("--head", metavar=Help.TEXT_VALUE, help=Safety.HEAD_HELP)]
Accept = Annotated[str | None, opt("--accept", metavar=Help.TEXT_VALUE, help=Safety.ACCEPT_HELP)]
Target = Annotated[Path, argument(metavar=Help.FILE_VALUE, help=Help.OUTPUT)]
KeyList = Annotated[Path | None, opt("--keys", metavar=Help.FILE_VALUE, help=Keys.KEYS_HELP)]
Yes = Annotated[bool, opt("--yes", help=Safety.YES_HELP)]


@app.command("verify")
def verify(
    ctx: typer.Context, head: Head = None, accept: Accept = None, keys: KeyList = None, json: JsonFlag = False
) -> None:
    from complaint_cli.acts.opening import watched
    from complaint_cli.render.screen.progress import counting
    from complaint_cli.store.keys import keys_listed
    from complaint_cli.store.verify import verify as walk

    call = call_of(ctx)
    wanted, accepted = _digits(head), _digits(accept)
    notes: list[str] = []
    listed = keys_listed(named_text(keys), keys) if keys else None
    with watched(call, warn=False) as store:
        with counting(Safety.CHECKING(), store.head()[0]) as step:
            found = walk(store, wanted, step, listed)
        if accepted and not found.faults:
            if not found.head.startswith(accepted):
                raise DatabaseDamaged(Safety.NOT_THE_HEAD, wanted=accept, head=found.head)
            store.refusal = None
        if not found.faults:  # of what was tampered with, nothing can be judged
            found, notes = _judged(call, store, found)
        if store.refusal:
            found.faults.append(str(store.refusal))
    if json:
        print_json({"schema": 1, "ok": not found.faults, **found._asdict(), "notes": notes})
    elif not found.faults:
        typer.echo(Safety.VERIFIED(entries=found.entries, head=in_groups(found.head)))
        typer.echo(Keys.COUNTED(**found._asdict()))
        if accepted:
            typer.echo(Safety.ACCEPTED(entries=found.entries))
    for note in notes:
        print(plain(note), file=sys.stderr)
    if found.faults:
        for fault in found.faults:
            print(plain(fault), file=sys.stderr)
        raise DatabaseDamaged(Safety.FAULTS, count=len(found.faults))


def _digits(head: str | None) -> str | None:
    """Read a head however it is grouped; UsageError for what is none, or too little of one."""
    if head is None:
        return None
    found = "".join(head.split()).replace("-", "").casefold()
    if not 12 <= len(found) <= 64 or found.strip("0123456789abcdef"):
        raise UsageError(Safety.HEAD_SHORT, head=head)
    return found


def _judged(call: Call, store: Store, found: Verified) -> tuple[Verified, list[str]]:
    """Judge each closed month again: what differs is a fault of this version's month, a note of another's."""
    from complaint_cli import __version__
    from complaint_cli.acts.rejudging import not_as_closed

    faults, notes = list(found.faults), []
    for month, version in not_as_closed(call, store):
        if version == __version__:
            faults.append(Safety.NOT_AS_CLOSED(month=month))
        else:
            notes.append(Safety.CLOSED_BY_OTHER(month=month, version=version or "1"))
    return found._replace(faults=faults), notes


@app.command("backup")
def backup(ctx: typer.Context, file: Target, json: JsonFlag = False) -> None:
    from complaint_cli.acts.opening import watched
    from complaint_cli.store.copies import backup as copy

    with watched(call_of(ctx)) as store:
        found = copy(store, file)
    _say(json, found, Safety.BACKED_UP(path=file, entries=found.entries, head=in_groups(found.head)), str(file), None)


@app.command("restore")
def restore(ctx: typer.Context, file: Input, yes: Yes = False, json: JsonFlag = False) -> None:
    from complaint_cli.acts.restoring import restore as put_back

    call = call_of(ctx)
    target = call.database
    if target.exists() and not yes and sys.stdin.isatty():  # elsewhere nobody can answer; the old file is kept anyway
        from complaint_cli.commands.terminal.asking import yes_no

        if not yes_no(Safety.SURE(source=file, path=target), default=False):
            tell(Ask.NOT_WRITTEN())
            raise typer.Exit(130)
    found, kept = put_back(call, file)
    said = Safety.RESTORED(source=file, path=target, entries=found.entries, head=in_groups(found.head))
    _say(json, found, said, str(target), kept)


def _say(json: bool, found: Verified, said: str, path: str, kept: Path | None) -> None:
    if json:
        answer = {"schema": 1, "path": path, "entries": found.entries, "head": found.head}
        print_json(answer | {"kept": str(kept) if kept else None})
        return
    typer.echo(plain(said, lines=False))
    if kept:
        typer.echo(plain(Safety.KEPT(kept=kept), lines=False))
