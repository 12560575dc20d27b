"""The desk: the board, the ledger, one complaint, when a limit ends, what the shell is offered."""

from __future__ import annotations

import io
import json
import os
import re
import subprocess
import sys
import zipfile
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
import shellingham

import books
from complaint_cli.company.calendar import statutory
from complaint_cli.company.edition_file import default_edition
from complaint_cli.complaint.board import Heading, Left, board, handback_time, left_until, watch
from complaint_cli.messages import use_language
from complaint_cli.render.screen.columns import cut, hanging
from complaint_cli.render.screen.desk import time_word
from complaint_cli.store.database import Store
from complaint_cli.text.layout import cells

EDITION = default_edition()
CALENDAR = EDITION.calendar(statutory)


def when(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=CALENDAR.tz)


def take_in(db: Path, now: str, **more: Any) -> str:
    """Register a complaint at that moment and return its number."""
    facts = {"content": "市民反映，家中燃气灶打不着火", "category": "维修抢修/质量", "caller": "冯晓红"}
    facts |= {"phone": "13812345678", "deadline": "2026-10-15 17:30"} | more
    return str(books.act(db, "intake", now=now, **facts)["no"])


def dispatch(db: Path, no: str, at: str, department: str = "维修抢修部") -> None:
    """Transfer a complaint and have it approved twice at that moment."""
    books.act(db, "transfer", now=at, no=no, to=department, person=["樊大川"])
    books.act(db, "approve", now=at, no=no, as_="deputy", by="许知秋", acting=True)
    books.act(db, "approve", now=at, no=no, as_="general", by="严守衡", acting=True)


def groups(run: Any, now: str) -> dict[str, list[str]]:
    """Return the board's numbers by heading."""
    said = run("--json", now=now).json()
    return {group["heading"]: [item["no"] for item in group["complaints"]] for group in said["groups"]}


@pytest.fixture
def db(run: Any) -> Path:
    return books.lay(run.db, now="2026-10-08 08:00")


# --- the board --------------------------------------------------------------------------------------


def test_without_a_database_the_board_says_what_to_type(run: Any) -> None:
    for lang in ("zh", "en"):
        result = run(lang=lang)
        assert (result.code, result.out) == (42, "")
        assert "complaint init" in result.err and "complaint demo" in result.err


def test_an_empty_board_is_one_friendly_line(run: Any, db: Path) -> None:
    result = run()
    assert (result.code, result.err) == (0, "")
    assert result.out.count("\n") == 1 and "complaint intake" in result.out
    assert run("--json").json() == {"schema": 1, "now": "2026-10-09T09:00:00+08:00", "open": 0, "groups": []}


def test_each_complaint_walks_through_the_headings(run: Any, db: Path) -> None:
    no = take_in(db, "2026-10-08 09:00")
    assert groups(run, "2026-10-08 09:00") == {"transfer": [no]}
    books.act(db, "transfer", now="2026-10-08 09:30", no=no, to="维修抢修部", person=["樊大川"])
    assert groups(run, "2026-10-08 10:00") == {"approval": [no]}
    books.act(db, "approve", now="2026-10-08 10:00", no=no, as_="deputy", by="许知秋", acting=True)
    books.act(db, "approve", now="2026-10-08 11:00", no=no, as_="general", by="严守衡", acting=True)
    assert groups(run, "2026-10-08 12:00") == {"in_hand": [no]}
    assert groups(run, "2026-10-12 23:59") == {"in_hand": [no]}, "internal hand-back on the 14th"
    assert groups(run, "2026-10-13 00:00") == {"hand_back": [no]}
    assert groups(run, "2026-10-14 09:00") == {"due_next": [no]}
    assert groups(run, "2026-10-15 17:30") == {"due_today": [no]}, "exactly at the limit is in time"
    assert groups(run, "2026-10-15 17:30:01") == {"overdue": [no]}
    books.act(db, "handle", now="2026-10-16 09:00", no=no, result="已修", done=True, by="樊大川")
    assert groups(run, "2026-10-16 10:00") == {"callback": [no]}
    books.act(db, "callback", now="2026-10-16 11:00", no=no, result="satisfied", by="邱明澈")
    assert groups(run, "2026-10-16 12:00") == {"reply": [no]}
    books.act(db, "reply", now="2026-10-16 14:00", no=no, summary="已修")
    assert groups(run, "2026-10-16 15:00") == {"investigation": [no]}, "it was handed back late"
    assert groups(run, "2026-11-16 14:00") == {}, "a month later nobody asks any more"
    facts = {"auditor": books.AUDITOR, "clerk": books.CLERK}
    books.act(db, "investigate", now="2026-10-16 16:00", no=no, **facts)
    assert groups(run, "2026-10-16 17:00") == {}
    wrong = {"step": 8, "reason": "录错单"}
    books.act(db, "withdraw", now="2026-10-16 17:10", by=books.AUDITOR, no=no, **wrong)
    assert groups(run, "2026-10-16 17:20") == {"investigation": [no]}, "it was another's"


