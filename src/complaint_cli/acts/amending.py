"""A step put right: one value of it corrected, or the whole taken back; the old stays readable (第三条第一款)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import pairwise
from math import inf
from typing import Any

from complaint_cli.acts.answers import Change, Recorded, answer, choice, complaint_named
from complaint_cli.acts.callback import office_only, office_or_audit
from complaint_cli.acts.options import ApprovedBy, At, By, Commendation, No, Step, Why
from complaint_cli.acts.people import belonging
from complaint_cli.acts.rulings import after_term, check_whose
from complaint_cli.acts.seconding import check_second, correcting, judged, late, touched
from complaint_cli.acts.transfer import check_return_in_time, of_department, responsible
from complaint_cli.acts.values import LONGEST, names, required, text, yes_no
from complaint_cli.acts.work import Work
from complaint_cli.complaint import steps
from complaint_cli.complaint.case import Case
from complaint_cli.complaint.corrected import shown_value, step_numbers, step_rows, text_of
from complaint_cli.complaint.records import Record
from complaint_cli.complaint.stages import STAGES
from complaint_cli.errors import StepRefused, UsageError
from complaint_cli.messages import listed
from complaint_cli.messages.casework import Casework
from complaint_cli.messages.people import People
from complaint_cli.messages.steps import Steps
from complaint_cli.messages.vocabulary import CONTACT, RESULT, SEVERITY
from complaint_cli.text.near import half_width, name_key

#: The options that a step's rows take: table, option, column. What a step is, its rows tell.
_OPTIONS: tuple[tuple[str, str, str], ...] = (
    ("transfer", "to", "department"),
    ("transfer", "person", "persons"),
    ("naming", "person", "persons"),
    ("transfer", "justified", "justified"),
    ("approval", "opinion", "opinion"),
    ("contact", "contact", "means"),
    ("note", "result", "text"),
    ("note", "report", "text"),
    ("extension", "to", "new_deadline"),
    ("callback", "result", "result"),
    ("callback", "resolved", "resolved"),
    ("callback", "rework", "rework"),
    ("callback", "note", "note"),
    ("reply", "summary", "summary"),
    ("investigation", "auditor", "auditor"),
    ("investigation", "clerk", "clerk"),
    ("investigation", "internal_cause", "internal_cause"),
    ("investigation", "adverse_effect", "adverse_effect"),
    ("investigation", "severity", "severity"),
    ("investigation", "false_record", "false_record"),
    ("investigation", "person", "persons"),
    ("investigation", "dept", "department"),
    ("investigation", "note", "note"),
)


def amend_step(
    work: Work, case: Case, number: int, given: Mapping[str, object], reason: str, approved_by: object, actor: str
) -> Recorded:
    """Correct the values of one step, as ``show`` numbers it; old and new are told."""
    [raw] = work.store.load([case.complaint.id], raw=True)
    entry = entry_of(raw, number)
    rows = rows_of(case, entry)
    if not rows:
        raise StepRefused(Casework.STEP_WITHDRAWN, no=case.number, step=number)
    changes: list[tuple[str, int, str, object, object]] = []
    used: set[str] = set()
    for table, record in rows:
        for name in ("at", "by"):
            if name in given:
                used.add(name)
                field = "actor" if name == "by" else "at"
                value = _common(work, case, name, given, record)
                changes.append((table, record.id, field, getattr(record, field), value))
        if table == "naming" and "by" in given and "person" not in given and record.persons == (record.actor,):
            his = _value(work, case, table, "person", {"person": given["by"]}, record)  # who hands back is who is named
            changes.append((table, record.id, "persons", record.persons, his))
        for kind, option, column in _OPTIONS:
            if kind != table or option not in given or (table == "note" and record.kind != option):
                continue
            used.add(option)
            value = _value(work, case, table, option, given, record)
            changes.append((table, record.id, column, getattr(record, column), value))
        changes += [(table, record.id, *change) for change in _implied(work, case, table, record, given)]
    if "person" in given and "person" not in used:
        used.add("person")
        raise UsageError(Casework.NOT_OF_STEP, option="person", step=number)
    if unused := sorted(given.keys() - used):
        raise UsageError(Casework.NOT_OF_STEP, option=unused[0].replace("_", "-"), step=number)
    changes = [c for c in changes if text_of(c[3]) != text_of(c[4])]
    if not changes:
        raise UsageError(Casework.NOTHING_TO_AMEND)
    row = case.complaint.id
    before = judged(work, case)
    office = [work.organisation.office.name] if "justified" in given else []
    second = work.second(approved_by, actor, work.now, **touched(case), all_of=office)
    with work.entry("amend", case.number, actor) as written:
        for table, record_id, column, old, new in changes:
            written.add(
                "correction", work.now, actor, complaint=row, step=entry, stage=table, row=record_id, field=column,
                old=text_of(old), new=text_of(new), reason=reason, approved_by=second,
            )  # fmt: skip
    after = work.store.case_of(row)
    steps.check_order(after, entry)
    still_allowed(work, after, entry, given, second)
    work.second(approved_by, actor, work.now, **touched(after))
    if second is None and any(table == "extension" and column == "new_deadline" for table, _, column, *_ in changes):
        raise StepRefused(People.NEEDS_SECOND)  # as to extend again
    check_second(work, after, before, rows[0][1].entered, second, actor, work.now)
    told: list[Change] = [
        {"field": column, "old": shown_value(column, text_of(old)), "new": shown_value(column, text_of(new))}
        for _, _, column, old, new in changes
    ]
    return answer("amend", after, step=number, changed=[t["field"] for t in told], changes=told)


def still_allowed(work: Work, case: Case, entry: int, given: Mapping[str, object], second: str | None) -> None:
    """Refuse a correction of a step, by whom or when it was, that the step itself would have refused."""
    organisation = work.organisation
    for tenure in case.tenures if second is None else ():
        returned = next((one for one in case.returns if one.transfer == tenure.transfer.id), None)
        signed = [a.entry for a in case.approvals if a.transfer == tenure.transfer.id]
        if returned and returned.approved_by is None and entry in (returned.entry, *signed):
            check_return_in_time(work, tenure.dispatched, returned.at)
    for table, record in rows_of(case, entry):
        if "at" in given and organisation.knows(record.actor):
            belonging(organisation, record.actor, record.at.date(), record.at)
        if name_key(getattr(record, "approved_by", None) or "") == name_key(record.actor):
            raise StepRefused(People.SAME, name=record.actor)
        if table == "transfer":
            for acting in (a for a in case.approvals if a.transfer == record.id and a.acting):
                steps.check_acting(record, acting.actor)
        if table == "approval":
            form = next(one for one in case.transfers if one.id == record.transfer)
            if record.acting:
                steps.check_acting(form, record.actor)
            other = next((a for a in case.approvals if a.transfer == form.id and a.id != record.id), None)
            steps.check_signature(
                form, other, record.at, record.post, record.actor,
                acting=bool(record.acting), organisation=organisation,
            )  # fmt: skip
        elif table in ("callback", "reply"):
            office_only(work, record.actor, record.at)
            if table == "callback" and given.keys() & {"result", "resolved", "rework"}:
                steps.check_said(
                    record.result,
                    None if record.resolved is None else bool(record.resolved),
                    rework=bool(record.rework),
                )
        elif table == "investigation":
            if given.keys() & {"internal_cause", "adverse_effect", "severity"}:
                cause, effect = bool(record.internal_cause), bool(record.adverse_effect)
                steps.check_found(cause=cause, effect=effect, severity=record.severity)
            if given.keys() & {"internal_cause", "false_record"}:
                check_whose(case, record.department, found=bool(record.internal_cause or record.false_record))
            steps.check_pair(organisation, record.auditor, record.clerk, record.at)
        elif table == "decision" and organisation.peopled:
            steps.check_audit(organisation, record.actor, record.at)
            if name_key(record.person) == name_key(record.actor):
                raise StepRefused(People.OWN_FINE, name=record.actor)
        elif table == "extension":
            asked = [(record, record.old_deadline)]
            later = [one for one in case.extensions if one.entry > entry]
            asked += [(one, max(record.new_deadline, case.complaint.deadline)) for one in later[:1]]
            for one, deadline in asked:
                if one.at > deadline:
                    raise StepRefused(Steps.DEADLINE_LAPSED, no=case.number, deadline=steps.clock(deadline))
            for before, after in pairwise(case.extensions):
                if "to" in given and after.new_deadline <= before.new_deadline:
                    said = {"to": steps.clock(after.new_deadline), "deadline": steps.clock(before.new_deadline)}
                    raise StepRefused(Steps.DEADLINE_NOT_LATER, **said)
        elif table == "transfer" and ("to" in given or not any(n.transfer == record.id for n in case.namings)):
            of_department(work, record.persons, record.department, record.at)
    if organisation.peopled and given.keys() & {"by", "person"}:
        for one in case.callbacks:
            steps.check_not_handler(case, one.actor)


def withdraw(
    work: Work,
    *,
    no: No = None,
    step: Step = None,
    commendation: Commendation = None,
    reason: Why = None,
    approved_by: ApprovedBy = None,
    at: At = None,
    by: By = None,
) -> Recorded:
    """Take back a step that was entered on the wrong complaint or twice; it stays, struck out (撤销)."""
    moment, why = work.at(at), required(reason, "reason", LONGEST["text"])
    if commendation is not None:
        if no is not None or step is not None:
            raise UsageError(Casework.STEP_OR_COMMENDATION)
        actor = work.actor(by, moment)
        number = whole(commendation, "commendation")
        entry_id, entered, praised = work.store.commendation_entry(number)
        office_or_audit(work, actor, moment)
        second = work.second(approved_by, actor, moment, departments=[praised])
        if second is None:
            late(work, entered)
        with work.entry("withdraw", None, actor) as entry:
            entry.add(
                "withdrawal", moment, actor, complaint=None, step=entry_id, commendation=number, reason=why,
                approved_by=second,
            )  # fmt: skip
        return {"schema": 2, "do": "withdraw", "commendation": number}
    case, number = complaint_named(work, no), whole(step, "step")
    if number == 1:
        raise StepRefused(Casework.INTAKE_STAYS, no=case.number)
    [raw] = work.store.load([case.complaint.id], raw=True)
    gone = entry_of(raw, number)
    rows = rows_of(case, gone)
    if not rows:
        raise StepRefused(Casework.STEP_WITHDRAWN, no=case.number, step=number)
    objector = next((record.person for table, record in rows if table == "objection"), "")
    himself = by is not None and bool(objector) and name_key(required(by, "by")) == name_key(objector)
    actor = objector if himself else work.actor(by, moment)  # he may have left since
    row = case.complaint.id
    resting = rests_on(case, rows)
    if resting:
        numbers = step_numbers(raw)
        named = listed(str(numbers[entry]) for entry in sorted(resting))
        raise StepRefused(Casework.RESTS_ON, no=case.number, step=number, steps=named)
    for table, record in rows:
        if table == "decision" and work.organisation.peopled:
            steps.check_audit(work.organisation, actor, moment)
            if name_key(record.person) == name_key(actor):
                raise StepRefused(People.OWN_FINE, name=actor)
        if table == "objection" and name_key(actor) != name_key(record.person):
            raise StepRefused(People.NOT_HIS_OBJECTION, name=record.person)
    entered = rows[0][1].entered
    with correcting(work, case, "withdraw", approved_by, actor, moment, entered) as (entry, second):
        entry.add("withdrawal", moment, actor, complaint=row, step=gone, reason=why, approved_by=second)
    return answer("withdraw", work.store.case_of(row), step=number)


def whole(value: object, name: str) -> int:
    """Return a step's number; UsageError for what is none."""
    given = str(value) if isinstance(value, int) and not isinstance(value, bool) else required(value, name)
    said = half_width(given)
    if not (said.isascii() and said.isdecimal() and int(said[:9]) > 0 and len(said) < 9):
        raise UsageError(Casework.NOT_STEP, value=given, name=name)
    return int(said)


