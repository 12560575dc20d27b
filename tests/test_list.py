"""What list and search choose, in which order and form they print it, and that it stays bounded."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable
from pathlib import Path

import pytest

import books
from complaint_cli.acts.transaction import opened
from complaint_cli.commands import listing
from complaint_cli.complaint.case import Case
from complaint_cli.store import ledger
from complaint_cli.store.database import Store
from complaint_cli.store.ledger import Filter, count, ends_with, page
from complaint_cli.text.layout import cells
from conftest import Runner


@pytest.fixture
def october(run: Runner) -> Runner:
    books.october(run.db.parent)
    run.now, run.by = books.AFTER, books.CLERK
    return run


@pytest.fixture
def db(run: Runner) -> Path:
    return books.lay(run.db, "2026-10-08 08:00")


def numbers(run: Runner, *words: str) -> list[str]:
    return [c["no"][-2:] for c in run("list", "--all", "--json", *words).json()["complaints"]]


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        (("--open",), {"14", "16"}),
        (("--status", "filed", "--status", "received"), {f"{n:02d}" for n in range(1, 16)} - {"14"}),
        (("--excluded",), {"13"}),
        (("--repeat",), {"09", "15"}),
        (("--satisfaction", "不满意"), {"04", "11", "13"}),
        (("--from", "2026-10-20", "--to", "2026-10-21"), {"13", "14"}),
        (("--from", "2026-10-22 09:00:01"), {"16"}),
        (("--to", "2026-09-30"), {"01"}),
        (("--source", "12345"), {f"{n:02d}" for n in range(1, 17)}),
        (("--source", "Hotline"), {f"{n:02d}" for n in range(1, 17)}),
        (("--text", "云杉小区 地址"), {"01"}),
        (("--dept", "计量", "--satisfaction", "mostly"), {"01", "09", "10", "15"}),
    ],
)
def test_filters(october: Runner, words: tuple[str, ...], wanted: set[str]) -> None:
    assert set(numbers(october, *words)) == wanted


def test_what_nobody_and_nothing_is_called_is_told_with_the_nearest(october: Runner) -> None:
    for words, near in ((("--person", "樊大"), "樊大川"), (("--category", "计亮收费"), "计量收费")):
        said = october("list", *words)
        assert (said.code, said.out) == (0, "") and near in said.err, (words, said.err)
    assert "樊大川" not in october("list", "--person", "樊 大川").err
    assert "没有第 9 页" in october("list", "--page", "9").err


def test_a_source_is_one_thing_by_each_of_its_words(october: Runner) -> None:
    for words in (("intake", "--content", "表不走字", "--source", "phone"), ("amend", "1", "--source", "Phone")):
        assert october(*words, *(["--reason", "记错"] if words[0] == "amend" else [])).code == 0
    assert numbers(october, "--source", "公司电话") == numbers(october, "--source", "phone") == ["17", "01"]
    assert "phone" not in october("list", "--all", "--format", "csv", "--columns", "source").out
    assert october("import", books.EXAMPLE.parent / "orders.csv", "--source", "provincial").code == 0
    assert len(numbers(october, "--source", "省级平台")) == 2


def test_a_corrected_form_is_listed_by_what_it_says_now(db: Path, run: Runner) -> None:
    run.by = books.CLERK
    book = "2026-10-08 "
    books.act(db, "intake", now=book + "08:30", content="灶具打不着火", category="维修抢修")
    books.act(db, "transfer", now=book + "08:40", no="1", to="维修抢修部", person=["樊大川"])
    amended = ("amend", "1", "--step", "2", "--reason", "写错")
    assert run(*amended, "--person", "毛立夏", now=book + "08:50").code == 0
    assert (numbers(run, "--person", "毛 立夏"), numbers(run, "--person", "樊大川")) == (["01"], [])
    assert run(*amended, "--to", "计量收费部", "--person", "蓝抄月", now=book + "08:55").code == 0
    assert (numbers(run, "--dept", "计量"), numbers(run, "--dept", "维修")) == (["01"], [])
    assert run("withdraw", "1", "--step", "2", "--reason", "写错", now=book + "08:58").code == 0
    assert numbers(run, "--dept", "计量") == []


def test_an_order_sent_back_is_listed_with_no_department(db: Path, run: Runner) -> None:
    """As its line says; it is with the office."""
    book = "2026-10-08 "
    books.act(db, "intake", now=book + "08:30", content="灶具打不着火", category="维修抢修")
    books.act(db, "transfer", now=book + "08:40", no="1", to="维修抢修部", person=["樊大川"])
    assert (numbers(run, "--dept", "维修"), numbers(run, "--person", "樊大川")) == (["01"], ["01"])
    refused = {"as_": "deputy", "by": "钟万里", "reject": True, "reason": "不属"}
    books.act(db, "approve", now=book + "08:50", no="1", **refused)
    assert (numbers(run, "--dept", "维修"), numbers(run, "--person", "樊大川")) == ([], [])


@pytest.mark.parametrize(
    "words",
    [
        "--excluded",
        "--repeat",
        "--satisfaction 不满意",
        "--urgency urgent",
        "--source 信访",
        "--text 云杉小区",
        "--text 抄表员",
    ],
)
def test_of_what_few_complaints_have_no_other_is_read(
    october: Runner, monkeypatch: pytest.MonkeyPatch, words: str
) -> None:
    for amended in (("2", "--urgency", "紧急"), ("3", "--source", "信访"), ("4", "--content", "云杉小区无气")):
        assert october("amend", *amended, "--reason", "记错").code == 0
    read: list[int] = []
    load = Store.load

    def counted(store: Store, rows: Iterable[int], **how: bool) -> list[Case]:
        rows = list(rows)
        read.extend(rows)
        return load(store, rows, **how)

    monkeypatch.setattr(Store, "load", counted)
    found = numbers(october, *words.split())
    assert found and len(read) <= len(found) + 1, (found, read)


def test_what_was_put_right_is_listed_by_what_it_is_now(october: Runner) -> None:
    def right(*words: str) -> None:
        done = october(*words, "--reason", "记错", by=books.CLERK)
        assert done.code == 0, done.err

    second = ("--approved-by", "顾怀远")
    step = next(s["step"] for s in october("show", "4", "--json").json()["timeline"] if s["kind"] == "callback")
    right("amend", "4", "--step", str(step), "--result", "satisfied", *second)
    right("include", "13", *second)
    right("unlink", "9", *second)
    right("amend", "5", "--content", "烟道倒灌", "--urgency", "紧急", *second)
    assert set(numbers(october, "--satisfaction", "不满意")) == {"11", "13"}
    assert "04" in numbers(october, "--satisfaction", "满意")
    assert numbers(october, "--excluded") == [] and numbers(october, "--repeat") == ["15"]
    assert numbers(october, "--text", "烟道倒灌") == numbers(october, "--urgency", "紧急", "--text", "倒灌") == ["05"]


def test_sort(october: Runner) -> None:
    rows = october("list", "--all", "--json", "--sort", "deadline").json()["complaints"]
    assert [row["deadline"] for row in rows] == sorted(row["deadline"] for row in rows)
    assert numbers(october, "--sort", "-received")[:2] == ["16", "15"]
    assert october("list", "--sort", "colour").code == 2
    assert october("list", "--open", "--status", "filed").code == 2, "nothing is both"


@pytest.mark.parametrize("command", [("list",), ("search", "2026")])
def test_formats(october: Runner, command: tuple[str, ...]) -> None:
    keys = ("no", "received", "department", "persons")
    wanted = october(*command, "--all", "--json", "--columns", ",".join(keys)).json()["complaints"]
    assert list(wanted[0]) == list(keys)
    for form, parted in (("csv", ","), ("tsv", "\t")):
        out = october(*command, "--all", "--format", form, "--columns", "no,received,department,persons").out
        rows = list(csv.DictReader(io.StringIO(out), delimiter=parted))
        assert [row["no"] for row in rows] == [line["no"] for line in wanted]
        assert [row["persons"] for row in rows] == ["、".join(line["persons"]) for line in wanted]
    lines = october(*command, "--all", "--format", "jsonl", "--columns", " no ，received,department,persons").out
    assert [json.loads(line) for line in lines.splitlines()] == wanted
    table = october(*command, "--all", "--format", "markdown", "--columns", "no,status").out.splitlines()
    assert table[:2] == ["| no | status |", "| --- | --- |"] and len(table) == len(wanted) + 2
    for wrong in (
        ("--format", "pdf"),
        ("--format", "csv", "--json"),
        ("--columns", "no,colour"),
        ("--columns", ","),
        ("--all", "--limit", "50"),
        ("--page", "2", "--all"),
    ):
        said = october(*command, *wrong)
        assert (said.code, said.out) == (2, "")


def test_how_many_there_are_is_counted_where_the_tables_tell(october: Runner, monkeypatch: pytest.MonkeyPatch) -> None:
    amended = {"category": "工程施工", "urgency": "urgent", "reason": "听错", "approved_by": "顾怀远"}
    books.act(october.db, "amend", no="2026-0001", **amended)
    with opened(books.call(october.db)) as work:
        for wanted, found in (
            (Filter(), 16),
            (Filter(rows=[1, 16, 99]), 2),
            (Filter(urgency="urgent", rows=[1, 2]), 1),
            (Filter(category="工程", rows=[1, 2]), 1),
            (Filter(source=lambda source: "12345" not in source, rows=[1]), 0),
            (Filter(filed=True), 14),
            (Filter(received=(work.now, work.now)), 0),
            *((Filter(**{one: "x"}), None) for one in ("department", "person", "satisfaction", "keep", "words")),
            (Filter(repeat=True), None),
            (Filter(excluded=True), None),
        ):
            assert count(work.store, wanted) == found, wanted
            assert found is None or len(list(page(work.store, wanted, limit=None))) == found
        for most, told in ((16, 16), (15, None)):
            monkeypatch.setattr(ledger, "_MOST_COUNTED", most)
            assert count(work.store, Filter()) == told, "very many are not counted"


def test_chosen_columns_are_a_table_in_words_too(october: Runner) -> None:
    said = october("list", "--all", "--sort", "no", "--columns", "no,deadline,satisfaction,repeat").out.splitlines()
    assert said[0].split() == ["编号", "时限", "满意度", "重复"] and set(said[1]) == {"─"}
    one = october("show", "1", "--json").json()
    deadline = one["deadline"][:16].split("T")
    assert said[2].split() == [one["no"], *deadline, "基本满意", "否"], said[2]
    every = ",".join(listing.KEYS)
    for lang, columns in (("zh", 40), ("zh", 80), ("en", 80), ("en", 120)):
        lines = october("list", "--all", "--columns", every, lang=lang, columns=columns).out.splitlines()
        assert max(map(cells, lines)) <= columns
        assert sum(line.startswith("2026-0001 ") for line in lines) == sum("─" in line for line in lines), "a line each"
        assert not re.search("handed_back|T0|True|None", "\n".join(lines))


def test_a_cell_is_no_formula_and_no_markup(run: Runner, db: Path) -> None:
    for content in ("=1+1", "+电话", "甲|乙", "第一行\n第二行", "C:\\|"):
        books.act(db, "intake", now="2026-10-08 09:00", content=content)
    out = run("list", "--format", "csv", "--columns", "matter", "--sort", "no").out
    assert out.splitlines() == ["matter", "'=1+1", "'+电话", "甲|乙", "第一行 第二行", "C:\\|"]
    table = run("list", "--format", "markdown", "--columns", "matter").out
    assert "| 甲\\|乙 |" in table and "| C:\\\\\\| |" in table


def test_search_looks_among_people_results_replies_and_notes(october: Runner) -> None:
    books.act(october.db, "callback", no="2026-0012", result="unreached", note="家中无人，改日再打")
    assert [c["no"] for c in october("search", "改日再打", "--json").json()["complaints"]] == ["2026-0012"]
    assert "2026-0014" in october("search", "毛立夏", "--all").out
    assert "2026-0001" in october("search", "ｒｘ２０２６０９２９０１").out, "full and half width are alike"
    assert october("search", "绝无此词").out == ""


@pytest.mark.parametrize(
    ("phone", "end", "found"),
    [
        ("13800005678（本人）", "5678", True),
        ("0531-8765 4321转8", "4321", True),
        ("１３８００００５６７８", "05678", True),
        ("13800005678", "0567", False),
        ("无", "0", False),
        (None, "1", False),
    ],
)
def test_a_phone_is_found_by_the_end_of_its_digits(phone: str | None, end: str, found: bool) -> None:
    assert ends_with(phone, end) is found


def test_a_phone_with_words_in_it_is_found(run: Runner, db: Path) -> None:
    books.act(db, "intake", now="2026-10-08 09:00", content="表不走字", phone="13800005678（本人）")
    assert run("search", "5678", "--json").json()["complaints"][0]["no"] == "2026-0001"
    assert run("search", "13800005678").code == 0 and "2026-0001" in run("search", "13800005678").out
