"""Organisation sheets as people keep them, and the template to fill in."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from complaint_cli.company.organisation_file import organisation_from_rows
from complaint_cli.errors import PolicyInvalid
from complaint_cli.sheets.company import sheet_organisation, tidied
from conftest import Runner

PERSON_A_ROW = [
    ["河滨燃气有限责任公司投诉处理机构表", "", "", "", ""],
    ["序号", "部门名称", "职责", "姓名", "职务", "备注"],
    ["1", "综合管理部", "综合管理", "吴　九", "职员", ""],
    ["2", "综合管理部", "综合管理", "郑十", "部门经理", "兼"],
    ["3", "审计督查部", "审计督查", "王八", "职员", ""],
    ["4", "维修抢修部", "责任部门", "李四", "职员", ""],
    ["5", "", "", "周五", "职员", ""],
    ["6", "维修抢修部", "责任部门", "孙三", "部门经理", ""],
]


def test_one_person_a_row() -> None:
    company = organisation_from_rows(tidied(PERSON_A_ROW), name="机构.xlsx")
    assert [(d.name, d.role, d.staff) for d in company.departments] == [
        ("综合管理部", "office", ("吴九",)),
        ("审计督查部", "audit", ("王八",)),
        ("维修抢修部", "responsible", ("李四", "周五")),
    ]
    assert [(p.kind, p.department, p.name) for p in company.posts] == [
        ("manager", "综合管理部", "郑十"), ("manager", "维修抢修部", "孙三"),
    ]  # fmt: skip


def test_numbers_beside_names_are_no_part_of_them() -> None:
    rows = [
        ["部门", "角色", "人员"],
        ["综合管理部", "office", "1.吴九 2.郑十（2人）"],
        ["审计督查部", "audit", "王伟（抢修）"],
    ]
    company = organisation_from_rows(tidied(rows), name="x")
    assert [d.staff for d in company.departments] == [("吴九", "郑十"), ("王伟（抢修）",)]


def test_a_sheet_of_ours_stays_as_it_is() -> None:
    rows = [
        ["公司", "河滨燃气"],
        ["部门", "角色", "部门经理", "人员"],
        ["综合管理部", "office", "郑十", "吴九、冯 十一 卫一"],
    ]
    assert tidied(rows)[1:] == rows[1:]
    assert organisation_from_rows(tidied(rows), name="x").departments[0].staff == ("吴九", "冯", "十一", "卫一")


def test_a_total_is_nobody_and_a_name_right_of_the_others_is_not_lost() -> None:
    rows = [
        ["序号", "部门", "角色", "部门经理", "人员"],
        ["1", "综合管理部", "office", "待定", "吴\u200b九", "郑十", "/"],
        ["2", "审计督查部", "audit", "—", "无"],
        ["合计", "", "", "", "3人"],
        ["制表人：", "", "", "", "某某"],
        ["制表人", "某某", "审核", "某某"],
        ["总经理签字：", "", "", "日期："],
        ["2026年10月31日"],
    ]
    company = organisation_from_rows(tidied(rows), name="x")
    assert [(d.name, d.staff) for d in company.departments] == [("综合管理部", ("吴九", "郑十")), ("审计督查部", ())]
    assert company.posts == ()


@pytest.mark.parametrize("name", ["机构.toml", "机构.xlsx"])
def test_a_template_is_written_and_read(run: Runner, tmp_path: Path, name: str) -> None:
    file = tmp_path / name
    done = run("org", "template", "-o", file)
    assert done.code == 0 and f"complaint org import {file}" in done.out
    again = run("org", "template", "-o", file)
    assert again.code == 2, "it is never written over"
    run("init")
    assert run("org", "import", file, "--dry-run").code == 0
    assert run("org", "template", "-o", tmp_path / "x.pdf").code == 2


def test_a_template_on_the_screen_is_toml(run: Runner) -> None:
    assert tomllib.loads(run("org", "template").out)["department"][0]["role"] == "office"


def test_a_hidden_sheet_is_not_the_organisation_and_a_failed_formula_nobody(tmp_path: Path) -> None:
    import xlsxwriter

    rows = [["部门", "角色", "部门经理", "人员"], ["综合管理部", "综合管理", "郑十", "吴九/冯十一"]]
    for name, manager in (("好.xlsx", "郑十"), ("坏.xlsx", "#N/A")):
        with xlsxwriter.Workbook(str(tmp_path / name)) as book:
            old, new = book.add_worksheet("去年"), book.add_worksheet("今年")
            old.hide()
            new.activate()
            new.set_first_sheet()
            for sheet, staff in ((old, "王八"), (new, "吴九/冯十一")):
                for at, row in enumerate([rows[0], [*rows[1][:3], staff]]):
                    sheet.write_row(at, 0, row)
            new.write_formula(1, 2, "=A9", None, manager)
    assert sheet_organisation(tmp_path / "好.xlsx").departments[0].staff == ("吴九", "冯十一")
    with pytest.raises(PolicyInvalid, match="第 2 行"):
        sheet_organisation(tmp_path / "坏.xlsx")


def test_a_sheet_without_the_columns_is_refused_by_their_names(tmp_path: Path) -> None:
    import xlsxwriter

    file = tmp_path / "x.xlsx"
    with xlsxwriter.Workbook(file) as book:
        book.add_worksheet().write_row(0, 0, ["姓名", "电话"])
    with pytest.raises(PolicyInvalid) as refused:
        sheet_organisation(file)
    assert "部门" in str(refused.value) and "角色" in str(refused.value)


def test_a_sheet_has_no_place_for_accounts_and_takes_none_away(run: Runner, tmp_path: Path) -> None:
    run("init")
    file = tmp_path / "机构.toml"
    text = (Path(__file__).parents[1] / "examples" / "month" / "organisation.toml").read_text("utf-8")
    file.write_text('accounts = { wen = "温小棠", gone = "叶听雨" }\n' + text, "utf-8")
    assert run("org", "import", file).code == 0
    head = ["部门", "角色", "姓名", "职务"]
    rows = [
        ["综合管理部", "综合管理", "温小棠", "职员"], ["审计督查部", "审计督查", "纪清源", "职员"],
        ["维修抢修部", "责任部门", "樊大川", "职员"],
    ]  # fmt: skip
    import xlsxwriter

    with xlsxwriter.Workbook(str(tmp_path / "机构.xlsx")) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate([["公司", "示例燃气有限责任公司"], ["总经理", "顾怀远"], head, *rows]):
            sheet.write_row(number, 0, row)
    done = run("org", "import", tmp_path / "机构.xlsx", "--approved-by", "顾怀远")
    assert done.code == 0, done.err
    shown = run("org", "show", "--toml").out
    assert '"wen" = "温小棠"' in shown and "gone" not in shown
    assert 'deputy = "钟万里"' in shown, "nor for who is deputy of whom"
