"""Rows of the tables as records: which record a table holds, and how its times and lists are kept."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, tzinfo
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from complaint_cli.complaint import records as stages
from complaint_cli.complaint.records import Complaint
from complaint_cli.complaint.stages import LISTS, STAGES, TIMES
from complaint_cli.text.near import name_key

if TYPE_CHECKING:
    from complaint_cli.company.organisation import Left, Term


def _further(record: type[Any], names: frozenset[str]) -> tuple[int, ...]:
    """Return where a record's fields of these names stand, after the five that begin every record."""
    return tuple(i for i, name in enumerate(record._fields) if i > 4 and name in names)


_SHAPES: dict[type[Any], tuple[tuple[int, ...], tuple[int, ...]]] = {
    record: (_further(record, TIMES), _further(record, LISTS))
    for record in (Complaint, stages.Commendation, *(stage.record for stage in STAGES.values()))
}
_when = datetime.fromisoformat
_zones: dict[tzinfo | None, tzinfo | None] = {}  # one object an offset: each time would bring its own


class Times(dict[str, datetime]):
    """Times by their text, each read once, in one zone: most steps are entered in the second they are taken."""

    def __init__(self, zone: tzinfo | None = None) -> None:
        self.zone = zone

    def __missing__(self, text: str) -> datetime:
        moment = _when(text)
        zone = self.zone or _zones.setdefault(moment.tzinfo, moment.tzinfo)
        moment = self[text] = moment.astimezone(zone) if zone is not moment.tzinfo else moment
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


FILES = (
    "SELECT d.organisation, o.at, d.name, d.staff FROM department d JOIN organisation o ON o.id = d.organisation "
    "ORDER BY d.organisation, d.id"
)
"""The staffs of every organisation file in the order of import."""


def left_in(rows: Iterable[tuple[int, str, str, str]], former: Mapping[str, str]) -> Iterator[Left]:
    """Yield who was on a staff of ``FILES`` until a later file did not list him; departments as they are called now.

    Of whom the last file lists, it says the days.
    """
    from complaint_cli.company.organisation import Left, Term

    files: dict[int, tuple[datetime, dict[str, str]]] = {}
    for row, at, name, text in rows:
        files.setdefault(row, (_when(at), {}))[1][former.get(name, name)] = text

    def listed(file: Mapping[str, str], department: str) -> set[str]:
        return set(map(name_key, staff(file.get(department, "[]"))[0]))

    last = [*files.values()][-1][1]
    for (_, before), (moment, after) in pairwise(files.values()):
        for department, text in before.items():
            names, terms = staff(text)
            stay = listed(after, department) | listed(last, department)
            for name in (name for name in names if name_key(name) not in stay):
                for term in [t for t in terms if t.name == name] or [Term(name, None, None)]:
                    until = min(term.until or date.max, moment.date())
                    yield Left(department, name, term.since, until, moment)
