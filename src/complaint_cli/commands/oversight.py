"""The month's assessment: shown, explained, tried under another edition, written out, closed."""

from __future__ import annotations

from contextlib import nullcontext
from datetime import timedelta
from pathlib import Path
from typing import Annotated

import typer

from complaint_cli.acts.call import Call, tell
from complaint_cli.acts.transaction import opened, tried, writing
from complaint_cli.acts.work import Work
from complaint_cli.assessment.answer import Answer, Beside
from complaint_cli.assessment.rules import Period
from complaint_cli.commands.terminal.call import By, JsonFlag, Month, call_of, print_json
from complaint_cli.commands.terminal.declared import opt
from complaint_cli.commands.terminal.front import seated
from complaint_cli.company.edition import Edition
from complaint_cli.errors import MonthClosed, UsageError
from complaint_cli.files import refuse_ending
from complaint_cli.messages.assess import Assess
from complaint_cli.messages.help import Help
from complaint_cli.messages.prompts import Ask
from complaint_cli.messages.safety import Safety
from complaint_cli.text.plain import plain

app = typer.Typer()

_MONTHS_BEFORE = 11
"""How many earlier months the workbook compares with."""
_YEAR = timedelta(days=366)

Explained = Annotated[str | None, opt("--explain", metavar=Help.NO_VALUE, help=Assess.EXPLAIN)]
Tried = Annotated[Path | None, opt("--policy", metavar=Help.FILE_VALUE, help=Assess.POLICY)]
Workbook = Annotated[Path | None, opt("--xlsx", metavar=Help.FILE_VALUE, help=Assess.XLSX)]
Notice = Annotated[Path | None, opt("--docx", metavar=Help.FILE_VALUE, help=Assess.DOCX)]
Notices = Annotated[Path | None, opt("--notices", metavar=Help.FOLDER_VALUE, help=Assess.NOTICES)]
Close = Annotated[bool, opt("--close", help=Assess.CLOSE)]
Check = Annotated[bool, opt("--check", help=Assess.CHECK)]


@app.command("assess")
def assess(
    ctx: typer.Context,
    month: Month,
    explain: Explained = None,
    policy: Tried = None,
    xlsx: Workbook = None,
    docx: Notice = None,
    notices: Notices = None,
    close: Close = False,
    check: Check = False,
    by: By = None,
    json: JsonFlag = False,
) -> None:
    call = seated(ctx) if close or notices else call_of(ctx)
    _alone(explain=explain, policy=policy, close=close, xlsx=xlsx, docx=docx, notices=notices, check=check)
    if close:
        _close(call, month)
    with opened(call) as work, nullcontext() if notices else work.store.reading():
        if check:
            _check(work, month)
        elif explain is not None:
            _explain(work, month, explain)
        elif policy is not None:
            _try(work, month, policy)
        else:
            _report(work, month, xlsx, docx, notices)


def _alone(**options: object) -> None:
    """Refuse ``--explain`` and ``--policy`` beside each other, and beside what stores or writes."""
    given = [name for name, value in options.items() if value]
    for name in ("explain", "policy", "check"):
        other = next((g for g in given if g != name), None)
        if name in given and other:
            raise UsageError(Assess.TOGETHER, first=f"--{name}", second=f"--{other}")


def _check(work: Work, month: str) -> None:
    """Say what stands in the way of closing a month."""
    from complaint_cli.acts.closed import closed_json
    from complaint_cli.acts.closing import obstacles

    if closed_json(work.store, month):
        raise MonthClosed(Safety.CLOSED_ALREADY, month=month)
    found = obstacles(work, month, verified=True)
    if work.call.json:
        lines = [obstacle._asdict() for obstacle in found]
        print_json({"schema": 2, "month": month, "ready": not found, "obstacles": lines})
        return
    typer.echo(Safety.READY(month=month) if not found else Safety.NOT_YET(month=month, reasons=""))
    for obstacle in found:
        typer.echo("  " + plain(obstacle.text, lines=False))


