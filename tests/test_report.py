"""A report over any months is the sum of its months, beside the period before; its page needs nothing from elsewhere."""

from __future__ import annotations

import re
import zipfile
from decimal import Decimal
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from python_calamine import CalamineWorkbook

import books
from complaint_cli.text.layout import cells
from conftest import Runner


@pytest.fixture
def autumn(run: Runner) -> Runner:
    """September closed, October open, a complaint in November."""
    books.october(run.db.parent)
    run.now, run.by = "2026-11-20 09:00", books.CLERK
    assert run("assess", "--month", "2026-09", "--close", by=books.AUDITOR).code == 0
    for n in (1, 2):
        books.act(
            run.db, "intake", now=f"2026-11-0{n + 3} 09:00", content=f"表不走字{n}", phone="13800005678",
            address="示例市云杉小区3栋501室", account="8800123456",
        )  # fmt: skip
    return run


def months(run: Runner, *names: str) -> list[Any]:
    return [run("assess", "--month", name, "--json").json() for name in names]


def total(values: Any) -> Decimal:
    return sum(map(Decimal, values), Decimal(0))


AUTUMN = ("2026-09", "2026-10", "2026-11")


def test_departments_are_the_sums_of_their_months(autumn: Runner) -> None:
    answer = autumn("report", "--from", "2026-09", "--to", "2026-11", "--json").json()
    singles = months(autumn, *AUTUMN)
    assert [m["month"] for m in answer["months"]] == list(AUTUMN)
    for row in answer["rows"]:
        mine = [d for m in singles for d in m["departments"] if d["department"] == row["name"]]
        for key in ("received", "due", "on_time", "callbacks_valid"):
            assert row[key] == sum(line[key] for line in mine), key
        assert Decimal(row["points"]) == total(line["points"] for line in mine)
        fines = [f["amount"] for m in singles for f in m["fines"] if f["department"] == row["name"]]
        assert Decimal(row["fines"]) == total(fines)
        assert Decimal(row["points"]) == Decimal(row["deductions"]) + Decimal(row["bonuses"])
    assert Decimal(answer["totals"]["fines"]) == total(m["totals"]["fines"] for m in singles)
    assert answer["totals"]["received"] == sum(m["overall"]["received"] for m in singles)


def test_persons_are_the_sums_of_their_months(autumn: Runner) -> None:
    answer = autumn("report", "--year", "2026", "--by", "person", "--json").json()
    singles = months(autumn, *AUTUMN)
    names = {p["person"] for m in singles for p in m["persons"]}
    assert {row["name"] for row in answer["rows"]} == names
    for row in answer["rows"]:
        mine = [p for m in singles for p in m["persons"] if p["person"] == row["name"]]
        for key in ("proposed", "decided", "adjustments", "total"):
            assert Decimal(row[key]) == total(p[key] for p in mine), (row["name"], key)
    one = autumn("report", "--year", "2026", "--by", "person", "--person", "蓝抄月", "--json").json()
    assert len(one["lines"]) == one["rows"][0]["lines"] == 3
    assert "第" in one["lines"][0]["cite"]
    wrong = autumn("report", "--by", "人圆")
    assert wrong.code == 2 and "部门、人员、类别、来源、规则、月份" in wrong.err, "in the words that are accepted"
    printed = autumn("report", "--year", "2026", "--by", "人员", "--person", "蓝抄月").out
    assert "蓝抄月 的罚款" in printed and "2026-0009" in printed


def test_a_persons_lines_are_the_months_own_decisions_and_objections_too(run: Runner) -> None:
    run.now = "2026-11-02 09:00"
    assert run("demo").code == 0
    words = ("35", "--rule", "handling_overdue", "--person")
    assert run("object", *words, "穆架梁", "--reason", "等物业", "--by", "穆架梁").code == 0
    assert run("decide", *words, "穆架梁", "--amount", "150", "--reason", "属实", "--by", "纪清源").code == 0
    [month] = months(run, "2026-10")
    for person in {p["person"] for p in month["persons"]}:
        said = run("report", "--month", "2026-10", "--by", "person", "--person", person, "--json")
        mine = [{"month": "2026-10"} | line for line in month["fines"] if line["person"] == person]
        assert said.json()["lines"] == mine
        printed = run("report", "--month", "2026-10", "--by", "person", "--person", person)
        assert printed.code == 0, printed.err
    assert "等物业" in run("report", "--month", "2026-10", "--by", "person", "--person", "穆架梁").out


