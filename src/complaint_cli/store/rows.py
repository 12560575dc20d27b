"""Rows of the tables as records: which record a table holds, and how its times and lists are kept."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, tzinfo
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from complaint_cli.complaint import records as stages
from complaint_cli.complaint.records import Complaint
from complaint_cli.complaint.stages import LISTS, STAGES, TIMES

if TYPE_CHECKING:
    from complaint_cli.company.organisation import Term


def _further(record: type[Any], names: frozenset[str]) -> tuple[int, ...]:
    """Return where a record's fields of these names stand, after the five that begin every record."""
    return tuple(i for i, name in enumerate(record._fields) if i > 4 and name in names)


_SHAPES: dict[type[Any], tuple[tuple[int, ...], tuple[int, ...]]] = {
    record: (_further(record, TIMES), _further(record, LISTS))
    for record in (Complaint, stages.Commendation, *(stage.record for stage in STAGES.values()))
}
_when = datetime.fromisoformat


class Times(dict[str, datetime]):
    """Times by their text, each read once, in one zone: most steps are entered in the second they are taken."""

    def __init__(self, zone: tzinfo | None = None) -> None:
        self.zone = zone

    def __missing__(self, text: str) -> datetime:
        moment = self[text] = _when(text).astimezone(self.zone) if self.zone else _when(text)
        return moment


def records(record: type[Any], rows: Iterable[Sequence[Any]], read: Times) -> Iterator[Any]:
    """Make records of rows: times become datetimes, JSON lists tuples."""
    times, lists = _SHAPES[record]
    make = record._make
    for row in rows:
        values = [row[0], row[1], read[row[2]], read[row[3]], *row[4:]]
        for i in times:
            values[i] = read[values[i]]
        for i in lists:
            values[i] = _names(values[i])
        yield make(values)


def record_of(record: type[Any], row: Sequence[Any]) -> Any:
    """Make a record of one row."""
    return next(records(record, [row], Times()))


@lru_cache(maxsize=1024)
def _names(text: str) -> tuple[str, ...]:
    return tuple(json.loads(text))


def amended(complaint: Complaint, amendment: stages.Amendment) -> Complaint:
    """Return the complaint with one typing error corrected."""
    value: Any = amendment.new
    if amendment.field in TIMES:
        value = _when(value)
    elif amendment.field in ("confidential", "provisional"):
        value = int(value)
    return complaint._replace(**{amendment.field: value})


def day_of(text: str | None) -> date | None:
    """Read a day; None where there is none."""
    return date.fromisoformat(text) if text else None


def staff(text: str) -> tuple[tuple[str, ...], tuple[Term, ...]]:
    """Read a staff: names, or objects with the days from and until which a person is on it."""
    from complaint_cli.company.organisation import Term

    items = json.loads(text)
    names = dict.fromkeys(item if isinstance(item, str) else item["name"] for item in items)
    dated = [item for item in items if not isinstance(item, str)]
    return tuple(names), tuple(Term(i["name"], day_of(i.get("since")), day_of(i.get("until"))) for i in dated)
