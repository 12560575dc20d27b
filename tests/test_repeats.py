"""What may be one matter: said by the texts, helped by contacts, told once, in groups, never linked by the program."""

import csv
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

import books
from conftest import Runner

HEAD = ["工单编号", "诉求内容", "联系电话", "户号", "地址", "受理时间"]
Order = tuple[str, str, str, str, str, str]
FIRST = ("R1", "市民反映翠湖小区东门的调压箱护栏被车撞倒，无人修复。", "", "", "", "2026-09-01 09:00")
AGAIN = ("R2", "翠湖小区东门调压箱护栏还倒着，请尽快修好。", "", "", "", "2026-09-20 09:00")
OTHERS = [
    (f"X{n}", f"{road}{n}号住户称{matter}。", "", "", "", f"2026-08-{n % 28 + 1:02} 10:00")
    for n, (road, matter) in enumerate(
        (road, matter)
        for road in ("松林路", "文昌街", "建设路", "长青街")
        for matter in (
            "热水器打不着",
            "营业厅排队太久",
            "抄表员估抄三个月",
            "发票开不出来",
            "短信发错号码",
            "改管费用太高",
        )
    )
]


@pytest.fixture
def desk(run: Runner) -> Runner:
    books.lay(run.db)
    return run


def taken(run: Runner, folder: Path, orders: Sequence[Sequence[str]], *words: str) -> list[tuple[str, str]]:
    """Import some orders among others, and return what is suggested, by the hotline's numbers."""
    with (folder / "o.csv").open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows([HEAD, *OTHERS, *orders])
    assert run("import", str(folder / "o.csv")).code == 0
    return told(run, "repeats", *words)


def told(run: Runner, *words: str) -> list[tuple[str, str]]:
    number = {line["no"]: line["order_no"] for line in run("list", "--all", "--json").json()["complaints"]}
    return [(number[s["complaint"]], number[s["earlier"]]) for s in run(*words, "--json").json()["suggestions"]]


def test_it_is_suggested_and_never_linked(desk: Runner, tmp_path: Path) -> None:
    assert taken(desk, tmp_path, [FIRST, AGAIN]) == [("R2", "R1")]
    [one] = desk("repeats", "--json").json()["suggestions"]
    assert (one["gap_days"], one["reasons"], one["why"]) == (19, ["text"], "反映同一问题、相隔 19 天")
    assert desk("show", "R2", "--json").json()["repeat_of"] is None
    assert desk("link", "R2", "--repeat-of", "R1").code == 0
    assert told(desk, "repeats") == []


def test_what_is_excluded_is_not_suggested(desk: Runner, tmp_path: Path) -> None:
    assert taken(desk, tmp_path, [FIRST, AGAIN]) == [("R2", "R1")]
    assert desk("exclude", "R1", "--reason", "误登", "--approved-by", "顾怀远").code == 0
    assert told(desk, "repeats") == []


def test_a_pair_is_told_once_whatever_the_order_and_at_one_moment(desk: Runner, tmp_path: Path) -> None:
    same = [*AGAIN[:5], FIRST[5]]
    assert len(taken(desk, tmp_path, [FIRST, same])) == 1


@pytest.mark.parametrize(
    ("mine", "theirs", "suggested"),
    [
        (("13700000001", "", "石桥路9号"), ("13700000001", "", "石桥路9号"), True),
        (("", "", "石桥路 9 号"), ("", "", "石桥路9号"), True),
        (("１３７０００００００１", "", ""), ("13700000001", "", ""), True),
        (("137-0000-0001", "", ""), ("+86 13700000001", "", ""), True),
        (("13700000001（微信同号）", "", ""), ("13700000001", "", ""), True),
        (("13700000001、13700000002", "", ""), ("13700000001/0512-68001234", "", ""), True),
        (("0512-68001234转1", "", ""), ("0512-68001234转2", "", ""), False),
        (("", "", "石桥路9号"), ("", "", "石桥路11号"), False),
        (("13700000001", "", ""), ("13700000002", "", ""), False),
        (("13700000001", "", "石桥路9号"), ("13700000002", "", ""), False),
        (("13700000001", "", "石桥路9号"), ("13700000002", "", "石桥路9号"), True),
        (("137****0001", "", ""), ("137****0001", "", ""), False),
        (("", "无", "不详"), ("", "无", "不详"), False),
    ],
)
def test_contacts_help_and_part(desk: Runner, tmp_path: Path, mine: Any, theirs: Any, suggested: bool) -> None:
    orders = [
        ("R1", "市民反映家中燃气表显示屏黑屏，请处理。", *mine, "2026-09-01 09:00"),
        ("R2", "再次来电，燃气表黑屏仍无人上门，请催办。", *theirs, "2026-09-08 09:00"),
    ]
    assert taken(desk, tmp_path, orders) == ([("R2", "R1")] if suggested else [])


def test_another_of_the_callers_phones_parts_nothing(desk: Runner, tmp_path: Path) -> None:
    orders = [(*FIRST[:2], "13700000001、13700000002", *FIRST[3:]), (*AGAIN[:2], "13700000002", *AGAIN[3:])]
    assert taken(desk, tmp_path, orders) == [("R2", "R1")]


