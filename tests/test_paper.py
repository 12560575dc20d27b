"""What is written for the office: the form, the ledger, the month-end workbook and notice."""

import zipfile
from pathlib import Path

import pytest

import books
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
