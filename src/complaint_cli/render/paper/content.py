"""What stands on paper: the boxes of the transfer form, the rows of the ledger. Chinese unless asked otherwise."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime

from complaint_cli.company.calendar import Calendar
from complaint_cli.company.categories import SOURCES, Urgency, about_conduct, source_said
from complaint_cli.company.edition import Edition
from complaint_cli.complaint.board import handback_time, suspected
from complaint_cli.complaint.case import Case
from complaint_cli.complaint.records import Approval, Callback, Handback, Investigation, happened
from complaint_cli.complaint.timeline import hider
from complaint_cli.messages import clauses, in_one, labelled, language, listed, yes_or_no
from complaint_cli.messages.desk import Desk
from complaint_cli.messages.documents import Box, Paper
from complaint_cli.text.layout import beginning, fold
from complaint_cli.text.masking import mask_account, mask_address, mask_name, mask_phone
from complaint_cli.text.plain import plain
from complaint_cli.text.tuples import NamedTuple

Cell = str | int | datetime | None
"""A cell of the ledger."""

BOXES: dict[str, tuple[int, int]] = {
    "company": (76, 1),  # a second line would push the form's foot onto a page of its own
    "order_no": (14, 2),
    "source": (12, 2),
    "caller": (14, 2),
    "phone": (12, 2),
    "address": (34, 2),
    "account": (15, 2),
    "category": (34, 1),
    "repeat": (36, 1),
    "department": (14, 2),
    "persons": (12, 2),
    "officer": (15, 2),
    "content": (82, 12),
    "deputy_opinion": (44, 2),
    "deputy_signed": (22, 2),
    "general_opinion": (44, 2),
    "general_signed": (22, 2),
    "contacts": (82, 2),
    "result": (82, 10),
    "evidence": (82, 2),
    "callbacks": (82, 3),
    "reply": (82, 3),
    "investigation": (44, 2),
}
"""How much a box of the form holds: cells a line (a Chinese character is two), and lines."""

_SMALL = 40  # cells; in a box less wide the lines are broken here, Word would break a number at its hyphens
_URGENCY = {code: (zh, code) for zh, code in (u.value for u in Urgency)}


def must_hide(case: Case) -> bool:
    """Whether the form prints the caller hidden whoever asks: confidential, or about a person's conduct."""
    return bool(case.complaint.confidential) or about_conduct(case.complaint.category)


def clock(moment: datetime | None) -> str:
    """Write a time as people read it; empty for none."""
    return f"{moment:%Y-%m-%d %H:%M}" if moment else ""


