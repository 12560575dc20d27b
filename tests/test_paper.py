"""What is written for the office: the form, the ledger, the month-end workbook and notice."""

import errno
import os
import re
import shutil
import zipfile
from pathlib import Path

import pytest

import books
from complaint_cli.store.database import Store
from conftest import Runner


@pytest.fixture
def october(run: Runner) -> Runner:
    books.october(run.db.parent)
    run.now = books.AFTER
    return run


def text_of(path: Path) -> str:
    with zipfile.ZipFile(path) as archive:
        return "".join(archive.read(n).decode("utf-8", "replace") for n in archive.namelist() if n.endswith(".xml"))


def test_the_form_is_filled_and_never_overwritten(october: Runner, tmp_path: Path) -> None:
    form = tmp_path / "form.docx"
    assert october("form", "2026-0001", "-o", str(form)).code == 0
    assert "2026-0001" in text_of(form)
    assert october("form", "2026-0001", "-o", str(form)).code != 0


def test_the_departments_copy_hides_the_caller(october: Runner, tmp_path: Path) -> None:
    words = (
        "--content",
        "{{ 7*7 }} 态度差，电话 13912345678",
        "--caller",
        "欧阳某某",
        "--phone",
        "13912345678",
        "--json",
    )
    no = october("intake", *words).json()["no"]
    plain, masked = tmp_path / "p.docx", tmp_path / "m.docx"
    assert october("form", no, "-o", str(plain)).code == 0
    assert october("form", no, "-o", str(masked), "--masked").code == 0
    assert "13912345678" in text_of(plain)
    assert "7*7" in text_of(plain)  # a caller's text never acts
    assert "13912345678" not in text_of(masked)
    assert "欧阳某某" not in text_of(masked)


def test_the_ledger_holds_every_complaint_masked_and_no_formula(october: Runner, tmp_path: Path) -> None:
    from python_calamine import CalamineWorkbook

    no = october("intake", "--content", "=HYPERLINK(1)", "--phone", "13912345678", "--json").json()["no"]
    ledger = tmp_path / "ledger.xlsx"
    assert october("ledger", "-o", str(ledger)).code == 0
    rows = CalamineWorkbook.from_path(str(ledger)).get_sheet_by_index(0).to_python()
    cells = [str(cell) for row in rows for cell in row]
    assert no in cells
    assert "=HYPERLINK(1)" in cells
    assert "13912345678" not in cells
    assert "<f>" not in text_of(ledger)


def test_month_end_papers_hold_the_fines_and_no_caller(october: Runner, tmp_path: Path) -> None:
    book, notice = tmp_path / "a.xlsx", tmp_path / "a.docx"
    assert october("assess", "--month", "2026-10", "--xlsx", str(book)).code == 0
    assert october("assess", "--month", "2026-10", "--docx", str(notice)).code == 0
    assert "chart" in " ".join(zipfile.ZipFile(book).namelist())
    for path in (book, notice):
        assert "1380000" not in text_of(path)


def document_text(path: Path) -> str:
    with zipfile.ZipFile(path) as archive:
        return re.sub("<[^>]+>", "", archive.read("word/document.xml").decode())


