"""What a command costs before it works: the libraries that it loads, and the rows that its queries pass by."""

from __future__ import annotations

import hashlib
import os
import re
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from books import AFTER, CLERK, EXAMPLE, october
from complaint_cli.commands.terminal.later import SELDOM, load_later
from complaint_cli.store.schema import TABLES
from complaint_cli.text import near
from conftest import Runner
from test_completeness import IDS

HEAVY = (
    "apprise", "asyncio", "click", "dateutil", "docx", "docxtpl", "holidays", "http", "jinja2", "lxml", "nacl", "platformdirs",
    "pydantic", "python_calamine", "", "rich", "sqlite_utils", "ssl", "xlsxwriter",
)  # fmt: skip
"""Libraries that take longer to load than a small command to run."""

RULES = "complaint_cli.assessment.rules"
NO_RULES = {
    "intake", "transfer", "approve", "handle", "callback", "reply", "extend", "return", "board", "overdue", "show",
    "search", "due", "repeats",
}  # fmt: skip
"""The desk's commands, which judge nothing and load no rules."""
SPARED = {
    RULES: NO_RULES, "_hashlib": NO_RULES, "zoneinfo": NO_RULES, "getpass": NO_RULES, "secrets": NO_RULES,
    "complaint_cli.company.edition": {"list", "search"}, "complaint_cli.messages.report": {"show"},
} | dict.fromkeys(SELDOM, NO_RULES)  # fmt: skip
"""What is no library, or is needed by most, and which commands do without it."""

LAID = "click dateutil sqlite_utils"
"""What laying or comparing the tables loads: sqlite-utils and what it brings."""

LOADS = (
    ("intake --content 表不走字 --phone 13800000001 --deadline 5wd", ""),
    ("transfer 2026-0017 --to 计量收费部 --person 蓝抄月", ""),
    ("approve 2026-0017 --as deputy --acting --opinion 同意 --by 许知秋", ""),
    ("approve 2026-0017 --as general --acting --opinion 同意 --by 严守衡", ""),
    ("handle 2026-0017 --contact phone --result 已换表 --done --by 蓝抄月", ""),
    ("callback 2026-0017 --result satisfied", ""),
    ("reply 2026-0017 --summary 已办结", ""),
    ("amend 2026-0017 --caller 冯先生 --reason 听错", "dateutil"),
    ("link 2026-0017 --repeat-of 2026-0001", ""),
    ("unlink 2026-0017", "dateutil"),
    ("extend 2026-0016 --to 2026-11-20 --approved-by 顾怀远 --reason 配件", ""),
    ("return 2026-0016 --reason 不属本部门 --approved-by 顾怀远", ""),
    ("board", ""),
    ("overdue", ""),
    ("list --limit 20", ""),
    ("list --month 2026-10", "complaint_cli.company.edition dateutil"),
    ("show 9", ""),
    ("show 9 --reveal", ""),
    ("search 燃气", ""),
    ("due 5wd", ""),
    ("repeats", ""),
    ("investigate 9 --auditor 纪清源 --clerk 温小棠", ""),
    ("decide 9 --rule handling_overdue --person 蓝抄月 --amount 300 --reason 属实 --by 纪清源", "dateutil"),
    ("object 9 --rule handling_overdue --person 蓝抄月 --reason 不服", "dateutil"),
    ("exclude 9 --reason 不属本公司 --approved-by 顾怀远", "dateutil"),
    ("include 9 --reason 恢复", "dateutil"),
    ("commend 客户服务部 --reason 锦旗", ""),
    ("withdraw --commendation 1 --reason 录错 --approved-by 顾怀远", ""),
    ("assess --month 2026-10 --json", "dateutil"),
    ("assess --month 2026-10", "dateutil"),
    ("assess --month 2026-10 --xlsx a.xlsx", "dateutil xlsxwriter"),
    ("assess --month 2026-10 --docx a.docx", "dateutil docx lxml"),
    ("report --month 2026-10", "dateutil"),
    ("form 9 -o f.docx", "docx docxtpl jinja2 lxml"),
    ("ledger -o l.xlsx", "xlsxwriter"),
    ("evidence 9", ""),
    ("import orders.csv", ""),
    ("import orders.xlsx", "python_calamine"),
    ("batch one.jsonl", ""),
    ("org show", ""),
    ("org import organisation.toml", ""),
    ("org set-manager 客户服务部 谢一 --since 2026-12-01 --approved-by 顾怀远", ""),
    ("org template", ""),
    ("policy show", ""),
    ("policy check new.toml", ""),
    ("policy diff new.toml new.toml", ""),
    ("policy adopt new.toml", "dateutil holidays"),
    ("backup b.db", LAID),
    ("verify", LAID),
    ("restore b.db --yes", LAID),
    ("key new", "nacl platformdirs"),
    ("key new --by 纪清源", "nacl platformdirs"),
    ("key new --by 邱明澈", "nacl platformdirs"),
    ("key enroll 纪清源 data/complaint/keys/纪清源.key.pub", "nacl platformdirs"),
    ("key enroll 温小棠 data/complaint/keys/温小棠.key.pub --by 纪清源", "nacl platformdirs"),
    ("key replace 纪清源 data/complaint/keys/邱明澈.key.pub", "nacl platformdirs"),
    ("key list", ""),
    ("key export -o signed", ""),
    ("key allowed-signers", ""),
    ("init --db new.db", f"{LAID} holidays"),
    ("demo --db demo.db", f"{LAID} holidays"),
)
"""A line of each command, in an order in which all are allowed, and what of the heavy libraries each loads."""

