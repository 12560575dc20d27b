"""A month's result as ``assess --json`` prints it and a closing keeps it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from typing import Any

from complaint_cli.assess import CENT, Assessment, DepartmentLine, FineLine, PointLine, clause
from complaint_cli.policy import Edition
from complaint_cli.rules import BANDS
from complaint_cli.tally import Overall


def answer(result: Assessment, *, status: str, head: str) -> dict[str, Any]:
    """Return the ``assess --json`` answer; amounts, points and rates are strings, times ISO-8601."""
    edition = result.edition
    facts: dict[int, Any] = {}
    return {
        "schema": 1,
        "month": result.period.month,
        "company": result.company,
        "status": status,
        "as_of": result.period.as_of.isoformat(),
        "period": {"start": result.period.start.isoformat(), "end": result.period.end.isoformat()},
        "policy": {
            "title": edition.title,
            "effective": edition.effective.isoformat(),
            "sha256": edition.sha256,
        },
        "departments": [_with_rates(line) for line in result.departments],
        "points": _lines(result.points, facts),
        "fines": _lines(result.fines, facts),
        "excluded": [{"complaint": number, "reason": reason} for number, reason in result.excluded],
        "unassigned": _lines(result.unassigned, facts),
        "adjustments": [_plain({**change._asdict(), "difference": change.difference}) for change in result.adjustments],
        "late_entries": result.late_entries,
        "overall": _with_rates(result.overall)
        | {
            part: [{"name": name, "count": count} for name, count in getattr(result.overall, part)]
            for part in ("categories", "sources")
        },
        "unconfirmed": _unconfirmed(edition),
        "totals": {
            "fines": _two(result.total_fines),
            "deductions": _two(result.deductions),
            "bonuses": _two(result.bonuses),
        },
        "head": head,
    }


def _lines(lines: Iterable[PointLine | FineLine], known: dict[int, Any]) -> list[dict[str, Any]]:
    """Write out lines; the facts of one finding stand behind several of them and are written out once."""
    written = []
    for line in lines:
        facts = id(line.facts)
        if facts not in known:
            known[facts] = _plain(line.facts)
        columns = zip(line._fields[:-1], line, strict=False)  # all but the facts
        plain = {name: value if type(value) in _AS_THEY_ARE else _plain(value) for name, value in columns}
        written.append(plain | {"facts": known[facts]})
    return written


def _with_rates(line: DepartmentLine | Overall) -> dict[str, Any]:
    """Write out counts, and rates with the four decimals that they were rounded to."""
    written: dict[str, Any] = _plain(line._asdict())
    for name in ("on_time_rate", "satisfaction"):
        rate = getattr(line, name)
        written[name] = None if rate is None else str(rate)
    return written


def _unconfirmed(edition: Edition) -> list[dict[str, Any]]:
    """The bands that the company has not confirmed yet, with the raw text they were read from."""
    found = []
    for table in dict.fromkeys(BANDS.values()):
        if not edition.get(f"{table}.confirmed"):
            cite = edition.get(f"{table}.cite")
            raw = edition.numbers.get(f"{table}.raw")
            low_high = _plain(edition.get(f"{table}.band"))
            found.append({"table": table, "clause": clause(cite), "cite": cite, "raw": raw, "band": low_high})
    return found


@lru_cache(maxsize=1024)
def _two(value: Decimal) -> str:
    return str(value.quantize(CENT, ROUND_HALF_UP))


_AS_THEY_ARE = {str, int, bool, type(None)}


def _plain(value: Any) -> Any:
    kind = type(value)
    if kind in _AS_THEY_ARE:
        return value
    if kind is datetime:
        return value.isoformat()
    if kind is Decimal:
        return _two(value)
    if isinstance(value, Mapping):
        return {name: inner if type(inner) in _AS_THEY_ARE else _plain(inner) for name, inner in value.items()}
    if isinstance(value, tuple | list):
        return [_plain(inner) for inner in value]
    return value
