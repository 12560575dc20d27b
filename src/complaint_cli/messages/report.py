"""What the month's report says: headings, columns, marks, and a finding's facts in words."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from functools import cache

from complaint_cli.messages import Message, language, yes_or_no
from complaint_cli.messages.rules import RuleName, Told
from complaint_cli.text.plain import plain


class Report(Message):
    """The assessment as it is printed."""

    TITLE = ("投诉考核 {month}", "Complaint assessment {month}")
    TRIAL_TITLE = ("投诉考核 {month}（试算）", "Complaint assessment {month} (trial)")
    PERIOD = ("考核期：{start} 至 {end}", "Period: {start} to {end}")
    STATUS = ("状态：{status}，数据截至 {as_of}", "Status: {status}; facts until {as_of}")
    EDITION = (
        "依据：{title}，{effective} 起施行，SHA-256 {sha256}",
        "Edition: {title}, in force from {effective}, SHA-256 {sha256}",
    )
    ADOPTED = ("采用：{by}，{at}", "Adopted by {by}, {at}")
    ADOPTED_WITH = ("采用：{by}，{at}，{second} 同意", "Adopted by {by}, {at}, approved by {second}")
    SIGNATURES = (
        "经办步骤：签名 {signed}，未签名 {unsigned}，他人代录（纸面）{paper}",
        "Steps: {signed} signed, {unsigned} unsigned, {paper} on paper (entered for another)",
    )
    SIGNED_KIND = (
        "{do} 签名 {signed}、未签名 {unsigned}、纸面 {paper}",
        "{do}: {signed} signed, {unsigned} unsigned, {paper} on paper",
    )
    SEMICOLON = ("；", "; ")
    HEAD = ("日志校验值：{head}", "Journal head: {head}")
    PROPOSAL = (
        "本表所列罚款均为建议金额，以公司核定为准。",
        "What is listed is a proposal; the amounts are the company's to decide.",
    )

    RUNNING = ("本月进行中", "running")
    OPEN = ("未关账", "open")
    CLOSED = ("已关账", "closed")

    # in all
    OVERALL = ("全月情况", "The month in all")
    RECEIVED = ("接收", "received")
    DUE = ("到期", "due")
    ON_TIME = ("按时办结", "on time")
    ON_TIME_RATE = ("按时率", "on-time rate")
    CALLBACKS_VALID = ("有效回访", "valid call-backs")
    SATISFACTION = ("满意率", "satisfaction")
    REPEATS = ("重复投诉", "repeats")
    CATEGORIES = ("按类别：{counts}", "By category: {counts}")
    SOURCES = ("按来源：{counts}", "By source: {counts}")
    NOTHING_RECEIVED = ("本月没有接收投诉。", "No complaint was received in the month.")

    # scores
    SCORES = ("部门得分", "Scores")
    COLUMN_DEPARTMENT = ("部门", "Department")
    COLUMN_RECEIVED = ("接收", "Recei-\nved")
    COLUMN_DUE = ("到期", "Due")
    COLUMN_ON_TIME = ("按时", "On\ntime")
    COLUMN_RATE = ("按时率", "On-time\nrate")
    COLUMN_CALLS = ("有效\n回访", "Call-\nbacks")
    COLUMN_SATISFACTION = ("满意率", "Satis-\nfaction")
    COLUMN_POINTS = ("加减分", "Points")
    COLUMN_SCORE = ("得分", "Score")
    COLUMN_RANK = ("名次", "Rank")
    UNRANKED = ("不参加排名：{names}。", "Not ranked: {names}.")
    UNRANKED_ROLE = ("{names}（非责任部门）", "{names} (not responsible for handling)")
    UNRANKED_NOTHING = ("{names}（本月无投诉）", "{names} (no complaints this month)")
    NO_RATE = (
        "“—”：本月没有到期的投诉，或没有联系上的回访，不计算。",
        "\u2014: nothing due, or no call-back that reached the caller, in the month.",
    )

    # fines
    FINES = ("罚款", "Fines")
    NO_FINES = ("本月没有罚款。", "No fines in the month.")
    COLUMN_NO = ("编号", "No")
    COLUMN_PERSON = ("被罚人", "Person")
    COLUMN_CLAUSE = ("条款", "Clause")
    COLUMN_RULE = ("规则", "Rule")
    COLUMN_CALCULATION = ("计算", "Base")
    COLUMN_PROPOSED = ("建议金额", "Proposed")
    COLUMN_MARK = ("标注", "Mark")
    FINE_FACTS = ("{rule}（{low}–{high} 元）：{facts}", "{rule} ({low}–{high} yuan): {facts}")
    OFFICER = ("经办人", "officer")
    MANAGER = ("部门经理", "manager")
    RESPONSIBLE = ("责任人", "responsible")
    UNCONFIRMED = ("待公司确认", "to be confirmed")
    ACCOUNTABILITY = ("追责", "accountability")
    DECIDED = ("已核定 {amount}", "decided {amount}")
    WAIVED = ("已免除", "waived")
    NOBODY = ("（未指明）", "(not named)")

    PERSONS = ("各人合计", "By person")
    PROVISIONAL = (
        "暂定：{years} 年的放假安排还没有公布，时限和逾期天数会重算，现在不能关账",
        "provisional: the holidays of {years} are not published; deadlines and days late will be counted again, "
        "and the month cannot be closed",
    )
    REHEARSAL = (
        "演练台账：时钟由 COMPLAINT_NOW 设定，不作处罚依据",
        "a rehearsal, its clock set by COMPLAINT_NOW",
    )
    COLUMN_DECIDED = ("核定金额", "Decided")
    COLUMN_CARRIED = ("调整", "Carried")
    COLUMN_YEAR_COUNT = ("本年次数", "This year")
    COLUMN_YEAR_TOTAL = ("本年合计", "Year's sum")
    COLUMN_STEP = ("步", "step")
    COLUMN_AT = ("发生", "happened")
    COLUMN_ENTERED = ("录入", "entered")
    COLUMN_BY = ("经办", "by")
    COLUMN_WHY = ("为什么没有罚款", "why nobody is fined")
    COLUMN_DEADLINE = ("办结时限", "deadline")
    WITHOUT_FINE = ("逾期而没有罚款", "Late without a fine")
    DOUBTFUL = ("存疑：过了时限才录入的步骤", "Doubtful: entered after the limit that they say they met")
    CORRECTIONS = ("影响本月结果的更正", "Corrections that change this month")
    CHANGED = ("{kind}：{was} → {now}", "{kind}: {was} → {now}")
    CHANGED_WHY = ("{changed}（{reason}）", "{changed} ({reason})")
    DO_DECIDE = ("核定", "decide")
    DO_APPROVE = ("审核", "approve")
    DO_INVESTIGATE = ("调查认定", "investigate")
    DO_EXCLUDE = ("剔除", "exclude")
    KIND_AMEND = ("更正", "amended")
    KIND_WITHDRAW = ("撤销", "withdrawn")
    KIND_EXTEND = ("延期", "extended")
    KIND_EXCLUDE = ("剔除", "excluded")
    KIND_INCLUDE = ("恢复", "included")
    KIND_HANDLE = ("责任人", "persons responsible")
    KIND_INVESTIGATE = ("再次调查认定", "investigated again")
    KIND_UNLINK = ("取消关联", "unlinked")
    COLUMN_COUNT = ("笔数", "Fines")
    COLUMN_TOTAL = ("合计", "Total")

    # points
    POINTS = ("加分扣分", "Points")
    NO_POINTS = ("本月没有加分扣分。", "No points added or taken in the month.")
    COLUMN_VALUE = ("分值", "Points")

    EXCLUDED = ("剔除", "Excluded")
    COLUMN_ENTERED_BY = ("录入人", "entered by")
    COLUMN_APPROVED = ("批准人", "approved by")
    CAUSE = ("起因：{cause}", "cause: {cause}")
    COLUMN_REASON = ("理由", "Reason")
    UNASSIGNED = (
        "未落实到人（不能关账）",
        "Unassigned (the month cannot be closed)",
    )
    COLUMN_NAMED = ("所写姓名", "Name given")
    COLUMN_ROLE = ("身份", "Role")
    AWAITING = ("待公司确认", "To be confirmed by the company")
    AWAITING_BAND = (
        "{cite}的罚款幅度，原文作“{raw}”，读作 {low}–{high} 元。",
        "The band of {cite}: the text has “{raw}”, read as {low}–{high} yuan.",
    )
    ADJUSTMENTS = ("以前月份的调整", "Adjustments of earlier months")
    COLUMN_MONTH = ("月份", "Month")
    COLUMN_WHAT = ("事项", "Matter")
    COLUMN_WAS = ("原为", "Was")
    COLUMN_NOW = ("应为", "Now")
    COLUMN_DIFFERENCE = ("差额", "Differ-\nence")
    COMPARED = ("环比与同比", "beside the month before and a year ago")
    COLUMN_FIGURE = ("项目", "figure")
    COLUMN_MINE = ("本期", "this month")
    COLUMN_BEFORE = ("上期 {month}", "before {month}")
    COLUMN_YEAR_AGO = ("去年同期 {month}", "a year ago {month}")
    COLUMN_CHANGE = ("增减", "change")
    POINTS_OF = ("{change} 个百分点", "{change} points")
    FIGURE_FINES = ("罚款（元）", "fines (yuan)")
    FIGURE_DEDUCTIONS = ("扣分", "deductions")
    FIGURE_BONUSES = ("加分", "bonuses")
    FIGURE_ON_TIME_RATE = ("按时率", "on-time rate")
    FIGURE_SATISFACTION = ("满意率", "satisfaction")
    FIGURE_SCORE = ("得分", "score")
    FIGURE_OF = ("{department} {figure}", "{department}: {figure}")
    KIND_FINE = ("罚款", "fine")
    KIND_POINTS = ("分值", "points")

    TOTALS = ("合计", "Totals")
    TOTAL_FINES = ("罚款 {amount} 元", "fines {amount} yuan")
    TOTAL_CARRIED = (
        "以前月份的调整 {adjustments} 元，连同罚款 {total} 元",
        "adjustments of earlier months {adjustments} yuan, with the fines {total} yuan",
    )
    TOTAL_POINTS = ("扣分 {deductions}，加分 {bonuses}", "deductions {deductions}, bonuses {bonuses}")
    ENTERED_LATE = (
        "补录（晚于发生一个工作日以上）{count} 条。",
        "Entered more than a working day late: {count}.",
    )

    # a trial
    TRIAL_NOTE = (
        "试算：按另一版参数计算，只供比较，不留存，不作考核依据。",
        "A trial under another edition, for comparison alone: nothing is stored, nothing rests upon it.",
    )
    TRIAL_AGAINST = ("试算版：{title}，SHA-256 {sha256}", "Trial edition: {title}, SHA-256 {sha256}")
    IN_FORCE = ("现行版：{title}，SHA-256 {sha256}", "In force: {title}, SHA-256 {sha256}")
    CHANGED_NUMBERS = ("两版不同的参数", "Numbers that differ")
    SAME_NUMBERS = ("两版参数相同。", "The two editions have the same numbers.")
    COLUMN_KEY = ("参数", "Key")
    COLUMN_IN_FORCE = ("现行", "In force")
    COLUMN_TRIAL = ("试算", "Trial")
    COLUMN_SCORE_IN_FORCE = ("现行\n得分", "Score in\nforce")
    COLUMN_SCORE_TRIAL = ("试算\n得分", "Score on\ntrial")
    COLUMN_RANK_IN_FORCE = ("现行\n名次", "Rank in\nforce")
    COLUMN_RANK_TRIAL = ("试算\n名次", "Rank on\ntrial")
    FINES_CHANGED = ("罚款的不同", "Fines that differ")
    POINTS_CHANGED = ("分值的不同", "Points that differ")
    NOTHING_CHANGED = ("没有不同。", "None.")

    NOT_DONE = ("尚无", "not yet")
    MINOR = ("一般", "minor")
    SERIOUS = ("严重", "serious")
    MAJOR = ("重大", "major")


def clock(moment: object) -> str:
    """Say a time, or one written in ISO-8601, as people read it: ``2026-10-09 17:30``; seconds if any."""
    if isinstance(moment, datetime):
        at = moment.time().isoformat()  # without its zone, which is slow to write
        return f"{moment.date().isoformat()} {at[: 8 if moment.second else 5]}"
    if isinstance(moment, str):
        return f"{moment[:10]} {moment[11:16] if moment[17:19] == '00' else moment[11:19]}"
    return Report.NOT_DONE()


def rule_name(rule: str) -> str:
    """Return what a rule is called on paper."""
    return _rule_name(rule, language())


@cache  # a long list says the same few again and again
def _rule_name(rule: str, lang: str) -> str:
    return RuleName[rule.upper()].say(lang)


def told(rule: str, facts: Mapping[str, object], lang: str | None = None) -> str:
    """Say a finding's facts, as the answer holds them, in one line."""
    chosen = lang or language()
    sentence, asked = _telling(rule, chosen)
    return sentence.format(**{name: _said(name, facts[name], chosen) for name in asked})


