"""The words of what is printed: the transfer form, the ledger, the month-end papers. Chinese unless asked."""

from collections.abc import Iterator
from contextlib import contextmanager

from complaint_cli.messages import Message, language, use_language

FILLED = "zh"
"""The language of what is filled into a template, whatever is asked for: the templates are Chinese."""


@contextmanager
def written_in(chosen: str) -> Iterator[None]:
    """Say everything in a document's language, ``zh`` or ``en``, whatever the terminal speaks."""
    spoken = language()
    use_language(chosen)
    try:
        yield
    finally:
        use_language(spoken)


class Paper(Message):
    """Headings, labels and short phrases."""

    WRITTEN = ("已写入 {path}。", "written to {path}.")
    BAD_TEMPLATE = (
        "模板 {file} 用不了：{reason}；请核对占位词，或去掉 --template 用默认模板。",
        "the template {file} cannot be used: {reason}; check its placeholders or leave out --template.",
    )
    MASKED_HELP = ("给部门的一份，隐去来电人", "the department's copy, caller hidden")
    TEMPLATE_HELP = ("自己改过的 Word 模板", "a Word template of your own")
    MONTH_HELP = ("只要某月接收的", "only what a month received")
    LEDGER_WRITTEN = ("已写入 {path}，共 {count} 件。", "written to {path}: {count} complaint(s).")
    MASKED_NOTE = (
        "来电人信息已隐去；如需联系来电人，请通过综合管理部。",
        "The caller is hidden; contact the caller through the general office.",
    )
    REPEAT_OF = ("是（原编号 {first}）", "yes (of {first})")
    VISIT = ("见面", "visit")
    PHONE = ("电话", "phone")
    SATISFIED = ("满意", "satisfied")
    MOSTLY = ("基本满意", "mostly satisfied")
    UNSATISFIED = ("不满意", "unsatisfied")
    UNREACHED = ("未联系上", "not reached")
    RESOLVED = ("已解决", "resolved")
    UNRESOLVED = ("未解决", "not resolved")
    REWORK = ("要求返工", "rework asked for")
    ACTING = ("（代）", " (acting)")
    REJECTED = ("退回：", "rejected: ")
    FILES = ("{count} 份：{names}", "{count} file(s): {names}")
    FOUND = ("调查：{findings}", "investigation: {findings}")
    INTERNAL = ("内部原因", "internal cause")
    ADVERSE = ("产生不良影响", "adverse effect")
    FALSE = ("填写不实", "false record")
    NOTHING_FOUND = ("未发现问题", "nothing found")
    EXTENDED = ("（延期）", " (extended)")
    NOT_YET_SURE = ("（暂定）", " (provisional)")
    IN_FULL = ("……（全文见系统）", "… (in full in the system)")
    TALL = ("【长文，打印不全，全文在本格内】", "[long: the print is cut, the whole is in this cell] ")
    OVERLEAF = ("……（全文见附页）", "… (in full overleaf)")
    FURTHER = ("投诉转办单 {number} 附页", "Transfer form {number}, further pages")
    # the ledger's columns, in order
    ONE_OUTPUT = ("-o - 把台账写到标准输出，不能再加 --json", "-o - writes the ledger to stdout; leave out --json")
    COL_ACCOUNT = ("户号", "gas account")
    COL_URGENCY = ("紧急程度", "urgency")
    COL_CONFIDENTIAL = ("是否保密", "confidential")
    COL_CHANNEL = ("受理渠道", "channel")
    COL_SERIAL = ("序号", "#")
    COL_NUMBER = ("本公司编号", "number")
    COL_ORDER_NO = ("工单编号", "order no.")
    COL_SUPERIOR_NO = ("市级编号", "superior no.")
    COL_SOURCE = ("来源", "source")
    COL_RECEIVED = ("接收时间", "received")
    COL_CATEGORY = ("类别", "category")
    COL_CALLER = ("来电人", "caller")
    COL_PHONE = ("电话", "phone")
    COL_ADDRESS = ("地址", "address")
    COL_CONTENT = ("诉求内容", "content")
    COL_DEPARTMENT = ("责任部门", "department")
    COL_PERSONS = ("责任人", "persons")
    COL_TRANSFERRED = ("转办时间", "transferred")
    COL_DEPUTY = ("分管经理审核时间", "deputy approved")
    COL_GENERAL = ("总经理审核时间", "general manager approved")
    COL_DEADLINE = ("办结时限", "deadline")
    COL_INTERNAL = ("内部时限", "internal deadline")
    COL_EXTENDED = ("延期后时限", "extended to")
    COL_HANDED_BACK = ("交回时间", "handed back")
    COL_OVERDUE = ("是否超期", "overdue")  # as such ledgers head it everywhere
    COL_DAYS = ("超期工作日", "working days late")
    COL_CALLED = ("回访时间", "called back")
    COL_REACHED = ("是否有效回访", "reached")
    COL_RESOLVED = ("是否解决", "resolved")
    COL_SATISFACTION = ("满意度", "satisfaction")
    COL_REPLIED = ("回复上级时间", "replied")
    COL_REPEAT = ("二次投诉关联", "repeats")
    COL_RESPONSIBILITY = ("责任认定", "finding")
    COL_EXCLUDED = ("剔除原因", "excluded because")
    COL_STATUS = ("状态", "status")
    COL_REMARK = ("备注", "remarks")
    AT_FAULT = ("有责", "at fault")
    NOT_AT_FAULT = ("无责", "not at fault")
    PENDING = ("待查", "to be found")
    CONFIDENTIAL = ("保密", "confidential")
    PROVISIONAL = ("时限暂定", "deadline provisional")
    LEDGER = ("投诉台账", "complaint ledger")
    PRINTED = ("打印于 {now}", "printed {now}")
    # month-end sheets
    SHEET_SCORES = ("部门得分", "scores")
    SHEET_FINES = ("罚款建议", "proposed fines")
    SHEET_POINTS = ("加减分明细", "points")
    SHEET_RATES = ("六个月比率", "six months")
    SHEET_EXCLUDED = ("剔除与待定", "excluded and open")
    TITLE = ("{company} {month} 投诉考核", "{company}: complaint assessment {month}")
    BASIS = (
        "考核期 {start} 至 {end}，截至 {as_of}；状态：{status}；依据：{policy}（{effective} 起，{sha}）；"
        "日志校验值 {head}",
        "period {start} to {end}, as of {as_of}; status {status}; {policy} (from {effective}, {sha}); "
        "journal head {head}",
    )
    COL_RECEIVED_N = ("接收", "received")
    COL_DUE_N = ("到期", "due")
    COL_ON_TIME_N = ("按时办结", "on time")
    COL_RATE = ("按时率", "on-time rate")
    COL_CALLS = ("有效回访", "call-backs")
    COL_SATISFACTION_RATE = ("满意率", "satisfaction")
    COL_BASE = ("基础分", "base")
    COL_BONUS = ("加分", "added")
    COL_DEDUCTION = ("扣分", "taken")
    COL_REPEATS = ("二次投诉", "repeats")
    COL_POINTS = ("加减分", "points")
    COL_SCORE = ("得分", "score")
    COL_RANK = ("名次", "rank")
    COL_RULE = ("事由", "matter")
    COL_CITE = ("依据条款", "clause")
    COL_FACTS = ("事实", "facts")
    COL_PERSON = ("姓名", "person")
    COL_ROLE = ("职务", "role")
    COL_BAND = ("区间（元）", "band (yuan)")
    COL_BASE_AMOUNT = ("基准金额", "base amount")
    COL_FACTOR = ("倍数", "factor")
    COL_PROPOSED = ("建议金额", "proposed")
    COL_DECIDED = ("核定金额", "decided")
    COL_AT = ("时点", "moment")
    COL_KIND = ("类型", "kind")
    COL_REASON = ("原因", "reason")
    COL_MONTH = ("月份", "month")
    COL_WAS = ("原为", "was")
    COL_NOW = ("应为", "now")
    COL_DIFFERENCE = ("差额", "difference")
    SHEET_PERSONS = ("各人合计", "persons")
    SHEET_COMPARED = ("环比与同比", "compared")
    SHEET_UNFINED = ("逾期未罚", "late without a fine")
    SHEET_DOUBTFUL = ("存疑", "doubtful")
    SHEET_CORRECTIONS = ("更正", "corrections")
    COL_SIGNED = ("本人签字", "signed by the person")
    COL_AUDITOR = ("审计签字", "signed by the auditor")
    SHEET_CLAUSES = ("按条款", "by clause")
    NOTHING = ("本期没有。", "None in the period.")
    ADJUSTED_FINE = ("以前月份调整：罚款", "adjustment: fine")
    ADJUSTED_POINTS = ("以前月份调整：分值", "adjustment: points")
    KIND_EXCLUDED = ("剔除", "excluded")
    KIND_UNASSIGNED = ("罚款未落实到人", "fine of nobody known")
    TOTAL = ("合计", "total")
    UNDECIDED = ("未核定的按建议金额计。", "what is undecided counts as proposed.")
    WHO = ("{person}（{role}，{department}）", "{person} ({role}, {department})")
    TOTAL_WITH_CARRIED = ("合计，连同以前月份的调整", "total with adjustments of earlier months")
    TOTAL_AS_PROPOSED = ("合计（未核定的按建议计）", "total (undecided as proposed)")
    SIGNATURES = (
        "制表：|审计督查部：|综合管理部：|分管经理：|总经理：",
        "Prepared by:|Audit office:|General office:|Deputy:|General manager:",
    )
    PROPOSAL = (
        "本表为建议，金额由审计督查部核定；未经核定不作发放依据。",
        "These are proposals; the audit office decides the amounts.",
    )
    CHART_SCORES = ("各部门得分", "scores by department")
    CHART_FINES = ("各条款罚款（元）", "fines by clause (yuan)")
    CHART_RATES = ("近六个月按时率与满意率", "on-time and satisfaction rates, six months")
    # the notice
    NOTICE = ("关于 {month} 投诉办理情况的考核通报", "Notice on complaints handled in {month}")
    PART_ONE = ("一、总体情况", "1. In all")
    PART_TWO = ("二、类别与来源", "2. Categories and sources")
    PART_THREE = ("三、部门得分", "3. Scores")
    PART_FOUR = ("四、加减分明细", "4. Points")
    PART_FIVE = ("五、罚款与存在问题", "5. Fines and what went wrong")
    PART_SIX = ("六、剔除、未罚、存疑与更正", "6. Excluded, not fined, doubtful, corrected")
    ADDRESSEE = ("主送：各部门；抄送：总经理、分管经理", "To: every department; copies to the managers")
    DATED = ("{company}　　{date}", "{company}, {date}")
    HEAD = ("日志校验值：{head}", "Journal head: {head}")
    PAGE_OF = ("第 {page} 页，共 {pages} 页", "page {page} of {pages}")
    OVERALL = (
        "本期共接收投诉 {received} 件，到期 {due} 件，按时办结 {on_time} 件，按时率 {rate}；有效回访 {calls} 次，"
        "满意率 {satisfaction}；经确认的二次投诉 {repeats} 件；剔除 {excluded} 件。",
        "Received {received}, due {due}, on time {on_time} ({rate}); {calls} valid call-backs, satisfaction "
        "{satisfaction}; {repeats} confirmed repeats; {excluded} excluded.",
    )
    COL_COUNT = ("件数", "count")
    COL_SHARE = ("占比", "share")
    FINES_IN_ALL = (
        "本期罚款 {count} 笔，建议合计 {proposed} 元，核定后 {amount} 元；以前月份调整 {adjustments} 元；"
        "扣分合计 {deductions}，加分合计 {bonuses}。",
        "{count} fines, {proposed} yuan proposed, {amount} as decided; adjustments of earlier months {adjustments}; "
        "points taken {deductions}, given {bonuses}.",
    )
    PROBLEM = ("{rule}：{count} 件次（{cite}）。", "{rule}: {count} ({cite}).")
    NO_DATA = ("—", "—")
    NO_POINTS = ("本期没有加减分。", "No points were added or taken.")
    OTHERS = ("其余 {count} 类", "{count} others")
    DOUBLED = ("（×{factor}）", " (×{factor})")
    AWAITING = (
        "注：{cite}的罚款区间，原文作“{raw}”，读作 {low}–{high} 元，待公司确认。",
        "Note: the band of {cite} reads “{raw}” in the text, taken as {low}–{high} yuan; the company is to confirm it.",
    )
    FINGERPRINT = (
        "{person} 的公钥指纹 {fingerprint}    本人签字：",
        "Key of {person}: {fingerprint}    signed by hand:",
    )
    SIGNED = (
        "审计督查部：                    综合管理部：                    签发：                    年    月    日",
        "Audit office:                  General office:                  Issued by:                  Date:",
    )


