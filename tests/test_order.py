"""One order as it arrives: text with labels, brackets, tabs, forms; several in one; what it says and leaves out."""

from __future__ import annotations

import io
import json
import re
import time
from pathlib import Path
from typing import Any

import pytest

from conftest import Result, Runner

NOW = "2026-11-02 09:00"
PAGE = """市民热线工单
工单编号：RX26110201
来电人：樊女士
来电号码：139 0000 1101
来电时间：2026-11-01 19:40
派发时间：2026-11-02 08:30:05
办结时限：2026-11-06 12:00:00
诉求地址：柳堤区竹影巷9号
诉求标题：换表无人上门
诉求内容：市民说上月登记换表，领了回执，
至今没有接到电话。
诉求：请定下日期。
是否保密：否
承办单位：某燃气公司
"""


@pytest.fixture
def desk(run: Runner) -> Runner:
    run("init", now="2026-09-01 08:00")
    run.now = NOW
    return run


def shown(desk: Runner, no: str = "1") -> dict[str, Any]:
    found: dict[str, Any] = desk("show", no, "--json", "--reveal").json()
    return found


def taken(desk: Runner, text: str | bytes, *words: str) -> dict[str, Any]:
    """Register one order from stdin and return it as it is kept."""
    said = desk("intake", "-", "--json", *words, stdin=text)
    assert said.code == 0, said.err
    return shown(desk, said.json()["no"])


def refused(desk: Runner, text: str | bytes, code: int) -> Result:
    said = desk("intake", "-", stdin=text)
    assert said.code == code, (said.out, said.err)
    assert desk("list", "--all", "--json").json()["complaints"] == []
    return said


def test_a_page_copied_as_text(desk: Runner) -> None:
    said = desk("intake", "-", stdin=PAGE)
    assert said.code == 0 and "2026-0001 已登记，办结时限 2026-11-06 12:00（按工单）" in said.out
    assert "没有用到" in said.err and "承办单位“某燃气公司”" in said.err and "来电时间" in said.err
    assert "139 0000 1101" not in said.err and "13900001101" not in said.err and "樊女士" not in said.err
    case = shown(desk)
    assert (case["order_no"], case["caller"], case["phone"]) == ("RX26110201", "樊女士", "13900001101")
    assert case["address"] == "柳堤区竹影巷9号" and case["confidential"] is False
    assert case["received"].startswith("2026-11-02T08:30:05") and case["deadline"].startswith("2026-11-06T12:00:00")
    assert case["content"] == ("换表无人上门\n市民说上月登记换表，领了回执，\n至今没有接到电话。\n诉求：请定下日期。")


