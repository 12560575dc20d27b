"""The workbooks of a month and of a report: the looks of their cells, and sheets and rows that all look alike."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from complaint_cli.assessment.answer import Answer
from complaint_cli.messages.documents import Paper
from complaint_cli.render.paper.ledger import NAVY, TALLEST, TIME, cell_text, print_setup, row_height
from complaint_cli.render.paper.notice import basis
from complaint_cli.render.particulars import standing
from complaint_cli.text.layout import beginning
from complaint_cli.text.tuples import NamedTuple

_LOWEST = 24.0  # points of a row that somebody signs
_COUNT, _EXACT = "0", "0.00"


class Rate(NamedTuple):
    """A rate, shown as a percentage."""

    value: Decimal


class Change(NamedTuple):
    """A difference, shown with its sign."""

    value: Decimal


def book_looks(book: Any) -> dict[str, object]:
    """Return the looks of a workbook's cells."""
    framed = {"border": 1, "valign": "vcenter", "text_wrap": True}
    head = {"bold": True, "bg_color": NAVY, "font_color": "white", "align": "center"}
    sums = {"bold": True, "bg_color": "#DDEBF7"}
    return {
        "title": book.add_format({"bold": True, "font_size": 14, "font_color": NAVY}),
        "note": book.add_format({"font_size": 9, "font_color": "#595959", "text_wrap": True, "valign": "top"}),
        "head": book.add_format({**framed, **head}),
        "text": book.add_format({**framed, "num_format": "@"}),
        "centre": book.add_format({**framed, "num_format": "@", "align": "center"}),
        "none": book.add_format({**framed, "num_format": "@", "align": "right"}),
        "order": book.add_format({**framed, "num_format": _COUNT, "align": "center"}),
        "time": book.add_format({**framed, "num_format": TIME}),
        "count": book.add_format({**framed, "num_format": _COUNT}),
        "exact": book.add_format({**framed, "num_format": _EXACT}),
        "rate": book.add_format({**framed, "num_format": "0.00%"}),
        "change_count": book.add_format({**framed, "num_format": "+0;-0;0"}),
        "change_exact": book.add_format({**framed, "num_format": "+0.00;-0.00;0.00"}),
        "total_count": book.add_format({**framed, **sums, "num_format": _COUNT}),
        "total": book.add_format({**framed, **sums, "num_format": _EXACT}),
    }


def write_heads(sheet: Any, row: int, heads: Sequence[str], looks: Mapping[str, Any], height: float = 30) -> None:
    """Write a row of headings."""
    sheet.set_row(row, height)
    for position, head in enumerate(heads):
        sheet.write_string(row, position, cell_text(head), looks["head"])


Cell = str | int | Decimal | datetime | Rate | Change | None


def shortened(text: str, width: float) -> str:
    """Return a text that the tallest row holds; one that does not says that the whole is elsewhere."""
    if row_height([text], [width]) <= TALLEST:
        return text
    note = Paper.IN_FULL()
    return beginning(text, len(text), lambda begun: row_height([begun + note], [width]) <= TALLEST) + note


class Sheets:
    """A workbook in the making: its looks, and tables that all look alike."""

    def __init__(self, book: Any, answer: Answer) -> None:
        self.book, self.answer = book, answer
        self.looks = book_looks(book)

    def sheet(self, name: Paper, widths: Sequence[float]) -> Any:
        """Add a sheet with its title, what it rests on, and its print set-up."""
        made = self.book.add_worksheet(name())
        self.widths = widths
        for position, width in enumerate(widths):
            made.set_column(position, position, width)
        title = Paper.TITLE(company=self.answer.company, month=self.answer.month)
        said = [title, name(), *standing(self.answer)]
        made.write_string(0, 0, cell_text("　".join(said)), self.looks["title"])
        made.merge_range(1, 0, 1, len(widths) - 1, "", self.looks["note"])
        made.write_string(1, 0, cell_text(basis(self.answer)), self.looks["note"])
        made.set_row(0, 22)
        made.set_row(1, 26)
        print_setup(made, title, head=3)
        return made

    def row(self, sheet: Any, row: int, values: Sequence[Cell]) -> None:
        """Write a row: text as text, numbers as numbers, whatever they hold."""
        values = [
            shortened(cell, width) if isinstance(cell, str) else cell
            for cell, width in zip(values, self.widths, strict=False)
        ]
        lowest = _LOWEST if values[-1] is None else 0  # it ends with a place to sign
        sheet.set_row(row, min(max(row_height(values, self.widths), lowest), TALLEST))
        for position, cell in enumerate(values):
            if isinstance(cell, Decimal):
                sheet.write_number(row, position, cell, self.looks["exact"])
            elif isinstance(cell, int):
                sheet.write_number(row, position, cell, self.looks["count" if position else "order"])
            elif isinstance(cell, Change):
                exact = cell.value.as_tuple().exponent != 0
                sheet.write_number(row, position, cell.value, self.looks["change_exact" if exact else "change_count"])
            elif isinstance(cell, Rate):
                sheet.write_number(row, position, float(cell.value), self.looks["rate"])
            elif isinstance(cell, datetime):
                sheet.write_datetime(row, position, cell, self.looks["time"])
            elif cell:
                look = self.looks["centre" if cell == Paper.NO_DATA() else "text"]
                sheet.write_string(row, position, cell_text(cell), look)
            else:
                sheet.write_blank(row, position, None, self.looks["text"])

    def say(self, sheet: Any, row: int, last: int, text: str, height: float = 20) -> None:
        """Write a note across a sheet."""
        sheet.merge_range(row, 0, row, last, "", self.looks["note"])
        sheet.write_string(row, 0, cell_text(text), self.looks["note"])
        sheet.set_row(row, height)
