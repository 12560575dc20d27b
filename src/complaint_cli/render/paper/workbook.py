"""The month's assessment as an Excel workbook with its charts."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from complaint_cli.assessment.answer import Answer, Beside
from complaint_cli.assessment.lines import NOTHING, Adjustment, FineLine
from complaint_cli.files import fresh
from complaint_cli.messages import in_one
from complaint_cli.messages.documents import Paper, written_in
from complaint_cli.messages.period import Months
from complaint_cli.messages.report import Report, rule_name, told
from complaint_cli.render.lists import comparison, listings
from complaint_cli.render.paper.ledger import new_workbook, print_setup
from complaint_cli.render.paper.notice import unconfirmed
from complaint_cli.render.paper.sheets import Cell, Change, Rate, Sheets, write_heads
from complaint_cli.render.particulars import adjusted, cited, fine_told, marks, own_and_objection, particulars
from complaint_cli.render.screen.report import by_rank
from complaint_cli.text.amounts import two
from complaint_cli.text.layout import cells

MONTHS = 6
"""The months whose rates are drawn, this one among them."""
_COLOURS = ("#2E75B6", "#C55A11", "#548235")


def write_assessment(path: Path, answer: Answer, history: Sequence[Beside], *, lang: str) -> None:
    """Write a month's assessment; ``history`` holds the figures of earlier months, the earliest first."""
    with fresh(path) as new, written_in(lang), new_workbook(new) as book:
        as_of = answer.period.as_of.replace(tzinfo=None)
        book.set_properties({"created": as_of})  # and not now: a closed month is the same bytes for ever
        month = Sheets(book, answer)
        _scores(month)
        _fines(month)
        _points(month)
        _rates(month, [*(past for past in history if past.month < answer.month), answer.beside][-MONTHS:])
        _rest(month)
        _lists(month)


def _rate(rate: Decimal | None) -> Rate | str:
    return Paper.NO_DATA() if rate is None else Rate(rate)


def _scores(month: Sheets) -> None:
    names = (
        Paper.COL_RANK, Paper.COL_DEPARTMENT, Paper.COL_RECEIVED_N, Paper.COL_DUE_N, Paper.COL_ON_TIME_N,
        Paper.COL_RATE, Paper.COL_CALLS, Paper.COL_SATISFACTION_RATE, Paper.COL_BASE, Paper.COL_BONUS,
        Paper.COL_DEDUCTION, Paper.COL_SCORE,
    )  # fmt: skip
    sheet = month.sheet(Paper.SHEET_SCORES, (7, 18, 8, 8, 10, 12, 10, 10, 10, 9, 9, 10))
    write_heads(sheet, 3, [name() for name in names], month.looks)
    answer = month.answer
    lines = by_rank(answer.departments)
    for row, line in enumerate(lines, 4):
        mine = [p.points for p in answer.points if p.department == line.department]
        carried = [a.difference for a in answer.adjustments if a.kind == "points" and a.department == line.department]
        month.row(
            sheet,
            row,
            [
                line.rank or Paper.NO_DATA(), line.department, line.received, line.due, line.on_time,
                _rate(line.on_time_rate), line.callbacks_valid, _rate(line.satisfaction),
                line.base, sum((p for p in mine + carried if p > 0), Decimal(0)),
                sum((p for p in mine + carried if p < 0), Decimal(0)), line.score,
            ],
        )  # fmt: skip
    last = 3 + len(lines)
    sheet.freeze_panes(4, 2)
    chart = month.book.add_chart({"type": "bar"})
    name = Paper.SHEET_SCORES()
    chart.add_series(
        {
            "name": Paper.COL_SCORE(),
            "categories": [name, 4, 1, last, 1],
            "values": [name, 4, 11, last, 11],
            "data_labels": {"value": True, "num_format": "0.00"},
            "fill": {"color": _COLOURS[0]},
            "gap": 60,
        }
    )
    _dress(chart, Paper.CHART_SCORES(), legend=False, height=90 + 30 * len(lines))
    chart.set_y_axis({"reverse": True, "interval_unit": 1, "major_gridlines": {"visible": False}})  # a bar lies
    chart.set_x_axis({"min": 0, "visible": False, "major_gridlines": {"visible": False}})
    page = month.sheet(Paper.CHART_SCORES, (15,) * 8)  # its own, which no end of a page parts
    page.insert_chart(3, 0, chart)
    page.fit_to_pages(1, 1)


_FAINT = {"visible": True, "line": {"color": "#D9D9D9"}}


