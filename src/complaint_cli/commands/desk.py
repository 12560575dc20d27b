"""Looking things up: the work board, the ledger, one complaint, words in it, and when a limit ends."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Annotated, Any

import typer

from complaint_cli.acts.call import Call
from complaint_cli.commands.terminal import completion as complete
from complaint_cli.commands.terminal.call import By, JsonFlag, No, call_of, print_json
from complaint_cli.messages.desk import Desk
from complaint_cli.messages.help import Help

if TYPE_CHECKING:
    from complaint_cli.acts.work import Work
    from complaint_cli.company.calendar import Calendar
    from complaint_cli.complaint.case import Case, Status
    from complaint_cli.store.database import Store
    from complaint_cli.store.ledger import Filter

app = typer.Typer()

LOOK_BACK = timedelta(days=31)  # how long the board asks for an investigation of what is filed

Dept = Annotated[
    str | None,
    typer.Option("--dept", metavar=Help.NAME_VALUE(), help=Desk.OPT_DEPT(), autocompletion=complete.departments),
]
StatusName = Annotated[
    str | None,
    typer.Option("--status", metavar=Help.TEXT_VALUE(), help=Desk.OPT_STATUS(), autocompletion=complete.statuses),
]
Person = Annotated[
    str | None,
    typer.Option("--person", metavar=Help.NAME_VALUE(), help=Desk.OPT_PERSON(), autocompletion=complete.people),
]
Limit = Annotated[int, typer.Option("--limit", min=1, max=100_000, help=Desk.OPT_LIMIT())]
Page = Annotated[int, typer.Option("--page", min=1, max=1_000_000, help=Desk.OPT_PAGE())]
All = Annotated[bool, typer.Option("--all", help=Desk.OPT_ALL())]


def show_lines(lines: list[str]) -> None:
    """Print a result; nothing at all where there is nothing."""
    if lines:
        typer.echo("\n".join(lines))


# -- the board ---------------------------------------------------------------------------------


@app.command("board")
def board(
    ctx: typer.Context,
    everything: Annotated[bool, typer.Option("--all", help=Desk.OPT_ALL_BOARD())] = False,
    json: JsonFlag = False,
) -> None:
    call = call_of(ctx)
    if not call.database.exists():
        from complaint_cli.errors import DatabaseDamaged

        raise DatabaseDamaged(Desk.NO_DATABASE, path=call.database)
    from complaint_cli.acts.work import opened
    from complaint_cli.complaint.board import board as placed
    from complaint_cli.complaint.board import board_answer, suspected
    from complaint_cli.store.ledger import filed_to_look_into

    with opened(call) as work, work.store.reading():
        cases = work.store.open_cases()
        cases += [case for case in filed_to_look_into(work.store, work.now - LOOK_BACK) if suspected(case)]
        groups = placed(cases, work.now, work.edition, work.calendar, work.organisation.office.name)
    if call.json:
        print_json(board_answer(groups, work.now))
    else:
        from complaint_cli.render.screen.desk import board_lines

        show_lines(board_lines(groups, work.now, everything=everything))


# -- the ledger --------------------------------------------------------------------------------


@app.command("list")
def list_(
    ctx: typer.Context,
    dept: Dept = None,
    status: StatusName = None,
    month: Annotated[str | None, typer.Option("--month", metavar=Help.MONTH_VALUE(), help=Help.MONTH())] = None,
    category: Annotated[
        str | None, typer.Option("--category", metavar=Help.TEXT_VALUE(), help=Desk.OPT_CATEGORY())
    ] = None,
    person: Person = None,
    overdue: Annotated[bool, typer.Option("--overdue", help=Desk.OPT_OVERDUE())] = False,
    limit: Limit = 50,
    page: Page = 1,
    everything: All = False,
    json: JsonFlag = False,
) -> None:
    call = call_of(ctx)
    from complaint_cli.acts.work import watched
    from complaint_cli.store.ledger import Filter
    from complaint_cli.store.ledger import page as read_page

    with watched(call) as store, store.reading():
        wanted = Filter(
            department=None if dept is None else store.organisation().find(dept).name,
            person=None if person is None else person.strip(),
            category=None if category is None else _category(category),
            received=None if month is None else _received(call, store, month),
        )
        if status is not None or overdue:
            wanted = _by_status(call, store, wanted, status, overdue=overdue)
        most = None if everything else limit + 1
        offset = 0 if everything else (page - 1) * limit
        _answer_cases(call, read_page(store, wanted, limit=most, offset=offset), limit, page, everything=everything)


def _category(text: str) -> str:
    from complaint_cli.acts.work import LONGEST
    from complaint_cli.acts.work import text as checked
    from complaint_cli.company.categories import category_named

    return category_named(checked(text, "category", LONGEST["name"]) or "")


def _received(call: Call, store: Store, month: str) -> tuple[datetime, datetime]:
    from complaint_cli.acts.work import work_on
    from complaint_cli.assessment.assess import period_of

    period, _ = period_of(month, store.editions(), work_on(call, store).now)
    return period.start, period.end


def _by_status(call: Call, store: Store, wanted: Filter, status: str | None, *, overdue: bool) -> Filter:
    """Narrow a filter to a status, or to what is overdue; both but ``filed`` are read from the open work alone."""
    from complaint_cli.complaint.board import NOT_HANDED_BACK
    from complaint_cli.complaint.case import Status
    from complaint_cli.errors import UsageError

    asked = None if status is None else _status_named(status)
    if overdue and asked is not None and asked not in NOT_HANDED_BACK:
        from complaint_cli.render.screen.desk import status_word

        raise UsageError(Desk.STATUS_AND_OVERDUE, status=status_word(asked))
    if asked is Status.FILED:
        return wanted._replace(filed=True)
    cases = store.open_cases()
    if overdue:
        from complaint_cli.acts.work import work_on

        now = work_on(call, store).now
        cases = [c for c in cases if c.deadline < now and c.status() in NOT_HANDED_BACK]
    if asked is not None:
        cases = [c for c in cases if c.status() is asked]
    return wanted._replace(rows=[c.complaint.id for c in cases])


def _status_named(text: str) -> Status:
    from complaint_cli.complaint.case import Status
    from complaint_cli.errors import UsageError

    said = text.strip().casefold().replace("-", "_").replace(" ", "_")
    for status in Status:
        label = Desk[f"STATUS_{status.name}"]
        if said in (status.value, label.zh):
            return status
    choices = Desk.LISTED().join(status.value for status in Status)
    raise UsageError(Desk.NO_STATUS, text=text, choices=choices)


def _answer_cases(call: Call, found: list[Case], limit: int, page: int, *, everything: bool) -> None:
    """Print one page of complaints; ``found`` holds one more than the page where there are more."""
    more = not everything and len(found) > limit
    cases = found if everything else found[:limit]
    if call.json:
        print_json({"schema": 1, "page": page, "more": more, "complaints": [_brief(case) for case in cases]})
        return
    from complaint_cli.render.screen.desk import case_lines

    show_lines(case_lines(cases))
    if not cases:
        typer.echo(Desk.NOTHING_FOUND(), err=True)
    elif more:
        typer.echo(Desk.NEXT_PAGE(page=page + 1), err=True)


def _brief(case: Case) -> dict[str, Any]:
    """Return one line of the ledger as JSON has it, the caller hidden."""
    from complaint_cli.company.calendar import iso
    from complaint_cli.complaint.board import department_of, matter, persons_of
    from complaint_cli.text.masking import mask_name, mask_phone

    complaint, handback = case.complaint, case.handback
    return {
        "no": case.number,
        "order_no": complaint.order_no,
        "received": iso(case.receipt),
        "category": complaint.category,
        "source": complaint.source,
        "urgency": complaint.urgency,
        "matter": matter(case),
        "caller": mask_name(complaint.caller) or None,
        "phone": mask_phone(complaint.phone) or None,
        "department": department_of(case, "") or None,
        "persons": list(persons_of(case)),
        "status": case.status().value,
        "deadline": iso(case.deadline),
        "handed_back": iso(handback.at) if handback else None,
        "excluded": case.exclusion is not None,
    }


@app.command("search")
def search(
    ctx: typer.Context,
    text: Annotated[list[str], typer.Argument(metavar=Help.TEXT_VALUE(), help=Desk.ARG_TEXT())],
    limit: Limit = 50,
    page: Page = 1,
    everything: All = False,
    json: JsonFlag = False,
) -> None:
    call = call_of(ctx)
    from complaint_cli.acts.work import watched
    from complaint_cli.errors import UsageError
    from complaint_cli.store.ledger import search as look_for

    words = _words(" ".join(text))
    if not words:
        raise UsageError(Desk.NO_WORD)
    with watched(call) as store, store.reading():
        most = None if everything else limit + 1
        offset = 0 if everything else (page - 1) * limit
        found = look_for(store, words, limit=most, offset=offset)
        _answer_cases(call, found, limit, page, everything=everything)


def _words(text: str) -> list[str]:
    """Return the words to look for, each once; a phone number written with spaces is one."""
    from complaint_cli.acts.work import LONGEST
    from complaint_cli.acts.work import text as checked

    kept = checked(text, "text", LONGEST["name"]) or ""
    digits = kept.replace(" ", "").replace("-", "")
    mobile, landline = len(digits) == 11 and digits[0] == "1", len(digits) > 9 and digits[0] == "0"
    if digits.isdecimal() and (mobile or landline):
        return [digits]
    return list(dict.fromkeys(kept.split()))


# -- one complaint -----------------------------------------------------------------------------


@app.command("show")
def show(
    ctx: typer.Context,
    no: No,
    reveal: Annotated[bool, typer.Option("--reveal", help=Desk.OPT_REVEAL())] = False,
    by: By = None,
    json: JsonFlag = False,
) -> None:
    call = call_of(ctx)
    from complaint_cli.acts.work import opened, writing

    if reveal:
        with writing(call) as work:
            case = work.store.case(no)
            with work.entry("show --reveal", case.number, work.actor(by)):
                pass  # who looked, and when, is all there is to record
            told = _told(work, case, reveal=True)
    else:
        with opened(call) as work, work.store.reading():
            told = _told(work, work.store.case(no), reveal=False)
    answer, events, limit = told
    if call.json:
        print_json(answer)
    else:
        from complaint_cli.render.screen.desk import story_lines

        show_lines(story_lines(answer, events, limit))


def _told(work: Work, case: Case, *, reveal: bool) -> tuple[dict[str, Any], list[Any], str | None]:
    """Return a complaint as JSON has it, its events, and the policy's limit that its deadline was counted by."""
    from complaint_cli.complaint.stages import STAGES
    from complaint_cli.complaint.timeline import events, story
    from complaint_cli.store.ledger import clocks, numbers_of, praises
    from complaint_cli.store.matters import place

    entries = [case.complaint.entry]
    entries += [step.entry for stage in STAGES.values() for step in getattr(case, stage.attribute)]
    [raw] = work.store.load([case.complaint.id], raw=True)
    entries += [step.entry for stage in STAGES.values() for step in getattr(raw, stage.attribute)]
    commendations = praises(work.store, case.complaint.id)
    entries += [praise.entry for praise in commendations]
    happened = events(
        raw,
        commendations,
        calendar=work.calendar,
        clocks=clocks(work.store, entries),
        numbers=numbers_of(work.store, [link.repeat_of for link in case.links if link.repeat_of is not None]),
        reveal=reveal,
        typists={entry: work.store.entered_by(entry) for entry in set(entries)},
    )
    answer = story(
        case,
        happened,
        place=place(work.store, case),
        edition=work.edition,
        calendar=work.calendar,
        office=work.organisation.office.name,
        reveal=reveal,
    )
    basis = case.complaint.basis
    return answer, happened, None if basis == "order" else basis.split()[-1]


