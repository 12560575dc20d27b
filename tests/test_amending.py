"""What was entered wrongly is put right in the open: amend --step, withdraw, object; by whom, and what they change."""

from __future__ import annotations

import json
import re
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

import books
from complaint_cli.company.edition_file import default_edition
from conftest import Runner
from test_paper import document_text

DECEMBER = "2026-12-02 09:00"


@pytest.fixture
def october(run: Runner) -> Runner:
    """The example's October, every line entered when it happened."""
    books.october(run.db.parent)
    run.now, run.by = books.AFTER, books.CLERK
    return run


def fines(run: Runner, no: str) -> dict[str, str]:
    """Return who is fined how much on a complaint."""
    month: Any = run("assess", "--month", "2026-10", "--json").json()
    return {line["person"]: line["amount"] for line in month["fines"] if line["complaint"] == no}


def step_of(run: Runner, no: str, kind: str) -> int:
    """Return the number of a complaint's last step of a kind."""
    told = run("show", no, "--json").json()["timeline"]
    return [int(event["step"]) for event in told if event["kind"] == kind][-1]


def test_a_hand_back_dated_wrongly_is_amended_and_the_fine_goes(october: Runner) -> None:
    assert fines(october, "2026-0008") == {"樊大川": "300.00", "霍启程": "250.00"}
    step = step_of(october, "8", "handback")
    words = ("amend", "8", "--step", str(step), "--at", "2026-10-20 11:00", "--reason", "日期录错")
    alone = october(*words)
    assert alone.code == 21 and "--approved-by" in alone.err, "it changes a fine, weeks later"
    done = october(*words, "--approved-by", "顾怀远")
    assert done.code == 0 and "2026-10-28 11:00" in done.out and "2026-10-20 11:00" in done.out, done.out
    assert fines(october, "2026-0008") == {"温小棠": "50.00"}, "for the reply that came nine days after it"
    told = october("show", "8", "--json").json()["timeline"]
    changed = next(event for event in told if event["step"] == step and event["kind"] == "handback")
    assert changed["amended"] and changed["at"].startswith("2026-10-20T11:00")
    assert sum(event["step"] == step for event in told) > 1, "the step wrote several rows"
    assert [event["of_step"] for event in told if event["kind"] == "correction"] == [step], (
        "its correction is told once"
    )
    [line] = [
        c for c in october("assess", "--month", "2026-10", "--json").json()["corrections"] if c["kind"] == "amend"
    ]
    assert (line["complaint"], line["step"], line["by"], line["approved_by"]) == ("2026-0008", step, "温小棠", "顾怀远")
    assert "handling_overdue" in line["changes"]
    assert october("verify").code == 0


def test_a_call_back_on_the_wrong_complaint_is_withdrawn(october: Runner) -> None:
    october("commend", "客户服务部", "--reason", "无关")
    no = october("intake", "--content", "表不走字", "--json").json()["no"]
    step = step_of(october, "4", "reply")
    done = october("withdraw", "4", "--step", str(step), "--reason", "录在了别的单上", "--approved-by", "顾怀远")
    assert done.code == 0, done.err
    told = october("show", "4", "--json").json()
    gone = next(event for event in told["timeline"] if event["step"] == step)
    assert (gone["withdrawn"]["by"], gone["withdrawn"]["reason"]) == (books.CLERK, "录在了别的单上")
    assert told["status"] == "called_back", "no rule and no status sees it"
    assert f"撤销第 {step} 步：录在了别的单上" in october("show", "4").out
    assert october("withdraw", "4", "--step", str(step), "--reason", "再来").code == 21, "once"
    assert october("withdraw", no, "--step", "9", "--reason", "x").code == 21, "there is no such step"
    assert october("withdraw", "4", "--step", "0", "--reason", "x").code == 2


def test_what_rests_on_a_step_goes_first(october: Runner) -> None:
    step = step_of(october, "4", "handback")
    refused = october("withdraw", "4", "--step", str(step), "--reason", "录错", "--approved-by", "顾怀远")
    later = [str(step_of(october, "4", kind)) for kind in ("callback", "reply")]
    assert refused.code == 21 and all(number in refused.err for number in later), refused.err


def test_a_commendation_entered_twice_is_taken_back(october: Runner) -> None:
    def bonuses() -> str:
        return str(october("assess", "--month", "2026-10", "--json").json()["totals"]["bonuses"])

    before = bonuses()
    words = ("commend", "客户服务部", "--reason", "锦旗", "--at", "2026-10-30 09:00", "--complaint", "4")
    numbers = [october(*words, "--json").json()["commendation"] for _ in range(2)]
    assert float(bonuses()) == float(before) + 1
    for words in (("4",), ("4", "--step", "2"), ("--step", "2")):
        both = october("withdraw", *words, "--commendation", str(numbers[1]), "--reason", "录了两次")
        assert both.code == 2 and "不能合用" in both.err, both
    assert october("withdraw", "--commendation", str(numbers[1]), "--reason", "录了两次").code == 0
    assert float(bonuses()) == float(before) + 0.5
    assert october("withdraw", "--commendation", str(numbers[1]), "--reason", "再来").code != 0
    told = [e for e in october("show", "4", "--json").json()["timeline"] if e["kind"] == "commendation"]
    assert [event["commendation"] for event in told] == numbers  # by which it is taken back
    assert f"表扬 {numbers[1]}，客户服务部：锦旗" in october("show", "4", columns=200).out
    assert [event["withdrawn"] and event["withdrawn"]["reason"] for event in told] == [None, "录了两次"]
    assert october("show", "4", columns=200).out.count("已撤销：温小棠，录了两次") == 1


