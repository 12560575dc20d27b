"""The people whom a command names, held against the organisation."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from complaint_cli.acts.work import Work
from complaint_cli.messages.prompts import Warn

MOST_NAMED = 5


def people_in(work: Work, values: dict[str, Any]) -> list[str]:
    """Return the people whom a command names and no step checks: persons, who approved it, who did it."""
    persons = values.get("person") or []
    named = [persons] if isinstance(persons, str) else [*persons]
    if values.get("approved_by"):
        named.append(values["approved_by"])
    return [*named, work.actor(values.get("by"))]


def unknown_people(work: Work, named: Iterable[str]) -> list[str]:
    """Return a warning for each person who is not in the organisation, with the nearest name.

    An organisation without any people, as the default one is, warns of nobody.
    """
    organisation = work.organisation
    if not organisation.posts and not any(department.staff for department in organisation.departments):
        return []
    unknown = [name for name in dict.fromkeys(name.strip() for name in named) if not organisation.knows(name)]
    warnings = []
    for name in unknown[:MOST_NAMED]:
        near = organisation.nearest(name)
        warnings.append(Warn.UNKNOWN_NEAR(name=name, near=near) if near else Warn.UNKNOWN(name=name))
    if len(unknown) > MOST_NAMED:
        warnings.append(Warn.MORE_UNKNOWN(count=len(unknown) - MOST_NAMED))
    return warnings
