"""repeats: what may be the same matter, told as one group each."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated

import typer

from complaint_cli.acts.matters import as_answer, unconfirmed
from complaint_cli.acts.transaction import opened
from complaint_cli.commands.terminal.call import JsonFlag, call_of, print_json
from complaint_cli.commands.terminal.declared import opt
from complaint_cli.complaint.matter import Suggestion, groups, suggest
from complaint_cli.complaint.records import Complaint
from complaint_cli.messages.repeats import Repeats
from complaint_cli.text.plain import plain

app = typer.Typer()

Days = Annotated[int | None, opt("--days", min=1, max=3660, help=Repeats.DAYS_HELP)]


@app.command("repeats")
def repeats(ctx: typer.Context, days: Days = None, json: JsonFlag = False) -> None:
    from complaint_cli.store.repeats import received

    with opened(call_of(ctx)) as work:
        window = timedelta(days=work.edition.get("duplicate.window").amount)
        since = work.now - (timedelta(days=days) if days else window)
        around = received(work.store, since - window, work.now)
        late = {complaint.id for complaint in around if complaint.at >= since}
        found = unconfirmed(work, suggest(around, window, late))
    if json:
        print_json({"schema": 2, "suggestions": [as_answer(pair) for pair in found]})
    elif found:
        print_suggestions(found)
    else:
        typer.echo(Repeats.NONE())


def print_suggestions(found: list[Suggestion]) -> None:
    """Print what may be one matter as one group, the first complaint above the later ones."""
    typer.echo(Repeats.HEADING())
    for group in groups(found):
        first = group[0].earlier
        typer.echo(plain(Repeats.FIRST(no=first.number, at=first.at.date(), matter=_gist(first)), lines=False))
        for pair in group:
            no, earlier = pair.complaint.number, pair.earlier.number
            facts = {"no": no, "earlier": earlier, "at": pair.complaint.at.date(), "why": pair.why()}
            typer.echo(plain(Repeats.LINE(**facts, matter=_gist(pair.complaint)), lines=False))


def _gist(complaint: Complaint) -> str:
    from complaint_cli.text.masking import mask_text

    text = mask_text(complaint.content[:80], phones=[complaint.phone], names=[complaint.caller])
    return " ".join(text.split())[:30]