def test_the_second_person_is_not_one_of_those_it_touches(october: Runner) -> None:
    words = ("amend", "8", "--step", str(step_of(october, "8", "handback")), "--at", "2026-10-20 11:00")
    for name, code in (("钟万里", 21), ("樊大川", 21), ("温小棠", 21), ("路人", 2), ("白景行", 0)):
        said = october(*words, "--reason", "日期录错", "--approved-by", name)
        assert said.code == code, (name, said.err)


def test_an_objection_is_kept_and_answered(october: Runner) -> None:
    line = ("8", "--rule", "handling_overdue", "--person", "霍启程")
    assert october("object", *line, "--reason", "配件到货晚").code == 0
    month = october("assess", "--month", "2026-10", "--json").json()
    [fine] = [f for f in month["fines"] if f["complaint"] == "2026-0008" and f["person"] == "霍启程"]
    assert fine["objection"]["reason"] == "配件到货晚" and not fine["objection"]["answered"]
    assert october("assess", "--month", "2026-09", "--close", by=books.AUDITOR).code == 0
    refused = october("assess", "--month", "2026-10", "--close", by=books.AUDITOR)
    assert refused.code == 21 and "2026-0008" in refused.err
    assert "2026-0008" in october("assess", "--month", "2026-10", "--check").out
    assert october("decide", *line, "--amount", "150", "--reason", "酌减", by=books.AUDITOR).code == 0
    assert october("assess", "--month", "2026-10", "--close", by=books.AUDITOR).code == 0
    assert october("object", *line, "--reason", "晚了", now=DECEMBER).code == 0
    assert october("object", "8", "--rule", "reply_late", "--person", "霍启程", "--reason", "x").code == 21
    other = ("8", "--rule", "handling_overdue", "--person", "樊大川", "--amount", "200", "--reason", "属实")
    assert october("decide", *other, by=books.AUDITOR, now=DECEMBER).code == 0
    told = october("assess", "--month", "2026-11", "--check", now=DECEMBER).out
    assert "霍启程" in told, "what is decided of another's fine is no answer"


@pytest.mark.parametrize("amount", ["1e2", "+150", "1_50", "0x96", "150.000", "150元", "一百五", ".5", "-0", "NaN"])
def test_an_amount_is_plain_digits_alone(october: Runner, amount: str) -> None:
    line = (
        "decide",
        "8",
        "--rule",
        "handling_overdue",
        "--person",
        "霍启程",
        "--reason",
        "酌减",
        "--by",
        books.AUDITOR,
    )
    refused = october(*line, "--amount", amount)
    assert refused.code == 2 and amount in refused.err
    assert "150.50" in october(*line, "--amount", " １５０．５ ").out, "a Chinese input method's digits are digits"


def test_a_decision_on_another_proposal_lapses(october: Runner) -> None:
    step = step_of(october, "8", "handback")
    words = ("amend", "8", "--step", str(step), "--at", "2026-10-22 11:00", "--reason", "日期录错")
    assert october(*words, "--approved-by", "顾怀远").code == 0
    month = october("assess", "--month", "2026-10", "--json").json()
    [fine] = [f for f in month["fines"] if f["complaint"] == "2026-0008" and f["person"] == "樊大川"]
    assert (fine["base"], fine["amount"], fine["decided"], fine["lapsed"]) == ("200.00", "200.00", None, True)
    assert october("assess", "--month", "2026-09", "--close", by=books.AUDITOR).code == 0
    assert "2026-0008" in october("assess", "--month", "2026-10", "--close", by=books.AUDITOR).err


# -- who is named on a form that named nobody ------------------------------------------------


@pytest.fixture
def nameless(run: Runner) -> Runner:
    """A complaint handed back late on a form that names nobody, so that who handed it back is responsible."""
    books.october(run.db.parent)
    run.now, run.by = "2026-10-30 09:00", books.CLERK
    order = ("--content", "表不走字", "--source", "公司电话", "--category", "计量收费", "--urgency", "normal")
    no = run("intake", *order, "--at", "2026-10-12 09:00", "--deadline", "2026-10-16 17:30", "--json").json()["no"]
    assert no == "2026-0017"
    run("transfer", "17", "--to", "维修抢修部", "--at", "2026-10-12 10:00")
    run("approve", "17", "--as", "deputy", "--by", "钟万里", "--at", "2026-10-12 11:00")
    run("approve", "17", "--as", "general", "--by", "顾怀远", "--at", "2026-10-12 12:00")
    done = run("handle", "17", "--result", "已换表", "--done", "--by", "樊大川", "--at", "2026-10-19 09:00")
    assert done.code == 0 and set(fines(run, "2026-0017")) == {"樊大川", "石长庚"}, done.err
    assert "责任人（樊大川）" in done.out
    return run


