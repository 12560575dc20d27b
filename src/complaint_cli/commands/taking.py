"""Taking the rows of the hotline's export in, each accounted for; what is wrong is collected, not raised."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from complaint_cli.acts.correction import amend_intake
from complaint_cli.acts.intake import HOTLINE, deadline_of, register
from complaint_cli.acts.work import Work
from complaint_cli.company.calendar import iso
from complaint_cli.company.categories import UNSORTED, limit_kind, sounds_dangerous, source_named
from complaint_cli.complaint.fields import COMPARED, SHORT
from complaint_cli.complaint.records import Complaint
from complaint_cli.errors import ImportRejected, StepRefused, UsageError
from complaint_cli.messages import listed
from complaint_cli.messages.exchange import Exchange, LeftOut
from complaint_cli.sheets.cells import cleaned
from complaint_cli.sheets.header import WITHIN, Header, find_header
from complaint_cli.sheets.orders import MASKED, Fault, Reader, Row, goes_on, hidden
from complaint_cli.store.mappings import mappings
from complaint_cli.text.plain import plain, unguarded_text

if TYPE_CHECKING:
    from complaint_cli.sheets.tables import Sheet

KEPT = (*SHORT, "channel")
_OF_ONE = {"order_no", "superior_no", "caller", "phone", "account", "address", "deadline"}
"""The columns that orders have, and a summary by category has not."""


Place = dict[str, object]
"""Where a line of the answer stands in the file, and what is told of it."""


@dataclass(slots=True)
class Taken:
    """What came of an import: ``read`` is the sum of new, known, changed, repeated and left out."""

    read: int = 0
    new: list[str] = field(default_factory=list)
    rows: set[int] = field(default_factory=set)  # of the new ones
    known: int = 0
    changed: list[dict[str, Any]] = field(default_factory=list)
    repeated: list[dict[str, Any]] = field(default_factory=list)
    left_out: int = 0
    left_out_rows: list[dict[str, Any]] = field(default_factory=list)
    """Those rows, from one to another where several blank ones follow each other, and why."""
    updated: int = 0
    faults: list[Fault] = field(default_factory=list)
    used: dict[str, str] = field(default_factory=dict)
    ignored: list[str] = field(default_factory=list)
    close: list[str] = field(default_factory=list)
    not_read: list[dict[str, Any]] = field(default_factory=list)
    """Sheets and rows that are hidden, and sheets that hold no orders."""
    counted: int = 0
    no_deadline: list[dict[str, Any]] = field(default_factory=list)
    """Rows whose deadline is empty, though there is such a column: it was counted."""
    no_number: list[dict[str, Any]] = field(default_factory=list)
    days: int = 0
    unknown: list[dict[str, Any]] = field(default_factory=list)
    masked: int = 0
    danger: list[dict[str, Any]] = field(default_factory=list)


@dataclass(slots=True)
class Asked:
    """What the command was asked: ``maps`` of this file, and its options."""

    maps: dict[str, str]
    source: str | None
    dates: str | None
    received: datetime | None
    update: bool
    approved_by: str | None


class Taking:
    """Takes one file in, within one transaction."""

    def __init__(self, work: Work, file: Path, asked: Asked, taken: Taken) -> None:
        self.work = work
        self.file = file
        self.asked = asked
        self.taken = taken
        self.actor = work.actor(None)
        self.first_day = min((edition.effective for edition in work.store.editions()), default=work.now.date())

    def take(self) -> None:
        """Register every row that is not there yet."""
        from complaint_cli.render.screen.progress import counting
        from complaint_cli.sheets.tables import check_file, sheets

        self.work.second(self.asked.approved_by, self.actor, self.work.now)
        known = mappings(self.work.store)
        known[""] = known.get("", {}) | self.asked.maps
        seen: list[str] = []
        headers: list[Header] = []
        lacking: list[tuple[str, Header]] = []  # sheets without a receipt: beside others they may be no orders' own
        with counting(Exchange.READING(), max(check_file(self.file) // 200, 1)) as step:
            for sheet in sheets(self.file):
                if not sheet.visible:
                    self.taken.not_read.append({"sheet": sheet.name, "rows": None, "why": Exchange.HIDDEN()})
                    continue
                rows = iter(sheet.rows)
                first = list(islice(rows, WITHIN + 1))
                header = find_header(first, known)
                if headers and (header is None or not _holds_orders(header)) and goes_on(headers[-1], first):
                    header = headers[-1]._replace(row=0)
                seen = seen or next((names for _, row in first if (names := [str(c) for c in row if c])), [])
                if header is None or not _holds_orders(header):
                    if header is None and sheet.hidden:  # perhaps its header
                        self._hidden_rows(sheet)
                    if first and sheet.name:
                        self.taken.not_read.append({"sheet": sheet.name, "rows": None, "why": Exchange.NO_COLUMNS()})
                    seen = header.names if header else seen
                    continue
                if "at" not in header.columns and self.asked.received is None:
                    lacking.append((sheet.name, header))
                    continue
                headers.append(header)
                if sheet.hidden:
                    self._hidden_rows(sheet)
                self._sheet(sheet.name, header, chain((r for r in first if r[0] > header.row), rows), step)
        for name, header in lacking:
            if not headers or not _OF_ONE.isdisjoint(header.columns):
                columns = listed(name for name in header.names if name)[:300]
                raise ImportRejected(Exchange.NO_RECEIPTS, file=self.file.name, columns=columns)
            self.taken.not_read.append({"sheet": name, "rows": None, "why": Exchange.NO_COLUMNS()})
        self._check_headers(headers, seen)
        self._remember(headers)

    def _hidden_rows(self, sheet: Sheet) -> None:
        self.taken.not_read.append({"sheet": sheet.name, "rows": list(sheet.hidden), "why": Exchange.HIDDEN()})

    def _check_headers(self, headers: list[Header], seen: list[str]) -> None:
        columns = listed(name for name in seen if name)[:300]
        if not headers:
            sheets = [part for part in self.taken.not_read if part["rows"] is None]
            message = Exchange.NO_CONTENT if sheets and columns else Exchange.NO_HEADER
            raise ImportRejected(message, file=self.file.name, columns=columns)
        names = {name for header in headers for name in header.names}
        for column in self.asked.maps:
            if column not in names:
                said = listed(name for name in headers[0].names if name)[:300]
                raise ImportRejected(Exchange.MAP_UNKNOWN, file=self.file.name, column=column, columns=said)

    def _remember(self, headers: list[Header]) -> None:
        """Keep what was said of columns by hand, for the headers that have them."""
        known = mappings(self.work.store)
        for header in {header.key: header for header in headers}.values():
            for column, name in self.asked.maps.items():
                if column in header.names and known.get(header.key, {}).get(column) != name:
                    with self.work.entry("import", self.file.name, self.actor) as entry:
                        entry.add("mapping", self.work.now, self.actor, heading=column, field=name, header=header.key)

    def _sheet(self, name: str, header: Header, rows: Iterable[tuple[int, list[object]]], step: Any) -> None:
        if "content" not in header.columns:
            header.columns["content"] = header.columns.pop("subject")
        taken = self.taken
        taken.used |= header.used
        taken.ignored += [n for n in header.ignored if n not in taken.ignored]
        taken.close += [n for n in header.close if n not in taken.close]
        reader = Reader(
            header,
            name,
            self.work.now,
            self.work.calendar,
            first_day=self.first_day,
            categories=self.work.edition.get("categories"),
            dates=self.asked.dates,
            received=self.asked.received,
        )
        for number, row, texts in self._orders(reader, name, rows):
            if number % 500 == 0:
                step(500)
            found = reader.read(number, row, texts)
            taken.days += len(found.days)
            for column, cell in found.unknown:
                taken.unknown.append({"sheet": name, "row": number, "column": column, "cell": cell})
            if found.faults:
                taken.faults += found.faults
            else:
                self._take(reader, found)

    def _orders(
        self, reader: Reader, sheet: str, rows: Iterable[tuple[int, list[Any]]]
    ) -> Iterator[tuple[int, list[Any], list[str]]]:
        """Yield the rows that are orders, with their clean texts; the others are named, blank ones above something."""
        blank: list[tuple[int, int]] = []  # from one row to another; a hidden one may lie between two
        for number, row in rows:
            texts = cleaned(row)
            why = reader.left_out(texts)
            if why is LeftOut.BLANK:
                goes_on = bool(blank) and blank[-1][1] == number - 1
                blank[-1 if goes_on else len(blank) :] = [(blank[-1][0] if goes_on else number, number)]
                continue
            for first, last in blank:
                self._leave_out(sheet, first, last, LeftOut.BLANK, "")
            blank = []
            if why is None:
                self.taken.read += 1
                yield number, row, texts
            else:
                text = hidden("", " ".join(str(cell) for cell in row if cell)[:60])
                self._leave_out(sheet, number, number, why, text)

    def _leave_out(self, sheet: str, first: int, last: int, why: LeftOut, text: str) -> None:
        self.taken.read += last - first + 1
        self.taken.left_out += last - first + 1
        self.taken.left_out_rows.append({"sheet": sheet, "row": first, "to": last, "why": why(), "text": text})

    def _take(self, reader: Reader, row: Row) -> None:
        """Register one order, or compare it with what is known of it."""
        said, taken = row.texts, self.taken
        place: Place = {"sheet": reader.sheet, "row": row.number}
        at, due = _times(self.work, row)
        old = self._known(said, at)
        if old is None:
            columns = reader.header.columns
            if "deadline" in columns and not due:
                taken.no_deadline.append(dict(place))
            if "order_no" in columns and "order_no" not in said:
                taken.no_number.append(dict(place))
            self._register(row, at, due, place)
            return
        masked = {name for name in COMPARED if MASKED.search(said.get(name, ""))} | row.masked
        taken.masked += len(masked)
        differing = _differing(old, row, at, due, masked)
        if not differing:
            if old.id in taken.rows:
                taken.repeated.append(place | {"complaint": old.number})
            else:
                taken.known += 1
            return
        another = "content" in differing and ("received" in differing or not row.at_told)
        if another and "number" not in said and said.get("order_no") and not self.asked.update:
            column = reader.header.names[reader.header.columns["order_no"]]
            reason = Exchange.OTHER_MATTER(no=old.number, column=column)
            taken.faults.append(Fault(row.number, column, said["order_no"], reason, reader.sheet))
            return
        try:
            self._change(old, said, differing, place)
        except (StepRefused, UsageError) as error:
            name = next(iter(differing))
            found = reader.header.columns.get({"received": "at"}.get(name, name))
            heading = reader.header.names[found] if found is not None else ""
            cell = taken.changed[-1]["fields"][name][1]
            taken.faults.append(Fault(row.number, heading, cell or "", str(error), reader.sheet))

    def _known(self, said: dict[str, str], at: datetime) -> Complaint | None:
        """Return the complaint that a row is of, if it is there: by our number, by the hotline's, by its text."""
        store, order_no = self.work.store, said.get("order_no")
        if number := said.get("number"):
            case = store.case(number).complaint if store.has(number) else None
            if case and case.order_no == order_no:
                return case
            del said["number"]  # another ledger's
        found = store.by_order(order_no) if order_no else store.same_text(said["content"], at)
        return store.complaints(found[:1])[0] if found else None

    def _change(
        self, old: Complaint, said: dict[str, str], differing: Mapping[str, tuple[object, object]], place: Place
    ) -> None:
        known = {"phones": [old.phone, said.get("phone")], "names": [old.caller, said.get("caller")]}
        shown = {k: [hidden(k, _said(v), **known) for v in pair] for k, pair in differing.items()}
        self.taken.changed.append(place | {"complaint": old.number, "fields": shown})
        if self.asked.update:
            new = {name: iso(now) if isinstance(now, datetime) else now for name, (_, now) in differing.items()}
            case, why = self.work.store.case_of(old.id), Exchange.UPDATED_BY.zh
            amend_intake(self.work, case, new, why, self.asked.approved_by, self.actor)
            self.taken.updated += 1

    def _register(self, row: Row, at: datetime, due: datetime | None, place: Place) -> None:
        """Register one order of the file, as ``intake`` would."""
        said = row.texts
        category, urgency = said.get("category", UNSORTED), said.get("urgency", "normal")
        source = source_named(self.asked.source or said.get("source") or HOTLINE)
        if due:
            deadline = (due, "order", False)
        else:
            deadline = deadline_of(self.work, None, at, category, source, urgency)
            self.taken.counted += 1
        kept, number = register(
            self.work,
            "import",
            self.actor,
            at,
            deadline,
            None,
            content=said["content"],
            category=category,
            source=source,
            urgency=urgency,
            confidential=bool(row.confidential),
            **{name: said.get(name) for name in KEPT},
        )
        self.taken.rows.add(kept)
        self.taken.new.append(number)
        if sounds_dangerous(said["content"]) and limit_kind(category, source, urgency) != "leak_or_danger":
            self.taken.danger.append(place | {"complaint": number})


