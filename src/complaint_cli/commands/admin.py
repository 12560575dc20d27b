"""init, demo, org: setting the program up."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from complaint_cli.acts.call import Call, data_folder, tell
from complaint_cli.commands.terminal import completion as complete
from complaint_cli.commands.terminal.call import At, By, Input, JsonFlag, call_of, print_json
from complaint_cli.commands.terminal.declared import argument, command, opt
from complaint_cli.commands.terminal.front import seated
from complaint_cli.messages import listed
from complaint_cli.messages.admin import Admin
from complaint_cli.messages.help import Help

if TYPE_CHECKING:
    from complaint_cli.company.organisation import Organisation
from complaint_cli.commands.terminal.printing import (
    ApprovedBy,
    edition_facts_of,
    named,
    next_lines,
    print_file,
    print_line,
)

app = typer.Typer()
org = typer.Typer()
app.add_typer(org, name="org")
OrgFile = Annotated[Path | None, opt("--org", metavar=Help.FILE_VALUE, help=Admin.ORG_HELP)]
AsToml = Annotated[bool, opt("--toml", help=Admin.TOML_HELP)]
DryRun = Annotated[bool, opt("--dry-run", help=Admin.DRY_RUN_HELP)]
Department = Annotated[
    str,
    argument(metavar=Help.DEPARTMENT_VALUE, help=Admin.DEPARTMENT_HELP, offer=complete.departments),
]
Manager = Annotated[str, argument(metavar=Help.NAME_VALUE, help=Admin.MANAGER_HELP, offer=complete.people)]
Since = Annotated[str | None, opt("--since", metavar=Admin.DAY_VALUE, help=Admin.SINCE_HELP)]
TemplateFile = Annotated[Path | None, opt("--output", "-o", metavar=Help.FILE_VALUE, help=Admin.TEMPLATE_HELP)]


def _organisation_in(file: Path) -> tuple[Organisation, str]:
    """Read an organisation file, TOML or a spreadsheet, and its SHA-256."""
    from complaint_cli.acts.setup import digest_of, read_organisation
    from complaint_cli.sheets.company import is_sheet, sheet_organisation

    if is_sheet(file):
        return sheet_organisation(file), digest_of(file)
    return read_organisation(file)


@app.command("init")
def init(ctx: typer.Context, organisation: OrgFile = None, by: By = None, json: JsonFlag = False) -> None:
    from complaint_cli.acts import setup
    from complaint_cli.acts.opening import watched
    from complaint_cli.acts.transaction import opened

    call = call_of(ctx)
    setup.lay(call, call.database, _organisation_in(organisation) if organisation else None)
    with watched(call, accept=True):
        pass
    with opened(call) as work:
        company, edition = work.organisation, work.edition
    facts = {"path": str(call.database.absolute()), "company": company.company}
    if json:
        print_json({"schema": 1, "database": facts["path"], "company": facts["company"], **edition_facts_of(edition)})
        return
    print_line(Admin.MADE(**facts))
    departments = len(company.departments)
    print_line(Admin.MADE_WITH(company=company.company, departments=departments, **named(edition)))
    given = call.db and not os.environ.get("COMPLAINT_DB")
    lines = [(_variables(call.database), Admin.NEXT_VARIABLE())] if given else []
    if not (company.posts or any(department.staff for department in company.departments)):
        lines.append(("complaint org show --toml > org.toml", Admin.NEXT_ORG()))
        lines.append(("complaint org import org.toml", Admin.NEXT_ORG_IMPORT()))
    lines.append(("complaint policy show > policy.toml", Admin.NEXT_POLICY()))
    lines.append(("complaint policy adopt policy.toml", Admin.NEXT_POLICY_ADOPT()))
    lines.append(("complaint intake", Admin.NEXT_INTAKE()))
    lines.append(("complaint", Admin.NEXT_BOARD()))
    next_lines(Admin.NEXT(), lines)


@app.command("demo")
def demo(ctx: typer.Context, json: JsonFlag = False) -> None:
    from complaint_cli.acts import demo as made_up
    from complaint_cli.acts.opening import watched

    call = call_of(ctx)
    path = call.db or _free_name(data_folder())
    complaints = made_up.lay_demo(call, path)
    with watched(call._replace(db=path), accept=True):
        pass
    if json:
        made = {"schema": 1, "database": str(path.absolute()), "complaints": complaints}
        print_json(made | {"now": made_up.NOW, "month": made_up.MONTH})
        return
    print_line(Admin.DEMO_MADE(path=path.absolute(), complaints=complaints, now=made_up.NOW))
    shown = call._replace(db=path, now_text=made_up.NOW)
    _run(ctx, shown, "board")
    _run(ctx, shown, "assess", "--month", made_up.MONTH)
    lines = [
        (_variables(path, made_up.NOW, made_up.CLERK), ""),
        ("complaint show 26", Admin.DEMO_SHOW()),
        (f"complaint assess --month {made_up.MONTH} --explain 26", Admin.DEMO_EXPLAIN()),
        ("complaint overdue --within 2wd", Admin.DEMO_OVERDUE()),
        ("complaint intake", Admin.DEMO_INTAKE()),
    ]
    next_lines("\n" + Admin.DEMO_NEXT(), lines)


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


@command(org, "show", Admin.ORG_SHOW)
def org_show(ctx: typer.Context, toml: AsToml = False, json: JsonFlag = False) -> None:
    from complaint_cli.acts.transaction import opened
    from complaint_cli.render.screen import admin as render

    with opened(call_of(ctx)) as work:
        organisation, today = work.organisation, work.now.date()
    if json:
        print_json(render.organisation_json(organisation))
    elif toml:
        print_file(render.organisation_toml(organisation))
    else:
        for line in render.organisation_lines(organisation, today):
            typer.echo(line)


@command(org, "import", Admin.ORG_IMPORT)
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
    from complaint_cli.acts.transaction import writing
    from complaint_cli.company.organisation import beside
    from complaint_cli.render.screen.admin import change_line
    from complaint_cli.sheets.company import is_sheet

    organisation, digest = _organisation_in(file)
    with writing(seated(ctx)) as work:
        moment = work.at(at)
        if is_sheet(file):  # which have no place for accounts: who stays keeps his, and his post
            organisation = beside(work.organisation, organisation)
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


@command(org, "template", Admin.ORG_TEMPLATE)
def org_template(ctx: typer.Context, output: TemplateFile = None, json: JsonFlag = False) -> None:
    """Print an organisation file to fill in, or write one: TOML, or a workbook."""
    from complaint_cli.acts.setup import DEFAULT_ORGANISATION
    from complaint_cli.company.organisation_file import ROLES
    from complaint_cli.errors import UsageError
    from complaint_cli.files import fresh
    from complaint_cli.sheets.company import write_template

    call_of(ctx)
    if output is None and not json:
        print_file(DEFAULT_ORGANISATION.read_text("utf-8"))
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
        print_line(Admin.TEMPLATE_WRITTEN(path=output))


@command(org, "set-manager", Admin.ORG_SET_MANAGER)
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
    from complaint_cli.acts.transaction import writing
    from complaint_cli.acts.values import required
    from complaint_cli.acts.watching import closed_since

    with writing(seated(ctx)) as work:
        moment = work.at(at)
        seat, person = work.organisation.find(department).name, required(name, "name")
        begins = work.time(since).date() if since is not None else moment.date()
        known, near = work.organisation.knows(person), work.organisation.nearest(person)
        setup.set_manager(work, seat, person, begins, moment, work.actor(None, moment), approved_by)
        closed = closed_since(work, begins)
    if not known:
        tell((Admin.UNKNOWN_PERSON_NEAR if near else Admin.UNKNOWN_PERSON)(name=person, near=near))
    if closed:
        tell(Admin.CLOSED_SINCE(months=listed(closed)))
    if json:
        answer = {"schema": 1, "department": seat, "manager": person, "since": begins.isoformat()}
        print_json(answer | {"closed_months": closed})
    else:
        print_line(Admin.MANAGER_SET(department=seat, since=begins, name=person))
