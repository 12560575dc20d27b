"""The edition: its default, its checks one by one, the choice by date, views and differences."""

from __future__ import annotations

import hashlib
import subprocess
import sys
from datetime import date, datetime, time
from decimal import Decimal
from string import Formatter
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from complaint_cli.company.calendar import FIRST_YEAR, LAST_YEAR, Limit, YearDays, zone
from complaint_cli.company.edition import Change, Edition, as_text, diff, in_force, view
from complaint_cli.company.edition_file import MOST_BYTES, default_edition, parse_edition
from complaint_cli.company.keys import CALENDAR_READS, KEYS, NUMBERS
from complaint_cli.company.kinds import Band, Step
from complaint_cli.errors import NoEdition, PolicyInvalid
from complaint_cli.messages import use_language
from complaint_cli.messages.policy import Policy, shown

DEFAULT = default_edition()


def edited(*changes: tuple[str, str]) -> str:
    """The default edition with each first text replaced by the second, where it first stands."""
    text = DEFAULT.source
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new, 1)
    return text


def refusal(text: str | bytes) -> str:
    with pytest.raises(PolicyInvalid) as caught:
        parse_edition(text, name="试行.toml")
    assert "试行.toml" in str(caught.value)
    return str(caught.value)


def test_default_holds_the_numbers_of_the_contract() -> None:
    for key, wanted in {
        "timezone": "Asia/Shanghai",
        "start_day": 1,
        "holidays": (),
        "workdays": (),
        "hours.sessions": ((time(8, 30), time(12)), (time(14), time(17, 30))),
        "limits.general": Limit(5, "wd"),
        "limits.provincial_or_online": Limit(3, "wd"),
        "limits.outage": Limit(24, "h"),
        "limits.leak_or_danger": Limit(2, "h"),
        "limits.transfer": Limit(4, "wh"),
        "limits.callback": Limit(1, "wd"),
        "limits.reply": Limit(2, "wd"),
        "limits.handback_margin": Limit(1, "wd"),
        "limits.handback_margin_short": Limit(2, "h"),
        "duplicate.window": Limit(90, "d"),
        "callback.attempts": 3,
        "score.base": Decimal(100),
        "score.floor": Decimal(0),
        "score.ceiling": Decimal(110),
        "satisfaction.mostly_weight": Decimal("0.9"),
        "attribution.min_share_left": Decimal("0.25"),
        "accountability.days_late": 5,
        "repeat.factor": 2,
        "office_delay.band": Band(Decimal(50), Decimal(100)),
        "office_delay.confirmed": False,
        "office_delay.raw": "50700元",
        "office_delay.first": Decimal(50),
        "office_delay.later": Decimal(100),
        "transfer_late.points": Decimal(-1),
        "reply_late.points": Decimal(-2),
        "callback_missing.points": Decimal(-1),
        "handling_overdue.band": Band(Decimal(100), Decimal(500)),
        "handling_overdue.confirmed": True,
        "handling_overdue.points_late": Decimal(-2),
        "handling_overdue.points_open": Decimal(-3),
        "handling_overdue.responsible": (
            Step(1, Decimal(100)),
            Step(3, Decimal(200)),
            Step(5, Decimal(300)),
            Step(None, Decimal(500)),
        ),
        "handling_overdue.manager": (
            Step(1, Decimal(100)),
            Step(3, Decimal(100)),
            Step(5, Decimal(150)),
            Step(None, Decimal(250)),
        ),
        "internal_cause.band": Band(Decimal(100), Decimal(500)),
        "internal_cause.confirmed": True,
        "internal_cause.points": Decimal(-3),
        "internal_cause.points_major": Decimal(-5),
        "internal_cause.responsible.minor": Decimal(100),
        "internal_cause.responsible.serious": Decimal(300),
        "internal_cause.responsible.major": Decimal(500),
        "internal_cause.manager.minor": Decimal(100),
        "internal_cause.manager.serious": Decimal(300),
        "internal_cause.manager.major": Decimal(500),
        "false_record.points": Decimal(-5),
        "unsatisfied.points_unresolved": Decimal(-1),
        "unsatisfied.points_resolved": Decimal("-0.5"),
        "evidence_missing.points": Decimal(-1),
        "repeat_again.points": Decimal(-1),
        "commended.points": Decimal("0.5"),
        "commended.cap": Decimal(3),
        "clean_month.points": Decimal(1),
        "clean_month.callbacks": 3,
    }.items():
        assert DEFAULT.get(key) == wanted, key
        assert isinstance(DEFAULT.get(key), type(wanted)), key
        assert key in NUMBERS or key == "office_delay.raw"


