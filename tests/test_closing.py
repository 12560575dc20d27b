"""Closing a month: who may, what stops it, the same bytes for ever, and what is carried on once."""

import books
from conftest import Runner


def close(run: Runner, month: str, by: str = books.AUDITOR) -> int:
    return run("assess", "--month", month, "--close", by=by).code


def october(run: Runner) -> None:
    books.october(run.db.parent)
    run.now = books.AFTER


def test_only_audit_staff_in_order_and_once(run: Runner) -> None:
    october(run)
    assert close(run, "2026-09", by=books.CLERK) == 21
    assert close(run, "2026-10") == 21  # September has complaints and is open
    assert close(run, "2026-09") == 0
    assert close(run, "2026-10") == 0
    assert close(run, "2026-10") == 22  # MonthClosed
    assert close(run, "2026-11") == 21  # not over


def test_an_unassigned_fine_stops_it(run: Runner) -> None:
    october(run)
    assert close(run, "2026-09") == 0
    at = {"at": "2026-10-05 09:00"}
    no = run("intake", "--content", "漏气", "--deadline", "2026-10-20", "--at", at["at"], "--json").json()["no"]
    assert run("transfer", no, "--to", "维修抢修部", "--person", "查无此人", "--at", "2026-10-08 09:00").code == 0
    deputy = run("org", "show", "--json").json()
    assert deputy
    for post, name in (("deputy", "代甲"), ("general", "代乙")):
        words = ("approve", no, "--as", post, "--acting", "--opinion", "同意", "--at", "2026-10-08 10:00")
        assert run(*words, by=name).code == 0
    said = run("assess", "--month", "2026-10", "--close", by=books.AUDITOR)
    assert said.code == 21
    assert no in said.err


def test_later_facts_change_nothing_and_are_carried_once(run: Runner) -> None:
    october(run)
    assert close(run, "2026-09") == 0
    assert close(run, "2026-10") == 0
    printed = [run("assess", "--month", "2026-10", "--lang", lang).out for lang in ("zh", "en")]
    stored = run("assess", "--month", "2026-10", "--json").out
    repeat = next(f for f in run("assess", "--month", "2026-10", "--json").json()["fines"] if f["factor"] == 2)
    assert run("unlink", repeat["complaint"]).code == 0  # a write is not refused because a month is closed
    assert [run("assess", "--month", "2026-10", "--lang", lang).out for lang in ("zh", "en")] == printed
    assert run("assess", "--month", "2026-10", "--json").out == stored

    november = run("assess", "--month", "2026-11", "--json").json()
    fines = [a for a in november["adjustments"] if a["kind"] == "fine" and a["complaint"] == repeat["complaint"]]
    assert fines
    assert {a["month"] for a in fines} == {"2026-10"}
    halves = {a["person"]: (a["was"], a["now"], a["difference"]) for a in fines}
    was = repeat["amount"]
    assert halves[repeat["person"]] == (was, f"{float(was) / 2:.2f}", f"-{float(was) / 2:.2f}")

    run.now = "2026-12-02 09:00"
    carried = run("assess", "--month", "2026-11", "--json").json()["adjustments"]
    assert carried == november["adjustments"]
    unassigned = run("assess", "--month", "2026-11", "--json").json()["unassigned"]
    if not unassigned:
        assert close(run, "2026-11") == 0
        assert run("assess", "--month", "2026-12", "--json").json()["adjustments"] == []
    assert run("verify").code == 0
