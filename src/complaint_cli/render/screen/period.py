"""A report over several months on the terminal: bars beside numbers, the change against before and a year ago."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from decimal import Decimal

from complaint_cli.assessment.lines import Adjustment
from complaint_cli.assessment.periods import COLUMNS, MAIN, Figure, Figures, Row
from complaint_cli.assessment.report import Open, PeriodReport, Top
from complaint_cli.company.categories import source_said
from complaint_cli.messages import clauses, in_one, yes_or_no
from complaint_cli.messages.period import Months
from complaint_cli.messages.report import rule_name
from complaint_cli.render.particulars import adjusted, marks, standing
from complaint_cli.render.screen.report import (
    category_name,
    fine_facts,
    signed,
)
from complaint_cli.render.screen.terminal import Column, Screen, heading, say, table
from complaint_cli.text.amounts import two
from complaint_cli.text.tuples import NamedTuple

_BAR = 12  # cells of the longest bar
_RATES = ("on_time_rate", "satisfaction", "share")
MOST_OPEN = 20


def title_of(answer: PeriodReport) -> str:
    """Return the heading of a report: the company and its months."""
    period = answer.start if answer.start == answer.end else f"{answer.start} – {answer.end}"
    return Months.TITLE(company=answer.company, period=period)


def under_title(answer: PeriodReport) -> list[str]:
    """Return what a report is by, as of when, which of its months are closed, and whether it is a rehearsal."""
    months = {True: [], False: []}  # type: dict[bool, list[str]]
    for month, status in answer.months:
        months[status == "closed"].append(month)
    as_of = f"{answer.as_of:%Y-%m-%d %H:%M}"
    said = {
        "closed": " ".join(months[True]) or Months.NONE(),
        "open": " ".join(months[False]) or Months.NONE(),
    }
    return [
        *standing(answer),
        Months.BY_LINE(by=Months[f"NAME_{answer.by.upper()}"](), as_of=as_of),
        Months.STATUS_LINE(**said),
    ]


def print_period(to: Screen, answer: PeriodReport) -> None:
    """Print a report."""
    say(to, title_of(answer), "bold")
    for sentence in under_title(answer):
        say(to, sentence)
    if not answer.months:
        say(to, Months.NOTHING())
    else:
        to.line("")
        heads, rows = laid_out(answer, bars=True)
        table(
            to,
            [
                Column(heads[0], most=20),
                *(Column(head, right=True) for head in heads[1:-1]),
                Column(heads[-1], whole=True),
            ],
            rows,
        )
        heading(to, Months.IN_ALL())
        say(to, in_all(answer))
    if mine := person_lines(answer):
        heading(to, mine.title)
        columns = [Column(head, right=place in mine.numbers) for place, head in enumerate(mine.heads)]
        table(to, columns, mine.rows, mine.details)
    _open(to, answer.open)
    _top(to, answer.top)


class PersonLines(NamedTuple):
    """Every fine of one person as rows of text with their facts, the last row their sum."""

    title: str
    heads: list[str]
    rows: list[list[str]]
    details: list[str]
    numbers: Collection[int]


def person_lines(answer: PeriodReport) -> PersonLines | None:
    """Return the fines of the one person that a report is about, and what was carried for him; None without any."""
    fined, carried = answer.lines, answer.adjustments
    if not (fined or carried):
        return None
    [row] = answer.rows
    heads = [
        Months.NAME_MONTH(), Months.NO(), Months.CLAUSE(), Months.NAME_RULE(), Months.PROPOSED(), Months.DECIDED(),
        Months.AMOUNT(),
    ]  # fmt: skip
    rows = [
        [
            month, line.complaint or "", line.clause, rule_name(line.rule), two(line.proposed),
            "—" if line.decided is None else two(line.decided), two(line.amount),
        ]
        for month, line in fined
    ]  # fmt: skip
    rows += [
        [
            month, change.complaint or "—", change.line.clause if change.line else "—", rule_name(change.rule),
            "—", "—", signed(change.difference),
        ]
        for month, change in carried
    ]  # fmt: skip
    details = [in_one([fine_facts(line), *marks(line)]) for _, line in fined]
    details += [in_one([_carried(change), adjusted(change)]) for _, change in carried]
    details.append("")  # of their sum
    rows.append([Months.TOTAL(), "", "", "", "", "", shown("total", row.figures["total"])])
    return PersonLines(Months.LINES(name=row.name), heads, rows, details, range(4, 7))


def _carried(change: Adjustment) -> str:
    return Months.CARRIED(month=change.month, was=two(change.was), now=two(change.now))


def _open(to: Screen, lines: Sequence[Open]) -> None:
    heading(to, f"{Months.OPEN()} · {len(lines)}")
    if lines:
        columns = [Column(head, right=place == 2) for place, head in enumerate(open_heads())]
        table(to, columns, [open_row(line) for line in lines[:MOST_OPEN]])
    for sentence in under_open(lines):
        say(to, sentence)


def open_heads() -> list[str]:
    """Return the headings of the open orders."""
    return [Months.NO(), Months.NAME_DEPARTMENT(), Months.AGE(), Months.DEADLINE(), Months.LATE()]


def under_open(lines: Sequence[Open]) -> list[str]:
    """Say under the open orders that there is none, or that not all are listed."""
    if not lines:
        return [Months.NO_OPEN()]
    return [Months.FIRST_OPEN(most=MOST_OPEN)] if len(lines) > MOST_OPEN else []


def open_row(line: Open) -> list[str]:
    """Return an open order as a row: number, department, age in days, deadline, whether it is past."""
    due = f"{line.deadline:%Y-%m-%d %H:%M}"
    return [line.no, line.department, str(line.age), due, yes_or_no(line.late)]


def _top(to: Screen, top: Top) -> None:
    callers = [[line.phone, line.caller or "", str(line.times)] for line in top.callers]
    addresses, accounts = ([[name, str(count)] for name, count in lines] for lines in (top.addresses, top.accounts))
    for title, names, rows in (
        (Months.TOP_CALLERS, (Months.PHONE, Months.CALLER), callers),
        (Months.TOP_ADDRESSES, (Months.ADDRESS,), addresses),
        (Months.TOP_ACCOUNTS, (Months.ACCOUNT,), accounts),
    ):
        if rows:
            heading(to, title())
            table(to, [*(Column(name(), most=40) for name in names), Column(Months.COUNT(), right=True)], rows)


def laid_out(answer: PeriodReport, *, bars: bool) -> tuple[list[str], list[list[str]]]:
    """Return a report's headings and rows as text; the last column holds a bar where ``bars`` are wanted."""
    by = answer.by
    keys, main = COLUMNS[by], MAIN[by]
    heads = [
        Months[f"NAME_{by.upper()}"](),
        *(column_name(key) for key in keys),
        Months.PREVIOUS(),
        Months.YEAR_AGO(),
    ]
    top = max((size(row, main) for row in answer.rows), default=0)
    rows = []
    for row in answer.rows:
        cells = [row_name(by, row.name), *(shown(key, row.figures[key]) for key in keys)]
        cells += [changed(row.figures[main], row.previous), changed(row.figures[main], row.year_ago)]
        if bars:
            cells.append("█" * round(size(row, main) / top * _BAR) if top else "")
        rows.append(cells)
    return [*heads, column_name(main)] if bars else heads, rows


