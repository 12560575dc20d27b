"""A case as it counts: what was withdrawn left out, what was corrected put right (第三条第一款)."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from copy import copy
from datetime import datetime
from typing import Any

from complaint_cli.company.calendar import iso
from complaint_cli.complaint.case import Case
from complaint_cli.complaint.records import Amendment, Complaint, Correction
from complaint_cli.complaint.stages import COUNTS, FLAGS, LISTS, STAGES, TIMES
from complaint_cli.text.tuples import NamedTuple


def value_of(field: str, text: str | None) -> Any:
    """Return a corrected value as its record holds it."""
    if text is None:
        return None
    if field in TIMES:
        return datetime.fromisoformat(text)
    if field in LISTS:
        return tuple(json.loads(text))
    return int(text) if field in COUNTS else text


def text_of(value: object) -> str | None:
    """Return a value as a correction keeps it."""
    if value is None:
        return None
    if isinstance(value, datetime):
        return iso(value)
    if isinstance(value, tuple):
        return json.dumps(value, ensure_ascii=False)
    return str(int(value)) if isinstance(value, bool) else str(value)


def shown_value(field: str, text: str | None) -> Any:
    """Return what a correction keeps as JSON has it: names as a list, a yes or a no as such, the rest as its text."""
    if text is None:
        return None
    return json.loads(text) if field in LISTS else text == "1" if field in FLAGS else text


def amended(complaint: Complaint, amendment: Amendment) -> Complaint:
    """Return the complaint with one typing error corrected."""
    return complaint._replace(**{amendment.field: value_of(amendment.field, amendment.new)})


def settle(case: Case) -> None:
    """Leave out the steps that were withdrawn, put right what was corrected, name who was named since."""
    if case.withdrawals:
        gone = {w.step for w in case.withdrawals}
        for stage in STAGES.values():
            if stage.step:
                records = getattr(case, stage.attribute)
                records[:] = [r for r in records if r.entry not in gone]
    for change in case.corrections:
        records = getattr(case, STAGES[change.stage].attribute)
        for place, record in enumerate(records):
            if record.id == change.row:
                values = {change.field: value_of(change.field, change.new)}
                if change.field == "justified":  # a reason is accepted by who approved it as it stands
                    values["approved_by"] = change.approved_by
                records[place] = record._replace(**values)
    named = {naming.transfer: (naming.entry, naming.persons) for naming in case.namings}
    for change in case.corrections:  # of a form and of who was named on it later, the last entered counts
        if change.stage == "transfer" and change.field == "persons" and change.entry > named.get(change.row, (0,))[0]:
            named.pop(change.row, None)
    if named:
        case.transfers[:] = [t._replace(persons=named[t.id][1]) if t.id in named else t for t in case.transfers]


def corrected_only(raw: Case) -> Case:
    """Return a raw case with its corrections applied and withdrawn steps still in it."""
    case = _twin(raw)
    case.withdrawals = []
    settle(case)
    case.withdrawals = list(raw.withdrawals)
    return case


def _twin(raw: Case) -> Case:
    """Return a case with lists of its own."""
    case = copy(raw)
    for stage in STAGES.values():
        setattr(case, stage.attribute, list(getattr(raw, stage.attribute)))
    return case


def step_rows(case: Case) -> Iterator[tuple[str, Any]]:
    """Yield every row that a step wrote, but for the intake, with its table."""
    for table, stage in STAGES.items():
        if stage.step:
            yield from ((table, record) for record in getattr(case, stage.attribute))


def step_numbers(case: Case) -> dict[int, int]:
    """Return the number of each step by its journal entry, the intake 1, in order of entry; of the raw case."""
    entries = {case.complaint.entry, *(record.entry for _, record in step_rows(case))}
    return {entry: number for number, entry in enumerate(sorted(entries), 1)}


class Told(NamedTuple):
    """One correction as it is listed: which step it is about, before and after, why, by whom."""

    step: int
    was: Any
    now: Any
    reason: str
    by: str
    approved_by: str | None


class Made(NamedTuple):
    """One correction of a case: its kind, how it is listed, and its records with the attribute that holds them."""

    kind: str
    told: Told
    attribute: str
    records: tuple[Any, ...]


def without(raw: Case, made: Iterable[Made]) -> Case:
    """Return a raw case settled without some of its corrections."""
    case = _twin(raw)
    for one in made:
        for record in one.records:
            getattr(case, one.attribute).remove(record)
    if len(case.amendments) < len(raw.amendments):
        for amendment in reversed(raw.amendments):
            case.complaint = amended(case.complaint, amendment._replace(new=amendment.old))
        for amendment in case.amendments:
            case.complaint = amended(case.complaint, amendment)
    settle(case)
    return case


def corrections_of(raw: Case) -> Iterator[Made]:
    """Yield each correction of a raw case."""
    together: dict[tuple[int, str], list[Correction]] = {}  # one amendment of a step's time changes each of its rows
    for change in raw.corrections:
        together.setdefault((change.entry, change.field), []).append(change)
    for changes in together.values():
        first = changes[0]
        was, now = (shown_value(first.field, value) for value in (first.old, first.new))
        told = Told(first.step, was, now, first.reason, first.actor, first.approved_by)
        yield Made("amend", told, "corrections", tuple(changes))
    for amendment in raw.amendments:
        was, now = (shown_value(amendment.field, value) for value in (amendment.old, amendment.new))
        told = Told(raw.complaint.entry, was, now, amendment.reason, amendment.actor, amendment.approved_by)
        yield Made("amend", told, "amendments", (amendment,))
    for taken in raw.withdrawals:
        told = Told(taken.step, None, None, taken.reason, taken.actor, taken.approved_by)
        yield Made("withdraw", told, "withdrawals", (taken,))
    for longer in raw.extensions:
        was, now = text_of(longer.old_deadline), text_of(longer.new_deadline)
        told = Told(longer.entry, was, now, longer.reason, longer.actor, longer.approved_by)
        yield Made("extend", told, "extensions", (longer,))
    for taken_out in raw.exclusions:
        told = Told(taken_out.entry, None, None, taken_out.reason, taken_out.actor, taken_out.approved_by)
        yield Made("exclude" if taken_out.excluded else "include", told, "exclusions", (taken_out,))
    for link in raw.links:
        if link.repeat_of is None:
            told = Told(link.entry, None, None, link.reason or "", link.actor, link.approved_by)
            yield Made("unlink", told, "links", (link,))
    settled = _twin(raw)
    settle(settled)
    again = {found.id for found in settled.investigations[1:]}  # the last counts, whoever enters it
    for found in raw.investigations:
        if found.id in again:
            told = Told(found.entry, None, None, found.note or "", found.actor, None)
            yield Made("investigate", told, "investigations", (found,))
    for named in settled.namings:
        if named.approved_by is None or named.at <= settled.deadline:
            continue  # in time, or who handed back what named nobody
        [raw_one] = [naming for naming in raw.namings if naming.id == named.id]
        made = Made(
            "handle", Told(named.entry, None, None, "", raw_one.actor, raw_one.approved_by), "namings", (raw_one,)
        )
        forms = without(raw, [made]).transfers
        persons = next(list(form.persons) for form in forms if form.id == named.transfer)
        yield made._replace(told=made.told._replace(was=persons, now=list(named.persons)))
