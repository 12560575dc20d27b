"""A month's result as ``assess --json`` prints it and a closing keeps it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from itertools import starmap
from typing import Any, NamedTuple

from complaint_cli.assessment.doubts import Doubt
from complaint_cli.assessment.fines import CENT, clause
from complaint_cli.assessment.lines import Adjustment, Assessment, DepartmentLine, FineLine, PersonLine, PointLine
from complaint_cli.assessment.rules import BANDS
from complaint_cli.assessment.scores import Overall
from complaint_cli.company.edition import Adoption, Edition


class Changed(NamedTuple):
    """A correction without which a finding of the month would be another: before, after, reason, by whom."""

    complaint: str
    step: int | None
    kind: str
    was: str | None
    now: str | None
    reason: str
    by: str
    approved_by: str | None
    changes: tuple[str, ...]


class Around(NamedTuple):
    """What stands around a month's assessment: its status, the ledger's head, what was entered how, other months."""

    status: str
    head: str
    rehearsal: bool = False
    adoption: Adoption = Adoption()
    doubtful: Iterable[tuple[Doubt, int | None, str | None]] = ()  # with the step's number and who entered it
    corrections: tuple[Changed, ...] = ()
    year: Mapping[str, tuple[int, Decimal]] = {}  # of each person: lines and yuan of the year's closed months
    previous: Mapping[str, Any] | None = None
    year_ago: Mapping[str, Any] | None = None
    keys: tuple[tuple[str, str], ...] = ()  # who is enrolled, with the fingerprint of his key
    object_until: datetime | None = None  # of a closed month: when the term of an objection ends
    signatures: Mapping[str, Mapping[str, int]] | None = None  # steps by how they are signed; None without keys
    provisional: tuple[int, ...] = ()  # years of the month whose holidays are not published


def answer(result: Assessment, around: Around, *, whole: bool = True) -> dict[str, Any]:
    """Return the ``assess --json`` answer; amounts, points and rates are strings, times ISO-8601.

    Where it is not wanted ``whole``, its long lists are iterators: whoever prints them holds one line at a time.
    """
    edition = result.edition
    lines: Callable[[Iterator[Any]], Any] = list if whole else iter
    return {
        "schema": 2,
        "month": result.period.month,
        "company": result.company,
        "status": around.status,
        "rehearsal": around.rehearsal,
        "as_of": result.period.as_of.isoformat(),
        "period": {"start": result.period.start.isoformat(), "end": result.period.end.isoformat()},
        "policy": {
            "title": edition.title,
            "effective": edition.effective.isoformat(),
            **around.adoption._asdict(),
            "sha256": edition.sha256,
        },
        "departments": [_with_rates(line) for line in result.departments],
        "points": lines(map(_point, result.points)),
        "fines": lines(map(_fine, result.fines)),
        "persons": [_person(line, around.year.get(line.person, (0, Decimal(0)))) for line in result.persons],
        "excluded": [line._asdict() for line in result.excluded],
        "unassigned": lines(map(_fine, result.unassigned)),
        "late_without_fine": [
            {
                "complaint": line.complaint,
                "department": line.department,
                "deadline": line.deadline.isoformat(),
                "handed_back": line.handed_back.isoformat() if line.handed_back else None,
                "reasons": [{"rule": rule, "why": why()} for rule, why in line.reasons],
            }
            for line in result.late_without_fine
        ],
        "doubtful": lines(starmap(_doubt, around.doubtful)),
        "corrections": [_plain(line._asdict()) for line in around.corrections],
        "adjustments": [adjustment_line(change) for change in result.adjustments],
        "late_entries": result.late_entries,
        "overall": _with_rates(result.overall)
        | {
            part: [{"name": name, "count": count} for name, count in getattr(result.overall, part)]
            for part in ("categories", "sources")
        },
        "compared": {"previous": _beside(around.previous), "year_ago": _beside(around.year_ago)},
        "unconfirmed": _unconfirmed(edition),
        "objections": {
            "to": next((line.department for line in result.departments if line.role == "audit"), None),
            "within": str(edition.get("limits.objection")),
            "until": around.object_until.isoformat() if around.object_until else None,
        },
        "totals": {
            "fines": _two(result.total_fines),
            "adjustments": _two(result.total_adjustments),
            "deductions": _two(result.deductions),
            "bonuses": _two(result.bonuses),
        },
        **({"provisional": list(around.provisional)} if around.provisional else {}),
        **_signed(around),
        "head": around.head,
    }


def _beside(other: Mapping[str, Any] | None) -> dict[str, Any] | None:
    """Another month's figures, to stand beside this one's."""
    return {part: other[part] for part in ("month", "totals", "departments", "overall")} if other else None


def _person(line: PersonLine, year: tuple[int, Decimal]) -> dict[str, Any]:
    return {
        "person": line.person,
        "lines": line.lines,
        "proposed": _two(line.proposed),
        "decided": _two(line.decided),
        "adjustments": _two(line.adjustments),
        "total": _two(line.total),
        "year_lines": year[0] + line.lines,
        "year_total": _two(year[1] + line.total),
    }


def adjustment_line(change: Adjustment) -> dict[str, Any]:
    """A difference as the full line that it changes, with what was and is right and the entry that caused it."""
    told = {
        "of_month": change.month,
        "kind": change.kind,
        "complaint": change.complaint,
        "department": change.department,
        "person": change.person,
        "rule": change.rule,
        "was": _two(change.was),
        "now": _two(change.now),
        "difference": _two(change.difference),
        "cause": change.cause,
        "month": change.month,
    }
    return {**dict(change.line), **told}


def _doubt(doubt: Doubt, step: int | None, entered_by: str | None) -> dict[str, Any]:
    return {
        "complaint": doubt.complaint,
        "step": step,
        "kind": doubt.kind,
        "at": doubt.at.isoformat(),
        "entered": doubt.entered.isoformat(),
        "by": doubt.by,
        "entered_by": entered_by,
        "limit": doubt.limit.isoformat() if doubt.limit else None,
        "rules": list(doubt.rules),
    }


def _signed(around: Around) -> dict[str, Any]:
    """Return who has a key, and how many steps were signed; nothing where nobody has one."""
    if not around.keys:
        return {}
    keys = [{"person": person, "fingerprint": print_} for person, print_ in around.keys]
    return {"keys": keys, "signatures": around.signatures}


def _point(line: PointLine) -> dict[str, Any]:
    return line._asdict() | {"points": _two(line.points), "at": line.at.isoformat(), "facts": _plain(line.facts)}


def _fine(line: FineLine) -> dict[str, Any]:
    objection = line.objection
    return line._asdict() | {
        "band": [_two(edge) for edge in line.band],
        "base": _two(line.base),
        "amount": _two(line.amount),
        "decided": None if line.decided is None else _two(line.decided),
        "at": line.at.isoformat(),
        "facts": _plain(line.facts),
        "objection": _plain(objection._asdict()) if objection else None,
    }


def _with_rates(line: DepartmentLine | Overall) -> dict[str, Any]:
    """Write out counts, and rates with the four decimals that they were rounded to."""
    written: dict[str, Any] = _plain(line._asdict())
    for name in ("on_time_rate", "satisfaction"):
        rate = getattr(line, name)
        written[name] = None if rate is None else str(rate)
    return written


def _unconfirmed(edition: Edition) -> Sequence[dict[str, Any]]:
    """The bands that the company has not confirmed yet, with the raw text they were read from."""
    found = []
    for table in dict.fromkeys(table for table in BANDS.values() if edition.knows(table)):
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