@pytest.mark.parametrize(
    "text",
    [
        "【派单提醒】\n【工单编号】RX1\n【诉求人】黎女士\n【联系电话】13900001102\n【诉求内容】反映停卡。\n【办理时限】11月5日17:30前\n请及时签收@客服",
        "【工单编号：RX1】【诉求人：黎女士】【电话：13900001102】\n【办理时限：3个工作日内】【诉求内容：反映停卡。】",
        "工单编号：RX1，来电人：黎女士，联系电话：13900001102，诉求内容：反映停卡。，办结时限：2026-11-05",
        "工单编号\tRX1\t来电人\t黎女士\n联系电话\t13900001102\t办结时限\t2026-11-05\n诉求内容\t反映停卡。\n领导批示\t",
        "工单编号\t来电人\t联系电话\t诉求内容\t办结时限\nRX1\t黎女士\t13900001102\t反映停卡。\t2026-11-05",
        "| 工单编号 | RX1 |\n|---|---|\n| 来电人 | 黎女士（13900001102） |\n| 诉求内容 | 反映停卡。 |\n| 时限 | 2026-11-05 |",
        "1. 工单号: RX1\n2. 姓名: 黎女士 139-0000-1102\n3. 问题描述: 反映停卡。\n4. 办理期限: 三个工作日",
        "工 单 编 号：RX1\n来 电 人：黎女士    联 系 电 话：13900001102\n诉求内容：反映停卡。\n要求办结时间：2026年11月5日17时30分（星期四）",
        "工单编号  RX1  来电人  黎女士\n电话  13900001102\n主要内容  反映停卡。\n承诺完成时间  2026-11-05 00:00:00",
        "来电人及电话：黎女士 13900001102\n热线工单编号：\nRX1\n办结时限：2026/11/5\n内容：反映停卡。",
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030", "utf-16"])
def test_layouts_and_encodings_of_one_order(desk: Runner, text: str, encoding: str) -> None:
    case = taken(desk, text.replace("\n", "\r\n").encode(encoding))
    assert (case["order_no"], case["caller"], case["content"]) == ("RX1", "黎女士", "反映停卡。")
    assert case["phone"].replace("-", "") == "13900001102"
    assert case["received"].startswith("2026-11-02T09:00") and case["deadline"].startswith("2026-11-05T17:30:00")


def word_form(cells: list[list[str]]) -> bytes:
    from docx import Document

    book = Document()
    book.add_paragraph("热线交办单")
    table = book.add_table(rows=len(cells), cols=4)
    for row, line in zip(table.rows, cells, strict=True):
        for position, text in enumerate(line):
            row.cells[position].text = text
        if len(line) == 2:
            row.cells[1].merge(row.cells[3])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.mark.parametrize(("head", "number"), [("工单编号：RX2", "RX2"), ("编号：QR-8.2  电话：0512-1234567", None)])
def test_the_head_of_a_words_page_tells_the_order_number_alone(
    desk: Runner, tmp_path: Path, head: str, number: str | None
) -> None:
    from docx import Document

    book = Document(io.BytesIO(word_form([["来电人", "甲某"], ["诉求内容", "灶具打不着火请派人"]])))
    book.sections[0].header.paragraphs[0].text = head
    book.save(str(tmp_path / "a.docx"))
    assert desk("intake", tmp_path / "a.docx").code == 0
    assert (shown(desk)["order_no"], shown(desk)["phone"]) == (number, None)


def test_the_head_of_a_words_page_adds_no_second_order_number(desk: Runner, tmp_path: Path) -> None:
    from docx import Document

    book = Document(io.BytesIO(word_form([["工单编号", "RX1"], ["诉求内容", "灶具打不着火请派人"]])))
    book.sections[0].header.paragraphs[0].text = "工单编号：RX2"
    book.save(str(tmp_path / "a.docx"))
    assert desk("intake", tmp_path / "a.docx").code == 0
    assert shown(desk)["order_no"] == "RX1"


def test_a_title_tells_the_order_number_in_brackets(desk: Runner) -> None:
    kept = taken(desk, "市民诉求交办单（编号：RX1）\n诉求内容：灶具打不着火请派人\n来电人：甲某\n")
    assert (kept["order_no"], kept["content"]) == ("RX1", "灶具打不着火请派人")


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("13900001101或13900001102", "13900001101或13900001102"),
        ("13900001101；0512-68001234转1", "13900001101;0512-68001234转1"),
        ("0512-68001234 分机8012", "0512-68001234分机8012"),
        ("13900001101（本人）", "13900001101"),
    ],
)
def test_every_phone_of_a_line_is_kept(desk: Runner, written: str, kept: str) -> None:
    assert taken(desk, f"工单编号：RX1\n诉求内容：灶具打不着火请派人\n联系电话：{written}\n")["phone"] == kept


def test_a_page_whose_labels_have_a_space_behind_them(desk: Runner) -> None:
    page = """工单信息
工单编号 RX1
工单状态 待签收
来电时间 2026-11-01 10:10:10
诉求标题 燃气费异常
诉求内容 市民称本月费用增加三倍，要求核查。
事发地址 文昌街8号
期限要求 2026-11-06 17:30:00
"""
    kept = taken(desk, page)
    assert (kept["order_no"], kept["address"]) == ("RX1", "文昌街8号")
    assert (kept["received"][:16], kept["deadline"][:16]) == ("2026-11-01T10:10", "2026-11-06T17:30")
    assert kept["content"] == "燃气费异常\n市民称本月费用增加三倍，要求核查。"