def test_what_a_correction_makes_late_or_unsatisfied_is_to_be_investigated(run: Any, db: Path) -> None:
    no = take_in(db, "2026-10-08 09:00")
    books.act(db, "transfer", now="2026-10-08 09:30", no=no, to="维修抢修部", person=["樊大川"])
    books.act(db, "approve", now="2026-10-08 10:00", no=no, as_="deputy", by="许知秋", acting=True)
    books.act(db, "approve", now="2026-10-08 11:00", no=no, as_="general", by="严守衡", acting=True)
    books.act(db, "handle", now="2026-10-09 09:00", no=no, result="已修", done=True, by="樊大川")
    books.act(db, "callback", now="2026-10-09 11:00", no=no, result="satisfied", by="邱明澈")
    books.act(db, "reply", now="2026-10-09 14:00", no=no, summary="已修")
    assert groups(run, "2026-10-09 15:00") == {}
    called, due = {"step": 6, "result": "unsatisfied", "resolved": True}, {"deadline": "2026-10-08 17:30"}
    for said in (called, {"step": 6, "result": "satisfied"}, due):
        books.act(db, "amend", now="2026-10-09 16:00", no=no, reason="录错", approved_by="严守衡", **said)
        assert groups(run, "2026-10-09 17:00") == ({} if said not in (called, due) else {"investigation": [no]})
    moved = {"step": 3, "at": "2026-10-08 10:01"}
    books.act(db, "amend", now="2026-11-20 16:00", no=no, reason="录错", approved_by="严守衡", **moved)
    assert groups(run, "2026-11-20 17:00") == {}, "what is corrected of an old one makes it no new one"


def test_rework_is_with_the_department_again(run: Any, db: Path) -> None:
    no = take_in(db, "2026-10-08 09:00")
    dispatch(db, no, "2026-10-08 10:00")
    books.act(db, "handle", now="2026-10-09 09:00", no=no, result="已修", done=True, by="樊大川")
    again = {"result": "unsatisfied", "resolved": False, "rework": True, "by": "邱明澈"}
    books.act(db, "callback", now="2026-10-09 10:00", no=no, **again)
    assert groups(run, "2026-10-15 09:00") == {"due_today": [no]}
    assert groups(run, "2026-10-16 09:00") == {"overdue": [no]}


def test_a_return_or_a_rejection_leaves_it_to_the_office(run: Any, db: Path) -> None:
    back, refused = take_in(db, "2026-10-08 09:00"), take_in(db, "2026-10-08 09:01")
    dispatch(db, back, "2026-10-08 09:30")
    books.act(db, "return", now="2026-10-08 10:00", no=back, reason="不属本部门")
    books.act(db, "transfer", now="2026-10-08 10:00", no=refused, to="客户服务部")
    books.act(db, "approve", now="2026-10-08 10:30", no=refused, as_="deputy", by="许知秋", acting=True, reject=True,
              reason="应转维修")  # fmt: skip
    said = run("--json", now="2026-10-08 11:00").json()
    [group] = said["groups"]
    assert group["heading"] == "transfer"
    assert [(c["no"], c["department"], c["persons"], c["until"]) for c in group["complaints"]] == [
        (back, "综合管理部", [], "2026-10-08T16:00:00+08:00"),
        (refused, "综合管理部", [], "2026-10-08T16:30:00+08:00"),
    ]


def test_every_line_of_the_board_names_its_next_command_and_hides_the_caller(run: Any) -> None:
    books.october(run.db.parent)
    said = run("--json", now="2026-10-26 09:00").json()
    lines = run(now="2026-10-26 09:00").out
    shown = [c for g in said["groups"] if g["heading"] not in ("in_hand", "investigation") for c in g["complaints"]]
    assert shown
    for item in shown:
        assert item["command"].startswith("complaint ") and item["no"] in item["command"]
        assert item["command"] in lines
    numbers = [c["no"] for g in said["groups"] for c in g["complaints"]]
    assert len(numbers) == len(set(numbers)), "each once"
    assert "13800000" not in json.dumps(said)
    headings = [g["heading"] for g in said["groups"]]
    assert headings == [h.value for h in Heading if h.value in headings], "the most urgent first"


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("columns", [80, 100, 120])
def test_no_line_is_wider_than_the_terminal(run: Any, lang: str, columns: int) -> None:
    books.october(run.db.parent)
    for command in ([], ["board", "--all"], ["list"], ["overdue"], ["show", "8"], ["search", "反映"]):
        out = run(*command, now=books.AFTER, lang=lang, columns=columns).out
        assert out and "\x1b" not in out
        widest = max(out.splitlines(), key=cells)
        assert cells(widest) <= columns, (command, widest)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_step_is_read_in_a_narrow_window(run: Any, lang: str) -> None:
    books.october(run.db.parent)
    out = run("show", "8", now=books.AFTER, lang=lang, columns=40).out.splitlines()
    steps = out[next(i for i, said in enumerate(out) if said in ("经过", "Timeline")) + 1 :]
    steps = steps[: steps.index("")]
    assert max(map(cells, steps)) <= 40 and not [said for said in steps if said.startswith(" " * 20)], steps


