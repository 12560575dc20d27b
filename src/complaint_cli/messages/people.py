"""Sentences of acts/people.py: who belongs, and who may be a second person."""

from __future__ import annotations

from complaint_cli.messages import Message


class People(Message):
    """Why a person is not taken."""

    UNKNOWN = (
        "机构里没有 {name}，请核对姓名，或先用 complaint org import 登记",
        "{name} is in no department; check the name, or complaint org import first",
    )
    DEPARTMENT = ("{name} 是部门；请写人的姓名", "{name} is a department; name a person")
    UNKNOWN_NEAR = ("机构里没有 {name}，是不是 {near}？", "{name} is in no department; did you mean {near}?")
    NOT_THEN = ("{day} 当天 {name} 不在任何部门", "{name} was in no department on {day}")
    UNKNOWN_LOGIN = (
        "不知道是谁在操作：帐号 {name} 不在机构里。请加 --by 姓名，或设 COMPLAINT_BY，或在机构文件的 accounts 里登记",
        "the account {name} is in no department; add --by NAME, set COMPLAINT_BY, or list it under accounts "
        "in the organisation file",
    )
    SAME = ("{name} 就是经办人，须由另一人批准", "{name} takes the step himself; another person must approve it")
    TOUCHED = (
        "此事涉及 {name} 本人或其部门，须由另一人批准",
        "this touches {name} or his department; another person must approve it",
    )
    NO_SECOND = (
        "{name} 当天既不是审计督查部人员，也不是分管经理或总经理，不能作为批准人",
        "{name} is neither of the audit office nor a deputy or the general manager that day, so may not approve it",
    )
    NEEDS_SECOND = (
        "这一步须有第二人批准：请加 --approved-by 姓名（审计督查部人员、分管经理或总经理）",
        "this needs a second person: add --approved-by NAME (audit office, a deputy or the general manager)",
    )
    NO_REHEARSAL = (
        "这是正式台账，设了 COMPLAINT_NOW 时不能写入；请去掉它，或用 init、demo 另建一个演练台账",
        "this ledger is no rehearsal, so nothing is written under COMPLAINT_NOW; unset it, or make a rehearsal by demo",
    )
    CLOCK_BEHIND = (
        "电脑时钟 {now} 比最后一条记录（{last}）早十分钟以上，请先校准时钟",
        "the clock, {now}, is more than ten minutes behind the last entry ({last}); set the clock first",
    )
    NOT_OF_DEPARTMENT = ("{name} 当天不是{department}的人", "{name} was not of {department} that day")
    NOT_OFFICE = (
        "{name} 当天不是综合管理部的人，这一步由综合管理部办理",
        "{name} was not of the general office that day, whose step this is",
    )
    NOT_OFFICE_OR_AUDIT = (
        "{name} 当天不是综合管理部或审计督查部的人，这一步由这两个部门办理",
        "{name} was of neither the general nor the audit office that day, whose step this is",
    )
    ACTING_FILLED = (
        "{name} 填写了这张转办单或列为责任人，不能代签",
        "{name} filled this form or is named on it, so may not sign for another",
    )
    NAMED_WHEN_FILED = (
        "{no} 已归档，不能再换责任人；写错的用 amend --step 更正转办那一步",
        "{no} is filed, its persons stay; correct the step of its transfer by amend --step",
    )
    NOT_HIS_OBJECTION = ("这是 {name} 的申诉，只能由本人撤销", "this is {name}'s objection; nobody else withdraws it")
    OWN_FINE = ("{name} 不能核定自己的罚款", "{name} may not decide his own fine")
    RETURN_LATE = (
        "退回须在 {limit}内（{due} 前），之后须加 --approved-by",
        "a return is within {limit} of the dispatch (by {due}), later with --approved-by only",
    )
    RETURN_AFTER_HANDBACK = (
        "{no} 已由该部门交回过，不能再退回",
        "{no} was handed back by that department, so can be returned no more",
    )
    EXTEND_AFTER_HANDBACK = ("{no} 已经交回，不能再延期", "{no} was handed back already, so can be extended no more")