def entry_of(raw: Case, number: int) -> int:
    """Return the journal entry of a step by its number; StepRefused where there is none."""
    entries = {k: entry for entry, k in step_numbers(raw).items()}
    if number not in entries:
        raise StepRefused(Casework.NO_SUCH_STEP, no=raw.number, step=number, last=len(entries))
    return entries[number]


def rows_of(case: Case, entry: int) -> list[tuple[str, Any]]:
    """Return the rows that one step wrote, by table."""
    return [(table, record) for table, record in step_rows(case) if record.entry == entry]


def rests_on(case: Case, rows: list[tuple[str, Any]]) -> set[int]:
    """Return the journal entries of the steps that rest on these rows and must go first."""
    found: set[int] = set()
    for table, record in rows:
        if table == "transfer":
            later: list[Any] = [*case.approvals, *case.returns, *case.handbacks, *case.namings]
            found |= {step.entry for step in later if step.transfer == record.id}
        if table in ("transfer", "approval"):
            worked: list[Record] = [*case.contacts, *case.notes, *case.evidence, *case.handbacks, *case.returns]
            found |= {step.entry for step in worked if step.entry > record.entry}
        if table == "approval" and record.post == "deputy":
            found |= {a.entry for a in case.approvals if a.transfer == record.transfer and a.entry > record.entry}
        if table in ("returned", "approval"):
            found |= {t.entry for t in case.transfers if t.entry > record.entry}
        if table == "handback":
            answered: list[Record] = [*case.callbacks, *case.replies]
            found |= {step.entry for step in answered if step.entry > record.entry}
        if table in ("extension", "exclusion", "link"):
            found |= {one.entry for one in getattr(case, STAGES[table].attribute) if one.entry > record.entry}
        if table == "callback" and record.rework:
            found |= {h.entry for h in case.handbacks if h.entry > record.entry}
        if table == "note" and record.kind == "result" and not any(t == "handback" for t, _ in rows):
            first = min((n.entry for n in case.notes if n.kind == "result" and n.id != record.id), default=inf)
            found |= {h.entry for h in case.handbacks if record.entry < h.entry < first}
    return found - {record.entry for _, record in rows}


