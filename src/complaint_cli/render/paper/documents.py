"""Word documents: the transfer form from its template, and the month's notice."""

from __future__ import annotations

import errno
import os
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any

from complaint_cli.errors import UsageError
from complaint_cli.files import fresh
from complaint_cli.messages import language
from complaint_cli.messages.documents import Paper, written_in
from complaint_cli.messages.report import percent, rule_name, short
from complaint_cli.render.screen.report import category_name, source_name
from complaint_cli.text.layout import fold
from complaint_cli.text.plain import plain

Answer = Mapping[str, Any]

MOST_BYTES = 50 * 1024 * 1024
"""The largest template, unpacked, that is read."""
LINES = 74
"""Lines of tables that two pages of the notice hold beside its words."""
MOST_NAMES = 8
"""Categories and sources listed by name; the rest are one line."""


def write_form(path: Path, boxes: Mapping[str, str], template: Path) -> None:
    """Fill a Word template; UsageError when it cannot be used. What stands in the boxes never acts."""
    from docxtpl import DocxTemplate
    from jinja2 import StrictUndefined
    from jinja2.sandbox import SandboxedEnvironment

    written = BytesIO()
    with fresh(path) as new:
        try:
            _check_template(template)
            document = DocxTemplate(template)
            document.render(boxes, SandboxedEnvironment(undefined=StrictUndefined), autoescape=True)
            document.save(written)
        except Exception as error:  # whatever a foreign file breaks
            reason = " ".join(str(error).split())[:120] or type(error).__name__
            raise UsageError(Paper.BAD_TEMPLATE, file=template, reason=reason) from error
        new.write_bytes(written.getvalue())  # here a full disk is no fault of the template


def _check_template(template: Path) -> None:
    """Refuse what is no file, and what would unpack to more than any form holds."""
    import zipfile

    if not template.is_file():
        raise OSError(errno.ENOENT, os.strerror(errno.ENOENT))
    with zipfile.ZipFile(template) as archive:
        if sum(entry.file_size for entry in archive.infolist()) > MOST_BYTES:
            raise OSError(errno.EFBIG, os.strerror(errno.EFBIG))


# -- the notice --------------------------------------------------------------------------------


def write_notice(path: Path, answer: Answer, company: str, *, lang: str = "zh") -> None:
    """Write the month's notice, at most two A4 pages, without any caller's data."""
    written = BytesIO()
    with fresh(path) as new, written_in(lang):
        _notice(answer, company).save(written)
        _write_undated(new, written)


def _write_undated(path: Path, written: BytesIO) -> None:
    """Write a docx without the time at which it was zipped: a closed month is the same bytes for ever."""
    import zipfile

    with zipfile.ZipFile(written) as archive, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in archive.infolist():
            new.writestr(zipfile.ZipInfo(entry.filename), archive.read(entry), zipfile.ZIP_DEFLATED)


def _notice(answer: Answer, company: str) -> Any:
    page = _Page()
    overall = answer["overall"]
    page.paragraph(company, 12, centre=True)
    page.paragraph(Paper.NOTICE(month=answer["month"]), 16, bold=True, centre=True)
    page.paragraph(basis(answer), 9)
    page.heading(Paper.PART_ONE())
    facts = {name: overall[name] for name in ("received", "due", "on_time", "repeats")}
    rates = {"rate": percent(overall["on_time_rate"]), "satisfaction": percent(overall["satisfaction"])}
    calls, excluded = overall["callbacks_valid"], len(answer["excluded"])
    page.paragraph(Paper.OVERALL(calls=calls, excluded=excluded, **facts, **rates))
    left = LINES
    page.heading(Paper.PART_TWO())
    left -= _counts(page, overall)
    page.heading(Paper.PART_THREE())
    left -= _scores(page, answer["departments"])
    page.heading(Paper.PART_FOUR())
    problems = Counter((line["rule"], cited(line)) for line in answer["points"] if line["points"].startswith("-"))
    left -= len(problems) + 2 * len(answer["unconfirmed"])
    _points(page, answer["points"], max(left, 6))
    page.heading(Paper.PART_FIVE())
    totals = answer["totals"]
    page.paragraph(
        Paper.FINES_IN_ALL(
            count=len(answer["fines"]),
            proposed=f"{sum(Decimal(line['base']) * line['factor'] for line in answer['fines']):.2f}",
            amount=totals["fines"],
            deductions=totals["deductions"].lstrip("-"),
            bonuses=totals["bonuses"],
        )
    )
    for (rule, cite), count in problems.most_common():
        page.paragraph(Paper.PROBLEM(rule=rule_name(rule), count=count, cite=cite))
    if not problems:
        page.paragraph(Paper.NO_PROBLEMS())
    for band in unconfirmed(answer):
        page.paragraph(band, 9)
    page.paragraph(Paper.SIGNED(), 10.5, before=10)
    for key in answer.get("keys", ()):
        page.paragraph(Paper.FINGERPRINT(**key), 9)
    return page.document