def test_who_is_named_anew_is_told_and_who_was_named_stays_readable(october: Runner) -> None:
    october.now = "2026-10-30 09:00"
    order = ("--content", "表不走字", "--category", "计量收费", "--deadline", "2026-11-06")
    no = october("intake", *order, "--json").json()["no"]
    october("transfer", no, "--to", "维修抢修部", "--person", "樊大川")
    for post, name in (("deputy", "钟万里"), ("general", "顾怀远")):
        october("approve", no, "--as", post, "--by", name)
    done = october("handle", no, "--person", "毛立夏", by=books.CLERK)
    assert done.code == 0 and "责任人（毛立夏）" in done.out and "不能由" not in done.err, done
    assert done.err == "", "who names a person has handled nothing"
    told = october("show", no, "--json").json()
    assert told["persons"] == ["毛立夏"]
    assert [e["persons"] for e in told["timeline"] if "persons" in e] == [["樊大川"], ["毛立夏"]]


@pytest.mark.parametrize("words", [("--step", "2", "--person"), ("--step", "5", "--by")])
def test_the_form_or_the_hand_back_amended_names_another(nameless: Runner, words: tuple[str, ...]) -> None:
    done = nameless("amend", "17", *words, "毛立夏", "--reason", "记错了人", "--approved-by", "顾怀远")
    assert done.code == 0, done.err
    assert set(fines(nameless, "2026-0017")) == {"毛立夏", "石长庚"}


# -- a correction is no way round what a step asks for -----------------------------------------


def lines_of(run: Runner, no: str) -> dict[str, str]:
    return {event["kind"]: str(event["step"]) for event in run("show", no, "--json").json()["timeline"]}


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("callback", ("--by", "樊大川")),  # of no office, and he handled it
        ("approval", ("--by", "樊大川")),  # who holds no post
        ("approval", ("--by", "钟万里")),  # who gave the other signature
        ("transfer", ("--to", "客户服务部")),  # to which the person named does not belong
        ("transfer", ("--person", "温小棠")),
        ("handback", ("--by", books.CLERK)),  # who called back
        ("extension", ("--at", "2026-10-20 09:00")),  # asked for after the deadline
        ("extension", ("--to", "2026-12-30")),  # without a second person
        ("extension", ("--to", "2026-10-16 17:30")),  # no later than the deadline that it moves
    ],
)
def test_a_correction_is_refused_what_the_step_is_refused(nameless: Runner, kind: str, words: tuple[str, ...]) -> None:
    nameless("callback", "17", "--result", "satisfied", "--by", books.CLERK, "--at", "2026-10-19 15:00")
    order = ("--content", "表走得快", "--source", "公司电话", "--category", "计量收费", "--urgency", "normal")
    nameless("intake", *order, "--at", "2026-10-12 09:00", "--deadline", "2026-10-16 17:30")
    longer = ("--to", "2026-11-10", "--reason", "缺件", "--approved-by", "顾怀远", "--at", "2026-10-15 09:00")
    assert nameless("extend", "18", *longer).code == 0
    no = "18" if kind == "extension" else "17"
    second = () if words == ("--to", "2026-12-30") else ("--approved-by", "纪清源")
    refused = nameless("amend", no, "--step", lines_of(nameless, no)[kind], *words, "--reason", "更正", *second)
    assert refused.code == 21, (refused.code, refused.out, refused.err)


def test_a_commendation_a_decision_and_an_objection_are_taken_back_by_whose_they_are(october: Runner) -> None:
    assert october("commend", "客户服务部", "--reason", "锦旗", "--by", books.CLERK).code == 0
    assert october("withdraw", "--commendation", "2", "--reason", "x", "--by", "樊大川").code == 21
    later = ("withdraw", "--commendation", "2", "--reason", "录错", "--by", books.CLERK)
    assert october(*later, now="2026-12-05 09:00").code == 21, "days later with a second person only"
    assert october(*later, "--approved-by", "顾怀远", now="2026-12-05 09:00").code == 0
    fine = ("8", "--rule", "handling_overdue", "--person", "樊大川")
    assert october("object", *fine, "--reason", "不服", "--by", "樊大川").code == 0
    objection = lines_of(october, "8")["objection"]
    assert october("withdraw", "8", "--step", objection, "--reason", "x", "--by", books.CLERK).code == 21
    assert october("decide", *fine, "--amount", "300", "--reason", "属实", "--by", "纪清源").code == 0
    decision = lines_of(october, "8")["decision"]
    assert october("withdraw", "8", "--step", decision, "--reason", "x", "--by", "樊大川").code == 21
    assert october("withdraw", "8", "--step", decision, "--reason", "录错", "--by", "纪清源").code == 0
    assert october("withdraw", "8", "--step", objection, "--reason", "x", "--by", "樊大川").code == 0


