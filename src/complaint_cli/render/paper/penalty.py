"""One penalty notice a person: what is filled into its template, without any caller's data (第五条)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from complaint_cli.messages import in_one
from complaint_cli.messages.documents import Paper
from complaint_cli.messages.particulars import adjusted, own_and_objection, particulars
from complaint_cli.messages.report import Report, calculation, rule_name, told
from complaint_cli.render.paper.notice import cited, moment
from complaint_cli.render.screen.report import marks, proposed
from complaint_cli.text.plain import in_groups, plain

Answer = Mapping[str, Any]


def boxes_of(answer: Answer, person: str, issued: str) -> dict[str, Any]:
    """Return what stands in one person's notice: his fines and adjustments, their sums, how to object."""
    sums = next(line for line in answer["persons"] if line["person"] == person)
    own, *objection = own_and_objection(answer) or [""]
    boxes: dict[str, Any] = {
        "company": answer["company"],
        "month": answer["month"],
        "as_of": moment(answer["as_of"]),
        "rehearsal": Report.REHEARSAL() if answer.get("rehearsal") else "",
        "person": person,
        "fines": [_fine(line) for line in answer["fines"] if line["person"] == person],
        "adjustments": [
            _adjustment(line) for line in answer["adjustments"] if line["kind"] == "fine" and line["person"] == person
        ],
        "carried": sums["adjustments"],
        "own": own,
        "objection": in_one(objection),
        "issued": issued,
        "head": in_groups(answer["head"]),
    }
    for name in ("lines", "proposed", "decided", "total", "year_lines", "year_total"):
        boxes[name] = sums[name]
    return {name: plain(value, lines=False) if isinstance(value, str) else value for name, value in boxes.items()}


def _fine(line: Answer) -> dict[str, str]:
    return _plain(
        complaint=line["complaint"],
        rule=rule_name(line["rule"]),
        cite=cited(line),
        facts=in_one([told(line["rule"], line["facts"]), *particulars(line), *marks(line)]),
        calculation=calculation(line["base"], line["factor"]),
        proposed=proposed(line),
        decided=line["decided"] or Paper.NO_DATA(),
    )


def _adjustment(line: Answer) -> dict[str, str]:
    return _plain(
        month=line["month"],
        complaint=line["complaint"],
        rule=rule_name(line["rule"]),
        cite=cited(line) if line.get("cite") else "",
        facts=adjusted(line),
        was=line["was"],
        now=line["now"],
        difference=line["difference"],
    )


def _plain(**values: str) -> dict[str, str]:
    return {name: plain(value, lines=False) for name, value in values.items()}
