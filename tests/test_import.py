"""The hotline's exports: every format, dirty cells, the same order again, and suggestions of one matter."""

import json
import signal
import time
from pathlib import Path

import pytest

import books
from complaint_cli.errors import ImportRejected
from conftest import Runner

HEAD = ["序号", "办件编号", "诉求内容", "诉求人", "诉求人电话", "派发时间", "承诺完成时间", "紧急程度"]
ROWS = [
    [
        "1",
        "GD001",
        "燃气表不走字，\t要求更换\n尽快",
        "王某",
        "13800000001",
        "2026/9/8 9:05",
        "2026-09-15 17:30",
        "一般",
    ],
    [],
    ["2", "GD002", "楼道有异味", "李某", "１３８００００００02", "2026-9-8 10:00:05", "", "特急"],
]
LETTERS = Path(__file__).parents[2] / "shared" / "data" / "letters.xlsx"


def write_csv(path: Path, encoding: str, rows: list[list[str]] = ROWS, head: list[str] = HEAD) -> Path:
    import csv
    import io

    text = io.StringIO(newline="")
    csv.writer(text).writerows([["某市热线导出"], [], head, *rows])
    path.write_bytes(text.getvalue().encode(encoding))
    return path


def write_xlsx(path: Path, rows: list[list[str]] = ROWS) -> Path:
    import xlsxwriter

    with xlsxwriter.Workbook(str(path), {"strings_to_numbers": False}) as book:
        sheet = book.add_worksheet()
        for r, row in enumerate([["某市热线导出"], [], HEAD, *rows]):
            for c, cell in enumerate(row):
                sheet.write(r, c, cell)
    return path


@pytest.fixture
def ready(run: Runner) -> Runner:
    books.lay(run.db)
    return run


def test_an_interrupted_import_leaves_nothing(ready: Runner, tmp_path: Path) -> None:
    rows = [[str(n), f"GD{n}", f"第{n}户反映表不走字", "", "", "2026-9-8 9:05", "", ""] for n in range(5000)]
    process = ready.spawn("import", write_csv(tmp_path / "a.csv", "utf-8", rows), wait=False)
    wal = ready.db.with_name(ready.db.name + "-wal")
    while process.poll() is None and not wal.exists():
        time.sleep(0.01)
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=60)
    assert (process.returncode, out) == (130, b"") and err.decode().startswith("已中断"), err.decode()
    assert ready("list", "--json").json()["complaints"] == []
    assert ready("verify", "--json").json()["entries"] == 1


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16"])
def test_csv_in_every_encoding(ready: Runner, tmp_path: Path, encoding: str) -> None:
    answer = ready("import", str(write_csv(tmp_path / "a.csv", encoding)), "--json").json()
    assert (answer["new"], answer["known"]) == (2, 0)
    shown = ready("show", "GD002", "--reveal", "--json").json()
    assert "13800000002" in str(shown)
    assert "2026-09-08T12:00:05+08:00" in str(shown)  # an emergency: two hours from receipt


def test_a_workbook_and_the_same_again(ready: Runner, tmp_path: Path) -> None:
    file = write_xlsx(tmp_path / "a.xlsx")
    dry = ready("import", str(file), "--dry-run", "--json").json()
    assert (dry["new"], dry["written"]) == (2, False)
    assert ready("list", "--json").json() == ready("list", "--json").json()
    assert ready("import", str(file), "--json").json()["new"] == 2
    assert ready("import", str(file), "--json").json()["known"] == 2

    changed = write_xlsx(tmp_path / "b.xlsx", [[*ROWS[0][:4], "13900000009", *ROWS[0][5:]]])
    seen = ready("import", str(changed), "--json").json()
    assert (len(seen["changed"]), seen["updated"]) == (1, 0)
    assert ready("import", str(changed), "--update", "--json").json()["updated"] == 1
    assert "13900000009" in ready("show", "GD001", "--reveal", "--json").out
    assert ready("verify").code == 0


def test_all_errors_at_once_and_nothing_written(ready: Runner, tmp_path: Path) -> None:
    bad = [
        ["1", "A1", "甲", "", "", "2026-13-40", "", ""],
        ["2", "A2", "", "", "", "2026-09-08", "", "马上"],
        ["3", "A3", "乙", "", "", "2027-01-01 09:00", "", ""],
        ["4", "A4", "丙", "", "", "2026-09-08 09:00", "2026-09-01", ""],
    ]
    said = ready("import", str(write_csv(tmp_path / "bad.csv", "utf-8", bad)), "--json")
    assert said.code == ImportRejected.code == 50
    places = {(e["row"], e["column"]) for e in json.loads(said.out)["errors"]}
    assert places == {(4, "派发时间"), (5, "诉求内容"), (6, "派发时间"), (7, "承诺完成时间")}
    assert ready("show", "A1").code == 20


