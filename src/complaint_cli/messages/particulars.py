"""What each fine tells beside the rule's own facts, for whoever wants to object to it."""

from __future__ import annotations

from complaint_cli.messages import Message
from complaint_cli.messages.report import Report, clock


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
    CALCULATED = ("计算：{calculation}", "calculated: {calculation}")
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
        "对罚款有异议的，可在收到通知单（没有通知单的自关账）起 {within}内向{to}申诉",
        "objections go to {to} within {within} of the notice, without one of the closing",
    )
    OBJECT_UNTIL = ("，最迟 {until}", ", by {until} at the latest")
    OBJECT_WITHOUT = ("，没有通知单的最迟 {until}", ", without one by {until} at the latest")
    OBJECT_OF = ("{until}（{numbers}）", "{until} ({numbers})")
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
