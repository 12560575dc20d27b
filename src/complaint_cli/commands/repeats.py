"""repeats: what may be the same matter, told as one group each."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated

import typer

from complaint_cli.acts.work import Work, opened
from complaint_cli.commands.terminal.call import JsonFlag, call_of, print_json
from complaint_cli.commands.terminal.declared import opt
from complaint_cli.complaint.matter import Suggestion, groups, suggest
from complaint_cli.complaint.records import Complaint
from complaint_cli.messages.repeats import Repeats
from complaint_cli.text.plain import plain

app = typer.Typer()

Days = Annotated[int | None, opt("--days", min=1, max=3660, help=Repeats.DAYS_HELP)]

FEW = 3
"""So few new complaints are compared with what is near them alone, not all with all."""


def suggestions(work: Work, new: list[Complaint]) -> list[Suggestion]:
    """Return what may be the same matter as some complaints, within the edition's window before and after each."""
    from complaint_cli.store.repeats import nearby, received

    window = timedelta(days=work.edition.get("duplicate.window").amount)
    if len(new) > FEW:
        moments = [complaint.at for complaint in new]
        around = received(work.store, min(moments) - window, max(moments) + window)
        return _unconfirmed(work, suggest(around, window, {complaint.id for complaint in new}))
    found: dict[tuple[int, int], Suggestion] = {}
    for one in new:
        for pair in suggest(nearby(work.store, one, one.at - window, one.at + window), window, {one.id}):
            found[pair.complaint.id, pair.earlier.id] = pair
    return _unconfirmed(work, [*found.values()])


def _unconfirmed(work: Work, found: list[Suggestion]) -> list[Suggestion]:
    """Leave out the pairs that people have confirmed."""
    from complaint_cli.store.repeats import families

    one = families(work.store, (c.id for s in found for c in (s.complaint, s.earlier)))
    return [s for s in found if s.earlier.id not in one or one[s.earlier.id] != one.get(s.complaint.id)]


@app.command("repeats")
def repeats(ctx: typer.Context, days: Days = None, json: JsonFlag = False) -> None:
    from complaint_cli.store.repeats import received

    with opened(call_of(ctx)) as work:
        window = timedelta(days=work.edition.get("duplicate.window").amount)
        since = work.now - (timedelta(days=days) if days else window)
        around = received(work.store, since - window, work.now)
        late = {complaint.id for complaint in around if complaint.at >= since}
        found = _unconfirmed(work, suggest(around, window, late))
    if json:
        print_json({"schema": 2, "suggestions": [as_answer(pair) for pair in found]})
    elif found:
        print_suggestions(found)
    else:
        typer.echo(Repeats.NONE())


def as_answer(found: Suggestion) -> dict[str, object]:
    """Return a suggestion as ``--json`` prints it."""
    return {
        "complaint": found.complaint.number,
        "earlier": found.earlier.number,
        "gap_days": found.gap_days,
        "score": round(found.score),
        "reasons": [reason.name.lower() for reason in found.reasons],
        "why": found.why(),
    }


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
