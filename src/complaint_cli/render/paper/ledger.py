"""The ledger as an Excel workbook, and what every sheet has in common. Text stays text, whoever wrote it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from functools import lru_cache
from html import escape
from io import BytesIO
from itertools import chain, islice
from pathlib import Path
from shutil import copyfileobj
from typing import Any
from zipfile import ZipFile, ZipInfo

from complaint_cli.files import fresh
from complaint_cli.messages.documents import Paper
from complaint_cli.text.layout import cells
from complaint_cli.text.plain import plain

MOST_CELL = 32_767
"""The characters that a cell of a workbook holds."""
MOST_ROWS = 1_048_576
"""The rows of a sheet, its heading among them."""
TEXT_ONLY = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
TIME = "yyyy-mm-dd hh:mm"
NAVY = "#1F3864"
_PAPER_A4, _PAPER_A3 = 9, 8
TALLEST = 409.0
"""The points that a row of a sheet can be high."""
_DAY_0 = datetime(1899, 12, 30).toordinal()
"""From which a sheet counts the days."""
_TALLEST = 186.0  # points of a row of the ledger: 12 lines; a text that has more shows that it is cut
_MOST_LINES = 12
_SHORT = 40  # characters of a text that many cells may hold

Row = Sequence[str | int | datetime | None]


@contextmanager
def new_workbook(path: Path, **options: object) -> Iterator[Any]:
    """A workbook with its temporary files beside it; OSError where it cannot be written."""
    from xlsxwriter import Workbook
    from xlsxwriter.exceptions import FileCreateError

    try:
        with Workbook(str(path), {"tmpdir": str(path.parent), **TEXT_ONLY, **options}) as book:
            yield book
    except FileCreateError as error:
        raise error.args[0] from None


def cell_text(text: str) -> str:
    """Return a text as a cell holds it: nothing that XML cannot write, no more than fits."""
    text = plain(text).replace("\ufffe", "").replace("\uffff", "")
    if text[:3] == "<r>" and text.endswith("</r>"):
        text += " "  # XlsxWriter would take it for markup of its own
    if len(text) <= MOST_CELL // 2 or len(text.encode("utf-16-le")) // 2 <= MOST_CELL:
        return text
    note = Paper.IN_FULL()
    kept = text.encode("utf-16-le")[: 2 * (MOST_CELL - len(note))].decode("utf-16-le", "ignore")
    return kept + note


def write_ledger(path: Path, columns: Sequence[tuple[str, int]], rows: Iterable[Row], title: str) -> int:
    """Write the ledger row by row, in little memory; ``columns`` are headings and widths. Return how many rows.

    What a sheet cannot hold goes on in a further one. XlsxWriter makes the workbook but for its rows; those are put in
    as text, which is several times as quick as cell by cell.
    """
    widths = [width for _, width in columns]
    counts: list[int] = []
    coming = iter(rows)
    with fresh(path) as new:
        styles = re.findall(r' s="(\d+)"/>', _frame(columns, [1], title).read(_SHEET.format(1)).decode())
        first = next(coming, None)
        while first is not None or not counts:
            some = chain([] if first is None else [first], islice(coming, MOST_ROWS - 2))
            counts.append(_write_rows(_rows_of(new, len(counts) + 1), some, widths, styles))
            first = next(coming, None)
        frame = _frame(columns, counts, title)
        sheets = {_SHEET.format(number): number for number in range(1, len(counts) + 1)}
        with ZipFile(new, "w") as book:
            for part in frame.infolist():
                whole, number = frame.read(part), sheets.get(part.filename, 0)
                if number and (count := counts[number - 1]):
                    _put_in(book, part, whole, _rows_of(new, number), count)
                else:
                    book.writestr(part, whole)
    return sum(counts)


_SHEET = "xl/worksheets/sheet{}.xml"


def _rows_of(new: Path, number: int) -> Path:
    return new.with_name(f"{number}.rows")


def _frame(columns: Sequence[tuple[str, int]], counts: Sequence[int], title: str) -> ZipFile:
    """Return the workbook with sheets of so many rows, all of them wanting; of the last there are blank cells.

    They tell how far the sheet goes, and the first of them what a text, a cut one, a number and a time look like.
    """
    from xlsxwriter import Workbook

    made = BytesIO()
    with Workbook(made, {"in_memory": True, **TEXT_ONLY}) as book:
        common = {"border": 1, "text_wrap": True}
        centre = {"align": "center", "valign": "vcenter"}
        head = book.add_format({**common, **centre, "bold": True, "bg_color": NAVY, "font_color": "white"})
        looks = [
            book.add_format({**common, "valign": "top", **look})
            for look in (
                {"num_format": "@"},
                {"num_format": f'"{Paper.TALL()}"@'},  # shown before it, and not of its value
                {"text_wrap": False, "align": "center"},
                {"text_wrap": False, "num_format": TIME},
            )
        ]
        for number, count in enumerate(counts, 1):
            sheet = book.add_worksheet(Paper.LEDGER() + (f" ({number})" if number > 1 else ""))
            sheet.set_row(0, 30)
            for position, (heading, width) in enumerate(columns):
                sheet.set_column(position, position, width)
                sheet.write_string(0, position, heading, head)
                if count:
                    sheet.write_blank(count, position, None, looks[position % len(looks)])
            sheet.freeze_panes(1, 2)
            sheet.autofilter(0, 0, count, len(columns) - 1)
            print_setup(sheet, title, paper=_PAPER_A3, wide=2)
            sheet.repeat_columns(0, 1)
    return ZipFile(made)


def _put_in(book: ZipFile, part: ZipInfo, sheet: bytes, rows: Path, count: int) -> None:
    """Write a sheet of the frame, with its rows where the frame has the blank one."""
    head, _, rest = sheet.partition(b'<row r="%d"' % (count + 1))
    tail = b"</sheetData>" + rest.partition(b"</sheetData>")[2]
    part.file_size = len(head) + rows.stat().st_size + len(tail)  # zipfile sees by it what is too large for a plain one
    with book.open(part, "w") as out, rows.open("rb") as text:
        out.write(head)
        copyfileobj(text, out, 1 << 20)
        out.write(tail)


def _write_rows(path: Path, rows: Iterable[Row], widths: Sequence[int], styles: Sequence[str]) -> int:
    """Write rows as the text of a sheet, and return how many there are."""
    from xlsxwriter.utility import xl_col_to_name

    text, tall, number, time, *_ = styles
    blank = f'{text}"/>'
    places = [(f'<c r="{xl_col_to_name(position)}', _room(width)) for position, width in enumerate(widths)]
    count = 0
    with path.open("w", encoding="utf-8", newline="") as out:
        for count, row in enumerate(rows, 1):
            cells, most, place = [], 1, f'{count + 1}" s="'
            for (begun, room), cell in zip(places, row, strict=True):
                if isinstance(cell, datetime):  # as clocks show it where it was, a sheet knows no zones
                    since = (60 * cell.hour + cell.minute) * 60 + cell.second
                    value = f'{time}"><v>{cell.toordinal() - _DAY_0 + since / 86400:.16G}</v></c>'
                elif isinstance(cell, int):
                    value = f'{number}"><v>{cell}</v></c>'
                elif cell:
                    lines, value = _often(cell, room) if len(cell) < _SHORT else _written(cell, room)
                    if lines > most:
                        most = lines
                    value = f'{tall if lines > _MOST_LINES else text}" t="inlineStr"><is>{value}</is></c>'
                else:
                    value = blank
                cells.append(f"{begun}{place}{value}")
            high = min(_points(most), _TALLEST)
            out.write(f'<row r="{count + 1}" ht="{high:g}" customHeight="1">{"".join(cells)}</row>')
    return count


def _written(text: str, room: int) -> tuple[int, str]:
    """Return how many lines a text takes, and how a sheet writes it: what reads like a code, ``_x0041_``, is none."""
    shown = escape(cell_text(text), quote=False)
    if "_x" in shown:
        shown = re.sub("(?=_x[0-9a-fA-F]{4}_)", "_x005F", shown)
    return _lines(text, room), f"<t>{shown}</t>" if shown == shown.strip() else f'<t xml:space="preserve">{shown}</t>'


_often = lru_cache(maxsize=10_000)(_written)  # half the cells say what many say


def row_height(row: Sequence[object], widths: Sequence[float]) -> float:
    """Return the points that a row needs so that its longest text, wrapped to its column, can be read."""
    texts = ((cell, width) for cell, width in zip(row, widths, strict=False) if isinstance(cell, str))
    return _points(max((_lines(text, _room(width)) for text, width in texts), default=1))


def _points(lines: int) -> float:
    return max(18.0, 15.0 * lines + 3)


def _room(width: float) -> int:
    return max(int(width) - 1 - int(width) // 10, 1)  # no line begins with a full stop, and fonts differ


def _lines(text: str, room: int) -> int:
    if "\n" not in text:
        return 1 if 2 * len(text) <= room else -(-max(cells(text), 1) // room)  # one without counting its cells
    return sum(_lines(part, room) for part in text.split("\n"))


def print_setup(sheet: Any, title: str, head: int = 0, paper: int = _PAPER_A4, wide: int = 1) -> None:
    """Lying, one page wide or two, the heading on every page; ``&`` in a title is no code."""
    sheet.set_landscape()
    sheet.set_paper(paper)
    sheet.set_margins(left=0.4, right=0.4, top=0.7, bottom=0.6)
    sheet.fit_to_pages(wide, 0)
    sheet.repeat_rows(head)
    sheet.set_header("&C&12" + " " + plain(title, lines=False).replace("&", "&&")[:200])
    sheet.set_footer("&C&P / &N")
