"""Tables of orders as they really come: what is read is accounted for, and nothing is invented."""

import json
import re
from collections.abc import Callable, Sequence
from datetime import datetime, time
from pathlib import Path
from typing import Any

import pytest

import books
from conftest import Runner

HEAD = ["工单编号", "诉求内容", "来电人", "联系电话", "受理时间", "办结时限"]
ONE = ["T1", "表前阀门拧不动", "甲某", "13700000001", "2026-09-08 09:00", "2026-09-15 12:00"]
TWO = ["T2", "抄表两次都抄错", "乙某", "13700000002", "2026-09-08 10:00", "2026-09-16 12:00"]
PARTS = ("new", "known", "changed", "repeated", "left_out")
Sheets = dict[str, Sequence[Sequence[Any]]]


@pytest.fixture
def ready(run: Runner) -> Runner:
    books.lay(run.db)
    return run


def book(path: Path, sheets: Sheets, *, hide: str = "", hidden_rows: Sequence[int] = (), **options: Any) -> Path:
    """Write a workbook; a cell that begins with ``=#`` is a formula that failed, times are date cells."""
    import xlsxwriter

    with xlsxwriter.Workbook(str(path), {"strings_to_formulas": False, **options}) as made:
        when, clock = (made.add_format({"num_format": shown}) for shown in ("yyyy-mm-dd hh:mm", "hh:mm"))
        for name, rows in sheets.items():
            sheet = made.add_worksheet(name)
            if name == hide:
                sheet.hide()
            elif made.worksheets()[0].hidden:
                sheet.set_first_sheet()
                sheet.activate()
            for r, row in enumerate(rows):
                for c, cell in enumerate(row):
                    if isinstance(cell, datetime | time):
                        sheet.write_datetime(r, c, cell, when if isinstance(cell, datetime) else clock)
                    elif isinstance(cell, str) and cell.startswith("=#"):
                        sheet.write_formula(r, c, "=NA()", None, cell[1:])
                    else:
                        sheet.write(r, c, cell)
            for row in hidden_rows:
                sheet.set_row(row - 1, None, None, {"hidden": True})
    return path


def text(path: Path, rows: Sequence[Sequence[str]], encoding: str = "utf-8-sig", delimiter: str = ",") -> Path:
    import csv
    import io

    out = io.StringIO(newline="")
    csv.writer(out, delimiter=delimiter).writerows(rows)
    path.write_bytes(out.getvalue().encode(encoding))
    return path


def taken(run: Runner, *words: str | Path) -> dict[str, Any]:
    """Import, and hold the sum of what was read."""
    said = run("import", *map(str, words), "--json")
    assert said.code == 0, said.err + said.out
    answer: dict[str, Any] = said.json()
    parts = [len(answer[part]) if isinstance(answer[part], list) else answer[part] for part in PARTS]
    assert answer["read"] == sum(parts), answer
    return answer


def refused(run: Runner, *words: str | Path) -> list[tuple[int, str]]:
    """Import what is refused, and return the rows and columns named; nothing was written."""
    before = run("list", "--all", "--json").json()
    said = run("import", *map(str, words), "--json")
    assert said.code == 50, said.out
    assert run("list", "--all", "--json").json() == before
    errors = json.loads(said.out)["errors"] if said.out else []
    return [(error["row"], error["column"]) for error in errors]


def kept(run: Runner, order_no: str) -> dict[str, Any]:
    found: dict[str, Any] = run("show", order_no, "--reveal", "--json").json()
    return found


def received(run: Runner, order_no: str) -> str:
    return str(kept(run, order_no)["received"])[:19].replace("T", " ")


def due(run: Runner, order_no: str) -> str:
    return str(kept(run, order_no)["deadline"])[:19].replace("T", " ")


# -- sheets, rows and headers ------------------------------------------------------------------


def test_every_sheet_with_the_columns_is_read_and_the_others_are_named(ready: Runner, tmp_path: Path) -> None:
    sheets: Sheets = {
        "说明": [["本表由各区填写，不得改动格式"], ["填写人", "区长"]],
        "旧": [HEAD, ["T0", *ONE[1:]]],
        "东": [["东区工单"], HEAD, ONE, ["合计", "1件"]],
        "西": [HEAD, TWO],
    }
    answer = taken(ready, book(tmp_path / "a.xlsx", sheets, hide="旧"))
    assert (answer["new"], answer["read"]) == (2, 3)
    assert [(line["sheet"], line["row"]) for line in answer["left_out_rows"]] == [("东", 4)]
    assert {part["sheet"] for part in answer["not_read"]} == {"说明", "旧"}


def test_a_summary_without_receipts_is_named_beside_the_orders(ready: Runner, tmp_path: Path) -> None:
    summary = [["类别", "内容", "件数"], ["供气", "停气", 3]]
    answer = taken(ready, book(tmp_path / "a.xlsx", {"汇总": summary, "明细": [HEAD, ONE]}))
    assert (answer["new"], [part["sheet"] for part in answer["not_read"]]) == (1, ["汇总"])
    for rows in ({"汇总": summary}, {"一": [HEAD, ONE], "二": [["工单编号", "诉求内容"], ["T2", "抄表"]]}):
        assert ready("import", str(book(tmp_path / "b.xlsx", rows))).code == 50, "orders are not passed over"


def test_a_sheet_without_a_header_goes_on_from_the_one_before(ready: Runner, tmp_path: Path) -> None:
    sheets: Sheets = {"上": [HEAD, ONE], "须知": [["甲", "乙", "丙"], ["1", "2", "3"]], "下": [TWO, ["合计", "1件"]]}
    answer = taken(ready, book(tmp_path / "a.xlsx", sheets))
    assert (answer["new"], answer["left_out"], [part["sheet"] for part in answer["not_read"]]) == (2, 1, ["须知"])


def test_a_hidden_header_is_told(ready: Runner, tmp_path: Path) -> None:
    said = ready("import", str(book(tmp_path / "a.xlsx", {"S": [HEAD, ONE]}, hidden_rows=[1])))
    assert said.code == 50
    assert "没有读的行：第 1 行（隐藏的）" in said.err
    assert "找不到表头" in said.err


def test_a_fault_names_its_sheet(ready: Runner, tmp_path: Path) -> None:
    file = book(tmp_path / "a.xlsx", {"东": [HEAD, ONE], "西": [HEAD, [*TWO[:4], "早上", ""]]})
    said = ready("import", str(file))
    assert said.code == 50
    assert "“西”第 2 行“受理时间”" in said.err


