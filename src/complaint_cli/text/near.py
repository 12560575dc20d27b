"""Words compared as people mean them."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache


def half_width(text: str) -> str:
    """Return a text with full-width letters, digits and signs as half-width ones (NFKC)."""
    return unicodedata.normalize("NFKC", text)


@lru_cache(maxsize=4096)
def name_key(name: str) -> str:
    """Return what two spellings of one name share: NFKC, without spaces and invisible characters."""
    return "".join(letter for letter in half_width(name) if unicodedata.category(letter)[0] not in "ZC")


_PADDING = r"(?<=[\u3400-\u9fff])[\s\u200b-\u200f\u2060\ufeff]+(?=[\u3400-\u9fff]|$)"


def joined(name: str) -> str:
    """Return a name without the spaces and invisible characters that pad it: 姓　名 is one name."""
    return re.sub(_PADDING, "", name)


_NO_VALUE = "无 不详 匿名 未知 保密 未提供 未填 不愿透露 暂无 空 none null n/a"
_NONE = frozenset(_NO_VALUE.split())
_NOTHING = (
    r"(?:电话|手机|号码|地址|姓名|户号|联系方式)?(?:已|要求)?(?:保密|隐藏|不详|不明|未知)"
    r"|[暂均皆]?(?:无|没有?)(?:有|地址|电话|手机|号码?|姓名|户号|联系方式|信息)?"
    r"|[暂均]?(?:未|没有?|不|拒绝?|不愿意?|不便|不肯|不方便)(?:说明?|留下?|填写?|提供|登记|告知|透露|录入|知道?|详|明|清楚)"
    r"(?:地址|电话|手机|号码|姓名|户号|联系方式)?|略|\?+|[x×]+"
)
"""The words of the same sort: 未留, 拒绝提供, 无电话, 电话保密."""
_LONGEST_NOTHING = 30  # characters, with padding
_DIGITS = frozenset("0123456789")
_MASKED = r"[*＊xX×]{3,}|[*＊]"


def says_nothing(text: str) -> bool:
    """Whether a value says in words, or by a dash, that there is none: 无, 不详, /."""
    if len(text) > _LONGEST_NOTHING or not _DIGITS.isdisjoint(text):
        return False
    plain = name_key(text).casefold()
    core = plain.strip("-—–/\\_*。.()[]【】")
    return not core or core in _NONE or re.fullmatch(_NOTHING, core) is not None


def no_value(text: str) -> bool:
    """Whether a value says that there is none, or is masked: it matches nothing."""
    if text.isdecimal():
        return False
    return says_nothing(text) or re.search(_MASKED, name_key(text)) is not None
