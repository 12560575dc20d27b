"""The commands of 第五条: what was investigated, decided, excluded and commended."""

from __future__ import annotations

from typing import Annotated

import typer

from complaint_cli.commands.terminal import completion as complete
from complaint_cli.commands.terminal.call import At, By, JsonFlag
from complaint_cli.commands.terminal.declared import argument, opt
from complaint_cli.commands.terminal.front import run
from complaint_cli.commands.terminal.options import AnyNo, Approver, More, Why, option, several
from complaint_cli.messages.help import Help
from complaint_cli.messages.prompts import Option

app = typer.Typer()

_NAME = Help.NAME_VALUE


@app.command("investigate")
def investigate(
    ctx: typer.Context,
    no: AnyNo = None,
    more: More = None,
    auditor: Annotated[str | None, option("--auditor", Option.AUDITOR, _NAME, complete.people)] = None,
    clerk: Annotated[str | None, option("--clerk", Option.CLERK, _NAME, complete.people)] = None,
    internal_cause: Annotated[bool, opt("--internal-cause", help=Option.INTERNAL_CAUSE)] = False,
    adverse_effect: Annotated[bool, opt("--adverse-effect", help=Option.ADVERSE_EFFECT)] = False,
    severity: Annotated[str | None, option("--severity", Option.SEVERITY, "minor|serious|major")] = None,
    false_record: Annotated[bool, opt("--false-record", help=Option.FALSE_RECORD)] = False,
    dept: Annotated[
        str | None, option("--dept", Option.CAUSE_DEPARTMENT, Option.DEPARTMENT_VALUE, complete.departments)
    ] = None,
    person: Annotated[list[str] | None, option("--person", Option.PERSONS, _NAME, complete.people)] = None,
    note: Annotated[str | None, option("--note", Option.NOTE)] = None,
    at: At = None,
    by: By = None,
    json: JsonFlag = False,
) -> None:
    run(
        ctx,
        "investigate",
        no=no,
        auditor=auditor,
        clerk=clerk,
        internal_cause=internal_cause,
        adverse_effect=adverse_effect,
        severity=severity,
        false_record=false_record,
        dept=dept,
        person=several(person, more),
        note=note,
        at=at,
    )


@app.command("decide")
def decide(
    ctx: typer.Context,
    no: AnyNo = None,
    rule: Annotated[str | None, option("--rule", Option.RULE, offer=complete.rules)] = None,
    person: Annotated[str | None, option("--person", Option.FINED, _NAME, complete.people)] = None,
    role: Annotated[str | None, option("--role", Option.ROLE, "officer|manager|responsible")] = None,
    amount: Annotated[str | None, option("--amount", Option.AMOUNT, Option.YUAN_VALUE)] = None,
    waive: Annotated[bool, opt("--waive", help=Option.WAIVE)] = False,
    reason: Why = None,
    at: At = None,
    by: By = None,
    json: JsonFlag = False,
) -> None:
    run(ctx, "decide", no=no, rule=rule, person=person, role=role, amount=amount, waive=waive, reason=reason, at=at)


@app.command("object")
def object_(
    ctx: typer.Context,
    no: AnyNo = None,
    rule: Annotated[str | None, option("--rule", Option.RULE, offer=complete.rules)] = None,
    person: Annotated[str | None, option("--person", Option.FINED, _NAME, complete.people)] = None,
    reason: Why = None,
    at: At = None,
    by: By = None,
    json: JsonFlag = False,
) -> None:
    run(ctx, "object", asking=False, no=no, rule=rule, person=person, reason=reason, at=at)


@app.command("exclude")
def exclude(
    ctx: typer.Context,
    no: AnyNo = None,
    reason: Why = None,
    approved_by: Approver = None,
    at: At = None,
    by: By = None,
    json: JsonFlag = False,
) -> None:
    run(ctx, "exclude", no=no, reason=reason, approved_by=approved_by, at=at)


@app.command("include")
def include(
    ctx: typer.Context,
    no: AnyNo = None,
    reason: Why = None,
    approved_by: Approver = None,
    at: At = None,
    by: By = None,
    json: JsonFlag = False,
) -> None:
    run(ctx, "include", no=no, reason=reason, approved_by=approved_by, at=at)


@app.command("commend")
def commend(
    ctx: typer.Context,
    dept: Annotated[
        str | None,
        argument(metavar=Option.DEPARTMENT_VALUE, help=Option.DEPARTMENT, offer=complete.departments),
    ] = None,
    reason: Why = None,
    complaint: Annotated[str | None, option("--complaint", Option.COMPLAINT, Help.NO_VALUE, complete.numbers)] = None,
    at: At = None,
    by: By = None,
    json: JsonFlag = False,
) -> None:
    run(ctx, "commend", dept=dept, reason=reason, complaint=complaint, at=at)