def test_a_command_stands_beside_its_row_where_that_leaves_room_for_the_matter(run: Any) -> None:
    run.now = "2026-11-02 09:00"
    assert run("demo").code == 0
    for columns, below in ((80, True), (120, True), (160, False)):  # one of the commands names who signs
        lines = run("board", columns=columns).out.splitlines()
        assert any(line.strip().startswith("complaint approve") for line in lines) is below, columns
        assert any("complaint approve" in line for line in lines)


def test_a_long_heading_shows_its_first_ten(run: Any, db: Path) -> None:
    numbers = [take_in(db, "2026-10-08 09:00", phone=f"138{i:08}") for i in range(12)]
    out = run(now="2026-10-08 10:00").out
    assert numbers[9] in out and numbers[10] not in out and "complaint board --all" in out
    assert numbers[11] in run("board", "--all", now="2026-10-08 10:00").out
    assert groups(run, "2026-10-08 10:00") == {"transfer": numbers}


def test_colours_are_for_terminals_alone(run: Any, db: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from complaint_cli.render.screen import columns

    class Terminal:
        def isatty(self) -> bool:
            return True

    monkeypatch.setattr(columns.sys, "stdout", Terminal())
    for name, value, coloured in (("TERM", "xterm", True), ("TERM", "dumb", False), ("NO_COLOR", "1", False)):
        monkeypatch.delenv("NO_COLOR", raising=False)
        monkeypatch.setenv("TERM", "xterm")
        monkeypatch.setenv(name, value)
        assert (columns.styled("x", "1") != "x") is coloured


@pytest.mark.parametrize(
    ("name", "value", "bar"), [("TERM", "xterm", True), ("TERM", "dumb", False), ("NO_COLOR", "1", False)]
)
def test_a_bar_is_for_terminals_alone(monkeypatch: pytest.MonkeyPatch, name: str, value: str, bar: bool) -> None:
    from complaint_cli.render.screen import progress

    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv(name, value)
    monkeypatch.setattr(sys, "stderr", Terminal())
    with progress.counting("执行", progress.LONG) as step:
        step(progress.LONG)
    assert ("\x1b" in sys.stderr.getvalue()) is bar  # type: ignore[attr-defined]


# --- internal time, words for time -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("receipt", "deadline", "internal"),
    [
        ("2026-10-08 09:00", "2026-10-15 17:30", "2026-10-14 17:30"),  # five working days: one less
        ("2026-09-27 09:00", "2026-10-08 17:30", "2026-09-30 17:30"),  # the day before is a holiday
        ("2026-10-08 09:00", "2026-10-12 17:30", "2026-10-10 17:30"),  # three: the 10th is worked
        ("2026-10-08 09:00", "2026-10-10 17:30", "2026-10-10 15:30"),  # two: two hours less
        ("2026-10-08 09:00", "2026-10-08 11:00", "2026-10-08 09:00"),
        ("2026-10-08 09:00", "2026-10-08 10:00", "2026-10-08 09:00"),  # never before the receipt
    ],
)
def test_the_internal_hand_back_time(db: Path, receipt: str, deadline: str, internal: str) -> None:
    no = take_in(db, "2026-10-20 09:00", at=receipt, deadline=deadline)
    with Store.open(db) as store:
        assert handback_time(store.case(no), EDITION, CALENDAR) == when(internal)


@pytest.mark.parametrize(
    ("now", "by_the_clock", "zh", "en"),
    [
        ("2026-10-13 14:30", False, "还剩 2 个工作日 3 小时", "2 working days 3 h left"),
        ("2026-10-14 17:30", False, "还剩 1 个工作日", "1 working day left"),
        ("2026-10-15 16:00", False, "还剩 1 小时 30 分钟", "1 h 30 min left"),
        ("2026-10-15 17:29:30", False, "还剩不到 1 分钟", "under a minute left"),
        ("2026-10-14 16:30", True, "还剩 25 小时", "25 h left"),
        ("2026-10-15 17:30:01", False, "逾期 1 个工作日", "1 working day late"),
        ("2026-10-19 09:00", False, "逾期 2 个工作日", "2 working days late"),
    ],
)
def test_time_left_in_words(now: str, by_the_clock: bool, zh: str, en: str) -> None:
    left = left_until(when("2026-10-15 17:30"), when(now), CALENDAR, by_the_clock=by_the_clock)
    assert time_word(left) == zh
    use_language("en")
    try:
        assert time_word(left) == en
    finally:
        use_language("zh")


