"""One penalty notice a person: what is filled into its template, without any caller's data (第五条)."""

from __future__ import annotations

from complaint_cli.assessment.answer import Answer
from complaint_cli.assessment.lines import Adjustment, FineLine
from complaint_cli.messages import in_one
from complaint_cli.messages.documents import Paper
from complaint_cli.messages.report import calculation, rule_name
from complaint_cli.render.paper.content import clock
from complaint_cli.render.particulars import Terms, adjusted, cited, fine_told, own_and_objection, standing
from complaint_cli.text.amounts import two
from complaint_cli.text.plain import in_groups, plain


def boxes_of(answer: Answer, person: str, issued: str, terms: Terms) -> dict[str, object]:
    """Return what stands in one person's notice: his fines and adjustments, their sums, how to object until when."""
    sums = next(line for line in answer.persons or () if line.person == person)
    own, *objection = own_and_objection(answer, terms) or [""]
    boxes: dict[str, object] = {
        "company": answer.company,
        "month": answer.month,
        "as_of": clock(answer.period.as_of),
        "rehearsal": in_one(standing(answer)),
        "person": person,
        "fines": [_fine(line) for line in answer.fines if line.person == person],
        "adjustments": [
            _adjustment(line) for line in answer.adjustments if line.kind == "fine" and line.person == person
        ],
        "lines": sums.lines,
        "proposed": two(sums.proposed),
        "decided": two(sums.decided),
        "carried": two(sums.adjustments),
        "total": two(sums.total),
        "year_lines": sums.year_lines,
        "year_total": two(sums.year_total),
        "own": own,
        "objection": in_one(objection),
        "issued": issued,
        "head": in_groups(answer.head),
    }
    return {name: plain(value, lines=False) if isinstance(value, str) else value for name, value in boxes.items()}


def _fine(line: FineLine) -> dict[str, str]:
    return _plain(
        complaint=line.complaint or "",
        rule=rule_name(line.rule),
        cite=cited(line),
        facts=fine_told(line),
        calculation=calculation(line.base, line.factor),
        proposed=two(line.proposed),
        decided=Paper.NO_DATA() if line.decided is None else two(line.decided),
    )


def _adjustment(change: Adjustment) -> dict[str, str]:
    return _plain(
        month=change.month,
        complaint=change.complaint or "",
        rule=rule_name(change.rule),
        cite=cited(change.line) if change.line else "",
        facts=adjusted(change),
        was=two(change.was),
        now=two(change.now),
        difference=two(change.difference),
    )


def _plain(**values: str) -> dict[str, str]:
    return {name: plain(value, lines=False) for name, value in values.items()}