@pytest.mark.parametrize("by", ["category", "source", "rule", "month"])
def test_the_other_ways_to_tell_it(autumn: Runner, by: str) -> None:
    answer = autumn("report", "--quarter", "2026Q4", "--by", by, "--json").json()
    singles = months(autumn, "2026-10", "2026-11")
    if by == "month":
        assert [row["name"] for row in answer["rows"]] == ["2026-10", "2026-11"]
        assert answer["rows"][1]["previous"] == answer["rows"][0]["received"] == 14
    elif by == "rule":
        assert total(r["fines"] for r in answer["rows"]) == total(m["totals"]["fines"] for m in singles)
    else:
        assert sum(r["received"] for r in answer["rows"]) == sum(m["overall"]["received"] for m in singles)
    for lang in ("zh", "en"):
        printed = autumn("report", "--quarter", "2026Q4", "--by", by, lang=lang).out
        assert "█" in printed and all(len(line) <= 80 for line in printed.splitlines())


def test_the_period_before_stands_beside_it(autumn: Runner) -> None:
    answer = autumn("report", "--month", "2026-10", "--json").json()
    assert (answer["previous"]["from"], answer["year_ago"]) == ("2026-09", None)
    [before] = [d for d in months(autumn, "2026-09")[0]["departments"] if d["department"] == "计量收费部"]
    [row] = [r for r in answer["rows"] if r["name"] == "计量收费部"]
    assert (row["previous"], row["year_ago"]) == (before["points"], None)
    rows = autumn("report", "--month", "2026-10", "--by", "person", "--json").json()["rows"]
    fined = {line["person"] for line in months(autumn, "2026-09")[0]["fines"]}
    new = [row for row in rows if row["name"] not in fined]
    assert {(row["previous"], row["year_ago"]) for row in new} == {("0.00", None)}
    assert f"+{new[0]['total']}" in autumn("report", "--month", "2026-10", "--by", "person", columns=120).out


def test_what_is_open_and_who_returns(autumn: Runner) -> None:
    answer = autumn("report", "--json").json()
    assert (answer["from"], answer["to"]) == ("2026-11", "2026-11")
    assert answer["open"][0]["no"] == "2026-0014"
    assert answer["open"][0]["age"] == 30 and answer["open"][0]["late"]
    top = answer["top"]
    assert top["callers"] == [{"phone": "138****5678", "caller": None, "count": 2}]
    assert top["addresses"] == [{"address": "示例市云杉小区3栋501室", "count": 2}]
    assert top["accounts"] == [{"account": "********56", "count": 2}]
    assert "云杉小区" in autumn("report").out and "13800005678" not in autumn("report").out


@pytest.mark.parametrize("columns", [40, 60, 80, 120])
def test_no_number_is_parted_where_columns_have_no_room(autumn: Runner, columns: int) -> None:
    answer = autumn("report", "--month", "2026-10", "--json").json()
    shown = autumn("report", "--month", "2026-10", columns=columns).out
    assert max(map(cells, shown.splitlines())) <= columns
    words = shown.split()
    for row in answer["rows"]:
        for value in (row["name"], row["fines"], row["score"], row["points"]):
            assert str(value) in words, (columns, value)


def test_a_person_of_whom_nobody_knows_is_told(autumn: Runner) -> None:
    said = autumn("report", "--year", "2026", "--person", "樊大河")
    assert said.code == 2 and "是不是 樊大川" in said.err
    assert autumn("report", "--year", "2026", "--person", "纪清源").code == 0, "one who was never fined"
    one, padded = (autumn("report", "--year", "2026", "--person", name).out for name in ("樊大川", "樊　大川"))
    assert one == padded and "樊大川 的罚款" in one