@cache
def _telling(rule: str, lang: str) -> tuple[str, frozenset[str]]:
    """Return a rule's sentence and the facts that it tells, which are some of those that a line keeps."""
    sentence = Told[rule.upper()].say(lang)
    return sentence, frozenset(re.findall(r"{(\w+)", sentence))


_MOMENTS = {
    "receipt", "dispatched", "deadline", "handed_back", "transfer_due", "transferred", "reply_due", "replied",
    "callback_due", "rework", "rework_due",
}  # fmt: skip


def _said(name: str, value: object, lang: str) -> str:
    if value is None:
        return Report.NOT_DONE.say(lang)
    if name in _MOMENTS:
        return clock(value)
    if isinstance(value, bool):
        return yes_or_no(value, lang)
    if name == "severity":
        return Report[str(value).upper()].say(lang)
    return plain(str(value), lines=False)


def short(amount: Decimal) -> str:
    """Write an amount without idle decimals: ``200.00`` is ``200``."""
    written = str(amount)
    return written.rstrip("0").rstrip(".") if "." in written else written


def percent(rate: object) -> str:
    """Write a rate of four decimals, such as ``0.3333``, as ``33.33%``; an unknown one as a dash."""
    if rate is None:
        return "—"
    whole, _, decimals = str(rate).partition(".")
    return f"{int(whole + decimals[:2])}.{decimals[2:4]}%"


def calculation(base: Decimal, factor: int) -> str:
    """Write how an amount came about: ``200 × 2``."""
    return short(base) if factor == 1 else f"{short(base)} × {factor}"