def _dress(chart: Any, title: str, *, legend: bool, height: int = 330) -> None:
    chart.set_title({"name": title, "name_font": {"size": 13}})
    chart.set_size({"width": 860, "height": height})
    chart.set_legend({"position": "bottom"} if legend else {"none": True})


def _fines(month: Sheets) -> None:
    names = (
        Paper.COL_SERIAL, Paper.COL_NUMBER, Paper.COL_RULE, Paper.COL_FACTS, Paper.COL_CITE, Paper.COL_DEPARTMENT,
        Paper.COL_PERSON, Paper.COL_ROLE, Paper.COL_BAND, Paper.COL_BASE_AMOUNT, Paper.COL_FACTOR,
        Paper.COL_PROPOSED, Paper.COL_DECIDED, Paper.COL_REMARK, Paper.COL_SIGNED, Paper.COL_AUDITOR,
    )  # fmt: skip
    sheet = month.sheet(Paper.SHEET_FINES, (5, 11, 11, 50, 12, 12, 9, 9, 9, 9, 5, 11, 11, 13, 11, 11))
    month.say(sheet, 2, len(names) - 1, in_one([Paper.PROPOSAL(), *own_and_objection(month.answer)]))
    write_heads(sheet, 3, [name() for name in names], month.looks)
    fines = month.answer.fines
    row = 3
    for row, line in enumerate(fines, 4):
        month.row(sheet, row, [row - 3, *_fine(line)])
    sheet.freeze_panes(4, 2)
    row += 1
    _total(month, sheet, row, Paper.TOTAL_AS_PROPOSED(), sum((line.proposed for line in fines), NOTHING))
    totals, carried = month.answer.totals, [one for one in month.answer.adjustments if one.kind == "fine"]
    sheet.write_number(row, 12, totals.fines, month.looks["total"])
    for number, change in enumerate(carried, 1):
        row += 1
        month.row(sheet, row, [number, *_carried(change)])
    if carried:
        row += 1
        _total(month, sheet, row, Paper.TOTAL_WITH_CARRIED(), None)
        sheet.write_number(row, 12, totals.fines + (totals.adjustments or NOTHING), month.looks["total"])
    for note in unconfirmed(month.answer):
        row += 1
        month.say(sheet, row, len(names) - 1, note)
    row += 2
    signed = month.book.add_format({"font_size": 11})
    for position, label in zip((0, 3, 4, 7, 10), Paper.SIGNATURES().split("|"), strict=True):
        sheet.write_string(row, position, label, signed)
    sheet.set_row(row, 30)
    _persons(month)
    _fine_chart(month)


def _fine(line: FineLine) -> list[Cell]:
    low, high = (two(edge).removesuffix(".00") for edge in line.band)
    facts = in_one([told(line.rule, line.facts), *particulars(line)])
    return [
        line.complaint, rule_name(line.rule), facts, cited(line),
        line.department, line.person or Paper.NO_DATA(), Report[line.role.upper()](),
        f"{low}–{high}", line.base, line.factor, line.proposed, line.decided, in_one(marks(line)), None, None,
    ]  # fmt: skip


def _total(month: Sheets, sheet: Any, row: int, label: str, proposed: Decimal | None) -> None:
    """Write a row of sums as far as what is proposed."""
    look = month.looks["total"]
    sheet.set_row(row, 20)
    sheet.merge_range(row, 0, row, 10, "", look)
    sheet.write_string(row, 0, label, look)
    for position in range(11, 16):
        sheet.write_blank(row, position, None, look)
    if proposed is not None:
        sheet.write_number(row, 11, proposed, look)


def _carried(change: Adjustment) -> list[Cell]:
    """Return what an earlier month carries as a fine's row: the difference stands where fines have what is decided."""
    line = change.line if isinstance(change.line, FineLine) else None
    role = Report[line.role.upper()]() if line else None
    return [
        change.complaint, rule_name(change.rule), adjusted(change), cited(line) if line else None,
        change.department, change.person or Paper.NO_DATA(), role, *[None] * 4, change.difference,
        Months.CARRIED(month=change.month, was=two(change.was), now=two(change.now)), None, None,
    ]  # fmt: skip


