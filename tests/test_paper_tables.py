"""How the month-end papers are laid out: what a manager has to read and sign."""

from __future__ import annotations

import re
import zipfile
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from python_calamine import CalamineWorkbook

import books
from complaint_cli.render.paper.table import table_xml, widths
from complaint_cli.text.layout import cells
from conftest import Runner

HEADS = ("部门", *(f"数字{place}" for place in range(13)))
ROW = ("维修抢修部", *("-10.00" for _ in range(13)))


def test_columns_fill_the_page_and_a_number_is_never_parted() -> None:
    numbers = range(1, len(HEADS))
    for room in (17.0, 25.7):
        found = widths(HEADS, [ROW], room, numbers, 0)
        assert sum(found) == pytest.approx(room)
    assert all(width > cells("-10.00") * 0.16 + 0.4 for width in found[1:])
    english = ("department", *("on the period before" for _ in range(13)))
    assert widths(english, [ROW], 25.7, numbers, 0)[0] > 3, "a heading is broken rather than a name"
    few = widths(("编号", "步", "事项"), [("2026-0001", "9", "更正" * 200)], 17.0, (), 2)
    assert few[1] < 1.2 and few[2] > 12


def test_a_rows_detail_and_a_small_table_are_not_parted_by_a_page() -> None:
    made = table_xml(
        ("姓名", "金额"), [("甲", "1.00"), ("乙", "2.00")], 17.0, details=("事实 <a>", "事实"), total=("计", "3")
    )
    rows = made.split("<w:tr>")[1:]
    assert [("keepNext" in row, "gridSpan" in row) for row in rows] == [
        (True, False), (True, False), (False, True), (True, False), (False, True), (False, False),
    ]  # fmt: skip
    assert "事实 &lt;a&gt;" in rows[2] and all("w:cantSplit" in row for row in rows if "gridSpan" not in row)
    small = table_xml(("a",), [("1",)] * 3, 17.0).split("<w:tr>")[1:]
    assert ["keepNext" in row for row in small] == [True, True, True, False]
    long = table_xml(("a",), [("1",)] * 40, 17.0).split("<w:tr>")[1:]
    assert sum("keepNext" in row for row in long) == 1


@pytest.fixture
def october(run: Runner) -> Runner:
    books.october(run.db.parent)
    run.now = books.AFTER
    return run


def document(october: Runner, tmp_path: Path, *words: str) -> Any:
    import docx

    paper = tmp_path / "paper.docx"
    assert october(*words, "--docx", str(paper)).code == 0
    return docx.Document(str(paper))


def test_no_table_of_the_notice_is_wider_than_its_page_and_the_fines_are_summed(
    october: Runner, tmp_path: Path
) -> None:
    answer = october("assess", "--month", "2026-10", "--json").json()
    paper = document(october, tmp_path, "assess", "--month", "2026-10")
    section = paper.sections[0]
    room = section.page_width - section.left_margin - section.right_margin
    for table in paper.tables:
        assert sum(column.w for column in table._tbl.tblGrid.gridCol_lst) <= room + 20_000
    fines, persons = [
        [cell.text for cell in table.rows[-1].cells] for table in paper.tables if table.rows[0].cells[0].text == "姓名"
    ]
    assert fines[0] == "合计（未核定的按建议计）" and fines[-1] == answer["totals"]["fines"]
    assert persons[0] == "合计" and persons[5] == f"{sum(float(p['total']) for p in answer['persons']):.2f}"


def test_a_closing_signature_is_not_parted_from_its_date(october: Runner, tmp_path: Path) -> None:
    paper = document(october, tmp_path, "assess", "--month", "2026-10")
    signed = next(p for p in paper.paragraphs if p.text.startswith("审计督查部："))
    assert signed.paragraph_format.keep_with_next


def test_a_report_says_that_it_is_a_rehearsal_and_has_a_place_to_sign(october: Runner, tmp_path: Path) -> None:
    page = tmp_path / "r.html"
    paper = document(october, tmp_path, "report", "--month", "2026-10", "--html", str(page))
    said = [paragraph.text for paragraph in paper.paragraphs]
    assert any("演练台账" in line for line in said) and "演练台账" in page.read_text("utf-8")
    assert "演练台账" in october("report", "--month", "2026-10").out
    assert any(line.startswith("审计督查部：") for line in said)


