"""The month's answer as JSON has it, and back: what ``assess --json`` prints and what a closing keeps."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal
from functools import cache, lru_cache
from operator import itemgetter
from typing import Any, TypeVar

from complaint_cli.assessment.answer import (
    Answer,
    Beside,
    Changed,
    Doubtful,
    Objections,
    Policy,
    Totals,
    Unconfirmed,
)
from complaint_cli.assessment.lines import (
    PERSON_FIGURES,
    Adjustment,
    DepartmentLine,
    Excluded,
    FineLine,
    LateWithoutFine,
    Objected,
    PersonLine,
    PointLine,
)
from complaint_cli.assessment.rules import Period
from complaint_cli.assessment.scores import Overall
from complaint_cli.company.edition import Adoption
from complaint_cli.messages.rules import why_now
from complaint_cli.text.amounts import two
from complaint_cli.text.tuples import NamedTuple

Json = dict[str, object]
_Read = Mapping[str, Any]
_Record = TypeVar("_Record", bound=NamedTuple)


# -- to JSON -----------------------------------------------------------------------------------


def to_json(answer: Answer, *, whole: bool = True) -> Json:
    """Return an answer as JSON has it; amounts, points and rates are strings, times ISO-8601.

    Where it is not wanted ``whole``, its long lists are iterators: whoever prints them holds one line at a time.
    """
    lines: Callable[[Iterator[object]], object] = list if whole else iter
    return {
        "schema": 2,
        "month": answer.month,
        "company": answer.company,
        "status": answer.status,
        "rehearsal": answer.rehearsal,
        "as_of": answer.period.as_of.isoformat(),
        "period": {"start": answer.period.start.isoformat(), "end": answer.period.end.isoformat()},
        "policy": policy_json(answer.policy),
        "departments": [_with_rates(line) for line in answer.departments],
        "points": lines(map(record_json, answer.points)),
        "fines": lines(map(record_json, answer.fines)),
        "persons": [_person(line) for line in answer.persons or ()],
        "excluded": list(map(record_json, answer.excluded)),
        "unassigned": lines(map(record_json, answer.unassigned)),
        "late_without_fine": [_late(line) for line in answer.late_without_fine],
        "doubtful": lines(map(record_json, answer.doubtful)),
        "corrections": list(map(record_json, answer.corrections)),
        "adjustments": [adjustment_json(change) for change in answer.adjustments],
        "late_entries": answer.late_entries,
        "overall": _overall(answer.overall),
        "compared": {"previous": _beside(answer.previous), "year_ago": _beside(answer.year_ago)},
        "unconfirmed": list(map(record_json, answer.unconfirmed)),
        "objections": plain(answer.objections),
        "totals": _totals(answer.totals),
        **({"provisional": list(answer.provisional)} if answer.provisional else {}),
        **_signed(answer),
        "head": answer.head,
    }


def policy_json(policy: Policy) -> Json:
    """Return the edition of a month, and who adopted it if that is known."""
    adopted = policy.adoption._asdict() if policy.adoption else {}
    return {"title": policy.title, "effective": policy.effective.isoformat(), **adopted, "sha256": policy.sha256}


def adjustment_json(change: Adjustment) -> Json:
    """Return a difference as the full line that it changes, with what was and is right and what caused it."""
    line = change.line
    told = {
        "of_month": change.month,
        "kind": change.kind,
        "complaint": change.complaint,
        "department": change.department,
        "person": change.person,
        "rule": change.rule,
        "was": two(change.was),
        "now": two(change.now),
        "difference": two(change.difference),
        "cause": change.cause,
        "month": change.month,
    }
    return (record_json(line) if line else {}) | told


def _person(line: PersonLine) -> Json:
    return {"person": line.person, **dict(zip(PERSON_FIGURES, map(plain, line.figures), strict=True))}


def _late(line: LateWithoutFine) -> Json:
    return record_json(line) | {"reasons": [{"rule": rule, "why": why} for rule, why in line.reasons]}


def _with_rates(line: DepartmentLine | Overall) -> Json:
    """Write out counts, and rates with the four decimals that they were rounded to."""
    rates = {"on_time_rate": line.on_time_rate, "satisfaction": line.satisfaction}
    return record_json(line) | {name: None if rate is None else str(rate) for name, rate in rates.items()}


def _overall(overall: Overall) -> Json:
    counts = {"categories": overall.categories, "sources": overall.sources}
    return _with_rates(overall) | {
        part: [{"name": name, "count": count} for name, count in named] for part, named in counts.items()
    }


def _totals(totals: Totals) -> Json:
    return {name: two(value) for name, value in totals._asdict().items() if value is not None}


def _beside(other: Beside | None) -> Json | None:
    return other and {
        "month": other.month,
        "totals": _totals(other.totals),
        "departments": [_with_rates(line) for line in other.departments],
        "overall": _overall(other.overall),
    }


def _signed(answer: Answer) -> Json:
    """Return who has a key, and how many steps were signed; nothing where nobody has one."""
    if not answer.keys:
        return {}
    keys = [{"person": person, "fingerprint": print_} for person, print_ in answer.keys]
    return {"keys": keys, "signatures": answer.signatures}


_AS_THEY_ARE = {str, int, bool, type(None)}


def plain(value: Any) -> Any:
    """Return a value as JSON has it, and so what it holds: times ISO-8601, amounts of two decimals, records by name."""
    kind = type(value)
    if kind in _AS_THEY_ARE:
        return value
    if kind in (datetime, date):
        return value.isoformat()
    if kind is Decimal:
        return two(value)
    if hasattr(value, "_asdict"):
        return record_json(value)
    if isinstance(value, Mapping):
        return {name: plain(inner) for name, inner in value.items()}
    if isinstance(value, tuple | list):
        return [plain(inner) for inner in value]
    return value


def record_json(record: NamedTuple) -> Json:
    """Return a record as JSON has it, name by name."""
    return {name: plain(value) for name, value in record._asdict().items()}


# -- and back ----------------------------------------------------------------------------------


def from_json(stored: _Read, *, lists: bool = True) -> Answer:
    """Return an answer that a closing of this version or an earlier one keeps; what that did not keep is empty.

    Without ``lists`` nobody asks what is doubtful, of which a month keeps very much.
    """
    period, compared, term = stored["period"], stored.get("compared") or {}, stored.get("objections")
    return Answer(
        company=stored["company"],
        status=stored["status"],
        period=Period(stored["month"], _at(period["start"]), _at(period["end"]), _at(stored["as_of"])),
        policy=_policy(stored["policy"]),
        head=stored["head"],
        departments=tuple(map(_department, stored["departments"])),
        points=tuple(map(_read_point, stored["points"])),
        fines=tuple(map(_read_fine, stored["fines"])),
        persons=tuple(map(_read_person, stored["persons"])) if "persons" in stored else None,
        excluded=tuple(_made(Excluded, line) for line in stored["excluded"]),
        unassigned=tuple(map(_read_fine, stored["unassigned"])),
        late_without_fine=tuple(map(_read_late, stored.get("late_without_fine", ()))),
        adjustments=read_adjustments(stored),
        late_entries=stored["late_entries"],
        overall=_read_overall(stored["overall"]),
        unconfirmed=tuple(_made(Unconfirmed, line, band=_band(line)) for line in stored["unconfirmed"]),
        objections=_made(Objections, term, until=_perhaps(term["until"])) if term else None,
        totals=_read_totals(stored["totals"]),
        rehearsal=stored.get("rehearsal", False),
        doubtful=tuple(map(_read_doubtful, stored.get("doubtful", ()) if lists else ())),
        corrections=tuple(
            _made(Changed, line, changes=tuple(line["changes"])) for line in stored.get("corrections", ())
        ),
        previous=_read_other(compared, "previous"),
        year_ago=_read_other(compared, "year_ago"),
        provisional=tuple(stored.get("provisional", ())),
        keys=tuple((key["person"], key["fingerprint"]) for key in stored.get("keys", ())),
        signatures=stored.get("signatures"),
    )


def read_adjustments(stored: _Read) -> tuple[Adjustment, ...]:
    """Return what a kept answer carries for earlier months, and nothing else of it."""
    return tuple(map(_read_adjustment, stored.get("adjustments", ())))


def _made(record: type[_Record], line: _Read, /, **read: object) -> _Record:
    """Return a record of what a line has, some of it ``read`` already; a name that it lacks is as by default."""
    return record._make(_fields(record)({**record._field_defaults, **line, **read}))


@cache
def _fields(record: type[NamedTuple]) -> Callable[[Mapping[str, object]], Iterable[object]]:
    return itemgetter(*record._fields)


_at = datetime.fromisoformat
_yuan = lru_cache(maxsize=1024)(Decimal)


def _perhaps(moment: str | None) -> datetime | None:
    return _at(moment) if moment else None


def _rate(rate: str | None) -> Decimal | None:
    return None if rate is None else Decimal(rate)


def _band(line: _Read) -> tuple[Decimal, Decimal]:
    low, high = line["band"]
    return _yuan(low), _yuan(high)


def _policy(policy: _Read) -> Policy:
    adoption = _made(Adoption, policy) if "adopted" in policy else None
    return _made(Policy, policy, effective=date.fromisoformat(policy["effective"]), adoption=adoption)


def _department(line: _Read) -> DepartmentLine:
    sums = {name: _yuan(line[name]) for name in ("base", "points", "score")}
    return _made(DepartmentLine, line, **sums, **_rates(line))


def _rates(line: _Read) -> dict[str, Decimal | None]:
    return {name: _rate(line[name]) for name in ("on_time_rate", "satisfaction")}


def _read_point(line: _Read) -> PointLine:
    return _made(PointLine, line, points=_yuan(line["points"]), at=_at(line["at"]))


def _read_fine(line: _Read) -> FineLine:
    decided, objection = line["decided"], line.get("objection")
    return _made(
        FineLine,
        line,
        band=_band(line),
        base=_yuan(line["base"]),
        amount=_yuan(line["amount"]),
        decided=None if decided is None else _yuan(decided),
        at=_at(line["at"]),
        objection=_made(Objected, objection, at=_at(objection["at"])) if objection else None,
    )


def _read_person(line: _Read) -> PersonLine:
    return _made(PersonLine, line, **{name: _yuan(line[name]) for name in _SUMS})


_SUMS = ("proposed", "decided", "adjustments", "year_total")


def _read_late(line: _Read) -> LateWithoutFine:
    reasons = tuple((reason["rule"], why_now(reason["why"])) for reason in line["reasons"])
    moments = {"deadline": _at(line["deadline"]), "handed_back": _perhaps(line["handed_back"])}
    return _made(LateWithoutFine, line, **moments, reasons=reasons)


def _read_doubtful(line: _Read) -> Doubtful:
    return Doubtful(  # by place: a month keeps very many
        line["complaint"], line["step"], line["kind"], _at(line["at"]), _at(line["entered"]), line["by"],
        line["entered_by"], _perhaps(line["limit"]), tuple(line["rules"]),
    )  # fmt: skip


def _read_adjustment(change: _Read) -> Adjustment:
    line = _read_fine(change) if "band" in change else _read_point(change) if "points" in change else None
    return _made(Adjustment, change, was=_yuan(change["was"]), now=_yuan(change["now"]), line=line)


def _read_overall(overall: _Read) -> Overall:
    counts = {
        part: tuple((line["name"], line["count"]) for line in overall[part]) for part in ("categories", "sources")
    }
    return _made(Overall, overall, **_rates(overall), **counts)


def _read_totals(totals: _Read) -> Totals:
    return _made(Totals, {"adjustments": None, **{name: _yuan(value) for name, value in totals.items()}})


def _read_other(compared: _Read, which: str) -> Beside | None:
    other = compared.get(which)
    return read_beside(other) if other else None


def read_beside(stored: _Read) -> Beside:
    """Return a month's figures, to stand beside another's, and nothing else of it."""
    departments = tuple(map(_department, stored["departments"]))
    return Beside(stored["month"], _read_totals(stored["totals"]), departments, _read_overall(stored["overall"]))