def test_what_heads_a_group_of_labels_is_no_value(desk: Runner, tmp_path: Path) -> None:
    rows = [["投诉人\n基本信息", "姓名", "郝女士", ""], ["诉求内容", "灶具打不着火请派人"]]
    (tmp_path / "a.docx").write_bytes(word_form([*rows, ["接件时间", "2026.10.30 上午9:05", "编号", "RX1"]]))
    assert desk("intake", tmp_path / "a.docx").code == 0
    assert (shown(desk)["caller"], shown(desk)["received"][:16]) == ("郝女士", "2026-10-30T09:05")


def test_a_title_and_a_sign_before_an_urgency(desk: Runner) -> None:
    kept = taken(desk, "工单编号：RX1\n留言标题：安检乱收费\n紧急程度：★紧急\n留言内容：上门安检收费是否合规\n")
    assert (kept["content"], kept["urgency"]) == ("安检乱收费\n上门安检收费是否合规", "urgent")


def test_two_orders_of_one_matter_are_told_once(desk: Runner) -> None:
    one = "工单编号：RX{}\n来电号码：13900001101\n诉求内容：翠湖小区东门调压箱护栏被车撞倒\n"
    said = desk("intake", "-", stdin=one.format(1) + one.format(2))
    assert said.code == 0 and said.err.count("--repeat-of") == 1


def test_a_demand_is_the_text_where_there_is_no_other(desk: Runner) -> None:
    kept = taken(desk, "转办编号\tRX1\n来文单位\t市12345中心\n主要诉求\t灶具打不着火请派人\n是否愿意公开\t否\n")
    assert (kept["content"], kept["confidential"]) == ("主要诉求：灶具打不着火请派人", True)


def excel_form(cells: list[list[str]]) -> bytes:
    import xlsxwriter

    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        sheet = book.add_worksheet()
        sheet.merge_range(0, 0, 0, 3, "热线交办单")
        for number, line in enumerate(cells, 1):
            sheet.write_row(number, 0, line)
            if len(line) == 2:
                sheet.merge_range(number, 1, number, 3, line[1])
    return out.getvalue()


@pytest.mark.parametrize("make", [word_form, excel_form])
def test_word_and_excel_forms(desk: Runner, tmp_path: Path, make: Any) -> None:
    form = make(
        [
            ["工单编号", "RX2", "受理时间", "2026-11-02 07:55"],
            ["来电人", "", "联系电话", "13900001103"],
            ["工单来源", "电话", "是否保密", "☑是 □否"],
            ["诉求内容", "反映漏气\n诉求：上门"],
            ["办理情况", ""],
        ]
    )
    file = tmp_path / "交办单"  # the name says nothing of the kind
    file.write_bytes(form)
    assert desk("intake", file, "--deadline", "2h").code == 0
    case = shown(desk)
    assert (case["order_no"], case["caller"], case["phone"]) == ("RX2", None, "13900001103")
    assert case["content"] == "反映漏气\n诉求：上门" and case["confidential"] and case["source"] == "12345热线"
    assert case["deadline"].startswith("2026-11-02T09:55")  # a limit counts from receipt


@pytest.mark.parametrize("first", ["受理时间：09:05\n受理日期：2026-10-12", "受理日期：10月12日\n受理时间：9时5分"])
def test_a_day_and_its_clock_under_two_labels(desk: Runner, first: str) -> None:
    kept = taken(desk, f"工单编号：RX1\n{first}\n截止日期：11月20日前\n截止时间：12:00\n诉求内容：灶具打不着火请派人\n")
    assert (kept["received"][:16], kept["deadline"][:16]) == ("2026-10-12T09:05", "2026-11-20T12:00")


def test_each_sheet_of_a_workbook_is_a_form_and_what_is_none_is_named(desk: Runner, tmp_path: Path) -> None:
    import xlsxwriter

    forms = {
        "填写说明": [["请如实填写"]],
        "一": [["工单编号", "RX2"], ["诉求内容", "表不走字"]],
        "字典": [["紧急程度", "类别"], ["一般", "停气"], ["紧急", "漏气"]],
        "旧": [["工单编号", "RX1"], ["诉求内容", "去年的单"]],
        "二": [["工单编号", "RX3"], ["诉求内容", "卡读不出"], ["办结时限", "2小时"]],
    }
    with xlsxwriter.Workbook(tmp_path / "a.xlsx") as book:
        for name, rows in forms.items():
            sheet = book.add_worksheet(name)
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, row)
            if name == "旧":
                sheet.hide()
    said = desk("intake", tmp_path / "a.xlsx")
    assert said.code == 0 and [shown(desk, no)["order_no"] for no in "12"] == ["RX2", "RX3"]
    assert shown(desk)["content"] == "表不走字" and shown(desk, "2")["deadline"].startswith("2026-11-02T11:00")
    assert all(f"没有读的工作表：“{name}”" in said.err for name in ("填写说明", "字典", "旧"))


