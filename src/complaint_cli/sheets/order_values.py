"""What the labels of an order say, as the intake takes it; what they say that it does not take; what is wrong."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime, timedelta

from complaint_cli.company.calendar import Calendar, iso
from complaint_cli.company.categories import Category, category_named, source_named
from complaint_cli.complaint.fields import NUMBERS, REFERENCES, SHORT
from complaint_cli.messages.exchange import Exchange
from complaint_cli.messages.orders import Orders
from complaint_cli.sheets.cells import (
    BESIDE_NAME,
    MASKED,
    PHONE,
    SCIENTIFIC,
    WIDE,
    bare,
    is_channel,
    is_error,
    limit_of,
    moment,
    narrow,
    other_half,
    seen,
    urgency_of,
    whole_time,
    yes_or_no,
)
from complaint_cli.sheets.order import Order, Pair, orders_in
from complaint_cli.sheets.order_labels import FIELDS, SOFT, receipt_rank
from complaint_cli.sheets.orders import Fault, hidden
from complaint_cli.text.near import joined, says_nothing
from complaint_cli.text.tuples import NamedTuple

LONGEST = {"content": 50_000}
_LONGEST_SHORT = 100
_AMONG = re.compile(r"[\d\s、,，;；/()+-]|或者?|和|及|转|分机|[eE]xt\.?")
"""What stands between several phones."""
_TICKS, _BOXES = "☑☒√✓✔■●", "□☐○▢"
_ORDER_NO = re.compile(r"[^\s，,；;。、]+")
_DAY = re.compile(r"(?:(\d{1,2})月(\d{1,2})(?:[日号]|(?!\d))|(\d{1,2})[-/.](\d{1,2})(?![\d./-]))\s*(.*)", re.DOTALL)
_NEAR = re.compile(r"(今|当|明|昨)[天日]\s*(.*)", re.DOTALL)
_NEAR_DAYS = {"今": 0, "当": 0, "明": 1, "昨": -1}
_CLOCK = re.compile(r"\d{1,2}:\d{2}(?::\d{2})?")


class Read(NamedTuple):
    """One order: the intake's values, what was read (field, label, text), what was not used, and what is wrong."""

    texts: dict[str, str]
    confidential: bool | None
    used: list[tuple[str, str, str]]
    unused: list[tuple[str, str]]
    faults: list[Fault]
    prior: str | None  # the number of the order before, as this one names it
    again: bool  # it says that it is done again
    line: int  # where it begins

    @property
    def given(self) -> dict[str, object]:
        """Its values as ``intake`` takes them."""
        return {**self.texts, **({} if self.confidential is None else {"confidential": self.confidential})}


def read_order(order: Order, now: datetime, calendar: Calendar, categories: Sequence[Category]) -> Read:
    """Read an order's values; a label that is not ours, and what stood beside a value, is named as not used."""
    return _Reading(order, now, calendar, categories).read()