def test_an_answer_put_right_takes_with_it_what_was_said_of_the_solution(october: Runner) -> None:
    step = str(step_of(october, "4", "callback"))
    amend = ("amend", "4", "--step", step, "--reason", "听错", "--approved-by", "顾怀远")

    def told() -> tuple[Any, ...]:
        last = [e for e in october("show", "4", "--json").json()["timeline"] if e["kind"] == "callback"][-1]
        return last["result"], last["resolved"], last["rework"]

    assert told() == ("unsatisfied", True, False)
    assert october(*amend, "--result", "mostly").code == 0
    assert told() == ("mostly", True, False), "what was said of the solution stays"
    assert october(*amend, "--result", "unsatisfied", "--unresolved").code == 0
    assert october(*amend, "--result", "satisfied").code == 0
    assert told() == ("satisfied", None, False)
    for words in (
        ("--unresolved",),
        ("--rework",),
        ("--result", "unsatisfied"),
        ("--result", "unreached", "--resolved"),
    ):
        refused = october(*amend, *words)
        assert refused.code == 2, (words, refused)
    assert october(*amend, "--result", "unsatisfied", "--resolved").code == 0
    assert october(*amend, "--result", "unreached").code == 0
    assert told() == ("unreached", None, False)
    reply = str(step_of(october, "4", "reply"))
    assert october("amend", "4", "--step", reply, "--summary", "", "--reason", "x").code == 2, "a reply says something"


def test_a_moment_that_changes_no_finding_is_put_right_without_a_second_person(run: Runner) -> None:
    books.lay(run.db, "2026-10-08 08:00")
    books.act(run.db, "intake", now="2026-10-09 09:00", content="表不走字")
    books.act(run.db, "transfer", now="2026-10-09 10:00", no="1", to="维修抢修部")
    for post, name in (("deputy", "钟万里"), ("general", "顾怀远")):
        books.act(run.db, "approve", now="2026-10-09 10:00", no="1", as_=post, by=name)
    books.act(run.db, "handle", now="2026-10-12 10:00", no="1", result="已换", done=True, by="樊大川")
    amend = ("amend", "1", "--step", "5", "--reason", "写错", "--by", "樊大川", "--at")
    for moment, code in (("2026-10-12 11:00", 0), ("2026-10-13 09:00", 0), ("2026-10-16 09:00", 21)):
        done = run(*amend, moment, now="2026-10-25 09:00", by=books.CLERK)
        assert done.code == code, (moment, done.err)


def of_nobody(run: Runner) -> tuple[str, ...]:
    """Dispatch an order on a form that names nobody; return what waives its fine."""
    books.lay(run.db, "2026-10-08 08:00")
    books.act(run.db, "intake", now="2026-10-09 09:00", content="表不走字")
    books.act(run.db, "transfer", now="2026-10-09 10:00", no="1", to="维修抢修部")
    for post, name in (("deputy", "钟万里"), ("general", "顾怀远")):
        books.act(run.db, "approve", now="2026-10-09 10:00", no="1", as_=post, by=name)
    return "decide", "1", "--rule", "办理逾期", "--role", "责任人", "--waive", "--reason", "已离职"


def test_a_line_of_nobody_whose_proposal_has_changed_is_told_by_its_role(run: Runner) -> None:
    assert run(*of_nobody(run), now="2026-10-19 09:00", by=books.AUDITOR).code == 0
    grown = run("assess", "--month", "2026-10", "--check", now="2026-10-25 09:00").out
    assert "办理逾期（责任人）核定后建议金额已变" in grown and "None" not in grown, grown


def test_a_line_of_nobody_that_is_waived_is_told_by_its_role(run: Runner) -> None:
    words = of_nobody(run)
    done = run(*words, now="2026-10-25 09:00", by=books.AUDITOR)
    assert done.code == 0 and "责任人" in done.out and "None" not in done.out, done
    closed = run("assess", "--month", "2026-10", "--close", now="2026-11-02 09:00", by=books.AUDITOR)
    assert closed.code == 0, closed.err
    back = ("withdraw", "1", "--step", "5", "--reason", "在职", "--approved-by", "顾怀远")
    assert run(*back, now="2026-11-03 09:00", by=books.AUDITOR).code == 0
    month: Any = run("assess", "--month", "2026-11", "--json", now="2026-11-03 10:00").json()
    owed = [
        (one["role"], one["person"]) for one in month["adjustments"] if one["kind"] == "fine" and one["was"] == "0.00"
    ]
    assert owed == [("responsible", None)], "what was waived is again a fine of nobody, in the next open month"


def test_the_months_corrections_are_told_in_words(october: Runner) -> None:
    step = str(step_of(october, "4", "callback"))
    amend = ("amend", "4", "--step", step, "--reason", "听错", "--approved-by", "顾怀远")
    assert october(*amend, "--result", "satisfied", "--resolved").code == 0
    out = ("exclude", "5", "--reason", "非我司", "--approved-by", "顾怀远", "--by", books.AUDITOR)
    assert october(*out).code == 0
    printed = october("assess", "--month", "2026-10").out
    assert "更正：不满意 → 满意（听错）" in printed, printed[-3000:]
    assert "更正：unsatisfied" not in printed and "剔除（" in printed and "剔除：— → —" not in printed


