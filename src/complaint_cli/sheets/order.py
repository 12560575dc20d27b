"""An order as it arrives: labels and values found in a message, a form or a page that somebody copied."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice, pairwise, takewhile

from complaint_cli.complaint.fields import REFERENCES, SHORT
from complaint_cli.sheets.order_labels import SOFT, field_of, labellike
from complaint_cli.text.tuples import NamedTuple

Row = tuple[int, list[str]]
"""A line's number from 1, and its cells; a line of plain text has one."""


class Pair(NamedTuple):
    """One value with the label that stood before it, the field that this means, and the line it stood in."""

    label: str
    field: str | None
    value: str
    line: int


class Mark(NamedTuple):
    """Where a label begins in its line, where its value does, and what it says."""

    start: int
    end: int
    label: str
    field: str | None


@dataclass(slots=True)
class Order:
    """One order's pairs in their sequence, and the lines that have no label."""

    pairs: list[Pair] = field(default_factory=list)
    loose: list[tuple[int, str]] = field(default_factory=list)
    told: dict[str | None, set[str]] = field(default_factory=dict)  # the labels that a field has had a value by
    spaced: int = 0  # how many lines had a space behind their label, as the pages have whose labels have no colon

    def add(self, label: str, name: str | None, value: str, line: int) -> None:
        """Add a pair at the end."""
        self.pairs.append(Pair(label, name, value, line))
        if value:
            self.told.setdefault(name, set()).add(label)

    def of(self, name: str) -> list[Pair]:
        """Return the pairs of one field that have a value."""
        return [pair for pair in self.pairs if pair.field == name and pair.value]

    @property
    def known(self) -> bool:
        """Whether any label is ours beyond a word that prose may hold as well."""
        return any(p.field not in (None, "other", "more") and p.label not in SOFT and p.value for p in self.pairs)


_RULE = re.compile(r"[-—–─━═=_*~＝－·.＿]{3,}")
_SIGNS = (
    r"\u203c\u20e3\u2190-\u21ff\u2300-\u23ff\u2600-\u260f\u2613-\u2712\u2715-\u27bf"
    r"\u2b00-\u2bff\ufe0f\U0001f000-\U0001faff"
)
"""The pictures of messages, without the ticks of a form."""
_LEAD = re.compile(
    r"^(?:[\s>＞*•·▪◆●○■□▶–—#＃-]|[(（]?[一二三四五六七八九十\d]{1,3}[)）、.．](?!\d)|[①-⑳]"
    rf"|第[一二三四五六七八九十\d]+[件条]|\d?[{_SIGNS}])+"
)
_SIGNED = re.compile(rf"\s*[{_SIGNS}]+\s*([^：:\s，,；;。]{{2,12}}[：:])")
_BRACKET = re.compile(
    r"[【\[〔〖「『［]\s*([^】\]〕〗」』］：:]{1,20})(?:[：:]([^】\]〕〗」』］]*))?[】\]〕〗」』］]\s*[：:]?"
)
_TITLED = re.compile(r"([^：:]{2,30}[单表函件书卡])[（(]([^（）()：:]{2,8})[：:]([^（）()：:]+)[)）]")
_UNCLOSED = re.compile(r"[【\[〔〖「『［]\s*([^】\]〕〗」』］：:]{1,20}[：:][^】\]〕〗」』］]*)")
_COLON = re.compile(r"[：:=＝]")
_STOP = re.compile(r"[，,；;。|｜、\t]|\s{2,}")
_GAP = re.compile(r"\s")
_WIDE_GAP = re.compile(r"(?:[\t|｜]|\s{2,})$")
_WIDE = r"\s{2,}"
_FREE = ("content", "more", "other")
_TAGS = {"加急": "urgency", "紧急": "urgency", "特急": "urgency", "保密": "confidential", "要求保密": "confidential"}
_TAGS |= {"重办": "again", "重办件": "again", "二次重办": "again", "保密件": "confidential"}
_TAG = re.compile(f"[【\\[(（《]({'|'.join(_TAGS)})[】\\])）》]")
_MOMENT = re.compile(r"\s*[\d一二两三四五六七八九十今明当]")
_SHAPES = {
    "at": _MOMENT,
    "deadline": _MOMENT,
    "urgency": re.compile(r"\s*(?:一般|普通|紧急|加急|特急)\s*$"),
    "caller": re.compile(r"\s*[\u3400-\u9fff]{2,4}\s*$"),
}
"""What a value looks like, where its label is a word of prose as well."""
_GROUP = re.compile(r"[\u3400-\u9fff]{2,8}(?:信息|资料)")
"""What heads a group of a form's labels: 投诉人基本信息."""
_LOOK_BACK = 40
_LONGEST = 50_000
_ANSWER = "是|否|不?保密|公开|一般|普通|紧急|加急|特急"
_CLOSE = "，,；;、|｜ \t\u3000"
_FOOT = re.compile(r"@|^请.{0,10}(?:签收|接单|查收|接件|回单)|签收办理|^(?:谢谢|收到请回复)")


