"""``assess``: its exit codes, what it prints for people and for programs, the story of one complaint, the trial."""

from __future__ import annotations

import json
import re
import sqlite3
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

import books
from complaint_cli.text.layout import cells, fold
from conftest import Runner

ANSWER = {
    *("schema", "month", "company", "status", "as_of", "period", "policy", "departments", "points", "fines"),
    *(
        "excluded",
        "unassigned",
        "adjustments",
        "late_entries",
        "overall",
        "unconfirmed",
        "objections",
        "totals",
        "head",
    ),
    *("rehearsal", "persons", "late_without_fine", "doubtful", "corrections", "compared"),
}
DEPARTMENT = {
    *("department", "role", "received", "due", "on_time", "on_time_rate", "callbacks_valid", "satisfaction"),
    *("base", "points", "score", "rank"),
}
POINT = {"complaint", "department", "rule", "clause", "cite", "points", "factor", "at", "facts"}
FINE = {
    *("complaint", "department", "person", "role", "rule", "clause", "cite", "band", "base", "factor", "amount"),
    *("decided", "decided_by", "waived", "lapsed", "accountability", "confirmed", "at", "facts", "objection"),
}
DEFAULT = Path(books.__file__).parents[1] / "src" / "complaint_cli" / "data" / "edition.toml"
OCTOBER = ("assess", "--month", "2026-10")


@pytest.fixture
def october(run: Runner) -> Runner:
    """The example's October, over but not closed."""
    books.october(run.db.parent)
    run.now = books.AFTER
    return run


def story(run: Runner, no: str, month: str = "2026-10") -> Any:
    return run("assess", "--month", month, "--explain", no, "--json").json()


def rule(told: Any, name: str) -> Any:
    return next(line for line in told["rules"] if line["rule"] == name)


def clock(told: Any, name: str) -> Any:
    return next(line for line in told["clocks"] if line["clock"] == name)


# -- what is refused ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("options", "code"),
    [
        (("--month", "2026-13"), 2),
        (("--month", "10月"), 2),
        (("--month", "２０２６-10"), 2),
        ((), 2),
        (("--month", "2009-12"), 31),  # before the first edition
        (("--month", "2026-12"), 21),  # not begun
        (("--month", "2026-10", "--explain", "99"), 20),
        (("--month", "2026-10", "--explain", "0001", "--policy", "x.toml"), 2),
        (("--month", "2026-10", "--explain", "0001", "--close"), 2),
        (("--month", "2026-10", "--policy", "x.toml", "--close"), 2),
        (("--month", "2026-10", "--policy", "x.toml", "--docx", "x.docx"), 2),
        (("--month", "2026-10", "--policy", "no-such-file.toml"), 30),
    ],
)
def test_what_is_refused(october: Runner, options: tuple[str, ...], code: int) -> None:
    for lang in ("zh", "en"):
        result = october("assess", *options, lang=lang)
        assert (result.code, result.out) == (code, "")
        assert len(result.err.splitlines()) == 1


def test_an_invalid_edition_is_refused(october: Runner, tmp_path: Path) -> None:
    file = tmp_path / "bad.toml"
    file.write_text(DEFAULT.read_text("utf-8").replace("factor = 2", "factor = 0"), "utf-8")
    assert october(*OCTOBER, "--policy", file).code == 30


# -- the answer --------------------------------------------------------------------------------


def test_the_answer_is_as_promised(october: Runner) -> None:
    answer = october(*OCTOBER, "--json").json()
    assert set(answer) == ANSWER
    assert all(set(line) == DEPARTMENT for line in answer["departments"])
    assert all(set(line) == POINT for line in answer["points"])
    assert all(set(line) == FINE for line in answer["fines"])
    assert (answer["schema"], answer["month"], answer["status"]) == (2, "2026-10", "open")
    assert answer["as_of"] == "2026-11-03T09:00:00+08:00"
    assert answer["totals"] == {"fines": "2350.00", "adjustments": "0.00", "deductions": "-29.50", "bonuses": "1.50"}
    assert len(answer["head"]) == len(answer["policy"]["sha256"]) == 64
    money = [line[part] for line in answer["fines"] for part in ("base", "amount")]
    assert all(re.fullmatch(r"\d+\.\d\d", amount) for amount in money)
    rates = [line["on_time_rate"] for line in answer["departments"]]
    assert rates == [None, None, "1.0000", "0.3333", "0.6000"]