def test_a_cause_taken_back_takes_its_severity_and_effect(october: Runner) -> None:
    found = ("investigate", "4", "--auditor", books.AUDITOR, "--clerk", books.CLERK, "--by", books.AUDITOR)
    assert october(*found).code == 0
    step = str(step_of(october, "4", "investigation"))
    amend = ("amend", "4", "--step", step, "--reason", "录错", "--approved-by", "顾怀远")

    def told() -> tuple[Any, ...]:
        last = [e for e in october("show", "4", "--json").json()["timeline"] if e["kind"] == "investigation"][-1]
        return last["internal_cause"], last["adverse_effect"], last["severity"]

    assert october(*amend, "--severity", "major").code == 2, "of no cause"
    assert october(*amend, "--adverse-effect").code == 2
    assert october(*amend, "--internal-cause", "--adverse-effect").code == 0
    assert told() == (True, True, "minor"), "as an investigation that names none"
    assert october(*amend, "--internal-cause", "--severity", "serious").code == 0
    assert told() == (True, True, "serious"), "the effect stays"
    for who, code in (("无此人", 2), ("樊大川", 21), ("邱明澈", 0)):
        assert october(*amend, "--clerk", who).code == code, who
    assert october("assess", "--month", "2026-11").code == 0
    assert october(*amend, "--no-internal-cause").code == 0
    assert told() == (False, False, None)


def test_a_cause_found_later_is_somebodys_where_several_had_the_order(run: Runner) -> None:
    books.lay(run.db, "2026-10-08 08:00")
    assert run("intake", "--content", "不通气", "--deadline", "2026-10-21").code == 0
    for by, words in LIFE[5:12]:
        assert run(*words, by=by).code == 0
    found = ("investigate", "1", "--auditor", books.AUDITOR, "--clerk", books.CLERK, "--by", books.AUDITOR)
    assert run(*found).code == 0
    amend = ("amend", "1", "--step", str(step_of(run, "1", "investigation")), "--reason", "录错")
    for what in ("--internal-cause", "--false-record"):
        refused = run(*amend, what)
        assert refused.code == 2 and "--dept" in refused.err, refused
    assert run(*amend, "--internal-cause", "--dept", "维修抢修部").code == 0
    assert run(*amend, "--false-record").code == 0


def test_what_answers_a_second_hand_back_rests_on_it(run: Runner) -> None:
    books.lay(run.db, "2026-10-08 08:00")
    assert run("intake", "--content", "不通气", "--deadline", "2026-10-21").code == 0
    for by, words in (*LIFE[9:12], *LIFE[13:17]):
        assert run(*words, by=by).code == 0
    last = step_of(run, "1", "callback")
    refused = run("withdraw", "1", "--step", last - 1, "--reason", "录错")
    assert refused.code == 21 and f"第 {last} 步" in refused.err, refused
    assert [run("withdraw", "1", "--step", step, "--reason", "录错").code for step in (last, last - 1)] == [0, 0]


@pytest.mark.parametrize("step", [(), ("--step", "1")])
def test_who_took_a_complaint_in_is_put_right_as_its_first_step(october: Runner, step: tuple[str, ...]) -> None:
    if not step:  # a clerk may think that it dates the correction
        said = october("amend", "16", "--caller", "冯", "--at", "2026-10-19 08:00", "--reason", "听错")
        assert (said.code, "--received" in said.err) == (2, True)
    moment = "--at" if step else "--received"
    both = ("--at", "2026-10-19 08:00", "--received", "2026-10-19 08:00", "--reason", "x")
    assert october("amend", "16", *step, *both).code == 2
    words = ("--by", "邱明澈", moment, "2026-10-19 08:00", "--reason", "录成了别人", "--approved-by", "顾怀远")
    done = october("amend", "16", *step, *words)
    assert done.code == 0 and "受理人" in done.out and "邱明澈" in done.out, done
    story = october("show", "16", "--json").json()
    assert story["by"] == "邱明澈" and story["timeline"][0]["by"] == "邱明澈" and story["timeline"][0]["amended"]
    assert story["received"] == "2026-10-19T08:00:00+08:00", "the moment is the receipt's"
    corrections = [one for one in story["timeline"] if one["kind"] == "amendment"]
    told = {(one["by"], one["at"][:16].replace("T", " ")) for one in corrections}
    assert told == {(books.CLERK, books.AFTER[:16])}, "who corrects is who sits there, and now"
    assert october("amend", "16", *step, "--by", "无此人", "--reason", "x").code == 2
    assert "邱明澈" in october("show", "16").out and october("verify").code == 0


def test_a_correction_names_the_step_that_it_corrects(october: Runner) -> None:
    step = step_of(october, "4", "callback")
    october("amend", "4", "--step", str(step), "--note", "补记", "--reason", "漏了")
    [line] = [e for e in october("show", "4", "--json").json()["timeline"] if e["kind"] == "correction"]
    assert line["of_step"] == step


def carried_of(run: Runner, no: str) -> dict[str, dict[str, Any]]:
    """Return the fines of a complaint that November carries, by person."""
    lines = run("assess", "--month", "2026-11", "--json").json()["adjustments"]
    return {line["person"]: line for line in lines if line["complaint"] == no and line["kind"] == "fine"}


