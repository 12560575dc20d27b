"""A month's workbook in the making: its formats, and sheets and rows that all look alike."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from complaint_cli.messages import Message
from complaint_cli.messages.documents import Paper
from complaint_cli.messages.report import Report
from complaint_cli.render.paper.ledger import NAVY, TALLEST, TIME, cell_text, print_setup, row_height, shortened
from complaint_cli.render.paper.notice import basis

Answer = Mapping[str, Any]

_LOWEST = 24.0  # points of a row that somebody signs


class Rate:
    """A rate, shown as a percentage."""

    def __init__(self, text: str) -> None:
        self.value = Decimal(text)


class Change:
    """A difference, shown with its sign."""

    def __init__(self, value: Decimal) -> None:
        self.value = value


class Sheets:
    """A workbook in the making: its formats, and tables that all look alike."""

    def __init__(self, book: Any, answer: Answer, company: str) -> None:
        self.book, self.answer, self.company = book, answer, company
        whole = {"border": 1, "valign": "vcenter", "text_wrap": True}
        self.title = book.add_format({"bold": True, "font_size": 14, "font_color": NAVY})
        self.note = book.add_format({"font_size": 9, "font_color": "#595959", "text_wrap": True, "valign": "top"})
        self.head = book.add_format({**whole, "bold": True, "bg_color": NAVY, "font_color": "white", "align": "center"})
        self.text = book.add_format({**whole, "num_format": "@"})
        self.centre = book.add_format({**whole, "num_format": "@", "align": "center"})
        self.whole = book.add_format({**whole, "num_format": "0"})
        self.exact = book.add_format({**whole, "num_format": "0.00"})
        self.rate = book.add_format({**whole, "num_format": "0.00%"})
        self.time = book.add_format({**whole, "num_format": TIME})
        self.order = book.add_format({**whole, "num_format": "0", "align": "center"})
        signs = ("+0;-0;0", "+0.00;-0.00;0.00")
        self.changes = [book.add_format({**whole, "num_format": code}) for code in signs]
        self.count = book.add_format({**whole, "num_format": "0", "bold": True, "bg_color": "#DDEBF7"})
        self.total = book.add_format({**whole, "num_format": "0.00", "bold": True, "bg_color": "#DDEBF7"})

    def sheet(self, name: Paper, widths: Sequence[float], *, head: int = 3) -> Any:
        """Add a sheet with its title, what it rests on, and its print set-up."""
        made = self.book.add_worksheet(name())
        self.widths = widths
        for position, width in enumerate(widths):
            made.set_column(position, position, width)
        title = Paper.TITLE(company=self.company, month=self.answer["month"])
        said = [title, name(), *([Report.REHEARSAL()] if self.answer.get("rehearsal") else [])]
        made.write_string(0, 0, cell_text("　".join(said)), self.title)
        made.merge_range(1, 0, 1, len(widths) - 1, "", self.note)
        made.write_string(1, 0, cell_text(basis(self.answer)), self.note)
        made.set_row(0, 22)
        made.set_row(1, 26)
        print_setup(made, title, head)
        return made

    def heads(self, sheet: Any, row: int, names: Sequence[Message]) -> None:
        """Write a row of headings."""
        sheet.set_row(row, 30)
        for position, name in enumerate(names):
            sheet.write_string(row, position, name(), self.head)

    def row(self, sheet: Any, row: int, values: Sequence[Any], start: int = 0) -> None:
        """Write a row: text as text, numbers as numbers, whatever they hold."""
        widths = self.widths[start:]
        values = [shortened(cell, width) for cell, width in zip(values, widths, strict=False)]
        lowest = _LOWEST if values[-1] is None else 0  # it ends with a place to sign
        sheet.set_row(row, min(max(row_height(values, widths), lowest), TALLEST))
        for position, cell in enumerate(values, start):
            if isinstance(cell, Decimal):
                sheet.write_number(row, position, cell, self.exact)
            elif isinstance(cell, int):
                sheet.write_number(row, position, cell, self.whole if position else self.order)
            elif isinstance(cell, Change):
                look = self.changes[cell.value.as_tuple().exponent != 0]
                sheet.write_number(row, position, cell.value, look)
            elif isinstance(cell, Rate):
                sheet.write_number(row, position, float(cell.value), self.rate)
            elif isinstance(cell, datetime):
                sheet.write_datetime(row, position, cell, self.time)
            elif cell:
                look = self.centre if cell == Paper.NO_DATA() else self.text
                sheet.write_string(row, position, cell_text(cell), look)
            else:
                sheet.write_blank(row, position, None, self.text)

    def say(self, sheet: Any, row: int, last: int, text: str, height: float = 20) -> None:
        """Write a note across a sheet."""
        sheet.merge_range(row, 0, row, last, "", self.note)
        sheet.write_string(row, 0, cell_text(text), self.note)
        sheet.set_row(row, height)