def test_the_month_in_all(october: Runner) -> None:
    overall = october(*OCTOBER, "--json").json()["overall"]
    assert overall == {
        "received": 14,
        "due": 14,
        "on_time": 8,
        "on_time_rate": "0.5714",
        "callbacks_valid": 13,
        "satisfaction": "0.8000",
        "repeats": 2,
        "categories": [
            {"name": "维修抢修", "count": 6},
            {"name": "计量收费", "count": 3},
            {"name": "营业厅与线上服务", "count": 3},
            {"name": "供气保障", "count": 1},
            {"name": "服务态度与廉洁", "count": 1},
        ],
        "sources": [{"name": "hotline", "count": 14}],
    }


def test_the_band_that_the_company_has_not_confirmed(october: Runner) -> None:
    [line] = october(*OCTOBER, "--json").json()["unconfirmed"]
    assert (line["table"], line["raw"], line["band"]) == ("office_delay", "50700元", ["50.00", "100.00"])
    assert "50700元" in october(*OCTOBER).out


def test_a_month_of_nothing(october: Runner) -> None:
    answer = october("assess", "--month", "2026-03", "--json").json()
    assert answer["overall"]["received"] == 0
    assert {line["satisfaction"] for line in answer["departments"]} == {None}
    assert not answer["points"] and not answer["fines"]
    printed = october("assess", "--month", "2026-03")
    assert printed.code == 0
    assert "本月没有接收投诉。" in printed.out
    assert "客户服务部、维修抢修部、计量收费部（本月无投诉）" in printed.out


def test_a_running_month_says_so(october: Runner) -> None:
    printed = october("assess", "--month", "2026-11").out
    assert "状态：本月进行中，数据截至 2026-11-03 09:00\n" in printed


# -- the printed report ------------------------------------------------------------------------


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("columns", [40, 60, 80, 120, 300])
@pytest.mark.parametrize("options", [(), ("--explain", "0007"), ("--policy", str(DEFAULT))])
def test_no_line_is_wider_than_the_terminal(october: Runner, lang: str, columns: int, options: tuple[str, ...]) -> None:
    printed = october(*OCTOBER, *options, lang=lang, columns=columns).out
    assert max(cells(line) for line in printed.splitlines()) <= min(columns, 120)
    assert "\x1b" not in printed
    assert not any(line.endswith(" ") for line in printed.splitlines())


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_no_number_is_folded_at_eighty_columns(october: Runner, lang: str) -> None:
    answer = october(*OCTOBER, "--json").json()
    rows = october(*OCTOBER, lang=lang).out.splitlines()
    for line in answer["fines"]:
        amount = f"{line['base']}" if line["factor"] == 1 else f"{line['factor'] * float(line['base']):.2f}"
        start = f"{line['complaint']} "
        assert any(r.startswith(start) and line["person"] in r and f" {amount}" in r for r in rows)


def test_departments_stand_by_rank_those_without_at_the_end(october: Runner) -> None:
    printed = october(*OCTOBER).out
    table = printed[printed.index("部门得分") : printed.index("不参加排名")]
    order = re.findall(r"\S+部(?= )", table)
    assert order == ["客户服务部", "计量收费部", "维修抢修部", "综合管理部", "审计督查部"]


def test_marks_and_calculations(october: Runner) -> None:
    rows = october(*OCTOBER).out.splitlines()
    assert any("200 × 2    400.00" in row for row in rows)
    assert any("500    500.00  已核定 300.00" in row for row in rows)
    assert any("50     50.00  已免除" in row for row in rows)
    assert any(row.strip() == "追责" for row in rows)
    assert any(row.strip() == "待公司确认" for row in rows)
    assert any(row.split()[:4] == ["蓝抄月", "3", "600.00", "600.00"] for row in rows)
    assert "本表所列罚款均为建议金额，以公司核定为准。" in rows


def test_caller_data_appears_nowhere(october: Runner) -> None:
    with sqlite3.connect(october.db) as db:
        rows = db.execute("SELECT caller, phone, account, address, content FROM complaint").fetchall()
    secrets = {value for row in rows for value in row if value}
    assert secrets
    for options in (
        (),
        ("--json",),
        ("--explain", "0007"),
        ("--explain", "0007", "--json"),
        ("--policy", str(DEFAULT)),
    ):
        printed = october(*OCTOBER, *options).out
        assert not [secret for secret in secrets if secret in printed]


