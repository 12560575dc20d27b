"""What an investigation is asked for: by whom, what was found, whose cause it was (第五条第三款)."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import Any

from complaint_cli.acts.people import belonging
from complaint_cli.acts.rulings import held
from complaint_cli.acts.work import Work
from complaint_cli.commands.terminal.asking import Item, choose, choose_many, choose_word, yes_no
from complaint_cli.complaint import steps
from complaint_cli.complaint.case import Case
from complaint_cli.messages.prompts import Ask, Option
from complaint_cli.messages.vocabulary import SEVERITY


def investigated(work: Work, case: Case, values: dict[str, Any]) -> None:
    """Ask who investigated and what they found, as far as the values do not say it."""
    found = [values.get(name) for name in ("internal_cause", "adverse_effect", "severity", "false_record")]
    unsaid, day = not any(found), case.receipt.date()
    steps.check_found(cause=bool(found[0]), effect=bool(found[1]), severity=found[2])
    values["auditor"] = values.get("auditor") or _one_of(work, "audit", Option.AUDITOR(), day)
    values["clerk"] = values.get("clerk") or _one_of(work, "office", Option.CLERK(), day)
    if unsaid:
        values["internal_cause"] = yes_no(Option.INTERNAL_CAUSE(), default=False)
    if unsaid and values["internal_cause"]:
        values["adverse_effect"] = yes_no(Option.ADVERSE_EFFECT(), default=False)
    if values["internal_cause"] and not values.get("severity"):
        values["severity"] = choose_word(Ask.SEVERITY(), SEVERITY, default="minor")
    if unsaid:
        values["false_record"] = yes_no(Option.FALSE_RECORD(), default=False)
    departments = held(case)
    if (values["internal_cause"] or values["false_record"]) and not values.get("dept") and len(departments) > 1:
        items = [Item(name, name) for name in departments]
        values["dept"] = choose(Option.CAUSE_DEPARTMENT(), items, read=work.organisation.find)
    if values.get("adverse_effect") and not values.get("person"):
        whose = work.organisation.find(values["dept"]).name if values.get("dept") else None
        forms = [form for form in case.transfers if whose in (None, form.department)]
        items = [Item(name, name) for name in (forms[-1].persons if forms else ())]
        values["person"] = choose_many(Ask.PERSONS(), items, partial(belonging, work.organisation, day=day))


def _one_of(work: Work, role: str, question: str, day: date) -> str | None:
    """Ask for one of the staff of the departments of a role."""
    items = [Item(name, name) for d in work.organisation.departments if d.role == role for name in d.staff]
    return choose(question, items, read=lambda name: belonging(work.organisation, name, day))
