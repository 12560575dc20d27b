"""What each rule is called, how its facts are told, and why a rule did not fire."""

from complaint_cli.messages import Message


class Why(Message):
    """Why a rule did not fire on a complaint."""

    NOT_LATE = ("没有逾期", "not late")
    ELSEWHERE = ("所属时点不在本月", "its moment is in another month, or still to come")
    IN_TIME = ("在时限之内", "within the limit")
    JUSTIFIED = ("转办晚有正当理由", "the late transfer was justified")
    ENOUGH_LEFT = (
        "转办虽晚，留给部门的时限仍够规定比例",
        "a late transfer, but enough of the time limit was left",
    )
    NO_REWORK = ("没有返工", "no rework was ordered")
    NO_DEPARTMENT = ("当时没有责任部门在办", "no department had it at that moment")
    NO_TIME_LEFT = ("转到部门时剩余时限不足规定比例", "too little of the time limit was left at dispatch")
    NOT_HANDED_BACK = ("还没有交回", "not handed back yet")
    NO_REPLY_OWED = ("来源不是热线，不需回复上级", "no reply owed: the source is not the hotline")
    ATTEMPTED = ("已按时回访", "a call-back was attempted in time")
    NOT_INVESTIGATED = ("没有调查认定", "not investigated")
    NO_INTERNAL_CAUSE = ("调查未认定内部原因", "the investigation found no internal cause")
    RECORD_TRUE = ("调查未认定弄虚作假", "the investigation found no false record")
    NOT_REACHED = ("回访没有联系上", "no call-back reached the caller")
    NOT_UNSATISFIED = ("最后一次有效回访不是不满意", "the last valid call-back is not unsatisfied")
    EVIDENCE_KEPT = ("交回时有工作痕迹", "evidence was kept by the hand-back")
    NOT_THIRD = ("不是同一事项的第三次及以后", "not the third or later on the same matter")


def why_now(said: str) -> str:
    """Say in the language in use why a rule did not fire, in whichever language that was kept."""
    return next((why() for why in Why if said in why.value), said)


class Told(Message):
    """A finding's facts in words; the name of each member is the rule's."""

    TRANSFER_DELAYED = (
        "接收 {receipt}，应在 {transfer_due} 前转办，实际 {transferred}；时限 {deadline}，逾期 {days_late} 个工作日",
        "received {receipt}, transfer due {transfer_due}, made {transferred}; deadline {deadline}, "
        "{days_late} working day(s) late",
    )
    TRANSFER_LATE = (
        "接收 {receipt}，应在 {transfer_due} 前转办，实际 {transferred}",
        "received {receipt}, transfer due {transfer_due}, made {transferred}",
    )
    REPLY_LATE = (
        "交回 {handed_back}，应在 {reply_due} 前回复上级，实际 {replied}",
        "handed back {handed_back}, reply due {reply_due}, made {replied}",
    )
    CALLBACK_MISSING = (
        "交回 {handed_back}，到 {callback_due} 没有回访",
        "handed back {handed_back}, no call-back attempted by {callback_due}",
    )
    HANDLING_OVERDUE = (
        "派发 {dispatched}，时限 {deadline}，交回 {handed_back}，逾期 {days_late} 个工作日",
        "dispatched {dispatched}, deadline {deadline}, handed back {handed_back}, {days_late} working day(s) late",
    )
    REWORK_OVERDUE = (
        "{rework} 退回返工，应于 {rework_due} 前交回，实际 {handed_back}，逾期 {days_late} 个工作日",
        "sent back {rework}, due {rework_due}, handed back {handed_back}, {days_late} working days late",
    )
    INTERNAL_CAUSE = (
        "调查认定内部原因，程度 {severity}，不良影响：{adverse_effect}",
        "investigation found an internal cause, severity {severity}, adverse effect: {adverse_effect}",
    )
    FALSE_RECORD = ("调查认定转办单填写不实", "investigation found the transfer form untrue")
    UNSATISFIED = ("回访不满意，诉求解决：{resolved}", "call-back unsatisfied, resolved: {resolved}")
    EVIDENCE_MISSING = ("{handed_back} 交回时没有工作痕迹", "no evidence at the hand-back, {handed_back}")
    REPEAT_AGAIN = (
        "同一事项第 {position} 次投诉（首次 {first}）",
        "complaint {position} on the matter of {first}",
    )
    COMMENDED = ("表扬：{reason}", "commended: {reason}")
    CLEAN_MONTH = (
        "本月无扣分，{callbacks} 次有效回访全部满意",
        "no deduction, all {callbacks} valid call-backs satisfied",
    )


class RuleName(Message):
    """What a rule is called on paper; the name of each member is the rule's."""

    TRANSFER_DELAYED = ("转办拖延致逾期", "delayed transfer")
    TRANSFER_LATE = ("转办不及时", "late transfer")
    REPLY_LATE = ("回复不及时", "late reply")
    CALLBACK_MISSING = ("未按时回访", "call-back missing")
    HANDLING_OVERDUE = ("办理逾期", "handling overdue")
    REWORK_OVERDUE = ("返工逾期", "rework overdue")
    INTERNAL_CAUSE = ("内部原因", "internal cause")
    FALSE_RECORD = ("填写不实", "false record")
    UNSATISFIED = ("回访不满意", "unsatisfied")
    EVIDENCE_MISSING = ("缺工作痕迹", "evidence missing")
    REPEAT_AGAIN = ("三次及以上重复", "third repeat")
    COMMENDED = ("表扬", "commended")
    CLEAN_MONTH = ("全月无扣分", "clean month")
