"""``batch``: many steps from one file, all of them or none."""

from __future__ import annotations

from typing import Annotated

import typer

from complaint_cli.commands.terminal.call import By, JsonFlag, print_json
from complaint_cli.commands.terminal.declared import argument, opt
from complaint_cli.commands.terminal.front import seated
from complaint_cli.messages.exchange import Exchange
from complaint_cli.messages.prompts import Done, Option

app = typer.Typer()


@app.command("batch")
def batch(
    ctx: typer.Context,
    file: Annotated[str, argument(metavar=Option.JSON_VALUE, help=Option.LINES)],
    dry_run: Annotated[bool, opt("--dry-run", help=Exchange.DRY_HELP)] = False,
    by: By = None,
    json: JsonFlag = False,
) -> None:
    from complaint_cli.acts.batch import applied_file
    from complaint_cli.commands.terminal.orders import widened
    from complaint_cli.render.screen.progress import counting

    applied = applied_file(seated(ctx), file, counting, widened, dry_run=dry_run)
    if json:
        tried = {"written": False} if dry_run else {}
        print_json({"schema": 1, "applied": applied.lines, "refs": applied.refs, **tried})
    else:
        typer.echo((Done.BATCH_TRIED if dry_run else Done.BATCH)(count=applied.lines))