def test_at_night_the_clock_on_the_wall_counts() -> None:
    left = left_until(when("2026-10-15 23:00"), when("2026-10-15 21:00"), CALENDAR)
    assert left == Left(0, 0, 7200, True)


def test_the_pure_board_takes_no_work(db: Path) -> None:
    with Store.open(db) as store:
        nobody = store.organisation()
    now, terms = when("2026-10-09 09:00"), (EDITION, CALENDAR)
    assert board([], now, lambda _: terms, nobody, lambda _: ()) == {}
    assert not any(watch([], now, lambda _: terms, nobody, None, lambda _: ()))


# --- the ledger -------------------------------------------------------------------------------------


def listed(run: Any, *args: str, now: str = books.AFTER) -> list[str]:
    return [item["no"][-2:] for item in run("list", *args, "--json", now=now).json()["complaints"]]


def test_the_ledger_by_every_filter(run: Any) -> None:
    books.october(run.db.parent)
    everything = listed(run)
    assert everything == sorted(everything, reverse=True) and len(everything) == 16
    assert listed(run, "--dept", "计量") == ["15", "10", "09", "04", "01"]
    assert listed(run, "--month", "2026-09") == ["01"]
    assert "01" not in listed(run, "--month", "2026-10")
    assert (listed(run, "--status", "dispatched"), listed(run, "--status", "办理中")) == (["16"], ["14"])
    assert listed(run, "--status", "filed") == [n for n in everything if n not in ("14", "16")]
    assert set(listed(run, "--category", "4")) == set(listed(run, "--category", "维修抢修")) != set()
    assert listed(run, "--category", "安检") == listed(run, "--category", "%") == []
    assert "14" in listed(run, "--person", "毛立夏")
    assert listed(run, "--overdue") == ["14"]
    assert listed(run, "--overdue", "--dept", "客户服务部") == []


def test_pages_of_the_ledger(run: Any) -> None:
    books.october(run.db.parent)
    first = run("list", "--limit", "10", "--json").json()
    second = run("list", "--limit", "10", "--page", "2", "--json").json()
    assert (first["more"], second["more"]) == (True, False)
    assert [c["no"] for c in first["complaints"] + second["complaints"]] == [
        c["no"] for c in run("list", "--all", "--json").json()["complaints"]
    ]
    shown = run("list", "--limit", "10")
    assert shown.out.count("\n") == 11 and "--page 2" in shown.err
    assert run("list", "--limit", "16").err == ""


def test_what_the_ledger_does_not_understand(run: Any) -> None:
    books.october(run.db.parent)
    for args, said in (
        (["--dept", "维修抢休部"], "维修抢修部"),
        (["--status", "open"], "办理中"),
        (["--month", "2026-1"], "2026-10"),
        (["--overdue", "--status", "filed"], "已归档"),
        (["--limit", "0"], "--limit"),
        (["--page", "-1"], "--page"),
    ):
        result = run("list", *args, now=books.AFTER)
        assert (result.code, result.out) == (2, "") and said in result.err
    nothing = run("list", "--person", "没有此人")
    assert (nothing.code, nothing.out) == (0, "") and nothing.err


def test_amended_values_are_what_the_ledger_shows(run: Any, db: Path) -> None:
    no = take_in(db, "2026-10-08 09:00")
    books.act(db, "amend", now="2026-10-09 08:00", no=no, category="计量收费/账单", reason="选错", caller="祁建国")
    books.act(
        db, "amend", now="2026-10-09 08:30", no=no, received="2026-09-30 09:00", reason="日期错", approved_by="顾怀远"
    )
    assert listed(run, "--category", "计量收费") == listed(run, "--month", "2026-09") == ["01"]
    assert listed(run, "--category", "维修抢修") == listed(run, "--month", "2026-10") == []
    [item] = run("list", "--json").json()["complaints"]
    assert (item["caller"], item["phone"]) == ("祁**", "138****5678")


# --- one complaint ----------------------------------------------------------------------------------


