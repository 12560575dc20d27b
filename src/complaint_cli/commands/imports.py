"""import: the hotline's export."""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Annotated, Any

import typer

from complaint_cli.acts.call import Call, tell
from complaint_cli.acts.matters import as_answer, suggestions
from complaint_cli.acts.transaction import Undone, opened, writing
from complaint_cli.commands.repeats import print_suggestions
from complaint_cli.commands.taking import Asked, Taken, Taking
from complaint_cli.commands.terminal.call import By, JsonFlag, call_of, print_json
from complaint_cli.commands.terminal.declared import argument, opt
from complaint_cli.commands.terminal.front import seated
from complaint_cli.complaint.matter import Suggestion
from complaint_cli.errors import ImportRejected, UsageError
from complaint_cli.messages import listed
from complaint_cli.messages.exchange import Exchange
from complaint_cli.messages.help import Help
from complaint_cli.messages.prompts import Field
from complaint_cli.sheets.header import heading, parse_map
from complaint_cli.store.mappings import FORGOTTEN, mappings
from complaint_cli.text.plain import plain

MOST_COMPARED = 20_000  # new complaints of one file that are looked through for what may be one matter

app = typer.Typer()

OneFile = Annotated[Path | None, argument(metavar=Help.FILE_VALUE, help=Help.FILE)]
Dates = Annotated[str | None, opt("--dates", metavar="dmy|mdy", help=Exchange.DATES_HELP)]
Receipt = Annotated[str | None, opt("--at", metavar=Help.TIME_VALUE, help=Exchange.AT_HELP)]
Second = Annotated[str | None, opt("--approved-by", metavar=Help.NAME_VALUE, help=Help.APPROVED_BY)]
ListMaps = Annotated[bool, opt("--maps", help=Exchange.MAPS_HELP)]
Forget = Annotated[str | None, opt("--forget", metavar=Exchange.COLUMN_VALUE, help=Exchange.FORGET_HELP)]
Maps = Annotated[list[str] | None, opt("--map", metavar=Exchange.MAP_VALUE, help=Exchange.MAP_HELP)]
DryRun = Annotated[bool, opt("--dry-run", help=Exchange.DRY_HELP)]
Update = Annotated[bool, opt("--update", help=Exchange.UPDATE_HELP)]
Source = Annotated[str | None, opt("--source", metavar=Help.TEXT_VALUE, help=Exchange.SOURCE_HELP)]

MOST_SHOWN = 50


@app.command("import")
def import_(
    ctx: typer.Context,
    file: OneFile = None,
    maps: Maps = None,
    source: Source = None,
    dates: Dates = None,
    at: Receipt = None,
    dry_run: DryRun = False,
    update: Update = False,
    approved_by: Second = None,
    list_maps: ListMaps = False,
    forget: Forget = None,
    by: By = None,
    json: JsonFlag = False,
) -> None:
    call = call_of(ctx) if list_maps else seated(ctx)
    if list_maps or forget is not None:
        if file is not None or (list_maps and forget is not None):
            raise UsageError(Exchange.MAPS_ALONE)
        return _maps(call, forget, json)
    if file is None:
        raise UsageError(Exchange.WHICH_FILE)
    if dates not in (None, "dmy", "mdy"):
        raise UsageError(Exchange.BAD_DATES, text=dates)
    said = parse_map(maps or [])
    suggested: list[Suggestion] = []
    compared = not dry_run
    taken = Taken()
    try:
        with writing(call) as work:
            received = None if at is None else work.at(at)
            Taking(work, file, Asked(said, source, dates, received, update, approved_by), taken).take()
            if taken.faults:
                raise ImportRejected(Exchange.REJECTED, file=file.name, count=len(taken.faults))
            if dry_run:
                raise Undone
        compared = len(taken.new) <= MOST_COMPARED
        if taken.new and compared:
            with opened(call) as work:
                suggested = suggestions(work, work.store.complaints(taken.rows))
    except Undone:
        pass
    except ImportRejected:
        _say_faults(taken, json, file)
        raise
    if json:
        print_json(
            _answer(taken, file, not dry_run)
            | {"suggestions": [as_answer(pair) for pair in suggested], "compared": compared}
        )
        return None
    _say(taken, file, dry_run, update)
    if suggested:
        print_suggestions(suggested)
    if not compared and not dry_run:
        tell(Exchange.NOT_COMPARED(count=len(taken.new)))
    return None