def test_the_name_of_a_paper_says_what_it_is(autumn: Runner, tmp_path: Path) -> None:
    for words in (
        ("assess", "--month", "2026-10", "--xlsx", tmp_path / "十月.xls"),
        ("assess", "--month", "2026-10", "--docx", tmp_path / "通报"),
        ("report", "--xlsx", tmp_path / "a.csv"),
        ("report", "--html", tmp_path / "a"),
    ):
        said = autumn(*words)
        assert said.code == 2 and "结尾" in said.err, words
    assert not list(tmp_path.glob("[十通a]*"))


def test_its_papers(autumn: Runner, tmp_path: Path) -> None:
    files = [tmp_path / f"r.{kind}" for kind in ("html", "xlsx", "docx")]
    words = [w for file in files for w in (f"--{file.suffix[1:]}", str(file))]
    done = autumn("report", "--year", "2026", *words)
    assert done.code == 0 and all(str(file) in done.out for file in files)
    page = files[0].read_text("utf-8")
    assert "<script" not in page and not re.search(r"(src|href|url\()\s*=?\s*[\"']?(https?:)?//", page)
    assert "<svg" in page and "prefers-color-scheme" in page and "A4" in page
    with zipfile.ZipFile(files[1]) as book:
        assert any(name.startswith("xl/charts/") for name in book.namelist())
    for file in files[1:]:
        with zipfile.ZipFile(file) as archive:
            for name in archive.namelist():
                if name.endswith(".xml"):
                    ElementTree.fromstring(archive.read(name))
            whole = b"".join(archive.read(name) for name in archive.namelist()).decode("utf-8", "replace")
        assert "云杉小区" not in whole and "138****5678" not in whole
    assert "云杉小区" not in page and "138****5678" not in page, "no caller data on a paper"
    again = autumn("report", "--html", str(files[0]))
    assert again.code == 2 and files[0].read_text("utf-8") == page


def test_for_other_programs(autumn: Runner) -> None:
    out = autumn("report", "--month", "2026-10", "--format", "csv").out.splitlines()
    assert out[0].startswith("name,received,due,on_time") and len(out) == 6
    assert any(line.startswith("计量收费部,4,5,3,0.6000") and ",-12.50" in line for line in out), "a number stays one"


def test_an_empty_period(autumn: Runner) -> None:
    answer = autumn("report", "--month", "2025-03", "--json").json()
    assert (answer["months"], answer["rows"], answer["previous"]) == ([], [], None)
    assert "没有投诉" in autumn("report", "--month", "2025-03").out


@pytest.mark.parametrize(
    "words",
    [
        ("--month", "2026-13"),
        ("--quarter", "2026Q5"),
        ("--year", "26"),
        ("--month", "2026-10", "--year", "2026"),
        ("--from", "2026-11", "--to", "2026-10"),
        ("--from", "2001-01"),
        ("--by", "colour"),
        ("--by", ""),
        ("--by", "month", "--person", "蓝抄月"),
        ("--format", "pdf"),
        ("--format", "csv", "--json"),
    ],
)
def test_what_is_refused(autumn: Runner, words: tuple[str, ...]) -> None:
    said = autumn("report", *words)
    assert (said.code, said.out) == (2, "") and len(said.err.splitlines()) == 1


