"""The hotline's export: which column is which, and what a dirty cell means."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime, time, timedelta
from typing import Any, NamedTuple

from complaint_cli.company.calendar import Calendar
from complaint_cli.company.categories import category_named
from complaint_cli.company.moments import parse_time
from complaint_cli.errors import ComplaintError, UsageError
from complaint_cli.messages import listed
from complaint_cli.messages.exchange import Exchange
from complaint_cli.text.masking import mask_name, mask_phone, mask_text

FIELDS: dict[str, tuple[str, ...]] = {
    "order_no": ("工单编号", "办件编号", "工单号", "受理编号", "热线编号", "留言编号", "编号", "单号"),
    "superior_no": ("市级编号", "上级编号", "省级编号", "市级单号", "上级单号"),
    "content": ("诉求内容", "主要内容", "反映内容", "投诉内容", "工单内容", "留言详情", "留言内容", "内容", "详情"),
    "subject": ("诉求主题", "主题", "标题", "工单标题", "留言主题"),
    "category": ("投诉类别", "事项小类", "三级分类", "二级分类", "类别", "分类", "诉求类别", "一级标签"),
    "source": ("工单来源", "办件来源", "事件来源", "来源", "投诉来源", "受理渠道"),
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

_OTHER_NAMES = {"received": "at", "receipt": "at", "order": "order_no", "text": "content", "title": "subject"}
_LONGEST = {"content": 50_000, "subject": 1000}
_SHORT = 100
_SEEN = 200  # characters of a cell that a fault holds
_URGENCY = {"一般": "normal", "普通": "normal", "常规": "normal", "平件": "normal", "normal": "normal",
            "紧急": "urgent", "加急": "urgent", "急件": "urgent", "urgent": "urgent",
            "特急": "critical", "特提": "critical", "critical": "critical"}  # fmt: skip
_YES = {"是": True, "y": True, "yes": True, "true": True, "1": True, "保密": True}
_NO = {"否": False, "n": False, "no": False, "false": False, "0": False, "不保密": False}
_EPOCH = datetime(1899, 12, 30)
_WIDE = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}
_CLOCK_WORDS = re.compile(r"(\d{1,2})[时点](\d{1,2})分?((?:\d{1,2})秒)?")
_RUN = re.compile(r"(20\d{2})(\d{2})(\d{2})(?:(\d{2})(\d{2})(\d{2})?)?")
HEADER_WITHIN = 30


class Fault(NamedTuple):
    """One cell that cannot be taken: its row in the file from 1, its column, what stands there, and why."""

    row: int
    column: str
    cell: str
    reason: str

    def __str__(self) -> str:
        return Exchange.ROW(row=self.row, column=self.column, cell=self.cell[:40], reason=self.reason)


def parse_map(pairs: Iterable[str]) -> dict[str, str]:
    """Read ``列名=字段`` pairs, several in one parted by commas; UsageError with the fields otherwise."""
    found: dict[str, str] = {}
    for pair in (p for text in pairs for p in re.split(r"[,，;；]", text) if p.strip()):
        column, _, name = pair.partition("=")
        field = field_named(name)
        if not column.strip() or field is None:
            raise UsageError(Exchange.BAD_MAP, pair=pair, fields=listed(FIELDS))
        found[heading(column)] = field
    return found


def field_named(name: str) -> str | None:
    """Return the field that an English or Chinese name means, if any."""
    plain = name.strip().casefold().replace("-", "_")
    plain = _OTHER_NAMES.get(plain, plain)
    if plain in FIELDS:
        return plain
    return next((field for field, aliases in FIELDS.items() if name.strip() in aliases), None)


def heading(cell: Any) -> str:
    """Return a header cell as it is compared: no spaces, no brackets, half-width."""
    text = str(cell).translate(_WIDE)
    return re.sub(r"[\s*:：]+|[(（].*?[)）]", "", text)


def columns_of(row: list[Any], mapping: Mapping[str, str]) -> dict[str, int]:
    """Return which column holds which field, if ``row`` were the header."""
    names = [heading(cell) if cell is not None else "" for cell in row]
    found: dict[str, int] = {}
    for position, name in enumerate(names):
        if name in mapping:
            found.setdefault(mapping[name], position)
    taken = set(found.values())
    for field, aliases in FIELDS.items():
        if field not in found:
            for alias in aliases:
                position = names.index(alias) if alias in names else -1
                if position >= 0 and position not in taken and alias not in mapping:
                    found[field] = position
                    taken.add(position)
                    break
    return found


def clean(cell: Any) -> str:
    """Return a cell as text: whole floats without a point, half-width, stripped."""
    if cell is None:
        return ""
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
    return str(cell).strip().strip("\ufeff\u200b")


def narrow(text: str) -> str:
    """Return a number or name with full-width letters and digits made half-width."""
    text = text.translate(_WIDE).strip()
    return text[:-2] if re.fullmatch(r"\d+\.0", text) else text


def moment(cell: Any, now: datetime, calendar: Calendar) -> datetime:
    """Read a cell as a time: a date cell, a serial number, or text of any usual form; ValueError otherwise."""
    if isinstance(cell, datetime):
        return cell.replace(microsecond=0, tzinfo=calendar.tz)
    if isinstance(cell, date):
        return calendar.close_of(cell)
    if isinstance(cell, time | timedelta):
        raise ValueError(cell)
    text = clean(cell).translate(_WIDE)
    if re.fullmatch(r"\d{5}(\.\d+)?", text):
        found = _EPOCH + timedelta(seconds=round(float(text) * 86400))
        return calendar.close_of(found.date()) if "." not in text else found.replace(tzinfo=calendar.tz)
    if run := _RUN.fullmatch(text):
        year, month, day, hour, minute, second = (int(part) if part else 0 for part in run.groups())
        if run[4] is None:
            return calendar.close_of(date(year, month, day))
        return datetime(year, month, day, hour, minute, second, tzinfo=calendar.tz)
    text = _CLOCK_WORDS.sub(lambda m: f"{m[1]}:{m[2]}" + (f":{m[3][:-1]}" if m[3] else ""), text)
    text = re.sub(r"(\d)\.\d+$", r"\1", text) if ":" in text else text
    if not re.match(r"\s*\d{4}", text):
        raise ValueError(text)  # neither "tomorrow" nor a limit stands in an export
    try:
        return parse_time(text, now=now, calendar=calendar)
    except ComplaintError as error:
        raise ValueError(text) from error


def read_row(
    number: int, row: list[Any], columns: Mapping[str, int], names: list[str], now: datetime, calendar: Calendar
) -> tuple[dict[str, Any], list[Fault]]:
    """Return a row's values by field, and every cell of it that cannot be taken."""
    values: dict[str, Any] = {}
    faults: list[Fault] = []

    def fault(field: str, reason: str) -> None:
        position = columns[field]
        faults.append(Fault(number, names[position], hidden(field, clean(row[position])[:_SEEN]), reason))

    for field, position in columns.items():
        cell = row[position] if position < len(row) else None
        text = clean(cell)
        if not text:
            continue
        longest = _LONGEST.get(field, _SHORT)
        if field in ("at", "deadline"):
            try:
                values[field] = moment(cell, now, calendar)
            except (ValueError, OverflowError):
                fault(field, Exchange.NO_TIME())
        elif "\0" in text or not _encodable(text):
            fault(field, Exchange.UNWRITABLE())
        elif len(text) > longest:
            fault(field, Exchange.TOO_LONG(longest=longest))
        elif field == "urgency":
            known = next((u for word, u in _URGENCY.items() if text.casefold().startswith(word)), None)
            values[field] = known
            if known is None:
                fault(field, Exchange.NOT_URGENCY())
        elif field == "confidential":
            values[field] = (_YES | _NO).get(text.casefold())
            if values[field] is None:
                fault(field, Exchange.NOT_YES_NO())
        elif field in ("order_no", "superior_no", "phone", "account"):
            values[field] = narrow(text)
        elif field == "category":
            values[field] = category_named(text)
        else:
            values[field] = text
    _join_subject(values)
    if "content" not in values and not any(f.column == names[columns["content"]] for f in faults):
        faults.append(Fault(number, names[columns["content"]], "", Exchange.EMPTY()))
    at, deadline = values.get("at"), values.get("deadline")
    if at and at > now:
        if at == calendar.close_of(now.date()):
            values["at"] = now  # today's date without a time
        else:
            fault("at", Exchange.IN_FUTURE())
    if at and deadline and deadline < at:
        fault("deadline", Exchange.BEFORE_RECEIPT())
    return values, faults


def hidden(field: str, text: str, *, phones: Iterable[str | None] = (), names: Iterable[str | None] = ()) -> str:
    """Return what stood in a field as a message may repeat it: the caller's name and every phone masked."""
    if field in ("caller", "phone"):
        return mask_name(text) if field == "caller" else mask_phone(text)
    return mask_text(text, phones=phones, names=names)


def _join_subject(values: dict[str, Any]) -> None:
    """A subject stands before the content unless the content says it already."""
    subject = values.pop("subject", None)
    if subject:
        content = values.get("content")
        values["content"] = content if content and subject in content else "\n".join(filter(None, (subject, content)))


def _encodable(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True
