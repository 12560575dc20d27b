"""The pages under docs/ say what is there: rooms, rules, pictures, commands."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import docs

PACKAGE = docs.ROOT / "src" / "complaint_cli"
DOCS = sorted((docs.ROOT / "docs").glob("*.md"))
READMES = [docs.ROOT / "README.md", docs.ROOT / "README.zh-CN.md"]


def test_the_map_names_every_room_and_no_other() -> None:
    rows = re.findall(r"^\| \d \| (.+?) \|", (docs.ROOT / "docs" / "house.md").read_text("utf-8"), re.M)
    named = {name for row in rows for name in re.findall(r"`([^`]+)`", row)}
    rooms = {f"{init.parent.relative_to(PACKAGE)}/" for init in PACKAGE.rglob("__init__.py")} - {"./"}
    flat = {file.name for file in PACKAGE.glob("*.py")} - {"__init__.py", "__main__.py"}
    assert named == rooms | flat


@pytest.mark.parametrize("page", [*DOCS, *READMES], ids=lambda page: page.name)
def test_every_file_that_a_page_names_is_there(page: Path) -> None:
    text = page.read_text("utf-8")
    named = set(re.findall(r"`((?:[a-z_]+/)+[a-z_0-9]+\.(?:py|toml|md))`", text))
    missing = {name for name in named if not (docs.ROOT / name).exists() and not (PACKAGE / name).exists()}
    assert missing == set()
    linked = {target for target in re.findall(r"\]\(([^)#:]+)\)", text) if not (page.parent / target).exists()}
    assert linked == set()


def test_the_rules_page_is_fresh() -> None:
    assert (docs.ROOT / "docs" / "rules.md").read_text("utf-8") == docs.rules_page(), "python tests/docs.py"


def test_the_pictures_are_fresh_and_need_nothing_from_elsewhere() -> None:
    for name, svg in docs.pictures().items():
        assert (docs.ROOT / "docs" / name).read_text("utf-8") == svg, f"python tests/docs.py ({name})"
        assert "url(http" not in svg and "font-face" not in svg


def test_the_handbook_tells_every_table_of_the_edition() -> None:
    tables = set(re.findall(r"^\[(\w+)", docs.EDITION.read_text("utf-8"), re.M))
    told = (docs.ROOT / "docs" / "handbook.zh.md").read_text("utf-8").partition("## 参数文件")[2]
    assert set(re.findall(r"`(\w+)`", told)) - {"confirmed"} == tables
