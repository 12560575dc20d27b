"""form: the transfer form to print and sign; ledger: every complaint in one table."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from complaint_cli.acts.templates import template_of
from complaint_cli.acts.transaction import opened
from complaint_cli.acts.work import Work
from complaint_cli.commands.terminal.call import JsonFlag, No, Output, call_of, print_json
from complaint_cli.commands.terminal.declared import opt
from complaint_cli.commands.terminal.front import seated
from complaint_cli.errors import UsageError
from complaint_cli.files import refuse_ending
from complaint_cli.messages.desk import Desk
from complaint_cli.messages.documents import FILLED, Paper, written_in
from complaint_cli.messages.help import Help
from complaint_cli.text.plain import plain

app = typer.Typer()

Masked = Annotated[bool, opt("--masked", help=Paper.MASKED_HELP)]
Template = Annotated[Path | None, opt("--template", metavar=Help.FILE_VALUE, help=Paper.TEMPLATE_HELP)]
OneMonth = Annotated[str | None, opt("--month", metavar=Help.MONTH_VALUE, help=Paper.MONTH_HELP)]


@app.command("form")
def form(
    ctx: typer.Context,
    no: No,
    output: Output,
    masked: Masked = False,
    template: Template = None,
    json: JsonFlag = False,
) -> None:
    from complaint_cli.files import refuse_existing
    from complaint_cli.render.paper.content import form as boxes_of
    from complaint_cli.render.paper.content import must_hide
    from complaint_cli.render.paper.documents import write_from
    from complaint_cli.store.matters import place

    call = call_of(ctx)
    refuse_ending(output, ".docx")
    refuse_existing(output)
    with opened(call) as work:
        case = work.store.case(no)
        matter = place(work.store, case)
        hidden = masked or must_hide(case)
        with written_in(FILLED):
            boxes, further = boxes_of(
                case,
                *work.terms_of(case),
                company=work.organisation.company,
                first=matter[1] if matter else None,
                masked=hidden,
            )
            title = Paper.FURTHER(number=case.number)
        paper = partial(write_from, template or template_of(call.database, "form"), output, boxes, further, title)
        if hidden or not any((case.complaint.caller, case.complaint.phone)):
            paper()
        else:
            _record(work, case.number, work.sitter, output, paper)
    if json:
        print_json({"schema": 1, "complaint": case.number, "path": str(output), "masked": hidden})
    else:
        typer.echo(plain(Paper.WRITTEN(path=output), lines=False))


def _record(work: Work, no: str, actor: str, output: Path, paper: Callable[[], None]) -> None:
    """Print what tells a caller's name and phone, and record who did: both, or neither."""
    printed = False
    try:
        with work.store.writing(), work.entry("form", no, actor):
            paper()
            printed = True
    except BaseException:
        if printed:
            output.unlink(missing_ok=True)
        raise


Folder = Annotated[Path | None, opt("--output", "-o", metavar=Help.FOLDER_VALUE, help=Desk.OPT_FOLDER)]


@app.command("evidence")
def evidence(ctx: typer.Context, no: No, output: Folder = None, json: JsonFlag = False) -> None:
    """List a complaint's evidence, or write it out under its own names, which is recorded (第四条第三款)."""
    from complaint_cli.company.calendar import iso
    from complaint_cli.complaint.timeline import hider
    from complaint_cli.errors import DatabaseDamaged
    from complaint_cli.store.evidence import give_out, is_whole

    call = seated(ctx) if output is not None else call_of(ctx)
    with opened(call) as work:
        case = work.store.case(no)
        hide, folder = hider(case), work.store.evidence
        lines: list[dict[str, object]] = [
            {
                "name": hide(file.name), "size": file.size, "sha256": file.sha256, "at": iso(file.at), "by": file.actor,
                "path": str(folder / file.sha256),
            }
            for file in case.evidence
        ]  # fmt: skip
        if output is not None:
            work.check_clock()
        if output is not None and case.evidence:
            lost = next((file for file in case.evidence if not is_whole(folder, file.sha256)), None)
            if lost is not None:
                raise DatabaseDamaged(Desk.EVIDENCE_LOST, name=hide(lost.name))
            output.mkdir(parents=True, exist_ok=True)
            with work.store.writing(), work.entry("evidence", case.number, work.actor(None)):
                pass  # who took the files out, and when
            for line, file in zip(lines, case.evidence, strict=True):
                line["written"] = str(give_out(folder, file.sha256, file.name, output))
    if json:
        print_json({"schema": 1, "complaint": case.number, "evidence": lines})
        return
    if not lines:
        typer.echo(Desk.NO_EVIDENCE(no=case.number), err=True)
    for line in lines:
        path = line.get("written", line["path"])
        typer.echo(plain(Desk.EVIDENCE_LINE(name=line["name"], size=f"{line['size']:,}", path=path), lines=False))
    if lines and output is not None:
        typer.echo(plain(Desk.EVIDENCE_WRITTEN(count=len(lines), path=output), lines=False))