def _persons(month: Sheets) -> None:
    """Write each person's sums as numbers, what payroll withholds among them, with a place to sign."""
    lines = month.answer.persons
    if not lines:
        return
    names = (
        Paper.COL_PERSON, Report.COLUMN_COUNT, Paper.COL_PROPOSED, Paper.COL_DECIDED, Report.COLUMN_CARRIED,
        Report.COLUMN_TOTAL, Report.COLUMN_YEAR_COUNT, Report.COLUMN_YEAR_TOTAL, Paper.COL_SIGNED, Paper.COL_AUDITOR,
    )  # fmt: skip
    sheet = month.sheet(Paper.SHEET_PERSONS, (14, 8, 12, 12, 12, 12, 10, 12, 16, 16))
    write_heads(sheet, 3, [name() for name in names], month.looks)
    month.say(sheet, 2, len(names) - 1, Paper.UNDECIDED())
    for row, line in enumerate(lines, 4):
        month.row(sheet, row, [line.person, *line.figures, None, None])
    last = 4 + len(lines)
    sheet.set_row(last, 20)
    sheet.write_string(last, 0, Paper.TOTAL(), month.looks["total"])
    for position, column in enumerate(zip(*(line.figures for line in lines), strict=True), 1):
        look = month.looks["total" if isinstance(column[0], Decimal) else "total_count"]
        sheet.write_number(last, position, sum(column), look)
    for position in (8, 9):
        sheet.write_blank(last, position, None, month.looks["total"])
    sheet.freeze_panes(4, 1)


def _fine_chart(month: Sheets) -> None:
    """Draw the fines by clause on a sheet of their own, under the numbers drawn."""
    sums: dict[str, Decimal] = {}
    for line in sorted(month.answer.fines, key=lambda line: (line.clause, line.rule)):
        label = f"{cited(line)} {rule_name(line.rule)}"
        sums[label] = sums.get(label, Decimal(0)) + line.proposed
    if not sums:
        return
    data = month.book.add_worksheet(Paper.SHEET_CLAUSES())
    month.widths = (30, 14)
    for position, width in enumerate(month.widths):
        data.set_column(position, position, width)
    write_heads(data, 0, [Paper.COL_CITE(), Paper.COL_PROPOSED()], month.looks)
    for position, (label, amount) in enumerate(sums.items(), 1):
        month.row(data, position, [label, amount])
    print_setup(data, Paper.CHART_FINES())
    chart = month.book.add_chart({"type": "column"})
    name, last = Paper.SHEET_CLAUSES(), len(sums)
    chart.add_series(
        {
            "name": Paper.COL_PROPOSED(),
            "categories": [name, 1, 0, last, 0],
            "values": [name, 1, 1, last, 1],
            "data_labels": {"value": True, "num_format": "0"},
            "fill": {"color": _COLOURS[1]},
            "gap": 60,
        }
    )
    _dress(chart, Paper.CHART_FINES(), legend=False)
    chart.set_y_axis({"min": 0, "num_format": "0", "major_gridlines": _FAINT})
    data.insert_chart(last + 2, 0, chart, {"object_position": 1})


def _points(month: Sheets) -> None:
    names = (
        Paper.COL_SERIAL, Paper.COL_NUMBER, Paper.COL_DEPARTMENT, Paper.COL_RULE, Paper.COL_CITE, Paper.COL_FACTS,
        Paper.COL_AT, Paper.COL_FACTOR, Paper.COL_POINTS,
    )  # fmt: skip
    sheet = month.sheet(Paper.SHEET_POINTS, (6, 12, 16, 16, 14, 62, 17, 6, 9))
    write_heads(sheet, 3, [name() for name in names], month.looks)
    row = 3
    for row, line in enumerate(month.answer.points, 4):
        facts = told(line.rule, line.facts)
        cells = [row - 3, line.complaint, line.department, rule_name(line.rule), cited(line), facts]
        month.row(sheet, row, [*cells, line.at.replace(tzinfo=None), line.factor, line.points])
    sheet.freeze_panes(4, 2)
    sheet.autofilter(3, 0, max(row, 4), len(names) - 1)


