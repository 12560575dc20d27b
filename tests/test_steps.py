"""Steps out of order, in the future, by the wrong role or the same person: refused, and nothing written."""

import pytest

import books
from conftest import Runner

DAY = "2026-11-02"


@pytest.fixture
def no(run: Runner) -> str:
    books.lay(run.db)
    run.now = books.AFTER
    words = ("--content", "表不走字", "--deadline", "2026-11-06 17:30", "--at", f"{DAY} 09:00", "--json")
    return str(run("intake", *words).json()["no"])


def entries(run: Runner) -> int:
    return int(run("verify", "--json").json()["entries"])


def refused(run: Runner, *words: str, by: str = books.CLERK, code: int = 21) -> None:
    before = entries(run)
    said = run(*words, by=by)
    assert said.code == code, (words, said.err)
    assert said.err.strip()
    assert "Traceback" not in said.err
    assert entries(run) == before


def ok(run: Runner, *words: str, by: str = books.CLERK) -> None:
    said = run(*words, by=by)
    assert said.code == 0, (words, said.err)


def approve(run: Runner, no: str) -> None:
    ok(run, "approve", no, "--as", "deputy", "--acting", "--at", f"{DAY} 10:00", by="代甲")
    ok(run, "approve", no, "--as", "general", "--acting", "--at", f"{DAY} 10:00", by="代乙")


def test_the_order_of_steps(run: Runner, no: str) -> None:
    refused(run, "handle", no, "--contact", "phone")
    refused(run, "callback", no, "--result", "satisfied")
    refused(run, "reply", no, "--summary", "已办")
    refused(run, "approve", no, "--as", "deputy", "--acting", by="代甲")
    refused(run, "transfer", no, "--to", "维修抢修部", "--at", f"{DAY} 08:59:59")  # before the receipt
    refused(run, "transfer", no, "--to", "维修抢修部", "--at", "2026-12-01")  # in the future
    refused(run, "transfer", no, "--to", "综合管理部")
    ok(run, "transfer", no, "--to", "维修抢修部", "--person", "樊大川", "--at", f"{DAY} 09:00")  # at once is allowed
    refused(run, "transfer", no, "--to", "维修抢修部")
    refused(run, "handle", no, "--contact", "phone")
    refused(run, "approve", no, "--as", "general", "--acting", by="代乙")
    refused(run, "approve", no, "--as", "deputy", by="外人")  # holds no post
    ok(run, "approve", no, "--as", "deputy", "--acting", "--at", f"{DAY} 10:00", by="代甲")
    refused(run, "approve", no, "--as", "general", "--acting", "--at", f"{DAY} 10:00", by="代甲")  # the same person
    ok(run, "approve", no, "--as", "general", "--acting", "--at", f"{DAY} 10:00", by="代乙")
    refused(run, "approve", no, "--as", "general", "--acting", by="代丙")
    refused(run, "handle", no, "--done", by="樊大川")  # a hand-back needs a result
    ok(run, "handle", no, "--result", "换表", "--done", "--at", f"{DAY} 11:00", by="樊大川")
    refused(run, "handle", no, "--result", "再办", "--done", by="樊大川")
    refused(run, "return", no, "--reason", "不归我", by="樊大川")
    refused(run, "callback", no, "--result", "satisfied", by="樊大川")  # the handler
    refused(run, "callback", no, "--result", "unsatisfied", code=2)  # resolved or not?
    ok(run, "callback", no, "--result", "unsatisfied", "--unresolved", "--rework", "--at", f"{DAY} 12:00")
    refused(run, "callback", no, "--result", "satisfied")
    ok(run, "handle", no, "--result", "重办", "--done", "--at", f"{DAY} 15:00", by="樊大川")
    ok(run, "callback", no, "--result", "satisfied", "--at", f"{DAY} 16:00")
    ok(run, "reply", no, "--summary", "已办结", "--at", f"{DAY} 16:00")
    refused(run, "reply", no, "--summary", "再来")
    assert run("show", no, "--json").json()["status"] == "filed"


def test_a_return_and_a_rejection_lead_back_to_a_transfer(run: Runner, no: str) -> None:
    ok(run, "transfer", no, "--to", "维修抢修部", "--at", f"{DAY} 09:00")
    refused(run, "approve", no, "--as", "deputy", "--acting", "--reject", by="代甲", code=2)  # why?
    words = ("--as", "deputy", "--acting", "--reject", "--opinion", "写错部门", "--at", f"{DAY} 09:30")
    ok(run, "approve", no, *words, by="代甲")
    ok(run, "transfer", no, "--to", "计量收费部", "--at", f"{DAY} 09:40")
    approve(run, no)
    ok(run, "return", no, "--reason", "不归我部门", "--at", f"{DAY} 10:30", by="蓝抄月")
    refused(run, "handle", no, "--contact", "phone", by="蓝抄月")
    ok(run, "transfer", no, "--to", "维修抢修部", "--at", f"{DAY} 10:30")


def test_an_extension_is_asked_for_by_the_deadline(run: Runner, no: str) -> None:
    run.now = "2026-11-10 09:00"
    words = ("--to", "2026-11-12 17:30", "--approved-by", "赵一", "--reason", "等配件")
    refused(run, "extend", no, *words, "--at", "2026-11-06 17:30:01")
    refused(run, "extend", no, "--to", "2026-11-05", *words[2:], "--at", "2026-11-03 09:00")
    ok(run, "extend", no, *words, "--at", "2026-11-06 17:30")
    assert run("show", no, "--json").json()["deadline"].startswith("2026-11-12T17:30")


def test_links_and_decisions(run: Runner, no: str) -> None:
    later = str(run("intake", "--content", "又来反映", "--at", f"{DAY} 10:00", "--json").json()["no"])
    refused(run, "link", no, "--repeat-of", no)
    refused(run, "link", no, "--repeat-of", later)  # the wrong way round
    ok(run, "link", later, "--repeat-of", no)
    refused(run, "link", later, "--repeat-of", no)
    ok(run, "unlink", later)
    refused(run, "unlink", later)
    words = ("--rule", "handling_overdue", "--person", "樊大川", "--waive", "--reason", "查无此事")
    refused(run, "decide", no, *words)  # not audit staff
    refused(run, "decide", no, *words, by=books.AUDITOR)  # no such fine
    refused(run, "include", no)


def test_numbers(run: Runner, no: str) -> None:
    for _ in range(11):
        run("intake", "--content", "甲", "--order-no", "")
    assert run("show", "12", "--json").json()["no"] == "2026-0012"
    assert run("show", "2").code == 20
    assert run("show", "99").code == 20
    assert run("intake", "--content", "乙", "--order-no", "GD-7").code == 0
    refused(run, "intake", "--content", "乙", "--order-no", "GD-7")