class _Reading:
    def __init__(self, order: Order, now: datetime, calendar: Calendar, categories: Sequence[Category]) -> None:
        self.order, self.now, self.calendar, self.categories = order, now, calendar, categories
        self.texts: dict[str, str] = {}
        self.confidential: bool | None = None
        self.used: list[tuple[str, str, str]] = []
        self.unused: list[tuple[str, str]] = []
        self.faults: list[Fault] = []
        self.rest: list[tuple[int, str]] = []  # text found beside a value, with its line

    def read(self) -> Read:
        self._join_halves()
        for name in (field for field in FIELDS if field in SHORT):
            for pair in self.order.of(name):
                self._short(pair)
        for pair in sorted(self.order.of("at"), key=lambda pair: receipt_rank(pair.label)):
            self._at(pair)
        for pair in self.order.of("deadline"):
            self._deadline(pair)
        for pair in self.order.of("urgency"):
            self._urgency(pair)
        for name in ("confidential", "open"):
            for pair in self.order.of(name):
                self._confidential(pair)
        for name in ("category", "source"):
            for pair in self.order.of(name):
                getattr(self, f"_{name}")(pair)
        self._content()
        self.unused += [(p.label, p.value) for p in self.order.pairs if p.field in (None, "other") and p.value]
        prior = next(
            (_ORDER_NO.search(narrow(p.value)) for p in self.order.of("prior") if not says_nothing(p.value)), None
        )
        again = [p for p in self.order.of("again") if yes_or_no(p.value) is not False and not says_nothing(p.value)]
        first = min([n for n, _ in self.order.loose] + [p.line for p in self.order.pairs], default=1)
        told = self.texts, self.confidential, self.used, self.unused, self.faults
        return Read(*told, prior and prior[0], bool(again), first)

    def _join_halves(self) -> None:
        """Give a clock its day, where a label of its own tells that: 受理日期, 受理时间."""
        pairs = self.order.pairs
        for place, pair in enumerate(pairs):
            if pair.field in ("at", "deadline") and pair.label.endswith("时间"):
                names = other_half(pair.label, alone=pair.field == "at")
                day = next((p for name in names for p in pairs if p.label == name and p.value), None)
                if day and (whole := str(whole_time(pair.value, day.value))) not in (pair.value, day.value):
                    pairs[place] = pair._replace(value=whole)
                    pairs[pairs.index(day)] = day._replace(value="")

    # -- one value -----------------------------------------------------------------------------

    def _keep(self, name: str, pair: Pair, value: str) -> None:
        """Keep a value; of several of one field the first counts, the others are told."""
        if name not in self.texts:
            self.texts[name] = value
            self.used.append((name, pair.label, value))
        elif self.texts[name] != value:
            self.unused.append((pair.label, pair.value))

    def _fault(self, pair: Pair, name: str, reason: str) -> None:
        self.faults.append(Fault(pair.line, pair.label, hidden(name, pair.value[:200]), reason))

    def _short(self, pair: Pair) -> None:
        name, told = str(pair.field), seen(_ticked(pair.value))
        text = told.translate(WIDE)  # as long as what is told, so that what stands beside is found there unaltered
        if says_nothing(text):
            if "保密" in text:
                self.confidential = True
            return None
        if is_error(text):
            return self._fault(pair, name, Exchange.FAILED())
        if name in NUMBERS and SCIENTIFIC.fullmatch(text):
            return self._fault(pair, name, Orders.BAD_NUMBER())
        if name in REFERENCES:
            text, rest = self._number(text, told)
        elif name == "caller":
            text, rest = self._caller(pair, text, told)
        elif name == "phone":
            text, rest = self._phone(text, told)
            if not text and not rest:  # masked: no value, but not passed over in silence
                self.unused.append((pair.label, pair.value))
        elif name == "address" and not self.order.of("content"):
            end = found.start() if (found := re.search("[,。;\n]", text)) else len(text)
            text, rest = told[:end], told[end:]
        else:
            text, rest = (narrow(text) if name in NUMBERS else told), ""
        if rest := rest.strip(" ，,；;、\t\n"):
            self.rest.append((pair.line, rest))
        if not text:
            return None
        if len(text) > _LONGEST_SHORT:
            return self._fault(pair, name, Exchange.TOO_LONG(longest=_LONGEST_SHORT))
        return self._keep(name, pair, text)

    def _number(self, text: str, told: str) -> tuple[str, str]:
        """Return an order number without guards, and what stands beside it."""
        text = text.lstrip("'`=\"")
        found = _ORDER_NO.match(text)
        if found is None:
            return "", told
        return found[0].strip("'`\""), told[len(told) - len(text) + found.end() :]

    def _caller(self, pair: Pair, text: str, told: str) -> tuple[str, str]:
        """Return the name and what stands beside it; a phone there is the phone where no other is told."""
        if found := PHONE.search(text):
            if not self.order.of("phone"):
                self._keep("phone", pair, re.sub(r"\s", "", found[1]))
            before, after = (told[: found.start()], told[found.end() :])
            told = f"{before.rstrip(BESIDE_NAME)}，{after.lstrip(' )）')}"
        if "保密" in told:
            self.confidential = True
            told = re.sub(r"[(（]?(?:要求)?保密[)）]?", "", told)
        end = parted.start() if (parted := re.search(r"[,，；;(（/／\n]", told)) else len(told)
        name = joined(narrow(told[:end]))
        return ("" if says_nothing(name) else name), told[end:].strip(")）(（/ ")

    def _phone(self, text: str, told: str) -> tuple[str, str]:
        """Return the phone, without spaces, and what stands beside it; a masked one is none."""
        if MASKED.search(text):
            return "", ""
        found = PHONE.search(text)
        if found is None:
            end = parted.start() if (parted := re.search(r"[,;。\n]", text)) else len(text)
            return re.sub(r"\s", "", text[:end]), told[end:]
        rest = f"{told[: found.start()]} {told[found.end() :]}".strip(" ()（）/／,，、")
        if PHONE.search(rest) and not _AMONG.sub("", rest):
            return text, ""  # several numbers, as they stand
        return re.sub(r"\s", "", found[1]), rest

    def _at(self, pair: Pair) -> None:
        try:
            found = self._time(pair.value, future=False)
        except (ValueError, OverflowError):
            return self._fault(pair, "at", Exchange.NO_TIME())
        if found > self.now:
            if found.date() != self.now.date() or found != self.calendar.close_of(found.date()):
                return self._fault(pair, "at", Exchange.IN_FUTURE())
            found = self.now  # today's date without a clock
        return self._keep("at", pair, iso(found))

    def _deadline(self, pair: Pair) -> None:
        text = narrow(pair.value)
        if says_nothing(text):
            return None
        if (limit := limit_of(text)) is not None:
            return self._keep("deadline", pair, limit)
        try:
            found = self._time(text, future=True)
        except (ValueError, OverflowError):
            return self._fault(pair, "deadline", Exchange.NO_TIME())
        received = self.texts.get("at")
        if received and found < datetime.fromisoformat(received):
            return self._fault(pair, "deadline", Exchange.BEFORE_RECEIPT())
        return self._keep("deadline", pair, iso(found))

    def _time(self, text: str, *, future: bool) -> datetime:
        """Read a time; without a year it is the next one for a deadline, else the latest that has come."""
        text = bare(narrow(text))
        text = re.sub(r"(\d{1,2})[时点]整?(?!\d)", r"\1:00", re.sub(r"([时点])半", r"\g<1>30分", text))
        received = self.texts.get("at")
        start = datetime.fromisoformat(received) if received and future else self.now
        if found := _NEAR.fullmatch(text):
            return self._whole(f"{start.date() + timedelta(days=_NEAR_DAYS[found[1]])} {found[2]}".strip())
        days: list[str] = []
        if found := _DAY.fullmatch(text):
            month, day, text = found[1] or found[3], found[2] or found[4], found[5]
            days = [f"{year}-{month}-{day}" for year in (start.year, start.year + (1 if future else -1))]
        elif _CLOCK.fullmatch(text):
            days = [str(start.date() + timedelta(days=more)) for more in ((0, 1) if future else (0, -1))]
        for day in days:
            read = self._whole(f"{day} {text}".strip())
            if future == (read >= start) or (not future and read.date() == start.date() and not text):
                return read
        return self._whole(text)

    def _whole(self, text: str) -> datetime:
        return moment(text, self.now, self.calendar)

    def _urgency(self, pair: Pair) -> None:
        text = _ticked(pair.value)
        if found := urgency_of(text):
            self._keep("urgency", pair, found)
        elif not says_nothing(text):
            self.unused.append((pair.label, text))

    def _confidential(self, pair: Pair) -> None:
        text = _ticked(pair.value)
        answer = yes_or_no(text, opposite=pair.field == "open")
        if answer is not None:
            self.confidential = bool(self.confidential or answer)
            self.used.append(("confidential", pair.label, text))
        elif text:
            self._fault(pair, "confidential", Exchange.NOT_YES_NO())

    def _category(self, pair: Pair) -> None:
        named = category_named(_ticked(pair.value), self.categories)
        if named:
            self._keep("category", pair, named)
        else:
            self.unused.append((pair.label, pair.value))

    def _source(self, pair: Pair) -> None:
        """A hotline's order is the hotline's, whatever channel it names."""
        text = _ticked(pair.value)
        if not text or (is_channel(text) and "order_no" in self.texts):
            self.unused.append((pair.label, pair.value))
        else:
            self._keep("source", pair, source_named(text))

    # -- the text ------------------------------------------------------------------------------

    def _content(self) -> None:
        """Put the text together: its title, its words, what the caller asks for; else the lines without a label."""
        parts = self.order.of("content")
        title = next((p for p in self.order.of("subject")), None)
        distinct: dict[str, Pair] = {}
        for pair in parts:
            distinct.setdefault(pair.value, pair)
        said = [p.value if p is parts[0] or not p.label else f"{p.label}：{p.value}" for p in distinct.values()]
        loose = sorted(self.rest + self.order.loose)
        if not said:
            first = next((p.line for p in self.order.pairs if p.value), 0)
            words = [(n, text) for n, text in loose if (n >= first and len(text) > 7) or len(text) > 30]
            words = [(n, text) for n, text in words if not text.startswith("请") or len(text) > 30]
            said = [text for _, text in words]
            loose = [line for line in loose if line not in words]
        for pair in self.order.of("more"):
            if said or pair.label in SOFT or pair.label.endswith("诉求"):
                said.append(f"{pair.label}：{pair.value}")
            else:
                self.unused.append((pair.label, pair.value))
        if title and not any(title.value in text for text in said):
            said.insert(0, title.value)
        self.unused += [("", text) for _, text in loose]
        if said:
            content = "\n".join(said).strip()
            if len(content) > LONGEST["content"]:
                first_pair = parts[0] if parts else self.order.pairs[0]
                self._fault(first_pair, "content", Exchange.TOO_LONG(longest=LONGEST["content"]))
            self.texts["content"] = content
            self.used.append(("content", parts[0].label if parts else "", content))


def _ticked(text: str) -> str:
    """Return the box that is ticked, of a value that is a row of boxes; a row without a tick says nothing."""
    if not any(mark in text for mark in _TICKS + _BOXES):
        return text.strip()
    if len(text.strip()) == 1:
        return text.strip()  # a box of its own: the label says of what
    if text[0] in _TICKS + _BOXES:
        found = re.findall(rf"([{_TICKS}{_BOXES}])\s*([^{_TICKS}{_BOXES}\s]+)", text)
    else:
        found = [(mark, word) for word, mark in re.findall(rf"([^{_TICKS}{_BOXES}\s]+)\s*([{_TICKS}{_BOXES}])", text)]
    return next((word for mark, word in found if mark in _TICKS), "")


def labelled_in(content: str) -> dict[str, str]:
    """Return the order number and the deadline that a text holds under their labels, by field."""
    lines = re.split(r"[\n，,；;。]", content)
    pairs = [pair for order in orders_in((i, [line]) for i, line in enumerate(lines, 1)) for pair in order.pairs]
    return {str(p.field): p.value for p in pairs if p.field in ("order_no", "deadline") and not says_nothing(p.value)}
