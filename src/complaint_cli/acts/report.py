"""A report over any months: their answers added up, beside the period before and a year ago; what is open."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from complaint_cli.acts.carrying import holds_any
from complaint_cli.acts.closed import called_now, closed_answer
from complaint_cli.acts.month import period_in
from complaint_cli.acts.monthly import month_answer
from complaint_cli.acts.work import Work
from complaint_cli.assessment.answer import Answer
from complaint_cli.assessment.lines import Adjustment, FineLine
from complaint_cli.assessment.periods import MAIN, Figure, Row, rows_of, totals_of
from complaint_cli.assessment.report import Caller, Open, PeriodReport, Side, Top
from complaint_cli.company.calendar import iso
from complaint_cli.company.months import month_of, number_of
from complaint_cli.complaint.board import NOT_HANDED_BACK, department_of
from complaint_cli.errors import NoEdition, StepRefused, UsageError
from complaint_cli.messages import listed
from complaint_cli.messages.period import Months
from complaint_cli.store.repeaters import Repeated, repeaters
from complaint_cli.text.masking import mask_account, mask_name, mask_phone, mask_text

MOST_MONTHS = 120
TOP = 10


def months_of(
    work: Work, month: str | None, quarter: str | None, year: str | None, start: str | None, end: str | None
) -> list[str]:
    """Return the months that a report is asked for, by default this one; UsageError for what is none."""
    named = {"--month": month, "--quarter": quarter, "--year": year, "--from": start or end}
    given = [name for name, value in named.items() if value]
    if len(given) > 1:
        raise UsageError(Months.ONE_PERIOD, names=listed(given))
    if quarter:
        found = re.fullmatch(r"([0-9]{4})-?[Qq]([1-4])", quarter.strip())
        if not found:
            raise UsageError(Months.NO_QUARTER, text=quarter)
        first = (int(found[2]) - 1) * 3 + 1
        return [f"{found[1]}-{number:02d}" for number in range(first, first + 3)]
    if year:
        if not re.fullmatch(r"[0-9]{4}", year.strip()):
            raise UsageError(Months.NO_YEAR, text=year)
        return [f"{year.strip()}-{number:02d}" for number in range(1, 13)]
    this = f"{work.now:%Y-%m}"
    begin, finish = _index(month or start or end or this), _index(month or end or (this if start else None) or this)
    if begin > finish:
        raise UsageError(Months.BACKWARDS, start=start, end=end or this)
    if finish - begin >= MOST_MONTHS:
        raise UsageError(Months.TOO_LONG, most=MOST_MONTHS)
    return [month_of(number) for number in range(begin, finish + 1)]


def _index(month: str) -> int:
    found = re.fullmatch(r"([0-9]{4})-(0[1-9]|1[0-2])", month.strip())
    if not found:
        raise UsageError(Months.NO_MONTH, month=month)
    return number_of(found[0])


def report(work: Work, months: Sequence[str], by: str, person: str | None = None) -> PeriodReport:
    """Return a report; closed months count as closed, months that have not begun not at all."""
    begin, length = number_of(months[0]), len(months)
    answers = _answers(work, months)
    before = _answers(work, [month_of(begin - length + n) for n in range(length)])
    year_ago = _answers(work, [month_of(begin - 12 + n) for n in range(length)])
    rows = _compared(by, answers, before, year_ago)
    return PeriodReport(
        company=work.organisation.company,
        start=months[0],
        end=months[-1],
        by=by,
        as_of=work.now,
        rehearsal=work.store.rehearsal,
        provisional=tuple(sorted({year for answer in answers for year in answer.provisional})),
        months=tuple((answer.month, answer.status) for answer in answers),
        rows=tuple(row for row in rows if person is None or row.name == person),
        totals=totals_of(answers),
        previous=_side(before),
        year_ago=_side(year_ago),
        lines=() if person is None else tuple(_lines(answers, person)),
        adjustments=() if person is None else tuple(_carried(answers, person)),
        open=tuple(_open(work)),
        top=_top(work, answers),
    )


def _answers(work: Work, months: Sequence[str]) -> list[Answer]:
    found: list[Answer] = []
    idle = None
    for month in months:
        if closed := closed_answer(work.store, month, lists=False):
            found.append(called_now(work, closed))
            idle = None
            continue
        try:
            period, edition = period_in(work.store, month, work.now)
        except (NoEdition, StepRefused, UsageError):
            continue
        idle = None if holds_any(work.store, period, edition) else month
        if idle is None:
            found.append(month_answer(work, month, compared=False))
    if idle and (carrying := month_answer(work, idle, compared=False)).adjustments:
        found.append(carrying)  # in which nothing happened, and which carries what closed months are owed
    return found


def _side(answers: Sequence[Answer]) -> Side | None:
    return Side(answers[0].month, answers[-1].month, totals_of(answers)) if answers else None


def _compared(by: str, answers: Sequence[Answer], before: Sequence[Answer], year_ago: Sequence[Answer]) -> list[Row]:
    """Return the rows, beside each its main figure in the period before and a year ago; None where there is none.

    A person, category, source or rule that a period does not have came to nothing in it.
    """

    def figures(side: Sequence[Answer]) -> dict[str, Figure]:
        return {row.name: row.figures[MAIN[by]] for row in rows_of(by, side)}

    earlier, last_year = figures([*before, *answers] if by == "month" else before), figures(year_ago)
    rows = []
    for row in rows_of(by, answers):
        names = [month_of(number_of(row.name) - back) if by == "month" else row.name for back in (1, 12)]
        main = row.figures[MAIN[by]]
        nothing = None if main is None or by in ("department", "month") else main - main
        rows.append(
            row._replace(
                previous=earlier.get(names[0], nothing if before else None),
                year_ago=last_year.get(names[1], nothing if year_ago else None),
            )
        )
    return rows


def _lines(answers: Sequence[Answer], person: str) -> Iterator[tuple[str, FineLine]]:
    """Yield every fine of a person, with its month."""
    for answer in answers:
        yield from ((answer.month, line) for line in answer.fines if line.person == person)


def _carried(answers: Sequence[Answer], person: str) -> Iterator[tuple[str, Adjustment]]:
    """Yield what earlier months carry into these for a person, each with the month that it is carried into."""
    for answer in answers:
        mine = (change for change in answer.adjustments if change.kind == "fine" and change.person == person)
        yield from ((answer.month, change) for change in mine)


def _open(work: Work) -> Iterator[Open]:
    """Yield what is not handed back, the oldest first."""
    office, now = work.organisation.office.name, work.now
    cases = [c for c in work.store.open_cases() if c.status() in NOT_HANDED_BACK and not c.exclusion]
    for case in sorted(cases, key=lambda case: case.receipt):
        age = (now.date() - case.receipt.date()).days
        yield Open(case.number, department_of(case, office), case.receipt, case.deadline, age, now > case.deadline)


def _top(work: Work, answers: Sequence[Answer]) -> Top:
    """Return who and where complains again and again in the period; callers masked."""
    if not answers:
        return Top()
    start, end = iso(answers[0].period.start), iso(answers[-1].period.end)

    def top(column: str) -> list[Repeated]:
        return repeaters(work.store, column, start, end, TOP)

    return Top(
        tuple(Caller(mask_phone(one.value), mask_name(one.caller) or None, one.times) for one in top("phone")),
        tuple((mask_text(one.value, phones=one.phones, names=one.callers), one.times) for one in top("address")),
        tuple((mask_account(one.value), one.times) for one in top("account")),
    )
