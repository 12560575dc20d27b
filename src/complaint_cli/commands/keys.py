"""key: who signs, with what, and what others check it with."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from complaint_cli.acts.call import tell
from complaint_cli.commands.terminal import completion as complete
from complaint_cli.commands.terminal.call import By, JsonFlag, call_of, print_json
from complaint_cli.commands.terminal.declared import argument, command, opt
from complaint_cli.commands.terminal.front import seated
from complaint_cli.commands.terminal.printing import print_line
from complaint_cli.messages.help import Help
from complaint_cli.messages.keys import Keys
from complaint_cli.text.shell import command_line

app = typer.Typer()
key = typer.Typer()
app.add_typer(key, name="key")

Person = Annotated[str, argument(metavar=Help.NAME_VALUE, help=Keys.PERSON_HELP, offer=complete.people)]
PublicKey = Annotated[Path, argument(metavar=Help.FILE_VALUE, help=Keys.PUB_HELP)]
Folder = Annotated[Path, opt("--output", "-o", metavar=Help.FOLDER_VALUE, help=Keys.FOLDER_HELP)]


@command(key, "new", Keys.NEW)
def new(ctx: typer.Context, by: By = None, json: JsonFlag = False) -> None:
    from complaint_cli.acts import keys
    from complaint_cli.acts.transaction import opened
    from complaint_cli.store.keys import fingerprint, public_line

    with opened(seated(ctx)) as work:
        made = keys.new(work, by)
    facts = {"person": made.person, "file": str(made.file), "fingerprint": fingerprint(made.public)}
    if json:
        print_json({"schema": 1, **facts, "public": public_line(made.person, made.public)})
        return
    typer.echo(public_line(made.person, made.public))
    tell(Keys.MADE(**facts))
    enrol = command_line(["complaint", "key", "enroll", made.person, f"{made.file}.pub"])
    tell(f"  {enrol}")


@command(key, "enroll", Keys.ENROLL)
def enroll(ctx: typer.Context, name: Person, file: PublicKey, by: By = None, json: JsonFlag = False) -> None:
    _enroll(ctx, name, file, by, replaces=False)


@command(key, "replace", Keys.REPLACE)
def replace(ctx: typer.Context, name: Person, file: PublicKey, by: By = None, json: JsonFlag = False) -> None:
    _enroll(ctx, name, file, by, replaces=True)


def _enroll(ctx: typer.Context, name: str, file: Path, by: str | None, *, replaces: bool) -> None:
    from complaint_cli.acts import keys
    from complaint_cli.acts.transaction import opened
    from complaint_cli.store.keys import fingerprint
    from complaint_cli.store.roll import roll_of

    call = seated(ctx)
    with opened(call) as work:
        done, counts = keys.enroll(work, name, file, by, replaces=replaces)
        founder = roll_of(work.store).founder
    facts = {"person": done.person, "fingerprint": fingerprint(done.key), "entry": done.entry, "by": done.by}
    if call.json:
        print_json({"schema": 1, **facts, "counts": counts})
        return
    print_line((Keys.ENROLLED if counts else Keys.PROPOSED)(**facts))
    if founder:
        tell(Keys.NEXT_FOUNDER(**facts))


@command(key, "list", Keys.LIST)
def list_(ctx: typer.Context, json: JsonFlag = False) -> None:
    from complaint_cli.acts.transaction import opened
    from complaint_cli.store.keys import fingerprint
    from complaint_cli.store.roll import roll_of

    with opened(call_of(ctx)) as work, work.store.reading():
        roll = roll_of(work.store)
    known, proposed = (
        [{"person": p.person, "fingerprint": fingerprint(p.key), "entry": p.entry, "by": p.by} for p in people.values()]
        for people in (roll.known, roll.proposed)
    )
    if json:
        print_json({"schema": 1, "enrolled": known, "proposed": proposed})
        return
    for said, people in ((Keys.LINE, known), (Keys.WAITING, proposed)):
        for facts in people:
            print_line(said(**facts))
    if not known:
        tell(Keys.NOBODY())


@command(key, "export", Keys.EXPORT)
def export(ctx: typer.Context, output: Folder, json: JsonFlag = False) -> None:
    from complaint_cli.acts import keys
    from complaint_cli.acts.transaction import opened

    with opened(call_of(ctx)) as work, work.store.reading():
        count = keys.export(work, output)
    if json:
        print_json({"schema": 1, "path": str(output), "signatures": count})
    else:
        print_line(Keys.EXPORTED(count=count, path=output))


@command(key, "allowed-signers", Keys.ALLOWED)
def allowed_signers(ctx: typer.Context, json: JsonFlag = False) -> None:
    from complaint_cli.acts.transaction import opened
    from complaint_cli.store.keys import signer_line
    from complaint_cli.store.roll import roll_of

    with opened(call_of(ctx)) as work, work.store.reading():
        lines = [signer_line(found.person, found.key) for found in roll_of(work.store).ever]
    if json:
        print_json({"schema": 1, "lines": lines})
        return
    for line in lines:
        print_line(line)
