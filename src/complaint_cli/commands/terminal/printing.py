"""What the commands that set the program up print alike."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from typing import TYPE_CHECKING, Annotated

import typer

from complaint_cli.commands.terminal import completion as complete
from complaint_cli.commands.terminal.declared import opt
from complaint_cli.messages.help import Help
from complaint_cli.text.plain import plain

if TYPE_CHECKING:
    from complaint_cli.company.edition import Edition

ApprovedBy = Annotated[
    str | None,
    opt("--approved-by", metavar=Help.NAME_VALUE, help=Help.APPROVED_BY, offer=complete.people),
]


def edition_facts_of(edition: Edition) -> dict[str, object]:
    """Return an edition's facts as ``--json`` has them."""
    from complaint_cli.render.screen.admin import edition_facts

    return edition_facts(edition)


def named(edition: Edition) -> dict[str, object]:
    """Return what a sentence calls an edition by."""
    return {"title": edition.title, "effective": edition.effective, "sha256": edition.sha256[:12]}


def print_line(text: str) -> None:
    """Print one line, harmless whoever wrote what is in it."""
    typer.echo(plain(text, lines=False))


def print_file(text: str) -> None:
    """Print a file's text: to the byte, in UTF-8, unless a terminal shows it."""
    raw = getattr(sys.stdout, "buffer", None)
    if raw is None or sys.stdout.isatty():
        typer.echo(plain(text), nl=False)
        return
    sys.stdout.flush()
    raw.write(text.encode())
    raw.flush()


def next_lines(heading: str, lines: Iterable[tuple[str, str]]) -> None:
    """Say on stderr which commands go on from here."""
    typer.echo(heading, err=True)
    for line, said in lines:
        typer.echo(plain(f"  {line}" + (f"    # {said}" if said else "")), err=True)
