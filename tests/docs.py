"""The pages that are made from the program itself: ``python tests/docs.py`` writes them anew, a test holds them fresh.

docs/rules.md from the rules and the default edition; the pictures of the board and of a month from the demo.
"""

from __future__ import annotations

import html
import inspect
import io
import os
import re
import sys
import tempfile
from pathlib import Path
from unittest.mock import patch

from complaint_cli.assessment.rules import RULES
from complaint_cli.company.edition_file import default_edition
from complaint_cli.messages.rules import RuleName
from complaint_cli.text.layout import cells

ROOT = Path(__file__).parents[1]
EDITION = ROOT / "src" / "complaint_cli" / "data" / "edition.toml"
NOW = "2026-11-02 09:00"
CELL = 12.2  # how wide a cell of the picture's terminal is


def rules_page() -> str:
    """Return docs/rules.md: each rule with its clause, its reading, and the numbers that it reads."""
    numbers = _numbers()
    edition = default_edition()
    out = [
        "# The rules",
        "",
        "Made by `python tests/docs.py` from the rules (`src/complaint_cli/assessment/rules/`) and the default edition",
        "(`complaint policy show`). A rule is in force in an edition that holds its table; one without the table does",
        "not know the rule. The numbers are the defaults, each with the edition's own words; a company's edition may",
        "hold others. Points are of a department, yuan of a person, before the factor of a confirmed repeat.",
        "",
    ]
    for name, rule in RULES.items():
        cited, _, said = inspect.cleandoc(rule.doc).partition(": ")
        label = RuleName[name.upper()]
        assert cited == edition.get(f"{name}.cite"), (name, cited)
        out += [f"## {label.zh} · `{name}`", "", f"{cited}. {_sentence(said)}", ""]
        rows = [row for key in rule.reads for row in _rows(key, numbers)]
        if rows:
            out += ["| number | default | the edition says |", "|---|---|---|", *rows, ""]
    return "\n".join(out)


def _sentence(text: str) -> str:
    text = text.replace("``", "`").strip()
    return text[:1].upper() + text[1:]


def _rows(key: str, numbers: dict[str, tuple[str, str]]) -> list[str]:
    """Return the table rows of a number, or of each number of a table."""
    found = {k: v for k, v in numbers.items() if k == key or k.startswith(f"{key}.")}
    return [f"| `{k}` | {value} | {note} |" for k, (value, note) in found.items()]


def _numbers() -> dict[str, tuple[str, str]]:
    """Return each number of the default edition as its file writes it, and the comment beside or above it."""
    found: dict[str, tuple[str, str]] = {}
    table, above, steps = "", "", ""
    for line in EDITION.read_text("utf-8").splitlines():
        if heading := re.match(r"\[(\w+)\]", line):
            table = heading[1]
        elif steps:
            if line.strip() == "]":
                steps = ""
            elif amount := re.search(r"amount = (\S+)", line):
                value, note = found[steps]
                days = re.search(r"days = (\d+)", line)
                found[steps] = (f"{value}{' · ' if value else ''}{days[1] if days else '…'} → {amount[1]}", note)
        elif line.startswith("#"):
            above = line.removeprefix("# ")
        elif number := re.match(r"(\w+) = (.*?)\s*(?:# (.*))?$", line):
            name, value, note = number.groups()
            key = f"{table}.{name}" if table else name
            if value == "[":
                steps, value, note = key, "", f"{note or ''}：{above}".removeprefix("：")
            if name != "cite":
                found[key] = (value, note or "")
    return found


# -- pictures ----------------------------------------------------------------------------------


class _Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def pictures() -> dict[str, str]:
    """Return the board and the month of the demo as SVG, each by its file's name."""
    with tempfile.TemporaryDirectory() as folder:
        _shown(folder, "demo")
        board = _shown(folder, "board")
        parts = _shown(folder, "assess", "--month", "2026-10").split("\n\n")
        scores, fines = (
            next(part for part in parts if title in part.splitlines()[0]) for title in ("部门得分", "罚款")
        )
        month = "\n\n".join([scores, "\n".join(fines.splitlines()[:18])])
    return {"board.svg": _svg(board, "complaint", "board"), "month.svg": _svg(month, "complaint assess", "month")}


def _shown(folder: str, *words: str) -> str:
    from complaint_cli import cli

    variables = {
        "COMPLAINT_DB": f"{folder}/c.db", "COMPLAINT_NOW": NOW, "COMPLAINT_BY": "温小棠", "COMPLAINT_LANG": "zh",
        "XDG_STATE_HOME": folder, "COLUMNS": "100", "TERM": "xterm-256color", "PAGER": "cat",
    }  # fmt: skip
    kept = {name: value for name, value in os.environ.items() if name not in ("NO_COLOR", "COLORTERM")}
    out = _Terminal()
    with patch.dict(os.environ, kept | variables, clear=True), patch.object(sys, "stdout", out):
        code = cli.main(list(words))
    assert code == 0, (words, out.getvalue())
    return out.getvalue()


def _svg(text: str, title: str, name: str) -> str:
    """Return coloured text as a picture that needs no font from elsewhere."""
    from rich.console import Console
    from rich.text import Text

    console = Console(record=True, width=100, file=io.StringIO(), force_terminal=True)
    console.print(Text.from_ansi(text.rstrip("\n")), no_wrap=True, crop=False)
    svg = re.sub(r"@font-face \{.*?\}\s*", "", console.export_svg(title=title, unique_id=name), flags=re.S)
    svg = svg.replace("Fira Code, monospace", "Noto Sans Mono CJK SC, Microsoft YaHei Mono, monospace")
    svg = svg.replace("font-variant-east-asian: full-width;", "")
    return (
        re.sub(r'<text ([^>]*) x="([\d.]+)" y="([\d.]+)" textLength="[\d.]+"([^>]*)>([^<]*)</text>', _parts, svg) + "\n"
    )


def _parts(found: re.Match[str]) -> str:
    """Return one text as several, each of wide or of narrow characters alone, set in the terminal's cells."""
    kind, at, y, rest, text = found.groups()
    x, parts = float(at), []
    for run in re.findall(r"[^\u2e80-\uffff]+|[\u2e80-\uffff]+", html.unescape(text)):
        width = CELL * cells(run)
        shown = html.escape(run.replace(" ", "\u00a0"))
        parts.append(f'<text {kind} x="{x:g}" y="{y}" textLength="{width:g}"{rest}>{shown}</text>')
        x += width
    return "".join(parts)


def main() -> None:
    """Write the pages and the pictures."""
    (ROOT / "docs" / "rules.md").write_text(rules_page(), "utf-8")
    for name, svg in pictures().items():
        (ROOT / "docs" / name).write_text(svg, "utf-8")


if __name__ == "__main__":
    main()
