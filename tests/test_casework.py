"""The writing commands on the line and on a terminal: what they say, what they ask, what they warn of."""

from __future__ import annotations

import json
import os
import re
import shlex
import signal
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path
from sqlite3 import connect
from typing import Any

import pytest

import books
from complaint_cli.acts.call import login
from complaint_cli.commands.terminal import front, interview
from complaint_cli.errors import DatabaseBusy
from complaint_cli.messages.prompts import Option
from complaint_cli.messages.store import Files
from complaint_cli.text.layout import cells
from conftest import Result, Runner

NOW = "2026-11-02 11:00"


@pytest.fixture
def desk(run: Runner) -> Runner:
    """A database on the example's organisation, the clerk at it on a Monday at eleven."""
    books.lay(run.db)
    run.now, run.by = NOW, books.CLERK
    return run


def ok(run: Runner, *words: object, by: str = books.CLERK, now: str = NOW) -> Result:
    said = run(*words, by=by, now=now)
    assert said.code == 0, (words, said.err)
    return said


def new(run: Runner, **values: object) -> str:
    return str(books.act(run.db, "intake", now=NOW, at="2026-11-02 09:00", **{"content": "表不走字", **values})["no"])


def dispatched(run: Runner, **values: object) -> str:
    no = new(run, **values)
    books.act(run.db, "transfer", now=NOW, at="2026-11-02 09:30", no=no, to="维修抢修部", person=["樊大川"])
    for post, by in (("deputy", "钟万里"), ("general", "顾怀远")):
        books.act(run.db, "approve", now=NOW, at="2026-11-02 10:00", no=no, as_=post, by=by)
    return no


def handed_back(run: Runner) -> str:
    no = dispatched(run)
    books.act(run.db, "handle", now=NOW, at="2026-11-02 10:30", no=no, result="换表", done=True, by="樊大川")
    return no


# -- what is said ------------------------------------------------------------------------------


def test_each_step_says_what_was_done_and_what_comes_next(desk: Runner, tmp_path: Path) -> None:
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text(name)
    said = []
    for by, *words in (
        (books.CLERK, "intake", "--content", "表不走字", "--deadline", "2026-11-06"),
        (books.CLERK, "transfer", "1", "--to", "维修", "--person", "樊大川"),
        ("钟万里", "approve", "1", "--as", "分管经理"),
        ("顾怀远", "approve", "1", "--as", "general"),
        ("樊大川", "handle", "1", "--contact", "见面", "--evidence", tmp_path / "a.txt", tmp_path / "b.txt"),
        ("樊大川", "handle", "1", "--report", "配件难买"),
        (books.CLERK, "extend", "1", "--to", "2026-11-09", "--approved-by", "顾怀远", "--reason", "等配件"),
        ("樊大川", "handle", "1", "--result", "已换", "--done"),
        (books.CLERK, "callback", "1", "--result", "不满意", "--unresolved", "--rework"),
        ("樊大川", "handle", "1", "--result", "又换", "--done"),
        (books.CLERK, "callback", "1", "--result", "基本满意"),
        (books.CLERK, "reply", "1", "--summary", "已办结"),
    ):
        result = ok(desk, *words, by=by)
        assert result.err == ""
        said.append(result.out.replace("2026-0001", "NO"))
    assert "".join(said) == (
        "NO 已登记，办结时限 2026-11-06 17:30（按工单）。下一步：complaint transfer NO\n"
        "NO 已转办至 维修抢修部，等待分管经理审核。下一步：complaint approve NO --as deputy --by 钟万里\n"
        "NO 分管经理已审核，等待总经理审核。下一步：complaint approve NO --as general --by 顾怀远\n"
        "NO 两级审核完成，已交 维修抢修部 办理，办结时限 2026-11-06 17:30。下一步：complaint handle NO\n"
        "NO 已记录联系（见面）、证据 2 份。下一步：complaint handle NO --done\n"
        "NO 已记录难点汇报。下一步：complaint handle NO --done\n"
        "NO 的办结时限延至 2026-11-09 17:30。下一步：complaint handle NO --done\n"
        "NO 已记录处理结果并交回，等待回访。下一步：complaint callback NO\n"
        "NO 的回访已记录：不满意；已要求返工。下一步：complaint handle NO --done\n"
        "NO 已记录处理结果并交回，等待回访。下一步：complaint callback NO\n"
        "NO 的回访已记录：基本满意。下一步：complaint reply NO\n"
        "NO 已回复上级单位。已归档。\n"
    )


def test_the_other_commands_say_what_was_done(desk: Runner) -> None:
    no = dispatched(desk)
    other = new(desk)
    for by, words, sentence in (
        ("樊大川", ("return", no, "--reason", "不归我"), "NO 已由 维修抢修部 退回"),
        (books.CLERK, ("link", other, "--repeat-of", no), "2026-0002 已确认为 NO 的重复投诉。"),
        (books.CLERK, ("unlink", other), "2026-0002 的重复投诉确认已撤销。"),
        (
            books.CLERK,
            ("amend", no, "--phone", "1", "--caller", "甲", "--reason", "x"),
            "NO 已更正：来电人：（空） → 甲、联系电话：（空） → 1；原值保留。",
        ),
        (books.CLERK, ("exclude", no, "--reason", "x", "--approved-by", "顾怀远"), "NO 已剔除出考核"),
        (books.CLERK, ("include", no, "--reason", "x"), "NO 已恢复考核。"),
        (
            books.CLERK,
            ("commend", "客户", "--reason", "锦旗", "--complaint", no),
            "已登记对 客户服务部 的表扬，编号 1。",
        ),
    ):
        out = ok(desk, *words, by=by).out.replace("2026-0001", "NO")
        assert out.startswith(sentence) and out.count("\n") == 1, out
    people = ("--auditor", "纪清源", "--clerk", books.CLERK)
    found = ok(desk, "investigate", no, *people, "--internal-cause", "--severity", "重大", "--false-record").out
    assert found == "2026-0001 的调查认定已记录：内部原因（重大）、填写不实。\n"
    assert "未认定内部原因" in ok(desk, "investigate", no, *people).out
    cause = ("--internal-cause", "--adverse-effect", "--person", "樊大川", "毛立夏")
    ok(desk, "investigate", no, *people, *cause)


def test_a_decision_is_said(desk: Runner) -> None:
    dispatched(desk)
    people = ("--auditor", "纪清源", "--clerk", books.CLERK)
    ok(desk, "investigate", "1", *people, "--internal-cause", "--adverse-effect", "--person", "樊大川")
    words = ("decide", "1", "--rule", "内部原因", "--person", "樊大川", "--reason", "x")
    assert ok(desk, *words, "--amount", "150.5", by="纪清源").out == "2026-0001 对 樊大川 的罚款核定为 150.50 元。\n"
    assert ok(desk, *words, "--waive", by="纪清源").out == "2026-0001 对 樊大川 的罚款已免除。\n"


