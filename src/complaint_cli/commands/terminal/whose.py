"""Whose a step is, asked where who sits there is nobody known, or enters what another did."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Any

from complaint_cli.acts.call import Call, tell
from complaint_cli.acts.callback import office_only
from complaint_cli.acts.people import belonging, sitter
from complaint_cli.acts.work import Work
from complaint_cli.commands.terminal.asking import ask
from complaint_cli.complaint.case import Case
from complaint_cli.errors import StepRefused
from complaint_cli.messages.prompts import Ask


def who_sits(work: Work) -> Call:
    """Return the call with who sits there; one whose account is nobody's is asked for his name."""
    call, company, today = work.call, work.organisation, work.now.date()
    if call.by or not company.peopled or company.belongs(sitter(call, company), today):
        return call
    name = ask(Ask.WHO_SITS(), read=lambda typed: belonging(company, typed, today))
    tell(Ask.SITS_SO(name=name))
    return call._replace(sits=name)


def ask_handler(work: Work, case: Case, values: dict[str, Any], moment: datetime) -> None:
    """Ask who handled it where who sits there is not of the department: its clerk enters what others did."""
    form, company = case.transfers[-1], work.organisation
    outside = company.peopled and form.department not in company.departments_of(work.sitter, moment.date())
    if outside and values.get("by") is None:
        known = form.persons[0] if len(form.persons) == 1 else ""
        values["by"] = ask(Ask.HANDLER(), default=known, read=partial(belonging, company, day=moment.date()))


def ask_of_office(
    work: Work, values: dict[str, Any], question: str, may: Callable[[str], None] = lambda name: None
) -> None:
    """Ask who took a step of the general office where who sits there may not: he enters it for a clerk."""
    moment, company = work.at(values.get("at")), work.organisation

    def read(typed: str) -> None:
        name = belonging(company, typed, moment.date(), moment)
        office_only(work, name, moment)
        may(name)

    if company.peopled:
        try:
            read(work.actor(values.get("by"), moment))
        except StepRefused:
            if values.get("by"):
                raise
            values["by"] = ask(question, read=read)