def test_a_report_of_many_figures_lies_and_parts_none(october: Runner, tmp_path: Path) -> None:
    paper = document(october, tmp_path, "report", "--month", "2026-10", "--by", "department")
    section, table = paper.sections[0], paper.tables[0]
    assert section.page_width > section.page_height
    for row in table.rows[1:]:
        for cell in row.cells[1:]:
            assert cell.width.cm > cells(cell.text) * 0.16 + 0.4, cell.text
    assert all(cell.text for cell in paper.tables[1].rows[0].cells), "every column of the open orders has a name"


def test_a_reports_workbook_prints_whole(october: Runner, tmp_path: Path) -> None:
    book = tmp_path / "r.xlsx"
    assert october("report", "--month", "2026-10", "--by", "rule", "--xlsx", str(book)).code == 0
    found = CalamineWorkbook.from_path(str(book))
    figures, chart, late = found.sheet_names
    text = str(found.get_sheet_by_name(figures).to_python())
    assert "演练台账" in text and "罚款 " in text
    assert chart == "图" and "" not in found.get_sheet_by_name(late).to_python()[0]
    with zipfile.ZipFile(book) as archive:
        parts = {name: archive.read(name).decode() for name in archive.namelist() if name.endswith(".xml")}
    pages = [text for name, text in parts.items() if name.startswith("xl/worksheets/sheet")]
    assert all('orientation="landscape"' in page and 'fitToPage="1"' in page for page in pages)
    assert [("<drawing " in page) for page in pages] == [False, True, False], "no page parts the chart from its sheet"
    assert parts["xl/workbook.xml"].count("_xlnm.Print_Titles") == 3, "the heading is on every page"


def test_a_report_says_that_it_lists_only_the_oldest(run: Runner, tmp_path: Path) -> None:
    run("init")
    lines = [f'{{"do":"intake","content":"第{n}件","category":"计量收费/抄表"}}' for n in range(22)]
    (tmp_path / "many.jsonl").write_text("\n".join(lines), encoding="utf-8")
    assert run("batch", str(tmp_path / "many.jsonl")).code == 0
    paper = tmp_path / "r.html"
    assert "只列最早的 20 件" in run("report", "--html", str(paper)).out + run("report").out
    assert "只列最早的 20 件" in paper.read_text("utf-8")


def test_a_penalty_notice_has_page_numbers_and_no_empty_table(october: Runner, tmp_path: Path) -> None:
    import docx

    folder = tmp_path / "notices"
    assert october("assess", "--month", "2026-10", "--notices", str(folder), by="纪清源").code == 0
    for file in folder.iterdir():
        notice = docx.Document(str(file))
        assert [len(table.rows) > 1 for table in notice.tables] == [True], "no adjustments, no table of them"
        assert "本期没有。" in [paragraph.text for paragraph in notice.paragraphs]
        footer = notice.sections[0].footer._element.xml
        assert file.stem.split(" ", 1)[1] in footer and 'w:instr="NUMPAGES"' in footer
        parted = [p.text for p in notice.paragraphs if p.text[:2] in ("一、", "三、", "四、")]
        kept = [p.text for p in notice.paragraphs if p.paragraph_format.keep_with_next]
        assert {*parted} < {*kept} and any(text.startswith("本人签收：") for text in kept)


