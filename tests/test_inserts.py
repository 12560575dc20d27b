"""Rows wait for others: what takes in much writes it many rows at a time, and asks the file nothing between."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import books
from complaint_cli.store.inserts import Inserts
from conftest import Runner

FEW = 6  # one before what is asked of the file at the beginning, at the end, and between


@pytest.fixture
def writes(run: Runner, monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many rows each write found waiting."""
    books.lay(run.db)
    found: list[int] = []
    whole = Inserts.write

    def counted(self: Inserts) -> None:
        found.append(sum(map(len, self.waiting.values())))
        whole(self)

    monkeypatch.setattr(Inserts, "write", counted)
    return found


def test_an_import_writes_its_rows_together(run: Runner, writes: list[int], tmp_path: Path) -> None:
    rows = "".join(f"GD{n},第{n}户反映表不走字,2026-9-8 9:05\n" for n in range(300))
    (tmp_path / "x.csv").write_text("工单编号,诉求内容,受理时间\n" + rows, encoding="utf-8")
    assert run("import", tmp_path / "x.csv", "--json", now=books.AFTER).json()["new"] == 300
    assert len(writes) <= FEW and sum(writes) > 600  # a row and an entry each


def test_a_batch_writes_its_lines_together(run: Runner, writes: list[int]) -> None:
    lines = [{"do": "intake", "content": f"表不走字 {n}", "order_no": f"GD{n}"} for n in range(300)]
    typed = "".join(json.dumps(line) + "\n" for line in lines)
    assert run("batch", "-", stdin=typed, now=books.AFTER, by=books.CLERK).code == 0
    assert len(writes) <= FEW and sum(writes) > 600
