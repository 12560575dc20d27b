"""What a cell means, of a table or beside a label: text, numbers, times, and what is no value at all."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta

from complaint_cli.company.calendar import Calendar, Limit
from complaint_cli.company.categories import Source, source_kind
from complaint_cli.company.moments import parse_time
from complaint_cli.errors import ComplaintError

WIDE = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}
MASKED = re.compile(r"[*＊xX×]{3,}")
SCIENTIFIC = re.compile(r"-?(?:\d(?:[.,]\d+)?[eE]\+?|\d+(?:[.,]\d+)?[eE]\+)\d{1,3}")
_URGENT = {"critical": "特急 特提", "urgent": "紧急 加急 急件", "normal": "一般 普通 常规 平件 正常 不紧急"}
PHONE = re.compile(
    r"(?<![\dA-Za-z])(?:\+?86[- ]?)?(1[3-9]\d[ -]?\d{4}[ -]?\d{4}"
    r"|\(?0\d{2,3}\)?[- ]?\d{7,8}(?:\s*(?:-|转|分机|[eE]xt\.?)[: ]?\d{1,6})?)(?!\d)"
)
BESIDE_NAME = " (（/／:：,，、电话"
"""What stands between a name and the phone beside it."""
URGENCIES = {word: kept for kept, words in _URGENT.items() for word in (kept, *words.split())}
_YES = re.compile(r"是|要|需要?|有|保密|要求保密|需要?保密|须保密|y|yes|true|1|[√✓✔☑]", re.IGNORECASE)
_NO = re.compile(r"否|不|不要|不需要?|无|不保密|无需保密|不需要?保密|公开|可公开|n|no|false|0|[×✗□]", re.IGNORECASE)
_INVISIBLE = "\ufeff\u00ad\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069"
_UNSEEN = dict.fromkeys(map(ord, _INVISIBLE))
_EPOCH = datetime(1899, 12, 30)
_ERROR = re.compile(r"#(?:N/A|VALUE!|REF!|NAME\?|DIV/0!|NUM!|NULL!|SPILL!|CALC!|GETTING_DATA)|Err:\d{3}", re.I)
_GUARDED = re.compile(r'^="?(.*?)"?$|^[\'`‘’´′"“](.*)$', re.DOTALL)
_CLOCK_WORDS = re.compile(r"(\d{1,2})[时点]整?(?:(\d{1,2})分?(?:(\d{1,2})秒?)?|(半))?")
_HALF_DAY = re.compile(
    r"(上午|下午|午后|凌晨|清晨|早上|早晨|早|中午|正午|午间|傍晚|晚上|晚间|晚|夜里|夜间|夜晚|深夜|半夜|午夜|am|pm)"
    r"\s*(\d{1,2})(:\d{2}(?::\d{2})?)?",
    re.IGNORECASE,
)
_NIGHT = frozenset({"晚上", "晚间", "晚", "夜里", "夜间", "夜晚", "深夜", "半夜", "午夜"})
_LATER = _NIGHT | {"下午", "午后", "傍晚", "pm"}
_HALF_DAY_AFTER = re.compile(r"(\d{1,2}:\d{2}(?::\d{2})?)\s*(上午|下午|(?:am|pm)\b)", re.IGNORECASE)
_WEEKDAY = re.compile(r"[(（]?(?:星期|周|礼拜)[一二三四五六日天][)）]?")
_AT_MIDNIGHT = re.compile(r"(?<![\d:])0?0[:时点](?:00?(?:[:分](?:00?)?)?)?秒?$")
_MIDNIGHT = re.compile(r"(?<![\d:])24:00(?::00)?$")
_RUN = re.compile(r"(20\d{2})(\d{2})(\d{2})(?:\s*(\d{2})(\d{2})(\d{2})?)?")
_PLAIN = re.compile(r"(20[0-9]{2})([-/])([0-9]{1,2})\2([0-9]{1,2})(?: ([0-9]{1,2}):([0-9]{2})(?::([0-9]{2}))?)?")
_DOTTED = re.compile(r"(\d{1,2})([/.-])(\d{1,2})\2(\d{4}|\d{2})(?!\d)")
_LIMIT = re.compile(
    r"(?:自?(?:受理|派单|派发|接单|签收|收到)?(?:之日起|起|后)?|限时?|不超过|最[迟晚])?\s*(\d{1,4}|[一二两三四五六七八九十]{1,3})\s*个?\s*"
    r"(?:法定)?(工作日|工作天|工作小时|小时|天|自然日|日|周|星期|分钟|h|wd|wh|d)\s*(?:之?内|以内)?(?:办结|完成|办理完毕|回复|反馈)?\s*(?:[(（【\[][^()（）\d]*[)）】\]])?",
    re.IGNORECASE,
)
_AFTER_LIMIT = re.compile(r"[，,；;。](?!.*(?:\d|工作日|小时|天)).*$", re.DOTALL)
_UNITS = {
    "工作日": "wd",
    "工作天": "wd",
    "工作小时": "wh",
    "小时": "h",
    "天": "d",
    "自然日": "d",
    "日": "d",
    "分钟": "m",
}
_CLOCK_ALONE = re.compile(r"\D{0,4}\d{1,2}\s*[:时点]\D{0,2}(?:\d{1,2}\D{0,3}){0,2}")
_HALVES = {"时间": "日期", "日期": "时间"}
_DIGITS = {word: number for number, word in enumerate("一二三四五六七八九", 1)} | {"两": 2}


_OF_CLOCK = r"\D{0,3}\d{1,2}[:时点]"
_PARTED_CLOCK = re.compile(rf"\s*[，,；;、(（]\s*(?={_OF_CLOCK})")
_SPACED = re.compile(r"(?<=\d)\s+(?=[年月日号时点分秒])|(?<=[年月时点分])\s+(?=\d)")
_BESIDE = re.compile(
    rf"\s*(?:[(（\[【](?!{_OF_CLOCK})[^()（）\[\]【】]*[)）\]】]|[，,；;。](?!.*{_OF_CLOCK}).*"
    r"|(?:[)）]|之?前|以前|内|以内|止|为止|办结|完成|回复|反馈)+)\s*$",
    re.DOTALL,
)
"""What stands behind a time: in brackets, as a sentence, 前 or 前办结; never what holds its clock."""


class Ambiguous(ValueError):
    """A date of which nobody can tell the day from the month."""


def clean(cell: object) -> str:
    """Return a cell as text: whole floats without a point, half-width, stripped."""
    if cell is None:
        return ""
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
    return str(cell).strip().strip(_INVISIBLE).strip()


def cleaned(row: Iterable[object]) -> list[str]:
    """Return the cells of a row as text, as ``clean`` does one."""
    return [
        cell.strip().strip(_INVISIBLE).strip() if cell.__class__ is str else "" if cell is None else clean(cell)
        for cell in row
    ]


def seen(text: str) -> str:
    """Return a number or name without invisible characters."""
    return text if text.isascii() else text.translate(_UNSEEN)


def narrow(text: str) -> str:
    """Return a number or name with full-width letters and digits made half-width, without invisible characters."""
    text = seen(text.translate(WIDE)).strip()
    return text.partition(".")[0] if re.fullmatch(r"\d+\.0+", text) else text


def unguarded(text: str) -> str:
    """Return a number or name without what kept a spreadsheet from altering it: ``'``, ``="…"``, a backquote."""
    if text.isascii() and text.isalnum():
        return text
    text = narrow(text)
    while found := _GUARDED.fullmatch(text):
        text = (found[1] if found[1] is not None else found[2]).strip()
    return text.rstrip("`'\"’”´′").strip() if text else ""