def test_the_edition_says_how_many_calls_will_do(desk: Runner, tmp_path: Path) -> None:
    edition = tmp_path / "two.toml"
    shown = ok(desk, "policy", "show").out
    shown = re.sub("^effective = .+?(?= *#)", "effective = 2026-01-01", shown, flags=re.M)
    edition.write_text(re.sub("^attempts = 3", "attempts = 2", shown, flags=re.M), "utf-8")
    ok(desk, "policy", "adopt", edition, "--approved-by", "顾怀远")
    owed, not_owed = dispatched(desk), dispatched(desk, source="公司电话")
    for no in (owed, not_owed):
        ok(desk, "handle", no, "--result", "已换", "--done", by="樊大川")
        ok(desk, "callback", no, "--result", "unreached")
        ok(desk, "callback", no, "--result", "unreached")  # within half an hour: the same attempt
        assert desk("show", no, "--json").json()["command"] == f"complaint callback {no}"
    later = "2026-11-02 12:00"
    desk.now = later
    assert ok(desk, "callback", owed, "--result", "unreached", now=later).out.endswith(f"complaint reply {owed}\n")
    assert ok(desk, "callback", not_owed, "--result", "unreached", now=later).out.endswith("已归档。\n")
    [group] = desk("--json").json()["groups"]
    assert (group["heading"], [c["command"] for c in group["complaints"]]) == ("reply", [f"complaint reply {owed}"])
    statuses = {c["no"]: c["status"] for c in desk("list", "--json").json()["complaints"]}
    assert statuses == {owed: "called_back", not_owed: "filed"}
    assert desk("show", not_owed, "--json").json()["command"] == ""
    assert [c["no"] for c in desk("list", "--status", "called_back", "--json").json()["complaints"]] == [owed]
    assert desk("verify").code == 0


def test_it_speaks_english(desk: Runner) -> None:
    said = desk("intake", "--content", "no gas", lang="en")
    assert said.out == (
        "2026-0001 registered, deadline 2026-11-09 17:30 (counted by 5 working days). Next: complaint transfer 2026-0001\n"
    )
    assert said.err == ""
    asked = desk("reply", lang="en", stdin="", tty=True).err
    assert "no complaint waits for this step" in asked


def test_json_is_one_object_with_the_next_command(desk: Runner) -> None:
    no = dispatched(desk)
    said = desk("handle", no, "--contact", "phone", "--json", by="樊大川").json()
    assert said == {
        "schema": 1, "do": "handle", "no": no, "complaint": no, "contact": "phone", "evidence": [], "recorded": [],
        "done": False, "status": "in_hand", "deadline": "2026-11-09T17:30:00+08:00",
        "next": f"complaint handle {no} --done", "named": None, "persons": [],
    }  # fmt: skip
    for words in (("exclude", no, "--reason", "x", "--approved-by", "顾怀远"), ("commend", "客户", "--reason", "x")):
        assert desk(*words, "--json").json()["do"] == words[0]


def test_what_callers_wrote_does_not_act_on_the_terminal(desk: Runner) -> None:
    said = desk("intake", "--content", "x", "--source", "\x1b[31m小\u202e报\n第二行")
    assert said.code == 0 and said.out.count("\n") == said.err.count("\n") == 1
    assert "\x1b" not in said.err and "\u202e" not in said.err


# -- what is warned of -------------------------------------------------------------------------


def test_strangers_are_refused_with_the_nearest_name(desk: Runner) -> None:
    said = desk("intake", "--content", "x", by="温小堂")
    assert said.code == 2 and "温小棠" in said.err
    ok(desk, "intake", "--content", "x")
    said = desk("transfer", "1", "--to", "维修", "--person", "樊大川", "--person", "某某某")
    assert said.code == 2 and "某某某" in said.err and "樊大川" not in said.err
    said = desk("transfer", "1", "--to", "维修", "--person", "蓝抄月")
    assert said.code == 21 and "蓝抄月" in said.err
    said = desk("extend", "1", "--to", "2026-11-20", "--approved-by", "顾怀元", "--reason", "x", "--json")
    assert said.code == 2 and "顾怀远" in said.err
    assert desk("show", "1", "--json").json()["status"] == "received"


def test_an_organisation_without_people_warns_of_nobody(run: Runner) -> None:
    assert run("init").code == 0
    assert run("intake", "--content", "x", by="路人").err == ""


def test_a_source_that_is_none_and_a_provisional_deadline_are_warned_of(desk: Runner) -> None:
    said = desk("intake", "--content", "x", "--source", "小报")
    assert "小报" in said.err and said.code == 0
    assert "无法归类" not in desk("intake", "--content", "x", "--source", "其他").err
    said = desk("intake", "--content", "x", now="2030-01-02 09:00")
    assert "暂定" in said.err and said.code == 0
    said = desk("intake", "--content", "x", "--deadline", "2030-03-01", now="2030-01-02 09:00")
    assert "暂定" not in said.err


def test_the_same_matter_is_suggested_and_never_linked(desk: Runner) -> None:
    new(desk, phone="13800000001", category="计量收费")
    words = ("intake", "--content", "还是不走字", "--phone", "13800000001", "--category", "计量收费")
    said = ok(desk, *words)
    assert "complaint link 2026-0002 --repeat-of 2026-0001" in said.err and "同一电话" in said.err
    answer = desk(*words, "--json").json()
    assert {s["earlier"] for s in answer["suggestions"]} == {"2026-0001", "2026-0002"}
    assert desk("show", "2", "--json").json().get("repeat_of") is None


# -- values from a file ------------------------------------------------------------------------


def test_intake_reads_its_values_so_that_they_stand_in_no_process_list(desk: Runner, tmp_path: Path) -> None:
    values = {"content": "漏气", "caller": "冯女士", "phone": "13800000001", "at": "2026-11-02 09:00", "by": "邱明澈"}
    assert desk("intake", "--json", "-", stdin=json.dumps(values)).json()["no"] == "2026-0001"
    shown = desk("show", "1", "--json").json()
    assert "邱明澈" in json.dumps(shown, ensure_ascii=False)
    file = tmp_path / "x.json"
    file.write_text("\ufeff" + json.dumps({**values, "do": "intake"}, ensure_ascii=False), "utf-8")
    assert desk("intake", file).out.startswith("2026-0002 已登记")
    assert desk("intake", file, "--at", "2026-11-02 10:00", "--json").json()["no"] == "2026-0003"
    assert ":00" in desk("show", "3").out and "10:00" in desk("show", "3").out  # the line goes before the file


