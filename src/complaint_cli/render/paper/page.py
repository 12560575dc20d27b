"""What the Word documents that we lay out ourselves have in common: the page, headings, tables."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from io import BytesIO
from pathlib import Path
from typing import Any

from complaint_cli.messages.documents import Paper
from complaint_cli.text.plain import plain


class Page:
    """An A4 document whose lines are of one height, with its page numbers at the foot."""

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
        self._numbered(section.footer.paragraphs[0])

    def _numbered(self, paragraph: Any) -> None:
        """Write the page's number and how many there are."""
        from docx.enum.text import WD_ALIGN_PARAGRAPH
        from docx.oxml import OxmlElement
        from docx.oxml.ns import qn
        from docx.shared import Pt

        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        for part in re.split("({page}|{pages})", Paper.PAGE_OF()):
            run = paragraph.add_run("" if part.startswith("{") else part)
            run.font.size = Pt(9)
            if part.startswith("{"):
                field = OxmlElement("w:fldSimple")
                field.set(qn("w:instr"), "PAGE" if part == "{page}" else "NUMPAGES")
                paragraph._p.replace(run._r, field)
                field.append(run._r)
                run.text = "1"

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
        self, heads: Sequence[str], rows: Sequence[Sequence[str]], widths: Sequence[float], numbers: Iterable[int] = ()
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


def write_undated(path: Path, written: BytesIO) -> None:
    """Write a docx without the time at which it was zipped: a closed month is the same bytes for ever."""
    import zipfile

    with zipfile.ZipFile(written) as archive, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in archive.infolist():
            new.writestr(zipfile.ZipInfo(entry.filename), archive.read(entry), zipfile.ZIP_DEFLATED)
