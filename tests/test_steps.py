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
    ok(run, "approve", no, "--as", "deputy", "--acting", "--at", f"{DAY} 10:00", by="许知秋")
    ok(run, "approve", no, "--as", "general", "--acting", "--at", f"{DAY} 10:00", by="严守衡")


def test_a_wrong_step_says_which_is_next(run: Runner, no: str) -> None:
    def told(*words: str, by: str = books.CLERK) -> str:
        said = run(*words, by=by)
        assert said.code == 21, (words, said.err)
        return said.err

    assert f"complaint transfer {no}" in told("handle", no, "--contact", "phone")
    assert f"complaint transfer {no}" in told("callback", no, "--result", "satisfied")
    ok(run, "transfer", no, "--to", "维修抢修部", "--person", "樊大川", "--at", f"{DAY} 09:00")
    assert f"complaint approve {no} --as deputy" in told("handle", no, "--contact", "phone")
    approve(run, no)
    signed = ("approve", no, "--as", "general", "--acting")
    assert f"complaint handle {no}" in told(*signed, by="纪清源")
    ok(run, "handle", no, "--result", "换表", "--done", "--at", f"{DAY} 11:00", by="樊大川")
    assert f"complaint callback {no}" in told(*signed, by="纪清源")
    assert f"complaint callback {no}" in told("handle", no, "--result", "又换", "--done", by="樊大川")
    ok(run, "reply", no, "--summary", "已办", "--at", f"{DAY} 12:00")
    assert f"complaint callback {no}" in told("reply", no, "--summary", "已办")
    ok(run, "callback", no, "--result", "satisfied")
    assert "已经归档" in told(*signed, by="纪清源")
    assert "it is filed" in run("reply", no, "--summary", "已办", lang="en").err


def test_an_extension_too_late_is_refused_before_anything_is_asked(run: Runner, no: str) -> None:
    for words in (("extend", no), ("extend", no, "--to", "2026-12-01")):
        late = run(*words, tty=True, stdin="", now="2026-11-09 09:00")
        assert (late.code, late.err.count("\n")) == (21, 1) and "2026-11-06 17:30" in late.err


def test_the_wrong_signature_is_refused_before_anything_is_asked(run: Runner, no: str) -> None:
    ok(run, "transfer", no, "--to", "维修抢修部", "--person", "樊大川", "--at", f"{DAY} 09:00")
    early = run("approve", no, "--as", "general", tty=True, stdin="")
    assert (early.code, early.err.count("\n")) == (21, 1) and "--as deputy" in early.err
    other = run("approve", no, "--as", "deputy", "--by", "纪清源", tty=True, stdin="")
    assert (other.code, other.err.count("\n")) == (21, 1) and "钟万里" in other.err


def test_the_order_of_steps(run: Runner, no: str) -> None:
    refused(run, "handle", no, "--contact", "phone")
    refused(run, "callback", no, "--result", "satisfied")
    refused(run, "reply", no, "--summary", "已办")
    refused(run, "approve", no, "--as", "deputy", "--acting", by="许知秋")
    refused(run, "transfer", no, "--to", "维修抢修部", "--at", f"{DAY} 08:59:59")  # before the receipt
    refused(run, "transfer", no, "--to", "维修抢修部", "--at", "2026-12-01")  # in the future
    refused(run, "transfer", no, "--to", "综合管理部")
    ok(run, "transfer", no, "--to", "维修抢修部", "--person", "樊大川", "--at", f"{DAY} 09:00")  # at once is allowed
    refused(run, "transfer", no, "--to", "维修抢修部")
    refused(run, "handle", no, "--contact", "phone")
    refused(run, "approve", no, "--as", "general", "--acting", by="严守衡")
    refused(run, "approve", no, "--as", "deputy", by="纪清源")  # holds no post
    ok(run, "approve", no, "--as", "deputy", "--acting", "--at", f"{DAY} 10:00", by="许知秋")
    refused(run, "approve", no, "--as", "general", "--acting", "--at", f"{DAY} 10:00", by="许知秋")  # the same person
    ok(run, "approve", no, "--as", "general", "--acting", "--at", f"{DAY} 10:00", by="严守衡")
    refused(run, "approve", no, "--as", "general", "--acting", by="纪清源")
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
    refused(run, "approve", no, "--as", "deputy", "--acting", "--reject", by="许知秋", code=2)  # why?
    words = ("--as", "deputy", "--acting", "--reject", "--opinion", "写错部门", "--at", f"{DAY} 09:30")
    ok(run, "approve", no, *words, by="许知秋")
    ok(run, "transfer", no, "--to", "计量收费部", "--at", f"{DAY} 09:40")
    approve(run, no)
    ok(run, "return", no, "--reason", "不归我部门", "--at", f"{DAY} 10:30", by="蓝抄月")
    refused(run, "handle", no, "--contact", "phone", by="蓝抄月")
    ok(run, "transfer", no, "--to", "维修抢修部", "--at", f"{DAY} 10:30")