def test_prose_on_two_sheets_is_one_text(desk: Runner, tmp_path: Path) -> None:
    import xlsxwriter

    with xlsxwriter.Workbook(tmp_path / "a.xlsx") as book:
        for said in ("市民说表不走字", "请尽快处理"):
            book.add_worksheet().write(0, 0, said)
    assert desk("intake", tmp_path / "a.xlsx").code == 0
    assert shown(desk)["content"] == "市民说表不走字\n请尽快处理"


@pytest.mark.parametrize("fallback", [False, True])
def test_the_lines_of_a_text_box_stand_once_and_apart(desk: Runner, tmp_path: Path, fallback: bool) -> None:
    from docx import Document
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls

    lines = "".join(f"<w:p><w:r><w:t>{line}</w:t></w:r></w:p>" for line in ("工单编号：RX2", "来电人：郝某"))
    box = f"<w:txbxContent>{lines}</w:txbxContent>"
    drawn = f'<w:pict><v:textbox xmlns:v="urn:schemas-microsoft-com:vml">{box}</v:textbox></w:pict>'
    if fallback:
        drawn = (
            f"<mc:AlternateContent><mc:Choice>{box}</mc:Choice><mc:Fallback>{drawn}</mc:Fallback></mc:AlternateContent>"
        )
    compatible = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    book = Document()
    book.add_paragraph("诉求内容：表不走字")
    paragraph = book.add_paragraph("办结时限：")
    paragraph._p.append(parse_xml(f"<w:r {nsdecls('w')} {compatible}>{drawn}</w:r>"))
    paragraph.add_run("2小时")
    book.save(str(tmp_path / "a.docx"))
    assert desk("intake", tmp_path / "a.docx").code == 0
    case = shown(desk)
    assert (case["order_no"], case["caller"], case["content"]) == ("RX2", "郝某", "表不走字")
    assert case["deadline"].startswith("2026-11-02T11:00")


@pytest.mark.parametrize("parting", ["\n", " ", ""])
def test_pictures_before_labels_hide_none(desk: Runner, parting: str) -> None:
    lines = (
        "📌工单编号：RX2",
        "☎️联系电话：13900001104",
        "1️⃣【紧急程度】紧急" if parting == "\n" else "❗紧急程度：紧急",
    )
    text = "\n".join((parting.join(lines), "📝诉求内容：表不走字😊要求：换表✅", "⏰办结时限：2026-11-06 12:00"))
    case = taken(desk, text)
    assert (case["order_no"], case["phone"], case["urgency"]) == ("RX2", "13900001104", "urgent")
    assert case["content"] == "表不走字😊要求：换表✅" and case["deadline"].startswith("2026-11-06T12:00")


SAVED = """<html><head><meta charset="gb2312"><style>p {{}}</style></head><body><table><tr><td><h2>承办单</h2>{form}</td></tr>
</table><p>联系人：李科长</p></body></html>"""
FORM = """<table><tr><td>工单编号</td><td>RX2</td><td>受理时间</td><td>2026-11-02 07:55</td></tr>
<tr><td>诉求内容</td><td colspan="3">反映<b>漏气</b>。<br>家里有
老人。</td></tr><tr><td>来电人</td><td></td><td>办结时限</td><td>2小时</td></tr></table>"""


@pytest.mark.parametrize("form", [FORM, "<p>工单编号：RX2</p><div>受理时间：2026-11-02 07:55</div>诉求内容：反映漏气。<br>"
    "家里有 老人。<p>办结时限：2小时</p>"])  # fmt: skip