def orders_in(rows: Iterable[Row]) -> list[Order]:
    """Return the orders of some rows: parted by lines of dashes, or where an order number or a first label returns.

    Text without any label of ours is one order whose text is all that there is.
    """
    numbered = [(number, cells) for number, cells in rows if any(cell.strip() for cell in cells)]
    parts: list[list[Row]] = [[]]
    for number, cells in numbered:
        if len(cells) == 1 and _RULE.fullmatch(re.sub(r"\s", "", cells[0])):
            parts.append([])
        else:
            parts[-1].append((number, cells))
    found: list[Order] = []
    for part in parts:
        for order in _parted(_read(part)):
            if found and _continues(found[-1], order):
                found[-1].pairs += order.pairs
                found[-1].loose += order.loose
            elif order.pairs or order.loose:
                found.append(order)
    while len(found) > 1 and not found[0].known:  # a heading above the first order
        found[1].loose[:0] = found[0].loose
        del found[0]
    said = any(order.loose or any(pair.value for pair in order.pairs) for order in found)
    if any(order.known for order in found) or not said:  # a form without a value is no text
        return found
    whole = "\n".join(" ".join(cell.strip() for cell in cells if cell.strip()) for n, cells in numbered if n)
    return [Order([Pair("", "content", whole, numbered[0][0])])] if whole else []


def _continues(before: Order, order: Order) -> bool:
    """Whether what stands below a line of dashes belongs to the order above it."""
    if not order.known or not before.known:
        return bool(before.known)
    fields = {pair.field for pair in order.pairs if pair.value}
    ours = {pair.field for pair in before.pairs if pair.value}
    return not (fields & ours - {None, "other", "more"})


def _parted(order: Order) -> Iterator[Order]:
    """Part an order where another one begins."""
    starts = [0]
    numbered = any(pair.field == "order_no" and pair.value for pair in order.pairs)
    first = next((pair.label for pair in order.pairs if pair.field not in (None, "other")), None)
    number = label = ""  # the order's own
    values, told = set[str](), False  # what its first label said, whether it has a text
    texts = {pair.label: position for position, pair in enumerate(order.pairs) if pair.field == "content"}  # the last
    ours = set[str]()  # the labels of its texts
    for position, pair in enumerate(order.pairs):
        if numbered and pair.field == "order_no" and pair.value:
            again = pair.label == label or any(texts[text] > position for text in ours)
            if number and pair.value != number and again:
                starts.append(_back(order.pairs, starts[-1], position))
                number, ours = "", set()
            if not number:
                number, label = pair.value, pair.label
        elif not numbered and pair.label == first and pair.value:
            if told and values and pair.value not in values:
                starts.append(position)
                values, told = set(), False
            values.add(pair.value)
        if pair.field == "content" and pair.value:
            told = True
            ours.add(pair.label)
    lines = [order.pairs[start].line for start in starts[1:]]
    at = [0, *(bisect_left(order.loose, (line, "")) for line in lines), len(order.loose)]
    for count, (start, end) in enumerate(pairwise([*starts, len(order.pairs)])):
        yield Order(order.pairs[start:end], order.loose[at[count] : at[count + 1]])


def _back(pairs: list[Pair], start: int, position: int) -> int:
    """Return where the order of a number begins: with the labels that stood before the first number too."""
    lead = [pair.label for pair in takewhile(lambda pair: pair.field != "order_no", islice(pairs, start, None))]
    while lead and position - 1 > start and pairs[position - 1].label == lead[-1]:
        position -= 1
        lead.pop()
    return position


# -- one stretch of rows -----------------------------------------------------------------------


def _read(rows: list[Row]) -> Order:
    """Read labels and values from rows that no line of dashes parts."""
    order = Order()
    labelled = [row for row in rows if len(row[1]) > 1 or _marks(_unbracketed(row[1][0].strip()), spaces=False)]
    header: list[str] = []
    for position, (number, cells) in enumerate(rows):
        cells = [cell.strip() for cell in cells]
        if header and len(cells) > 1 and not any(field_of(cell) for cell in cells if cell):
            for label, value in zip(header, cells, strict=False):
                if label:
                    order.add(label, field_of(label), value, number)
            continue
        header = []
        following = rows[position + 1][1] if position + 1 < len(rows) else []
        if _is_header(cells, following):
            header = cells
        elif len(cells) > 1 and (field_of(cells[0]) or len([cell for cell in cells if cell]) > 1):
            _read_cells(order, number, cells)
        else:
            _read_line(order, number, next(cell for cell in cells if cell), alone=len(labelled) < 2)
    return order