@pytest.mark.parametrize("hidden", [[2], [3], [2, 3]])
def test_hidden_rows_are_named_and_not_read(ready: Runner, tmp_path: Path, hidden: list[int]) -> None:
    answer = taken(ready, book(tmp_path / "a.xlsx", {"S": [HEAD, ONE, TWO]}, hidden_rows=hidden))
    assert answer["new"] == answer["read"] == 2 - len(hidden)
    assert answer["not_read"] == [{"sheet": "", "rows": hidden, "why": "隐藏的"}]


def respelt(path: Path, alter: Callable[[str], str]) -> Path:
    """Write a workbook's first sheet in other words of XML that mean the same."""
    import zipfile

    with zipfile.ZipFile(path) as packed:
        parts = {name: packed.read(name) for name in packed.namelist()}
    parts["xl/worksheets/sheet1.xml"] = alter(parts["xl/worksheets/sheet1.xml"].decode()).encode()
    with zipfile.ZipFile(path, "w") as packed:
        for name, data in parts.items():
            packed.writestr(name, data)
    return path


@pytest.mark.parametrize(
    ("found", "written"),
    [
        (r"<(/?)(?!\?)(\w)", r"<\1x:\2"),  # every tag with a prefix
        (r'<(row|c) r="\w+"', r"<\1"),  # rows and cells that do not say their place
        (r'hidden="1"', "hidden='true'"),
        (r'<c r="(\w+)" t="e"', r"<c t='e' r='\1'"),
    ],
)
def test_what_a_workbook_marks_is_seen_however_it_is_written(
    ready: Runner, tmp_path: Path, found: str, written: str
) -> None:
    def alter(sheet: str) -> str:
        return re.sub(found, written, sheet).replace("xmlns=", "xmlns:x=" if "x:" in written else "xmlns=", 1)

    hidden = book(tmp_path / "a.xlsx", {"S": [HEAD, ONE, TWO]}, hidden_rows=[2])
    assert taken(ready, respelt(hidden, alter))["not_read"] == [{"sheet": "", "rows": [2], "why": "隐藏的"}]
    failed = book(tmp_path / "b.xlsx", {"S": [HEAD, [ONE[0], "=#N/A", *ONE[2:]]]})
    assert refused(ready, respelt(failed, alter)) == [(2, "诉求内容")]


def test_a_file_whose_orders_are_hidden_says_so(ready: Runner, tmp_path: Path) -> None:
    file = book(tmp_path / "a.xlsx", {"工单": [HEAD, ONE], "说明": [["填写说明"]]}, hide="工单")
    assert refused(ready, file) == []
    assert "“工单”（隐藏的）" in ready("import", str(file)).err


@pytest.mark.parametrize(
    ("row", "out"),
    [
        (["合计", "2件"], True),
        (["小计：", "", "", "", "", ""], True),
        (["", "共 2 件"], True),
        (["", "共计2件"], True),
        (["小计 1 件"], True),
        (["填表人", "某", "", "", "日期", "2026-09-30"], True),
        (["制表人：某", "某某", "审核人：某", "", "", ""], True),
        (["复核", "", "", "", "", ""], True),
        (["制表单位：", "热线中心", "", "制表日期：", "2026-09-30", ""], True),
        (["第 1 页，共 2 页", "", "", "", "", ""], True),
        (["注：2026年9月的单子，红色为超期", "", "", "", "", ""], True),
        (["备注：", "红色为超期", "", "", "", ""], True),
        (["单位负责人：", "", "填报人：", "", "", ""], True),
        (["单位负责人（签字）：", "日期：2026年9月30日", "", "", "", ""], True),
        (["本月合计2件，其中紧急0件", "", "", "", "", ""], True),
        (HEAD, True),
        (["二、西区", "", "", "", "", ""], True),
        (["东城区（2件）", "", "", "", "", ""], True),
        (["10月12日（2件）"] * 6, True),
        (["", "备注：以上数据截至9月30日", "", "", "", ""], True),
        (["本页小计", "2", "", "", "", ""], True),
        (["合计（件）", "2", "", "", "3", ""], True),
        (["Total:", "2", "", "", "", ""], True),
        (["主管：", "", "会计：", "", "制表：", ""], True),
        (["数据来源：12345系统", "", "", "", "", ""], True),
        (["联系人：某某 电话：13700000009", "", "", "", "", ""], True),
        (["签发人：某", "", "校对：某", "", "2026-09-30 17:00", ""], True),
        (["热线：9", "阀门", "", "", "2026-09-08 11:00", ""], False),
        (["T9", "合计多收了三个月的气费", "", "", "2026-09-08 11:00", ""], False),
        (["", "合计多收了三个月的气费", "", "", "2026-09-08 11:00", ""], False),
        (["", "说明：我家的表走得太快", "", "", "2026-09-08 11:00", ""], False),
        (["T9", "表走得太快", "审核", "", "2026-09-08 11:00", ""], False),
    ],
)
def test_what_is_no_order_never_becomes_one(ready: Runner, tmp_path: Path, row: list[str], out: bool) -> None:
    answer = taken(ready, text(tmp_path / "a.csv", [HEAD, ONE, row, TWO]))
    assert answer["new"] == (2 if out else 3)
    assert [line["row"] for line in answer["left_out_rows"]] == ([3] if out else [])


def test_blank_rows_between_orders_are_counted_and_those_below_are_nothing(ready: Runner, tmp_path: Path) -> None:
    answer = taken(ready, text(tmp_path / "a.csv", [HEAD, ONE, [""] * 6, [], TWO, [""] * 6, [""] * 6]))
    assert (answer["read"], answer["left_out"]) == (4, 2)
    assert [(line["row"], line["to"]) for line in answer["left_out_rows"]] == [(3, 4)]


@pytest.mark.parametrize(
    "above",
    [
        [["标题", "九月工单"]],
        [["某市热线工单导出"], [], ["导出人：某某", "", "内容：全部"]],
    ],
)
def test_banners_above_the_header(ready: Runner, tmp_path: Path, above: list[list[str]]) -> None:
    assert taken(ready, text(tmp_path / "a.csv", [*above, HEAD, ONE]))["new"] == 1


def test_a_header_of_two_rows(ready: Runner, tmp_path: Path) -> None:
    rows = [
        ["工单编号", "来电人信息", "", "诉求内容", "受理时间", "承办单位", ""],
        ["", "姓名", "电话", "", "", "联系人", "电话"],
        ["T1", "甲某", "13700000001", "表前阀门拧不动", "2026-09-08 09:00", "某部", "13700000009"],
    ]
    assert taken(ready, text(tmp_path / "a.csv", rows))["new"] == 1
    found = kept(ready, "T1")
    assert (found["caller"], found["phone"]) == ("甲某", "13700000001")