HOSTILE = "\x1b[31m[bold]红[/bold]\x1b]0;x\x07 \u202e反 {person} %s 13800138000 客户李晓梅"


def test_text_from_people_never_acts(october: Runner) -> None:
    books.act(october.db, "amend", by="温小棠", no="0004", caller="李晓梅", phone="13800138000", reason="补")
    books.act(october.db, "exclude", by=books.AUDITOR, no="0004", reason=HOSTILE, approved_by="顾怀远")
    books.act(october.db, "commend", dept="客户服务部", reason=HOSTILE, complaint="0005", at="2026-10-30 09:00")
    for options in ((), ("--explain", "0004"), ("--explain", "0005")):
        printed = october(*OCTOBER, *options).out
        assert not re.search("[\x1b\x07\u202e]", printed)
        assert "[bold]红[/bold]" in printed.replace("\n", "")
        assert "13800138000" not in printed
    books.act(october.db, "amend", by="温小棠", no="0004", caller="冯先生", reason="名字听错")
    assert "李晓梅" not in october(*OCTOBER, "--explain", "0004").out
    assert "李晓梅" not in str(october(*OCTOBER, "--json").json()["excluded"])


def test_a_fine_of_nobody_known_is_listed_apart(october: Runner) -> None:
    assert not october(*OCTOBER, "--json").json()["unassigned"]
    order = {"deadline": "2026-10-09 17:30", "at": "2026-10-08 09:00"}
    no = books.act(october.db, "intake", content="无气", **order)["no"]
    books.act(october.db, "transfer", no=no, to="维修抢修部", at="2026-10-08 09:00")
    for post, by in (("deputy", "钟万里"), ("general", "顾怀远")):
        books.act(october.db, "approve", no=no, as_=post, at="2026-10-08 09:30", by=by)
    [line] = october(*OCTOBER, "--json").json()["unassigned"]
    assert set(line) == FINE
    assert (line["complaint"], line["person"], line["role"]) == (no, None, "responsible")
    assert no in october(*OCTOBER).out.split("未落实到人（不能关账）")[1]


# -- one complaint's story ---------------------------------------------------------------------


def test_a_repeat_that_ran_late(october: Runner) -> None:
    told = story(october, "0009")
    assert told["in_month"] and told["known"]
    assert told["repeat"] == {"factor": 2, "position": 2, "first": "2026-0004"}
    handling = clock(told, "handling")
    assert (handling["verdict"], handling["due"][:16], handling["actual"][:16]) == (
        "late",
        "2026-10-21T17:30",
        "2026-10-23T10:00",
    )
    assert handling["late_by"] == {"days": 2}
    assert (handling["department"], handling["persons"]) == ("计量收费部", ["蓝抄月"])
    assert [line["clock"] for line in told["clocks"]] == ["transfer", "approval", "handling", "callback", "reply"]
    assert rule(told, "handling_overdue")["fired"]
    assert [line["amount"] for line in told["fines"]] == ["200.00", "400.00"]
    printed = october(*OCTOBER, "--explain", "0009").out
    for said in (
        "罚款 蓝抄月（责任人）200 × 2 = 400.00，区间 100–500",
        "分值 -2 × 2 = -4.00",
        "逾期 2 个工作日；经手",
    ):
        assert said in printed


