"""The short texts of an intake: each goes the whole way, by option, table and order, whichever it is."""

from __future__ import annotations

from pathlib import Path

import pytest

import books
from complaint_cli.acts.options import option_name
from complaint_cli.complaint.fields import SHORT
from complaint_cli.complaint.records import Complaint
from complaint_cli.render.paper.content import COLUMNS
from complaint_cli.sheets.header import _OWN
from complaint_cli.sheets.order_labels import FIELDS
from conftest import Runner

each = pytest.mark.parametrize(("name", "value", "other"), [
    (name, *(("13800001234", "13900005678") if short.number else ("欧阳青", "慕容白"))) for name, short in SHORT.items()
])  # fmt: skip


@pytest.fixture
def ready(run: Runner) -> Runner:
    books.lay(run.db)
    return run


def kept(run: Runner, name: str) -> str:
    """Return the value that the one complaint has."""
    told = run("show", "2026-0001", "--reveal", "--json").json()
    return str(told[name])


@each
def test_it_is_taken_told_amended_and_found(ready: Runner, name: str, value: str, other: str) -> None:
    ready("intake", "--content", "表不走字", option_name(name), value)
    assert kept(ready, name) == value
    assert value in ready("show", "2026-0001", "--reveal").out
    assert (value in ready("show", "2026-0001").out) == (SHORT[name].mask is None)
    ready("amend", "2026-0001", option_name(name), other, "--reason", "笔误")
    assert kept(ready, name) == other
    middle = ready("search", other[1:-1] if SHORT[name].number else other[:-1], "--json").json()["complaints"]
    assert bool(middle) == SHORT[name].searched


@each
def test_a_table_brings_it_and_brings_it_anew(ready: Runner, tmp_path: Path, name: str, value: str, other: str) -> None:
    table = tmp_path / "a.csv"
    for said in (value, other):
        table.write_text(f"诉求内容,派发时间,{FIELDS[name][0]}\n表不走字,2026-09-08 09:05,{said}\n", "utf-8")
        ready("import", table, "--update", "--json")
        assert kept(ready, name) == (said if SHORT[name].compared else value)


@each
def test_an_order_brings_it(ready: Runner, tmp_path: Path, name: str, value: str, other: str) -> None:
    order = tmp_path / "order.txt"
    order.write_text(f"{FIELDS[name][0]}：{value}\n诉求内容：家中有异味\n", "utf-8")
    assert ready("intake", order, "--json").json()["read"][0]["field"] == name
    assert kept(ready, name) == value


def test_the_record_and_the_ledger_on_paper_have_them_all() -> None:
    assert [name for name in Complaint._fields if name in SHORT] == [*SHORT]
    assert SHORT.keys() <= {_OWN.get(column.heading) for column in COLUMNS}