def test_the_workbooks_sums_are_whole_and_its_figures_are_numbers(october: Runner, tmp_path: Path) -> None:
    answer = october("assess", "--month", "2026-10", "--json").json()
    book = tmp_path / "a.xlsx"
    assert october("assess", "--month", "2026-10", "--xlsx", str(book)).code == 0
    found = CalamineWorkbook.from_path(str(book))
    rows = {name: found.get_sheet_by_name(name).to_python() for name in found.sheet_names}
    assert all("演练台账" in rows[name][0][0] for name in rows if name != "按条款")
    total = next(row for row in rows["各人合计"] if row[0] == "合计")
    assert total[1] == len([line for line in answer["fines"] if line["person"]])
    assert total[7] == sum(float(line["year_total"]) for line in answer["persons"])
    assert any(row[0] == "未核定的按建议金额计。" for row in rows["各人合计"])
    compared = {row[0]: row[1:] for row in rows["环比与同比"][4:]}
    assert compared["接收"][0] == answer["overall"]["received"] and isinstance(compared["接收"][2], int | float)
    assert compared["按时率"][0] == pytest.approx(float(answer["overall"]["on_time_rate"]))
    [gone] = answer["excluded"]
    line = next(row for row in rows["剔除与待定"] if row[0] == "剔除")
    assert line[4] == "" and line[9] == f"{gone['reason']}；批准人 {gone['approved_by']}", (
        "who approved is not who is fined"
    )
    with zipfile.ZipFile(book) as archive:
        looks = archive.read("xl/styles.xml").decode()
    assert '"+0.00;-0.00;0.00"' in looks


def test_the_papers_list_nobodys_fine_and_call_each_value_as_the_screen(october: Runner, tmp_path: Path) -> None:
    import books

    order = {"deadline": "2026-10-09 17:30", "at": "2026-10-08 09:00"}
    no = str(books.act(october.db, "intake", content="无气", **order)["no"])
    books.act(october.db, "transfer", no=no, to="维修抢修部", at="2026-10-08 09:00")
    for post, by in (("deputy", "钟万里"), ("general", "顾怀远")):
        books.act(october.db, "approve", no=no, as_=post, at="2026-10-08 09:30", by=by)
    paper = document(october, tmp_path, "assess", "--month", "2026-10")
    cells_of = [[cell.text for cell in row.cells] for table in paper.tables for row in table.rows]
    assert any(row[0].startswith("—（责任人，") and row[1] == no for row in cells_of)
    assert any(row[0].endswith("（经办人，综合管理部）") for row in cells_of)
    assert "未落实到人（不能关账）" in [paragraph.text for paragraph in paper.paragraphs]
    book = tmp_path / "a.xlsx"
    assert october("assess", "--month", "2026-10", "--xlsx", str(book)).code == 0
    found = CalamineWorkbook.from_path(str(book))
    fines, rest = (found.get_sheet_by_name(name).to_python() for name in ("罚款建议", "剔除与待定"))
    assert {row[7] for row in fines[4:] if row[1]} == {"经办人", "责任人", "部门经理"}
    assert any("待公司确认" in str(row[13]).split("；") for row in fines)
    assert any(row[:2] == ["罚款未落实到人", no] and row[4] == "责任人" and "剩余时限" in row[9] for row in rest)


def test_a_text_that_no_row_holds_says_that_the_whole_is_elsewhere() -> None:
    from complaint_cli.render.paper.ledger import TALLEST, row_height
    from complaint_cli.render.paper.sheets import shortened

    said = shortened("查明" * 5000, 50)
    assert said.endswith("……（全文见系统）") and TALLEST - 20 < row_height([said], [50]) <= TALLEST
    assert shortened("查明", 50) == "查明" and shortened(None, 50) is None
    content = "市民反映，桂馨花园六月已缴清天然气报装费用，至今未安装到户，多次询问均答复排队，要求给出确切安装日期。"
    assert row_height([content[:46]], [50]) >= 48, "no line begins with a comma: a full line has room to spare"


def test_a_long_name_of_the_company_leaves_the_form_on_its_page(run: Runner, tmp_path: Path) -> None:
    import docx

    name = "示例" * 24 + "燃气股份有限责任公司"
    organisation = (books.EXAMPLE / "organisation.toml").read_text("utf-8")
    whose = next(line for line in organisation.splitlines() if line.startswith("company"))
    (tmp_path / "org.toml").write_text(organisation.replace(whose, f'company = "{name}"'), encoding="utf-8")
    assert run("init", "--org", str(tmp_path / "org.toml")).code == 0
    no = run("intake", "--content", "打不着火", "--category", "计量收费/抄表", "--json").json()["no"]
    assert run("form", no, "-o", str(tmp_path / "f.docx"), "--masked").code == 0
    said = [paragraph.text for paragraph in docx.Document(str(tmp_path / "f.docx")).paragraphs]
    assert said[0].endswith("……（全文见附页）") and cells(said[0]) <= 76
    assert name in said[1:]