def pages(path: Path) -> int:
    """Return how many pages LibreOffice prints."""
    import subprocess

    folder = path.parent
    home = f"-env:UserInstallation=file://{folder}/office"
    command = ["soffice", home, "--headless", "--convert-to", "pdf", "--outdir", str(folder), str(path)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    return len(re.findall(rb"/Type\s*/Page\b(?!s)", path.with_suffix(".pdf").read_bytes()))


NASTY = "{{ 7*7 }}{% for x in y %}<w:p>&amp;\u200b\u202e\x07=cmd|' /C calc'!A0 联系电话 13912345678，"


@pytest.fixture
def nasty(october: Runner) -> str:
    """A complaint whose every text is long and would act if it could; its number."""
    import books

    answer = books.act(
        october.db,
        "intake",
        content=NASTY * 400,
        caller="=1+1{{ caller }}",
        phone="13912345678",
        address="某市某路128号院3栋2单元1501室" * 4,
        order_no="-2026-10-09-00123456789",
        category="计量收费/抄表",
    )
    return str(answer["no"])


def test_a_long_text_is_whole_on_further_pages_and_never_acts(october: Runner, tmp_path: Path, nasty: str) -> None:
    form = tmp_path / "f.docx"
    assert october("form", nasty, "-o", str(form)).code == 0
    said = document_text(form)
    assert "{{ 7*7 }}{% for x in y %}&lt;w:p&gt;&amp;amp;" in said
    assert "……（全文见附页）" in said
    assert "\x07" not in said
    whole = said.partition(f"投诉转办单 {nasty} 附页")[2]
    assert whole.count("{{ 7*7 }}") == 400 and whole.count("某市某路128号院") == 4
    assert whole.index("用户地址") < whole.index("诉求内容")


@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is not installed")
def test_the_form_is_one_page_where_it_holds_all_and_the_notice_numbers_its_pages(
    october: Runner, tmp_path: Path, nasty: str
) -> None:
    form, notice = tmp_path / "f.docx", tmp_path / "n.docx"
    assert october("form", nasty, "-o", str(form), "--masked").code == 0
    assert october("assess", "--month", "2026-10", "--docx", str(notice)).code == 0
    assert pages(form) > 2
    overleaf = tmp_path / "o.docx"
    no = october("intake", "--content", "打不着火，上门三次未修好。" * 60, "--json").json()["no"]
    assert october("form", no, "-o", str(overleaf)).code == 0
    assert pages(overleaf) == 2
    short = tmp_path / "s.docx"
    assert october("form", "2026-0001", "-o", str(short), "--masked").code == 0
    assert pages(short) == 1
    assert pages(notice) > 1
    assert 'w:instr="NUMPAGES"' in text_of(notice)


@pytest.mark.parametrize("option", ["category", "confidential"])
def test_conduct_and_confidential_are_masked_whoever_asks(october: Runner, tmp_path: Path, option: str) -> None:
    import books

    facts = (
        {"category": "服务态度与廉洁/态度"} if option == "category" else {"category": "计量收费", "confidential": True}
    )
    words = {"content": "欧阳某某说，请回 13912345678", "caller": "欧阳某某", "phone": "13912345678"}
    no = books.act(october.db, "intake", address="某市某小区3栋2单元1501室", account="10002418", **words, **facts)["no"]
    form = tmp_path / "f.docx"
    assert october("form", str(no), "-o", str(form), "--json").json()["masked"] is True
    said = document_text(form)
    for secret in ("欧阳某某", "13912345678", "1501", "10002418"):
        assert secret not in said
    assert "通过综合管理部" in said


def test_an_unmasked_form_is_recorded(october: Runner, tmp_path: Path) -> None:
    from contextlib import closing
    from sqlite3 import connect

    def recorded() -> int:
        with closing(connect(october.db)) as db:
            return int(db.execute("SELECT count(*) FROM journal WHERE command = 'form'").fetchone()[0])

    assert october("form", "2026-0001", "-o", str(tmp_path / "m.docx"), "--masked").code == 0
    assert recorded() == 0
    assert october("form", "2026-0001", "-o", str(tmp_path / "p.docx")).code == 0
    assert recorded() == 1
    assert october("verify").code == 0
    (tmp_path / "no.docx").write_text("x")
    for words in (("nowhere/f.docx",), ("f.docx", "--template", str(tmp_path / "no.docx"))):
        said = october("form", "2026-0001", "-o", str(tmp_path / words[0]), *words[1:])
        assert said.code == 2 and recorded() == 1, "what was not printed is not recorded"


def test_the_company_edits_its_template_beside_the_database(october: Runner, tmp_path: Path) -> None:
    from docx import Document

    own = october.db.with_name(october.db.name + "-form.docx")
    changed = Document()
    changed.add_paragraph("本公司的转办单 {{ number }} {{ contents }}")
    changed.save(str(own))
    said = october("form", "2026-0001", "-o", str(tmp_path / "f.docx"))
    assert said.code == 2
    assert "contents" in said.err  # a placeholder that is none is named
    assert not list(tmp_path.glob("f.docx"))
    changed = Document()
    changed.add_paragraph("本公司的转办单 {{ number }}")
    changed.save(str(own))
    assert october("form", "2026-0001", "-o", str(tmp_path / "f.docx")).code == 0
    assert "本公司的转办单 2026-0001" in document_text(tmp_path / "f.docx")
    broken = tmp_path / "broken.docx"
    broken.write_bytes(b"PK no")
    assert october("form", "2026-0001", "-o", str(tmp_path / "g.docx"), "--template", str(broken)).code == 2


def test_a_new_database_has_its_template(run: Runner) -> None:
    assert run("init").code == 0
    own = run.db.with_name(run.db.name + "-form.docx")
    assert own.stat().st_mode & 0o777 == 0o600
    assert zipfile.is_zipfile(own)


@pytest.mark.parametrize(
    "words",
    ["ledger -o {}.xlsx", "ledger -o {}.csv", "form 2026-0001 -o {}.docx", "assess --month 2026-10 --xlsx {}.xlsx",
     "assess --month 2026-10 --docx {}.docx", "report --month 2026-10 --html {}.html", "org template -o {}.xlsx",
     "key export -o {}"],
)  # fmt: skip
def test_a_folder_that_is_not_there_is_a_wrong_name(october: Runner, tmp_path: Path, words: str) -> None:
    said = october(*words.format(tmp_path / "nowhere" / "a").split(), lang="en")
    assert (said.code, "nowhere" in said.err, "does not exist" in said.err) == (2, True, True), said
    assert not (tmp_path / "nowhere").exists()


def test_paper_is_its_owners_alone_and_leaves_nothing_behind(october: Runner, tmp_path: Path) -> None:
    folder = tmp_path / "out"
    folder.mkdir()
    for name in ("a.xlsx", "a.csv"):
        assert october("ledger", "-o", str(folder / name)).code == 0
        assert (folder / name).stat().st_mode & 0o777 == 0o600
        assert october("ledger", "-o", str(folder / name)).code == 2
    assert october("ledger", "-o", str(folder / "a.txt")).code == 2
    assert sorted(path.name for path in folder.iterdir()) == ["a.csv", "a.xlsx"]


def test_the_ledgers_cells_are_times_and_texts(october: Runner, tmp_path: Path, nasty: str) -> None:
    from datetime import datetime

    from python_calamine import CalamineWorkbook

    ledger = tmp_path / "l.xlsx"
    assert october("ledger", "-o", str(ledger)).code == 0
    head, *rows = CalamineWorkbook.from_path(str(ledger)).get_sheet_by_index(0).to_python()
    row = dict(zip(head, rows[-1], strict=True))
    assert row["本公司编号"] == nasty
    assert row["工单编号"] == "-2026-10-09-00123456789"
    assert isinstance(row["接收时间"], datetime)
    assert row["诉求内容"].startswith("{{ 7*7 }}")
    assert "13912345678" not in row["诉求内容"]
    assert len(row["诉求内容"]) <= 32_767
    inside = text_of(ledger)
    assert "<f>" not in inside
    assert "<hyperlink " not in inside

    csv = tmp_path / "l.csv"
    assert october("ledger", "-o", str(csv), "--month", "2026-10").code == 0
    assert csv.read_bytes().startswith(b"\xef\xbb\xbf")
    assert "'-2026-10-09" not in csv.read_text("utf-8-sig")  # received in November


def test_documents_are_chinese_unless_asked(october: Runner, tmp_path: Path) -> None:
    env = {"COMPLAINT_LANG": "", "LANG": "en_US.UTF-8"}
    assert october("ledger", "-o", str(tmp_path / "a.csv"), env=env).code == 0
    assert "责任部门" in (tmp_path / "a.csv").read_text("utf-8-sig")
    assert october("ledger", "-o", str(tmp_path / "b.csv"), "--lang", "en", env=env).code == 0
    assert "department" in (tmp_path / "b.csv").read_text("utf-8-sig")
    assert october("assess", "--month", "2026-10", "--docx", str(tmp_path / "en.docx"), lang="en").code == 0
    assert " (officer, 综合管理部)" in document_text(tmp_path / "en.docx")
    assert "The band of Art. 5.2" in october("assess", "--month", "2026-10", lang="en").out


def test_what_fills_a_chinese_template_is_chinese(october: Runner, tmp_path: Path) -> None:
    fill = (
        ("form", "1", "-o", str(tmp_path / "{}.docx")),
        ("form", "14", "--masked", "-o", str(tmp_path / "{}-masked.docx")),
        ("assess", "--month", "2026-10", "--notices", str(tmp_path / "{}"), "--by", "纪清源"),
    )
    said = {lang: {} for lang in ("zh", "en")}
    for lang, found in said.items():
        for words in fill:
            assert october(*(word.format(lang) for word in words), lang=lang).code == 0
        for path in sorted(tmp_path.rglob("*.docx")):
            if (name := str(path.relative_to(tmp_path))).startswith(lang):
                found[name.removeprefix(lang)] = document_text(path).partition("日志校验值")[0]
    assert len(said["zh"]) > 4 and said["zh"] == said["en"]


def sheets(path: Path) -> dict[str, list[list[object]]]:
    from python_calamine import CalamineWorkbook

    book = CalamineWorkbook.from_path(str(path))
    return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}


