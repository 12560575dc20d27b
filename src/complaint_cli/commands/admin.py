"""init, demo, org, policy: setting the program up."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from complaint_cli.acts.call import Call, data_folder
from complaint_cli.commands.terminal import completion as complete
from complaint_cli.commands.terminal.call import At, By, Input, JsonFlag, call_of, print_json
from complaint_cli.messages.admin import Admin
from complaint_cli.messages.help import Help
from complaint_cli.text.plain import plain

if TYPE_CHECKING:
    from complaint_cli.acts.work import Work
    from complaint_cli.company.edition import Edition
    from complaint_cli.company.organisation import Organisation

app = typer.Typer()
org = typer.Typer()
policy = typer.Typer()
app.add_typer(org, name="org")
app.add_typer(policy, name="policy")

OrgFile = Annotated[Path | None, typer.Option("--org", metavar=Help.FILE_VALUE(), help=Admin.ORG_HELP())]
AsToml = Annotated[bool, typer.Option("--toml", help=Admin.TOML_HELP())]
DryRun = Annotated[bool, typer.Option("--dry-run", help=Admin.DRY_RUN_HELP())]
ApprovedBy = Annotated[
    str | None,
    typer.Option("--approved-by", metavar=Help.NAME_VALUE(), help=Help.APPROVED_BY(), autocompletion=complete.people),
]
Department = Annotated[
    str,
    typer.Argument(metavar=Admin.DEPARTMENT_VALUE(), help=Admin.DEPARTMENT_HELP(), autocompletion=complete.departments),
]
Manager = Annotated[
    str, typer.Argument(metavar=Help.NAME_VALUE(), help=Admin.MANAGER_HELP(), autocompletion=complete.people)
]
Since = Annotated[str | None, typer.Option("--since", metavar=Admin.DAY_VALUE(), help=Admin.SINCE_HELP())]
On = Annotated[str | None, typer.Option("--on", metavar=Admin.DAY_VALUE(), help=Admin.ON_HELP())]
All = Annotated[bool, typer.Option("--all", help=Admin.ALL_HELP())]
TemplateFile = Annotated[
    Path | None, typer.Option("--output", "-o", metavar=Help.FILE_VALUE(), help=Admin.TEMPLATE_HELP())
]
Scenarios = Annotated[Path | None, typer.Option(metavar=Admin.FOLDER_VALUE(), help=Admin.SCENARIOS_HELP())]
SideA = Annotated[str, typer.Argument(metavar=Admin.SIDE_A(), help=Admin.SIDE_HELP())]
SideB = Annotated[str, typer.Argument(metavar=Admin.SIDE_B(), help=Admin.SIDE_HELP())]


def _organisation_in(file: Path) -> tuple[Organisation, str]:
    """Read an organisation file, TOML or a spreadsheet, and its SHA-256."""
    from complaint_cli.acts.setup import digest_of, read_organisation
    from complaint_cli.sheets.company import SHEETS, sheet_organisation

    if file.suffix.lower() in SHEETS:
        return sheet_organisation(file), digest_of(file)
    return read_organisation(file)


# -- init and demo ----------------------------------------------------------------------------------


@app.command("init", help=Help.INIT())
def init(ctx: typer.Context, organisation: OrgFile = None, by: By = None, json: JsonFlag = False) -> None:
    from complaint_cli.acts import setup
    from complaint_cli.acts.work import opened, watched

    call = call_of(ctx)
    setup.lay(call, call.database, _organisation_in(organisation) if organisation else None)
    with watched(call, accept=True):
        pass
    with opened(call) as work:
        company, edition = work.organisation, work.edition
    facts = {"path": str(call.database.absolute()), "company": company.company}
    if json:
        print_json({"schema": 1, "database": facts["path"], "company": facts["company"], **_facts(edition)})
        return
    _print(Admin.MADE(**facts))
    departments = len(company.departments)
    _print(Admin.MADE_WITH(company=company.company, departments=departments, **_named(edition)))
    named = call.db and not os.environ.get("COMPLAINT_DB")
    lines = [(_variables(call.database), Admin.NEXT_VARIABLE())] if named else []
    if not (company.posts or any(department.staff for department in company.departments)):
        lines.append(("complaint org show --toml > org.toml", Admin.NEXT_ORG()))
        lines.append(("complaint org import org.toml", Admin.NEXT_ORG_IMPORT()))
    lines.append(("complaint policy show > policy.toml", Admin.NEXT_POLICY()))
    lines.append(("complaint policy adopt policy.toml", Admin.NEXT_POLICY_ADOPT()))
    lines.append(("complaint intake", Admin.NEXT_INTAKE()))
    lines.append(("complaint", Admin.NEXT_BOARD()))
    _next(Admin.NEXT(), lines)


@app.command("demo", help=Help.DEMO())
def demo(ctx: typer.Context, json: JsonFlag = False) -> None:
    from complaint_cli.acts import setup
    from complaint_cli.acts.work import watched

    call = call_of(ctx)
    path = call.db or _free_name(data_folder())
    complaints = setup.lay_demo(call, path)
    with watched(replace(call, db=path), accept=True):
        pass
    if json:
        made = {"schema": 1, "database": str(path.absolute()), "complaints": complaints}
        print_json(made | {"now": setup.DEMO_NOW, "month": setup.DEMO_MONTH})
        return
    _print(Admin.DEMO_MADE(path=path.absolute(), complaints=complaints, now=setup.DEMO_NOW))
    shown = replace(call, db=path, now_text=setup.DEMO_NOW)
    _run(ctx, shown, "board")
    _run(ctx, shown, "assess", "--month", setup.DEMO_MONTH)
    lines = [
        (_variables(path, setup.DEMO_NOW, setup.DEMO_CLERK), ""),
        ("complaint show 26", Admin.DEMO_SHOW()),
        (f"complaint assess --month {setup.DEMO_MONTH} --explain 26", Admin.DEMO_EXPLAIN()),
        ("complaint overdue --within 2wd", Admin.DEMO_OVERDUE()),
        ("complaint intake", Admin.DEMO_INTAKE()),
    ]
    _next("\n" + Admin.DEMO_NEXT(), lines)


def _free_name(folder: Path) -> Path:
    number = 1
    while (path := folder / f"demo-{number}.db").exists():
        number += 1
    return path


def _run(ctx: typer.Context, call: Call, name: str, *args: str) -> None:
    """Run another command as if it had been typed."""
    root: Any = ctx.find_root().command
    command = root.get_command(ctx, name)
    with command.make_context(name, list(args), obj=call) as context:
        command.invoke(context)
    sys.stdout.flush()


def _variables(path: Path, now: str | None = None, by: str | None = None) -> str:
    """Return the line that makes a shell use a database and, if given, a clock and a person; and find the program."""
    from shlex import quote
    from shutil import which

    values = {"COMPLAINT_DB": str(path.absolute())} | ({"COMPLAINT_NOW": now} if now else {})
    values |= {"COMPLAINT_BY": by} if by else {}
    programs = "" if which("complaint") else str(Path(sys.executable).parent)
    if os.name == "nt":
        lines = [f"$env:{name} = '{value}'" for name, value in values.items()]
        return "; ".join(lines + ([f"$env:PATH = '{programs};' + $env:PATH"] if programs else []))
    words = [f"{name}={quote(value)}" for name, value in values.items()]
    return " ".join(["export", *words, *([f'PATH={quote(programs)}:"$PATH"'] if programs else [])])


# -- org --------------------------------------------------------------------------------------------


@org.command("show", help=Admin.ORG_SHOW())
def org_show(ctx: typer.Context, toml: AsToml = False, json: JsonFlag = False) -> None:
    from complaint_cli.acts.work import opened
    from complaint_cli.render.screen import admin as render

    with opened(call_of(ctx)) as work:
        organisation, today = work.organisation, work.now.date()
    if json:
        print_json(render.organisation_json(organisation))
    elif toml:
        _print_file(render.organisation_toml(organisation))
    else:
        for line in render.organisation_lines(organisation, today):
            typer.echo(line)


@org.command("import", help=Admin.ORG_IMPORT())
def org_import(
    ctx: typer.Context,
    file: Input,
    dry_run: DryRun = False,
    approved_by: ApprovedBy = None,
    at: At = None,
    by: By = None,
    json: JsonFlag = False,
) -> None:
    from complaint_cli.acts import setup
    from complaint_cli.acts.work import writing
    from complaint_cli.render.screen.admin import change_line

    organisation, digest = _organisation_in(file)
    with writing(call_of(ctx)) as work:
        moment = work.at(at)
        changes = setup.import_organisation(
            work, organisation, digest, moment, write=not dry_run, approved_by=approved_by
        )
        company, departments = work.organisation.company, len(organisation.departments)
    if json:
        answer = {"schema": 1, "company": company, "departments": departments}
        written = bool(changes) and not dry_run
        print_json(answer | {"written": written, "changes": [change._asdict() for change in changes]})
    elif not changes:
        typer.echo(Admin.ORG_SAME())
    else:
        typer.echo((Admin.ORG_WOULD if dry_run else Admin.ORG_DONE)(count=len(changes)))
        for change in changes:
            typer.echo("  " + change_line(*change))


@org.command("template", help=Admin.ORG_TEMPLATE())
def org_template(ctx: typer.Context, output: TemplateFile = None, json: JsonFlag = False) -> None:
    """Print an organisation file to fill in, or write one: TOML, or a workbook."""
    from complaint_cli.acts.setup import DEFAULT_ORGANISATION
    from complaint_cli.company.organisation_file import ROLES
    from complaint_cli.errors import UsageError
    from complaint_cli.files import fresh
    from complaint_cli.sheets.company import write_template

    call_of(ctx)
    if output is None and not json:
        _print_file(DEFAULT_ORGANISATION.read_text("utf-8"))
        return
    if output is None or output.suffix.lower() not in (".toml", ".xlsx"):
        raise UsageError(Admin.TEMPLATE_ENDING)
    if output.suffix.lower() == ".toml":
        with fresh(output) as new:
            new.write_bytes(DEFAULT_ORGANISATION.read_bytes())
    else:
        organisation, _ = _organisation_in(DEFAULT_ORGANISATION)
        words = {role: word for word, role in reversed([*ROLES.items()]) if not word.isascii()}
        write_template(output, [(d.name, words[d.role]) for d in organisation.departments])
    if json:
        print_json({"schema": 1, "path": str(output)})
    else:
        _print(Admin.TEMPLATE_WRITTEN(path=output))


@org.command("set-manager", help=Admin.ORG_SET_MANAGER())
def org_set_manager(
    ctx: typer.Context,
    department: Department,
    name: Manager,
    since: Since = None,
    approved_by: ApprovedBy = None,
    at: At = None,
    by: By = None,
    json: JsonFlag = False,
) -> None:
    from complaint_cli.acts import setup
    from complaint_cli.acts.work import required, writing

    with writing(call_of(ctx)) as work:
        moment = work.at(at)
        seat, person = work.organisation.find(department).name, required(name, "name")
        begins = work.time(since).date() if since is not None else moment.date()
        known, near = work.organisation.knows(person), work.organisation.nearest(person)
        setup.set_manager(work, seat, person, begins, moment, work.actor(None, moment), approved_by)
        closed = _closed_since(work, begins)
    if not known:
        _warn((Admin.UNKNOWN_PERSON_NEAR if near else Admin.UNKNOWN_PERSON)(name=person, near=near))
    if closed:
        _warn(Admin.CLOSED_SINCE(months=Admin.AND().join(closed)))
    if json:
        answer = {"schema": 1, "department": seat, "manager": person, "since": begins.isoformat()}
        print_json(answer | {"closed_months": closed})
    else:
        _print(Admin.MANAGER_SET(department=seat, since=begins, name=person))


def _closed_since(work: Work, day: date) -> list[str]:
    """Return the closed months that reach past a day."""
    from complaint_cli.acts.month import period_in
    from complaint_cli.store.closings import closings

    months = [closing.month for closing in closings(work.store)]
    return [month for month in months if period_in(work.store, month, work.now)[0].end.date() >= day]


def _open_since(work: Work, day: date) -> list[str]:
    """Return the open months with complaints that begin on a day or later: what an edition from then on touches."""
    from datetime import datetime, time

    from complaint_cli.acts.closing import closed_answer
    from complaint_cli.store.closings import months_with_complaints

    start = datetime.combine(max(day, date(2000, 1, 1)), time(), work.calendar.tz)
    months = months_with_complaints(work.store, start, work.now)
    return [month for month in months if month >= f"{day:%Y-%m}" and not closed_answer(work.store, month)]


# -- policy -----------------------------------------------------------------------------------------


@policy.command("show", help=Admin.POLICY_SHOW())
def policy_show(ctx: typer.Context, on: On = None, every: All = False, json: JsonFlag = False) -> None:
    from complaint_cli.acts.work import opened
    from complaint_cli.render.screen.admin import edition_facts, edition_json

    with opened(call_of(ctx)) as work:
        edition = work.edition_on(work.time(on).date()) if on is not None else work.edition
        editions = work.store.editions()
    if every and json:
        print_json({"schema": 1, "editions": [edition_facts(e) | {"in_force": e is edition} for e in editions]})
    elif every:
        for each in editions:
            mark = Admin.IN_FORCE_MARK() if each is edition else ""
            _print(Admin.EDITION_LINE(mark=mark, **_named(each)))
    elif json:
        print_json(edition_json(edition))
    else:
        _warn(Admin.EDITION_IN_FORCE(**_named(edition)))
        _print_file(edition.source)


@policy.command("check", help=Admin.POLICY_CHECK())
def policy_check(ctx: typer.Context, file: Input, scenarios: Scenarios = None, json: JsonFlag = False) -> None:
    from complaint_cli.acts import setup
    from complaint_cli.company.keys import NUMBERS
    from complaint_cli.errors import PolicyInvalid
    from complaint_cli.render.screen.admin import unconfirmed

    edition = setup.read_edition(file)
    files, failures = _scenarios(scenarios, edition) if scenarios else ([], [])
    if json:
        answer = {"schema": 1, "valid": True, **_facts(edition), "unconfirmed": unconfirmed(edition)}
        print_json(answer | {"scenarios": len(files), "failures": failures})
    else:
        _print(Admin.VALID(file=file.name, numbers=len(NUMBERS), **_named(edition)))
        if tables := unconfirmed(edition):
            _print(Admin.UNCONFIRMED(rules=Admin.AND().join(tables)))
        if files and not failures:
            _print(Admin.SCENARIOS_PASSED(count=len(files)))
        for failure in failures:
            _warn(failure)
    if failures:
        raise PolicyInvalid(Admin.SCENARIOS_FAILED, file=file.name, count=len(failures))


def _scenarios(folder: Path, edition: Edition) -> tuple[list[Path], list[str]]:
    """Run a folder's scenario files under an edition; UsageError when there are none."""
    from complaint_cli.acts.scenario import run_file
    from complaint_cli.errors import UsageError

    files = sorted(folder.glob("*.toml"))
    if not files:
        raise UsageError(Admin.NO_SCENARIOS, folder=folder)
    return files, [failure for file in files for failure in run_file(file, edition)]


