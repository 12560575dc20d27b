"""Which fine of a complaint is decided or objected to: offered as the months propose it (第五条)."""

from __future__ import annotations

from functools import partial
from typing import Any

from complaint_cli.acts.answers import choice
from complaint_cli.acts.call import tell
from complaint_cli.acts.month import shown
from complaint_cli.acts.people import belonging
from complaint_cli.acts.rulings import finable, money, none_such, settled
from complaint_cli.acts.work import Work
from complaint_cli.assessment.lines import FineLine
from complaint_cli.commands.terminal.asking import Item, ask, choose
from complaint_cli.complaint import steps
from complaint_cli.complaint.case import Case
from complaint_cli.errors import StepRefused
from complaint_cli.messages import listed
from complaint_cli.messages.casework import Casework
from complaint_cli.messages.people import People
from complaint_cli.messages.prompts import Ask
from complaint_cli.messages.report import rule_name
from complaint_cli.messages.vocabulary import ROLE, label
from complaint_cli.text.near import name_key

_WAIVED = ("免除", "waive")


def decided(work: Work, case: Case, values: dict[str, Any]) -> None:
    """Ask which fine is decided and how much it shall be; of one that is nobody's, who takes it."""
    moment, actor = work.step(values.get("at"), values.get("by"))
    steps.check_audit(work.organisation, actor, moment)
    named = values.get("rule") and values.get("person")
    line = _meant(work, case, values, Ask.WHICH_FINE(), of_nobody=True)
    if values.get("waive") or values.get("amount") is not None:
        return
    if values.get("role"):
        if not values.get("person"):
            taken = ask(Ask.WHO_TAKES(), read=lambda typed: _check_taker(work, typed, actor))
            values |= {"waive": True} if taken in _WAIVED else {"person": taken}
        return
    if work.organisation.peopled and name_key(line.person or "") == name_key(actor):
        raise StepRefused(People.OWN_FINE, name=actor)
    low, high = (edge * line.factor for edge in line.band)

    def read(typed: str) -> None:
        if typed not in _WAIVED and not low <= money(typed) <= high:
            raise StepRefused(Casework.OUT_OF_BAND, amount=typed, low=low, high=high)

    if named:  # what was chosen from was shown
        tell(_line(line, free=False))
    work.call = work.call._replace(saw=(line.base, line.factor))
    typed = ask(Ask.AMOUNT(low=low, high=high), read=read)
    values |= {"waive": True} if typed in _WAIVED else {"amount": typed}


def objected(work: Work, case: Case, values: dict[str, Any]) -> None:
    """Ask which fine is objected to, and who objects where who sits there is not the one fined."""
    day = work.at(values.get("at")).date()
    person = _meant(work, case, values, Ask.WHICH_OBJECTED(), of_nobody=False).person or ""
    company = work.organisation
    if not values.get("by") and name_key(work.sitter) != name_key(person):
        here = not company.peopled or company.belongs(person, day)
        values["by"] = ask(Ask.OBJECTOR(), default=person if here else "", read=partial(belonging, company, day=day))


def _check_taker(work: Work, typed: str, actor: str) -> None:
    if typed not in _WAIVED and belonging(work.organisation, typed, work.now.date()) == actor:
        raise StepRefused(People.OWN_FINE, name=actor)


def _meant(work: Work, case: Case, values: dict[str, Any], question: str, *, of_nobody: bool) -> FineLine:
    """Return the fine that is meant, asked for where the values do not say it; they say it then.

    Raises StepRefused where the complaint has none such.
    """
    rule = choice(values["rule"], "rule", finable()) if values.get("rule") else None
    role = choice(values["role"], "role", ROLE) if values.get("role") else None
    person = values.get("person") or ""

    def fits(line: FineLine, free: bool) -> bool:
        if role:
            return line.role == role and (free or settled(case, line))
        return name_key(person) in ("", name_key(line.person or "")) and bool(of_nobody or line.person)

    lines = [(line, free) for _, line, free in shown(work.store, case, work.now)]
    found = [(line, free) for line, free in lines if rule in (None, line.rule) and fits(line, free)]
    if not found:
        if rule and (role or person):
            said = label(ROLE, role) if role else person
            raise none_such(case, rule, said)
        if lines and (rule or role or person):
            raise StepRefused(Ask.NO_SUCH, no=case.number, fines=listed(_line(*one) for one in lines))
        raise StepRefused(Ask.NO_FINES, no=case.number)
    place = 0
    if not rule or not (role or person):
        items = [Item(f"#{at}", _line(line, free)) for at, (line, free) in enumerate(found)]
        place = int((choose(question, items, default=items[0].value if len(items) == 1 else "") or "#0")[1:])
    line, free = found[place]
    values["rule"] = line.rule
    if of_nobody and free and not role:
        values |= {"role": line.role, "person": None}
    elif not role:
        values["person"] = line.person
    return line


def _line(line: FineLine, free: bool) -> str:
    role = label(ROLE, line.role)
    person = Ask.OF_NOBODY(role=role, person=line.person or "").strip() if free else line.person
    return Ask.FINE_LINE(person=person, rule=rule_name(line.rule), amount=line.proposed)
