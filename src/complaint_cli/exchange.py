"""Spreadsheets and csv files in: rows of plain cells, whatever the office sent."""

from __future__ import annotations

import csv
import os
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from complaint_cli.errors import ImportRejected
from complaint_cli.messages.exchange import Exchange

SHEETS = (".xlsx", ".xls", ".xlsm", ".xlsb", ".ods")
MOST_BYTES = 512 * 1024 * 1024
"""The largest file, unpacked, that is read."""
MOST_CELL = 200_000

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
    if start.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
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


def _check_archive(path: Path) -> None:
    """Refuse a packed workbook that would unpack to more than fits."""
    import zipfile

    if not zipfile.is_zipfile(path):
        return
    try:
        with zipfile.ZipFile(path) as archive:
            size = sum(entry.file_size for entry in archive.infolist())
    except zipfile.BadZipFile as error:
        raise ImportRejected(Exchange.UNREADABLE, file=path.name) from error
    if size > MOST_BYTES:
        raise ImportRejected(Exchange.TOO_LARGE, file=path.name)


def _csv(path: Path) -> Iterator[list[Any]]:
    encoding = _encoding(path)
    with path.open(encoding=encoding, errors="strict", newline="") as stream:
        start = stream.read(64 * 1024)
        first = next((line for line in start.splitlines() if line.strip()), "")
        stream.seek(0)
        delimiter = max(",\t;", key=first.count)
        try:
            for row in csv.reader(stream, delimiter=delimiter):
                yield [cell or None for cell in row]
        except (csv.Error, UnicodeDecodeError) as error:
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


def harmless(cell: str) -> str:
    """Return a cell that no spreadsheet takes for a formula."""
    return "'" + cell if cell[:1] in ("=", "+", "-", "@", "\t", "\r") else cell