def carrying(autumn: Runner) -> str:
    """Let November carry a fine and points of October; return the order's number."""
    autumn.now = "2026-11-20 09:00"
    books.act(autumn.db, "handle", now=books.AFTER, no="2026-0014", result="已办", done=True, by="毛立夏")
    assert autumn("assess", "--month", "2026-10", "--close", by=books.AUDITOR).code == 0
    add = {"content": "后补", "deadline": "2026-10-14 17:30", "at": "2026-10-12 09:00", "by": books.CLERK}
    books.act(autumn.db, "intake", now=autumn.now, **add)
    no = autumn("list", "--limit", "1", "--json").json()["complaints"][0]["no"]
    late = {"at": "2026-10-12 09:30", "to": "维修抢修部", "person": ("樊大川",), "by": books.CLERK}
    books.act(autumn.db, "transfer", now=autumn.now, no=no, **late)
    for post, name in (("deputy", "钟万里"), ("general", "顾怀远")):
        facts = {"as_": post, "opinion": "同意", "at": "2026-10-12 10:00", "by": name}
        books.act(autumn.db, "approve", now=autumn.now, no=no, **facts)
    return str(no)


@pytest.mark.parametrize("by", ["department", "person", "category", "source", "rule", "month"])
def test_the_rows_are_the_totals_whatever_it_is_told_by(autumn: Runner, by: str) -> None:
    carrying(autumn)
    told = autumn("report", "--year", "2026", "--by", by, "--json").json()
    rows, whole = told["rows"], told["totals"]
    assert float(whole["adjustments"]) > 0 and float(whole["adjusted_points"]) < 0
    summed = ("received",) if by in ("category", "source") else CARRIED  # an order may be with no department yet
    sums = {key: total(row[key] for row in rows) for key in summed if key in rows[0]}
    if by == "person":
        sums["fines"] = total(row["decided"] for row in rows)
        yuan = [Decimal(row["total"]) for row in rows]
        assert yuan == sorted(yuan, reverse=True) and yuan[0] > yuan[-1]
    if by == "month":
        content = sum(Decimal(row["satisfaction"] or 0) * row["callbacks_valid"] for row in rows)
        assert Decimal(whole["satisfaction"]) == round(content / whole["callbacks_valid"], 4) > 0
        october = autumn("assess", "--month", "2026-10", "--json").json()["overall"]
        assert october["satisfaction"] in {row["satisfaction"] for row in rows}
    if "points" in rows[0]:
        points = total(whole[key] for key in ("deductions", "bonuses", "adjusted_points"))
        assert total(row["points"] for row in rows) == points
    assert sums and sums == {key: Decimal(whole[key]) for key in sums}
    printed = autumn("report", "--year", "2026", "--by", by, columns=200).out
    assert f"调整分值{whole['adjusted_points']}" in "".join(printed.split())


CARRIED = ("deductions", "bonuses", "adjusted_points", "fines", "adjustments")


def test_a_person_finds_every_fine_and_what_was_carried_with_their_sum_on_every_paper(
    autumn: Runner, tmp_path: Path
) -> None:
    no = carrying(autumn)
    words = ("report", "--year", "2026", "--person", "樊大川")
    answer = autumn(*words, "--json").json()
    assert answer["by"] == "person"
    [carried] = answer["adjustments"]
    assert (carried["complaint"], carried["carried_into"], carried["of_month"]) == (no, "2026-11", "2026-10")
    sums = [*(line["amount"] for line in answer["lines"]), carried["difference"]]
    assert total(sums) == Decimal(answer["rows"][0]["total"]) > 0
    paper = {kind: tmp_path / f"p.{kind}" for kind in ("docx", "xlsx", "html")}
    for kind, path in paper.items():
        assert autumn(*words, f"--{kind}", str(path)).code == 0
    with zipfile.ZipFile(paper["docx"]) as archive:
        document = re.sub("<[^>]+>", "", archive.read("word/document.xml").decode())
    texts = [autumn(*words, columns=140).out, document, paper["html"].read_text("utf-8")]
    for text in ("".join(text.split()) for text in texts):
        for said in (
            "樊大川的罚款",
            no,
            "调整2026-10：原0.00，应为",
            "起因：顾怀远于2026-11-2009:00录入的审核",
            answer["rows"][0]["total"],
        ):
            assert said in text, said
    rows = CalamineWorkbook.from_path(str(paper["xlsx"])).get_sheet_by_name("罚款").to_python()
    assert rows[-2][1] == no and rows[-2][6] == float(carried["difference"])
    assert rows[-1][6] == float(answer["rows"][0]["total"])
    month = autumn("assess", "--month", "2026-11", "--json").json()
    whole = total([month["totals"]["fines"], month["totals"]["adjustments"]])
    assert autumn("assess", "--month", "2026-11", "--xlsx", str(tmp_path / "m.xlsx")).code == 0
    rows = CalamineWorkbook.from_path(str(tmp_path / "m.xlsx")).get_sheet_by_name("罚款建议").to_python()
    signed = {row[6]: row[12] for row in rows if "调整 2026-10" in str(row[13])}
    mended = [change for change in month["adjustments"] if change["kind"] == "fine"]
    assert signed == {change["person"]: float(change["difference"]) for change in mended} and "樊大川" in signed
    assert next(row[12] for row in rows if str(row[0]).startswith("合计，连同")) == float(whole)
    assert f"连同罚款 {whole} 元" in autumn("assess", "--month", "2026-11").out