def basis(answer: Answer) -> str:
    """Say what a month-end paper rests on: period, status, edition and its hash, journal head."""
    period, policy = answer["period"], answer["policy"]
    return plain(
        Paper.BASIS(
            start=moment(period["start"]),
            end=moment(period["end"]),
            as_of=moment(answer["as_of"]),
            status=Paper[answer["status"].upper()](),
            policy=policy["title"],
            effective=policy["effective"],
            sha=policy["sha256"][:16],
            head=answer["head"][:16],
        )
    )


def unconfirmed(answer: Answer) -> list[str]:
    """Say which bands the company has not confirmed yet."""
    return [
        Paper.AWAITING(cite=cited(band), raw=band["raw"], low=short(band["band"][0]), high=short(band["band"][1]))
        for band in answer["unconfirmed"]
    ]


def cited(line: Answer) -> str:
    """Say a clause: 第五条第二款, or Art. 5.2."""
    return str(line["cite"]) if language() == "zh" else f"Art. {line['clause']}"


def moment(text: str) -> str:
    """Write an ISO time as people read it."""
    return f"{datetime.fromisoformat(text):%Y-%m-%d %H:%M}"


def _counts(page: _Page, overall: Answer) -> int:
    """Categories and sources beside each other, with their share."""
    halves = [
        _shares(overall["categories"], overall["received"], category_name),
        _shares(overall["sources"], overall["received"], source_name),
    ]
    height = max(map(len, halves))
    if not height:
        page.paragraph(Paper.NO_DATA())
        return 1
    empty = ("", "", "")
    rows = [[*a, *b] for a, b in zip(*(half + [empty] * (height - len(half)) for half in halves), strict=True)]
    heads = [Paper.COL_CATEGORY(), Paper.COL_COUNT(), Paper.COL_SHARE()]
    page.table([*heads, Paper.COL_SOURCE(), *heads[1:]], rows, (4.7, 1.6, 2.2, 4.7, 1.6, 2.2), numbers=(1, 2, 4, 5))
    return height + 1


def _shares(counts: Sequence[Answer], whole: int, named: Any) -> list[tuple[str, str, str]]:
    first, rest = counts[:MOST_NAMES], counts[MOST_NAMES:]
    lines = [(named(entry["name"]), entry["count"]) for entry in first]
    if rest:
        lines.append((Paper.OTHERS(count=len(rest)), sum(entry["count"] for entry in rest)))
    return [
        (fold(plain(name, lines=False), 26)[0], str(count), percent(f"{count / whole:.4f}")) for name, count in lines
    ]


def _scores(page: _Page, departments: Iterable[Answer]) -> int:
    heads = [
        Paper.COL_RANK(), Paper.COL_DEPARTMENT(), Paper.COL_RECEIVED_N(), Paper.COL_DUE_N(), Paper.COL_RATE(),
        Paper.COL_CALLS(), Paper.COL_SATISFACTION_RATE(), Paper.COL_POINTS(), Paper.COL_SCORE(),
    ]  # fmt: skip
    rows = [
        [
            str(line["rank"] or Paper.NO_DATA()),
            line["department"],
            *(str(line[name]) for name in ("received", "due")),
            percent(line["on_time_rate"]),
            str(line["callbacks_valid"]),
            percent(line["satisfaction"]),
            line["points"],
            line["score"],
        ]
        for line in sorted(departments, key=lambda line: (line["rank"] is None, line["rank"] or 0))
    ]
    page.table(heads, rows, (1.1, 3.7, 1.7, 1.4, 2.0, 1.9, 2.0, 1.6, 1.6), numbers=range(2, 9))
    return sum(_lines(row[1]) for row in rows) + 2


