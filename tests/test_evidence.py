"""Evidence goes in whole and comes out under its own name; nothing empty is taken for it."""

from __future__ import annotations

import errno
import os
from pathlib import Path
from typing import BinaryIO

import pytest

import books
from complaint_cli.store import evidence
from conftest import Runner


@pytest.fixture
def case(run: Runner, tmp_path: Path) -> Runner:
    books.october(run.db.parent)
    run.now, run.by = books.AFTER, books.CLERK
    for name, text in (("a", "一"), ("b", "二")):
        (tmp_path / name).mkdir()
        (tmp_path / name / "现场.jpg").write_text(text)
        books.act(run.db, "handle", no="14", evidence=[str(tmp_path / name / "现场.jpg")], by="毛立夏")
    return run


def test_what_went_in_comes_out(case: Runner, tmp_path: Path) -> None:
    listed = case("evidence", "14", "--json").json()["evidence"]
    assert [line["size"] for line in listed] == [3, 3] and all(Path(line["path"]).is_file() for line in listed)
    before = case("verify", "--json").json()["entries"]
    done = case("evidence", "14", "-o", str(tmp_path / "out"))
    assert done.code == 0 and "现场 (2).jpg" in done.out
    assert [(tmp_path / "out" / n).read_text() for n in ("现场.jpg", "现场 (2).jpg")] == ["一", "二"]
    assert case("verify", "--json").json()["entries"] == before + 1, "who took them out is recorded"
    shown = case("show", "14")
    assert listed[0]["path"] in shown.out.replace("\n    ", "")


def test_a_full_disk_leaves_no_half_of_it_outside(
    case: Runner, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(source: BinaryIO, target: BinaryIO) -> None:
        target.write(source.read(1))
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(evidence, "copyfileobj", full)
    assert case("evidence", "14", "-o", str(tmp_path / "out")).code == 42
    assert [*(tmp_path / "out").iterdir()] == []


def test_none_and_a_lost_one(case: Runner, tmp_path: Path) -> None:
    assert case("evidence", "16").out == "" and case("evidence", "16", "--json").json()["evidence"] == []
    Path(case("evidence", "14", "--json").json()["evidence"][1]["path"]).write_text("别的")
    said = case("evidence", "14", "-o", str(tmp_path / "out"))
    assert said.code == 42 and "verify" in said.err


def test_an_empty_file_is_no_evidence(case: Runner, tmp_path: Path) -> None:
    (tmp_path / "empty.jpg").touch()
    said = case("handle", "14", "--evidence", str(tmp_path / "empty.jpg"), by="毛立夏")
    assert said.code == 2 and "empty.jpg" in said.err
    assert len(case("show", "14", "--json").json()["evidence"]) == 2
    assert not list(Path(f"{case.db}-evidence").glob(".*"))


def test_several_are_shown(case: Runner) -> None:
    both = case("show", "14", "1", "--json").json()["complaints"]
    assert [told["no"] for told in both] == ["2026-0014", "2026-0001"]
    assert case("show", "14", "1").out.count("2026-00") >= 2
    assert case("show", "14", "99").code == 20


def test_a_file_in_the_place_of_the_evidence_is_the_ledgers_fault(case: Runner, tmp_path: Path) -> None:
    folder = case.db.with_name(case.db.name + "-evidence")
    for kept in folder.iterdir():
        kept.unlink()
    folder.rmdir()
    folder.write_text("x", encoding="utf-8")
    for words in (
        ("handle", "14", "--evidence", str(tmp_path / "a" / "现场.jpg")),
        ("evidence", "14", "-o", str(tmp_path / "out")),
    ):
        said = case(*words, by="毛立夏")
        assert (said.code, said.err.count("\n")) == (42, 1), said


def test_under_another_clock_nothing_journaled_is_done_on_a_real_ledger(run: Runner, tmp_path: Path) -> None:
    run.now = run.by = None
    assert run("init").code == 0
    assert run("intake", "--content", "不通气").code == 0
    for words in (
        ("evidence", "1", "-o", tmp_path / "out"),  # it has none
        ("assess", "--month", "2026-11", "--notices", tmp_path / "out"),  # nobody is fined
        ("show", "1", "--reveal"),
    ):
        refused = run(*words, now="2099-12-12 09:00")
        assert refused.code == 21 and "COMPLAINT_NOW" in refused.err, (words, refused)
    assert not (tmp_path / "out").exists()
