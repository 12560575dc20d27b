"""Files that hold an order: text in any usual encoding, Word and Excel forms; each as rows of cells."""

from __future__ import annotations

import csv
import io
import re
import tempfile
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from complaint_cli.errors import ImportRejected, UsageError
from complaint_cli.messages.exchange import Exchange
from complaint_cli.sheets.cells import cleaned
from complaint_cli.sheets.kinds import OFFICE, check_start
from complaint_cli.sheets.order import Row, orders_in
from complaint_cli.sheets.tables import HTML, MOST_BYTES, SHEETS, page_of, sheets

MOST_TEXT = 1024 * 1024
"""The most bytes of text that is read as orders."""
_PARTING = "---"
_LINES = r'"((?:[^"\t\n]|"")*\n(?:[^"\t]|"")*)"'
_SPREAD = re.compile(rf"(?<=\t){_LINES}(?=[\t\r\n]|$)|(?m:^){_LINES}(?=\t)")
_BREAK = "\ue000"  # of a line within a cell, while its table is text
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_SYMBOLS = {"F0FE": "☑", "F052": "☑", "F0FC": "√", "F0A8": "□", "F0A3": "□", "F06F": "□"}  # Wingdings' boxes


def order_rows(data: bytes, name: str, unread: list[tuple[str, str]] | None = None) -> list[Row]:
    """Return the rows of an order's file, numbered from 1; a line of text without tabs is one cell.

    The sheets that are not read are added to ``unread``, each with why. Raises UsageError where it is no text,
    ImportRejected where it is a damaged form, or of a kind that is not read.
    """
    check_start(data[:4096], name)
    if data.startswith(OFFICE):
        if _is_word(data):
            return list(enumerate(_document(data, name), 1))
        return _forms(data, name, [] if unread is None else unread)
    text = _text(data, name)
    if HTML.match(data):
        return list(enumerate(_page(text, name), 1))
    if Path(name).suffix.lower() == ".csv":
        return list(enumerate(csv.reader(io.StringIO(text)), 1))
    found: list[Row] = []
    number = 1
    for line in _SPREAD.sub(_as_one_line, text).splitlines():
        found.append((number, [cell.replace(_BREAK, "\n") for cell in _cells(line)]))
        number += 1 + line.count(_BREAK)
    return found


def _as_one_line(found: re.Match[str]) -> str:
    """Write a cell of several lines, which a spreadsheet copies in quotes, as one line."""
    return re.sub(r"\r\n?|\n", _BREAK, found[1] or found[2]).replace('""', '"')


def _cells(line: str) -> list[str]:
    line = line.replace("\xa0", " ").replace("\u200b", "")
    if line.strip().startswith("|"):  # a table in a message
        return [cell.strip() for cell in line.strip().strip("|").split("|")]
    return line.split("\t")


def _text(data: bytes, name: str) -> str:
    if len(data) > MOST_TEXT:
        raise UsageError(Exchange.TOO_LARGE, file=name)
    encodings = ("utf-16",) if data[:2] in (b"\xff\xfe", b"\xfe\xff") else ("utf-8-sig", "gb18030")
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise UsageError(Exchange.ENCODING, file=name)


def _is_word(data: bytes) -> bool:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return "word/document.xml" in archive.namelist()
    except (zipfile.BadZipFile, ValueError):
        return False


def _forms(data: bytes, name: str, unread: list[tuple[str, str]]) -> list[Row]:
    """Return the rows of an Excel form, each a list of texts; merged cells stand once, a line parts the sheets."""
    forms: list[tuple[str, list[Row]]] = []
    with tempfile.TemporaryDirectory() as folder:
        suffix = Path(name).suffix.lower()
        path = Path(folder, f"form{suffix if suffix in SHEETS else '.xlsx'}")
        path.write_bytes(data)
        try:
            for sheet in sheets(path, plain=True):
                said = [(number, cells) for number, row in sheet.rows if any(cells := cleaned(row))]
                if said and sheet.visible:
                    forms.append((sheet.name, said))
                elif said:
                    unread.append((sheet.name, Exchange.HIDDEN()))
        except ImportRejected as error:
            raise ImportRejected(error.message, **(error.facts | {"file": name})) from None
    ours = [form for form in forms if _holds_order(form[1])]
    unread += [(sheet, Exchange.NO_COLUMNS()) for sheet, said in forms if ours and (sheet, said) not in ours]
    parted = [[(0, [_PARTING]), *said] for _, said in ours or forms]
    return [row for said in parted for row in said][1:]


def _holds_order(rows: list[Row]) -> bool:
    """Whether a sheet has an order's number or text; a cover or a list of words to choose from has neither."""
    return any(pair.label and pair.field in ("order_no", "content") for o in orders_in(rows) for pair in o.pairs)


