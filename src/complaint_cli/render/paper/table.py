"""A table of a Word document, laid out by what it holds and written at once: a month may have thousands of rows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape

from complaint_cli.render.paper.content import printable
from complaint_cli.text.layout import cells
from complaint_cli.text.plain import plain

_TWIPS = 567  # of a centimetre
_CELL = 0.165  # centimetres that a cell takes in letters of 9 points
_EDGES = 0.5  # centimetres that a column needs besides
_MOST_WORDS = 30  # cells of a text that asks for no more room; a number has all that it needs
_SMALL = 12  # rows; no page parts so small a table
_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_START = (
    f'<w:tbl xmlns:w="{_WORD}"><w:tblPr><w:tblStyle w:val="TableGrid"/><w:tblW w:w="%d" w:type="dxa"/>'
    '<w:jc w:val="center"/><w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid>%s</w:tblGrid>'
)
_PARAGRAPH = (
    '<w:p><w:pPr>%s<w:spacing w:line="261" w:lineRule="exact"/><w:jc w:val="%s"/></w:pPr>'
    '<w:r><w:rPr>%s<w:sz w:val="18"/></w:rPr><w:t xml:space="preserve">%s</w:t></w:r></w:p>'
)
_KEEP, _BOLD = "<w:keepNext/>", "<w:b/>"
_OPEN_BELOW = '<w:tcBorders><w:bottom w:val="nil"/></w:tcBorders>'
_OPEN_ABOVE = '<w:tcBorders><w:top w:val="nil"/></w:tcBorders>'


def widths(
    heads: Sequence[str], rows: Iterable[Sequence[str]], room: float, numbers: Iterable[int], wide: int | None
) -> list[float]:
    """Return how wide each column is, in centimetres that sum up to ``room``.

    A column of numbers is as wide as its longest; what is left over goes to ``wide``, else to all in proportion.
    """
    whole, longest = set(numbers), [0] * len(heads)
    for row in rows:
        for place, text in enumerate(row):
            size = cells(text) if place in whole else min(cells(text), _MOST_WORDS)
            longest[place] = max(longest[place], size)
    need = _needed(map(cells, heads), longest)
    if sum(need) > room:  # a heading may be broken between its words
        need = _needed((max(map(cells, head.split()), default=0) for head in heads), longest)
    spare = room - sum(need)
    if spare < 0:  # the words give way
        words = sum(width for place, width in enumerate(need) if place not in whole)
        share = max(1 + spare / words, 0.4) if words else 1
        need = [width if place in whole else width * share for place, width in enumerate(need)]
    elif wide is not None:
        need[wide] += spare
    return [width * room / sum(need) for width in need]


def _needed(heads: Iterable[int], longest: Iterable[int]) -> list[float]:
    return [max(head, size) * _CELL + _EDGES for head, size in zip(heads, longest, strict=True)]


def table_xml(
    heads: Sequence[str],
    rows: Sequence[Sequence[str]],
    room: float,
    *,
    numbers: Iterable[int] = (),
    wide: int | None = None,
    details: Sequence[str] = (),
    total: Sequence[str] = (),
) -> str:
    """Return a table ``room`` centimetres wide, its heading on every page, no row parted by one but a long detail.

    A small table stands on one page whole. A row's detail begins under it over all columns, on the same page;
    ``total`` is the last row.
    """
    right = set(numbers)
    twips = [round(w * _TWIPS) for w in widths(heads, [*rows, total] if total else rows, room, right, wide)]
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in twips)
    parts = [_START % (sum(twips), grid), _row(heads, twips, set(), heading=True)]
    last = len(rows) if total else len(rows) - 1
    for place, row in enumerate(rows):
        detail = details[place] if place < len(details) else ""
        small = not details and len(rows) <= _SMALL and place < last
        parts.append(_row(row, twips, right, detailed=bool(detail), kept=small))
        if detail:
            cell = _cell(detail, sum(twips), _OPEN_ABOVE, span=len(twips))
            parts.append(f"<w:tr>{cell}</w:tr>")  # kept whole besides, LibreOffice leaves pages nearly empty
    if total:
        parts.append(_row(total, twips, right, bold=True))
    return "".join([*parts, "</w:tbl>"])


def _row(
    texts: Sequence[str],
    twips: Sequence[int],
    right: set[int],
    *,
    heading: bool = False,
    detailed: bool = False,
    kept: bool = False,
    bold: bool = False,
) -> str:
    keep, borders = _KEEP if heading or detailed or kept else "", _OPEN_BELOW if detailed else ""
    strong = _BOLD if heading or bold else ""
    made = "".join(
        _cell(
            text,
            width,
            borders,
            keep=keep,
            strong=strong,
            side="center" if heading else "right" if at in right else "left",
        )
        for at, (text, width) in enumerate(zip(texts, twips, strict=True))
    )
    return f"<w:tr><w:trPr><w:cantSplit/>{'<w:tblHeader/>' if heading else ''}</w:trPr>{made}</w:tr>"


def _cell(
    text: str, width: int, borders: str = "", *, span: int = 1, keep: str = "", strong: str = "", side: str = "left"
) -> str:
    over = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
    said = escape(printable(plain(text, lines=False)), quote=False)
    paragraph = _PARAGRAPH % (keep, side, strong, said)
    return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{over}{borders}</w:tcPr>{paragraph}</w:tc>'
