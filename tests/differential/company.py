"""The company of a history as it stands now: its departments, people and editions, and the months it has closed."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any

from worktime import Calendar


@dataclass(frozen=True)
class Edition:
    effective: date
    data: dict[str, Any]
    adopted: datetime = datetime.min

    @property
    def calendar(self) -> Calendar:
        return Calendar(self.data["holidays"], self.data["workdays"])


@dataclass
class World:
    """A department is known by its first name; ``names`` has the one of today before its former ones."""

    departments: dict[str, dict[str, Any]]
    names: dict[str, list[str]]
    posts: dict[str, list[tuple[str, date]]]
    staff: dict[str, dict[str, date]]
    editions: list[Edition]
    keyboard_outside: bool
    omitted: set[tuple[str, str]] = field(default_factory=set)
    closed: list[tuple[datetime, datetime, datetime]] = field(default_factory=list)

    def edition(self, moment: datetime | date, known: datetime = datetime.max) -> Edition:
        """Return the edition in force; in a month that was closed, of those adopted before its closing."""
        moment = moment if isinstance(moment, datetime) else datetime.combine(moment, time())
        known = min([known, *(closed for start, end, closed in self.closed if start <= moment < end)])
        fits = [one for one in self.editions if one.effective <= moment.date() and one.adopted <= known]
        return max(fits, key=lambda one: (one.effective, one.adopted))

    def name(self, department: str) -> str:
        return self.names[department][0]

    def manager(self, department: str, day: date) -> str | None:
        """Return who holds the post: the last who took it by then."""
        return next((person for person, since in reversed(self.posts[department]) if since <= day), None)

    def belongs(self, person: str, day: date) -> bool:
        """Whether somebody is on a staff that day, or holds a post."""
        last = [staff[person] for staff in self.staff.values() if person in staff]
        return person in ("钱二", "赵一") or any(day <= one for one in last)