def test_an_objection_after_its_term_is_marked_wherever_it_is_told(october: Runner) -> None:
    line = ("8", "--rule", "handling_overdue", "--person")
    october("assess", "--month", "2026-09", "--close", by=books.AUDITOR)
    assert october("assess", "--month", "2026-10", "--close", by=books.AUDITOR).code == 0
    closed = october("assess", "--month", "2026-10", "--json").json()["objections"]["until"][:19].replace("T", " ")
    in_time = october("object", *line, "霍启程", "--reason", "配件到货晚", now=closed)
    assert "逾期提出" not in in_time.out and not in_time.err  # an objection itself brings nothing into another month
    after = f"{closed[:-2]}01"
    assert "逾期提出" in october("object", *line, "樊大川", "--reason", "配件到货晚", now=after).out
    told = october("show", "8", "--json").json()["timeline"]
    assert [event["late"] for event in told if event["kind"] == "objection"] == [False, True]
    said = [row for row in october("show", "8").out.splitlines() if "申诉" in row]
    assert ["逾期提出" in row for row in said] == [False, True]
    for at, late in ((closed, False), (after, True)):
        words = ("amend", "8", "--step", str(step_of(october, "8", "objection")), "--at", at, "--reason", "当时已提出")
        assert october(*words, now=after).code == 0
        told = october("show", "8", "--json", now=after).json()["timeline"]
        assert [event["late"] for event in told if event["kind"] == "objection"] == [False, late]
    assert "是否逾期提出：是 → 否" in october("show", "8", columns=200).out


@pytest.mark.parametrize("step", ["amend", "exclude"])
def test_an_objection_to_a_line_that_is_gone_stops_no_later_month(october: Runner, step: str) -> None:
    line = ("8", "--rule", "handling_overdue", "--person", "霍启程")
    october("assess", "--month", "2026-09", "--close", by=books.AUDITOR)
    assert october("assess", "--month", "2026-10", "--close", by=books.AUDITOR).code == 0
    assert october("object", *line, "--reason", "非本公司职责").code == 0
    october.now = DECEMBER
    assert "2026-0008" in october("assess", "--month", "2026-11", "--check").out
    right = {"amend": ("amend", "8", "--deadline", "2026-11-20"), "exclude": ("exclude", "8")}[step]
    put = october(*right, "--reason", "属实", "--approved-by", "顾怀远", by=books.AUDITOR)
    assert put.code == 0, put.err
    assert "申诉" not in october("assess", "--month", "2026-11", "--check").out


def test_a_carried_fine_whose_decision_has_lapsed_is_decided_before_its_month_closes(october: Runner) -> None:
    line = ("8", "--rule", "handling_overdue", "--person", "樊大川", "--reason", "酌减")
    assert october("decide", *line, "--amount", "150", by=books.AUDITOR).code == 0
    october("assess", "--month", "2026-09", "--close", by=books.AUDITOR)
    assert october("assess", "--month", "2026-10", "--close", by=books.AUDITOR).code == 0
    october.now = DECEMBER
    words = ("amend", "8", "--step", str(step_of(october, "8", "handback")), "--at", "2026-10-22 11:00")
    amended = october(*words, "--reason", "日期录错", "--approved-by", "顾怀远")
    assert amended.code == 0, amended.err
    carried = carried_of(october, "2026-0008")["樊大川"]
    assert carried["lapsed"] and carried["decided"] is None
    refused = october("assess", "--month", "2026-11", "--close", by=books.AUDITOR)
    assert refused.code == 21 and "2026-0008" in refused.err and "樊大川" in refused.err
    assert october("decide", *line, "--amount", "200", by=books.AUDITOR).code == 0
    assert "2026-0008" not in october("assess", "--month", "2026-11", "--check").out


def test_a_fine_of_a_closed_month_is_decided_as_it_was_closed_whatever_edition_came_since(
    october: Runner, tmp_path: Path
) -> None:
    october("assess", "--month", "2026-09", "--close", by=books.AUDITOR)
    assert october("assess", "--month", "2026-10", "--close", by=books.AUDITOR).code == 0
    text = default_edition().source.replace("effective = 2010-01-01", "effective = 2026-10-01")
    (tmp_path / "new.toml").write_text(re.sub(r"amount = [0-9]+", "amount = 500", text), encoding="utf-8")
    october.now = DECEMBER
    adopted = october("policy", "adopt", tmp_path / "new.toml", "--approved-by", "顾怀远", by=books.AUDITOR)
    assert adopted.code == 0, adopted.err
    line = ("8", "--rule", "handling_overdue", "--person", "霍启程", "--reason", "酌减")
    assert october("decide", *line, "--waive", by=books.AUDITOR).code == 0
    carried = carried_of(october, "2026-0008")
    assert [(name, one["now"], one["lapsed"]) for name, one in carried.items()] == [("霍启程", "0.00", False)]


