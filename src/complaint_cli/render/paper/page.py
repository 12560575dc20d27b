"""What the Word documents that we lay out ourselves have in common: the page, headings, tables."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from io import BytesIO
from pathlib import Path
from typing import Any

from complaint_cli.messages.documents import Paper
from complaint_cli.render.paper.content import printable
from complaint_cli.render.paper.table import table_xml
from complaint_cli.text.plain import plain


class Page:
    """An A4 document whose lines are of one height, with its page numbers at the foot."""

    def __init__(self, *, lying: bool = False) -> None:
        from docx import Document
        from docx.enum.section import WD_ORIENT
        from docx.oxml import OxmlElement
        from docx.oxml.ns import qn
        from docx.shared import Cm, Pt

        self.document: Any = Document()
        section = self.document.sections[0]
        self.room = 25.7 if lying else 17.0  # centimetres between the margins
        section.page_width, section.page_height = (Cm(29.7), Cm(21)) if lying else (Cm(21), Cm(29.7))
        section.orientation = WD_ORIENT.LANDSCAPE if lying else WD_ORIENT.PORTRAIT
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
        self,
        text: str,
        size: float = 10.5,
        *,
        bold: bool = False,
        centre: bool = False,
        before: float = 2,
        keep: bool = False,
    ) -> None:
        """Add a paragraph; one to ``keep`` stands on the page of what follows it."""
        from docx.enum.text import WD_ALIGN_PARAGRAPH
        from docx.shared import Pt

        paragraph = self.document.add_paragraph()
        run = paragraph.add_run(printable(plain(text, lines=False)))
        run.bold, run.font.size = bold, Pt(size)
        look = paragraph.paragraph_format
        look.line_spacing, look.space_before = Pt(size * 1.45), Pt(before)
        if keep:
            look.keep_with_next = True
        if centre:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER

    def heading(self, text: str, size: float = 11.5) -> None:
        """Add a heading, which no page ends with."""
        self.paragraph(text, size, bold=True, before=6, keep=True)

    def table(
        self,
        heads: Sequence[str],
        rows: Sequence[Sequence[str]],
        *,
        numbers: Iterable[int] = (),
        wide: int | None = None,
        details: Sequence[str] = (),
        total: Sequence[str] = (),
    ) -> None:
        """Add a table as wide as the page; what the options mean tells ``table_xml``."""
        from docx.oxml import parse_xml

        made = table_xml(heads, rows, self.room, numbers=numbers, wide=wide, details=details, total=total)
        self.document.element.body.insert_element_before(parse_xml(made), "w:sectPr")


def write_undated(path: Path, written: BytesIO) -> None:
    """Write a docx without the time at which it was zipped: a closed month is the same bytes for ever."""
    import zipfile

    with zipfile.ZipFile(written) as archive, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in archive.infolist():
            new.writestr(zipfile.ZipInfo(entry.filename), archive.read(entry), zipfile.ZIP_DEFLATED)
