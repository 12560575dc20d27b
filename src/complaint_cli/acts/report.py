"""A report over any months: their answers added up, beside the period before and a year ago; what is open."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from complaint_cli.acts.closed import called_now, closed_answer
from complaint_cli.acts.closing import month_answer
from complaint_cli.acts.month import period_in
from complaint_cli.acts.work import Work
from complaint_cli.assessment.codec import to_json
from complaint_cli.assessment.periods import MAIN, Answer, Row, rows_of, totals_of
from complaint_cli.company.calendar import iso
from complaint_cli.complaint.board import NOT_HANDED_BACK, department_of
from complaint_cli.errors import NoEdition, StepRefused, UsageError
from complaint_cli.messages.period import Months
from complaint_cli.store.closings import has_complaints
from complaint_cli.store.repeaters import repeaters
from complaint_cli.text.masking import mask_name, mask_phone

MOST_MONTHS = 120
TOP = 10


def months_of(
    work: Work, month: str | None, quarter: str | None, year: str | None, start: str | None, end: str | None
) -> list[str]:
    """Return the months that a report is asked for, by default this one; UsageError for what is none."""
    named = {"--month": month, "--quarter": quarter, "--year": year, "--from": start or end}
    given = [name for name, value in named.items() if value]
    if len(given) > 1:
        raise UsageError(Months.ONE_PERIOD, names="、".join(given))
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
    return [_month(number) for number in range(begin, finish + 1)]


def _index(month: str) -> int:
    found = re.fullmatch(r"([0-9]{4})-(0[1-9]|1[0-2])", month.strip())
    if not found:
        raise UsageError(Months.NO_MONTH, month=month)
    return int(found[1]) * 12 + int(found[2]) - 1


def _month(number: int) -> str:
    return f"{number // 12:04d}-{number % 12 + 1:02d}"


def report(work: Work, months: Sequence[str], by: str, person: str | None = None) -> Row:
    """Return a report as JSON has it; closed months count as closed, months that have not begun not at all."""
    begin, length = _index(months[0]), len(months)
    answers = _answers(work, months)
    before = _answers(work, [_month(begin - length + n) for n in range(length)])
    year_ago = _answers(work, [_month(begin - 12 + n) for n in range(length)])
    rows = _compared(by, answers, before, year_ago, length)
    if person is not None:
        rows = [row for row in rows if row["name"] == person]
    return {
        "schema": 1,
        "company": work.organisation.company,
        "from": months[0],
        "to": months[-1],
        "by": by,
        "as_of": iso(work.now),
        "rehearsal": work.store.rehearsal,
        "months": [{"month": answer["month"], "status": answer["status"]} for answer in answers],
        "rows": rows,
        "totals": totals_of(answers),
        "previous": _side(before),
        "year_ago": _side(year_ago),
        "lines": _lines(answers, person) if person is not None else [],
        "adjustments": _carried(answers, person) if person is not None else [],
        "open": _open(work),
        "top": _top(work, answers),
    }


def _answers(work: Work, months: Sequence[str]) -> list[Answer]:
    found: list[Answer] = []
    for month in months:
        if closed := closed_answer(work.store, month):
            found.append(to_json(called_now(work, closed)))
            continue
        try:
            period, _ = period_in(work.store, month, work.now)
        except (NoEdition, StepRefused, UsageError):
            continue
        if has_complaints(work.store, period.start, period.end):
            found.append(to_json(month_answer(work, month, compared=False)))
    return found


def _side(answers: Sequence[Answer]) -> Row | None:
    if not answers:
        return None
    return {"from": answers[0]["month"], "to": answers[-1]["month"], "totals": totals_of(answers)}


def _compared(
    by: str, answers: Sequence[Answer], before: Sequence[Answer], year_ago: Sequence[Answer], length: int
) -> list[Row]:
    """Return the rows, beside each its main figure in the period before and a year ago; None where there is none."""
    main = MAIN[by]
    rows = rows_of(by, answers)

    def figures(side: Sequence[Answer]) -> dict[str, Any]:
        return {row["name"]: row[main] for row in rows_of(by, side)}

    earlier, last_year = figures([*before, *answers] if by == "month" else before), figures(year_ago)
    for row in rows:
        if by == "month":
            row["previous"] = earlier.get(_month(_index(row["name"]) - 1))
            row["year_ago"] = last_year.get(_month(_index(row["name"]) - 12))
        else:
            row["previous"], row["year_ago"] = earlier.get(row["name"]), last_year.get(row["name"])
    return rows


def _lines(answers: Sequence[Answer], person: str) -> list[Row]:
    """Return every fine of a person, with clause and facts."""
    return [
        {"month": answer["month"]} | line for answer in answers for line in answer["fines"] if line["person"] == person
    ]


def _carried(answers: Sequence[Answer], person: str) -> list[Row]:
    """Return what earlier months carry into these for a person, each with the month that it is carried into."""
    return [
        {"carried_into": answer["month"]} | line
        for answer in answers
        for line in answer["adjustments"]
        if line["kind"] == "fine" and line["person"] == person
    ]


def _open(work: Work) -> list[Row]:
    """Return what is not handed back, the oldest first, with its age in days."""
    office = work.organisation.office.name
    cases = [c for c in work.store.open_cases() if c.status() in NOT_HANDED_BACK and not c.exclusion]
    return [
        {
            "no": case.number,
            "department": department_of(case, office),
            "received": iso(case.receipt),
            "deadline": iso(case.deadline),
            "age": (work.now.date() - case.receipt.date()).days,
            "late": work.now > case.deadline,
        }
        for case in sorted(cases, key=lambda case: case.receipt)
    ]


def _top(work: Work, answers: Sequence[Answer]) -> Row:
    """Return who and where complains again and again in the period; phones, names and accounts masked."""
    if not answers:
        return {"callers": [], "addresses": [], "accounts": []}
    start, end = answers[0]["period"]["start"], answers[-1]["period"]["end"]
    return {
        "callers": [
            {"phone": mask_phone(phone), "caller": mask_name(caller or "") or None, "count": count}
            for phone, caller, count in repeaters(work.store, "phone", start, end, TOP)
        ],
        "addresses": [
            {"address": address, "count": count}
            for address, _, count in repeaters(work.store, "address", start, end, TOP)
        ],
        "accounts": [
            {"account": "*" * (len(account) - 4) + account[-4:], "count": count}
            for account, _, count in repeaters(work.store, "account", start, end, TOP)
        ],
    }