def test_default_cites_are_those_of_the_contract() -> None:
    cites = {key.removesuffix(".cite"): DEFAULT.get(key) for key in KEYS if key.endswith(".cite")}
    wanted = {
        "第五条第一款": "transfer_late callback_missing false_record unsatisfied evidence_missing commended "
        "clean_month",
        "第五条第二款": "transfer_delayed reply_late office_delay",
        "第五条第三款": "internal_cause",
        "第五条第四款": "repeat_again repeat",
        "第五条第五款": "handling_overdue",
    }
    for cite, tables in wanted.items():
        for table in tables.split():
            assert cites[table] == cite
    tables_of_keys = {key.split(".")[0] for key in KEYS if "." in key}
    assert cites.keys() == tables_of_keys  # every table says where it comes from


def test_default_says_beside_each_number_its_clause() -> None:
    lines = DEFAULT.source.splitlines()
    table = ""
    for line in lines:
        if line.startswith("["):
            table = line.split("]")[0].strip("[")
        key, equals, _ = line.partition(" = ")
        if equals and f"{table}.{key}" in NUMBERS and key not in ("responsible", "manager", "sessions"):
            assert "# " in line, line
            if key not in ("confirmed", "minor", "serious", "major"):
                assert "# 第" in line, line


def test_default_identity() -> None:
    assert (DEFAULT.title, DEFAULT.effective) == ("投诉考核参数（默认版）", date(2010, 1, 1))
    assert DEFAULT.sha256 == hashlib.sha256(DEFAULT.source.encode()).hexdigest()
    assert DEFAULT.timezone is zone("Asia/Shanghai")
    assert DEFAULT.start_day == 1
    assert default_edition() is DEFAULT


def test_china_has_one_offset_in_every_year_that_a_time_may_lie_in() -> None:
    months = [datetime(year, month, 15) for year in range(FIRST_YEAR, LAST_YEAR + 1) for month in range(1, 13)]
    ours, known = (
        {m.replace(tzinfo=z).utcoffset() for m in months} for z in (DEFAULT.timezone, ZoneInfo("Asia/Shanghai"))
    )
    assert ours == known


def test_numbers_are_the_keys_that_count() -> None:
    left = set(KEYS) - set(NUMBERS)
    assert left == {"title", "effective", "categories", "office_delay.raw"} | {k for k in KEYS if k.endswith(".cite")}
    assert set(CALENDAR_READS) <= set(NUMBERS)
    assert tuple(DEFAULT.numbers) == tuple(KEYS)


def test_text_bytes_bom_and_crlf_read_the_same() -> None:
    text = DEFAULT.source
    assert parse_edition(text, name="a") == DEFAULT
    assert parse_edition(text.encode(), name="a") == DEFAULT
    for other in ("\ufeff" + text, text.replace("\n", "\r\n")):
        edition = parse_edition(other.encode(), name="a")
        assert dict(edition.numbers) == dict(DEFAULT.numbers)
        assert edition.sha256 == hashlib.sha256(other.encode()).hexdigest()  # as sha256sum says of the file
        assert parse_edition(edition.source, name="a").sha256 == edition.sha256


STEP, STEPS = "    { days = 5, amount = 300 },\n", "handling_overdue.responsible"