def test_a_page_is_an_order_whatever_name_it_carries(desk: Runner, tmp_path: Path, form: str) -> None:
    file = tmp_path / "承办单.doc"
    file.write_bytes(SAVED.format(form=form).encode("gb18030"))
    assert desk("intake", file).code == 0
    case = shown(desk)
    assert (case["order_no"], case["content"], case["caller"]) == ("RX2", "反映漏气。\n家里有 老人。", "李科长")
    assert case["deadline"].startswith("2026-11-02T09:55")


def test_several_are_registered_together_or_not_at_all(desk: Runner) -> None:
    one, two = "工单编号：RX3\n内容：排队久。\n时限：2026-11-06\n", "工单编号：RX4\n内容：支架松。\n"
    for parted in (f"{one}--------\n{two}", f"一、{one}\n二、{two}", f"来源：12345\n{one}来源：12345\n{two}"):
        said = refused(desk, parted + "时限：随便\n来电时间：2026-02-30\n", 50)
        assert "时限" in said.err and "来电时间" in said.err
    assert "第 2 件" in refused(desk, f"{one}-----\n工单编号：RX4\n来电人：甘女士", 2).err
    assert desk("intake", "-", "--order-no", "X", stdin=f"{one}----\n{two}").code == 2
    twice = refused(desk, f"{one}----\n{two}----\n{one.replace('排队', '等候')}", 50)
    assert "第 3 件" in twice.err and "RX3" in twice.err and "complaint show" not in twice.err
    told = desk("intake", "-", "--json", stdin=f"{one}----\n{two}").json()
    assert [c["no"] for c in told["complaints"]] == ["2026-0001", "2026-0002"]
    assert shown(desk, "2")["content"] == "支架松。" and shown(desk, "1")["deadline"].startswith("2026-11-06T17:30")


@pytest.mark.parametrize("lead", ["", "来源：12345\n", "第{}件\n"])
def test_a_repeated_number_begins_another_order(desk: Runner, lead: str) -> None:
    parts = [
        f"{lead.format(n)}工单编号：RX3{n}\n来电人：安某\n时限：{n}小时\n收文\n诉求内容：内容{n}\n请及时签收{n}\n"
        for n in "123"
    ]
    told = desk("intake", "-", "--json", stdin="".join(parts)).json()["complaints"]
    for n, order in zip("123", told, strict=True):
        case = shown(desk, order["no"])
        assert (case["order_no"], case["content"]) == (f"RX3{n}", f"内容{n}")
        assert case["source"] == "12345热线"
        unused = [line["text"] for line in order["not_used"]]
        assert {"收文", f"请及时签收{n}"} <= set(unused) and len(unused) == 2, unused


def test_another_order_may_call_its_number_otherwise(desk: Runner) -> None:
    two = "工单编号：RX3\n内容：排队久\n来电人：甲某\n工单号：RX4\n内容：支架松\n来电人：乙某"
    assert len(desk("intake", "-", "--json", stdin=two).json()["complaints"]) == 2
    assert (shown(desk)["caller"], shown(desk, "2")["caller"], shown(desk, "2")["order_no"]) == ("甲某", "乙某", "RX4")
    one = "工单编号：RX5\n问题描述：表坏\n任务单号：RX6\n诉求内容：换表"
    assert taken(desk, one)["content"] == "表坏\n诉求内容：换表"


def test_cells_of_several_lines_copied_from_a_spreadsheet(desk: Runner) -> None:
    rows = (
        '工单编号\t诉求内容\t受理时间\nRX3\t"排队久\n要求""加窗口"""\t2026-11-01 09:00\nRX4\t支架松\t2026-11-01 10:00\n'
    )
    assert len(desk("intake", "-", "--json", stdin=rows).json()["complaints"]) == 2
    assert shown(desk)["content"] == '排队久\n要求"加窗口"' and shown(desk)["received"].startswith("2026-11-01T09:00")
    form = '来电人\t甲某\t诉求内容\t"表坏\r\n三天"\r\n办结时限\t随便\r\n'
    assert "第 3 行“办结时限”" in desk("intake", "-", stdin=form).err
    assert taken(desk, form.replace("随便", "2小时"))["content"] == "表坏\n三天"