def column_name(key: str) -> str:
    """Return a figure's name."""
    return Months.LINE_COUNT() if key == "lines" else Months[key.upper()]()


def row_name(by: str, name: str) -> str:
    """Return what a row is of, in words."""
    say_it = {"category": category_name, "source": source_said, "rule": rule_name}.get(by)
    return say_it(name) if say_it else name


def size(row: Row, key: str) -> Decimal:
    """Return how long a bar a figure takes, whatever its sign."""
    return abs(Decimal(row.figures[key] or 0))


def shown(key: str, value: Figure) -> str:
    """Return a figure as it is read: a rate in per cent, a dash for none."""
    if value is None:
        return "—"
    return f"{value * 100:.2f}%" if key in _RATES else str(value)


def difference(now: Figure, before: Figure) -> int | Decimal | None:
    """Return by how much a figure changed; None where there was none."""
    return None if now is None or before is None else now - before


def changed(now: Figure, before: Figure) -> str:
    """Return how a figure changed, with its sign; a dash where there was none."""
    change = difference(now, before)
    if change is None:
        return "—"
    return f"{change:+}" if change else str(abs(change))


def in_all(answer: PeriodReport) -> str:
    """Say a period's totals in one line."""
    return clauses(Months.FIGURE(name=name, value=value) for name, value in figures(answer.totals))


def figures(totals: Figures) -> list[tuple[str, str]]:
    """Return a period's totals, each with its name."""
    return [(column_name(key), shown(key, totals[key])) for key in COLUMNS["month"]]