def _maps(call: Call, forget: str | None, json: bool) -> None:
    """List what is remembered of the columns of exports, or forget it of one column."""
    with writing(call) if forget is not None else opened(call) as work:
        known = [(header, *pair) for header, said in mappings(work.store).items() for pair in said.items()]
        if forget is not None:
            gone = [(header, column) for header, column, _ in known if column == heading(forget)]
            if not known:
                raise UsageError(Exchange.NO_MAPS)
            if not gone:
                raise UsageError(Exchange.NO_MAP, column=forget, columns=listed(sorted({c for _, c, _ in known})))
            actor = work.actor(None)
            with work.entry("import", forget, actor) as entry:
                for header, column in gone:
                    values = {"heading": column, "field": FORGOTTEN, "header": header or None}
                    entry.add("mapping", work.now, actor, **values)
    if json:
        maps = [{"column": c, "field": f or None, "header": h.split("\t") if h else None} for h, c, f in known]
        print_json({"schema": 1, "forgotten": forget, "maps": maps})
    elif forget is not None:
        typer.echo(plain(Exchange.FORGOT(column=forget, count=len(gone))))
    else:
        for header, column, field in known:
            columns = listed(header.split("\t")) or Exchange.ANY_HEADER()
            typer.echo(
                plain(
                    Exchange.MAP_LINE(column=column, field=_field(field) if field else Exchange.LEFT(), columns=columns)
                )
            )
        if not known:
            typer.echo(Exchange.NO_MAPS())


def _say_faults(taken: Taken, json: bool, file: Path) -> None:
    if json:
        errors = [fault._asdict() for fault in taken.faults]
        print_json({"schema": 1, "file": file.name, "written": False, "not_read": taken.not_read, "errors": errors})
        return
    if not taken.faults:
        _say_not_read(partial(print, file=sys.stderr), taken)
    for fault in taken.faults[:MOST_SHOWN]:
        print(plain(str(fault)), file=sys.stderr)
    if len(taken.faults) > MOST_SHOWN:
        print(Exchange.MORE(count=len(taken.faults) - MOST_SHOWN), file=sys.stderr)


def _answer(taken: Taken, file: Path, written: bool) -> dict[str, object]:
    """Return what came of an import as ``--json`` prints it: ``read`` is the sum of the five that follow it."""
    return {
        "schema": 1,
        "file": file.name,
        "written": written,
        "read": taken.read,
        "new": len(taken.new),
        "known": taken.known,
        "changed": taken.changed,
        "repeated": taken.repeated,
        "left_out": taken.left_out,
        "left_out_rows": taken.left_out_rows,
        "updated": taken.updated,
        "not_read": taken.not_read,
        "columns": taken.used,
        "ignored": taken.ignored,
        "close": taken.close,
        "deadlines_counted": taken.counted,
        "no_deadline": taken.no_deadline,
        "no_order_no": taken.no_number,
        "days_without_clock": taken.days,
        "unknown": taken.unknown,
        "masked": taken.masked,
        "danger": taken.danger,
        "complaints": [taken.new[0], taken.new[-1]] if taken.new else [],
        "errors": [],
    }