def test_an_extension_is_asked_for_by_the_deadline(run: Runner, no: str) -> None:
    run.now = "2026-11-10 09:00"
    words = ("--to", "2026-11-12 17:30", "--approved-by", "顾怀远", "--reason", "等配件")
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
    for name in ("2", "02", "2026-2", "2026-0002", " 2 ", "２"):
        assert run("show", name, "--json").json()["no"] == "2026-0002", name
    assert run("show", "99").code == 20
    assert run("intake", "--content", "乙", "--order-no", "GD-7").code == 0
    refused(run, "intake", "--content", "乙", "--order-no", "GD-7")
    ok(run, "intake", "--content", "丙", "--order-no", "7")
    both = run("show", "7")
    assert both.code == 20 and "2026-0007" in both.err and "2026-0014" in both.err, "never one of two"
    for name in ("GD", "gd-7", "026-0001", "2025-1", "1-", "9999999999", "2026-0000", ""):
        assert run("show", name).code == 20, name


def test_a_bare_number_is_of_this_year_else_of_the_latest_that_has_it(run: Runner) -> None:
    books.lay(run.db, "2024-01-02 09:00")
    for year, count in ((2024, 3), (2025, 2)):
        for _ in range(count):
            books.act(run.db, "intake", now=f"{year}-06-03 09:00", content="表不走字")
    assert [run("show", n, "--json", now="2026-01-04 09:00").json()["no"] for n in "123"] == [
        "2025-0001", "2025-0002", "2024-0003",
    ]  # fmt: skip
    books.act(run.db, "intake", now="2026-01-04 09:00", content="表不走字")
    assert run("show", "1", "--json", now="2026-01-04 10:00").json()["no"] == "2026-0001"
    assert run("show", "0001", "--json", now="2025-07-01 09:00").json()["no"] == "2025-0001"


def test_a_signature_is_the_holders_of_that_day(run: Runner, no: str) -> None:
    ok(run, "transfer", no, "--to", "维修抢修部", "--at", f"{DAY} 09:30")
    refused(run, "approve", no, "--as", "deputy", "--at", f"{DAY} 10:00", by="白景行")  # another department's deputy
    refused(run, "approve", no, "--as", "deputy", "--at", f"{DAY} 09:29:59", by="钟万里")  # before the form
    ok(run, "approve", no, "--as", "deputy", "--at", f"{DAY} 09:30", by="钟万里")
    refused(run, "approve", no, "--as", "deputy", "--at", f"{DAY} 10:00", by="钟万里")  # signed already
    refused(run, "approve", no, "--as", "general", "--at", f"{DAY} 10:00", by="钟万里")
    refused(run, "approve", no, "--as", "general", "--at", f"{DAY} 09:29:59", by="顾怀远")  # before the first signature
    words = ("--as", "general", "--reject", "--reason", "退回重填", "--at", f"{DAY} 10:00")
    ok(run, "approve", no, *words, by="顾怀远")
    refused(run, "approve", no, "--as", "general", by="顾怀远")
    refused(run, "transfer", no, "--to", "计量收费部", "--at", f"{DAY} 09:59:59")  # before the rejection
    ok(run, "transfer", no, "--to", "计量收费部", "--at", f"{DAY} 10:00")
    refused(run, "approve", no, "--as", "general", by="顾怀远")  # a new form needs the deputy again
    approve(run, no)
    assert run("show", no, "--json").json()["status"] == "dispatched"


