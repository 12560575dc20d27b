"""Which complaints a list holds, in what order, and how it is printed."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from itertools import islice

import typer

from complaint_cli.acts.call import Call
from complaint_cli.commands.terminal.call import print_json
from complaint_cli.company.calendar import iso
from complaint_cli.complaint.board import NOT_HANDED_BACK, department_of, hidden_of, matter, persons_of
from complaint_cli.complaint.case import Case, Status
from complaint_cli.errors import UsageError
from complaint_cli.messages import listed
from complaint_cli.messages.desk import Desk
from complaint_cli.messages.vocabulary import Words
from complaint_cli.store.database import Store
from complaint_cli.store.ledger import Filter
from complaint_cli.text.masking import mask_name, mask_phone

KEYS = (
    "no", "order_no", "received", "category", "source", "urgency", "matter", "caller", "phone", "department", "persons",
    "status", "deadline", "handed_back", "satisfaction", "repeat", "excluded",
)  # fmt: skip
"""The columns of a list, as --json has them."""


def received(
    call: Call, store: Store, month: str | None, start: str | None, end: str | None
) -> tuple[datetime, datetime] | None:
    """Return the first and last moment of receipt that are asked for; a day without a clock is a whole day."""
    if month is None and start is None and end is None:
        return None
    from complaint_cli.acts.month import period_in
    from complaint_cli.acts.work import work_on

    work = work_on(call, store)
    if month is not None:
        if start is not None or end is not None:
            raise UsageError(Desk.MONTH_OR_DAYS)
        period, _ = period_in(store, month, work.now)
        return period.start, period.end
    zone = work.calendar.tz
    first = datetime(2000, 1, 1, tzinfo=zone) if start is None else work.time(start)
    last = work.now if end is None else work.time(end)
    if start is not None and ":" not in start and "：" not in start:
        first = first.replace(hour=0, minute=0, second=0)
    if end is not None and ":" not in end and "：" not in end:
        last = last.replace(hour=23, minute=59, second=59)
    if first > last:
        raise UsageError(Desk.FROM_AFTER_TO)
    return first, last


def asked(text: str | None, name: str, words: Words) -> str | None:
    """Return the value that a word of a list means, None where nothing is asked; UsageError for another word."""
    if text is None:
        return None
    from complaint_cli.acts.answers import choice

    return choice(text, name, words)


def source_asked(text: str) -> Callable[[str], bool]:
    """Return whether a source is the one asked for, by its beginning or by its kind."""
    from complaint_cli.company.categories import Source, source_kind, source_named

    named = source_named(text.strip())
    kind = next((kind for kind in Source if named == kind.value[0]), None)
    begin = named.casefold()
    return lambda source: source.casefold().startswith(begin) or (kind is not None and source_kind(source) is kind)


def statuses_of(
    call: Call, store: Store, wanted: Filter, names: Sequence[str], *, overdue: bool, unfinished: bool
) -> Filter:
    """Narrow a filter to some statuses, to open work or to what is overdue; all but ``filed`` from the open work."""
    asked = {_status_named(name) for name in names}
    if unfinished and Status.FILED in asked:
        raise UsageError(Desk.FILED_AND_OPEN)
    if asked == {Status.FILED} and not overdue:
        return wanted._replace(filed=True)
    if overdue and (finished := asked - {*NOT_HANDED_BACK}):
        from complaint_cli.render.screen.desk import status_word

        raise UsageError(Desk.STATUS_AND_OVERDUE, status=status_word(min(finished, key=lambda status: status.value)))
    if Status.FILED in asked:
        return wanted._replace(keep=lambda case: case.status() in asked)
    cases: Iterable[Case] = store.open_cases()
    if overdue:
        from complaint_cli.acts.work import work_on

        now = work_on(call, store).now
        cases = (c for c in cases if c.deadline < now and c.status() in NOT_HANDED_BACK)
    if asked:
        cases = (c for c in cases if c.status() in asked)
    return wanted._replace(rows=[c.complaint.id for c in cases])


def _status_named(text: str) -> Status:
    said = text.strip().casefold().replace("-", "_").replace(" ", "_")
    for status in Status:
        label = Desk[f"STATUS_{status.name}"]
        if said in (status.value, label.zh):
            return status
    choices = listed(Desk[f"STATUS_{status.name}"]() for status in Status)
    raise UsageError(Desk.NO_STATUS, text=text, choices=choices)


def sorted_rows(cases: Iterable[Case], sort: str) -> list[int]:
    """Return the rows of complaints in the order of a column, downwards where a minus stands before it."""
    name = sort.strip().removeprefix("-").removeprefix("+")
    if name not in KEYS:
        raise UsageError(Desk.NO_COLUMN, text=sort, choices=listed(KEYS))
    keyed = [(_key(brief(case)[name]), case.complaint.year, case.complaint.serial, case.complaint.id) for case in cases]
    return [row for *_, row in sorted(keyed, reverse=sort.strip().startswith("-"))]


def _key(value: object) -> tuple[bool, str]:
    return value is not None, " ".join(value) if isinstance(value, list) else str(value)


def answer_cases(
    call: Call,
    found: Iterator[Case],
    limit: int,
    page: int,
    form: str,
    columns: str | None,
    *,
    everything: bool,
    count: Callable[[], int | None] = lambda: None,
) -> None:
    """Print one page of complaints; ``found`` yields one more than the page where there are more.

    On a terminal it says how many there are, by ``count`` where not all are shown.
    """
    from complaint_cli.render.screen.formats import checked, chosen, write

    form, names = checked(form, json=call.json), chosen(columns, KEYS)
    if call.json:
        if everything:
            rows = ({name: line[name] for name in names} for line in map(brief, found))
            print_json({"schema": 1, "page": page, "more": False, "complaints": rows})
            return
        briefs = [brief(case) for case in found]
        more = len(briefs) > limit
        shown = [{name: line[name] for name in names} for line in briefs[:limit]]
        print_json({"schema": 1, "page": page, "more": more, "complaints": shown})
        return
    if form != "table":
        write(form, names, map(brief, islice(found, None if everything else limit)))
        return
    from complaint_cli.render.screen.desk import case_lines
    from complaint_cli.render.screen.pager import paged

    printed = 0
    with paged():
        while chunk := list(islice(found, _AT_ONCE if everything else limit)):
            if columns is not None:
                from complaint_cli.render.screen.chosen import print_chosen

                print_chosen(names, map(brief, chunk))
            else:
                typer.echo("\n".join(case_lines(chunk)[1 if printed else 0 :]))
            printed += len(chunk)
            if not everything:
                break
    if not printed:
        typer.echo(Desk.NOTHING_FOUND() if page == 1 else Desk.NO_PAGE(page=page), err=True)
    elif not everything and next(found, None) is not None:
        total = count() if sys.stdout.isatty() else None
        text = Desk.NEXT_PAGE(page=page + 1) if total is None else Desk.NEXT_PAGE_OF(count=total, page=page + 1)
        typer.echo(text, err=True)
    elif sys.stdout.isatty():
        typer.echo(Desk.TOTAL(count=printed if everything else (page - 1) * limit + printed), err=True)


_AT_ONCE = 2000  # lines of a table that are laid out together


def brief(case: Case) -> dict[str, object]:
    """Return one line of the ledger as JSON has it, the caller hidden."""
    complaint, handback = case.complaint, case.handback
    return {
        "no": case.number,
        "order_no": complaint.order_no,
        "received": iso(case.receipt),
        "category": hidden_of(complaint, complaint.category),
        "source": hidden_of(complaint, complaint.source),
        "urgency": complaint.urgency,
        "matter": matter(complaint),
        "caller": mask_name(complaint.caller) or None,
        "phone": mask_phone(complaint.phone) or None,
        "department": department_of(case, "") or None,
        "persons": list(persons_of(case)),
        "status": case.status().value,
        "deadline": iso(case.deadline),
        "handed_back": iso(handback.at) if handback else None,
        "satisfaction": case.satisfaction,
        "repeat": case.repeat_of is not None,
        "excluded": case.exclusion is not None,
    }
