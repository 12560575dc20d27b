"""The people whom a command names, held against the organisation: who belongs, and who may be a second person."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from complaint_cli.acts.call import Call, login
from complaint_cli.company.organisation import Organisation
from complaint_cli.errors import StepRefused, UsageError
from complaint_cli.messages.people import People
from complaint_cli.text.near import joined, name_key


def sitter(call: Call, organisation: Organisation) -> str:
    """Return who sits there: the account's person in the organisation, else ``COMPLAINT_BY``, else the login."""
    account = login()
    return organisation.accounts.get(account) or call.sits or account


def belonging(organisation: Organisation, person: str, day: date, moment: datetime | None = None) -> str:
    """Return a person's name as the organisation spells it.

    Raises UsageError with the nearest name where the organisation lists people and he is not of it on that day, or at
    that moment is not any more.
    """
    if not organisation.peopled:
        return joined(person)
    if not organisation.belongs(person, day) or (moment and organisation.gone(person, moment)):
        if organisation.knows(person):
            raise UsageError(People.NOT_THEN, name=person, day=day)
        if organisation.department(person):
            raise UsageError(People.DEPARTMENT, name=person)
        near = organisation.nearest(person)
        refusal = People.UNKNOWN_NEAR if near else People.UNKNOWN
        raise UsageError(refusal, name=person, near=near)
    return organisation.spelled(person)


def second_person(
    organisation: Organisation,
    name: str,
    *,
    actor: str,
    day: date,
    departments: Iterable[str] = (),
    persons: Iterable[str] = (),
    all_of: Iterable[str] = (),
) -> str:
    """Return who stands behind a step as its second person (复核人), as the organisation spells him.

    ``departments`` are those whose points it touches, ``persons`` those whose fines; of ``all_of`` nobody may.
    Raises StepRefused where he takes the step himself, is touched by it, or holds no such office; UsageError
    where he is not of the organisation.
    """
    found = belonging(organisation, name, day)
    key = name_key(found)
    if key == name_key(actor):
        raise StepRefused(People.SAME, name=found)
    if not organisation.peopled:
        return found
    touched = {name_key(person) for person in persons}
    for department in departments:
        touched |= {
            name_key(holder) for kind in ("deputy", "manager") if (holder := organisation.holder(kind, department, day))
        }
    for department in all_of:
        touched |= {name_key(person) for person in organisation.everybody_of(department, day)}
    if key in touched:
        raise StepRefused(People.TOUCHED, name=found)
    audit = "audit" in organisation.role_of(found, day)
    if not audit and not organisation.posts_of(found, day) & {"deputy", "general"}:
        raise StepRefused(People.NO_SECOND, name=found)
    return found
