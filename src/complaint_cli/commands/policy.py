"""policy: the editions of the parameters."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from complaint_cli.acts.call import Call, tell
from complaint_cli.commands.terminal.call import At, By, Input, JsonFlag, call_of, print_json
from complaint_cli.commands.terminal.declared import argument, command, opt
from complaint_cli.commands.terminal.front import seated
from complaint_cli.messages import listed
from complaint_cli.messages.admin import Admin
from complaint_cli.messages.help import Help

if TYPE_CHECKING:
    from complaint_cli.company.edition import Edition
from complaint_cli.commands.terminal.printing import ApprovedBy, edition_facts_of, named, print_file, print_line

app = typer.Typer()
policy = typer.Typer()
app.add_typer(policy, name="policy")
On = Annotated[str | None, opt("--on", metavar=Admin.DAY_VALUE, help=Admin.ON_HELP)]
All = Annotated[bool, opt("--all", help=Admin.ALL_HELP)]
Scenarios = Annotated[Path | None, opt(metavar=Help.FOLDER_VALUE, help=Admin.SCENARIOS_HELP)]
SideA = Annotated[str, argument(metavar=Admin.SIDE_A, help=Admin.SIDE_HELP)]
SideB = Annotated[str, argument(metavar=Admin.SIDE_B, help=Admin.SIDE_HELP)]


@command(policy, "show", Admin.POLICY_SHOW)
def policy_show(ctx: typer.Context, on: On = None, every: All = False, json: JsonFlag = False) -> None:
    from complaint_cli.acts.transaction import opened
    from complaint_cli.render.screen.admin import edition_facts, edition_json

    with opened(call_of(ctx)) as work:
        edition = work.edition_on(work.time(on).date()) if on is not None else work.edition
        editions = work.store.editions()
    if every and json:
        print_json({"schema": 1, "editions": [edition_facts(e) | {"in_force": e is edition} for e in editions]})
    elif every:
        for each in editions:
            mark = Admin.IN_FORCE_MARK() if each is edition else ""
            print_line(Admin.EDITION_LINE(mark=mark, **named(each)))
    elif json:
        print_json(edition_json(edition))
    else:
        tell(Admin.EDITION_IN_FORCE(**named(edition)))
        print_file(edition.source)


@command(policy, "check", Admin.POLICY_CHECK)
def policy_check(ctx: typer.Context, file: Input, scenarios: Scenarios = None, json: JsonFlag = False) -> None:
    from complaint_cli.acts import setup
    from complaint_cli.company.keys import NUMBERS
    from complaint_cli.errors import PolicyInvalid
    from complaint_cli.render.screen.admin import unconfirmed

    edition = setup.read_edition(file)
    files, failures = _scenarios(scenarios, edition) if scenarios else ([], [])
    if json:
        answer = {"schema": 1, "valid": True, **edition_facts_of(edition), "unconfirmed": unconfirmed(edition)}
        print_json(answer | {"scenarios": len(files), "failures": failures})
    else:
        print_line(Admin.VALID(file=file.name, numbers=len(NUMBERS), **named(edition)))
        if tables := unconfirmed(edition):
            print_line(Admin.UNCONFIRMED(rules=listed(tables)))
        if files and not failures:
            print_line(Admin.SCENARIOS_PASSED(count=len(files)))
        for failure in failures:
            tell(failure)
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


@command(policy, "adopt", Admin.POLICY_ADOPT)
def policy_adopt(
    ctx: typer.Context,
    file: Input,
    approved_by: ApprovedBy = None,
    at: At = None,
    by: By = None,
    json: JsonFlag = False,
) -> None:
    from complaint_cli.acts import setup
    from complaint_cli.acts.transaction import writing
    from complaint_cli.acts.watching import closed_since, open_since

    edition = setup.read_edition(file)
    with writing(seated(ctx)) as work:
        done = setup.adopt(work, edition, work.at(at), approved_by)
        closed = closed_since(work, edition.effective) if done.new else []
        touched = open_since(work, edition.effective) if done.new else []
    if closed:
        tell(Admin.CLOSED_KEPT(months=listed(closed)))
    if json:
        answer = {"schema": 1, "adopted": done.new, **edition_facts_of(edition), "open_months": touched}
        print_json(answer | {"calendar_years": done.years, "moved": done.moved, "closed_months": closed})
        return
    print_line((Admin.ADOPTED if done.new else Admin.CALENDAR_ONLY)(**named(edition)))
    if touched:
        print_line(Admin.TOUCHES(months=listed(touched)))
    if done.years:
        print_line(Admin.CALENDAR_YEARS(years=listed(map(str, done.years))))
    for move in done.moved:
        kept = move["was"] == move["now"]
        was, now = (str(move[key])[:16].replace("T", " ") for key in ("was", "now"))
        print_line((Admin.SETTLED if kept else Admin.MOVED)(complaint=move["complaint"], was=was, now=now))
    if not done.moved:
        print_line(Admin.MOVED_NONE())


@command(policy, "diff", Admin.POLICY_DIFF)
def policy_diff(ctx: typer.Context, a: SideA, b: SideB, json: JsonFlag = False) -> None:
    from complaint_cli.company.edition import diff
    from complaint_cli.render.screen.admin import difference_line, jsonable

    old, new = _sides(call_of(ctx), a, b)
    changes = diff(old, new)
    if json:
        said = [{"key": c.key, "old": jsonable(c.old), "new": jsonable(c.new)} for c in changes]
        print_json({"schema": 1, "a": edition_facts_of(old), "b": edition_facts_of(new), "changes": said})
        return
    tell(Admin.DIFF_OF(a=f"{old.title} {old.effective}", b=f"{new.title} {new.effective}"))
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
    from complaint_cli.acts.transaction import opened
    from complaint_cli.company.edition_file import default_edition

    def adopted(side: str) -> bool:
        return side == "current" or re.fullmatch(r"\d{4}-\d\d?-\d\d?", side) is not None

    found = {"default": default_edition()}
    if any(map(adopted, sides)):
        with opened(call) as work:
            for side in filter(adopted, sides):
                found[side] = work.edition if side == "current" else work.edition_on(work.time(side).date())
    return [found[side] if side in found else setup.read_edition(Path(side)) for side in sides]