def _answer(work: Work, month: str) -> Answer:
    """Return a closed month's answer as it was stored, an open one's from today's facts."""
    from complaint_cli.acts.closed import closed_answer
    from complaint_cli.acts.monthly import month_answer

    return closed_answer(work.store, month) or month_answer(work, month)


def _report(work: Work, month: str, xlsx: Path | None, docx: Path | None, notices: Path | None) -> None:
    for path, ending in ((xlsx, ".xlsx"), (docx, ".docx")):
        if path:
            refuse_ending(path, ending)
    if work.call.json and not (xlsx or docx or notices):
        _print_json(work, month)
        return
    answer = _answer(work, month)
    issued: list[Path] = []
    if notices:
        from complaint_cli.commands.penalties import issue

        issued = issue(work, answer, notices)
    if xlsx:
        from complaint_cli.render.paper import workbook

        workbook.write_assessment(xlsx, answer, _history(work, answer), lang=work.call.paper_language)
    if docx:
        from complaint_cli.render.paper.notice import write_notice

        write_notice(docx, answer, lang=work.call.paper_language)
    if work.call.json:
        _print_json(work, month, answer, **({"notices": [str(path) for path in issued]} if notices else {}))
        return
    if answer.status == "closed":
        _say_differences(work, month)
    for path in filter(None, (xlsx, docx, *issued)):
        typer.echo(plain(Assess.WRITTEN(path=path), lines=False))
    if notices and not issued:
        typer.echo(Assess.NOBODY_FINED(month=month))
    if not (xlsx or docx or notices):
        from complaint_cli.render.screen.pager import paged
        from complaint_cli.render.screen.report import print_report
        from complaint_cli.render.screen.terminal import console

        with paged():
            print_report(console(), answer)


def _print_json(work: Work, month: str, answer: Answer | None = None, **more: list[str]) -> None:
    """Print a month as JSON: a closed one as it is stored, an open one a line at a time."""
    from complaint_cli.acts.closed import closed_json
    from complaint_cli.acts.monthly import month_answer
    from complaint_cli.assessment.codec import to_json

    stored = closed_json(work.store, month)
    print_json((stored or to_json(answer or month_answer(work, month, whole=False), whole=False)) | more)


def _history(work: Work, answer: Answer) -> list[Beside]:
    """Return the figures of the months before this one that saw complaints, the earliest first.

    A closed month is compared with those that were closed before it alone, so that it never prints anything new.
    """
    from complaint_cli.acts.closed import closed_json
    from complaint_cli.acts.monthly import month_answer
    from complaint_cli.assessment.codec import read_beside
    from complaint_cli.store.closings import closings, months_with_complaints

    month, start = answer.month, answer.period.start
    if answer.status == "closed":
        done = {closing.month: closing.entry for closing in closings(work.store)}
        months = [earlier for earlier in done if earlier < month and done[earlier] < done[month]]
    else:
        months = [m for m in months_with_complaints(work.store, start - _YEAR, start) if m < month]
    return [
        read_beside(stored)
        if (stored := closed_json(work.store, earlier))
        else month_answer(work, earlier, compared=False).beside
        for earlier in months[-_MONTHS_BEFORE:]
    ]


def _say_differences(work: Work, month: str) -> None:
    """Say on stderr that later facts would change a closed month; the report itself stays as it was."""
    from complaint_cli.acts.carrying import differences_answer

    changes = differences_answer(work, month)
    if changes:
        typer.echo(Assess.SINCE_CLOSED(month=month, count=len(changes)), err=True)


def _close(call: Call, month: str) -> None:
    from complaint_cli.acts.closing import close_month
    from complaint_cli.commands.terminal.front import on_terminal

    if on_terminal(call):
        _agree_to_close(call, month)
    with writing(call) as work:
        close_month(work, month)
    typer.echo(Assess.CLOSED_NOW(month=month), err=True)