@policy.command("adopt", help=Admin.POLICY_ADOPT())
def policy_adopt(
    ctx: typer.Context,
    file: Input,
    approved_by: ApprovedBy = None,
    at: At = None,
    by: By = None,
    json: JsonFlag = False,
) -> None:
    from complaint_cli.acts import setup
    from complaint_cli.acts.work import writing

    edition = setup.read_edition(file)
    with writing(call_of(ctx)) as work:
        done = setup.adopt(work, edition, work.at(at), approved_by)
        closed = _closed_since(work, edition.effective) if done.new else []
        touched = _open_since(work, edition.effective) if done.new else []
    if closed:
        _warn(Admin.CLOSED_KEPT(months=Admin.AND().join(closed)))
    if json:
        answer = {"schema": 1, "adopted": done.new, **_facts(edition), "open_months": touched}
        print_json(answer | {"calendar_years": done.years, "moved": done.moved, "closed_months": closed})
        return
    _print((Admin.ADOPTED if done.new else Admin.CALENDAR_ONLY)(**_named(edition)))
    if touched:
        _print(Admin.TOUCHES(months=Admin.AND().join(touched)))
    if done.years:
        _print(Admin.CALENDAR_YEARS(years=Admin.AND().join(map(str, done.years))))
    for move in done.moved:
        kept = move["was"] == move["now"]
        was, now = (str(move[key])[:16].replace("T", " ") for key in ("was", "now"))
        _print((Admin.SETTLED if kept else Admin.MOVED)(complaint=move["complaint"], was=was, now=now))
    if not done.moved:
        _print(Admin.MOVED_NONE())


