"""A report over several months as a workbook with charts, a document and a page; none of them holds caller data."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import complaint_cli
from complaint_cli.assessment.periods import COLUMNS, MAIN, Figure
from complaint_cli.assessment.report import PeriodReport
from complaint_cli.files import fresh
from complaint_cli.messages import labelled, language
from complaint_cli.messages.documents import Paper, written_in
from complaint_cli.messages.period import Months
from complaint_cli.render.paper.content import fit
from complaint_cli.render.paper.ledger import NAVY, cell_text, new_workbook, print_setup, row_height
from complaint_cli.render.paper.sheets import book_looks, shortened, write_heads
from complaint_cli.render.screen.period import (
    MOST_OPEN,
    PersonLines,
    column_name,
    difference,
    figures,
    in_all,
    laid_out,
    open_heads,
    open_row,
    person_lines,
    row_name,
    shown,
    size,
    title_of,
    under_open,
    under_title,
)
from complaint_cli.text.layout import cells

_TEMPLATE = Path(complaint_cli.__file__).parent / "data" / "report.html"
_LONGEST_BAR = 360  # of the 360 units that the page is wide
_NAME = (38, 1)  # cells of a bar's name, on a line with its figure
_MOST_STANDING = 9  # columns of a page that stands
_HEADS = 32.0  # points of a row of headings
_RATES = ("on_time_rate", "satisfaction", "share")


def write_page(path: Path, answer: PeriodReport, *, lang: str = "zh") -> None:
    """Write the report as one page, without a script or a font from elsewhere."""
    import jinja2

    with written_in(lang), fresh(path) as new:
        heads, rows = laid_out(answer, bars=False)
        main = MAIN[answer.by]
        top = max((size(row, main) for row in answer.rows), default=0) or 1
        bars = [
            {
                "name": fit(row_name(answer.by, row.name), _NAME),
                "value": shown(main, row.figures[main]),
                "width": round(size(row, main) / top * _LONGEST_BAR),
                "minus": (row.figures[main] or 0) < 0,
            }
            for row in answer.rows
        ]
        page = jinja2.Environment(autoescape=True).from_string(_TEMPLATE.read_text("utf-8"))
        text = page.render(
            lang=language(), title=title_of(answer), under=under_title(answer), in_all=Months.IN_ALL(),
            totals=figures(answer.totals) if answer.months else [], chart_title=_chart_title(answer), bars=bars,
            heads=heads, rows=rows, nothing=Months.NOTHING(), person=person_lines(answer),
            open_title=f"{Months.OPEN()} · {len(answer.open)}",
            open_heads=open_heads(), open=[open_row(line) for line in answer.open[:MOST_OPEN]],
            under_open=under_open(answer.open), printed=Months.PRINTED(),
        )  # fmt: skip
        new.write_text(text, encoding="utf-8")


def write_workbook(path: Path, answer: PeriodReport, *, lang: str = "zh") -> None:
    """Write the report as a workbook: figures as numbers, a chart of the main one."""
    with written_in(lang), fresh(path) as new, new_workbook(new) as book:
        by = answer.by
        looks = book_looks(book)
        rows = _figures(book, answer, looks)
        if answer.rows:
            _chart(book, answer, rows)
        if mine := person_lines(answer):
            _person(book, mine, looks)
        late = book.add_worksheet(Months.OPEN()[:31].replace("，", " "))
        widths = (12, 30, 8, 18, 12)
        for column, width in enumerate(widths):
            late.set_column(column, column, width)
        write_heads(late, 0, open_heads(), looks, _HEADS)
        for place, line in enumerate(answer.open, 1):
            row = open_row(line)
            late.set_row(place, row_height(row, widths))
            for column, cell in enumerate(row):
                if column == 2:
                    late.write_number(place, column, line.age, looks["count"])
                else:
                    late.write_string(place, column, cell_text(cell), looks["text"])
        late.freeze_panes(1, 0)
        print_setup(late, f"{title_of(answer)} {Months.OPEN()}")
        book.worksheets()[0].set_first_sheet()
        book.set_properties({"title": title_of(answer), "subject": Months[f"NAME_{by.upper()}"]()})


def _figures(book: Any, answer: PeriodReport, looks: Mapping[str, Any]) -> tuple[Any, int]:
    """Write what each row comes to and its change, and return the sheet and the row of its headings."""
    by = answer.by
    keys, main = COLUMNS[by], MAIN[by]
    sheet = book.add_worksheet(Months[f"NAME_{by.upper()}"]())
    sheet.write_string(0, 0, cell_text(title_of(answer)), looks["title"])
    said = under_title(answer)
    if answer.months:
        said.append(labelled(Months.IN_ALL(), in_all(answer)))
    for place, sentence in enumerate(said, 1):
        sheet.write_string(place, 0, cell_text(sentence))
    top = len(said) + 2
    heads, _ = laid_out(answer, bars=False)
    write_heads(sheet, top, heads, looks, _HEADS)
    widths = (20, *(max(10, *(cells(word) + 3 for word in head.split()), cells(head) // 2 + 4) for head in heads[1:]))
    for column, width in enumerate(widths):
        sheet.set_column(column, column, width)
    for place, row in enumerate(answer.rows, top + 1):
        name = row_name(by, row.name)
        sheet.set_row(place, row_height([name], widths))
        sheet.write_string(place, 0, cell_text(name), looks["text"])
        for column, key in enumerate(keys, 1):
            figure = row.figures[key]
            _number(sheet, place, column, figure, looks["rate" if key in _RATES else _kind(figure)], looks)
        for column, before in enumerate((row.previous, row.year_ago), len(keys) + 1):
            change = difference(row.figures[main], before)
            _number(sheet, place, column, change, looks[f"change_{_kind(row.figures[main])}"], looks)
    if not answer.rows:
        sheet.write_string(top + 1, 0, Months.NOTHING())
    sheet.freeze_panes(top + 1, 1)
    print_setup(sheet, title_of(answer), top)
    return sheet, top


def _person(book: Any, mine: PersonLines, looks: Mapping[str, Any]) -> None:
    """Write every fine of one person, its facts beside it."""
    sheet = book.add_worksheet(Months.FINES())
    heads = [*mine.heads, Months.FACTS()]
    widths = [10, 12, 14, 24, 11, 11, 11, 60]
    for column, width in enumerate(widths):
        sheet.set_column(column, column, width)
    write_heads(sheet, 0, heads, looks, _HEADS)
    for place, (row, detail) in enumerate(zip(mine.rows, mine.details, strict=True), 1):
        texts = [*row, shortened(detail, widths[-1])]
        sheet.set_row(place, row_height(texts, widths))
        for column, cell in enumerate(texts):
            if column in mine.numbers and cell not in ("", "—"):
                sheet.write_number(place, column, float(cell), looks["exact"])
            else:
                sheet.write_string(place, column, cell_text(cell), looks["text"])
    sheet.freeze_panes(1, 0)
    print_setup(sheet, mine.title)


def _chart_title(answer: PeriodReport) -> str:
    by = answer.by
    return f"{Months[f'NAME_{by.upper()}']()} · {column_name(MAIN[by])}"


def _kind(value: Figure) -> str:
    return "count" if isinstance(value, int) else "exact"


def _number(sheet: Any, row: int, column: int, value: Figure, look: Any, looks: Mapping[str, Any]) -> None:
    if value is None:
        sheet.write_string(row, column, Paper.NO_DATA(), looks["none"])
    else:
        sheet.write_number(row, column, float(value), look)


def _chart(book: Any, answer: PeriodReport, drawn: tuple[Any, int]) -> None:
    """Draw the main figure on a sheet of its own, which no page parts."""
    (sheet, top), by, main = drawn, answer.by, MAIN[answer.by]
    last, at = top + len(answer.rows), COLUMNS[by].index(main) + 1
    chart = book.add_chart({"type": "column" if by == "month" else "bar"})
    chart.add_series(
        {
            "categories": [sheet.name, top + 1, 0, last, 0],
            "values": [sheet.name, top + 1, at, last, at],
            "data_labels": {"value": True},
            "fill": {"color": NAVY},
            "gap": 60,
        }
    )
    chart.set_title({"name": _chart_title(answer), "name_font": {"size": 13}})
    chart.set_legend({"none": True})
    names = {
        "reverse": by != "month",
        "label_position": "low",
        "interval_unit": 1,
        "major_gridlines": {"visible": False},
    }
    values: dict[str, Any] = {"visible": False, "major_gridlines": {"visible": False}}
    if by == "month":
        values["min"] = 0
    chart.set_x_axis(names if by == "month" else values)  # a bar lies: its names stand where others have their values
    chart.set_y_axis(values if by == "month" else names)
    chart.set_size({"width": 900, "height": 420 if by == "month" else 90 + 26 * len(answer.rows)})
    page = book.add_worksheet(Months.CHART())
    page.insert_chart(0, 0, chart)
    print_setup(page, title_of(answer))
    page.fit_to_pages(1, 1)


def write_document(path: Path, answer: PeriodReport, *, lang: str = "zh") -> None:
    """Write the report as a document to be signed for; one of many figures lies."""
    from complaint_cli.render.paper.page import Page

    with written_in(lang), fresh(path) as new:
        heads, rows = laid_out(answer, bars=False)
        page = Page(lying=len(heads) > _MOST_STANDING)
        page.paragraph(title_of(answer), 16, bold=True, centre=True)
        for sentence in under_title(answer):
            page.paragraph(sentence, 9)
        if not answer.months:
            page.paragraph(Months.NOTHING())
        else:
            page.heading(Months.IN_ALL())
            page.paragraph(in_all(answer))
            page.heading(Months[f"NAME_{answer.by.upper()}"]())
            page.table(heads, rows, numbers=range(1, len(heads)), wide=0)
        if mine := person_lines(answer):
            page.heading(mine.title)
            page.table(mine.heads, mine.rows, numbers=mine.numbers, wide=3, details=mine.details)
        page.heading(f"{Months.OPEN()} · {len(answer.open)}")
        if answer.open:
            lines = [open_row(line) for line in answer.open[:MOST_OPEN]]
            page.table(open_heads(), lines, numbers=(2,), wide=1)
        for sentence in under_open(answer.open):
            page.paragraph(sentence, 9)
        page.paragraph(Paper.SIGNED(), before=14, keep=True)
        page.paragraph(Paper.DATED(company=answer.company, date=f"{answer.as_of:%Y-%m-%d}"), before=6)
        page.document.save(str(new))
