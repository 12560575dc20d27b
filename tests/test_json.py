"""docs/json.md tells every key of every object."""

import re
from pathlib import Path
from typing import Any

import pytest

import books
from conftest import Runner
from test_completeness import IDS

PAGE = (Path(__file__).parents[1] / "docs" / "json.md").read_text("utf-8")
SECTIONS = {
    section.splitlines()[0].removeprefix("## "): section
    for section in re.split(r"^(?=## )", PAGE, flags=re.MULTILINE)[1:]
}
DATA = ("numbers", "columns", "refs", "facts", "adjustments", "timeline", "fields")
"""Keys whose value is named by data, by a rule or by a step."""
RUN = {
    "`batch`": ("batch {examples}/day.jsonl --dry-run",),
    "`import`": ("import {examples}/orders.csv --dry-run",),
    "`import --maps`": ("import --maps",),
    "`list`, `search`": ("list",),
    "`show`": ("show 1", "show 1 2"),
    "`board`": ("board", "board --as audit"),
    "`overdue`": ("overdue --within 9wd",),
    "`due`": ("due 5wd",),
    "`repeats`": ("repeats",),
    "`evidence`": ("evidence 1",),
    "`assess`": ("assess --month 2026-10", "assess --month 2026-10 --policy {trial}"),
    "`assess --check`": ("assess --month 2026-10 --check",),
    "`assess --explain`": ("assess --month 2026-10 --explain 1",),
    "`report`": ("report --month 2026-10",),
    "`org show`": ("org show",),
    "`org import`": (
        "org import {folder}/org.toml --approved-by 顾怀远",
        "org set-manager 客户服务部 谢一 --since 2026-12-01 --approved-by 顾怀远",
        "org template -o {folder}/empty.toml",
    ),
    "`policy show`": ("policy show", "policy show --all"),
    "`policy check`": ("policy check {folder}/new.toml", "policy adopt {folder}/new.toml --by 纪清源"),
    "`policy diff`": ("policy diff current {trial}",),
    "`verify`": ("verify",),
    "`key list`": ("key list",),
    "`key new`": (
        "key new",
        "key new --by 纪清源",
        "key enroll 纪清源 {folder}/complaint/keys/纪清源.key.pub",
        "key export -o {folder}/signed",
        "key allowed-signers",
    ),
    "`init`": ("init --db {folder}/new.db", "demo --db {folder}/demo.db"),
    "`commend`": ("commend 维修抢修部 --reason x --by 纪清源",),
    "writing": (
        "intake --content x --deadline 5wd",
        "transfer 17 --to 维修抢修部 --person 樊大川",
        "approve 17 --as deputy --by 钟万里",
        "approve 17 --as general --by 顾怀远",
        "extend 17 --to 9wd --approved-by 顾怀远 --reason x --by 樊大川",
        "handle 17 --contact phone --result x --done --by 樊大川",
        "callback 17 --result satisfied",
        "reply 17 --summary x",
        "link 17 --repeat-of 16",
        "investigate 17 --auditor 纪清源 --clerk 温小棠 --by 纪清源",
        "amend 17 --phone 13800000001 --reason x",
        "withdraw 17 --step 10 --reason x",
    ),
    "files": (
        "ledger -o {folder}/l.csv",
        "form 1 -o {folder}/f.docx",
        "backup {folder}/b.db",
        "restore {folder}/b.db --yes",
    ),
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
    policy = run("policy", "show").out
    (tmp_path / "new.toml").write_text(policy.replace("effective = 2010-01-01", "effective = 2026-12-01"), "utf-8")
    organisation = (books.EXAMPLE / "organisation.toml").read_text("utf-8")
    (tmp_path / "org.toml").write_text(organisation.replace('"温小棠"', '"温小棠", "新来"'), "utf-8")
    (tmp_path / "phrase").write_text("twelve or more characters", "utf-8")
    env = {"XDG_DATA_HOME": str(tmp_path), "COMPLAINT_PASSPHRASE_FILE": str(tmp_path / "phrase")}
    trial = Path(__file__).parent / "golden" / "trial.toml"
    told = {*re.findall(r"`([a-z_0-9]+)`", SECTIONS[name])}
    for line in next(lines for known, lines in RUN.items() if name.startswith(known)):
        said = run(*line.format(examples=books.EXAMPLE.parent, folder=tmp_path, trial=trial).split(), "--json", env=env)
        assert said.code in (0, 3), (line, said.err)
        assert keys_of(said.json()) - told == set(), line


def test_every_command_is_told() -> None:
    named = {name for section in SECTIONS for name in re.findall(r"`([a-z -]+?)(?: --[a-z]+)?`", section)}
    assert named == {*IDS}


@pytest.mark.parametrize("name", ["`list`, `search`", "`due`", "`assess --check`", "`verify`", "`import`"])
def test_nothing_is_told_that_is_not_there(run: Runner, tmp_path: Path, name: str) -> None:
    books.october(run.db.parent)
    run.now = books.AFTER
    said = run(*RUN[name][0].format(examples=books.EXAMPLE.parent).split(), "--json")
    first = {
        key
        for line in re.findall(r"^- (.*?)(?::|$)", SECTIONS[name], re.MULTILINE)
        for key in re.findall(r"`([a-z_0-9]+)`", line)
    }
    assert first == said.json().keys()
