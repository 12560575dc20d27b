"""Sources, urgencies and categories that the office works with, and the kind of time limit they bring."""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import Enum
from functools import lru_cache

from complaint_cli.messages import language
from complaint_cli.text.near import name_key
from complaint_cli.text.tuples import NamedTuple


class Source(Enum):
    """Where complaints come from."""

    HOTLINE = ("12345热线", "hotline")
    PROVINCIAL = ("省级平台", "provincial")
    ONLINE = ("网上平台", "online")
    PHONE = ("公司电话", "phone")
    VISIT = ("来访", "visit")
    LETTER = ("来信", "letter")
    MEDIA = ("媒体", "media")
    OTHER = ("其他", "other")


HOTLINE = (Source.HOTLINE, Source.PROVINCIAL, Source.ONLINE)
"""Sources with a superior unit that waits for a reply."""

_SOURCE_WORDS: tuple[tuple[Source, tuple[str, ...]], ...] = (
    (Source.PROVINCIAL, ("省", "provinc")),
    (Source.ONLINE, ("网", "online", "web", "app", "小程序", "公众号")),
    (Source.HOTLINE, ("12345", "热线", "hotline")),
    (Source.VISIT, ("来访", "上门", "visit", "walk", "营业厅")),
    (Source.LETTER, ("来信", "信件", "letter", "mail")),
    (Source.MEDIA, ("媒体", "media", "报纸", "电视")),
    (Source.PHONE, ("电话", "phone", "来电", "客服")),
)


@lru_cache(maxsize=256)
def source_kind(text: str) -> Source:
    """Return the kind of source that a free wording means; ``Source.OTHER`` when it says none of them."""
    lowered = text.casefold()
    for kind, words in _SOURCE_WORDS:
        if any(word in lowered for word in words):
            return kind
    return Source.OTHER


_ALSO: tuple[tuple[Source, tuple[str, ...]], ...] = (
    (Source.HOTLINE, ("12345", "热线", "市民热线", "政务热线", "12345平台", "12345市民热线", "12345政务热线")),
    (Source.HOTLINE, ("12345政务服务热线", "12345政务服务便民热线")),
    (Source.PROVINCIAL, ("省级", "省平台")),
    (Source.ONLINE, ("网上", "网络", "网络平台")),
    (Source.PHONE, ("电话", "来电")),
    (Source.LETTER, ("信件",)),
    (Source.OTHER, ("其它",)),
)
"""What a source is also called, and nothing more said by it."""
SOURCES = {name: one.value for one in Source for name in one.value}
"""Both words of a source by each of them."""
_NAMED = {name: words[0] for name, words in SOURCES.items()} | {
    name: one.value[0] for one, names in _ALSO for name in names
}


@lru_cache(maxsize=256)
def source_named(text: str) -> str:
    """Return a source's own word where a text is it in either language or what it is also called, else the text."""
    return _NAMED.get(name_key(text).casefold(), text)


def source_said(source: str) -> str:
    """Return what a source, its word or its code, is called in the language in use; another wording as it stands."""
    return SOURCES[source][language() != "zh"] if source in SOURCES else source


class Urgency(Enum):
    """How urgent the order says that it is."""

    NORMAL = ("一般", "normal")
    URGENT = ("紧急", "urgent")
    CRITICAL = ("特急", "critical")


ENGLISH = {
    "供气保障": "gas supply",
    "计量收费": "metering and billing",
    "报装安装改装": "connection and alteration",
    "维修抢修": "repair",
    "安检与隐患": "safety inspection",
    "泄漏与应急": "leak and emergency",
    "营业厅与线上服务": "service hall and online",
    "服务态度与廉洁": "conduct and integrity",
    "工程施工": "construction works",
    "咨询建议表扬": "question, suggestion, praise",
    "非本公司职责": "not this company's",
    "未分类": "unsorted",
}
"""What the categories of the default edition are called in English; which there are the edition says."""

UNSORTED = "未分类"


class Category(NamedTuple):
    """One category of an edition's list: its name, its second level, and what else it is called."""

    name: str
    second: tuple[str, ...] = ()
    also: tuple[str, ...] = ()


_LEAK = ("泄漏", "泄露", "漏气", "异味", "爆炸", "中毒", "险情", "leak", "danger", "emergency")
_DANGER = (
    "(?=[漏泄洩异燃煤天臭爆中一起失火冒着窒晕挖])(?:"  # what it may begin with: most texts hold none of it
    "漏气|漏燃气|漏天然气|漏煤气|[泄洩][漏露]|异味|(?:燃气|煤气|天然气|臭气?|臭鸡蛋)味|爆(?![满料单款仓表棚红])|中毒|一氧化碳"
    "|起火|失火|火灾|冒火|(?<![打点不])着火|窒息|晕倒|挖[断破漏])"
)
_OUTAGE = ("停气", "断气", "压力异常", "恢复供气", "outage", "no gas")
_CONDUCT = ("态度", "廉洁", "吃拿卡要", "conduct", "attitude", "integrity")


def category_named(text: str, categories: Sequence[Category]) -> str | None:
    """Return the category that a wording means: its place in the list (``6``), its name, what else it is called,
    or a second level, alone (``停气``) or after the first (``供气保障/停气``); None for what is in no list.
    """
    wanted = text.strip()
    for position, category in enumerate(categories, 1):
        names = (category.name, str(position), ENGLISH.get(category.name, ""), *category.also)
        if wanted.casefold() in (name.casefold() for name in names if name):
            return category.name
    if wanted == UNSORTED:
        return UNSORTED
    first, mark, second = (part.strip() for part in re.sub(r"\s*[/／>＞-]\s*", "/", wanted, count=1).partition("/"))
    if mark and first and second:
        named = category_named(first, categories)
        return named and f"{named}/{second}"
    return next((f"{category.name}/{wanted}" for category in categories if wanted in category.second), None)


def limit_kind(category: str, source: str, urgency: str) -> str:
    """Return which of the edition's ``limits`` counts when an order brings no deadline of its own."""
    lowered = category.casefold()
    if urgency == Urgency.CRITICAL.value[1] or any(word in lowered for word in _LEAK):
        return "leak_or_danger"
    if any(word in lowered for word in _OUTAGE):
        return "outage"
    if source_kind(source) in (Source.PROVINCIAL, Source.ONLINE):
        return "provincial_or_online"
    return "general"


def sounds_dangerous(text: str) -> bool:
    """Whether a complaint's text speaks of danger: gas that escapes or smells, an explosion, a poisoning, a fire."""
    return bool(re.search(_DANGER, text))


def about_conduct(category: str) -> bool:
    """Whether the complaint is about a person's conduct, so that the caller stays hidden from the department."""
    lowered = category.casefold()
    return any(word in lowered for word in _CONDUCT)
