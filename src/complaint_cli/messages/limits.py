"""Limits of time in words."""

import re

from complaint_cli.messages import Message


class Units(Message):
    """So many of each unit that a limit may be written in."""

    M = ("{n} 分钟", "{n} minutes")
    H = ("{n} 小时", "{n} hours")
    WH = ("{n} 个工作小时", "{n} working hours")
    D = ("{n} 天", "{n} days")
    WD = ("{n} 个工作日", "{n} working days")


def limit_words(limit: object) -> str:
    """Say a limit such as ``5wd`` in words; what is none stays as it is."""
    found = re.fullmatch(r"(\d+)(m|h|wh|d|wd)", str(limit))
    if not found:
        return str(limit)
    said = Units[found[2].upper()](n=found[1])
    return said.removesuffix("s") if found[1] == "1" else said
