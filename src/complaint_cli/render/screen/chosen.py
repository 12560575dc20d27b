"""The columns of a list that ``--columns`` names, in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from complaint_cli.company.categories import source_said
from complaint_cli.complaint.case import Status
from complaint_cli.messages import listed, yes_or_no
from complaint_cli.messages.desk import Desk
from complaint_cli.messages.documents import Paper
from complaint_cli.messages.vocabulary import RESULT, URGENCY, label
from complaint_cli.render.screen.columns import cut
from complaint_cli.render.screen.desk import line, status_word, width
from complaint_cli.render.screen.terminal import WIDEST, Column, console, table

_DESK = ("no", "received", "department", "status", "deadline", "matter", "repeat", "excluded")
"""The columns that the desk calls by words of its own; the others are called as in the ledger's workbook."""


def print_chosen(names: Sequence[str], rows: Iterable[Mapping[str, object]]) -> None:
    """Print some columns of complaints, a line each; those for which there is no room follow below."""
    columns = [Column(_heading(name), whole=True, most=WIDEST) for name in names]
    table(console(), columns, [[_said(name, row[name]) for name in names] for row in rows])


def _heading(name: str) -> str:
    return Desk[f"COLUMN_{name.upper()}"]() if name in _DESK else Paper[f"COL_{name.upper()}"]().capitalize()


def _said(name: str, value: object) -> str:
    if value is None or isinstance(value, bool):
        return "" if value is None else yes_or_no(value)
    if isinstance(value, list):
        return listed(value)
    text = str(value)
    if name in ("received", "deadline", "handed_back"):
        return text[:16].replace("T", " ")
    if name == "status":
        return status_word(Status(text))
    if name in ("urgency", "satisfaction"):
        return label(URGENCY if name == "urgency" else RESULT, text)
    return cut(line(source_said(text) if name == "source" else text), width() // 2)
