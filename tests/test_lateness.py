"""One figure for lateness, and one clock: what every screen and paper tells is what the month counts."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest

import books
from complaint_cli.company.edition_file import default_edition
from complaint_cli.store.closings import Closing
from conftest import Runner
from test_paper import document_text

SECOND = ("--approved-by", "顾怀远")


def entered(run: Runner, at: str, do: str, by: str = books.CLERK, **options: Any) -> None:
    """Take a step, entered as it happened."""
    books.act(run.db, do, now=at, at=at, by=by, **options)


def sent(run: Runner, received: str, sent: str, deadline: str, *, no: str = "1", **options: Any) -> None:
    """Register an order and send it to the repair department."""
    entered(run, received, "intake", content="灶具点不着", category="维修抢修", deadline=deadline, **options)
    entered(run, sent, "transfer", no=no, to="维修抢修部", person=["樊大川"])
    for post, by in (("deputy", "钟万里"), ("general", "顾怀远")):
        entered(run, sent, "approve", by, no=no, as_=post)


def adopt(run: Runner, folder: Path, now: str, **numbers: str) -> None:
    """Adopt the default edition with other numbers."""
    lines = default_edition().source.split("\n")
    for name, value in numbers.items():
        lines = [f"{name} = {value}" if line.startswith(f"{name} = ") else line for line in lines]
    file = folder / "edition.toml"
    file.write_text("\n".join(lines), "utf-8")
    done = run("policy", "adopt", file, *SECOND, now=now, by=books.AUDITOR)
    assert done.code == 0, done.err


def of(run: Runner, *command: str, now: str) -> Any:
    return run(*command, "--json", now=now).json()


def test_every_screen_counts_days_late_by_the_edition_of_the_receipt(run: Runner, tmp_path: Path) -> None:
    books.lay(run.db, "2026-10-12 08:00")
    sent(run, "2026-10-12 09:00", "2026-10-12 10:00", "2026-10-29 17:30")
    free = {"effective": "2026-11-01", "holidays": "[2026-11-03, 2026-11-04]", "rework": '"1wd"'}
    adopt(run, tmp_path, "2026-10-20 09:00", **free)
    now = "2026-11-06 09:00"  # October 30, November 2 to 6
    fines = of(run, "assess", "--month", "2026-10", now=now)["fines"]
    assert {fine["facts"]["days_late"] for fine in fines} == {6}
    board = of(run, "board", now=now)["groups"][0]["complaints"][0]
    overdue = of(run, "overdue", now=now)["overdue"][0]
    [row] = csv.DictReader(io.StringIO(run("ledger", "-o", "-", now=now).out.removeprefix("\ufeff")))
    assert (board["days_late"], overdue["days_late"], row["超期工作日"]) == (6, 6, "6")
    assert of(run, "show", "1", now=now)["days_late"] == 6
    assert "还没有交回，逾期 6 个工作日\n" in run("show", "1", now=now).out
    entered(run, now, "handle", "樊大川", no="1", result="已修", done=True)
    assert of(run, "show", "1", now=now)["days_late"] == 6
    for at, do, by, said in (
        ("2026-11-06 10:00", "callback", "邱明澈", {"result": "unsatisfied", "resolved": False, "rework": True}),
        ("2026-11-11 10:00", "handle", "樊大川", {"result": "再修", "done": True}),
    ):
        entered(run, at, do, by, no="1", **said)
    adopt(run, tmp_path, "2026-11-12 09:00", **free | {"effective": "2026-11-05", "holidays": "[2026-11-10]"})
    now = "2026-11-12 10:00"
    fines = of(run, "assess", "--month", "2026-11", now=now)["fines"]
    clocks = of(run, "assess", "--month", "2026-11", "--explain", "1", now=now)["clocks"]
    told = {fine["facts"]["days_late"] for fine in fines if fine["rule"] == "rework_overdue"}
    assert told == {clock["late_by"]["days"] for clock in clocks if clock["clock"] == "rework"} == {2}


def test_the_board_counts_the_office_s_clocks_as_overdue_does(run: Runner) -> None:
    books.lay(run.db, "2026-10-12 08:00")
    sent(run, "2026-10-12 09:00", "2026-10-12 10:00", "2026-10-29 17:30", source="12345")
    done = ("handle", "1", "--result", "已修", "--done", "--at", "2026-10-12 14:00")
    run(*done, now="2026-10-14 15:00", by="樊大川")  # he sits there: the office's clocks start at the entry
    now = "2026-10-14 16:00"
    clocks = {row["clock"]: row["until"] for row in of(run, "overdue", "--within", "10wd", now=now)["soon"]}
    [group] = of(run, "board", now=now)["groups"]
    assert group["complaints"][0]["until"] == clocks["callback"] == "2026-10-15T17:30:00+08:00"
    entered(run, "2026-10-15 09:00", "callback", "邱明澈", no="1", result="satisfied")
    [group] = of(run, "board", now="2026-10-15 10:00")["groups"]
    assert group["complaints"][0]["until"] == clocks["reply"] == "2026-10-16T17:30:00+08:00"


def test_no_screen_gives_a_clock_of_a_closed_month_a_later_edition_s_limit(run: Runner, tmp_path: Path) -> None:
    books.lay(run.db, "2026-10-28 08:00")
    sent(run, "2026-10-28 09:00", "2026-10-28 10:00", "2026-11-20 17:30")
    entered(run, "2026-10-30 16:00", "handle", "樊大川", no="1", result="已修", done=True)
    closed = run("assess", "--month", "2026-10", "--close", now="2026-11-02 09:00", by=books.AUDITOR)
    assert closed.code == 0, closed.err
    adopt(run, tmp_path, "2026-11-02 10:00", effective="2026-10-15", callback='"3wd"', general='"9wd"')
    now = "2026-11-03 09:00"
    assert [row["clock"] for row in of(run, "overdue", now=now)["overdue"]] == ["callback"]
    points = of(run, "assess", "--month", "2026-11", now=now)["points"]
    assert [(line["rule"], line["at"][:10]) for line in points] == [("callback_missing", "2026-11-02")]
    books.act(run.db, "intake", now=now, at="2026-10-30 10:00", content="表不走字", category="计量收费")
    assert of(run, "show", "2", now=now)["deadline"] == "2026-11-06T17:30:00+08:00"


def test_a_month_counted_into_a_year_without_its_order_is_provisional(run: Runner) -> None:
    books.lay(run.db, "2026-12-21 08:00")
    sent(run, "2026-12-21 09:00", "2026-12-21 10:00", "2026-12-30 11:30")
    now = "2026-12-31 18:00"
    assert "provisional" not in of(run, "assess", "--month", "2026-12", now=now)
    entered(run, "2027-01-05 16:00", "handle", "樊大川", no="1", result="已修", done=True)
    now = "2027-01-06 09:00"
    answer = of(run, "assess", "--month", "2026-12", now=now)
    assert ({fine["facts"]["days_late"] for fine in answer["fines"]}, answer["provisional"]) == ({3}, [2027])
    refused = run("assess", "--month", "2026-12", "--close", now=now, by=books.AUDITOR)
    assert refused.code == 21 and "2027" in refused.err


def test_one_name_in_two_spellings_is_one_person_where_nobody_is_listed(run: Runner, tmp_path: Path) -> None:
    run("init", now="2026-10-01 09:00")
    lines = [
        {"do": "intake", "at": f"2026-10-{day} 09:00", "by": by, "content": f"{day}号楼停气", "category": "供气保障"}
        | {"deadline": f"2026-10-{day} 17:30"}
        for day, by in ((12, "陈文"), (13, "陈　文"), (14, "陈文\u200b"))
    ]
    batch = tmp_path / "lines.jsonl"
    batch.write_text("\n".join(json.dumps(line, ensure_ascii=False) for line in lines), "utf-8")
    assert run("batch", batch, now=books.AFTER).code == 0
    answer = of(run, "assess", "--month", "2026-10", now=books.AFTER)
    assert [(fine["person"], fine["base"]) for fine in answer["fines"]] == [
        ("陈文", "50.00"), ("陈文", "100.00"), ("陈文", "100.00"),
    ]  # fmt: skip


def test_the_term_of_an_objection_is_printed_as_it_is_judged(run: Runner, tmp_path: Path) -> None:
    """Both by the edition in force on the day of the closing, not by that of the month."""
    books.lay(run.db, "2026-10-12 08:00")
    sent(run, "2026-10-12 09:00", "2026-10-12 10:00", "2026-10-20 17:30")
    adopt(run, tmp_path, "2026-10-20 09:00", effective="2026-11-01", objection='"5wd"', holidays="[2026-11-04]")
    month, closing = ("assess", "--month", "2026-10"), "2026-11-02 09:00"
    assert of(run, *month, now=closing)["objections"]["within"] == "5wd"
    done = run(*month, "--close", now=closing, by=books.AUDITOR)
    assert done.code == 0, done.err
    term = of(run, *month, now=closing)["objections"]
    assert (term["within"], term["until"]) == ("5wd", "2026-11-10T17:30:00+08:00")
    objection = ("object", "1", "--rule", "handling_overdue", "--person", "樊大川", "--reason", "不服", "--at")
    for at, late in (("2026-11-10 17:30:00", False), ("2026-11-10 17:30:01", True)):
        assert of(run, *objection, at, now="2026-11-11 09:00")["late"] is late


def test_a_notice_tells_the_term_that_runs_from_it(run: Runner, tmp_path: Path) -> None:
    """Printed days after the closing, or in the running month before a second fine, each fine's own end."""
    books.lay(run.db, "2026-10-12 08:00")
    sent(run, "2026-10-12 09:00", "2026-10-12 10:00", "2026-10-20 17:30")
    sent(run, "2026-10-12 09:00", "2026-10-12 10:00", "2026-10-29 17:30", no="2")
    month = ("assess", "--month", "2026-10")
    noticed = [
        ("2026-10-22 09:00", "最迟 2026-10-27 17:30"),
        ("2026-11-10 09:00", "最迟 2026-10-27 17:30（2026-0001）、"),
    ]
    for now, said in noticed:
        if now > "2026-11":
            done = run(*month, "--close", now="2026-11-02 09:00", by=books.AUDITOR)
            assert done.code == 0, done.err
            assert "没有通知单的最迟 2026-11-05 17:30" in "".join(run(*month, now=now).out.split("\n"))
        done = run(*month, "--notices", tmp_path / now[:10], now=now, by=books.AUDITOR)
        assert done.code == 0, done.err
        assert said in document_text(tmp_path / now[:10] / "2026-10 樊大川.docx")
    assert "2026-11-13 17:30（2026-0002）" in document_text(tmp_path / "2026-11-10" / "2026-10 樊大川.docx")
    for no, at, late in (("1", "2026-10-27 17:30:01", True), ("2", "2026-11-13 17:30:00", False)):
        objection = ("object", no, "--rule", "handling_overdue", "--person", "樊大川", "--reason", "不服", "--at", at)
        assert of(run, *objection, now="2026-11-16 09:00")["late"] is late


def test_no_closed_month_is_read_where_no_later_edition_reaches_into_it(
    run: Runner, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    books.lay(run.db, "2026-10-12 08:00")
    sent(run, "2026-10-12 09:00", "2026-10-12 10:00", "2026-11-20 17:30")
    done = run("assess", "--month", "2026-10", "--close", now="2026-11-02 09:00", by=books.AUDITOR)
    assert done.code == 0, done.err
    adopt(run, tmp_path, "2026-11-03 09:00", effective="2026-12-01")
    read: list[str] = []
    whole = Closing._read
    monkeypatch.setattr(Closing, "_read", lambda self, what: [read.append(self.month), whole(self, what)][1])
    assert run("board", now="2026-11-04 09:00").code == 0
    assert read == []
    adopt(run, tmp_path, "2026-11-05 09:00", effective="2026-10-20")
    read.clear()
    assert run("board", now="2026-11-05 10:00").code == 0
    assert read == ["2026-10"]