def test_only_what_is_nobodys_is_settled_by_its_role_and_by_nothing_else(october: Runner) -> None:
    line = ("8", "--rule", "handling_overdue", "--reason", "属实")
    none = october("decide", *line, "--person", "毛立夏", "--amount", "150", by=books.AUDITOR)
    look = re.search(r"complaint (assess .*) --explain", none.err)
    assert none.code == 21 and look and october(*look[1].split()).code == 0, "the next command runs as printed"
    assert october("decide", *line, "--role", "manager", "--person", "樊大川", by=books.AUDITOR).code == 21
    organisation = (books.EXAMPLE / "organisation.toml").read_text("utf-8")
    (october.db.parent / "left.toml").write_text(
        organisation.replace('"樊大川"', '{ name = "樊大川", until = 2026-09-30 }'), "utf-8"
    )
    left = october("org", "import", october.db.parent / "left.toml", "--approved-by", "顾怀远")
    assert left.code == 0 and "樊大川" not in fines(october, "2026-0008"), left.err
    assert october("decide", *line, "--person", "樊大川", "--amount", "150", by=books.AUDITOR).code == 21
    assert october("decide", *line, "--role", "responsible", "--person", "毛立夏", by=books.AUDITOR).code == 0
    assert "毛立夏" in fines(october, "2026-0008")


@pytest.mark.parametrize("order", [("温小棠", "邱明澈"), ("邱明澈", "温小棠")])
def test_a_fine_of_the_office_that_was_nobodys_is_the_first_of_whom_it_was_settled_on(
    run: Runner, tmp_path: Path, order: tuple[str, str]
) -> None:
    organisation = (books.EXAMPLE / "organisation.toml").read_text("utf-8")
    assert '"温小棠"' in organisation and '"邱明澈"' in organisation
    run.now, run.by = "2026-10-15 18:00", books.CLERK
    books.lay(run.db, "2026-10-01 09:00")
    words = ("--content", "表不走字", "--source", "公司电话", "--category", "计量收费", "--urgency", "normal")
    for day, name in zip((12, 13), order, strict=True):
        when = ("--at", f"2026-10-{day} 09:00", "--deadline", f"2026-10-{day + 1} 17:30")
        no = run("intake", *words, *when, "--by", name, "--json").json()["no"]
        at = ("--at", f"2026-10-{day + 1} 17:00", "--by", name)
        assert run("transfer", no, "--to", "维修抢修部", "--person", "樊大川", *at).code == 0
    run.now = books.AFTER
    left = re.sub(r'(?<=[\[ ])"温小棠"(?=[,\]])', '{ name = "温小棠", until = 2026-10-12 }', organisation)
    (tmp_path / "left.toml").write_text(left, "utf-8")
    assert run("org", "import", tmp_path / "left.toml", "--approved-by", "顾怀远", by=books.AUDITOR).code == 0
    words = ("--rule", "transfer_delayed", "--role", "officer", "--person", "邱明澈", "--reason", "经手")
    assert run("decide", str(order.index("温小棠") + 1), *words, by=books.AUDITOR).code == 0
    month: Any = run("assess", "--month", "2026-10", "--json").json()
    assert [(f["person"], f["base"]) for f in month["fines"]] == [("邱明澈", "50.00"), ("邱明澈", "100.00")]
    assert not any(f["lapsed"] for f in month["fines"])


def test_an_objection_to_a_carried_fine_is_late_from_the_closing_that_printed_it(october: Runner) -> None:
    october("assess", "--month", "2026-09", "--close", by=books.AUDITOR)
    assert october("assess", "--month", "2026-10", "--close", by=books.AUDITOR).code == 0
    words = ("investigate", "8", "--auditor", books.AUDITOR, "--clerk", books.CLERK, "--internal-cause")
    found = october(*words, "--adverse-effect", "--at", "2026-10-30 09:00", by=books.AUDITOR, now="2026-11-20 09:00")
    assert found.code == 0, found.err
    line = ("object", "8", "--rule", "internal_cause", "--person", "樊大川", "--reason", "配件到货晚")
    assert "逾期提出" not in october(*line, now="2026-11-27 09:00").out
    answered = ("decide", "8", "--rule", "internal_cause", "--person", "樊大川", "--amount", "100", "--reason", "属实")
    assert october(*answered, by=books.AUDITOR, now="2026-11-27 10:00").code == 0
    assert october("assess", "--month", "2026-11", "--close", by=books.AUDITOR, now=DECEMBER).code == 0
    assert "逾期提出" not in october(*line, now="2026-12-07 17:30").out
    assert "逾期提出" in october(*line, now="2026-12-07 17:30:01").out


def test_an_objection_to_a_carried_fine_is_late_from_the_notice_that_printed_it(
    october: Runner, tmp_path: Path
) -> None:
    october("assess", "--month", "2026-09", "--close", by=books.AUDITOR)
    assert october("assess", "--month", "2026-10", "--close", by=books.AUDITOR).code == 0
    words = ("investigate", "8", "--auditor", books.AUDITOR, "--clerk", books.CLERK, "--internal-cause")
    found = october(*words, "--adverse-effect", "--at", "2026-10-30 09:00", by=books.AUDITOR, now="2026-11-20 09:00")
    assert found.code == 0, found.err
    printed = october("assess", "--month", "2026-11", "--notices", tmp_path / "n", now="2026-11-23 09:00")
    assert printed.code == 0, printed.err
    line = ("object", "8", "--rule", "internal_cause", "--person", "樊大川", "--reason", "配件到货晚")
    assert "逾期提出" not in october(*line, now="2026-11-26 17:30").out
    assert "逾期提出" in october(*line, now="2026-11-26 17:30:01").out