@app.command("ledger")
def ledger(ctx: typer.Context, output: Output, month: OneMonth = None, json: JsonFlag = False) -> None:
    from complaint_cli.files import fresh, refuse_existing
    from complaint_cli.render.paper.content import COLUMNS

    call = call_of(ctx)
    piped = str(output) == "-"
    if piped and json:
        raise UsageError(Paper.ONE_OUTPUT)
    if not piped:
        refuse_ending(output, ".xlsx", ".csv")
        refuse_existing(output)
    with opened(call) as work, work.store.reading(), written_in(call.paper_language):
        title = f"{work.organisation.company} {Paper.LEDGER()} {month or ''}".strip()
        lines = ledger_lines(work, month)
        if piped:
            from complaint_cli.sheets.tables import csv_to

            csv_to(sys.stdout, _as_text([column.heading() for column in COLUMNS], _Counted(lines)), "\n")
            return
        if output.suffix.lower() == ".csv":
            from complaint_cli.sheets.tables import write_csv

            written = _Counted(lines)
            with fresh(output) as new:
                write_csv(new, _as_text([column.heading() for column in COLUMNS], written))
            count = written.count
        else:
            from complaint_cli.render.paper.ledger import write_ledger

            columns = [(column.heading(), column.width) for column in COLUMNS]
            count = write_ledger(output, columns, lines, title)
    if json:
        print_json({"schema": 1, "path": str(output), "complaints": count})
    else:
        typer.echo(plain(Paper.LEDGER_WRITTEN(path=output, count=count), lines=False))


def ledger_lines(work: Work, month: str | None) -> Iterator[list[str | int | datetime | None]]:
    """Yield the ledger's rows, a thousand complaints in memory at a time; of one month if it is given."""
    from complaint_cli.acts.month import period_in
    from complaint_cli.complaint.timeline import hider
    from complaint_cli.render.paper.content import Line, ledger_row
    from complaint_cli.store.ledger import OLDEST_FIRST, Filter, numbers_of, page

    period = period_in(work.store, month, work.now)[0] if month else None
    wanted = Filter(received=(period.start, period.end) if period else None)
    for serial, case in enumerate(page(work.store, wanted, limit=None, order=OLDEST_FIRST), 1):
        repeats = numbers_of(work.store, [case.repeat_of]) if case.repeat_of else {}
        terms = work.terms_of(case)
        yield ledger_row(Line(serial, case, hider(case), work.now, *terms, repeats, case.handback, case.reached))


class _Counted:
    """Rows that are counted on their way."""

    def __init__(self, rows: Iterator[list[str | int | datetime | None]]) -> None:
        self._rows = rows
        self.count = 0

    def __iter__(self) -> Iterator[list[str | int | datetime | None]]:
        for row in self._rows:
            self.count += 1
            yield row


def _as_text(headings: list[str], rows: _Counted) -> Iterator[list[str]]:
    from complaint_cli.render.paper.content import clock, printable

    yield headings
    for row in rows:
        yield [clock(c) if isinstance(c, datetime) else "" if c is None else printable(str(c)) for c in row]