def is_error(cell: object) -> bool:
    """Whether a cell holds what a failed formula leaves."""
    return isinstance(cell, str) and bool(_ERROR.fullmatch(cell.strip()))


def lost_digits(cell: object, text: str) -> bool:
    """Whether a number has lost digits: in scientific form, a numeric cell of more than 15 digits, or made a date."""
    if cell.__class__ is str:
        return SCIENTIFIC.fullmatch(unguarded(text)) is not None
    if isinstance(cell, date):
        return True
    large = isinstance(cell, int | float) and not isinstance(cell, bool) and abs(cell) >= 1e15
    return large or bool(SCIENTIFIC.fullmatch(text))


def urgency_of(text: str) -> str | None:
    """Return the urgency that a text begins with, whatever sign stands before it: 特急件, ★紧急; None for none."""
    plain = re.sub(r"^\W+", "", text).casefold()
    return next((kept for word, kept in URGENCIES.items() if plain.startswith(word)), None)


def yes_or_no(text: str, *, opposite: bool = False) -> bool | None:
    """Return whether a cell says yes; None where it says neither. ``opposite`` is of a column such as 是否公开."""
    if opposite and text not in ("保密", "不公开"):
        return bool(_NO.fullmatch(text)) if _NO.fullmatch(text) or _YES.fullmatch(text) else None
    if text == "不公开" or _YES.fullmatch(text):
        return True
    return False if _NO.fullmatch(text) else None


