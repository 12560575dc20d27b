"""The organisation as a company keeps it: a TOML file, or a spreadsheet."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from complaint_cli.company.organisation import Organisation
from complaint_cli.company.organisation_file import ROLES, organisation_from_rows
from complaint_cli.errors import ImportRejected, PolicyInvalid
from complaint_cli.messages.policy import Policy, Problem, Problems
from complaint_cli.sheets.cells import is_error, seen
from complaint_cli.sheets.kinds import OFFICE, foreign
from complaint_cli.sheets.orders import foot
from complaint_cli.sheets.tables import sheet_rows
from complaint_cli.text.near import says_nothing

SHEETS = (".xlsx", ".xls", ".xlsm", ".ods", ".csv")
HEADS = ("部门", "角色", "分管经理", "部门经理", "人员")

_CALLED = {
    "部门名称": "部门", "所属部门": "部门", "科室": "部门", "职责": "角色", "部门角色": "角色", "部门职责": "角色",
    "分管领导": "分管经理", "经理": "部门经理", "负责人": "部门经理", "部门负责人": "部门经理",
    "姓名": "人员", "员工": "人员", "成员": "人员", "部门人员": "人员",
}  # fmt: skip
"""What the columns are called elsewhere."""
_POSTS = dict.fromkeys(("部门经理", "经理", "负责人"), "部门经理") | dict.fromkeys(("分管经理", "分管领导"), "分管经理")
_IGNORED = ("序号", "备注", "电话", "手机", "联系电话", "工号", "说明", "")
_OF_COMPANY = ("公司", "总经理")
_VACANT = ("待定", "暂缺", "空缺")
_SIGNED = re.compile(r"[\u3400-\u9fff（）()/]{2,8}[:：].*|\d{4}年.*", re.DOTALL)
"""What stands below a list of departments: 总经理签字：, the day of it."""
_COUNTED = re.compile(r"[（(]共?\d+人[）)]|(?<!\d)\d{1,2}[.．、](?=[\u3400-\u9fff])")
"""How many a cell of people holds, and the number before each: 1.李四 2.周五（2人）."""
_PADDED = re.compile(r"(?<![\u4e00-\u9fff·])([\u4e00-\u9fff])[ \u3000\xa0]+([\u4e00-\u9fff])(?![\u4e00-\u9fff·])")


def is_sheet(file: Path) -> bool:
    """Whether a file is a spreadsheet, whatever name it carries, or of a kind that says what to do with it: no TOML."""
    if file.suffix.lower() in SHEETS or not file.is_file():
        return file.suffix.lower() in SHEETS
    with file.open("rb") as stream:
        start = stream.read(4096)
    return start.startswith(OFFICE) or foreign(start, file.name) is not None


def sheet_organisation(file: Path) -> Organisation:
    """Read an organisation from a spreadsheet; PolicyInvalid when it is invalid."""
    try:
        rows = sheet_rows(file)
    except ImportRejected as error:
        raise PolicyInvalid(error.message, **error.facts) from None
    laid = tidied(rows)
    failed = [
        number for number, row in enumerate(laid, 1) if any(is_error(part) for cell in row for part in cell.split("、"))
    ]
    if failed:
        problems = Problems(Problem(Policy.WHOLE_ROW(row=number), Policy.FAILED_CELL, {}) for number in failed)
        raise PolicyInvalid(Policy.INVALID, file=file.name, problems=problems)
    return organisation_from_rows(laid, name=file.name)


def tidied(rows: Sequence[Sequence[str]]) -> list[list[str]]:
    """Return a sheet as people keep it in the form of ours.

    Titles above the header, totals and signatures below it, 序号 and 备注 columns are left out, columns called
    otherwise get our names, padded names (樊　川) are one, words for nobody are none, what stands right of 人员 under
    no name is of it, and where each person has a row the rows of a department become one. Row numbers stay where
    nothing is joined.
    """
    widest = max(map(len, rows), default=0)
    laid = [[_PADDED.sub(r"\1\2", seen(cell).strip()) for cell in [*row, *[""] * (widest - len(row))]] for row in rows]
    laid = [["" if says_nothing(cell) or cell in _VACANT else cell for cell in row] for row in laid]
    at = next((place for place, row in enumerate(laid) if {"部门", "角色"} <= {_name(cell) for cell in row}), None)
    if at is None:
        return laid
    above = [row if sum(map(bool, row)) != 1 or row[0] in _OF_COMPANY else [] for row in laid[:at]]
    header = [_name(cell) for cell in laid[at]]
    below = [
        row if row[header.index("角色")] in ROLES or not _below(next(filter(None, row), "")) else [""] * widest
        for row in laid[at + 1 :]
    ]
    if "人员" in header:
        first = header.index("人员")
        last = next((place for place in range(first + 1, widest) if header[place]), widest)
        for row in below:
            people = (_COUNTED.sub(" ", cell).strip() for cell in row[first:last])
            row[first:last] = ["、".join(filter(None, people)), *[""] * (last - first - 1)]
    duties = [row[header.index("职务")] if "职务" in header else "" for row in below]
    kept = [place for place, cell in enumerate(header) if cell not in _IGNORED and cell != "职务"]
    below = [[row[place] for place in kept] for row in below]
    names = [header[place] for place in kept]
    return [*above, names, *_joined(names, below, duties)]


def _below(text: str) -> bool:
    return foot(text) or _SIGNED.fullmatch(text) is not None


def _name(cell: str) -> str:
    plain = re.sub(r"\s|[（(].*[）)]", "", cell)
    return _CALLED.get(plain, plain)


def _joined(names: list[str], rows: list[list[str]], duties: list[str]) -> list[list[str]]:
    """Join the rows of one department where each person has a row; a 职务 that is a post fills that column."""
    if "部门" not in names or "人员" not in names:
        return rows
    where, who = names.index("部门"), names.index("人员")
    found: dict[str, list[str]] = {}
    out: list[list[str]] = []
    last = ""
    for row, duty in zip(rows, duties, strict=True):
        department = row[where] or (last if row[who] else "")
        post = _POSTS.get(duty.strip())
        if post and row[who]:
            if post not in names:
                names.append(post)
            row = [*row, *[""] * (len(names) - len(row))]
            row[names.index(post)], row[who] = row[who], ""
        if department and department in found and (row[who] or post):
            mine = found[department]
            mine += [""] * (len(names) - len(mine))
            for place, cell in enumerate(row):
                if place == who and cell:
                    mine[who] = "、".join(filter(None, (mine[who], cell)))
                elif cell and not mine[place]:
                    mine[place] = cell
            continue
        row[where] = department
        found[department] = row
        out.append(row)
        last = department
    return [[*row, *[""] * (len(names) - len(row))] for row in out]


def write_template(path: Path, departments: Sequence[tuple[str, str]]) -> None:
    """Write a workbook to fill in: the columns, a department a row, and what goes where."""
    import xlsxwriter

    from complaint_cli.files import fresh

    with fresh(path) as new, xlsxwriter.Workbook(str(new)) as book:
        bold = book.add_format({"bold": True, "bottom": 1})
        sheet = book.add_worksheet("机构")
        sheet.write_row(0, 0, ["公司", ""], bold)
        sheet.write_row(1, 0, ["总经理", ""], bold)
        sheet.write_row(3, 0, HEADS, bold)
        for place, (name, role) in enumerate(departments, 4):
            sheet.write_row(place, 0, [name, role])
        sheet.data_validation(4, 1, 40, 1, {"validate": "list", "source": ["综合管理", "审计督查", "责任部门"]})
        sheet.write_comment(3, 4, "多人用顿号分开，也可以一人一行。")
        sheet.set_column(0, 3, 16)
        sheet.set_column(4, 4, 48)