def test_no_step_is_before_the_one_it_follows(run: Runner, no: str) -> None:
    ok(run, "transfer", no, "--to", "维修抢修部", "--person", "樊大川", "--at", f"{DAY} 09:30")
    approve(run, no)
    early, then = f"{DAY} 09:59:59", f"{DAY} 10:00"
    for words in (("return", no, "--reason", "x"), ("handle", no, "--contact", "phone")):
        refused(run, *words, "--at", early, by="樊大川")
    ok(run, "handle", no, "--contact", "phone", "--result", "换表", "--done", "--at", then, by="樊大川")
    for words in (("callback", no, "--result", "mostly"), ("reply", no, "--summary", "x")):
        refused(run, *words, "--at", early)
    ok(run, "callback", no, "--result", "unsatisfied", "--resolved", "--rework", "--at", f"{DAY} 11:00")
    refused(run, "handle", no, "--result", "y", "--done", "--at", f"{DAY} 10:59:59", by="樊大川")
    refused(run, "handle", no, "--done", by="樊大川")  # rework needs a result of its own
    ok(run, "handle", no, "--result", "y", "--done", "--at", f"{DAY} 11:00", by="樊大川")
    refused(run, "exclude", no, "--reason", "x", "--approved-by", "顾怀远", "--at", f"{DAY} 08:59:59")
    ok(run, "exclude", no, "--reason", "x", "--approved-by", "顾怀远", "--at", f"{DAY} 12:00")
    refused(run, "exclude", no, "--reason", "x", "--approved-by", "顾怀远")
    refused(run, "include", no, "--reason", "x", "--at", f"{DAY} 11:59:59")
    ok(run, "include", no, "--reason", "x", "--at", f"{DAY} 12:00")
    refused(run, "extend", no, "--to", "2026-11-09", "--approved-by", "a", "--reason", "b", "--at", f"{DAY} 08:59:59")
    words = ("--auditor", books.AUDITOR, "--clerk", books.CLERK)
    refused(run, "investigate", no, *words, "--at", f"{DAY} 08:59:59")
    refused(run, "investigate", no, "--auditor", books.CLERK, "--clerk", books.CLERK)
    refused(run, "investigate", no, "--auditor", books.AUDITOR, "--clerk", books.AUDITOR)


def test_the_result_of_the_department_that_returned_it_is_not_the_next_ones(run: Runner, no: str) -> None:
    ok(run, "transfer", no, "--to", "计量收费部", "--at", f"{DAY} 09:30")
    approve(run, no)
    ok(run, "handle", no, "--result", "查过，不归我", "--at", f"{DAY} 10:10", by="蓝抄月")
    ok(run, "return", no, "--reason", "不归我部门", "--at", f"{DAY} 10:20", by="蓝抄月")
    ok(run, "transfer", no, "--to", "维修抢修部", "--at", f"{DAY} 10:30")
    for post, name in (("deputy", "钟万里"), ("general", "顾怀远")):
        ok(run, "approve", no, "--as", post, "--at", f"{DAY} 10:40", by=name)
    refused(run, "handle", no, "--done", by="樊大川")
    ok(run, "handle", no, "--result", "换表", "--done", by="樊大川")