def test_a_number_told_twice_is_one_order(desk: Runner) -> None:
    assert taken(desk, "工单编号：RX34\n来电人：安某\n内容：x\n工单编号：RX34\n时限：2小时")["deadline"][11:13] == "11"


def test_lines_of_dashes_within_one_order(desk: Runner) -> None:
    case = taken(
        desk, "热线工单\n======\n工单编号：RX5\n来电人：安某\n------\n诉求内容：楼道有异味\n------\n请及时签收"
    )
    assert (case["order_no"], case["caller"], case["content"]) == ("RX5", "安某", "楼道有异味")


@pytest.mark.parametrize(
    ("label", "value"),
    [
        ("是否保密", "是"),
        ("保密", "需要保密"),
        ("是否保密", "√"),
        ("是否公开", "□"),
        ("是否公开", "不公开"),
        ("是否公开", "否"),
        ("来电人", "郝先生（保密）"),
    ],
)
def test_what_makes_an_order_confidential(desk: Runner, label: str, value: str) -> None:
    case = taken(desk, f"工单编号：RX6\n{label}：{value}\n内容：态度差")
    assert case["confidential"] and case["caller"] in (None, "郝先生")


def test_a_tag_in_brackets_counts(desk: Runner) -> None:
    case = taken(desk, "【保密】【特急】热线工单\n工单编号：RX6\n内容：反映（紧急）漏气")
    assert case["confidential"] and case["urgency"] == "critical"


def test_the_first_receipt_that_names_the_sending_counts(desk: Runner) -> None:
    times = ["来电时间：2026-11-01 10:00", "受理时间：2026-11-01 11:00", "派单时间：2026-11-02 08:00"]
    for count in (3, 2, 1):
        case = taken(desk, "\n".join([f"工单编号：T{count}", *times[:count], "内容：x"]))
        assert case["received"][:16].replace("T", " ") == times[count - 1][5:]
    assert taken(desk, "受理时间：2026-11-02\n内容：今天的日子")["received"].startswith("2026-11-02T09:00")
    assert taken(desk, "受理时间：2026-11-01 10:00\n内容：y", "--at", "2026-11-02 08:00")["received"][8:13] == "02T08"


@pytest.mark.parametrize(
    ("limit", "due"),
    [("2小时", "2026-10-30T18:00"), ("5个工作日", "2026-11-06T17:30"), ("十个工作日内", "2026-11-13T17:30"),
     ("自受理之日起3个工作日内办结", "2026-11-04T17:30"), ("11-04 10:30（加急）", "2026-11-04T10:30"),
     ("明天17:30前", "2026-10-31T17:30"), ("48小时内（尽快）", "2026-11-01T16:00"),
     ("3个工作日，请及时处理并回复。", "2026-11-04T17:30"), ("2026年11月6日（周五）11:00前", "2026-11-06T11:00"),
     ("2026年11月6日，11时前办结", "2026-11-06T11:00"), ("2026 年 11 月 6 日 11 时", "2026-11-06T11:00"),
     ("2026-11-06 11:00，逾期联系0551-62810000", "2026-11-06T11:00")],
)  # fmt: skip
def test_limits_and_short_times_count_from_receipt(desk: Runner, limit: str, due: str) -> None:
    case = taken(desk, f"受理时间：2026-10-30 16:00\n内容：x\n办理时限：{limit}")
    assert case["deadline"].startswith(due) and (case["urgency"] == "urgent") == ("加急" in limit)


def test_a_clock_behind_the_weekday_counts(desk: Runner) -> None:
    case = taken(
        desk, "工单编号：W1，派单时间：2026年10月30日（星期五）上午9点05分，诉求内容：x，时限：2小时，请及时办理"
    )
    assert (case["received"][:16], case["deadline"][:16]) == ("2026-10-30T09:05", "2026-10-30T11:05")


def test_the_ticked_source_counts(desk: Runner) -> None:
    assert taken(desk, "来源：□来信 ☑来访 □电话\n内容：x")["source"] == "来访"
    assert taken(desk, "来源：□来信 □来访\n内容：y")["source"] == "12345热线"


