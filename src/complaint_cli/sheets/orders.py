"""A row of the hotline's export: what it says as an order, what is wrong with it, or why it is none."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import lru_cache, partial

from complaint_cli.company.calendar import Calendar
from complaint_cli.company.categories import Category, category_named, source_named
from complaint_cli.complaint.fields import MASKS, NUMBERS
from complaint_cli.messages.exchange import Exchange, LeftOut
from complaint_cli.sheets.cells import (
    BESIDE_NAME,
    PHONE,
    Ambiguous,
    clean,
    cleaned,
    day_only,
    is_channel,
    is_error,
    limit_of,
    lost_digits,
    moment,
    narrow,
    unguarded,
    urgency_of,
    usual_moment,
    whole_time,
    yes_or_no,
)
from complaint_cli.sheets.header import Header, heading
from complaint_cli.text.masking import mask_text
from complaint_cli.text.near import joined, no_value, says_nothing
from complaint_cli.text.plain import unguarded_text, unwritable
from complaint_cli.text.tuples import NamedTuple

MASKED = re.compile(r"[*＊]{2,}")
"""What stands in a cell that was hidden before it came."""
_LONGEST = {"content": 50_000, "subject": 1000}
_SHORT = 100
_SEEN = 200  # characters of a cell that a fault holds
_PARTED = re.compile(r"(?<=\d)\s+(?=\d)")
_SEVERAL = re.compile(r"(?<=\d{7})\s+(?=\d{7})|\s*\n\s*")
"""What stands between two phones, beside the marks that no number holds."""
_EXAMPLE = re.compile(
    r"[(（【\[]?(?:填[写报表]|录入|参考)?(?:示例|样例|范例|举例|例)(?:数据|行)?\d?(?:[)）】\]:：].*)?", re.DOTALL
)
_LONG = re.compile(r"\d{5}")
_COUNT = r"(?:共?\s*\d+\s*[件条个宗起单]?)?"
_NO_ORDER = re.compile(
    rf"(?:本[页月周季年次])?(?:合计|总计|小计|累计|总数|件数|平均)(?:[(（].{{0,4}}[)）])?[:：]?{_COUNT}"
    r"|(?:合计|总计|小计|累计)[:：].*|共计?\s*\d+\s*[件条个宗起单].*"
    r"|本[页月周季年次](?:合计|总计|共计?)\d+\s*[件条个宗起单].*|第\d+页(?:[,，/]?共\d+页)?"
    r"|.{0,12}(?:计数|汇总|求和|平均值)"  # as Excel calls the subtotals that it puts between
    r"|(?:制表|制单|编制|填表|填报|报送|审核|复核|校对|核对|审批|签发|经办|负责|主管|统计|打印|导出|报表)"
    r"(?:人|员|单位|部门|时间|日期)?(?:签[字名章])?(?:[:：].*)?",
    re.DOTALL,
)
_TOTALS = frozenset({"total", "totals", "subtotal", "grand total", "sum"})
_LABELLED = re.compile(r"[\u3400-\u9fff（）()/、]{2,12}[:：].*", re.DOTALL)
"""How a line below a table begins, whatever it says: 数据来源：, 校对：. An order that tells its receipt does too."""
_LEAST = 8  # characters of a text; below a table stands a name, or a number
_DATED = re.compile(r"\d{4}|\d\s*[-/.月]\s*\d|[:：]\d\d")

_FOOT = re.compile(r"(?:备?注|说明|附注|(?:单位)?负责人|单位|日期)[:：].*", re.DOTALL)
"""What stands below a table as well, though a text may begin so."""


def foot(text: str) -> bool:
    """Whether a row that begins so stands below a table: a total, a signature, a note."""
    return _says_no_order(text) or _FOOT.fullmatch(text) is not None


def _says_no_order(text: str) -> bool:
    if text.isascii():
        return text.casefold().strip(": ") in _TOTALS
    return _NO_ORDER.fullmatch(re.sub(r"\s", "", text)) is not None


class Fault(NamedTuple):
    """One cell that cannot be taken: its row in the file from 1, its column, what stands there, and why."""

    row: int
    column: str
    cell: str
    reason: str
    sheet: str = ""

    def __str__(self) -> str:
        place = Exchange.ROW(row=self.row, column=self.column, cell=self.cell[:40], reason=self.reason)
        return Exchange.ON_SHEET(sheet=self.sheet, fault=place) if self.sheet else place


@dataclass(slots=True)
class Row:
    """What one row says, cells that cannot be taken, and what is to be told of the others."""

    number: int
    texts: dict[str, str] = field(default_factory=dict)
    """Its texts, numbers and words by field."""
    at: datetime | None = None
    at_told: bool = True
    """Whether the row itself tells its receipt."""
    deadline: datetime | str | None = None
    """A time, or a limit from the receipt."""
    confidential: bool | None = None
    masked: set[str] = field(default_factory=set)
    """Fields whose values the export hides."""
    faults: list[Fault] = field(default_factory=list)
    unknown: list[tuple[str, str]] = field(default_factory=list)
    """Columns and cells of an urgency or a category that is not known, kept out."""
    days: set[str] = field(default_factory=set)
    """Those of its times that are days without a clock, or stood at 00:00."""


class Reader:
    """Reads the rows below one header; ``dates`` is ``dmy`` or ``mdy``, ``received`` the receipt where none is told."""

    def __init__(
        self,
        header: Header,
        sheet: str,
        now: datetime,
        calendar: Calendar,
        *,
        first_day: date,
        categories: Sequence[Category],
        dates: str | None = None,
        received: datetime | None = None,
    ) -> None:
        self.header = header
        self.sheet = sheet
        self.now = now
        self.calendar = calendar
        self.first_day = first_day
        self.categories = categories
        self.dates = dates
        self.received = received
        self._words: dict[tuple[str, str], str | None] = {}  # urgencies and categories by their wording
        takes = {
            **dict.fromkeys(("at", "deadline"), self._take_time),
            **dict.fromkeys(("urgency", "category"), self._take_word),
            **dict.fromkeys(("confidential", "open"), self._take_secret),
            **dict.fromkeys(NUMBERS, self._take_number),
            **dict.fromkeys(("content", "subject"), self._take_long),
            "caller": self._take_caller,
        }
        self._columns = [
            (n, place, n in NUMBERS, takes.get(n, self._take_short)) for n, place in header.columns.items()
        ]

    def left_out(self, texts: list[str]) -> LeftOut | None:
        """Return why a row below the header is no order: blank, the header again, a total, a signature, a title."""
        said = [text for text in texts if text]
        if not said:
            return LeftOut.BLANK
        names = self.header.names
        if "1" in said[0] and [text.strip("()（）") for text in said] == [*map(str, range(1, len(said) + 1))]:
            return LeftOut.HEADER  # the columns numbered
        if self._is_heading(texts, texts.index(said[0])):
            same = sum(self._is_heading(texts, place) for place, text in enumerate(texts) if text)
            if same > 1 and same * 2 > len(said):
                return LeftOut.HEADER
        order_no, content = self._cell(texts, "order_no"), self._cell(texts, "content")
        if any(map(_EXAMPLE.fullmatch, (said[0], order_no, content))):
            return LeftOut.EXAMPLE
        told = _DATED.search(self._cell(texts, "at"))  # a receipt, or beside a signature the day of it
        apart = texts.index(said[0]) != self.header.columns["content"]
        bare = not told and self.received is None and (len(content) < _LEAST or foot(content))
        if bare and apart and _LABELLED.fullmatch(said[0]):
            return LeftOut.TOTAL
        alone = said[0] == said[-1] and len({*said}) == 1
        part = alone and (len(said) > 1 or not (order_no.isascii() or _LONG.search(order_no)))  # 东城区（2件）
        if len(order_no) > 3 and any(map(str.isdigit, order_no)) and not foot(order_no) and not part:
            return None
        apart = apart or (len(said) == 1 and self.received is None)
        if foot(order_no) or (not told and (any(map(_says_no_order, said[:2])) or (apart and foot(said[0])))):
            return LeftOut.TOTAL
        if alone and len([name for name in names if name]) > 2:
            text = len(said) == 1 and texts.index(said[0]) == self.header.columns["content"]
            return None if text else LeftOut.TITLE
        return None

    def _is_heading(self, texts: list[str], place: int) -> bool:
        names, text = self.header.names, texts[place]
        if place >= len(names) or len(text) >= 60 or (text.isascii() and not names[place].isascii()):
            return False
        return heading(text) == names[place]

    def _cell(self, texts: list[str], name: str) -> str:
        place = self.header.columns.get(name)
        return texts[place] if place is not None and place < len(texts) else ""

    def read(self, number: int, row: list[object], texts: list[str]) -> Row:
        """Return what a row says, whose cells are cleaned in ``texts``."""
        found = Row(number)
        names = self.header.names
        for place, text in enumerate(texts[len(names) :], len(names)):
            if text:
                self._fault(found, "", text, Exchange.BEYOND(), column=_letters(place))
        if found.faults:
            return found  # the other cells may stand in a wrong column
        width = len(row)
        for name, other in self.header.halves.items():
            if max(place := self.header.columns[name], other) < width:
                row, texts = [*row], [*texts]
                row[place] = whole_time(row[place], row[other])
                texts[place] = clean(row[place])
        for name, place, number, take in self._columns:
            if place < width and (text := texts[place]):
                cell, reason = row[place], None
                if (
                    text[0] in "#E"
                    or len(text) > _SHORT
                    or not text.isprintable()
                    or (number and lost_digits(cell, text))
                ):
                    reason = self._refused(name, cell, text)
                if reason := reason or take(found, name, cell, text):
                    self._fault(found, name, text, reason)
        _join_subject(found.texts)
        self._whole(found, texts)
        return found

    def _fault(self, found: Row, name: str, text: str, reason: str, column: str = "") -> None:
        column = column or self.header.names[self.header.columns[name]]
        found.faults.append(Fault(found.number, column, hidden(name, text[:_SEEN]), reason, self.sheet))

    def _refused(self, name: str, cell: object, text: str) -> str | None:
        """Return why a cell cannot be taken whatever it means."""
        if text[0] in "#E" and is_error(cell):
            return Exchange.FAILED()
        if name in NUMBERS and lost_digits(cell, text):
            return Exchange.LOST_DIGITS()
        if "\n" in text and self._swallowed(self.header.columns[name], text):
            return Exchange.SWALLOWED()
        if name not in ("at", "deadline") and unwritable(text):
            return Exchange.UNWRITABLE()
        if len(text) > _SHORT and len(text) > (longest := _LONGEST.get(name, _SHORT)):
            return Exchange.TOO_LONG(longest=longest)
        return None

    def _swallowed(self, place: int, text: str) -> bool:
        """Whether a cell holds the end of its own row and the beginning of a later one, where its quote was closed."""
        at, (first, *_, last) = self.header.columns.get("at", place), text.splitlines()
        for mark in ",\t;":
            mine, theirs = first.split(mark), last.split(mark)
            if len(mine) == len(self.header.names) - place and len(theirs) == place + 1 and at != place:
                return _DATED.search(mine[at - place] if at > place else theirs[at]) is not None
        return False

    # each takes a cell as what its column means, and returns why not where it is no such thing

    def _take_word(self, found: Row, name: str, _: object, text: str) -> str | None:
        if (name, text) not in self._words:
            self._words[name, text] = self._meant(name, text)
        if known := self._words[name, text]:
            found.texts[name] = known
        elif not says_nothing(text):
            found.unknown.append((self.header.names[self.header.columns[name]], text[:_SEEN]))
        return None

    def _take_secret(self, found: Row, name: str, _: object, text: str) -> str | None:
        answer = yes_or_no(text, opposite=name == "open")
        if answer is None and not says_nothing(text):
            return Exchange.NOT_YES_NO()
        found.confidential = bool(found.confidential or answer)
        return None

    def _take_number(self, found: Row, name: str, _: object, text: str) -> str | None:
        kept = _number(_SEVERAL.sub("、", text) if name == "phone" else text)
        if not (no_value(kept) if name == "phone" else says_nothing(kept)):
            found.texts[name] = kept
        elif name == "phone" and not says_nothing(kept):
            found.masked.add(name)
        return None

    def _take_caller(self, found: Row, name: str, _: object, text: str) -> str | None:
        if "phone" not in self.header.columns and (beside := PHONE.search(text := narrow(text))):
            found.texts["phone"] = _number(beside[1])
            text = text[: beside.start()].rstrip(BESIDE_NAME) + text[beside.end() :].rstrip(" )）")
        if not says_nothing(kept := _name(text)):
            found.texts[name] = kept
            if no_value(kept):  # 郝*
                found.masked.add(name)
        elif "保密" in kept:
            found.confidential = True
        return None

    def _take_long(self, found: Row, name: str, _: object, text: str) -> str | None:
        found.texts[name] = unguarded_text(text)
        return None

    def _take_short(self, found: Row, name: str, _: object, text: str) -> str | None:
        if not says_nothing(text):
            found.texts[name] = unguarded_text(text)
        return None

    def _meant(self, name: str, text: str) -> str | None:
        if name == "category":
            return category_named(text, self.categories)
        return urgency_of(text)

    def _take_time(self, found: Row, name: str, cell: object, text: str) -> str | None:
        told: datetime | str | None = usual_moment(cell, self.calendar)
        if not told:
            if says_nothing(text):
                return None
            told = limit_of(text) if name == "deadline" else None
        if not told:
            try:
                told = moment(cell, self.now, self.calendar, self.dates)
            except Ambiguous:
                return Exchange.AMBIGUOUS()
            except (ValueError, OverflowError):
                return Exchange.NO_TIME()
            if day_only(cell):
                found.days.add(name)
        if name == "deadline":
            found.deadline = told
        elif isinstance(told, datetime):
            found.at = told
        return None

    def _whole(self, found: Row, texts: list[str]) -> None:
        """Look at what the cells of a row say together."""
        said = found.texts
        fault = partial(self._wrong, found, texts)
        if "content" not in said:
            fault("content", Exchange.EMPTY())
        if self.received is not None and "at" not in self.header.columns:
            found.at, found.at_told = self.received, False
        at, deadline = found.at, found.deadline
        if at is None:
            fault("at", Exchange.NO_RECEIPT())
        elif at > self.now:
            if at == self.calendar.close_of(self.now.date()):
                found.at = self.now  # today's date without a clock
            else:
                fault("at", Exchange.IN_FUTURE())
        elif at.date() < self.first_day:
            fault("at", Exchange.BEFORE_FIRST(day=self.first_day))
        if at and isinstance(deadline, datetime) and deadline < at:
            fault("deadline", Exchange.BEFORE_RECEIPT())
        source = said.get("source")
        if source and "order_no" in said and is_channel(source):  # a hotline's order, however it was called
            said.setdefault("channel", said.pop("source"))
        elif source:
            said["source"] = source_named(source)

    def _wrong(self, found: Row, texts: list[str], name: str, reason: str) -> None:
        """A cell is wrong beside the others, unless it is wrong in itself."""
        place = self.header.columns[name]
        if self.header.names[place] not in (fault.column for fault in found.faults):
            self._fault(found, name, texts[place] if place < len(texts) else "", reason)


def goes_on(header: Header, rows: Iterable[tuple[int, list[object]]]) -> bool:
    """Whether the rows of a sheet without a header go on below that of the sheet before: a text, and a receipt."""
    row = next((texts for _, row in rows if len([*filter(None, texts := cleaned(row))]) > 2), [])
    at, text = (row[p] if (p := header.columns.get(name, len(row))) < len(row) else "" for name in ("at", "content"))
    return len(row) <= len(header.names) and not text.isascii() and _DATED.search(at) is not None


def hidden(field: str, text: str, *, phones: Iterable[str | None] = (), names: Iterable[str | None] = ()) -> str:
    """Return what stood in a field as a message may repeat it: the caller's name and every phone masked."""
    return MASKS[field](text) if field in MASKS else mask_text(text, phones=phones, names=names)


def _number(text: str) -> str:
    """Return a number without guards, and without the spaces that part its digits."""
    return text if text.isascii() and text.isalnum() else _PARTED.sub("", unguarded(text))


@lru_cache(maxsize=4096)
def _name(text: str) -> str:
    """Return a name without guards and padding."""
    return joined(unguarded(text))


def _letters(place: int) -> str:
    """Return a column as a spreadsheet names it: the 28th is ``AB``."""
    from xlsxwriter.utility import xl_col_to_name

    return str(xl_col_to_name(place))


def _join_subject(texts: dict[str, str]) -> None:
    """A subject stands before the content unless the content says it already."""
    subject = texts.pop("subject", None)
    if subject:
        content = texts.get("content")
        texts["content"] = content if content and subject in content else "\n".join(filter(None, (subject, content)))
