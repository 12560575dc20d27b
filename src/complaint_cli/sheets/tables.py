"""Spreadsheets and csv files in: rows of plain cells, whatever the office sent."""

from __future__ import annotations

import csv
import os
import re
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from complaint_cli.errors import ImportRejected
from complaint_cli.messages.exchange import Exchange
from complaint_cli.text.plain import harmless

SHEETS = (".xlsx", ".xls", ".xlsm", ".xlsb", ".ods")
MOST_BYTES = 512 * 1024 * 1024
"""The largest file, unpacked, that is read."""
MOST_CELLS = 50_000_000
"""The largest sheet, from its first cell to its farthest, that is unrolled in memory."""
_DIMENSION = re.compile(rb'<dimension ref="(?:[A-Z]{1,3}\d{1,7}:)?([A-Z]{1,3})(\d{1,7})"')
_CELL = re.compile(rb'<c r="([A-Z]{1,3})(\d{1,7})"[^>]*[^>/]>')  # one that is not empty
_OLD = b"\xd0\xcf\x11\xe0"
_TRY = """
import sys
from python_calamine import CalamineWorkbook
book = CalamineWorkbook.from_path(sys.argv[1])
for name in book.sheet_names:
    book.get_sheet_by_name(name)
"""

csv.field_size_limit(4 * 1024 * 1024)


def sheet_rows(path: Path) -> list[list[str]]:
    """Return every row of a file as text, for small files such as the organisation's."""
    return [["" if cell is None else str(cell) for cell in row] for row in rows(path)]


def rows(path: Path) -> Iterator[list[Any]]:
    """Yield the rows of a csv file or of a workbook's first sheet that has any.

    Cells are text, numbers, datetimes or None. Raises ImportRejected with a sentence when it is no such file.
    """
    _check_file(path)
    if path.suffix.lower() in SHEETS:
        return _sheet(path)
    with path.open("rb") as stream:
        start = stream.read(8)
    if start.startswith((b"PK\x03\x04", _OLD)):
        return _sheet(path)
    return _csv(path)


def _check_file(path: Path) -> None:
    try:
        found = path.stat()
    except (OSError, ValueError):
        raise ImportRejected(Exchange.NO_FILE, file=path) from None
    if not stat.S_ISREG(found.st_mode):
        raise ImportRejected(Exchange.NO_FILE, file=path)
    if found.st_size > MOST_BYTES:
        raise ImportRejected(Exchange.TOO_LARGE, file=path.name)


def _sheet(path: Path) -> Iterator[list[Any]]:
    from python_calamine import CalamineError, CalamineWorkbook

    _check_archive(path)
    _check_old(path)
    try:
        book = CalamineWorkbook.from_path(path)
        for name in book.sheet_names:
            sheet = book.get_sheet_by_name(name)
            if sheet.total_height:
                for row in sheet.iter_rows():
                    yield [cell if cell != "" else None for cell in row]
                return
    except (CalamineError, OSError, ValueError) as error:
        raise ImportRejected(Exchange.UNREADABLE, file=path.name) from error
    except BaseException as error:
        if type(error).__name__ == "PanicException":  # how the reader's own mistakes arrive
            raise ImportRejected(Exchange.UNREADABLE, file=path.name) from error
        raise


def _check_archive(path: Path) -> None:
    """Refuse a packed workbook that would unpack to more than fits."""
    import zipfile
    import zlib

    if not zipfile.is_zipfile(path):
        return
    try:
        with zipfile.ZipFile(path) as archive:
            if sum(entry.file_size for entry in archive.infolist()) > MOST_BYTES:
                raise ImportRejected(Exchange.TOO_LARGE, file=path.name)
            for name in archive.namelist():
                if name.startswith("xl/worksheets/") and name.endswith(".xml"):
                    _check_corner(archive, name, path)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, zlib.error) as error:
        raise ImportRejected(Exchange.UNREADABLE, file=path.name) from error


def _check_old(path: Path) -> None:
    """Read an old .xls in another process first: a damaged one may claim a size that ends the process."""
    import subprocess
    import sys

    with path.open("rb") as stream:
        if stream.read(4) != _OLD:
            return
    tried = subprocess.run([sys.executable, "-P", "-c", _TRY, path], capture_output=True, check=False)
    if tried.returncode:
        raise ImportRejected(Exchange.UNREADABLE, file=path.name)


def _check_corner(archive: Any, name: str, path: Path) -> None:
    """Refuse a sheet with a cell so far off that the empty ones before it would fill the memory.

    What the sheet says of its size is believed when it is small; else its cells are looked through.
    """
    with archive.open(name) as stream:
        block: bytes = stream.read(4096)
        said = _DIMENSION.search(block)
        if said and _column(said[1]) * int(said[2]) <= MOST_CELLS:
            return
        width = height = 1
        last = b"A1"
        while block:
            for column, row in _CELL.findall(block):
                if (_column(column), int(row)) > (width, height):
                    last = column + row
                width, height = max(width, _column(column)), max(height, int(row))
            if width * height > MOST_CELLS:
                raise ImportRejected(Exchange.FAR, file=path.name, cell=last.decode())
            more = stream.read(1 << 20)
            block = block[-64:] + more if more else b""


def _column(letters: bytes) -> int:
    """Return a column's number from 1: ``AA`` is 27."""
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _csv(path: Path) -> Iterator[list[Any]]:
    try:
        with path.open(encoding=_encoding(path), errors="strict", newline="") as stream:
            start = stream.read(64 * 1024)
            first = next((line for line in start.splitlines() if line.strip()), "")
            stream.seek(0)
            delimiter = max(",\t;", key=first.count)
            for row in csv.reader(stream, delimiter=delimiter):
                yield [cell or None for cell in row]
    except (csv.Error, UnicodeError) as error:
        raise ImportRejected(Exchange.UNREADABLE, file=path.name) from error


def _encoding(path: Path) -> str:
    """Return the encoding of a csv file: UTF-8 with or without BOM, UTF-16 with one, else GB18030."""
    import codecs

    with path.open("rb") as stream:
        if stream.read(2) in (b"\xff\xfe", b"\xfe\xff"):
            return "utf-16"
        for encoding in ("utf-8-sig", "gb18030"):
            stream.seek(0)
            decoder = codecs.getincrementaldecoder(encoding)()
            try:
                while block := stream.read(1 << 20):
                    if b"\0" in block:
                        raise ImportRejected(Exchange.UNREADABLE, file=path.name)
                    decoder.decode(block)
                decoder.decode(b"", final=True)
                return encoding
            except UnicodeDecodeError:
                continue
    raise ImportRejected(Exchange.ENCODING, file=path.name)


def write_csv(path: Path, lines: Iterator[list[str]]) -> None:
    """Write a csv file with a BOM, so that Excel shows Chinese; no cell can be taken for a formula."""
    with open(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w", encoding="utf-8-sig", newline="") as out:
        writer = csv.writer(out)
        for line in lines:
            writer.writerow([harmless(cell) for cell in line])
