"""Taking a complaint in (第四条第一款)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime

from complaint_cli.acts.answers import Recorded, answer, choice
from complaint_cli.acts.options import (
    By,
    Category,
    Confidential,
    Content,
    Deadline,
    ReceivedAt,
    RepeatOf,
    Short,
    Source,
    Urgency,
)
from complaint_cli.acts.values import LONGEST, required, short_text, text, yes_no
from complaint_cli.acts.work import Work
from complaint_cli.company.calendar import Limit, iso
from complaint_cli.company.categories import UNSORTED, category_named, limit_kind, source_named
from complaint_cli.company.categories import Category as Kind
from complaint_cli.complaint import steps
from complaint_cli.complaint.case import Case
from complaint_cli.complaint.fields import SHORT
from complaint_cli.errors import StepRefused, UsageError
from complaint_cli.messages import listed
from complaint_cli.messages.casework import Casework
from complaint_cli.messages.vocabulary import URGENCY

HOTLINE = "12345热线"

COUNTED_FROM = ("at", "category", "source", "urgency")
"""What a deadline that the order did not bring is counted from."""


def intake(
    work: Work,
    *,
    content: Content = None,
    category: Category = None,
    source: Source = None,
    urgency: Urgency = None,
    deadline: Deadline = None,
    repeat_of: RepeatOf = None,
    confidential: Confidential = None,
    at: ReceivedAt = None,
    by: By = None,
    **short: Short,
) -> Recorded:
    """Register one complaint (第四条第一款); receipt is ``at``."""
    received, actor = work.step(at, by)
    texts = {name: short_text(short.get(name), name) for name in SHORT}
    kind = category_of(work, category, received)
    where = source_named(text(source, "source", LONGEST["name"]) or HOTLINE)
    haste = choice(urgency, "urgency", URGENCY) if text(urgency, "urgency") else "normal"
    if texts["order_no"] and (known := work.store.by_order(texts["order_no"])):
        number = work.store.case_of(known[0]).number
        raise StepRefused(Casework.ORDER_KNOWN, order_no=texts["order_no"], no=number)
    due, basis, provisional = deadline_of(work, deadline, received, kind, where, haste)
    first = work.store.case(required(repeat_of, "repeat_of")) if repeat_of is not None else None
    values = {
        "content": required(content, "content", LONGEST["content"]),
        "category": kind,
        "source": where,
        "urgency": haste,
        "confidential": yes_no(confidential, "confidential"),
    }
    row, _ = register(work, "intake", actor, received, (due, basis, provisional), first, **values, **texts)
    case = work.store.case_of(row)
    return answer("intake", case, basis=basis, provisional=provisional)


def category_of(work: Work, given: object, received: datetime) -> str:
    """Return the category that was meant, of the list of the receipt's edition; 未分类 where none was given.

    UsageError with the nearest for what is in no list.
    """
    said = text(given, "category", LONGEST["name"])
    if said is None:
        return UNSORTED
    categories = work.edition_on(received.date()).get("categories")
    found = category_named(said, categories)
    if found is None:
        raise no_category(said, categories)
    return found


def no_category(said: str, categories: Sequence[Kind]) -> UsageError:
    """Return the refusal of a category that is in no list, with the nearest."""
    from difflib import get_close_matches

    names = [name for category in categories for name in (category.name, *category.second, *category.also)]
    near = [category_named(name, categories) for name in get_close_matches(said, names, n=3, cutoff=0.3)]
    nearest = [name for name in dict.fromkeys(near) if name] or [category.name for category in categories]
    return UsageError(Casework.NO_CATEGORY, category=said, nearest=listed(nearest))


def register(
    work: Work,
    do: str,
    actor: str,
    received: datetime,
    deadline: tuple[datetime, str, bool],
    repeat_of: Case | None = None,
    **values: object,
) -> tuple[int, str]:
    """Enter one complaint whose values are checked; return its row and its number (第四条第一款).

    ``deadline`` is as ``deadline_of`` returns it; StepRefused where it cannot repeat ``repeat_of``.
    """
    due, basis, provisional = deadline
    number, serial = work.store.next_number(received.year)
    with work.entry(do, number, actor) as entry:
        row = entry.add(
            "complaint",
            received,
            actor,
            number=number,
            year=received.year,
            serial=serial,
            deadline=due,
            basis=basis,
            provisional=provisional,
            **values,
        )
        if repeat_of:
            steps.check_link(work.store.case_of(row), repeat_of, repeat_of.complaint.id)
            entry.add("link", received, actor, complaint=row, repeat_of=repeat_of.complaint.id)
    return row, number


def deadline_of(
    work: Work, deadline: object, received: datetime, category: str, source: str, urgency: str
) -> tuple[datetime, str, bool]:
    """Return the deadline, what it rests upon, and whether it is provisional.

    The one printed on the order wins, a limit there counts from receipt; else the limit of its kind does.
    """
    printed = text(deadline, "deadline", LONGEST["name"])
    if printed is not None:
        length = _limit(printed)
        if length is not None:
            printed = iso(work.store.calendar(work.edition_on(received.date())).due(received, length))
        due = work.time(printed, ahead=True)
        steps.check_deadline(due, received)
        return due, "order", False
    edition = work.edition_on(received.date())
    calendar = work.store.calendar(edition)
    kind = limit_kind(category, source, urgency)
    limit = edition.get(f"limits.{kind}")
    due = calendar.due(received, limit)
    return due, f"{kind} {limit}", calendar.due_is_provisional(received, limit)


def _limit(printed: str) -> Limit | None:
    """Return the limit that is written instead of a time; ``9日`` is neither: it may be a day of the month."""
    if ":" in printed or re.fullmatch(r"\d+\s*日", printed):  # with a clock it is a time
        return None
    try:
        return Limit.parse(printed)
    except UsageError:
        return None