def test_a_limit_counts_from_receipt_in_json_and_batch_too(desk: Runner) -> None:
    line = {"content": "x", "at": "2026-10-30 16:00", "deadline": "2小时"}
    assert desk("intake", "-", stdin=json.dumps(line)).code == 0
    assert desk("batch", "-", stdin=json.dumps({"do": "intake", **line})).code == 0
    assert {shown(desk, no)["deadline"][:16] for no in "12"} == {"2026-10-30T18:00"}


def test_a_batch_line_and_json_may_hold_the_order_as_text(desk: Runner) -> None:
    text = "工单编号：RX20\n来电人：安某\n内容：x\n时限：2小时"
    said = desk("batch", "-", stdin=json.dumps({"do": "intake", "order": text, "caller": "另某"}))
    assert said.code == 0, said.err
    assert (shown(desk)["order_no"], shown(desk)["caller"]) == ("RX20", "另某")
    for order in ("", 1, text + "\n----\n" + text.replace("RX20", "RX21"), "内容：x\n时限：随便"):
        said = desk("batch", "-", stdin=json.dumps({"do": "intake", "order": order}))
        assert said.code == 50 and "第 1 行" in said.err
    assert desk("intake", "-", stdin=json.dumps({"order": text.replace("RX20", "RX22"), "phone": "1"})).code == 0
    assert (shown(desk, "2")["order_no"], shown(desk, "2")["phone"]) == ("RX22", "1")


def test_no_value_and_words_that_are_not_known(desk: Runner) -> None:
    text = "工单编号：RX7\n来电人：匿名\n联系电话：139****0001\n地址：/\n紧急程度：3级\n类别：怪\n内容：x"
    said = desk("intake", "-", stdin=text)
    assert "紧急程度“3级”" in said.err and "类别“怪”" in said.err
    assert "139****0001" in said.err, "what is not kept is told"
    case = shown(desk)
    assert (case["caller"], case["phone"], case["address"]) == (None, None, None)
    assert (case["urgency"], case["category"]) == ("normal", "未分类")


def test_nothing_and_a_failed_formula_are_refused(desk: Runner) -> None:
    for text in ("", " \n\t\n", "\ufeff"):
        refused(desk, text, 2)
    assert "#N/A" in refused(desk, "工单编号：#N/A\n诉求内容：表不走", 50).err
    refused(desk, "工单编号：\n来电人：\n诉求内容：\n", 2)  # a form that nobody filled in


def test_what_the_caller_asks_for_goes_into_the_text(desk: Runner) -> None:
    case = taken(desk, "诉求人要求：退费\n工单编号：RX8\n内容：多收50元\n处理要求：三天内\n经办人：某某\n备注：有老人")
    assert case["content"] == "多收50元\n处理要求：三天内\n诉求人要求：退费\n备注：有老人"


def test_sections_pairs_in_a_row_and_labels_put_together(desk: Runner) -> None:
    text = (
        "关于燃气表的交办单\n一、基本信息\n【任务单号】RX15 【类型】投诉 【紧急程度】紧急\n【备用电话】13900001109\n"
        "最迟反馈日期：2026-11-05\n二、诉求内容\n表不走字。\n已报修两次。\n三、回访结果\n未回访"
    )
    said = desk("intake", "-", stdin=text)
    case = shown(desk)
    assert (case["order_no"], case["urgency"], case["content"]) == ("RX15", "urgent", "表不走字。\n已报修两次。")
    assert case["deadline"].startswith("2026-11-05T17:30") and case["phone"] is None
    assert all(word in said.err for word in ("类型“投诉”", "备用电话“139****1109”", "回访结果“未回访”"))


def test_what_stands_beside_a_value_is_kept_as_written(desk: Runner) -> None:
    text = "【热线】工单编号：RX16，联系电话：１３９００００１１０６，反映漏气，要求尽快处理，已等三天（急）。"
    case = taken(desk, text)
    assert (case["phone"], case["content"]) == ("13900001106", "反映漏气，要求尽快处理，已等三天（急）。")


def test_a_long_file_is_read_at_once() -> None:
    from complaint_cli.sheets.order import orders_in

    rows = [(number, [line]) for number, line in enumerate(("编号：1", "来电人：a", "内容：x") * 10_000)]
    start = time.monotonic()
    assert len(orders_in(rows)) == 1 and time.monotonic() - start < 20