def is_channel(source: str) -> bool:
    """Whether a source's wording is only the way by which the hotline was reached."""
    kind = source_kind(source)
    return kind not in (Source.HOTLINE, Source.PROVINCIAL, Source.MEDIA) and "平台" not in source


def moment(cell: object, now: datetime, calendar: Calendar, dates: str | None = None) -> datetime:
    """Read a cell as a time: a date cell, a serial number, or text of any usual form.

    A date alone, and midnight, mean the day: its close of business. ``dates`` is ``dmy`` or ``mdy``. Raises ValueError
    for what is no time, Ambiguous where only ``dates`` tells.
    """
    if usual := usual_moment(cell, calendar):
        return usual
    found = _moment(cell, now, calendar, dates)
    return calendar.close_of(found.date()) if at_midnight(found) else found


def bare(text: str) -> str:
    """Return a time without what stands behind it, a clock behind a comma or in brackets brought to its day."""
    text = _PARTED_CLOCK.sub(" ", _SPACED.sub("", text))
    while (shorter := _BESIDE.sub("", text)) != text:
        text = shorter
    return text


def usual_moment(cell: object, calendar: Calendar) -> datetime | None:
    """Read a cell as a time of the usual form, many times as fast; None for any other, and for midnight."""
    if isinstance(cell, str) and len(cell) in (16, 19) and cell[4] == "-" == cell[7] and {*cell[13::3]} == {":"}:
        try:
            found = datetime.fromisoformat(cell)
        except ValueError:
            return None
        if found.tzinfo is None and not at_midnight(found):
            return found.replace(tzinfo=calendar.tz)
    return None


def at_midnight(found: datetime) -> bool:
    """Whether a time stands at 00:00:00."""
    return found.hour == found.minute == found.second == 0


def day_only(cell: object) -> bool:
    """Whether a cell names a day without a clock, or stands at 00:00:00."""
    if isinstance(cell, date):
        return not isinstance(cell, datetime) or at_midnight(cell)
    text = clean(cell)
    if text.isascii() and ":" in text and text[-2:] != "00":
        return False
    text = text.translate(WIDE)
    return bool(_AT_MIDNIGHT.search(text)) or not re.search(r"[:时点]|\d{12}|^\d{5}\.", text)


def other_half(label: str, *, alone: bool) -> tuple[str, ...]:
    """Return what a time's other half is called, nearest first: 受理日期 beside 受理时间, 日期 where ``alone``."""
    other = _HALVES.get(label[-2:], "")
    return ((label[:-2] + other, other) if alone else (label[:-2] + other,)) if other else ()


def whole_time(cell: object, other: object) -> object:
    """Return a time whose clock and day stand in two cells; else the cell, or the other where it is empty."""
    for day, clock in ((other, cell), (cell, other)):
        if _clock_alone(clock) and clean(day) and not _clock_alone(day) and day_only(day):
            text = f"{day:%Y-%m-%d}" if isinstance(day, date) else _AT_MIDNIGHT.sub("", bare(clean(day)))
            return f"{text.strip()} {clean(clock)}"
    return cell if clean(cell) else other


def _clock_alone(cell: object) -> bool:
    return isinstance(cell, time) or _CLOCK_ALONE.fullmatch(clean(cell).translate(WIDE)) is not None