@policy.command("diff", help=Admin.POLICY_DIFF())
def policy_diff(ctx: typer.Context, a: SideA, b: SideB, json: JsonFlag = False) -> None:
    from complaint_cli.company.edition import diff
    from complaint_cli.render.screen.admin import difference_line, jsonable

    old, new = _sides(call_of(ctx), a, b)
    changes = diff(old, new)
    if json:
        said = [{"key": c.key, "old": jsonable(c.old), "new": jsonable(c.new)} for c in changes]
        print_json({"schema": 1, "a": _facts(old), "b": _facts(new), "changes": said})
        return
    _warn(Admin.DIFF_OF(a=f"{old.title} {old.effective}", b=f"{new.title} {new.effective}"))
    for change in changes:
        typer.echo(difference_line(change))
    if not changes:
        typer.echo(Admin.NO_DIFFERENCE())


def _sides(call: Call, *sides: str) -> list[Edition]:
    """Return the editions that words mean: ``current``, ``default``, a date, or a file.

    The database is opened only for the first and the third.
    """
    import re

    from complaint_cli.acts import setup
    from complaint_cli.acts.work import opened
    from complaint_cli.company.edition_file import default_edition

    def adopted(side: str) -> bool:
        return side == "current" or re.fullmatch(r"\d{4}-\d\d?-\d\d?", side) is not None

    found = {"default": default_edition()}
    if any(map(adopted, sides)):
        with opened(call) as work:
            for side in filter(adopted, sides):
                found[side] = work.edition if side == "current" else work.edition_on(work.time(side).date())
    return [found[side] if side in found else setup.read_edition(Path(side)) for side in sides]


# -- saying -----------------------------------------------------------------------------------------


def _facts(edition: Edition) -> dict[str, Any]:
    from complaint_cli.render.screen.admin import edition_facts

    return edition_facts(edition)


def _named(edition: Edition) -> dict[str, Any]:
    return {"title": edition.title, "effective": edition.effective, "sha256": edition.sha256[:12]}


def _print(text: str) -> None:
    typer.echo(plain(text, lines=False))


def _warn(text: str) -> None:
    typer.echo(plain(text, lines=False), err=True)


def _print_file(text: str) -> None:
    """Print a file's text: to the byte, in UTF-8, unless a terminal shows it."""
    raw = getattr(sys.stdout, "buffer", None)
    if raw is None or sys.stdout.isatty():
        typer.echo(plain(text), nl=False)
        return
    sys.stdout.flush()
    raw.write(text.encode())
    raw.flush()


def _next(heading: str, lines: Iterable[tuple[str, str]]) -> None:
    """Say on stderr which commands go on from here."""
    typer.echo(heading, err=True)
    for line, said in lines:
        typer.echo(plain(f"  {line}" + (f"    # {said}" if said else "")), err=True)