def test_a_month_s_papers_name_who_adopted_the_edition(october: Runner, tmp_path: Path) -> None:
    word, book = tmp_path / "a.docx", tmp_path / "a.xlsx"
    assert october("assess", "--month", "2026-10", "--docx", str(word)).code == 0
    assert october("assess", "--month", "2026-10", "--xlsx", str(book)).code == 0
    [said] = [line for line in october("assess", "--month", "2026-10").out.splitlines() if line.startswith("采用：")]
    assert said in document_text(word)
    assert said in str(sheets(book)["部门得分"][:3])


def test_the_workbook_holds_what_was_decided_the_sums_and_the_lists(october: Runner, tmp_path: Path) -> None:
    answer = october("assess", "--month", "2026-10", "--json").json()
    book = tmp_path / "a.xlsx"
    assert october("assess", "--month", "2026-10", "--xlsx", str(book)).code == 0
    found = sheets(book)
    head, *rows = found["罚款建议"][3:]
    decided = head.index("核定金额")
    kept = [float(line["decided"]) for line in answer["fines"] if line["decided"] is not None]
    assert [row[decided] for row in rows[: len(answer["fines"])] if row[decided] != ""] == kept != []
    total = rows[len(answer["fines"])]
    assert total[decided] == float(answer["totals"]["fines"])
    assert {"本人签字", "审计签字"} <= {*head}
    head, *rows = found["各人合计"][3:]
    assert {row[0]: row[head.index("合计")] for row in rows[:-1]} == {
        line["person"]: float(line["total"]) for line in answer["persons"]
    }
    assert {"环比与同比", "逾期未罚", "更正"} <= found.keys()