PROBE = f"""
import sys
before = {{*sys.modules}}  # Python 3.13 itself reads the lines of what stands behind -c
from complaint_cli.cli import main
try:
    code = main(sys.argv[1:])
except SystemExit as leaving:
    code = leaving.code
print()
run = {{name for name, module in sys.modules.items() if type(module).__name__ != "_Later"}} - before
print(code or 0, *sorted(run & {set(HEAVY) | set(SPARED)!r}))
"""


def test_every_command_is_among_the_lines() -> None:
    assert [name for name in IDS if not any(f"{line} ".startswith(f"{name} ") for line, _ in LOADS)] == []


def test_a_command_loads_what_it_needs_and_no_more(tmp_path: Path) -> None:
    db = october(tmp_path)
    (tmp_path / "orders.csv").write_text(
        "工单编号,诉求内容,派单时间\nDH01,表不走字,2026-10-08 09:00\n", encoding="utf-8"
    )
    _workbook(tmp_path / "orders.xlsx", ["工单编号", "诉求内容", "派单时间"], ["DH02", "表走得快", "2026-10-08 09:00"])
    (tmp_path / "one.jsonl").write_text(
        '{"do": "intake", "content": "表不走字", "deadline": "5wd"}\n', encoding="utf-8"
    )
    (tmp_path / "organisation.toml").write_bytes((EXAMPLE / "organisation.toml").read_bytes())
    (tmp_path / "phrase").write_text("twelve or more characters", encoding="utf-8")
    env = os.environ | {"COMPLAINT_DB": str(db), "COMPLAINT_NOW": AFTER, "COMPLAINT_BY": CLERK, "COMPLAINT_LANG": "zh"}
    env |= {"COMPLAINT_PASSPHRASE_FILE": str(tmp_path / "phrase"), "XDG_DATA_HOME": str(tmp_path / "data")}
    env |= {"HOME": str(tmp_path), "XDG_STATE_HOME": ""} if sys.platform == "linux" else {}

    def run(line: str) -> tuple[str, str]:
        command = [sys.executable, "-c", PROBE, *line.split()]
        done = subprocess.run(command, env=env, cwd=tmp_path, capture_output=True, text=True, check=True)
        said, _, last = done.stdout.rstrip().rpartition("\n")
        code, *modules = last.split()
        word = line.split()[0]
        loaded = " ".join(name for name in modules if name not in SPARED or word in SPARED[name])
        assert code == "0", (line, done.stderr)
        if line == "policy show":  # a later edition is the one in force with another first day
            later = re.sub(r"(?m)^effective = .*$", "effective = 2026-11-01", said)
            (tmp_path / "new.toml").write_text(later, encoding="utf-8")
        return line, loaded

    wanted = {line: " ".join(sorted(loads.split())) for line, loads in LOADS}
    assert {line: loaded for line, loaded in map(run, wanted) if loaded != wanted[line]} == {}


def test_the_program_starts_with_them_unread(tmp_path: Path) -> None:
    asked = "import sys, os; os._exit = lambda code: print(type(sys.modules['subprocess']).__name__)\n"
    command = [sys.executable, "-c", f"{asked}from complaint_cli.cli import run; run()", "list", "--help"]
    said = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True).stdout
    assert said.splitlines()[-1] == "_Later"