# (what is replaced, by what, the key named, words of the reason)
BAD = [
    ("factor = 2 ", "factor = true ", "repeat.factor", "整数"),
    ("factor = 2 ", "factor = 1.5 ", "repeat.factor", "整数"),
    ("factor = 2 ", "factor = 2.0 ", "repeat.factor", "整数"),
    ("factor = 2 ", "factor = 0 ", "repeat.factor", "整数"),
    ("factor = 2 ", "factor = -2 ", "repeat.factor", "整数"),
    ("factor = 2 ", 'factor = "2" ', "repeat.factor", "整数"),
    ("factor = 2 ", f"factor = {'9' * 4000} ", "repeat.factor", "整数"),
    ("factor = 2 ", f"factor = 0x{'f' * 9000} ", "repeat.factor", "整数"),
    ("factor = 2 ", f"factor = {'9' * 5000} ", "全文", "TOML"),
    ("factor = 2 ", "facter = 2 ", "repeat.facter", "repeat.factor"),
    ("factor = 2 ", " ", "repeat.factor", "缺失"),
    ("factor = 2 ", "factor = 2\nfactor = 2 ", "全文", "TOML"),
    ("cap = 3 ", "cap = nan ", "commended.cap", "分值"),
    ("cap = 3 ", "cap = inf ", "commended.cap", "分值"),
    ("cap = 3 ", "cap = -inf ", "commended.cap", "分值"),
    ("cap = 3 ", "cap = true ", "commended.cap", "分值"),
    ("cap = 3 ", "cap = -3 ", "commended.cap", "分值"),
    ("cap = 3 ", "cap = 3.125 ", "commended.cap", "分值"),
    ("cap = 3 ", "cap = 1001 ", "commended.cap", "分值"),
    ("cap = 3 ", "cap = 1e999999 ", "commended.cap", "分值"),
    ("cap = 3 ", "cap = 1e-999999 ", "commended.cap", "分值"),
    ("cap = 3 ", f"cap = 1e{'9' * 30} ", "全文", "TOML"),
    ("cap = 3 ", f"cap = 0x{'f' * 9000} ", "commended.cap", "分值"),
    ("cap = 3 ", "cap = [3] ", "commended.cap", "[3]"),
    ("points = 0.5 ", "points = -0.5 ", "commended.points", "分值"),
    ("points_late = -2 ", "points_late = 2 ", "handling_overdue.points_late", "分值"),
    ("points_late = -2 ", 'points_late = "-2分" ', "handling_overdue.points_late", "-2分"),
    ("first = 50 ", "first = 49.99 ", "office_delay.first", "49.99 超出区间 50–100"),
    ("first = 50 ", "first = 50.001 ", "office_delay.first", "两位小数"),
    ("first = 50 ", 'first = "50元" ', "office_delay.first", "50元"),
    ("first = 50 ", "first = -50 ", "office_delay.first", "金额"),
    ("first = 50 ", "first = { yuan = 50 } ", "office_delay.first", "金额"),
    ("later = 100 ", "later = 100.01 ", "office_delay.later", "超出区间"),
    ("serious = 300                     # 严重\nmajor = 500                       # 重大\n\n[internal",
     "serious = 300\nmajor = 501\n\n[internal", "internal_cause.responsible.major", "超出区间 100–500"),
    ("    { amount = 250 },\n", "    { amount = 600 },\n", "handling_overdue.manager", "600 超出区间"),
    (STEP, "    { days = 3, amount = 300 },\n", STEPS, "第 3 档"),
    (STEP, "    { days = 2, amount = 300 },\n", STEPS, "第 3 档"),
    (STEP, "    { amount = 300 },\n", STEPS, "第 3 档"),
    (STEP, "    { days = 5 },\n", STEPS, "第 3 档"),
    (STEP, "    300,\n", STEPS, "第 3 档"),
    (STEP, "    { days = 0, amount = 300 },\n", STEPS, "整数"),
    (STEP, "    { days = 5, amount = 300, x = 1 },\n", STEPS, "第 3"),
    ("    { amount = 500 },\n", "", STEPS, "第 3 档"),
    ("    { amount = 500 },\n", "    { days = 9, amount = 500 },\n", STEPS, "第 4 档"),
    ("band = [50, 100] ", "band = [100, 50] ", "office_delay.band", "[100, 50]"),
    ("band = [50, 100] ", "band = [50] ", "office_delay.band", "[50]"),
    ("band = [50, 100] ", 'band = "50-100" ', "office_delay.band", "50-100"),
    ("band = [50, 100] ", "band = [50, nan] ", "office_delay.band", "金额"),
    ("confirmed = false ", 'confirmed = "no" ', "office_delay.confirmed", "true"),
    ("confirmed = false ", "confirmed = 0 ", "office_delay.confirmed", "true"),
    ('raw = "50700元"', 'raw = ""', "office_delay.raw", "文字"),
    ('raw = "50700元"', r'raw = "\u001b[31m"', "office_delay.raw", r"\x1b"),
    ("base = 100 ", "base = 111 ", "score.base", "111 不在下限 0 与上限 110 之间"),
    ("floor = 0 ", "floor = 100.5 ", "score.base", "下限"),
    ("ceiling = 110 ", "ceiling = 99 ", "score.base", "上限"),
    ("min_share_left = 0.25", "min_share_left = 1.01", "attribution.min_share_left", "比例"),
    ("min_share_left = 0.25", "min_share_left = -0.1", "attribution.min_share_left", "比例"),
    ("mostly_weight = 0.9", "mostly_weight = nan", "satisfaction.mostly_weight", "比例"),
    ("start_day = 1 ", "start_day = 0 ", "start_day", "1 至 28"),
    ("start_day = 1 ", "start_day = 29 ", "start_day", "1 至 28"),
    ("days_late = 5 ", "days_late = 5.5 ", "accountability.days_late", "整数"),
    ('general = "5wd"', "general = 5", "limits.general", "期限"),
    ('general = "5wd"', 'general = "5m"', "limits.general", "5m"),
    ('general = "5wd"', 'general = "0wd"', "limits.general", "期限"),
    ('general = "5wd"', 'general = "-5wd"', "limits.general", "期限"),
    ('general = "5wd"', f'general = "{"9" * 50}wd"', "limits.general", "期限"),
    ('general = "5wd"', 'general = "1001wd"', "limits.general", "期限"),
    ('window = "90d"', 'window = "90wd"', "duplicate.window", "7d"),
    ('handback_margin = "1wd"', 'handback_margin = "1h"', "limits.handback_margin", "5wd"),
    ('handback_margin_short = "2h"', 'handback_margin_short = "2d"', "handback_margin_short", "2h、3wh"),
    ('timezone = "Asia/Shanghai"', 'timezone = "Asia/Peking"', "timezone", "时区"),
    ('timezone = "Asia/Shanghai"', 'timezone = "Asia"', "timezone", "时区"),
    ('timezone = "Asia/Shanghai"', 'timezone = "../../etc/passwd"', "timezone", "时区"),
    ('timezone = "Asia/Shanghai"', 'timezone = "/etc/localtime"', "timezone", "时区"),
    ('timezone = "Asia/Shanghai"', 'timezone = ""', "timezone", "时区"),
    ('timezone = "Asia/Shanghai"', r'timezone = "a\u0000b"', "timezone", "时区"),
    ('timezone = "Asia/Shanghai"', "timezone = 8", "timezone", "时区"),
    ("effective = 2010-01-01 ", 'effective = "2010-01-01" ', "effective", "不加引号的日期"),
    ("effective = 2010-01-01 ", "effective = 2010-01-01T00:00:00 ", "effective", "日期"),
    ("effective = 2010-01-01 ", "effective = 2010-02-30 ", "全文", "TOML"),
    ("holidays = []", 'holidays = ["2026-10-09"]', "holidays", "日期的列表"),
    ("holidays = []", "holidays = 2026-10-09", "holidays", "日期的列表"),
    ("workdays = []", "workdays = [2026-10-10T00:00:00]", "workdays", "日期的列表"),
    ('["08:30", "12:00"], ', '["08:30", "14:01"], ', "hours.sessions", "互不重叠"),
    ('["08:30", "12:00"], ', '["12:00", "08:30"], ', "hours.sessions", "时段"),
    ('["08:30", "12:00"], ', '["08:30", "08:30"], ', "hours.sessions", "时段"),
    ('["08:30", "12:00"], ', '["8:30", "12:00"], ', "hours.sessions", "时段"),
    ('["08:30", "12:00"], ', '["08:30", "24:00"], ', "hours.sessions", "时段"),
    ('["08:30", "12:00"], ', '["08:30"], ', "hours.sessions", "时段"),
    ('["08:30", "12:00"], ', '["18:00", "19:00"], ', "hours.sessions", "依次"),
    ('["08:30", "12:00"], ', "[830, 1200], ", "hours.sessions", "时段"),
    ('sessions = [["08:30", "12:00"], ["14:00", "17:30"]]', "sessions = []", "hours.sessions", "时段"),
    ('title = "投诉考核参数（默认版）"', 'title = ""', "title", "文字"),
    ('title = "投诉考核参数（默认版）"', "title = 1", "title", "文字"),
    ('title = "投诉考核参数（默认版）"', f'title = "{"长" * 201}"', "title", "文字"),
    ('cite = "第五条第五款"\nband', 'cite = "5.5"\nband', "handling_overdue.cite", "条款"),
    ('cite = "第五条第五款"\nband', 'cite = "第五条第百款"\nband', "handling_overdue.cite", "条款"),
    ("[transfer_delayed] ", "[transfer_delay] ", "transfer_delay", "不认识"),
    ("holidays = []", 'holidays = []\n"limits.general" = "5wd"', '"limits.general"', "不认识"),
    ("holidays = []", 'holidays = []\n"\\u001b[31m" = 1', r"\x1b", "不认识"),
    ("[duplicate]\n", "[duplicate.deeper.still]\na = 1\n[duplicate]\n", "duplicate.deeper", "不认识"),
    ("[internal_cause.manager] ", "[internal_cause.boss] ", "internal_cause.manager.minor", "缺失"),
    ("[repeat]\n", "[[repeat]]\n", "repeat", "应是一个表"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "key", "reason"), BAD)
