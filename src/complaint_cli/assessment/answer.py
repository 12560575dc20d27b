"""A month's result as ``assess --json`` prints it and a closing keeps it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from typing import Any

from complaint_cli.assessment.assess import CENT, Assessment, DepartmentLine, FineLine, PointLine, clause
from complaint_cli.assessment.rules import BANDS
from complaint_cli.assessment.scores import Overall
from complaint_cli.company.edition import Edition


def answer(result: Assessment, *, status: str, head: str) -> dict[str, Any]:
    """Return the ``assess --json`` answer; amounts, points and rates are strings, times ISO-8601."""
    edition = result.edition
    facts = _Facts()
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
        "points": [_point(line, facts.of(line)) for line in result.points],
        "fines": [_fine(line, facts.of(line)) for line in result.fines],
        "excluded": [{"complaint": number, "reason": reason} for number, reason in result.excluded],
        "unassigned": [_fine(line, facts.of(line)) for line in result.unassigned],
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


class _Facts(dict[int, Any]):
    """The facts of findings as they are written, by identity: those of one stand behind several lines."""

    def of(self, line: PointLine | FineLine) -> Any:
        known = self.get(id(line.facts))
        if known is None:
            known = self[id(line.facts)] = _plain(line.facts)
        return known


def _point(line: PointLine, facts: Any) -> dict[str, Any]:
    return line._asdict() | {"points": _two(line.points), "at": line.at.isoformat(), "facts": facts}


def _fine(line: FineLine, facts: Any) -> dict[str, Any]:
    return line._asdict() | {
        "band": [_two(edge) for edge in line.band],
        "base": _two(line.base),
        "amount": _two(line.amount),
        "decided": None if line.decided is None else _two(line.decided),
        "at": line.at.isoformat(),
        "facts": facts,
    }


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
        return {name: _plain(inner) for name, inner in value.items()}
    if isinstance(value, tuple | list):
        return [_plain(inner) for inner in value]
    return value
