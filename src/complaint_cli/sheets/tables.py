"""Spreadsheets and csv files in: rows of plain cells, whatever the office sent."""

from __future__ import annotations

import csv
import os
import re
import stat
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

from complaint_cli.errors import ImportRejected
from complaint_cli.messages.exchange import Exchange
from complaint_cli.sheets.kinds import OFFICE, OLE, check_parts, check_start
from complaint_cli.sheets.marks import NO_MARKS, Place, column_number, marks
from complaint_cli.text.plain import harmless

if TYPE_CHECKING:
    from zipfile import ZipFile

    from python_calamine import CalamineSheet

SHEETS = (".xlsx", ".xls", ".xlsm", ".xlsb", ".ods")
MOST_BYTES = 512 * 1024 * 1024
"""The largest file, unpacked, that is read."""
MOST_CELLS = 50_000_000
"""The largest sheet, from its first cell to its farthest, that is unrolled in memory."""
_DIMENSION = re.compile(rb'<dimension ref="(?:[A-Z]{1,3}\d{1,7}:)?([A-Z]{1,3})(\d{1,7})"')
_CELL = re.compile(rb'<c r="([A-Z]{1,3})(\d{1,7})"[^>]*[^>/]>')  # one that is not empty
MOST_MERGED = 20_000
"""A cell merged over more places than so many is taken for a title."""
HTML = re.compile(rb"(?:\xef\xbb\xbf)?\s*<(?:!doctype|html|table|head|meta|\?xml[^>]*>\s*<html)", re.IGNORECASE)
"""How a page begins, whatever name it carries."""
_UNSEEN = re.compile(r"display\s*:\s*none", re.IGNORECASE)  # how a page hides a row
_SEPARATED = re.compile(r"sep=(.)\r?\n", re.IGNORECASE)
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")
_TRY = """
import sys
from python_calamine import CalamineWorkbook
with open(sys.argv[1], "rb") as stream:
    book = CalamineWorkbook.from_filelike(stream)
for name in book.sheet_names:
    book.get_sheet_by_name(name)
"""

csv.field_size_limit(4 * 1024 * 1024)


@dataclass(slots=True)
class Sheet:
    """One sheet of a workbook, or a text file, which has no name: its rows that are seen, and what is not."""

    name: str
    visible: bool
    rows: Iterable[tuple[int, list[object]]]
    """Each row's number as the spreadsheet counts, from 1, and its cells: text, numbers, times or None.

    A merged cell stands in each of its rows and columns; a formula that failed is its error's text, a number that shows
    zeros or words with it the text that it shows.
    """
    hidden: Sequence[int] = ()
    """The numbers of the rows that are hidden, which are not among the rows."""


def sheet_rows(path: Path) -> list[list[str]]:
    """Return every row of a file as text, for small files such as the organisation's."""
    return [["" if cell is None else str(cell) for cell in row] for row in rows(path)]


def rows(path: Path) -> Iterator[list[object]]:
    """Yield all rows of a text file or of a workbook's first sheet that is seen and has any; merged cells stand once.

    Raises ImportRejected with a sentence when it is no such file.
    """
    for sheet in sheets(path, plain=True):
        if not sheet.visible:
            continue
        empty = True
        for _, row in sheet.rows:
            empty = False
            yield row
        if not empty:
            return


def sheets(path: Path, *, plain: bool = False) -> Iterator[Sheet]:
    """Yield every sheet of a file; of a ``plain`` one merged cells stand once and hidden rows are seen.

    Raises ImportRejected with a sentence when it is no such file.
    """
    check_file(path)
    with path.open("rb") as stream:
        start = stream.read(4096)
    check_start(start, path.name)
    packed = path.suffix.lower() in SHEETS and b"\0" in start and not start.startswith(_UTF_16)
    if packed or start.startswith(OFFICE):
        yield from _workbook(path, plain=plain)
    elif HTML.match(start):
        yield from _html(path)
    else:
        yield Sheet("", True, enumerate(_text(path), 1))


def check_file(path: Path) -> int:
    """Return a table's size in bytes; ImportRejected where it is no file, or too large."""
    try:
        found = path.stat()
    except (OSError, ValueError):
        raise ImportRejected(Exchange.NO_FILE, file=path) from None
    if not stat.S_ISREG(found.st_mode):
        raise ImportRejected(Exchange.NO_FILE, file=path)
    if found.st_size > MOST_BYTES:
        raise ImportRejected(Exchange.TOO_LARGE, file=path.name)
    return found.st_size


