"""A report over any months: its rows and totals, a person's lines, what is open, who complains again and again."""

from __future__ import annotations

from datetime import datetime

from complaint_cli.assessment.codec import Json, adjustment_json, record_json
from complaint_cli.assessment.lines import Adjustment, FineLine
from complaint_cli.assessment.periods import Figures, Row
from complaint_cli.company.calendar import iso
from complaint_cli.text.tuples import NamedTuple


class Side(NamedTuple):
    """Another period, to stand beside this one: its first and last month that count, and its totals."""

    start: str
    end: str
    totals: Figures


class Open(NamedTuple):
    """A complaint that is not handed back, with its age in days."""

    no: str
    department: str
    received: datetime
    deadline: datetime
    age: int
    late: bool


class Caller(NamedTuple):
    """Somebody who complains again and again, masked."""

    phone: str
    caller: str | None
    times: int


class Top(NamedTuple):
    """Who and where complains again and again, the most first; addresses and accounts each with their count."""

    callers: tuple[Caller, ...] = ()
    addresses: tuple[tuple[str, int], ...] = ()
    accounts: tuple[tuple[str, int], ...] = ()


class PeriodReport(NamedTuple):
    """A report over any months, by something; each line of a person stands with the month that has it."""

    company: str
    start: str
    end: str
    by: str
    as_of: datetime
    rehearsal: bool
    provisional: tuple[int, ...]  # years whose holidays are not published and by which something of it is counted
    months: tuple[tuple[str, str], ...]  # those that count, each with its status
    rows: tuple[Row, ...]
    totals: Figures
    previous: Side | None
    year_ago: Side | None
    lines: tuple[tuple[str, FineLine], ...]
    adjustments: tuple[tuple[str, Adjustment], ...]
    open: tuple[Open, ...]
    top: Top


def report_json(report: PeriodReport) -> Json:
    """Return a report as JSON has it; rates, yuan and points are strings."""
    top = report.top
    return {
        "schema": 1,
        "company": report.company,
        "from": report.start,
        "to": report.end,
        "by": report.by,
        "as_of": iso(report.as_of),
        "rehearsal": report.rehearsal,
        **({"provisional": list(report.provisional)} if report.provisional else {}),
        "months": [{"month": month, "status": status} for month, status in report.months],
        "rows": [row_json(row) for row in report.rows],
        "totals": {"name": "", **_written(report.totals)},
        "previous": _side(report.previous),
        "year_ago": _side(report.year_ago),
        "lines": [{"month": month} | record_json(line) for month, line in report.lines],
        "adjustments": [{"carried_into": month} | adjustment_json(change) for month, change in report.adjustments],
        "open": list(map(record_json, report.open)),
        "top": {
            "callers": [{"phone": c.phone, "caller": c.caller, "count": c.times} for c in top.callers],
            "addresses": [{"address": address, "count": count} for address, count in top.addresses],
            "accounts": [{"account": account, "count": count} for account, count in top.accounts],
        },
    }


def row_json(row: Row) -> Json:
    """Return a row as JSON has it."""
    beside = _written({"previous": row.previous, "year_ago": row.year_ago})
    return {"name": row.name, **_written(row.figures), **beside}


def _written(figures: Figures) -> dict[str, int | str | None]:
    return {name: value if value is None or isinstance(value, int) else str(value) for name, value in figures.items()}


def _side(side: Side | None) -> Json | None:
    return side and {"from": side.start, "to": side.end, "totals": {"name": "", **_written(side.totals)}}