def _is_header(cells: list[str], following: list[str]) -> bool:
    """Whether a row holds labels alone and the next one their values."""
    known = [cell for cell in cells if cell and field_of(cell)]
    below = [cell for cell in following if cell.strip()]
    full = [cell for cell in cells if cell]
    return len(known) > 1 and len(known) > len(full) * 0.6 and len(below) > 1 and not any(map(field_of, below))


def _read_cells(order: Order, number: int, cells: list[str]) -> None:
    """Read a row of a form: label, value, label, value."""
    while cells and not cells[-1]:
        cells.pop()
    for row in (cells, [cell for cell in cells if cell]):
        if all(field_of(label) for label in row[::2] or [""]):
            values = [*row[1::2], ""]
            for label, value in zip(row[::2], values, strict=False):
                order.add(_name(label), field_of(label), value, number)
            return
    row = cells if any(cells[1::2]) else [cell for cell in cells if cell]
    position = 0
    while position < len(row):
        cell, following = row[position], row[position + 1] if position + 1 < len(row) else ""
        position += 1
        if not cell or (field_of(following) and _GROUP.fullmatch(_name(cell))):
            continue
        known = field_of(cell)
        if known or (labellike(cell) and following and not field_of(following) and ":" not in following):
            if following and field_of(following) and not (known == "source" and position + 2 < len(row)):
                following = ""  # an empty value: the next cell is a label again
            else:
                position += 1
            order.add(_name(cell), known, following, number)
        else:
            _read_line(order, number, cell, alone=False)


def _name(label: str) -> str:
    return re.sub(r"[\s:：*]+", "", label)


def _read_line(order: Order, number: int, text: str, *, alone: bool) -> None:
    """Read a line of text, or a cell that holds its own labels."""
    for whole in filter(None, map(str.strip, text.splitlines())):
        line = _unbracketed(_SIGNED.sub(_parting, _LEAD.sub("", whole)))
        if (title := _TITLED.fullmatch(line)) and field_of(title[2]) in REFERENCES:
            line = f"{title[1]}\t{title[2]}：{title[3]}"
        if (name := field_of(line)) and _name(line) not in SOFT:  # a heading, the value stands below
            order.add(_name(line), name, "", number)
            continue
        in_text = _in_text(order)
        cells = _unmarked(line, (_WIDE,) if in_text else (_WIDE, "[,，]"))
        if cells and not (in_text and field_of(cells[0]) == "more"):
            _read_cells(order, number, cells)
            continue
        marks = _marks(line, spaces=not in_text or order.spaced > 1)
        for tag in _TAG.findall(_cut(line, marks)):
            order.add(tag, _TAGS[tag], tag, number)
        if not _TAG.sub("", line).strip():
            continue
        if not marks or _goes_on(order, line, marks[0]):
            _loose(order, number, whole)
            continue
        if before := line[: marks[0].start].strip(_CLOSE):
            _loose(order, number, before)
        order.spaced += not _COLON.match(line, marks[0].end - 1)
        for mark, value in _values(line, marks, alone=alone):
            order.add(mark.label, mark.field, value, number)


def _parting(found: re.Match[str]) -> str:
    """Write the pictures before a known label as a gap; those of a text stay."""
    return found[0] if field_of(found[1]) in (None, "more") else f"\t{found[1]}"


def _unmarked(line: str, gaps: tuple[str, ...]) -> list[str]:
    """Return the cells of a line whose labels have no colon but a gap behind them; nothing where it has none."""
    for gap in gaps:
        cells = re.split(gap, line)
        if len(cells) > 1 and field_of(cells[0]) and cells[0].strip() not in SOFT and not _marks(line, spaces=False):
            pairs = len(cells) % 2 == 0 and all(map(field_of, cells[::2]))
            return cells if pairs or gap is _WIDE else re.split(gap, line, maxsplit=1)
    return []


def _in_text(order: Order) -> bool:
    """Whether the last label stands before free text, which may go on."""
    return bool(order.pairs) and order.pairs[-1].field in _FREE and bool(order.pairs[-1].value)


