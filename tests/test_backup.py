"""Backups taken online and checked; a restore that loses nothing."""

import os
import sqlite3
import stat
from pathlib import Path

import pytest

import books
from complaint_cli.acts.transaction import opened
from complaint_cli.errors import DatabaseBusy
from conftest import Runner


def test_a_backup_is_whole_and_restores_into_an_empty_folder(run: Runner, tmp_path: Path) -> None:
    books.october(run.db.parent)
    copy = tmp_path / "b" / "copy.db"
    said = run("backup", str(copy)).out
    assert run("verify").out.split("校验值")[1].strip()[:60] in said  # grouped alike
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    assert run("backup", str(copy)).code == 21
    fresh = tmp_path / "c" / "new.db"
    assert run("restore", str(copy), db=fresh).code == 0
    assert run("verify", db=fresh).code == 0
    assert (fresh.parent / "new.db-evidence").is_dir()
    assert run("show", "2026-0001", "--json", db=fresh).json()["no"] == "2026-0001"


def test_a_restore_keeps_what_was_there(run: Runner, tmp_path: Path) -> None:
    books.october(run.db.parent)
    copy = tmp_path / "copy.db"
    assert run("backup", str(copy)).code == 0
    no = run("intake", "--content", "后来的投诉", "--json").json()["no"]
    assert run("restore", str(copy), tty=True, stdin="n\n").code == 130  # asks, on a terminal
    assert run("show", no).code == 0
    answer = run("restore", str(copy), "--json").json()  # off a terminal nobody is asked
    assert run("show", no).code == 20
    assert run("show", no, db=Path(answer["kept"])).code == 0


def test_what_is_no_backup_is_told_as_such(run: Runner, tmp_path: Path) -> None:
    books.october(run.db.parent)
    (tmp_path / "n.txt").write_text("x")
    for name, told in (("nowhere.db", "没有备份"), ("n.txt", "请换一份备份"), (".", "请换一份备份")):
        said = run("restore", str(tmp_path / name))
        assert said.code == 42 and told in said.err and "--db" not in said.err, said.err
    assert run("verify").code == 0


def test_a_damaged_backup_is_refused_and_nothing_changed(run: Runner, tmp_path: Path) -> None:
    books.october(run.db.parent)
    copy = tmp_path / "copy.db"
    assert run("backup", str(copy)).code == 0
    books.tamper(copy, "UPDATE reply SET summary = '改过' WHERE id = 1")
    before = run.db.read_bytes()
    assert run("restore", str(copy), "--yes").code == 42
    assert run.db.read_bytes() == before
    assert sorted(p.name for p in tmp_path.iterdir() if p.name.endswith(".part")) == []


def test_files_are_their_owners_alone(run: Runner) -> None:
    books.october(run.db.parent)
    with opened(books.call(run.db)) as work, work.store.writing():
        for file in run.db.parent.glob(run.db.name + "*"):
            assert not file.stat().st_mode & 0o077, file
        for file in work.store.evidence.iterdir():
            assert not file.stat().st_mode & 0o077, file


def test_a_held_database_is_busy_after_a_fair_wait(run: Runner, monkeypatch: object) -> None:
    books.october(run.db.parent)
    import complaint_cli.store.transactions as store

    patience, store.BUSY_SECONDS = store.BUSY_SECONDS, 1.0
    holder = sqlite3.connect(run.db, isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    try:
        held = run("intake", "--content", "等一等")
        assert held.code == DatabaseBusy.code == 40
        assert held.err
    finally:
        holder.execute("ROLLBACK")
        holder.close()
        store.BUSY_SECONDS = patience
    assert run("intake", "--content", "等到了").code == 0


def test_a_replaced_database_takes_no_write(run: Runner, tmp_path: Path) -> None:
    books.october(run.db.parent)
    with opened(books.call(run.db)) as work:
        os.replace(run.db, tmp_path / "aside.db")
        run.db.write_bytes(b"")
        try:
            with work.store.writing():
                raise AssertionError("wrote into a file that was replaced")
        except DatabaseBusy:
            pass


def test_a_restore_waits_for_a_terminal_that_has_the_old_file_open(
    run: Runner, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    books.october(run.db.parent)
    copy = tmp_path / "copy.db"
    assert run("backup", str(copy)).code == 0
    monkeypatch.setattr("complaint_cli.store.copies.BUSY_SECONDS", 0.5)
    other = sqlite3.connect(run.db, isolation_level=None)
    other.execute("SELECT count(*) FROM complaint").fetchone()
    before = run.db.read_bytes()
    assert run("restore", str(copy), "--yes").code == 40
    assert run.db.read_bytes() == before
    other.close()
    assert run("restore", str(copy), "--yes").code == 0
    assert run("verify").code == 0


def test_json_cannot_act_on_a_terminal_and_reads_back_the_same(run: Runner) -> None:
    books.lay(run.db)
    said = "\x9b31m红\u202e反\U000e0041"
    run("intake", "--content", f"内容{said}")
    out = run("show", "1", "--json")
    assert out.code == 0
    assert not set(said[:1] + "\u202e\U000e0041") & set(out.out)
    assert said[1:4] in str(out.json())


def test_a_restore_is_asked_as_every_question_is(run: Runner, tmp_path: Path) -> None:
    books.lay(run.db)
    assert run("backup", tmp_path / "b.db").code == 0
    for answer, code in (("", 130), ("不要\nn", 130), ("是", 0)):
        said = run("restore", tmp_path / "b.db", tty=True, stdin=answer + "\n")
        assert said.code == code and "原来的会另存（y/n）（回车为 n）：" in said.err, said.err
        assert ("没有写入" in said.err) == bool(code)