def test_an_extension_follows_the_one_in_force(run: Runner, no: str) -> None:
    words = ("--approved-by", "顾怀远", "--reason", "等配件")
    refused(run, "extend", no, "--to", "2026-11-06 17:30", *words)  # no later than it was
    ok(run, "extend", no, "--to", "2026-11-06 17:30:01", *words, "--at", f"{DAY} 10:00")
    refused(run, "extend", no, "--to", "2026-11-09", *words, "--at", f"{DAY} 09:59:59")
    ok(run, "extend", no, "--to", "2026-11-09", *words, "--at", f"{DAY} 10:00")


def test_a_decision_is_within_band_times_factor(run: Runner, no: str) -> None:
    """A repeat that is one day late: 100-500 a person, doubled."""
    run.now = "2026-11-16 09:00"
    late = ("--deadline", f"{DAY} 17:30", "--at", f"{DAY} 09:01", "--json")
    later = str(run("intake", "--content", "又来反映", *late).json()["no"])
    ok(run, "link", later, "--repeat-of", no)
    ok(run, "transfer", later, "--to", "维修抢修部", "--person", "樊大川", "--at", f"{DAY} 09:10")
    approve(run, later)
    words = ("--result", "换表", "--done", "--at", "2026-11-03 09:00")
    ok(run, "handle", later, *words, by="樊大川")
    decide = ("decide", later, "--rule", "handling_overdue", "--person", "樊大川", "--reason", "属实")
    for amount in ("199.99", "1000.01", "100"):
        refused(run, *decide, "--amount", amount, by=books.AUDITOR)
    for amount in ("百", "NaN", "-1", "1e400", "200.001", ""):
        refused(run, *decide, "--amount", amount, by=books.AUDITOR, code=2)
    refused(run, *decide, by=books.AUDITOR, code=2)
    refused(run, *decide, "--amount", "300", "--waive", by=books.AUDITOR, code=2)
    refused(run, *decide, "--amount", "300", by="樊大川")
    for amount in ("200", "1000", "250.50"):
        ok(run, *decide, "--amount", amount, by=books.AUDITOR)
    ok(run, *decide, "--waive", by="严守衡")  # the manager of the audit is of the audit


def test_a_correction_keeps_both_values(run: Runner, no: str) -> None:
    ok(run, "amend", no, "--caller", "冯女士", "--reason", "漏填")
    ok(run, "amend", no, "--caller", "凤女士", "--confidential", "--reason", "听错")
    timeline = run("show", no, "--reveal").out
    assert "冯女士" in timeline and "凤女士" in timeline and "听错" in timeline
    refused(run, "amend", no, "--caller", "凤女士", "--reason", "没变", code=2)
    refused(run, "amend", no, "--caller", "甲", code=2)  # why?
    refused(run, "amend", no, "--content", "", "--reason", "x", code=2)
    refused(run, "amend", no, "--deadline", f"{DAY} 08:59:59", "--reason", "x")
    ok(run, "amend", no, "--caller", "", "--reason", "不愿留名")
    ok(run, "transfer", no, "--to", "维修抢修部", "--at", f"{DAY} 09:30")
    refused(run, "amend", no, "--received", f"{DAY} 09:30:01", "--reason", "x")
    ok(run, "amend", no, "--received", f"{DAY} 09:30", "--reason", "x")


def test_only_what_a_deadline_counts_from_moves_it(run: Runner) -> None:
    books.lay(run.db)
    made = run("intake", "--content", "甲", "--at", f"{DAY} 09:00", "--json", now=books.AFTER).json()
    assert (made["deadline"], made["basis"]) == ("2026-11-09T17:30:00+08:00", "general 5wd")
    for words, changed in (
        (("--phone", "13800000000"), ["phone"]),
        (("--urgency", "特急"), ["basis", "deadline", "urgency"]),
        (("--deadline", "2026-11-20"), ["basis", "deadline"]),
        (("--urgency", "一般"), ["urgency"]),  # the order's own deadline stays
        (("--deadline", ""), ["basis", "deadline"]),  # taken away: it counts again
    ):
        said = run("amend", "1", *words, "--reason", "更正", "--json", now=books.AFTER).json()
        assert said["changed"] == changed, words
    assert said["deadline"] == made["deadline"]