def _workbook(path: Path, *, plain: bool) -> Iterator[Sheet]:
    from python_calamine import CalamineError, CalamineWorkbook, SheetVisibleEnum

    _check_archive(path)
    _check_old(path)
    try:
        marked = marks(path)
        with path.open("rb") as stream:  # its content tells the kind, whatever its name says
            book = CalamineWorkbook.from_filelike(stream)
        alone = len(book.sheets_metadata) == 1
        for found in book.sheets_metadata:
            try:
                sheet = book.get_sheet_by_name(found.name)
            except CalamineError:  # a chart, which holds no cells
                continue
            hidden, said, merged = marked.get(found.name, NO_MARKS)
            last = sheet.end[0] + 1 if sheet.end else 0  # what it calls its height may be one less
            yield Sheet(
                "" if alone else found.name,
                found.visible == SheetVisibleEnum.Visible,
                _cells(
                    sheet, () if plain else hidden, said, [] if plain else [*merged, *(sheet.merged_cell_ranges or ())]
                ),
                sorted(row for row in hidden if row <= last),
            )
    except (CalamineError, OSError, ValueError) as error:
        raise ImportRejected(Exchange.UNREADABLE, file=path.name) from error
    except BaseException as error:
        if type(error).__name__ == "PanicException":  # how the reader's own mistakes arrive
            raise ImportRejected(Exchange.UNREADABLE, file=path.name) from error
        raise


def _cells(
    sheet: CalamineSheet, hidden: Collection[int], said: dict[Place, str], merged: Iterable[tuple[Place, Place]]
) -> Iterator[tuple[int, list[object]]]:
    """Yield the rows that are seen, with merged cells, and what cells show other than they hold, filled in."""
    spread = {place: start for start, end in merged for place in _between(start, end)}
    filled = {row for row, _ in spread} | {row for row, _ in said}
    values: dict[Place, object] = {}
    first = sheet.start[1] if sheet.start else 0  # empty columns before it are not in the rows
    for number, cells in enumerate(sheet.iter_rows() if sheet.end else ()):
        row: list[object] = [cell if cell != "" else None for cell in cells]
        if number in filled:
            for column in range(len(row)):
                place = (number, first + column)
                row[column] = said.get(place, row[column])
                if (start := spread.get(place)) == place:
                    values[place] = row[column]
                elif start:
                    row[column] = values.get(start)
        if number + 1 not in hidden:
            yield number + 1, row


def _between(start: Place, end: Place) -> Iterator[Place]:
    """Yield the places of a merged cell; one over more than a screen is a title, which fills nothing."""
    if (end[0] - start[0] + 1) * (end[1] - start[1] + 1) <= MOST_MERGED:
        for row in range(start[0], end[0] + 1):
            for column in range(start[1], end[1] + 1):
                yield row, column


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
            check_parts(archive.NameToInfo, path.name)
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
        if stream.read(4) != OLE:
            return
    tried = subprocess.run([sys.executable, "-P", "-c", _TRY, path], capture_output=True, check=False)
    if tried.returncode:
        raise ImportRejected(Exchange.UNREADABLE, file=path.name)


def _check_corner(archive: ZipFile, name: str, path: Path) -> None:
    """Refuse a sheet with a cell so far off that the empty ones before it would fill the memory.

    What the sheet says of its size is believed when it is small; else its cells are looked through.
    """
    with archive.open(name) as stream:
        block: bytes = stream.read(4096)
        said = _DIMENSION.search(block)
        if said and column_number(said[1]) * int(said[2]) <= MOST_CELLS:
            return
        width = height = 1
        last = b"A1"
        while block:
            for column, row in _CELL.findall(block):
                if (column_number(column), int(row)) > (width, height):
                    last = column + row
                width, height = max(width, column_number(column)), max(height, int(row))
            if width * height > MOST_CELLS:
                raise ImportRejected(Exchange.FAR, file=path.name, cell=last.decode())
            more = stream.read(1 << 20)
            block = block[-64:] + more if more else b""


def _html(path: Path) -> Iterator[Sheet]:
    """Yield the tables of a page that carries a workbook's name; spans fill their cells."""
    with path.open(encoding=_encoding(path), newline="") as stream:
        page = page_of(re.sub(r"(?i)\s*<br\b[^>]*>\s*", "\n", stream.read()), path.name)
    for count, table in enumerate(page.iter("table"), 1):
        if next(table.iterancestors("table"), None) is None:
            lines = enumerate(table.iter("tr"), 1)
            unseen = {n for n, row in lines if _UNSEEN.search(row.get("style") or "") and row.text_content().strip()}
            seen = ((n, cells) for n, cells in enumerate(_spanned(table), 1) if n not in unseen)
            yield Sheet(Exchange.TABLE(count=count), True, seen, sorted(unseen))


