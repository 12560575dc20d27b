"""The ledger as an Excel workbook, and what every sheet has in common. Text stays text, whoever wrote it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from itertools import chain, islice
from pathlib import Path
from typing import Any

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
_TALLEST = 186.0  # points of a row of the ledger; what stands taller shows that it does


@contextmanager
def new_workbook(path: Path, **options: Any) -> Iterator[Any]:
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
    if len(text.encode("utf-16-le")) // 2 <= MOST_CELL:
        return text
    note = Paper.IN_FULL()
    kept = text.encode("utf-16-le")[: 2 * (MOST_CELL - len(note))].decode("utf-16-le", "ignore")
    return kept + note


def write_ledger(
    path: Path, columns: Sequence[tuple[str, int]], rows: Iterable[Sequence[str | int | datetime | None]], title: str
) -> int:
    """Write the ledger row by row, in little memory; ``columns`` are headings and widths. Return how many rows.

    What a sheet cannot hold goes on in a further one.
    """
    count = 0
    with fresh(path) as new, new_workbook(new, constant_memory=True) as book:
        looks = _looks(book)
        coming = iter(rows)
        first = next(coming, None)
        while True:
            count += _sheet(book, looks, columns, chain([first] if first else [], islice(coming, MOST_ROWS - 2)), title)
            if (first := next(coming, None)) is None:
                break
    return count


def _looks(book: Any) -> dict[str, Any]:
    head = {"bold": True, "bg_color": NAVY, "font_color": "white", "border": 1, "text_wrap": True}
    text = {"border": 1, "valign": "top", "text_wrap": True}
    return {
        "head": book.add_format({**head, "align": "center", "valign": "vcenter"}),
        "text": book.add_format({**text, "num_format": "@"}),
        "tall": book.add_format({**text, "num_format": f'"{Paper.TALL()}"@'}),  # shown before it, and not of its value
        "number": book.add_format({"border": 1, "valign": "top", "align": "center"}),
        "time": book.add_format({"border": 1, "valign": "top", "num_format": TIME}),
    }


def _sheet(
    book: Any,
    looks: dict[str, Any],
    columns: Sequence[tuple[str, int]],
    rows: Iterable[Sequence[str | int | datetime | None]],
    title: str,
) -> int:
    """Write one sheet of the ledger, and return how many rows it has."""
    sheets = len(book.worksheets())
    sheet = book.add_worksheet(Paper.LEDGER() + (f" ({sheets + 1})" if sheets else ""))
    for position, (_, width) in enumerate(columns):
        sheet.set_column(position, position, width)
    sheet.set_row(0, 30)
    for position, (heading, _) in enumerate(columns):
        sheet.write_string(0, position, heading, looks["head"])
    count = 0
    widths = [width for _, width in columns]
    for count, row in enumerate(rows, 1):
        height = row_height(row, widths)
        sheet.set_row(count, min(height, _TALLEST))
        for position, cell in enumerate(row):
            if isinstance(cell, datetime):
                sheet.write_datetime(count, position, cell, looks["time"])
            elif isinstance(cell, int):
                sheet.write_number(count, position, cell, looks["number"])
            elif cell:
                tall = height > _TALLEST and row_height([cell], widths[position:]) > _TALLEST
                sheet.write_string(count, position, cell_text(cell), looks["tall" if tall else "text"])
            else:
                sheet.write_blank(count, position, None, looks["text"])
    sheet.freeze_panes(1, 2)
    sheet.autofilter(0, 0, count, len(columns) - 1)
    print_setup(sheet, title, paper=_PAPER_A3, wide=2)
    sheet.repeat_columns(0, 1)
    return count


def row_height(row: Sequence[Any], widths: Sequence[float]) -> float:
    """Return the points that a row needs so that its longest text, wrapped to its column, can be read."""
    lines = 1
    for cell, width in zip(row, widths, strict=False):
        if isinstance(cell, str):
            room = max(int(width) - 1 - int(width) // 10, 1)  # no line begins with a full stop, and fonts differ
            lines = max(lines, sum(-(-max(cells(part), 1) // room) for part in cell.split("\n")))
    return max(18.0, 15.0 * lines + 3)


def print_setup(sheet: Any, title: str, head: int = 0, paper: int = _PAPER_A4, wide: int = 1) -> None:
    """Lying, one page wide or two, the heading on every page; ``&`` in a title is no code."""
    sheet.set_landscape()
    sheet.set_paper(paper)
    sheet.set_margins(left=0.4, right=0.4, top=0.7, bottom=0.6)
    sheet.fit_to_pages(wide, 0)
    sheet.repeat_rows(head)
    sheet.set_header("&C&12" + " " + plain(title, lines=False).replace("&", "&&")[:200])
    sheet.set_footer("&C&P / &N")
