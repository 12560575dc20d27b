"""What people read is in their own words: no code of the program stands on a Chinese screen or in a refusal."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

import books
from complaint_cli import messages
from complaint_cli.acts.index import ACTS
from complaint_cli.assessment.rules import RULES
from complaint_cli.company.categories import _NAMED, source_kind
from complaint_cli.complaint.case import Status
from complaint_cli.complaint.stages import STAGES
from complaint_cli.messages import vocabulary
from complaint_cli.messages.particulars import caused
from conftest import Runner

NOW = "2026-11-02 09:00"
CODES = {
    *RULES, *(status.value for status in Status), *STAGES,
    *(code for name, words in vars(vocabulary).items() if name.isupper() for code in words),
    "None", "True", "False", "null", "approved", "rejected", "running", "open", "closed", "means", "result", "field",
}  # fmt: skip

READ = (
    "board --all", "overdue", "list --all", "search 燃气", "repeats --days 90", "report --month 2026-10", "verify",
    "assess --month 2026-10", "assess --month 2026-10 --check", "assess --month 2026-11 --check", "org show",
    "due 5wd --explain", "report --quarter 2026Q4 --by person", "report --month 2026-10 --by rule",
    "report --year 2026 --by category", "report --month 2026-10 --by source", "report --month 2026-10 --by month",
    *(f"show {number}" for number in range(1, 50)),
    *(f"assess --month 2026-10 --explain {number}" for number in (1, 3, 5, 26, 35, 45)),
)  # fmt: skip
DONE = (
    "amend 3 --step 8 --result 基本满意 --at 2026-10-20T10:00+08:00 --reason 录错 --approved-by 纪清源",
    "amend 3 --step 5 --contact 电话 --reason 录错 --approved-by 纪清源",
    "amend 3 --urgency 紧急 --confidential --reason 录错 --approved-by 纪清源",
    "investigate 3 --auditor 纪清源 --clerk 温小棠 --internal-cause --severity 严重 --adverse-effect",
    "withdraw 3 --step 10 --reason 录错", "link 12 --repeat-of 11", "unlink 12 --reason 误并",
    "handle 35 --result 已修", "approve 45 --as general --reject --reason 写错 --by 顾怀远",
)  # fmt: skip
REFUSED = (
    "approve 47 --as deputy", "approve 1 --as general", "callback 1 --result 好", "reply 47 --summary x",
    "handle 47 --done", "transfer 1 --to 维修", "extend 1 --to 2026-12-01 --reason x --approved-by 顾怀远",
    "decide 1 --rule handling_overdue --person 顾怀远 --amount 1 --reason x", "return 1 --reason x",
    "investigate 1 --severity 严重", "exclude 1 --reason x --approved-by 温小棠", "withdraw 1 --step 99 --reason x",
    "withdraw 1 --step 2 --reason x", "report --month 2026-10 --year 2026", "overdue --within x", "amend 1 --reason x", "link 1 --repeat-of 1", "list --status 没有", "assess --month 2026-10 --close",
)  # fmt: skip


def codes_in(text: str) -> set[str]:
    """Return the codes in a text, but for file names and what is to be typed: commands, options and their values."""
    text = re.sub(r"complaint [a-z][^；。（）]*|--[a-z][a-z-]*( [^ ；。，（）]+)?", "", text)
    words = re.findall(r"(?<![A-Za-z0-9./-])[A-Za-z_]+(?![A-Za-z0-9/-]|\.[a-z])", text)
    return CODES.intersection(words)


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("words")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_STATE_HOME", str(folder))
        run = Runner(folder / "c.db", now=NOW)
        for line in ("demo", *DONE):
            said = run(*line.split())
            assert said.code == 0, (line, said.err)
            assert line == "demo" or not codes_in(said.err + said.out), line
    return folder / "c.db"


@pytest.mark.parametrize("line", READ)
def test_no_code_stands_on_a_chinese_screen(run: Any, demo: Path, line: str) -> None:
    said = run(*line.split(), db=demo, now=NOW)
    assert said.code == 0 and said.out + said.err, said.err
    assert codes_in(said.out + said.err) == set()


@pytest.mark.parametrize("line", REFUSED)
def test_no_code_stands_in_a_refusal_which_is_one_sentence_that_ends(run: Any, demo: Path, line: str) -> None:
    said = run(*line.split(), db=demo, now=NOW)
    assert said.code not in (0, 1) and said.out == "", said.out
    assert codes_in(said.err) == set()
    assert len(said.err.splitlines()) == 1 or line.startswith("assess"), said.err


@pytest.mark.parametrize("command", [*ACTS, "import", "org import", "org set-manager"])
def test_the_cause_of_an_adjustment_is_told_in_words(command: str) -> None:
    said = caused(f"{command} 顾 怀远 2026-11-20T09:00:00+08:00")
    assert "顾 怀远 于 2026-11-20 09:00 录入的" in said and not re.search("[a-z]", said), said


@pytest.mark.parametrize("line", [*READ, *REFUSED])
def test_an_english_screen_has_no_chinese_commas(run: Any, demo: Path, line: str) -> None:
    said = run(*line.split(), db=demo, now=NOW, lang="en")
    assert (said.code == 0) is (line in READ), said.err
    assert re.findall(r".*[a-z0-9] ?[，；、。：].*", said.out if line in READ else said.err) == []


def test_a_source_keeps_its_kind_under_its_own_word() -> None:
    assert {name: source_kind(name) for name in _NAMED} == {name: source_kind(word) for name, word in _NAMED.items()}


def test_a_source_has_one_word_by_whatever_door_it_comes(
    run: Runner, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    books.lay(run.db, "2026-10-20 08:00")
    line = '{"do": "intake", "content": "%s", "source": "%s", "at": "2026-10-21 09:00"}\n'
    (tmp_path / "day.jsonl").write_text(
        "".join(line % one for one in (("表不走字", "热线"), ("表倒转", "电话"))), "utf-8"
    )
    table = "工单编号,接收时间,诉求内容,来源\n{},2026-10-21 09:00,{},{}\n"
    for name, row in {"a": ("GD1", "灶具打不着火", "12345"), "b": ("GD2", "管道锈蚀", "１２３４５ 热线")}.items():
        (tmp_path / f"{name}.csv").write_text(table.format(*row), "utf-8")
    doors = {
        ("intake", "--content", "没有气", "--source", "12345"): None,
        ("intake", "--content", "账单不对", "--source", "来电"): None,
        ("intake", "-"): "工单编号：GD3\n来源：12345平台\n诉求内容：阀门漏水\n",
        ("batch", tmp_path / "day.jsonl"): None,
        ("import", tmp_path / "a.csv"): None,
        ("import", tmp_path / "b.csv"): None,
        ("amend", "2", "--source", "政务热线", "--reason", "录错"): None,
    }
    for words, typed in doors.items():
        said = run(*words, stdin=typed, now=NOW)
        assert said.code == 0, said
    told = run("list", "--all", "--json", now=NOW).json()["complaints"]
    assert sorted(one["source"] for one in told) == [*["12345热线"] * 6, "公司电话"]
    assert len(run("list", "--source", "12345", "--json", now=NOW).json()["complaints"]) == 6
    monkeypatch.setattr("complaint_cli.acts.intake.source_named", str)  # as an earlier program kept it
    order = ("--content", "报警器响", "--source", "12345", "--order-no", "GD4", "--at", "2026-10-21 09:00")
    assert run("intake", *order, now=NOW).code == 0
    for name, row in {"a": ("GD1", "灶具打不着火", "hotline"), "d": ("GD4", "报警器响", "12345")}.items():
        (tmp_path / f"{name}.csv").write_text(table.format(*row), "utf-8")
        again = run("import", tmp_path / f"{name}.csv", "--json", now=NOW).json()
        assert (again["known"], again["changed"]) == (1, []), again


def test_late_is_one_word(run: Runner, demo: Path) -> None:
    said = {str(path): path.read_text("utf-8") for path in Path(messages.__file__).parent.glob("*.py")}
    headed = re.compile("是否超期|超期工作日")  # as such ledgers are headed
    assert [path for path, text in said.items() if re.search("超时|超期", headed.sub("", text))] == []
    late = run("list", "--overdue", "--all", "--json", db=demo, now=NOW).json()["complaints"]
    report = run("report", "--month", "2026-10", db=demo, now=NOW).out.partition("是否逾期")[2]
    assert late and len(re.findall(r"^2026-\d{4} .* 是 *$", report, re.M)) == len(late)
    assert re.search(r"^2026-\d{4} .* 否 *$", report, re.M)


def test_a_source_is_called_alike_on_every_english_screen_and_comes_back(
    run: Runner, demo: Path, tmp_path: Path
) -> None:
    sheet = tmp_path / "ledger.csv"
    for words in (
        ("show", "3"), ("list", "--all", "--columns", "no,source"), ("report", "--month", "2026-10", "--by", "source"),
        ("assess", "--month", "2026-10"), ("ledger", "-o", sheet),
    ):  # fmt: skip
        said = run(*words, db=demo, now=NOW, lang="en")
        text = sheet.read_text("utf-8-sig") if "ledger" in words else said.out
        assert said.code == 0 and "hotline" in text and "12345热线" not in text, (words, text)
    again = run("import", sheet, "--dry-run", "--json", db=demo, now=NOW).json()
    assert (again["known"], again["changed"], again["new"]) == (again["read"], [], 0)