def _say(taken: Taken, file: Path, dry_run: bool, update: bool) -> None:
    """Print what came of an import: what was read and not, what is to be looked at, and the sum."""
    _line(Exchange.USED, pairs=listed(f"{column}={_field(name)}" for column, name in taken.used.items()))
    if taken.ignored:
        _line(Exchange.IGNORED, columns=listed(taken.ignored))
    if taken.close:
        _line(Exchange.CLOSE, columns=listed(taken.close), example=taken.close[0])
    _say_not_read(typer.echo, taken)
    for why in dict.fromkeys(line["why"] for line in taken.left_out_rows):
        lines = [line for line in taken.left_out_rows if line["why"] == why]
        text = next((line["text"] for line in lines if line["text"]), "")
        _line(Exchange.LEFT_OUT, rows=_rows(lines), why=why, text=f"“{_short(text)}”" if text else "")
    for message, lines in (
        (Exchange.REPEATED, taken.repeated),
        (Exchange.NO_DEADLINE, taken.no_deadline),
        (Exchange.NO_NUMBER, taken.no_number),
        (Exchange.DANGER, taken.danger),
    ):
        if lines:
            _line(message, rows=_rows(lines), count=len(lines))
    for (column, cell), lines in _grouped(taken.unknown).items():
        _line(Exchange.UNKNOWN, column=column, cell=cell, rows=_rows(lines), count=len(lines))
    for message, count in (
        (Exchange.COUNTED, taken.counted),
        (Exchange.DAYS, taken.days),
        (Exchange.MASKED, taken.masked),
    ):
        if count:
            _line(message, count=count)
    for change in taken.changed[:MOST_SHOWN]:
        for name, (was, now) in change["fields"].items():
            _line(
                Exchange.CHANGED,
                no=change["complaint"],
                field=_field(name),
                was=_short(was),
                now=_short(now),
            )
    if taken.changed and not update:
        _line(Exchange.TAKE_CHANGES)
    _line(
        Exchange.DRY if dry_run else Exchange.DONE,
        file=file.name,
        read=taken.read,
        new=len(taken.new),
        known=taken.known,
        changed=len(taken.changed),
        updated=taken.updated,
        repeated=len(taken.repeated),
        left_out=taken.left_out,
    )


def _say_not_read(echo: Callable[[str], None], taken: Taken) -> None:
    for part in taken.not_read:
        if part["rows"] is None:
            said = Exchange.SHEET_NOT_READ(sheet=part["sheet"], why=part["why"])
        else:
            rows = _rows([{"sheet": part["sheet"], "row": row} for row in part["rows"]])
            said = Exchange.ROWS_NOT_READ(rows=rows, why=part["why"])
        echo(plain(said, lines=False))


def _field(name: str) -> str:
    """Return what a field is called in the language in use."""
    return Field["AT" if name == "received" else name.upper()]()


def _line(message: Exchange, **facts: object) -> None:
    """Say a sentence on a line of its own, harmless whoever wrote what is in it."""
    typer.echo(plain(message(**facts), lines=False))


def _grouped(lines: list[dict[str, Any]]) -> dict[tuple[str, str], list[dict[str, Any]]]:
    found: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for line in lines:
        found.setdefault((line["column"], line["cell"]), []).append(line)
    return found


def _rows(lines: list[dict[str, Any]]) -> str:
    """Return the rows of some lines as people read them: 3–5、9, by sheet where they are of several."""
    sheets: dict[str, list[tuple[int, int]]] = {}
    for line in lines:
        sheets.setdefault(line["sheet"], []).append((line["row"], line.get("to", line["row"])))
    return listed(
        Exchange.OF_SHEET(sheet=sheet, rows=_spans(rows)) if sheet else Exchange.OF_ROWS(rows=_spans(rows))
        for sheet, rows in sheets.items()
    )


def _spans(rows: list[tuple[int, int]]) -> str:
    spans: list[tuple[int, int]] = []
    for first, last in rows:
        if spans and first == spans[-1][1] + 1:
            spans[-1] = (spans[-1][0], last)
        else:
            spans.append((first, last))
    shown = [f"{first}–{last}" if last > first else str(first) for first, last in spans[:MOST_SHOWN]]
    return listed(shown) + ("…" if len(spans) > MOST_SHOWN else "")


def _short(value: str) -> str:
    line = " ".join(value.split())
    return line if len(line) <= 40 else line[:39] + "…"