def _agree_to_close(call: Call, month: str) -> None:
    """Show that nothing stands in the way and what will count for ever, and ask; what cannot be closed is refused."""
    from complaint_cli.acts.closing import close_month
    from complaint_cli.commands.terminal.asking import yes_no

    with tried(call) as work:
        fines = close_month(work, month).fines
    undecided = sum(fine.decided is None for fine in fines)
    tell(Safety.READY(month=month))
    tell(Assess.BEFORE_CLOSING(fines=len(fines), undecided=undecided))
    if not yes_no(Assess.CLOSE_IT(month=month), default=False):
        tell(Ask.NOT_WRITTEN())
        raise typer.Exit(130)


# -- one complaint -----------------------------------------------------------------------------


def _explain(work: Work, month: str, no: str) -> None:
    from complaint_cli.acts.carrying import changed_since
    from complaint_cli.acts.closed import closed_answer
    from complaint_cli.acts.month import law_of
    from complaint_cli.acts.monthly import answer_about
    from complaint_cli.assessment.explain import explain
    from complaint_cli.assessment.story import story_json
    from complaint_cli.store.matters import place

    store = work.store
    row = store.resolve(no)
    answer = closed_answer(work.store, month, lists=False) or answer_about(work, month, row)
    period, edition = _period(work, answer)
    [case] = store.load([row])
    story = explain(
        case,
        answer,
        period,
        law_of(store, edition),
        place=place(store, case),
        organisation=work.organisation,
        changed=changed_since(work, month, row),
    )
    if work.call.json:
        print_json(story_json(story))
        return
    from complaint_cli.render.screen.pager import paged
    from complaint_cli.render.screen.story import print_story
    from complaint_cli.render.screen.terminal import console

    with paged():
        print_story(console(), story)


def _period(work: Work, answer: Answer) -> tuple[Period, Edition]:
    """Return the period and the edition that an answer was made for, whatever was adopted since."""
    editions, period = work.store.editions(), answer.period
    edition = next(e for e in reversed(editions) if e.sha256 == answer.policy.sha256)
    start, end, as_of = (at.astimezone(edition.timezone) for at in (period.start, period.end, period.as_of))
    return Period(period.month, start, end, as_of), edition


# -- another edition ---------------------------------------------------------------------------


def _try(work: Work, month: str, file: Path) -> None:
    from complaint_cli.acts.month import assess_month, law_of, provisional_years
    from complaint_cli.acts.setup import read_edition
    from complaint_cli.assessment.answer import answer
    from complaint_cli.assessment.assess import last_second
    from complaint_cli.assessment.codec import to_json
    from complaint_cli.company.edition import diff
    from complaint_cli.store.closings import year_sums

    trial_edition = read_edition(file)
    in_force = _answer(work, month)
    own, edition = _period(work, in_force)
    law = law_of(work.store, edition)
    period = own._replace(end=last_second(own.start.date(), trial_edition))
    carried, year = in_force.adjustments, year_sums(work.store, month)
    tried = law.replaced(trial_edition)
    result, rehearsal = assess_month(work.store, period, tried, carried), in_force.rehearsal
    if in_force.status == "closed":  # the editions differ, not what was entered since
        again = assess_month(work.store, own, law, carried)
        in_force = answer(again, "closed", in_force.head, year=year)._replace(rehearsal=rehearsal)
    provisional = tuple(provisional_years(result, tried))
    trial = answer(result, in_force.status, in_force.head, year=year)
    trial = trial._replace(rehearsal=rehearsal, provisional=provisional)
    if work.call.json:
        print_json(to_json(trial) | {"trial": True, "in_force": to_json(in_force)})
        return
    from complaint_cli.render.screen.terminal import console
    from complaint_cli.render.screen.trial import print_trial

    print_trial(console(), trial, in_force, diff(edition, trial_edition))
