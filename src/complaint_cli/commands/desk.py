"""Looking things up: the work board, the ledger, one complaint, words in it, and when a limit ends."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from functools import partial
from itertools import chain
from typing import TYPE_CHECKING, Annotated

import typer

from complaint_cli.acts.call import Call, tell
from complaint_cli.commands.terminal import completion as complete
from complaint_cli.commands.terminal.call import By, JsonFlag, Numbers, call_of, print_json
from complaint_cli.commands.terminal.declared import argument, opt
from complaint_cli.errors import DatabaseDamaged, UsageError
from complaint_cli.messages.desk import Desk
from complaint_cli.messages.help import Help

if TYPE_CHECKING:
    from complaint_cli.company.calendar import Calendar
    from complaint_cli.company.counting import DayNote
    from complaint_cli.store.database import Store

app = typer.Typer()

LOOK_BACK = timedelta(days=31)  # how long the board asks for an investigation of what is filed

Dept = Annotated[
    str | None,
    opt("--dept", metavar=Help.DEPARTMENT_VALUE, help=Desk.OPT_DEPT, offer=complete.departments),
]
Statuses = Annotated[
    list[str] | None,
    opt("--status", metavar=Help.TEXT_VALUE, help=Desk.OPT_STATUS, offer=complete.statuses),
]
Person = Annotated[
    str | None,
    opt("--person", metavar=Help.NAME_VALUE, help=Desk.OPT_PERSON, offer=complete.people),
]
Columns = Annotated[str | None, opt("--columns", metavar=Help.TEXT_VALUE, help=Desk.OPT_COLUMNS)]
Form = Annotated[str, opt("--format", metavar=Help.TEXT_VALUE, help=Desk.OPT_FORMAT)]
Limit = Annotated[int, opt("--limit", min=1, max=100_000, help=Desk.OPT_LIMIT)]
Page = Annotated[int, opt("--page", min=1, max=1_000_000, help=Desk.OPT_PAGE)]
All = Annotated[bool, opt("--all", help=Desk.OPT_ALL)]


def show_lines(lines: Iterable[str]) -> None:
    """Print a result; nothing at all where there is nothing."""
    for text in lines:
        print(text)


# -- the board ---------------------------------------------------------------------------------


@app.command("board")
def board(
    ctx: typer.Context,
    everything: Annotated[bool, opt("--all", help=Desk.OPT_ALL_BOARD)] = False,
    as_: Annotated[str | None, opt("--as", metavar=Help.TEXT_VALUE, help=Desk.OPT_AS)] = None,
    json: JsonFlag = False,
) -> None:
    call = call_of(ctx)
    if not call.database.exists():
        raise DatabaseDamaged(Desk.NO_DATABASE, path=call.database)
    from complaint_cli.acts.transaction import opened
    from complaint_cli.acts.watching import clocks_of, month_to_close
    from complaint_cli.complaint.board import board as placed
    from complaint_cli.complaint.board import board_answer, of_role, suspected
    from complaint_cli.store.ledger import filed_to_look_into

    with opened(call) as work, work.store.reading():
        since = work.now - LOOK_BACK
        filed = (case for case in filed_to_look_into(work.store, since) if suspected(case, since))
        cases = chain(work.store.open_cases(), filed)
        groups = placed(cases, work.now, work.terms_of, work.organisation, clocks_of(work))
        if as_ is not None:
            role = as_ if as_ in ("office", "audit") else work.organisation.find(as_).name
            groups = of_role(groups, role, work.organisation.office.name)
        closing = month_to_close(work) if as_ == "audit" else None
    if call.json:
        to_close = None if closing is None else {"month": closing[0], "obstacles": closing[1]}
        print_json(board_answer(groups, work.now) | ({"to_close": to_close} if as_ == "audit" else {}))
    else:
        from complaint_cli.render.screen.desk import board_lines
        from complaint_cli.render.screen.pager import paged

        with paged():
            show_lines(board_lines(groups, work.now, everything=everything))
            if closing is not None:
                month, count = closing
                typer.echo((Desk.NOT_CLOSABLE if count else Desk.CLOSABLE)(month=month, count=count))


# -- the ledger --------------------------------------------------------------------------------


@app.command("list")
def list_(
    ctx: typer.Context,
    dept: Dept = None,
    status: Statuses = None,
    month: Annotated[str | None, opt("--month", metavar=Help.MONTH_VALUE, help=Help.MONTH)] = None,
    category: Annotated[str | None, opt("--category", metavar=Help.TEXT_VALUE, help=Desk.OPT_CATEGORY)] = None,
    person: Person = None,
    open_: Annotated[bool, opt("--open", help=Desk.OPT_OPEN)] = False,
    overdue: Annotated[bool, opt("--overdue", help=Desk.OPT_OVERDUE)] = False,
    source: Annotated[str | None, opt("--source", metavar=Help.TEXT_VALUE, help=Desk.OPT_SOURCE)] = None,
    urgency: Annotated[str | None, opt("--urgency", metavar=Help.TEXT_VALUE, help=Desk.OPT_URGENCY)] = None,
    satisfaction: Annotated[
        str | None, opt("--satisfaction", metavar=Help.TEXT_VALUE, help=Desk.OPT_SATISFACTION)
    ] = None,
    repeat: Annotated[bool, opt("--repeat", help=Desk.OPT_REPEAT)] = False,
    excluded: Annotated[bool, opt("--excluded", help=Desk.OPT_EXCLUDED)] = False,
    start: Annotated[str | None, opt("--from", metavar=Help.TIME_VALUE, help=Desk.OPT_SINCE)] = None,
    end: Annotated[str | None, opt("--to", metavar=Help.TIME_VALUE, help=Desk.OPT_UNTIL)] = None,
    text: Annotated[str | None, opt("--text", metavar=Help.TEXT_VALUE, help=Desk.OPT_TEXT)] = None,
    sort: Annotated[str | None, opt("--sort", metavar=Help.TEXT_VALUE, help=Desk.OPT_SORT)] = None,
    columns: Columns = None,
    form: Form = "table",
    limit: Limit = 50,
    page: Page = 1,
    everything: All = False,
    json: JsonFlag = False,
) -> None:
    call, (most, offset) = call_of(ctx), _window(ctx, limit, page, everything=everything)
    from complaint_cli.acts.opening import watched
    from complaint_cli.commands.listing import answer_cases, asked, received, sorted_rows, source_asked, statuses_of
    from complaint_cli.messages.vocabulary import RESULT, URGENCY
    from complaint_cli.store.ledger import Filter, count
    from complaint_cli.store.ledger import page as read_page

    with watched(call) as store, store.reading():
        wanted = Filter(
            department=None if dept is None else store.organisation().find(dept).name,
            person=None if person is None else _person(store, person.strip()),
            category=None if category is None else _category(store, category),
            source=None if source is None else source_asked(source),
            urgency=asked(urgency, "urgency", URGENCY),
            received=received(call, store, month, start, end),
            satisfaction=asked(satisfaction, "satisfaction", RESULT),
            repeat=repeat,
            excluded=excluded,
            words=tuple((text or "").split()),
        )
        if status or overdue or open_:
            wanted = statuses_of(call, store, wanted, status or [], overdue=overdue, unfinished=open_)
        if sort is None:
            found = read_page(store, wanted, limit=most, offset=offset)
        else:
            rows = sorted_rows(read_page(store, wanted, limit=None), sort)
            found = store.each(rows[offset : None if most is None else offset + most])
        total = partial(count, store, wanted)
        answer_cases(call, found, limit, page, form, columns, everything=everything, count=total)


def _window(ctx: typer.Context, limit: int, page: int, *, everything: bool) -> tuple[int | None, int]:
    """Return how many complaints are read, one more than a page has, and from where."""
    if not everything:
        return limit + 1, (page - 1) * limit
    if any(str(ctx.get_parameter_source(name)).endswith("COMMANDLINE") for name in ("limit", "page")):
        raise UsageError(Desk.ALL_OR_PAGE)
    return None, 0


def _category(store: Store, text: str) -> str:
    """Return the category meant, else the text itself: an older one may be in no list; with the nearest if none is."""
    from complaint_cli.acts.values import LONGEST
    from complaint_cli.acts.values import text as checked
    from complaint_cli.company.categories import category_named

    wanted, categories = checked(text, "category", LONGEST["name"]) or "", store.editions()[-1].get("categories")
    if found := category_named(wanted, categories):
        return found
    if not _any(store, category=wanted):
        from complaint_cli.acts.intake import no_category

        tell(str(no_category(wanted, categories)))
    return wanted


def _person(store: Store, name: str) -> str:
    """Return a name, and tell the nearest to one that neither the organisation nor a complaint knows."""
    company = store.organisation()
    if company.peopled and not company.knows(name) and not _any(store, person=name):
        from complaint_cli.acts.people import belonging

        try:
            belonging(company, name, date.max)
        except UsageError as unknown:
            tell(str(unknown))
    return name


def _any(store: Store, *, person: str | None = None, category: str | None = None) -> bool:
    from complaint_cli.store.ledger import Filter, page

    return next(page(store, Filter(person=person, category=category), limit=1), None) is not None


@app.command("search")
def search(
    ctx: typer.Context,
    text: Annotated[list[str], argument(metavar=Help.TEXT_VALUE, help=Desk.ARG_TEXT)],
    columns: Columns = None,
    form: Form = "table",
    limit: Limit = 50,
    page: Page = 1,
    everything: All = False,
    json: JsonFlag = False,
) -> None:
    call, (most, offset) = call_of(ctx), _window(ctx, limit, page, everything=everything)
    from complaint_cli.acts.opening import watched
    from complaint_cli.commands.listing import answer_cases
    from complaint_cli.store.ledger import search as look_for

    words = _words(" ".join(text))
    if not words:
        raise UsageError(Desk.NO_WORD)
    with watched(call) as store, store.reading():
        found = look_for(store, words, limit=most, offset=offset)
        answer_cases(call, found, limit, page, form, columns, everything=everything)


def _words(text: str) -> list[str]:
    """Return the words to look for, each once; a phone number written with spaces is one."""
    from complaint_cli.acts.values import LONGEST
    from complaint_cli.acts.values import text as checked

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
    no: Numbers,
    reveal: Annotated[bool, opt("--reveal", help=Desk.OPT_REVEAL)] = False,
    by: By = None,
    json: JsonFlag = False,
) -> None:
    from complaint_cli.acts.telling import told_case
    from complaint_cli.acts.transaction import opened, writing

    call, told = call_of(ctx), []
    if reveal:
        from complaint_cli.commands.terminal.front import seated

        call = seated(ctx)
        with writing(call) as work:
            for case in [work.store.case(name) for name in no]:
                with work.entry("show --reveal", case.number, work.actor(by)):
                    pass  # who looked, and when, is all there is to record
                told.append(told_case(work, case, reveal=True))
    else:
        with opened(call) as work, work.store.reading():
            told = [told_case(work, case, reveal=False) for case in [work.store.case(name) for name in no]]
    if call.json:
        from complaint_cli.complaint.timeline import told_json

        answers = list(map(told_json, told))
        print_json(answers[0] if len(no) == 1 else {"schema": 1, "complaints": answers})
    else:
        from complaint_cli.render.screen.case import story_lines
        from complaint_cli.render.screen.pager import paged

        with paged():
            for place, one in enumerate(told):
                show_lines([*([""] if place else []), *story_lines(one)])


# -- when a limit ends -------------------------------------------------------------------------


@app.command("due")
def due(
    ctx: typer.Context,
    limit: Annotated[str, argument(metavar=Desk.LIMIT_VALUE, help=Desk.ARG_LIMIT)],
    start: Annotated[str | None, opt("--from", metavar=Help.TIME_VALUE, help=Desk.OPT_FROM)] = None,
    explain: Annotated[bool, opt("--explain", help=Desk.OPT_EXPLAIN)] = False,
    json: JsonFlag = False,
) -> None:
    call = call_of(ctx)
    from complaint_cli.company.calendar import Limit as Length
    from complaint_cli.company.calendar import iso
    from complaint_cli.company.counting import explain as day_by_day
    from complaint_cli.company.moments import parse_time

    length = Length.parse(limit)
    with _clock_and_calendar(call) as (now, calendar):
        begun = now if start is None else parse_time(start, now=now, calendar=calendar)
        end, days = calendar.due(begun, length), day_by_day(calendar, begun, length)
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
        from complaint_cli.acts.transaction import opened

        with opened(call) as work, work.store.reading():
            yield work.now, work.calendar
    else:
        from complaint_cli.company.calendar import statutory
        from complaint_cli.company.edition_file import default_edition

        calendar = default_edition().calendar(statutory)
        yield call.now(calendar), calendar


def _day(day: DayNote) -> dict[str, object]:
    return day._asdict() | {"date": day.date.isoformat(), "kind": day.kind.value}