def test_a_map_is_remembered(ready: Runner, tmp_path: Path) -> None:
    file = write_csv(tmp_path / "m.csv", "utf-8", [["S1", "内容一", "2026-9-8 9:05"]], ["流水", "所述", "派单时间"])
    assert ready("import", str(file)).code == 50
    assert ready("import", str(file), "--map", "所述=content,流水=order_no", "--json").json()["new"] == 1
    assert ready("import", str(file), "--json").json()["known"] == 1


def test_empty_rows_by_the_ten_thousand_and_float_phones(ready: Runner, tmp_path: Path) -> None:
    rows = [["1", "F1", "表具故障", "王某", "13800000001.0", "46273.4", "", ""]] + [[""] * 8] * 30_000
    answer = ready("import", str(write_csv(tmp_path / "f.csv", "gbk", rows)), "--json").json()
    assert answer["new"] == 1
    shown = ready("show", "F1", "--reveal", "--json").out
    assert "13800000001" in shown
    assert "2026-09-08T09:36:00+08:00" in shown


def write_ods(path: Path, rows: list[list[object]], tail: str = "") -> Path:
    """Write a spreadsheet of LibreOffice's kind: text, floats, and times as ``datetime``."""
    import zipfile
    from datetime import datetime
    from xml.sax.saxutils import escape

    def cell(value: object) -> str:
        if isinstance(value, datetime):
            return f'<table:table-cell office:value-type="date" office:date-value="{value.isoformat()}"/>'
        if isinstance(value, float):
            return f'<table:table-cell office:value-type="float" office:value="{value}"/>'
        text = f"<text:p>{escape(str(value))}</text:p>"
        return f'<table:table-cell office:value-type="string">{text}</table:table-cell>'

    names = " ".join(f'xmlns:{n}="urn:oasis:names:tc:opendocument:xmlns:{n}:1.0"' for n in ("office", "table", "text"))
    body = "".join(f"<table:table-row>{''.join(map(cell, row))}</table:table-row>" for row in rows) + tail
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", kind)
        archive.writestr(
            "META-INF/manifest.xml",
            '<m:manifest xmlns:m="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
            f'<m:file-entry m:full-path="/" m:media-type="{kind}"/></m:manifest>',
        )
        archive.writestr(
            "content.xml",
            f"<office:document-content {names}><office:body><office:spreadsheet>"
            f'<table:table table:name="S">{body}</table:table>'
            "</office:spreadsheet></office:body></office:document-content>",
        )
    return path


SHORT_HEAD: list[object] = ["工单编号", "诉求内容", "联系电话", "派发时间"]


def test_ods_with_dates_floats_and_a_million_empty_rows(ready: Runner, tmp_path: Path) -> None:
    from datetime import datetime

    rows = [SHORT_HEAD, ["G1", "表不走 <b>", 13800000001.0, datetime(2026, 9, 8, 9, 5)]]
    empty = (
        '<table:table-row table:number-rows-repeated="1048570">'
        '<table:table-cell table:number-columns-repeated="16384"/></table:table-row>'
    )
    file = write_ods(tmp_path / "a.ods", rows, empty)
    assert ready("import", str(file), "--json").json()["new"] == 1
    shown = ready("show", "G1", "--reveal", "--json").out
    assert "13800000001" in shown
    assert "2026-09-08T09:05:00+08:00" in shown


def test_old_xls_with_merged_cells_and_an_empty_first_sheet(ready: Runner) -> None:
    file = Path(__file__).parent / "data" / "export.xls"
    assert ready("import", str(file), "--json").json()["new"] == 2
    shown = ready("show", "202609080001", "--reveal", "--json").out
    assert "13800000001" in shown
    assert "2026-09-08T09:05:00+08:00" in shown
    assert "2026-09-08T09:36:00+08:00" in ready("show", "GD002", "--json").out


def test_a_cell_far_off_does_not_fill_the_memory(ready: Runner, tmp_path: Path) -> None:
    import xlsxwriter

    file = tmp_path / "far.xlsx"
    with xlsxwriter.Workbook(str(file)) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, SHORT_HEAD)
        sheet.write_row(1, 0, ["G1", "内容", "", "2026-9-8 9:05"])
        sheet.write_blank(1_048_574, 16_382, None, book.add_format({"bold": True}))
    assert ready("import", str(file), "--dry-run").code == 0  # a format alone is nothing
    with xlsxwriter.Workbook(str(file)) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, SHORT_HEAD)
        sheet.write(1_048_575, 16_383, "x")
    said = ready("import", str(file))
    assert said.code == 50
    assert "XFD1048576" in said.err