# -- when a limit ends -------------------------------------------------------------------------


@app.command("due")
def due(
    ctx: typer.Context,
    limit: Annotated[str, typer.Argument(metavar=Desk.LIMIT_VALUE(), help=Desk.ARG_LIMIT())],
    start: Annotated[str | None, typer.Option("--from", metavar=Help.TIME_VALUE(), help=Desk.OPT_FROM())] = None,
    explain: Annotated[bool, typer.Option("--explain", help=Desk.OPT_EXPLAIN())] = False,
    json: JsonFlag = False,
) -> None:
    call = call_of(ctx)
    from complaint_cli.company.calendar import Limit as Length
    from complaint_cli.company.calendar import iso
    from complaint_cli.company.moments import parse_time

    length = Length.parse(limit)
    with _clock_and_calendar(call) as (now, calendar):
        begun = now if start is None else parse_time(start, now=now, calendar=calendar)
        end, days = calendar.due(begun, length), calendar.explain(begun, length)
        provisional = calendar.due_is_provisional(begun, length)
    if call.json:
        answer = {"schema": 1, "from": iso(begun), "limit": str(length), "due": iso(end), "provisional": provisional}
        print_json(answer | {"days": [_day(day) for day in days]})
    else:
        from complaint_cli.render.screen.desk import due_lines

        show_lines(due_lines(begun, length, end, days, explain=explain, provisional=provisional))


@contextmanager
def _clock_and_calendar(call: Call) -> Iterator[tuple[datetime, Calendar]]:
    """Give the time and the working days of the edition in force; without a database, of the default one."""
    if call.database.exists():
        from complaint_cli.acts.work import opened

        with opened(call) as work, work.store.reading():
            yield work.now, work.calendar
    else:
        from complaint_cli.company.calendar import statutory
        from complaint_cli.company.edition import default_edition

        calendar = default_edition().calendar(statutory)
        yield call.now(calendar), calendar


def _day(day: Any) -> dict[str, Any]:
    return {
        "date": day.date.isoformat(),
        "kind": day.kind.value,
        "counted": day.counted,
        "total": day.total,
        "provisional": day.provisional,
    }