def test_the_workbook_lists_a_fine_of_nobody_by_its_role(october: Runner, tmp_path: Path) -> None:
    order = {"content": "表不走字", "category": "计量收费", "at": "2026-10-12 09:00", "deadline": "2026-10-16 17:30"}
    no = books.act(october.db, "intake", **order)["no"]
    books.act(october.db, "transfer", no=no, to="维修抢修部", at="2026-10-12 10:00")
    for post, by in (("deputy", "钟万里"), ("general", "顾怀远")):
        books.act(october.db, "approve", no=no, at="2026-10-12 11:00", by=by, as_=post)
    assert october("assess", "--month", "2026-10", "--xlsx", tmp_path / "a.xlsx").code == 0
    [row] = [row for row in sheets(tmp_path / "a.xlsx")["剔除与待定"] if no in row]
    wanted = ["罚款未落实到人", no, "2026-10", "维修抢修部", "责任人", "办理逾期", "", 500.0, ""]
    assert row[:9] == wanted and "逾期 12 个工作日" in str(row[9])


def test_the_notice_names_every_fined_person_with_clause_and_facts(october: Runner, tmp_path: Path) -> None:
    answer = october("assess", "--month", "2026-10", "--json").json()
    notice = tmp_path / "n.docx"
    assert october("assess", "--month", "2026-10", "--docx", str(notice)).code == 0
    said = document_text(notice)
    for line in answer["fines"]:
        assert line["person"] in said and line["cite"] in said and line["complaint"] in said
    for line in answer["excluded"]:
        assert line["reason"] in said and line["approved_by"] in said
    for part in ("主送", "2026-11-", "环比与同比", "逾期而没有罚款", "更正", "区间出自条款", "申诉"):
        assert part in said, part
    assert answer["head"] in said.replace(" ", "")


