"""What a scenario file that does not hold says of itself."""

from __future__ import annotations

from complaint_cli.messages import Message


class Scenarios(Message):
    """Failures of scenario files."""

    FILE = ("{file}：{why}", "{file}: {why}")
    CASE = ("{file}《{case}》：{why}", "{file}, {case}: {why}")
    STEP = ("第 {number} 步（{do}）：{why}", "step {number} ({do}): {why}")
    UNREADABLE = ("读不出来（{why}）", "it cannot be read ({why})")
    UNKNOWN_KEY = ("不认识的键 {key}，可用：{known}", "unknown key {key}; known are {known}")
    MISSING_KEY = ("缺少 {key}", "{key} is missing")
    WRONG_TYPE = ("{key} 的写法不对", "{key} is not written as it should be")
    NO_CASES = ("没有一个 [[case]]", "there is no [[case]]")
    FEWER = ("{part} 少了：{line}", "{part} lacks {line}")
    MORE = ("{part} 多了：{line}", "{part} has one too many: {line}")
    DIFFERS = ("{part} 应为 {expected}，实为 {found}", "{part} should be {expected}, but is {found}")
    NO_DEPARTMENT = ("没有部门 {name}", "there is no department {name}")
