"""A table for another program or a document: csv, tsv, JSON lines or Markdown, row by row to stdout."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping, Sequence

from complaint_cli.errors import UsageError
from complaint_cli.messages import listed
from complaint_cli.messages.desk import Desk
from complaint_cli.text.plain import harmless, plain

FORMATS = ("table", "csv", "tsv", "jsonl", "markdown")
_ACROSS = {"tsv": "\t", "csv": ","}


def checked(form: str, *, json: bool) -> str:
    """Return a ``--format`` that there is; UsageError with all of them for another, and for one beside ``--json``."""
    said = form.strip().casefold()
    if said not in FORMATS:
        raise UsageError(Desk.NO_FORMAT, text=form, choices=listed(FORMATS))
    if json and said != "table":
        raise UsageError(Desk.JSON_OR_FORMAT)
    return said


def chosen(columns: str | None, known: Sequence[str]) -> list[str]:
    """Return the columns that ``--columns`` names, parted by commas, all where it does not; UsageError for others."""
    if columns is None:
        return list(known)
    wanted = [name.strip() for name in columns.replace("，", ",").split(",") if name.strip()]
    strange = next((name for name in wanted if name not in known), None)
    if strange is not None or not wanted:
        raise UsageError(Desk.NO_COLUMN, text=strange or columns, choices=listed(known))
    return wanted


def write(form: str, columns: Sequence[str], rows: Iterable[Mapping[str, object]]) -> int:
    """Write rows in a form; return how many. Nothing that stands in a cell acts in a spreadsheet or a terminal."""
    count = 0
    if form == "jsonl":
        import json

        for count, row in enumerate(rows, 1):  # noqa: B007
            print(json.dumps({name: row[name] for name in columns}, ensure_ascii=False))
        return count
    if form == "markdown":
        lines = (_markdown([_text(row[name]) for name in columns]) for row in rows)
        print(_markdown(columns), _markdown(["---"] * len(columns)), sep="\n")
        for count, line in enumerate(lines, 1):  # noqa: B007
            print(line)
        return count
    import csv

    writer = csv.writer(sys.stdout, delimiter=_ACROSS[form], lineterminator="\n")
    writer.writerow(columns)
    for count, row in enumerate(rows, 1):  # noqa: B007
        writer.writerow([harmless(_text(row[name])) for name in columns])
    return count


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, list):
        return listed(map(str, value))
    return plain(str(value), lines=False)


def _markdown(cells: Sequence[str]) -> str:
    return "| " + " | ".join(cell.replace("\\", "\\\\").replace("|", "\\|") for cell in cells) + " |"
