"""Search: words of any length, numbers, callers, the phone's end; the present value of what was amended."""

from __future__ import annotations

import sqlite3
import time
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

import books

LINES = [
    {"content": "家中燃气灶漏气，有异味", "caller": "冯晓红", "phone": "13812345678", "order_no": "RX001",
     "address": "云杉小区3栋"},
    {"content": "抄表不准，涨了100%", "caller": "祁建国", "phone": "138-0000-0002", "superior_no": "SJ_77"},
    {"content": "营业厅态度差 Gas", "caller": "冯国强", "phone": "0531-87655678", "account": "10003402"},
    {"content": "燃气表\\读数a_b异常"},
]  # fmt: skip


@pytest.fixture
def found(run: Any) -> Any:
    """Return a function that searches four complaints and returns their serial numbers."""
    books.lay(run.db, now="2026-10-08 08:00")
    for line in LINES:
        books.act(run.db, "intake", now="2026-10-08 09:00", deadline="2026-10-15 17:30", **line)

    def search(*words: str) -> list[int]:
        return [int(c["no"][-4:]) for c in run("search", *words, "--json").json()["complaints"]]

    return search


@pytest.mark.parametrize(
    ("words", "numbers"),
    [
        (["气"], [4, 1]),  # one character; the newest first
        (["燃气"], [4, 1]),
        (["燃气灶漏气"], [1]),
        (["燃气", "异味"], [1]),  # every word
        (["燃气 异常"], [4]),  # in one argument too
        (["冯晓红"], [1]),
        (["冯"], [3, 1]),
        (["云杉"], [1]),
        (["RX001"], [1]),
        (["rx001"], [1]),
        (["SJ_77"], [2]),
        (["10003402"], [3]),
        (["2026-0002"], [2]),
        (["5678"], [3, 1]),  # the end of a phone
        (["1234"], []),  # not its middle
        (["13812345678"], [1]),
        (["138 1234 5678"], [1]),
        (["13800000002"], [2]),  # however it was written
        (["0531-87655678"], [3]),
        (["gas"], [3]),
        (["100%"], [2]),
        (["%"], [2]),
        (["_"], [4, 2]),
        (["a_b"], [4]),
        (["\\"], [4]),
        (["没有这样的词"], []),
        (["' OR 1=1 --"], []),
    ],
)
def test_what_is_found(found: Any, words: list[str], numbers: list[int]) -> None:
    assert found(*words) == numbers


def test_the_present_value_is_found_and_the_old_one_is_not(run: Any, found: Any) -> None:
    books.act(run.db, "amend", now="2026-10-08 10:00", no="1", content="热水器不点火", caller="贺先生",
              phone="13900009999", reason="听错")  # fmt: skip
    assert found("热水器") == found("贺") == found("9999") == found("13900009999") == [1]
    assert found("漏气") == found("冯晓红") == []
    assert found("5678") == [3]
    books.act(run.db, "amend", now="2026-10-08 11:00", no="1", content="灶具不点火", reason="又听错")
    assert found("热水器") == [] and found("灶具") == [1]
    assert found("热水器", "灶具") == []


def test_who_was_replaced_is_found_no_more(run: Any, found: Any) -> None:
    """As `list --text` has it, and as any amendment of the order had had it."""
    books.act(run.db, "transfer", now="2026-10-08 10:00", no="1", to="维修抢修部", person=["樊大川"])
    assert found("樊大川") == [1]
    for post, by in (("deputy", "钟万里"), ("general", "顾怀远")):
        books.act(run.db, "approve", now="2026-10-08 10:00", no="1", as_=post, by=by)
    books.act(run.db, "handle", now="2026-10-08 10:30", no="1", person=["毛立夏"], by="毛立夏")
    assert (found("樊大川"), found("毛立夏")) == ([], [1])
    for name, numbers in (("樊大川", []), ("毛立夏", ["2026-0001"])):
        assert [c["no"] for c in run("list", "--text", name, "--json").json()["complaints"]] == numbers


def test_results_are_masked_and_paged(run: Any, found: Any) -> None:
    shown = run("search", "冯")
    assert shown.code == 0 and "冯晓红" not in shown.out and "2026-0003" in shown.out
    first = run("search", "气", "--limit", "1")
    assert "2026-0004" in first.out and "2026-0001" not in first.out and "--page 2" in first.err
    assert "2026-0001" in run("search", "气", "--limit", "1", "--page", "2").out
    nothing = run("search", "没有这样的词")
    assert (nothing.code, nothing.out) == (0, "") and nothing.err
    assert "138****5678" in run("search", "5678", "--json").out


def test_a_search_for_nothing_is_refused(run: Any, found: Any) -> None:
    for words in ([""], ["  "], ["　"], ["x" * 200], ["a\0b"]):
        assert run("search", *words).code == 2
    assert run("search").code == 2


def test_a_search_among_many_is_quick(run: Any, found: Any) -> None:
    fill(run.db, 20_000)
    for word in ("没有这样的词", "燃气灶", "5678"):
        start = time.perf_counter()
        assert run("search", word).code == 0
        assert time.perf_counter() - start < 1.5


def test_the_whole_ledger_is_looked_through_the_newest_first(run: Any, found: Any) -> None:
    books.act(run.db, "transfer", now="2026-10-08 10:00", no="2", to="维修抢修部", person=["樊大川"])
    fill(run.db, 12_000)
    numbers = [int(c["no"][5:]) for c in run("search", "气", "--all", "--json").json()["complaints"]]
    assert numbers == [*range(13_000, 1000, -1), 4, 1]
    assert found("樊大川") == [2] and found("抄表", "樊大川") == [2] and found("气", "樊大川") == []
    assert found("冯晓红") == found("12345678") == [1]


def test_a_phone_is_found_by_its_end_however_it_was_written(run: Any, found: Any) -> None:
    for phone in (
        "13800004321（本人）",
        "１３９００００４３２１",
        "138 0000 4321/0531-87654321",
        "13043210000（本人）",
    ):
        books.act(run.db, "intake", now="2026-10-08 11:00", content="无人应答", phone=phone)
    assert found("4321") == found("４３２１") == [7, 6, 5]
    assert found("87654321") == [7] and found("004321") == [7, 6, 5]


def fill(db: Path, count: int) -> None:
    """Add complaints to a database, by SQL: enough for what only reads."""
    with closing(sqlite3.connect(db, isolation_level=None)) as connection:
        values = list(connection.execute("SELECT * FROM complaint WHERE id = 4").fetchone())
        columns = [row[1] for row in connection.execute("PRAGMA table_info(complaint)")]
        connection.execute("BEGIN")
        for serial in range(1001, count + 1001):
            row = dict(zip(columns, values, strict=True)) | {"id": serial, "serial": serial, "number": f"2026-{serial}"}
            connection.execute(f"INSERT INTO complaint VALUES ({','.join('?' * len(row))})", list(row.values()))
        connection.execute("COMMIT")