class Box(Message):
    """What the boxes of the transfer form are called where their whole text stands on further pages."""

    COMPANY = ("公司", "company")
    ORDER_NO = ("工单编号", "order number")
    SOURCE = ("工单来源", "source")
    CALLER = ("来电人", "caller")
    PHONE = ("联系电话", "phone")
    ADDRESS = ("用户地址", "address")
    ACCOUNT = ("户号", "gas account")
    CATEGORY = ("投诉类别", "category")
    REPEAT = ("二次投诉", "repeats")
    DEPARTMENT = ("责任部门", "department")
    PERSONS = ("责任人", "persons responsible")
    OFFICER = ("经办人", "officer")
    CONTENT = ("诉求内容", "content")
    DEPUTY_OPINION = ("分管经理意见", "the deputy's opinion")
    DEPUTY_SIGNED = ("分管经理签字", "the deputy's signature")
    GENERAL_OPINION = ("总经理意见", "the general manager's opinion")
    GENERAL_SIGNED = ("总经理签字", "the general manager's signature")
    CONTACTS = ("与来电人联系", "contacts with the caller")
    RESULT = ("处理情况", "what was done")
    EVIDENCE = ("工作痕迹", "evidence")
    CALLBACKS = ("回访情况", "call-backs")
    REPLY = ("回复上级", "reply to the superior unit")
    INVESTIGATION = ("审计督查部意见", "the audit's finding")