def test_what_a_later_month_carries_of_a_fine_has_a_term_of_its_own(october: Runner, tmp_path: Path) -> None:
    """A notice printed an end that lay before its own day, and an objection to what it told anew was late."""
    assert october("assess", "--month", "2026-10", "--notices", tmp_path / "a", by=books.AUDITOR).code == 0
    october("assess", "--month", "2026-09", "--close", by=books.AUDITOR)
    assert october("assess", "--month", "2026-10", "--close", by=books.AUDITOR).code == 0
    words = ("--rule", "handling_overdue", "--person", "樊大川", "--reason")
    line = ("object", "8", *words, "配件到货晚")
    raised = october("decide", "8", *words, "复核", "--amount", "480", by=books.AUDITOR, now="2026-11-20 09:00")
    assert raised.code == 0, raised.err
    printed = october("assess", "--month", "2026-11", "--notices", tmp_path / "b", now="2026-11-23 09:00")
    assert printed.code == 0, printed.err
    assert "最迟 2026-11-26 17:30" in document_text(tmp_path / "b" / "2026-11 樊大川.docx")
    assert "逾期提出" not in october(*line, now="2026-11-26 17:30").out
    assert "逾期提出" in october(*line, now="2026-11-26 17:30:01").out


LIFE: list[tuple[str, tuple[str, ...]]] = [
    ("温小棠", ("transfer", "1", "--to", "客户服务部", "--person", "叶听雨")),
    ("白景行", ("approve", "1", "--as", "deputy", "--reject", "--reason", "不属本部门")),
    ("温小棠", ("transfer", "1", "--to", "客户服务部", "--person", "叶听雨")),
    ("白景行", ("approve", "1", "--as", "deputy")),
    ("顾怀远", ("approve", "1", "--as", "general", "--reject", "--reason", "再看")),
    ("温小棠", ("transfer", "1", "--to", "客户服务部", "--person", "叶听雨")),
    ("白景行", ("approve", "1", "--as", "deputy")),
    ("顾怀远", ("approve", "1", "--as", "general")),
    ("叶听雨", ("return", "1", "--reason", "不属本部门")),
    ("温小棠", ("transfer", "1", "--to", "维修抢修部", "--person", "樊大川")),
    ("钟万里", ("approve", "1", "--as", "deputy")),
    ("顾怀远", ("approve", "1", "--as", "general")),
    ("樊大川", ("extend", "1", "--to", "2026-10-28", "--reason", "缺件", "--approved-by", "顾怀远")),
    ("樊大川", ("handle", "1", "--contact", "phone", "--result", "已修", "--person", "毛立夏", "--done")),
    ("温小棠", ("callback", "1", "--result", "unsatisfied", "--unresolved", "--rework")),
    ("樊大川", ("handle", "1", "--result", "再修", "--done")),
    ("温小棠", ("callback", "1", "--result", "satisfied")),
    ("温小棠", ("reply", "1", "--summary", "已修复")),
    (
        "纪清源",
        ("investigate", "1", "--auditor", "纪清源", "--clerk", "温小棠", "--false-record", "--dept", "维修抢修部"),
    ),
    ("纪清源", ("exclude", "1", "--reason", "非本公司", "--approved-by", "顾怀远")),
    ("纪清源", ("include", "1", "--reason", "是本公司")),
]


def test_every_step_that_was_withdrawn_is_entered_again(run: Runner) -> None:
    """A step entered in another's place is taken back and entered right; the ledger's view tells what counts."""
    books.lay(run.db, "2026-10-08 08:00")
    assert run("intake", "--content", "不通气", "--source", "12345", "--deadline", "2026-10-21").code == 0
    step = 1
    for by, words in LIFE:
        for again in (False, True):
            done = run(*words, by=by)
            assert done.code == 0, (again, words, done.err)
            step += 1
            if not again:
                gone = run("withdraw", "1", "--step", step, "--reason", "录错", by="纪清源")
                assert gone.code == 0, (words, gone.err)
    answer = ("amend", "1", "--step", step_of(run, "1", "callback"), "--result", "mostly", "--reason", "听错")
    assert run(*answer).code == 0
    assert run("amend", "1", "--order-no", "", "--deadline", "2026-10-30", "--reason", "x").code == 0
    [row] = run("list", "--json").json()["complaints"]
    with closing(sqlite3.connect(run.db)) as connection:
        connection.row_factory = sqlite3.Row
        [seen] = [dict(one) for one in connection.execute("SELECT * FROM ledger")]
    alike = ("received", "department", "deadline", "handed_back", "satisfaction", "excluded", "order_no")
    assert {name: seen[name] for name in alike} == {name: row[name] for name in alike}
    assert json.loads(seen["persons"]) == row["persons"] == ["毛立夏"]
    assert run("verify").code == 0
