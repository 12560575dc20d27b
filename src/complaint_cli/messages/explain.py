"""One complaint's story for a month, in words."""

from __future__ import annotations

from collections.abc import Mapping

from complaint_cli.messages import Message
from complaint_cli.messages.limits import limit_words


class Explain(Message):
    """``assess --explain``: headings, clocks, verdicts."""

    TITLE = ("投诉 {no}：{month} 考核经过", "Complaint {no} in the assessment of {month}")
    RECEIVED = ("接收：{at}", "Received: {at}")
    STATUS = ("月份状态：{status}，数据截至 {as_of}", "Month: {status}; facts until {as_of}")
    EDITION = ("依据：{title}，{effective} 起施行", "Edition: {title}, in force from {effective}")
    NOT_KNOWN = (
        "这件投诉在 {as_of} 之后才接收，{month} 没有它的考核事项。",
        "This complaint was received after {as_of}; it has nothing in {month}.",
    )
    NOTHING = (
        "{month} 没有这件投诉的考核事项：接收和到期都不在本月，各条规则也没有在本月成立。",
        "It has nothing in {month}: neither receipt nor deadline lies in it, and no rule found anything in it.",
    )
    EXCLUDED = (
        "已剔除（{by}，{at}，批准人 {approved_by}）：{reason}。下列各项都不计入得分、罚款和比率。",
        "Excluded by {by}, {at}, approved by {approved_by}: {reason}. Nothing below counts in scores, fines or rates.",
    )
    REPEAT = (
        "重复投诉：同一事项（首次 {first}）的第 {position} 次，罚款和扣分 × {factor}。",
        "A repeat: complaint {position} on the matter of {first}; its fines and deductions are × {factor}.",
    )
    CHANGED = (
        "注意：按关账后录入的事实，结果与关账时不同；关账时的结果不变，差额列入以后月份的调整。",
        "Note: by what was entered since the month was closed the result would be another; the closed result stays, "
        "the difference is an adjustment of a later month.",
    )

    DEADLINE_ORDER = ("办结时限 {at}，工单载明。", "Deadline {at}, printed on the order.")
    DEADLINE_LIMIT = (
        "办结时限 {at}，工单未载明，按{limit}计。",
        "Deadline {at}; none on the order, counted as {limit}.",
    )
    EXTENSION = (
        "延期：{old} 延至 {new}，{at} 提出（{by}），批准人 {approved_by}，理由：{reason}",
        "Extended from {old} to {new}, asked for {at} by {by}, approved by {approved_by}: {reason}",
    )
    PROVISIONAL = ("暂定（该年放假安排尚未公布）", "provisional: the year's holidays are not published yet")

    CLOCKS = ("各项时限", "Clocks")
    COLUMN_CLOCK = ("环节", "Clock")
    COLUMN_LIMIT = ("时限", "Limit")
    COLUMN_START = ("起算", "From")
    COLUMN_DUE = ("应于", "Due")
    COLUMN_ACTUAL = ("实际", "Done")
    TRANSFER = ("转办", "transfer")
    APPROVAL = ("审核", "approval")
    HANDLING = ("办理", "handling")
    REWORK = ("返工", "rework")
    CALLBACK = ("回访", "call-back")
    REPLY = ("回复", "reply")
    BY_ORDER = ("见工单", "on the order")
    BY_EXTENSION = ("延期", "extended")
    NONE = ("—", "—")

    IN_TIME = ("按时", "in time")
    LATE = ("逾期 {by}", "late by {by}")
    LATE_OPEN = ("未完成，已逾期 {by}", "not done, late by {by}")
    RUNNING = ("未到期，还在办", "still running")
    HELD = ("{verdict}；经手：{who}", "{verdict}; held by {who}")
    NO_REPLY = ("来源不是热线，不需回复上级。", "No reply is owed: the source is not the hotline.")
    NO_HANDBACK = ("还没有交回，回访和回复还没有起算。", "Not handed back: call-back and reply have not begun.")

    TRANSFERS = ("转办单", "Transfer forms")
    NO_TRANSFERS = ("还没有转办。", "Not transferred yet.")
    FORM = ("{at} {by} 转 {department}，责任人：{persons}", "{at} {by} to {department}; responsible: {persons}")
    JUSTIFIED = ("转办晚的正当理由：{reason}", "Late for a good reason: {reason}")
    SIGNED = ("{at} {post} {by} 同意{acting}", "{at} {post} {by} approved{acting}")
    REJECTED = ("{at} {post} {by} 退回{acting}：{reason}", "{at} {post} {by} rejected it{acting}: {reason}")
    ACTING = ("（代行）", " (acting)")
    SHARE_LEFT = ("派发时剩余时限 {share}", "{share} of the time limit left at dispatch")
    IN_FORCE = ("{start} 起在该部门", "in force from {start}")
    IN_FORCE_UNTIL = ("{start} 至 {end} 在该部门", "in force from {start} to {end}")
    NEVER_IN_FORCE = ("未生效", "never in force")
    RETURNED = ("{at} {by} 退回，理由：{reason}", "{at} returned by {by}: {reason}")
    DEPUTY = ("分管经理", "deputy")
    GENERAL = ("总经理", "general manager")
    WAITS = ("待{post}审核", "waiting for the {post}")
    NOBODY = ("（未指明）", "(nobody named)")

    RULES = ("各条规则", "Rules")
    COLUMN_VERDICT = ("结论", "Verdict")
    FIRED = ("成立（{department}）", "fired ({department})")
    MISSED = ("不成立：{reason}", "no: {reason}")
    ELSEWHERE = ("不在本月：所属时点 {moment}", "not in this month: its moment is {moment}")
    COMING = ("时点 {moment} 还没有到", "its moment, {moment}, is still to come")
    NOT_COUNTED = ("成立，但已剔除，不计", "would fire, but the complaint is excluded")
    POINTS = ("分值 {made}（{department}）", "points {made} ({department})")
    FINE = (
        "罚款 {person}（{role}）{made}，区间 {low}–{high}",
        "fine of {person} ({role}): {made}, band {low}–{high}",
    )
    FINE_UNASSIGNED = ("未落实到人", "unassigned")

    DECISIONS = ("核定", "Decisions")
    DECIDED = (
        "{at} {by}：{rule} {person} 核定 {amount}，理由：{reason}",
        "{at} {by}: {rule}, {person}: {amount}; {reason}",
    )
    WAIVED = ("{at} {by}：{rule} {person} 免除，理由：{reason}", "{at} {by}: {rule}, {person}: waived; {reason}")
    COMMENDED = ("表扬加分", "Commendations")

    SPAN_HOURS = ("{n} 小时", "{n} h")
    SPAN_MINUTES = ("{n} 分钟", "{n} min")
    SPAN_SECONDS = ("{n} 秒", "{n} s")
    SPAN_WORKING = ("{span}（工作时间）", "{span} of working time")


def span(passed: Mapping[str, int]) -> str:
    """Say how late something was in working days; or how long it took, in working time or by the clock."""
    if "seconds" not in passed:
        return limit_words(f"{passed['days']}wd")
    days, seconds = passed["days"], passed["seconds"]
    if not days and not seconds:
        return _clock_time(passed["all_seconds"])
    parts = [limit_words(f"{days}wd")] if days else []
    if seconds:
        parts.append(_clock_time(seconds))
    said = " ".join(parts)
    return said if days else Explain.SPAN_WORKING(span=said)


def _clock_time(seconds: int) -> str:
    """Say hours and minutes; seconds below a minute."""
    hours, rest = divmod(seconds, 3600)
    minutes, left = divmod(rest, 60)
    parts = [(Explain.SPAN_HOURS, hours), (Explain.SPAN_MINUTES, minutes), (Explain.SPAN_SECONDS, left)]
    return " ".join(word(n=n) for word, n in parts if n) or Explain.SPAN_SECONDS(n=0)
