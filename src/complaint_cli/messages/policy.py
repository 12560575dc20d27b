"""What is said about the policy edition and the organisation file."""

from __future__ import annotations

from collections.abc import Mapping

from complaint_cli.messages import Message, language
from complaint_cli.text.tuples import NamedTuple

MOST_SHOWN = 8


class Policy(Message):
    """Sentences of policy.py and organisation.py."""

    # the whole sentence
    INVALID = (
        "文件 {file} 不可用：{problems}；请改正后再试。",
        "{file} cannot be used: {problems}; correct it and try again.",
    )
    NO_EDITION = (
        "{day} 没有生效的考核参数，请先用 complaint policy adopt 采用一版。",
        "no policy edition is in force on {day}; adopt one with complaint policy adopt.",
    )
    NO_DEPARTMENT = (
        "没有“{text}”这个部门，现有：{known}。",
        'there is no department "{text}"; there are: {known}.',
    )
    NO_DEPARTMENT_NEAR = (
        "没有“{text}”这个部门，是不是“{near}”？",
        'there is no department "{text}"; did you mean "{near}"?',
    )
    SEVERAL_DEPARTMENTS = (
        "“{text}”对应多个部门：{found}，请写全称。",
        '"{text}" fits several departments: {found}; write the whole name.',
    )

    # where in the file
    AT_KEY = ("{key} {reason}", "{key} {reason}")
    WHOLE_ROW = ("第 {row} 行", "row {row}")
    FAILED_CELL = ("有公式出错的单元格", "a formula failed in a cell")
    AT_ROW = ("第 {row} 行“{column}”", 'row {row} "{column}"')
    AND_MORE = ("另有 {count} 处", "and {count} more")

    # the file as a whole
    TOO_BIG = ("过大，最多 {most} 字节", "is too big, at most {most} bytes")
    TOO_DEEP = ("第 {row} 行的点号过多", "has too many dots in line {row}")
    NOT_UTF8 = ("不是 UTF-8 编码，请另存为 UTF-8", "is not UTF-8, save it as UTF-8")
    NOT_TOML = ("不是合法的 TOML（{detail}）", "is not TOML ({detail})")
    WHOLE_FILE = ("全文", "the file")

    # keys
    UNKNOWN_KEY = ("是不认识的键", "is an unknown key")
    UNKNOWN_KEY_NEAR = ("是不认识的键，是不是 {near}？", "is an unknown key, did you mean {near}?")
    MISSING_KEY = ("缺失", "is missing")
    NOT_TABLE = ("应是一个表，现为 {got}", "must be a table, not {got}")

    # values
    NOT_TEXT = (
        "应是引号内的文字，1 至 {most} 字且无控制字符，现为 {got}",
        "must be a quoted text of 1 to {most} characters without control characters, not {got}",
    )
    NOT_CITE = (
        "应写成“第五条第五款”这样的条款，现为 {got}",
        "must name a clause such as 第五条第五款, not {got}",
    )
    NOT_BOOL = ("应是 true 或 false，现为 {got}", "must be true or false, not {got}")
    NOT_WHOLE = (
        "应是 {low} 至 {high} 的整数，现为 {got}",
        "must be a whole number from {low} to {high}, not {got}",
    )
    NOT_AMOUNT = (
        "应是 {low} 至 {high} 元的金额，只写数字，最多两位小数，现为 {got}",
        "must be an amount from {low} to {high} yuan, a bare number with at most two decimals, not {got}",
    )
    NOT_POINTS = (
        "应是 {low} 至 {high} 的分值，最多两位小数，现为 {got}",
        "must be points from {low} to {high} with at most two decimals, not {got}",
    )
    NOT_SHARE = (
        "应是 {low} 至 {high} 的比例，最多四位小数，现为 {got}",
        "must be a share from {low} to {high} with at most four decimals, not {got}",
    )
    NOT_LIMIT = (
        "应是 1 至 {most} 的期限，写作 {examples}，现为 {got}",
        "must be a limit of 1 to {most}, written {examples}, not {got}",
    )
    NOT_DATE = (
        "应是不加引号的日期，如 2026-10-09，现为 {got}",
        "must be an unquoted date such as 2026-10-09, not {got}",
    )
    NOT_CATEGORIES = (
        '第 {row} 项有误：各类写作 {{ name = "供气保障", second = ["停气"], also = ["供气"] }}，后两项可以不写',
        'is wrong in line {row}: a category is {{ name = "供气保障", second = ["停气"], also = ["供气"] }}, '
        "the last two may be left out",
    )
    CATEGORY_TWICE = ("有两类都叫“{name}”", "calls two categories '{name}'")
    NOT_DATES = (
        "应是日期的列表，如 [2026-10-09]，现为 {got}",
        "must be a list of dates such as [2026-10-09], not {got}",
    )
    NOT_ZONE = (
        "不是已知的时区，如 Asia/Shanghai，现为 {got}",
        "must be a known time zone such as Asia/Shanghai, not {got}",
    )
    NO_ZONE_DATA = (
        "这台计算机没有时区数据：请安装系统的 tzdata，或运行 pip install tzdata。",
        "this computer has no time-zone data: install the system's tzdata, or run pip install tzdata.",
    )
    NOT_BAND = (
        "应是 [下限, 上限] 两个金额，且下限不大于上限，现为 {got}",
        "must be two amounts [least, most], the least not above the most, not {got}",
    )
    NOT_SESSIONS = (
        '应是依次排列、互不重叠的时段，如 [["08:30", "12:00"], ["14:00", "17:30"]]，现为 {got}',
        'must be sessions in order that do not overlap, such as [["08:30", "12:00"], ["14:00", "17:30"]], not {got}',
    )
    NOT_STEPS = (
        "第 {row} 档有误：各档应由少到多，如 [{{ days = 1, amount = 100 }}, {{ amount = 200 }}]，且只有末档不写 days",
        "is wrong in step {row}: steps rise, such as [{{ days = 1, amount = 100 }}, {{ amount = 200 }}], "
        "and only the last is without days",
    )

    # values beside each other
    OUTSIDE_BAND = ("的金额 {got} 超出区间 {low}–{high}", "holds {got}, outside its band {low}–{high}")
    BASE_OUTSIDE = (
        "{got} 不在下限 {low} 与上限 {high} 之间",
        "{got} is not between the floor {low} and the ceiling {high}",
    )
    DAY_IN_BOTH = ("与 holidays 都列有 {day}", "and holidays both list {day}")

    # the organisation
    NOT_NAME = (
        "应是名称，1 至 {most} 字且无控制字符，现为 {got}",
        "must be a name of 1 to {most} characters without control characters, not {got}",
    )
    NOT_NAMES = ("应是姓名的列表，现为 {got}", "must be a list of names, not {got}")
    UNTIL_FIRST = ("止于 {until}，早于开始的 {since}", "ends on {until}, before {since} when it begins")
    NAMED_TWICE = ("重复出现 {got}", "names {got} twice")
    NAMESAKE = (
        "{got} 在两个部门：若是两个人，请写成 {got}（抢修）这样加以区分；若是一个人，只列在一个部门",
        "{got} stands in two departments: tell two people apart, as {got} (repair), or list one person once",
    )
    NOT_ROLE = (
        "应是 office（综合管理）、audit（审计督查）或 responsible（责任部门），现为 {got}",
        "must be office, audit or responsible, not {got}",
    )
    NOT_HOLDER = (
        '应是一个姓名，或 [{{ name = "孙三", since = 2026-01-01 }}] 这样的列表，现为 {got}',
        'must be one name, or a list such as [{{ name = "孙三", since = 2026-01-01 }}], not {got}',
    )
    SINCE_TWICE = ("有两人自同一天起任职（{got}）", "has two holders from the same day ({got})")
    NOT_ADDRESSES = (
        "应是 1 至 {most} 个带 :// 的通知地址的列表（地址不在此显示）",
        "must be a list of 1 to {most} addresses with :// (they are not shown here)",
    )
    NO_DEPARTMENTS = ("没有任何部门", "lists no department")
    ONE_OFFICE = (
        "应恰有一个角色为 office 的部门，现有 {count} 个",
        "must hold exactly one department with the role office, not {count}",
    )
    NO_HEADER = ("找不到含“部门”和“角色”的表头", "has no header row with 部门 and 角色")
    ALWAYS = ("一直", "always")


