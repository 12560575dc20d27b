"""What every command is given, and the options that many of them share.

A command is a function in its stage's module; the index of commands finds it by name:

    app = typer.Typer()

    @app.command("reply")
    def reply(ctx: typer.Context, no: No, at: At = None, by: By = None, json: JsonFlag = False) -> None:
        call = call_of(ctx)  # call.json, call.by, call.db are settled, wherever the options stood
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from complaint_cli.acts.call import Call
from complaint_cli.commands.terminal.completion import numbers, people
from complaint_cli.commands.terminal.declared import argument, opt
from complaint_cli.errors import DatabaseDamaged, UsageError
from complaint_cli.messages.help import Help
from complaint_cli.messages.store import Files


def call_of(ctx: typer.Context) -> Call:
    """Return the call that ``ctx`` belongs to."""
    call: Call = ctx.obj
    return call


def begin(*, language: str, db: str | None, paper_language: str = "zh") -> Call:
    """Return the call for these global options and the environment."""
    if db is not None and not db.strip():
        raise UsageError(Help.VALUE_MISSING, name="--db")
    path = db or os.environ.get("COMPLAINT_DB") or None
    return Call(
        language=language,
        db=at_home(path) if path else None,
        json=False,
        by=None,
        sits=os.environ.get("COMPLAINT_BY", "").strip() or None,
        now_text=os.environ.get("COMPLAINT_NOW", "").strip() or None,
        started=datetime.now(UTC).replace(microsecond=0),
        paper_language=paper_language,
    )


def at_home(path: str) -> Path:
    """Return a path with a leading ``~`` made the home folder, of a link its target; that of an unknown user stays.

    Raises DatabaseDamaged for ``.`` and ``/``, beside which no file can be named.
    """
    found = Path(os.path.expanduser(path))
    if not found.name:
        raise DatabaseDamaged(Files.FOREIGN, path=found)
    return Path(os.path.realpath(found)) if found.is_symlink() else found


def print_json(value: object) -> None:
    """Print one JSON value to stdout, Chinese as it is; a part of an object, or an item of its lists, a line.

    A part that is an iterator is a list whose items are never in memory together.
    """
    from json import JSONEncoder

    from complaint_cli.text.plain import escaped

    encode = JSONEncoder(ensure_ascii=False).encode  # many times as fast as with indents
    if not isinstance(value, dict) or not value:
        print(escaped(encode(value)))
        return
    write = sys.stdout.write  # piece by piece: a month of ten thousand is never in memory as one text
    before = "{\n  "
    for name, part in value.items():
        write(f"{before}{escaped(encode(name))}: ")
        if isinstance(part, Iterator) or (isinstance(part, list) and part and isinstance(part[0], dict)):
            inner = "[\n    "
            for item in part:
                write(inner)
                write(escaped(encode(item)))
                inner = ",\n    "
            write("[]" if inner[0] == "[" else "\n  ]")
        else:
            write(escaped(encode(part)))
        before = ",\n  "
    write("\n}\n")


def _settle_json(ctx: typer.Context, value: bool) -> bool:
    """``--json`` counts wherever it stood."""
    if ctx.resilient_parsing:  # completion: there is no call
        return value
    call = call_of(ctx)
    ctx.obj = call._replace(json=value or call.json)
    return value or call.json


def _settle_by(ctx: typer.Context, value: str | None) -> str | None:
    """``--by`` replaces the name of the environment."""
    if value is not None and not ctx.resilient_parsing:
        if not value.strip():
            raise UsageError(Help.VALUE_MISSING, name="--by")
        ctx.obj = call_of(ctx)._replace(by=value.strip())
    return value


JsonFlag = Annotated[bool, opt("--json", callback=_settle_json, help=Help.JSON)]
At = Annotated[str | None, opt("--at", metavar=Help.TIME_VALUE, help=Help.AT)]
By = Annotated[
    str | None,
    opt("--by", metavar=Help.NAME_VALUE, callback=_settle_by, help=Help.BY, offer=people),
]
No = Annotated[str, argument(metavar=Help.NO_VALUE, help=Help.NO, offer=numbers)]
Numbers = Annotated[list[str], argument(metavar=Help.NO_VALUE, help=Help.NO, offer=numbers)]
Output = Annotated[Path, opt("--output", "-o", metavar=Help.FILE_VALUE, help=Help.OUTPUT)]
Input = Annotated[Path, argument(metavar=Help.FILE_VALUE, help=Help.FILE)]
Month = Annotated[str, opt("--month", metavar=Help.MONTH_VALUE, help=Help.MONTH)]
