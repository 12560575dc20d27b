"""``overdue``: silent when there is nothing, exact on the second, open work alone."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

import books


@pytest.fixture
def db(run: Any) -> Path:
    """One complaint, with 维修抢修部 since the 8th, due on the 15th at 17:30 (internally on the 14th)."""
    books.lay(run.db, now="2026-10-08 08:00")
    facts = {"content": "冯晓红来电13812345678漏气", "caller": "冯晓红", "phone": "13812345678"}
    books.act(run.db, "intake", now="2026-10-08 09:00", deadline="2026-10-15 17:30", order_no="RX1", **facts)
    books.act(run.db, "transfer", now="2026-10-08 09:30", no="1", to="维修抢修部", person=["樊大川"])
    books.act(run.db, "approve", now="2026-10-08 10:00", no="1", as_="deputy", by="许知秋", acting=True)
    books.act(run.db, "approve", now="2026-10-08 10:30", no="1", as_="general", by="严守衡", acting=True)
    return run.db


def found(run: Any, now: str, *args: str) -> tuple[list[str], list[str]]:
    said = run("overdue", "--json", *args, now=now).json()
    return tuple([item["no"] for item in said[name]] for name in ("overdue", "soon"))  # type: ignore[return-value]


def test_nothing_is_said_when_there_is_nothing(run: Any, db: Path) -> None:
    for args in ([], ["--exit-code"], ["--within", "1wd"]):
        result = run("overdue", *args, now="2026-10-09 09:00")
        assert (result.code, result.out, result.err) == (0, "", "")
    assert run("overdue", "--json", now="2026-10-09 09:00").json() == {
        "schema": 1, "now": "2026-10-09T09:00:00+08:00", "overdue": [], "soon": [],
    }  # fmt: skip


@pytest.mark.parametrize(
    ("now", "args", "overdue", "soon"),
    [
        ("2026-10-14 17:29:59", [], [], []),
        ("2026-10-14 17:30:00", [], [], ["2026-0001"]),  # past its internal hand-back time
        ("2026-10-15 17:30:00", [], [], ["2026-0001"]),  # exactly at the limit is in time
        ("2026-10-15 17:30:01", [], ["2026-0001"], []),
        ("2026-10-12 10:00", ["--within", "3wd"], [], ["2026-0001"]),
        ("2026-10-12 10:00", ["--within", "2wd"], [], []),
        ("2026-10-15 15:30:00", ["--within", "2h"], [], ["2026-0001"]),
        ("2026-10-15 15:29:59", ["--within", "2h"], [], []),
    ],
)
def test_on_the_second(run: Any, db: Path, now: str, args: list[str], overdue: list[str], soon: list[str]) -> None:
    assert found(run, now, *args) == (overdue, soon)
    code = 3 if overdue or soon else 0
    result = run("overdue", "--exit-code", *args, now=now)
    assert result.code == code and bool(result.out) == bool(code)
    assert run("overdue", *args, now=now).code == 0


def test_what_is_said_of_each(run: Any, db: Path) -> None:
    result = run("overdue", "--json", "--exit-code", now="2026-10-19 09:00")
    assert result.code == 3
    [item] = result.json()["overdue"]
    assert item == {
        "no": "2026-0001", "order_no": "RX1", "matter": "冯**来电138****5678漏气", "category": "未分类",
        "department": "维修抢修部", "persons": ["樊大川"], "status": "dispatched",
        "deadline": "2026-10-15T17:30:00+08:00", "until": "2026-10-15T17:30:00+08:00", "days_late": 2, "left": None,
        "command": "complaint handle 2026-0001", "clock": "handling", "stage": "overdue-2",
    }  # fmt: skip
    [soon] = run("overdue", "--json", now="2026-10-15 09:00").json()["soon"]
    assert soon["left"] == {"working_days": 0, "seconds": 23400, "by_the_clock": False}
    assert (soon["days_late"], soon["stage"]) == (0, "soon")
    for lang, words in (("zh", "逾期 2 个工作日"), ("en", "2 working days late")):
        shown = run("overdue", now="2026-10-19 09:00", lang=lang).out
        assert words in shown and "complaint handle 2026-0001" in shown and "138****5678" in shown
        assert "冯晓红" not in shown


def test_for_other_programs(run: Any, db: Path) -> None:
    row = run("overdue", "--format", "csv", now="2026-10-19 09:00").out.splitlines()
    assert row[0].startswith("overdue,no,order_no,") and row[1].startswith("1,2026-0001,RX1,") and len(row) == 2
    assert '"overdue": false' in run("overdue", "--format", "jsonl", now="2026-10-15 09:00").out
    assert run("overdue", "--format", "csv", now="2026-10-09 09:30").out == "", "silent where there is nothing"
    for words in (("--format", "pdf"), ("--format", "csv", "--json")):
        assert run("overdue", *words).code == 2


def test_what_is_handed_back_is_not_open_and_rework_is_again(run: Any, db: Path) -> None:
    books.act(db, "handle", now="2026-10-14 09:00", no="1", result="已修", done=True, by="樊大川")
    assert clocks(run, "2026-10-15 17:30") == []
    assert clocks(run, "2026-10-19 09:00") == ["callback", "reply"]
    again = {"result": "unsatisfied", "resolved": False, "rework": True, "by": "邱明澈"}
    books.act(db, "callback", now="2026-10-14 10:00", no="1", **again)
    assert clocks(run, "2026-10-16 17:30:00") == [] and clocks(run, "2026-10-16 17:30:01") == ["rework"]
    books.act(db, "handle", now="2026-10-19 10:00", no="1", result="重修", done=True, by="樊大川")
    assert found(run, "2026-10-19 11:00") == ([], [])


def clocks(run: Any, now: str) -> list[str]:
    return [item["clock"] for item in run("overdue", "--json", now=now).json()["overdue"]]


def test_every_clock_is_told(run: Any) -> None:
    books.lay(run.db, now="2026-10-08 08:00")
    books.act(run.db, "intake", now="2026-10-12 09:00", content="表不走字", deadline="2026-10-30 17:30")
    books.act(run.db, "intake", now="2026-10-12 09:00", content="停气", deadline="2026-10-13 09:00")
    assert clocks(run, "2026-10-12 10:00:00") == [] and clocks(run, "2026-10-12 10:00:01") == ["transfer"], "urgent: 1h"
    assert clocks(run, "2026-10-12 15:00:01") == ["transfer", "transfer"]
    books.act(run.db, "exclude", now="2026-10-12 15:00", no="2", reason="不属本公司", approved_by="顾怀远")
    assert clocks(run, "2026-10-14 09:00") == ["transfer"], "what is excluded is off"
    books.act(run.db, "transfer", now="2026-10-13 09:00", no="1", to="维修抢修部", person=["樊大川"])
    assert clocks(run, "2026-10-13 15:00") == [] and clocks(run, "2026-10-13 15:00:01") == ["signature"]
    printed = run("overdue", now="2026-10-14 09:00").out
    assert "审核 逾期 1 个工作日" in printed
    board = run("board", "--as", "office", now="2026-10-14 09:00").out
    assert "2026-0001" not in board or "审核" in board
    assert "2026-0001" in run("board", "--as", "维修抢修部", now="2026-10-14 09:00").out
    assert "2026-10" in run("board", "--as", "audit", now="2026-11-02 09:00").out
    assert run("board", "--as", "audit", "--json", now="2026-11-02 09:00").json()["to_close"] == {
        "month": "2026-10",
        "obstacles": 0,
    }
    assert run("board", "--as", "没有这个部门").code == 2


def test_an_extension_moves_it(run: Any, db: Path) -> None:
    books.act(db, "extend", now="2026-10-15 09:00", no="1", to="2026-10-20 17:30", approved_by="白景行", reason="待料")
    assert found(run, "2026-10-19 09:00") == ([], [])
    assert found(run, "2026-10-20 17:30:01") == (["2026-0001"], [])


def test_before_any_transfer_the_office_is_told(run: Any, db: Path) -> None:
    books.act(db, "intake", now="2026-10-09 09:00", content="漏气", deadline="2026-10-09 11:00")
    transfer, item = run("overdue", "--json", now="2026-10-09 12:00").json()["overdue"]
    assert (item["department"], item["persons"], item["status"]) == ("综合管理部", [], "received")
    assert (transfer["clock"], item["clock"], transfer["until"][:16]) == ("transfer", "handling", "2026-10-09T10:00")


def test_a_wrong_limit_or_file(run: Any, db: Path, tmp_path: Path) -> None:
    assert run("overdue", "--within", "soon").code == 2
    assert run("overdue", db=tmp_path / "none.db").code == 42
