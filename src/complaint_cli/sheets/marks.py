"""What a workbook says beside its cells: hidden rows, failed formulas, merged cells, numbers that show otherwise."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from complaint_cli.sheets.formats import Shape, shape_of, shown
from complaint_cli.text.tuples import NamedTuple

if TYPE_CHECKING:
    from zipfile import ZipFile

Place = tuple[int, int]
"""A cell's row and column, from 0."""


class Marks(NamedTuple):
    """The marks of one sheet: hidden rows from 1, what cells show other than they hold, merged cells by their corners.

    A failed formula shows its error; a number may show zeros or words with it.
    """

    hidden: frozenset[int]
    shown: dict[Place, str]
    merged: list[tuple[Place, Place]]


NO_MARKS = Marks(frozenset(), {}, [])
_SHEET = re.compile(rb"<(?:\w+:)?sheet\b[^>]*>")
_LINK = re.compile(rb"<(?:\w+:)?Relationship\b[^>]*>")
_HIDDEN_ROW = re.compile(rb"<(?:\w+:)?row\b[^>]*\bhidden=[\"'](?:1|true)")
_FAILED = (b't="e"', b"t='e'")
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_CALC = "{urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0}"
_MOST_ROWS = 1_048_576


def marks(path: Path) -> dict[str, Marks]:
    """Return the marks of a workbook's sheets by name; a binary .xlsb tells none. ValueError where it is damaged."""
    import zipfile
    import zlib

    if not zipfile.is_zipfile(path):
        return _old(path)
    try:
        with zipfile.ZipFile(path) as archive:
            if "xl/workbook.xml" in archive.NameToInfo:
                return dict(_packed(archive))
            if "content.xml" in archive.NameToInfo:
                with archive.open("content.xml") as stream:
                    return dict(_open_document(stream))
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, SyntaxError, zlib.error) as error:
        raise ValueError(path) from error
    return {}


def _packed(archive: ZipFile) -> Iterator[tuple[str, Marks]]:
    """Yield the marks of an .xlsx; what is merged its reader tells."""
    from posixpath import join, normpath

    shapes = _shapes(archive)
    links = archive.read("xl/_rels/workbook.xml.rels") if "xl/_rels/workbook.xml.rels" in archive.NameToInfo else b""
    parts = {_attribute(link, b"Id"): _attribute(link, b"Target") for link in _LINK.findall(links)}
    for tag in _SHEET.findall(archive.read("xl/workbook.xml")):
        part = parts.get(_attribute(tag, rb"\w+:id"), "")
        name = part.lstrip("/") if part.startswith("/") else normpath(join("xl", part))
        if name not in archive.NameToInfo or not name.endswith(".xml"):
            continue
        yield html.unescape(_attribute(tag, b"name")), _of_sheet(archive.read(name), shapes)


def _shapes(archive: ZipFile) -> dict[str, Shape]:
    """Return the formats of a workbook that show more than a number, by the number of the style that has them."""
    if "xl/styles.xml" not in archive.NameToInfo or b"formatCode" not in (data := archive.read("xl/styles.xml")):
        return {}
    from lxml import etree

    styles = etree.fromstring(data)
    codes = {each.get("numFmtId"): each.get("formatCode") or "" for each in styles.iterfind("{*}numFmts/{*}numFmt")}
    formats = enumerate(styles.iterfind("{*}cellXfs/{*}xf"))
    return {str(n): found for n, each in formats if (found := shape_of(codes.get(each.get("numFmtId"), "")))}


def _of_sheet(sheet: bytes, shapes: Mapping[str, Shape]) -> Marks:
    """Return the marks of one sheet; rows and cells are numbered on where they do not say their place."""
    cells = shapes or any(mark in sheet for mark in _FAILED)
    if not cells and not (b"hidden=" in sheet and _HIDDEN_ROW.search(sheet)):  # a pattern alone takes ten times as long
        return NO_MARKS
    from io import BytesIO

    from lxml import etree

    row = column = 0
    hidden, said = set[int](), dict[Place, str]()
    tags = ("{*}row", "{*}c") if cells else ("{*}row",)
    for event, element in etree.iterparse(BytesIO(sheet), events=("start", "end"), tag=tags):
        if element.tag.endswith("}row"):
            if event == "end":
                element.clear()
                continue
            row, column = int(element.get("r") or row + 1), 0
            if element.get("hidden") in ("1", "true"):
                hidden.add(row)
        elif event == "end":
            place = (element.get("r") or "").rstrip("0123456789")
            column = column_number(place.encode()) if place else column + 1
            value, kind = element.findtext("{*}v") or "", element.get("t", "n")
            text = shown(value, shapes.get(element.get("s", ""))) if kind == "n" else value or "#N/A"
            if text and kind in ("e", "n"):
                said[row - 1, column - 1] = text
    return Marks(frozenset(hidden), said, [])