@pytest.mark.parametrize(
    "typed",
    ["", "[]", "{", '{"content":"x","contents":"y"}', '{"do":"reply","content":"x"}', b"\xff", '{"content":NaN}'],
)
def test_values_that_are_none(desk: Runner, typed: str | bytes) -> None:
    said = desk("intake", "--json", "-", stdin=typed)
    assert (said.code, said.out) == (2, "") and len(said.err.splitlines()) == 1
    assert desk("intake", "没有.json").code == 2


# -- what is missing, off a terminal -----------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "named"),
    [
        (("intake",), "--content"),
        (("transfer",), "编号"),
        (("transfer", "1"), "--to"),
        (("approve", "1"), "--as"),
        (("return", "1"), "--reason"),
        (("handle", "1"), "--contact"),
        (("handle", "1", "x.txt"), "x.txt"),
        (("extend", "1"), "--to"),
        (("extend", "1", "--to", "2026-11-20", "--reason", "x"), "--approved-by"),
        (("callback", "1"), "--result"),
        (("reply", "1"), "--summary"),
        (("link", "1"), "--repeat-of"),
        (("unlink",), "编号"),
        (("amend", "1"), "--reason"),
        (("amend", "1", "--reason", "x"), "更正"),
        (("investigate", "1"), "--auditor"),
        (("decide", "1"), "--rule"),
        (("exclude", "1"), "--reason"),
        (("commend",), "部门"),
        (("commend", "客户"), "--reason"),
    ],
)
def test_what_is_missing_is_named(desk: Runner, words: tuple[str, ...], named: str) -> None:
    dispatched(desk)
    said = desk(*words)
    assert (said.code, said.out) == (2, "") and named in said.err and len(said.err.splitlines()) == 1


def test_a_wrong_choice_is_told_with_all_of_them(desk: Runner) -> None:
    no = dispatched(desk)
    said = desk("handle", no, "--contact", "微信")
    assert said.code == 2 and "visit/见面" in said.err and "phone/电话" in said.err
    assert desk("intake", "--content", "x", "--urgency", "很急").code == 2


# -- what is asked on a terminal ---------------------------------------------------------------


def typed(*lines: str) -> dict[str, Any]:
    return {"tty": True, "stdin": "".join(line + "\n" for line in lines)}


def test_intake_asks_in_order(desk: Runner) -> None:
    new(desk, order_no="RX1")
    answers = ["", "表不走字", "2", "2", "2", "紧急", "明天", "2026-10-09 08:30"]
    answers += ["冯女士", "", "88001", "云杉小区3栋", "RX1", "RX2", "SJ7", "9月", "2026-11-05", "y", ""]
    said = desk("intake", **typed(*answers))
    assert said.code == 0, said.err
    case = desk("show", "2", "--json").json()
    assert case["deadline"].startswith("2026-11-05T17:30")
    text = json.dumps(case, ensure_ascii=False)
    for value in ("计量收费/表具故障", "省级平台", "urgent", "RX2", "SJ7", "88001", "2026-10-09T08:30"):
        assert value in text, value
    order = [
        "诉求内容",
        "类别",
        "计量收费的细类",
        "来源",
        "紧急程度",
        "接收时间",
        "来电人",
        "联系电话",
        "户号",
        "地址",
        "热线工单编号",
        "上级平台编号",
        "办结时限",
        "来电人要求保密吗",
    ]
    asked, kept = said.err.split("将要写入：")
    assert (
        re.search("诉求内容 +表不走字", kept) and "2026-11-05 17:30" in kept
    )  # what will be kept stands before the yes
    places = [asked.rindex(f"{question}（" if question != "诉求内容" else question) for question in order]
    assert places == sorted(places)
    assert "已经登记为 2026-0001" in said.err  # the order number was asked again
    assert "2026-10-13 17:30" in said.err  # the computed deadline was shown: the province's three working days


def test_a_category_in_no_list_is_asked_again_at_once(desk: Runner) -> None:
    said = desk("intake", **typed("表不走字", "云杉小区3栋", "表具故障", *[""] * 12))
    assert said.code == 0, said.err
    assert 0 < said.err.index("没有“云杉小区3栋”这一类投诉") < said.err.index("来源（")
    assert "计量收费的细类" not in said.err  # the second level said the first too
    assert desk("show", "1", "--json").json()["category"] == "计量收费/表具故障"
    said = desk("amend", "1", **typed("2", "天上的事", "工程", "噪声", "类别记错", ""))
    assert said.code == 0, said.err
    assert "没有“天上的事”" in said.err


def test_the_interview_of_a_correction_offers_what_it_can_correct(desk: Runner) -> None:
    no = new(desk, category="工程施工")
    offered = re.findall(r"^ +\d+  (\w+)$", desk("amend", no, **typed()).err, re.MULTILINE)
    valid = {
        "类别": "未分类",
        "紧急程度": "紧急",
        "办结时限": "2026-11-20",
        "接收时间": "2026-11-02 08:00",
        "保密": "y",
    }
    assert len(offered) == 13 and offered[0] == "诉求内容" and set(valid) < set(offered)
    for field in offered:
        said = desk("amend", no, **typed(field, valid.get(field, "新的"), "记错", "n"))
        assert said.code == 130 and "将要写入" in said.err, (field, said.err)


def test_intake_takes_what_is_offered(desk: Runner) -> None:
    said = desk("intake", **typed("表不走字", *[""] * 13))
    assert said.code == 0, said.err
    assert said.out.startswith("2026-0001 已登记，办结时限 2026-11-09 17:30（按 5 个工作日计算）")


def test_intake_in_english_offers_in_english(desk: Runner) -> None:
    said = desk("intake", lang="en", **typed("no gas", *[""] * 13))
    assert said.code == 0, said.err
    assert "category (Enter: 未分类 unsorted): " in said.err and "source (Enter: hotline): " in said.err
    case = desk("show", "1", "--json").json()
    assert (case["category"], case["source"]) == ("未分类", "12345热线")


def test_a_wrong_choice_is_asked_again_in_plain_words(desk: Runner) -> None:
    no = handed_back(desk)
    said = desk("callback", no, **typed("9", "好", "2", ""))
    assert said.code == 0, said.err
    assert said.err.count("回访结果：") == 3 and said.err.count("请写列出的序号或名称。") == 2 and "--" not in said.err


def test_what_was_given_on_the_line_is_not_asked_for(desk: Runner) -> None:
    no = handed_back(desk)
    for words in (("callback", no, "--result", "satisfied"), ("reply", no, "--summary", "x"), ("link", no)):
        said = desk(*words, **typed(*([new(desk)[-1:], ""] if words[0] == "link" else [""])))
        assert said.code in (0, 21), said.err
    assert "：" not in desk("exclude", no, "--reason", "x", "--approved-by", "顾怀远", **typed()).err