def test_refusals_name_file_key_and_reason(old: str, new: str, key: str, reason: str) -> None:
    said = refusal(edited((old, new)))
    if key.startswith('"'):  # a quoted key is shown quoted
        key = key.strip('"')
    assert key in said
    assert reason in said
    assert "\n" not in said and "\x1b" not in said
    assert len(said) < 1500


def test_every_error_is_said_at_once() -> None:
    said = refusal(edited(("factor = 2 ", "factor = 0 "), ("cap = 3 ", "cap = nan "), ("first = 50 ", " ")))
    assert said.startswith("文件 试行.toml 不可用：")
    for key in ("repeat.factor", "commended.cap", "office_delay.first"):
        assert key in said


def test_many_errors_are_counted() -> None:
    said = refusal("title = 'x'")
    assert "另有" in said
    assert said.count("缺失") == 8


def test_a_table_that_is_a_value_is_said_once() -> None:
    said = refusal(edited(("holidays = []", "holidays = []\nrepeat = 2"), ("[repeat]\n", "[repeat2]\n")))
    assert "repeat 应是一个表" in said
    assert "repeat.factor 缺失" not in said


def test_refusal_in_english() -> None:
    use_language("en")
    try:
        said = refusal(edited(("first = 50 ", "first = 40 "), ("holidays = []", "holidays = [2026-10-01]"),
                              ("workdays = []", "workdays = [2026-10-01]")))  # fmt: skip
    finally:
        use_language("zh")
    assert "office_delay.first holds 40, outside its band 50–100" in said
    assert "workdays and holidays both list 2026-10-01" in said