def _rates(month: Sheets, history: Sequence[Beside]) -> None:
    names = (
        Paper.COL_MONTH, Paper.COL_RECEIVED_N, Paper.COL_DUE_N, Paper.COL_ON_TIME_N, Paper.COL_RATE,
        Paper.COL_CALLS, Paper.COL_SATISFACTION_RATE, Paper.COL_REPEATS,
    )  # fmt: skip
    sheet = month.sheet(Paper.SHEET_RATES, (12, 10, 10, 12, 14, 12, 14, 12))
    write_heads(sheet, 3, [name() for name in names], month.looks)
    for row, past in enumerate(history, 4):
        overall = past.overall
        counts: list[Cell] = [past.month, overall.received, overall.due, overall.on_time]
        rates = [None if rate is None else Rate(rate) for rate in (overall.on_time_rate, overall.satisfaction)]
        month.row(sheet, row, [*counts, rates[0], overall.callbacks_valid, rates[1], overall.repeats])
    name, last = Paper.SHEET_RATES(), 3 + len(history)
    chart = month.book.add_chart({"type": "line"})
    for colour, (column, label) in zip(_COLOURS, ((4, Paper.COL_RATE), (6, Paper.COL_SATISFACTION_RATE)), strict=False):
        chart.add_series(
            {
                "name": label(),
                "categories": [name, 4, 0, last, 0],
                "values": [name, 4, column, last, column],
                "marker": {"type": "circle", "size": 6, "fill": {"color": colour}, "border": {"color": colour}},
                "line": {"color": colour, "width": 2.25},
            }
        )
    _dress(chart, Paper.CHART_RATES(), legend=True)
    shown = [rate for past in history for rate in (past.overall.on_time_rate, past.overall.satisfaction)]
    lowest = max(0, int(min(1 if rate is None else rate for rate in shown) * 10) - 1) / 10
    chart.set_y_axis({"min": lowest, "max": 1, "major_unit": 0.1, "num_format": "0%", "major_gridlines": _FAINT})
    chart.show_blanks_as("gap")
    sheet.insert_chart(last + 2, 0, chart, {"object_position": 1})


def _rest(month: Sheets) -> None:
    """What was excluded, what has nobody to be fined, and what earlier months carry over."""
    names = (
        Paper.COL_KIND, Paper.COL_NUMBER, Paper.COL_MONTH, Paper.COL_DEPARTMENT, Paper.COL_PERSON, Paper.COL_RULE,
        Paper.COL_WAS, Paper.COL_NOW, Paper.COL_DIFFERENCE, Paper.COL_REASON,
    )  # fmt: skip
    sheet = month.sheet(Paper.SHEET_EXCLUDED, (20, 12, 10, 16, 10, 16, 10, 10, 10, 50))
    write_heads(sheet, 3, [name() for name in names], month.looks)
    answer = month.answer
    rows: list[list[Cell]] = []
    for out in answer.excluded:
        by = f"{Report.COLUMN_APPROVED()} {out.approved_by}" if out.approved_by else ""
        why = in_one([part for part in (out.reason, by) if part])
        rows.append([Paper.KIND_EXCLUDED(), out.complaint, answer.month, *[None] * 6, why])
    for fine in answer.unassigned:
        who = " ".join(filter(None, (Report[fine.role.upper()](), fine.person)))
        head = [Paper.KIND_UNASSIGNED(), fine.complaint, answer.month, fine.department, who]
        rows.append([*head, rule_name(fine.rule), None, fine.proposed, None, fine_told(fine)])
    for change in answer.adjustments:
        kind = Paper.ADJUSTED_FINE() if change.kind == "fine" else Paper.ADJUSTED_POINTS()
        head = [kind, change.complaint, change.month, change.department, change.person]
        rule = f"{cited(change.line)} {rule_name(change.rule)}" if change.line else rule_name(change.rule)
        rows.append([*head, rule, change.was, change.now, change.difference, adjusted(change)])
    for row, values in enumerate(rows, 4):
        month.row(sheet, row, values)
    if not rows:
        month.say(sheet, 4, len(names) - 1, Paper.NOTHING())


def _lists(month: Sheets) -> None:
    """Write every figure beside last month's and last year's, and the three lists, each on its sheet."""
    beside = comparison(month.answer)
    for listing in (*([beside] if beside.rows else []), *listings(month.answer)):
        longest = [max(map(cells, column)) + 3 for column in zip(listing.heads, *listing.rows, strict=True)]
        sheet = month.sheet(Paper[f"SHEET_{listing.name.upper()}"], [min(max(size, 8), 44) for size in longest])
        write_heads(sheet, 3, listing.heads, month.looks)
        for row, texts in enumerate(listing.rows, 4):
            month.row(sheet, row, [texts[0], *map(_figure, texts[1:])] if listing.name == "compared" else texts)
        sheet.freeze_panes(4, 1)


def _figure(text: str) -> Cell:
    """Return a figure as a number, as it is shown; what is none stays text."""
    try:
        value = Decimal(text.rstrip("%"))
    except InvalidOperation:
        return text
    if text.endswith("%"):
        return Rate(value / 100)
    return Change(value) if text[0] in "+-" else value if "." in text else int(value)
