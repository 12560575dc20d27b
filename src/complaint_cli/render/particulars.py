"""What each fine tells beside the rule's own facts, in words, and what an adjustment does."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from complaint_cli.assessment.answer import Answer, Unconfirmed
from complaint_cli.assessment.lines import Adjustment, FineLine, PointLine
from complaint_cli.assessment.report import PeriodReport
from complaint_cli.messages import in_one, language, listed
from complaint_cli.messages.limits import limit_words
from complaint_cli.messages.particulars import Particular, caused
from complaint_cli.messages.report import Report, calculation, clock, percent, told
from complaint_cli.text.amounts import two
from complaint_cli.text.plain import plain


def adjusted(change: Adjustment) -> str:
    """Say an adjustment's facts and calculation as the line that it changes has them, and the entry that caused it."""
    line, said = change.line, []
    if isinstance(line, FineLine):
        said = [fine_told(line)]
    elif line:
        said = [told(line.rule, line.facts)]
    if line and line.factor != 1:
        base = line.base if isinstance(line, FineLine) else round(line.points / line.factor, 2)
        said.append(Particular.CALCULATED(calculation=calculation(base, line.factor)))
    if change.cause:
        said.append(caused(change.cause))
    return in_one(said)


def adopted(answer: Answer) -> str:
    """Say who adopted the edition, when, and who approved it; empty where nobody had to."""
    adoption = answer.policy.adoption
    if adoption is None or not adoption.adopted_by:
        return ""
    said = Report.ADOPTED_WITH if adoption.approved_by else Report.ADOPTED
    return said(by=adoption.adopted_by, at=clock(adoption.adopted), second=adoption.approved_by)


def cited(line: FineLine | PointLine | Unconfirmed) -> str:
    """Say a clause: 第五条第二款, or Art. 5.2."""
    return str(line.cite) if language() == "zh" else f"Art. {line.clause}"


def fine_told(line: FineLine) -> str:
    """Say all of a fine but its amount: the rule's facts, what an objection needs, what is to be noted."""
    return in_one([told(line.rule, line.facts), *particulars(line), *marks(line)])


def marks(line: FineLine) -> list[str]:
    """Return what is to be noted beside a fine."""
    found = []
    if line.waived:
        found.append(Report.WAIVED())
    elif line.decided is not None:
        found.append(Report.DECIDED(amount=two(line.decided)))
    if line.accountability:
        found.append(Report.ACCOUNTABILITY())
    if not line.confirmed:
        found.append(Report.UNCONFIRMED())
    return found


def particulars(line: FineLine) -> list[str]:
    """Say of a fine what an objection needs, in short sentences; of a month closed before that was kept, less."""
    facts = line.facts
    said = []
    if source := facts.get("deadline_from"):
        times = {name: clock(facts[name]) for name in ("receipt", "deadline")}
        said.append(
            Particular[f"DEADLINE_{str(source).upper()}"](
                **times, limit=limit_words(str(facts.get("deadline_limit") or ""))
            )
        )
    if share := facts.get("share_left"):
        said.append(Particular.SHARE(share=percent(share)))
    if "table_step" in facts:
        days = facts["table_step"]
        said.append(Particular.LAST_STEP() if days is None else Particular.STEP(days=days))
    if turn := facts.get("turn"):
        said.append(Particular.TURN(turn=turn))
    if repeats := facts.get("repeats"):
        said.append(Particular.REPEATS(repeats=repeats, by=facts["linked_by"], at=clock(facts["linked_at"])))
    if at := facts.get("investigated"):
        said.append(Particular.INVESTIGATED(at=clock(at), auditor=facts["auditor"], clerk=facts["clerk"]))
        if note := facts.get("note"):
            said.append(Particular.FOUND(note=note))
    late = facts.get("entered_late")
    for entry in late if isinstance(late, list) else ():
        kind = Particular[f"KIND_{entry['kind'].upper()}"]()
        times = {name: clock(entry[name]) for name in ("at", "entered")}
        said.append(Particular.LATE(kind=kind, **times, entered_by=entry["entered_by"]))
    if at := facts.get("decided_at"):
        said.append(Particular.DECIDED(by=line.decided_by, at=clock(at), why=facts["decided_why"]))
    if objection := line.objection:
        note = Particular.LATE_OBJECTION() if objection.late else ""
        said.append(Particular.OBJECTED(at=clock(objection.at), reason=objection.reason) + note)
    return [plain(sentence, lines=False) for sentence in said]


def standing(answer: Answer | PeriodReport) -> list[str]:
    """Say of what a month or a report is not yet sure, and whether it is a rehearsal."""
    years = [Report.PROVISIONAL(years=listed(map(str, answer.provisional)))] if answer.provisional else []
    return years + ([Report.REHEARSAL()] if answer.rehearsal else [])


Terms = Mapping[tuple[datetime, str], Sequence[str]]
"""When the terms of an objection end and how long they are, each with the complaints of whose fines a notice tells."""


def own_and_objection(answer: Answer, terms: Terms | None = None) -> list[str]:
    """Say which amounts are the company's own, and to whom and until when a fine can be objected to.

    The month's own papers say it of whom no notice told, a notice by its ``terms``.
    """
    fined = answer.fines or any(change.kind == "fine" for change in answer.adjustments)
    said = [Particular.OWN()] if fined else []
    if fined and (term := answer.objections) and term.to:
        within, until = max(terms)[1] if terms else term.within, ""
        if terms:
            until = Particular.OBJECT_UNTIL(until=listed(_ends(terms)))
        elif term.until:
            until = Particular.OBJECT_WITHOUT(until=clock(term.until))
        said.append(Particular.OBJECT(to=term.to, within=limit_words(within)) + until)
    return [plain(sentence, lines=False) for sentence in said]


def _ends(terms: Terms) -> list[str]:
    """Say when each term ends, and of which complaints where there are several."""
    if len(terms) == 1:
        return [clock(end) for end, _ in terms]
    return [
        Particular.OBJECT_OF(until=clock(end), numbers=listed(dict.fromkeys(terms[end, within])))
        for end, within in sorted(terms)
    ]
