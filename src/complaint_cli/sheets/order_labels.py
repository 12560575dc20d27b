"""What the labels of an order mean: which field a word names, which words are not ours, which belong to the text."""

from __future__ import annotations

import re
from functools import lru_cache

from complaint_cli.sheets.cells import WIDE

FIELDS: dict[str, tuple[str, ...]] = {
    "order_no": ("工单编号", "办件编号", "工单号", "受理编号", "热线编号", "留言编号", "编号", "单号"),
    "superior_no": ("市级编号", "上级编号", "省级编号", "市级单号", "上级单号"),
    "content": ("诉求内容", "主要内容", "反映内容", "投诉内容", "工单内容", "留言详情", "留言内容", "内容", "详情"),
    "subject": ("诉求主题", "主题", "标题", "工单标题", "留言主题"),
    "category": ("投诉类别", "事项小类", "三级分类", "二级分类", "类别", "分类", "诉求类别", "一级标签"),
    "source": ("工单来源", "办件来源", "事件来源", "来源", "投诉来源"),
    "urgency": ("紧急程度", "紧急级别"),
    "caller": ("来电人", "诉求人", "反映人", "投诉人", "联系人", "姓名", "留言用户", "客户姓名"),
    "phone": ("联系电话", "诉求人电话", "来电号码", "电话", "手机", "手机号", "联系方式"),
    "account": ("户号", "用户号", "客户编号", "用户编号", "燃气户号"),
    "address": ("地址", "用户地址", "诉求地址", "事发地址", "联系地址", "用气地址"),
    "at": ("派发时间", "派单时间", "受理时间", "创建时间", "接收时间", "来电时间", "留言时间", "登记时间"),
    "deadline": ("办结时限", "承诺完成时间", "承诺时间", "到期时间", "截止时间", "办理时限", "要求办结时间"),
    "confidential": ("是否保密", "保密"),
}
"""What the columns of such exports are called; of several that mean one field, the first in this order is taken."""

_MORE: dict[str, tuple[str, ...]] = {
    "order_no": (
        *("信件编号", "来件编号", "件号", "受理单号", "派单编号", "流水号", "工单流水号", "案件编号", "事件编号"),
        *("工单ID", "订单编号", "任务编号", "诉求编号", "案件号", "事项编号", "转办编号", "交办编号"),
    ),
    "superior_no": ("上级工单编号", "省平台编号", "市平台编号"),
    "content": (
        *("信件内容", "投诉件内容", "内容描述", "诉求描述", "诉求详情", "问题描述", "问题内容", "事项内容", "来电内容"),
        *("具体内容", "事件描述", "办件内容", "详细内容", "反映情况", "反映问题", "反映事项", "诉求事项", "内容摘要"),
        *("描述", "情况说明", "诉求", "问题", "来信内容", "诉求内容描述"),
    ),
    "subject": ("诉求标题", "信件标题", "来信标题", "事项标题", "件名"),
    "category": ("诉求分类", "诉求类型", "问题分类", "问题类别", "事项类别", "投诉分类", "信件一级分类", "信件分类"),
    "source": ("受理渠道", "来电渠道", "诉求渠道", "诉求来源", "信件来源", "渠道"),
    "urgency": ("缓急程度", "紧急度", "紧急", "优先级", "缓急"),
    "caller": (
        "来信人",
        "诉求人姓名",
        "申请人",
        "当事人",
        "写信人",
        "来电人姓名",
        "客户",
        "用户",
        "用户姓名",
        "联络人",
    ),
    "phone": ("来电人电话", "来电电话", "反映人电话", "手机号码", "电话号码", "联系手机", "联系号码", "主叫号码"),
    "account": ("燃气用户号", "用气户号", "客户号", "户号编码"),
    "address": (
        *("诉求地点", "事发地点", "事件地址", "事件地点", "发生地址", "发生地点", "住址", "家庭住址", "详细地址"),
        *("问题点位", "问题地址"),
    ),
    "at": (
        *("派件时间", "下派时间", "分派时间", "转派时间", "转办时间", "交办时间", "推送时间", "下单时间"),
        *("来件时间", "来信时间", "写信时间", "来访时间", "反映时间", "诉求时间", "提交时间", "登记日期", "时间"),
        *("递交时间", "提出时间", "建单时间", "发起时间", "投诉时间", "收单时间", "收件时间"),
    ),
    "deadline": (
        *("办理期限", "办结期限", "处理期限", "处理时限", "完成时限", "完成期限", "反馈时限", "反馈期限", "回复时限"),
        *("回复期限", "答复时限", "答复期限", "限办时间", "限办日期", "截止日期", "最迟办结时间", "要求完成时间"),
        *("要求反馈时间", "要求回复时间", "时限", "期限"),
    ),
    "confidential": ("信息保密", "保密要求", "是否需要保密", "个人信息保密", "信息是否保密"),
}
"""Beside those of the tables: what a form, a message or a detail page says."""

