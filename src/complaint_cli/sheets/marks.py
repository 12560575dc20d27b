"""What a workbook says beside its cells: rows that are hidden, formulas that failed, cells that are merged."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from complaint_cli.text.tuples import NamedTuple

Place = tuple[int, int]
"""A cell's row and column, from 0."""


class Marks(NamedTuple):
    """The marks of one sheet: hidden rows from 1, the text of each failed formula, merged cells by their corners."""

    hidden: frozenset[int]
    errors: dict[Place, str]
    merged: list[tuple[Place, Place]]


NO_MARKS = Marks(frozenset(), {}, [])
_SHEET = re.compile(rb"<(?:\w+:)?sheet\b[^>]*>")
_LINK = re.compile(rb"<(?:\w+:)?Relationship\b[^>]*>")
_HIDDEN_ROW = re.compile(rb'<row\b[^>]*\bhidden="(?:1|true)"[^>]*>')
_FAILED = re.compile(
    rb'<c r="([A-Z]{1,3})(\d{1,7})"[^>]*\bt="e"[^>]*>(?:<f\b.*?(?:</f>|/>))?\s*<v>([^<]*)</v>', re.DOTALL
)
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
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


def _packed(archive: Any) -> Iterator[tuple[str, Marks]]:
    """Yield the marks of an .xlsx; what is merged its reader tells."""
    from posixpath import join, normpath

    links = archive.read("xl/_rels/workbook.xml.rels") if "xl/_rels/workbook.xml.rels" in archive.NameToInfo else b""
    parts = {_attribute(link, b"Id"): _attribute(link, b"Target") for link in _LINK.findall(links)}
    for tag in _SHEET.findall(archive.read("xl/workbook.xml")):
        part = parts.get(_attribute(tag, rb"\w+:id"), "")
        name = part.lstrip("/") if part.startswith("/") else normpath(join("xl", part))
        if name not in archive.NameToInfo or not name.endswith(".xml"):
            continue
        sheet = archive.read(name)
        hidden = _HIDDEN_ROW.findall(sheet) if b"hidden=" in sheet else ()
        failed = _FAILED.findall(sheet) if b't="e"' in sheet else ()
        errors = {(int(row) - 1, column_number(column) - 1): text.decode() for column, row, text in failed}
        rows = frozenset(int(_attribute(row, b"r") or 0) for row in hidden)
        yield html.unescape(_attribute(tag, b"name")), Marks(rows, errors, [])


def _attribute(tag: bytes, name: bytes) -> str:
    found = re.search(rb"\b" + name + rb'="([^"]*)"', tag)
    return found[1].decode() if found else ""


def column_number(letters: bytes) -> int:
    """Return a column's number from 1: ``AA`` is 27."""
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _open_document(stream: Any) -> Iterator[tuple[str, Marks]]:
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
        if cell.get(f"{_CALC}value-type") == "error":
            found.errors[row, column] = "".join(cell.itertext())
        column += int(cell.get(f"{_TABLE}number-columns-repeated") or 1)


def _old(path: Path) -> dict[str, Marks]:
    """Return the marks of an .xls; what is merged its reader tells. One that cannot be read so has none."""
    import io

    import xlrd

    try:
        book = xlrd.open_workbook(str(path), formatting_info=True, logfile=io.StringIO())
        return {
            sheet.name: Marks(
                frozenset(row + 1 for row, shown in sheet.rowinfo_map.items() if shown.hidden),
                {
                    (row, column): xlrd.error_text_from_code.get(cell.value, "#N/A")
                    for row in range(sheet.nrows)
                    for column, cell in enumerate(sheet.row(row))
                    if cell.ctype == xlrd.XL_CELL_ERROR
                },
                [],
            )
            for sheet in book.sheets()
        }
    except Exception:  # whatever a file that another reader took makes this one raise
        return {}