@pytest.mark.parametrize("raw", [b"\xff\xfe", "标题 = 1".encode("gbk"), "title = '\ud800'"])
def test_not_utf8(raw: str | bytes) -> None:
    assert "UTF-8" in refusal(raw)


@pytest.mark.parametrize("raw", ["{", "a = ", "= 1", "a = " + "[" * 50_000, "a\0 = 1", "<html>"])
def test_not_toml(raw: str) -> None:
    assert "不是合法的 TOML" in refusal(raw)


def test_not_toml_says_the_line() -> None:
    assert "at line 2, column 5" in refusal("a = 1\nb = ?")


def test_too_big_and_too_deep() -> None:
    assert "过大" in refusal("#" * (MOST_BYTES + 1))
    deep = ".".join("a" * 100_000) + " = 1"
    assert "第 2 行的点号过多" in refusal("\n" + deep)
    assert "点号过多" in refusal("holidays." + deep)
    assert "不认识" in refusal(".".join("a" * 60) + " = 1")
    assert "holidays" in refusal("holidays." + ".".join("a" * 60) + " = 1")
    for mark in ("", "\ufeff"):
        assert parse_edition(f"{mark}#{'.' * 100}\n" + DEFAULT.source, name="a").get("repeat.factor") == 2


def test_bounds_are_allowed() -> None:
    edition = parse_edition(
        edited(
            ("first = 50 ", "first = 100.00 "),
            ("min_share_left = 0.25", "min_share_left = 1"),
            ("mostly_weight = 0.9", "mostly_weight = 0"),
            ("start_day = 1 ", "start_day = 28 "),
            ("base = 100 ", "base = 110 "),
            ("points_resolved = -0.5 ", "points_resolved = -0.0 "),
            ("factor = 2 ", "factor = 1 "),
            ('["08:30", "12:00"], ', '["08:30", "14:00"], '),
            ("holidays = []", "holidays = [2026-10-09, 2026-10-08, 2026-10-09]"),
            ('general = "5wd"', 'general = "5个工作日"'),
        ),
        name="a",
    )
    assert edition.get("office_delay.first") == 100
    assert edition.start_day == 28
    assert not edition.get("unsatisfied.points_resolved").is_signed()
    assert edition.get("holidays") == (date(2026, 10, 8), date(2026, 10, 9))
    assert edition.get("limits.general") == Limit(5, "wd")


