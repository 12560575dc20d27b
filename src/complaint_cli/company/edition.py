"""The dated editions of the parameters: every number of the assessment."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, time, tzinfo
from decimal import Decimal
from typing import Any

from complaint_cli.company.calendar import Calendar, YearDays, zone
from complaint_cli.company.categories import Category
from complaint_cli.company.keys import KEYS
from complaint_cli.company.kinds import Band, Step
from complaint_cli.errors import NoEdition
from complaint_cli.messages.policy import Policy
from complaint_cli.text.digest import sha256
from complaint_cli.text.tuples import NamedTuple


class Change(NamedTuple):
    """One value that differs between two editions."""

    key: str
    old: object
    new: object


class Adoption(NamedTuple):
    """When an edition was adopted, by whom and with whose approval; of one that was not, nothing."""

    adopted: str | None = None
    adopted_by: str | None = None
    approved_by: str | None = None


class Edition(NamedTuple):
    """One whole edition of the parameters, checked; equal when its text is."""

    title: str
    effective: date
    source: str
    numbers: Mapping[str, object]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Edition) and self[:3] == other[:3]

    def __ne__(self, other: object) -> bool:  # a tuple's own would look at every field
        return not self == other

    def __hash__(self) -> int:
        return hash(self[:3])

    @property
    def sha256(self) -> str:
        """The hash of its text."""
        return sha256(self.source)

    def get(self, key: str) -> Any:
        """Return the converted value of a key such as ``handling_overdue.points_late``; KeyError if none."""
        return self.numbers[key]

    def knows(self, rule: str) -> bool:
        """Whether a rule is in force in this edition: its table stands in it."""
        return f"{rule}.cite" in self.numbers

    @property
    def timezone(self) -> tzinfo:
        """The zone in which every time of the program is counted."""
        return zone(self.get("timezone"))

    @property
    def start_day(self) -> int:
        """The day of the month, 1 to 28, on which a period begins."""
        return int(self.get("start_day"))

    def calendar(self, years: Callable[[int], YearDays]) -> Calendar:
        """Build the calendar of this edition over the statutory days of ``years``."""
        return Calendar(
            years,
            hours=self.get("hours.sessions"),
            tz=self.timezone,
            holidays=self.get("holidays"),
            workdays=self.get("workdays"),
        )


Kept = tuple[tuple[date, date, tuple[Edition, ...]], ...]
"""The first and the last day of closed months, with the editions that were known when each was closed."""


def known_on(day: date, editions: Sequence[Edition], kept: Kept) -> Sequence[Edition]:
    """Return the editions by which a day is judged: in a closed month those known then."""
    return next((then for first, last, then in kept if first <= day <= last), editions)


def in_force(editions: Iterable[Edition], day: date) -> Edition:
    """Return the edition in force on ``day``: the latest effective by then, of equals the last adopted.

    ``editions`` are in the order of adoption. Raises NoEdition.
    """
    chosen: Edition | None = None
    for edition in editions:
        if edition.effective <= day and (chosen is None or edition.effective >= chosen.effective):
            chosen = edition
    if chosen is None:
        raise NoEdition(Policy.NO_EDITION, day=day.isoformat())
    return chosen


def diff(a: Edition, b: Edition) -> list[Change]:
    """List the values that differ from ``a`` to ``b``, in the edition's order; titles and dates aside."""
    return [
        Change(key, *_apart(a.numbers.get(key), b.numbers.get(key)))
        for key in KEYS
        if key not in ("title", "effective") and a.numbers.get(key) != b.numbers.get(key)
    ]


def _apart(old: object, new: object) -> tuple[object, object]:
    """Return two values that differ; of categories those alone that are not in both, unless it is their order."""
    if not (isinstance(old, tuple) and isinstance(new, tuple) and any(isinstance(one, Category) for one in old)):
        return old, new
    was, now = (tuple(one for one in mine if one not in other) for mine, other in ((old, new), (new, old)))
    return (was, now) if was or now else (old, new)


def view(edition: Edition, reads: Sequence[str]) -> Callable[[str], object]:
    """Return a getter of the edition's values that refuses, by KeyError, what ``reads`` does not declare.

    A declared key stands for itself, a declared table such as ``internal_cause.manager`` for all in it.
    """
    for declared in reads:
        if not any(covers(declared, key) for key in KEYS):
            raise KeyError(f"no edition has {declared}")

    def get(key: str) -> object:
        if not any(covers(declared, key) for declared in reads):
            raise KeyError(f"{key} is not among the numbers declared: {', '.join(reads)}")
        return edition.numbers[key]

    return get


def covers(declared: str, key: str) -> bool:
    """Tell whether a declared key or table stands for ``key``."""
    return key == declared or key.startswith(f"{declared}.")


def as_text(value: object) -> str:
    """Write a value of an edition for people: amounts without idle zeros, bands as 50–100."""
    if value is None:  # of an edition that does not know the table
        return "—"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, Decimal):
        text = f"{value:f}"
        return text.rstrip("0").rstrip(".") if "." in text else text
    if isinstance(value, time):
        return value.isoformat("minutes")
    if isinstance(value, Band):
        return f"{as_text(value.low)}–{as_text(value.high)}"
    if isinstance(value, Step):
        return f"{'>' if value.days is None else f'≤{value.days}'}: {as_text(value.amount)}"
    if isinstance(value, Category):
        return f"{value.name} [{as_text(value.second)}] [{as_text(value.also)}]"
    if isinstance(value, tuple):
        pair = len(value) == 2 and all(isinstance(part, time) for part in value)
        return ("–" if pair else ", ").join(map(as_text, value))
    return str(value)
