"""An act carried out, told in a sentence, with what it brings that its words do not say."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from complaint_cli.messages.orders import Orders
from complaint_cli.messages.prompts import Field, Warn
from complaint_cli.text.masking import mask_text

if TYPE_CHECKING:
    from complaint_cli.acts.answers import Recorded
    from complaint_cli.acts.work import Work
    from complaint_cli.complaint.case import Case

ON_THE_WAY = ("intake", "transfer", "approve", "return", "handle", "extend", "callback", "reply")
"""The commands that move a complaint on, after which the next one is told."""

Said = tuple["Recorded", str, list[str]]
"""The answer of an act, the sentence for it, and what should be looked at."""


def act(work: Work, do: str, values: dict[str, object]) -> Said:
    """Act, and return the answer, the sentence for it, and what should be looked at."""
    from complaint_cli.acts.index import act_of
    from complaint_cli.commands.terminal.sentences import sentence
    from complaint_cli.company.calendar import iso
    from complaint_cli.complaint.steps import next_command

    answer = act_of(do)(work, **values)
    following = None
    if "no" in answer:
        case = work.store.case(answer["no"])
        answer |= {"status": case.status().value, "deadline": iso(case.deadline)}
        if do in ON_THE_WAY:
            following = answer["next"] = next_command(case, work.organisation, work.now.date())
    warnings: list[str] = []
    if do in ("intake", "amend"):
        warnings += _values_to_look_at(work, answer)
    if "no" in answer:
        warnings += _consequences(work, do, values, answer)
    elif "commendation" in answer:
        from complaint_cli.store.closings import praised_at

        warnings += _into_closed(work, praised_at(work.store, answer["commendation"]))
    return answer, sentence(do, answer, following), warnings


_OF_ITS_MONTH = ("amend", "withdraw", "decide", "exclude", "include", "link", "unlink")
"""Commands that change what the month of the complaint says, whenever they are entered."""


def _consequences(work: Work, do: str, values: dict[str, object], answer: Recorded) -> list[str]:
    """Return what a step brings that its words do not say: a deduction, an adjustment of a closed month."""
    from complaint_cli.complaint.steps import clock

    case = work.store.case(answer["no"])
    warnings = []
    moment = work.at(values.get("at"))
    if do == "handle" and (answer["contact"] or answer["evidence"] or answer["recorded"] or answer["done"]):
        who = work.actor(values.get("by"), moment)
        if "office" in work.organisation.role_of(who, moment.date()):
            warnings.append(Warn.OFFICE_HANDLES(no=case.number, name=who))
    if do == "handle" and answer["done"] and len(case.handbacks) == 1 and not case.evidence:
        warnings.append(Warn.NO_EVIDENCE(no=case.number))
    named = (do == "intake" and values.get("deadline")) or "deadline" in answer.get("changed", ())
    if named and case.deadline < work.now and not case.handbacks:
        warnings.append(Warn.OVERDUE(deadline=clock(case.deadline)))
    return warnings + _into_closed(work, case.deadline if do in _OF_ITS_MONTH else moment)


def _into_closed(work: Work, moment: datetime) -> list[str]:
    """Return that what a moment brings is carried, where its month is closed."""
    from complaint_cli.store.closings import ends

    closed = [month for month, end in sorted(ends(work.store).items()) if moment <= end]
    return [Warn.CLOSED_MONTH(month=month) for month in closed[:1]] if moment.date() < work.now.date() else []


def _values_to_look_at(work: Work, answer: Recorded) -> list[str]:
    """Return warnings of danger under another kind, of a source that is not recognised, of a provisional deadline."""
    from complaint_cli.company.categories import Source, limit_kind, sounds_dangerous, source_kind
    from complaint_cli.complaint.steps import clock

    if answer["do"] == "amend" and not {"source", "deadline", "category", "content"} & set(answer["changed"]):
        return []
    case = work.store.case(answer["no"])
    warnings = []
    one = case.complaint
    if sounds_dangerous(one.content) and limit_kind(one.category, one.source, one.urgency) != "leak_or_danger":
        warnings.append(Warn.DANGER(category=mask_text(one.category), deadline=clock(case.deadline), no=case.number))
    source = case.complaint.source
    if source_kind(source) is Source.OTHER and source.casefold() not in Source.OTHER.value:
        warnings.append(Warn.SOURCE(source=mask_text(source)))
    if case.provisional:
        warnings.append(Warn.PROVISIONAL(deadline=clock(case.deadline)))
    if answer["do"] == "intake" and any(mark in case.complaint.content for mark in "：:【\t"):
        warnings += _labels_in_text(case)
    return warnings


def _labels_in_text(case: Case) -> list[str]:
    """Return warnings of a deadline or an order number that stands in the text alone."""
    from complaint_cli.sheets.order_values import labelled_in

    taken = {"order_no": case.complaint.order_no, "deadline": case.complaint.basis == "order"}
    return [
        Orders.IN_TEXT(field=Field[name.upper()](), text=text[:40], option=f"--{name.replace('_', '-')}")
        for name, text in labelled_in(case.complaint.content).items()
        if not taken[name]
    ]


def suggested(work: Work, answer: Recorded) -> list[str]:
    """Add earlier complaints that may be on the same matter to an intake's answer; return them as notes."""
    from complaint_cli.acts.matters import as_answer, suggestions

    found = suggestions(work, [work.store.case(answer["no"]).complaint])
    answer["suggestions"] = [as_answer(pair) for pair in found]
    return [
        Warn.SAME_MATTER(no=f.complaint.number, earlier=f.earlier.number, at=f.earlier.at.date(), reasons=f.why())
        for f in found
    ]
