"""Which column of a table is which: the header among banners, in one row or two, and what was said of it by hand."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise

from complaint_cli.complaint.fields import SHORT
from complaint_cli.errors import UsageError
from complaint_cli.messages import listed
from complaint_cli.messages.documents import Paper
from complaint_cli.messages.exchange import Exchange
from complaint_cli.sheets.cells import WIDE, other_half
from complaint_cli.sheets.order_labels import FIELDS, field_of, label_rank
from complaint_cli.text.tuples import NamedTuple

WITHIN = 30
"""Among so many first rows the header is looked for."""
OURS = (*FIELDS, "channel", "open")
"""The fields of a table: those of an order, by which channel it came, and the opposite of confidential."""
_OTHER_NAMES = {"received": "at", "receipt": "at", "order": "order_no", "text": "content", "title": "subject"}
_OF_OTHERS = re.compile("承办|办理|处理|处置|回访|主办|协办|经办|责任")
_UNSAID = re.compile(r"[\s*:：\u200b\ufeff]+|[(（].*?[)）]")
_CLOSE = re.compile(r"内容|诉求|时间|日期|时限|期限|编号|单号|电话|姓名|地址|来源|类别|分类|紧急")


_OWN = {
    Paper.COL_NUMBER: "number",
    Paper.COL_SOURCE: "source",
    Paper.COL_CHANNEL: "channel",
    Paper.COL_RECEIVED: "at",
    Paper.COL_CATEGORY: "category",
    Paper.COL_URGENCY: "urgency",
    Paper.COL_CONFIDENTIAL: "confidential",
    Paper.COL_CONTENT: "content",
    Paper.COL_DEADLINE: "deadline",
    **{Paper[f"COL_{name.upper()}"]: name for name in SHORT},
}
"""What our own ledger's columns hold of the intake; its others are what came after."""


class Header(NamedTuple):
    """The header of a sheet: the number of its last row, the names of the columns, and where each field stands.

    ``halves`` tells where the day of a clock stands, or the clock of a day: 受理日期 beside 受理时间.
    """

    row: int
    names: list[str]
    columns: dict[str, int]
    halves: dict[str, int]

    @property
    def used(self) -> dict[str, str]:
        """The fields of the columns that are used, by their names."""
        return {self.names[place]: field for part in (self.columns, self.halves) for field, place in part.items()}

    @property
    def key(self) -> str:
        """The header as what was said of it by hand belongs to it."""
        return "\t".join(filter(None, self.names))

    @property
    def ignored(self) -> list[str]:
        """The names of the columns that are not used; of our own ledger none, which holds what came later too."""
        if "number" in self.columns:
            return []
        used = {*self.columns.values(), *self.halves.values()}
        return [name for place, name in enumerate(self.names) if name and place not in used]

    @property
    def close(self) -> list[str]:
        """Of those the ones whose name comes close to what is known, to be said by hand."""
        return [name for name in self.ignored if field_of(name) is None and _CLOSE.search(name)]


def parse_map(pairs: Iterable[str]) -> dict[str, str]:
    """Read ``列名=字段`` pairs, several in one parted by commas; a column without a field is left out.

    UsageError with the fields otherwise.
    """
    found: dict[str, str] = {}
    for pair in (p for text in pairs for p in re.split(r"[,，;；]", text) if p.strip()):
        column, equals, name = pair.partition("=")
        field = field_named(name) if name.strip() else ""
        if not column.strip() or not equals or field is None:
            raise UsageError(Exchange.BAD_MAP, pair=pair, fields=listed(OURS))
        found[heading(column)] = field
    return found


def field_named(name: str) -> str | None:
    """Return the field that an English or Chinese name means, if any."""
    plain = name.strip().casefold().replace("-", "_")
    plain = _OTHER_NAMES.get(plain, plain)
    if plain in OURS:
        return plain
    return _field(name)