def test_a_head_of_times_parted_below(ready: Runner, tmp_path: Path) -> None:
    rows = [["工单编号", "诉求内容", "时间", "", "办理情况", ""], ["", "", "受理", "到期", "承办人", "办结时间"]]
    row = ["T1", "表前阀门拧不动", "2026-09-08 09:00", "2026-09-15 12:00", "某某", "2026-09-14 12:00"]
    assert taken(ready, text(tmp_path / "a.csv", [*rows, row]))["new"] == 1
    assert (received(ready, "T1"), due(ready, "T1")) == ("2026-09-08 09:00:00", "2026-09-15 12:00:00")


def test_known_prefixes_and_suffixes_and_of_several_times_the_dispatch(ready: Runner, tmp_path: Path) -> None:
    head = [
        "12345工单编号",
        "投诉件内容",
        "来电人电话",
        "来电时间（首次）",
        "12345派单时间",
        "办结时间",
        "要求反馈时限",
    ]
    row = ["T1", "阀门", "13700000001", "2026-09-07 08:00", "2026-09-08 09:00", "2026-09-09 09:00", "2026-09-15 12:00"]
    assert taken(ready, text(tmp_path / "a.csv", [head, row]))["new"] == 1
    assert (received(ready, "T1"), due(ready, "T1")) == ("2026-09-08 09:00:00", "2026-09-15 12:00:00")
    assert kept(ready, "T1")["phone"] == "13700000001"


def test_labels_are_known_with_more_before_and_behind(ready: Runner, tmp_path: Path) -> None:
    head = ["客服工单号", "反映主要内容", "联系电话1", "来电受理时间", "最后办理期限", "用户详细地址", "是否要求保密"]
    row = ["T1", "阀门", "13700000001", "2026-09-08 09:00", "2026-09-15 12:00", "石桥路1号", "是"]
    assert taken(ready, text(tmp_path / "a.csv", [head, row]))["ignored"] == []
    one = kept(ready, "T1")
    assert (one["phone"], one["address"], one["confidential"]) == ("13700000001", "石桥路1号", True)
    assert (received(ready, "T1"), due(ready, "T1")) == ("2026-09-08 09:00:00", "2026-09-15 12:00:00")


def test_a_title_is_not_taken_for_the_text(ready: Runner, tmp_path: Path) -> None:
    head = ["工单编号", "诉求标题", "市民诉求", "受理时间"]
    assert (
        taken(ready, text(tmp_path / "a.csv", [head, ["T1", "停气", "整栋楼没有气", "2026-09-08 09:00"]]))["new"] == 1
    )
    assert kept(ready, "T1")["content"] == "停气\n整栋楼没有气"


def test_what_comes_close_is_offered(ready: Runner, tmp_path: Path) -> None:
    file = text(tmp_path / "a.csv", [[*HEAD, "二次派遣编号"], [*ONE, "X"]])
    assert taken(ready, file, "--dry-run")["close"] == ["二次派遣编号"]
    assert "--map 二次派遣编号=" in ready("import", str(file)).out


# -- cells -------------------------------------------------------------------------------------


def test_numbers_that_lost_their_digits_are_refused_all_at_once(ready: Runner, tmp_path: Path) -> None:
    rows = [HEAD, ["2.0261E+16", *ONE[1:3], "1.37E+10", *ONE[4:]], [*TWO[:3], "1.37e10", *TWO[4:]]]
    assert refused(ready, text(tmp_path / "a.csv", rows)) == [(2, "工单编号"), (2, "联系电话"), (3, "联系电话")]
    rows = [HEAD, [20260908000012345.0, *ONE[1:]], TWO]
    assert refused(ready, book(tmp_path / "a.xlsx", {"S": rows})) == [(2, "工单编号")]


@pytest.mark.parametrize("number", ["1.39E+10", "１.３９Ｅ＋１０", "139E+8", "1,39E+10", "-1.39e10", "'1.39E+10"])
def test_a_number_in_scientific_form_is_refused_however_it_is_written(
    ready: Runner, tmp_path: Path, number: str
) -> None:
    assert refused(ready, text(tmp_path / "a.csv", [HEAD, [*ONE[:3], number, *ONE[4:]]])) == [(2, "联系电话")]


def test_a_number_that_was_made_a_date_is_refused(ready: Runner, tmp_path: Path) -> None:
    rows = [HEAD, [datetime(2026, 10, 1), *ONE[1:]], ["10-2", *TWO[1:]]]  # 10-1, as a spreadsheet takes it
    assert refused(ready, book(tmp_path / "a.xlsx", {"S": rows})) == [(2, "工单编号")]


@pytest.mark.parametrize("kind", ["xlsx", "xls", "ods"])
def test_a_number_counts_as_its_cell_shows_it(ready: Runner, tmp_path: Path, kind: str) -> None:
    """The formats are ``"T-"000000``, ``#,##0``, ``0"个工作日"`` and ``00000000``."""
    import shutil

    file = tmp_path / "a"  # its content tells what it is
    shutil.copy(Path(__file__).parent / "data" / f"shown.{kind}", file)
    assert taken(ready, file)["new"] == 1
    case = ready("show", "1", "--json", "--reveal").json()
    assert (case["order_no"], case["phone"], case["account"]) == ("T-000101", "13700000001", "00000034")
    assert case["deadline"].startswith("2026-09-15T17:30")


@pytest.mark.parametrize(("kind", "name"), [("xlsx", "a.xls"), ("xls", "a.xlsx"), ("ods", "a.xlsx"), ("xls", "a.csv")])
def test_a_workbook_under_another_ones_name_is_read(ready: Runner, tmp_path: Path, kind: str, name: str) -> None:
    import shutil

    shutil.copy(Path(__file__).parent / "data" / f"shown.{kind}", tmp_path / name)
    assert taken(ready, tmp_path / name)["new"] == 1


def test_formulas_that_failed_are_refused_where_they_are_used(ready: Runner, tmp_path: Path) -> None:
    rows = [[*HEAD, "备用"], ["=#N/A", *ONE[1:5], "=#VALUE!", "=#REF!"], [*TWO, "=#DIV/0!"]]
    assert refused(ready, book(tmp_path / "a.xlsx", {"S": rows})) == [(2, "工单编号"), (2, "办结时限")]
    assert refused(ready, text(tmp_path / "a.csv", [HEAD, ["#N/A", *ONE[1:]]])) == [(2, "工单编号")]