def test_the_clocks_are_those_of_the_rules(run: Runner) -> None:
    books.lay(run.db, "2026-10-08 08:00")
    run.now = "2026-11-03 09:00"

    def act(do: str, at: str, **options: object) -> None:
        books.act(run.db, do, now=f"2026-10-{at}", **options)

    act("intake", "12 09:00", content="停气", deadline="2026-10-13 09:00")  # runs a day: to be sent within the hour
    act("transfer", "12 10:30", no="1", to="维修抢修部", person=["樊大川"])
    act("approve", "12 11:00", no="1", as_="deputy", by="钟万里")
    act("approve", "12 11:00", no="1", as_="general", by="顾怀远")
    act("handle", "12 15:00", no="1", result="已恢复", done=True, by="樊大川")
    act("callback", "12 16:00", no="1", result="unsatisfied", resolved=False, rework=True, by="邱明澈")
    act("handle", "15 09:00", no="1", result="重修", done=True, by="樊大川")
    act("reply", "19 17:31", no="1", summary="已答复")
    told = story(run, "1")
    found = [(c["clock"], c["due"][8:16], c["verdict"], c.get("late_by", {}).get("days")) for c in told["clocks"]]
    assert found == [
        ("transfer", "12T10:00", "late", 1),
        ("approval", "12T16:30", "in_time", None),
        ("handling", "13T09:00", "in_time", None),
        ("rework", "14T17:30", "late", 1),
        ("callback", "13T17:30", "in_time", None),
        ("reply", "19T17:30", "late", 1),
    ]
    fired = {line["rule"]: line["moment"][8:16] for line in told["rules"] if line["fired"]}
    assert fired["transfer_late"] == "12T10:00" and fired["rework_overdue"] == "14T17:30"
    assert fired["reply_late"] == "19T17:30"
    assert "逾期 1 个工作日" in run(*OCTOBER, "--explain", "1").out


def test_why_a_rule_did_not_fire(october: Runner) -> None:
    told = story(october, "0006")
    overdue = rule(told, "handling_overdue")
    assert (overdue["fired"], overdue["why"]) == (False, "no_time_left")
    assert told["transfers"][0]["share_left"] == "0.0481"
    assert [line["rule"] for line in told["rules"] if line["fired"]] == ["transfer_late"]


def test_which_transfer_was_in_force_when(october: Runner) -> None:
    first, second = story(october, "0007")["transfers"]
    assert (first["department"], first["from"][:16], first["until"][:16]) == (
        "维修抢修部",
        "2026-10-13T10:30",
        "2026-10-13T15:00",
    )
    assert first["returned"]["reason"] == "缴费机由客户服务部管理"
    assert (second["department"], second["until"]) == ("客户服务部", None)
    assert [s["post"] for s in second["signatures"]] == ["deputy", "general"]


def test_a_rejected_form_and_its_reason(october: Runner) -> None:
    first, second = story(october, "0010")["transfers"]
    assert (first["from"], first["signatures"][0]["verdict"]) == (None, "rejected")
    assert second["from"]
    assert "未生效" in october(*OCTOBER, "--explain", "0010").out


def test_extensions_decisions_and_the_mark_of_a_late_open_one(october: Runner) -> None:
    [extension] = story(october, "0005")["extensions"]
    assert (extension["old_deadline"][:10], extension["new_deadline"][:10]) == ("2026-10-15", "2026-10-21")
    assert "延期：2026-10-15 17:30 延至 2026-10-21 17:30" in october(*OCTOBER, "--explain", "0005").out
    decisions = {d["rule"]: d["amount"] for no in ("0008", "0012") for d in story(october, no)["decisions"]}
    assert decisions == {"handling_overdue": "300.00", "reply_late": None}
    assert clock(story(october, "0014"), "handling")["verdict"] == "late_open"
    assert clock(story(october, "0016"), "handling")["verdict"] == "running"


def test_an_excluded_one_counts_nowhere(october: Runner) -> None:
    told = story(october, "0013")
    assert told["excluded"]["reason"] == "集中供热不属燃气公司职责"
    assert not told["points"] and not told["fines"]
    assert "已剔除" in october(*OCTOBER, "--explain", "0013").out


def test_what_repeats_an_excluded_one_alone_is_counted_as_no_repeat(october: Runner) -> None:
    def repeats() -> int:
        return int(october(*OCTOBER, "--json").json()["overall"]["repeats"])

    assert repeats() == 2
    books.act(october.db, "exclude", by=books.AUDITOR, no="0004", reason="非我司", approved_by="顾怀远")
    assert repeats() == 1


def test_nothing_in_that_month(october: Runner) -> None:
    told = story(october, "0003", "2026-11")
    assert told["known"] and not told["in_month"]
    assert "2026-11 没有这件投诉的考核事项" in october("assess", "--month", "2026-11", "--explain", "0003").out
    close(october)
    october.now = "2026-11-10 09:00"
    no = str(books.act(october.db, "intake", now=october.now, content="停气未通知")["no"])
    after = story(october, no)
    assert not after["known"] and not after["in_month"]
    assert "之后才接收" in october(*OCTOBER, "--explain", no).out