def test_prose_is_the_content(desk: Runner) -> None:
    text = "刚收到投诉：翠庭苑6栋的业主说打不着火，\n已经三天了。请尽快安排。"
    case = taken(desk, text)
    assert case["content"] == text and case["address"] is None


def test_labels_without_a_content_are_refused(desk: Runner) -> None:
    refused(desk, "工单编号：RX9\n来电人：安某\n请及时签收", 2)
    refused(desk, b"\xff\xfe\xff", 2)
    refused(desk, b"PK\x03\x04broken", 50)
    refused(desk, "工单编号：2.0261E+16\n内容：x", 50)
    refused(desk, "派单时间：2026-11-03 10:00\n内容：x", 50)


def test_the_order_before_is_suggested_not_linked(desk: Runner) -> None:
    taken(desk, "工单编号：RX10\n内容：第一次")
    said = desk("intake", "-", stdin="工单编号：RX11\n前单编号：RX10\n是否重办：是\n内容：别的事")
    assert "complaint link 2026-0002 --repeat-of 2026-0001" in said.err
    assert desk("show", "2", "--json").json().get("repeat_of") is None
    assert "没有这一编号" in desk("intake", "-", stdin="原工单编号：RX99\n内容：y").err
    assert "是重办" in desk("intake", "-", stdin="【重办】工单\n工单编号：RX12\n内容：z").err


def test_a_deadline_in_the_text_is_told(desk: Runner) -> None:
    said = desk("intake", "--content", "反映停气，工单编号：RX13，办结时限：2026-11-06")
    assert "--deadline" in said.err and "--order-no" in said.err
    given = desk("intake", "--content", "办结时限：2026-11-06", "--deadline", "2026-11-06")
    assert "--deadline" not in given.err
    assert "--deadline" not in desk("intake", "--content", "时限：无").err


def test_what_was_read_is_said_a_line_each_in_words(desk: Runner) -> None:
    order = "工单编号：RX15\n派单时间：2026-11-02 08:30\n办结时限：3个工作日\n紧急程度：紧急\n诉求内容：灶具打不着火"
    said = desk("intake", "-", stdin=order)
    shown = [line.split() for line in said.err.splitlines()[:6]]
    assert shown == [
        ["读到："],
        ["热线工单编号（工单编号）", "RX15"],
        ["接收时间（派单时间）", "2026-11-02", "08:30"],
        ["办结时限", "3", "个工作日"],
        ["紧急程度", "紧急"],
        ["诉求内容", "灶具打不着火"],
    ]
    assert "（自 2026-11-02 08:30 起 3 个工作日）" in said.err
    assert not re.search(r"\dwd|urgent|T08", said.err + said.out)


def test_on_a_terminal_it_asks_for_the_rest_and_for_a_yes(desk: Runner, tmp_path: Path) -> None:
    file = tmp_path / "工单.txt"
    file.write_text(
        "工单编号：RX14\n来电人：安某\n电话：13900001104\n地址：某巷\n内容：x\n来源：12345热线\n类别：计量收费\n",
        "utf-8",
    )
    said = desk("intake", file, tty=True, stdin="\n\nn\n")
    assert said.code == 130 and "没有写入" in said.err and desk("list", "--json").json()["complaints"] == []
    assert "办结时限将是" in said.err
    assert desk("intake", file, tty=True, stdin="紧急\n\ny\n").code == 0
    assert shown(desk)["urgency"] == "urgent"
    file.write_text(file.read_text("utf-8").replace("内容：x\n", "").replace("RX14", "RX15"), "utf-8")
    assert desk("intake", file).code == 2
    assert desk("intake", file, tty=True, stdin="灶台打不着火\n\n\ny\n").code == 0
    assert shown(desk, "2")["content"] == "灶台打不着火"


def test_what_is_piped_in_is_named_in_words(desk: Runner) -> None:
    for piped in (b"", b"[]", b"\xff\xfe\x00", b'{"catgory": "x"}'):
        said = desk("intake", "-", stdin=piped)
        assert said.code == 2 and said.err.startswith("标准输入"), said.err