def _room(width: int, text: str) -> int:
    """Return how many cells a line of a text has: on paper a capital is nearly as wide as two small letters.

    In a small box one line may hold all the capitals, those before a number for one.
    """
    capitals = sum(map(str.isupper, text))
    if width < _SMALL:
        return max(width - capitals, width // 2)
    return width // 2 if capitals * 2 > len(text) else width


def holds(box: tuple[int, int], text: str) -> bool:
    """Whether the whole of a text stands in a box."""
    width, most = box
    return len(fold(text, _room(width, text))) <= most


def fit(text: str, box: tuple[int, int]) -> str:
    """Return a text that stands in a box; one that does not is shortened and says that the whole is overleaf."""
    width, most = box
    small, width = width < _SMALL, _room(width, text)
    if holds(box, text):
        return "\n".join(fold(text, width)) if small else text
    note = Paper.OVERLEAF() if width * most > 60 else "…"
    space = "口" if note == "…" else note  # on paper a mark is as wide as a character
    text = beginning(text, width * most, lambda begun: len(fold(begun + space, width)) <= most).rstrip()
    return "\n".join(fold(text + space, width)).removesuffix(space) + note if small else text + note


# -- the transfer form -------------------------------------------------------------------------


def form(
    case: Case, edition: Edition, calendar: Calendar, *, company: str, first: str | None, masked: bool
) -> tuple[dict[str, str], list[tuple[str, str]]]:
    """Return what stands in the form's boxes (第四条第一款), and what they cannot hold for further pages.

    What is not done yet stays empty for the pen. ``first`` is the number of the first complaint on the matter, for a
    confirmed repeat.
    """
    complaint, hide = case.complaint, hider(case, reveal=not masked, where=True)
    transfer = case.transfers[-1] if case.transfers else None
    approvals = {a.post: a for a in case.approvals if transfer and a.transfer == transfer.id}
    deputy, general = approvals.get("deputy"), approvals.get("general")
    caller, phone = complaint.caller or "", complaint.phone or ""
    address, account = complaint.address or "", complaint.account or ""
    results = [n for n in case.notes if n.kind == "result"]
    mark = Paper.EXTENDED() if case.extensions else Paper.NOT_YET_SURE() if case.provisional else ""
    boxes = {
        "company": company,
        "number": case.number,
        "order_no": complaint.order_no or "",
        "source": hide(source_said(complaint.source)),
        "received": clock(case.receipt),
        "deadline": clock(case.deadline) + mark,
        "caller": mask_name(caller) if masked else caller,
        "phone": mask_phone(phone) if masked else phone,
        "urgency": _urgency(complaint.urgency),
        "internal": clock(handback_time(case, edition, calendar)),
        "address": hide(mask_address(address)) if masked and address else address,
        "account": mask_account(account) if masked else account,
        "confidential": yes_or_no(complaint.confidential),
        "category": hide(complaint.category),
        "repeat": Paper.REPEAT_OF(first=first) if first else yes_or_no(False),
        "department": transfer.department if transfer else "",
        "persons": "、".join(transfer.persons) if transfer else "",
        "transferred": clock(transfer.at) if transfer else "",
        "officer": transfer.actor if transfer else "",
        "content": hide(complaint.content),
        "deputy_opinion": hide(_opinion(deputy)),
        "deputy_signed": _signed(deputy),
        "general_opinion": hide(_opinion(general)),
        "general_signed": _signed(general),
        "contacts": in_one([f"{clock(c.at)} {Paper[c.means.upper()]()} {c.actor}" for c in case.contacts]),
        "result": hide("\n".join(_paragraphs(n.text) for n in results)),
        "evidence": hide(_files(case)),
        "handed_back": clock(case.handback.at) if case.handback else "",
        "callbacks": "\n".join(labelled(f"{clock(c.at)} {c.actor}", _called(c)) for c in case.callbacks[-3:]),
        "reply": hide(labelled(f"{clock(case.reply.at)} {case.reply.actor}", case.reply.summary)) if case.reply else "",
        "investigation": _found(case.investigation),
        "masked_note": Paper.MASKED_NOTE() if masked else "",
    }
    boxes["content"] = _paragraphs(boxes["content"])
    tidy = {name: printable(text) for name, text in boxes.items()}
    shown = {name: fit(tidy[name], box) for name, box in BOXES.items()}
    further = [(Box[name.upper()](), tidy[name]) for name, box in BOXES.items() if not holds(box, tidy[name])]
    if len(results) > 1 and not holds(BOXES["result"], tidy["result"]):  # the last one counts
        shown["result"] = fit(printable(hide(_paragraphs(results[-1].text))) + Paper.OVERLEAF(), BOXES["result"])
    return tidy | shown, further


def printable(text: str) -> str:
    """Return a text without what XML cannot hold or a reader cannot see."""
    return plain(text).replace("\ufffe", "").replace("\uffff", "")


def _paragraphs(text: str) -> str:
    """Return a text without empty lines and idle spaces: paper is short."""
    return "\n".join(line.strip() for line in text.splitlines() if line.strip())


def _opinion(approval: Approval | None) -> str:
    if approval is None:
        return ""
    return (Paper.REJECTED() if approval.verdict == "rejected" else "") + approval.opinion


def _signed(approval: Approval | None) -> str:
    if approval is None:
        return ""
    return f"{approval.actor}{Paper.ACTING() if approval.acting else ''} {clock(approval.at)}"


def _files(case: Case) -> str:
    if not case.evidence:
        return ""
    return Paper.FILES(count=len(case.evidence), names=listed(e.name for e in case.evidence))


def _called(call: Callback) -> str:
    said = [Paper[call.result.upper()]()]
    if call.resolved is not None:
        said.append((Paper.RESOLVED if call.resolved else Paper.UNRESOLVED)())
    if call.rework:
        said.append(Paper.REWORK())
    return clauses(said)


def _found(found: Investigation | None) -> str:
    if found is None:
        return ""
    findings = [
        label()
        for label, true in (
            (Paper.INTERNAL, found.internal_cause),
            (Paper.ADVERSE, found.adverse_effect),
            (Paper.FALSE, found.false_record),
        )
        if true
    ]
    said = listed(findings) or Paper.NOTHING_FOUND()
    return labelled(f"{clock(found.at)} {listed((found.auditor, found.clerk))}", said)


# -- the ledger --------------------------------------------------------------------------------


class Column(NamedTuple):
    """A column of the ledger: its heading, how wide it is in characters, and what stands in it."""

    heading: Paper
    width: int
    cell: Callable[[Line], Cell]


class Line(NamedTuple):
    """A complaint on its way into the ledger."""

    serial: int
    case: Case
    hide: Callable[[str], str]
    now: datetime
    edition: Edition
    calendar: Calendar
    repeats: Mapping[int, str]  # the numbers of the complaints that others repeat, by row
    handback: Handback | None  # these two ask many steps, and many columns ask for them
    reached: Callback | None


def ledger_row(line: Line) -> list[Cell]:
    """Return a complaint's cells in the order of ``COLUMNS``; the caller's phone and name are hidden."""
    return [column.cell(line) for column in COLUMNS]


def _source(line: Line) -> str:
    source = line.case.complaint.source
    return source_said(source) if source in SOURCES else line.hide(source)


def _urgency(urgency: str) -> str:
    zh, english = _URGENCY[urgency]
    return zh if language() == "zh" else english


def _approved(case: Case, post: str) -> datetime | None:
    last = case.transfers[-1].id if case.transfers else None
    return next((a.at for a in case.approvals if a.transfer == last and a.post == post), None)


def _overdue(line: Line) -> bool:
    return _finish(line) > line.case.deadline


def _finish(line: Line) -> datetime:
    return line.handback.at if line.handback else line.now


def _days(line: Line) -> int | None:
    return line.calendar.days_late(line.case.deadline, _finish(line)) if _overdue(line) else None


def _last_call(line: Line) -> Callback | None:
    return line.reached or max(line.case.callbacks, key=happened, default=None)


def _resolved(call: Callback | None) -> str:
    return "" if call is None or call.resolved is None else yes_or_no(call.resolved)


def _responsibility(case: Case) -> str:
    found = case.investigation
    if found is not None:
        return (Paper.AT_FAULT if found.internal_cause or found.false_record else Paper.NOT_AT_FAULT)()
    return Paper.PENDING() if suspected(case) else ""


def _remark(line: Line) -> str:
    complaint = line.case.complaint
    found = [Paper.CONFIDENTIAL()] if complaint.confidential else []
    return in_one([*found, *([Paper.PROVISIONAL()] if complaint.provisional else [])])


def _department(case: Case) -> str:
    return case.transfers[-1].department if case.transfers else ""


COLUMNS: tuple[Column, ...] = (
    Column(Paper.COL_SERIAL, 6, lambda x: x.serial),
    Column(Paper.COL_NUMBER, 12, lambda x: x.case.number),
    Column(Paper.COL_ORDER_NO, 18, lambda x: x.case.complaint.order_no),
    Column(Paper.COL_SUPERIOR_NO, 16, lambda x: x.case.complaint.superior_no),
    Column(Paper.COL_SOURCE, 11, _source),
    Column(Paper.COL_CHANNEL, 10, lambda x: x.hide(x.case.complaint.channel or "")),
    Column(Paper.COL_RECEIVED, 17, lambda x: x.case.receipt),
    Column(Paper.COL_CATEGORY, 14, lambda x: x.hide(x.case.complaint.category)),
    Column(Paper.COL_URGENCY, 9, lambda x: _urgency(x.case.complaint.urgency)),
    Column(Paper.COL_CONFIDENTIAL, 9, lambda x: yes_or_no(x.case.complaint.confidential)),
    Column(Paper.COL_CALLER, 8, lambda x: mask_name(x.case.complaint.caller)),
    Column(Paper.COL_PHONE, 14, lambda x: mask_phone(x.case.complaint.phone)),
    Column(Paper.COL_ACCOUNT, 14, lambda x: mask_account(x.case.complaint.account or "")),
    Column(Paper.COL_ADDRESS, 24, lambda x: x.hide(x.case.complaint.address or "")),
    Column(Paper.COL_CONTENT, 50, lambda x: x.hide(x.case.complaint.content)),
    Column(Paper.COL_DEPARTMENT, 12, lambda x: _department(x.case)),
    Column(Paper.COL_PERSONS, 12, lambda x: "、".join(x.case.transfers[-1].persons) if x.case.transfers else ""),
    Column(Paper.COL_TRANSFERRED, 17, lambda x: x.case.transfers[-1].at if x.case.transfers else None),
    Column(Paper.COL_DEPUTY, 17, lambda x: _approved(x.case, "deputy")),
    Column(Paper.COL_GENERAL, 17, lambda x: _approved(x.case, "general")),
    Column(Paper.COL_DEADLINE, 17, lambda x: x.case.complaint.deadline),
    Column(Paper.COL_INTERNAL, 17, lambda x: handback_time(x.case, x.edition, x.calendar)),
    Column(Paper.COL_EXTENDED, 17, lambda x: x.case.deadline if x.case.extensions else None),
    Column(Paper.COL_HANDED_BACK, 17, lambda x: x.handback.at if x.handback else None),
    Column(Paper.COL_OVERDUE, 9, lambda x: yes_or_no(_overdue(x))),
    Column(Paper.COL_DAYS, 11, _days),
    Column(Paper.COL_CALLED, 17, lambda x: call.at if (call := _last_call(x)) else None),
    Column(Paper.COL_REACHED, 13, lambda x: yes_or_no(x.reached is not None) if x.case.callbacks else ""),
    Column(Paper.COL_RESOLVED, 9, lambda x: _resolved(x.reached)),
    Column(Paper.COL_SATISFACTION, 10, lambda x: Paper[call.result.upper()]() if (call := x.reached) else ""),
    Column(Paper.COL_REPLIED, 17, lambda x: x.case.reply.at if x.case.reply else None),
    Column(Paper.COL_REPEAT, 13, lambda x: x.repeats.get(x.case.repeat_of or 0, "")),
    Column(Paper.COL_RESPONSIBILITY, 10, lambda x: _responsibility(x.case)),
    Column(Paper.COL_EXCLUDED, 16, lambda x: x.hide(found.reason) if (found := x.case.exclusion) else ""),
    Column(Paper.COL_STATUS, 10, lambda x: Desk[f"STATUS_{x.case.status().name}"]()),
    Column(Paper.COL_REMARK, 16, _remark),
)