@pytest.mark.parametrize("columns", [80, 120])
def test_no_bar_and_no_word_of_a_heading_is_cut(autumn: Runner, columns: int) -> None:
    said = autumn("report", "--month", "2026-10", lang="en", columns=columns).out
    words = set(re.findall(r"[a-z-]+", said))
    assert {"received", "satisfaction", "deductions", "bonuses"} <= words
    bars = [line for line in said.splitlines() if "█" in line]
    assert bars and all(re.match(r"\S+ ", line) for line in bars), "each beside its name"
    assert max(line.count("█") for line in bars) == 12


def test_a_month_that_holds_but_a_fine_or_what_is_carried_is_in_the_report(run: Runner) -> None:
    books.lay(run.db, "2026-10-08 08:00")
    books.act(run.db, "intake", now="2026-10-12 09:00", content="表不走字", deadline="2026-10-14 17:30")
    books.act(run.db, "transfer", now="2026-10-12 09:30", no="1", to="维修抢修部", person=["樊大川"])
    for post, name in (("deputy", "钟万里"), ("general", "顾怀远")):
        books.act(run.db, "approve", now="2026-10-12 10:00", no="1", as_=post, by=name)
    books.act(run.db, "handle", now="2026-10-15 10:00", no="1", result="已换表", done=True, by="樊大川")
    run.now, run.by = books.AFTER, books.AUDITOR
    assert run("assess", "--month", "2026-10", "--close").code == 0
    words = ("decide", "1", "--rule", "handling_overdue", "--person", "樊大川", "--waive", "--reason", "属实")
    assert run(*words).code == 0

    def told() -> list[tuple[str, str, str]]:
        rows = run("report", "--year", "2026", "--by", "month", "--json").json()["rows"]
        return [(row["name"], row["fines"], row["adjustments"]) for row in rows]

    assert told()[1:] == [("2026-11", "0.00", "-100.00")]
    found = ("investigate", "1", "--auditor", books.AUDITOR, "--clerk", books.CLERK, "--internal-cause")
    assert run(*found, "--adverse-effect").code == 0
    run.now = "2026-12-02 09:00"
    assert told()[1:] == [("2026-11", "200.00", "-100.00")]


def test_a_finding_of_two_departments_at_one_moment_counts_twice_and_nobodys_once(autumn: Runner) -> None:
    from complaint_cli.acts.monthly import month_answer
    from complaint_cli.acts.transaction import opened
    from complaint_cli.assessment.periods import rows_of

    with opened(books.call(autumn.db, autumn.now)) as work:
        october = month_answer(work, "2026-10")
    line, fine = october.points[0], october.fines[0]
    clean = [line._replace(complaint=None, rule="clean_month", department=name) for name in ("客户服务部", "安检部")]
    nobodys = fine._replace(rule="transfer_delayed", person=None)
    told = october._replace(points=tuple(clean), fines=(), unassigned=(nobodys, nobodys._replace(role="manager")))
    counts = [(row.name, row.figures["findings"]) for row in rows_of("rule", [told])]
    assert counts == [("clean_month", 2), ("transfer_delayed", 1)]