def _moment(cell: object, now: datetime, calendar: Calendar, dates: str | None) -> datetime:
    if isinstance(cell, datetime):
        return cell.replace(microsecond=0, tzinfo=calendar.tz)
    if isinstance(cell, date):
        return calendar.close_of(cell)
    if isinstance(cell, bool | time | timedelta):
        raise ValueError(cell)
    text = unguarded(clean(cell))
    if re.fullmatch(r"\d{5}(\.\d+)?", text):
        found = _EPOCH + timedelta(seconds=round(float(text) * 86400))
        return found.replace(tzinfo=calendar.tz)
    if written := _PLAIN.fullmatch(text) or _RUN.fullmatch(text):
        parts = (part for part in written.groups() if part not in ("-", "/"))
        year, month, day, hour, minute, second = (int(part or 0) for part in parts)
        if hour == 24 and not minute and not second:
            return datetime(year, month, day, 23, 59, 59, tzinfo=calendar.tz)
        return datetime(year, month, day, hour, minute, second, tzinfo=calendar.tz)
    text = re.sub(r"\s+", " ", _WEEKDAY.sub(" ", bare(text))).strip().replace(": ", ":")
    text = re.sub(r"^(\d{4})\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*(?:[日号]|(?=\D|$))\s*", r"\1-\2-\3 ", text).strip()
    text = _clock(text)
    text = re.sub(r"(:\d{1,2}:\d{1,2})\.\d+$", r"\1", text)
    text = _ordered(text, dates)
    if not re.match(r"\d{4}", text):
        raise ValueError(text)  # neither "tomorrow" nor a limit stands in an export
    try:
        return parse_time(_MIDNIGHT.sub("23:59:59", text), now=now, calendar=calendar)
    except ComplaintError as error:
        raise ValueError(text) from error


def _clock(text: str) -> str:
    """Write a clock in figures: 9时5分, 3点半, 下午3:20, 3:20 PM."""

    def words(found: re.Match[str]) -> str:
        return f"{found[1]}:{'30' if found[4] else (found[2] or '0').zfill(2)}" + (
            f":{found[3].zfill(2)}" if found[3] else ""
        )

    def half(word: str, hour: int, minute: str) -> int:
        later = word.casefold() in _LATER or (word in ("中午", "正午", "午间") and hour < 3)
        if word in _NIGHT and not 5 <= hour < 12:
            return 24 if hour == 12 else 99  # 晚上1点: nobody can tell which day's
        if word == "上午" and hour == 12 and minute.strip(":0"):
            return 99  # to people it is noon, to a program that writes 上午12:30 midnight
        if later and hour < 12:
            return hour + 12
        return 0 if hour == 12 and word.casefold() in ("am", "凌晨") else hour

    text = _CLOCK_WORDS.sub(words, text)
    text = _HALF_DAY_AFTER.sub(r"\2 \1", text)
    text = _HALF_DAY.sub(lambda m: f" {half(m[1], int(m[2]), m[3] or '')}{m[3] or ':00'}", text)
    return re.sub(r"\s+", " ", text).strip()


def _ordered(text: str, dates: str | None) -> str:
    """Put the year first where it stands last; the day is told from the month by its size, or by ``dates``."""
    found = _DOTTED.match(text)
    if not found:
        return text
    first, second, year = int(found[1]), int(found[3]), found[4] if len(found[4]) == 4 else f"20{found[4]}"
    if dates is None and (len(found[4]) == 2 or (first <= 12 and second <= 12 and first != second)):
        raise Ambiguous(text)
    day_first = dates == "dmy" if dates else first > 12
    day, month = (first, second) if day_first else (second, first)
    return f"{year}-{month}-{day}{text[found.end() :]}"


def limit_of(text: str) -> str | None:
    """Return a written limit as the program writes it: ``3个工作日`` is ``3wd``; None where it is none."""
    found = _LIMIT.fullmatch(_AFTER_LIMIT.sub("", text).strip(" 。"))
    if found is None:
        return None
    amount = int(found[1]) if found[1].isdecimal() else _number(found[1])
    unit = found[2].lower()
    if unit in ("周", "星期"):
        amount, unit = amount * 7, "天"
    try:
        return str(Limit(amount, _UNITS.get(unit, unit)))  # type: ignore[arg-type]
    except ComplaintError:
        return None


def _number(word: str) -> int:
    tens, ten, ones = word.rpartition("十")
    return (_DIGITS.get(tens, 1) * 10 if ten else 0) + _DIGITS.get(ones, 0)