def test_a_case_through_all_its_steps_by_answers_alone(desk: Runner, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("a")
    new(desk)
    steps: list[tuple[str | None, str, list[str]]] = [
        (books.CLERK, "transfer", ["", "9", "2", "1 毛立夏"]),
        (None, "approve", ["", "", "", ""]),  # the post and who holds it are offered
        (None, "approve", ["1", "", "", "y"]),
        ("樊大川", "handle", ["", "见面", str(tmp_path / "a.txt"), "", "n"]),
        ("樊大川", "handle", ["", "", "", "换表", "maybe", ""]),
        (books.CLERK, "callback", ["1", "非常不满", "不满意", "n", "y"]),
        ("樊大川", "handle", ["1", "", "", "又换", "y"]),
        (books.CLERK, "callback", ["1", "1"]),
        (books.CLERK, "reply", ["", "已办结"]),
        (books.CLERK, "amend", ["1", "来电人", "冯女士", "漏填"]),
        (books.CLERK, "investigate", ["1", "1", "1", "y", "y", "严重", "n", "1"]),
        ("纪清源", "decide", ["1", "1", "50", "abc", "300", "属实"]),
        (books.CLERK, "object", ["", "1", "9", "樊大川", "2", "路人", "", "", "不在场"]),
        ("纪清源", "decide", ["1", "1", "免除", "从轻"]),
        ("霍启程", "withdraw", ["1", "99", "第十三步", "1", "１３", "误填"]),
        (books.CLERK, "exclude", ["1", "不属", "顾怀远"]),
        (books.CLERK, "include", ["1", ""]),
        (books.CLERK, "commend", ["客户", "锦旗"]),
    ]
    for by, do, answers in steps:
        said = desk(do, by=by, **typed(*answers, ""))
        assert said.code == 0 and "写入（y/n）" in said.err, (do, said.err)
    case = desk("show", "1", "--json").json()
    assert case["status"] == "filed"
    assert {do for _, do, _ in steps} | {"extend", "return", "link", "unlink", "intake"} == {
        *interview._QUESTIONS, "intake", "commend",
    }  # fmt: skip


def test_which_fine_is_decided_or_objected_to_is_asked_for_what_the_line_left_open(run: Runner) -> None:
    db, run.by, run.now = books.october(run.db.parent), books.AUDITOR, books.AFTER
    assert db == run.db
    said = run("decide", "8", "--rule", "办理逾期", "--person", "樊　大川", **typed("600", "150", "酌减", ""))
    assert said.code == 0 and said.err.count("核定金额，100.00–500.00") == 2, said.err
    assert said.err.count("樊大川  办理逾期  建议 500.00 元") == 1, "what is decided upon is shown"
    for option, other in (("--rule", "回复不及时"), ("--person", "路人")):
        said = run("decide", "8", option, other, **typed())
        assert said.code == 21 and len(said.err.splitlines()) == 1, said.err
        assert "有：樊大川  办理逾期  建议 500.00 元、霍启程" in said.err, "the others that there are"
    said = run("object", "8", "--person", "樊大川", **typed("", "等配件", ""), by="樊大川")
    assert said.code == 0 and "霍启程" not in said.err and "谁申诉" not in said.err, said.err
    said = run("object", "8", "--rule", "handling_overdue", "--person", "霍启程", **typed("路人", "", "等配件", ""))
    assert said.code == 0 and said.err.count("谁申诉（回车为 霍启程）") == 2, said.err
    objection = run("show", "8", "--json").json()["timeline"][-1]
    assert (objection["by"], objection["entered_by"]) == ("霍启程", books.AUDITOR)


def test_a_decision_is_on_what_the_auditor_was_shown(run: Runner, monkeypatch: pytest.MonkeyPatch) -> None:
    """While he is asked, a clerk puts the hand-back right: what he read is not what would be decided."""
    from complaint_cli.commands.terminal import preview

    books.october(run.db.parent)
    run.by, run.now = books.AUDITOR, books.AFTER
    before = run("show", "8", "--json").json()["timeline"]
    step = next(event["step"] for event in before if event["kind"] == "handback")
    moved = (
        "amend",
        "8",
        "--step",
        step,
        "--at",
        "2026-10-22 17:00",
        "--reason",
        "日期录错",
        "--approved-by",
        "顾怀远",
    )

    def meanwhile(*_: object, **__: object) -> bool:
        assert run(*moved, by=books.CLERK).code == 0
        return True

    words = ("decide", "8", "--rule", "办理逾期", "--person", "樊大川")
    with monkeypatch.context() as patch:
        patch.setattr(preview, "yes_no", meanwhile)
        said = run(*words, **typed("300", "属实"))
    assert said.code == 21 and "刚变为" in said.err and "--amount 300" in said.err, said
    after = run("show", "8", "--json").json()["timeline"]
    assert [[e["kind"] for e in told].count("decision") for told in (before, after)] == [1, 1]
    assert run(*words, **typed("200", "属实", "")).code == 0


def test_whose_cause_it_was_is_asked_where_several_have_had_it(desk: Runner) -> None:
    no = dispatched(desk)
    books.act(desk.db, "return", now=NOW, at="2026-11-02 10:10", no=no, reason="不归我", by="樊大川")
    books.act(desk.db, "transfer", now=NOW, at="2026-11-02 10:20", no=no, to="计量收费部", person=["蓝抄月"])
    for post, by in (("deputy", "白景行"), ("general", "顾怀远")):
        books.act(desk.db, "approve", now=NOW, at="2026-11-02 10:30", no=no, as_=post, by=by)
    answers = ["1", "1", "y", "y", "严重", "n", "3", "维修", "1", ""]
    said = desk("investigate", no, by=books.AUDITOR, **typed(*answers))
    assert said.code == 0 and said.err.count("原因在哪个部门：") == 2, said.err
    assert "   1  樊大川" in said.err.partition("维修抢修部")[2], "who stood on that department's form"
    found = desk("show", no, "--json").json()["timeline"][-1]
    assert (found["department"], found["persons"]) == ("维修抢修部", ["樊大川"]), found
    said = desk("investigate", no, "--severity", "一般", by=books.AUDITOR, **typed())
    assert (said.code, len(said.err.splitlines())) == (2, 1), "before anybody is asked for"


def test_a_department_that_handles_nothing_is_refused_as_it_is_typed(desk: Runner) -> None:
    said = desk("transfer", new(desk), **typed("综合", "维修", "1", ""))
    assert said.code == 0 and said.err.count("综合管理部 不是责任部门") == 1, said.err


def test_an_order_typed_in_full_width_is_the_one_that_is_there(desk: Runner, tmp_path: Path) -> None:
    no = new(desk, order_no="ＲＸ２０２６－１", phone="１３８００００００１２")
    case = desk("show", no, "--reveal", "--json").json()
    assert (case["order_no"], case["phone"]) == ("RX2026-1", "13800000012")
    for written in ("RX2026-1", "ＲＸ2026-1"):
        assert desk("show", written, "--json").json()["no"] == no
        said = desk("intake", "--content", "另一件", "--order-no", written)
        assert said.code == 21 and f"已经登记为 {no}" in said.err, said.err
    other = new(desk, order_no="RX9")
    assert desk("amend", other, "--order-no", "ＲＸ２０２６-1", "--reason", "录错").code == 21
    said = desk("intake", **typed("另一件", *[""] * 8, "ＲＸ９", "RX8", *[""] * 4))
    assert said.code == 0 and said.err.count("热线工单编号（可空）") == 2, said.err
    orders = tmp_path / "orders.csv"
    orders.write_text("热线工单编号,诉求内容,接收时间\nＲＸ２０２６-1,表不走字,2026-11-02 09:00\n", "utf-8")
    assert desk("import", orders, "--json").json()["read"] == desk("import", orders, "--json").json()["read"]
    assert desk("list", "--all", "--text", "RX2026-1", "--json").json()["complaints"][0]["no"] == no


def test_a_source_and_a_category_are_corrected_from_their_lists(desk: Runner) -> None:
    no = new(desk, category="计量收费/抄表")
    said = desk("amend", no, **typed("来源", "99", "2", "录错", ""))
    assert said.code == 0 and "来源的正确值（回车为 12345热线）" in said.err, said.err
    said = desk("amend", no, **typed("类别", "", "2", "录错", ""))
    assert said.code == 0 and "类别（回车为 计量收费）" in said.err, said.err
    case = desk("show", no, "--json").json()
    assert (case["source"], case["category"]) == ("省级平台", "计量收费/表具故障")


def test_what_an_english_screen_calls_a_value_is_taken(run: Runner) -> None:
    books.october(run.db.parent)
    run.by, run.now, run.lang = books.AUDITOR, books.AFTER, "en"
    ruled = ("decide", "8", "--person", "樊大川", "--amount", "150", "--reason", "first")
    assert run(*ruled, "--rule", "Handling overdue").code == 0
    assert "  handling overdue  " in run("decide", "8", **typed()).err, "the list says it too"
    assert run("list", "--satisfaction", "mostly satisfied").code == 0
    assert run("approve", "1", "--as", "general manager", "--by", "顾怀远").code == 21


def test_a_fine_of_nobody_is_settled_by_answers(run: Runner) -> None:
    books.october(run.db.parent)
    run.by, run.now = books.AUDITOR, books.AFTER
    organisation = (books.EXAMPLE / "organisation.toml").read_text("utf-8")
    left = run.db.parent / "left.toml"
    left.write_text(organisation.replace('"樊大川"', '{ name = "樊大川", until = 2026-09-30 }'), "utf-8")
    assert run("org", "import", left, "--approved-by", "顾怀远").code == 0
    line = ("decide", "8", "--rule", "handling_overdue")
    said = run(*line, "--role", "责任人", "--person", "毛立夏", **typed("由其负责", "n"))
    assert said.code == 130 and "核定金额" not in said.err, said.err
    for asked, first in (([], "2"), (["--person", "樊大川"], books.AUDITOR), (["--role", "responsible"], "路人")):
        said = run(*line, *asked, **typed(first, "免除", "已离职", "n"))
        assert said.code == 130 and "由谁承担" in said.err and "免除 办理逾期" in said.err, said.err
    assert run(*line, "--role", "responsible", **typed("免除", "已离职", "")).code == 0
    said = run(*line, "--role", "responsible", **typed("毛立夏", "由其负责", ""))
    assert said.code == 0, said.err
    fines = run("assess", "--month", "2026-10", "--json").json()["fines"]
    assert "毛立夏" in [f["person"] for f in fines if f["complaint"] == "2026-0008"]


def test_an_answer_that_will_not_do_is_told_at_once_and_none_is_lost(desk: Runner, tmp_path: Path) -> None:
    no = dispatched(desk)
    (tmp_path / "空.jpg").touch()
    (tmp_path / "a.txt").write_text("a")
    (tmp_path / "b.txt").symlink_to(tmp_path / "a.txt")
    wrong = [str(tmp_path / name) for name in ("空.jpg", "b.txt", ".")]
    said = desk("handle", no, by="樊大川", **typed("电话", *wrong, str(tmp_path / "a.txt"), "换表", "n", ""))
    assert said.code == 0 and said.err.count("证据文件（") == 4 and "空.jpg 是空的" in said.err, said.err
    said = desk("handle", no, "--evidence", wrong[0], by="樊大川", **typed())
    assert said.code == 2 and "没有写入" not in said.err, "nothing was typed"
    other = new(desk, content="另一件")
    assert desk("unlink", other, **typed()).err.count("\n") == 1
    said = desk("withdraw", "--commendation", "7", **typed("x"))
    assert said.code == 20 and said.err.count("\n") == 1, said.err
    said = desk("link", other, **typed(other, no, ""))
    assert said.code == 0 and said.err.count("是这一件的重复投诉") == 2, said.err


def test_what_is_typed_is_told_where_the_step_fails_after_the_yes(
    desk: Runner, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    no = dispatched(desk)

    def busy(*_: object) -> None:
        raise DatabaseBusy(Files.REPLACED, path=desk.db)

    monkeypatch.setattr(front, "carry_out", busy)
    said = desk("handle", no, by="樊大川", **typed("电话", "", "换表", "n", ""))
    assert said.code == 40 and f"complaint handle {no} --contact phone --result" in said.err, said.err


def test_what_was_typed_is_told_where_the_questions_are_broken_off(desk: Runner) -> None:
    said = desk("intake", **typed("表不走字", "12", "公司电话"))
    assert said.code == 130 and "已中断" in said.err
    assert "complaint intake --content '表不走字' --category '未分类' --source '公司电话'" in said.err, said.err
    assert "complaint intake" not in desk("intake", **typed()).err, "nothing was typed"


def test_a_step_is_told_with_what_it_brings_before_it_is_kept(desk: Runner, tmp_path: Path) -> None:
    no = dispatched(desk)
    before = books.head(desk.db)
    said = desk("handle", no, "--result", "换表", "--done", by="樊大川", **typed("n"))
    assert said.code == 130 and said.out == ""
    told, _, asked = said.err.partition("写入（y/n）")
    assert "处理结果：换表" in told and "第五条第一款" in told and "没有写入" in asked
    assert books.head(desk.db) == before
    said = desk("handle", no, "--result", "换表", "--done", by="樊大川", **typed("y"))
    assert said.code == 0 and said.err.count("第五条第一款") == 1, said.err
    (tmp_path / "a.txt").write_text("a")
    other = dispatched(desk)
    said = desk("handle", other, "--evidence", tmp_path / "a.txt", "--result", "换表", "--done", by="樊大川", **typed())
    assert (said.code, said.err) == (0, ""), "nothing was asked and nothing is to be told"
    past = desk("intake", "--content", "x", "--at", "2026-10-26 09:00", "--deadline", "2026-10-30")
    assert past.code == 0 and "2026-10-30 17:30 已过" in past.err


def test_what_was_typed_is_not_lost_where_the_step_is_refused_or_not_wanted(desk: Runner, tmp_path: Path) -> None:
    no = dispatched(desk)
    file = tmp_path / "a b.txt"
    file.write_text("a")
    said = desk("handle", no, by="樊大川", **typed("电话", "无.jpg", f"{file}", "", "y", "换 表", "n"))
    assert said.code == 130 and "没有文件 无.jpg" in said.err and "a b.txt" in said.err.split("将要写入")[1], said.err
    said = desk("handle", no, by="樊大川", **typed("电话", f"'{file}' {file}.x", f"'{file}'", "", "n", ""))
    assert said.code == 0 and "已记录联系（电话）、证据 1 份" in said.out, said.err
    said = desk("handle", no, by="樊大川", **typed("电话", "", "换 表", "y", "n"))
    [line] = [line for line in said.err.splitlines() if "complaint handle" in line]
    words = shlex.split(line.partition("：complaint ")[2])
    assert words == ["handle", no, "--contact", "phone", "--result", "换 表", "--done"], line
    assert desk(*words, by="樊大川").code == 0
    assert len(list(tmp_path.glob("*-evidence/*"))) == 1


def test_a_person_who_is_not_of_the_department_is_told_at_once(desk: Runner) -> None:
    new(desk)
    said = desk("transfer", **typed("", "维修抢修部", "温小棠", "樊大川 毛夏", "1、毛立夏", ""))
    assert said.code == 0 and said.err.count("责任人（") == 3, said.err
    assert desk("show", "1", "--json").json()["persons"] == ["樊大川", "毛立夏"]
    said = desk("exclude", "1", **typed("不属", books.CLERK, "路人甲", "顾怀远", ""))
    assert said.code == 0 and said.err.count("批准人") == 3, said.err


def test_a_step_to_amend_without_a_value_is_refused_before_the_reason_is_asked(desk: Runner) -> None:
    said = desk("amend", handed_back(desk), "--step", "2", **typed("录错", ""))
    assert (said.code, len(said.err.splitlines())) == (2, 1) and "理由" not in said.err


def test_a_second_person_who_is_needed_is_asked_for(desk: Runner) -> None:
    no = handed_back(desk)
    step = next(s["step"] for s in desk("show", no, "--json").json()["timeline"] if s["kind"] == "handback")
    words = ("amend", no, "--step", step, "--at", "2026-11-11 10:59", "--reason", "录错")
    assert desk(*words, now="2026-11-12 09:00").code == 21
    said = desk(*words, now="2026-11-12 09:00", **typed("路人", "钟万里", books.CLERK, "顾怀远", ""))
    assert said.code == 0 and said.err.count("批准人：") == 4 and "此事涉及 钟万里" in said.err, said.err


def test_an_unknown_account_is_asked_once_who_it_is(desk: Runner) -> None:
    said = desk("intake", "--content", "表不走字", by=None, **typed("路人", "温小堂", books.CLERK, *[""] * 13))
    assert said.code == 0 and said.err.count("您是哪位（姓名）：") == 3, said.err
    assert "是不是 温小棠？" in said.err and "COMPLAINT_BY=温小棠" in said.err
    [step] = desk("show", "1", "--json").json()["timeline"]
    assert (step["by"], step["entered_by"]) == (books.CLERK, books.CLERK)
    assert desk("intake", "--content", "表不走字", by=None).code == 2, "off a terminal nobody can answer"


@pytest.mark.parametrize(
    "words",
    [
        ("import", "{orders}"),
        ("batch", "{steps}"),
        ("intake", "{order}", "--category", "计量收费"),
        ("show", "1", "--reveal"),
        ("org", "import", "{people}", "--approved-by", "顾怀远"),
        ("policy", "adopt", "{edition}"),
    ],
    ids=" ".join,
)
def test_an_unknown_account_is_asked_by_whatever_is_journaled(
    desk: Runner, tmp_path: Path, words: tuple[str, ...]
) -> None:
    new(desk)
    edition = desk("policy", "show").out.replace("effective = 2010-01-01", "effective = 2030-01-01")
    people = (books.EXAMPLE / "organisation.toml").read_text("utf-8").replace('"纪清源"', '"纪清源", "新来的"')
    texts = {
        "orders": "热线工单编号,诉求内容,接收时间\nRX77,表不走字,2026-11-02 09:00\n",
        "steps": '{"do":"intake","content":"表不走字"}\n',
        "order": "工单编号：RX78\n诉求内容：灶具打不着火\n",
        "people": people,
        "edition": edition,
    }
    files = {name: tmp_path / f"{name}.{'csv' if name == 'orders' else 'toml'}" for name in texts}
    for name, text in texts.items():
        files[name].write_text(text, "utf-8")
    line = [word.format_map(files) for word in words]
    entries = desk("verify", "--json").json()["entries"]
    assert desk(*line, by=None).code in (2, 50), "off a terminal nobody can answer"
    said = desk(*line, by=None, **typed(books.CLERK, *[""] * 20))
    assert said.code == 0 and said.err.startswith("您是哪位（姓名）："), said.err
    assert desk("verify", "--json").json()["entries"] == entries + 1
    if words[0] == "import":
        [step] = desk("show", "RX77", "--json").json()["timeline"]
        assert (step["by"], step["entered_by"]) == (books.CLERK, books.CLERK)


def test_who_imports_is_whose_the_account_is_and_belongs(run: Runner, tmp_path: Path) -> None:
    people, orders = tmp_path / "people.toml", tmp_path / "orders.csv"
    text = (books.EXAMPLE / "organisation.toml").read_text("utf-8")
    people.write_text(f'accounts = {{ "{login()}" = "邱明澈" }}\n{text}', "utf-8")
    orders.write_text("热线工单编号,诉求内容,接收时间\nRX77,表不走字,2026-10-08 17:00\n", "utf-8")
    assert run("init", "--org", people, by=None).code == 0
    refused = run("import", orders, "--by", "邱明彻", by=None)
    assert refused.code == 2 and "是不是 邱明澈？" in refused.err
    assert run("import", orders, by=None).code == 0
    assert run("form", "1", "-o", tmp_path / "form.docx", by=None).code == 0
    [step] = run("show", "1", "--json").json()["timeline"]
    assert (step["by"], step["entered_by"]) == ("邱明澈", "邱明澈")
    with closing(connect(run.db)) as ledger:
        assert {by for (by,) in ledger.execute("SELECT actor FROM journal")} == {"邱明澈"}


def test_the_other_questions(desk: Runner) -> None:
    no = dispatched(desk)
    other = new(desk)
    answers = ["2026-11-01", "2026-11-20", "顾怀远", "等配件", ""]
    assert desk("extend", no, **typed(*answers)).code == 0
    assert desk("return", by="樊大川", **typed("", "不归我", "")).code == 0
    assert desk("link", other, **typed("99", "1", "")).code == 0
    assert desk("unlink", **typed("9", "2", "")).code == 0
    for answer in (["类别", "6", ""], ["紧急程度", "特急"], ["保密", "y"], ["接收时间", "哪天", "2026-11-02 08:00"]):
        assert desk("amend", other, **typed(*answer, "更正", "")).code == 0, answer


def test_a_rejection_is_asked_why(desk: Runner) -> None:
    no = new(desk)
    ok(desk, "transfer", no, "--to", "维修")
    said = desk("approve", by=None, **typed("", "", "", "n", "", "填错", ""))
    assert said.code == 0 and "退回" in said.out, said.err


def test_a_late_transfer_is_asked_for_its_good_reason(desk: Runner) -> None:
    no = new(desk)
    late = "2026-11-04 09:00"
    said = desk("transfer", no, "--to", "维修", "--person", "樊大川", now=late, **typed("系统故障", ""))
    assert said.code == 0 and "2026-11-02 15:00" in said.err, said.err


def test_a_step_that_is_not_allowed_is_refused_before_anything_is_asked(desk: Runner) -> None:
    no = handed_back(desk)
    for words, by in (
        (("transfer", no), books.CLERK),
        (("approve", no), books.CLERK),
        (("return", no), "樊大川"),
        (("callback", no, "--by", "樊大川"), books.CLERK),
        (("decide", no), books.CLERK),
        (("reply", new(desk)), books.CLERK),
        (("intake", "--at", "2026-11-03"), books.CLERK),
    ):
        said = desk(*words, by=by, **typed())
        assert said.code == 21 and len(said.err.splitlines()) == 1, (words, said.err)


def test_who_handled_is_asked_of_a_clerk_who_enters_for_the_department(desk: Runner) -> None:
    no = dispatched(desk)
    said = desk("handle", no, **typed("维修抢修部", "", "电话", "", "换表", "y", ""))
    assert said.code == 0 and "维修抢修部 是部门；请写人的姓名" in said.err and "谁办理的（回车为 樊大川）" in said.err
    assert "不能由" not in said.err
    assert desk("callback", no, "--result", "满意").code == 0, "the clerk did not handle it"
    other = dispatched(desk)
    said = desk("handle", other, "--contact", "电话", **typed("n"))
    assert said.code == 130 and f"不能由 {books.CLERK} 回访 {other}（第四条第四款）" in said.err
    assert "谁办理的" not in desk("handle", other, by="樊大川", **typed("电话", "", "", "n", "")).err


@pytest.mark.parametrize("by", ["樊大川", books.AUDITOR])
def test_the_next_step_runs_as_printed_whoever_sits_there(desk: Runner, by: str) -> None:
    """COMPLAINT_BY may name somebody whose step it is not: he says whose it was."""
    said = desk("handle", dispatched(desk), "--done", "--result", "换表", by=by, **typed(""))
    for asked, answers in (("谁回访的", ("樊大川", books.CLERK, "满意", "")), ("谁回复的", (books.CLERK, "已办", ""))):
        [following] = re.findall(r"complaint (.*)", said.out)
        said = desk(*following.split(), by=by, **typed(*answers))
        assert said.code == 0 and asked in said.err, (following, said.err)


def test_evidence_handed_in_again_is_listed_once(desk: Runner, tmp_path: Path) -> None:
    no = dispatched(desk)
    (tmp_path / "记录.txt").write_text("上门")
    for _ in range(2):
        ok(desk, "handle", no, "--evidence", tmp_path / "记录.txt", by="樊大川")
    assert desk("show", no).out.partition("\n证据\n")[2].count("记录.txt") == 1


def test_a_number_alone_is_told_the_command_that_shows_it(run: Runner) -> None:
    for number in ("12", "2026-0012"):
        said = run(number)
        assert said.code == 2 and said.err == f"{number} 是编号，前面少了命令；看这一件用 complaint show {number}。\n"
    assert "没有 12x 这条命令" in run("12x").err


def test_answers_in_wide_digits_and_letters_are_understood(desk: Runner) -> None:
    no = handed_back(desk)
    assert desk("callback", no, **typed("９", "２", "Ｙ")).code == 0
    assert "mostly" in desk("show", no, "--json").out
    said = desk("investigate", no, by="纪清源", **typed("9"))
    assert "请写列出的序号或名称" in said.err and "机构里没有" not in said.err


def test_the_open_ones_that_wait_are_offered_without_caller_data(desk: Runner) -> None:
    new(desk, caller="冯晓红", phone="13812345678", content="13812345678 表不走字")
    for _ in range(25):
        new(desk)
    said = desk("transfer", **typed())
    assert said.code == 130
    assert "2026-0001" in said.err and "还有 6 件" in said.err
    assert "13812345678" not in said.err and "冯晓红" not in said.err


def test_the_open_ones_that_wait_say_what_they_are_about(desk: Runner) -> None:
    new(desk, content="市民反映云杉小区三栋整栋楼燃气表都不走字，物业说不归他们管，希望尽快处理")
    [line] = [line for line in desk("transfer", **typed()).err.splitlines() if line.startswith("  2026-0001")]
    assert "云杉小区三栋" in line and line.endswith("…") and cells(line) <= 80


def test_the_end_of_input_leaves_nothing(desk: Runner) -> None:
    before = books.head(desk.db)
    for do in ("intake", *interview._QUESTIONS):
        assert desk(do, by="纪清源", **typed()).code in (130, 21), do
    assert books.head(desk.db) == before


def test_json_asks_nothing(desk: Runner) -> None:
    said = desk("intake", "--json", **typed("表不走字"))
    assert said.code == 2 and "--content" in said.err


@pytest.mark.skipif(os.name != "posix", reason="a terminal of its own")
def test_a_question_holds_nobody_up_and_ctrl_c_leaves_nothing(desk: Runner) -> None:
    import pty
    import select

    ours, theirs = pty.openpty()
    variables = {"COMPLAINT_DB": str(desk.db), "COMPLAINT_NOW": NOW, "COMPLAINT_LANG": "zh"}
    variables["COMPLAINT_BY"] = books.CLERK
    command = [sys.executable, "-m", "complaint_cli", "intake"]
    process = subprocess.Popen(command, stdin=theirs, stdout=theirs, stderr=theirs, env=os.environ | variables)
    os.close(theirs)
    seen = b""
    until = time.monotonic() + 20
    while "诉求内容".encode() not in seen:
        assert select.select([ours], [], [], until - time.monotonic())[0], seen.decode()
        seen += os.read(ours, 4096)
    new(desk)  # another terminal writes meanwhile
    before = books.head(desk.db)
    process.send_signal(signal.SIGINT)
    assert process.wait(20) == 130
    os.close(ours)
    assert books.head(desk.db) == before


@pytest.mark.skipif(os.name != "posix", reason="a terminal of its own")
def test_a_long_answer_is_whole_and_pasted_line_breaks_stay_in_it(desk: Runner) -> None:
    import pty
    import select

    pytest.importorskip("readline")
    ours, theirs = pty.openpty()
    variables = {"COMPLAINT_DB": str(desk.db), "COMPLAINT_NOW": NOW, "COMPLAINT_LANG": "zh", "TERM": "xterm"}
    variables["COMPLAINT_BY"] = books.CLERK
    command = [sys.executable, "-m", "complaint_cli", "intake"]
    process = subprocess.Popen(command, stdin=theirs, stdout=theirs, stderr=theirs, env=os.environ | variables)
    os.close(theirs)

    def until(word: str, seen: bytes = b"") -> None:
        end = time.monotonic() + 20
        while word.encode() not in seen:
            assert select.select([ours], [], [], max(end - time.monotonic(), 0))[0], seen.decode("utf-8", "replace")
            seen += os.read(ours, 65536)

    until("诉求内容")
    text = "长" * 2400 + "\n第二行：要求退费\n第三行"
    for start in range(0, len(data := f"\x1b[200~{text}\x1b[201~\r".encode()), 1024):
        os.write(ours, data[start : start + 1024])
        time.sleep(0.05)
    for word in (
        "类别（",
        "来源（",
        "紧急程度（",
        "接收时间（",
        "来电人（",
        "联系电话（",
        "户号（",
        "地址（",
        "热线工单编号（",
        "上级平台编号（",
        "办结时限（",
        "保密吗",
        "写入（",
    ):
        until(word)
        os.write(ours, b"\r")
    until("已登记")
    assert process.wait(20) == 0
    os.close(ours)
    assert desk("show", "1", "--reveal", "--json").json()["content"] == text


def test_help_fits(desk: Runner) -> None:
    for option in Option:
        assert len(option.zh) <= 20


def test_a_category_is_of_the_editions_list(run: Runner, tmp_path: Path) -> None:
    books.lay(run.db)
    for said, kept in (
        ("停气", "供气保障/停气"),
        ("维修", "维修抢修"),
        ("6", "泄漏与应急"),
        ("repair", "维修抢修"),
        ("安检与隐患>整改", "安检与隐患/整改"),
        ("其他", "未分类"),
    ):
        no = run("intake", "--content", f"试 {said}", "--category", said, "--json").json()["no"]
        assert run("show", no, "--json").json()["category"] == kept
    said = run("intake", "--content", "x", "--category", "维修抢俢")
    assert said.code == 2 and "维修抢修" in said.err
    said = run("amend", "1", "--category", "民生", "--reason", "选错")
    assert said.code == 2 and "供气保障" in said.err

    text = run("policy", "show").out
    start, end = text.index("categories = ["), text.index("[hours]")
    own = f'{text[:start]}categories = ["民生", {{ name = "燃气", also = ["气"] }}]\n\n{text[end:]}'
    file = tmp_path / "own.toml"
    file.write_text(own.replace("2010-01-01", "2026-10-01"), encoding="utf-8")
    assert run("policy", "adopt", str(file), "--approved-by", "顾怀远").code == 0
    assert run("amend", "1", "--category", "民生", "--reason", "选错").code == 0
    assert run("intake", "--content", "x", "--category", "维修").code == 2
    for wrong in ("categories = []", 'categories = [{ second = ["x"] }]', 'categories = ["a", "a"]', "categories = 3"):
        file.write_text(f"{text[:start]}{wrong}\n\n{text[end:]}", encoding="utf-8")
        said = run("policy", "check", str(file))
        assert said.code == 30 and "categories" in said.err, said.err
    file.write_text(text[:start] + text[end:], encoding="utf-8")  # as an edition from before there was a list
    assert run("policy", "check", str(file)).code == 0


def test_what_a_step_brings_is_told(run: Runner, tmp_path: Path) -> None:
    books.october(run.db.parent)
    run.now = books.AFTER
    proof = tmp_path / "proof.txt"
    proof.write_text("到场照片")
    cases = run("list", "--open", "--json").json()["complaints"]
    [no] = [line["no"] for line in cases if line["status"] in ("dispatched", "in hand")]
    said = run("handle", no, "--result", "已办", "--done", by="毛立夏")
    assert said.code == 0 and "没有工作痕迹" in said.err
    step = run("show", no, "--json").json()["timeline"][-1]["step"]
    assert run("withdraw", no, "--step", str(step), "--reason", "漏了照片").code == 0
    said = run("handle", no, "--result", "已办", "--evidence", str(proof), "--done", by="毛立夏")
    assert said.code == 0 and "没有工作痕迹" not in said.err


def test_a_step_into_a_closed_month_is_told(run: Runner) -> None:
    books.october(run.db.parent)
    run.now = books.AFTER
    said = run("intake", "--content", "x", "--deadline", "5wd", "--at", "2026-09-15 09:00")
    assert "已关账" not in said.err
    assert run("assess", "--month", "2026-09", "--close", by=books.AUDITOR).code in (0, 21)
    closed = run("assess", "--month", "2026-09", "--json").json()["status"] == "closed"
    said = run("intake", "--content", "y", "--deadline", "5wd", "--at", "2026-09-15 09:00")
    assert ("2026-09 已关账" in said.err) is closed


def test_words_of_danger_under_another_kind_draw_a_warning(run: Runner) -> None:
    books.lay(run.db)
    said = run("intake", "--content", "灶具爆燃，家中有异味", "--category", "维修抢修")
    assert said.code == 0 and "险情" in said.err and "--category 泄漏与应急" in said.err
    assert "险情" not in run("intake", "--content", "家中漏气", "--category", "泄漏与应急").err
    assert "险情" in run("amend", "2", "--category", "维修抢修", "--reason", "x").err
