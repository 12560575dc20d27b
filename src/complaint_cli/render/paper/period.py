"""A report over several months as a workbook with charts, a document and a page; none of them holds caller data."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

import complaint_cli
from complaint_cli.assessment.periods import COLUMNS, MAIN
from complaint_cli.files import fresh
from complaint_cli.messages import language
from complaint_cli.messages.documents import written_in
from complaint_cli.messages.period import Months
from complaint_cli.render.paper.ledger import TEXT_ONLY, cell_text
from complaint_cli.render.screen.period import (
    MOST_OPEN,
    column_name,
    figures,
    laid_out,
    open_row,
    row_name,
    shown,
    title_of,
    under_title,
)

Answer = Mapping[str, Any]

_TEMPLATE = Path(complaint_cli.__file__).parent / "data" / "report.html"
_LONGEST_BAR = 360  # of the 360 units that the page is wide
_RATES = ("on_time_rate", "satisfaction", "share")


def _open_heads() -> list[str]:
    return [Months.NO(), Months.NAME_DEPARTMENT(), Months.AGE(), Months.DEADLINE(), ""]


def write_page(path: Path, answer: Answer, *, lang: str = "zh") -> None:
    """Write the report as one page, without a script or a font from elsewhere."""
    import jinja2

    with written_in(lang), fresh(path) as new:
        heads, rows = laid_out(answer, bars=False)
        main = MAIN[answer["by"]]
        top = max((abs(Decimal(row[main])) for row in answer["rows"]), default=Decimal(0)) or Decimal(1)
        bars = [
            {
                "name": row_name(answer["by"], row["name"])[:14],
                "value": shown(main, row[main]),
                "width": round(abs(Decimal(row[main])) / top * _LONGEST_BAR),
                "minus": Decimal(row[main]) < 0,
            }
            for row in answer["rows"]
        ]
        page = jinja2.Environment(autoescape=True).from_string(_TEMPLATE.read_text("utf-8"))
        text = page.render(
            lang=language(), title=title_of(answer), under=under_title(answer), in_all=Months.IN_ALL(),
            totals=figures(answer["totals"]) if answer["months"] else [], chart_title=column_name(main), bars=bars,
            heads=heads, rows=rows, nothing=Months.NOTHING(), open_title=f"{Months.OPEN()} · {len(answer['open'])}",
            open_heads=_open_heads(), open=[open_row(line) for line in answer["open"][:MOST_OPEN]],
            no_open=Months.NO_OPEN(), printed=Months.PRINTED(),
        )  # fmt: skip
        new.write_text(text, encoding="utf-8")


def write_workbook(path: Path, answer: Answer, *, lang: str = "zh") -> None:
    """Write the report as a workbook: figures as numbers, a chart of the main one."""
    import xlsxwriter

    with written_in(lang), fresh(path) as new:
        book = xlsxwriter.Workbook(str(new), TEXT_ONLY)
        head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "vcenter"})
        title = book.add_format({"bold": True, "font_size": 14})
        rate = book.add_format({"num_format": "0.00%"})
        by, main = answer["by"], MAIN[answer["by"]]
        keys = COLUMNS[by]
        sheet = book.add_worksheet(Months[f"NAME_{by.upper()}"]())
        sheet.write_string(0, 0, cell_text(title_of(answer)), title)
        for place, sentence in enumerate(under_title(answer), 1):
            sheet.write_string(place, 0, cell_text(sentence))
        top = 4
        heads = [
            Months[f"NAME_{by.upper()}"](),
            *(column_name(key) for key in keys),
            Months.PREVIOUS(),
            Months.YEAR_AGO(),
        ]
        sheet.write_row(top, 0, heads, head)
        for place, row in enumerate(answer["rows"], top + 1):
            sheet.write_string(place, 0, cell_text(row_name(by, row["name"])))
            for column, key in enumerate(keys, 1):
                if row[key] is None:
                    sheet.write_string(place, column, "—")
                else:
                    sheet.write_number(place, column, float(row[key]), rate if key in _RATES else None)
            for column, side in ((len(keys) + 1, "previous"), (len(keys) + 2, "year_ago")):
                if row[side] is None:
                    sheet.write_string(place, column, "—")
                else:
                    sheet.write_number(place, column, float(Decimal(row[main]) - Decimal(row[side])))
        sheet.set_column(0, 0, 24)
        sheet.set_column(1, len(heads), 12)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        last = top + len(answer["rows"])
        if answer["rows"]:
            chart = book.add_chart({"type": "column" if by == "month" else "bar"})
            at = keys.index(main) + 1
            chart.add_series(
                {"categories": [sheet.name, top + 1, 0, last, 0], "values": [sheet.name, top + 1, at, last, at]}
            )
            chart.set_title({"name": column_name(main), "name_font": {"size": 11}})
            chart.set_legend({"none": True})
            sheet.insert_chart(last + 2, 0, chart, {"x_scale": 1.4})
        late = book.add_worksheet(Months.OPEN()[:31].replace("，", " "))
        late.write_row(0, 0, _open_heads(), head)
        for place, line in enumerate(answer["open"], 1):
            for column, cell in enumerate(open_row(line)):
                if column == 2:
                    late.write_number(place, column, line["age"])
                else:
                    late.write_string(place, column, cell_text(cell))
        late.set_column(0, 4, 18)
        book.close()


def write_document(path: Path, answer: Answer, *, lang: str = "zh") -> None:
    """Write the report as a document to be signed for."""
    from complaint_cli.render.paper.page import Page

    with written_in(lang), fresh(path) as new:
        page = Page()
        page.paragraph(title_of(answer), 16, bold=True, centre=True)
        for sentence in under_title(answer):
            page.paragraph(sentence, 9)
        if not answer["months"]:
            page.paragraph(Months.NOTHING())
        else:
            page.heading(Months.IN_ALL())
            page.paragraph(
                "，".join(Months.FIGURE(name=name, value=value) for name, value in figures(answer["totals"]))
            )
            heads, rows = laid_out(answer, bars=False)
            page.heading(Months[f"NAME_{answer['by'].upper()}"]())
            width = 13.0 / (len(heads) - 1)
            page.table(heads, rows, (4.0, *([width] * (len(heads) - 1))), numbers=tuple(range(1, len(heads))))
        page.heading(f"{Months.OPEN()} · {len(answer['open'])}")
        if answer["open"]:
            lines = [open_row(line) for line in answer["open"][:MOST_OPEN]]
            page.table(_open_heads(), lines, (3.4, 4.6, 2.0, 4.2, 2.8), numbers=(2,))
        else:
            page.paragraph(Months.NO_OPEN())
        page.document.save(str(new))
