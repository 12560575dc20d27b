"""``overdue``: what is late and what soon will be, for a clerk's eyes, for cron, and for those to be told."""

from __future__ import annotations

from collections.abc import Iterable
from os.path import isfile
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from complaint_cli.commands.terminal.call import JsonFlag, call_of, print_json
from complaint_cli.commands.terminal.declared import opt
from complaint_cli.messages.desk import Desk
from complaint_cli.messages.help import Help

if TYPE_CHECKING:
    from complaint_cli.acts.work import Work
    from complaint_cli.company.organisation_file import Recipient
    from complaint_cli.complaint.board import Row, Watch

app = typer.Typer()

FOUND, UNDELIVERED = 3, 1


@app.command("overdue")
def overdue(
    ctx: typer.Context,
    within: Annotated[str | None, opt("--within", metavar=Desk.LIMIT_VALUE, help=Desk.OPT_WITHIN)] = None,
    exit_code: Annotated[bool, opt("--exit-code", help=Desk.OPT_EXIT_CODE)] = False,
    notify: Annotated[list[str] | None, opt("--notify", metavar=Desk.URL_VALUE, help=Desk.OPT_NOTIFY)] = None,
    form: Annotated[str, opt("--format", metavar=Help.TEXT_VALUE, help=Desk.OPT_FORMAT)] = "table",
    json: JsonFlag = False,
) -> None:
    call = call_of(ctx)
    from complaint_cli.acts.transaction import opened
    from complaint_cli.acts.watching import clocks_of
    from complaint_cli.company.calendar import Limit
    from complaint_cli.complaint.board import staged, watch, watch_answer
    from complaint_cli.render.screen.formats import checked, write

    form = checked(form, json=call.json)
    urls = _addresses(notify) if notify else []
    if urls:
        from complaint_cli.notify import check

        check([to.url for to in urls])
    with opened(call) as work:
        if urls:
            work.store.check_writable()  # or what was told could not be recorded, and would be told again
        with work.store.reading():
            before = None if within is None else work.calendar.due(work.now, Limit.parse(within))
            cases = work.store.open_cases()
            found = watch(cases, work.now, work.terms_of, work.organisation, before, clocks_of(work))
        if call.json:
            print_json(watch_answer(found, work.now))
        elif form != "table":
            rows = [{"overdue": which is found.overdue, **row} for which in found for row in staged(which)]
            if rows:
                write(form, [name for name in rows[0] if name != "left"], rows)
        elif any(found):
            from complaint_cli.render.screen.desk import watch_lines

            for text in watch_lines(found):
                print(text)
        missed = [to for place, to in enumerate(urls, 1) if not _tell(work, found, to, place)]
    if missed:
        raise typer.Exit(UNDELIVERED)
    if exit_code and any(found):
        raise typer.Exit(FOUND)


def _addresses(given: Iterable[str]) -> list[Recipient]:
    """Return the addresses to notify, each once: as they stand, or from the organisation file named instead."""
    from complaint_cli.company.organisation_file import Recipient

    found: list[Recipient] = []
    for word in given:
        if "://" not in word and isfile(word):
            from complaint_cli.acts.setup import read_recipients

            found += read_recipients(Path(word))
        else:
            found.append(Recipient(word))
    return list(dict.fromkeys(found))


def _tell(work: Work, found: Watch, to: Recipient, place: int) -> bool:
    """Tell one recipient what he was not told yet, a department what is its own, and record it once delivered."""
    from complaint_cli.complaint.board import Watch
    from complaint_cli.notify import deliver, kind_of, recipient_of
    from complaint_cli.render.screen.desk import notice_text

    recipient, url = recipient_of(to.url), to.url
    if to.department is not None:
        found = Watch(*([row for row in rows if row.department == to.department] for rows in found))
    rows = _untold(work, [*found.overdue, *found.soon], recipient)
    if not rows:
        return True
    with work.store.writing(signed=False):
        work.check_clock()  # what cannot be recorded would be told again and again
    head = work.store.head()
    if not deliver(url, *notice_text(rows, found, head)):
        typer.echo(Desk.NOT_DELIVERED(place=place, kind=kind_of(url)), err=True)
        return False
    with work.store.writing(signed=False):
        rows = _untold(work, rows, recipient)  # another run may have recorded the same meanwhile
        if not rows:
            return True
        with work.entry("overdue --notify", None, work.sitter) as entry:
            for row in rows:
                entry.add(
                    "notice",
                    work.now,
                    work.sitter,
                    complaint=row.case.id,
                    recipient=recipient,
                    stage=_stage(row),
                )
    return True


def _untold(work: Work, rows: list[Row], recipient: str) -> list[Row]:
    from complaint_cli.store.ledger import told

    known = told(work.store, recipient, [row.case.id for row in rows])
    return [row for row in rows if (row.case.id, _stage(row)) not in known]


def _stage(row: Row) -> str:
    """Return the stage as it is recorded: with its deadline, so that after an extension it is told anew."""
    from complaint_cli.company.calendar import iso
    from complaint_cli.complaint.board import stage_of
    from complaint_cli.complaint.clocks import Clock

    if row.clock is Clock.HANDLING or row.until is None:
        return f"{stage_of(row)} {iso(row.case.deadline)}"
    return f"{row.clock.value} {stage_of(row)} {iso(row.until)}"
