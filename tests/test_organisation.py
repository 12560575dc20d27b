"""The organisation: its two kinds of file, who held which post when, and importing over an older one."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from complaint_cli.company import organisation_file
from complaint_cli.company.organisation import Department, Organisation, Post, PostKind, renewed
from complaint_cli.company.organisation_file import parse_organisation
from complaint_cli.errors import PolicyInvalid, UsageError
from complaint_cli.messages import use_language

FILE = """
company = "河滨燃气有限责任公司"
general_manager = "赵一"

[[department]]
name = "综合管理部"
role = "office"
deputy = "钱二"
manager = "郑十"
staff = ["吴九"]

[[department]]
name = "审计督查部"
role = "audit"
staff = ["王八"]

[[department]]
name = "维修抢修部"
role = "responsible"
deputy = "钱二"
manager = [{ name = "孙三", since = 2026-01-01 }, { name = "周五", since = 2026-06-01 }]
staff = ["李四", "周五"]

[[department]]
name = "计量收费部"
role = "responsible"
"""
COMPANY = parse_organisation(FILE.encode(), name="org.toml")
JUNE = date(2026, 6, 1)


def edited(old: str, new: str) -> bytes:
    assert FILE.count(old) == 1, old
    return FILE.replace(old, new).encode()


def refusal(data: bytes) -> str:
    with pytest.raises(PolicyInvalid) as caught:
        parse_organisation(data, name="公司.toml")
    said = str(caught.value)
    assert "公司.toml" in said
    assert "\n" not in said and "\x1b" not in said
    return said


def test_the_file_of_the_contract() -> None:
    wanted = Organisation(
        "河滨燃气有限责任公司",
        (
            Department("综合管理部", "office", ("吴九",)),
            Department("审计督查部", "audit", ("王八",)),
            Department("维修抢修部", "responsible", ("李四", "周五")),
            Department("计量收费部", "responsible", ()),
        ),
        (
            Post("general", None, "赵一", None),
            Post("deputy", "综合管理部", "钱二", None),
            Post("manager", "综合管理部", "郑十", None),
            Post("deputy", "维修抢修部", "钱二", None),
            Post("manager", "维修抢修部", "孙三", date(2026, 1, 1)),
            Post("manager", "维修抢修部", "周五", JUNE),
        ),
    )
    assert tuple(wanted) == tuple(COMPANY)
    assert COMPANY.office.name == "综合管理部"
    from_windows = parse_organisation(b"\xef\xbb\xbf" + FILE.replace("\n", "\r\n").encode(), name="a")
    assert tuple(from_windows) == tuple(COMPANY)


def test_default_file_has_departments_and_no_people() -> None:
    file = Path(organisation_file.__file__).parents[1] / "data" / "organisation.toml"
    default = parse_organisation(file.read_bytes(), name=file.name)
    assert [(department.name, department.role) for department in default.departments] == [
        ("综合管理部", "office"),
        ("审计督查部", "audit"),
        ("客户服务部", "responsible"),
        ("维修抢修部", "responsible"),
        ("计量收费部", "responsible"),
        ("工程安装部", "responsible"),
        ("安检部", "responsible"),
    ]
    assert default.posts == ()
    assert not any(department.staff for department in default.departments)


@pytest.mark.parametrize(
    ("kind", "department", "day", "wanted"),
    [
        ("general", None, date(1990, 1, 1), "赵一"),
        ("deputy", "维修抢修部", date(1990, 1, 1), "钱二"),
        ("manager", "维修抢修部", date(2025, 12, 31), None),
        ("manager", "维修抢修部", date(2026, 1, 1), "孙三"),
        ("manager", "维修抢修部", date(2026, 5, 31), "孙三"),
        ("manager", "维修抢修部", JUNE, "周五"),
        ("manager", "计量收费部", JUNE, None),
        ("deputy", "审计督查部", JUNE, None),
        ("manager", "没有这个部", JUNE, None),
        ("general", "维修抢修部", JUNE, None),
    ],
)
def test_holder(kind: PostKind, department: str | None, day: date, wanted: str | None) -> None:
    assert COMPANY.holder(kind, department, day) == wanted


def test_of_equal_days_the_last_recorded_holds() -> None:
    posts = [
        Post("manager", "甲", name, since) for name, since in [("一", None), ("二", JUNE), ("三", JUNE), ("四", None)]
    ]
    company = Organisation("x", (Department("甲", "responsible", ()),), tuple(posts))
    assert company.holder("manager", "甲", JUNE) == "三"
    assert company.holder("manager", "甲", date(2026, 5, 31)) == "四"


def test_people() -> None:
    for person in ("赵一", "钱二", "孙三", "周五", "李四", "王八", "郑十"):
        assert COMPANY.knows(person)
    assert not COMPANY.knows("路人")
    assert not COMPANY.knows("维修抢修部")
    assert COMPANY.role_of("王八", JUNE) == {"audit"}
    assert COMPANY.role_of("郑十", JUNE) == {"office"}
    assert COMPANY.role_of("孙三", date(2026, 5, 31)) == {"responsible"}
    assert COMPANY.role_of("孙三", JUNE) == set()  # no longer the manager
    assert COMPANY.role_of("钱二", JUNE) == set()  # a deputy is above the department, not in it
    assert COMPANY.nearest("李四四") == "李四"
    assert COMPANY.nearest("计量部") == "计量收费部"
    assert COMPANY.nearest("zzz") is None
    assert COMPANY.nearest("") is None


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("维修抢修部", "维修抢修部"),
        (" 抢修 ", "维修抢修部"),
        ("审计", "审计督查部"),
        ("计量收费部", "计量收费部"),
    ],
)
def test_find(text: str, wanted: str) -> None:
    assert COMPANY.find(text).name == wanted


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("维修部", "是不是“维修抢修部”"),
        ("xyz", "现有：综合管理部、审计督查部"),
        ("", "现有"),
        ("修部", "是不是“维修抢修部”"),
        ("部", "对应多个部门：综合管理部、"),
        ("\x1b[31m", r"\x1b"),
        ("部" * 500, "…"),
    ],
)
def test_find_refuses(text: str, said: str) -> None:
    if text == "修部":
        assert COMPANY.find(text).name == "维修抢修部"
        return
    with pytest.raises(UsageError) as caught:
        COMPANY.find(text)
    assert said in str(caught.value)
    assert "\x1b" not in str(caught.value)


def test_an_exact_name_goes_before_a_part() -> None:
    company = Organisation("x", (Department("客服一部", "office", ()), Department("客服", "audit", ())), ())
    assert company.find("客服").role == "audit"


GENERAL = 'general_manager = "赵一"'
BAD = [
    ('company = "河滨燃气有限责任公司"\n', "", "company", "缺失"),
    ('company = "河滨燃气有限责任公司"', "company = 1", "company", "名称"),
    ('company = "河滨燃气有限责任公司"', 'company = "x"\nphone = "1"', "phone", "不认识"),
    ('company = "河滨燃气有限责任公司"', 'company = "x"\n"\\u001b" = "1"', r"\x1b", "不认识"),
    (GENERAL, 'general_manager = ""', "general_manager", "名称"),
    (GENERAL, "general_manager = 1", "general_manager", "一个姓名"),
    (GENERAL, 'general_manager = ["赵一"]', "general_manager", "一个姓名"),
    (GENERAL, 'general_manager = [{ since = 2026-01-01 }]', "general_manager", "一个姓名"),
    (GENERAL, 'general_manager = [{ name = "赵", since = "2026-01-01" }]', "general_manager", "since"),
    (GENERAL, 'general_manager = [{ name = "赵", from = 2026-01-01 }]', "general_manager", "一个"),
    (GENERAL, 'general_manager = [{ name = " " }]', "general_manager", "名称"),
    (GENERAL, 'general_manager = [{ name = "a" }, { name = "b" }]', "general_manager", "一直"),
    ("since = 2026-06-01", "since = 2026-01-01", "department[3].manager", "2026-01-01"),
    ("since = 2026-06-01", "since = 2026-06-01T08:00:00", "department[3].manager", "一个姓名"),
    ("since = 2026-06-01", "since = 2026-06-31", "全文", "TOML"),
    ('name = "计量收费部"', 'name = "维修抢修部"', "department[4].name", "重复"),
    ('name = "计量收费部"', 'name = "  "', "department[4].name", "名称"),
    ('name = "计量收费部"', f'name = "{"长" * 65}"', "department[4].name", "64"),
    ('name = "计量收费部"', 'name = "计\\u202e量"', "department[4].name", r"\u202e"),
    ('name = "计量收费部"\n', "", "department[4].name", "缺失"),
    ('role = "audit"\n', "", "department[2].role", "缺失"),
    ('role = "audit"', 'role = "auditor"', "department[2].role", "office"),
    ('role = "audit"', "role = 1", "department[2].role", "office"),
    ('role = "audit"', 'role = "office"', "department", "现有 2 个"),
    ('role = "office"', 'role = "audit"', "department", "现有 0 个"),
    ('staff = ["王八"]', 'staff = "王八"', "department[2].staff", "列表"),
    ('staff = ["王八"]', "staff = [8]", "department[2].staff", "名称"),
    ('staff = ["王八"]', 'staff = ["王八", " 王八 "]', "department[2].staff", "重复"),
    ('staff = ["王八"]', 'staff = [""]', "department[2].staff", "名称"),
    ('staff = ["王八"]', 'staff = [{ name = "王八", since = 2026-02-01, until = 2026-01-31 }]', "[2].staff", "早于"),
    (GENERAL, 'general_manager = [{ name = "赵", since = 2026-02-01, until = 2026-01-31 }]', "general", "早于"),
    ('name = "计量收费部"', 'name = "计量收费部"\nformerly = ["维修抢修部"]', "department[4].formerly", "重复"),
    ('name = "计量收费部"', 'name = "收费部"\nformerly = ["抢修"]\n[[department]]\nname = "抢修"', "[4].formerly", "重复"),
    ('staff = ["王八"]', 'stuff = ["王八"]', "department[2].stuff", "不认识"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "key", "reason"), BAD)
def test_refusals_name_file_key_and_reason(old: str, new: str, key: str, reason: str) -> None:
    said = refusal(edited(old, new))
    assert key in said
    assert reason in said


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"\xff", "UTF-8"),
        ("公司".encode("gbk"), "UTF-8"),
        (b"[", "TOML"),
        (b"a = " + b"[" * 50_000, "TOML"),
        (b"#" * (organisation_file.MOST_BYTES + 1), "过大"),
        (b"\n" + b".".join([b"a"] * 100_000) + b" = 1", "第 2 行的点号过多"),
        (b"company = 'x'", "没有任何部门"),
        (b"company = 'x'\ndepartment = 3", "没有任何部门"),
        (b"company = 'x'\ndepartment = [1]", "没有任何部门"),
        (b"company = 'x'\n[department]\nname = 'x'", "没有任何部门"),
    ],
)
def test_files_that_are_none(data: bytes, reason: str) -> None:
    assert reason in refusal(data)


def test_refusal_in_english() -> None:
    use_language("en")
    try:
        assert "department[2].role must be office, audit or responsible, not 'x'" in refusal(
            edited('role = "audit"', 'role = "x"')
        )
    finally:
        use_language("zh")


ROWS = [
    ["公司", "河滨燃气有限责任公司", "", "", ""],
    ["总经理", "赵一", "", "", ""],
    ["", "", "", "", ""],
    ["部门", "角色", "分管经理", "部门经理", "人员"],
    ["综合管理部", "综合管理", "钱二", "郑十", "吴九"],
    ["审计督查部", "audit", "", "", "王八"],
    ["维修抢修部", "责任部门", "钱二", "孙三", "李四、周五;冯七 陈六，褚十；卫一"],
    ["计量收费部", "responsible"],
]


def from_rows(rows: list[list[str]]) -> Organisation:
    return organisation_file.organisation_from_rows(rows, name="公司.xlsx")


def changed(row: int, column: int, cell: str) -> list[list[str]]:
    rows = [list(cells) for cells in ROWS]
    rows[row - 1][column] = cell
    return rows


def test_rows_of_a_sheet() -> None:
    company = from_rows(ROWS)
    assert company.company == "河滨燃气有限责任公司"
    assert [(department.name, department.role) for department in company.departments] == [
        (department.name, department.role) for department in COMPANY.departments
    ]
    assert company.departments[2].staff == ("李四", "周五", "冯七", "陈六", "褚十", "卫一")
    assert company.posts == (
        Post("general", None, "赵一", None),
        Post("deputy", "综合管理部", "钱二", None),
        Post("manager", "综合管理部", "郑十", None),
        Post("deputy", "维修抢修部", "钱二", None),
        Post("manager", "维修抢修部", "孙三", None),
    )


def test_a_sheet_may_leave_the_company_out() -> None:
    company = from_rows(ROWS[3:])
    assert company.company == ""
    assert company.departments == from_rows(ROWS).departments
    assert company.holder("general", None, JUNE) is None


def test_columns_in_any_order() -> None:
    turned = [list(reversed([*row, *[""] * (5 - len(row))])) for row in ROWS[3:]]
    assert tuple(from_rows([*ROWS[:3], *turned])) == tuple(from_rows(ROWS))


@pytest.mark.parametrize(
    ("row", "column", "cell", "said"),
    [
        (1, 1, "司" * 65, "第 1 行“公司” 应是名称"),
        (1, 0, "企业", "第 1 行“企业” 是不认识的键"),
        (2, 0, "公司", "第 2 行“公司” 重复"),
        (2, 1, "赵一、钱二", "第 2 行“总经理” 应是一个姓名"),
        (4, 0, "科室", "没有"),
        (4, 2, "经理", "第 4 行“经理” 是不认识的键"),
        (4, 3, "分管经理", "第 4 行“分管经理” 重复"),
        (5, 1, "办公", "第 5 行“角色” 应是"),
        (6, 0, "", "第 6 行“部门” 缺失"),
        (6, 0, "综合管理部", "第 6 行“部门” 重复"),
        (6, 0, "a\x1bb", "第 6 行“部门” 应是名称"),
        (6, 1, "", "第 6 行“角色” 缺失"),
        (6, 1, "office", "部门 应恰有一个"),
        (6, 4, "王八、王八", "第 6 行“人员” 重复"),
        (6, 4, "王" * 65, "第 6 行“人员” 应是名称"),
        (7, 3, "孙三、周五", "第 7 行“部门经理” 应是一个姓名"),
        (7, 3, "、", "第 7 行“部门经理” 应是名称"),
    ],
)
def test_rows_refused_by_row_number(row: int, column: int, cell: str, said: str) -> None:
    with pytest.raises(PolicyInvalid) as caught:
        from_rows(changed(row, column, cell))
    assert "公司.xlsx" in str(caught.value)
    if row == 4 and column == 0:
        assert "表头" in str(caught.value)
    else:
        assert said in str(caught.value)
    assert "\x1b" not in str(caught.value)


@pytest.mark.parametrize("rows", [[], [[]], [[""]], [["公司", "x"]], [["部门", "角色"]]])
def test_sheets_that_are_none(rows: list[list[str]]) -> None:
    with pytest.raises(PolicyInvalid):
        from_rows(rows)


# importing over an older organisation


def company(*posts: Post) -> Organisation:
    return Organisation("x", (Department("甲", "office", ()),), posts)


def manager(name: str, since: date | None = None) -> Post:
    return Post("manager", "甲", name, since)


def ended(post: Post, until: date) -> Post:
    return post._replace(until=until)


MAY, JULY = date(2026, 5, 1), date(2026, 7, 1)


@pytest.mark.parametrize(
    ("old", "new", "wanted"),
    [
        # the first import: as written
        (None, [manager("孙")], [manager("孙")]),
        (None, [manager("孙"), manager("周", MAY)], [manager("孙"), manager("周", MAY)]),
        # nobody recorded for the post yet (the default organisation has no people): as written
        ([], [manager("孙")], [manager("孙")]),
        # the same again: nothing
        ([manager("孙")], [manager("孙")], []),
        ([manager("孙"), manager("周", MAY)], [manager("周")], []),
        ([manager("孙"), manager("周", MAY)], [manager("孙"), manager("周", MAY)], []),
        # another, undated: from the day of the import
        ([manager("孙")], [manager("周")], [manager("周", JUNE)]),
        ([manager("孙", JULY)], [manager("周")], [manager("周", JUNE)]),
        ([manager("孙"), manager("周", JUNE)], [manager("吴")], [manager("吴", JUNE)]),
        # dated ones are added where they are missing
        ([manager("孙")], [manager("孙"), manager("周", MAY)], [manager("周", MAY)]),
        ([manager("孙")], [manager("周", JULY)], [manager("周", JULY)]),
        # a correction of who began that day, and its undoing
        ([manager("孙", MAY)], [manager("周", MAY)], [manager("周", MAY)]),
        ([manager("孙", MAY), manager("周", MAY)], [manager("孙", MAY)], [manager("孙", MAY)]),
        # an undated one beside dated ones is the time before them, not a change of today
        ([manager("孙"), manager("周", MAY)], [manager("吴"), manager("周", MAY)], [manager("吴")]),
        # a term that the file dates anew: its other holder has that time; where it names none, the term stays
        (
            [manager("孙"), manager("周", MAY)],
            [manager("孙"), manager("周", JUNE)],
            [manager("周", JUNE), manager("孙", MAY)],
        ),
        ([manager("周", MAY)], [manager("周", JULY)], [manager("周", JULY)]),
        ([manager("周", JULY)], [manager("周", MAY)], [manager("周", MAY)]),
        # the term of one whom the dated file leaves out ends that day
        (
            [manager("孙"), manager("吴", MAY)],
            [manager("孙"), manager("周", JULY)],
            [manager("周", JULY), ended(manager("吴", MAY), JUNE)],
        ),
        ([manager("吴", MAY)], [manager("周", JULY)], [manager("周", JULY)]),
        # who is left out counts until that day, and begins anew
        ([manager("孙")], [], [ended(manager("孙"), JUNE)]),
        ([ended(manager("孙"), MAY)], [], []),
        ([ended(manager("孙"), MAY)], [manager("孙")], [manager("孙", JUNE)]),
        # until when somebody holds it is said, changed and taken away
        ([manager("孙")], [ended(manager("孙"), JULY)], [ended(manager("孙"), JULY)]),
        ([ended(manager("孙"), JULY)], [manager("孙")], [manager("孙")]),
        ([manager("孙", MAY)], [ended(manager("孙", MAY), JULY)], [ended(manager("孙", MAY), JULY)]),
        ([ended(manager("孙", MAY), JULY)], [ended(manager("孙", MAY), JULY)], []),
    ],
)
def test_renewed(old: list[Post] | None, new: list[Post], wanted: list[Post]) -> None:
    assert renewed(None if old is None else company(*old), company(*new), JUNE) == wanted


def test_renewed_keeps_posts_apart() -> None:
    old = company(manager("孙"), Post("deputy", "甲", "钱", None))
    new = company(
        Post("general", None, "赵", None), Post("deputy", "甲", "孙", None), Post("manager", "乙", "钱", None)
    )
    assert renewed(old, new, JUNE) == [
        Post("general", None, "赵", None),
        Post("deputy", "甲", "孙", JUNE),
        Post("manager", "乙", "钱", None),
        ended(manager("孙"), JUNE),
    ]


POSTS = st.lists(
    st.builds(
        Post,
        st.sampled_from(["manager", "deputy"]),
        st.sampled_from(["甲", "乙"]),
        st.sampled_from(["孙", "周", "吴"]),
        st.none() | st.dates(date(2026, 1, 1), date(2026, 12, 31)),
        until=st.none(),
    ),
    max_size=6,
    unique_by=lambda post: (post.kind, post.department, post.since),
)


@given(POSTS, POSTS, st.dates(date(2026, 1, 1), date(2026, 12, 31)))
def test_importing_twice_adds_nothing_and_the_file_holds(old: list[Post], new: list[Post], day: date) -> None:
    before, file = company(*old), company(*new)
    after = company(*old, *renewed(before, file, day))
    assert renewed(after, file, day) == []
    for post in new:
        if post.since is not None:
            assert after.holder(post.kind, post.department, post.since) == post.name


@given(st.binary() | st.text().map(str.encode))
def test_any_bytes_are_refused_by_a_sentence(data: bytes) -> None:
    refusal(data)


@settings(max_examples=300)
@given(
    st.integers(0, len(FILE) - 1),
    st.integers(0, 30),
    st.text(max_size=5) | st.sampled_from(["[]", "1", "{}", "\n"]),
)
def test_damaged_files_are_refused_by_a_sentence(start: int, length: int, put: str) -> None:
    try:
        parse_organisation((FILE[:start] + put + FILE[start + length :]).encode(), name="x")
    except PolicyInvalid as refused:
        assert "x" in str(refused)


@given(st.data())
def test_damaged_sheets_are_refused_by_a_sentence(data: st.DataObject) -> None:
    rows = [list(row) for row in ROWS]
    for _ in range(data.draw(st.integers(0, 3))):
        row = data.draw(st.sampled_from(rows))
        row[data.draw(st.integers(0, len(row) - 1))] = data.draw(
            st.text(max_size=8) | st.sampled_from(["部门", "角色"])
        )
    try:
        from_rows(rows)
    except PolicyInvalid as refused:
        assert "公司.xlsx" in str(refused)