class Problem(NamedTuple):
    """One thing wrong in a file: the key it is at, and why; said in the language in use."""

    key: str
    reason: Policy
    facts: Mapping[str, object]

    def __str__(self) -> str:
        return Policy.AT_KEY(key=self.key, reason=self.reason(**self.facts))


class Problems(tuple[Problem, ...]):
    """All that is wrong in a file, said as one clause; the first few when there are many."""

    def __str__(self) -> str:
        said = [str(problem) for problem in self[:MOST_SHOWN]]
        if len(self) > MOST_SHOWN:
            said.append(Policy.AND_MORE(count=len(self) - MOST_SHOWN))
        return ("；" if language() == "zh" else "; ").join(said)


def shown(value: object, *, most: int = 40) -> str:
    """Write a value found in a file so that it is short and cannot act on a terminal."""
    if isinstance(value, dict):
        return "{…}"
    if isinstance(value, list):
        nested = len(value) > 4 or any(isinstance(item, list | dict) for item in value)
        return "[…]" if nested else f"[{', '.join(map(shown, value))}]"
    if isinstance(value, bool):
        return str(value).lower()
    try:
        text = repr(value) if isinstance(value, str) else str(value)
    except ValueError:  # a whole number of thousands of digits
        return "…"
    return text if len(text) <= most else text[: most - 1] + "…"