def test_a_story_has_the_lines_of_its_month(october: Runner) -> None:
    """Whose office fine is the first depends on the others of the month."""
    for content in ("表不走字", "停气未通知"):
        books.act(october.db, "intake", content=content, at="2026-10-09 10:00", deadline="3wd")
    month = october(*OCTOBER, "--json").json()
    fines = month["fines"]
    assert {line["facts"]["turn"] for line in fines if "turn" in line["facts"]} == {1, 2, 3}
    for no in {line["complaint"] for line in fines}:
        told = story(october, no)
        for part in ("fines", "points", "unassigned"):
            assert told[part] == [line for line in month[part] if line["complaint"] == no]


def test_a_finding_of_another_month_names_its_moment(october: Runner) -> None:
    told = story(october, "0001", "2026-09")  # received in September, due in October
    late = rule(told, "handling_overdue")
    assert (late["fired"], late["why"], late["moment"][:16]) == (False, "elsewhere", "2026-10-12T17:30")
    printed = october("assess", "--month", "2026-09", "--explain", "0001").out
    assert "不在本月：所属时点 2026-10-12 17:30" in printed


def test_a_deadline_counted_before_the_holidays_are_published(run: Runner) -> None:
    run.now = "2031-10-01 09:00"
    books.lay(run.db, run.now)
    books.act(run.db, "intake", now="2031-09-29 09:00", content="问", source="公司电话", at="2031-09-29 09:00")
    told = story(run, "1", "2031-09")
    assert told["deadline"]["provisional"] and clock(told, "handling")["provisional"]
    assert "暂定" in run("assess", "--month", "2031-09", "--explain", "0001").out


def test_who_a_form_waits_for(october: Runner) -> None:
    at = "2026-11-02 09:00"
    no = books.act(october.db, "intake", content="问", at=at)["no"]
    books.act(october.db, "transfer", no=no, to="维修抢修部", person=["樊大川"], at="2026-11-02 10:00")
    told = story(october, str(no), "2026-11")
    waiting = clock(told, "approval")
    assert (waiting["verdict"], waiting["waits_for"], waiting["persons"]) == ("late_open", "deputy", ["钟万里"])
    assert (waiting["limit"], waiting["due"][:16]) == ("4wh", "2026-11-02T16:00"), "as overdue warns"
    assert "待分管经理审核" in october("assess", "--month", "2026-11", "--explain", no).out


# -- another edition ---------------------------------------------------------------------------


@pytest.fixture
def trial(tmp_path: Path) -> Path:
    """An edition of next year with another factor and a milder deduction."""
    text = DEFAULT.read_text("utf-8").replace("effective = 2010-01-01", "effective = 2027-01-01")
    text = text.replace("points_late = -2 ", "points_late = -1.5 ").replace("\nfactor = 2 ", "\nfactor = 3 ")
    file = tmp_path / "trial.toml"
    file.write_text(text, "utf-8")
    return file


def test_a_trial_stands_beside_the_edition_in_force(october: Runner, trial: Path) -> None:
    before = october(*OCTOBER, "--json").json()
    tried = october(*OCTOBER, "--policy", trial, "--json").json()
    assert set(tried) == ANSWER | {"trial", "in_force"}
    assert tried["trial"] is True
    assert tried["in_force"] == before
    assert tried["rehearsal"] is before["rehearsal"] is True
    assert tried["policy"]["effective"] == "2027-01-01"
    assert [line["amount"] for line in tried["fines"] if line["complaint"] == "2026-0009"] == ["300.00", "600.00"]
    assert tried["totals"]["fines"] == "2650.00"
    printed = october(*OCTOBER, "--policy", trial).out
    assert "试算" in printed.splitlines()[0]
    assert "演练台账" in printed
    assert any(row.split() == ["维修抢修部", "3", "87.00", "2", "88.00", "+1.00"] for row in printed.splitlines())
    assert any(row.split() == ["repeat.factor", "2", "3"] for row in printed.splitlines())
    assert october(*OCTOBER, "--json").json() == before  # nothing was stored
    assert "没有不同。" in october(*OCTOBER, "--policy", DEFAULT).out


