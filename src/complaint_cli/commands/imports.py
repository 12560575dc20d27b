"""import: the hotline's export; repeats: what may be the same matter."""

from __future__ import annotations

import sys
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Annotated, Any

import typer

from complaint_cli.acts.correction import amend
from complaint_cli.acts.intake import HOTLINE, deadline_of
from complaint_cli.acts.work import Work, opened, writing
from complaint_cli.commands.terminal.call import By, Input, JsonFlag, call_of, print_json
from complaint_cli.company.calendar import iso
from complaint_cli.company.categories import UNSORTED
from complaint_cli.complaint.matter import Suggestion, suggest
from complaint_cli.complaint.records import Complaint
from complaint_cli.errors import ImportRejected
from complaint_cli.messages import listed
from complaint_cli.messages.exchange import Exchange
from complaint_cli.messages.help import Help
from complaint_cli.messages.repeats import Repeats
from complaint_cli.sheets.orders import HEADER_WITHIN, Fault, columns_of, heading, hidden, parse_map, read_row
from complaint_cli.text.plain import plain

app = typer.Typer()

Maps = Annotated[list[str] | None, typer.Option("--map", metavar=Exchange.MAP_VALUE(), help=Exchange.MAP_HELP())]
DryRun = Annotated[bool, typer.Option("--dry-run", help=Exchange.DRY_HELP())]
Update = Annotated[bool, typer.Option("--update", help=Exchange.UPDATE_HELP())]
Source = Annotated[str | None, typer.Option("--source", metavar=Help.TEXT_VALUE(), help=Exchange.SOURCE_HELP())]
Days = Annotated[int | None, typer.Option("--days", min=1, max=3660, help=Repeats.DAYS_HELP())]

COMPARED = ("content", "category", "source", "urgency", "caller", "phone", "account", "address", "superior_no")
MOST_SHOWN = 50
SUGGEST_UP_TO = 200
"""An import of more than so many suggests nothing by itself; ``complaint repeats`` does."""


class _DryRun(Exception):
    """Ends the transaction of a dry run, so that nothing of it stays."""


@dataclass(slots=True)
class Taken:
    """What came of an import so far."""

    new: list[str] = field(default_factory=list)
    known: int = 0
    changed: list[dict[str, Any]] = field(default_factory=list)
    updated: int = 0
    faults: list[Fault] = field(default_factory=list)
    used: dict[str, str] = field(default_factory=dict)
    ignored: list[str] = field(default_factory=list)


@app.command("import", help=Help.IMPORT())
def import_(
    ctx: typer.Context,
    file: Input,
    maps: Maps = None,
    source: Source = None,
    dry_run: DryRun = False,
    update: Update = False,
    by: By = None,
    json: JsonFlag = False,
) -> None:
    call = call_of(ctx)
    mapping = parse_map(maps or [])
    suggested: list[tuple[Complaint, Suggestion]] = []
    taken = Taken()
    try:
        with writing(call) as work:
            _take(work, file, mapping, source, update, taken)
            if taken.faults:
                raise ImportRejected(Exchange.REJECTED, file=file.name, count=len(taken.faults))
            if dry_run:
                raise _DryRun
        if 0 < len(taken.new) <= SUGGEST_UP_TO:
            with opened(call) as work:
                suggested = suggestions(work, [work.store.case(no).complaint for no in taken.new])
    except _DryRun:
        pass
    except ImportRejected:
        _say_faults(taken, json, file)
        raise
    _say(taken, suggested, file, dry_run, update, json)