@pytest.mark.parametrize("name", ["a.xlsx", "a.xls", "a.ods", "a.csv"])
@pytest.mark.parametrize("data", [b"", b"\x00\x01", b"PK\x03\x04 no", b"\xd0\xcf\x11\xe0 no", b"\xff\xfe\x00"])
def test_what_is_no_table_is_refused_in_one_sentence(ready: Runner, tmp_path: Path, name: str, data: bytes) -> None:
    file = tmp_path / name
    file.write_bytes(data)
    said = ready("import", str(file))
    assert said.code == 50
    assert "Traceback" not in said.err
    assert len(said.err.strip().splitlines()) == 1


@pytest.mark.skipif(not LETTERS.exists(), reason="the published letters are not beside this checkout")
def test_published_letters_go_in_with_one_map(ready: Runner) -> None:
    answer = ready("import", str(LETTERS), "--map", "留言详情=content", "--json").json()
    assert (answer["new"], answer["errors"]) == (4326, [])


@pytest.mark.skipif(not LETTERS.exists(), reason="the published letters are not beside this checkout")
def test_published_letters_come_out_of_the_ledger_cell_by_cell(ready: Runner, tmp_path: Path) -> None:
    from datetime import datetime, time

    from python_calamine import CalamineWorkbook

    from complaint_cli.text.masking import mask_name, mask_text

    ledger = tmp_path / "ledger.xlsx"
    assert ready("import", str(LETTERS), "--map", "留言详情=content", "--json").json()["known"] == 0
    assert ready("ledger", "-o", str(ledger)).code == 0
    head, *rows = CalamineWorkbook.from_path(str(ledger)).get_sheet_by_index(0).to_python()
    out = {row[head.index("工单编号")]: dict(zip(head, row, strict=True)) for row in rows}
    letters = CalamineWorkbook.from_path(str(LETTERS)).get_sheet_by_index(0).to_python()[1:]
    assert len(out) == len(letters)
    for number, user, subject, received, detail, *_ in letters:
        row = out[f"{number:.0f}"]
        subject, detail = (text.strip().strip("\u200b\ufeff") for text in (subject, detail))
        content = detail if subject in detail else f"{subject}\n{detail}"
        assert row["诉求内容"].replace("\u200b", "") == mask_text(content, names=[user]).replace("\u200b", "")
        assert row["来电人"] == mask_name(user)
        if isinstance(received, str):
            received = datetime.strptime(received, "%Y/%m/%d %H:%M:%S")
        elif not isinstance(received, datetime):  # a day alone: its close of business
            received = datetime.combine(received, time(17, 30))
        assert row["接收时间"] == received


HEADED = "工单编号,诉求内容,接收时间\n"


def test_very_many_new_ones_are_not_compared_and_it_is_said(
    ready: Runner, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("complaint_cli.commands.imports.MOST_COMPARED", 2)
    file = tmp_path / "a.csv"
    file.write_text(HEADED + "RX1,灶具打不着火,2026-10-08 09:00\nRX2,灶具打不着火,2026-10-08 10:00\n", "utf-8")
    tried = ready("import", file, "--dry-run", "--json").json()
    assert not tried["compared"] and tried["suggestions"] == []
    said = ready("import", file, "--json").json()
    assert said["compared"] and len(said["suggestions"]) == 1
    file.write_text(
        HEADED + "RX3,灶具打不着火,2026-10-08 11:00\nRX4,表不走字,2026-10-08 11:00\nRX5,表不走字,2026-10-08 12:00\n",
        "utf-8",
    )
    said = ready("import", file)
    assert said.code == 0 and "complaint repeats" in said.err
    assert "2026-0005" in ready("repeats").out


@pytest.mark.parametrize(
    ("head", "row"),
    [
        (
            "诉求编号,诉求类型,处理状态,诉求标题,递交时间,所属部门,事发地点,诉求内容,回复意见",
            "ZX1,投诉,已办结,表不走字,2026-10-08 09:10:00,燃气公司,某路3号,家中燃气表不走字,已回复",
        ),
        ("工单编号,工单标题,建单时间,问题点位,诉求内容", "ZX1,表不走字,2026-10-08 09:10,某路3号,家中燃气表不走字"),
    ],
)
def test_headings_of_public_platforms(ready: Runner, tmp_path: Path, head: str, row: str) -> None:
    file = tmp_path / "a.csv"
    file.write_text(f"{head}\n{row}\n", "utf-8")
    assert ready("import", file).code == 0
    case = ready("show", "ZX1", "--json").json()
    assert case["received"].startswith("2026-10-08T09:10") and case["address"] == "某路3号"
    assert "家中燃气表不走字" in case["content"] and "已回复" not in case["content"]


def test_tabs_and_breaks_within_a_quoted_text_part_no_cells(ready: Runner, tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    rows = [
        f'RX{n},"第一段\n\t\t\t\n\t\t\t\t第二段；要求：\n\t\t\t\t查表\t换表",2026-10-08 09:0{n}\n' for n in range(6)
    ]
    file.write_text(HEADED + "".join(rows), "utf-8")
    assert ready("import", file, "--json").json()["new"] == 6