def _holds_orders(header: Header) -> bool:
    """Whether a sheet has the columns of orders: a text, and another field of it where it has other columns."""
    text = {"content", "subject"} & header.columns.keys()
    return bool(text) and (len(header.columns) > 1 or len([name for name in header.names if name]) == 1)


def _said(value: Any) -> str:
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M:%S}".removesuffix(":00")
    return "" if value is None else str(value)


def _same_time(old: datetime, new: datetime, *, day: bool) -> bool:
    """Whether two times are one, where an export may have left out the seconds, or told the day alone."""
    return new in (old, old.replace(second=0)) or (day and new.date() == old.date())


def _times(work: Work, row: Row) -> tuple[datetime, datetime | None]:
    """Return when a row without a fault was received, and until when it is due, if it says so."""
    assert row.at
    limit = row.deadline
    return row.at, deadline_of(work, limit, row.at, "", "", "")[0] if isinstance(limit, str) else limit


def _differing(
    old: Complaint, row: Row, at: datetime, due: datetime | None, masked: set[str]
) -> dict[str, tuple[object, object]]:
    said = row.texts
    names = [name for name in COMPARED if name in said and name not in masked]
    found: dict[str, tuple[object, object]] = {
        n: (was, said[n]) for n in names if (was := getattr(old, n)) != said[n] and _read(n, was) != _read(n, said[n])
    }
    if row.at_told and not _same_time(old.at, at, day="at" in row.days):
        found["received"] = (old.at, at)
    if due and not _same_time(old.deadline, due, day="deadline" in row.days):
        found["deadline"] = (old.deadline, due)
    if row.confidential is not None and old.confidential != row.confidential:
        found["confidential"] = (old.confidential, row.confidential)
    return found


def _read(name: str, text: str | None) -> str:
    """Return a text as a ledger that was written out gives it back: its line breaks, no guard, a source's own word."""
    printed = unguarded_text(plain(text or ""))
    return source_named(printed) if name == "source" else printed