@pytest.mark.parametrize("kind", ["xls", "ods"])
def test_an_old_workbook_and_an_open_document_tell_the_same(ready: Runner, tmp_path: Path, kind: str) -> None:
    """The sheet 好 has a hidden row 3 and a receipt merged over rows 2 to 4, 坏 a number that is ``#N/A``."""
    file = Path(__file__).parent / "data" / f"marks.{kind}"
    assert refused(ready, file) == [(2, "工单编号")]
    assert "“坏”第 2 行" in ready("import", str(file)).err
    answer = taken(ready, file, "--map", "工单编号=")
    assert (answer["new"], [part["rows"] for part in answer["not_read"]]) == (3, [[3]])
    assert {line["received"][11:16] for line in ready("list", "--json").json()["complaints"]} == {"09:30", "10:00"}


def test_merged_cells_hold_for_all_their_rows(ready: Runner, tmp_path: Path) -> None:
    import xlsxwriter

    file = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(str(file)) as made:
        sheet = made.add_worksheet()
        sheet.write_row(1, 2, HEAD)  # not in the corner
        for place, row in enumerate((ONE, TWO), 2):
            sheet.write_row(place, 2, row)
        sheet.merge_range(2, 6, 3, 6, "2026-09-08 09:30")
        sheet.merge_range(4, 2, 4, 7, "以上共两件")
    answer = taken(ready, file)
    assert (answer["new"], answer["left_out"]) == (2, 1)
    assert received(ready, "T1") == received(ready, "T2") == "2026-09-08 09:30:00"


def test_an_empty_receipt_is_refused_and_a_file_without_one_wants_it_said(ready: Runner, tmp_path: Path) -> None:
    empty = text(tmp_path / "a.csv", [HEAD, [*ONE[:4], "", ""], TWO])
    assert refused(ready, empty) == refused(ready, empty, "--at", "2026-09-08 09:00") == [(2, "受理时间")]
    file = text(tmp_path / "b.csv", [HEAD[:2], ONE[:2], TWO[:2]])
    assert refused(ready, file) == []
    assert "--at" in ready("import", str(file)).err
    assert taken(ready, file, "--at", "2026-09-08 09:00")["new"] == 2
    assert received(ready, "T2") == "2026-09-08 09:00:00"
    assert taken(ready, file, "--at", "2026-09-09")["known"] == 2  # what was said of the file tells nothing new


def test_an_empty_deadline_is_counted_and_named(ready: Runner, tmp_path: Path) -> None:
    answer = taken(ready, text(tmp_path / "a.csv", [HEAD, ONE, ["", *TWO[1:5], "不详"]]))
    assert answer["deadlines_counted"] == 1
    assert answer["no_deadline"] == answer["no_order_no"] == [{"sheet": "", "row": 3}]


def test_limits_count_from_the_receipt(ready: Runner, tmp_path: Path) -> None:
    limits = {
        "4个工作日": "2026-09-14 17:30:00",
        "24小时内": "2026-09-09 09:00:00",
        "三天": "2026-09-11 17:30:00",
        "48H": "2026-09-10 09:00:00",
        "5个法定工作日": "2026-09-15 17:30:00",
        "2026-09-15 12:00前": "2026-09-15 12:00:00",
        "2026-09-15（5个工作日）": "2026-09-15 17:30:00",
        "两周": "2026-09-22 17:30:00",
        "不超过5个工作日": "2026-09-15 17:30:00",
        "自派单起3个工作天": "2026-09-11 17:30:00",
        "收到后2小时内": "2026-09-08 11:00:00",
    }
    rows = [[f"T{n}", f"第{n}件", "", "", "2026-09-08 09:00", limit] for n, limit in enumerate(limits)]
    assert taken(ready, text(tmp_path / "a.csv", [HEAD, *rows]))["new"] == len(rows)
    assert [due(ready, f"T{n}") for n in range(len(rows))] == [*limits.values()]


def test_a_limit_beside_another_is_not_chosen(ready: Runner, tmp_path: Path) -> None:
    for limit in ("24小时内反馈，三天内办结", "24小时内反馈，5个工作日内办结", "2026-09-15 12:00（17:30前签收）"):
        assert refused(ready, text(tmp_path / "a.csv", [HEAD, [*ONE[:5], limit]])) == [(2, "办结时限")]


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_midnight_and_a_day_mean_the_day_in_every_format(ready: Runner, tmp_path: Path, kind: str) -> None:
    if kind == "csv":
        rows: list[list[Any]] = [HEAD, [*ONE[:4], "2026/9/8 0:00", "2026/9/15 0:00:00"], [*TWO[:4], "2026-09-08", ""]]
        file = text(tmp_path / "a.csv", rows)
    else:
        rows = [HEAD, [*ONE[:4], datetime(2026, 9, 8), datetime(2026, 9, 15)], [*TWO[:4], datetime(2026, 9, 8), ""]]
        file = book(tmp_path / "a.xlsx", {"S": rows})
    assert taken(ready, file)["days_without_clock"] == 3
    assert due(ready, "T1") == "2026-09-15 17:30:00"
    assert received(ready, "T1") == received(ready, "T2") == "2026-09-08 17:30:00"


def test_a_list_that_tells_the_day_alone_changes_no_clock(ready: Runner, tmp_path: Path) -> None:
    taken(ready, text(tmp_path / "a.csv", [HEAD, ONE]))
    days = text(tmp_path / "b.csv", [HEAD, [*ONE[:4], "2026-09-08", "2026/9/15"]])
    assert taken(ready, days, "--update")["known"] == 1
    assert (received(ready, "T1"), due(ready, "T1")) == ("2026-09-08 09:00:00", "2026-09-15 12:00:00")
    later = text(tmp_path / "c.csv", [HEAD, [*ONE[:4], "2026-09-08", "2026-09-16"]])
    assert [[*change["fields"]] for change in taken(ready, later)["changed"]] == [["deadline"]]