def _attribute(tag: bytes, name: bytes) -> str:
    found = re.search(rb"\b" + name + rb"""=(?:"([^"]*)"|'([^']*)')""", tag)
    return (found[1] or found[2] or b"").decode() if found else ""


def column_number(letters: bytes) -> int:
    """Return a column's number from 1: ``AA`` is 27."""
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _open_document(stream: IO[bytes]) -> Iterator[tuple[str, Marks]]:
    """Yield the marks of an .ods."""
    from lxml import etree

    name, row, hidden, found = "", 0, set[int](), Marks(frozenset(), {}, [])
    tags = (f"{_TABLE}table", f"{_TABLE}table-row")
    for event, element in etree.iterparse(stream, events=("start", "end"), tag=tags):
        if element.tag == tags[0]:
            if event == "start":
                name, row, hidden, found = str(element.get(f"{_TABLE}name")), 0, set(), Marks(frozenset(), {}, [])
            else:
                yield name, found._replace(hidden=frozenset(hidden))
                element.clear()
        elif event == "end":
            times = min(int(element.get(f"{_TABLE}number-rows-repeated") or 1), _MOST_ROWS - row)
            if element.get(f"{_TABLE}visibility") in ("collapse", "filter"):
                hidden.update(range(row + 1, row + times + 1))
            _cells(element, row, found)
            row += times
            element.clear()


def _cells(element: Any, row: int, found: Marks) -> None:
    column = 0
    for cell in element:
        down = int(cell.get(f"{_TABLE}number-rows-spanned") or 1)
        across = int(cell.get(f"{_TABLE}number-columns-spanned") or 1)
        if down * across > 1:
            found.merged.append(((row, column), (row + down - 1, column + across - 1)))
        text = "".join("".join(part.itertext()) for part in cell.iterfind(f"{_TEXT}p"))
        number = cell.get(f"{_OFFICE}value")
        if cell.get(f"{_CALC}value-type") == "error" or (number and text != number and _more_than(number, text)):
            found.shown[row, column] = text
        column += int(cell.get(f"{_TABLE}number-columns-repeated") or 1)


def _more_than(number: str, text: str) -> bool:
    """Whether a text is a whole number with zeros or words, no thousands parted."""
    return number.isdecimal() and len(number) <= 15 and bool(re.fullmatch(rf"\D*0*{number}\D*", text))


def _old(path: Path) -> dict[str, Marks]:
    """Return the marks of an .xls; what is merged its reader tells. One that cannot be read so has none."""
    import io

    import xlrd

    try:
        book = xlrd.open_workbook(str(path), formatting_info=True, logfile=io.StringIO())
        return {sheet.name: _of_old(book, sheet) for sheet in book.sheets()}
    except Exception:  # whatever a file that another reader took makes this one raise
        return {}


def _of_old(book: Any, sheet: Any) -> Marks:
    import xlrd

    said: dict[Place, str] = {}
    for row in range(sheet.nrows):
        for column, cell in enumerate(sheet.row(row)):
            if cell.ctype == xlrd.XL_CELL_ERROR:
                said[row, column] = xlrd.error_text_from_code.get(cell.value, "#N/A")
            elif cell.ctype == xlrd.XL_CELL_NUMBER:
                code = book.format_map[book.xf_list[cell.xf_index].format_key].format_str
                if text := shown(cell.value, shape_of(code)):
                    said[row, column] = text
    return Marks(frozenset(row + 1 for row, kept in sheet.rowinfo_map.items() if kept.hidden), said, [])