def test_each_person_has_a_notice_and_its_issue_is_recorded(october: Runner, tmp_path: Path) -> None:
    answer = october("assess", "--month", "2026-10", "--json").json()
    folder = tmp_path / "notices"
    said = october("assess", "--month", "2026-10", "--notices", str(folder), "--json", by="纪清源")
    assert {Path(path).name for path in said.json()["notices"]} == {path.name for path in folder.iterdir()}
    assert {path.stem.split(" ", 1)[1] for path in folder.iterdir()} == {line["person"] for line in answer["persons"]}
    for line in answer["persons"]:
        text = document_text(folder / f"2026-10 {line['person']}.docx")
        assert f"应扣合计 {line['total']} 元" in text and f"{line['year_total']} 元" in text
        assert "1380000" not in text
        for fine in answer["fines"]:
            assert (fine["complaint"] in text) or fine["person"] != line["person"]
    assert october("verify").code == 0
    again = october("assess", "--month", "2026-10", "--notices", str(folder), by="纪清源")
    assert again.code == 2 and "2026-10" in again.err


def test_notices_that_cannot_be_recorded_are_not_issued(
    october: Runner, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(store: Store) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as disk:
        disk.setattr(Store, "_settle", full)  # the papers are on another disk by then, the commit fails
        assert october("assess", "--month", "2026-10", "--notices", str(tmp_path / "n"), by="纪清源").code == 42
    assert [*(tmp_path / "n").iterdir()] == []
    assert october("assess", "--month", "2026-10", "--notices", str(tmp_path / "n"), by="纪清源").code == 0


def test_the_term_of_an_objection_runs_from_the_first_notice_that_tells_the_fine(
    october: Runner, tmp_path: Path
) -> None:
    fine = october("assess", "--month", "2026-10", "--json").json()["fines"][0]
    to_object = (
        "object",
        fine["complaint"],
        "--rule",
        fine["rule"],
        "--person",
        fine["person"],
        "--reason",
        "x",
        "--json",
    )
    assert october("assess", "--month", "2026-10", "--notices", str(tmp_path / "a"), by="纪清源").code == 0
    late = "2026-11-09 09:00"
    assert october("assess", "--month", "2026-10", "--notices", str(tmp_path / "b"), by="纪清源", now=late).code == 0
    assert october(*to_object, now=late, by=fine["person"]).json()["late"] is True
    assert october(*to_object, by=fine["person"], now="2026-11-10 09:00").json()["late"] is True


def test_no_line_of_a_penalty_notice_is_parted_by_a_page(october: Runner, tmp_path: Path) -> None:
    import docx

    assert october("assess", "--month", "2026-10", "--notices", str(tmp_path / "a"), by="纪清源").code == 0
    rows = [
        row
        for file in (tmp_path / "a").glob("*.docx")
        for table in docx.Document(str(file)).tables
        for row in table.rows
    ]
    assert len(rows) > 4
    assert all(row._tr.xpath("w:trPr/w:cantSplit") for row in rows)


def test_a_notice_in_time_and_the_companys_own_template(october: Runner, tmp_path: Path) -> None:
    import docx

    fine = october("assess", "--month", "2026-10", "--json").json()["fines"][0]
    own = docx.Document()
    own.add_paragraph("本公司格式 {{ person }} {{ total }}")
    own.save(str(october.db.with_name(october.db.name + "-penalty.docx")))
    assert october("assess", "--month", "2026-10", "--notices", str(tmp_path / "a"), by="纪清源").code == 0
    assert document_text(tmp_path / "a" / f"2026-10 {fine['person']}.docx").strip().startswith("本公司格式")
    said = october(
        "object", fine["complaint"], "--rule", fine["rule"], "--person", fine["person"], "--reason", "x", "--json",
        by=fine["person"], now="2026-11-03 09:00",
    )  # fmt: skip
    assert said.json()["late"] is False


def test_no_notice_is_issued_under_a_set_clock_on_a_real_ledger(run: Runner, tmp_path: Path) -> None:
    from datetime import datetime, timedelta

    run.now = ""  # the real clock
    begin = datetime.now() - timedelta(days=20)
    at, due = (f"{moment:%Y-%m-%d %H:%M}" for moment in (begin, begin + timedelta(hours=9)))
    organisation = str(books.EXAMPLE / "organisation.toml")
    assert run("init", "--org", organisation).code == 0
    assert run("intake", "--content", "表不走字", "--at", at, "--deadline", due).code == 0
    month = run("assess", "--month", at[:7], "--json").json()
    assert month["persons"] or at[:7] != due[:7]
    said = run("assess", "--month", due[:7], "--notices", str(tmp_path / "n"), now="2036-02-01 09:00", by="纪清源")
    assert said.code == 21 and "COMPLAINT_NOW" in said.err
    assert not (tmp_path / "n").exists()


@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is not installed")
def test_the_notice_of_an_empty_month_is_one_page(run: Runner, tmp_path: Path) -> None:
    run.now = "2026-11-02 09:00"
    assert run("init").code == 0
    notice = tmp_path / "empty.docx"
    assert run("assess", "--month", "2026-10", "--docx", str(notice)).code == 0
    assert pages(notice) == 1
    assert "环比" not in document_text(notice), "there is nothing to compare it with"


def test_a_first_month_says_that_nothing_stands_beside_it(run: Runner, tmp_path: Path) -> None:
    import books

    books.lay(run.db, "2026-10-08 08:00")
    books.act(run.db, "intake", now="2026-10-09 09:00", content="表不走字")
    paper = tmp_path / "first.docx"
    said = run("assess", "--month", "2026-10", now="2026-11-02 09:00").out
    assert run("assess", "--month", "2026-10", "--docx", paper, now="2026-11-02 09:00").code == 0
    assert "环比与同比" in said and "环比与同比" in document_text(paper)
    assert any(line.split() == ["接收", "1", "—", "—", "—", "—"] for line in said.splitlines())


def test_no_paper_of_a_month_holds_where_a_caller_lives(run: Runner, tmp_path: Path) -> None:
    """In what somebody wrote of him neither; nor does the content on a masked form, whose own boxes hide both."""
    import books

    books.lay(run.db, "2026-10-08 08:00")
    first, last = "幸福路1号2单元301室", "和平里5号楼3-402"
    text = f"家住{first}，户号A1234567，又作{last}"
    books.act(run.db, "intake", now="2026-10-09 09:00", content=text, address=first, account="A1234567", caller="幸福")
    books.act(run.db, "amend", now="2026-10-09 09:30", no="1", address=last, reason="错")
    books.act(run.db, "exclude", now="2026-10-09 10:00", by=books.AUDITOR, no="1", reason=text, approved_by="顾怀远")
    run.now, run.by = "2026-11-02 09:00", books.CLERK
    month, form = ("assess", "--month", "2026-10"), ("form", "1", "-o")
    for words in (
        (*month, "--docx", tmp_path / "m.docx"),
        (*form, tmp_path / "f.docx"),
        (*form, tmp_path / "g.docx", "--masked"),
    ):
        assert run(*words).code == 0
    hidden = "家住幸**路1号**，户号******67，又作和平里5号楼**"
    masked = (run(*month, "--json").out, run(*month, "--explain", "1", "--json").out)
    assert all(
        hidden in said for said in (*masked, document_text(tmp_path / "m.docx"), document_text(tmp_path / "g.docx"))
    )
    assert text in document_text(tmp_path / "f.docx")
    assert f"A1234567，又作{last}" in run("show", "1", "--json").out


def test_the_form_and_the_ledger_tell_the_reply_that_followed_a_rework(october: Runner, tmp_path: Path) -> None:
    import books

    no = {"no": "2026-0001"}
    books.act(october.db, "callback", by="邱明澈", result="unsatisfied", resolved=False, rework=True, **no)
    books.act(october.db, "handle", by="蓝抄月", result="已补寄账单", done=True, now="2026-11-03 10:00", **no)
    books.act(october.db, "reply", summary="账单已补寄", now="2026-11-03 11:00", **no)
    october.now = "2026-11-04 09:00"
    assert october("form", "2026-0001", "-o", str(tmp_path / "f.docx"), "--masked").code == 0
    assert "账单已补寄" in document_text(tmp_path / "f.docx")
    assert "2026-11-03 11:00" in october("ledger", "-o", "-").out.splitlines()[1]


def test_a_month_that_only_carries_a_fine_tells_it_whole_and_how_to_object(
    october: Runner, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    import books
    from complaint_cli.acts.monthly import month_answer
    from complaint_cli.acts.transaction import opened
    from complaint_cli.assessment.lines import NOTHING, Adjustment, person_lines
    from complaint_cli.render.paper.notice import write_notice
    from complaint_cli.render.paper.penalty import boxes_of
    from complaint_cli.render.screen.report import print_report
    from complaint_cli.render.screen.terminal import Plain

    with opened(books.call(october.db)) as work:
        answer = month_answer(work, "2026-10")
    fine = next(line for line in answer.fines if line.rule == "handling_overdue")._replace(factor=2)
    about = "2026-09", fine.complaint, fine.department, fine.person, fine.rule, "fine"
    change = Adjustment(*about, NOTHING, fine.base * 2, "amend 纪清源 2026-10-20T11:30:00+08:00", fine)
    persons = person_lines((), (change,))
    answer = answer._replace(fines=(), points=(), adjustments=(change,), persons=persons)
    boxes = boxes_of(answer, fine.person or "", "2026-11-03", {})
    assert "审计督查部申诉" in str(boxes["objection"]) and boxes["own"]
    [line] = boxes["adjustments"]  # type: ignore[misc]
    write_notice(tmp_path / "n.docx", answer, lang="zh")
    print_report(Plain(), answer)
    texts = document_text(tmp_path / "n.docx"), capsys.readouterr().out
    for said in (str(line["facts"]), *("".join(text.split()) for text in texts)):
        said = "".join(said.split())
        assert "接收2026-" in said and f"计算：{fine.base:.0f}×2" in said and "起因：纪清源" in said
    for said in ("".join(text.split()) for text in texts):
        assert "审计督查部申诉" in said and "各人合计" in said
    assert f"{fine.cite} 办理逾期" in texts[0] and f"{fine.clause} 办理逾期" in texts[1]