_RECEIPTS = (re.compile("派|转办|交办|推送|下单"), re.compile("受理"), re.compile("创建|接收|登记|提交|来件"))
"""Of several times the first that says so is the receipt, else that of the call or letter."""
_PERSON = re.compile(
    "(?:来电|来信|来访|诉求|反映|投诉|申诉|联系|申请|举报|信访|写信)人|当事人|客户|用户|市民|群众|业主|住户"
)
_OF_PERSON = {
    "phone": "(?:联系)?(?:电话|手机|号码|方式)(?:号码?)?",
    "caller": "姓名|名称|称呼",
    "address": "(?:联系)?(?:地址|住址)",
}
_PRIOR = (
    "前单编号 前单号 前工单编号 原工单编号 原工单号 原单编号 原单号 上次工单编号 历史工单编号 "
    "关联工单编号 关联工单 关联工单号 重复工单编号 重复工单 首次工单编号 "
)
_AGAIN = "重办 是否重办 重复投诉 是否重复投诉 是否重复 重复件 是否重复件 是否二次投诉"
_INTO_TEXT = (
    "诉求人要求 来电人要求 反映人要求 投诉人要求 群众要求 市民要求 诉求要求 要求 具体诉求 "
    "诉求目的 主要诉求 市民诉求 备注 补充说明 补充内容 追加内容 补充 说明 反映 另 "
)
_OPEN = "是否公开 是否可公开 是否愿意公开 是否同意公开 公开"
_NOT_OURS = (
    "办结时间 实际办结时间 完成时间 回访时间 签收时间 签收时限 接单时间 处理时间 答复时间 归档时间 "
    "反馈时间 处理结果 处理情况 办理结果 办理情况 答复内容 回复内容 办理过程 办理意见 处理意见 "
    "回访结果 回访情况 回访内容 结案意见 承办单位 主办单位 协办单位 责任单位 办理单位 处理单位 "
    "承办部门 责任部门 处理部门 承办人 经办人 处理人 负责人 领导批示 批示 领导意见 拟办意见 "
    "交办意见 派单意见 转办意见 派发意见 审核意见 签发人 审核人 审批人 工单类型 工单状态 状态 "
    "问题类型 业务类型 办件类型 信件类型 受理人 受理员 话务员 坐席 坐席工号 工号 派单人 派发人 "
    "登记人 制表人 填表人 性别 年龄 区域 所属区域 所属区县 所属街道 所属社区 行政区划 网格 满意度 "
    "是否满意 附件 催办次数 催办 标签 行业 邮箱 证件号码 身份证号 是否回访 是否回复 序号 页码 "
    "打印时间 导出时间 派单单位 派发单位 交办单位 受理单位 转办单位 来电次数 通话时长 录音 "
    "二级分类名称 受理部门 "
)
_PREFIXES = ("12345", "热线", "市民", "群众", "工单", "信件", "诉求", "要求", "公众", "投诉", "燃气")
_NOTE = re.compile(r"[(（\[【][^)）\]】]*[)）\]】]?")
_MATTER = (
    "(?:诉求|投诉|反映|来电|信件|来信|来件|留言|问题|事项|工单|事件|案件|办件|主要|具体|详细|热线|派单|交办"
    "|转办|任务|订单|受理|登记)"
)
_DONE = "(?:办理|办结|办件|处办|处理|处置|反馈|回复|答复|完成|整改|办理完成)"
_BY = "(?:最迟|最晚|最后|最终|法定|承诺|规定|限定|应当?|要求)"
_SHAPES = {
    "order_no": re.compile(f"(?:{_MATTER}件?){{1,2}}(?:编号|编码|单号|号|(?<=[单件])号码|流水号|ID)"),
    "content": re.compile(
        f"(?:{_MATTER}件?){{1,2}}人?的?(?:主要|具体|详细|简要)?(?:内容|详情|描述|情况|事由|事项|问题)"
        "(?:描述|说明|摘要|概述|概要|要点)?"
    ),
    "address": re.compile("(?:诉求|投诉|反映|事发|发生|问题|事件|用户|用气|具体|详细|联系)+(?:地址|地点|位置|住址)"),
    "confidential": re.compile("(?:来电人|诉求人|反映人|投诉人|个人|信息)*是否(?:要求|需要?)?(?:信息)?保密"),
    "open": re.compile("(?:来电人|诉求人|反映人|投诉人|个人)?信息是否可?公开"),
    "at": re.compile(f"(?:{_MATTER}|派发|派件|下派|分派|推送|创建|接收|接件|接报|接诉|报修|提交|来访)(?:时间|日期)"),
    "subject": re.compile(f"{_MATTER}件?(?:标题|主题|题目)"),
    "deadline": re.compile(
        f"{_BY}?{_DONE}?(?:时限|期限|截[止至]{_DONE}?(?:时间|日期)|到期(?:时间|日))(?:要求)?|{_BY}{_DONE}(?:时间|日期)"
    ),
}
"""How labels are put together that no list holds."""
_STRONG = re.compile(
    "(?:12345|[市区县本总]|热线|平台|系统|政务|服务|便民|客服|公司|来电|来信|信访|派单|受理|工单|投诉|咨询|业务|首派|[-_])*"
    "((?:工单|办件|信件)编号|工单号|(?:诉求|主要|投诉|信件|反映)内容|内容描述"
    "|(?:受理|派单|派发|创建|来电|来信)时间|(?:办结|办理)时限|(?:办理|办结)期限|承诺完成时间)(?:点|要求|1)?"
)
"""The labels that are known with more before them: 客服工单编号, 来电受理时间."""
_PAIRED = re.compile(r"[/／、&+|]|及其?|和|与")
_LABEL = re.compile(r"[\u3400-\u9fffA-Za-z0-9/／、]{2,12}")
_SOFT = "诉求 问题 紧急 客户 用户 描述 期限 公开 另 反映 要求 说明 补充 时间 具体诉求"
SOFT = frozenset(_SOFT.split())
"""Words that a sentence of the text begins with as well; such a line after the text's label goes on with the text."""