def test_a_day_without_a_clock_lets_that_days_steps_be_earlier(ready: Runner, tmp_path: Path) -> None:
    assert taken(ready, text(tmp_path / "a.csv", [HEAD, [*ONE[:4], "2026-09-08", ""]]))["new"] == 1
    said = ready("transfer", "T1", "--to", "维修抢修部", "--person", "樊大川", "--at", "2026-09-08 10:00")
    assert said.code == 0, said.err
    assert ready("transfer", "T1", "--to", "维修抢修部", "--at", "2026-09-07 10:00").code == 21


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("2026年9月8日 9时5分", "2026-09-08 09:05:00"),
        ("2026年9月8日9点", "2026-09-08 09:00:00"),
        ("2026年09月08日 下午3点半", "2026-09-08 15:30:00"),
        ("2026-9-8 上午9:05", "2026-09-08 09:05:00"),
        ("2026/9/8 3:20 PM", "2026-09-08 15:20:00"),
        ("2026-09-08 星期二 09:05", "2026-09-08 09:05:00"),
        ("2026/09/08（周二）09：05", "2026-09-08 09:05:00"),
        ("20260908 0905", "2026-09-08 09:05:00"),
        ("2026-09-08 24:00", "2026-09-08 23:59:59"),
        ("2026/9/8 24:00:00", "2026-09-08 23:59:59"),
        ("2026/9/8 4:24:00", "2026-09-08 04:24:00"),
        ("2026年9月8日 14:24:00", "2026-09-08 14:24:00"),
        ("46273.5", "2026-09-08 12:00:00"),
        ("2026-09-08T01:05:00Z", "2026-09-08 09:05:00"),
        ("13/08/2026 09:05", "2026-08-13 09:05:00"),
        ("2026 年 9 月 8 日 9 时 05 分", "2026-09-08 09:05:00"),
        ("2026年9月8日，9点05分", "2026-09-08 09:05:00"),
        ("2026-09-08（09:05）", "2026-09-08 09:05:00"),
        ("2026-09-08 3:05 下午", "2026-09-08 15:05:00"),
        ("2026-09-08 晚上12点", "2026-09-08 23:59:59"),
        ("2026-09-08 上午12点", "2026-09-08 12:00:00"),
        ("2026-09-08 早8点", "2026-09-08 08:00:00"),
        ("2026-09-08 夜间11:30", "2026-09-08 23:30:00"),
        ("2026-09-08 午间11:30", "2026-09-08 11:30:00"),
        ("2026-09-08 凌晨12:30", "2026-09-08 00:30:00"),
        ("2026-09-08 09:05（首次来电）", "2026-09-08 09:05:00"),
    ],
)
def test_times_as_they_come(ready: Runner, tmp_path: Path, written: str, meant: str) -> None:
    assert taken(ready, text(tmp_path / "a.csv", [HEAD, [*ONE[:4], written, ""]]))["new"] == 1
    assert received(ready, "T1") == meant


@pytest.mark.parametrize(
    "clock",
    ["晚上1点", "上午12:30", "半夜1点", "09:00-11:00", "9:00-11:00", "09:00:00-11:00", "09.05", "09,05", "09:05.30"],
)
def test_an_hour_that_may_be_two_is_not_guessed(ready: Runner, tmp_path: Path, clock: str) -> None:
    rows = [HEAD, [*ONE[:4], f"2026-09-08 {clock}", ""], [*TWO[:5], f"2026-09-16 {clock}"]]
    assert refused(ready, text(tmp_path / "a.csv", rows)) == [(2, "受理时间"), (3, "办结时限")]


def test_a_date_that_may_be_two_wants_its_order_said(ready: Runner, tmp_path: Path) -> None:
    file = text(tmp_path / "a.csv", [HEAD, [*ONE[:4], "09/08/2026 09:05", ""]])
    assert refused(ready, file) == [(2, "受理时间")]
    assert refused(ready, text(tmp_path / "b.csv", [HEAD, [*ONE[:4], "13/08/26 09:05", ""]])) == [(2, "受理时间")]
    assert "--dates" in ready("import", str(file)).err
    assert ready("import", str(file), "--dates", "ymd").code == 2
    assert taken(ready, file, "--dates", "dmy", "--dry-run")["new"] == 1
    assert taken(ready, file, "--dates", "mdy")["new"] == 1
    assert received(ready, "T1") == "2026-09-08 09:05:00"


def test_a_date_before_the_first_edition_is_refused(ready: Runner, tmp_path: Path) -> None:
    assert refused(ready, text(tmp_path / "a.csv", [HEAD, ONE, [*TWO[:4], "1999-09-08", ""]])) == [(3, "受理时间")]


def test_guards_and_padding_come_off(ready: Runner, tmp_path: Path) -> None:
    plain = text(tmp_path / "p.csv", [HEAD, ONE, TWO])
    guarded = [
        HEAD,
        ['="T1"', ONE[1], "甲　某", "'13700000001", *ONE[4:]],
        ["“\u202dT2\u202c”\t", TWO[1], " 乙 某\u200e", "\t\u202d137 0000 0002\u202c", *TWO[4:]],
        ["T3", "点火针坏了要买配件", "丙某", "13700000003.0", *TWO[4:]],
    ]
    assert taken(ready, text(tmp_path / "g.csv", guarded))["new"] == 3
    assert [kept(ready, no)["phone"] for no in ("T2", "T3")] == ["13700000002", "13700000003"]
    assert taken(ready, plain)["known"] == 2


def test_words_for_nothing_are_no_value_and_match_nothing(ready: Runner, tmp_path: Path) -> None:
    head = [*HEAD, "地址"]
    rows = [
        ["T1", "换表约了两周没有人来", "匿名", "无", "2026-09-08 09:00", "", "无"],
        ["T2", "点火针坏了要买配件", "匿名", "无", "2026-09-09 09:00", "/", "无"],
        ["T3", "热水器打不着火", "-", "137****0105", "2026-09-10 09:00", "", "／"],
        ["T4", "灶具接口渗水", "要求保密", "137****0105", "2026-09-11 09:00", "", "（不详）"],
        ["T5", "灶具接口掉漆", "拒绝提供", "未留电话", "2026-09-11 09:00", "", "未留"],
        ["T6", "灶具接口生锈", "？", "没有", "2026-09-12 09:00", "", "【无】"],
    ]
    answer = taken(ready, text(tmp_path / "a.csv", [head, *rows]))
    assert answer["suggestions"] == []
    found = [kept(ready, row[0]) for row in rows]
    assert [(one["phone"], one["address"]) for one in found] == [(None, None)] * 6
    assert found[4]["caller"] is found[5]["caller"] is None
    assert found[3]["confidential"]


def test_an_urgency_or_a_category_that_is_not_known_is_kept_out_and_named(ready: Runner, tmp_path: Path) -> None:
    head = [*HEAD, "紧急程度", "投诉类别"]
    rows = [head, [*ONE, "三级", "民生"], [*TWO, "紧急", "供气保障"]]
    answer = taken(ready, text(tmp_path / "a.csv", rows))
    assert {(line["row"], line["column"], line["cell"]) for line in answer["unknown"]} == {
        (2, "紧急程度", "三级"),
        (2, "投诉类别", "民生"),
    }
    assert (kept(ready, "T1")["category"], kept(ready, "T2")["category"]) == ("未分类", "供气保障")