def _goes_on(order: Order, line: str, mark: Mark) -> bool:
    """Whether a line with a label is still text: the label is nobody's, a word of prose, or told already."""
    if not _in_text(order) or order.pairs[-1].field == "other":
        return False
    told = order.told.get(mark.field, set())
    again = mark.field in SHORT and mark.field not in REFERENCES and bool(told) and mark.label not in told
    shape = _SHAPES.get(mark.field or "")
    soft = mark.label in SOFT and not (shape and shape.match(line, mark.end))
    return mark.field in (None, "more") or soft or again


def _cut(line: str, marks: list[Mark]) -> str:
    """Return a line without the free text in it."""
    return line[: next((mark.end for mark in marks if mark.field in _FREE), len(line))]


def _unbracketed(line: str) -> str:
    """Write ``【label】value`` and ``【label：value】`` as ``label：value``; a heading in brackets stays."""

    def plainly(found: re.Match[str]) -> str:
        label, value = found[1].strip(), found[2]
        rest = line[found.end() :].strip()
        follows = bool(value or rest) and not _BRACKET.match(rest)
        if label in _TAGS and not re.fullmatch(_ANSWER, value or rest):
            return found[0]
        if not field_of(label) and not (follows and labellike(label)):
            return found[0]
        return f"\t{label}：{value or ''}" + ("\t" if value else "")

    if (open_ := _UNCLOSED.fullmatch(line)) and field_of(re.split("[：:]", open_[1])[0]):
        return open_[1]  # the bracket closes on a line below
    return _BRACKET.sub(plainly, line).strip() if _BRACKET.match(line) else line


def _marks(line: str, *, spaces: bool) -> list[Mark]:
    """Return the labels of a line; the first may be one that nobody told us, the others are known."""
    found: list[Mark] = []
    for colon in _COLON.finditer(line):
        begun = found[-1].end if found else 0
        start = max(begun, colon.start() - _LOOK_BACK)  # no label is longer
        gaps = {
            stop.end(): len(stop[0]) > 1 or stop[0] in "\t|｜" for stop in _STOP.finditer(line, start, colon.start())
        }
        starts = {gap.end(): False for gap in _GAP.finditer(line, start, colon.start())} | gaps
        starts |= {begun: not found} if begun == start else {}
        known = [at for at in sorted(starts) if _one_label(line[at : colon.start()])]
        new = [at for at, wide in starts.items() if wide and labellike(line[at : colon.start()])]
        if best := known[:1] or new[-1:]:
            label = line[best[0] : colon.start()]
            found.append(Mark(best[0], colon.end(), _name(label), field_of(label)))
    if found or not spaces:
        return found
    for word in re.finditer(r"\S+(?=\s+\S)", line):
        if (found or not word.start()) and (name := field_of(word[0])):
            found.append(Mark(word.start(), word.end(), _name(word[0]), name))
    return [] if found and found[0].label in SOFT else found


def _one_label(text: str) -> bool:
    """Whether a text is a known label, spaced out perhaps, and no value before it: ``来 电 人``, ``联系 电话``."""
    return field_of(text) is not None and (len(words := text.split()) < 2 or all(len(word) < 3 for word in words))


def _values(line: str, marks: list[Mark], *, alone: bool) -> Iterator[tuple[Mark, str]]:
    """Yield the labels of a line with their values.

    Free text runs to the end of its line, unless the whole order is one line or a wide gap parts it.
    """
    position = 0
    while position < len(marks):
        mark, end = marks[position], len(line)
        runs_on = mark.field in _FREE and not alone and position == 0
        for after in marks[position + 1 :]:
            position += 1
            wide = _WIDE_GAP.search(line[mark.end : after.start]) is not None
            if (wide or not runs_on) and not (mark.field in _FREE and (after.field == "more" or after.label in SOFT)):
                end = after.start
                position -= 1
                break
        value = line[mark.end : end].strip()
        yield mark, value if mark.field in _FREE and end == len(line) else value.strip(_CLOSE)
        position += 1


def _loose(order: Order, number: int, line: str) -> None:
    """Put a line without a label where it belongs: to the text that stands open, to an empty value, else aside."""
    last = order.pairs[-1] if order.pairs else None
    if last is None or _FOOT.search(line) or not (last.field in _FREE or not last.value):
        order.loose.append((number, line))
    else:
        if len(last.value) > _LONGEST:
            return  # too long to be kept, as will be told
        value = f"{last.value}\n{line}".strip()
        if line.endswith("】") and value.count("】") > value.count("【"):
            value = value.removesuffix("】")
        order.pairs[-1] = last._replace(value=value)