def heading(cell: object) -> str:
    """Return a header cell as it is compared: no spaces, no brackets, half-width."""
    if cell is None:
        return ""
    return _UNSAID.sub("", str(cell).translate(WIDE))


def find_header(rows: Sequence[tuple[int, list[object]]], mappings: Mapping[str, Mapping[str, str]]) -> Header | None:
    """Return the header among the first rows: the row, or the two, that name most fields; the earliest of such.

    ``mappings`` holds what was said by hand: by the header that it was said of, and by "" what holds for this file.
    """
    best: tuple[int, Header] | None = None
    for position, (number, row) in enumerate(rows[:WITHIN]):
        names = [heading(cell) for cell in row]
        below = [heading(cell) for cell in rows[position + 1][1]] if position + 1 < len(rows) else []
        one = _header(number, names, mappings)
        whole = _joined(names, below)
        two = _header(rows[position + 1][0], whole, mappings) if _two_rows(names, below, whole) else None
        for found in filter(None, (one, two)):
            if found.columns and (best is None or len(found.columns) > best[0]):
                best = (len(found.columns), found)
    return best and best[1]


def _header(number: int, names: list[str], mappings: Mapping[str, Mapping[str, str]]) -> Header:
    while names and not names[-1]:
        names = names[:-1]
    header = Header(number, names, {}, {})
    for language in ("zh", "en"):
        own = {heading(message.say(language)): field for message, field in _OWN.items()}
        if own.keys() <= {*names}:
            return header._replace(columns={field: names.index(name) for name, field in own.items()})
    said = {**mappings.get(header.key, {}), **mappings.get("", {})}
    columns = {said[name]: place for place, name in reversed([*enumerate(names)]) if said.get(name)}
    ranked: dict[str, tuple[int, int]] = {}
    for place, name in enumerate(names):
        field = _field(name) if name and name not in said else None
        if field and field not in columns:
            ranked[field] = min(ranked.get(field, (99_999, 0)), (label_rank(field, name), place))
    columns |= {field: place for field, (_, place) in ranked.items()}
    return header._replace(columns=columns, halves=_halves(names, columns, said))


def _halves(names: list[str], columns: dict[str, int], said: Mapping[str, str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for field in filter(columns.__contains__, ("at", "deadline")):
        others = other_half(names[columns[field]], alone=field == "at")
        if other := next((name for name in others if name in names and name not in said), None):
            found[field] = names.index(other)
    return found


def _field(name: str) -> str | None:
    field = "channel" if name.endswith("渠道") else field_of(name)
    if field == "more" and name.endswith("诉求"):
        field = "content"  # of a form a further line, of a table the text itself
    return field if field in OURS else None


def _two_rows(above: list[str], below: list[str], whole: list[str]) -> bool:
    """Whether the second row parts what the first one heads: labels alone, the others empty or the same."""
    new = [(at, name) for at, name in enumerate(below) if name and name != (above[at] if at < len(above) else "")]
    return bool(new) and all(_field(name) or field_of(name) or _field(whole[at]) for at, name in new)


def _joined(above: list[str], below: list[str]) -> list[str]:
    """Return the names of two rows as one; a head stands over the empty ones right of it too."""
    spread = [*above]
    for place, (name, following) in enumerate(pairwise(above)):
        if not following and place + 1 < len(below) and below[place + 1]:
            spread[place + 1] = spread[place] or name
    names = []
    for place in range(max(len(spread), len(below))):
        head = spread[place] if place < len(spread) else ""
        part = below[place] if place < len(below) else ""
        others = part and part != head and _OF_OTHERS.search(head)
        if part and head in ("时间", "日期") and _field(part) is None and _field(part + head):
            part += head  # 受理 and 到期 below 时间
        elif part in ("时间", "日期") and field_of(head + part):
            part = head + part  # 日期 and 时间 below 受理
        names.append(f"{head}{part}" if others else part or head)
    return names
