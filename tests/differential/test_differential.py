"""The rules twice over: the oracle against cases worked out by hand, the program against the oracle."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import compare
import oracle
import pytest
from oracle import EDITION, SHANGHAI, Line, limit_end, moment

ORG: dict[str, Any] = {
    "company": "某某燃气有限责任公司",
    "general_manager": "赵一",
    "department": [
        {
            "name": "综合管理部",
            "role": "office",
            "deputy": "钱二",
            "manager": "孙三",
            "staff": ["李四", "周五"],
        },
        {"name": "审计督查部", "role": "audit", "deputy": "钱二", "manager": "吴六", "staff": ["郑七"]},
        {
            "name": "维修抢修部",
            "role": "responsible",
            "deputy": "钱二",
            "manager": [
                {"name": "王八", "since": date(2026, 1, 1)},
                {"name": "冯九", "since": date(2026, 10, 13)},
            ],
            "staff": ["冯九", "陈十", "褚青"],
        },
        {"name": "计量收费部", "role": "responsible", "deputy": "钱二", "manager": "卫林", "staff": ["蒋海"]},
    ],
}
NOW = "2026-12-01T09:00:00"


def at(text: str) -> str:
    """`10-09 17:30` or `10-09 17:30:01` of 2026."""
    return f"2026-{text.replace(' ', 'T')}{':00' if text.count(':') == 1 else ''}+08:00"


def step(do: str, when: str, by: str = "李四", no: str = "@a", **keys: Any) -> Line:
    line = {"do": do, "at": at(when), "by": by, "no": no, **keys}
    if do == "intake":
        line = {"ref": no[1:], "source": "12345", "category": "计量收费"} | line
        del line["no"]
    return line


def dispatched(
    intake: str,
    deadline: str,
    transfer: str,
    approved: str,
    person: tuple[str, ...] = ("陈十",),
    no: str = "@a",
    to: str = "维修抢修部",
    **intake_keys: Any,
) -> list[Line]:
    return [
        step("intake", intake, no=no, deadline=at(deadline), **intake_keys),
        step("transfer", transfer, no=no, to=to, person=list(person)),
        step("approve", transfer, "钱二", no=no, **{"as": "deputy"}),
        step("approve", approved, "赵一", no=no, **{"as": "general"}),
    ]


def finished(done: str, callback: str, reply: str, no: str = "@a", result: str = "satisfied") -> list[Line]:
    return [
        step("handle", done, "陈十", no=no, done=True, result="已处理", evidence=["a.jpg"]),
        step("callback", callback, no=no, result=result, resolved=False),
        step("reply", reply, no=no, summary="已办结"),
    ]


def points(lines: list[Line], month: str = "2026-10", now: str = NOW, **edition: Any) -> list[tuple[str, ...]]:
    answer = oracle.assess(lines, ORG, month, now, EDITION | edition)
    return [(row["rule"], row["department"], row["points"]) for row in answer["points"]]


def fines(lines: list[Line], month: str = "2026-10", now: str = NOW, part: str = "fines") -> list[tuple[str, ...]]:
    answer = oracle.assess(lines, ORG, month, now)
    return [(row["rule"], row["person"], row["role"], row["amount"]) for row in answer[part]]


# ---------------------------------------------------------------------------------------------- the oracle


@pytest.mark.parametrize(
    ("start", "limit", "end"),
    [
        ("2026-09-30", "5wd", "2026-10-13T17:30"),
        ("2026-02-13", "5wd", "2026-02-27T17:30"),
        ("2026-04-30", "5wd", "2026-05-11T17:30"),
        ("2026-09-19", "5wd", "2026-09-24T17:30"),
        ("2025-12-30", "3wd", "2026-01-05T17:30"),
        ("2026-10-01", "5wd", "2026-10-13T17:30"),
        ("2025-09-26", "5wd", "2025-10-10T17:30"),
        ("2026-10-01T08:00", "4wh", "2026-10-08T14:30"),  # National Day passes no working hour
        ("2026-10-08T13:00", "4wh", "2026-10-09T09:00"),
        ("2026-10-08T11:30", "4wh", "2026-10-08T17:30"),  # the last second of the day, not the next morning
        ("2026-10-09T17:30", "1wd", "2026-10-10T17:30"),  # a make-up Saturday
        ("2026-09-26T12:00", "7d", "2026-10-08T17:30"),
        ("2026-09-30T23:00", "2h", "2026-10-01T01:00"),
    ],
)
def test_limits(start: str, limit: str, end: str) -> None:
    assert limit_end(moment(start), limit) == moment(end)


def test_days_late_count_working_days_and_at_least_one() -> None:
    friday = datetime(2026, 9, 30, 17, 30, tzinfo=SHANGHAI)
    for finish, days in (("2026-09-30T17:30:01", 1), ("2026-10-07T09:00", 1), ("2026-10-10T09:00", 3)):
        assert oracle.days_late(friday, moment(finish)) == days


def test_a_month_ends_at_its_last_second() -> None:
    assert [oracle.iso(edge) for edge in oracle.period("2026-10")] == [
        "2026-10-01T00:00:00+08:00",
        "2026-10-31T23:59:59+08:00",
    ]


ON_TIME = dispatched("10-12 09:00", "10-16 17:30", "10-12 10:00", "10-12 11:00")


def test_exactly_on_the_deadline_is_in_time_and_a_second_later_is_not() -> None:
    closing = finished("10-16 17:30", "10-19 09:00", "10-19 10:00")
    assert points(ON_TIME + closing) == []
    closing = finished("10-16 17:30:01", "10-19 09:00", "10-19 10:00")
    assert points(ON_TIME + closing) == [("handling_overdue", "维修抢修部", "-2.00")]
    assert fines(ON_TIME + closing) == [
        ("handling_overdue", "冯九", "manager", "100.00"),
        ("handling_overdue", "陈十", "responsible", "100.00"),
    ]


def test_open_at_the_end_of_the_month_costs_three_and_runs_on_to_it() -> None:
    assert points(ON_TIME) == [("handling_overdue", "维修抢修部", "-3.00")]
    found = oracle.assess(ON_TIME, ORG, "2026-10", NOW)["fines"]
    assert [row["amount"] for row in found] == ["250.00", "500.00"]  # ten working days
    assert [row["accountability"] for row in found] == [True, True]
    assert points(ON_TIME, now=at("10-16 17:30")) == []
    assert points(ON_TIME, now=at("10-16 17:30:01")) == [("handling_overdue", "维修抢修部", "-3.00")]


def test_a_quarter_of_the_time_limit_left_at_dispatch_is_enough() -> None:
    for approved, found in (("10-15 12:00", 1), ("10-15 12:00:01", 0)):
        lines = dispatched("10-12 12:00", "10-16 12:00", "10-12 14:00", approved)
        assert len(points(lines)) == found


def test_a_late_transfer_fines_the_officer_and_spares_the_department_when_it_took_the_time() -> None:
    lines = dispatched("10-12 09:00", "10-16 17:30", "10-16 16:00", "10-16 17:00")
    assert points(lines) == [("transfer_late", "综合管理部", "-1.00")]
    assert fines(lines) == [("transfer_delayed", "李四", "officer", "50.00")]
    lines[1]["justified"] = "地址不详"
    assert points(lines) == [("transfer_late", "综合管理部", "-1.00")]
    assert fines(lines) == []


def test_the_officers_second_fine_of_the_month_is_the_higher_one() -> None:
    lines = dispatched("10-12 09:00", "10-16 17:30", "10-16 16:00", "10-16 17:00")
    lines += [step("intake", "10-12 10:00", no="@b", deadline=at("10-16 17:00"))]
    assert fines(lines) == [
        ("transfer_delayed", "李四", "officer", "50.00"),
        ("transfer_delayed", "李四", "officer", "100.00"),
    ]
    found = oracle.assess(lines, ORG, "2026-10", NOW)["fines"]
    assert [row["complaint"] for row in found] == ["2026-0002", "2026-0001"]


def test_call_back_and_reply_count_from_the_first_hand_back() -> None:
    closing = finished("10-14 09:00", "10-15 17:30", "10-16 17:30")
    assert points(ON_TIME + closing) == []
    closing = finished("10-14 09:00", "10-15 17:30:01", "10-16 17:30:01")
    assert points(ON_TIME + closing) == [
        ("callback_missing", "综合管理部", "-1.00"),
        ("reply_late", "综合管理部", "-2.00"),
    ]
    assert fines(ON_TIME + closing) == [("reply_late", "李四", "officer", "50.00")]


def test_no_reply_is_owed_to_someone_at_the_counter() -> None:
    lines = dispatched("10-12 09:00", "10-16 17:30", "10-12 10:00", "10-12 11:00", source="walk-in")
    assert points(lines + finished("10-14 09:00", "10-15 09:00", "11-20 09:00")) == []


def test_a_repeat_doubles_and_the_third_costs_one_more() -> None:
    lines = []
    for day, no in ((12, "@a"), (13, "@b"), (14, "@c")):
        keys = {"repeat_of": "@a"} if no != "@a" else {}
        lines += dispatched(f"10-{day} 09:00", "10-16 17:30", f"10-{day} 10:00", f"10-{day} 11:00", no=no, **keys)
        lines += finished("10-19 09:00", "10-20 09:00", "10-20 10:00", no)
    assert points(lines) == [
        ("repeat_again", "维修抢修部", "-1.00"),
        ("handling_overdue", "维修抢修部", "-2.00"),
        ("handling_overdue", "维修抢修部", "-4.00"),
        ("handling_overdue", "维修抢修部", "-4.00"),
    ]
    lines.append(step("unlink", "11-20 09:00", no="@b"))
    assert [row[2] for row in points(lines)] == ["-2.00", "-2.00", "-4.00"]


def test_a_manager_responsible_himself_is_fined_once_and_the_larger_stays() -> None:
    lines = dispatched("10-12 09:00", "10-16 17:30", "10-12 10:00", "10-12 11:00", person=("冯九",))
    late = finished("10-16 18:00", "10-19 09:00", "10-19 10:00")
    assert fines(lines + late) == [("handling_overdue", "冯九", "manager", "100.00")]
    later = finished("10-20 09:00", "10-21 09:00", "10-21 10:00")
    assert fines(lines + later) == [("handling_overdue", "冯九", "responsible", "200.00")]


def test_the_manager_is_the_one_of_that_day() -> None:
    lines = dispatched("10-09 09:00", "10-12 17:30", "10-09 10:00", "10-09 11:00")
    assert fines(lines + finished("10-13 09:00", "10-14 09:00", "10-14 09:30"))[0][1] == "王八"


def test_nobody_named_and_outsiders_are_unassigned_once() -> None:
    nobody = dispatched("10-12 09:00", "10-16 17:30", "10-12 10:00", "10-12 11:00", person=())
    assert [row[:3] for row in fines(nobody, part="unassigned")] == [("handling_overdue", None, "responsible")]
    outsider = dispatched("10-12 09:00", "10-16 17:30", "10-12 10:00", "10-12 11:00", person=("外人", "陈十"))
    assert [row[1] for row in fines(outsider, part="unassigned")] == ["外人"]
    assert [row[1] for row in fines(outsider)] == ["冯九", "陈十"]


def test_a_returned_transfer_is_in_force_no_more() -> None:
    returned = [*ON_TIME, step("return", "10-16 17:30", "陈十", reason="非本部门")]
    assert points(returned) == []
    returned[-1]["at"] = at("10-16 17:30:01")
    assert points(returned) == [("handling_overdue", "维修抢修部", "-3.00")]


def test_the_last_investigation_counts() -> None:
    lines = ON_TIME + finished("10-16 09:00", "10-19 09:00", "10-19 10:00")
    cause = {"auditor": "郑七", "clerk": "周五", "internal_cause": True, "adverse_effect": True}
    lines.append(step("investigate", "10-20 09:00", "郑七", **cause, severity="major", false_record=True))
    assert points(lines) == [
        ("false_record", "维修抢修部", "-5.00"),
        ("internal_cause", "维修抢修部", "-5.00"),
    ]
    assert fines(lines) == [
        ("internal_cause", "冯九", "manager", "500.00"),
        ("internal_cause", "陈十", "responsible", "500.00"),
    ]
    lines.append(step("investigate", "10-21 09:00", "郑七", **cause, severity="minor", person=["褚青"]))
    assert points(lines) == [("internal_cause", "维修抢修部", "-3.00")]
    assert fines(lines)[1] == ("internal_cause", "褚青", "responsible", "100.00")


def test_decisions_count_whenever_made_and_a_waived_line_stays() -> None:
    lines = ON_TIME + finished("10-16 18:00", "10-19 09:00", "10-19 10:00")
    decide = {"rule": "handling_overdue", "reason": "核定"}
    lines.append(step("decide", "11-20 09:00", "郑七", person="陈十", amount="150", **decide))
    lines.append(step("decide", "11-20 09:00", "郑七", person="冯九", waive=True, **decide))
    assert [row[3] for row in fines(lines)] == ["0.00", "150.00"]
    assert oracle.assess(lines, ORG, "2026-10", NOW)["totals"]["fines"] == "150.00"


def test_an_excluded_complaint_yields_nothing_and_is_listed() -> None:
    lines = [*ON_TIME, step("exclude", "11-20 09:00", "郑七", reason="撤诉", approved_by="赵一")]
    answer = oracle.assess(lines, ORG, "2026-10", NOW)
    assert answer["points"] == answer["fines"] == []
    assert answer["excluded"] == [{"complaint": "2026-0001", "reason": "撤诉"}]
    lines.append(step("include", "11-21 09:00", "郑七"))
    assert oracle.assess(lines, ORG, "2026-10", NOW)["excluded"] == []


def test_commendations_stop_at_the_cap() -> None:
    lines = []
    for day in range(1, 9):
        lines.append(step("commend", f"10-{day:02} 09:00", "郑七", dept="计量收费部", reason="锦旗"))
        del lines[-1]["no"]
    assert [row[2] for row in points(lines)] == ["0.50"] * 6 + ["0.00"] * 2


def test_a_clean_month_needs_three_satisfied_callers() -> None:
    lines = []
    for no in ("@a", "@b", "@c"):
        lines += dispatched("10-12 09:00", "10-16 17:30", "10-12 10:00", "10-12 11:00", no=no)
        lines += finished("10-14 09:00", "10-15 09:00", "10-15 10:00", no)
    assert points(lines) == [("clean_month", "维修抢修部", "1.00")]
    assert points(lines[:-3] + finished("10-14 09:00", "10-15 09:00", "10-15 10:00", "@c", "mostly")) == []
    row = oracle.assess(lines, ORG, "2026-10", NOW)["departments"][2]
    assert (row["received"], row["due"], row["on_time"], row["on_time_rate"]) == (3, 3, 3, "1.0000")
    assert (row["callbacks_valid"], row["satisfaction"], row["score"], row["rank"]) == (
        3,
        "1.0000",
        "101.00",
        1,
    )


def test_an_extension_moves_the_deadline_for_those_who_can_know_it() -> None:
    extend = step("extend", "10-16 17:00", to=at("11-03 17:30"), approved_by="赵一", reason="等配件")
    lines = [*ON_TIME, extend]
    assert points(lines) == []
    assert points(lines, "2026-11") == [("handling_overdue", "维修抢修部", "-3.00")]


# ---------------------------------------------------------------------------------------------- the program


@pytest.mark.parametrize("seed", [20261001, 20261002])
def test_the_program_agrees_with_the_oracle(seed: int) -> None:
    outcome = compare.run_world(seed, 12)
    assert outcome.histories and outcome.findings
    assert not outcome.differences, "\n" + compare.report(outcome, 2)