def test_the_program_starts_without_a_pattern_that_only_what_is_read_needs() -> None:
    assert [name for name, value in vars(near).items() if isinstance(value, re.Pattern)] == []


def test_an_entry_is_hashed_the_same_with_and_without_openssl() -> None:
    asked = (
        "import sys; from complaint_cli.store.journal import link_hash; from complaint_cli.text.digest import expect_many; link = (1, '表', None)\n"
        "print(link_hash(link), '_hashlib' in sys.modules); expect_many(); print(link_hash(link), '_hashlib' in sys.modules)"
    )
    said = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True).stdout.splitlines()
    hashed = hashlib.sha256('[1,"表",null]'.encode()).hexdigest()
    assert said == [f"{hashed} False", f"{hashed} True"]


def test_a_module_that_waits_is_itself_when_it_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("colorsys", "this_is_nowhere"):
        monkeypatch.delitem(sys.modules, name, raising=False)
    load_later("colorsys", "this_is_nowhere", "sys")
    waiting = sys.modules["colorsys"]
    import colorsys

    assert colorsys is waiting and "rgb_to_hsv" not in vars(waiting) and "this_is_nowhere" not in sys.modules
    assert not hasattr(waiting, "__path__") and "rgb_to_hsv" not in vars(waiting)
    assert colorsys.rgb_to_hsv(1, 1, 1) == (0.0, 0.0, 1) and type(waiting) is type(sys)
    with pytest.raises(AttributeError):
        _ = colorsys.nothing  # type: ignore[attr-defined]
    monkeypatch.delitem(sys.modules, "colorsys")
    load_later("colorsys")
    everything: dict[str, object] = {}
    exec("from colorsys import *", everything)
    assert "rgb_to_hsv" in everything


def _workbook(path: Path, *rows: list[str]) -> None:
    import xlsxwriter

    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)


# -- queries -------------------------------------------------------------------------------------------

SMALL = {"edition", "calendar", "organisation", "department", "post", "closing", "mapping", "open_work", "enrolment"}
"""Tables that do not grow with the years."""

HOT = (
    ("board",),
    ("overdue",),
    ("overdue", "--within", "1wd", "--json"),
    ("list", "--limit", "20"),
    ("list", "--overdue"),
    ("list", "--month", "2026-10"),
    ("show", "2026-0009"),
    ("intake", "--content", "表不走字", "--phone", "13800000001", "--order-no", "DH99", "--deadline", "5wd"),
    ("handle", "2026-0016", "--contact", "phone"),
    ("callback", "2026-0012", "--result", "satisfied"),
    ("investigate", "9", "--auditor", "纪清源", "--clerk", "温小棠"),
    ("assess", "--month", "2026-10", "--json"),
)
"""What must cost the same whatever the years before hold."""


@pytest.mark.parametrize("args", HOT, ids=" ".join)
def test_hot_queries_use_their_indexes(
    run: Runner, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, args: tuple[str, ...]
) -> None:
    said: list[str] = []
    connect = sqlite3.connect

    def listening(*where: Any, **how: Any) -> sqlite3.Connection:
        connection = connect(*where, **how)
        connection.set_trace_callback(said.append)
        return connection

    october(tmp_path)
    with monkeypatch.context() as patch:
        patch.setattr(sqlite3, "connect", listening)
        result = run(*args, now=AFTER, by=CLERK)
    assert result.code == 0, result.err
    queries = {sql for sql in said if sql.lstrip()[:6].upper() in ("SELECT", "WITH L", "DELETE", "INSERT")}
    assert queries
    with closing(connect(tmp_path / "complaint.db")) as connection:
        passed = {(table, sql) for sql in queries for table in _walked(connection, sql)}
    assert passed == set()


def _walked(connection: sqlite3.Connection, sql: str) -> set[str]:
    """Return the growing tables that a query would walk from one end to the other."""
    plan = [row[3] for row in connection.execute(f"EXPLAIN QUERY PLAN {sql}")]
    walked = {found[1] for step in plan if (found := re.match(r"SCAN (\w+)", step))}
    names = {alias: table for table, alias in re.findall(r"\b(?:FROM|JOIN) (\w+) (\w)\b", sql)}
    stops = "LIMIT" in sql and not any("TEMP B-TREE" in step for step in plan)  # an index in order, left early
    return set() if stops else {names.get(table, table) for table in walked} & (TABLES.keys() - SMALL)