def test_the_whole_story_of_one_complaint(run: Any, db: Path, tmp_path: Path) -> None:
    photo = tmp_path / "photo.txt"
    photo.write_text("x")
    no = take_in(db, "2026-10-08 09:00", content="冯晓红反映漏水，电话13812345678")
    dispatch(db, no, "2026-10-08 10:00")
    books.act(db, "handle", now="2026-10-13 15:00", at="2026-10-12 10:00", no=no, contact="visit", by="樊大川")
    books.act(db, "handle", now="2026-10-13 15:00", at="2026-10-09 10:00", no=no, report="冯晓红多次来电", by="樊大川")
    books.act(db, "amend", now="2026-10-13 16:00", no=no, caller="祁建国", reason="登记有误")
    books.act(db, "extend", now="2026-10-14 09:00", no=no, to="2026-10-20 17:30", approved_by="白景行", reason="待料")
    books.act(db, "handle", now="2026-10-14 10:00", no=no, evidence=[str(photo)], result="已修", done=True, by="樊大川")
    books.act(db, "callback", now="2026-10-14 11:00", no=no, result="unsatisfied", resolved=True, by="邱明澈")
    told = run("show", no[-1], "--json", now="2026-10-14 12:00").json()
    moments = [event["at"] for event in told["timeline"]]
    assert moments == sorted(moments)
    kinds = ["intake", "transfer", "approval", "approval", "note", "contact", "amendment", "extension"]
    assert [e["kind"] for e in told["timeline"]] == [*kinds, "evidence", "note", "handback", "callback"]
    assert [e["step"] for e in told["timeline"]] == [1, 2, 3, 4, 6, 5, None, 7, 8, 8, 8, 9], "as they were entered"
    assert [e["kind"] for e in told["timeline"] if e["late"]] == ["note"], "the 12th was one working day before"
    assert (told["order_deadline"][:10], told["deadline"][:10], told["extended"]) == ("2026-10-15", "2026-10-20", True)
    amendment = next(e for e in told["timeline"] if e["kind"] == "amendment")
    assert (amendment["field"], amendment["old"], amendment["new"]) == ("caller", "冯**", "祁**")
    assert (told["caller"], told["phone"]) == ("祁**", "138****5678")
    assert told["command"] == f"complaint reply {no}"
    assert told["evidence"][0]["name"] == "photo.txt" and len(told["evidence"][0]["sha256"]) == 64
    assert "冯晓红" not in json.dumps(told, ensure_ascii=False) and "13812345678" not in json.dumps(told)
    marks_of = {
        "zh": ("补录于 2026-10-13 15:00", "演练时钟", "延期后时限", "下一步"),
        "en": ("entered late, 2026-10-13 15:00", "rehearsal clock", "Extended to", "Next"),
    }
    for lang, marks in marks_of.items():
        shown = run("show", no, now="2026-10-14 12:00", lang=lang).out
        assert all(mark in shown for mark in (*marks, told["evidence"][0]["sha256"][:12]))
        assert "冯晓红" not in shown and "13812345678" not in shown


def test_to_reveal_is_recorded(run: Any, db: Path) -> None:
    no = take_in(db, "2026-10-08 09:00")
    with Store.open(db) as store:
        before = store.head()
    run("show", no)
    with Store.open(db) as store:
        assert store.head() == before, "looking at what is hidden leaves no entry"
    result = run("show", no, "--reveal", "--by", "纪清源")
    assert "冯晓红" in result.out and "13812345678" in result.out
    with Store.open(db) as store:
        row = store.connection.execute("SELECT actor, command, subject FROM journal ORDER BY seq DESC").fetchone()
        assert (store.head()[0], tuple(row)) == (before[0] + 1, ("纪清源", "show --reveal", no))
    assert run("show", no, "--reveal", "--json").json()["caller"] == "冯晓红"
    assert run("verify").code == 0


def test_every_kind_of_step_is_told_in_both_languages(run: Any) -> None:
    books.full(run.db.parent)
    kinds = set()
    for item in run("list", "--all", "--json", now=books.AFTER).json()["complaints"]:
        for lang in ("zh", "en"):
            assert run("show", item["no"], lang=lang, now=books.AFTER).code == 0
        kinds |= {e["kind"] for e in run("show", item["no"], "--json", now=books.AFTER).json()["timeline"]}
    assert kinds >= {"intake", "amendment", "returned", "extension", "link", "investigation", "decision", "exclusion"}
    assert kinds >= {"commendation", "contact", "evidence", "note", "handback", "callback", "reply", "approval"}


def test_no_such_complaint(run: Any, db: Path) -> None:
    assert run("show", "99").code == 20


HOSTILE = "\x1b[31m红\x1b]0;标题\x07 [bold]粗[/bold] \u202e倒\u2066 \x9b2J {0} %s =1+1\n第二行\r覆盖"


def test_text_from_callers_does_not_act(run: Any, db: Path) -> None:
    no = take_in(
        db,
        "2026-10-08 09:00",
        content=HOSTILE,
        address=HOSTILE,
        category="维修抢修/" + HOSTILE[:80],
        source=HOSTILE[:90],
    )
    dispatch(db, no, "2026-10-08 10:00")
    books.act(db, "handle", now="2026-10-08 11:00", no=no, report=HOSTILE, by="樊大川")
    for command in (["show", no], ["list"], [], ["board", "--all"], ["search", "红"], ["overdue"]):
        out = run(*command, now="2026-10-16 10:00").out
        assert out and not set(out) & set("\x1b\x07\x9b\r\u202e\u2066"), command
        assert "红" in out


