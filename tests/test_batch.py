"""``batch``: many commands at once, all or nothing; what is wrong is told with its line."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import books
from complaint_cli.acts import batch as batches
from complaint_cli.acts.month import assess_month, law_of
from complaint_cli.assessment.answer import answer
from complaint_cli.assessment.assess import period_of
from complaint_cli.assessment.codec import to_json
from complaint_cli.commands.terminal.index import COMMANDS, root
from complaint_cli.company.calendar import statutory
from complaint_cli.company.edition_file import default_edition
from complaint_cli.company.moments import parse_time
from complaint_cli.errors import ImportRejected, UsageError
from conftest import Runner

DAY = "2026-11-02"
INTAKE: dict[str, Any] = {"do": "intake", "at": f"{DAY} 09:00", "content": "表不走字"}
FOUND = {"internal_cause": True, "adverse_effect": True, "severity": "严重", "person": ["蓝抄月"]}


@pytest.fixture
def desk(run: Runner) -> Runner:
    books.lay(run.db)
    run.now, run.by = books.AFTER, books.CLERK
    return run


def text(*lines: Mapping[str, Any] | str) -> str:
    return "".join((line if isinstance(line, str) else json.dumps(line, ensure_ascii=False)) + "\n" for line in lines)


def story(ref: str, **intake: Any) -> list[dict[str, Any]]:
    """One complaint from receipt to its reply, every word in Chinese where there is one."""
    no = {"no": "@" + ref}
    return [
        INTAKE | {"ref": ref, "source": "12345热线", "urgency": "一般", "by": "邱明澈"} | intake,
        no | {"do": "transfer", "at": f"{DAY} 09:30", "to": "维修", "person": ["樊大川"]},
        no | {"do": "approve", "at": f"{DAY} 10:00", "by": "钟万里", "as": "分管经理"},
        no | {"do": "approve", "at": f"{DAY} 10:30", "by": "顾怀远", "as": "总经理"},
        no | {"do": "handle", "at": f"{DAY} 13:00", "by": "樊大川", "contact": "见面", "result": "换表", "done": True},
        no | {"do": "callback", "at": f"{DAY} 14:00", "result": "不满意", "resolved": False},
        no | {"do": "reply", "at": f"{DAY} 15:00", "summary": "已换表"},
    ]


def apply(run: Runner, data: str | bytes, *args: str) -> Any:
    return run("batch", "-", *args, stdin=data)


def test_a_story_from_receipt_to_reply(desk: Runner) -> None:
    said = apply(desk, text(*story("a"), *story("b", order_no="RX2", content="漏气")), "--json").json()
    assert said == {"schema": 1, "applied": 14, "refs": {"a": "2026-0001", "b": "2026-0002"}}
    case = desk("show", "RX2", "--json").json()
    assert (case["no"], case["status"]) == ("2026-0002", "filed")


def test_every_reference_and_every_command(desk: Runner, tmp_path: Path) -> None:
    (tmp_path / "现场.txt").write_text("现场记录")
    no = {"no": "@b"}
    lines = [
        *story("a", at=f"{DAY} 08:50"),
        *story("b", repeat_of="@a")[:4],
        no | {"do": "unlink", "at": f"{DAY} 11:00"},
        no | {"do": "link", "repeat_of": "@a", "at": f"{DAY} 11:00"},
        no | {"do": "extend", "to": "2026-11-12", "approved_by": "顾怀远", "reason": "等配件", "at": f"{DAY} 11:00"},
        no | {"do": "return", "reason": "不归我", "at": f"{DAY} 11:30", "by": "樊大川"},
        no | {"do": "transfer", "to": "计量", "person": "蓝抄月", "justified": "退回", "at": f"{DAY} 11:40"},
        no | {"do": "approve", "as": "deputy", "by": "许知秋", "acting": True, "at": f"{DAY} 11:50"},
        no | {"do": "approve", "as": "general", "by": "顾怀远", "at": f"{DAY} 11:55"},
        no | {"do": "handle", "evidence": ["现场.txt"], "report": "难", "by": "蓝抄月", "at": f"{DAY} 14:00"},
        no | {"do": "amend", "caller": "冯女士", "reason": "漏填"},
        no | {"do": "exclude", "reason": "不属", "approved_by": "顾怀远"},
        no | {"do": "include", "reason": "仍属"},
        no | {"do": "investigate", "dept": "计量收费部", "auditor": "纪清源", "clerk": "温小棠"} | FOUND,
        no | {"do": "decide", "rule": "内部原因", "person": "蓝抄月", "amount": 300.5, "reason": "x", "by": "纪清源"},
        no
        | {"do": "decide", "rule": "internal_cause", "person": "岑向晚", "waive": True, "reason": "x", "by": "纪清源"},
        no | {"do": "object", "rule": "内部原因", "person": "蓝抄月", "reason": "不在场"},
        no | {"do": "withdraw", "step": 14, "reason": "录错"},
        {"do": "commend", "dept": "客户", "reason": "锦旗", "complaint": "@a"},
        {
            "do": "org set-manager",
            "dept": "客户服务部",
            "name": "叶听雨",
            "since": "2026-11-02",
            "approved_by": "顾怀远",
        },
    ]
    assert {line["do"] for line in lines} == {*batches.COMMANDS}
    file = tmp_path / "all.jsonl"
    file.write_text(text(*lines), "utf-8")
    assert desk("batch", file, "--json").json()["applied"] == len(lines)
    assert desk("show", "2", "--json").json()["status"] == "in_hand"
    assert "叶听雨" in desk("org", "show").out
    [kept] = (run_file.name for run_file in Path(f"{desk.db}-evidence").iterdir())
    assert len(kept) == 64


@pytest.mark.parametrize(("order_no", "taken"), [("RX1", "2026-0001"), ("RX9", "2026-0002"), ("RX2", None)])
def test_an_order_of_an_earlier_line_is_known_by_what_it_is_called_now(
    desk: Runner, order_no: str, taken: str | None
) -> None:
    amended = {"do": "amend", "no": "@b", "order_no": "RX9", "reason": "抄错"}
    orders = [INTAKE | {"order_no": "RX1"}, INTAKE | {"order_no": "RX2", "ref": "b"}]
    said = apply(desk, text(*orders, amended, INTAKE | {"order_no": order_no}), "--dry-run")
    assert said.code == (50 if taken else 0) and (taken or "") in said.err


def test_an_order_of_the_line_before_is_known(desk: Runner) -> None:
    first = INTAKE | {"order_no": "RX1"}
    said = apply(desk, text(INTAKE, first, first))
    assert said.code == 50 and "2026-0002" in said.err


def test_blank_lines_a_mark_of_utf8_and_no_last_newline(desk: Runner) -> None:
    data = "\n  \n" + text(INTAKE) + "\r\n\n" + text(INTAKE).rstrip()
    assert apply(desk, b"\xef\xbb\xbf" + data.encode(), "--json").json()["applied"] == 2
    for empty in ("", "\n", "\n\n \n", b"\xef\xbb\xbf"):
        assert apply(desk, empty, "--json").json() == {"schema": 1, "applied": 0, "refs": {}}
    assert apply(desk, text(INTAKE)).out == "已执行 1 行。\n"


BAD: dict[str, tuple[str | bytes, str]] = {
    "a moment of entry that is no text": (json.dumps(INTAKE | {"entered": 5}), "entered"),
    "not JSON": ("{", "JSON"),
    "not an object": ("[1]", "对象"),
    "a number": ("12", "对象"),
    "nothing to do": ('{"no":"1"}', "do"),
    "not a command": ('{"do":"assess"}', "assess"),
    "nearly a command": ('{"do":"transfr"}', "transfer"),
    "do is no text": ('{"do":["intake"]}', "do"),
    "do is a list of keys": ('{"do":{"a":1}}', "do"),
    "not a key": ('{"do":"intake","contents":"x"}', "content"),
    "the option's spelling": ('{"do":"intake","order-no":"x"}', "order_no"),
    "a python name": ('{"do":"approve","no":"1","as_":"deputy"}', "as_"),
    "the open work": ('{"do":"intake","work":"x"}', "work"),
    "a key twice": ('{"do":"intake","content":"x","content":"y"}', "content"),
    "content missing": ('{"do":"intake"}', "content"),
    "number missing": ('{"do":"reply","summary":"x"}', "编号"),
    "content is a number": ('{"do":"intake","content":5}', "content"),
    "content is a list": ('{"do":"intake","content":["x"]}', "content"),
    "no is a number": ('{"do":"reply","no":1,"summary":"x"}', "no"),
    "a flag is text": ('{"do":"intake","content":"x","confidential":"yes"}', "confidential"),
    "persons are a table": ('{"do":"transfer","no":"1","to":"维修","person":{"a":1}}', "person"),
    "a person is a number": ('{"do":"transfer","no":"1","to":"维修","person":[1]}', "person"),
    "by is empty": ('{"do":"intake","content":"x","by":" "}', "by"),
    "by is a number": ('{"do":"intake","content":"x","by":7}', "by"),
    "at is no time": ('{"do":"intake","content":"x","at":"下午"}', "下午"),
    "at is a number": ('{"do":"intake","content":"x","at":20261102}', "at"),
    "at is to come": ('{"do":"intake","content":"x","at":"2030-01-01"}', "2030"),
    "NaN": ('{"do":"decide","no":"1","amount":NaN}', "NaN"),
    "Infinity": ('{"do":"decide","no":"1","amount":-Infinity}', "Infinity"),
    "an endless number": ('{"do":"decide","no":"1","amount":' + "9" * 5000 + "}", "99"),
    "a monstrous exponent": ('{"do":"decide","no":"1","amount":1e' + "9" * 50 + "}", "1e9"),
    "half a character": ('{"do":"intake","content":"\\ud800"}', "content"),
    "half a character as a key": ('{"do":"intake","\\ud800":"x"}', "intake"),
    "NUL": ('{"do":"intake","content":"a\\u0000b"}', "content"),
    "a long text": ('{"do":"intake","content":"' + "长" * 50_001 + '"}', "50000"),
    "nested deep": ('{"do":' + "[" * 100_000 + "]" * 100_000 + "}", "嵌套"),
    "not UTF-8": ('{"do":"intake","content":"表"}'.encode("gbk"), "UTF-8"),
    "UTF-16": ('{"do":"intake"}'.encode("utf-16"), "UTF-8"),
    "a huge line": ('{"do":"intake","content":"' + "x" * (1 << 21) + '"}', "1048576"),
    "ref is taken": ('{"do":"intake","content":"x","ref":"a"}', "ref a"),
    "ref is a number": ('{"do":"intake","content":"x","ref":1}', "ref"),
    "ref is empty": ('{"do":"intake","content":"x","ref":""}', "ref"),
    "ref begins like its use": ('{"do":"intake","content":"x","ref":"@x"}', "ref"),
    "ref of nothing": ('{"do":"commend","dept":"客户","reason":"x","ref":"x"}', "x"),
    "no such ref": ('{"do":"reply","no":"@z","summary":"x"}', "z"),
    "a ref of its own line": ('{"do":"intake","content":"x","ref":"s","repeat_of":"@s"}', "s"),
    "no such complaint": ('{"do":"reply","no":"99","summary":"x"}', "99"),
    "not that step": ('{"do":"reply","no":"@a","summary":"x"}', "2026-0001"),
    "no such department": ('{"do":"transfer","no":"@a","to":"维护部"}', "维修"),
    "no such file": ('{"do":"handle","no":"@b","evidence":["没有.jpg"]}', "没有.jpg"),
    "a bad day": ('{"do":"org set-manager","dept":"客户","name":"x","since":"昨天"}', "昨天"),
}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_line_is_told_with_its_number_and_nothing_is_written(desk: Runner, name: str) -> None:
    bad, hint = BAD[name]
    good = text(INTAKE | {"ref": "a"}, "", *story("b")[:4]).encode()
    before = books.head(desk.db)
    data = good + (bad.encode() if isinstance(bad, str) else bad) + b"\n" + text(INTAKE).encode()
    result = apply(desk, data)
    assert (result.code, result.out) == (50, "")
    assert result.err.startswith("第 7 行：") and hint in result.err, result.err
    assert len(result.err.splitlines()) == 1 and len(result.err) < 500
    assert books.head(desk.db) == before


def test_evidence_copied_for_a_rejected_batch_is_taken_away(desk: Runner, tmp_path: Path) -> None:
    for name in ("旧.txt", "新.txt"):
        (tmp_path / name).write_text(name)
    file = tmp_path / "x.jsonl"
    handle = {"do": "handle", "no": "@a", "by": "樊大川", "at": f"{DAY} 11:00"}
    file.write_text(text(*story("a")[:4], handle | {"evidence": ["旧.txt"]}))
    assert desk("batch", file).code == 0
    kept = {entry.name for entry in Path(f"{desk.db}-evidence").iterdir()}
    file.write_text(text(handle | {"no": "1", "evidence": ["旧.txt", "新.txt"]}, {"do": "?"}))
    assert desk("batch", file).code == 50
    assert {entry.name for entry in Path(f"{desk.db}-evidence").iterdir()} == kept


def test_what_cannot_be_read(desk: Runner, tmp_path: Path) -> None:
    for file in (tmp_path / "没有.jsonl", tmp_path, "x" * 5000):
        result = desk("batch", file)
        assert (result.code, result.out) == (2, "") and len(result.err.splitlines()) == 1
    assert desk("batch").code == 2


def test_a_stranger_rejects_the_file_with_the_nearest_name(desk: Runner) -> None:
    lines = story("a") + story("b")
    lines[8]["person"] = ["樊大串"]
    result = apply(desk, text(*lines))
    assert result.code == 50
    assert "樊大串" in result.err and "樊大川" in result.err
    assert desk("list", "--json").json()["complaints"] == []


def test_a_manager_recorded_in_a_batch_counts_for_its_later_lines(desk: Runner) -> None:
    lines = [
        {"do": "org set-manager", "dept": "审计", "name": "新来", "since": "2026-11-02", "approved_by": "顾怀远"},
        *story("a"),
        {"do": "investigate", "no": "@a", "auditor": "新来", "clerk": "温小棠"},
    ]
    assert apply(desk, text(*lines)).code == 0


def test_the_command_line_and_the_batch_are_one_program(desk: Runner) -> None:
    """The keys of a line are the options of the command, and the other way round."""
    group = root()
    with group.make_context("complaint", [], resilient_parsing=True) as ctx:
        for do, (_, keys) in batches.COMMANDS.items():
            if do in COMMANDS:
                names = {str(param.name).rstrip("_") for param in group.get_command(ctx, do).params}
                assert names - {"json", "help", "more", "file"} == keys, do


@given(st.binary(max_size=200))
@settings(max_examples=300)
def test_no_line_is_a_bug(line: bytes) -> None:
    try:
        assert isinstance(batches.parse_object(line), dict)
    except UsageError as error:
        assert str(error)


@given(st.datetimes(datetime(1990, 1, 1), datetime(2110, 1, 1)), st.sampled_from(" T月-x"), st.booleans())
@settings(max_examples=300)
def test_the_usual_form_of_a_time_is_read_like_the_others(moment: datetime, between: str, broken: bool) -> None:
    """``2026-10-09 17:30`` takes a shorter way than ``2026-10-09 17:30:00``, to the same end."""
    calendar = default_edition().calendar(statutory)
    now = datetime(2026, 10, 9, tzinfo=calendar.tz)
    said = f"{moment:%Y-%m-%d}{between}{moment:%H:%M}"
    if broken:
        said = said.replace("1", "7")

    def read(text: str) -> object:
        try:
            return parse_time(text, now=now, calendar=calendar)
        except UsageError as error:
            return type(error)

    assert read(said) == read(said + ":00")


values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=5)
    | st.sampled_from(["@a", "1", "维修"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=5,
)


@pytest.fixture(scope="module")
def module_db(tmp_path_factory: pytest.TempPathFactory) -> Path:
    db = books.lay(tmp_path_factory.mktemp("batch") / "x.db")
    with books.writing(books.call(db)) as work:
        for line in story("a"):
            batches.apply_line(work, dict(line), {"a": "2026-0001"} if line["do"] != "intake" else {})
    return db


class _Undo(Exception):
    pass


@given(data=st.data())
@settings(max_examples=300)
def test_no_value_is_a_bug(module_db: Path, data: st.DataObject) -> None:
    """Whatever stands in a line, it is carried out or refused in a sentence."""
    do = data.draw(st.sampled_from(sorted(batches.COMMANDS)))
    keys = sorted(batches.COMMANDS[do].keys)
    line = {key: data.draw(values) for key in data.draw(st.lists(st.sampled_from(keys), unique=True))}
    line |= {"no": "@a"} if "no" in keys and data.draw(st.booleans()) else {}
    stream = BytesIO(text(*([{"do": "intake", "content": "甲", "ref": "a"}, {**line, "do": do}])).encode())
    try:
        with books.writing(books.call(module_db)) as work:
            batches.apply(work, stream)
            raise _Undo
    except _Undo:
        pass
    except ImportRejected as error:
        assert str(error)


STORIES = [
    story("late", deadline=f"{DAY} 11:10", order_no="RX1"),
    story("repeat", deadline=f"{DAY} 11:20", content="漏气", order_no="RX2"),
    story("visit", source="来访", deadline=f"{DAY} 11:30"),
    story("open", deadline=f"{DAY} 11:40")[:4],
]


def assessed(folder: Path, order: list[int]) -> str:
    """Enter the stories in an order and return the month's answer, complaints by their refs."""
    db = books.lay(folder / "x.db")
    file = folder / "x.jsonl"
    file.write_text(text(*(line for i in order for line in STORIES[i])), "utf-8")
    refs = batches.applied_file(books.call(db), str(file)).refs
    with books.opened(books.call(db)) as work:
        period, edition = period_of("2026-11", work.store.editions(), work.now, {})
        said = to_json(answer(assess_month(work.store, period, law_of(work.store, edition)), "open", ""))
    names = {no: ref for ref, no in refs.items()}
    for kind in ("points", "fines", "unassigned"):
        lines = [line | {"complaint": names[line["complaint"]]} for line in said[kind]]
        said[kind] = sorted(lines, key=lambda line: (line["complaint"], line["rule"], line.get("person") or ""))
    return json.dumps(said, ensure_ascii=False, sort_keys=True)


@pytest.fixture(scope="module")
def in_order(tmp_path_factory: pytest.TempPathFactory) -> str:
    said = assessed(tmp_path_factory.mktemp("order"), [0, 1, 2, 3])
    assert said.count("handling_overdue") > 8
    return said


@given(order=st.permutations(range(4)))
@settings(max_examples=10)
def test_the_order_in_which_complaints_are_entered_changes_nothing(in_order: str, order: list[int]) -> None:
    with TemporaryDirectory() as folder:
        assert assessed(Path(folder), order) == in_order


def test_a_reason_and_what_follows_are_two_sentences(desk: Runner, tmp_path: Path) -> None:
    for line in ('{"do": "intake", "content": "x", "by": "无此人"}', '{"do": "nope"}'):
        file = tmp_path / "lines.jsonl"
        file.write_text(line, "utf-8")
        said = desk("batch", file)
        assert said.code == 50 and "。全部未写入。" in said.err and "。。" not in said.err, said.err