def page_of(text: str, name: str) -> Any:
    """Return a page, whatever the file is called; ImportRejected where it is none."""
    from lxml import etree
    from lxml.html import document_fromstring

    try:
        return document_fromstring(re.sub(r"^\s*<\?xml[^>]*>", "", text))
    except (etree.LxmlError, ValueError) as error:
        raise ImportRejected(Exchange.UNREADABLE, file=name) from error


def _spanned(table: Any) -> Iterator[list[object]]:
    below: dict[int, tuple[int, str | None]] = {}  # by column: in how many rows more a cell stands, and its text
    for row in table.iter("tr"):
        cells: list[object] = []

        def fill(cells: list[object]) -> None:
            while len(cells) in below:
                more, text = below.pop(len(cells))
                if more > 1:
                    below[len(cells)] = (more - 1, text)
                cells.append(text)

        for cell in row.iterchildren("td", "th"):
            fill(cells)
            text = cell.text_content().replace("\xa0", " ").strip() or None
            for _ in range(min(int(cell.get("colspan") or 1), MOST_MERGED)):
                if (more := int(cell.get("rowspan") or 1) - 1) > 0:
                    below[len(cells)] = (more, text)
                cells.append(text)
        fill(cells)
        yield cells


def _text(path: Path) -> Iterator[list[object]]:
    """Yield the rows of a text file; ImportRejected names the row where a quote is never closed."""
    number = 0
    try:
        with path.open(encoding=_encoding(path), errors="strict", newline="") as stream:
            said = _SEPARATED.match(stream.readline(64))
            if not said:
                stream.seek(0)
                delimiter = _delimiter(stream.read(64 * 1024))
                stream.seek(0)
            else:
                delimiter = said[1]
            for row in csv.reader(stream, delimiter=delimiter, strict=True):
                number += 1
                yield [cell or None for cell in row]
    except csv.Error as error:
        message = Exchange.QUOTE if "expected" in str(error) or "unexpected" in str(error) else Exchange.UNREADABLE
        raise ImportRejected(message, file=path.name, row=number + 1) from error
    except UnicodeError as error:
        raise ImportRejected(Exchange.UNREADABLE, file=path.name) from error


_QUOTED = re.compile(r'"[^"]*(?:"|$)')


def _delimiter(start: str) -> str:
    """Return what parts the cells: that which parts most lines into equally many, what stands in quotes aside."""
    lines = [line for line in _QUOTED.sub('""', start).splitlines() if line.strip()][:50]

    def even(mark: str) -> int:
        counts = Counter(count for line in lines if (count := line.count(mark)))
        return max((count * times for count, times in counts.items()), default=0)

    return max(",\t;", key=even)


def _encoding(path: Path) -> str:
    """Return the encoding of a csv file: UTF-8 with or without BOM, UTF-16 with one, else GB18030."""
    with path.open("rb") as stream:
        if stream.read(2) in _UTF_16:
            return "utf-16"
    for encoding in ("utf-8-sig", "gb18030"):
        if _is_written_in(encoding, path):
            return encoding
    raise ImportRejected(Exchange.ENCODING, file=path.name)


def _is_written_in(encoding: str, path: Path) -> bool:
    import codecs

    decoder = codecs.getincrementaldecoder(encoding)()
    with path.open("rb") as stream, suppress(UnicodeDecodeError):
        while block := stream.read(1 << 20):
            if b"\0" in block:
                raise ImportRejected(Exchange.UNREADABLE, file=path.name)
            decoder.decode(block)
        decoder.decode(b"", final=True)
        return True
    return False


def write_csv(path: Path, lines: Iterator[list[str]]) -> None:
    """Write a csv file with a BOM, so that Excel shows Chinese; no cell can be taken for a formula."""
    with open(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w", encoding="utf-8-sig", newline="") as out:
        csv_to(out, lines)


def csv_to(out: TextIO, lines: Iterable[list[str]], ending: str = "\r\n") -> None:
    """Write lines of csv to a stream; no cell can be taken for a formula."""
    writer = csv.writer(out, lineterminator=ending)
    for line in lines:
        writer.writerow([harmless(cell) for cell in line])