def test_a_shortened_name_has_room_for_the_mark_that_tells_it() -> None:
    from complaint_cli.render.paper.content import fit

    first, last = fit("文员上官司马" * 9, (15, 2)).split("\n")
    assert cells(first) <= 15 and last.endswith("…") and cells(last[:-1]) <= 13
    assert fit("温小棠", (15, 2)) == "温小棠"


def test_a_ledgers_text_that_its_row_cuts_shows_it_and_is_whole_in_its_cell(october: Runner, tmp_path: Path) -> None:
    content = "燃气表走得太快，多次去电都说会派人来看。" * 90
    assert october("intake", "--content", content, "--category", "计量收费").code == 0
    ledger = tmp_path / "l.xlsx"
    assert october("ledger", "-o", str(ledger)).code == 0
    head, *rows = CalamineWorkbook.from_path(str(ledger)).get_sheet_by_index(0).to_python()
    assert rows[-1][head.index("诉求内容")] == content
    with zipfile.ZipFile(ledger) as archive:
        looks, sheet = (archive.read(f"xl/{name}.xml").decode() for name in ("styles", "worksheets/sheet1"))
    [code] = re.findall(r'numFmtId="(\d+)" formatCode="&quot;【长文', looks)
    formats = re.findall(r'<xf numFmtId="(\d+)"', looks.partition("<cellXfs")[2])
    assert len(re.findall(rf' s="{formats.index(code)}" t="inlineStr"', sheet)) == 1


@pytest.mark.parametrize("content", ["<r>&</r>", "_x0041_", " 前后 ", "一\n二", "</t>"])
def test_a_text_in_a_workbook_is_no_markup(tmp_path: Path, content: str) -> None:
    from complaint_cli.render.paper.ledger import cell_text, new_workbook, write_ledger

    rows = [[content, 1, datetime(2026, 10, 15, 9, 30), None], ["后", 2, None, ""]]
    assert write_ledger(tmp_path / "l.xlsx", [("a", 9)] * 4, rows, "台账") == 2
    _, first, last = CalamineWorkbook.from_path(str(tmp_path / "l.xlsx")).get_sheet_by_index(0).to_python()
    assert [first[0].strip(), *first[1:]] == [content.strip(), 1, datetime(2026, 10, 15, 9, 30), ""]
    assert last[0] == "后"
    with new_workbook(tmp_path / "m.xlsx") as book:
        book.add_worksheet().write_string(0, 0, cell_text(content))
    [[cell]] = CalamineWorkbook.from_path(str(tmp_path / "m.xlsx")).get_sheet_by_index(0).to_python()
    assert cell.strip() == content.strip()


def test_a_box_of_capitals_holds_half_as_many() -> None:
    from complaint_cli.render.paper.content import BOXES, fit, holds

    shown = fit("WMGH" * 16, BOXES["order_no"])
    assert shown.endswith("…") and all(len(line) <= 7 for line in shown.removesuffix("…").split("\n")), shown
    assert not holds(BOXES["order_no"], "WMGHWMGHWMGHWMGH") and holds(BOXES["order_no"], "RX20261016282")
    assert fit("RX20261012000001", BOXES["order_no"]) == "RX2026101200\n0001", "what is not shown is told"


def test_no_end_of_a_page_parts_the_chart_of_the_scores(october: Runner, tmp_path: Path) -> None:
    book = tmp_path / "a.xlsx"
    assert october("assess", "--month", "2026-10", "--xlsx", str(book)).code == 0
    with zipfile.ZipFile(book) as archive:
        names = re.findall(r'<sheet name="([^"]+)"', archive.read("xl/workbook.xml").decode())
        charts = archive.read(f"xl/worksheets/sheet{names.index('各部门得分') + 1}.xml").decode()
    assert "<drawing" in charts and "<pageSetup" in charts and "fitToHeight" not in charts
