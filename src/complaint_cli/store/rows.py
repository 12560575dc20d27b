"""Rows of the tables as records: how their times and lists are kept."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime, tzinfo
from functools import cache, lru_cache
from typing import Any, TypeVar

from complaint_cli.complaint.stages import LISTS, TIMES

One = TypeVar("One")

_when = datetime.fromisoformat
_zones: dict[tzinfo | None, tzinfo | None] = {}  # one object an offset: each time would bring its own


class Times(dict[str, datetime]):
    """Times by their text, each read once: most steps are entered in the second they are taken."""

    def __missing__(self, text: str) -> datetime:
        moment = _when(text)
        zone = _zones.setdefault(moment.tzinfo, moment.tzinfo)
        moment = self[text] = moment.astimezone(zone) if zone is not moment.tzinfo else moment
        return moment


@cache
def _shape(record: Any) -> tuple[Callable[[Iterable[Any]], Any], tuple[int, ...], tuple[int, ...]]:
    """Return what makes a record, and where in a row times and lists stand, after the five that begin every one."""
    further = [*enumerate(record._fields)][5:]
    times, lists = (tuple(place for place, name in further if name in names) for names in (TIMES, LISTS))
    return record._make, times, lists


def records(record: Callable[..., One], rows: Iterable[Sequence[Any]], read: Times) -> Iterator[One]:
    """Make records of rows: times become datetimes, JSON lists tuples."""
    make, times, lists = _shape(record)
    for row in rows:
        values = [row[0], row[1], read[row[2]], read[row[3]], *row[4:]]
        for i in times:
            values[i] = read[values[i]]
        for i in lists:
            values[i] = _names(values[i])
        yield make(values)


def record_of(record: Callable[..., One], row: Sequence[Any]) -> One:
    """Make a record of one row."""
    return next(records(record, [row], Times()))


@lru_cache(maxsize=1024)
def _names(text: str) -> tuple[str, ...]:
    return tuple(json.loads(text))