def test_a_trial_counts_the_years_closed_months(october: Runner, trial: Path) -> None:
    fined = {line["person"]: line["total"] for line in october(*OCTOBER, "--json").json()["persons"]}
    close(october)
    later = ("assess", "--month", "2026-11", "--policy", trial, "--json")
    no, who = "0008", "樊大川"
    amount = {"rule": "handling_overdue", "person": who, "amount": "480", "reason": "复核"}
    books.act(october.db, "decide", by=books.AUDITOR, no=no, **amount)
    tried = october(*later).json()
    assert tried["in_force"]["persons"] == tried["persons"]
    [line] = tried["persons"]
    assert line["person"] == who and Decimal(line["year_total"]) == Decimal(fined[who]) + Decimal(line["total"])
    closed = october(*OCTOBER, "--policy", trial, "--json").json()
    assert closed["rehearsal"] and closed["in_force"]["rehearsal"]


# -- a closed month ----------------------------------------------------------------------------


def close(run: Runner) -> None:
    for month in ("2026-09", "2026-10"):
        assert run("assess", "--month", month, "--close", by=books.AUDITOR).code == 0


def test_a_closed_story_says_that_another_amount_would_come_of_it_now(october: Runner) -> None:
    """By a decision, which changes no rule's verdict, before and after a later month has carried it."""
    close(october)
    assert not story(october, "0008")["changed_since_closing"]
    amount = {"rule": "handling_overdue", "person": "樊大川", "amount": "480", "reason": "复核"}
    books.act(october.db, "decide", by=books.AUDITOR, no="0008", **amount)
    assert story(october, "0008")["changed_since_closing"]
    assert "关账后" in october(*OCTOBER, "--explain", "0008").out
    assert october("assess", "--month", "2026-11", "--close", by=books.AUDITOR, now="2026-12-02 09:00").code == 0
    october.now = "2026-12-02 09:00"
    assert story(october, "0008")["changed_since_closing"]


def test_a_closed_month_prints_the_same_for_ever(october: Runner, trial: Path) -> None:
    close(october)
    kept = {lang: october(*OCTOBER, lang=lang) for lang in ("zh", "en")}
    answer = october(*OCTOBER, "--json")
    assert json.loads(answer.out)["status"] == "closed"
    assert "状态：已关账" in kept["zh"].out
    assert not kept["zh"].err
    books.act(october.db, "exclude", by=books.AUDITOR, no="0003", reason="重复登记", approved_by="顾怀远")
    for lang, result in kept.items():
        assert october(*OCTOBER, lang=lang).out == result.out
    assert october(*OCTOBER, "--json").out == answer.out
    assert "关账后" in october(*OCTOBER).err
    told = story(october, "0003")
    assert told["changed_since_closing"]
    assert told["fines"] == [line for line in json.loads(answer.out)["fines"] if line["complaint"] == "2026-0003"]
    assert not story(october, "0009")["changed_since_closing"]
    same = october(*OCTOBER, "--policy", DEFAULT, "--json").json()
    assert same["fines"] == same["in_force"]["fines"] != json.loads(answer.out)["fines"], "the edition alone differs"
    later = october("assess", "--month", "2026-11").out
    assert "以前月份的调整" in later


def test_closing_prints_the_report_that_stays(october: Runner) -> None:
    assert october("assess", "--month", "2026-09", "--close", by=books.AUDITOR).code == 0
    closed = october(*OCTOBER, "--close", "--json", by=books.AUDITOR)
    assert closed.out == october(*OCTOBER, "--json").out
    assert october(*OCTOBER, "--close", by=books.AUDITOR).code == 22


# -- lines -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("", 8, [""]),
        ("一二三四五", 8, ["一二三四", "五"]),
        ("一二三四，五", 8, ["一二三", "四，五"]),  # punctuation stays with what it closes
        ("一二三（四）", 8, ["一二三", "（四）"]),
        ("到 2026-10-09 17:30 止", 20, ["到 2026-10-09 17:30", "止"]),
        ("于 2026-10-09 17:30 止", 18, ["于", "2026-10-09 17:30", "止"]),  # a date keeps its clock
        ("back 2026-10-09 17:30, then", 21, ["back", "2026-10-09 17:30,", "then"]),  # and its comma
        ("abcdefghij", 4, ["abcd", "efgh", "ij"]),
        ("one two", 5, ["one", "two"]),
        ("a\tb\nc", 9, ["a b", "c"]),
    ],
)
def test_folding(text: str, width: int, lines: list[str]) -> None:
    assert fold(text, width) == lines
    assert all(cells(line) <= width for line in lines)