def _lines(department: str) -> int:
    """Return how many lines a department's name takes in a table."""
    return len(fold(department, 20))


def _points(page: _Page, points: Sequence[Answer], most: int) -> None:
    if not points:
        page.paragraph(Paper.NO_POINTS())
        return
    shown = []
    for line in points:
        most -= _lines(line["department"])
        if most < 2:
            break
        shown.append(line)
    heads = [Paper.COL_NUMBER(), Paper.COL_DEPARTMENT(), Paper.COL_RULE(), Paper.COL_CITE(), Paper.COL_POINTS()]
    rows = [
        [
            line["complaint"] or Paper.NO_DATA(),
            line["department"],
            rule_name(line["rule"]) + (Paper.DOUBLED(factor=line["factor"]) if line["factor"] != 1 else ""),
            cited(line),
            line["points"],
        ]
        for line in shown
    ]
    page.table(heads, rows, (2.8, 3.8, 4.6, 3.8, 2.0), numbers=(4,))
    if len(shown) < len(points):
        page.paragraph(Paper.MORE_LINES(count=len(points) - len(shown)), 9)


class _Page:
    """An A4 document whose lines are of one height, so that it has as many pages with any font."""

    def __init__(self) -> None:
        from docx import Document
        from docx.oxml import OxmlElement
        from docx.oxml.ns import qn
        from docx.shared import Cm, Pt

        self.document: Any = Document()
        section = self.document.sections[0]
        section.page_width, section.page_height = Cm(21), Cm(29.7)
        section.left_margin = section.right_margin = Cm(2)
        section.top_margin = section.bottom_margin = Cm(1.8)
        style: Any = self.document.styles["Normal"]
        style.font.name, style.font.size = "Times New Roman", Pt(10.5)
        look = style.element.get_or_add_rPr()
        look.get_or_add_rFonts().set(qn("w:eastAsia"), "宋体")
        spoken = OxmlElement("w:lang")  # else a reader may show the glyphs of another script
        spoken.set(qn("w:eastAsia"), "zh-CN")
        look.append(spoken)
        style.paragraph_format.space_before = style.paragraph_format.space_after = Pt(0)
        properties = self.document.core_properties
        properties.author = properties.comments = ""

    def paragraph(
        self, text: str, size: float = 10.5, *, bold: bool = False, centre: bool = False, before: float = 2
    ) -> None:
        self._write(self.document.add_paragraph(), text, size, bold, centre)
        from docx.shared import Pt

        self.document.paragraphs[-1].paragraph_format.space_before = Pt(before)

    def heading(self, text: str) -> None:
        self.paragraph(text, 11.5, bold=True, before=6)
        self.document.paragraphs[-1].paragraph_format.keep_with_next = True

    def _write(self, paragraph: Any, text: str, size: float, bold: bool, centre: bool) -> None:
        from docx.enum.text import WD_ALIGN_PARAGRAPH
        from docx.shared import Pt

        run = paragraph.add_run(plain(text, lines=False))
        run.bold, run.font.size = bold, Pt(size)
        paragraph.paragraph_format.line_spacing = Pt(size * 1.45)
        if centre:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER

    def table(
        self, heads: Sequence[str], rows: Sequence[Sequence[str]], widths: Sequence[float], numbers: Iterable[int]
    ) -> None:
        from docx.enum.table import WD_TABLE_ALIGNMENT
        from docx.enum.text import WD_ALIGN_PARAGRAPH
        from docx.oxml import OxmlElement
        from docx.shared import Cm

        table = self.document.add_table(rows=1 + len(rows), cols=len(heads))
        table.style, table.alignment, table.autofit = "Table Grid", WD_TABLE_ALIGNMENT.CENTER, False
        for column, width in zip(table._tbl.tblGrid.gridCol_lst, widths, strict=True):
            column.w = Cm(width)
        right = set(numbers)
        for row, texts in zip(table.rows, [heads, *rows], strict=True):
            first = texts is heads
            row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
            if first:
                row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
            for position, (cell, text) in enumerate(zip(row.cells, texts, strict=True)):
                cell.width = Cm(widths[position])
                self._write(cell.paragraphs[0], text, 9, first, first)
                if position in right and not first:
                    cell.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.RIGHT
