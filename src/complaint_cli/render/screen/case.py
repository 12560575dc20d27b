"""One complaint with its whole timeline, as ``show`` prints it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from complaint_cli.company.categories import Urgency, source_said
from complaint_cli.complaint.fields import SHORT
from complaint_cli.complaint.steps import clock
from complaint_cli.complaint.timeline import Event, Told
from complaint_cli.messages import Message, language, listed, yes_or_no
from complaint_cli.messages.desk import Desk
from complaint_cli.messages.limits import limit_words
from complaint_cli.messages.prompts import Field
from complaint_cli.messages.vocabulary import ROLE, SEVERITY, changed_field, changed_value, label
from complaint_cli.render.screen.columns import hanging, pad, styled
from complaint_cli.render.screen.desk import late_word, line, status_word, width
from complaint_cli.text.layout import cells
from complaint_cli.text.plain import plain

Words = dict[str, str]
"""The facts of a step in words, by name."""
Facts = dict[str, Any]


def story_lines(told: Told) -> list[str]:
    """Return one complaint with its whole timeline."""
    out = [styled(f"{told.no}  {status_word(told.status)}", "1"), *fact_lines(told)]
    out += ["", styled(Desk.TIMELINE(), "1"), *event_lines(told.timeline)]
    if told.evidence:
        out += ["", styled(Desk.EVIDENCE(), "1")]
    files = [(line(file.name), f"{file.size:,}", line(file.path)) for file in told.evidence]
    for name, size, path in dict.fromkeys(files):  # what was handed in again is one file
        text = Desk.EVIDENCE_LINE(name=name, size=size, path=path)
        out += hanging("  ", text, width(), indent=4)
    out.append("")
    if told.command:
        out.append(Desk.NEXT(command=styled(told.command, "36")))
    if not told.revealed:
        out.append(Desk.HIDDEN())
    return out


def fact_lines(told: Told) -> list[str]:
    """Return what is known of a complaint, a label before each value."""
    labels = [(name()[:1].upper() + name()[1:], value) for name, value in _fields(told) if value]
    indent = 4 + max(cells(name) for name, _ in labels)
    out: list[str] = []
    for name, value in labels:
        out += hanging(f"  {name}", plain(value), width(), indent=indent)
    return out


_NARROWEST = 20  # cells that what was done keeps on its line


def event_lines(events: Sequence[Event]) -> list[str]:
    """Return steps with who, when and what, and what is to be noted of them."""
    out: list[str] = []
    names = max((cells(line(event.by)) for event in events), default=0)
    for event in events:
        number = f"{event.number:>3}" if event.number else "   "
        first = f"{number} {pad(clock(event.at), 16)}  {pad(line(event.by), min(names, 12))}  "
        indent = min(cells(first), 34)
        if width() - cells(first) < _NARROWEST:  # a window with no room beside who and when
            indent = 4
            lines = [first.rstrip(), *hanging(" " * indent, plain(event_text(event)), width(), indent=indent)]
        else:
            lines = hanging(first, plain(event_text(event)), width(), indent=indent)
        marks = [Desk.ENTERED_LATE(at=clock(event.entered))] if event.late else []
        marks += [Desk.REHEARSAL()] if event.rehearsal else []
        marks += [Desk.SET_BACK()] if event.set_back else []
        if event.entered_by and event.entered_by != event.by:
            marks.append(Desk.ENTERED_BY(name=line(event.entered_by)))
        if event.signing:
            marks.append(Desk.SIGNED() if event.signing == "signed" else Desk.NOT_SIGNED())
        marks += [Desk.AMENDED()] if event.amended else []
        if gone := event.withdrawn:
            marks.append(Desk.WITHDRAWN(by=line(gone.by), reason=line(gone.reason)) + _approved(gone.approved_by))
        if marks:
            mark = f"[{Desk.COMMA().join(marks)}]"
            if cells(lines[-1]) + 1 + cells(mark) <= width():
                lines[-1] += f" {styled(mark, '33')}"
            else:
                lines += [styled(part, "33") for part in hanging(" " * indent, mark, width(), indent=indent)]
        out += lines
    return out


def _fields(told: Told) -> list[tuple[Message, str | None]]:
    urgency = {u.value[1]: u.value[0 if language() == "zh" else 1] for u in Urgency}
    basis = Desk.BASIS_LIMIT(limit=limit_words(told.limit)) if told.limit else Desk.BASIS_ORDER()
    note = Desk.COMMA() + Desk.PROVISIONAL() if told.provisional else ""
    opening, closing = ("（", "）") if language() == "zh" else (" (", ")")
    place = Desk.REPEAT_OF(place=told.place, first=told.repeat_of) if told.place else None
    return [
        (Desk.FIELD_CONTENT, told.content),
        (Desk.FIELD_CATEGORY, told.category),
        (Desk.FIELD_SOURCE, source_said(told.source)),
        (Desk.FIELD_URGENCY, urgency.get(told.urgency, told.urgency)),
        *((Field[name.upper()], told.short[name]) for name in SHORT),
        (Desk.FIELD_CONFIDENTIAL, yes_or_no(True) if told.confidential else None),
        (Desk.FIELD_AT, clock(told.received)),
        (Desk.FIELD_DEADLINE, f"{clock(told.order_deadline)}{opening}{basis}{note}{closing}"),
        (Desk.FIELD_EXTENDED, clock(told.deadline) if told.extended else None),
        (Desk.FIELD_INTERNAL, clock(told.hand_back_by)),
        (Desk.FIELD_DEPARTMENT, told.department),
        (Desk.FIELD_PERSONS, listed(told.persons)),
        (Desk.STEP_HANDBACK, _handed_back(told)),
        (Desk.FIELD_REPEAT, place),
        (Desk.FIELD_EXCLUDED, told.excluded),
    ]


def _handed_back(told: Told) -> str:
    late = Desk.COMMA() + late_word(told.days_late) if told.days_late else ""
    if told.handed_back:
        return clock(told.handed_back) + late
    if not late:
        return ""
    from complaint_cli.messages.rules import Why

    return Why.NOT_HANDED_BACK() + late


def event_text(event: Event) -> str:
    """Say in words what a step did."""
    words: Words = {name: _word(value) for name, value in event.facts.items()}
    said = _SAYERS.get(event.step)
    text = said(words, event.facts) if said else Desk[f"STEP_{event.step.upper()}"](**words)
    return text + _approved(event.facts.get("approved_by"))


def _approved(second: object) -> str:
    return Desk.STEP_APPROVED(name=line(str(second))) if second else ""


def _word(value: object) -> str:
    if value is None:
        return Desk.NONE()
    if isinstance(value, bool):
        return yes_or_no(value)
    if isinstance(value, datetime):
        return clock(value)
    return listed(value) if isinstance(value, list) else str(value)


def _amendment(words: Words, facts: Facts) -> str:
    return Desk.STEP_AMENDMENT(**words | _change(facts, of_step=False))


def _change(facts: Facts, *, of_step: bool) -> dict[str, str]:
    """Return what a corrected value is called, and the old one and the new."""
    field = facts["field"]
    said = {
        name: _word(value) if isinstance(value, datetime | bool) else changed_value(field, value)
        for name, value in (("old", facts["old"]), ("new", facts["new"]))
    }
    return said | {"field": changed_field(field, of_step=of_step)}


def _decision(words: Words, facts: Facts) -> str:
    from complaint_cli.messages.report import rule_name

    kind = Desk.STEP_WAIVED if facts["amount"] is None else Desk.STEP_DECISION
    role = label(ROLE, facts["role"]) if facts["role"] else ""
    return kind(**words | {"rule": rule_name(facts["rule"]), "person": f"{role} {words['person']}".strip()})


def _transfer(words: Words, facts: Facts) -> str:
    late = Desk.STEP_JUSTIFIED(reason=words["justified"]) if facts["justified"] else ""
    late += Desk.STEP_NOT_APPROVED() if facts["justified"] and not facts["approved_by"] else ""
    persons = words["persons"] or Desk.NONE()
    return Desk.STEP_TRANSFER(department=words["department"], persons=persons) + late


def _approval(words: Words, facts: Facts) -> str:
    from complaint_cli.messages.steps import Steps

    post = Steps[facts["post"].upper()]()
    verdict = Desk[facts["verdict"].upper()]()
    acting = Desk.ACTING() if facts["acting"] else ""
    opinion = words["opinion"]
    said = opinion if opinion.startswith(verdict) else Desk.REMARK(said=verdict, words=opinion)
    return Desk.STEP_APPROVAL(post=post, acting=acting, said=said)


def _noted(said: str, note: str | None) -> str:
    return Desk.REMARK(said=said, words=note) if note else said


def _callback(_: Words, facts: Facts) -> str:
    parts = [Desk[f"RESULT_{facts['result'].upper()}"]()]
    if facts["resolved"] is not None:
        parts.append(Desk.RESOLVED() if facts["resolved"] else Desk.UNRESOLVED())
    parts += [Desk.REWORK()] if facts["rework"] else []
    return _noted(Desk.STEP_CALLBACK(result=Desk.COMMA().join(parts)), facts["note"])


def _investigation(words: Words, facts: Facts) -> str:
    parts = [Desk.INTERNAL_CAUSE() if facts["internal_cause"] else Desk.NO_INTERNAL_CAUSE()]
    parts += [label(SEVERITY, facts["severity"])] if facts["severity"] else []
    parts += [Desk.ADVERSE_EFFECT()] if facts["adverse_effect"] else []
    parts += [Desk.FALSE_RECORD()] if facts["false_record"] else []
    parts += [words[name] for name in ("department", "persons") if facts[name]]
    said = Desk.STEP_INVESTIGATION(auditor=words["auditor"], clerk=words["clerk"], found=Desk.COMMA().join(parts))
    return _noted(said, facts["note"])


def _objection(words: Words, facts: Facts) -> str:
    from complaint_cli.messages.particulars import Particular
    from complaint_cli.messages.report import rule_name

    said = Desk.STEP_OBJECTION(**words | {"rule": rule_name(facts["rule"])})
    return said + (Particular.LATE_OBJECTION() if facts["late"] else "")


_SAYERS: dict[str, Callable[[Words, Facts], str]] = {
    "amendment": _amendment,
    "transfer": _transfer,
    "approval": _approval,
    "contact": lambda words, facts: Desk[f"STEP_CONTACT_{facts['means'].upper()}"](),
    "evidence": lambda words, facts: Desk.STEP_EVIDENCE(name=words["name"], hash=facts["sha256"][:12]),
    "note": lambda words, facts: Desk[f"STEP_NOTE_{facts['kind'].upper()}"](text=words["text"]),
    "extension": lambda words, facts: Desk.STEP_EXTENSION(
        **words | {"old": words["old_deadline"], "new": words["new_deadline"]}
    ),
    "callback": _callback,
    "link": lambda words, facts: (
        Desk.STEP_LINK(first=words["repeat_of"]) if facts["repeat_of"] else _noted(Desk.STEP_UNLINK(), facts["reason"])
    ),
    "investigation": _investigation,
    "correction": lambda words, facts: Desk.STEP_CORRECTION(**words | _change(facts, of_step=True)),
    "decision": _decision,
    "objection": _objection,
    "exclusion": lambda words, facts: (
        Desk.STEP_EXCLUDED(**words) if facts["excluded"] else _noted(Desk.STEP_INCLUDED(), facts["reason"])
    ),
}