def test_who_returns_is_told_by_what_was_amended_and_nobody_by_his_address(run: Runner) -> None:
    books.lay(run.db)
    address = "示例市云杉小区3栋501室 王小明 13800005678"
    for n, phone in ((1, "13800005678"), (2, "13800005679"), (3, "13800005678")):
        books.act(
            run.db, "intake", now=f"2026-10-1{n + 3} 09:00", content=f"表不走字{n}", caller="王小明", phone=phone,
            address=address, account="8800",
        )  # fmt: skip
    amended = {2: {"phone": "13800005678", "caller": "冯大明"}, 3: {"received": "2026-09-30 09:00"}}
    for no, options in amended.items():
        books.act(run.db, "amend", now="2026-10-20 09:00", no=str(no), reason="听错", approved_by="严守衡", **options)
    top = run("report", "--month", "2026-10", "--json", now=books.AFTER).json()["top"]
    assert top["callers"] == [{"phone": "138****5678", "caller": "冯**", "count": 2}]
    assert top["addresses"] == [{"address": "示例市云杉小区3栋501室 王** 138****5678", "count": 2}]
    assert top["accounts"] == [{"account": "**00", "count": 2}]


def test_a_long_name_is_told_to_be_cut_or_has_its_lines(autumn: Runner, tmp_path: Path) -> None:
    from complaint_cli.acts.report import report
    from complaint_cli.acts.transaction import opened
    from complaint_cli.render.paper import period

    page, book = tmp_path / "r.html", tmp_path / "r.xlsx"
    assert autumn("report", "--year", "2026", "--by", "rule", "--html", str(page), lang="en").code == 0
    assert ">handling overdue</text>" in page.read_text("utf-8")
    name = "城东片区燃气设施运行维护与用户服务中心第二抢修班"
    with opened(books.call(autumn.db, autumn.now)) as work:
        told = report(work, ["2026-10"], "department")
        told = told._replace(rows=(told.rows[0]._replace(name=name),), open=(told.open[0]._replace(department=name),))
        period.write_page(tmp_path / "n.html", told, lang="zh")
        period.write_workbook(book, told, lang="zh")
    assert f"{name[:18]}…</text>" in (tmp_path / "n.html").read_text("utf-8")
    with zipfile.ZipFile(book) as archive:
        [sheet] = [archive.read(n).decode() for n in archive.namelist() if n.endswith("sheet3.xml")]
    assert float(re.findall(r'<row r="2"[^>]* ht="([0-9.]+)"', sheet)[0]) >= 30


def test_no_page_parts_a_bar_and_no_column_a_word_of_its_heading(autumn: Runner, tmp_path: Path) -> None:
    from complaint_cli.acts.report import report
    from complaint_cli.acts.transaction import opened
    from complaint_cli.render.paper import period

    page, book = tmp_path / "r.html", tmp_path / "r.xlsx"
    with opened(books.call(autumn.db, autumn.now)) as work:
        told = report(work, ["2026-10"], "month")
    period.write_page(page, told._replace(rows=told.rows * 23), lang="zh")
    drawn = re.findall(r"<svg.*?</svg>", page.read_text("utf-8"), re.DOTALL)
    assert [part.count("<rect") for part in drawn] == [10, 10, 3], "a page keeps each of them whole"
    period.write_workbook(book, told, lang="en")
    rows, first = CalamineWorkbook.from_path(str(book)).get_sheet_by_index(0).to_python(), "xl/worksheets/sheet1.xml"
    with zipfile.ZipFile(book) as archive:
        columns = re.findall(r'<col min="(\d+)" max="(\d+)" width="([0-9.]+)"', archive.read(first).decode())
    wide = {n: float(width) for low, high, width in columns for n in range(int(low), int(high) + 1)}
    heads = {head: wide[n] for n, head in enumerate(next(row for row in rows if "adjustments" in row), 1)}
    assert heads["adjustments"] > 13 and heads["on the period before"] > 13
