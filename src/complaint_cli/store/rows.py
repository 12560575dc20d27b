"""Rows of the tables as records: which record a table holds, and how its times and lists are kept."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime, tzinfo
from functools import lru_cache
from typing import Any, TypeVar

from complaint_cli.complaint import records as stages
from complaint_cli.complaint.records import Complaint
from complaint_cli.complaint.stages import LISTS, STAGES, TIMES

One = TypeVar("One")


def _further(record: type[Complaint | stages.Record], names: frozenset[str]) -> tuple[int, ...]:
    """Return where a record's fields of these names stand, after the five that begin every record."""
    return tuple(i for i, name in enumerate(record._fields) if i > 4 and name in names)


_SHAPES: dict[type[object], tuple[Callable[[Iterable[Any]], Any], tuple[int, ...], tuple[int, ...]]] = {
    record: (record._make, _further(record, TIMES), _further(record, LISTS))
    for record in (Complaint, stages.Commendation, *(stage.record for stage in STAGES.values()))
}
_when = datetime.fromisoformat
_zones: dict[tzinfo | None, tzinfo | None] = {}  # one object an offset: each time would bring its own


class Times(dict[str, datetime]):
    """Times by their text, each read once: most steps are entered in the second they are taken."""

    def __missing__(self, text: str) -> datetime:
        moment = _when(text)
        zone = _zones.setdefault(moment.tzinfo, moment.tzinfo)
        moment = self[text] = moment.astimezone(zone) if zone is not moment.tzinfo else moment
        return moment


def records(record: type[One], rows: Iterable[Sequence[Any]], read: Times) -> Iterator[One]:
    """Make records of rows: times become datetimes, JSON lists tuples."""
    make, times, lists = _SHAPES[record]
    for row in rows:
        values = [row[0], row[1], read[row[2]], read[row[3]], *row[4:]]
        for i in times:
            values[i] = read[values[i]]
        for i in lists:
            values[i] = _names(values[i])
        yield make(values)


def record_of(record: type[One], row: Sequence[Any]) -> One:
    """Make a record of one row."""
    return next(records(record, [row], Times()))


@lru_cache(maxsize=1024)
def _names(text: str) -> tuple[str, ...]:
    return tuple(json.loads(text))