def _take(work: Work, file: Path, given: dict[str, str], source: str | None, update: bool, taken: Taken) -> None:
    """Register every row of a file that is not there yet; faults are collected, not raised."""
    from complaint_cli.render.screen.progress import counting
    from complaint_cli.sheets.tables import rows

    remembered = work.store.mapping()
    mapping = remembered | given
    lines = enumerate(rows(file), 1)
    columns, names = _header(lines, mapping, given, file)
    taken.used = {names[position]: name for name, position in columns.items()}
    taken.ignored = [n for i, n in enumerate(names) if n and i not in columns.values()]
    for column, name in given.items():
        if remembered.get(column) != name:
            with work.entry("import", file.name, work.call.actor) as entry:
                entry.add("mapping", work.now, work.call.actor, heading=column, field=name)
    with counting(Exchange.READING(), max(file.stat().st_size // 200, 1)) as step:
        for number, row in lines:
            if number % 500 == 0:
                step(500)
            if not any(cell is not None and str(cell).strip() for cell in row):
                continue
            values, faults = read_row(number, row, columns, names, work.now, work.calendar)
            taken.faults += faults
            if not faults:
                _take_row(work, values, source, update, taken)


def _header(lines: Any, mapping: dict[str, str], given: dict[str, str], file: Path) -> tuple[dict[str, int], list[str]]:
    """Find the header among the first rows: the one that names most fields."""
    best: tuple[int, dict[str, int], list[str]] = (0, {}, [])
    first: list[str] = []
    for number, row in lines:
        found = columns_of(row, mapping)
        names = [heading(cell) if cell is not None else "" for cell in row]
        first = first or [n for n in names if n]
        if len(found) > best[0]:
            best = (len(found), found, names)
        if "content" in found or "subject" in found or number >= HEADER_WITHIN:
            break
    columns, names = best[1], best[2]
    seen = listed(n for n in names or first if n)[:300]
    if not columns:
        raise ImportRejected(Exchange.NO_HEADER, file=file.name, columns=seen)
    for column in given:
        if column not in names:
            raise ImportRejected(Exchange.MAP_UNKNOWN, file=file.name, column=column, columns=seen)
    if "content" not in columns:
        if "subject" not in columns:
            raise ImportRejected(Exchange.NO_CONTENT, file=file.name, columns=seen)
        columns["content"] = columns.pop("subject")
    return columns, names


def _take_row(work: Work, values: dict[str, Any], source: str | None, update: bool, taken: Taken) -> None:
    store = work.store
    order_no = values.get("order_no")
    found = store.by_order(order_no) if order_no else store.same_text(values["content"], values.get("at") or work.now)
    if not found:
        taken.new.append(_register(work, values, source))
        return
    case = store.case_of(found[0])
    differing = _differing(case.complaint, values)
    if not differing:
        taken.known += 1
        return
    known = {
        "phones": [case.complaint.phone, values.get("phone")],
        "names": [case.complaint.caller, values.get("caller")],
    }
    shown = {k: [hidden(k, "" if v is None else str(v), **known) for v in pair] for k, pair in differing.items()}
    taken.changed.append({"complaint": case.number, **shown})
    if update:
        new = {name: _given(now) for name, (_, now) in differing.items()}
        amend(work, no=case.number, reason=Exchange.UPDATED_BY.zh, **new)
        taken.updated += 1


def _differing(old: Complaint, values: dict[str, Any]) -> dict[str, tuple[Any, Any]]:
    found = {n: (getattr(old, n), values[n]) for n in COMPARED if n in values and getattr(old, n) != values[n]}
    if "at" in values and old.at != values["at"]:
        found["received"] = (old.at, values["at"])
    if "deadline" in values and old.deadline != values["deadline"]:
        found["deadline"] = (old.deadline, values["deadline"])
    return found


def _given(value: Any) -> Any:
    return iso(value) if isinstance(value, datetime) else value


def _register(work: Work, values: dict[str, Any], source: str | None) -> str:
    """Register one order of the file, as ``intake`` would."""
    store, actor = work.store, work.call.actor
    received = values.get("at") or work.now
    category, urgency = values.get("category", UNSORTED), values.get("urgency") or "normal"
    where = values.get("source") or source or HOTLINE
    if "deadline" in values:
        due, basis, provisional = values["deadline"], "order", False
    else:
        due, basis, provisional = deadline_of(work, None, received, category, where, urgency)
    number, serial = store.next_number(received.year)
    with work.entry("import", number, actor) as entry:
        entry.add(
            "complaint",
            received,
            actor,
            number=number,
            year=received.year,
            serial=serial,
            content=values["content"],
            category=category,
            source=where,
            urgency=urgency,
            **{n: values.get(n) for n in ("caller", "phone", "account", "address", "order_no", "superior_no")},
            deadline=due,
            basis=basis,
            provisional=provisional,
            confidential=bool(values.get("confidential")),
        )
    return number


def suggestions(work: Work, new: list[Complaint]) -> list[tuple[Complaint, Suggestion]]:
    """Return what may be the same matter as each of some complaints, within the edition's window."""
    from complaint_cli.store.repeats import candidates

    window = timedelta(days=work.edition.get("duplicate.window").amount)
    known: dict[int, Complaint] = {}
    return [
        (complaint, found)
        for complaint in new
        for found in suggest(complaint, candidates(work.store, complaint, complaint.at - window, known))
    ]


@app.command("repeats", help=Help.REPEATS())
def repeats(ctx: typer.Context, days: Days = None, json: JsonFlag = False) -> None:
    from complaint_cli.store.repeats import received_since

    with opened(call_of(ctx)) as work:
        window = work.edition.get("duplicate.window").amount
        since = work.now - timedelta(days=days or window)
        found = suggestions(work, received_since(work.store, since))
    if json:
        print_json({"schema": 1, "suggestions": [_as_json(*pair) for pair in found]})
    elif found:
        _print_suggestions(found)
    else:
        typer.echo(Repeats.NONE())


def _as_json(new: Complaint, found: Suggestion) -> dict[str, Any]:
    return {"complaint": new.number, **suggestion_answer(found)}


def suggestion_answer(found: Suggestion) -> dict[str, Any]:
    """Return a suggestion as ``--json`` prints it."""
    return {
        "earlier": found.earlier.number,
        "score": round(found.score),
        "reasons": [reason.name.lower() for reason in found.reasons],
    }


def _print_suggestions(found: list[tuple[Complaint, Suggestion]]) -> None:
    from complaint_cli.text.masking import mask_text

    typer.echo(Repeats.HEADING())
    for new, suggestion in found:
        old = suggestion.earlier
        matter = " ".join(mask_text(old.content[:80], phones=[old.phone], names=[old.caller]).split())[:30]
        reasons = listed(reason() for reason in suggestion.reasons)
        line = Repeats.LINE(no=new.number, earlier=old.number, at=old.at.date(), reasons=reasons, matter=matter)
        typer.echo(plain(line))


def _say_faults(taken: Taken, json: bool, file: Path) -> None:
    if json:
        errors = [fault._asdict() for fault in taken.faults]
        print_json({"schema": 1, "file": file.name, "written": False, "errors": errors})
        return
    for fault in taken.faults[:MOST_SHOWN]:
        print(plain(str(fault)), file=sys.stderr)
    if len(taken.faults) > MOST_SHOWN:
        print(Exchange.MORE(count=len(taken.faults) - MOST_SHOWN), file=sys.stderr)


def _say(
    taken: Taken,
    suggested: list[tuple[Complaint, Suggestion]],
    file: Path,
    dry_run: bool,
    update: bool,
    json: bool,
) -> None:
    if json:
        print_json(
            {
                "schema": 1,
                "file": file.name,
                "written": not dry_run,
                "new": len(taken.new),
                "known": taken.known,
                "changed": taken.changed,
                "updated": taken.updated,
                "columns": taken.used,
                "ignored": taken.ignored,
                "complaints": [taken.new[0], taken.new[-1]] if taken.new else [],
                "suggestions": [_as_json(*pair) for pair in suggested],
                "errors": [],
            }
        )
        return
    counts = {"new": len(taken.new), "known": taken.known, "changed": len(taken.changed)}
    typer.echo(plain(Exchange.USED(pairs=listed(f"{c}={f}" for c, f in taken.used.items()))))
    if taken.ignored:
        typer.echo(plain(Exchange.IGNORED(columns=listed(taken.ignored))))
    for change in taken.changed[:MOST_SHOWN]:
        for name, (was, now) in ((n, v) for n, v in change.items() if n != "complaint"):
            line = Exchange.CHANGED(no=change["complaint"], field=name, was=_short(was), now=_short(now))
            typer.echo(plain(" ".join(line.split())))
    if taken.changed and not update:
        typer.echo(Exchange.TAKE_CHANGES())
    message = Exchange.DRY if dry_run else Exchange.DONE
    typer.echo(plain(message(file=file.name, updated=taken.updated, **counts)))
    if suggested:
        _print_suggestions(suggested[:MOST_SHOWN])


def _short(value: str) -> str:
    return value if len(value) <= 40 else value[:39] + "…"