def test_the_same_contact_alone_is_not_enough(desk: Runner, tmp_path: Path) -> None:
    orders = [
        ("R1", "市民咨询新房开户带什么证件。", "13700000001", "8800", "石桥路9号", "2026-09-01 09:00"),
        ("R2", "市民反映灶具软管破裂。", "13700000001", "8800", "石桥路9号", "2026-09-08 09:00"),
    ]
    assert taken(desk, tmp_path, orders) == []


def test_one_formula_at_two_places_is_two_matters(desk: Runner, tmp_path: Path) -> None:
    orders = [
        ("R1", "市民反映东湖路口燃气施工后路面未恢复。", "", "", "", "2026-09-01 09:00"),
        ("R2", "市民反映西山路口燃气施工后路面未恢复。", "", "", "", "2026-09-08 09:00"),
    ]
    assert taken(desk, tmp_path, orders) == []


def test_two_houses_of_one_street_are_two_matters(desk: Runner, tmp_path: Path) -> None:
    said = "市民反映石桥路{}号楼外燃气管道锈蚀严重，要求更换。"
    first = ("R1", said.format(9), "", "", "", "2026-09-01 09:00")
    again = ("R2", said.format(9), "", "", "", "2026-09-19 09:00")
    beside = ("R3", said.format(19), "", "", "", "2026-09-20 09:00")
    assert taken(desk, tmp_path, [first, again, beside]) == [("R2", "R1")]


def test_one_day_and_one_text_is_perhaps_one_order_entered_twice(desk: Runner, tmp_path: Path) -> None:
    again = ("R2", FIRST[1].replace("，", "  "), *FIRST[2:5], "2026-09-01 15:00")
    assert taken(desk, tmp_path, [FIRST, again]) == [("R2", "R1")]
    assert "登记了两次" in desk("repeats").out


def test_the_window_lies_between_the_two_and_days_say_how_far_back_to_look(desk: Runner, tmp_path: Path) -> None:
    far = (*AGAIN[:5], "2026-05-01 09:00")
    early = ("R3", AGAIN[1], *AGAIN[2:5], "2026-05-20 09:00")
    assert taken(desk, tmp_path, [FIRST, far, early]) == []
    assert told(desk, "repeats", "--days", "300") == [("R3", "R2")]


def test_those_of_one_matter_are_one_group(desk: Runner, tmp_path: Path) -> None:
    third = ("R3", "翠湖小区东门调压箱的护栏倒了一个月没有修复。", "", "", "", "2026-10-01 09:00")
    taken(desk, tmp_path, [FIRST, AGAIN, third])
    lines = desk("repeats").out.splitlines()[1:]
    heads = [line for line in lines if not line.startswith(" ")]
    assert len(heads) == 1 and "2026-0025" in heads[0]
    assert len(lines) == 4


def test_no_number_of_suggestions_is_cut(desk: Runner, tmp_path: Path) -> None:
    orders = [
        (
            f"R{n}{half}",
            f"市民反映第{n}街坊{n * 37 % 1000}号楼门洞{n}的立管支架松脱。",
            "",
            "",
            f"第{n}街坊",
            f"2026-09-{half}0 09:00",
        )
        for n in range(250)
        for half in (1, 2)
    ]
    found = taken(desk, tmp_path, orders)
    assert {(f"R{n}2", f"R{n}1") for n in range(250)} <= {*found}
    assert len({*found}) == len(found)


def test_an_intake_suggests_what_a_whole_window_would(desk: Runner, tmp_path: Path) -> None:
    taken(desk, tmp_path, [FIRST])
    said = desk("intake", "--content", AGAIN[1], "--json").json()
    assert [s["earlier"] for s in said["suggestions"]] == ["2026-0025"]
    assert "相隔" in desk("intake", "--content", AGAIN[1]).err
    assert (
        desk("amend", "2026-0025", "--content", "改作别的事：发票", "--reason", "选错", "--approved-by", "顾怀远").code
        == 0
    )
    said = desk("intake", "--content", "再说一遍：翠湖小区东门调压箱护栏", "--json").json()
    assert "2026-0025" not in [s["earlier"] for s in said["suggestions"]]


def test_the_near_ones_are_found_among_very_many(desk: Runner) -> None:
    from complaint_cli.complaint.matter import likely
    from complaint_cli.store.database import Store

    books.act(desk.db, "intake", content=AGAIN[1])
    with Store.open(desk.db) as store:
        new = store.case("1").complaint
    many = [(row, f"{row}号楼住户反映抄表{row * 7919 % 1000}次估抄，账单不对") for row in range(1, 5000)]
    assert 9000 in likely(new, [*many, (9000, FIRST[1])])


def test_one_order_under_two_numbers_is_told_where_it_was_entered_twice(desk: Runner, tmp_path: Path) -> None:
    text = "翠湖小区东门调压箱护栏还倒着，请尽快修好。"
    for order in (["--order-no", "R1", "--superior-no", "S1"], ["--order-no", "S1"]):
        assert desk("intake", "--content", text, "--at", "2026-09-20 09:00", *order).code == 0
    [one] = desk("repeats", "--json").json()["suggestions"]
    assert one["reasons"] == ["twice"]
    later = ["--content", text, "--at", "2026-09-25 09:00", "--order-no", "R3", "--superior-no", "S1"]
    assert desk("intake", *later).code == 0
    assert len(desk("repeats", "--json").json()["suggestions"]) == 1, "sent again, it is no second complaint"