def _page(text: str, name: str) -> Iterator[list[str]]:
    """Yield the lines of a page, whatever name it carries, and the rows of its tables that hold no other table."""
    from lxml import etree

    page = page_of(text, name)
    for part in [*page.iter("head", "script", "style", etree.Comment)]:
        part.drop_tree()
    for part in page.iter():
        part.text, part.tail = (re.sub(r"[ \t\r\n]+", " ", said or "") for said in (part.text, part.tail))
        if part.tag in ("br", "p", "div", "li", "tr", "h1", "h2", "h3"):
            part.text, part.tail = part.text and f"\n{part.text}", f"\n{part.tail}"
    for table in [table for table in page.iter("table") if table.find(".//table") is None]:
        cells = [[cell.text_content().strip() for cell in row.iterchildren("td", "th")] for row in table.iter("tr")]
        tail = table.tail
        table.clear()
        lines = ("\t".join(re.sub(r"\s*\n\s*", _BREAK, cell) for cell in row) for row in cells)
        table.text, table.tail = "".join(f"\n{line}" for line in lines), f"\n{tail}"
    for line in page.text_content().split("\n"):
        yield [cell.replace(_BREAK, "\n") for cell in _cells(line.strip(" "))]


# -- Word --------------------------------------------------------------------------------------


def _document(data: bytes, name: str) -> Iterator[list[str]]:
    """Yield the paragraphs and the table rows of a Word file in their order; content controls are read too.

    The head of its pages, which may hold the company's own phone, tells an order number alone, where there is no other.
    """
    from docx import Document
    from docx.oxml import parse_xml

    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        if sum(entry.file_size for entry in archive.infolist()) > MOST_BYTES:
            raise ImportRejected(Exchange.TOO_LARGE, file=name)
        heads = [archive.read(part) for part in archive.namelist() if re.fullmatch(r"word/header\d*\.xml", part)]
    try:
        body = Document(io.BytesIO(data)).element.body
    except Exception as error:  # whatever a damaged package makes its reader raise
        raise ImportRejected(Exchange.UNREADABLE, file=name) from error
    for twice in [*body.iter(_FALLBACK)]:  # a text box as older programs draw it
        twice.getparent().remove(twice)
    rows = [*_blocks(body)]
    if heads and not _number_in(rows):
        yield from (label for head in heads if (label := _number_in(_blocks(parse_xml(head)), bare=False)))
    yield from rows


def _number_in(rows: Iterable[list[str]], *, bare: bool = True) -> list[str]:
    """Return the first order number of some rows with its label, if any; ``bare`` where 编号 alone may name it."""
    pairs = (pair for order in orders_in(enumerate(rows, 1)) for pair in order.pairs)
    found = (p for p in pairs if p.field == "order_no" and p.value and (bare or p.label != "编号"))
    return next(([pair.label, pair.value] for pair in found), [])


def _blocks(element: Any) -> Iterator[list[str]]:
    for child in element:
        if child.tag == f"{_W}p":
            yield from map(_cells, _paragraph(child).splitlines())
            for box in child.iter(f"{_W}txbxContent"):
                if _above(box, "p") is child:
                    yield from _blocks(box)
        elif child.tag == f"{_W}tr":
            yield [_cell(cell) for cell in child.iter(f"{_W}tc") if _above(cell, "tr") is child]
        elif child.tag in (f"{_W}tbl", f"{_W}sdt", f"{_W}sdtContent", f"{_W}ins", f"{_W}customXml"):
            yield from _blocks(child)


def _above(element: Any, kind: str) -> Any:
    """Return the nearest element of a kind that an element stands in."""
    return next(element.iterancestors(f"{_W}{kind}"))


def _cell(cell: Any) -> str:
    """Return a cell's text; one that goes on from the cell above says nothing."""
    merged = cell.find(f"{_W}tcPr/{_W}vMerge")
    if merged is not None and merged.get(f"{_W}val") != "restart":
        return ""
    return "\n".join(filter(None, (_paragraph(part).strip() for part in cell.iter(f"{_W}p"))))


def _paragraph(paragraph: Any) -> str:
    said = []
    for part in paragraph.iter(f"{_W}t", f"{_W}tab", f"{_W}br", f"{_W}sym"):
        if _above(part, "p") is not paragraph:
            continue  # in a text box, which has paragraphs of its own
        if part.tag == f"{_W}t":
            said.append(part.text or "")
        elif part.tag == f"{_W}sym":
            said.append(_SYMBOLS.get(str(part.get(f"{_W}char")).upper(), ""))
        elif part.getparent().tag != f"{_W}tabs":
            said.append("\t" if part.tag == f"{_W}tab" else "\n")
    return "".join(said)
