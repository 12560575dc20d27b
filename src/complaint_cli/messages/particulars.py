"""What each fine tells beside the rule's own facts, for whoever wants to object to it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from complaint_cli.messages import Message, in_one
from complaint_cli.messages.limits import limit_words
from complaint_cli.messages.report import Report, clock, percent, told
from complaint_cli.text.plain import plain


class Particular(Message):
    """What a fined person needs for an objection, beside the rule's own facts."""

    DEADLINE_PRINTED = (
        "接收 {receipt}，时限 {deadline} 为工单所列",
        "received {receipt}, deadline {deadline} as ordered",
    )
    DEADLINE_COUNTED = (
        "接收 {receipt}，工单未列时限，按 {limit} 计至 {deadline}",
        "received {receipt}, no deadline ordered, counted by {limit}: {deadline}",
    )
    DEADLINE_EXTENDED = (
        "接收 {receipt}，时限已延期至 {deadline}",
        "received {receipt}, deadline extended to {deadline}",
    )
    DEADLINE_AMENDED = ("接收 {receipt}，时限已更正为 {deadline}", "received {receipt}, deadline amended to {deadline}")
    SHARE = ("派发或转办时剩余时限 {share}", "{share} of the time was left")
    STEP = ("适用“不超过 {days} 个工作日”一档", "step of up to {days} working days")
    LAST_STEP = ("适用最末一档", "the last step")
    TURN = ("本人本期第 {turn} 笔综合管理部罚款", "the person's office fine number {turn} of the period")
    REPEATS = ("重复 {repeats}，{by} 于 {at} 确认，加倍", "repeats {repeats}, linked by {by} on {at}, doubled")
    INVESTIGATED = ("{at} 由 {auditor}、{clerk} 调查", "investigated on {at} by {auditor} and {clerk}")
    FOUND = ("查明：{note}", "found: {note}")
    LATE = (
        "补录：{kind}发生 {at}，{entered} 由 {entered_by} 录入",
        "entered late: {kind} of {at}, entered {entered} by {entered_by}",
    )
    DECIDED = ("{by} 于 {at} 核定：{why}", "decided by {by} on {at}: {why}")
    OBJECTED = ("{at} 已申诉：{reason}", "objected on {at}: {reason}")
    LATE_OBJECTION = ("（逾期提出）", " (late)")
    OBJECT = (
        "对罚款有异议的，可在收到通知单（没有通知单的自关账）起 {within} 内向{to}申诉",
        "objections go to {to} within {within} of the notice, without one of the closing",
    )
    OBJECT_UNTIL = ("，最迟 {until}", ", by {until} at the latest")
    OWN = ("区间出自条款，档次为公司自定", "the band is the clause's, its steps are the company's own")
    KIND_TRANSFER = ("转办", "transfer")
    KIND_HANDBACK = ("交回", "hand-back")
    KIND_CALLBACK = ("回访", "call-back")
    KIND_REPLY = ("回复", "reply")
    KIND_INVESTIGATION = ("调查", "investigation")
    CAUSE = ("起因：{actor} 于 {at} 录入的{what}", "cause: {what} entered by {actor} on {at}")


class Caused(Message):
    """What of the journal changes a closed month, by the command that entered it."""

    INTAKE = ("登记", "the intake")
    IMPORT = ("导入", "the import")
    TRANSFER = ("转办", "the transfer form")
    APPROVE = ("审核", "the approval")
    RETURN = ("退回", "the return")
    HANDLE = ("办理", "the handling")
    EXTEND = ("延期", "the extension")
    CALLBACK = ("回访", "the call-back")
    REPLY = ("回复", "the reply")
    LINK = ("重复关联", "the link")
    UNLINK = ("取消关联", "the unlinking")
    INVESTIGATE = ("调查", "the investigation")
    DECIDE = ("核定", "the decision")
    OBJECT = ("申诉", "the objection")
    EXCLUDE = ("剔除", "the exclusion")
    INCLUDE = ("恢复计入", "the inclusion")
    COMMEND = ("表扬", "the commendation")
    AMEND = ("更正", "the correction")
    WITHDRAW = ("撤销", "the withdrawal")
    ORG_IMPORT = ("机构名册", "the organisation")
    ORG_SET_MANAGER = ("任职", "the post")


def caused(cause: str) -> str:
    """Say the journal entry that caused an adjustment, kept as command, actor and time."""
    words, _, at = cause.rpartition(" ")
    for what in Caused:
        command = what.name.replace("_", " ") + " "
        if words.replace("-", " ").upper().startswith(command):
            return Particular.CAUSE(actor=words[len(command) :], at=clock(at), what=what())
    return Report.CAUSE(cause=cause)


def adjusted(line: Mapping[str, Any]) -> str:
    """Say an adjustment's facts as the line that it changes has them, and the entry that caused it."""
    facts = told(line["rule"], line["facts"]) if line.get("facts") else ""
    cause = caused(line["cause"]) if line.get("cause") else ""
    return in_one([part for part in (facts, cause) if part])


def particulars(line: Mapping[str, Any]) -> list[str]:
    """Say of a fine what an objection needs, in short sentences; of a month closed before that was kept, less."""
    facts = line["facts"]
    said = []
    if source := facts.get("deadline_from"):
        times = {name: clock(facts[name]) for name in ("receipt", "deadline")}
        said.append(
            Particular[f"DEADLINE_{source.upper()}"](**times, limit=limit_words(facts.get("deadline_limit") or ""))
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
    for entry in facts.get("entered_late", ()):
        kind = Particular[f"KIND_{entry['kind'].upper()}"]()
        times = {name: clock(entry[name]) for name in ("at", "entered")}
        said.append(Particular.LATE(kind=kind, **times, entered_by=entry["entered_by"]))
    if at := facts.get("decided_at"):
        said.append(Particular.DECIDED(by=line["decided_by"], at=clock(at), why=facts["decided_why"]))
    if objection := line.get("objection"):
        late = Particular.LATE_OBJECTION() if objection["late"] else ""
        said.append(Particular.OBJECTED(at=clock(objection["at"]), reason=objection["reason"]) + late)
    return [plain(sentence, lines=False) for sentence in said]


def own_and_objection(answer: Mapping[str, Any]) -> list[str]:
    """Say which amounts are the company's own, and to whom and until when a fine can be objected to."""
    said = [Particular.OWN()] if answer["fines"] else []
    if answer["fines"] and (term := answer.get("objections")) and term["to"]:
        until = Particular.OBJECT_UNTIL(until=clock(term["until"])) if term["until"] else ""
        said.append(Particular.OBJECT(to=term["to"], within=limit_words(term["within"])) + until)
    return [plain(sentence, lines=False) for sentence in said]