def test_the_channel_is_not_the_source(ready: Runner, tmp_path: Path) -> None:
    rows = [[*HEAD, "受理渠道"], [*ONE, "微信"], [*TWO, "12345热线"]]
    assert taken(ready, text(tmp_path / "a.csv", rows))["new"] == 2
    assert {kept(ready, no)["source"] for no in ("T1", "T2")} == {"12345热线"}
    rows = [[*HEAD, "来源"], ["T3", *ONE[1:], "电话"], ["T4", *TWO[1:], "省级平台"]]
    assert taken(ready, text(tmp_path / "b.csv", rows))["new"] == 2
    assert [kept(ready, no)["source"] for no in ("T3", "T4")] == ["12345热线", "省级平台"]
    rows = [[*HEAD, "来源"], ["T5", *ONE[1:], "电话"]]
    assert taken(ready, text(tmp_path / "c.csv", rows), "--source", "来访")["new"] == 1
    assert kept(ready, "T5")["source"] == "来访"


# -- what is known -----------------------------------------------------------------------------


def test_a_known_number_on_another_matter_is_refused_unless_it_changed(ready: Runner, tmp_path: Path) -> None:
    head = ["编号", *HEAD[1:]]
    assert taken(ready, text(tmp_path / "a.csv", [head, ["1", *ONE[1:]], ["2", *TWO[1:]]]))["new"] == 2
    other = text(tmp_path / "b.csv", [head, ["1", "楼道阀门锈死", "", "", "2026-09-18 09:00", "2026-09-25 17:30"]])
    assert refused(ready, other) == [(2, "编号")]
    assert "--map 编号=" in ready("import", str(other)).err
    assert taken(ready, other, "--map", "编号=", "--dry-run")["new"] == 1
    assert len(taken(ready, other, "--update", "--approved-by", "纪清源")["changed"]) == 1


def test_the_same_row_twice_and_a_changed_one(ready: Runner, tmp_path: Path) -> None:
    answer = taken(ready, text(tmp_path / "a.csv", [HEAD, ONE, TWO, ONE, ["", *ONE[1:]], ["", *ONE[1:]]]))
    assert (answer["new"], [line["row"] for line in answer["repeated"]]) == (2, [4, 5, 6])
    changed = text(tmp_path / "b.csv", [HEAD, [*ONE[:5], "2026-09-20 12:00"], TWO])
    answer = taken(ready, changed)
    assert (answer["known"], [line["row"] for line in answer["changed"]]) == (1, [2])
    assert due(ready, "T1") == "2026-09-15 12:00:00"
    taken(ready, changed, "--update", "--approved-by", "纪清源")
    assert due(ready, "T1") == "2026-09-20 12:00:00"


def test_every_row_that_may_not_be_put_right_is_named(ready: Runner, tmp_path: Path) -> None:
    """A deadline that takes a fine away needs a second person, a receipt does not come after a step."""
    taken(ready, text(tmp_path / "a.csv", [HEAD, ONE, TWO]))
    assert ready("transfer", "T2", "--to", "维修抢修部", "--at", "2026-09-08 11:00").code == 0
    rows = [HEAD, [*ONE[:5], "2026-12-20 12:00"], [*TWO[:4], "2026-09-08 12:00", TWO[5]], ["T3", *TWO[1:]]]
    ready.now = "2026-10-12 09:00"
    changed = text(tmp_path / "b.csv", rows)
    for second in ((), ("--approved-by", "纪清源")):
        said = ready("import", str(changed), "--update", *second, "--json")
        assert said.code == 50, said
        found = [(error["row"], error["column"], error["cell"]) for error in json.loads(said.out)["errors"]]
        assert found == [(2, "办结时限", "2026-12-20 12:00"), (3, "受理时间", "2026-09-08 12:00")][bool(second) :]
    assert ready("import", str(changed), "--update", "--approved-by", "路人").code == 2
    assert len(ready("list", "--json").json()["complaints"]) == 2


@pytest.mark.parametrize("ending", ["xlsx", "csv"])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_our_own_ledger_comes_back_unchanged(ready: Runner, tmp_path: Path, ending: str, language: str) -> None:
    head = [*HEAD, "紧急程度", "是否保密", "户号", "地址"]
    rows = [[*ONE, "特急", "是", "880012345", "-9号楼"], [*TWO, "一般", "否", "", "石桥路11号，回电13700000009"]]
    rows[1][1] = "-报修三日\r\n无人上门\u202e"  # as a csv of Windows has its lines
    assert taken(ready, text(tmp_path / "a.csv", [head, *rows]))["new"] == 2
    intake = ["intake", "--content", "来访反映表箱生锈", "--phone", "13700000188", "--at", "2026-09-08 09:00:07"]
    assert ready(*intake).code == 0
    assert ready("transfer", "T1", "--to", "维修抢修部", "--person", "樊大川", "--at", "2026-09-08 10:00").code == 0
    before = ready("list", "--all", "--json").json()
    ledger = tmp_path / f"l.{ending}"
    assert ready("ledger", "-o", str(ledger), lang=language).code == 0
    answer = taken(ready, ledger, "--update")
    assert (answer["new"], answer["known"], answer["changed"]) == (0, 3, [])
    assert answer["masked"] > 0
    assert ready("list", "--all", "--json").json() == before


@pytest.mark.parametrize("masked", ["甲*", "*某", "甲＊", "甲**"])
def test_a_name_that_the_hotline_masks_alters_none(ready: Runner, tmp_path: Path, masked: str) -> None:
    taken(ready, text(tmp_path / "a.csv", [HEAD, ONE]))
    answer = taken(ready, text(tmp_path / "b.csv", [HEAD, [*ONE[:2], masked, "137****0001", *ONE[4:]]]), "--update")
    assert (answer["known"], answer["masked"], kept(ready, "T1")["caller"]) == (1, 2, "甲某")


# -- files -------------------------------------------------------------------------------------