def test_the_calendar_counts_with_the_editions_own_days() -> None:
    def plain(year: int) -> YearDays:
        return YearDays(year, frozenset(), frozenset(), True)

    edition = parse_edition(
        edited(
            ("holidays = []", "holidays = [2026-03-02]"),
            ("workdays = []", "workdays = [2026-03-07]"),
            ('["14:00", "17:30"]', '["14:00", "18:00"]'),
        ),
        name="a",
    )
    calendar = edition.calendar(plain)
    assert not calendar.is_workday(date(2026, 3, 2))
    assert calendar.is_workday(date(2026, 3, 7))
    start = datetime(2026, 3, 1, 9, tzinfo=edition.timezone)
    assert calendar.due(start, Limit(5, "wd")) == datetime(2026, 3, 7, 18, tzinfo=edition.timezone)
    assert DEFAULT.calendar(plain).is_workday(date(2026, 3, 2))


def at(day: str, title: str) -> Edition:
    changes = ("effective = 2010-01-01 ", f"effective = {day} "), ("（默认版）", title)
    return parse_edition(edited(*changes), name=title)


def test_in_force_is_the_latest_then_the_last_adopted() -> None:
    first, second, mended = at("2026-01-01", "一"), at("2026-07-01", "二"), at("2026-07-01", "三")
    adopted = [second, first, mended]
    for day, wanted in [
        (date(2026, 1, 1), first),
        (date(2026, 6, 30), first),
        (date(2026, 7, 1), mended),
        (date(2099, 1, 1), mended),
    ]:
        assert in_force(adopted, day) is wanted
    assert in_force([mended, second], date(2026, 7, 1)) is second


@pytest.mark.parametrize("editions", [[], [DEFAULT]])
def test_no_edition_in_force(editions: list[Edition]) -> None:
    with pytest.raises(NoEdition, match="2009-12-31"):
        in_force(editions, date(2009, 12, 31))


def test_diff_lists_values_not_spelling() -> None:
    same = parse_edition(edited(("cap = 3 ", "cap = 3.00 "), ("（默认版）", "（另一版）")), name="a")
    assert diff(DEFAULT, same) == []
    other = parse_edition(edited(("cap = 3 ", "cap = 2.5 "), ("confirmed = false ", "confirmed = true ")), name="a")
    assert diff(DEFAULT, other) == [
        Change("office_delay.confirmed", False, True),
        Change("commended.cap", Decimal(3), Decimal("2.5")),
    ]
    assert diff(other, DEFAULT)[1] == ("commended.cap", Decimal("2.5"), Decimal(3))


def test_view_gives_only_what_is_declared() -> None:
    get = view(DEFAULT, ("repeat.factor", "internal_cause.manager"))
    assert get("repeat.factor") == 2
    assert get("internal_cause.manager.major") == 500
    for key in ("repeat.cite", "internal_cause.responsible.major", "internal_cause.managers", "nothing"):
        with pytest.raises(KeyError):
            get(key)
    with pytest.raises(KeyError):
        get("internal_cause.manager")  # a table is no value


@pytest.mark.parametrize("reads", ["repeat.facter", "handling_overdue.respons", "", "repeat.factor.x"])
def test_view_refuses_to_declare_what_is_not_there(reads: str) -> None:
    with pytest.raises(KeyError):
        view(DEFAULT, (reads,))


def test_get_of_an_unknown_key() -> None:
    with pytest.raises(KeyError):
        DEFAULT.get("repeat.facter")