# --- when a limit ends ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("start", "limit", "due"),
    [
        ("2026-09-30", "5wd", "2026-10-13 17:30"),
        ("2026-02-13", "5个工作日", "2026-02-27 17:30"),
        ("2025-12-30", "3wd", "2026-01-05 17:30"),
        ("2026-10-09 16:30", "3wh", "2026-10-10 10:30"),
        ("2026-10-09 23:00", "2h", "2026-10-10 01:00"),
    ],
)
def test_when_a_limit_ends(run: Any, start: str, limit: str, due: str) -> None:
    assert run("due", limit, "--from", start).out.startswith(due), "needs no database"
    books.lay(run.db)
    assert run("due", limit, "--from", start).out.startswith(due)
    explained = run("due", limit, "--from", start, "--explain").out.splitlines()
    assert explained[-1].startswith(due)
    said = run("due", limit, "--from", start, "--json").json()
    assert set(said) == {"schema", "from", "limit", "due", "provisional", "days"}
    assert said["due"] == due.replace(" ", "T") + ":00+08:00" and said["days"][-1]["date"] == due[:10]


def test_a_year_not_yet_published_is_provisional(run: Any) -> None:
    assert "暂定" in run("due", "5wd", "--from", "2031-03-03").out
    assert "provisional" in run("due", "5wd", "--from", "2031-03-03", "--explain", lang="en").out
    assert run("due", "5wd", "--from", "2031-03-03", "--json").json()["provisional"] is True
    assert run("due", "2h", "--from", "2031-03-03", "--json").json()["provisional"] is False


def test_a_limit_not_understood(run: Any) -> None:
    for args, example in ((["5 bananas"], "5wd"), (["5wd", "--from", "soon"], "17:30")):
        result = run("due", *args)
        assert (result.code, result.out) == (2, "") and example in result.err


# --- what the shell is offered ------------------------------------------------------------------------


def offered(db: Path, words: str, *, shell: str = "bash") -> list[str]:
    env = os.environ | {
        "_COMPLAINT_COMPLETE": f"complete_{shell}", "COMP_WORDS": words, "COMP_CWORD": str(words.count(" ")),
        "_TYPER_COMPLETE_ARGS": words, "_TYPER_COMPLETE_FISH_ACTION": "get-args",
        "_TYPER_COMPLETE_WORD_TO_COMPLETE": words.rpartition(" ")[2], "COMPLAINT_DB": str(db),
    }  # fmt: skip
    done = subprocess.run([sys.executable, "-m", "complaint_cli"], capture_output=True, text=True, env=env)
    assert done.stderr == ""
    return [line for line in done.stdout.splitlines() if line]


def test_the_shell_is_offered_numbers_departments_and_people(run: Any) -> None:
    db = books.october(run.db.parent)
    numbers = offered(db, "complaint show ")
    assert len(numbers) == 16 and numbers[0] == "2026-0014", "open ones first, by deadline"
    assert offered(db, "complaint show 2026-000") == [f"2026-000{n}" for n in range(9, 0, -1)]
    assert "维修抢修部" in offered(db, "complaint list --dept ")
    assert "樊大川" in offered(db, "complaint list --person ")
    assert "in_hand" in offered(db, "complaint list --status ")
    other = offered(db.with_name("none.db"), f"complaint --db {db} show ")
    assert "2026-0014" in other


def test_the_shell_is_offered_who_is_on_a_staff_until_a_day(run: Any) -> None:
    db, file = books.october(run.db.parent), run.db.parent / "organisation.toml"
    text = (books.EXAMPLE / "organisation.toml").read_text("utf-8")
    file.write_text(text.replace('"毛立夏"', '{ name = "毛立夏", until = 2027-01-01 }'), "utf-8")
    run("--db", db, "org", "import", file, "--approved-by", "顾怀远", now=books.AFTER, by=books.CLERK)
    assert offered(db, "complaint transfer 1 --person 毛") == ["毛立夏"]


@pytest.mark.parametrize(
    ("words", "among"),
    [
        ("complaint transfer 1 --to 维", ["维修抢修部"]),
        ("complaint transfer 1 --person 毛", ["毛立夏"]),
        ("complaint callback 1 --by 邱", ["邱明澈"]),
        ("complaint callback 1 --result un", ["unsatisfied", "unreached"]),
        ("complaint approve 1 --as ", ["deputy", "general"]),
        ("complaint handle 1 --contact v", ["visit"]),
        ("complaint intake --urgency c", ["critical"]),
        ("complaint intake --repeat-of 2026-001", [f"2026-001{n}" for n in (4, 6, 5, 3, 2, 1, 0)]),
        ("complaint investigate 1 --auditor 纪", ["纪清源"]),
        ("complaint decide 1 --rule int", ["internal_cause"]),
        ("complaint commend 客", ["客户服务部"]),
        ("complaint org set-manager 计", ["计量收费部"]),
    ],
)
def test_the_shell_is_offered_what_fits(october: Path, words: str, among: list[str]) -> None:
    assert offered(october, words) == among