def _common(work: Work, case: Case, name: str, given: Mapping[str, object], record: Any) -> Any:
    if name == "by":
        day = work.at(given["at"]) if "at" in given else record.at
        return belonging(work.organisation, required(given["by"], "by"), day.date())
    moment = work.at(given["at"])
    steps.check_after_receipt(case, moment)
    return moment


def _value(work: Work, case: Case, table: str, option: str, given: Mapping[str, object], record: Any) -> Any:
    """Read a step's option as the step itself reads it, beside the others that are given with it."""
    value, day = given[option], record.at.date()
    if option == "person":
        listed = names(value, "person")
        if table == "investigation":
            return tuple(dict.fromkeys(belonging(work.organisation, name, case.receipt.date()) for name in listed))
        form = record if table == "transfer" else next(t for t in case.transfers if t.id == record.transfer)
        whose = responsible(work, given["to"]).name if table == "transfer" and "to" in given else form.department
        return of_department(work, listed, whose, record.at)
    if option == "to":
        if table == "transfer":
            return responsible(work, value).name
        later = work.time(required(value, "to"), ahead=True)
        if later <= record.old_deadline:
            raise StepRefused(Casework.NOT_LATER, to=steps.clock(later), old=steps.clock(record.old_deadline))
        return later
    if option in ("resolved", "rework", "internal_cause", "adverse_effect", "false_record"):
        return int(yes_no(value, option))
    if option == "contact":
        return choice(value, "contact", CONTACT)
    if option == "severity":
        return choice(value, "severity", SEVERITY)
    if table == "callback" and option == "result":
        return choice(value, "result", RESULT)
    if option == "dept":
        return work.organisation.find(required(value, "dept")).name
    if option in ("auditor", "clerk"):
        when = work.at(given["at"]).date() if "at" in given else day
        return belonging(work.organisation, required(value, option), when)
    if option in ("opinion", "result", "report", "summary"):
        return required(value, option, LONGEST["text"])
    return text(value, option)


def _implied(
    work: Work, case: Case, table: str, record: Any, given: Mapping[str, object]
) -> Iterator[tuple[str, object, object]]:
    """Yield column, old and new of what a corrected value takes with it, unless it is given itself.

    What a satisfied or unreached caller said of the solution, of a cause its severity and effect, and whether an
    objection came in its term.
    """
    if table == "objection" and "at" in given:
        late = after_term(work, case, record.rule, record.person, work.at(given["at"]))
        yield "late", record.late, int(late)
    if table == "callback" and "result" in given and "resolved" not in given:
        found = choice(given["result"], "result", RESULT)
        if found == "unreached" or (found == "satisfied" and record.resolved == 0):
            yield "resolved", record.resolved, None
    if table == "investigation" and "internal_cause" in given:
        cause = yes_no(given["internal_cause"], "internal_cause")
        if "severity" not in given:
            yield "severity", record.severity, (record.severity or "minor") if cause else None
        if "adverse_effect" not in given and not cause:
            yield "adverse_effect", record.adverse_effect, 0