@pytest.mark.parametrize(
    ("value", "wanted"),
    [
        (True, "true"),
        (Decimal("0.50"), "0.5"),
        (Decimal("-3.00"), "-3"),
        (Decimal("100"), "100"),
        (DEFAULT.get("office_delay.band"), "50–100"),
        (DEFAULT.get("handling_overdue.manager"), "≤1: 100, ≤3: 100, ≤5: 150, >: 250"),
        (DEFAULT.get("hours.sessions"), "08:30–12:00, 14:00–17:30"),
        (DEFAULT.get("limits.transfer"), "4wh"),
        ((date(2026, 10, 9),), "2026-10-09"),
        ((), ""),
    ],
)
def test_as_text(value: object, wanted: str) -> None:
    assert as_text(value) == wanted


def test_editions_do_not_change() -> None:
    with pytest.raises(AttributeError):
        DEFAULT.title = "x"  # type: ignore[misc]
    with pytest.raises(TypeError):
        DEFAULT.numbers["repeat.factor"] = 9  # type: ignore[index]
    assert hash(DEFAULT) == hash(parse_edition(DEFAULT.source, name="b"))


def test_messages_hold_the_same_facts_in_both_languages() -> None:
    for message in Policy:
        zh, en = ({name for _, name, _, _ in Formatter().parse(text) if name} for text in message.value)
        assert zh == en, message
        if not zh:  # said without filling, so a doubled brace would show
            assert "{" not in message.zh + message.en, message


@pytest.mark.parametrize(
    ("value", "wanted"),
    [
        ("a\x1b\u202e\n", r"'a\x1b\u202e\n'"),
        ("长" * 99, "'" + "长" * 38 + "…"),
        (True, "true"),
        ([1, "x"], "[1, 'x']"),
        ([[1]], "[…]"),
        ([1] * 5, "[…]"),
        ({"a": 1}, "{…}"),
        (10**5000, "…"),
    ],
    ids=range(8),
)
def test_shown_is_short_and_tame(value: object, wanted: str) -> None:
    assert shown(value) == wanted


def test_importing_is_cheap() -> None:
    heavy = {"tomllib", "zoneinfo", "difflib", "holidays", "dateutil", "importlib.resources"}
    code = "import sys; import complaint_cli.company.edition, complaint_cli.company.organisation; print(' '.join(sys.modules))"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    bare = subprocess.run(
        [sys.executable, "-c", "import sys; print(' '.join(sys.modules))"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert not (set(run.stdout.split()) - set(bare.stdout.split())) & heavy


def parses_or_refuses(text: str | bytes) -> None:
    try:
        edition = parse_edition(text, name="x")
    except PolicyInvalid as refused:
        assert "x" in str(refused) and refused.code == 30
    else:
        assert edition.get("score.floor") <= edition.get("score.base") <= edition.get("score.ceiling")


@given(st.text() | st.binary())
def test_any_text_is_refused_by_a_sentence(text: str | bytes) -> None:
    parses_or_refuses(text)


VALUES = st.one_of(
    st.integers().map(str),
    st.floats().map(repr),
    st.decimals(allow_nan=False, allow_infinity=False).map(str),
    st.sampled_from(["nan", "-inf", "true", "[]", "{}", "[[]]", "[{}]", "1e400", "-0.0", "07:30:00", "1979-05-27"]),
    st.dates().map(str),
    st.text(alphabet='ab"\\\n[]{}=#1第条 wd', max_size=12),
    st.from_regex(r'"[0-9]{1,4}(wd|d|wh|h|m)"', fullmatch=True),
)


@settings(max_examples=300)
@given(st.data())
def test_mutated_editions_are_refused_by_a_sentence(data: st.DataObject) -> None:
    lines = DEFAULT.source.splitlines()
    numbered = [at for at, line in enumerate(lines) if " = " in line and not line.startswith(("#", " "))]
    for _ in range(data.draw(st.integers(1, 3))):
        at_line = data.draw(st.sampled_from(numbered))
        key = lines[at_line].split(" = ")[0]
        lines[at_line] = data.draw(st.sampled_from([f"{key} = {data.draw(VALUES)}", "", lines[at_line] * 2]))
    parses_or_refuses("\n".join(lines))


@settings(max_examples=200)
@given(st.integers(0, len(DEFAULT.source) - 1), st.integers(0, 40), st.text(max_size=5))
def test_damaged_editions_are_refused_by_a_sentence(start: int, length: int, put: str) -> None:
    parses_or_refuses(DEFAULT.source[:start] + put + DEFAULT.source[start + length :])