def _compared(label: str) -> str:
    text = _NOTE.sub("", label.translate(WIDE)) if len(label) < 60 else label
    return re.sub(r"[\s*_\u200b\ufeff]+", "", text).strip(":").upper()


def _words() -> dict[str, str]:
    found: dict[str, str] = {}
    spoken = {"prior": _PRIOR, "again": _AGAIN, "more": _INTO_TEXT, "open": _OPEN}
    for names in (FIELDS, _MORE, {field: tuple(words.split()) for field, words in spoken.items()}):
        for field, words in names.items():
            for word in words:
                found.setdefault(word.upper(), field)
    return found | dict.fromkeys(_NOT_OURS.split(), "other")


_WORDS = _words()


@lru_cache(maxsize=4096)
def field_of(label: str) -> str | None:
    """Return what a label names: a field, ``prior`` (the order before), ``again``, ``more`` (it goes on with the
    text), ``open`` (the opposite of confidential), ``other`` (known, not ours); None for what is no known label.
    """
    word = _compared(label)
    if len(word) > 16:
        return None
    if word in _WORDS:
        return _WORDS[word]
    for prefix in _PREFIXES:
        if word.startswith(prefix) and len(word) - len(prefix) > 1 and (found := field_of(word[len(prefix) :])):
            return found
    if person := _PERSON.match(word):
        rest = word[person.end() :].removeprefix("的")
        if found := next((field for field, words in _OF_PERSON.items() if re.fullmatch(words, rest)), None):
            return found
    if found := next((field for field, shape in _SHAPES.items() if shape.fullmatch(word)), None):
        return found
    if word[-1:] == "1" and (found := _WORDS.get(word[:-1])):
        return found  # 联系电话1: the first of several
    if strong := _STRONG.fullmatch(word):
        return _WORDS[strong[1]]
    parts = [part for part in _PAIRED.split(word) if part]
    if len(parts) > 1 and (found := _WORDS.get(parts[0])) and all(_WORDS.get(part) for part in parts[1:]):
        return found  # 来电人及电话: the number is found beside the name
    return None


def labellike(text: str) -> bool:
    """Whether a text could be a label that nobody told us: short, of letters alone."""
    return bool(_LABEL.fullmatch(_compared(text))) and not _compared(text).isdigit()


def receipt_rank(label: str) -> int:
    """Return how well a time's label names the receipt: sent to us before taken in before called, the least best."""
    return next((rank for rank, words in enumerate(_RECEIPTS) if words.search(label)), len(_RECEIPTS))


@lru_cache(maxsize=4096)
def label_rank(name: str, label: str) -> int:
    """Return how well a column's label names a field, of several that do: as the lists above go, the least best."""
    words = [word.upper() for word in (*FIELDS.get(name, ()), *_MORE.get(name, ()))]
    rank = words.index(word) if (word := _compared(label)) in words else len(words)
    return 1000 * receipt_rank(label) + rank if name == "at" else rank