def test_html_and_text_that_carry_a_workbooks_name(ready: Runner, tmp_path: Path) -> None:
    spanned = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in (HEAD, ONE))
    page = f"<html><head><meta charset=gbk></head><table><tr><th colspan=6>某市工单</th></tr>{spanned}</table></html>"
    (tmp_path / "a.xls").write_bytes(page.encode("gbk"))
    assert taken(ready, tmp_path / "a.xls")["new"] == 1
    assert taken(ready, text(tmp_path / "b.xls", [HEAD, ONE, TWO], "gbk", "\t"))["new"] == 1
    three = "".join(f"<td>{cell}</td>" for cell in ("T3", "没气<br>三天<BR/>了", *ONE[2:]))
    (tmp_path / "c.xls").write_text(page.replace(spanned, f"{spanned}<tr>{three}</tr>").replace("gbk", "utf-8"))
    assert taken(ready, tmp_path / "c.xls")["new"] == 1
    assert kept(ready, "T3")["content"] == "没气\n三天\n了"
    assert taken(ready, text(tmp_path / "d.xls", [HEAD, ONE, TWO], "utf-16", "\t"))["known"] == 2


def test_the_rows_that_a_page_hides_are_named_and_not_read(ready: Runner, tmp_path: Path) -> None:
    rows = ("".join(f"<td>{cell}</td>" for cell in row) for row in (HEAD, ONE, TWO, [""] * 6))
    styles = ("", "", "height=0 style='mso-height-source:auto;display:none'", "style='display:none'")
    lines = "".join(f"<tr {style}>{row}</tr>" for style, row in zip(styles, rows, strict=True))
    (tmp_path / "a.xls").write_text(f"<html><table>{lines}</table></html>")
    answer = taken(ready, tmp_path / "a.xls")
    assert (answer["new"], [line["rows"] for line in answer["not_read"]]) == (1, [[3]])


def test_what_parts_the_cells_is_found_under_a_banner(ready: Runner, tmp_path: Path) -> None:
    assert taken(ready, text(tmp_path / "a.csv", [["九月工单, 共 1 件"], HEAD, ONE], "gbk", "\t"))["new"] == 1
    file = text(tmp_path / "b.csv", [HEAD, TWO], "utf-8", ";")
    file.write_bytes("\ufeffsep=;\r\n".encode() + file.read_bytes())
    assert taken(ready, file)["new"] == 1


@pytest.mark.parametrize(
    "body",
    [
        'T1,"阀门坏了,2026-09-08 09:00\nT2,乙,2026-09-08 10:00\n',
        'T1,"阀门,2026-09-08 09:00\nT2,乙,"2026-09-08 10:00"\n',
    ],
)
def test_a_quote_that_is_never_closed_is_refused_with_its_row(ready: Runner, tmp_path: Path, body: str) -> None:
    file = tmp_path / "a.csv"
    file.write_text(f"工单编号,诉求内容,受理时间\n{body}")
    assert refused(ready, file) == []
    assert "第 2 行" in ready("import", str(file)).err


@pytest.mark.parametrize(
    "body",
    [
        'T1,"阀门,2026-09-08 09:00\nT2,乙",2026-09-08 10:00\n',
        'T1,"阀门,2026-09-08 09:00\nT2,丙,2026-09-08 09:30\nT3,丁",2026-09-08 10:00\n',
    ],
)
def test_a_quote_that_a_later_row_closes_is_refused(ready: Runner, tmp_path: Path, body: str) -> None:
    file = tmp_path / "a.csv"
    file.write_text(f"工单编号,诉求内容,受理时间\n{body}")
    assert refused(ready, file) == [(2, "诉求内容")]


def test_a_text_of_several_lines_is_one_cell(ready: Runner, tmp_path: Path) -> None:
    row = ["T1", '第一行,另\n第二行，"说好"的\n第三行,又', *ONE[2:]]
    assert taken(ready, text(tmp_path / "a.csv", [HEAD, row]))["new"] == 1
    assert kept(ready, "T1")["content"] == row[1]


def test_a_row_longer_than_its_header_is_refused(ready: Runner, tmp_path: Path) -> None:
    rows = [HEAD, ["T1", "停气", *ONE[1:]], TWO]
    assert refused(ready, text(tmp_path / "a.csv", rows)) == [(2, "G")]


def test_the_1904_dates_of_a_workbook(ready: Runner, tmp_path: Path) -> None:
    rows = [HEAD, [*ONE[:4], datetime(2026, 9, 8, 9, 0), datetime(2026, 9, 15, 12, 0)]]
    assert taken(ready, book(tmp_path / "a.xlsx", {"S": rows}, date_1904=True))["new"] == 1
    assert (received(ready, "T1"), due(ready, "T1")) == ("2026-09-08 09:00:00", "2026-09-15 12:00:00")


def test_a_day_and_its_clock_in_two_columns(ready: Runner, tmp_path: Path) -> None:
    head = [*HEAD[:4], "受理日期", "受理时间", "截止日期", "截止时间"]
    rows = [head, [*ONE[:4], "2026/9/8 0:00", "下午3:20", "2026年9月15日前", "12:00"]]
    rows.append([*TWO[:4], "2026-09-08", "", "", "2026-09-16 12:00"])
    answer = taken(ready, text(tmp_path / "a.csv", rows))
    assert answer["ignored"] == [] and answer["columns"]["受理日期"] == "at"
    assert (received(ready, "T1"), due(ready, "T1")) == ("2026-09-08 15:20:00", "2026-09-15 12:00:00")
    assert (received(ready, "T2"), due(ready, "T2")) == ("2026-09-08 17:30:00", "2026-09-16 12:00:00")


def test_a_day_and_its_clock_in_cells_below_one_head(ready: Runner, tmp_path: Path) -> None:
    above, below = [*HEAD[:4], "受理", None, "截止", None], [*[None] * 4, "日期", "时间", "日期", "时间"]
    row = [*ONE[:4], datetime(2026, 9, 8), time(9, 5), datetime(2026, 9, 15), time(12)]
    assert taken(ready, book(tmp_path / "a.xlsx", {"S": [above, below, row]}))["new"] == 1
    assert (received(ready, "T1"), due(ready, "T1")) == ("2026-09-08 09:05:00", "2026-09-15 12:00:00")