@pytest.mark.parametrize("shell", ["zsh", "fish", "powershell"])
@pytest.mark.parametrize(
    ("words", "among"),
    [
        ("complaint show 2026-001", [f"2026-001{n}" for n in (4, 6, 5, 3, 2, 1, 0)]),
        ("complaint transfer 1 --to 维", ["维修抢修部"]),
        ("complaint transfer 1 --person 毛", ["毛立夏"]),
        ("complaint callb", ["callback"]),
    ],
)
def test_the_other_shells_are_offered_the_same(october: Path, words: str, among: list[str], shell: str) -> None:
    lines = offered(october, words, shell=shell)
    if shell == "zsh":  # _arguments '*: :(("a":"help"\n"b"))'
        lines = re.findall(r'^(?:_arguments \'\*: :\(\()?"(.+?)"', "\n".join(lines), re.M)
    assert [re.split(r":::|\t", line)[0] for line in lines] == among


@pytest.fixture(scope="module")
def october(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return books.october(tmp_path_factory.mktemp("october"))


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_is_installed_and_says_what_to_do(
    run: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, shell: str, lang: str
) -> None:
    monkeypatch.setattr("shellingham.detect_shell", lambda: (shell, f"/bin/{shell}"))
    script = run("--show-completion", lang=lang)
    done = run("--install-completion", lang=lang, env={"HOME": str(tmp_path)})
    assert (done.code, script.code, done.err, script.err) == (0, 0, "", "")
    assert f"complete_{shell}" in script.out
    [path] = re.findall(r"[（(](/.+?)[）)]", done.out)
    assert f"complete_{shell}" in Path(path).read_text() and Path(path).is_relative_to(tmp_path)
    assert ("新开一个终端" if lang == "zh" else "Open a new terminal") in done.out and done.out.count("\n") == 1


def test_a_shell_without_completion_is_told_which_have_it(run: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown() -> tuple[str, str]:
        raise shellingham.ShellDetectionFailure

    for found in (unknown, lambda: ("tcsh", "/bin/tcsh")):
        monkeypatch.setattr("shellingham.detect_shell", found)
        for option in ("--install-completion", "--show-completion"):
            result = run(option)
            assert (result.code, result.out) == (2, "") and "bash、zsh、fish" in result.err


def test_completion_is_silent_when_it_cannot_help(run: Any, tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.db"
    wrong.write_text("not a database")
    for db in (tmp_path / "none.db", wrong, tmp_path):
        assert offered(db, "complaint show ") == []
        assert offered(db, "complaint list --dept ") == []
    assert not (tmp_path / "none.db").exists()


def test_what_the_shell_evaluates_is_harmless(run: Any, db: Path) -> None:
    take_in(db, "2026-10-08 09:00", content="\\$(touch x) `id` \"'; rm 冯晓红 13812345678 | {a,b}")
    shown = "\n".join(offered(db, "complaint show 2", shell="zsh"))
    help_text = shown.partition('2026-0001":"')[2].partition('"')[0]
    assert "touch x" in help_text and not set(help_text) & set("\\$`\"'|;{}()<>&!*?#~")
    assert "冯晓红" not in shown and "13812345678" not in shown


# --- laying out -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "width", "shown"),
    [
        ("燃气灶", 6, "燃气灶"),
        ("燃气灶", 5, "燃气…"),
        ("燃气灶", 4, "燃…"),
        ("abc", 2, "a…"),
        ("abc", 0, ""),
        ("", 3, ""),
    ],
)
def test_cutting_by_cells(text: str, width: int, shown: str) -> None:
    assert cut(text, width) == shown and cells(cut(text, width)) <= max(width, 0)


def test_a_hanging_indent() -> None:
    assert hanging("  内容", "燃气灶打不着火", 16, indent=8) == ["  内容  燃气灶打", " " * 8 + "不着火"]


# -- on a terminal -----------------------------------------------------------------------------


def at_a_terminal(run: Any, *words: str, rows: int = 24, **variables: str) -> str:
    """Return what a terminal of its own shows of a command."""
    import fcntl
    import pty
    import struct
    import termios

    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", rows, 80, 0, 0))
    kept = {name: value for name, value in os.environ.items() if name not in ("PAGER", "LESS", "COLUMNS", "LINES")}
    ours_are = {"COMPLAINT_DB": str(run.db), "COMPLAINT_NOW": "2026-11-02 09:00", "TERM": "xterm"}
    environment = kept | ours_are | {"COMPLAINT_BY": books.CLERK, "COMPLAINT_LANG": "zh"} | variables
    command = [sys.executable, "-m", "complaint_cli", *words]
    process = subprocess.Popen(command, stdin=theirs, stdout=theirs, stderr=theirs, env=environment)
    os.close(theirs)
    shown = b""
    while True:
        try:
            part = os.read(ours, 65536)
        except OSError:  # nobody holds the other end any more
            break
        if not part:
            break
        shown += part
    assert process.wait(20) == 0, shown.decode()
    os.close(ours)
    return shown.decode()


@pytest.mark.skipif(os.name != "posix", reason="a terminal of its own")
@pytest.mark.parametrize("words", [("list",), ("assess", "--month", "2026-10"), ("show", "1", "2"), ("board", "--all")])
def test_what_is_longer_than_the_screen_goes_to_the_pager(run: Any, words: tuple[str, ...], tmp_path: Path) -> None:
    books.october(run.db.parent)
    pager = f"{sys.executable} {tmp_path / 'pager.py'}"
    (tmp_path / "pager.py").write_text("import sys\nprint('PAGED', len(sys.stdin.read().splitlines()))\n")
    assert "PAGED" in at_a_terminal(run, *words, rows=6, PAGER=pager)
    assert "PAGED" not in at_a_terminal(run, *words, rows=400, PAGER=pager)
    plainly = at_a_terminal(run, *words, rows=6, PAGER="cat")
    assert "PAGED" not in plainly and at_a_terminal(run, *words, rows=6, PAGER="") == plainly
    assert at_a_terminal(run, *words, rows=6, PAGER="no-such-pager") == plainly
    assert at_a_terminal(run, *words, rows=6, PAGER="  ") == plainly
    less = f"{sys.executable} {tmp_path / 'less.py'}"
    (tmp_path / "less.py").write_text("import os\nprint('LESS', os.environ['LESS'])\n")
    assert "LESS FRXPs空格 下一页" in at_a_terminal(run, *words, rows=6, PAGER=less)
    assert "LESS -S" in at_a_terminal(run, *words, rows=6, PAGER=less, LESS="-S")
    assert "\x1b[" in plainly and "\x1b[" not in at_a_terminal(run, *words, rows=6, PAGER="cat", NO_COLOR="1")


@pytest.mark.skipif(os.name != "posix", reason="a terminal of its own")
def test_a_terminal_is_told_how_many_there_are(run: Any) -> None:
    books.october(run.db.parent)
    count = len(run("list", "--all", "--json").json()["complaints"])
    assert f"共 {count} 件" in at_a_terminal(run, "list", PAGER="cat")
    assert f"共 {count} 件，后面还有：加 --page 2" in at_a_terminal(run, "list", "--limit", "5", PAGER="cat")
    assert f"共 {count} 件" in at_a_terminal(run, "list", "--limit", str(count - 2), "--page", "2", PAGER="cat")
    assert run("list").err == ""


def test_a_provisional_deadline_says_so_in_the_list_and_on_the_form(run: Any, db: Path) -> None:
    now = "2026-12-28 09:00"
    run("intake", "--content", "x", "--deadline", "2027-01-04", now=now)
    run("intake", "--content", "y", now=now)
    listed = run("list", now=now).out.splitlines()
    assert ["暂定" in row for row in listed if row.startswith("2026-")] == [True, False]  # the newest first
    for number, marked in (("1", False), ("2", True)):
        form = db.with_name(f"{number}.docx")
        assert run("form", number, "-o", form, now=now).code == 0
        assert ("（暂定）" in zipfile.ZipFile(form).read("word/document.xml").decode()) is marked


def test_a_day_of_another_year_tells_it(run: Any, db: Path) -> None:
    run("intake", "--content", "x", "--deadline", "2027-01-04", now="2026-12-28 09:00")
    assert " 2027-01-04 17:30 " in run("list", now="2026-12-28 09:00").out
    run("intake", "--content", "x", "--deadline", "2026-12-31", now="2026-12-28 09:00")
    assert " 12-31 17:30 " in run("list", now="2026-12-28 09:00").out


def test_a_step_of_a_rehearsal_whose_clock_was_set_back_is_marked(run: Any) -> None:
    books.lay(run.db, "2026-10-12 08:00")
    for now, marked in (("2026-10-12 10:00", False), ("2026-10-12 09:50", False), ("2026-10-12 09:39:59", True)):
        no = books.act(run.db, "intake", now=now, content="表不走字")["no"]
        shown = run("show", no, now=now)
        assert ("时钟早于前一条记录" in shown.out) is marked, now
        [step] = run("show", no, "--json", now=now).json()["timeline"]
        assert step.get("clock_behind", False) is marked
