"""The commands of 第四条: from intake to the reply to the superior unit; corrections, and many at once."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from complaint_cli.commands.terminal import completion as complete
from complaint_cli.commands.terminal.call import At, By, JsonFlag, call_of, print_json
from complaint_cli.commands.terminal.declared import argument, opt
from complaint_cli.commands.terminal.front import run
from complaint_cli.commands.terminal.options import (
    Account,
    Address,
    AnyNo,
    Approver,
    Caller,
    Category,
    Content,
    Deadline,
    More,
    OrderNo,
    Phone,
    ReceivedAt,
    RepeatOf,
    Source,
    SuperiorNo,
    Urgency,
    Why,
    option,
    several,
)
from complaint_cli.messages.exchange import Exchange
from complaint_cli.messages.help import Help
from complaint_cli.messages.prompts import Done, Option

app = typer.Typer()


@app.command("intake")
def intake(
    ctx: typer.Context,
    values: Annotated[str | None, argument(metavar=Option.JSON_VALUE, help=Option.VALUES)] = None,
    content: Content = None,
    category: Category = None,
    source: Source = None,
    urgency: Urgency = None,
    caller: Caller = None,
    phone: Phone = None,
    account: Account = None,
    address: Address = None,
    order_no: OrderNo = None,
    superior_no: SuperiorNo = None,
    deadline: Deadline = None,
    repeat_of: RepeatOf = None,
    confidential: Annotated[bool, opt("--confidential", help=Option.CONFIDENTIAL)] = False,
    at: ReceivedAt = None,
    by: By = None,
    json: JsonFlag = False,
) -> None:
    given: dict[str, Any] = {
        "content": content,
        "category": category,
        "source": source,
        "urgency": urgency,
        "caller": caller,
        "phone": phone,
        "account": account,
        "address": address,
        "order_no": order_no,
        "superior_no": superior_no,
        "deadline": deadline,
        "repeat_of": repeat_of,
        "confidential": confidential or None,
        "at": at,
        "by": by,
    }
    if values is None:
        run(ctx, "intake", **given)
        return
    from complaint_cli.commands.terminal.orders import arrive

    arrive(ctx, values, given)


@app.command("transfer")
def transfer(
    ctx: typer.Context,
    no: AnyNo = None,
    more: More = None,
    to: Annotated[str | None, option("--to", Option.TO, Option.DEPARTMENT_VALUE, complete.departments)] = None,
    person: Annotated[list[str] | None, option("--person", Option.PERSONS, Help.NAME_VALUE, complete.people)] = None,
    justified: Annotated[str | None, option("--justified", Option.JUSTIFIED)] = None,
    approved_by: Approver = None,
    at: At = None,
    by: By = None,
    json: JsonFlag = False,
) -> None:
    run(
        ctx, "transfer", no=no, to=to, person=several(person, more), justified=justified, approved_by=approved_by, at=at
    )


@app.command("approve")
def approve(
    ctx: typer.Context,
    no: AnyNo = None,
    as_: Annotated[str | None, option("--as", Option.AS, "deputy|general")] = None,
    opinion: Annotated[str | None, option("--opinion", Option.OPINION)] = None,
    acting: Annotated[bool, opt("--acting", help=Option.ACTING)] = False,
    reject: Annotated[bool, opt("--reject", help=Option.REJECT)] = False,
    reason: Why = None,
    at: At = None,
    by: By = None,
    json: JsonFlag = False,
) -> None:
    run(ctx, "approve", no=no, as_=as_, opinion=opinion, acting=acting, reject=reject, reason=reason, at=at)


@app.command("return")
def return_(
    ctx: typer.Context,
    no: AnyNo = None,
    reason: Why = None,
    approved_by: Approver = None,
    at: At = None,
    by: By = None,
    json: JsonFlag = False,
) -> None:
    run(ctx, "return", no=no, reason=reason, approved_by=approved_by, at=at)


@app.command("handle")
def handle(
    ctx: typer.Context,
    no: AnyNo = None,
    more: More = None,
    contact: Annotated[str | None, option("--contact", Option.CONTACT, "visit|phone")] = None,
    evidence: Annotated[list[str] | None, option("--evidence", Option.EVIDENCE, Help.FILE_VALUE)] = None,
    result: Annotated[str | None, option("--result", Option.RESULT)] = None,
    done: Annotated[bool, opt("--done", help=Option.DONE)] = False,
    report: Annotated[str | None, option("--report", Option.REPORT)] = None,
    person: Annotated[
        list[str] | None, option("--person", Option.HANDLE_PERSONS, Help.NAME_VALUE, complete.people)
    ] = None,
    approved_by: Approver = None,
    at: At = None,
    by: By = None,
    json: JsonFlag = False,
) -> None:
    files = several(evidence, None if person and not evidence else more)
    persons = several(person, more) if person and not evidence else person
    run(
        ctx,
        "handle",
        no=no,
        contact=contact,
        evidence=files,
        result=result,
        done=done,
        report=report,
        person=persons,
        approved_by=approved_by,
        at=at,
    )


@app.command("extend")
def extend(
    ctx: typer.Context,
    no: AnyNo = None,
    to: Annotated[str | None, option("--to", Option.EXTEND_TO, Help.TIME_VALUE)] = None,
    approved_by: Approver = None,
    reason: Why = None,
    at: At = None,
    by: By = None,
    json: JsonFlag = False,
) -> None:
    run(ctx, "extend", no=no, to=to, approved_by=approved_by, reason=reason, at=at)


@app.command("callback")
def callback(
    ctx: typer.Context,
    no: AnyNo = None,
    result: Annotated[
        str | None, option("--result", Option.CALLBACK_RESULT, "satisfied|mostly|unsatisfied|unreached")
    ] = None,
    resolved: Annotated[bool | None, opt("--resolved/--unresolved", help=Option.RESOLVED)] = None,
    rework: Annotated[bool, opt("--rework", help=Option.REWORK)] = False,
    note: Annotated[str | None, option("--note", Option.CALL_NOTE)] = None,
    at: At = None,
    by: By = None,
    json: JsonFlag = False,
) -> None:
    run(ctx, "callback", no=no, result=result, resolved=resolved, rework=rework, note=note, at=at)


@app.command("reply")
def reply(
    ctx: typer.Context,
    no: AnyNo = None,
    summary: Annotated[str | None, option("--summary", Option.SUMMARY)] = None,
    at: At = None,
    by: By = None,
    json: JsonFlag = False,
) -> None:
    run(ctx, "reply", no=no, summary=summary, at=at)


@app.command("link")
def link(
    ctx: typer.Context,
    no: AnyNo = None,
    repeat_of: RepeatOf = None,
    at: At = None,
    by: By = None,
    json: JsonFlag = False,
) -> None:
    run(ctx, "link", no=no, repeat_of=repeat_of, at=at)


@app.command("unlink")
def unlink(
    ctx: typer.Context,
    no: AnyNo = None,
    reason: Why = None,
    approved_by: Approver = None,
    at: At = None,
    by: By = None,
    json: JsonFlag = False,
) -> None:
    run(ctx, "unlink", no=no, reason=reason, approved_by=approved_by, at=at)


@app.command("amend")
def amend(
    ctx: typer.Context,
    no: AnyNo = None,
    reason: Why = None,
    content: Content = None,
    category: Category = None,
    source: Source = None,
    urgency: Urgency = None,
    caller: Caller = None,
    phone: Phone = None,
    account: Account = None,
    address: Address = None,
    order_no: OrderNo = None,
    superior_no: SuperiorNo = None,
    deadline: Deadline = None,
    received: Annotated[str | None, option("--received", Option.RECEIVED, Help.TIME_VALUE)] = None,
    confidential: Annotated[
        bool | None, opt("--confidential/--not-confidential", help=Option.CONFIDENTIAL_OR_NOT)
    ] = None,
    step: Annotated[str | None, option("--step", Option.STEP, Option.STEP_VALUE)] = None,
    to: Annotated[str | None, option("--to", Option.STEP_TO, Option.DEPARTMENT_VALUE)] = None,
    person: Annotated[list[str] | None, option("--person", Option.PERSONS, Help.NAME_VALUE, complete.people)] = None,
    justified: Annotated[str | None, option("--justified", Option.JUSTIFIED)] = None,
    opinion: Annotated[str | None, option("--opinion", Option.OPINION)] = None,
    contact: Annotated[str | None, option("--contact", Option.CONTACT, "visit|phone")] = None,
    result: Annotated[str | None, option("--result", Option.RESULT)] = None,
    report: Annotated[str | None, option("--report", Option.REPORT)] = None,
    resolved: Annotated[bool | None, opt("--resolved/--unresolved", help=Option.RESOLVED)] = None,
    rework: Annotated[bool | None, opt("--rework/--no-rework", help=Option.REWORK)] = None,
    note: Annotated[str | None, option("--note", Option.NOTE)] = None,
    summary: Annotated[str | None, option("--summary", Option.SUMMARY)] = None,
    auditor: Annotated[str | None, option("--auditor", Option.AUDITOR, Help.NAME_VALUE, complete.people)] = None,
    clerk: Annotated[str | None, option("--clerk", Option.CLERK, Help.NAME_VALUE, complete.people)] = None,
    internal_cause: Annotated[
        bool | None, opt("--internal-cause/--no-internal-cause", help=Option.INTERNAL_CAUSE)
    ] = None,
    adverse_effect: Annotated[
        bool | None, opt("--adverse-effect/--no-adverse-effect", help=Option.ADVERSE_EFFECT)
    ] = None,
    severity: Annotated[str | None, option("--severity", Option.SEVERITY, "minor|serious|major")] = None,
    false_record: Annotated[bool | None, opt("--false-record/--no-false-record", help=Option.FALSE_RECORD)] = None,
    dept: Annotated[str | None, option("--dept", Option.CAUSE_DEPARTMENT, Option.DEPARTMENT_VALUE)] = None,
    approved_by: Approver = None,
    at: At = None,
    by: By = None,
    json: JsonFlag = False,
) -> None:
    run(
        ctx,
        "amend",
        no=no,
        reason=reason,
        content=content,
        category=category,
        source=source,
        urgency=urgency,
        caller=caller,
        phone=phone,
        account=account,
        address=address,
        order_no=order_no,
        superior_no=superior_no,
        deadline=deadline,
        received=received,
        confidential=confidential,
        step=step,
        to=to,
        person=person,
        justified=justified,
        opinion=opinion,
        contact=contact,
        result=result,
        report=report,
        resolved=resolved,
        rework=rework,
        note=note,
        summary=summary,
        auditor=auditor,
        clerk=clerk,
        internal_cause=internal_cause,
        adverse_effect=adverse_effect,
        severity=severity,
        false_record=false_record,
        dept=dept,
        approved_by=approved_by,
        at=at,
        by=by,
    )


@app.command("withdraw")
def withdraw(
    ctx: typer.Context,
    no: AnyNo = None,
    step: Annotated[str | None, option("--step", Option.STEP, Option.STEP_VALUE)] = None,
    commendation: Annotated[str | None, option("--commendation", Option.COMMENDATION, Option.STEP_VALUE)] = None,
    reason: Why = None,
    approved_by: Approver = None,
    at: At = None,
    by: By = None,
    json: JsonFlag = False,
) -> None:
    run(
        ctx,
        "withdraw",
        asking=False,
        no=no,
        step=step,
        commendation=commendation,
        reason=reason,
        approved_by=approved_by,
        at=at,
    )


@app.command("batch")
def batch(
    ctx: typer.Context,
    file: Annotated[str, argument(metavar=Option.JSON_VALUE, help=Option.LINES)],
    dry_run: Annotated[bool, opt("--dry-run", help=Exchange.DRY_HELP)] = False,
    by: By = None,
    json: JsonFlag = False,
) -> None:
    from complaint_cli.acts.batch import applied_file
    from complaint_cli.commands.terminal.orders import widened
    from complaint_cli.render.screen.progress import counting

    applied = applied_file(call_of(ctx), file, counting, widened, dry_run=dry_run)
    if json:
        tried = {"written": False} if dry_run else {}
        print_json({"schema": 1, "applied": applied.lines, "refs": applied.refs, **tried})
    else:
        typer.echo((Done.BATCH_TRIED if dry_run else Done.BATCH)(count=applied.lines))