def test_a_clock_whose_day_is_left_out_is_no_time(ready: Runner, tmp_path: Path) -> None:
    rows = [[*HEAD[:4], "受理日期", "受理时间"], [*ONE[:4], "2026-09-08", "9:05"]]
    said = ready("import", text(tmp_path / "a.csv", rows), "--map", "受理日期=", "--json")
    assert said.code == 50 and [e["column"] for e in json.loads(said.out)["errors"]] == ["受理时间"]


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("13700000001\n13700000002", "13700000001、13700000002"),
        ("13700000001 13700000002", "13700000001、13700000002"),
        ("0512-68001234  13700000001", "0512-68001234、13700000001"),
        ("1370000 0001", "13700000001"),
        ("137 0000 0001", "13700000001"),
    ],
)
def test_two_phones_in_a_cell_stay_two(ready: Runner, tmp_path: Path, written: str, said: str) -> None:
    assert taken(ready, text(tmp_path / "a.csv", [HEAD, [*ONE[:3], written, *ONE[4:]]]))["new"] == 1
    assert kept(ready, "T1")["phone"] == said
    assert len(ready("search", "0001", "--json").json()["complaints"]) == 1


def test_what_was_registered_is_the_text_and_a_number_of_a_complaint_no_order_number(
    ready: Runner, tmp_path: Path
) -> None:
    head = ["序号", "工单号", "工单标题", "登记内容", "投诉号码", "交办时间"]
    row = ["1", "T1", "燃气缴费", "卡表充值后不显示金额", "13700000001", "2026-09-08 09:00:05"]
    answer = taken(ready, text(tmp_path / "a.csv", [head, row]))
    assert answer["ignored"] == ["序号", "投诉号码"]
    assert kept(ready, "T1")["content"] == "燃气缴费\n卡表充值后不显示金额"


def test_subtotals_of_excel_and_the_numbers_of_columns_are_no_orders(ready: Runner, tmp_path: Path) -> None:
    rows = [
        ["诉求类别", *HEAD],
        [*map(str, range(1, 8))],
        ["报修", *ONE],
        ["报修 计数", "1"],
        ["计量", *TWO],
        ["总计数", "2"],
    ]
    answer = taken(ready, text(tmp_path / "a.csv", rows))
    assert (answer["new"], [line["row"] for line in answer["left_out_rows"]]) == (2, [2, 4, 6])


@pytest.mark.parametrize("cell", ["甲某/13700000001", "甲某 13700000001", "甲某（电话：137 0000 0001）"])
def test_a_phone_beside_the_caller_is_the_phone(ready: Runner, tmp_path: Path, cell: str) -> None:
    head = ["工单编号", "诉求内容", "来电人及电话", "受理时间"]
    assert taken(ready, text(tmp_path / "a.csv", [head, ["T1", ONE[1], cell, ONE[4]]]))["new"] == 1
    assert (kept(ready, "T1")["caller"], kept(ready, "T1")["phone"]) == ("甲某", "13700000001")


@pytest.mark.parametrize(
    ("place", "cell"),
    [(0, "示例"), (1, "例"), (1, "示例：GX001"), (1, "（填写示例）"), (2, "示例：灶具打不着火，请派人")],
)
def test_an_example_is_no_order(ready: Runner, tmp_path: Path, place: int, cell: str) -> None:
    example = ["1", *TWO]
    example[place] = cell
    real = ["2", ONE[0], "例行安检无人上门", *ONE[2:]]
    answer = taken(ready, text(tmp_path / "a.csv", [["序号", *HEAD], example, real]))
    assert (answer["new"], [(line["row"], line["why"]) for line in answer["left_out_rows"]]) == (1, [(2, "填写示例")])


# -- what was said by hand ---------------------------------------------------------------------


def test_a_mapping_belongs_to_its_header_and_can_be_forgotten(ready: Runner, tmp_path: Path) -> None:
    first = text(tmp_path / "a.csv", [["id", "诉求内容", "受理时间"], ["R1", "燃气表倒走", "2026-09-08 09:00"]])
    other = text(tmp_path / "b.csv", [["id", "主要内容", "派单时间"], ["1", "安检员没来", "2026-09-08 09:00"]])
    assert taken(ready, first, "--map", "id=order_no")["new"] == 1
    assert taken(ready, other)["new"] == 1
    assert taken(ready, first)["known"] == 1
    [line] = ready("import", "--maps", "--json").json()["maps"]
    assert (line["column"], line["field"], line["header"]) == ("id", "order_no", ["id", "诉求内容", "受理时间"])
    assert "id = 热线工单编号" in ready("import", "--maps").out
    assert ready("import", "--forget", "号").code == 2
    assert ready("import", "--forget", "id").code == 0
    assert ready("import", "--maps", "--json").json()["maps"] == []
    assert "还没有记住任何" in ready("import", "--forget", "id").err
    assert "id" in taken(ready, first, "--dry-run")["ignored"]


def test_a_column_can_be_left_out(ready: Runner, tmp_path: Path) -> None:
    file = text(tmp_path / "a.csv", [HEAD, ONE])
    assert taken(ready, file, "--map", "来电人=,联系电话=")["new"] == 1
    assert (kept(ready, "T1")["caller"], kept(ready, "T1")["phone"]) == (None, None)
    assert ready("import", "--maps", str(file)).code == 2


# -- what is told ------------------------------------------------------------------------------


def test_a_dry_run_tells_the_same_account(ready: Runner, tmp_path: Path) -> None:
    rows = [HEAD, ONE, [], ["T2", "厨房里一直漏气", "", "", "2026-09-08", ""], ONE, ["合计", "3"]]
    file = text(tmp_path / "a.csv", rows)
    dry = ready("import", str(file), "--dry-run").out.splitlines()
    real = ready("import", str(file)).out.splitlines()
    assert dry[:-1] == real[:-1]
    said = "\n".join(real)
    for part in (
        "第 3 行（空行）",
        "第 6 行（合计或签字行）“合计 3”",
        "文件内重复：第 5 行",
        "推算的办结时限：1 件",
        "险情",
        "00:00",
    ):
        assert part in said
    assert real[-1].endswith("读到 5 行 = 新登记 2 + 已有 0 + 有变化 0（更新 0） + 文件内重复 1 + 不是工单 2。")


@pytest.mark.parametrize(
    ("words", "sounds"),
    [
        ("厨房漏气了", True),
        ("灶具爆燃", True),
        ("闻到臭鸡蛋味", True),
        ("施工挖断燃气管", True),
        ("灶具打不着火", False),
        ("营业厅爆满", False),
        ("水管漏水", False),
    ],
)
def test_words_of_danger(words: str, sounds: bool) -> None:
    from complaint_cli.company.categories import sounds_dangerous

    assert sounds_dangerous(words) is sounds


def test_a_table_that_is_not_there_is_refused_as_any_other(run: Runner, tmp_path: Path) -> None:
    books.lay(run.db)
    for name in ("none.csv", "."):
        refused = run("import", str(tmp_path / name))
        assert refused.code == 50 and "没有文件" in refused.err, name
