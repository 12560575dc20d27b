"""docs/json.md tells every key of every object."""

import re
from pathlib import Path
from typing import Any

import pytest

import books
from conftest import Runner

PAGE = (Path(__file__).parents[1] / "docs" / "json.md").read_text("utf-8")
SECTIONS = {
    section.splitlines()[0].removeprefix("## "): section
    for section in re.split(r"^(?=## )", PAGE, flags=re.MULTILINE)[1:]
}
DATA = ("numbers", "columns", "refs", "facts", "adjustments", "timeline", "fields")
"""Keys whose value is named by data, by a rule or by a step."""
RUN: dict[str, tuple[str, ...]] = {
    "`batch`": ("batch", "{examples}/day.jsonl", "--dry-run"),
    "`import`": ("import", "{examples}/orders.csv", "--dry-run"),
    "`import --maps`": ("import", "--maps"),
    "`list`, `search`": ("list",),
    "`show`": ("show", "1"),
    "`board`": ("board",),
    "`overdue`": ("overdue", "--within", "9wd"),
    "`due`": ("due", "5wd"),
    "`repeats`": ("repeats",),
    "`evidence`": ("evidence", "1"),
    "`assess`": ("assess", "--month", "2026-10", "--policy", "{trial}"),
    "`assess --check`": ("assess", "--month", "2026-10", "--check"),
    "`assess --explain`": ("assess", "--month", "2026-10", "--explain", "1"),
    "`report`": ("report", "--month", "2026-10"),
    "`org show`": ("org", "show"),
    "`policy show`": ("policy", "show"),
    "`policy diff`": ("policy", "diff", "current", "{trial}"),
    "`verify`": ("verify",),
    "`key list`": ("key", "list"),
    "`commend`": ("commend", "维修抢修部", "--reason", "x", "--by", "纪清源"),
    "writing": ("intake", "--content", "x", "--deadline", "5wd"),
    "files": ("ledger", "-o", "{folder}/l.csv"),
}


def keys_of(answer: Any, depth: int = 2) -> set[str]:
    found: set[str] = set()
    if isinstance(answer, dict):
        for key, value in answer.items():
            found.add(key)
            if depth > 1 and key not in DATA:
                found |= keys_of(value, depth - 1)
    elif isinstance(answer, list):
        for value in answer[:3]:
            found |= keys_of(value, depth)
    return found


@pytest.mark.parametrize("name", SECTIONS)
def test_every_key_is_told(run: Runner, tmp_path: Path, name: str) -> None:
    books.october(run.db.parent)
    run.now = books.AFTER
    words = next(words for known, words in RUN.items() if name.startswith(known))
    trial = Path(__file__).parent / "golden" / "trial.toml"
    places = {"examples": books.EXAMPLE.parent, "folder": tmp_path, "trial": trial}
    said = run(*(word.format(**places) for word in words), "--json")
    assert said.code in (0, 3), said.err
    told = {*re.findall(r"`([a-z_0-9]+)`", SECTIONS[name])}
    assert keys_of(said.json()) - told == set()


@pytest.mark.parametrize("name", ["`list`, `search`", "`due`", "`assess --check`", "`verify`", "`import`"])
def test_nothing_is_told_that_is_not_there(run: Runner, tmp_path: Path, name: str) -> None:
    books.october(run.db.parent)
    run.now = books.AFTER
    said = run(*(word.format(examples=books.EXAMPLE.parent) for word in RUN[name]), "--json")
    first = {
        key
        for line in re.findall(r"^- (.*?)(?::|$)", SECTIONS[name], re.MULTILINE)
        for key in re.findall(r"`([a-z_0-9]+)`", line)
    }
    assert first == said.json().keys()
